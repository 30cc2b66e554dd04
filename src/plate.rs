//! One page set for all posters that differ only in their imprint: laid out, written and proofed once.
//!
//! A poster's file begins with the very bytes that were proofed; its imprint is appended.

use sha2::{Digest, Sha256};

use crate::audit_symbol;
use crate::catalog::{Part, Placeholder};
use crate::check::{self, Meant, Proof};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, OnPage};
use crate::finished::{self, Known, Symbols};
use crate::geom::{Length, Rect};
use crate::hotline::Hotline;
use crate::layout;
use crate::library::Library;
use crate::locale::Locale;
use crate::measure::{self, Measured};
use crate::page::{Fills, Item, ItemKind, Page, Slot, SymbolItem};
use crate::pdf::{self, Document, Extra, Info};
use crate::phrase::{Phrase, say};
use crate::poster::{self, Order, Poster};
use crate::proofed::{self, Proofed, Stood};
use crate::setup::Finish;
use crate::sheet;
use crate::source::Span;
use crate::text::{Piece, RichText, Shaper};
use crate::trim;

/// A laid-out piece on its sheets, before it is written.
pub struct Composition {
    /// What was settled.
    pub poster: Poster,
    /// Its sheets.
    pub pages: Vec<Page>,
}

/// A written and proofed page set.
pub struct Plate {
    /// What was settled.
    pub poster: Poster,
    /// Its sheets.
    pub pages: Vec<Page>,
    /// The file, with its slots empty.
    pub document: Document,
    /// SHA-256 of the file's bytes, in hex.
    pub digest: String,
    /// The same before it was ended, to go on with what is appended.
    hash: Sha256,
    /// Every symbol: payload, page from 1, box and module.
    pub codes: Vec<PrintedCode>,
    /// How many of them are still read after a poor print and two copies.
    pub lasting: usize,
    /// What the finished piece shows, as posting rules ask for it; none where it was proofed by an earlier run.
    pub measured: Option<Measured>,
    /// What is to be remembered of its proof; nothing where it had a fault.
    pub stood: Option<Stood>,
    /// The smallest type on it, in points, imprint not counted.
    pub min_type: f32,
}

impl Plate {
    /// SHA-256 of one of its impressions.
    pub fn hash_of(&self, file: &Impression<'_>) -> [u8; 32] {
        self.hash.clone().chain_update(&file.own).finalize().into()
    }
}

/// A symbol as the manifest tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedCode {
    /// What it says.
    pub payload: String,
    /// From 1.
    pub page: usize,
    /// The modules without quiet zone, y down.
    pub rect: Rect,
    /// Height of the sheet, in points.
    pub sheet_height: f32,
    /// Width of a module, in millimetres.
    pub module_mm: f32,
}

impl PrintedCode {
    /// A symbol on a page with a number, counted from 0.
    pub fn of(item: &Item, symbol: &SymbolItem, number: usize, page: &Page) -> Self {
        Self {
            payload: symbol.symbol.payload.to_string(),
            page: number + 1,
            rect: page.in_file(item.frame.rect(symbol.rect)),
            sheet_height: page.size.height,
            module_mm: Length::pt(symbol.module()).to_mm(),
        }
    }
}

/// What differs from sheet to sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imprint {
    /// Name, route, milepost.
    pub site: String,
    /// The printed id.
    pub serial: String,
    /// Where the location stands.
    pub span: Span,
}

/// Settles and lays out an order. `None` after an error.
pub fn compose(
    diags: &mut Diagnostics,
    library: &Library,
    shaper: &mut Shaper<'_>,
    order: &Order,
) -> Option<Composition> {
    let poster = poster::settle(diags, library, order)?;
    lay_out(diags, shaper, poster)
}

/// Lays out what is settled.
pub fn lay_out(diags: &mut Diagnostics, shaper: &mut Shaper<'_>, poster: Poster) -> Option<Composition> {
    let pieces = layout::pieces(diags, shaper, &poster)?;
    let pages = match poster.order.setup.finish {
        Finish::Home => sheet::impose(&poster, pieces),
        Finish::Press(_) => trim::pages(&poster, &pieces),
    };
    Some(Composition { poster, pages })
}

/// Writes a composition, reads the finished bytes back and checks them. `None` after an error.
pub fn make(
    diags: &mut Diagnostics,
    library: &Library,
    composition: Composition,
    extra: &Extra,
) -> Option<Plate> {
    make_unless(diags, library, composition, extra, &Proofed::default())
}

/// The same, unless the same bytes stood the same proof already.
pub fn make_unless(
    diags: &mut Diagnostics,
    library: &Library,
    composition: Composition,
    extra: &Extra,
    proofed: &Proofed,
) -> Option<Plate> {
    let Composition { poster, pages } = composition;
    let hotline = library.hotlines.get(&poster.order.hotline)?;
    let language = poster
        .order
        .languages
        .first()
        .map_or("en", Locale::tag)
        .to_owned();
    let info = Info {
        title: poster.title.clone(),
        language,
        finish: poster.order.setup.finish.clone(),
    };
    let document = pdf::write(&library.fonts, &pages, &info, extra);
    let hash = Sha256::new_with_prefix(&document.bytes);
    let digest = hex(&hash.clone().finalize());
    let meant = proofed::meant(&(&poster, hotline));
    let mut plate = Plate {
        codes: codes(&pages),
        min_type: min_type(&pages),
        poster,
        pages,
        document,
        digest,
        hash,
        lasting: 0,
        measured: None,
        stood: None,
    };
    // Posting rules ask for measures, which only a proof has.
    let known = proofed.of(&plate.digest, &meant);
    if let Some(stood) = known.filter(|_| plate.poster.order.rule.is_none()) {
        plate.lasting = stood.lasting;
        plate.stood = Some(stood.clone());
        return Some(plate);
    }
    let mut faults = Diagnostics::default();
    let sound = proof(&mut faults, library, hotline, &mut plate);
    if sound && faults.iter().next().is_none() {
        plate.stood = Some(Stood::against(meant, plate.lasting));
    }
    diags.extend(faults);
    sound.then_some(plate)
}

/// Reads a plate back and checks it; whether it is sound.
fn proof(diags: &mut Diagnostics, library: &Library, hotline: &Hotline, plate: &mut Plate) -> bool {
    let Plate {
        poster,
        pages,
        document,
        ..
    } = &*plate;
    let known = known(pages);
    let finished = match finished::read(&document.bytes, pages.len(), Symbols::At(&known)) {
        Ok(finished) => finished,
        Err(error) => {
            diags.push(Diagnostic::new(code::NOT_A_PDF, error.phrase()).at(&poster.span));
            return false;
        }
    };
    let meant = Meant {
        poster,
        book: &library.fonts,
        pages,
    };
    check::plate(diags, &Proof::of_plate(hotline, &finished, meant));
    if diags.has_errors() {
        return false;
    }
    let symbols = finished.pages.iter().flat_map(|page| &page.symbols);
    let lasting = symbols.filter(|symbol| symbol.lasting).count();
    let measured = measure::of(meant, &finished);
    plate.lasting = lasting;
    plate.measured = Some(measured);
    true
}

/// Where symbols and logos stand and pieces lie on each page.
pub fn known(pages: &[Page]) -> Vec<Known> {
    let of_page = |page: &Page| {
        let pieces = page.safe.iter().map(|safe| page.in_file(safe.rect));
        let mut known = Known {
            pieces: pieces.collect(),
            ..Known::default()
        };
        for item in &page.items {
            let place = |rect| page.in_file(item.frame.rect(rect));
            match &item.kind {
                ItemKind::Symbol(symbol) => known.symbols.push(place(symbol.with_quiet_zone())),
                ItemKind::Artwork(artwork) => known.logos.push(place(artwork.rect)),
                _ => {}
            }
        }
        known
    };
    pages.iter().map(of_page).collect()
}

/// Bytes as hex digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn codes(pages: &[Page]) -> Vec<PrintedCode> {
    let mut codes = Vec::new();
    for (page, items) in pages.iter().enumerate() {
        for item in &items.items {
            let ItemKind::Symbol(symbol) = &item.kind else {
                continue;
            };
            codes.push(PrintedCode::of(item, symbol, page, items));
        }
    }
    codes
}

fn min_type(pages: &[Page]) -> f32 {
    let sizes = pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(|item| match &item.kind {
            ItemKind::Text(text) => Some(text.size),
            _ => None,
        });
    sizes.fold(f32::MAX, f32::min)
}

/// The imprint of each slot, laid out. Faults such as a name too long for its line are reported.
pub fn set_imprint(
    diags: &mut Diagnostics,
    library: &Library,
    shaper: &mut Shaper<'_>,
    poster: &Poster,
    pages: &[Page],
    imprint: &Imprint,
) -> Option<Vec<Item>> {
    let mut items = Vec::new();
    if !is_harmless(diags, library, poster, imprint) {
        return None;
    }
    for (page, slot) in pages
        .iter()
        .enumerate()
        .flat_map(|(at, page)| page.slots.iter().map(move |slot| (at, slot)))
    {
        items.push(set_slot(
            diags,
            shaper,
            poster,
            (page, &pages[page]),
            slot,
            imprint,
        )?);
    }
    Some(items)
}

/// Whether no other telephone number comes in by a name, which is a stranger's text.
pub fn is_harmless(diags: &mut Diagnostics, library: &Library, poster: &Poster, imprint: &Imprint) -> bool {
    let Some(hotline) = library.hotlines.get(&poster.order.hotline) else {
        return false;
    };
    let strange = check::strange_numbers(hotline, &imprint.site);
    let harmless = strange.is_empty();
    for fault in strange {
        let cure = say("take the number out of the location's name");
        diags.push(fault.at(&imprint.span).hint(cure));
    }
    harmless
}

/// The imprint of one slot on a page with its number, counted from 0, laid out.
pub fn set_slot(
    diags: &mut Diagnostics,
    shaper: &mut Shaper<'_>,
    poster: &Poster,
    (number, page): (usize, &Page),
    slot: &Slot,
    imprint: &Imprint,
) -> Option<Item> {
    let wordings = match &slot.fills {
        Fills::Line(wordings) => wordings,
        Fills::Symbol => return audit_symbol::item(slot, &imprint.serial),
    };
    let mut set = wordings
        .iter()
        .map(|parts| layout::imprint(shaper, slot, filled(parts, imprint)));
    // The last one, where none fits, is the one that is told of.
    let mut item = set.next()??;
    while !fits(&item)
        && let Some(shorter) = set.next()
    {
        item = shorter?;
    }
    let ItemKind::Text(text) = &item.kind else {
        return Some(item);
    };
    let place = OnPage {
        piece: poster.order.name(),
        page: number + 1,
        rect: Some(page.in_file(slot.frame.rect(slot.rect))),
    };
    let fault = |code, message: Phrase, cure| {
        Diagnostic::new(code, message.with("site", &imprint.site))
            .at(&imprint.span)
            .on(place)
            .hint(cure)
    };
    if !fits(&item) {
        let message = say("`{site}` is too long for its line");
        diags.push(fault(code::TEXT_FIT, message, say("shorten the location's name")));
        return None;
    }
    let runs = text.lines.iter().flat_map(|(_, line)| &line.runs);
    let mut glyphs = runs
        .flat_map(|run| &run.clusters)
        .flat_map(|cluster| &cluster.glyphs);
    if glyphs.any(|glyph| glyph.id == 0) {
        let message = say("no bundled face has every sign of `{site}`");
        let cure = say("write the location's name in a script that is bundled");
        diags.push(fault(code::MISSING_GLYPH, message, cure));
        return None;
    }
    Some(item)
}

/// A wording with what differs from sheet to sheet.
fn filled(wording: &[Part], imprint: &Imprint) -> RichText {
    let locale = Locale::english();
    let pieces = wording.iter().map(|part| match part {
        Part::Words(words) => Piece::Words(words.clone()),
        Part::Placeholder(Placeholder::Serial) => Piece::Fixed(imprint.serial.clone()),
        Part::Placeholder(_) => Piece::Words(imprint.site.clone()),
    });
    let line_height = locale.line_height();
    RichText {
        pieces: pieces.collect(),
        locale,
        bold: false,
        line_height,
        ligatures: false,
    }
}

/// Whether a text is no smaller than the floor of its block.
fn fits(item: &Item) -> bool {
    match &item.kind {
        ItemKind::Text(text) => text.size >= text.floor,
        _ => true,
    }
}

/// A poster's file: the bytes of its plate, then its own.
#[derive(Clone, Debug)]
pub struct Impression<'a> {
    /// What it begins with.
    pub plate: &'a [u8],
    /// What is appended.
    pub own: Vec<u8>,
}

impl Impression<'_> {
    /// Its length in bytes.
    pub fn length(&self) -> usize {
        self.plate.len() + self.own.len()
    }

    /// The whole file.
    pub fn bytes(&self) -> Vec<u8> {
        [self.plate, &self.own].concat()
    }
}

/// The file of one poster, its imprint read back from its own bytes. `None` after an error.
pub fn print<'a>(
    diags: &mut Diagnostics,
    plate: &'a Plate,
    items: &[Item],
    imprint: &Imprint,
) -> Option<Impression<'a>> {
    let Some(own) = plate.document.imprint(items) else {
        let message = say("the imprint `{site}` needs a sign that its plate has not reserved")
            .with("site", &imprint.site);
        diags.push(Diagnostic::new(code::IMPRINT_READ, message).at(&imprint.span));
        return None;
    };
    let file = Impression {
        plate: &plate.document.bytes,
        own,
    };
    if !is_read(plate, items, &file, imprint) {
        let message =
            say("the imprint of {serial} does not read back from its file").with("serial", &imprint.serial);
        diags.push(Diagnostic::new(code::IMPRINT_READ, message).at(&imprint.span));
        return None;
    }
    Some(file)
}

/// Whether every imprint is read from a file as it was meant, the serial among them.
pub fn is_read(plate: &Plate, items: &[Item], file: &Impression<'_>, imprint: &Imprint) -> bool {
    if plate.pages.iter().all(|page| page.slots.is_empty()) {
        return file.own.is_empty();
    }
    let Some(read) = plate.document.read_imprint(&file.own) else {
        return false;
    };
    let is_meant = |(item, found): (&Item, &String)| match &item.kind {
        ItemKind::Text(text) => same_signs(found, &text.text().concat()),
        _ => true,
    };
    read.len() == items.len()
        && items.iter().zip(&read).all(is_meant)
        && read.iter().any(|text| text.contains(&imprint.serial))
        && symbols_read(plate, items, file, &imprint.serial)
}

/// Whether every audit symbol of a file holds the serial and is read from the file.
fn symbols_read(plate: &Plate, items: &[Item], file: &Impression<'_>, serial: &str) -> bool {
    let mut rest = items;
    let mut symbols = Vec::new();
    for (number, page) in plate.pages.iter().enumerate() {
        let (own, others) = rest.split_at(page.slots.len().min(rest.len()));
        symbols.extend(audit_symbol::Printed::on(number, page, own));
        rest = others;
    }
    symbols.is_empty()
        || symbols.iter().all(|symbol| symbol.holds(serial))
            && !audit_symbol::are_read(&file.bytes(), &symbols).contains(&false)
}

/// Whether two texts are the same, spaces aside. Signs beyond the usual alphabet may be of a script that reorders them inside a
/// cluster or a word, and read back in drawing order; of those the same ones must be there. Digits and Latin letters must
/// stand in their order.
pub fn same_signs(found: &str, wanted: &str) -> bool {
    let parts = |text: &str| {
        let (usual, mut others): (Vec<char>, Vec<char>) = text
            .chars()
            .filter(|c| *c != ' ')
            .partition(|c| pdf::is_usual(*c));
        others.sort_unstable();
        (usual, others)
    };
    found == wanted || (!wanted.chars().all(pdf::is_usual) && parts(found) == parts(wanted))
}

#[cfg(test)]
mod tests {
    use super::same_signs;

    #[test]
    fn an_imprint_reads_back_in_its_order() {
        assert!(same_signs(
            "Oak Grove · I-5 NB 206.06",
            "Oak Grove · I-5 NB 206.06"
        ));
        assert!(!same_signs(
            "Oak Grove · I-5 NB 206.60",
            "Oak Grove · I-5 NB 206.06"
        ));
        assert!(same_signs("ਹਿ", "ਹਿ") && same_signs("ਿਹ", "ਹਿ"));
        assert!(!same_signs("ਹ", "ਹਿ"));
        assert!(!same_signs("Ślęza · I-5 NB 206.60", "Ślęza · I-5 NB 206.06"));
    }
}
