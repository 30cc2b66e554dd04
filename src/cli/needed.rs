//! `build --needed`: of all that is planned, what must be printed again or was never hung, and why.

use std::collections::HashMap;
use std::sync::Arc;

use mileposter::diag::Diagnostics;
use mileposter::phrase::{Phrase, counted, parted, say};
use mileposter::plan::Job;
use mileposter::poster::Order;

use super::Stop;
use super::args::Wanted;
use super::load::Loaded;
use super::record::Desk;
use super::report::Reporter;

/// Sheets that are told one by one; `-v` tells all.
const TOLD: usize = 30;

/// Why each piece is printed, in the order of the jobs.
#[derive(Default)]
pub(super) struct Needs(Vec<Need>);

struct Need {
    place: String,
    name: String,
    piece: String,
    count: u32,
    why: Phrase,
}

/// The jobs that are needed, each with as many pieces as are.
pub(super) fn of<'a>(
    diags: &mut Diagnostics,
    loaded: &'a Loaded,
    wanted: &Wanted,
    jobs: Vec<Job<'a>>,
) -> Result<(Vec<Job<'a>>, Needs), Stop> {
    let mut desk = Desk::around(diags, loaded, wanted, jobs)?;
    if diags.has_errors() {
        return Ok((Vec::new(), Needs::default()));
    }
    desk.compose();
    desk.check_places(diags);
    let mut places: Vec<_> = desk.jobs.iter().map(|job| job.location).collect();
    // The jobs of a place follow each other.
    places.dedup_by_key(|place| &place.id);
    let mut needed: HashMap<(&str, *const Order), (u32, Phrase)> = HashMap::new();
    let upkeep = desk.upkeep(&places);
    for upkeep in upkeep.iter().filter(|upkeep| upkeep.stage.is_work()) {
        for piece in upkeep.pieces.iter().filter(|piece| piece.needed() > 0) {
            if let Some(job) = piece.job {
                let why = parted(piece.why()).expect("what is needed has a reason");
                needed.insert((&upkeep.place.id, Arc::as_ptr(&job.order)), (piece.needed(), why));
            }
        }
    }
    let mut needs = Vec::new();
    let taken = desk.jobs.iter().filter_map(|job| {
        let (count, why) = needed.remove(&(job.location.id.as_str(), Arc::as_ptr(&job.order)))?;
        needs.push(Need {
            place: job.location.id.clone(),
            name: job.location.name.clone(),
            piece: job.order.name(),
            count,
            why,
        });
        Some(job.of_pieces(count))
    });
    let taken = taken.collect();
    Ok((taken, Needs(needs)))
}

impl Needs {
    /// Tells why each piece is printed.
    pub(super) fn tell(&self, reporter: &Reporter) {
        let told = if reporter.is_verbose() {
            self.0.len()
        } else {
            TOLD.min(self.0.len())
        };
        for need in &self.0[..told] {
            let line = say("{count} × {piece} for {name}: {why}")
                .with("count", need.count)
                .with("piece", &need.piece)
                .with("name", &need.name)
                .with_words("why", need.why.clone());
            reporter.tell(&line);
        }
        if told < self.0.len() {
            let more = self.0.len() - told;
            let more = counted(
                more,
                say("And {count} more piece; `-v` tells why."),
                say("And {count} more pieces; `-v` tells why of each."),
            );
            reporter.tell(&more);
        }
    }

    /// The same for programs.
    pub(super) fn json(&self) -> serde_json::Value {
        let need = |need: &Need| {
            serde_json::json!({
                "place": need.place,
                "piece": need.piece,
                "count": need.count,
                "why": need.why.english(),
            })
        };
        self.0.iter().map(need).collect()
    }
}
