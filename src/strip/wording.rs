//! What a map says.

use super::columns::{Column, Placed};
use super::stations::What;
use super::{Mark, Side, Strip};
use crate::phrase::{Phrase, listed, say, verbatim};
use crate::states;

/// The title of a map.
pub(super) fn title(strip: &Strip) -> Phrase {
    say("{route}: strip map").with("route", &strip.route)
}

/// The title of the legend.
pub(super) fn legend() -> Phrase {
    say("How to read the map")
}

/// The title of a column: the route, what it shows, and which of several it is.
pub(super) fn title_of_column(strip: &Strip, column: &Column, at: usize, count: usize) -> Phrase {
    let states: Vec<Phrase> = states(strip, column)
        .into_iter()
        .map(|name| verbatim(states::name(name)))
        .collect();
    let states = listed(states).unwrap_or_else(|| verbatim(&strip.route));
    if count > 1 {
        say("{route}, part {number} of {count}: {states}")
            .with("number", at + 1)
            .with("count", count)
    } else {
        say("{route}: {states}")
    }
    .with("route", &strip.route)
    .with_words("states", states)
}

/// The states that a column shows something of, from below.
fn states<'a>(strip: &'a Strip, column: &Column) -> Vec<&'a str> {
    let ends = |placed: Option<&Placed>| placed.map(|placed| placed.along);
    let (Some(first), Some(last)) = (ends(column.stations.first()), ends(column.stations.last())) else {
        return Vec::new();
    };
    let shown = strip
        .stretches
        .iter()
        .filter(|stretch| stretch.from < last && stretch.to > first);
    shown.map(|stretch| stretch.state.as_str()).collect()
}

/// How a map is read.
pub(super) fn description() -> Phrase {
    say(
        "The road runs upward, northward or eastward. It is drawn longer where many stops stand close together; the mileposts tell the \
         distance.",
    )
}

/// Above a column.
pub(super) fn goes_on(next: usize) -> Phrase {
    say("goes on in part {next}").with("next", next)
}

/// Below a column.
pub(super) fn part_of(number: usize, count: usize) -> Phrase {
    say("part {number} of {count}")
        .with("number", number)
        .with("count", count)
}

/// Beside a road that two routes share.
pub(super) fn shared(route: &str) -> Phrase {
    say("shared with {route}").with("route", route)
}

/// The milepost of a stop as it stands on the map, with `~` where it is guessed, `?` where its side is not known and `!` where
/// somebody has to go.
pub(super) fn milepost(strip: &Strip, mark: &Mark) -> String {
    let guessed = if mark.estimated { "~" } else { "" };
    let unknown = if mark.side == Side::Unknown { "?" } else { "" };
    let number = mark
        .milepost
        .clone()
        .or_else(|| counted(strip, mark.along))
        .unwrap_or_default();
    let work = if mark.work.is_some() { "!" } else { "" };
    format!("{guessed}{}{unknown}{work}", crate::harmless::harmless(&number))
}

/// The whole milepost at a mile of the line.
fn counted(strip: &Strip, along: f64) -> Option<String> {
    let stretch = strip
        .stretches
        .iter()
        .find(|stretch| (stretch.from..=stretch.to).contains(&along))?;
    Some(format!("{:.0}", along - stretch.from + stretch.first_milepost))
}

/// A milepost at a round number.
pub(super) fn round(what: &What) -> Option<String> {
    match what {
        What::Milepost(milepost) => Some(format!("{milepost:.0}")),
        What::Line(..) | What::Stops(_) | What::Shared(_) => None,
    }
}

/// A stop as a screen reader tells it.
pub(super) fn stop(strip: &Strip, mark: &Mark) -> Phrase {
    let mut facts = vec![verbatim(&mark.name)];
    facts.extend(side(&strip.route, mark.side));
    let number = mark.milepost.clone().or_else(|| counted(strip, mark.along));
    facts.extend(number.map(|number| {
        if mark.estimated {
            say("at about milepost {milepost}").with("milepost", number)
        } else {
            say("milepost {milepost}").with("milepost", number)
        }
    }));
    facts.extend(
        mark.pack
            .map(|pack| say("pack {number}").with("number", pack.saturating_add(1))),
    );
    if mark.closed {
        facts.push(say("closed"));
    } else if !mark.hangs {
        facts.push(say("nothing hangs here"));
    }
    facts.extend(mark.work.clone());
    listed(facts).unwrap_or_else(|| verbatim(""))
}

/// A side in words. Interstate and US routes with an odd number run north, those with an even one east (23 CFR 470, AASHTO).
fn side(route: &str, side: Side) -> Option<Phrase> {
    match (side, runs_north(route)) {
        (Side::Both, _) => Some(say("both directions")),
        (Side::Unknown, _) => Some(say("direction not known")),
        (Side::Ahead, Some(true)) => Some(say("northbound")),
        (Side::Ahead, Some(false)) => Some(say("eastbound")),
        (Side::Back, Some(true)) => Some(say("southbound")),
        (Side::Back, Some(false)) => Some(say("westbound")),
        (Side::Ahead | Side::Back, None) => None,
    }
}

fn runs_north(route: &str) -> Option<bool> {
    let number = route.strip_prefix("I-").or_else(|| route.strip_prefix("US-"))?;
    let digits = &number[..number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len())];
    // Routes of three digits are loops and spurs, and run any way.
    let number = digits.parse::<u32>().ok().filter(|number| *number < 100)?;
    Some(number % 2 == 1)
}

#[cfg(test)]
mod tests {
    use super::runs_north;

    #[test]
    fn routes_run_by_their_numbers() {
        assert_eq!(runs_north("I-5"), Some(true));
        assert_eq!(runs_north("I-84 West"), Some(false));
        assert_eq!(runs_north("I-405"), None);
        assert_eq!(runs_north("OR-22"), None);
    }
}
