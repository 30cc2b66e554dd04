//! A file of many sheets: written, read back from its bytes, checked.
//!
//! Sheets with the same content share a page. The first sheet of each page is proofed whole. Every other one must be the same but for its
//! imprint ([`copies`]), and each imprint must say what was meant, in its ink and in its place. Rules that can tell sheets of one page from each
//! other look at all of them, at what stands in and around their slots.
//!
//! Of a sheet nothing is kept but the content of its imprint and the words that it should say, so that a long file needs little memory.

mod around;
mod proof;

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{self, Meant, Proof};
use crate::code::{self, Severity};
use crate::copies::Copies;
use crate::diag::{Diagnostic, Diagnostics};
use crate::finished::Finished;
use crate::library::Library;
use crate::page::{Item, ItemKind, Page};
use crate::pdf::{self, Extra, Forme, Imprinted, Info};
use crate::phrase::say;
use crate::plate::PrintedCode;
use crate::poster::Poster;
use crate::press;
use crate::text::{Shaper, TypeCase};
use around::Around;

/// One side of a sheet of the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side {
    /// The number of its sheet, from 0.
    pub(crate) sheet: usize,
    /// Its page among those that sheets share.
    pub(crate) page: usize,
}

/// What is printed into the slots of sides. It is asked for whenever it is needed, and not kept.
pub(crate) trait Imprints: Sync {
    /// Whether a side, counted from 0, needs no signs but usual ones.
    fn is_usual(&self, side: usize) -> bool;

    /// What stands in the slots of a side, in their order. Faults are reported.
    fn of_side(&self, diags: &mut Diagnostics, shaper: &mut Shaper<'_>, side: usize) -> Option<Vec<Item>>;
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
    /// What is printed on them.
    pub(crate) imprints: &'a dyn Imprints,
    /// Type for it, where there is much.
    pub(crate) case: Option<&'a TypeCase>,
    /// Words with a telephone number that is not the hotline's: whom a volunteer calls, lines that posting rules want.
    pub(crate) apart: Vec<&'a str>,
}

/// A file that stood every check.
pub(crate) struct Bound {
    /// The file.
    pub(crate) bytes: Vec<u8>,
    /// The first side of each page as it was read.
    firsts: Finished,
    /// For each side its page among those.
    of: Vec<usize>,
}

/// A file that was written and not yet read.
pub(crate) struct Draft {
    /// The file.
    pub(crate) bytes: Vec<u8>,
    around: Vec<Around>,
    /// What the imprints of each side should say.
    words: Vec<Vec<String>>,
}

/// What is imprinted on a side, and what it should say.
struct Set {
    /// Nothing on a side without slots.
    imprinted: Option<Imprinted>,
    /// One for each slot; nothing for a symbol.
    words: Vec<String>,
}

impl Sheaf<'_> {
    /// Writes the file, reads it back and checks it. `None` after an error.
    pub(crate) fn bind(&self, diags: &mut Diagnostics) -> Option<Bound> {
        let draft = self.write(diags)?;
        self.proof(diags, draft)
    }

    /// Writes the file. `None` after an error.
    pub(crate) fn write(&self, diags: &mut Diagnostics) -> Option<Draft> {
        let faults_before = diags.count(Severity::Error);
        let forme = Forme::new(&self.library.fonts, &self.pages, &self.info, &self.alphabet());
        let around = self.around(&forme);
        let set = self.set(diags, &forme, &around)?;
        if diags.count(Severity::Error) > faults_before {
            return None;
        }
        let imprinted = set.iter().map(|set| set.imprinted.as_ref());
        let sheets: Vec<pdf::Sheet<'_>> = self
            .sides
            .iter()
            .zip(imprinted)
            .map(|(side, imprinted)| pdf::Sheet {
                page: side.page,
                imprinted,
            })
            .collect();
        Some(Draft {
            bytes: forme.print(&sheets),
            around,
            words: set.into_iter().map(|set| set.words).collect(),
        })
    }

    /// Reads the file back and checks it. `None` after an error.
    pub(crate) fn proof(&self, diags: &mut Diagnostics, draft: Draft) -> Option<Bound> {
        let faults_before = diags.count(Severity::Error);
        let Draft {
            bytes,
            mut around,
            words,
        } = draft;
        let place: BTreeMap<usize, usize> = around.iter().map(|around| around.of).zip(0..).collect();
        let of: Vec<usize> = self.sides.iter().map(|side| place[&side.page]).collect();
        let models: Vec<_> = around.iter().map(Around::model).collect();
        let (firsts, copies) = rayon::join(
            || self.read_firsts(diags, &bytes, &mut around),
            || Copies::open(&bytes, &models, &of),
        );
        let firsts = firsts?;
        let read = firsts.finished.clone();
        let mut faults = Diagnostics::default();
        let (firsts, ()) = rayon::join(
            || self.proof_firsts(diags, &bytes, firsts),
            || self.proof_all(&mut faults, copies, (&around, &of), &words, &read),
        );
        diags.extend(faults);
        let firsts = firsts?;
        self.proof_symbols(diags, &bytes);
        (diags.count(Severity::Error) == faults_before).then_some(Bound { bytes, firsts, of })
    }

    /// The glyphs that imprints may need: the usual ones, and what others lack.
    fn alphabet(&self) -> Extra {
        let fonts = &self.library.fonts;
        let usual = pdf::imprint_alphabet(fonts);
        let unusual = (0..self.sides.len()).filter(|side| !self.imprints.is_usual(*side));
        // What is wrong with them is told when they are set.
        let lacking = press::each(
            self.library,
            self.case,
            unusual.collect(),
            |diags, shaper, side| {
                let items = self.imprints.of_side(diags, shaper, side)?;
                Some(pdf::lacking(fonts, &usual, &items))
            },
        );
        let lacking: BTreeSet<Extra> = lacking.into_iter().filter_map(|(_, lacking)| lacking).collect();
        lacking.iter().fold(usual, |all, lacking| all.with(lacking))
    }

    /// What stands around the slots of each page that is shown, in the order of pages.
    fn around(&self, forme: &Forme) -> Vec<Around> {
        let mut firsts = BTreeMap::new();
        for (at, side) in self.sides.iter().enumerate() {
            firsts.entry(side.page).or_insert(at);
        }
        let of = |(page, first)| Around::of(&self.library.fonts, &self.pages, page, first, forme.marks(page));
        firsts.into_iter().map(of).collect()
    }

    /// The imprints of all sides.
    fn set(&self, diags: &mut Diagnostics, forme: &Forme, around: &[Around]) -> Option<Vec<Set>> {
        let of: BTreeMap<usize, &Around> = around.iter().map(|around| (around.of, around)).collect();
        let nothing = Finished::default();
        let sides: Vec<usize> = (0..self.sides.len()).collect();
        let made = press::each(self.library, self.case, sides, |diags, shaper, at| {
            let side = self.sides[at];
            let around = of[&side.page];
            if around.slots.is_empty() {
                return Some(Set {
                    imprinted: None,
                    words: Vec::new(),
                });
            }
            let items = self.imprints.of_side(diags, shaper, at)?;
            let meant = [around.with(&items)];
            check::imprint(diags, &self.as_meant(&nothing, &meant, vec![at])?);
            let Some(imprinted) = forme.imprint(side.page, &items) else {
                diags.push(differs(side));
                return None;
            };
            let words = items.iter().map(|item| match &item.kind {
                ItemKind::Text(text) => text.text().concat(),
                _ => String::new(),
            });
            Some(Set {
                imprinted: Some(imprinted),
                words: words.collect(),
            })
        });
        let made = press::collect(diags, made);
        (made.len() == self.sides.len()).then_some(made)
    }

    /// What rules look at: pages with these numbers in the file. `None` without the record, of which no plate was made then.
    fn as_meant<'p>(
        &'p self,
        finished: &'p Finished,
        pages: &'p [Page],
        numbers: Vec<usize>,
    ) -> Option<Proof<'p>> {
        let hotline = self.library.hotlines.get(&self.poster.order.hotline)?;
        let meant = Meant {
            poster: self.poster,
            book: &self.library.fonts,
            pages,
        };
        // Words without a number hide none; were they passed over, parts of other numbers might be.
        let has_number = |words: &&str| !check::numbers(words).is_empty();
        Some(Proof {
            apart: self.apart.iter().copied().filter(has_number).collect(),
            numbers,
            ..Proof::of_plate(hotline, finished, meant)
        })
    }
}

impl Bound {
    /// Whether a symbol is still read after a poor print and two copies.
    pub(crate) fn lasts(&self, code: &PrintedCode) -> bool {
        let side = code.page.checked_sub(1).and_then(|side| self.of.get(side));
        let page = side.and_then(|page| self.firsts.pages.get(*page));
        let mut seen = page.into_iter().flat_map(|page| &page.symbols);
        seen.any(|seen| seen.lasting && seen.rect.overlaps(code.rect, 0.0))
    }
}

fn differs(side: Side) -> Diagnostic {
    let message = say("sheet {number} does not read back from the file").with("number", side.sheet + 1);
    Diagnostic::new(code::IMPRINT_READ, message)
}
