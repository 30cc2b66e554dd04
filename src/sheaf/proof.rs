//! What is read back from a file of many sheets, and held against what was meant.

use rayon::prelude::*;

use super::around::{Around, Place, lines};
use super::{Sheaf, Side, differs};
use crate::audit_symbol::{self, Printed};
use crate::check;
use crate::code;
use crate::copies::{Copies, Stretch};
use crate::diag::{Diagnostic, Diagnostics};
use crate::finished::{self, Finished, FinishedPage};
use crate::page::{Fills, Page};
use crate::plate;
use crate::press;
use crate::raster::NotPdf;
use crate::reading::GlyphReading;
use crate::text::Shaper;

/// How far two readers of a file may see a glyph apart, in points: both round.
const ROUNDING: f32 = 0.02;

/// The first side of each page.
pub(super) struct Firsts {
    /// As they were read.
    pub(super) finished: Finished,
    meant: Vec<Page>,
    /// Which sides they are, from 0.
    numbers: Vec<usize>,
}

impl Sheaf<'_> {
    /// Reads the first side of each page whole.
    pub(super) fn read_firsts(
        &self,
        diags: &mut Diagnostics,
        file: &[u8],
        around: &mut [Around],
    ) -> Option<Firsts> {
        let mut shaper = Shaper::new(&self.library.fonts);
        let mut meant: Vec<Page> = Vec::new();
        for around in &*around {
            let mut page = self.pages[around.of].clone();
            if !page.slots.is_empty() {
                let imprints = self.imprints.of_side(diags, &mut shaper, around.first)?;
                page.items.extend(lines(&imprints));
            }
            page.slots.clear();
            meant.push(page);
        }
        let numbers: Vec<usize> = around.iter().map(|around| around.first).collect();
        let finished = match finished::read_sheets(file, &numbers, &plate::known(&meant)) {
            Ok(finished) => finished,
            Err(error) => {
                diags.push(Diagnostic::new(code::NOT_A_PDF, error.phrase()));
                return None;
            }
        };
        if finished.anatomy.page_count != self.sides.len() {
            diags.push(Diagnostic::new(code::NOT_A_PDF, NotPdf.phrase()));
        }
        for (around, page) in around.iter_mut().zip(&finished.pages) {
            around.keep(page);
        }
        Some(Firsts {
            finished,
            meant,
            numbers,
        })
    }

    /// Proofs the first side of each page whole; its symbols are worn for that.
    pub(super) fn proof_firsts(
        &self,
        diags: &mut Diagnostics,
        file: &[u8],
        mut firsts: Firsts,
    ) -> Option<Finished> {
        if let Err(error) = finished::wear_sheets(file, &mut firsts.finished, &firsts.numbers) {
            diags.push(Diagnostic::new(code::NOT_A_PDF, error.phrase()));
            return None;
        }
        let Firsts {
            finished,
            meant,
            numbers,
        } = firsts;
        check::sheets(diags, &self.as_meant(&finished, &meant, numbers)?);
        Some(finished)
    }

    /// Proofs that every side is the first one of its page, but for its imprint, and that this says what it should.
    pub(super) fn proof_all(
        &self,
        diags: &mut Diagnostics,
        copies: Option<Copies<'_>>,
        (around, of): (&[Around], &[usize]),
        words: &[Vec<String>],
        firsts: &Finished,
    ) {
        let first = |copies: &Copies<'_>| -> Option<Vec<Vec<Stretch>>> {
            let read = around.iter().map(|around| copies.imprint(around.first));
            read.collect()
        };
        let read = copies.and_then(|copies| Some((first(&copies)?, copies)));
        let Some((first, copies)) = read else {
            diags.push(Diagnostic::new(code::NOT_A_PDF, NotPdf.phrase()));
            return;
        };
        for ((around, imprints), page) in around.iter().zip(&first).zip(&firsts.pages) {
            if !is_read_alike(imprints, page) {
                diags.push(differs(self.sides[around.first]));
            }
        }
        let told = copies.each(|side, imprints| {
            let mut diags = Diagnostics::default();
            let (around, first) = (&around[of[side]], &first[of[side]]);
            match imprints.filter(|imprints| says(imprints, first, &around.slots, &words[side])) {
                Some(imprints) => self.proof_imprints(&mut diags, (side, around), imprints),
                None => diags.push(differs(self.sides[side])),
            }
            diags
        });
        told.into_iter().for_each(|told| diags.extend(told));
    }

    /// Rules of what is imprinted on a side, as it was read.
    fn proof_imprints(
        &self,
        diags: &mut Diagnostics,
        (side, around): (usize, &Around),
        imprints: &[Stretch],
    ) {
        if imprints.is_empty() {
            return;
        }
        let Some(page) = around.read_with(imprints) else {
            diags.push(differs(self.sides[side]));
            return;
        };
        let finished = Finished {
            pages: vec![page],
            ..Finished::default()
        };
        let meant = std::slice::from_ref(&around.page);
        match self.as_meant(&finished, meant, vec![side]) {
            Some(proof) => check::imprint(diags, &proof),
            None => diags.push(differs(self.sides[side])),
        }
    }

    /// Whether every audit symbol is read from the file.
    pub(super) fn proof_symbols(&self, diags: &mut Diagnostics, file: &[u8]) {
        /// How many sheets are drawn by one reader, who opens the file once.
        const IN_A_ROW: usize = 64;
        let has_symbol = |page: &Page| page.slots.iter().any(|slot| slot.fills == Fills::Symbol);
        let sides: Vec<(usize, Side)> = self.sides.iter().copied().enumerate().collect();
        let with_symbols: Vec<(usize, Side)> = sides
            .into_par_iter()
            .filter(|(_, side)| has_symbol(&self.pages[side.page]))
            .collect();
        let rows = with_symbols.chunks(IN_A_ROW).collect();
        let read = press::each(
            self.library,
            self.case,
            rows,
            |diags, shaper, row: &[(usize, Side)]| {
                let mut imprints = Vec::new();
                for (at, side) in row {
                    imprints.push((*at, *side, self.imprints.of_side(diags, shaper, *at)?));
                }
                let (mut symbols, mut of) = (Vec::new(), Vec::new());
                for (at, side, items) in &imprints {
                    symbols.extend(Printed::on(*at, &self.pages[side.page], items));
                    of.resize(symbols.len(), *side);
                }
                let read = audit_symbol::are_read(file, &symbols);
                let faulty = of.into_iter().zip(read).filter(|(_, read)| !read);
                faulty.for_each(|(side, _)| diags.push(differs(side)));
                Some(())
            },
        );
        press::collect(diags, read);
    }
}

/// Whether every imprint stands in its slot, in the manner of the first side, and says what it should.
fn says(imprints: &[Stretch], first: &[Stretch], slots: &[Place], words: &[String]) -> bool {
    let counts = [first.len(), slots.len(), words.len()];
    counts.iter().all(|count| *count == imprints.len())
        && imprints
            .iter()
            .zip(first)
            .all(|(one, other)| one.manner == other.manner)
        && imprints
            .iter()
            .zip(slots)
            .all(|(imprint, slot)| slot.holds(imprint))
        && imprints.iter().zip(words).all(|(imprint, words)| {
            let read: String = imprint.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
            plate::same_signs(&read.replace(' ', ""), &words.replace(' ', ""))
        })
}

/// Whether imprints are read as another reader reads them, who interprets the whole page: same glyphs in the same places.
fn is_read_alike(imprints: &[Stretch], page: &FinishedPage) -> bool {
    let near = |one: f32, other: f32| (one - other).abs() < ROUNDING;
    // Half a turn one way is half a turn the other way.
    let turn = |one: f32, other: f32| (one - other + 180.0).rem_euclid(360.0) - 180.0;
    let same = |one: &GlyphReading, other: &GlyphReading| {
        (&one.text, one.code, one.shown) == (&other.text, other.code, other.shown)
            && near(one.at.x, other.at.x)
            && near(one.at.y, other.at.y)
            && near(one.size, other.size)
            && near(one.advance, other.advance)
            && near(turn(one.angle, other.angle), 0.0)
    };
    imprints.iter().all(|imprint| {
        let others = page.reading.glyphs.iter();
        let others: Vec<&GlyphReading> = others.filter(|glyph| glyph.mark == Some(imprint.mark)).collect();
        others.len() == imprint.glyphs.len()
            && imprint
                .glyphs
                .iter()
                .zip(others)
                .all(|(one, other)| same(one, other))
    })
}
