//! `build --combine`: pieces of many places and languages on mixed sheets, in order, by their coordinates.

use mileposter::finished::{self, Finished, Symbols};
use serde_json::Value;

use crate::project::Project;

/// Ten cards on a sheet, in points from the upper left.
const LEFT: f32 = 54.0;
const TOP: f32 = 36.0;
const ACROSS: f32 = 252.0;
const DOWN: f32 = 144.0;
const SHEET: (f32, f32) = (612.0, 792.0);

/// Three places with cards in two languages each: one in English and Spanish, one in Russian and Vietnamese, one in Arabic.
fn cards() -> Project {
    let place = |id: &str, languages: &str| {
        format!(
            "[[location]]\nid = \"{id}\"\nname = \"Stop {id}\"\nkind = \"truck_stop\"\nlanguages = [{languages}]\n"
        )
    };
    let hang = "[[hang]]\ntemplate = \"card\"\nstock = \"avery-5371\"\nper = { count = 5 }\n";
    let places = [
        place("first", "\"en\", \"es\""),
        place("second", "\"ru\", \"vi\""),
        place("third", "\"ar\", \"en\""),
    ];
    Project::with("locations.toml", format!("{hang}{}", places.concat()))
}

fn combined(project: &Project, flags: &[&str]) -> Vec<u8> {
    let args = ["build", "--quiet", "--allow", "draft", "--combine", "cards.pdf"];
    project.run(&[&args[..], flags].concat()).expect(0);
    std::fs::read(project.path("cards.pdf")).unwrap()
}

fn manifest(project: &Project) -> Value {
    serde_json::from_slice(&std::fs::read(project.path("cards.manifest.json")).unwrap()).unwrap()
}

fn seen(pdf: &[u8]) -> Finished {
    finished::read(pdf, 16, Symbols::Anywhere).unwrap()
}

/// On which of the ten places a point of a page lies, counted from 1, row by row.
fn label(x: f32, y: f32) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small number"
    )]
    let at = |from: f32, pitch: f32| ((from) / pitch).floor() as u32;
    at(y - TOP, DOWN) * 2 + at(x - LEFT, ACROSS) + 1
}

/// The labels of a page that bear a symbol.
fn labels(finished: &Finished, page: usize) -> Vec<u32> {
    let symbols = finished.pages[page].symbols.iter();
    let mut labels: Vec<u32> = symbols
        .map(|symbol| {
            let centre = symbol.rect.centre();
            label(centre.x, centre.y)
        })
        .collect();
    labels.sort_unstable();
    labels
}

#[test]
fn pieces_follow_each_other_from_the_first_label_that_is_there() {
    let project = cards();
    let finished = seen(&combined(&project, &["--start-at", "7"]));
    // Fifteen cards: labels 7 to 10, then ten, then one; each sheet has a back.
    assert_eq!(finished.pages.len(), 6);
    assert_eq!(labels(&finished, 0), [7, 8, 9, 10]);
    assert_eq!(labels(&finished, 2), (1..=10).collect::<Vec<_>>());
    assert_eq!(labels(&finished, 4), [1]);
    let whole = seen(&combined(&project, &[]));
    assert_eq!(whole.pages.len(), 4);
    assert_eq!(labels(&whole, 2), [1, 2, 3, 4, 5]);
}

/// The label of each line of a page that holds some words.
fn labels_of(finished: &Finished, page: usize, words: &str) -> Vec<u32> {
    let lines = finished.pages[page].lines.iter();
    let mut labels: Vec<u32> = lines
        .filter(|seen| seen.line.text.contains(words))
        .map(|seen| {
            let centre = seen.line.rect.centre();
            label(centre.x, centre.y)
        })
        .collect();
    labels.sort_unstable();
    labels.dedup();
    labels
}

#[test]
fn languages_lie_on_a_sheet_in_the_order_of_places() {
    let finished = seen(&combined(&cards(), &[]));
    assert_eq!(labels_of(&finished, 0, "controlling you?"), [1, 2, 3, 4, 5]);
    assert_eq!(labels_of(&finished, 0, "Позвоните"), [6, 7, 8, 9, 10]);
}

#[test]
fn a_back_meets_its_front_whichever_edge_is_flipped() {
    for (flip, mirror) in [
        // About the long edge of a standing sheet left and right change, about the short one above and below.
        ("long", (-1.0, 1.0)),
        ("short", (1.0, -1.0)),
    ] {
        let finished = seen(&combined(&cards(), &["--start-at", "2", "--flip", flip]));
        let fronts = labels_of(&finished, 0, "controlling you?");
        let lines = finished.pages[1].lines.iter();
        let mut backs: Vec<u32> = lines
            .filter(|seen| seen.line.text.contains("controla su vida"))
            .map(|seen| {
                let centre = seen.line.rect.centre();
                let x = if mirror.0 < 0.0 {
                    SHEET.0 - centre.x
                } else {
                    centre.x
                };
                let y = if mirror.1 < 0.0 {
                    SHEET.1 - centre.y
                } else {
                    centre.y
                };
                label(x, y)
            })
            .collect();
        backs.sort_unstable();
        assert_eq!(backs, fronts, "{flip}");
        assert_eq!(fronts, [2, 3, 4, 5, 6]);
        // A card is turned like the page of a book: its back reads upright when its left edge comes to the right.
        let upright = finished.pages[1]
            .reading
            .glyphs
            .iter()
            .all(|glyph| glyph.angle.abs() < 1.0);
        assert_eq!(upright, flip == "long");
    }
}

#[test]
fn the_manifest_has_each_place_with_the_symbols_of_its_cards() {
    let project = cards();
    let pdf = combined(&project, &["--start-at", "10"]);
    let finished = seen(&pdf);
    let manifest = manifest(&project);
    let entries = manifest["files"].as_array().unwrap();
    let places: Vec<&str> = entries
        .iter()
        .map(|entry| entry["location"].as_str().unwrap())
        .collect();
    assert_eq!(places, ["first", "second", "third"]);
    for entry in entries {
        assert_eq!(entry["file"], "cards.pdf");
        assert_eq!(entry["pages"], finished.pages.len());
        let codes = entry["codes"].as_array().unwrap();
        assert_eq!(codes.len(), 5);
        assert_eq!(entry["proof"]["worn"]["read"], 5);
        for code in codes {
            let page = usize::try_from(code["page"].as_u64().unwrap()).unwrap() - 1;
            let number = |at: usize| code["rect_pt"][at].as_f64().unwrap();
            let there = finished.pages[page].symbols.iter().any(|symbol| {
                let bottom = f64::from(SHEET.1 - symbol.rect.bottom());
                (f64::from(symbol.rect.x) - number(0)).abs() < 1.0 && (bottom - number(1)).abs() < 1.0
            });
            assert!(there, "{code}");
        }
    }
    let alone = cards();
    alone.run(&["build", "--quiet", "--allow", "draft"]).expect(0);
    let out = std::fs::read(alone.path("out/manifest.json")).unwrap();
    let out: Value = serde_json::from_slice(&out).unwrap();
    let serials = |manifest: &Value| -> Vec<String> {
        let files = manifest["files"].as_array().unwrap();
        files.iter().map(|entry| entry["serial"].to_string()).collect()
    };
    assert_eq!(serials(&manifest), serials(&out), "a piece keeps its serial");
}

#[test]
fn the_same_run_has_the_same_bytes() {
    let project = cards();
    let once = combined(&project, &["--jobs", "1"]);
    assert_eq!(once, combined(&project, &["--jobs", "4"]));
}

#[test]
fn whole_signs_are_joined_as_often_as_they_hang() {
    let place =
        "[[location]]\nid = \"a\"\nname = \"A\"\nkind = \"rest_area\"\nstalls = { women = 2, men = 1 }\n";
    let hang = "[[hang]]\ntemplate = \"stall\"\nstock = \"letter\"\nper = \"stall\"\n";
    let project = Project::with("locations.toml", format!("{hang}{place}"));
    let finished = seen(&combined(&project, &[]));
    assert_eq!(finished.pages.len(), 3);
    let lines = |page: usize| -> Vec<&str> {
        let lines = finished.pages[page].lines.iter();
        lines.map(|seen| seen.line.text.as_str()).collect()
    };
    assert_eq!(lines(0), lines(2));
    assert!(lines(0).iter().any(|line| line.contains("1-888-373-7888")));
}

#[test]
fn what_cannot_be_joined_is_told_and_nothing_is_written() {
    let cases: [(&[&str], i32, &str); 4] = [
        (
            &["--start-at", "11"],
            1,
            "error[bad-value]: a sheet of `avery-5371` has 10 pieces, and none is number 11",
        ),
        (&["--start-at", "0"], 1, "and none is number 0"),
        (
            &["--template", "card,stall"],
            1,
            "error[mixed-stocks]: one file is for one kind of sheet",
        ),
        (
            &["--stock", "letter", "--template", "card,stall"],
            1,
            "error[mixed-stocks]",
        ),
    ];
    for (flags, status, told) in cases {
        let project = cards();
        let args = ["build", "--allow", "draft", "--combine", "cards.pdf"];
        let outcome = project.run(&[&args[..], flags].concat()).expect(status);
        assert!(outcome.stderr.contains(told), "{flags:?}: {}", outcome.stderr);
        assert!(!project.path("cards.pdf").exists());
    }
    let outcome = cards().run(&["build", "--combine", "cards"]).expect(2);
    assert!(
        outcome.stderr.contains("a file that ends in `.pdf`"),
        "{}",
        outcome.stderr
    );
    cards().run(&["build", "--start-at", "3"]).expect(2);
}
