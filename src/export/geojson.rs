//! Places as `GeoJSON` (RFC 7946): a feature each, whose properties are the columns of a sheet. A place without coordinates has no geometry.

use serde::{Serialize, Serializer};
use serde_json::json;

use crate::globe::Coordinate;
use crate::location::Location;

use super::columns::{BETWEEN_WORDS, Cell, Column, columns};
use super::{Export, bounds};

#[derive(Serialize)]
struct Collection<'a> {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    bbox: Option<[f64; 4]>,
    features: Vec<Feature<'a>>,
}

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: &'a str,
    geometry: Option<serde_json::Value>,
    properties: Properties<'a>,
}

/// The filled cells of a place, in the order of the columns.
struct Properties<'a> {
    columns: &'a [&'static Column],
    place: &'a Location,
}

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cells = self.columns.iter();
        let filled = cells.filter_map(|column| Some((column.head, (column.cell)(self.place)?)));
        serializer.collect_map(filled)
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Words(words) => serializer.serialize_str(&words.join(BETWEEN_WORDS)),
            Self::Number(number) => serializer.serialize_f64(*number),
        }
    }
}

/// The bytes of the file.
pub(super) fn write(export: &Export<'_>) -> Vec<u8> {
    let columns = columns(export.people);
    let features = export.places.iter().map(|place| Feature {
        r#type: "Feature",
        id: &place.id,
        geometry: place.coordinate.map(point),
        properties: Properties {
            columns: &columns,
            place,
        },
    });
    let spots = export.places.iter().filter_map(|place| place.coordinate);
    let collection = Collection {
        r#type: "FeatureCollection",
        bbox: bounds(spots).map(|(least, most)| [least.lon, least.lat, most.lon, most.lat]),
        features: features.collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&collection).expect("texts and finite numbers are JSON");
    bytes.push(b'\n');
    bytes
}

/// First the longitude, then the latitude (RFC 7946, 3.1.1).
fn point(at: Coordinate) -> serde_json::Value {
    json!({ "type": "Point", "coordinates": [at.lon, at.lat] })
}
