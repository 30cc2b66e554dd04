//! Street addresses as words: how one is told in whatever way it is written (USPS Publication 28, appendices B and C).
//!
//! A text becomes words of small letters and digits, with usual abbreviations alike. What makes an address is a house number with the first
//! word of its street; `123 N. Main Street` and `123 main st` have the same.

use super::fold::{Folded, folded};

/// The words of a text, in one buffer.
pub(super) struct Words {
    text: String,
    ends: Vec<usize>,
}

/// A house number with the word that its street is known by.
pub(super) struct House<'a> {
    /// The number, in digits.
    pub(super) number: &'a str,
    /// The first word of the street.
    pub(super) street: &'a str,
    /// Whether a word for a street follows soon, as `st`.
    pub(super) is_street: bool,
}

/// Words that are written in several ways, in order, each with the way that is compared.
const ALIKE: &[(&str, &str)] = &[
    ("alley", "aly"),
    ("apartment", "apt"),
    ("av", "ave"),
    ("avda", "ave"),
    ("avenida", "ave"),
    ("avenue", "ave"),
    ("avn", "ave"),
    ("boul", "blvd"),
    ("boulevard", "blvd"),
    ("building", "bldg"),
    ("carretera", "hwy"),
    ("circ", "cir"),
    ("circle", "cir"),
    ("court", "ct"),
    ("crt", "ct"),
    ("drive", "dr"),
    ("drv", "dr"),
    ("east", "e"),
    ("eight", "8"),
    ("eighth", "8th"),
    ("fifth", "5th"),
    ("first", "1st"),
    ("five", "5"),
    ("floor", "fl"),
    ("fort", "ft"),
    ("four", "4"),
    ("fourth", "4th"),
    ("highway", "hwy"),
    ("hiway", "hwy"),
    ("hiwy", "hwy"),
    ("lane", "ln"),
    ("milepost", "mp"),
    ("mount", "mt"),
    ("nine", "9"),
    ("ninth", "9th"),
    ("norte", "n"),
    ("north", "n"),
    ("northeast", "ne"),
    ("northwest", "nw"),
    ("oeste", "w"),
    ("one", "1"),
    ("parkway", "pkwy"),
    ("pky", "pkwy"),
    ("place", "pl"),
    ("road", "rd"),
    ("room", "rm"),
    ("route", "rt"),
    ("rte", "rt"),
    ("saint", "st"),
    ("second", "2nd"),
    ("seven", "7"),
    ("seventh", "7th"),
    ("six", "6"),
    ("sixth", "6th"),
    ("south", "s"),
    ("southeast", "se"),
    ("southwest", "sw"),
    ("square", "sq"),
    ("str", "st"),
    ("street", "st"),
    ("suite", "ste"),
    ("sur", "s"),
    ("ten", "10"),
    ("tenth", "10th"),
    ("terr", "ter"),
    ("terrace", "ter"),
    ("third", "3rd"),
    ("three", "3"),
    ("trail", "trl"),
    ("two", "2"),
    ("west", "w"),
];

/// Words for a street, as they are compared.
const STREETS: &[&str] = &[
    "st", "ave", "rd", "blvd", "dr", "ln", "hwy", "ct", "pl", "ter", "cir", "pkwy", "sq", "trl", "aly", "rt",
    "way", "loop", "calle", "camino",
];

/// Directions, as they are compared.
const DIRECTIONS: &[&str] = &["n", "s", "e", "w", "ne", "nw", "se", "sw"];

/// Words before a number that is none of a house: `suite 200`, `hwy 20`.
const NOT_OF_A_HOUSE: &[&str] = &[
    "ste", "apt", "unit", "bldg", "fl", "rm", "box", "hwy", "rt", "i", "us", "sr", "mp", "exit", "ext",
    "space", "lot", "spc", "dept", "no", "num",
];

/// Words after a number that is none of a house: `24 hours`, `18 and over`.
const NO_STREET: &[&str] = &[
    "a", "all", "am", "and", "at", "beds", "children", "day", "days", "dias", "for", "free", "hour", "hours",
    "horas", "hrs", "in", "is", "men", "mi", "miles", "minutes", "month", "months", "nights", "o", "of",
    "on", "or", "over", "people", "per", "percent", "pm", "the", "times", "to", "usa", "week", "weeks",
    "with", "women", "y", "year", "years", "yrs", "anos",
];

/// How many words may stand between a house number and a word for a street.
const FAR: usize = 4;

impl Words {
    /// The words of a text. Line breaks and signs part words; apostrophes, marks and characters that draw nothing are passed over.
    pub(super) fn of(text: &str) -> Self {
        let mut words = Self {
            text: String::with_capacity(text.len()),
            ends: Vec::new(),
        };
        for c in text.chars() {
            match folded(c) {
                Folded::Letter(letter) => words.text.push(letter),
                Folded::Letters(letters) => words.text.push_str(letters),
                Folded::Sign(sign) => {
                    words.end();
                    words.text.push_str(sign);
                    words.end();
                }
                Folded::Nothing => {}
                Folded::Gap => words.end(),
            }
        }
        words.end();
        words
    }

    /// Ends a word, if one was begun, in the way that it is compared.
    fn end(&mut self) {
        let start = self.ends.last().copied().unwrap_or(0);
        if start == self.text.len() {
            return;
        }
        let word = &self.text[start..];
        if let Some(alike) = alike(word) {
            self.text.truncate(start);
            self.text.push_str(alike);
        }
        self.ends.push(self.text.len());
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One of them; nothing beyond the last.
    pub(super) fn get(&self, at: usize) -> &str {
        let start = if at == 0 {
            Some(0)
        } else {
            self.ends.get(at - 1).copied()
        };
        match (start, self.ends.get(at)) {
            (Some(start), Some(end)) => &self.text[start..*end],
            _ => "",
        }
    }

    /// All of them but those that only join others.
    pub(super) fn weighty(&self) -> Vec<&str> {
        const JOINING: [&str; 9] = ["and", "at", "of", "the", "near", "y", "de", "la", "del"];
        let all = (0..self.len()).map(|at| self.get(at));
        all.filter(|word| !JOINING.contains(word)).collect()
    }

    /// Numbers of boxes, as of `PO Box 12`.
    pub(super) fn boxes(&self) -> impl Iterator<Item = &str> {
        let is_box = |at: &usize| self.get(*at) == "box" && is_number(self.get(*at + 1));
        (0..self.len()).filter(is_box).map(|at| self.get(at + 1))
    }

    /// Every house number with its street. `1-30 Main Street` is two.
    pub(super) fn houses(&self) -> Vec<House<'_>> {
        let mut houses = Vec::new();
        let mut at = 0;
        while at < self.len() {
            if !is_number(self.get(at)) {
                at += 1;
                continue;
            }
            let first = at;
            while is_number(self.get(at)) {
                at += 1;
            }
            let after = self.street_after(at);
            let street = self.get(after);
            let is_half = DIRECTIONS.contains(&street) && self.get(after + 1).is_empty();
            if street.is_empty() || is_half || NO_STREET.contains(&street) {
                continue;
            }
            // What stands in front of a number of a house is none of these words, but in a stranger's text it may.
            let is_street = self.is_street_near(after);
            houses.extend((first..at).map(|at| House {
                number: self.get(at).trim_end_matches(|c: char| c.is_ascii_lowercase()),
                street,
                is_street,
            }));
        }
        houses
    }

    /// The same, without numbers of suites, roads and the like: what a line of an address says.
    pub(super) fn own_houses(&self) -> Vec<House<'_>> {
        let is_own = |house: &House<'_>| {
            (0..self.len()).any(|at| {
                let is_it = self.get(at).trim_end_matches(|c: char| c.is_ascii_lowercase()) == house.number;
                is_it && (at == 0 || !NOT_OF_A_HOUSE.contains(&self.get(at - 1)))
            })
        };
        self.houses().into_iter().filter(is_own).collect()
    }

    /// The first word of the street behind a number: directions and single letters belong to it only if nothing else does.
    fn street_after(&self, mut at: usize) -> usize {
        loop {
            let (word, next) = (self.get(at), self.get(at + 1));
            let is_passed =
                DIRECTIONS.contains(&word) || (word.len() == 1 && word != "a" && !is_number(word));
            let is_named = next.is_empty() || STREETS.contains(&next) || NO_STREET.contains(&next);
            if !is_passed || is_named {
                return at;
            }
            at += 1;
        }
    }

    /// Whether a word for a street comes soon, before the sentence goes on.
    fn is_street_near(&self, from: usize) -> bool {
        (from..from + FAR)
            .map(|at| self.get(at))
            .take_while(|word| !NO_STREET.contains(word) && !word.is_empty())
            .any(is_street)
    }
}

/// Whether a text holds what looks like a street address or the number of a box.
pub(super) fn looks_like_address(text: &str) -> bool {
    if !may_have_number(text) {
        return false;
    }
    let words = Words::of(text);
    words.houses().iter().any(|house| house.is_street) || words.boxes().next().is_some()
}

/// Whether a number may stand in a text, in digits or written out. Nearly no text without one is searched further.
pub(super) fn may_have_number(text: &str) -> bool {
    const NUMBERS: [&str; 20] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "first", "second",
        "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    ];
    if !text.is_ascii() || text.bytes().any(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
    words.any(|word| {
        (3..=7).contains(&word.len()) && NUMBERS.iter().any(|number| number.eq_ignore_ascii_case(word))
    })
}

/// The way in which a word is compared that is written in several.
fn alike(word: &str) -> Option<&'static str> {
    let at = ALIKE.binary_search_by_key(&word, |(written, _)| written).ok()?;
    ALIKE.get(at).map(|(_, alike)| *alike)
}

/// Whether a word, as it is compared, is one for a street or the name of a numbered one.
pub(super) fn is_street(word: &str) -> bool {
    STREETS.contains(&word) || is_ordinal(word)
}

/// Whether a word can be the number of a house: `12`, `12b`, `n6w23001`, and no numbered street as `5th`.
fn is_number(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let begins = word.starts_with(|c: char| c.is_ascii_digit());
    match (begins, word.len() - digits) {
        (true, 0 | 1) => true,
        (false, 1..=3) => digits >= 4,
        _ => false,
    }
}

/// Whether a word is the name of a numbered street.
fn is_ordinal(word: &str) -> bool {
    let endings = ["st", "nd", "rd", "th"];
    let number = endings.iter().find_map(|ending| word.strip_suffix(ending));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Words, looks_like_address};

    fn houses(text: &str) -> Vec<(String, String)> {
        let words = Words::of(text);
        let houses = words.houses();
        houses
            .iter()
            .map(|house| (house.number.to_owned(), house.street.to_owned()))
            .collect()
    }

    #[test]
    fn numbers_with_their_streets() {
        let one = |number: &str, street: &str| vec![(number.to_owned(), street.to_owned())];
        for text in [
            "123 Main Street",
            "123 N. MAIN St.",
            "123\nnorth main",
            "123-B Main",
            "123b, E. Main",
        ] {
            assert_eq!(houses(text), one("123", "main"), "{text}");
        }
        assert_eq!(
            houses("250 East 300 South"),
            [("250".to_owned(), "300".to_owned())]
        );
        assert_eq!(houses("One Fifth Avenue"), one("1", "5th"));
        assert_eq!(houses("12 N Street"), one("12", "n"));
        assert_eq!(houses("12 O’Brien"), one("12", "obrien"));
        assert_eq!(houses("1-30 Main").len(), 2);
        assert!(houses("open 24 hours, ages 18 and over, 97201-1234").is_empty());
    }

    #[test]
    fn words_are_in_order() {
        assert!(super::ALIKE.is_sorted());
    }

    #[test]
    fn what_looks_like_an_address() {
        for text in [
            "We are at 12 Old Mill Road.",
            "come to 3500 SE 122nd Ave, side door",
            "write to P.O. Box 12",
            "one oak street",
        ] {
            assert!(looks_like_address(text), "{text}");
        }
        for text in [
            "Women of 18 years and over with children",
            "Call 503-555-0123 for a bed",
            "open 24 hours a day, 7 days a week",
            "30 beds for men",
            "Salem and 5 more towns",
        ] {
            assert!(!looks_like_address(text), "{text}");
        }
    }
}
