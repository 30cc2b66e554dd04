//! Cells of a column for miles, which hold much else: postmiles, exits, stretches, directions.

use super::side;
use crate::location::{Direction, Milepost};
use crate::phrase::{Phrase, say};

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mile {
    /// A statewide mile.
    Statewide(Milepost),
    /// A postmile without its county, as `R25.6`.
    Postmile(String),
    /// A direction of travel.
    Side(Direction),
    /// Nothing that is a mile.
    None,
}

/// A cell as it is understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) mile: Mile,
    /// What had to be guessed.
    pub(super) guess: Option<Phrase>,
    /// Whether the cell says more than the mile does.
    pub(super) says_more: bool,
}

/// Reads a cell. In California `PM` is a postmile, which no statewide mile can be made of.
pub(super) fn parse(text: &str, is_california: bool) -> Read {
    let read = |mile, guess, says_more| Read {
        mile,
        guess,
        says_more,
    };
    let upper = text.trim().to_uppercase();
    if let Some(direction) = side::of_cell(&upper) {
        return read(
            Mile::Side(direction),
            Some(say(
                "a direction in the column for miles is taken for the direction",
            )),
            false,
        );
    }
    if let Some(rest) = upper.strip_prefix("PM").filter(|_| is_california) {
        return match postmile(rest) {
            Some(postmile) => read(
                Mile::Postmile(postmile),
                Some(say(
                    "`PM` is a county postmile in California, and no statewide mile",
                )),
                false,
            ),
            None => unknown(),
        };
    }
    if upper.contains("EXIT") {
        return read(Mile::None, Some(say("an exit number is no mile")), true);
    }
    let prefixes = [
        "MILE MARKER",
        "MILEPOST",
        "MILEMARKER",
        "MILE POST",
        "MILE",
        "MM",
        "MP",
        "PM",
        "M.P.",
        "M.M.",
    ];
    let (bare, prefixed) = match prefixes.iter().find_map(|prefix| upper.strip_prefix(prefix)) {
        Some(rest) => (rest.trim_start_matches([' ', '.', ':', '#']), true),
        None => (upper.as_str(), false),
    };
    if let Some((milepost, rounded)) = number(bare) {
        let guess = match (rounded, prefixed) {
            (true, _) => Some(say("a mile is rounded to two decimals")),
            (false, true) => Some(say("the letters before a mile are passed over")),
            (false, false) => None,
        };
        return read(Mile::Statewide(milepost), guess, false);
    }
    let stretch = bare
        .split_once('-')
        .map(|(from, to)| (number(from.trim()), number(to.trim())));
    if let Some((Some((from, _)), Some((to, _)))) = stretch
        && from <= to
    {
        return read(
            Mile::Statewide(from),
            Some(say("of a stretch of miles the first is taken")),
            true,
        );
    }
    unknown()
}

fn unknown() -> Read {
    Read {
        mile: Mile::None,
        guess: Some(say("what stands in the column for miles is no mile")),
        says_more: true,
    }
}

/// A mile, and whether it had to be rounded.
pub(super) fn number(text: &str) -> Option<(Milepost, bool)> {
    let plain = text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let miles: f64 = text.parse().ok().filter(|_| plain)?;
    match Milepost::parse(miles) {
        Ok(milepost) => Some((milepost, false)),
        Err(_) => Milepost::parse((miles * 100.0).round() / 100.0)
            .ok()
            .map(|milepost| (milepost, true)),
    }
}

/// The number of a postmile with the letters around it, as `R25.6`.
pub(super) fn postmile(text: &str) -> Option<String> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_uppercase();
    let start = text.find(|c: char| c.is_ascii_digit() || c == '.')?;
    let (prefix, rest) = text.split_at(start);
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(rest.len());
    let (number, suffix) = rest.split_at(end);
    let letters = |text: &str| text.len() <= 1 && text.chars().all(|c| c.is_ascii_uppercase());
    number.parse::<f64>().ok().filter(|miles| *miles < 1_000.0)?;
    (letters(prefix) && letters(suffix)).then(|| format!("{prefix}{number}{suffix}"))
}

#[cfg(test)]
mod tests {
    use super::{Mile, parse, postmile};
    use crate::location::{Direction, Milepost};

    #[test]
    fn cells() {
        let mile = |miles: f64| Mile::Statewide(Milepost::parse(miles).unwrap());
        for (cell, california, meant, guessed, says_more) in [
            ("206.06", false, mile(206.06), false, false),
            ("0.485", false, mile(0.49), true, false),
            ("MP 88", false, mile(88.0), true, false),
            ("MP21", false, mile(21.0), true, false),
            ("MM 12", false, mile(12.0), true, false),
            ("PM R25.6", true, Mile::Postmile("R25.6".to_owned()), true, false),
            ("PM 59.4", true, Mile::Postmile("59.4".to_owned()), true, false),
            ("PM 12", false, mile(12.0), true, false),
            ("Exit 44", false, Mile::None, true, true),
            ("By Exit 56", false, Mile::None, true, true),
            ("MP 28-29", false, mile(28.0), true, true),
            ("375>50", false, Mile::None, true, true),
            ("79A", false, Mile::None, true, true),
            ("Northbound", false, Mile::Side(Direction::North), true, false),
            ("NB", true, Mile::Side(Direction::North), true, false),
            ("-3", false, Mile::None, true, true),
            ("1e2", false, Mile::None, true, true),
            ("5000", false, Mile::None, true, true),
        ] {
            let read = parse(cell, california);
            assert_eq!(
                (read.mile, read.guess.is_some(), read.says_more),
                (meant, guessed, says_more),
                "{cell}"
            );
        }
    }

    #[test]
    fn postmiles() {
        assert_eq!(postmile("R 139").as_deref(), Some("R139"));
        assert_eq!(postmile("0.25").as_deref(), Some("0.25"));
        assert_eq!(postmile("1.2.3"), None);
        assert_eq!(postmile("far"), None);
    }
}
