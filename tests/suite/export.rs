//! Places written for spreadsheets, maps and GPS devices, and read back.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use mileposter::campaign::{self, Campaign};
use mileposter::diag::Diagnostics;
use mileposter::export::{Export, Format, People};
use mileposter::formula::guarded;
use mileposter::library::CORRIDOR;
use mileposter::location::{self, Location};
use mileposter::phrase::Phrase;
use mileposter::source::Source;
use mileposter::table;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy};
use proptest::proptest;
use proptest::sample::select;

use crate::project::{Outcome, Project};

/// A place of texts that would be run, taken for markup, for nothing or for a number, and of all other fields.
const HOSTILE: &str = r#"
[campaign]
title = "<b>Us & them</b>"

[[location]]
id = "one"
site = "=cmd|' /C calc'!A0"
name = "=HYPERLINK(\"http://x.example\")"
kind = "truck_stop"
route = "I-5"
direction = "NB"
state = "OR"
county = "<img src=\"http://x.example\">&amp; ]]>"
milepost = 206.06
postmile = "-54.10"
lat = 44.235759
lon = -123.060537
languages = ["es", "needed", "pa-Guru"]
stalls = { women = 6, men = 0, all = 1 }
amenities = ["=1+1", "restrooms", "'=2", "a;b"]
status = "seasonal"
until = "2027-06-30"
reason = "'Ohana, \"so\"; they say"
permit = { status = "NA", holder = "@SUM(A1)", number = "0012", until = "2027-06-30" }
assigned = "+AB"
source = "＝1+1"
notes = """
-first line
	=second, "quoted"; 'third'
_x0041_ https://x.example
"""

[[location]]
id = "two"
name = "'=1"
kind = "other"
county = "NA"
notes = "   "

# known
[[allow]]
code = "draft"
reason = "read by us"
"#;

fn read(text: &str) -> Campaign {
    let mut diags = Diagnostics::default();
    let campaign = campaign::read(&mut diags, &Source::new("locations.toml", text));
    assert!(!diags.has_errors(), "{diags:#?}");
    campaign
}

fn export(campaign: &Campaign, format: Format) -> Vec<u8> {
    let export = Export {
        campaign,
        places: campaign.locations.iter().collect(),
        people: People::Named,
        tell: &Phrase::english,
    };
    export.write(&mut Diagnostics::default(), format).unwrap()
}

/// All that a place says, whatever file it stands in.
fn said(place: &Location) -> String {
    let languages: Vec<_> = place
        .languages
        .iter()
        .map(|language| language.value.to_string())
        .collect();
    format!(
        "{:?}",
        (
            (
                &place.id,
                &place.site,
                &place.name,
                place.kind,
                &place.route,
                place.direction
            ),
            (&place.state, &place.county, place.milepost, place.coordinate),
            (languages, place.stalls, place.status, &place.assigned),
            (&place.permit, &place.remarks),
        )
    )
}

#[track_caller]
fn assert_same(found: &[Location], wanted: &[Location]) {
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert_eq!(said(found), said(wanted));
    }
}

fn read_sheet(text: String) -> Vec<Location> {
    let mut diags = Diagnostics::default();
    let places = table::read(&mut diags, &Source::new("places.csv", text));
    assert!(diags.iter().next().is_none(), "{diags:#?}");
    location::unique(&mut diags, places)
}

#[test]
fn a_csv_file_is_read_back_whole() {
    for text in [CORRIDOR, HOSTILE] {
        let campaign = read(text);
        let sheet = String::from_utf8(export(&campaign, Format::Csv)).unwrap();
        assert_same(&read_sheet(sheet), &campaign.locations);
    }
}

/// The rows of a sheet of a workbook.
fn rows(bytes: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    assert_eq!(workbook.worksheet_formula(sheet).unwrap().used_cells().count(), 0);
    let range = workbook.worksheet_range(sheet).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// A sheet of a workbook as the CSV file of the same cells, for the reader of sheets.
fn as_sheet(rows: &[Vec<Data>]) -> String {
    let quoted = |(head, cell): (&Data, &Data)| match cell {
        Data::String(text) => {
            let is_list = matches!(head, Data::String(head) if head == "amenities" || head == "languages");
            let words: Vec<_> = match is_list {
                true => text.split(';').map(guarded).collect(),
                false => vec![guarded(text)],
            };
            format!("\"{}\"", words.join(";").replace('"', "\"\""))
        }
        Data::Float(number) => number.to_string(),
        Data::Empty => String::new(),
        other => panic!("{other:?}"),
    };
    let rows = rows.iter().map(|row| {
        let cells = rows[0].iter().zip(row).map(quoted);
        cells.collect::<Vec<_>>().join(",") + "\n"
    });
    rows.collect()
}

#[test]
fn a_workbook_holds_all_of_the_file() {
    for text in [CORRIDOR, HOSTILE] {
        let campaign = read(text);
        let bytes = export(&campaign, Format::Xlsx);
        assert_same(
            &read_sheet(as_sheet(&rows(&bytes, "Locations"))),
            &campaign.locations,
        );
        let lines = rows(&bytes, "Campaign");
        let head: String = lines.iter().map(|row| format!("{}\n", row[0])).collect();
        let places = text.find("[[location]]").unwrap();
        assert!(head.starts_with(text[..places].trim()), "{head}");
        let whole = read(&head);
        assert_eq!(whole.title, campaign.title);
        assert_eq!(format!("{:?}", kinds(&whole)), format!("{:?}", kinds(&campaign)));
        assert_eq!(whole.allowances.len(), campaign.allowances.len());
    }
}

fn kinds(campaign: &Campaign) -> Vec<(&[location::Kind], &str, campaign::Per)> {
    let hangs = campaign.hangs.iter();
    hangs
        .map(|hang| (hang.kinds.as_slice(), hang.template.value.as_str(), hang.per))
        .collect()
}

#[test]
fn the_cells_of_a_workbook_are_numbers_and_texts() {
    let rows = rows(&export(&read(HOSTILE), Format::Xlsx), "Locations");
    let cell = |head: &str| {
        let at = rows[0]
            .iter()
            .position(|cell| *cell == Data::String(head.to_owned()));
        rows[1][at.unwrap()].clone()
    };
    assert_eq!(cell("milepost"), Data::Float(206.06));
    assert_eq!(cell("lon"), Data::Float(-123.060_537));
    assert_eq!(cell("stalls_men"), Data::Float(0.0));
    assert_eq!(cell("postmile"), Data::String("-54.10".to_owned()));
    assert_eq!(cell("permit_number"), Data::String("0012".to_owned()));
    assert_eq!(
        cell("name"),
        Data::String("=HYPERLINK(\"http://x.example\")".to_owned())
    );
}

#[test]
fn nothing_in_a_csv_file_is_run() {
    let sheet = String::from_utf8(export(&read(HOSTILE), Format::Csv)).unwrap();
    let mut reader = csv_cells(&sheet);
    assert!(reader.len() > 50);
    reader.retain(|cell| cell.parse::<f64>().is_err());
    for cell in reader.iter().flat_map(|cell| cell.split(';')) {
        assert!(
            !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']),
            "{cell}"
        );
    }
}

/// The cells of a sheet without line breaks between its quotes being taken for rows.
fn csv_cells(sheet: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut inside = false;
    for c in sheet
        .trim_start_matches('\u{FEFF}')
        .replace("\r\n", "\u{1}")
        .chars()
    {
        match c {
            '"' => inside = !inside,
            ',' | '\u{1}' if !inside => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

#[test]
fn maps_take_names_for_texts() {
    let campaign = read(HOSTILE);
    let gpx = String::from_utf8(export(&campaign, Format::Gpx)).unwrap();
    assert!(
        gpx.contains("<name>&lt;b&gt;Us &amp; them&lt;/b&gt;</name>"),
        "{gpx}"
    );
    assert!(
        gpx.contains("<wpt lat=\"44.235759\" lon=\"-123.060537\">"),
        "{gpx}"
    );
    assert!(
        gpx.contains(
            "truck stop · I-5 NB · mile 206.06 · ‹img src=&quot;http://x.example&quot;›&amp;amp; ]]› County, OR \
             · languages: es, needed, pa-Guru · stalls: 6 women, 0 men, 1 all · seasonal until 2027-06-30 \
             · looked after by +AB"
        ),
        "{gpx}"
    );
    let kml = String::from_utf8(export(&campaign, Format::Kml)).unwrap();
    assert!(kml.contains("‹img src="), "{kml}");
    assert!(!kml.contains("href") && !kml.contains("notes"), "{kml}");
}

#[test]
fn geojson_has_the_same_cells() {
    let value: serde_json::Value = serde_json::from_slice(&export(&read(HOSTILE), Format::GeoJson)).unwrap();
    let features = value["features"].as_array().unwrap();
    assert_eq!(features.len(), 2);
    assert_eq!(features[0]["id"], "one");
    assert_eq!(
        features[0]["geometry"],
        serde_json::json!({ "type": "Point", "coordinates": [-123.060_537, 44.235_759] })
    );
    assert!(features[1]["geometry"].is_null());
    let properties = &features[0]["properties"];
    assert_eq!(properties["milepost"], 206.06);
    assert_eq!(properties["languages"], "es;needed;pa-Guru");
    assert_eq!(properties["amenities"], "=1+1;restrooms;'=2;a;b");
    assert_eq!(properties["site"], "=cmd|' /C calc'!A0");
}

#[test]
fn the_same_places_are_the_same_bytes() {
    let campaign = read(CORRIDOR);
    for (_, format) in Format::ALL {
        assert_eq!(export(&campaign, format), export(&campaign, format));
    }
    // A workbook has a date of its own, which must not be the clock's.
    let bytes = export(&campaign, Format::Xlsx);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert_eq!(bytes, export(&campaign, Format::Xlsx));
}

#[test]
fn the_eastern_edge_of_the_globe() {
    let place = "[[location]]\nid = \"a\"\nname = \"A\"\nkind = \"bar\"\nlat = -16.5\nlon = 180\n";
    let gpx = String::from_utf8(export(&read(place), Format::Gpx)).unwrap();
    assert!(gpx.contains("<wpt lat=\"-16.5\" lon=\"-180\">"), "{gpx}");
}

#[test]
fn a_line_that_no_cell_holds_is_told() {
    let text = format!("# {}\n{HOSTILE}", "x".repeat(40_000));
    let campaign = read(&text);
    let export = Export {
        campaign: &campaign,
        places: campaign.locations.iter().collect(),
        people: People::LeftOut,
        tell: &Phrase::english,
    };
    let mut diags = Diagnostics::default();
    assert!(export.write(&mut diags, Format::Xlsx).is_none());
    let told: Vec<_> = diags.iter().map(|fault| fault.code.name).collect();
    assert_eq!(told, ["too-large"]);
}

fn run(project: &Project, args: &[&str]) -> Outcome {
    project.run(&[&["export"], args].concat())
}

#[test]
fn a_summary_tells_what_is_left_out() {
    let project = Project::with("locations.toml", HOSTILE);
    let told = run(&project, &["--out", "maps/places.gpx"]).expect(0).stderr;
    assert_eq!(
        told,
        "Wrote 1 place into maps/places.gpx.\n\
         Left out, since they have no coordinates: 1 place (two).\n\
         Left out: who looks after a place and who holds its permit. `--with-people` writes them too.\n"
    );
    assert!(project.path("maps/places.gpx").is_file());
    let told = run(
        &project,
        &["--out", "all.XLSX", "--with-people", "--message-format", "json"],
    );
    let told = told.expect(0).json();
    assert_eq!(told["wrote"], "all.XLSX");
    assert_eq!(told["exported"], 2);
    assert_eq!(told["without_coordinates"], serde_json::json!([]));
    assert_eq!(told["people_left_out"], false);
}

#[test]
fn people_are_in_no_file_unless_asked_for() {
    let project = Project::with("locations.toml", HOSTILE);
    for (ending, _) in Format::ALL {
        for (name, flags) in [("without", vec![]), ("with", vec!["--with-people"])] {
            let out = format!("{name}.{ending}");
            run(&project, &[&["--out", &out], flags.as_slice()].concat()).expect(0);
        }
        let bytes = |name: &str| std::fs::read(project.path(&format!("{name}.{ending}"))).unwrap();
        let named = |name: &str| {
            let bytes = bytes(name);
            let text = match ending {
                "xlsx" => as_sheet(&rows(&bytes, "Locations")),
                _ => String::from_utf8(bytes).unwrap(),
            };
            assert_eq!(
                text.contains("@SUM"),
                name == "with" && matches!(ending, "csv" | "xlsx" | "geojson")
            );
            text.contains("+AB")
        };
        assert_eq!((named("without"), named("with")), (false, true), "{ending}");
    }
}

#[test]
fn only_what_is_selected_is_written() {
    let project = Project::empty();
    let args = ["--state", "OR", "--kind", "rest_area", "--milepost", "200..210"];
    run(&project, &[&["--out", "some.csv"], args.as_slice()].concat()).expect(0);
    let sheet = std::fs::read_to_string(project.path("some.csv")).unwrap();
    let ids: Vec<_> = read_sheet(sheet).into_iter().map(|place| place.id).collect();
    let wanted = read(CORRIDOR).locations.into_iter().filter(|place| {
        place.state.as_deref() == Some("OR")
            && place.kind == location::Kind::RestArea
            && place
                .milepost
                .is_some_and(|at| (200.0..=210.0).contains(&at.miles()))
    });
    assert_eq!(ids, wanted.map(|place| place.id).collect::<Vec<_>>());
    assert!(!ids.is_empty());
}

#[test]
fn what_cannot_be_written_is_told_and_nothing_is() {
    let project = Project::with("locations.toml", HOSTILE);
    let stops = |args: &[&str]| run(&project, args).expect(2).stderr;
    assert_eq!(
        stops(&["--out", "places.shp"]),
        "error: `places.shp` ends in none of .csv, .xlsx, .geojson, .gpx and .kml, so it is not known what to write\n"
    );
    assert_eq!(
        stops(&["--out", "two.kml", "--id", "two"]),
        "error: no place that is wanted has coordinates, so `two.kml` would be empty\n"
    );
    project.write("there.csv", "mine");
    assert_eq!(
        stops(&["--out", "there.csv"]),
        "error: `there.csv` is already there; move it away, or name another file with `--out`\n"
    );
    assert_eq!(
        std::fs::read_to_string(project.path("there.csv")).unwrap(),
        "mine"
    );
    let faults = run(
        &project,
        &["--out", "none.csv", "--state", "WA", "--message-format", "json"],
    );
    let faults = faults.expect(1);
    assert_eq!(faults.errors(), [("no-locations".to_owned(), None)]);
    assert!(faults.json()["wrote"].is_null());
    project.write(
        "broken.toml",
        "[[location]]\nid = \"../a\"\nname = \"A\"\nkind = \"bar\"\n",
    );
    run(&project, &["--locations", "broken.toml", "--out", "broken.csv"]).expect(1);
    for file in ["two.kml", "none.csv", "broken.csv"] {
        assert!(!project.path(file).exists(), "{file}");
    }
}

#[test]
fn a_map_is_described_in_spanish() {
    let project = Project::empty();
    let args = [
        "--out",
        "lugares.gpx",
        "--ui-language",
        "es",
        "--id",
        "or-i5-nb-oak-grove",
    ];
    let told = run(&project, &args).expect(0).stderr;
    assert!(told.contains("Se escribieron 1 lugar en lugares.gpx."), "{told}");
    let gpx = std::fs::read_to_string(project.path("lugares.gpx")).unwrap();
    assert!(
        gpx.contains("<desc>área de descanso · I-5 NB · milla 206"),
        "{gpx}"
    );
}

/// Pieces of text that mean something to a spreadsheet, a list or markup.
const PIECES: [&str; 22] = [
    "=", "+", "-", "@", "'", "\"", ";", ",", " ", "\t", "\n", "\r\n", "NA", "1", "0.5", "a", "ñ", "＝", "<",
    "&", "_x0041_", "]]>",
];

fn text() -> impl Strategy<Value = String> {
    vec(select(PIECES.as_slice()), 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What was read once is read again from each sheet that it is written to.
    #[test]
    fn a_place_outlives_every_sheet(lines in vec(text(), 2), words in vec(text(), 9)) {
        let mut place = toml::Table::new();
        let quoted = |text: &String| toml::Value::String(text.clone());
        let flat = |text: &String| toml::Value::String(text.replace(['\t', '\n', '\r'], ""));
        place.insert("id".to_owned(), "a".into());
        place.insert("name".to_owned(), format!("{}a", flat(&words[0]).as_str().unwrap()).into());
        place.insert("kind".to_owned(), "bar".into());
        for (at, field) in ["site", "county", "postmile", "until", "assigned"].into_iter().enumerate() {
            place.insert(field.to_owned(), flat(&words[at + 1]));
        }
        place.insert("permit".to_owned(), toml::Table::from_iter([("number".to_owned(), flat(&words[6]))]).into());
        place.insert("amenities".to_owned(), words[7..].iter().map(flat).collect::<Vec<_>>().into());
        place.insert("reason".to_owned(), quoted(&lines[0]));
        place.insert("notes".to_owned(), quoted(&lines[1]));
        let file = toml::Table::from_iter([("location".to_owned(), vec![place].into())]);
        let campaign = read(&file.to_string());
        let sheet = String::from_utf8(export(&campaign, Format::Csv)).unwrap();
        assert_same(&read_sheet(sheet), &campaign.locations);
        let book = rows(&export(&campaign, Format::Xlsx), "Locations");
        assert_same(&read_sheet(as_sheet(&book)), &campaign.locations);
    }
}
