//! Places as a CSV file (RFC 4180) that spreadsheet programs take for UTF-8 and run nothing of.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::formula::guarded;
use crate::location::Location;

use super::Export;
use super::columns::{BETWEEN_WORDS, Cell, Column, columns};

/// By these first bytes a spreadsheet program knows UTF-8; without them it reads `ñ` as two letters.
const MARK: &str = "\u{FEFF}";

/// The bytes of the file.
pub(super) fn write(export: &Export<'_>) -> Vec<u8> {
    let columns = columns(export.people);
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(MARK.as_bytes().to_vec());
    let heads = columns.iter().map(|column| column.head.to_owned()).collect();
    let rows = export.places.iter().map(|place| row(&columns, place));
    for record in std::iter::once(heads).chain(rows) {
        writer
            .write_record(record)
            .expect("memory takes every row, and all are as long");
    }
    writer.into_inner().expect("memory takes every row")
}

fn row(columns: &[&Column], place: &Location) -> Vec<String> {
    let cells = columns.iter().map(|column| match (column.cell)(place) {
        None => String::new(),
        Some(Cell::Text(text)) => guarded(text).into_owned(),
        // Each word for itself, since some programs part columns by `;`.
        Some(Cell::Words(words)) => {
            let words: Vec<_> = words.iter().map(|word| guarded(word)).collect();
            words.join(BETWEEN_WORDS)
        }
        Some(Cell::Number(number)) => number.to_string(),
    });
    cells.collect()
}
