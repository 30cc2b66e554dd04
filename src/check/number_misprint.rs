//! `number-misprint`: a telephone number that is the record's but for a digit or two.
//!
//! Nobody prints such a number on purpose. A House member's page of 2022 had 1-866 for 1-888; a calendar of 32,000 copies
//! had 800 for 888 and reached a sex line (sources in the page of this code).

use super::{Proof, numbers};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown, slips};
use crate::hotline::{Channel, Hotline, digits_of};
use crate::phone;
use crate::phrase::{Phrase, listed, say};

/// Slips that a typing or reading mistake makes; more of them make another number.
const MOST_SLIPS: usize = 2;

/// A number with fewer digits is near to too many others.
const SHORTEST: usize = 7;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    proof.tell_lines(diags, |line| faults(proof.hotline, line));
}

/// The faults of numbers in a line that are nearly the record's, and of codes that are nearly its code for texts.
pub(super) fn faults(hotline: &Hotline, line: &str) -> Vec<Diagnostic> {
    let numbers = numbers(line);
    let of_numbers = numbers
        .iter()
        .filter_map(|number| Some((number, misprint_of(hotline, number)?)));
    let code = hotline
        .text
        .as_ref()
        .map(|text| text.code.as_str())
        .unwrap_or_default();
    let codes = phone::codes(line, code.len());
    let of_codes = codes
        .iter()
        .filter(|found| slips(&digits_of(found), code) == 1)
        .map(|found| (found, code));
    of_numbers
        .chain(of_codes)
        .map(|(found, meant)| fault(found, meant))
        .collect()
}

fn fault(found: &str, meant: &str) -> Diagnostic {
    let message = say("`{found}` is not the record's `{meant}`: {difference}")
        .with("found", shown(found))
        .with("meant", meant)
        .with_words("difference", difference(&digits_of(found), &digits_of(meant)));
    let cure = say("print `{meant}`; dial it from the paper before you hang it").with("meant", meant);
    Diagnostic::new(code::NUMBER_MISPRINT, message).hint(cure)
}

/// The number of the record, as printed, that a number is a misprint of.
pub(super) fn misprint_of<'a>(hotline: &'a Hotline, number: &str) -> Option<&'a str> {
    let found = digits_of(number);
    let near = hotline
        .written_forms()
        .any(|form| form.len() >= SHORTEST && slips(&found, &form) <= MOST_SLIPS);
    (near && !hotline.owns(number)).then(|| {
        hotline
            .printed(Channel::Call)
            .unwrap_or(hotline.voice.number.digits())
    })
}

/// Which digits differ, in words.
fn difference(found: &str, meant: &str) -> Phrase {
    // With and without the country code, the end of both is the same number.
    let shorter = found.len().min(meant.len());
    let (found_end, meant_end) = (&found[found.len() - shorter..], &meant[meant.len() - shorter..]);
    let wrong: Vec<Phrase> = found_end
        .chars()
        .zip(meant_end.chars())
        .enumerate()
        .filter(|(_, (a, b))| a != b)
        .map(|(at, (a, b))| {
            say("{found} for {meant} as digit {place}")
                .with("found", a)
                .with("meant", b)
                .with("place", at + 1 + meant.len() - shorter)
        })
        .collect();
    let few = found.len().abs_diff(meant.len()) <= 1 && wrong.len() <= MOST_SLIPS;
    listed(wrong).filter(|_| few).unwrap_or_else(|| {
        say("its digits are {found}, not {meant}")
            .with("found", found)
            .with("meant", meant)
    })
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn which_digits_differ() {
        let difference = |found, meant| difference(found, meant).english();
        assert_eq!(
            difference("18663737888", "18883737888"),
            "6 for 8 as digit 3, 6 for 8 as digit 4"
        );
        assert_eq!(difference("8883737889", "18883737888"), "9 for 8 as digit 11");
        assert_eq!(
            difference("1888373788", "18883737888"),
            "its digits are 1888373788, not 18883737888"
        );
    }
}
