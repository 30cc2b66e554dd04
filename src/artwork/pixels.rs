//! PNG and JPEG, unfolded to pixels within limits that are known beforehand.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::imageops::{FilterType, resize};
use image::{DynamicImage, ImageDecoder, ImageError, Limits, RgbImage, RgbaImage};

use super::{Artwork, Content, Format, Raster, broken, mixed, undrawn};
use crate::code;
use crate::color::Color;
use crate::diag::{Diagnostic, Diagnostics};
use crate::geom::Size;
use crate::phrase::{Phrase, say};
use crate::source::Span;

/// The most pixels: more than a foot each way at 300 dots per inch.
const MOST_PIXELS: u64 = 16_000_000;

/// The most memory that a decoder may ask for, in bytes: the most pixels at two bytes for each of four channels, twice.
const MOST_MEMORY: u64 = MOST_PIXELS * 16;

/// Dots per inch beyond which nobody sees a difference.
const ENOUGH_DPI: f32 = 300.0;

/// Pixels with opacity, four bytes each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pixels {
    image: RgbaImage,
}

/// Reads a PNG or JPEG.
pub(super) fn read(diags: &mut Diagnostics, bytes: &[u8], format: Format, place: &Span) -> Option<Artwork> {
    let image = match format {
        Format::Png => {
            let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits());
            let still = |decoder: &PngDecoder<_>| !decoder.is_apng().unwrap_or(false);
            if let Ok(decoder) = &decoder
                && !still(decoder)
            {
                let message = say("the PNG is animated, and paper stands still");
                let hint = say("save one of its pictures alone");
                diags.push(undrawn(message, place).hint(hint));
                return None;
            }
            decoder.and_then(|decoder| unfold(diags, decoder, place))
        }
        _ => JpegDecoder::new(Cursor::new(bytes)).and_then(|decoder| unfold(diags, decoder, place)),
    };
    let image = match image {
        Ok(image) => image?.into_rgba8(),
        Err(ImageError::Limits(_)) => {
            let message = say("the picture asks for more memory than is given");
            diags.push(too_large(message, place));
            return None;
        }
        Err(_) => {
            diags.push(broken(format, place));
            return None;
        }
    };
    #[expect(clippy::cast_precision_loss, reason = "at most sixteen million")]
    let size = Size {
        width: image.width() as f32,
        height: image.height() as f32,
    };
    Some(Artwork {
        size,
        content: Content::Pixels(Pixels { image }),
    })
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_MEMORY);
    limits
}

/// The pixels upright; `None` after a fault was told.
fn unfold(
    diags: &mut Diagnostics,
    mut decoder: impl ImageDecoder,
    place: &Span,
) -> Result<Option<DynamicImage>, ImageError> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS {
        let message = say("the picture has {width} x {height} pixels, and {most} million are the most")
            .with("width", width)
            .with("height", height)
            .with("most", MOST_PIXELS / 1_000_000);
        diags.push(too_large(message, place));
        return Ok(None);
    }
    decoder.set_limits(limits())?;
    let turned = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(turned);
    Ok(Some(image))
}

fn too_large(message: Phrase, place: &Span) -> Diagnostic {
    Diagnostic::new(code::TOO_LARGE, message).at(place).hint(say(
        "save the picture smaller; in print, a logo is hardly wider than a thousand pixels",
    ))
}

impl Pixels {
    /// On a ground, with no more pixels than a size in print needs.
    pub(super) fn printed(&self, ground: Color, size: Size) -> Raster {
        let (width, height) = self.image.dimensions();
        let mut flat = RgbImage::new(width, height);
        for (flat, pixel) in flat.pixels_mut().zip(self.image.pixels()) {
            let [red, green, blue, opacity] = pixel.0;
            let ink = Color {
                rgb: [red, green, blue],
            };
            flat.0 = match opacity {
                u8::MAX => ink.rgb,
                _ => mixed(ink, ground, f32::from(opacity) / 255.0).rgb,
            };
        }
        let (wanted_width, wanted_height) = (dots(size.width), dots(size.height));
        if width > wanted_width && height > wanted_height {
            flat = resize(&flat, wanted_width, wanted_height, FilterType::CatmullRom);
        }
        Raster {
            width: flat.width(),
            height: flat.height(),
            rgb: flat.into_raw(),
        }
    }
}

/// The most dots that a length in points needs.
fn dots(points: f32) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a length on paper"
    )]
    let dots = (points * ENOUGH_DPI / 72.0).ceil().clamp(1.0, 65_535.0) as u32;
    dots
}
