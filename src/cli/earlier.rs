//! What an earlier build left: those entries of its manifest that are still true.

use std::collections::BTreeSet;
use std::path::Path;

use mileposter::diag::shown;
use mileposter::manifest::{Entry, Manifest, SCHEMA};
use rayon::prelude::*;

use super::load::read_bytes;
use super::output::is_below;
use super::report::Reporter;

/// The name of the manifest in its folder.
pub(super) const MANIFEST: &str = "manifest.json";

/// Entries whose files are as they were printed, but for those that are `replaced` now. A file that
/// was taken away goes unsaid; one that somebody changed is counted to the user.
pub(super) fn entries(reporter: &Reporter, out: &Path, replaced: &BTreeSet<&str>) -> Vec<Entry> {
    let place = out.join(MANIFEST);
    if !place.exists() {
        return Vec::new();
    }
    let earlier = match read(&place) {
        Ok(manifest) => manifest.files,
        Err(why) => {
            reporter.tell(&format!(
                "warning: the earlier `{}` cannot be read, so the new one knows of this build's files alone: {why}",
                place.display()
            ));
            return Vec::new();
        }
    };
    let there: Vec<Entry> = earlier
        .into_iter()
        .filter(|entry| !replaced.contains(entry.file.as_str()) && is_plain_file(out, &entry.file))
        .collect();
    let (kept, changed): (Vec<_>, Vec<_>) = there
        .into_par_iter()
        .partition(|entry| read_bytes(&out.join(&entry.file)).is_ok_and(|bytes| entry.is_of(&bytes)));
    if let Some(first) = changed.first() {
        reporter.tell(&format!(
            "warning: {} left out of `{}`: somebody changed what was printed ({}{}).",
            match changed.len() {
                1 => "1 file is".to_owned(),
                count => format!("{count} files are"),
            },
            place.display(),
            shown(&first.file),
            if changed.len() > 1 { ", …" } else { "" }
        ));
    }
    kept
}

/// A manifest of ours.
fn read(place: &Path) -> Result<Manifest, String> {
    if !place.is_file() {
        return Err("it is no file".to_owned());
    }
    let bytes = read_bytes(place).map_err(|stop| stop.to_string())?;
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    if manifest.schema != SCHEMA {
        return Err(format!(
            "it is written in version {} of its format, and this program knows {SCHEMA}",
            manifest.schema
        ));
    }
    Ok(manifest)
}

/// Whether a path leads to a file below a folder, and through no link.
fn is_plain_file(out: &Path, path: &str) -> bool {
    let mut place = out.to_owned();
    let through_links = Path::new(path).components().any(|part| {
        place.push(part);
        place.is_symlink()
    });
    is_below(path) && !through_links && place.is_file()
}
