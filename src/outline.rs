//! The outline of a stock: every item as its measures say, to be printed on plain paper and held against the real sheet.
//!
//! The second page is the back, mirrored as backs are, so that its lines lie on those of the front against the light.

use crate::diag::Diagnostics;
use crate::geom::{Insets, Length, Outline, Point, Rect, Shape};
use crate::library::Library;
use crate::page::{Frame, Page, Turn};
use crate::plate::Plate;
use crate::printer::Flip;
use crate::setup::Setup;
use crate::sheet;
use crate::sketch::{self, Field, Paragraph, Sketch, Style, Voice, mm, paragraphs, printable};
use crate::stock::{Axis, Confidence, Stock};
use crate::text::Shaper;

/// Sizes of type that are tried, in points.
const SIZES: [f32; 6] = [9.0, 8.0, 7.0, 6.5, 6.0, 5.5];

/// Of what stands in the margin, in points.
const SMALL: f32 = 7.0;

/// Clear space between words and the edge of their item, in points, and as a share of a low item.
const PADDING: f32 = 5.0;
const PADDING_SHARE: f32 = 0.08;

/// Words need so much room, and a number, in points.
const LEAST_ROOM: (f32, f32) = (40.0, 9.0);
const LEAST_NUMBER: (f32, f32) = (8.0, 8.0);

/// The ruler: four inches long, which is a little more than 100 mm; with its ticks so high; its words so wide. In points.
const RULER: f32 = 288.0;
const RULER_HIGH: f32 = 15.0;
const LABEL: f32 = 100.0;
const LABEL_HIGH: f32 = 10.0;

const MEASURE: &str = "Measure this: 100 mm / 4 in";

/// The outline of a stock.
pub struct Outlined {
    /// Its pages.
    pub plate: Plate,
    /// Whether there was room for the ruler.
    pub has_ruler: bool,
    /// How many sentences there was no room for.
    pub lost: usize,
}

/// Draws the outline of a stock, proofed. `None` after an error.
pub fn sheet(diags: &mut Diagnostics, library: &Library, stock: &Stock, setup: &Setup) -> Option<Outlined> {
    let mut shaper = Shaper::new(&library.fonts);
    let strip = Strip::of(stock);
    let front = paragraphs_of_front(stock, strip.is_some());
    let back = paragraphs_of_back(stock, setup);
    let (front, lost) = side(&mut shaper, stock, 0, &front, strip);
    let (back, lost_behind) = side(&mut shaper, stock, 1, &back, None);
    let named = ("outline", format!("Outline: {}", stock.name));
    let plate = sketch::proofed(diags, library, stock, named, setup, vec![front, back])?;
    Some(Outlined {
        plate,
        has_ruler: strip.is_some(),
        lost: lost + lost_behind,
    })
}

/// A side and how many paragraphs there is no room for.
fn side(
    shaper: &mut Shaper<'_>,
    stock: &Stock,
    side: usize,
    paragraphs: &[Paragraph],
    strip: Option<Strip>,
) -> (Page, usize) {
    let mut sketch = Sketch::new(shaper, stock);
    let on_side = |rect| sheet::on_side(stock.size, side, rect);
    for place in places(stock) {
        let corner = stock.items.map_or(0.0, |items| items.corner);
        let rect = on_side(place);
        let shape = stock.shape;
        sketch.edge(Outline { rect, shape }, corner);
        for (from, to) in folds(stock, place) {
            let line = on_side(Rect::new(from.x, from.y, to.x - from.x, to.y - from.y));
            let from = Point { x: line.x, y: line.y };
            let to = Point {
                x: line.right(),
                y: line.bottom(),
            };
            sketch.fold(from, to);
        }
    }
    for tab in tabs(stock) {
        let rect = on_side(tab);
        let shape = Shape::Rect;
        sketch.edge(Outline { rect, shape }, 0.0);
    }
    let mut fields = fields(stock, side, strip);
    let mut paragraphs = paragraphs.to_vec();
    top_of_sheet(&mut sketch, stock, &mut paragraphs);
    // Words are read in the order of the fields, row by row.
    fields.retain(has_room);
    let lost = sketch.flow(&fields, &paragraphs, &SIZES);
    if let Some(strip) = strip {
        strip.draw(&mut sketch);
    }
    (sketch.into_page(), lost)
}

/// Every item, or the whole sheet.
fn places(stock: &Stock) -> Vec<Rect> {
    match stock.items {
        Some(items) => items.rects(),
        None => vec![Rect::of(stock.size)],
    }
}

/// The ends of each fold of an item.
fn folds(stock: &Stock, item: Rect) -> Vec<(Point, Point)> {
    let Some(folds) = &stock.folds else {
        return Vec::new();
    };
    let line = |at: f32| match folds.axis {
        Axis::X => (
            Point {
                x: item.x + at,
                y: item.y,
            },
            Point {
                x: item.x + at,
                y: item.bottom(),
            },
        ),
        Axis::Y => (
            Point {
                x: item.x,
                y: item.y + at,
            },
            Point {
                x: item.right(),
                y: item.y + at,
            },
        ),
    };
    folds.lines().into_iter().map(line).collect()
}

/// The panels of an item; one that is not folded is one.
fn panels(stock: &Stock, item: Rect) -> Vec<Rect> {
    let Some(folds) = &stock.folds else {
        return vec![item];
    };
    let mut at = 0.0;
    let panels = folds.panels.iter().map(|panel| {
        let rect = match folds.axis {
            Axis::X => Rect::new(item.x + at, item.y, *panel, item.height),
            Axis::Y => Rect::new(item.x, item.y + at, item.width, *panel),
        };
        at += panel;
        rect
    });
    panels.collect()
}

fn tabs(stock: &Stock) -> Vec<Rect> {
    let Some(tabs) = stock.tabs else {
        return Vec::new();
    };
    let top = stock.size.height - tabs.height;
    #[expect(clippy::cast_precision_loss, reason = "few tabs")]
    let tab = |at: u32| Rect::new(tabs.left + at as f32 * tabs.width, top, tabs.width, tabs.height);
    (0..tabs.count).map(tab).collect()
}

/// Where words may stand on a side: in each panel of each item, clear of its edge, of the ruler and of the edges of the sheet.
fn fields(stock: &Stock, side: usize, strip: Option<Strip>) -> Vec<Field> {
    let mut fields = Vec::new();
    for (at, item) in places(stock).into_iter().enumerate() {
        for (panel_at, panel) in panels(stock, item).into_iter().enumerate() {
            let panel = sheet::on_side(stock.size, side, panel);
            let rect = room(stock, panel, strip);
            let is_numbered = stock.items.is_some() && panel_at == 0;
            let number = is_numbered.then(|| (at + 1).to_string());
            fields.push(Field { rect, number });
        }
    }
    // What lies at the left is read first, on a back as well.
    if side == 1 {
        fields.sort_by(|a, b| (a.rect.y.total_cmp(&b.rect.y)).then(a.rect.x.total_cmp(&b.rect.x)));
    }
    fields
}

/// The room for words in a panel.
fn room(stock: &Stock, panel: Rect, strip: Option<Strip>) -> Rect {
    let inner = match stock.shape {
        Shape::Rect => panel.inset(Insets::all(PADDING.min(panel.height * PADDING_SHARE))),
        // The square in a circle.
        Shape::Round => {
            let (x, y) = (panel.width * 0.15, panel.height * 0.15);
            panel.inset(Insets {
                top: y,
                right: x,
                bottom: y,
                left: x,
            })
        }
    };
    let mut room = common(inner, printable(stock.size).inset(Insets::all(1.0)));
    if let Some(tabs) = stock.tabs {
        room.height = room
            .height
            .min(stock.size.height - tabs.height - PADDING - room.y);
    }
    match strip {
        Some(strip) if strip.rect().overlaps(room, 0.0) => strip.beside(room),
        _ => room,
    }
}

fn common(one: Rect, other: Rect) -> Rect {
    let (x, y) = (one.x.max(other.x), one.y.max(other.y));
    let (right, bottom) = (one.right().min(other.right()), one.bottom().min(other.bottom()));
    Rect::new(x, y, right - x, bottom - y)
}

/// Whether a field has room for some words, or at least for its number.
fn has_room(field: &Field) -> bool {
    let (wide, high) = if field.number.is_some() {
        LEAST_NUMBER
    } else {
        LEAST_ROOM
    };
    field.rect.width >= wide && field.rect.height >= high
}

/// Which edge is the upper one: in the margin above the items, or as the first of the words.
fn top_of_sheet(sketch: &mut Sketch<'_, '_>, stock: &Stock, paragraphs: &mut Vec<Paragraph>) {
    const TOP: &str = "Top of the sheet";
    let sheet = printable(stock.size);
    let above = stock.items.map_or(0.0, |items| items.top) - sheet.y;
    if above < SMALL * 1.3 {
        let words = TOP.to_owned();
        let voice = Voice::Quiet;
        paragraphs.insert(0, Paragraph { words, voice });
        return;
    }
    let middle = Point {
        x: stock.size.width / 2.0,
        y: sheet.y + above.min(SMALL * 2.0) / 2.0,
    };
    sketch.centred(Frame::default(), middle, TOP, Style::quiet(SMALL));
}

fn paragraphs_of_front(stock: &Stock, has_ruler: bool) -> Vec<Paragraph> {
    let mut all = paragraphs([
        (Voice::Title, stock.name.clone()),
        (Voice::Plain, measures(stock)),
        (
            Voice::Plain,
            "1. Print this page on plain paper at 100\u{a0}% (“actual size”).".to_owned(),
        ),
        (
            Voice::Plain,
            if has_ruler {
                "2. Measure the ruler. If it is not as long as it says, the print was scaled.".to_owned()
            } else {
                "2. This sheet is too small for a ruler: print the outline of a larger one first.".to_owned()
            },
        ),
        (
            Voice::Plain,
            "3. Lay it on the real sheet, top on top, and hold both against a window.".to_owned(),
        ),
        (
            Voice::Plain,
            "4. All lines miss by the same: measure the printer with “`mileposter calibrate`”.".to_owned(),
        ),
        (
            Voice::Plain,
            "5. Some lines miss and others do not: these measures are wrong. Do not print on it.".to_owned(),
        ),
    ]);
    if stock.items.is_some() {
        let words = "The number of an item is the N of “`--start-at N`”.".to_owned();
        let voice = Voice::Plain;
        all.push(Paragraph { words, voice });
    }
    let sure = match stock.confidence {
        Confidence::High => "Sure: independent sources agree.",
        Confidence::Medium => "Fairly sure: one source, or sources that differ.",
        Confidence::Low => "Not sure: hold it against the real sheet before you print on it.",
        Confidence::House => "A choice of this project; there is no standard.",
    };
    let from = match stock.sources.as_slice() {
        [] => String::new(),
        sources => format!(" From: {}.", sources.join("; ")),
    };
    let quiet = std::iter::once(format!("{sure}{from}")).chain(stock.note.clone());
    let voice = Voice::Quiet;
    all.extend(quiet.map(|words| Paragraph { words, voice }));
    all
}

fn paragraphs_of_back(stock: &Stock, setup: &Setup) -> Vec<Paragraph> {
    let (edge, other) = match setup.flip {
        Flip::LongEdge => ("long", "short"),
        Flip::ShortEdge => ("short", "long"),
    };
    paragraphs([
        (Voice::Title, format!("{}: back", stock.name)),
        (
            Voice::Plain,
            "Hold the printed sheet against a window: every line lies on one of the front.".to_owned(),
        ),
        (
            Voice::Plain,
            format!(
                "This back is for a printer that turns the sheet about its {edge} edge. If its top is at the foot of the \
                 front, use “`--flip {other}`”."
            ),
        ),
        (
            Voice::Plain,
            "All lines miss by the same: measure the printer with “`mileposter calibrate`”.".to_owned(),
        ),
    ])
}

/// The measures in words.
fn measures(stock: &Stock) -> String {
    let mm = |points: f32| format!("{:.2}", Length::pt(points).to_mm());
    let size = |width: f32, height: f32| format!("{} × {} mm", mm(width), mm(height));
    let sheet = size(stock.size.width, stock.size.height);
    let mut words = format!("{}: a sheet of {sheet}.", stock.id);
    if let Some(items) = stock.items {
        words += &format!(
            " Items of {}, {} across and {} down; the first {} mm from the left and {} mm from the top.",
            size(items.size.width, items.size.height),
            items.columns,
            items.rows,
            mm(items.left),
            mm(items.top)
        );
        if items.columns > 1 {
            words += &format!(" From one to the next across {} mm.", mm(items.pitch_x));
        }
        if items.rows > 1 {
            words += &format!(" From one to the next down {} mm.", mm(items.pitch_y));
        }
    }
    if let Some(folds) = &stock.folds {
        let panels: Vec<String> = folds.panels.iter().map(|panel| mm(*panel)).collect();
        words += &format!(" Dashed lines are folds; panels of {} mm.", panels.join(", "));
    }
    if let Some(tabs) = stock.tabs {
        words += &format!(" {} tabs of {}.", tabs.count, size(tabs.width, tabs.height));
    }
    words
}

/// The place of the ruler: a strip with the ruler and its words, level or upright.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Strip {
    frame: Frame,
    /// As its frame sees it.
    wide: f32,
    high: f32,
}

impl Strip {
    /// Where there is room for it on the front: below the items, between them, or across the last of them; upright on a narrow sheet.
    fn of(stock: &Stock) -> Option<Self> {
        let sheet = printable(stock.size);
        let shape = |room: f32| {
            if room >= RULER + LABEL {
                Some((RULER + LABEL, RULER_HIGH))
            } else if room >= RULER {
                Some((RULER, RULER_HIGH + LABEL_HIGH))
            } else {
                None
            }
        };
        if let Some((wide, high)) = shape(sheet.width) {
            let origin = Point {
                x: across(stock, sheet, wide),
                y: level(stock, sheet, high),
            };
            let frame = Frame {
                origin,
                turn: Turn::None,
            };
            return Some(Self { frame, wide, high });
        }
        let foot = stock.tabs.map_or(0.0, |tabs| tabs.height);
        let (wide, high) = shape(sheet.height - foot)?;
        let origin = Point {
            x: sheet.right() - high - 1.0,
            y: sheet.y + (sheet.height - foot - wide) / 2.0,
        };
        let frame = Frame {
            origin,
            turn: Turn::Up(wide),
        };
        Some(Self { frame, wide, high })
    }

    fn rect(self) -> Rect {
        self.frame.rect(Rect::new(0.0, 0.0, self.wide, self.high))
    }

    /// What it leaves of some room: what is above it, or at its left where it stands upright.
    fn beside(self, room: Rect) -> Rect {
        let own = self.rect();
        match self.frame.turn {
            Turn::None | Turn::Over(_) => Rect {
                height: own.y - PADDING - room.y,
                ..room
            },
            Turn::Up(_) | Turn::Down(_) => Rect {
                width: own.x - PADDING - room.x,
                ..room
            },
        }
    }

    fn draw(self, sketch: &mut Sketch<'_, '_>) {
        // Millimetres above the line, inches below it.
        let base = Point {
            x: 0.0,
            y: RULER_HIGH / 2.0,
        };
        let along = Point { x: RULER, y: 0.0 };
        sketch.line(self.frame, base, along, crate::color::Color::BLACK);
        let millimetres = (0..=100).map(|at| match at % 10 {
            0 => -7.0,
            5 => -5.0,
            _ => -3.0,
        });
        sketch.ticks(self.frame, base, mm(1.0), millimetres);
        let eighths = (0..=32).map(|at| match at % 8 {
            0 => 7.0,
            4 => 5.0,
            _ => 3.0,
        });
        sketch.ticks(self.frame, base, RULER / 32.0, eighths);
        let beside = self.wide > RULER;
        let at = if beside {
            Rect::new(RULER + 6.0, RULER_HIGH / 2.0 - SMALL * 0.65, LABEL, LABEL_HIGH)
        } else {
            Rect::new(0.0, RULER_HIGH, RULER, LABEL_HIGH)
        };
        sketch.words(self.frame, at, MEASURE, Style::plain(SMALL));
        if self.frame.turn == Turn::None {
            sketch.read_last_in_order();
        }
    }
}

/// How far from the left a level ruler stands: in the middle below items, else at the left, but with its words on no fold.
fn across(stock: &Stock, sheet: Rect, wide: f32) -> f32 {
    let centre = (stock.size.width - wide) / 2.0;
    if stock.items.is_some() {
        return centre;
    }
    let folds = folds(stock, Rect::of(stock.size));
    let is_clear = |x: &f32| {
        let words = x + RULER..x + wide;
        !folds
            .iter()
            .any(|(from, to)| from.y < to.y && words.contains(&from.x))
    };
    let left = sheet.x + 1.0;
    let places = [left, centre, sheet.right() - 1.0 - wide];
    places.into_iter().find(is_clear).unwrap_or(left)
}

/// How far from the top a level ruler stands: in the lowest space between items that is high enough, or across the last of
/// them.
fn level(stock: &Stock, sheet: Rect, high: f32) -> f32 {
    let foot = stock.tabs.map_or(0.0, |tabs| tabs.height + PADDING);
    let lowest = sheet.bottom() - foot - high;
    let Some(items) = stock.items else {
        return lowest;
    };
    let rects = items.rects();
    let bottom = rects.last().map_or(0.0, |item| item.bottom());
    if sheet.bottom() - bottom >= high {
        return (bottom + sheet.bottom() - high) / 2.0;
    }
    let gap = items.pitch_y - items.size.height;
    if items.rows > 1 && gap >= high {
        let above = bottom - items.size.height;
        return above - (gap + high) / 2.0;
    }
    if items.top - sheet.y >= high + SMALL * 2.5 {
        return items.top - high;
    }
    (bottom - PADDING - high).min(lowest)
}

#[cfg(test)]
mod tests {
    use super::common;
    use crate::geom::Rect;

    #[test]
    fn what_boxes_have_in_common() {
        let common = common(Rect::new(0.0, 0.0, 10.0, 10.0), Rect::new(4.0, -5.0, 10.0, 8.0));
        assert_eq!(common, Rect::new(4.0, 0.0, 6.0, 3.0));
    }
}
