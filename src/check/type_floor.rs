//! `type-floor`: no type smaller than the floor of its block.

use super::{Meant, Proof};
use crate::code;
use crate::diag::Diagnostics;

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
    let floors = meant.texts().map(|(_, _, text)| text.floor);
    let least = floors.fold(f32::MAX, f32::min);
    for (page, finished) in proof.pages() {
        if let Some(small) = finished
            .reading
            .glyphs
            .iter()
            .find(|glyph| glyph.size < least - 0.1)
        {
            let message = format!(
                "the finished file has type of {:.1} pt; {least:.1} pt is the least",
                small.size
            );
            diags.push(proof.fault(code::TYPE_FLOOR, message, page, Some(small.body())));
        }
    }
}
