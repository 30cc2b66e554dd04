//! `symbol-worn`: a symbol is still read after a poor print and two copies.
//!
//! Posters are copied on whatever stands in an office, and copies are copied. What is done to a symbol stands in [`crate::wear`]. An audit
//! symbol need not last: what is copied is another sheet, and its serial stands beside it.

use super::Proof;
use crate::code;
use crate::diag::{Diagnostics, shown};
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    let worn = proof.symbols().filter(|(_, seen)| !seen.lasting);
    for (page, seen) in worn.filter(|(page, seen)| !proof.is_audit(*page, seen)) {
        let message =
            say("the symbol for `{payload}` cannot be read any more after a poor print and two copies")
                .with("payload", shown(&seen.payload));
        let fault = proof.fault(code::SYMBOL_WORN, message, page, Some(seen.rect));
        diags.push(fault.hint(say("print the symbol larger, with nothing near it")));
    }
}
