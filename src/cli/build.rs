//! `build`: proofed posters into a folder, or nothing.

use std::collections::{BTreeMap, BTreeSet};

use indicatif::{ProgressBar, ProgressStyle};
use mileposter::catalog::Extent;
use mileposter::code::{self, Severity};
use mileposter::diag::{Diagnostic, Diagnostics};
use mileposter::locale::Locale;
use mileposter::manifest::{self, Entry, Manifest, ShardEntry};
use mileposter::mosaic;
use mileposter::phrase::{counted, say};
use mileposter::plan::Job;
use mileposter::press::Printed;

use super::Stop;
use super::args::{Build, PrintedBy};
use super::check::{faults, planned, plates, use_threads};
use super::combine::{self, Batch};
use super::earlier;
use super::interrupt::Interrupt;
use super::load::{self, Loaded};
use super::needed::{self, Needs};
use super::output::Staged;
use super::record;
use super::report::Reporter;
use super::shard::{self, Share};

/// Runs the command.
pub(super) fn run(reporter: &Reporter, build: &Build) -> Result<(), Stop> {
    let interrupt = Interrupt::listen();
    use_threads(&build.wanted);
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
    let plates = plates(&mut diags, &loaded, &build.wanted, &jobs);
    no_pseudo(&mut diags, &loaded, &jobs);
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
    let mut printed = Vec::new();
    if !diags.has_errors() {
        let bar = progress(reporter, jobs.len());
        let stop = || interrupt.came();
        printed = plates.print(&mut diags, &loaded.library, &jobs, paper, || bar.inc(1), stop);
        bar.finish_and_clear();
    }
    interrupt.check()?;
    let mut set = None;
    if !diags.has_errors() && !build.dry_run {
        // From here on no other run writes into the folder, so that its manifest stays true.
        let staged = Staged::open(reporter, &interrupt, &build.out, &loaded.inputs)?;
        let replaced = printed.iter().map(|file| file.path.as_str()).collect();
        let earlier = match &share {
            // A share is what this run printed, and nothing of an earlier one.
            Some(share) => share.check_folder(&build.out).map(|()| Vec::new())?,
            None => earlier::entries(&mut diags, &build.out, &replaced),
        };
        set = Some((staged, earlier));
    }
    reporter.faults(&diags);
    if diags.has_errors() {
        return Err(nothing_written(reporter, &diags, "build"));
    }
    if let Some((staged, earlier)) = set {
        let serials = printed.iter().map(|file| (file.job, file.serial.as_str()));
        if let Some(share) = &share {
            share.put_prints(&staged, &loaded, &build.wanted, &plates, serials)?;
            write(staged, &loaded, &printed, earlier, Some(share.entry()))?;
        } else {
            write(staged, &loaded, &printed, earlier, None)?;
            record::note_prints(reporter, &loaded, &build.wanted, &plates, serials)?;
        }
    }
    needs.tell(reporter);
    match &share {
        Some(share) => share.tell(reporter, build, printed.len()),
        None => summary(reporter, build, &jobs, &printed, plates.iter().count()),
    }
    reporter.object(
        &diags,
        serde_json::json!({
            "command": "build",
            "written": if build.dry_run { 0 } else { printed.len() },
            "out": build.out.display().to_string(),
            "files": printed.iter().map(|file| &file.path).collect::<Vec<_>>(),
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
pub(super) fn no_pseudo(diags: &mut Diagnostics, loaded: &Loaded, jobs: &[Job<'_>]) {
    let languages: BTreeSet<&Locale> = jobs.iter().flat_map(|job| &job.order.languages).collect();
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

fn write(
    staged: Staged<'_>,
    loaded: &Loaded,
    printed: &[Printed<'_>],
    earlier: Vec<Entry>,
    shard: Option<ShardEntry>,
) -> Result<(), Stop> {
    for file in printed {
        staged.write(&file.path, &file.bytes)?;
    }
    let manifest = Manifest {
        shard,
        ..merged(loaded, printed, earlier)
    };
    staged.write(earlier::MANIFEST, text_of(&manifest).as_bytes())?;
    staged.commit()
}

/// A manifest as it is written.
pub(super) fn text_of(manifest: &Manifest) -> String {
    serde_json::to_string_pretty(manifest).expect("a manifest is plain data")
}

/// The manifest of this build, with the entries of earlier ones that are still true.
fn merged(loaded: &Loaded, printed: &[Printed<'_>], earlier: Vec<Entry>) -> Manifest {
    let mut files: BTreeMap<String, Entry> = earlier
        .into_iter()
        .map(|entry| (entry.file.clone(), entry))
        .collect();
    for file in printed {
        let hotline = &loaded.library.hotlines[&file.job.order.hotline];
        files.insert(file.path.clone(), manifest::entry(file, hotline));
    }
    Manifest::of(files.into_values().collect())
}

fn summary(reporter: &Reporter, build: &Build, jobs: &[Job<'_>], printed: &[Printed<'_>], plates: usize) {
    let places: BTreeSet<&str> = jobs.iter().map(|job| job.location.id.as_str()).collect();
    let at_press = build.wanted.finish == PrintedBy::Press;
    let mut sheets: BTreeMap<&str, u64> = BTreeMap::new();
    for file in printed {
        let (count, stock) = file.sheets();
        let what = if at_press { &file.job.order.template } else { stock };
        *sheets.entry(what).or_default() += count as u64 * u64::from(file.job.sheets);
    }
    let sheets: Vec<String> = sheets
        .iter()
        .map(|(what, count)| format!("{count} × {what}"))
        .collect();
    let told = if build.dry_run {
        say("Would write {posters} for {places} into {out} ({plates} proofed).")
    } else {
        say("Wrote {posters} for {places} into {out} ({plates} proofed).")
    };
    let posters = counted(printed.len(), say("{count} poster"), say("{count} posters"));
    let places = counted(places.len(), say("{count} place"), say("{count} places"));
    let plates = counted(plates, say("{count} plate"), say("{count} plates"));
    reporter.tell(
        &told
            .with_words("posters", posters)
            .with_words("places", places)
            .with("out", build.out.display())
            .with_words("plates", plates),
    );
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
