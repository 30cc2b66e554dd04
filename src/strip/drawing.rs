//! A drawing: boxes, outlines and words at exact places, in parts that belong together.

use super::measure;
use crate::color::Color;
use crate::geom::{Point, Rect, Size};
use crate::icon::Icon;
use crate::sketch::Anchor;

/// A drawing, in points or CSS pixels from its upper left, y down.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// How large it is.
    pub size: Size,
    /// What it shows, in few words.
    pub title: String,
    /// How it is read.
    pub description: String,
    /// In the order in which it is read, from the top down.
    pub parts: Vec<Part>,
}

/// What belongs together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// The stop that it shows: its place among the marks of the strip, and what a screen reader says for it.
    pub stop: Option<(usize, String)>,
    /// From the back to the front.
    pub shapes: Vec<Shape>,
}

/// A shape of a drawing.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A filled box.
    Fill {
        /// Where.
        rect: Rect,
        /// Its ink.
        color: Color,
    },
    /// A filled outline, even-odd, stretched by the width of its box.
    Outline {
        /// Where.
        rect: Rect,
        /// Its outline.
        icon: Icon,
        /// Its ink.
        color: Color,
    },
    /// Words.
    Words(Words),
}

/// Words on a drawing, about the height of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// Where they stand; half of their lines are above it.
    pub at: Point,
    /// Which end of each line is there.
    pub anchor: Anchor,
    /// The lines, as they are broken.
    pub lines: Vec<String>,
    /// How wide a line may be.
    pub width: f32,
    /// Size of type.
    pub size: f32,
    /// Heavy strokes.
    pub bold: bool,
    /// Their ink.
    pub color: Color,
    /// What they stand on.
    pub ground: Color,
    /// Whether they are the title of the drawing.
    pub is_heading: bool,
}

impl Part {
    /// Words and lines that belong to no stop.
    pub(super) fn of(shapes: Vec<Shape>) -> Self {
        Self { stop: None, shapes }
    }

    /// The box around its marks and words.
    pub(super) fn bounds(&self) -> Rect {
        let boxes = self.shapes.iter().filter_map(|shape| match shape {
            Shape::Fill { .. } => None,
            Shape::Outline { rect, .. } => Some(*rect),
            Shape::Words(words) => Some(words.bounds()),
        });
        boxes.reduce(Rect::union).unwrap_or_default()
    }

    /// The height of its first words, by which parts are read in order.
    pub(super) fn height(&self) -> f32 {
        let heights = self.shapes.iter().filter_map(|shape| match shape {
            Shape::Words(words) => Some(words.at.y),
            _ => None,
        });
        heights.fold(f32::INFINITY, f32::min)
    }
}

impl Words {
    /// The box around their lines, as wide as the widest face makes it.
    fn bounds(&self) -> Rect {
        let widths = self
            .lines
            .iter()
            .map(|line| measure::width(line, self.size, self.bold));
        let wide = widths.fold(0.0, f32::max);
        #[expect(clippy::cast_precision_loss, reason = "few lines")]
        let high = self.lines.len() as f32 * self.size * measure::LINE;
        let left = match self.anchor {
            Anchor::Left => 0.0,
            Anchor::Middle => wide / 2.0,
            Anchor::Right => wide,
        };
        Rect::new(self.at.x - left, self.at.y - high / 2.0, wide, high)
    }
}
