//! What holds of ledgers, whatever stands in them.

use std::ops::Range;

use mileposter::diag::Diagnostics;
use mileposter::event::{Condition, Event, EventId, Happening};
use mileposter::ledger;
use mileposter::moment::Moment;
use mileposter::purge;
use mileposter::serial::Serial;
use mileposter::source::Source;
use mileposter::standing::{self, Known};
use proptest::prelude::*;

/// Few places, serials and ids, so that events meet.
fn event() -> impl Strategy<Value = Event> {
    let happenings: Vec<Happening> = Happening::ALL.iter().map(|(_, happening)| *happening).collect();
    let conditions: Vec<Condition> = Condition::ALL.iter().map(|(_, condition)| *condition).collect();
    let happening = proptest::sample::select(happenings);
    let condition = proptest::option::of(proptest::sample::select(conditions));
    let text = proptest::sample::select(vec!["", "women 3", "=1+1", "a, \"b\"", "ñ"]);
    let numbers = (
        0..40_u32,
        0..3_u32,
        0..3_u32,
        proptest::option::of(1..4_u32),
        0..40_u32,
    );
    (happening, condition, text, numbers).prop_map(
        |(happening, condition, text, (id, place, serial, count, minute))| {
            let id = EventId::of(&[&id.to_string()]);
            let time =
                Moment::parse(&format!("2026-11-{:02}T08:{minute:02}:00-08:00", 1 + minute / 4)).unwrap();
            let mut event = Event::new(id, time, happening, &format!("place-{place}"));
            event.serial = Some(Serial::of(&[&serial.to_string()]));
            event.count = count;
            event.condition = condition;
            event.note = text.to_owned();
            event.by = "AB".to_owned();
            event.undoes = (happening == Happening::Undone).then(|| EventId::of(&[&minute.to_string()]));
            event
        },
    )
}

fn events(count: Range<usize>) -> impl Strategy<Value = Vec<Event>> {
    proptest::collection::vec(event(), count)
}

/// All serials are one piece, and the first is outdated.
struct AllAlike;

impl Known for AllAlike {
    fn piece(&self, _: Serial) -> Option<(&str, Option<&str>)> {
        Some(("stall", None))
    }

    fn are_alike(&self, _: Serial, _: Serial) -> bool {
        true
    }

    fn is_outdated(&self, serial: Serial) -> bool {
        serial == Serial::of(&["0"])
    }
}

fn union(ledgers: &[&[Event]]) -> Vec<Event> {
    ledger::union(ledgers).events
}

proptest! {
    #[test]
    fn merging_knows_no_order(a in events(0..20), b in events(0..20), c in events(0..20)) {
        let all = union(&[&a, &b, &c]);
        prop_assert_eq!(&union(&[&b, &a]), &union(&[&a, &b]));
        prop_assert_eq!(&union(&[&union(&[&a, &b]), &c]), &all);
        prop_assert_eq!(&union(&[&a, &union(&[&b, &c])]), &all);
        prop_assert_eq!(&union(&[&c, &b, &a]), &all);
        prop_assert_eq!(&union(&[&all, &all]), &all);
        prop_assert_eq!(&union(&[&all, &b]), &all);
    }

    #[test]
    fn merging_loses_nothing(a in events(0..20), b in events(0..20)) {
        let a: Vec<Event> = a.into_iter().filter(|event| event.happening != Happening::Purged).collect();
        let b: Vec<Event> = b.into_iter().filter(|event| event.happening != Happening::Purged).collect();
        let both = union(&[&a, &b]);
        for event in a.iter().chain(&b) {
            prop_assert_eq!(both.iter().filter(|known| *known == event).count(), 1);
        }
        prop_assert!(both.iter().all(|event| a.contains(event) || b.contains(event)));
    }

    #[test]
    fn what_is_written_is_read(events in events(0..30)) {
        let text = ledger::text(&events);
        let mut diags = Diagnostics::default();
        let read = ledger::read(&mut diags, &Source::new("ledger.csv", &text));
        prop_assert!(read.is_whole, "{:?}", diags.iter().collect::<Vec<_>>());
        prop_assert_eq!(read.events, events);
    }

    #[test]
    fn a_write_that_was_cut_off_costs_one_row(events in events(1..8), cut in 0..4_000_usize) {
        let text = ledger::text(&events);
        let bytes = text.as_bytes();
        let opening = ledger::opening().len();
        let cut = opening + cut % (bytes.len() - opening);
        let left = &bytes[..cut];
        let whole = ledger::torn(left).unwrap_or(cut);
        let mut diags = Diagnostics::default();
        let read = ledger::read(&mut diags, &Source::new("ledger.csv", String::from_utf8(left[..whole].to_vec()).unwrap()));
        prop_assert!(read.is_whole, "{:?}", diags.iter().collect::<Vec<_>>());
        // Every row that was written to its end is there, and no part of another.
        let rows = left.iter().filter(|byte| **byte == b'\n').count() - 1;
        prop_assert!(read.events.len() == rows || read.events.len() == rows + 1);
        prop_assert_eq!(&read.events[..], &events[..read.events.len()]);
    }

    #[test]
    fn a_purge_changes_nothing_that_hangs(events in events(0..30), day in 1..12_u32) {
        let events: Vec<Event> = events.into_iter().filter(|event| event.happening != Happening::Purged).collect();
        let boundary = Moment::parse(&format!("2026-11-{day:02}T00:00:00Z")).unwrap();
        let purged = purge::before(&events, boundary, &AllAlike);
        let old = |events: &[Event]| -> Vec<Event> {
            ledger::in_force(events).into_iter().filter(|event| event.time < boundary).cloned().collect()
        };
        // What was undone later is no part of it.
        let (before, after) = (old(&events), old(&purged.events));
        let hung = |events: &[Event]| {
            let events: Vec<&Event> = events.iter().collect();
            let standings = standing::of(&events, &AllAlike);
            standings.into_iter().filter(|(_, standing)| !standing.hung.is_empty()).map(|(place, standing)| (place.to_owned(), standing.hung)).collect::<Vec<_>>()
        };
        prop_assert_eq!(hung(&before), hung(&after));
        prop_assert!(purged.events.iter().filter(|event| event.time < boundary).all(|event| event.by.is_empty() && event.note.is_empty()));
        // A copy that was not purged brings nothing back.
        prop_assert_eq!(union(&[&purged.events, &events]), union(&[&purged.events]));
    }
}
