//! Whole sheets, as an import reads them.

use proptest::prelude::*;

use super::{Imported, Target, Wish, merge, read};
use crate::campaign;
use crate::cells;
use crate::diag::Diagnostics;
use crate::listing;
use crate::source::Source;

fn imported(
    text: &str,
    maps: &[(String, Target)],
    sets: &[(&'static str, String)],
) -> (Imported, Diagnostics) {
    let mut diags = Diagnostics::default();
    let wish = Wish {
        file: "sheet.csv",
        maps,
        sets,
    };
    let imported = read(&mut diags, &Source::new("sheet.csv", text), &wish).unwrap_or_default();
    (imported, diags)
}

/// One field of each place, as TOML.
fn field(imported: &Imported, field: &str) -> Vec<String> {
    let value = |place| {
        let fields = listing::fields(place);
        fields
            .into_iter()
            .find(|(known, _)| *known == field)
            .map_or_else(String::new, |(_, value)| value)
    };
    imported.drafts.iter().map(|draft| value(&draft.place)).collect()
}

#[test]
fn heads_may_stand_below_a_title() {
    let sheet = "Rest areas of the county,,\n,,\nName,Mile Marker,Highway\nOak Grove Rest Area,206,I-5 NB\n";
    let (read, _) = imported(sheet, &[], &[("state", "OR".to_owned())]);
    assert_eq!((read.rows, read.drafts.len(), read.left_out.len()), (3, 1, 2));
    assert_eq!(field(&read, "id"), ["\"or-i5-nb-oak-grove\""]);
}

#[test]
fn people_are_left_out_unless_they_are_asked_for() {
    let sheet = "name,Manager,phone\nOak,Jane Roe,503-555-0100\n";
    let (read, diags) = imported(sheet, &[], &[]);
    assert_eq!(field(&read, "notes"), [""]);
    assert_eq!(
        diags
            .iter()
            .filter(|fault| fault.code.name == "column-unread")
            .count(),
        2
    );
    let (read, _) = imported(sheet, &[("manager".to_owned(), Target::Notes)], &[]);
    assert_eq!(field(&read, "notes"), ["\"Manager: Jane Roe\""]);
}

#[test]
fn a_set_value_fills_what_is_empty() {
    let sheet = "name,state,kind,direction\nOak,WA,bar,\nElm,,,S\n";
    let sets = [
        ("state", "OR".to_owned()),
        ("kind", "rest area".to_owned()),
        ("direction", "NB".to_owned()),
    ];
    let (read, _) = imported(sheet, &[], &sets);
    assert_eq!(field(&read, "state"), ["\"WA\"", "\"OR\""]);
    assert_eq!(field(&read, "kind"), ["\"bar\"", "\"rest_area\""]);
    assert_eq!(field(&read, "direction"), ["\"NB\"", "\"SB\""]);
}

#[test]
fn points_are_mended() {
    let sheet = "name,state,lat,lon\nA,OR,-123.06,44.23\nB,OR,44.23,123.06\nC,OR,0,0\nD,OR,45° 12' N,123 30 W\nE,OR,44.2,\n";
    let (read, _) = imported(sheet, &[], &[]);
    assert_eq!(field(&read, "lat"), ["44.23", "44.23", "", "45.2", ""]);
    assert_eq!(field(&read, "lon"), ["-123.06", "-123.06", "", "-123.5", ""]);
    assert_eq!(field(&read, "notes")[4], "\"lat: 44.2\"");
}

#[test]
fn own_ids_are_kept_and_numbers_are_keys() {
    let (read, _) = imported("id,name\noak-1,Oak\nelm,Elm\n", &[], &[]);
    assert_eq!(field(&read, "id"), ["\"oak-1\"", "\"elm\""]);
    let (read, _) = imported("id,name\n1,Oak\n2,Elm\n", &[], &[]);
    assert_eq!(
        field(&read, "source"),
        ["\"sheet.csv, id 1\"", "\"sheet.csv, id 2\""]
    );
    let (read, _) = imported("id,name\n../x,Oak\n../x,Elm\n", &[], &[]);
    assert_eq!(field(&read, "id"), ["\"x-x-x-oak\"", "\"x-x-x-elm\""]);
}

#[test]
fn hostile_cells_do_no_harm() {
    let long = "y".repeat(10_000);
    let sheet = format!(
        "name,county,lat\n\"Oak\u{202E} \u{0}Grove\",=HYPERLINK(\"\"x\"\"),1e999\n{long},{long},{long}\n=cmd,,\n"
    );
    let (read, diags) = imported(&sheet, &[], &[]);
    assert!(!diags.has_errors(), "{diags:#?}");
    assert_eq!((read.drafts.len(), read.left_out.len()), (2, 1));
    assert_eq!(field(&read, "name")[0], "\"Oak Grove\"");
    assert_eq!(field(&read, "county")[0], "");
}

/// A file that a person went on with, and a later export.
#[test]
fn what_people_wrote_stays() {
    let first = "site_id,name,route,state,mile\n1,Oak Grove Rest Area,I-5 NB,OR,206\n2,Elm,I-5 SB,OR,10\n";
    let (read, _) = imported(first, &[], &[]);
    let fresh = merge::fresh(None, "sheet", &read.drafts).text;
    let edited = fresh.replace(
        "milepost = 206\n",
        "milepost = 206 # by the sign\nstalls = { women = 6 }\nnotes = \"ask first\"\n",
    ) + "\n# the end\n";
    let source = Source::new("locations.toml", edited.as_str());
    let places = campaign::read(&mut Diagnostics::default(), &source).locations;
    assert_eq!(merge::into(&source, &places, &read.drafts).unwrap().text, edited);

    let later = "site_id,name,route,state,mile,spots\n3,New,I-5 SB,OR,30,\n1,Oak Grove Rest Area,I-5 NB,OR,206.06,9\n";
    let (later, _) = imported(later, &[], &[]);
    let merged = merge::into(&source, &places, &later.drafts).unwrap();
    let wanted = edited
        .replace("206 # by", "206.06 # by")
        .replace("\"ask first\"", "\"ask first; spots: 9\"");
    assert_eq!(merged.unfound, ["or-i5-sb-elm"]);
    assert!(merged.text.starts_with(&wanted), "{}", merged.text);
    assert!(merged.text[wanted.len()..].starts_with("\n[[location]]\nid = \"or-i5-sb-new\"\n"));
}

#[test]
fn places_are_found_again_without_a_key() {
    let sheet = "name,route,state,lat,lon\nOak Grove,I-5 NB,OR,44.2357,-123.0605\nOak Grove,I-5 SB,OR,44.2357,-123.0605\nWeigh Station,I-5 NB,OR,42.1,-122.6\nWeigh Station,I-5 NB,OR,45.1,-122.6\n";
    let (read, _) = imported(sheet, &[], &[]);
    let fresh = merge::fresh(None, "sheet", &read.drafts).text;
    let source = Source::new("locations.toml", fresh.as_str());
    let places = campaign::read(&mut Diagnostics::default(), &source).locations;
    // Rows in another order, one under a name that is alike, one moved by some metres.
    let later = "name,route,state,lat,lon\nWeigh Station,I-5 NB,OR,45.1,-122.6\nOak Grove Safety Rest Area,I-5 SB,OR,44.2358,-123.0605\nOak Grov,I-5 NB,OR,44.25,-123.0605\nWeigh Station,I-5 NB,OR,42.1,-122.6\n";
    let (later, _) = imported(later, &[], &[]);
    let merged = merge::into(&source, &places, &later.drafts).unwrap();
    let ids: Vec<&str> = merged.placed.iter().map(|placed| placed.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "or-i5-nb-weigh-station-2",
            "or-i5-sb-oak-grove",
            "or-i5-nb-oak-grove",
            "or-i5-nb-weigh-station"
        ]
    );
    assert_eq!(merged.unfound, [""; 0]);
}

/// Cells as they stand in exports, and worse.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("NA".to_owned()),
        Just("I-5N/I-90W".to_owned()),
        Just("PM R25.6".to_owned()),
        Just("UNKNOWN".to_owned()),
        Just("CA".to_owned()),
        Just("N & S".to_owned()),
        "[ -~]{0,12}",
        "-?[0-9]{1,3}(\\.[0-9]{1,7})?",
        "\\PC{0,20}",
        "(?s).{0,20}",
    ]
}

const HEADS: &[&str] = &[
    "name",
    "Route",
    "Mile Post",
    "lat",
    "Longitude",
    "STATE",
    "county",
    "dir",
    "id",
    "OBJECTID",
    "POSTMILE",
    "CO_CODE",
    "WATER",
    "notes",
    "status",
    "languages",
    "stalls_women",
    "Contact",
    "spots",
    "",
    "kind",
    "amenities",
    "permit_holder",
    "city",
    "source",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_row_is_kept_or_left_out(
        heads in proptest::sample::subsequence(HEADS, 1..10),
        rows in proptest::collection::vec(proptest::collection::vec(cell(), 0..11), 0..12),
    ) {
        let all = std::iter::once(heads.clone()).chain(rows.iter().map(|row| row.iter().map(String::as_str).collect()));
        let text = cells::text(all.filter(|row: &Vec<&str>| !row.is_empty()));
        let wish = Wish { file: "sheet.csv", maps: &[], sets: &[] };
        let mut diags = Diagnostics::default();
        let Some(read) = read(&mut diags, &Source::new("sheet.csv", text), &wish) else {
            prop_assert!(diags.has_errors());
            return Ok(());
        };
        prop_assert!(!diags.has_errors());
        prop_assert_eq!(read.rows, read.drafts.len() + read.left_out.len());
        // What is written is read, and the same import changes nothing.
        let fresh = merge::fresh(None, "sheet", &read.drafts);
        let source = Source::new("locations.toml", fresh.text);
        let mut faults = Diagnostics::default();
        let places = campaign::read(&mut faults, &source).locations;
        prop_assert!(!faults.has_errors(), "{faults:#?}");
        prop_assert_eq!(places.len(), read.drafts.len());
        let again = merge::into(&source, &places, &read.drafts).unwrap();
        prop_assert_eq!(&again.text, &source.text);
    }
}
