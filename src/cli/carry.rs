//! What stands in a folder goes along into the new set that takes its place.
//!
//! Files are hard links, so that nothing is read and a file somebody has open stays the same
//! file; where a file system has none, copies. Links are made anew and never followed.

use mileposter::phrase::{Phrase, say};
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::Path;

use super::Stop;
use super::interrupt::Interrupt;

/// Brings everything from one folder into another that is not there yet, but for what stands in it by these names, and the
/// folder's owner and permissions.
pub(super) fn carry(from: &Path, to: &Path, but: &[&str], interrupt: &Interrupt) -> Result<(), Stop> {
    let what = || say("cannot list `{from}`; nothing was replaced").with("from", from.display());
    for entry in fs::read_dir(from).map_err(Stop::machine(what()))? {
        interrupt.check()?;
        let entry = entry.map_err(Stop::machine(what()))?;
        if but.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        carry_entry(&entry, &to.join(entry.file_name()), interrupt)?;
    }
    keep_rights(from, to).map_err(Stop::machine(
        say("cannot keep the permissions of `{from}`; nothing was replaced").with("from", from.display()),
    ))
}

fn carry_entry(entry: &DirEntry, to: &Path, interrupt: &Interrupt) -> Result<(), Stop> {
    let from = entry.path();
    let what = || say("cannot keep `{from}`; nothing was replaced").with("from", from.display());
    let kind = entry.file_type().map_err(Stop::machine(what()))?;
    let new = fs::symlink_metadata(to).ok().map(|metadata| metadata.is_dir());
    match (kind.is_dir(), new) {
        (true, Some(false)) => Err(in_the_way(&from, say("a folder stands where `{place}` belongs; move it away or choose another `--out`; nothing was replaced"))),
        (false, Some(true)) => Err(in_the_way(&from, say("a file or link stands where the folder `{place}` belongs; move it away or choose another `--out`; nothing was replaced"))),
        (false, Some(false)) => Ok(()),
        (false, None) => carry_file(kind, &from, to).map_err(Stop::machine(what())),
        (true, _) if is_mounted(&from) => Err(Stop::Usage(say("another drive is mounted at `{from}`; choose an output folder without it, nothing was replaced").with("from", from.display()))),
        (true, _) => {
            fs::create_dir_all(to).map_err(Stop::machine(what()))?;
            carry(&from, to, &[], interrupt)
        }
    }
}

fn in_the_way(place: &Path, message: Phrase) -> Stop {
    Stop::Usage(message.with("place", place.display()))
}

fn carry_file(kind: FileType, from: &Path, to: &Path) -> io::Result<()> {
    if kind.is_symlink() {
        return carry_link(from, to);
    }
    match fs::hard_link(from, to) {
        // Another drive: a copy would be right, but removing the original with the earlier set would not.
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => Err(error),
        Err(_) if kind.is_file() => fs::copy(from, to).map(drop),
        linked => linked,
    }
}

#[cfg(unix)]
fn carry_link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn carry_link(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to)
}

/// Gives a folder the owner and permissions of another. An owner that may not be given stays.
#[cfg(unix)]
pub(super) fn keep_rights(from: &Path, to: &Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt as _;
    let (old, new) = (fs::metadata(from)?, fs::metadata(to)?);
    if (old.uid(), old.gid()) != (new.uid(), new.gid()) {
        let _ = std::os::unix::fs::chown(to, Some(old.uid()), Some(old.gid()));
    }
    // After the owner, since a new owner takes the set-group bit away.
    fs::set_permissions(to, old.permissions())
}

#[cfg(not(unix))]
pub(super) fn keep_rights(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether a folder is on another file system than the one above it.
#[cfg(unix)]
pub(super) fn is_mounted(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let device = |path: &Path| fs::metadata(path).map(|metadata| metadata.dev()).ok();
    device(folder) != device(&folder.join(".."))
}

#[cfg(not(unix))]
pub(super) fn is_mounted(_: &Path) -> bool {
    false
}
