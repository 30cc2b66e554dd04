//! Puts pieces on a sheet: one alone, or many with cut marks between them.

use crate::catalog::{Message, Part, Placeholder};
use crate::color::Color;
use crate::geom::{Point, Rect, Size};
use crate::locale::Locale;
use crate::page::{Frame, Item, ItemKind, Page, Slot};
use crate::poster::Poster;
use crate::template::{Align, SizeRange};

/// Length of a crop mark and its distance from the piece, in points.
const CROP_LENGTH: f32 = 12.0;
const CROP_OFFSET: f32 = 4.0;

/// The sheets of a poster from the pages of its piece. `None` if the piece does not lie on the stock.
///
/// A back page is mirrored for flipping on the long edge, so that it meets its front.
pub fn impose(poster: &Poster, pieces: Vec<Page>) -> Option<Vec<Page>> {
    let sheet = poster.stock.size;
    if !poster.is_small() {
        return Some(pieces);
    }
    let places = poster.stock.places(poster.piece)?;
    let pages = pieces.iter().enumerate().map(|(side, piece)| {
        let mut page = Page {
            size: sheet,
            safe: Vec::new(),
            items: Vec::new(),
            slots: Vec::new(),
        };
        for place in &places {
            let x = if side % 2 == 1 {
                sheet.width - place.right()
            } else {
                place.x
            };
            let by = Point { x, y: place.y };
            page.safe.extend(piece.safe.iter().map(|safe| safe.shifted(by)));
            let moved = |item: &Item| Item {
                frame: item.frame.shifted(by),
                ..item.clone()
            };
            page.items.extend(piece.items.iter().map(moved));
        }
        if poster.stock.items.is_none() {
            page.items.extend(crop_marks(poster, &places, side % 2 == 1));
        }
        page.slots.extend(slug(poster, &places));
        page
    });
    Some(pages.collect())
}

/// Marks outside the block of pieces, at every edge between them.
fn crop_marks(poster: &Poster, places: &[Rect], mirrored: bool) -> Vec<Item> {
    let sheet = poster.stock.size;
    let around = places.iter().copied().reduce(Rect::union).unwrap_or_default();
    let x_of = |x: f32| if mirrored { sheet.width - x } else { x };
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
        let x = x_of(x);
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
    let sheet = poster.stock.size;
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

impl Poster {
    /// Whether pieces are smaller than the sheet they lie on.
    pub fn is_small(&self) -> bool {
        let Size { width, height } = self.stock.size;
        self.piece.width < width - 1.0 || self.piece.height < height - 1.0
    }
}
