//! Reads sheets of an .xlsx (ECMA-376, `SpreadsheetML`) as text parted by commas, whose rows and columns stand where the sheet
//! has them. The crates `calamine` and `zip` are named here alone.
//!
//! A sheet named `Campaign` holds the head of a locations file in its column A, a line of TOML a row. The places stand in the
//! sheet `Locations`, or else in the first other one.

use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use calamine::{CellErrorType, Data, Reader as _, SheetType, Xlsx, XlsxError};

use crate::cells::{self, MOST_COLUMNS, MOST_ROWS};
use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::formula;
use crate::phrase::{Phrase, say};
use crate::source::{Rows, Source, Span};

/// The most bytes that all parts of a workbook have unpacked: what a sheet of 200,000 rows takes, and what can be held in memory.
const LARGEST_UNPACKED: u64 = 128 << 20;

/// The most bytes of text of one sheet.
const LARGEST_SHEET: usize = 64 << 20;

/// The most lines of the head of a locations file.
const MOST_LINES: usize = 10_000;

/// The sheet with the head, and that with the places, in any case.
const CAMPAIGN: &str = "campaign";
const LOCATIONS: &str = "locations";

/// The sheets that mean something.
pub struct Workbook {
    /// The head of a locations file, as TOML.
    pub head: Option<Arc<Source>>,
    /// The places, as text parted by commas.
    pub places: Arc<Source>,
}

/// Why a workbook cannot be read.
enum Refusal {
    /// It is broken, in the words of the library.
    Broken(String),
    /// It is locked with a password.
    Locked,
    /// It, or a sheet, is too large.
    TooLarge(Phrase),
    /// It has no sheet for places.
    NoSheet,
}

impl From<XlsxError> for Refusal {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::Password => Self::Locked,
            error => Self::Broken(error.to_string()),
        }
    }
}

/// Whether bytes begin as a workbook or an older document of an office program does.
pub fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

/// Reads a workbook. What is wrong with it is reported.
pub fn read(diags: &mut Diagnostics, name: &str, bytes: &[u8]) -> Option<Workbook> {
    let (workbook, unread) = tried(diags, &Source::new(name, ""), || open(name, bytes))?;
    for sheet in unread {
        let message = say("the sheet `{sheet}` is not read").with("sheet", shown(&sheet));
        let place = Span::file(&Source::made(name, Rows::Sheet(sheet), ""));
        diags.push(Diagnostic::new(code::COLUMN_UNREAD, message).at(&place));
    }
    Some(workbook)
}

/// Reads one sheet of a workbook of which no word may be told: that of this name, in small letters, or the first.
pub fn read_sealed(diags: &mut Diagnostics, name: &str, bytes: &[u8], wanted: &str) -> Option<Arc<Source>> {
    let file = Source::sealed(name, Rows::Text, "");
    let (sheet, text) = tried(diags, &file, || {
        let (mut book, sheets) = sheets(bytes)?;
        let named = sheets.iter().find(|sheet| sheet.trim().to_lowercase() == wanted);
        let sheet = named.or(sheets.first()).ok_or(Refusal::NoSheet)?.clone();
        let text = sheet_text(&mut book, &sheet)?;
        Ok((sheet, text))
    })?;
    Some(Source::sealed(name, Rows::Sheet(sheet), text))
}

/// What is read of a workbook, or its refusal reported.
fn tried<T>(
    diags: &mut Diagnostics,
    file: &Arc<Source>,
    read: impl FnOnce() -> Result<T, Refusal>,
) -> Option<T> {
    // The library has been handed broken files for years, and still a stranger's may find a way to make it panic.
    let refusal = match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(read)) => return Some(read),
        Ok(Err(refusal)) => refusal,
        Err(_) => Refusal::Broken("a part of it makes no sense".to_owned()),
    };
    let place = Span::file(file);
    let fault = match refusal {
        Refusal::Broken(why) => Diagnostic::new(
            code::SYNTAX,
            say("this is not a sound .xlsx workbook: {why}").with("why", shown(&why)),
        )
        .hint(say(
            "open it in a spreadsheet program, and save it anew as .xlsx or `CSV UTF-8`",
        )),
        Refusal::Locked => Diagnostic::new(
            code::SYNTAX,
            say("this workbook is locked with a password, or an old .xls"),
        )
        .hint(say(
            "open it in a spreadsheet program, and save it without a password as .xlsx or `CSV UTF-8`",
        )),
        Refusal::TooLarge(what) => Diagnostic::new(code::TOO_LARGE, what)
            .hint(say("split it, or copy the rows that are meant into a new sheet")),
        Refusal::NoSheet => {
            Diagnostic::new(code::MISSING_FIELD, say("the workbook has no sheet with places"))
                .hint(say("put the places into a sheet named `Locations`"))
        }
    };
    diags.push(fault.at(&place));
    None
}

/// The workbook, and the names of its other sheets.
fn open(name: &str, bytes: &[u8]) -> Result<(Workbook, Vec<String>), Refusal> {
    let (mut book, sheets) = sheets(bytes)?;
    let named = |wanted: &str| sheets.iter().find(|sheet| sheet.trim().to_lowercase() == wanted);
    let head = named(CAMPAIGN);
    let places = named(LOCATIONS)
        .or_else(|| sheets.iter().find(|sheet| Some(*sheet) != head))
        .ok_or(Refusal::NoSheet)?;
    let head_text = match head {
        None => None,
        Some(sheet) => Some(lines(&mut book, sheet)?),
    };
    let text = sheet_text(&mut book, places)?;
    let source = |sheet: &String, text: String| Source::made(name, Rows::Sheet(sheet.clone()), text);
    let workbook = Workbook {
        head: head.zip(head_text).map(|(sheet, text)| source(sheet, text)),
        places: source(places, text),
    };
    let unread = sheets
        .iter()
        .filter(|sheet| Some(*sheet) != head && *sheet != places);
    Ok((workbook, unread.cloned().collect()))
}

/// A workbook, and the names of its sheets.
fn sheets(bytes: &[u8]) -> Result<(Book<'_>, Vec<String>), Refusal> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Refusal::Locked);
    }
    measure(bytes)?;
    let book = Xlsx::new(Cursor::new(bytes))?;
    let sheets = book.sheets_metadata().iter();
    let sheets: Vec<String> = sheets
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    Ok((book, sheets))
}

/// Refuses what is too large unpacked. What the parts themselves say of their size may be a lie.
fn measure(bytes: &[u8]) -> Result<(), Refusal> {
    let broken = |error: zip::result::ZipError| Refusal::Broken(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = LARGEST_UNPACKED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(broken)?;
        let shares_strings = part
            .name()
            .map_err(broken)?
            .to_lowercase()
            .ends_with("sharedstrings.xml");
        let mut start = Vec::new();
        let mut unpacked = part.take(left + 1);
        let broken = |error: std::io::Error| Refusal::Broken(error.to_string());
        if shares_strings {
            unpacked
                .by_ref()
                .take(4096)
                .read_to_end(&mut start)
                .map_err(broken)?;
        }
        let rest = std::io::copy(&mut unpacked, &mut std::io::sink()).map_err(broken)?;
        let size = rest + start.len() as u64;
        // Room is made for as many strings as the part says it has.
        if size > left || announced(&start) > size {
            let message = say("the workbook has more than {most} MB unpacked");
            return Err(Refusal::TooLarge(message.with("most", LARGEST_UNPACKED >> 20)));
        }
        left -= size;
    }
    Ok(())
}

/// How many strings the start of a part says that it has.
fn announced(start: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(start);
    let counts = text.split("uniqueCount").skip(1).map(|rest| {
        let digits = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\''));
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        match &digits[..end] {
            "" => 0,
            digits => digits.parse().unwrap_or(u64::MAX),
        }
    });
    counts.max().unwrap_or(0)
}

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// The first column of a sheet, a line a row.
fn lines(book: &mut Book<'_>, sheet: &str) -> Result<String, Refusal> {
    let mut lines: Vec<String> = Vec::new();
    each_cell(book, sheet, |row, column, text| {
        if column == 0 && row < MOST_LINES {
            lines.resize(lines.len().max(row + 1), String::new());
            // A break within a cell would shift the rows below it.
            lines[row] = text.replace(['\r', '\n'], " ");
        }
    })?;
    Ok(lines.iter().fold(String::new(), |text, line| text + line + "\n"))
}

fn sheet_text(book: &mut Book<'_>, sheet: &str) -> Result<String, Refusal> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut width = 1;
    each_cell(book, sheet, |row, column, text| {
        rows.resize_with(rows.len().max(row + 1), Vec::new);
        let cells = &mut rows[row];
        cells.resize(cells.len().max(column + 1), String::new());
        cells[column] = text;
        width = width.max(column + 1);
    })?;
    let padded = rows.iter().map(|row| {
        let beyond = std::iter::repeat_n("", width - row.len());
        row.iter().map(String::as_str).chain(beyond)
    });
    Ok(cells::text(padded))
}

/// Hands over each cell that is not empty: its row and column, from 0, and its text.
fn each_cell(
    book: &mut Book<'_>,
    sheet: &str,
    mut receive: impl FnMut(usize, usize, String),
) -> Result<(), Refusal> {
    let is_1904 = book.has_1904_epoch();
    let mut reader = book.worksheet_cells_reader(sheet)?;
    let mut left = LARGEST_SHEET;
    while let Some(cell) = reader.next_cell()? {
        let text = told(&Data::from(cell.get_value().clone()), is_1904);
        if text.trim().is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        if row > MOST_ROWS {
            let message = say("the sheet has more than {most} rows").with("most", MOST_ROWS);
            return Err(Refusal::TooLarge(message));
        }
        if column >= MOST_COLUMNS {
            let message = say("row {number} has {count} columns, and {most} are the most")
                .with("number", row + 1)
                .with("count", column + 1)
                .with("most", MOST_COLUMNS);
            return Err(Refusal::TooLarge(message));
        }
        left = left.checked_sub(text.len()).ok_or_else(|| {
            Refusal::TooLarge(
                say("the sheet has more than {most} MB of text").with("most", LARGEST_SHEET >> 20),
            )
        })?;
        receive(row, column, text);
    }
    Ok(())
}

/// A value as a person would type it, without loss.
fn told(value: &Data, is_1904: bool) -> String {
    match value {
        Data::Empty => String::new(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        // A cell that is text is none to be run, and is told so to whoever reads the rows on. `NA` stands for nothing all the same.
        Data::String(text) if text != "NA" => formula::guarded(text).into_owned(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(true) => "yes".to_owned(),
        Data::Bool(false) => "no".to_owned(),
        Data::DateTime(moment) if moment.is_datetime() => {
            day(moment.as_f64(), is_1904).unwrap_or_else(|| moment.as_f64().to_string())
        }
        Data::DateTime(span) => span.as_f64().to_string(),
        Data::Error(CellErrorType::NA) => "#N/A".to_owned(),
        Data::Error(error) => format!("#{error:?}"),
    }
}

/// The day of a spreadsheet's serial number (ECMA-376, 18.17.4): days since the end of 1899, or since 1904; with its time,
/// where it has one. `None` off the calendar.
fn day(serial: f64, is_1904: bool) -> Option<String> {
    /// 1970-01-01.
    const UNIX: f64 = 25_569.0;
    /// From the end of 1899 to 1904-01-01.
    const LATER: f64 = 1_462.0;
    /// 9999-12-31.
    const LAST: f64 = 2_958_465.0;
    let days = if is_1904 { serial + LATER } else { serial };
    if !(0.0..=LAST).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "within the calendar")]
    let seconds = ((days - UNIX) * 86_400.0).round() as i64;
    let date = Date::from_unix(seconds);
    let minutes = seconds.rem_euclid(86_400) / 60;
    Some(match minutes {
        0 => date.to_string(),
        minutes => format!("{date} {:02}:{:02}", minutes / 60, minutes % 60),
    })
}

#[cfg(test)]
mod tests {
    use super::{announced, day};

    #[test]
    fn days_of_serial_numbers() {
        assert_eq!(day(46_350.0, false).as_deref(), Some("2026-11-24"));
        assert_eq!(day(46_350.5, false).as_deref(), Some("2026-11-24 12:00"));
        assert_eq!(day(44_888.0, true).as_deref(), Some("2026-11-24"));
        assert_eq!(day(1e9, false), None);
        assert_eq!(day(f64::NAN, false), None);
    }

    #[test]
    fn how_many_strings_are_announced() {
        assert_eq!(announced(b"<sst uniqueCount=\"12\" count='3'>"), 12);
        assert_eq!(announced(b"<sst uniqueCount = '99999999999999999999'>"), u64::MAX);
        assert_eq!(announced(b"<sst>"), 0);
    }
}
