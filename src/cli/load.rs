//! Brings files from the disk into the library.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use mileposter::campaign::{self, Campaign};
use mileposter::code::{self, Severity};
use mileposter::date::Date;
use mileposter::diag::{Diagnostics, Policy};
use mileposter::fields;
use mileposter::library::{CORRIDOR, Library, Overrides};
use mileposter::source::Source;
use mileposter::{location, table};

use super::Stop;
use super::args::Wanted;
use super::report::Reporter;

/// The largest file that is opened, in bytes.
const LARGEST: u64 = 64 << 20;

/// A campaign with everything it needs.
pub(super) struct Loaded {
    pub(super) library: Library,
    pub(super) campaign: Campaign,
    /// Whether every file that the library was read from is sound.
    pub(super) sound: bool,
    /// The locations file and the campaign's own folders.
    pub(super) inputs: Vec<PathBuf>,
}

/// Loads what the common flags name. Without a locations file the embedded corridor is used, and
/// that is said.
pub(super) fn load(reporter: &Reporter, diags: &mut Diagnostics, wanted: &Wanted) -> Result<Loaded, Stop> {
    let dir = wanted.campaign.clone().unwrap_or_else(|| PathBuf::from("."));
    if wanted.campaign.is_some() && !dir.is_dir() {
        return Err(Stop::Usage(format!("there is no folder `{}`", dir.display())));
    }
    let library = Library::read(diags, &overrides(&dir)?);
    let sound = !diags.has_errors();
    let file = match &wanted.locations {
        Some(file) => Some(file.clone()),
        None => ["locations.toml", "locations.csv"]
            .iter()
            .map(|name| dir.join(name))
            .find(|path| path.is_file()),
    };
    let own = Overrides::FOLDERS.iter().map(|folder| dir.join(folder));
    let inputs = file.iter().cloned().chain(own).collect();
    let campaign = match file {
        Some(file) => read_campaign(diags, &file)?,
        None if wanted.campaign.is_some() => {
            let message = format!(
                "there is no locations.toml and no locations.csv in `{}`",
                dir.display()
            );
            return Err(Stop::Usage(format!(
                "{message}; `mileposter init {}` makes one",
                dir.display()
            )));
        }
        None => {
            reporter.tell("No locations file here, so the embedded I-5 and I-84 corridor is used.");
            campaign::read(diags, &Source::new("embedded locations.toml", CORRIDOR))
        }
    };
    diags.judge_by(policy(wanted, &campaign)?);
    Ok(Loaded {
        library,
        campaign,
        sound,
        inputs,
    })
}

/// The weights of faults, by the campaign and the flags. An error cannot be let pass: nothing broken is printed.
fn policy(wanted: &Wanted, campaign: &Campaign) -> Result<Policy, Stop> {
    let mut policy = wanted.judging.policy();
    if let Some(code) = policy.allow.iter().find(|code| code.severity == Severity::Error) {
        return Err(Stop::Usage(format!(
            "`{}` is an error and cannot be allowed; `mileposter explain {}` tells the cure",
            code.name, code.name
        )));
    }
    policy
        .allow
        .extend(campaign.allowances.iter().map(|allowance| allowance.code));
    if wanted.reviewed_only {
        policy.deny.extend([code::DRAFT, code::REVIEW_VOID]);
    }
    Ok(policy)
}

/// The library with a folder's own files, without a campaign.
pub(super) fn library(diags: &mut Diagnostics, dir: Option<&Path>) -> Result<Library, Stop> {
    Ok(Library::read(
        diags,
        &overrides(dir.unwrap_or_else(|| Path::new(".")))?,
    ))
}

fn read_campaign(diags: &mut Diagnostics, file: &Path) -> Result<Campaign, Stop> {
    let name = file.display().to_string();
    let bytes = read_bytes(file)?;
    let ending = file
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    if !matches!(ending.as_deref(), Some("toml" | "csv")) {
        let hint = "in a spreadsheet program, save as `CSV UTF-8`";
        return Err(Stop::Usage(format!("`{name}` is neither .toml nor .csv; {hint}")));
    }
    let Some(source) = fields::decode(diags, name, bytes) else {
        return Ok(Campaign::around(
            Vec::new(),
            &Source::new(file.display().to_string(), ""),
        ));
    };
    if ending.as_deref() == Some("toml") {
        return Ok(campaign::read(diags, &source));
    }
    let locations = table::read(diags, &source);
    let locations = location::unique(diags, locations);
    Ok(Campaign::around(locations, &source))
}

/// The bytes of a file, if it is not too large.
pub(super) fn read_bytes(file: &Path) -> Result<Vec<u8>, Stop> {
    let what = || format!("cannot read `{}`", file.display());
    let open = fs::File::open(file).map_err(Stop::machine(what()))?;
    let mut bytes = Vec::new();
    open.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(Stop::machine(what()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Stop::Usage(format!(
            "`{}` has more than {} MB",
            file.display(),
            LARGEST >> 20
        )));
    }
    Ok(bytes)
}

/// The campaign's own files in the folders that can replace embedded ones.
fn overrides(dir: &Path) -> Result<Overrides, Stop> {
    let mut overrides = Overrides::default();
    for folder in Overrides::FOLDERS {
        let path = dir.join(folder);
        if !path.is_dir() {
            continue;
        }
        let entries =
            fs::read_dir(&path).map_err(Stop::machine(format!("cannot list `{}`", path.display())))?;
        for entry in entries {
            let entry = entry.map_err(Stop::machine(format!("cannot list `{}`", path.display())))?;
            let file = entry.path();
            let known = file
                .extension()
                .is_some_and(|ending| ending == "toml" || ending == "ttf");
            if known && file.is_file() {
                let name = entry.file_name().to_string_lossy().into_owned();
                overrides.files.insert(
                    format!("{folder}/{name}"),
                    (file.display().to_string(), read_bytes(&file)?),
                );
            }
        }
    }
    Ok(overrides)
}

/// Today, by the machine's clock (UTC).
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that asks the clock"
)]
pub(super) fn today() -> Date {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = now.map_or(0, |since| since.as_secs());
    Date::from_unix(seconds).expect("the clock is within the calendar")
}
