//! `status`: what hangs, what is due, and what to do first.

use std::collections::BTreeMap;

use mileposter::diag::Diagnostics;
use mileposter::ledger;
use mileposter::location::Location;
use mileposter::phrase::{Phrase, counted, parted, say, verbatim};
use mileposter::plan;
use mileposter::upkeep::{self, Piece, Stage, Upkeep};
use mileposter::{cells, formula};

use super::Stop;
use super::args::Status;
use super::check::use_threads;
use super::list::{Table, print_table};
use super::load;
use super::output;
use super::record::Desk;
use super::report::Reporter;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, wanted: &Status) -> Result<(), Stop> {
    if let Some(out) = wanted.out.as_ref().filter(|out| load::ending(out) != "csv") {
        return Err(Stop::Usage(
            say("`--out` takes a file that ends in .csv, not `{out}`").with("out", out.display()),
        ));
    }
    use_threads(&wanted.wanted);
    let mut diags = Diagnostics::default();
    let loaded = load::load(reporter, &mut diags, &wanted.wanted)?;
    let mut desk = Desk::of(&mut diags, &loaded, &wanted.wanted)?;
    desk.compose();
    let selection = loaded.selection(&wanted.wanted);
    let places = plan::wanted(&mut Diagnostics::default(), &loaded.campaign, &selection);
    desk.check_places(&mut diags);
    let upkeep = desk.upkeep(&places);
    if let Some(out) = &wanted.out {
        output::write_over(out, sheet(&upkeep).as_bytes())?;
    }
    reporter.faults(&diags);
    if reporter.is_human() {
        tell(reporter, wanted, &desk, &upkeep);
    } else {
        reporter.object(&diags, json(&upkeep, desk.loaded.campaign.recheck_days));
    }
    if diags.has_errors() {
        Err(Stop::Faults)
    } else {
        Ok(())
    }
}

fn tell(reporter: &Reporter, wanted: &Status, desk: &Desk<'_>, upkeep: &[Upkeep<'_>]) {
    let first = upkeep::first(upkeep);
    let shown = if reporter.is_verbose() {
        first.len()
    } else {
        wanted.first.min(first.len())
    };
    if shown > 0 {
        print_table(reporter, &to_do(&first[..shown]));
        reporter.print("");
    }
    print_table(reporter, &by_route(upkeep));
    reporter.print("");
    let needed: u32 = upkeep
        .iter()
        .filter(|upkeep| upkeep.stage.is_work())
        .flat_map(|upkeep| &upkeep.pieces)
        .map(Piece::needed)
        .sum();
    let places = counted(upkeep.len(), say("{count} place"), say("{count} places"));
    let work = first.len();
    let sheets = counted(
        usize::try_from(needed).unwrap_or(usize::MAX),
        say("{count} piece is to be printed: `mileposter build --needed`."),
        say("{count} pieces are to be printed: `mileposter build --needed`."),
    );
    let summary = say("Somebody has to go to {work} of {places}; {sheets}")
        .with("work", work)
        .with_words("places", places)
        .with_words("sheets", sheets);
    reporter.print(&reporter.wrapped(&reporter.words(&summary), 0));
    if shown < first.len() {
        let more = say(
            "{more} more places have something to be done; `--first {all}` or `-v` shows them, `--out status.csv` writes all down.",
        );
        reporter.print(&reporter.wrapped(
            &reporter.words(&more.with("more", first.len() - shown).with("all", first.len())),
            0,
        ));
    }
    if desk.record.ledger.events.is_empty() {
        reporter.tell(
            &say("There is no `{ledger}` yet: `mileposter log placed SERIAL` begins one.")
                .with("ledger", ledger::FILE),
        );
    }
    if let Some(out) = &wanted.out {
        reporter.tell(&say("Wrote {out}.").with("out", out.display()));
    }
}

/// What to do first, place by place.
fn to_do(first: &[&Upkeep<'_>]) -> Table {
    let heads = vec![
        say("do first"),
        say("place"),
        say("road"),
        say("what is the matter"),
    ];
    let row = |upkeep: &&Upkeep<'_>| {
        vec![
            upkeep.stage.phrase(),
            verbatim(&upkeep.place.name),
            verbatim(road(upkeep.place)),
            upkeep.matter(),
        ]
    };
    (heads, first.iter().map(row).collect())
}

fn road(place: &Location) -> String {
    let direction = place
        .direction
        .map(mileposter::location::Direction::word)
        .unwrap_or_default();
    let milepost = place
        .milepost
        .map(|milepost| milepost.to_string())
        .unwrap_or_default();
    let parts = [place.route.as_deref().unwrap_or_default(), direction, &milepost];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// How many places of each route stand how.
fn by_route(upkeep: &[Upkeep<'_>]) -> Table {
    let mut routes: BTreeMap<&str, BTreeMap<Stage, usize>> = BTreeMap::new();
    let mut all: BTreeMap<Stage, usize> = BTreeMap::new();
    for upkeep in upkeep {
        let route = routes
            .entry(upkeep.place.route.as_deref().unwrap_or("—"))
            .or_default();
        *route.entry(upkeep.stage).or_default() += 1;
        *all.entry(upkeep.stage).or_default() += 1;
    }
    let stages: Vec<Stage> = all.keys().copied().collect();
    let heads = [say("route"), say("places")]
        .into_iter()
        .chain(stages.iter().map(|stage| stage.phrase()))
        .collect();
    let line = |name: Phrase, counts: &BTreeMap<Stage, usize>| {
        let counted = stages
            .iter()
            .map(|stage| verbatim(counts.get(stage).copied().unwrap_or(0)));
        [name, verbatim(counts.values().sum::<usize>())]
            .into_iter()
            .chain(counted)
            .collect()
    };
    let mut rows: Vec<Vec<Phrase>> = routes
        .iter()
        .map(|(name, counts)| line(verbatim(name), counts))
        .collect();
    if routes.len() > 1 {
        rows.push(line(say("all"), &all));
    }
    (heads, rows)
}

/// The columns of the sheet, one row a place.
const HEADS: [&str; 12] = [
    "id",
    "name",
    "route",
    "direction",
    "milepost",
    "state",
    "stage",
    "good",
    "wanted",
    "needed",
    "due",
    "matter",
];

fn sheet(upkeep: &[Upkeep<'_>]) -> String {
    let rows = upkeep.iter().map(|upkeep| {
        let place = upkeep.place;
        let (good, wanted) = upkeep.count();
        let needed: u32 = upkeep.pieces.iter().map(Piece::needed).sum();
        let text = |text: &str| formula::guarded(text).into_owned();
        [
            place.id.clone(),
            text(&place.name),
            place.route.clone().unwrap_or_default(),
            place
                .direction
                .map(mileposter::location::Direction::word)
                .unwrap_or_default()
                .to_owned(),
            place
                .milepost
                .map(|milepost| milepost.to_string())
                .unwrap_or_default(),
            place.state.clone().unwrap_or_default(),
            upkeep.stage.word().to_owned(),
            good.to_string(),
            wanted.to_string(),
            needed.to_string(),
            upkeep.due.map(|due| due.to_string()).unwrap_or_default(),
            text(&upkeep.matter().english()),
        ]
    });
    let rows: Vec<[String; 12]> = rows.collect();
    let heads = HEADS.map(str::to_owned);
    let all = [&heads].into_iter().chain(&rows);
    format!(
        "\u{FEFF}{}",
        cells::text(all.map(|row| row.iter().map(String::as_str)))
    )
}

fn json(upkeep: &[Upkeep<'_>], recheck_days: u32) -> serde_json::Value {
    let mut stages: BTreeMap<&str, usize> = BTreeMap::new();
    for upkeep in upkeep {
        *stages.entry(upkeep.stage.word()).or_default() += 1;
    }
    let first: Vec<&str> = upkeep::first(upkeep)
        .iter()
        .map(|upkeep| upkeep.place.id.as_str())
        .collect();
    let places: Vec<_> = upkeep.iter().map(place).collect();
    serde_json::json!({
        "command": "status",
        "status": { "recheck_days": recheck_days, "stages": stages, "first": first, "places": places },
    })
}

fn place(upkeep: &Upkeep<'_>) -> serde_json::Value {
    let pieces: Vec<_> = upkeep.pieces.iter().map(piece).collect();
    serde_json::json!({
        "place": upkeep.place.id,
        "stage": upkeep.stage.word(),
        "due": upkeep.due.map(|due| due.to_string()),
        "seen": upkeep.seen.map(|seen| seen.to_string()),
        "pieces": pieces,
    })
}

fn piece(piece: &Piece<'_>) -> serde_json::Value {
    let damages: Vec<_> = piece
        .damages
        .iter()
        .map(|damage| {
            serde_json::json!({
                "condition": damage.condition.map(mileposter::event::Condition::word),
                "count": damage.count,
                "spot": damage.spot,
                "since": damage.since.to_string(),
            })
        })
        .collect();
    let outdated: Vec<_> = piece
        .outdated
        .iter()
        .map(|outdated| {
            serde_json::json!({
                "serial": outdated.serial.to_string(),
                "count": outdated.count,
                "reason": outdated.reason.phrase().english(),
            })
        })
        .collect();
    serde_json::json!({
        "template": piece.kind.template,
        "languages": piece.kind.languages,
        "stock": piece.kind.stock,
        "rule": piece.kind.rule,
        "is_planned": piece.job.is_some(),
        "wanted": piece.wanted(),
        "good": piece.good,
        "needed": piece.needed(),
        "damages": damages,
        "outdated": outdated,
        "serials": piece.serials.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "why": parted(piece.why()).map(|why| why.english()),
    })
}
