//! `audit`: whether photos of what hangs show our symbols, and nothing pasted over them.
//!
//! Nothing of a photo is written anywhere, and no address that a symbol holds is opened.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use mileposter::audit::{self, Expected, Outcome, Sighting, Verdict};
use mileposter::code;
use mileposter::diag::{Diagnostic, Diagnostics, shown};
use mileposter::event::{Condition, Happening};
use mileposter::hotline::Hotline;
use mileposter::location::Location;
use mileposter::photo;
use mileposter::phrase::{Phrase, counted, listed, say};
use mileposter::plan::{self, Job, Selection};
use mileposter::plate;
use mileposter::poster::Order;
use mileposter::scan;
use mileposter::source::{Source, Span};
use mileposter::text::Shaper;
use rayon::prelude::*;

use super::Stop;
use super::args::{Audit, Home, Told};
use super::check::use_threads;
use super::load::{self, Loaded};
use super::log::told;
use super::proof::{check_files, shown_path};
use super::record::{self, Record};
use super::report::Reporter;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, audit: &Audit) -> Result<(), Stop> {
    use_threads(&audit.wanted);
    let mut diags = Diagnostics::default();
    let loaded = load::load(reporter, &mut diags, &audit.wanted)?;
    check_files(&audit.photos)?;
    let Some((expected, place)) = expected(&mut diags, &loaded, audit)? else {
        reporter.faults(&diags);
        reporter.object(&diags, serde_json::json!({ "command": "audit" }));
        return Err(Stop::Faults);
    };
    let looked: Result<Vec<_>, Stop> = audit
        .photos
        .par_iter()
        .map(|file| look(&expected, file))
        .collect();
    let mut photos = Vec::new();
    for (found, sightings) in looked? {
        diags.extend(found);
        photos.push(sightings);
    }
    let outcome = Outcome::of(&expected, photos);
    if let Some(place) = place {
        outcome.report_missing(&mut diags, &place.id, &place.span);
    }
    tell(reporter, audit, &outcome);
    reporter.tell(&summary(&outcome));
    let written = if audit.log {
        log(reporter, &mut diags, audit, &outcome)?
    } else {
        0
    };
    reporter.faults(&diags);
    reporter.object(&diags, json(audit, &outcome, written));
    if diags.has_errors() {
        Err(Stop::Faults)
    } else {
        Ok(())
    }
}

/// Writes into the ledger what was seen, and tells how many events that is. Only what nobody can doubt is written: all was well, or
/// something foreign sticks there.
fn log(
    reporter: &Reporter,
    diags: &mut Diagnostics,
    audit: &Audit,
    outcome: &Outcome,
) -> Result<usize, Stop> {
    let is_foreign = outcome
        .sightings()
        .any(|sighting| sighting.verdict == Verdict::Foreign);
    let serials: Vec<String> = outcome.serials().iter().map(ToString::to_string).collect();
    if !is_foreign && !outcome.is_sound() {
        reporter.tell(&say(
            "Nothing was logged: take the photos again, or write down what you found with `mileposter log`.",
        ));
        return Ok(0);
    }
    if serials.is_empty() && audit.at.is_none() {
        return Err(Stop::Usage(say(
            "nothing on the photos tells where they were taken: add `--at` with the id of the place",
        )));
    }
    let (happening, condition) = match is_foreign {
        true => (Happening::Damaged, Condition::Covered),
        false => (Happening::Checked, Condition::Ok),
    };
    // A photo speaks of the pieces on it and of no others.
    let seen = outcome
        .photos
        .iter()
        .flatten()
        .filter(|sightings| !sightings.is_empty())
        .count();
    let seen = if serials.is_empty() && !is_foreign {
        seen
    } else {
        1
    };
    let told = Told {
        serials,
        at: audit.at.clone(),
        template: audit.wanted.template.clone(),
        count: u32::try_from(seen).ok(),
        condition: Some(condition),
        by: audit.by.clone(),
        home: Home {
            campaign: audit.wanted.which.campaign.clone(),
            locations: audit.wanted.which.locations.clone(),
        },
        ..Told::default()
    };
    // What the photos show is a fault of theirs and no reason not to write it down.
    let mut own = Diagnostics::default();
    let events = told::log(reporter, &mut own, happening, &told)?;
    diags.extend(own);
    Ok(events.len())
}

/// What symbols may say, and what must be seen at the place that is asked for. `None` after an error in the campaign.
fn expected<'a>(
    diags: &mut Diagnostics,
    loaded: &'a Loaded,
    audit: &Audit,
) -> Result<Option<(Expected<'a>, Option<&'a Location>)>, Stop> {
    let place = match &audit.at {
        None => None,
        Some(id) => Some(place(loaded, id)?),
    };
    let selection = loaded.selection(&audit.wanted);
    // What is wrong with words or templates is told by `check`; here only errors matter.
    let mut planned = Diagnostics::default();
    let jobs = plan::jobs(&mut planned, &loaded.library, &loaded.campaign, &selection);
    load::take_errors(diags, &planned);
    let Some(hotline) = loaded.library.hotlines.get(&loaded.campaign.hotline.value) else {
        return Ok(None);
    };
    if diags.has_errors() {
        return Ok(None);
    }
    let here = at_place(loaded, &selection, place);
    let payloads = payloads(diags, loaded, jobs.iter().chain(&here));
    if diags.has_errors() {
        return Ok(None);
    }
    let mut expected = of_jobs(hotline, &payloads, &here);
    let prints = Record::of_prints(diags, record::folder(&audit.wanted.which))?.prints;
    let said = prints.contents().flat_map(|content| &content.payloads);
    expected.earlier = said
        .filter(|payload| !expected.ours.contains(*payload))
        .cloned()
        .collect();
    Ok(Some((expected, place)))
}

/// The jobs at a place, whatever else is selected.
fn at_place<'a>(loaded: &'a Loaded, selection: &Selection, place: Option<&Location>) -> Vec<Job<'a>> {
    let Some(place) = place else {
        return Vec::new();
    };
    let selection = Selection {
        ids: vec![place.id.clone()],
        ..selection.clone()
    };
    plan::jobs(
        &mut Diagnostics::default(),
        &loaded.library,
        &loaded.campaign,
        &selection,
    )
}

fn place<'a>(loaded: &'a Loaded, id: &str) -> Result<&'a Location, Stop> {
    let places = &loaded.campaign.locations;
    places.iter().find(|place| place.id == id).ok_or_else(|| {
        Stop::Usage(
            say("there is no location `{id}`; `mileposter list locations` shows all ids")
                .with("id", shown(id)),
        )
    })
}

type Payloads = BTreeMap<String, BTreeSet<String>>;

/// What the symbols of each order say, by its name.
fn payloads<'a>(
    diags: &mut Diagnostics,
    loaded: &Loaded,
    jobs: impl Iterator<Item = &'a Job<'a>>,
) -> Payloads {
    let orders: BTreeMap<String, &Arc<Order>> = jobs.map(|job| (job.order.name(), &job.order)).collect();
    let composed: Vec<_> = orders
        .into_par_iter()
        .map(|(name, order)| {
            let mut found = Diagnostics::default();
            let mut shaper = Shaper::new(&loaded.library.fonts);
            let composition = plate::compose(&mut found, &loaded.library, &mut shaper, order);
            (name, found, composition.as_ref().map(audit::payloads))
        })
        .collect();
    let mut payloads = Payloads::new();
    for (name, found, shown) in composed {
        load::take_errors(diags, &found);
        payloads.insert(name, shown.unwrap_or_default());
    }
    payloads
}

fn of_jobs<'a>(hotline: &'a Hotline, payloads: &Payloads, here: &[Job<'_>]) -> Expected<'a> {
    let mut wanted: BTreeMap<String, u32> = BTreeMap::new();
    for job in here {
        for payload in payloads.get(&job.order.name()).into_iter().flatten() {
            *wanted.entry(payload.clone()).or_default() += job.pieces;
        }
    }
    Expected {
        hotline,
        ours: payloads.values().flatten().cloned().collect(),
        earlier: BTreeSet::new(),
        wanted,
    }
}

/// The symbols of a photo, with its faults; no symbols of one that cannot be read.
fn look(expected: &Expected<'_>, file: &Path) -> Result<(Diagnostics, Option<Vec<Sighting>>), Stop> {
    let what = || say("cannot read `{file}`").with("file", shown_path(file));
    let span = Span::file(&Source::new(file.display().to_string(), ""));
    let mut diags = Diagnostics::default();
    let open = std::fs::File::open(file).map_err(Stop::machine(what()))?;
    let mut bytes = Vec::new();
    open.take(photo::LARGEST as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(Stop::machine(what()))?;
    let Some(grey) = photo::read(&mut diags, &bytes, &span) else {
        return Ok((diags, None));
    };
    drop(bytes);
    let Ok(symbols) = scan::photo(&grey) else {
        let message =
            say("the photo is full of squares like those in the corners of symbols, too many to look into");
        let hint = say("take the photo nearer, so that one piece fills it");
        diags.push(Diagnostic::new(code::PHOTO_UNREAD, message).at(&span).hint(hint));
        return Ok((diags, None));
    };
    let sightings = audit::judged(expected, &symbols);
    audit::report(&mut diags, &span, &sightings);
    Ok((diags, Some(sightings)))
}

/// A line for each photo.
fn tell(reporter: &Reporter, audit: &Audit, outcome: &Outcome) {
    for (file, sightings) in audit.photos.iter().zip(&outcome.photos) {
        let found = match sightings {
            None => say("cannot be read"),
            Some(sightings) => in_short(sightings),
        };
        reporter.tell(
            &say("{file}: {found}")
                .with("file", shown_path(file))
                .with_words("found", found),
        );
    }
}

/// As `2 symbols of ours, 1 foreign`.
fn in_short<'a>(sightings: impl IntoIterator<Item = &'a Sighting>) -> Phrase {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for sighting in sightings {
        *counts.entry(sighting.verdict.word()).or_default() += 1;
    }
    let one_of = |verdict: Verdict, one: Phrase, several: Phrase| {
        let count = counts.get(verdict.word()).copied()?;
        Some(counted(count, one, several))
    };
    let serials = counts.get("piece").map(|count| {
        counted(
            *count,
            say("{count} serial of a piece"),
            say("{count} serials of pieces"),
        )
    });
    let parts = [
        one_of(
            Verdict::Foreign,
            say("{count} FOREIGN symbol"),
            say("{count} FOREIGN symbols"),
        ),
        one_of(
            Verdict::Ours,
            say("{count} symbol of ours"),
            say("{count} symbols of ours"),
        ),
        serials,
        one_of(
            Verdict::Outdated,
            say("{count} out of date"),
            say("{count} out of date"),
        ),
        one_of(
            Verdict::Unread,
            say("{count} that cannot be read"),
            say("{count} that cannot be read"),
        ),
    ];
    listed(parts.into_iter().flatten()).unwrap_or_else(|| say("no symbol"))
}

fn summary(outcome: &Outcome) -> Phrase {
    let photos = counted(outcome.photos.len(), say("{count} photo"), say("{count} photos"));
    let told = match outcome.is_sound() {
        true => say("Looked at {photos}: {found}; all is well."),
        false => say("Looked at {photos}: {found}."),
    };
    told.with_words("photos", photos)
        .with_words("found", in_short(outcome.sightings()))
}

fn json(audit: &Audit, outcome: &Outcome, written: usize) -> serde_json::Value {
    let photos = audit.photos.iter().zip(&outcome.photos).map(|(file, sightings)| {
        serde_json::json!({
            "file": file.display().to_string(),
            "read": sightings.is_some(),
            "symbols": sightings.iter().flatten().map(sighting).collect::<Vec<_>>(),
        })
    });
    let unseen = outcome
        .missing
        .iter()
        .map(|(payload, pieces)| serde_json::json!({ "payload": payload, "pieces": pieces }));
    let serials = outcome.serials().into_iter().map(|serial| serial.to_string());
    serde_json::json!({
        "command": "audit",
        "at": audit.at,
        "sound": outcome.is_sound(),
        "written": written,
        "photos": photos.collect::<Vec<_>>(),
        "unseen": unseen.collect::<Vec<_>>(),
        "serials": serials.collect::<Vec<_>>(),
    })
}

fn sighting(sighting: &Sighting) -> serde_json::Value {
    let rect = sighting.rect;
    let edges = [rect.x, rect.y, rect.width, rect.height].map(|edge| f64::from(edge.round()));
    serde_json::json!({
        "verdict": sighting.verdict.word(),
        "payload": sighting.payload,
        "rect_px": edges,
    })
}
