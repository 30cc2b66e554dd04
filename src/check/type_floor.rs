//! `type-floor`: no type smaller than the floor of its block.

use super::Proof;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::page::ItemKind;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, item) in proof.items() {
        let ItemKind::Text(text) = &item.kind else {
            continue;
        };
        if text.size < text.floor - 0.01 {
            let message = format!(
                "the type of `{}` has {:.1} pt, and its floor is {:.1} pt",
                item.block, text.size, text.floor
            );
            diags.push(proof.fault(Diagnostic::new(code::TYPE_FLOOR, message), page, item));
        }
    }
    // What was laid out large may still have been written small.
    let least = proof.items().filter_map(|(_, item)| match &item.kind {
        ItemKind::Text(text) => Some(text.floor),
        _ => None,
    });
    let least = least.fold(f32::MAX, f32::min);
    for (page, reading) in proof.readings.iter().enumerate() {
        if let Some(small) = reading.glyphs.iter().find(|glyph| glyph.size < least - 0.1) {
            let message = format!(
                "the finished file has type of {:.1} pt; {least:.1} pt is the least",
                small.size
            );
            diags.push(
                Diagnostic::new(code::TYPE_FLOOR, message)
                    .at(&proof.poster.span)
                    .on(proof.place(page, None)),
            );
        }
    }
}
