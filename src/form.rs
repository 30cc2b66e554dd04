//! Blocks of a sheet that people read and fill in by hand: words, lines, boxes, rows and columns.
//!
//! They are settled blocks like those of a template, without one: reviews and the sheets of a pack are made of them.

use std::sync::Arc;

use crate::color::Color;
use crate::geom::Insets;
use crate::locale::Locale;
use crate::poster::{Content, Node, Placed, Text};
use crate::source::Span;
use crate::template::{Align, Role, SizeRange, Track};
use crate::text::{Piece, RichText};

/// The ink of words and lines.
pub const INK: Color = Color::BLACK;

/// The ink of what need not be read.
pub const QUIET: Color = Color::grey(0x44);

/// The side of a box to tick, in points.
pub const SQUARE: f32 = 11.0;

/// How thick the frame of a box is, in points.
const STROKE: f32 = 0.9;

/// Parts rows into pages: first and one after the last row of each. A page takes as many as fit, found by halving, and at least one.
pub fn paged(count: usize, most: usize, mut fits: impl FnMut(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let mut pages = Vec::new();
    let mut first = 0;
    while first < count {
        let last = count.min(first + most);
        let (mut fitting, mut too_many) = (first + 1, last + 1);
        if fits(first, last) {
            fitting = last;
        } else {
            too_many = last;
        }
        while fitting + 1 < too_many {
            let middle = usize::midpoint(fitting, too_many);
            if fits(first, middle) {
                fitting = middle;
            } else {
                too_many = middle;
            }
        }
        pages.push((first, fitting));
        first = fitting;
    }
    pages
}

/// Makes blocks that all stand for one place of a file, in one language.
pub struct Form {
    span: Span,
    locale: Locale,
}

impl Form {
    /// Blocks for this place, whose words are of this language.
    pub fn new(span: Span, locale: Locale) -> Self {
        Self { span, locale }
    }

    /// Words of a size, in points.
    pub fn words(&self, name: &str, words: &str, size: f32, color: Color) -> Node {
        self.text(
            name,
            vec![Piece::Words(words.to_owned())],
            &self.locale,
            size,
            color,
        )
    }

    /// The same in heavy strokes.
    pub fn bold(&self, name: &str, words: &str, size: f32) -> Node {
        let mut node = self.words(name, words, size, INK);
        if let Content::Text(text) = &mut node.content {
            text.rich.bold = true;
        }
        node
    }

    /// The same as a heading.
    pub fn heading(&self, name: &str, words: &str, size: f32) -> Node {
        let mut node = self.bold(name, words, size);
        if let Content::Text(text) = &mut node.content {
            text.role = Role::Heading;
        }
        node
    }

    /// Words and numbers of any language.
    pub fn text(&self, name: &str, pieces: Vec<Piece>, locale: &Locale, size: f32, color: Color) -> Node {
        let text = Text {
            rich: RichText {
                pieces,
                locale: locale.clone(),
                bold: false,
                line_height: locale.line_height(),
                ligatures: true,
            },
            imprint: None,
            size: SizeRange {
                least: size,
                most: size,
            },
            color,
            ground: Color::WHITE,
            role: Role::Paragraph,
            one_line: false,
            icon: None,
            numbers: Vec::new(),
            words: self.span.clone(),
            says: Arc::default(),
        };
        Node {
            content: Content::Text(text),
            ..self.empty(name)
        }
    }

    /// A line from side to side.
    pub fn rule(&self) -> Node {
        self.line(0.5)
    }

    /// A line of a thickness, in points.
    pub fn line(&self, thickness: f32) -> Node {
        Node {
            content: Content::Rule {
                thickness,
                color: INK,
            },
            ..self.empty("rule")
        }
    }

    /// A line to write on, with so much room above it, in points.
    pub fn blank(&self, room: f32) -> Node {
        let mut line = self.rule();
        line.padding.top = room;
        line
    }

    /// An empty box to tick.
    pub fn square(&self) -> Node {
        let inner = Track::Points(SQUARE - 2.0 * STROKE);
        let paper = Node {
            fill: Some(Color::WHITE),
            ..self.empty("box")
        };
        // Paper on ink that shows as its frame.
        let frame = Node {
            fill: Some(INK),
            padding: Insets::all(STROKE),
            ..self.row("frame", inner, vec![inner], vec![paper], 0.0)
        };
        // It stays square however high the row is.
        let rows = vec![Track::Points(SQUARE), Track::Share(1.0)];
        self.group("square", rows, vec![frame], 0.0)
    }

    /// A block inside a frame.
    pub fn framed(&self, mut inside: Node) -> Node {
        inside.fill = Some(Color::WHITE);
        let mut frame = self.group("frame", vec![Track::Auto], vec![inside], 0.0);
        frame.fill = Some(INK);
        frame.padding = Insets::all(STROKE);
        frame
    }

    /// A box to tick with words behind it.
    pub fn choice(&self, words: &str, size: f32) -> Node {
        let words = Node {
            valign: Align::Center,
            ..self.words("choice", words, size, INK)
        };
        let widths = vec![Track::Points(SQUARE), Track::Share(1.0)];
        self.row("tick", Track::Auto, widths, vec![self.square(), words], 5.0)
    }

    /// Blocks side by side, in columns of these widths.
    pub fn row(&self, name: &str, height: Track, columns: Vec<Track>, cells: Vec<Node>, gap: f32) -> Node {
        let children = cells.into_iter().enumerate().map(|(at, node)| Placed {
            columns: (at, at + 1),
            rows: (0, 1),
            node,
        });
        Node {
            content: Content::Group {
                columns,
                rows: vec![height],
                gap: (0.0, gap),
                children: children.collect(),
            },
            ..self.empty(name)
        }
    }

    /// Blocks one below the other, each as high as it needs.
    pub fn stack(&self, name: &str, parts: Vec<Node>, gap: f32) -> Node {
        self.group(name, vec![Track::Auto; parts.len()], parts, gap)
    }

    /// Blocks one below the other, in rows of these heights.
    pub fn group(&self, name: &str, rows: Vec<Track>, parts: Vec<Node>, gap: f32) -> Node {
        let children = parts.into_iter().enumerate().map(|(at, node)| Placed {
            columns: (0, 1),
            rows: (at, at + 1),
            node,
        });
        Node {
            content: Content::Group {
                columns: vec![Track::Share(1.0)],
                rows,
                gap: (gap, 0.0),
                children: children.collect(),
            },
            ..self.empty(name)
        }
    }

    /// A whole page: blocks from above, what is left of the page, and a line at its foot.
    pub fn page(&self, mut blocks: Vec<Node>, foot: Node, margin: f32, gap: f32) -> Node {
        let mut tracks = vec![Track::Auto; blocks.len()];
        tracks.push(Track::Share(1.0));
        tracks.push(Track::Auto);
        blocks.push(self.group("rest", vec![Track::Share(1.0)], Vec::new(), 0.0));
        blocks.push(foot);
        let mut page = self.group("page", tracks, blocks, gap);
        page.padding = Insets::all(margin);
        page
    }

    /// A block with nothing in it.
    pub fn empty(&self, name: &str) -> Node {
        Node {
            name: name.to_owned(),
            span: self.span.clone(),
            locale: self.locale.clone(),
            padding: Insets::default(),
            fill: None,
            bleed: false,
            align: Align::Start,
            valign: Align::Start,
            over: false,
            content: Content::Group {
                columns: Vec::new(),
                rows: Vec::new(),
                gap: (0.0, 0.0),
                children: Vec::new(),
            },
        }
    }
}
