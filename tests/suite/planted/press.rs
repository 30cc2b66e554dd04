//! Faults planted in files for print shops: in what was laid out, and in the finished bytes.

use std::collections::BTreeSet;
use std::sync::Arc;

use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, dictionary};
use mileposter::check::{self, Meant, Proof};
use mileposter::code::Severity;
use mileposter::diag::Diagnostics;
use mileposter::finished::{self, Symbols};
use mileposter::geom::{Insets, Rect};
use mileposter::page::ItemKind;
use mileposter::plate::{self, Composition, Plate};
use mileposter::setup::Finish;

use crate::icc;
use crate::piece::{LIBRARY, composed_for, proofed};

/// A fault in what was laid out.
struct Plant {
    name: &'static str,
    codes: &'static [&'static str],
    plant: fn(&mut Composition),
}

const PLANTS: &[Plant] = &[
    Plant {
        name: "nothing at all",
        codes: &[],
        plant: |_| {},
    },
    Plant {
        name: "band that ends at the cut",
        codes: &["bleed"],
        plant: |piece| {
            // Boxes of items count from the corner of the piece.
            let width = piece.pages[0].trim.width;
            let band = band(piece);
            (band.x, band.width) = (0.0, width);
        },
    },
    Plant {
        name: "cut into the piece",
        codes: &["bleed"],
        plant: |piece| {
            let page = &mut piece.pages[0];
            page.trim = page.trim.inset(Insets::all(6.0));
            page.bleed = page.bleed.inset(Insets::all(6.0));
        },
    },
    Plant {
        name: "narrow bleed",
        codes: &["bleed"],
        plant: |piece| {
            let page = &mut piece.pages[0];
            page.bleed = page.trim.inset(Insets::all(-4.0));
        },
    },
];

/// The background across the first page.
fn band(piece: &mut Composition) -> &mut Rect {
    let fills = piece.pages[0]
        .items
        .iter_mut()
        .find_map(|item| match &mut item.kind {
            ItemKind::Fill { rect, .. } if item.block.starts_with("band") => Some(rect),
            _ => None,
        });
    fills.unwrap()
}

/// A fault in the bytes of a finished file.
struct Slip {
    name: &'static str,
    with_profile: bool,
    codes: &'static [&'static str],
    slip: fn(&mut Document, &mut Vec<Operation>),
}

const SLIPS: &[Slip] = &[
    Slip {
        name: "nothing at all",
        with_profile: true,
        codes: &[],
        slip: |_, _| {},
    },
    Slip {
        name: "black type mixed of four inks",
        with_profile: true,
        codes: &["press-ink"],
        slip: |_, content| {
            let text = content
                .iter()
                .position(|operation| operation.operator == "BT")
                .unwrap();
            paint(content, text, "k", &[0.7, 0.6, 0.6, 1.0]);
        },
    },
    Slip {
        name: "symbol mixed of light",
        with_profile: false,
        codes: &["press-ink"],
        slip: |_, content| {
            let symbol = content
                .iter()
                .position(|operation| operation.operator == "cm")
                .unwrap();
            paint(content, symbol, "rg", &[0.0, 0.0, 0.0]);
        },
    },
    Slip {
        name: "background in light where the press is known",
        with_profile: true,
        codes: &["press-ink"],
        slip: |_, content| {
            let fill = content
                .iter()
                .position(|operation| operation.operator == "re")
                .unwrap();
            paint(content, fill, "rg", &[0.04, 0.29, 0.31]);
        },
    },
    Slip {
        name: "see-through background",
        with_profile: false,
        codes: &["transparency"],
        slip: |document, content| {
            let half = document.add_object(dictionary! { "Type" => "ExtGState", "ca" => 0.99 });
            let page = *document.get_pages().values().next().unwrap();
            let resources = document.get_dictionary(page).unwrap().get(b"Resources").unwrap();
            let resources = resources.as_reference().unwrap();
            let resources = document.get_dictionary_mut(resources).unwrap();
            resources.set("ExtGState", dictionary! { "Half" => half });
            let fill = content
                .iter()
                .position(|operation| operation.operator == "re")
                .unwrap();
            content.insert(fill, Operation::new("gs", vec!["Half".into()]));
        },
    },
    Slip {
        name: "page that does not say where it is cut",
        with_profile: false,
        codes: &["bleed"],
        slip: |document, _| {
            let page = *document.get_pages().values().next().unwrap();
            document.get_dictionary_mut(page).unwrap().remove(b"TrimBox");
        },
    },
];

/// Sets a colour before an operation.
fn paint(content: &mut Vec<Operation>, at: usize, operator: &str, inks: &[f32]) {
    let inks = inks.iter().map(|ink| Object::Real(*ink)).collect();
    content.insert(at, Operation::new(operator, inks));
}

fn stall(with_profile: bool) -> Composition {
    let profile = with_profile.then(|| Arc::new(icc::press()));
    composed_for(&Finish::Press(profile), "stall", "letter", &["en", "es"])
}

/// The bytes of a file after a slip.
fn slipped(plate: &Plate, slip: fn(&mut Document, &mut Vec<Operation>)) -> Vec<u8> {
    let mut document = Document::load_mem(&plate.document.bytes).unwrap();
    let page = *document.get_pages().values().next().unwrap();
    let main = document.get_page_contents(page)[0];
    let stream = document.get_object(main).unwrap().as_stream().unwrap();
    let mut content = Content::decode(&stream.decompressed_content().unwrap()).unwrap();
    slip(&mut document, &mut content.operations);
    let stream = document.get_object_mut(main).unwrap().as_stream_mut().unwrap();
    stream.set_plain_content(content.encode().unwrap());
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// The codes of the errors of a file beside what was meant.
pub(super) fn told(plate: &Plate, bytes: &[u8]) -> Vec<&'static str> {
    let finished = finished::read(bytes, 16, Symbols::At(&plate::known(&plate.pages))).unwrap();
    let meant = Meant {
        poster: &plate.poster,
        book: &LIBRARY.fonts,
        pages: &plate.pages,
    };
    let mut diags = Diagnostics::default();
    let hotline = &LIBRARY.hotlines["us-nhth"];
    check::plate(&mut diags, &Proof::of_plate(hotline, &finished, meant));
    let errors = diags.iter().filter(|fault| fault.severity == Severity::Error);
    let codes: BTreeSet<&str> = errors.map(|fault| fault.code.name).collect();
    codes.into_iter().collect()
}

/// The codes that are planted here.
pub(super) fn codes() -> BTreeSet<&'static str> {
    let laid_out = PLANTS.iter().flat_map(|plant| plant.codes);
    let finished = SLIPS.iter().flat_map(|slip| slip.codes);
    laid_out.chain(finished).copied().collect()
}

/// How many faults are planted here.
pub(super) fn count() -> usize {
    let laid_out = PLANTS.iter().filter(|plant| !plant.codes.is_empty());
    laid_out.count() + SLIPS.iter().filter(|slip| !slip.codes.is_empty()).count()
}

#[test]
fn in_pages_for_print_shops() {
    let failed: Vec<String> = PLANTS
        .iter()
        .filter_map(|plant| {
            let mut piece = stall(false);
            (plant.plant)(&mut piece);
            let told = proofed(piece).err().unwrap_or_default();
            (told != plant.codes).then(|| format!("{}: wanted {:?}, told {told:?}", plant.name, plant.codes))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn in_finished_files_for_print_shops() {
    let plates = [false, true].map(|with_profile| proofed(stall(with_profile)).unwrap());
    let failed: Vec<String> = SLIPS
        .iter()
        .filter_map(|slip| {
            let plate = &plates[usize::from(slip.with_profile)];
            let told = told(plate, &slipped(plate, slip.slip));
            (told != slip.codes).then(|| format!("{}: wanted {:?}, told {told:?}", slip.name, slip.codes))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
