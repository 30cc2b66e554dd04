//! `number-absent`: a file that is proofed and has the number nowhere in its text.

use super::Proof;
use crate::code;
use crate::diag::Diagnostics;
use crate::hotline::Channel;
use crate::reading::phone_like;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    let stands = proof.lines().any(|(_, seen)| {
        let mut numbers = phone_like(&seen.line.text).into_iter();
        numbers.any(|number| proof.hotline.voice.number.is_written(&number))
    });
    if !stands {
        let number = proof.hotline.printed(Channel::Call).unwrap_or_default();
        let message = format!(
            "`{number}` of the record `{}` stands nowhere in the text",
            proof.hotline.id
        );
        let fault = proof.fault(code::NUMBER_ABSENT, message, 0, None);
        diags
            .push(fault.hint(
                "letters that were turned into outlines or pictures cannot be read; look for yourself",
            ));
    }
}
