//! An output folder that is read for `merge`. Its manifest may come from a stranger: nothing in it leads out of the folder.

use std::path::Path;

use mileposter::diag::{Diagnostics, is_hostile, shown};
use mileposter::gather::{Folder, fault};
use mileposter::phrase::{Phrase, say};
use mileposter::prints::{self, Content, Print};
use rayon::prelude::*;

use super::super::Stop;
use super::super::earlier;
use super::super::output::is_below;
use super::super::record;

/// Reads the manifest of a folder. Files that are missing, and paths that no build makes, are reported.
pub(super) fn read(diags: &mut Diagnostics, dir: &Path) -> Option<Folder> {
    let name = dir.display().to_string();
    if !earlier::is_plain_file(dir, earlier::MANIFEST) {
        let message = say("`{folder}` has no manifest.json").with("folder", shown(&name));
        let cure = say("name the folder that `build` wrote; a run that did not end leaves none");
        diags.push(fault(&name, message).hint(cure));
        return None;
    }
    let manifest = match earlier::read(&dir.join(earlier::MANIFEST)) {
        Ok(manifest) => manifest,
        Err(why) => {
            let message =
                say("the manifest of `{folder}` cannot be read: {why}").with("folder", shown(&name));
            diags.push(fault(&name, message.with_words("why", why)));
            return None;
        }
    };
    let wrong = |file: &str| wrong(dir, file).map(|why| why.with("file", shown(file)));
    let entries = manifest.files.par_iter();
    let faults: Vec<Phrase> = entries.filter_map(|entry| wrong(&entry.file)).collect();
    for why in faults {
        diags.push(fault(&name, why.with("folder", shown(&name))));
    }
    Some(Folder { name, manifest })
}

/// What is wrong with a path in a manifest.
fn wrong(dir: &Path, file: &str) -> Option<Phrase> {
    if !is_of_a_build(file) {
        Some(say(
            "`{file}` in the manifest of `{folder}` is no path that `build` makes",
        ))
    } else if !earlier::is_plain_file(dir, file) {
        Some(say("`{file}` is missing in `{folder}`, or stands behind a link"))
    } else {
        None
    }
}

/// Whether a path is one of a PDF below, in one spelling alone: the same file by another would be another file.
fn is_of_a_build(file: &str) -> bool {
    let is_name = |part: &str| !part.is_empty() && !part.starts_with('.');
    is_below(file)
        && file.ends_with(".pdf")
        && file.split('/').all(is_name)
        && !file.contains(|c: char| c == '\\' || is_hostile(c))
}

/// The prints that a folder has on record, if it has any.
pub(super) fn prints(diags: &mut Diagnostics, dir: &Path) -> Result<(Vec<Content>, Vec<Print>), Stop> {
    if !earlier::is_plain_file(dir, prints::FILE) {
        return Ok((Vec::new(), Vec::new()));
    }
    let prints = record::read_prints(diags, &dir.join(prints::FILE))?;
    let in_order = prints.in_order().into_iter();
    let printed = in_order.map(|(_, print)| print.clone()).collect();
    Ok((prints.contents().cloned().collect(), printed))
}

#[cfg(test)]
mod tests {
    use super::is_of_a_build;

    #[test]
    fn paths_that_no_build_makes() {
        assert!(is_of_a_build("I-5/or-i5-nb-oak-grove/stall-letter-en+es.pdf"));
        for path in [
            "",
            "manifest.json",
            "/etc/a.pdf",
            "../a.pdf",
            "I-5/../../a.pdf",
            "I-5//a.pdf",
            "./a.pdf",
            "I-5/./a.pdf",
            ".a.pdf",
            "I-5\\..\\a.pdf",
            "a\u{202e}.pdf",
            "a\n.pdf",
            "a.pdf/",
        ] {
            assert!(!is_of_a_build(path), "{path:?}");
        }
    }
}
