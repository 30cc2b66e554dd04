//! No wrong number leaves the press: every language is read back from its finished page, and a
//! page with a planted fault is refused.

use mileposter::hotline::digits_of;
use mileposter::phone;
use mileposter::text::Piece;

use crate::piece::{LIBRARY, NUMBER, REVERSED, composed, line, proofed, visual_lines, visual_text};

const LANGUAGES: [&str; 30] = [
    "en", "es", "zh-Hans", "zh-Hant", "vi", "ko", "fil", "ru", "uk", "pa-Guru", "so", "am", "ti", "ar", "fa",
    "prs", "ps", "ur", "hi", "ne", "th", "km", "lo", "ja", "pt-BR", "fr", "ht", "sw", "ro", "mww",
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
        for number in phone::numbers(&line.text) {
            assert_eq!(digits_of(&number), digits_of(NUMBER), "{tags:?}: {}", line.text);
        }
    }
}

#[test]
fn all_languages_are_tried() {
    let written = LIBRARY.languages(false).into_iter();
    let mut tags: Vec<&str> = written.map(|catalog| catalog.locale.tag()).collect();
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
