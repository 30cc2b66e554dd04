//! `plan --out`: a folder for each pack with its one file, every poster, and pictures of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use mileposter::bundle::{self, Bundle, Contents};
use mileposter::corridor::Corridor;
use mileposter::date::Date;
use mileposter::diag::Diagnostics;
use mileposter::kit::{self, Kit, Paper};
use mileposter::lack::{self, Lack};
use mileposter::location::Location;
use mileposter::manifest::{self, Entry, Manifest};
use mileposter::pack::{self, By, Limits, Pack};
use mileposter::phrase::{Phrase, counted, say};
use mileposter::plan::Job;
use mileposter::plate::Impression;
use mileposter::press::Printed;
use mileposter::raster;
use mileposter::serial::Serial;
use mileposter::setup::Setup;
use mileposter::stock::Stock;
use mileposter::strip;
use mileposter::supplies::{self, Supplies};
use mileposter::upkeep::Stage;

use super::super::Stop;
use super::super::args::{PartedBy, Plan, PrintedBy, Wanted};
use super::super::build::{no_pseudo, nothing_written, progress};
use super::super::check::{planned, plates, use_threads};
use super::super::coverage as telling;
use super::super::earlier;
use super::super::interrupt::Interrupt;
use super::super::load::{self, Loaded};
use super::super::needed::{self, Needs};
use super::super::output::Staged;
use super::super::record::{self, Desk};
use super::super::report::Reporter;
use super::folder::{Folder, in_short};
use super::roads::Roads;

/// Folders that a plan makes anew.
const PACKS: &str = "packs";
const POSTERS: &str = "posters";
const PREVIEWS: &str = "previews";
pub(super) const MAPS: &str = "maps";

/// Dots per inch of pictures on the page for the browser.
const DPI: f32 = 60.0;

/// The paper of the sheets for volunteers where no piece is on one of these.
const PAPERS: [&str; 2] = ["letter", "a4"];

/// Runs the command.
pub(super) fn run(reporter: &Reporter, plan: &Plan, out: &Path) -> Result<(), Stop> {
    let interrupt = Interrupt::listen();
    use_threads(&plan.wanted);
    if plan.wanted.finish == PrintedBy::Press {
        return Err(Stop::Usage(say(
            "a pack is printed by whoever carries it: leave `--finish press` out beside `--out`",
        )));
    }
    let mut diags = Diagnostics::default();
    let loaded = load::load(reporter, &mut diags, &plan.wanted)?;
    let planned = planned(&mut diags, &loaded, &plan.wanted);
    let upkeep = upkeep(&mut diags, &loaded, &plan.wanted, &planned)?;
    let (jobs, needs) = if plan.needed {
        needed::of(&mut diags, &loaded, &plan.wanted, planned)?
    } else {
        (planned, Needs::default())
    };
    if plan.needed && jobs.is_empty() && !diags.has_errors() {
        return Err(Stop::Usage(say(
            "by the ledger nothing is to be printed, so there is nothing to take along",
        )));
    }
    let plates = plates(&mut diags, &loaded, &plan.wanted, &jobs);
    no_pseudo(
        &mut diags,
        &loaded,
        jobs.iter().flat_map(|job| &job.order.languages),
    );
    let today = plan.wanted.judging.today.unwrap_or_else(load::today);
    let (jobs, refused) = allowed(jobs, today);
    let roads = Roads::of(&loaded, plan);
    let (jobs, choice) = roads.within_budget(jobs, plan.budget);
    let (mut printed, mut files) = (Vec::new(), Vec::new());
    if !diags.has_errors() {
        let bar = progress(reporter, jobs.len());
        let taken = plates.print(&mut diags, &loaded.library, &jobs, None, |printed, file| {
            bar.inc(1);
            interrupt.check().map(|()| (printed, file))
        })?;
        (printed, files) = taken.into_iter().unzip();
        bar.finish_and_clear();
    }
    let packs = packs(plan, &loaded, &roads.corridor, &jobs);
    let folder = Folder {
        reporter,
        loaded: &loaded,
        corridor: &roads.corridor,
        packs: &packs,
        printed: &printed,
        today,
        upkeep,
    };
    let mut bundles = Vec::new();
    if !diags.has_errors() {
        bundles = bind(&mut diags, &folder, &loaded.selection(&plan.wanted).setup);
    }
    interrupt.check()?;
    reporter.faults(&diags);
    if diags.has_errors() {
        return Err(nothing_written(reporter, &diags, "plan"));
    }
    let staged = Staged::open(reporter, &interrupt, out, &loaded.inputs)?;
    write(staged, &folder, &files, &bundles)?;
    let bound = bundles.iter().flat_map(|bundle| &bundle.run.entries);
    let bound = bound.filter_map(|entry| Some((entry.job, Serial::parse(&entry.serial).ok()?)));
    let posters = printed.iter().map(|file| (file.job, file.serial));
    record::note_prints(reporter, &loaded, &plan.wanted, &plates, posters.chain(bound))?;
    needs.tell(reporter);
    summary(reporter, out, &packs, &bundles, refused);
    if let Some(choice) = choice.as_ref().filter(|_| reporter.is_human()) {
        telling::tell_choice(reporter, &roads.corridor, choice);
    }
    let told = packs
        .iter()
        .zip(&bundles)
        .map(|(pack, bundle)| json(reporter, pack, bundle));
    let told: Vec<_> = told.collect();
    reporter.object(
        &diags,
        serde_json::json!({ "command": "plan", "out": out.display().to_string(), "packs": told }),
    );
    Ok(())
}

/// How each place stands by the ledger, if there is one.
fn upkeep<'a>(
    diags: &mut Diagnostics,
    loaded: &'a Loaded,
    wanted: &Wanted,
    jobs: &[Job<'a>],
) -> Result<BTreeMap<&'a str, (Stage, Phrase)>, Stop> {
    let mut desk = Desk::around(diags, loaded, wanted, jobs.to_vec())?;
    if desk.record.ledger.events.is_empty() {
        return Ok(BTreeMap::new());
    }
    desk.compose();
    let places: Vec<&Location> = loaded.campaign.locations.iter().collect();
    let ids: BTreeMap<&str, &'a str> = places
        .iter()
        .map(|place| (place.id.as_str(), place.id.as_str()))
        .collect();
    let upkeep = desk.upkeep(&places);
    Ok(upkeep
        .iter()
        .map(|upkeep| (ids[upkeep.place.id.as_str()], (upkeep.stage, upkeep.matter())))
        .collect())
}

/// Jobs of places where nobody said no, and at how many places somebody did.
fn allowed(jobs: Vec<Job<'_>>, today: Date) -> (Vec<Job<'_>>, usize) {
    let is_refused = |job: &Job<'_>| lack::of(job.location, false, today).contains(&Lack::Refused);
    let refused: BTreeSet<&str> = jobs
        .iter()
        .filter(|job| is_refused(job))
        .map(|job| job.location.id.as_str())
        .collect();
    let count = refused.len();
    (jobs.into_iter().filter(|job| !is_refused(job)).collect(), count)
}

/// The places of some jobs, each once.
fn places<'a>(jobs: &[Job<'a>]) -> Vec<&'a Location> {
    let mut places: Vec<&Location> = jobs.iter().map(|job| job.location).collect();
    // The jobs of a place follow each other.
    places.dedup_by_key(|place| &place.id);
    places
}

fn packs<'a>(plan: &Plan, loaded: &Loaded, corridor: &Corridor<'a>, jobs: &[Job<'a>]) -> Vec<Pack<'a>> {
    let by = match plan.by {
        PartedBy::Volunteer => By::Volunteer,
        PartedBy::County => By::County,
        PartedBy::Stretch => By::Stretch,
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most 240 hours"
    )]
    let minutes = |hours: f64| (hours * 60.0).round() as u64;
    let limits = Limits {
        stops: plan.most_stops.map(usize::from),
        minutes: plan.most_hours.map(minutes),
    };
    pack::packs(corridor, &places(jobs), by, limits, &loaded.campaign.outfit)
}

/// The paper for what volunteers read: that of the pieces, if it is a usual one.
fn paper<'a>(loaded: &'a Loaded, jobs: impl Iterator<Item = &'a Job<'a>>) -> Option<&'a Stock> {
    let used: BTreeSet<&str> = jobs.map(|job| job.order.stock.as_str()).collect();
    let own = PAPERS.into_iter().find(|paper| used.contains(paper));
    loaded.library.stocks.get(own.unwrap_or(PAPERS[0]))
}

/// The file of each pack, in order.
fn bind<'a>(diags: &mut Diagnostics, folder: &Folder<'a>, setup: &Setup) -> Vec<Bundle<'a>> {
    let Folder {
        reporter,
        loaded,
        corridor,
        packs,
        printed,
        today,
        ref upkeep,
    } = *folder;
    let (library, campaign) = (&loaded.library, &loaded.campaign);
    let hotline = library.hotlines.get(&campaign.hotline.value);
    let (Some(hotline), Some(stock)) = (hotline, paper(loaded, printed.iter().map(|file| file.job))) else {
        return Vec::new();
    };
    let paper = Paper {
        stock,
        setup,
        book: reporter.book(),
        locale: reporter.locale(),
    };
    let by_place = folder.pieces();
    let work = upkeep.iter().filter(|(_, (stage, _))| stage.is_work());
    let matters: BTreeMap<&str, Phrase> = work.map(|(id, (_, matter))| (*id, matter.clone())).collect();
    let pieces: Vec<Vec<&'a Printed<'a>>> = packs
        .iter()
        .map(|pack| {
            let places = pack.legs.iter().map(|leg| leg.place.id.as_str());
            places
                .filter_map(|id| by_place.get(id))
                .flatten()
                .copied()
                .collect()
        })
        .collect();
    let supplies: Vec<Supplies> = pieces
        .iter()
        .map(|files| {
            let jobs: Vec<&Job<'_>> = files.iter().map(|file| file.job).collect();
            supplies::of(library, campaign, &jobs)
        })
        .collect();
    let kit_of = |(at, (pack, supplies)): (usize, (&Pack<'a>, _))| {
        let mut visits = kit::visits(library, corridor, pack, &by_place, &matters, today);
        Kit {
            campaign: &campaign.title,
            span: &campaign.hotline.span,
            name: reporter.words(&pack.name),
            number: (at + 1, packs.len()),
            contact: campaign.contact.as_ref().map(|contact| contact.value.as_str()),
            hotline,
            lacks: kit::common_lacks(&mut visits),
            visits,
            supplies,
            needs: Supplies::needs(supplies, campaign),
            minutes: pack.minutes,
            miles: pack.miles(),
            today,
        }
    };
    let kits: Vec<Kit<'_>> = packs.iter().zip(&supplies).enumerate().map(kit_of).collect();
    let contents = kits
        .iter()
        .zip(packs)
        .zip(pieces)
        .map(|((kit, pack), printed)| Contents {
            map: strip::of_pack(corridor, pack, kit.number.0 - 1),
            kit,
            paper: &paper,
            printed,
        });
    bundle::all(diags, library, contents.collect())
}

fn write(
    staged: Staged<'_>,
    folder: &Folder<'_>,
    files: &[Impression<'_>],
    bundles: &[Bundle<'_>],
) -> Result<(), Stop> {
    let Folder { loaded, printed, .. } = folder;
    let hotline = &loaded.library.hotlines[&loaded.campaign.hotline.value];
    let mut entries: Vec<Entry> = Vec::new();
    for (pack, bundle) in folder.packs.iter().zip(bundles) {
        let path = file_of(pack);
        staged.write(&path, &bundle.run.bytes)?;
        entries.extend(manifest::run_entries(&bundle.run, &path, hotline));
    }
    for (printed, file) in printed.iter().zip(files) {
        let path = poster_of(printed);
        staged.write_parts(&path, [file.plate, &file.own])?;
        entries.push(Entry {
            file: path,
            ..manifest::entry(printed, hotline)
        });
    }
    for (path, file) in first_of_each(printed, files) {
        let page = raster::page(&file.bytes(), 0, DPI).map_err(|error| Stop::Usage(error.phrase()))?;
        staged.write(&path, &page.to_png())?;
    }
    let strips = folder.strips();
    for (path, text) in folder.maps(&strips) {
        staged.write(&path, text.as_bytes())?;
    }
    staged.write("index.html", folder.page(&strips, bundles).as_bytes())?;
    entries.sort_by(|a, b| (&a.file, &a.location, &a.template).cmp(&(&b.file, &b.location, &b.template)));
    staged.write(earlier::MANIFEST, Manifest::of(entries).text().as_bytes())?;
    staged.commit_afresh(&[PACKS, POSTERS, PREVIEWS, MAPS])
}

/// The file of a pack, below the output folder.
pub(super) fn file_of(pack: &Pack<'_>) -> String {
    format!("{PACKS}/{id}/{id}.pdf", id = pack.id)
}

/// The file of a poster, below the output folder.
pub(super) fn poster_of(file: &Printed<'_>) -> String {
    format!("{POSTERS}/{}", file.path())
}

/// The picture of a piece, below the output folder.
pub(super) fn preview_of(file: &Printed<'_>) -> String {
    let order = &file.job.order;
    let suffix = order.suffix();
    format!(
        "{PREVIEWS}/{}-{}-{}{suffix}.png",
        order.template,
        order.stock,
        order.tags()
    )
}

/// One poster stands for all of its order: its picture, and the file.
fn first_of_each<'a>(
    printed: &[Printed<'_>],
    files: &'a [Impression<'a>],
) -> BTreeMap<String, &'a Impression<'a>> {
    let mut first = BTreeMap::new();
    for (printed, file) in printed.iter().zip(files) {
        first.entry(preview_of(printed)).or_insert(file);
    }
    first
}

fn summary(reporter: &Reporter, out: &Path, packs: &[Pack<'_>], bundles: &[Bundle<'_>], refused: usize) {
    for (pack, bundle) in packs.iter().zip(bundles) {
        let line = say("{file}: {name}, {size}")
            .with("file", file_of(pack))
            .with_words("name", pack.name.clone())
            .with_words("size", in_short(pack, bundle));
        reporter.tell(&line);
    }
    if refused > 0 {
        let places = counted(refused, say("{count} place"), say("{count} places"));
        reporter.tell(&say("Left out: {places} where permission was refused.").with_words("places", places));
    }
    let packs = counted(packs.len(), say("{count} pack"), say("{count} packs"));
    reporter.tell(
        &say("Wrote {packs} into {out}.")
            .with_words("packs", packs)
            .with("out", out.display()),
    );
}

fn json(reporter: &Reporter, pack: &Pack<'_>, bundle: &Bundle<'_>) -> serde_json::Value {
    let stops: Vec<&str> = pack.legs.iter().map(|leg| leg.place.id.as_str()).collect();
    serde_json::json!({
        "file": file_of(pack),
        "name": reporter.words(&pack.name),
        "stops": stops,
        "sheets": bundle.run.sheets,
        "pages": bundle.run.pages,
        "miles": pack.miles(),
        "minutes": pack.minutes,
    })
}
