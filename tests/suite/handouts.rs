//! Sheets that are handed out: what they say, whom they list, and what must stand on none of them.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use mileposter::catalog::Extent;
use mileposter::date::Date;
use mileposter::diag::Diagnostics;
use mileposter::handout::{self, Area, Desk, Handout, Made};
use mileposter::locale::Locale;
use mileposter::page::ItemKind;
use mileposter::particulars::Particulars;
use mileposter::poster::Order;
use mileposter::reading_level;
use mileposter::referral;
use mileposter::service::{Reading, Sealed, Service, Services};
use mileposter::setup::Setup;
use mileposter::source::{Rows, Source, Span};
use mileposter::template::{Audience, BlockKind, Template, Words};

use crate::piece::{LIBRARY, NUMBER, locale, visual_lines};
use crate::project::{Outcome, Project};

/// A shelter with an address that nobody may read, and a kitchen next door.
const REFERRALS: &str = r#"
[[service]]
name        = "Example House (made up)"
type        = "shelter"
phones      = [{ number = "+15415550101", languages = ["en", "es"] }]
address     = ["4711 Hidden Hollow Road", "Albany, OR 97321"]
lat         = 44.98765
lon         = -123.45678
counties    = ["OR/Linn"]
verified_on = 2026-11-02

[[service]]
name        = "Soup Kitchen (made up)"
type        = "food"
phones      = [{ number = "+15415550160" }]
address     = ["81 Example Street", "Albany, OR 97321"]
start       = "Ask at 4711 Hidden Hollow Rd."
counties    = ["OR/Linn"]
verified_on = 2026-11-15

[[service]]
name        = "Quiet Place (made up)"
type        = "shelter"
disclosure  = "never"
phones      = [{ number = "+15415550199" }]
address     = "12 Nowhere Lane"
counties    = ["OR/Linn"]
verified_on = 2026-11-15
"#;

const PLACES: &str = r#"
[organization]
name = "Valley Volunteers"

[[hang]]
template = "stall"
stock    = "letter"
per      = "site"

[[location]]
id        = "or-i5-nb-oak-grove"
name      = "Oak Grove Rest Area"
kind      = "rest_area"
route     = "I-5"
direction = "NB"
state     = "OR"
county    = "Linn"
milepost  = 206.06
lat       = 44.235759
lon       = -123.060537
"#;

/// What may stand nowhere, in small letters.
const SECRETS: [&str; 6] = [
    "4711 hidden",
    "hidden hollow",
    "44.98765",
    "123.45678",
    "nowhere lane",
    "541-555-0199",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn campaign_with_services() -> Project {
    let project = Project::with("locations.toml", PLACES);
    project.write("referrals.toml", REFERRALS);
    project
}

/// All words of a sheet, block by block, with a space for each line.
fn words(made: &Made) -> String {
    let items = made.plate.pages.iter().flat_map(|page| &page.items);
    let texts = items.filter_map(|item| match &item.kind {
        ItemKind::Text(text) => Some(text.text().join(" ")),
        _ => None,
    });
    let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    texts.map(one_line).collect::<Vec<_>>().join("\n")
}

fn order(template: &str, stock: &str, tags: &[&str]) -> Order {
    Order {
        hotline: "us-nhth".to_owned(),
        template: template.to_owned(),
        languages: tags.iter().map(|tag| locale(tag)).collect(),
        stock: stock.to_owned(),
        setup: Setup::default(),
        rule: None,
    }
}

/// Sheets made by the library, with the codes of their faults.
fn made(handouts: &[Handout<'_>], particulars: Particulars<'_>) -> (Vec<Made>, BTreeSet<&'static str>) {
    let span = Span::file(&Source::new("locations.toml", ""));
    let desk = Desk {
        particulars,
        campaign: "I-5 and I-84",
        span: &span,
        most_pages: 2,
    };
    let mut diags = Diagnostics::default();
    let made = handout::make(&mut diags, &LIBRARY, &desk, handouts);
    (made, diags.iter().map(|fault| fault.code.name).collect())
}

fn plain(template: &str, stock: &str, tags: &[&str]) -> Handout<'static> {
    Handout {
        order: order(template, stock, tags),
        area: None,
        services: Vec::new(),
    }
}

fn handouts() -> impl Iterator<Item = &'static Template> {
    LIBRARY.templates.values().filter(|template| template.handout)
}

/// The languages that have every word of a template.
fn tags_of(template: &Template) -> Vec<&'static str> {
    let english = &LIBRARY.catalogs[&Locale::english()];
    let hotline = &LIBRARY.hotlines["us-nhth"];
    let all = LIBRARY.languages(false).into_iter();
    let has_words = |tag: &&str| {
        let catalog = &LIBRARY.catalogs[&locale(tag)];
        template.messages().into_iter().all(|key| {
            catalog.messages.contains_key(key)
                || english.messages[key].placeholders().any(|what| match what {
                    mileposter::catalog::Placeholder::Channel(channel) => {
                        !hotline.serves(channel, &catalog.locale)
                    }
                    _ => false,
                })
        })
    };
    all.map(|catalog| catalog.locale.tag())
        .filter(has_words)
        .collect()
}

fn services_of(text: &str) -> Services {
    let mut diags = Diagnostics::default();
    let mut reading = Reading::default();
    reading.toml(&mut diags, &Source::sealed("referrals.toml", Rows::Text, text));
    reading.finish(&mut diags)
}

#[test]
fn every_handout_is_sound_in_every_language_that_has_its_words() {
    let services = services_of(REFERRALS);
    let listed: Vec<&Service> = services.listed.iter().collect();
    for template in handouts() {
        for stock in template.stocks.iter().take(2) {
            let tags = tags_of(template);
            let disguises = [vec!["en-XA"], vec!["ar-XB"]];
            let alone = tags.iter().map(|tag| vec![*tag]).chain(disguises);
            let pairs = tags
                .chunks(2)
                .filter(|pair| template.most_languages > 1 && pair.len() > 1);
            let groups: Vec<Vec<&str>> = alone.chain(pairs.map(<[&str]>::to_vec)).collect();
            let all: Vec<Handout<'_>> = groups
                .iter()
                .map(|tags| Handout {
                    services: listed.clone(),
                    ..plain(&template.id, &stock.value, tags)
                })
                .collect();
            let (made, codes) = made(&all, Particulars::default());
            assert!(codes.is_empty(), "{} {}: {codes:?}", template.id, stock.value);
            assert_eq!(made.len(), groups.len());
        }
    }
}

#[test]
fn professional_sheets_are_written_in_five_languages_and_four_scripts() {
    for template in handouts().filter(|template| template.audience != Audience::Person) {
        let tags = tags_of(template);
        for tag in ["en", "es", "zh-Hans", "ar", "ru"] {
            assert!(tags.contains(&tag), "{} lacks words in {tag}", template.id);
        }
    }
}

#[test]
fn the_founding_page_is_told_fact_by_fact() {
    let (made, codes) = made(&[plain("history", "letter", &["en"])], Particulars::default());
    assert!(codes.is_empty(), "{codes:?}");
    let words = words(&made[0]);
    for fact in [
        "Polaris Project",
        "one of the largest anti-trafficking organizations in the United States and Japan",
        "outreach",
        "finding victims",
        "social services and transitional housing",
        "trainings, consultations and technical assistance",
        "stronger state and federal laws",
        "local and national grassroots work",
        "Washington DC, Colorado, New Jersey and Tokyo, Japan",
        "National Human Trafficking Resource Center (NHTRC)",
        "central national hotline",
        "toll-free, sponsored by Polaris Project",
        "from anywhere in the country",
        "day and night, every day of the year",
        "improve the national response that protects victims",
        "all regions",
        "possible victims, community members, law enforcement, medical and legal professionals, service providers, \
         researchers, students and policy-makers",
        "National Training and Technical Assistance Program (NTTAP)",
        "special curricula",
        "task forces, coalitions and advocates",
        "to build up and to last",
        "federal and state laws, promising practices, how to find and assess victims, and recent trends",
        "website had the full list of projects and services",
        "financial donations",
        "gas station restrooms, bars, and other places",
        "restrooms along I-5 and I-84",
        "Ask for training through the website",
        "could call the NHTRC or write an e-mail",
        "answered at any hour",
        NUMBER,
        "PO Box 53315, Washington, DC 20009",
        "202-745-1001",
        "www.polarisproject.org",
        // It is marked as history, with its years and the day of today's facts.
        "This is history",
        "2007 to 2025",
        "As of 2026-11-23",
    ] {
        assert!(words.contains(fact), "`{fact}` is not told:\n{words}");
    }
    // The digits that the page had, in its grouping.
    assert_eq!("1-888-3737-888".replace('-', ""), NUMBER.replace('-', ""));
}

#[test]
fn claims_of_professional_sheets_have_sources() {
    // Our own advice, which claims nothing.
    const OWN: [&str; 3] = ["staff-ask", "legal-promise", "community-listen"];
    let english = &LIBRARY.catalogs[&Locale::english()];
    let mut seen = BTreeSet::new();
    for template in handouts()
        .filter(|template| template.audience == Audience::Professional || template.id == "community")
    {
        for block in template.blocks.values() {
            let BlockKind::Text(text) = &block.kind else {
                continue;
            };
            let Words::Messages(keys) = &text.words else {
                continue;
            };
            for key in keys.iter().map(|key| key.value.as_str()) {
                let message = &english.messages[key];
                let claims = !key.starts_with("pro-advice") && !OWN.contains(&key);
                assert!(
                    !claims || !message.sources.is_empty(),
                    "`{key}` of {} has no source",
                    template.id
                );
                seen.extend(message.sources.iter().map(|source| source.value.as_str()));
            }
        }
        let (made, _) = made(&[plain(&template.id, "letter", &["en"])], Particulars::default());
        let words = words(&made[0]);
        assert!(words.contains("[1") && words.contains("\n1 "), "{}", template.id);
    }
    assert!(seen.len() > 30, "{seen:?}");
}

#[test]
fn words_for_persons_are_read_at_grade_six_or_below() {
    for template in LIBRARY
        .templates
        .values()
        .filter(|template| template.audience == Audience::Person)
    {
        for tag in ["en", "es"] {
            let grade = reading_level::of_template(&LIBRARY, template, &locale(tag));
            assert!(
                grade.is_none_or(|grade| grade <= 6.0),
                "{} {tag}: {grade:?}",
                template.id
            );
        }
    }
}

#[test]
fn seven_days_in_every_language() {
    for catalog in LIBRARY
        .catalogs
        .values()
        .filter(|catalog| catalog.extent == Extent::Whole)
    {
        let words: String = catalog.messages["days"].words().collect();
        assert_eq!(
            words.split(", ").filter(|day| !day.trim().is_empty()).count(),
            7,
            "{}",
            catalog.locale
        );
    }
}

/// Every byte of a file that a program could read: as it is, streams of a PDF and members of a workbook unpacked, text as the eye sees it.
fn contents(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("pdf") => {
            for start in positions(&bytes, b"stream") {
                let rest = &bytes[start + b"stream".len()..];
                let rest = rest
                    .strip_prefix(b"\r\n")
                    .or(rest.strip_prefix(b"\n"))
                    .unwrap_or(rest);
                let mut unpacked = Vec::new();
                let _ = flate2::read::ZlibDecoder::new(rest).read_to_end(&mut unpacked);
                text.push_str(&String::from_utf8_lossy(&unpacked));
            }
            let lines = visual_lines(&bytes);
            text.push_str(
                &lines
                    .iter()
                    .map(|line| line.text.as_str())
                    .collect::<Vec<_>>()
                    .join(" "),
            );
        }
        Some("xlsx") => {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            for member in 0..archive.len() {
                archive
                    .by_index(member)
                    .unwrap()
                    .read_to_string(&mut text)
                    .unwrap();
            }
        }
        _ => {}
    }
    text
}

fn positions(bytes: &[u8], of: &[u8]) -> Vec<usize> {
    (0..bytes.len().saturating_sub(of.len()))
        .filter(|at| bytes[*at..].starts_with(of))
        .collect()
}

fn all_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all_files(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[track_caller]
fn has_no_secret(what: &str, text: &str) {
    let text = text.to_lowercase();
    for secret in SECRETS {
        assert!(!text.contains(secret), "`{secret}` stands in {what}");
    }
}

#[test]
fn a_planted_address_is_in_no_output() {
    let project = campaign_with_services();
    let sheet = "name,type,phones,address,counties,verified_on\n\
                 Second House (made up),shelter,541-555-0102,4711 Hidden Hollow Road,OR/Linn,2026-11-01\n";
    project.write("more/referrals.csv", sheet);
    // A fault on purpose on the line of an address: telling it must not tell the line.
    project.write(
        "broken.toml",
        format!("{REFERRALS}\nlat = \"4711 Hidden Hollow Road\"\n"),
    );
    project.write(
        "torn.toml",
        "[[service]]\nname = \"A\"\naddress = \"4711 Hidden Hollow Road\n",
    );
    project.write(
        "odd.csv",
        "name,type,address\nA,4711 Hidden Hollow Road,\"44.98765, -123.45678\n",
    );
    project.write("odd.json", "[{\"id\":\"a\",\"name\":\"A Shelter\",\"phones\":\"4711 Hidden Hollow Road\"},{\"address\":4711 Hidden Hollow");
    let mut told: Vec<(String, Outcome)> = Vec::new();
    let today = ["--today", "2026-11-29"];
    let mut run = |args: &[&str]| {
        let outcome = project.run(args);
        told.push((args.join(" "), outcome));
    };
    for format in ["human", "json", "sarif"] {
        let form = ["--message-format", format];
        run(&[
            &["handout", "referral,referral-card,staff", "--out", format],
            &form[..],
            &today[..],
        ]
        .concat());
        run(&[
            &[
                "handout", "referral", "--per", "place", "--stock", "a4", "--out", "near",
            ],
            &form[..],
            &today[..],
        ]
        .concat());
        run(&[
            &[
                "handout",
                "referral",
                "--services",
                "more/referrals.csv",
                "--out",
                "more-out",
            ],
            &form[..],
            &today[..],
        ]
        .concat());
        for broken in ["broken.toml", "torn.toml", "odd.csv", "odd.json"] {
            run(&[
                &["handout", "referral", "--services", broken, "--out", "none"],
                &form[..],
                &today[..],
            ]
            .concat());
        }
        run(&[&["check"], &form[..], &today[..]].concat());
        run(&[&["list", "locations"], &form[..]].concat());
        run(&[&["status"], &form[..], &today[..]].concat());
    }
    run(&[&["build"], &today[..]].concat());
    run(&[&["plan", "--out", "packs"], &today[..]].concat());
    for ending in ["csv", "xlsx", "geojson", "gpx", "kml"] {
        run(&["export", "--out", &format!("exported.{ending}")]);
    }
    let listed = told
        .iter()
        .filter(|(args, outcome)| args.starts_with("handout referral") && outcome.status == 0);
    assert!(
        listed.count() >= 9,
        "{:?}",
        told.iter()
            .map(|(args, outcome)| (args, outcome.status))
            .collect::<Vec<_>>()
    );
    for (args, outcome) in &told {
        has_no_secret(&format!("standard output of {args}"), &outcome.stdout);
        has_no_secret(&format!("standard error of {args}"), &outcome.stderr);
    }
    let mut files = Vec::new();
    all_files(&project.path("."), &mut files);
    let inputs = [
        "referrals.toml",
        "referrals.csv",
        "broken.toml",
        "torn.toml",
        "odd.csv",
        "odd.json",
    ];
    let outputs = files
        .into_iter()
        .filter(|path| !inputs.iter().any(|input| path.ends_with(input)));
    let mut endings = BTreeSet::new();
    let mut with_house = 0;
    for path in outputs {
        let text = contents(&path);
        has_no_secret(&path.display().to_string(), &text);
        endings.insert(
            path.extension()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        );
        with_house += usize::from(
            path.extension().is_some_and(|ending| ending == "pdf") && text.contains("541-555-0101"),
        );
    }
    // The search looks where it should: the shelter's number is there, and so is every form of file.
    assert!(with_house >= 3, "{with_house}");
    for ending in ["pdf", "json", "html", "csv", "xlsx", "geojson", "gpx", "kml"] {
        assert!(endings.contains(ending), "{endings:?}");
    }
}

#[test]
fn the_rule_finds_an_address_on_a_finished_page() {
    let services = services_of(REFERRALS);
    let kitchen: Vec<&Service> = services
        .listed
        .iter()
        .filter(|service| service.place.is_some())
        .collect();
    let handout = Handout {
        area: Some(Area {
            id: "or-linn".to_owned(),
            name: "Linn County, OR".to_owned(),
        }),
        services: kitchen,
        ..plain("referral", "letter", &["en", "ar"])
    };
    let sealing = |address: &str| {
        let mut sealed = Sealed::default();
        assert!(sealed.seal(&[address.to_owned()]));
        Particulars {
            sealed: Arc::new(sealed),
            ..Particulars::default()
        }
    };
    let (sheets, codes) = made(std::slice::from_ref(&handout), sealing("82 Example St"));
    assert!(codes.is_empty() && sheets.len() == 1, "{codes:?}");
    let (sheets, codes) = made(std::slice::from_ref(&handout), sealing("81 EXAMPLE ST."));
    assert_eq!(
        (sheets.len(), codes),
        (0, BTreeSet::from(["confidential-address"]))
    );
}

#[test]
fn old_services_are_told_and_then_dropped() {
    let service = |name: &str, day: &str| {
        format!(
            "[[service]]\nname = \"{name}\"\ntype = \"food\"\nphones = [{{ number = \"+15415550101\" }}]\n{day}\n"
        )
    };
    let text = [
        service("New", "verified_on = 2026-06-01"),
        service("Old", "verified_on = 2025-10-01"),
        service("Gone", "verified_on = 2025-01-01"),
        service("Undated", ""),
    ]
    .concat();
    let services = services_of(&text);
    let current = |checked: Option<&str>| {
        let mut diags = Diagnostics::default();
        let today = Date::parse("2026-11-29").unwrap();
        let checked = checked.and_then(Date::parse);
        let listed = referral::current(&mut diags, &services, today, checked);
        let names: Vec<&str> = listed.iter().map(|service| service.name.as_str()).collect();
        let faults: Vec<&str> = diags.iter().map(|fault| fault.code.name).collect();
        (names, faults)
    };
    assert_eq!(current(None), (vec!["New", "Old"], vec!["service-old"; 3]));
    assert_eq!(
        current(Some("2026-11-01")),
        (vec!["New", "Old", "Undated"], vec!["service-old"; 2])
    );
}

#[test]
fn sheets_of_counties_and_of_places() {
    let project = campaign_with_services();
    let today = ["--today", "2026-11-29"];
    let outcome = project
        .run(&[&["handout", "referral", "--language", "en,es"], &today[..]].concat())
        .expect(0);
    assert!(
        outcome.stderr.contains("1 service is never told of"),
        "{}",
        outcome.stderr
    );
    let lines = visual_lines(&fs::read(project.path("handouts/referral/or-linn-letter-en+es.pdf")).unwrap());
    let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let text = text.join("\n");
    for wanted in [
        "Linn County, OR",
        "541-555-0101",
        "Example House (made up)",
        "81 Example Street",
        "Private: call first",
        NUMBER,
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    assert!(!text.contains("Quiet Place"));
    // A second run keeps what the first one wrote, and its manifest knows of both.
    project
        .run(&[&["handout", "staff", "--language", "en"], &today[..]].concat())
        .expect(0);
    let manifest = fs::read_to_string(project.path("handouts/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let files: Vec<&str> = manifest["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["file"].as_str().unwrap())
        .collect();
    assert_eq!(
        files,
        ["referral/or-linn-letter-en+es.pdf", "staff-letter-en.pdf"]
    );
    assert_eq!(manifest["files"][0]["area"], "or-linn");
    assert_eq!(manifest["files"][0]["services"].as_array().unwrap().len(), 2);
    project
        .run(
            &[
                &[
                    "handout", "referral", "--per", "place", "--within", "10", "--out", "near",
                ],
                &today[..],
            ]
            .concat(),
        )
        .expect(0);
    assert!(
        project
            .path("near/referral/or-i5-nb-oak-grove-letter-en+es.pdf")
            .exists()
    );
}

#[test]
fn every_number_of_a_service_is_held_against_the_line() {
    let project = campaign_with_services();
    let slip = "[{ number = \"+15415550101\" }, { number = \"+18883737889\" }]";
    let services = format!(
        "[[service]]\nname = \"Legal Aid (made up)\"\ntype = \"legal\"\nphones = {slip}\ncounties = [\"OR/Linn\"]\nverified_on = 2026-11-02\n"
    );
    project.write("referrals.toml", services);
    let args = ["handout", "referral", "--language", "en", "--today", "2026-11-29"];
    let outcome = project.run(&args).expect(1);
    assert!(outcome.stderr.contains("number-misprint"), "{}", outcome.stderr);
    assert!(!project.path("handouts").exists());
}

/// Two sheets for one county would have one path, and the second would stand where the first does.
#[test]
fn a_county_is_one_in_whatever_letters() {
    let names = ["Linn", "linn county", "LINN"].iter().enumerate();
    let places: String = names
        .map(|(at, county)| {
            format!("[[location]]\nid = \"a{at}\"\nname = \"A{at}\"\nkind = \"bar\"\nstate = \"OR\"\ncounty = \"{county}\"\n")
        })
        .collect();
    let project = Project::of_places(&places);
    project.write("referrals.toml", REFERRALS);
    let args = ["handout", "referral", "--language", "en", "--today", "2026-11-29"];
    project.run(&args).expect(0);
    let manifest = fs::read_to_string(project.path("handouts/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let files = manifest["files"].as_array().unwrap();
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(files[0]["file"], "referral/or-linn-letter-en.pdf");
    assert_eq!(files[0]["services"].as_array().unwrap().len(), 2);
}

#[test]
fn places_without_a_county_are_told_what_to_do() {
    let project = Project::empty();
    project.run(&["init", "new"]).expect(0);
    let sheet = ["handout", "referral", "--language", "en", "--campaign", "new"];
    let outcome = project.run(&sheet).expect(1);
    assert!(outcome.stderr.contains("--per list"), "{}", outcome.stderr);
    assert!(!project.path("handouts").exists());
    project
        .run(&[&sheet[..], &["--per", "list"][..]].concat())
        .expect(0);
}

#[test]
fn a_county_without_services_is_told_what_to_do() {
    let project = Project::with("locations.toml", PLACES);
    let outcome = project
        .run(&["handout", "referral", "--language", "en"])
        .expect(0);
    assert!(outcome.stderr.contains("no local service"), "{}", outcome.stderr);
    let lines = visual_lines(&fs::read(project.path("handouts/referral/or-linn-letter-en.pdf")).unwrap());
    assert!(
        lines.iter().any(|line| line.text.contains("no local group")),
        "{lines:#?}"
    );
}

#[test]
fn a_published_package_makes_a_sheet() {
    let package = root().join("tests/data/hsds/csv").display().to_string();
    // The sample says that it was checked on the first day of 2005.
    let project = Project::with("locations.toml", PLACES);
    let args = [
        "handout",
        "referral",
        "--services",
        &package,
        "--per",
        "list",
        "--language",
        "en",
        "--today",
        "2005-06-01",
    ];
    project.run(&args).expect(0);
    let manifest = fs::read_to_string(project.path("handouts/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert!(
        !manifest["files"][0]["services"].as_array().unwrap().is_empty(),
        "{manifest}"
    );
}

#[test]
fn what_is_handed_out_does_not_hang() {
    let project = campaign_with_services();
    let outcome = project.run(&["build", "--template", "staff"]).expect(1);
    assert!(
        outcome.stderr.contains("error[handout]") && outcome.stderr.contains("mileposter handout staff"),
        "{}",
        outcome.stderr
    );
    let outcome = project.run(&["handout", "stall"]).expect(2);
    assert!(
        outcome.stderr.contains("mileposter build --template stall"),
        "{}",
        outcome.stderr
    );
    let outcome = project.run(&["handout", "staf"]).expect(2);
    assert!(
        outcome.stderr.contains("did you mean `staff`"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn hard_words_for_a_person_are_told() {
    let project = Project::with("locations.toml", PLACES);
    let english = include_str!("../../messages/en.toml").replace(
        "listen.words = \"Call {call}. Someone will listen. You choose what to say.\"",
        "listen.words = \"Individuals experiencing exploitation should communicate immediately with the organization by means of \
         the telephone number {call}, whereupon appropriately qualified representatives will endeavour to facilitate referral \
         to appropriate assistance and accommodation.\"",
    );
    project.write("messages/en.toml", english);
    let outcome = project.run(&["check", "--language", "en"]);
    assert!(
        outcome.stderr.contains("warning[reading-level]"),
        "{}",
        outcome.stderr
    );
}
