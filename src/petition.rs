//! Letters that ask for a permission to post: one for each body that grants it, with the places, the signs and what the law wants to know.
//!
//! A letter has only what the files have; what they lack is a line to write on. Its words are English, since the bodies' are.

use crate::check;
use crate::date::Date;
use crate::diag::Diagnostics;
use crate::form::{self, Form, INK, QUIET};
use crate::hotline::{Channel, Hotline};
use crate::layout;
use crate::library::Library;
use crate::locale::Locale;
use crate::location::Location;
use crate::organization::Organization;
use crate::pdf::Extra;
use crate::permission::Ask;
use crate::plate::{self, Composition, Plate};
use crate::poster::{Content, Node, Order, Poster};
use crate::setup::Setup;
use crate::source::Span;
use crate::stock::Stock;
use crate::template::Track;
use crate::text::{Piece, Shaper};

/// Clear space around a letter, in points: three quarters of an inch.
const MARGIN: f32 = 54.0;

/// Type, in points.
const TYPE: f32 = 11.0;

/// The most rows of a page.
const MOST_ROWS: usize = 40;

/// What a letter is made of beside what it asks.
pub struct Desk<'a> {
    /// What the campaign is called.
    pub campaign: &'a str,
    /// Where it is written.
    pub span: &'a Span,
    /// Who asks.
    pub organization: &'a Organization,
    /// Whom to call back.
    pub contact: Option<&'a str>,
    /// The line whose number hangs.
    pub hotline: &'a Hotline,
    /// The signs, each in a line, as `Stall sign, 8.5 × 11 in, in English and Spanish`.
    pub signs: &'a [String],
    /// The day of the letter.
    pub today: Date,
}

/// All letters in one file, proofed. `None` after an error.
pub fn letters(
    diags: &mut Diagnostics,
    library: &Library,
    desk: &Desk<'_>,
    asks: &[Ask<'_>],
    stock: &Stock,
) -> Option<Plate> {
    let mut shaper = Shaper::new(&library.fonts);
    let form = Form::new(desk.span.clone(), Locale::english());
    let sections = asks
        .iter()
        .flat_map(|ask| [&ask.rule.citation, &ask.rule.id])
        .flat_map(|text| sections(text));
    let writer = Writer {
        desk,
        form,
        stock,
        apart: desk
            .contact
            .filter(|contact| !check::numbers(contact).is_empty())
            .map(str::to_owned)
            .into_iter()
            .chain(sections)
            .collect(),
    };
    let mut sides = Vec::new();
    for ask in asks {
        let rows = writer.rows(ask);
        let fits = |first: usize, end: usize| {
            let poster = writer.poster(vec![writer.page(&rows[first..end], ask, (9, 9))]);
            layout::pieces(&mut Diagnostics::default(), &mut shaper, &poster).is_some()
        };
        let pages = form::paged(rows.len(), MOST_ROWS, fits);
        let all = pages.len();
        for (at, (first, end)) in pages.into_iter().enumerate() {
            sides.push(writer.page(&rows[first..end], ask, (at + 1, all)));
        }
    }
    let poster = writer.poster(sides);
    let pages = layout::pieces(diags, &mut shaper, &poster)?;
    plate::make(diags, library, Composition { poster, pages }, &Extra::new())
}

struct Writer<'a, 'd> {
    desk: &'a Desk<'d>,
    form: Form,
    stock: &'a Stock,
    /// Whom to call back, and numbers of sections of laws: no telephone numbers of the line.
    apart: Vec<String>,
}

/// The words of a citation that have digits, as `377.880`.
fn sections(citation: &str) -> impl Iterator<Item = String> {
    let words = citation
        .split_whitespace()
        .map(|word| word.trim_matches([',', ';', ':']));
    words
        .filter(|word| word.contains(|c: char| c.is_ascii_digit()))
        .map(str::to_owned)
}

impl Writer<'_, '_> {
    fn poster(&self, pages: Vec<Node>) -> Poster {
        let order = Order {
            hotline: self.desk.hotline.id.clone(),
            template: "letter".to_owned(),
            languages: vec![Locale::english()],
            stock: self.stock.id.clone(),
            setup: Setup::default(),
            rule: None,
        };
        let sides = pages.into_iter().map(|page| vec![page]).collect();
        let title = format!("{}: requests for permission", self.desk.campaign);
        let span = self.desk.span.clone();
        let mut poster = Poster::of_sheets(order, title, self.stock.size, MARGIN - 18.0, sides, span);
        poster.apart.clone_from(&self.apart);
        poster
    }

    fn page(&self, rows: &[Node], ask: &Ask<'_>, (number, all): (usize, usize)) -> Node {
        let foot = format!(
            "{} · request under {} · {} · page {number} of {all}",
            self.desk.campaign, ask.rule.id, self.desk.today
        );
        let foot = self.form.words("foot", &foot, 8.0, QUIET);
        self.form.page(rows.to_vec(), foot, MARGIN, 8.0)
    }

    fn rows(&self, ask: &Ask<'_>) -> Vec<Node> {
        let mut rows = vec![self.head(ask)];
        let mut heading = self
            .form
            .heading("heading", "Request for permission to post a sign", 18.0);
        heading.padding.top = 10.0;
        rows.push(heading);
        rows.push(self.words(&format!("By {}.", ask.rule.citation)));
        rows.push(self.line_of_the_number());
        rows.push(self.words(
            "The signs are for people whom someone else controls, at work or anywhere. They tell them how to reach help by \
             themselves, at a moment when they are alone. They cost you nothing, and we come back to replace what is torn, if \
             you allow it.",
        ));
        rows.push(self.title("The signs, of which a proof is enclosed"));
        let signs = self
            .desk
            .signs
            .iter()
            .map(|sign| self.words(&format!("– {sign}")));
        rows.extend(signs);
        if !ask.wanted.needs.is_empty() {
            rows.push(self.title("What the law wants to know"));
            let needs = ask.wanted.needs.iter();
            rows.extend(needs.map(|need| self.form.choice(need, TYPE)));
        }
        rows.push(self.title("The places"));
        rows.extend(ask.places.iter().map(|place| self.place(place)));
        rows.push(self.signature());
        rows
    }

    /// Who asks, whom, and when.
    fn head(&self, ask: &Ask<'_>) -> Node {
        let organization = self.desk.organization;
        let mut from = Vec::new();
        match &organization.name {
            Some(name) => from.push(self.form.bold("name", name, TYPE + 2.0)),
            None => from.push(self.blank("Name of the organization")),
        }
        match &organization.about {
            Some(about) => from.push(self.words(about)),
            None => from.push(self.blank("What kind of organization")),
        }
        if organization.address.is_empty() {
            from.push(self.blank("Address"));
        }
        from.extend(organization.address.iter().map(|line| self.words(line)));
        from.extend(organization.email.iter().map(|email| self.words(email)));
        match self.desk.contact {
            Some(contact) => from.push(self.fixed("contact", contact)),
            None => from.push(self.blank("Whom to call")),
        }
        let to = vec![
            self.form.words("label", "To", 9.0, QUIET),
            self.words(&ask.from),
            self.form.words("label", "Date", 9.0, QUIET),
            self.words(&self.desk.today.to_string()),
        ];
        let cells = vec![self.form.stack("to", to, 2.0), self.form.stack("from", from, 2.0)];
        let widths = vec![Track::Share(1.0), Track::Share(1.0)];
        let columns = self.form.row("head", Track::Auto, widths, cells, 24.0);
        self.form.stack("top", vec![columns, self.form.line(1.2)], 10.0)
    }

    /// What is asked, with the number that hangs.
    fn line_of_the_number(&self) -> Node {
        let number = self
            .desk
            .hotline
            .printed(Channel::Call)
            .unwrap_or_default()
            .to_owned();
        let name = self.desk.hotline.name_in([&Locale::english()]);
        let pieces = vec![
            Piece::Words(format!(
                "We ask your permission to post signs with the number of the {name}, "
            )),
            Piece::Fixed(number.clone()),
            Piece::Words(", at the places below. We are not that line and do not work for it.".to_owned()),
        ];
        let mut node = self.form.text("ask", pieces, &Locale::english(), TYPE, INK);
        if let Content::Text(text) = &mut node.content {
            text.numbers = vec![number];
        }
        node
    }

    fn place(&self, place: &Location) -> Node {
        let stalls = match place.stalls {
            Some(stalls) => format!("{} stalls", stalls.total()),
            None => String::new(),
        };
        let county = place.county.as_ref().map(|county| format!("{county} County"));
        let cells = vec![
            self.form.words("place", &place.site_line(), TYPE, INK),
            self.form.words("county", &county.unwrap_or_default(), TYPE, INK),
            self.form.words("stalls", &stalls, TYPE, INK),
        ];
        let widths = vec![Track::Share(1.0), Track::Points(120.0), Track::Points(60.0)];
        let row = self.form.row("row", Track::Auto, widths, cells, 10.0);
        self.form.stack("place", vec![self.form.rule(), row], 3.0)
    }

    fn signature(&self) -> Node {
        let fields =
            ["For the organization", "Granted for, until, number", "By, on"].map(|label| self.blank(label));
        let widths = vec![Track::Share(1.0); 3];
        let mut node = self.form.row("sign", Track::Auto, widths, fields.to_vec(), 18.0);
        node.padding.top = 14.0;
        node
    }

    fn words(&self, words: &str) -> Node {
        self.form.words("words", words, TYPE, INK)
    }

    fn title(&self, words: &str) -> Node {
        let mut node = self.form.bold("title", words, TYPE + 1.0);
        node.padding.top = 6.0;
        node
    }

    /// Words that are never broken.
    fn fixed(&self, name: &str, words: &str) -> Node {
        let pieces = vec![Piece::Fixed(words.to_owned())];
        self.form.text(name, pieces, &Locale::english(), TYPE, INK)
    }

    /// A line to write on, with what belongs there below it.
    fn blank(&self, label: &str) -> Node {
        let label = self.form.words("label", label, 8.5, QUIET);
        self.form.stack("blank", vec![self.form.blank(20.0), label], 2.0)
    }
}
