//! A review: the sheet on which a reader signs for the words of a language, and the catalog with the signature in it.
//!
//! The sheet has each message in English beside its translation, filled in as it hangs, with what a second reading
//! understood, what is doubtful, and a box. Its serial is made from the words, so that nobody signs for others than those read.

use crate::catalog::{self, Catalog, Message, Placeholder, Review};
use crate::color::Color;
use crate::diag::Diagnostics;
use crate::fit::Fit;
use crate::geom::{Insets, Length};
use crate::hotline::Hotline;
use crate::layout;
use crate::library::Library;
use crate::locale::Locale;
use crate::pdf::Extra;
use crate::plate::{self, Composition, Plate};
use crate::poster::{self, Content, Node, NumberIn, Order, Placed, Poster, Text};
use crate::serial::Serial;
use crate::setup::Setup;
use crate::source::{Source, Span};
use crate::stock::Stock;
use crate::template::{Align, Mode, Role, SizeRange, Track};
use crate::text::{Piece, RichText, Shaper};

const INK: Color = Color::BLACK;
const QUIET: Color = Color::grey(0x44);

/// Clear space around the sheet, in points: half an inch.
const MARGIN: f32 = 36.0;

/// The side of the box to tick, in points.
const SQUARE: f32 = 11.0;

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
        let mut pages: Vec<(usize, usize)> = Vec::new();
        let mut first = 0;
        while first < rows.len() {
            let most = (first + MOST_ROWS).min(rows.len());
            let fits = |end: &usize| {
                let page = self.page(&rows[first..*end], first == 0, *end == rows.len(), (9, 9));
                layout::pieces(&mut Diagnostics::default(), shaper, &self.around(vec![page])).is_some()
            };
            let end = (first + 1..=most).rev().find(fits).unwrap_or(first + 1);
            pages.push((first, end));
            first = end;
        }
        let all = pages.len();
        let sides = pages
            .iter()
            .enumerate()
            .map(|(at, (first, end))| self.page(&rows[*first..*end], at == 0, at + 1 == all, (at + 1, all)));
        self.around(sides.collect())
    }

    fn around(&self, pages: Vec<Node>) -> Poster {
        Poster {
            order: Order {
                hotline: self.hotline.id.clone(),
                template: "review".to_owned(),
                languages: vec![self.catalog.locale.clone()],
                stock: self.stock.id.clone(),
                setup: Setup::default(),
            },
            title: format!("Review: {}, {}", self.catalog.english, self.catalog.name),
            mode: Mode::LeaveInPlace,
            number_in: NumberIn::Nowhere,
            distance: Length::inches(8.0),
            safe: MARGIN,
            fit: Fit::whole(self.stock.size),
            sides: pages.into_iter().map(|page| vec![page]).collect(),
            ink: INK,
            span: self.catalog.span.clone(),
        }
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
        // What is left of the page.
        let mut tracks = vec![Track::Auto; blocks.len()];
        tracks.push(Track::Share(1.0));
        tracks.push(Track::Auto);
        blocks.push(self.group("rest", vec![Track::Share(1.0)], Vec::new(), 0.0));
        let foot = format!(
            "Review of {} ({}), {}, page {number} of {of}",
            self.catalog.english,
            self.catalog.locale,
            serial(self.catalog)
        );
        blocks.push(self.plain("foot", &foot, 7.5, QUIET));
        let mut page = self.group("page", tracks, blocks, 5.0);
        page.padding = Insets::all(MARGIN + 1.0);
        page
    }

    fn head(&self) -> Node {
        let title = format!("{}: please read these words", self.catalog.english);
        let mut title = self.plain("title", &title, 20.0, INK);
        if let Content::Text(text) = &mut title.content {
            text.rich.bold = true;
            text.role = Role::Heading;
        }
        let introduction = self.plain("introduction", INTRODUCTION, 9.0, INK);
        let heads = [
            "In English, and what it is for",
            "The words that hang",
            "What we are not sure of",
            "Your answer",
        ];
        let heads = heads.map(|head| self.plain("head", head, 8.0, QUIET));
        let heads = self.columns("heads", heads.to_vec());
        let mut head = self.stack("head", vec![title, introduction, heads], 6.0);
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
            english.push(self.plain("intent", intent, 7.0, QUIET));
        }
        let mut words = vec![self.message("words", message, self.catalog, 11.0)];
        if let Some(back) = &message.back {
            words.push(self.plain("back", &format!("Understood as: {back}"), 7.0, QUIET));
        }
        let doubt = match &message.note {
            Some(note) if self.catalog.locale != self.english.locale => note,
            _ => "",
        };
        let cells = vec![
            self.stack("english", english, 2.0),
            self.stack("translation", words, 2.0),
            self.plain("doubt", doubt, 7.5, INK),
            self.answer(),
        ];
        self.stack("row", vec![self.rule(), self.columns("message", cells)], 4.0)
    }

    /// A box to tick, and lines to write a better message on.
    fn answer(&self) -> Node {
        let square = self.square();
        let right = Node {
            valign: Align::Center,
            ..self.plain("right", "right", 8.5, INK)
        };
        let widths = vec![Track::Points(SQUARE), Track::Share(1.0)];
        let tick = self.row_of("tick", Track::Points(SQUARE), widths, vec![square, right], 5.0);
        let better = self.plain("better", "or better:", 7.5, QUIET);
        let mut line = self.rule();
        line.padding.top = 15.0;
        self.stack("answer", vec![tick, better, line.clone(), line], 1.0)
    }

    /// An empty box: paper on ink that shows as its frame.
    fn square(&self) -> Node {
        const STROKE: f32 = 0.9;
        let inner = Track::Points(SQUARE - 2.0 * STROKE);
        let paper = Node {
            fill: Some(Color::WHITE),
            ..self.empty("box")
        };
        Node {
            fill: Some(INK),
            padding: Insets::all(STROKE),
            ..self.row_of("frame", inner, vec![inner], vec![paper], 0.0)
        }
    }

    fn signature(&self) -> Node {
        let count = self.catalog.messages.len();
        let said = format!(
            "I grew up with this language, or speak it every day. I read all {count} lines above as they will hang."
        );
        let fields = ["Initials, or a name if you wish", "Day"].map(|label| {
            let mut line = self.rule();
            line.padding.top = 26.0;
            self.stack("sign", vec![line, self.plain("label", label, 8.0, QUIET)], 2.0)
        });
        let fields = self.row_of(
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
            self.rule(),
            self.plain("said", &said, 10.0, INK),
            fields,
            self.plain("record", &record, 7.5, QUIET),
        ];
        self.stack("signature", parts, 5.0)
    }

    fn columns(&self, name: &str, cells: Vec<Node>) -> Node {
        let widths = vec![
            Track::Share(1.0),
            Track::Share(1.1),
            Track::Share(0.8),
            Track::Points(96.0),
        ];
        self.row_of(name, Track::Auto, widths, cells, 12.0)
    }

    fn row_of(&self, name: &str, height: Track, columns: Vec<Track>, cells: Vec<Node>, gap: f32) -> Node {
        let children = cells.into_iter().enumerate().map(|(at, node)| Placed {
            columns: (at, at + 1),
            rows: (0, 1),
            node,
        });
        Node {
            content: Content::Group {
                columns,
                rows: vec![height],
                gap: (0.0, gap),
                children: children.collect(),
            },
            ..self.empty(name)
        }
    }

    fn stack(&self, name: &str, parts: Vec<Node>, gap: f32) -> Node {
        self.group(name, vec![Track::Auto; parts.len()], parts, gap)
    }

    fn group(&self, name: &str, rows: Vec<Track>, parts: Vec<Node>, gap: f32) -> Node {
        let children = parts.into_iter().enumerate().map(|(at, node)| Placed {
            columns: (0, 1),
            rows: (at, at + 1),
            node,
        });
        Node {
            content: Content::Group {
                columns: vec![Track::Share(1.0)],
                rows,
                gap: (gap, 0.0),
                children: children.collect(),
            },
            ..self.empty(name)
        }
    }

    fn rule(&self) -> Node {
        Node {
            content: Content::Rule {
                thickness: 0.5,
                color: INK,
            },
            ..self.empty("rule")
        }
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
        let mut node = self.words(name, pieces, &locale, size * locale.script().apparent_size(), INK);
        node.locale = locale;
        if let Content::Text(text) = &mut node.content {
            text.rich.bold = true;
            text.numbers = numbers;
            text.words = message.span.clone();
        }
        node
    }

    /// Words of the sheet itself, in English.
    fn plain(&self, name: &str, words: &str, size: f32, color: Color) -> Node {
        let pieces = vec![Piece::Words(words.to_owned())];
        self.words(name, pieces, &Locale::english(), size, color)
    }

    fn words(&self, name: &str, pieces: Vec<Piece>, locale: &Locale, size: f32, color: Color) -> Node {
        let text = Text {
            rich: RichText {
                pieces,
                locale: locale.clone(),
                bold: false,
                line_height: locale.line_height(),
                ligatures: true,
            },
            imprint: None,
            size: SizeRange {
                least: size,
                most: size,
            },
            color,
            ground: Color::WHITE,
            role: Role::Paragraph,
            one_line: false,
            icon: None,
            numbers: Vec::new(),
            words: self.span(),
        };
        Node {
            content: Content::Text(text),
            ..self.empty(name)
        }
    }

    fn empty(&self, name: &str) -> Node {
        Node {
            name: name.to_owned(),
            span: self.span(),
            locale: Locale::english(),
            padding: Insets::default(),
            fill: None,
            bleed: false,
            align: Align::Start,
            valign: Align::Start,
            over: false,
            content: Content::Group {
                columns: Vec::new(),
                rows: Vec::new(),
                gap: (0.0, 0.0),
                children: Vec::new(),
            },
        }
    }

    fn span(&self) -> Span {
        self.catalog.span.clone()
    }
}
