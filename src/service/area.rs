//! The area that a service serves: counties, states, the whole country, or words.

use super::County;
use crate::states;

/// The longest name of a county, in bytes.
const LONGEST_COUNTY: usize = 60;

/// The longest name of a time zone, in bytes.
const LONGEST_ZONE: usize = 40;

/// Words for the whole country.
const NATIONWIDE: &[&str] = &[
    "nationwide",
    "national",
    "nation-wide",
    "united states",
    "united states of america",
    "usa",
    "us",
    "u.s.",
    "all states",
    "todo el país",
    "estados unidos",
];

/// An area as it was understood.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Area {
    /// Counties.
    pub(super) counties: Vec<County>,
    /// Postal codes of whole states.
    pub(super) states: Vec<String>,
    /// The whole country.
    pub(super) nationwide: bool,
    /// Whether it was understood; if not, its words are all there is.
    pub(super) is_known: bool,
}

/// Reads `Linn County, Oregon`, `Linn and Benton Counties`, `Oregon`, `statewide` or `nationwide`. `home` is the state that is meant where
/// none is named.
pub(super) fn parse(text: &str, home: Option<&str>) -> Area {
    let text = text.trim().trim_end_matches('.');
    let lower = text.to_lowercase();
    if NATIONWIDE.contains(&lower.as_str()) {
        return Area {
            nationwide: true,
            is_known: true,
            ..Area::default()
        };
    }
    let marked = text.replace(" and ", ",").replace(" y ", ",").replace(" & ", ",");
    let pieces = marked.split([',', ';', '/', '(', ')']).map(str::trim);
    let (mut counties, mut names, mut named, mut wide) = (Vec::new(), Vec::new(), Vec::new(), false);
    for piece in pieces.filter(|piece| !piece.is_empty()) {
        let small = piece.to_lowercase();
        if let Some(state) = states::parse(piece) {
            named.push(state.to_owned());
        } else if is_statewide(&small) {
            wide = true;
            named.extend(state_within(piece).map(str::to_owned));
        } else if let Some((name, is_plural)) = county_of(piece) {
            if is_plural {
                counties.append(&mut names);
            }
            counties.push(name);
        } else {
            names.push(piece.to_owned());
        }
    }
    let state = named.first().cloned().or_else(|| home.map(str::to_owned));
    if let (false, Some(state)) = (counties.is_empty(), state.clone()) {
        let counties: Vec<County> = counties
            .iter()
            .filter_map(|name| County::named(&state, name))
            .collect();
        return Area {
            is_known: names.is_empty() && !counties.is_empty(),
            counties,
            ..Area::default()
        };
    }
    if !names.is_empty() || !counties.is_empty() {
        return Area::default();
    }
    if wide && named.is_empty() {
        named.extend(state);
    }
    Area {
        is_known: !named.is_empty(),
        states: named,
        ..Area::default()
    }
}

fn is_statewide(small: &str) -> bool {
    [
        "statewide",
        "state-wide",
        "state of ",
        "entire state",
        "all of ",
        "whole state",
    ]
    .iter()
    .any(|word| small.contains(word))
}

/// The state that words such as `State of Oregon` or `Statewide Oregon` name.
fn state_within(piece: &str) -> Option<&'static str> {
    let words: Vec<&str> = piece.split_whitespace().collect();
    (0..words.len()).find_map(|from| {
        (from + 1..=words.len())
            .rev()
            .find_map(|to| states::parse(&words[from..to].join(" ")))
    })
}

/// The name of a county that a piece names, and whether others before it are counties too.
fn county_of(piece: &str) -> Option<(String, bool)> {
    const AFTER: [(&str, bool); 6] = [
        (" county", false),
        (" counties", true),
        (" co.", false),
        (" parish", false),
        (" parishes", true),
        (" borough", false),
    ];
    let small = piece.to_lowercase();
    let before = ["county of ", "counties of ", "condado de "];
    if let Some(word) = before.iter().find(|word| small.starts_with(**word)) {
        return Some((piece.get(word.len()..)?.to_owned(), false));
    }
    let (word, is_plural) = AFTER.iter().find(|(word, _)| small.ends_with(word))?;
    Some((piece.get(..piece.len() - word.len())?.to_owned(), *is_plural))
}

impl County {
    /// A county by its name, with the word or without: `Linn`, `Linn County`. `None` of what can be none.
    pub fn named(state: &str, text: &str) -> Option<Self> {
        Some(Self {
            state: state.to_owned(),
            name: county_name(text)?,
        })
    }

    /// Whether both are one county, in whatever letters they are written.
    pub fn is(&self, other: &Self) -> bool {
        self.state == other.state && self.key() == other.key()
    }

    /// The same for one county in whatever letters it is written.
    pub fn key(&self) -> (String, String) {
        (self.state.clone(), self.name.to_lowercase())
    }
}

/// The name of a county without the word; `None` of what can be none.
fn county_name(text: &str) -> Option<String> {
    let text = text.trim();
    let name = county_of(text).map_or_else(|| text.to_owned(), |(name, _)| name);
    let name = name.trim().trim_start_matches("the ").to_owned();
    let plain = name
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '\'' | '’'));
    (plain && (1..=LONGEST_COUNTY).contains(&name.len())).then_some(name)
}

/// Whether a text names a time zone: letters as in `America/Los_Angeles`, or `UTC-8`.
pub(super) fn is_zone(text: &str) -> bool {
    let offset = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT"));
    let rest = offset.map(|offset| offset.trim_start_matches(['+', '-', ':']));
    let is_offset =
        rest.is_some_and(|rest| rest.len() <= 5 && rest.chars().all(|c| c.is_ascii_digit() || c == ':'));
    let letters = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '_' | '-' | ' ');
    is_offset || ((1..=LONGEST_ZONE).contains(&text.len()) && text.chars().all(letters))
}

#[cfg(test)]
mod tests {
    use super::{Area, is_zone, parse};

    fn told(text: &str) -> String {
        let Area {
            counties,
            states,
            nationwide,
            is_known,
        } = parse(text, Some("OR"));
        let counties = counties
            .iter()
            .map(|county| format!("{}/{}", county.state, county.name));
        let mut all: Vec<String> = counties.chain(states).collect();
        if nationwide {
            all.push("all".to_owned());
        }
        if !is_known {
            all.push("?".to_owned());
        }
        all.join(" ")
    }

    #[test]
    fn areas_are_understood() {
        for (text, wanted) in [
            ("Linn County", "OR/Linn"),
            ("Clark County, Washington", "WA/Clark"),
            (
                "Linn, Benton and Hood River Counties, OR",
                "OR/Linn OR/Benton OR/Hood River",
            ),
            ("County of Yolo (CA)", "CA/Yolo"),
            ("Oregon", "OR"),
            ("Oregon and Washington", "OR WA"),
            ("Statewide", "OR"),
            ("State of New York", "NY"),
            ("Nationwide", "all"),
            ("Portland, Oregon", "?"),
            ("Linn County and the coast", "OR/Linn ?"),
            ("the valley", "?"),
            ("12 Oak County", "?"),
            ("", "?"),
        ] {
            assert_eq!(told(text), wanted, "{text}");
        }
        assert_eq!(parse("Linn County", None), Area::default());
    }

    #[test]
    fn time_zones() {
        for zone in ["America/Los_Angeles", "Pacific time", "UTC-8", "UTC+5:30"] {
            assert!(is_zone(zone), "{zone}");
        }
        for text in ["", "12 Oak St", "UTC 12 Oak", "zone\u{202E}"] {
            assert!(!is_zone(text), "{text}");
        }
    }
}
