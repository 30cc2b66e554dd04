//! What strangers write: every fault is told with its code and its line, and nothing is printed.

use crate::project::{Project, STALL};

const SPANISH: &str = include_str!("../../messages/es.toml");
const HOTLINES: &str = include_str!("../../data/hotlines.toml");
const STALL_SIGN: &str = include_str!("../../templates/stall.toml");

/// A sound place on four lines.
const PLACE: &str = "[[location]]\nid = \"oak\"\nname = \"Oak\"\nkind = \"rest_area\"\n";

/// Files, and the one error that they are refused for.
struct Case {
    name: &'static str,
    files: Vec<(&'static str, Vec<u8>)>,
    code: &'static str,
    /// `None` where the fault belongs to no line.
    line: Option<u64>,
}

/// A locations file with a fault.
fn case(
    name: &'static str,
    text: impl AsRef<[u8]>,
    code: &'static str,
    line: impl Into<Option<u64>>,
) -> Case {
    Case {
        name,
        files: vec![("locations.toml", text.as_ref().to_vec())],
        code,
        line: line.into(),
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
        code,
        line: Some(line as u64),
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
            "another number in a name",
            "name",
            "\"Joe 1-888-373-7880\"",
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
        place(
            "milepost past the end of its route",
            "milepost = 512.4\nroute = \"I-5\"\nstate = \"OR\"",
            "milepost-range",
            5,
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
            "unknown-stock",
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
            include_str!("../../data/stocks.toml"),
            ("\"a3\"", "\"../a3\""),
            "bad-id",
        ),
        message("digits in a message", "Llame al 1-888-373-7880", "message-digits"),
        message("Arabic digits in a message", "٨٨٨", "message-digits"),
        message("unknown placeholder", "Llame al {cal}", "placeholder"),
        message("open placeholder", "Llame al {call", "placeholder"),
        message("imprint in a message", "{serial}", "placeholder"),
        message("bidi override in a message", "a\\u202Eb", "hostile-text"),
        message("no sign for a character", "¿\u{13000}?", "missing-glyph"),
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

/// Builds a case, which must fail and write nothing; code and line of every error.
fn errors(case: &Case) -> Vec<(String, Option<u64>)> {
    let project = Project::empty();
    for (path, bytes) in &case.files {
        project.write(path, bytes);
    }
    let before = project.files("");
    let outcome = project.run(&["build", "--message-format", "json", "--quiet"]);
    assert_eq!(
        outcome.status, 1,
        "{}: {}{}",
        case.name, outcome.stdout, outcome.stderr
    );
    assert_eq!(project.files(""), before, "{} wrote something", case.name);
    assert!(!project.path("out").exists(), "{} made a folder", case.name);
    outcome.errors()
}

fn check(cases: &[Case]) {
    let failed: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let errors = errors(case);
            let wanted = (case.code.to_owned(), case.line);
            (!errors.contains(&wanted)).then(|| format!("{}: wanted {wanted:?}, told {errors:?}", case.name))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
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
fn a_name_with_slashes_is_only_a_name() {
    let project = Project::of_places("[[location]]\nid = \"oak\"\nname = \"../Oak\"\nkind = \"bar\"\n");
    project.run(&["build"]).expect(0);
    let files: Vec<String> = project.files("out").into_keys().collect();
    assert_eq!(files, ["manifest.json", "no-route/oak/stall-letter-en+es.pdf"]);
}

#[test]
fn a_name_without_a_glyph_is_refused() {
    let project =
        Project::of_places("[[location]]\nid = \"oak\"\nname = \"Oak \u{13000}\"\nkind = \"bar\"\n");
    let errors = project
        .run(&["build", "--message-format", "json"])
        .expect(1)
        .errors();
    assert!(
        errors.iter().all(|(code, _)| code == "missing-glyph") && !errors.is_empty(),
        "{errors:?}"
    );
    assert!(!project.path("out").exists());
}

#[test]
fn text_that_cannot_fit_is_refused() {
    let huge = STALL_SIGN.replacen("size    = [27, 46]", "size    = [270, 460]", 1);
    let project = Project::with("templates/stall.toml", huge);
    project.write("locations.toml", sound_places());
    let errors = project
        .run(&["build", "--message-format", "json"])
        .expect(1)
        .errors();
    assert!(
        errors.iter().all(|(code, _)| code == "text-fit") && !errors.is_empty(),
        "{errors:?}"
    );
    assert!(!project.path("out").exists());
}

#[test]
fn a_line_that_ended_is_refused() {
    let project = Project::with(
        "data/hotlines.toml",
        HOTLINES.replacen(
            "mark         = \"A\"",
            "mark         = \"A\"\neffective_to = 2020-01-01",
            1,
        ),
    );
    project.write("locations.toml", sound_places());
    let errors = project
        .run(&["build", "--message-format", "json"])
        .expect(1)
        .errors();
    assert!(
        errors.iter().any(|(code, _)| code == "record-ended"),
        "{errors:?}"
    );
}

#[test]
fn a_cell_is_told_by_row_and_letter() {
    let sheet = "id,name,kind,milepost\noak,Oak,rest_area,206.06\nelm,Elm,rest_area,far\n";
    let project = Project::with("locations.csv", sheet);
    let outcome = project.run(&["build", "--message-format", "json"]).expect(1);
    let fault = outcome.json()["diagnostics"][0].clone();
    assert_eq!(
        (&fault["code"], &fault["cell"]),
        (&"wrong-type".into(), &"D3".into()),
        "{fault}"
    );
    let told = project.run(&["build"]).expect(1).stderr;
    assert!(told.contains("row 3, column D"), "{told}");
}

#[test]
fn all_faults_are_told_at_once() {
    let places = "[[location]]\nid = \"../oak\"\nname = \"Oak\"\nkind = \"castle\"\nroute = \"5\"\n\
                  milepost = -1\nlat = 44.2\n";
    let project = Project::with("locations.toml", places);
    let errors = project
        .run(&["check", "--message-format", "json"])
        .expect(1)
        .errors();
    for (code, line) in [
        ("bad-id", 2),
        ("unknown-kind", 4),
        ("unknown-route", 5),
        ("milepost-range", 6),
        ("coordinate-range", 7),
    ] {
        assert!(
            errors.contains(&(code.to_owned(), Some(line))),
            "{code}: {errors:?}"
        );
    }
}

#[test]
fn faults_point_at_their_words_and_name_the_cure() {
    let project = Project::of_places("[[location]]\nid = \"oak\"\nname = \"Oak\"\nkind = \"rest-aera\"\n");
    let told = project.run(&["check", "--color", "never"]).expect(1).stderr;
    for part in [
        "error[unknown-kind]",
        "locations.toml:8:8",
        "^",
        "did you mean `rest_area`?",
    ] {
        assert!(told.contains(part), "no `{part}` in:\n{told}");
    }
}

#[test]
fn hostile_names_are_shown_harmless() {
    let project = Project::with(
        "locations.toml",
        "[[location]]\nid = \"\\u001b[31m\"\nname = \"a\\u202Eb\"\nkind = \"\\u001b]0;x\"\n",
    );
    let outcome = project.run(&["check"]).expect(1);
    assert!(
        !outcome.stderr.contains(['\u{1b}', '\u{202e}']),
        "{}",
        outcome.stderr
    );
}
