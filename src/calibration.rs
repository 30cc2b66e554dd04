//! The calibration sheet: crosses and lines at exact places, to be printed and measured, and the profile that follows from what
//! was measured.

use crate::color::Color;
use crate::diag::Diagnostics;
use crate::geom::{Insets, Length, Point, Rect, Size};
use crate::library::Library;
use crate::page::{Frame, Page, Turn};
use crate::plate::Plate;
use crate::printer::{CROSS_MM, Stretch};
use crate::setup::Setup;
use crate::sketch::{self, Field, Paragraph, Sketch, Style, Voice, mm, paragraphs};
use crate::stock::Stock;
use crate::text::Shaper;

/// How near the far edge a long line may come, in millimetres.
const CLEAR_MM: f32 = 10.0;

/// The shortest line that is worth measuring, in millimetres: a quarter of a millimetre on it is a factor of 1.003.
const LEAST_MM: f32 = 90.0;

/// How far the long lines are from the crosses beside them, in millimetres.
const ASIDE_MM: f32 = 12.0;

/// How far the rulers at the edges and the grid reach, in millimetres.
const EDGE_MM: u8 = 12;
const GRID_MM: u8 = 6;

/// Arms of the crosses, in millimetres.
const ARM_MM: f32 = 5.0;

/// Sizes of type, in points.
const SIZES: [f32; 4] = [9.5, 8.5, 7.5, 6.5];
const SMALL: f32 = 7.0;

/// Lengths of the long lines on a sheet, across and along, in whole centimetres, in millimetres; `None` where the sheet is too
/// small for them.
pub fn lines(sheet: Size) -> Option<(f32, f32)> {
    let line = |side: f32| {
        let room = Length::pt(side).to_mm() - CROSS_MM - CLEAR_MM;
        let length = (room / 10.0).floor() * 10.0;
        (length >= LEAST_MM).then_some(length)
    };
    Some((line(sheet.width)?, line(sheet.height)?))
}

/// How many times longer the printer makes things, from how long the lines of a sheet came out. `None` where the sheet has no
/// lines or a printer does nothing of the kind.
pub fn stretch(sheet: Size, across: Option<Length>, along: Option<Length>) -> Option<Stretch> {
    let lines = lines(sheet)?;
    let factor = |measured: Option<Length>, meant: f32| {
        let measured = measured.map_or(meant, Length::to_mm);
        f64::from(measured) / f64::from(meant)
    };
    Stretch::of(factor(across, lines.0), factor(along, lines.1))
}

/// Draws the calibration sheet, proofed. `None` after an error, or where the sheet is too small for its lines.
pub fn sheet(diags: &mut Diagnostics, library: &Library, stock: &Stock, setup: &Setup) -> Option<Plate> {
    let (across, along) = lines(stock.size)?;
    let mut shaper = Shaper::new(&library.fonts);
    let front = front(&mut shaper, stock, across, along);
    let back = back(&mut shaper, stock);
    let named = ("calibration", format!("Calibration sheet: {}", stock.name));
    sketch::proofed(diags, library, stock, named, setup, vec![front, back])
}

fn front(shaper: &mut Shaper<'_>, stock: &Stock, across: f32, along: f32) -> Page {
    let mut sketch = Sketch::new(shaper, stock);
    let size = stock.size;
    edges(&mut sketch, size);
    crosses(&mut sketch, size);
    sketch.cross(middle(size), mm(10.0));
    let (upper, lower) = rooms(size);
    let words = paragraphs_of_front(stock, across, along);
    let fields = [upper, lower].map(|rect| Field { rect, number: None });
    sketch.flow(&fields, &words, &SIZES);
    // From side to side above the lower crosses, and from top to bottom beside the left ones.
    let origin = Point {
        x: mm(CROSS_MM),
        y: size.height - mm(CROSS_MM + ASIDE_MM),
    };
    let turn = Turn::None;
    ruler(&mut sketch, Frame { origin, turn }, across, "C");
    let origin = Point {
        x: mm(CROSS_MM + ASIDE_MM),
        y: mm(CROSS_MM),
    };
    let turn = Turn::Down(mm(along));
    ruler(&mut sketch, Frame { origin, turn }, along, "D");
    sketch.into_page()
}

fn back(shaper: &mut Shaper<'_>, stock: &Stock) -> Page {
    let mut sketch = Sketch::new(shaper, stock);
    let size = stock.size;
    edges(&mut sketch, size);
    crosses(&mut sketch, size);
    grid(&mut sketch, middle(size));
    let (upper, lower) = rooms(size);
    let words = paragraphs_of_back(stock);
    let fields = [upper, lower].map(|rect| Field { rect, number: None });
    sketch.flow(&fields, &words, &SIZES);
    sketch.into_page()
}

fn middle(size: Size) -> Point {
    Rect::of(size).centre()
}

/// Room for words above and below the middle, clear of the long lines and crosses.
fn rooms(size: Size) -> (Rect, Rect) {
    let side = mm(CROSS_MM + ASIDE_MM + 8.0);
    let open = Rect::of(size).inset(Insets {
        top: mm(CROSS_MM + 10.0),
        right: mm(CROSS_MM + 4.0),
        bottom: mm(CROSS_MM + ASIDE_MM + 6.0),
        left: side,
    });
    let (above, below) = (
        middle(size).y - mm(14.0) - open.y,
        open.bottom() - middle(size).y - mm(14.0),
    );
    let upper = Rect {
        height: above,
        ..open
    };
    let lower = Rect {
        y: open.bottom() - below,
        height: below,
        ..open
    };
    (upper, lower)
}

fn paragraphs_of_front(stock: &Stock, across: f32, along: f32) -> Vec<Paragraph> {
    let blank = |words: String| (Voice::Blank, words);
    paragraphs([
        (Voice::Quiet, format!("Top of the sheet. {}, front", stock.name)),
        (Voice::Title, "Measure the printer".to_owned()),
        (
            Voice::Plain,
            "Print both sides at 100\u{a0}% (“actual size”) on the paper and from the tray that you will use. Measure with a good ruler, to \
             a quarter of a millimetre, and write it down."
                .to_owned(),
        ),
        blank(format!(
            "A. From the left edge of the paper to the middle of cross A it should be {CROSS_MM} mm. What is more is `--right`:"
        )),
        blank(format!(
            "B. From the upper edge of the paper to the middle of cross A it should be {CROSS_MM} mm. What is more is `--down`:"
        )),
        blank(format!("C. The line across should be {across} mm. As measured it is `--across`:")),
        blank(format!("D. The line along should be {along} mm. As measured it is `--along`:")),
        (
            Voice::Plain,
            "Too far left, or too far up, has a minus: `--right=-0.5mm`.".to_owned(),
        ),
        (
            Voice::Plain,
            "At each edge a ruler begins at the very edge of the paper: its first tick that is printed shows how much this printer \
             leaves blank. The posters leave 6.35 mm."
                .to_owned(),
        ),
        (
            Voice::Plain,
            format!(
                "Save it by a name: mileposter calibrate NAME `--stock {}` `--right …` `--down …` `--across …` `--along …`",
                stock.id
            ),
        ),
        (
            Voice::Plain,
            "Then print an outline with “`--printer NAME`” and hold it against the real sheet.".to_owned(),
        ),
    ])
}

fn paragraphs_of_back(stock: &Stock) -> Vec<Paragraph> {
    paragraphs([
        (Voice::Quiet, format!("Top of the sheet. {}, back", stock.name)),
        (Voice::Title, "Measure the back".to_owned()),
        (
            Voice::Plain,
            "If this stands on its head when you turn the sheet like the page of a book, the printer turns it about the other edge: \
             print it anew with “`--flip short`”, or “`--flip long`”, and use that from then on."
                .to_owned(),
        ),
        (
            Voice::Plain,
            "Hold the sheet against a light and look at this side. The cross of the front shows through. Each square of the grid is a \
             millimetre."
                .to_owned(),
        ),
        (
            Voice::Blank,
            "E. How far the front's cross is left of the middle of the grid; that is `--back-right`:".to_owned(),
        ),
        (
            Voice::Blank,
            "F. How far the front's cross is above the middle of the grid; that is `--back-down`:".to_owned(),
        ),
        (
            Voice::Plain,
            "Right of the middle, or below it, has a minus: `--back-right=-0.5mm`.".to_owned(),
        ),
    ])
}

/// A cross near each corner, named; the one that is measured at is A.
fn crosses(sketch: &mut Sketch<'_, '_>, size: Size) {
    let (near, right, bottom) = (
        mm(CROSS_MM),
        size.width - mm(CROSS_MM),
        size.height - mm(CROSS_MM),
    );
    for (x, y) in [(near, near), (right, near), (near, bottom), (right, bottom)] {
        sketch.cross(Point { x, y }, mm(ARM_MM));
    }
    let beside = Rect::new(near + 4.0, near - SMALL * 1.6, 20.0, SMALL);
    let style = Style {
        bold: true,
        ..Style::plain(SMALL)
    };
    sketch.words(Frame::default(), beside, "A", style);
}

/// At the middle of each edge a ruler from the edge inwards.
fn edges(sketch: &mut Sketch<'_, '_>, size: Size) {
    let at = middle(size);
    let far = mm(f32::from(EDGE_MM));
    let ends = [
        (Point { x: 0.0, y: at.y }, Turn::None),
        (
            Point {
                x: size.width - far,
                y: at.y,
            },
            Turn::Over(Size {
                width: far,
                height: 0.0,
            }),
        ),
        (Point { x: at.x, y: 0.0 }, Turn::Down(far)),
        (
            Point {
                x: at.x,
                y: size.height - far,
            },
            Turn::Up(far),
        ),
    ];
    for (origin, turn) in ends {
        let frame = Frame { origin, turn };
        sketch.line(frame, Point::default(), Point { x: far, y: 0.0 }, Color::BLACK);
        let ticks = (0..=EDGE_MM).map(|at| if at % 5 == 0 { 9.0 } else { 5.0 });
        sketch.ticks(frame, Point::default(), mm(1.0), ticks);
        let ten = Point { x: mm(10.0), y: 14.0 };
        sketch.centred(frame, ten, "10", Style::quiet(SMALL - 1.0));
    }
}

/// Square millimetres about a point, with a middle that is seen.
fn grid(sketch: &mut Sketch<'_, '_>, about: Point) {
    let reach = mm(f32::from(GRID_MM));
    let quiet = Color::grey(0xAA);
    let steps = (0..=2 * GRID_MM).map(|at| mm(f32::from(at)) - reach);
    for (at, step) in steps.enumerate() {
        let is_middle = at == usize::from(GRID_MM);
        let color = if is_middle { Color::BLACK } else { quiet };
        let longer = if is_middle { reach + mm(4.0) } else { reach };
        let (level, upright) = (
            Point {
                x: about.x - longer,
                y: about.y + step,
            },
            Point {
                x: about.x + step,
                y: about.y - longer,
            },
        );
        let frame = Frame::default();
        sketch.line(
            frame,
            level,
            Point {
                x: 2.0 * longer,
                y: 0.0,
            },
            color,
        );
        sketch.line(
            frame,
            upright,
            Point {
                x: 0.0,
                y: 2.0 * longer,
            },
            color,
        );
    }
}

/// A line so many millimetres long, with ticks, its name and its length.
fn ruler(sketch: &mut Sketch<'_, '_>, frame: Frame, length: f32, name: &str) {
    let start = Point::default();
    let along = Point {
        x: mm(length),
        y: 0.0,
    };
    sketch.line(frame, start, along, Color::BLACK);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole centimetres, at most some metres"
    )]
    let count = length as u32;
    let ticks = (0..=count).map(|at| match at % 10 {
        0 => -8.0,
        5 => -5.5,
        _ => -3.5,
    });
    sketch.ticks(frame, start, mm(1.0), ticks);
    let label = format!("{name}: from end to end {length} mm");
    let middle = Point {
        x: mm(length) / 2.0,
        y: 7.0,
    };
    sketch.centred(frame, middle, &label, Style::plain(SMALL));
}

#[cfg(test)]
mod tests {
    use super::{Stretch, lines, stretch};
    use crate::geom::{Length, Size};

    const LETTER: Size = Size {
        width: 612.0,
        height: 792.0,
    };

    #[test]
    fn lines_are_as_long_as_the_sheet_allows() {
        assert_eq!(lines(LETTER), Some((180.0, 240.0)));
        assert_eq!(lines(LETTER.turned()), Some((240.0, 180.0)));
        assert_eq!(lines(LETTER.scaled(0.4)), None);
    }

    #[test]
    fn factors_follow_from_what_was_measured() {
        let mm = |mm| Some(Length::mm(mm));
        let found = stretch(LETTER, mm(180.72), mm(239.52)).unwrap();
        assert_eq!((found.across, found.along), (1_004_000, 998_000));
        assert_eq!(stretch(LETTER, None, None), Some(Stretch::default()));
        assert_eq!(stretch(LETTER, mm(160.0), None), None);
    }
}
