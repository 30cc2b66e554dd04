//! Reads a finished PDF as a stranger would: which characters stand where, in visual order.
//!
//! Nothing here knows our pages. Positions are points from the upper left, y down.

use std::collections::BTreeMap;

use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::util::TransformExt as _;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, ImageDrawProps, InterpreterCache,
    InterpreterSettings, Paint, SoftMask, interpret_page,
};
use hayro::hayro_syntax::object::Dict;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{BezPath, Point as KurboPoint, Rect as KurboRect, Shape as _};

use crate::geom::{Point, Rect, Size};
use crate::raster::{NotPdf, guarded, open};

/// The widest gap inside a line, in multiples of the type size.
const WORD_SPACE: f32 = 0.6;

/// How far baselines of one line may lie apart, in points.
const ONE_BASELINE: f32 = 0.6;

/// How far directions of one line may differ, in degrees.
const ONE_ANGLE: f32 = 0.5;

/// Origins of one letter drawn twice lie no farther apart, in multiples of the type size.
const ONE_SPOT: f32 = 0.1;

/// Height of capitals and digits, in multiples of the type size (Noto Sans).
pub const CAPITALS: f32 = 0.714;

/// For a glyph whose font does not tell its width, in 1/1000 em.
const USUAL_ADVANCE: f32 = 600.0;

/// What stands on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PageReading {
    /// The sheet.
    pub size: Size,
    /// Every drawn glyph, in the order of drawing.
    pub glyphs: Vec<GlyphReading>,
    /// Every drawn picture.
    pub images: Vec<ImageReading>,
    /// What glyphs and shapes are painted with: once for each marked stretch and mixture.
    pub inks: Vec<InkReading>,
    /// The box around all that lets what is below shine through.
    pub see_through: Option<Rect>,
}

/// What is painted in a marked stretch with one mixture of inks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InkReading {
    /// The marked stretch, if it is one (ISO 32000-1, 14.6).
    pub mark: Option<i64>,
    /// Its inks.
    pub inks: Inks,
    /// The box around it.
    pub rect: Rect,
}

/// What a colour is mixed of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Inks {
    /// One ink, or all of them alike.
    One,
    /// Cyan, magenta, yellow and black, in per cent.
    Four([u8; 4]),
    /// Something else, as light of three colours.
    Other,
}

impl Inks {
    fn of(paint: &Paint<'_>) -> Self {
        let Paint::Color(color) = paint else {
            return Self::Other;
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to per cent"
        )]
        let per_cent = |share: f32| (share.clamp(0.0, 1.0) * 100.0).round() as u8;
        match color.components() {
            [_] => Self::One,
            [cyan, magenta, yellow, black] => Self::Four([*cyan, *magenta, *yellow, *black].map(per_cent)),
            _ => Self::Other,
        }
    }

    /// Whether no other ink than black is in it.
    pub fn is_black_alone(self) -> bool {
        matches!(self, Self::One | Self::Four([0, 0, 0, _]))
    }
}

/// A drawn glyph.
#[derive(Clone, Debug, PartialEq)]
pub struct GlyphReading {
    /// Its characters, as the file maps them.
    pub text: String,
    /// Its code in the font; 0 is the sign for a missing glyph in every file of ours.
    pub code: u32,
    /// Its glyph in an outline font; 0 is the sign for a missing glyph in every font.
    pub glyph: Option<u32>,
    /// Its origin on the baseline.
    pub at: Point,
    /// Type size in points.
    pub size: f32,
    /// From its origin to the next glyph's, in points along the baseline.
    pub advance: f32,
    /// Direction of the baseline in degrees, clockwise from the right.
    pub angle: f32,
    /// How much of its ink the sheet and the clips around it leave.
    pub shown: Shown,
    /// The marked stretch that it stands in (ISO 32000-1, 14.6).
    pub mark: Option<i64>,
}

/// How much of some ink is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All of it.
    Whole,
    /// Some of it.
    Part,
    /// None.
    Not,
}

/// A drawn picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ImageReading {
    /// Its box on the page.
    pub rect: Rect,
    /// Pixels across and down.
    pub pixels: (u32, u32),
    /// Pixels to the inch, the fewer of both ways.
    pub dpi: f32,
}

/// Glyphs on one baseline with no wide gap, from left to right as the line runs.
#[derive(Clone, Debug, PartialEq)]
pub struct VisualLine {
    /// The characters in visual order.
    pub text: String,
    /// The smallest type in it.
    pub size: f32,
    /// The box from its baseline to the height of capitals, on the page.
    pub rect: Rect,
}

/// Reads every page, at most `most`.
pub fn read(pdf: &[u8], most: usize) -> Result<Vec<PageReading>, NotPdf> {
    guarded(|| {
        let pdf = open(pdf)?;
        Ok(read_pages(pdf.pages().iter().take(most)))
    })
}

/// Reads some pages, counted from 0.
pub fn of_pages(pdf: &[u8], numbers: &[usize]) -> Result<Vec<PageReading>, NotPdf> {
    guarded(|| {
        let pdf = open(pdf)?;
        let pages: Option<Vec<&Page<'_>>> = numbers.iter().map(|number| pdf.pages().get(*number)).collect();
        Ok(read_pages(pages.ok_or(NotPdf)?.into_iter()))
    })
}

fn read_pages<'a>(pages: impl Iterator<Item = &'a Page<'a>>) -> Vec<PageReading> {
    let cache = InterpreterCache::new();
    let pages = pages.map(|page| {
        let (width, height) = page.render_dimensions();
        let sheet = KurboRect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            sheet,
            &cache,
            page.xref(),
            InterpreterSettings::default(),
        );
        let mut reader = Reader {
            glyphs: Vec::new(),
            images: Vec::new(),
            sheet,
            clips: Vec::new(),
            marks: Vec::new(),
            inks: BTreeMap::new(),
            see_through: None,
        };
        interpret_page(page, &mut context, &mut reader);
        PageReading {
            size: Size { width, height },
            glyphs: reader.glyphs,
            images: reader.images,
            inks: reader
                .inks
                .into_iter()
                .map(|((mark, inks), rect)| InkReading { mark, inks, rect })
                .collect(),
            see_through: reader.see_through,
        }
    });
    pages.collect()
}

struct Reader {
    glyphs: Vec<GlyphReading>,
    images: Vec<ImageReading>,
    sheet: KurboRect,
    /// What each clip leaves of those around it, as boxes.
    clips: Vec<KurboRect>,
    /// The marks of the stretches that are open.
    marks: Vec<Option<i64>>,
    /// The box around what each mixture paints in each marked stretch.
    inks: BTreeMap<(Option<i64>, Inks), Rect>,
    see_through: Option<Rect>,
}

impl Reader {
    /// The innermost marked stretch.
    fn mark(&self) -> Option<i64> {
        self.marks.iter().rev().find_map(|mark| *mark)
    }

    /// Keeps what something is painted with.
    fn painted(&mut self, rect: Rect, props: &DrawProps<'_>) {
        let around = self.inks.entry((self.mark(), Inks::of(&props.paint)));
        around
            .and_modify(|around| *around = around.union(rect))
            .or_insert(rect);
        let opaque = match &props.paint {
            Paint::Color(color) => color.to_rgba().components()[3] >= 1.0,
            Paint::Pattern(_) => true,
        };
        if !opaque || props.soft_mask.is_some() || props.blend_mode != BlendMode::Normal {
            self.shines_through(rect);
        }
    }

    fn shines_through(&mut self, rect: Rect) {
        self.see_through = Some(self.see_through.map_or(rect, |around| around.union(rect)));
    }

    /// How much is left of some ink; its box is asked for only near an edge.
    fn shown(&self, near: KurboRect, ink: impl FnOnce() -> Option<KurboRect>) -> Shown {
        let window = self.clips.last().copied().unwrap_or(self.sheet);
        let holds = |ink: KurboRect| {
            // Half a point is antialiasing and rounding, not ink.
            let window = window.inflate(0.5, 0.5);
            ink.x0 >= window.x0 && ink.y0 >= window.y0 && ink.x1 <= window.x1 && ink.y1 <= window.y1
        };
        if holds(near) {
            return Shown::Whole;
        }
        let Some(ink) = ink() else {
            return Shown::Whole;
        };
        let left = ink.intersect(window);
        if holds(ink) {
            Shown::Whole
        } else if left.width() <= 0.0 || left.height() <= 0.0 {
            Shown::Not
        } else {
            Shown::Part
        }
    }
}

impl<'a> Device<'a> for Reader {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        // The text behind a scanned page is for searching; nobody sees it.
        if matches!(mode, DrawMode::Invisible) {
            return;
        }
        for glyph in run.glyphs() {
            let transform = props.transform * glyph.transform();
            let origin = transform * KurboPoint::ORIGIN;
            // Glyph space has 1000 units to the em (ISO 32000-1, 9.2.4).
            let along = transform * KurboPoint::new(1000.0, 0.0) - origin;
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => String::new(),
            };
            let (advance, number) = match &**glyph {
                Glyph::Outline(outline) => (outline.advance_width(), Some(outline.glyph_id().to_u32())),
                Glyph::Type3(drawn) => (drawn.advance_width(), None),
            };
            let advance = advance.unwrap_or(USUAL_ADVANCE) / 1000.0;
            let em = along.hypot();
            let around = KurboRect::from_center_size(origin, (em * 3.0, em * 3.0));
            let shown = self.shown(around, || match &**glyph {
                Glyph::Outline(outline) => {
                    let path = outline.outline();
                    (!path.elements().is_empty()).then(|| (transform * path).bounding_box())
                }
                Glyph::Type3(_) => None,
            });
            #[expect(clippy::cast_possible_truncation, reason = "points on paper")]
            let glyph = GlyphReading {
                text,
                code: glyph.char_code(),
                glyph: number,
                at: Point {
                    x: origin.x as f32,
                    y: origin.y as f32,
                },
                size: em as f32,
                advance: advance * em as f32,
                angle: along.y.atan2(along.x).to_degrees() as f32,
                shown,
                mark: self.mark(),
            };
            self.painted(glyph.body(), &props);
            self.glyphs.push(glyph);
        }
    }

    fn draw_image(&mut self, image: hayro::hayro_interpret::Image<'a, '_>, props: ImageDrawProps<'a>) {
        let (width, height) = (image.width(), image.height());
        let pixel =
            |x: f64, y: f64| (props.transform * KurboPoint::new(x, y)) - props.transform * KurboPoint::ORIGIN;
        let widest = pixel(1.0, 0.0).hypot().max(pixel(0.0, 1.0).hypot());
        let whole = KurboRect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let rect = on_page(props.transform.transform_rect_bbox(whole));
        if props.soft_mask.is_some() || props.blend_mode != BlendMode::Normal {
            self.shines_through(rect);
        }
        #[expect(clippy::cast_possible_truncation, reason = "points on paper")]
        self.images.push(ImageReading {
            rect,
            pixels: (width, height),
            dpi: (72.0 / widest.max(1e-6)) as f32,
        });
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let around = self.clips.last().copied().unwrap_or(self.sheet);
        self.clips.push(around.intersect(clip.path.bounding_box()));
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let mark = properties.and_then(|properties| properties.get::<i32>("MCID"));
        self.marks.push(mark.map(i64::from));
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        let rect = on_page(props.transform.transform_rect_bbox(path.control_box()));
        self.painted(rect, &props);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.shines_through(on_page(self.sheet));
    }

    fn pop_transparency_group(&mut self) {}
}

/// A box that was read.
fn on_page(rect: KurboRect) -> Rect {
    #[expect(clippy::cast_possible_truncation, reason = "points on paper")]
    let [x, y, width, height] = [rect.x0, rect.y0, rect.width(), rect.height()].map(|number| number as f32);
    Rect::new(x, y, width, height)
}

impl PageReading {
    /// The glyphs as lines: on one baseline, in visual order, without a gap wider than a word space.
    pub fn lines(&self) -> Vec<VisualLine> {
        lines_of(self.glyphs.iter())
    }

    /// The lines of each of some boxes, then those outside: pieces that lie side by side on a sheet are cut apart before
    /// anybody reads them.
    pub fn lines_in(&self, boxes: &[Rect]) -> Vec<VisualLine> {
        let owner = |glyph: &GlyphReading| {
            let at = Rect::new(glyph.at.x, glyph.at.y, 0.0, 0.0);
            let holds = |piece: &Rect| piece.holds(at, ONE_BASELINE);
            boxes.iter().position(holds).unwrap_or(boxes.len())
        };
        let mut groups: Vec<Vec<&GlyphReading>> = vec![Vec::new(); boxes.len() + 1];
        for glyph in &self.glyphs {
            groups[owner(glyph)].push(glyph);
        }
        groups
            .into_iter()
            .flat_map(|group| lines_of(group.into_iter()))
            .collect()
    }
}

/// How far a letter may begin before the end of the one that it follows, in multiples of the type size: of two columns whose baselines are
/// nearly level, one does not follow the other.
const BACK: f32 = 2.0;

fn lines_of<'a>(glyphs: impl Iterator<Item = &'a GlyphReading>) -> Vec<VisualLine> {
    let mut placed: Vec<(&GlyphReading, f32, f32)> = glyphs
        .filter(|glyph| glyph.size > 0.0 && glyph.shown != Shown::Not)
        .map(along)
        .collect();
    placed.sort_by(|(a, _, a_base), (b, _, b_base)| {
        a.angle
            .round()
            .total_cmp(&b.angle.round())
            .then(a_base.total_cmp(b_base))
    });
    // Baselines that follow each other closely are one; along it the glyphs stand in their order.
    for baseline in placed.chunk_by_mut(|(a, _, a_base), (b, _, b_base)| {
        (a.angle - b.angle).abs() < ONE_ANGLE && (b_base - a_base).abs() < ONE_BASELINE / 4.0
    }) {
        baseline.sort_by(|(_, a, _), (_, b, _)| a.total_cmp(b));
    }
    // Drawn twice on one spot for a bolder look, a letter is still read once.
    placed.dedup_by(|(later, x, y), (earlier, earlier_x, earlier_y)| {
        let near = |a: f32, b: f32| (a - b).abs() < earlier.size * ONE_SPOT;
        later.text == earlier.text && near(*x, *earlier_x) && near(*y, *earlier_y)
    });
    let mut lines: Vec<(VisualLine, f32, f32, f32)> = Vec::new();
    for (glyph, x, y) in placed {
        let rect = glyph.body();
        match lines.last_mut() {
            Some((line, end, base, angle))
                if (*base - y).abs() < ONE_BASELINE
                    && (*angle - glyph.angle).abs() < ONE_ANGLE
                    && x - *end < line.size.max(glyph.size) * WORD_SPACE
                    && *end - x < line.size.max(glyph.size) * BACK =>
            {
                line.text.push_str(&glyph.text);
                line.size = line.size.min(glyph.size);
                line.rect = line.rect.union(rect);
                *end = x + glyph.advance;
            }
            _ => lines.push((
                VisualLine {
                    text: glyph.text.clone(),
                    size: glyph.size,
                    rect,
                },
                x + glyph.advance,
                y,
                glyph.angle,
            )),
        }
    }
    lines.into_iter().map(|(line, ..)| line).collect()
}

impl GlyphReading {
    /// Its box from the baseline to the height of capitals, whichever way the line runs.
    pub fn body(&self) -> Rect {
        let (sin, cos) = self.angle.to_radians().sin_cos();
        let height = self.size * CAPITALS;
        let corner = |along: f32, up: f32| {
            let x = self.at.x + along * cos + up * sin;
            let y = self.at.y + along * sin - up * cos;
            Rect::new(x, y, 0.0, 0.0)
        };
        let corners = [(self.advance, 0.0), (0.0, height), (self.advance, height)];
        corners.into_iter().fold(corner(0.0, 0.0), |body, (along, up)| {
            body.union(corner(along, up))
        })
    }
}

/// A glyph's place along its own baseline, and the baseline's place across.
fn along(glyph: &GlyphReading) -> (&GlyphReading, f32, f32) {
    let (sin, cos) = glyph.angle.to_radians().sin_cos();
    (
        glyph,
        glyph.at.x * cos + glyph.at.y * sin,
        glyph.at.y * cos - glyph.at.x * sin,
    )
}

#[cfg(test)]
mod tests {
    use super::{GlyphReading, Shown, lines_of};
    use crate::geom::Point;

    /// Digits six points wide from a place on.
    fn digits(text: &str, x: f32, y: f32) -> Vec<GlyphReading> {
        let mut at = x;
        let digit = |c: char| {
            at += 6.0;
            GlyphReading {
                text: c.to_string(),
                code: 1,
                glyph: Some(1),
                at: Point { x: at - 6.0, y },
                size: 10.0,
                advance: 6.0,
                angle: 0.0,
                shown: Shown::Whole,
                mark: None,
            }
        };
        text.chars().map(digit).collect()
    }

    #[test]
    fn columns_that_are_nearly_level_are_two_lines() {
        let lines = |left: f32, right: (f32, f32)| {
            let glyphs = [digits("111", 50.0, left), digits("222", right.0, right.1)].concat();
            let mut lines: Vec<String> = lines_of(glyphs.iter())
                .into_iter()
                .map(|line| line.text)
                .collect();
            lines.sort();
            lines
        };
        assert_eq!(lines(100.4, (200.0, 100.0)), ["111", "222"]);
        assert_eq!(lines(100.0, (200.0, 100.4)), ["111", "222"]);
        // What follows closely is one line, though not quite level.
        assert_eq!(lines(100.0, (69.0, 100.4)), ["111222"]);
    }
}
