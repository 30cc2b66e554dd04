//! Lines as templates print them: balanced headings, words as written, ink that never touches.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use mileposter::color::Color;
use mileposter::geom::{Point, Rect, Size};
use mileposter::locale::TextDirection;
use mileposter::page::{Item, ItemKind, Page, TextItem};
use mileposter::raster;
use mileposter::template::{BlockKind, Role, Words};
use mileposter::text::{Line, Piece, RichText, Shaper};

use super::{ink, parts, pieces, read, rich, text_of};
use crate::piece::{LIBRARY, composed_as, locale, most_languages, written};

/// A text as it is printed.
struct Printed {
    /// Template, stock, languages, block.
    place: String,
    tag: String,
    /// The sheet.
    page: Size,
    item: Item,
    text: TextItem,
    source: String,
    lines: Vec<String>,
}

/// Every message as every template prints it: each language alone on each stock, and beside English.
static PRINTED: LazyLock<Vec<Printed>> = LazyLock::new(|| {
    let mut printed = Vec::new();
    for (template, stock, tags) in orders() {
        let composition = composed_as(template, stock, &tags);
        let mut known = BTreeSet::new();
        let items = composition
            .pages
            .iter()
            .flat_map(|page| page.items.iter().map(|item| (page.size, item)));
        for (page, item) in items {
            let ItemKind::Text(text) = &item.kind else {
                continue;
            };
            let (name, nth) = item.block.rsplit_once('.').unwrap();
            let tag = tags[nth.parse::<usize>().unwrap() - 1];
            let BlockKind::Text(block) = &LIBRARY.templates[template].blocks[name].kind else {
                continue;
            };
            let Words::Message(key) = &block.words else {
                continue;
            };
            // A sheet of cards has each text ten times.
            if !known.insert(&item.block) {
                continue;
            }
            let catalog = LIBRARY.catalog(&locale(tag)).unwrap();
            let source: String = pieces(catalog, &key.value).iter().map(text_of).collect();
            printed.push(Printed {
                place: format!("{template} {stock} {tags:?} {}", item.block),
                tag: tag.to_owned(),
                lines: read(&source, text.lines.iter().map(|(_, line)| line)),
                page,
                item: item.clone(),
                text: text.clone(),
                source,
            });
        }
    }
    printed
});

fn orders() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    let mut orders = Vec::new();
    // Handouts have a test of their own, in the languages that have their words.
    let hanging = LIBRARY.templates.iter().filter(|(_, template)| !template.handout);
    for (id, template) in hanging {
        for (nth, stock) in template.stocks.iter().enumerate() {
            for catalog in LIBRARY.languages(false) {
                let tag = catalog.locale.tag();
                orders.push((id.as_str(), stock.value.as_str(), vec![tag]));
                if nth == 0 && tag != "en" && most_languages(id, &stock.value) > 1 {
                    orders.push((id.as_str(), stock.value.as_str(), vec![tag, "en"]));
                }
            }
        }
    }
    orders
}

/// Languages that put no spaces between words.
const WITHOUT_SPACES: [&str; 6] = ["zh-Hans", "zh-Hant", "ja", "th", "lo", "km"];

/// The words of Chinese and Japanese headings that weigh most: control, control.
const HEAVY_WORDS: [&str; 2] = ["控制", "支配"];

/// The width of some words, for type of 1000 points.
fn width(tag: &str, words: &str, bold: bool) -> f32 {
    let text = RichText {
        bold,
        ..rich(vec![Piece::Words(words.to_owned())], tag)
    };
    Shaper::new(&LIBRARY.fonts).shape(&text).unwrap().widths().0
}

/// A word stands alone on the last line only if another beside it would make the lines less alike or not fit; where
/// no spaces part words, the last line is not much shorter than the widest, and no line begins inside the word
/// that matters.
#[test]
fn headings_are_balanced() {
    let mut faults = BTreeSet::new();
    let mut seen = 0;
    let headings = PRINTED
        .iter()
        .filter(|printed| printed.text.role != Role::Paragraph);
    for Printed {
        place,
        tag,
        text,
        lines,
        source,
        ..
    } in headings.filter(|p| p.text.role != Role::Item)
    {
        let [.., (_, before), (_, last)] = text.lines.as_slice() else {
            continue;
        };
        let [.., words_before, words] = lines.as_slice() else {
            continue;
        };
        seen += 1;
        let widest = text.lines.iter().map(|(_, line)| line.width).fold(0.0, f32::max);
        let balanced = if WITHOUT_SPACES.contains(&tag.as_str()) {
            let torn = |word: &str| source.contains(word) && !lines.iter().any(|line| line.contains(word));
            last.width >= widest / 3.0 && !HEAVY_WORDS.iter().any(|word| torn(word))
        } else if words.split_whitespace().count() > 1 || words_before.split_whitespace().count() < 2 {
            true
        } else {
            let moved = words_before.split_whitespace().next_back().unwrap();
            let moved =
                width(tag, &format!("{moved} {}", words.trim()), true) - width(tag, words.trim(), true);
            let apart = (last.width + moved) - (before.width - moved);
            apart.abs() > (before.width - last.width).abs() || last.width + moved > widest
        };
        if !balanced {
            faults.insert(format!("{place}: {}", lines.join("|")));
        }
    }
    assert!(seen > 200, "{seen}");
    assert_eq!(faults, BTreeSet::new());
}

/// Case is as the catalog has it; nothing is made of capitals, hyphenated or left out. (`read` compares the letters.)
#[test]
fn words_are_printed_as_written() {
    for Printed {
        place,
        tag,
        text,
        source,
        lines,
        ..
    } in PRINTED.iter()
    {
        assert_eq!(lines.concat(), *source, "{place}");
        if locale(tag).direction() == TextDirection::LeftToRight {
            let drawn: String = text.lines.iter().flat_map(|(_, line)| parts(line)).collect();
            assert_eq!(drawn, *source, "{place}");
        }
    }
    assert!(PRINTED.len() > 3000, "{}", PRINTED.len());
}

/// The pixels of a text's ink at 72 dots per inch, by their place, on a page of its own.
fn pixels(item: &Item, size: Size, lines: &[(Point, Line)]) -> BTreeSet<usize> {
    let ItemKind::Text(text) = &item.kind else {
        return BTreeSet::new();
    };
    let text = TextItem {
        lines: lines.to_vec(),
        color: Color::BLACK,
        numbers: Vec::new(),
        ..text.clone()
    };
    let page = Page {
        items: vec![Item {
            kind: ItemKind::Text(text),
            ..item.clone()
        }],
        ..Page::of(size)
    };
    // A pixel must be small beside a stroke of the smallest labels.
    let drawn = raster::pages(&written(&[page]), 216.0, 1).unwrap().remove(0);
    let dark = |(at, pixel): (usize, &[u8])| (pixel[0] < 255).then_some(at);
    drawn.pixels.chunks(3).enumerate().filter_map(dark).collect()
}

/// No ink of a line reaches into the line below. The boxes of two glyphs may cross, as the slope of Nastaliq does;
/// then the lines are drawn, and share no pixel.
#[test]
fn lines_never_touch() {
    let (mut drawn, mut touching) = (0, Vec::new());
    for Printed {
        place,
        item,
        page,
        text,
        ..
    } in PRINTED.iter()
    {
        let scale = text.size / 1000.0;
        let boxes = |(at, line): &(Point, Line)| -> Vec<Rect> {
            let of_line = ink(line).into_iter().map(|ink| ink.scaled(scale).shifted(*at));
            of_line.filter(|ink| ink.width > 0.0).collect()
        };
        for pair in text.lines.windows(2) {
            let below = boxes(&pair[1]);
            let mut above = boxes(&pair[0]).into_iter();
            if above.any(|upper| below.iter().any(|lower| upper.overlaps(*lower, 0.0))) {
                let [upper, lower] = [&pair[..1], &pair[1..]].map(|line| pixels(item, *page, line));
                if upper.is_empty() || !upper.is_disjoint(&lower) {
                    touching.push(place);
                }
                drawn += 1;
            }
        }
    }
    assert!(touching.is_empty(), "{touching:#?}");
    assert!(
        drawn * 300 < PRINTED.len(),
        "{drawn} pairs of lines cross: is the line height large enough?"
    );
}
