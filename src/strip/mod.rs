//! The strip map: one line of a route, drawn as a road that runs upward, with every stop beside it.
//!
//! `stations` tells what stands along the road, `columns` where it stands, `parts` how it looks, and a `Drawing` is what comes
//! out: it is written as SVG (`svg`) or set onto pages (`sheets`). Nothing here measures a road: the miles along it are given.
//!
//! The scale is schematic: no stretch is shorter than the scale of its map, and where stops stand close together the road is
//! drawn longer until there is room for their names. So no label lies on another, and no stop is left out.

mod badge;
mod columns;
mod drawing;
mod lines;
mod measure;
mod parts;
mod sheets;
mod stations;
mod svg;
mod wording;

pub use self::drawing::{Drawing, Part, Shape, Words};
pub use self::lines::{of_lines, of_pack};
pub use self::sheets::pages;
pub use self::svg::{Linked, svg};

use self::columns::{Column, Measures};
use crate::geom::{Point, Rect, Size};
use crate::phrase::Phrase;
use crate::phrasebook::Phrasebook;

/// One line of a route, as a strip.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// The route, as `I-5`. Where a route has two lines, what tells them apart too, as `I-84 West`.
    pub route: String,
    /// Its states, from the southern or western end.
    pub stretches: Vec<Stretch>,
    /// What stands along it, in any order.
    pub marks: Vec<Mark>,
}

/// The part of a line in one state.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Postal code or name.
    pub state: String,
    /// Where it begins, in miles along the line.
    pub from: f64,
    /// Where it ends, in miles along the line.
    pub to: f64,
    /// The milepost where it begins.
    pub first_milepost: f64,
    /// Where another route runs on the same road: from and to in miles along the line, and its name, as `I-15`.
    pub shared: Vec<(f64, f64, String)>,
}

/// A stop on a strip.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Id of the place; a page links to it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Miles from the southern or western end of the line.
    pub along: f64,
    /// Its milepost as it is written, where one is known.
    pub milepost: Option<String>,
    /// Its side of the road.
    pub side: Side,
    /// Its pack, counted from none; shown as one more.
    pub pack: Option<usize>,
    /// Whether pieces are planned here.
    pub hangs: bool,
    /// Whether the miles along are guessed.
    pub estimated: bool,
    /// Whether it is closed.
    pub closed: bool,
    /// What somebody has to go there for, by the ledger.
    pub work: Option<Phrase>,
}

/// From which direction of travel a stop is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Northward or eastward: drawn right of the road.
    Ahead,
    /// Southward or westward: drawn left of the road.
    Back,
    /// From both: drawn on the road.
    Both,
    /// Nobody knows: drawn beside the road, with a question mark.
    Unknown,
}

/// The columns of a strip for a screen, in CSS pixels, in the order of travel: each for itself, so that a page can put as many
/// beside each other as there is room for. Each has a title of its own.
pub fn columns(strip: &Strip, book: &Phrasebook) -> Vec<Drawing> {
    let measures = Measures::SCREEN;
    let columns = columns::lay(strip, &measures, 1);
    let count = columns.len();
    let drawing = |(at, column): (usize, &Column)| {
        let mut drawing = Drawing {
            size: Size {
                width: measures.width,
                height: column.height + 2.0 * measures.margin(),
            },
            title: book.told(&wording::title_of_column(strip, column, at, count)),
            description: book.told(&wording::description()),
            parts: Vec::new(),
        };
        let corner = Point {
            x: 0.0,
            y: measures.margin(),
        };
        drawing.parts = parts::column(strip, column, (at, count), &measures, corner, book);
        drawing
    };
    columns.iter().enumerate().map(drawing).collect()
}

/// A whole strip as one drawing for a file of its own, its columns side by side, with title and legend, in CSS pixels.
pub fn poster(strip: &Strip, book: &Phrasebook) -> Drawing {
    let measures = Measures::SCREEN;
    let columns = columns::lay(strip, &measures, 1);
    let count = columns.len();
    let tallest = columns.iter().map(|column| column.height).fold(0.0, f32::max);
    let apart = measures.size * 2.0;
    #[expect(clippy::cast_precision_loss, reason = "some hundred columns")]
    let across = count as f32;
    let width = across * measures.width + (across + 1.0) * apart;
    let (head, foot) = (
        measures.size * 6.5,
        parts::legend_height(&measures, width - 2.0 * apart, book),
    );
    let high = tallest + 2.0 * measures.margin();
    let mut drawing = Drawing {
        size: Size {
            width,
            height: head + high + foot + apart,
        },
        title: book.told(&wording::title(strip)),
        description: book.told(&wording::description()),
        parts: vec![parts::heading(
            strip,
            &measures,
            Point { x: apart, y: apart },
            book,
        )],
    };
    let mut left = apart;
    for (at, column) in columns.iter().enumerate() {
        // The foot of each column stands on one line.
        let top = head + measures.margin() + tallest - column.height;
        let corner = Point { x: left, y: top };
        drawing
            .parts
            .extend(parts::column(strip, column, (at, count), &measures, corner, book));
        left += measures.width + apart;
    }
    let room = Rect::new(apart, head + high, width - 2.0 * apart, foot);
    drawing.parts.extend(parts::legend(&measures, room, book));
    drawing
}

/// The legend by itself, for a page that has several columns, in CSS pixels.
pub fn legend(book: &Phrasebook) -> Drawing {
    let measures = Measures::SCREEN;
    let width = measures.width;
    let high = parts::legend_height(&measures, width, book);
    Drawing {
        size: Size { width, height: high },
        title: book.told(&wording::legend()),
        description: book.told(&wording::description()),
        parts: parts::legend(&measures, Rect::new(0.0, 0.0, width, high), book),
    }
}
