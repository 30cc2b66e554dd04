//! `vanity`: letters that spell another number than the record's.
//!
//! Letters on a telephone keypad (ITU-T E.161) are turned back into digits and compared. A phone takes as
//! many as it needs, so letters beyond the number do no harm. The record's own letters are checked where it is read.

use super::Proof;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::hotline::{Hotline, keypad_digits};

/// The fewest digits of a number with its area.
const LEAST_DIGITS: usize = 10;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    proof.tell_lines(diags, |line| {
        let faults = words(line).filter_map(|word| fault(proof.hotline, word));
        faults.collect::<Vec<_>>()
    });
}

/// The words of a line that can be dialled.
pub(super) fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split_whitespace().filter_map(vanity_like)
}

/// The fault of a word that spells another number.
pub(super) fn fault(hotline: &Hotline, word: &str) -> Option<Diagnostic> {
    let digits = keypad_digits(word);
    (!spells(hotline.written_forms(), &digits)).then(|| {
        let message = format!(
            "`{}` spells {digits}, which is no number of the record `{}`",
            shown(word),
            hotline.id
        );
        let cure = "print the digits; letters have to be looked up on each phone";
        Diagnostic::new(code::VANITY, message).hint(cure)
    })
}

/// A word of groups of capitals and digits, long enough to be dialled, as `1-888-KEY-2-FREE`.
fn vanity_like(word: &str) -> Option<&str> {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let groups: Vec<&str> = word.split(['-', '.', '\u{2010}', '\u{2011}']).collect();
    let sound = |group: &&str| {
        group.bytes().all(|b| b.is_ascii_digit()) || group.bytes().all(|b| b.is_ascii_uppercase())
    };
    let letters = groups
        .iter()
        .any(|group| group.len() > 1 && group.bytes().all(|b| b.is_ascii_uppercase()));
    // It begins with the digits of a country or an area, which no letters stand for.
    let begins = groups
        .first()
        .is_some_and(|first| matches!(first.len(), 1 | 3) && first.bytes().all(|b| b.is_ascii_digit()));
    let long = groups.iter().map(|group| group.len()).sum::<usize>() >= LEAST_DIGITS;
    (begins && letters && long && groups.iter().all(|group| !group.is_empty()) && groups.iter().all(sound))
        .then_some(word)
}

/// Whether the first digits are those of a number in one of its forms.
fn spells(mut forms: impl Iterator<Item = String>, digits: &str) -> bool {
    forms.any(|form| form.len() >= LEAST_DIGITS && digits.starts_with(&form))
}

#[cfg(test)]
mod tests {
    use super::{spells, vanity_like};
    use crate::hotline::keypad_digits;

    #[test]
    fn words_to_dial() {
        assert_eq!(vanity_like("1-888-KEY-2-FREE."), Some("1-888-KEY-2-FREE"));
        for none in [
            "1-888-373-7888",
            "I-5",
            "7F3K-Q2MD-C",
            "COVID-19-INFORMATION",
            "A4",
            "888-BEFREE",
        ] {
            assert_eq!(vanity_like(none), None, "{none}");
        }
        let cast = || ["18885392373", "8885392373"].map(str::to_owned).into_iter();
        assert!(
            spells(cast(), &keypad_digits("888-KEY-2-FREE")),
            "a letter more than the number needs"
        );
        assert!(!spells(cast(), &keypad_digits("1-888-KEY-3-FREE")));
    }
}
