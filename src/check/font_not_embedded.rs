//! `font-not-embedded`: a face that the file names and does not hold.
//!
//! Another machine then takes another face, and letters move, change or turn into boxes (ISO 19005-2, 6.2.11.4).

use super::Proof;
use crate::code;
use crate::diag::{Diagnostics, shown};
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for font in proof.finished.anatomy.fonts.iter().filter(|font| !font.embedded) {
        let message = say("the face `{face}` is not in the file").with("face", shown(&font.name));
        let fault = proof.fault(code::FONT_NOT_EMBEDDED, message, 0, None);
        diags.push(fault.hint(say("save the PDF again with all fonts embedded")));
    }
}
