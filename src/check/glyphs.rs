//! `missing-glyph`: every character has a sign in a bundled face.
//!
//! Text that is copied from a page proves nothing about its signs: a page of empty boxes copies
//! perfectly. So the glyph numbers are looked at, as laid out and as drawn (Matterhorn 31-030).

use super::Proof;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::page::ItemKind;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, item) in proof.items() {
        let ItemKind::Text(text) = &item.kind else {
            continue;
        };
        let clusters = text
            .lines
            .iter()
            .flat_map(|(_, line)| &line.runs)
            .flat_map(|run| &run.clusters);
        let missing: String = clusters
            .filter(|cluster| cluster.glyphs.iter().any(|glyph| glyph.id == 0))
            .map(|cluster| cluster.text.as_str())
            .collect();
        if !missing.is_empty() {
            let message = format!(
                "no bundled face has a sign for `{}` of `{}`",
                shown(&missing),
                item.locale
            );
            let fault = Diagnostic::new(code::MISSING_GLYPH, message)
                .hint("correct the character, or add a face that has it to the campaign's `fonts`");
            diags.push(proof.fault(fault, page, item).at(&text.words));
        }
    }
    for (page, reading) in proof.readings.iter().enumerate() {
        if reading.glyphs.iter().any(|glyph| glyph.code == 0) {
            let message = "the finished file draws the sign for a missing glyph";
            diags.push(
                Diagnostic::new(code::MISSING_GLYPH, message)
                    .at(&proof.poster.span)
                    .on(proof.place(page, None)),
            );
        }
    }
}
