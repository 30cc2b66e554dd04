//! `number-misprint`: a telephone number that is the record's but for a digit or two.
//!
//! Nobody prints such a number on purpose. A House member's page of 2022 had 1-866 for 1-888; a calendar of 32,000 copies
//! had 800 for 888 and reached a sex line (sources in the page of this code).

use super::{Proof, numbers};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown, slips};
use crate::hotline::{Channel, Hotline, digits_of};

/// Slips that a typing or reading mistake makes; more of them make another number.
const MOST_SLIPS: usize = 2;

/// A number with fewer digits is near to too many others.
const SHORTEST: usize = 7;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    proof.tell_lines(diags, |line| {
        let numbers = numbers(line).into_iter();
        numbers.filter_map(|number| fault(proof.hotline, &number))
    });
}

/// The fault of a number that is nearly the record's.
pub(super) fn fault(hotline: &Hotline, number: &str) -> Option<Diagnostic> {
    let meant = misprint_of(hotline, number)?;
    let message = format!(
        "`{}` is not the record's `{meant}`: {}",
        shown(number),
        difference(&digits_of(number), &digits_of(meant))
    );
    let cure = format!("print `{meant}`; dial it from the paper before you hang it");
    Some(Diagnostic::new(code::NUMBER_MISPRINT, message).hint(cure))
}

/// The number of the record, as printed, that a number is a misprint of.
fn misprint_of<'a>(hotline: &'a Hotline, number: &str) -> Option<&'a str> {
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
fn difference(found: &str, meant: &str) -> String {
    // With and without the country code, the end of both is the same number.
    let shorter = found.len().min(meant.len());
    let (found_end, meant_end) = (&found[found.len() - shorter..], &meant[meant.len() - shorter..]);
    let wrong: Vec<String> = found_end
        .chars()
        .zip(meant_end.chars())
        .enumerate()
        .filter(|(_, (a, b))| a != b)
        .map(|(at, (a, b))| format!("{a} for {b} as digit {}", at + 1 + meant.len() - shorter))
        .collect();
    if found.len().abs_diff(meant.len()) > 1 || wrong.len() > MOST_SLIPS || wrong.is_empty() {
        return format!("its digits are {found}, not {meant}");
    }
    wrong.join(", ")
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn which_digits_differ() {
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
