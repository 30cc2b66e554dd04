//! A review: the sheet on which a reader signs for the words of a language, and the catalog with the signature in it.
//!
//! The sheet has each message in English beside its translation, filled in as it hangs, with what a second reading
//! understood, what is doubtful, and a box. Its serial is made from the words, so that nobody signs for others than those read.

use crate::catalog::{self, Catalog, Message, Placeholder, Review};
use crate::diag::Diagnostics;
use crate::form::{self, Form, INK, QUIET};
use crate::hotline::Hotline;
use crate::layout;
use crate::library::Library;
use crate::locale::Locale;
use crate::pdf::Extra;
use crate::plate::{self, Composition, Plate};
use crate::poster::{self, Content, Node, Order, Poster};
use crate::serial::Serial;
use crate::setup::Setup;
use crate::source::{Source, Span};
use crate::stock::Stock;
use crate::template::Track;
use crate::text::{Piece, Shaper};

/// Clear space around the sheet, in points: half an inch.
const MARGIN: f32 = 36.0;

/// The most messages on a page; fewer where they are long.
const MOST_ROWS: usize = 14;

const INTRODUCTION: &str = "These words hang where a person may be alone for two minutes, in restrooms and truck stops: someone \
    who may be controlled by another person, frightened and tired, who may read little. Please read each line as that person \
    would. Is it right, easy and kind? Then tick the box. If a word is wrong, stiff, too hard or could frighten, write a better \
    line. The number, the word QR and the English name of the language are filled in by the program and stay.";

/// The serial of a catalog's words, printed on its sheet.
pub fn serial(catalog: &Catalog) -> Serial {
    Serial::of(&["review", catalog.locale.tag(), &catalog.fingerprint()])
}

/// The catalog's file with the signature of a reader for the words as they are: `by` and `on` are plain text. `None`
/// where the file does not hold its review in one value, as under a head `[review]`, so that it cannot be exchanged.
pub fn signed(catalog: &Catalog, by: &str, on: &str) -> Option<String> {
    let text = with_review(catalog, by, on);
    let mut diags = Diagnostics::default();
    let read = catalog::read(&mut diags, &Source::new("signed", text.as_str()));
    let holds = read.is_some_and(|read| matches!(read.review, Review::Reviewed { .. }));
    (holds && !diags.has_errors()).then_some(text)
}

fn with_review(catalog: &Catalog, by: &str, on: &str) -> String {
    let text = &catalog.span.source.text;
    let review = format!(
        "{{ state = \"reviewed\", by = \"{by}\", on = \"{on}\", fingerprint = \"{}\" }}",
        catalog.fingerprint()
    );
    match &catalog.review_at {
        Some(span) => format!("{}{review}{}", &text[..span.bytes.start], &text[span.bytes.end..]),
        None => {
            // Below the tag, which stands before the first table.
            let end = text[catalog.span.bytes.end..].find('\n');
            let at = end.map_or(text.len(), |end| catalog.span.bytes.end + end + 1);
            format!("{}review = {review}\n{}", &text[..at], &text[at..])
        }
    }
}

/// The sheet of a language, proofed. `None` after an error.
pub fn sheet(
    diags: &mut Diagnostics,
    library: &Library,
    hotline: &Hotline,
    catalog: &Catalog,
    stock: &Stock,
) -> Option<Plate> {
    let english = library.catalogs.get(&Locale::english())?;
    let mut shaper = Shaper::new(&library.fonts);
    let sheet = Sheet {
        form: Form::new(catalog.span.clone(), Locale::english()),
        hotline,
        english,
        catalog,
        stock,
    };
    let poster = sheet.poster(&mut shaper);
    let pages = layout::pieces(diags, &mut shaper, &poster)?;
    plate::make(diags, library, Composition { poster, pages }, &Extra::new())
}

struct Sheet<'a> {
    form: Form,
    hotline: &'a Hotline,
    english: &'a Catalog,
    catalog: &'a Catalog,
    stock: &'a Stock,
}

impl Sheet<'_> {
    /// The pages, each with as many rows as it holds. A row that is too high for a page gets one; that it does not fit is
    /// told when the sheet is laid out.
    fn poster(&self, shaper: &mut Shaper<'_>) -> Poster {
        let mut messages: Vec<(&String, &Message)> = self.catalog.messages.iter().collect();
        // As they stand in the English catalog: the most important first.
        messages.sort_by_key(|(key, _)| {
            self.english
                .messages
                .get(*key)
                .map(|original| original.span.bytes.start)
        });
        let rows: Vec<Node> = messages
            .into_iter()
            .map(|(key, message)| self.row(key, message))
            .collect();
        let fits = |first: usize, end: usize| {
            let page = self.page(&rows[first..end], first == 0, end == rows.len(), (9, 9));
            layout::pieces(&mut Diagnostics::default(), shaper, &self.around(vec![page])).is_some()
        };
        let pages = form::paged(rows.len(), MOST_ROWS, fits);
        let all = pages.len();
        let sides = pages
            .iter()
            .enumerate()
            .map(|(at, (first, end))| self.page(&rows[*first..*end], at == 0, at + 1 == all, (at + 1, all)));
        self.around(sides.collect())
    }

    fn around(&self, pages: Vec<Node>) -> Poster {
        let order = Order {
            hotline: self.hotline.id.clone(),
            template: "review".to_owned(),
            languages: vec![self.catalog.locale.clone()],
            stock: self.stock.id.clone(),
            setup: Setup::default(),
            rule: None,
        };
        let title = format!("Review: {}, {}", self.catalog.english, self.catalog.name);
        let sides = pages.into_iter().map(|page| vec![page]).collect();
        Poster::of_sheets(order, title, self.stock.size, MARGIN, sides, self.span())
    }

    fn page(&self, rows: &[Node], first: bool, last: bool, (number, of): (usize, usize)) -> Node {
        let mut blocks = Vec::new();
        if first {
            blocks.push(self.head());
        }
        blocks.extend(rows.iter().cloned());
        if last {
            blocks.push(self.signature());
        }
        let foot = format!(
            "Review of {} ({}), {}, page {number} of {of}",
            self.catalog.english,
            self.catalog.locale,
            serial(self.catalog)
        );
        let foot = self.form.words("foot", &foot, 7.5, QUIET);
        self.form.page(blocks, foot, MARGIN + 1.0, 5.0)
    }

    fn head(&self) -> Node {
        let title = format!("{}: please read these words", self.catalog.english);
        let title = self.form.heading("title", &title, 20.0);
        let introduction = self.form.words("introduction", INTRODUCTION, 9.0, INK);
        let heads = [
            "In English, and what it is for",
            "The words that hang",
            "What we are not sure of",
            "Your answer",
        ];
        let heads = heads.map(|head| self.form.words("head", head, 8.0, QUIET));
        let heads = self.columns("heads", heads.to_vec());
        let mut head = self.form.stack("head", vec![title, introduction, heads], 6.0);
        head.padding.bottom = 2.0;
        head
    }

    /// A message: English, translation, doubt, box.
    fn row(&self, key: &str, message: &Message) -> Node {
        let original = self.english.messages.get(key);
        let mut english = Vec::new();
        if let Some(original) = original {
            english.push(self.message("english", original, self.english, 9.5));
            let intent = original.note.as_deref().unwrap_or_default();
            english.push(self.form.words("intent", intent, 7.0, QUIET));
        }
        let mut words = vec![self.message("words", message, self.catalog, 11.0)];
        if let Some(back) = &message.back {
            words.push(
                self.form
                    .words("back", &format!("Understood as: {back}"), 7.0, QUIET),
            );
        }
        let doubt = match &message.note {
            Some(note) if self.catalog.locale != self.english.locale => note,
            _ => "",
        };
        let cells = vec![
            self.form.stack("english", english, 2.0),
            self.form.stack("translation", words, 2.0),
            self.form.words("doubt", doubt, 7.5, INK),
            self.answer(),
        ];
        self.form
            .stack("row", vec![self.form.rule(), self.columns("message", cells)], 4.0)
    }

    /// A box to tick, and lines to write a better message on.
    fn answer(&self) -> Node {
        let tick = self.form.choice("right", 8.5);
        let better = self.form.words("better", "or better:", 7.5, QUIET);
        let line = self.form.blank(15.0);
        self.form
            .stack("answer", vec![tick, better, line.clone(), line], 1.0)
    }

    fn signature(&self) -> Node {
        let count = self.catalog.messages.len();
        let said = format!(
            "I grew up with this language, or speak it every day. I read all {count} lines above as they will hang."
        );
        let fields = ["Initials, or a name if you wish", "Day"].map(|label| {
            let line = self.form.blank(26.0);
            self.form.stack(
                "sign",
                vec![line, self.form.words("label", label, 8.0, QUIET)],
                2.0,
            )
        });
        let fields = self.form.row(
            "fields",
            Track::Auto,
            vec![Track::Share(2.0), Track::Share(1.0)],
            fields.to_vec(),
            24.0,
        );
        let record = format!(
            "A coordinator records it with: mileposter review {} --accept INITIALS --sheet {}",
            self.catalog.locale,
            serial(self.catalog)
        );
        let parts = vec![
            self.form.rule(),
            self.form.words("said", &said, 10.0, INK),
            fields,
            self.form.words("record", &record, 7.5, QUIET),
        ];
        self.form.stack("signature", parts, 5.0)
    }

    fn columns(&self, name: &str, cells: Vec<Node>) -> Node {
        let widths = vec![
            Track::Share(1.0),
            Track::Share(1.1),
            Track::Share(0.8),
            Track::Points(96.0),
        ];
        self.form.row(name, Track::Auto, widths, cells, 12.0)
    }

    /// A message as it hangs.
    fn message(&self, name: &str, message: &Message, catalog: &Catalog, size: f32) -> Node {
        let served = message.placeholders().all(|placeholder| match placeholder {
            Placeholder::Channel(channel) => self.hotline.serves(channel, &catalog.locale),
            _ => true,
        });
        let (pieces, numbers) = if served {
            poster::fill(self.hotline, message, catalog)
        } else {
            // It hangs with another record alone.
            (vec![Piece::Words(message.written())], Vec::new())
        };
        let locale = catalog.language_of_words();
        let mut node = self
            .form
            .text(name, pieces, &locale, size * locale.script().apparent_size(), INK);
        node.locale = locale;
        if let Content::Text(text) = &mut node.content {
            text.rich.bold = true;
            text.numbers = numbers;
            text.words = message.span.clone();
        }
        node
    }

    fn span(&self) -> Span {
        self.catalog.span.clone()
    }
}
