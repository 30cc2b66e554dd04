//! `transparency`: nothing in a file for a print shop lets what is below shine through.
//!
//! ISO 32000-1, 11. Presses know no such ink: each shop turns it into something else by its own settings.

use super::Proof;
use crate::code;
use crate::diag::Diagnostics;
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, finished) in proof.pages() {
        if let Some(rect) = finished.reading.see_through {
            let message = say("something here lets what is below shine through");
            let fault = proof.fault(code::TRANSPARENCY, message, page, Some(rect));
            diags.push(fault.hint(say("draw it in full ink")));
        }
    }
}
