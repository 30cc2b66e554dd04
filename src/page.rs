//! A finished page: placed items, each with what it came from.
//!
//! The hinge of the program: PDF, preview, proof and tests all read pages. Coordinates are points
//! from the upper left, y down; lines and runs inside a text keep the units of `text`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::artwork::Picture;
use crate::catalog::{Part, Placeholder};
use crate::color::Color;
use crate::font::FontBook;
use crate::geom::{Correction, Insets, Length, Outline, Point, Rect, Size};
use crate::icon::Icon;
use crate::locale::Locale;
use crate::qr::{AUDIT_MODULES, QUIET_ZONE_MODULES, Symbol};
use crate::rule::Says;
use crate::source::Span;
use crate::template::{Align, Input, Role, SizeRange};
use crate::text::{Line, Run};

/// One side of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The sheet, or all of a page for a print shop, marks included.
    pub size: Size,
    /// What is left of it after the cut: all of a sheet that is printed at home.
    pub trim: Rect,
    /// How far backgrounds run that touch the cut.
    pub bleed: Rect,
    /// Where ink may stand: one outline for each piece on the sheet.
    pub safe: Vec<Outline>,
    /// In reading order.
    pub items: Vec<Item>,
    /// Places for what differs from sheet to sheet.
    pub slots: Vec<Slot>,
    /// How all of it is moved for a printer that puts it askew. Everything else here is as it shall come out of the printer;
    /// this is how it stands in the file.
    pub correction: Correction,
}

/// A placed item.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Name of the block it came from.
    pub block: String,
    /// Where the block stands in its template.
    pub span: Span,
    /// Its language.
    pub locale: Locale,
    /// Where it stands on the page.
    pub frame: Frame,
    /// What it is.
    pub kind: ItemKind,
}

/// A coordinate system on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    /// Where its box begins on the page, upper left.
    pub origin: Point,
    /// How it is turned there.
    pub turn: Turn,
}

/// How content is turned on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Turn {
    /// Upright.
    #[default]
    None,
    /// It reads from the bottom up: the length of its lines' box.
    Up(f32),
    /// It reads from the top down: the length of its lines' box.
    Down(f32),
    /// It stands on its head: its box.
    Over(Size),
}

/// What an item is.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemKind {
    /// Lines of text.
    Text(TextItem),
    /// A QR symbol.
    Symbol(SymbolItem),
    /// A logo.
    Artwork(ArtworkItem),
    /// Room to write in, which is filled in on a screen too.
    Field(FieldItem),
    /// A background or a rule; nothing to read.
    Fill {
        /// Where.
        rect: Rect,
        /// Its ink.
        color: Color,
    },
    /// A drawn mark; nothing to read.
    Icon {
        /// Where.
        rect: Rect,
        /// Its outline.
        icon: Icon,
        /// Its ink.
        color: Color,
    },
    /// The edge of a piece, drawn as a line; nothing to read.
    Edge {
        /// Where it runs.
        outline: Outline,
        /// Radius of its corners.
        corner: f32,
        /// Its ink.
        color: Color,
    },
    /// A line to fold along; nothing to read.
    Fold {
        /// From here.
        from: Point,
        /// To here.
        to: Point,
        /// Its ink.
        color: Color,
    },
    /// A line for whoever cuts and prints, in every ink that there is; nothing to read.
    Mark {
        /// Its points, from end to end.
        line: Vec<Point>,
    },
    /// A line to cut along; nothing to read.
    Cut {
        /// From here.
        from: Point,
        /// To here.
        to: Point,
        /// Its ink.
        color: Color,
    },
}

/// Lines of text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextItem {
    /// The language that it is for. Its words may be of another one, as those of a number that stands alone.
    pub reader: Locale,
    /// Each line with its left end.
    pub lines: Vec<(Point, Line)>,
    /// Type size in points.
    pub size: f32,
    /// The floor of its block.
    pub floor: f32,
    /// Its ink.
    pub color: Color,
    /// The ground under it.
    pub ground: Color,
    /// What it is to a screen reader.
    pub role: Role,
    /// Numbers and addresses in it, as printed.
    pub numbers: Vec<String>,
    /// Where its words stand.
    pub words: Span,
    /// What it says that posting rules ask for.
    pub says: Arc<Says>,
}

/// A placed QR symbol.
#[derive(Clone, Debug, PartialEq)]
pub struct SymbolItem {
    /// The symbol.
    pub symbol: Symbol,
    /// The modules, without the quiet zone.
    pub rect: Rect,
    /// From how far it is scanned.
    pub distance: Length,
    /// What it says to a screen reader.
    pub alt: String,
    /// The number or host that must stand beside it.
    pub printed: String,
}

/// A placed logo.
#[derive(Clone, Debug, PartialEq)]
pub struct ArtworkItem {
    /// Where.
    pub rect: Rect,
    /// What is drawn there. Where it is a raster, it has no more pixels than its size in print needs.
    pub picture: Arc<Picture>,
    /// The ground under it.
    pub ground: Color,
    /// What it says to a screen reader.
    pub alt: String,
    /// Where the campaign names its file.
    pub file: Span,
}

/// Room to write in. Its label, its lines and the frame of a box to tick are items of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldItem {
    /// The block and its language, as `your-name:en`; a block may stand on a page twice.
    pub name: String,
    /// Where somebody writes.
    pub rect: Rect,
    /// How it is filled in.
    pub input: Input,
    /// What its label says.
    pub label: String,
    /// The ground under it.
    pub ground: Color,
}

/// A field of a file that is filled in on a screen.
#[derive(Clone, Debug)]
pub struct FormField<'a> {
    /// Its page, from 0.
    pub page: usize,
    /// Where it came from.
    pub item: &'a Item,
    /// What it is.
    pub field: &'a FieldItem,
    /// Its name, which no other field of the file has.
    pub name: String,
    /// Where it stands in the finished file.
    pub rect: Rect,
}

/// The fields of a file that are filled in on a screen, in reading order.
pub fn form(pages: &[Page]) -> Vec<FormField<'_>> {
    let mut known: BTreeMap<&str, u32> = BTreeMap::new();
    let items = pages
        .iter()
        .enumerate()
        .flat_map(|(at, page)| page.items.iter().map(move |item| (at, page, item)));
    let fields = items.filter_map(|(at, page, item)| {
        let field = item.on_screen()?;
        let times = known.entry(&field.name).or_default();
        *times += 1;
        Some(FormField {
            page: at,
            item,
            field,
            name: match times {
                1 => field.name.clone(),
                times => format!("{}:{times}", field.name),
            },
            rect: page.in_file(item.frame.rect(field.rect)),
        })
    });
    fields.collect()
}

impl SymbolItem {
    /// Width of a module, in points.
    pub fn module(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
        let modules = self.symbol.width as f32;
        self.rect.width / modules
    }

    /// The modules with the quiet zone around them.
    pub fn with_quiet_zone(&self) -> Rect {
        self.rect.inset(Insets::all(-self.module() * QUIET_ZONE_MODULES))
    }
}

/// A place for what differs from sheet to sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// How many items of the page are read aloud before it.
    pub after: usize,
    /// Name of the block it came from.
    pub block: String,
    /// Where the block stands.
    pub span: Span,
    /// Where it stands on the page.
    pub frame: Frame,
    /// Its box.
    pub rect: Rect,
    /// What is filled in.
    pub fills: Fills,
    /// Smallest and largest size, in points.
    pub size: SizeRange,
    /// Its ink.
    pub color: Color,
    /// The ground under it.
    pub ground: Color,
    /// From side to side.
    pub align: Align,
}

/// What is filled into a slot.
#[derive(Clone, Debug, PartialEq)]
pub enum Fills {
    /// A line: of these wordings, the fullest first, the first that fits.
    Line(Vec<Vec<Part>>),
    /// An audit symbol, whose quiet zone is part of the slot.
    Symbol,
}

impl Page {
    /// Where a box of the page stands in the finished file.
    pub fn in_file(&self, rect: Rect) -> Rect {
        self.correction.rect(rect)
    }
}

impl Page {
    /// A sheet with nothing on it, which is cut nowhere.
    pub fn of(size: Size) -> Self {
        Self {
            size,
            trim: Rect::of(size),
            bleed: Rect::of(size),
            safe: Vec::new(),
            items: Vec::new(),
            slots: Vec::new(),
            correction: Correction::default(),
        }
    }
}

impl Slot {
    /// The modules of an audit symbol in this slot, without the quiet zone.
    pub fn modules(&self) -> Rect {
        let module = self.rect.width / AUDIT_MODULES;
        self.rect.inset(Insets::all(module * QUIET_ZONE_MODULES))
    }

    /// A line in black in the waste of a sheet, read aloud after everything else.
    pub fn in_waste(block: &str, span: &Span, rect: Rect, parts: Vec<Part>) -> Self {
        Self {
            after: usize::MAX,
            block: block.to_owned(),
            span: span.clone(),
            frame: Frame::default(),
            rect,
            fills: Fills::Line(vec![parts]),
            size: SizeRange {
                least: 5.0,
                most: 7.5,
            },
            color: Color::BLACK,
            ground: Color::WHITE,
            align: Align::Center,
        }
    }

    /// Place and serial, as they are told in the waste of a sheet.
    pub fn imprint() -> Vec<Part> {
        vec![
            Part::Placeholder(Placeholder::Site),
            Part::Words(" · ".to_owned()),
            Part::Placeholder(Placeholder::Serial),
        ]
    }
}

impl Frame {
    /// The place on the page.
    pub fn point(self, at: Point) -> Point {
        let (x, y) = match self.turn {
            Turn::None => (at.x, at.y),
            Turn::Up(length) => (at.y, length - at.x),
            Turn::Down(_) => (-at.y, at.x),
            Turn::Over(size) => (size.width - at.x, size.height - at.y),
        };
        Point {
            x: self.origin.x + x,
            y: self.origin.y + y,
        }
    }

    /// The box on the page.
    pub fn rect(self, rect: Rect) -> Rect {
        let a = self.point(Point { x: rect.x, y: rect.y });
        let b = self.point(Point {
            x: rect.right(),
            y: rect.bottom(),
        });
        Rect::new(a.x.min(b.x), a.y.min(b.y), (a.x - b.x).abs(), (a.y - b.y).abs())
    }

    /// The same system stood on its head about the middle of a box on the page.
    pub fn over(self, about: Rect) -> Self {
        let centre = about.centre();
        let (x, y) = (2.0 * centre.x - self.origin.x, 2.0 * centre.y - self.origin.y);
        let (origin, turn) = match self.turn {
            Turn::None => (Point::default(), Turn::Over(Size { width: x, height: y })),
            Turn::Over(size) => {
                let origin = Point {
                    x: x - size.width,
                    y: y - size.height,
                };
                (origin, Turn::None)
            }
            Turn::Up(length) => (Point { x, y: y - length }, Turn::Down(length)),
            Turn::Down(length) => (Point { x, y: y - length }, Turn::Up(length)),
        };
        Self { origin, turn }
    }

    /// The same system elsewhere.
    pub fn shifted(self, by: Point) -> Self {
        Self {
            origin: Point {
                x: self.origin.x + by.x,
                y: self.origin.y + by.y,
            },
            ..self
        }
    }
}

impl ItemKind {
    /// Whether it tells a reader something: no background, rule, mark or line to cut.
    pub fn is_read(&self) -> bool {
        matches!(
            self,
            Self::Text(_) | Self::Symbol(_) | Self::Artwork(_) | Self::Field(_)
        )
    }
}

/// The ink of lines set at a size, one box each; lines of spaces have none.
pub fn inks(book: &FontBook, lines: &[(Point, Line)], size: f32) -> Vec<Rect> {
    let scale = size / 1000.0;
    let inks = lines.iter().filter_map(|(at, line)| {
        let runs = line.runs.iter().filter_map(|run| run.ink(book));
        let ink = runs.reduce(Rect::union)?;
        Some(ink.scaled(scale).shifted(*at))
    });
    inks.collect()
}

impl TextItem {
    /// The box around the ink of each line, in the item's frame.
    pub fn ink(&self, book: &FontBook) -> Vec<Rect> {
        inks(book, &self.lines, self.size)
    }

    /// The text of each line, in reading order.
    pub fn text(&self) -> Vec<String> {
        self.lines
            .iter()
            .map(|(_, line)| line.in_order().into_iter().map(Run::text).collect())
            .collect()
    }
}

impl Item {
    /// The field that is filled in here on a screen: what is turned is filled in by hand alone.
    pub fn on_screen(&self) -> Option<&FieldItem> {
        match &self.kind {
            ItemKind::Field(field) if self.frame.turn == Turn::None => Some(field),
            _ => None,
        }
    }

    /// The box on the page: of the ink for text, of the modules for a symbol, of the whole picture for a logo.
    pub fn rect(&self, book: &FontBook) -> Option<Rect> {
        let local = match &self.kind {
            ItemKind::Text(text) => text.ink(book).into_iter().reduce(Rect::union)?,
            ItemKind::Symbol(symbol) => symbol.rect,
            ItemKind::Artwork(artwork) => artwork.rect,
            ItemKind::Field(field) => field.rect,
            ItemKind::Fill { rect, .. } | ItemKind::Icon { rect, .. } => *rect,
            ItemKind::Edge { outline, .. } => outline.rect,
            ItemKind::Mark { line } => {
                let points = line.iter().map(|at| Rect::new(at.x, at.y, 0.0, 0.0));
                points.reduce(Rect::union)?
            }
            ItemKind::Fold { from, to, .. } | ItemKind::Cut { from, to, .. } => {
                Rect::new(from.x, from.y, to.x - from.x, to.y - from.y)
            }
        };
        Some(self.frame.rect(local))
    }
}

impl fmt::Display for Page {
    /// The page as text, for people and for tests: one line an item.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "page {:.0} x {:.0} pt", self.size.width, self.size.height)?;
        for item in &self.items {
            write!(f, "{:<18} {:<8}", item.block, item.locale.tag())?;
            match &item.kind {
                ItemKind::Text(text) => {
                    write!(f, "text {:.1} pt", text.size)?;
                    for ((at, line), words) in text.lines.iter().zip(text.text()) {
                        let at = item.frame.point(*at);
                        let width = line.width * text.size / 1000.0;
                        write!(f, "\n    {:.0},{:.0} w{width:.0} {words}", at.x, at.y)?;
                    }
                    writeln!(f)?;
                }
                ItemKind::Symbol(symbol) => {
                    let rect = item.frame.rect(symbol.rect);
                    writeln!(
                        f,
                        "symbol {} at {:.0},{:.0} w{:.0}",
                        symbol.symbol.payload, rect.x, rect.y, rect.width
                    )?;
                }
                ItemKind::Artwork(artwork) => {
                    let rect = item.frame.rect(artwork.rect);
                    writeln!(
                        f,
                        "logo {:.0},{:.0} {:.1}x{:.1} {}",
                        rect.x, rect.y, rect.width, rect.height, artwork.picture
                    )?;
                }
                ItemKind::Field(field) => {
                    let rect = item.frame.rect(field.rect);
                    writeln!(
                        f,
                        "field {} {:.0},{:.0} {:.0}x{:.0} {}",
                        field.input.word(),
                        rect.x,
                        rect.y,
                        rect.width,
                        rect.height,
                        field.label
                    )?;
                }
                ItemKind::Fill { rect, color } => {
                    let rect = item.frame.rect(*rect);
                    writeln!(
                        f,
                        "fill {color} {:.0},{:.0} {:.0}x{:.0}",
                        rect.x, rect.y, rect.width, rect.height
                    )?;
                }
                ItemKind::Icon { rect, .. } => {
                    let rect = item.frame.rect(*rect);
                    writeln!(f, "icon {:.0},{:.0} w{:.0}", rect.x, rect.y, rect.width)?;
                }
                ItemKind::Edge { outline, corner, .. } => {
                    let rect = item.frame.rect(outline.rect);
                    writeln!(
                        f,
                        "edge {:?} {:.1},{:.1} {:.1}x{:.1} r{corner:.1}",
                        outline.shape, rect.x, rect.y, rect.width, rect.height
                    )?;
                }
                ItemKind::Fold { from, to, .. } => {
                    writeln!(f, "fold {:.0},{:.0} to {:.0},{:.0}", from.x, from.y, to.x, to.y)?;
                }
                ItemKind::Mark { line } => {
                    write!(f, "mark")?;
                    for at in line {
                        let at = item.frame.point(*at);
                        write!(f, " {:.0},{:.0}", at.x, at.y)?;
                    }
                    writeln!(f)?;
                }
                ItemKind::Cut { from, to, .. } => {
                    writeln!(f, "cut {:.0},{:.0} to {:.0},{:.0}", from.x, from.y, to.x, to.y)?;
                }
            }
        }
        for slot in &self.slots {
            let rect = slot.frame.rect(slot.rect);
            writeln!(
                f,
                "{:<18} slot {:.0},{:.0} w{:.0}",
                slot.block, rect.x, rect.y, rect.width
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Frame, Turn};
    use crate::geom::{Point, Rect};

    #[test]
    fn what_stands_on_its_head_twice_stands_upright() {
        let about = Rect::new(10.0, 20.0, 100.0, 60.0);
        let at = Point { x: 7.0, y: 3.0 };
        for turn in [Turn::None, Turn::Up(40.0)] {
            let frame = Frame {
                origin: Point { x: 30.0, y: 25.0 },
                turn,
            };
            let (before, after) = (frame.point(at), frame.over(about).point(at));
            assert!((before.x + after.x - 120.0).abs() < 0.001 && (before.y + after.y - 100.0).abs() < 0.001);
            let again = frame.over(about).over(about);
            assert_eq!(again.point(at), before, "{turn:?}");
            assert_eq!(again.turn, turn);
        }
    }
}
