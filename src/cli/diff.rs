//! `diff`: what would be otherwise on paper if everything were printed now.

use std::collections::BTreeMap;

use mileposter::changes::{self, Change, Extent};
use mileposter::diag::Diagnostics;
use mileposter::phrase::{Phrase, counted, say};
use mileposter::plan;
use mileposter::prints;

use super::Stop;
use super::args::Diff;
use super::check::use_threads;
use super::load;
use super::record::Desk;
use super::report::Reporter;

/// Changes that are told; `-v` tells all.
const TOLD: usize = 20;

/// The longest text of a change, in characters.
const LONGEST: usize = 160;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, wanted: &Diff) -> Result<(), Stop> {
    use_threads(&wanted.wanted);
    let mut diags = Diagnostics::default();
    let loaded = load::load(reporter, &mut diags, &wanted.wanted)?;
    let mut desk = Desk::of(&mut diags, &loaded, &wanted.wanted)?;
    desk.compose();
    let selection = loaded.selection(&wanted.wanted);
    let places = plan::wanted(&mut Diagnostics::default(), &loaded.campaign, &selection);
    let upkeep = desk.upkeep(&places);
    let is_wanted = |template: &str| {
        selection.templates.is_empty() || selection.templates.iter().any(|known| known == template)
    };
    let changes = changes::of(&desk.jobs, &desk.record.prints, desk.now(), &upkeep, is_wanted);
    reporter.faults(&diags);
    if reporter.is_human() {
        tell(reporter, &desk, &changes);
    } else {
        let told: Vec<_> = changes
            .iter()
            .map(|(change, extent)| json(change, extent))
            .collect();
        reporter.object(&diags, serde_json::json!({ "command": "diff", "changes": told }));
    }
    if diags.has_errors() {
        Err(Stop::Faults)
    } else {
        Ok(())
    }
}

fn tell(reporter: &Reporter, desk: &Desk<'_>, changes: &BTreeMap<Change, Extent<'_>>) {
    let is_nothing_printed = desk.record.prints.in_order().is_empty();
    if is_nothing_printed {
        let message =
            say("Nothing is on record as printed: `{file}` is begun by the first `mileposter build`.");
        reporter.print(&reporter.words(&message.with("file", prints::FILE)));
        return;
    }
    if changes.is_empty() {
        reporter.print(&reporter.words(&say("Everything would be printed as it was.")));
        return;
    }
    let told = if reporter.is_verbose() {
        changes.len()
    } else {
        TOLD
    };
    for (change, extent) in changes.iter().take(told) {
        reporter.print(&reporter.wrapped(&reporter.words(&line(change, extent)), 2));
    }
    if told < changes.len() {
        let more = counted(
            changes.len() - told,
            say("And {count} more change; `-v` tells it."),
            say("And {count} more changes; `-v` tells them."),
        );
        reporter.print(&reporter.words(&more));
    }
    let wrong: u32 = changes
        .iter()
        .filter(|(change, _)| change.is_wrong())
        .map(|(_, extent)| extent.hang)
        .max()
        .unwrap_or(0);
    if wrong > 0 {
        let next = say(
            "What hangs and says something else is told by `mileposter status`, and printed by `mileposter build --needed`.",
        );
        reporter.print(&reporter.wrapped(&reporter.words(&next), 0));
    }
}

/// A change, and how much it touches.
fn line(change: &Change, extent: &Extent<'_>) -> Phrase {
    let count = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let places = counted(extent.places.len(), say("{count} place"), say("{count} places"));
    let sheets = counted(count(extent.sheets), say("{count} sheet"), say("{count} sheets"));
    let told = match (extent.sheets, extent.hang) {
        (0, hang) => say("{change}: {places}, {hang} hang").with("hang", hang),
        (_, 0) => say("{change}: {sheets} for {places}"),
        (_, hang) => say("{change}: {sheets} for {places}, {hang} pieces hang").with("hang", hang),
    };
    told.with_words("change", change.phrase().at_most(LONGEST))
        .with_words("places", places)
        .with_words("sheets", sheets)
}

fn json(change: &Change, extent: &Extent<'_>) -> serde_json::Value {
    serde_json::json!({
        "change": change.word(),
        "words": change.phrase().english(),
        "templates": extent.templates,
        "places": extent.places,
        "pieces": extent.pieces,
        "sheets": extent.sheets,
        "hang": extent.hang,
    })
}
