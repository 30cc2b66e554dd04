//! Reads the symbols of a photo: askew, dark, glossy, several at once.
//!
//! Where three finders are seen, a symbol is read in two ways: by a grid laid over the grey pixels, and as `rxing`
//! samples black and white. The photo is looked at in several sizes until every finder belongs to a symbol that was
//! read. Work is bounded by counts and never by a clock, so that the same photo gives the same answer: a photo made of
//! finders would keep any reader busy for minutes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rxing::common::cpp_essentials::ConcentricPattern;
use rxing::common::{BitMatrix, DetectorRXingResult as _};
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{
    FindFinderPatterns, FinderPatternSet, GenerateFinderPatternSets, SampleQR,
};

use super::grid::{self, At, Quad, Reading};
use super::tone::{self, Tone};
use super::{FINDER_MODULES, Found, Symbols};
use crate::geom::{Insets, Rect};
use crate::raster::Grey;

/// The longest sides that a photo is reduced to, in pixels, and how each is made black and white. The first three are
/// always made: together they read nearly all. The others are for what is left.
const PASSES: [(u32, Tone); 7] = [
    (1800, Tone::Plain(24)),
    (1800, Tone::Negative(24)),
    (1300, Tone::Plain(16)),
    (2600, Tone::Plain(48)),
    (1800, Tone::Sharp(32)),
    (3600, Tone::Plain(80)),
    (900, Tone::Plain(16)),
];
const ALWAYS: usize = 3;

/// The most stretches in the proportions of a finder along the rows of a pass. Posters full of type have some hundreds.
const MOST_CROSSINGS: usize = 12_000;

/// The most finders of a pass, and the most sets of three that are tried in all passes together.
const MOST_FINDERS: usize = 160;
const MOST_TRIES: usize = 600;

/// The most modules that are sampled in all passes together: some hundred symbols of forty modules a side.
const MOST_MODULES: usize = 1_000_000;

/// Sets of three that are farther from a square are not tried, and not told when nothing was read.
const TRIED: f32 = 3.0;
const TOLD: f32 = 1.0;

/// A photo that is full of finders, more than are looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crowded;

/// Reads every symbol of a photo. Boxes are in its pixels, around symbols that may stand askew.
pub fn photo(page: &Grey) -> Result<Symbols, Crowded> {
    let mut search = Search {
        effort: MOST_MODULES,
        ..Search::default()
    };
    let longest = page.width.max(page.height).max(1);
    for (pass, (side, tone)) in PASSES.into_iter().enumerate() {
        if pass >= ALWAYS && search.is_done() {
            break;
        }
        let level = tone::fitted(page, side);
        search.scale = longest as f32 / level.width.max(level.height).max(1) as f32;
        let seen = catch_unwind(AssertUnwindSafe(|| search.look(level, tone)));
        match seen {
            Ok(Err(crowded)) if pass < ALWAYS => return Err(crowded),
            // So fine a size shows the grain of the photo and nothing more.
            Ok(Err(_)) => break,
            _ => {}
        }
    }
    Ok(search.symbols())
}

/// A finder, in pixels of the photo.
struct Mark {
    at: At,
    size: f32,
    /// In how many passes it was seen.
    seen: u32,
}

/// What was seen so far. Places are in pixels of the photo.
#[derive(Default)]
struct Search {
    /// Pixels of the photo in one of the pass.
    scale: f32,
    read: Vec<Reading>,
    /// The finders of these, with their widths. What else stands inside a symbol may be a sticker with a smaller one.
    used: Vec<(At, f32)>,
    /// Corners that three finders make, of which no symbol was read.
    unread: Vec<Quad>,
    marks: Vec<Mark>,
    tries: usize,
    /// How many modules may still be sampled.
    effort: usize,
}

impl Search {
    /// One pass.
    fn look(&mut self, level: Grey, tone: Tone) -> Result<(), Crowded> {
        let (level, bits) = tone::applied(level, tone);
        if tone::crossings(&level, &bits) > MOST_CROSSINGS {
            return Err(Crowded);
        }
        let Some(matrix) = matrix(&level, &bits) else {
            return Ok(());
        };
        let mut finders = FindFinderPatterns(&matrix, true, 0);
        if finders.len() > MOST_FINDERS {
            return Err(Crowded);
        }
        finders.retain(|finder| !self.is_read(self.middle(finder)));
        let mut sets: Vec<(f32, FinderPatternSet)> = GenerateFinderPatternSets(&mut finders)
            .into_iter()
            .map(|set| (oddity(&set), set))
            .filter(|(oddity, _)| *oddity < TRIED)
            .collect();
        sets.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        for (oddity, set) in &sets {
            self.try_set(&level, &matrix, set, *oddity);
        }
        for finder in &finders {
            self.mark(finder);
        }
        Ok(())
    }

    fn try_set(&mut self, level: &Grey, matrix: &BitMatrix, set: &FinderPatternSet, oddity: f32) {
        let corners = [set.tl, set.tr, set.bl].map(|finder| self.middle(&finder));
        if self.tries == MOST_TRIES || corners.iter().any(|at| self.is_read(*at)) {
            return;
        }
        self.tries += 1;
        let effort = &mut self.effort;
        let read = catch_unwind(AssertUnwindSafe(|| read(level, matrix, set, effort)));
        let scale = self.scale;
        match read.ok().flatten() {
            Some(reading) => {
                self.read.push(Reading {
                    quad: reading.quad.map(|(x, y)| (x * scale, y * scale)),
                    ..reading
                });
                let sizes = [set.tl, set.tr, set.bl].map(|finder| finder.size as f32 * scale);
                self.used.extend(corners.into_iter().zip(sizes));
            }
            None if oddity < TOLD => {
                let [tl, tr, bl] = corners;
                self.unread
                    .push([tl, tr, (tr.0 + bl.0 - tl.0, tr.1 + bl.1 - tl.1), bl]);
            }
            None => {}
        }
    }

    fn mark(&mut self, finder: &ConcentricPattern) {
        let (at, size) = (self.middle(finder), finder.size as f32 * self.scale);
        let known = self
            .marks
            .iter_mut()
            .find(|mark| grid::far(mark.at, at) < size / 3.0);
        match known {
            Some(mark) => mark.seen += 1,
            None => self.marks.push(Mark { at, size, seen: 1 }),
        }
    }

    fn middle(&self, finder: &ConcentricPattern) -> At {
        (finder.p.x * self.scale, finder.p.y * self.scale)
    }

    /// Whether a finder is of a symbol that was read; passes see it at about the same place.
    fn is_read(&self, at: At) -> bool {
        self.used
            .iter()
            .any(|(finder, size)| grid::far(*finder, at) < size * 0.6)
    }

    /// Whether every finder belongs to a symbol that was read.
    fn is_done(&self) -> bool {
        !self.read.is_empty() && self.marks.iter().all(|mark| self.is_read(mark.at))
    }

    fn symbols(self) -> Symbols {
        let mut unread: Vec<Rect> = Vec::new();
        let triples = self.unread.iter().filter(|quad| {
            let [tl, tr, _, bl] = **quad;
            // Another pass may have read it.
            ![tl, tr, bl].into_iter().any(|at| self.is_read(at))
        });
        for rect in triples.map(around).chain(self.halves()) {
            if !unread.iter().any(|known| known.overlaps(rect, 1.0)) {
                unread.push(rect);
            }
        }
        let found = |reading: Reading| Found {
            rect: around(&reading.quad),
            module: grid::side(&reading.quad) / reading.modules as f32,
            payload: reading.payload,
            inverted: false,
        };
        Symbols {
            read: self.read.into_iter().map(found).collect(),
            unread,
        }
    }

    /// Boxes around two finders that stand like those of a symbol, where something lies over the third.
    fn halves(&self) -> Vec<Rect> {
        /// Passes in which each must be seen, for a letter may look like a finder once.
        const SEEN: u32 = 2;
        const ALIKE: f32 = 1.5;
        /// How far apart they are, in their own widths: from version 1 to 10.
        const APART: std::ops::RangeInclusive<f32> = 1.4..=8.0;
        let lone: Vec<&Mark> = self
            .marks
            .iter()
            .filter(|mark| mark.seen >= SEEN && !self.is_read(mark.at))
            .collect();
        let mut halves = Vec::new();
        for (at, one) in lone.iter().enumerate() {
            for other in &lone[at + 1..] {
                let (small, large) = (one.size.min(other.size), one.size.max(other.size));
                if large <= small * ALIKE && APART.contains(&(grid::far(one.at, other.at) / large)) {
                    let rect = around(&[one.at, other.at, one.at, other.at]);
                    halves.push(rect.inset(Insets::all(-large / 2.0)));
                }
            }
        }
        halves
    }
}

/// The symbol of three finders, in pixels of the level.
fn read(level: &Grey, matrix: &BitMatrix, set: &FinderPatternSet, effort: &mut usize) -> Option<Reading> {
    grid::read(level, matrix, set, effort).or_else(|| {
        let sampled = SampleQR(matrix, set).ok()?;
        let decoded = Decode(sampled.getBits())
            .ok()
            .filter(|decoded| decoded.isValid())?;
        let corners = sampled.getPoints().first_chunk::<4>()?;
        Some(Reading {
            payload: decoded.text(),
            quad: corners.map(|at| (at.x, at.y)),
            modules: sampled.getBits().width() as usize,
        })
    })
}

/// How far three finders are from being corners of a square: 0 for a symbol that is seen straight on.
fn oddity(set: &FinderPatternSet) -> f32 {
    /// Modules beyond which a symbol is a rare thing.
    const USUAL: f32 = 70.0;
    let ratio = |a: f32, b: f32| a.max(b) / a.min(b).max(1.0) - 1.0;
    let side = |to: ConcentricPattern| (to.p.x - set.tl.p.x, to.p.y - set.tl.p.y);
    let ((ax, ay), (bx, by)) = (side(set.tr), side(set.bl));
    let (a, b) = (ax.hypot(ay).max(1.0), bx.hypot(by).max(1.0));
    let [tl, tr, bl] = [set.tl, set.tr, set.bl].map(|finder| finder.size as f32);
    let lean = ((ax * bx + ay * by) / (a * b)).abs();
    let modules = (f32::midpoint(a, b) / ((tl + tr + bl) / 3.0) + 1.0) * FINDER_MODULES;
    let rare = if modules > USUAL { 1.0 } else { 0.0 };
    ratio(a, b) + 1.5 * ratio(tl.max(tr).max(bl), tl.min(tr).min(bl)) + 1.2 * lean + rare
}

fn around(quad: &Quad) -> Rect {
    let point = |(x, y): At| Rect::new(x, y, 0.0, 0.0);
    quad.map(point)
        .into_iter()
        .reduce(Rect::union)
        .unwrap_or_default()
}

/// Black and white for the finder of finders.
fn matrix(level: &Grey, bits: &[bool]) -> Option<BitMatrix> {
    let mut matrix = BitMatrix::new(level.width, level.height).ok()?;
    for (y, row) in (0..).zip(bits.chunks(level.width.max(1) as usize)) {
        for (x, dark) in (0..).zip(row) {
            if *dark {
                matrix.set(x, y);
            }
        }
    }
    Some(matrix)
}
