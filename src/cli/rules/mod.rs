//! `rules`: what may, must and must not hang at a place, and why. Never legal advice.

mod handbook;
pub(super) mod json;
pub(super) mod tell;

use std::collections::BTreeSet;

use mileposter::conform::{self, Group};
use mileposter::diag::Diagnostics;
use mileposter::law::{self, Subject};
use mileposter::location::{Kind, Location};
use mileposter::phrase::say;
use mileposter::plan;
use mileposter::press::{self, Plates};
use mileposter::rule::Rules;
use mileposter::states;

use super::Stop;
use super::args::{Rules as Asked, Which};
use super::load::{self, Loaded};
use super::report::Reporter;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, asked: &Asked) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    if asked.handbook {
        let library = load::library(&mut diags, None)?;
        reporter.print(handbook::chapter(&library.rules).trim_end());
        return Ok(());
    }
    let loaded = load::load(reporter, &mut diags, &asked.wanted)?;
    let rules = &loaded.library.rules;
    check_names(rules, asked)?;
    let today = asked.wanted.judging.today.unwrap_or_else(load::today);
    law::check_age(&mut diags, rules, today);
    let hypothetical = hypothetical(asked);
    let is_named = !asked.wanted.which.kind.is_empty() || !asked.venue.is_empty();
    let places = places(&mut diags, &loaded, asked, hypothetical.is_some());
    let (jobs, plates) = pieces(&mut diags, &loaded, asked, &places);
    let groups = conform::groups(
        &loaded.library,
        &loaded.campaign,
        &places,
        &jobs,
        Some(&plates),
        today,
    );
    let others = hypothetical
        .map(|subjects| without(subjects, &groups, rules, is_named))
        .unwrap_or_default();
    reporter.faults(&diags);
    if reporter.is_human() {
        tell::all(reporter, &loaded, &groups, &others);
    } else {
        reporter.object(&diags, json::all(&loaded, &groups, &others));
    }
    if diags.has_errors() {
        Err(Stop::Faults)
    } else {
        Ok(())
    }
}

/// Venues and states are typed, so they are answered at once.
fn check_names(rules: &Rules, asked: &Asked) -> Result<(), Stop> {
    let unknown = asked
        .venue
        .iter()
        .find(|venue| !rules.venues.contains_key(*venue));
    if let Some(venue) = unknown {
        let message = say("there is no venue `{venue}`; `mileposter list venues` shows those that laws know");
        return Err(Stop::Usage(message.with("venue", venue)));
    }
    let state = asked
        .wanted
        .which
        .state
        .iter()
        .find(|state| !states::is_code(&state.to_uppercase()));
    match state {
        Some(state) => Err(Stop::Usage(
            say("`{state}` is no postal code of a state, as CA").with("state", state),
        )),
        None => Ok(()),
    }
}

/// What is asked for without naming places: states, with kinds or venues.
fn hypothetical(asked: &Asked) -> Option<Vec<Subject>> {
    let Which {
        route,
        county,
        direction,
        milepost,
        id,
        kind,
        state,
        ..
    } = &asked.wanted.which;
    let names_places = !route.is_empty()
        || !county.is_empty()
        || !direction.is_empty()
        || milepost.is_some()
        || !id.is_empty();
    if names_places || (state.is_empty() && asked.venue.is_empty()) {
        return None;
    }
    let named: BTreeSet<String> = asked.venue.iter().cloned().collect();
    let kinds: Vec<Option<Kind>> = match (kind.is_empty(), named.is_empty()) {
        (true, false) => vec![None],
        (true, true) => Kind::ALL.iter().map(|(_, kind)| Some(*kind)).collect(),
        (false, _) => kind.iter().map(|kind| Some(*kind)).collect(),
    };
    let states: Vec<Option<String>> = if state.is_empty() {
        vec![None]
    } else {
        state.iter().map(|state| Some(state.to_uppercase())).collect()
    };
    let subject = |state: &Option<String>, kind: &Option<Kind>| Subject {
        state: state.clone(),
        kind: *kind,
        named: named.clone(),
    };
    let all = states
        .iter()
        .flat_map(|state| kinds.iter().map(move |kind| (state, kind)));
    Some(all.map(|(state, kind)| subject(state, kind)).collect())
}

/// The places that are asked about. Where states are asked about, none need be in the list.
fn places<'a>(
    diags: &mut Diagnostics,
    loaded: &'a Loaded,
    asked: &Asked,
    none_is_fine: bool,
) -> Vec<&'a Location> {
    law::check(diags, &loaded.library.rules, &loaded.campaign);
    let selection = loaded.selection(&asked.wanted);
    if !asked.venue.is_empty() {
        // Venues that somebody names are not those of the list.
        return Vec::new();
    }
    if none_is_fine {
        let all = loaded.campaign.locations.iter();
        return all.filter(|place| selection.wants(place)).collect();
    }
    plan::wanted(diags, &loaded.campaign, &selection)
}

/// What hangs at the places, proofed. What is wrong with a page is told by `check`.
fn pieces<'a>(
    diags: &mut Diagnostics,
    loaded: &'a Loaded,
    asked: &Asked,
    places: &[&Location],
) -> (Vec<plan::Job<'a>>, Plates) {
    if !loaded.sound || places.is_empty() {
        return (Vec::new(), Plates::default());
    }
    let mut found = Diagnostics::default();
    let selection = loaded.selection(&asked.wanted);
    let jobs = plan::jobs(&mut found, &loaded.library, &loaded.campaign, &selection);
    let plates = press::plates(&mut found, &loaded.library, &jobs);
    // Without a page there is no verdict, so errors are told here too.
    load::take_errors(diags, &found);
    (jobs, plates)
}

/// What is asked about in general and no group of places answers already.
fn without(subjects: Vec<Subject>, groups: &[Group<'_>], rules: &Rules, is_named: bool) -> Vec<Subject> {
    let answered = |subject: &Subject| groups.iter().any(|group| group.subject == *subject);
    subjects
        .into_iter()
        .filter(|subject| !answered(subject))
        // Of all kinds those are told that some rule speaks of, or one that says that there is none.
        .filter(|subject| is_named || !subject.rules(rules).is_empty())
        .collect()
}
