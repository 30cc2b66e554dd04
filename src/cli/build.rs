//! `build`: proofed posters into a folder, or nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};
use mileposter::code::Severity;
use mileposter::diag::Diagnostics;
use mileposter::manifest::{self, Manifest};
use mileposter::plan::Job;
use mileposter::press::Printed;

use super::Stop;
use super::args::Build;
use super::check::{counted, proofed, use_threads};
use super::load::{self, Loaded};
use super::output::Staged;
use super::report::Reporter;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, build: &Build) -> Result<(), Stop> {
    let stopped = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stopped);
    // Without a handler Ctrl-C ends the program at once; files still appear by rename alone.
    let _ = ctrlc::set_handler(move || flag.store(true, Ordering::SeqCst));
    use_threads(&build.wanted);

    let mut diags = Diagnostics::default();
    let loaded = load::load(reporter, &mut diags, &build.wanted)?;
    let (jobs, plates) = proofed(&mut diags, &loaded, &build.wanted);
    let mut printed = Vec::new();
    if !diags.has_errors() {
        let bar = progress(reporter, jobs.len());
        let stop = || stopped.load(Ordering::SeqCst);
        printed = plates.print(&mut diags, &loaded.library, &jobs, || bar.inc(1), stop);
        bar.finish_and_clear();
    }
    if stopped.load(Ordering::SeqCst) {
        return Err(Stop::Interrupted);
    }
    reporter.faults(&diags);
    if diags.has_errors() {
        reporter.tell(&format!(
            "Nothing was written: {}. Files of an earlier build are as they were.",
            counted(diags.count(Severity::Error), diags.count(Severity::Warning))
        ));
        reporter.object(&diags, serde_json::json!({ "command": "build", "written": 0 }));
        return Err(Stop::Faults);
    }
    if !build.dry_run {
        write(&loaded, &printed, &build.out, &stopped)?;
    }
    summary(reporter, build, &jobs, &printed, plates.iter().count());
    reporter.object(
        &diags,
        serde_json::json!({
            "command": "build",
            "written": if build.dry_run { 0 } else { printed.len() },
            "out": build.out.display().to_string(),
            "files": printed.iter().map(|file| &file.path).collect::<Vec<_>>(),
        }),
    );
    Ok(())
}

fn progress(reporter: &Reporter, length: usize) -> ProgressBar {
    if !reporter.shows_progress() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} posters").expect("a fixed template");
    ProgressBar::new(length as u64).with_style(style)
}

fn write(loaded: &Loaded, printed: &[Printed<'_>], out: &Path, stopped: &AtomicBool) -> Result<(), Stop> {
    let mut staged = Staged::open(out)?;
    for file in printed {
        if stopped.load(Ordering::SeqCst) {
            return Err(Stop::Interrupted);
        }
        staged.write(&file.path, &file.bytes)?;
    }
    let manifest = merged(loaded, printed, out);
    let text = serde_json::to_string_pretty(&manifest).expect("a manifest is plain data");
    staged.write("manifest.json", text.as_bytes())?;
    staged.commit()
}

/// The manifest of this build, with the entries of earlier ones whose files are still there.
fn merged(loaded: &Loaded, printed: &[Printed<'_>], out: &Path) -> Manifest {
    let earlier: Option<Manifest> = std::fs::read(out.join("manifest.json"))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let mut files: BTreeMap<String, manifest::Entry> = earlier
        .map(|manifest| manifest.files)
        .unwrap_or_default()
        .into_iter()
        .filter(|entry| is_below(&entry.file) && out.join(&entry.file).is_file())
        .map(|entry| (entry.file.clone(), entry))
        .collect();
    for file in printed {
        let hotline = &loaded.library.hotlines[&file.job.order.hotline];
        files.insert(file.path.clone(), manifest::entry(file, hotline));
    }
    Manifest {
        schema: 1,
        generator: concat!("mileposter ", env!("CARGO_PKG_VERSION")).to_owned(),
        files: files.into_values().collect(),
    }
}

/// Whether a path of an earlier manifest stays below its folder.
fn is_below(path: &str) -> bool {
    Path::new(path)
        .components()
        .all(|part| matches!(part, std::path::Component::Normal(_)))
}

fn summary(reporter: &Reporter, build: &Build, jobs: &[Job<'_>], printed: &[Printed<'_>], plates: usize) {
    let places: BTreeSet<&str> = jobs.iter().map(|job| job.location.id.as_str()).collect();
    let mut sheets: BTreeMap<&str, u64> = BTreeMap::new();
    for file in printed {
        *sheets.entry(file.job.order.stock.as_str()).or_default() += u64::from(file.job.copies);
    }
    let sheets: Vec<String> = sheets
        .iter()
        .map(|(stock, count)| format!("{count} × {stock}"))
        .collect();
    let wrote = if build.dry_run { "Would write" } else { "Wrote" };
    reporter.tell(&format!(
        "{wrote} {} posters for {} places into {} ({plates} plates proofed).",
        printed.len(),
        places.len(),
        build.out.display()
    ));
    reporter.tell(&format!(
        "Sheets to print, one copy for each piece that hangs: {}.",
        sheets.join(", ")
    ));
    reporter.tell(
        "Next: print one sheet at 100 % (\"actual size\"), dial the number from the paper, scan the symbol; then print the rest.",
    );
}
