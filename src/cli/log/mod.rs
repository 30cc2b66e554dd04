//! `log`: the ledger, written.

mod export;
mod import;
mod merge;
mod purge;
pub(super) mod told;
mod undo;

use mileposter::date::Date;
use mileposter::diag::Diagnostics;
use mileposter::event::{Event, EventId, Happening};
use mileposter::ledger;
use mileposter::moment::Moment;
use mileposter::phrase::{Phrase, say};

use super::Stop;
use super::args::{Home, Log, LogWhat, Wanted};
use super::load;
use super::report::Reporter;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, log: &Log) -> Result<(), Stop> {
    match &log.what {
        LogWhat::Placed(told) => told::run(reporter, Happening::Placed, told),
        LogWhat::Checked(told) => told::run(reporter, Happening::Checked, told),
        LogWhat::Damaged(told) => told::run(reporter, Happening::Damaged, told),
        LogWhat::Removed(told) => told::run(reporter, Happening::Removed, told),
        LogWhat::Refused(told) => told::run(reporter, Happening::Refused, told),
        LogWhat::Closed(told) => told::run(reporter, Happening::Closed, told),
        LogWhat::Import(wanted) => import::run(reporter, wanted),
        LogWhat::Merge(wanted) => merge::run(reporter, wanted),
        LogWhat::Undo(wanted) => undo::run(reporter, wanted),
        LogWhat::Purge(wanted) => purge::run(reporter, wanted),
        LogWhat::Export(wanted) => export::run(reporter, wanted),
    }
}

/// Everything of a campaign.
fn wanted(home: &Home) -> Wanted {
    Wanted {
        which: home.which(),
        ..Wanted::default()
    }
}

/// Now, or the same time on a day that was typed, which is not still to come.
fn moment(on: Option<Date>) -> Result<Moment, Stop> {
    let now = load::now();
    match on {
        None => Ok(now),
        Some(day) if day <= now.day() => Ok(now.moved_to(day)),
        Some(day) => Err(Stop::Usage(say("{day} is still to come").with("day", day))),
    }
}

/// An id that no other event has.
fn fresh_id(number: usize) -> EventId {
    let [now, process] = load::nonce();
    EventId::of(&[
        "typed",
        &now.to_string(),
        &process.to_string(),
        &number.to_string(),
    ])
}

/// An event for people: what, how many, which sheets, where.
fn in_words(event: &Event) -> Phrase {
    let what = match (event.count, event.serial) {
        (Some(count), Some(serial)) => say("{event} {count} × {serial} at {place}")
            .with("count", count)
            .with("serial", serial),
        (None, Some(serial)) => say("{event} {serial} at {place}").with("serial", serial),
        (Some(count), None) => say("{event} {count} at {place}").with("count", count),
        (None, None) => say("{event} at {place}"),
    };
    what.with_words("event", event.happening.phrase())
        .with("place", &event.place)
}

/// What stands in the ledger, as JSON.
fn json(events: &[Event]) -> serde_json::Value {
    let event = |event: &Event| {
        serde_json::json!({
            "id": event.id.to_string(),
            "time": event.time.to_string(),
            "event": event.happening.word(),
            "place": event.place,
            "spot": event.spot,
            "serial": event.serial.map(|serial| serial.to_string()),
            "count": event.count,
            "condition": event.condition.map(mileposter::event::Condition::word),
            "undoes": event.undoes.map(|id| id.to_string()),
        })
    };
    events.iter().map(event).collect()
}

/// Ends a command with its faults: nothing was written if there are errors.
fn refused(reporter: &Reporter, diags: &Diagnostics, command: &str) -> Stop {
    reporter.faults(diags);
    reporter.tell(&say("Nothing was written into `{ledger}`.").with("ledger", ledger::FILE));
    reporter.object(diags, serde_json::json!({ "command": command, "written": 0 }));
    Stop::Faults
}

/// Whether a ledger can be written anew without loss; if not, that is told.
fn is_whole(diags: &mut Diagnostics, ledger: &ledger::Ledger, path: &std::path::Path) -> bool {
    if !ledger.is_whole {
        let message = say("`{path}` holds rows or columns that are not understood, and they would be lost")
            .with("path", path.display());
        let fault = mileposter::diag::Diagnostic::new(mileposter::code::LOG_REFUSED, message);
        diags.push(fault.hint(say("mend them first; they are told above")));
    }
    ledger.is_whole
}
