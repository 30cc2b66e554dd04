//! `build --shard` and `merge`: the shards of a plan are the plan, and nothing else gets into the folder that they become.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use mileposter::plate::hex;
use mileposter::shard::Shard;
use proptest::prelude::{ProptestConfig, prop_assert_eq};
use proptest::proptest;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::project::{Outcome, Project, STALL};

/// Stall signs for the embedded corridor.
const CORRIDOR: &[&str] = &["--template", "stall", "--stock", "letter", "--language", "en,es"];

/// A day for everything that is dated.
const TODAY: &[&str] = &["--today", "2026-12-01"];

fn out(index: u32) -> String {
    format!("shards/{index}/out")
}

/// Builds a shard into its folder.
fn shard(project: &Project, index: u32, of: u32, flags: &[&str]) -> Outcome {
    let (shard, out) = (format!("{index}/{of}"), out(index));
    let build = ["build", "--quiet", "--shard", &shard, "--out", &out];
    project.run(&[&build, TODAY, flags].concat())
}

/// Builds every shard.
#[track_caller]
fn shards(project: &Project, of: u32, flags: &[&str]) {
    for index in 1..=of {
        shard(project, index, of, flags).expect(0);
    }
}

/// Puts folders together in `all`.
fn merge(project: &Project, folders: &[&str], flags: &[&str]) -> Outcome {
    project.run(&[&["merge", "--out", "all"], folders, flags].concat())
}

/// Puts all shards together in `all`.
fn merge_all(project: &Project, of: u32, flags: &[&str]) -> Outcome {
    let folders: Vec<String> = (1..=of).map(out).collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    merge(project, &folders, flags)
}

/// A refusal says all these words, and leaves nothing behind.
#[track_caller]
fn check_refused(project: &Project, folders: &[&str], words: &[&str]) {
    let before = project.files("");
    let told = merge(project, folders, &[]).expect(1).stderr;
    for word in words.iter().chain(&["merge-refused", "Nothing was written"]) {
        assert!(told.contains(word), "no `{word}` in {told}");
    }
    assert_eq!(project.files(""), before);
    assert!(!project.path("all").exists());
}

fn manifest(project: &Project, folder: &str) -> Value {
    let text = fs::read(project.path(folder).join("manifest.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

/// Writes a manifest over that of a folder.
fn forge(project: &Project, folder: &str, change: impl Fn(&mut Value)) {
    let mut manifest = manifest(project, folder);
    change(&mut manifest);
    project.write(&format!("{folder}/manifest.json"), manifest.to_string());
}

/// The path of the first file of a folder.
fn first_file(project: &Project, folder: &str) -> String {
    let manifest = manifest(project, folder);
    manifest["files"][0]["file"].as_str().unwrap().to_owned()
}

/// A campaign of eight places in the folder `camp`, at least one in each of two shards.
fn campaign() -> Project {
    let places: String = (1..=8)
        .map(|number| {
            format!("[[location]]\nid = \"stop-{number}\"\nname = \"Stop {number}\"\nkind = \"truck_stop\"\n")
        })
        .collect();
    Project::with("camp/locations.toml", format!("{STALL}{places}"))
}

const CAMP: &[&str] = &["--campaign", "camp"];

/// The campaign with both of two shards built.
fn two_shards() -> Project {
    let project = campaign();
    shards(&project, 2, CAMP);
    project
}

/// Takes out of both manifests which plates were proofed: what was proofed elsewhere is not taken over.
fn without_proofs(project: &Project) {
    for folder in ["all", "whole"] {
        forge(project, folder, |manifest| {
            manifest.as_object_mut().unwrap().remove("proofed");
        });
    }
}

#[test]
fn the_shards_together_are_the_whole() {
    let project = Project::empty();
    project
        .run(&[&["build", "--quiet", "--out", "whole"], TODAY, CORRIDOR].concat())
        .expect(0);
    assert_eq!(project.files("whole").len(), 184);
    for of in [1, 3, 16] {
        shards(&project, of, CORRIDOR);
        let mut places = BTreeMap::new();
        for index in 1..=of {
            let manifest = manifest(&project, &out(index));
            assert_eq!(manifest["shard"]["index"], index);
            assert_eq!(manifest["shard"]["of"], of);
            for entry in manifest["files"].as_array().unwrap() {
                let other = places.insert(entry["location"].to_string(), index);
                assert!(other.is_none(), "{entry} is in two shards");
            }
        }
        assert_eq!(places.len(), 183);
        merge_all(&project, of, &[]).expect(0);
        without_proofs(&project);
        assert_eq!(project.files("all"), project.files("whole"), "of {of} shards");
        fs::remove_dir_all(project.path("all")).unwrap();
        fs::remove_dir_all(project.path("shards")).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_is_in_one_shard(place in "[a-z0-9-]{1,40}", of in 1_u32..400) {
        let shards = (1..=of).map(|index| Shard::new(index, of).unwrap());
        prop_assert_eq!(shards.filter(|shard| shard.has(&place)).count(), 1);
    }
}

#[test]
fn a_shard_is_the_same_once_more() {
    let project = two_shards();
    let before = project.files("shards");
    shards(&project, 2, CAMP);
    assert_eq!(project.files("shards"), before);
}

#[test]
fn what_is_no_shard_is_refused() {
    let project = campaign();
    for text in ["0/4", "5/4", "a/b", "3", "1/10001"] {
        let told = project.run(&["build", "--shard", text]).expect(2).stderr;
        assert!(told.contains("shard"), "{told}");
    }
    for flags in [&["--needed"][..], &["--combine", "all.pdf"]] {
        let build = ["build", "--campaign", "camp", "--shard", "1/2"];
        let told = project.run(&[&build, flags].concat()).expect(2).stderr;
        assert!(told.contains(flags[0]) && told.contains("`--shard`"), "{told}");
    }
    assert!(!project.path("out").exists());
}

#[test]
fn a_folder_is_of_one_shard() {
    let project = campaign();
    let build = |shard: &str| project.run(&[&["build", "--quiet", "--shard", shard], CAMP].concat());
    build("1/2").expect(0);
    let before = project.files("out");
    for other in ["2/2", "1/3"] {
        let told = build(other).expect(2).stderr;
        assert!(told.contains("a folder of its own"), "{told}");
        assert_eq!(project.files("out"), before);
    }
    build("1/2").expect(0);
}

#[test]
fn a_shard_may_be_empty() {
    let project = Project::of_places("[[location]]\nid = \"elm\"\nname = \"Elm\"\nkind = \"truck_stop\"\n");
    let told: Vec<String> = (1..=2)
        .map(|index| {
            let (shard, out) = (format!("{index}/2"), out(index));
            project
                .run(&["build", "--shard", &shard, "--out", &out])
                .expect(0)
                .stderr
        })
        .collect();
    let empty = "No place of the plan falls into shard";
    assert_eq!(told.iter().filter(|told| told.contains(empty)).count(), 1);
    let told = merge_all(&project, 2, &[]).expect(0).stderr;
    assert!(told.contains("Put 1 poster of 2 folders together"), "{told}");
}

#[test]
fn every_shard_tells_the_faults_of_the_list() {
    let project = Project::of_places("[[location]]\nid = \"elm\"\nname = \"Elm\"\nkind = \"castle\"\n");
    for index in [1, 2] {
        let told = shard(&project, index, 2, &["--message-format", "json"]).expect(1);
        assert_eq!(told.errors().len(), 1);
        assert_eq!(told.errors()[0].0, "unknown-kind");
    }
    assert!(!project.path("shards").exists());
}

#[test]
fn tiled_posters_are_shared_out_too() {
    let project = campaign();
    let wall = "[[hang]]\ntemplate = \"wall\"\nstock = \"tabloid\"\nper = \"site\"\n";
    let places = fs::read_to_string(project.path("camp/locations.toml")).unwrap();
    project.write("camp/locations.toml", places.replace(STALL, wall));
    let flags = ["--campaign", "camp", "--tile", "letter"];
    let whole = [&["build", "--quiet", "--out", "whole"], TODAY, &flags].concat();
    project.run(&whole).expect(0);
    shards(&project, 3, &flags);
    merge_all(&project, 3, &[]).expect(0);
    without_proofs(&project);
    assert_eq!(project.files("all"), project.files("whole"));
}

#[test]
fn prints_come_on_record_once() {
    let project = campaign();
    let before = project.files("camp");
    shards(&project, 2, CAMP);
    assert_eq!(
        project.files("camp"),
        before,
        "a shard writes into its folder alone"
    );
    let told = merge_all(&project, 2, &[]).expect(0).stderr;
    assert!(told.contains("No record of prints is kept here"), "{told}");
    merge_all(&project, 2, CAMP).expect(0);
    let lines = || -> BTreeSet<String> {
        let text = fs::read_to_string(project.path("camp/prints.jsonl")).unwrap();
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 9, "eight prints and what they say");
        lines.into_iter().collect()
    };
    let merged = lines();
    merge_all(&project, 2, CAMP).expect(0);
    assert_eq!(lines(), merged);
    fs::remove_file(project.path("camp/prints.jsonl")).unwrap();
    project
        .run(&[&["build", "--quiet", "--out", "whole"], TODAY, CAMP].concat())
        .expect(0);
    assert_eq!(lines(), merged);
}

#[test]
fn other_files_of_the_folder_stay() {
    let project = two_shards();
    project.write("all/note.txt", "ask at the desk");
    merge_all(&project, 2, &[]).expect(0);
    assert_eq!(project.files("all").len(), 8 + 2);
    // Files of an earlier merge stay in the manifest too.
    fs::remove_dir_all(project.path("shards")).unwrap();
    shards(&project, 2, &[CAMP, &["--language", "ko"]].concat());
    merge_all(&project, 2, &[]).expect(0);
    let files = manifest(&project, "all")["files"].as_array().unwrap().len();
    assert_eq!(files, 16);
}

#[test]
fn a_missing_shard_is_told() {
    let project = campaign();
    shards(&project, 5, CAMP);
    let some = [out(2), out(5)];
    let some: Vec<&str> = some.iter().map(String::as_str).collect();
    check_refused(&project, &some, &["shards 1, 3-4 of 5 are missing", "--partial"]);
    let report = merge(&project, &some, &["--partial", "--message-format", "json"]).expect(0);
    let report = report.json();
    assert_eq!(report["shards"]["missing"], serde_json::json!([1, 3, 4]));
    assert_eq!(report["files"].as_array().unwrap().len(), report["written"]);
}

#[test]
fn a_changed_file_is_refused() {
    let project = two_shards();
    let file = first_file(&project, &out(2));
    let place = format!("{}/{file}", out(2));
    let sound = fs::read(project.path(&place)).unwrap();
    let folders = [out(1), out(2)];
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    project.write(&place, [&sound[..], b"\n"].concat());
    check_refused(&project, &folders, &[&file, "is not what its manifest says"]);
    fs::remove_file(project.path(&place)).unwrap();
    check_refused(&project, &folders, &[&file, "is missing in `shards/2/out`"]);
    fs::remove_file(project.path("shards/1/out/manifest.json")).unwrap();
    check_refused(&project, &folders, &["`shards/1/out` has no manifest.json"]);
}

#[test]
fn hostile_paths_are_refused() {
    let project = two_shards();
    project.write("secret.pdf", "a secret");
    let sha256 = hex(&Sha256::digest("a secret"));
    let absolute = project.path("secret.pdf").display().to_string();
    let folders = [out(1), out(2)];
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    for path in [
        "../../../secret.pdf",
        &absolute,
        "I-5/../../../../secret.pdf",
        "manifest.json",
        "prints.jsonl",
    ] {
        forge(&project, folders[0], |manifest| {
            manifest["files"][0]["file"] = path.into();
            manifest["files"][0]["sha256"] = sha256.clone().into();
        });
        check_refused(&project, &folders, &["is no path that `build` makes"]);
    }
    for (of, index) in [(0, 0), (2, 3), (20_000, 1)] {
        forge(&project, folders[0], |manifest| {
            manifest["files"] = serde_json::json!([]);
            manifest["shard"]["of"] = of.into();
            manifest["shard"]["index"] = index.into();
        });
        check_refused(&project, &folders, &["shard"]);
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let project = two_shards();
    let folders = [out(1), out(2)];
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    let place = project.path(folders[0]).join(first_file(&project, folders[0]));
    fs::rename(&place, project.path("moved.pdf")).unwrap();
    symlink(project.path("moved.pdf"), &place).unwrap();
    check_refused(&project, &folders, &["stands behind a link"]);
    let manifest = project.path(folders[1]).join("manifest.json");
    fs::rename(&manifest, project.path("moved.json")).unwrap();
    symlink(project.path("moved.json"), &manifest).unwrap();
    check_refused(&project, &folders, &["`shards/2/out` has no manifest.json"]);
}

#[cfg(unix)]
#[test]
fn files_are_linked_where_they_can_be() {
    use std::os::unix::fs::MetadataExt as _;
    let project = two_shards();
    merge_all(&project, 2, &[]).expect(0);
    let file = first_file(&project, &out(1));
    let inode = |folder: &str| fs::metadata(project.path(folder).join(&file)).unwrap().ino();
    assert_eq!(inode(&out(1)), inode("all"));
}

#[test]
fn folders_that_contradict_each_other_are_refused() {
    let project = two_shards();
    let one = out(1);
    let (one, two) = (one.as_str(), out(2));
    // The same path with other words.
    let catalog = include_str!("../../messages/es.toml");
    project.write(
        "camp/messages/es.toml",
        catalog.replace("¿Alguien controla su vida?", "¿Necesita ayuda?"),
    );
    project
        .run(&[&["build", "--quiet", "--out", "other"], CAMP].concat())
        .expect(0);
    check_refused(
        &project,
        &[one, &two, "other"],
        &["is not the same in `shards/1/out` and in `other`"],
    );
    // A shard of another number, and one of another plan.
    let build = |shard: &str, out: &str, flags: &[&str]| {
        let build = ["build", "--quiet", "--shard", shard, "--out", out];
        project.run(&[&build, CAMP, flags].concat()).expect(0);
    };
    build("2/3", "third", &[]);
    check_refused(&project, &[one, "third"], &["one of 2 shards", "one of 3"]);
    build("2/2", "korean", &["--language", "ko"]);
    check_refused(&project, &[one, "korean"], &["shards of different plans"]);
    // Another program.
    forge(&project, "third", |manifest| {
        manifest["generator"] = "mileposter 0.0.1".into();
    });
    build("1/3", "first", &[]);
    check_refused(&project, &["first", "third"], &["by mileposter 0.0.1"]);
}

#[test]
fn a_shard_twice_must_be_the_same() {
    let project = two_shards();
    let (one, two) = (out(1), out(2));
    let copy = ["build", "--quiet", "--shard", "1/2", "--out", "copy"];
    project.run(&[&copy, CAMP].concat()).expect(0);
    merge(&project, &[&one, "copy", &two], &[]).expect(0);
    fs::remove_dir_all(project.path("all")).unwrap();
    forge(&project, "copy", |manifest| {
        manifest["files"].as_array_mut().unwrap().pop();
    });
    check_refused(
        &project,
        &[&one, "copy", &two],
        &["are both shard 1/2, and have not the same files"],
    );
    // Files of places that belong to the other shard.
    forge(&project, &two, |manifest| manifest["shard"]["index"] = 1.into());
    check_refused(&project, &[&two], &["is of a place that is not in shard 1/2"]);
}

#[test]
fn builds_that_are_no_shards_are_put_together() {
    let project = campaign();
    for (language, out) in [("en", "english"), ("ko", "korean")] {
        let build = ["build", "--quiet", "--language", language, "--out", out];
        project.run(&[&build, CAMP].concat()).expect(0);
    }
    let report = merge(&project, &["english", "korean"], &["--message-format", "json"]).expect(0);
    assert_eq!(report.json()["written"], 16);
    assert_eq!(report.json()["shards"], Value::Null);
    assert!(manifest(&project, "all")["shard"].is_null());
}

/// The handbook's own commands, where GNU parallel is on the machine.
#[cfg(unix)]
#[test]
fn the_handbook_tells_what_works() {
    use std::process::Command;
    let has_parallel = Command::new("parallel")
        .arg("--version")
        .output()
        .is_ok_and(|told| String::from_utf8_lossy(&told.stdout).contains("GNU parallel"));
    if !has_parallel {
        return;
    }
    let page = include_str!("../../docs/many-machines.md");
    let script = page
        .split("```sh\n")
        .find(|block| block.contains("| parallel"))
        .and_then(|block| block.split("```").next())
        .unwrap();
    let project = campaign();
    fs::rename(project.path("camp"), project.path("campaign")).unwrap();
    // This machine alone, without a way over the network.
    project.write("machines", ":\n");
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_mileposter"));
    let path = format!("PATH='{}':$PATH", program.parent().unwrap().display());
    let mut command = Command::new("bash");
    command
        .args(["-euc", &format!("{path}\n{script}")])
        .current_dir(project.path(""));
    Outcome::of(&mut command).expect(0);
    assert_eq!(manifest(&project, "out")["files"].as_array().unwrap().len(), 8);
    assert!(project.path("campaign/prints.jsonl").exists());
}
