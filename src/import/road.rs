//! Routes in the many ways that agencies write them, with the directions behind them.

use super::california;
use super::side::{self, Sides};
use crate::phrase::{Phrase, say};
use crate::states;

/// A cell that names a road, as it is understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Road {
    /// As `I-5`; none where it has no number that belongs to a system.
    pub(super) route: Option<String>,
    /// The directions that stand with it.
    pub(super) sides: Sides,
    /// What had to be guessed.
    pub(super) guesses: Vec<Phrase>,
    /// Whether the cell says more than route and direction do.
    pub(super) says_more: bool,
}

/// A system of roads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    Interstate,
    Us,
    State,
    /// `Hwy`, `Rt.`: a state's, as a rule.
    Some,
}

/// How systems are written; of two that fit, the longer stands first.
const SYSTEMS: &[(&str, System)] = &[
    ("INTERSTATE HIGHWAY", System::Interstate),
    ("INTERSTATE", System::Interstate),
    ("INTST", System::Interstate),
    ("IH", System::Interstate),
    ("I", System::Interstate),
    ("US HIGHWAY", System::Us),
    ("US ROUTE", System::Us),
    ("US HWY", System::Us),
    ("US RTE", System::Us),
    ("US RT", System::Us),
    ("U.S. HIGHWAY", System::Us),
    ("U.S. ROUTE", System::Us),
    ("U.S. HWY", System::Us),
    ("U.S.", System::Us),
    ("USH", System::Us),
    ("US", System::Us),
    ("U", System::Us),
    ("STATE HIGHWAY", System::State),
    ("STATE ROUTE", System::State),
    ("STATE ROAD", System::State),
    ("STATE HWY", System::State),
    ("STATE RTE", System::State),
    ("STATE RT", System::State),
    ("STH", System::State),
    ("SR", System::State),
    ("SH", System::State),
    ("HIGHWAY", System::Some),
    ("HWY", System::Some),
    ("ROUTE", System::Some),
    ("RTE", System::Some),
    ("RT", System::Some),
];

/// Reads a cell that names a road in a state.
pub(super) fn parse(text: &str, state: Option<&str>) -> Road {
    let written = side::words(text).collect::<Vec<_>>().join(" ").to_uppercase();
    // What parts the letters from the number is no help, and what parts routes is looked for below.
    let upper = text.trim_start_matches(['(', '"', ' ']).to_uppercase();
    let mut road = Road::default();
    let Some((system, number, rest)) = numbered(&upper, state, &mut road.guesses) else {
        // Directions that cannot be part of a name.
        road.sides = side::words(&written)
            .filter_map(side::of_sign)
            .fold(Sides::default(), Sides::with);
        road.says_more = true;
        road.guesses.push(say(
            "a road without a number, or whose system nobody can tell, is no route",
        ));
        return road;
    };
    let (number, rest) = lettered(&mut road, system, number, rest, state);
    let rest = behind(&mut road, rest);
    road.route = Some(named(&mut road.guesses, system, &number, state, &upper));
    if !rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
        road.says_more = true;
        road.guesses.push(if rest.contains(|c: char| c.is_ascii_digit()) {
            say("of several routes the first is taken")
        } else {
            say("of the words behind a route nothing is taken")
        });
        if road.sides.is_empty() {
            road.sides = at_the_end(rest);
        }
    }
    if !road.sides.is_empty() {
        road.guesses
            .push(say("the direction is that of the route's letters"));
    }
    road
}

/// The system, the digits of the number, and what follows them.
fn numbered<'a>(
    upper: &'a str,
    state: Option<&str>,
    guesses: &mut Vec<Phrase>,
) -> Option<(Option<System>, &'a str, &'a str)> {
    let digits = |rest: &'a str| {
        let rest = rest.trim_start_matches([' ', '-', '.', '_', '\n', '\r', '\t']);
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, rest) = rest.split_at(end);
        let number = number.trim_start_matches('0');
        (1..=4).contains(&number.len()).then_some((number, rest))
    };
    for (word, system) in SYSTEMS {
        if let Some((number, rest)) = upper.strip_prefix(word).and_then(digits) {
            return Some((Some(*system), number, rest));
        }
    }
    if upper.get(..2).is_some_and(states::is_code)
        && let Some((number, rest)) = upper.get(2..).and_then(digits)
    {
        return Some((Some(System::State), number, rest));
    }
    let slip = upper
        .strip_prefix("1-")
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if let Some((number, rest)) = slip.and_then(digits) {
        guesses.push(say("a `1` before a number is taken for the `I` of an interstate"));
        return Some((Some(System::Interstate), number, rest));
    }
    let bare = upper.starts_with(|c: char| c.is_ascii_digit()) && state == Some("CA");
    let (number, rest) = digits(upper).filter(|_| bare)?;
    guesses.push(say("in California a number alone says which route it is"));
    Some((None, number, rest))
}

/// The number with a letter that belongs to it, as `1A`. Directions right behind it are taken from it.
fn lettered<'a>(
    road: &mut Road,
    system: Option<System>,
    number: &str,
    rest: &'a str,
    state: Option<&str>,
) -> (String, &'a str) {
    let end = rest
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(rest.len());
    let (letters, behind) = rest.split_at(end);
    // Interstates that part into an eastern and a western road of the same number.
    let parted = match (system, number, state) {
        (Some(System::Interstate), "35", Some("TX" | "MN")) => matches!(letters, "E" | "W"),
        (Some(System::Interstate), "69", Some("TX")) => matches!(letters, "E" | "W" | "C"),
        _ => false,
    };
    if parted {
        return (format!("{number}{letters}"), behind);
    }
    match side::of_word(letters) {
        Some(sides) => {
            road.sides = sides;
            (number.to_owned(), behind)
        }
        None if letters.len() == 1 => (format!("{number}{letters}"), behind),
        None => (number.to_owned(), rest),
    }
}

/// Takes the directions right behind the number, and hands over what follows them.
fn behind<'a>(road: &mut Road, mut rest: &'a str) -> &'a str {
    loop {
        let next = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let end = next.find(|c: char| !c.is_alphanumeric()).unwrap_or(next.len());
        match side::of_word(&next[..end]) {
            Some(sides) => {
                road.sides = road.sides.with(sides);
                rest = &next[end..];
            }
            None => return rest,
        }
    }
}

/// The directions at the very end, behind the last of several routes.
fn at_the_end(rest: &str) -> Sides {
    let mut all = Sides::default();
    for word in side::words(rest).rev() {
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
        match side::of_word(letters) {
            Some(sides) => all = all.with(sides),
            None => break,
        }
        if letters.len() < word.len() {
            break;
        }
    }
    all
}

/// The route's name.
fn named(
    guesses: &mut Vec<Phrase>,
    system: Option<System>,
    number: &str,
    state: Option<&str>,
    written: &str,
) -> String {
    let own = |state: Option<&str>| format!("{}-{number}", state.unwrap_or("SR"));
    let route = match (system, state) {
        (_, Some("CA")) => california::route(number),
        (Some(System::Interstate), _) => format!("I-{number}"),
        (Some(System::Us), _) => format!("US-{number}"),
        (Some(System::State | System::Some) | None, state) => own(state),
    };
    let meant = match system {
        Some(System::Interstate) => Some("I"),
        Some(System::Us) => Some("US"),
        _ => None,
    };
    let system_found = route.split('-').next();
    if meant.is_some() && meant != system_found {
        guesses.push(say(
            "in California this number belongs to another system than the one written",
        ));
    } else if system == Some(System::Some) {
        guesses.push(say("a highway without a system is taken for the state's"));
    } else if system.is_some() && !written.starts_with(&route) && !written.starts_with("1-") {
        guesses.push(say("the route is written in another way"));
    }
    route
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn routes_in_many_spellings() {
        for (written, state, route, direction, says_more) in [
            ("I-10 EB", "AL", "I-10", "EB", false),
            ("I-5N", "CA", "I-5", "NB", false),
            ("I-5S MM", "CA", "I-5", "SB", true),
            ("1-40E", "AR", "I-40", "EB", false),
            ("I40 EB", "LA", "I-40", "EB", false),
            ("IH20E", "TX", "I-20", "EB", false),
            ("US 020", "OR", "US-20", "", false),
            ("US Rt. 1", "ME", "US-1", "", false),
            ("U007-S", "VT", "US-7", "SB", false),
            ("SR140", "NV", "NV-140", "", false),
            ("State Rt. 6", "ME", "ME-6", "", false),
            ("Hwy 99 S", "CA", "CA-99", "SB", false),
            ("US99", "CA", "CA-99", "", false),
            ("HWY 44", "CA", "CA-44", "", false),
            ("US101 S", "CA", "US-101", "SB", false),
            ("5", "CA", "I-5", "", false),
            ("Rt. 3N", "NH", "NH-3", "NB", false),
            ("OR 022", "OR", "OR-22", "", false),
            ("KY-9000 Mtn Pkwy", "KY", "KY-9000", "", true),
            ("KY-9001 W  Ky Pkwy", "KY", "KY-9001", "WB", true),
            ("I-39N/I-90W", "WI", "I-39", "NB", true),
            ("(I-94/I-294/I-80)EB", "IL", "I-94", "EB", true),
            ("I-73/74N", "NC", "I-73", "NB", true),
            ("US 6/209E&W", "PA", "US-6", "both", true),
            ("I-80W-90W", "OH", "I-80", "WB", true),
            ("I-76 E & W - PTC Mainline", "PA", "I-76", "both", true),
            ("I41/NB", "WI", "I-41", "NB", false),
            ("I39/NB/SB", "WI", "I-39", "both", false),
            ("US-231 NB / SB", "AL", "US-231", "both", false),
            ("I-44 EB WB", "OK", "I-44", "both", false),
            ("US127NS", "MI", "US-127", "both", false),
            ("I-20 @ Old US 61", "MS", "I-20", "", true),
            ("US 1A", "ME", "US-1A", "", false),
            ("I-35E", "TX", "I-35E", "", false),
            ("I-35N", "TX", "I-35", "NB", false),
        ] {
            let road = parse(written, Some(state));
            let found = road.sides.direction().map_or("", |direction| direction.word());
            assert_eq!(
                (road.route.as_deref(), found, road.says_more),
                (Some(route), direction, says_more),
                "{written}"
            );
        }
    }

    #[test]
    fn roads_without_a_number() {
        for (written, direction) in [
            ("Florida's Turnpike", ""),
            ("NJ Turnpike NB\n\"to I-95\"", "NB"),
            ("HEFT", ""),
            ("177S", ""),
            ("I-000", ""),
            ("US", ""),
            ("", ""),
        ] {
            let road = parse(written, Some("NJ"));
            let found = road.sides.direction().map_or("", |direction| direction.word());
            assert_eq!((road.route, found), (None, direction), "{written}");
        }
    }
}
