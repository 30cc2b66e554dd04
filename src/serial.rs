//! The short printed id of a sheet: eight Crockford base32 characters and a check character.

use std::fmt;

use crate::crockford::{self, Slip};
use crate::phrase::{Phrase, say};

const CHARACTERS: usize = 8;

/// What stands before a serial in a symbol.
pub(crate) const SCANNED: &str = "MP:";

/// The printed id of a sheet, as `7F3K-Q2MD-C`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(u64);

/// What is wrong with a typed serial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.phrase().english())]
pub enum SerialError {
    /// Not eight characters and a check character of the alphabet.
    Shape,
    /// A slip: the check character does not fit.
    Check,
}

impl SerialError {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Shape => say("a serial is eight letters or digits and a check character, as `7F3K-Q2MD-C`"),
            Self::Check => {
                say("the check character does not fit, so one character is wrong or two are swapped")
            }
        }
    }
}

impl Serial {
    /// The characters that can occur in a printed serial.
    pub const CHARACTERS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U-";

    /// How many characters a printed serial has, hyphens counted.
    pub const LENGTH: usize = 11;

    /// The serial of what a sheet is made from. The same parts give the same serial.
    pub fn of(parts: &[&str]) -> Self {
        Self(crockford::hashed(parts, CHARACTERS))
    }

    /// Reads a serial as a person types it: any case, with or without dashes, `O` for `0`; or as a small symbol beside it says it,
    /// with `MP:` before it.
    pub fn parse(text: &str) -> Result<Self, SerialError> {
        match crockford::read(text.strip_prefix(SCANNED).unwrap_or(text), CHARACTERS) {
            Ok(number) => Ok(Self(number)),
            Err(Slip::Shape) => Err(SerialError::Shape),
            Err(Slip::Check) => Err(SerialError::Check),
        }
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&crockford::written(self.0, CHARACTERS))
    }
}

#[cfg(test)]
mod tests {
    use super::{Serial, SerialError};

    #[test]
    fn printed_and_typed_again() {
        let serial = Serial::of(&["or-i5-nb-oak-grove", "stall"]);
        let printed = serial.to_string();
        assert_eq!(Serial::parse(&printed), Ok(serial));
        assert_eq!(
            Serial::parse(&printed.to_lowercase().replace('-', "")),
            Ok(serial)
        );
        assert!(
            printed.chars().all(|c| Serial::CHARACTERS.contains(c)),
            "{printed}"
        );
    }

    #[test]
    fn every_single_slip_is_caught() {
        let printed = Serial::of(&["x"]).to_string().replace('-', "");
        for at in 0..8 {
            for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars() {
                let typed: String = printed
                    .chars()
                    .enumerate()
                    .map(|(i, c)| if i == at { other } else { c })
                    .collect();
                let wanted = if typed == printed {
                    Ok(Serial::of(&["x"]))
                } else {
                    Err(SerialError::Check)
                };
                assert_eq!(Serial::parse(&typed), wanted);
            }
        }
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(Serial::of(&["ab", "c"]), Serial::of(&["a", "bc"]));
        assert_eq!(Serial::parse("7F3K"), Err(SerialError::Shape));
    }
}
