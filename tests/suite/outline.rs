//! Outlines, read back from their bytes and held against the data; both sides of a sheet, held against each other.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Document, Object};
use mileposter::diag::Diagnostics;
use mileposter::outline::{self, Outlined};
use mileposter::page::ItemKind;
use mileposter::printer::{CROSS_MM, Flip, Printer};
use mileposter::setup::Setup;
use mileposter::stock;

use crate::piece::{LIBRARY, composed_as, proofed};

/// A tenth of a millimetre, in points.
const TENTH: f64 = 0.283;

/// A box as left, top, right, bottom in points from the upper left.
type Box4 = [f64; 4];

/// What is stroked on a page.
#[derive(Debug, Default)]
pub(crate) struct Strokes {
    /// Solid paths.
    pub(crate) edges: Vec<Box4>,
    /// Those of them with curves.
    curved: usize,
    /// Dashed paths.
    folds: Vec<Box4>,
    /// Filled boxes.
    pub(crate) fills: Vec<Box4>,
}

fn number(object: &Object) -> f64 {
    match object {
        Object::Integer(number) => *number as f64,
        other => f64::from(other.as_float().unwrap()),
    }
}

/// The paths of each page, from the operators of its content, with the matrix that they are drawn under.
pub(crate) fn strokes(pdf: &[u8]) -> Vec<Strokes> {
    let document = Document::load_mem(pdf).unwrap();
    let pages = document.get_pages().into_values();
    pages.map(|page| page_strokes(&document, page)).collect()
}

fn page_strokes(document: &Document, page: lopdf::ObjectId) -> Strokes {
    let media = document
        .get_dictionary(page)
        .unwrap()
        .get(b"MediaBox")
        .unwrap()
        .as_array()
        .unwrap();
    let height = number(&media[3]);
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    let mut found = Strokes::default();
    let mut matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let (mut dashed, mut curves) = (false, 0);
    let mut points: Vec<(f64, f64)> = Vec::new();
    let mut saved = Vec::new();
    for operation in &content.operations {
        let operands = &operation.operands;
        let values = || -> Vec<f64> { operands.iter().map(number).collect() };
        match operation.operator.as_str() {
            "q" => saved.push((matrix, dashed)),
            "Q" => (matrix, dashed) = saved.pop().unwrap(),
            "cm" => {
                let inner = values();
                assert!(
                    inner[1] == 0.0 && inner[2] == 0.0,
                    "no page is turned by its matrix"
                );
                matrix = [
                    matrix[0] * inner[0],
                    0.0,
                    0.0,
                    matrix[3] * inner[3],
                    matrix[0] * inner[4] + matrix[4],
                    matrix[3] * inner[5] + matrix[5],
                ];
            }
            "d" => dashed = !operands[0].as_array().unwrap().is_empty(),
            "m" | "l" => points.push((values()[0], values()[1])),
            "c" => {
                points.push((values()[4], values()[5]));
                curves += 1;
            }
            "re" => {
                let [x, y, width, high] = values()[..] else {
                    panic!("a box has four numbers")
                };
                points.extend([(x, y), (x + width, y + high)]);
            }
            "S" | "f" => {
                let xs = points.iter().map(|(x, _)| matrix[0] * x + matrix[4]);
                let ys = points.iter().map(|(_, y)| height - (matrix[3] * y + matrix[5]));
                let least = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::MAX, f64::min);
                let most = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::MIN, f64::max);
                let around = [
                    least(&mut xs.clone()),
                    least(&mut ys.clone()),
                    most(&mut xs.clone()),
                    most(&mut ys.clone()),
                ];
                match (operation.operator.as_str(), dashed) {
                    ("f", _) => found.fills.push(around),
                    (_, true) => found.folds.push(around),
                    (_, false) => {
                        found.edges.push(around);
                        found.curved += usize::from(curves > 0);
                    }
                }
                points.clear();
                curves = 0;
            }
            _ => {}
        }
    }
    found
}

/// A length of the data in points, read here anew.
fn points(value: &toml::Value) -> f64 {
    let text = value.as_str().unwrap();
    let (number, unit) = text.split_once(' ').unwrap();
    let number: f64 = number.parse().unwrap();
    match unit {
        "in" => number * 72.0,
        "mm" => number * 72.0 / 25.4,
        other => panic!("{other}"),
    }
}

/// What the data say of a stock: its items or the sheet, its tabs; its folds.
fn wanted(stock: &toml::Table) -> (Vec<Box4>, Vec<Box4>) {
    let get = |table: &toml::Table, key: &str| points(&table[key]);
    let (width, height) = (get(stock, "width"), get(stock, "height"));
    let mut edges = Vec::new();
    match stock.get("items").and_then(toml::Value::as_table) {
        None => edges.push([0.0, 0.0, width, height]),
        Some(items) => {
            let count = |key: &str| items[key].as_integer().unwrap();
            for row in 0..count("rows") {
                for column in 0..count("columns") {
                    let x = get(items, "left") + column as f64 * get(items, "pitch-x");
                    let y = get(items, "top") + row as f64 * get(items, "pitch-y");
                    edges.push([x, y, x + get(items, "width"), y + get(items, "height")]);
                }
            }
        }
    }
    let items = edges.clone();
    if let Some(tabs) = stock.get("tabs").and_then(toml::Value::as_table) {
        for at in 0..tabs["count"].as_integer().unwrap() {
            let x = get(tabs, "left") + at as f64 * get(tabs, "width");
            edges.push([x, height - get(tabs, "height"), x + get(tabs, "width"), height]);
        }
    }
    let mut lines = Vec::new();
    if let Some(folds) = stock.get("folds").and_then(toml::Value::as_table) {
        let panels = folds["panels"].as_array().unwrap();
        for [left, top, right, bottom] in items {
            let mut along = 0.0;
            for panel in &panels[..panels.len() - 1] {
                along += points(panel);
                lines.push(match folds["axis"].as_str().unwrap() {
                    "x" => [left + along, top, left + along, bottom],
                    _ => [left, top + along, right, top + along],
                });
            }
        }
    }
    (edges, lines)
}

/// Where the boxes of two lists, in their order, are not the same within a tenth of a millimetre.
fn differences(found: &[Box4], wanted: &[Box4]) -> Vec<String> {
    if found.len() != wanted.len() {
        return vec![format!("{} boxes instead of {}", found.len(), wanted.len())];
    }
    let pairs = found.iter().zip(wanted);
    let far = pairs.filter(|(found, wanted)| {
        found
            .iter()
            .zip(*wanted)
            .any(|(found, wanted)| (found - wanted).abs() > TENTH)
    });
    far.map(|(found, wanted)| format!("{found:?} instead of {wanted:?}"))
        .collect()
}

fn turned([left, top, right, bottom]: Box4, sheet: (f64, f64), x: bool, y: bool) -> Box4 {
    let (left, right) = if x {
        (sheet.0 - right, sheet.0 - left)
    } else {
        (left, right)
    };
    let (top, bottom) = if y {
        (sheet.1 - bottom, sheet.1 - top)
    } else {
        (top, bottom)
    };
    [left, top, right, bottom]
}

/// What of an outline is not as the data say, on both pages.
fn faults(stock: &toml::Table, pdf: &[u8], flip: Flip) -> Vec<String> {
    let pages = strokes(pdf);
    let (edges, folds) = wanted(stock);
    let sheet = (points(&stock["width"]), points(&stock["height"]));
    let mut faults = differences(&pages[0].edges, &edges);
    faults.extend(differences(&pages[0].folds, &folds));
    // A back is mirrored from side to side; it stands on its head where the sheet is turned about a level edge.
    let head = (sheet.1 >= sheet.0) == (flip == Flip::ShortEdge);
    let behind = |boxes: &[Box4]| -> Vec<Box4> {
        let one = |rect: &Box4| turned(turned(*rect, sheet, true, false), sheet, head, head);
        boxes.iter().map(one).collect()
    };
    faults.extend(differences(&pages[1].edges, &behind(&edges)));
    faults.extend(differences(&pages[1].folds, &behind(&folds)));
    let round = stock.get("shape").is_some();
    let items = stock.get("items").and_then(toml::Value::as_table);
    let corners = items.is_some_and(|items| items.contains_key("corner"));
    let curved = if round || corners { edges.len() } else { 0 };
    if pages.iter().any(|page| page.curved != curved) {
        faults.push("the edges have other corners".to_owned());
    }
    faults
}

fn data(text: &str) -> BTreeMap<String, toml::Table> {
    let file: toml::Table = text.parse().unwrap();
    let stocks = file["stock"].as_array().unwrap();
    let table = |stock: &toml::Value| stock.as_table().unwrap().clone();
    stocks
        .iter()
        .map(|stock| (stock["id"].as_str().unwrap().to_owned(), table(stock)))
        .collect()
}

const STOCKS: &str = include_str!("../../data/stocks.toml");

#[track_caller]
fn outlined(stock: &str, setup: &Setup) -> Outlined {
    let mut diags = Diagnostics::default();
    let stock = LIBRARY.stocks.get(stock).unwrap();
    let made = outline::sheet(&mut diags, &LIBRARY, stock, setup);
    assert!(diags.iter().next().is_none(), "{}: {diags:#?}", stock.id);
    made.unwrap()
}

fn flipped(flip: Flip) -> Setup {
    Setup {
        flip,
        ..Setup::default()
    }
}

#[test]
fn every_outline_is_as_the_data_say() {
    let stocks = data(STOCKS);
    assert_eq!(stocks.len(), LIBRARY.stocks.iter().count());
    let (mut without_ruler, mut lost) = (Vec::new(), Vec::new());
    for (id, table) in &stocks {
        let made = outlined(id, &Setup::default());
        let faults = faults(table, &made.plate.document.bytes, Flip::LongEdge);
        assert!(faults.is_empty(), "{id}: {faults:#?}");
        without_ruler.extend((!made.has_ruler).then_some(id.as_str()));
        lost.extend((made.lost > 0).then_some((id.as_str(), made.lost)));
    }
    // Sheets whose printable part is shorter than four inches both ways.
    assert_eq!(
        without_ruler,
        [
            "a7",
            "business-card-eu",
            "business-card-us",
            "coaster-round-3-5",
            "coaster-round-4",
            "coaster-round-90",
            "coaster-square-4",
            "id-1",
            "shoe-card",
            "window-cling-3"
        ]
    );
    assert_eq!(lost, [("", 0); 0]);
}

#[test]
fn an_outline_that_is_not_as_the_data_say_is_found() {
    let made = outlined("avery-5371", &Setup::default());
    for (from, to) in [
        ("left = \"0.75 in\"", "left = \"0.745 in\""),
        ("pitch-x = \"3.5 in\"", "pitch-x = \"3.51 in\""),
        ("rows = 5", "rows = 4"),
    ] {
        let start = STOCKS.find("id = \"avery-5371\"").unwrap();
        let (before, after) = STOCKS.split_at(start);
        let changed = format!("{before}{}", after.replacen(from, to, 1));
        assert_ne!(changed, STOCKS);
        let table = &data(&changed)["avery-5371"];
        assert!(
            !faults(table, &made.plate.document.bytes, Flip::LongEdge).is_empty(),
            "{to}"
        );
    }
    // And a program that reads other data draws another outline.
    let changed = STOCKS.replace("id = \"a7\"", "id = \"a7x\"").replacen(
        "left = \"0.75 in\", top = \"0.5 in\", pitch-x = \"3.5 in\", pitch-y = \"2 in\"",
        "left = \"0.75 in\", top = \"0.51 in\", pitch-x = \"3.5 in\", pitch-y = \"2 in\"",
        1,
    );
    let mut diags = Diagnostics::default();
    let stocks = stock::read(
        &mut diags,
        &mileposter::source::Source::new("stocks.toml", changed.as_str()),
    );
    let made = outline::sheet(
        &mut diags,
        &LIBRARY,
        stocks.get("avery-5371").unwrap(),
        &Setup::default(),
    );
    let found = faults(
        &data(STOCKS)["avery-5371"],
        &made.unwrap().plate.document.bytes,
        Flip::LongEdge,
    );
    assert_eq!(found.len(), 20, "{found:#?}");
}

/// On sheets that stand and sheets that lie, whichever way the printer turns them.
#[test]
fn a_back_lies_behind_its_front_whichever_way_the_sheet_is_turned() {
    let stocks = data(STOCKS);
    for id in [
        "avery-5371",
        "avery-5309",
        "ol2682",
        "trifold-letter",
        "tear-letter-10",
    ] {
        for flip in [Flip::LongEdge, Flip::ShortEdge] {
            let made = outlined(id, &flipped(flip));
            let pdf = &made.plate.document.bytes;
            let found = faults(&stocks[id], pdf, flip);
            assert!(found.is_empty(), "{id} {flip:?}: {found:#?}");
            // Turned about that edge, each box of the back is one of the front.
            let sheet = (points(&stocks[id]["width"]), points(&stocks[id]["height"]));
            let about_upright = (sheet.1 >= sheet.0) == (flip == Flip::LongEdge);
            let pages = strokes(pdf);
            let behind = pages[1].edges.iter();
            let behind: Vec<Box4> = behind
                .map(|rect| turned(*rect, sheet, about_upright, !about_upright))
                .collect();
            assert!(differences(&behind, &pages[0].edges).is_empty(), "{id} {flip:?}");
        }
    }
}

/// The back of avery-5371 by its numbers: the first card, at the left of the front, lies at the right of the back.
#[test]
fn the_back_of_a_sheet_of_cards() {
    let first = |flip| strokes(&outlined("avery-5371", &flipped(flip)).plate.document.bytes)[1].edges[0];
    let near = |found: Box4, wanted: Box4| differences(&[found], &[wanted]).is_empty();
    assert!(near(first(Flip::LongEdge), [306.0, 36.0, 558.0, 180.0]));
    assert!(near(first(Flip::ShortEdge), [54.0, 612.0, 306.0, 756.0]));
}

#[test]
fn every_item_has_its_number_and_the_page_its_words() {
    for id in ["avery-5371", "avery-5167", "ol2682", "avery-5305"] {
        let made = outlined(id, &Setup::default());
        let places = LIBRARY.stocks.get(id).unwrap().items.unwrap().rects();
        for page in &made.plate.pages {
            let texts: Vec<String> = page
                .items
                .iter()
                .filter_map(|item| match &item.kind {
                    ItemKind::Text(text) => Some(text.text().concat()),
                    _ => None,
                })
                .collect();
            for number in 1..=places.len() {
                let count = texts.iter().filter(|text| **text == number.to_string()).count();
                assert_eq!(count, 1, "{id}: {number}");
            }
        }
        let front = &made.plate.pages[0];
        for (number, place) in places.iter().enumerate() {
            let is_number = |item: &&mileposter::page::Item| match &item.kind {
                ItemKind::Text(text) => text.text().concat() == (number + 1).to_string(),
                _ => false,
            };
            let item = front.items.iter().find(is_number).unwrap();
            let rect = item.rect(&LIBRARY.fonts).unwrap();
            assert!(place.holds(rect, 0.0), "{id}: {number}");
        }
    }
}

/// The ruler has a line of four inches, and a tick at each of its ends and at 100 mm.
#[test]
fn the_ruler_is_as_long_as_it_says() {
    for (id, upright) in [
        ("avery-5371", false),
        ("avery-5167", false),
        ("letter", false),
        ("table-tent-4x6", true),
        ("postcard-4x6", false),
    ] {
        let page = &strokes(&outlined(id, &Setup::default()).plate.document.bytes)[0];
        let along = |rect: &Box4| {
            let (from, to) = if upright { (1, 3) } else { (0, 2) };
            (rect[from], rect[to])
        };
        let is = |length: f64, wanted: f64| (length - wanted).abs() < 0.03;
        let line = page
            .fills
            .iter()
            .map(along)
            .find(|(from, to)| is(to - from, 288.0));
        let (from, to) = line.unwrap_or_else(|| panic!("{id} has no ruler"));
        let start = if upright { to } else { from };
        let ticks = page.fills.iter().map(along).filter(|(from, to)| to - from < 1.0);
        let ticks: Vec<f64> = ticks.map(|(from, to)| f64::midpoint(from, to)).collect();
        for far in [0.0, 100.0 * 72.0 / 25.4, 288.0] {
            assert!(
                ticks.iter().any(|tick| is((tick - start).abs(), far)),
                "{id} {far}"
            );
        }
    }
}

fn office(flip: Flip) -> Setup {
    let text = "[[printer]]\nname = \"office\"\nright = \"0.8 mm\"\ndown = \"-0.4 mm\"\nacross = 1.004\nalong = 0.998\n\
        back-right = \"0.5 mm\"\nback-down = \"0.3 mm\"\n";
    Setup {
        flip,
        printer: Some(printer_of(text)),
        ..Setup::default()
    }
}

fn printer_of(text: &str) -> std::sync::Arc<Printer> {
    let mut diags = Diagnostics::default();
    let source = mileposter::source::Source::new("printers.toml", text);
    let printers = mileposter::printer::read(&mut diags, &source);
    assert!(diags.iter().next().is_none(), "{diags:#?}");
    printers.into_values().next().unwrap()
}

const MM: f64 = 72.0 / 25.4;

/// Where such a printer puts a point of a front.
fn printed(at: (f64, f64), shift: (f64, f64)) -> (f64, f64) {
    let cross = f64::from(CROSS_MM) * MM;
    (
        cross + (at.0 - cross) * 1.004 + shift.0,
        cross + (at.1 - cross) * 0.998 + shift.1,
    )
}

fn printed_box([left, top, right, bottom]: Box4, shift: (f64, f64)) -> Box4 {
    let (a, b) = (printed((left, top), shift), printed((right, bottom), shift));
    [a.0, a.1, b.0, b.1]
}

/// A printer that shifts and stretches the corrected file puts everything where the data say, on both sides of the sheet.
#[test]
fn what_a_printer_does_is_taken_back() {
    let stock = &data(STOCKS)["avery-5371"];
    let sheet = (612.0, 792.0);
    let shift = (0.8 * MM, -0.4 * MM);
    // What is printed uncorrected at the middle of a back misses the front by what was measured.
    let seen = printed((306.0, 396.0), shift);
    let bare = printed((306.0, 396.0), (0.0, 0.0));
    let behind = (sheet.0 - seen.0 + 0.5 * MM - bare.0, seen.1 + 0.3 * MM - bare.1);
    let (edges, _) = wanted(stock);
    for flip in [Flip::LongEdge, Flip::ShortEdge] {
        let made = outlined("avery-5371", &office(flip));
        let pages = strokes(&made.plate.document.bytes);
        assert!(!differences(&pages[0].edges, &edges).is_empty());
        let front: Vec<Box4> = pages[0]
            .edges
            .iter()
            .map(|rect| printed_box(*rect, shift))
            .collect();
        let far = differences(&front, &edges);
        assert!(far.is_empty(), "{flip:?}: {far:#?}");
        let head = flip == Flip::ShortEdge;
        let back: Vec<Box4> = pages[1]
            .edges
            .iter()
            .map(|rect| {
                let upright = turned(*rect, sheet, head, head);
                turned(printed_box(upright, behind), sheet, true, false)
            })
            .collect();
        let far = differences(&back, &edges);
        assert!(far.is_empty(), "{flip:?}: {far:#?}");
    }
}

/// Every glyph, symbol and tag of a poster, and the imprint, are moved by just what the profile says.
#[test]
fn a_poster_is_moved_by_its_printer_alone() {
    let plain = composed_as("stall", "letter", &["en", "es"]);
    let order = mileposter::poster::Order {
        setup: office(Flip::LongEdge),
        ..plain.poster.order.clone()
    };
    let mut diags = Diagnostics::default();
    let mut shaper = mileposter::text::Shaper::new(&LIBRARY.fonts);
    let moved = mileposter::plate::compose(&mut diags, &LIBRARY, &mut shaper, &order).unwrap();
    let plates = [plain, moved].map(|composition| proofed(composition).unwrap());
    let imprint = mileposter::plate::Imprint {
        site: "Oak Grove · I-5 NB 206.06".to_owned(),
        serial: "0000-0000-0".to_owned(),
        span: plates[0].poster.span.clone(),
    };
    let files = plates.each_ref().map(|plate| {
        let (poster, pages) = (&plate.poster, &plate.pages);
        let items =
            mileposter::plate::set_imprint(&mut diags, &LIBRARY, &mut shaper, poster, pages, &imprint);
        mileposter::plate::print(&mut diags, plate, &items.unwrap(), &imprint)
            .unwrap()
            .bytes()
    });
    let read = files
        .each_ref()
        .map(|file| mileposter::reading::read(file, 9).unwrap().remove(0));
    let shift = (0.8 * MM, -0.4 * MM);
    assert_eq!(read[0].glyphs.len(), read[1].glyphs.len());
    assert!(
        read[0]
            .glyphs
            .iter()
            .map(|glyph| glyph.text.as_str())
            .collect::<String>()
            .contains("Oak Grove")
    );
    for (meant, found) in read[0].glyphs.iter().zip(&read[1].glyphs) {
        assert_eq!(meant.text, found.text);
        let out = printed((f64::from(found.at.x), f64::from(found.at.y)), shift);
        let miss = (out.0 - f64::from(meant.at.x))
            .abs()
            .max((out.1 - f64::from(meant.at.y)).abs());
        assert!(miss < 0.02, "`{}` misses by {miss}", meant.text);
    }
    let rects = plates.each_ref().map(|plate| plate.codes[0].rect);
    let sides = |rect: mileposter::geom::Rect| [rect.x, rect.y, rect.right(), rect.bottom()].map(f64::from);
    assert!(differences(&[printed_box(sides(rects[1]), shift)], &[sides(rects[0])]).is_empty());
    assert!(!differences(&[sides(rects[1])], &[sides(rects[0])]).is_empty());
    // The box that the tag of the symbol tells is that of the file.
    let document = Document::load_mem(&files[1]).unwrap();
    let figures = document.objects.values().filter_map(|object| {
        let figure = object.as_dict().ok()?;
        (figure.get(b"S").ok()?.as_name().ok()? == b"Figure").then_some(figure)
    });
    let boxes: Vec<Box4> = figures
        .map(|figure| {
            let bounds = figure.get(b"A").unwrap().as_dict().unwrap().get(b"BBox").unwrap();
            let bounds: Vec<f64> = bounds.as_array().unwrap().iter().map(number).collect();
            [bounds[0], 792.0 - bounds[3], bounds[2], 792.0 - bounds[1]]
        })
        .collect();
    let wanted: Vec<Box4> = plates[1].codes.iter().map(|code| sides(code.rect)).collect();
    assert!(
        boxes.iter().all(|found| wanted
            .iter()
            .any(|wanted| differences(&[*found], &[*wanted]).is_empty())),
        "{boxes:?} {wanted:?}"
    );
    assert_eq!(boxes.len(), wanted.len());
}
