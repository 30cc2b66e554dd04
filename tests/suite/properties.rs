//! What holds of every reader and every value, whatever a stranger wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex};

use mileposter::catalog::{Message, Part, Placeholder};
use mileposter::color::Color;
use mileposter::date::Date;
use mileposter::diag::{Diagnostics, is_hostile};
use mileposter::formula::guarded;
use mileposter::geom::Length;
use mileposter::hotline::PhoneNumber;
use mileposter::library::{Library, Overrides};
use mileposter::locale::Locale;
use mileposter::location::{Kind, Location, Milepost};
use mileposter::page::ItemKind;
use mileposter::poster::Order;
use mileposter::serial::Serial;
use mileposter::setup::Setup;
use mileposter::source::{Source, Span, Spanned};
use mileposter::text::Shaper;
use mileposter::{
    artwork, campaign, catalog, fields, font, hotline, icon, location, need, plate, printer, route, stock,
    table, template, theme,
};
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof};
use proptest::proptest;
use proptest::sample::{Index, select};

use crate::piece::LIBRARY;

/// What proptest tries if nothing else is said.
const USUAL: u32 = 256;

/// Few enough that all of them take seconds. `PROPTEST_CASES=25600` tries a hundred times as many.
fn cases(cases: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: cases * usual.cases.div_ceil(USUAL),
        failure_persistence: None,
        ..usual
    }
}

/// A campaign with every field of a place.
const PLACES: &str = r#"
[campaign]
title = "Corridor"
hotline = "us-nhth"
languages = ["en", "es"]
recheck_days = 90

[[hang]]
kind = ["rest_area", "welcome_center"]
template = "stall"
stock = "letter"
per = "stall"

[[hang]]
template = "card"
stock = "avery-5371"
per = { count = 5 }

[[location]]
id = "or-i5-nb-oak-grove"
site = "or-i5-oak-grove"
name = "Oak Grove Rest Area"
kind = "rest_area"
route = "I-5"
direction = "NB"
state = "OR"
county = "Linn"
milepost = 206.06
lat = 44.235759
lon = -123.060537
languages = ["en", "es", "ru"]
stalls = { women = 6, men = 4, all = 1 }
status = "open"
permit = { status = "granted", holder = "ODOT", number = "A-1", until = 2027-06-30 }
assigned = "AB"
notes = "two\nlines"

[[location]]
id = "or-i5-sb-oak-grove"
name = "Oak Grove Rest Area"
kind = "rest_area"
"#;

const PRINTERS: &str = "[[printer]]\nname = \"front-desk\"\nright = \"0.8 mm\"\ndown = \"-0.4 mm\"\nacross = 1.004\nalong = 0.998\n\
    back-right = \"0.5 mm\"\nback-down = \"0.3 mm\"\nflip = \"short\"\n";

/// A reader, what it kept told as text.
type Reader = fn(&mut Diagnostics, &Arc<Source>) -> String;

/// Every reader with a real file.
const READERS: &[(&str, Reader)] = &[
    (PLACES, |diags, source| {
        format!("{:?}", campaign::read(diags, source).locations)
    }),
    (
        include_str!("../../examples/csv-list/locations.csv"),
        |diags, source| format!("{:?}", table::read(diags, source)),
    ),
    (include_str!("../../messages/ar.toml"), |diags, source| {
        format!("{:?}", catalog::read(diags, source))
    }),
    (include_str!("../../templates/tearoff.toml"), |diags, source| {
        format!("{:?}", template::read(diags, "t", source))
    }),
    (include_str!("../../templates/stall.toml"), |diags, source| {
        format!("{:?}", template::read(diags, "t", source))
    }),
    (include_str!("../../data/hotlines.toml"), |diags, source| {
        format!("{:?}", hotline::read(diags, source))
    }),
    (include_str!("../../data/languages.toml"), |diags, source| {
        format!("{:?}", need::read(diags, source))
    }),
    (include_str!("../../data/routes.toml"), |diags, source| {
        format!("{:?}", route::read(diags, source))
    }),
    (PRINTERS, |diags, source| {
        format!("{:?}", printer::read(diags, source))
    }),
    (include_str!("../../messages/km.toml"), |diags, source| {
        format!("{:?}", catalog::read(diags, source))
    }),
    (include_str!("../../data/stocks.toml"), |diags, source| {
        format!("{:?}", stock::read(diags, source))
    }),
    (include_str!("../../data/icons.toml"), |diags, source| {
        format!("{:?}", icon::read(diags, source))
    }),
    (include_str!("../../fonts/faces.toml"), |diags, source| {
        format!("{:?}", font::read(diags, source))
    }),
    (
        include_str!("../../examples/own-logo/data/theme.toml"),
        |diags, source| {
            let logo = include_bytes!("../../examples/own-logo/artwork/logo.svg");
            let pictures = BTreeMap::from([("logo.svg", ("logo.svg", logo.as_slice()))]);
            format!(
                "{:?}",
                theme::read(diags, source, &BTreeSet::from(["band", "ink"]), &pictures)
            )
        },
    ),
    (
        include_str!("../../examples/own-logo/artwork/logo.svg"),
        |diags, source| format!("{:?}", artwork::read(diags, "logo.svg", source.text.as_bytes())),
    ),
];

/// What is written where something else is wanted.
const TOKENS: &[&str] = &[
    "-1",
    "0",
    "1e30",
    "nan",
    "inf",
    "99999999999999999999",
    "0.001",
    "true",
    "2026-13-45",
    "\"\"",
    "\"",
    "'''",
    "[",
    "]",
    "[[",
    "{",
    "}",
    "{call",
    "}}",
    "=",
    ".",
    ",",
    ";",
    "\n",
    "\r\n",
    "\t",
    "#",
    "[[location]]",
    "[[side]]",
    "id",
    "../..",
    "con",
    "\u{202e}",
    "\u{feff}",
    "\u{0}",
    "\u{1b}[2J",
    "\u{2028}",
    "\u{e0041}",
    "٣",
    "é",
    "👩‍👩‍👧",
    "\"1 furlong\"",
    "\"-5 in\"",
];

/// A change as a slip, a merge or malice makes it.
#[derive(Clone, Debug)]
enum Edit {
    DropByte(Index),
    DoubleByte(Index),
    ReplaceByte(Index, u8),
    DropLine(Index),
    DoubleLine(Index),
    SwapLines(Index, Index),
    ReplaceWord(Index, &'static str),
    Insert(Index, &'static str),
    Cut(Index),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let at = any::<Index>;
    let token = || select(TOKENS);
    let edit = prop_oneof![
        at().prop_map(Edit::DropByte),
        at().prop_map(Edit::DoubleByte),
        (at(), any::<u8>()).prop_map(|(at, byte)| Edit::ReplaceByte(at, byte)),
        at().prop_map(Edit::DropLine),
        at().prop_map(Edit::DoubleLine),
        (at(), at()).prop_map(|(one, other)| Edit::SwapLines(one, other)),
        (at(), token()).prop_map(|(at, token)| Edit::ReplaceWord(at, token)),
        (at(), token()).prop_map(|(at, token)| Edit::Insert(at, token)),
        at().prop_map(Edit::Cut),
    ];
    prop::collection::vec(edit, 1..6)
}

fn edited(text: &str, edits: &[Edit]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for edit in edits.iter().filter(|_| !text.is_empty()) {
        if bytes.is_empty() {
            break;
        }
        let lines = |bytes: &[u8]| -> Vec<Vec<u8>> {
            bytes
                .split_inclusive(|b| *b == b'\n')
                .map(<[u8]>::to_vec)
                .collect()
        };
        match edit {
            Edit::DropByte(at) => {
                bytes.remove(at.index(bytes.len()));
            }
            Edit::DoubleByte(at) => {
                let at = at.index(bytes.len());
                bytes.insert(at, bytes[at]);
            }
            Edit::ReplaceByte(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Edit::DropLine(at) => {
                let mut lines = lines(&bytes);
                lines.remove(at.index(lines.len()));
                bytes = lines.concat();
            }
            Edit::DoubleLine(at) => {
                let mut lines = lines(&bytes);
                let at = at.index(lines.len());
                lines.insert(at, lines[at].clone());
                bytes = lines.concat();
            }
            Edit::SwapLines(one, other) => {
                let mut lines = lines(&bytes);
                let (one, other) = (one.index(lines.len()), other.index(lines.len()));
                lines.swap(one, other);
                bytes = lines.concat();
            }
            Edit::ReplaceWord(at, token) => {
                let start = at.index(bytes.len());
                let is_word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'"' | b'.' | b'-' | b'_');
                let length = bytes[start..].iter().take_while(|b| is_word(b)).count();
                bytes.splice(start..start + length, token.bytes());
            }
            Edit::Insert(at, token) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, token.bytes());
            }
            Edit::Cut(at) => bytes.truncate(at.index(bytes.len())),
        }
    }
    bytes
}

/// Numbers that a template may hold, most of them senseless where they come to stand.
const NUMBERS: &[&str] = &[
    "0", "0.1", "1", "2", "3", "4", "7", "18", "33", "40", "99", "200", "999", "1000", "2000", "5000",
];

/// Languages on a piece, of several scripts and directions.
const LANGUAGES: &[&[&str]] = &[&["en"], &["ar"], &["en", "es"], &["zh-Hans", "ar"]];

/// A template with some of its numbers replaced.
fn renumbered(text: &str, numbers: &[(Index, &str)]) -> String {
    let mut text = text.to_owned();
    for (at, number) in numbers {
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        let starts: Vec<usize> = text
            .match_indices(|c: char| c.is_ascii_digit())
            .map(|(at, _)| at)
            .filter(|at| *at == 0 || text[..*at].ends_with([' ', '[', '"', ',']))
            .collect();
        let start = starts[at.index(starts.len())];
        let end = text[start..]
            .find(|c| !is_number(c))
            .map_or(text.len(), |length| start + length);
        text.replace_range(start..end, number);
    }
    text
}

/// Lays a template out on the first of its stocks. What stands nowhere must be told.
fn lay_out(template: template::Template, tags: &[&str]) {
    static DESK: LazyLock<Mutex<Library>> = LazyLock::new(|| {
        let library = Library::read(&mut Diagnostics::default(), &Overrides::default());
        Mutex::new(library)
    });
    let order = Order {
        hotline: "us-nhth".to_owned(),
        template: "t".to_owned(),
        languages: tags.iter().map(|tag| Locale::parse(tag).unwrap()).collect(),
        stock: template.stocks[0].value.clone(),
        setup: Setup::default(),
        rule: None,
    };
    let mut library = DESK.lock().unwrap();
    library.templates.insert("t".to_owned(), template);
    let mut diags = Diagnostics::default();
    let composed = plate::compose(&mut diags, &library, &mut Shaper::new(&LIBRARY.fonts), &order);
    assert!(
        composed.is_some() || diags.has_errors(),
        "no page, and no reason why"
    );
    for item in composed
        .iter()
        .flat_map(|composed| &composed.pages)
        .flat_map(|page| &page.items)
    {
        if let ItemKind::Fill { rect, .. } | ItemKind::Icon { rect, .. } = &item.kind {
            let sides = [rect.x, rect.y, rect.width, rect.height];
            assert!(
                sides.iter().all(|side| side.is_finite()),
                "{}: {rect:?}",
                item.block
            );
        }
    }
}

/// Reads bytes, and checks what holds of all faults. What was kept and told, as text.
fn read(bytes: &[u8], reader: Reader) -> String {
    let mut diags = Diagnostics::default();
    let source = fields::decode(&mut diags, "file".to_owned(), bytes.to_vec());
    let kept = source.map(|source| reader(&mut diags, &source));
    let told: Vec<_> = diags
        .iter()
        .map(|fault| {
            for line in [&fault.message]
                .into_iter()
                .chain(&fault.hint)
                .map(|line| line.english())
            {
                assert!(!line.is_empty() && !line.contains(is_hostile), "{fault:?}");
            }
            let place = fault.span.as_ref().map(|span| {
                assert!(span.source.text.get(span.bytes.clone()).is_some(), "{fault:?}");
                let place = span.line_col();
                (place.line, place.column, span.cell.map(|cell| cell.letters()))
            });
            (fault.code.name, fault.message.english(), place)
        })
        .collect();
    format!("{kept:?} {told:?}")
}

fn check_location(location: &Location) {
    let is_safe = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    assert!(
        !location.id.is_empty() && location.id.len() <= 80,
        "{}",
        location.id
    );
    assert!(location.id.chars().all(is_safe), "{}", location.id);
    assert!(!["con", "prn", "aux", "nul", "com1", "lpt1"].contains(&location.id.as_str()));
}

fn locations(text: &str, csv: bool) -> (Vec<Location>, Diagnostics) {
    let mut diags = Diagnostics::default();
    let source = Source::new("places", text);
    let locations = if csv {
        let locations = table::read(&mut diags, &source);
        location::unique(&mut diags, locations)
    } else {
        campaign::read(&mut diags, &source).locations
    };
    (locations, diags)
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn mutated_files(which in any::<Index>(), edits in edits()) {
        let (text, reader) = READERS[which.index(READERS.len())];
        let bytes = edited(text, &edits);
        prop_assert_eq!(read(&bytes, reader), read(&bytes, reader));
    }

    #[test]
    fn arbitrary_bytes(which in any::<Index>(), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (_, reader) = READERS[which.index(READERS.len())];
        prop_assert_eq!(read(&bytes, reader), read(&bytes, reader));
    }

    #[test]
    fn arbitrary_tokens(which in any::<Index>(), tokens in prop::collection::vec(select(TOKENS), 0..60)) {
        let (_, reader) = READERS[which.index(READERS.len())];
        read(tokens.concat().as_bytes(), reader);
    }

    #[test]
    fn kept_locations(id in "\\PC{0,6}|[a-z0-9-]{0,90}|con|aux|com1|lpt1", name in "\\PC{0,8}|[a-z\u{0}-\u{1f}\u{202a}-\u{202e}]{0,8}") {
        let text = |text: &str| toml::Value::from(text).to_string();
        let table = format!("[[location]]\nid = {}\nname = {}\nkind = \"bar\"\n", text(&id), text(&name));
        let row = format!("id,name,kind\n\"{}\",\"{}\",bar\n", id.replace('"', "\"\""), name.replace('"', "\"\""));
        for (text, csv) in [(table, false), (row, true)] {
            let (kept, diags) = locations(&text, csv);
            for location in &kept {
                check_location(location);
                prop_assert!(diags.has_errors() || !location.name.contains(is_hostile), "{:?}", location.name);
            }
        }
    }
}

/// One place as its cells.
#[derive(Clone, Debug)]
struct Cells {
    id: String,
    texts: Vec<(&'static str, String)>,
    numbers: Vec<(&'static str, f64)>,
    languages: Vec<&'static str>,
    stalls: Option<[u32; 3]>,
}

fn cells() -> impl Strategy<Value = Cells> {
    let name = "[A-Za-zñé\"'#,.&][A-Za-zñé\"'#,;=.-]{0,12}( [A-Za-zñé\"'#,;=.-]{1,12}){0,2}";
    let kind = select(Kind::ALL).prop_map(|(word, _)| word.to_owned());
    let texts = (
        name.prop_filter("a missing cell", |name| name != "NA"),
        kind,
        prop::option::of("I-[1-9][0-9]{0,2}"),
        prop::option::of("NB|SB|EB|WB|both"),
        prop::option::of("OR|WA|CA|ID|UT"),
        prop::option::of("open|closed|seasonal"),
    );
    let texts = texts.prop_map(|(name, kind, route, direction, state, status)| {
        let given = [
            ("name", Some(name)),
            ("kind", Some(kind)),
            ("route", route),
            ("direction", direction),
            ("state", state),
            ("status", status),
        ];
        let given = given.into_iter().filter_map(|(key, text)| Some((key, text?)));
        given.collect()
    });
    let hundredths = |most: i32| (0..=most).prop_map(|number| f64::from(number) / 100.0);
    let numbers = (
        prop::option::of(hundredths(100_000)),
        prop::option::of((hundredths(9_000), hundredths(18_000))),
    );
    let numbers = numbers.prop_map(|(milepost, place)| {
        let given = [
            ("milepost", milepost),
            ("lat", place.map(|(lat, _)| lat)),
            ("lon", place.map(|(_, lon)| -lon)),
        ];
        let given = given.into_iter().filter_map(|(key, number)| Some((key, number?)));
        given.collect()
    });
    let languages = prop::collection::vec(select(&["en", "es", "zh-Hans", "ar"][..]), 0..3);
    let stalls = prop::option::of([0..20_u32, 0..20, 0..20]);
    ("[a-z][a-z0-9-]{3,20}", texts, numbers, languages, stalls).prop_map(
        |(id, texts, numbers, languages, stalls)| Cells {
            id,
            texts,
            numbers,
            languages,
            stalls,
        },
    )
}

/// A `[[location]]` table.
fn as_table(cells: &Cells) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let mut lines = vec!["[[location]]".to_owned(), format!("id = {}", quoted(&cells.id))];
    lines.extend(
        cells
            .texts
            .iter()
            .map(|(key, text)| format!("{key} = {}", quoted(text))),
    );
    lines.extend(
        cells
            .numbers
            .iter()
            .map(|(key, number)| format!("{key} = {number:?}")),
    );
    if !cells.languages.is_empty() {
        lines.push(format!("languages = {:?}", cells.languages));
    }
    if let Some([women, men, all]) = cells.stalls {
        lines.push(format!(
            "stalls = {{ women = {women}, men = {men}, all = {all} }}"
        ));
    }
    lines.join("\n") + "\n"
}

/// The head of a spreadsheet with all columns of [`Cells`].
const HEADS: [&str; 14] = [
    "id",
    "name",
    "kind",
    "route",
    "direction",
    "state",
    "status",
    "milepost",
    "lat",
    "lon",
    "languages",
    "stalls_women",
    "stalls_men",
    "stalls_all",
];

/// A row below [`HEADS`].
fn as_row(cells: &Cells) -> String {
    let stalls = |at: usize| {
        cells
            .stalls
            .map_or_else(String::new, |stalls| stalls[at].to_string())
    };
    let cell = |head: &&str| match *head {
        "id" => cells.id.clone(),
        "languages" => cells.languages.join("; "),
        "stalls_women" => stalls(0),
        "stalls_men" => stalls(1),
        "stalls_all" => stalls(2),
        head => {
            let text = cells.texts.iter().find(|(key, _)| *key == head);
            let number = cells.numbers.iter().find(|(key, _)| *key == head);
            // As a sheet has it, in which `'-` is the text `-`.
            text.map(|(_, text)| guarded(text).into_owned())
                .or_else(|| number.map(|(_, number)| number.to_string()))
                .unwrap_or_default()
        }
    };
    let quoted = |text: String| format!("\"{}\"", text.replace('"', "\"\""));
    HEADS.iter().map(cell).map(quoted).collect::<Vec<_>>().join(",") + "\r\n"
}

/// All of a location but where it stands.
fn said(location: &Location) -> String {
    let languages: Vec<&str> = location
        .languages
        .iter()
        .map(|choice| choice.value.one().map_or("", |locale| locale.tag()))
        .collect();
    format!(
        "{} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {languages:?}",
        location.id,
        location.site,
        location.name,
        location.kind,
        location.route,
        location.direction,
        location.state,
        location.milepost,
        location.coordinate,
        location.stalls,
        location.status,
    )
}

/// A part of a message, as it is written.
fn parts() -> impl Strategy<Value = Vec<String>> {
    let words = "[A-Za-zñéäöü ,.?!'’¿·-]{1,20}|[ء-ي ]{1,12}|[一-龥，。]{1,12}";
    let placeholder = select(&Placeholder::ALL[..]).prop_map(|(word, _)| format!("{{{word}}}"));
    prop::collection::vec(prop_oneof![words.prop_map(|words| words), placeholder], 0..12)
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn templates_with_other_numbers(
        which in 0..4_usize,
        numbers in prop::collection::vec((any::<Index>(), select(NUMBERS)), 1..5),
        tags in select(LANGUAGES),
    ) {
        let texts = [
            include_str!("../../templates/stall.toml"),
            include_str!("../../templates/tearoff.toml"),
            include_str!("../../templates/card.toml"),
            include_str!("../../templates/wall.toml"),
        ];
        let text = renumbered(texts[which], &numbers);
        let mut diags = Diagnostics::default();
        let read = template::read(&mut diags, "t", &Source::new("t.toml", text));
        if let Some(template) = read.filter(|_| !diags.has_errors()) {
            lay_out(template, tags);
        }
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn a_list_says_the_same_in_both_formats(rows in prop::collection::vec(cells(), 1..6)) {
        let tables: String = rows.iter().map(as_table).collect();
        let sheet = format!("{}\r\n{}", HEADS.join(","), rows.iter().map(as_row).collect::<String>());
        let ((from_tables, faults), (from_sheet, sheet_faults)) = (locations(&tables, false), locations(&sheet, true));
        let (from_tables, from_sheet): (Vec<_>, Vec<_>) =
            (from_tables.iter().map(said).collect(), from_sheet.iter().map(said).collect());
        prop_assert_eq!(from_tables, from_sheet, "{}\n{}", tables, sheet);
        prop_assert_eq!(faults.iter().count(), sheet_faults.iter().count());
    }

    #[test]
    fn a_message_keeps_its_words_and_placeholders(parts in parts()) {
        let text = parts.concat();
        let mut diags = Diagnostics::default();
        let span = Span::file(&Source::new("en.toml", text.as_str()));
        let message = Message::read(&mut diags, &Spanned::new(text.clone(), span));
        prop_assert!(!diags.has_errors(), "{:?}", diags);
        let again: String = message
            .parts
            .iter()
            .map(|part| match part {
                Part::Words(words) => words.clone(),
                Part::Placeholder(placeholder) => format!("{{{}}}", placeholder.word()),
            })
            .collect();
        prop_assert_eq!(again, text);
    }

    #[test]
    fn mileposts(hundredths in 0..=100_000_u32) {
        let milepost = Milepost::parse(f64::from(hundredths) / 100.0).unwrap();
        let miles: f64 = milepost.to_string().parse().unwrap();
        prop_assert_eq!(Milepost::parse(miles), Ok(milepost));
    }

    #[test]
    fn any_number_is_a_milepost_or_none(bits in any::<u64>()) {
        let _ = Milepost::parse(f64::from_bits(bits));
    }

    #[test]
    fn lengths(points in 0.0..5_000.0_f32) {
        // A length is shown to a tenth of a millimetre, as people measure.
        let shown = Length::pt(points);
        let read = Length::parse(&shown.to_string()).unwrap();
        prop_assert!((read.to_mm() - shown.to_mm()).abs() <= 0.051, "{} {}", read, shown);
        prop_assert_eq!(read.to_string(), shown.to_string());
    }

    #[test]
    fn colours(rgb in any::<[u8; 3]>()) {
        let color = Color { rgb };
        prop_assert_eq!(Color::parse(&color.to_string()), Some(color));
    }

    #[test]
    fn days(seconds in any::<i64>(), near in -60_000_000_000_i64..250_000_000_000) {
        for seconds in [seconds, near] {
            let day = Date::from_unix(seconds);
            prop_assert_eq!(Date::parse(&day.to_string()), Some(day));
            prop_assert_eq!(day.days_since(day), 0);
        }
    }

    #[test]
    fn locales(tag in "[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}") {
        let locale = Locale::parse(&tag).unwrap();
        prop_assert_eq!(Locale::parse(&locale.to_string()), Some(locale));
    }

    #[test]
    fn phone_numbers(text in "\\+[1-9][0-9]{6,14}") {
        let number = PhoneNumber::parse(&text).unwrap();
        prop_assert!(number.is_written(&text) && number.is_written(number.digits()));
        prop_assert_eq!(number.to_string(), text);
    }

    #[test]
    fn serials(parts in prop::collection::vec("\\PC{0,12}", 0..5), slip in any::<Index>(), with in any::<char>()) {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let serial = Serial::of(&parts);
        let printed = serial.to_string();
        prop_assert_eq!(Serial::parse(&printed), Ok(serial));
        prop_assert_eq!(Serial::parse(&printed.to_lowercase()), Ok(serial));
        let mut typed: Vec<char> = printed.chars().collect();
        let at = slip.index(typed.len());
        typed[at] = with;
        let typed: String = typed.into_iter().collect();
        prop_assert!(Serial::parse(&typed).is_ok_and(|read| read == serial) || Serial::parse(&typed).is_err());
    }

    #[test]
    fn texts_that_are_no_value(text in "\\PC{0,30}") {
        let _ = (Color::parse(&text), Date::parse(&text), Length::parse(&text), Serial::parse(&text));
        let _ = (Locale::parse(&text), PhoneNumber::parse(&text), Kind::parse(&text));
    }
}
