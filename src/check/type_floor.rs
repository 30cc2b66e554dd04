//! `type-floor`: no type smaller than the floor of its block.

use super::{Meant, Proof, most_shared};
use crate::code;
use crate::diag::Diagnostics;
use crate::page::ItemKind;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    for (page, item, text) in meant.texts() {
        if text.size < text.floor - 0.01 {
            let message = format!(
                "the type of `{}` has {:.1} pt, and its floor is {:.1} pt",
                item.block, text.size, text.floor
            );
            let fault = meant.fault(proof, code::TYPE_FLOOR, message, page, item);
            diags.push(fault.hint("this is a fault of the program: tell its makers"));
        }
    }
    // What was laid out large may still have been written small.
    for (page, finished) in proof.pages() {
        let items = proof.items_on(page);
        let small = finished.reading.glyphs.iter().find_map(|glyph| {
            let floor = match &most_shared(&items, glyph.body())?.kind {
                ItemKind::Text(text) => text.floor,
                _ => return None,
            };
            (glyph.size < floor - 0.1).then_some((glyph, floor))
        });
        if let Some((glyph, floor)) = small {
            let message = format!(
                "the finished file has type of {:.1} pt; {floor:.1} pt is the least",
                glyph.size
            );
            diags.push(proof.fault(code::TYPE_FLOOR, message, page, Some(glyph.body())));
        }
    }
}
