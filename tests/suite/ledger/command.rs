//! The commands as people type them.

use std::fs;

use serde_json::Value;

use crate::project::{Outcome, Project};

const OAK: &str = "[[location]]\nid = \"oak\"\nname = \"Oak Grove Rest Area\"\nkind = \"rest_area\"\nroute = \"I-5\"\ndirection = \"NB\"\nstate = \"OR\"\nmilepost = 206.06\n";
const ELM: &str = "[[location]]\nid = \"elm\"\nname = \"Elm Creek\"\nkind = \"truck_stop\"\nroute = \"I-5\"\ndirection = \"SB\"\nstate = \"OR\"\nmilepost = 217.5\n";

/// Two places with a stall sign each, printed on a day.
fn printed() -> Project {
    let head = "[campaign]\ntitle = \"Two places\"\nrecheck_days = 60\n";
    let hang = "[[hang]]\ntemplate = \"stall\"\nstock = \"letter\"\nper = { count = 4 }\n";
    let project = Project::with("locations.toml", format!("{head}{hang}{OAK}{ELM}"));
    project.run(&["build", "-q", "--today", "2026-11-29"]).expect(0);
    project
}

fn serial_of(project: &Project, place: &str) -> String {
    let manifest: Value =
        serde_json::from_slice(&fs::read(project.path("out/manifest.json")).unwrap()).unwrap();
    let files = manifest["files"].as_array().unwrap().iter();
    let mut of_place = files.filter(|file| file["location"] == place);
    of_place.next_back().unwrap()["serial"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn ledger(project: &Project) -> String {
    fs::read_to_string(project.path("ledger.csv")).unwrap()
}

/// `status` on a day, as a program sees it.
fn status(project: &Project, today: &str) -> Value {
    project
        .run(&["status", "--today", today, "--message-format", "json"])
        .expect(0)
        .json()
}

fn place<'a>(status: &'a Value, id: &str) -> &'a Value {
    let places = status["status"]["places"].as_array().unwrap();
    places.iter().find(|place| place["place"] == id).unwrap()
}

fn refused(outcome: Outcome, words: &[&str]) {
    let outcome = outcome.expect(1);
    for word in words.iter().chain(&["log-refused", "Nothing was written"]) {
        assert!(outcome.stderr.contains(word), "{word}: {}", outcome.stderr);
    }
}

#[test]
fn from_the_first_print_to_the_next() {
    let project = printed();
    let oak = serial_of(&project, "oak");
    assert_eq!(
        place(&status(&project, "2026-11-29"), "oak")["stage"],
        "never-placed"
    );
    // All that was printed is meant, however the serial is typed.
    let typed = oak.to_lowercase().replace('-', " ");
    project
        .run(&["log", "placed", &typed, "--by", "ab", "--on", "2026-11-01"])
        .expect(0);
    let row = ledger(&project).lines().last().unwrap().to_owned();
    assert!(
        row.starts_with("2026-11-01T") && row.contains(&format!(",placed,oak,,{oak},4,,AB,")),
        "{row}"
    );
    let seen = status(&project, "2026-11-29");
    assert_eq!(
        (&place(&seen, "oak")["stage"], &place(&seen, "elm")["stage"]),
        (&"hanging".into(), &"never-placed".into())
    );
    assert_eq!(place(&seen, "oak")["due"], "2026-12-31");
    assert_eq!(place(&status(&project, "2026-12-31"), "oak")["stage"], "due");
    assert_eq!(place(&status(&project, "2027-02-01"), "oak")["stage"], "overdue");
    // Two are torn: two are printed, and hung in their place.
    project
        .run(&[
            "log",
            "damaged",
            &oak,
            "--condition",
            "torn",
            "--count",
            "2",
            "--spot",
            "women 3",
            "--on",
            "2026-11-02",
        ])
        .expect(0);
    let build = [
        "build",
        "--needed",
        "--template",
        "stall",
        "--id",
        "oak",
        "--today",
        "2026-11-29",
    ];
    let told = project.run(&build).expect(0).stderr;
    assert!(
        told.contains("2 × stall letter en+es for Oak Grove Rest Area: 2 torn"),
        "{told}"
    );
    let manifest: Value =
        serde_json::from_slice(&fs::read(project.path("out/manifest.json")).unwrap()).unwrap();
    let copies = |id: &str| {
        manifest["files"]
            .as_array()
            .unwrap()
            .iter()
            .find(|file| file["location"] == id)
            .unwrap()["copies"]
            .clone()
    };
    assert_eq!((copies("oak"), copies("elm")), (2.into(), 4.into()));
    // As many as were printed; the count of the place is no other by it.
    project
        .run(&["log", "placed", &oak, "--on", "2026-11-03"])
        .expect(0);
    assert!(
        project
            .run(&["diff", "--id", "oak"])
            .expect(0)
            .stdout
            .contains("as it was")
    );
    assert_eq!(
        place(&status(&project, "2026-11-29"), "oak")["pieces"][0]["good"],
        4
    );
    let told = project.run(&build).expect(0).stderr;
    assert!(told.contains("nothing is to be printed"), "{told}");
    // Taken back, two of them are missing again.
    project.run(&["log", "undo"]).expect(0);
    assert_eq!(
        place(&status(&project, "2026-11-29"), "oak")["pieces"][0]["needed"],
        2
    );
    let first = ledger(&project)
        .lines()
        .nth(1)
        .unwrap()
        .rsplit(',')
        .next()
        .unwrap()
        .to_owned();
    project.run(&["log", "undo", &first]).expect(0);
    refused(project.run(&["log", "undo", &first]), &["was undone already"]);
}

#[test]
fn words_that_change_make_sheets_outdated() {
    let project = printed();
    project
        .run(&["log", "placed", "--at", "oak", "--on", "2026-11-01"])
        .expect(0);
    let told = project.run(&["diff"]).expect(0).stdout;
    assert!(told.contains("as it was"), "{told}");
    let spanish = include_str!("../../../messages/es.toml");
    let free = spanish
        .lines()
        .find(|line| line.contains("\"Se habla español\""))
        .unwrap();
    project.write(
        "messages/es.toml",
        spanish.replace(free, &free.replace("Se habla español", "Hablamos español")),
    );
    let told = project.run(&["diff"]).expect(0).stdout;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains(
            "words (es): “Se habla español” becomes “Hablamos español”: 8 sheets for 2 places, 4 pieces hang"
        ),
        "{told}"
    );
    let seen = status(&project, "2026-11-29");
    assert_eq!(place(&seen, "oak")["stage"], "outdated");
    assert_eq!(
        place(&seen, "oak")["pieces"][0]["outdated"][0]["reason"],
        "its words changed (es)"
    );
    let needed = project
        .run(&[
            "build",
            "--needed",
            "--dry-run",
            "--message-format",
            "json",
            "--today",
            "2026-11-29",
        ])
        .expect(0)
        .json();
    let why = |at: usize| needed["needed"][at]["why"].as_str().unwrap().to_owned();
    assert_eq!(why(0), "4 outdated: its words changed (es)");
    assert_eq!(why(1), "4 never placed");
    // What was said then is lost: that words changed is known, and not which.
    let prints = fs::read_to_string(project.path("prints.jsonl")).unwrap();
    let lines: Vec<&str> = prints
        .lines()
        .filter(|line| line.starts_with("{\"print\""))
        .collect();
    project.write("prints.jsonl", lines.join("\n") + "\n");
    let told = project.run(&["diff"]).expect(0).stdout;
    assert!(told.contains("words (en + es), and nobody knows which"), "{told}");
    project.write("prints.jsonl", prints);
    // A hang rule that is gone, and one that is new.
    let toml = fs::read_to_string(project.path("locations.toml")).unwrap();
    project.write(
        "locations.toml",
        toml.replace(
            "template = \"stall\"\nstock = \"letter\"",
            "template = \"wall\"\nstock = \"tabloid\"",
        ),
    );
    let told = project.run(&["diff"]).expect(0).stdout;
    assert!(told.contains("`wall` was not printed there yet"), "{told}");
    assert!(
        told.contains("`stall` is not planned there any more: 2 places"),
        "{told}"
    );
}

#[test]
fn slips_are_caught_and_nothing_is_written() {
    let project = printed();
    let oak = serial_of(&project, "oak");
    let wrong = if oak.starts_with('7') {
        oak.replacen('7', "8", 1)
    } else {
        format!("7{}", &oak[1..])
    };
    refused(
        project.run(&["log", "placed", &wrong]),
        &["is no serial", &format!("did you mean `{oak}`, of `oak`?")],
    );
    refused(
        project.run(&["log", "checked", &oak, "--at", "elm"]),
        &["is of `oak` and not of `elm`"],
    );
    refused(
        project.run(&["log", "checked", "--at", "oka"]),
        &["there is no place `oka`", "list locations"],
    );
    refused(
        project.run(&["log", "checked", "--at", "oak"]),
        &["nothing hangs at `oak`"],
    );
    refused(
        project.run(&["log", "placed", &oak, "--by", "Maria Lopez"]),
        &["initials", "names are not kept"],
    );
    refused(
        project.run(&["log", "placed", &oak, "--note", "ask Jim, 541-555-0100"]),
        &["not of people"],
    );
    refused(
        project.run(&["log", "placed", &oak, "--spot", "a\u{202E}b"]),
        &["direction character"],
    );
    refused(
        project.run(&["log", "refused", "--at", "oak", "--count", "2"]),
        &["whole place"],
    );
    project
        .run(&["log", "placed", &oak, "--on", "2999-01-01"])
        .expect(2);
    assert!(!project.path("ledger.csv").exists());
}

#[test]
fn a_row_that_was_cut_off_is_kept_aside() {
    let project = printed();
    let oak = serial_of(&project, "oak");
    project.run(&["log", "placed", &oak]).expect(0);
    let whole = ledger(&project);
    project.write(
        "ledger.csv",
        format!("{whole}2026-11-30T10:00:00Z,damaged,oak,,{oak},1,to"),
    );
    let told = project.run(&["status"]).expect(0).stderr;
    assert!(told.contains("ledger-torn"), "{told}");
    project.run(&["log", "checked", &oak]).expect(0);
    let lines = ledger(&project);
    assert!(lines.starts_with(&whole) && lines.lines().count() == 3, "{lines}");
    let aside = fs::read_to_string(project.path("ledger.torn.csv")).unwrap();
    assert!(aside.contains(",damaged,oak,"), "{aside}");
    assert!(!project.run(&["status"]).expect(0).stderr.contains("ledger-torn"));
}

#[test]
fn rows_that_are_not_understood_stop_reprints_and_are_never_lost() {
    let project = printed();
    let oak = serial_of(&project, "oak");
    project.run(&["log", "placed", &oak]).expect(0);
    let row = "11/30/2026,torn,=1+1,,7F3K-Q2MD-A,many,ok,,,,X\n";
    project.write("ledger.csv", ledger(&project) + row);
    let outcome = project.run(&["status"]).expect(1);
    for words in [
        "`11/30/2026` in the column `time`",
        "`torn` in the column `event`",
        "`=1+1` in the column `place`",
        "`7F3K-Q2MD-A`",
        "`many`",
    ] {
        assert!(outcome.stderr.contains(words), "{words}: {}", outcome.stderr);
    }
    assert!(
        outcome.stdout.contains("never placed"),
        "the rest is told all the same: {}",
        outcome.stdout
    );
    project.run(&["build", "--needed", "--dry-run"]).expect(1);
    project.run(&["log", "purge", "--before", "2026-01-01"]).expect(1);
    project.run(&["log", "merge", "ledger.csv"]).expect(1);
    assert!(ledger(&project).ends_with(row));
}

#[test]
fn two_copies_become_one() {
    let project = printed();
    let (oak, elm) = (serial_of(&project, "oak"), serial_of(&project, "elm"));
    project
        .run(&["log", "placed", &oak, "--by", "AB", "--on", "2026-11-01"])
        .expect(0);
    project.write("copy.csv", ledger(&project));
    project
        .run(&["log", "checked", &oak, "--by", "AB", "--on", "2026-11-05"])
        .expect(0);
    let ours = ledger(&project);
    // The other one works on the copy, and hangs the same sheets once more.
    project.write("ledger.csv", fs::read(project.path("copy.csv")).unwrap());
    project
        .run(&["log", "placed", &elm, "--by", "CD", "--on", "2026-11-04"])
        .expect(0);
    project
        .run(&["log", "placed", &oak, "--by", "CD", "--on", "2026-11-02"])
        .expect(0);
    project.write("copy.csv", ledger(&project));
    project.write("ledger.csv", &ours);
    let told = project.run(&["log", "merge", "copy.csv"]).expect(0).stderr;
    assert!(told.contains("4 events, 2 of them new"), "{told}");
    assert!(told.contains("perhaps the same work told twice"), "{told}");
    let united = ledger(&project);
    // The other way round it is the same file.
    let copy = fs::read_to_string(project.path("copy.csv")).unwrap();
    project.write("ledger.csv", &copy);
    project.write("copy.csv", &ours);
    project.run(&["log", "merge", "copy.csv"]).expect(0);
    assert_eq!(ledger(&project), united);
    project.run(&["log", "merge", "copy.csv", "copy.csv"]).expect(0);
    assert_eq!(ledger(&project), united);
}

#[test]
fn a_purge_keeps_what_hangs_and_nobody_who_hung_it() {
    let project = printed();
    let (oak, elm) = (serial_of(&project, "oak"), serial_of(&project, "elm"));
    for (event, serial, day) in [
        ("placed", &oak, "01"),
        ("checked", &oak, "05"),
        ("checked", &oak, "10"),
        ("placed", &elm, "02"),
        ("removed", &elm, "12"),
        ("checked", &oak, "28"),
    ] {
        let on = format!("2026-11-{day}");
        project
            .run(&[
                "log",
                event,
                serial,
                "--by",
                "AB",
                "--note",
                "by the door",
                "--on",
                &on,
            ])
            .expect(0);
    }
    let before = place(&status(&project, "2026-11-29"), "oak").clone();
    project.write("copy.csv", ledger(&project));
    let told = project
        .run(&["log", "purge", "--before", "2026-11-20"])
        .expect(0)
        .stderr;
    assert!(
        told.contains("Took 3 events") && told.contains("2 older ones"),
        "{told}"
    );
    let left = ledger(&project);
    assert_eq!(left.matches(",AB,by the door,").count(), 1, "{left}");
    assert!(!left.contains(&elm), "{left}");
    assert_eq!(place(&status(&project, "2026-11-29"), "oak"), &before);
    // Who still has everything does not bring it back.
    let told = project.run(&["log", "merge", "copy.csv"]).expect(0).stderr;
    assert!(told.contains("were left out"), "{told}");
    assert_eq!(ledger(&project), left);
}

#[test]
fn what_is_given_away_names_nobody() {
    let project = printed();
    let oak = serial_of(&project, "oak");
    project
        .run(&["log", "placed", &oak, "--by", "AB", "--note", "=by the door"])
        .expect(0);
    project.run(&["log", "export", "--out", "share.csv"]).expect(0);
    let shared = fs::read_to_string(project.path("share.csv")).unwrap();
    assert!(
        !shared.contains("AB,") && !shared.contains("door") && shared.contains(&oak),
        "{shared}"
    );
    project
        .run(&["log", "export", "--out", "all.csv", "--with-people"])
        .expect(0);
    let all = fs::read_to_string(project.path("all.csv")).unwrap();
    // What a spreadsheet program would run is guarded.
    assert!(all.contains(",AB,'=by the door,"), "{all}");
    project.run(&["log", "export", "--out", "all.csv"]).expect(2);
}

#[test]
fn answers_to_forms() {
    let project = printed();
    let (oak, elm) = (serial_of(&project, "oak"), serial_of(&project, "elm"));
    let slip = if oak.starts_with('7') {
        oak.replacen('7', "8", 1)
    } else {
        format!("7{}", &oak[1..])
    };
    let kobo = format!(
        "start,end,visit/What did you do?,visit/serial,visit/how_many,visit/initials,_uuid,_submission_time\n\
         2026-11-01T10:00:00.000-07:00,2026-11-01T10:05:00.000-07:00,Hung it,{oak},4,AB,u1,2026-11-02T00:00:00\n\
         2026-11-02T10:00:00.000-07:00,2026-11-02T10:05:00.000-07:00,placed,{slip},4,AB,u2,2026-11-02T00:00:00\n"
    );
    project.write("kobo.csv", &kobo);
    let told = project.run(&["log", "import", "kobo.csv"]).expect(0).stderr;
    assert!(
        told.contains("Logged 1 event of 2 rows") && told.contains("1 left out"),
        "{told}"
    );
    assert!(told.contains(&format!("did you mean `{oak}`?")), "{told}");
    assert!(
        ledger(&project).contains(&format!("2026-11-01T10:05:00-07:00,placed,oak,,{oak},4,,AB,")),
        "{}",
        ledger(&project)
    );
    // Mended and imported once more, what is known adds nothing.
    project.write("kobo.csv", kobo.replace(&slip, &elm));
    let told = project.run(&["log", "import", "kobo.csv"]).expect(0).stderr;
    assert!(
        told.contains("Logged 1 event of 2 rows; 1 are in the ledger already"),
        "{told}"
    );
    let google = format!(
        "Timestamp,Email Address,Which sheet?,How was it?\n11/20/2026 14:05:09,a@b.org,{oak},Torn\n11/21/2026 9:00:00,c@d.org,{elm},ok\n"
    );
    project.write("google.csv", google);
    project.run(&["log", "import", "google.csv"]).expect(1);
    let told = project
        .run(&["log", "import", "google.csv", "--map", "Which sheet?=serial"])
        .expect(0)
        .stderr;
    assert!(
        told.contains("tells who somebody is") && told.contains("Logged 2 events"),
        "{told}"
    );
    let rows = ledger(&project);
    // Two sheets of two places in one answer; a file that is no ledger.
    project.write(
        "one.csv",
        format!("day,serials,event\n2026-11-22,\"{oak}, {elm}\",checked\n"),
    );
    let told = project.run(&["log", "import", "one.csv"]).expect(0).stderr;
    assert!(told.contains("Logged 2 events of 1 row"), "{told}");
    assert!(ledger(&project).contains(&format!("2026-11-22,checked,elm,,{elm},")));
    project.write("junk.csv", "hello");
    project.run(&["log", "merge", "junk.csv"]).expect(1);
    assert!(
        rows.contains(&format!("2026-11-20T14:05:09Z,damaged,oak,,{oak},,torn,"))
            && !rows.contains("a@b.org"),
        "{rows}"
    );
}

#[test]
fn two_at_once_lose_nothing() {
    let project = printed();
    let oak = serial_of(&project, "oak");
    let mut runs: Vec<_> = (0..12)
        .map(|_| project.start(&["log", "checked", &oak, "-q"]))
        .collect();
    for run in &mut runs {
        assert!(run.wait().unwrap().success());
    }
    let rows = ledger(&project);
    assert_eq!(rows.lines().count(), 13, "{rows}");
    let ids: std::collections::BTreeSet<&str> = rows
        .lines()
        .skip(1)
        .map(|row| row.rsplit(',').next().unwrap())
        .collect();
    assert_eq!(ids.len(), 12);
}

#[test]
fn packs_and_page_of_what_is_needed() {
    let project = printed();
    let (oak, elm) = (serial_of(&project, "oak"), serial_of(&project, "elm"));
    project
        .run(&["log", "placed", &oak, "--on", "2026-11-01"])
        .expect(0);
    project
        .run(&["log", "placed", &elm, "--on", "2026-11-01"])
        .expect(0);
    project
        .run(&[
            "log",
            "damaged",
            &elm,
            "--condition",
            "covered",
            "--on",
            "2026-11-02",
        ])
        .expect(0);
    project
        .run(&["plan", "--out", "all", "-q", "--today", "2026-11-29"])
        .expect(0);
    let page = fs::read_to_string(project.path("all/index.html")).unwrap();
    assert!(page.contains("data-status=\"covered\"") && page.contains("data-status=\"hanging\""));
    assert!(page.contains("stall: 1 covered"));
    let map = fs::read_to_string(project.path("all/maps/i-5.svg")).unwrap();
    assert!(map.contains("217.5!") && !map.contains("206.06!"), "{map}");
    project
        .run(&[
            "plan",
            "--out",
            "again",
            "--needed",
            "-q",
            "--today",
            "2026-11-29",
        ])
        .expect(0);
    let manifest: Value =
        serde_json::from_slice(&fs::read(project.path("again/manifest.json")).unwrap()).unwrap();
    let posters: Vec<_> = manifest["files"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|file| file["copies"] == 1)
        .collect();
    assert!(
        posters.iter().all(|file| file["location"] == "elm"),
        "{posters:?}"
    );
}

/// Codes that `status` tells.
fn told(project: &Project) -> Vec<String> {
    let report = project
        .run(&["status", "--message-format", "json", "--today", "2026-11-29"])
        .json();
    let faults = report["diagnostics"].as_array().unwrap().iter();
    faults
        .map(|fault| fault["code"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn what_is_odd_in_the_files_is_told() {
    let project = printed();
    let oak = serial_of(&project, "oak");
    project.run(&["log", "placed", &oak]).expect(0);
    assert_eq!(told(&project), Vec::<String>::new());
    // A place that was taken out of the list.
    let toml = fs::read_to_string(project.path("locations.toml")).unwrap();
    project.write("locations.toml", toml.replace("id = \"oak\"", "id = \"ash\""));
    assert_eq!(told(&project), ["ledger-place"]);
    project.write("locations.toml", &toml);
    // A row that was changed in one copy, and a file that is open elsewhere.
    let rows = ledger(&project);
    let last = rows.lines().last().unwrap();
    project.write("ledger.csv", format!("{rows}{}\n", last.replace(",4,", ",3,")));
    assert_eq!(told(&project), ["ledger-conflict"]);
    project.write("ledger.csv", &rows);
    project.write(".~lock.ledger.csv#", "");
    assert_eq!(told(&project), ["ledger-conflict"]);
    fs::remove_file(project.path(".~lock.ledger.csv#")).unwrap();
    // A record of prints that somebody edited; a last line without its end is written again by the next print.
    let prints = fs::read_to_string(project.path("prints.jsonl")).unwrap();
    project.write("prints.jsonl", format!("{prints}{{\"print\":1}}\n{{\"pri"));
    assert_eq!(told(&project), ["prints-unread"]);
    project.write("prints.jsonl", &prints);
    // Without the record of prints today's plan knows the serial.
    fs::remove_file(project.path("prints.jsonl")).unwrap();
    assert_eq!(
        place(&status(&project, "2026-11-29"), "oak")["pieces"][0]["good"],
        4
    );
    // With other words, nobody knows what hangs there.
    let spanish = include_str!("../../../messages/es.toml");
    project.write(
        "messages/es.toml",
        spanish.replace("Se habla español", "Hablamos español"),
    );
    let seen = status(&project, "2026-11-29");
    assert_eq!(
        place(&seen, "oak")["pieces"][0]["outdated"][0]["reason"],
        "nothing is known of its print"
    );
}

/// A photo of a symbol, black on white, as large as a telephone makes it.
fn symbol_photo(project: &Project, name: &str, payload: &str) {
    const MODULE: u32 = 10;
    let code = qrcode::QrCode::new(payload).unwrap();
    let side = u32::try_from(code.width()).unwrap();
    let dark = code.to_colors();
    let picture = image::GrayImage::from_fn((side + 8) * MODULE, (side + 8) * MODULE, |x, y| {
        let inside = |at: u32| (at / MODULE).checked_sub(4).filter(|at| *at < side);
        let dark = inside(x)
            .zip(inside(y))
            .is_some_and(|(x, y)| dark[(y * side + x) as usize] == qrcode::Color::Dark);
        image::Luma([if dark { 30 } else { 225 }])
    });
    picture.save(project.path(name)).unwrap();
}

#[test]
fn photos_are_logged() {
    let project = printed();
    let oak = serial_of(&project, "oak");
    project
        .run(&["log", "placed", &oak, "--on", "2026-11-01"])
        .expect(0);
    symbol_photo(&project, "ours.png", "tel:+18883737888");
    let audit = [
        "audit",
        "ours.png",
        "ours.png",
        "--at",
        "oak",
        "--log",
        "--by",
        "AB",
        "--allow",
        "sighting-missing",
    ];
    let told = project.run(&audit).expect(0).stderr;
    let row = ledger(&project).lines().last().unwrap().to_owned();
    assert!(
        row.contains(&format!(",checked,oak,,{oak},2,ok,AB,")),
        "{row}: {told}"
    );
    symbol_photo(&project, "theirs.png", "https://help.example/win");
    project
        .run(&["audit", "theirs.png", "--at", "oak", "--log"])
        .expect(1);
    assert!(
        ledger(&project)
            .lines()
            .last()
            .unwrap()
            .contains(&format!(",damaged,oak,,{oak},1,covered,")),
        "{}",
        ledger(&project)
    );
    assert_eq!(place(&status(&project, "2026-11-29"), "oak")["stage"], "covered");
    // What an earlier record said is known from the prints.
    let before = ledger(&project);
    let prints = fs::read_to_string(project.path("prints.jsonl")).unwrap();
    let content = prints
        .lines()
        .next()
        .unwrap()
        .replace("18883737888", "18005550199")
        .replacen("\"id\":\"", "\"id\":\"0", 1);
    project.write("prints.jsonl", format!("{content}\n{prints}"));
    symbol_photo(&project, "old.png", "tel:+18005550199");
    let told = project
        .run(&["audit", "old.png", "--at", "oak", "--log"])
        .expect(0)
        .stderr;
    assert!(
        told.contains("sighting-outdated") && told.contains("Nothing was logged"),
        "{told}"
    );
    assert_eq!(ledger(&project), before);
    project.run(&["audit", "ours.png", "--log"]).expect(2);
}

/// The example is what its page says.
#[test]
fn the_example() {
    let readme = include_str!("../../../examples/upkeep/README.md");
    let project = Project::with(
        "examples/upkeep/locations.toml",
        include_str!("../../../examples/upkeep/locations.toml"),
    );
    let mut told = String::new();
    for line in readme.lines().filter_map(|line| line.strip_prefix("mileposter ")) {
        // One word in quotes has a space.
        let words: Vec<String> = line
            .replace("women 3", "women~3")
            .split(' ')
            .map(|word| word.trim_matches('"').replace('~', " "))
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let outcome = project.run(&words).expect(0);
        told.push_str(&outcome.stdout);
        told.push_str(&outcome.stderr);
    }
    let blocks = readme
        .split("```text\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap());
    for line in blocks.flat_map(str::lines).filter(|line| !line.is_empty()) {
        assert!(told.contains(line), "{line}\n{told}");
    }
}
