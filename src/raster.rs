//! Draws a finished PDF to pixels, as a viewer or a printer would.
//!
//! The crates `hayro` (here and in `reading`) and `image` see finished files alone, never our pages.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

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
#[error("the file cannot be read as a PDF")]
pub struct NotPdf;

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
    let pixels = pixmap
        .data_as_u8_slice()
        .chunks_exact(4)
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
    Rgb {
        width: u32::from(pixmap.width()),
        height: u32::from(pixmap.height()),
        pixels: pixels.collect(),
    }
}

impl Rgb {
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
