//! Places as placemarks (OGC KML 2.2), a folder for each route, for maps on a desk or a phone.
//!
//! Nothing in the file names an address on a network: the marks are the viewer's own, coloured by kind, and what stands in a balloon is
//! a text without angle brackets, since viewers show it as a page.

use std::collections::BTreeMap;

use crate::globe::Coordinate;
use crate::location::{Kind, Location};
use crate::phrase::say;

use super::Export;
use super::columns::{BETWEEN_WORDS, Cell, Column, columns};
use super::description::{description, without_markup};
use super::xml::Document;

/// What a balloon shows: the description alone. By itself a viewer would add name and data and take them for a page.
const BALLOON: &str = "$[description]";

/// Columns that are not for whoever is on the road, and those that the point says already.
const NOT_ON_MAPS: [&str; 11] = [
    "lat",
    "lon",
    "reason",
    "venues",
    "permit_status",
    "permit_holder",
    "permit_number",
    "permit_until",
    "permit_from",
    "source",
    "notes",
];

/// The bytes of the file. The order of elements is that of the schema.
pub(super) fn write(export: &Export<'_>) -> Vec<u8> {
    let mut document = Document::new();
    document.open("kml", &[("xmlns", "http://www.opengis.net/kml/2.2")]);
    document.open("Document", &[]);
    document.text("name", &export.campaign.title);
    for (word, kind) in Kind::ALL {
        if export.places.iter().any(|place| place.kind == *kind) {
            style(&mut document, word, color(*kind));
        }
    }
    let mut columns = columns(export.people);
    columns.retain(|column| !NOT_ON_MAPS.contains(&column.head));
    for ((_, route), places) in by_route(export) {
        document.open("Folder", &[]);
        match route {
            Some(route) => document.text("name", route),
            None => document.text("name", &(export.tell)(&say("without a route"))),
        }
        for (place, at) in places {
            placemark(&mut document, export, &columns, place, at);
        }
        document.close();
    }
    document.finish()
}

type Places<'a> = Vec<(&'a Location, Coordinate)>;

/// The places that have coordinates, by route; those without a route come last.
fn by_route<'a>(export: &Export<'a>) -> BTreeMap<(bool, Option<&'a str>), Places<'a>> {
    let mut routes: BTreeMap<_, Places<'a>> = BTreeMap::new();
    for place in &export.places {
        if let Some(at) = place.coordinate {
            let route = place.route.as_deref();
            routes
                .entry((route.is_none(), route))
                .or_default()
                .push((place, at));
        }
    }
    routes
}

fn style(document: &mut Document, id: &str, color: &str) {
    document.open("Style", &[("id", id)]);
    document.open("IconStyle", &[]);
    document.text("color", color);
    document.close();
    document.open("BalloonStyle", &[]);
    document.text("text", BALLOON);
    document.close();
    document.close();
}

fn placemark(
    document: &mut Document,
    export: &Export<'_>,
    columns: &[&Column],
    place: &Location,
    at: Coordinate,
) {
    document.open("Placemark", &[]);
    document.text("name", &place.name);
    let name = without_markup(&place.name);
    document.text("description", &format!("{name} · {}", description(export, place)));
    document.text("styleUrl", &format!("#{}", place.kind.word()));
    document.open("ExtendedData", &[]);
    for column in columns {
        if let Some(cell) = (column.cell)(place) {
            document.open("Data", &[("name", column.head)]);
            document.text("value", &written(&cell));
            document.close();
        }
    }
    document.close();
    document.open("Point", &[]);
    document.text("coordinates", &format!("{},{}", at.lon, at.lat));
    document.close();
    document.close();
}

fn written(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => (*text).to_owned(),
        Cell::Words(words) => words.join(BETWEEN_WORDS),
        Cell::Number(number) => number.to_string(),
    }
}

/// The colour of a mark: opacity, blue, green, red. By groups of kinds, in colours that differ for colour-blind eyes too (Okabe and Ito, 2008).
fn color(kind: Kind) -> &'static str {
    match kind {
        Kind::RestArea | Kind::WelcomeCenter => "ffb27200",
        Kind::TruckStop | Kind::TravelPlaza | Kind::WeighStation | Kind::GasStation => "ff005ed5",
        Kind::Bar | Kind::Restaurant | Kind::Hotel | Kind::Shop => "ffa779cc",
        Kind::Clinic | Kind::Worship | Kind::Community => "ff739e00",
        Kind::Terminal => "ff009fe6",
        Kind::Other => "ff7f7f7f",
    }
}
