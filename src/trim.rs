//! Pieces for a print shop: each alone on its page, its backgrounds running on into the bleed, and beyond that the marks
//! for whoever prints, cuts and folds.
//!
//! Nothing is turned or laid beside each other: a print shop does that itself, for its own sheets.

use std::f32::consts::TAU;

use crate::catalog::Part;
use crate::geom::{Insets, Point, Rect, Size};
use crate::locale::Locale;
use crate::page::{Frame, Item, ItemKind, Page, Slot};
use crate::poster::Poster;
use crate::sheet;
use crate::stock::Axis;

/// From the bleed to the marks, along the marks, and from there to the edge of the page, in points: with the bleed half an
/// inch.
const GAP: f32 = 3.0;
const LENGTH: f32 = 18.0;
const BEYOND: f32 = 6.0;

/// Circle and arms of a registration mark, from its middle, in points.
const CIRCLE: f32 = 4.5;
const ARM: f32 = 7.5;

/// A stroke of a fold mark, which is broken where a crop mark is whole, in points.
const DASH: f32 = 6.0;

/// Height of a line below the marks, and what is left clear around these lines, in points.
const LINE: f32 = 12.0;
const CLEAR: f32 = 12.0;

/// The narrowest page, in points: the line of a place fits on it.
const LEAST_WIDTH: f32 = 324.0;

/// The pages of a print shop from those of a piece.
pub fn pages(poster: &Poster, pieces: &[Page]) -> Vec<Page> {
    let pages = pieces.iter().enumerate();
    pages.map(|(side, piece)| page(poster, piece, side)).collect()
}

fn page(poster: &Poster, piece: &Page, side: usize) -> Page {
    let lines = lines(poster, piece, side);
    let bleed = poster.fit.bleed;
    let around = bleed + GAP + LENGTH;
    #[expect(clippy::cast_precision_loss, reason = "two lines")]
    let foot = lines.len() as f32 * LINE + CLEAR;
    let size = Size {
        width: (piece.size.width + 2.0 * (around + BEYOND)).max(LEAST_WIDTH),
        height: piece.size.height + 2.0 * around + BEYOND + foot,
    };
    let left = (size.width - piece.size.width) / 2.0;
    let trim = Rect::new(left, around + BEYOND, piece.size.width, piece.size.height);
    let mut page = Page {
        trim,
        bleed: trim.inset(Insets::all(-bleed)),
        ..Page::of(size)
    };
    sheet::put(&mut page, piece, trim);
    page.items.extend(marks(poster, page.bleed, trim, side));
    let first = trim.bottom() + around;
    let width = size.width - 2.0 * CLEAR;
    for (line, parts) in lines.into_iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "two lines")]
        let y = first + line as f32 * LINE;
        let rect = Rect::new(CLEAR, y, width, LINE);
        page.slots.push(Slot::in_waste("slug", &poster.span, rect, parts));
    }
    page
}

/// What stands below the marks: which piece this is, and where the piece itself has no room for them, site and serial.
fn lines(poster: &Poster, piece: &Page, side: usize) -> Vec<Vec<Part>> {
    let words = |text: &str| Part::Words(text.to_owned());
    let name = poster.sides.get(side).and_then(|layouts| layouts.first());
    let name = name.map_or("", |side| side.name.as_str());
    let mut lines = vec![vec![words(&format!("{} · {name}", poster.order.name()))]];
    if piece.slots.is_empty() {
        lines.push(Slot::imprint());
    }
    lines
}

/// Marks beyond the bleed: where to cut, where to fold, and by what the plates are laid over each other.
fn marks(poster: &Poster, bleed: Rect, trim: Rect, side: usize) -> Vec<Item> {
    let (near, far) = (GAP, GAP + LENGTH);
    let mut marks = Vec::new();
    for x in [trim.x, trim.right()] {
        marks.extend(beyond(bleed, Axis::X, x, near, far));
    }
    for y in [trim.y, trim.bottom()] {
        marks.extend(beyond(bleed, Axis::Y, y, near, far));
    }
    let folds = folds(poster, trim, side);
    for (axis, at) in &folds {
        marks.extend(beyond(bleed, *axis, *at, near, near + DASH));
        marks.extend(beyond(bleed, *axis, *at, far - DASH, far));
    }
    // A fold is often in the middle; the registration marks make room for it.
    let share = if folds.is_empty() { 0.5 } else { 0.125 };
    let (x, y) = (trim.x + trim.width * share, trim.y + trim.height * share);
    let out = GAP + LENGTH / 2.0;
    for (x, y) in [
        (x, bleed.y - out),
        (x, bleed.bottom() + out),
        (bleed.x - out, y),
        (bleed.right() + out, y),
    ] {
        marks.extend(registration(Point { x, y }));
    }
    let item = |line| Item {
        block: "marks".to_owned(),
        span: poster.span.clone(),
        locale: Locale::english(),
        frame: Frame::default(),
        kind: ItemKind::Mark { line },
    };
    marks.into_iter().map(item).collect()
}

/// The two strokes at a place along an axis that point away from the bleed, from `near` to `far`.
fn beyond(bleed: Rect, axis: Axis, at: f32, near: f32, far: f32) -> [Vec<Point>; 2] {
    let stroke = |from: f32, to: f32| match axis {
        Axis::X => vec![Point { x: at, y: from }, Point { x: at, y: to }],
        Axis::Y => vec![Point { x: from, y: at }, Point { x: to, y: at }],
    };
    let (start, end) = match axis {
        Axis::X => (bleed.y, bleed.bottom()),
        Axis::Y => (bleed.x, bleed.right()),
    };
    [stroke(start - far, start - near), stroke(end + near, end + far)]
}

/// Where the piece is folded, along which axis.
fn folds(poster: &Poster, trim: Rect, side: usize) -> Vec<(Axis, f32)> {
    let Some(folds) = &poster.fit.folds else {
        return Vec::new();
    };
    let mut at = match folds.axis {
        Axis::X => trim.x,
        Axis::Y => trim.y,
    };
    let panels = poster.fit.panels(side % 2 == 1);
    let inner = panels.iter().take(panels.len().saturating_sub(1));
    inner
        .map(|panel| {
            at += panel;
            (folds.axis, at)
        })
        .collect()
}

/// A cross in a circle.
fn registration(middle: Point) -> [Vec<Point>; 3] {
    const CORNERS: u8 = 24;
    let point = |x: f32, y: f32| Point {
        x: middle.x + x,
        y: middle.y + y,
    };
    let corner = |number: u8| {
        let (sin, cos) = (TAU * f32::from(number) / f32::from(CORNERS)).sin_cos();
        point(CIRCLE * cos, CIRCLE * sin)
    };
    [
        (0..=CORNERS).map(corner).collect(),
        vec![point(-ARM, 0.0), point(ARM, 0.0)],
        vec![point(0.0, -ARM), point(0.0, ARM)],
    ]
}
