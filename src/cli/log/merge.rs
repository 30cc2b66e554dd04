//! `log merge`: copies of the ledger become one, whatever the order.

use std::path::Path;

use mileposter::code;
use mileposter::diag::{Diagnostic, Diagnostics};
use mileposter::event::Event;
use mileposter::ledger;
use mileposter::phrase::{counted, say};
use mileposter::quarrel;
use mileposter::source::{Source, Span};

use super::super::Stop;
use super::super::args::LogMerge;
use super::super::journal;
use super::super::load;
use super::super::record::{Record, folder, read_ledger, read_prints};
use super::super::report::Reporter;
use super::{is_whole, refused};

/// Runs the command.
pub(super) fn run(reporter: &Reporter, merge: &LogMerge) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    let folder = folder(&merge.home.which());
    let path = folder.join(ledger::FILE);
    // Nobody else adds a row between reading and writing.
    let held = (!merge.dry_run)
        .then(|| journal::hold(reporter, &path))
        .transpose()?;
    let mut record = Record::read(&mut diags, folder)?;
    is_whole(&mut diags, &record.ledger, &path);
    let mut others: Vec<Vec<Event>> = Vec::new();
    let (mut contents, mut prints) = (Vec::new(), Vec::new());
    for file in &merge.files {
        match load::ending(file).as_str() {
            "jsonl" => {
                let other = read_prints(&mut diags, file)?;
                contents.extend(other.contents().cloned());
                prints.extend(other.in_order().into_iter().map(|(_, print)| print.clone()));
            }
            "csv" => {
                let other = read_ledger(&mut diags, file)?;
                is_whole(&mut diags, &other, file);
                others.push(other.events);
            }
            _ => {
                return Err(Stop::Usage(
                    say("`{file}` is neither a ledger, which ends in .csv, nor a record of prints, which ends in .jsonl")
                        .with("file", file.display()),
                ));
            }
        }
    }
    if diags.has_errors() {
        return Err(refused(reporter, &diags, "log"));
    }
    let ours = &record.ledger.events;
    let all: Vec<&[Event]> = std::iter::once(ours.as_slice())
        .chain(others.iter().map(Vec::as_slice))
        .collect();
    let union = ledger::union(&all);
    let ours: std::collections::HashSet<&Event> = ours.iter().collect();
    let new = union.events.iter().filter(|event| !ours.contains(event)).count();
    for (message, hint) in quarrel::of(&union.events) {
        let fault = Diagnostic::new(code::LEDGER_CONFLICT, message);
        diags.push(
            fault
                .at(&Span::file(&Source::new(path.display().to_string(), "")))
                .hint(hint),
        );
    }
    if let Some(held) = held {
        journal::replace(&held, &path, &ledger::text(&union.events), ledger::torn)?;
        contents.sort_by(|one, other| one.id.cmp(&other.id));
        record.note(reporter, contents, prints)?;
    }
    reporter.faults(&diags);
    tell(reporter, merge, &path, &union, new);
    reporter.object(
        &diags,
        serde_json::json!({
            "command": "log",
            "written": if merge.dry_run { 0 } else { union.events.len() },
            "log": { "events": union.events.len(), "new": new, "left_out": union.left_out },
        }),
    );
    Ok(())
}

fn tell(reporter: &Reporter, merge: &LogMerge, path: &Path, union: &ledger::Union, new: usize) {
    let told = if merge.dry_run {
        say("`{path}` would have {events}, {new} of them new.")
    } else {
        say("`{path}` has {events}, {new} of them new.")
    };
    reporter.tell(
        &told
            .with("path", path.display())
            .with_words(
                "events",
                counted(union.events.len(), say("{count} event"), say("{count} events")),
            )
            .with("new", new),
    );
    if union.left_out > 0 {
        let left_out = counted(union.left_out, say("{count} event"), say("{count} events"));
        reporter.tell(&say("{events} from before the purge were left out.").with_words("events", left_out));
    }
}
