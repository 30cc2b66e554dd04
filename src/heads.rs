//! What the heads of columns mean: the program's own words, and how agencies and map programs write them.
//!
//! One dictionary for the strict reader of sheets (`table`), which takes fields alone, and for imports, which
//! take all.

use crate::location::{self, Permit, Stalls};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Head {
    /// A field of a location.
    Field(&'static str),
    /// Stalls of a room.
    Stalls(Room),
    /// A field of the permit.
    Permit(&'static str),
    /// A part of a California postmile beside its number.
    Postmile(Part),
    /// The town, which is no field.
    City,
    /// Whether there is this amenity.
    Amenity(&'static str),
    /// What names the row where the sheet comes from; of several columns the one with the lowest number is the best.
    Key(u8),
    /// A person, who has no place in a list of places.
    Person,
}

/// For whom stalls are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Room {
    /// Women's rooms.
    Women,
    /// Men's rooms.
    Men,
    /// Rooms for all.
    All,
}

impl Room {
    /// Its count.
    pub fn of(self, stalls: &mut Stalls) -> &mut u32 {
        match self {
            Self::Women => &mut stalls.women,
            Self::Men => &mut stalls.men,
            Self::All => &mut stalls.all,
        }
    }
}

/// A part of a postmile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The code of the county.
    County,
    /// The letter before the number.
    Prefix,
    /// The letter after it.
    Suffix,
}

impl Head {
    /// The field, where it is one.
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::Field(field) => Some(field),
            _ => None,
        }
    }
}

/// A head as it is looked up: small letters, `_` for whatever parts its words.
pub fn word(written: &str) -> String {
    let lower = written.trim().to_lowercase();
    let parts = lower
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '.' | '/' | ':' | '#' | '(' | ')'));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("_")
}

/// The program's own words.
pub fn own(word: &str) -> Option<Head> {
    match word {
        "stalls_women" => return Some(Head::Stalls(Room::Women)),
        "stalls_men" => return Some(Head::Stalls(Room::Men)),
        "stalls_all" | "stalls" => return Some(Head::Stalls(Room::All)),
        _ => {}
    }
    if let Some(rest) = word.strip_prefix("permit_")
        && let Some(field) = Permit::FIELDS.into_iter().find(|field| *field == rest)
    {
        return Some(Head::Permit(field));
    }
    let field = location::FIELDS.iter().find(|field| **field == word)?;
    Some(Head::Field(field))
}

/// What others write.
pub fn other(word: &str) -> Option<Head> {
    OTHERS
        .iter()
        .find(|(_, words)| words.contains(&word))
        .map(|(head, _)| *head)
}

/// Every word that means something, for `did you mean`.
pub fn words() -> impl Iterator<Item = &'static str> {
    let others = OTHERS.iter().flat_map(|(_, words)| words.iter().copied());
    location::FIELDS.iter().copied().chain(others)
}

/// Heads as they stand in exports of departments of transportation, of the National Transportation Atlas Database, of
/// map programs and in lists that people keep, in the spelling of [`word`].
const OTHERS: &[(Head, &[&str])] = &[
    (
        Head::Field("milepost"),
        &[
            "mile_marker",
            "mile_post",
            "milemarker",
            "mile",
            "miles",
            "mp",
            "mm",
            "mile_point",
            "milepoint",
            "mi_post",
            "begin_mp",
            "log_mile",
            "route_mile",
            "mile_pt",
            "nearest_mile_marker",
        ],
    ),
    (
        Head::Field("postmile"),
        &["pm", "post_mile", "county_postmile", "ca_postmile", "pm_number"],
    ),
    (
        Head::Postmile(Part::Prefix),
        &["postmile_p", "postmile_prefix", "pm_prefix", "pmprefix", "pm_pfx"],
    ),
    (
        Head::Postmile(Part::Suffix),
        &["postmile_s", "postmile_suffix", "pm_suffix", "pmsuffix", "pm_sfx"],
    ),
    (
        Head::Postmile(Part::County),
        &["co_code", "county_code", "cnty_code", "co", "cnty"],
    ),
    (
        Head::Field("lat"),
        &[
            "latitude",
            "y",
            "lat_dd",
            "y_coord",
            "ycoord",
            "point_y",
            "latitude_dd",
            "gps_lat",
            "lat_wgs84",
        ],
    ),
    (
        Head::Field("lon"),
        &[
            "longitude",
            "lng",
            "long",
            "x",
            "lon_dd",
            "long_dd",
            "x_coord",
            "xcoord",
            "point_x",
            "longitude_dd",
            "gps_long",
            "gps_lon",
            "lon_wgs84",
        ],
    ),
    (
        Head::Field("kind"),
        &[
            "type",
            "facility_type",
            "site_type",
            "place_type",
            "category",
            "fac_type",
            "location_type",
            "kind_of_place",
        ],
    ),
    (
        Head::Field("route"),
        &[
            "highway",
            "highway_route",
            "hwy",
            "road",
            "rte",
            "route_number",
            "route_no",
            "route_name",
            "route_id",
            "interstate",
            "highway_number",
            "rt",
            "state_route",
            "road_name",
        ],
    ),
    (
        Head::Field("direction"),
        &[
            "dir",
            "trafficdir",
            "traffic_dir",
            "traffic_direction",
            "travel_direction",
            "direction_of_travel",
            "bound",
            "bnd",
            "side",
            "side_of_road",
            "travel_dir",
            "direction_served",
        ],
    ),
    (
        Head::Field("state"),
        &[
            "st",
            "state_code",
            "state_abbr",
            "state_abbreviation",
            "state_name",
            "statecode",
        ],
    ),
    (
        Head::Field("county"),
        &["county_name", "cnty_name", "countyname", "parish", "borough"],
    ),
    (Head::Field("languages"), &["language", "langs", "lang"]),
    (
        Head::Field("name"),
        &[
            "title",
            "site_name",
            "facility_name",
            "rest_area_name",
            "location_name",
            "place_name",
            "place",
            "facility",
            "station_name",
            "ra_name",
            "name_of_place",
        ],
    ),
    (
        Head::Field("notes"),
        &[
            "note",
            "retrieved_note",
            "comments",
            "comment",
            "remarks",
            "remark",
        ],
    ),
    (
        Head::Field("assigned"),
        &["assigned_to", "volunteer_initials", "initials"],
    ),
    (
        Head::Field("status"),
        &["open_closed", "operational_status", "site_status"],
    ),
    (Head::Field("amenities"), &["amenity", "facilities", "services"]),
    (
        Head::City,
        &[
            "municipality",
            "city",
            "town",
            "nearest_city",
            "nearest_town",
            "community",
            "locality",
        ],
    ),
    (
        Head::Amenity("restrooms"),
        &[
            "restroom",
            "restrooms",
            "toilet",
            "toilets",
            "bathroom",
            "bathrooms",
            "wc",
        ],
    ),
    (
        Head::Amenity("drinking_water"),
        &[
            "water",
            "drinking_water",
            "potable_water",
            "drink_water",
            "water_fountain",
        ],
    ),
    (
        Head::Amenity("picnic_tables"),
        &[
            "picnictab",
            "picnic_tables",
            "picnic_table",
            "picnic",
            "picnic_area",
            "picnic_shelter",
        ],
    ),
    (
        Head::Amenity("phone"),
        &[
            "phone",
            "phones",
            "pay_phone",
            "payphone",
            "public_phone",
            "telephones",
        ],
    ),
    (
        Head::Amenity("accessible"),
        &[
            "handicap",
            "accessible",
            "ada",
            "handicapped",
            "ada_accessible",
            "handicap_accessible",
            "wheelchair",
        ],
    ),
    (
        Head::Amenity("rv_dump"),
        &[
            "rv_station",
            "rv_dump",
            "dump_station",
            "rv_dump_station",
            "sanitary_dump",
            "sani_dump",
            "rvdump",
        ],
    ),
    (
        Head::Amenity("vending"),
        &["vending", "vending_machines", "vending_machine", "snacks"],
    ),
    (
        Head::Amenity("pet_area"),
        &[
            "pet_area",
            "pet_areas",
            "pets",
            "dog_area",
            "pet_exercise_area",
            "pet_walk",
            "pet",
        ],
    ),
    (
        Head::Amenity("visitor_information"),
        &[
            "visitor_information",
            "visitor_info",
            "tourist_information",
            "information",
            "travel_information",
        ],
    ),
    (Head::Amenity("fuel"), &["fuel", "gas", "gasoline", "diesel"]),
    (Head::Amenity("truck_parking"), &["truck_parking", "truck_park"]),
    (
        Head::Key(0),
        &[
            "key",
            "site_id",
            "facility_id",
            "asset_id",
            "ct_no",
            "location_id",
            "place_id",
            "station_id",
            "site_no",
            "site_number",
            "facility_no",
            "facility_number",
            "asset_no",
            "ra_id",
            "rest_area_id",
            "global_id",
            "globalid",
            "record_id",
            "uid",
        ],
    ),
    // Numbers that a map program gives its rows anew whenever it likes.
    (
        Head::Key(2),
        &[
            "object_id",
            "objectid",
            "fid",
            "gid",
            "ogc_fid",
            "oid",
            "row_id",
            "rowid",
        ],
    ),
    (
        Head::Person,
        &[
            "contact",
            "contact_name",
            "contact_person",
            "manager",
            "manager_name",
            "owner",
            "owner_name",
            "supervisor",
            "name_of_contact",
            "poc",
            "point_of_contact",
            "email",
            "e_mail",
            "email_address",
            "e_mail_address",
            "mail",
            "telephone",
            "phone_number",
            "phone_no",
            "telephone_number",
            "contact_phone",
            "contact_email",
            "contact_number",
            "cell",
            "cell_phone",
            "mobile",
            "fax",
            "fax_number",
            "first_name",
            "last_name",
            "surname",
            "person",
            "caretaker",
            "attendant",
            "employee",
            "staff",
            "volunteer",
            "volunteer_name",
            "responsible",
            "tel",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Head, OTHERS, Part, other, own, word};

    #[test]
    fn heads_in_many_spellings() {
        let meant = |written: &str| {
            let word = word(written);
            own(&word).or_else(|| other(&word))
        };
        for (written, head) in [
            ("Mile Marker", Head::Field("milepost")),
            ("mile-post", Head::Field("milepost")),
            (" MP ", Head::Field("milepost")),
            ("POSTMILE", Head::Field("postmile")),
            ("POSTMILE_P", Head::Postmile(Part::Prefix)),
            ("CO_CODE", Head::Postmile(Part::County)),
            ("Traffic Dir.", Head::Field("direction")),
            ("PICNICTAB", Head::Amenity("picnic_tables")),
            ("OBJECTID", Head::Key(2)),
            ("E-mail", Head::Person),
            ("permit_holder", Head::Permit("holder")),
        ] {
            assert_eq!(meant(written), Some(head), "{written}");
        }
        assert_eq!(meant("truck_spots"), None);
    }

    #[test]
    fn each_word_has_one_meaning() {
        let mut seen = BTreeSet::new();
        for (_, words) in OTHERS {
            for other in *words {
                assert_eq!(word(other), *other);
                assert!(seen.insert(other), "`{other}` stands twice");
            }
        }
    }
}
