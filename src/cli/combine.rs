//! `build --combine`: one file for one tray, with its manifest beside it.

use std::path::{Path, PathBuf};

use mileposter::diag::Diagnostics;
use mileposter::manifest::{self, Manifest};
use mileposter::phrase::{counted, say};
use mileposter::plan::Job;
use mileposter::press::Plates;
use mileposter::run::{self, Run};
use mileposter::serial::Serial;

use super::Stop;
use super::args::Build;
use super::build::nothing_written;
use super::load::Loaded;
use super::needed::Needs;
use super::output;
use super::record;
use super::report::Reporter;

/// What is joined.
pub(super) struct Batch<'a> {
    pub(super) jobs: &'a [Job<'a>],
    pub(super) plates: &'a Plates,
    pub(super) needs: &'a Needs,
}

/// Joins jobs into a file.
pub(super) fn run(
    reporter: &Reporter,
    build: &Build,
    file: &Path,
    diags: &mut Diagnostics,
    loaded: &Loaded,
    batch: &Batch<'_>,
) -> Result<(), Stop> {
    let Batch { jobs, plates, needs } = *batch;
    let beside = manifest_of(file)?;
    let mut joined = None;
    if !diags.has_errors() {
        joined = run::join(diags, &loaded.library, plates, jobs, build.start_at);
    }
    reporter.faults(diags);
    let Some(joined) = joined.filter(|_| !diags.has_errors()) else {
        return Err(nothing_written(reporter, diags, "build"));
    };
    if !build.dry_run {
        let hotline = &loaded.library.hotlines[&loaded.campaign.hotline.value];
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let entries = manifest::run_entries(&joined, &name, hotline);
        output::write_over(file, &joined.bytes)?;
        output::write_over(&beside, Manifest::of(entries).text().as_bytes())?;
        let serials = joined
            .entries
            .iter()
            .filter_map(|entry| Some((entry.job, Serial::parse(&entry.serial).ok()?)));
        record::note_prints(reporter, loaded, &build.wanted, plates, serials)?;
    }
    needs.tell(reporter);
    summary(reporter, build, file, jobs, &joined);
    reporter.object(
        diags,
        serde_json::json!({
            "command": "build",
            "written": usize::from(!build.dry_run),
            "out": file.display().to_string(),
            "files": [file.display().to_string()],
            "needed": build.needed.then(|| needs.json()),
        }),
    );
    Ok(())
}

/// `labels.manifest.json` beside `labels.pdf`.
fn manifest_of(file: &Path) -> Result<PathBuf, Stop> {
    let is_pdf = file
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
    if is_pdf && !file.is_dir() {
        Ok(file.with_extension("manifest.json"))
    } else {
        let message = say("`--combine` takes a file that ends in `.pdf`, not `{file}`");
        Err(Stop::Usage(message.with("file", file.display())))
    }
}

fn summary(reporter: &Reporter, build: &Build, file: &Path, jobs: &[Job<'_>], run: &Run<'_>) {
    let pieces: usize = jobs
        .iter()
        .filter_map(|job| usize::try_from(job.pieces).ok())
        .sum();
    let told = if build.dry_run {
        say("Would write {pieces} on {sheets} into {file}.")
    } else {
        say("Wrote {pieces} on {sheets} into {file}.")
    };
    reporter.tell(
        &told
            .with_words(
                "pieces",
                counted(pieces, say("{count} piece"), say("{count} pieces")),
            )
            .with_words(
                "sheets",
                counted(run.sheets, say("{count} sheet"), say("{count} sheets")),
            )
            .with("file", file.display()),
    );
    if run.pages > run.sheets {
        reporter.tell(&say("Print on both sides, as `--flip` says."));
    }
    reporter.tell(
        &say("Next: print the first sheet on plain paper at 100 % (\"actual size\"), hold it against a real sheet, dial the number, scan a symbol; then print the rest."),
    );
}
