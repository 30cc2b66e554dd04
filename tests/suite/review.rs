//! A reader signs for the words of a language, and only for those that were read.

use std::fs;

use mileposter::finished::{self, Symbols};

use crate::project::Project;

/// The serial that a run tells.
fn serial_of(project: &Project, language: &str, file: &str) -> String {
    let outcome = project.run(&["review", language, "--out", file, "--message-format", "json"]);
    outcome.expect(0).json()["serial"].as_str().unwrap().to_owned()
}

/// All that is printed on a file's pages, in visual order.
fn printed(project: &Project, file: &str) -> String {
    let bytes = fs::read(project.path(file)).unwrap();
    let finished = finished::read(&bytes, 16, Symbols::Anywhere).unwrap();
    let lines = finished.pages.iter().flat_map(|page| &page.lines);
    lines.map(|seen| seen.line.text.clone() + "\n").collect()
}

#[test]
fn a_sheet_has_every_message_and_its_serial() {
    let project = Project::empty();
    let serial = serial_of(&project, "ru", "ru.pdf");
    let text = printed(&project, "ru.pdf");
    for wanted in [
        "контролирует?",
        "Отсканируйте",
        "по-русски",
        "1-888-373-7888",
        &serial,
    ] {
        assert!(text.contains(wanted), "{wanted} is not in\n{text}");
    }
    assert!(text.contains("Understood as: ") && text.contains("or better:"));
    // A file that is there is not written over.
    project.run(&["review", "ru", "--out", "ru.pdf"]).expect(2);
}

#[test]
fn every_language_has_a_sheet() {
    let project = Project::empty();
    let languages = project
        .run(&["list", "languages", "--message-format", "json"])
        .expect(0)
        .json();
    let rows = languages["rows"].as_array().unwrap();
    for tag in rows.iter().map(|row| row["tag"].as_str().unwrap()) {
        let pseudo = ["en-XA", "ar-XB"].contains(&tag);
        let outcome = project.run(&["review", tag, "--stock", "a4", "--quiet"]);
        outcome.expect(if pseudo { 2 } else { 0 });
    }
}

#[test]
fn a_signature_holds_until_a_word_is_changed() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    let serial = serial_of(&project, "es", "es.pdf");
    let accept = |serial: &str| {
        project.run(&[
            "review",
            "es",
            "--accept",
            "M. R.",
            "--sheet",
            serial,
            "--on",
            "2026-11-20",
        ])
    };

    // A slip, and a sheet of other words.
    accept(&serial.replace(serial.chars().next().unwrap(), "~")).expect(2);
    accept(&serial_of(&project, "fr", "fr.pdf")).expect(2);
    assert!(!project.path("messages").exists());

    accept(&serial).expect(0);
    let own = fs::read_to_string(project.path("messages/es.toml")).unwrap();
    assert!(own.contains("by = \"M. R.\", on = \"2026-11-20\""), "{own}");
    let listed = project.run(&["list", "languages"]).expect(0).stdout;
    assert!(listed.contains("reviewed by M. R. on 2026-11-20"), "{listed}");
    project
        .run(&["build", "--language", "es", "--reviewed-only", "--dry-run"])
        .expect(0);

    // Signed again by another, the record is replaced and nothing else.
    project
        .run(&["review", "es", "--accept", "A. B.", "--sheet", &serial])
        .expect(0);
    let again = fs::read_to_string(project.path("messages/es.toml")).unwrap();
    assert_eq!(again.matches("review").count(), own.matches("review").count());

    project.write("messages/es.toml", again.replace("Escanee", "Escanea"));
    let outcome = project.run(&[
        "build",
        "--language",
        "es",
        "--reviewed-only",
        "--dry-run",
        "--message-format",
        "json",
    ]);
    assert_eq!(outcome.expect(1).errors()[0].0, "review-void");
    accept(&serial).expect(2);
}

#[test]
fn a_reader_is_named_plainly() {
    let project = Project::empty();
    let serial = serial_of(&project, "es", "es.pdf");
    project.run(&["review", "es", "--accept", "M. R."]).expect(2);
    for name in ["", "  ", "a\"b", "a\\b", "a\u{202E}b", &"x".repeat(100)] {
        project
            .run(&["review", "es", "--accept", name, "--sheet", &serial])
            .expect(2);
    }
    assert!(!project.path("messages").exists());
}

/// A review that cannot be exchanged in one place is left as it is.
#[test]
fn a_review_under_a_head_of_its_own_is_not_torn() {
    let project = Project::empty();
    let draft = "review  = { state = \"draft\" }\n";
    let embedded = include_str!("../../messages/sw.toml");
    assert!(embedded.contains(draft));
    let bare = embedded.replace(draft, "");
    let sign = |text: &str, sheet: &str| {
        project.write("messages/sw.toml", text);
        let serial = serial_of(&project, "sw", sheet);
        let outcome = project.run(&["review", "sw", "--accept", "A. B.", "--sheet", &serial]);
        (
            outcome,
            fs::read_to_string(project.path("messages/sw.toml")).unwrap(),
        )
    };
    for (at, review) in ["[review]\nstate = \"draft\"\n", "review.state = \"draft\"\n"]
        .iter()
        .enumerate()
    {
        let text = bare.replace("[messages]", &format!("{review}\n[messages]"));
        let (outcome, now) = sign(&text, &format!("{at}.pdf"));
        let told = outcome.expect(2).stderr;
        assert!(told.contains("review = { state = \"draft\" }"), "{told}");
        assert_eq!(now, text);
    }
    let (outcome, now) = sign(&bare, "none.pdf");
    outcome.expect(0);
    assert!(now.contains("review = { state = \"reviewed\""), "{now}");
}

/// What does not fit the sheet is told, and nothing is written.
#[test]
fn a_message_too_long_for_a_page_is_told() {
    let project = Project::empty();
    let embedded = include_str!("../../messages/ur.toml");
    // The first row shares its page with the head.
    let words = "کیا کوئی آپ کو ".repeat(64);
    let long = embedded.replace("question.words = \"", &format!("question.words = \"{words}"));
    assert_ne!(long, embedded);
    project.write("messages/ur.toml", long);
    let args = [
        "review",
        "ur",
        "--stock",
        "half-letter",
        "--out",
        "ur.pdf",
        "--message-format",
        "json",
    ];
    let outcome = project.run(&args);
    let told = outcome.expect(1).errors();
    assert_eq!(told[0].0, "text-fit", "{told:?}");
    assert!(!project.path("ur.pdf").exists());
}
