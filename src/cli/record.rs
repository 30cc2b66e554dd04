//! The files of a campaign that tell what was printed and what became of it: `ledger.csv` and `prints.jsonl`.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use mileposter::code;
use mileposter::content::{self, Now, Said};
use mileposter::date::Date;
use mileposter::diag::{Diagnostic, Diagnostics, nearest, slips};
use mileposter::event::Event;
use mileposter::fields;
use mileposter::ledger::{self, Ledger};
use mileposter::location::Location;
use mileposter::phrase::say;
use mileposter::plan::{self, Job};
use mileposter::poster::Order;
use mileposter::press::{self, Plates};
use mileposter::prints::{self, Kind, Print, Prints};
use mileposter::serial::Serial;
use mileposter::setup::Setup;
use mileposter::source::{Source, Span};
use mileposter::upkeep::{self, Rechecks, Upkeep};

use super::Stop;
use super::args::{Wanted, Which};
use super::journal;
use super::load::{self, Loaded};
use super::report::Reporter;

/// What the files of a folder tell.
pub(super) struct Record {
    /// The folder.
    folder: PathBuf,
    /// What happened.
    pub(super) ledger: Ledger,
    /// What was printed.
    pub(super) prints: Prints,
}

/// The folder in which a campaign keeps its record.
pub(super) fn folder(which: &Which) -> PathBuf {
    let beside = which.locations.as_deref().and_then(Path::parent);
    let beside = beside.filter(|folder| !folder.as_os_str().is_empty());
    let folder = which.campaign.as_deref().or(beside);
    folder.unwrap_or(Path::new(".")).to_owned()
}

/// A file with a name in the folder, as it is typed.
fn file(folder: &Path, name: &str) -> PathBuf {
    if folder == Path::new(".") {
        PathBuf::from(name)
    } else {
        folder.join(name)
    }
}

/// Reads a ledger from anywhere. A last row that was cut off is told, and not read.
pub(super) fn read_ledger(diags: &mut Diagnostics, path: &Path) -> Result<Ledger, Stop> {
    let mut bytes = load::read_bytes(path, ledger::LARGEST as u64)?;
    let name = path.display().to_string();
    if let Some(start) = ledger::torn(&bytes) {
        bytes.truncate(start);
        let message = say("the last row was cut off while it was written, and is not read");
        let fault = Diagnostic::new(code::LEDGER_TORN, message).at(&Span::file(&Source::new(&name, "")));
        diags.push(
            fault.hint(
                say("the next `mileposter log` puts it into `{aside}`; log that event again")
                    .with("aside", journal::aside(path).display()),
            ),
        );
    }
    let source = fields::decode_up_to(diags, name, bytes, ledger::LARGEST);
    let ledger = source.map(|source| ledger::read(diags, &source));
    if journal::is_open_elsewhere(path) {
        let message = say("a spreadsheet program has the ledger open");
        let fault = Diagnostic::new(code::LEDGER_CONFLICT, message)
            .at(&Span::file(&Source::new(path.display().to_string(), "")));
        diags.push(fault.hint(say(
            "what is logged now is lost if that program saves its older copy: close it there first",
        )));
    }
    Ok(ledger.unwrap_or_default())
}

/// Reads prints from anywhere.
pub(super) fn read_prints(diags: &mut Diagnostics, path: &Path) -> Result<Prints, Stop> {
    let bytes = load::read_bytes(path, prints::LARGEST as u64)?;
    let source = fields::decode_up_to(diags, path.display().to_string(), bytes, prints::LARGEST);
    Ok(source
        .map(|source| Prints::read(diags, &source))
        .unwrap_or_default())
}

impl Record {
    /// Reads the record of a folder; files that are not there have nothing in them.
    pub(super) fn read(diags: &mut Diagnostics, folder: PathBuf) -> Result<Self, Stop> {
        let path = file(&folder, ledger::FILE);
        let ledger = match path.symlink_metadata() {
            Ok(_) => read_ledger(diags, &path)?,
            Err(_) => Ledger {
                is_whole: true,
                ..Ledger::default()
            },
        };
        Ok(Self {
            ledger,
            ..Self::of_prints(diags, folder)?
        })
    }

    /// The same without the ledger.
    pub(super) fn of_prints(diags: &mut Diagnostics, folder: PathBuf) -> Result<Self, Stop> {
        let path = file(&folder, prints::FILE);
        let prints = match path.symlink_metadata() {
            Ok(_) => read_prints(diags, &path)?,
            Err(_) => Prints::default(),
        };
        Ok(Self {
            folder,
            ledger: Ledger::default(),
            prints,
        })
    }

    /// The ledger's path.
    pub(super) fn ledger_path(&self) -> PathBuf {
        file(&self.folder, ledger::FILE)
    }

    /// Adds events to the end of the ledger.
    pub(super) fn log(&self, reporter: &Reporter, events: &[Event]) -> Result<(), Stop> {
        if events.is_empty() {
            return Ok(());
        }
        let path = self.ledger_path();
        let held = journal::hold(reporter, &path)?;
        let lines: String = events.iter().map(ledger::row).collect();
        journal::add(&held, &path, &ledger::opening(), &lines, ledger::torn)
    }

    /// Adds what was printed to the record of prints.
    pub(super) fn note(
        &mut self,
        reporter: &Reporter,
        contents: Vec<prints::Content>,
        prints: Vec<Print>,
    ) -> Result<(), Stop> {
        let lines = self.prints.add(contents, prints);
        self.write(reporter, &lines)
    }

    /// Adds lines to the record of prints.
    fn write(&self, reporter: &Reporter, lines: &str) -> Result<(), Stop> {
        if lines.is_empty() {
            return Ok(());
        }
        let path = file(&self.folder, prints::FILE);
        let held = journal::hold(reporter, &path)?;
        // A line that was cut off is written again when its place is, so it need not be kept.
        journal::add(&held, &path, "", lines, |bytes| {
            let start = bytes
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |at| at + 1);
            (start < bytes.len()).then_some(start)
        })
    }
}

/// Why no place is meant.
pub(super) enum NoPlace<'a> {
    /// None has that id or name; the id that was likely meant.
    Unknown(Option<&'a str>),
    /// Several have that name, as the sides of a site do: their ids.
    Several(Vec<&'a str>),
}

/// A campaign with its record: what is planned, what hangs, what it would say today.
pub(super) struct Desk<'a> {
    pub(super) loaded: &'a Loaded,
    pub(super) jobs: Vec<Job<'a>>,
    pub(super) record: Record,
    pub(super) today: Date,
    now: Now,
    /// The serial that each job would get today, and which job has it, where somebody asked.
    of_jobs: Vec<Option<Serial>>,
    serials: HashMap<Serial, usize>,
    kinds: HashMap<Serial, Kind>,
}

impl<'a> Desk<'a> {
    /// Plans the jobs of a campaign beside its record.
    pub(super) fn of(diags: &mut Diagnostics, loaded: &'a Loaded, wanted: &Wanted) -> Result<Self, Stop> {
        let mut found = Diagnostics::default();
        let selection = loaded.selection(wanted);
        let mut jobs = Vec::new();
        if loaded.sound {
            jobs = plan::jobs(&mut found, &loaded.library, &loaded.campaign, &selection);
        }
        load::take_errors(diags, &found);
        Self::around(diags, loaded, wanted, jobs)
    }

    /// The same with jobs that are planned already.
    pub(super) fn around(
        diags: &mut Diagnostics,
        loaded: &'a Loaded,
        wanted: &Wanted,
        jobs: Vec<Job<'a>>,
    ) -> Result<Self, Stop> {
        let record = Record::read(diags, folder(&wanted.which))?;
        Ok(Self {
            loaded,
            jobs,
            record,
            today: wanted.judging.today.unwrap_or_else(load::today),
            now: Now::default(),
            of_jobs: Vec::new(),
            serials: HashMap::new(),
            kinds: HashMap::new(),
        })
    }

    /// Composes what is planned, and what hangs by the events, as it would be printed today.
    pub(super) fn compose(&mut self) {
        let library = &self.loaded.library;
        let Some(hotline) = library.hotlines.get(&self.loaded.campaign.hotline.value) else {
            return;
        };
        let of_events = self.record.ledger.events.iter().filter_map(|event| event.serial);
        let hung: HashSet<Serial> = of_events.collect();
        let printed = hung.iter().filter_map(|serial| self.record.prints.of(*serial));
        let further: HashSet<&Kind> = printed.map(|print| &print.kind).collect();
        self.now = Now::compose(library, hotline, self.jobs.iter().map(|job| &job.order), further);
        if hung.iter().any(|serial| self.record.prints.of(*serial).is_none()) {
            self.know_serials();
        }
    }

    /// Finds out which serials the plan would print today. That takes a plate for each kind of piece.
    pub(super) fn know_serials(&mut self) {
        if !self.serials.is_empty() {
            return;
        }
        let library = &self.loaded.library;
        // What is wrong with plates is told by those who print.
        let plates = press::plates(&mut Diagnostics::default(), library, &self.jobs);
        self.of_jobs = plates.serials(library, &self.jobs);
        let known = self
            .of_jobs
            .iter()
            .enumerate()
            .filter_map(|(at, serial)| Some(((*serial)?, at)));
        self.serials = known.collect();
        self.kinds = self
            .serials
            .iter()
            .map(|(serial, at)| (*serial, content::kind(&self.jobs[*at].order)))
            .collect();
    }

    /// The job that would get a serial today, where somebody asked.
    pub(super) fn job_of(&self, serial: Serial) -> Option<&Job<'a>> {
        self.serials.get(&serial).map(|at| &self.jobs[*at])
    }

    /// Each job with the serial that it would get today, where somebody asked.
    pub(super) fn planned(&self) -> impl Iterator<Item = (&Job<'a>, Option<Serial>)> {
        self.jobs.iter().zip(self.of_jobs.iter().copied())
    }

    /// Writes down what the sheets say that events are about and no record of prints has, so that it is known later what hangs.
    pub(super) fn note_unknown(&mut self, reporter: &Reporter, events: &[Event]) -> Result<(), Stop> {
        let unknown = |event: &&Event| {
            event
                .serial
                .is_some_and(|serial| self.record.prints.of(serial).is_none())
        };
        if !events.iter().any(|event| unknown(&event)) {
            return Ok(());
        }
        self.compose();
        let prints: Vec<_> = events
            .iter()
            .filter(|event| {
                event
                    .serial
                    .is_some_and(|serial| self.record.prints.of(serial).is_none())
            })
            .filter_map(|event| self.print_of(self.job_of(event.serial?)?, event.serial?))
            .collect();
        let (contents, prints): (Vec<_>, Vec<_>) = prints.into_iter().unzip();
        self.record.note(reporter, contents, prints)
    }

    /// What is known of serials.
    pub(super) fn known(&self) -> upkeep::Record<'_> {
        upkeep::Record::new(&self.record.prints, &self.now, &self.kinds)
    }

    /// What a kind of piece would say now.
    pub(super) fn now(&self) -> &Now {
        &self.now
    }

    /// How every place stands.
    pub(super) fn upkeep<'b>(&'b self, places: &[&'b Location]) -> Vec<Upkeep<'b>> {
        let events = ledger::in_force(&self.record.ledger.events);
        let rechecks = Rechecks {
            days: self.loaded.campaign.recheck_days,
            today: self.today,
        };
        upkeep::of(places, &self.jobs, &events, &self.known(), rechecks)
    }

    /// Tells of places in the ledger that are not in the list, each once.
    pub(super) fn check_places(&self, diags: &mut Diagnostics) {
        let listed: HashSet<&str> = self
            .loaded
            .campaign
            .locations
            .iter()
            .map(|place| place.id.as_str())
            .collect();
        let events = self.record.ledger.events.iter().map(|event| event.place.as_str());
        let unlisted: BTreeSet<&str> = events
            .filter(|place| !place.is_empty() && !listed.contains(place))
            .collect();
        for place in unlisted {
            let message = say("the ledger has events at `{place}`, which is not in the list of places")
                .with("place", place);
            let ledger = Span::file(&Source::new(self.record.ledger_path().display().to_string(), ""));
            let fault = Diagnostic::new(code::LEDGER_PLACE, message).at(&ledger);
            diags.push(fault.near(place, listed.iter().copied()));
        }
    }

    /// The place of a serial: by its print, by the ledger, or by today's plan.
    pub(super) fn place_of(&self, serial: Serial) -> Option<String> {
        let printed = self.record.prints.of(serial).map(|print| print.place.clone());
        let logged = || {
            let mut events = self.record.ledger.events.iter();
            events
                .find(|event| event.serial == Some(serial))
                .map(|event| event.place.clone())
        };
        let planned = || self.job_of(serial).map(|job| job.location.id.clone());
        printed.or_else(logged).or_else(planned)
    }

    /// The serial that somebody likely meant: one or two slips away from what was typed.
    pub(super) fn near(&self, typed: &str) -> Option<Serial> {
        let bare = |text: &str| {
            text.to_uppercase()
                .replace(['-', ' '], "")
                .replace('O', "0")
                .replace(['I', 'L'], "1")
        };
        let typed = bare(typed);
        let of_events = self.record.ledger.events.iter().filter_map(|event| event.serial);
        let printed = self
            .record
            .prints
            .in_order()
            .into_iter()
            .map(|(serial, _)| serial);
        let known = printed.chain(of_events).chain(self.serials.keys().copied());
        let near = known.map(|serial| (slips(&typed, &bare(&serial.to_string())), serial));
        near.filter(|(slips, _)| *slips <= 2)
            .min()
            .map(|(_, serial)| serial)
    }

    /// The place with an id or name.
    pub(super) fn place(&self, typed: &str) -> Result<&'a Location, NoPlace<'a>> {
        let places = &self.loaded.campaign.locations;
        if let Some(place) = places.iter().find(|place| place.id == typed) {
            return Ok(place);
        }
        let named = |place: &&Location| place.name.to_lowercase() == typed.to_lowercase();
        let named: Vec<&Location> = places.iter().filter(named).collect();
        match named.as_slice() {
            [place] => Ok(place),
            [] => Err(NoPlace::Unknown(nearest(
                typed,
                places.iter().map(|place| place.id.as_str()),
            ))),
            several => Err(NoPlace::Several(
                several.iter().map(|place| place.id.as_str()).collect(),
            )),
        }
    }

    /// The line of the record of prints for a job, and what it says. `None` where nothing can be composed.
    fn print_of(&self, job: &Job<'_>, serial: Serial) -> Option<(prints::Content, Print)> {
        let kind = content::kind(&job.order);
        let said = self.now.said(&kind)?;
        Some((said.content.clone(), print(job, serial, &kind, said, self.today)))
    }
}

fn print(job: &Job<'_>, serial: Serial, kind: &Kind, said: &Said, today: Date) -> Print {
    Print {
        serial: serial.to_string(),
        place: job.location.id.clone(),
        kind: kind.clone(),
        pieces: job.planned,
        copies: job.pieces,
        content: said.content.id.clone(),
        look: said.look.clone(),
        day: today.to_string(),
    }
}

/// Whether somebody keeps a record in the folder of a campaign: in one without a list of places and without a ledger nobody does.
pub(super) fn is_kept(folder: &Path, has_places: bool) -> bool {
    has_places || file(folder, ledger::FILE).exists()
}

/// Writes down what was printed: jobs with their serials.
pub(super) fn note_prints<'a>(
    reporter: &Reporter,
    loaded: &Loaded,
    wanted: &Wanted,
    plates: &Plates,
    printed: impl IntoIterator<Item = (&'a Job<'a>, Serial)>,
) -> Result<(), Stop> {
    let folder = folder(&wanted.which);
    if !is_kept(&folder, !loaded.campaign.is_embedded()) {
        return Ok(());
    }
    let (contents, prints) = prints_of(loaded, wanted, plates, printed.into_iter().collect());
    put_on_record(reporter, folder, contents, prints)
}

/// The prints of jobs with their serials, and what they say.
pub(super) fn prints_of<'a>(
    loaded: &Loaded,
    wanted: &Wanted,
    plates: &Plates,
    printed: Vec<(&'a Job<'a>, Serial)>,
) -> (Vec<prints::Content>, impl Iterator<Item = Print> + use<'a>) {
    let library = &loaded.library;
    // What was composed for a plain print is what it says; other inks and presses change looks alone. Jobs share their orders.
    let mut said: HashMap<*const Order, Option<(Kind, Said)>> = HashMap::new();
    if let Some(hotline) = library.hotlines.get(&loaded.campaign.hotline.value) {
        let mut others = Vec::new();
        for (job, _) in &printed {
            said.entry(Arc::as_ptr(&job.order)).or_insert_with(|| {
                let is_plain = job.order.setup == Setup::default();
                let plain = plates.of(&job.order).filter(|_| is_plain);
                if plain.is_none() {
                    others.push(&job.order);
                }
                plain.map(|plate| (content::kind(&job.order), content::of(&plate.pages, hotline)))
            });
        }
        let composed = Now::compose(library, hotline, others.iter().copied(), []);
        for order in others {
            let kind = content::kind(order);
            let own = composed.said(&kind).cloned();
            said.insert(Arc::as_ptr(order), own.map(|said| (kind, said)));
        }
    }
    let today = wanted.judging.today.unwrap_or_else(load::today);
    let told = said.values().flatten().map(|(_, said)| said.content.clone());
    let mut contents: Vec<prints::Content> = told.collect();
    contents.sort_by(|one, other| one.id.cmp(&other.id));
    let prints = printed.into_iter().filter_map(move |(job, serial)| {
        let (kind, said) = said.get(&Arc::as_ptr(&job.order))?.as_ref()?;
        Some(print(job, serial, kind, said, today))
    });
    (contents, prints)
}

/// Adds prints to the record of a folder.
pub(super) fn put_on_record(
    reporter: &Reporter,
    folder: PathBuf,
    contents: Vec<prints::Content>,
    prints: impl IntoIterator<Item = Print>,
) -> Result<(), Stop> {
    // What is wrong with the record is told by those who read it.
    let record = Record::of_prints(&mut Diagnostics::default(), folder)?;
    match record.write(reporter, &record.prints.lacking(contents, prints)) {
        // The files are printed; a folder that takes no record is no reason to call that a failure.
        Err(Stop::Machine { what, source }) => {
            let told =
                say("What was printed is not on record, so the ledger will not know it: {what}: {why}");
            reporter.tell(&told.with_words("what", what).with("why", source));
            Ok(())
        }
        done => done,
    }
}
