//! `log export`: the ledger for others, without what tells who was where.

use mileposter::diag::Diagnostics;
use mileposter::event::Event;
use mileposter::ledger;
use mileposter::phrase::say;

use super::super::Stop;
use super::super::args::LogExport;
use super::super::load;
use super::super::output;
use super::super::record::{Record, folder};
use super::super::report::Reporter;
use super::refused;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, wanted: &LogExport) -> Result<(), Stop> {
    if load::ending(&wanted.out) != "csv" {
        return Err(Stop::Usage(
            say("`--out` takes a file that ends in .csv, not `{out}`").with("out", wanted.out.display()),
        ));
    }
    if wanted.out.exists() {
        return Err(output::is_there(&wanted.out));
    }
    let mut diags = Diagnostics::default();
    let record = Record::read(&mut diags, folder(&wanted.home.which()))?;
    if diags.has_errors() {
        return Err(refused(reporter, &diags, "log"));
    }
    let mut events = record.ledger.events;
    if !wanted.with_people {
        events.iter_mut().for_each(strip);
    }
    output::write_new(&wanted.out, ledger::text(&events).as_bytes())?;
    reporter.faults(&diags);
    let told = if wanted.with_people {
        say("Wrote {events} events into {out}, with initials and notes.")
    } else {
        say("Wrote {events} events into {out}, without initials and notes; `--with-people` writes them too.")
    };
    reporter.tell(
        &told
            .with("events", events.len())
            .with("out", wanted.out.display()),
    );
    reporter.object(&diags, serde_json::json!({ "command": "log", "written": events.len(), "out": wanted.out.display().to_string() }));
    Ok(())
}

fn strip(event: &mut Event) {
    event.by.clear();
    event.note.clear();
}
