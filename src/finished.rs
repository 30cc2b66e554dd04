//! A finished PDF as a stranger sees it, page by page: what it says of itself, its lines with their colours, its symbols.
//!
//! Nothing here knows our pages. Boxes are points from the upper left, y down.

use std::collections::BTreeMap;

use crate::anatomy::{self, Anatomy};
use crate::color::Color;
use crate::geom::{Insets, Length, Point, Rect};
use crate::phrase::{Phrase, say};
use crate::qr::QUIET_ZONE_MODULES;
use crate::raster::{self, Grey, NotPdf, Rgb};
use crate::reading::{self, PageReading, VisualLine};
use crate::scan;
use crate::wear;

/// Dots per inch at which a page is drawn: what the poorest printer still holds.
const DPI: f32 = 144.0;

/// Dots per inch at which a logo is looked into, and the most pixels of its longer side.
const LOGO_DPI: f32 = 600.0;
const LOGO_PIXELS: f32 = 3000.0;

/// The most pixels that pictures may unfold to on one page: a Tabloid page in colour at 600 dots per inch
/// has 67 million. Beyond that a small file asks for gigabytes of memory.
const MOST_IMAGE_PIXELS: u64 = 200_000_000;

/// A finished file.
#[derive(Clone, Debug, Default)]
pub struct Finished {
    /// What it says of itself.
    pub anatomy: Anatomy,
    /// Its pages, as many as were asked for.
    pub pages: Vec<FinishedPage>,
}

/// A finished page.
#[derive(Clone, Debug)]
pub struct FinishedPage {
    /// Its glyphs and pictures.
    pub reading: PageReading,
    /// Its lines in visual order.
    pub lines: Vec<SeenLine>,
    /// Its symbols.
    pub symbols: Vec<SeenSymbol>,
    /// Boxes in which something looks like a symbol and cannot be read, where symbols are looked for anywhere.
    pub unread: Vec<Rect>,
    /// The logos that were laid out.
    pub logos: Vec<SeenLogo>,
}

/// A logo as it came out.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenLogo {
    /// Its box.
    pub rect: Rect,
    /// Its colours, and how many pixels have each.
    pub colors: BTreeMap<[u8; 3], u32>,
}

/// A line with the colours that it was found in.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenLine {
    /// What it says, and where.
    pub line: VisualLine,
    /// Of its glyphs.
    pub ink: Color,
    /// Around them.
    pub ground: Color,
}

/// A symbol that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenSymbol {
    /// What it says.
    pub payload: String,
    /// Its modules, without the quiet zone.
    pub rect: Rect,
    /// Width of a module.
    pub module: Length,
    /// Whether it is light on dark.
    pub inverted: bool,
    /// Whether nothing is printed in its quiet zone.
    pub quiet: bool,
    /// Whether it is still read after a poor print and two copies ([`wear`]).
    pub lasting: bool,
}

/// Where symbols are looked for.
#[derive(Clone, Copy, Debug)]
pub enum Symbols<'a> {
    /// On all of each page.
    Anywhere,
    /// In these boxes of each page.
    At(&'a [Places]),
}

/// What was laid out on a page of ours.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// A symbol in each, quiet zones included.
    pub symbols: Vec<Rect>,
    /// A picture from outside in each, in which no symbol should be.
    pub logos: Vec<Rect>,
}

/// A file that cannot be read whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.phrase().english())]
pub enum Unread {
    /// No PDF, a locked one, or a broken one.
    NotPdf,
    /// A page whose pictures unfold to more pixels than are drawn.
    ImageBomb {
        /// From 1.
        page: usize,
        /// All together.
        pixels: u64,
    },
}

impl Unread {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::NotPdf => NotPdf.phrase(),
            Self::ImageBomb { page, pixels } => {
                say("the pictures on page {page} unfold to {pixels} pixels, and {most} are the most")
                    .with("page", page)
                    .with("pixels", pixels)
                    .with("most", MOST_IMAGE_PIXELS)
            }
        }
    }
}

impl From<NotPdf> for Unread {
    fn from(_: NotPdf) -> Self {
        Self::NotPdf
    }
}

/// Reads a file and its first `most` pages.
pub fn read(pdf: &[u8], most: usize, symbols: Symbols<'_>) -> Result<Finished, Unread> {
    let anatomy = anatomy::read(pdf, most)?;
    let readings = reading::read(pdf, most)?;
    for (at, reading) in readings.iter().enumerate() {
        let pixels = reading
            .images
            .iter()
            .map(|image| u64::from(image.pixels.0) * u64::from(image.pixels.1));
        let pixels = pixels.fold(0, u64::saturating_add);
        if pixels > MOST_IMAGE_PIXELS {
            return Err(Unread::ImageBomb { page: at + 1, pixels });
        }
    }
    let mut readings = readings.into_iter();
    let mut pages = Vec::new();
    raster::each(pdf, DPI, most, |drawn| {
        pages.extend(
            readings
                .next()
                .map(|reading| page(reading, &drawn, symbols, pages.len())),
        );
    })?;
    if let Symbols::At(places) = symbols {
        look_into_logos(pdf, &mut pages, places)?;
    }
    wear_symbols(pdf, &mut pages)?;
    Ok(Finished { anatomy, pages })
}

impl SeenSymbol {
    /// A symbol as it was found on a drawing with so many pixels to the point.
    fn of(grey: &Grey, found: scan::Found, scale: f32) -> Self {
        Self {
            quiet: scan::is_quiet(grey, &found),
            rect: found.rect.scaled(1.0 / scale),
            module: Length::pt(found.module / scale),
            inverted: found.inverted,
            lasting: false,
            payload: found.payload,
        }
    }
}

/// Looks for symbols in logos, closer than a page is drawn: a phone reads what stands there as well.
fn look_into_logos(pdf: &[u8], pages: &mut [FinishedPage], places: &[Places]) -> Result<(), Unread> {
    let boxes: Vec<(usize, Rect)> = places
        .iter()
        .enumerate()
        .flat_map(|(at, places)| places.logos.iter().map(move |rect| (at, *rect)))
        .collect();
    let longest = boxes.iter().map(|(_, rect)| rect.width.max(rect.height));
    let scale = (LOGO_PIXELS / longest.fold(1.0, f32::max)).min(LOGO_DPI / 72.0);
    let prints = raster::parts(pdf, &boxes, scale * 72.0, 1.0, 0.0)?;
    for ((at, rect), print) in boxes.iter().zip(&prints) {
        let Some(page) = pages.get_mut(*at) else { continue };
        let by = Point { x: rect.x, y: rect.y };
        let scan::Symbols { read, unread } = scan::symbols(print);
        let read = read.into_iter().map(|found| SeenSymbol::of(print, found, scale));
        page.symbols.extend(read.map(|symbol| SeenSymbol {
            rect: symbol.rect.shifted(by),
            ..symbol
        }));
        let unread = unread.iter().map(|rect| rect.scaled(1.0 / scale).shifted(by));
        page.unread.extend(unread);
    }
    Ok(())
}

/// Reads every symbol again as a poor print and two copies leave it.
fn wear_symbols(pdf: &[u8], pages: &mut [FinishedPage]) -> Result<(), Unread> {
    let with_quiet_zone = |symbol: &SeenSymbol| {
        symbol
            .rect
            .inset(Insets::all(-symbol.module.to_pt() * QUIET_ZONE_MODULES))
    };
    let boxes: Vec<(usize, Rect)> = pages
        .iter()
        .enumerate()
        .flat_map(|(at, page)| {
            page.symbols
                .iter()
                .map(move |symbol| (at, with_quiet_zone(symbol)))
        })
        .collect();
    let prints = raster::parts(pdf, &boxes, wear::DOTS_PER_INCH as f32, wear::SCALE, wear::TURN)?;
    let symbols = pages.iter_mut().flat_map(|page| &mut page.symbols);
    for (symbol, print) in symbols.zip(prints) {
        symbol.lasting = wear::worn(&print)
            .iter()
            .filter_map(|copy| scan::symbol(copy, copy.whole()))
            .any(|read| read.payload == symbol.payload);
    }
    Ok(())
}

fn page(reading: PageReading, drawn: &Rgb, symbols: Symbols<'_>, number: usize) -> FinishedPage {
    let grey = drawn.to_grey();
    // A page too large for the usual resolution is drawn smaller.
    let scale = drawn.width as f32 / reading.size.width.max(1.0);
    let places = match symbols {
        Symbols::Anywhere => None,
        Symbols::At(places) => places.get(number),
    };
    let logos = places.into_iter().flat_map(|places| &places.logos);
    let logos = logos.map(|rect| SeenLogo {
        rect: *rect,
        colors: drawn.colors(rect.scaled(scale)),
    });
    let scan::Symbols { read, unread } = match symbols {
        Symbols::Anywhere => scan::symbols(&grey),
        Symbols::At(_) => {
            let symbols = places.into_iter().flat_map(|places| &places.symbols);
            let read = symbols.filter_map(|rect| scan::symbol(&grey, rect.scaled(scale)));
            scan::Symbols {
                read: read.collect(),
                unread: Vec::new(),
            }
        }
    };
    let symbols = read.into_iter().map(|found| SeenSymbol::of(&grey, found, scale));
    let symbols = symbols.collect();
    let lines = reading.lines().into_iter().map(|line| {
        let (ground, ink) = drawn.two_colors(line.rect.scaled(scale));
        SeenLine { line, ink, ground }
    });
    let lines = lines.collect();
    FinishedPage {
        reading,
        lines,
        symbols,
        unread: unread.iter().map(|rect| rect.scaled(1.0 / scale)).collect(),
        logos: logos.collect(),
    }
}
