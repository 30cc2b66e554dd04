//! Places as waypoints (GPX 1.1, <http://www.topografix.com/GPX/1/1>), for GPS devices and phones.

use crate::globe::Coordinate;
use crate::location::{Kind, Location};

use super::description::description;
use super::xml::Document;
use super::{Export, bounds};

/// The bytes of the file. The order of elements is that of the schema.
pub(super) fn write(export: &Export<'_>) -> Vec<u8> {
    let mut document = Document::new();
    let attributes = [
        ("version", "1.1"),
        ("creator", "mileposter"),
        ("xmlns", "http://www.topografix.com/GPX/1/1"),
    ];
    document.open("gpx", &attributes);
    document.open("metadata", &[]);
    document.text("name", &export.campaign.title);
    let spots = export
        .places
        .iter()
        .filter_map(|place| place.coordinate.map(within));
    if let Some((least, most)) = bounds(spots) {
        let attributes = [
            ("minlat", least.lat.to_string()),
            ("minlon", least.lon.to_string()),
            ("maxlat", most.lat.to_string()),
            ("maxlon", most.lon.to_string()),
        ];
        document.empty(
            "bounds",
            &attributes.each_ref().map(|(name, value)| (*name, value.as_str())),
        );
    }
    document.close();
    for place in &export.places {
        if let Some(at) = place.coordinate {
            waypoint(&mut document, export, place, within(at));
        }
    }
    document.finish()
}

fn waypoint(document: &mut Document, export: &Export<'_>, place: &Location, at: Coordinate) {
    let (lat, lon) = (at.lat.to_string(), at.lon.to_string());
    document.open("wpt", &[("lat", &lat), ("lon", &lon)]);
    document.text("name", &place.name);
    document.text("desc", &description(export, place));
    document.text("sym", symbol(place.kind));
    document.text("type", place.kind.word());
    document.close();
}

/// A coordinate as GPX takes it: longitudes are from -180 to less than 180.
fn within(at: Coordinate) -> Coordinate {
    let lon = if at.lon < 180.0 { at.lon } else { -180.0 };
    Coordinate { lon, ..at }
}

/// The symbol of a waypoint, by the names that devices of Garmin know (`garmin_symbols.gpx` of `GPSBabel` lists them) and others have
/// taken over. A device that does not know a name shows a plain mark.
fn symbol(kind: Kind) -> &'static str {
    match kind {
        Kind::RestArea => "Restroom",
        Kind::WelcomeCenter => "Information",
        Kind::TruckStop => "Truck Stop",
        Kind::TravelPlaza => "Parking Area",
        Kind::WeighStation => "Scales",
        Kind::GasStation => "Gas Station",
        Kind::Bar => "Bar",
        Kind::Restaurant => "Restaurant",
        Kind::Hotel => "Lodging",
        Kind::Shop => "Shopping Center",
        Kind::Clinic => "Medical Facility",
        Kind::Terminal | Kind::Community => "Building",
        Kind::Worship => "Church",
        Kind::Other => "Flag, Blue",
    }
}
