//! `plan`: what hangs at each place, how many, in which languages and why; nothing is written.

use std::collections::BTreeMap;

use mileposter::check;
use mileposter::diag::Diagnostics;
use mileposter::harmless::harmless;
use mileposter::locale::Locale;
use mileposter::need::Need;
use mileposter::plan::{self, Job, Why};

use super::Stop;
use super::args::Wanted;
use super::load::{self, Loaded};
use super::report::Reporter;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, wanted: &Wanted) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    let loaded = load::load(reporter, &mut diags, wanted)?;
    let mut jobs = Vec::new();
    if loaded.sound {
        check::places(&mut diags, &loaded.library.routes, &loaded.campaign.locations);
        jobs = plan::jobs(&mut diags, &loaded.library, &loaded.campaign, &wanted.selection());
    }
    reporter.faults(&diags);
    if reporter.is_human() {
        tell(reporter, &loaded, wanted, &jobs);
    } else {
        let pieces: Vec<_> = jobs.iter().map(|job| json(&loaded, wanted, job)).collect();
        reporter.object(&diags, serde_json::json!({ "command": "plan", "pieces": pieces }));
    }
    if diags.has_errors() {
        Err(Stop::Faults)
    } else {
        Ok(())
    }
}

/// Each place with its pieces, then each need once.
fn tell(reporter: &Reporter, loaded: &Loaded, wanted: &Wanted, jobs: &[Job<'_>]) {
    let selection = wanted.selection();
    let mut needs: BTreeMap<&str, &Need> = BTreeMap::new();
    let mut place = "";
    for job in jobs {
        if job.location.id != place {
            place = &job.location.id;
            reporter.print(&format!("{place}  {}", harmless(&job.location.site_line())));
        }
        let reasons = plan::reasons(&loaded.library, &loaded.campaign, &selection, job);
        let assumed = if job.assumed { " (stalls not counted)" } else { "" };
        reporter.print(&format!(
            "  {} × {} on {}{assumed}: {}",
            job.copies,
            job.order.template,
            job.order.stock,
            in_words(&reasons)
        ));
        needs.extend(reasons.iter().filter_map(|(_, why)| match why {
            Why::Need(need) => Some((need.id.as_str(), *need)),
            _ => None,
        }));
    }
    for (id, need) in needs {
        let languages: Vec<&str> = need.languages.iter().map(Locale::tag).collect();
        let beyond = match need.beyond.as_str() {
            "" => String::new(),
            more => format!("; and {more}, which nothing is printed in"),
        };
        let line = format!(
            "{id}: {} needed in {}{beyond}: {} ({})",
            languages.join(", "),
            need.places(),
            need.why,
            need.source
        );
        reporter.print(&format!("\n{}", reporter.wrapped(&harmless(&line), 2)));
    }
}

/// As `en es (campaign), vi ru (needed: wa)`.
fn in_words(reasons: &[(&Locale, Why<'_>)]) -> String {
    let told: Vec<String> = reasons
        .chunk_by(|(_, a), (_, b)| word(*a) == word(*b))
        .map(|same| {
            let tags: Vec<&str> = same.iter().map(|(locale, _)| locale.tag()).collect();
            format!("{} ({})", tags.join(" "), word(same[0].1))
        })
        .collect();
    told.join(", ")
}

fn word(why: Why<'_>) -> String {
    match why {
        Why::Asked => "--language".to_owned(),
        Why::Place => "this place".to_owned(),
        Why::Rule => "hang rule".to_owned(),
        Why::Campaign => "campaign".to_owned(),
        Why::Panel => "panel of all".to_owned(),
        Why::Need(need) => format!("needed: {}", need.id),
    }
}

fn json(loaded: &Loaded, wanted: &Wanted, job: &Job<'_>) -> serde_json::Value {
    let selection = wanted.selection();
    let reasons = plan::reasons(&loaded.library, &loaded.campaign, &selection, job);
    let languages: Vec<_> = reasons
        .iter()
        .map(|(locale, why)| match why {
            Why::Need(need) => serde_json::json!({
                "tag": locale.tag(), "why": "need", "need": need.id, "reason": need.why, "source": need.source,
            }),
            why => serde_json::json!({ "tag": locale.tag(), "why": word(*why) }),
        })
        .collect();
    serde_json::json!({
        "location": job.location.id,
        "template": job.order.template,
        "stock": job.order.stock,
        "copies": job.copies,
        "assumed": job.assumed,
        "languages": languages,
    })
}
