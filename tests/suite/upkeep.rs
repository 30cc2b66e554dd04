//! What the small line at the foot of a piece tells those who look after it.

use std::fs;

use crate::piece::visual_lines;
use crate::project::Project;

const ADDRESS: &str = "posters@example.org";

/// Two places, one of them with a long name, and what hangs there.
fn campaign(head: &str, pieces: &[(&str, &str)]) -> Project {
    let hangs = pieces
        .iter()
        .map(|(template, stock)| format!("[[hang]]\ntemplate = \"{template}\"\nstock = \"{stock}\"\n"));
    let place = |(id, name): (&str, &str)| {
        format!(
            "[[location]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"truck_stop\"\nroute = \"I-5\"\ndirection = \"NB\"\nstate = \"OR\"\nmilepost = 206.06\n"
        )
    };
    let places = [
        ("short", "Oak Grove"),
        (
            "long",
            "Travel Plaza of the Confederated Tribes at the Old Mill by the River",
        ),
    ];
    let text = [
        format!("[campaign]\nlanguages = [\"en\", \"es\"]\n{head}"),
        hangs.collect(),
        places.map(place).concat(),
    ];
    Project::with("locations.toml", text.concat())
}

fn report() -> String {
    format!("report = \"{ADDRESS}\"\n")
}

/// The lines of a finished file that name the address or a serial.
fn small_lines(project: &Project, file: &str) -> Vec<String> {
    let bytes = fs::read(project.path(file)).unwrap();
    let lines = visual_lines(&bytes).into_iter().map(|line| line.text);
    lines
        .filter(|line| line.contains(ADDRESS) || line.contains("I-5 NB"))
        .collect()
}

#[test]
fn every_line_says_where_damage_is_reported() {
    let pieces = [("stall", "letter"), ("notice", "letter"), ("speak", "letter")];
    let project = campaign(&report(), &pieces);
    project.run(&["build", "--quiet", "--allow", "draft"]).expect(0);
    for (template, tags) in [
        ("stall", "en+es"),
        ("notice", "en+es"),
        ("speak", "en+es+35-more"),
    ] {
        let file = format!("out/I-5/short/{template}-letter-{tags}.pdf");
        let lines = small_lines(&project, &file);
        let [line] = lines.as_slice() else {
            panic!("{template}: {lines:?}");
        };
        let wanted = format!("Damaged? {ADDRESS} · Oak Grove · I-5 NB 206.06 · OR · ");
        assert!(line.contains(&wanted), "{template}: {line}");
    }
}

/// A line leaves out the place before the address, and the address before the serial.
#[test]
fn a_line_without_room_says_less() {
    let project = campaign(&report(), &[("stall", "letter"), ("sticker", "ol2679")]);
    let args = ["build", "--quiet", "--allow", "draft", "--language", "en"];
    project.run(&args).expect(0);
    let lines = small_lines(&project, "out/I-5/long/stall-letter-en.pdf");
    let of_stall: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.split_once("Damaged? "))
        .map(|(_, rest)| rest)
        .collect();
    let [line] = of_stall.as_slice() else {
        panic!("{lines:?}");
    };
    assert!(
        line.starts_with(&format!("{ADDRESS} · ")) && line.len() == ADDRESS.len() + " · 7F3K-Q2MD-C".len(),
        "{line}"
    );
    // In the waste of a sheet of labels nobody reads it, so the line there tells the place as ever.
    let lines = small_lines(&project, "out/I-5/short/sticker-ol2679-en.pdf");
    let (labels, waste): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.contains("Damaged? "));
    assert_eq!((labels.len(), waste.len()), (12, 1), "{lines:#?}");
    assert!(waste[0].starts_with("Oak Grove · "), "{waste:?}");
    let all = "example.org/the-posters-of-linn-county/x";
    let project = campaign(&format!("report = \"{all}\"\n"), &[("sticker", "ol2682")]);
    project.run(&args).expect(0);
    let bytes = fs::read(project.path("out/I-5/short/sticker-ol2682-en.pdf")).unwrap();
    assert!(
        !visual_lines(&bytes)
            .iter()
            .any(|line| line.text.contains("Damaged"))
    );
}

/// One file of many sheets, and a pack, say the same.
#[test]
fn combined_sheets_and_packs_say_it_too() {
    let project = campaign(&report(), &[("stall", "letter")]);
    project
        .run(&["build", "--quiet", "--allow", "draft", "--combine", "all.pdf"])
        .expect(0);
    let lines = small_lines(&project, "all.pdf");
    let said = lines.iter().filter(|line| line.contains("Damaged? ")).count();
    assert_eq!(said, 2, "{lines:#?}");
    project
        .run(&["plan", "--quiet", "--allow", "draft", "--out", "plan"])
        .expect(0);
}

#[test]
fn an_address_is_no_telephone_number() {
    for (address, wanted) in [
        ("888-373-7888", "at most four digits"),
        ("233733@example.org", "at most four digits"),
        ("https://example.org", "as people type it"),
        ("posters", "as people type it"),
    ] {
        let project = campaign(&format!("report = \"{address}\"\n"), &[("stall", "letter")]);
        let outcome = project.run(&["check", "--allow", "draft"]).expect(1);
        assert!(
            outcome.stderr.contains("error[bad-value]: `report` takes") && outcome.stderr.contains(wanted),
            "{}",
            outcome.stderr
        );
        assert!(
            outcome.stderr.contains("locations.toml:3:10"),
            "{}",
            outcome.stderr
        );
    }
}
