//! What an earlier build left: those entries of its manifest that are still true.

use std::collections::BTreeSet;
use std::path::Path;

use mileposter::code;
use mileposter::diag::{Diagnostic, Diagnostics, shown};
use mileposter::manifest::{Entry, Manifest, SCHEMA};
use mileposter::phrase::{Phrase, say, verbatim};
use mileposter::source::{Source, Span};
use rayon::prelude::*;

use super::load::read_bytes;
use super::output::is_below;

/// The largest file of an earlier build that is read, in bytes; one that was cut off is not what was printed.
const LARGEST: u64 = 64 << 20;

/// The largest manifest that is read, in bytes: more than the most files of a run take.
const LARGEST_MANIFEST: u64 = 1 << 30;

/// The name of the manifest in its folder.
pub(super) const MANIFEST: &str = "manifest.json";

/// Entries whose files are as they were printed, but for those that are `replaced` now. A file that
/// was taken away goes unsaid; one that somebody changed is reported.
pub(super) fn entries(diags: &mut Diagnostics, out: &Path, replaced: &BTreeSet<&str>) -> Vec<Entry> {
    let place = out.join(MANIFEST);
    if !place.exists() {
        return Vec::new();
    }
    let earlier = match read(&place) {
        Ok(manifest) => manifest.files,
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
        .filter(|entry| !replaced.contains(entry.file.as_str()) && is_plain_file(out, &entry.file))
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
    if !place.is_file() {
        return Err(say("it is no file"));
    }
    let bytes = read_bytes(place, LARGEST_MANIFEST).map_err(|stop| stop.phrase())?;
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(verbatim)?;
    if manifest.schema != SCHEMA {
        return Err(
            say("it is written in version {schema} of its format, and this program knows {known}")
                .with("schema", manifest.schema)
                .with("known", SCHEMA),
        );
    }
    Ok(manifest)
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
