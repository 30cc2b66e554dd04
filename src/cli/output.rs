//! Puts finished files in their place: all of them, or none.
//!
//! Files are first written beside their place, under a name that begins with a dot, and synced;
//! only when every one is complete are they renamed. A full disk or Ctrl-C before that leaves the
//! folder as it was.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::Stop;

/// A folder that is being filled.
pub(super) struct Staged {
    out: PathBuf,
    staging: TempDir,
    files: Vec<String>,
}

impl Staged {
    /// Opens a folder for output, making it if needed.
    pub(super) fn open(out: &Path) -> Result<Self, Stop> {
        let what = || format!("cannot write into `{}`", out.display());
        fs::create_dir_all(out).map_err(Stop::machine(what()))?;
        let staging = tempfile::Builder::new()
            .prefix(".mileposter-")
            .tempdir_in(out)
            .map_err(Stop::machine(what()))?;
        Ok(Self {
            out: out.to_owned(),
            staging,
            files: Vec::new(),
        })
    }

    /// Writes a file, not yet in its place. `path` is below the folder, with `/`.
    pub(super) fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), Stop> {
        let file = self.staging.path().join(path);
        let what = || {
            format!(
                "cannot write `{path}` into `{}`; nothing was replaced",
                self.out.display()
            )
        };
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(Stop::machine(what()))?;
        }
        let mut open = fs::File::create(&file).map_err(Stop::machine(what()))?;
        open.write_all(bytes).map_err(Stop::machine(what()))?;
        self.files.push(path.to_owned());
        Ok(())
    }

    /// Renames every file into its place.
    pub(super) fn commit(self) -> Result<(), Stop> {
        for path in &self.files {
            let place = self.out.join(path);
            let what = || format!("cannot put `{path}` into `{}`", self.out.display());
            if let Some(folder) = place.parent() {
                fs::create_dir_all(folder).map_err(Stop::machine(what()))?;
            }
            fs::rename(self.staging.path().join(path), &place).map_err(Stop::machine(what()))?;
        }
        Ok(())
    }
}
