//! Names as they stand on signs, made of names as they stand in exports; and ids made of names.

use crate::diag::is_hostile;
use crate::fields;
use crate::location::Kind;

/// A text on one line: every stretch of blanks and breaks is one blank, characters that nobody sees are gone.
pub(super) fn on_one_line(text: &str) -> String {
    let visible = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let visible: String = visible.filter(|c| !is_hostile(*c)).collect();
    let words: Vec<&str> = visible.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// A text as it is, line by line, but for what is hostile.
pub(super) fn harmless_lines(text: &str) -> String {
    let kept = text.trim().chars().filter(|c| *c == '\n' || !is_hostile(*c));
    kept.collect()
}

/// A text cut after so many characters.
pub(super) fn cut(text: &str, longest: usize) -> String {
    text.chars()
        .take(longest)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// Letters whose case a program made without thinking: `Wiley'S`, `Nb`, names in capitals alone.
pub(super) fn mended_case(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let shouts = letters > 4 && name.contains(' ') && !name.chars().any(char::is_lowercase);
    let words: Vec<String> = name
        .split(' ')
        .map(|word| match word {
            "Nb" | "Sb" | "Eb" | "Wb" => word.to_uppercase(),
            word if shouts => titled(word),
            word => small_s(word),
        })
        .collect();
    words.join(" ")
}

/// `Wiley'S` as `Wiley's`.
fn small_s(word: &str) -> String {
    let before = word.strip_suffix("'S").or_else(|| word.strip_suffix("’S"));
    match before {
        Some(before) if before.chars().any(char::is_lowercase) => {
            let sign = if word.ends_with("'S") { '\'' } else { '’' };
            format!("{before}{sign}s")
        }
        _ => word.to_owned(),
    }
}

/// A word in capitals as a name is written. What is no plain word stays as it is.
fn titled(word: &str) -> String {
    const STAYS: &[&str] = &[
        "US", "NB", "SB", "EB", "WB", "RV", "II", "III", "IV", "NHS", "POE", "MM", "MP",
    ];
    if STAYS.contains(&word) || word.chars().any(|c| c.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut is_first = true;
    let letter = |(at, c): (usize, char)| {
        let small = if is_first {
            c.to_string()
        } else {
            c.to_lowercase().collect()
        };
        // As in `O'Brien`, and not in `Wiley's`.
        is_first = if c == '\'' {
            at == 1
        } else {
            !c.is_alphabetic() && c != '.'
        };
        small
    };
    word.chars().enumerate().map(letter).collect()
}

/// Whether a name says nothing.
pub(super) fn is_placeholder(name: &str) -> bool {
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '#'));
    let bare = bare.to_uppercase();
    let empty = [
        "UNKNOWN",
        "UNNAMED",
        "NO NAME",
        "NONE",
        "NAME",
        "TBD",
        "NOT AVAILABLE",
        "UNKNOWN NAME",
        "X",
    ];
    bare == "NHS REST STOP OR TRUCK FACILITY"
        || empty.contains(&bare.as_str())
        || !name.chars().any(char::is_alphabetic)
}

/// A kind in words, as a sentence begins.
pub(super) fn of_kind(kind: Kind) -> String {
    if kind == Kind::Other {
        return "Stop".to_owned();
    }
    let word = kind.word().replace('_', " ");
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Words at the end of a name that say what it is and not which.
const KINDS: &[&str] = &[
    "-safety-roadside-rest-area",
    "-safety-rest-area",
    "-rest-area",
    "-rest-stop",
    "-welcome-center",
];

/// A name as a part of an id.
pub(super) fn slug(name: &str) -> String {
    const LONGEST: usize = 48;
    let mut slug = String::with_capacity(name.len());
    for c in name.chars().filter(|c| !matches!(c, '\'' | '’' | '.')) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let trimmed = slug.trim_matches('-');
    let bare = KINDS
        .iter()
        .find_map(|kind| trimmed.strip_suffix(kind))
        .unwrap_or(trimmed);
    let short = bare.get(..LONGEST).unwrap_or(bare).trim_matches('-');
    if short.is_empty() {
        "place".to_owned()
    } else {
        short.to_owned()
    }
}

/// Whether a cell holds an id that somebody chose, rather than a number.
pub(super) fn is_id(text: &str) -> bool {
    fields::is_id(text) && text.contains(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::{is_id, is_placeholder, mended_case, on_one_line, slug};
    use crate::fields;

    #[test]
    fn names_on_one_line() {
        assert_eq!(
            on_one_line("NHS Parking Area\nJones  County"),
            "NHS Parking Area Jones County"
        );
        assert_eq!(on_one_line("a\u{202E}b\u{0}\u{A0}c"), "ab c");
    }

    #[test]
    fn case_is_mended() {
        for (name, meant) in [
            ("Wiley'S Well", "Wiley's Well"),
            ("AIKEN TRUCK PARKING AREA", "Aiken Truck Parking Area"),
            ("O'BRIEN REST AREA", "O'Brien Rest Area"),
            ("Coso Jct Nb & Sb", "Coso Jct NB & SB"),
            ("EZ Go", "EZ Go"),
            ("I-25 MM 65 Turnout", "I-25 MM 65 Turnout"),
        ] {
            assert_eq!(mended_case(name), meant);
        }
    }

    #[test]
    fn names_that_say_nothing() {
        for name in [
            "NHS Rest Stop or Truck Facility 36",
            "UNKNOWN",
            "12",
            "?",
            "Unknown #3",
        ] {
            assert!(is_placeholder(name), "{name}");
        }
        for name in ["NHS Parking Area", "Weigh Station", "Rest Area #13"] {
            assert!(!is_placeholder(name), "{name}");
        }
    }

    #[test]
    fn parts_of_ids() {
        for (name, meant) in [
            ("Oak Grove Rest Area", "oak-grove"),
            ("Wiley's Well Safety Roadside Rest Area", "wileys-well"),
            ("Pilot Travel Center (Castaic)", "pilot-travel-center-castaic"),
            ("Rest Area", "rest-area"),
            ("日本", "place"),
            ("../../etc", "etc"),
        ] {
            assert_eq!(slug(name), meant);
            assert!(fields::is_id(&slug(name)));
        }
        assert!(is_id("or-i5-nb-oak-grove"));
        assert!(!is_id("12"));
    }
}
