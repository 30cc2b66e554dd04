//! `manifest.json`: what was printed, for the programs that come after.
//!
//! Boxes are points from the lower left of the sheet, as PDF counts; modules are millimetres.

use rayon::prelude::*;
use serde::{Deserialize, Deserializer, Serialize, de};
use sha2::{Digest as _, Sha256};

use crate::handout::{Handout, Made};
use crate::hotline::Hotline;
use crate::plan::Job;
use crate::plate::{self, Plate, PrintedCode};
use crate::poster::Order;
use crate::press::Printed;
use crate::proofed::Proofed;
use crate::run::Run;
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
    /// Which share of a plan this is; `None` of a whole one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<ShardEntry>,
    /// Plates that stood their proof without a fault.
    #[serde(default, skip_serializing_if = "Proofed::is_empty")]
    pub proofed: Proofed,
    /// One entry a file, ordered by path. They stand last, so that many can be written one after the other.
    pub files: Vec<Entry>,
}

/// A share of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardEntry {
    /// Which one, counted from 1.
    pub index: u32,
    /// Of how many.
    pub of: u32,
    /// A fingerprint of the whole plan, in hex: shares of another plan do not belong to it.
    pub plan: String,
}

/// One printed file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Path below the manifest, with `/`.
    pub file: String,
    /// Id of the location; empty of what is handed out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub location: String,
    /// The area that local services are listed for, as `or-linn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Ids of the local services on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// How many services had no room on it.
    #[serde(default, skip_serializing_if = "is_none")]
    pub left_out: usize,
    /// Id of the template.
    pub template: String,
    /// Tags, in the order on the piece.
    pub languages: Vec<String>,
    /// Id of the stock.
    pub stock: String,
    /// Id of the posting rule that it is a notice for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
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

impl Manifest {
    /// A manifest of this program.
    pub fn of(files: Vec<Entry>) -> Self {
        Self {
            schema: SCHEMA,
            generator: concat!("mileposter ", env!("CARGO_PKG_VERSION")).to_owned(),
            proofed: Proofed::default(),
            shard: None,
            files,
        }
    }

    /// The text of the file: an entry a line.
    pub fn text(&self) -> String {
        let entries: Vec<String> = self.files.par_iter().map(Entry::line).collect();
        [self.opening(), entries.join(BETWEEN), ENDING.to_owned()].concat()
    }

    /// What stands before the entries.
    pub fn opening(&self) -> String {
        let head = Self {
            schema: self.schema,
            generator: self.generator.clone(),
            shard: self.shard.clone(),
            proofed: self.proofed.clone(),
            files: Vec::new(),
        };
        let text = serde_json::to_string(&head).expect("a manifest is plain data");
        let head = text.strip_suffix("]}").expect("the files stand last");
        format!("{head}\n")
    }
}

/// What stands between two entries.
pub const BETWEEN: &str = ",\n";

/// What stands behind the entries.
pub const ENDING: &str = "\n]}\n";

impl Entry {
    /// Its line in the file.
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("an entry is plain data")
    }

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
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
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
pub fn entry(printed: &Printed<'_>, hotline: &Hotline) -> Entry {
    let plate = printed.plate;
    let tiled = printed.tiled.as_ref();
    let codes = tiled.map_or(&plate.codes, |tiled| &tiled.codes);
    let proof = proof(
        plate.digest.clone(),
        plate.document.bytes.len(),
        plate.codes.len(),
        plate.lasting,
    );
    Entry {
        file: printed.path(),
        pages: tiled.map_or(plate.pages.len(), |tiled| tiled.tiling.tiles.len()),
        copies: printed.job.sheets,
        tiles: tiled.map(|tiled| TilesEntry {
            stock: tiled.stock.clone(),
            rows: tiled.tiling.rows,
            columns: tiled.tiling.columns,
            poster_sha256: tiled.poster_sha256.clone(),
        }),
        serial: printed.serial.to_string(),
        sha256: plate::hex(&printed.sha256),
        proof: ProofEntry {
            result: tiled.map_or("read-back", |_| "tiles-compared").to_owned(),
            ..proof
        },
        ..of_job(printed.job, plate, codes, hotline)
    }
}

/// The entries for a run in one file of a name: one for each job, all of the same file, which is its own plate.
pub fn run_entries(run: &Run<'_>, file: &str, hotline: &Hotline) -> Vec<Entry> {
    let entries = run.entries.iter().map(|entry| Entry {
        file: file.to_owned(),
        pages: run.pages,
        copies: 1,
        serial: entry.serial.clone(),
        sha256: run.sha256.clone(),
        proof: proof(
            run.sha256.clone(),
            run.bytes.len(),
            entry.codes.len(),
            entry.lasting,
        ),
        ..of_job(entry.job, entry.plate, &entry.codes, hotline)
    });
    entries.collect()
}

/// The same with its place.
fn of_job(job: &Job<'_>, plate: &Plate, codes: &[PrintedCode], hotline: &Hotline) -> Entry {
    Entry {
        location: job.location.id.clone(),
        ..of_order(&job.order, plate, codes, hotline)
    }
}

/// An entry for a sheet that is handed out.
pub fn of_handout(made: &Made, handout: &Handout<'_>, hotline: &Hotline) -> Entry {
    let plate = &made.plate;
    Entry {
        file: made.path.clone(),
        area: handout.area.as_ref().map(|area| area.id.clone()),
        services: made.listed.clone(),
        left_out: made.left_out,
        pages: plate.pages.len(),
        copies: 1,
        serial: made.serial.to_string(),
        sha256: plate::hex(&made.sha256),
        proof: proof(
            plate.digest.clone(),
            plate.document.bytes.len(),
            plate.codes.len(),
            plate.lasting,
        ),
        ..of_order(&handout.order, plate, &plate.codes, hotline)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

/// What an entry has of its order and plate; the rest is left empty.
fn of_order(order: &Order, plate: &Plate, codes: &[PrintedCode], hotline: &Hotline) -> Entry {
    let tags = order.languages.iter().map(|locale| locale.tag().to_owned());
    Entry {
        file: String::new(),
        location: String::new(),
        area: None,
        services: Vec::new(),
        left_out: 0,
        template: order.template.clone(),
        languages: tags.collect(),
        stock: order.stock.clone(),
        rule: order.rule.clone(),
        pages: 0,
        copies: 0,
        tiles: None,
        serial: String::new(),
        sha256: String::new(),
        codes: codes.iter().map(code).collect(),
        hotline: HotlineEntry {
            id: hotline.id.clone(),
            number: hotline.voice.number.to_string(),
            verified_on: hotline.verified_on.to_string(),
        },
        min_type_pt: tenth(plate.min_type),
        proof: ProofEntry::default(),
    }
}

fn code(code: &PrintedCode) -> CodeEntry {
    CodeEntry {
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
    }
}

fn proof(plate_sha256: String, plate_bytes: usize, symbols: usize, read: usize) -> ProofEntry {
    ProofEntry {
        plate_sha256,
        plate_bytes,
        result: "read-back".to_owned(),
        worn: WornEntry {
            dpi: wear::DOTS_PER_INCH,
            copies: wear::COPIES,
            symbols,
            read,
        },
    }
}

fn tenth(number: f32) -> f32 {
    (number * 10.0).round() / 10.0
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
