//! A poster on several small sheets, drawn and compared with the poster before it may be printed.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, OnPage};
use crate::fit;
use crate::geom::{Insets, Length, Rect};
use crate::guide;
use crate::library::Library;
use crate::page::{Item, ItemKind, Page};
use crate::pdf::Part;
use crate::phrase::{Phrase, say};
use crate::plan::{self, Job};
use crate::plate::{self, Imprint, Plate, PrintedCode};
use crate::poster::Order;
use crate::qr::QUIET_ZONE_MODULES;
use crate::raster;
use crate::stock::Stock;
use crate::text::Shaper;
use crate::tile::{self, Keep, Tile, Tiling, Unfit};

/// Dots per inch at which sheets and poster are compared: two to the point, so that every seam stands between pixels.
const DPI: f32 = 144.0;

/// The most characters of a poster's words that a screen reader is given with its first part: a text of a PDF/A has at most
/// 32767 bytes (19005-2, 6.1.13), and a character up to four.
const MOST_WORDS: usize = 8_000;

/// A printed poster of one page.
pub struct Poster<'a> {
    /// What it was printed from.
    pub plate: &'a Plate,
    /// The file.
    pub bytes: &'a [u8],
    /// What was imprinted.
    pub imprint: &'a Imprint,
    /// The imprint as it was set.
    pub items: &'a [Item],
}

/// A poster in parts.
pub struct Mosaic {
    /// The file: a page for each sheet, row by row.
    pub bytes: Vec<u8>,
    /// How the poster is cut.
    pub tiling: Tiling,
    /// Every symbol that is seen whole on one sheet.
    pub codes: Vec<PrintedCode>,
}

/// The paper with an id, if the posters of all jobs can be put on sheets of it. Faults are reported.
pub fn paper<'a>(
    diags: &mut Diagnostics,
    library: &'a Library,
    jobs: &[Job<'_>],
    id: &str,
) -> Option<&'a Stock> {
    let Some(paper) = library.stocks.get(id) else {
        diags.push(plan::unknown_stock(library, id));
        return None;
    };
    if !paper.is_plain() {
        let message = say("`{stock}` is no plain paper, and a poster needs whole sheets").with("stock", id);
        let cure = say("name a plain paper, as `--tile letter`; `mileposter list stocks`");
        diags.push(Diagnostic::new(code::STOCK_MISFIT, message).hint(cure));
        return None;
    }
    let mut orders: Vec<&Order> = jobs.iter().map(|job| job.order.as_ref()).collect();
    orders.sort_unstable_by_key(|order| (&order.template, &order.stock));
    orders.dedup_by_key(|order| (&order.template, &order.stock));
    let faults: Vec<Diagnostic> = orders
        .into_iter()
        .filter_map(|order| unfit(library, order, paper))
        .collect();
    let sound = faults.is_empty();
    faults.into_iter().for_each(|fault| diags.push(fault));
    sound.then_some(paper)
}

/// Why posters of an order do not go onto sheets of a paper.
fn unfit(library: &Library, order: &Order, paper: &Stock) -> Option<Diagnostic> {
    let template = library.templates.get(&order.template)?;
    // What does not go on its stock is told already.
    let fit = fit::on(template, library.stocks.get(&order.stock)?).ok()?;
    let fault = |message, cure| {
        Some(
            Diagnostic::new(code::STOCK_MISFIT, message)
                .at(&template.span)
                .hint(cure),
        )
    };
    let tell = |message: Phrase| {
        message
            .with("template", &order.template)
            .with("stock", &order.stock)
            .with("paper", &paper.id)
    };
    if template.sides.len() > 1 {
        return fault(
            tell(say(
                "`{template}` has two sides, and sheets that are glued have one",
            )),
            say("leave `--tile` out, or choose another piece with `--template`"),
        );
    }
    match tile::tiling(fit.sheet, paper.size, &[]) {
        Ok(_) => None,
        Err(Unfit::Fits) => fault(
            tell(say(
                "`{template}` on `{stock}` fits on a sheet of `{paper}` as it is",
            )),
            say("leave `--tile` out, or choose larger posters with `--template` and `--stock`"),
        ),
        Err(Unfit::Small) => fault(
            tell(say(
                "a sheet of `{paper}` is too small: it has no room for the marks and the measure of 100 mm",
            )),
            say("name a paper of at least {least} each way").with("least", Length::pt(tile::LEAST_SIDE)),
        ),
        Err(Unfit::Many(sheets)) => fault(
            tell(say(
                "`{template}` on `{stock}` takes {sheets} sheets of `{paper}`, and {most} are the most",
            ))
            .with("sheets", sheets)
            .with("most", tile::MOST_SHEETS),
            say("name a larger paper, or print on a smaller stock"),
        ),
    }
}

/// Puts a printed poster on sheets of a paper and proofs them. `None` after an error.
pub fn make(
    diags: &mut Diagnostics,
    library: &Library,
    shaper: &mut Shaper<'_>,
    poster: &Poster<'_>,
    paper: &Stock,
) -> Option<Mosaic> {
    let plate = poster.plate;
    let page = plate.pages.first()?;
    let tiling = tile::tiling(page.size, paper.size, &Keep::all(&library.fonts, page)).ok()?;
    let mut sheets: Vec<Page> = tiling
        .tiles
        .iter()
        .map(|tile| guide::sheet(&tiling, tile, &plate.poster.order.name(), &plate.poster.span))
        .collect();
    let lines = plate::set_imprint(diags, library, shaper, &plate.poster, &sheets, poster.imprint)?;
    let mut lines = lines.into_iter();
    for sheet in &mut sheets {
        let slots = std::mem::take(&mut sheet.slots);
        sheet.items.extend(lines.by_ref().take(slots.len()));
    }
    let parts: Vec<Part> = sheets
        .into_iter()
        .zip(&tiling.tiles)
        .enumerate()
        .map(|(at, (sheet, tile))| Part {
            sheet,
            window: tile.window,
            place: tile.place,
            alt: alt(&tiling, at, page, poster.items),
        })
        .collect();
    let bytes = plate.document.in_parts(poster.bytes, page.size, &parts)?;
    if !proof(diags, poster, &bytes, &tiling) {
        return None;
    }
    let codes = codes(diags, plate, &tiling);
    Some(Mosaic { bytes, tiling, codes })
}

/// What a part is to a screen reader; with the first one come the words of the whole poster, once.
fn alt(tiling: &Tiling, at: usize, page: &Page, imprint: &[Item]) -> String {
    let Tile { row, column, .. } = tiling.tiles[at];
    let all = tiling.tiles.len();
    let part = format!(
        "Part {} of {all} of the poster, row {row}, column {column}",
        at + 1
    );
    if at > 0 {
        return part;
    }
    let lines = page
        .items
        .iter()
        .chain(imprint)
        .filter_map(|item| match &item.kind {
            // A line that goes on ends with its space.
            ItemKind::Text(text) => Some(text.text().concat()),
            ItemKind::Symbol(symbol) => Some(symbol.alt.clone()),
            ItemKind::Artwork(artwork) => Some(artwork.alt.clone()),
            ItemKind::Field(_)
            | ItemKind::Fill { .. }
            | ItemKind::Icon { .. }
            | ItemKind::Edge { .. }
            | ItemKind::Fold { .. }
            | ItemKind::Mark { .. }
            | ItemKind::Cut { .. } => None,
        });
    let words = lines.collect::<Vec<_>>().join("\n");
    let words: String = words.chars().take(MOST_WORDS).collect();
    format!("{part}. The whole poster says:\n{words}")
}

/// Whether every sheet shows its part of the poster, pixel by pixel. Since neighbours are held against the same poster,
/// they agree in the strip that they share.
pub fn proof(diags: &mut Diagnostics, poster: &Poster<'_>, sheets: &[u8], tiling: &Tiling) -> bool {
    let plate = poster.plate;
    let pairs = tiling
        .tiles
        .iter()
        .enumerate()
        .map(|(at, tile)| [(0, tile.window), (at, tile.on_sheet(tile.window))])
        .map(|pair| pair.map(|(page, rect)| (page, in_pixels(rect))));
    let fault = match raster::first_difference([poster.bytes, sheets], pairs, DPI) {
        Ok(None) => return true,
        Ok(Some(at)) => {
            let message = say("sheet {number} does not show its part of the poster").with("number", at + 1);
            let place = OnPage {
                piece: plate.poster.order.name(),
                page: at + 1,
                rect: tiling.tiles.get(at).map(|tile| tile.on_sheet(tile.window)),
            };
            Diagnostic::new(code::TILE_DIFFERS, message).on(place)
        }
        Err(error) => Diagnostic::new(code::NOT_A_PDF, error.phrase()),
    };
    diags.push(fault.at(&plate.poster.span));
    false
}

/// The box as it is drawn: without what is left of a pixel at its far sides, where they are the poster's own edges, and a
/// hair lower. Letters are drawn on whole pixels; where their line stands right between two, rounding decides. Lines
/// stand on hundredths of a point, so a hair lower none is between two.
fn in_pixels(rect: Rect) -> Rect {
    /// In points; a power of two, so that nothing is rounded.
    const HAIR: f32 = 1.0 / 512.0;
    let pixels = |length: f32| (length * DPI / 72.0).floor() * 72.0 / DPI;
    Rect::new(rect.x, rect.y + HAIR, pixels(rect.width), pixels(rect.height))
}

/// The symbols of a plate on the sheets where they are seen whole, quiet zones included. One that is on none is told.
fn codes(diags: &mut Diagnostics, plate: &Plate, tiling: &Tiling) -> Vec<PrintedCode> {
    let mut codes = Vec::new();
    for code in &plate.codes {
        let quiet = Length::mm(code.module_mm).to_pt() * QUIET_ZONE_MODULES;
        let whole = code.rect.inset(Insets::all(-quiet));
        let tile = tiling
            .tiles
            .iter()
            .enumerate()
            .find(|(_, tile)| tile.seen.holds(whole, 0.1));
        if let Some((at, tile)) = tile {
            codes.push(PrintedCode {
                page: at + 1,
                rect: tile.on_sheet(code.rect),
                sheet_height: tiling.sheet.height,
                ..code.clone()
            });
            continue;
        }
        let place = OnPage {
            piece: plate.poster.order.name(),
            page: 1,
            rect: Some(code.rect),
        };
        diags.push(
            Diagnostic::new(
                code::SYMBOL_CUT,
                say("a seam between sheets runs through a symbol"),
            )
            .at(&plate.poster.span)
            .on(place)
            .hint(say(
                "name a larger paper with `--tile`, and scan the symbol on the glued poster",
            )),
        );
    }
    codes
}
