//! `log import`: answers to a form become events.

use std::collections::{HashMap, HashSet};

use mileposter::code;
use mileposter::diag::{Diagnostic, Diagnostics};
use mileposter::event::{Event, EventId};
use mileposter::forms::{self, Order, Wish};
use mileposter::phrase::{counted, say};
use mileposter::serial::Serial;

use super::super::Stop;
use super::super::args::{DayOrder, LogImport};
use super::super::import::sheet;
use super::super::load;
use super::super::record::Desk;
use super::super::report::Reporter;
use super::{in_words, json, refused, wanted};

/// Events of a dry run that are shown; `-v` shows all.
const SHOWN: usize = 5;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, import: &LogImport) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    let wanted = wanted(&import.home);
    let loaded = load::load(reporter, &mut diags, &wanted)?;
    let mut desk = Desk::of(&mut diags, &loaded, &wanted)?;
    let Some(sheet) = sheet(&mut diags, &import.file)? else {
        return Err(refused(reporter, &diags, "log"));
    };
    desk.know_serials();
    let places: HashMap<String, &str> = loaded
        .campaign
        .locations
        .iter()
        .flat_map(|place| {
            [
                (place.name.to_lowercase(), place.id.as_str()),
                (place.id.clone(), place.id.as_str()),
            ]
        })
        .collect();
    let place_of = |serial: Serial| desk.place_of(serial);
    let near = |typed: &str| desk.near(typed);
    let place = |typed: &str| places.get(&typed.to_lowercase()).map(|id| (*id).to_owned());
    let wish = Wish {
        maps: &import.map,
        event: import.event,
        order: import.dates.map(|order| match order {
            DayOrder::Mdy => Order::MonthFirst,
            DayOrder::Dmy => Order::DayFirst,
        }),
        place_of: &place_of,
        near: &near,
        place: &place,
        now: load::now(),
    };
    let answers = forms::read(&mut diags, &sheet.places, &wish).filter(|_| !diags.has_errors());
    let Some(answers) = answers else {
        return Err(refused(reporter, &diags, "log"));
    };
    let known: HashSet<EventId> = desk.record.ledger.events.iter().map(|event| event.id).collect();
    let (old, new): (Vec<Event>, Vec<Event>) = answers
        .events
        .into_iter()
        .partition(|event| known.contains(&event.id));
    if !import.dry_run {
        desk.note_unknown(reporter, &new)?;
    }
    if new.iter().any(|event| {
        event
            .serial
            .is_some_and(|serial| desk.record.prints.of(serial).is_none())
    }) {
        let message = say("some serials are of no print on record, so it is not known what their sheets say");
        let fault = Diagnostic::new(code::PRINTS_UNREAD, message);
        diags.push(fault.hint(say(
            "bring the `prints.jsonl` of whoever printed them, with `mileposter log merge prints.jsonl`",
        )));
    }
    if !import.dry_run {
        desk.record.log(reporter, &new)?;
    }
    reporter.faults(&diags);
    let told = if import.dry_run {
        say("Would log {new} of {rows}; {old} are in the ledger already, {left_out} left out.")
    } else {
        say("Logged {new} of {rows}; {old} are in the ledger already, {left_out} left out.")
    };
    reporter.tell(
        &told
            .with_words(
                "new",
                counted(new.len(), say("{count} event"), say("{count} events")),
            )
            .with_words(
                "rows",
                counted(answers.rows, say("{count} row"), say("{count} rows")),
            )
            .with("old", old.len())
            .with("left_out", answers.left_out),
    );
    if import.dry_run {
        let shown = if reporter.is_verbose() { new.len() } else { SHOWN };
        for event in new.iter().take(shown) {
            reporter.tell(
                &say("  {time}: {event}")
                    .with("time", event.time)
                    .with_words("event", in_words(event)),
            );
        }
    }
    reporter.object(
        &diags,
        serde_json::json!({
            "command": "log",
            "written": if import.dry_run { 0 } else { new.len() },
            "log": { "rows": answers.rows, "left_out": answers.left_out, "old": old.len() },
            "events": json(&new),
        }),
    );
    Ok(())
}
