//! `log purge`: what is old is taken out of the ledger.

use mileposter::diag::Diagnostics;
use mileposter::ledger;
use mileposter::moment::Moment;
use mileposter::phrase::{counted, say};
use mileposter::purge;

use super::super::Stop;
use super::super::args::LogPurge;
use super::super::journal;
use super::super::load;
use super::super::record::Desk;
use super::super::report::Reporter;
use super::{refused, wanted};

/// Runs the command.
pub(super) fn run(reporter: &Reporter, purge: &LogPurge) -> Result<(), Stop> {
    if purge.before > load::now().day() {
        return Err(Stop::Usage(
            say("{day} is still to come").with("day", purge.before),
        ));
    }
    let mut diags = Diagnostics::default();
    let wanted = wanted(&purge.home);
    let loaded = load::load(reporter, &mut diags, &wanted)?;
    // Nobody else adds a row between reading and writing.
    let path = super::super::record::folder(&wanted.which).join(ledger::FILE);
    if !path.exists() {
        return Err(Stop::Usage(
            say("there is no ledger `{path}`").with("path", path.display()),
        ));
    }
    let held = journal::hold(reporter, &path)?;
    let mut desk = Desk::of(&mut diags, &loaded, &wanted)?;
    desk.compose();
    if diags.has_errors() || !super::is_whole(&mut diags, &desk.record.ledger, &path) {
        return Err(refused(reporter, &diags, "log"));
    }
    let boundary = Moment::parse(&format!("{}T00:00:00Z", purge.before)).expect("a day has a start");
    let left = purge::before(&desk.record.ledger.events, boundary, &desk.known());
    if !purge.dry_run {
        journal::replace(&held, &path, &ledger::text(&left.events), ledger::torn)?;
    }
    reporter.faults(&diags);
    let told = if purge.dry_run {
        say("Would take {gone} from before {day} out of `{path}`.")
    } else {
        say("Took {gone} from before {day} out of `{path}`.")
    };
    reporter.tell(
        &told
            .with_words(
                "gone",
                counted(left.gone, say("{count} event"), say("{count} events")),
            )
            .with("day", purge.before)
            .with("path", path.display()),
    );
    let later = left.events.len() - left.kept - 1;
    reporter.tell(
        &say("What remains: {kept} older ones that tell what hangs, without initials and notes, and {later} later ones.")
            .with("kept", left.kept)
            .with("later", later),
    );
    reporter.tell(&say(
        "Backups and copies that others have still hold everything; `log merge` does not bring it back.",
    ));
    reporter.object(
        &diags,
        serde_json::json!({
            "command": "log",
            "written": if purge.dry_run { 0 } else { left.events.len() },
            "log": { "gone": left.gone, "kept": left.kept, "later": later },
        }),
    );
    Ok(())
}
