//! A run: many pieces of many places in one file, in their order. Labels fill sheet after sheet, whatever their language; whole
//! signs follow each other, each as often as it hangs.
//!
//! Every order has its proofed plate before. Sheets with the same pieces on the same places share their content.

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::geom::{Outline, Shape};
use crate::layout;
use crate::library::Library;
use crate::locale::Locale;
use crate::page::{Item, ItemKind, Page, Slot};
use crate::pdf::{self, Info};
use crate::phrase::say;
use crate::plan::Job;
use crate::plate::{self, Imprint, Plate, PrintedCode};
use crate::poster::Order;
use crate::press::{self, Plates};
use crate::serial::Serial;
use crate::sheaf::{Bound, Imprints, Sheaf, Side};
use crate::sheet::{self, Mixed};
use crate::text::{Shaper, TypeCase};

/// The most pieces of a run: its file and its manifest are held in memory, some 2 KB a piece, and each piece is read back.
const MOST_PIECES: usize = 100_000;

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
    /// The sides of all sheets in order.
    sides: Vec<Side>,
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
    let case = plates.case();
    let plates: Vec<&Plate> = jobs.iter().filter_map(|job| plates.of(&job.order)).collect();
    if plates.len() != jobs.len() || !on_one_stock(diags, jobs, &plates) {
        return None;
    }
    let plan = Plan::of(diags, library, jobs, plates, start_at)?;
    if !plan.is_harmless(diags) {
        return None;
    }
    let bound = plan.sheaf(case).bind(diags)?;
    Some(Run {
        sha256: plate::hex(&Sha256::digest(&bound.bytes)),
        sheets: plan.sheets.len(),
        pages: plan.sides.len(),
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
            .par_iter()
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

    /// Whether no name brings in a telephone number.
    fn is_harmless(&self, diags: &mut Diagnostics) -> bool {
        let told: Vec<Diagnostics> = self
            .imprints
            .par_iter()
            .zip(&self.plates)
            .map(|(imprint, plate)| {
                let mut diags = Diagnostics::default();
                plate::is_harmless(&mut diags, self.library, &plate.poster, imprint);
                diags
            })
            .collect();
        let harmless = told.iter().all(|told| told.iter().next().is_none());
        told.into_iter().for_each(|told| diags.extend(told));
        harmless
    }

    /// The slots of a side with the job that each is of; none for the line of the sheet.
    fn slots(&self, side: Side) -> impl Iterator<Item = (&Slot, Option<usize>)> {
        let Mixed { page, slots, .. } = &self.pages[side.page];
        let job = move |place: &Option<usize>| place.and_then(|place| self.sheets[side.sheet][place]);
        page.slots.iter().zip(slots.iter().map(job))
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

    /// The file.
    fn sheaf<'b>(&'b self, case: Option<&'b TypeCase>) -> Sheaf<'b> {
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
            sides: self.sides.clone(),
            imprints: self,
            case,
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
        for (at, side) in self.sides.iter().enumerate() {
            let Mixed { page, items, .. } = &self.pages[side.page];
            for (item, place) in page.items.iter().zip(items) {
                let job = place.and_then(|place| self.sheets[side.sheet][place]);
                if let (ItemKind::Symbol(symbol), Some(job)) = (&item.kind, job) {
                    let code = PrintedCode::of(item, symbol, at, page);
                    entries[job].lasting += usize::from(bound.lasts(&code));
                    entries[job].codes.push(code);
                }
            }
        }
        entries
    }
}

impl Imprints for Plan<'_> {
    fn is_usual(&self, side: usize) -> bool {
        let jobs = self.sheets[self.sides[side].sheet].iter().flatten();
        jobs.copied()
            .all(|job| self.imprints[job].site.chars().all(pdf::is_usual))
    }

    fn of_side(&self, diags: &mut Diagnostics, shaper: &mut Shaper<'_>, at: usize) -> Option<Vec<Item>> {
        let side = self.sides[at];
        let page = &self.pages[side.page].page;
        // Few sheets have a line of their own.
        let own = LazyCell::new(|| self.line(side.sheet));
        let items = self.slots(side).map(|(slot, job)| {
            let (imprint, plate) = match job {
                Some(job) => (&self.imprints[job], self.plates[job]),
                None => (&*own, self.plates[0]),
            };
            plate::set_slot(diags, shaper, &plate.poster, (at, page), slot, imprint)
        });
        items.collect()
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
) -> Option<(Vec<Mixed>, Vec<Side>)> {
    let mut orders: BTreeMap<&Arc<Order>, &Plate> = BTreeMap::new();
    orders.extend(jobs.iter().map(|job| &job.order).zip(plates.iter().copied()));
    let all = orders.len();
    let laid = press::each(
        library,
        None,
        orders.into_iter().collect(),
        |diags, shaper, (order, plate)| Some((order, layout::pieces(diags, shaper, &plate.poster)?)),
    );
    let laid: BTreeMap<&Arc<Order>, Vec<Page>> = press::collect(diags, laid).into_iter().collect();
    let sides_of_all = laid.values().map(Vec::len).max().unwrap_or(1);
    let poster = &plates.first()?.poster;
    let mut known: BTreeMap<Vec<Option<&Arc<Order>>>, Vec<usize>> = BTreeMap::new();
    let (mut pages, mut sides) = (Vec::new(), Vec::new());
    for (number, sheet) in sheets.iter().enumerate() {
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
        sides.extend(own.iter().map(|page| Side {
            sheet: number,
            page: *page,
        }));
    }
    (laid.len() == all).then_some((pages, sides))
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use flate2::Compression;
    use flate2::read::ZlibDecoder;
    use flate2::write::ZlibEncoder;

    use super::Plan;
    use crate::campaign;
    use crate::code;
    use crate::diag::Diagnostics;
    use crate::library::{Library, Overrides};
    use crate::plan::{self, Selection};
    use crate::press;
    use crate::source::Source;

    /// A stream of a file: its number, the entries of its dictionary, and its content unfolded.
    struct Stream {
        number: usize,
        entries: String,
        content: Vec<u8>,
    }

    impl Stream {
        fn is(&self, kind: &str) -> bool {
            self.entries.contains(kind)
        }

        /// Whether it holds what is imprinted on a sheet.
        fn is_imprint(&self) -> bool {
            self.content.starts_with(b"/P <<")
        }

        /// Exchanges the first occurrence of some bytes for as many others.
        fn exchange(&mut self, old: &str, new: &str) {
            assert_eq!(old.len(), new.len());
            let mut windows = self.content.windows(old.len());
            let at = windows.position(|window| window == old.as_bytes());
            let at = at.expect("it is there");
            self.content[at..at + new.len()].copy_from_slice(new.as_bytes());
        }
    }

    /// The streams of a file, changed, and the file put together again with all offsets set right: a fault that no table gives away.
    fn tampered(file: &[u8], tamper: impl FnOnce(&mut Vec<Stream>)) -> Vec<u8> {
        let mut streams = Vec::new();
        let mut rest = file;
        let cut = |rest: &[u8], before: &str| {
            let mut windows = rest.windows(before.len());
            windows.position(|window| window == before.as_bytes())
        };
        let head = cut(rest, "\n").unwrap() + 1;
        let head = head + cut(&rest[head..], "\n").unwrap() + 1;
        rest = &rest[head..];
        while let Some(end) = cut(rest, " 0 obj\n<<") {
            let number = std::str::from_utf8(&rest[..end]).unwrap().parse().unwrap();
            rest = &rest[end + " 0 obj\n<<".len()..];
            let end = cut(rest, ">>\nstream\n").unwrap();
            let dictionary = std::str::from_utf8(&rest[..end]).unwrap();
            let (entries, length) = dictionary.rsplit_once("/Length ").unwrap();
            rest = &rest[end + ">>\nstream\n".len()..];
            let (content, after) = rest.split_at(length.parse().unwrap());
            rest = after.strip_prefix(b"\nendstream\nendobj\n").unwrap();
            let mut plain = content.to_vec();
            if entries.contains("/FlateDecode") {
                plain.clear();
                ZlibDecoder::new(content).read_to_end(&mut plain).unwrap();
            }
            streams.push(Stream {
                number,
                entries: entries.to_owned(),
                content: plain,
            });
        }
        tamper(&mut streams);
        let mut bytes = file[..head].to_vec();
        let mut starts = Vec::new();
        for stream in &mut streams {
            starts.push((stream.number, bytes.len()));
            if stream.is("/Type/XRef") {
                stream.content = with_offsets(&stream.content, &starts);
            }
            let mut content = stream.content.clone();
            if stream.is("/FlateDecode") {
                let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
                encoder.write_all(&content).unwrap();
                content = encoder.finish().unwrap();
            }
            let Stream { number, entries, .. } = stream;
            let opened = format!("{number} 0 obj\n<<{entries}/Length {}>>\nstream\n", content.len());
            bytes.extend(opened.as_bytes());
            bytes.extend(content);
            bytes.extend(b"\nendstream\nendobj\n");
        }
        let (_, start) = starts.last().unwrap();
        bytes.extend(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        bytes
    }

    /// The rows of a table with other offsets, each written as it is.
    fn with_offsets(table: &[u8], starts: &[(usize, usize)]) -> Vec<u8> {
        let mut above = [0_u8; 9];
        let mut rows = Vec::new();
        for (number, row) in table.chunks(10).enumerate() {
            for (to, byte) in above.iter_mut().zip(&row[1..]) {
                *to = if row[0] == 2 {
                    to.wrapping_add(*byte)
                } else {
                    *byte
                };
            }
            let mut own = above;
            if let Some((_, start)) = starts.iter().find(|(of, _)| *of == number) {
                own[1..5].copy_from_slice(&u32::try_from(*start).unwrap().to_be_bytes());
            }
            rows.push(0);
            rows.extend(own);
        }
        rows
    }

    /// The codes of faults of a file of four signs that somebody tampered with.
    fn told(tamper: impl FnOnce(&mut Vec<Stream>)) -> Vec<&'static str> {
        let mut diags = Diagnostics::default();
        let library = Library::read(&mut diags, &Overrides::default());
        let place =
            |id: usize| format!("[[location]]\nid = \"p{id}\"\nname = \"Stop {id}\"\nkind = \"rest_area\"\n");
        let hang = "[[hang]]\ntemplate = \"stall\"\nstock = \"letter\"\n";
        let places: String = (1..=4).map(place).collect();
        let campaign = campaign::read(
            &mut diags,
            &Source::new("locations.toml", format!("{hang}{places}")),
        );
        let jobs = plan::jobs(&mut diags, &library, &campaign, &Selection::default());
        assert_eq!(jobs.len(), 4);
        let plates = press::plates(&mut diags, &library, &jobs);
        let made = jobs.iter().filter_map(|job| plates.of(&job.order)).collect();
        let plan = Plan::of(&mut diags, &library, &jobs, made, 1).unwrap();
        let sheaf = plan.sheaf(None);
        let mut draft = sheaf.write(&mut diags).unwrap();
        draft.bytes = tampered(&draft.bytes, tamper);
        let mut diags = Diagnostics::default();
        let bound = sheaf.proof(&mut diags, draft);
        let told: Vec<&str> = diags.iter().map(|fault| fault.code.name).collect();
        assert_eq!(bound.is_some(), told.is_empty());
        told
    }

    #[test]
    fn a_sound_file_is_told_sound() {
        assert_eq!(told(|_| {}), [] as [&str; 0]);
    }

    #[test]
    fn imprints_of_others_and_slips_are_found() {
        let differs = code::IMPRINT_READ.name;
        let swapped = told(|streams| {
            let imprints: Vec<usize> = (0..streams.len())
                .filter(|at| streams[*at].is_imprint())
                .collect();
            assert_eq!(imprints.len(), 4);
            let content = std::mem::take(&mut streams[imprints[1]].content);
            let other = std::mem::replace(&mut streams[imprints[2]].content, content);
            streams[imprints[1]].content = other;
        });
        assert_eq!(swapped, [differs, differs]);
        let imprint = |streams: &mut Vec<Stream>, tamper: &dyn Fn(&mut Stream)| {
            let mut imprints = streams.iter_mut().filter(|stream| stream.is_imprint());
            tamper(imprints.nth(2).unwrap());
        };
        // The last glyph becomes the first of the same string.
        let slip = |stream: &mut Stream| {
            let start = stream.content.windows(2).position(|two| two == b"[<").unwrap() + 2;
            let end = stream.content.windows(2).rposition(|two| two == b">]").unwrap();
            let glyph = stream.content[start..start + 4].to_vec();
            stream.content[end - 4..end].copy_from_slice(&glyph);
        };
        assert_eq!(told(|streams| imprint(streams, &slip)), [differs]);
        for (old, new) in [
            // Drawn white, drawn off its place, drawn for another mark, with something beside it.
            (" rg\n", " g \n"),
            ("1 0 0 1 ", "1 0 0 9 "),
            ("/P <</MCID ", "/P <</MCIX "),
            ("BT\n", "f \n"),
        ] {
            let told = told(|streams| imprint(streams, &|stream| stream.exchange(old, new)));
            assert_eq!(told, [differs], "{old}");
        }
    }

    /// The faults where, in the stream of objects that begins with some words, a digit becomes another one, behind all of these words.
    fn told_of_slip(behind: &[&str]) -> Vec<&'static str> {
        told(|streams| {
            let holds = |stream: &&mut Stream| {
                stream.is("/Type/ObjStm") && String::from_utf8_lossy(&stream.content).contains(behind[0])
            };
            let stream = streams.iter_mut().find(holds).expect("there is one");
            let mut at = 0;
            for words in behind {
                let rest = String::from_utf8_lossy(&stream.content[at..]).into_owned();
                at += rest.find(words).expect("it is there") + words.len();
            }
            let digit = &mut stream.content[at];
            assert!(digit.is_ascii_digit(), "{behind:?}");
            *digit = b'1' + (*digit - b'0') % 9;
        })
    }

    #[test]
    fn sheets_that_are_not_their_page_are_found() {
        let page = "/StructParents 1";
        let section = "/S/Sect";
        for behind in [
            // Another content, another imprint, another box, another number, another node of the tree.
            &[page, "/Contents["][..],
            &[page, "/Contents[", " 0 R "],
            &[page, "/MediaBox[0 0 "],
            &[page, "/StructParents "],
            &[page, "/Parent "],
            // Another element, one of another page, another mark, another owner of a mark.
            &[section, section, section, "/K["],
            &[section, section, section, "/Pg "],
            &[section, section, section, "/S/LBody", "/K "],
            &[section, section, section, "\n["],
        ] {
            assert_eq!(told_of_slip(behind), [code::IMPRINT_READ.name], "{behind:?}");
        }
        for behind in [
            // A page too many or too few, a section that is none, a row of none.
            &["/Type/Pages/Count "][..],
            &["/S/Document", "/K["],
            &["/Nums[0 "],
        ] {
            assert_ne!(told_of_slip(behind), [] as [&str; 0], "{behind:?}");
        }
    }
}
