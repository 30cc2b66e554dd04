//! A mail or web address as a person types it: `posters@example.org`, `example.org/posters`.
//!
//! It is printed on pieces beside the number of a hotline, so nothing in it may be taken for a number that could be dialled.

use std::fmt;

use crate::phone;
use crate::phrase::{Phrase, say};

/// The most digits of an address, in all: a year has four, the shortest code for texts five.
const MOST_DIGITS: usize = 4;

/// An address that can be read from paper and typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

/// What is wrong with a typed address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// Neither a mail nor a web address.
    Shape,
    /// A reader could take its digits or letters for a telephone number.
    Number,
}

impl AddressError {
    /// What is wanted instead, in words.
    pub fn wanted(self) -> Phrase {
        match self {
            Self::Shape => {
                say("a mail or web address as people type it, `posters@example.org` or `example.org/posters`")
            }
            Self::Number => {
                say("an address with at most four digits: a reader could take more for a telephone number")
            }
        }
    }
}

impl Address {
    /// The longest address, in characters.
    pub const LONGEST: usize = 40;

    /// Reads an address: ASCII, without `https://`, without a question or a mark in the page.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let sound = match text.split_once('@') {
            Some((person, host)) => is_person(person) && is_host(host),
            None => {
                let (host, page) = text.split_once('/').unwrap_or((text, ""));
                is_host(host) && page.chars().all(is_page)
            }
        };
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if digits > MOST_DIGITS || !phone::words(text).is_empty() {
            Err(AddressError::Number)
        } else if !sound || text.len() > Self::LONGEST {
            Err(AddressError::Shape)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a text can stand before the `@`.
fn is_person(text: &str) -> bool {
    let mut parts = text.split('.');
    parts.all(|part| !part.is_empty() && part.chars().all(|c| is_letter(c) || matches!(c, '-' | '_' | '+')))
}

/// Whether a text is the name of a host: parts with dots between them, of which the last has no digit.
fn is_host(text: &str) -> bool {
    let is_part = |part: &str| {
        let sound = part.chars().all(|c| is_letter(c) || c == '-');
        sound && !part.is_empty() && !part.starts_with('-') && !part.ends_with('-')
    };
    let is_last = |last: &str| last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic());
    text.split('.').all(is_part) && text.rsplit_once('.').is_some_and(|(_, last)| is_last(last))
}

fn is_page(c: char) -> bool {
    is_letter(c) || matches!(c, '-' | '_' | '.' | '~' | '/')
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::{Address, AddressError};

    #[test]
    fn addresses_that_people_type() {
        for sound in [
            "posters@example.org",
            "linn.county+signs@mail.example.co.uk",
            "example.org",
            "example.org/posters",
            "www.example.org/signs/2026/",
            "Posters@Example.org",
        ] {
            let read = Address::parse(sound).map(|address| address.to_string());
            assert_eq!(read, Ok(sound.to_owned()));
        }
    }

    #[test]
    fn what_is_no_address() {
        for wrong in [
            "",
            "posters",
            "posters@",
            "@example.org",
            "a@b@example.org",
            "posters@example",
            "posters@example.o2",
            "a..b@example.org",
            "-a.example-.org",
            "https://example.org",
            "mailto:posters@example.org",
            "example.org/?from=sign",
            "example.org posters",
            "señales@example.org",
            "the-posters-of-the-county@linn.example.org",
        ] {
            assert_eq!(Address::parse(wrong), Err(AddressError::Shape), "{wrong}");
        }
    }

    #[test]
    fn nothing_in_it_could_be_dialled() {
        for number in [
            "888-373-7888@example.org",
            "233733@example.org",
            "example.org/20261",
            "1-888-373-7888",
            "1-800-FLOWERS.ORG",
            "541.555.0100",
        ] {
            assert_eq!(Address::parse(number), Err(AddressError::Number), "{number}");
        }
    }
}
