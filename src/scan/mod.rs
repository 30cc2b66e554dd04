//! Reads QR symbols from pixels, and where they stand: of pages here, of photos in [`photo`](photo()).
//!
//! The crate `rxing` is named here alone. It decodes pictures from strangers: a panic inside it
//! is a symbol that was not read, never an end of the program.

mod grid;
mod photo;
mod tone;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader as _;
use rxing::qrcode::cpp_port::QrReader;
use rxing::qrcode::cpp_port::detector::{FindFinderPatterns, FinderPatternSet, GenerateFinderPatternSets};
use rxing::{
    BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource, RXingResult, RXingResultMetadataType,
    helpers,
};

use crate::geom::{Insets, Rect};
use crate::raster::Grey;

pub use photo::{Crowded, photo};

/// Modules on a side of the smallest symbol, and from one version to the next (ISO/IEC 18004).
const LEAST_MODULES: f32 = 21.0;
const MODULES_A_VERSION: f32 = 4.0;

/// Modules across a finder, the square in three corners of a symbol (ISO/IEC 18004).
const FINDER_MODULES: f32 = 7.0;

/// A symbol as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it says.
    pub payload: String,
    /// Its modules, without the quiet zone, in pixels.
    pub rect: Rect,
    /// Width of a module, in pixels.
    pub module: f32,
    /// Whether it is light on dark.
    pub inverted: bool,
}

/// What a page holds of symbols.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Symbols {
    /// Those that were read, in order of their text, then from the top.
    pub read: Vec<Found>,
    /// Boxes, in pixels, around three finders of which no symbol was read.
    pub unread: Vec<Rect>,
}

/// Reads the one symbol inside a box of a page; `rect` in pixels.
pub fn symbol(page: &Grey, rect: Rect) -> Option<Found> {
    let (left, top, part) = crop(page, rect)?;
    let read = || {
        let mut hints = DecodeHints {
            AlsoInverted: Some(true),
            ..DecodeHints::default()
        };
        let qr = Some(BarcodeFormat::QR_CODE);
        helpers::detect_in_luma_slice_with_hints(&part.pixels, part.width, part.height, qr, &mut hints)
    };
    let found = catch_unwind(AssertUnwindSafe(read)).ok()?.ok()?;
    let inverted = found
        .getRXingResultMetadata()
        .contains_key(&RXingResultMetadataType::IS_INVERTED);
    let found = measured(&part, &found, inverted)?;
    Some(Found {
        rect: Rect {
            x: found.rect.x + left,
            y: found.rect.y + top,
            ..found.rect
        },
        ..found
    })
}

/// Reads every symbol of a page: from its own pixels and coarser, since a large symbol drawn module by module has hairlines
/// between them, and each time also light on dark.
pub fn symbols(page: &Grey) -> Symbols {
    let mut seen = Symbols::default();
    let half = page.coarser(2);
    let quarter = half.coarser(2);
    for (page, times) in [(page, 1.0), (&half, 2.0), (&quarter, 4.0)] {
        for inverted in [false, true] {
            seen.add(look(page, inverted), times);
        }
    }
    let Symbols { read, unread } = &mut seen;
    unread.retain(|rect| !read.iter().any(|found| found.rect.overlaps(*rect, 1.0)));
    read.sort_by(|a, b| {
        let place = |found: &Found| (found.rect.y, found.rect.x);
        let ((ay, ax), (by, bx)) = (place(a), place(b));
        a.payload
            .cmp(&b.payload)
            .then(ay.total_cmp(&by))
            .then(ax.total_cmp(&bx))
    });
    seen
}

impl Symbols {
    /// Takes what was seen on a coarser page, unless it is here already.
    fn add(&mut self, seen: Self, scale: f32) {
        for found in seen.read {
            let found = Found {
                rect: found.rect.scaled(scale),
                module: found.module * scale,
                ..found
            };
            let known =
                |known: &Found| known.payload == found.payload && known.rect.overlaps(found.rect, 1.0);
            if !self.read.iter().any(known) {
                self.read.push(found);
            }
        }
        for rect in seen.unread {
            let rect = rect.scaled(scale);
            if !self.unread.iter().any(|known| known.overlaps(rect, 1.0)) {
                self.unread.push(rect);
            }
        }
    }
}

/// The symbols of a page, dark on light or the opposite.
fn look(page: &Grey, inverted: bool) -> Symbols {
    let sight = |grey: &u8| if inverted { 255 - grey } else { *grey };
    let read = || {
        let hints = DecodeHints {
            TryHarder: Some(true),
            ..DecodeHints::default()
        };
        let pixels = page.pixels.iter().map(sight).collect();
        let luma = Luma8LuminanceSource::new(pixels, page.width, page.height)?;
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(luma));
        let mut finders = FindFinderPatterns(bitmap.get_black_matrix(), true, 0);
        let sets = GenerateFinderPatternSets(&mut finders);
        // A page without finders has no symbol to read.
        let found = match sets.is_empty() {
            true => Vec::new(),
            false => QrReader
                .decode_multiple_with_hints(&mut bitmap, &hints)
                .unwrap_or_default(),
        };
        Ok::<_, rxing::Exceptions>((found, sets))
    };
    let Ok(Ok((found, sets))) = catch_unwind(AssertUnwindSafe(read)) else {
        return Symbols::default();
    };
    let read: Vec<Found> = found
        .iter()
        .filter(|code| *code.getBarcodeFormat() == BarcodeFormat::QR_CODE)
        .filter_map(|code| measured(page, code, inverted))
        .collect();
    Symbols {
        read,
        unread: sets.iter().filter_map(corner_of_finders).collect(),
    }
}

/// The box of three finders that surely are a symbol's: of one size, and the corners of a square.
fn corner_of_finders(set: &FinderPatternSet) -> Option<Rect> {
    const ALIKE: f32 = 1.2;
    /// The cosine of the angle between the sides may be so far from a right one.
    const RIGHT: f32 = 0.1;
    let alike = |a: f32, b: f32| a.max(b) <= a.min(b) * ALIKE;
    let sizes = [set.tl, set.tr, set.bl].map(|finder| finder.size as f32);
    let side = |to: rxing::Point| (to.x - set.tl.p.x, to.y - set.tl.p.y);
    let ((ax, ay), (bx, by)) = (side(set.tr.p), side(set.bl.p));
    let (a, b) = (ax.hypot(ay), bx.hypot(by));
    let sound = sizes.iter().all(|size| alike(*size, sizes[0]))
        && alike(a, b)
        && ((ax * bx + ay * by) / (a * b).max(1.0)).abs() < RIGHT;
    let middles = [set.tl.p, set.tr.p, set.bl.p].map(|at| Rect::new(at.x, at.y, 0.0, 0.0));
    let around = middles.into_iter().reduce(Rect::union)?;
    sound.then(|| around.inset(Insets::all(-sizes[0] / 2.0)))
}

/// Whether nothing is printed in the quiet zone of a symbol (ISO/IEC 18004 asks for four modules).
pub fn is_quiet(page: &Grey, found: &Found) -> bool {
    /// Half a module is left to antialiasing and measuring.
    const MODULES: f32 = 3.5;
    const BORDER: f32 = 0.5;
    let ink = Ink {
        page,
        inverted: found.inverted,
    };
    let mut ring = BORDER * found.module;
    while ring <= MODULES * found.module {
        if ink.edge_has_ink(found.rect.inset(Insets::all(-ring.max(1.0)))) {
            return false;
        }
        ring += 1.0;
    }
    true
}

/// Where a read symbol stands. A reader tells either the corners of a symbol or the middles of its
/// finders, so the box is grown until clear paper lies around it.
fn measured(page: &Grey, found: &RXingResult, inverted: bool) -> Option<Found> {
    let points = found.getPoints();
    let corner = |point: &rxing::Point| Rect::new(point.x, point.y, 0.0, 0.0);
    let around = points.iter().map(corner).reduce(Rect::union)?;
    let ink = Ink { page, inverted };
    let rect = ink.grown(around);
    let module = ink.finder(rect).unwrap_or(rect.width) / FINDER_MODULES;
    let versions = ((rect.width / module.max(0.1) - LEAST_MODULES) / MODULES_A_VERSION).round();
    let modules = LEAST_MODULES + MODULES_A_VERSION * versions.clamp(0.0, 39.0);
    Some(Found {
        payload: found.getText().to_owned(),
        rect,
        module: rect.width / modules,
        inverted,
    })
}

/// The pixels of a page as ink or none.
struct Ink<'a> {
    page: &'a Grey,
    inverted: bool,
}

impl Ink<'_> {
    fn is_ink(&self, x: f32, y: f32) -> bool {
        self.page
            .at(x, y)
            .is_some_and(|grey| (grey < 128) != self.inverted)
    }

    /// A box grown on each side until its edge holds no ink, at most by a quarter of its side.
    fn grown(&self, rect: Rect) -> Rect {
        let most = (rect.width.max(rect.height) / 4.0).max(2.0);
        let mut grown = rect.inset(Insets::all(-1.0));
        while self.edge_has_ink(grown) {
            if grown.width > rect.width + 2.0 * most {
                return rect;
            }
            grown = grown.inset(Insets::all(-1.0));
        }
        // The last ring is clear; the ink ends a pixel inside it, or deeper where another side was grown for.
        self.tightened(grown.inset(Insets::all(1.0)))
    }

    /// A box shrunk on each side by itself until its edge holds ink.
    fn tightened(&self, rect: Rect) -> Rect {
        let most = rect.width.min(rect.height) / 2.0;
        let clear = |edge: &dyn Fn(f32) -> Rect| {
            let mut depth = 0.0;
            while depth < most && !self.edge_has_ink(edge(depth)) {
                depth += 1.0;
            }
            if depth < most { depth } else { 0.0 }
        };
        rect.inset(Insets {
            top: clear(&|depth| Rect::new(rect.x, rect.y + depth, rect.width, 0.0)),
            bottom: clear(&|depth| Rect::new(rect.x, rect.bottom() - depth, rect.width, 0.0)),
            left: clear(&|depth| Rect::new(rect.x + depth, rect.y, 0.0, rect.height)),
            right: clear(&|depth| Rect::new(rect.right() - depth, rect.y, 0.0, rect.height)),
        })
    }

    fn edge_has_ink(&self, rect: Rect) -> bool {
        let along = |length: f32| {
            (0..)
                .map(|step: u16| f32::from(step))
                .take_while(move |at| *at <= length)
        };
        along(rect.width)
            .any(|at| self.is_ink(rect.x + at, rect.y) || self.is_ink(rect.x + at, rect.bottom()))
            || along(rect.height)
                .any(|at| self.is_ink(rect.x, rect.y + at) || self.is_ink(rect.right(), rect.y + at))
    }

    /// Width of a finder, in pixels: the frame of each is one stretch of ink along the upper or lower edge.
    fn finder(&self, rect: Rect) -> Option<f32> {
        let most = rect.width / 2.0;
        let stretch = |from: f32, step: f32, y: f32| {
            let mut ink = (0..)
                .map(|at: u16| f32::from(at))
                .take_while(|at| *at < rect.width)
                .map(|at| self.is_ink(from + step * at, y));
            let before = ink.by_ref().take_while(|ink| !ink).count();
            let width = 1 + ink.take_while(|ink| *ink).count();
            ((before as f32) < most / 2.0 && (width as f32) < most).then_some(width as f32)
        };
        // A row just inside the edge, by half of the smallest module that can be.
        let inside = (rect.height / 177.0).max(1.5);
        let rows = [rect.y + inside, rect.bottom() - inside];
        let left = rows.map(|y| stretch(rect.x - 2.0, 1.0, y));
        let right = rows.map(|y| stretch(rect.right() + 2.0, -1.0, y));
        let mut widths: Vec<f32> = left.into_iter().chain(right).flatten().collect();
        widths.sort_by(f32::total_cmp);
        // Three corners have a finder and agree; the fourth is anything.
        widths.get(widths.len() / 2).copied()
    }
}

/// A part of a page, with its left and upper edge.
fn crop(page: &Grey, rect: Rect) -> Option<(f32, f32, Grey)> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the page"
    )]
    let edge = |at: f32, most: u32| at.round().clamp(0.0, 65_535.0).min(most as f32) as u32;
    let (left, right) = (edge(rect.x, page.width), edge(rect.right(), page.width));
    let (top, bottom) = (edge(rect.y, page.height), edge(rect.bottom(), page.height));
    if right <= left || bottom <= top {
        return None;
    }
    let row = |y: u32| {
        let start = usize::try_from(y * page.width + left).ok()?;
        page.pixels
            .get(start..start + usize::try_from(right - left).ok()?)
    };
    let pixels: Option<Vec<&[u8]>> = (top..bottom).map(row).collect();
    let part = Grey {
        width: right - left,
        height: bottom - top,
        pixels: pixels?.concat(),
    };
    Some((left as f32, top as f32, part))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Symbols, symbol, symbols};
    use crate::geom::Rect;
    use crate::qr::Symbol;
    use crate::raster::Grey;

    /// A symbol with its quiet zone, `scale` pixels a module.
    pub(crate) fn draw(symbol: &Symbol, scale: usize) -> Grey {
        let side = (symbol.width + 8) * scale;
        let dark = |x: usize, y: usize| {
            let (column, row) = ((x / scale).wrapping_sub(4), (y / scale).wrapping_sub(4));
            column < symbol.width && row < symbol.width && symbol.dark[row * symbol.width + column]
        };
        let pixels = (0..side * side)
            .map(|at| if dark(at % side, at / side) { 20 } else { 245 })
            .collect();
        let side = u32::try_from(side).unwrap();
        Grey {
            width: side,
            height: side,
            pixels,
        }
    }

    /// Each pixel the mean of its neighbourhood.
    fn blurred(page: &Grey, reach: i64) -> Grey {
        let (width, height) = (i64::from(page.width), i64::from(page.height));
        let at = |x: i64, y: i64| {
            let x = x.clamp(0, width - 1);
            let y = y.clamp(0, height - 1);
            u32::from(page.pixels[usize::try_from(y * width + x).unwrap()])
        };
        let mean = |x: i64, y: i64| {
            let around = (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| (x + dx, y + dy)));
            let (sum, count) = around.fold((0, 0), |(sum, count), (x, y)| (sum + at(x, y), count + 1));
            u8::try_from(sum / count).unwrap()
        };
        let pixels = (0..width * height)
            .map(|index| mean(index % width, index / width))
            .collect();
        Grey {
            pixels,
            ..page.clone()
        }
    }

    fn whole(page: &Grey) -> Rect {
        Rect::new(0.0, 0.0, page.width as f32, page.height as f32)
    }

    fn read(page: &Grey) -> Option<String> {
        symbol(page, whole(page)).map(|found| found.payload)
    }

    #[test]
    fn its_box_and_module_are_measured() {
        for payload in [
            "tel:+18883737888",
            "sms:233733",
            "https://humantraffickinghotline.org/chat",
        ] {
            let written = Symbol::sample(payload);
            for scale in [3, 4, 6, 11, 26, 40] {
                let page = draw(&written, scale);
                for found in [
                    symbol(&page, whole(&page)).unwrap(),
                    symbols(&page).read.remove(0),
                ] {
                    let module = scale as f32;
                    assert!(
                        (found.module - module).abs() < 0.12 * module,
                        "{payload} at {scale}: {found:?}"
                    );
                    let wanted = Rect::new(
                        4.0 * module,
                        4.0 * module,
                        written.width as f32 * module,
                        written.width as f32 * module,
                    );
                    assert!(
                        found.rect.holds(wanted, 2.0) && wanted.holds(found.rect, 2.0),
                        "{found:?}"
                    );
                    assert!(!found.inverted);
                }
            }
        }
    }

    #[test]
    fn a_light_symbol_on_dark_is_told() {
        let mut page = draw(&Symbol::sample("tel:+18883737888"), 6);
        for pixel in &mut page.pixels {
            *pixel = 255 - *pixel;
        }
        assert!(symbol(&page, whole(&page)).unwrap().inverted);
        assert!(symbols(&page).read[0].inverted);
    }

    #[test]
    fn round_trip_clear_blurred_and_small() {
        for payload in [
            "tel:+18883737888",
            "sms:233733",
            "https://humantraffickinghotline.org/chat",
        ] {
            let written = Symbol::sample(payload);
            let clear = draw(&written, 6);
            assert_eq!(read(&clear).as_deref(), Some(payload));
            let Symbols { read: all, unread } = symbols(&clear);
            assert!(unread.is_empty(), "{unread:?}");
            assert_eq!(all.len(), 1, "{all:?}");
            assert_eq!(all[0].payload, payload);
            let soft = blurred(&clear, 2);
            assert_eq!(read(&soft).as_deref(), Some(payload), "blurred");
            let small = draw(&written, 3);
            assert_eq!(read(&small).as_deref(), Some(payload), "small");
        }
    }

    #[test]
    fn a_damaged_symbol_is_not_read_as_another() {
        let mut page = draw(&Symbol::sample("tel:+18883737888"), 6);
        let half = page.pixels.len() / 2;
        page.pixels[..half].fill(245);
        assert_eq!(read(&page), None);
    }

    #[test]
    fn a_symbol_that_cannot_be_read_is_told() {
        let symbol = Symbol::sample("tel:+18883737888");
        let mut page = draw(&symbol, 6);
        // The three finders stay; what is between them is wiped away.
        let (side, edge) = (page.width as usize, (4 + 8) * 6);
        for at in 0..page.pixels.len() {
            let (x, y) = (at % side, at / side);
            let inside = |at: usize| at > edge && at < side - edge;
            if inside(x) || inside(y) || (x > edge && y > edge) {
                page.pixels[at] = 245;
            }
        }
        let seen = symbols(&page);
        assert!(seen.read.is_empty());
        assert_eq!(seen.unread.len(), 1, "{:?}", seen.unread);
    }

    #[test]
    fn hairlines_between_modules_hide_nothing() {
        for scale in [8, 13, 20, 40] {
            let mut page = draw(&Symbol::sample("tel:+18883737888"), scale);
            let side = page.width as usize;
            for (at, pixel) in page.pixels.iter_mut().enumerate() {
                if (at % side).is_multiple_of(scale) || (at / side).is_multiple_of(scale) {
                    *pixel = (*pixel).max(150);
                }
            }
            assert_eq!(symbols(&page).read.len(), 1, "{scale}");
        }
    }
}
