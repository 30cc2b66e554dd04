//! Draws a finished PDF to pixels, as a viewer or a printer would.
//!
//! The crates `hayro` (here and in `reading`) and `image` see finished files alone, never our pages.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::util::TransformExt as _;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use crate::color::Color;
use crate::geom::Rect;
use crate::phrase::{Phrase, say};

/// A page in grey, one byte a pixel, row by row from the upper left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grey {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// 0 is black.
    pub pixels: Vec<u8>,
}

impl Grey {
    /// So many times fewer pixels each way, each the mean of those that it stands for.
    pub fn coarser(&self, times: u32) -> Self {
        let (width, height) = (self.width / times, self.height / times);
        let mean = |column: u32, row: u32| {
            let lines = (0..times).map(|line| ((row * times + line) * self.width + column * times) as usize);
            let pixels = lines.flat_map(|start| &self.pixels[start..start + times as usize]);
            let sum: u32 = pixels.map(|grey| u32::from(*grey)).sum();
            u8::try_from(sum / (times * times)).unwrap_or(u8::MAX)
        };
        let places = (0..height).flat_map(|row| (0..width).map(move |column| (column, row)));
        Self {
            width,
            height,
            pixels: places.map(|(column, row)| mean(column, row)).collect(),
        }
    }
}

/// A page in colour, three bytes a pixel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rgb {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green, blue.
    pub pixels: Vec<u8>,
}

/// A file that cannot be read as a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.phrase().english())]
pub struct NotPdf;

impl NotPdf {
    /// In words.
    pub fn phrase(self) -> Phrase {
        say("the file cannot be read as a PDF")
    }
}

/// The largest file that is read, in bytes.
pub const LARGEST: usize = 128 << 20;

/// The most pixels of a raster: a Letter page at 600 dots per inch. A page that wants more is drawn smaller.
const MOST_PIXELS: f32 = 40e6;

/// Draws every page at a resolution in dots per inch, at most `most` pages.
pub fn pages(pdf: &[u8], dpi: f32, most: usize) -> Result<Vec<Rgb>, NotPdf> {
    let mut drawn = Vec::new();
    each(pdf, dpi, most, |page| drawn.push(page))?;
    Ok(drawn)
}

/// Draws page after page and shows each, so that a long file needs no more memory than a short one.
pub fn each(pdf: &[u8], dpi: f32, most: usize, mut see: impl FnMut(Rgb)) -> Result<(), NotPdf> {
    guarded(|| {
        let pdf = open(pdf)?;
        let cache = RenderCache::new();
        for page in pdf.pages().iter().take(most) {
            see(draw(page, &cache, dpi));
        }
        Ok(())
    })
}

/// Draws one page, counted from 0.
pub fn page(pdf: &[u8], number: usize, dpi: f32) -> Result<Rgb, NotPdf> {
    guarded(|| {
        let pdf = open(pdf)?;
        let pages = pdf.pages();
        let page = pages.get(number).ok_or(NotPdf)?;
        Ok(draw(page, &RenderCache::new(), dpi))
    })
}

/// A box in points from the upper left, on a page counted from 0.
pub type Place = (usize, Rect);

/// Draws boxes of pages in grey at a resolution, each scaled and turned about its middle, in degrees.
pub fn parts(pdf: &[u8], boxes: &[Place], dpi: f32, scale: f32, turn: f32) -> Result<Vec<Grey>, NotPdf> {
    // A long file takes its time to be opened.
    if boxes.is_empty() {
        return Ok(Vec::new());
    }
    guarded(|| {
        let pdf = open(pdf)?;
        let sheets = Sheets::of(&pdf);
        let scale = f64::from(dpi / 72.0 * scale);
        let drawn = boxes
            .iter()
            .map(|place| Ok(sheets.draw(*place, scale, f64::from(turn))?.to_grey()));
        drawn.collect()
    })
}

/// Draws pairs of boxes, the first of each in one file and the second in another, and tells the first pair whose pixels
/// differ by more than rounding, counted from 0.
pub fn first_difference(
    pdfs: [&[u8]; 2],
    pairs: impl IntoIterator<Item = [Place; 2]>,
    dpi: f32,
) -> Result<Option<usize>, NotPdf> {
    guarded(|| {
        let pdfs = [open(pdfs[0])?, open(pdfs[1])?];
        let sheets = [Sheets::of(&pdfs[0]), Sheets::of(&pdfs[1])];
        let scale = f64::from(dpi / 72.0);
        for (at, [one, other]) in pairs.into_iter().enumerate() {
            if !sheets[0]
                .draw(one, scale, 0.0)?
                .equals(&sheets[1].draw(other, scale, 0.0)?)
            {
                return Ok(Some(at));
            }
        }
        Ok(None)
    })
}

/// The pages of an open file, with what was drawn of them before.
struct Sheets<'a> {
    pdf: &'a Pdf,
    cache: RenderCache<'a>,
}

impl<'a> Sheets<'a> {
    fn of(pdf: &'a Pdf) -> Self {
        let cache = RenderCache::new();
        Self { pdf, cache }
    }

    fn draw(&self, (page, rect): Place, scale: f64, turn: f64) -> Result<Rgb, NotPdf> {
        let page = self.pdf.pages().get(page).ok_or(NotPdf)?;
        Ok(part(page, &self.cache, rect, scale, turn))
    }
}

fn part<'a>(page: &'a Page<'a>, cache: &RenderCache<'a>, rect: Rect, scale: f64, turn: f64) -> Rgb {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a small picture"
    )]
    let pixels = |length: f32| (f64::from(length) * scale).ceil().clamp(1.0, 8192.0) as u16;
    let (width, height) = (pixels(rect.width), pixels(rect.height));
    let centre = rect.centre();
    let transform = Affine::translate((f64::from(width) / 2.0, f64::from(height) / 2.0))
        * Affine::rotate(turn.to_radians())
        * Affine::scale(scale)
        * Affine::translate((-f64::from(centre.x), -f64::from(centre.y)))
        * page.initial_transform(true).to_kurbo();
    let mut context = RenderContext::new(width, height);
    let (interpret, render) = (InterpreterSettings::default(), RenderSettings::default());
    hayro::render_into(page, cache, &interpret, &render, &mut context, transform);
    context.flush();
    let mut pixmap = Pixmap::new(width, height);
    let settings = RasterizerSettings {
        target_init: TargetInit::Clear(WHITE),
        ..RasterizerSettings::default()
    };
    context.render_with(&mut pixmap, &mut Resources::default(), settings);
    Rgb::of(&pixmap)
}

/// Does work on a file from a stranger: a panic inside a reader of PDFs is a file that cannot be read,
/// never an end of the program.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, NotPdf>) -> Result<T, NotPdf> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(NotPdf))
}

/// Opens a file that is not larger than any poster could be.
pub(crate) fn open(pdf: &[u8]) -> Result<Pdf, NotPdf> {
    if pdf.len() > LARGEST {
        return Err(NotPdf);
    }
    Pdf::new(pdf.to_vec()).map_err(|_| NotPdf)
}

fn draw<'a>(page: &'a Page<'a>, cache: &RenderCache<'a>, dpi: f32) -> Rgb {
    let (width, height) = page.render_dimensions();
    let scale = (dpi / 72.0).min((MOST_PIXELS / (width * height).max(1.0)).sqrt());
    let settings = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
    };
    let pixmap = hayro::render(
        page,
        cache,
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &settings,
    );
    Rgb::of(&pixmap)
}

impl Grey {
    /// The whole page, in pixels.
    pub fn whole(&self) -> Rect {
        Rect::new(0.0, 0.0, self.width as f32, self.height as f32)
    }

    /// The pixel at a place; `None` off the page.
    pub fn at(&self, x: f32, y: f32) -> Option<u8> {
        let inside = x >= 0.0 && y >= 0.0 && x < self.width as f32 && y < self.height as f32;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "inside the page"
        )]
        let at = || y as usize * self.width as usize + x as usize;
        inside.then(at).and_then(|at| self.pixels.get(at).copied())
    }
}

impl Rgb {
    fn of(pixmap: &Pixmap) -> Self {
        let pixels = pixmap
            .data_as_u8_slice()
            .chunks_exact(4)
            .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
        Self {
            width: u32::from(pixmap.width()),
            height: u32::from(pixmap.height()),
            pixels: pixels.collect(),
        }
    }

    /// Whether each pixel is the same, but for what comes from rounding: the same curve elsewhere on a page has edges that
    /// are a step darker or lighter here and there.
    pub fn equals(&self, other: &Self) -> bool {
        const ROUNDING: u8 = 2;
        let close = |(one, other): (&u8, &u8)| one.abs_diff(*other) <= ROUNDING;
        (self.width, self.height) == (other.width, other.height)
            && self.pixels.iter().zip(&other.pixels).all(close)
    }

    /// The same page in grey (Rec. 709 luma).
    pub fn to_grey(&self) -> Grey {
        let luma = |pixel: &[u8]| {
            let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
            u8::try_from((red * 2126 + green * 7152 + blue * 722 + 5000) / 10_000).unwrap_or(u8::MAX)
        };
        let pixels = self.pixels.chunks_exact(3).map(luma).collect();
        Grey {
            width: self.width,
            height: self.height,
            pixels,
        }
    }

    /// A box of the page in grey, cut off at the edges of the page, with its left and upper edge; all in pixels.
    pub fn grey_part(&self, rect: Rect) -> (Grey, u32, u32) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "on the page"
        )]
        let clamp = |at: f32, most: u32| at.clamp(0.0, most as f32) as u32;
        let (left, right) = (clamp(rect.x, self.width), clamp(rect.right().ceil(), self.width));
        let (top, bottom) = (
            clamp(rect.y, self.height),
            clamp(rect.bottom().ceil(), self.height),
        );
        let width = right - left;
        let rows = (top..bottom).flat_map(|y| {
            let start = (y as usize * self.width as usize + left as usize) * 3;
            &self.pixels[start..start + width as usize * 3]
        });
        let part = Self {
            width,
            height: bottom - top,
            pixels: rows.copied().collect(),
        };
        (part.to_grey(), left, top)
    }

    /// The colour that fills most of a box, in pixels, and the one that stands out most from it: ground and ink.
    /// Where the box lies off the page, both are white.
    pub fn two_colors(&self, rect: Rect) -> (Color, Color) {
        let counts = self.colors(rect);
        let most = counts.iter().max_by_key(|(_, count)| **count);
        let ground = most.map_or(Color::WHITE, |(rgb, _)| Color { rgb: *rgb });
        let inks = counts.keys().map(|rgb| Color { rgb: *rgb });
        let ink = inks
            .map(|ink| (ink.contrast(ground), ink))
            .max_by(|(a, _), (b, _)| a.total_cmp(b));
        (ground, ink.map_or(ground, |(_, ink)| ink))
    }

    /// The colours of a box, in pixels, and how many pixels have each.
    pub fn colors(&self, rect: Rect) -> BTreeMap<[u8; 3], u32> {
        let clamp = |at: f32, most: u32| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "on the page"
            )]
            let at = at.clamp(0.0, most as f32) as usize;
            at
        };
        let (left, right) = (clamp(rect.x, self.width), clamp(rect.right().ceil(), self.width));
        let (top, bottom) = (
            clamp(rect.y, self.height),
            clamp(rect.bottom().ceil(), self.height),
        );
        let row = |y: usize| {
            let start = (y * self.width as usize + left) * 3;
            self.pixels
                .get(start..start + (right - left) * 3)
                .unwrap_or_default()
        };
        // Most pixels are like their neighbour: a stretch is counted at once.
        let rows = (top..bottom).flat_map(|y| row(y).as_chunks::<3>().0.chunk_by(PartialEq::eq));
        let mut stretches: Vec<([u8; 3], usize)> = rows.map(|stretch| (stretch[0], stretch.len())).collect();
        stretches.sort_unstable();
        let colors = stretches.chunk_by(|(a, _), (b, _)| a == b).map(|same| {
            let count: usize = same.iter().map(|(_, length)| length).sum();
            (same[0].0, u32::try_from(count).unwrap_or(u32::MAX))
        });
        colors.collect()
    }

    /// The page as a PNG file.
    pub fn to_png(&self) -> Vec<u8> {
        let mut png = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_raw(self.width, self.height, self.pixels.clone())
            .expect("three bytes for each pixel")
            .write_to(&mut png, image::ImageFormat::Png)
            .expect("writing to memory cannot fail");
        png.into_inner()
    }

    /// The page made smaller to a width, for contact sheets.
    pub fn shrunk(&self, width: u32) -> Self {
        let picture = image::RgbImage::from_raw(self.width, self.height, self.pixels.clone())
            .expect("three bytes for each pixel");
        let height = (u64::from(self.height) * u64::from(width) / u64::from(self.width.max(1))).max(1);
        let height = u32::try_from(height).unwrap_or(1);
        let small = image::imageops::resize(&picture, width, height, image::imageops::FilterType::Triangle);
        Self {
            width,
            height,
            pixels: small.into_raw(),
        }
    }

    /// Pictures in rows of `columns`, on a light ground with a gap between them.
    pub fn contact_sheet(pictures: &[Self], columns: u32, gap: u32) -> Self {
        let wide = pictures.iter().map(|picture| picture.width).max().unwrap_or(1);
        let rows: Vec<&[Self]> = pictures
            .chunks(usize::try_from(columns.max(1)).unwrap_or(1))
            .collect();
        let tallest = |row: &[Self]| row.iter().map(|picture| picture.height).max().unwrap_or(0);
        let width = columns * (wide + gap) + gap;
        let height = rows.iter().map(|row| tallest(row) + gap).sum::<u32>() + gap;
        let mut sheet = image::RgbImage::from_pixel(width, height, image::Rgb([216, 222, 220]));
        let mut y = gap;
        for row in rows {
            let mut x = gap;
            for picture in row {
                let picture_image =
                    image::RgbImage::from_raw(picture.width, picture.height, picture.pixels.clone())
                        .expect("three bytes for each pixel");
                image::imageops::replace(&mut sheet, &picture_image, i64::from(x), i64::from(y));
                x += wide + gap;
            }
            y += tallest(row) + gap;
        }
        Self {
            width,
            height,
            pixels: sheet.into_raw(),
        }
    }
}
