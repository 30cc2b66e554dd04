//! Files for a print shop: where they are cut, in which inks, and what a profile must be.

use std::sync::Arc;

use lopdf::Document;
use lopdf::content::Content;
use mileposter::anatomy;
use mileposter::color::Color;
use mileposter::diag::Diagnostics;
use mileposter::geom::Rect;
use mileposter::page::ItemKind;
use mileposter::plate::Plate;
use mileposter::profile::{self, Profile};
use mileposter::raster;
use mileposter::setup::Finish;
use proptest::prelude::any;
use proptest::proptest;

use crate::icc;
use crate::piece::{NUMBER, composed_as, composed_for, proofed, visual_lines};
use crate::project::{Project, STALL};

const PLACE: &str =
    "[[location]]\nid = \"oak\"\nname = \"Oak Grove\"\nkind = \"rest_area\"\nroute = \"I-5\"\n";

fn shop() -> Finish {
    Finish::Press(None)
}

fn press() -> Finish {
    Finish::Press(Some(Arc::new(icc::press())))
}

#[track_caller]
fn plate(finish: &Finish, template: &str, stock: &str, tags: &[&str]) -> Plate {
    proofed(composed_for(finish, template, stock, tags)).unwrap()
}

/// Every operator that sets a colour on the pages of a file, with its operands in per cent.
fn colors(file: &[u8]) -> Vec<(String, Vec<i64>)> {
    let document = Document::load_mem(file).unwrap();
    let mut colors = Vec::new();
    for page in document.get_pages().into_values() {
        let content = Content::decode(&document.get_page_content(page)).unwrap();
        for operation in content.operations {
            if ["g", "G", "rg", "RG", "k", "K", "scn", "SCN"].contains(&operation.operator.as_str()) {
                let operands = operation.operands.iter();
                #[expect(clippy::cast_possible_truncation, reason = "per cent")]
                let per_cent = operands.map(|number| (number.as_float().unwrap() * 100.0).round() as i64);
                colors.push((operation.operator.clone(), per_cent.collect()));
            }
        }
    }
    colors
}

fn is_near(found: [f32; 4], wanted: [f32; 4]) -> bool {
    found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.02)
}

#[test]
fn each_piece_is_alone_on_its_page_with_its_boxes() {
    let mm = |length: f32| length * 72.0 / 25.4;
    for (template, stock, languages, pages, width, height) in [
        ("card", "avery-5371", &["en", "es"][..], 2, 252.0, 144.0),
        ("stall", "letter", &["en", "es"], 1, 612.0, 792.0),
        ("stall", "a4", &["en", "ar"], 1, mm(210.0), mm(297.0)),
        ("wall", "tabloid", &["en", "ar"], 1, 792.0, 1224.0),
        ("wall", "a3", &["en", "es"], 1, mm(297.0), mm(420.0)),
    ] {
        let plate = plate(&shop(), template, stock, languages);
        let read = anatomy::read(&plate.document.bytes, 16).unwrap();
        assert_eq!(read.page_count, pages, "{template} {stock}");
        for boxes in read.boxes {
            let (trim, bleed, media) = (boxes.trim.unwrap(), boxes.bleed.unwrap(), boxes.media);
            assert!(
                is_near([trim[0], trim[1], trim[0] + width, trim[1] + height], trim),
                "{template} {stock}: {trim:?}"
            );
            let wanted = [trim[0] - 9.0, trim[1] - 9.0, trim[2] + 9.0, trim[3] + 9.0];
            assert!(is_near(wanted, bleed), "{template} {stock}: {bleed:?}");
            // Half an inch beside the cut, for the marks, and more below for a line or two.
            assert!(trim[0] >= 35.9 && media[2] - trim[2] >= 35.9 && media[3] - trim[3] > 35.9);
            assert!(trim[1] >= 53.9 && is_near(boxes.crop, media));
        }
    }
}

#[test]
fn what_is_printed_at_home_is_cut_nowhere() {
    let plate = proofed(composed_as("card", "avery-5371", &["en"])).unwrap();
    let read = anatomy::read(&plate.document.bytes, 16).unwrap();
    for boxes in read.boxes {
        assert_eq!((boxes.trim, boxes.bleed), (Some(boxes.media), Some(boxes.media)));
    }
}

/// In the drawn page: the band reaches the bleed on both sides and ends there.
#[test]
fn backgrounds_fill_the_bleed() {
    for (template, stock) in [("card", "avery-5371"), ("stall", "letter"), ("wall", "a3")] {
        let plate = plate(&shop(), template, stock, &["en"]);
        let drawn = raster::pages(&plate.document.bytes, 144.0, 16).unwrap();
        for (page, drawn) in plate.pages.iter().zip(drawn) {
            let band = page.items.iter().find_map(|item| match &item.kind {
                ItemKind::Fill { rect, color } if *color != Color::WHITE => {
                    Some((item.frame.rect(*rect), *color))
                }
                _ => None,
            });
            let Some((band, color)) = band.filter(|(band, _)| band.width > page.trim.width) else {
                continue;
            };
            let at = |x: f32| Rect::new(x * 2.0, band.centre().y * 2.0, 1.0, 1.0);
            let pixel = |x: f32| drawn.two_colors(at(x)).0;
            let (left, right) = (page.bleed.x, page.bleed.right());
            assert_eq!([left + 1.0, right - 1.0].map(pixel), [color; 2], "{template}");
            assert_eq!(
                [left - 1.0, right + 1.0].map(pixel),
                [Color::WHITE; 2],
                "{template}"
            );
        }
    }
}

/// The back of a card stands upright: whoever lays it on a sheet turns it.
#[test]
fn backs_stand_upright() {
    let plate = plate(&shop(), "card", "avery-5371", &["en", "es"]);
    let lines = visual_lines(&plate.document.bytes);
    assert!(lines.iter().filter(|line| line.text.contains(NUMBER)).count() >= 2);
    for page in &plate.pages {
        for item in page
            .items
            .iter()
            .filter(|item| matches!(item.kind, ItemKind::Text(_)))
        {
            assert_eq!(item.frame.turn, mileposter::page::Turn::None, "{}", item.block);
        }
    }
}

#[test]
fn black_is_on_one_plate() {
    let plate = plate(&shop(), "stall", "letter", &["en", "es"]);
    let colors = colors(&plate.document.bytes);
    assert!(colors.contains(&("g".to_owned(), vec![0])), "{colors:?}");
    let dark = |operands: &[i64]| operands.iter().all(|light| *light < 20);
    let light = colors.iter().filter(|(operator, _)| operator == "rg");
    assert!(light.clone().count() > 0);
    for (_, operands) in light {
        assert!(!dark(operands), "black mixed of light: {operands:?}");
    }
}

#[test]
fn grey_is_black_ink_alone() {
    let project = Project::of_places(PLACE);
    let flags = [
        "build",
        "--greyscale",
        "--finish",
        "press",
        "--language",
        "en",
        "--allow",
        "draft",
        "-q",
    ];
    project.run(&flags).expect(0);
    let file = std::fs::read(project.path("out/I-5/oak/stall-letter-en-greyscale-press.pdf")).unwrap();
    for (operator, operands) in colors(&file) {
        assert!(
            ["g", "G", "SCN"].contains(&operator.as_str()),
            "{operator} {operands:?}"
        );
    }
}

/// With the profile of the press no colour is left in light, and the file says what it is.
#[test]
fn a_profile_makes_all_colours_inks() {
    let plate = plate(&press(), "stall", "letter", &["en", "es"]);
    let bytes = &plate.document.bytes;
    let colors = colors(bytes);
    let inks: Vec<&Vec<i64>> = colors
        .iter()
        .filter(|(operator, _)| operator == "k")
        .map(|(_, inks)| inks)
        .collect();
    assert_eq!(
        colors.len(),
        inks.len() + colors.iter().filter(|(operator, _)| operator == "SCN").count()
    );
    assert!(
        inks.contains(&&vec![0, 0, 0, 100]) && inks.contains(&&vec![0, 0, 0, 0]),
        "{inks:?}"
    );
    // The teal of the band: mostly cyan, hardly any yellow beyond it, and black.
    let band = inks.iter().find(|inks| inks[0] > 20).unwrap();
    assert!(band[0] > band[1] && band[0] > band[2] && band[3] > 30, "{band:?}");
    let document = Document::load_mem(bytes).unwrap();
    let catalog = document.catalog().unwrap();
    let intents = catalog.get(b"OutputIntents").unwrap().as_array().unwrap();
    let of = |key: &[u8]| -> Vec<String> {
        let values = intents
            .iter()
            .map(|intent| intent.as_dict().unwrap().get(key).unwrap());
        values.map(|value| format!("{value:?}")).collect()
    };
    assert_eq!(of(b"S"), ["/GTS_PDFA1", "/GTS_PDFX"]);
    let profiles = of(b"DestOutputProfile");
    assert_eq!(profiles[0], profiles[1], "one object for both");
    let metadata = catalog.get(b"Metadata").unwrap().as_reference().unwrap();
    let metadata = document.get_object(metadata).unwrap().as_stream().unwrap();
    let metadata = String::from_utf8(metadata.content.clone()).unwrap();
    for words in [
        "PDF/X-4",
        "<xmpMM:DocumentID>uuid:",
        "<pdfuaid:part>1",
        "<pdfaid:part>2",
    ] {
        assert!(metadata.contains(words), "{words}");
    }
}

#[test]
fn without_a_profile_nothing_is_called_pdf_x() {
    let plate = plate(&shop(), "stall", "letter", &["en"]);
    let text = String::from_utf8_lossy(&plate.document.bytes).into_owned();
    assert!(!text.contains("GTS_PDFX"));
}

#[test]
fn the_same_piece_gives_the_same_bytes() {
    for finish in [shop(), press()] {
        let [one, other] = [(); 2].map(|()| plate(&finish, "card", "avery-5371", &["en", "es"]));
        assert_eq!(one.digest, other.digest);
    }
}

/// What the inks of a colour look like is as dark as that colour, as near as small tables hold it.
#[test]
fn inks_look_like_their_colour() {
    let press = icc::press();
    for color in ["#0a4a4e", "#3d5553", "#ffffff"].map(|color| Color::parse(color).unwrap()) {
        let seen = press.seen(color);
        let share = seen.contrast(Color::WHITE) / color.contrast(Color::WHITE);
        assert!((0.75..1.25).contains(&share), "{color} looks like {seen}");
    }
    let ink = press.seen(Color::parse("#10302f").unwrap());
    assert!(ink.contrast(Color::WHITE) > 10.0, "{ink}");
}

#[test]
fn pictures_become_inks_pixel_by_pixel() {
    let press = icc::press();
    let teal = Color::parse("#0a4a4e").unwrap();
    let pixels = [teal.rgb, [255; 3], teal.rgb].concat();
    let inks = press.inks_of_pixels(&pixels);
    assert_eq!(inks.len(), 12);
    let per_cent = |ink: &u8| u8::try_from((u16::from(*ink) * 100 + 127) / 255).unwrap();
    let per_cent: Vec<u8> = inks.iter().map(per_cent).collect();
    assert_eq!(per_cent[0..4], press.inks(teal));
    assert_eq!(inks[0..4], inks[8..12]);
    assert!(inks[4..8].iter().all(|ink| *ink < 8), "{inks:?}");
}

/// The program writes a file for a print shop beside that for home, and says what to do with it.
#[test]
fn a_run_for_a_print_shop() {
    let project = Project::of_places(PLACE);
    project.write("press.icc", icc::press_bytes());
    let home = ["build", "--language", "en,es", "--allow", "draft"];
    project.run(&home).expect(0);
    let shop = [&home[..], &["--finish", "press", "--profile", "press.icc"]].concat();
    let told = project.run(&shop).expect(0);
    assert!(told.stderr.contains("docs/print-shop.md"), "{}", told.stderr);
    let files = project.files("out");
    for name in ["stall-letter-en+es.pdf", "stall-letter-en+es-press.pdf"] {
        assert!(files.contains_key(&format!("I-5/oak/{name}")), "{files:?}");
    }
    let path = "out/I-5/oak/stall-letter-en+es-press.pdf";
    project.run(&["proof", path]).expect(0);
    // Which piece it is stands below the marks.
    let lines = visual_lines(&std::fs::read(project.path(path)).unwrap());
    assert!(lines.iter().any(|line| line.text.contains("stall letter en+es")));
}

#[test]
fn a_profile_is_for_print_shops() {
    let project = Project::with("locations.toml", format!("{STALL}{PLACE}"));
    project.write("press.icc", icc::press_bytes());
    let told = project.run(&["check", "--profile", "press.icc"]).expect(2);
    assert!(told.stderr.contains("--finish press"), "{}", told.stderr);
    project
        .run(&["check", "--finish", "press", "--profile", "gone.icc"])
        .expect(2);
}

/// The sound profile with some bytes changed.
fn changed(at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = icc::press_bytes();
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

#[test]
fn a_profile_that_is_none_of_a_press_is_told() {
    let cut = |length: usize| icc::press_bytes()[..length].to_vec();
    let mut long = icc::press_bytes();
    long.resize(profile::LARGEST + 1, 0);
    for (name, file, code, words) in [
        ("empty", Vec::new(), "bad-profile", "no ICC profile"),
        ("words", vec![b'x'; 500], "bad-profile", "no ICC profile"),
        ("cut short", cut(3000), "bad-profile", "has 3000"),
        ("monitor", icc::profile(b"mntr", b"CMYK"), "bad-profile", "`mntr`"),
        (
            "other colours",
            icc::profile(b"prtr", b"RGB "),
            "bad-profile",
            "`RGB`",
        ),
        ("version 5", changed(8, &[5]), "bad-profile", "version 5"),
        ("no list", changed(128, &[0, 1, 0, 0]), "bad-profile", "no room"),
        ("tag outside", changed(136, &[0xFF; 4]), "bad-profile", "`desc`"),
        (
            "no table",
            changed(132 + 4 * 12, b"B2A9"),
            "bad-profile",
            "`B2A0`",
        ),
        ("large", long, "too-large", "4 MB"),
    ] {
        let mut diags = Diagnostics::default();
        assert!(Profile::read(&mut diags, "press.icc", file).is_none(), "{name}");
        let told: Vec<_> = diags.iter().collect();
        assert_eq!(told.len(), 1, "{name}");
        assert_eq!(told[0].code.name, code, "{name}");
        let message = told[0].message.english();
        assert!(message.contains(words), "{name}: {message}");
    }
}

#[test]
fn a_broken_profile_stops_the_run() {
    let project = Project::of_places(PLACE);
    project.write("screen.icc", icc::profile(b"mntr", b"CMYK"));
    let flags = [
        "check",
        "--finish",
        "press",
        "--profile",
        "screen.icc",
        "--message-format",
        "json",
    ];
    let errors = project.run(&flags).expect(1).errors();
    assert_eq!(errors, [("bad-profile".to_owned(), None)]);
}

proptest! {
    /// Whatever a profile holds, it is read or told, and what is read makes inks.
    #[test]
    fn no_profile_breaks_the_reader(
        changes in proptest::collection::vec((0..9000_usize, any::<u8>()), 1..8),
        cut in 0..200_usize,
    ) {
        let mut file = icc::press_bytes();
        for (at, byte) in changes {
            if let Some(found) = file.get_mut(at) {
                *found = byte;
            }
        }
        let length = u32::try_from(file.len() - cut).unwrap();
        file.truncate(file.len() - cut);
        file[0..4].copy_from_slice(&length.to_be_bytes());
        let mut diags = Diagnostics::default();
        match Profile::read(&mut diags, "press.icc", file) {
            Some(profile) => {
                profile.seen(Color::parse("#0a4a4e").unwrap());
            }
            None => assert!(diags.has_errors()),
        }
    }
}
