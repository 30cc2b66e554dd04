//! Tells a plan: each place, and what all of it takes and lacks.

use std::collections::BTreeMap;

use mileposter::harmless::harmless;
use mileposter::lack::Lack;
use mileposter::locale::Locale;
use mileposter::need::Need;
use mileposter::phrase::{Phrase, counted, listed, say, verbatim};
use mileposter::plan::{self, Job, Why};

use super::super::args::Wanted;
use super::super::load::Loaded;
use super::super::report::Reporter;
use super::laws::Laws;
use super::totals::Totals;

/// Each place with its pieces and what is missing there.
pub(super) fn places(
    reporter: &Reporter,
    loaded: &Loaded,
    wanted: &Wanted,
    jobs: &[Job<'_>],
    totals: &Totals<'_>,
    law: &Laws<'_>,
) {
    let selection = loaded.selection(wanted);
    let mut needs: BTreeMap<&str, &Need> = BTreeMap::new();
    let mut place = "";
    let told = |lacks: &[Lack]| listed(lacks.iter().map(Lack::phrase));
    let lacks = totals.lacking.iter();
    let lacks: BTreeMap<&str, Phrase> = lacks
        .filter_map(|(place, lacks)| Some((place.id.as_str(), told(lacks)?)))
        .collect();
    for job in jobs {
        if job.location.id != place {
            place = &job.location.id;
            reporter.print(&format!("{place}  {}", harmless(&job.location.site_line())));
            if let Some(lacks) = lacks.get(place) {
                let missing = say("missing: {lacks}").with_words("lacks", lacks.clone());
                reporter.print(&format!("  {}", reporter.words(&missing)));
            }
            for line in law.at(place) {
                reporter.print(&reporter.wrapped(&format!("  {}", reporter.words(&line)), 4));
            }
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
        Why::Law(rule) => say("law: {id}").with("id", &rule.id),
    }
}

/// A piece at a place, for programs.
pub(super) fn json(loaded: &Loaded, wanted: &Wanted, job: &Job<'_>) -> serde_json::Value {
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

/// What all pieces take, and how often what is missing.
pub(super) fn totals(reporter: &Reporter, loaded: &Loaded, totals: &Totals<'_>, law: &Laws<'_>) {
    if !totals.supplies.sheets.is_empty() {
        reporter.print(&format!("\n{}", reporter.words(&say("All together:"))));
        for line in sheets(totals).chain(totals.supplies.needs(&loaded.campaign)) {
            reporter.print(&format!("  {}", reporter.words(&line)));
        }
    }
    let missing = missing(totals);
    let signs = law.missing();
    if !missing.is_empty() || !signs.is_empty() {
        reporter.print(&format!("\n{}", reporter.words(&say("Missing:"))));
        for (count, lack) in missing {
            let places = counted(count, say("{count} place"), say("{count} places"));
            let line = say("{places}: {lack}")
                .with_words("places", places)
                .with_words("lack", lack.phrase());
            reporter.print(&format!("  {}", reporter.words(&line)));
        }
        for sign in signs {
            reporter.print(&format!("  {}", reporter.words(&sign)));
        }
    }
}

fn sheets(totals: &Totals<'_>) -> impl Iterator<Item = Phrase> {
    totals.supplies.sheets.iter().map(|sheets| {
        let told = match (sheets.at_press, sheets.both_sides) {
            (true, _) => say("{count} copies of {stock} from a print shop"),
            (false, true) => say("{count} × {stock}, both sides"),
            (false, false) => say("{count} × {stock}, one side"),
        };
        told.with("count", sheets.count).with("stock", &sheets.stock)
    })
}

/// What is missing, alike things counted, the most frequent first.
fn missing<'a>(totals: &'a Totals<'_>) -> Vec<(usize, &'a Lack)> {
    let mut counts: Vec<(usize, &Lack)> = Vec::new();
    for lack in totals.lacking.iter().flat_map(|(_, lacks)| lacks) {
        match counts.iter_mut().find(|(_, known)| *known == lack) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, lack)),
        }
    }
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counts
}

/// What all pieces take, for programs.
pub(super) fn totals_json(loaded: &Loaded, totals: &Totals<'_>) -> serde_json::Value {
    let supplies = &totals.supplies;
    let sheets: Vec<_> = supplies
        .sheets
        .iter()
        .map(|sheets| {
            serde_json::json!({
                "stock": sheets.stock,
                "finish": if sheets.at_press { "press" } else { "home" },
                "both_sides": sheets.both_sides,
                "count": sheets.count,
                "cost": sheets.cost,
            })
        })
        .collect();
    serde_json::json!({
        "sheets": sheets,
        "pieces": supplies.pieces,
        "laminated": supplies.laminated,
        "tape_mm": supplies.tape(&loaded.campaign).to_mm().round(),
        "cuts": supplies.cuts,
        "cutting_minutes": supplies.cutting_minutes(&loaded.campaign),
        "cost": supplies.cost(),
        "money": loaded.campaign.outfit.money,
    })
}

/// What is missing at each place, for programs.
pub(super) fn missing_json(totals: &Totals<'_>) -> serde_json::Value {
    let missing = totals.lacking.iter().map(|(place, lacks)| {
        let lacks: Vec<_> = lacks
            .iter()
            .map(|lack| serde_json::json!({ "what": lack.word(), "words": lack.phrase().english() }))
            .collect();
        serde_json::json!({ "location": place.id, "lacks": lacks })
    });
    missing.collect()
}
