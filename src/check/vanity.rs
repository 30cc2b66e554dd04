//! `vanity`: letters that spell another number than the record's.
//!
//! Letters on a telephone keypad (ITU-T E.161) are turned back into digits and compared. A phone takes as
//! many as it needs, so letters beyond the number do no harm. The record's own letters are checked where it is read.

use super::Proof;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::hotline::{Hotline, keypad_digits};
use crate::phone;
use crate::phrase::say;

/// The fewest digits of a number with its area.
const LEAST_DIGITS: usize = 10;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    proof.tell_lines(diags, |line| faults(proof.hotline, line));
}

/// The faults of words in a line that spell another number.
pub(super) fn faults(hotline: &Hotline, line: &str) -> Vec<Diagnostic> {
    let is_strange = |word: &String| !spells(hotline.written_forms(), &keypad_digits(word));
    let fault = |word: String| {
        let message = say("`{word}` spells {digits}, which is no number of the record `{hotline}`")
            .with("word", shown(&word))
            .with("digits", keypad_digits(&word))
            .with("hotline", &hotline.id);
        let cure = say("print the digits; letters have to be looked up on each phone");
        Diagnostic::new(code::VANITY, message).hint(cure)
    };
    phone::words(line)
        .into_iter()
        .filter(is_strange)
        .map(fault)
        .collect()
}

/// Whether the first digits are those of a number in one of its forms.
fn spells(mut forms: impl Iterator<Item = String>, digits: &str) -> bool {
    forms.any(|form| form.len() >= LEAST_DIGITS && digits.starts_with(&form))
}

#[cfg(test)]
mod tests {
    use super::spells;
    use crate::hotline::keypad_digits;

    #[test]
    fn letters_beyond_the_number_do_no_harm() {
        let cast = || ["18885392373", "8885392373"].map(str::to_owned).into_iter();
        assert!(spells(cast(), &keypad_digits("888-KEY-2-FREE")));
        assert!(!spells(cast(), &keypad_digits("1-888-KEY-3-FREE")));
    }
}
