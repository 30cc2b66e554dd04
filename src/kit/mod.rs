//! What a volunteer takes along besides the pieces: route sheet, supplies, rules, letter, label, audit form.
//!
//! The sheets are settled blocks without a template, in the language of whoever runs the program. Type on the route sheet has 12 points
//! or more, since it is read at arm's length in a car.

mod audit;
mod letter;
mod packing;
mod route;
mod rules;
mod visits;

use crate::date::Date;
use crate::diag::Diagnostics;
use crate::form::{self, Form, INK, QUIET};
use crate::hotline::{Channel, Hotline};
use crate::layout;
use crate::locale::Locale;
use crate::location::Location;
use crate::page::Page;
use crate::phrase::{Phrase, say};
use crate::phrasebook::Phrasebook;
use crate::poster::{Content, Node, Order, Poster};
use crate::setup::Setup;
use crate::sheet;
use crate::source::Span;
use crate::stock::Stock;
use crate::supplies::Supplies;
use crate::template::Track;
use crate::text::{Piece, Shaper};

pub use visits::{common_lacks, visits};

/// Clear space around each sheet, in points: half an inch.
const MARGIN: f32 = 36.0;

/// Type that is read in a car, in points.
const READ: f32 = 12.0;

/// The most rows of a page.
const MOST_ROWS: usize = 40;

/// Type of what is only looked up, in points.
const SMALL: f32 = 10.0;

/// Everything that the sheets of a pack say.
pub struct Kit<'a> {
    /// What the campaign is called.
    pub campaign: &'a str,
    /// Where it is written.
    pub span: &'a Span,
    /// What the pack is called, as `I-5 CA 60 – CA 205`.
    pub name: String,
    /// Which pack it is, from 1, and of how many.
    pub number: (usize, usize),
    /// Whom to call.
    pub contact: Option<&'a str>,
    /// The line whose number hangs.
    pub hotline: &'a Hotline,
    /// The stops, in driving order.
    pub visits: Vec<Visit<'a>>,
    /// What is missing at all of them.
    pub lacks: Vec<Phrase>,
    /// What all its pieces take.
    pub supplies: &'a Supplies,
    /// What supplies amount to, in words, ready to be told.
    pub needs: Vec<Phrase>,
    /// How many minutes the round takes, driving and stops.
    pub minutes: u64,
    /// How long the road is, in miles; `None` where none is known.
    pub miles: Option<f64>,
    /// The day it is printed.
    pub today: Date,
}

/// A stop of a volunteer.
pub struct Visit<'a> {
    /// The place.
    pub place: &'a Location,
    /// Heading above it, where the way turns: as `Out: northbound on I-5`.
    pub turn: Option<Phrase>,
    /// Miles of road since the stop before.
    pub since_last: Option<String>,
    /// Its milepost, with `~` where it was reckoned from coordinates.
    pub milepost: Option<String>,
    /// What hangs there.
    pub pieces: Vec<PieceHere>,
    /// What is missing there.
    pub lacks: Vec<Phrase>,
}

/// A piece at a stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PieceHere {
    /// What it is, as `Stall sign, en es`.
    pub what: String,
    /// How many hang.
    pub count: u32,
    /// The printed id.
    pub serial: String,
}

/// Which pages of a file go on what paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tray {
    /// Name of the paper.
    pub paper: Phrase,
    /// First and last page, from 1.
    pub pages: (usize, usize),
    /// How many sheets.
    pub sheets: usize,
}

/// What there is in a kit, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The stops in driving order.
    Route,
    /// What to take along, and how the file is printed.
    Packing,
    /// What to do at a stop.
    Rules,
    /// The letter to show.
    Letter,
    /// What hangs where, and what was found.
    Audit,
    /// The label for the bag.
    Label,
}

impl Which {
    /// All, in order.
    pub const ALL: [Self; 6] = [
        Self::Route,
        Self::Packing,
        Self::Rules,
        Self::Letter,
        Self::Audit,
        Self::Label,
    ];

    /// Whether it begins on a sheet of its own: it is given away, or filled in and sent back.
    pub fn is_alone(self) -> bool {
        self != Self::Rules
    }

    fn title(self) -> Phrase {
        match self {
            Self::Route => say("Route sheet"),
            Self::Packing => say("What to take along"),
            Self::Rules => say("At each stop"),
            Self::Letter => say("To whoever runs this place"),
            Self::Audit => say("Audit form"),
            Self::Label => say("Label for the bag"),
        }
    }
}

/// The pages of a part of a kit, as the printer gets them. `trays` tells how the file is printed. `None` after an error.
pub fn pages(
    diags: &mut Diagnostics,
    shaper: &mut Shaper<'_>,
    kit: &Kit<'_>,
    paper: &Paper<'_>,
    which: Which,
    trays: &[Tray],
) -> Option<Vec<Page>> {
    let mut desk = Desk {
        form: Form::new(kit.span.clone(), paper.locale.clone()),
        kit,
        paper,
        shaper,
    };
    let rows = match which {
        Which::Route => route::rows(&desk),
        Which::Packing => packing::rows(&desk, trays),
        Which::Rules => rules::rows(&desk),
        Which::Letter => letter::rows(&desk),
        Which::Audit => audit::rows(&desk),
        Which::Label => packing::label(&desk),
    };
    desk.paginated(diags, &which.title(), &rows)
}

/// What the sheets are printed on, and in which words.
pub struct Paper<'a> {
    /// The paper.
    pub stock: &'a Stock,
    /// How it is printed.
    pub setup: &'a Setup,
    /// The words of the sheets.
    pub book: &'a Phrasebook,
    /// Their language.
    pub locale: Locale,
}

/// Blocks that stay together, and those that stand above them when a page begins with them.
struct Row {
    node: Node,
    /// Repeated on each further page, where there is one.
    above: Option<Node>,
}

impl From<Node> for Row {
    fn from(node: Node) -> Self {
        Self { node, above: None }
    }
}

struct Desk<'a, 'k, 's, 'b> {
    form: Form,
    kit: &'k Kit<'a>,
    paper: &'k Paper<'k>,
    shaper: &'s mut Shaper<'b>,
}

impl Desk<'_, '_, '_, '_> {
    fn told(&self, phrase: &Phrase) -> String {
        self.paper.book.told(phrase)
    }

    /// As many pages as rows need. A row that is too high for a page is told as a fault.
    fn paginated(&mut self, diags: &mut Diagnostics, title: &Phrase, rows: &[Row]) -> Option<Vec<Page>> {
        let fits = |first: usize, end: usize| {
            let poster = self.poster(vec![self.page(title, rows, (first, end), (99, 99))]);
            layout::pieces(&mut Diagnostics::default(), self.shaper, &poster).is_some()
        };
        let pages = form::paged(rows.len(), MOST_ROWS, fits);
        let all = pages.len();
        let sides: Vec<Node> = pages
            .iter()
            .enumerate()
            .map(|(at, (first, end))| self.page(title, rows, (*first, *end), (at + 1, all)))
            .collect();
        let laid = layout::pieces(diags, self.shaper, &self.poster(sides))?;
        let laid = laid.into_iter().enumerate();
        let pages = laid.map(|(side, page)| sheet::for_printer(self.paper.setup, side, page));
        Some(pages.collect())
    }

    fn poster(&self, pages: Vec<Node>) -> Poster {
        let kit = self.kit;
        let order = Order {
            hotline: kit.hotline.id.clone(),
            template: "kit".to_owned(),
            languages: vec![self.paper.locale.clone()],
            stock: self.paper.stock.id.clone(),
            setup: self.paper.setup.clone(),
            rule: None,
        };
        let sides = pages.into_iter().map(|page| vec![page]).collect();
        let size = self.paper.stock.size;
        Poster::of_sheets(order, kit.name.clone(), size, MARGIN, sides, kit.span.clone())
    }

    fn page(
        &self,
        title: &Phrase,
        rows: &[Row],
        (first, end): (usize, usize),
        (number, all): (usize, usize),
    ) -> Node {
        let mut blocks = vec![self.head(title)];
        let on_page = rows.get(first..end).unwrap_or_default();
        blocks.extend(on_page.first().and_then(|row| row.above.clone()));
        blocks.extend(on_page.iter().map(|row| row.node.clone()));
        let foot = say("{title} · {campaign} · pack {pack} of {packs} · page {page} of {pages} · {day}")
            .with_words("title", title.clone())
            .with("campaign", self.kit.campaign)
            .with("pack", self.kit.number.0)
            .with("packs", self.kit.number.1)
            .with("page", number)
            .with("pages", all)
            .with("day", self.kit.today);
        let foot = self.form.words("foot", &self.told(&foot), READ, QUIET);
        self.form.page(blocks, foot, MARGIN + 1.0, 7.0)
    }

    /// What stands at the top of each page: what it is, of which pack, and whom to call.
    fn head(&self, title: &Phrase) -> Node {
        let title = self.form.heading("title", &self.told(title), 22.0);
        let name = self.form.bold("pack", &self.kit.name, READ + 1.0);
        let left = self.form.stack("what", vec![title, name], 2.0);
        let right = self.contact();
        let widths = vec![Track::Share(1.0), Track::Points(200.0)];
        let columns = self
            .form
            .row("head", Track::Auto, widths, vec![left, right], 14.0);
        self.form.stack("top", vec![columns, self.form.line(1.5)], 6.0)
    }

    /// Whom to call, or a line to write it on.
    fn contact(&self) -> Node {
        let label = self
            .form
            .words("label", &self.told(&say("Coordinator")), READ, QUIET);
        let who = match self.kit.contact {
            Some(contact) => self.fixed("contact", contact, READ + 2.0),
            None => self.form.blank(22.0),
        };
        self.form.stack("contact", vec![label, who], 2.0)
    }

    /// Words that are never broken, in heavy strokes.
    fn fixed(&self, name: &str, words: &str, size: f32) -> Node {
        let pieces = vec![Piece::Fixed(words.to_owned())];
        let mut node = self.form.text(name, pieces, &self.paper.locale, size, INK);
        if let Content::Text(text) = &mut node.content {
            text.rich.bold = true;
        }
        node
    }

    fn words(&self, phrase: &Phrase) -> Node {
        self.form.words("words", &self.told(phrase), READ, INK)
    }

    fn heading(&self, phrase: &Phrase) -> Node {
        let mut node = self.form.heading("heading", &self.told(phrase), READ + 3.0);
        node.padding.top = 8.0;
        node
    }

    /// The number of the line, as it is printed.
    fn number(&self) -> &str {
        self.kit.hotline.printed(Channel::Call).unwrap_or_default()
    }

    /// A sentence with the number of the line in it, whole on one line.
    fn with_number(&self, phrase: &Phrase) -> Node {
        let (number, told) = (self.number(), self.told(phrase));
        let mut pieces = Vec::new();
        for (at, words) in told.split(number).enumerate() {
            if at > 0 {
                pieces.push(Piece::Fixed(number.to_owned()));
            }
            pieces.push(Piece::Words(words.to_owned()));
        }
        let mut node = self.form.text("words", pieces, &self.paper.locale, READ, INK);
        if let Content::Text(text) = &mut node.content {
            text.numbers = vec![number.to_owned()];
        }
        node
    }
}
