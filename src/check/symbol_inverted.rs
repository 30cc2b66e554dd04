//! `symbol-inverted`: a symbol is dark on light.
//!
//! Reading light symbols on dark is left to each reader, and some do not (zxing issues 194 and 1471; quirc issue 156).

use super::Proof;
use crate::code;
use crate::diag::{Diagnostics, shown};
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, seen) in proof.symbols().filter(|(_, seen)| seen.inverted) {
        let message =
            say("the symbol for `{payload}` is light on dark").with("payload", shown(&seen.payload));
        let fault = proof.fault(code::SYMBOL_INVERTED, message, page, Some(seen.rect));
        diags.push(fault.hint(say(
            "print it dark on a light ground; many phones read nothing else",
        )));
    }
}
