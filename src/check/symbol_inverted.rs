//! `symbol-inverted`: a symbol is dark on light.
//!
//! Reading light symbols on dark is left to each reader, and some do not (zxing issues 194 and 1471; quirc issue 156).

use super::Proof;
use crate::code;
use crate::diag::{Diagnostics, shown};

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, seen) in proof.symbols().filter(|(_, seen)| seen.inverted) {
        let message = format!("the symbol for `{}` is light on dark", shown(&seen.payload));
        let fault = proof.fault(code::SYMBOL_INVERTED, message, page, Some(seen.rect));
        diags.push(fault.hint("print it dark on a light ground; many phones read nothing else"));
    }
}
