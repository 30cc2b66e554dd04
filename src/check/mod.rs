//! The rules of a sound page and of a sound list of places, one file each.
//!
//! A rule looks at places as they were read, at pages as they were laid out, or at the finished file as a stranger reads it, and
//! reports what is wrong. It never changes anything.

mod contrast;
mod coordinate_duplicate;
mod coordinate_far;
mod discreet;
mod glyphs;
mod milepost_order;
mod milepost_range;
mod numbers;
mod overlap;
mod road;
mod safe_area;
mod same_site;
#[cfg(test)]
mod sample;
mod symbols;
mod type_floor;
pub mod words;
mod wrong_side;

use crate::diag::{Diagnostic, Diagnostics, OnPage};
use crate::font::FontBook;
use crate::geom::Rect;
use crate::hotline::Hotline;
use crate::layout::piece_name;
use crate::location::Location;
use crate::page::{Item, Page};
use crate::poster::Poster;
use crate::raster::Grey;
use crate::reading::PageReading;
use crate::route::Routes;

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

/// Runs every rule over places. The order of the list does not matter but for which of two equals is told.
pub fn places(diags: &mut Diagnostics, routes: &Routes, locations: &[Location]) {
    let roads = road::roads(routes, locations);
    milepost_range::check(diags, routes, locations, &roads);
    coordinate_far::check_nowhere(diags, locations);
    for road in roads.values() {
        milepost_order::check(diags, road);
        coordinate_far::check(diags, road);
        wrong_side::check(diags, road);
    }
    let told = same_site::check(diags, locations);
    coordinate_duplicate::check(diags, locations, &told);
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
