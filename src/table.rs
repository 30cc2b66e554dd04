//! Reads locations from a spreadsheet saved as CSV (RFC 4180), and tells each fault by row and column letter.
//!
//! Heads are the words of [`location::FIELDS`], in any case; common other heads such as
//! `Mile Marker` are understood and said so. Lists are split by `;`. The apostrophe that guards a text from being run
//! as a [`formula`] is taken away.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::cells::{self, MOST_ROWS, Row};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::formula;
use crate::heads::{self, Head};
use crate::location::{self, Location, Raw, Stalls};
use crate::phrase::say;
use crate::source::{Source, Spanned};

/// Reads a whole sheet. Rows that hold faults are reported and left out.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Vec<Location> {
    let mut heads: Option<Vec<Option<Head>>> = None;
    // No more rows than lines: a long list does not grow by copying.
    let mut locations = Vec::with_capacity(source.text.lines().take(MOST_ROWS).count());
    cells::each(diags, source, b',', MOST_ROWS, |diags, row| {
        match &heads {
            None => heads = Some(read_heads(diags, row)),
            Some(heads) if heads.is_empty() => return ControlFlow::Break(()),
            Some(heads) => locations.extend(read_row(diags, row, heads)),
        }
        ControlFlow::Continue(())
    });
    locations
}

fn read_heads(diags: &mut Diagnostics, row: &Row) -> Vec<Option<Head>> {
    let parted = [(';', say("semicolons")), ('\t', say("tabs"))];
    if let Some((_, by)) = parted.iter().find(|(sign, _)| row.cell(0).contains(*sign)) {
        diags.push(
            Diagnostic::new(
                code::SYNTAX,
                say("the columns are parted by {by}").with_words("by", by.clone()),
            )
            .at(&row.span(0))
            .hint(say("save the sheet again with commas between the columns")),
        );
        return Vec::new();
    }
    let mut told = Diagnostics::default();
    let heads: Vec<_> = (0..row.len())
        .map(|column| read_head(&mut told, row, column))
        .collect();
    if heads.iter().all(Option::is_none) {
        diags.push(
            Diagnostic::new(
                code::MISSING_FIELD,
                say("the first row holds no head that is known"),
            )
            .at(&row.span(0))
            .hint(say(
                "delete what stands above the heads, or add them: id, name, kind, route, direction …",
            )),
        );
        return Vec::new();
    }
    diags.extend(told);
    for (column, head) in heads.iter().enumerate() {
        if head.is_some() && heads[..column].contains(head) {
            let message = say("the head `{head}` stands here twice").with("head", shown(row.cell(column)));
            diags.push(Diagnostic::new(code::BAD_VALUE, message).at(&row.span(column)));
        }
    }
    for needed in ["id", "name", "kind"] {
        if !heads.contains(&Some(Head::Field(needed))) {
            diags.push(
                Diagnostic::new(
                    code::MISSING_FIELD,
                    say("no column has the head `{needed}`").with("needed", needed),
                )
                .at(&row.span(0))
                .hint(say(
                    "the first row holds the heads: id, name, kind, route, direction, milepost …",
                )),
            );
        }
    }
    heads
}

fn read_head(diags: &mut Diagnostics, row: &Row, column: usize) -> Option<Head> {
    let written = row.cell(column).trim();
    let word = heads::word(written);
    if word.is_empty() {
        return None;
    }
    if let Some(own) = heads::own(&word) {
        return Some(own);
    }
    if let Some(field) = heads::other(&word).and_then(Head::field) {
        let message = say("the head `{written}` is understood as `{field}`")
            .with("written", shown(written))
            .with("field", field);
        diags.push(Diagnostic::new(code::HEAD_GUESSED, message).at(&row.span(column)));
        return Some(Head::Field(field));
    }
    diags.push(
        Diagnostic::new(
            code::COLUMN_UNREAD,
            say("the column `{written}` is not read").with("written", shown(written)),
        )
        .at(&row.span(column))
        .near(&word, location::FIELDS.iter().copied()),
    );
    None
}

fn read_row(diags: &mut Diagnostics, row: &Row, heads: &[Option<Head>]) -> Option<Location> {
    let missing = |text: &str| text.is_empty() || text == "NA";
    if row.iter().all(|cell| missing(cell.trim())) {
        return None;
    }
    let mut raw = Raw::default();
    let mut stalls = Stalls::default();
    let mut counted = false;
    let mut next = 0;
    for (column, written) in row.iter().enumerate() {
        let before = next;
        next += written.len() + 1;
        let cell = written.trim();
        let Some(head) = heads.get(column).copied().flatten().filter(|_| !missing(cell)) else {
            continue;
        };
        let span = row.span_after(column, before);
        let text = formula::unguarded(cell).to_owned();
        match head {
            Head::Field(key @ ("languages" | "amenities" | "venues")) => {
                let words = cell.split(';').map(str::trim).filter(|word| !word.is_empty());
                let words = words.map(|word| Spanned::new(formula::unguarded(word).to_owned(), span.clone()));
                match key {
                    "languages" => raw.languages.extend(words),
                    "venues" => raw.venues.extend(words),
                    _ => raw.amenities.extend(words),
                }
            }
            // The words of a permit have columns of their own.
            Head::Field("permit") => raw.permit.push(("status", Spanned::new(text, span))),
            Head::Permit(field) => raw.permit.push((field, Spanned::new(text, span))),
            Head::Field(key @ ("milepost" | "lat" | "lon")) => match cell.parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    raw.numbers.push((key, Spanned::new(number, span)));
                }
                _ => {
                    let message = say("`{key}` takes a number, not `{cell}`")
                        .with("key", key)
                        .with("cell", shown(cell));
                    diags.push(Diagnostic::new(code::WRONG_TYPE, message).at(&span));
                }
            },
            Head::Field(key) => raw.texts.push((key, Spanned::new(text, span))),
            // What only an import takes for something.
            Head::Postmile(_) | Head::City | Head::Amenity(_) | Head::Key(_) | Head::Person => {}
            Head::Stalls(room) => match cell.parse::<u32>() {
                Ok(count) if count <= location::MOST_STALLS => {
                    counted = true;
                    *room.of(&mut stalls) = count;
                }
                _ => {
                    let message =
                        say("a stall count is a whole number, not `{cell}`").with("cell", shown(cell));
                    diags.push(Diagnostic::new(code::WRONG_TYPE, message).at(&span));
                }
            },
        }
    }
    raw.stalls = counted.then_some(stalls);
    location::check(diags, raw, &row.span(0))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::cells::MOST_ROWS;
    use crate::diag::Diagnostics;
    use crate::source::Source;

    #[test]
    fn a_cell_with_doubled_quotes_has_a_place() {
        let sheet = "id,name,kind,\"\"\"ñ\"\"\"ñ\u{2028},x\u{200d}\"ñ\n";
        let mut diags = Diagnostics::default();
        read(&mut diags, &Source::new("places.csv", sheet));
        assert_eq!(diags.iter().count(), 2);
        for fault in diags.iter() {
            let span = fault.span.as_ref().unwrap();
            assert!(sheet.get(span.bytes.clone()).is_some(), "{fault:?}");
        }
    }

    #[test]
    fn faults_name_row_and_column() {
        let sheet = "id,name,kind,Mile Marker,stalls_women\na,Oak Grove,rest_area,206.06,6\nb,\"Two\nlines\",rest area,far,\n\nc,Bar,pub,1,2\n";
        let mut diags = Diagnostics::default();
        let locations = read(&mut diags, &Source::new("places.csv", sheet));
        assert_eq!(
            locations
                .iter()
                .map(|place| place.id.as_str())
                .collect::<Vec<_>>(),
            ["a"]
        );
        let told: Vec<_> = diags
            .iter()
            .map(|fault| {
                let span = fault.span.as_ref().unwrap();
                let cell = span.cell.unwrap();
                (fault.code.name, cell.to_string(), span.text().to_owned())
            })
            .collect();
        let fault = |code, cell: &str, text: &str| (code, cell.to_owned(), text.to_owned());
        assert_eq!(
            told,
            [
                fault("head-guessed", "D1", "Mile Marker"),
                fault("wrong-type", "D3", "far"),
                fault("hostile-text", "B3", "Two\nlines"),
                fault("unknown-kind", "C4", "pub"),
            ]
        );
        assert_eq!(locations[0].stalls.unwrap().women, 6);
    }

    #[test]
    fn cells_are_found_behind_quoted_ones() {
        let sheet = "id,name,kind,amenities,milepost\na,\"The \"\"Oak\"\"\",bar,\"phone;vending\",far\nb,B,bar,phone,near\n";
        let mut diags = Diagnostics::default();
        read(&mut diags, &Source::new("places.csv", sheet));
        let told: Vec<_> = diags
            .iter()
            .map(|fault| fault.span.as_ref().unwrap().text().to_owned())
            .collect();
        assert_eq!(told, ["far", "near"]);
    }

    #[test]
    fn amenities_are_a_list_and_may_be_long() {
        let amenities = "restrooms;".repeat(20);
        let sheet = format!("id,name,kind,amenities\na,A,bar,{amenities}\n");
        let mut diags = Diagnostics::default();
        assert_eq!(read(&mut diags, &Source::new("places.csv", sheet)).len(), 1);
        assert!(diags.iter().next().is_none(), "{diags:#?}");
    }

    #[test]
    fn a_sheet_has_so_many_rows() {
        let rows: String = (0..=MOST_ROWS).map(|row| format!("a{row},A,bar\n")).collect();
        let mut diags = Diagnostics::default();
        let read = read(
            &mut diags,
            &Source::new("places.csv", format!("id,name,kind\n{rows}")),
        );
        assert_eq!(read.len(), MOST_ROWS);
        let told: Vec<_> = diags.iter().map(|fault| fault.code.name).collect();
        assert_eq!(told, ["too-large"]);
    }
}
