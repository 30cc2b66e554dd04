//! Puts finished files in their place: all of them, or none.
//!
//! A set of files is prepared whole in a hidden folder beside the output folder: the new files, and
//! everything else that stands in the output folder already. Then the two folders change
//! names (`swap`). Whatever ends a run before that leaves the output folder as it was.

use mileposter::phrase::{Phrase, say, verbatim};
use std::fs;
use std::io::{self, BufRead as _, IoSlice, Write as _};
use std::path::{Component, Path, PathBuf};

use super::Stop;
use super::carry::{carry, is_mounted, keep_rights};
use super::interrupt::Interrupt;
use super::lock;
use super::report::Reporter;
use super::swap::Swap;

/// A set of files that is being prepared. Until its end no other run writes into the folder.
pub(super) struct Staged<'a> {
    /// The folder as it was typed.
    out: PathBuf,
    interrupt: &'a Interrupt,
    // Fields end in this order: hidden folders first, the locks last.
    swap: Swap,
    _above: Above,
    locks: Vec<fs::File>,
}

impl<'a> Staged<'a> {
    /// Begins a set for a folder, which need not exist. `inputs` are what the folder must not
    /// hold, since it is replaced as a whole.
    pub(super) fn open(
        reporter: &Reporter,
        interrupt: &'a Interrupt,
        out: &Path,
        inputs: &[PathBuf],
    ) -> Result<Self, Stop> {
        refuse_file(out)?;
        refuse_holding(out, inputs)?;
        let place = real(out)?;
        let (Some(parent), Some(name)) = (place.parent(), place.file_name()) else {
            return Err(Stop::Usage(
                say("`{out}` names no folder").with("out", out.display()),
            ));
        };
        let above = Above::make(parent).map_err(Stop::machine(cannot_write(out)))?;
        let mut told = false;
        let mut wait = || {
            if !told {
                reporter.tell(
                    &say("Another run is writing beside {out}; waiting for it.").with("out", out.display()),
                );
                told = true;
            }
            interrupt.check()
        };
        let mut locks = Vec::new();
        locks.push(match lock::folder(parent, &mut wait)? {
            Some(lock) => lock,
            None => lock::file(&parent.join(".mileposter-lock"), &mut wait)?,
        });
        // Only now: what bears a hidden name may belong to the run that held the lock.
        let swap = Swap::of(parent, name);
        swap.recover()?;
        // A run with its output further down locks this folder as the one above.
        if place.is_dir() {
            locks.extend(lock::folder(&place, &mut wait)?);
        }
        let staged = Self {
            out: out.to_owned(),
            interrupt,
            swap,
            _above: above,
            locks,
        };
        staged.make_folder()?;
        Ok(staged)
    }

    fn make_folder(&self) -> Result<(), Stop> {
        let Swap { place, new, .. } = &self.swap;
        let exists = place.is_dir();
        if exists && is_mounted(place) {
            return Err(self.beside(say("a drive's topmost folder cannot be replaced as a whole")));
        }
        fs::create_dir(new).map_err(|source| self.beside(verbatim(source)))?;
        if exists {
            // At once, so that nobody else may look into it meanwhile.
            keep_rights(place, new).map_err(Stop::machine(cannot_write(&self.out)))?;
        }
        Ok(())
    }

    /// Nothing may be put beside the output folder.
    fn beside(&self, why: Phrase) -> Stop {
        let cure = if self.swap.place.is_dir() {
            say("a folder below it, as `--out {below}`").with("below", below(&self.out))
        } else {
            say("another folder with `--out`")
        };
        Stop::Usage(say("{failure}, since the new files are prepared beside it: {why}; choose {cure}; nothing was replaced").with_words("failure", cannot_write(&self.out)).with_words("why", why).with_words("cure", cure))
    }

    /// The folder in which the set is prepared.
    pub(super) fn folder(&self) -> &Path {
        &self.swap.new
    }

    /// Writes a file into the set. `path` is below the folder, with `/`.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Stop> {
        self.write_parts(path, [bytes])
    }

    /// The same with bytes that are not joined yet.
    pub(super) fn write_parts<const N: usize>(&self, path: &str, parts: [&[u8]; N]) -> Result<(), Stop> {
        let mut file = self.create(path)?;
        write_all(&mut file, parts).map_err(Stop::machine(self.cannot_write(path)))
    }

    /// Makes a file in the set, to be written into.
    pub(super) fn create(&self, path: &str) -> Result<fs::File, Stop> {
        self.interrupt.check()?;
        if !is_below(path) {
            return Err(Stop::Usage(
                say("`{path}` does not stay below the output folder").with("path", path),
            ));
        }
        let place = self.swap.new.join(path);
        // Mostly the folder is not there yet, and the one above it is.
        let made = fs::File::create(&place).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                fs::create_dir_all(place.parent().unwrap_or(&self.swap.new))?;
                fs::File::create(&place)
            }
            _ => Err(error),
        });
        made.map_err(|error| Stop::machine(self.cannot_write(path))(error))
    }

    /// Whether a file of the set is the same as the one that stands in the folder already.
    pub(super) fn is_as_before(&self, path: &str) -> bool {
        same(&self.swap.new.join(path), &self.swap.place.join(path)).unwrap_or(false)
    }

    /// What failed where a file of the set cannot be written.
    pub(super) fn cannot_write(&self, path: &str) -> Phrase {
        say("cannot write `{path}` into `{out}`; nothing was replaced")
            .with("path", path)
            .with("out", self.out.display())
    }

    /// Puts the set into its place, with everything else that was there.
    pub(super) fn commit(self) -> Result<(), Stop> {
        self.commit_afresh(&[])
    }

    /// The same, but what stood in the folder by these names is gone unless it is in the set: it was of an earlier run.
    pub(super) fn commit_afresh(self, names: &[&str]) -> Result<(), Stop> {
        if self.swap.place.is_dir() {
            carry(&self.out, &self.swap.new, names, self.interrupt)?;
        }
        let what = || say("{failure}; nothing was replaced").with_words("failure", cannot_write(&self.out));
        sync(&self.swap.new).map_err(Stop::machine(what()))?;
        self.interrupt.check()?;
        self.swap
            .exchange()
            .map_err(|source| self.beside(verbatim(source)))?;
        // The names hold already; this makes them outlast a power cut, where a folder can do that.
        let _ = self.locks[0].sync_all();
        Ok(())
    }
}

/// Whether two files hold the same bytes.
fn same(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (
        io::BufReader::new(fs::File::open(one)?),
        io::BufReader::new(fs::File::open(other)?),
    );
    loop {
        let (ones, others) = (one.fill_buf()?, other.fill_buf()?);
        let length = ones.len().min(others.len());
        if ones[..length] != others[..length] {
            return Ok(false);
        }
        if length == 0 {
            return Ok(ones.len() == others.len());
        }
        one.consume(length);
        other.consume(length);
    }
}

/// Writes all parts in as few calls as it takes.
fn write_all<const N: usize>(file: &mut fs::File, parts: [&[u8]; N]) -> io::Result<()> {
    let mut slices = parts.map(IoSlice::new);
    let mut left = slices.as_mut_slice();
    IoSlice::advance_slices(&mut left, 0);
    while !left.is_empty() {
        match file.write_vectored(left) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => IoSlice::advance_slices(&mut left, written),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Writes a single file that must not be there yet, making its folder if needed.
pub(super) fn write_new(place: &Path, bytes: &[u8]) -> Result<(), Stop> {
    write_whole(place, bytes, |file, place| {
        file.persist_noclobber(place).map_err(|error| error.error)
    })
}

/// Why a file that is there is not written over.
pub(super) fn is_there(place: &Path) -> Stop {
    Stop::Usage(
        say("`{path}` is already there; move it away, or name another file with `--out`")
            .with("path", place.display()),
    )
}

/// Writes a single file in one step, in place of what stands there.
pub(super) fn write_over(place: &Path, bytes: &[u8]) -> Result<(), Stop> {
    write_whole(place, bytes, |file, place| {
        file.persist(place).map_err(|error| error.error)
    })
}

fn write_whole(
    place: &Path,
    bytes: &[u8],
    persist: impl FnOnce(tempfile::NamedTempFile, &Path) -> io::Result<fs::File>,
) -> Result<(), Stop> {
    let what = || say("cannot write `{place}`").with("place", place.display());
    let folder = place.parent().expect("a file has a folder");
    let above = Above::make(folder).map_err(Stop::machine(what()))?;
    let mut temporary = tempfile::Builder::new();
    temporary.prefix(".mileposter-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As for any new file; the crate's own default is for secrets.
        temporary.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = temporary.tempfile_in(folder).map_err(Stop::machine(what()))?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(Stop::machine(what()))?;
    persist(file, place).map_err(Stop::machine(what()))?;
    drop(above);
    Ok(())
}

/// Whether a path stays below the folder that it is joined to.
pub(super) fn is_below(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

/// Folders that were made for the output folder to stand in. They go again if it does not come.
struct Above(Vec<PathBuf>);

impl Above {
    fn make(folder: &Path) -> io::Result<Self> {
        let missing = folder
            .ancestors()
            .take_while(|path| !path.as_os_str().is_empty() && !path.exists());
        let made = Self(missing.map(Path::to_owned).collect());
        if !made.0.is_empty() {
            fs::create_dir_all(folder)?;
        }
        Ok(made)
    }
}

impl Drop for Above {
    fn drop(&mut self) {
        for folder in &self.0 {
            // Only an empty folder can be removed so.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A folder's own path, without links, whether it exists or not.
fn real(out: &Path) -> Result<PathBuf, Stop> {
    let absolute = std::path::absolute(out).map_err(Stop::machine(cannot_write(out)))?;
    let there = absolute
        .ancestors()
        .find(|path| path.exists())
        .unwrap_or(&absolute);
    let missing = absolute
        .strip_prefix(there)
        .expect("an ancestor is where a path begins");
    if missing.components().any(|part| part == Component::ParentDir) {
        return Err(Stop::Usage(
            say("`{out}` goes back from a folder that does not exist").with("out", out.display()),
        ));
    }
    let there = there.canonicalize().map_err(Stop::machine(cannot_write(out)))?;
    // A bare join would end in a separator when nothing is missing.
    Ok(there.components().chain(missing.components()).collect())
}

fn refuse_file(out: &Path) -> Result<(), Stop> {
    let what = if out.is_symlink() && !out.exists() {
        say("a link to nothing")
    } else if out.exists() && !out.is_dir() {
        say("a file")
    } else {
        return Ok(());
    };
    Err(Stop::Usage(
        say("{failure}: {what} stands there; choose another folder with `--out`")
            .with_words("failure", cannot_write(out))
            .with_words("what", what),
    ))
}

/// The current folder, the home folder and the campaign's files must not be replaced.
fn refuse_holding(out: &Path, inputs: &[PathBuf]) -> Result<(), Stop> {
    let Ok(place) = out.canonicalize() else {
        return Ok(());
    };
    let shells = [std::env::current_dir().ok(), std::env::home_dir()];
    let kept = shells.into_iter().flatten().chain(inputs.iter().cloned());
    for held in kept.filter_map(|path| path.canonicalize().ok()) {
        if held.starts_with(&place) {
            return Err(Stop::Usage(say("{failure}: it is replaced as a whole, and holds `{held}`; choose a folder for the output alone, as `--out {below}`").with_words("failure", cannot_write(out)).with("held", held.display()).with("below", below(out))));
        }
    }
    Ok(())
}

fn cannot_write(out: &Path) -> Phrase {
    say("cannot write into `{out}`").with("out", out.display())
}

/// A folder that a cure names.
fn below(out: &Path) -> String {
    out.join("posters").display().to_string()
}

/// Waits until the disk holds a folder's files, so that a power cut does no harm either: one call takes a
/// tenth of a second for 2,000 files, where a call for each took five.
#[cfg(target_os = "linux")]
fn sync(folder: &Path) -> io::Result<()> {
    match rustix::fs::syncfs(fs::File::open(folder)?).map_err(io::Error::from) {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(()),
        synced => synced,
    }
}

#[cfg(not(target_os = "linux"))]
fn sync(folder: &Path) -> io::Result<()> {
    match fs::File::open(folder.join("manifest.json")) {
        Ok(manifest) => manifest.sync_all(),
        Err(_) => Ok(()),
    }
}
