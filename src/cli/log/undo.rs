//! `log undo`: a slip is taken back by another row.

use mileposter::code;
use mileposter::diag::{Diagnostic, Diagnostics, shown};
use mileposter::event::{Event, EventId, Happening};
use mileposter::phrase::say;

use super::super::Stop;
use super::super::args::LogUndo;
use super::super::load;
use super::super::record::{Record, folder};
use super::super::report::Reporter;
use super::{fresh_id, in_words, json, refused};

/// Runs the command.
pub(super) fn run(reporter: &Reporter, wanted: &LogUndo) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    let record = Record::read(&mut diags, folder(&wanted.home.which()))?;
    let events = &record.ledger.events;
    let is_undone = |id: EventId| {
        events
            .iter()
            .any(|event| event.happening == Happening::Undone && event.undoes == Some(id))
    };
    let mut slips: Vec<&Event> = Vec::new();
    for typed in &wanted.ids {
        match EventId::parse(typed).and_then(|id| events.iter().find(|event| event.id == id)) {
            Some(event) if is_undone(event.id) => {
                let message = say("`{id}` was undone already").with("id", event.id);
                diags.push(
                    Diagnostic::new(code::LOG_REFUSED, message)
                        .hint(say("undo the line that undid it, by its id")),
                );
            }
            Some(event) => slips.push(event),
            None => {
                let message = match EventId::is_slip(typed) {
                    true => say("`{typed}` is the id of an event with a slip in it"),
                    false => say("the ledger has no event `{typed}`"),
                };
                let fault = Diagnostic::new(code::LOG_REFUSED, message.with("typed", shown(typed)));
                diags.push(fault.hint(say(
                    "copy the id from the last column of the ledger, as `7F3K-Q2MD-XW45-C`",
                )));
            }
        }
    }
    if wanted.ids.is_empty() {
        let last = events.iter().rev().find(|event| {
            !matches!(event.happening, Happening::Undone | Happening::Purged) && !is_undone(event.id)
        });
        match last {
            Some(event) => slips.push(event),
            None => diags.push(
                Diagnostic::new(code::LOG_REFUSED, say("there is no event to undo"))
                    .hint(say("the ledger is `ledger.csv` in the folder of the campaign; name the folder with `--campaign`")),
            ),
        }
    }
    if diags.has_errors() {
        return Err(refused(reporter, &diags, "log"));
    }
    let now = load::now();
    let undoing: Vec<Event> = slips
        .iter()
        .enumerate()
        .map(|(number, slip)| Event {
            undoes: Some(slip.id),
            // An undoing comes after what it undoes, whatever the clock says.
            ..Event::new(
                fresh_id(number),
                now.max(slip.time),
                Happening::Undone,
                &slip.place,
            )
        })
        .collect();
    record.log(reporter, &undoing)?;
    reporter.faults(&diags);
    for slip in &slips {
        reporter.tell(
            &say("Undone: {event}, of {time}.")
                .with_words("event", in_words(slip))
                .with("time", slip.time),
        );
    }
    reporter.object(
        &diags,
        serde_json::json!({ "command": "log", "written": undoing.len(), "events": json(&undoing) }),
    );
    Ok(())
}
