//! The commands as a user runs them: what the law says of places, notices, permissions, wrong files.

use std::collections::BTreeSet;
use std::fs;

use mileposter::reading;
use serde_json::Value;

use crate::project::{Outcome, Project};

const RULES: &str = include_str!("../../../data/rules.toml");

const ILLINOIS: &str =
    "[[location]]\nid = \"il-stop\"\nname = \"Stop\"\nkind = \"truck_stop\"\nstate = \"IL\"\n";
const OREGON: &str =
    "[[location]]\nid = \"or-rest\"\nname = \"Rest\"\nkind = \"rest_area\"\nstate = \"OR\"\n";
const CALIFORNIA: &str = "[[location]]\nid = \"ca-rest\"\nname = \"Rest\"\nkind = \"rest_area\"\nstate = \"CA\"\ncounty = \"Kern\"\n";

/// Words as somebody would paste them, with numbers in several forms.
fn wording(words: &str) -> String {
    ["en", "es"]
        .map(|language| {
            format!(
                "[[wording]]\nrule = \"us-ca-civ-52.6\"\nlanguage = \"{language}\"\nsource = \"the law\"\nwords = \"\"\"\n{words}\n\"\"\"\n"
            )
        })
        .concat()
}

/// The codes of faults that a run told, drafts aside, each with its severity.
fn told(outcome: &Outcome) -> BTreeSet<(String, String)> {
    let report = outcome.json();
    let faults = report["diagnostics"].as_array().unwrap().iter();
    let word = |fault: &Value, key: &str| fault[key].as_str().unwrap().to_owned();
    faults
        .map(|fault| (word(fault, "severity"), word(fault, "code")))
        .filter(|(_, code)| !matches!(code.as_str(), "draft" | "language-needed" | "stall-count"))
        .collect()
}

fn one(severity: &str, code: &str) -> BTreeSet<(String, String)> {
    BTreeSet::from([(severity.to_owned(), code.to_owned())])
}

fn json(project: &Project, args: &[&str]) -> Outcome {
    project.run(&[args, &["--message-format", "json"]].concat())
}

/// Every line of a PDF.
fn lines(project: &Project, file: &str) -> Vec<String> {
    let bytes = fs::read(project.path(file)).unwrap();
    let pages = reading::read(&bytes, 100).unwrap();
    let lines = pages.iter().flat_map(reading::PageReading::lines);
    lines.map(|line| line.text).collect()
}

#[test]
fn a_file_of_another_schema_is_refused_with_a_caret() {
    let project = Project::of_places(OREGON);
    project.write(
        "data/rules.toml",
        RULES.replacen("schema   = 1", "schema   = 2", 1),
    );
    let outcome = project.run(&["check"]).expect(1);
    let caret = outcome
        .stderr
        .lines()
        .any(|line| line.trim_end().ends_with("| ^") || line.contains("           ^"));
    assert!(
        outcome
            .stderr
            .contains("error[rules-schema]: the rules are of schema 2, and this program reads schema 1")
    );
    assert!(
        caret && outcome.stderr.contains("rules.toml:"),
        "{}",
        outcome.stderr
    );
    project.write("data/rules.toml", RULES.replacen("schema   = 1", "", 1));
    assert_eq!(
        told(&json(&project, &["check"]).expect(1)),
        one("error", "rules-schema")
    );
}

/// Each fault of a file of rules is told at its word, all in one run.
#[test]
fn wrong_rules_are_told_with_their_place() {
    let wrong = [
        (
            "duty           = \"must_allow\"",
            "duty           = \"must_alow\"",
            "bad-value",
        ),
        (
            "jurisdiction   = \"US-OR\"",
            "jurisdiction   = \"OR\"",
            "bad-value",
        ),
        (
            "venues         = [\"public_restroom\"]",
            "venues         = [\"public_restrom\"]",
            "bad-value",
        ),
        (
            "seen           = 2026-11-23",
            "seen           = \"yesterday\"",
            "bad-value",
        ),
        (
            "id             = \"us-va-40.1-11.3\"",
            "id             = \"VA 40\"",
            "bad-id",
        ),
        (
            "confidence     = \"bill_text\"",
            "confidenze     = \"bill_text\"",
            "missing-field",
        ),
        (
            "id             = \"us-ct-54-234a\"",
            "id             = \"us-ca-civ-52.6\"",
            "duplicate-id",
        ),
        ("share = 0.1", "share = 10", "bad-value"),
        (
            "contacts       = [\"us_nm_call\"",
            "contacts       = [\"us_nm_cal\"",
            "bad-value",
        ),
        (
            "elements       = [\"gender_neutral\"]",
            "elements       = [\"gender_neutra\"]",
            "bad-value",
        ),
        (
            "where          = [[\"inside_and_outside\"]]",
            "where          = [[\"inside\"]]",
            "bad-value",
        ),
        (
            "kind = \"window_cling\", width = \"3 in\"",
            "kind = \"window_cling\", width = \"3\"",
            "bad-value",
        ),
        (
            "more_languages = { from = \"state\" }",
            "more_languages = { from = \"country\" }",
            "bad-value",
        ),
    ];
    let project = Project::of_places(OREGON);
    let mut text = RULES.to_owned();
    let mut lines = BTreeSet::new();
    for (sound, broken, code) in wrong {
        let at = text.find(sound).unwrap_or_else(|| panic!("no {sound}"));
        text.replace_range(at..at + sound.len(), broken);
        let line = text[..at].lines().count() as u64 + u64::from(text[..at].ends_with('\n'));
        lines.insert((line, code.to_owned()));
    }
    project.write("data/rules.toml", text);
    let outcome = json(&project, &["check"]).expect(1);
    let report = outcome.json();
    let found: BTreeSet<(u64, String)> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| {
            (
                fault["line"].as_u64().unwrap(),
                fault["code"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    for wanted in lines.iter().filter(|(_, code)| code != "missing-field") {
        assert!(found.contains(wanted), "{wanted:?} is not in {found:?}");
    }
    assert!(
        found.iter().any(|(_, code)| code == "missing-field")
            && found.iter().any(|(_, code)| code == "unknown-field")
    );
}

#[test]
fn old_rules_draw_a_warning() {
    let project = Project::of_places(OREGON);
    let outcome = json(&project, &["rules", "--today", "2028-01-01"]).expect(0);
    assert_eq!(told(&outcome), one("warning", "rules-stale"));
    assert_eq!(
        told(&json(&project, &["rules", "--today", "2027-11-01"]).expect(0)),
        BTreeSet::new()
    );
}

#[test]
fn a_rule_that_is_not_there_is_told_with_the_nearest() {
    let answer = "[[answer]]\nrule = \"us-ca-civ-52.5\"\nlanguages = []\nsource = \"s\"\n";
    let project = Project::of_places(&format!("{answer}{OREGON}"));
    let outcome = json(&project, &["check"]).expect(1);
    assert_eq!(outcome.errors(), [("unknown-rule".to_owned(), Some(6))]);
    assert!(outcome.stdout.contains("did you mean `us-ca-civ-52.6`?"));
    let project = Project::of_places(OREGON);
    let outcome = json(&project, &["build", "--for-rule", "us-or-377.88"]).expect(1);
    assert_eq!(outcome.errors(), [("unknown-rule".to_owned(), None)]);
    project.write("data/wording.toml", wording("Words.").replace("52.6", "52.7"));
    assert!(
        told(&json(&project, &["check"]).expect(1))
            .contains(&("error".to_owned(), "unknown-rule".to_owned()))
    );
}

#[test]
fn what_a_law_does_not_let_hang_is_a_warning() {
    let places = format!("{OREGON}permit = {{ status = \"granted\" }}\n");
    let project = Project::with(
        "locations.toml",
        format!("[[hang]]\ntemplate = \"card-discreet\"\nstock = \"avery-5371\"\n{places}"),
    );
    let outcome = json(&project, &["check"]).expect(0);
    assert_eq!(told(&outcome), one("warning", "rule-unmet"));
    assert!(
        outcome.stdout.contains("some hotline that takes text messages"),
        "{}",
        outcome.stdout
    );
    // With a stall sign nobody can tell, and nothing is said.
    let project = Project::of_places(&places);
    assert_eq!(told(&json(&project, &["check"]).expect(0)), BTreeSet::new());
}

#[test]
fn a_sign_that_must_hang_and_is_not_planned_is_a_note() {
    let project = Project::of_places(CALIFORNIA);
    let outcome = json(&project, &["check"]).expect(0);
    assert_eq!(told(&outcome), one("note", "rule-open"));
    assert!(outcome.stdout.contains("build --for-rule us-ca-civ-52.6"));
}

#[test]
fn no_notice_is_printed_that_cannot_comply() {
    let project = Project::of_places(&format!(
        "{CALIFORNIA}{}",
        OREGON.replace("OR", "WA").replace("or-rest", "wa-rest")
    ));
    // Only the agency's complies.
    let outcome = json(&project, &["build", "--for-rule", "us-wa-43.280.110"]).expect(1);
    assert_eq!(told(&outcome), one("error", "notice-unmet"));
    // A4 is narrower than the law wants.
    let outcome = json(
        &project,
        &["build", "--for-rule", "us-ca-civ-52.6", "--stock", "a4"],
    )
    .expect(1);
    assert_eq!(told(&outcome), one("error", "notice-unmet"));
    assert!(
        outcome
            .stdout
            .contains("8.27 × 11.69 in, and 8.5 × 11 in are the least"),
        "{}",
        outcome.stdout
    );
    // A language less than the law wants.
    let outcome = json(
        &project,
        &["build", "--for-rule", "us-ca-civ-52.6", "--language", "en"],
    )
    .expect(1);
    assert_eq!(told(&outcome), one("error", "notice-unmet"));
    assert!(!project.path("out").exists());
}

#[test]
fn a_rule_for_none_of_the_places_is_told() {
    let outcome = json(
        &Project::of_places(OREGON),
        &["build", "--for-rule", "us-il-775-50"],
    )
    .expect(1);
    assert_eq!(told(&outcome), one("error", "no-locations"));
}

#[test]
fn a_notice_of_which_nobody_can_tell_says_what_to_find_out() {
    let project = Project::of_places(ILLINOIS);
    let outcome = json(&project, &["build", "--for-rule", "us-il-775-50"]).expect(0);
    assert_eq!(told(&outcome), one("warning", "notice-unsure"));
    for wanted in ["[[answer]]", "data/wording.toml"] {
        assert!(outcome.stdout.contains(wanted), "{wanted}: {}", outcome.stdout);
    }
    let file = "out/no-route/il-stop/notice-letter-en+es-for-us-il-775-50.pdf";
    let lines = lines(&project, file).join("\n");
    // What the rule asks for, in both languages.
    for words in [
        "Federal and state laws protect",
        "Las leyes federales",
        "1-888-373-7888",
        "A nonprofit group",
    ] {
        assert!(lines.contains(words), "{words}: {lines}");
    }
    // What it does not ask for.
    assert!(!lines.contains("The law requires this sign."), "{lines}");
}

/// The words of a law are printed as they were pasted, and nothing of the program's own beside them.
#[test]
fn pasted_words_are_printed_and_their_numbers_proofed() {
    let answer =
        "[[answer]]\nrule = \"us-ca-civ-52.6\"\ncounties = [\"CA/Kern\"]\nlanguages = []\nsource = \"s\"\n";
    let project = Project::of_places(&format!("{answer}{CALIFORNIA}"));
    let build = ["build", "--for-rule", "us-ca-civ-52.6"];
    project.write(
        "data/wording.toml",
        wording("The words of the law.\n\nText 233-733 or call (888) 373-7888 or CAST, 1-888-KEY-2-FRE(EDOM) or 1-888-539-2373."),
    );
    assert_eq!(told(&json(&project, &build).expect(0)), BTreeSet::new());
    let file = "out/no-route/ca-rest/notice-letter-en+es-for-us-ca-civ-52.6.pdf";
    let lines = lines(&project, file).join("\n");
    for words in [
        "The words of the law.",
        "233-733",
        "1-888-KEY-2-FRE(EDOM)",
        "CAST: 1-888-539-2373",
    ] {
        assert!(lines.contains(words), "{words}: {lines}");
    }
    assert!(!lines.contains("forced to do something"), "{lines}");
    // One wrong digit, of either line, and a number that no record has.
    let before = project.files("out");
    for (words, code) in [
        ("Call 1-888-373-7889.", "number-misprint"),
        ("Call 1-888-373-7888, or text 233-734.", "number-misprint"),
        ("Call 1-888-539-2374.", "number-foreign"),
        ("Call 1-888-539-23735.", "number-foreign"),
        ("Call 1-800-555-0100.", "number-foreign"),
        ("Call 1-888-KEY-3-FREE.", "vanity"),
    ] {
        project.write("data/wording.toml", wording(words));
        let outcome = json(&project, &build).expect(1);
        assert!(
            told(&outcome).contains(&("error".to_owned(), code.to_owned())),
            "{words}: {:?}",
            told(&outcome)
        );
        assert!(
            outcome.stdout.contains("wording.toml"),
            "{words}: {}",
            outcome.stdout
        );
        assert_eq!(project.files("out"), before, "{words}");
    }
}

/// A fact about the line stands on a notice only where its record claims it.
#[test]
fn a_notice_says_nothing_of_the_line_that_its_record_does_not() {
    let project = Project::of_places(ILLINOIS);
    let hotlines = include_str!("../../../data/hotlines.toml").replacen("\"anonymous\", ", "", 1);
    project.write("data/hotlines.toml", hotlines);
    let outcome = json(&project, &["build", "--for-rule", "us-il-775-50"]).expect(1);
    assert_eq!(told(&outcome), one("error", "notice-unmet"));
    assert!(
        outcome.stdout.contains("The caller need not give a name"),
        "{}",
        outcome.stdout
    );
}

/// Where nothing but human trafficking may be spoken of, only the program's own words are known to speak of nothing else.
#[test]
fn words_of_ones_own_are_not_vouched_for() {
    let project = Project::of_places(OREGON);
    let topic = || {
        let report = json(&project, &["rules"]).expect(0).json();
        let findings = report["answers"][0]["rules"][0]["pieces"][0]["findings"].clone();
        let findings = findings.as_array().unwrap().iter();
        let topics = findings.filter(|finding| finding["aspect"] == "topic");
        topics
            .map(|finding| finding["answer"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(topic(), ["pass", "cannot tell"]);
    project.write("messages/es.toml", include_str!("../../../messages/es.toml"));
    assert_eq!(topic(), ["cannot tell", "cannot tell"]);
}

#[test]
fn rules_answer_for_places_and_for_states() {
    let project = Project::of_places(&format!("{OREGON}{CALIFORNIA}"));
    let report = json(&project, &["rules"]).expect(0).json();
    let answers = report["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 2);
    let (oregon, california) = (&answers[0], &answers[1]);
    assert_eq!(oregon["places"], serde_json::json!(["or-rest"]));
    assert_eq!(oregon["rules"][0]["id"], "us-or-377.880");
    assert_eq!(oregon["rules"][0]["languages_open"], "state");
    assert_eq!(oregon["rules"][0]["pieces"][0]["verdict"], "cannot tell");
    assert_eq!(california["rules"][0]["pieces"][0]["verdict"], "fail");
    assert_eq!(california["rules"][0]["duty"], "mandatory");
    // A state and a kind, whether the list has such a place or not.
    let known = |args: &[&str]| {
        let report = json(&project, args).expect(0).json();
        let answers = report["answers"].as_array().unwrap().clone();
        assert_eq!(answers.len(), 1, "{args:?}: {report}");
        (
            answers[0]["known"].clone(),
            answers[0]["rules"].as_array().unwrap().len(),
        )
    };
    assert_eq!(
        known(&["rules", "--state", "TX", "--kind", "bar"]),
        (Value::from("rules"), 2)
    );
    assert_eq!(
        known(&["rules", "--state", "ut", "--kind", "rest_area"]),
        (Value::from("none found"), 0)
    );
    assert_eq!(
        known(&["rules", "--state", "IA", "--kind", "hotel"]),
        (Value::from("not researched"), 0)
    );
    assert_eq!(
        known(&["rules", "--state", "CA", "--venue", "salon"]),
        (Value::from("rules"), 1)
    );
    let outcome = project
        .run(&["rules", "--state", "CA", "--venue", "saloon"])
        .expect(2);
    assert!(outcome.stderr.contains("there is no venue `saloon`"));
    let outcome = project.run(&["rules", "--state", "California"]).expect(2);
    assert!(
        outcome
            .stderr
            .contains("`California` is no postal code of a state")
    );
    let words = project.run(&["rules", "--id", "or-rest"]).expect(0).stdout;
    for wanted in [
        "Oregon · rest area · 1 place: or-rest",
        "You may ask, and it must be allowed",
        "us-or-377.880",
        "stall letter en+es: cannot tell",
        "This is no legal advice",
    ] {
        assert!(words.contains(wanted), "{wanted}: {words}");
    }
}

#[test]
fn venues_that_somebody_names_settle_what_applies() {
    let applies = |venues: &str| {
        let place = format!(
            "[[location]]\nid = \"a\"\nname = \"A\"\nkind = \"truck_stop\"\nstate = \"NC\"\n{venues}"
        );
        let report = json(&Project::of_places(&place), &["rules"]).expect(0).json();
        report["answers"][0]["rules"][0]["applies"].clone()
    };
    assert_eq!(applies(""), "cannot tell");
    assert_eq!(applies("venues = [\"alcohol_permittee\"]\n"), "yes");
    let outcome = json(
        &Project::of_places(&format!("{OREGON}venues = [\"rest_aera\"]\n")),
        &["check"],
    )
    .expect(1);
    assert_eq!(outcome.errors(), [("bad-value".to_owned(), Some(10))]);
    // The same in a spreadsheet.
    let sheet = Project::with(
        "locations.csv",
        "id,name,kind,state,venues\na,A,truck_stop,NC,alcohol_permittee;workplace\n",
    );
    let report = json(&sheet, &["rules"]).expect(0).json();
    assert_eq!(report["answers"][0]["rules"][0]["applies"], "yes");
}

#[test]
fn a_rule_is_explained() {
    let project = Project::empty();
    let words = project.run(&["explain", "us-ca-civ-52.6"]).expect(0).stdout;
    for wanted in [
        "Cal. Civ. Code 52.6",
        "8.5 × 11 in or more, type of 16 pt or more",
        "https://oag.ca.gov",
        "500 USD",
    ] {
        assert!(words.contains(wanted), "{wanted}: {words}");
    }
    let page = json(&project, &["explain", "us-ca-civ-52.6", "draft"])
        .expect(0)
        .json();
    assert_eq!(page["pages"][0]["rule"], "us-ca-civ-52.6");
    assert_eq!(page["pages"][1]["code"], "draft");
    let outcome = project.run(&["explain", "us-ca-civ-52"]).expect(2);
    assert!(
        outcome.stderr.contains("did you mean `us-ca-civ-52.6`?"),
        "{}",
        outcome.stderr
    );
    let outcome = project.run(&["explain", "drft"]).expect(2);
    assert!(
        outcome.stderr.contains("did you mean `draft`?"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_plan_tells_what_the_law_expects() {
    let project = Project::of_places(&format!("{OREGON}{CALIFORNIA}"));
    let words = project.run(&["plan"]).expect(0).stdout;
    for wanted in [
        "law: us-or-377.880, You may ask, and it must be allowed: stall cannot tell",
        "law: us-ca-civ-52.6, You must (whoever runs the place): stall fail",
        "1 place: a sign by us-ca-civ-52.6",
    ] {
        assert!(words.contains(wanted), "{wanted}: {words}");
    }
    let report = json(&project, &["plan"]).expect(0).json();
    assert_eq!(report["law"][1]["rules"][0]["pieces"][0]["verdict"], "fail");
}

#[test]
fn permissions_are_listed_and_asked_for() {
    let place = |id: &str, permit: &str| OREGON.replace("or-rest", id).replace("Rest", id) + permit;
    let places = [
        place("or-a", ""),
        place(
            "or-b",
            "permit = { status = \"granted\", until = \"2027-06-30\" }\n",
        ),
        place(
            "or-c",
            "permit = { status = \"granted\", until = \"2026-12-10\" }\n",
        ),
        place("or-d", "permit = { status = \"refused\" }\n"),
        place("or-e", "permit = { from = \"Travel Information Council\" }\n"),
        ILLINOIS.to_owned(),
    ];
    let head = "[campaign]\ntitle = \"I-5\"\ncontact = \"AB, 541-555-0100\"\n[organization]\nname = \"Friends of the Road\"\n";
    let project = Project::with(
        "locations.toml",
        format!("{head}{}{}", crate::project::STALL, places.concat()),
    );
    let day = ["--today", "2026-11-29"];
    let report = json(&project, &[&["permits"][..], &day].concat())
        .expect(0)
        .json();
    let states: Vec<&str> = report["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["state"].as_str().unwrap())
        .collect();
    assert_eq!(
        states,
        [
            "no-permit",
            "granted",
            "ending",
            "refused",
            "no-permit",
            "no-permit"
        ]
    );
    assert_eq!(report["permissions"][5]["required"], false);
    let letters = report["letters"].as_array().unwrap();
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0]["places"], serde_json::json!(["or-a", "or-c"]));
    assert_eq!(letters[1]["to"], "Travel Information Council");
    project
        .run(&[&["permits", "--out", "letters.pdf"][..], &day].concat())
        .expect(0);
    let lines = lines(&project, "letters.pdf").join("\n");
    for wanted in [
        "Friends of the Road",
        "Request for permission to post a sign",
        "By ORS 377.880",
        "1-888-373-7888",
        "AB, 541-555-0100",
        "Travel Information Council",
        "Stall sign, 8.5 × 11 in",
        "or-a · OR",
    ] {
        assert!(lines.contains(wanted), "{wanted}: {lines}");
    }
    // Who refused is not asked again, and where it is granted neither.
    assert!(!lines.contains("or-d") && !lines.contains("or-b"), "{lines}");
    // A letter that is there is not overwritten.
    let outcome = project.run(&["permits", "--out", "letters.pdf"]).expect(2);
    assert!(outcome.stderr.contains("letters.pdf"), "{}", outcome.stderr);
}

#[test]
fn the_handbook_has_the_answers_of_the_program() {
    let chapter = include_str!("../../../docs/posting-rules.md");
    let made = Project::empty().run(&["rules", "--handbook"]).expect(0).stdout;
    assert!(
        chapter == made,
        "`mileposter rules --handbook` prints the chapter as it should stand in docs/posting-rules.md"
    );
    for state in [
        "California",
        "Oregon",
        "Washington",
        "Idaho",
        "Utah",
        "Pennsylvania",
        "New York",
        "Connecticut",
        "Massachusetts",
    ] {
        assert!(chapter.contains(&format!("### {state}\n")), "{state}");
    }
}
