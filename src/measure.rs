//! What a finished piece shows, as posting rules ask for it: how large it is and its type, which languages, numbers and facts are on it.
//!
//! Sizes, words, numbers and symbols are those of the finished file as it was read back; what a text says stands with its message.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Meant;
use crate::finished::Finished;
use crate::geom::Size;
use crate::locale::Locale;
use crate::page::{Item, ItemKind, TextItem};
use crate::reading::CAPITALS;
use crate::rule;

/// What a finished piece shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Id of its stock.
    pub stock: String,
    /// One piece, as it hangs.
    pub piece: Size,
    /// The smallest type, in points; the imprint is not part of it.
    pub smallest: f32,
    /// The height of capitals and digits, from the smallest to the largest type, in points.
    pub letters: (f32, f32),
    /// Whether all of it is bold.
    pub is_bold: bool,
    /// Whether the largest type is that of the number, and whether that is bold.
    pub number: NumberLook,
    /// Each language with its share of what is printed in words.
    pub languages: Vec<(Locale, f32)>,
    /// What is said, and in which languages.
    pub elements: BTreeMap<String, BTreeSet<Locale>>,
    /// The languages in which the words of a rule stand.
    pub given: BTreeSet<Locale>,
    /// Whether each text of words says something of services, or is given.
    pub is_services_alone: bool,
    /// Whether all words came with the program: none is a campaign's own or pasted in.
    pub is_ours_alone: bool,
    /// Whether there is a picture from outside.
    pub has_logo: bool,
    /// Every line, in visual order.
    pub lines: Vec<String>,
    /// What its symbols say.
    pub payloads: Vec<String>,
}

/// How the number of the line stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberLook {
    /// Nothing on the piece is larger.
    pub is_largest: bool,
    /// It is bold wherever it stands alone.
    pub is_bold: bool,
}

/// Measures a finished piece.
pub fn of(meant: Meant<'_>, finished: &Finished) -> Measured {
    let texts: Vec<(&Item, &TextItem)> = meant
        .pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(|item| match &item.kind {
            ItemKind::Text(text) => Some((item, text)),
            _ => None,
        })
        .collect();
    let glyphs = finished.pages.iter().flat_map(|page| &page.reading.glyphs);
    let sizes = glyphs
        .filter(|glyph| !glyph.text.trim().is_empty())
        .map(|glyph| glyph.size);
    let (smallest, largest) = sizes.fold((f32::MAX, 0.0_f32), |(least, most), size| {
        (least.min(size), most.max(size))
    });
    let has_logo = |item: &Item| matches!(item.kind, ItemKind::Artwork(_));
    let symbols = finished.pages.iter().flat_map(|page| &page.symbols);
    Measured {
        stock: meant.poster.order.stock.clone(),
        piece: meant.poster.fit.piece,
        smallest,
        letters: (smallest * CAPITALS, largest * CAPITALS),
        is_bold: texts.iter().all(|(_, text)| is_bold(meant, text)),
        number: number(meant, &texts),
        languages: shares(meant, &texts),
        elements: elements(&texts),
        given: texts
            .iter()
            .filter(|(_, text)| text.says.given)
            .map(|(_, text)| text.reader.clone())
            .collect(),
        is_services_alone: texts
            .iter()
            .filter(|(item, text)| is_worded(item, text))
            .all(|(_, text)| text.says.given || text.says.elements.iter().any(|key| is_of_services(key))),
        is_ours_alone: texts.iter().all(|(_, text)| text.words.source.is_embedded()),
        has_logo: meant.pages.iter().flat_map(|page| &page.items).any(has_logo),
        lines: finished
            .pages
            .iter()
            .flat_map(|page| &page.lines)
            .map(|line| line.line.text.clone())
            .collect(),
        payloads: symbols.map(|symbol| symbol.payload.clone()).collect(),
    }
}

/// Whether a text is words of a language, and not a number or name that the template prints alike in each.
fn is_worded(item: &Item, text: &TextItem) -> bool {
    text.words.source != item.span.source
}

fn is_bold(meant: Meant<'_>, text: &TextItem) -> bool {
    let mut runs = text.lines.iter().flat_map(|(_, line)| &line.runs);
    runs.all(|run| meant.book.is_bold(run.face))
}

fn number(meant: Meant<'_>, texts: &[(&Item, &TextItem)]) -> NumberLook {
    let alone: Vec<&TextItem> = texts
        .iter()
        .filter(|(item, text)| !text.numbers.is_empty() && !is_worded(item, text))
        .map(|(_, text)| *text)
        .collect();
    let largest = texts.iter().map(|(_, text)| text.size).fold(0.0, f32::max);
    NumberLook {
        is_largest: alone.iter().any(|text| text.size >= largest - 0.01),
        is_bold: !alone.is_empty() && alone.iter().all(|text| is_bold(meant, text)),
    }
}

/// The share of each language in the area of worded lines, from the largest.
fn shares(meant: Meant<'_>, texts: &[(&Item, &TextItem)]) -> Vec<(Locale, f32)> {
    let mut areas: BTreeMap<&Locale, f32> = BTreeMap::new();
    for (item, text) in texts.iter().filter(|(item, text)| is_worded(item, text)) {
        let area = item.rect(meant.book).map_or(0.0, |rect| rect.width * rect.height);
        *areas.entry(&text.reader).or_default() += area;
    }
    let all: f32 = areas.values().sum();
    let mut shares: Vec<(Locale, f32)> = areas
        .into_iter()
        .map(|(locale, area)| (locale.clone(), if all > 0.0 { area / all } else { 0.0 }))
        .collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    shares
}

fn elements(texts: &[(&Item, &TextItem)]) -> BTreeMap<String, BTreeSet<Locale>> {
    let mut elements: BTreeMap<String, BTreeSet<Locale>> = BTreeMap::new();
    for (_, text) in texts {
        for key in &text.says.elements {
            elements
                .entry(key.clone())
                .or_default()
                .insert(text.reader.clone());
        }
    }
    elements
}

/// Whether an element is said of services, the line's or others, and of nothing else.
fn is_of_services(element: &str) -> bool {
    rule::is_of_line(element) || element == "services_info"
}
