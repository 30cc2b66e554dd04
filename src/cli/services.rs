//! Brings files with local services from the disk. What stands in them is told by place alone.

use std::fs;
use std::path::{Path, PathBuf};

use mileposter::code;
use mileposter::diag::{Diagnostic, Diagnostics};
use mileposter::fields;
use mileposter::phrase::say;
use mileposter::service::hsds;
use mileposter::service::{Reading, Services};
use mileposter::source::{Rows, Source, Span};
use mileposter::workbook;

use super::Stop;
use super::load::{ending, read_bytes};

/// What a campaign folder may have.
const USUAL: [&str; 4] = ["referrals.toml", "referrals.csv", "referrals.xlsx", "referrals"];

/// The sheet of a workbook, in any case; without one of that name, the first.
const SHEET: &str = "referrals";

/// The most files of a package, and how many folders deep they may stand.
const MOST_FILES: usize = 20_000;
const DEEPEST: usize = 3;

/// Whether a campaign folder has local services.
pub(super) fn are_there(dir: &Path) -> bool {
    USUAL
        .iter()
        .any(|name| fs::symlink_metadata(dir.join(name)).is_ok())
}

/// Loads files and packages with services; if none is named, all that stand in the campaign folder.
pub(super) fn load(diags: &mut Diagnostics, dir: &Path, paths: &[PathBuf]) -> Result<Services, Stop> {
    let usual: Vec<PathBuf> = USUAL
        .iter()
        .map(|name| dir.join(name))
        .filter(|path| paths.is_empty() && fs::symlink_metadata(path).is_ok())
        .collect();
    let mut reading = Reading::default();
    for path in paths.iter().chain(&usual) {
        read(diags, &mut reading, path)?;
    }
    Ok(reading.finish(diags))
}

fn read(diags: &mut Diagnostics, reading: &mut Reading, path: &Path) -> Result<(), Stop> {
    let name = path.display().to_string();
    if path.is_dir() {
        let files = package(diags, path)?;
        reading.package(diags, files);
        return Ok(());
    }
    match ending(path).as_str() {
        "toml" => {
            let bytes = read_bytes(path, fields::LARGEST as u64)?;
            if let Some(source) = fields::decode_sealed(diags, name, bytes, fields::LARGEST) {
                reading.toml(diags, &source);
            }
        }
        "csv" => {
            let bytes = read_bytes(path, fields::LARGEST as u64)?;
            if let Some(source) = fields::decode_sealed(diags, name, bytes, fields::LARGEST) {
                reading.sheet(diags, &source);
            }
        }
        "xlsx" => {
            let bytes = read_bytes(path, fields::LARGEST as u64)?;
            if bytes.len() > fields::LARGEST {
                // That it is too large is told there.
                fields::decode_sealed(diags, name, bytes, fields::LARGEST);
            } else if let Some(source) = workbook::read_sealed(diags, &name, &bytes, SHEET) {
                reading.sheet(diags, &source);
            }
        }
        "json" | "ndjson" | "jsonl" | "zip" => {
            let bytes = read_bytes(path, hsds::LARGEST as u64)?;
            reading.package(diags, vec![hsds::File { name, bytes }]);
        }
        _ => {
            return Err(Stop::Usage(
                say("`{name}` is no list of services: .toml, .csv, .xlsx, .json, .ndjson, .zip or a folder of an HSDS package")
                    .with("name", &name),
            ));
        }
    }
    Ok(())
}

/// The files of a package, in order of name, no more bytes than one may have.
fn package(diags: &mut Diagnostics, folder: &Path) -> Result<Vec<hsds::File>, Stop> {
    let mut paths = Vec::new();
    collect(folder, DEEPEST, &mut paths)?;
    if paths.len() > MOST_FILES {
        let place = Span::file(&Source::sealed(folder.display().to_string(), Rows::Text, ""));
        let message = say("the folder has more than {most} files").with("most", MOST_FILES);
        diags.push(Diagnostic::new(code::TOO_LARGE, message).at(&place));
        return Ok(Vec::new());
    }
    paths.sort();
    let mut left = hsds::LARGEST as u64;
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        let bytes = read_bytes(&path, left)?;
        let size = bytes.len() as u64;
        let name = path.display().to_string();
        files.push(hsds::File { name, bytes });
        // That it is too large is told by whoever reads it.
        let Some(rest) = left.checked_sub(size) else { break };
        left = rest;
    }
    Ok(files)
}

/// Files whose endings may be those of a package.
fn collect(folder: &Path, deep: usize, paths: &mut Vec<PathBuf>) -> Result<(), Stop> {
    let what = || say("cannot list `{folder}`").with("folder", folder.display());
    for entry in fs::read_dir(folder).map_err(Stop::machine(what()))? {
        let entry = entry.map_err(Stop::machine(what()))?;
        let path = entry.path();
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let is_folder = entry.file_type().map_err(Stop::machine(what()))?.is_dir();
        if is_hidden || paths.len() > MOST_FILES {
            continue;
        }
        if is_folder && deep > 0 {
            collect(&path, deep - 1, paths)?;
        } else if matches!(
            ending(&path).as_str(),
            "csv" | "json" | "ndjson" | "jsonl" | "zip"
        ) && path.is_file()
        {
            paths.push(path);
        }
    }
    Ok(())
}
