//! Photos of posters as volunteers take them: their symbols are read, and what was pasted over them is told.
//!
//! Every photo is made here from a printed page, always the same for a seed; `camera` is the telephone.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places and shades of pixels"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use std::time::Instant;

use mileposter::audit::{self, Expected, Outcome as Audited, Sighting, Verdict};
use mileposter::diag::Diagnostics;
use mileposter::geom::Rect;
use mileposter::page::ItemKind;
use mileposter::photo;
use mileposter::plate::PrintedCode;
use mileposter::raster::{self, Grey, Rgb};
use mileposter::scan::{self, Found, Symbols};
use mileposter::source::{Source, Span};
use qrcode::{Color, EcLevel, QrCode};
use rayon::prelude::*;

use crate::camera::{Chance, Photo, Shot, project};
use crate::piece::{LIBRARY, composed_as, written};
use crate::project::Project;

const OURS: &str = "tel:+18883737888";

/// A printed page, and its symbols in shares of its sides.
struct Printed {
    name: &'static str,
    page: Rgb,
    symbols: Vec<(String, Rect)>,
}

/// The first page of a piece, printed at a resolution.
fn printed(name: &'static str, stock: &str, dpi: f32) -> Printed {
    let composition = composed_as(name, stock, &["en", "es"]);
    let sheet = &composition.pages[0];
    let symbols = sheet.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Symbol(symbol) => Some(PrintedCode::of(item, symbol, 0, sheet)),
        _ => None,
    });
    let symbols = symbols.map(|code| {
        let (width, height) = (sheet.size.width, sheet.size.height);
        let Rect { x, y, .. } = code.rect;
        let share = Rect::new(
            x / width,
            y / height,
            code.rect.width / width,
            code.rect.height / height,
        );
        (code.payload, share)
    });
    Printed {
        name,
        symbols: symbols.collect(),
        page: raster::page(&written(&composition.pages), 0, dpi).unwrap(),
    }
}

static PRINTED: LazyLock<Vec<Printed>> = LazyLock::new(|| {
    let pieces = [
        ("stall", "letter"),
        ("card", "letter"),
        ("tearoff", "letter"),
        ("notice", "letter"),
        ("wall", "tabloid"),
        ("sticker", "avery-5163"),
        ("table-tent", "table-tent-4x6"),
        ("tent-card", "letter"),
        ("window", "tabloid"),
        ("speak", "letter"),
    ];
    pieces
        .into_par_iter()
        .map(|(name, stock)| printed(name, stock, if stock == "tabloid" { 170.0 } else { 220.0 }))
        .collect()
});

/// What a shot of a page shows, by way of a JPEG file.
fn taken(shot: &Shot, page: &Rgb) -> (Photo, Symbols) {
    let photo = shot.take(page);
    let symbols = seen(&photo.jpeg(shot.quality));
    (photo, symbols)
}

fn seen(jpeg: &[u8]) -> Symbols {
    let mut diags = Diagnostics::default();
    let grey = photo::read(&mut diags, jpeg, &span());
    scan::photo(&grey.unwrap_or_else(|| panic!("{diags:#?}"))).unwrap()
}

fn span() -> Span {
    Span::file(&Source::new("a.jpg", ""))
}

/// A shot of a piece, its gloss near one of its symbols.
fn shot(seed: u64, piece: &Printed) -> Shot {
    let turn = usize::try_from(seed).unwrap() / PRINTED.len() % piece.symbols.len();
    let near = piece.symbols[turn].1;
    let middle = (near.x + near.width / 2.0, near.y + near.height / 2.0);
    Shot::by(seed, Some((middle.0, middle.1, near.width)))
}

/// How many symbols of a photo were read where they stand.
fn read_of(piece: &Printed, photo: &Photo, symbols: &Symbols) -> usize {
    let is_read = |(payload, share): &&(String, Rect)| {
        let at = |u: f32, v: f32| project(&photo.view, share.x + u * share.width, share.y + v * share.height);
        let (middle, corner) = (at(0.5, 0.5), at(0.0, 0.0));
        let reach = (middle.0 - corner.0).hypot(middle.1 - corner.1) / 2.0;
        let near = |found: &&Found| {
            let (x, y) = (
                found.rect.x + found.rect.width / 2.0,
                found.rect.y + found.rect.height / 2.0,
            );
            (x - middle.0).hypot(y - middle.1) < reach
        };
        symbols
            .read
            .iter()
            .filter(near)
            .any(|found| found.payload == *payload)
    };
    piece.symbols.iter().filter(is_read).count()
}

/// Takes so many photos, of one piece after the other, and tells which share of symbols and of photos was read whole,
/// and what was not.
fn rates(count: u64) -> (f32, f32, String) {
    let photos: Vec<(usize, usize, Option<String>)> = (0..count)
        .into_par_iter()
        .map(|seed| {
            let piece = &PRINTED[usize::try_from(seed).unwrap() % PRINTED.len()];
            let shot = shot(seed, piece);
            let (photo, symbols) = taken(&shot, &piece.page);
            let read = read_of(piece, &photo, &symbols);
            let invented: Vec<&Found> = symbols
                .read
                .iter()
                .filter(|found| !piece.symbols.iter().any(|(payload, _)| *payload == found.payload))
                .collect();
            assert!(invented.is_empty(), "{}: {invented:?}", piece.name);
            let lost = format!("{} {read} of {}: {shot:?}", piece.name, piece.symbols.len());
            let lost = (read < piece.symbols.len()).then_some(lost);
            (read, piece.symbols.len(), lost)
        })
        .collect();
    let read: usize = photos.iter().map(|(read, ..)| read).sum();
    let all: usize = photos.iter().map(|(_, all, _)| all).sum();
    let lost: Vec<&str> = photos.iter().filter_map(|(.., lost)| lost.as_deref()).collect();
    let whole = photos.len() - lost.len();
    let rates = (read as f32 / all as f32, whole as f32 / photos.len() as f32);
    let told = format!(
        "{count} photos: {read} of {all} symbols read ({:.1} %), {whole} photos whole ({:.1} %)\n{}",
        rates.0 * 100.0,
        rates.1 * 100.0,
        lost.join("\n")
    );
    (rates.0, rates.1, told)
}

#[test]
fn symbols_of_photos_are_read() {
    let (symbols, photos, told) = rates(120);
    println!("{told}");
    assert!(symbols >= 0.95 && photos >= 0.93, "{told}");
}

#[test]
#[ignore = "takes some minutes; run by name after a change to the reading of photos"]
fn symbols_of_many_photos_are_read() {
    let (symbols, photos, told) = rates(600);
    println!("{told}");
    assert!(symbols >= 0.95 && photos >= 0.95, "{told}");
}

/// What is pasted on a page: a label of paper with a symbol, or without one.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sticker {
    /// Over the symbol, dark on light.
    Over(&'static str),
    /// The same, light on dark.
    Negative(&'static str),
    /// Beside the symbol, which stays.
    Beside(&'static str),
    /// A blank label over the symbol but for its left side.
    Blank,
}

const LINK: &str = "https://help-line.example/win";
const NUMBER: &str = "tel:+18885550199";

/// The page with a sticker at one of its symbols.
fn pasted(piece: &Printed, sticker: Sticker) -> Rgb {
    let mut page = piece.page.clone();
    let (width, height) = (page.width as f32, page.height as f32);
    let share = piece.symbols[0].1;
    let side = share.width * width;
    let (x, y) = (share.x * width, share.y * height);
    match sticker {
        Sticker::Over(text) => paste(
            &mut page,
            text,
            (x - side * 0.1, y - side * 0.1),
            side * 1.2,
            false,
        ),
        Sticker::Negative(text) => paste(
            &mut page,
            text,
            (x - side * 0.1, y - side * 0.1),
            side * 1.2,
            true,
        ),
        Sticker::Beside(text) => {
            let away = if x > width / 2.0 { -1.5 } else { 1.5 };
            paste(&mut page, text, (x + away * side, y), side, false);
        }
        Sticker::Blank => fill(
            &mut page,
            Rect::new(x + side * 0.35, y - side * 0.1, side * 0.75, side * 1.2),
            [250; 3],
        ),
    }
    page
}

fn fill(page: &mut Rgb, rect: Rect, color: [u8; 3]) {
    let clamp = |at: f32, most: u32| at.clamp(0.0, most as f32) as usize;
    for y in clamp(rect.y, page.height)..clamp(rect.bottom(), page.height) {
        for x in clamp(rect.x, page.width)..clamp(rect.right(), page.width) {
            let at = (y * page.width as usize + x) * 3;
            page.pixels[at..at + 3].copy_from_slice(&color);
        }
    }
}

/// Pastes a label so wide, its quiet zone counted.
fn paste(page: &mut Rgb, text: &str, (x, y): (f32, f32), side: f32, negative: bool) {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
    let (paper, ink) = if negative {
        ([15; 3], [245; 3])
    } else {
        ([250; 3], [15; 3])
    };
    fill(page, Rect::new(x, y, side, side), paper);
    let module = side / (code.width() + 8) as f32;
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (column, row) = (at % code.width() + 4, at / code.width() + 4);
            let (left, top) = (x + column as f32 * module, y + row as f32 * module);
            fill(page, Rect::new(left, top, module.ceil(), module.ceil()), ink);
        }
    }
}

fn expected(earlier: &[&str]) -> Expected<'static> {
    Expected {
        hotline: &LIBRARY.hotlines["us-nhth"],
        ours: [OURS.to_owned()].into(),
        earlier: earlier.iter().map(|payload| (*payload).to_owned()).collect(),
        wanted: [(OURS.to_owned(), 1)].into(),
    }
}

fn audited(symbols: &Symbols) -> Audited {
    let expected = expected(&[]);
    Audited::of(&expected, vec![Some(audit::judged(&expected, symbols))])
}

#[test]
fn stickers_are_always_told() {
    let stickers = [
        Sticker::Over(LINK),
        Sticker::Over(NUMBER),
        Sticker::Negative(LINK),
        Sticker::Beside(LINK),
        Sticker::Beside(NUMBER),
        Sticker::Blank,
    ];
    let pieces: Vec<&Printed> = PRINTED.iter().filter(|piece| piece.symbols.len() == 1).collect();
    let passed: Vec<String> = (0..60u64)
        .into_par_iter()
        .filter_map(|seed| {
            let at = usize::try_from(seed).unwrap();
            let (piece, sticker) = (
                pieces[at % pieces.len()],
                stickers[at / pieces.len() % stickers.len()],
            );
            let shot = Shot {
                gloss: None,
                ..shot(seed + 5_000, piece)
            };
            let (_, symbols) = taken(&shot, &pasted(piece, sticker));
            let outcome = audited(&symbols);
            let has = |verdict| outcome.sightings().any(|sighting| sighting.verdict == verdict);
            let told = match sticker {
                Sticker::Over(_) | Sticker::Negative(_) => {
                    (has(Verdict::Foreign) || has(Verdict::Unread)) && !outcome.missing.is_empty()
                }
                Sticker::Beside(_) => has(Verdict::Foreign) || has(Verdict::Unread),
                Sticker::Blank => !outcome.missing.is_empty(),
            };
            (!told || outcome.is_sound()).then(|| format!("{} {sticker:?}: {symbols:?} {shot:?}", piece.name))
        })
        .collect();
    assert!(passed.is_empty(), "{}", passed.join("\n"));
}

/// A small label in the middle of a symbol, which is read all the same: a telephone held near may take either.
#[test]
fn a_sticker_inside_a_symbol_is_told() {
    let window = piece("window");
    let mut page = window.page.clone();
    let share = window.symbols[0].1;
    let side = share.width * page.width as f32;
    let at = |from: f32, length: u32| from * length as f32 + side * 0.34;
    let place = (at(share.x, page.width), at(share.y, page.height));
    paste(&mut page, NUMBER, place, side * 0.32, false);
    let shot = Shot {
        width: 2400.0,
        ..plain_shot(10)
    };
    let outcome = audited(&taken(&shot, &page).1);
    let verdicts: Vec<Verdict> = outcome.sightings().map(|sighting| sighting.verdict).collect();
    assert!(verdicts.contains(&Verdict::Foreign), "{outcome:?}");
}

/// A photo that nobody could complain of.
fn plain_shot(seed: u64) -> Shot {
    Shot {
        tilt: 12.0,
        gloss: None,
        light: (0.6, 0.9),
        width: 1000.0,
        ..Shot::by(seed, None)
    }
}

fn piece(name: &str) -> &'static Printed {
    PRINTED.iter().find(|piece| piece.name == name).unwrap()
}

const PLACES: &str = "[[location]]\nid = \"elm\"\nname = \"Elm\"\nkind = \"bar\"\n\
                      [[location]]\nid = \"oak\"\nname = \"Oak\"\nkind = \"bar\"\n";

/// Codes that a run told.
fn codes(report: &serde_json::Value) -> BTreeSet<String> {
    let faults = report["diagnostics"].as_array().unwrap();
    let codes = faults
        .iter()
        .map(|fault| fault["code"].as_str().unwrap().to_owned());
    codes.filter(|code| code != "draft").collect()
}

#[test]
fn a_sound_photo_is_told_in_one_line() {
    let shot = plain_shot(1);
    let project = Project::of_places(PLACES);
    project.write("a.jpg", shot.take(&piece("stall").page).jpeg(75));
    let before = project.files("");
    let outcome = project.run(&["audit", "a.jpg", "--at", "elm"]).expect(0);
    assert_eq!(
        outcome.stderr,
        "a.jpg: 1 symbol of ours\nLooked at 1 photo: 1 symbol of ours; all is well.\n"
    );
    let report = project
        .run(&["audit", "a.jpg", "--message-format", "json"])
        .expect(0)
        .json();
    assert_eq!(report["photos"][0]["symbols"][0]["payload"], OURS);
    assert_eq!(report["photos"][0]["symbols"][0]["verdict"], "ours");
    assert_eq!(report["sound"], true);
    assert_eq!(project.files(""), before, "nothing is written");
}

#[test]
fn faults_of_photos_are_told() {
    let stall = piece("stall");
    let photo = |sticker| plain_shot(2).take(&pasted(stall, sticker)).jpeg(75);
    let wall = Rgb {
        width: 300,
        height: 400,
        pixels: vec![180; 300 * 400 * 3],
    };
    let cases: [(&str, Vec<u8>, i32, &[&str]); 4] = [
        (
            "foreign",
            photo(Sticker::Over(LINK)),
            1,
            &["sighting-foreign", "sighting-missing"],
        ),
        (
            "empty",
            plain_shot(3).take(&wall).jpeg(75),
            0,
            &["photo-empty", "sighting-missing"],
        ),
        ("unread", torn(), 0, &["sighting-missing", "sighting-unread"]),
        (
            "none",
            b"just words".to_vec(),
            1,
            &["photo-unread", "sighting-missing"],
        ),
    ];
    let project = Project::of_places(PLACES);
    for (name, bytes, status, wanted) in cases {
        project.write("a.jpg", bytes);
        let outcome = project.run(&["audit", "--at", "oak", "--message-format", "json", "a.jpg"]);
        let report = outcome.expect(status).json();
        let told = codes(&report);
        assert_eq!(
            told.iter().map(String::as_str).collect::<Vec<_>>(),
            wanted,
            "{name}: {report:#}"
        );
        assert_eq!(report["sound"], false, "{name}");
    }
}

/// A photo of a sign whose symbol was scratched away but for its three finders.
fn torn() -> Vec<u8> {
    let stall = piece("stall");
    let mut page = stall.page.clone();
    let share = stall.symbols[0].1;
    let (x, y) = (share.x * page.width as f32, share.y * page.height as f32);
    let side = share.width * page.width as f32;
    fill(
        &mut page,
        Rect::new(x + side * 0.36, y, side * 0.28, side),
        [250; 3],
    );
    fill(
        &mut page,
        Rect::new(x, y + side * 0.36, side, side * 0.28),
        [250; 3],
    );
    plain_shot(4).take(&page).jpeg(75)
}

#[test]
fn a_symbol_of_an_earlier_record_is_told() {
    let expected = expected(&[NUMBER]);
    let symbols = taken(&plain_shot(5), &pasted(piece("stall"), Sticker::Over(NUMBER))).1;
    let sightings = audit::judged(&expected, &symbols);
    let mut diags = Diagnostics::default();
    audit::report(&mut diags, &span(), &sightings);
    let told: BTreeMap<&str, String> = diags
        .iter()
        .map(|fault| (fault.code.name, fault.message.english()))
        .collect();
    assert_eq!(
        told.get("sighting-outdated").map(String::as_str),
        Some("a symbol says `tel:+18885550199`, as an earlier record did"),
        "{told:?}"
    );
}

#[test]
fn the_serial_of_a_piece_is_recognized() {
    let serial = mileposter::serial::Serial::of(&["elm", "stall"]);
    let text = format!("MP:{}", serial.to_string().replace('-', ""));
    let mut page = piece("stall").page.clone();
    let side = page.width as f32 * 0.12;
    paste(&mut page, &text, (side, side), side, false);
    let outcome = audited(&taken(&plain_shot(6), &page).1);
    assert_eq!(outcome.serials(), BTreeSet::from([serial]));
    assert!(outcome.is_sound(), "{outcome:?}");
}

#[test]
fn a_place_that_is_not_there() {
    let project = Project::of_places(PLACES);
    project.write("a.jpg", b"");
    let outcome = project.run(&["audit", "a.jpg", "--at", "ash"]).expect(2);
    assert!(
        outcome.stderr.contains("there is no location `ash`"),
        "{}",
        outcome.stderr
    );
    let outcome = project.run(&["audit", "b.jpg"]).expect(2);
    assert!(outcome.stderr.contains("b.jpg"), "{}", outcome.stderr);
}

/// The one fault of some bytes.
#[track_caller]
fn fault(bytes: &[u8]) -> (String, String) {
    let mut diags = Diagnostics::default();
    assert!(photo::read(&mut diags, bytes, &span()).is_none());
    let fault = diags.iter().next().unwrap();
    assert_eq!(fault.code.name, "photo-unread");
    (fault.message.english(), fault.hint.as_ref().unwrap().english())
}

#[test]
fn files_that_mean_harm_are_refused() {
    let (message, hint) = fault(b"\0\0\0\x24ftypheic\0\0\0\0mif1heic");
    assert!(
        message.contains("HEIC") && hint.contains("Most Compatible"),
        "{message}: {hint}"
    );
    // A picture of 16 thousand million pixels, all of them missing.
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bomb.extend([0, 1, 0xf4, 0, 0, 1, 0xf4, 0, 8, 2, 0, 0, 0]);
    bomb.extend(png_crc(&bomb[12..]).to_be_bytes());
    bomb.extend(b"\0\0\0\x04IDAT\x78\x9c\x03\x00");
    bomb.extend(png_crc(b"IDAT\x78\x9c\x03\x00").to_be_bytes());
    assert!(
        fault(&bomb).0.contains("128000 x 128000 pixels"),
        "{:?}",
        fault(&bomb)
    );
    let whole = plain_shot(7).take(&piece("stall").page).jpeg(75);
    for share in [3, 7, 9] {
        assert!(
            fault(&whole[..whole.len() * share / 10])
                .0
                .contains("ends in the middle")
        );
    }
    assert!(fault(&whole[..2]).0.contains("no picture"));
    assert!(fault(&vec![0xff; photo::LARGEST + 1]).0.contains("64 MB"));
}

/// The check of a chunk (PNG, annex D).
fn png_crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32| (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
    let all = bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc))
    });
    !all
}

/// Every few bytes of a photo changed or cut away: read or refused, and never a panic.
#[test]
fn what_is_broken_anywhere() {
    let whole = plain_shot(8).take(&piece("stall").page).jpeg(60);
    (0..60usize).into_par_iter().for_each(|at| {
        let place = whole.len() * at / 60;
        let mut changed = whole.clone();
        changed[place] ^= 0x15;
        for bytes in [&changed[..], &whole[place..]] {
            if let Some(grey) = photo::read(&mut Diagnostics::default(), bytes, &span()) {
                let _ = scan::photo(&grey);
            }
        }
    });
}

/// Twelve million pixels of finders, close together or far apart.
#[test]
fn fields_of_finders_are_bounded() {
    for (module, gap) in [
        (1, 8),
        (2, 9),
        (4, 12),
        (8, 16),
        (12, 30),
        (20, 40),
        (24, 110),
        (40, 100),
    ] {
        let (width, height) = (4000u32, 3000u32);
        let pitch = 7 * module + gap;
        let dark = |x: u32, y: u32| {
            let (x, y) = (x % pitch / module, y % pitch / module);
            let off = |at: u32| at.abs_diff(3);
            x < 7 && y < 7 && off(x).max(off(y)) != 2
        };
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let pixels = places.map(|(x, y)| if dark(x, y) { 20 } else { 235 }).collect();
        let page = Grey {
            width,
            height,
            pixels,
        };
        let start = Instant::now();
        let seen = scan::photo(&page);
        println!(
            "{module} {gap}: {:?} {:?}",
            seen.map(|seen| (seen.read.len(), seen.unread.len())),
            start.elapsed()
        );
        // No figure of speed: only that it ends.
        assert!(start.elapsed().as_secs() < 60, "{module} {gap}");
    }
}

/// Noise and lines of any kind are no symbols.
#[test]
fn nothing_is_read_from_noise() {
    let mut chance = Chance::new(11);
    let pixels = (0..900 * 900).map(|_| chance.between(0.0, 255.0) as u8).collect();
    let page = Grey {
        width: 900,
        height: 900,
        pixels,
    };
    let seen = scan::photo(&page);
    assert!(seen.is_err() || seen.is_ok_and(|seen| seen.read.is_empty()));
}

/// What a photo says beside its pixels is never told.
#[test]
fn where_a_photo_was_taken_is_not_told() {
    let plain = plain_shot(9).take(&piece("stall").page).jpeg(75);
    let note = b"Exif\0\0GPS 44.05 N 123.09 W, camera of Jane";
    let mut tagged = vec![0xff, 0xd8, 0xff, 0xe1];
    tagged.extend(u16::try_from(note.len() + 2).unwrap().to_be_bytes());
    tagged.extend(note);
    tagged.extend(&plain[2..]);
    let project = Project::of_places(PLACES);
    project.write("a.jpg", tagged);
    for form in ["human", "json"] {
        let outcome = project
            .run(&["audit", "a.jpg", "--message-format", form])
            .expect(0);
        let told = outcome.stdout + &outcome.stderr;
        assert!(
            !told.contains("GPS") && !told.contains("Jane") && !told.contains("44.05"),
            "{told}"
        );
    }
}

/// What somebody else's symbol says is shown as harmless text.
#[test]
fn a_foreign_payload_is_harmless() {
    let sightings = [Sighting {
        verdict: Verdict::Foreign,
        payload: Some("https://x.example/\u{1b}[2J\u{202e}gpj".to_owned()),
        rect: Rect::new(0.0, 0.0, 9.0, 9.0),
    }];
    let mut diags = Diagnostics::default();
    audit::report(&mut diags, &span(), &sightings);
    let told = diags.iter().next().unwrap().message.english();
    assert!(told.starts_with("a symbol says `https://x.example/"), "{told}");
    assert!(!told.contains(['\u{1b}', '\u{202e}']), "{told:?}");
}
