//! Places written for other programs: spreadsheets, maps, GPS devices.
//!
//! One file a format. CSV, XLSX and `GeoJSON` share the columns of `columns`, whose heads are the words that `table` reads; GPX and
//! KML have a short description instead of what only a coordinator reads. The same places give the same bytes.

mod columns;
mod csv;
mod description;
mod geojson;
mod gpx;
mod head;
mod kml;
mod xlsx;
mod xml;

use crate::campaign::Campaign;
use crate::diag::Diagnostics;
use crate::globe::Coordinate;
use crate::location::Location;
use crate::phrase::Phrase;

/// What a file of places can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma separated values (RFC 4180).
    Csv,
    /// A workbook (ISO/IEC 29500).
    Xlsx,
    /// `GeoJSON` (RFC 7946).
    GeoJson,
    /// GPX 1.1 of `TopoGrafix`.
    Gpx,
    /// OGC KML 2.2.
    Kml,
}

/// Whether what says who somebody is goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// It does.
    Named,
    /// It does not.
    LeftOut,
}

/// What is written.
pub struct Export<'a> {
    /// The campaign that the places are of.
    pub campaign: &'a Campaign,
    /// The places.
    pub places: Vec<&'a Location>,
    /// Whether people go along.
    pub people: People,
    /// Tells a phrase in the language that is wanted.
    pub tell: &'a dyn Fn(&Phrase) -> String,
}

impl Format {
    /// Every format by the ending of its files.
    pub const ALL: [(&'static str, Self); 5] = [
        ("csv", Self::Csv),
        ("xlsx", Self::Xlsx),
        ("geojson", Self::GeoJson),
        ("gpx", Self::Gpx),
        ("kml", Self::Kml),
    ];

    /// The format that files with an ending, in any case, have.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let known = Self::ALL
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(ending));
        known.map(|(_, format)| *format)
    }

    /// Whether a place without coordinates can stand in such a file.
    pub fn holds_any_place(self) -> bool {
        !matches!(self, Self::Gpx | Self::Kml)
    }
}

impl Export<'_> {
    /// The bytes of a file. What it cannot hold is reported, and then there is none. Places without coordinates are left out of
    /// GPX and KML in silence: [`Format::holds_any_place`].
    pub fn write(&self, diags: &mut Diagnostics, format: Format) -> Option<Vec<u8>> {
        match format {
            Format::Csv => Some(csv::write(self)),
            Format::Xlsx => xlsx::write(diags, self),
            Format::GeoJson => Some(geojson::write(self)),
            Format::Gpx => Some(gpx::write(self)),
            Format::Kml => Some(kml::write(self)),
        }
    }
}

/// Whether a place says of anybody who they are.
pub fn names_people(place: &Location) -> bool {
    columns::names_people(place)
}

/// The least and the greatest latitude and longitude of some coordinates.
fn bounds(mut spots: impl Iterator<Item = Coordinate>) -> Option<(Coordinate, Coordinate)> {
    let first = spots.next()?;
    Some(spots.fold((first, first), |(least, most), at| {
        let least = Coordinate {
            lat: least.lat.min(at.lat),
            lon: least.lon.min(at.lon),
        };
        let most = Coordinate {
            lat: most.lat.max(at.lat),
            lon: most.lon.max(at.lon),
        };
        (least, most)
    }))
}
