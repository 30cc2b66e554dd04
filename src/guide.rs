//! The margins of a sheet that shows part of a poster: marks at the edges of what will be seen, stripes along the edges
//! that go under a neighbour, a measure, and three lines of words.
//!
//! All of it stands outside of what is shown of the poster, and inside of what a printer prints.

use std::ops::Range;

use crate::catalog::{Part, Placeholder};
use crate::color::Color;
use crate::fit::UNPRINTABLE;
use crate::geom::{Insets, Length, Outline, Point, Rect, Shape};
use crate::locale::Locale;
use crate::page::{Frame, Item, ItemKind, Page, Slot};
use crate::source::Span;
use crate::template::{Align, SizeRange};
use crate::tile::{Tile, Tiling};

/// Where a mark begins and ends, in points from what the sheet shows.
const MARK: Range<f32> = 3.0..11.0;

/// From stripe to stripe, in points.
const STRIPES: f32 = 12.0;

/// The height of a line of words, and from each to the next, in points.
const LINE: f32 = 8.0;
const PITCH: f32 = 9.0;

/// How to use the marks; `docs/large-posters.md` tells more.
const HOW: &str = "Cut at the marks. Edges with stripes stay: they go under the neighbour, up to the marks.";

/// What the measure measures, in millimetres.
const MEASURE: f32 = 100.0;

/// A sheet without its part of the poster, which has a name. Its lines of words are slots that wait for the serial.
pub fn sheet(tiling: &Tiling, tile: &Tile, poster: &str, span: &Span) -> Page {
    let width = tiling.sheet.width - 2.0 * UNPRINTABLE;
    let below = tile.on_sheet(tile.window).bottom() + MARK.end + 1.0;
    let line = |number: f32, left: f32| {
        let y = below + number * PITCH;
        Rect::new(UNPRINTABLE + left, y, width - left, LINE)
    };
    let measure = Length::mm(MEASURE).to_pt();
    let mut marks = edge_marks(tile);
    marks.extend(stripes(tile));
    marks.extend(ruler(line(2.0, 0.0), measure));
    let item = |(from, to, color): Stroke| Item {
        block: "guide".to_owned(),
        span: span.clone(),
        locale: Locale::english(),
        frame: Frame::default(),
        kind: ItemKind::Cut { from, to, color },
    };
    let Tile { row, column, .. } = tile;
    let Tiling { rows, columns, .. } = tiling;
    let what = format!("row {row} of {rows}, column {column} of {columns} · {poster} · ");
    let what = vec![Part::Words(what), Part::Placeholder(Placeholder::Serial)];
    let words = |words: &str| vec![Part::Words(words.to_owned())];
    let slots = vec![
        slot(line(0.0, 0.0), what, span),
        slot(line(1.0, 0.0), words(HOW), span),
        slot(line(2.0, measure + 6.0), words("100 mm"), span),
    ];
    Page {
        safe: vec![Outline {
            rect: Rect::of(tiling.sheet).inset(Insets::all(UNPRINTABLE)),
            shape: Shape::Rect,
        }],
        items: marks.into_iter().map(item).collect(),
        slots,
        ..Page::of(tiling.sheet)
    }
}

fn slot(rect: Rect, parts: Vec<Part>, span: &Span) -> Slot {
    Slot {
        size: SizeRange {
            least: 4.5,
            most: 6.5,
        },
        align: Align::Start,
        ..Slot::in_waste("guide", span, rect, parts)
    }
}

/// From, to, and its colour.
type Stroke = (Point, Point, Color);

fn stroke(from: (f32, f32), to: (f32, f32), color: Color) -> Stroke {
    let point = |(x, y)| Point { x, y };
    (point(from), point(to), color)
}

/// A mark at both ends of each edge of what is seen, outside of what is shown.
fn edge_marks(tile: &Tile) -> Vec<Stroke> {
    let (shown, seen) = (tile.on_sheet(tile.window), tile.on_sheet(tile.seen));
    let mut marks = Vec::new();
    for x in [seen.x, seen.right()] {
        let (above, below) = (shown.y, shown.bottom());
        marks.push(stroke(
            (x, above - MARK.end),
            (x, above - MARK.start),
            Color::BLACK,
        ));
        marks.push(stroke(
            (x, below + MARK.start),
            (x, below + MARK.end),
            Color::BLACK,
        ));
    }
    for y in [seen.y, seen.bottom()] {
        let (left, right) = (shown.x, shown.right());
        marks.push(stroke((left - MARK.end, y), (left - MARK.start, y), Color::BLACK));
        marks.push(stroke(
            (right + MARK.start, y),
            (right + MARK.end, y),
            Color::BLACK,
        ));
    }
    marks
}

/// Stripes along the left and upper edges that go under a neighbour.
fn stripes(tile: &Tile) -> Vec<Stroke> {
    const QUIET: Color = Color::grey(0x88);
    let (shown, seen) = (tile.on_sheet(tile.window), tile.on_sheet(tile.seen));
    let length = MARK.end - MARK.start;
    let mut stripes = Vec::new();
    if tile.column > 1 {
        let (outer, inner) = (shown.x - MARK.end, shown.x - MARK.start);
        let places = places(seen.y, seen.bottom());
        stripes.extend(places.map(|y| stroke((outer, y + length), (inner, y), QUIET)));
    }
    if tile.row > 1 {
        let (outer, inner) = (shown.y - MARK.end, shown.y - MARK.start);
        let places = places(seen.x, seen.right());
        stripes.extend(places.map(|x| stroke((x, inner), (x + length, outer), QUIET)));
    }
    stripes
}

/// Where stripes begin along an edge, clear of the marks at its ends.
fn places(from: f32, to: f32) -> impl Iterator<Item = f32> {
    let first = from + STRIPES / 2.0;
    let all = (0_u16..).map(move |at| first + f32::from(at) * STRIPES);
    all.take_while(move |place| place + STRIPES < to)
}

/// A line of a length with a stop at both ends.
fn ruler(line: Rect, length: f32) -> [Stroke; 3] {
    let (left, right, middle) = (line.x + 0.25, line.x + 0.25 + length, line.centre().y);
    let stop = |x: f32| stroke((x, line.y + 1.0), (x, line.bottom() - 1.0), Color::BLACK);
    [
        stroke((left, middle), (right, middle), Color::BLACK),
        stop(left),
        stop(right),
    ]
}

#[cfg(test)]
mod tests {
    use super::sheet;
    use crate::geom::{Rect, Size};
    use crate::page::ItemKind;
    use crate::source::{Source, Span};
    use crate::tile::tiling;

    #[test]
    fn nothing_stands_on_the_poster_or_where_no_printer_prints() {
        let (poster, letter) = (
            Size {
                width: 1300.0,
                height: 1800.0,
            },
            Size {
                width: 612.0,
                height: 792.0,
            },
        );
        let cut = tiling(poster, letter, &[]).unwrap();
        let span = Span::file(&Source::new("wall.toml", ""));
        for tile in &cut.tiles {
            let page = sheet(&cut, tile, "wall tabloid en", &span);
            let marks = page.items.iter().filter_map(|item| match &item.kind {
                ItemKind::Cut { from, to, .. } => {
                    let (left, top) = (from.x.min(to.x), from.y.min(to.y));
                    Some(Rect::new(left, top, (from.x - to.x).abs(), (from.y - to.y).abs()))
                }
                _ => None,
            });
            let lines = page.slots.iter().map(|slot| slot.rect);
            for rect in marks.chain(lines) {
                assert!(page.safe[0].holds(rect, 0.01), "{rect:?} on {:?}", page.size);
                let shown = tile.on_sheet(tile.window);
                let apart = rect.right() < shown.x
                    || rect.x > shown.right()
                    || rect.bottom() < shown.y
                    || rect.y > shown.bottom();
                assert!(apart, "{rect:?} on {shown:?}");
            }
        }
    }
}
