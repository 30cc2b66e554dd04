//! `manifest.json`: what was printed, for the programs that come after.
//!
//! Boxes are points from the lower left of the sheet, as PDF counts; modules are millimetres.

use serde::{Deserialize, Deserializer, Serialize, de};
use sha2::{Digest as _, Sha256};

use crate::plate;
use crate::press::Printed;
use crate::wear;

/// Version of this format.
pub const SCHEMA: u32 = 1;

/// The whole file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this format.
    pub schema: u32,
    /// What wrote it, as `mileposter 0.1.0`.
    pub generator: String,
    /// One entry a file, ordered by path.
    pub files: Vec<Entry>,
}

/// One printed file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Path below the manifest, with `/`.
    pub file: String,
    /// Id of the location.
    pub location: String,
    /// Id of the template.
    pub template: String,
    /// Tags, in the order on the piece.
    pub languages: Vec<String>,
    /// Id of the stock.
    pub stock: String,
    /// Pages of the file: sides of the sheet, or sheets of a tiled poster.
    pub pages: usize,
    /// How often to print it.
    pub copies: u32,
    /// The sheets, where the poster is tiled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tiles: Option<TilesEntry>,
    /// The printed id.
    pub serial: String,
    /// Of the file, in hex.
    pub sha256: String,
    /// Every symbol; of a tiled poster those that are seen whole on one sheet.
    pub codes: Vec<CodeEntry>,
    /// The hotline record and the number as printed.
    pub hotline: HotlineEntry,
    /// The smallest type, imprint not counted, in points.
    #[serde(deserialize_with = "finite")]
    pub min_type_pt: f32,
    /// What the file was proofed by.
    pub proof: ProofEntry,
}

impl Entry {
    /// Whether it was made for a file of these bytes.
    pub fn is_of(&self, bytes: &[u8]) -> bool {
        plate::hex(&Sha256::digest(bytes)) == self.sha256
    }
}

/// The sheets of a tiled poster.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TilesEntry {
    /// Id of their stock.
    pub stock: String,
    /// How many down.
    pub rows: usize,
    /// How many across.
    pub columns: usize,
    /// SHA-256 of the poster in one piece, in hex: what is built without tiles.
    pub poster_sha256: String,
}

/// A symbol.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CodeEntry {
    /// What it says.
    pub payload: String,
    /// From 1.
    pub page: usize,
    /// x, y, width, height of the modules, from the lower left.
    #[serde(deserialize_with = "four_finite")]
    pub rect_pt: [f32; 4],
    /// Width of a module.
    #[serde(deserialize_with = "finite")]
    pub module_mm: f32,
}

/// The hotline.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HotlineEntry {
    /// Id of the record.
    pub id: String,
    /// The number, E.164.
    pub number: String,
    /// The day the record was last checked.
    pub verified_on: String,
}

/// How a file was proofed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProofEntry {
    /// SHA-256 of the plate's bytes, which the file begins with, or the poster that its sheets show.
    pub plate_sha256: String,
    /// How many bytes that are.
    pub plate_bytes: usize,
    /// `read-back`: digits, symbols and glyphs were read from the finished bytes. `tiles-compared`: the sheets were besides
    /// compared with that poster, pixel by pixel.
    pub result: String,
    /// The symbols once more, as a bad office printer and two copies leave them.
    #[serde(default)]
    pub worn: WornEntry,
}

/// What a poor print and two copies left of the symbols.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct WornEntry {
    /// Dots per inch of the print, black or white alone.
    pub dpi: u32,
    /// How often it was copied.
    pub copies: u32,
    /// How many symbols there are.
    pub symbols: usize,
    /// How many of them were still read.
    pub read: usize,
}

/// A number that can be written again: one too large for its type would be read as infinite, and
/// JSON has no word for that.
fn finite<'de, D: Deserializer<'de>>(from: D) -> Result<f32, D::Error> {
    if_finite(f32::deserialize(from)?, |number| number.is_finite())
}

fn four_finite<'de, D: Deserializer<'de>>(from: D) -> Result<[f32; 4], D::Error> {
    if_finite(<[f32; 4]>::deserialize(from)?, |numbers| {
        numbers.iter().all(|number| number.is_finite())
    })
}

fn if_finite<T, E: de::Error>(read: T, sound: impl Fn(&T) -> bool) -> Result<T, E> {
    if sound(&read) {
        Ok(read)
    } else {
        Err(E::custom("a number too large"))
    }
}

/// An entry for a printed file.
pub fn entry(printed: &Printed<'_>, hotline: &crate::hotline::Hotline) -> Entry {
    let order = &printed.job.order;
    let tenth = |number: f32| (number * 10.0).round() / 10.0;
    let tiled = printed.tiled.as_ref();
    let codes = tiled.map_or(&printed.plate.codes, |tiled| &tiled.codes);
    let codes = codes.iter().map(|code| CodeEntry {
        payload: code.payload.clone(),
        page: code.page,
        rect_pt: [
            code.rect.x,
            code.sheet_height - code.rect.bottom(),
            code.rect.width,
            code.rect.height,
        ]
        .map(tenth),
        module_mm: (code.module_mm * 1000.0).round() / 1000.0,
    });
    Entry {
        file: printed.path.clone(),
        location: printed.job.location.id.clone(),
        template: order.template.clone(),
        languages: order
            .languages
            .iter()
            .map(|locale| locale.tag().to_owned())
            .collect(),
        stock: order.stock.clone(),
        pages: tiled.map_or(printed.plate.pages.len(), |tiled| tiled.tiling.tiles.len()),
        copies: printed.job.copies,
        tiles: tiled.map(|tiled| TilesEntry {
            stock: tiled.stock.clone(),
            rows: tiled.tiling.rows,
            columns: tiled.tiling.columns,
            poster_sha256: tiled.poster_sha256.clone(),
        }),
        serial: printed.serial.clone(),
        sha256: printed.sha256.clone(),
        codes: codes.collect(),
        hotline: HotlineEntry {
            id: hotline.id.clone(),
            number: hotline.voice.number.to_string(),
            verified_on: hotline.verified_on.to_string(),
        },
        min_type_pt: tenth(printed.plate.min_type),
        proof: ProofEntry {
            plate_sha256: printed.plate.digest.clone(),
            plate_bytes: printed.plate.document.bytes.len(),
            result: tiled.map_or("read-back", |_| "tiles-compared").to_owned(),
            worn: WornEntry {
                dpi: wear::DOTS_PER_INCH,
                copies: wear::COPIES,
                symbols: printed.plate.codes.len(),
                read: printed.plate.lasting,
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::CodeEntry;

    #[test]
    fn a_number_that_could_not_be_written_again_is_refused() {
        let read = |module: &str| {
            let text = format!(
                "{{ \"payload\": \"x\", \"page\": 1, \"rect_pt\": [1, 2, 3, 4], \"module_mm\": {module} }}"
            );
            serde_json::from_str::<CodeEntry>(&text).is_ok()
        };
        assert!(read("1.154"));
        assert!(!read("1e70"));
        assert!(!read("null"));
    }
}
