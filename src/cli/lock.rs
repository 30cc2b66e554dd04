//! One run at a time puts files into a folder.
//!
//! The lock is advisory and stands on the folder's own handle (`flock`): nothing lies around, and
//! the system lets go of it however a run ends.

use mileposter::phrase::say;
use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

use super::Stop;

/// How long a run waits before it asks again.
const PAUSE: Duration = Duration::from_millis(20);

/// Locks a folder, and calls `wait` each time that another run still holds it. The handle is
/// the lock. `None` where folders cannot be opened or locked (Windows, some network drives).
pub(super) fn folder(
    folder: &Path,
    wait: &mut dyn FnMut() -> Result<(), Stop>,
) -> Result<Option<File>, Stop> {
    loop {
        let Ok(handle) = File::open(folder) else {
            return Ok(None);
        };
        match handle.try_lock() {
            // The folder may have been exchanged for another while this run waited.
            Ok(()) if is_at(&handle, folder) => return Ok(Some(handle)),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => pause(wait)?,
            Err(TryLockError::Error(_)) => return Ok(None),
        }
    }
}

/// Locks a file, which is made if it is not there, and calls `wait` each time that another run still holds it. The handle, which
/// reads and writes, is the lock. The file stays: to remove it would let two runs hold two files of one name.
pub(super) fn file(path: &Path, wait: &mut dyn FnMut() -> Result<(), Stop>) -> Result<File, Stop> {
    let refused =
        |source: io::Error| Stop::machine(say("cannot lock `{path}`").with("path", path.display()))(source);
    loop {
        let handle = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path)
            .map_err(refused)?;
        match handle.try_lock() {
            // The file may have been exchanged for another while this run waited.
            Ok(()) if is_at(&handle, path) => return Ok(handle),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => pause(wait)?,
            Err(TryLockError::Error(source)) => return Err(refused(source)),
        }
    }
}

fn pause(wait: &mut dyn FnMut() -> Result<(), Stop>) -> Result<(), Stop> {
    wait()?;
    std::thread::sleep(PAUSE);
    Ok(())
}

/// Whether a handle is still that of the file or folder at a path.
#[cfg(unix)]
fn is_at(handle: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    let ids = (handle.metadata().map(id), std::fs::metadata(path).map(id));
    matches!(ids, (Ok(held), Ok(there)) if held == there)
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
