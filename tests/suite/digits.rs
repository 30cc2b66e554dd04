//! No wrong number leaves the press: every language is read back from its finished page, and a
//! page with a planted fault is refused.

use mileposter::color::Color;
use mileposter::hotline::{Channel, digits_of};
use mileposter::page::{ItemKind, Page, SymbolItem};
use mileposter::qr::{Payload, Symbol};
use mileposter::reading::phone_like;
use mileposter::text::{Cluster, Piece};

use crate::piece::{LIBRARY, NUMBER, REVERSED, composed, line, proofed, text, visual_lines, visual_text};

const LANGUAGES: [&str; 10] = [
    "en", "es", "zh-Hans", "vi", "ru", "ko", "ar", "pa-Guru", "th", "am",
];

/// The number stands in the band and in each language's sentence, and no other number anywhere.
fn check(tags: &[&str]) {
    let plate = proofed(composed(tags)).unwrap_or_else(|codes| panic!("{tags:?}: {codes:?}"));
    let lines = visual_lines(&plate.document.bytes);
    let times: usize = lines.iter().map(|line| line.text.matches(NUMBER).count()).sum();
    assert!(
        times > tags.len(),
        "{tags:?} have the number {times} times: {lines:#?}"
    );
    for line in lines {
        assert!(!line.text.contains(REVERSED), "{tags:?}: {}", line.text);
        for number in phone_like(&line.text) {
            assert_eq!(digits_of(&number), digits_of(NUMBER), "{tags:?}: {}", line.text);
        }
    }
}

#[test]
fn all_languages_are_tried() {
    let mut tags: Vec<&str> = LIBRARY.catalogs.keys().map(|locale| locale.tag()).collect();
    let mut tried = LANGUAGES;
    tags.sort_unstable();
    tried.sort_unstable();
    assert_eq!(tags, tried);
}

#[test]
fn each_language_alone() {
    for tag in LANGUAGES {
        check(&[tag]);
    }
}

#[test]
fn each_language_beside_english() {
    for tag in LANGUAGES.into_iter().filter(|tag| *tag != "en") {
        check(&[tag, "en"]);
    }
}

#[test]
fn each_language_beside_arabic() {
    for tag in LANGUAGES.into_iter().filter(|tag| *tag != "ar") {
        check(&["ar", tag]);
    }
}

/// Without the isolates the number does turn around, so the tests above can fail.
#[test]
fn an_unisolated_number_is_reversed() {
    let words = |text: &str| Piece::Words(text.to_owned());
    let bare = line(&[words(&format!("اتصل على {NUMBER} الآن"))], "ar");
    assert!(visual_text(&bare).contains(REVERSED), "{}", visual_text(&bare));
    assert!(!visual_text(&bare).contains(NUMBER));
    let isolated = [words("اتصل على "), Piece::Fixed(NUMBER.to_owned()), words(" الآن")];
    assert!(visual_text(&line(&isolated, "ar")).contains(NUMBER));
}

/// Proofs a stall sign with a planted fault; the codes that it is refused for.
fn refused(tags: &[&str], plant: impl FnOnce(&mut Page)) -> Vec<&'static str> {
    let mut composition = composed(tags);
    plant(&mut composition.pages[0]);
    match proofed(composition) {
        Ok(_) => Vec::new(),
        Err(codes) => codes,
    }
}

#[track_caller]
fn check_refused(wanted: &[&str], plant: impl FnOnce(&mut Page)) {
    assert_eq!(refused(&["en", "es"], plant), wanted);
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

#[test]
fn a_sound_page_passes() {
    check_refused(&[], |_| {});
}

#[test]
fn a_reversed_number_is_refused() {
    let codes = refused(&["en", "ar"], |page| {
        let listen = text(page, "listen.2");
        let bare = line(&[Piece::Words(format!("اتصل على {NUMBER}."))], "ar");
        listen.lines.truncate(1);
        listen.lines[0].1.runs = bare.runs;
    });
    assert_eq!(codes, ["number-foreign", "number-read"]);
}

#[test]
fn a_wrong_digit_is_refused() {
    check_refused(&["number-foreign", "number-read"], |page| {
        let mut digits = clusters(page, "number.1");
        let three = digits.iter().position(|cluster| cluster.text == "3").unwrap();
        let three = digits[three].clone();
        let eight = digits.iter_mut().find(|cluster| cluster.text == "8").unwrap();
        **eight = three;
    });
}

#[test]
fn a_digit_drawn_as_another_is_refused() {
    let codes = refused(&["en", "es"], |page| {
        let mut digits = clusters(page, "number.1");
        let three = digits.iter().position(|cluster| cluster.text == "3").unwrap();
        let drawn = digits[three].glyphs.clone();
        let eight = digits.iter_mut().find(|cluster| cluster.text == "8").unwrap();
        eight.glyphs = drawn;
    });
    assert!(codes.contains(&"number-read"), "{codes:?}");
}

#[test]
fn a_lost_digit_is_refused() {
    check_refused(&["number-foreign", "number-read"], |page| {
        let digits = text(page, "number.1");
        digits.lines[0].1.runs[0].clusters.pop();
    });
}

#[test]
fn a_language_without_the_number_is_refused() {
    check_refused(&["number-read"], |page| {
        page.items.retain(|item| item.block != "listen.2");
    });
}

#[test]
fn a_missing_glyph_is_refused() {
    check_refused(&["missing-glyph"], |page| {
        clusters(page, "question.1")[0].glyphs[0].id = 0;
    });
}

#[test]
fn a_symbol_with_other_modules_is_refused() {
    check_refused(&["symbol-read"], |page| {
        let hotline = &LIBRARY.hotlines["us-nhth"];
        let other = Symbol::of(Payload::of(hotline, Channel::Text).unwrap()).unwrap();
        let symbol = symbol(page);
        symbol.symbol.width = other.width;
        symbol.symbol.dark = other.dark;
    });
}

#[test]
fn a_symbol_of_another_record_is_refused() {
    check_refused(&["symbol-read"], |page| {
        let canada = &LIBRARY.hotlines["ca-chth"];
        symbol(page).symbol = Symbol::of(Payload::of(canada, Channel::Call).unwrap()).unwrap();
    });
}

#[test]
fn a_damaged_symbol_is_refused() {
    check_refused(&["symbol-read"], |page| {
        let symbol = symbol(page);
        let half = symbol.symbol.dark.len() / 2;
        symbol.symbol.dark[..half].fill(false);
    });
}

#[test]
fn a_symbol_without_its_digits_is_refused() {
    check_refused(&["symbol-read"], |page| {
        symbol(page).printed = "1-888-373-7880".to_owned();
    });
}

#[test]
fn a_small_symbol_is_refused() {
    let codes = refused(&["en", "es"], |page| {
        let symbol = symbol(page);
        symbol.rect.width = 30.0;
        symbol.rect.height = 30.0;
    });
    assert!(codes.contains(&"symbol-size"), "{codes:?}");
}

#[test]
fn ink_outside_the_safe_area_is_refused() {
    check_refused(&["safe-area"], |page| {
        for (at, _) in &mut text(page, "question.1").lines {
            at.x -= 30.0;
        }
    });
}

#[test]
fn overlapping_texts_are_refused() {
    check_refused(&["overlap"], |page| {
        for (at, _) in &mut text(page, "money.1").lines {
            at.y -= 20.0;
        }
    });
}

#[test]
fn type_below_its_floor_is_refused() {
    check_refused(&["type-floor"], |page| {
        text(page, "papers.1").size = 6.0;
    });
}

#[test]
fn faint_type_is_refused() {
    check_refused(&["contrast"], |page| {
        text(page, "papers.1").color = Color::parse("#888888").unwrap();
    });
}
