//! Reads services from a sheet: rows of cells parted by commas, with the fields of a `[[service]]` as heads.
//!
//! Lists are parted by `;`. A telephone number may be followed by what it is for and by languages: `503-555-0123 voice en es`.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::draft::Draft;
use super::entry::{self, FIELDS, Raw, RawHours, RawPhone, Taken};
use super::phone::PhoneKind;
use super::reading::MOST_ENTRIES;
use crate::cells::{self, Row};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::formula;
use crate::heads;
use crate::phrase::say;
use crate::source::{Source, Span, Spanned};

/// Reads a whole sheet. Rows that hold faults are reported.
pub(super) fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Vec<Draft> {
    let mut heads: Option<Vec<Option<&'static str>>> = None;
    let mut raws: Vec<Raw> = Vec::new();
    cells::each(diags, source, b',', MOST_ENTRIES, |diags, row| {
        match &heads {
            None => heads = Some(read_heads(diags, row)),
            Some(heads) if heads.is_empty() => return ControlFlow::Break(()),
            Some(_) if row.is_empty() => {}
            Some(heads) => raws.push(read_row(diags, row, heads)),
        }
        ControlFlow::Continue(())
    });
    let bare = source.without_text();
    let mut taken = Taken::of(&raws);
    raws.into_iter()
        .filter_map(|raw| entry::check(diags, raw, &bare, &mut taken))
        .collect()
}

/// The fields of the columns. A head that is none is not quoted: where the heads are missing it is the first entry.
fn read_heads(diags: &mut Diagnostics, row: &Row) -> Vec<Option<&'static str>> {
    let word = |column: usize| heads::word(row.cell(column).trim_start_matches('\u{FEFF}'));
    let known = |column: usize| FIELDS.iter().copied().find(|field| *field == word(column));
    let heads: Vec<_> = (0..row.len()).map(known).collect();
    if !heads.contains(&Some("name")) {
        let message = say("no column has the head `{needed}`").with("needed", "name");
        let fault = Diagnostic::new(code::MISSING_FIELD, message).at(&row.span(0));
        diags.push(fault.hint(say(
            "the first row holds the heads, with commas between them: name, type, phones, hours, address, disclosure …",
        )));
        return Vec::new();
    }
    for (column, head) in heads.iter().enumerate() {
        let fault = match head {
            None if word(column).is_empty() => continue,
            None => Diagnostic::new(
                code::UNKNOWN_FIELD,
                say("the head of this column is no field of a service"),
            )
            .near(&word(column), FIELDS.iter().copied()),
            Some(_) if heads[..column].contains(head) => {
                Diagnostic::new(code::BAD_VALUE, say("the head of this column stands here twice"))
            }
            Some(_) => continue,
        };
        diags.push(fault.at(&row.span(column)));
    }
    heads
}

fn read_row(diags: &mut Diagnostics, row: &Row, heads: &[Option<&'static str>]) -> Raw {
    let mut raw = Raw::at(row.span(0));
    for (column, written) in row.iter().enumerate() {
        let cell = formula::unguarded(written.trim());
        let Some(field) = heads.get(column).copied().flatten().filter(|_| !cell.is_empty()) else {
            continue;
        };
        let span = row.span(column);
        let text = || Spanned::new(cell.to_owned(), span.clone());
        match field {
            "phones" => raw.phones = parts(cell).map(|part| read_phone(part, &span)).collect(),
            "hours" => raw.hours = RawHours::Words(text()),
            "lat" | "lon" => match cell.parse::<f64>() {
                Ok(number) if number.is_finite() => raw.numbers.push((field, Spanned::new(number, span))),
                _ => {
                    let message = say("`{key}` takes a number").with("key", field);
                    diags.push(Diagnostic::new(code::WRONG_TYPE, message).at(&span));
                }
            },
            "nationwide" => match cell.to_lowercase().as_str() {
                "true" | "yes" | "y" | "x" | "1" | "sí" | "si" => raw.nationwide = true,
                "false" | "no" | "n" | "0" => {}
                _ => {
                    let message = say("`{key}` takes yes or no").with("key", field);
                    diags.push(Diagnostic::new(code::WRONG_TYPE, message).at(&span));
                }
            },
            "address" | "counties" | "states" | "languages" => {
                let texts = parts(cell).map(|part| Spanned::new(part.to_owned(), span.clone()));
                raw.lists.push((field, texts.collect()));
            }
            _ => raw.texts.push((field, text())),
        }
    }
    raw
}

/// The parts of a list, without empty ones.
fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// A number, what it is for, and languages. The first word of letters ends the number, unless it begins an extension.
fn read_phone(part: &str, span: &Span) -> RawPhone {
    let words: Vec<&str> = part.split_whitespace().collect();
    let is_word = |word: &&str| {
        let letters =
            word.chars().all(|c| c.is_alphabetic() || c == '-') && word.chars().any(char::is_alphabetic);
        letters && !["ext", "x", "extension"].contains(&word.to_lowercase().as_str())
    };
    let end = words.iter().position(is_word).unwrap_or(words.len());
    let (number, rest) = words.split_at(end);
    let at = |text: String| Spanned::new(text, span.clone());
    let mut phone = RawPhone::of(at(number.join(" ")));
    let mut rest = rest.iter().map(|word| (*word).to_owned()).peekable();
    let is_kind = |word: &String| PhoneKind::parse(word).is_some() || word.eq_ignore_ascii_case("fax");
    phone.kind = rest.next_if(is_kind).map(at);
    phone.languages = rest.map(at).collect();
    phone
}

#[cfg(test)]
mod tests {
    use crate::diag::Diagnostics;
    use crate::service::{Disclosure, Hours, PhoneKind, Reading, Services};
    use crate::source::{Rows, Source};

    fn read(text: &str) -> (Services, Diagnostics) {
        let mut diags = Diagnostics::default();
        let mut reading = Reading::default();
        reading.sheet(&mut diags, &Source::sealed("referrals.csv", Rows::Text, text));
        let services = reading.finish(&mut diags);
        (services, diags)
    }

    #[test]
    fn rows_become_services() {
        let (services, diags) = read(
            "Name,Type,Phones,Hours,Address,Counties,Nationwide,Languages,Verified On\n\
             Valley Food (sample),food,(503) 555-0123 voice en es; 503-555-0199 text; 503-555-0198 fax,Tuesdays,77 Elm St; Albany,OR/Linn; OR/Benton,,en;es,2026-11-01\n\
             Oak House (sample),shelter,503-555-0125 ext. 4,24/7,12 Oak St,,yes,,\n",
        );
        assert!(diags.iter().next().is_none(), "{diags:#?}");
        let food = &services.listed[0];
        assert_eq!(food.id, "service-1");
        let phones: Vec<_> = food
            .phones
            .iter()
            .map(|phone| (phone.printed.as_str(), phone.kind))
            .collect();
        assert_eq!(
            phones,
            [
                ("503-555-0123", PhoneKind::Voice),
                ("503-555-0199", PhoneKind::Text)
            ]
        );
        assert_eq!(food.phones[0].languages.len(), 2);
        assert_eq!(food.hours, Hours::Words("Tuesdays".to_owned()));
        assert_eq!(
            (food.counties.len(), food.place.as_ref().unwrap().lines.len()),
            (2, 2)
        );
        let oak = &services.listed[1];
        assert_eq!(oak.disclosure, Disclosure::PhoneOnly);
        assert_eq!(oak.phones[0].extension.as_deref(), Some("4"));
        assert!(oak.nationwide && oak.place.is_none() && services.sealed.finds("12 Oak"));
    }

    #[test]
    fn faults_name_cells_and_no_value() {
        let (_, diags) = read(
            "name,type,phons,lat,nationwide,disclosure\n\
             A,food,503-555-0123,12 Oak Street,12 Oak Street,12 Oak Street\n\
             B,12 Oak Street,,,,\n",
        );
        let told: Vec<_> = diags
            .iter()
            .map(|fault| {
                let cell = fault.span.as_ref().unwrap().cell.unwrap();
                assert!(!fault.message.english().contains("Oak"), "{fault:?}");
                (fault.code.name, cell.to_string())
            })
            .collect();
        let fault = |code, cell: &str| (code, cell.to_owned());
        assert_eq!(
            told,
            [
                fault("unknown-field", "C1"),
                fault("wrong-type", "D2"),
                fault("wrong-type", "E2"),
                fault("bad-value", "F2"),
                fault("missing-field", "A2"),
                fault("bad-value", "B3"),
            ]
        );
    }
}
