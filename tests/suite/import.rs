//! `import`: sheets and exports as agencies hand them out, whole.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Write as _};

use mileposter::campaign;
use mileposter::diag::Diagnostics;
use mileposter::listing;
use mileposter::source::Source;
use serde_json::Value;
use zip::write::SimpleFileOptions;

use crate::project::{Outcome, Project};

const NTAD: &str = include_str!("../data/ntad_truck_stop_parking.csv");
const CALTRANS: &str = include_str!("../data/caltrans_rest_areas.csv");

/// Odd rows of both exports, and a few that nobody would want, with what they become.
const MESSY: &str = include_str!("import/messy.csv");
const MESSY_TIDY: &str = include_str!("import/messy.toml");

/// A workbook of sheets with texts and numbers, each cell as the XML of its value.
pub(crate) fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    add(
        "[Content_Types].xml",
        &format!("{head}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
    );
    add(
        "_rels/.rels",
        &format!(
            "{head}<Relationships xmlns=\"{package}\"><Relationship Id=\"r0\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    let (mut list, mut links) = (String::new(), String::new());
    for (at, (name, rows)) in sheets.iter().enumerate() {
        let number = at + 1;
        list += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"/>");
        links += &format!(
            "<Relationship Id=\"r{number}\" Type=\"{office}/worksheet\" Target=\"worksheets/s{number}.xml\"/>"
        );
        let mut data = String::new();
        for (row, cells) in rows.iter().enumerate() {
            data += &format!("<row r=\"{}\">", row + 1);
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let place = format!("{}{}", char::from(b'A' + u8::try_from(column).unwrap()), row + 1);
                data += &if cell.parse::<f64>().is_ok() {
                    format!("<c r=\"{place}\"><v>{cell}</v></c>")
                } else {
                    format!(
                        "<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{cell}</t></is></c>"
                    )
                };
            }
            data += "</row>";
        }
        add(
            &format!("xl/worksheets/s{number}.xml"),
            &format!("{head}<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>"),
        );
    }
    add(
        "xl/workbook.xml",
        &format!("{head}<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{list}</sheets></workbook>"),
    );
    add(
        "xl/_rels/workbook.xml.rels",
        &format!("{head}<Relationships xmlns=\"{package}\">{links}</Relationships>"),
    );
    zip.finish().unwrap().into_inner()
}

fn import(project: &Project, args: &[&str]) -> Value {
    let mut all = vec!["import", "--message-format", "json"];
    all.extend(args);
    project.run(&all).expect(0).json()
}

fn text(project: &Project, path: &str) -> String {
    fs::read_to_string(project.path(path)).unwrap()
}

fn codes(told: &Value) -> BTreeSet<&str> {
    let faults = told["diagnostics"].as_array().unwrap();
    faults
        .iter()
        .map(|fault| fault["code"].as_str().unwrap())
        .collect()
}

/// Both exports whole: each row kept or explained, every id once, no fault of the program's own reading, and no change by a second import.
#[test]
fn whole_exports_are_accounted_for() {
    for (name, sheet, rows) in [("ntad.csv", NTAD, 1915), ("caltrans.csv", CALTRANS, 87)] {
        let project = Project::with(name, sheet);
        let told = import(&project, &[name]);
        let counts = &told["counts"];
        assert_eq!(counts["rows"], rows);
        let count = |key: &str| counts[key].as_u64().unwrap();
        assert_eq!(count("kept") + count("explained"), rows);
        assert_eq!(count("kept"), rows, "{name}");
        let places = told["places"].as_array().unwrap();
        let ids: BTreeSet<&str> = places.iter().map(|place| place["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), places.len());
        let first = text(&project, "locations.toml");
        project.run(&["list", "locations"]).expect(0);
        let again = import(&project, &[name]);
        assert_eq!(again["counts"]["same"], rows);
        assert_eq!(again["wrote"], Value::Null);
        assert_eq!(text(&project, "locations.toml"), first);
    }
}

#[test]
fn postmiles_are_no_mileposts() {
    let project = Project::with("ntad.csv", NTAD);
    project.run(&["import", "ntad.csv", "-q"]).expect(0);
    let places = text(&project, "locations.toml");
    for block in places
        .split("[[location]]")
        .filter(|block| block.contains("state = \"CA\""))
    {
        assert!(!block.contains("milepost = "), "{block}");
        assert!(block.contains("postmile = \""), "{block}");
    }
    assert!(places.contains("postmile = \"SIS R25.6\""));
}

#[test]
fn odd_rows_become_what_they_mean() {
    let project = Project::with("messy.csv", MESSY);
    let told = import(&project, &["messy.csv"]);
    assert_eq!(text(&project, "locations.toml"), MESSY_TIDY);
    let left_out: Vec<u64> = told["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["row"].as_u64().unwrap())
        .collect();
    let rows = u64::try_from(MESSY.matches("\nr").count()).unwrap();
    assert_eq!(
        told["counts"]["kept"].as_u64().unwrap() + left_out.len() as u64,
        rows
    );
    assert_eq!(
        codes(&told),
        BTreeSet::from([
            "cells-conflict",
            "column-unread",
            "head-guessed",
            "kept-in-notes",
            "road-guessed",
            "row-left-out",
            "value-guessed"
        ])
    );
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let project = Project::with("caltrans.csv", CALTRANS);
    let Outcome { stdout, stderr, .. } = project.run(&["import", "caltrans.csv", "--dry-run"]).expect(0);
    assert!(stdout.starts_with("COLUMN      UNDERSTOOD AS\n"), "{stdout}");
    assert!(stdout.contains("\nRow 2:\n  id         ca-us199-both-collier-tunnel\n  name       Collier Tunnel Safety Roadside Rest Area\n"), "{stdout}");
    assert!(stderr.ends_with("87 rows: 87 kept (87 new, 0 changed, 0 as they were), 0 left out with the reason.\nA dry run: nothing was written.\n"));
    assert!(!project.path("locations.toml").exists());
}

#[test]
fn changes_are_told_and_people_are_heard() {
    let project = Project::with("caltrans.csv", CALTRANS);
    project.run(&["import", "caltrans.csv", "-q"]).expect(0);
    let written = text(&project, "locations.toml").replacen(
        "county = \"Del Norte\"\n",
        "county = \"Del Norte\"\nstalls = { women = 6 } # counted\n",
        1,
    );
    project.write(
        "locations.toml",
        format!("{written}\n[[location]]\nid = \"mine\"\nname = \"Mine\"\nkind = \"bar\"\n"),
    );
    project.write("caltrans.csv", CALTRANS.replace(" ,33.3,", " ,33.4,"));
    let told = project.run(&["import", "caltrans.csv"]).expect(0).stderr;
    assert!(
        told.contains("\nca-us199-both-collier-tunnel: postmile DN 33.3 → DN 33.4\n"),
        "{told}"
    );
    assert!(
        told.contains("\n1 place of locations.toml is not in caltrans.csv, and stays as it is: mine\n"),
        "{told}"
    );
    let now = text(&project, "locations.toml");
    assert!(now.starts_with(&written.replace("DN 33.3", "DN 33.4")));
}

#[test]
fn flags_that_name_nothing_are_told() {
    let project = Project::with("a.csv", "name,Spots\nOak,1\n");
    let told = project
        .run(&["import", "a.csv", "--map", "Spot=notes"])
        .expect(1)
        .stderr;
    assert!(
        told.contains("error[unknown-field]: `--map` names the head `Spot`, and there is none"),
        "{told}"
    );
    assert!(told.contains("did you mean `Spots`?"), "{told}");
    for (flag, value, wanted) in [
        ("--map", "Spots=milepots", "did you mean `milepost`?"),
        ("--map", "Spots", "a column is mapped as"),
        ("--set", "name=Oak", "`--set` fills"),
        ("--set", "state=Ontario", "is no value for `state`"),
        ("--out", "b.gpx", "ends in .toml or .csv"),
        ("--out", "a.csv", "is the list that is imported"),
    ] {
        let told = project.run(&["import", "a.csv", flag, value]).expect(2).stderr;
        assert!(told.contains(wanted), "{told}");
    }
    assert!(!project.path("locations.toml").exists());
}

/// From a list to a workbook and back: head with its comments, and every field of every place.
#[test]
fn a_workbook_there_and_back_loses_nothing() {
    let odd = "# Ours.\n[campaign]\ntitle = \"Odd \\\"quotes\\\"\" # kept\ncontact = \"AB, 541-555-0100\"\n\n\
        [[hang]]\ntemplate = \"stall\"\nstock = \"letter\"\nper = { count = 2 }\n\n\
        [outfit]\nprices = { letter = 0.1 }\n\n\
        [[location]]\nid = \"a\"\nsite = \"s\"\nname = \"=Oak+1\"\nkind = \"bar\"\nroute = \"US-97\"\ndirection = \"both\"\nstate = \"OR\"\n\
        county = \"Linn\"\nmilepost = 206.06\nexit = \"40B\"\npostmile = \"KER 54.1\"\nlat = 44.235759\nlon = -123.060537\n\
        languages = [\"en\", \"needed\"]\nstalls = { women = 6, men = 4, all = 1 }\namenities = [\"restrooms\", \"@phone\"]\n\
        status = \"seasonal\"\nuntil = \"2027-01-01\"\nreason = \"snow\"\n\
        permit = { status = \"granted\", holder = \"H\", number = \"00123\", until = \"2027-06-30\" }\nassigned = \"AB\"\nsource = \"x\"\n\
        notes = \"-two\\nlines; and 'more'\"\n";
    for list in [odd, include_str!("../../locations.toml")] {
        let project = Project::with("locations.toml", list);
        let out = ["export", "--with-people", "--out", "places.xlsx", "-q"];
        project.run(&out).expect(0);
        project
            .run(&["import", "places.xlsx", "--out", "back.toml", "-q"])
            .expect(0);
        let read = |text: &str| {
            let mut diags = Diagnostics::default();
            let campaign = campaign::read(&mut diags, &Source::new("list", text));
            assert!(!diags.has_errors(), "{diags:#?}");
            campaign
        };
        let (before, back) = (read(list), text(&project, "back.toml"));
        let after = read(&back);
        let fields = |campaign: &campaign::Campaign| -> Vec<_> {
            campaign.locations.iter().map(listing::fields).collect()
        };
        assert_eq!(fields(&before), fields(&after));
        let head = list.split("[[location]]").next().unwrap().trim_end();
        assert!(back.starts_with(head), "{back:.600}");
        // And once more changes nothing.
        project
            .run(&["import", "places.xlsx", "--out", "back.toml", "-q"])
            .expect(0);
        assert_eq!(text(&project, "back.toml"), back);
    }
}

#[test]
fn a_list_kept_as_csv_is_joined_too() {
    let project = Project::with("a.csv", CALTRANS);
    project
        .run(&["import", "a.csv", "--out", "places.csv", "-q"])
        .expect(0);
    let first = text(&project, "places.csv");
    assert_eq!(first.lines().count(), 88);
    project
        .run(&["import", "a.csv", "--out", "places.csv", "-q"])
        .expect(0);
    assert_eq!(text(&project, "places.csv"), first);
    // What a person wrote stays, and so does a place of their own.
    let own = "mine,,Mine,bar";
    let mut edited = first.replacen(",Collier Tunnel", ",COLLIER", 1);
    edited.push_str(own);
    edited.push_str(&",".repeat(first.lines().next().unwrap().matches(',').count() - 3));
    edited.push('\n');
    project.write("places.csv", &edited);
    let told = project
        .run(&["import", "a.csv", "--out", "places.csv"])
        .expect(0)
        .stderr;
    assert!(told.contains("1 place of places.csv is not in a.csv"), "{told}");
    let joined = text(&project, "places.csv");
    assert!(joined.contains("\nmine,,Mine,bar") && joined.lines().count() == 89);
    project
        .run(&[
            "check",
            "--locations",
            "places.csv",
            "--allow",
            "stall-count",
            "-q",
        ])
        .expect(0);
}

#[test]
fn a_faulty_locations_file_is_left_alone() {
    let project = Project::with("a.csv", "name,route,state\nOak,I-5,OR\n");
    for faulty in [
        "[[location]]\nid = \"a\"\nkind = \"castle\"\nname = \"A\"\n",
        "no toml",
        "[[location]]\nid = 3\n",
    ] {
        project.write("locations.toml", faulty);
        project.run(&["import", "a.csv"]).expect(1);
        assert_eq!(text(&project, "locations.toml"), faulty);
    }
    let inline = "location = [{ id = \"or-i5-x-oak\", name = \"Oak\", kind = \"bar\" }]\n";
    project.write("locations.toml", inline);
    let told = project.run(&["import", "a.csv"]).expect(2).stderr;
    assert!(
        told.contains("is not written so that places can be exchanged in it"),
        "{told}"
    );
    assert_eq!(text(&project, "locations.toml"), inline);
}

#[test]
fn other_programs_save_text_in_other_ways() {
    let project = Project::with("a.csv", "name;lat;lon\nCaf\u{E9};44,25;-123,5\n");
    import(&project, &["a.csv"]);
    assert!(
        text(&project, "locations.toml")
            .contains("name = \"Café\"\nkind = \"other\"\nlat = 44.25\nlon = -123.5\n")
    );
    let utf16: Vec<u8> = "\u{FEFF}name\troute\nCafé\tI-5\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [utf16.as_slice(), b"name,route\nCaf\xE9,I-5\n"] {
        project.write("b.csv", bytes);
        let told = import(&project, &["b.csv", "--out", "b.toml"]);
        assert!(codes(&told).contains("value-guessed"));
        assert!(text(&project, "b.toml").contains("name = \"Café\""));
        fs::remove_file(project.path("b.toml")).unwrap();
    }
}

#[test]
fn a_workbook_stands_in_for_a_locations_file() {
    let head: &[&[&str]] = &[
        &["[campaign]"],
        &["title = \"By workbook\""],
        &["languages = [\"en\"]"],
        &[],
        &["[[hang]]"],
        &["template = \"stall\""],
        &["stock = \"letter\""],
        &["per = \"site\""],
    ];
    let places: &[&[&str]] = &[
        &["id", "name", "kind", "milepost", "lat", "lon"],
        &["oak", "Oak", "rest_area", "206.0", "44.235759", "-123.060537"],
    ];
    let project = Project::with(
        "locations.xlsx",
        workbook(&[("Locations", places), ("campaign", head)]),
    );
    let told = project.run(&["check"]).expect(0).stderr;
    assert!(told.contains("Checked 1 locations, 1 files to print"), "{told}");
    project.run(&["import", "locations.xlsx"]).expect(0);
    let written = text(&project, "locations.toml");
    assert!(
        written.starts_with("[campaign]\ntitle = \"By workbook\"\nlanguages = [\"en\"]\n\n[[hang]]\n"),
        "{written}"
    );
    assert!(
        written.contains("milepost = 206\nlat = 44.235759\nlon = -123.060537\n"),
        "{written}"
    );
    let both = project.run(&["check"]).expect(2).stderr;
    assert!(
        both.contains("has both a locations.toml and a locations.xlsx"),
        "{both}"
    );
}

/// The place of a fault is one that the user can find in the file, in every form.
#[test]
fn faults_in_workbooks_and_features_are_found() {
    let places: &[&[&str]] = &[
        &["id", "name", "kind"],
        &[],
        &["oak", "Oak", "castle"],
        &["oak", "Elm", "bar"],
    ];
    let head: &[&[&str]] = &[&["[campaign]"], &["titel = \"x\""]];
    let project = Project::with(
        "places.xlsx",
        workbook(&[("Campaign", head), ("My \u{202E}places", places)]),
    );
    let told = project
        .run(&["check", "--locations", "places.xlsx"])
        .expect(1)
        .stderr;
    assert!(
        told.contains("places.xlsx, sheet \"My \\u{202E}places\": row 3, column C"),
        "{told}"
    );
    assert!(
        told.contains("places.xlsx, sheet \"Campaign\": row 2, column A"),
        "{told}"
    );

    let features = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","geometry":{"type":"Point","coordinates":[-123.06,44.23]},"properties":{"id":"oak","name":"Oak","kind":"bar","milepost":1}},
        {"type":"Feature","geometry":null,"properties":{"id":"elm","name":"Elm","kind":"bar","milepost":"far"}}]}"#;
    project.write("sites.geojson", features);
    let told = project
        .run(&["check", "--locations", "sites.geojson"])
        .expect(1)
        .stderr;
    assert!(told.contains("sites.geojson: feature 2, `milepost`"), "{told}");

    for file in ["places.xlsx", "sites.geojson"] {
        let told = project
            .run(&["check", "--locations", file, "--message-format", "json"])
            .expect(1)
            .json();
        for fault in told["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|fault| fault["file"] == file)
        {
            assert!(
                fault.get("line").is_none() && fault.get("column").is_none(),
                "{fault}"
            );
        }
        let told = project
            .run(&["check", "--locations", file, "--message-format", "sarif"])
            .expect(1)
            .json();
        for result in told["runs"][0]["results"].as_array().unwrap() {
            let place = &result["locations"][0]["physicalLocation"];
            if place["artifactLocation"]["uri"] == file {
                assert!(place.get("region").is_none(), "{result}");
            }
        }
    }
}

#[test]
fn features_are_imported() {
    let features = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[-123.06,44.23]},"properties":{"Name":"Oak Grove Rest Area","Highway":"I-5 NB","STATE":"OR"}},
        {"type":"Feature","id":8,"geometry":{"type":"Polygon","coordinates":[]},"properties":{}},
        {"type":"Feature","id":9,"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},"properties":{"Name":"Elm"}}]}"#;
    let project = Project::with("a.geojson", features);
    let told = import(&project, &["a.geojson"]);
    assert_eq!(told["counts"]["kept"], 2);
    assert_eq!(told["left_out"][0]["row"], 3);
    assert!(text(&project, "locations.toml").contains("id = \"or-i5-nb-oak-grove\""));
}

#[test]
fn hostile_files_are_refused() {
    let bomb = {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("xl/sharedStrings.xml", SimpleFileOptions::default())
            .unwrap();
        let zeros = vec![b' '; 1 << 20];
        for _ in 0..200 {
            zip.write_all(&zeros).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let far: &[&[&str]] = &[&["id"; 26]];
    let far = workbook(&[("a", far)]);
    let announced = {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("xl/sharedStrings.xml", SimpleFileOptions::default())
            .unwrap();
        zip.write_all(b"<sst uniqueCount=\"99999999999\"></sst>").unwrap();
        zip.finish().unwrap().into_inner()
    };
    let deep = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":{}",
        "[".repeat(1 << 20)
    );
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("bomb.xlsx", bomb, "too-large"),
        ("announced.xlsx", announced, "too-large"),
        ("cut.xlsx", far[..far.len() / 2].to_vec(), "syntax"),
        (
            "locked.xlsx",
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].repeat(100),
            "syntax",
        ),
        ("empty.xlsx", Vec::new(), "syntax"),
        ("deep.geojson", deep.into_bytes(), "syntax"),
        ("large.csv", vec![b'x'; 40 << 20], "too-large"),
    ];
    for (name, bytes, code) in cases {
        let project = Project::with(name, bytes);
        for command in [&["import", name][..], &["check", "--locations", name]] {
            let told = project.run(command).expect(1).stderr;
            assert!(told.contains(&format!("error[{code}]")), "{name}: {told}");
        }
        assert!(!project.path("locations.toml").exists());
    }
    let project = Project::with("a.xls", "");
    let told = project.run(&["import", "a.xls"]).expect(2).stderr;
    assert!(told.contains("save it as one of these"), "{told}");
}

/// A cell of 10 MB is read, cut and told.
#[test]
fn a_huge_cell_does_no_harm() {
    let project = Project::with(
        "a.csv",
        format!(
            "name,route,state,spots\n{},I-5,OR,{}\n",
            "y".repeat(10 << 20),
            "z".repeat(1 << 20)
        ),
    );
    let told = import(&project, &["a.csv"]);
    assert_eq!(told["counts"]["kept"], 1);
    assert!(codes(&told).contains("cells-conflict"));
    assert!(text(&project, "locations.toml").len() < 10_000);
}
