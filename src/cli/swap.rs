//! Exchanges a folder for a new one in one step.
//!
//! The new folder is filled under a hidden name beside its place, then both change names at once
//! (`renameat2` with `RENAME_EXCHANGE` on Linux, `renameatx_np` with `RENAME_SWAP` on macOS). Where no such call
//! exists, two plain renames follow each other; a run killed between them is put right by the next one.
//! Callers hold the lock of the folder above, so whatever bears a hidden name belongs to a run
//! that is dead.

use mileposter::phrase::say;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Stop;

/// A folder and the hidden names beside it. Its end removes what bears one of them.
pub(super) struct Swap {
    /// Where the set belongs.
    pub(super) place: PathBuf,
    /// Where the new set is prepared; after an exchange, the earlier set.
    pub(super) new: PathBuf,
    /// Where the earlier set waits between two plain renames.
    earlier: PathBuf,
}

impl Swap {
    /// The names for a folder that exists or does not yet.
    pub(super) fn of(parent: &Path, name: &OsStr) -> Self {
        Self {
            place: parent.join(name),
            new: hidden(parent, name, "new"),
            earlier: hidden(parent, name, "earlier"),
        }
    }

    /// Puts right what a killed run left, and clears the hidden names.
    pub(super) fn recover(&self) -> Result<(), Stop> {
        if self.is_half_done() {
            if is_there(&self.place) {
                return Err(Stop::Usage(say("an earlier run was ended while it replaced `{place}`, whose files are now in `{earlier}`; move them where they belong, then try again").with("place", self.place.display()).with("earlier", self.earlier.display())));
            }
            let what = say("cannot put `{earlier}` back to its place `{place}`")
                .with("earlier", self.earlier.display())
                .with("place", self.place.display());
            fs::rename(&self.earlier, &self.place).map_err(Stop::machine(what))?;
        }
        self.clear();
        match [&self.new, &self.earlier].into_iter().find(|path| is_there(path)) {
            None => Ok(()),
            Some(left) => Err(Stop::Usage(
                say("`{left}` is left from an earlier run and cannot be removed; remove it by hand")
                    .with("left", left.display()),
            )),
        }
    }

    /// Puts the new folder into its place. On an error the earlier one is there as it was.
    pub(super) fn exchange(&self) -> io::Result<()> {
        if !is_there(&self.place) {
            return fs::rename(&self.new, &self.place);
        }
        // Whatever the reason against one step, two steps either work or say why not.
        at_once(&self.new, &self.place).or_else(|_| self.one_after_the_other())
    }

    fn one_after_the_other(&self) -> io::Result<()> {
        fs::rename(&self.place, &self.earlier)?;
        fs::rename(&self.new, &self.place).inspect_err(|_| {
            // Should this fail as well, the next run does it.
            let _ = fs::rename(&self.earlier, &self.place);
        })
    }

    /// Whether a run ended between two plain renames: only then do both hidden names exist, or the earlier set alone.
    fn is_half_done(&self) -> bool {
        is_there(&self.earlier) && (is_there(&self.new) || !is_there(&self.place))
    }

    fn clear(&self) {
        if !self.is_half_done() {
            remove(&self.new);
            remove(&self.earlier);
        }
    }
}

impl Drop for Swap {
    fn drop(&mut self) {
        self.clear();
    }
}

/// `.out.mileposter-new` for `out`.
fn hidden(parent: &Path, name: &OsStr, role: &str) -> PathBuf {
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(".mileposter-");
    hidden.push(role);
    parent.join(hidden)
}

/// Whether anything bears a name, be it a link to nothing.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Removes a folder with all that is in it. To fail is no error: the next run tries again.
fn remove(folder: &Path) {
    if fs::remove_dir_all(folder).is_err() && is_there(folder) {
        make_writable(folder);
        let _ = fs::remove_dir_all(folder);
    }
}

/// Lets the owner change a folder and those below it, so that a read-only one can be emptied.
#[cfg(unix)]
fn make_writable(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    if !fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir()) {
        return;
    }
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        make_writable(&entry.path());
    }
}

#[cfg(not(unix))]
fn make_writable(_: &Path) {}

/// Exchanges the names of two folders in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn at_once(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn at_once(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Folders as a run might leave them: each with one file that says what it is.
    fn left(folders: &[&str]) -> (tempfile::TempDir, Swap) {
        let top = tempfile::tempdir().unwrap();
        let swap = Swap::of(top.path(), OsStr::new("out"));
        for folder in folders {
            fs::create_dir(top.path().join(folder)).unwrap();
            fs::write(top.path().join(folder).join("file"), folder).unwrap();
        }
        (top, swap)
    }

    /// What stands in the place, with the number of names beside it.
    #[track_caller]
    fn check(top: &tempfile::TempDir, place: Option<&str>, names: usize) {
        let file = fs::read_to_string(top.path().join("out/file")).ok();
        assert_eq!(file.as_deref(), place);
        assert_eq!(fs::read_dir(top.path()).unwrap().count(), names);
    }

    const NEW: &str = ".out.mileposter-new";
    const EARLIER: &str = ".out.mileposter-earlier";

    #[test]
    fn a_new_folder_takes_its_place() {
        for earlier in [&[NEW][..], &[NEW, "out"]] {
            let (top, swap) = left(earlier);
            swap.exchange().unwrap();
            drop(swap);
            check(&top, Some(NEW), 1);
        }
    }

    #[test]
    fn two_renames_do_it_where_no_exchange_exists() {
        let (top, swap) = left(&[NEW, "out"]);
        swap.one_after_the_other().unwrap();
        check(&top, Some(NEW), 2);
        drop(swap);
        check(&top, Some(NEW), 1);
    }

    #[test]
    fn a_second_rename_that_fails_puts_the_earlier_set_back() {
        let (top, swap) = left(&["out"]);
        swap.one_after_the_other().unwrap_err();
        drop(swap);
        check(&top, Some("out"), 1);
    }

    #[test]
    fn the_next_run_puts_right_what_a_killed_one_left() {
        // Killed: while it prepared; between two renames; while it removed the earlier set.
        let cases = [
            (&[NEW, "out"][..], Some("out")),
            (&[NEW], None),
            (&[NEW, EARLIER], Some(EARLIER)),
            (&[EARLIER], Some(EARLIER)),
            (&[EARLIER, "out"], Some("out")),
        ];
        for (folders, place) in cases {
            let (top, swap) = left(folders);
            swap.recover().unwrap();
            check(&top, place, usize::from(place.is_some()));
        }
    }

    #[test]
    fn the_only_copy_of_an_earlier_set_is_never_removed() {
        let (top, swap) = left(&[NEW, EARLIER, "out"]);
        swap.recover().unwrap_err();
        drop(swap);
        check(&top, Some("out"), 3);
    }
}
