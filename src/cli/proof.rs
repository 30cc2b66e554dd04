//! `proof`: reads finished PDFs back, ours or anybody's.

use std::path::Path;

use mileposter::code;
use mileposter::diag::{Diagnostic, Diagnostics, OnPage, shown};
use mileposter::hotline::{Hotline, digits_of, host_of};
use mileposter::reading::{self, PageReading, phone_like};
use mileposter::serial::Serial;
use mileposter::source::{Source, Span};
use mileposter::{raster, scan};

use super::Stop;
use super::args::ProofFiles;
use super::load;
use super::report::Reporter;

/// Pages that are read of one file.
const MOST_PAGES: usize = 200;

/// Dots per inch at which symbols are read.
const DPI: f32 = 144.0;

/// What a file says.
#[derive(Default)]
struct Found {
    numbers: Vec<String>,
    symbols: Vec<String>,
    least_type: Option<f32>,
    pages: usize,
}

/// Runs the command.
pub(super) fn run(reporter: &Reporter, proof: &ProofFiles) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    let library = load::library(&mut diags, proof.campaign.as_deref())?;
    let Some(hotline) = library.hotlines.get(&proof.hotline) else {
        let known: Vec<&str> = library.hotlines.keys().map(String::as_str).collect();
        return Err(Stop::Usage(format!(
            "there is no hotline `{}`; there are {}",
            proof.hotline,
            known.join(", ")
        )));
    };
    let mut results = Vec::new();
    for file in &proof.files {
        let found = read(&mut diags, file, hotline)?;
        let least = found.least_type.map_or_else(
            || "no type".to_owned(),
            |size| format!("smallest type {size:.1} pt"),
        );
        reporter.tell(&format!(
            "{}: pages {}; numbers {}; symbols {}; {least}",
            file.display(),
            found.pages,
            listed(&found.numbers),
            listed(&found.symbols)
        ));
        results.push(serde_json::json!({
            "file": file.display().to_string(),
            "pages": found.pages,
            "numbers": found.numbers,
            "symbols": found.symbols,
            "min_type_pt": found.least_type.map(|size| (size * 10.0).round() / 10.0),
        }));
    }
    reporter.faults(&diags);
    reporter.object(
        &diags,
        serde_json::json!({ "command": "proof", "files": results }),
    );
    if diags.has_errors() {
        Err(Stop::Faults)
    } else {
        Ok(())
    }
}

fn listed(words: &[String]) -> String {
    if words.is_empty() {
        "none".to_owned()
    } else {
        words
            .iter()
            .map(|word| shown(word))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn read(diags: &mut Diagnostics, file: &Path, hotline: &Hotline) -> Result<Found, Stop> {
    let bytes = std::fs::read(file).map_err(Stop::machine(format!("cannot read `{}`", file.display())))?;
    let name = file.display().to_string();
    let source = Source::new(name.clone(), "");
    let mut symbols = Vec::new();
    let drawn = raster::each(&bytes, DPI, MOST_PAGES, |page| {
        symbols.push(scan::symbols(&page.to_grey()));
    });
    let (Ok(readings), Ok(())) = (reading::read(&bytes, MOST_PAGES), drawn) else {
        diags.push(
            Diagnostic::new(code::NOT_A_PDF, "the file cannot be read as a PDF")
                .at(&Span::file(&source))
                .hint("open it in a viewer; if it is locked, save it without a password"),
        );
        return Ok(Found::default());
    };
    let mut found = Found {
        pages: readings.len(),
        ..Found::default()
    };
    for (at, (reading, symbols)) in readings.iter().zip(symbols).enumerate() {
        let fault = |code, message: String| {
            let on = OnPage {
                piece: name.clone(),
                page: at + 1,
                rect: None,
            };
            Diagnostic::new(code, message).at(&Span::file(&source)).on(on)
        };
        for number in numbers(reading) {
            if !hotline.owns(&digits_of(&number)) {
                let message = format!("`{}` is no number of the record `{}`", shown(&number), hotline.id);
                diags.push(fault(code::NUMBER_FOREIGN, message));
            }
            found.numbers.push(number);
        }
        for payload in symbols {
            if !is_allowed(&payload, hotline) {
                let says = shown(&payload);
                let message = format!(
                    "a symbol says `{says}`, which the record `{}` does not",
                    hotline.id
                );
                diags.push(fault(code::SYMBOL_READ, message));
            }
            found.symbols.push(payload);
        }
        let sizes = reading
            .glyphs
            .iter()
            .map(|glyph| glyph.size)
            .filter(|size| *size > 0.0);
        found.least_type = sizes.chain(found.least_type).reduce(f32::min);
    }
    for words in [&mut found.numbers, &mut found.symbols] {
        words.sort();
        words.dedup();
    }
    Ok(found)
}

fn numbers(reading: &PageReading) -> Vec<String> {
    let lines = reading.lines();
    let trim = |number: String| {
        number
            .trim_matches(|c: char| !c.is_ascii_digit() && c != '+' && c != '(')
            .to_owned()
    };
    lines
        .iter()
        .flat_map(|line| phone_like(&without_serials(&line.text)))
        .map(trim)
        .collect()
}

/// A line with its serials taken out: their digits are no telephone number.
fn without_serials(line: &str) -> String {
    let words = line
        .split(' ')
        .map(|word| if Serial::parse(word).is_ok() { "·" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// `tel:` and `sms:` with the record's own numbers, `https:` on its own host.
fn is_allowed(payload: &str, hotline: &Hotline) -> bool {
    if let Some(number) = payload.strip_prefix("tel:") {
        return number == hotline.voice.number.to_string();
    }
    if let Some(code) = payload.strip_prefix("sms:") {
        return hotline.text.as_ref().is_some_and(|text| text.code == code);
    }
    host_of(payload).is_some_and(|host| hotline.host.as_deref() == Some(host))
}
