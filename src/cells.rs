//! Rows and cells of text whose columns are parted by commas (RFC 4180), each with its place. What the columns mean is
//! left to others. The crate `csv` reads and writes it.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use csv::StringRecord;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::phrase::{say, verbatim};
use crate::source::{Cell, Source, Span};

/// The most rows of a list of places, below the heads.
pub const MOST_ROWS: usize = 200_000;

/// The most columns: each cell is looked for from the start of its row.
pub const MOST_COLUMNS: usize = 200;

/// A row, with the source that it stands in.
#[derive(Clone)]
pub struct Row {
    source: Arc<Source>,
    record: StringRecord,
    /// Counted from 1, as spreadsheets do.
    pub number: usize,
    bytes: Range<usize>,
}

impl Row {
    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.record.len()
    }

    /// Whether nothing stands in any cell.
    pub fn is_empty(&self) -> bool {
        self.iter().all(|cell| cell.trim().is_empty())
    }

    /// What stands in a column, counted from 0; nothing beyond the last.
    pub fn cell(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default()
    }

    /// All cells, from the left.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.record.iter()
    }

    /// The cell's place: its row and column, and its bytes where they can be told exactly.
    pub fn span(&self, column: usize) -> Span {
        let before = self.iter().take(column).map(|text| text.len() + 1).sum();
        self.span_after(column, before)
    }

    /// The same, where it is known that the cell stands no earlier than so many bytes after the row's first. The quotes
    /// of cells before it make that uncertain.
    pub fn span_after(&self, column: usize, before: usize) -> Span {
        let from = self.bytes.start + before;
        let rest = self.source.text.get(from..self.bytes.end).unwrap_or_default();
        let cell = self.cell(column);
        // A cell with doubled quotes stands otherwise in the file than it reads; then its row is its place.
        let start = if rest.starts_with(cell) {
            Some(from)
        } else {
            rest.find(cell).map(|at| from + at)
        };
        let row = self.bytes.start;
        let bytes = start.map_or(row..row, |start| start..start + cell.len());
        Span {
            source: Arc::clone(&self.source),
            bytes,
            cell: Some(Cell {
                row: self.number,
                column,
            }),
        }
    }
}

/// Hands over row by row, at most so many below the heads, until there is no more or the receiver has enough. Tells whether all could be read; what could not is
/// reported.
pub fn each(
    diags: &mut Diagnostics,
    source: &Arc<Source>,
    parted_by: u8,
    most: usize,
    mut receive: impl FnMut(&mut Diagnostics, &Row) -> ControlFlow<()>,
) -> bool {
    let text = source.text.strip_prefix('\u{FEFF}').unwrap_or(&source.text);
    let shift = source.text.len() - text.len();
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(parted_by)
        .from_reader(text.as_bytes());
    let byte_of = |place: &csv::Position| usize::try_from(place.byte()).unwrap_or(0) + shift;
    let mut row = Row {
        source: Arc::clone(source),
        record: StringRecord::new(),
        number: 0,
        bytes: 0..0,
    };
    loop {
        match reader.read_record(&mut row.record) {
            Ok(true) => {}
            Ok(false) => return true,
            Err(error) => {
                let byte = error.position().map_or(shift, byte_of);
                let span = Span::new(source, byte..byte);
                let message = if source.sealed {
                    say("this is not sound CSV")
                } else {
                    verbatim(shown(&error.to_string()))
                };
                diags.push(Diagnostic::new(code::SYNTAX, message).at(&span));
                return false;
            }
        }
        row.number += 1;
        row.bytes = row.record.position().map_or(shift, byte_of)..byte_of(reader.position());
        if let Some(fault) = too_large(&row, most) {
            diags.push(fault);
            return false;
        }
        if receive(diags, &row).is_break() {
            return true;
        }
    }
}

fn too_large(row: &Row, most: usize) -> Option<Diagnostic> {
    if row.number > most + 1 {
        let message = say("the sheet has more than {most} rows").with("most", most);
        let fault = Diagnostic::new(code::TOO_LARGE, message).at(&Span::file(&row.source));
        return Some(fault.hint(say("split it; rows past that number are not read")));
    }
    if row.len() > MOST_COLUMNS {
        let message = say("row {number} has {count} columns, and {most} are the most")
            .with("number", row.number)
            .with("count", row.len())
            .with("most", MOST_COLUMNS);
        let at = Span::new(&row.source, row.bytes.start..row.bytes.start);
        let fault = Diagnostic::new(code::TOO_LARGE, message).at(&at);
        return Some(fault.hint(say("delete the columns that are not read")));
    }
    None
}

/// Rows as text, parted by commas. An empty row stays a row.
pub fn text<'a, R>(rows: impl IntoIterator<Item = R>) -> String
where
    R: IntoIterator<Item = &'a str>,
{
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        // A vector takes all that is written into it.
        let _ = writer.write_record(row);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::{MOST_ROWS, each, text};
    use crate::diag::Diagnostics;
    use crate::source::Source;

    #[test]
    fn what_is_written_is_read() {
        let rows = [
            vec!["a", "b \"c\"\nd", ""],
            vec!["", "", ""],
            vec!["=1", ";", "é"],
        ];
        let written = text(rows.iter().map(|row| row.iter().copied()));
        let mut read = Vec::new();
        let whole = each(
            &mut Diagnostics::default(),
            &Source::new("a.csv", written),
            b',',
            MOST_ROWS,
            |_, row| {
                read.push(row.iter().map(str::to_owned).collect::<Vec<_>>());
                ControlFlow::Continue(())
            },
        );
        assert!(whole);
        assert_eq!(read, rows);
    }
}
