//! The bundled faces. System fonts are never used.
//!
//! The crate `skrifa` is named here alone.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::sync::{Arc, OnceLock};

use skrifa::instance::{LocationRef, Size as FontSize};
use skrifa::raw::TableProvider as _;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::fields::{self, Fields};
use crate::geom::Rect;
use crate::locale::Script;
use crate::phrase::say;
use crate::source::{Source, Span};

/// The most families of a file: each is opened, and each text is shaped with all of them at hand.
const MOST_FAMILIES: usize = 60;

/// The longest name of a family or file, in characters.
const LONGEST_NAME: usize = 100;

/// The bytes of a face, embedded or read from a campaign folder.
pub type FaceBytes = Arc<Cow<'static, [u8]>>;

/// One face of the book, by its place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub usize);

/// A family in two weights, as `faces.toml` names it.
#[derive(Clone, Debug)]
pub struct Family {
    /// Its name.
    pub name: String,
    /// File of the regular weight.
    pub regular: String,
    /// File of the bold weight.
    pub bold: String,
    /// The scripts it is for.
    pub scripts: Vec<Script>,
    /// Where it is named.
    pub span: Span,
}

/// All bundled faces, ordered as `faces.toml` lists them, regular before bold.
#[derive(Clone, Debug, Default)]
pub struct FontBook {
    families: Vec<Family>,
    faces: Vec<FaceBytes>,
    /// For each face the boxes of its glyphs, once somebody asked.
    boxes: Vec<OnceLock<Boxes>>,
}

/// By the number of the glyph: its box, once somebody asked.
type Boxes = Box<[OnceLock<Option<Rect>>]>;

/// What a PDF must know of a face, in units of 1/1000 em.
#[derive(Clone, Debug)]
pub struct FaceMetrics {
    /// The PostScript name.
    pub name: String,
    /// Units per em of the file.
    pub units_per_em: u16,
    /// Above the baseline, in file units.
    pub ascent: i16,
    /// Below the baseline, in file units, negative.
    pub descent: i16,
    /// The box around all glyphs, in file units: x and y least, x and y most.
    pub bounds: [i16; 4],
    /// OS/2 weight class, 400 or 700.
    pub weight: u16,
}

impl FontBook {
    /// A book of families and their files; `load` hands over the bytes of a file by name.
    pub fn new(
        diags: &mut Diagnostics,
        families: Vec<Family>,
        mut load: impl FnMut(&str) -> Option<FaceBytes>,
    ) -> Self {
        let mut book = Self::default();
        for family in families {
            let mut face = |file: &str| {
                let bytes = load(file).filter(|bytes| is_true_type(bytes));
                if bytes.is_none() {
                    let message =
                        say("`{file}` is not there or is no TrueType face").with("file", shown(file));
                    diags.push(Diagnostic::new(code::NO_FACE, message).at(&family.span));
                }
                bytes
            };
            if let (Some(regular), Some(bold)) = (face(&family.regular), face(&family.bold)) {
                book.faces.extend([regular, bold]);
                book.boxes.extend([OnceLock::new(), OnceLock::new()]);
                book.families.push(family);
            }
        }
        book
    }

    /// The families in order.
    pub fn families(&self) -> &[Family] {
        &self.families
    }

    /// The family for a script.
    pub fn family(&self, script: Script) -> Option<&Family> {
        self.families
            .iter()
            .find(|family| family.scripts.contains(&script))
    }

    /// The family that sets numbers and addresses in every script: the first.
    pub fn numerals(&self) -> Option<&Family> {
        self.families.first()
    }

    /// The faces with their ids.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, &FaceBytes)> {
        self.faces
            .iter()
            .enumerate()
            .map(|(at, bytes)| (FaceId(at), bytes))
    }

    /// The bytes of a face.
    pub fn bytes(&self, face: FaceId) -> &[u8] {
        self.faces.get(face.0).map_or(&[], |bytes| bytes.as_ref())
    }

    fn open(&self, face: FaceId) -> FontRef<'_> {
        FontRef::new(self.bytes(face)).expect("faces are opened when the book is made")
    }

    /// The glyph a face draws for a character by itself.
    pub fn glyph(&self, face: FaceId, c: char) -> Option<u16> {
        self.open(face)
            .charmap()
            .map(c)
            .and_then(|glyph| u16::try_from(glyph.to_u32()).ok())
    }

    /// The boxes of glyphs around their origin, y down, for type of 1000 points.
    pub fn ink(&self, face: FaceId, glyphs: &[u16]) -> Vec<Option<Rect>> {
        let metrics = LazyCell::new(|| {
            let font = self.open(face);
            font.glyph_metrics(FontSize::new(1000.0), LocationRef::default())
        });
        let measure = |glyph: u16| {
            let bounds = metrics.bounds(GlyphId::new(u32::from(glyph)))?;
            let (width, height) = (bounds.x_max - bounds.x_min, bounds.y_max - bounds.y_min);
            (width > 0.0 && height > 0.0).then(|| Rect::new(bounds.x_min, -bounds.y_max, width, height))
        };
        let boxes = self.boxes_of(face);
        let known = |glyph: &u16| *boxes.get(usize::from(*glyph))?.get_or_init(|| measure(*glyph));
        glyphs.iter().map(known).collect()
    }

    fn boxes_of(&self, face: FaceId) -> &[OnceLock<Option<Rect>>] {
        self.boxes.get(face.0).map_or(&[], |boxes| {
            boxes.get_or_init(|| {
                let font = self.open(face);
                let metrics = font.glyph_metrics(FontSize::unscaled(), LocationRef::default());
                (0..metrics.glyph_count()).map(|_| OnceLock::new()).collect()
            })
        })
    }

    /// Advance widths in file units.
    pub fn advance(&self, face: FaceId, glyph: u16) -> u16 {
        let font = self.open(face);
        let metrics = font.glyph_metrics(FontSize::unscaled(), LocationRef::default());
        let advance = metrics
            .advance_width(GlyphId::new(u32::from(glyph)))
            .unwrap_or(0.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "16-bit in the file"
        )]
        let advance = advance.clamp(0.0, 65535.0) as u16;
        advance
    }

    /// Whether a face is of the bold weight of its family.
    pub fn is_bold(&self, face: FaceId) -> bool {
        // Regular and bold alternate.
        face.0 % 2 == 1
    }

    /// Height of capitals and digits, in 1/1000 em (OS/2 sCapHeight).
    pub fn cap_height(&self, face: FaceId) -> f32 {
        let metrics = self
            .open(face)
            .metrics(FontSize::new(1000.0), LocationRef::default());
        metrics.cap_height.unwrap_or(700.0)
    }

    /// Ascent and descent, in 1/1000 em, both positive.
    pub fn reach(&self, face: FaceId) -> (f32, f32) {
        let metrics = self
            .open(face)
            .metrics(FontSize::new(1000.0), LocationRef::default());
        (metrics.ascent, -metrics.descent)
    }

    /// What a PDF must know of a face.
    pub fn metrics(&self, face: FaceId) -> FaceMetrics {
        let font = self.open(face);
        let metrics = font.metrics(FontSize::unscaled(), LocationRef::default());
        let id = skrifa::string::StringId::POSTSCRIPT_NAME;
        let name = font
            .localized_strings(id)
            .english_or_first()
            .map(|name| name.to_string());
        let bounds = metrics.bounds.unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, reason = "16-bit in the file")]
        let short = |value: f32| value as i16;
        FaceMetrics {
            name: name.unwrap_or_else(|| "Unnamed".to_owned()),
            units_per_em: metrics.units_per_em,
            ascent: short(metrics.ascent),
            descent: short(metrics.descent),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(short),
            weight: font.os2().map_or(400, |os2| os2.us_weight_class()),
        }
    }
}

/// Whether a file is a face with outlines in `glyf`: glyphs that documents join are made of such.
fn is_true_type(bytes: &[u8]) -> bool {
    FontRef::new(bytes).is_ok_and(|font| font.glyf().is_ok())
}

/// Reads `faces.toml`.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Vec<Family> {
    let mut file = fields::document(diags, source);
    let tables = file.tables(diags, "family");
    file.finish(diags);
    fields::at_most(diags, tables, MOST_FAMILIES, say("families"), |table| {
        table.span()
    })
    .into_iter()
    .filter_map(|fields| read_family(diags, fields))
    .collect()
}

fn read_family(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Family> {
    let name = fields.need_line(diags, "name", LONGEST_NAME);
    let regular = fields.need_line(diags, "regular", LONGEST_NAME);
    let bold = fields.need_line(diags, "bold", LONGEST_NAME);
    let scripts = fields
        .texts(diags, "scripts")
        .unwrap_or_default()
        .iter()
        .filter_map(|script| {
            Script::from_code(&script.value).or_else(|| {
                fields::bad(
                    diags,
                    "scripts",
                    say("ISO 15924 codes such as `Arab`"),
                    &script.span,
                )
            })
        })
        .collect();
    fields.finish(diags);
    let name = name?;
    Some(Family {
        name: name.value,
        regular: regular?.value,
        bold: bold?.value,
        scripts,
        span: name.span,
    })
}

#[cfg(test)]
mod tests {
    use super::is_true_type;

    #[test]
    fn a_face_needs_outlines_in_glyf() {
        let face = include_bytes!("../fonts/NotoSans-Regular.ttf").to_vec();
        assert!(is_true_type(&face));
        assert!(!is_true_type(b"OTTO"));
        let mut bare = face;
        let directory = bare.windows(4).position(|name| name == b"glyf").unwrap();
        bare[directory] = b'x';
        assert!(
            !is_true_type(&bare),
            "a face without outlines, or with PostScript ones"
        );
    }
}
