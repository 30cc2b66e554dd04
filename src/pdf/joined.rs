//! Glyphs made for a document: what a cluster draws becomes one glyph with one text.
//!
//! A letter of Nastaliq is a body and dots, each on a step of its own below the baseline; a Devanagari syllable
//! draws its vowel first. Readers of such glyphs find gaps, lines and letters twice. As a TrueType composite
//! (ISO/IEC 14496-22, 5.3.3) they stand on the baseline with the width and the text of the cluster.

use std::collections::BTreeMap;

use crate::text::Cluster;

/// A glyph made of glyphs of a face.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Joined {
    /// What it stands for.
    pub(super) text: String,
    /// Glyphs with their places, in font units, y up. None draws nothing.
    pub(super) parts: Vec<Part>,
    /// From its origin to the next glyph's, in font units.
    pub(super) advance: u16,
}

/// A glyph at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub(super) glyph: u16,
    pub(super) x: i16,
    pub(super) y: i16,
}

/// What a cluster draws, from left to right. One glyph has all the ink. Where the cluster reads from the right,
/// each further character has a glyph without ink: some readers turn a run around by characters, some by glyphs.
pub(super) fn join(cluster: &Cluster, rtl: bool, units_per_em: u16) -> Vec<Joined> {
    let units = |length: f32| {
        #[expect(clippy::cast_possible_truncation, reason = "a few em")]
        let units = (length * f32::from(units_per_em) / 1000.0).round() as i16;
        units
    };
    let parts = cluster.glyphs.iter().map(|glyph| Part {
        glyph: glyph.id,
        x: units(glyph.x),
        y: units(-glyph.y),
    });
    let texts: Vec<String> = if rtl {
        cluster.text.chars().rev().map(String::from).collect()
    } else {
        vec![cluster.text.clone()]
    };
    let whole = u16::try_from(units(cluster.advance)).unwrap_or(0);
    let share = whole / u16::try_from(texts.len().max(1)).unwrap_or(1);
    let mut joined: Vec<Joined> = texts
        .into_iter()
        .map(|text| Joined {
            text,
            parts: Vec::new(),
            advance: share,
        })
        .collect();
    let shared: u16 = joined.iter().skip(1).map(|glyph| glyph.advance).sum();
    if let Some(first) = joined.first_mut() {
        first.parts = parts.collect();
        first.advance = whole - shared;
    }
    joined
}

/// The flags of a part (ISO/IEC 14496-22, 5.3.3): two 16-bit offsets, and whether more parts follow.
const OFFSETS: u16 = 0x0003;
const MORE: u16 = 0x0020;

/// Puts glyphs after the last one of a face. Their parts are numbered as in it.
pub(super) fn append(face: &[u8], joined: &[Joined]) -> Vec<u8> {
    let mut tables = Tables::read(face);
    let mut outlines = Outlines::read(&tables);
    let mut most_parts = 0;
    for glyph in joined {
        let parts: Vec<(Part, [i16; 4])> = glyph
            .parts
            .iter()
            .filter_map(|part| outlines.place(*part))
            .collect();
        most_parts = most_parts.max(parts.len());
        outlines.push(&parts, glyph.advance);
    }
    outlines.write(&mut tables);
    tables.widen_limits(u16::try_from(most_parts).unwrap_or(u16::MAX));
    tables.write()
}

/// How many glyphs a face has.
pub(super) fn count(face: &[u8]) -> u16 {
    word(Tables::read(face).table(b"maxp"), 4)
}

/// The tables of a face by their names.
struct Tables(BTreeMap<[u8; 4], Vec<u8>>);

impl Tables {
    fn read(face: &[u8]) -> Self {
        let tables = (0..usize::from(word(face, 4))).filter_map(|at| {
            let record = face.get(12 + 16 * at..28 + 16 * at)?;
            let from = long(record, 8);
            let table = face.get(from..from + long(record, 12))?;
            Some((record.first_chunk().copied()?, table.to_vec()))
        });
        Self(tables.collect())
    }

    fn table(&self, name: &[u8; 4]) -> &[u8] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    fn set(&mut self, name: &[u8; 4], at: usize, value: u16) {
        if let Some(place) = self.0.get_mut(name).and_then(|table| table.get_mut(at..at + 2)) {
            place.copy_from_slice(&value.to_be_bytes());
        }
    }

    /// The most points, contours, parts and levels that a reader must be ready for.
    fn widen_limits(&mut self, parts: u16) {
        let limits = self.table(b"maxp").to_vec();
        for (own, composite) in [(6, 10), (8, 12)] {
            let most = word(&limits, own).max(word(&limits, composite));
            self.set(b"maxp", composite, most.saturating_mul(parts.max(1)));
        }
        self.set(b"maxp", 28, word(&limits, 28).max(parts));
        self.set(b"maxp", 30, word(&limits, 30) + 1);
    }

    /// The file: directory, then the tables, each at a multiple of four bytes.
    fn write(mut self) -> Vec<u8> {
        if let Some(adjustment) = self.0.get_mut(b"head").and_then(|head| head.get_mut(8..12)) {
            adjustment.fill(0);
        }
        let count = u16::try_from(self.0.len()).unwrap_or(0);
        let power = count.max(1).ilog2();
        let span = 16_u16 << power;
        let mut file = vec![0, 1, 0, 0];
        for number in [
            count,
            span,
            u16::try_from(power).unwrap_or(0),
            (16 * count).saturating_sub(span),
        ] {
            file.extend(number.to_be_bytes());
        }
        let mut at = 12 + 16 * self.0.len();
        for (name, table) in &self.0 {
            file.extend(name);
            for number in [sum(table), whole(at), whole(table.len())] {
                file.extend(number.to_be_bytes());
            }
            at += table.len().next_multiple_of(4);
        }
        let mut head = None;
        for (name, table) in &self.0 {
            if name == b"head" {
                head = Some(file.len());
            }
            file.extend(table);
            file.resize(file.len().next_multiple_of(4), 0);
        }
        let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(sum(&file));
        if let Some(place) = head.and_then(|head| file.get_mut(head + 8..head + 12)) {
            place.copy_from_slice(&adjustment.to_be_bytes());
        }
        file
    }
}

/// The outlines and the metrics of all glyphs.
struct Outlines {
    glyf: Vec<u8>,
    /// Where each glyph begins in `glyf`, and where the last one ends.
    starts: Vec<usize>,
    /// Advance width and left side bearing.
    metrics: Vec<(u16, i16)>,
}

impl Outlines {
    fn read(tables: &Tables) -> Self {
        let count = usize::from(word(tables.table(b"maxp"), 4));
        let loca = tables.table(b"loca");
        let is_long = word(tables.table(b"head"), 50) == 1;
        let starts = (0..=count).map(|at| {
            if is_long {
                long(loca, 4 * at)
            } else {
                2 * usize::from(word(loca, 2 * at))
            }
        });
        let hmtx = tables.table(b"hmtx");
        let with_width = usize::from(word(tables.table(b"hhea"), 34)).max(1);
        let metrics = (0..count).map(|at| {
            let width = word(hmtx, 4 * at.min(with_width - 1));
            let bearing = if at < with_width {
                short(hmtx, 4 * at + 2)
            } else {
                short(hmtx, 4 * with_width + 2 * (at - with_width))
            };
            (width, bearing)
        });
        Self {
            glyf: tables.table(b"glyf").to_vec(),
            starts: starts.collect(),
            metrics: metrics.collect(),
        }
    }

    /// A part where it is drawn, and the box of its ink: left, bottom, right, top. `None` if it has no ink.
    fn place(&self, part: Part) -> Option<(Part, [i16; 4])> {
        let at = usize::from(part.glyph);
        let outline = self.glyf.get(*self.starts.get(at)?..*self.starts.get(at + 1)?)?;
        if outline.is_empty() {
            return None;
        }
        let [left, bottom, right, top] = [2, 4, 6, 8].map(|at| short(outline, at));
        // Drawn by itself, a glyph begins at its bearing, wherever its outline does.
        let x = part.x + self.metrics.get(at)?.1 - left;
        let bounds = [left + x, bottom + part.y, right + x, top + part.y];
        Some((Part { x, ..part }, bounds))
    }

    fn push(&mut self, parts: &[(Part, [i16; 4])], advance: u16) {
        let bounds = parts
            .iter()
            .map(|(_, bounds)| *bounds)
            .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
        if let Some(bounds) = bounds {
            let numbers = std::iter::once(-1).chain(bounds);
            self.glyf.extend(numbers.flat_map(i16::to_be_bytes));
            for (at, (part, _)) in parts.iter().enumerate() {
                let more = if at + 1 < parts.len() { MORE } else { 0 };
                self.glyf.extend((OFFSETS | more).to_be_bytes());
                self.glyf.extend(part.glyph.to_be_bytes());
                self.glyf.extend(part.x.to_be_bytes());
                self.glyf.extend(part.y.to_be_bytes());
            }
        }
        self.starts.push(self.glyf.len());
        self.metrics.push((advance, bounds.map_or(0, |bounds| bounds[0])));
    }

    fn write(self, tables: &mut Tables) {
        let count = u16::try_from(self.metrics.len()).unwrap_or(u16::MAX);
        let widest = self.metrics.iter().map(|(width, _)| *width).max().unwrap_or(0);
        let metrics = self.metrics.iter().flat_map(|(width, bearing)| {
            let ([a, b], [c, d]) = (width.to_be_bytes(), bearing.to_be_bytes());
            [a, b, c, d]
        });
        let starts = self.starts.iter().flat_map(|start| whole(*start).to_be_bytes());
        tables.0.insert(*b"hmtx", metrics.collect());
        tables.0.insert(*b"loca", starts.collect());
        tables.0.insert(*b"glyf", self.glyf);
        tables.set(b"head", 50, 1);
        tables.set(b"maxp", 4, count);
        tables.set(b"hhea", 10, widest);
        tables.set(b"hhea", 34, count);
    }
}

fn word(bytes: &[u8], at: usize) -> u16 {
    let word = bytes.get(at..).and_then(|bytes| bytes.first_chunk());
    word.map_or(0, |word| u16::from_be_bytes(*word))
}

fn short(bytes: &[u8], at: usize) -> i16 {
    word(bytes, at).cast_signed()
}

fn long(bytes: &[u8], at: usize) -> usize {
    usize::from(word(bytes, at)) << 16 | usize::from(word(bytes, at + 2))
}

fn whole(number: usize) -> u32 {
    u32::try_from(number).expect("a face is far below 4 GB")
}

/// The sum of a table's 32-bit numbers (ISO/IEC 14496-22, 4.5).
fn sum(table: &[u8]) -> u32 {
    let numbers = table.chunks(4).map(|bytes| {
        let mut number = [0; 4];
        number[..bytes.len()].copy_from_slice(bytes);
        u32::from_be_bytes(number)
    });
    numbers.fold(0, u32::wrapping_add)
}

#[cfg(test)]
mod tests {
    use super::{Joined, Part, Tables, append, count, join, sum};
    use crate::diag::Diagnostics;
    use crate::font::{FaceId, Family, FontBook};
    use crate::geom::{Point, Rect};
    use crate::source::{Source, Span};
    use crate::text::{Cluster, Glyph};

    const FACE: &[u8] = include_bytes!("../../fonts/NotoSansDevanagari-Bold.ttf");

    fn book(face: Vec<u8>) -> FontBook {
        let family = Family {
            name: "Test".to_owned(),
            regular: "test.ttf".to_owned(),
            bold: "test.ttf".to_owned(),
            scripts: Vec::new(),
            span: Span::file(&Source::new("faces.toml", "")),
        };
        let bytes = std::sync::Arc::new(face.into());
        let mut diags = Diagnostics::default();
        let book = FontBook::new(&mut diags, vec![family], |_| Some(std::sync::Arc::clone(&bytes)));
        assert!(!diags.has_errors(), "{diags:?}");
        book
    }

    fn ink(book: &FontBook, glyph: u16) -> Rect {
        book.ink(FaceId(0), &[glyph])[0].unwrap()
    }

    #[test]
    fn all_parts_are_drawn_where_they_stood() {
        let before = book(FACE.to_vec());
        let [ka, sign] = ['क', 'े'].map(|c| before.glyph(FaceId(0), c).unwrap());
        let part = |glyph, x, y| Part { glyph, x, y };
        let whole = Joined {
            text: "के".to_owned(),
            parts: vec![part(ka, 0, 0), part(sign, 300, -50)],
            advance: 777,
        };
        let blank = Joined {
            text: "x".to_owned(),
            parts: Vec::new(),
            advance: 55,
        };
        let after = book(append(FACE, &[whole, blank]));
        let made = count(FACE);
        let moved = ink(&before, sign).shifted(Point { x: 300.0, y: 50.0 });
        assert_eq!(ink(&after, made), ink(&before, ka).union(moved));
        assert_eq!(after.ink(FaceId(0), &[made + 1]), [None]);
        assert_eq!(after.advance(FaceId(0), made), 777);
        assert_eq!(after.advance(FaceId(0), made + 1), 55);
        assert_eq!(ink(&after, ka), ink(&before, ka), "the glyphs of the face stay");
        assert_eq!(after.advance(FaceId(0), ka), before.advance(FaceId(0), ka));
    }

    #[test]
    fn a_file_adds_up() {
        let file = append(FACE, &[]);
        assert_eq!(sum(&file), 0xB1B0_AFBA);
        assert_eq!(Tables::read(&file).0.len(), Tables::read(FACE).0.len());
    }

    #[test]
    fn from_the_right_each_character_has_a_glyph() {
        let glyph = Glyph {
            id: 7,
            x: 0.0,
            y: -250.0,
            advance: 501.0,
        };
        let lam_alef = Cluster {
            text: "لا".to_owned(),
            glyphs: vec![glyph],
            advance: 501.0,
        };
        let told = |rtl| {
            let joined = join(&lam_alef, rtl, 1000);
            let told = joined
                .into_iter()
                .map(|glyph| (glyph.text, glyph.parts.len(), glyph.advance));
            told.collect::<Vec<_>>()
        };
        assert_eq!(told(true), [("ا".to_owned(), 1, 251), ("ل".to_owned(), 0, 250)]);
        assert_eq!(told(false), [("لا".to_owned(), 1, 501)]);
        assert_eq!(join(&lam_alef, false, 1000)[0].parts[0].y, 250, "up");
    }
}
