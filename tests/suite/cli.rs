//! Each command as somebody types it.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use mileposter::code;
use mileposter::color::Color;
use mileposter::geom::{Outline, Point, Rect, Shape, Size};
use mileposter::page::{Frame, Item, ItemKind, Page, TextItem};
use mileposter::source::{Source, Span};
use mileposter::template::Role;
use mileposter::text::Piece;
use serde_json::{Value, json};

use crate::piece::{NUMBER, line, locale, written};
use crate::project::{Outcome, Project};

const NORTH: &str = "I-5/or-i5-nb-oak-grove/stall-letter-en+es.pdf";
const SOUTH: &str = "I-5/or-i5-sb-oak-grove/stall-letter-en+es.pdf";

/// A place of the embedded corridor.
const PLACE: &str = "or-i5-nb-oak-grove";

/// A sample campaign with its posters in `out`.
fn built() -> Project {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    project.run(&["build"]).expect(0);
    project
}

fn manifest(project: &Project, out: &str) -> Value {
    let bytes = fs::read(project.path(out).join("manifest.json")).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// Nothing on standard output, and a word of what went wrong on standard error.
#[track_caller]
fn check_refused(outcome: Outcome, status: i32, word: &str) {
    let outcome = outcome.expect(status);
    assert_eq!(outcome.stdout, "");
    assert!(outcome.stderr.contains(word), "{}", outcome.stderr);
}

#[test]
fn from_nothing_to_posters() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    let checked = project.run(&["check"]).expect(0);
    assert_eq!(checked.stdout, "");
    assert!(
        checked.stderr.contains("Checked 2 locations"),
        "{}",
        checked.stderr
    );
    assert_eq!(project.files("").len(), 1, "`check` wrote something");
    let built = project.run(&["build"]).expect(0);
    assert_eq!(built.stdout, "");
    assert!(
        built.stderr.contains("Wrote 2 posters for 2 places"),
        "{}",
        built.stderr
    );
    let files: Vec<String> = project.files("out").into_keys().collect();
    assert_eq!(files, [NORTH, SOUTH, "manifest.json"]);
}

#[test]
fn init_keeps_what_is_there() {
    let project = Project::with("locations.toml", "mine");
    check_refused(project.run(&["init"]), 2, "already there");
    assert_eq!(
        fs::read_to_string(project.path("locations.toml")).unwrap(),
        "mine"
    );
}

#[test]
fn init_makes_a_folder() {
    let project = Project::empty();
    project.run(&["init", "new/campaign"]).expect(0);
    assert_eq!(
        project.files("").into_keys().collect::<Vec<_>>(),
        ["new/campaign/locations.toml"]
    );
}

#[test]
fn the_manifest_tells_what_was_printed() {
    let project = built();
    let manifest = manifest(&project, "out");
    assert_eq!(manifest["schema"], 1);
    let entries = manifest["files"].as_array().unwrap();
    assert_eq!(entries.len(), 2);
    let entry = &entries[0];
    let keys: BTreeSet<&str> = entry.as_object().unwrap().keys().map(String::as_str).collect();
    let wanted = [
        "file",
        "location",
        "template",
        "languages",
        "stock",
        "pages",
        "copies",
        "serial",
        "sha256",
        "codes",
        "hotline",
        "min_type_pt",
        "proof",
    ];
    assert_eq!(keys, BTreeSet::from(wanted));
    assert_eq!(entry["file"], NORTH);
    assert_eq!(entry["location"], "or-i5-nb-oak-grove");
    assert_eq!(entry["template"], "stall");
    assert_eq!(entry["languages"], json!(["en", "es"]));
    assert_eq!(entry["stock"], "letter");
    assert_eq!(entry["pages"], 1);
    assert_eq!(entry["hotline"]["number"], "+18883737888");
    assert_eq!(entry["sha256"], json!(project.files("out")[NORTH]));
    assert!(entry["min_type_pt"].as_f64().unwrap() >= 7.0, "{entry}");
    let worn = json!({ "dpi": 300, "copies": 2, "symbols": 1, "read": 1 });
    assert_eq!(entry["proof"]["worn"], worn);
    let code = &entry["codes"][0];
    assert_eq!(code["payload"], "tel:+18883737888");
    assert_eq!(code["page"], 1);
    assert!(code["module_mm"].as_f64().unwrap() >= 0.33, "{code}");
    assert_eq!(code["rect_pt"].as_array().unwrap().len(), 4);
}

#[test]
fn serials_differ_and_stay() {
    let serials = |project: &Project| {
        let manifest = manifest(project, "out");
        let entries = manifest["files"].as_array().unwrap();
        entries
            .iter()
            .map(|entry| entry["serial"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let first = serials(&built());
    assert_ne!(first[0], first[1]);
    assert_eq!(first, serials(&built()));
    for serial in first {
        assert_eq!(
            mileposter::serial::Serial::parse(&serial).map(|found| found.to_string()),
            Ok(serial)
        );
    }
}

#[test]
fn json_is_one_object_and_nothing_else() {
    let project = built();
    let place = project.path("other");
    let commands: [&[&str]; 7] = [
        &["check"],
        &["build"],
        &["build", "--dry-run"],
        &["preview", "--dpi", "24"],
        &["list", "stocks"],
        &["proof", &format!("out/{NORTH}")],
        &["init", place.to_str().unwrap()],
    ];
    for command in commands {
        let outcome = project
            .run(&[command, &["--message-format", "json", "--quiet"]].concat())
            .expect(0);
        assert_eq!(outcome.json()["command"], command[0]);
        assert_eq!(outcome.json()["errors"], 0, "{command:?}");
        assert_eq!(outcome.stderr, "", "{command:?}");
    }
}

#[test]
fn a_dry_run_writes_nothing() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    project.run(&["build", "--dry-run"]).expect(0);
    assert_eq!(
        project.files("").into_keys().collect::<Vec<_>>(),
        ["locations.toml"]
    );
    assert!(!project.path("out").exists());
}

#[test]
fn the_corridor_is_embedded() {
    let project = Project::empty();
    let outcome = project
        .run(&[
            "build",
            "--route",
            "I-5",
            "--state",
            "OR",
            "--template",
            "stall",
            "--language",
            "en,ar",
            "--stock",
            "letter",
        ])
        .expect(0);
    assert!(
        outcome.stderr.contains("embedded I-5 and I-84 corridor"),
        "{}",
        outcome.stderr
    );
    let files = project.files("out");
    assert!(files.len() > 10, "{files:#?}");
    for file in files.keys().filter(|file| *file != "manifest.json") {
        assert!(
            file.starts_with("I-5/or-") && file.ends_with("/stall-letter-en+ar.pdf"),
            "{file}"
        );
    }
}

#[test]
fn a_second_build_keeps_the_entries_of_the_first() {
    let project = built();
    project
        .run(&["build", "--language", "ko", "--id", "or-i5-nb-*"])
        .expect(0);
    let manifest = manifest(&project, "out");
    let files: Vec<&Value> = manifest["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["file"])
        .collect();
    assert_eq!(
        files,
        [NORTH, "I-5/or-i5-nb-oak-grove/stall-letter-ko.pdf", SOUTH]
    );
}

#[test]
fn an_error_leaves_an_earlier_build_as_it_was() {
    let project = built();
    let before = project.files("out");
    let sound = fs::read_to_string(project.path("locations.toml")).unwrap();
    project.write("locations.toml", sound.replace("206.06", "20600"));
    let outcome = project.run(&["build"]).expect(1);
    assert!(outcome.stderr.contains("milepost-range"), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("Nothing was written"),
        "{}",
        outcome.stderr
    );
    assert_eq!(project.files("out"), before);
}

#[test]
fn an_error_makes_no_folder() {
    let project = Project::with("locations.toml", "[[location]]\nid = \"a\"\n");
    project.run(&["build"]).expect(1);
    project.run(&["preview"]).expect(1);
    assert_eq!(
        project.files("").into_keys().collect::<Vec<_>>(),
        ["locations.toml"]
    );
    assert!(!project.path("out").exists() && !project.path("preview").exists());
}

#[test]
fn a_file_in_the_way_is_told() {
    let project = Project::with("taken", "a file");
    project.run(&["init"]).expect(0);
    check_refused(
        project.run(&["build", "--out", "taken", "--quiet"]),
        2,
        "cannot write into `taken`",
    );
    assert_eq!(fs::read_to_string(project.path("taken")).unwrap(), "a file");
}

#[test]
fn a_folder_in_the_way_of_a_poster_is_told() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    project.write(&format!("out/{SOUTH}/inside"), "x");
    check_refused(project.run(&["build", "--quiet"]), 2, SOUTH);
    let left: Vec<String> = project.files("out").into_keys().collect();
    assert_eq!(left, [format!("{SOUTH}/inside")], "nothing else was written");
}

#[test]
fn check_and_preview_find_what_build_finds() {
    let name = "W".repeat(80);
    let place = format!("[[location]]\nid = \"oak\"\nname = \"{name}\"\nkind = \"bar\"\n");
    let project = Project::of_places(&place);
    for command in ["check", "build", "preview"] {
        let errors = project
            .run(&[command, "--message-format", "json"])
            .expect(1)
            .errors();
        assert!(
            errors.iter().any(|(code, _)| code == "text-fit"),
            "{command}: {errors:?}"
        );
    }
}

#[test]
fn an_own_file_that_is_no_text_is_told() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    project.write("messages/es.toml", [0xFF, 0xFE, b'a']);
    let errors = project
        .run(&["check", "--message-format", "json"])
        .expect(1)
        .errors();
    assert!(errors.iter().any(|(code, _)| code == "syntax"), "{errors:?}");
}

#[test]
fn a_language_twice_is_refused() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    let errors = project
        .run(&["build", "--language", "es,es", "--message-format", "json"])
        .expect(1)
        .errors();
    assert!(errors.iter().any(|(code, _)| code == "bad-value"), "{errors:?}");
}

#[test]
fn no_staging_folder_is_left() {
    let project = built();
    project.run(&["preview", "--dpi", "24"]).expect(0);
    for folder in ["", "out", "preview"] {
        let names = fs::read_dir(project.path(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        let hidden: Vec<_> = names
            .filter(|name| name.to_string_lossy().starts_with('.'))
            .collect();
        assert!(hidden.is_empty(), "{folder}: {hidden:?}");
    }
}

#[test]
fn preview_draws_pictures() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    project.run(&["preview", "--dpi", "48"]).expect(0);
    let files: Vec<String> = project.files("preview").into_keys().collect();
    assert_eq!(files, ["contact-sheet.png", "stall-letter-en+es-1.png"]);
    let png = fs::read(project.path("preview/contact-sheet.png")).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
}

#[test]
fn list_shows_what_there_is() {
    let project = Project::empty();
    let cases = [
        ("locations", "or-i5-nb-oak-grove"),
        ("templates", "stall"),
        ("languages", "pa-Guru"),
        ("stocks", "avery-5371"),
        ("hotlines", NUMBER),
        ("fonts", "Noto Sans"),
        ("codes", "number-foreign"),
    ];
    for (what, word) in cases {
        let outcome = project.run(&["list", what, "--quiet"]).expect(0);
        assert!(outcome.stdout.contains(word), "{what}:\n{}", outcome.stdout);
        assert_eq!(outcome.stderr, "", "{what}");
        let rows = project
            .run(&["list", what, "--message-format", "json"])
            .expect(0)
            .json()["rows"]
            .clone();
        assert_eq!(
            rows.as_array().unwrap().len(),
            outcome.stdout.lines().count() - 1,
            "{what}"
        );
    }
    let codes = project.run(&["list", "codes"]).expect(0).stdout;
    assert_eq!(codes.lines().count(), code::ALL.len() + 1);
}

#[test]
fn completions_for_shells() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = Project::empty().run(&["completions", shell]).expect(0);
        assert!(outcome.stdout.contains("mileposter"), "{shell}");
        assert!(outcome.stdout.contains("message-format"), "{shell}");
    }
}

#[test]
fn help_and_version_are_asked_for() {
    let help = Project::empty().run(&["--help"]).expect(0);
    for command in [
        "init",
        "check",
        "build",
        "preview",
        "list",
        "proof",
        "explain",
        "completions",
    ] {
        assert!(help.stdout.contains(command), "{}", help.stdout);
    }
    let version = Project::empty().run(&["--version"]).expect(0);
    assert_eq!(
        version.stdout,
        concat!("mileposter ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn what_cannot_be_run_exits_with_two() {
    let cases: [(&[&str], &str); 9] = [
        (&[], "Usage"),
        (&["biuld"], "build"),
        (&["build", "--lagnuage", "es"], "--language"),
        (&["build", "--kind", "castle"], "rest_area"),
        (&["build", "--milepost", "5"], "100..250"),
        (&["build", "--jobs", "0"], "--jobs"),
        (&["build", "--campaign", "nowhere"], "nowhere"),
        (&["build", "--locations", "nowhere.toml"], "nowhere.toml"),
        (&["proof", "nowhere.pdf"], "nowhere.pdf"),
    ];
    for (args, word) in cases {
        check_refused(Project::empty().run(args), 2, word);
    }
}

#[test]
fn a_folder_without_places_is_told() {
    let project = Project::with("campaign/notes.txt", "");
    check_refused(
        project.run(&["build", "--campaign", "campaign"]),
        2,
        "mileposter init campaign",
    );
}

#[test]
fn a_spreadsheet_is_a_campaign() {
    let sheet = "\u{feff}ID,Name,Kind,Route,Mile Marker,Stalls Women\noak,Oak Grove,rest area,I-5,206.06,6\n";
    let project = Project::with("locations.csv", sheet);
    project.run(&["build"]).expect(0);
    assert_eq!(manifest(&project, "out")["files"][0]["copies"], 6);
}

#[test]
fn a_built_file_is_proofed() {
    let project = built();
    let outcome = project.run(&["proof", &format!("out/{NORTH}")]).expect(0);
    assert_eq!(outcome.stdout, "");
    assert!(outcome.stderr.contains(NUMBER), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("tel:+18883737888"), "{}", outcome.stderr);
    let report = project
        .run(&["proof", &format!("out/{NORTH}"), "--message-format", "json"])
        .expect(0)
        .json();
    let file = &report["files"][0];
    let numbers = file["numbers"].as_array().unwrap();
    assert!(numbers.len() > 2, "{numbers:?}");
    for number in numbers {
        assert_eq!(number, &json!({ "text": NUMBER, "page": 1, "of_record": true }));
    }
    let symbol = &file["symbols"][0];
    assert_eq!(symbol["payload"], "tel:+18883737888");
    assert_eq!(symbol["lasting"], true);
    assert!(symbol["module_mm"].as_f64().unwrap() > 1.0, "{symbol}");
    assert_eq!(file["pages"], 1);
    assert_eq!(file["sizes_mm"], json!([[215.9, 279.4]]));
    assert_eq!(file["tags"]["headings"], json!([1, 1]));
    let fonts = file["fonts"].as_array().unwrap();
    assert!(
        fonts
            .iter()
            .all(|font| font["embedded"] == true && font["subset"] == true),
        "{fonts:?}"
    );
}

#[test]
fn what_a_proof_lets_pass_is_told() {
    let project = Project::with("flyer.pdf", crate::other::Other::flyer().to_pdf());
    let args = [
        "proof",
        "flyer.pdf",
        "--allow",
        "untagged",
        "--message-format",
        "json",
    ];
    let told = project.run(&args).json();
    assert_eq!(told["allowed"]["untagged"]["count"], 1, "{told}");
    let codes = told["diagnostics"].as_array().unwrap().iter();
    assert!(codes.clone().all(|fault| fault["code"] != "untagged") && codes.count() > 0);
    let told = project.run(&args[..4]);
    assert!(
        told.stderr.contains("Let pass in this run: untagged, once."),
        "{}",
        told.stderr
    );
}

#[test]
fn every_template_is_printed_and_proofed() {
    let project = Project::empty();
    let listed = project
        .run(&["list", "templates", "--message-format", "json"])
        .expect(0)
        .json();
    let rows = listed["rows"].as_array().unwrap();
    assert!(rows.len() >= 5, "{rows:?}");
    let hang = rows.iter().filter(|row| row["use"] == "hangs");
    for template in hang.map(|row| row["template"].as_str().unwrap()) {
        for languages in ["en,es", "ar,ko"] {
            let out = format!("{template}-{languages}");
            let build = ["build", "--id", PLACE, "--out", &out];
            let what = ["--template", template, "--language", languages];
            project.run(&[build.as_slice(), &what].concat()).expect(0);
            for file in project
                .files(&out)
                .into_keys()
                .filter(|file| file.ends_with(".pdf"))
            {
                let proof = project.run(&["proof", &format!("{out}/{file}")]).expect(0);
                assert!(proof.stderr.contains("888"), "{file}: {}", proof.stderr);
            }
        }
    }
}

#[test]
fn a_file_of_another_hotline_is_refused() {
    let project = built();
    let file = format!("out/{NORTH}");
    let errors = project
        .run(&["proof", &file, "--hotline", "ca-chth", "--message-format", "json"])
        .expect(1)
        .errors();
    let codes: BTreeSet<&str> = errors.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes, BTreeSet::from(["number-foreign", "symbol-payload"]));
}

/// A page of one line, as some other program might have made it.
fn page_saying(number: &str) -> Vec<u8> {
    let span = Span::file(&Source::new("none", ""));
    let text = TextItem {
        reader: locale("en"),
        lines: vec![(
            Point { x: 72.0, y: 72.0 },
            line(&[Piece::Fixed(number.to_owned())], "en"),
        )],
        size: 24.0,
        floor: 24.0,
        color: Color::BLACK,
        ground: Color::WHITE,
        role: Role::Paragraph,
        numbers: Vec::new(),
        words: span.clone(),
        says: Arc::default(),
    };
    let item = Item {
        block: "number".to_owned(),
        span,
        locale: locale("en"),
        frame: Frame::default(),
        kind: ItemKind::Text(text),
    };
    let size = Size {
        width: 612.0,
        height: 792.0,
    };
    written(&[Page {
        safe: vec![Outline {
            rect: Rect::of(size),
            shape: Shape::Rect,
        }],
        items: vec![item],
        ..Page::of(size)
    }])
}

#[test]
fn a_wrong_digit_is_found_in_a_finished_file() {
    for sound in [NUMBER, "888 373 7888", "(888) 373-7888", "1.888.373.7888"] {
        Project::with("a.pdf", page_saying(sound))
            .run(&["proof", "a.pdf"])
            .expect(0);
    }
    for (wrong, code) in [
        ("1-888-373-7880", "number-misprint"),
        ("1-866-373-7888", "number-misprint"),
        ("(888) 373-7889", "number-misprint"),
        ("1 888 373 788", "number-misprint"),
        ("7888-373-888-1", "number-foreign"),
        ("1-833-900-1010", "number-foreign"),
    ] {
        let project = Project::with("a.pdf", page_saying(wrong));
        let outcome = project
            .run(&["proof", "a.pdf", "--message-format", "json"])
            .expect(1);
        assert_eq!(outcome.errors(), [(code.to_owned(), None)], "{wrong}");
    }
}

#[test]
fn what_is_no_pdf_is_told() {
    for bytes in [b"just words".as_slice(), b"", b"%PDF-1.7\n", b"\x00\xff\x00\xff"] {
        let project = Project::with("a.pdf", bytes);
        let outcome = project
            .run(&["proof", "a.pdf", "--message-format", "json"])
            .expect(1);
        assert_eq!(outcome.errors(), [("not-a-pdf".to_owned(), None)], "{bytes:?}");
    }
}

#[test]
fn drafts_are_refused_where_only_reviewed_words_may_hang() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    let outcome = project
        .run(&["build", "--reviewed-only", "--message-format", "json"])
        .expect(1);
    assert!(
        outcome.errors().iter().all(|(code, _)| code == "draft"),
        "{:?}",
        outcome.errors()
    );
    assert!(!project.path("out").exists());
}

#[test]
fn english_in_disguise_is_drawn_and_not_printed() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    let tags = ["--language", "en-XA,ar-XB"];
    project.run(&[&["check"], tags.as_slice()].concat()).expect(0);
    let outcome = project.run(&[&["build", "--message-format", "json"], tags.as_slice()].concat());
    let told = outcome.expect(1).errors();
    assert_eq!(told, vec![("pseudo-language".to_owned(), None); 2]);
    assert!(!project.path("out").exists());
}

#[test]
fn a_campaign_replaces_embedded_words() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    let own =
        include_str!("../../messages/es.toml").replace("¿Alguien controla su vida?", "¿Necesita ayuda?");
    project.write("messages/es.toml", own);
    project.run(&["build"]).expect(0);
    let pdf = fs::read(project.path("out").join(NORTH)).unwrap();
    let lines = crate::piece::visual_lines(&pdf);
    assert!(
        lines.iter().any(|line| line.text.contains("¿Necesita ayuda?")),
        "{lines:#?}"
    );
}

#[test]
fn warnings_are_denied_or_let_pass() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    let check = |flags: &[&str], status| {
        project
            .run(&[&["check", "--message-format", "json"], flags].concat())
            .expect(status)
    };
    let codes = |outcome: &Outcome| {
        let errors = outcome.errors().into_iter().map(|(code, _)| code);
        errors.collect::<BTreeSet<_>>()
    };
    assert_eq!(
        codes(&check(&["--deny", "warnings"], 1)),
        BTreeSet::from(["draft".to_owned()])
    );
    assert_eq!(
        codes(&check(&["--deny", "draft"], 1)),
        BTreeSet::from(["draft".to_owned()])
    );
    let passed = check(&["--deny", "warnings", "--allow", "draft"], 0).json();
    assert_eq!(passed["allowed"], json!({ "draft": { "count": 2 } }));
    check_refused(
        project.run(&["check", "--allow", "overlap"]),
        2,
        "cannot be allowed",
    );
    check_refused(
        project.run(&["check", "--allow", "drfat"]),
        2,
        "did you mean `draft`?",
    );
    let sound = fs::read_to_string(project.path("locations.toml")).unwrap();
    let reason = "[[allow]]\ncode = \"draft\"\nreason = \"being read by two people\"\n";
    project.write("locations.toml", format!("{sound}\n{reason}"));
    let passed = check(&["--deny", "warnings"], 0).json();
    assert_eq!(
        passed["allowed"],
        json!({ "draft": { "count": 2, "reason": "being read by two people" } })
    );
    let told = project.run(&["check"]).expect(0).stderr;
    assert!(
        told.contains("Let pass: draft, 2 times (being read by two people)."),
        "{told}"
    );
}

#[test]
fn every_code_is_explained() {
    let project = Project::empty();
    let pages = project
        .run(&["explain", "--message-format", "json"])
        .expect(0)
        .json()["pages"]
        .clone();
    let told: Vec<&str> = pages
        .as_array()
        .unwrap()
        .iter()
        .map(|page| page["code"].as_str().unwrap())
        .collect();
    let wanted: Vec<&str> = code::ALL.iter().map(|code| code.name).collect();
    assert_eq!(told, wanted);
    let overview = project.run(&["explain"]).expect(0).stdout;
    for code in code::ALL {
        assert!(overview.contains(&format!("  {} ", code.name)), "{}", code.name);
        let page = project.run(&["explain", code.name]).expect(0).stdout;
        let words = [
            format!("{}[{}]", code.severity.word(), code.name),
            "Why ".to_owned(),
            "Cure ".to_owned(),
        ];
        assert!(words.iter().all(|word| page.contains(word.as_str())), "{page}");
    }
    check_refused(
        project.run(&["explain", "number-foriegn"]),
        2,
        "did you mean `number-foreign`?",
    );
}

#[test]
fn sarif_names_rule_and_place() {
    let project = Project::of_places("[[location]]\nid = \"oak\"\nname = \"Oak\"\nkind = \"pub\"\n");
    let log = project
        .run(&["check", "--message-format", "sarif"])
        .expect(1)
        .json();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(
        run["tool"]["driver"]["rules"].as_array().unwrap().len(),
        code::ALL.len()
    );
    let result = &run["results"][0];
    assert_eq!(result["ruleId"], "unknown-kind");
    let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], "unknown-kind");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "./locations.toml");
    let region = json!({ "startLine": 8, "startColumn": 8, "endLine": 8, "endColumn": 13 });
    assert_eq!(place["region"], region);
}

/// A fault on a page shows the block in the template and the message in its catalog.
#[test]
fn a_fault_on_a_page_shows_template_and_words() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    let faint = include_str!("../../templates/stall.toml").replacen(
        "ink     = \"#10302f\"",
        "ink     = \"#909090\"",
        1,
    );
    project.write("templates/stall.toml", faint);
    let outcome = project.run(&["check", "--message-format", "json"]).expect(1);
    let fault = outcome.json()["diagnostics"][0].clone();
    assert_eq!(fault["code"], "contrast");
    assert_eq!(fault["file"], "./templates/stall.toml");
    assert_eq!(fault["related"]["what"], "the words");
    assert!(
        fault["related"]["file"].as_str().unwrap().contains("messages/"),
        "{fault}"
    );
    assert!(fault["page"] == 1 && fault["rect_pt"].is_array(), "{fault}");
    let told = project.run(&["check", "--color", "never"]).expect(1).stderr;
    for part in [
        "templates/stall.toml:",
        "::: embedded messages/",
        "the words",
        "on page 1 of stall letter en+es",
    ] {
        assert!(told.contains(part), "no `{part}` in:\n{told}");
    }
}
