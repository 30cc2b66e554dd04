//! Puts pieces on a sheet: one alone, or many with marks where to cut, and where to fold.

use crate::color::Color;
use crate::fit::{Fit, UNPRINTABLE};
use crate::geom::{Correction, Point, Rect, Size};
use crate::locale::Locale;
use crate::page::{Frame, Item, ItemKind, Page, Slot};
use crate::poster::Poster;
use crate::printer::Flip;
use crate::setup::Setup;
use crate::stock::Axis;

/// Length of a crop mark and its distance from the piece, in points.
const CROP_LENGTH: f32 = 12.0;
const CROP_OFFSET: f32 = 4.0;

/// Length of a fold mark, which ends above the line with the serial, and of one of its dashes, in points.
const FOLD_LENGTH: f32 = 8.0;
const DASH: f32 = 2.0;

/// The sheets of a poster from the pages of its piece.
pub fn impose(poster: &Poster, pieces: Vec<Page>) -> Vec<Page> {
    if !poster.fit.is_small() {
        let pages = pieces.into_iter().enumerate().map(|(side, mut page)| {
            page.items
                .extend(fold_marks(poster, side, &[Rect::of(page.size)]));
            for_printer(&poster.order.setup, side, page)
        });
        return pages.collect();
    }
    let pages = pieces.iter().enumerate().map(|(side, piece)| {
        let places = places(&poster.fit, side);
        let mut page = Page::of(poster.fit.sheet);
        for place in &places {
            put(&mut page, piece, *place);
        }
        if poster.fit.to_cut {
            page.items.extend(crop_marks(poster, &places));
        }
        page.items.extend(fold_marks(poster, side, &places));
        let after = page.items.len();
        page.slots.extend(slug(poster, &places, after));
        for_printer(&poster.order.setup, side, page)
    });
    pages.collect()
}

/// A side of a sheet with pieces of any posters, and where its parts come from.
pub struct Mixed {
    /// The side.
    pub page: Page,
    /// For each item the place that its piece lies on; none for marks between pieces.
    pub items: Vec<Option<usize>>,
    /// For each slot the place that its piece lies on; none for the sheet's own line.
    pub slots: Vec<Option<usize>>,
}

/// A side of a sheet, counted from 0, with the pages of a piece on each place; a place may stay empty. All pieces lie as
/// those of `poster`.
pub fn mix(poster: &Poster, pieces: &[Option<&[Page]>], side: usize) -> Mixed {
    let places = places(&poster.fit, side);
    let mut page = Page::of(poster.fit.sheet);
    let (mut items, mut slots) = (Vec::new(), Vec::new());
    for (at, (place, piece)) in places.iter().zip(pieces).enumerate() {
        if let Some(piece) = piece.and_then(|pages| pages.get(side)) {
            put(&mut page, piece, *place);
            items.resize(page.items.len(), Some(at));
            slots.resize(page.slots.len(), Some(at));
        }
    }
    if poster.fit.to_cut {
        page.items.extend(crop_marks(poster, &places));
    }
    page.items.extend(fold_marks(poster, side, &places));
    if poster.fit.is_small() {
        let after = page.items.len();
        page.slots.extend(slug(poster, &places, after));
    }
    items.resize(page.items.len(), None);
    slots.resize(page.slots.len(), None);
    let page = for_printer(&poster.order.setup, side, page);
    Mixed { page, items, slots }
}

/// Where pieces lie on a side, counted from 0: on a back mirrored from side to side, so that each meets its front.
fn places(fit: &Fit, side: usize) -> Vec<Rect> {
    let places = fit.places.iter();
    places.map(|place| on_side(fit.sheet, side, *place)).collect()
}

/// A place of the front on a side, counted from 0, as it is seen there.
pub fn on_side(sheet: Size, side: usize, place: Rect) -> Rect {
    if side % 2 == 1 {
        Rect {
            x: sheet.width - place.right(),
            ..place
        }
    } else {
        place
    }
}

/// Puts a piece on a sheet. Its fields are filled in by hand alone there: the same piece may lie beside it, and a print
/// shop takes nothing that does something on a screen.
pub(crate) fn put(page: &mut Page, piece: &Page, place: Rect) {
    let by = Point {
        x: place.x,
        y: place.y,
    };
    let before = page.items.len();
    let is_kept = |item: &&Item| !matches!(item.kind, ItemKind::Field(_));
    let kept = |items: &[Item]| items.iter().filter(is_kept).count();
    page.safe.extend(piece.safe.iter().map(|safe| safe.shifted(by)));
    page.items
        .extend(piece.items.iter().filter(is_kept).map(|item| Item {
            frame: item.frame.shifted(by),
            ..item.clone()
        }));
    page.slots.extend(piece.slots.iter().map(|slot| Slot {
        after: before + kept(&piece.items[..slot.after.min(piece.items.len())]),
        frame: slot.frame.shifted(by),
        ..slot.clone()
    }));
}

/// A side, counted from 0, as the printer must get it. A back stands on its head where the printer turns the sheet about a
/// level edge: so a front and its back are one above the other, and a piece is turned like the page of a book, whatever
/// the printer does. What its profile says of it is taken back.
pub fn for_printer(setup: &Setup, side: usize, page: Page) -> Page {
    let is_back = side % 2 == 1;
    let stands = page.size.height >= page.size.width;
    let about_level_edge = stands == (setup.flip == Flip::ShortEdge);
    let correction = setup
        .printer
        .as_ref()
        .map_or_else(Correction::default, |printer| {
            printer.correction(page.size, is_back)
        });
    if is_back && about_level_edge {
        Page {
            correction: correction.over(page.size),
            ..on_its_head(page)
        }
    } else {
        Page { correction, ..page }
    }
}

fn on_its_head(mut page: Page) -> Page {
    let sheet = Rect::of(page.size);
    for item in &mut page.items {
        item.frame = item.frame.over(sheet);
    }
    for slot in &mut page.slots {
        slot.frame = slot.frame.over(sheet);
    }
    for safe in &mut page.safe {
        safe.rect = Rect {
            x: sheet.width - safe.rect.right(),
            y: sheet.height - safe.rect.bottom(),
            ..safe.rect
        };
    }
    page
}

/// Marks outside the block of pieces, at every edge between them.
fn crop_marks(poster: &Poster, places: &[Rect]) -> Vec<Item> {
    let columns = edges(places.iter().flat_map(|place| [place.x, place.right()]));
    let rows = edges(places.iter().flat_map(|place| [place.y, place.bottom()]));
    let columns = columns
        .into_iter()
        .flat_map(|x| outside(places, Axis::X, x, CROP_LENGTH));
    let rows = rows
        .into_iter()
        .flat_map(|y| outside(places, Axis::Y, y, CROP_LENGTH));
    columns
        .chain(rows)
        .map(|(from, to)| cut(poster, "crop", from, to))
        .collect()
}

/// Dashes at every fold: outside the block of pieces where the sheet has room there, since a fold is no edge to cut; on a
/// piece that is its whole sheet inside the edge, where they end up on the fold itself. Sheets that are scored to their edges have
/// no room and need none.
fn fold_marks(poster: &Poster, side: usize, places: &[Rect]) -> Vec<Item> {
    let Some(folds) = &poster.fit.folds else {
        return Vec::new();
    };
    let panels = poster.fit.panels(side % 2 == 1);
    let mut offset = 0.0;
    let inner = panels.split_last().map_or(&[][..], |(_, before)| before);
    let offsets: Vec<f32> = inner
        .iter()
        .map(|panel| {
            offset += panel;
            offset
        })
        .collect();
    let from = |place: &Rect| match folds.axis {
        Axis::X => place.x,
        Axis::Y => place.y,
    };
    let along = |place| offsets.iter().map(move |offset| from(place) + offset);
    let at = edges(places.iter().flat_map(along));
    let sheet = Rect::of(poster.fit.sheet);
    let ticks = at.into_iter().flat_map(|at| {
        if poster.fit.is_small() {
            outside(places, folds.axis, at, FOLD_LENGTH)
        } else {
            inside(sheet, folds.axis, at, poster.safe)
        }
    });
    ticks
        .filter(|(from, to)| sheet.holds(span(*from, *to), 0.0))
        .flat_map(|(from, to)| dashes(from, to))
        .map(|(from, to)| cut(poster, "fold", from, to))
        .collect()
}

/// Where a mark begins and ends.
type Stroke = (Point, Point);

/// The two marks beside a block of pieces, at a place along an axis.
fn outside(places: &[Rect], axis: Axis, at: f32, length: f32) -> [Stroke; 2] {
    let around = places.iter().copied().reduce(Rect::union).unwrap_or_default();
    let (start, end) = across(around, axis);
    [
        (start - CROP_OFFSET - length, start - CROP_OFFSET),
        (end + CROP_OFFSET, end + CROP_OFFSET + length),
    ]
    .map(|(from, to)| (point(axis, at, from), point(axis, at, to)))
}

/// The two marks inside the edges of a piece, in the space that is kept clear.
fn inside(piece: Rect, axis: Axis, at: f32, safe: f32) -> [Stroke; 2] {
    let (start, end) = across(piece, axis);
    [(start, start + safe), (end - safe, end)].map(|(from, to)| (point(axis, at, from), point(axis, at, to)))
}

/// Where a box begins and ends the other way than an axis runs.
fn across(rect: Rect, axis: Axis) -> (f32, f32) {
    match axis {
        Axis::X => (rect.y, rect.bottom()),
        Axis::Y => (rect.x, rect.right()),
    }
}

/// A point so far along an axis and so far across it.
fn point(axis: Axis, along: f32, across: f32) -> Point {
    match axis {
        Axis::X => Point { x: along, y: across },
        Axis::Y => Point { x: across, y: along },
    }
}

/// The box of a stroke that runs right or down.
fn span(from: Point, to: Point) -> Rect {
    Rect::new(from.x, from.y, to.x - from.x, to.y - from.y)
}

/// A stroke as dashes, with gaps of their length between them.
fn dashes(from: Point, to: Point) -> Vec<Stroke> {
    let (x, y) = (to.x - from.x, to.y - from.y);
    let count = (x.hypot(y) / (2.0 * DASH)).floor().max(1.0);
    let mut dashes = Vec::new();
    let mut at = 0.0;
    while at < count {
        let on = |share: f32| Point {
            x: from.x + x * share / count,
            y: from.y + y * share / count,
        };
        dashes.push((on(at), on(at + 0.5)));
        at += 1.0;
    }
    dashes
}

fn cut(poster: &Poster, block: &str, from: Point, to: Point) -> Item {
    Item {
        block: block.to_owned(),
        span: poster.span.clone(),
        locale: Locale::english(),
        frame: Frame::default(),
        kind: ItemKind::Cut {
            from,
            to,
            color: Color::BLACK,
        },
    }
}

fn edges(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut edges: Vec<f32> = values.collect();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|a, b| (*a - *b).abs() < 0.1);
    edges
}

/// Site line and serial in the waste below the pieces, where nobody carries them away.
fn slug(poster: &Poster, places: &[Rect], after: usize) -> Option<Slot> {
    const HEIGHT: f32 = 12.0;
    /// What laser printers leave blank along an edge: a sixth of an inch.
    const LEAST_MARGIN: f32 = 12.0;
    const ASIDE: f32 = 8.0;
    let sheet = poster.fit.sheet;
    let around = places.iter().copied().reduce(Rect::union)?;
    // Below the first column, clear of the crop marks at its edges; where there are none, below them all.
    let column = if poster.fit.to_cut {
        *places.first()?
    } else {
        around
    };
    let left = (column.x + ASIDE).max(UNPRINTABLE);
    let right = (column.right() - ASIDE).min(sheet.width - UNPRINTABLE);
    let below = around.bottom();
    let y = (below + (sheet.height - below - HEIGHT) / 2.0).min(sheet.height - LEAST_MARGIN - HEIGHT);
    let rect = Rect::new(left, y, right - left, HEIGHT);
    (y >= below).then(|| Slot {
        after,
        ..Slot::in_waste("slug", &poster.span, rect, Slot::imprint())
    })
}
