//! Pictures from outside: a partner's logo as PNG, JPEG or SVG.
//!
//! A picture comes from anybody, so its size is known before anything is unfolded, and what the page cannot hold
//! faithfully is told and not left out in silence. What is drawn on a page is flat: the ground is mixed in where the
//! picture lets it through, and a drawing is filled outlines. So a file needs neither transparency nor clipping. The
//! crate `usvg` is named here alone; `image` and `kurbo` read what is in a picture here, and elsewhere what is ours.

mod drawing;
mod elements;
mod pixels;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::code;
use crate::color::Color;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::fields;
use crate::geom::Size;
use crate::icon::Step;
use crate::phrase::{Phrase, say};
use crate::source::{Source, Span};

/// The largest file of a picture, in bytes.
pub const LARGEST: usize = 8 << 20;

/// The endings of files that may hold a picture.
pub const ENDINGS: [&str; 4] = ["png", "jpg", "jpeg", "svg"];

/// A picture is at most so many times as wide as high, or as high as wide.
const MOST_STRETCHED: f32 = 20.0;

/// A picture as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Artwork {
    /// Its proportions; the unit is its own.
    size: Size,
    content: Content,
}

#[derive(Clone, Debug, PartialEq)]
enum Content {
    Pixels(pixels::Pixels),
    Drawing(Vec<Translucent>),
}

/// A filled outline that may let the ground through.
#[derive(Clone, Debug, PartialEq)]
struct Translucent {
    shape: Shape,
    /// From 0 to 1.
    opacity: f32,
}

/// A picture as a page draws it: flat colours that cover what is below.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// Pixels.
    Raster(Raster),
    /// Outlines.
    Vector(Vector),
}

/// Pixels, three bytes each, row by row from the upper left.
#[derive(Clone, PartialEq, Eq)]
pub struct Raster {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green, blue.
    pub rgb: Vec<u8>,
}

/// Without the pixels, which are many.
impl fmt::Debug for Raster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raster({} x {})", self.width, self.height)
    }
}

/// Filled outlines.
#[derive(Clone, Debug, PartialEq)]
pub struct Vector {
    /// The box that they are drawn in, in their own unit.
    pub size: Size,
    /// Each lies on those before it.
    pub shapes: Vec<Shape>,
}

/// A filled outline, y down.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its steps.
    pub steps: Vec<Step>,
    /// Whether a hole is what lies inside an even number of lines; else what lines of both directions go around.
    pub even_odd: bool,
    /// Its ink.
    pub color: Color,
}

/// A format that a file of a picture may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Png,
    Jpeg,
    Svg,
}

impl Format {
    /// As people call it.
    fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Svg => "SVG",
        }
    }

    /// The format that the ending of a file promises.
    fn promised(file: &str) -> Option<Self> {
        let ending = Path::new(file).extension()?.to_str()?;
        match ending.to_ascii_lowercase().as_str() {
            "png" => Some(Self::Png),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "svg" => Some(Self::Svg),
            _ => None,
        }
    }
}

/// What files of other formats begin with, and what people call those.
const STRANGE: [(&[u8], &str); 10] = [
    (b"GIF8", "GIF"),
    (b"RIFF", "WebP"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"%PDF", "PDF"),
    (b"%!PS", "PostScript"),
    (b"8BPS", "Photoshop"),
    (b"PK", "ZIP"),
    (b"\x1F\x8B", "SVGZ"),
];

/// The format that a file's first bytes tell, or what people call another one.
fn told(bytes: &[u8]) -> Result<Format, &'static str> {
    let text = bytes.trim_ascii_start();
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    if bytes.starts_with(b"\x89PNG") {
        Ok(Format::Png)
    } else if bytes.starts_with(b"\xFF\xD8\xFF") {
        Ok(Format::Jpeg)
    } else if text.trim_ascii_start().starts_with(b"<") {
        Ok(Format::Svg)
    } else {
        let strange = STRANGE.iter().find(|(magic, _)| bytes.starts_with(magic));
        Err(strange.map_or("", |(_, name)| *name))
    }
}

/// Reads a picture from the bytes of a file. `None` after a fault.
pub fn read(diags: &mut Diagnostics, file: &str, bytes: &[u8]) -> Option<Artwork> {
    let place = Span::file(&Source::new(file, ""));
    if bytes.len() > LARGEST {
        let message = say("the file has more than {most} MB").with("most", LARGEST >> 20);
        let hint = say("save the picture smaller; in print, a logo is hardly wider than a thousand pixels");
        diags.push(Diagnostic::new(code::TOO_LARGE, message).at(&place).hint(hint));
        return None;
    }
    let format = format(diags, file, bytes, &place)?;
    let artwork = guarded(|| match format {
        Format::Svg => {
            let source = fields::decode(diags, file.to_owned(), bytes.to_vec())?;
            drawing::read(diags, &source)
        }
        Format::Png | Format::Jpeg => pixels::read(diags, bytes, format, &place),
    });
    let Some(artwork) = artwork else {
        diags.push(broken(format, &place));
        return None;
    };
    artwork.filter(|artwork| is_shapely(diags, artwork, &place))
}

/// What is known of a picture's format, if its ending and its bytes agree.
fn format(diags: &mut Diagnostics, file: &str, bytes: &[u8], place: &Span) -> Option<Format> {
    let wanted = Format::promised(file);
    let save = || say("open it in a drawing program and save it as PNG, JPEG or SVG");
    let (message, hint) = match told(bytes) {
        Ok(found) if Some(found) == wanted => return wanted,
        Ok(found) => (
            say("the file holds a {format}, which its name does not say").with("format", found.name()),
            say("give the file the ending of what it holds"),
        ),
        Err("") => (say("the file is neither PNG nor JPEG nor SVG"), save()),
        Err(found) => (
            say("the file holds a {format}, and PNG, JPEG and SVG are read").with("format", found),
            save(),
        ),
    };
    diags.push(Diagnostic::new(code::ARTWORK, message).at(place).hint(hint));
    None
}

/// Does work on a picture from a stranger: a panic inside a reader is a file that cannot be read, never an end of the
/// program.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// A file that breaks off or is not written in its format.
fn broken(format: Format, place: &Span) -> Diagnostic {
    let message = say("the {format} is broken or breaks off").with("format", format.name());
    Diagnostic::new(code::SYNTAX, message).at(place).hint(say(
        "fetch the file anew from where it came, or open and save it in a drawing program",
    ))
}

/// What a page cannot draw.
fn undrawn(message: Phrase, place: &Span) -> Diagnostic {
    Diagnostic::new(code::ARTWORK, message).at(place)
}

fn is_shapely(diags: &mut Diagnostics, artwork: &Artwork, place: &Span) -> bool {
    let Size { width, height } = artwork.size;
    let shapely = width <= height * MOST_STRETCHED && height <= width * MOST_STRETCHED;
    if !shapely {
        let message = say("the picture is {width} wide and {height} high, and {most} to one is the most")
            .with("width", shown(&format!("{width:.0}")))
            .with("height", shown(&format!("{height:.0}")))
            .with("most", MOST_STRETCHED);
        let hint = say("cut off what is empty, or put its parts one below the other");
        diags.push(undrawn(message, place).hint(hint));
    }
    shapely
}

impl Artwork {
    /// Its size where it is as large as fits into a box.
    pub fn within(&self, most: Size) -> Size {
        let scale = (most.width / self.size.width).min(most.height / self.size.height);
        Size {
            width: self.size.width * scale,
            height: self.size.height * scale,
        }
    }

    /// The picture on a ground, for a size in print, in points.
    pub fn printed(&self, ground: Color, size: Size) -> Picture {
        match &self.content {
            Content::Pixels(pixels) => Picture::Raster(pixels.printed(ground, size)),
            Content::Drawing(shapes) => Picture::Vector(Vector {
                size: self.size,
                shapes: shapes.iter().map(|shape| shape.on(ground)).collect(),
            }),
        }
    }
}

impl Translucent {
    fn on(&self, ground: Color) -> Shape {
        Shape {
            color: mixed(self.shape.color, ground, self.opacity),
            ..self.shape.clone()
        }
    }
}

/// Ink that lets its ground through, from 0, the ground alone, to 1, the ink alone.
fn mixed(ink: Color, ground: Color, opacity: f32) -> Color {
    let channel = |at: usize| {
        let (ink, ground) = (f32::from(ink.rgb[at]), f32::from(ground.rgb[at]));
        let mixed = (ground + (ink - ground) * opacity).round().clamp(0.0, 255.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to a byte"
        )]
        let mixed = mixed as u8;
        mixed
    };
    Color {
        rgb: [channel(0), channel(1), channel(2)],
    }
}

impl fmt::Display for Picture {
    /// What it is made of, for tests.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Raster(raster) => write!(f, "{}x{} pixels", raster.width, raster.height),
            Self::Vector(vector) => {
                write!(f, "{} shapes", vector.shapes.len())?;
                let mut before = None;
                for shape in &vector.shapes {
                    if before != Some(shape.color) {
                        write!(f, " {}", shape.color)?;
                    }
                    before = Some(shape.color);
                }
                Ok(())
            }
        }
    }
}
