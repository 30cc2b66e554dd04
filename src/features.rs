//! Reads a `GeoJSON` feature collection (RFC 7946) as text parted by commas: a row for each feature, a column for each property, two for
//! the point.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::cells::{self, MOST_COLUMNS, MOST_ROWS};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::phrase::say;
use crate::source::{Cell, Rows, Source, Span};

/// The longest text of one property, in bytes.
const LONGEST_TEXT: usize = 64 << 10;

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    id: Option<Value>,
    #[serde(default)]
    geometry: Option<Geometry>,
    #[serde(default)]
    properties: Properties,
}

/// A geometry. Of any but a point the coordinates are passed over.
#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Option<Value>,
}

/// Properties in the order of the file.
#[derive(Default)]
struct Properties(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Properties;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of properties")
            }

            fn visit_unit<E>(self) -> Result<Properties, E> {
                Ok(Properties::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
                let mut read = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    if read.len() < MOST_COLUMNS {
                        read.push((key, map.next_value()?));
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(Properties(read))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// Reads a collection. A feature that is no point becomes a row without a point, and that is reported.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Option<Arc<Source>> {
    let text = source.text.strip_prefix('\u{FEFF}').unwrap_or(&source.text);
    let collection: Collection = match serde_json::from_str(text) {
        Ok(collection) => collection,
        Err(error) => {
            let message = say("this is not sound GeoJSON: {why}").with("why", shown(&error.to_string()));
            diags.push(Diagnostic::new(code::SYNTAX, message).at(&place_of(source, &error)));
            return None;
        }
    };
    if collection.kind != "FeatureCollection" {
        let message = say("a GeoJSON `FeatureCollection` is wanted, not `{kind}`")
            .with("kind", shown(&collection.kind));
        diags.push(Diagnostic::new(code::SYNTAX, message).at(&Span::file(source)));
        return None;
    }
    let columns = columns(&collection.features);
    if collection.features.len() > MOST_ROWS {
        let message = say("the file has more than {most} features").with("most", MOST_ROWS);
        diags.push(Diagnostic::new(code::TOO_LARGE, message).at(&Span::file(source)));
        return None;
    }
    if columns.len() > MOST_COLUMNS {
        let message = say("the features have {count} properties, and {most} are the most")
            .with("count", columns.len())
            .with("most", MOST_COLUMNS);
        diags.push(Diagnostic::new(code::TOO_LARGE, message).at(&Span::file(source)));
        return None;
    }
    Some(made(diags, &source.name, &collection.features, columns))
}

/// The names of all columns, in the order of the file; those of the point last.
fn columns(features: &[Feature]) -> Vec<String> {
    let mut columns = Vec::new();
    let mut known: HashMap<&str, ()> = HashMap::new();
    if features.iter().any(|feature| feature.id.is_some()) {
        columns.push("id".to_owned());
        known.insert("id", ());
    }
    for (name, _) in features.iter().flat_map(|feature| &feature.properties.0) {
        if known.insert(name, ()).is_none() {
            columns.push(name.clone());
            if columns.len() > MOST_COLUMNS {
                return columns;
            }
        }
    }
    // A point is more exact than what its properties repeat of it.
    let is_point = |name: &str| {
        matches!(
            name.to_lowercase().as_str(),
            "lat" | "lon" | "latitude" | "longitude"
        )
    };
    columns.retain(|name| !is_point(name));
    columns.extend(["lat", "lon"].map(str::to_owned));
    columns
}

fn made(diags: &mut Diagnostics, name: &str, features: &[Feature], columns: Vec<String>) -> Arc<Source> {
    let places: HashMap<&str, usize> = columns
        .iter()
        .enumerate()
        .map(|(at, name)| (name.as_str(), at))
        .collect();
    let mut rows: Vec<Vec<String>> = vec![columns.clone()];
    let mut pointless = Vec::new();
    for feature in features {
        let mut row = vec![String::new(); columns.len()];
        if let Some(id) = &feature.id {
            row[0] = told(id);
        }
        for (name, value) in &feature.properties.0 {
            if let Some(at) = places.get(name.as_str()) {
                row[*at] = told(value);
            }
        }
        let last = columns.len();
        match feature.geometry.as_ref().map(point) {
            Some(Ok([lon, lat])) => {
                row[last - 2] = lat.to_string();
                row[last - 1] = lon.to_string();
            }
            Some(Err(kind)) => pointless.push((rows.len() + 1, kind)),
            None => {}
        }
        rows.push(row);
    }
    let text = cells::text(rows.iter().map(|row| row.iter().map(String::as_str)));
    let last = columns.len();
    let source = Source::made(name, Rows::Features(columns), text);
    for (row, kind) in pointless {
        let message = say("a geometry `{kind}` is no point, so this feature has no coordinates")
            .with("kind", shown(&kind));
        let span = Span {
            cell: Some(Cell { row, column: last }),
            ..Span::file(&source)
        };
        diags.push(Diagnostic::new(code::COLUMN_UNREAD, message).at(&span));
    }
    source
}

/// Longitude and latitude of a point, or what it is instead.
fn point(geometry: &Geometry) -> Result<[f64; 2], String> {
    let numbers = || {
        let list = geometry.coordinates.as_ref()?.as_array()?;
        Some([list.first()?.as_f64()?, list.get(1)?.as_f64()?])
    };
    if geometry.kind != "Point" {
        return Err(geometry.kind.clone());
    }
    numbers().ok_or_else(|| geometry.kind.clone())
}

/// A value as it would stand in a cell; lists are parted by semicolons.
fn told(value: &Value) -> String {
    let mut text = match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if !number.is_i64() && !number.is_u64() => float.to_string(),
            _ => number.to_string(),
        },
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(told).collect();
            items.join(";")
        }
        Value::Object(_) => value.to_string(),
    };
    if text.len() > LONGEST_TEXT {
        let end = (0..=LONGEST_TEXT).rev().find(|at| text.is_char_boundary(*at));
        text.truncate(end.unwrap_or(0));
        text.push('…');
    }
    text
}

/// Where the reader stopped.
fn place_of(source: &Arc<Source>, error: &serde_json::Error) -> Span {
    let line = source
        .text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    let start: usize = line.map(str::len).sum();
    let at = start + error.column().saturating_sub(1);
    let at = (0..=at.min(source.text.len()))
        .rev()
        .find(|at| source.text.is_char_boundary(*at));
    let at = at.unwrap_or(0);
    Span::new(source, at..at)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::diag::Diagnostics;
    use crate::source::Source;

    #[test]
    fn features_become_rows() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","geometry":{"type":"Point","coordinates":[-123.06,44.23]},"properties":{"name":"Oak \"A\"","mile":206.0,"open":true}},
            {"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},"properties":{"name":"Road","tags":["a","b"]}},
            {"type":"Feature","geometry":null,"properties":null}]}"#;
        let mut diags = Diagnostics::default();
        let made = read(&mut diags, &Source::new("a.geojson", text)).unwrap();
        assert_eq!(
            made.text,
            "name,mile,open,tags,lat,lon\n\"Oak \"\"A\"\"\",206,yes,,44.23,-123.06\nRoad,,,a;b,,\n,,,,,\n"
        );
        assert_eq!(diags.iter().count(), 1);
    }

    #[test]
    fn what_is_no_collection_is_told() {
        let deep = format!(
            "{{\"type\":\"FeatureCollection\",\"features\":{}",
            "[".repeat(100_000)
        );
        for text in [
            "",
            "[",
            "{}",
            "{\"type\":\"Feature\"}",
            deep.as_str(),
            "{\"type\":\n\"é\"\u{1}",
        ] {
            let mut diags = Diagnostics::default();
            assert!(read(&mut diags, &Source::new("a.geojson", text)).is_none());
            assert_eq!(diags.iter().next().unwrap().code.name, "syntax");
        }
    }
}
