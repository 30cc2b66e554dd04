//! Numbers as people copy them from paper: Crockford base32, and a check character.
//!
//! The alphabet leaves out I, L, O and U, so that what a tired volunteer reads from paper is read right; the check character
//! (value modulo 37, as Douglas Crockford describes it) catches every single wrong character and every swap of neighbours.

use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 37] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

/// Bits of a character.
const BITS: usize = 5;

/// Characters between hyphens.
const GROUP: usize = 4;

/// What is wrong with typed characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    /// Too few, too many, or some that are not of the alphabet.
    Shape,
    /// The check character does not fit.
    Check,
}

/// A number of so many characters from parts. The same parts give the same number.
pub(crate) fn hashed(parts: &[&str], characters: usize) -> u64 {
    let mut hash = Sha256::new();
    for part in parts {
        // The length keeps `ab`, `c` apart from `a`, `bc`.
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let first: [u8; 8] = std::array::from_fn(|at| digest[at]);
    u64::from_be_bytes(first) >> (64 - BITS * characters)
}

/// A number in so many characters, in groups of four, and its check character, as `7F3K-Q2MD-C`.
pub(crate) fn written(number: u64, characters: usize) -> String {
    let letter = |value: u64| char::from(ALPHABET[usize::try_from(value).expect("below 37")]);
    let mut text = String::with_capacity(characters * 5 / 4 + 2);
    for at in 0..characters {
        if at > 0 && at.is_multiple_of(GROUP) {
            text.push('-');
        }
        text.push(letter((number >> (BITS * (characters - 1 - at))) & 31));
    }
    text.push('-');
    text.push(letter(check(number)));
    text
}

/// Reads a number as a person types it: any case, with or without hyphens, `O` for `0`.
pub(crate) fn read(text: &str, characters: usize) -> Result<u64, Slip> {
    let mut number = 0;
    let mut count = 0;
    let mut last = None;
    for c in text.chars().filter(|c| !matches!(c, '-' | ' ')) {
        if let Some(value) = last.replace(value_of(c).ok_or(Slip::Shape)?) {
            count += 1;
            if value >= 32 || count > characters {
                return Err(Slip::Shape);
            }
            number = number * 32 + value;
        }
    }
    match last {
        Some(last) if count == characters && check(number) == last => Ok(number),
        Some(_) if count == characters => Err(Slip::Check),
        _ => Err(Slip::Shape),
    }
}

fn check(number: u64) -> u64 {
    number % 37
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
