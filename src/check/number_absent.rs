//! `number-absent`: a file that is proofed and has the number nowhere in its text.

use super::{Proof, numbers};
use crate::code;
use crate::diag::Diagnostics;
use crate::hotline::Channel;
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    let stands = proof.lines().any(|(_, seen)| {
        numbers(&seen.line.text)
            .iter()
            .any(|number| proof.hotline.owns(number))
    });
    if !stands {
        let number = proof.hotline.printed(Channel::Call).unwrap_or_default();
        let message = say("`{number}` of the record `{hotline}` stands nowhere in the text")
            .with("number", number)
            .with("hotline", &proof.hotline.id);
        let fault = proof.fault(code::NUMBER_ABSENT, message, 0, None);
        diags.push(fault.hint(say(
            "letters that were turned into outlines or pictures cannot be read; look for yourself",
        )));
    }
}
