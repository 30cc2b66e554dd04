//! The content of pages: one flat sequence of marked stretches (32000, 14.6).
//!
//! What can be read carries a mark that the structure tree refers to; everything else is an
//! artifact. Right-to-left runs stand in reading order, their glyphs from left to right inside
//! `ReversedChars` (32000, 14.8.2.3.3): so every reader finds the text whole and the number intact.

use std::collections::BTreeMap;
use std::sync::Arc;

use printpdf::matrix::TextMatrix;
use printpdf::text::Codepoint;
use printpdf::{DictItem, Op, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, TextItem};

use super::Part;
use super::encode::encode;
use super::glyphs::{Fonts, Subset};
use super::inks::{EVERY_INK, Inks};
use crate::artwork::{Picture, Vector};
use crate::color::Color;
use crate::geom::{Correction, Outline, Point, Rect, Shape, Size};
use crate::icon::{GRID, Step};
use crate::page::{ArtworkItem, Fills, Frame, Item, ItemKind, Page, SymbolItem, TextItem as PageText, Turn};
use crate::setup::Finish;
use crate::template::Role;
use crate::text::Run;

/// What the structure tree must know of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct PageContent {
    /// In reading order.
    pub(super) elements: Vec<Element>,
    /// How many marks the page has.
    pub(super) marks: i64,
    /// The marks of the slots, in their order.
    pub(super) slots: Vec<i64>,
    /// The pictures that are drawn as pixels, each once; the content calls them by [`picture_name`].
    pub(super) pictures: Vec<Arc<Picture>>,
    /// How many fields it has.
    pub(super) fields: usize,
    /// Their widgets, in their order, once they are made.
    pub(super) widgets: Vec<lopdf::ObjectId>,
}

/// The name of a picture of a page among its resources, by its place in [`PageContent::pictures`].
pub(super) fn picture_name(at: usize) -> String {
    format!("A{at}")
}

/// An element of the structure tree.
#[derive(Clone, Debug)]
pub(super) struct Element {
    /// What it is.
    pub(super) tag: Tag,
    /// Its language; empty for the document's own.
    pub(super) language: String,
    /// Its marked stretches.
    pub(super) marks: Vec<i64>,
}

/// What an element is (32000, 14.8.4).
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tag {
    /// A heading of the first level.
    H1,
    /// A heading of the second level.
    H2,
    /// A paragraph.
    P,
    /// An item of a list.
    Item,
    /// A symbol or a logo: what it does or whose it is, and its box in PDF coordinates.
    Figure(String, [f32; 4]),
    /// A field to fill in, by its number on the page.
    Form(usize),
}

/// Draws pages as a document of printpdf's. A last page, which nobody sees, tells it of the
/// glyphs that imprints may need.
pub(super) fn draw(fonts: &Fonts, finish: &Finish, pages: &[Page]) -> (lopdf::Document, Vec<PageContent>) {
    let mut contents = Vec::new();
    let mut drawn: Vec<PdfPage> = pages
        .iter()
        .map(|page| {
            let mut pen = Pen::new(fonts, finish, page.size.height);
            pen.correct(page.correction);
            // How many elements there are before each item.
            let mut before = Vec::new();
            for item in &page.items {
                before.push(pen.content.elements.len());
                pen.item(item);
            }
            // Each slot goes behind the items that are read before it, and the slots before it.
            for (number, slot) in page.slots.iter().enumerate() {
                let mark = pen.next_mark();
                pen.content.slots.push(mark);
                let tag = match slot.fills {
                    Fills::Line(_) => Tag::P,
                    Fills::Symbol => pen.figure_tag(slot.frame.rect(slot.modules()), AUDIT_ALT),
                };
                let elements = &mut pen.content.elements;
                let last = elements.len();
                let at = before.get(slot.after).map_or(last, |at| at + number);
                // Names of places and serials are written in English here.
                let language = "en".to_owned();
                elements.insert(
                    at.min(last),
                    Element {
                        tag,
                        language,
                        marks: vec![mark],
                    },
                );
            }
            contents.push(pen.content);
            empty_page(pen.ops)
        })
        .collect();
    drawn.push(empty_page(specimen(fonts)));
    (to_document(fonts, drawn), contents)
}

/// What an audit symbol is to a screen reader; its serial is read just before.
const AUDIT_ALT: &str = "QR symbol for those who look after this sign: its serial, and nothing to open";

/// The content of imprints, each drawn for its reserved mark on a page of a height.
pub(super) fn draw_imprints<'a>(
    fonts: &Fonts,
    finish: &Finish,
    imprints: impl Iterator<Item = (&'a Item, i64)>,
    page_height: f32,
) -> Vec<u8> {
    let mut pen = Pen::new(fonts, finish, page_height);
    for (item, mark) in imprints {
        pen.content.marks = mark;
        match &item.kind {
            ItemKind::Symbol(symbol) => pen.symbol(item, symbol),
            _ => pen.imprint(item),
        }
    }
    encode(&pen.ops)
}

/// The name of a poster's form among the resources of the sheets that show parts of it.
pub(super) const FORM: &str = "Poster";

/// The content of a sheet that shows part of a poster of a size, and what the structure tree must know of it.
pub(super) fn draw_part(fonts: &Fonts, part: &Part, poster: Size) -> (Vec<u8>, PageContent) {
    // Print shops get posters in one piece.
    let mut pen = Pen::new(fonts, &Finish::Home, part.sheet.size.height);
    pen.part(part, poster);
    for item in &part.sheet.items {
        pen.item(item);
    }
    let content = std::mem::take(&mut pen.content);
    (encode(&pen.ops), content)
}

fn empty_page(ops: Vec<Op>) -> PdfPage {
    // The finishing step sets the boxes, exactly.
    PdfPage {
        ops,
        ..PdfPage::new(printpdf::Mm(100.0), printpdf::Mm(100.0), Vec::new())
    }
}

fn to_document(fonts: &Fonts, pages: Vec<PdfPage>) -> lopdf::Document {
    let mut document = PdfDocument::new("");
    for subset in fonts.subsets() {
        let fonts = &mut document.resources.fonts.map;
        fonts.insert(subset.id.clone(), subset.to_pdf_font());
    }
    document.pages = pages;
    let options = PdfSaveOptions {
        secure: false,
        ..PdfSaveOptions::default()
    };
    printpdf::serialize::to_lopdf_doc(&document, &options, &mut Vec::new())
}

/// Every glyph of every subset once.
fn specimen(fonts: &Fonts) -> Vec<Op> {
    let mut ops = vec![Op::StartTextSection];
    for subset in fonts.subsets() {
        ops.push(set_font(subset, 1.0));
        let glyphs = subset
            .glyphs()
            .map(|(glyph, text)| Codepoint::with_cid(glyph, 0.0, text.to_owned()))
            .collect();
        ops.push(Op::ShowText {
            items: vec![TextItem::GlyphIds(glyphs)],
        });
    }
    ops.push(Op::EndTextSection);
    ops
}

fn set_font(subset: &Subset, size: f32) -> Op {
    Op::SetFont {
        font: PdfFontHandle::External(subset.id.clone()),
        size: Pt(size),
    }
}

/// How far the handles of a curve reach that stands for a quarter of a circle, as a share of its radius.
const QUARTER: f32 = 0.552_285;

/// Width of a line to cut or fold along, in points.
const LINE: f32 = 0.5;

struct Pen<'a> {
    fonts: &'a Fonts,
    finish: &'a Finish,
    height: f32,
    /// How all that is drawn is moved.
    correction: Correction,
    ops: Vec<Op>,
    content: PageContent,
}

impl<'a> Pen<'a> {
    fn new(fonts: &'a Fonts, finish: &'a Finish, height: f32) -> Self {
        Self {
            fonts,
            finish,
            height,
            correction: Correction::default(),
            ops: Vec::new(),
            content: PageContent::default(),
        }
    }

    fn next_mark(&mut self) -> i64 {
        let mark = self.content.marks;
        self.content.marks += 1;
        mark
    }

    /// Moves all that follows on the page, the streams of imprints as well: the streams of a page are one (32000, 7.8.2).
    fn correct(&mut self, correction: Correction) {
        self.correction = correction;
        if correction.is_none() {
            return;
        }
        let Correction { scale, shift } = correction;
        let up = self.height * (1.0 - scale.y) - shift.y;
        let matrix = [scale.x, 0.0, 0.0, scale.y, shift.x, up];
        // Finer than points: a factor is multiplied by the whole sheet.
        let value = matrix.map(|number| DictItem::Real((number * 1e6).round() / 1e6));
        self.ops.push(Op::Unknown {
            key: "cm".to_owned(),
            value: value.to_vec(),
        });
    }

    /// From a place on the page, y down, to PDF coordinates, y up.
    fn up(&self, point: Point) -> [f32; 2] {
        [round(point.x), round(self.height - point.y)]
    }

    fn raw(&mut self, operator: &str, operands: &[f32]) {
        let rounded = operands.iter().map(|number| DictItem::Real(round(*number)));
        self.operation(operator, rounded.collect());
    }

    fn operation(&mut self, operator: &str, value: Vec<DictItem>) {
        self.ops.push(Op::Unknown {
            key: operator.to_owned(),
            value,
        });
    }

    fn begin(&mut self, tag: &str, mark: i64) {
        let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(mark))]);
        let properties = DictItem::Dict { map };
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: tag.to_owned(),
            properties,
        });
    }

    fn begin_artifact(&mut self, kind: &str) {
        let map = BTreeMap::from([("Type".to_owned(), DictItem::Name(kind.as_bytes().to_vec()))]);
        let properties = DictItem::Dict { map };
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: "Artifact".to_owned(),
            properties,
        });
    }

    fn end(&mut self) {
        self.ops.push(Op::EndMarkedContent);
    }

    fn fill_color(&mut self, color: Color) {
        let inks = Inks::of(color, self.finish);
        let (operator, operands) = inks.fill();
        self.operation(operator, operands.iter().copied().map(DictItem::Real).collect());
    }

    fn stroke_color(&mut self, color: Color) {
        let inks = Inks::of(color, self.finish);
        let (operator, operands) = inks.stroke();
        self.operation(operator, operands.iter().copied().map(DictItem::Real).collect());
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Text(text) => self.text(item, text),
            ItemKind::Symbol(symbol) => self.symbol(item, symbol),
            ItemKind::Artwork(artwork) => self.artwork(item, artwork),
            ItemKind::Field(_) => self.field(item),
            ItemKind::Fill { rect, color } => {
                self.begin_artifact("Layout");
                self.fill_color(*color);
                let rect = item.frame.rect(*rect);
                let [x, y] = self.up(Point {
                    x: rect.x,
                    y: rect.bottom(),
                });
                self.raw("re", &[x, y, rect.width, rect.height]);
                self.raw("f", &[]);
                self.end();
            }
            ItemKind::Icon { rect, icon, color } => {
                self.begin_artifact("Layout");
                self.fill_color(*color);
                for step in &icon.steps {
                    self.step(item.frame, *rect, GRID, *step);
                }
                self.raw("f*", &[]);
                self.end();
            }
            ItemKind::Edge {
                outline,
                corner,
                color,
            } => {
                self.begin_line();
                self.stroke_color(*color);
                self.raw("w", &[LINE]);
                self.edge(item.frame, *outline, *corner);
                self.raw("S", &[]);
                self.end_line();
            }
            ItemKind::Fold { from, to, color } => {
                self.begin_line();
                self.stroke_color(*color);
                self.operation(
                    "d",
                    vec![
                        DictItem::Array(vec![DictItem::Real(4.0), DictItem::Real(3.0)]),
                        DictItem::Real(0.0),
                    ],
                );
                self.stroke(item.frame, LINE, &[*from, *to]);
                self.end_line();
            }
            ItemKind::Cut { from, to, color } => {
                self.begin_line();
                self.stroke_color(*color);
                self.stroke(item.frame, LINE, &[*from, *to]);
                self.end_line();
            }
            ItemKind::Mark { line } => {
                self.begin_line();
                self.operation("CS", vec![DictItem::Name(EVERY_INK.as_bytes().to_vec())]);
                self.raw("SCN", &[1.0]);
                self.stroke(item.frame, LINE / 2.0, line);
                self.end_line();
            }
        }
    }

    /// Begins a line that guides hands, not eyes.
    fn begin_line(&mut self) {
        self.begin_artifact("Page");
        self.ops.push(Op::SaveGraphicsState);
    }

    fn end_line(&mut self) {
        self.ops.push(Op::RestoreGraphicsState);
        self.end();
    }

    /// A line from point to point, of a width in points.
    fn stroke(&mut self, frame: Frame, width: f32, line: &[Point]) {
        self.raw("w", &[width]);
        for (number, at) in line.iter().enumerate() {
            let at = self.up(frame.point(*at));
            self.raw(if number == 0 { "m" } else { "l" }, &at);
        }
        self.raw("S", &[]);
    }

    /// The edge of a piece: four sides and four corners, of which any may be nothing.
    fn edge(&mut self, frame: Frame, outline: Outline, corner: f32) {
        let rect = frame.rect(outline.rect);
        let (x, y) = match outline.shape {
            Shape::Round => (rect.width / 2.0, rect.height / 2.0),
            Shape::Rect => {
                let radius = corner.min(rect.width / 2.0).min(rect.height / 2.0);
                (radius, radius)
            }
        };
        let [left, bottom] = self.up(Point {
            x: rect.x,
            y: rect.bottom(),
        });
        if x <= 0.0 {
            self.raw("re", &[left, bottom, rect.width, rect.height]);
            return;
        }
        let [right, top] = self.up(Point {
            x: rect.right(),
            y: rect.y,
        });
        let (bend_x, bend_y) = (x * (1.0 - QUARTER), y * (1.0 - QUARTER));
        self.raw("m", &[left + x, bottom]);
        self.raw("l", &[right - x, bottom]);
        self.raw(
            "c",
            &[right - bend_x, bottom, right, bottom + bend_y, right, bottom + y],
        );
        self.raw("l", &[right, top - y]);
        self.raw("c", &[right, top - bend_y, right - bend_x, top, right - x, top]);
        self.raw("l", &[left + x, top]);
        self.raw("c", &[left + bend_x, top, left, top - bend_y, left, top - y]);
        self.raw("l", &[left, bottom + y]);
        self.raw(
            "c",
            &[left, bottom + bend_y, left + bend_x, bottom, left + x, bottom],
        );
        self.raw("h", &[]);
    }

    /// A step of an outline that is so many units wide in a box.
    fn step(&mut self, frame: Frame, rect: Rect, units: f32, step: Step) {
        let place = |pen: &Self, at: [f32; 2]| {
            let scale = rect.width / units;
            pen.up(frame.point(Point {
                x: rect.x + at[0] * scale,
                y: rect.y + at[1] * scale,
            }))
        };
        match step {
            Step::Move(to) => self.raw("m", &place(self, to)),
            Step::Line(to) => self.raw("l", &place(self, to)),
            Step::Curve([a, b, to]) => {
                let points = [place(self, a), place(self, b), place(self, to)].concat();
                self.raw("c", &points);
            }
            Step::Close => self.raw("h", &[]),
        }
    }

    /// Whole modules on a scaled grid: short numbers, and the same bytes for the same symbol anywhere.
    fn symbol(&mut self, item: &Item, symbol: &SymbolItem) {
        let mark = self.next_mark();
        let rect = item.frame.rect(symbol.rect);
        let [x, y] = self.up(Point {
            x: rect.x,
            y: rect.bottom(),
        });
        self.begin("Figure", mark);
        self.fill_color(Color::BLACK);
        self.ops.push(Op::SaveGraphicsState);
        #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
        let width = symbol.symbol.width as f32;
        let module = rect.width / width;
        let scale =
            [module, 0.0, 0.0, module, x, y].map(|number| DictItem::Real((number * 1e4).round() / 1e4));
        self.operation("cm", scale.to_vec());
        for (column, row, length) in symbol.symbol.stretches() {
            #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
            self.raw(
                "re",
                &[column as f32, width - 1.0 - row as f32, length as f32, 1.0],
            );
        }
        self.raw("f", &[]);
        self.ops.push(Op::RestoreGraphicsState);
        self.end();
        self.figure(item, rect, &symbol.alt, mark);
    }

    /// An element for what is drawn in a box under a mark.
    fn figure(&mut self, item: &Item, rect: Rect, alt: &str, mark: i64) {
        let tag = self.figure_tag(rect, alt);
        let language = item.locale.tag().to_owned();
        self.content.elements.push(Element {
            tag,
            language,
            marks: vec![mark],
        });
    }

    /// A figure with its box, by the place of that on the page.
    fn figure_tag(&self, rect: Rect, alt: &str) -> Tag {
        let rect = self.correction.rect(rect);
        let [left, bottom] = self.up(Point {
            x: rect.x,
            y: rect.bottom(),
        });
        let bounds = [
            left,
            bottom,
            round(left + rect.width),
            round(bottom + rect.height),
        ];
        Tag::Figure(alt.to_owned(), bounds)
    }

    /// Its label, its lines and its frame are drawn by themselves.
    fn field(&mut self, item: &Item) {
        if item.on_screen().is_none() {
            return;
        }
        self.content.elements.push(Element {
            tag: Tag::Form(self.content.fields),
            language: item.locale.tag().to_owned(),
            marks: Vec::new(),
        });
        self.content.fields += 1;
    }

    fn artwork(&mut self, item: &Item, artwork: &ArtworkItem) {
        let mark = self.next_mark();
        self.begin("Figure", mark);
        match &*artwork.picture {
            Picture::Raster(_) => self.raster(item.frame, artwork),
            Picture::Vector(vector) => self.vector(item.frame, artwork.rect, vector),
        }
        self.end();
        self.figure(item, item.frame.rect(artwork.rect), &artwork.alt, mark);
    }

    /// A unit square of pixels, stretched over the box (32000, 8.9.5).
    fn raster(&mut self, frame: Frame, artwork: &ArtworkItem) {
        let pictures = &mut self.content.pictures;
        let known = pictures.iter().position(|known| *known == artwork.picture);
        let at = known.unwrap_or(pictures.len());
        if known.is_none() {
            pictures.push(Arc::clone(&artwork.picture));
        }
        let rect = artwork.rect;
        let corner = |x: f32, y: f32| self.up(frame.point(Point { x, y }));
        let [x, y] = corner(rect.x, rect.bottom());
        let [right_x, right_y] = corner(rect.right(), rect.bottom());
        let [top_x, top_y] = corner(rect.x, rect.y);
        self.ops.push(Op::SaveGraphicsState);
        self.raw("cm", &[right_x - x, right_y - y, top_x - x, top_y - y, x, y]);
        self.ops.push(Op::Unknown {
            key: "Do".to_owned(),
            value: vec![DictItem::Name(picture_name(at).into_bytes())],
        });
        self.ops.push(Op::RestoreGraphicsState);
    }

    fn vector(&mut self, frame: Frame, rect: Rect, vector: &Vector) {
        for shape in &vector.shapes {
            self.fill_color(shape.color);
            for step in &shape.steps {
                self.step(frame, rect, vector.size.width, *step);
            }
            self.raw(if shape.even_odd { "f*" } else { "f" }, &[]);
        }
    }

    /// The form of a poster, clipped to a window, as one figure.
    fn part(&mut self, part: &Part, poster: Size) {
        let mark = self.next_mark();
        let Part { window, place, .. } = part;
        let [left, top] = self.up(*place);
        let bounds = [left, round(top - window.height), round(left + window.width), top];
        self.begin("Figure", mark);
        self.ops.push(Op::SaveGraphicsState);
        self.raw("re", &[left, bounds[1], window.width, window.height]);
        self.raw("W", &[]);
        self.raw("n", &[]);
        // The form's origin is the poster's lower left.
        let down = top + window.y - poster.height;
        self.raw("cm", &[1.0, 0.0, 0.0, 1.0, left - window.x, down]);
        self.ops.push(Op::Unknown {
            key: "Do".to_owned(),
            value: vec![DictItem::Name(FORM.as_bytes().to_vec())],
        });
        self.ops.push(Op::RestoreGraphicsState);
        self.end();
        self.content.elements.push(Element {
            tag: Tag::Figure(part.alt.clone(), bounds),
            language: String::new(),
            marks: vec![mark],
        });
    }

    fn text(&mut self, item: &Item, text: &PageText) {
        let tag = match text.role {
            Role::Heading => Tag::H1,
            Role::Subheading => Tag::H2,
            Role::Paragraph => Tag::P,
            Role::Item => Tag::Item,
        };
        let mut marks = Vec::new();
        for (at, line) in &text.lines {
            for run in line.in_order() {
                marks.push(self.run(item.frame, *at, text, run));
            }
        }
        self.content.elements.push(Element {
            tag,
            language: item.locale.tag().to_owned(),
            marks,
        });
    }

    /// A run in reading order.
    fn run(&mut self, frame: Frame, at: Point, text: &PageText, run: &Run) -> i64 {
        let mark = self.next_mark();
        self.begin("Span", mark);
        if run.rtl {
            self.ops.push(Op::BeginMarkedContent {
                tag: "ReversedChars".to_owned(),
            });
        }
        self.show(frame, at, text, run);
        if run.rtl {
            self.end();
        }
        self.end();
        mark
    }

    /// The text of an imprint under one mark.
    fn imprint(&mut self, item: &Item) {
        let ItemKind::Text(text) = &item.kind else { return };
        let mark = self.next_mark();
        self.begin("P", mark);
        for (at, line) in &text.lines {
            for run in &line.runs {
                self.show(item.frame, *at, text, run);
            }
        }
        self.end();
    }

    /// One text object: glyphs follow each other by their widths, with a correction only where the
    /// pen would miss by half a unit or more.
    fn show(&mut self, frame: Frame, at: Point, text: &PageText, run: &Run) {
        let Some(subset) = self.fonts.subset(run.face) else {
            return;
        };
        self.fill_color(text.color);
        self.ops.push(Op::StartTextSection);
        self.ops.push(set_font(subset, round(text.size)));
        let scale = text.size / 1000.0;
        let place = |x: f32, y: f32| Point {
            x: at.x + x * scale,
            y: at.y + y * scale,
        };
        let mut rise = 0.0;
        let mut pen = run.x;
        let mut left = run.x;
        let mut glyphs: Vec<Codepoint> = Vec::new();
        self.matrix(frame, place(pen, rise));
        for cluster in &run.clusters {
            for glyph in subset.shown(cluster, run.rtl) {
                let target = left + glyph.x;
                let miss = target - pen;
                // A new place where the line leaves the baseline, or before its first glyph; else the pen is moved.
                if (glyph.y - rise).abs() > 0.5 || miss.abs() >= 0.5 && glyphs.is_empty() {
                    self.flush(&mut glyphs);
                    rise = glyph.y;
                    pen = target;
                    self.matrix(frame, place(pen, rise));
                } else if let Some(last) = glyphs.last_mut().filter(|_| miss.abs() >= 0.5) {
                    last.offset -= miss.round();
                    pen += miss.round();
                }
                // What it stands for is told by the specimen.
                glyphs.push(Codepoint::new(glyph.number, 0.0));
                #[expect(clippy::cast_precision_loss, reason = "a width in 1/1000 em")]
                let width = subset.width(glyph.number) as f32;
                pen += width;
            }
            left += cluster.advance;
        }
        self.flush(&mut glyphs);
        self.ops.push(Op::EndTextSection);
    }

    fn flush(&mut self, glyphs: &mut Vec<Codepoint>) {
        if !glyphs.is_empty() {
            self.ops.push(Op::ShowText {
                items: vec![TextItem::GlyphIds(std::mem::take(glyphs))],
            });
        }
    }

    fn matrix(&mut self, frame: Frame, at: Point) {
        let [x, y] = self.up(frame.point(at));
        let [a, b, c, d] = match frame.turn {
            Turn::None => [1.0, 0.0, 0.0, 1.0],
            Turn::Up(_) => [0.0, 1.0, -1.0, 0.0],
            Turn::Over(_) => [-1.0, 0.0, 0.0, -1.0],
            Turn::Down(_) => [0.0, -1.0, 1.0, 0.0],
        };
        let matrix = TextMatrix::Raw([a, b, c, d, x, y]);
        self.ops.push(Op::SetTextMatrix { matrix });
    }
}

/// Hundredths of a point are far below what a printer holds.
fn round(number: f32) -> f32 {
    (number * 100.0).round() / 100.0
}

/// Joins neighbouring strings of each `TJ`: shorter, and one string for a reversed run.
pub(super) fn join_strings(content: Vec<u8>) -> Vec<u8> {
    use lopdf::{Object, content::Content};
    let Ok(mut decoded) = Content::decode(&content) else {
        return content;
    };
    for operation in &mut decoded.operations {
        let [Object::Array(parts)] = operation.operands.as_mut_slice() else {
            continue;
        };
        if operation.operator != "TJ" {
            continue;
        }
        let mut joined: Vec<Object> = Vec::new();
        for part in parts.drain(..) {
            match (joined.last_mut(), part) {
                (Some(Object::String(before, _)), Object::String(more, _)) => before.extend(more),
                (_, part) => joined.push(part),
            }
        }
        *parts = joined;
    }
    decoded.encode().unwrap_or(content)
}
