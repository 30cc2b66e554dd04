//! What is left of a ledger when what is old is taken out of it: enough to know what hangs, and nothing of who was there.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::{Condition, Event, EventId, Happening};
use crate::ledger;
use crate::moment::Moment;
use crate::serial::Serial;
use crate::standing::{self, Known};

/// A ledger after a purge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// What is left, in order, with the line that tells of the purge.
    pub events: Vec<Event>,
    /// How many events went.
    pub gone: usize,
    /// How many older ones stay, without initials and notes, since they tell what hangs.
    pub kept: usize,
}

/// Takes out what was before a moment. What hangs, and what was found of it, is the same before and after.
pub fn before(events: &[Event], moment: Moment, known: &impl Known) -> Purged {
    let in_force = ledger::in_force(events);
    let old: Vec<&Event> = in_force.into_iter().filter(|event| event.time < moment).collect();
    let telling = telling(&old, known);
    let mark = Event::new(
        EventId::of(&["purged", &moment.to_string()]),
        moment,
        Happening::Purged,
        "",
    );
    let mut left: BTreeSet<Event> = events
        .iter()
        .filter(|event| event.time >= moment)
        .cloned()
        .collect();
    left.insert(mark);
    let later = left.len();
    left.extend(telling.into_iter().map(|event| Event {
        by: String::new(),
        note: String::new(),
        ..event.clone()
    }));
    let kept = left.len() - later;
    let all: BTreeSet<&Event> = events.iter().filter(|event| event.time < moment).collect();
    Purged {
        gone: all.len() - kept,
        kept,
        events: left.into_iter().collect(),
    }
}

/// The events that tell what hangs: of places where nothing does any more there are none, and of looks at which all was well only the
/// last.
fn telling<'a>(old: &[&'a Event], known: &impl Known) -> Vec<&'a Event> {
    let standings = standing::of(old, known);
    let stands = |event: &Event| {
        standings
            .get(event.place.as_str())
            .is_some_and(|standing| !standing.hung.is_empty() || standing.barred.is_some())
    };
    let is_look = |event: &Event| {
        event.happening == Happening::Checked
            && matches!(event.condition, None | Some(Condition::Ok))
            && event.count.is_none()
    };
    // The last look at each serial, and whether anything but looks came after a look: then that look may have changed something.
    let mut last: BTreeMap<(&str, Option<Serial>), EventId> = BTreeMap::new();
    let mut damaged: BTreeSet<&str> = BTreeSet::new();
    let mut mended: BTreeSet<EventId> = BTreeSet::new();
    for event in old {
        if is_look(event) {
            last.insert((&event.place, event.serial), event.id);
            if damaged.contains(event.place.as_str()) {
                mended.insert(event.id);
            }
        } else if event.happening != Happening::Placed {
            damaged.insert(&event.place);
        }
    }
    let counts = |event: &&&Event| {
        let is_last = || last.get(&(event.place.as_str(), event.serial)) == Some(&event.id);
        stands(event) && (!is_look(event) || mended.contains(&event.id) || is_last())
    };
    old.iter().filter(counts).copied().collect()
}
