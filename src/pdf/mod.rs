//! Writes pages as PDF 1.7, tagged, with fonts embedded, subset and mapped to Unicode.
//!
//! `printpdf` writes content and fonts; one finishing step on the `lopdf` document adds what it does
//! not write: structure tree, language, metadata, output intent, a stable file id. The same pages
//! give the same bytes. ISO 32000-1 is cited as `32000`. The crates `printpdf`, `lopdf` and `subsetter`
//! are named in this folder alone.

mod content;
mod encode;
mod fields;
mod finish;
mod forme;
mod glyphs;
mod increment;
mod inks;
mod intent;
mod joined;
mod parts;
mod pattern;
mod printed_line;
mod store;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use crate::font::{FaceId, FontBook};
use crate::geom::{Point, Rect, Size};
use crate::page::{Item, Page};
use crate::setup::Finish;

pub use forme::{Forme, Imprinted, Sheet};
pub use glyphs::Fonts;

/// What a document says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Info {
    /// Shown in the title bar.
    pub title: String,
    /// The language of what has no own, as `en`.
    pub language: String,
    /// Who prints it.
    pub finish: Finish,
}

/// A written document, and what is needed to add imprints to it.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub bytes: Vec<u8>,
    /// The fonts in it.
    fonts: Fonts,
    /// Who prints it.
    finish: Finish,
    /// For each slot of each page: the object reserved for its content, and its mark.
    slots: Vec<Reserved>,
    /// What an appended section must say of the file it is appended to.
    trailer: finish::Trailer,
}

/// An empty content stream that waits for an imprint.
#[derive(Clone, Copy, Debug)]
struct Reserved {
    object: u32,
    mark: i64,
    page_height: f32,
    /// Whether text fills it, and no symbol.
    is_line: bool,
}

/// A sheet that shows part of a poster.
#[derive(Clone, Debug)]
pub struct Part {
    /// What stands in its margins, in glyphs that imprints may need.
    pub sheet: Page,
    /// What it shows of the poster.
    pub window: Rect,
    /// Where the window's upper left corner lies on the sheet.
    pub place: Point,
    /// What the part is to a screen reader, in the language of the document.
    pub alt: String,
}

/// Writes pages. `extra` are glyphs that imprints may need beyond those on the pages.
pub fn write(book: &FontBook, pages: &[Page], info: &Info, extra: &Extra) -> Document {
    let fonts = Fonts::new(book, pages.iter().flat_map(|page| &page.items), extra);
    let (document, contents) = content::draw(&fonts, &info.finish, pages);
    finish::finish(document, &contents, fonts, info, pages)
}

/// Glyphs that imprints may need beyond those on the pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Extra {
    /// Glyphs of faces with the text each stands for.
    pub signs: BTreeMap<FaceId, BTreeMap<u16, String>>,
    /// Glyphs made for clusters that the face's own do not spell.
    joined: BTreeMap<FaceId, BTreeSet<joined::Joined>>,
}

impl Extra {
    /// No glyph.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.signs.is_empty() && self.joined.is_empty()
    }

    /// These glyphs and others; a glyph that is in both keeps its text.
    pub fn with(&self, others: &Self) -> Self {
        let mut both = self.clone();
        for (face, signs) in &others.signs {
            let known = both.signs.entry(*face).or_default();
            for (glyph, text) in signs {
                known.entry(*glyph).or_insert_with(|| text.clone());
            }
        }
        for (face, joined) in &others.joined {
            both.joined
                .entry(*face)
                .or_default()
                .extend(joined.iter().cloned());
        }
        both
    }
}

impl Document {
    /// What one poster's file has behind this document's bytes: a section that fills the reserved streams (32000, 7.5.6).
    /// `None` if an imprint needs a glyph that was not reserved.
    pub fn imprint(&self, imprints: &[Item]) -> Option<Vec<u8>> {
        increment::append(self, imprints)
    }

    /// A file of sheets that each show a part of a poster, from the whole file of the poster and the size of its one page.
    /// `None` if that file cannot be read, or a sheet needs a glyph that was not reserved.
    pub fn in_parts(&self, poster: &[u8], size: Size, parts: &[Part]) -> Option<Vec<u8>> {
        parts::write(self, poster, size, parts)
    }

    /// The texts of an imprint as a reader of the file finds them: read from the appended bytes. A slot that no line fills has
    /// an empty one.
    pub fn read_imprint(&self, appended: &[u8]) -> Option<Vec<String>> {
        increment::read(self, appended)
    }
}

/// The glyphs of an imprint that a document without `extra` would lack.
pub fn lacking(book: &FontBook, known: &Extra, imprints: &[Item]) -> Extra {
    glyphs::lacking(book, known, imprints)
}

/// The glyphs that every imprint may need: digits, Latin letters and common signs.
pub fn imprint_alphabet(book: &FontBook) -> Extra {
    glyphs::imprint_alphabet(book)
}

/// Whether every document can print a character in an imprint.
pub fn is_usual(c: char) -> bool {
    glyphs::is_usual(c)
}
