//! Writes pages as PDF 1.7, tagged, with fonts embedded, subset and mapped to Unicode.
//!
//! `printpdf` writes content and fonts; one finishing step on the `lopdf` document adds what it does
//! not write: structure tree, language, metadata, output intent, a stable file id. The same pages
//! give the same bytes. ISO 32000-1 is cited as `32000`. The crates `printpdf`, `lopdf` and `subsetter`
//! are named in this folder alone.

mod content;
mod finish;
mod glyphs;
mod increment;
mod inks;
mod intent;

use std::collections::BTreeMap;

use crate::font::{FaceId, FontBook};
use crate::page::{Item, Page};
use crate::setup::Finish;

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
}

/// Writes pages. `extra` are glyphs that imprints may need beyond those on the pages.
pub fn write(book: &FontBook, pages: &[Page], info: &Info, extra: &Extra) -> Document {
    let fonts = Fonts::new(book, pages, extra);
    let (document, contents) = content::draw(&fonts, &info.finish, pages);
    finish::finish(document, contents, fonts, info, pages)
}

/// Glyphs of faces with the text each stands for.
pub type Extra = BTreeMap<FaceId, BTreeMap<u16, String>>;

impl Document {
    /// The whole file of one poster: this document's bytes, then an appended section
    /// (32000, 7.5.6) that fills the reserved streams. `None` if an imprint needs a glyph that
    /// was not reserved.
    pub fn with_imprint(&self, imprints: &[Item]) -> Option<Vec<u8>> {
        increment::append(self, imprints)
    }

    /// The text of an imprint as a reader of the file finds it: read from its appended bytes.
    pub fn read_imprint(&self, file: &[u8]) -> Option<Vec<String>> {
        increment::read(self, file)
    }
}

/// The glyphs of an imprint that a document without `extra` would lack.
pub fn lacking(known: &Extra, imprints: &[Item]) -> Extra {
    glyphs::lacking(known, imprints)
}

/// The glyphs that every imprint may need: digits, Latin letters and common signs.
pub fn imprint_alphabet(book: &FontBook) -> Extra {
    glyphs::imprint_alphabet(book)
}

/// Whether every document can print a character in an imprint.
pub fn is_usual(c: char) -> bool {
    glyphs::is_usual(c)
}
