//! `missing-glyph`: every character has a sign in its face.
//!
//! Text that is copied from a page proves nothing about its signs: a page of empty boxes copies
//! perfectly. So the glyph numbers are looked at, as laid out and as drawn (Matterhorn 31-030).

use super::Proof;
use crate::code;
use crate::diag::{Diagnostics, shown};
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    let mut told = false;
    if let Some(meant) = proof.meant {
        for (page, item, text) in meant.texts() {
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
                let signs = shown(&missing);
                let message = say("no bundled face has a sign for `{signs}` of `{locale}`")
                    .with("signs", &signs)
                    .with("locale", &item.locale);
                let fault = meant.fault(proof, code::MISSING_GLYPH, message, page, item);
                // The cure is made in the words, so they come first.
                diags.push(fault.at(&text.words).with(say("the block"), &item.span).hint(say(
                    "correct the character, or add a face that has it to the campaign's `fonts`",
                )));
                told = true;
            }
        }
    }
    // What has no sign is drawn without one as well; it is told once.
    if told {
        return;
    }
    for (page, finished) in proof.pages() {
        let glyphs = finished.reading.glyphs.iter();
        let mut missing = glyphs.filter(|glyph| {
            glyph.glyph == Some(0) && (glyph.text.is_empty() || !glyph.text.trim().is_empty())
        });
        if let Some(first) = missing.next() {
            let count = 1 + missing.count();
            let message =
                say("the finished file draws the sign for a missing glyph {count} times, first for `{text}`")
                    .with("count", count)
                    .with("text", shown(&first.text));
            let fault = proof.fault(code::MISSING_GLYPH, message, page, Some(first.body()));
            diags.push(fault.hint(say(
                "a box or a blank stands where a letter belongs: use a face that has it",
            )));
        }
    }
}
