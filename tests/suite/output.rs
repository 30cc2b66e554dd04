//! The output folder: the old set or the new one, whatever happens, and a true manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::project::{Outcome, Project};

/// Stall signs for the embedded corridor, with the words of the project's own catalog.
const BUILD: &[&str] = &["build", "--template", "stall", "--stock", "letter", "--language"];

/// Two ways to ask the same, so that every poster of one differs from that of the other.
const WORDS: [&str; 2] = ["¿Alguien controla su vida?", "¿Necesita ayuda?"];

type Files = BTreeMap<String, String>;

/// A project whose posters ask one of the two questions.
fn ask(project: &Project, words: usize) {
    let catalog = include_str!("../../messages/es.toml");
    project.write("messages/es.toml", catalog.replace(WORDS[0], WORDS[words]));
}

fn build<'a>(languages: &'a str, out: &'a str) -> Vec<&'a str> {
    [BUILD, &[languages, "--out", out, "--quiet"]].concat()
}

/// Both sets, built in peace, beside a note; the first of them is in place.
fn two_sets(project: &Project) -> [Files; 2] {
    project.write("out/I-5/note.txt", "ask at the desk");
    [1, 0].map(|words| {
        ask(project, words);
        project.run(&build("en,es", "out")).expect(0);
        sound(project, "out")
    })
}

/// The files of an output folder, whose manifest must tell the truth of each.
#[track_caller]
fn sound(project: &Project, out: &str) -> Files {
    let files = project.files(out);
    for (file, sha256) in claimed(project, out) {
        assert_eq!(files.get(&file), Some(&sha256), "{file}");
    }
    files
}

/// Each file of a manifest with the hash it claims.
fn claimed(project: &Project, out: &str) -> Files {
    let bytes = fs::read(project.path(out).join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&bytes).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let entries = manifest["files"].as_array().unwrap();
    entries
        .iter()
        .map(|entry| (text(&entry["file"]), text(&entry["sha256"])))
        .collect()
}

#[track_caller]
fn nothing_hidden(folder: &Path) {
    let names = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let hidden: Vec<_> = names
        .filter(|name| name.to_string_lossy().starts_with('.'))
        .collect();
    assert!(hidden.is_empty(), "{hidden:?} in {}", folder.display());
}

/// A refusal changes nothing and names a way out.
#[track_caller]
fn check_refused(project: &Project, args: &[&str], words: &[&str]) {
    let before = project.files("");
    let outcome = project.run(args).expect(2);
    for word in words {
        assert!(outcome.stderr.contains(word), "no `{word}` in {}", outcome.stderr);
    }
    assert_eq!(project.files(""), before);
    nothing_hidden(&project.path(""));
}

/// Ends runs at moments spread over their time, by `end`; after each the folder holds one set or the other.
fn interrupted(project: &Project, times: u32, end: impl Fn(&mut Child), after: impl Fn(&Project)) {
    let sets = two_sets(project);
    assert!(sets[0].len() > 180 && sets[0] != sets[1]);
    let run = |_| {
        let started = Instant::now();
        project.run(&build("en,es", "out")).expect(0);
        started.elapsed()
    };
    // The shortest of a few, since other tests use the machine as well.
    let whole: Duration = (0..3).map(run).min().unwrap();
    let mut moments = [0, 0];
    for time in 0..times {
        // From a fifth of the time to a little more than all.
        let delay = whole * (times + 5 * time) / (times * 5);
        let there = usize::from(sound(project, "out") == sets[0]);
        ask(project, 1 - there);
        let mut child = project.start(&build("en,es", "out"));
        std::thread::sleep(delay);
        end(&mut child);
        child.wait().unwrap();
        let found = sound(project, "out");
        let is_new = found == sets[there];
        assert!(
            is_new || found == sets[1 - there],
            "a mixture after {delay:?}: {found:#?}"
        );
        moments[usize::from(is_new)] += 1;
        after(project);
    }
    assert!(moments[0] > 0, "no run was stopped");
    project.run(&build("en,es", "out")).expect(0);
    sound(project, "out");
    nothing_hidden(&project.path(""));
}

#[test]
fn a_killed_run_leaves_the_old_set_or_the_new_one() {
    let kill = |child: &mut Child| child.kill().unwrap();
    interrupted(&Project::empty(), 20, kill, |_| {});
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_no_trace() {
    let press = |child: &mut Child| {
        let id = child.id().to_string();
        // It fails once the run has ended by itself.
        let _ = Command::new("kill").args(["-INT", &id]).output().unwrap();
    };
    interrupted(&Project::empty(), 10, press, |project| {
        nothing_hidden(&project.path(""));
    });
}

#[test]
fn what_a_killed_run_left_is_cleared() {
    let project = Project::empty();
    project.run(&build("en", "out")).expect(0);
    let before = sound(&project, "out");
    project.write(".out.mileposter-new/I-5/half.pdf", "%PDF");
    fs::create_dir(project.path("other")).unwrap();
    fs::rename(project.path("out"), project.path(".out.mileposter-earlier")).unwrap();
    project.run(&build("es", "out")).expect(0);
    let after = sound(&project, "out");
    assert!(
        before
            .iter()
            .all(|(file, hash)| file == "manifest.json" || after.get(file) == Some(hash))
    );
    assert_eq!(claimed(&project, "out").len(), 2 * (before.len() - 1));
    nothing_hidden(&project.path(""));
}

#[test]
fn builds_at_once_end_as_one_after_the_other() {
    let project = Project::empty();
    let languages = ["en", "es", "ko", "ru,en"];
    let runs = languages.map(|languages| project.start(&build(languages, "out")));
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    let files = sound(&project, "out");
    let claimed: BTreeSet<String> = claimed(&project, "out").into_keys().collect();
    for languages in ["en", "es", "ko", "ru+en"] {
        let ending = format!("-{languages}.pdf");
        let named = claimed.iter().filter(|file| file.ends_with(&ending)).count();
        assert!(named > 180, "{languages}: {named}");
    }
    assert_eq!(files.len(), claimed.len() + 1);
    nothing_hidden(&project.path(""));
}

#[test]
fn a_build_into_a_folder_below_another_output_folder_is_not_lost() {
    let project = Project::empty();
    project.run(&build("en", "out")).expect(0);
    let runs = [
        ("es", "out"),
        ("ko", "out/more"),
        ("ru", "out"),
        ("th", "out/more"),
    ]
    .map(|(language, out)| project.start(&build(language, out)));
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    sound(&project, "out");
    sound(&project, "out/more");
    assert!(claimed(&project, "out").len() > 3 * 180);
    assert!(claimed(&project, "out/more").len() > 2 * 180);
    nothing_hidden(&project.path("out"));
}

#[test]
fn what_a_person_put_there_stays() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    project.write("out/note.txt", "ask at the desk");
    project.write("out/photos/2026/desk.png", [0_u8, 159, 255]);
    project.write("elsewhere/kept.txt", "kept");
    fs::create_dir(project.path("out/empty")).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        symlink("../elsewhere", project.path("out/link")).unwrap();
        symlink("nowhere", project.path("out/dangling")).unwrap();
        for (folder, mode) in [("out", 0o750), ("out/photos", 0o2775), ("out/empty", 0o555)] {
            fs::set_permissions(project.path(folder), fs::Permissions::from_mode(mode)).unwrap();
        }
    }
    let before = project.files("out/photos");
    for command in [
        &["build"][..],
        &["build"],
        &["preview", "--out", "out", "--dpi", "24"],
    ] {
        project.run(command).expect(0);
        assert_eq!(project.files("out/photos"), before);
        assert!(project.path("out/empty").is_dir());
        assert_eq!(
            fs::read_to_string(project.path("out/note.txt")).unwrap(),
            "ask at the desk"
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let target = |link: &str| fs::read_link(project.path(link)).unwrap();
            assert_eq!(target("out/link"), Path::new("../elsewhere"));
            assert_eq!(target("out/dangling"), Path::new("nowhere"));
            for (folder, mode) in [("out", 0o750), ("out/photos", 0o2775), ("out/empty", 0o555)] {
                let metadata = fs::metadata(project.path(folder)).unwrap();
                assert_eq!(metadata.permissions().mode() & 0o7777, mode, "{folder}");
            }
        }
    }
    assert_eq!(
        project.files("elsewhere").into_keys().collect::<Vec<_>>(),
        ["kept.txt"]
    );
    nothing_hidden(&project.path(""));
}

#[cfg(unix)]
#[test]
fn a_link_to_the_output_folder_stays_a_link() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    fs::create_dir_all(project.path("drive/posters")).unwrap();
    std::os::unix::fs::symlink("drive/posters", project.path("out")).unwrap();
    project.run(&["build"]).expect(0);
    assert!(project.path("out").is_symlink());
    assert_eq!(sound(&project, "drive/posters").len(), 3);
    nothing_hidden(&project.path("drive"));
}

#[cfg(unix)]
#[test]
fn links_where_folders_belong_are_not_followed() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    project.write("elsewhere/kept.txt", "kept");
    fs::create_dir(project.path("out")).unwrap();
    std::os::unix::fs::symlink("../elsewhere", project.path("out/I-5")).unwrap();
    check_refused(&project, &["build", "--quiet"], &["`out/I-5`", "--out"]);
    fs::remove_file(project.path("out/I-5")).unwrap();
    std::os::unix::fs::symlink("nowhere", project.path("gone")).unwrap();
    check_refused(&project, &["build", "--out", "gone"], &["a link to nothing"]);
}

/// Runs the program and gives the codes of what it told, drafts aside.
fn told(project: &Project, args: &[&str]) -> Vec<String> {
    let report = project
        .run(
            &[
                args,
                &["--message-format", "json", "--allow", "draft,stall-count"],
            ]
            .concat(),
        )
        .expect(0)
        .json();
    let faults = report["diagnostics"].as_array().unwrap();
    faults
        .iter()
        .map(|fault| fault["code"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_poster_edited_by_hand_is_not_claimed() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    project.run(&["build"]).expect(0);
    let all: Vec<String> = claimed(&project, "out").into_keys().collect();
    project.write(&format!("out/{}", all[0]), "%PDF-1.7 edited");
    assert_eq!(told(&project, &["build", "--language", "ko"]), ["file-changed"]);
    sound(&project, "out");
    let now = claimed(&project, "out");
    assert!(!now.contains_key(&all[0]) && now.contains_key(&all[1]));
    assert_eq!(
        fs::read_to_string(project.path("out").join(&all[0])).unwrap(),
        "%PDF-1.7 edited"
    );
    // One that was taken away is no fault of anybody.
    fs::remove_file(project.path("out").join(&all[1])).unwrap();
    assert!(told(&project, &["build", "--language", "ko"]).is_empty());
    assert_eq!(claimed(&project, "out").len(), 2);
}

#[test]
fn a_manifest_that_cannot_be_read_is_told() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    for manifest in [
        "",
        "{\"name\": \"an app\"}",
        "{\"schema\": 9, \"generator\": \"\", \"files\": []}",
    ] {
        project.write("out/manifest.json", manifest);
        let denied = ["build", "--deny", "manifest-unread", "--quiet"];
        project.run(&denied).expect(1);
        assert_eq!(
            fs::read_to_string(project.path("out/manifest.json")).unwrap(),
            manifest
        );
        assert_eq!(told(&project, &["build"]), ["manifest-unread"], "{manifest}");
        assert_eq!(sound(&project, "out").len(), 3);
    }
    fs::remove_file(project.path("out/manifest.json")).unwrap();
    fs::create_dir(project.path("out/manifest.json")).unwrap();
    check_refused(
        &project,
        &["build"],
        &["a folder stands where `out/manifest.json`"],
    );
}

#[test]
fn a_folder_that_holds_more_than_output_is_refused() {
    let project = Project::with("keep.txt", "kept");
    project.run(&["init", "campaign"]).expect(0);
    project.write("below/note.txt", "kept");
    let cure = ["for the output alone", "/posters`"];
    check_refused(&project, &["build", "--out", "."], &cure);
    check_refused(&project, &["preview", "--out", "below/.."], &cure);
    check_refused(&project, &["build", "--out", "/"], &cure);
    check_refused(
        &project,
        &["build", "--campaign", "campaign", "--out", "campaign"],
        &cure,
    );
    project.write("words/messages/es.toml", include_str!("../../messages/es.toml"));
    project.write("words/locations.toml", "");
    let places = project.path("campaign/locations.toml");
    let places = places.to_str().unwrap();
    let words = ["build", "--campaign", "words", "--locations", places, "--out"];
    check_refused(&project, &[&words[..], &["words"]].concat(), &cure);
    check_refused(&project, &[&words[..], &["words/messages"]].concat(), &cure);
    project.run(&[&words[..], &["words/out"]].concat()).expect(0);
    check_refused(
        &project,
        &["build", "--out", "nowhere/../out"],
        &["does not exist"],
    );
    // The folder above the current one.
    let below = Project::empty();
    below.run(&["init", "work"]).expect(0);
    let before = below.files("");
    let args = ["build", "--out", ".."];
    let outcome = Outcome::of(below.command(&args).current_dir(below.path("work"))).expect(2);
    assert!(outcome.stderr.contains("--out ../posters"), "{}", outcome.stderr);
    assert_eq!(below.files(""), before);
}

#[test]
fn a_refused_run_makes_no_folders() {
    let project = Project::with("file", "kept");
    check_refused(
        &project,
        &["build", "--out", "file/below/out"],
        &["cannot write into"],
    );
    project.run(&build("en", "new/below/out")).expect(0);
    sound(&project, "new/below/out");
}

/// A run that may write files of so many blocks alone, as on a disk that is full.
#[cfg(unix)]
fn limited(project: &Project, blocks: &str, args: &[&str]) -> Outcome {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let program = [env!("CARGO_BIN_EXE_mileposter")];
    let args = [&["-c", &script], &program[..], args].concat();
    Outcome::of(Command::new("sh").args(args).current_dir(project.path("")))
}

#[cfg(unix)]
#[test]
fn a_write_that_fails_leaves_the_old_set() {
    let project = Project::empty();
    let sets = two_sets(&project);
    ask(&project, 1);
    // The first poster does not fit; the posters do, and the manifest does not.
    for blocks in ["8", "160"] {
        let outcome = limited(&project, blocks, &build("en,es", "out")).expect(2);
        assert!(
            outcome.stderr.contains("nothing was replaced"),
            "{}",
            outcome.stderr
        );
        assert_eq!(sound(&project, "out"), sets[1]);
        nothing_hidden(&project.path(""));
        limited(&project, blocks, &build("en,es", "new/out")).expect(2);
        assert!(!project.path("new").exists());
    }
}

/// A small disk in a folder of the project, where the machine lets one be mounted.
#[cfg(target_os = "linux")]
struct Disk(std::path::PathBuf);

#[cfg(target_os = "linux")]
impl Disk {
    #[expect(clippy::print_stderr, reason = "a test that is skipped says why")]
    fn mount(project: &Project, place: &str, size: &str) -> Option<Self> {
        let place = project.path(place);
        fs::create_dir_all(&place).unwrap();
        let size = format!("size={size}");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(&place)
            .output()
            .is_ok_and(|output| output.status.success());
        if !mounted {
            eprintln!("skipped: this machine lets no disk be mounted");
        }
        mounted.then_some(Self(place))
    }

    fn make_read_only(&self) {
        let args = ["-o", "remount,ro"];
        let output = Command::new("mount").args(args).arg(&self.0).output().unwrap();
        assert!(output.status.success());
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_or_read_only_disk_leaves_the_old_set() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    let Some(disk) = Disk::mount(&project, "disk", "1m") else {
        return;
    };
    project.run(&["build", "--out", "disk/out"]).expect(0);
    let before = sound(&project, "disk/out");
    project.write("disk/filled", [0_u8].repeat(900 << 10));
    let args = ["build", "--out", "disk/out", "--language", "ko,ar"];
    project.run(&args).expect(2);
    assert_eq!(sound(&project, "disk/out"), before);
    nothing_hidden(&disk.0);
    fs::remove_file(project.path("disk/filled")).unwrap();
    disk.make_read_only();
    check_refused(&project, &args, &["cannot write into `disk/out`"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_drive_is_no_output_folder() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    let Some(_disk) = Disk::mount(&project, "disk", "1m") else {
        return;
    };
    project.write("disk/photo.png", "kept");
    check_refused(&project, &["build", "--out", "disk"], &["--out disk/posters"]);
    project.run(&["build", "--out", "disk/posters"]).expect(0);
    sound(&project, "disk/posters");
}

#[cfg(target_os = "linux")]
#[test]
fn a_drive_inside_the_output_folder_is_not_emptied() {
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    let Some(_disk) = Disk::mount(&project, "out/photos", "1m") else {
        return;
    };
    project.write("out/photos/desk.png", "kept");
    check_refused(&project, &["build"], &["mounted at `out/photos`"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_into_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = Project::empty();
    project.run(&["init"]).expect(0);
    project.run(&["build", "--out", "shelf/out"]).expect(0);
    let mode = |mode| fs::set_permissions(project.path("shelf"), fs::Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    if fs::write(project.path("shelf/probe"), "").is_ok() {
        eprintln!("skipped: permissions do not bind this user");
        return;
    }
    let args = ["build", "--out", "shelf/out"];
    check_refused(&project, &args, &["cannot write into", "--out shelf/out/posters"]);
    check_refused(&project, &["build", "--out", "shelf/other"], &["another folder"]);
    mode(0o755);
}
