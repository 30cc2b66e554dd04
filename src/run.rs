//! A run: many pieces of many places in one file, in their order. Labels fill sheet after sheet, whatever their language; whole
//! signs follow each other, each as often as it hangs.
//!
//! Every order has its proofed plate before. Sheets with the same pieces on the same places share their content.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::geom::{Outline, Shape};
use crate::layout;
use crate::library::Library;
use crate::locale::Locale;
use crate::page::{Item, ItemKind, Page};
use crate::pdf::Info;
use crate::phrase::say;
use crate::plan::Job;
use crate::plate::{self, Imprint, Plate, PrintedCode};
use crate::poster::Order;
use crate::press::{self, Plates};
use crate::serial::Serial;
use crate::sheaf::{Bound, Sheaf, Side};
use crate::sheet::{self, Mixed};

/// The most pieces of a run: each is held in memory, and read back.
const MOST_PIECES: usize = 20_000;

/// A finished run.
pub struct Run<'a> {
    /// The file.
    pub bytes: Vec<u8>,
    /// SHA-256 in hex.
    pub sha256: String,
    /// How many sheets of paper.
    pub sheets: usize,
    /// How many sides they have.
    pub pages: usize,
    /// One entry a job, in order.
    pub entries: Vec<Entry<'a>>,
}

/// What a run has of a job.
pub struct Entry<'a> {
    /// The job.
    pub job: &'a Job<'a>,
    /// The plate that proofs its piece.
    pub plate: &'a Plate,
    /// The printed id of its pieces.
    pub serial: String,
    /// Every symbol on its pieces.
    pub codes: Vec<PrintedCode>,
    /// How many of them are still read after a poor print and two copies.
    pub lasting: usize,
}

/// How the sheets of a run are put together.
struct Plan<'a> {
    library: &'a Library,
    jobs: &'a [Job<'a>],
    plates: Vec<&'a Plate>,
    imprints: Vec<Imprint>,
    /// The job of each place of each sheet.
    sheets: Vec<Vec<Option<usize>>>,
    /// The pages of each sheet's sides among `pages`.
    sides: Vec<Vec<usize>>,
    pages: Vec<Mixed>,
}

/// Joins jobs into one file that begins at a label, counted from 1. `None` after an error.
pub fn join<'a>(
    diags: &mut Diagnostics,
    library: &'a Library,
    plates: &'a Plates,
    jobs: &'a [Job<'a>],
    start_at: usize,
) -> Option<Run<'a>> {
    let plates: Vec<&Plate> = jobs.iter().filter_map(|job| plates.of(&job.order)).collect();
    if plates.len() != jobs.len() || !on_one_stock(diags, jobs, &plates) {
        return None;
    }
    let plan = Plan::of(diags, library, jobs, plates, start_at)?;
    let imprints = plan.imprints(diags)?;
    let bound = plan.sheaf(imprints).bind(diags)?;
    Some(Run {
        sha256: plate::hex(&Sha256::digest(&bound.bytes)),
        sheets: plan.sheets.len(),
        pages: plan.sides().count(),
        entries: plan.entries(&bound),
        bytes: bound.bytes,
    })
}

/// Whether all pieces lie on the same places of one stock, so that one kind of sheet in the tray does.
fn on_one_stock(diags: &mut Diagnostics, jobs: &[Job<'_>], plates: &[&Plate]) -> bool {
    let first = match (jobs.first(), plates.first()) {
        (Some(job), Some(plate)) => (job, &plate.poster.fit),
        _ => return false,
    };
    let other = jobs.iter().zip(plates).find(|(job, plate)| {
        let fit = &plate.poster.fit;
        job.order.stock != first.0.order.stock || fit.places != first.1.places || fit.sheet != first.1.sheet
    });
    if let Some((job, _)) = other {
        let message = say("one file is for one kind of sheet, and here are `{template}` on {stock} and `{template2}` on {stock2}")
            .with("template", &first.0.order.template)
            .with("stock", &first.0.order.stock)
            .with("template2", &job.order.template)
            .with("stock2", &job.order.stock);
        let cure = say("join them one after the other, with `--template` or `--stock`");
        diags.push(Diagnostic::new(code::MIXED_STOCKS, message).hint(cure));
    }
    other.is_none()
}

impl<'a> Plan<'a> {
    fn of(
        diags: &mut Diagnostics,
        library: &'a Library,
        jobs: &'a [Job<'a>],
        plates: Vec<&'a Plate>,
        start_at: usize,
    ) -> Option<Self> {
        let poster = &plates.first()?.poster;
        let on_sheet = poster.fit.places.len();
        if !(1..=on_sheet).contains(&start_at) {
            let message = say("a sheet of `{stock}` has {count} pieces, and none is number {number}")
                .with("stock", &poster.order.stock)
                .with("count", on_sheet)
                .with("number", start_at);
            let cure = if poster.fit.to_cut {
                say("count from 1, row by row from the upper left")
            } else {
                say("count from 1, row by row from the upper left; `mileposter outline {stock}` shows the numbers")
                    .with("stock", &poster.order.stock)
            };
            diags.push(Diagnostic::new(code::BAD_VALUE, message).hint(cure));
            return None;
        }
        let pieces: u64 = jobs.iter().map(|job| u64::from(job.pieces)).sum();
        if usize::try_from(pieces).map_or(true, |pieces| pieces > MOST_PIECES) {
            let message = say("{pieces} pieces are too many for one file, and {most} are the most")
                .with("pieces", pieces)
                .with("most", MOST_PIECES);
            let cure = say("print route by route or state by state, with `--route` and `--state`");
            diags.push(Diagnostic::new(code::TOO_LARGE, message).hint(cure));
            return None;
        }
        let sheets = sheets(jobs, on_sheet, start_at);
        let (pages, sides) = compose(diags, library, jobs, &plates, &sheets)?;
        let imprints = jobs
            .iter()
            .zip(&plates)
            .map(|(job, plate)| press::imprint(job, press::serial(job, plate)));
        Some(Self {
            library,
            jobs,
            imprints: imprints.collect(),
            plates,
            sheets,
            sides,
            pages,
        })
    }

    /// The sides of all sheets in order: the sheet and the page.
    fn sides(&self) -> impl Iterator<Item = (usize, usize)> {
        let sheets = self.sides.iter().enumerate();
        sheets.flat_map(|(sheet, sides)| sides.iter().map(move |page| (sheet, *page)))
    }

    /// For each side the items that are printed into its slots.
    fn imprints(&self, diags: &mut Diagnostics) -> Option<Vec<Vec<Item>>> {
        let poster = &self.plates.first()?.poster;
        let harmless = self
            .imprints
            .iter()
            .filter(|imprint| plate::is_harmless(diags, self.library, poster, imprint));
        if harmless.count() < self.imprints.len() {
            return None;
        }
        let sides: Vec<(usize, (usize, usize))> = self.sides().enumerate().collect();
        let count = sides.len();
        let made = press::each(self.library, sides, |diags, shaper, (side, (sheet, page))| {
            let Mixed { page, slots, .. } = &self.pages[page];
            let own = self.line(sheet);
            let mut items = Vec::new();
            for (slot, place) in page.slots.iter().zip(slots) {
                let job = place.and_then(|place| self.sheets[sheet][place]);
                let (imprint, poster) = match job {
                    Some(job) => (&self.imprints[job], &self.plates[job].poster),
                    None => (&own, poster),
                };
                items.push(plate::set_slot(
                    diags,
                    shaper,
                    poster,
                    (side, page),
                    slot,
                    imprint,
                )?);
            }
            Some(items)
        });
        let made = press::collect(diags, made);
        (made.len() == count).then_some(made)
    }

    /// What the line of a sheet says: which sheet it is, and of which places.
    fn line(&self, sheet: usize) -> Imprint {
        let mut jobs: Vec<usize> = self.sheets[sheet].iter().flatten().copied().collect();
        jobs.dedup();
        let mut places: Vec<&str> = jobs
            .iter()
            .map(|job| self.jobs[*job].location.id.as_str())
            .collect();
        places.dedup();
        let more = match places.len() {
            0 | 1 => String::new(),
            many => format!(" + {} more", many - 1),
        };
        let (number, all) = ((sheet + 1).to_string(), self.sheets.len().to_string());
        let first = places.first().copied().unwrap_or_default();
        let serials: Vec<&str> = jobs
            .iter()
            .map(|job| self.imprints[*job].serial.as_str())
            .collect();
        let span = &self.jobs[jobs.first().copied().unwrap_or(0)].location.span;
        Imprint {
            site: format!("sheet {number} of {all} · {first}{more}"),
            serial: Serial::of(&["sheet", &number, &all, &serials.join(" ")]).to_string(),
            span: span.clone(),
        }
    }

    /// The file, with these imprints on its sides.
    fn sheaf(&self, imprints: Vec<Vec<Item>>) -> Sheaf<'_> {
        let pages = self.pages.iter().map(|Mixed { page, slots, .. }| {
            let mut page = page.clone();
            // The sheet's own line stands in the waste between pieces and edge.
            let own = page.slots.iter().zip(slots).filter(|(_, place)| place.is_none());
            let own: Vec<Outline> = own
                .map(|(slot, _)| Outline {
                    rect: slot.frame.rect(slot.rect),
                    shape: Shape::Rect,
                })
                .collect();
            page.safe.extend(own);
            page
        });
        let sides = self.sides().zip(imprints);
        let order = &self.jobs[0].order;
        Sheaf {
            library: self.library,
            poster: &self.plates[0].poster,
            info: Info {
                title: format!(
                    "{} on {}, {} sheets",
                    order.template,
                    order.stock,
                    self.sheets.len()
                ),
                language: order.languages.first().map_or("en", Locale::tag).to_owned(),
                finish: order.setup.finish.clone(),
            },
            pages: pages.collect(),
            sides: sides
                .map(|((sheet, page), imprints)| Side {
                    sheet,
                    page,
                    imprints,
                })
                .collect(),
            apart: self
                .plates
                .iter()
                .flat_map(|plate| &plate.poster.apart)
                .map(String::as_str)
                .collect(),
        }
    }

    fn entries(&self, bound: &Bound) -> Vec<Entry<'a>> {
        let entries = self.jobs.iter().zip(&self.plates).zip(&self.imprints);
        let mut entries: Vec<Entry<'a>> = entries
            .map(|((job, plate), imprint)| Entry {
                job,
                plate,
                serial: imprint.serial.clone(),
                codes: Vec::new(),
                lasting: 0,
            })
            .collect();
        for (side, (sheet, page)) in self.sides().enumerate() {
            let Mixed { page, items, .. } = &self.pages[page];
            for (item, place) in page.items.iter().zip(items) {
                let job = place.and_then(|place| self.sheets[sheet][place]);
                if let (ItemKind::Symbol(symbol), Some(job)) = (&item.kind, job) {
                    let code = PrintedCode::of(item, symbol, side, page);
                    entries[job].lasting += usize::from(bound.lasts(&code));
                    entries[job].codes.push(code);
                }
            }
        }
        entries
    }
}

/// The job on each place of each sheet, in order. The places before the first label of the first sheet stay empty, and those behind the last.
fn sheets(jobs: &[Job<'_>], on_sheet: usize, start_at: usize) -> Vec<Vec<Option<usize>>> {
    let pieces = jobs.iter().enumerate().flat_map(|(at, job)| {
        let count = usize::try_from(job.pieces).unwrap_or(0);
        std::iter::repeat_n(Some(at), count)
    });
    let all: Vec<Option<usize>> = std::iter::repeat_n(None, start_at - 1).chain(pieces).collect();
    let fill = |sheet: &[Option<usize>]| {
        let mut sheet = sheet.to_vec();
        sheet.resize(on_sheet, None);
        sheet
    };
    all.chunks(on_sheet).map(fill).collect()
}

/// The different sides, and which of them each sheet has.
fn compose(
    diags: &mut Diagnostics,
    library: &Library,
    jobs: &[Job<'_>],
    plates: &[&Plate],
    sheets: &[Vec<Option<usize>>],
) -> Option<(Vec<Mixed>, Vec<Vec<usize>>)> {
    let mut orders: BTreeMap<&Arc<Order>, &Plate> = BTreeMap::new();
    orders.extend(jobs.iter().map(|job| &job.order).zip(plates.iter().copied()));
    let all = orders.len();
    let laid = press::each(
        library,
        orders.into_iter().collect(),
        |diags, shaper, (order, plate)| Some((order, layout::pieces(diags, shaper, &plate.poster)?)),
    );
    let laid: BTreeMap<&Arc<Order>, Vec<Page>> = press::collect(diags, laid).into_iter().collect();
    let sides_of_all = laid.values().map(Vec::len).max().unwrap_or(1);
    let poster = &plates.first()?.poster;
    let mut known: BTreeMap<Vec<Option<&Arc<Order>>>, Vec<usize>> = BTreeMap::new();
    let (mut pages, mut sides) = (Vec::new(), Vec::new());
    for sheet in sheets {
        let on: Vec<Option<&Arc<Order>>> = sheet.iter().map(|job| job.map(|job| &jobs[job].order)).collect();
        let own = known.entry(on).or_insert_with_key(|on| {
            let pieces: Vec<Option<&[Page]>> = on
                .iter()
                .map(|order| laid.get((*order)?).map(Vec::as_slice))
                .collect();
            let first = pages.len();
            pages.extend((0..sides_of_all).map(|side| sheet::mix(poster, &pieces, side)));
            (first..pages.len()).collect()
        });
        sides.push(own.clone());
    }
    (laid.len() == all).then_some((pages, sides))
}
