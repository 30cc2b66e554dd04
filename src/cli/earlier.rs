//! What an earlier build left: those entries of its manifest that are still true.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use mileposter::code;
use mileposter::diag::{Diagnostic, Diagnostics, shown};
use mileposter::manifest::{Entry, Manifest, SCHEMA};
use mileposter::phrase::{Phrase, say, verbatim};
use mileposter::plate::Impression;
use mileposter::proofed::Proofed;
use mileposter::source::{Source, Span};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::load::read_bytes;
use super::output::is_below;

/// The largest file of an earlier build that is read, in bytes; one that was cut off is not what was printed.
const LARGEST: u64 = 64 << 20;

/// The largest manifest, in bytes: twice what half a million files take.
const LARGEST_MANIFEST: u64 = 1 << 30;

/// The name of the manifest in its folder.
pub(super) const MANIFEST: &str = "manifest.json";

/// A manifest whose entries are not read yet.
#[derive(Deserialize)]
struct Unread<'a> {
    schema: u32,
    #[serde(default)]
    proofed: Proofed,
    #[serde(borrow)]
    files: Vec<&'a RawValue>,
}

/// The path of an entry.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    file: Cow<'a, str>,
}

/// The plates that earlier builds of this very program have proofed.
pub(super) fn proofed(out: &Path) -> Proofed {
    // What is wrong with a manifest is told where its entries are read.
    let bytes = read_manifest(&out.join(MANIFEST)).unwrap_or_default();
    let manifest: Option<Unread<'_>> = serde_json::from_slice(&bytes).ok();
    manifest
        .filter(|manifest| manifest.schema == SCHEMA)
        .map_or_else(Proofed::default, |manifest| manifest.proofed.by_this_build())
}

/// Whether a file of the folder is what would be printed now.
pub(super) fn is_there(out: &Path, path: &str, file: &Impression<'_>) -> bool {
    let place = out.join(path);
    let length = u64::try_from(file.length()).unwrap_or(u64::MAX);
    let as_long = fs::symlink_metadata(&place).is_ok_and(|found| found.is_file() && found.len() == length);
    as_long
        && is_plain_file(out, path)
        && fs::read(&place).is_ok_and(|bytes| bytes.strip_prefix(file.plate) == Some(file.own.as_slice()))
}

/// Entries whose files are as they were printed, but for those that are replaced now. A file that
/// was taken away goes unsaid; one that somebody changed is reported.
pub(super) fn entries(
    diags: &mut Diagnostics,
    out: &Path,
    is_replaced: &impl Fn(&str) -> bool,
) -> Vec<Entry> {
    let place = out.join(MANIFEST);
    if !place.exists() {
        return Vec::new();
    }
    let earlier = match read_entries(&place, is_replaced) {
        Ok(entries) => entries,
        Err(why) => {
            let message =
                say("the manifest of the earlier build cannot be read: {why}").with_words("why", why);
            diags.push(
                Diagnostic::new(code::MANIFEST_UNREAD, message)
                    .at(&file_span(&place))
                    .hint(say("the new one knows of this build's files alone; build all places to have them all in it")),
            );
            return Vec::new();
        }
    };
    let there: Vec<Entry> = earlier
        .into_iter()
        .filter(|entry| is_plain_file(out, &entry.file))
        .collect();
    let (kept, changed): (Vec<_>, Vec<_>) = there.into_par_iter().partition(|entry| {
        read_bytes(&out.join(&entry.file), LARGEST).is_ok_and(|bytes| entry.is_of(&bytes))
    });
    for entry in changed {
        let message = say("`{file}` is not what was printed any more").with("file", shown(&entry.file));
        diags.push(
            Diagnostic::new(code::FILE_CHANGED, message)
                .at(&file_span(&out.join(&entry.file)))
                .hint(say(
                    "it is left out of the manifest; build its place again to have it proofed",
                )),
        );
    }
    kept
}

fn file_span(place: &Path) -> Span {
    Span::file(&Source::new(place.display().to_string(), ""))
}

/// A manifest of ours.
pub(super) fn read(place: &Path) -> Result<Manifest, Phrase> {
    let bytes = read_manifest(place)?;
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(verbatim)?;
    check_schema(manifest.schema)?;
    Ok(manifest)
}

fn check_schema(schema: u32) -> Result<(), Phrase> {
    if schema == SCHEMA {
        return Ok(());
    }
    Err(
        say("it is written in version {schema} of its format, and this program knows {known}")
            .with("schema", schema)
            .with("known", SCHEMA),
    )
}

/// The entries of a manifest of ours, but for those that are replaced.
fn read_entries(place: &Path, is_replaced: &impl Fn(&str) -> bool) -> Result<Vec<Entry>, Phrase> {
    let bytes = read_manifest(place)?;
    let manifest: Unread<'_> = serde_json::from_slice(&bytes).map_err(verbatim)?;
    check_schema(manifest.schema)?;
    let mut entries = Vec::new();
    for entry in manifest.files {
        let named: Named<'_> = serde_json::from_str(entry.get()).map_err(verbatim)?;
        if !is_replaced(&named.file) {
            entries.push(serde_json::from_str(entry.get()).map_err(verbatim)?);
        }
    }
    Ok(entries)
}

fn read_manifest(place: &Path) -> Result<Vec<u8>, Phrase> {
    if !place.is_file() {
        return Err(say("it is no file"));
    }
    read_bytes(place, LARGEST_MANIFEST).map_err(|stop| stop.phrase())
}

/// Whether a path leads to a file below a folder, and through no link.
pub(super) fn is_plain_file(out: &Path, path: &str) -> bool {
    let mut place = out.to_owned();
    let through_links = Path::new(path).components().any(|part| {
        place.push(part);
        place.is_symlink()
    });
    is_below(path) && !through_links && place.is_file()
}
