//! The press: jobs become proofed files, or no file at all.
//!
//! First every plate is made and proofed; only when all are sound is anything printed from them.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::check;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::library::Library;
use crate::mosaic;
use crate::page::Fills;
use crate::pdf::{self, Extra};
use crate::phrase::say;
use crate::plan::Job;
use crate::plate::{self, Composition, Imprint, Plate, PrintedCode};
use crate::poster::Order;
use crate::ruler::Ruler;
use crate::serial::Serial;
use crate::stock::Stock;
use crate::text::Shaper;
use crate::tile::Tiling;

/// A finished file.
pub struct Printed<'a> {
    /// Its path below the output folder, with `/`.
    pub path: String,
    /// What it was made for.
    pub job: &'a Job<'a>,
    /// The plate it was printed from.
    pub plate: &'a Plate,
    /// How the poster was cut into sheets, if it was.
    pub tiled: Option<Tiled>,
    /// The printed id.
    pub serial: String,
    /// SHA-256 in hex.
    pub sha256: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// How a poster was put on several sheets.
pub struct Tiled {
    /// Id of the sheets' stock.
    pub stock: String,
    /// How the poster is cut.
    pub tiling: Tiling,
    /// Every symbol that is seen whole on one sheet.
    pub codes: Vec<PrintedCode>,
    /// SHA-256 of the poster in one piece, whose parts they show, in hex.
    pub poster_sha256: String,
}

impl Printed<'_> {
    /// How many sheets a copy takes, and of which stock. Both sides of a sheet are one.
    pub fn sheets(&self) -> (usize, &str) {
        match &self.tiled {
            Some(tiled) => (tiled.tiling.tiles.len(), &tiled.stock),
            None => (1, &self.job.order.stock),
        }
    }
}

/// All plates of a run: the usual one of each order, and further ones for names that need signs
/// beyond the usual alphabet.
#[derive(Default)]
pub struct Plates {
    usual: BTreeMap<Arc<Order>, Plate>,
    special: BTreeMap<(Arc<Order>, Extra), Plate>,
}

/// Makes and proofs the plate of every order among the jobs. Faults are reported.
pub fn plates(diags: &mut Diagnostics, library: &Library, jobs: &[Job<'_>]) -> Plates {
    let mut seen = HashSet::new();
    let orders: BTreeSet<&Arc<Order>> = jobs
        .iter()
        .map(|job| &job.order)
        .filter(|order| seen.insert(Arc::as_ptr(order)))
        .collect();
    let alphabet = pdf::imprint_alphabet(&library.fonts);
    let made = each(
        library,
        orders.into_iter().collect(),
        |diags, shaper, order: &Arc<Order>| {
            let composition = plate::compose(diags, library, shaper, order)?;
            let plate = plate::make(diags, library, composition, &alphabet)?;
            Some((Arc::clone(order), plate))
        },
    );
    let mut plates = Plates::default();
    plates.usual.extend(collect(diags, made));
    // All of a line but the name is ASCII.
    let is_unusual = |job: &&Job<'_>| !job.location.name.chars().all(pdf::is_usual);
    let unusual = each(
        library,
        jobs.iter().filter(is_unusual).collect(),
        |diags, shaper, job: &Job<'_>| {
            let usual = plates.usual.get(&job.order)?;
            let lacking = lacking(diags, library, shaper, usual, job, &alphabet)?;
            Some((Arc::clone(&job.order), lacking))
        },
    );
    // Names that lack the same signs share a plate.
    let lacking: BTreeSet<(Arc<Order>, Extra)> = collect(diags, unusual).into_iter().collect();
    let made = each(
        library,
        lacking.into_iter().collect(),
        |diags, _, (order, lacking)| {
            let plate = special(diags, library, plates.usual.get(&order)?, &alphabet, &lacking)?;
            Some(((order, lacking), plate))
        },
    );
    plates.special.extend(collect(diags, made));
    tell_unaudited(diags, &plates);
    plates
}

/// Tells once which pieces have no audit symbol where one is wanted.
fn tell_unaudited(diags: &mut Diagnostics, plates: &Plates) {
    let has_symbol = |plate: &Plate| {
        let mut slots = plate.pages.iter().flat_map(|page| &page.slots);
        slots.any(|slot| slot.fills == Fills::Symbol)
    };
    let wanting = plates.usual.iter().filter(|(order, _)| order.setup.audit_symbol);
    let without: BTreeSet<String> = wanting
        .filter(|(_, plate)| !has_symbol(plate))
        .map(|(order, _)| format!("`{}` on {}", order.template, order.stock))
        .collect();
    if !without.is_empty() {
        let pieces: Vec<String> = without.into_iter().collect();
        let message = say("no audit symbol stands on {pieces}").with("pieces", pieces.join(", "));
        let cure = say("look at these by their serial or place");
        diags.push(Diagnostic::new(code::NO_AUDIT_SYMBOL, message).hint(cure));
    }
}

/// The signs of a job's imprint that its usual plate has not; none if it has all.
fn lacking(
    diags: &mut Diagnostics,
    library: &Library,
    shaper: &mut Shaper<'_>,
    usual: &Plate,
    job: &Job<'_>,
    alphabet: &Extra,
) -> Option<Extra> {
    let imprint = imprint(job, usual);
    let items = plate::set_imprint(diags, library, shaper, &usual.poster, &usual.pages, &imprint)?;
    Some(pdf::lacking(&library.fonts, alphabet, &items)).filter(|lacking| !lacking.is_empty())
}

/// A further plate for names that need signs beyond the usual alphabet.
fn special(
    diags: &mut Diagnostics,
    library: &Library,
    usual: &Plate,
    alphabet: &Extra,
    lacking: &Extra,
) -> Option<Plate> {
    let composition = Composition {
        poster: usual.poster.clone(),
        pages: usual.pages.clone(),
    };
    plate::make(diags, library, composition, &alphabet.with(lacking))
}

/// Runs a step for many things side by side, a shaper a thread; results in the order of the things.
pub(crate) fn each<T: Send, R: Send>(
    library: &Library,
    things: Vec<T>,
    step: impl Fn(&mut Diagnostics, &mut Shaper<'_>, T) -> Option<R> + Sync,
) -> Vec<(Diagnostics, Option<R>)> {
    things
        .into_par_iter()
        .map_init(
            || Shaper::new(&library.fonts),
            |shaper, thing| {
                let mut diags = Diagnostics::default();
                let result = step(&mut diags, shaper, thing);
                (diags, result)
            },
        )
        .collect()
}

pub(crate) fn collect<R>(diags: &mut Diagnostics, results: Vec<(Diagnostics, Option<R>)>) -> Vec<R> {
    let mut kept = Vec::new();
    for (faults, result) in results {
        diags.extend(faults);
        kept.extend(result);
    }
    kept
}

impl Plates {
    /// The usual plate of an order.
    pub fn of(&self, order: &Arc<Order>) -> Option<&Plate> {
        self.usual.get(order)
    }

    /// The plates in order.
    pub fn iter(&self) -> impl Iterator<Item = &Plate> {
        self.usual.values().chain(self.special.values())
    }

    /// The serial that each job's sheets get; none where there is no plate.
    pub fn serials(&self, library: &Library, jobs: &[Job<'_>]) -> Vec<Option<Serial>> {
        let alphabet = pdf::imprint_alphabet(&library.fonts);
        let serials = each(library, jobs.iter().collect(), |diags, shaper, job: &Job<'_>| {
            Some(self.serial(diags, library, shaper, job, &alphabet))
        });
        serials.into_iter().map(|(_, serial)| serial.flatten()).collect()
    }

    fn serial(
        &self,
        diags: &mut Diagnostics,
        library: &Library,
        shaper: &mut Shaper<'_>,
        job: &Job<'_>,
        alphabet: &Extra,
    ) -> Option<Serial> {
        let usual = self.usual.get(&job.order)?;
        if job.location.name.chars().all(pdf::is_usual) {
            return Some(serial(job, usual));
        }
        let lacking = lacking(diags, library, shaper, usual, job, alphabet);
        let special = lacking.and_then(|lacking| self.special.get(&(Arc::clone(&job.order), lacking)));
        Some(serial(job, special.unwrap_or(usual)))
    }

    /// Prints jobs side by side, each on several sheets of a paper if there is one; `done` is called after each. A job whose file is not wanted any more
    /// (`stop` answers true) is left out.
    pub fn print<'a>(
        &'a self,
        diags: &mut Diagnostics,
        library: &Library,
        jobs: &'a [Job<'a>],
        paper: Option<&Stock>,
        done: impl Fn() + Sync,
        stop: impl Fn() -> bool + Sync,
    ) -> Vec<Printed<'a>> {
        let alphabet = pdf::imprint_alphabet(&library.fonts);
        let printed = each(library, jobs.iter().collect(), |diags, shaper, job| {
            if stop() {
                return None;
            }
            let printed = self.print_one(diags, library, shaper, job, paper, &alphabet);
            done();
            printed
        });
        let printed = collect(diags, printed);
        if printed.len() < jobs.len() && !stop() && !diags.has_errors() {
            let message = say("{missing} of {all} posters did not come out")
                .with("missing", jobs.len() - printed.len())
                .with("all", jobs.len());
            diags.push(Diagnostic::new(code::IMPRINT_READ, message));
        }
        printed
    }

    /// Proofs what would be printed and keeps none of it. An imprint of usual signs that surely fits its line needs
    /// no setting, only the first of each plate, which stands for all; every other is printed and read back.
    pub fn rehearse(&self, diags: &mut Diagnostics, library: &Library, jobs: &[Job<'_>]) {
        let alphabet = pdf::imprint_alphabet(&library.fonts);
        let ruler = Ruler::new(&mut Shaper::new(&library.fonts), &alphabet);
        let mut seen = HashSet::new();
        let first: Vec<bool> = jobs
            .iter()
            .map(|job| seen.insert(Arc::as_ptr(&job.order)))
            .collect();
        let in_doubt: Vec<&Job<'_>> = jobs
            .par_iter()
            .zip(first)
            .filter(|(job, first)| *first || !self.is_sure(library, &ruler, job))
            .map(|(job, _)| job)
            .collect();
        let printed = each(library, in_doubt, |diags, shaper, job: &Job<'_>| {
            self.print_one(diags, library, shaper, job, None, &alphabet)
                .map(|_| ())
        });
        collect(diags, printed);
    }

    /// Whether nothing can be wrong with a job's imprint on a sound plate.
    fn is_sure(&self, library: &Library, ruler: &Ruler, job: &Job<'_>) -> bool {
        let site = job.location.site_line();
        let hotline = library.hotlines.get(&job.order.hotline);
        // What looks like a telephone number is weighed against the record.
        hotline.is_some_and(|hotline| !check::has_number(hotline, &site))
            && self.usual.get(&job.order).is_some_and(|plate| {
                let mut slots = plate.pages.iter().flat_map(|page| &page.slots);
                slots.all(|slot| ruler.fits(slot, &site))
            })
    }

    fn print_one<'a>(
        &'a self,
        diags: &mut Diagnostics,
        library: &Library,
        shaper: &mut Shaper<'_>,
        job: &'a Job<'a>,
        paper: Option<&Stock>,
        alphabet: &Extra,
    ) -> Option<Printed<'a>> {
        let usual = self.usual.get(&job.order)?;
        let imprint_of = |diags: &mut Diagnostics, shaper: &mut Shaper<'_>, plate: &Plate| {
            let imprint = imprint(job, plate);
            let items = plate::set_imprint(diags, library, shaper, &plate.poster, &plate.pages, &imprint)?;
            Some((imprint, items))
        };
        let (mut imprint, mut items) = imprint_of(diags, shaper, usual)?;
        let mut plate = usual;
        let lacking = pdf::lacking(&library.fonts, alphabet, &items);
        if !lacking.is_empty() {
            plate = self
                .special
                .get(&(Arc::clone(&job.order), lacking))
                .unwrap_or(usual);
            (imprint, items) = imprint_of(diags, shaper, plate)?;
        }
        let mut bytes = plate::print(diags, plate, &items, &imprint)?;
        let mut sha256 = plate::hex(&Sha256::digest(&bytes));
        let mut tiled = None;
        if let Some(paper) = paper {
            let poster = mosaic::Poster {
                plate,
                bytes: &bytes,
                imprint: &imprint,
                items: &items,
            };
            let mosaic = mosaic::make(diags, library, shaper, &poster, paper)?;
            bytes = mosaic.bytes;
            let poster_sha256 = std::mem::replace(&mut sha256, plate::hex(&Sha256::digest(&bytes)));
            tiled = Some(Tiled {
                stock: paper.id.clone(),
                tiling: mosaic.tiling,
                codes: mosaic.codes,
                poster_sha256,
            });
        }
        Some(Printed {
            path: path(job, paper),
            job,
            plate,
            tiled,
            serial: imprint.serial,
            sha256,
            bytes,
        })
    }
}

/// What is printed into the slots of a job's piece.
pub(crate) fn imprint(job: &Job<'_>, plate: &Plate) -> Imprint {
    Imprint {
        site: job.location.site_line(),
        serial: serial(job, plate).to_string(),
        span: job.location.span.clone(),
    }
}

/// The serial of a job's sheets, printed from a plate.
fn serial(job: &Job<'_>, plate: &Plate) -> Serial {
    let order = &job.order;
    let languages: Vec<&str> = order.languages.iter().map(crate::locale::Locale::tag).collect();
    Serial::of(&[
        &job.location.id,
        &order.template,
        &languages.join("+"),
        &order.stock,
        &plate.digest,
    ])
}

/// `<route>/<location id>/<template>-<stock>-<languages>.pdf`, on sheets of a paper with `-on-<paper>`. Every part was checked
/// to be safe in a path.
pub fn path(job: &Job<'_>, paper: Option<&Stock>) -> String {
    let order = &job.order;
    let route = job.location.route.as_deref().unwrap_or("no-route");
    let on = paper.map_or_else(String::new, |paper| format!("-on-{}", paper.id));
    format!(
        "{route}/{}/{}-{}-{}{}{on}.pdf",
        job.location.id,
        order.template,
        order.stock,
        order.tags(),
        order.suffix()
    )
}
