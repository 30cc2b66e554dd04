//! A sheet for those who print: lines at exact places, and small words where there is room beside them.
//!
//! Outlines and the calibration sheet are made so. They have no template, and no word on them hangs; but they are written and
//! proofed as any page.

use std::sync::Arc;

use crate::code;
use crate::color::Color;
use crate::diag::{Diagnostic, Diagnostics};
use crate::fit::UNPRINTABLE;
use crate::geom::{Insets, Length, Outline, Point, Rect, Shape, Size};
use crate::icon::Icon;
use crate::library::Library;
use crate::locale::Locale;
use crate::page::{Frame, Item, ItemKind, Page, TextItem};
use crate::pdf::Extra;
use crate::phrase::say;
use crate::plate::{self, Composition, Plate};
use crate::poster::{Order, Poster};
use crate::setup::Setup;
use crate::sheet;
use crate::source::Span;
use crate::stock::Stock;
use crate::template::Role;
use crate::text::{Piece, RichText, Shaper};

/// Thickness of ticks and rulers, in points.
const HAIRLINE: f32 = 0.4;

/// Between paragraphs, and between a number and the words beside it, in multiples of the type size.
const APART: f32 = 0.45;

/// How long a line to write on is, in multiples of the type size.
const BLANK: f32 = 6.0;

/// The widest that words run, in multiples of the type size.
const WIDEST: f32 = 40.0;

/// Room for the number of a field, in multiples of the type size.
const NUMBER: f32 = 1.9;

/// A page being drawn.
pub struct Sketch<'a, 'b> {
    shaper: &'a mut Shaper<'b>,
    span: Span,
    size: Size,
    items: Vec<Item>,
}

/// How some words are set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// In points.
    pub size: f32,
    /// Heavy strokes.
    pub bold: bool,
    /// Their ink.
    pub color: Color,
    /// What they stand on.
    pub ground: Color,
    /// What they are to a screen reader.
    pub role: Role,
}

/// Which end of each line stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The left end.
    Left,
    /// The middle.
    Middle,
    /// The right end.
    Right,
}

/// Words that find their own place.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// What they say.
    pub words: String,
    /// How.
    pub voice: Voice,
}

/// How a paragraph speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// As the title of the page.
    Title,
    /// Plainly.
    Plain,
    /// Plainly, with a line behind it to write on.
    Blank,
    /// Quietly: where something comes from.
    Quiet,
}

/// Room for words, and the number that stands in its corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Where.
    pub rect: Rect,
    /// Its number, where it has one.
    pub number: Option<String>,
}

/// The part of a sheet that every printer reaches.
pub fn printable(sheet: Size) -> Rect {
    Rect::of(sheet).inset(Insets::all(UNPRINTABLE))
}

/// Millimetres in points.
pub fn mm(millimetres: f32) -> f32 {
    Length::mm(millimetres).to_pt()
}

/// Writes and proofs the sides of a sheet. `None` after an error.
pub fn proofed(
    diags: &mut Diagnostics,
    library: &Library,
    stock: &Stock,
    (kind, title): (&str, String),
    setup: &Setup,
    sides: Vec<Page>,
) -> Option<Plate> {
    // No number stands on it; the proof wants a record to hold it against.
    let Some(hotline) = library.hotlines.keys().next().cloned() else {
        let message = say("there is no hotline record to hold a page against");
        diags.push(Diagnostic::new(code::UNKNOWN_HOTLINE, message).at(&stock.span));
        return None;
    };
    let order = Order {
        hotline,
        template: kind.to_owned(),
        languages: vec![Locale::english()],
        stock: stock.id.clone(),
        setup: setup.clone(),
        rule: None,
    };
    let span = stock.span.clone();
    let poster = Poster::of_sheets(order, title, stock.size, UNPRINTABLE, Vec::new(), span);
    let pages = sides.into_iter().enumerate();
    let pages = pages.map(|(side, page)| sheet::for_printer(setup, side, page));
    let pages = pages.collect();
    plate::make(diags, library, Composition { poster, pages }, &Extra::new())
}

impl<'a, 'b> Sketch<'a, 'b> {
    /// An empty sheet.
    pub fn new(shaper: &'a mut Shaper<'b>, stock: &Stock) -> Self {
        Self {
            shaper,
            span: stock.span.clone(),
            size: stock.size,
            items: Vec::new(),
        }
    }

    /// The page.
    pub fn into_page(self) -> Page {
        let safe = Outline {
            rect: printable(self.size),
            shape: Shape::Rect,
        };
        Page {
            safe: vec![safe],
            items: self.items,
            ..Page::of(self.size)
        }
    }

    /// The edge of a piece.
    pub fn edge(&mut self, outline: Outline, corner: f32) {
        let color = Color::BLACK;
        self.draw(
            Frame::default(),
            ItemKind::Edge {
                outline,
                corner,
                color,
            },
        );
    }

    /// A fold.
    pub fn fold(&mut self, from: Point, to: Point) {
        let color = Color::BLACK;
        self.draw(Frame::default(), ItemKind::Fold { from, to, color });
    }

    /// A level or upright line about a middle: from its first end so far along.
    pub fn line(&mut self, frame: Frame, from: Point, along: Point, color: Color) {
        let half = HAIRLINE / 2.0;
        let rect = Rect::new(from.x, from.y, along.x, along.y).inset(Insets {
            top: if along.y > 0.0 { 0.0 } else { -half },
            right: if along.x > 0.0 { 0.0 } else { -half },
            bottom: if along.y > 0.0 { 0.0 } else { -half },
            left: if along.x > 0.0 { 0.0 } else { -half },
        });
        self.draw(frame, ItemKind::Fill { rect, color });
    }

    /// A box of one colour.
    pub fn fill(&mut self, rect: Rect, color: Color) {
        self.draw(Frame::default(), ItemKind::Fill { rect, color });
    }

    /// A filled outline, stretched over a box.
    pub fn icon(&mut self, rect: Rect, icon: Icon, color: Color) {
        self.draw(Frame::default(), ItemKind::Icon { rect, icon, color });
    }

    /// A cross about a point, with arms so long.
    pub fn cross(&mut self, at: Point, arm: f32) {
        let (left, above) = (Point { x: at.x - arm, ..at }, Point { y: at.y - arm, ..at });
        self.line(
            Frame::default(),
            left,
            Point { x: 2.0 * arm, y: 0.0 },
            Color::BLACK,
        );
        self.line(
            Frame::default(),
            above,
            Point { x: 0.0, y: 2.0 * arm },
            Color::BLACK,
        );
    }

    /// Ticks at equal distances from a point of a line, up or down from it: `high` for how far at each.
    pub fn ticks(&mut self, frame: Frame, from: Point, step: f32, high: impl IntoIterator<Item = f32>) {
        for (at, high) in high.into_iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a few hundred ticks")]
            let x = from.x + at as f32 * step;
            let top = Point {
                x,
                y: from.y + high.min(0.0),
            };
            self.line(
                frame,
                top,
                Point {
                    x: 0.0,
                    y: high.abs(),
                },
                Color::BLACK,
            );
        }
    }

    fn draw(&mut self, frame: Frame, kind: ItemKind) {
        self.items.push(Item {
            block: "sketch".to_owned(),
            span: self.span.clone(),
            locale: Locale::english(),
            frame,
            kind,
        });
    }

    /// Words from the upper left of a place, in lines as wide as it; what stands in backticks is never broken. Tells how high they are and how wide the last line is.
    pub fn words(&mut self, frame: Frame, at: Rect, words: &str, style: Style) -> (f32, f32) {
        let Some((item, high, last)) = self.set(frame, at, words, style) else {
            return (0.0, 0.0);
        };
        self.items.push(item);
        (high, last)
    }

    /// Words on one line about a middle.
    pub fn centred(&mut self, frame: Frame, middle: Point, words: &str, style: Style) {
        let Some((_, high, wide)) = self.set(frame, Rect::new(0.0, 0.0, f32::MAX, 0.0), words, style) else {
            return;
        };
        let at = Rect::new(middle.x - wide / 2.0, middle.y - high / 2.0, wide + 1.0, high);
        self.words(frame, at, words, style);
    }

    /// Words in lines at most so wide; an end or the middle of each stands at a place, and all of them about its height.
    pub fn anchored(&mut self, (at, anchor): (Point, Anchor), width: f32, words: &str, style: Style) {
        let room = Rect::new(at.x, at.y, width, 0.0);
        let Some((mut item, high, _)) = self.set(Frame::default(), room, words, style) else {
            return;
        };
        if let ItemKind::Text(text) = &mut item.kind {
            for (start, line) in &mut text.lines {
                let wide = line.width * style.size / 1000.0;
                start.x -= match anchor {
                    Anchor::Left => 0.0,
                    Anchor::Middle => wide / 2.0,
                    Anchor::Right => wide,
                };
                start.y -= high / 2.0;
            }
        }
        self.items.push(item);
    }

    fn set(&mut self, frame: Frame, at: Rect, words: &str, style: Style) -> Option<(Item, f32, f32)> {
        let locale = Locale::english();
        let mut shaped = self.shaper.shape(&RichText {
            pieces: pieces(words),
            line_height: locale.line_height(),
            locale,
            bold: style.bold,
            ligatures: true,
        })?;
        let scale = style.size / 1000.0;
        let (natural, least) = shaped.widths();
        let lines = shaped.lines((at.width / scale).max(least).min(natural + 1.0));
        #[expect(clippy::cast_precision_loss, reason = "few lines")]
        let high = lines.len() as f32 * shaped.line_height() * scale;
        let last = lines.last().map_or(0.0, |line| line.width * scale);
        let place = |line: crate::text::Line| {
            let start = Point {
                x: at.x,
                y: at.y + line.baseline * scale,
            };
            (start, line)
        };
        let item = Item {
            block: "words".to_owned(),
            span: self.span.clone(),
            locale: Locale::english(),
            frame,
            kind: ItemKind::Text(TextItem {
                reader: Locale::english(),
                lines: lines.into_iter().map(place).collect(),
                size: style.size,
                floor: style.size,
                color: style.color,
                ground: style.ground,
                role: style.role,
                numbers: Vec::new(),
                words: self.span.clone(),
                says: Arc::default(),
            }),
        };
        Some((item, high, last))
    }

    /// Sets paragraphs into fields, one after the other, in the first of some sizes in which there is room for all; where
    /// there is none, sentence by sentence. How many there is no room for in the last size.
    pub fn flow(&mut self, fields: &[Field], paragraphs: &[Paragraph], sizes: &[f32]) -> usize {
        let before = self.items.len();
        let mut lost = 0;
        for paragraphs in [paragraphs, &sentences(paragraphs)] {
            for size in sizes {
                self.items.truncate(before);
                lost = self.flow_at(fields, paragraphs, *size);
                if lost == 0 {
                    return 0;
                }
            }
        }
        lost
    }

    fn flow_at(&mut self, fields: &[Field], paragraphs: &[Paragraph], size: f32) -> usize {
        let mut left = paragraphs.iter().peekable();
        for field in fields {
            let mut room = field.rect;
            if let Some(number) = &field.number {
                let style = Style {
                    bold: true,
                    ..Style::plain(size)
                };
                self.words(Frame::default(), room, number, style);
                room = room.inset(Insets {
                    left: size * NUMBER,
                    ..Insets::default()
                });
            }
            room.width = room.width.min(size * WIDEST);
            while let Some(paragraph) = left.next_if(|paragraph| self.fits(room, paragraph, size)) {
                let high = self.paragraph(room, paragraph, size);
                room = room.inset(Insets {
                    top: high + size * APART,
                    ..Insets::default()
                });
            }
        }
        left.count()
    }

    fn fits(&mut self, room: Rect, paragraph: &Paragraph, size: f32) -> bool {
        let voice = paragraph.voice;
        let at = voice.room_for_words(room, size);
        let set = self.set(Frame::default(), at, &paragraph.words, voice.style(size));
        let Some((item, high, _)) = set else {
            return false;
        };
        let ink = item.rect(self.shaper.book());
        high <= room.height && ink.is_none_or(|ink| ink.right() <= at.right() + 0.5)
    }

    /// How high it is.
    fn paragraph(&mut self, room: Rect, paragraph: &Paragraph, size: f32) -> f32 {
        let voice = paragraph.voice;
        let at = voice.room_for_words(room, size);
        let (high, last) = self.words(Frame::default(), at, &paragraph.words, voice.style(size));
        if voice == Voice::Blank {
            let from = Point {
                x: room.x + last + size * APART,
                y: room.y + high - size * 0.3,
            };
            let along = Point {
                x: size * BLANK,
                y: 0.0,
            };
            self.line(Frame::default(), from, along, Color::BLACK);
        }
        high
    }

    /// Brings words that were drawn last to where they are read among the others: before the first that stands below them.
    pub fn read_last_in_order(&mut self) {
        let Some(item) = self.items.pop() else {
            return;
        };
        let book = self.shaper.book();
        let top = |item: &Item| item.rect(book).map(|rect| rect.y);
        let own = top(&item);
        let is_below = |other: &Item| matches!(other.kind, ItemKind::Text(_)) && top(other) > own;
        let at = self.items.iter().position(is_below).unwrap_or(self.items.len());
        self.items.insert(at, item);
    }
}

impl Style {
    /// Words of a size as most are.
    pub fn plain(size: f32) -> Self {
        Self {
            size,
            bold: false,
            color: Color::BLACK,
            ground: Color::WHITE,
            role: Role::Paragraph,
        }
    }

    /// Words of a size that nobody need read.
    pub fn quiet(size: f32) -> Self {
        Self {
            color: Color::grey(0x55),
            ..Self::plain(size)
        }
    }
}

impl Voice {
    /// What a line to write on leaves of some room.
    fn room_for_words(self, room: Rect, size: f32) -> Rect {
        let blank = if self == Self::Blank { BLANK + APART } else { 0.0 };
        Rect {
            width: room.width - size * blank,
            ..room
        }
    }

    fn style(self, size: f32) -> Style {
        match self {
            Self::Title => Style {
                size: size * 1.4,
                bold: true,
                role: Role::Heading,
                ..Style::plain(size)
            },
            Self::Plain | Self::Blank => Style::plain(size),
            Self::Quiet => Style::quiet(size),
        }
    }
}

/// Words, and what stands in backticks among them.
fn pieces(words: &str) -> Vec<Piece> {
    let parts = words.split('`').enumerate();
    let parts = parts.map(|(at, part)| match at % 2 {
        0 => Piece::Words(part.to_owned()),
        _ => Piece::Fixed(part.to_owned()),
    });
    parts.collect()
}

/// Each sentence, and each part of one between semicolons, as a paragraph of its own.
fn sentences(paragraphs: &[Paragraph]) -> Vec<Paragraph> {
    let mut sentences = Vec::new();
    for paragraph in paragraphs {
        // The number of a step is no sentence.
        let (number, rest) = match paragraph.words.split_once(". ") {
            Some((number, rest)) if number.len() == 1 => (&paragraph.words[..3], rest),
            _ => ("", paragraph.words.as_str()),
        };
        let parts = rest
            .split_inclusive(". ")
            .flat_map(|part| part.split_inclusive("; "));
        for (at, part) in parts.enumerate() {
            let number = if at == 0 { number } else { "" };
            sentences.push(Paragraph {
                words: format!("{number}{}", part.trim_end()),
                voice: paragraph.voice,
            });
        }
    }
    sentences
}

/// Paragraphs from words and how they speak.
pub fn paragraphs<const N: usize>(all: [(Voice, String); N]) -> Vec<Paragraph> {
    let paragraph = |(voice, words)| Paragraph { words, voice };
    all.map(paragraph).into()
}

#[cfg(test)]
mod tests {
    use super::{Paragraph, Voice, sentences};

    #[test]
    fn steps_keep_their_number() {
        let words = "2. Measure the ruler. If it is short; print anew.".to_owned();
        let voice = Voice::Plain;
        let found = sentences(&[Paragraph { words, voice }]);
        let words: Vec<&str> = found.iter().map(|found| found.words.as_str()).collect();
        assert_eq!(words, ["2. Measure the ruler.", "If it is short;", "print anew."]);
    }
}
