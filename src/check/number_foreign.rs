//! `number-foreign`: a telephone number on the page that is not of the hotline record.

use super::Proof;
use super::number_misprint::misprint_of;
use crate::code;
use crate::diag::{Diagnostics, shown};

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, line, number) in proof.strange_numbers() {
        if misprint_of(proof.hotline, &number).is_some() {
            continue;
        }
        let message = format!(
            "`{}` is no number of the record `{}`",
            shown(&number),
            proof.hotline.id
        );
        let fault = proof.fault(code::NUMBER_FOREIGN, message, page, Some(line.line.rect));
        diags.push(fault.hint("take it out, or name the record that it belongs to"));
    }
}
