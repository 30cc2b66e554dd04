//! Sheets that are handed out or kept, not hung: for staff and professionals, about the line, for volunteers, and lists of local services.
//!
//! Each is printed once, and not for each place. A list takes as many pages as it is allowed; what has no room is counted.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::directory::{self, Pages, Row};
use crate::layout;
use crate::library::Library;
use crate::locale::Locale;
use crate::particulars::Particulars;
use crate::pdf;
use crate::phrase::say;
use crate::plate::{self, Composition, Impression, Imprint, Plate};
use crate::poster::{self, Node, Order, Poster, ServicesLook};
use crate::press;
use crate::serial::Serial;
use crate::service::Service;
use crate::source::Span;
use crate::template::ServicesBlock;
use crate::text::Shaper;

/// A sheet to print.
#[derive(Clone, Debug)]
pub struct Handout<'a> {
    /// Template, languages, paper.
    pub order: Order,
    /// For which area its services are; none for a sheet that lists none.
    pub area: Option<Area>,
    /// The services for it, in order.
    pub services: Vec<&'a Service>,
}

/// What a list of services is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Safe in a path, as `or-linn`.
    pub id: String,
    /// As it is printed, as `Linn County, OR`.
    pub name: String,
}

/// What all sheets of a run have in common.
pub struct Desk<'a> {
    /// What they say beside their words, but for area and services.
    pub particulars: Particulars<'a>,
    /// What stands at their foot.
    pub campaign: &'a str,
    /// Where that is written.
    pub span: &'a Span,
    /// The most pages of a list.
    pub most_pages: usize,
}

/// A proofed sheet.
pub struct Made {
    /// Its path below the output folder, with `/`.
    pub path: String,
    /// Its page set.
    pub plate: Plate,
    /// What is appended to that.
    pub own: Vec<u8>,
    /// The printed id.
    pub serial: Serial,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// Ids of the services on it.
    pub listed: Vec<String>,
    /// How many services had no room.
    pub left_out: usize,
}

impl Made {
    /// The file.
    pub fn file(&self) -> Impression<'_> {
        Impression {
            plate: &self.plate.document.bytes,
            own: self.own.clone(),
        }
    }
}

/// Makes sheets side by side, in their order. Faults are reported.
pub fn make(
    diags: &mut Diagnostics,
    library: &Library,
    desk: &Desk<'_>,
    handouts: &[Handout<'_>],
) -> Vec<Made> {
    let all = handouts.iter().collect();
    let made = press::each(library, None, all, |diags, shaper, handout: &Handout<'_>| {
        let maker = Maker {
            library,
            desk,
            handout,
        };
        maker.make(diags, shaper)
    });
    press::collect(diags, made)
}

/// `<template>-<stock>-<languages>.pdf`, that of an area in a folder of the template.
pub fn path(handout: &Handout<'_>) -> String {
    let order = &handout.order;
    let tail = format!("{}-{}{}.pdf", order.stock, order.tags(), order.suffix());
    match &handout.area {
        Some(area) => format!("{}/{}-{tail}", order.template, area.id),
        None => format!("{}-{tail}", order.template),
    }
}

/// Steps of halving when the height of level columns is searched.
const HALVINGS: usize = 12;

struct Maker<'a> {
    library: &'a Library,
    desk: &'a Desk<'a>,
    handout: &'a Handout<'a>,
}

impl<'a> Maker<'a> {
    fn make(&self, diags: &mut Diagnostics, shaper: &mut Shaper<'_>) -> Option<Made> {
        let mut particulars = self.desk.particulars.clone();
        particulars.area = self.handout.area.as_ref().map(|area| area.name.clone());
        let placed = self.place(diags, shaper, &particulars)?;
        particulars.pages = placed.pages.len();
        let mut poster = self.settle(diags, &particulars)?;
        if let Some(look) = poster.services.clone() {
            self.maker(&look, placed.step)
                .fill(&mut poster, &look.block, &placed.pages);
        }
        let ids: Vec<String> = listed(&placed.pages).map(|service| service.id.clone()).collect();
        let composition = plate::lay_out(diags, shaper, poster)?;
        let plate = self.plate(diags, shaper, composition)?;
        let serial = self.serial(&plate.digest);
        let imprint = self.imprint(serial);
        let sealed = &plate.poster.sealed;
        if sealed.finds(&imprint.site) || ids.iter().any(|id| sealed.finds(id)) {
            let message = say(
                "an address that must not be known stands in the title of the campaign, or in the id of a service",
            );
            diags.push(Diagnostic::new(code::CONFIDENTIAL_ADDRESS, message).at(self.desk.span));
            return None;
        }
        let items = plate::set_imprint(diags, self.library, shaper, &plate.poster, &plate.pages, &imprint)?;
        let file = plate::print(diags, &plate, &items, &imprint)?;
        let sha256 = plate.hash_of(&file);
        Some(Made {
            path: path(self.handout),
            own: file.own,
            serial,
            sha256,
            left_out: self.handout.services.len().saturating_sub(ids.len()),
            listed: ids,
            plate,
        })
    }

    fn settle(&self, diags: &mut Diagnostics, particulars: &Particulars<'_>) -> Option<Poster> {
        poster::settle_with(diags, self.library, &self.handout.order, particulars)
    }

    fn maker(&self, look: &ServicesLook, step: f32) -> directory::Maker<'a> {
        let order = &self.handout.order;
        let template = self.library.templates.get(&order.template);
        let span = template.map_or(self.desk.span, |template| &template.span);
        directory::Maker::new(self.library, order, span, look, step)
    }

    /// The proofed page set, with every sign that stands at its foot.
    fn plate(
        &self,
        diags: &mut Diagnostics,
        shaper: &mut Shaper<'_>,
        composition: Composition,
    ) -> Option<Plate> {
        let alphabet = pdf::imprint_alphabet(&self.library.fonts);
        let imprint = self.imprint(self.serial(""));
        let (poster, pages) = (&composition.poster, &composition.pages);
        let items = plate::set_imprint(diags, self.library, shaper, poster, pages, &imprint)?;
        let lacking = pdf::lacking(&self.library.fonts, &alphabet, &items);
        plate::make(diags, self.library, composition, &alphabet.with(&lacking))
    }

    fn imprint(&self, serial: Serial) -> Imprint {
        let area = self.handout.area.as_ref();
        Imprint {
            site: area.map_or(self.desk.campaign, |area| &area.name).to_owned(),
            serial: serial.to_string(),
            span: self.desk.span.clone(),
        }
    }

    fn serial(&self, digest: &str) -> Serial {
        let order = &self.handout.order;
        let tags: Vec<&str> = order.languages.iter().map(Locale::tag).collect();
        let area = self.handout.area.as_ref().map_or("", |area| &area.id);
        Serial::of(&[area, &order.template, &tags.join("+"), &order.stock, digest])
    }

    /// Puts services into pages and columns: on as few pages as can be, in the largest type that takes no more; where not all have room, as many as
    /// have at the least type.
    fn place(
        &self,
        diags: &mut Diagnostics,
        shaper: &mut Shaper<'_>,
        particulars: &Particulars<'_>,
    ) -> Option<InPages<'a>> {
        let mut best = InPages::default();
        let template = self.library.templates.get(&self.handout.order.template)?;
        let all = self.handout.services.len();
        let Some((_, services)) = template.services().filter(|_| all > 0) else {
            return Some(best);
        };
        // A side of each kind without services: what room they have.
        let empty = Particulars {
            pages: 2,
            ..particulars.clone()
        };
        let empty = self.settle(diags, &empty)?;
        let look = empty.services.as_ref()?;
        let room = Room::of(shaper, &empty, look, services);
        best.pages = self.pages(shaper, &self.maker(look, 0.0), &room)?;
        if listed(&best.pages).count() < all {
            return Some(best);
        }
        for step in STEPS {
            let pages = self.pages(shaper, &self.maker(look, step), &room)?;
            if listed(&pages).count() == all && pages.len() == best.pages.len() {
                return Some(InPages { pages, step });
            }
        }
        Some(best)
    }

    /// As many services as have room, in the type of a maker.
    fn pages(&self, shaper: &mut Shaper<'_>, maker: &directory::Maker<'_>, room: &Room) -> Option<Pages<'a>> {
        let rows = rows(&self.handout.services);
        let most = room.most(self.desk.most_pages);
        // As many rows as could have room are measured, some at a time.
        let mut measured: Vec<(Row<'a>, f32)> = Vec::new();
        for some in rows.chunks(HANDFUL) {
            let nodes: Vec<Node> = some.iter().map(|row| maker.row(*row)).collect();
            let heights = layout::heights(shaper, &nodes, room.width)?;
            measured.extend(some.iter().copied().zip(heights));
            if measured.iter().map(|(_, height)| height).sum::<f32>() > most {
                break;
            }
        }
        Some(cut(&measured, room.columns, room.heights, self.desk.most_pages))
    }
}

/// Services on their pages, and where their type stands between the least (0) and the largest (1).
#[derive(Default)]
struct InPages<'a> {
    pages: Pages<'a>,
    step: f32,
}

/// The room that a sheet has for services.
struct Room {
    columns: usize,
    /// Of a column, in points.
    width: f32,
    /// Of the first page, and of the others, in points.
    heights: [f32; 2],
}

impl Room {
    #[expect(clippy::cast_precision_loss, reason = "few columns")]
    fn of(shaper: &mut Shaper<'_>, empty: &Poster, look: &ServicesLook, services: &ServicesBlock) -> Self {
        let rooms = [0, 1].map(|side| layout::room(shaper, empty, side, &look.block).unwrap_or_default());
        let columns = services.columns as usize;
        let gaps = services.gap * empty.fit.scale * (columns - 1) as f32;
        Self {
            columns,
            width: (rooms[0].width.max(rooms[1].width) - gaps) / columns as f32,
            heights: rooms.map(|room| room.height),
        }
    }

    /// How high all columns of so many pages are together, at most.
    #[expect(clippy::cast_precision_loss, reason = "few columns and pages")]
    fn most(&self, pages: usize) -> f32 {
        self.heights[0].max(self.heights[1]) * (self.columns * pages) as f32
    }
}

/// How many rows are measured at a time.
const HANDFUL: usize = 24;

/// Where type is tried between the largest and the least.
const STEPS: [f32; 3] = [1.0, 0.65, 0.3];

/// The services that stand on pages.
fn listed<'a>(pages: &Pages<'a>) -> impl Iterator<Item = &'a Service> {
    pages.iter().flatten().flatten().filter_map(|row| match row {
        Row::Entry(service) => Some(*service),
        Row::Heading(_) => None,
    })
}

/// Services under the headings of their kinds.
fn rows<'a>(services: &[&'a Service]) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut kind = None;
    for service in services {
        if kind != Some(service.kind) {
            kind = Some(service.kind);
            rows.push(Row::Heading(service.kind));
        }
        rows.push(Row::Entry(service));
    }
    rows
}

/// Rows with their heights, in points, cut into pages and columns: those of the first page and of all others are so high. A heading stays with
/// what follows it, and is said again at the head of a page. The columns of the last page are about as long as each other.
fn cut<'a>(rows: &[(Row<'a>, f32)], columns: usize, rooms: [f32; 2], most_pages: usize) -> Pages<'a> {
    let mut pages = Vec::new();
    let mut rest = rows.to_vec();
    while !rest.is_empty() && pages.len() < most_pages {
        let room = if pages.is_empty() { rooms[0] } else { rooms[1] };
        let mut filled = fill(&rest, columns, room);
        let mut taken: usize = filled.iter().map(Vec::len).sum();
        if taken == rest.len() {
            filled = level(&rest, columns, room);
        }
        if taken == 0 && pages.is_empty() && rooms[1] > rooms[0] {
            // All stands on the back.
            pages.push(vec![Vec::new(); columns]);
            continue;
        }
        if taken == 0 {
            // Too high for any page: laid out all the same, so that the page tells what does not fit.
            filled = vec![rest[..rest.len().min(2)].iter().map(|(row, _)| *row).collect()];
            taken = filled[0].len();
        }
        filled.resize(columns, Vec::new());
        pages.push(filled);
        rest = again(rows, rest, taken);
    }
    pages
}

/// What is left when some rows are taken, under the heading of its kind once more.
fn again<'a>(rows: &[(Row<'a>, f32)], rest: Vec<(Row<'a>, f32)>, taken: usize) -> Vec<(Row<'a>, f32)> {
    let mut left = rest[taken..].to_vec();
    if let Some((Row::Entry(next), _)) = left.first() {
        let heading = rows
            .iter()
            .find(|(row, _)| matches!(row, Row::Heading(kind) if *kind == next.kind));
        left.splice(0..0, heading.copied());
    }
    left
}

/// As many rows as columns of a height hold, column by column.
fn fill<'a>(rows: &[(Row<'a>, f32)], columns: usize, room: f32) -> Vec<Vec<Row<'a>>> {
    let mut filled = vec![Vec::new()];
    let mut used = 0.0;
    for (at, (row, height)) in rows.iter().enumerate() {
        // A heading never stands alone at the foot of a column.
        let with_next = match row {
            Row::Heading(_) => rows.get(at + 1).map_or(0.0, |(_, height)| *height),
            Row::Entry(_) => 0.0,
        };
        if used + height + with_next > room && used > 0.0 {
            if filled.len() == columns {
                break;
            }
            filled.push(Vec::new());
            used = 0.0;
        }
        if used + height + with_next > room {
            break;
        }
        filled.last_mut().expect("there is a column").push(*row);
        used += height;
    }
    filled
}

/// All rows in columns that are as short as they can be.
fn level<'a>(rows: &[(Row<'a>, f32)], columns: usize, room: f32) -> Vec<Vec<Row<'a>>> {
    let (mut short, mut long) = (0.0, room);
    let mut best = fill(rows, columns, room);
    for _ in 0..HALVINGS {
        let middle = (short + long) / 2.0;
        let filled = fill(rows, columns, middle);
        if filled.iter().map(Vec::len).sum::<usize>() == rows.len() {
            (best, long) = (filled, middle);
        } else {
            short = middle;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{Row, cut};
    use crate::service::Kind;

    /// Headings stand for rows here: each by its height.
    fn lengths(heights: &[f32], columns: usize, rooms: [f32; 2], most: usize) -> Vec<Vec<usize>> {
        let rows: Vec<(Row<'_>, f32)> = heights
            .iter()
            .map(|height| (Row::Heading(Kind::Food), *height))
            .collect();
        let pages = cut(&rows, columns, rooms, most);
        let of_page = |page: &Vec<Vec<Row<'_>>>| page.iter().map(Vec::len).collect();
        pages.iter().map(of_page).collect()
    }

    #[test]
    fn rows_fill_columns_and_pages() {
        assert_eq!(lengths(&[10.0; 4], 2, [100.0, 100.0], 2), [[2, 2]]);
        assert!(lengths(&[], 2, [100.0, 100.0], 2).is_empty());
        // A heading wants room for what follows it.
        assert_eq!(lengths(&[30.0; 9], 2, [100.0, 200.0], 9), [[2, 2], [2, 3]]);
        assert_eq!(lengths(&[30.0; 9], 2, [100.0, 100.0], 1), [[2, 2]]);
        // What is too high for a page does not stop the others.
        assert_eq!(lengths(&[300.0, 10.0], 1, [100.0, 100.0], 3), [[2]]);
    }
}
