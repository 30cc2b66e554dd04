//! Where lines may break: every message of every language, at every width that its longest word allows.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use mileposter::text::{Piece, Shaped, Shaper};

use super::{pieces, read, rich, text_of};
use crate::piece::LIBRARY;

/// A message at a width.
struct Broken {
    tag: String,
    key: String,
    pieces: Vec<Piece>,
    /// In reading order.
    lines: Vec<String>,
}

/// A tenth of the type size.
const STEP: f32 = 100.0;

fn break_at_every_width(into: &mut Vec<Broken>, tag: &str, key: &str, pieces: &[Piece], shaped: &mut Shaped) {
    let source: String = pieces.iter().map(text_of).collect();
    let (most, least) = shaped.widths();
    let mut width = least;
    let mut before = Vec::new();
    while width < most + STEP {
        let lines = read(&source, &shaped.lines(width));
        if lines != before {
            into.push(Broken {
                tag: tag.to_owned(),
                key: key.to_owned(),
                pieces: pieces.to_vec(),
                lines: lines.clone(),
            });
            before = lines;
        }
        width += STEP;
    }
}

/// No catalog is Burmese yet: are you controlled by someone? Please phone. You can choose what to say.
const BURMESE: &str = "သင့်ကို တစ်ယောက်ယောက်က ထိန်းချုပ်နေသလား။ ဖုန်းခေါ်ပါ။ သင်ပြောချင်တာကို သင်ရွေးချယ်နိုင်ပါတယ်။";

/// Every message of every language at every width that breaks no word.
static BROKEN: LazyLock<Vec<Broken>> = LazyLock::new(|| {
    let mut shaper = Shaper::new(&LIBRARY.fonts);
    let mut broken = Vec::new();
    for catalog in LIBRARY.languages(false) {
        let tag = catalog.locale.tag();
        for key in catalog.messages.keys() {
            let pieces = pieces(catalog, key);
            let mut shaped = shaper.shape(&rich(pieces.clone(), tag)).unwrap();
            break_at_every_width(&mut broken, tag, key, &pieces, &mut shaped);
        }
    }
    let pieces = [Piece::Words(BURMESE.to_owned())];
    let mut shaped = shaper.shape(&rich(pieces.to_vec(), "my")).unwrap();
    break_at_every_width(&mut broken, "my", "burmese", &pieces, &mut shaped);
    broken
});

/// What no line begins with. The apostrophe is not among them: Punjabi words begin with it.
const CLOSING: &str = "、。，．；：！？）〕】』」》»,.;:!?)]…ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々\
                       ។៕ៗฯๆໆ၊။।؟،؛۔፣።፧፤፥፦";

/// What no line ends with.
const OPENING: &str = "（〔【『「《«„¿¡([";

/// Marks of quotations that open in one language and close in another.
const QUOTES: &str = "“”";

const NO_BREAK_SPACE: char = '\u{a0}';

#[test]
fn no_line_begins_or_ends_with_the_wrong_mark() {
    let mut wrong = BTreeSet::new();
    for Broken { tag, key, lines, .. } in BROKEN.iter() {
        for (line, next) in lines.iter().zip(&lines[1..]) {
            let first = next.chars().next().unwrap();
            let last = line.trim_end_matches(' ').chars().next_back().unwrap();
            let is_wrong = CLOSING.contains(first) || OPENING.contains(last);
            if is_wrong || first == NO_BREAK_SPACE || last == NO_BREAK_SPACE {
                wrong.insert(format!("{tag} {key}: {line} | {next}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A number, an address or a name, with the marks that touch it.
#[test]
fn numbers_and_names_are_never_broken() {
    let mut seen = 0;
    for Broken {
        tag,
        key,
        pieces,
        lines,
    } in BROKEN.iter()
    {
        let glued = |c: &char| format!("{CLOSING}{OPENING}{QUOTES}{NO_BREAK_SPACE}").contains(*c);
        for (at, piece) in pieces.iter().enumerate() {
            let Piece::Fixed(fixed) = piece else { continue };
            let before = at.checked_sub(1).map_or("", |at| text_of(&pieces[at]));
            let opens = |c: &char| glued(c) && !CLOSING.contains(*c);
            let mut whole: Vec<char> = before.chars().rev().take_while(opens).collect();
            whole.reverse();
            whole.extend(fixed.chars());
            whole.extend(pieces.get(at + 1).map_or("", text_of).chars().take_while(glued));
            let whole: String = whole.iter().collect();
            assert!(
                lines.iter().any(|line| line.contains(&whole)),
                "{tag} {key} {whole}: {lines:#?}"
            );
            seen += 1;
        }
    }
    assert!(seen > 1000, "{seen}");
}

#[test]
fn korean_is_broken_at_spaces() {
    let korean = BROKEN.iter().filter(|broken| broken.tag == "ko");
    for Broken { key, lines, .. } in korean {
        assert!(
            lines[..lines.len() - 1].iter().all(|line| line.ends_with(' ')),
            "{key}: {lines:#?}"
        );
    }
}

/// Words of languages that are written without spaces.
const WORDS: [(&str, &str); 4] = [
    (
        "th",
        "ควบคุม ชีวิต ภาษา อังกฤษ เลือก เบอร์ โปรด ปล่อย เดิม อะไร คุณ ล่าม ด้วย",
    ),
    ("lo", "ຄວບຄຸມ ຊີວິດ ເຈົ້າ ພາສາ ອັງກິດ ກາງເວັນ ກາງຄືນ ເລືອກ ເງິນ ບ່ອນ"),
    (
        "km",
        "ទូរស័ព្ទ មនុស្ស ភាសា អង់គ្លេស ឈ្មោះ ជ្រើសរើស ត្រួតត្រា ស្តាប់ សម្រាប់ និយាយ ត្រូវការ",
    ),
    ("my", "ထိန်းချုပ် ယောက် ဖုန်း ရွေးချယ် နိုင်"),
];

/// Breaks between words come from the dictionary of the crate that breaks lines.
#[test]
fn words_without_spaces_stay_whole() {
    for (tag, words) in WORDS {
        let mut broken = 0;
        for Broken { lines, .. } in BROKEN.iter().filter(|broken| broken.tag == tag) {
            let whole = lines.concat();
            for word in words.split(' ') {
                let kept: usize = lines.iter().map(|line| line.matches(word).count()).sum();
                assert_eq!(kept, whole.matches(word).count(), "{tag} {word}: {lines:#?}");
            }
            let inside = |line: &&String| !line.ends_with(' ');
            broken += lines[..lines.len() - 1].iter().filter(inside).count();
        }
        assert!(broken > 0, "{tag} is broken between words, not only at spaces");
        let all: String = BROKEN
            .iter()
            .filter(|b| b.tag == tag)
            .flat_map(|b| b.lines.clone())
            .collect();
        for word in words.split(' ') {
            assert!(all.contains(word), "{tag} {word} is in no message");
        }
    }
}
