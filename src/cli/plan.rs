//! `plan`: what hangs at each place, how many, in which languages and why; nothing is written.

use std::collections::BTreeMap;

use mileposter::check;
use mileposter::diag::Diagnostics;
use mileposter::harmless::harmless;
use mileposter::locale::Locale;
use mileposter::need::Need;
use mileposter::phrase::{Phrase, listed, say, verbatim};
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
        jobs = plan::jobs(
            &mut diags,
            &loaded.library,
            &loaded.campaign,
            &loaded.selection(wanted),
        );
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
    let selection = loaded.selection(wanted);
    let mut needs: BTreeMap<&str, &Need> = BTreeMap::new();
    let mut place = "";
    for job in jobs {
        if job.location.id != place {
            place = &job.location.id;
            reporter.print(&format!("{place}  {}", harmless(&job.location.site_line())));
        }
        let reasons = plan::reasons(&loaded.library, &loaded.campaign, &selection, job);
        let piece = if job.assumed {
            say("{pieces} × {template} on {stock} (stalls not counted): {languages}")
        } else {
            say("{pieces} × {template} on {stock}: {languages}")
        };
        let piece = piece
            .with("pieces", job.pieces)
            .with("template", &job.order.template)
            .with("stock", &job.order.stock)
            .with_words("languages", in_words(&reasons));
        reporter.print(&format!("  {}", reporter.words(&piece)));
        needs.extend(reasons.iter().filter_map(|(_, why)| match why {
            Why::Need(need) => Some((need.id.as_str(), *need)),
            _ => None,
        }));
    }
    for (id, need) in needs {
        let languages: Vec<&str> = need.languages.iter().map(Locale::tag).collect();
        let beyond = match need.beyond.as_str() {
            "" => verbatim(""),
            more => say("; and {more}, which nothing is printed in").with("more", more),
        };
        let line = say("{id}: {languages} needed in {places}{beyond}: {why} ({source})")
            .with("id", id)
            .with("languages", languages.join(", "))
            .with_words("places", need.places())
            .with_words("beyond", beyond)
            .with("why", &need.why)
            .with("source", &need.source);
        let line = reporter.words(&line);
        reporter.print(&format!("\n{}", reporter.wrapped(&line, 2)));
    }
}

/// As `en es (campaign), vi ru (needed: wa)`.
fn in_words(reasons: &[(&Locale, Why<'_>)]) -> Phrase {
    let told = reasons
        .chunk_by(|(_, a), (_, b)| word(*a) == word(*b))
        .map(|same| {
            let tags: Vec<&str> = same.iter().map(|(locale, _)| locale.tag()).collect();
            say("{languages} ({why})")
                .with("languages", tags.join(" "))
                .with_words("why", word(same[0].1))
        });
    listed(told).unwrap_or_else(|| verbatim(""))
}

fn word(why: Why<'_>) -> Phrase {
    match why {
        Why::Asked => verbatim("--language"),
        Why::Place => say("this place"),
        Why::Rule => say("hang rule"),
        Why::Campaign => say("campaign"),
        Why::Panel => say("panel of all"),
        Why::Need(need) => say("needed: {id}").with("id", &need.id),
    }
}

fn json(loaded: &Loaded, wanted: &Wanted, job: &Job<'_>) -> serde_json::Value {
    let selection = loaded.selection(wanted);
    let reasons = plan::reasons(&loaded.library, &loaded.campaign, &selection, job);
    let languages: Vec<_> = reasons
        .iter()
        .map(|(locale, why)| match why {
            Why::Need(need) => serde_json::json!({
                "tag": locale.tag(), "why": "need", "need": need.id, "reason": need.why, "source": need.source,
            }),
            why => serde_json::json!({ "tag": locale.tag(), "why": word(*why).english() }),
        })
        .collect();
    serde_json::json!({
        "location": job.location.id,
        "template": job.order.template,
        "stock": job.order.stock,
        "pieces": job.pieces,
        "sheets": job.sheets,
        "assumed": job.assumed,
        "languages": languages,
    })
}
