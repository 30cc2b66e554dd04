//! Large posters on small sheets: put together again they are the poster, and what the manifest says of them is true.

use mileposter::diag::Diagnostics;
use mileposter::fit::UNPRINTABLE;
use mileposter::geom::{Insets, Rect};
use mileposter::mosaic::{self, Mosaic, Poster};
use mileposter::page::Item;
use mileposter::plate::{self, Imprint, Plate, hex};
use mileposter::raster::{self, Rgb};
use mileposter::reading;
use mileposter::scan;
use mileposter::source::{Source, Span};
use mileposter::text::Shaper;
use mileposter::tile::Tiling;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::piece::{LIBRARY, composed_as, proofed};
use crate::project::{Project, STALL};

const PLACE: &str =
    "[[location]]\nid = \"oak\"\nname = \"Oak Grove\"\nkind = \"rest_area\"\nroute = \"I-5\"\n";
const WALL: &str = "[[hang]]\ntemplate = \"wall\"\nstock = \"tabloid\"\nper = \"site\"\n";

/// Dots per inch: two to the point.
const DPI: f32 = 144.0;

/// A wall sign with its imprint.
struct Sign {
    plate: Plate,
    imprint: Imprint,
    items: Vec<Item>,
    bytes: Vec<u8>,
}

impl Sign {
    fn of(stock: &str, tags: &[&str], serial: &str) -> Self {
        let plate = proofed(composed_as("wall", stock, tags)).unwrap();
        let imprint = Imprint {
            site: "Oak Grove · I-5".to_owned(),
            serial: serial.to_owned(),
            span: Span::file(&Source::new("locations.toml", "")),
        };
        let mut diags = Diagnostics::default();
        let mut shaper = Shaper::new(&LIBRARY.fonts);
        let (poster, pages) = (&plate.poster, &plate.pages);
        let items = plate::set_imprint(&mut diags, &LIBRARY, &mut shaper, poster, pages, &imprint).unwrap();
        let bytes = plate::print(&mut diags, &plate, &items, &imprint)
            .unwrap()
            .bytes();
        Self {
            plate,
            imprint,
            items,
            bytes,
        }
    }

    fn poster(&self) -> Poster<'_> {
        Poster {
            plate: &self.plate,
            bytes: &self.bytes,
            imprint: &self.imprint,
            items: &self.items,
        }
    }

    fn on(&self, paper: &str) -> Mosaic {
        let mut diags = Diagnostics::default();
        let mut shaper = Shaper::new(&LIBRARY.fonts);
        let paper = LIBRARY.stocks.get(paper).unwrap();
        let made = mosaic::make(&mut diags, &LIBRARY, &mut shaper, &self.poster(), paper);
        assert!(diags.iter().next().is_none(), "{diags:#?}");
        made.unwrap()
    }

    /// The codes of what the proof finds on sheets.
    fn proof(&self, sheets: &[u8], tiling: &Tiling) -> Vec<&'static str> {
        let mut diags = Diagnostics::default();
        let sound = mosaic::proof(&mut diags, &self.poster(), sheets, tiling);
        assert_eq!(sound, diags.iter().next().is_none());
        diags.iter().map(|fault| fault.code.name).collect()
    }
}

/// How much the pixels of sheets differ from those of the poster at most, once cut out and put together; where sheets
/// share a strip, each of them is held against it. Every pixel of the poster must be on some sheet.
fn difference(poster: &Rgb, sheets: &[Rgb], tiling: &Tiling) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a length on a sheet"
    )]
    let pixels = |length: f32| (length * DPI / 72.0).floor() as usize;
    let mut seen = vec![false; (poster.width * poster.height) as usize];
    let mut most = 0;
    for (sheet, tile) in sheets.iter().zip(&tiling.tiles) {
        let (from, to) = (tile.window, tile.place);
        for row in 0..pixels(from.height) {
            for column in 0..pixels(from.width) {
                let at = (pixels(from.y) + row) * poster.width as usize + pixels(from.x) + column;
                let on_sheet = (pixels(to.y) + row) * sheet.width as usize + pixels(to.x) + column;
                let [one, other] = [&poster.pixels[at * 3..], &sheet.pixels[on_sheet * 3..]];
                let apart = (0..3).map(|channel| one[channel].abs_diff(other[channel]));
                most = apart.fold(most, u8::max);
                seen[at] = true;
            }
        }
    }
    assert!(
        seen.iter().all(|seen| *seen),
        "a part of the poster is on no sheet"
    );
    most
}

#[test]
fn sheets_put_together_are_the_poster() {
    for stock in ["tabloid", "11x14"] {
        let sign = Sign::of(stock, &["en", "ar"], "7F3K-Q2MD-C");
        let poster = raster::pages(&sign.bytes, DPI, 1).unwrap().remove(0);
        let mosaic = sign.on("letter");
        let sheets = raster::pages(&mosaic.bytes, DPI, 64).unwrap();
        assert_eq!(sheets.len(), mosaic.tiling.tiles.len());
        // The same curve elsewhere on a page may be a step darker or lighter at its edge.
        let apart = difference(&poster, &sheets, &mosaic.tiling);
        assert!(apart <= 1, "{stock}: {apart} of 255 apart");
    }
}

/// The sides of A4 and A3 are no whole points, so whole pages of them, and of others on them, stand on other pixels; part
/// by part they are held against the poster as they are made.
#[test]
fn every_poster_goes_onto_every_paper() {
    for stock in ["tabloid", "11x14", "a3"] {
        for tags in [&["en", "es"][..], &["zh-Hans", "pa-Guru", "ur"], &["am", "vi"]] {
            let sign = Sign::of(stock, tags, "7F3K-Q2MD-C");
            for paper in ["letter", "a4"] {
                let mosaic = sign.on(paper);
                assert_eq!(
                    (mosaic.tiling.rows, mosaic.tiling.columns),
                    (2, 2),
                    "{stock} on {paper}"
                );
                assert_eq!(mosaic.codes.len(), 1, "{stock} on {paper}");
            }
        }
    }
}

#[test]
fn sheets_of_another_poster_are_refused() {
    let sign = Sign::of("tabloid", &["en", "es"], "7F3K-Q2MD-C");
    let mosaic = sign.on("letter");
    assert_eq!(sign.proof(&mosaic.bytes, &mosaic.tiling), [""; 0]);
    // One that differs in a sign of its serial alone.
    let other = Sign::of("tabloid", &["en", "es"], "7F3K-Q2MD-D").on("letter");
    assert_eq!(sign.proof(&other.bytes, &other.tiling), ["tile-differs"]);
}

#[test]
fn a_window_half_a_point_off_is_refused() {
    let sign = Sign::of("tabloid", &["en"], "7F3K-Q2MD-C");
    let mut mosaic = sign.on("letter");
    mosaic.tiling.tiles[3].window.x += 0.5;
    assert_eq!(sign.proof(&mosaic.bytes, &mosaic.tiling), ["tile-differs"]);
    mosaic.tiling.tiles[3].window.x -= 0.5;
    // A sheet that is not there.
    mosaic.tiling.tiles.push(mosaic.tiling.tiles[0]);
    assert_eq!(sign.proof(&mosaic.bytes, &mosaic.tiling), ["not-a-pdf"]);
}

#[test]
fn words_in_the_margin_stand_where_printers_print() {
    let mosaic = Sign::of("a3", &["en", "es"], "7F3K-Q2MD-C").on("a4");
    let pages = reading::read(&mosaic.bytes, 64).unwrap();
    let all = mosaic.tiling.tiles.len();
    assert_eq!(pages.len(), all);
    for (page, tile) in pages.iter().zip(&mosaic.tiling.tiles) {
        let a4 = LIBRARY.stocks.get("a4").unwrap().size;
        let apart = |one: f32, other: f32| (one - other).abs();
        assert!(apart(page.size.width, a4.width) < 0.01 && apart(page.size.height, a4.height) < 0.01);
        let (row, column) = (tile.row, tile.column);
        let what = format!("row {row} of 2, column {column} of 2 · wall a3 en+es · 7F3K-Q2MD-C");
        let inside = Rect::of(page.size).inset(Insets::all(UNPRINTABLE));
        for wanted in [what.as_str(), "Cut at the marks", "100 mm"] {
            let lines = page.lines();
            let line = lines.iter().find(|line| line.text.starts_with(wanted));
            let line = line.unwrap_or_else(|| panic!("no `{wanted}` in {lines:#?}"));
            assert!(inside.holds(line.rect, 0.0), "{line:?}");
            assert!(!tile.on_sheet(tile.window).overlaps(line.rect, 0.0), "{line:?}");
        }
    }
}

/// How often a text stands in a file as UTF-16 in hex.
fn count(file: &[u8], text: &str) -> usize {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let wanted = hex(&utf16).to_uppercase();
    file.windows(wanted.len())
        .filter(|part| *part == wanted.as_bytes())
        .count()
}

#[test]
fn a_screen_reader_has_the_words_once() {
    let file = Sign::of("tabloid", &["en", "ar"], "7F3K-Q2MD-C")
        .on("letter")
        .bytes;
    assert_eq!(
        count(
            &file,
            "Part 1 of 4 of the poster, row 1, column 1. The whole poster says"
        ),
        1
    );
    assert_eq!(count(&file, "Part 4 of 4 of the poster, row 2, column 2"), 1);
    for words in [
        "Is someone controlling you?",
        "هل",
        "Oak Grove · I-5 · 7F3K-Q2MD-C",
    ] {
        assert_eq!(count(&file, words), 1, "{words}");
    }
}

fn build<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [
        &["build", "--allow", "draft,stall-count", "--language", "en,es"],
        more,
    ]
    .concat()
}

fn entry(project: &Project) -> Value {
    let bytes = std::fs::read(project.path("out/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&bytes).unwrap();
    manifest["files"][0].clone()
}

#[test]
fn the_manifest_tells_the_truth_of_sheets() {
    let project = Project::with("locations.toml", format!("{WALL}{PLACE}"));
    project.run(&build(&[])).expect(0);
    let whole = entry(&project);
    std::fs::remove_dir_all(project.path("out")).unwrap();
    let told = project.run(&build(&["--tile", "letter"])).expect(0).stderr;
    assert!(
        told.contains("4 × letter") && told.contains("docs/large-posters.md"),
        "{told}"
    );
    let tiled = entry(&project);
    assert_eq!(tiled["file"], "I-5/oak/wall-tabloid-en+es-on-letter.pdf");
    assert_eq!(
        (&tiled["pages"], &tiled["stock"]),
        (&Value::from(4), &Value::from("tabloid"))
    );
    let tiles = &tiled["tiles"];
    assert_eq!(
        (&tiles["stock"], &tiles["rows"], &tiles["columns"]),
        (&"letter".into(), &2.into(), &2.into())
    );
    assert_eq!(tiles["poster_sha256"], whole["sha256"]);
    assert_eq!(whole.get("tiles"), None);
    for same in ["serial", "min_type_pt", "hotline"] {
        assert_eq!(tiled[same], whole[same]);
    }
    let file = std::fs::read(project.path("out/I-5/oak/wall-tabloid-en+es-on-letter.pdf")).unwrap();
    assert_eq!(tiled["sha256"], hex(&Sha256::digest(&file)));
    let codes = tiled["codes"].as_array().unwrap();
    assert_eq!(codes.len(), 1);
    let number = |value: &Value| value.to_string().parse::<f32>().unwrap();
    let [x, y, width, height] = [0, 1, 2, 3].map(|at| number(&codes[0]["rect_pt"][at]));
    let page = usize::try_from(codes[0]["page"].as_u64().unwrap()).unwrap() - 1;
    let around = Rect::new(x, 792.0 - y - height, width, height).inset(Insets::all(-width * 0.15));
    let drawn = raster::parts(&file, &[(page, around)], DPI, 1.0, 0.0)
        .unwrap()
        .remove(0);
    let read = scan::symbol(&drawn, drawn.whole()).unwrap();
    assert_eq!(codes[0]["payload"], read.payload);
}

#[test]
fn the_same_poster_gives_the_same_sheets() {
    let project = Project::with("locations.toml", format!("{WALL}{PLACE}"));
    for (out, jobs) in [("one", "1"), ("many", "4")] {
        project
            .run(&build(&["--tile", "a4", "--out", out, "--jobs", jobs]))
            .expect(0);
    }
    assert_eq!(project.files("one"), project.files("many"));
}

#[test]
fn a_dry_run_writes_no_sheet() {
    let project = Project::with("locations.toml", format!("{WALL}{PLACE}"));
    project.run(&build(&["--tile", "letter", "--dry-run"])).expect(0);
    assert!(!project.path("out").exists());
}

/// A campaign with stocks of its own: a poster of 18 × 24 inches, one much larger, and a small paper.
fn with_stocks() -> Project {
    let stock = |id: &str, width: &str, height: &str| {
        format!("[[stock]]\nid = \"{id}\"\nname = \"{id}\"\nwidth = \"{width}\"\nheight = \"{height}\"\n")
    };
    let mut stocks = include_str!("../../data/stocks.toml").to_owned();
    stocks += &stock("vast", "44 in", "68 in");
    stocks += &stock("note", "5 in", "8 in");
    let project = Project::with("locations.toml", format!("{WALL}{PLACE}"));
    project.write("data/stocks.toml", stocks);
    project
}

#[test]
fn eighteen_by_twenty_four_takes_eight_letter_sheets() {
    let project = with_stocks();
    let told = project
        .run(&build(&["--stock", "18x24", "--tile", "letter"]))
        .expect(0)
        .stderr;
    assert!(told.contains("8 × letter"), "{told}");
    assert_eq!(entry(&project)["codes"].as_array().unwrap().len(), 1);
}

#[test]
fn what_cannot_be_tiled_is_told_with_a_cure() {
    let project = with_stocks();
    let refused = |more: &[&str], words: &str| {
        let outcome = project.run(&build(more)).expect(1);
        assert!(
            outcome.stderr.contains("-stock]") || outcome.stderr.contains("error[stock-misfit]"),
            "{}",
            outcome.stderr
        );
        assert!(
            outcome.stderr.contains(words),
            "no `{words}` in {}",
            outcome.stderr
        );
        assert!(outcome.stderr.contains("hint:"), "{}", outcome.stderr);
        assert!(!project.path("out").exists());
    };
    refused(&["--tile", "leter"], "did you mean `letter`?");
    refused(&["--tile", "avery-5371"], "`avery-5371` is no plain paper");
    refused(
        &["--tile", "tabloid"],
        "`wall` on `tabloid` fits on a sheet of `tabloid` as it is",
    );
    refused(&["--tile", "note"], "a sheet of `note` is too small");
    refused(
        &["--stock", "vast", "--tile", "half-letter"],
        "sheets of `half-letter`, and 64 are the most",
    );
    refused(
        &["--template", "card", "--stock", "letter", "--tile", "half-letter"],
        "`card` has two sides",
    );
}

#[test]
fn a_symbol_too_large_for_a_sheet_is_told_and_left_out() {
    let project = Project::with("locations.toml", format!("{WALL}{PLACE}"));
    let wall = include_str!("../../templates/wall.toml");
    let wall = wall.replacen("[\"35 mm\", \"44 mm\"]", "[\"90 mm\", \"90 mm\"]", 1);
    project.write("templates/wall.toml", wall);
    let flags = [
        "build",
        "--allow",
        "draft,stall-count",
        "--language",
        "en",
        "--tile",
        "half-letter",
    ];
    let told = project.run(&flags).expect(0).stderr;
    assert!(told.contains("warning[symbol-cut]"), "{told}");
    assert_eq!(entry(&project)["codes"], Value::Array(Vec::new()));
}

#[test]
fn pieces_that_fit_are_told_beside_posters_that_do_not() {
    let project = Project::with("locations.toml", format!("{STALL}{WALL}{PLACE}"));
    let outcome = project.run(&build(&["--tile", "letter"])).expect(1);
    assert!(
        outcome
            .stderr
            .contains("`stall` on `letter` fits on a sheet of `letter`"),
        "{}",
        outcome.stderr
    );
}
