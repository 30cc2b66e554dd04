//! `check`: every fault of every file and page, at once; nothing is written.

use std::collections::BTreeSet;
use std::path::Path;

use mileposter::catalog::{Catalog, Extent};
use mileposter::check;
use mileposter::code::Severity;
use mileposter::conform::{self, Group};
use mileposter::diag::Diagnostics;
use mileposter::hotline::Hotline;
use mileposter::law;
use mileposter::locale::Locale;
use mileposter::location::Location;
use mileposter::phrase::{Phrase, counted, listed, say};
use mileposter::plan::{self, Job};
use mileposter::press::{self, Plates};
use mileposter::proofed::Proofed;

use super::Stop;
use super::args::Wanted;
use super::load::{self, Loaded};
use super::report::Reporter;
use super::services;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, wanted: &Wanted) -> Result<(), Stop> {
    use_threads(wanted);
    let mut diags = Diagnostics::default();
    let loaded = load::load(reporter, &mut diags, wanted)?;
    let dir = wanted.which.campaign.as_deref().unwrap_or(Path::new("."));
    if services::are_there(dir) {
        services::load(&mut diags, dir, &[])?;
    }
    let (jobs, plates) = proofed(&mut diags, &loaded, wanted);
    let printed = catalogs(&loaded, &jobs);
    let written = |catalog: &&Catalog| catalog.extent != Extent::Pseudo;
    let others = loaded.library.catalogs.values().filter(written);
    for catalog in others.filter(|catalog| !printed.iter().any(|(_, known)| known.locale == catalog.locale)) {
        check::catalog(&mut diags, &loaded.library, catalog);
    }
    // With `--language` somebody has answered already.
    if let Some(languages) = loaded
        .campaign
        .languages
        .first()
        .filter(|_| wanted.language.is_empty())
    {
        check::needs(&mut diags, &loaded.library, &languages_of(&jobs), &languages.span);
    }
    let pairs: BTreeSet<(&str, &Locale)> = jobs
        .iter()
        .flat_map(|job| {
            job.order
                .languages
                .iter()
                .map(|locale| (job.order.template.as_str(), locale))
        })
        .collect();
    for (template, locale) in pairs {
        if let Some(template) = loaded.library.templates.get(template) {
            check::reading(&mut diags, &loaded.library, template, locale);
        }
    }
    let today = wanted.judging.today.unwrap_or_else(load::today);
    law::check_age(&mut diags, &loaded.library.rules, today);
    if wanted.for_rule.is_none() {
        let groups = groups(&loaded, wanted, &jobs, &plates);
        conform::check(&mut diags, &groups);
    }
    if !diags.has_errors() {
        plates.rehearse(&mut diags, &loaded.library, &jobs);
    }
    reporter.faults(&diags);
    let (errors, warnings) = (diags.count(Severity::Error), diags.count(Severity::Warning));
    reporter.tell(
        &say("Checked {places} locations, {files} files to print from {plates} plates: {faults}.")
            .with("places", loaded.campaign.locations.len())
            .with("files", jobs.len())
            .with("plates", plates.iter().count())
            .with_words("faults", faults(errors, warnings)),
    );
    reporter.object(
        &diags,
        serde_json::json!({ "command": "check", "files": jobs.len() }),
    );
    if diags.has_errors() {
        Err(Stop::Faults)
    } else {
        Ok(())
    }
}

/// As many threads as asked for. The pool can be set up once; a second try changes nothing.
pub(super) fn use_threads(wanted: &Wanted) {
    if let Some(jobs) = wanted.jobs {
        let _ = rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(jobs))
            .build_global();
    }
}

/// The jobs of a campaign and their proofed plates, with every fault found on the way.
pub(super) fn proofed<'a>(
    diags: &mut Diagnostics,
    loaded: &'a Loaded,
    wanted: &Wanted,
) -> (Vec<Job<'a>>, Plates) {
    let jobs = planned(diags, loaded, wanted);
    let plates = plates(diags, loaded, wanted, &jobs);
    (jobs, plates)
}

/// The jobs of a campaign, with every fault found on the way.
pub(super) fn planned<'a>(diags: &mut Diagnostics, loaded: &'a Loaded, wanted: &Wanted) -> Vec<Job<'a>> {
    if !loaded.sound {
        // What is planned and printed from broken files has faults of its own, which only hide these.
        return Vec::new();
    }
    check::places(diags, &loaded.library.routes, &loaded.campaign.locations);
    plan::jobs(
        diags,
        &loaded.library,
        &loaded.campaign,
        &loaded.selection(wanted),
    )
}

/// The proofed plates of jobs, with every fault found on the way.
pub(super) fn plates<'a>(
    diags: &mut Diagnostics,
    loaded: &'a Loaded,
    wanted: &Wanted,
    jobs: &[Job<'a>],
) -> Plates {
    plates_unless(diags, loaded, wanted, jobs, &Proofed::default())
}

/// The same, unless a plate stood the same proof already.
pub(super) fn plates_unless<'a>(
    diags: &mut Diagnostics,
    loaded: &'a Loaded,
    wanted: &Wanted,
    jobs: &[Job<'a>],
    proofed: &Proofed,
) -> Plates {
    if !loaded.sound {
        return Plates::default();
    }
    let hotline = loaded.library.hotlines.get(&loaded.campaign.hotline.value);
    if let Some(hotline) = hotline {
        check::record(diags, hotline, wanted.judging.today.unwrap_or_else(load::today));
        if let Some(contact) = &loaded.campaign.contact {
            check::contact(diags, hotline, contact);
        }
    }
    for line in further_lines(loaded, wanted) {
        check::record(diags, line, wanted.judging.today.unwrap_or_else(load::today));
    }
    let faulty = faulty(diags, loaded, catalogs(loaded, jobs));
    // What is printed from faulty words has faults of its own, which only hide theirs.
    let is_sound = |job: &&Job<'_>| !job.order.languages.iter().any(|locale| faulty.contains(locale));
    let sound: Vec<Job<'a>> = jobs.iter().filter(is_sound).cloned().collect();
    let plates = press::plates_unless(diags, &loaded.library, &sound, proofed);
    if wanted.for_rule.is_some() {
        conform::check_notices(diags, &groups(loaded, wanted, jobs, &plates));
    }
    plates
}

/// Checks the words that are printed, and gives the languages whose words have errors.
pub(super) fn faulty<'a>(
    diags: &mut Diagnostics,
    loaded: &Loaded,
    catalogs: Vec<(&'a Locale, &Catalog)>,
) -> BTreeSet<&'a Locale> {
    let hotline = loaded.library.hotlines.get(&loaded.campaign.hotline.value);
    let mut faulty = BTreeSet::new();
    for (locale, catalog) in catalogs {
        let mut words = Diagnostics::default();
        check::catalog(&mut words, &loaded.library, catalog);
        if words.has_errors() {
            faulty.insert(locale);
        }
        diags.extend(words);
        if let Some(hotline) = hotline {
            check::language(diags, hotline, catalog);
        }
    }
    faulty
}

/// What hangs at the places of some jobs, held against the rules that apply there.
fn groups<'a>(loaded: &'a Loaded, wanted: &Wanted, jobs: &[Job<'a>], plates: &Plates) -> Vec<Group<'a>> {
    let mut places: Vec<&Location> = jobs.iter().map(|job| job.location).collect();
    // The jobs of a place follow each other.
    places.dedup_by(|a, b| a.id == b.id);
    let today = wanted.judging.today.unwrap_or_else(load::today);
    conform::groups(
        &loaded.library,
        &loaded.campaign,
        &places,
        jobs,
        Some(plates),
        today,
    )
}

/// The lines that a notice names beside the campaign's.
fn further_lines<'a>(loaded: &'a Loaded, wanted: &Wanted) -> Vec<&'a Hotline> {
    let library = &loaded.library;
    let rule = wanted.for_rule.as_ref().and_then(|id| library.rules.get(id));
    rule.map_or_else(Vec::new, |rule| {
        library.further_lines(rule, &loaded.campaign.hotline.value)
    })
}

/// The places of some jobs, each with the languages on its pieces.
fn languages_of<'a>(jobs: &'a [Job<'_>]) -> Vec<(&'a Location, BTreeSet<&'a Locale>)> {
    let mut places: Vec<(&Location, BTreeSet<&Locale>)> = Vec::new();
    for job in jobs {
        // The jobs of a place follow each other.
        match places.last_mut().filter(|(place, _)| place.id == job.location.id) {
            Some((_, languages)) => languages.extend(&job.order.languages),
            None => places.push((job.location, job.order.languages.iter().collect())),
        }
    }
    places
}

/// The languages of some jobs, each with the catalog that it is printed from.
fn catalogs<'a>(loaded: &'a Loaded, jobs: &'a [Job<'_>]) -> Vec<(&'a Locale, &'a Catalog)> {
    catalogs_of(loaded, jobs.iter().flat_map(|job| &job.order.languages))
}

/// Languages, each once, with the catalog that it is printed from.
pub(super) fn catalogs_of<'a>(
    loaded: &'a Loaded,
    languages: impl Iterator<Item = &'a Locale>,
) -> Vec<(&'a Locale, &'a Catalog)> {
    languages
        .collect::<BTreeSet<_>>()
        .into_iter()
        .filter_map(|locale| Some((locale, loaded.library.catalog(locale)?)))
        .collect()
}

/// As `2 errors, 1 warning` or `no fault`.
pub(super) fn faults(errors: usize, warnings: usize) -> Phrase {
    let errors = (errors > 0).then(|| counted(errors, say("{count} error"), say("{count} errors")));
    let warnings = (warnings > 0).then(|| counted(warnings, say("{count} warning"), say("{count} warnings")));
    listed(errors.into_iter().chain(warnings)).unwrap_or_else(|| say("no fault"))
}
