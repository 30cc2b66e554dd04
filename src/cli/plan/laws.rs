//! What the law expects at each place of a plan, and how what hangs there stands to it.

use std::collections::BTreeMap;

use mileposter::conform::{self, Group};
use mileposter::date::Date;
use mileposter::diag::Diagnostics;
use mileposter::location::Location;
use mileposter::phrase::{Phrase, counted, say};
use mileposter::plan::Job;
use mileposter::press;
use serde_json::{Value, json};

use super::super::args::Wanted;
use super::super::load::Loaded;
use super::super::rules;

/// The places of a plan, in groups that rules cannot tell apart.
pub(super) struct Laws<'a> {
    groups: Vec<Group<'a>>,
    /// By the id of a place, which group it is in.
    by_place: BTreeMap<&'a str, usize>,
}

impl<'a> Laws<'a> {
    /// Of all places that are selected. What is wrong with a page is told by `check`; without a page there is no verdict.
    pub(super) fn of(loaded: &'a Loaded, wanted: &Wanted, jobs: &[Job<'a>], today: Date) -> Self {
        let selection = loaded.selection(wanted);
        let places = loaded.campaign.locations.iter();
        let places: Vec<&Location> = places.filter(|place| selection.wants(place)).collect();
        let plates = press::plates(&mut Diagnostics::default(), &loaded.library, jobs);
        let (library, campaign) = (&loaded.library, &loaded.campaign);
        let groups = conform::groups(library, campaign, &places, jobs, Some(&plates), today);
        let by_place = groups
            .iter()
            .enumerate()
            .flat_map(|(at, group)| group.places.iter().map(move |place| (place.id.as_str(), at)))
            .collect();
        Self { groups, by_place }
    }

    /// What the law expects at a place.
    pub(super) fn at(&self, place: &str) -> Vec<Phrase> {
        let group = self.by_place.get(place).map(|at| &self.groups[*at]);
        group.map(rules::tell::in_plan).unwrap_or_default()
    }

    /// Signs that the law wants and no piece is.
    pub(super) fn missing(&self) -> Vec<Phrase> {
        let mut open: BTreeMap<&str, usize> = BTreeMap::new();
        for group in &self.groups {
            for standing in group.standings.iter().filter(|standing| standing.is_open()) {
                *open.entry(&standing.applied.rule.id).or_default() += group.places.len();
            }
        }
        open.into_iter()
            .map(|(rule, count)| {
                let places = counted(count, say("{count} place"), say("{count} places"));
                say("{places}: a sign by {rule}")
                    .with_words("places", places)
                    .with("rule", rule)
            })
            .collect()
    }

    /// The same for programs: each group with its places.
    pub(super) fn json(&self) -> Value {
        let groups = self.groups.iter().map(|group| {
            let places: Vec<&str> = group.places.iter().map(|place| place.id.as_str()).collect();
            let rules: Vec<Value> = group.standings.iter().map(rules::json::standing).collect();
            json!({ "places": places, "rules": rules })
        });
        groups.collect()
    }
}
