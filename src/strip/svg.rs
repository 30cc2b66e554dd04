//! A drawing as SVG 1.1 with real text in the reader's own sans-serif face.

use super::drawing::{Drawing, Part, Shape, Words};
use super::measure::LINE;
use super::{Mark, Strip};
use crate::geom::Rect;
use crate::icon::{GRID, Step};
use crate::markup::{anchor, escaped};
use crate::sketch::Anchor;

/// Faces of systems; each has one of them.
const FACES: &str = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif";

/// From the middle of a line to its baseline, in multiples of the type size: half of what capitals are high.
const BASELINE: f32 = 0.36;

/// Whether stops are links.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Linked<'a> {
    /// The file stands alone.
    Alone,
    /// It stands in a page, where each stop of this strip links to its row; some words that tell this drawing's own names apart.
    Rows(&'a Strip, &'a str),
}

/// The drawing as SVG: a document of its own, or an element of a page.
pub fn svg(drawing: &Drawing, linked: Linked<'_>) -> String {
    let mut out = String::new();
    let (key, own) = match linked {
        Linked::Alone => ("map", r#"xmlns="http://www.w3.org/2000/svg" version="1.1" "#),
        Linked::Rows(_, key) => (key, ""),
    };
    if linked == Linked::Alone {
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }
    let (width, height) = (drawing.size.width.ceil(), drawing.size.height.ceil());
    let (title, description) = (anchor(key, "title"), anchor(key, "description"));
    // A picture hides what is in it from screen readers; links must not be hidden.
    let role = if linked == Linked::Alone { "img" } else { "group" };
    out.push_str(&format!(
        "<svg {own}width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"{role}\" aria-labelledby=\"{title}\" \
         aria-describedby=\"{description}\" font-family=\"{}\">\n<title id=\"{title}\">{}</title>\n<desc id=\"{description}\">{}</desc>\n",
        escaped(FACES),
        escaped(&drawing.title),
        escaped(&drawing.description)
    ));
    if linked == Linked::Alone {
        out.push_str(&format!(
            "<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
        ));
    }
    for part in &drawing.parts {
        write_part(&mut out, part, linked);
    }
    out.push_str("</svg>\n");
    out
}

fn write_part(out: &mut String, part: &Part, linked: Linked<'_>) {
    match (&part.stop, linked) {
        (Some((at, told)), Linked::Rows(strip, _)) => {
            // What is seen is told by the link that lies over all of it.
            out.push_str("<g><g aria-hidden=\"true\">");
            write_shapes(out, part);
            out.push_str("</g>");
            if let Some(mark) = strip.marks.get(*at) {
                write_link(out, mark, told, part.bounds());
            }
            out.push_str("</g>\n");
        }
        (Some((_, told)), Linked::Alone) => {
            out.push_str(&format!("<g><title>{}</title>", escaped(told)));
            write_shapes(out, part);
            out.push_str("</g>\n");
        }
        (None, _) => {
            write_shapes(out, part);
            out.push('\n');
        }
    }
}

fn write_link(out: &mut String, mark: &Mark, told: &str, area: Rect) {
    out.push_str(&format!(
        "<a id=\"{}\" href=\"#{}\" aria-label=\"{}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" \
         pointer-events=\"all\"/></a>",
        anchor("stop", &mark.id),
        anchor("row", &mark.id),
        escaped(told),
        Short(area.x),
        Short(area.y),
        Short(area.width),
        Short(area.height)
    ));
}

fn write_shapes(out: &mut String, part: &Part) {
    for shape in &part.shapes {
        write_shape(out, shape);
    }
}

fn write_shape(out: &mut String, shape: &Shape) {
    match shape {
        Shape::Fill { rect, color } => out.push_str(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{color}\"/>",
            Short(rect.x),
            Short(rect.y),
            Short(rect.width),
            Short(rect.height)
        )),
        Shape::Outline { rect, icon, color } => {
            let place = |[x, y]: [f32; 2]| {
                let scale = rect.width / GRID;
                format!("{} {}", Short(rect.x + x * scale), Short(rect.y + y * scale))
            };
            let steps = icon.steps.iter().map(|step| match step {
                Step::Move(to) => format!("M{}", place(*to)),
                Step::Line(to) => format!("L{}", place(*to)),
                Step::Curve([a, b, to]) => format!("C{} {} {}", place(*a), place(*b), place(*to)),
                Step::Close => "Z".to_owned(),
            });
            let steps: String = steps.collect();
            out.push_str(&format!(
                "<path d=\"{steps}\" fill=\"{color}\" fill-rule=\"evenodd\"/>"
            ));
        }
        Shape::Words(words) => write_words(out, words),
    }
}

fn write_words(out: &mut String, words: &Words) {
    let anchored = match words.anchor {
        Anchor::Left => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::Right => " text-anchor=\"end\"",
    };
    let bold = if words.bold { " font-weight=\"700\"" } else { "" };
    let (x, line) = (Short(words.at.x), words.size * LINE);
    #[expect(clippy::cast_precision_loss, reason = "few lines")]
    let first =
        words.at.y - (words.lines.len().saturating_sub(1)) as f32 * line / 2.0 + words.size * BASELINE;
    out.push_str(&format!(
        "<text x=\"{x}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{anchored}{bold}>",
        Short(first),
        Short(words.size),
        words.color
    ));
    match words.lines.as_slice() {
        [one] => out.push_str(&escaped(one)),
        lines => {
            for (at, words) in lines.iter().enumerate() {
                let down = if at == 0 { 0.0 } else { line };
                out.push_str(&format!(
                    "<tspan x=\"{x}\" dy=\"{}\">{}</tspan>",
                    Short(down),
                    escaped(words)
                ));
            }
        }
    }
    out.push_str("</text>");
}

/// A coordinate in hundredths at most.
struct Short(f32);

impl std::fmt::Display for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", (self.0 * 100.0).round() / 100.0)
    }
}
