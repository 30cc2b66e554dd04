//! Faults planted in the files of a sound campaign, which `check` must name by code and place, and nothing else.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::artwork::svg;
use crate::project::{Project, STALL};

const SPANISH: &str = include_str!("../../../messages/es.toml");
const HOTLINES: &str = include_str!("../../../data/hotlines.toml");
const STALL_SIGN: &str = include_str!("../../../templates/stall.toml");

/// A sound place on four lines.
const PLACE: &str = "[[location]]\nid = \"oak\"\nname = \"Oak\"\nkind = \"rest_area\"\n";

/// Files, and the one fault that stands in them.
struct Case {
    name: &'static str,
    files: Vec<(&'static str, Vec<u8>)>,
    /// Flags beside `check`.
    flags: &'static [&'static str],
    code: &'static str,
    place: Place,
}

/// Where a fault must be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// It belongs to no line of a file.
    Nowhere,
    /// A line, from 1.
    Line(u64),
    /// A cell of a spreadsheet.
    Cell(&'static str),
}

impl From<Option<u64>> for Place {
    fn from(line: Option<u64>) -> Self {
        line.map_or(Self::Nowhere, Self::Line)
    }
}

impl From<u64> for Place {
    fn from(line: u64) -> Self {
        Self::Line(line)
    }
}

/// A locations file with a fault.
fn case(name: &'static str, text: impl AsRef<[u8]>, code: &'static str, place: impl Into<Place>) -> Case {
    Case {
        name,
        files: vec![("locations.toml", text.as_ref().to_vec())],
        flags: &["--allow", "stall-count"],
        code,
        place: place.into(),
    }
}

/// A place with more on line 5.
fn place(name: &'static str, more: &str, code: &'static str, line: u64) -> Case {
    let text = format!("{PLACE}{more}\n");
    case(name, text, code, line)
}

/// A place with one of its first fields changed.
fn changed(name: &'static str, field: &str, value: &str, code: &'static str, line: u64) -> Case {
    let lines = PLACE.lines().map(|line| {
        if line.starts_with(field) {
            format!("{field} = {value}\n")
        } else {
            format!("{line}\n")
        }
    });
    case(name, lines.collect::<String>(), code, line)
}

/// All that a catalog says of a message.
fn block_of(catalog: &str, key: &str) -> String {
    let lines = catalog.split_inclusive('\n');
    lines
        .filter(|line| line.starts_with(&format!("{key}.")))
        .collect()
}

/// A campaign with one sound place and a file of its own in which one text is replaced by another.
/// The line is that of the replaced text.
fn own(
    name: &'static str,
    path: &'static str,
    embedded: &str,
    (sound, bad): (&str, &str),
    code: &'static str,
) -> Case {
    let at = embedded
        .find(sound)
        .unwrap_or_else(|| panic!("{name}: no `{sound}` in {path}"));
    let line = embedded[..at].matches('\n').count() + 1;
    Case {
        name,
        files: vec![
            (path, embedded.replacen(sound, bad, 1).into_bytes()),
            ("locations.toml", sound_places().into_bytes()),
        ],
        flags: &[],
        code,
        place: Place::Line(line as u64),
    }
}

fn sound_places() -> String {
    format!("{STALL}{PLACE}")
}

/// Faults of a locations file.
fn places() -> Vec<Case> {
    let long = format!("\"{}\"", "x".repeat(10_000));
    vec![
        place("unknown field", "milpost = 5", "unknown-field", 5),
        changed(
            "misprint in a name",
            "name",
            "\"Joe 1-888-373-7880\"",
            "number-misprint",
            2,
        ),
        changed(
            "another number in a name",
            "name",
            "\"Joe 1-503-555-0123\"",
            "number-foreign",
            2,
        ),
        changed(
            "soft hyphen in a name",
            "name",
            "\"Oak\\u00adGrove\"",
            "hostile-text",
            3,
        ),
        place("unknown table", "[campain]", "unknown-field", 5),
        place("wrong type", "route = 5", "wrong-type", 5),
        place("list for a text", "route = [\"I-5\"]", "wrong-type", 5),
        place("date for a number", "milepost = 2026-11-23", "wrong-type", 5),
        place("not a number", "milepost = nan", "wrong-type", 5),
        place("milepost below zero", "milepost = -1", "milepost-range", 5),
        place("milepost past the road", "milepost = 20606", "milepost-range", 5),
        changed(
            "letters to dial in a name",
            "name",
            "\"Joe 1-800-HELP-NOW\"",
            "vanity",
            2,
        ),
        place("milepost too precise", "milepost = 41.005", "milepost-range", 5),
        place(
            "latitude off the globe",
            "lat = 144.2\nlon = -123.0",
            "coordinate-range",
            5,
        ),
        place(
            "longitude off the globe",
            "lat = 44.2\nlon = -223.0",
            "coordinate-range",
            6,
        ),
        place("latitude alone", "lat = 44.2", "coordinate-range", 5),
        place("longitude alone", "lon = -123.0", "coordinate-range", 5),
        place("unknown route", "route = \"Interstate 5\"", "unknown-route", 5),
        place(
            "route out of the folder",
            "route = \"../I-5\"",
            "unknown-route",
            5,
        ),
        place("unknown direction", "direction = \"up\"", "bad-value", 5),
        place("unknown state", "state = \"Oregon\"", "bad-value", 5),
        place("unknown status", "status = \"maybe\"", "bad-value", 5),
        place("no language tag", "languages = [\"english\"]", "bad-value", 5),
        place(
            "language without words",
            "languages = [\"tlh\"]",
            "unknown-language",
            5,
        ),
        place("stalls below zero", "stalls = { women = -1 }", "bad-value", 5),
        place("unknown room", "stalls = { ladies = 1 }", "unknown-field", 5),
        place(
            "the same id twice",
            "[[location]]\nid = \"oak\"\nname = \"Oak\"\nkind = \"bar\"",
            "duplicate-id",
            6,
        ),
        place("the same field twice", "kind = \"bar\"", "syntax", 5),
        place("broken syntax", "route = \"I-5", "syntax", 5),
        place("bracket left open", "languages = [\"en\"", "syntax", 5),
        changed("unknown kind", "kind", "\"castle\"", "unknown-kind", 4),
        changed("id out of the folder", "id", "\"../oak\"", "bad-id", 2),
        changed("id with capitals", "id", "\"Oak Grove\"", "bad-id", 2),
        changed("absolute id", "id", "\"/etc/oak\"", "bad-id", 2),
        changed("empty id", "id", "\"\"", "missing-field", 1),
        changed("NUL in a name", "name", "\"Oak\\u0000Grove\"", "hostile-text", 3),
        changed(
            "bidi override in a name",
            "name",
            "\"Oak \\u202Eevorg\"",
            "hostile-text",
            3,
        ),
        changed(
            "isolate in a name",
            "name",
            "\"Oak \\u2066evorg\"",
            "hostile-text",
            3,
        ),
        changed(
            "line break in a name",
            "name",
            "\"Oak\\nGrove\"",
            "hostile-text",
            3,
        ),
        changed("ten thousand characters", "name", &long, "hostile-text", 3),
        case("no place at all", STALL, "no-locations", None),
        case("empty file", "", "no-locations", None),
        case(
            "not UTF-8",
            b"[[location]]\nname = \"Ca\xf1on\"\n",
            "syntax",
            None,
        ),
    ]
}

/// Faults of campaign and hang rules; a sound place follows.
fn campaigns() -> Vec<Case> {
    let with = |name, head: &str, code, line| {
        let text = format!("{head}\n{PLACE}");
        case(name, text, code, line)
    };
    let hang = |name, template: &str, stock: &str, code, line| {
        let head = format!("[[hang]]\ntemplate = \"{template}\"\nstock = \"{stock}\"");
        with(name, &head, code, line)
    };
    vec![
        hang("unknown template", "stahl", "letter", "unknown-template", 2),
        hang(
            "template out of the folder",
            "../stall",
            "letter",
            "unknown-template",
            2,
        ),
        hang("unknown stock", "stall", "leter", "unknown-stock", 3),
        hang(
            "stock that does not fit",
            "stall",
            "avery-5371",
            "stock-misfit",
            3,
        ),
        hang(
            "stock that may be wrong",
            "card",
            "avery-5390",
            "stock-unproofed",
            3,
        ),
        with(
            "unknown hotline",
            "[campaign]\nhotline = \"us-nht\"",
            "unknown-hotline",
            2,
        ),
        with(
            "unknown language",
            "[campaign]\nlanguages = [\"en\", \"xx\"]",
            "unknown-language",
            2,
        ),
        with(
            "hang rule without a stock",
            "[[hang]]\ntemplate = \"stall\"",
            "missing-field",
            1,
        ),
        with(
            "unknown count",
            "[[hang]]\ntemplate = \"stall\"\nstock = \"letter\"\nper = \"toilet\"",
            "bad-value",
            4,
        ),
    ]
}

/// Faults of a campaign's own messages, data and templates.
fn own_files() -> Vec<Case> {
    let question = "¿Alguien controla su vida?";
    let message = |name, bad: &str, code| own(name, "messages/es.toml", SPANISH, (question, bad), code);
    let hotline =
        |name, sound: &str, bad: &str, code| own(name, "data/hotlines.toml", HOTLINES, (sound, bad), code);
    let template = |name, sound: &str, bad: &str, code| {
        own(name, "templates/stall.toml", STALL_SIGN, (sound, bad), code)
    };
    vec![
        own(
            "stock out of the folder",
            "data/stocks.toml",
            include_str!("../../../data/stocks.toml"),
            ("\"a3\"", "\"../a3\""),
            "bad-id",
        ),
        message("digits in a message", "Llame al 1-888-373-7880", "message-digits"),
        message("Arabic digits in a message", "٨٨٨", "message-digits"),
        message("unknown placeholder", "Llame al {cal}", "placeholder"),
        message("open placeholder", "Llame al {call", "placeholder"),
        message("imprint in a message", "{serial}", "placeholder"),
        message("bidi override in a message", "a\\u202Eb", "hostile-text"),
        message("no sign for a character", "¿\u{1F0A1}?", "missing-glyph"),
        hotline(
            "wrong digit in a grouping",
            "\"1-888-373-7888\"",
            "\"1-888-373-7880\"",
            "phone-number",
        ),
        hotline(
            "number without plus",
            "\"+18883737888\"",
            "\"18883737888\"",
            "phone-number",
        ),
        hotline(
            "letters that spell another code",
            "\"BEFREE\"",
            "\"BEFREG\"",
            "vanity",
        ),
        hotline(
            "chat on another host",
            "https://humantraffickinghotline.org/chat",
            "https://example.org/chat",
            "bad-url",
        ),
        hotline(
            "tracking link",
            "https://humantraffickinghotline.org/chat",
            "http://humantraffickinghotline.org/chat",
            "bad-url",
        ),
        template(
            "unknown block",
            "\"ask.1\", \"band-wide\", \"ask.2\"",
            "\"ask.1\", \"bandwide\", \"ask.2\"",
            "unknown-block",
        ),
        template(
            "grid with a row too many",
            "areas     = [\"ask-large\", ",
            "areas     = [\"ask-large\", \"stay\", ",
            "bad-grid",
        ),
        template(
            "digits in a template",
            "text     = \"{call}\"",
            "text     = \"911\"",
            "message-digits",
        ),
        template(
            "unknown message",
            "message = \"question\"\nrole    = \"heading\"\nweight  = \"bold\"\nsize    = [27",
            "message = \"qestion\"\nrole    = \"heading\"\nweight  = \"bold\"\nsize    = [27",
            "unknown-message",
        ),
        template(
            "size that is none",
            "size    = [27, 46]",
            "size    = [46, 27]",
            "bad-value",
        ),
    ]
}

/// A campaign with a logo.
fn logo(name: &'static str, drawing: &str, code: &'static str, place: impl Into<Place>) -> Case {
    let theme = "[logo]\nfile = \"logo.svg\"\nalt = \"Example County\"\n";
    let mut case = case(name, format!("{STALL}{PLACE}"), code, place);
    case.files.push(("data/theme.toml", theme.as_bytes().to_vec()));
    case.files.push(("artwork/logo.svg", svg(drawing)));
    case
}

/// Faults of a campaign's own logo.
fn logos() -> Vec<Case> {
    let slot = STALL_SIGN
        .lines()
        .position(|line| line == "[block.logo]")
        .unwrap() as u64
        + 1;
    vec![
        logo("text in a logo", "\n<text>Hi</text>", "artwork", 2),
        logo(
            "gradient in a logo",
            "\n\n<radialGradient id=\"a\"/><path fill=\"url(#a)\" d=\"M0 0h9v9z\"/>",
            "artwork",
            3,
        ),
        logo(
            "white logo",
            "<rect width=\"100\" height=\"40\" fill=\"#fff\"/>",
            "logo-faint",
            slot,
        ),
    ]
}

/// Faults of a campaign's own catalogs, beyond those of a single message.
fn words() -> Vec<Case> {
    let spanish = |name, change: (&str, &str), code| own(name, "messages/es.toml", SPANISH, change, code);
    let russian = include_str!("../../../messages/ru.toml");
    let question = "¿Alguien controla su vida?";
    let reviewed =
        "review  = { state = \"reviewed\", by = \"M. R.\", on = \"2026-11-01\", fingerprint = \"0\" }";
    let draft = "review  = { state = \"draft\" }";
    vec![
        spanish("message without words", (question, " "), "message-empty"),
        spanish("message of no words at all", (question, ""), "message-empty"),
        spanish(
            "message left in English",
            (question, "Is someone controlling you?"),
            "message-english",
        ),
        spanish(
            "Cyrillic letter in Spanish",
            (question, "¿Alguien controla su vidа?"),
            "wrong-script",
        ),
        spanish("lost number", ("{call}", "este número"), "placeholder-lost"),
        spanish(
            "a message of its own",
            ("scan.words = ", "extra = \"palabras\"\nscan.words = "),
            "message-unused",
        ),
        Case {
            // Told at the head of the catalog.
            place: Place::Line(SPANISH.lines().position(|line| line.starts_with("tag")).unwrap() as u64 + 1),
            ..spanish("review of other words", (draft, reviewed), "review-void")
        },
        spanish(
            "unknown review state",
            (draft, "review  = { state = \"perfect\" }"),
            "bad-value",
        ),
        Case {
            flags: &["--language", "mam"],
            ..case(
                "piece in a language that is mostly spoken",
                sound_places(),
                "spoken-language",
                include_str!("../../../messages/mam.toml")
                    .lines()
                    .position(|line| line.starts_with("tag"))
                    .map(|line| line as u64 + 1),
            )
        },
        case(
            "state where other languages are needed",
            format!("[campaign]\nlanguages = [\"en\", \"es\"]\n{STALL}{PLACE}state = \"ID\"\n"),
            "language-needed",
            2,
        ),
        Case {
            flags: &["--language", "ru"],
            ..own(
                "Latin words in Russian",
                "messages/ru.toml",
                russian,
                ("Позвоните", "Pozvonite"),
                "wrong-script",
            )
        },
        Case {
            flags: &["--language", "en"],
            ..own(
                "catalog that is not printed",
                "messages/ru.toml",
                russian,
                ("{call}", "сюда"),
                "placeholder-lost",
            )
        },
    ]
}

/// Faults of the hotline record, some of which depend on the day.
fn records() -> Vec<Case> {
    let on = |name, day: &'static [&'static str], change: (&str, &str), code| {
        let own = own(name, "data/hotlines.toml", HOTLINES, change, code);
        Case { flags: day, ..own }
    };
    let same = ("id           = \"us-nhth\"", "id           = \"us-nhth\"");
    let ended = (
        "stale_after_days = 90",
        "stale_after_days = 90\neffective_to = 2026-11-30",
    );
    let mut cases = vec![
        on(
            "record not checked for long",
            &["--today", "2027-03-01"],
            same,
            "record-stale",
        ),
        on("clock in 1970", &["--today", "1970-01-01"], same, "record-future"),
        on(
            "line that ended",
            &["--today", "2026-12-01"],
            ended,
            "record-ended",
        ),
    ];
    // The place of a record is its id.
    let id_line = HOTLINES
        .lines()
        .position(|line| line.contains("\"us-nhth\""))
        .unwrap() as u64
        + 1;
    for case in &mut cases {
        case.place = Place::Line(id_line);
    }
    cases
}

/// Faults that only show when a piece is planned or laid out.
fn pieces() -> Vec<Case> {
    let hang = |kind: &str, stock: &str, per: &str| {
        format!("[[hang]]\n{kind}template = \"stall\"\nstock = \"{stock}\"\nper = \"{per}\"\n")
    };
    let campaign = |hotline: &str, languages: &str| {
        format!("[campaign]\nhotline = \"{hotline}\"\nlanguages = {languages}\n")
    };
    let allow = |name, more: &str, line: u64| {
        let text = format!("{STALL}[[allow]]\n{more}\n{PLACE}");
        case(name, text, "bad-allowance", line)
    };
    let line_of =
        |text: &str, part: &str| text.lines().position(|line| line.contains(part)).unwrap() as u64 + 1;
    let at = |case: Case, line: u64| Case {
        place: Place::Line(line),
        ..case
    };
    let faces = include_str!("../../../fonts/faces.toml");
    let group = |at: u32| {
        format!(
            "[block.foot{}]\nkind = \"group\"\nareas = [\"foot-{}\"]\n",
            if at == 0 { String::new() } else { format!("-{at}") },
            at + 1
        )
    };
    let deep = (0..20).map(group).collect::<String>() + "[block.foot-20]";
    let sound = sound_places();
    let remember = block_of(SPANISH, "remember");
    let bar = PLACE.replace("oak", "elm").replace("rest_area", "bar");
    let mexico = format!("{}{STALL}{PLACE}", campaign("mx-consejo", "[\"es\", \"en\"]"));
    let britain = format!("{}{STALL}{PLACE}", campaign("uk-unseen", "[\"en\"]"));
    let mut no_chat = own(
        "symbol of a channel that is not",
        "templates/stall.toml",
        STALL_SIGN,
        ("channel = \"call\"", "channel = \"chat\""),
        "channel",
    );
    no_chat.files[1].1 = britain.into_bytes();
    vec![
        Case {
            flags: &[],
            ..case("words that nobody reviewed", sound, "draft", 12)
        },
        Case {
            flags: &[],
            ..case(
                "stalls that nobody counted",
                format!("{}{PLACE}", hang("", "letter", "stall")),
                "stall-count",
                None,
            )
        },
        case(
            "place without a rule",
            format!("{}{bar}{PLACE}", hang("kind = \"bar\"\n", "letter", "site")),
            "no-hang-rule",
            11,
        ),
        Case {
            flags: &["--language", "en"],
            // The head of the template.
            place: Place::Nowhere,
            ..own(
                "languages without a layout",
                "templates/stall.toml",
                STALL_SIGN,
                (
                    "least     = { height = \"9 in\" }",
                    "least     = { height = \"12 in\" }",
                ),
                "no-layout",
            )
        },
        case(
            "calls in a language not known",
            mexico,
            "voice-language",
            line_of(HOTLINES, "\"mx-consejo\""),
        ),
        at(no_chat, line_of(STALL_SIGN, "[block.code]")),
        at(
            own(
                "type that cannot fit",
                "templates/stall.toml",
                STALL_SIGN,
                ("size    = [27, 46]", "size    = [270, 460]"),
                "text-fit",
            ),
            // The group that the question makes too high.
            line_of(STALL_SIGN, "[block.ask]"),
        ),
        at(
            own(
                "face that is not there",
                "fonts/faces.toml",
                faces,
                ("NotoSansThai-Bold.ttf", "Gone.ttf"),
                "no-face",
            ),
            line_of(faces, "\"Noto Sans Thai\""),
        ),
        at(
            own(
                "message left out",
                "messages/es.toml",
                SPANISH,
                (&remember, ""),
                "message-missing",
            ),
            line_of(SPANISH, "tag "),
        ),
        at(
            own(
                "groups twenty deep",
                "templates/stall.toml",
                STALL_SIGN,
                ("[block.foot]", &deep),
                "too-deep",
            ),
            line_of(STALL_SIGN, "[[side.layout]]"),
        ),
        allow("allowance without a reason", "code = \"draft\"", 5),
        allow(
            "allowance with an empty reason",
            "code = \"draft\"\nreason = \" \"",
            5,
        ),
        allow(
            "allowance of an error",
            "code = \"overlap\"\nreason = \"looks good\"",
            6,
        ),
        allow(
            "allowance of nothing known",
            "code = \"drafts\"\nreason = \"read\"",
            6,
        ),
    ]
}

/// Faults of places that show beside others: a straight road northward with a place every ten miles.
fn roads() -> Vec<Case> {
    /// Degrees of latitude to the mile.
    const MILE: f64 = 0.014_47;
    let place = |id: &str, name: &str, direction: &str, milepost: f64, lat: f64, lon: f64| {
        format!(
            "[[location]]\nid = \"{id}\"\nsite = \"{name}\"\nname = \"{name}\"\nkind = \"rest_area\"\nroute = \"I-5\"\n\
             state = \"OR\"\ndirection = \"{direction}\"\nmilepost = {milepost}\nlat = {lat:.5}\nlon = {lon}\n"
        )
    };
    let at = |milepost: f64| 42.0 + milepost * MILE;
    let names = ["Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Hazel"];
    let road = || {
        (1_u8..).zip(names).map(|(number, name)| {
            let milepost = f64::from(number) * 10.0;
            place(&name.to_lowercase(), name, "both", milepost, at(milepost), -123.0)
        })
    };
    let with = |name, code, change: &dyn Fn(&str) -> Option<String>, more: &str, told: &str| {
        let places: String = road().map(|place| change(&place).unwrap_or(place)).collect();
        let text = format!("{STALL}{places}{more}");
        // The last place where the words stand is the fault.
        let before = &text[..text.rfind(told).unwrap_or_else(|| panic!("{name}: no `{told}`"))];
        case(name, &text, code, before.matches('\n').count() as u64 + 1)
    };
    let dogwood = |from: &'static str, to: &'static str| {
        move |place: &str| place.contains("Dogwood").then(|| place.replace(from, to))
    };
    let kept = |_: &str| None;
    let twin = |name: &str, lon: f64, direction: &str| {
        place(
            &format!("twin-{}", direction.to_lowercase()),
            name,
            direction,
            45.0,
            at(if direction == "NB" { 45.0 } else { 45.01 }),
            lon,
        )
    };
    let swapped = format!("{}{}", twin("Oak", -123.002, "NB"), twin("Oak", -122.998, "SB"));
    let again = place("elm-two", "Elm Rest Area", "both", 50.1, at(50.1), -123.003);
    let same_spot = place("gum", "Gum", "both", 61.0, at(60.0), -123.0);
    vec![
        with(
            "coordinates of another valley",
            "coordinate-far",
            &dogwood("lat = 42.5788", "lat = 44.5788"),
            "",
            "lat = 44.5788",
        ),
        with(
            "milepost with a slip",
            "milepost-order",
            &dogwood("milepost = 40", "milepost = 65"),
            "",
            "milepost = 65",
        ),
        with(
            "milepost past the end",
            "milepost-range",
            &dogwood("milepost = 40", "milepost = 460"),
            "",
            "milepost = 460",
        ),
        with("sides swapped", "wrong-side", &kept, &swapped, "lat = 42.65115"),
        with(
            "one place under two names",
            "same-site",
            &kept,
            &again,
            "id = \"elm-two\"",
        ),
        with(
            "two places on one spot",
            "coordinate-duplicate",
            &kept,
            &same_spot,
            "lat = 42.8682",
        ),
    ]
}

/// Faults of spreadsheets.
fn sheets() -> Vec<Case> {
    let sheet = |name, text: &str, code, cell| Case {
        name,
        files: vec![("locations.csv", text.as_bytes().to_vec())],
        flags: &["--allow", "stall-count"],
        code,
        place: Place::Cell(cell),
    };
    vec![
        sheet(
            "text for a number",
            "id,name,kind,milepost\noak,Oak,rest_area,far\n",
            "wrong-type",
            "D2",
        ),
        sheet(
            "unknown kind",
            "id,name,kind\noak,Oak,rest_area\nelm,Elm,castle\n",
            "unknown-kind",
            "C3",
        ),
        sheet(
            "another head",
            "id,name,kind,Mile Marker\noak,Oak,rest_area,5\n",
            "head-guessed",
            "D1",
        ),
        sheet(
            "a column of one's own",
            "id,name,kind,colour\noak,Oak,rest_area,red\n",
            "column-unread",
            "D1",
        ),
        sheet(
            "the same head twice",
            "id,name,kind,name\noak,Oak,rest_area,Oak\n",
            "bad-value",
            "D1",
        ),
        sheet("no column for the kind", "id,name\n", "missing-field", "A1"),
        sheet(
            "the same id twice",
            "id,name,kind\noak,Oak,bar\noak,Elm,bar\n",
            "duplicate-id",
            "A3",
        ),
        sheet(
            "stalls below zero",
            "id,name,kind,stalls_women\noak,Oak,bar,-1\n",
            "wrong-type",
            "D2",
        ),
        sheet(
            "escape sequence",
            "id,name,kind\noak,\u{1b}[31mOak,bar\n",
            "hostile-text",
            "B2",
        ),
    ]
}

/// Every case there is.
fn all() -> Vec<Case> {
    [
        places(),
        campaigns(),
        own_files(),
        logos(),
        words(),
        records(),
        roads(),
        pieces(),
        sheets(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The codes that are planted here.
pub(super) fn codes() -> BTreeSet<&'static str> {
    all().into_iter().map(|case| case.code).collect()
}

/// How many faults are planted here.
pub(super) fn count() -> usize {
    all().len()
}

/// Checks a case, and builds it; code and place of every fault.
fn told(case: &Case) -> Vec<(String, Place)> {
    let project = Project::empty();
    for (path, bytes) in &case.files {
        project.write(path, bytes);
    }
    let before = project.files("");
    let run = |command: &str| {
        let flags = ["--message-format", "json", "--quiet"];
        project.run(&[&[command], case.flags, &flags].concat())
    };
    let checked = run("check");
    let report = checked.json();
    let faulty = report["errors"].as_u64() > Some(0);
    assert_eq!(
        checked.status,
        i32::from(faulty),
        "{}: {}",
        case.name,
        checked.stdout
    );
    // What is not printed does not keep anybody from printing.
    if faulty && case.name != "catalog that is not printed" {
        assert_eq!(run("build").status, 1, "{} was built", case.name);
        assert_eq!(project.files(""), before, "{} wrote something", case.name);
        assert!(!project.path("out").exists(), "{} made a folder", case.name);
    }
    let faults = report["diagnostics"].as_array().unwrap();
    faults
        .iter()
        .map(|fault| {
            (
                fault["code"].as_str().unwrap().to_owned(),
                place_of(fault, case.place),
            )
        })
        .collect()
}

/// The place of a fault, cells in the words of the case.
fn place_of(fault: &Value, wanted: Place) -> Place {
    match (fault["cell"].as_str(), wanted) {
        (Some(cell), Place::Cell(wanted)) if cell == wanted => Place::Cell(wanted),
        _ => fault["line"].as_u64().into(),
    }
}

fn check(cases: &[Case]) {
    let failed: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let told = told(case);
            let wanted = (case.code.to_owned(), case.place);
            // Every embedded catalog is a draft, and other languages are needed along every road.
            let codes: BTreeSet<&str> = told
                .iter()
                .map(|(code, _)| code.as_str())
                .filter(|code| !["draft", "language-needed"].contains(code) || *code == case.code)
                .collect();
            let sound = told.contains(&wanted) && codes == BTreeSet::from([case.code]);
            (!sound).then(|| format!("{}: wanted {wanted:?} alone, told {told:?}", case.name))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_sound_campaign_has_no_fault() {
    let project = Project::with("locations.toml", sound_places());
    let report = project
        .run(&["check", "--allow", "draft", "--message-format", "json"])
        .expect(0)
        .json();
    assert_eq!(report["diagnostics"], serde_json::json!([]));
}

#[test]
fn in_places() {
    check(&places());
}

#[test]
fn in_campaigns() {
    check(&campaigns());
}

#[test]
fn in_files_of_ones_own() {
    check(&own_files());
}

#[test]
fn in_logos() {
    check(&logos());
}

#[test]
fn in_words() {
    check(&words());
}

#[test]
fn in_records() {
    check(&records());
}

#[test]
fn along_roads() {
    check(&roads());
}

#[test]
fn in_pieces() {
    check(&pieces());
}

#[test]
fn in_spreadsheets() {
    check(&sheets());
}
