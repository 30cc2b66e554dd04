//! A temporary folder and the program run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use mileposter::plate::hex;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

/// What hangs in most tests: one stall sign at each place.
pub(crate) const STALL: &str = "[[hang]]\ntemplate = \"stall\"\nstock = \"letter\"\nper = \"site\"\n";

/// A folder that goes away with the test.
pub(crate) struct Project {
    folder: TempDir,
}

/// What a run of the program left behind.
pub(crate) struct Outcome {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Project {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A folder with one file.
    pub(crate) fn with(path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let project = Self::empty();
        project.write(path, bytes);
        project
    }

    /// A campaign of stall signs for some `[[location]]` tables.
    pub(crate) fn of_places(places: &str) -> Self {
        Self::with("locations.toml", format!("{STALL}{places}"))
    }

    /// A place below the folder.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Writes a file, making its folder.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let place = self.path(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }

    /// The program, to be run in the folder.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mileposter"));
        command.args(args).current_dir(self.folder.path());
        // Whatever the machine speaks, English is expected.
        command.env("LC_ALL", "C");
        command
    }

    /// Runs the program in the folder.
    pub(crate) fn run(&self, args: &[&str]) -> Outcome {
        Outcome::of(&mut self.command(args))
    }

    /// Starts the program in the folder, to be ended or waited for.
    pub(crate) fn start(&self, args: &[&str]) -> Child {
        self.command(args).spawn().unwrap()
    }

    /// Every file below the folder, with the SHA-256 of its bytes; of a link, of where it leads.
    pub(crate) fn files(&self, below: &str) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let top = self.path(below);
        collect(&top, &top, &mut files);
        files
    }
}

fn collect(top: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.is_symlink() {
            collect(top, &path, files);
        } else {
            let name = path
                .strip_prefix(top)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            let bytes = match fs::read_link(&path) {
                Ok(target) => target.into_os_string().into_encoded_bytes(),
                Err(_) => fs::read(&path).unwrap(),
            };
            files.insert(name, hex(&Sha256::digest(bytes)));
        }
    }
}

impl Outcome {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Self {
            status: output.status.code().expect("the program ended by itself"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The outcome, which must have this exit status.
    #[track_caller]
    pub(crate) fn expect(self, status: i32) -> Self {
        assert_eq!(
            self.status, status,
            "standard output:\n{}\nstandard error:\n{}",
            self.stdout, self.stderr
        );
        self
    }

    /// Standard output as one JSON object.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        let value: serde_json::Value = serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error} in:\n{}\n{}", self.stdout, self.stderr));
        assert!(value.is_object(), "{value}");
        value
    }

    /// Code and line of every error that was told.
    pub(crate) fn errors(&self) -> Vec<(String, Option<u64>)> {
        let report = self.json();
        let faults = report["diagnostics"].as_array().unwrap();
        faults
            .iter()
            .filter(|fault| fault["severity"] == "error")
            .map(|fault| (fault["code"].as_str().unwrap().to_owned(), fault["line"].as_u64()))
            .collect()
    }
}
