//! `symbol-quiet-zone`: nothing is printed within four modules around a symbol (ISO/IEC 18004).

use super::Proof;
use crate::code;
use crate::diag::Diagnostics;
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, seen) in proof.symbols().filter(|(_, seen)| !seen.quiet) {
        let message = say("something is printed within four modules around the symbol");
        let fault = proof.fault(code::SYMBOL_QUIET_ZONE, message, page, Some(seen.rect));
        diags.push(fault.hint(say("keep {clear} mm clear on each side").with(
            "clear",
            format!("{:.1}", seen.module.to_mm() * crate::qr::QUIET_ZONE_MODULES),
        )));
    }
}
