//! The one file of a pack: the sheets for the volunteer, then the pieces in the order of the stops, paper by paper.
//!
//! What lies in one tray is printed in one go, so pages for one paper follow each other, and the kit tells which pages go on which. Where
//! any piece has a back, every sheet has one, if only an empty one: so the whole file is printed on both sides.

use sha2::{Digest as _, Sha256};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::fit::UNPRINTABLE;
use crate::geom::{Outline, Shape, Size};
use crate::kit::{self, Kit, Paper, Tray, Which};
use crate::library::Library;
use crate::locale::Locale;
use crate::page::{Item, ItemKind, Page};
use crate::pdf::{self, Info};
use crate::phrase::{say, verbatim};
use crate::plate::{self, PrintedCode};
use crate::poster::{Order, Poster};
use crate::press::{self, Printed};
use crate::run::{Entry, Run};
use crate::sheaf::{Bound, Imprints, Sheaf, Side};
use crate::sheet;
use crate::strip::{self, Strip};
use crate::text::Shaper;

/// The most pages of a file: each is read back.
const MOST_PAGES: usize = 20_000;

/// How often the kit is laid out until it tells its own pages right.
const ROUNDS: usize = 4;

/// What goes into the file of a pack.
pub struct Contents<'a, 'k> {
    /// What the sheets for the volunteer say.
    pub kit: &'k Kit<'k>,
    /// What they are printed on.
    pub paper: &'k Paper<'k>,
    /// The roads of the pack, whose map follows the route sheet.
    pub map: Vec<Strip>,
    /// The pieces, in the order of the stops.
    pub printed: Vec<&'a Printed<'a>>,
}

/// The finished file of a pack.
pub struct Bundle<'a> {
    /// The file, with an entry for each piece.
    pub run: Run<'a>,
    /// Which pages go on what paper.
    pub trays: Vec<Tray>,
}

/// Joins everything. `None` after an error.
pub fn bind<'a>(
    diags: &mut Diagnostics,
    library: &Library,
    shaper: &mut Shaper<'_>,
    contents: &Contents<'a, '_>,
) -> Option<Bundle<'a>> {
    let paper = contents.paper;
    let map = strip::pages(shaper, paper.stock, &contents.map, paper.book);
    let map = map.into_iter().enumerate();
    let map: Vec<Page> = map
        .map(|(side, page)| sheet::for_printer(paper.setup, side, speaking(page, &paper.locale)))
        .collect();
    let mut kit = Vec::new();
    for which in Which::ALL {
        let pages = kit::pages(diags, shaper, contents.kit, paper, which, &[])?;
        kit.push((which, pages));
        if which == Which::Route && !map.is_empty() {
            kit.push((which, map.clone()));
        }
    }
    let mut stack = Stack::of(contents);
    let mut trays = Vec::new();
    for _ in 0..ROUNDS {
        stack.put(&kit);
        let told = stack.trays(contents);
        if told == trays {
            break;
        }
        trays = told;
        let pages = kit::pages(diags, shaper, contents.kit, paper, Which::Packing, &trays)?;
        let packing = kit.iter_mut().filter(|(which, _)| *which == Which::Packing);
        packing.for_each(|part| part.1.clone_from(&pages));
    }
    if stack.pages_in_all(contents) > MOST_PAGES {
        let message = say("the pack `{pack}` has more than {most} pages")
            .with("pack", &contents.kit.name)
            .with("most", MOST_PAGES);
        let cure = say("make smaller packs, with `--most-stops`");
        diags.push(Diagnostic::new(code::TOO_LARGE, message).hint(cure));
        return None;
    }
    let placed = stack.pieces(contents);
    let slots = Slots {
        printed: &contents.printed,
        of: stack.slots,
    };
    let poster = poster(contents);
    let plates = contents.printed.iter().map(|file| file.plate);
    let further = plates.flat_map(|plate| &plate.poster.apart).map(String::as_str);
    let sheaf = Sheaf {
        library,
        poster: &poster,
        info: Info {
            title: format!("{}: {}", contents.kit.campaign, contents.kit.name),
            language: contents.paper.locale.tag().to_owned(),
            finish: contents.paper.setup.finish.clone(),
        },
        pages: stack.pages,
        sides: stack.sides,
        imprints: &slots,
        case: None,
        apart: contents.kit.contact.into_iter().chain(further).collect(),
    };
    let bound = sheaf.bind(diags)?;
    let sheets = sheaf.sides.last().map_or(0, |side| side.sheet + 1);
    let entries = placed.into_iter().map(|placed| placed.entry(&bound)).collect();
    Some(Bundle {
        run: Run {
            sha256: plate::hex(&Sha256::digest(&bound.bytes)),
            sheets,
            pages: sheaf.sides.len(),
            entries,
            bytes: bound.bytes,
        },
        trays,
    })
}

/// The files of several packs, side by side, in their order.
pub fn all<'a>(
    diags: &mut Diagnostics,
    library: &Library,
    contents: Vec<Contents<'a, '_>>,
) -> Vec<Bundle<'a>> {
    let made = press::each(library, None, contents, |diags, shaper, contents| {
        bind(diags, library, shaper, &contents)
    });
    press::collect(diags, made)
}

/// What rules of sheets ask of a piece: the least clear space of all.
fn poster(contents: &Contents<'_, '_>) -> Poster {
    let (kit, paper) = (contents.kit, contents.paper);
    let order = Order {
        hotline: kit.hotline.id.clone(),
        template: "pack".to_owned(),
        languages: vec![paper.locale.clone()],
        stock: paper.stock.id.clone(),
        setup: paper.setup.clone(),
        rule: None,
    };
    let safe = contents.printed.iter().map(|printed| printed.plate.poster.safe);
    let safe = safe.fold(UNPRINTABLE, f32::min);
    Poster::of_sheets(
        order,
        kit.name.clone(),
        paper.stock.size,
        safe,
        Vec::new(),
        kit.span.clone(),
    )
}

/// The sheets of the file as they follow each other.
struct Stack {
    pages: Vec<Page>,
    sides: Vec<Side>,
    /// Of each side that shows a piece: which one of those that were printed, and which of its pages.
    slots: Vec<Option<(usize, usize)>>,
    sheet: usize,
    /// Whether every sheet has a back.
    both_sides: bool,
}

/// A piece, and the page of its first sheet, from 0.
struct PlacedPiece<'a> {
    printed: &'a Printed<'a>,
    first: usize,
}

impl<'a> PlacedPiece<'a> {
    fn entry(self, bound: &Bound) -> Entry<'a> {
        let Self { printed, first } = self;
        let codes: Vec<PrintedCode> = printed
            .plate
            .codes
            .iter()
            .map(|code| PrintedCode {
                page: first + code.page,
                ..code.clone()
            })
            .collect();
        Entry {
            job: printed.job,
            plate: printed.plate,
            serial: printed.serial.to_string(),
            lasting: codes.iter().filter(|code| bound.lasts(code)).count(),
            codes,
        }
    }
}

/// A page whose words are of a language.
fn speaking(mut page: Page, locale: &Locale) -> Page {
    for item in &mut page.items {
        item.locale = locale.clone();
        if let ItemKind::Text(text) = &mut item.kind {
            text.reader = locale.clone();
        }
    }
    page
}

/// A page on which the lines in the waste beside its pieces may be printed.
fn with_slots(mut page: Page) -> Page {
    let slots = page.slots.iter().map(|slot| slot.frame.rect(slot.rect));
    let outside = slots.filter(|slot| !page.safe.iter().any(|safe| safe.holds(*slot, 0.0)));
    let outside: Vec<Outline> = outside
        .map(|rect| Outline {
            rect,
            shape: Shape::Rect,
        })
        .collect();
    page.safe.extend(outside);
    page
}

/// The stocks of some pieces in the order in which they first come.
fn stocks<'c>(contents: &'c Contents<'_, '_>) -> Vec<&'c str> {
    let mut stocks: Vec<&str> = Vec::new();
    for printed in &contents.printed {
        let stock = printed.job.order.stock.as_str();
        if !stocks.contains(&stock) {
            stocks.push(stock);
        }
    }
    stocks
}

impl Stack {
    fn of(contents: &Contents<'_, '_>) -> Self {
        let both_sides = contents
            .printed
            .iter()
            .any(|printed| printed.plate.pages.len() > 1);
        Self {
            pages: Vec::new(),
            sides: Vec::new(),
            slots: Vec::new(),
            sheet: 0,
            both_sides,
        }
    }

    /// The kit alone. A part follows the one before on the back of its sheet, unless it is to be alone.
    fn put(&mut self, kit: &[(Which, Vec<Page>)]) {
        self.pages.clear();
        self.sides.clear();
        self.slots.clear();
        self.sheet = 0;
        let mut last = None;
        for (which, pages) in kit {
            if which.is_alone() && last != Some(which) {
                self.end_sheet();
            }
            last = Some(which);
            for page in pages {
                self.pages.push(page.clone());
                self.side(self.pages.len() - 1, None);
                if !self.both_sides || self.sides.len().is_multiple_of(2) {
                    self.sheet += 1;
                }
            }
        }
        self.end_sheet();
    }

    /// Gives a sheet that was begun an empty back.
    fn end_sheet(&mut self) {
        if self.both_sides && self.sides.len() % 2 == 1 {
            let front = self.sides.last().map(|side| self.pages[side.page].size);
            self.empty_back(front);
            self.sheet += 1;
        }
    }

    fn side(&mut self, page: usize, slots: Option<(usize, usize)>) {
        let sheet = self.sheet;
        self.sides.push(Side { sheet, page });
        self.slots.push(slots);
    }

    fn empty_back(&mut self, size: Option<Size>) {
        let Some(size) = size else { return };
        let empty = Page::of(size);
        let known = self.pages.iter().position(|page| *page == empty);
        let page = known.unwrap_or_else(|| {
            self.pages.push(empty);
            self.pages.len() - 1
        });
        self.side(page, None);
    }

    /// How many pages a sheet of a piece takes.
    fn pages_of(&self, printed: &Printed<'_>) -> usize {
        let sides = printed.plate.pages.len();
        if self.both_sides {
            sides.next_multiple_of(2)
        } else {
            sides
        }
    }

    fn pages_in_all(&self, contents: &Contents<'_, '_>) -> usize {
        let pieces = contents.printed.iter().map(|printed| {
            let sheets = usize::try_from(printed.job.sheets).unwrap_or(usize::MAX);
            sheets.saturating_mul(self.pages_of(printed))
        });
        pieces.fold(self.sides.len(), usize::saturating_add)
    }

    /// Which pages go on what paper, with the kit as it is.
    fn trays(&self, contents: &Contents<'_, '_>) -> Vec<Tray> {
        let mut next = self.sides.len() + 1;
        let mut trays = vec![Tray {
            paper: say("this kit, on {paper}").with("paper", &contents.paper.stock.name),
            pages: (1, self.sides.len()),
            sheets: self.sheet,
        }];
        for stock in stocks(contents) {
            let own = contents
                .printed
                .iter()
                .filter(|printed| printed.job.order.stock == stock);
            let (mut sheets, mut pages) = (0, 0);
            for printed in own {
                let count = usize::try_from(printed.job.sheets).unwrap_or(0);
                sheets += count;
                pages += count * self.pages_of(printed);
            }
            let mut known = contents.kit.supplies.sheets.iter();
            let name = known.find(|sheets| sheets.stock == stock);
            trays.push(Tray {
                paper: verbatim(name.map_or(stock, |sheets| &sheets.name)),
                pages: (next, next + pages - 1),
                sheets,
            });
            next += pages;
        }
        trays
    }

    /// Puts all pieces on the stack, paper by paper.
    fn pieces<'a>(&mut self, contents: &Contents<'a, '_>) -> Vec<PlacedPiece<'a>> {
        let mut placed = Vec::new();
        let mut known: Vec<(*const plate::Plate, usize)> = Vec::new();
        for stock in stocks(contents) {
            for (at, printed) in contents.printed.iter().enumerate() {
                if printed.job.order.stock == stock {
                    let first = self.piece(at, printed, &mut known);
                    placed.push(PlacedPiece { printed, first });
                }
            }
        }
        placed
    }

    /// All sheets of a piece at a place: its first side. Pieces of one plate share its pages.
    fn piece(
        &mut self,
        at: usize,
        printed: &Printed<'_>,
        known: &mut Vec<(*const plate::Plate, usize)>,
    ) -> usize {
        let plate = printed.plate;
        let first_page = match known.iter().find(|(other, _)| std::ptr::eq(*other, plate)) {
            Some((_, first)) => *first,
            None => {
                known.push((plate, self.pages.len()));
                self.pages.extend(plate.pages.iter().cloned().map(with_slots));
                self.pages.len() - plate.pages.len()
            }
        };
        let first = self.sides.len();
        let sides = plate.pages.len();
        for _ in 0..printed.job.sheets {
            for number in 0..sides {
                self.side(first_page + number, Some((at, number)));
            }
            if self.both_sides && sides % 2 == 1 {
                self.empty_back(plate.pages.first().map(|page| page.size));
            }
            self.sheet += 1;
        }
        first
    }
}

/// What is printed into the slots of pieces.
struct Slots<'c, 'a> {
    printed: &'c [&'a Printed<'a>],
    of: Vec<Option<(usize, usize)>>,
}

impl Imprints for Slots<'_, '_> {
    fn is_usual(&self, side: usize) -> bool {
        self.of[side].is_none_or(|(piece, _)| {
            let site = self.printed[piece].job.location.site_line();
            site.chars().all(pdf::is_usual)
        })
    }

    fn of_side(&self, diags: &mut Diagnostics, shaper: &mut Shaper<'_>, side: usize) -> Option<Vec<Item>> {
        let Some((piece, number)) = self.of[side] else {
            return Some(Vec::new());
        };
        let Printed {
            job, plate, serial, ..
        } = *self.printed[piece];
        let imprint = press::imprint(job, serial);
        let page = &plate.pages[number];
        let slots = page.slots.iter();
        slots
            .map(|slot| plate::set_slot(diags, shaper, &plate.poster, (number, page), slot, &imprint))
            .collect()
    }
}
