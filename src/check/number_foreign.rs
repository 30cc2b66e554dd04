//! `number-foreign`: a telephone number on the page that is not of the hotline record.

use super::number_misprint::misprint_of;
use super::{Proof, numbers};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::hotline::Hotline;
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    proof.tell_lines(diags, |line| faults(proof.hotline, line));
}

/// The faults of numbers in a line that are not of the record, nor nearly.
pub(super) fn faults(hotline: &Hotline, line: &str) -> Vec<Diagnostic> {
    let is_strange = |number: &String| !hotline.owns(number) && misprint_of(hotline, number).is_none();
    let fault = |number: String| {
        let message = say("`{number}` is no number of the record `{hotline}`")
            .with("number", shown(&number))
            .with("hotline", &hotline.id);
        let cure = say("take it out, or name the record that it belongs to");
        Diagnostic::new(code::NUMBER_FOREIGN, message).hint(cure)
    };
    numbers(line).into_iter().filter(is_strange).map(fault).collect()
}
