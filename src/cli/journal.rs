//! Files that grow at their end: lines are added whole and last on the disk before anything is said of them.
//!
//! One run at a time adds to a file. A run that is killed while it writes leaves a last line without its end; it is put aside by the
//! next run that adds something.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use mileposter::phrase::say;

use super::Stop;
use super::lock;
use super::output;
use super::report::Reporter;

/// Takes a file for one run alone, and waits for another one's end.
pub(super) fn hold(reporter: &Reporter, path: &Path) -> Result<File, Stop> {
    let mut told = false;
    lock::file(path, &mut || {
        if !told {
            reporter.tell(
                &say("Another run is writing into `{path}`; waiting for it.").with("path", path.display()),
            );
            told = true;
        }
        Ok(())
    })
}

/// Where a last line begins that was cut off, in the bytes of a file.
type Torn = fn(&[u8]) -> Option<usize>;

/// Adds lines, each with its end, to a file that is held; a new one begins with `opening`. A last line that was cut off is put into a file
/// beside.
pub(super) fn add(mut held: &File, path: &Path, opening: &str, lines: &str, torn: Torn) -> Result<(), Stop> {
    let refused = refused(path);
    let there = whole(held, path, torn)?;
    let mut text = String::new();
    match there.last() {
        None => text.push_str(opening),
        Some(b'\n') => {}
        Some(_) => text.push('\n'),
    }
    text.push_str(lines);
    let end = held.seek(SeekFrom::Start(there.len() as u64)).map_err(&refused)?;
    // What was cut off goes first, so that its rest never stands behind a shorter line.
    held.set_len(end).map_err(&refused)?;
    let written = held.write_all(text.as_bytes()).and_then(|()| held.sync_data());
    if written.is_err() {
        // A full disk takes part of a line; without it the file is as it was.
        let _ = held.set_len(end);
    }
    written.map_err(&refused)?;
    if there.is_empty() {
        sync_folder(path);
    }
    Ok(())
}

/// Puts a text in place of a file that is held, in one step. A last line that was cut off is put into a file beside.
pub(super) fn replace(held: &File, path: &Path, text: &str, torn: Torn) -> Result<(), Stop> {
    whole(held, path, torn)?;
    output::write_over(path, text.as_bytes())
}

/// The bytes of a file without a last line that was cut off, which is put aside.
fn whole(mut held: &File, path: &Path, torn: Torn) -> Result<Vec<u8>, Stop> {
    let refused = refused(path);
    let mut there = Vec::new();
    held.seek(SeekFrom::Start(0)).map_err(&refused)?;
    held.read_to_end(&mut there).map_err(&refused)?;
    if let Some(start) = torn(&there) {
        put_aside(&aside(path), &there[start..]).map_err(&refused)?;
        there.truncate(start);
    }
    Ok(there)
}

fn refused(path: &Path) -> impl Fn(io::Error) -> Stop {
    |source| Stop::machine(say("cannot write `{path}`").with("path", path.display()))(source)
}

/// The file for lines that were cut off: `ledger.torn.csv` beside `ledger.csv`.
pub(super) fn aside(path: &Path) -> PathBuf {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    path.with_extension(format!("torn.{ending}"))
}

fn put_aside(aside: &Path, line: &[u8]) -> io::Result<()> {
    let mut file = File::options().create(true).append(true).open(aside)?;
    file.write_all(line)?;
    file.write_all(b"\n")?;
    file.sync_data()
}

/// Makes the name of a new file outlast a power cut, where folders can do that.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        let _ = folder.sync_all();
    }
}

/// Whether a spreadsheet program has a file open, as `LibreOffice` tells by a file beside it.
pub(super) fn is_open_elsewhere(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    fs::symlink_metadata(path.with_file_name(format!(".~lock.{name}#"))).is_ok()
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::{add, aside};

    #[test]
    fn lines_follow_each_other_and_a_torn_one_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let torn = |bytes: &[u8]| {
            let start = bytes
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |at| at + 1);
            (start < bytes.len()).then_some(start)
        };
        let add = |lines: &str| {
            let held = File::options()
                .create(true)
                .truncate(false)
                .read(true)
                .write(true)
                .open(&path)
                .unwrap();
            add(&held, &path, "heads\n", lines, torn).unwrap();
            fs::read_to_string(&path).unwrap()
        };
        assert_eq!(add("one\n"), "heads\none\n");
        assert_eq!(add("two\n"), "heads\none\ntwo\n");
        fs::write(&path, "heads\none\ntwo\nthr").unwrap();
        assert_eq!(add("four\n"), "heads\none\ntwo\nfour\n");
        assert_eq!(fs::read_to_string(aside(&path)).unwrap(), "thr\n");
    }
}
