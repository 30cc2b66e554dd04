//! What the small line at the foot of a piece tells those who look after it.

use std::collections::BTreeSet;
use std::fs;

use mileposter::diag::Diagnostics;
use mileposter::finished::{self, Symbols};
use mileposter::geom::{Insets, Point};
use mileposter::page::{Item, ItemKind, SymbolItem};
use mileposter::plate::{self, Imprint, Plate};
use mileposter::poster::Order;
use mileposter::qr::{Payload, Symbol};
use mileposter::serial::Serial;
use mileposter::setup::Setup;
use mileposter::source::{Source, Span};
use mileposter::text::Shaper;

use crate::other::{Other, symbol_saying, text};
use crate::piece::{LIBRARY, locale, proofed, visual_lines};
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

fn audited(head: &str, pieces: &[(&str, &str)]) -> Project {
    campaign(&format!("audit_symbol = true\n{head}"), pieces)
}

/// The serials that audit symbols of a file hold.
fn held(bytes: &[u8]) -> Vec<Serial> {
    let finished = finished::read(bytes, 4, Symbols::Anywhere).unwrap();
    let symbols = finished.pages.into_iter().flat_map(|page| page.symbols);
    symbols
        .filter_map(|symbol| Payload::serial(&symbol.payload))
        .collect()
}

/// Every large piece has the symbol, which says the serial of its very file, and a stranger's proof finds nothing wrong with it.
#[test]
fn a_small_symbol_holds_the_serial() {
    let pieces = [
        ("stall", "letter"),
        ("wall", "tabloid"),
        ("notice", "letter"),
        ("window", "poster-11x14"),
    ];
    let project = audited(&report(), &pieces);
    project.run(&["build", "--quiet", "--allow", "draft"]).expect(0);
    for (template, stock) in pieces {
        for place in ["short", "long"] {
            let file = format!("out/I-5/{place}/{template}-{stock}-en+es.pdf");
            let bytes = fs::read(project.path(&file)).unwrap();
            let [serial] = held(&bytes)[..] else {
                panic!("{file}: {:?}", held(&bytes));
            };
            let lines = visual_lines(&bytes);
            let printed = serial.to_string();
            assert!(
                lines.iter().any(|line| line.text.contains(&printed)),
                "{file}: {lines:#?}"
            );
            let outcome = project
                .run(&["proof", "--message-format", "json", &file])
                .expect(0);
            assert_eq!(outcome.json()["diagnostics"], serde_json::json!([]), "{file}");
        }
    }
}

/// Small, folded and discreet pieces have no room for it or must show none: they are as they were, and one note tells.
#[test]
fn small_pieces_have_no_symbol() {
    let pieces = [
        ("sticker", "ol2679"),
        ("card", "avery-5371"),
        ("card-discreet", "avery-5371"),
        ("tent-card", "avery-5309"),
    ];
    let files = |project: &Project| {
        let flags = ["--allow", "draft", "--language", "en"];
        let outcome = project.run(&[&["build"][..], &flags].concat()).expect(0);
        let files = project.files("out");
        let pdfs = files.into_iter().filter(|(name, _)| name.ends_with(".pdf"));
        (pdfs.collect::<Vec<_>>(), outcome.stderr)
    };
    let (with, told) = files(&audited("", &pieces));
    let (without, _) = files(&campaign("", &pieces));
    assert_eq!(with, without);
    assert_eq!(told.matches("no-audit-symbol").count(), 1, "{told}");
    let names =
        "`card-discreet` on avery-5371, `card` on avery-5371, `sticker` on ol2679, `tent-card` on avery-5309";
    assert!(told.contains(names), "{told}");
}

/// From the right, with little ink, on a printer's other edge, for a print shop, on one file of all sheets and on tiles.
#[test]
fn the_symbol_is_read_however_it_is_printed() {
    let project = audited("", &[("stall", "letter"), ("wall", "tabloid")]);
    for flags in [
        &["--language", "ar"][..],
        &["--ink-saver"],
        &["--greyscale", "--stock", "a4"],
        &["--finish", "press"],
    ] {
        let args = [
            &["build", "--quiet", "--allow", "draft", "--template", "stall"][..],
            flags,
        ];
        project.run(&args.concat()).expect(0);
    }
    let args = ["build", "--quiet", "--allow", "draft"];
    let stall = ["--template", "stall", "--combine", "all.pdf"];
    project.run(&[&args[..], &stall].concat()).expect(0);
    let bytes = fs::read(project.path("all.pdf")).unwrap();
    let audits: BTreeSet<Serial> = held(&bytes).into_iter().collect();
    assert_eq!(audits.len(), 2, "each sheet has its own");
    let wall = ["--template", "wall", "--tile", "letter"];
    project.run(&[&args[..], &wall].concat()).expect(0);
    project
        .run(&["plan", "--quiet", "--allow", "draft", "--out", "plan"])
        .expect(0);
}

fn stall() -> (Plate, Imprint, Vec<Item>) {
    let order = Order {
        hotline: "us-nhth".to_owned(),
        template: "stall".to_owned(),
        languages: vec![locale("en"), locale("es")],
        stock: "letter".to_owned(),
        setup: Setup {
            audit_symbol: true,
            ..Setup::default()
        },
        rule: None,
    };
    let imprint = Imprint {
        site: "Oak Grove Rest Area · I-5 NB 206.06 · OR".to_owned(),
        serial: Serial::of(&["oak"]).to_string(),
        span: Span::file(&Source::new("locations.toml", "")),
    };
    let mut diags = Diagnostics::default();
    let mut shaper = Shaper::new(&LIBRARY.fonts);
    let piece = plate::compose(&mut diags, &LIBRARY, &mut shaper, &order).unwrap();
    let plate = proofed(piece).unwrap();
    let (poster, pages) = (&plate.poster, &plate.pages);
    let items = plate::set_imprint(&mut diags, &LIBRARY, &mut shaper, poster, pages, &imprint).unwrap();
    assert!(!diags.has_errors(), "{diags:#?}");
    (plate, imprint, items)
}

#[test]
fn line_and_symbol_on_a_page() {
    insta::assert_snapshot!(stall().0.pages[0].to_string());
}

/// The codes of what is told when a stall sign is printed whose symbol was changed.
fn printed(change: impl Fn(&mut SymbolItem)) -> Vec<&'static str> {
    let (plate, imprint, mut items) = stall();
    let symbols = items.iter_mut().filter_map(|item| match &mut item.kind {
        ItemKind::Symbol(symbol) => Some(symbol),
        _ => None,
    });
    let mut count = 0;
    for symbol in symbols {
        change(symbol);
        count += 1;
    }
    assert_eq!(count, 1);
    let mut diags = Diagnostics::default();
    let file = plate::print(&mut diags, &plate, &items, &imprint);
    assert_eq!(file.is_none(), diags.has_errors());
    diags.iter().map(|fault| fault.code.name).collect()
}

#[test]
fn a_fault_in_the_symbol_of_an_imprint_is_told() {
    assert_eq!(printed(|_| {}), [""; 0]);
    let other = || Symbol::of(Payload::of_serial(Serial::of(&["pine"]))).unwrap();
    // The serial of another sheet.
    assert_eq!(printed(|symbol| symbol.symbol = other()), ["imprint-read"]);
    // Its modules alone.
    assert_eq!(
        printed(|symbol| symbol.symbol.dark = other().dark),
        ["imprint-read"]
    );
    // Half of it lost.
    assert_eq!(
        printed(|symbol| symbol.symbol.dark[..220].fill(false)),
        ["imprint-read"]
    );
    // Modules that touch what stands around it.
    assert_eq!(
        printed(|symbol| symbol.rect = symbol
            .rect
            .inset(Insets::all(-3.0))
            .shifted(Point { x: -60.0, y: 0.0 })),
        ["imprint-read"]
    );
}

/// On a stranger's page the symbol passes only beside its serial, and in this form alone.
#[test]
fn a_symbol_without_its_serial_is_none_of_ours() {
    let serial = Serial::of(&["oak"]);
    let payload = Payload::of_serial(serial).to_string();
    let other = Serial::of(&["pine"]).to_string();
    let printed = serial.to_string();
    for (says, line, sound) in [
        (payload.as_str(), printed.as_str(), true),
        (&payload, &other, false),
        (&payload, "Oak Grove", false),
        (&payload.to_lowercase(), &printed, false),
        (&format!("{payload}?"), &printed, false),
        (&format!("MP:{printed}"), &printed, false),
    ] {
        let mut flyer = Other::flyer();
        flyer.content.push_str(&symbol_saying(says, 72.0, 150.0, 42.0));
        flyer.content.push_str(&text(8.0, 72.0, 120.0, line));
        let project = Project::with("flyer.pdf", flyer.to_pdf());
        let outcome = project.run(&["proof", "--message-format", "json", "flyer.pdf"]);
        let codes: Vec<String> = outcome.errors().into_iter().map(|(code, _)| code).collect();
        assert_eq!(
            !codes.iter().any(|code| code.starts_with("symbol-")),
            sound,
            "{says} beside {line}: {codes:?}"
        );
    }
}
