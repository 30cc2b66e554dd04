//! `milepost-range`: no milepost lies past the end of its route in that state.

use std::collections::BTreeMap;

use super::road::Road;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::location::{Location, Milepost};
use crate::phrase::say;
use crate::route::Routes;

/// How far past its known end a route may still have mileposts, in miles.
const SLACK: f64 = 1.0;

/// How many rows above and below are looked at for a neighbour on the same road.
const NEAR_ROWS: usize = 16;

pub(super) fn check(
    diags: &mut Diagnostics,
    routes: &Routes,
    locations: &[Location],
    roads: &BTreeMap<(&str, &str), Road<'_>>,
) {
    for (at, place) in locations.iter().enumerate() {
        let (Some(milepost), Some(last)) = (place.milepost, past_end(routes, place)) else {
            continue;
        };
        let (route, state) = (
            place.route.as_deref().unwrap_or_default(),
            place.state.as_deref().unwrap_or_default(),
        );
        let message = say("milepost {milepost} is past the end of {route} in {state} at {last}")
            .with("milepost", milepost)
            .with("route", route)
            .with("state", state)
            .with("last", last);
        let fault = Diagnostic::new(code::MILEPOST_RANGE, message).at(place.milepost_span());
        let stretch = place
            .coordinate
            .zip(roads.get(&(route, state)))
            .and_then(|(coordinate, road)| road.stretch(coordinate.spot()))
            .map(|stretch| stretch.miles);
        let meant = stretch
            .or_else(|| between_rows(routes, locations, at))
            .and_then(|miles| slip(milepost.miles(), miles));
        diags.push(match meant {
            Some(meant) => fault.hint(say("did you mean `{meant}`?").with("meant", meant)),
            None => fault.hint(say(
                "count the miles from the southern or western end of the route in the state",
            )),
        });
    }
}

/// The end of a place's route in its state, where its milepost lies past it.
pub(super) fn past_end(routes: &Routes, place: &Location) -> Option<Milepost> {
    let last = routes.last(place.route.as_deref()?, place.state.as_deref()?)?;
    (place.milepost?.miles() > last.miles() + SLACK).then_some(last)
}

/// The mileposts of the rows above and below that are on the same road: most lists go along it.
fn between_rows(routes: &Routes, locations: &[Location], at: usize) -> Option<(f64, f64)> {
    let place = &locations[at];
    let sound = |other: &&Location| {
        other.route == place.route
            && other.state == place.state
            && other.milepost.is_some()
            && past_end(routes, other).is_none()
    };
    let above = locations[..at].iter().rev().take(NEAR_ROWS).find(sound)?;
    let below = locations[at + 1..].iter().take(NEAR_ROWS).find(sound)?;
    let (one, other) = (above.milepost?.miles(), below.milepost?.miles());
    Some((one.min(other), one.max(other)))
}

/// The milepost within a stretch from which a slip of the pen makes the one that was typed: two digits swapped,
/// the decimal point moved, or a digit too many.
pub(super) fn slip(typed: f64, (first, last): (f64, f64)) -> Option<Milepost> {
    let text = typed.to_string();
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    let point = text.find('.').unwrap_or(text.len());
    let written = |digits: &[char], point: usize| {
        let (whole, rest) = digits.split_at(point.min(digits.len()));
        let text: String = whole.iter().chain(&['.']).chain(rest).collect();
        text.parse().ok().and_then(|miles| Milepost::parse(miles).ok())
    };
    // Neighbours first, then those farther apart.
    let pairs = (1..digits.len()).flat_map(|gap| (gap..digits.len()).map(move |at| (at - gap, at)));
    let swapped = pairs.filter_map(|(one, other)| {
        let mut digits = digits.clone();
        digits.swap(one, other);
        written(&digits, point)
    });
    let moved = (1..digits.len()).filter_map(|point| written(&digits, point));
    let dropped = (0..digits.len()).filter_map(|at| {
        let mut digits = digits.clone();
        digits.remove(at);
        written(&digits, point - usize::from(at < point))
    });
    swapped
        .chain(moved)
        .chain(dropped)
        .find(|meant| (first..=last).contains(&meant.miles()) && (meant.miles() - typed).abs() > 1e-6)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{SOUND, told, told_with};
    use super::slip;

    #[test]
    fn sound_mileposts_pass() {
        assert!(told(SOUND).is_empty(), "{:?}", told(SOUND));
        // A mile past the end is within what the ends are known to; another route is not known at all.
        assert!(
            told("a,,A,bar,I-5,NB,OR,309,,\nb,,B,bar,I-9,NB,OR,900,,\nc,,C,bar,I-5,NB,NV,900,,\n").is_empty()
        );
    }

    #[test]
    fn a_slip_is_guessed_from_what_is_beside_it() {
        // By its coordinates.
        assert_eq!(
            told_with("206.06", "602.06"),
            ["milepost-range `602.06` did you mean `206.06`?"]
        );
        assert_eq!(
            told_with("178,", "718,"),
            ["milepost-range `718` did you mean `178`?"]
        );
        // By the rows above and below, where it has none.
        assert_eq!(
            told_with("206.06,44.235759,-123.060537", "999,,"),
            [
                "milepost-range `999` count the miles from the southern or western end of the route in the state"
            ]
        );
        assert_eq!(
            told_with("206.06,44.235759,-123.060537", "602.06,,"),
            ["milepost-range `602.06` did you mean `206.06`?"]
        );
    }

    #[test]
    fn slips_of_the_pen() {
        let check = |typed, miles, meant: Option<&str>| {
            let slip = slip(typed, miles).map(|milepost| milepost.to_string());
            assert_eq!(slip.as_deref(), meant, "{typed}");
        };
        check(260.06, (190.0, 220.0), Some("206.06"));
        check(620.0, (50.0, 70.0), Some("62"));
        check(2206.0, (190.0, 220.0), Some("206"));
        check(206.06, (20.0, 21.0), Some("20.06"));
        check(206.06, (300.0, 301.0), None);
    }
}
