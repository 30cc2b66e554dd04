//! Unpacks a ZIP of a package. The crate `zip` tells names and bytes; how large a part is unpacked is found out by unpacking it.

use std::io::{Cursor, Read as _};

use super::{File, LARGEST, too_large};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::phrase::say;
use crate::source::{Rows, Source, Span};

/// The most files of an archive.
const MOST_FILES: usize = 20_000;

/// The endings of files that are read.
const ENDINGS: [&str; 4] = [".csv", ".json", ".ndjson", ".jsonl"];

/// The files of an archive that are read, no more than so many bytes. What is wrong with it is reported.
pub(super) fn unpack(diags: &mut Diagnostics, file: &File, most: usize) -> Vec<File> {
    let mut files = Vec::new();
    let place = Span::file(&Source::sealed(&file.name, Rows::Text, ""));
    let broken = || Diagnostic::new(code::SYNTAX, say("this is not a sound ZIP archive")).at(&place);
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&file.bytes)) else {
        diags.push(broken());
        return files;
    };
    if archive.len() > MOST_FILES {
        let message = say("the archive has {count} files, and {most} are the most");
        let message = message.with("count", archive.len()).with("most", MOST_FILES);
        diags.push(Diagnostic::new(code::TOO_LARGE, message).at(&place));
        return files;
    }
    let mut left = most.min(LARGEST);
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index(at) else {
            diags.push(broken());
            return files;
        };
        let Ok(name) = part.name().map(|name| name.to_string()) else {
            continue;
        };
        let lower = name.to_lowercase();
        // Folders of a system, as `__MACOSX/`, have copies that are no tables.
        if !ENDINGS.iter().any(|ending| lower.ends_with(ending)) || lower.contains("__macosx") {
            continue;
        }
        let mut bytes = Vec::new();
        if part.take(left as u64 + 1).read_to_end(&mut bytes).is_err() {
            diags.push(broken());
            return files;
        }
        let Some(rest) = left.checked_sub(bytes.len()) else {
            diags.push(too_large(&file.name));
            return files;
        };
        left = rest;
        files.push(File {
            name: format!("{}/{name}", file.name),
            bytes,
        });
    }
    files
}
