//! `plan --out`: packs to carry, their route sheets, and the folder around them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use mileposter::campaign;
use mileposter::diag::Diagnostics;
use mileposter::library::CORRIDOR;
use mileposter::location::Location;
use mileposter::reading::{self, VisualLine};
use mileposter::source::Source;
use serde_json::Value;

use crate::project::{Outcome, Project, STALL};

/// Type on a route sheet, in points, and what rounding takes away.
const READ: f32 = 12.0 - 0.01;

fn json(outcome: Outcome) -> Value {
    serde_json::from_str(&outcome.expect(0).stdout).unwrap()
}

fn plan(project: &Project, args: &[&str]) -> Value {
    let common = [
        "plan",
        "--out",
        "out",
        "--message-format",
        "json",
        "--today",
        "2026-11-24",
    ];
    json(project.run(&[&common[..], args].concat()))
}

fn texts(value: &Value) -> Vec<String> {
    serde_json::from_value(value.clone()).unwrap()
}

/// The lines of each page of a file.
fn pages(project: &Project, file: &str) -> Vec<Vec<VisualLine>> {
    let bytes = fs::read(project.path("out").join(file)).unwrap();
    let pages = reading::read(&bytes, 10_000).unwrap();
    pages.iter().map(reading::PageReading::lines).collect()
}

fn says(page: &[VisualLine], words: &str) -> bool {
    page.iter().any(|line| line.text.contains(words))
}

/// A stop as its route sheet has it: its number, its page, and the miles since the one before.
#[derive(Debug)]
struct Stop {
    name: String,
    miles: Option<String>,
}

/// The stops of a route sheet, in order, each held together on one page in large type.
fn stops(pages: &[Vec<VisualLine>]) -> Vec<Stop> {
    let sheets = pages.iter().take_while(|page| says(page, "Route sheet"));
    let mut stops = Vec::new();
    for page in sheets {
        assert!(page.iter().all(|line| line.size >= READ), "small type: {page:#?}");
        let mut here = 0;
        let mut lines: Vec<&VisualLine> = page.iter().collect();
        lines.sort_by(|a, b| a.rect.y.total_cmp(&b.rect.y));
        for line in &lines {
            let number = (stops.len() + 1).to_string();
            let rest = line.text.trim_start().strip_prefix(&number);
            // `1 × Stall sign` is no name of a stop.
            let Some(name) = rest.filter(|rest| rest.starts_with(' ') && !rest.contains('×')) else {
                continue;
            };
            let beside = |other: &&&VisualLine| (other.rect.y - line.rect.y).abs() < 3.0;
            let miles = lines.iter().filter(beside).find_map(|other| {
                let miles = other.text.trim().strip_prefix('+')?.strip_suffix(" mi")?;
                Some(miles.to_owned())
            });
            stops.push(Stop {
                name: name.trim().to_owned(),
                miles,
            });
            here += 1;
        }
        for word in ["Stalls", "women"] {
            let words = page.iter().flat_map(|line| line.text.split_whitespace());
            let found = words.filter(|found| *found == word).count();
            assert_eq!(found, here, "a stop is split over pages, by `{word}`");
        }
    }
    stops
}

/// Every route sheet of the corridor against its places: order, and the road from each stop to the next.
#[test]
fn route_sheets_agree_with_the_corridor() {
    let mut diags = Diagnostics::default();
    let corridor = campaign::read(&mut diags, &Source::new("locations.toml", CORRIDOR));
    let places: BTreeMap<&str, &Location> = corridor
        .locations
        .iter()
        .map(|place| (place.id.as_str(), place))
        .collect();
    let project = Project::empty();
    let told = plan(&project, &["--template", "stall"]);
    let mut seen = BTreeSet::new();
    let (mut compared, mut packs) = (0, 0);
    for pack in told["packs"].as_array().unwrap() {
        let ids = texts(&pack["stops"]);
        let file = pack["file"].as_str().unwrap();
        let pages = pages(&project, file);
        assert_eq!(pages.len() as u64, pack["pages"].as_u64().unwrap());
        let stops = stops(&pages);
        assert_eq!(stops.len(), ids.len(), "{file}");
        for (at, (stop, id)) in stops.iter().zip(&ids).enumerate() {
            let place = places[id.as_str()];
            assert!(seen.insert(id.clone()), "{id} is in two packs");
            // A long name goes on in the next line.
            assert!(place.name.starts_with(&stop.name), "{file}: {stop:?} for {id}");
            let Some(before) = at.checked_sub(1).map(|before| places[ids[before].as_str()]) else {
                assert_eq!(stop.miles, None);
                continue;
            };
            let road = |place: &Location| (place.route.clone(), place.state.clone());
            if let (Some(from), Some(to)) = (before.milepost, place.milepost)
                && road(before) == road(place)
            {
                let hundredths = (from.miles() * 100.0).round() - (to.miles() * 100.0).round();
                let tenths = ((hundredths.abs() + 5.0) / 10.0).floor() / 10.0;
                assert_eq!(
                    stop.miles.as_deref(),
                    Some(format!("{tenths:.1}").as_str()),
                    "{id}"
                );
                compared += 1;
            }
        }
        packs += 1;
    }
    assert_eq!(seen.len(), places.len(), "every place is in a pack");
    assert!(
        packs > 10 && compared > 140,
        "{packs} packs, {compared} distances"
    );
}

const PLACES: &str = "
[[location]]
id = \"n1\"
site = \"one\"
name = \"One\"
kind = \"rest_area\"
route = \"I-5\"
direction = \"NB\"
state = \"OR\"
county = \"Linn\"
milepost = 10
assigned = \"../AB\"
stalls = { women = 2, men = 1 }

[[location]]
id = \"s1\"
site = \"one\"
name = \"One, south\"
kind = \"rest_area\"
route = \"I-5\"
direction = \"SB\"
state = \"OR\"
county = \"Linn\"
milepost = 10.5
assigned = \"../AB\"
permit = { status = \"granted\", holder = \"the county\", number = \"77\", until = \"2026-12-31\" }

[[location]]
id = \"n2\"
name = \"Two\"
kind = \"truck_stop\"
route = \"I-5\"
direction = \"NB\"
state = \"OR\"
county = \"Lane\"
milepost = 40
exit = \"40B\"

[[location]]
id = \"no\"
name = \"No\"
kind = \"truck_stop\"
route = \"I-5\"
direction = \"NB\"
state = \"OR\"
milepost = 50
permit = { status = \"refused\" }

[[location]]
id = \"shut\"
name = \"Shut\"
kind = \"truck_stop\"
route = \"I-5\"
direction = \"NB\"
state = \"OR\"
milepost = 60
status = \"closed\"
reason = \"fire\"
";

const CARDS: &str = "[[hang]]\ntemplate = \"card\"\nstock = \"avery-5371\"\nper = { count = 12 }\n";

fn campaign(head: &str, hangs: &str) -> Project {
    Project::with("locations.toml", format!("{head}\n{hangs}{PLACES}"))
}

#[test]
fn a_pack_has_everything_in_driving_order() {
    let head =
        "[campaign]\ntitle = \"Linn\"\ncontact = \"AB, 503-555-0123\"\n[outfit]\nprices = { letter = 0.1 }\n";
    let per_stall = "[[hang]]\ntemplate = \"stall\"\nstock = \"letter\"\nper = \"stall\"\n";
    let project = campaign(head, per_stall);
    let told = plan(&project, &[]);
    let packs = told["packs"].as_array().unwrap();
    assert_eq!(packs.len(), 1);
    assert_eq!(texts(&packs[0]["stops"]), ["n1", "n2", "s1"]);
    let pages = pages(&project, packs[0]["file"].as_str().unwrap());
    let stops = stops(&pages);
    let miles: Vec<_> = stops.iter().map(|stop| stop.miles.as_deref()).collect();
    assert_eq!(miles, [None, Some("30.0"), Some("29.5")]);
    let page_with = |words: &str| {
        let page = pages.iter().find(|page| says(page, words));
        page.unwrap_or_else(|| panic!("nothing says {words}"))
    };
    for words in [
        "AB, 503-555-0123",
        "Out: northbound on I-5",
        "Back: southbound on I-5",
        "exit 40B",
        "women 2",
    ] {
        assert!(says(&pages[0], words), "{words}: {:#?}", pages[0]);
    }
    assert!(says(page_with("What to take along"), "5 sheets of US Letter"));
    assert!(says(
        page_with("What to take along"),
        "cost of printing: 0.50 USD"
    ));
    assert!(says(page_with("At each stop"), "Never approach"));
    assert!(says(page_with("At each stop"), "1-888-373-7888"));
    assert!(says(
        page_with("To whoever runs this place"),
        "granted, to the county, number 77, until 2026-12-31"
    ));
    assert!(says(page_with("Label for the bag"), "Pack 1 of 1"));
    // Each stop gets its own sheets, as many as hang, with serials that the audit form has too.
    let manifest = fs::read(project.path("out/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let files = manifest["files"].as_array().unwrap();
    let of_place = |id: &str, packs: bool| {
        let own = |entry: &&Value| {
            let file = entry["file"].as_str().unwrap();
            entry["location"] == id && file.starts_with("packs/") == packs
        };
        files.iter().find(own).unwrap()["serial"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    for id in ["n1", "n2", "s1"] {
        let serial = of_place(id, true);
        assert_eq!(serial, of_place(id, false), "the same sheet has the same serial");
        assert!(says(page_with("Audit form"), &serial));
        let sheets = pages
            .iter()
            .filter(|page| says(page, &serial) && !says(page, "Audit form"));
        assert_eq!(sheets.count(), if id == "n1" { 3 } else { 1 });
    }
    assert!(!project.path("out/posters/I-5/no").exists() && !project.path("out/posters/I-5/shut").exists());
    let page = fs::read_to_string(project.path("out/index.html")).unwrap();
    assert!(page.contains("permission refused") && page.contains("closed: fire"));
    assert!(
        page.contains("posters/I-5/n1/stall-letter-en+es.pdf") || page.contains("stall-letter-en%2Bes.pdf")
    );
    assert!(project.path("out/maps/i-5.svg").exists());
    assert!(project.path("out/previews/stall-letter-en+es.png").exists());
}

#[test]
fn where_cards_have_backs_every_sheet_has_one() {
    let project = campaign("", &format!("{STALL}{CARDS}"));
    let told = plan(&project, &[]);
    let pack = &told["packs"][0];
    let pages = pages(&project, pack["file"].as_str().unwrap());
    assert_eq!(pages.len() as u64, 2 * pack["sheets"].as_u64().unwrap());
    let is_empty = |page: &Vec<VisualLine>| page.is_empty();
    let stalls: Vec<usize> = (0..pages.len())
        .filter(|at| says(&pages[*at], "One · I-5 NB 10 · OR") && !says(&pages[*at], "Audit form"))
        .collect();
    // One stall sign, and two sheets of twelve cards with both sides.
    assert_eq!(stalls.len(), 1 + 2 * 2, "{stalls:?}");
    assert!(stalls[0].is_multiple_of(2) && is_empty(&pages[stalls[0] + 1]));
    assert_eq!((stalls[1] % 2, stalls[2]), (0, stalls[1] + 1));
}

#[test]
fn packs_by_county_by_volunteer_and_within_limits() {
    let project = campaign("", STALL);
    let stops = |args: &[&str]| -> Vec<Vec<String>> {
        let told = plan(&project, args);
        let packs = told["packs"].as_array().unwrap();
        for pack in packs {
            let file = pack["file"].as_str().unwrap();
            let is_safe = |c: char| c.is_ascii_alphanumeric() || "-/.".contains(c);
            assert!(file.chars().all(is_safe) && !file.contains(".."), "{file}");
        }
        packs.iter().map(|pack| texts(&pack["stops"])).collect()
    };
    assert_eq!(stops(&["--by", "county"]), [vec!["n2"], vec!["n1", "s1"]]);
    assert_eq!(stops(&["--by", "volunteer"]), [vec!["n1", "s1"], vec!["n2"]]);
    // The sides of a site stay together.
    assert_eq!(stops(&["--most-stops", "1"]), [vec!["n1", "s1"], vec!["n2"]]);
    // 25 minutes a stop, and 30 miles at 55 an hour.
    assert_eq!(stops(&["--most-hours", "1"]), [vec!["n1", "s1"], vec!["n2"]]);
    assert_eq!(stops(&["--most-hours", "5"]).len(), 1);
    assert_eq!(stops(&["--budget", "1"]).concat().len(), 1);
    // What an earlier plan made is gone, what somebody put there stays.
    project.write("out/notes.txt", "mine");
    stops(&["--by", "county"]);
    let packs = fs::read_dir(project.path("out/packs")).unwrap().count();
    assert_eq!(packs, 2);
    assert!(project.path("out/notes.txt").exists());
}

#[test]
fn the_same_plan_is_the_same_folder() {
    let project = campaign("", &format!("{STALL}{CARDS}"));
    plan(&project, &[]);
    let first = project.files("out");
    plan(&project, &["--jobs", "1"]);
    assert_eq!(first, project.files("out"));
}

#[test]
fn sheets_for_volunteers_in_spanish() {
    let project = campaign("", STALL);
    let told = plan(&project, &["--ui-language", "es"]);
    let pages = pages(&project, told["packs"][0]["file"].as_str().unwrap());
    assert!(says(&pages[0], "Hoja de ruta") && says(&pages[0], "Ida: hacia el norte por I-5"));
    let page = fs::read_to_string(project.path("out/index.html")).unwrap();
    assert!(page.contains("<html lang=\"es\">"));
}

#[test]
fn a_contact_is_no_slip_of_the_number() {
    let check = |contact: &str, status: i32| {
        let head = format!("[campaign]\ncontact = \"{contact}\"\n");
        let project = campaign(&head, STALL);
        let outcome = project.run(&["plan", "--out", "out"]).expect(status);
        assert_eq!(project.path("out").exists(), status == 0);
        outcome.stderr
    };
    assert!(check("AB, 1-888-373-7889", 1).contains("number-misprint"));
    check("AB, 541-555-0100", 0);
}

/// What is passed over is a contact with its number, and never a part of another number.
#[test]
fn a_contact_hides_no_other_number() {
    for contact in ["-", "8", "1-", "AB"] {
        let head = format!("[campaign]\ntitle = \"Call 1-888-373-7889\"\ncontact = \"{contact}\"\n");
        let outcome = campaign(&head, STALL).run(&["plan", "--out", "out"]).expect(1);
        assert!(
            outcome.stderr.contains("number-misprint"),
            "{contact}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn a_print_shop_gets_no_packs() {
    let outcome = campaign("", STALL)
        .run(&["plan", "--out", "out", "--finish", "press"])
        .expect(2);
    assert!(
        outcome.stderr.contains("leave `--finish press` out"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_plan_tells_what_it_takes_and_lacks() {
    let head = "[outfit]\nprices = { letter = 0.25, nowhere = 1 }\nlaminate = [\"stal\"]\n";
    let project = campaign(head, STALL);
    let outcome = project.run(&["plan"]).expect(1);
    assert!(outcome.stderr.contains("no stock `nowhere`") && outcome.stderr.contains("no template `stal`"));
    let head = "[outfit]\nprices = { letter = 0.25 }\nlaminate = [\"stall\"]\n";
    let outcome = campaign(head, STALL)
        .run(&["plan", "--today", "2026-11-24"])
        .expect(0);
    for words in [
        "4 × letter, one side",
        "laminate for 4 pieces",
        "cost of printing: 1.00 USD",
        "missing: closed: fire",
        "1 place: permission refused",
        "3 places: no permission on record",
    ] {
        let said = outcome.stdout.contains(words);
        // A closed place hangs nothing, so it stands in the totals alone.
        let said = said || outcome.stdout.contains(words.trim_start_matches("missing: "));
        assert!(said, "{words}\n{}", outcome.stdout);
    }
}
