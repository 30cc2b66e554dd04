//! A plan along the roads: which stops a budget takes, and how well pieces cover the roads.

use std::collections::{BTreeMap, BTreeSet};

use mileposter::choice::{self, Choice};
use mileposter::corridor::{self, Along, Corridor};
use mileposter::coverage::{self, Coverage, Pieces};
use mileposter::plan::Job;
use serde_json::Value;

use super::super::args::Plan;
use super::super::coverage as telling;
use super::super::load::Loaded;
use super::super::report::Reporter;

/// The places of a selection along their roads.
pub(super) struct Roads<'a> {
    pub(super) corridor: Corridor<'a>,
}

impl<'a> Roads<'a> {
    /// All selected places, closed ones too: a map shows them.
    pub(super) fn of(loaded: &'a Loaded, plan: &Plan) -> Self {
        let selection = loaded.selection(&plan.wanted);
        let places = loaded.campaign.locations.iter();
        let places = places.filter(|place| selection.wants(place));
        Self {
            corridor: corridor::of(&loaded.library.routes, places),
        }
    }

    /// The jobs of as many places as the budget allows, and which those are.
    pub(super) fn within_budget(
        &self,
        jobs: Vec<Job<'a>>,
        budget: Option<u32>,
    ) -> (Vec<Job<'a>>, Option<Choice<'a>>) {
        let Some(budget) = budget.and_then(|budget| usize::try_from(budget).ok()) else {
            return (jobs, None);
        };
        let candidates: BTreeSet<&str> = jobs.iter().map(|job| job.location.id.as_str()).collect();
        let choice = choice::choose(&self.corridor, &candidates, &BTreeSet::new(), budget);
        let chosen: BTreeSet<&str> = choice.chosen.iter().map(|place| place.id.as_str()).collect();
        let is_chosen = |job: &Job<'_>| chosen.contains(job.location.id.as_str());
        let jobs = jobs.into_iter().filter(is_chosen).collect();
        (jobs, Some(choice))
    }

    /// How well the pieces of some jobs cover the roads, seen so many miles ahead.
    pub(super) fn coverage<'b>(&'b self, jobs: &'b [Job<'a>], reach: u16) -> Coverage<'b>
    where
        'a: 'b,
    {
        let mut pieces: Pieces<'_> = BTreeMap::new();
        for job in jobs {
            pieces
                .entry(&job.location.id)
                .or_default()
                .extend(&job.order.languages);
        }
        let ahead = Along::from_hundredths(u32::from(reach) * 100);
        coverage::of(&self.corridor, &pieces, ahead)
    }

    pub(super) fn tell(&self, reporter: &Reporter, coverage: &Coverage<'_>, choice: Option<&Choice<'_>>) {
        if self.corridor.lines.is_empty() {
            return;
        }
        reporter.print("");
        telling::tell(reporter, &self.corridor, coverage);
        if let Some(choice) = choice {
            reporter.print("");
            telling::tell_choice(reporter, &self.corridor, choice);
        }
    }

    pub(super) fn coverage_json(&self, coverage: &Coverage<'_>) -> Value {
        telling::json(&self.corridor, coverage)
    }

    pub(super) fn choice_json(&self, choice: &Choice<'_>) -> Value {
        telling::choice_json(&self.corridor, choice)
    }
}
