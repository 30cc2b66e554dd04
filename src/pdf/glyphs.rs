//! Which glyphs a document needs, what text each stands for, and the subset fonts.

use std::collections::BTreeMap;

use printpdf::{FontId, FontMetrics, FontType, ParsedFont, PdfFont, PdfFontMetricsStub};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::Extra;
use crate::font::{FaceId, FontBook};
use crate::page::{Item, ItemKind, Page};
use crate::text::{Cluster, Run};

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
    /// From glyph numbers of the face to those of the subset.
    remap: BTreeMap<u16, u16>,
    /// Text of each glyph of the subset.
    texts: BTreeMap<u16, String>,
    /// Widths of the subset's glyphs, in units of 1/1000 em as the PDF rounds them.
    widths: BTreeMap<u16, i64>,
    /// The font as printpdf takes it.
    pub font: ParsedFont,
}

impl Fonts {
    /// Collects the glyphs of pages and `extra`, and cuts each face to them.
    pub fn new(book: &FontBook, pages: &[Page], extra: &Extra) -> Self {
        let mut needed = extra.clone();
        // A glyph that stands for a character by itself keeps that text, wherever else it is drawn.
        for alone in [true, false] {
            for item in pages.iter().flat_map(|page| &page.items) {
                collect(&mut needed, item, book, alone);
            }
        }
        let by_face = needed
            .into_iter()
            .enumerate()
            .map(|(at, (face, texts))| (face, Subset::cut(book, face, texts, at)))
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

    fn has(&self, run: &Run) -> bool {
        let subset = self.subset(run.face);
        run.clusters
            .iter()
            .flat_map(|cluster| &cluster.glyphs)
            .all(|glyph| subset.is_some_and(|subset| subset.remap.contains_key(&glyph.id)))
    }
}

impl Subset {
    fn cut(book: &FontBook, face: FaceId, texts: BTreeMap<u16, String>, at: usize) -> Self {
        let metrics = book.metrics(face);
        let glyphs: Vec<u16> = texts.keys().copied().collect();
        let mapper = GlyphRemapper::new_from_glyphs_sorted(&glyphs);
        let bytes =
            subsetter::subset(book.bytes(face), 0, &mapper).expect("faces are opened when the book is made");
        let remap: BTreeMap<u16, u16> = glyphs
            .iter()
            .filter_map(|glyph| Some((*glyph, mapper.get(*glyph)?)))
            .collect();
        let advances: BTreeMap<u16, u16> = remap
            .iter()
            .map(|(old, new)| (*new, book.advance(face, *old)))
            .collect();
        let per_em = i64::from(metrics.units_per_em.max(1));
        let widths = advances
            .iter()
            .map(|(glyph, width)| (*glyph, i64::from(*width) * 1000 / per_em))
            .collect();
        let texts = texts
            .into_iter()
            .filter_map(|(old, text)| Some((*remap.get(&old)?, text)))
            .collect();
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
            remap,
            texts,
            widths,
            font,
        }
    }

    /// The glyph's number in the subset; 0, the sign for a missing glyph, if it is not there.
    pub fn glyph(&self, glyph: u16) -> u16 {
        self.remap.get(&glyph).copied().unwrap_or(0)
    }

    /// The text of a glyph of the subset.
    pub fn text(&self, glyph: u16) -> &str {
        self.texts.get(&glyph).map_or("", String::as_str)
    }

    /// Width of a glyph of the subset as readers take it, in 1/1000 em.
    pub fn width(&self, glyph: u16) -> i64 {
        self.widths.get(&glyph).copied().unwrap_or(0)
    }

    /// Every glyph of the subset with its text.
    pub fn glyphs(&self) -> impl Iterator<Item = (u16, &str)> {
        self.texts.iter().map(|(glyph, text)| (*glyph, text.as_str()))
    }

    /// The font as printpdf keeps it.
    pub fn to_pdf_font(&self) -> PdfFont {
        PdfFont::new(self.font.clone())
    }

    /// Whether the texts of a cluster's glyphs, read one after the other, spell it.
    pub fn spells(&self, cluster: &Cluster, rtl: bool) -> bool {
        let texts = cluster.glyphs.iter().map(|glyph| self.text(self.glyph(glyph.id)));
        let spelled: String = if rtl {
            texts.rev().collect()
        } else {
            texts.collect()
        };
        spelled == cluster.text
    }
}

/// Six letters that name a subset by its content (32000, 9.6.4).
fn tag(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .take(6)
        .map(|byte| char::from(b'A' + byte % 26))
        .collect()
}

fn collect(needed: &mut Extra, item: &Item, book: &FontBook, alone: bool) {
    let ItemKind::Text(text) = &item.kind else { return };
    for run in text.lines.iter().flat_map(|(_, line)| &line.runs) {
        let texts = needed.entry(run.face).or_default();
        for cluster in run
            .clusters
            .iter()
            .filter(|cluster| (cluster.glyphs.len() == 1) == alone)
        {
            for (glyph, text) in spelling(cluster, run.rtl, |c| book.glyph(run.face, c)) {
                texts.entry(glyph).or_insert(text);
            }
        }
    }
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
    Extra::from([(face, texts)])
}

pub(super) fn lacking(known: &Extra, imprints: &[Item]) -> Extra {
    let mut lacking = Extra::new();
    for item in imprints {
        let ItemKind::Text(text) = &item.kind else {
            continue;
        };
        for run in text.lines.iter().flat_map(|(_, line)| &line.runs) {
            let has = known.get(&run.face);
            for cluster in &run.clusters {
                for (glyph, text) in spelling(cluster, run.rtl, |_| None) {
                    if !has.is_some_and(|texts| texts.contains_key(&glyph)) {
                        lacking.entry(run.face).or_default().entry(glyph).or_insert(text);
                    }
                }
            }
        }
    }
    lacking
}
