//! A file of many sheets: written, read back from its bytes, checked.
//!
//! Sheets with the same content share a page, which is drawn and searched for symbols once; the glyphs of every sheet are read
//! back, what sheets share must be equal glyph by glyph, and each imprint must say what was meant.

use std::collections::BTreeMap;

use crate::audit_symbol::{self, Printed};
use crate::check::{self, Meant, Proof};
use crate::code::{self, Severity};
use crate::diag::{Diagnostic, Diagnostics};
use crate::finished::{self, Finished};
use crate::library::Library;
use crate::page::{Item, ItemKind, Page};
use crate::pdf::{self, Info, Joined};
use crate::phrase::say;
use crate::plate::{self, PrintedCode};
use crate::poster::Poster;
use crate::reading::GlyphReading;

/// One side of a sheet of the file.
pub(crate) struct Side {
    /// The number of its sheet, from 0.
    pub(crate) sheet: usize,
    /// Its page among those that sheets share.
    pub(crate) page: usize,
    /// What is printed into the slots of that page, in their order.
    pub(crate) imprints: Vec<Item>,
}

/// A file before it is written.
pub(crate) struct Sheaf<'a> {
    /// Faces and hotline records.
    pub(crate) library: &'a Library,
    /// What rules of sheets ask of a piece: of one that stands for all of them.
    pub(crate) poster: &'a Poster,
    /// What the file says of itself.
    pub(crate) info: Info,
    /// The pages that sheets share.
    pub(crate) pages: Vec<Page>,
    /// The sides of all sheets in order.
    pub(crate) sides: Vec<Side>,
    /// Words with a telephone number that is not the hotline's: whom a volunteer calls, lines that posting rules want.
    pub(crate) apart: Vec<&'a str>,
}

/// A file that stood every check.
pub(crate) struct Bound {
    /// The file.
    pub(crate) bytes: Vec<u8>,
    /// The same as it was read.
    finished: Finished,
}

impl Sheaf<'_> {
    /// Writes the file, reads it back and checks it. `None` after an error.
    pub(crate) fn bind(&self, diags: &mut Diagnostics) -> Option<Bound> {
        let faults_before = diags.count(Severity::Error);
        let meant = self.meant();
        let file = self.write();
        let finished = self.read(diags, &file, &meant)?;
        self.check(diags, &file, &meant, &finished);
        (diags.count(Severity::Error) == faults_before).then_some(Bound {
            bytes: file.bytes,
            finished,
        })
    }

    /// What every side should show, imprints included.
    fn meant(&self) -> Vec<Page> {
        let sides = self.sides.iter().map(|side| {
            let mut page = self.pages[side.page].clone();
            // Audit symbols differ where pages are alike: they are read one by one.
            let is_line = |item: &&Item| matches!(item.kind, ItemKind::Text(_));
            page.items.extend(side.imprints.iter().filter(is_line).cloned());
            page.slots.clear();
            page
        });
        sides.collect()
    }

    fn write(&self) -> Joined {
        let sides: Vec<pdf::Sheet<'_>> = self
            .sides
            .iter()
            .map(|side| pdf::Sheet {
                page: side.page,
                imprints: Some(&side.imprints),
            })
            .collect();
        pdf::join(&self.library.fonts, &self.pages, &sides, &self.info)
    }

    /// For each side the first one with the same content.
    fn like(&self) -> Vec<usize> {
        let mut first = BTreeMap::new();
        let sides = self.sides.iter().enumerate();
        sides
            .map(|(at, side)| *first.entry(side.page).or_insert(at))
            .collect()
    }

    fn read(&self, diags: &mut Diagnostics, file: &Joined, meant: &[Page]) -> Option<Finished> {
        match finished::read_alike(&file.bytes, &self.like(), &plate::known(meant)) {
            Ok(finished) => Some(finished),
            Err(error) => {
                diags.push(Diagnostic::new(code::NOT_A_PDF, error.phrase()));
                None
            }
        }
    }

    fn check(&self, diags: &mut Diagnostics, file: &Joined, meant: &[Page], finished: &Finished) {
        let Some(hotline) = self.library.hotlines.get(&self.poster.order.hotline) else {
            return;
        };
        let of = Meant {
            poster: self.poster,
            book: &self.library.fonts,
            pages: meant,
        };
        // Words without a number hide none; were they passed over, parts of other numbers might be.
        let has_number = |words: &&str| !check::numbers(words).is_empty();
        let proof = Proof {
            apart: self.apart.iter().copied().filter(has_number).collect(),
            ..Proof::of_plate(hotline, finished, of)
        };
        check::sheets(diags, &proof);
        self.check_symbols(diags, file);
        let like = self.like();
        for (at, side) in self.sides.iter().enumerate() {
            let marks = &file.marks[side.page];
            let glyphs = |side: usize| {
                let page = finished.pages.get(side);
                page.map(|page| page.reading.glyphs.as_slice())
            };
            let (Some(own), Some(first)) = (glyphs(at), glyphs(like[at])) else {
                diags.push(differs(side));
                continue;
            };
            let same = shared(own, marks).eq(shared(first, marks));
            if !same || !says(own, marks, &side.imprints) {
                diags.push(differs(side));
            }
        }
    }

    /// Whether every audit symbol is read from the file.
    fn check_symbols(&self, diags: &mut Diagnostics, file: &Joined) {
        let (mut symbols, mut sides) = (Vec::new(), Vec::new());
        for (at, side) in self.sides.iter().enumerate() {
            symbols.extend(Printed::on(at, &self.pages[side.page], &side.imprints));
            sides.resize(symbols.len(), side);
        }
        let read = audit_symbol::are_read(&file.bytes, &symbols);
        let faulty = sides.into_iter().zip(read).filter(|(_, read)| !read);
        faulty.for_each(|(side, _)| diags.push(differs(side)));
    }
}

impl Bound {
    /// Whether a symbol is still read after a poor print and two copies.
    pub(crate) fn lasts(&self, code: &PrintedCode) -> bool {
        let page = code
            .page
            .checked_sub(1)
            .and_then(|page| self.finished.pages.get(page));
        let mut seen = page.into_iter().flat_map(|page| &page.symbols);
        seen.any(|seen| seen.lasting && seen.rect.overlaps(code.rect, 0.0))
    }
}

fn differs(side: &Side) -> Diagnostic {
    let message = say("sheet {number} does not read back from the file").with("number", side.sheet + 1);
    Diagnostic::new(code::IMPRINT_READ, message)
}

/// Whether every imprint is found at its mark.
fn says(glyphs: &[GlyphReading], marks: &[i64], imprints: &[Item]) -> bool {
    marks.len() == imprints.len()
        && marks.iter().zip(imprints).all(|(mark, item)| {
            let own = glyphs.iter().filter(|glyph| glyph.mark == Some(*mark));
            let read: String = own.map(|glyph| glyph.text.as_str()).collect();
            let wanted = match &item.kind {
                ItemKind::Text(text) => text.text().concat(),
                _ => String::new(),
            };
            plate::same_signs(&read.replace(' ', ""), &wanted.replace(' ', ""))
        })
}

/// The glyphs of a side that it shares with others.
fn shared<'g>(glyphs: &'g [GlyphReading], marks: &'g [i64]) -> impl Iterator<Item = (&'g str, [i64; 4])> {
    let own = glyphs
        .iter()
        .filter(|glyph| !glyph.mark.is_some_and(|mark| marks.contains(&mark)));
    // Hundredths of a point and of a degree.
    #[expect(clippy::cast_possible_truncation, reason = "places on a sheet")]
    own.map(|glyph| {
        let place =
            [glyph.at.x, glyph.at.y, glyph.size, glyph.angle].map(|number| (number * 100.0).round() as i64);
        (glyph.text.as_str(), place)
    })
}
