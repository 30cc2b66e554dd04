//! What strangers write, where one fault alone is not the point: how it is told, and what is kept.

use crate::project::{Project, STALL};

const HOTLINES: &str = include_str!("../../data/hotlines.toml");
const STALL_SIGN: &str = include_str!("../../templates/stall.toml");

fn sound_places() -> String {
    format!("{STALL}[[location]]\nid = \"oak\"\nname = \"Oak\"\nkind = \"rest_area\"\n")
}

#[test]
fn a_name_with_slashes_is_only_a_name() {
    let project = Project::of_places("[[location]]\nid = \"oak\"\nname = \"../Oak\"\nkind = \"bar\"\n");
    project.run(&["build"]).expect(0);
    let files: Vec<String> = project.files("out").into_keys().collect();
    assert_eq!(files, ["manifest.json", "no-route/oak/stall-letter-en+es.pdf"]);
}

#[test]
fn of_two_locations_files_none_is_chosen() {
    let project = Project::of_places("[[location]]\nid = \"oak\"\nname = \"Oak\"\nkind = \"bar\"\n");
    project.write("locations.csv", "id,name,kind\nelm,Elm,bar\n");
    let told = project.run(&["check"]).expect(2).stderr;
    assert!(told.contains("--locations"), "{told}");
    project.run(&["check", "--locations", "locations.csv"]).expect(0);
}

#[test]
fn a_sheet_without_heads_is_told_once() {
    for sheet in [
        "Our places 2026\n\nid,name,kind\noak,Oak,bar\n",
        "oak,Oak,bar\nelm,Elm,bar\n",
        "id\tname\tkind\noak\tOak\tbar\n",
        "id;name;kind\noak;Oak;bar\n",
        "sep=,\nid,name,kind\noak,Oak,bar\n",
    ] {
        let project = Project::with("locations.csv", sheet);
        let errors = project
            .run(&["check", "--message-format", "json"])
            .expect(1)
            .errors();
        assert_eq!(errors.len(), 1, "{sheet}: {errors:?}");
    }
}

#[test]
fn a_catalog_is_named_after_its_language() {
    let project = Project::of_places("[[location]]\nid = \"oak\"\nname = \"Oak\"\nkind = \"bar\"\n");
    project.write("messages/ES.toml", include_str!("../../messages/es.toml"));
    let told = project.run(&["check"]).expect(1).stderr;
    assert!(told.contains("is named `es.toml`"), "{told}");
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
