//! The short printed id of a sheet: eight Crockford base32 characters and a check character.
//!
//! The alphabet leaves out I, L, O and U, so that what is read from paper by a tired
//! volunteer is read right; the check character (value modulo 37, as Douglas Crockford
//! describes it) catches every single wrong character and every swap of neighbours.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::phrase::{Phrase, say};

const ALPHABET: &[u8; 37] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";
const BITS: u32 = 40;

/// The printed id of a sheet, as `7F3K-Q2MD-C`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
        let mut hash = Sha256::new();
        for part in parts {
            // The length keeps `ab`, `c` apart from `a`, `bc`.
            hash.update(part.len().to_le_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        let first: [u8; 8] = std::array::from_fn(|at| digest[at]);
        Self(u64::from_be_bytes(first) >> (64 - BITS))
    }

    /// Reads a serial as a person types it: any case, with or without dashes, `O` for `0`.
    pub fn parse(text: &str) -> Result<Self, SerialError> {
        let typed: Vec<u64> = text
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .map(value_of)
            .collect::<Option<_>>()
            .ok_or(SerialError::Shape)?;
        let [body @ .., check] = typed.as_slice() else {
            return Err(SerialError::Shape);
        };
        if body.len() != 8 || body.iter().any(|value| *value >= 32) {
            return Err(SerialError::Shape);
        }
        let serial = Self(body.iter().fold(0, |sum, value| sum * 32 + value));
        if serial.check() == *check {
            Ok(serial)
        } else {
            Err(SerialError::Check)
        }
    }

    fn check(self) -> u64 {
        self.0 % 37
    }
}

fn value_of(c: char) -> Option<u64> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET
        .iter()
        .position(|known| char::from(*known) == c)
        .map(|at| at as u64)
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = |value: u64| char::from(ALPHABET[usize::try_from(value).expect("below 37")]);
        for at in 0..8 {
            if at == 4 {
                f.write_str("-")?;
            }
            write!(f, "{}", letter((self.0 >> (BITS - 5 * (at + 1))) & 31))?;
        }
        write!(f, "-{}", letter(self.check()))
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
