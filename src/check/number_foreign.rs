//! `number-foreign`: a telephone number on the page that is not of the hotline record.

use super::{Proof, number_misprint, numbers};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::hotline::Hotline;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    proof.tell_lines(diags, |line| {
        let numbers = numbers(line).into_iter();
        numbers.filter_map(|number| fault(proof.hotline, &number))
    });
}

/// The fault of a number that is not of the record, nor nearly.
pub(super) fn fault(hotline: &Hotline, number: &str) -> Option<Diagnostic> {
    if hotline.owns(number) || number_misprint::fault(hotline, number).is_some() {
        return None;
    }
    let message = format!("`{}` is no number of the record `{}`", shown(number), hotline.id);
    let cure = "take it out, or name the record that it belongs to";
    Some(Diagnostic::new(code::NUMBER_FOREIGN, message).hint(cure))
}
