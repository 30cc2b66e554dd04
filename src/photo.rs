//! A photo of what hangs, from its bytes to grey pixels, within limits that are known beforehand.
//!
//! Photos come from strangers: what is broken, too large or of another kind is a fault, never an end of the program.
//! Where and by whom a photo was taken stands beside its pixels; none of that is read, kept or shown.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::{DynamicImage, ImageDecoder, ImageError, Limits};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::phrase::{Phrase, say};
use crate::raster::Grey;
use crate::source::Span;

/// The largest file that is read, in bytes.
pub const LARGEST: usize = 64 << 20;

/// The most pixels: telephones make up to 50 million.
const MOST_PIXELS: u64 = 60_000_000;

/// The most memory that a decoder may ask for, in bytes: the most pixels in four channels, twice.
const MOST_MEMORY: u64 = MOST_PIXELS * 8;

/// The fewest pixels on a side in which a symbol can be seen: the smallest has 29 modules with its quiet zone.
const LEAST_SIDE: u32 = 32;

/// What a file is by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Jpeg,
    Png,
    Heic,
    Avif,
    Webp,
    Gif,
    /// TIFF, and what cameras save without loss.
    Raw,
    Film,
    Pdf,
    Other,
}

/// Reads a photo. `None` after a fault at `place` was told.
pub fn read(diags: &mut Diagnostics, bytes: &[u8], place: &Span) -> Option<Grey> {
    match unfold(bytes) {
        Ok(grey) => Some(grey),
        Err((message, hint)) => {
            diags.push(Diagnostic::new(code::PHOTO_UNREAD, message).at(place).hint(hint));
            None
        }
    }
}

/// What is wrong, and the likely cure.
type Fault = (Phrase, Phrase);

/// The pixels, or why there are none.
fn unfold(bytes: &[u8]) -> Result<Grey, Fault> {
    let send_again = || say("fetch the photo again from the telephone, or take it anew");
    if bytes.len() > LARGEST {
        return Err((too_many_bytes(), send_smaller()));
    }
    let kind = Kind::of(bytes);
    if let Some(refused) = kind.refused(bytes.is_empty()) {
        return Err(refused);
    }
    if kind == Kind::Jpeg && !is_whole(bytes) {
        return Err((say("the JPEG ends in the middle of the picture"), send_again()));
    }
    let decode = || match kind {
        Kind::Png => PngDecoder::with_limits(Cursor::new(bytes), limits()).map(pixels)?,
        _ => JpegDecoder::new(Cursor::new(bytes)).map(pixels)?,
    };
    match catch_unwind(AssertUnwindSafe(decode)) {
        Ok(Ok(sized)) => sized,
        Ok(Err(ImageError::Limits(_))) => {
            let message = say("the picture asks for more memory than is given");
            Err((message, send_smaller()))
        }
        Ok(Err(_)) | Err(_) => Err((
            say("the file cannot be read as a picture: it is broken or cut short"),
            send_again(),
        )),
    }
}

/// The fault of a file that is too large, of which no more than that needs to be known.
pub fn too_large(place: &Span) -> Diagnostic {
    Diagnostic::new(code::PHOTO_UNREAD, too_many_bytes())
        .at(place)
        .hint(send_smaller())
}

fn too_many_bytes() -> Phrase {
    say("the file has more than {most} MB").with("most", LARGEST >> 20)
}

fn send_smaller() -> Phrase {
    say("take the photo at the usual size of the camera, or send it in a smaller one")
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_MEMORY);
    limits
}

/// The pixels of a decoder, in grey. A symbol is read whichever way it is turned, so the picture stays as it lies.
fn pixels(mut decoder: impl ImageDecoder) -> Result<Result<Grey, Fault>, ImageError> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        let message = say("the picture has {width} x {height} pixels, and {most} million are the most")
            .with("width", width)
            .with("height", height)
            .with("most", MOST_PIXELS / 1_000_000);
        return Ok(Err((message, send_smaller())));
    }
    if width < LEAST_SIDE || height < LEAST_SIDE {
        let message = say("the picture has {width} x {height} pixels, too few to show a symbol")
            .with("width", width)
            .with("height", height);
        let hint = say("send the photo itself and not its thumbnail");
        return Ok(Err((message, hint)));
    }
    decoder.set_limits(limits())?;
    let grey = DynamicImage::from_decoder(decoder)?.into_luma8();
    Ok(Ok(Grey {
        width,
        height,
        pixels: grey.into_raw(),
    }))
}

/// Whether a JPEG has its end. Decoders fill up what is missing with grey, and nobody is told.
fn is_whole(jpeg: &[u8]) -> bool {
    // Segments with their lengths, up to the picture itself: a thumbnail among them has an end of its own.
    let mut at = 2;
    while let Some(&[0xff, marker, high, low]) = jpeg.get(at..at + 4).and_then(|head| head.first_chunk()) {
        if marker == 0xff {
            at += 1;
            continue;
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
        if marker == 0xda {
            let rest = jpeg.get(at..).unwrap_or_default();
            return rest.windows(2).any(|pair| pair == [0xff, 0xd9]);
        }
    }
    false
}

impl Kind {
    fn of(bytes: &[u8]) -> Self {
        let part = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
        match (part(0, 4), part(4, 8), part(8, 12)) {
            ([0xff, 0xd8, 0xff, _], ..) => Self::Jpeg,
            ([0x89, b'P', b'N', b'G'], ..) => Self::Png,
            (_, b"ftyp", b"avif" | b"avis") => Self::Avif,
            (_, b"ftyp", b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1") => {
                Self::Heic
            }
            (_, b"ftyp", b"crx ") => Self::Raw,
            (_, b"ftyp", _) => Self::Film,
            (b"RIFF", _, b"WEBP") => Self::Webp,
            (b"GIF8", ..) => Self::Gif,
            (b"II*\0" | b"MM\0*" | b"FUJI", ..) => Self::Raw,
            (b"%PDF", ..) => Self::Pdf,
            _ => Self::Other,
        }
    }

    /// Why a file of another kind is not read, and what to do instead.
    fn refused(self, is_empty: bool) -> Option<Fault> {
        let convert = || say("open it in a viewer and save or share it as JPEG");
        let fault = match self {
            Self::Jpeg | Self::Png => return None,
            Self::Heic => (
                say("the photo is in Apple's format HEIC, and JPEG or PNG is wanted"),
                say(
                    "on an iPhone choose Settings › Camera › Formats › Most Compatible before the next photo; share this one by mail, or save it as JPEG in a viewer",
                ),
            ),
            Self::Avif => (say("the photo is an AVIF, and JPEG or PNG is wanted"), convert()),
            Self::Webp => (say("the photo is a WebP, and JPEG or PNG is wanted"), convert()),
            Self::Gif => (say("the file is a GIF, and JPEG or PNG is wanted"), convert()),
            Self::Raw => (
                say("the photo is a TIFF or as raw as the camera saw it, and JPEG or PNG is wanted"),
                say("set the camera to JPEG, or save this photo as JPEG in a viewer"),
            ),
            Self::Film => (
                say("the file is a film, and a photo is wanted"),
                say("take a photo; of a live photo share the picture alone"),
            ),
            Self::Pdf => (
                say("the file is a PDF, and a photo is wanted"),
                say("`mileposter proof` reads PDFs; photos come from a camera, as JPEG or PNG"),
            ),
            Self::Other if is_empty => (
                say("the file is empty"),
                say("fetch the photo again from the telephone, or take it anew"),
            ),
            Self::Other => (
                say("the file is no picture that is known here: JPEG or PNG is wanted"),
                convert(),
            ),
        };
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, is_whole, unfold};

    fn why(bytes: &[u8]) -> String {
        unfold(bytes).unwrap_err().0.english()
    }

    #[test]
    fn kinds_are_told_by_their_first_bytes() {
        for (head, kind) in [
            (&b"\xff\xd8\xff\xe0...."[..], Kind::Jpeg),
            (b"\x89PNG\r\n\x1a\n", Kind::Png),
            (b"\0\0\0\x24ftypheic", Kind::Heic),
            (b"\0\0\0\x24ftypmif1", Kind::Heic),
            (b"\0\0\0\x24ftypavif", Kind::Avif),
            (b"\0\0\0\x24ftypqt  ", Kind::Film),
            (b"RIFF....WEBPVP8 ", Kind::Webp),
            (b"GIF89a", Kind::Gif),
            (b"II*\0....", Kind::Raw),
            (b"%PDF-1.7", Kind::Pdf),
            (b"just words", Kind::Other),
            (b"", Kind::Other),
            (b"RIFF", Kind::Other),
        ] {
            assert_eq!(Kind::of(head), kind, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn faults_say_what_was_found() {
        assert!(why(b"\0\0\0\x24ftypheic").contains("HEIC"));
        assert_eq!(why(b""), "the file is empty");
        assert!(why(b"\xff\xd8\xff\xe0").contains("ends in the middle"));
        assert!(why(b"\x89PNG\r\n\x1a\nnothing").contains("broken"));
    }

    #[test]
    fn a_thumbnail_is_not_the_end() {
        let mut jpeg = b"\xff\xd8\xff\xe1\0\x06\xff\xd9..\xff\xda\0\x02data".to_vec();
        assert!(!is_whole(&jpeg));
        jpeg.extend(b"\xff\xd9");
        assert!(is_whole(&jpeg));
    }
}
