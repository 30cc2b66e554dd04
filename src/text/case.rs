//! Sets a line from a table, as a compositor takes type out of a case, instead of by shaping it.
//!
//! The table is read from one long line in which every usual sign stands beside every other, so it has each sign's advance before
//! each, kerning and all. A face whose signs depend on more than the next one would be set wrongly by it: so the table is tried
//! against the shaper before it is used, and after one difference there is no case. What is not in the table is shaped.

use std::borrow::Cow;

use super::{Cluster, Glyph, Line, Piece, RichText, Run, Shaper};
use crate::font::FaceId;
use crate::locale::Locale;

/// How many signs the table is tried on.
const TRIED: usize = 2_000;

/// How many signs a tried line has.
const LINE: usize = 100;

/// Bytes of the sign that a fixed piece begins and ends with, unseen.
const ISOLATE: usize = super::LEFT_TO_RIGHT_ISOLATE.len_utf8();

/// Usual signs of imprints, ready to be set.
#[derive(Debug)]
pub struct TypeCase {
    words: Drawer,
    fixed: Drawer,
    line_height: f32,
    baseline: f32,
}

/// The signs of one face and kind of piece.
#[derive(Debug)]
struct Drawer {
    face: FaceId,
    /// In order of their characters.
    sorts: Vec<Sort>,
    /// The advance of each sort before each other, a row a sort; none where they never stood side by side.
    advances: Vec<Option<f32>>,
}

/// A sign.
#[derive(Clone, Copy, Debug)]
struct Sort {
    sign: char,
    glyph: u16,
    /// At the end of a run.
    advance: f32,
    /// Before whatever it is widest before; none if there is a sign that it was never seen before.
    widest: Option<f32>,
}

impl TypeCase {
    /// A case of the signs that stand in words, and of those in fixed pieces. `None` where the face draws them otherwise by what
    /// stands near.
    pub fn new(shaper: &mut Shaper<'_>, words: &[char], fixed: &[char]) -> Option<Self> {
        let line = shaper.shape(&rich(vec![Piece::Words("x".to_owned())]))?;
        let case = Self {
            words: Drawer::new(shaper, words, Piece::Words)?,
            fixed: Drawer::new(shaper, fixed, Piece::Fixed)?,
            line_height: line.line_height,
            baseline: line.baseline,
        };
        case.is_true(shaper).then_some(case)
    }

    /// The faces of its signs.
    pub fn faces(&self) -> [FaceId; 2] {
        [self.words.face, self.fixed.face]
    }

    /// The greatest width of words, whatever stands behind them; none if that is not sure.
    pub fn widest_words(&self, text: &str) -> Option<f32> {
        self.words.widest(text)
    }

    /// The greatest width of a sign in a fixed piece; none if that is not sure.
    pub fn widest_fixed(&self, sign: char) -> Option<f32> {
        self.fixed.widest(sign.encode_utf8(&mut [0; 4]))
    }

    /// A text on one line, as the shaper would set it; `None` where that is not sure.
    pub(super) fn line(&self, rich: &RichText) -> Option<Line> {
        let is_plain = !rich.bold && !rich.ligatures && rich.locale == Locale::english();
        #[expect(clippy::float_cmp, reason = "the same number or another")]
        if !is_plain || rich.line_height * super::EM != self.line_height {
            return None;
        }
        let mut runs: Vec<Run> = Vec::new();
        let (mut x, mut start) = (0.0, 0);
        let mut after_fixed = false;
        let mut pieces = rich.pieces.iter().peekable();
        while let Some(piece) = pieces.next() {
            let run = match piece {
                // Where two meet, the signs around them are one run and draw nothing.
                Piece::Fixed(text) if text.is_empty() || after_fixed => return None,
                Piece::Fixed(text) => {
                    after_fixed = true;
                    let run = self.fixed.run(text, x, start + ISOLATE)?;
                    start += text.len() + 2 * ISOLATE;
                    run
                }
                Piece::Words(words) => {
                    // Pieces of words that follow each other are one run, which begins with the sign that ends a fixed one.
                    let mut text = Cow::Borrowed(words);
                    while let Some(Piece::Words(more)) =
                        pieces.next_if(|next| matches!(next, Piece::Words(_)))
                    {
                        text.to_mut().push_str(more);
                    }
                    if text.is_empty() {
                        continue;
                    }
                    let before = if std::mem::take(&mut after_fixed) {
                        ISOLATE
                    } else {
                        0
                    };
                    let run = self.words.run(&text, x, start - before)?;
                    start += text.len();
                    run
                }
            };
            x = run.right();
            runs.push(run);
        }
        // A space at the end hangs; that is rare enough to be shaped.
        let ends_in_space = |run: &Run| run.clusters.last().is_some_and(|cluster| cluster.text == " ");
        if runs.last().is_none_or(ends_in_space) {
            return None;
        }
        Some(Line {
            runs,
            width: x,
            baseline: self.baseline,
        })
    }

    /// Whether lines of all signs in no order come out as the shaper sets them.
    fn is_true(&self, shaper: &mut Shaper<'_>) -> bool {
        let (mut words, mut fixed) = (Shuffled(1), Shuffled(2));
        (0..TRIED / LINE).all(|_| {
            let rich = rich(vec![
                Piece::Words(words.line(&self.words)),
                Piece::Fixed(fixed.line(&self.fixed)),
                Piece::Words(words.line(&self.words)),
            ]);
            let shaped = shaper.shape(&rich).map(|mut shaped| shaped.lines(f32::MAX));
            self.line(&rich)
                .is_some_and(|line| shaped.as_deref() == Some(&[line]))
        })
    }
}

fn rich(pieces: Vec<Piece>) -> RichText {
    let locale = Locale::english();
    RichText {
        pieces,
        line_height: locale.line_height(),
        locale,
        bold: false,
        ligatures: false,
    }
}

impl Drawer {
    fn new(shaper: &mut Shaper<'_>, signs: &[char], piece: fn(String) -> Piece) -> Option<Self> {
        let mut signs = signs.to_vec();
        signs.sort_unstable();
        signs.dedup();
        let mut shaped = shaper.shape(&rich(vec![piece(pairs(&signs))]))?;
        let lines = shaped.lines(f32::MAX);
        let [Line { runs, .. }] = lines.as_slice() else {
            return None;
        };
        let face = runs.first()?.face;
        let per_em = f32::from(shaper.book().metrics(face).units_per_em);
        let mut drawer = Self {
            face,
            sorts: Vec::new(),
            advances: Vec::new(),
        };
        for sign in signs {
            if let Some(glyph) = shaper.book().glyph(face, sign) {
                let advance = f32::from(shaper.book().advance(face, glyph)) * super::EM / per_em;
                drawer.sorts.push(Sort {
                    sign,
                    glyph,
                    advance,
                    widest: None,
                });
            }
        }
        let count = drawer.sorts.len();
        drawer.advances = vec![None; count * count];
        for run in runs.iter().filter(|run| run.face == face) {
            for beside in run.clusters.windows(2) {
                let [one, next] = beside else { continue };
                if let (Some(at), Some(before)) = (drawer.sort_of(one), drawer.sort_of(next)) {
                    drawer.advances[at * count + before] = Some(one.advance);
                }
            }
        }
        for (sort, before) in drawer.sorts.iter_mut().zip(drawer.advances.chunks(count)) {
            let known: Option<Vec<f32>> = before.iter().copied().collect();
            sort.widest = known.map(|known| known.into_iter().fold(sort.advance, f32::max));
        }
        Some(drawer)
    }

    /// The greatest width of a text, whatever stands behind it.
    fn widest(&self, text: &str) -> Option<f32> {
        text.chars().map(|sign| self.sorts[self.find(sign)?].widest).sum()
    }

    /// Which sort a cluster is, if it is drawn by the face's own glyph for its one character, on the baseline.
    fn sort_of(&self, cluster: &Cluster) -> Option<usize> {
        let mut signs = cluster.text.chars();
        let (Some(sign), None, [glyph]) = (signs.next(), signs.next(), cluster.glyphs.as_slice()) else {
            return None;
        };
        let at = self.find(sign)?;
        let plain = glyph.x == 0.0 && glyph.y == 0.0 && glyph.id == self.sorts[at].glyph;
        plain.then_some(at)
    }

    fn find(&self, sign: char) -> Option<usize> {
        self.sorts.binary_search_by_key(&sign, |sort| sort.sign).ok()
    }

    /// A run of text at a place; `None` if a sign or a pair is not in the drawer.
    fn run(&self, text: &str, x: f32, start: usize) -> Option<Run> {
        let mut clusters = Vec::with_capacity(text.len());
        let mut signs = text.chars().peekable();
        while let Some(sign) = signs.next() {
            let at = self.find(sign)?;
            let sort = self.sorts[at];
            let advance = match signs.peek() {
                Some(next) => self.advances[at * self.sorts.len() + self.find(*next)?]?,
                None => sort.advance,
            };
            clusters.push(Cluster {
                text: sign.to_string(),
                glyphs: vec![Glyph {
                    id: sort.glyph,
                    x: 0.0,
                    y: 0.0,
                    advance,
                }],
                advance,
            });
        }
        Some(Run {
            face: self.face,
            rtl: false,
            start,
            x,
            clusters,
        })
    }
}

/// A line in which every character stands before and after every other, and twice in a row.
fn pairs(characters: &[char]) -> String {
    let mut line = String::new();
    for (at, one) in characters.iter().enumerate() {
        line.push(*one);
        for other in &characters[at + 1..] {
            line.extend([*one, *other]);
        }
    }
    // The last one stands before the first as well.
    line.extend(characters.first());
    line
}

/// Numbers in no order, the same on every machine (a linear congruential generator; Knuth, The Art of Computer Programming, 3.3.4).
struct Shuffled(u64);

impl Shuffled {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most.max(1)
    }

    /// Signs of a drawer in no order, which begin and end with no space.
    fn line(&mut self, drawer: &Drawer) -> String {
        let mut line = String::new();
        for _ in 0..LINE {
            let sort = drawer.sorts.get(self.below(drawer.sorts.len()));
            line.extend(sort.map(|sort| sort.sign));
        }
        line.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{TypeCase, pairs};
    use crate::diag::Diagnostics;
    use crate::library::{Library, Overrides};
    use crate::text::Shaper;

    #[test]
    fn a_table_with_one_wrong_advance_is_no_case() {
        let library = Library::read(&mut Diagnostics::default(), &Overrides::default());
        let mut shaper = Shaper::new(&library.fonts);
        let signs: Vec<char> = ('a'..='h').collect();
        let mut case = TypeCase::new(&mut shaper, &signs, &signs).expect("the embedded face has a case");
        for at in 0..case.words.advances.len() {
            let right = case.words.advances[at];
            case.words.advances[at] = right.map(|advance| advance + 1.0);
            assert!(!case.is_true(&mut shaper), "pair {at}");
            case.words.advances[at] = right;
        }
        assert!(case.is_true(&mut shaper));
    }

    #[test]
    fn every_pair_stands_in_the_line() {
        let line = pairs(&['a', 'b', 'c', 'd']);
        for pair in ["aa", "ab", "ad", "ba", "bd", "ca", "cc", "da", "db", "dc", "dd"] {
            assert!(line.contains(pair), "{pair} in {line}");
        }
        assert_eq!(line.len(), 17);
    }
}
