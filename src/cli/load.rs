//! Brings files from the disk into the library.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mileposter::artwork;
use mileposter::campaign::{self, Campaign};
use mileposter::code::{self, Severity};
use mileposter::date::Date;
use mileposter::diag::{Diagnostic, Diagnostics, Policy};
use mileposter::features;
use mileposter::fields;
use mileposter::library::{CORRIDOR, Library, Overrides};
use mileposter::moment::Moment;
use mileposter::phrase::say;
use mileposter::plan::Selection;
use mileposter::profile::{self, Profile};
use mileposter::source::{Source, Span};
use mileposter::workbook::{self, Workbook};
use mileposter::{location, table};

use super::Stop;
use super::args::{Judging, PrintedBy, Wanted, Which, printer};
use super::report::Reporter;

/// The largest face that is opened, in bytes: the largest faces for Han are half of it.
const LARGEST_FACE: u64 = 64 << 20;

/// The most files of one folder, and the most bytes of all own files together, which are held in
/// memory: ten times what any campaign had.
const MOST_FILES: usize = 1_000;
const MOST_BYTES: u64 = 256 << 20;

/// A campaign with everything it needs.
pub(super) struct Loaded {
    pub(super) library: Library,
    pub(super) campaign: Campaign,
    /// The profile of the press.
    profile: Option<Arc<Profile>>,
    /// Whether every file that the library was read from is sound.
    pub(super) sound: bool,
    /// The locations file and the campaign's own folders.
    pub(super) inputs: Vec<PathBuf>,
}

impl Loaded {
    /// The selection for the plan.
    pub(super) fn selection(&self, wanted: &Wanted) -> Selection {
        wanted.selection(&self.library, self.profile.clone())
    }
}

/// Loads what the common flags name. Without a locations file the embedded corridor is used, and
/// that is said.
pub(super) fn load(reporter: &Reporter, diags: &mut Diagnostics, wanted: &Wanted) -> Result<Loaded, Stop> {
    let dir = folder(&wanted.which)?;
    let own = overrides(diags, &dir)?;
    let library = Library::read(diags, &own);
    let profile = read_profile(diags, wanted)?;
    let sound = !diags.has_errors();
    if let Some(name) = wanted.printer.as_ref().filter(|_| sound) {
        printer(&library, name)?;
    }
    let file = locations_file(&wanted.which)?;
    let own = Overrides::FOLDERS.iter().map(|folder| dir.join(folder));
    let inputs = file.iter().chain(&wanted.profile).cloned().chain(own).collect();
    let campaign = campaign_of(reporter, diags, &wanted.which, file)?;
    let mut policy = policy(&wanted.judging, &campaign)?;
    if wanted.reviewed_only {
        policy.deny.extend([code::DRAFT, code::REVIEW_VOID]);
    }
    diags.judge_by(policy);
    Ok(Loaded {
        library,
        campaign,
        profile,
        sound,
        inputs,
    })
}

/// Loads the campaign alone, without what pieces are made of.
pub(super) fn campaign(
    reporter: &Reporter,
    diags: &mut Diagnostics,
    which: &Which,
) -> Result<Campaign, Stop> {
    folder(which)?;
    let campaign = campaign_of(reporter, diags, which, locations_file(which)?)?;
    diags.judge_by(policy(&Judging::default(), &campaign)?);
    Ok(campaign)
}

/// The folder of the campaign, which is there if one is named.
fn folder(which: &Which) -> Result<PathBuf, Stop> {
    let dir = which.campaign.clone().unwrap_or_else(|| PathBuf::from("."));
    if which.campaign.is_some() && !dir.is_dir() {
        return Err(Stop::Usage(
            say("there is no folder `{dir}`").with("dir", dir.display()),
        ));
    }
    Ok(dir)
}

/// Whether a list of places is named or stands in the folder. One that is named is there.
pub(super) fn has_places(which: &Which) -> Result<bool, Stop> {
    folder(which)?;
    match locations_file(which)? {
        Some(file) if !file.is_file() => Err(Stop::Usage(
            say("there is no file `{file}`").with("file", file.display()),
        )),
        file => Ok(file.is_some()),
    }
}

/// The locations file, if one is named or stands in the folder.
fn locations_file(which: &Which) -> Result<Option<PathBuf>, Stop> {
    match &which.locations {
        Some(file) => Ok(Some(file.clone())),
        None => only_locations(which.campaign.as_deref().unwrap_or(Path::new("."))),
    }
}

fn campaign_of(
    reporter: &Reporter,
    diags: &mut Diagnostics,
    which: &Which,
    file: Option<PathBuf>,
) -> Result<Campaign, Stop> {
    match (file, &which.campaign) {
        (Some(file), _) => read_campaign(diags, &file),
        (None, Some(dir)) => Err(Stop::Usage(say("there is no locations.toml in `{dir}`, nor one that ends in .csv, .xlsx or .geojson; `mileposter init {dir}` makes one").with("dir", dir.display()))),
        (None, None) => {
            reporter.tell(&say(
                "No locations file here, so the embedded I-5 and I-84 corridor is used.",
            ));
            Ok(campaign::read(diags, &Source::embedded("locations.toml", CORRIDOR)))
        }
    }
}

/// The profile of the press, if one is named.
fn read_profile(diags: &mut Diagnostics, wanted: &Wanted) -> Result<Option<Arc<Profile>>, Stop> {
    let Some(file) = &wanted.profile else {
        return Ok(None);
    };
    if wanted.finish != PrintedBy::Press {
        return Err(Stop::Usage(say(
            "`--profile` is for print shops: it wants `--finish press` beside it",
        )));
    }
    let bytes = read_bytes(file, profile::LARGEST as u64)?;
    let profile = Profile::read(diags, &file.display().to_string(), bytes);
    Ok(profile.map(Arc::new))
}

/// The names of a list of places.
const LISTS: [&str; 4] = [
    "locations.toml",
    "locations.csv",
    "locations.xlsx",
    "locations.geojson",
];

/// Whether a file has the name of a list of places.
pub(super) fn is_list(path: &Path) -> bool {
    LISTS
        .iter()
        .any(|list| path.file_name().is_some_and(|name| name == *list))
}

/// The locations file of a folder, if there is one; of two, nobody could tell which is meant.
fn only_locations(dir: &Path) -> Result<Option<PathBuf>, Stop> {
    let is_there = |name: &&str| fs::symlink_metadata(dir.join(name)).is_ok();
    let there: Vec<&str> = LISTS.into_iter().filter(is_there).collect();
    match there.as_slice() {
        [] => Ok(None),
        [file] => Ok(Some(dir.join(file))),
        [one, other, ..] => Err(Stop::Usage(say("`{dir}` has both a {one} and a {other}; name the one that is meant by `--locations`, or move \
             the other away").with("dir", dir.display()).with("one", one).with("other", other))),
    }
}

/// The weights of faults, by the flags alone.
pub(super) fn judged(judging: &Judging) -> Result<Policy, Stop> {
    let policy = judging.policy();
    match policy.allow.keys().find(|code| code.severity == Severity::Error) {
        None => Ok(policy),
        Some(code) => Err(Stop::Usage(
            say("`{name}` is an error and cannot be allowed; `mileposter explain {name}` tells the cure")
                .with("name", code.name),
        )),
    }
}

/// The weights of faults, by the campaign and the flags. An error cannot be let pass: nothing broken is printed.
fn policy(judging: &Judging, campaign: &Campaign) -> Result<Policy, Stop> {
    let mut policy = judged(judging)?;
    let reasons = campaign.allowances.iter();
    policy
        .allow
        .extend(reasons.map(|allowance| (allowance.code, Some(allowance.reason.clone()))));
    Ok(policy)
}

/// Takes the errors over from jobs that are planned for an answer alone. That nothing hangs somewhere is no fault of an answer.
pub(super) fn take_errors(diags: &mut Diagnostics, found: &Diagnostics) {
    let errors = found
        .iter()
        .filter(|fault| fault.severity == Severity::Error && fault.code != code::NO_LOCATIONS);
    errors.cloned().for_each(|fault| diags.push(fault));
}

/// The library with a folder's own files, without a campaign.
pub(super) fn library(diags: &mut Diagnostics, dir: Option<&Path>) -> Result<Library, Stop> {
    let own = overrides(diags, dir.unwrap_or_else(|| Path::new(".")))?;
    Ok(Library::read(diags, &own))
}

fn read_campaign(diags: &mut Diagnostics, file: &Path) -> Result<Campaign, Stop> {
    let name = file.display().to_string();
    let ending = ending(file);
    if !matches!(ending.as_str(), "toml" | "csv" | "xlsx" | "geojson" | "json") {
        return Err(Stop::Usage(
            say("`{name}` is neither .toml, .csv, .xlsx nor .geojson; in a spreadsheet program, save as .xlsx or `CSV UTF-8`")
                .with("name", &name),
        ));
    }
    let bytes = read_bytes(file, fields::LARGEST as u64)?;
    let read = match ending.as_str() {
        "xlsx" => workbook(diags, &name, bytes)
            .map(|workbook| campaign_of_rows(diags, workbook.head.as_ref(), &workbook.places)),
        "toml" => fields::decode(diags, name.clone(), bytes).map(|source| campaign::read(diags, &source)),
        "csv" => {
            fields::decode(diags, name.clone(), bytes).map(|source| campaign_of_rows(diags, None, &source))
        }
        _ => fields::decode(diags, name.clone(), bytes)
            .and_then(|source| features::read(diags, &source))
            .map(|rows| campaign_of_rows(diags, None, &rows)),
    };
    Ok(read.unwrap_or_else(|| Campaign::around(Vec::new(), &Source::new(name, ""))))
}

/// What a file's name ends in, in small letters.
pub(super) fn ending(file: &Path) -> String {
    let ending = file.extension().unwrap_or_default();
    ending.to_string_lossy().to_lowercase()
}

/// The sheets of a workbook that mean something.
pub(super) fn workbook(diags: &mut Diagnostics, name: &str, bytes: Vec<u8>) -> Option<Workbook> {
    if bytes.len() > fields::LARGEST {
        // That it is too large is told there.
        fields::decode(diags, name.to_owned(), bytes);
        return None;
    }
    workbook::read(diags, name, &bytes)
}

/// A campaign of the rows of a sheet, with the head that came along.
fn campaign_of_rows(diags: &mut Diagnostics, head: Option<&Arc<Source>>, rows: &Arc<Source>) -> Campaign {
    let mut campaign = match head {
        Some(head) => campaign::read(diags, head),
        None => Campaign::around(Vec::new(), rows),
    };
    // A long list is not copied behind one that has none.
    let places = table::read(diags, rows);
    if campaign.locations.is_empty() {
        campaign.locations = places;
    } else {
        campaign.locations.extend(places);
    }
    campaign.locations = location::unique(diags, campaign.locations);
    campaign
}

/// The bytes of a regular file, and one byte more than `largest` of a larger one. A pipe or a device
/// could keep the program waiting for ever, so none is opened.
pub(super) fn read_bytes(file: &Path, largest: u64) -> Result<Vec<u8>, Stop> {
    let what = || say("cannot read `{file}`").with("file", file.display());
    if !fs::metadata(file).map_err(Stop::machine(what()))?.is_file() {
        return Err(Stop::Usage(
            say("`{file}` is a folder, a pipe or a device, where a file is wanted")
                .with("file", file.display()),
        ));
    }
    let open = fs::File::open(file).map_err(Stop::machine(what()))?;
    let mut bytes = Vec::new();
    open.take(largest + 1)
        .read_to_end(&mut bytes)
        .map_err(Stop::machine(what()))?;
    Ok(bytes)
}

/// The campaign's own files in the folders that can replace embedded ones.
fn overrides(diags: &mut Diagnostics, dir: &Path) -> Result<Overrides, Stop> {
    let mut overrides = Overrides::default();
    let mut left = MOST_BYTES;
    for folder in Overrides::FOLDERS {
        let path = dir.join(folder);
        if !path.is_dir() {
            continue;
        }
        for file in own_files(diags, &path, endings(folder))? {
            let is_face = file.extension().is_some_and(|ending| ending == "ttf");
            let largest = if is_face {
                LARGEST_FACE
            } else if folder == Overrides::ARTWORK {
                artwork::LARGEST as u64
            } else {
                fields::LARGEST as u64
            };
            let bytes = read_bytes(&file, largest)?;
            let shown = file.display().to_string();
            let size = bytes.len() as u64;
            let too_large = if is_face && size > LARGEST_FACE {
                Some(say("the face has more than {most} MB").with("most", LARGEST_FACE >> 20))
            } else if size > left {
                Some(say("with this file, own files have more than {most} MB").with("most", MOST_BYTES >> 20))
            } else {
                None
            };
            if let Some(message) = too_large {
                let place = Span::file(&Source::new(shown, ""));
                diags.push(
                    Diagnostic::new(code::TOO_LARGE, message)
                        .at(&place)
                        .hint(say("take away files that are not used")),
                );
                continue;
            }
            left -= size;
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            overrides.files.insert(format!("{folder}/{name}"), (shown, bytes));
        }
    }
    Ok(overrides)
}

/// The endings of files that are read in a folder.
fn endings(folder: &str) -> &'static [&'static str] {
    match folder {
        Overrides::ARTWORK => &artwork::ENDINGS,
        _ => &["toml", "ttf"],
    }
}

/// The files of a folder with certain endings, in order of name. If there are too many, that is told and none is read.
fn own_files(diags: &mut Diagnostics, folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, Stop> {
    let what = || say("cannot list `{folder}`").with("folder", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(Stop::machine(what()))? {
        let file = entry.map_err(Stop::machine(what()))?.path();
        let known = |ending: &std::ffi::OsStr| endings.iter().any(|known| ending.eq_ignore_ascii_case(known));
        if file.extension().is_some_and(known) {
            files.push(file);
        }
        if files.len() > MOST_FILES {
            let place = Span::file(&Source::new(folder.display().to_string(), ""));
            let message = say("the folder has more than {most} files").with("most", MOST_FILES);
            diags.push(Diagnostic::new(code::TOO_LARGE, message).at(&place).hint(say(
                "is it the right folder? it holds what replaces embedded files",
            )));
            return Ok(Vec::new());
        }
    }
    files.sort();
    Ok(files)
}

/// Today, by the machine's clock (UTC), however wrong it is.
pub(super) fn today() -> Date {
    Date::from_unix(i64::try_from(since_1970().as_secs()).unwrap_or(i64::MAX))
}

/// Now, by the machine's clock and where it is.
pub(super) fn now() -> Moment {
    let seconds = i64::try_from(since_1970().as_secs()).unwrap_or(i64::MAX);
    let at = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let ahead = jiff::tz::TimeZone::system().to_offset(at).seconds();
    Moment::from_unix(seconds, ahead)
}

/// Numbers that no other run has: the time to the last digit, and the number of the process.
pub(super) fn nonce() -> [u128; 2] {
    [since_1970().as_nanos(), u128::from(std::process::id())]
}

/// The time since the start of 1970; a clock before that counts as its start.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that asks the clock"
)]
fn since_1970() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
