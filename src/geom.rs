//! Lengths and boxes on paper.
//!
//! A point is 1/72 inch. On a page x grows right and y grows down from the upper left;
//! only the PDF writer turns y around.

use std::fmt;
use std::ops::RangeInclusive;

/// Space on a sheet, in points: from none to the side of the largest sheet there is.
pub const SPACE: RangeInclusive<f32> = 0.0..=LARGEST_SIDE;

/// The side of a piece or sheet, in points: from a quarter of an inch.
pub const SIDE: RangeInclusive<f32> = 18.0..=LARGEST_SIDE;

/// As wide as the widest paper that shops have on rolls, in points.
const LARGEST_SIDE: f32 = 5000.0;

/// A length on paper, kept in points.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Length(f32);

impl Length {
    /// From points, 72 to the inch.
    pub const fn pt(points: f32) -> Self {
        Self(points)
    }

    /// From millimetres.
    pub fn mm(millimetres: f32) -> Self {
        Self(millimetres * 72.0 / 25.4)
    }

    /// From inches.
    pub const fn inches(inches: f32) -> Self {
        Self(inches * 72.0)
    }

    /// In points.
    pub const fn to_pt(self) -> f32 {
        self.0
    }

    /// In millimetres.
    pub fn to_mm(self) -> f32 {
        self.0 * 25.4 / 72.0
    }

    /// Reads `8.5 in`, `3 ft`, `210 mm`, `20 cm`, `1.5 m` or `18 pt`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let unit_start = text.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, unit) = text.split_at(unit_start);
        let number: f32 = number.trim().parse().ok().filter(|n: &f32| n.is_finite())?;
        match unit {
            "in" => Some(Self::inches(number)),
            "ft" => Some(Self::inches(number * 12.0)),
            "mm" => Some(Self::mm(number)),
            "cm" => Some(Self::mm(number * 10.0)),
            "m" => Some(Self::mm(number * 1000.0)),
            "pt" => Some(Self::pt(number)),
            _ => None,
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} mm", self.to_mm())
    }
}

/// A place on a page, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left edge.
    pub x: f32,
    /// From the upper edge.
    pub y: f32,
}

/// Width and height, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Left to right.
    pub width: f32,
    /// Top to bottom.
    pub height: f32,
}

/// A box on a page, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Left to right.
    pub width: f32,
    /// Top to bottom.
    pub height: f32,
}

impl Size {
    /// As `8.5 × 11 in`, for readers of laws.
    pub fn in_inches(self) -> String {
        let inches = |points: f32| {
            format!("{:.2}", points / 72.0)
                .trim_end_matches('0')
                .trim_end_matches('.')
                .to_owned()
        };
        format!("{} × {} in", inches(self.width), inches(self.height))
    }

    /// The same sheet on its other side: width and height exchanged.
    pub const fn turned(self) -> Self {
        Self {
            width: self.height,
            height: self.width,
        }
    }

    /// So many times larger.
    pub fn scaled(self, by: f32) -> Self {
        Self {
            width: self.width * by,
            height: self.height * by,
        }
    }

    /// Whether the sides are the same, give or take `slack` points.
    pub fn is_near(self, other: Self, slack: f32) -> bool {
        (self.width - other.width).abs() <= slack && (self.height - other.height).abs() <= slack
    }
}

impl fmt::Display for Size {
    /// As `215.9 × 279.4 mm`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mm = |points| Length::pt(points).to_mm();
        write!(f, "{:.1} × {:.1} mm", mm(self.width), mm(self.height))
    }
}

/// How the edge of a piece runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// With four corners, rounded or not.
    #[default]
    Rect,
    /// Round, or oval where its box is no square.
    Round,
}

/// The edge of a piece, or a line within it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outline {
    /// The box around it.
    pub rect: Rect,
    /// How it runs in that box.
    pub shape: Shape,
}

/// How the content of a page is stretched and moved, so that a printer that puts it askew puts it right: a point goes to
/// `scale` times itself and `shift` more, across and down apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correction {
    /// Across, and down.
    pub scale: Point,
    /// Rightwards, and down, in points.
    pub shift: Point,
}

/// Space kept on four sides, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Insets {
    /// Above.
    pub top: f32,
    /// On the right.
    pub right: f32,
    /// Below.
    pub bottom: f32,
    /// On the left.
    pub left: f32,
}

impl Insets {
    /// So many times larger.
    pub fn scaled(self, by: f32) -> Self {
        Self {
            top: self.top * by,
            right: self.right * by,
            bottom: self.bottom * by,
            left: self.left * by,
        }
    }

    /// The same space on each side.
    pub const fn all(space: f32) -> Self {
        Self {
            top: space,
            right: space,
            bottom: space,
            left: space,
        }
    }
}

impl Rect {
    /// A box from its corner and size.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    /// A box at the origin.
    pub const fn of(size: Size) -> Self {
        Self::new(0.0, 0.0, size.width, size.height)
    }

    /// Right edge.
    pub fn right(self) -> f32 {
        self.x + self.width
    }

    /// Lower edge.
    pub fn bottom(self) -> f32 {
        self.y + self.height
    }

    /// The box with space taken off inside.
    pub fn inset(self, by: Insets) -> Self {
        Self::new(
            self.x + by.left,
            self.y + by.top,
            self.width - by.left - by.right,
            self.height - by.top - by.bottom,
        )
    }

    /// The same box elsewhere.
    pub fn shifted(self, by: Point) -> Self {
        Self {
            x: self.x + by.x,
            y: self.y + by.y,
            ..self
        }
    }

    /// The box in other units, so many to the point.
    pub fn scaled(self, by: f32) -> Self {
        Self::new(self.x * by, self.y * by, self.width * by, self.height * by)
    }

    /// The smallest box around both.
    pub fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self::new(
            x,
            y,
            self.right().max(other.right()) - x,
            self.bottom().max(other.bottom()) - y,
        )
    }

    /// Whether `other` lies inside, give or take `slack` points.
    pub fn holds(self, other: Self, slack: f32) -> bool {
        other.x >= self.x - slack
            && other.y >= self.y - slack
            && other.right() <= self.right() + slack
            && other.bottom() <= self.bottom() + slack
    }

    /// Whether the boxes share more than `slack` points both ways.
    pub fn overlaps(self, other: Self, slack: f32) -> bool {
        let across = self.right().min(other.right()) - self.x.max(other.x);
        let down = self.bottom().min(other.bottom()) - self.y.max(other.y);
        across > slack && down > slack
    }

    /// The middle.
    pub fn centre(self) -> Point {
        Point {
            x: self.x + self.width / 2.0,
            y: self.y + self.height / 2.0,
        }
    }
}

impl Outline {
    /// The same outline elsewhere.
    pub fn shifted(self, by: Point) -> Self {
        Self {
            rect: self.rect.shifted(by),
            ..self
        }
    }

    /// By how much a box reaches over the outline where it does so most, in points.
    pub fn misses(self, other: Rect) -> f32 {
        let beyond = [
            self.rect.x - other.x,
            self.rect.y - other.y,
            other.right() - self.rect.right(),
            other.bottom() - self.rect.bottom(),
        ];
        let beyond = beyond.into_iter().fold(0.0, f32::max);
        if self.shape == Shape::Rect {
            return beyond;
        }
        // The farthest corner, as seen from the centre of the circle.
        let centre = self.rect.centre();
        let x = (other.x - centre.x).abs().max((other.right() - centre.x).abs());
        let y = (other.y - centre.y).abs().max((other.bottom() - centre.y).abs());
        let radius = self.rect.width.min(self.rect.height) / 2.0;
        beyond.max(x.hypot(y) - radius)
    }

    /// Whether a box lies inside, give or take `slack` points.
    pub fn holds(self, other: Rect, slack: f32) -> bool {
        self.misses(other) <= slack
    }
}

impl Default for Correction {
    /// Everything stays where it is.
    fn default() -> Self {
        Self {
            scale: Point { x: 1.0, y: 1.0 },
            shift: Point::default(),
        }
    }
}

impl Correction {
    /// Whether everything stays where it is.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    /// Where a point goes.
    pub fn point(self, at: Point) -> Point {
        Point {
            x: self.scale.x * at.x + self.shift.x,
            y: self.scale.y * at.y + self.shift.y,
        }
    }

    /// Where a box goes.
    pub fn rect(self, rect: Rect) -> Rect {
        let corner = self.point(Point { x: rect.x, y: rect.y });
        Rect::new(
            corner.x,
            corner.y,
            self.scale.x * rect.width,
            self.scale.y * rect.height,
        )
    }

    /// How many times smaller things become, the more of both ways.
    pub fn least_scale(self) -> f32 {
        self.scale.x.min(self.scale.y)
    }

    /// The same of a sheet that stands on its head.
    pub fn over(self, sheet: Size) -> Self {
        Self {
            shift: Point {
                x: sheet.width * (1.0 - self.scale.x) - self.shift.x,
                y: sheet.height * (1.0 - self.scale.y) - self.shift.y,
            },
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Correction, Length, Outline, Point, Rect, Shape, Size};

    #[test]
    fn a_correction_of_a_sheet_on_its_head() {
        let correction = Correction {
            scale: Point { x: 0.99, y: 1.02 },
            shift: Point { x: 3.0, y: -2.0 },
        };
        let sheet = Size {
            width: 600.0,
            height: 800.0,
        };
        let turned = |at: Point| Point {
            x: sheet.width - at.x,
            y: sheet.height - at.y,
        };
        let at = Point { x: 100.0, y: 50.0 };
        let (one, other) = (
            turned(correction.point(turned(at))),
            correction.over(sheet).point(at),
        );
        assert!((one.x - other.x).abs() < 0.001 && (one.y - other.y).abs() < 0.001);
        assert!(Correction::default().is_none() && !correction.is_none());
    }

    #[test]
    fn a_round_piece_has_no_corners() {
        let round = Outline {
            rect: Rect::new(0.0, 0.0, 100.0, 100.0),
            shape: Shape::Round,
        };
        assert!(round.holds(Rect::new(2.0, 45.0, 96.0, 10.0), 0.0));
        assert!(!round.holds(Rect::new(2.0, 10.0, 96.0, 10.0), 0.0));
        assert!(round.holds(Rect::new(16.0, 16.0, 68.0, 68.0), 0.0));
        assert!(!round.holds(Rect::new(14.0, 14.0, 72.0, 72.0), 0.0));
        let corner = Rect::new(0.0, 0.0, 50.0, 50.0);
        assert!((round.misses(corner) - (50.0 * 2.0_f32.sqrt() - 50.0)).abs() < 0.01);
    }

    #[test]
    fn lengths_are_read_with_their_unit() {
        let check = |text, wanted: Option<f32>| {
            let found = Length::parse(text).map(Length::to_pt);
            assert!(
                matches!((found, wanted), (Some(a), Some(b)) if (a - b).abs() < 0.01) || found == wanted,
                "{text}: {found:?}"
            );
        };
        check("8.5 in", Some(612.0));
        check("25.4mm", Some(72.0));
        check("18 pt", Some(18.0));
        check("3 ft", Some(2592.0));
        check("2.54 cm", Some(72.0));
        check("0.0254 m", Some(72.0));
        check("18", None);
        check("18 px", None);
        check("infin", None);
    }

    #[test]
    fn touching_boxes_do_not_overlap() {
        let left = Rect::new(0.0, 0.0, 10.0, 10.0);
        assert!(!left.overlaps(Rect::new(10.0, 0.0, 5.0, 5.0), 0.1));
        assert!(left.overlaps(Rect::new(9.0, 0.0, 5.0, 5.0), 0.1));
    }
}
