//! Puts pieces on a sheet: one alone, or many with cut marks between them.

use crate::catalog::{Message, Part, Placeholder};
use crate::color::Color;
use crate::fit::Fit;
use crate::geom::{Point, Rect, Size};
use crate::locale::Locale;
use crate::page::{Frame, Item, ItemKind, Page, Slot};
use crate::poster::Poster;
use crate::setup::Flip;
use crate::template::{Align, SizeRange};

/// Length of a crop mark and its distance from the piece, in points.
const CROP_LENGTH: f32 = 12.0;
const CROP_OFFSET: f32 = 4.0;

/// The sheets of a poster from the pages of its piece.
pub fn impose(poster: &Poster, pieces: Vec<Page>) -> Vec<Page> {
    if !poster.fit.is_small() {
        let pages = pieces.into_iter().enumerate();
        return pages
            .map(|(side, page)| turned_for_back(poster, side, page))
            .collect();
    }
    let pages = pieces.iter().enumerate().map(|(side, piece)| {
        let places = places(&poster.fit, side);
        let mut page = empty(poster.fit.sheet);
        for place in &places {
            put(&mut page, piece, *place);
        }
        if poster.fit.to_cut {
            page.items.extend(crop_marks(poster, &places));
        }
        page.slots.extend(slug(poster, &places));
        turned_for_back(poster, side, page)
    });
    pages.collect()
}

/// A sheet with nothing on it.
fn empty(size: Size) -> Page {
    Page {
        size,
        trim: Rect::of(size),
        bleed: Rect::of(size),
        safe: Vec::new(),
        items: Vec::new(),
        slots: Vec::new(),
    }
}

/// Where pieces lie on a side, counted from 0: on a back mirrored from side to side, so that each meets its front.
fn places(fit: &Fit, side: usize) -> Vec<Rect> {
    let mirrored = |place: &Rect| Rect {
        x: fit.sheet.width - place.right(),
        ..*place
    };
    if side % 2 == 1 {
        fit.places.iter().map(mirrored).collect()
    } else {
        fit.places.clone()
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

/// A back stands on its head where the printer turns the sheet about a level edge: so a front and its back are one above
/// the other, and a piece is turned like the page of a book, whatever the printer does.
fn turned_for_back(poster: &Poster, side: usize, mut page: Page) -> Page {
    let stands = page.size.height >= page.size.width;
    let about_level_edge = stands == (poster.order.setup.flip == Flip::ShortEdge);
    if side % 2 == 1 && about_level_edge {
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
