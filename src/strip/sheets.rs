//! Strips on paper: two columns a sheet, with title and legend, to go into a PDF with other pages.

use super::columns::{self, Column, Measures};
use super::drawing::{Part, Shape};
use super::{Strip, parts};
use crate::geom::{self, Insets, Outline, Point, Rect};
use crate::page::Page;
use crate::phrasebook::Phrasebook;
use crate::sketch::{Sketch, Style, printable};
use crate::stock::Stock;
use crate::template::Role;
use crate::text::Shaper;

/// Type of names and of numbers, in points.
const SIZE: f32 = 7.6;
const SMALL: f32 = 7.0;

/// Inside what a printer reaches, and between two columns.
const MARGIN: f32 = 9.0;
const APART: f32 = 16.0;

/// The narrowest that a column is, with room for names.
const NARROWEST: f32 = 225.0;

/// The sheets of some strips, each on sheets of its own, in the language of the words.
pub fn pages(shaper: &mut Shaper<'_>, stock: &Stock, strips: &[Strip], book: &Phrasebook) -> Vec<Page> {
    let mut pages = Vec::new();
    for strip in strips {
        let plan = Plan::of(stock, book);
        let columns = columns::lay(strip, &plan.measures, plan.across);
        let count = columns.len();
        for (sheet, chunk) in columns.chunks(plan.across).enumerate() {
            let first = sheet * plan.across;
            let drawn = plan.parts(strip, chunk, (first, count), book);
            let mut sketch = Sketch::new(shaper, stock);
            for part in drawn {
                draw(&mut sketch, part);
            }
            let mut page = sketch.into_page();
            // What stands in the road is read apart from what stands beside it.
            page.safe.splice(0..0, plan.roads(chunk));
            pages.push(page);
        }
    }
    pages
}

/// How a sheet is divided.
struct Plan {
    measures: Measures,
    across: usize,
    /// For title, columns and legend.
    head: Rect,
    body: Rect,
    foot: Rect,
}

impl Plan {
    fn of(stock: &Stock, book: &Phrasebook) -> Self {
        let room = printable(stock.size).inset(Insets::all(MARGIN));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "few columns"
        )]
        let across = (((room.width + APART) / (NARROWEST + APART)).floor() as usize).max(1);
        #[expect(clippy::cast_precision_loss, reason = "few columns")]
        let count = across as f32;
        let mut measures = Measures {
            width: (room.width - (count - 1.0) * APART) / count,
            height: 0.0,
            size: SIZE,
            small: SMALL,
            road: SMALL * 3.1,
            scale: (0.75, 6.0),
        };
        let head = Rect {
            height: SIZE * 4.4,
            ..room
        };
        let high = parts::legend_height(&measures, room.width, book);
        let foot = Rect {
            y: room.bottom() - high,
            height: high,
            ..room
        };
        let body = Rect {
            y: head.bottom(),
            height: foot.y - head.bottom() - SMALL,
            ..room
        };
        measures.height = (body.height - 2.0 * measures.margin()).max(SIZE * 8.0);
        Self {
            measures,
            across,
            head,
            body,
            foot,
        }
    }

    /// The upper left corner of each column: every road begins at the foot of the sheet.
    fn corners<'c>(&self, columns: &'c [Column]) -> impl Iterator<Item = (Point, &'c Column)> {
        let (body, measures) = (self.body, self.measures);
        columns.iter().enumerate().map(move |(at, column)| {
            #[expect(clippy::cast_precision_loss, reason = "few columns")]
            let corner = Point {
                x: body.x + at as f32 * (measures.width + APART),
                y: body.bottom() - measures.margin() - column.height,
            };
            (corner, column)
        })
    }

    /// The road in each column.
    fn roads(&self, columns: &[Column]) -> impl Iterator<Item = Outline> {
        let (width, road) = (self.measures.width, self.measures.road);
        self.corners(columns).map(move |(corner, column)| {
            let (top, bottom) = column.road;
            let left = corner.x + (width - road) / 2.0;
            Outline {
                rect: Rect::new(left, corner.y + top, road, bottom - top),
                shape: geom::Shape::Rect,
            }
        })
    }

    fn parts(
        &self,
        strip: &Strip,
        columns: &[Column],
        (first, count): (usize, usize),
        book: &Phrasebook,
    ) -> Vec<Part> {
        let measures = &self.measures;
        let at = Point {
            x: self.head.x,
            y: self.head.y,
        };
        let mut drawn = vec![parts::heading(strip, measures, at, book)];
        for (at, (corner, column)) in self.corners(columns).enumerate() {
            drawn.extend(parts::column(
                strip,
                column,
                (first + at, count),
                measures,
                corner,
                book,
            ));
        }
        drawn.extend(parts::legend(measures, self.foot, book));
        drawn
    }
}

fn draw(sketch: &mut Sketch<'_, '_>, part: Part) {
    for shape in part.shapes {
        match shape {
            Shape::Fill { rect, color } => sketch.fill(rect, color),
            Shape::Outline { rect, icon, color } => sketch.icon(rect, icon, color),
            Shape::Words(words) => {
                let style = Style {
                    size: words.size,
                    bold: words.bold,
                    color: words.color,
                    ground: words.ground,
                    role: if words.is_heading {
                        Role::Heading
                    } else {
                        Role::Paragraph
                    },
                };
                sketch.anchored(
                    (words.at, words.anchor),
                    words.width,
                    &words.lines.join(" "),
                    style,
                );
            }
        }
    }
}
