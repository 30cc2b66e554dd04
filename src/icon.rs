//! Small drawn marks that a reader recognises without reading.
//!
//! An icon is a filled outline on a square of 24 by 24 units, y down, written as an SVG path
//! (SVG 2, chapter 9). The crate `kurbo` is named here and in `artwork`.

use std::collections::BTreeMap;
use std::sync::Arc;

use kurbo::{BezPath, PathEl, Shape as _};

use crate::diag::Diagnostics;
use crate::fields::{self, Value};
use crate::phrase::say;
use crate::source::Source;

/// The side of the square that icons are drawn on.
pub const GRID: f32 = 24.0;

/// The most icons of a file, and the longest path of one, in bytes.
const MOST_ICONS: usize = 500;
const LONGEST_PATH: usize = 20_000;

/// A filled outline, even-odd.
#[derive(Clone, Debug, PartialEq)]
pub struct Icon {
    /// Steps of the outline, on the 24-unit square.
    pub steps: Vec<Step>,
}

/// A step of an outline; every coordinate is absolute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Lift the pen and go.
    Move([f32; 2]),
    /// A straight line.
    Line([f32; 2]),
    /// A cubic curve: two handles and its end.
    Curve([[f32; 2]; 3]),
    /// Back to the last `Move`.
    Close,
}

/// Reads `icons.toml`: a table of names and paths.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> BTreeMap<String, Icon> {
    let mut file = fields::document(diags, source);
    let icons = file.table(diags, "icon");
    file.finish(diags);
    let mut by_name = BTreeMap::new();
    let icons = icons.map(|mut table| table.rest()).unwrap_or_default();
    for (name, value) in fields::at_most(diags, icons, MOST_ICONS, say("icons"), |(name, _)| &name.span) {
        let icon = match &value.value {
            Value::Text(path) => parse(path),
            _ => None,
        };
        match icon {
            Some(icon) => {
                by_name.insert(name.value, icon);
            }
            None => {
                fields::bad::<()>(
                    diags,
                    &name.value,
                    say("an SVG path within 24 by 24 units"),
                    &value.span,
                );
            }
        }
    }
    by_name
}

/// Reads an SVG path that stays on the square.
fn parse(path: &str) -> Option<Icon> {
    if path.len() > LONGEST_PATH || !has_small_numbers(path) {
        return None;
    }
    let path = BezPath::from_svg(path)
        .ok()
        .filter(|path| !path.elements().is_empty())?;
    let bounds = path.bounding_box();
    let grid = f64::from(GRID);
    let inside = bounds.x0 >= 0.0 && bounds.y0 >= 0.0 && bounds.x1 <= grid && bounds.y1 <= grid;
    // The box is around what is drawn; a pen that is lifted and gone away draws nothing.
    let on_square = |point: kurbo::Point| (0.0..=grid).contains(&point.x) && (0.0..=grid).contains(&point.y);
    let stays = path
        .elements()
        .iter()
        .filter_map(PathEl::end_point)
        .all(on_square);
    (inside && stays).then(|| Icon { steps: steps(&path) })
}

/// Whether no number has more than four digits before its dot, and none an exponent: an arc to a point
/// very far away becomes more curves than any memory holds.
fn has_small_numbers(path: &str) -> bool {
    let numbers = path.split(|c: char| !c.is_ascii_digit() && c != '.');
    let digits = |number: &str| number.split('.').next().map_or(0, str::len);
    !path.contains(['e', 'E']) && numbers.map(digits).all(|digits| digits <= 4)
}

/// The steps of an outline.
pub(crate) fn steps(path: &BezPath) -> Vec<Step> {
    #[expect(clippy::cast_possible_truncation, reason = "units of a small drawing")]
    let at = |point: kurbo::Point| [point.x as f32, point.y as f32];
    let mut pen = kurbo::Point::ZERO;
    path.elements()
        .iter()
        .map(|element| {
            let step = match *element {
                PathEl::MoveTo(to) => Step::Move(at(to)),
                PathEl::LineTo(to) => Step::Line(at(to)),
                PathEl::CurveTo(a, b, to) => Step::Curve([at(a), at(b), at(to)]),
                PathEl::QuadTo(handle, to) => {
                    let cubic = kurbo::QuadBez::new(pen, handle, to).raise();
                    Step::Curve([at(cubic.p1), at(cubic.p2), at(to)])
                }
                PathEl::ClosePath => Step::Close,
            };
            pen = element.end_point().unwrap_or(pen);
            step
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Step, parse};

    #[test]
    fn a_path_on_the_square() {
        let icon = parse("M2 2h20v20H2z").unwrap();
        assert_eq!(icon.steps.len(), 5);
        assert_eq!(icon.steps[1], Step::Line([22.0, 2.0]));
        assert_eq!(parse("M2 2h30"), None);
        assert_eq!(parse("M2 2h20v20H2zM3-6"), None);
        assert_eq!(parse("circle"), None);
        assert_eq!(parse(&format!("M6 10a6 6 0 0 1{} 12", "2".repeat(80))), None);
        assert_eq!(parse("M6 10a6 6 0 0 1 1e70 12"), None);
        assert!(parse("M6 10a1.5.5 0 014 0.123456789z").is_some());
    }
}
