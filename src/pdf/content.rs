//! The content of pages: one flat sequence of marked stretches (32000, 14.6).
//!
//! What can be read carries a mark that the structure tree refers to; everything else is an
//! artifact. Right-to-left runs stand in reading order, their glyphs from left to right inside
//! `ReversedChars` (32000, 14.8.2.3.3): so every reader finds the text whole and the number intact.

use std::collections::BTreeMap;

use printpdf::matrix::TextMatrix;
use printpdf::text::Codepoint;
use printpdf::{Color, DictItem, Op, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, Rgb, TextItem};

use super::glyphs::{Fonts, Subset};
use crate::color;
use crate::geom::{Point, Rect};
use crate::icon::{GRID, Step};
use crate::page::{Frame, Item, ItemKind, Page, SymbolItem, TextItem as PageText, Turn};
use crate::template::Role;
use crate::text::{Cluster, Run};

/// What the structure tree must know of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct PageContent {
    /// In reading order.
    pub(super) elements: Vec<Element>,
    /// How many marks the page has.
    pub(super) marks: i64,
    /// The marks of the slots, in their order.
    pub(super) slots: Vec<i64>,
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
    /// A symbol: what it does, and its box in PDF coordinates.
    Figure(String, [f32; 4]),
}

/// Draws pages as a document of printpdf's. A last page, which nobody sees, tells it of the
/// glyphs that imprints may need.
pub(super) fn draw(fonts: &Fonts, pages: &[Page]) -> (lopdf::Document, Vec<PageContent>) {
    let mut contents = Vec::new();
    let mut drawn: Vec<PdfPage> = pages
        .iter()
        .map(|page| {
            let mut pen = Pen::new(fonts, page.size.height);
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
                let elements = &mut pen.content.elements;
                let last = elements.len();
                let at = before.get(slot.after).map_or(last, |at| at + number);
                // Names of places and serials are written in English here.
                let language = "en".to_owned();
                elements.insert(
                    at.min(last),
                    Element {
                        tag: Tag::P,
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
    (to_document(fonts, drawn, true), contents)
}

/// The content of imprints, each drawn for its reserved mark on a page of a height.
pub(super) fn draw_imprint(fonts: &Fonts, item: &Item, mark: i64, page_height: f32) -> Vec<u8> {
    let mut pen = Pen::new(fonts, page_height);
    pen.content.marks = mark;
    pen.imprint(item);
    let document = to_document(fonts, vec![empty_page(pen.ops)], false);
    let page = document.get_pages().values().next().copied();
    page.map(|page| join_strings(document.get_page_content(page)))
        .unwrap_or_default()
}

fn empty_page(ops: Vec<Op>) -> PdfPage {
    // The finishing step sets the boxes, exactly.
    PdfPage {
        ops,
        ..PdfPage::new(printpdf::Mm(100.0), printpdf::Mm(100.0), Vec::new())
    }
}

fn to_document(fonts: &Fonts, pages: Vec<PdfPage>, embed: bool) -> lopdf::Document {
    let mut document = PdfDocument::new("");
    for subset in fonts.subsets() {
        let mut font = subset.to_pdf_font();
        if !embed {
            font.parsed_font.original_bytes = Vec::new();
        }
        document.resources.fonts.map.insert(subset.id.clone(), font);
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

struct Pen<'a> {
    fonts: &'a Fonts,
    height: f32,
    ops: Vec<Op>,
    content: PageContent,
}

impl<'a> Pen<'a> {
    fn new(fonts: &'a Fonts, height: f32) -> Self {
        Self {
            fonts,
            height,
            ops: Vec::new(),
            content: PageContent::default(),
        }
    }

    fn next_mark(&mut self) -> i64 {
        let mark = self.content.marks;
        self.content.marks += 1;
        mark
    }

    /// From a place on the page, y down, to PDF coordinates, y up.
    fn up(&self, point: Point) -> [f32; 2] {
        [round(point.x), round(self.height - point.y)]
    }

    fn raw(&mut self, operator: &str, operands: &[f32]) {
        let value = operands
            .iter()
            .map(|number| DictItem::Real(round(*number)))
            .collect();
        self.ops.push(Op::Unknown {
            key: operator.to_owned(),
            value,
        });
    }

    fn begin(&mut self, tag: &str, mark: i64, actual: Option<&str>) {
        let mut map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(mark))]);
        if let Some(actual) = actual {
            let bytes = [0xFE, 0xFF]
                .into_iter()
                .chain(actual.encode_utf16().flat_map(u16::to_be_bytes));
            map.insert(
                "ActualText".to_owned(),
                DictItem::String {
                    data: bytes.collect(),
                    literal: false,
                },
            );
        }
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

    fn fill_color(&mut self, color: color::Color) {
        let [r, g, b] = color
            .rgb
            .map(|channel| (f32::from(channel) / 255.0 * 1000.0).round() / 1000.0);
        self.ops.push(Op::SetFillColor {
            col: Color::Rgb(Rgb {
                r,
                g,
                b,
                icc_profile: None,
            }),
        });
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Text(text) => self.text(item, text),
            ItemKind::Symbol(symbol) => self.symbol(item, symbol),
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
                    self.step(item.frame, *rect, *step);
                }
                self.raw("f*", &[]);
                self.end();
            }
            ItemKind::Cut { from, to, color } => {
                self.begin_artifact("Page");
                let [r, g, b] = color.rgb.map(|channel| f32::from(channel) / 255.0);
                self.ops.push(Op::SaveGraphicsState);
                self.ops.push(Op::SetOutlineColor {
                    col: Color::Rgb(Rgb {
                        r,
                        g,
                        b,
                        icc_profile: None,
                    }),
                });
                self.raw("w", &[0.5]);
                let (from, to) = (self.up(item.frame.point(*from)), self.up(item.frame.point(*to)));
                self.raw("m", &from);
                self.raw("l", &to);
                self.raw("S", &[]);
                self.ops.push(Op::RestoreGraphicsState);
                self.end();
            }
        }
    }

    fn step(&mut self, frame: Frame, rect: Rect, step: Step) {
        let place = |pen: &Self, at: [f32; 2]| {
            let scale = rect.width / GRID;
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
        self.begin("Figure", mark, None);
        self.fill_color(color::Color::BLACK);
        self.ops.push(Op::SaveGraphicsState);
        #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
        let width = symbol.symbol.width as f32;
        let module = rect.width / width;
        let scale =
            [module, 0.0, 0.0, module, x, y].map(|number| DictItem::Real((number * 1e4).round() / 1e4));
        self.ops.push(Op::Unknown {
            key: "cm".to_owned(),
            value: scale.to_vec(),
        });
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
        let bounds = [x, y, round(x + rect.width), round(y + rect.height)];
        let tag = Tag::Figure(symbol.alt.clone(), bounds);
        let language = item.locale.tag().to_owned();
        self.content.elements.push(Element {
            tag,
            language,
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
            let rtl = line.runs.iter().any(|run| run.rtl);
            let mut runs: Vec<&Run> = line.runs.iter().collect();
            if rtl {
                runs.reverse();
            }
            for run in runs {
                marks.extend(self.run(item.frame, *at, text, run));
            }
        }
        self.content.elements.push(Element {
            tag,
            language: item.locale.tag().to_owned(),
            marks,
        });
    }

    /// A run in reading order, cut where a cluster's glyphs do not spell it, as an Arabic letter that is
    /// drawn as body and dots: such a cluster carries its text itself.
    fn run(&mut self, frame: Frame, at: Point, text: &PageText, run: &Run) -> Vec<i64> {
        let Some(subset) = self.fonts.subset(run.face) else {
            return Vec::new();
        };
        let mut left = run.x;
        let mut clusters: Vec<(f32, &Cluster)> = Vec::new();
        for cluster in &run.clusters {
            clusters.push((left, cluster));
            left += cluster.advance;
        }
        if run.rtl {
            clusters.reverse();
        }
        let spelled = |(_, cluster): &(f32, &Cluster)| subset.spells(cluster, run.rtl);
        let mut marks = Vec::new();
        for stretch in clusters.chunk_by(|a, b| spelled(a) && spelled(b)) {
            let actual = if spelled(&stretch[0]) {
                None
            } else {
                Some(stretch[0].1.text.as_str())
            };
            let mut stretch = stretch.to_vec();
            if run.rtl {
                stretch.reverse();
            }
            marks.push(self.stretch(frame, at, text, run, &stretch, actual));
        }
        marks
    }

    fn stretch(
        &mut self,
        frame: Frame,
        at: Point,
        text: &PageText,
        run: &Run,
        clusters: &[(f32, &Cluster)],
        actual: Option<&str>,
    ) -> i64 {
        let mark = self.next_mark();
        self.begin("Span", mark, actual);
        let reversed = run.rtl && actual.is_none();
        if reversed {
            self.ops.push(Op::BeginMarkedContent {
                tag: "ReversedChars".to_owned(),
            });
        }
        self.show(frame, at, text, run, clusters);
        if reversed {
            self.end();
        }
        self.end();
        mark
    }

    /// The text of an imprint under one mark.
    fn imprint(&mut self, item: &Item) {
        let ItemKind::Text(text) = &item.kind else { return };
        let mark = self.next_mark();
        self.begin("P", mark, None);
        for (at, line) in &text.lines {
            for run in &line.runs {
                let mut left = run.x;
                let mut clusters = Vec::new();
                for cluster in &run.clusters {
                    clusters.push((left, cluster));
                    left += cluster.advance;
                }
                self.show(item.frame, *at, text, run, &clusters);
            }
        }
        self.end();
    }

    /// One text object: glyphs follow each other by their widths, with a correction only where the
    /// pen would miss by half a unit or more.
    fn show(&mut self, frame: Frame, at: Point, text: &PageText, run: &Run, clusters: &[(f32, &Cluster)]) {
        let Some(subset) = self.fonts.subset(run.face) else {
            return;
        };
        let start = clusters.first().map_or(run.x, |(left, _)| *left);
        self.fill_color(text.color);
        self.ops.push(Op::StartTextSection);
        self.ops.push(set_font(subset, round(text.size)));
        let scale = text.size / 1000.0;
        let mut rise = 0.0;
        let mut pen = start;
        let mut glyphs: Vec<Codepoint> = Vec::new();
        self.matrix(
            frame,
            Point {
                x: at.x + start * scale,
                y: at.y,
            },
        );
        for (left, cluster) in clusters {
            for glyph in &cluster.glyphs {
                let target = left + glyph.x;
                let number = subset.glyph(glyph.id);
                let moved = (glyph.y - rise).abs() > 0.5;
                let miss = target - pen;
                if moved {
                    self.flush(&mut glyphs);
                    self.matrix(
                        frame,
                        Point {
                            x: at.x + target * scale,
                            y: at.y + glyph.y * scale,
                        },
                    );
                    rise = glyph.y;
                    pen = target;
                } else if miss.abs() >= 0.5 {
                    match glyphs.last_mut() {
                        Some(last) => last.offset -= miss.round(),
                        None => self.matrix(
                            frame,
                            Point {
                                x: at.x + target * scale,
                                y: at.y + rise * scale,
                            },
                        ),
                    }
                    pen = if glyphs.is_empty() {
                        target
                    } else {
                        pen + miss.round()
                    };
                }
                glyphs.push(Codepoint::with_cid(number, 0.0, subset.text(number).to_owned()));
                #[expect(clippy::cast_precision_loss, reason = "a width in 1/1000 em")]
                let width = subset.width(number) as f32;
                pen += width;
            }
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
