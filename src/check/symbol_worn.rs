//! `symbol-worn`: a symbol is still read after a poor print and two copies.
//!
//! Posters are copied on whatever stands in an office, and copies are copied. What is done to a symbol stands in [`crate::wear`].

use super::Proof;
use crate::code;
use crate::diag::{Diagnostics, shown};
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, seen) in proof.symbols().filter(|(_, seen)| !seen.lasting) {
        let message =
            say("the symbol for `{payload}` cannot be read any more after a poor print and two copies")
                .with("payload", shown(&seen.payload));
        let fault = proof.fault(code::SYMBOL_WORN, message, page, Some(seen.rect));
        diags.push(fault.hint(say("print the symbol larger, with nothing near it")));
    }
}
