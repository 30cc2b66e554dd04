//! The page: well-formed, inert whatever a stranger wrote, and with everything on it. `.ci/browser/` uses it as a person would.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Instant;

use mileposter::location::{Location, Status};
use mileposter::phrase::say;
use mileposter::phrasebook::Phrasebook;
use mileposter::strip::Strip;
use mileposter::web::{Atlas, Pack, Piece, Row, html};
use roxmltree::{Document, ParsingOptions};

use crate::strip::{places, strips};

const HOSTILE: &str = "</script><img src=x onerror=\"alert(1)\">' onfocus=alert(2) &amp; \u{202E}<!--";

fn row(place: &Location, strips: &[Strip]) -> Row {
    let strip = strips
        .iter()
        .find(|strip| strip.marks.iter().any(|mark| mark.id == place.id));
    let mark = strip.and_then(|strip| strip.marks.iter().find(|mark| mark.id == place.id));
    let folder = format!("posters/{}", place.id);
    let piece = |label: &str, file: &str| Piece {
        label: label.to_owned(),
        pdf: format!("{folder}/{file}.pdf"),
        preview: Some(format!("{folder}/{file}.png")),
    };
    let direction = place.direction.map_or("", |direction| match direction.word() {
        "NB" => "northbound",
        "SB" => "southbound",
        "EB" => "eastbound",
        "WB" => "westbound",
        _ => "both directions",
    });
    Row {
        id: place.id.clone(),
        name: place.name.clone(),
        kind: place.kind.word().replace('_', " "),
        route: strip.map(|strip| strip.route.clone()).unwrap_or_default(),
        direction: direction.to_owned(),
        milepost: place
            .milepost
            .map(|milepost| milepost.to_string())
            .unwrap_or_default(),
        state: place.state.clone().unwrap_or_default(),
        county: place.county.clone().unwrap_or_default(),
        pack: mark.and_then(|mark| mark.pack),
        hangs: place.status != Status::Closed,
        pieces: vec![
            piece(
                "Stall sign, English + Spanish, 6 copies on letter",
                "stall-letter-en+es",
            ),
            piece(
                "Wall poster, English + Spanish, 1 copy on tabloid",
                "wall tabloid #1",
            ),
        ],
        status: String::new(),
        notes: vec![say("{count} place").with("count", 1)],
    }
}

fn packs() -> Vec<Pack> {
    let pack = |at: usize| Pack {
        name: format!("Pack {at}"),
        pdf: format!("packs/pack {at}.pdf"),
        summary: say("{count} places").with("count", at),
    };
    (1..=6).map(pack).collect()
}

fn page(places: &[Location], book: &Phrasebook, language: &str) -> String {
    let strips = strips(places);
    let atlas = Atlas {
        title: "I-5 and I-84 corridor".to_owned(),
        strips: &strips,
        packs: packs(),
        rows: places.iter().map(|place| row(place, &strips)).collect(),
    };
    html(&atlas, book, language)
}

/// The page as XML: what HTML leaves open is closed, and what only HTML understands is taken out.
fn as_xml(page: &str) -> String {
    let style = page.find("<style>").unwrap()..page.find("</style>").unwrap();
    let script = page.rfind("<script>").unwrap()..page.rfind("</script>").unwrap();
    let mut xml = format!(
        "{}<style>{}<script>{}",
        &page[..style.start],
        &page[style.end..script.start],
        &page[script.end..]
    );
    for open in ["<meta ", "<input "] {
        let parts: Vec<String> = xml
            .split(open)
            .enumerate()
            .map(|(at, part)| {
                if at == 0 {
                    part.to_owned()
                } else {
                    part.replacen('>', "/>", 1)
                }
            })
            .collect();
        xml = parts.join(open);
    }
    for bare in ["hidden", "data-sorts", "data-number"] {
        xml = xml.replace(&format!(" {bare}>"), &format!(" {bare}=\"\">"));
        xml = xml.replace(&format!(" {bare} "), &format!(" {bare}=\"\" "));
    }
    xml
}

fn parsed(xml: &str) -> Document<'_> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(xml, options).unwrap()
}

#[test]
fn the_page_has_everything_once() {
    let places = places();
    let page = page(&places, &Phrasebook::default(), "en");
    let xml = as_xml(&page);
    let document = parsed(&xml);
    let mut ids = BTreeMap::new();
    for id in document.descendants().filter_map(|node| node.attribute("id")) {
        *ids.entry(id).or_insert(0) += 1;
    }
    assert!(ids.values().all(|times| *times == 1));
    for place in &places {
        assert!(ids.contains_key(&*format!("row-{}", place.id)), "{}", place.id);
        assert!(ids.contains_key(&*format!("stop-{}", place.id)), "{}", place.id);
    }
    let links: BTreeSet<&str> = document
        .descendants()
        .filter_map(|node| node.attribute("href"))
        .collect();
    assert!(links.contains("./posters/or-i5-nb-oak-grove/wall%20tabloid%20%231.pdf"));
    let inside = links.iter().filter_map(|link| link.strip_prefix('#'));
    assert!(inside.into_iter().all(|name| ids.contains_key(name)));
    let names: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name("a"))
        .filter_map(|node| node.attribute("aria-label"))
        .collect();
    assert!(names.contains(
        &"Stall sign, English + Spanish, 6 copies on letter for Oak Grove Rest Area, northbound: PDF"
    ));
    assert_eq!(
        page,
        self::page(&places, &Phrasebook::default(), "en"),
        "always the same"
    );
}

#[test]
fn a_strangers_words_stay_words() {
    let mut places = places();
    for place in &mut places {
        place.name = HOSTILE.to_owned();
        place.county = Some(HOSTILE.to_owned());
    }
    let strips: Vec<Strip> = strips(&places)
        .into_iter()
        .map(|strip| Strip {
            route: format!("{}{HOSTILE}", strip.route),
            ..strip
        })
        .collect();
    let rows = places.iter().map(|place| Row {
        id: format!("{}{HOSTILE}", place.id),
        pieces: vec![Piece {
            label: HOSTILE.to_owned(),
            pdf: format!("javascript:alert(1)//{HOSTILE}"),
            preview: Some("//example.org/../x".to_owned()),
        }],
        ..row(place, &strips)
    });
    let atlas = Atlas {
        title: HOSTILE.to_owned(),
        rows: rows.collect(),
        strips: &strips,
        packs: packs(),
    };
    assert!(html(&atlas, &Phrasebook::default(), HOSTILE).contains("<html lang=\"&lt;/script&gt;"));
    let page = html(&atlas, &Phrasebook::default(), "en");
    let xml = as_xml(&page);
    let document = parsed(&xml);
    let elements = || document.descendants().filter(|node| node.is_element());
    assert!(elements().all(|node| !node.has_tag_name("img")));
    assert_eq!(elements().filter(|node| node.has_tag_name("script")).count(), 1);
    let attributes = elements().flat_map(|node| node.attributes());
    assert!(
        attributes
            .clone()
            .all(|attribute| !attribute.name().starts_with("on"))
    );
    let mut links = attributes
        .filter(|attribute| attribute.name() == "href")
        .map(|attribute| attribute.value());
    assert!(links.all(|link| link.starts_with('#') || (link.starts_with("./") && !link.contains(':'))));
    keep(&page, &atlas.rows, "atlas-hostile");
}

/// Leaves the page with files behind its links where `.ci/browser/page.mjs` can be run over it.
fn keep(page: &str, rows: &[Row], name: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let write = |path: &str, bytes: &[u8]| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    write("index.html", page.as_bytes());
    let pieces = rows.iter().flat_map(|row| &row.pieces);
    for piece in pieces.filter(|piece| piece.pdf.starts_with("posters/")) {
        write(&piece.pdf, b"%PDF-1.7\n%%EOF\n");
        write(piece.preview.as_ref().unwrap(), b"\x89PNG\r\n");
    }
    for pack in packs() {
        write(&pack.pdf, b"%PDF-1.7\n%%EOF\n");
    }
}

#[test]
fn a_page_to_look_at() {
    let places = places();
    let strips = strips(&places);
    let rows: Vec<Row> = places.iter().map(|place| row(place, &strips)).collect();
    keep(&page(&places, &Phrasebook::default(), "en"), &rows, "atlas");
}

#[test]
fn twenty_thousand_places() {
    let place = places().remove(0);
    let many: Vec<Location> = (0..20_000)
        .map(|at| Location {
            id: format!("place-{at}"),
            name: format!("Rest Area {at}"),
            ..place.clone()
        })
        .collect();
    let before = Instant::now();
    let page = page(&many, &Phrasebook::default(), "en");
    assert!(before.elapsed().as_secs() < 60, "{:?}", before.elapsed());
    assert_eq!(page.matches("<tr role=\"row\" id=").count(), 20_000);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("atlas-large");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("index.html"), page).unwrap();
}
