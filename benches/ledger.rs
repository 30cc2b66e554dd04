//! How long it takes to read a ledger, to know what hangs by it, and to unite two copies. `benches/README.md` says what the figures mean.

use divan::Bencher;
use mileposter::diag::Diagnostics;
use mileposter::event::{Condition, Event, EventId, Happening};
use mileposter::ledger;
use mileposter::moment::Moment;
use mileposter::serial::Serial;
use mileposter::source::Source;
use mileposter::standing::{self, Known};

/// How many places and events.
const PLACES: usize = 20_000;
const EVENTS: usize = 200_000;

fn main() {
    divan::main();
}

/// Every place is posted, then looked at, damaged and posted again, by turns.
fn events() -> Vec<Event> {
    let event = |at: usize| {
        let (place, round) = (at % PLACES, at / PLACES);
        let happening = match round % 4 {
            0 => Happening::Placed,
            2 if place % 7 == 0 => Happening::Damaged,
            _ => Happening::Checked,
        };
        let seconds = 1_735_689_600 + i64::try_from(at).expect("not so many") * 300;
        let id = EventId::of(&["bench", &at.to_string()]);
        let mut event = Event::new(
            id,
            Moment::from_unix(seconds, -28_800),
            happening,
            &format!("place-{place}"),
        );
        event.serial = Some(Serial::of(&[&place.to_string()]));
        event.count = (happening == Happening::Placed).then_some(6);
        event.condition = (happening == Happening::Damaged).then_some(Condition::Torn);
        event.by = "AB".to_owned();
        event
    };
    (0..EVENTS).map(event).collect()
}

/// Every serial is a piece by itself, and today's.
struct Plain;

impl Known for Plain {
    fn piece(&self, _: Serial) -> Option<(&str, Option<&str>)> {
        Some(("stall", None))
    }

    fn are_alike(&self, one: Serial, other: Serial) -> bool {
        one == other
    }

    fn is_outdated(&self, _: Serial) -> bool {
        false
    }
}

#[divan::bench]
fn read_ledger_200_000(bencher: Bencher<'_, '_>) {
    let source = Source::new("ledger.csv", ledger::text(&events()));
    bencher.bench_local(|| {
        let read = ledger::read(&mut Diagnostics::default(), &source);
        assert!(read.is_whole && read.events.len() == EVENTS);
        read
    });
}

#[divan::bench]
fn what_hangs_200_000(bencher: Bencher<'_, '_>) {
    let events = events();
    bencher.bench_local(|| standing::of(&ledger::in_force(&events), &Plain).len());
}

#[divan::bench]
fn unite_200_000(bencher: Bencher<'_, '_>) {
    let events = events();
    let (ours, theirs) = (&events[..EVENTS * 3 / 4], &events[EVENTS / 4..]);
    bencher.bench_local(|| assert_eq!(ledger::union(&[ours, theirs]).events.len(), EVENTS));
}
