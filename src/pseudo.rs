//! Pseudolocales: English in disguise, made and not written, to try a layout before words are there.
//!
//! `en-XA` has an accent on each letter and every second one twice, half as long again, as many languages are.
//! `ar-XB` has an Arabic letter for each Latin one, so it joins and runs from the right.
//! (The tags are those of CLDR and Android.)

use crate::catalog::{Catalog, Extent, Message, Part};
use crate::locale::Locale;

/// The tags and what they are called.
const ALL: [(&str, &str, fn(&str) -> String); 2] = [
    ("en-XA", "Pseudo-English", lengthened),
    ("ar-XB", "Pseudo-Arabic", mirrored),
];

/// The catalogs made from the English one.
pub fn catalogs(english: &Catalog) -> impl Iterator<Item = Catalog> {
    ALL.into_iter().filter_map(move |(tag, name, disguise)| {
        let messages = english.messages.iter();
        Some(Catalog {
            locale: Locale::parse(tag)?,
            name: disguise(&english.name),
            english: name.to_owned(),
            spanish: name.to_owned(),
            extent: Extent::Pseudo,
            messages: messages
                .map(|(key, message)| (key.clone(), disguised(message, disguise)))
                .collect(),
            ..english.clone()
        })
    })
}

fn disguised(message: &Message, disguise: fn(&str) -> String) -> Message {
    let parts = message.parts.iter().map(|part| match part {
        Part::Words(words) => Part::Words(disguise(words)),
        Part::Placeholder(placeholder) => Part::Placeholder(*placeholder),
    });
    Message {
        parts: parts.collect(),
        ..message.clone()
    }
}

/// Accents on all letters, every second letter twice.
fn lengthened(words: &str) -> String {
    let mut long = String::new();
    let mut letters = 0_usize;
    for c in words.chars() {
        let accented = accented(c);
        long.push(accented);
        if c.is_alphabetic() {
            letters += 1;
            if letters.is_multiple_of(2) {
                long.extend(accented.to_lowercase());
            }
        }
    }
    long
}

fn accented(c: char) -> char {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const ACCENTED: &str = "áƀçđéƒğĥíĵķļɱñóþɋŕšţúṽŵẋýžÅƁÇĐÉƑĞĤÍĴĶĻṀÑÓÞɊŔŠŢÚṼŴẊÝŽ";
    let at = PLAIN.chars().position(|plain| plain == c);
    at.and_then(|at| ACCENTED.chars().nth(at)).unwrap_or(c)
}

/// An Arabic letter for each Latin one, and the signs that Arabic has of its own.
fn mirrored(words: &str) -> String {
    const LATIN: &str = "abcdefghijklmnopqrstuvwxyz?,;";
    const ARABIC: &str = "ابچدعفگهيجكلمنوپقرستۇڤشخىز؟،؛";
    let letter = |c: char| {
        let at = LATIN.chars().position(|latin| latin == c.to_ascii_lowercase());
        at.and_then(|at| ARABIC.chars().nth(at)).unwrap_or(c)
    };
    words.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::{accented, lengthened, mirrored};
    use crate::locale::{Script, writes};

    #[test]
    fn half_as_long_again() {
        let words = "Someone will listen to you";
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        assert_eq!(letters(&lengthened(words)), letters(words) * 3 / 2);
        assert!(lengthened(words).chars().all(|c| c == ' ' || !c.is_ascii()));
    }

    #[test]
    fn every_letter_has_its_disguise() {
        for c in ('a'..='z').chain('A'..='Z') {
            assert!(writes(Script::Latin, accented(c)) && accented(c) != c, "{c}");
            assert!(
                mirrored(&c.to_string())
                    .chars()
                    .all(|c| writes(Script::Arabic, c) && !c.is_ascii()),
                "{c}"
            );
        }
    }
}
