//! What stands around the slots of a page: all that an imprint might touch, or be read with as one line.

use crate::copies::{Model, Stretch};
use crate::finished::FinishedPage;
use crate::font::FontBook;
use crate::geom::{Insets, Rect};
use crate::page::{Fills, Item, ItemKind, Page};
use crate::plate;
use crate::reading::GlyphReading;

/// How far around a slot something may belong to the same line, in points.
const AROUND: f32 = 24.0;

/// How far ink may reach out of its slot, in points: antialiasing, not ink.
const SLACK: f32 = 1.0;

/// What all sides of a page have in common when their imprints are looked at.
pub(super) struct Around {
    /// The page among those that sheets share.
    pub(super) of: usize,
    /// The first side that shows it.
    pub(super) first: usize,
    pub(super) slots: Vec<Place>,
    /// What is meant to stand around the slots.
    pub(super) page: Page,
    /// What was read there, as soon as something was.
    pub(super) read: Option<FinishedPage>,
    /// Where pieces lie that are cut apart, in the file.
    pieces: Vec<Rect>,
}

/// Where an imprint stands.
pub(super) struct Place {
    /// Its mark.
    pub(super) mark: i64,
    /// Its box in the file.
    rect: Rect,
    /// The smallest type that it may have in the file, in points.
    least: f32,
    /// Whether it is a line; otherwise a symbol.
    pub(super) is_line: bool,
}

impl Around {
    /// The surroundings in a page of several.
    pub(super) fn of(book: &FontBook, pages: &[Page], of: usize, first: usize, marks: &[i64]) -> Self {
        let page = &pages[of];
        let slots: Vec<Place> = page
            .slots
            .iter()
            .zip(marks)
            .map(|(slot, mark)| Place {
                mark: *mark,
                rect: page.in_file(slot.frame.rect(slot.rect)),
                least: slot.size.least * page.correction.least_scale(),
                is_line: matches!(slot.fills, Fills::Line(_)),
            })
            .collect();
        let near = |item: &&Item| {
            let rect = item.rect(book).map(|rect| page.in_file(rect));
            let mut slots = slots.iter();
            rect.is_some_and(|rect| slots.any(|slot| slot.around().overlaps(rect, 0.0)))
        };
        let items = page.items.iter().filter(|item| item.kind.is_read());
        let around = Page {
            items: items.filter(near).cloned().collect(),
            slots: Vec::new(),
            ..Page {
                safe: page.safe.clone(),
                correction: page.correction,
                trim: page.trim,
                bleed: page.bleed,
                ..Page::of(page.size)
            }
        };
        let pieces = plate::known(std::slice::from_ref(page))
            .pop()
            .map(|known| known.pieces);
        Self {
            of,
            first,
            page: around,
            slots,
            read: None,
            pieces: pieces.unwrap_or_default(),
        }
    }

    /// What a reader of copies must know of the page.
    pub(super) fn model(&self) -> Model {
        Model {
            first: self.first,
            size: self.page.size,
            correction: self.page.correction,
        }
    }

    /// What is meant to stand there with the lines of a side. Audit symbols are read by themselves.
    pub(super) fn with(&self, imprints: &[Item]) -> Page {
        let mut page = self.page.clone();
        page.items.extend(lines(imprints));
        page
    }

    /// Keeps what was read of the first side.
    pub(super) fn keep(&mut self, page: &FinishedPage) {
        let boxes: Vec<Rect> = self.slots.iter().map(Place::around).collect();
        let is_own = |glyph: &GlyphReading| self.slots.iter().any(|slot| Some(slot.mark) == glyph.mark);
        self.read = Some(page.around(&boxes, is_own));
    }

    /// What was read there with the imprints of a side.
    pub(super) fn read_with(&self, imprints: &[Stretch]) -> Option<FinishedPage> {
        let glyphs = imprints.iter().flat_map(|imprint| &imprint.glyphs);
        Some(self.read.as_ref()?.with_glyphs(glyphs, &self.pieces))
    }
}

impl Place {
    /// Whether an imprint stands where it should, in type that is large enough.
    pub(super) fn holds(&self, imprint: &Stretch) -> bool {
        let inside = |rect: Rect| self.rect.holds(rect, SLACK);
        let mut glyphs = imprint.glyphs.iter();
        imprint.mark == self.mark
            && imprint.filled.is_none_or(|rect| !self.is_line && inside(rect))
            && glyphs.all(|glyph| self.is_line && glyph.size >= self.least - 0.1 && inside(glyph.body()))
    }

    fn around(&self) -> Rect {
        self.rect.inset(Insets::all(-AROUND))
    }
}

/// The lines among the imprints of a side.
pub(super) fn lines(imprints: &[Item]) -> impl Iterator<Item = Item> {
    let is_line = |item: &&Item| matches!(item.kind, ItemKind::Text(_));
    imprints.iter().filter(is_line).cloned()
}
