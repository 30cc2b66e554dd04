//! `text-cut`: no letter is cut off by the edge of the sheet or of a box around it.

use super::Proof;
use crate::code;
use crate::diag::{Diagnostics, shown};
use crate::phrase::say;
use crate::reading::{GlyphReading, Shown};

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, finished) in proof.pages() {
        let glyphs = &finished.reading.glyphs;
        let mut cut = glyphs.iter().enumerate().filter_map(|(at, glyph)| {
            let beside = [at.checked_sub(1), Some(at + 1)].map(|at| at.and_then(|at| glyphs.get(at)));
            let is_cut = match glyph.shown {
                Shown::Whole => false,
                Shown::Part => true,
                // A stranger's file may hide words on purpose, though never half a word; ours hides none.
                Shown::Not => {
                    proof.meant.is_some()
                        || beside
                            .into_iter()
                            .flatten()
                            .any(|other| other.shown != Shown::Not && is_next(glyph, other))
                }
            };
            is_cut.then_some(glyph)
        });
        if let Some(first) = cut.next() {
            let count = 1 + cut.count();
            let message = match count {
                1 => say("`{text}` is cut off").with("text", shown(&first.text)),
                _ => say("{count} letters are cut off, first `{text}`")
                    .with("count", count)
                    .with("text", shown(&first.text)),
            };
            let fault = proof.fault(code::TEXT_CUT, message, page, Some(first.body()));
            diags.push(fault.hint(say("move the text inwards, or give its box more room")));
        }
    }
}

/// Whether two letters stand beside each other in one line of one size.
fn is_next(one: &GlyphReading, other: &GlyphReading) -> bool {
    let apart = (one.at.x - other.at.x).hypot(one.at.y - other.at.y);
    let alike = |a: f32, b: f32| (a - b).abs() < 0.1;
    alike(one.size, other.size) && alike(one.angle, other.angle) && apart < one.size
}
