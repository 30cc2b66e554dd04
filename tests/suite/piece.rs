//! Stall signs made with the library, up to their finished bytes.

use std::sync::LazyLock;

use mileposter::code::Severity;
use mileposter::diag::Diagnostics;
use mileposter::fit;
use mileposter::library::{Library, Overrides};
use mileposter::locale::Locale;
use mileposter::page::{ItemKind, Page, TextItem};
use mileposter::pdf::{self, Info};
use mileposter::plate::{self, Composition, Plate};
use mileposter::poster::Order;
use mileposter::reading::{self, VisualLine};
use mileposter::setup::{Finish, Setup};
use mileposter::text::{Line, Piece, RichText, Shaper};

/// The number of the national line, as it is printed.
pub(crate) const NUMBER: &str = "1-888-373-7888";

/// What an unisolated number becomes in a line that runs from the right.
pub(crate) const REVERSED: &str = "7888-373-888-1";

/// Everything that is embedded, read once for all tests.
pub(crate) static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let mut diags = Diagnostics::default();
    let library = Library::read(&mut diags, &Overrides::default());
    assert!(!diags.has_errors(), "{diags:#?}");
    library
});

pub(crate) fn locale(tag: &str) -> Locale {
    Locale::parse(tag).unwrap()
}

/// A stall sign on letter paper, laid out.
#[track_caller]
pub(crate) fn composed(tags: &[&str]) -> Composition {
    composed_as("stall", "letter", tags)
}

/// A piece, laid out.
#[track_caller]
pub(crate) fn composed_as(template: &str, stock: &str, tags: &[&str]) -> Composition {
    composed_for(&Finish::Home, template, stock, tags)
}

/// A piece for whoever prints it, laid out.
#[track_caller]
pub(crate) fn composed_for(finish: &Finish, template: &str, stock: &str, tags: &[&str]) -> Composition {
    composed_in(&LIBRARY, finish, template, stock, tags)
}

/// A piece of a library for whoever prints it, laid out.
#[track_caller]
pub(crate) fn composed_in(
    library: &Library,
    finish: &Finish,
    template: &str,
    stock: &str,
    tags: &[&str],
) -> Composition {
    let order = Order {
        hotline: "us-nhth".to_owned(),
        template: template.to_owned(),
        languages: tags.iter().map(|tag| locale(tag)).collect(),
        stock: stock.to_owned(),
        setup: Setup {
            finish: finish.clone(),
            ..Setup::default()
        },
        rule: None,
    };
    let mut diags = Diagnostics::default();
    let composition = plate::compose(&mut diags, library, &mut Shaper::new(&library.fonts), &order);
    assert!(!diags.has_errors(), "{template} {stock} {tags:?}: {diags:#?}");
    composition.unwrap()
}

/// The most languages that a template has a layout for on a stock that it goes on.
pub(crate) fn most_languages(template: &str, stock: &str) -> usize {
    let template = &LIBRARY.templates[template];
    let stock = LIBRARY.stocks.get(stock).unwrap();
    fit::on(template, stock).unwrap().most_languages(template)
}

/// Writes and proofs a composition; the codes of the errors, once each.
pub(crate) fn proofed(composition: Composition) -> Result<Plate, Vec<&'static str>> {
    let mut diags = Diagnostics::default();
    let alphabet = pdf::imprint_alphabet(&LIBRARY.fonts);
    let made = plate::make(&mut diags, &LIBRARY, composition, &alphabet);
    let errors = diags.iter().filter(|fault| fault.severity == Severity::Error);
    let mut codes: Vec<_> = errors.map(|fault| fault.code.name).collect();
    codes.sort_unstable();
    codes.dedup();
    made.ok_or(codes)
}

/// The lines of a finished file as the eye sees them, page after page.
pub(crate) fn visual_lines(pdf: &[u8]) -> Vec<VisualLine> {
    let pages = reading::read(pdf, 16).unwrap();
    pages.iter().flat_map(reading::PageReading::lines).collect()
}

/// Words of a language before shaping.
pub(crate) fn rich(words: &str, tag: &str) -> RichText {
    let locale = locale(tag);
    RichText {
        pieces: vec![Piece::Words(words.to_owned())],
        line_height: locale.line_height(),
        ligatures: true,
        locale,
        bold: false,
    }
}

/// A text on one line.
pub(crate) fn line(pieces: &[Piece], tag: &str) -> Line {
    let locale = locale(tag);
    let rich = RichText {
        pieces: pieces.to_vec(),
        line_height: locale.line_height(),
        ligatures: true,
        locale,
        bold: false,
    };
    let mut shaped = Shaper::new(&LIBRARY.fonts).shape(&rich).unwrap();
    shaped.lines(f32::MAX).remove(0)
}

/// The characters of a line from left to right.
pub(crate) fn visual_text(line: &Line) -> String {
    let clusters = line.runs.iter().flat_map(|run| &run.clusters);
    clusters.map(|cluster| cluster.text.as_str()).collect()
}

/// The text of a block, by name.
pub(crate) fn text<'a>(page: &'a mut Page, block: &str) -> &'a mut TextItem {
    let of_block = page.items.iter_mut().filter(|item| item.block == block);
    let mut texts = of_block.filter_map(|item| match &mut item.kind {
        ItemKind::Text(text) => Some(text),
        _ => None,
    });
    texts
        .next()
        .unwrap_or_else(|| panic!("there is no text `{block}`"))
}

/// A whole file of some pages, with nothing left to fill in.
pub(crate) fn written(pages: &[Page]) -> Vec<u8> {
    let info = Info {
        title: "Test".to_owned(),
        language: "en".to_owned(),
        finish: Finish::Home,
    };
    pdf::write(&LIBRARY.fonts, pages, &info, &pdf::Extra::new()).bytes
}
