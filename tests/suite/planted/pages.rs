//! Faults planted in laid-out pages, after everything was settled: what layout, writing or a careless change could do. The
//! finished file is read back, and the fault must be found there.

use std::collections::BTreeSet;

use mileposter::color::Color;
use mileposter::geom::{Insets, Length, Point, Rect};
use mileposter::hotline::Channel;
use mileposter::page::{Item, ItemKind, Page, SymbolItem, Turn};
use mileposter::plate::Composition;
use mileposter::qr::{Payload, Symbol};
use mileposter::template::Mode;
use mileposter::text::{Cluster, Piece};

use crate::piece::{LIBRARY, NUMBER, composed, line, proofed, text};

/// A fault in a laid-out stall sign, and the codes of every rule that sees it.
struct Plant {
    name: &'static str,
    languages: &'static [&'static str],
    codes: &'static [&'static str],
    plant: fn(&mut Composition),
}

/// A fault in a sign in English and Spanish, which one rule sees.
const fn plant(name: &'static str, codes: &'static [&'static str], plant: fn(&mut Composition)) -> Plant {
    Plant {
        name,
        languages: &["en", "es"],
        codes,
        plant,
    }
}

const PLANTS: &[Plant] = &[
    plant("nothing at all", &[], |_| {}),
    Plant {
        name: "number reversed in Arabic",
        languages: &["en", "ar"],
        codes: &["number-foreign", "number-read"],
        plant: |piece| {
            let listen = text(page(piece), "listen.2");
            let bare = line(&[Piece::Words(format!("اتصل على {NUMBER}."))], "ar");
            listen.lines.truncate(1);
            listen.lines[0].1.runs = bare.runs;
        },
    },
    plant("wrong digit", &["number-misprint", "number-read"], |piece| {
        let mut digits = clusters(page(piece), "number.1");
        let three = digits.iter().position(|cluster| cluster.text == "3").unwrap();
        let three = digits[three].clone();
        let eight = digits.iter_mut().find(|cluster| cluster.text == "8").unwrap();
        **eight = three;
    }),
    plant("lost digit", &["number-misprint", "number-read"], |piece| {
        text(page(piece), "number.1").lines[0].1.runs[0].clusters.pop();
    }),
    plant("language without the number", &["number-read"], |piece| {
        page(piece).items.retain(|item| item.block != "listen.2");
    }),
    plant("another line's number", &["number-foreign"], |piece| {
        let canada = line(&[Piece::Fixed("1-833-900-1010".to_owned())], "en");
        text(page(piece), "money.1").lines[0].1.runs = canada.runs;
    }),
    plant("letters that spell another number", &["vanity"], |piece| {
        let letters = line(&[Piece::Fixed("1-800-HELP-NOW".to_owned())], "en");
        text(page(piece), "money.1").lines[0].1.runs = letters.runs;
    }),
    plant("missing glyph", &["missing-glyph"], |piece| {
        clusters(page(piece), "question.1")[0].glyphs[0].id = 0;
    }),
    plant("digits too small for the distance", &["digit-height"], |piece| {
        piece.poster.distance = Length::inches(20.0 * 12.0);
    }),
    plant(
        "symbol with other modules",
        &["symbol-payload", "symbol-unlabelled"],
        |piece| {
            let hotline = &LIBRARY.hotlines["us-nhth"];
            let other = Symbol::of(Payload::of(hotline, Channel::Text).unwrap()).unwrap();
            let symbol = symbol(page(piece));
            symbol.symbol.width = other.width;
            symbol.symbol.dark = other.dark;
        },
    ),
    plant("symbol of another record", &["symbol-payload"], |piece| {
        let canada = &LIBRARY.hotlines["ca-chth"];
        symbol(page(piece)).symbol = Symbol::of(Payload::of(canada, Channel::Call).unwrap()).unwrap();
    }),
    plant("damaged symbol", &["symbol-read"], |piece| {
        let symbol = symbol(page(piece));
        let half = symbol.symbol.dark.len() / 2;
        symbol.symbol.dark[..half].fill(false);
    }),
    plant("symbol of 17.6 mm", &["symbol-size"], |piece| {
        let symbol = symbol(page(piece));
        symbol.rect.width = 50.0;
        symbol.rect.height = 50.0;
        symbol.distance = Length::mm(50.0);
    }),
    plant("symbol scanned from too far", &["symbol-distance"], |piece| {
        symbol(page(piece)).distance = Length::mm(1000.0);
    }),
    plant("ink beside the symbol", &["symbol-quiet-zone"], |piece| {
        let at = page(piece).items.iter().position(is_symbol).unwrap();
        let near = symbol(page(piece)).rect;
        let spot = fill(
            page(piece),
            Rect::new(near.x - 4.0, near.y + 20.0, 1.5, 20.0),
            Color::BLACK,
        );
        page(piece).items.insert(at + 1, spot);
    }),
    plant("light symbol on dark", &["symbol-inverted"], |piece| {
        let at = page(piece).items.iter().position(is_symbol).unwrap();
        let symbol = symbol(page(piece));
        let module = symbol.rect.width / symbol.symbol.width as f32;
        for dark in &mut symbol.symbol.dark {
            *dark = !*dark;
        }
        let rect = symbol.rect;
        // Four strips of ink around the modules; the ground below stays white.
        let (wide, side) = (4.0 * module, rect.width);
        for strip in [
            Rect::new(rect.x - wide, rect.y - wide, side + 2.0 * wide, wide),
            Rect::new(rect.x - wide, rect.bottom(), side + 2.0 * wide, wide),
            Rect::new(rect.x - wide, rect.y, wide, side),
            Rect::new(rect.right(), rect.y, wide, side),
        ] {
            let strip = fill(page(piece), strip, Color::BLACK);
            page(piece).items.insert(at + 1, strip);
        }
    }),
    Plant {
        name: "symbol without its digits",
        languages: &["en"],
        codes: &["symbol-unlabelled"],
        plant: |piece| {
            let page = page(piece);
            page.items
                .retain(|item| is_symbol(item) || item.block == "number.1" || item.block.starts_with("band"));
            text(page, "number.1")
                .lines
                .iter_mut()
                .for_each(|(at, _)| at.y -= 330.0);
            text(page, "number.1").color = Color::BLACK;
            text(page, "number.1").ground = Color::WHITE;
            page.items.retain(|item| !item.block.starts_with("band"));
        },
    },
    plant("symbol of thin dots", &["symbol-worn"], |piece| {
        thin(page(piece), 0.75);
    }),
    plant("text on the margin", &["safe-area"], |piece| {
        text(page(piece), "question.1")
            .lines
            .iter_mut()
            .for_each(|(at, _)| at.x -= 30.0);
    }),
    plant("text over the edge", &["safe-area", "text-cut"], |piece| {
        text(page(piece), "question.1")
            .lines
            .iter_mut()
            .for_each(|(at, _)| at.x -= 55.0);
    }),
    plant("texts over each other", &["overlap"], |piece| {
        text(page(piece), "money.1")
            .lines
            .iter_mut()
            .for_each(|(at, _)| at.y -= 20.0);
    }),
    plant("type below its floor", &["type-floor"], |piece| {
        text(page(piece), "papers.1").size = 6.0;
    }),
    plant("grey type", &["contrast"], |piece| {
        text(page(piece), "papers.1").color = Color::parse("#888888").unwrap();
    }),
    plant("ground that nobody meant", &["contrast"], |piece| {
        let page = page(piece);
        let is_text = |item: &Item| item.block == "papers.1" && matches!(item.kind, ItemKind::Text(_));
        let papers = page.items.iter().position(is_text).unwrap();
        let rect = page.items[papers].rect(&LIBRARY.fonts).unwrap();
        let below = fill(
            page,
            rect.inset(Insets::all(-2.0)),
            Color::parse("#0a4a4e").unwrap(),
        );
        page.items.insert(papers, below);
    }),
    plant(
        "colours that one kind of eye cannot part",
        &["contrast"],
        |piece| {
            text(page(piece), "papers.1").color = Color::parse("#5e5d00").unwrap();
        },
    ),
    plant("last line read first", &["reading-order"], |piece| {
        let page = page(piece);
        let last = page
            .items
            .iter()
            .rposition(|item| item.block == "leave.2")
            .unwrap();
        let item = page.items.remove(last);
        let first = page
            .items
            .iter()
            .position(|item| item.block == "question.2")
            .unwrap();
        page.items.insert(first, item);
    }),
    plant("discreet piece with a symbol", &["discreet"], |piece| {
        piece.poster.mode = Mode::Discreet;
    }),
    Plant {
        name: "texting offered in Korean",
        languages: &["ko"],
        codes: &["channel-language"],
        plant: |piece| {
            let code = line(&[Piece::Fixed("233733".to_owned())], "ko");
            let money = text(page(piece), "stay.1");
            money.lines[0].1.runs = code.runs;
            money.lines.truncate(1);
            money.numbers = vec!["233733".to_owned()];
        },
    },
];

fn page(piece: &mut Composition) -> &mut Page {
    &mut piece.pages[0]
}

fn is_symbol(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Symbol(_))
}

/// A spot of ink that belongs to no block.
fn fill(page: &Page, rect: Rect, color: Color) -> Item {
    let like = &page.items[0];
    Item {
        block: "spot".to_owned(),
        frame: mileposter::page::Frame {
            origin: Point::default(),
            turn: Turn::None,
        },
        kind: ItemKind::Fill { rect, color },
        ..like.clone()
    }
}

/// Takes a share of each module's sides away beyond the finders, as fashionable symbols have it: dots that a clear page
/// shows and a copy loses.
fn thin(page: &mut Page, share: f32) {
    const FINDER: usize = 8;
    let at = page.items.iter().position(is_symbol).unwrap();
    let placed = symbol(page);
    let (rect, width) = (placed.rect, placed.symbol.width);
    let module = rect.width / width as f32;
    let (gap, inner) = (module * share, FINDER as f32 * module);
    for line in FINDER..width {
        let along = line as f32 * module - gap / 2.0;
        let strips = [
            Rect::new(rect.x + along, rect.y + inner, gap, rect.height - inner),
            Rect::new(rect.x + inner, rect.y + along, rect.width - inner, gap),
        ];
        for strip in strips {
            let strip = fill(page, strip, Color::WHITE);
            page.items.insert(at + 1, strip);
        }
    }
}

fn clusters<'a>(page: &'a mut Page, block: &str) -> Vec<&'a mut Cluster> {
    let lines = text(page, block).lines.iter_mut();
    lines
        .flat_map(|(_, line)| &mut line.runs)
        .flat_map(|run| &mut run.clusters)
        .collect()
}

fn symbol(page: &mut Page) -> &mut SymbolItem {
    let symbols = page.items.iter_mut().find_map(|item| match &mut item.kind {
        ItemKind::Symbol(symbol) => Some(symbol),
        _ => None,
    });
    symbols.unwrap()
}

/// The codes that are planted here.
pub(super) fn codes() -> BTreeSet<&'static str> {
    PLANTS.iter().flat_map(|plant| plant.codes).copied().collect()
}

/// How many faults are planted here.
pub(super) fn count() -> usize {
    PLANTS.iter().filter(|plant| !plant.codes.is_empty()).count()
}

#[test]
fn in_pages() {
    let failed: Vec<String> = PLANTS
        .iter()
        .filter_map(|plant| {
            let mut piece = composed(plant.languages);
            (plant.plant)(&mut piece);
            let told = proofed(piece).err().unwrap_or_default();
            (told != plant.codes).then(|| format!("{}: wanted {:?}, told {told:?}", plant.name, plant.codes))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// A digit whose sign is another's: the text copies well, the paper is wrong.
#[test]
fn a_digit_drawn_as_another_is_refused() {
    let mut piece = composed(&["en", "es"]);
    let mut digits = clusters(page(&mut piece), "number.1");
    let three = digits.iter().position(|cluster| cluster.text == "3").unwrap();
    let drawn = digits[three].glyphs.clone();
    let eight = digits.iter_mut().find(|cluster| cluster.text == "8").unwrap();
    eight.glyphs = drawn;
    let codes = proofed(piece).err().unwrap_or_default();
    assert!(codes.contains(&"number-read"), "{codes:?}");
}
