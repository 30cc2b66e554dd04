//! Which glyphs a document needs, what text each stands for, and the subset fonts.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{FontId, FontMetrics, FontType, ParsedFont, PdfFont, PdfFontMetricsStub};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::Extra;
use super::joined::{self, Joined, Part};
use crate::font::{FaceId, FontBook};
use crate::page::{Item, ItemKind};
use crate::text::{Cluster, Glyph, Run};

/// The subset fonts of a document.
#[derive(Clone, Debug)]
pub struct Fonts {
    by_face: BTreeMap<FaceId, Subset>,
}

/// One subset font.
#[derive(Clone, Debug)]
pub struct Subset {
    /// Name in the page's resources.
    pub id: FontId,
    /// Units per em of the face.
    units_per_em: u16,
    /// For each glyph number of the face, up to the last that is used, its number in the subset.
    remap: Vec<Option<u16>>,
    /// Text of each glyph of the subset, in order; of glyphs that are parts of others alone, none.
    texts: Vec<Option<String>>,
    /// Glyphs made for this document, with their numbers.
    joined: BTreeMap<Joined, u16>,
    /// Widths of the subset's glyphs, in units of 1/1000 em as the PDF rounds them.
    widths: Vec<i64>,
    /// The font as printpdf takes it.
    pub font: ParsedFont,
}

/// A glyph as it is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// Its number in the subset.
    pub number: u16,
    /// From the left end of its cluster.
    pub x: f32,
    /// From the baseline, down.
    pub y: f32,
}

impl Fonts {
    /// Collects the glyphs of items and `extra`, and cuts each face to them.
    pub fn new<'a>(book: &FontBook, items: impl Iterator<Item = &'a Item>, extra: &Extra) -> Self {
        let runs: Vec<&Run> = items.flat_map(runs).collect();
        let mut texts = extra.signs.clone();
        // A glyph that stands for a character by itself keeps that text, wherever else it is drawn.
        for alone in [true, false] {
            for run in &runs {
                name_glyphs(&mut texts, run, book, alone);
            }
        }
        let mut joined = extra.joined.clone();
        for face in joined.keys() {
            texts.entry(*face).or_default();
        }
        for run in &runs {
            let known = texts.entry(run.face).or_default();
            joined
                .entry(run.face)
                .or_default()
                .extend(made_for(book, run, known));
        }
        let by_face = texts
            .into_iter()
            .enumerate()
            .map(|(at, (face, texts))| {
                let joined = joined.remove(&face).unwrap_or_default();
                (face, Subset::cut(book, face, texts, joined, at))
            })
            .collect();
        Self { by_face }
    }

    /// The subset of a face.
    pub fn subset(&self, face: FaceId) -> Option<&Subset> {
        self.by_face.get(&face)
    }

    /// Every subset.
    pub fn subsets(&self) -> impl Iterator<Item = &Subset> {
        self.by_face.values()
    }

    /// Whether every glyph of an item, if it is a text, is in its subset.
    pub fn has_all(&self, item: &Item) -> bool {
        let ItemKind::Text(text) = &item.kind else {
            return true;
        };
        let mut runs = text.lines.iter().flat_map(|(_, line)| &line.runs);
        runs.all(|run| self.has(run))
    }

    /// Whether every glyph of a run is in its subset, to be shown by itself.
    fn has(&self, run: &Run) -> bool {
        let subset = self.subset(run.face);
        run.clusters.iter().all(|cluster| {
            subset.is_some_and(|subset| {
                let has = |glyph: &Glyph| subset.own_text(subset.glyph(glyph.id)).is_some();
                cluster.glyphs.iter().all(has) || subset.joined_of(cluster, run.rtl).is_some()
            })
        })
    }
}

impl Subset {
    fn cut(
        book: &FontBook,
        face: FaceId,
        texts: BTreeMap<u16, String>,
        joined: BTreeSet<Joined>,
        at: usize,
    ) -> Self {
        let metrics = book.metrics(face);
        let parts = joined
            .iter()
            .flat_map(|joined| &joined.parts)
            .map(|part| part.glyph);
        let glyphs: BTreeSet<u16> = texts.keys().copied().chain(parts).collect();
        let glyphs: Vec<u16> = glyphs.into_iter().collect();
        let mapper = GlyphRemapper::new_from_glyphs_sorted(&glyphs);
        let bytes =
            subsetter::subset(book.bytes(face), 0, &mapper).expect("faces are opened when the book is made");
        let mut remap = vec![None; glyphs.last().map_or(0, |last| usize::from(*last) + 1)];
        for glyph in &glyphs {
            remap[usize::from(*glyph)] = mapper.get(*glyph);
        }
        let number = |glyph: u16| remap[usize::from(glyph)];
        let (bytes, joined) = join(bytes, joined, |glyph| mapper.get(glyph).unwrap_or(0));
        let own = glyphs
            .iter()
            .filter_map(|glyph| Some((number(*glyph)?, book.advance(face, *glyph))));
        let made = joined.iter().map(|(joined, new)| (*new, joined.advance));
        let advances: BTreeMap<u16, u16> = own.chain(made).collect();
        let per_em = i64::from(metrics.units_per_em.max(1));
        let count = advances.keys().last().map_or(0, |last| usize::from(*last) + 1);
        let mut widths = vec![0; count];
        for (glyph, width) in &advances {
            widths[usize::from(*glyph)] = i64::from(*width) * 1000 / per_em;
        }
        let mut named = vec![None; count];
        let own = texts
            .into_iter()
            .filter_map(|(old, text)| Some((number(old)?, text)));
        let made = joined.iter().map(|(joined, new)| (*new, joined.text.clone()));
        for (glyph, text) in own.chain(made) {
            named[usize::from(glyph)] = Some(text);
        }
        let font = ParsedFont {
            font_name: Some(format!("{}+{}", tag(&bytes), metrics.name)),
            original_bytes: bytes,
            font_index: 0,
            codepoint_to_glyph: BTreeMap::new(),
            glyph_widths: advances,
            units_per_em: metrics.units_per_em,
            font_metrics: FontMetrics {
                ascent: metrics.ascent,
                descent: metrics.descent,
            },
            font_type: FontType::TrueType,
            pdf_font_metrics: PdfFontMetricsStub {
                units_per_em: metrics.units_per_em,
                x_min: metrics.bounds[0],
                y_min: metrics.bounds[1],
                x_max: metrics.bounds[2],
                y_max: metrics.bounds[3],
                us_weight_class: metrics.weight,
                ..PdfFontMetricsStub::default()
            },
        };
        Self {
            id: FontId(format!("T{at}")),
            units_per_em: metrics.units_per_em,
            remap,
            joined,
            texts: named,
            widths,
            font,
        }
    }

    /// The glyph's number in the subset; 0, the sign for a missing glyph, if it is not there.
    pub fn glyph(&self, glyph: u16) -> u16 {
        let number = self.remap.get(usize::from(glyph)).copied().flatten();
        number.unwrap_or(0)
    }

    /// The text of a glyph of the subset.
    pub fn text(&self, glyph: u16) -> &str {
        self.own_text(glyph).unwrap_or_default()
    }

    fn own_text(&self, glyph: u16) -> Option<&str> {
        self.texts.get(usize::from(glyph))?.as_deref()
    }

    /// Width of a glyph of the subset as readers take it, in 1/1000 em.
    pub fn width(&self, glyph: u16) -> i64 {
        self.widths.get(usize::from(glyph)).copied().unwrap_or(0)
    }

    /// Every glyph of the subset with its text.
    pub fn glyphs(&self) -> impl Iterator<Item = (u16, &str)> {
        (0..)
            .zip(&self.texts)
            .filter_map(|(glyph, text)| Some((glyph, text.as_deref()?)))
    }

    /// The font as printpdf keeps it.
    pub fn to_pdf_font(&self) -> PdfFont {
        PdfFont::new(self.font.clone())
    }

    /// The glyphs that a cluster shows, from left to right, with places from its left end, y down, in 1/1000 em.
    pub fn shown<'a>(&'a self, cluster: &'a Cluster, rtl: bool) -> impl Iterator<Item = Shown> + use<'a> {
        let joined = self.joined_of(cluster, rtl);
        let own = |glyph: &Glyph| Shown {
            number: self.glyph(glyph.id),
            x: glyph.x,
            y: glyph.y,
        };
        let own = joined.is_none().then(|| cluster.glyphs.iter().map(own));
        joined.into_iter().flatten().chain(own.into_iter().flatten())
    }

    fn joined_of(&self, cluster: &Cluster, rtl: bool) -> Option<Vec<Shown>> {
        if self.joined.is_empty() {
            return None;
        }
        let mut pen = 0.0;
        let joined = joined::join(cluster, rtl, self.units_per_em)
            .into_iter()
            .map(|joined| {
                let shown = Shown {
                    number: *self.joined.get(&joined)?,
                    x: pen,
                    y: 0.0,
                };
                pen += f32::from(joined.advance) * 1000.0 / f32::from(self.units_per_em);
                Some(shown)
            });
        joined.collect()
    }
}

/// Puts the glyphs made for a document behind those of a subset, and numbers them.
fn join(
    face: Vec<u8>,
    joined: BTreeSet<Joined>,
    number: impl Fn(u16) -> u16,
) -> (Vec<u8>, BTreeMap<Joined, u16>) {
    if joined.is_empty() {
        return (face, BTreeMap::new());
    }
    let renumbered: Vec<Joined> = joined
        .iter()
        .map(|joined| {
            let part = |part: &Part| Part {
                glyph: number(part.glyph),
                ..*part
            };
            Joined {
                parts: joined.parts.iter().map(part).collect(),
                ..joined.clone()
            }
        })
        .collect();
    let numbers = joined::count(&face)..;
    (
        joined::append(&face, &renumbered),
        joined.into_iter().zip(numbers).collect(),
    )
}

/// Six letters that name a subset by its content (32000, 9.6.4).
fn tag(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .take(6)
        .map(|byte| char::from(b'A' + byte % 26))
        .collect()
}

/// The runs of an item.
fn runs(item: &Item) -> impl Iterator<Item = &Run> {
    let lines = match &item.kind {
        ItemKind::Text(text) => text.lines.as_slice(),
        _ => &[],
    };
    lines.iter().flat_map(|(_, line)| &line.runs)
}

/// Names the glyphs of clusters that have one, or of those that have one for each character.
fn name_glyphs(named: &mut BTreeMap<FaceId, BTreeMap<u16, String>>, run: &Run, book: &FontBook, alone: bool) {
    let texts = named.entry(run.face).or_default();
    for cluster in run
        .clusters
        .iter()
        .filter(|cluster| (cluster.glyphs.len() == 1) == alone)
    {
        if alone || cluster.glyphs.len() == cluster.text.chars().count() {
            for (glyph, text) in spelling(cluster, run.rtl, |c| book.glyph(run.face, c)) {
                texts.entry(glyph).or_insert(text);
            }
        }
    }
}

/// The glyphs made for the clusters of a run that the face's own do not spell.
fn made_for<'a>(
    book: &FontBook,
    run: &'a Run,
    known: &'a BTreeMap<u16, String>,
) -> impl Iterator<Item = Joined> + use<'a> {
    let units_per_em = book.metrics(run.face).units_per_em;
    let unspelled = run
        .clusters
        .iter()
        .filter(move |cluster| !is_spelled(cluster, run.rtl, known));
    unspelled.flat_map(move |cluster| joined::join(cluster, run.rtl, units_per_em))
}

/// Whether a cluster is shown by the face's own glyphs alone: it follows from them, or must be read back by them.
fn is_spelled(cluster: &Cluster, rtl: bool, texts: &BTreeMap<u16, String>) -> bool {
    let mut parts: Vec<&str> = cluster
        .glyphs
        .iter()
        .map(|glyph| texts.get(&glyph.id).map_or("", String::as_str))
        .collect();
    // Some readers turn a run around by its characters, some by its glyphs.
    let alike = !rtl || parts.iter().all(|text| text.chars().count() == 1);
    if rtl {
        parts.reverse();
    }
    is_evidence(cluster) || is_plain(cluster) && alike && parts.concat() == cluster.text
}

/// Whether the glyphs of a cluster tell what is printed: digits and addresses are proofed by what their glyphs stand for in
/// the face, so none may get another text, and the sign for a missing glyph may not hide in another.
fn is_evidence(cluster: &Cluster) -> bool {
    cluster.text.is_ascii()
        || cluster.text.contains(char::is_numeric)
        || cluster.glyphs.iter().any(|glyph| glyph.id == 0)
}

/// Whether each glyph begins on the baseline where the one before it ends.
fn is_plain(cluster: &Cluster) -> bool {
    let mut pen = 0.0;
    cluster.glyphs.iter().all(|glyph| {
        let follows = (glyph.x - pen).abs() < 0.5 && glyph.y.abs() < 0.5;
        pen += glyph.advance;
        follows
    })
}

/// A text for each glyph of a cluster: one character each where the face draws it so by itself,
/// else the whole cluster.
fn spelling(cluster: &Cluster, rtl: bool, own: impl Fn(char) -> Option<u16>) -> Vec<(u16, String)> {
    let chars: Vec<char> = cluster.text.chars().collect();
    let ordered: Vec<char> = if rtl {
        chars.iter().rev().copied().collect()
    } else {
        chars.clone()
    };
    if let [glyph] = cluster.glyphs.as_slice() {
        return vec![(glyph.id, cluster.text.clone())];
    }
    let one_each = cluster.glyphs.len() == chars.len();
    cluster
        .glyphs
        .iter()
        .enumerate()
        .map(|(at, glyph)| {
            let exact = chars.iter().copied().find(|c| own(*c) == Some(glyph.id));
            let by_place = ordered.get(at).copied().filter(|_| one_each);
            let text = exact
                .or(by_place)
                .map_or_else(|| cluster.text.clone(), |c| c.to_string());
            (glyph.id, text)
        })
        .collect()
}

/// Signs beyond ASCII that names of places along the roads use.
const SIGNS: &str = "·–—’áéíóúüñÁÉÍÓÚÜÑ";

/// Whether every document reserves the sign for a character.
pub(super) fn is_usual(c: char) -> bool {
    matches!(c, ' '..='~') || SIGNS.contains(c)
}

/// What imprints may need: serials, and names in Latin letters.
pub(super) fn imprint_alphabet(book: &FontBook) -> Extra {
    let face = FaceId(0);
    let mut texts = BTreeMap::new();
    for c in (' '..='~').chain(SIGNS.chars()) {
        if let Some(glyph) = book.glyph(face, c) {
            texts.entry(glyph).or_insert_with(|| c.to_string());
        }
    }
    Extra {
        signs: BTreeMap::from([(face, texts)]),
        ..Extra::default()
    }
}

pub(super) fn lacking(book: &FontBook, known: &Extra, imprints: &[Item]) -> Extra {
    let mut lacking = Extra::new();
    let runs: Vec<&Run> = imprints.iter().flat_map(runs).collect();
    for run in &runs {
        let has = known.signs.get(&run.face);
        let by_itself = |cluster: &&Cluster| {
            let glyphs = cluster.glyphs.len();
            glyphs == 1 || glyphs == cluster.text.chars().count()
        };
        for cluster in run.clusters.iter().filter(by_itself) {
            for (glyph, text) in spelling(cluster, run.rtl, |_| None) {
                if !has.is_some_and(|texts| texts.contains_key(&glyph)) {
                    let signs = lacking.signs.entry(run.face).or_default();
                    signs.entry(glyph).or_insert(text);
                }
            }
        }
    }
    // What these do not spell, a conjunct of Devanagari say, gets glyphs of its own.
    let all = known.with(&lacking);
    let none = BTreeMap::new();
    for run in &runs {
        let signs = all.signs.get(&run.face).unwrap_or(&none);
        let made: BTreeSet<Joined> = made_for(book, run, signs).collect();
        if !made.is_empty() {
            lacking.joined.entry(run.face).or_default().extend(made);
        }
    }
    lacking
}
