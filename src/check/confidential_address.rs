//! `confidential-address`: no address that must not be known stands on a finished page, nor in what the file says of itself.
//!
//! The text is read back from the drawn glyphs, block by block and as the page is read from line to line, so that neither a line break nor a
//! neighbouring column hides an address. Title and alternative texts are what programs read aloud and list.

use super::{Meant, Proof};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::finished::SeenLine;
use crate::geom::Rect;
use crate::page::ItemKind;
use crate::phrase::say;

/// How far drawn glyphs may reach over the box of their block, in points.
const SLACK: f32 = 3.0;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    let sealed = &meant.poster.sealed;
    if sealed.is_empty() {
        return;
    }
    let found = |text: &str| sealed.finds(text);
    for (number, page) in proof.finished.pages.iter().enumerate() {
        let read = |around: Option<Rect>| {
            let inside = |seen: &&SeenLine| around.is_none_or(|rect| rect.holds(seen.line.rect, SLACK));
            let lines = page.lines.iter().filter(inside);
            lines
                .map(|seen| seen.line.text.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let mut blocks = proof.items_on(number).into_iter();
        if found(&read(None)) || blocks.any(|(rect, _)| found(&read(Some(rect)))) {
            let message = say("an address that must not be known stands on this page");
            diags.push(proof.fault(code::CONFIDENTIAL_ADDRESS, message, number, None));
        }
    }
    let alts = meant
        .pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(|item| match &item.kind {
            ItemKind::Symbol(symbol) => Some(symbol.alt.as_str()),
            ItemKind::Artwork(artwork) => Some(artwork.alt.as_str()),
            _ => None,
        });
    if found(&meant.poster.title) || alts.into_iter().any(found) {
        let message = say(
            "an address that must not be known stands in the title of the file or in a text for screen readers",
        );
        diags.push(Diagnostic::new(code::CONFIDENTIAL_ADDRESS, message).at(proof.span));
    }
}
