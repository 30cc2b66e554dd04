//! A finished PDF as a stranger sees it, page by page: what it says of itself, its lines with their colours, its symbols.
//!
//! Nothing here knows our pages. Boxes are points from the upper left, y down.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::anatomy::{self, Anatomy};
use crate::color::Color;
use crate::geom::{Insets, Length, Point, Rect};
use crate::phrase::{Phrase, say};
use crate::qr::{AUDIT_MODULES, Payload, QUIET_ZONE_MODULES};
use crate::raster::{self, Grey, NotPdf, Rgb};
use crate::reading::{self, GlyphReading, PageReading, VisualLine};
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
    /// Where they were laid out on each page.
    At(&'a [Known]),
}

/// What is known of a page of ours before it is read.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Where symbols stand, quiet zones included.
    pub symbols: Vec<Rect>,
    /// Pictures from outside, in which no symbol should be.
    pub logos: Vec<Rect>,
    /// Where pieces lie that are cut apart.
    pub pieces: Vec<Rect>,
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
    let (anatomy, readings) = rayon::join(|| anatomy::read(pdf, most), || reading::read(pdf, most));
    let anatomy = anatomy?;
    let mut readings = sound(readings?, |at| at)?.into_iter();
    let mut pages = Vec::new();
    raster::each(pdf, DPI, most, |drawn| {
        pages.extend(
            readings
                .next()
                .map(|reading| page(reading, &drawn, symbols, pages.len())),
        );
    })?;
    let numbers: Vec<usize> = (0..pages.len()).collect();
    if let Symbols::At(known) = symbols {
        look_into_logos(pdf, &mut pages, &numbers, known)?;
    }
    wear_symbols(pdf, &mut pages, &numbers)?;
    Ok(Finished { anatomy, pages })
}

/// Reads some sheets of a file of ours, counted from 0: of many that are alike the first ones. What is known stands in the order of
/// these, and so do they in what is returned. Their symbols are not worn yet.
pub fn read_sheets(pdf: &[u8], sheets: &[usize], known: &[Known]) -> Result<Finished, Unread> {
    // Three readers open the file by themselves, side by side: to open a large one takes longer than to read a few sheets.
    let (anatomy, (readings, drawn)) = rayon::join(
        || anatomy::of_sheets(pdf, sheets),
        || {
            let draw = |sheet: &usize| raster::page(pdf, *sheet, DPI);
            rayon::join(
                || reading::of_pages(pdf, sheets),
                || sheets.par_iter().map(draw).collect::<Result<Vec<Rgb>, NotPdf>>(),
            )
        },
    );
    let anatomy = anatomy?;
    let readings = sound(readings?, |at| sheets[at])?;
    let pages = readings.into_par_iter().zip(drawn?).enumerate();
    let mut pages: Vec<FinishedPage> = pages
        .map(|(at, (reading, drawn))| page(reading, &drawn, Symbols::At(known), at))
        .collect();
    look_into_logos(pdf, &mut pages, sheets, known)?;
    Ok(Finished { anatomy, pages })
}

/// Reads the symbols of these sheets again as a poor print and two copies leave them.
pub fn wear_sheets(pdf: &[u8], finished: &mut Finished, sheets: &[usize]) -> Result<(), Unread> {
    wear_symbols(pdf, &mut finished.pages, sheets)
}

impl SeenSymbol {
    /// A symbol as it was found on a drawing with so many pixels to the point.
    fn of(grey: &Grey, mut found: scan::Found, scale: f32) -> Self {
        // Two pixels to the module are too few to be counted, and how many modules an audit symbol has is known.
        if Payload::serial(&found.payload).is_some() {
            found.module = found.rect.width / (AUDIT_MODULES - 2.0 * QUIET_ZONE_MODULES);
        }
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

impl FinishedPage {
    /// A part of this page: lines that reach into some boxes, and the glyphs of these, but for those that are left out.
    pub fn around(&self, boxes: &[Rect], is_out: impl Fn(&GlyphReading) -> bool) -> Self {
        let glyphs = self.reading.glyphs.iter();
        let reading = PageReading {
            glyphs: glyphs.filter(|glyph| !is_out(glyph)).cloned().collect(),
            images: Vec::new(),
            inks: Vec::new(),
            ..self.reading.clone()
        };
        let near: Vec<Rect> = reading
            .lines()
            .iter()
            .map(|line| line.rect)
            .filter(|line| boxes.iter().any(|rect| rect.overlaps(*line, 0.0)))
            .collect();
        let is_near = |glyph: &GlyphReading| near.iter().any(|line| line.holds(glyph.body(), 0.1));
        Self {
            lines: self.lines.clone(),
            reading: PageReading {
                glyphs: reading.glyphs.into_iter().filter(is_near).collect(),
                ..reading
            },
            symbols: Vec::new(),
            unread: Vec::new(),
            logos: Vec::new(),
        }
    }

    /// The same with further glyphs, read in pieces: the colours of their lines are those of the line in their place.
    pub fn with_glyphs<'g>(&self, glyphs: impl Iterator<Item = &'g GlyphReading>, pieces: &[Rect]) -> Self {
        let mut reading = self.reading.clone();
        reading.glyphs.extend(glyphs.cloned());
        let lines = reading.lines_in(pieces).into_iter().map(|line| {
            let known = self
                .lines
                .iter()
                .find(|known| known.line.rect.overlaps(line.rect, 0.0));
            let (ink, ground) = known.map_or((Color::BLACK, Color::WHITE), |known| (known.ink, known.ground));
            SeenLine { line, ink, ground }
        });
        Self {
            lines: lines.collect(),
            reading,
            symbols: self.symbols.clone(),
            unread: self.unread.clone(),
            logos: self.logos.clone(),
        }
    }
}

/// What stands on pages with these numbers, unless pictures unfold to more than can be drawn.
fn sound(readings: Vec<PageReading>, number: impl Fn(usize) -> usize) -> Result<Vec<PageReading>, Unread> {
    for (at, reading) in readings.iter().enumerate() {
        let pixels = reading
            .images
            .iter()
            .map(|image| u64::from(image.pixels.0) * u64::from(image.pixels.1));
        let pixels = pixels.fold(0, u64::saturating_add);
        if pixels > MOST_IMAGE_PIXELS {
            let page = number(at) + 1;
            return Err(Unread::ImageBomb { page, pixels });
        }
    }
    Ok(readings)
}

/// Looks for symbols in the logos of pages with these numbers in the file, closer than a page is drawn: a phone reads what stands there as well.
fn look_into_logos(
    pdf: &[u8],
    pages: &mut [FinishedPage],
    numbers: &[usize],
    known: &[Known],
) -> Result<(), Unread> {
    let of_page = |at: usize| known.get(at).into_iter().flat_map(|known| &known.logos);
    let boxes: Vec<(usize, Rect)> = (0..pages.len())
        .flat_map(|at| of_page(at).map(move |rect| (at, *rect)))
        .collect();
    let longest = boxes.iter().map(|(_, rect)| rect.width.max(rect.height));
    let scale = (LOGO_PIXELS / longest.fold(1.0, f32::max)).min(LOGO_DPI / 72.0);
    let parts: Vec<(usize, Rect)> = boxes.iter().map(|(at, rect)| (numbers[*at], *rect)).collect();
    let prints = raster::parts(pdf, &parts, scale * 72.0, 1.0, 0.0)?;
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

/// Reads the symbols of pages with these numbers again as a poor print and two copies leave them; what says the same in modules of the
/// same size is worn once.
fn wear_symbols(pdf: &[u8], pages: &mut [FinishedPage], numbers: &[usize]) -> Result<(), Unread> {
    #[expect(clippy::cast_possible_truncation, reason = "a module has few points")]
    let same = |symbol: &SeenSymbol| {
        let size = (symbol.module.to_pt() * 100.0).round() as i64;
        (symbol.payload.clone(), size, symbol.inverted)
    };
    let with_quiet_zone = |symbol: &SeenSymbol| {
        symbol
            .rect
            .inset(Insets::all(-symbol.module.to_pt() * QUIET_ZONE_MODULES))
    };
    let mut first = BTreeMap::new();
    for (at, page) in numbers.iter().zip(&*pages) {
        for symbol in &page.symbols {
            first
                .entry(same(symbol))
                .or_insert((*at, with_quiet_zone(symbol)));
        }
    }
    let boxes: Vec<(usize, Rect)> = first.values().copied().collect();
    let prints = raster::parts(pdf, &boxes, wear::DOTS_PER_INCH as f32, wear::SCALE, wear::TURN)?;
    let lasting: BTreeSet<_> = first
        .into_keys()
        .zip(prints)
        .filter(|((payload, ..), print)| {
            let copies = wear::worn(print);
            let reads = |copy: &Grey| {
                let found = scan::symbol(copy, copy.whole());
                found.is_some_and(|found| found.payload == *payload)
            };
            // A large symbol is also looked at from farther away, where a camera sees it smaller.
            copies.iter().any(reads)
                || copies.iter().any(|copy| {
                    let half = copy.coarser(2);
                    reads(&half) || reads(&half.coarser(2))
                })
        })
        .map(|(symbol, _)| symbol)
        .collect();
    for symbol in pages.iter_mut().flat_map(|page| &mut page.symbols) {
        symbol.lasting = lasting.contains(&same(symbol));
    }
    Ok(())
}

fn page(reading: PageReading, drawn: &Rgb, symbols: Symbols<'_>, number: usize) -> FinishedPage {
    // A page too large for the usual resolution is drawn smaller.
    let scale = drawn.width as f32 / reading.size.width.max(1.0);
    let known = match symbols {
        Symbols::Anywhere => None,
        Symbols::At(known) => known.get(number),
    };
    let logos = known.into_iter().flat_map(|known| &known.logos);
    let logos = logos.map(|rect| SeenLogo {
        rect: *rect,
        colors: drawn.colors(rect.scaled(scale)),
    });
    let mut unread = Vec::new();
    let symbols: Vec<SeenSymbol> = match known {
        None => {
            let grey = drawn.to_grey();
            let symbols = scan::symbols(&grey);
            unread = symbols.unread;
            let read = symbols.read.into_iter();
            read.map(|found| SeenSymbol::of(&grey, found, scale)).collect()
        }
        Some(known) => {
            let boxes = known.symbols.iter();
            boxes.filter_map(|rect| symbol_in(drawn, *rect, scale)).collect()
        }
    };
    let pieces = known.map_or(&[][..], |known| &known.pieces);
    let lines = reading.lines_in(pieces).into_iter().map(|line| {
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

/// The symbol in a box of a page that is drawn with so many pixels to the point.
fn symbol_in(drawn: &Rgb, rect: Rect, scale: f32) -> Option<SeenSymbol> {
    /// What the quiet zone may be rounded up by, in pixels.
    const AROUND: f32 = 8.0;
    let rect = rect.scaled(scale);
    let (part, left, top) = drawn.grey_part(rect.inset(Insets::all(-AROUND)));
    let corner = Point {
        x: left as f32 / scale,
        y: top as f32 / scale,
    };
    let found = scan::symbol(
        &part,
        rect.shifted(Point {
            x: -(left as f32),
            y: -(top as f32),
        }),
    )?;
    let seen = SeenSymbol::of(&part, found, scale);
    Some(SeenSymbol {
        rect: seen.rect.shifted(corner),
        ..seen
    })
}
