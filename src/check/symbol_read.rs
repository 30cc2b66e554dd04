//! `symbol-read`: every symbol that was laid out is read from the finished page's pixels.

use super::{Meant, Proof};
use crate::code;
use crate::diag::Diagnostics;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    for (page, item, symbol) in meant.symbols() {
        let place = item.frame.rect(symbol.rect);
        let found = proof
            .symbols()
            .any(|(on, seen)| on == page && seen.rect.overlaps(place, 0.0));
        if !found {
            let message = format!(
                "the symbol for `{}` cannot be read from the page",
                symbol.symbol.payload
            );
            let fault = meant.fault(proof, code::SYMBOL_READ, message, page, item);
            diags.push(fault.hint("raise the first `side` of the block, and keep other ink away from it"));
        }
    }
}
