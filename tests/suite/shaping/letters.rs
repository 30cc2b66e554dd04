//! Hard words of each script, shaped with the bundled faces and compared with stored glyph runs.
//!
//! Each test says what the eye should see, and holds it by the ink of the glyphs; so a face that draws the same with
//! other glyph numbers changes the stored runs and fails no other test.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use mileposter::locale::TextDirection;
use mileposter::text::{Cluster, Line};

use super::{clusters, face, ids, ink, parts, sign, word};
use crate::piece::{LIBRARY, locale};

/// Language, word, and what the eye should see.
const HARD_WORDS: &[(&str, &str, &str)] = &[
    (
        "vi",
        "thế",
        "acute at the upper right of the circumflex, clear of it",
    ),
    ("vi", "nữ", "tilde over u, with the horn at its right shoulder"),
    ("vi", "đỗng", "tilde over circumflex over o; bar through d"),
    ("ro", "știți", "a comma below s and t, clear of the letter"),
    (
        "ro",
        "viaţă",
        "the old code point with cedilla, drawn with a comma",
    ),
    ("ro", "naște", "a comma below s inside a word"),
    ("uk", "її", "two dots over i"),
    ("uk", "є", "an e that opens to the right"),
    ("uk", "ґрунт", "an upturn at the end of the first letter"),
    ("ar", "لا", "lam and alef as one sign"),
    (
        "ar",
        "السلام",
        "lam, alef and the letter before joined; meem ends the word",
    ),
    ("ar", "ليلًا", "two small strokes over lam-alef"),
    (
        "fa",
        "می‌کند",
        "yeh ends its half of the word, kaf begins the other, close together",
    ),
    (
        "fa",
        "حرف‌هایتان",
        "feh ends its half of the word, heh begins the other",
    ),
    ("fa", "گپ", "a second bar on gaf, three dots below peh"),
    ("ps", "ښځه", "a dot above and below seen; a small hamza over hah"),
    ("ps", "ګټه", "a ring on kaf, a ring below teh"),
    ("ps", "نۍ", "a tail on yeh"),
    ("ps", "ښې", "two dots one below the other under yeh"),
    (
        "ur",
        "نستعلیق",
        "every letter lower than the one before, down to the baseline",
    ),
    ("ur", "پنجاب", "three slopes: the word begins anew after alef"),
    ("ur", "کنٹرول", "a small tah over tteh"),
    (
        "hi",
        "क्षत्रिय",
        "ksha as one sign; the vowel sign stands left of tra",
    ),
    ("hi", "दर्द", "a hook over the second letter, for the r before it"),
    ("hi", "हिन्दी", "the vowel sign left of ha; half na"),
    ("pa-Guru", "ਪੰਜਾਬੀ", "a dot over the first letter"),
    ("pa-Guru", "ਪ੍ਰੇਮ", "a small ra below pa, the vowel sign above"),
    ("pa-Guru", "ਸਿੱਖ", "the vowel sign left of sa, a hook above"),
    ("km", "ខ្មែរ", "the vowel sign left of kha, mo below it"),
    ("km", "ស្ត្រី", "ro left of sa, ta below, the vowel sign above"),
    ("km", "ត្រួតត្រា", "ro left of ta"),
    ("my", "မြန်မာ", "ra around the first letter; a hook over na"),
    ("my", "စက္ကူ", "a small ka below ka"),
    ("my", "ကြောင်", "vowel sign left of all, ra around ka"),
    ("th", "ที่", "tone mark over the vowel sign"),
    ("th", "ป่า", "tone mark left of the tall stroke"),
    ("th", "น้ำ", "tone mark over the ring"),
    ("th", "ญู", "the letter gives up its foot for the vowel sign"),
    ("lo", "ເຂົ້າ", "tone mark over the vowel sign"),
    ("lo", "ທີ່", "tone mark over the vowel sign"),
    ("lo", "ນ້ຳ", "tone mark over the ring"),
    ("am", "ሰላም", "a sign for each syllable"),
    ("am", "ቋንቋ", "the sign for kwa"),
    ("ti", "ትግርኛ", "a sign for each syllable"),
    ("ko", "한국어", "jamo in squares"),
    ("ko", "값", "two letters in the foot of the square"),
    ("ko", "\u{1112}\u{1161}\u{11ab}", "three jamo as one square"),
    ("ja", "が", "two strokes at the upper right"),
    ("ja", "きっと", "the second sign smaller"),
    ("ja", "直骨。", "Japanese forms"),
    ("zh-Hans", "直骨。", "Chinese forms; stop at the lower left"),
    ("zh-Hant", "直骨。", "Taiwanese forms; stop in the middle"),
];

/// Runs as text: the face, then each cluster with `glyph @ x,y +advance`, from left to right.
fn told(line: &Line) -> String {
    let mut told = String::new();
    for run in &line.runs {
        let way = if run.rtl {
            "from the right"
        } else {
            "from the left"
        };
        writeln!(told, "  {} {way}", face(run)).unwrap();
        for cluster in &run.clusters {
            let text = cluster.text.replace('\u{200c}', "<ZWNJ>");
            write!(told, "    {text}").unwrap();
            for glyph in &cluster.glyphs {
                // Adding zero makes -0 a 0.
                let (x, y) = (glyph.x.round() + 0.0, glyph.y.round() + 0.0);
                write!(told, "  {} @ {x},{y} +{:.0}", glyph.id, glyph.advance).unwrap();
            }
            told.push('\n');
        }
    }
    told
}

#[test]
fn hard_words_keep_their_glyphs() {
    let mut all = String::new();
    for (tag, text, eye) in HARD_WORDS {
        writeln!(all, "{tag} {text}: {eye}\n{}", told(&word(tag, text))).unwrap();
    }
    insta::assert_snapshot!(all);
}

#[test]
fn hard_words_are_drawn_by_the_faces_of_their_scripts() {
    for (tag, text, _) in HARD_WORDS {
        let line = word(tag, text);
        assert!(ids(&line).concat().iter().all(|id| *id != 0), "{tag} {text}");
        let own = LIBRARY.fonts.family(locale(tag).script()).unwrap();
        for run in &line.runs {
            assert_eq!(format!("{}.ttf", face(run)), own.regular, "{tag} {text}");
            let rtl = locale(tag).direction() == TextDirection::RightToLeft;
            assert_eq!(run.rtl, rtl, "{tag} {text}");
        }
    }
}

/// Each mark over the one before, none into the letter; typed as one character or as three.
#[test]
fn vietnamese_marks_stack() {
    for (bare, once, twice, apart) in [
        ("e", "ê", "ế", "e\u{302}\u{301}"),
        ("o", "ô", "ỗ", "o\u{302}\u{303}"),
        ("u", "ư", "ữ", "u\u{31b}\u{303}"),
    ] {
        let top = |text: &str| ink(&word("vi", text))[0].y;
        assert!(top(twice) < top(once) - 40.0 && top(once) <= top(bare), "{twice}");
        assert_eq!(sign("vi", twice), sign("vi", apart), "{twice}");
    }
}

/// Romanian has a comma below, and the code points with a cedilla, which old keyboards write, are drawn like it.
#[test]
fn romanian_has_commas() {
    for (comma, cedilla) in [("ș", "ş"), ("ț", "ţ"), ("Ș", "Ş"), ("Ț", "Ţ")] {
        assert_eq!(sign("ro", comma), sign("ro", cedilla));
        assert_ne!(sign("ro", comma), sign("fr", cedilla), "{cedilla} elsewhere");
    }
}

/// Three letters that Russian does not have, none of them a look-alike.
#[test]
fn ukrainian_letters() {
    let known = ["и", "і", "е", "э", "г", "ї", "є", "ґ"].map(|letter| sign("uk", letter));
    assert_eq!(known.iter().collect::<BTreeSet<_>>().len(), known.len());
    let top = |text: &str| ink(&word("uk", text))[0].y;
    assert!(top("ґ") < top("г") - 50.0, "the upturn");
    assert!(top("ї") < top("є") - 50.0, "the dots");
}

/// A letter has four forms, by its neighbours; lam and alef are one sign. The first letter stands at the right.
#[test]
fn arabic_letters_join() {
    let [alone, pair, three] = ["ب", "بب", "ببب"].map(|text| ids(&word("ar", text)).concat());
    let forms = BTreeSet::from([alone[0], pair[0], pair[1], three[1]]);
    assert_eq!(forms.len(), 4, "alone, last, first, between");
    assert_eq!((pair[0], pair[1]), (three[0], three[2]));
    assert_eq!(parts(&word("ar", "السلام")), ["م", "لا", "س", "ل", "ا"]);
    let both = sign("ar", "لا");
    assert!(both != sign("ar", "ل") && both != sign("ar", "ا"));
    let marked = word("ar", "لًا");
    assert_eq!(parts(&marked), ["لًا"]);
    assert!(ink(&marked)[0].bottom() < -400.0, "the two strokes stand high");
}

/// The joiner that joins not: the letter before it has its last form, the one after it its first, nothing between.
#[test]
fn persian_halves_of_a_word_stay_apart() {
    let whole = word("fa", "می‌کند");
    let [before, after] = ["می", "کند"].map(|text| ids(&word("fa", text)));
    let drawn: Vec<u16> = ids(&whole)
        .into_iter()
        .map(|cluster| *cluster.last().unwrap())
        .collect();
    assert_eq!(drawn, [after.concat(), before.concat()].concat());
    assert_ne!(ids(&whole), ids(&word("fa", "میکند")));
    let widths: f32 = ["می", "کند"].map(|text| word("fa", text).width).iter().sum();
    assert!(whole.width <= widths, "no space between the halves");
}

#[test]
fn pashto_letters() {
    for (pashto, arabic) in [
        ("ښ", "س"),
        ("ګ", "ک"),
        ("ۍ", "ی"),
        ("ې", "ی"),
        ("ټ", "ت"),
        ("ځ", "ح"),
    ] {
        assert_ne!(sign("ps", pashto), sign("ps", arabic), "{pashto}");
    }
    let forms: Vec<u16> = ["ي", "ی", "ې", "ۍ", "ئ"].map(|yeh| sign("ps", yeh)).to_vec();
    assert_eq!(forms.iter().collect::<BTreeSet<_>>().len(), 5, "five letters yeh");
    let seen = ink(&word("ps", "ښ"))[0];
    assert!(seen.y < ink(&word("ps", "س"))[0].y - 50.0, "a dot above");
}

/// The line of a word hangs from its first letter, and ends on the baseline.
#[test]
fn urdu_words_slope() {
    for text in ["نستعلیق", "کسی", "بتانا", "مفت"] {
        let line = word("ur", text);
        let base = |cluster: &&Cluster| cluster.glyphs.last().unwrap().y;
        let mut heights: Vec<f32> = clusters(&line).iter().map(base).collect();
        heights.reverse();
        // Letters that join to nothing after them begin a slope of their own.
        let joined = heights.iter().take_while(|y| **y < -0.5).count() + 1;
        let slope = &heights[..joined];
        assert!(joined > 1 && slope.is_sorted(), "{text}: {heights:?}");
        assert!(slope[0] < slope[joined - 1] - 100.0, "{text}: {heights:?}");
    }
}

/// `ksha` is one sign; the sign of a short i stands before its letter; an r before a letter is a hook over it.
#[test]
fn devanagari_reorders() {
    let warrior = word("hi", "क्षत्रिय");
    assert_eq!(parts(&warrior), ["क्ष", "त्रि", "य"]);
    assert_eq!(ids(&warrior)[0].len(), 1);

    let language = word("hi", "हिन्दी");
    assert_eq!(parts(&language), ["हि", "न्दी"]);
    assert_eq!(
        ids(&language)[0][1],
        sign("hi", "ह"),
        "the letter is drawn second"
    );
    assert_eq!(ids(&language)[1][1], sign("hi", "द"), "after half a na");
    assert_ne!(ids(&language)[1][0], sign("hi", "न"));

    let pain = word("hi", "दर्द");
    assert_eq!(parts(&pain), ["द", "र्द"]);
    let (letter, hook) = (ink(&pain)[1], ink(&pain)[2]);
    assert!(hook.y < letter.y, "over the headline");
    assert!(
        hook.x > letter.centre().x && hook.x < letter.right(),
        "over the second letter"
    );
}

#[test]
fn gurmukhi_reorders() {
    let love = word("pa-Guru", "ਪ੍ਰੇਮ");
    assert_eq!(parts(&love), ["ਪ੍ਰੇ", "ਮ"]);
    assert_eq!(ids(&love)[0][0], sign("pa-Guru", "ਪ"));
    let [letter, below, above] = [0, 1, 2].map(|at| ink(&love)[at]);
    assert!(below.bottom() > 100.0 && below.y > letter.y + 300.0, "ra below");
    assert!(above.y < letter.y, "the vowel sign above");
    for (ink, name) in [(below, "ra"), (above, "vowel sign")] {
        assert!(
            ink.x < letter.right() && ink.right() > letter.x,
            "{name} at its letter"
        );
    }
    let sikh = ids(&word("pa-Guru", "ਸਿੱਖ"));
    assert_eq!(
        sikh[0][1],
        sign("pa-Guru", "ਸ"),
        "the vowel sign is drawn before sa"
    );
}

/// A sign written after its letter may stand before it, and a second consonant stands below.
#[test]
fn khmer_clusters() {
    let khmer = word("km", "ខ្មែរ");
    assert_eq!(parts(&khmer), ["ខ្មែ", "រ"]);
    assert_eq!(ids(&khmer)[0][1], sign("km", "ខ"), "the letter is drawn second");
    assert_eq!(
        ids(&khmer)[0][0],
        ids(&word("km", "ខែ"))[0][0],
        "the vowel sign first"
    );
    let [letter, below] = [1, 2].map(|at| ink(&khmer)[at]);
    assert!(below.y > letter.bottom() - 60.0, "mo below kha");
    assert!(
        below.x < letter.right() && below.right() > letter.x,
        "at its letter"
    );

    let woman = word("km", "ស្ត្រី");
    assert_eq!(parts(&woman), ["ស្ត្រី"]);
    assert_eq!(ids(&woman)[0][1], sign("km", "ស"), "after ro");
    let [ro, letter, ta, vowel] = [0, 1, 2, 3].map(|at| ink(&woman)[at]);
    assert!(
        ro.x < letter.x && ro.bottom() > 100.0,
        "ro at the left, down below"
    );
    assert!(ta.y > letter.bottom() - 60.0, "ta below");
    assert!(vowel.bottom() < letter.y + 60.0, "the vowel sign above");
}

#[test]
fn myanmar_clusters() {
    let country = word("my", "မြန်မာ");
    let [ra, ma, na, hook] = [0, 1, 2, 3].map(|at| ink(&country)[at]);
    assert_eq!(ids(&country)[0][1], sign("my", "မ"), "ra is drawn first");
    assert!(
        ra.x < ma.x && ra.right() > ma.x + ma.width * 0.6,
        "around the letter"
    );
    assert!(ra.y < ma.y && ra.bottom() > ma.bottom());
    assert!(hook.bottom() < na.y + 30.0, "the hook above na");

    let paper = word("my", "စက္ကူ");
    assert_eq!(parts(&paper), ["စ", "က္ကူ"]);
    let [upper, lower] = [1, 2].map(|at| ink(&paper)[at]);
    assert!(
        lower.y > upper.bottom() - 30.0 && lower.width < upper.width,
        "a small ka below"
    );
    assert!(lower.x > upper.x && lower.right() < upper.right());

    let cat = ids(&word("my", "ကြောင်"));
    assert_eq!(
        cat[0][0],
        ids(&word("my", "မေ"))[0][0],
        "the vowel sign before ra and ka"
    );
    assert_eq!(cat[0].last(), Some(&sign("my", "က")));
}

/// A tone mark stands over the vowel sign, left of a tall stroke, and clear of both; a foot gives way.
#[test]
fn thai_and_lao_marks_stack() {
    for (tag, text, letter, vowel, tone) in [
        ("th", "ที่", 0, 1, 2),
        ("th", "น้ำ", 0, 1, 2),
        ("lo", "ເຂົ້າ", 1, 2, 3),
        ("lo", "ທີ່", 0, 1, 2),
    ] {
        let ink = ink(&word(tag, text));
        assert!(ink[vowel].bottom() <= ink[letter].y, "{text}: {ink:?}");
        assert!(ink[tone].bottom() <= ink[vowel].centre().y, "{text}: {ink:?}");
        assert!(ink[tone].x < ink[letter].right() + 60.0, "{text}: {ink:?}");
        assert!(!ink[tone].overlaps(ink[vowel], 20.0), "{text}: {ink:?}");
    }
    let [forest, plain] = ["ป่", "บ่"].map(|text| ink(&word("th", text))[1]);
    assert!(
        forest.right() < plain.right() - 30.0,
        "left of the tall stroke: {forest:?} {plain:?}"
    );
    assert_ne!(ids(&word("th", "ญู"))[0][0], sign("th", "ญ"), "without its foot");
    assert_eq!(ids(&word("th", "ปู่"))[0].len(), 3);
}

#[test]
fn a_syllable_is_one_sign_in_ethiopic_and_hangul() {
    for (tag, text) in [
        ("am", "ሰላም"),
        ("am", "ቋንቋ"),
        ("ti", "ትግርኛ"),
        ("ko", "한국어"),
        ("ko", "통역"),
    ] {
        let line = word(tag, text);
        assert_eq!(parts(&line).len(), text.chars().count(), "{text}");
        assert!(ids(&line).iter().all(|cluster| cluster.len() == 1), "{text}");
    }
    assert_eq!(sign("ko", "\u{1112}\u{1161}\u{11ab}"), sign("ko", "한"));
    assert_eq!(sign("ja", "か\u{3099}"), sign("ja", "が"));
    let [small, large] = ["っ", "つ"].map(|kana| ink(&word("ja", kana))[0]);
    assert!(small.width < large.width * 0.85 && small.height < large.height * 0.85);
}

/// One code point, a form for each language. The Korean face has no Han, since no message has any; Korean shows the
/// Japanese form then, and keeps its own face for stops.
#[test]
fn han_has_the_forms_of_its_language() {
    let faces = |tag: &str, text: &str| word(tag, text).runs.iter().map(face).collect::<Vec<_>>();
    for sign in ["直", "骨", "。"] {
        assert_eq!(faces("ja", sign), ["NotoSansJP-Regular"]);
        assert_eq!(faces("zh-Hans", sign), ["NotoSansSC-Regular"]);
        assert_eq!(faces("zh-Hant", sign), ["NotoSansTC-Regular"]);
    }
    assert_eq!(faces("ko", "。"), ["NotoSansKR-Regular"]);
    assert_eq!(faces("ko", "직 直"), ["NotoSansKR-Regular", "NotoSansJP-Regular"]);
    let [japan, china, taiwan] = ["ja", "zh-Hans", "zh-Hant"].map(|tag| ink(&word(tag, "直骨")));
    assert!(
        japan != china && china != taiwan && japan != taiwan,
        "three drawings"
    );
    let [low, middle] = ["zh-Hans", "zh-Hant"].map(|tag| ink(&word(tag, "。"))[0].centre());
    assert!(
        low.x < 300.0 && (middle.x - 500.0).abs() < 60.0,
        "where the stop stands: {low:?} {middle:?}"
    );
}
