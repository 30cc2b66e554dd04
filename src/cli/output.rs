//! Puts finished files in their place: all of them, or none.
//!
//! Files are first written beside their place, in a folder whose name begins with a dot;
//! only when every one is complete are they renamed. A full disk or Ctrl-C before that leaves the
//! folder as it was.

use std::fs;
use std::path::{Component, Path, PathBuf};

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
        let what = || {
            format!(
                "cannot write `{path}` into `{}`; nothing was replaced",
                self.out.display()
            )
        };
        let below = Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if !below {
            return Err(Stop::Usage(format!(
                "`{path}` does not stay below the output folder"
            )));
        }
        fs::write(self.staged(self.files.len()), bytes).map_err(Stop::machine(what()))?;
        self.files.push(path.to_owned());
        Ok(())
    }

    /// Where a file waits: one flat folder, since making folders costs more than writing files.
    fn staged(&self, number: usize) -> PathBuf {
        self.staging.path().join(number.to_string())
    }

    /// Renames every file into its place. Folders are made before anything is replaced.
    pub(super) fn commit(self) -> Result<(), Stop> {
        let mut folders: Vec<_> = self
            .files
            .iter()
            .filter_map(|path| Path::new(path).parent())
            .collect();
        folders.dedup();
        for folder in folders {
            let folder = self.out.join(folder);
            let what = format!(
                "cannot make the folder `{}`; nothing was replaced",
                folder.display()
            );
            fs::create_dir_all(&folder).map_err(Stop::machine(what))?;
        }
        if let Some(path) = self.files.iter().find(|path| self.out.join(path).is_dir()) {
            let place = self.out.join(path);
            return Err(Stop::Usage(format!(
                "a folder stands where `{}` belongs; nothing was replaced",
                place.display()
            )));
        }
        for (number, path) in self.files.iter().enumerate() {
            let what = || format!("cannot put `{path}` into `{}`", self.out.display());
            fs::rename(self.staged(number), self.out.join(path)).map_err(Stop::machine(what()))?;
        }
        Ok(())
    }
}
