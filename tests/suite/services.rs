//! Local services: what of them is read, and that nothing is told which must not be.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mileposter::diag::Diagnostics;
use mileposter::service::hsds::File;
use mileposter::service::{Disclosure, Hours, Kind, PhoneKind, Reading, Services};

use crate::project::{Project, STALL};

const PLACE: &str = "[[location]]\nid = \"oak\"\nname = \"Oak\"\nkind = \"rest_area\"\n";

/// A package of some files.
fn read(files: &[(&str, &str)]) -> (Services, Diagnostics) {
    let files = files.iter().map(|(name, text)| File {
        name: (*name).to_owned(),
        bytes: text.as_bytes().to_vec(),
    });
    read_files(files.collect())
}

fn read_files(files: Vec<File>) -> (Services, Diagnostics) {
    let mut diags = Diagnostics::default();
    let mut reading = Reading::default();
    reading.package(&mut diags, files);
    let services = reading.finish(&mut diags);
    (services, diags)
}

/// A folder of the published samples.
fn sample(folder: &str) -> (Services, Diagnostics) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/hsds")
        .join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let files = paths.iter().map(|path| File {
        name: path.display().to_string(),
        bytes: fs::read(path).unwrap(),
    });
    read_files(files.collect())
}

fn codes(diags: &Diagnostics) -> BTreeSet<&str> {
    diags.iter().map(|fault| fault.code.name).collect()
}

#[test]
fn the_published_sample_is_read_from_tables_and_json() {
    for folder in ["csv", "json"] {
        let (services, diags) = sample(folder);
        assert!(!diags.has_errors(), "{diags:#?}");
        let [service] = services.listed.as_slice() else {
            panic!("{folder}: {services:#?}")
        };
        assert_eq!(service.id, "ac148810-d857-441c-9679-408f346de14b");
        assert_eq!(service.name, "Community Counselling");
        assert_eq!(
            (service.kind, service.disclosure),
            (Kind::Counselling, Disclosure::Public)
        );
        let [phone] = service.phones.as_slice() else {
            panic!("{folder}: {:#?}", service.phones)
        };
        assert_eq!(
            (phone.printed.as_str(), phone.kind),
            ("+44 1234 234567", PhoneKind::Voice)
        );
        assert_eq!(phone.extension.as_deref(), Some("100"));
        assert!(phone.note.as_ref().unwrap().starts_with("Our main reception"));
        assert!(service.papers.as_ref().unwrap().ends_with('…'));
        let Hours::Weekly(openings) = &service.hours else {
            panic!("{folder}: {:?}", service.hours)
        };
        assert_eq!(openings[0].days.stretches(), [(3, 4)]);
        assert_eq!(
            (openings[0].opens.to_string(), openings[0].closes.to_string()),
            ("10:00".to_owned(), "18:00".to_owned())
        );
        assert_eq!(service.zone.as_deref(), Some("UTC+3"));
        assert!(
            service.papers.is_some()
                && service.cost.is_some()
                && service.start.is_some()
                && service.access.is_some()
        );
        assert_eq!(
            service.languages.iter().map(|one| one.tag()).collect::<Vec<_>>(),
            ["ur"]
        );
        assert_eq!(service.verified_on.unwrap().to_string(), "2005-01-01");
        assert_eq!(
            codes(&diags),
            BTreeSet::from(["service-left-out", "service-shortened"])
        );
    }
}

/// A shelter and an office in the same house, by tables.
const TABLES: &[(&str, &str)] = &[
    (
        "organizations.csv",
        "id,name,website\no1,Invented Help,https://example.org\n",
    ),
    (
        "services.csv",
        "id,organization_id,name,description,status,url,application_process,eligibility_description,assured_date\n\
         s1,o1,Invented Oak House,An emergency shelter.,active,https://maps.google.com/?q=x,Come to 12 oak st.,Women,2026-10-01\n\
         s2,o1,Invented Food Desk,Groceries,active,,Ring at 12 OAK STREET,Everybody,\n\
         s3,o1,Invented Clinic,Doctors,inactive,,,,\n\
         s4,o1,,Nameless,active,,,,2026-10-01\n",
    ),
    (
        "locations.csv",
        "id,location_type,latitude,longitude\nl1,physical,44.63661,-123.1059\nl2,physical,44.9,-123.2\n",
    ),
    (
        "service_at_location.csv",
        "id,service_id,location_id\nx1,s1,l1\nx2,s2,l2\n",
    ),
    (
        "addresses.csv",
        "id,location_id,address_1,city,region,state_province,postal_code,country,address_type\n\
         a1,l1,12 Oak Street,Albany,Linn County,OR,97321,US,physical\n\
         a2,l2,77 Elm Avenue,Albany,Linn County,OR,97321,US,physical\n",
    ),
    (
        "phones.csv",
        "id,service_id,number,type\np1,s1,(541) 555-0123,voice\np2,s1,541-555-0124,fax\np3,s2,call 12 Oak Street,voice\np4,s2,541-555-0125,sms\np5,s4,541-555-0126,voice\n",
    ),
    (
        "service_areas.csv",
        "id,service_id,name\nr1,s1,\"Linn and Benton Counties, Oregon\"\n",
    ),
];

#[test]
fn a_shelter_has_a_number_and_no_address() {
    let (services, diags) = read(TABLES);
    let [shelter, food] = services.listed.as_slice() else {
        panic!("{services:#?}")
    };
    assert_eq!(
        (shelter.disclosure, shelter.kind),
        (Disclosure::PhoneOnly, Kind::Shelter)
    );
    assert_eq!((&shelter.place, &shelter.start), (&None, &None));
    // The page of the organization instead of the map.
    assert_eq!(shelter.web.as_deref(), None);
    assert_eq!(shelter.phones.len(), 1);
    assert_eq!(shelter.counties.len(), 2);
    assert_eq!((food.disclosure, &food.start), (Disclosure::Public, &None));
    assert_eq!(
        food.place.as_ref().unwrap().lines,
        ["77 Elm Avenue", "Albany, OR 97321"]
    );
    assert_eq!(food.phones[0].kind, PhoneKind::Text);
    assert_eq!(food.counties[0].name, "Linn");
    assert!(services.sealed.finds("12 Oak St.") && services.sealed.finds("44.6366, -123.1059"));
    assert!(!services.sealed.finds("77 Elm Avenue"));
    assert_eq!(
        codes(&diags),
        BTreeSet::from(["address-withheld", "service-left-out", "service-inactive"])
    );
    let all = format!("{services:?} {diags:?}").to_lowercase();
    assert!(!all.contains("oak st") && !all.contains("44.63"), "{all}");
}

#[test]
fn every_shape_of_json_is_read() {
    let service = r#"{"id":"S 1","name":"Invented Legal Aid","status":"active","phones":[{"number":"541-555-0123"}],"assured_date":"2026-10-01"}"#;
    for text in [
        service.to_owned(),
        format!("[{service}]"),
        format!("{{\"total_items\":1,\"contents\":[{service}]}}"),
        format!("{{\"services\":[{service}]}}"),
        format!("[{{\"id\":\"o\",\"name\":\"Invented Help\",\"services\":[{service}]}}]"),
        format!("{{\"id\":\"x\",\"service\":{service},\"location\":{{\"location_type\":\"virtual\"}}}}"),
        r#"{"services.csv":[{"id":"S 1","name":"Invented Legal Aid"}],"phones.csv":[{"id":"p","service_id":"S 1","number":"541-555-0123"}]}"#.to_owned(),
    ] {
        let (services, diags) = read(&[("a.json", &text)]);
        assert!(!diags.has_errors(), "{text}: {diags:#?}");
        let [one] = services.listed.as_slice() else {
            panic!("{text}: {services:#?} {diags:#?}")
        };
        assert_eq!((one.id.as_str(), one.kind, one.phones.len()), ("s-1", Kind::Legal, 1), "{text}");
    }
    let (services, diags) = read(&[("a.ndjson", &format!("{service}\n{{broken\n"))]);
    assert_eq!(
        (services.listed.len(), codes(&diags)),
        (1, BTreeSet::from(["service-left-out"]))
    );
    let (services, diags) = read(&[("a.json", &format!("[{service},{{\"name\":"))]);
    assert_eq!(
        (services.listed.len(), codes(&diags)),
        (1, BTreeSet::from(["syntax"]))
    );
}

#[test]
fn what_must_not_be_told_is_honoured() {
    let of = |disclosure: &str| {
        let text = format!(
            r#"[{{"id":"s","name":"Invented Shelter","disclosure":"{disclosure}","phones":[{{"number":"541-555-0123"}}],
            "service_at_locations":[{{"location":{{"location_type":"physical","addresses":[{{"address_1":"12 Oak Street","city":"Albany","address_type":"physical"}}]}}}}]}}]"#
        );
        read(&[("a.json", &text)]).0
    };
    assert!(of("public").listed[0].place.is_some());
    assert!(of("public").sealed.is_empty());
    assert!(of("phone-only").listed[0].place.is_none());
    for word in ["never", "nevr", "12 Oak Street"] {
        let services = of(word);
        assert_eq!((services.listed.len(), services.never), (0, 1), "{word}");
        assert!(services.sealed.finds("12 oak"), "{word}");
    }
}

#[test]
fn hostile_packages_end_soon() {
    let deep = format!("[{}", "[".repeat(200_000));
    let nested = format!(
        "[{{\"id\":\"a\",\"phones\":{}1{}}}]",
        "[".repeat(500),
        "]".repeat(500)
    );
    for text in [
        deep.as_str(),
        nested.as_str(),
        "",
        "null",
        "7",
        "\"x\"",
        "[1,2,null]",
        "{\"contents\":7}",
        "\u{FEFF}[]",
    ] {
        let (services, diags) = read(&[("a.json", text)]);
        assert!(
            services.listed.is_empty() && diags.iter().next().is_some(),
            "{text:.40}"
        );
    }
    let rows: String = (0..100).map(|row| format!("s{row},A\n")).collect();
    let (_, diags) = read(&[("services.csv", &format!("id,name\n{rows}"))]);
    let left_out = diags
        .iter()
        .filter(|fault| fault.code.name == "service-left-out")
        .count();
    assert_eq!(left_out, 21, "twenty one by one, and how many more");
    let (_, diags) = read(&[("a.zip", "PK\u{3}\u{4}nothing")]);
    assert!(codes(&diags).contains("syntax"));
}

#[test]
fn faults_of_referrals_show_no_text() {
    let secret = "4711 Hidden Oak Street";
    let toml = format!(
        "[[service]]\nname = \"Invented\"\ntype = \"{secret}\"\nphones = \"{secret}\"\naddress = \"{secret}\"\nlat = \"{secret}\"\nwho = \"{secret}\u{202E}\"\n\"{secret}\" = 1\n"
    );
    for (name, text) in [
        ("referrals.toml", toml),
        ("referrals.toml", format!("[[service]]\naddress = \"{secret}\n")),
        ("referrals.toml", format!("[[service]]\naddress = {secret}\n")),
        (
            "referrals.csv",
            format!("name,type,{secret}\nInvented,{secret},x\n"),
        ),
        ("referrals.csv", format!("{secret},{secret}\n{secret}\n")),
        (
            "referrals/a.json",
            format!("[{{\"name\":\"Invented\",\"status\":\"active\",\"address\":\"{secret}\" \"}}]"),
        ),
        (
            "referrals/services.csv",
            format!("id,name,assured_date\n{secret},Invented,{secret}\n"),
        ),
    ] {
        for format in ["human", "json", "sarif"] {
            let project = Project::of_places(PLACE);
            project.write(name, &text);
            let outcome = project.run(&["check", "--verbose", "--message-format", format]);
            let told = format!("{}{}", outcome.stdout, outcome.stderr);
            assert!(told.contains(name), "{format}: {told}");
            assert!(
                !told.contains("Hidden") && !told.contains("4711"),
                "{name}, {format}: {told}"
            );
        }
    }
}

#[test]
fn a_fault_of_referrals_has_its_line() {
    let project = Project::of_places(PLACE);
    project.write(
        "referrals.toml",
        "[[service]]\nname = \"Invented\"\ntype = \"foood\"\nphones = \"541-555-0123\"\n",
    );
    let outcome = project.run(&["check", "--message-format", "json"]).expect(1);
    assert_eq!(outcome.errors(), [("bad-value".to_owned(), Some(3))]);
    let outcome = project.run(&["check"]).expect(1);
    assert!(
        outcome.stderr.contains("referrals.toml:3:8") && outcome.stderr.contains("did you mean `food`?"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn all_files_of_a_campaign_are_read() {
    let project = Project::with("locations.toml", format!("{STALL}{PLACE}"));
    project.write(
        "referrals.toml",
        "[[service]]\nid = \"a\"\nname = \"Invented\"\ntype = \"food\"\nphones = \"541-555-0123\"\n",
    );
    project.write(
        "referrals.csv",
        "id,name,type,phones\na,Invented,food,541-555-0124\n",
    );
    for (name, text) in TABLES {
        project.write(&format!("referrals/{name}"), text);
    }
    let outcome = project.run(&["check", "--message-format", "json"]).expect(1);
    assert_eq!(outcome.errors(), [("duplicate-id".to_owned(), Some(2))]);
}
