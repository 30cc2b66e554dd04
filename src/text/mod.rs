//! Shapes text: from words and a locale to lines of placed glyphs.
//!
//! Text is shaped once, for type of 1000 points, and scaled: nothing in the bundled faces is
//! hinted, so widths are exact at every size. The crate `parley` is named here alone.

mod case;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::style::{
    FontFamily, FontFamilyName, FontFeatures, FontWeight, LineHeight, StyleProperty, TextWrapMode,
};
use parley::{FontContext, Layout, LayoutContext};

use crate::font::{FaceId, FontBook};
use crate::geom::Rect;
use crate::locale::{Locale, Script, TextDirection};

pub use case::TypeCase;

/// The size text is shaped at, in points.
const EM: f32 = 1000.0;

/// How much wider lines are tried, to break fewer words.
const STEP: f32 = 100.0;

/// First strong isolates around what must keep its own direction (UAX #9).
const LEFT_TO_RIGHT_ISOLATE: char = '\u{2066}';
const POP_ISOLATE: char = '\u{2069}';

/// Keeps the signs on both sides of it on one line (Unicode UAX #14).
const WORD_JOINER: char = '\u{2060}';

/// Text before shaping.
#[derive(Clone, Debug, PartialEq)]
pub struct RichText {
    /// In reading order.
    pub pieces: Vec<Piece>,
    /// The language, which decides faces, direction and line breaks.
    pub locale: Locale,
    /// Heavy strokes.
    pub bold: bool,
    /// Baseline to baseline, in multiples of the type size.
    pub line_height: f32,
    /// Whether letters may join into one sign, as `fi`. Imprints go without: their signs are reserved
    /// letter by letter.
    pub ligatures: bool,
}

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words of the language.
    Words(String),
    /// A number, an address or a name: left to right, in one face, never broken.
    Fixed(String),
}

/// Shaped text, ready to be broken into lines of any width.
pub struct Shaped {
    layout: Layout<[u8; 4]>,
    text: String,
    line_height: f32,
    baseline: f32,
    faces: Faces,
    rtl: bool,
}

/// The faces by the numbers that parley has for their files.
type Faces = Arc<BTreeMap<u64, FaceId>>;

/// A line of runs; lengths for type of 1000 points, x from the left of the line's box.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// From left to right.
    pub runs: Vec<Run>,
    /// Without the space at a soft break.
    pub width: f32,
    /// From the top of the text to the baseline.
    pub baseline: f32,
}

/// Glyphs of one face that run one way.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The face.
    pub face: FaceId,
    /// Whether it reads from the right.
    pub rtl: bool,
    /// Where it begins in the text, in bytes: runs are read in this order.
    pub start: usize,
    /// Left end, from the left of the line.
    pub x: f32,
    /// Clusters from left to right.
    pub clusters: Vec<Cluster>,
}

/// Glyphs that stand together for some characters.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// The characters, in reading order.
    pub text: String,
    /// From left to right.
    pub glyphs: Vec<Glyph>,
    /// From this cluster's left end to the next one's.
    pub advance: f32,
}

/// One glyph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Its number in the face; 0 is the sign for a missing glyph.
    pub id: u16,
    /// From the left end of the cluster.
    pub x: f32,
    /// From the baseline, down.
    pub y: f32,
    /// Its own advance width.
    pub advance: f32,
}

/// Shapes text with the faces of a book. Keep one a thread.
pub struct Shaper<'a> {
    book: &'a FontBook,
    case: Option<&'a TypeCase>,
    /// Made for the first text that is shaped.
    engine: Option<Engine>,
}

/// All faces of a book as parley takes them.
struct Engine {
    fonts: FontContext,
    layouts: LayoutContext<[u8; 4]>,
    faces: Faces,
}

impl Engine {
    fn new(book: &FontBook) -> Self {
        let options = CollectionOptions {
            shared: false,
            system_fonts: false,
        };
        let mut collection = Collection::new(options);
        let mut faces = BTreeMap::new();
        for (id, bytes) in book.faces() {
            let blob = Blob::new(Arc::new(SharedBytes(Arc::clone(bytes))));
            faces.insert(blob.id(), id);
            collection.register_fonts(blob, None);
        }
        let fonts = FontContext {
            collection,
            source_cache: SourceCache::default(),
        };
        Self {
            fonts,
            layouts: LayoutContext::new(),
            faces: Arc::new(faces),
        }
    }
}

impl<'a> Shaper<'a> {
    /// A shaper over all faces of a book.
    pub fn new(book: &'a FontBook) -> Self {
        Self {
            book,
            case: None,
            engine: None,
        }
    }

    /// The same, which sets what it can from a case.
    pub fn with_case(self, case: Option<&'a TypeCase>) -> Self {
        Self { case, ..self }
    }

    /// The book.
    pub fn book(&self) -> &'a FontBook {
        self.book
    }

    /// A text on one line. `None` if no family is bundled for its script.
    pub fn line(&mut self, rich: &RichText) -> Option<Line> {
        if let Some(line) = self.case.and_then(|case| case.line(rich)) {
            return Some(line);
        }
        let mut shaped = self.shape(rich)?;
        let (natural, _) = shaped.widths();
        shaped.lines(natural + 1.0).into_iter().next()
    }

    /// Shapes a text. `None` if no family is bundled for its script.
    pub fn shape(&mut self, rich: &RichText) -> Option<Shaped> {
        let own = self.book.family(rich.locale.script())?;
        let numerals = self.book.numerals()?;
        let (text, fixed) = join(&rich.pieces, rich.locale.script());
        let line_height = rich.line_height * EM;
        let Engine {
            fonts,
            layouts,
            faces,
        } = self.engine.get_or_insert_with(|| Engine::new(self.book));
        let mut builder = layouts.ranged_builder(fonts, &text, 1.0, false);
        builder.push_default(StyleProperty::FontSize(EM));
        builder.push_default(StyleProperty::FontFamily(families(self.book, &own.name)));
        builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(line_height)));
        let weight = if rich.bold {
            FontWeight::BOLD
        } else {
            FontWeight::NORMAL
        };
        builder.push_default(StyleProperty::FontWeight(weight));
        builder.push_default(StyleProperty::Locale(rich.locale.tag().parse().ok()));
        if !rich.ligatures {
            builder.push_default(StyleProperty::FontFeatures(FontFeatures::Source(Cow::Borrowed(
                "\"liga\" 0, \"clig\" 0",
            ))));
        }
        // Korean is broken at spaces, as Korean readers expect.
        if rich.locale.language() == "ko" {
            builder.push_default(StyleProperty::WordBreak(parley::style::WordBreak::KeepAll));
        }
        for range in &fixed {
            builder.push(
                StyleProperty::FontFamily(families(self.book, &numerals.name)),
                range.clone(),
            );
            builder.push(StyleProperty::TextWrapMode(TextWrapMode::NoWrap), range.clone());
        }
        let rtl = rich.locale.direction() == TextDirection::RightToLeft;
        builder.set_base_direction(if rtl {
            parley::BaseDirection::Rtl
        } else {
            parley::BaseDirection::Ltr
        });
        let layout = builder.build(&text);
        let face = self.book.faces().find(|(id, _)| {
            self.book
                .families()
                .get(id.0 / 2)
                .is_some_and(|family| family.name == own.name)
        });
        let (ascent, descent) = face.map_or((1069.0, 293.0), |(id, _)| self.book.reach(id));
        let baseline = (line_height - ascent - descent) / 2.0 + ascent;
        Some(Shaped {
            layout,
            text,
            line_height,
            baseline,
            faces: Arc::clone(faces),
            rtl,
        })
    }
}

/// What a line takes, to be weighed against another.
struct Extent {
    width: f32,
    /// Between spaces.
    words: usize,
}

struct SharedBytes(crate::font::FaceBytes);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// The wanted family first, then all others, so that a rare sign in a name is still found.
fn families<'a>(book: &'a FontBook, first: &'a str) -> FontFamily<'a> {
    let others = book
        .families()
        .iter()
        .map(|family| family.name.as_str())
        .filter(|name| *name != first);
    let names: Vec<_> = std::iter::once(first)
        .chain(others)
        .map(FontFamilyName::named)
        .collect();
    FontFamily::List(Cow::Owned(names))
}

fn join(pieces: &[Piece], script: Script) -> (String, Vec<Range<usize>>) {
    let mut text = String::new();
    let mut fixed = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Words(words) if script == Script::Japanese => push_phrases(&mut text, words),
            Piece::Words(words) => text.push_str(words),
            Piece::Fixed(number) => {
                let start = text.len();
                text.push(LEFT_TO_RIGHT_ISOLATE);
                text.push_str(number);
                text.push(POP_ISOLATE);
                fixed.push(start..text.len());
            }
        }
    }
    (text, fixed)
}

/// Japanese, to be broken between phrases alone. A phrase begins with a kanji or katakana word and goes on in hiragana, so
/// it ends where hiragana does; by itself a line may break between any two signs.
fn push_phrases(text: &mut String, words: &str) {
    let mut before = None;
    for sign in words.chars() {
        if before.is_some_and(|before| is_inside_phrase(before, sign)) {
            text.push(WORD_JOINER);
        }
        text.push(sign);
        before = Some(sign);
    }
}

fn is_inside_phrase(before: char, after: char) -> bool {
    // Not the marks of voice, which join the sign before them.
    let kana = |c: char| matches!(c, '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}');
    let word = |c: char| matches!(c, '\u{30A1}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '\u{3005}');
    (kana(before) || word(before)) && kana(after) || word(before) && word(after)
}

impl Shaped {
    /// Baseline to baseline, for type of 1000 points.
    pub fn line_height(&self) -> f32 {
        self.line_height
    }

    /// Whether lines begin at the right.
    pub fn is_rtl(&self) -> bool {
        self.rtl
    }

    /// The width on one line, and the least width that breaks no word.
    pub fn widths(&self) -> (f32, f32) {
        let widths = self.layout.calculate_content_widths();
        (widths.max, widths.min)
    }

    /// How many lines a width gives, and the widest of them.
    pub fn measure(&mut self, width: f32) -> (usize, f32) {
        self.layout.break_all_lines(Some(width));
        let widest = self
            .layout
            .lines()
            .map(|line| line.metrics().advance - trailing_space(&line))
            .fold(0.0, f32::max);
        (self.layout.len(), widest)
    }

    /// The least width that gives no more lines than `width` does, for lines of like length; where words can be broken,
    /// the least that breaks the fewest.
    pub fn balanced(&mut self, width: f32) -> f32 {
        let (lines, widest) = self.measure(width);
        if lines < 2 {
            return width;
        }
        let (mut low, mut high) = (widest / 2.0, widest + 1.0);
        for _ in 0..9 {
            let middle = (low + high) / 2.0;
            if self.measure(middle).0 <= lines && self.measure(middle).1 <= middle + 0.5 {
                high = middle;
            } else {
                low = middle;
            }
        }
        self.between_words(high, width)
    }

    /// Chinese may be broken between any two signs, Japanese between phrases that no dictionary knows; a heading is easier
    /// to read if no word is. A wider line must not leave a short one at the end.
    fn between_words(&mut self, least: f32, most: f32) -> f32 {
        let mut best = (self.words_broken(least), least);
        let lines = self.layout.len();
        let mut width = least + STEP;
        while best.0 > 0 && width < most {
            let broken = self.words_broken(width);
            let alike = self
                .last_two()
                .is_some_and(|[before, last]| last.width * 2.0 > before.width);
            if broken < best.0 && alike && self.layout.len() == lines {
                best = (broken, width);
            }
            width += STEP;
        }
        best.1
    }

    /// How many lines begin inside a word, at a width.
    fn words_broken(&mut self, width: f32) -> usize {
        self.layout.break_all_lines(Some(width));
        let inside = |line: &parley::Line<'_, [u8; 4]>| {
            // What is unseen belongs to what stands before it.
            let start = line.text_range().start;
            let rest = self.text.get(start..).unwrap_or_default();
            let start = start + (rest.len() - rest.trim_start_matches(is_unseen).len());
            parley::Cluster::from_byte_index(&self.layout, start)
                .is_some_and(|cluster| !cluster.is_word_boundary())
        };
        self.layout.lines().skip(1).filter(inside).count()
    }

    /// Breaks the text at a width and hands over its lines.
    pub fn lines(&mut self, width: f32) -> Vec<Line> {
        self.layout.break_all_lines(Some(width));
        self.keep_company(width);
        let lines: Vec<_> = self.layout.lines().collect();
        lines
            .iter()
            .enumerate()
            .map(|(at, line)| {
                #[expect(clippy::cast_precision_loss, reason = "few lines")]
                let top = at as f32 * self.line_height;
                self.line(line, top + self.baseline)
            })
            .collect()
    }

    /// A last line of one word, or much shorter than the line before, gets a word from it, if that makes them more
    /// alike. No width does this where an earlier line is the widest.
    fn keep_company(&mut self, width: f32) {
        let count = self.layout.len();
        let Some([before, last]) = self.last_two() else {
            return;
        };
        let lonely = last.words < 2 && before.words > 1 || last.width * 3.0 < before.width;
        if !lonely {
            return;
        }
        let mut lines = self.layout.break_lines();
        for at in 0..=count {
            let narrower = before.width - 1.0;
            lines.state_mut().set_layout_max_advance(width);
            lines
                .state_mut()
                .set_line_max_advance(if at + 2 == count { narrower } else { width });
            if lines.break_next().is_none() {
                break;
            }
        }
        lines.finish();
        let apart = before.width - last.width;
        let shared = self
            .last_two()
            .is_some_and(|[before, last]| (before.width - last.width).abs() < apart);
        if self.layout.len() != count || !shared {
            self.layout.break_all_lines(Some(width));
        }
    }

    /// The last line but one and the last.
    fn last_two(&self) -> Option<[Extent; 2]> {
        let extent = |at: usize| {
            let line = self.layout.get(at)?;
            Some(Extent {
                width: line.metrics().advance - trailing_space(&line),
                words: self.text.get(line.text_range())?.split_whitespace().count(),
            })
        };
        let last = self.layout.len().checked_sub(1)?;
        Some([extent(last.checked_sub(1)?)?, extent(last)?])
    }

    fn line(&self, line: &parley::Line<'_, [u8; 4]>, baseline: f32) -> Line {
        let mut runs: Vec<Run> = Vec::new();
        let mut x = 0.0;
        for run in line.runs() {
            let face = self
                .faces
                .get(&run.font().data.id())
                .copied()
                .unwrap_or(FaceId(usize::MAX));
            let mut placed = Run {
                face,
                rtl: run.is_rtl(),
                start: run.text_range().start,
                x,
                clusters: Vec::new(),
            };
            for cluster in run.clusters() {
                let text = self.text.get(cluster.text_range()).unwrap_or_default();
                let text: String = text.chars().filter(|c| !is_unseen(*c)).collect();
                match placed.clusters.last_mut() {
                    // The letters of a ligature share one cluster.
                    Some(before) if cluster.is_ligature_continuation() => {
                        before.text.push_str(&text);
                        before.advance += cluster.advance();
                    }
                    // It takes no room and draws nothing.
                    _ if text.is_empty() => {}
                    _ => placed.clusters.push(place(&cluster, text)),
                }
            }
            if run.is_rtl() {
                placed.clusters.reverse();
            }
            x += placed.clusters.iter().map(|cluster| cluster.advance).sum::<f32>();
            if !placed.clusters.is_empty() {
                runs.push(placed);
            }
        }
        let hanging = trailing_space(line);
        // In right-to-left text the space at a soft break hangs on the left.
        if self.rtl && hanging > 0.0 {
            for run in &mut runs {
                run.x -= hanging;
            }
        }
        Line {
            runs,
            width: x - hanging,
            baseline,
        }
    }
}

/// The width of a line's last cluster in reading order, if that is a space.
fn trailing_space(line: &parley::Line<'_, [u8; 4]>) -> f32 {
    let last = line
        .runs()
        .flat_map(|run| run.clusters())
        .filter(|cluster| cluster.advance() > 0.0)
        .max_by_key(|cluster| cluster.text_range().start);
    last.filter(|cluster| cluster.is_space_or_nbsp())
        .map_or(0.0, |cluster| cluster.advance())
}

fn place(cluster: &parley::Cluster<'_, [u8; 4]>, text: String) -> Cluster {
    let mut pen = 0.0;
    let glyphs = cluster
        .glyphs()
        .map(|glyph| {
            let placed = Glyph {
                id: u16::try_from(glyph.id).unwrap_or(0),
                x: pen + glyph.x,
                y: glyph.y,
                advance: glyph.advance,
            };
            pen += glyph.advance;
            placed
        })
        .collect();
    Cluster {
        text,
        glyphs,
        advance: cluster.advance(),
    }
}

/// What only steers the layout: it is neither drawn nor read.
fn is_unseen(c: char) -> bool {
    matches!(c, LEFT_TO_RIGHT_ISOLATE | POP_ISOLATE | WORD_JOINER)
}

impl Line {
    /// The runs in reading order.
    pub fn in_order(&self) -> Vec<&Run> {
        let mut runs: Vec<&Run> = self.runs.iter().collect();
        runs.sort_by_key(|run| run.start);
        runs
    }
}

impl Run {
    /// The characters in reading order.
    pub fn text(&self) -> String {
        let texts = self.clusters.iter().map(|cluster| cluster.text.as_str());
        if self.rtl {
            texts.rev().collect()
        } else {
            texts.collect()
        }
    }

    /// Right end, from the left of the line.
    pub fn right(&self) -> f32 {
        self.x + self.clusters.iter().map(|cluster| cluster.advance).sum::<f32>()
    }

    /// The box around the ink, around the line's left end on the baseline.
    pub fn ink(&self, book: &FontBook) -> Option<Rect> {
        let ids: Vec<u16> = self
            .clusters
            .iter()
            .flat_map(|cluster| &cluster.glyphs)
            .map(|glyph| glyph.id)
            .collect();
        let mut boxes = book.ink(self.face, &ids).into_iter();
        let mut left = self.x;
        let mut ink: Option<Rect> = None;
        for cluster in &self.clusters {
            for glyph in &cluster.glyphs {
                if let Some(bounds) = boxes.next().flatten() {
                    let at = crate::geom::Point {
                        x: left + glyph.x,
                        y: glyph.y,
                    };
                    let bounds = bounds.shifted(at);
                    ink = Some(ink.map_or(bounds, |ink| ink.union(bounds)));
                }
            }
            left += cluster.advance;
        }
        ink
    }
}
