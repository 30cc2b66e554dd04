//! Posting rules: hand-made cases, the command, notices, permissions, and files of rules that are wrong or of another time.

mod command;

use std::collections::BTreeSet;

use mileposter::campaign::{self, Campaign};
use mileposter::comply::{Answer, Verdict};
use mileposter::conform;
use mileposter::date::Date;
use mileposter::diag::Diagnostics;
use mileposter::library::{Library, Overrides};
use mileposter::locale::{LanguageChoice, Locale};
use mileposter::notice;
use mileposter::pdf::Extra;
use mileposter::plan::{self, Selection};
use mileposter::plate;
use mileposter::poster::Order;
use mileposter::press;
use mileposter::setup::Setup;
use mileposter::source::Source;
use mileposter::text::Shaper;

const CASES: &str = include_str!("cases.toml");

/// One case of the table.
struct Case<'a> {
    rule: &'a str,
    place: &'a str,
    piece: &'a str,
    wording: Vec<&'a str>,
    answer: Option<Vec<&'a str>>,
    expect: &'a str,
    because: Option<&'a str>,
}

fn texts(value: &toml::Value) -> Vec<&str> {
    let texts = value.as_array().unwrap().iter();
    texts.map(|text| text.as_str().unwrap()).collect()
}

fn cases(table: &toml::Table) -> Vec<Case<'_>> {
    let cases = table["case"].as_array().unwrap().iter();
    cases
        .map(|case| Case {
            rule: case["rule"].as_str().unwrap(),
            place: case["place"].as_str().unwrap(),
            piece: case["piece"].as_str().unwrap(),
            wording: case.get("wording").map(texts).unwrap_or_default(),
            answer: case.get("answer").map(texts),
            expect: case["expect"].as_str().unwrap(),
            because: case.get("because").map(|because| because.as_str().unwrap()),
        })
        .collect()
}

/// A library in which words were pasted in for a rule.
fn library(rule: &str, languages: &[&str]) -> Library {
    let mut text = String::new();
    for language in languages {
        text.push_str(&format!(
            "[[wording]]\nrule = \"{rule}\"\nlanguage = \"{language}\"\nsource = \"a test\"\nwords = \"\"\"\n\
             The words that the law gives stand here.\nCall 1-888-373-7888 or text 233-733.\n\"\"\"\n"
        ));
    }
    let mut own = Overrides::default();
    own.files.insert(
        "data/wording.toml".to_owned(),
        ("data/wording.toml".to_owned(), text.into_bytes()),
    );
    let mut diags = Diagnostics::default();
    let library = Library::read(&mut diags, &own);
    assert!(!diags.has_errors(), "{diags:#?}");
    library
}

fn campaign(case: &Case<'_>) -> Campaign {
    let mut text = String::new();
    if let Some(answer) = &case.answer {
        text.push_str(&format!(
            "[[answer]]\nrule = \"{}\"\nlanguages = {answer:?}\nsource = \"a test\"\n",
            case.rule
        ));
    }
    text.push_str(&format!(
        "[[location]]\nid = \"a\"\nname = \"A\"\n{}\n",
        case.place
            .replace(", state", "\nstate")
            .replace(", county", "\ncounty")
            .replace(", venues", "\nvenues")
            .replace(", permit", "\npermit")
    ));
    let mut diags = Diagnostics::default();
    let campaign = campaign::read(&mut diags, &Source::new("locations.toml", text));
    assert!(!diags.has_errors(), "{}: {diags:#?}", case.rule);
    campaign
}

fn selection(case: &Case<'_>) -> Selection {
    if case.piece == "notice for the rule" {
        return Selection {
            rule: Some(case.rule.to_owned()),
            ..Selection::default()
        };
    }
    let mut words = case.piece.split(' ');
    Selection {
        templates: vec![words.next().unwrap().to_owned()],
        stock: Some(words.next().unwrap().to_owned()),
        languages: words.map(|tag| LanguageChoice::parse(tag).unwrap()).collect(),
        ..Selection::default()
    }
}

/// The verdict of the case's piece under its rule, or what kept it from being made.
fn verdict(case: &Case<'_>) -> Result<Verdict, String> {
    let library = library(case.rule, &case.wording);
    let campaign = campaign(case);
    let mut selection = selection(case);
    let mut diags = Diagnostics::default();
    // No notice is printed where none can comply; what the finished page would be judged as is asked of it all the same.
    if selection.rule.is_some() && !library.rules.get(case.rule).unwrap().takes_own_signs() {
        selection = Selection {
            templates: vec!["notice".to_owned()],
            ..Selection::default()
        };
    }
    let jobs = plan::jobs(&mut diags, &library, &campaign, &selection);
    let plates = press::plates(&mut diags, &library, &jobs);
    if diags.has_errors() {
        return Err(format!("{diags:#?}"));
    }
    let places: Vec<_> = campaign.locations.iter().collect();
    let today = Date::parse("2026-11-29").unwrap();
    let groups = conform::groups(&library, &campaign, &places, &jobs, Some(&plates), today);
    let standing = groups[0]
        .standings
        .iter()
        .find(|standing| standing.applied.rule.id == case.rule)
        .ok_or("the rule does not apply")?;
    let (_, verdict) = standing.pieces.first().ok_or("no piece was judged")?;
    Ok(verdict.clone())
}

#[test]
fn each_case_has_its_verdict() {
    let table: toml::Table = CASES.parse().unwrap();
    let cases = cases(&table);
    assert!(cases.len() >= 40);
    let mut wrong = Vec::new();
    for case in &cases {
        let told = verdict(case).map(|verdict| {
            let aspects: BTreeSet<&str> = verdict.deciding().map(|finding| finding.aspect.word()).collect();
            (verdict.phrase().english(), aspects, verdict)
        });
        let sound = told.as_ref().is_ok_and(|(phrase, aspects, verdict)| {
            let reason = case.because.is_none_or(|because| aspects.contains(because));
            phrase == case.expect && reason && (verdict.answer == Answer::Pass) == case.because.is_none()
        });
        if !sound {
            wrong.push(format!(
                "{} {} {}: wanted {} {:?}, found {told:#?}",
                case.rule, case.place, case.piece, case.expect, case.because
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_rule_has_a_case_or_a_reason() {
    let table: toml::Table = CASES.parse().unwrap();
    let with_case: BTreeSet<&str> = cases(&table).iter().map(|case| case.rule).collect();
    let without: BTreeSet<&str> = table["no-case"]
        .as_table()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let library = library("", &[]);
    let rules: BTreeSet<&str> = library.rules.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(rules.len(), 58);
    assert!(with_case.is_disjoint(&without));
    assert_eq!(&with_case | &without, rules);
}

/// Rules whose notices say, between them, everything that any rule asks for.
const SAYING_ALL: [&str; 6] = [
    "us-il-775-50",
    "us-md-br-19-103",
    "us-nm-30-52-2.1",
    "us-ga-16-5-47",
    "us-va-33.2-267.1",
    "us-tn-hb1848-2024",
];

/// What a law asks for can be said in every language, on a sheet that holds it, and reads back.
#[test]
fn notices_are_proofed_in_every_language() {
    let library = library("", &[]);
    let languages: Vec<_> = library
        .languages(false)
        .into_iter()
        .map(|catalog| catalog.locale.clone())
        .collect();
    assert_eq!(languages.len(), 30);
    let mut said = BTreeSet::new();
    let mut failed = Vec::new();
    for id in SAYING_ALL {
        let rule = library.rules.get(id).unwrap();
        let template = notice::template(rule);
        for locale in &languages {
            let order = Order {
                hotline: "us-nhth".to_owned(),
                template: template.to_owned(),
                languages: vec![locale.clone()],
                stock: "tabloid".to_owned(),
                setup: Setup::default(),
                rule: Some(id.to_owned()),
            };
            let mut diags = Diagnostics::default();
            let mut shaper = Shaper::new(&library.fonts);
            let plate = plate::compose(&mut diags, &library, &mut shaper, &order)
                .and_then(|composition| plate::make(&mut diags, &library, composition, &Extra::new()));
            match plate {
                Some(plate) => said.extend(plate.measured.unwrap().elements.into_keys()),
                None => failed.push(format!("{id} {locale}: {diags:#?}")),
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    let english = library.catalog(&Locale::english()).unwrap();
    let messages = english
        .messages
        .iter()
        .filter(|(key, _)| key.starts_with("notice-"));
    for element in messages.flat_map(|(_, message)| &message.elements) {
        assert!(said.contains(&element.value), "no notice says {}", element.value);
    }
}
