//! SVG, brought to filled outlines in flat colours.
//!
//! `usvg` resolves styles, units, transforms and `use`; [`elements`] has told before what would be lost on the way.
//! Strokes become the outlines of their ink.

use std::sync::Arc;

use kurbo::{Affine, BezPath, Cap, Join, Rect, Shape as _, Stroke as Pen, StrokeOpts};
use usvg::roxmltree::{Document, Error, ParsingOptions};
use usvg::tiny_skia_path::{Path as Outline, PathSegment, Transform};
use usvg::{
    BlendMode, ClipPath, FillRule, Group, LineCap, LineJoin, Node, Options, Paint, PaintOrder, Path, Stroke,
    Tree,
};

use super::elements::{check, place};
use super::{Artwork, Content, Format, Shape, Translucent, broken, undrawn};
use crate::code;
use crate::color::Color;
use crate::diag::{Diagnostic, Diagnostics};
use crate::geom::Size;
use crate::icon::steps;
use crate::phrase::{Phrase, say};
use crate::source::{Source, Span};

/// The most steps of all outlines: they go into every file.
const MOST_STEPS: usize = 40_000;

/// The most nodes of a document, attributes and texts among them.
const MOST_NODES: u32 = 200_000;

/// How far an outline may miss its curve, in parts of the drawing's longer side.
const FINENESS: f64 = 1.0 / 5000.0;

/// How far a shape may reach over the edge, in parts of the drawing's longer side: half of a line along it.
const OVER: f64 = 0.02;

/// Reads an SVG file.
pub(super) fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Option<Artwork> {
    let file = Span::file(source);
    if let Some(at) = source.text.find("<!ENTITY") {
        let message = say("the drawing has entities, which can unfold without end");
        let place = Span::new(source, at..at + "<!ENTITY".len());
        let hint = say("save it as plain SVG; in Illustrator, export it for screens");
        diags.push(undrawn(message, &place).hint(hint));
        return None;
    }
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document = match Document::parse_with_options(&source.text, options) {
        Ok(document) => document,
        Err(Error::NodesLimitReached) => {
            let message =
                say("the drawing has more than {most} elements and attributes").with("most", MOST_NODES);
            let fault = Diagnostic::new(code::TOO_LARGE, message).at(&file);
            diags.push(fault.hint(say(
                "simplify its paths in the drawing program, or save it as PNG",
            )));
            return None;
        }
        Err(error) => {
            diags.push(broken(Format::Svg, &line(source, error.pos().row)));
            return None;
        }
    };
    if !check(diags, source, &document) {
        return None;
    }
    let Ok(tree) = Tree::from_xmltree(&document, &Options::default()) else {
        diags.push(broken(Format::Svg, &file));
        return None;
    };
    let bounds = Rect::new(
        0.0,
        0.0,
        f64::from(tree.size().width()),
        f64::from(tree.size().height()),
    );
    let mut outliner = Outliner {
        bounds,
        side: bounds.width().max(bounds.height()),
        place: |id: &str| {
            let named = document
                .descendants()
                .find(|node| !id.is_empty() && node.attribute("id") == Some(id));
            named.map_or_else(|| file.clone(), |node| place(source, node))
        },
        shapes: Vec::new(),
        steps: 0,
    };
    let drawn = outliner.group(tree.root(), 1.0);
    let shapes = outliner.shapes;
    let fault = match drawn {
        Err(fault) => *fault,
        Ok(()) if shapes.is_empty() => undrawn(say("the drawing shows nothing"), &file).hint(say(
            "does it lie on its page? fit the page to the drawing and save it anew",
        )),
        Ok(()) => {
            let size = Size {
                width: tree.size().width(),
                height: tree.size().height(),
            };
            let shapes = shapes.into_iter().map(|(_, shape)| shape).collect();
            return Some(Artwork {
                size,
                content: Content::Drawing(shapes),
            });
        }
    };
    diags.push(fault);
    None
}

/// A line, from 1; the file where there is none.
fn line(source: &Arc<Source>, number: u32) -> Span {
    let before = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
    let mut lines = source.text.split_inclusive('\n');
    let start = lines.by_ref().take(before).map(str::len).sum();
    let length = lines.next().map_or(0, |line| line.trim_end().len());
    Span::new(source, start..start + length)
}

/// What was drawn so far.
struct Outliner<P> {
    /// The page of the drawing.
    bounds: Rect,
    /// The longer side of that.
    side: f64,
    /// Where the element with an id stands.
    place: P,
    /// With the boxes around them.
    shapes: Vec<(Rect, Translucent)>,
    steps: usize,
}

/// Drawn, or why not.
type Drawn = Result<(), Box<Diagnostic>>;

impl<P: Fn(&str) -> Span> Outliner<P> {
    fn fault(&self, id: &str, message: Phrase, hint: Phrase) -> Drawn {
        Err(Box::new(undrawn(message, &(self.place)(id)).hint(hint)))
    }

    fn group(&mut self, group: &Group, opacity: f32) -> Drawn {
        let flat = || say("use flat colours and plain shapes in the drawing program, or save as PNG");
        if group.blend_mode() != BlendMode::Normal {
            return self.fault(
                group.id(),
                say("the drawing mixes colours of shapes over each other"),
                flat(),
            );
        }
        if group.mask().is_some() || !group.filters().is_empty() {
            return self.fault(group.id(), say("the drawing has a mask or a filter"), flat());
        }
        if let Some(clip) = group.clip_path()
            && !holds(clip, group)
        {
            let hint = say("cut the shapes in the drawing program, or save as PNG");
            return self.fault(clip.id(), say("the drawing is clipped"), hint);
        }
        let opacity = opacity * group.opacity().get();
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group, opacity)?,
                Node::Path(path) if path.is_visible() => self.path(path, opacity)?,
                Node::Path(_) | Node::Image(_) | Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn path(&mut self, path: &Path, opacity: f32) -> Drawn {
        let first = path.paint_order() == PaintOrder::StrokeAndFill;
        if first {
            self.stroke(path, opacity)?;
        }
        self.fill(path, opacity)?;
        if !first {
            self.stroke(path, opacity)?;
        }
        Ok(())
    }

    fn fill(&mut self, path: &Path, opacity: f32) -> Drawn {
        let Some(fill) = path.fill() else { return Ok(()) };
        let outline = affine(path.abs_transform()) * outline(path.data());
        let even_odd = fill.rule() == FillRule::EvenOdd;
        self.shape(
            path.id(),
            &outline,
            even_odd,
            fill.paint(),
            opacity * fill.opacity().get(),
        )
    }

    fn stroke(&mut self, path: &Path, opacity: f32) -> Drawn {
        let Some(stroke) = path.stroke() else {
            return Ok(());
        };
        if stroke.dasharray().is_some() {
            let hint = say("convert strokes to outlines in the drawing program, or save as PNG");
            return self.fault(path.id(), say("the drawing has dashed lines"), hint);
        }
        let transform = affine(path.abs_transform());
        // The outline is made before it is transformed, as a transform may press the pen flat.
        let scale = transform.determinant().abs().sqrt().max(f64::MIN_POSITIVE);
        let tolerance = self.side * FINENESS / scale;
        let ink = kurbo::stroke(
            outline(path.data()),
            &pen(stroke),
            &StrokeOpts::default(),
            tolerance,
        );
        let opacity = opacity * stroke.opacity().get();
        self.shape(path.id(), &(transform * ink), false, stroke.paint(), opacity)
    }

    fn shape(&mut self, id: &str, outline: &BezPath, even_odd: bool, paint: &Paint, opacity: f32) -> Drawn {
        let Paint::Color(color) = paint else {
            let hint = say("use flat colours and plain shapes in the drawing program, or save as PNG");
            return self.fault(id, say("the drawing has a gradient, and colours are flat"), hint);
        };
        let color = Color {
            rgb: [color.red, color.green, color.blue],
        };
        let around = outline.bounding_box();
        let Rect { x0, y0, x1, y1 } = self.bounds;
        let is_away = around.x1 < x0 || around.y1 < y0 || around.x0 > x1 || around.y0 > y1;
        if opacity <= 0.0 || outline.elements().is_empty() || is_away {
            return Ok(());
        }
        let room = self.bounds.inflate(self.side * OVER, self.side * OVER);
        // What is not a number lies nowhere in it.
        if !room.contains_rect(around) {
            let message =
                say("a shape in {color} reaches over the edge of the drawing's page").with("color", color);
            let hint =
                say("fit the page to the drawing in the drawing program, or cut off what lies beyond it");
            return self.fault(id, message, hint);
        }
        let lies_over = |(below, _): &(Rect, Translucent)| below.overlaps(around);
        if opacity < 1.0 && self.shapes.iter().any(lies_over) {
            let message = say("a shape in {color} lets another one show through").with("color", color);
            let hint = say("give it the colour that is seen, without transparency, or save as PNG");
            return self.fault(id, message, hint);
        }
        let steps = steps(outline);
        self.steps += steps.len();
        if self.steps > MOST_STEPS {
            let message = say("the drawing has more than {most} steps of outlines").with("most", MOST_STEPS);
            let hint = say("simplify its paths in the drawing program, or save it as PNG");
            let fault = Diagnostic::new(code::TOO_LARGE, message).at(&(self.place)(id));
            return Err(Box::new(fault.hint(hint)));
        }
        let shape = Shape {
            steps,
            even_odd,
            color,
        };
        self.shapes.push((around, Translucent { shape, opacity }));
        Ok(())
    }
}

/// Whether a clip leaves all of a group, as the frames that some programs put around everything do.
fn holds(clip: &ClipPath, group: &Group) -> bool {
    let [Node::Path(path)] = clip.root().children() else {
        return false;
    };
    let transform = affine(group.abs_transform()) * affine(clip.transform()) * affine(path.abs_transform());
    let window = transform * outline(path.data());
    let bounds = window.bounding_box();
    // An outline as large as the box around it is that box.
    let is_box = (window.area().abs() - bounds.area()).abs() <= bounds.area() * 1e-4;
    let ink = group.abs_stroke_bounding_box();
    let ink = Rect::new(
        f64::from(ink.left()),
        f64::from(ink.top()),
        f64::from(ink.right()),
        f64::from(ink.bottom()),
    );
    let slack = bounds.width().max(bounds.height()) * OVER;
    clip.clip_path().is_none() && is_box && bounds.inflate(slack, slack).contains_rect(ink)
}

fn pen(stroke: &Stroke) -> Pen {
    let cap = match stroke.linecap() {
        LineCap::Butt => Cap::Butt,
        LineCap::Round => Cap::Round,
        LineCap::Square => Cap::Square,
    };
    let join = match stroke.linejoin() {
        LineJoin::Miter | LineJoin::MiterClip => Join::Miter,
        LineJoin::Round => Join::Round,
        LineJoin::Bevel => Join::Bevel,
    };
    Pen::new(f64::from(stroke.width().get()))
        .with_caps(cap)
        .with_join(join)
        .with_miter_limit(f64::from(stroke.miterlimit().get()))
}

fn affine(transform: Transform) -> Affine {
    let Transform {
        sx,
        kx,
        ky,
        sy,
        tx,
        ty,
    } = transform;
    Affine::new([sx, ky, kx, sy, tx, ty].map(f64::from))
}

fn outline(path: &Outline) -> BezPath {
    let at = |point: usvg::tiny_skia_path::Point| kurbo::Point::new(f64::from(point.x), f64::from(point.y));
    let mut outline = BezPath::new();
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(to) => outline.move_to(at(to)),
            PathSegment::LineTo(to) => outline.line_to(at(to)),
            PathSegment::QuadTo(handle, to) => outline.quad_to(at(handle), at(to)),
            PathSegment::CubicTo(one, other, to) => outline.curve_to(at(one), at(other), at(to)),
            PathSegment::Close => outline.close_path(),
        }
    }
    outline
}
