//! Files of other folders in a set that is being prepared: linked, or copied where no link can be, and held against their hashes there.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use mileposter::diag::{Diagnostics, shown};
use mileposter::gather::{Folder, Gathered, fault};
use mileposter::phrase::{Phrase, say};
use rayon::prelude::*;

use super::super::Stop;
use super::super::interrupt::Interrupt;
use super::super::load::read_bytes;

/// The largest file that is taken, in bytes; no build makes one nearly as large.
const LARGEST: u64 = 64 << 20;

/// Puts every file into a folder that has none of them yet; `done` is called after each. One that is not what its manifest says is reported.
pub(super) fn all(
    diags: &mut Diagnostics,
    new: &Path,
    folders: &[Folder],
    gathered: &Gathered<'_>,
    interrupt: &Interrupt,
    done: impl Fn() + Sync,
) -> Result<(), Stop> {
    let above: BTreeSet<&Path> = gathered
        .files
        .keys()
        .filter_map(|file| Path::new(file).parent())
        .collect();
    for folder in above {
        let place = new.join(folder);
        fs::create_dir_all(&place).map_err(Stop::machine(cannot_put(folder)))?;
    }
    let put = gathered.files.par_iter().map(|(file, (at, entries))| {
        interrupt.check()?;
        let from = &folders[*at].name;
        let bytes = put(&Path::new(from).join(file), &new.join(file))?;
        done();
        let is_sound = entries.iter().all(|entry| entry.is_of(&bytes));
        Ok((!is_sound).then_some((*file, from)))
    });
    for (file, folder) in put.collect::<Result<Vec<_>, Stop>>()?.into_iter().flatten() {
        let message = say("`{file}` in `{folder}` is not what its manifest says")
            .with("file", shown(file))
            .with("folder", shown(folder));
        let cure = say("somebody changed it, or it was not copied whole: run that shard again");
        diags.push(fault(folder, message).hint(cure));
    }
    Ok(())
}

/// Puts a file into its place and gives the bytes that stand there. They are read after it was linked: what is held against its hash
/// is what is handed out.
fn put(from: &Path, to: &Path) -> Result<Vec<u8>, Stop> {
    let is_linked = fs::hard_link(from, to).is_ok();
    if is_linked && to.is_symlink() {
        return Err(Stop::Usage(
            say("`{file}` became a link while it was read").with("file", from.display()),
        ));
    }
    if is_linked {
        return read_bytes(to, LARGEST);
    }
    // Another drive, another owner, or a file system without links.
    let bytes = read_bytes(from, LARGEST)?;
    fs::File::create_new(to)
        .and_then(|mut file| file.write_all(&bytes))
        .map_err(Stop::machine(cannot_put(from)))?;
    Ok(bytes)
}

fn cannot_put(what: &Path) -> Phrase {
    say("cannot put `{what}` into the output folder; nothing was replaced").with("what", what.display())
}
