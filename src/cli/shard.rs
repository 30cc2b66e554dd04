//! `build --shard`: the share of one machine of several, in a folder that knows which share it is.
//!
//! The folder has its own record of prints, since the campaign's may be out of reach: read-only, or read by many machines at once.

use std::path::Path;

use mileposter::manifest::ShardEntry;
use mileposter::phrase::say;
use mileposter::plan::Job;
use mileposter::press::Printed;
use mileposter::prints::{self, Prints};
use mileposter::shard::{self, Shard};

use super::Stop;
use super::args::Build;
use super::earlier;
use super::load::Loaded;
use super::output::Staged;
use super::posters::Batch;
use super::record;
use super::report::Reporter;

/// A share, and the plan that it is of.
pub(super) struct Share {
    shard: Shard,
    plan: String,
}

/// Refuses what cannot be shared out.
pub(super) fn refuse(build: &Build) -> Result<(), Stop> {
    if build.shard.is_none() {
        return Ok(());
    }
    if build.combine.is_some() {
        return Err(Stop::Usage(say(
            "`--combine` lays the pieces of all places on common sheets, and `--shard` parts the places: leave one of them out",
        )));
    }
    if build.needed {
        return Err(Stop::Usage(say(
            "`--needed` asks the ledger, which may change between two shards: leave `--needed` or `--shard` out",
        )));
    }
    Ok(())
}

impl Share {
    /// Takes the jobs of a share out of a whole plan.
    pub(super) fn take(shard: Shard, loaded: &Loaded, build: &Build, jobs: &mut Vec<Job<'_>>) -> Self {
        let hotline = loaded.library.hotlines.get(&loaded.campaign.hotline.value);
        let plan = shard::fingerprint(jobs, build.tile.as_deref(), hotline);
        jobs.retain(|job| shard.has(&job.location.id));
        Self { shard, plan }
    }

    /// What the manifest tells.
    pub(super) fn entry(&self) -> ShardEntry {
        ShardEntry {
            index: self.shard.index(),
            of: self.shard.of(),
            plan: self.plan.clone(),
        }
    }

    /// Refuses a folder that holds anything else than an earlier run of this share: of two shares in one folder the manifest would
    /// know the later alone.
    pub(super) fn check_folder(&self, out: &Path) -> Result<(), Stop> {
        let place = out.join(earlier::MANIFEST);
        if place.symlink_metadata().is_err() {
            return Ok(());
        }
        let there = earlier::read(&place).ok().and_then(|manifest| manifest.shard);
        let is_same =
            there.is_some_and(|there| (there.index, there.of) == (self.shard.index(), self.shard.of()));
        if is_same {
            return Ok(());
        }
        Err(Stop::Usage(
            say("`{out}` holds another build than shard {shard}; give each shard a folder of its own, as `--out {own}`")
                .with("out", out.display())
                .with("shard", self.shard)
                .with("own", format!("shards/{}/out", self.shard.index())),
        ))
    }

    /// Puts the record of what was printed into the set.
    pub(super) fn put_prints(
        &self,
        staged: &Staged<'_>,
        batch: &Batch<'_>,
        printed: &[Printed<'_>],
    ) -> Result<(), Stop> {
        let serials = printed.iter().map(|file| (file.job, file.serial));
        let (contents, prints) =
            record::prints_of(batch.loaded, &batch.build.wanted, batch.plates, serials.collect());
        let lines = Prints::default().lacking(contents, prints);
        staged.write(prints::FILE, lines.as_bytes())
    }

    /// Tells that no place fell into the share.
    pub(super) fn tell_empty(&self, reporter: &Reporter, build: &Build) {
        let told = if build.dry_run {
            say(
                "No place of the plan falls into shard {shard}: nothing would be written but a manifest without files.",
            )
        } else {
            say("No place of the plan falls into shard {shard}: {out} has a manifest without files.")
        };
        reporter.tell(&told.with("shard", self.shard).with("out", build.out.display()));
        self.tell(reporter, build);
    }

    /// Tells what to do with the share.
    pub(super) fn tell(&self, reporter: &Reporter, build: &Build) {
        if !build.dry_run {
            reporter.tell(
                &say("Next: when all {of} shards are there, put them together with `mileposter merge`, as docs/many-machines.md tells.")
                    .with("of", self.shard.of()),
            );
        }
    }

    /// The share for programs.
    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::json!(self.entry())
    }
}
