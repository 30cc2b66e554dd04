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
use crate::plate::{self, Composition, Impression, Imprint, Plate, PrintedCode};
use crate::poster::Order;
use crate::proofed::Proofed;
use crate::ruler::Ruler;
use crate::serial::Serial;
use crate::stock::Stock;
use crate::text::{Shaper, TypeCase};
use crate::tile::Tiling;

/// What is known of a finished file.
pub struct Printed<'a> {
    /// What it was made for.
    pub job: &'a Job<'a>,
    /// The plate it was printed from.
    pub plate: &'a Plate,
    /// How the poster was cut into sheets, if it was.
    pub tiled: Option<Box<Tiled>>,
    /// The printed id.
    pub serial: Serial,
    /// SHA-256.
    pub sha256: [u8; 32],
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
    /// Its path below the output folder, with `/`.
    pub fn path(&self) -> String {
        path(self.job, self.tiled.as_ref().map(|tiled| tiled.stock.as_str()))
    }

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
    /// Type for their imprints, where there are many.
    case: Option<TypeCase>,
}

/// How many imprints are worth a case: below, shaping them takes less time than filling it.
const MANY: usize = 100;

/// How many jobs a thread takes at once, at most.
const HANDFUL: usize = 64;

/// How many jobs a thread takes at once: of few each thread gets some, since a poster in parts takes long.
fn handful(jobs: usize) -> usize {
    (jobs / (4 * rayon::current_num_threads())).clamp(1, HANDFUL)
}

/// Makes and proofs the plate of every order among the jobs. Faults are reported.
pub fn plates(diags: &mut Diagnostics, library: &Library, jobs: &[Job<'_>]) -> Plates {
    plates_unless(diags, library, jobs, &Proofed::default())
}

/// The same, unless a plate stood the same proof already.
pub fn plates_unless(
    diags: &mut Diagnostics,
    library: &Library,
    jobs: &[Job<'_>],
    proofed: &Proofed,
) -> Plates {
    let (mut plates, case) = rayon::join(
        || without_case(diags, library, jobs, proofed),
        || (jobs.len() > MANY).then(|| case(library)).flatten(),
    );
    plates.case = case;
    tell_unaudited(diags, &plates);
    plates
}

fn without_case(diags: &mut Diagnostics, library: &Library, jobs: &[Job<'_>], proofed: &Proofed) -> Plates {
    let mut seen = HashSet::new();
    let orders: BTreeSet<&Arc<Order>> = jobs
        .iter()
        .map(|job| &job.order)
        .filter(|order| seen.insert(Arc::as_ptr(order)))
        .collect();
    let alphabet = pdf::imprint_alphabet(&library.fonts);
    let made = each(
        library,
        None,
        orders.into_iter().collect(),
        |diags, shaper, order: &Arc<Order>| {
            let composition = plate::compose(diags, library, shaper, order)?;
            let plate = plate::make_unless(diags, library, composition, &alphabet, proofed)?;
            Some((Arc::clone(order), plate))
        },
    );
    let mut plates = Plates::default();
    plates.usual.extend(collect(diags, made));
    // All of a line but the name is ASCII.
    let is_unusual = |job: &&Job<'_>| !job.location.name.chars().all(pdf::is_usual);
    let unusual = each(
        library,
        None,
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
        None,
        lacking.into_iter().collect(),
        |diags, _, (order, lacking)| {
            let alphabet = alphabet.with(&lacking);
            let plate = special(diags, library, plates.usual.get(&order)?, &alphabet, proofed)?;
            Some(((order, lacking), plate))
        },
    );
    plates.special.extend(collect(diags, made));
    plates
}

/// The signs that every plate has reserved, ready to be set; `None` where the face draws them otherwise by what stands near.
pub fn case(library: &Library) -> Option<TypeCase> {
    let usual: Vec<char> = (' '..='\u{2FFF}').filter(|c| pdf::is_usual(*c)).collect();
    let serial: Vec<char> = Serial::CHARACTERS.chars().collect();
    let reserved = pdf::imprint_alphabet(&library.fonts).signs;
    TypeCase::new(&mut Shaper::new(&library.fonts), &usual, &serial)
        .filter(|case| case.faces().iter().all(|face| reserved.contains_key(face)))
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
    let imprint = imprint(job, serial(job, usual));
    let items = plate::set_imprint(diags, library, shaper, &usual.poster, &usual.pages, &imprint)?;
    Some(pdf::lacking(&library.fonts, alphabet, &items)).filter(|lacking| !lacking.is_empty())
}

/// A further plate for names that need signs beyond the usual alphabet.
fn special(
    diags: &mut Diagnostics,
    library: &Library,
    usual: &Plate,
    alphabet: &Extra,
    proofed: &Proofed,
) -> Option<Plate> {
    let composition = Composition {
        poster: usual.poster.clone(),
        pages: usual.pages.clone(),
    };
    plate::make_unless(diags, library, composition, alphabet, proofed)
}

/// Runs a step for many things side by side, a shaper a thread, which sets what it can from a case; results in the order of the things.
pub(crate) fn each<T: Send, R: Send>(
    library: &Library,
    case: Option<&TypeCase>,
    things: Vec<T>,
    step: impl Fn(&mut Diagnostics, &mut Shaper<'_>, T) -> Option<R> + Sync,
) -> Vec<(Diagnostics, Option<R>)> {
    things
        .into_par_iter()
        .map_init(
            || Shaper::new(&library.fonts).with_case(case),
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
        let press = Press::of(self, library, None);
        let serials = jobs.par_chunks(handful(jobs.len())).flat_map_iter(|jobs| {
            let mut shaper = self.shaper(library);
            let mut faults = Diagnostics::default();
            jobs.iter()
                .map(|job| Some(serial(job, press.plate_of(&mut faults, &mut shaper, job)?)))
                .collect::<Vec<_>>()
        });
        serials.collect()
    }

    /// Type for imprints, where there are many.
    pub(crate) fn case(&self) -> Option<&TypeCase> {
        self.case.as_ref()
    }

    /// A shaper that sets imprints of usual signs from the case.
    pub fn shaper<'a>(&'a self, library: &'a Library) -> Shaper<'a> {
        Shaper::new(&library.fonts).with_case(self.case.as_ref())
    }

    /// Prints jobs side by side, each on several sheets of a paper if there is one, and hands every proofed file to `take`, which
    /// keeps of it what is wanted. The first error of `take` ends the run. Faults are reported.
    pub fn print<'a, T: Send, E: Send>(
        &'a self,
        diags: &mut Diagnostics,
        library: &Library,
        jobs: &'a [Job<'a>],
        paper: Option<&Stock>,
        take: impl Fn(Printed<'a>, Impression<'a>) -> Result<T, E> + Sync,
    ) -> Result<Vec<T>, E> {
        let press = Press::of(self, library, paper);
        let printed = jobs.par_chunks(handful(jobs.len())).map(|jobs| {
            let mut shaper = self.shaper(library);
            let mut faults = Diagnostics::default();
            let mut taken = Vec::with_capacity(jobs.len());
            for job in jobs {
                if let Some((printed, file)) = press.print(&mut faults, &mut shaper, job) {
                    taken.push(take(printed, file)?);
                }
            }
            Ok((faults, taken))
        });
        let printed: Vec<(Diagnostics, Vec<T>)> = printed.collect::<Result<_, E>>()?;
        let mut kept = Vec::with_capacity(jobs.len());
        for (faults, taken) in printed {
            diags.extend(faults);
            kept.extend(taken);
        }
        if kept.len() < jobs.len() && !diags.has_errors() {
            let message = say("{missing} of {all} posters did not come out")
                .with("missing", jobs.len() - kept.len())
                .with("all", jobs.len());
            diags.push(Diagnostic::new(code::IMPRINT_READ, message));
        }
        Ok(kept)
    }

    /// Proofs what would be printed and keeps none of it. An imprint of usual signs that surely fits its line needs
    /// no setting, only the first of each plate, which stands for all; every other is printed and read back.
    pub fn rehearse(&self, diags: &mut Diagnostics, library: &Library, jobs: &[Job<'_>]) {
        let ruler = self.case.as_ref().map(Ruler::new);
        let mut seen = HashSet::new();
        let first: Vec<bool> = jobs
            .iter()
            .map(|job| seen.insert(Arc::as_ptr(&job.order)))
            .collect();
        let is_sure = |job: &Job<'_>| {
            ruler
                .as_ref()
                .is_some_and(|ruler| self.is_sure(library, ruler, job))
        };
        let in_doubt: Vec<&Job<'_>> = jobs
            .par_iter()
            .zip(first)
            .filter(|(job, first)| *first || !is_sure(job))
            .map(|(job, _)| job)
            .collect();
        let press = Press::of(self, library, None);
        let faults: Vec<Diagnostics> = in_doubt
            .par_chunks(handful(in_doubt.len()))
            .map(|jobs| {
                let mut shaper = self.shaper(library);
                let mut faults = Diagnostics::default();
                for job in jobs {
                    press.print(&mut faults, &mut shaper, job);
                }
                faults
            })
            .collect();
        faults.into_iter().for_each(|faults| diags.extend(faults));
    }

    /// Whether nothing can be wrong with a job's imprint on a sound plate.
    fn is_sure(&self, library: &Library, ruler: &Ruler<'_>, job: &Job<'_>) -> bool {
        let site = job.location.site_line();
        let hotline = library.hotlines.get(&job.order.hotline);
        // What looks like a telephone number is weighed against the record.
        hotline.is_some_and(|hotline| !check::has_number(hotline, &site))
            && self.usual.get(&job.order).is_some_and(|plate| {
                let mut slots = plate.pages.iter().flat_map(|page| &page.slots);
                slots.all(|slot| ruler.fits(slot, &site))
            })
    }
}

/// Prints one job after the other.
struct Press<'a, 'b> {
    plates: &'a Plates,
    library: &'b Library,
    paper: Option<&'b Stock>,
    alphabet: Extra,
}

impl<'a, 'b> Press<'a, 'b> {
    fn of(plates: &'a Plates, library: &'b Library, paper: Option<&'b Stock>) -> Self {
        Self {
            plates,
            library,
            paper,
            alphabet: pdf::imprint_alphabet(&library.fonts),
        }
    }

    /// The plate that a job is printed from: the usual one of its order, or one with the further signs of its name.
    fn plate_of(&self, diags: &mut Diagnostics, shaper: &mut Shaper<'_>, job: &Job<'_>) -> Option<&'a Plate> {
        let usual = self.plates.usual.get(&job.order)?;
        if job.location.name.chars().all(pdf::is_usual) {
            return Some(usual);
        }
        let lacking = lacking(diags, self.library, shaper, usual, job, &self.alphabet)?;
        let special = self.plates.special.get(&(Arc::clone(&job.order), lacking));
        Some(special.unwrap_or(usual))
    }

    fn print(
        &self,
        diags: &mut Diagnostics,
        shaper: &mut Shaper<'_>,
        job: &'a Job<'a>,
    ) -> Option<(Printed<'a>, Impression<'a>)> {
        let plate = self.plate_of(diags, shaper, job)?;
        let serial = serial(job, plate);
        let imprint = imprint(job, serial);
        let items = plate::set_imprint(diags, self.library, shaper, &plate.poster, &plate.pages, &imprint)?;
        let mut file = plate::print(diags, plate, &items, &imprint)?;
        let mut sha256 = plate.hash_of(&file);
        let mut tiled = None;
        if let Some(paper) = self.paper {
            let bytes = file.bytes();
            let poster = mosaic::Poster {
                plate,
                bytes: &bytes,
                imprint: &imprint,
                items: &items,
            };
            let mosaic = mosaic::make(diags, self.library, shaper, &poster, paper)?;
            let poster_sha256 = std::mem::replace(&mut sha256, Sha256::digest(&mosaic.bytes).into());
            file = Impression {
                plate: &[],
                own: mosaic.bytes,
            };
            tiled = Some(Box::new(Tiled {
                stock: paper.id.clone(),
                tiling: mosaic.tiling,
                codes: mosaic.codes,
                poster_sha256: plate::hex(&poster_sha256),
            }));
        }
        let printed = Printed {
            job,
            plate,
            tiled,
            serial,
            sha256,
        };
        Some((printed, file))
    }
}

/// What is printed into the slots of a job's piece.
pub(crate) fn imprint(job: &Job<'_>, serial: Serial) -> Imprint {
    Imprint {
        site: job.location.site_line(),
        serial: serial.to_string(),
        span: job.location.span.clone(),
    }
}

/// The serial of a job's sheets, printed from a plate.
pub(crate) fn serial(job: &Job<'_>, plate: &Plate) -> Serial {
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
pub fn path(job: &Job<'_>, paper: Option<&str>) -> String {
    let order = &job.order;
    let route = job.location.route.as_deref().unwrap_or("no-route");
    let on = paper.map_or_else(String::new, |paper| format!("-on-{paper}"));
    format!(
        "{route}/{}/{}-{}-{}{}{on}.pdf",
        job.location.id,
        order.template,
        order.stock,
        order.tags(),
        order.suffix()
    )
}
