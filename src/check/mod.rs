//! The rules of a sound page, one file each.
//!
//! A rule looks at pages as they were laid out, or at the finished file as a stranger reads it, and
//! reports what is wrong. It never changes anything.

mod contrast;
mod discreet;
mod glyphs;
mod numbers;
mod overlap;
mod safe_area;
mod symbols;
mod type_floor;
pub mod words;

use crate::diag::{Diagnostic, Diagnostics, OnPage};
use crate::font::FontBook;
use crate::geom::Rect;
use crate::hotline::Hotline;
use crate::layout::piece_name;
use crate::page::{Item, Page};
use crate::poster::Poster;
use crate::raster::Grey;
use crate::reading::PageReading;

/// A plate before it may be printed: what was meant, and what came out.
pub struct Proof<'a> {
    /// What was settled.
    pub poster: &'a Poster,
    /// The record that its numbers come from.
    pub hotline: &'a Hotline,
    /// The faces.
    pub book: &'a FontBook,
    /// What was laid out.
    pub pages: &'a [Page],
    /// What the finished file says, page by page.
    pub readings: &'a [PageReading],
    /// The finished file as pixels, page by page.
    pub rasters: &'a [Grey],
    /// Pixels to the point.
    pub scale: f32,
}

/// Runs every rule.
pub fn plate(diags: &mut Diagnostics, proof: &Proof<'_>) {
    glyphs::check(diags, proof);
    type_floor::check(diags, proof);
    contrast::check(diags, proof);
    safe_area::check(diags, proof);
    overlap::check(diags, proof);
    numbers::check(diags, proof);
    symbols::check(diags, proof);
    discreet::check(diags, proof);
}

impl Proof<'_> {
    fn place(&self, page: usize, rect: Option<Rect>) -> OnPage {
        OnPage {
            piece: piece_name(self.poster),
            page: page + 1,
            rect,
        }
    }

    /// A fault of an item, told at its block in the template.
    fn fault(&self, diagnostic: Diagnostic, page: usize, item: &Item) -> Diagnostic {
        diagnostic
            .at(&item.span)
            .on(self.place(page, item.rect(self.book)))
    }

    fn items(&self) -> impl Iterator<Item = (usize, &Item)> {
        self.pages
            .iter()
            .enumerate()
            .flat_map(|(at, page)| page.items.iter().map(move |item| (at, item)))
    }
}
