//! The output folder of a build: what has changed is written, what is there already as it would be printed stays.

use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use mileposter::diag::Diagnostics;
use mileposter::manifest::{self, BETWEEN, ENDING, Entry, Manifest};
use mileposter::plan::Job;
use mileposter::plate::Impression;
use mileposter::press::{Plates, Printed};
use mileposter::prints;
use mileposter::proofed::Proofed;
use mileposter::stock::Stock;
use rayon::prelude::*;

use super::Stop;
use super::args::Build;
use super::build::progress;
use super::earlier::{self, MANIFEST};
use super::interrupt::Interrupt;
use super::load::Loaded;
use super::output::Staged;
use super::report::Reporter;
use super::shard::Share;

/// How many entries of a manifest are made at a time.
const BATCH: usize = 8192;

/// How many of them a thread takes at once.
const HANDFUL: usize = 256;

/// What a build prints.
pub(super) struct Batch<'a> {
    pub(super) build: &'a Build,
    pub(super) loaded: &'a Loaded,
    pub(super) jobs: &'a [Job<'a>],
    pub(super) plates: &'a Plates,
    /// On several sheets of this.
    pub(super) paper: Option<&'a Stock>,
    /// What earlier builds into the folder have proofed.
    pub(super) proofed: Proofed,
    /// Which share of a plan it is, if it is not the whole.
    pub(super) share: Option<&'a Share>,
}

/// What came of it.
#[derive(Default)]
pub(super) struct Made<'a> {
    pub(super) printed: Vec<Printed<'a>>,
    /// How many of them were written.
    pub(super) written: usize,
}

impl<'a> Batch<'a> {
    /// Prints everything and writes nothing.
    pub(super) fn rehearse(
        &self,
        reporter: &Reporter,
        interrupt: &Interrupt,
        diags: &mut Diagnostics,
    ) -> Result<Made<'a>, Stop> {
        self.print(reporter, interrupt, diags, |_, _| Ok(()))
    }

    /// Prints everything, and gives the set of files that is to be put in place: none where a fault keeps it from that, or where the
    /// folder is already as it would be.
    pub(super) fn fill<'b>(
        &self,
        reporter: &Reporter,
        interrupt: &'b Interrupt,
        diags: &mut Diagnostics,
    ) -> Result<(Made<'a>, Option<Staged<'b>>), Stop> {
        // From here on no other run writes into the folder, so that its manifest stays true.
        let staged = Staged::open(reporter, interrupt, &self.build.out, &self.loaded.inputs)?;
        if let Some(share) = self.share {
            share.check_folder(&self.build.out)?;
        }
        let made = self.print(reporter, interrupt, diags, |path, file| {
            staged.write_parts(path, [file.plate, &file.own])
        })?;
        if diags.has_errors() {
            return Ok((made, None));
        }
        self.write_manifest(diags, &staged, &made.printed)?;
        let mut as_before = made.written == 0 && staged.is_as_before(MANIFEST);
        if let Some(share) = self.share {
            share.put_prints(&staged, self, &made.printed)?;
            as_before &= staged.is_as_before(prints::FILE);
        }
        Ok((made, Some(staged).filter(|_| !as_before)))
    }

    fn print(
        &self,
        reporter: &Reporter,
        interrupt: &Interrupt,
        diags: &mut Diagnostics,
        write: impl Fn(&str, &Impression<'_>) -> Result<(), Stop> + Sync,
    ) -> Result<Made<'a>, Stop> {
        let Self {
            build,
            loaded,
            jobs,
            plates,
            paper,
            ..
        } = *self;
        let bar = progress(reporter, jobs.len());
        let is_there = !build.fresh && build.out.is_dir();
        let written = AtomicUsize::new(0);
        let printed = plates.print(diags, &loaded.library, jobs, paper, |printed, file| {
            interrupt.check()?;
            bar.inc(1);
            let path = printed.path();
            if is_there && earlier::is_there(&build.out, &path, &file) {
                return Ok(printed);
            }
            write(&path, &file)?;
            written.fetch_add(1, Ordering::Relaxed);
            Ok(printed)
        })?;
        bar.finish_and_clear();
        Ok(Made {
            printed,
            written: written.into_inner(),
        })
    }

    /// Writes the manifest of this build, with the entries of earlier ones that are still true.
    fn write_manifest(
        &self,
        diags: &mut Diagnostics,
        staged: &Staged<'_>,
        printed: &[Printed<'_>],
    ) -> Result<(), Stop> {
        let mut files: Vec<(String, Listed<'_>)> = printed
            .iter()
            .map(|printed| (printed.path(), Listed::Printed(printed)))
            .collect();
        files.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        let is_replaced = |path: &str| {
            files
                .binary_search_by(|(known, _)| known.as_str().cmp(path))
                .is_ok()
        };
        // A share is what this run prints, and nothing of an earlier one.
        let others = match self.share {
            Some(_) => Vec::new(),
            None => earlier::entries(diags, &self.build.out, &is_replaced),
        };
        let mut proofed = Proofed::default();
        for entry in &others {
            proofed.take(&self.proofed, &entry.proof.plate_sha256);
        }
        for plate in self.plates.iter() {
            if let Some(stood) = &plate.stood {
                proofed.insert(&plate.digest, stood.clone());
            }
        }
        if !others.is_empty() {
            files.extend(
                others
                    .into_iter()
                    .map(|entry| (entry.file.clone(), Listed::Earlier(Box::new(entry)))),
            );
            files.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        }
        let head = Manifest {
            shard: self.share.map(Share::entry),
            proofed,
            ..Manifest::of(Vec::new())
        };
        let what = || staged.cannot_write(MANIFEST);
        let mut out = staged.create(MANIFEST)?;
        let mut put = |text: &str| out.write_all(text.as_bytes()).map_err(Stop::machine(what()));
        put(&head.opening())?;
        for (number, batch) in files.chunks(BATCH).enumerate() {
            let lines = batch.par_chunks(HANDFUL).map(|files| {
                let lines: Vec<String> = files.iter().map(|(_, listed)| self.line(listed)).collect();
                lines.join(BETWEEN)
            });
            let lines: Vec<String> = lines.collect();
            put(if number == 0 { "" } else { BETWEEN })?;
            put(&lines.join(BETWEEN))?;
        }
        put(ENDING)
    }

    fn line(&self, listed: &Listed<'_>) -> String {
        match listed {
            Listed::Printed(printed) => {
                let hotline = &self.loaded.library.hotlines[&printed.job.order.hotline];
                manifest::entry(printed, hotline).line()
            }
            Listed::Earlier(entry) => entry.line(),
        }
    }
}

/// A file of the manifest.
enum Listed<'a> {
    Printed(&'a Printed<'a>),
    Earlier(Box<Entry>),
}
