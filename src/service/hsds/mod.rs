//! Reads packages of the Human Services Data Specification (HSDS 3.0, Open Referral, 16 May 2024): CSV tables with or without
//! `datapackage.json`, JSON as an API gives it, a ZIP of these. Names of 2.0 are read where they mean the same.
//!
//! Both become `Node`s, services with all that belongs to them, and each service a draft. The specification has no sign for what must not
//! be told; a field `disclosure` or `x-disclosure` of a service is honoured, and shelters are known by their words.

mod archive;
mod entry;
mod json;
mod node;
mod schedule;
mod tables;
mod text;
mod tongue;

use super::draft::Draft;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::fields;
use crate::phrase::say;
use crate::source::{Rows, Source, Span};

use self::entry::Desk;
use self::tables::Tables;

/// The most bytes of a package, unpacked.
pub const LARGEST: usize = 200 << 20;

/// A file of a package.
pub struct File {
    /// Its name for people; what follows the last slash tells what is in it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl File {
    /// The name without its folders, in small letters.
    fn base(&self) -> String {
        let base = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        base.to_lowercase()
    }
}

/// Reads a package. What is broken is reported and left out.
pub(super) fn read(diags: &mut Diagnostics, files: Vec<File>) -> Vec<Draft> {
    let files = unpacked(diags, files);
    let Some(place) = files.first().map(|file| file.name.clone()) else {
        return Vec::new();
    };
    let mut desk = Desk::default();
    let mut tables = Tables::default();
    for file in &files {
        if file.base() == "datapackage.json" {
            tables.describe(&file.bytes);
        }
    }
    for file in files {
        let base = file.base();
        let Some(ending) = base.rsplit('.').next().map(str::to_owned) else {
            continue;
        };
        match ending.as_str() {
            "csv" => {
                if let Some(table) = tables.table_of(&base)
                    && let Some(source) = fields::decode_sealed(diags, file.name, file.bytes, LARGEST)
                {
                    tables.read(diags, table, &source);
                }
            }
            "json" | "ndjson" | "jsonl" if base != "datapackage.json" => {
                if let Some(source) = fields::decode_sealed(diags, file.name, file.bytes, LARGEST) {
                    json::read(diags, &mut desk, &mut tables, &source, ending != "json");
                }
            }
            _ => {}
        }
    }
    tables.finish(diags, &mut desk);
    let place = Span::file(&Source::sealed(place, Rows::Text, ""));
    desk.finish(diags, &place)
}

/// The files, with those of archives in their places; no more bytes than a package may have.
fn unpacked(diags: &mut Diagnostics, files: Vec<File>) -> Vec<File> {
    let mut left = LARGEST;
    let mut all = Vec::with_capacity(files.len());
    for file in files {
        let found = if file.bytes.starts_with(b"PK\x03\x04") {
            archive::unpack(diags, &file, left)
        } else {
            vec![file]
        };
        for file in found {
            let Some(rest) = left.checked_sub(file.bytes.len()) else {
                diags.push(too_large(&file.name));
                return all;
            };
            left = rest;
            all.push(file);
        }
    }
    all
}

fn too_large(name: &str) -> Diagnostic {
    let message = say("the package has more than {most} MB").with("most", LARGEST >> 20);
    let source = Source::sealed(name, Rows::Text, "");
    let fault = Diagnostic::new(code::TOO_LARGE, message).at(&Span::file(&source));
    fault.hint(say("take out what is not needed, as services of other states"))
}
