//! A printer is measured, saved by name, and its errors are taken back; the sheet that it is measured on is exact.

use std::fs;

use mileposter::calibration;
use mileposter::diag::Diagnostics;
use mileposter::setup::Setup;

use crate::outline::strokes;
use crate::piece::LIBRARY;
use crate::project::{Outcome, Project, STALL};

const MM: f64 = 72.0 / 25.4;

const PLACE: &str = "[[location]]\nid = \"elm\"\nname = \"Elm\"\nkind = \"bar\"\n";

/// Whether a page has a filled box with these edges, in millimetres, give or take half of a hairline.
fn has(fills: &[[f64; 4]], wanted: [f64; 4]) -> bool {
    fills.iter().any(|found| {
        let mut pairs = found.iter().zip(wanted);
        pairs.all(|(found, wanted)| (found / MM - wanted).abs() < 0.09)
    })
}

#[test]
fn crosses_and_lines_stand_where_the_words_say() {
    for (id, width, height) in [
        ("letter", 215.9, 279.4),
        ("a4", 210.0, 297.0),
        ("trifold-letter", 279.4, 215.9),
        ("half-letter", 139.7, 215.9),
    ] {
        let mut diags = Diagnostics::default();
        let stock = LIBRARY.stocks.get(id).unwrap();
        let made = calibration::sheet(&mut diags, &LIBRARY, stock, &Setup::default());
        assert!(diags.iter().next().is_none(), "{id}: {diags:#?}");
        let pages = strokes(&made.unwrap().document.bytes);
        for page in &pages {
            let ends = [20.0, width - 20.0].map(|x| [20.0, height - 20.0].map(|y| (x, y)));
            for (x, y) in ends.into_iter().flatten() {
                assert!(has(&page.fills, [x - 5.0, y, x + 5.0, y]), "{id} {x} {y}");
                assert!(has(&page.fills, [x, y - 5.0, x, y + 5.0]), "{id} {x} {y}");
            }
            // A ruler from each edge inwards, from the very edge.
            let (x, y) = (width / 2.0, height / 2.0);
            for edge in [
                [0.0, y, 12.0, y],
                [width - 12.0, y, width, y],
                [x, 0.0, x, 12.0],
                [x, height - 12.0, x, height],
            ] {
                assert!(has(&page.fills, edge), "{id} {edge:?}");
            }
        }
        let (across, along) = calibration::lines(stock.size).unwrap();
        let (across, along) = (f64::from(across), f64::from(along));
        let (y, x) = (height - 32.0, 32.0);
        assert!(has(&pages[0].fills, [20.0, y, 20.0 + across, y]), "{id}");
        assert!(has(&pages[0].fills, [x, 20.0, x, 20.0 + along]), "{id}");
        // The cross of the front, and the middle of the grid on the back.
        let (x, y) = (width / 2.0, height / 2.0);
        for page in &pages {
            assert!(has(&page.fills, [x - 10.0, y, x + 10.0, y]), "{id}");
            assert!(has(&page.fills, [x, y - 10.0, x, y + 10.0]), "{id}");
        }
        let grid = (-6..=6).filter(|step| *step != 0).map(f64::from);
        for step in grid {
            assert!(
                has(&pages[1].fills, [x - 6.0, y + step, x + 6.0, y + step]),
                "{id}"
            );
        }
    }
}

fn save(project: &Project, name: &str, measures: &[&str]) -> Outcome {
    project.run(&[&["calibrate", name], measures].concat())
}

#[test]
fn a_printer_is_saved_by_name_and_others_stay() {
    let project = Project::with("locations.toml", format!("{STALL}{PLACE}"));
    project.run(&["calibrate"]).expect(0);
    assert!(project.path("calibration.pdf").is_file());
    // A sheet that is there is not written over.
    project.run(&["calibrate"]).expect(2);

    save(
        &project,
        "front-desk",
        &[
            "--right",
            "0.8mm",
            "--down=-0.4mm",
            "--across",
            "180.72mm",
            "--along",
            "239.52mm",
        ],
    )
    .expect(0);
    let place = "data/printers.toml";
    let read = || fs::read_to_string(project.path(place)).unwrap();
    let first = read();
    let entry = "[[printer]]\nname = \"front-desk\"\nright = \"0.8 mm\"\ndown = \"-0.4 mm\"\nacross = 1.004\nalong = 0.998\n";
    assert!(
        first.starts_with("# Printers that put things askew") && first.ends_with(entry),
        "{first}"
    );

    project.write(place, format!("{first}# Ours ends here.\n"));
    save(
        &project,
        "back-room",
        &[
            "--stock",
            "a4",
            "--along",
            "260mm",
            "--back-right",
            "-0.25 mm",
            "--flip",
            "short",
        ],
    )
    .expect(0);
    let second = read();
    assert!(
        second.starts_with(&format!(
            "{first}# Ours ends here.\n\n[[printer]]\nname = \"back-room\"\n"
        )),
        "{second}"
    );
    assert!(
        second
            .ends_with("along = 1.0\nback-right = \"-0.25 mm\"\nback-down = \"0.0 mm\"\nflip = \"short\"\n"),
        "{second}"
    );

    save(&project, "front-desk", &["--right", "1 mm"]).expect(0);
    let third = read();
    assert_eq!(third.matches("[[printer]]").count(), 2);
    assert!(
        third.contains("# Ours ends here.")
            && third.contains("right = \"1.0 mm\"\ndown = \"0.0 mm\"\nacross = 1.0\n"),
        "{third}"
    );
    assert_eq!(
        third.split("# Ours ends here.").nth(1),
        second.split("# Ours ends here.").nth(1)
    );

    // Its files bear its name, and others are as they are without it.
    let build = |out: &str, more: &[&str]| {
        project
            .run(&[&["build", "--language", "en", "--out", out, "-q"], more].concat())
            .expect(0);
        project.files(out)
    };
    let plain = build("plain", &[]);
    let moved = build("moved", &["--printer", "front-desk"]);
    let path = |name: &str| format!("no-route/elm/stall-letter-en{name}.pdf");
    assert!(plain.contains_key(&path("")), "{plain:?}");
    assert!(moved.contains_key(&path("-front-desk")), "{moved:?}");
    assert_ne!(plain[&path("")], moved[&path("-front-desk")]);
    project
        .run(&[
            "preview",
            "--language",
            "en",
            "--printer",
            "front-desk",
            "--dpi",
            "24",
        ])
        .expect(0);
    project
        .run(&["outline", "8371", "--printer", "front-desk"])
        .expect(0);
}

/// The edge that a printer is saved with is used where no other is asked for.
#[test]
fn a_printer_turns_sheets_about_its_own_edge() {
    let project = Project::empty();
    save(&project, "office", &["--flip", "short"]).expect(0);
    let first = |out: &str, more: &[&str]| {
        project
            .run(&[&["outline", "avery-5371", "--out", out], more].concat())
            .expect(0);
        strokes(&fs::read(project.path(out)).unwrap())[1].edges[0].map(|side| format!("{side:.0}"))
    };
    let long = first("long.pdf", &[]);
    let short = first("short.pdf", &["--flip", "short"]);
    assert_ne!(long, short);
    assert_eq!(first("own.pdf", &["--printer", "office"]), short);
    assert_eq!(
        first("asked.pdf", &["--printer", "office", "--flip", "long"]),
        long
    );
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_written() {
    let project = Project::empty();
    for (name, measures) in [
        ("Front Desk", &["--right", "1mm"][..]),
        ("a", &["--right", "16mm"]),
        ("a", &["--back-down", "-16mm"]),
        ("a", &["--across", "150mm"]),
        ("a", &["--along", "1"]),
        ("a", &["--right", "far"]),
        ("a", &["--stock", "lettre", "--right", "1mm"]),
        ("a", &["--stock", "a7", "--right", "1mm"]),
        ("a", &[]),
    ] {
        save(&project, name, measures).expect(2);
    }
    // Measures without a name, and a name with a file.
    project.run(&["calibrate", "--right", "1mm"]).expect(2);
    save(&project, "a", &["--right", "1mm", "--out", "a.pdf"]).expect(2);
    assert!(project.files("").is_empty());
    let told = save(&project, "a", &["--across", "170mm"]).expect(2).stderr;
    assert!(
        told.contains("are 180 mm across and 240 mm along") && told.contains("100 %"),
        "{told}"
    );

    project.write("data/printers.toml", "printer = [{ name = \"a\" }]\n");
    let told = save(&project, "a", &["--right", "1mm"]).expect(2).stderr;
    assert!(told.contains("nothing was saved"), "{told}");
    assert_eq!(
        fs::read_to_string(project.path("data/printers.toml")).unwrap(),
        "printer = [{ name = \"a\" }]\n"
    );

    // Every fault of a list of printers at once, and nothing is saved or printed with it.
    let broken = "[[printer]]\nname = \"a\"\nright = \"2 in\"\nacross = 1.2\nflip = \"up\"\nleft = 1\n";
    project.write("data/printers.toml", broken);
    for args in [
        &["calibrate", "a", "--right", "1mm"][..],
        &["outline", "letter", "--printer", "a"],
        &["check", "--printer", "a"],
    ] {
        let outcome = project.run(&[args, &["--message-format", "json"]].concat());
        let errors = outcome.expect(1).errors();
        let lines: Vec<_> = errors
            .iter()
            .map(|(code, line)| (code.as_str(), line.unwrap()))
            .collect();
        let wanted = [
            ("bad-value", 3),
            ("bad-value", 4),
            ("bad-value", 5),
            ("unknown-field", 6),
        ];
        assert_eq!(lines, wanted, "{args:?}");
    }
}

#[test]
fn an_unknown_printer_or_stock_is_told_with_what_is_near() {
    let project = Project::of_places(PLACE);
    save(&project, "front-desk", &["--right", "1mm"]).expect(0);
    for args in [
        &["build", "--printer", "frontdesk"][..],
        &["outline", "letter", "--printer", "frontdesk"],
    ] {
        let told = project.run(args).expect(2).stderr;
        assert!(
            told.contains("there is no printer `frontdesk`; did you mean `front-desk`?"),
            "{told}"
        );
    }
    let told = project.run(&["check", "--printer", "x"]).expect(2).stderr;
    assert!(told.contains("`mileposter calibrate` prints the sheet"), "{told}");
    project.run(&["outline", "avery-9999"]).expect(2);
    project.run(&["outline"]).expect(2);
}

/// A printer that is off by more than the margins leave is found before anything is printed.
#[test]
fn what_is_moved_off_the_sheet_is_told() {
    let project = Project::of_places(PLACE);
    save(&project, "worn", &["--right", "12mm"]).expect(0);
    let args = [
        "build",
        "--language",
        "en",
        "--printer",
        "worn",
        "--message-format",
        "json",
    ];
    let errors = project.run(&args).expect(1).errors();
    assert!(errors.iter().all(|(code, _)| code == "safe-area"), "{errors:?}");
    assert!(!errors.is_empty() && !project.path("out").exists());
}

#[test]
fn outlines_are_files_of_their_own() {
    let project = Project::empty();
    project.run(&["outline", "avery-5371", "a7"]).expect(0);
    assert!(project.path("outline-avery-5371.pdf").is_file());
    let told = project
        .run(&["outline", "A7", "letter", "--out", "sheets"])
        .expect(0)
        .stderr;
    assert!(told.contains("`a7` is too small for a ruler of 100 mm"), "{told}");
    assert_eq!(project.files("sheets").len(), 2);
    // None is written over, and none is written beside one that would be.
    project.run(&["outline", "a6", "a7"]).expect(2);
    assert!(!project.path("outline-a6.pdf").exists());
}

/// No viewer scales any file of ours to fit.
#[test]
fn every_file_asks_not_to_be_scaled() {
    let project = Project::with(
        "locations.toml",
        format!("{STALL}[[hang]]\ntemplate = \"card\"\nstock = \"avery-5371\"\n{PLACE}"),
    );
    project.run(&["build", "--language", "en", "-q"]).expect(0);
    project.run(&["outline", "avery-5371"]).expect(0);
    project.run(&["calibrate"]).expect(0);
    project.run(&["review", "es"]).expect(0);
    let files = project.files("");
    let pdfs = files.keys().filter(|name| name.ends_with(".pdf"));
    let mut count = 0;
    for name in pdfs {
        let document = lopdf::Document::load(project.path(name)).unwrap();
        let viewer = document.catalog().unwrap().get(b"ViewerPreferences").unwrap();
        let scaling = viewer.as_dict().unwrap().get(b"PrintScaling").unwrap();
        assert_eq!(scaling.as_name().unwrap(), b"None", "{name}");
        count += 1;
    }
    assert_eq!(count, 5);
}
