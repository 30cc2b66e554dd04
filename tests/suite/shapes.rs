//! Pieces that are folded, round or small: what is particular to them.

use std::collections::BTreeSet;

use mileposter::fit;
use mileposter::geom::Rect;
use mileposter::page::{Item, ItemKind, Page, Turn};
use mileposter::plate::Composition;

use crate::piece::{LIBRARY, composed_as, proofed};

/// A business card on Avery 5371 is so wide, and folded once so wide; the first column begins there. In points.
const CARD: f32 = 252.0;
const PANEL: f32 = 126.0;
const LEFT: f32 = 54.0;

/// On which panel of its card every text of a block stands, 0 being the left one.
fn panels(page: &Page, block: &str) -> BTreeSet<u32> {
    let texts = page.items.iter().filter(|item| item.block == block);
    let rects = texts.filter_map(|item| item.rect(&LIBRARY.fonts));
    let panel = |rect: Rect| {
        let (from, to) = ((rect.x - LEFT) % CARD, (rect.right() - LEFT) % CARD);
        assert!(
            (from < PANEL) == (to < PANEL),
            "`{block}` lies on the fold: {rect:?}"
        );
        u32::from(from >= PANEL)
    };
    rects.map(panel).collect()
}

/// Both sides of a shoe card, ten on a sheet.
fn shoe_card(tags: &[&str]) -> Composition {
    composed_as("shoe-card", "avery-5371", tags)
}

#[test]
fn panels_follow_each_other_from_where_reading_begins() {
    for (tag, face, inside) in [("en", 1, 0), ("ar", 0, 1), ("ur", 0, 1), ("km", 1, 0)] {
        let card = shoe_card(&[tag]);
        assert_eq!(panels(&card.pages[0], "notes.1"), BTreeSet::from([face]), "{tag}");
        assert_eq!(
            panels(&card.pages[1], "number.1"),
            BTreeSet::from([inside]),
            "{tag}"
        );
    }
    // The first language decides; the second has the other panel.
    for (tags, first) in [(["en", "ar"], 0), (["ar", "en"], 1)] {
        let inside = &shoe_card(&tags).pages[1];
        assert_eq!(panels(inside, "number.1"), BTreeSet::from([first]), "{tags:?}");
        assert_eq!(
            panels(inside, "number.2"),
            BTreeSet::from([1 - first]),
            "{tags:?}"
        );
    }
}

#[test]
fn a_shoe_card_folded_shut_shows_no_number() {
    for tags in [["en", "es"], ["ar", "zh-Hans"]] {
        let outside = &shoe_card(&tags).pages[0];
        let numbers = outside.items.iter().filter(|item| match &item.kind {
            ItemKind::Text(text) => !text.numbers.is_empty(),
            _ => false,
        });
        assert_eq!(numbers.count(), 0);
    }
}

fn folds(page: &Page) -> Vec<&Item> {
    page.items.iter().filter(|item| item.block == "fold").collect()
}

#[test]
fn folds_are_marked_outside_the_pieces() {
    let book = &LIBRARY.fonts;
    for page in &shoe_card(&["en"]).pages {
        let cards = Rect::new(LEFT, 36.0, 2.0 * CARD, 720.0);
        let marks: Vec<Rect> = folds(page).iter().filter_map(|item| item.rect(book)).collect();
        // Two dashes above and two below each column.
        assert_eq!(marks.len(), 8);
        for mark in marks {
            assert!(
                mark.bottom() <= cards.y || mark.y >= cards.bottom(),
                "{mark:?} lies on a card"
            );
            assert!(((mark.x - LEFT) % CARD - PANEL).abs() < 0.1, "{mark:?}");
        }
    }
    // A strip that is its whole sheet has them inside its edge; a scored sheet has no room and needs none.
    let tent = composed_as("table-tent", "table-tent-4x6", &["en"]);
    let at: BTreeSet<u32> = folds(&tent.pages[0])
        .iter()
        .filter_map(|item| item.rect(book))
        .map(|mark| format!("{:.0}", mark.y / 72.0).parse().unwrap())
        .collect();
    assert_eq!(at, BTreeSet::from([1, 7, 13]));
    let scored = composed_as("tent-card", "avery-5309", &["en"]);
    assert!(folds(&scored.pages[0]).is_empty());
    // What is not folded has none.
    assert!(folds(&composed_as("card", "avery-5371", &["en"]).pages[0]).is_empty());
}

#[test]
fn a_tent_has_a_face_on_its_head() {
    let tent = composed_as("table-tent", "table-tent-5x7", &["en", "ar"]);
    let (far, near): (Vec<&Item>, Vec<&Item>) = tent.pages[0]
        .items
        .iter()
        .filter(|item| !matches!(item.kind, ItemKind::Cut { .. }))
        .partition(|item| matches!(item.frame.turn, Turn::Over(_)));
    assert!(far.iter().all(|item| !item.block.ends_with(".2")));
    assert!(
        near.iter()
            .all(|item| !item.block.ends_with(".1") || item.block == "base.1")
    );
    let middle = 8.0 * 72.0;
    let book = &LIBRARY.fonts;
    let above = |item: &&Item| item.rect(book).is_none_or(|rect| rect.bottom() < middle);
    assert!(far.iter().all(above));
    // Its symbol and its number are read standing on their head, as every other.
    assert!(proofed(tent).is_ok());
}

#[test]
fn each_side_of_a_coaster_has_the_number() {
    let mut coaster = composed_as("coaster", "coaster-round-4", &["en", "es"]);
    coaster.pages[1].items.retain(|item| item.block != "number.2");
    let codes = proofed(coaster).err().unwrap();
    assert!(codes.contains(&"number-read"), "{codes:?}");
}

#[test]
fn nothing_on_a_round_piece_stands_outside_its_circle() {
    let book = &LIBRARY.fonts;
    for (template, stock) in [
        ("sticker", "ol2682"),
        ("sticker", "ol2279"),
        ("coaster", "coaster-round-90"),
    ] {
        for tag in ["en", "ru", "km", "ur", "ne"] {
            let piece = composed_as(template, stock, &[tag]);
            for page in &piece.pages {
                let lines = page.items.iter().flat_map(|item| match &item.kind {
                    ItemKind::Text(text) => text
                        .ink(book)
                        .into_iter()
                        .map(|ink| item.frame.rect(ink))
                        .collect(),
                    _ => Vec::new(),
                });
                for line in lines {
                    assert!(
                        page.safe.iter().any(|safe| safe.holds(line, 0.5)),
                        "{template} {stock} {tag}: {line:?}"
                    );
                }
            }
        }
    }
}

/// The symbol of a piece is left out where it has no room, and is never smaller than phones read.
#[test]
fn small_stickers_have_a_symbol_where_it_fits() {
    let symbols = |stock: &str| {
        let piece = composed_as("sticker", stock, &["en"]);
        let symbol = |item: &&Item| matches!(item.kind, ItemKind::Symbol(_));
        piece.pages[0].items.iter().filter(symbol).count()
    };
    for stock in LIBRARY.templates["sticker"].stocks.iter() {
        let fit = fit::on(
            &LIBRARY.templates["sticker"],
            LIBRARY.stocks.get(&stock.value).unwrap(),
        )
        .unwrap();
        let wanted = if fit.piece.height < 140.0 {
            0
        } else {
            fit.places.len()
        };
        assert_eq!(symbols(&stock.value), wanted, "{}", stock.value);
    }
}
