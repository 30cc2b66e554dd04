//! `plan`: what hangs at each place, how many, in which languages and why; what it takes and what is missing. With `--out`, packs to carry.

mod folder;
mod laws;
mod packs;
mod roads;
mod tell;
mod totals;

use mileposter::check;
use mileposter::diag::Diagnostics;
use mileposter::plan;

use super::Stop;
use super::args::Plan;
use super::load;
use super::report::Reporter;
use laws::Laws;
use roads::Roads;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, wanted: &Plan) -> Result<(), Stop> {
    match &wanted.out {
        Some(out) => packs::run(reporter, wanted, out),
        None => look(reporter, wanted),
    }
}

/// Tells the plan and writes nothing.
fn look(reporter: &Reporter, wanted: &Plan) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    let loaded = load::load(reporter, &mut diags, &wanted.wanted)?;
    let mut jobs = Vec::new();
    if loaded.sound {
        check::places(&mut diags, &loaded.library.routes, &loaded.campaign.locations);
        jobs = plan::jobs(
            &mut diags,
            &loaded.library,
            &loaded.campaign,
            &loaded.selection(&wanted.wanted),
        );
    }
    let roads = Roads::of(&loaded, wanted);
    let (jobs, choice) = roads.within_budget(jobs, wanted.budget);
    reporter.faults(&diags);
    let today = wanted.wanted.judging.today.unwrap_or_else(load::today);
    let totals = totals::of(&loaded, &wanted.wanted, &jobs, today);
    let law = Laws::of(&loaded, &wanted.wanted, &jobs, today);
    let coverage = roads.coverage(&jobs, wanted.reach);
    if reporter.is_human() {
        tell::places(reporter, &loaded, &wanted.wanted, &jobs, &totals, &law);
        tell::totals(reporter, &loaded, &totals, &law);
        roads.tell(reporter, &coverage, choice.as_ref());
    } else {
        let pieces: Vec<_> = jobs
            .iter()
            .map(|job| tell::json(&loaded, &wanted.wanted, job))
            .collect();
        let object = serde_json::json!({
            "command": "plan",
            "pieces": pieces,
            "totals": tell::totals_json(&loaded, &totals),
            "lacking": tell::missing_json(&totals),
            "law": law.json(),
            "coverage": roads.coverage_json(&coverage),
            "choice": choice.as_ref().map(|choice| roads.choice_json(choice)),
        });
        reporter.object(&diags, object);
    }
    if diags.has_errors() {
        Err(Stop::Faults)
    } else {
        Ok(())
    }
}
