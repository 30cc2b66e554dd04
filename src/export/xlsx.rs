//! Places as a workbook (ISO/IEC 29500) to be edited in a spreadsheet program and read again. The crate `rust_xlsxwriter` is named here alone.
//!
//! The sheet `Locations` has the columns of a CSV file; `Campaign` has the TOML text beside the places, a line a row, so that nothing is
//! lost; `Read me` tells how to edit. Texts are written as texts: no formula, no link.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime,
    Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::location::{Direction, Kind, MOST_STALLS, Status};
use crate::phrase::{Phrase, say};
use crate::source::Span;

use super::Export;
use super::columns::{BETWEEN_WORDS, Cell, Column, columns};
use super::head::head;
use super::xml::allowed;

/// The names of the sheets, by which they are found again.
const LOCATIONS: &str = "Locations";
const CAMPAIGN: &str = "Campaign";
const READ_ME: &str = "Read me";

/// The longest text of a cell, in UTF-16 units, and the most rows of a sheet: limits of the format's usual programs.
const LONGEST_CELL: usize = 32_767;
const MOST_LINES: usize = 1_048_576;

/// The last row, from 0: what is set for a column holds for rows that are added later.
const LAST_ROW: u32 = 1_048_575;

/// The widest column and that of a text of many lines, in characters.
const WIDEST: usize = 36;
const WIDTH_OF_LINES: f64 = 60.0;

/// The longest message beside a cell, in characters.
const LONGEST_MESSAGE: usize = 255;

/// The bytes of the file; a line beside the places that no cell holds is reported.
pub(super) fn write(diags: &mut Diagnostics, export: &Export<'_>) -> Option<Vec<u8>> {
    let head = export.campaign.source.as_ref().map(head).unwrap_or_default();
    if let Some(fault) = too_large(export, &head) {
        diags.push(fault);
        return None;
    }
    let workbook = workbook(export, &head);
    Some(workbook.expect("places and lines are within the limits of a sheet"))
}

fn too_large(export: &Export<'_>, head: &str) -> Option<Diagnostic> {
    let is_long = |line: &&str| line.encode_utf16().count() > LONGEST_CELL;
    let message = if let Some(line) = head.lines().find(is_long) {
        say("a line of the campaign has {count} characters, and a cell of a spreadsheet holds {most}")
            .with("count", line.encode_utf16().count())
            .with("most", LONGEST_CELL)
    } else if head.lines().count() > MOST_LINES {
        say("the campaign has {count} lines, and a sheet holds {most}")
            .with("count", head.lines().count())
            .with("most", MOST_LINES)
    } else {
        return None;
    };
    let source = export.campaign.source.as_ref()?;
    Some(Diagnostic::new(code::TOO_LARGE, message).at(&Span::file(source)))
}

fn workbook(export: &Export<'_>, head: &str) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A flat date, so that the same places are the same bytes.
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
    locations(export, workbook.add_worksheet().set_name(LOCATIONS)?)?;
    if !head.trim().is_empty() {
        campaign(head, workbook.add_worksheet().set_name(CAMPAIGN)?)?;
    }
    read_me(export, workbook.add_worksheet().set_name(READ_ME)?)?;
    workbook.save_to_buffer()
}

/// The places: a bold head that stays, filters, texts that no program takes for numbers, and words to choose from.
fn locations(export: &Export<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let bold = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0xD9_E2_EC));
    let columns = columns(export.people);
    let mut last_row = 0;
    let mut last_column = 0;
    for (at, column) in (0..).zip(&columns) {
        let (kind, mut width) = (kind_of(column), column.head.len() + 3);
        sheet.set_column_format(at, &kind.format())?;
        sheet.write_string_with_format(0, at, column.head, &bold)?;
        for (row, place) in (1..).zip(&export.places) {
            if let Some(cell) = (column.cell)(place) {
                width = width.max(put(sheet, row, at, &cell, &kind.format())?);
            }
            last_row = row;
        }
        sheet.set_column_width(at, kind.width(width))?;
        if let Some(validation) = validation(export, column.head)? {
            sheet.add_data_validation(1, at, LAST_ROW, at, &validation)?;
        }
        last_column = at;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    Ok(())
}

/// Writes a cell and tells how wide it is, in characters.
fn put(
    sheet: &mut Worksheet,
    row: u32,
    at: u16,
    cell: &Cell<'_>,
    format: &Format,
) -> Result<usize, XlsxError> {
    let text = match cell {
        Cell::Number(number) => {
            sheet.write_number_with_format(row, at, *number, format)?;
            return Ok(number.to_string().len());
        }
        Cell::Text(text) => allowed(text),
        Cell::Words(words) => allowed(&words.join(BETWEEN_WORDS)).into_owned().into(),
    };
    sheet.write_string_with_format(row, at, text.as_ref(), format)?;
    Ok(text.chars().count())
}

/// What a column is to a spreadsheet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ColumnKind {
    Number,
    Text,
    Lines,
}

fn kind_of(column: &Column) -> ColumnKind {
    match column.head {
        "milepost" | "lat" | "lon" | "stalls_women" | "stalls_men" | "stalls_all" => ColumnKind::Number,
        "amenities" | "venues" | "reason" | "source" | "notes" => ColumnKind::Lines,
        _ => ColumnKind::Text,
    }
}

impl ColumnKind {
    fn format(self) -> Format {
        let top = Format::new().set_align(FormatAlign::Top);
        match self {
            Self::Number => top,
            // Without this a postmile of `54.1` or a permit `0012` would become a number when it is typed.
            Self::Text => top.set_num_format("@"),
            Self::Lines => top.set_num_format("@").set_text_wrap(),
        }
    }

    fn width(self, content: usize) -> f64 {
        let content = u32::try_from(content.min(WIDEST)).map_or(WIDTH_OF_LINES, f64::from);
        if self == Self::Lines {
            WIDTH_OF_LINES
        } else {
            content
        }
    }
}

/// What may be typed into a column.
fn validation(export: &Export<'_>, head: &str) -> Result<Option<DataValidation>, XlsxError> {
    let any = DataValidation::new();
    let (rule, wanted) = match head {
        "kind" => (any.allow_list_strings(&words(Kind::ALL))?, chosen()),
        "direction" => (any.allow_list_strings(&words(Direction::ALL))?, chosen()),
        "status" => (any.allow_list_strings(&words(&Status::ALL))?, chosen()),
        "milepost" => (
            any.allow_decimal_number(DataValidationRule::Between(0.0, 1000.0)),
            say("a milepost is from 0 to 1000"),
        ),
        "lat" => (
            any.allow_decimal_number(DataValidationRule::Between(-90.0, 90.0)),
            say("a latitude is from -90 to 90"),
        ),
        "lon" => (
            any.allow_decimal_number(DataValidationRule::Between(-180.0, 180.0)),
            say("a longitude is from -180 to 180"),
        ),
        "stalls_women" | "stalls_men" | "stalls_all" => (
            any.allow_whole_number(DataValidationRule::Between(0, MOST_STALLS.cast_signed())),
            say("a whole number of at most 1000 stalls"),
        ),
        _ => return Ok(None),
    };
    let message: String = (export.tell)(&wanted).chars().take(LONGEST_MESSAGE).collect();
    let rule = rule
        .set_error_message(message)?
        .set_error_style(DataValidationErrorStyle::Stop);
    Ok(Some(rule))
}

fn words<T>(all: &[(&'static str, T)]) -> Vec<&'static str> {
    all.iter().map(|(word, _)| *word).collect()
}

fn chosen() -> Phrase {
    say("choose one of the words of the list")
}

/// What stands beside the places, a line a row.
fn campaign(head: &str, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_column_format(0, &Format::new().set_num_format("@").set_font_name("Courier New"))?;
    sheet.set_column_width(0, 100.0)?;
    let text = Format::new().set_num_format("@").set_font_name("Courier New");
    for (row, line) in (0..).zip(head.lines()).filter(|(_, line)| !line.is_empty()) {
        sheet.write_string_with_format(row, 0, allowed(line).as_ref(), &text)?;
    }
    Ok(())
}

fn read_me(export: &Export<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let lines = [
        say(
            "One row of the sheet `Locations` is one place. Keep the words of its first row; the order of columns is free.",
        ),
        say(
            "`kind`, `direction` and `status` offer their words. Several languages or amenities in one cell are parted by `;`.",
        ),
        say(
            "An id stays the same for good: folders and files are named after it. A new place gets a new one, in small letters, digits and hyphens.",
        ),
        say(
            "The sheet `Campaign` holds the rest of the locations file. Leave it as it is, or edit it as that file.",
        ),
        say(
            "Save as .xlsx, and bring it back with `mileposter import FILE.xlsx --out locations.toml`; every mistake is told with its row and column.",
        ),
    ];
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_column_width(0, 100.0)?;
    for (row, line) in (0..).zip(&lines) {
        sheet.write_string_with_format(row, 0, (export.tell)(line), &wrapped)?;
    }
    Ok(())
}
