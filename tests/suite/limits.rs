//! Files made to use up time, memory or stack: each is refused soon, with its reason and its place.

use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mileposter::diag::Diagnostics;
use mileposter::source::Source;
use mileposter::{campaign, catalog, font, hotline, icon, stock, table, template};

use crate::project::{Outcome, Project, STALL};

/// What a hostile file may cost. The tests of this file run side by side on slow machines.
const SOON: Duration = Duration::from_secs(10);

/// A sound place on four lines.
const PLACE: &str = "[[location]]\nid = \"oak\"\nname = \"Oak\"\nkind = \"rest_area\"\n";

/// A template up to its first block.
const TEMPLATE: &str = "title = \"T\"\npurpose = \"P\"\nmode = \"discreet\"\nstocks = [\"letter\"]\n\
                        colors = { ink = \"#000000\", line = \"#000000\" }\n";

/// Code, message and line of each fault of a text.
fn told<T>(text: &str, read: impl Fn(&mut Diagnostics, &Arc<Source>) -> T) -> Vec<(&'static str, usize)> {
    let start = Instant::now();
    let mut diags = Diagnostics::default();
    read(&mut diags, &Source::new("file", text));
    let told = diags
        .iter()
        .map(|fault| {
            let message = fault.message.english();
            assert!(message.chars().count() < 700 && !message.contains('\n'));
            (fault.code.name, fault.span.as_ref().unwrap().line_col().line)
        })
        .collect();
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    told
}

fn of_template(text: &str) -> Vec<(&'static str, usize)> {
    told(text, |diags, source| template::read(diags, "t", source))
}

/// A side whose one layout has these lines.
fn side(layout: &str) -> String {
    format!("[[side]]\nname = \"front\"\n[[side.layout]]\n{layout}\n")
}

const BLOCK: &str = "[block.a]\ntext = \"x\"\nsize = [8, 9]\n";

/// Code and line of every error that the program tells in time.
#[track_caller]
fn run(project: &Project, args: &[&str]) -> Outcome {
    let start = Instant::now();
    let outcome = project.run(args);
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    outcome
}

#[track_caller]
fn check(project: &Project) -> Vec<(String, Option<u64>)> {
    run(project, &["check", "--message-format", "json"])
        .expect(1)
        .errors()
}

fn fault(code: &str, line: impl Into<Option<u64>>) -> (String, Option<u64>) {
    (code.to_owned(), line.into())
}

// What a file may weigh.

#[test]
fn a_file_of_one_line() {
    let project = Project::with("locations.toml", vec![b'x'; 60 << 20]);
    assert_eq!(check(&project), [fault("too-large", None)]);
    let project = Project::with("locations.csv", vec![b'x'; 60 << 20]);
    assert_eq!(check(&project), [fault("too-large", None)]);
}

#[test]
fn a_document_too_large_for_the_memory() {
    let text = "[[location]]\n".repeat((12 << 20) / 13 + 1);
    assert_eq!(told(&text, campaign::read), [("too-large", 1)]);
    let text = PLACE.repeat(110_000);
    assert!(text.len() < 12 << 20);
    let mut diags = Diagnostics::default();
    campaign::read(&mut diags, &Source::new("file", text));
    assert_eq!(diags.iter().next().unwrap().code.name, "too-large");
}

#[test]
fn a_line_without_end() {
    let text = format!("{STALL}# {}\n{PLACE}", "x".repeat(5 << 20));
    assert_eq!(told(&text, campaign::read), [("too-large", 5)]);
}

#[test]
fn nothing_but_unknown_fields() {
    let mut text = String::from(PLACE);
    for at in 0..200_000 {
        writeln!(text, "milpost{at} = 1").unwrap();
    }
    let told = told(&text, campaign::read);
    assert_eq!(told.len(), 41);
    assert!(told.iter().all(|(code, _)| *code == "unknown-field"));
}

#[test]
fn nothing_but_faults() {
    let text = "[[location]]\n".repeat(90_000);
    let start = Instant::now();
    let mut diags = Diagnostics::default();
    campaign::read(&mut diags, &Source::new("file", text));
    assert_eq!(diags.count(mileposter::code::Severity::Error), 270_000);
    assert!(diags.iter().count() <= 10_000);
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[test]
fn words_too_long_to_compare() {
    let text = format!("{} = 1\n", "x".repeat(60_000)).repeat(1);
    assert_eq!(told(&text, campaign::read), [("unknown-field", 1)]);
    let text = PLACE.replace("rest_area", &"rest_area".repeat(6_000));
    assert_eq!(
        told(&text, campaign::read),
        [("hostile-text", 4), ("unknown-kind", 4)]
    );
}

// What stands inside each other.

#[test]
fn values_inside_values() {
    for (open, close) in [("[", "]"), ("{ a = ", " }")] {
        let deep = format!("x = {}1{}\n", open.repeat(5_000), close.repeat(5_000));
        let codes = told(&deep, campaign::read);
        assert!(codes.contains(&("syntax", 1)), "{codes:?}");
    }
    let dotted = format!("{}x = 1\n", "a.".repeat(10_000));
    assert!(told(&dotted, campaign::read).contains(&("syntax", 1)));
    let head = format!("[{}x]\ny = 1\n", "a.".repeat(10_000));
    assert!(told(&head, campaign::read).contains(&("syntax", 1)));
    // As deep as each of them may be, all at once.
    let dots = "a.".repeat(75);
    let text = format!(
        "[{dots}x]\n{dots}x = {}1{}\n",
        format!("{{ {dots}x = ").repeat(75),
        " }".repeat(75)
    );
    assert_eq!(told(&text, campaign::read), [("unknown-field", 1)]);
}

#[test]
fn groups_inside_groups() {
    let mut text = format!("{TEMPLATE}{}", side("areas = [\"b0\"]"));
    for at in 0..5_000 {
        let inner = at + 1;
        writeln!(text, "[block.b{at}]\nkind = \"group\"\nareas = [\"b{inner}\"]").unwrap();
    }
    // Names that are left out with the blocks are told as well.
    let codes = of_template(&text);
    assert_eq!(codes[0].0, "too-large");
    let few = text.split("[block.b150]").next().unwrap().to_owned() + "[block.b150]\nkind = \"rule\"\n";
    assert_eq!(of_template(&few), [("too-deep", 8)]);
}

#[test]
fn groups_that_double() {
    let mut text = format!("languages = 3\n{TEMPLATE}{}", side("areas = [\"b0\"]"));
    for at in 0..11 {
        let inner = at + 1;
        writeln!(
            text,
            "[block.b{at}]\nkind = \"group\"\nareas = [\"b{inner}.1 b{inner}.2 b{inner}.3 b{inner}.each\"]"
        )
        .unwrap();
    }
    text.push_str("[block.b11]\nkind = \"rule\"\n");
    assert_eq!(of_template(&text), [("too-large", 9)]);
}

// How many there are.

#[test]
fn blocks_beyond_count() {
    let mut text = format!("{TEMPLATE}{}{BLOCK}", side("areas = [\"a\"]"));
    let at = text.lines().count();
    for number in 0..100_000 {
        writeln!(text, "[block.b{number}]\nkind = \"rule\"").unwrap();
    }
    assert_eq!(of_template(&text), [("too-large", at + 2 * 199 + 1)]);
}

#[test]
fn areas_beyond_count() {
    let row = format!("\"{}\",\n", "a ".repeat(1_000));
    let areas = format!("areas = [\n{}]", row.repeat(1_000));
    let told = of_template(&format!("{TEMPLATE}{}{BLOCK}", side(&areas)));
    assert_eq!(told[0], ("too-large", 9 + 32 + 1));
    let columns = format!("columns = [{}]\nareas = [\"a\"]", "\"auto\",".repeat(1_000));
    let told = of_template(&format!("{TEMPLATE}{}{BLOCK}", side(&columns)));
    assert_eq!(told[0], ("too-large", 9));
}

#[test]
fn numbers_that_no_sheet_holds() {
    for layout in [
        "padding = -5\nareas = [\"a\"]",
        "padding = 1e30\nareas = [\"a\"]",
        "gap = [1, -1]\nareas = [\"a\"]",
    ] {
        let told = of_template(&format!("{TEMPLATE}{}{BLOCK}", side(layout)));
        assert_eq!(told, [("bad-value", 9)], "{layout}");
    }
    for block in [
        "kind = \"rule\"\nthickness = 1e9",
        "kind = \"icon\"\nicon = \"phone\"\nside = -1",
        "text = \"x\"\nsize = [1, 1e30]",
    ] {
        let text = format!("{TEMPLATE}{}[block.a]\n{block}\n", side("areas = [\"a\"]"));
        let line = text.lines().count();
        assert_eq!(of_template(&text)[0].1, line, "{block}");
    }
    let side = side("areas = [\"a\"]");
    for (line, wanted) in [
        ("languages = 1000000", "bad-value"),
        ("safe = \"-1 pt\"", "bad-value"),
        ("piece = { width = \"0.001 mm\", height = \"1 in\" }", "bad-value"),
    ] {
        let told = of_template(&format!("{line}\n{TEMPLATE}{side}{BLOCK}"));
        assert_eq!(told[0], (wanted, 1), "{line}");
    }
}

#[test]
fn sheets_that_no_shop_has() {
    let sheet = |line: &str| {
        format!(
            "[[stock]]\nid = \"x\"\nname = \"X\"\nwidth = \"8.5 in\"\nheight = \"11 in\"\n[stock.items]\nwidth = \"1 in\"\n\
             height = \"1 in\"\ncolumns = 1\nrows = 1\nleft = \"0 in\"\ntop = \"0 in\"\npitch-x = \"1 in\"\npitch-y = \"1 in\"\n{line}\n"
        )
    };
    assert!(told(&sheet(""), stock::read).is_empty());
    for (sound, bad) in [
        ("columns = 1", "columns = 100000"),
        ("rows = 1", "rows = 0"),
        ("left = \"0 in\"", "left = \"1e30 in\""),
        ("top = \"0 in\"", "top = \"-1 in\""),
        ("pitch-x = \"1 in\"", "pitch-x = \"-9999 in\""),
        ("height = \"11 in\"", "height = \"1e9 in\""),
    ] {
        let text = sheet("").replace(sound, bad);
        let line = text.lines().position(|line| line == bad).unwrap() + 1;
        assert_eq!(told(&text, stock::read)[0], ("bad-value", line), "{bad}");
    }
    let many: String = (0..5_000)
        .map(|at| sheet("").replace("\"x\"", &format!("\"x{at}\"")))
        .collect();
    assert_eq!(told(&many, stock::read).len(), 1);
}

#[test]
fn messages_beyond_length_and_count() {
    let head = "tag = \"xx\"\nname = \"X\"\nenglish = \"X\"\nspanish = \"X\"\n[messages]\n";
    let long = |bytes: usize| format!("{head}a = \"\"\"\n{}\"\"\"\n", "words\n".repeat(bytes / 6));
    assert_eq!(told(&long(14 << 20), catalog::read)[0], ("too-large", 1));
    assert_eq!(told(&long(7 << 20), catalog::read), [("hostile-text", 6)]);
    let line = format!("{head}a = \"{}\"\n", "words ".repeat(1 << 20));
    assert_eq!(told(&line, catalog::read)[0], ("too-large", 6));
    let many: String = (0..50_000).map(|at| format!("m-{at} = \"words\"\n")).collect();
    assert_eq!(
        told(&format!("{head}{many}"), catalog::read),
        [("too-large", 1_006)]
    );
    let named = head.replace("name = \"X\"", &format!("name = \"{}\"", "x".repeat(5_000)));
    assert_eq!(
        told(&format!("{named}a = \"b\"\n"), catalog::read),
        [("hostile-text", 2)]
    );
}

#[test]
fn records_beyond_length_and_count() {
    let record = |id: &str, name: &str| {
        format!(
            "[[hotline]]\nid = \"{id}\"\nname = {{ en = \"{name}\" }}\ncountry = \"US\"\nverified_on = 2026-11-23\n\
             source = \"s\"\n[hotline.voice]\nnumber = \"+18883737888\"\n"
        )
    };
    assert!(told(&record("x", "X"), hotline::read).is_empty());
    let long = told(&record("x", &"x".repeat(5_000)), hotline::read);
    assert_eq!(long[0], ("hostile-text", 3));
    let hidden = told(&record("x", "X\\u202e"), hotline::read);
    assert_eq!(hidden[0], ("hostile-text", 3));
    let many: String = (0..3_000).map(|at| record(&format!("x{at}"), "X")).collect();
    assert_eq!(told(&many, hotline::read), [("too-large", 8_001)]);
    for grouping in ["1-888-373-7888 or 911", "1-888\\u202e-373-7888"] {
        let text = format!("{}groupings = [\"{grouping}\"]\n", record("x", "X"));
        assert_eq!(told(&text, hotline::read), [("phone-number", 9)], "{grouping}");
    }
}

#[test]
fn icons_and_families_beyond_count() {
    let path = format!("M0 0{}", "L1 1".repeat(10_000));
    assert_eq!(
        told(&format!("[icon]\na = \"{path}\"\n"), icon::read),
        [("bad-value", 2)]
    );
    let many: String = (0..20_000)
        .map(|at| format!("a{at} = \"M2 2h20v20H2z\"\n"))
        .collect();
    assert_eq!(told(&format!("[icon]\n{many}"), icon::read), [("too-large", 502)]);
    let family = "[[family]]\nname = \"X\"\nregular = \"a.ttf\"\nbold = \"a.ttf\"\n";
    assert_eq!(told(&family.repeat(10_000), font::read), [("too-large", 241)]);
}

#[test]
fn columns_and_rows_beyond_count() {
    let wide = format!("id,name,kind{}\n", ",x".repeat(100_000));
    assert_eq!(told(&wide, table::read), [("too-large", 1)]);
    let row = format!("id,name,kind\na,Oak,bar\nb{}\n", ",x".repeat(100_000));
    assert_eq!(told(&row, table::read), [("too-large", 3)]);
    let long = format!("id,name,kind\n{}", "a,,\n".repeat(210_000));
    let told = told(&long, table::read);
    assert!(told.len() <= 10_000);
}

#[test]
fn places_rules_and_languages_beyond_count() {
    let text = format!("{}{PLACE}", STALL.repeat(10_000));
    assert_eq!(told(&text, campaign::read), [("too-large", 801)]);
    let tags = "\"en\",".repeat(10_000);
    let text = format!("{PLACE}languages = [{tags}]\n");
    assert_eq!(told(&text, campaign::read), [("too-large", 5)]);
    for line in ["stalls = { women = 1000000 }", "stalls = { women = -1 }"] {
        assert_eq!(
            told(&format!("{PLACE}{line}\n"), campaign::read),
            [("bad-value", 5)],
            "{line}"
        );
    }
    let text = format!("{}{PLACE}", STALL.replace("\"site\"", "{ count = 999999 }"));
    assert_eq!(told(&text, campaign::read), [("bad-value", 4)]);
}

// What is no file.

fn sound() -> Project {
    Project::of_places(PLACE)
}

#[test]
fn a_folder_of_files_without_end() {
    let project = sound();
    fs::create_dir(project.path("messages")).unwrap();
    // Listing stops after a thousand, so a hundred thousand take no longer; only making them does.
    for at in 0..3_000 {
        fs::File::create(project.path(&format!("messages/{at}.toml"))).unwrap();
    }
    let outcome = run(&project, &["check", "--message-format", "json"]).expect(1);
    assert_eq!(outcome.errors(), [fault("too-large", None)]);
    assert_eq!(outcome.json()["diagnostics"][0]["file"], "./messages");
}

/// Windows has neither pipes in folders nor such names.
#[cfg(unix)]
mod unix {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::{run, sound};
    use crate::project::Project;

    fn pipe(project: &Project, path: &str) {
        let place = project.path(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        assert!(Command::new("mkfifo").arg(&place).status().unwrap().success());
    }

    #[test]
    fn pipes_and_devices_are_not_opened() {
        for path in [
            "messages/es.toml",
            "data/hotlines.toml",
            "fonts/NotoSans-Bold.ttf",
            "locations.toml",
        ] {
            let project = sound();
            let _ = fs::remove_file(project.path(path));
            pipe(&project, path);
            let told = run(&project, &["check"]).expect(2).stderr;
            assert!(
                told.contains(path) && told.contains("a pipe or a device"),
                "{told}"
            );
        }
        let project = sound();
        fs::create_dir(project.path("messages")).unwrap();
        symlink("/dev/zero", project.path("messages/es.toml")).unwrap();
        let told = run(&project, &["check"]).expect(2).stderr;
        assert!(
            told.contains("messages/es.toml") && told.contains("a pipe or a device"),
            "{told}"
        );
    }

    #[test]
    fn a_locations_file_that_is_none() {
        let project = Project::empty();
        fs::create_dir(project.path("locations.toml")).unwrap();
        let told = run(&project, &["check"]).expect(2).stderr;
        assert!(told.contains("`./locations.toml` is a folder"), "{told}");
        pipe(&project, "places.csv");
        let told = run(&project, &["check", "--locations", "places.csv"])
            .expect(2)
            .stderr;
        assert!(
            told.contains("`places.csv` is a folder, a pipe or a device"),
            "{told}"
        );
    }

    // What a name does to a terminal.

    #[test]
    fn names_of_files_are_shown_harmless() {
        let hostile = "a\n\u{1b}[2J\u{202e}b";
        let shown = "a\\u{000A}\\u{001B}[2J\\u{202E}b";
        let harmless = |told: &str| {
            let escapes = told.contains(['\u{1b}', '\u{202e}']) || told.contains("a\n");
            assert!(!escapes && told.contains(shown), "{told:?}");
        };
        let project = sound();
        project.write(&format!("messages/{hostile}.toml"), "tag = 5\n");
        project.write(&format!("templates/{hostile}.toml"), "title = 5\n");
        project.write(&format!("{hostile}.toml"), "[[location]]\n");
        project.write(&format!("{hostile}.pdf"), "no pdf");
        harmless(&run(&project, &["check"]).expect(1).stderr);
        let places = format!("{hostile}.toml");
        harmless(&run(&project, &["check", "--locations", &places]).expect(1).stderr);
        let none = format!("{hostile}.csv");
        harmless(&run(&project, &["check", "--locations", &none]).expect(2).stderr);
        harmless(&run(&project, &["build", "--campaign", hostile]).expect(2).stderr);
        let file = format!("{hostile}.pdf");
        harmless(&run(&project, &["proof", &file]).expect(1).stderr);
        let json = run(&project, &["check", "--message-format", "json"]).expect(1);
        harmless(&json.stdout.replace("\\\\", "\\"));
    }
}
