//! One plate for many places: what is printed from it is what a page laid out whole would be.

use std::convert::Infallible;
use std::fs;
use std::sync::LazyLock;

use mileposter::campaign::{self, Campaign};
use mileposter::diag::Diagnostics;
use mileposter::library::CORRIDOR;
use mileposter::locale::Locale;
use mileposter::page::{Item, Page};
use mileposter::plan::{self, Selection};
use mileposter::plate::{self, Imprint, Plate};
use mileposter::press;
use mileposter::raster;
use mileposter::reading;
use mileposter::source::{Source, Span};
use mileposter::text::{Piece, RichText, Shaper, TypeCase};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::piece::{LIBRARY, composed, composed_as, proofed, visual_lines, written};
use crate::project::{Project, STALL};

/// Places whose names need other signs than the usual alphabet, with the part that tells them apart.
const NAMES: [(&str, &str); 4] = [
    ("latin", "Oak Grove Rest Area"),
    ("cyrillic", "Дубовая роща"),
    ("korean", "참나무 숲 휴게소"),
    ("thai", "จุดพักรถสวนโอ๊ก"),
];

fn imprint() -> Imprint {
    Imprint {
        site: "Oak Grove Rest Area · I-5 NB 206.06 · OR".to_owned(),
        serial: "7F3K-Q2MD-C".to_owned(),
        span: Span::file(&Source::new("locations.toml", "")),
    }
}

fn stall() -> Plate {
    proofed(composed(&["en", "es"])).unwrap()
}

fn set(plate: &Plate, imprint: &Imprint) -> Vec<Item> {
    let mut diags = Diagnostics::default();
    let mut shaper = Shaper::new(&LIBRARY.fonts);
    let items = plate::set_imprint(
        &mut diags,
        &LIBRARY,
        &mut shaper,
        &plate.poster,
        &plate.pages,
        imprint,
    );
    assert!(!diags.has_errors(), "{diags:#?}");
    items.unwrap()
}

fn printed(plate: &Plate, items: &[Item], imprint: &Imprint) -> Result<Vec<u8>, Vec<&'static str>> {
    let mut diags = Diagnostics::default();
    let file = plate::print(&mut diags, plate, items, imprint);
    file.map(|file| file.bytes())
        .ok_or_else(|| diags.iter().map(|fault| fault.code.name).collect())
}

/// The page of a plate with its imprint among its items and no slot left.
fn laid_out_whole(plate: &Plate, items: &[Item]) -> Vec<u8> {
    let mut pages: Vec<Page> = plate.pages.clone();
    pages[0].items.extend_from_slice(items);
    pages[0].slots.clear();
    written(&pages)
}

#[test]
fn plate_and_imprint_equal_a_page_laid_out_whole() {
    let (plate, imprint) = (stall(), imprint());
    let items = set(&plate, &imprint);
    let file = printed(&plate, &items, &imprint).unwrap();
    let whole = laid_out_whole(&plate, &items);
    assert_eq!(visual_lines(&file), visual_lines(&whole));
    let pixels = |pdf: &[u8]| raster::pages(pdf, 96.0, 16).unwrap();
    assert!(pixels(&file) == pixels(&whole), "the pixels differ");
    assert!(
        pixels(&file) != pixels(&plate.document.bytes),
        "the imprint is not seen"
    );
}

#[test]
fn a_file_begins_with_the_bytes_that_were_proofed() {
    let (plate, imprint) = (stall(), imprint());
    let file = printed(&plate, &set(&plate, &imprint), &imprint).unwrap();
    assert!(file.starts_with(&plate.document.bytes));
    assert!(file.len() - plate.document.bytes.len() < 1024);
}

#[test]
fn site_and_serial_are_read_from_the_finished_file() {
    let (plate, imprint) = (stall(), imprint());
    let file = printed(&plate, &set(&plate, &imprint), &imprint).unwrap();
    let wanted = format!("{} · {}", imprint.site, imprint.serial);
    let lines = visual_lines(&file);
    assert!(lines.iter().any(|line| line.text == wanted), "{lines:#?}");
}

#[test]
fn an_imprint_with_another_serial_is_refused() {
    let plate = stall();
    let items = set(&plate, &imprint());
    let other = Imprint {
        serial: "7F3K-Q2MD-D".to_owned(),
        ..imprint()
    };
    assert_eq!(printed(&plate, &items, &other), Err(vec!["imprint-read"]));
}

#[test]
fn an_imprint_that_lacks_a_line_is_refused() {
    assert_eq!(printed(&stall(), &[], &imprint()), Err(vec!["imprint-read"]));
}

/// A stall sign's file whose appended bytes were changed, as text: whether it is still read as meant.
fn is_read_with(change: impl Fn(&str) -> String) -> bool {
    let (plate, imprint) = (stall(), imprint());
    let items = set(&plate, &imprint);
    let mut diags = Diagnostics::default();
    let mut file = plate::print(&mut diags, &plate, &items, &imprint).unwrap();
    let own = std::str::from_utf8(&file.own).unwrap();
    let changed = change(own);
    let untouched = changed == own;
    file.own = changed.into_bytes();
    let read = plate::is_read(&plate, &items, &file, &imprint);
    assert!(!untouched || read, "nothing was changed, and it is refused");
    read
}

#[test]
fn a_fault_in_the_bytes_of_an_imprint_is_found() {
    assert!(is_read_with(str::to_owned));
    // The hex digits of a glyph: each sign of the line is another.
    let own = printed(&stall(), &set(&stall(), &imprint()), &imprint()).unwrap();
    let own = String::from_utf8_lossy(&own[stall().document.bytes.len()..]).into_owned();
    let glyphs: Vec<usize> = own
        .match_indices('<')
        .filter(|(at, _)| {
            own[at + 1..].starts_with("00") && own[..*at].ends_with(['[', '0', '1', '2', ' ', '9', '5'])
        })
        .map(|(at, _)| at + 4)
        .collect();
    assert!(glyphs.len() > 1, "{own}");
    for at in glyphs {
        let other = |own: &str| {
            let digit = if &own[at..=at] == "7" { "6" } else { "7" };
            format!("{}{digit}{}", &own[..at], &own[at + 1..])
        };
        assert!(!is_read_with(other), "glyph at {at} of {own}");
    }
    // Something else is drawn, under another mark, in another face, after the end.
    for (sound, broken) in [
        ("EMC\n", "/X0 Do EMC\n"),
        ("EMC\n", "0 0 m 9 9 l S EMC\n"),
        ("<</MCID ", "<</MCID 9"),
        ("/T0 ", "/T9 "),
        ("BT\n", "BT\n3 Tr\n"),
        ("\nendstream", "q\nendstream"),
        ("> ", ">> "),
        // The section leads elsewhere, or is of another file.
        ("0 obj\n<<", "0 obj\n <<"),
        ("/Prev ", "/Prev 1"),
        ("xref\n", "xref\n0 1\n0000000000 65535 f \n"),
        ("startxref\n", "startxref\n1"),
        ("/Length ", "/Length 1"),
    ] {
        assert!(own.contains(sound), "{sound} in {own}");
        assert!(!is_read_with(|own| own.replacen(sound, broken, 1)), "{broken}");
    }
}

#[test]
fn lines_from_the_case_are_those_that_are_shaped() {
    let source = Source::embedded("locations.toml", CORRIDOR);
    let campaign = campaign::read(&mut Diagnostics::default(), &source);
    let mut diags = Diagnostics::default();
    let selection = Selection::default();
    let jobs = plan::jobs(&mut diags, &LIBRARY, &campaign, &selection);
    let plates = press::plates(&mut diags, &LIBRARY, &jobs);
    let mut quick = plates.shaper(&LIBRARY);
    let mut slow = Shaper::new(&LIBRARY.fonts);
    assert!(jobs.len() > 400);
    for job in &jobs {
        let plate = plates.of(&job.order).unwrap();
        let imprint = Imprint {
            site: job.location.site_line(),
            ..imprint()
        };
        let mut set = |shaper| {
            plate::set_imprint(
                &mut diags,
                &LIBRARY,
                shaper,
                &plate.poster,
                &plate.pages,
                &imprint,
            )
            .unwrap()
        };
        assert!(set(&mut quick) == set(&mut slow), "{}", imprint.site);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever usual signs stand in a line, in whatever order.
    #[test]
    fn a_line_from_the_case_is_the_one_that_is_shaped(
        before in "[ -~·–—’áéíóúüñÁÉÍÓÚÜÑ]{0,40}", fixed in "[0-9A-Z*~$=-]{1,11}", after in "[ -~áñ’]{0,12}",
    ) {
        static CASE: LazyLock<TypeCase> = LazyLock::new(|| press::case(&LIBRARY).expect("the embedded face has a case"));
        let locale = Locale::english();
        let rich = RichText {
            line_height: locale.line_height(),
            pieces: vec![Piece::Words(before), Piece::Fixed(fixed), Piece::Words(after)],
            locale,
            bold: false,
            ligatures: false,
        };
        let quick = Shaper::new(&LIBRARY.fonts).with_case(Some(&CASE)).line(&rich);
        prop_assert_eq!(quick, Shaper::new(&LIBRARY.fonts).line(&rich));
    }
}

/// A stall sign for each of [`NAMES`].
fn places() -> String {
    let place = |(id, name): &(&str, &str)| {
        format!("[[location]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"rest_area\"\nroute = \"I-5\"\n")
    };
    NAMES.iter().map(place).collect()
}

fn campaign() -> Campaign {
    let mut diags = Diagnostics::default();
    let campaign = campaign::read(
        &mut diags,
        &Source::new("locations.toml", format!("{STALL}{}", places())),
    );
    assert!(!diags.has_errors(), "{diags:#?}");
    campaign
}

/// Presses a campaign; for each file its place, its plate's digest and its bytes.
fn pressed(campaign: &Campaign) -> Vec<(String, String, Vec<u8>)> {
    let mut diags = Diagnostics::default();
    let jobs = plan::jobs(&mut diags, &LIBRARY, campaign, &Selection::default());
    let plates = press::plates(&mut diags, &LIBRARY, &jobs);
    let printed = plates.print(&mut diags, &LIBRARY, &jobs, None, |printed, file| {
        let (place, plate) = (&printed.job.location.id, &printed.plate.digest);
        let bytes = file.bytes();
        assert!(printed.sha256 == *Sha256::digest(&bytes));
        Ok::<_, Infallible>((place.clone(), plate.clone(), bytes))
    });
    assert!(!diags.has_errors(), "{diags:#?}");
    printed.unwrap()
}

/// The characters of a text in order of their codes: a Thai mark and the letter under it have their
/// origins so near that either may be read first.
fn signs(text: &str) -> Vec<char> {
    let mut signs: Vec<char> = text.chars().collect();
    signs.sort_unstable();
    signs
}

#[test]
fn names_in_other_scripts_get_their_own_plates() {
    let files = pressed(&campaign());
    assert_eq!(files.len(), NAMES.len());
    for ((id, name), (place, _, bytes)) in NAMES.iter().zip(&files) {
        assert_eq!(id, place);
        let lines = visual_lines(bytes);
        let site = lines.iter().find_map(|line| line.text.split_once(" · I-5 · "));
        assert_eq!(signs(site.unwrap().0), signs(name), "{name}");
    }
    let mut digests: Vec<&String> = files.iter().map(|(_, digest, _)| digest).collect();
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), NAMES.len());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let campaign = campaign();
    assert!(pressed(&campaign) == pressed(&campaign));
}

#[test]
fn one_thread_and_two_give_the_same_bytes() {
    let project = Project::of_places(&places());
    for jobs in ["1", "2"] {
        let out = format!("out-{jobs}");
        project.run(&["build", "--jobs", jobs, "--out", &out]).expect(0);
    }
    let files = project.files("out-1");
    assert_eq!(files.len(), NAMES.len() + 1, "{files:#?}");
    assert_eq!(files, project.files("out-2"));
}

/// A piece without room for an imprint: its file is its plate, and no section is appended that says nothing.
#[test]
fn a_piece_without_an_imprint_is_its_plate() {
    let plate = proofed(composed_as("coaster", "coaster-square-4", &["en"])).unwrap();
    assert_eq!(plate.document.imprint(&[]), Some(Vec::new()));
}

/// Names of places in scripts whose glyphs do not spell their letters one by one are printed and read back.
#[test]
fn names_in_every_script_are_printed() {
    let names = [
        "ओक ग्रोव विश्राम स्थल",
        "ਓਕ ਗਰੋਵ ਆਰਾਮ ਸਥਾਨ",
        "استراحة بستان البلوط",
        "橡树林休息区",
        "กรุงเทพ จุดพักรถ",
        "ចំណតឈប់សម្រាក",
        "Дубовая роща",
        "የእረፍት ቦታ",
    ];
    let places: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(at, name)| format!("[[location]]\nid = \"a{at}\"\nname = \"{name}\"\nkind = \"rest_area\"\n"))
        .collect();
    let project = Project::of_places(&places.concat());
    project.run(&["build", "--language", "en,es"]).expect(0);
    for (at, name) in names.iter().enumerate() {
        let file = project.path(&format!("out/no-route/a{at}/stall-letter-en+es.pdf"));
        let pages = reading::read(&fs::read(file).unwrap(), 1).unwrap();
        let signs = |text: &str| {
            let mut signs: Vec<char> = text.chars().filter(|c| !c.is_ascii() && *c != '·').collect();
            signs.sort_unstable();
            signs
        };
        let seen: Vec<String> = pages[0].lines().into_iter().map(|line| line.text).collect();
        // In visual order: of a script that runs from the right or draws a vowel first the same signs, none twice.
        assert!(
            seen.iter().any(|line| signs(line) == signs(name)),
            "{name}: {seen:#?}"
        );
    }
    // All of them in one file of many sheets, and in a pack.
    project
        .run(&["build", "--combine", "all.pdf", "--language", "en"])
        .expect(0);
}
