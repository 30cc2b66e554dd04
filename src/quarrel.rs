//! Events that contradict each other: the same work told twice, or two people who saw different things on one day.

use std::collections::BTreeMap;

use crate::event::{Condition, Event, Happening};
use crate::ledger;
use crate::phrase::{Phrase, say};
use crate::serial::Serial;

/// Days within which the same work is likely the same.
const DAYS: i32 = 2;

/// Events of a sheet that are held against each one that comes before them: more on two days are no work of people.
const NEAR: usize = 50;

/// What contradicts what, each with what to do about it.
pub fn of(events: &[Event]) -> Vec<(Phrase, Phrase)> {
    let mut by_sheet: BTreeMap<(&str, Option<Serial>), Vec<&Event>> = BTreeMap::new();
    for event in ledger::in_force(events) {
        by_sheet
            .entry((&event.place, event.serial))
            .or_default()
            .push(event);
    }
    let mut quarrels = Vec::new();
    for events in by_sheet.values() {
        let pairs = events.iter().enumerate().flat_map(|(at, event)| {
            let later = events[at + 1..].iter().take(NEAR);
            let near = later.take_while(move |later| later.time.day().days_since(event.time.day()) <= DAYS);
            near.map(move |later| (*event, *later))
        });
        quarrels.extend(pairs.filter_map(|(event, later)| quarrel(event, later)));
    }
    quarrels
}

fn quarrel(event: &Event, later: &Event) -> Option<(Phrase, Phrase)> {
    let is_same_spot = event.spot.to_lowercase() == later.spot.to_lowercase();
    // One person who does the same twice means it.
    let are_two = event.by != later.by || event.by.is_empty();
    let is_ok = |event: &Event| {
        event.happening == Happening::Checked && matches!(event.condition, None | Some(Condition::Ok))
    };
    let is_bad = |event: &Event| {
        event.happening == Happening::Damaged
            || event
                .condition
                .is_some_and(|condition| condition != Condition::Ok)
    };
    let days = later.time.day().days_since(event.time.day());
    if event.happening == Happening::Placed && later.happening == Happening::Placed && is_same_spot && are_two
    {
        let message = say(
            "{sheet} was placed at `{place}` on {day} and again on {later}: perhaps the same work told twice",
        );
        return Some((
            told(message, event, later),
            say("if it was, undo one: `mileposter log undo {id}`").with("id", later.id),
        ));
    }
    if days == 0
        && is_same_spot
        && are_two
        && ((is_ok(event) && is_bad(later)) || (is_bad(event) && is_ok(later)))
    {
        let message = say("{sheet} at `{place}` was ok and not ok on {day}: two people saw different things");
        return Some((
            told(message, event, later),
            say("the later line counts; undo the wrong one: `mileposter log undo {id}`").with("id", later.id),
        ));
    }
    None
}

fn told(message: Phrase, event: &Event, later: &Event) -> Phrase {
    let sheet = event.serial.map_or_else(
        || say("a sheet"),
        |serial| say("`{serial}`").with("serial", serial),
    );
    message
        .with_words("sheet", sheet)
        .with("place", &event.place)
        .with("day", event.time.day())
        .with("later", later.time.day())
}
