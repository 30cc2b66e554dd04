//! `watch`: builds, and builds again whenever a file of the campaign is saved.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use mileposter::library::Overrides;
use mileposter::phrase::{Phrase, say};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Stop;
use super::args::{Build, Which};
use super::build;
use super::check::use_threads;
use super::interrupt::Interrupt;
use super::load;
use super::report::Reporter;

/// How long nothing must be saved before a build begins: programs save in several steps.
const QUIET: Duration = Duration::from_millis(10);

/// How long saving may go on at most.
const PATIENCE: Duration = Duration::from_millis(250);

/// How often Ctrl-C is asked for.
const TICK: Duration = Duration::from_millis(100);

/// Runs the command.
pub(super) fn run(reporter: &Reporter, build: &Build) -> Result<(), Stop> {
    let interrupt = Interrupt::listen();
    use_threads(&build.wanted);
    let which = &build.wanted.which;
    let mut watched = Watched::of(which)?;
    // A flag that cannot be, or a folder that is not there, ends the command at once.
    settle(reporter, build::once(reporter, build, &interrupt), false)?;
    let mut again = build.clone();
    // What had to be made anew has been.
    again.fresh = false;
    loop {
        reporter.tell(&say("Waiting for a change; Ctrl-C ends this."));
        if !watched.wait(&interrupt) {
            reporter.tell(&say("Stopped watching."));
            return Ok(());
        }
        watched.look_again();
        settle(reporter, build::once(reporter, &again, &interrupt), true)?;
    }
}

/// What a build came to. Faults have been told, and are mended by the next save; so may be what kept it from running, if it ran before.
fn settle(reporter: &Reporter, built: Result<(), Stop>, has_run: bool) -> Result<(), Stop> {
    match built {
        Ok(()) | Err(Stop::Faults) => Ok(()),
        Err(stop @ (Stop::Machine { .. } | Stop::Usage(_))) if has_run => {
            reporter.say(&say("error: {why}").with_words("why", stop.phrase()));
            Ok(())
        }
        Err(stop) => Err(stop),
    }
}

/// The files of a campaign, as the system tells of their changes: by whole paths, without links.
struct Watched {
    watcher: RecommendedWatcher,
    changes: Receiver<Vec<PathBuf>>,
    /// The folder of the campaign.
    home: PathBuf,
    /// A locations file that is named.
    named: Option<PathBuf>,
}

impl Watched {
    fn of(which: &Which) -> Result<Self, Stop> {
        let home = whole(which.campaign.as_deref().unwrap_or(Path::new(".")));
        let named = which.locations.as_deref().and_then(|file| {
            let name = file.file_name()?;
            Some(whole(&beside(file)).join(name))
        });
        let (tell, changes) = channel();
        let on_change = move |event: notify::Result<notify::Event>| {
            // Reading a file is no change, and one that was missed is seen by the next.
            if let Ok(event) = event
                && !matches!(event.kind, EventKind::Access(_))
            {
                let _ = tell.send(event.paths);
            }
        };
        let watcher = notify::recommended_watcher(on_change).map_err(|error| refused(&home, &error))?;
        let mut watched = Self {
            watcher,
            changes,
            home,
            named,
        };
        let folders = [Some(watched.home.clone()), watched.named.as_deref().map(beside)];
        for folder in folders.into_iter().flatten() {
            // That it is missing is told by the build.
            if folder.is_dir() {
                let told = watched.watcher.watch(&folder, RecursiveMode::NonRecursive);
                told.map_err(|error| refused(&folder, &error))?;
            }
        }
        watched.look_again();
        Ok(watched)
    }

    /// Listens to the campaign's own folders, which may have come meanwhile.
    fn look_again(&mut self) {
        for folder in Overrides::FOLDERS {
            let folder = self.home.join(folder);
            if folder.is_dir() {
                // A folder that cannot be listened to is read by the next build all the same.
                let _ = self.watcher.watch(&folder, RecursiveMode::NonRecursive);
            }
        }
    }

    /// Waits for a change that matters; whether one came before Ctrl-C did.
    fn wait(&self, interrupt: &Interrupt) -> bool {
        while !interrupt.came() {
            match self.changes.recv_timeout(TICK) {
                Ok(paths) if paths.iter().any(|path| self.matters(path)) => {
                    self.let_settle();
                    return true;
                }
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        false
    }

    /// Waits until nothing more is saved.
    fn let_settle(&self) {
        let start = Instant::now();
        while start.elapsed() < PATIENCE && self.changes.recv_timeout(QUIET).is_ok() {}
    }

    /// Whether a build reads a file: a list of places, or what stands in a folder of the campaign's own.
    fn matters(&self, path: &Path) -> bool {
        let is_list = match &self.named {
            Some(named) => path == named,
            None => path.parent() == Some(&self.home) && load::is_list(path),
        };
        let mut own = Overrides::FOLDERS.iter().map(|folder| self.home.join(folder));
        is_list || own.any(|folder| path == folder || path.parent() == Some(&folder))
    }
}

/// The path of a folder without links, as the system tells of it; of one that is not there, as it was typed.
fn whole(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

/// The folder that a file stands in.
fn beside(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn refused(folder: &Path, error: &notify::Error) -> Stop {
    let why: Phrase =
        say("the system cannot tell of changes in `{folder}`: {why}; run `mileposter build` by hand instead")
            .with("folder", folder.display())
            .with("why", error);
    Stop::Usage(why)
}
