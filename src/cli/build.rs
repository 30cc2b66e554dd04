//! `build`: proofed posters into a folder, or nothing.

use std::collections::{BTreeMap, BTreeSet};

use indicatif::{ProgressBar, ProgressStyle};
use mileposter::catalog::Extent;
use mileposter::code::{self, Severity};
use mileposter::diag::{Diagnostic, Diagnostics};
use mileposter::locale::Locale;
use mileposter::mosaic;
use mileposter::phrase::{Phrase, counted, say};
use mileposter::press::{Plates, Printed};
use mileposter::proofed::Proofed;

use super::Stop;
use super::args::{Build, PrintedBy};
use super::check::{faults, planned, plates_unless, use_threads};
use super::combine::{self, Batch};
use super::earlier;
use super::interrupt::Interrupt;
use super::load::{self, Loaded};
use super::needed::{self, Needs};
use super::posters::{self, Made};
use super::record;
use super::report::Reporter;
use super::shard::{self, Share};

/// Runs the command.
pub(super) fn run(reporter: &Reporter, build: &Build) -> Result<(), Stop> {
    let interrupt = Interrupt::listen();
    use_threads(&build.wanted);
    once(reporter, build, &interrupt)
}

/// Builds once.
pub(super) fn once(reporter: &Reporter, build: &Build, interrupt: &Interrupt) -> Result<(), Stop> {
    if build.wanted.finish == PrintedBy::Press && (build.combine.is_some() || build.tile.is_some()) {
        return Err(Stop::Usage(say(
            "a print shop lays pieces on its own sheets: leave `--combine` and `--tile` out beside `--finish press`",
        )));
    }

    shard::refuse(build)?;
    let mut diags = Diagnostics::default();
    let loaded = load::load(reporter, &mut diags, &build.wanted)?;
    let mut jobs = planned(&mut diags, &loaded, &build.wanted);
    let share = build
        .shard
        .map(|shard| Share::take(shard, &loaded, build, &mut jobs));
    let mut needs = Needs::default();
    if build.needed {
        (jobs, needs) = needed::of(&mut diags, &loaded, &build.wanted, jobs)?;
        if jobs.is_empty() && !diags.has_errors() {
            reporter.faults(&diags);
            reporter.tell(&say(
                "By the ledger nothing is to be printed: all that shall hang does, and says what is true.",
            ));
            reporter.object(
                &diags,
                serde_json::json!({ "command": "build", "written": 0, "needed": [] }),
            );
            return Ok(());
        }
    }
    let proofed = if build.fresh {
        Proofed::default()
    } else {
        earlier::proofed(&build.out)
    };
    let plates = plates_unless(&mut diags, &loaded, &build.wanted, &jobs, &proofed);
    no_pseudo(
        &mut diags,
        &loaded,
        jobs.iter().flat_map(|job| &job.order.languages),
    );
    if let Some(file) = &build.combine {
        let batch = Batch {
            jobs: &jobs,
            plates: &plates,
            needs: &needs,
        };
        return combine::run(reporter, build, file, &mut diags, &loaded, &batch);
    }
    let tile = build.tile.as_ref();
    let paper = tile.and_then(|paper| mosaic::paper(&mut diags, &loaded.library, &jobs, paper));
    let batch = posters::Batch {
        build,
        loaded: &loaded,
        jobs: &jobs,
        plates: &plates,
        paper,
        proofed,
        share: share.as_ref(),
    };
    let (mut made, mut staged) = (Made::default(), None);
    if diags.has_errors() {
        // Nothing is printed from what is broken.
    } else if build.dry_run {
        made = batch.rehearse(reporter, interrupt, &mut diags)?;
    } else {
        (made, staged) = batch.fill(reporter, interrupt, &mut diags)?;
    }
    interrupt.check()?;
    reporter.faults(&diags);
    if diags.has_errors() {
        return Err(nothing_written(reporter, &diags, "build"));
    }
    if let Some(staged) = staged {
        staged.commit()?;
    }
    if !build.dry_run && share.is_none() {
        let serials = made.printed.iter().map(|file| (file.job, file.serial));
        record::note_prints(reporter, &loaded, &build.wanted, &plates, serials)?;
    }
    needs.tell(reporter);
    summary(reporter, build, &made, &plates, share.as_ref());
    // The list of all files is for programs, and long.
    if reporter.is_human() {
        return Ok(());
    }
    reporter.object(
        &diags,
        serde_json::json!({
            "command": "build",
            "written": if build.dry_run { 0 } else { made.written },
            "kept": made.printed.len() - made.written,
            "out": build.out.display().to_string(),
            "files": made.printed.iter().map(Printed::path).collect::<Vec<_>>(),
            "needed": build.needed.then(|| needs.json()),
            "shard": share.map(|share| share.json()),
        }),
    );
    Ok(())
}

/// Tells that faults kept everything from being written.
pub(super) fn nothing_written(reporter: &Reporter, diags: &Diagnostics, command: &str) -> Stop {
    reporter.tell(
        &say("Nothing was written: {faults}. Files of an earlier build are as they were.").with_words(
            "faults",
            faults(diags.count(Severity::Error), diags.count(Severity::Warning)),
        ),
    );
    reporter.object(diags, serde_json::json!({ "command": command, "written": 0 }));
    Stop::Faults
}

/// English in disguise is for trying a layout: nothing of it may hang.
pub(super) fn no_pseudo<'a>(
    diags: &mut Diagnostics,
    loaded: &Loaded,
    languages: impl Iterator<Item = &'a Locale>,
) {
    let languages: BTreeSet<&Locale> = languages.collect();
    let catalogs = languages
        .into_iter()
        .filter_map(|locale| loaded.library.catalog(locale));
    for catalog in catalogs.filter(|catalog| catalog.extent == Extent::Pseudo) {
        let message =
            say("`{locale}` is English in disguise, not a language").with("locale", &catalog.locale);
        let fault = Diagnostic::new(code::PSEUDO_LANGUAGE, message);
        diags.push(fault.hint(say(
            "try the layout with `mileposter preview` or `mileposter check`",
        )));
    }
}

pub(super) fn progress(reporter: &Reporter, length: usize) -> ProgressBar {
    if !reporter.shows_progress() {
        return ProgressBar::hidden();
    }
    let posters = reporter.words(&say("posters"));
    let template = format!("{{bar:40}} {{pos}}/{{len}} {posters}");
    let style = ProgressStyle::with_template(&template).expect("a fixed template");
    ProgressBar::new(length as u64).with_style(style)
}

fn summary(reporter: &Reporter, build: &Build, made: &Made<'_>, plates: &Plates, share: Option<&Share>) {
    let places: BTreeSet<&str> = made
        .printed
        .iter()
        .map(|file| file.job.location.id.as_str())
        .collect();
    let at_press = build.wanted.finish == PrintedBy::Press;
    let mut sheets: BTreeMap<&str, u64> = BTreeMap::new();
    for file in &made.printed {
        let (count, stock) = file.sheets();
        let what = if at_press { &file.job.order.template } else { stock };
        *sheets.entry(what).or_default() += count as u64 * u64::from(file.job.sheets);
    }
    let sheets: Vec<String> = sheets
        .iter()
        .map(|(what, count)| format!("{count} × {what}"))
        .collect();
    if let Some(share) = share.filter(|_| made.printed.is_empty()) {
        return share.tell_empty(reporter, build);
    }
    let kept = made.printed.len() - made.written;
    let told = match (build.dry_run, kept) {
        (true, 0) => say("Would write {posters} for {places} into {out} ({plates})."),
        (true, _) => say("Would write {posters} into {out} ({plates}), and {kept} would stay as they are."),
        (false, 0) => say("Wrote {posters} for {places} into {out} ({plates})."),
        (false, _) if made.written == 0 => {
            say("Nothing has changed: {kept} in {out} are as they would be printed now ({plates}).")
        }
        (false, _) => {
            say("Wrote {posters} into {out} ({plates}); {kept} stay, since nothing in them has changed.")
        }
    };
    let posters = |count| counted(count, say("{count} poster"), say("{count} posters"));
    let places = counted(places.len(), say("{count} place"), say("{count} places"));
    reporter.tell(
        &told
            .with_words("posters", posters(made.written))
            .with_words("kept", posters(kept))
            .with_words("places", places)
            .with("out", build.out.display())
            .with_words("plates", of_plates(plates)),
    );
    if let Some(share) = share {
        return share.tell(reporter, build);
    }
    let (count, next) = if at_press {
        (
            say("Copies to order, one of each piece that hangs: {sheets}."),
            say(
                "Next: send the files to the print shop, as docs/print-shop.md tells, and have one printed: dial the number from the paper, scan the symbol; then order the rest.",
            ),
        )
    } else {
        (
            say("Sheets to print, one copy for each piece that hangs: {sheets}."),
            say(
                "Next: print one sheet at 100 % (\"actual size\"), dial the number from the paper, scan the symbol; then print the rest.",
            ),
        )
    };
    reporter.tell(&count.with("sheets", sheets.join(", ")));
    if build.tile.is_some() {
        reporter.tell(&say(
            "Each poster is glued together from several sheets: docs/large-posters.md tells how.",
        ));
    }
    reporter.tell(&next);
}

/// How many plates were proofed, and how many had been before.
fn of_plates(plates: &Plates) -> Phrase {
    let all = plates.iter().count();
    let now = plates.iter().filter(|plate| plate.measured.is_some()).count();
    if now == all {
        return counted(all, say("{count} plate proofed"), say("{count} plates proofed"));
    }
    say("{now} of {all} plates proofed, the others before")
        .with("now", now)
        .with("all", all)
}
