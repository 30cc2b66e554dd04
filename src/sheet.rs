//! Puts pieces on a sheet: one alone, or many with cut marks between them.

use crate::catalog::{Message, Part, Placeholder};
use crate::color::Color;
use crate::fit::Fit;
use crate::geom::{Correction, Point, Rect, Size};
use crate::locale::Locale;
use crate::page::{Frame, Item, ItemKind, Page, Slot};
use crate::poster::Poster;
use crate::printer::Flip;
use crate::setup::Setup;
use crate::template::{Align, SizeRange};

/// Length of a crop mark and its distance from the piece, in points.
const CROP_LENGTH: f32 = 12.0;
const CROP_OFFSET: f32 = 4.0;

/// The sheets of a poster from the pages of its piece.
pub fn impose(poster: &Poster, pieces: Vec<Page>) -> Vec<Page> {
    if !poster.fit.is_small() {
        let pages = pieces.into_iter().enumerate();
        return pages
            .map(|(side, page)| for_printer(&poster.order.setup, side, page))
            .collect();
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
        page.slots.extend(slug(poster, &places));
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
    if poster.fit.is_small() {
        page.slots.extend(slug(poster, &places));
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

/// Puts a piece on a sheet.
pub(crate) fn put(page: &mut Page, piece: &Page, place: Rect) {
    let by = Point {
        x: place.x,
        y: place.y,
    };
    page.safe.extend(piece.safe.iter().map(|safe| safe.shifted(by)));
    page.items.extend(piece.items.iter().map(|item| Item {
        frame: item.frame.shifted(by),
        ..item.clone()
    }));
    page.slots.extend(piece.slots.iter().map(|slot| Slot {
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
    let around = places.iter().copied().reduce(Rect::union).unwrap_or_default();
    let columns = edges(places.iter().flat_map(|place| [place.x, place.right()]));
    let rows = edges(places.iter().flat_map(|place| [place.y, place.bottom()]));
    let mark = |from: Point, to: Point| Item {
        block: "crop".to_owned(),
        span: poster.span.clone(),
        locale: Locale::english(),
        frame: Frame::default(),
        kind: ItemKind::Cut {
            from,
            to,
            color: Color::BLACK,
        },
    };
    let (above, below) = (around.y - CROP_OFFSET, around.bottom() + CROP_OFFSET);
    let (left, right) = (around.x - CROP_OFFSET, around.right() + CROP_OFFSET);
    let mut marks = Vec::new();
    for x in columns {
        marks.push(mark(
            Point {
                x,
                y: above - CROP_LENGTH,
            },
            Point { x, y: above },
        ));
        marks.push(mark(
            Point { x, y: below },
            Point {
                x,
                y: below + CROP_LENGTH,
            },
        ));
    }
    for y in rows {
        marks.push(mark(
            Point {
                x: left - CROP_LENGTH,
                y,
            },
            Point { x: left, y },
        ));
        marks.push(mark(
            Point { x: right, y },
            Point {
                x: right + CROP_LENGTH,
                y,
            },
        ));
    }
    marks
}

fn edges(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut edges: Vec<f32> = values.collect();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|a, b| (*a - *b).abs() < 0.1);
    edges
}

/// Site line and serial in the waste below the pieces, where nobody carries them away.
fn slug(poster: &Poster, places: &[Rect]) -> Option<Slot> {
    const HEIGHT: f32 = 12.0;
    const ASIDE: f32 = 8.0;
    let sheet = poster.fit.sheet;
    // Below the first column, clear of the crop marks at its edges.
    let first = *places.first()?;
    let below = places.iter().map(|place| place.bottom()).fold(0.0, f32::max);
    let y = below + (sheet.height - below - HEIGHT) / 2.0;
    let words = |text: &str| Part::Words(text.to_owned());
    let parts = vec![
        Part::Placeholder(Placeholder::Site),
        words(" · "),
        Part::Placeholder(Placeholder::Serial),
    ];
    (sheet.height - below >= HEIGHT + 6.0).then(|| Slot {
        block: "slug".to_owned(),
        span: poster.span.clone(),
        frame: Frame::default(),
        rect: Rect::new(first.x + ASIDE, y, first.width - 2.0 * ASIDE, HEIGHT),
        pattern: Message {
            parts,
            note: None,
            back: None,
            span: poster.span.clone(),
        },
        size: SizeRange {
            least: 5.0,
            most: 7.5,
        },
        color: Color::BLACK,
        ground: Color::WHITE,
        align: Align::Center,
    })
}
