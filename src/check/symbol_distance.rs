//! `symbol-distance`: a symbol is at least a tenth as wide as the distance that it is scanned from.
//!
//! The rule of thumb of print shops (delivr.com and others, undated).

use super::{Meant, Proof};
use crate::code;
use crate::diag::Diagnostics;
use crate::geom::Length;
use crate::phrase::say;

const DISTANCE_TO_SIDE: f32 = 10.0;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    for (page, item, symbol) in meant.symbols() {
        let least = symbol.distance.to_pt() / DISTANCE_TO_SIDE;
        if symbol.rect.width < least - 0.1 {
            let message =
                say("the symbol is {width} wide, and to be scanned from {distance} cm it must have {least}")
                    .with("width", Length::pt(symbol.rect.width))
                    .with("distance", format!("{:.0}", symbol.distance.to_mm() / 10.0))
                    .with("least", Length::pt(least));
            let fault = meant.fault(proof, code::SYMBOL_DISTANCE, message, page, item);
            diags.push(fault.hint(say(
                "raise the first `side` of the block, or correct its `distance`",
            )));
        }
    }
}
