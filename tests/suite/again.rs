//! A second build into the same folder, and builds that a save sets off.

use std::fs;
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;

use crate::project::{Outcome, Project, STALL};

const NAMES: [&str; 3] = ["Oak Grove", "Elk Creek", "Pine Ridge"];

fn places(names: &[&str]) -> String {
    let place = |(number, name): (usize, &&str)| {
        format!(
            "[[location]]\nid = \"stop-{number}\"\nname = \"{name}\"\nkind = \"rest_area\"\nroute = \"I-5\"\n"
        )
    };
    names.iter().enumerate().map(place).collect()
}

fn built_once() -> Project {
    let project = Project::of_places(&places(&NAMES));
    project.run(BUILD).expect(0);
    project
}

const BUILD: &[&str] = &["build", "--language", "en,es", "--message-format", "json"];

/// How many files a build wrote and kept, and what it says of it.
fn counts(outcome: &Outcome) -> (u64, u64) {
    let report = outcome.json();
    (
        report["written"].as_u64().unwrap(),
        report["kept"].as_u64().unwrap(),
    )
}

/// The file of a place.
fn file(number: usize) -> String {
    format!("out/I-5/stop-{number}/stall-letter-en+es.pdf")
}

fn changed(project: &Project, path: &str) -> SystemTime {
    fs::metadata(project.path(path)).unwrap().modified().unwrap()
}

fn manifest(project: &Project) -> Value {
    serde_json::from_slice(&fs::read(project.path("out/manifest.json")).unwrap()).unwrap()
}

#[test]
fn nothing_is_written_where_nothing_changed() {
    let project = built_once();
    let (files, when) = (project.files("out"), changed(&project, "out/manifest.json"));
    let folder = changed(&project, "out");
    assert_eq!(counts(&project.run(BUILD).expect(0)), (0, 3));
    assert_eq!(project.files("out"), files);
    assert_eq!(changed(&project, "out/manifest.json"), when);
    assert_eq!(changed(&project, "out"), folder);
    let told = project.run(&["build", "--language", "en,es"]).expect(0).stderr;
    assert!(
        told.contains("Nothing has changed: 3 posters in out are as they would be printed now (0 of 1 plates proofed, the others before)."),
        "{told}"
    );
}

#[test]
fn what_differs_is_written_and_the_rest_stays() {
    let project = built_once();
    let before = project.files("out");
    let kept = changed(&project, &file(0));
    project.write(
        "locations.toml",
        format!(
            "{STALL}{}",
            places(&["Oak Grove", "Elk Creek North", "Pine Ridge"])
        ),
    );
    assert_eq!(counts(&project.run(BUILD).expect(0)), (1, 2));
    let after = project.files("out");
    let other: Vec<&String> = before
        .keys()
        .filter(|path| before.get(*path) != after.get(*path))
        .collect();
    assert_eq!(other, ["I-5/stop-1/stall-letter-en+es.pdf", "manifest.json"]);
    assert_eq!(changed(&project, &file(0)), kept);
    // It is what a build into an empty folder makes.
    project.run(&[BUILD, &["--out", "other"]].concat()).expect(0);
    assert_eq!(after, project.files("other"));
}

#[test]
fn a_file_that_was_touched_is_made_again() {
    let project = built_once();
    let whole = project.files("out");
    let bytes = fs::read(project.path(&file(1))).unwrap();
    let mut digit = bytes.clone();
    let at = digit.windows(9).rposition(|part| part == b"startxref").unwrap();
    digit[at - 100] ^= 1;
    for broken in [
        &digit,
        &bytes[..bytes.len() - 1],
        &[bytes.as_slice(), b"x"].concat(),
        &[][..],
    ] {
        project.write(&file(1), broken);
        assert_eq!(counts(&project.run(BUILD).expect(0)), (1, 2));
        assert_eq!(project.files("out"), whole);
    }
    fs::remove_file(project.path(&file(2))).unwrap();
    assert_eq!(counts(&project.run(BUILD).expect(0)), (1, 2));
    assert_eq!(project.files("out"), whole);
    // A manifest that was lost or forged is written again.
    for text in ["", "{}", "{\"schema\": 1, \"generator\": \"\", \"files\": []}"] {
        project.write("out/manifest.json", text);
        assert_eq!(counts(&project.run(BUILD).expect(0)), (0, 3));
        assert_eq!(project.files("out"), whole, "after {text}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_no_file_of_ours() {
    let project = built_once();
    let whole = project.files("out");
    fs::rename(project.path(&file(0)), project.path("elsewhere.pdf")).unwrap();
    std::os::unix::fs::symlink(project.path("elsewhere.pdf"), project.path(&file(0))).unwrap();
    assert_eq!(counts(&project.run(BUILD).expect(0)), (1, 2));
    assert_eq!(project.files("out"), whole);
}

#[test]
fn fresh_makes_everything() {
    let project = built_once();
    let (files, when) = (project.files("out"), changed(&project, &file(0)));
    let outcome = project
        .run(&["build", "--language", "en,es", "--fresh"])
        .expect(0);
    assert!(
        outcome
            .stderr
            .contains("Wrote 3 posters for 3 places into out (1 plate proofed)."),
        "{}",
        outcome.stderr
    );
    assert_eq!(project.files("out"), files);
    assert!(changed(&project, &file(0)) > when);
}

#[test]
fn only_the_same_build_of_the_program_has_proofed_a_plate() {
    let project = built_once();
    let proofed = |project: &Project| {
        let told = project.run(&["build", "--language", "en,es"]).expect(0).stderr;
        let (_, told) = told.split_once(" out (").or(told.split_once(" now (")).unwrap();
        told.split_once(')').unwrap().0.to_owned()
    };
    assert_eq!(proofed(&project), "0 of 1 plates proofed, the others before");
    let forge = |change: &dyn Fn(&mut Value)| {
        let mut manifest = manifest(&project);
        change(&mut manifest["proofed"]);
        project.write("out/manifest.json", manifest.to_string());
    };
    forge(&|proofed| proofed["by"] = "another".into());
    assert_eq!(proofed(&project), "1 plate proofed");
    // Held against something else.
    forge(&|proofed| {
        for stood in proofed["plates"].as_object_mut().unwrap().values_mut() {
            stood["meant"] = "0123456789abcdef".into();
        }
    });
    assert_eq!(proofed(&project), "1 plate proofed");
    assert_eq!(proofed(&project), "0 of 1 plates proofed, the others before");
}

/// A run that is killed at any moment leaves the old files or the new ones, and the next one makes them whole.
#[test]
fn a_killed_build_is_made_up_for() {
    let names: Vec<String> = (0..300).map(|number| format!("Stop {number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let project = Project::of_places(&places(&names));
    project.run(&[BUILD, &["--out", "whole"]].concat()).expect(0);
    let whole = project.files("whole");
    for millis in [5, 20, 40, 60, 80, 120, 200] {
        let mut child = project.start(&["build", "--quiet", "--language", "en,es"]);
        std::thread::sleep(Duration::from_millis(millis));
        let _ = child.kill();
        child.wait().unwrap();
        let left = project.files("out");
        assert!(left.is_empty() || left == whole, "after {millis} ms");
    }
    project.run(BUILD).expect(0);
    assert_eq!(project.files("out"), whole);
    let beside: Vec<_> = fs::read_dir(project.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().contains("mileposter-"))
        .collect();
    assert!(beside.is_empty(), "{beside:?}");
}

/// Waits until something holds, and no longer than a slow machine needs.
fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[cfg(unix)]
#[test]
fn a_save_sets_off_a_build() {
    let project = Project::of_places(&places(&NAMES));
    let watch = project.start(&["watch", "--quiet", "--language", "en,es"]);
    let read = |path: &str| fs::read(project.path(path)).unwrap_or_default();
    wait_until("no first build", || !read("out/manifest.json").is_empty());
    let first = read(&file(1));
    project.write(
        "locations.toml",
        format!(
            "{STALL}{}",
            places(&["Oak Grove", "Elk Creek North", "Pine Ridge"])
        ),
    );
    wait_until("the name did not change", || {
        let now = read(&file(1));
        !now.is_empty() && now != first
    });
    // A fault keeps the last sound files, and the next save mends it.
    let sound = project.files("out");
    project.write("locations.toml", "[[location]]\nid = 1\n");
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(project.files("out"), sound);
    project.write(
        "locations.toml",
        format!("{STALL}{}", places(&["Oak Grove South"])),
    );
    let before = read(&file(0));
    wait_until("the mended list was not built", || {
        let now = read(&file(0));
        !now.is_empty() && now != before
    });
    interrupt(watch);
}

/// Ends a watch as Ctrl-C does.
#[cfg(unix)]
fn interrupt(mut watch: std::process::Child) {
    let id = watch.id().to_string();
    std::process::Command::new("kill")
        .args(["-INT", &id])
        .output()
        .unwrap();
    assert!(watch.wait().unwrap().success());
}

/// What a build writes sets off no other, whatever the campaign's folder is called.
#[cfg(unix)]
#[test]
fn a_build_sets_off_none() {
    let project = Project::with("data/locations.toml", format!("{STALL}{}", places(&NAMES)));
    let log = fs::File::create(project.path("told")).unwrap();
    let watch = project
        .command(&[
            "watch",
            "--campaign",
            "data",
            "--out",
            "data/out",
            "--language",
            "en,es",
        ])
        .stderr(log)
        .spawn()
        .unwrap();
    let builds = || {
        let told = fs::read_to_string(project.path("told")).unwrap();
        told.matches("Waiting for a change").count()
    };
    wait_until("no first build", || builds() > 0);
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(builds(), 1);
    // A folder of own files that comes later is listened to.
    project.write("data/data/README.md", "");
    wait_until("the new folder was not seen", || builds() == 2);
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(builds(), 2);
    interrupt(watch);
}

#[test]
fn what_cannot_be_watched_ends_at_once() {
    let project = Project::empty();
    project.run(&["watch", "--campaign", "nowhere"]).expect(2);
    project
        .run(&["watch", "--template", "stall", "--shard", "0/4"])
        .expect(2);
}
