//! `type-floor`: no type smaller than the floor of its block.

use super::{Meant, Proof, most_shared};
use crate::code;
use crate::diag::Diagnostics;
use crate::page::ItemKind;
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    for (page, item, text) in meant.texts() {
        if text.size < text.floor - 0.01 {
            let message = say("the type of `{block}` has {size} pt, and its floor is {floor} pt")
                .with("block", &item.block)
                .with("size", format!("{:.1}", text.size))
                .with("floor", format!("{:.1}", text.floor));
            let fault = meant.fault(proof, code::TYPE_FLOOR, message, page, item);
            diags.push(fault.hint(say("this is a fault of the program: tell its makers")));
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
            let floor = floor * meant.pages[page].correction.least_scale();
            (glyph.size < floor - 0.1).then_some((glyph, floor))
        });
        if let Some((glyph, floor)) = small {
            let message = say("the finished file has type of {size} pt; {floor} pt is the least")
                .with("size", format!("{:.1}", glyph.size))
                .with("floor", format!("{floor:.1}"));
            diags.push(proof.fault(code::TYPE_FLOOR, message, page, Some(glyph.body())));
        }
    }
}
