//! The mark of a stop: its shape and its number tell the pack, and both are seen in greyscale.

use super::columns::Measures;
use super::drawing::{Shape, Words};
use super::measure;
use super::{Mark, Strip};
use crate::color::Color;
use crate::geom::{Point, Rect};
use crate::icon::{GRID, Icon, Step};
use crate::sketch::Anchor;

/// Inks of packs, each with a contrast of 7:1 to white; the next pack has the next one.
const INKS: [Color; 6] = [
    Color {
        rgb: [0x0a, 0x4a, 0x4e],
    },
    Color {
        rgb: [0x6b, 0x1f, 0x4f],
    },
    Color {
        rgb: [0x1f, 0x3f, 0x8a],
    },
    Color {
        rgb: [0x6a, 0x35, 0x06],
    },
    Color {
        rgb: [0x2f, 0x4f, 0x14],
    },
    Color {
        rgb: [0x4a, 0x2a, 0x82],
    },
];

/// The ink of what is in no pack.
const PLAIN: Color = Color {
    rgb: [0x33, 0x41, 0x40],
};

/// Height of a mark in multiples of the type size of its number.
const HIGH: f32 = 1.5;

/// How thick lines of a mark are, in multiples of its height.
const STROKE: f32 = 0.1;

/// Points on a curve of a quarter, as a share of its radius.
const ROUND: f32 = 0.552;

/// The ink of a pack.
pub(super) fn ink(pack: Option<usize>) -> Color {
    pack.map_or(PLAIN, |pack| INKS[pack % INKS.len()])
}

/// How high marks are.
pub(super) fn height(measures: &Measures) -> f32 {
    measures.small * HIGH
}

/// How wide the widest mark of a strip is.
pub(super) fn width(strip: &Strip, measures: &Measures) -> f32 {
    let highest = strip.marks.iter().filter_map(|mark| mark.pack).max();
    let number = highest.map_or(String::new(), number);
    height(measures).max(measure::width(&number, measures.small, true) + measures.small * 0.9)
}

fn number(pack: usize) -> String {
    pack.saturating_add(1).to_string()
}

/// The mark of a stop about a point.
pub(super) fn of(mark: &Mark, at: Point, wide: f32, measures: &Measures) -> Vec<Shape> {
    let high = height(measures);
    let mut shapes = Vec::new();
    let is_filled = mark.hangs && !mark.closed;
    let form = Form::of(mark.pack);
    let wide = if mark.pack.is_some() { wide } else { high };
    let color = ink(mark.pack);
    shapes.push(outline(at, wide, color, form.steps(wide, high)));
    if !is_filled {
        let inner = (wide - 2.0 * STROKE * high, high - 2.0 * STROKE * high);
        shapes.push(outline(at, inner.0, Color::WHITE, form.steps(inner.0, inner.1)));
    }
    if mark.closed {
        shapes.push(outline(at, wide, color, cross(high * 0.4, high * 0.11)));
    } else if let Some(pack) = mark.pack {
        let (color, ground) = if is_filled {
            (Color::WHITE, color)
        } else {
            (color, Color::WHITE)
        };
        shapes.push(Shape::Words(Words {
            at,
            anchor: Anchor::Middle,
            lines: vec![number(pack)],
            width: wide,
            size: measures.small,
            bold: true,
            color,
            ground,
            is_heading: false,
        }));
    }
    shapes
}

/// Steps about the middle of a box, as an outline stretched by its width.
fn outline(at: Point, wide: f32, color: Color, steps: Vec<Step>) -> Shape {
    let place = |[x, y]: [f32; 2]| [(x / wide + 0.5) * GRID, (y / wide + 0.5) * GRID];
    let steps = steps.into_iter().map(|step| match step {
        Step::Move(to) => Step::Move(place(to)),
        Step::Line(to) => Step::Line(place(to)),
        Step::Curve(points) => Step::Curve(points.map(place)),
        Step::Close => Step::Close,
    });
    Shape::Outline {
        rect: Rect::new(at.x - wide / 2.0, at.y - wide / 2.0, wide, wide),
        icon: Icon {
            steps: steps.collect(),
        },
        color,
    }
}

/// The outline of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Round,
    Square,
    Pointed,
    Cut,
}

impl Form {
    fn of(pack: Option<usize>) -> Self {
        match pack.map(|pack| pack % 4) {
            None | Some(0) => Self::Round,
            Some(1) => Self::Square,
            Some(2) => Self::Pointed,
            Some(_) => Self::Cut,
        }
    }

    /// Its outline about a middle.
    fn steps(self, wide: f32, high: f32) -> Vec<Step> {
        let (w, h) = (wide / 2.0, high / 2.0);
        match self {
            Self::Round => round(w, h),
            Self::Square => polygon(&[[-w, -h], [w, -h], [w, h], [-w, h]]),
            Self::Pointed => {
                // A number has room between the points.
                let (w, h) = (w * 1.1, h * 1.18);
                let flat = (w - h * 0.75).max(0.0);
                polygon(&[
                    [-flat, -h],
                    [flat, -h],
                    [w, 0.0],
                    [flat, h],
                    [-flat, h],
                    [-w, 0.0],
                ])
            }
            Self::Cut => {
                let cut = h * 0.62;
                polygon(&[
                    [cut - w, -h],
                    [w - cut, -h],
                    [w, cut - h],
                    [w, h - cut],
                    [w - cut, h],
                    [cut - w, h],
                    [-w, h - cut],
                    [-w, cut - h],
                ])
            }
        }
    }
}

fn polygon(corners: &[[f32; 2]]) -> Vec<Step> {
    let mut steps: Vec<Step> = corners
        .iter()
        .enumerate()
        .map(|(at, corner)| {
            if at == 0 {
                Step::Move(*corner)
            } else {
                Step::Line(*corner)
            }
        })
        .collect();
    steps.push(Step::Close);
    steps
}

/// A box with round ends; a circle where it is as wide as high.
fn round(w: f32, h: f32) -> Vec<Step> {
    let (flat, k) = (w - h, h * ROUND);
    vec![
        Step::Move([-flat, -h]),
        Step::Line([flat, -h]),
        Step::Curve([[flat + k, -h], [w, -k], [w, 0.0]]),
        Step::Curve([[w, k], [flat + k, h], [flat, h]]),
        Step::Line([-flat, h]),
        Step::Curve([[-flat - k, h], [-w, k], [-w, 0.0]]),
        Step::Curve([[-w, -k], [-flat - k, -h], [-flat, -h]]),
        Step::Close,
    ]
}

/// Two bars across each other, as one outline.
fn cross(reach: f32, half: f32) -> Vec<Step> {
    let (r, a) = (reach / 1.414, half / 1.414);
    let corners = [
        [-r - a, a - r],
        [a - r, -r - a],
        [0.0, -2.0 * a],
        [r - a, -r - a],
        [r + a, a - r],
        [2.0 * a, 0.0],
        [r + a, r - a],
        [r - a, r + a],
        [0.0, 2.0 * a],
        [a - r, r + a],
        [-r - a, r - a],
        [-2.0 * a, 0.0],
    ];
    polygon(&corners)
}

#[cfg(test)]
mod tests {
    use super::{INKS, PLAIN};
    use crate::color::Color;

    #[test]
    fn numbers_in_marks_are_read_in_the_sun_and_in_greyscale() {
        for ink in INKS.into_iter().chain([PLAIN]) {
            assert!(ink.contrast(Color::WHITE) >= 7.0, "{ink}");
        }
    }
}
