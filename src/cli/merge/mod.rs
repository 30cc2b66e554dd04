//! `merge`: the output folders of shards become one, or nothing happens.

mod folder;
mod put;

use std::collections::HashSet;

use mileposter::diag::Diagnostics;
use mileposter::gather::{self, Folder, Gathered, fault, ranges};
use mileposter::manifest::{Entry, Manifest};
use mileposter::phrase::{Phrase, counted, say};
use mileposter::prints::{Content, Print};

use super::Stop;
use super::args::Merge;
use super::build::{nothing_written, progress};
use super::earlier;
use super::interrupt::Interrupt;
use super::load;
use super::output::Staged;
use super::record;
use super::report::Reporter;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, merge: &Merge) -> Result<(), Stop> {
    let interrupt = Interrupt::listen();
    let mut diags = Diagnostics::default();
    let which = merge.home.which();
    let has_places = load::has_places(&which)?;
    let dirs = merge.dirs.iter();
    let folders: Vec<Folder> = dirs.filter_map(|dir| folder::read(&mut diags, dir)).collect();
    let gathered = gather::gather(&mut diags, &folders);
    // Of a folder that could not be read, or does not fit, nobody knows which shard it should have been.
    if !diags.has_errors() && !merge.partial {
        check_missing(&mut diags, &folders, &gathered);
    }
    let (contents, prints) = prints(&mut diags, merge, &gathered)?;
    if !diags.has_errors() {
        put_together(reporter, &interrupt, merge, &mut diags, &folders, &gathered)?;
    }
    reporter.faults(&diags);
    if diags.has_errors() {
        return Err(nothing_written(reporter, &diags, "merge"));
    }
    let record = record::folder(&which);
    let is_kept = record::is_kept(&record, has_places);
    let printed = prints.len();
    if is_kept {
        record::put_on_record(reporter, record, contents, prints)?;
    }
    tell(reporter, merge, &gathered);
    if !is_kept && printed > 0 {
        reporter.tell(&say(
            "No record of prints is kept here; `--campaign` names the campaign whose ledger shall know these sheets.",
        ));
    }
    reporter.object(
        &diags,
        serde_json::json!({
            "command": "merge",
            "written": gathered.files.len(),
            "out": merge.out.display().to_string(),
            "files": gathered.files.keys().collect::<Vec<_>>(),
            "shards": gathered.of.map(|of| serde_json::json!({ "of": of, "missing": gathered.missing })),
        }),
    );
    Ok(())
}

fn check_missing(diags: &mut Diagnostics, folders: &[Folder], gathered: &Gathered<'_>) {
    let shard = folders.iter().find(|folder| folder.manifest.shard.is_some());
    if let (Some(shard), Some(of), false) = (shard, gathered.of, gathered.missing.is_empty()) {
        let message = missing(gathered, of);
        diags.push(fault(&shard.name, message).hint(say(
            "run them once more, with the same flags; or `--partial` puts together what there is",
        )));
    }
}

fn missing(gathered: &Gathered<'_>, of: u32) -> Phrase {
    counted(
        gathered.missing.len(),
        say("shard {missing} of {of} is missing"),
        say("shards {missing} of {of} are missing"),
    )
    .with("missing", ranges(&gathered.missing))
    .with("of", of)
}

/// Puts the files and their manifest into the output folder, with what stands in it already. Which plates were proofed elsewhere is
/// not taken over: the next build into the folder proofs its own.
fn put_together(
    reporter: &Reporter,
    interrupt: &Interrupt,
    merge: &Merge,
    diags: &mut Diagnostics,
    folders: &[Folder],
    gathered: &Gathered<'_>,
) -> Result<(), Stop> {
    let home = [&merge.home.campaign, &merge.home.locations];
    let inputs = home.into_iter().flatten().chain(&merge.dirs).cloned();
    let staged = Staged::open(reporter, interrupt, &merge.out, &inputs.collect::<Vec<_>>())?;
    let bar = progress(reporter, gathered.files.len());
    put::all(diags, staged.folder(), folders, gathered, interrupt, || {
        bar.inc(1);
    })?;
    bar.finish_and_clear();
    if diags.has_errors() {
        return Ok(());
    }
    let is_replaced = |path: &str| gathered.files.contains_key(path);
    let mut entries = earlier::entries(diags, &merge.out, &is_replaced);
    let new = gathered.files.values().flat_map(|(_, entries)| entries);
    entries.extend(new.map(|entry| Entry::clone(entry)));
    entries.sort_by(|one, other| one.file.cmp(&other.file));
    staged.write(earlier::MANIFEST, Manifest::of(entries).text().as_bytes())?;
    staged.commit()
}

/// What the folders have on record of the files that are put together.
fn prints(
    diags: &mut Diagnostics,
    merge: &Merge,
    gathered: &Gathered<'_>,
) -> Result<(Vec<Content>, Vec<Print>), Stop> {
    let entries = gathered.files.values().flat_map(|(_, entries)| entries);
    let serials: HashSet<&str> = entries.map(|entry| entry.serial.as_str()).collect();
    let (mut contents, mut prints) = (Vec::new(), Vec::new());
    for dir in &merge.dirs {
        let (said, printed) = folder::prints(diags, dir)?;
        contents.extend(said);
        prints.extend(
            printed
                .into_iter()
                .filter(|print| serials.contains(print.serial.as_str())),
        );
    }
    let said: HashSet<&str> = prints.iter().map(|print| print.content.as_str()).collect();
    contents.retain(|content| said.contains(content.id.as_str()));
    contents.sort_by(|one, other| one.id.cmp(&other.id));
    Ok((contents, prints))
}

fn tell(reporter: &Reporter, merge: &Merge, gathered: &Gathered<'_>) {
    let files = gathered.files.len();
    let folders = merge.dirs.len();
    reporter.tell(
        &say("Put {posters} of {folders} together in {out}.")
            .with_words(
                "posters",
                counted(files, say("{count} poster"), say("{count} posters")),
            )
            .with_words(
                "folders",
                counted(folders, say("{count} folder"), say("{count} folders")),
            )
            .with("out", merge.out.display()),
    );
    if let (Some(of), false) = (gathered.of, gathered.missing.is_empty()) {
        reporter.tell(&say("Not the whole plan: {missing}.").with_words("missing", missing(gathered, of)));
    }
}
