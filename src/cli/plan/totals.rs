//! What a plan takes and lacks as a whole.

use std::collections::BTreeMap;

use mileposter::date::Date;
use mileposter::lack::{self, Lack};
use mileposter::location::Location;
use mileposter::plan::Job;
use mileposter::supplies::{self, Supplies};

use super::super::args::Wanted;
use super::super::load::Loaded;

/// What a plan takes, and what is missing at which places.
pub(super) struct Totals<'a> {
    pub(super) supplies: Supplies,
    /// Each place at which something is missing, in the order of the list.
    pub(super) lacking: Vec<(&'a Location, Vec<Lack>)>,
}

/// The totals of some jobs. Closed places have none, and are told as well.
pub(super) fn of<'a>(loaded: &'a Loaded, wanted: &Wanted, jobs: &[Job<'a>], today: Date) -> Totals<'a> {
    let all: Vec<&Job<'_>> = jobs.iter().collect();
    let mut assumed: BTreeMap<&str, bool> = BTreeMap::new();
    for job in jobs {
        *assumed.entry(&job.location.id).or_default() |= job.assumed;
    }
    let selection = loaded.selection(wanted);
    let places = loaded.campaign.locations.iter();
    let lacking = places.filter(|place| selection.wants(place)).map(|place| {
        let assumed = assumed.get(place.id.as_str()).copied().unwrap_or_default();
        (place, lack::of(place, assumed, today))
    });
    Totals {
        supplies: supplies::of(&loaded.library, &loaded.campaign, &all),
        lacking: lacking.filter(|(_, lacks)| !lacks.is_empty()).collect(),
    }
}
