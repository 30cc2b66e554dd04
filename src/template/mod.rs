//! The layout of a piece: named areas on a grid, and the blocks that fill them.
//!
//! A template is data. It says nothing in any language and holds no digits; its words come from
//! catalogs and its numbers from the hotline record.

mod collapse;
mod grid;
mod read;
mod weight;

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Message, Placeholder};
use crate::color::Color;
use crate::geom::{Insets, Length, Shape, Size};
use crate::hotline::Channel;
use crate::source::{Span, Spanned};
use crate::stock::Folds;

pub use grid::{Area, Grid, Track, Which};
pub use read::read;

/// The layout of a piece.
#[derive(Clone, Debug)]
pub struct Template {
    /// Stable id: the file's name without its ending.
    pub id: String,
    /// What a volunteer calls it.
    pub title: String,
    /// What it is for, in a sentence.
    pub purpose: String,
    /// Whether the reader may take it along.
    pub mode: Mode,
    /// Who reads it.
    pub audience: Audience,
    /// Whether it is handed out, or kept by whoever works with it: printed once and not for each place.
    pub handout: bool,
    /// Ids of the stocks it is made for, the usual one first. It goes on any other of a fitting size.
    pub stocks: Vec<Spanned<String>>,
    /// The most languages on one piece, whatever its stock.
    pub most_languages: usize,
    /// Whether it is a panel: a line in each of many languages, and one number for all. It is set in every language
    /// there is, unless somebody names some.
    pub panel: bool,
    /// Whether the number stands once without words, and serves all its languages: a piece that is seen at one glance.
    pub number_once: bool,
    /// Its own size, where several are cut out of a plain sheet; else it fills the sheet.
    pub piece: Option<Size>,
    /// The sizes in which it can be set.
    pub bounds: Bounds,
    /// Where it is folded, on stocks that do not say so themselves in proportion.
    pub folds: Option<Folds>,
    /// From how far its number is read.
    pub distance: Length,
    /// Clear space along the edge of the piece that no ink but backgrounds may enter, in points.
    pub safe: f32,
    /// Colours by role.
    pub colors: BTreeMap<String, Color>,
    /// Colours that replace them to save ink.
    pub ink_saver: BTreeMap<String, Color>,
    /// Front, and back where there is one.
    pub sides: Vec<Side>,
    /// The blocks, by name.
    pub blocks: BTreeMap<String, Block>,
    /// Where it stands.
    pub span: Span,
}

/// The smallest and the largest piece that something is for, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// None of its sides may be smaller.
    pub least: Size,
    /// None of its sides may be larger.
    pub most: Size,
}

/// Whether the reader may take a piece along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It stays where it hangs.
    LeaveInPlace,
    /// It is taken, and shows what it is.
    TakeAlong,
    /// It is taken, and must give nothing away: no symbol, no name of the line.
    Discreet,
}

/// Who reads a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Somebody whom another person controls.
    Person,
    /// Anybody who wants to know or to help.
    Public,
    /// Somebody who may meet such a person at work.
    Professional,
    /// Somebody who posts.
    Volunteer,
}

impl Audience {
    /// All, with the word for each.
    pub const ALL: [(&'static str, Self); 4] = [
        ("person", Self::Person),
        ("public", Self::Public),
        ("professional", Self::Professional),
        ("volunteer", Self::Volunteer),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == self)
            .map_or("", |(word, _)| word)
    }
}

/// One side of a piece.
#[derive(Clone, Debug)]
pub struct Side {
    /// `front` or `back`.
    pub name: String,
    /// The first that matches size, shape and number of languages, and in which everything fits, is used.
    pub layouts: Vec<Layout>,
}

/// Space inside the edges of a grid or block: so many points, and shares of the width of the piece.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Padding {
    /// In points.
    pub points: Insets,
    /// In shares of the width of the piece, 0.1 for a tenth.
    pub shares: Insets,
}

/// The outermost grid of a side.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The sizes of pieces it is for.
    pub bounds: Bounds,
    /// The shape of pieces it is for.
    pub shape: Shape,
    /// Numbers of languages it is for; empty means all.
    pub languages: Vec<u32>,
    /// Space around the grid.
    pub padding: Padding,
    /// Rows, columns and areas.
    pub grid: Grid,
    /// Where it stands.
    pub span: Span,
}

/// A named block.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its name, as areas call it.
    pub name: String,
    /// What fills it.
    pub kind: BlockKind,
    /// Space inside its edges.
    pub padding: Padding,
    /// Background, as a role of the palette.
    pub fill: Option<String>,
    /// Whether the background runs on to the left and right edge of the piece.
    pub bleed: bool,
    /// Where its content stands from side to side.
    pub align: Align,
    /// Where its content stands from top to bottom.
    pub valign: Align,
    /// Whether it stands on its head, as the far face of a tent does before it is folded.
    pub over: bool,
    /// Where it stands in the file.
    pub span: Span,
}

/// What fills a block.
#[derive(Clone, Debug)]
pub enum BlockKind {
    /// Other blocks on a grid of their own.
    Group(Grid),
    /// Text.
    Text(TextBlock),
    /// A QR symbol.
    Code(CodeBlock),
    /// A line from edge to edge.
    Rule(RuleBlock),
    /// A drawn mark.
    Icon(IconBlock),
    /// The same block many times side by side, turned to be torn off.
    Tabs(TabsBlock),
    /// The campaign's logo; nothing where it has none.
    Image(ImageBlock),
    /// Local services in columns; nothing where none are listed.
    Services(ServicesBlock),
    /// Room to write in, with a label.
    Field(FieldBlock),
}

/// Start is where the language starts: the left in English, the right in Arabic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Where reading starts, or the top.
    Start,
    /// The middle.
    Center,
    /// Where reading ends, or the bottom.
    End,
}

/// Text and how it is set.
#[derive(Clone, Debug)]
pub struct TextBlock {
    /// A message of the catalogs, or placeholders written in the template.
    pub words: Words,
    /// Smallest and largest size, in points.
    pub size: SizeRange,
    /// Heavy strokes.
    pub bold: bool,
    /// Ink, as a role of the palette.
    pub color: String,
    /// What it is to a screen reader.
    pub role: Role,
    /// Whether it is one line as wide as its area.
    pub one_line: bool,
    /// A mark before the first line.
    pub icon: Option<String>,
    /// When it stands there.
    pub shown: Shown,
    /// Between several messages, in points.
    pub gap: f32,
    /// What it says that posting rules ask for, beside what its message does.
    pub elements: Vec<Spanned<String>>,
}

/// When a text stands on a piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Always.
    #[default]
    Always,
    /// Where the rule asks for what it says, unless the rule's own words do.
    Asked,
    /// Unless the rule's own words stand there.
    OwnWords,
    /// Where it is known what fills a placeholder.
    With(Placeholder),
    /// Where it is not.
    Without(Placeholder),
    /// Where local services are listed.
    WithServices,
    /// Where no local service is listed.
    WithoutServices,
}

/// Where words come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Words {
    /// A key of the catalogs.
    Message(Spanned<String>),
    /// Keys of the catalogs, a text each, one below the other.
    Messages(Vec<Spanned<String>>),
    /// Placeholders and signs, the same in every language.
    Same(Message),
    /// The words that a posting rule gives, where somebody pasted them in.
    Given,
}

/// Smallest and largest type size, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizeRange {
    /// The floor.
    pub least: f32,
    /// The wish.
    pub most: f32,
}

/// What a text is to a screen reader (ISO 32000-1, 14.8.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A heading of the first level.
    Heading,
    /// A heading of the second level.
    Subheading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
}

/// A QR symbol.
#[derive(Clone, Debug)]
pub struct CodeBlock {
    /// What scanning it does.
    pub channel: Channel,
    /// From how far it is scanned.
    pub distance: Length,
    /// Smallest side of the symbol, without its quiet zone.
    pub least: Length,
    /// Largest side.
    pub most: Length,
}

/// A line from edge to edge.
#[derive(Clone, Debug)]
pub struct RuleBlock {
    /// Thickness in points.
    pub thickness: f32,
    /// Ink, as a role of the palette.
    pub color: String,
}

/// A drawn mark.
#[derive(Clone, Debug)]
pub struct IconBlock {
    /// Its name in `icons.toml`.
    pub icon: Spanned<String>,
    /// Its side, in points.
    pub side: f32,
    /// Ink, as a role of the palette.
    pub color: String,
}

/// The same block many times side by side.
#[derive(Clone, Debug)]
pub struct TabsBlock {
    /// How many.
    pub count: u32,
    /// The block on each tab, read from its foot to the sheet's body.
    pub block: Spanned<String>,
    /// Ink of the lines to cut, as a role of the palette.
    pub color: String,
}

/// Local services in columns.
#[derive(Clone, Debug)]
pub struct ServicesBlock {
    /// How many columns.
    pub columns: u32,
    /// Between columns, in points.
    pub gap: f32,
    /// How much is told of each.
    pub entry: Entry,
    /// The size of usual type, in points: the least, and that of a short list. Names and numbers are larger, labels smaller.
    pub size: SizeRange,
    /// Ink of what need not be read at once, as a role of the palette.
    pub quiet: String,
    /// Ink of headings, as a role of the palette.
    pub accent: String,
}

/// How much is told of a local service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// All that is known and may be told.
    Full,
    /// Name and telephone.
    Short,
}

/// The largest box of the campaign's logo.
#[derive(Clone, Copy, Debug)]
pub struct ImageBlock {
    /// In points; the logo keeps its proportions.
    pub most: Size,
}

/// Room to write in, by hand or on a screen.
#[derive(Clone, Debug)]
pub struct FieldBlock {
    /// What is to be written: a message, whose ink is that of the lines as well.
    pub label: TextBlock,
    /// How it is filled in.
    pub input: Input,
    /// Of the room, or the side of the box to tick, in points.
    pub height: f32,
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// By one line.
    Text,
    /// By several lines.
    Lines,
    /// By a tick.
    Check,
}

impl Template {
    /// The keys of all messages that it may print, a symbol's words for screen readers too.
    pub fn messages(&self) -> BTreeSet<&str> {
        self.blocks.values().flat_map(Block::messages).collect()
    }

    /// The block of local services, if it has one.
    pub fn services(&self) -> Option<(&Block, &ServicesBlock)> {
        self.blocks.values().find_map(|block| match &block.kind {
            BlockKind::Services(services) => Some((block, services)),
            _ => None,
        })
    }

    /// The layouts of a side for a piece and a number of languages, the most wanted first.
    pub fn layouts<'a>(
        &self,
        side: &'a Side,
        piece: Size,
        shape: Shape,
        languages: usize,
    ) -> impl Iterator<Item = &'a Layout> {
        let fits = move |layout: &&Layout| {
            layout.bounds.hold(piece)
                && layout.shape == shape
                && (layout.languages.is_empty()
                    || layout
                        .languages
                        .iter()
                        .any(|count| usize::try_from(*count) == Ok(languages)))
        };
        side.layouts.iter().filter(fits)
    }

    /// The most languages that a piece has a layout for.
    pub fn most_languages_on(&self, piece: Size, shape: Shape) -> usize {
        let laid_out = |count: &usize| {
            let mut sides = self.sides.iter();
            sides.all(|side| self.layouts(side, piece, shape, *count).next().is_some())
        };
        (1..=self.most_languages)
            .rev()
            .find(laid_out)
            .unwrap_or(self.most_languages)
    }

    /// Whether every side has a layout for round pieces.
    pub fn goes_on_round(&self) -> bool {
        let round = |layout: &Layout| layout.shape == Shape::Round;
        self.sides.iter().all(|side| side.layouts.iter().any(round))
    }

    /// Whether it has tabs to tear off.
    pub fn has_tabs(&self) -> bool {
        let tabs = |block: &Block| matches!(block.kind, BlockKind::Tabs(_));
        self.blocks.values().any(tabs)
    }
}

impl Block {
    /// The keys of its messages.
    pub fn messages(&self) -> Vec<&str> {
        match &self.kind {
            BlockKind::Text(text) => text.messages(),
            BlockKind::Field(field) => field.label.messages(),
            BlockKind::Code(_) => vec!["symbol-alt"],
            _ => Vec::new(),
        }
    }
}

impl TextBlock {
    /// The keys of its messages.
    pub fn messages(&self) -> Vec<&str> {
        match &self.words {
            Words::Message(key) => vec![key.value.as_str()],
            Words::Messages(keys) => keys.iter().map(|key| key.value.as_str()).collect(),
            Words::Same(_) | Words::Given => Vec::new(),
        }
    }
}

impl Input {
    /// The word for it, as templates have it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Lines => "lines",
            Self::Check => "check",
        }
    }
}

impl SizeRange {
    /// So many times larger.
    pub fn scaled(self, by: f32) -> Self {
        Self {
            least: self.least * by,
            most: self.most * by,
        }
    }
}

impl Padding {
    /// The space on a piece of a width, both in points.
    pub fn on(self, width: f32) -> Insets {
        let (points, shares) = (self.points, self.shares);
        Insets {
            top: points.top + shares.top * width,
            right: points.right + shares.right * width,
            bottom: points.bottom + shares.bottom * width,
            left: points.left + shares.left * width,
        }
    }
}

impl Bounds {
    /// Any size.
    pub const ANY: Self = Self {
        least: Size {
            width: 0.0,
            height: 0.0,
        },
        most: Size {
            width: f32::INFINITY,
            height: f32::INFINITY,
        },
    };

    /// How far a side may miss, in points: half a millimetre, in which stocks of several makers differ.
    const SLACK: f32 = 1.5;

    /// This size alone.
    pub const fn just(size: Size) -> Self {
        Self {
            least: size,
            most: size,
        }
    }

    /// Whether a piece is neither too small nor too large.
    pub fn hold(&self, piece: Size) -> bool {
        piece.width >= self.least.width - Self::SLACK
            && piece.height >= self.least.height - Self::SLACK
            && piece.width <= self.most.width + Self::SLACK
            && piece.height <= self.most.height + Self::SLACK
    }
}
