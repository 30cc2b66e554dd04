//! How a column looks: the road, lines of states, mileposts, stops, and the legend.

use super::badge;
use super::columns::{Beside, Column, Label, Measures, Placed};
use super::drawing::{Part, Shape, Words};
use super::measure;
use super::stations::What;
use super::wording;
use super::{Mark, Side, Strip};
use crate::color::Color;
use crate::geom::{Point, Rect};
use crate::icon::{GRID, Icon, Step};
use crate::phrase::{Phrase, listed, say, verbatim};
use crate::phrasebook::Phrasebook;
use crate::sketch::Anchor;
use crate::states;

const INK: Color = Color {
    rgb: [0x10, 0x30, 0x2f],
};
const ACCENT: Color = Color {
    rgb: [0x0a, 0x4a, 0x4e],
};
const QUIET: Color = Color {
    rgb: [0x3d, 0x55, 0x53],
};
const ROAD: Color = Color {
    rgb: [0xe6, 0xee, 0xec],
};

/// Thickness of lines in multiples of the type size: edges of the road, and the thin lines from it to its stops.
const EDGE: f32 = 0.11;
const THIN: f32 = 0.06;

/// The parts of a column from its upper left corner, from the top down; which of how many columns it is.
pub(super) fn column(
    strip: &Strip,
    column: &Column,
    (at, count): (usize, usize),
    measures: &Measures,
    corner: Point,
    book: &Phrasebook,
) -> Vec<Part> {
    let pen = Pen {
        strip,
        measures,
        corner,
        beside: column.beside,
        book,
    };
    let mut parts: Vec<Part> = column
        .stations
        .iter()
        .flat_map(|placed| pen.station(placed))
        .collect();
    parts.extend(pen.notes(column, at, count));
    parts.sort_by(|a, b| a.height().total_cmp(&b.height()));
    parts.insert(0, Part::of(pen.road(column)));
    parts
}

/// Draws a column.
struct Pen<'a> {
    strip: &'a Strip,
    measures: &'a Measures,
    corner: Point,
    beside: Beside,
    book: &'a Phrasebook,
}

impl Pen<'_> {
    /// The middle of the road.
    fn middle(&self) -> f32 {
        self.corner.x + self.measures.width / 2.0
    }

    /// A height of the column on the drawing.
    fn y(&self, y: f32) -> f32 {
        self.corner.y + y
    }

    fn told(&self, phrase: &Phrase) -> Vec<String> {
        vec![self.book.told(phrase)]
    }

    fn words(&self, at: (f32, f32), anchor: Anchor, lines: Vec<String>) -> Words {
        Words {
            at: Point { x: at.0, y: at.1 },
            anchor,
            lines,
            width: self.measures.width / 2.0,
            size: self.measures.small,
            bold: false,
            color: QUIET,
            ground: Color::WHITE,
            is_heading: false,
        }
    }

    fn road(&self, column: &Column) -> Vec<Shape> {
        let (half, edge) = (self.measures.road / 2.0, self.measures.size * EDGE);
        let (top, bottom) = column.road;
        let bar = |left: f32, top: f32, wide: f32, bottom: f32, color: Color| Shape::Fill {
            rect: Rect::new(self.middle() + left, self.y(top), wide, bottom - top),
            color,
        };
        let mut shapes = vec![bar(-half, top, 2.0 * half, bottom, ROAD)];
        shapes.extend([-half, half - edge].map(|left| bar(left, top, edge, bottom, ACCENT)));
        // A road of two routes has two edges.
        let apart = edge * 2.2;
        for (top, bottom) in &column.shared {
            let outer = [-half - apart, half + apart - edge];
            shapes.extend(outer.map(|left| bar(left, *top, edge, *bottom, ACCENT)));
        }
        shapes
    }

    /// Where the road comes from and where it goes on.
    fn notes(&self, column: &Column, at: usize, count: usize) -> Vec<Part> {
        if count < 2 {
            return Vec::new();
        }
        let aside = self.measures.margin() / 2.0;
        let note = |y: f32, phrase: Phrase| {
            let at = (self.middle(), self.y(y));
            Shape::Words(self.words(at, Anchor::Middle, self.told(&phrase)))
        };
        let mut notes = vec![Part::of(vec![note(
            column.height + aside,
            wording::part_of(at + 1, count),
        )])];
        if at + 1 < count {
            let arrow = self.arrow(Point {
                x: self.middle(),
                y: self.y(0.0),
            });
            notes.push(Part::of(vec![
                arrow,
                note(-aside * 1.25, wording::goes_on(at + 2)),
            ]));
        }
        notes
    }

    /// A point on a road that goes on upward.
    fn arrow(&self, tip: Point) -> Shape {
        let wide = self.measures.road;
        let high = GRID * 0.28;
        let steps = vec![
            Step::Move([0.0, high]),
            Step::Line([GRID / 2.0, 0.0]),
            Step::Line([GRID, high]),
            Step::Close,
        ];
        Shape::Outline {
            rect: Rect::new(tip.x - wide / 2.0, tip.y - wide * 0.28, wide, wide),
            icon: Icon { steps },
            color: ACCENT,
        }
    }

    fn station(&self, placed: &Placed) -> Vec<Part> {
        match &placed.what {
            What::Line(below, above) => vec![self.line(placed, below.as_deref(), above.as_deref())],
            What::Milepost(_) => vec![self.milepost(placed)],
            What::Shared(route) => vec![self.shared(placed, route)],
            What::Stops(_) => placed
                .labels
                .iter()
                .map(|label| self.stop(placed, label))
                .collect(),
        }
    }

    /// A line from side to side, with the names of the states below and above it.
    fn line(&self, placed: &Placed, below: Option<&str>, above: Option<&str>) -> Part {
        let (size, y) = (self.measures.size, self.y(placed.y));
        let thick = size * EDGE;
        let mut shapes = vec![Shape::Fill {
            rect: Rect::new(self.corner.x, y - thick / 2.0, self.measures.width, thick),
            color: ACCENT,
        }];
        let name = |state: &str, at: f32| {
            let room = self.measures.width / 2.0 - self.measures.road;
            let name = crate::harmless::harmless(states::name(state));
            let lines = measure::lines(&name, size * 1.15, room, 1);
            Shape::Words(Words {
                size: size * 1.15,
                bold: true,
                color: ACCENT,
                ..self.words((self.corner.x, at), Anchor::Left, lines)
            })
        };
        shapes.extend(above.map(|state| name(state, y - size)));
        shapes.extend(below.map(|state| name(state, y + size)));
        Part::of(shapes)
    }

    fn milepost(&self, placed: &Placed) -> Part {
        let (half, y) = (self.measures.road / 2.0, self.y(placed.y));
        let (long, thick) = (self.measures.small * 0.4, self.measures.size * THIN);
        let tick = |x: f32| Shape::Fill {
            rect: Rect::new(x, y - thick / 2.0, long, thick),
            color: ACCENT,
        };
        let number = Words {
            color: INK,
            ground: ROAD,
            width: 2.0 * half,
            ..self.words(
                (self.middle(), y),
                Anchor::Middle,
                wording::round(&placed.what).into_iter().collect(),
            )
        };
        Part::of(vec![
            tick(self.middle() - half),
            tick(self.middle() + half - long),
            Shape::Words(number),
        ])
    }

    fn shared(&self, placed: &Placed, route: &str) -> Part {
        let side = side(placed.is_right);
        let x = self.middle() + side * (self.measures.road / 2.0 + self.measures.reach());
        let told = self.book.told(&wording::shared(route));
        let room = self.measures.width / 2.0 - self.measures.road / 2.0 - self.measures.reach();
        let words = Words {
            color: ACCENT,
            bold: true,
            ..self.words(
                (x, self.y(placed.y)),
                towards(placed.is_right),
                measure::lines(&told, self.measures.small * 1.1, room, 2),
            )
        };
        Part::of(vec![Shape::Words(words)])
    }

    fn stop(&self, placed: &Placed, label: &Label) -> Part {
        let mark = &self.strip.marks[label.mark];
        let (measures, side, y) = (self.measures, side(label.is_right), self.y(label.y));
        let x = |from_middle: f32| self.middle() + side * from_middle;
        let mut shapes = self.leader(placed, label, mark);
        let beside = measures.road / 2.0 + measures.reach() + self.beside.badge / 2.0;
        let centre = if mark.side == Side::Both { 0.0 } else { beside };
        let at = Point { x: x(centre), y };
        shapes.extend(badge::of(mark, at, self.beside.badge, measures));
        let milepost = wording::milepost(self.strip, mark);
        let anchor = towards(label.is_right);
        let lines = measure::lines(
            &milepost,
            measures.small * 1.1,
            self.beside.milepost + measures.size * 0.2,
            1,
        );
        if !lines.is_empty() {
            shapes.push(Shape::Words(Words {
                bold: true,
                color: INK,
                ..self.words((x(measures.mileposts_at(self.beside)), y), anchor, lines)
            }));
        }
        let names = measures.names_at(self.beside);
        shapes.push(Shape::Words(Words {
            size: measures.size,
            color: INK,
            width: measures.width / 2.0 - names,
            ..self.words((x(names), y), anchor, label.lines.clone())
        }));
        Part {
            stop: Some((label.mark, self.book.told(&wording::stop(self.strip, mark)))),
            shapes,
        }
    }

    /// Thin lines from the road to the mark of a stop, or from its mark on the road to its name.
    fn leader(&self, placed: &Placed, label: &Label, mark: &Mark) -> Vec<Shape> {
        let (measures, side) = (self.measures, side(label.is_right));
        let thin = measures.size * THIN;
        let (from, to) = (self.y(placed.y), self.y(label.y));
        let edge = measures.road / 2.0;
        let level = |a: f32, b: f32, y: f32| {
            let left = self.middle() + (side * a).min(side * b);
            Shape::Fill {
                rect: Rect::new(left, y - thin / 2.0, (b - a).abs(), thin),
                color: QUIET,
            }
        };
        if mark.side == Side::Both {
            return vec![level(
                0.0,
                measures.mileposts_at(self.beside) - measures.size * 0.25,
                to,
            )];
        }
        let reach = edge + measures.reach() + self.beside.badge / 2.0;
        if (from - to).abs() < 0.5 {
            return vec![level(edge, reach, to)];
        }
        let rail = edge + measures.reach() * 0.5;
        let upright = Shape::Fill {
            rect: Rect::new(
                self.middle() + side * rail - thin / 2.0,
                from.min(to) - thin / 2.0,
                thin,
                (from - to).abs() + thin,
            ),
            color: QUIET,
        };
        vec![level(edge, rail, from), upright, level(rail, reach, to)]
    }
}

fn side(is_right: bool) -> f32 {
    if is_right { 1.0 } else { -1.0 }
}

/// Words right of the road begin there, those left of it end there.
fn towards(is_right: bool) -> Anchor {
    if is_right { Anchor::Left } else { Anchor::Right }
}

/// Title and description of a map.
pub(super) fn heading(strip: &Strip, measures: &Measures, at: Point, book: &Phrasebook) -> Part {
    let words = |y: f32, size: f32, is_heading: bool, told: String| {
        Shape::Words(Words {
            at: Point { x: at.x, y: at.y + y },
            anchor: Anchor::Left,
            lines: vec![told],
            width: measures.width,
            size,
            bold: is_heading,
            color: if is_heading { ACCENT } else { QUIET },
            ground: Color::WHITE,
            is_heading,
        })
    };
    let title = measures.size * 2.0;
    let states = strip
        .stretches
        .iter()
        .map(|stretch| verbatim(states::name(&stretch.state)));
    let states = listed(states)
        .map(|states| book.told(&states))
        .unwrap_or_default();
    let title_of_map = book.told(&wording::title(strip));
    Part::of(vec![
        words(title / 2.0, title, true, title_of_map),
        words(title * 1.5, measures.size, false, states),
    ])
}

/// What the legend says: a mark, or a sign, and what it means.
fn entries() -> Vec<(Sign, Phrase)> {
    let mark = |pack: Option<usize>, hangs: bool, closed: bool| Sign::Mark { pack, hangs, closed };
    vec![
        (
            mark(Some(0), true, false),
            say("A stop with pieces to hang; the number, shape and colour are those of its pack"),
        ),
        (mark(None, true, false), say("Pieces hang here, in no pack")),
        (mark(None, false, false), say("Nothing hangs here")),
        (mark(None, false, true), say("Closed")),
        (
            Sign::Words("206.1"),
            say("The milepost of a stop; numbers in the road count anew in each state"),
        ),
        (
            Sign::Words("~206"),
            say("Guessed from the coordinate or from its neighbours"),
        ),
        (
            Sign::Words("206.1!"),
            say("By the ledger somebody has to go there"),
        ),
        (Sign::Words("?"), say("Its side of the road is not known")),
        (
            Sign::None,
            say(
                "Right of the road: northbound or eastbound. Left: southbound or westbound. On the road: reached from both sides.",
            ),
        ),
        (Sign::None, wording::description()),
    ]
}

/// What stands before a line of the legend.
enum Sign {
    Mark {
        pack: Option<usize>,
        hangs: bool,
        closed: bool,
    },
    Words(&'static str),
    None,
}

impl Sign {
    /// Room before the words, at a type size.
    fn indent(&self, small: f32) -> f32 {
        match self {
            Self::Mark { .. } | Self::Words(_) => small * SIGN,
            Self::None => 0.0,
        }
    }
}

/// Room for a sign, and the narrowest that an entry is, in multiples of the type size.
const SIGN: f32 = 4.2;
const ENTRY: f32 = 25.0;

/// How high the legend is in some width.
pub(super) fn legend_height(measures: &Measures, width: f32, book: &Phrasebook) -> f32 {
    set_legend(measures, Rect::new(0.0, 0.0, width, 0.0), book).1
}

/// The legend.
pub(super) fn legend(measures: &Measures, room: Rect, book: &Phrasebook) -> Vec<Part> {
    set_legend(measures, room, book).0
}

/// Signs in rows of as many as there is room for, then whole sentences; and how high all are.
fn set_legend(measures: &Measures, room: Rect, book: &Phrasebook) -> (Vec<Part>, f32) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "few columns"
    )]
    let across = ((room.width / (measures.small * ENTRY)).floor() as usize).max(1);
    let (signs, sentences): (Vec<_>, Vec<_>) = entries()
        .into_iter()
        .partition(|(sign, _)| !matches!(sign, Sign::None));
    let mut parts = Vec::new();
    let mut top = 0.0;
    let rows = signs.chunks(across).map(|row| (row, across));
    for (row, across) in rows.chain(sentences.chunks(1).map(|row| (row, 1))) {
        #[expect(clippy::cast_precision_loss, reason = "few columns")]
        let wide = room.width / across as f32;
        top += set_row(
            &mut parts,
            measures,
            row,
            Rect::new(room.x, room.y + top, wide, 0.0),
            book,
        );
    }
    (parts, top)
}

/// A row of entries, from the place of the first of them; how high it is.
fn set_row(
    parts: &mut Vec<Part>,
    measures: &Measures,
    row: &[(Sign, Phrase)],
    first: Rect,
    book: &Phrasebook,
) -> f32 {
    let small = measures.small;
    let lines = |(sign, phrase): &(Sign, Phrase)| {
        let room = first.width - sign.indent(small) - small * 2.0;
        measure::lines(&book.told(phrase), small, room, 6)
    };
    let lines: Vec<Vec<String>> = row.iter().map(lines).collect();
    let most = lines.iter().map(Vec::len).max().unwrap_or(0);
    #[expect(clippy::cast_precision_loss, reason = "few lines")]
    let words = most as f32 * small * measure::LINE;
    let is_sentence = matches!(row, [(Sign::None, _)]);
    let high = if is_sentence {
        words
    } else {
        words.max(badge::height(measures))
    };
    let mut left = first.x;
    for ((sign, _), lines) in row.iter().zip(lines) {
        let at = Point {
            x: left,
            y: first.y + high / 2.0,
        };
        parts.push(entry(measures, sign, at, first.width, lines));
        left += first.width;
    }
    high + small * 0.5
}

fn entry(measures: &Measures, sign: &Sign, at: Point, wide: f32, lines: Vec<String>) -> Part {
    let small = measures.small;
    let words = |x: f32, lines: Vec<String>, bold: bool| {
        Shape::Words(Words {
            at: Point { x, ..at },
            anchor: Anchor::Left,
            lines,
            width: wide - sign.indent(small) - small * 0.5,
            size: small,
            bold,
            color: INK,
            ground: Color::WHITE,
            is_heading: false,
        })
    };
    let mut shapes = match sign {
        Sign::Mark { pack, hangs, closed } => {
            let mark = Mark {
                id: String::new(),
                name: String::new(),
                along: 0.0,
                milepost: None,
                side: Side::Both,
                pack: *pack,
                hangs: *hangs,
                estimated: false,
                closed: *closed,
                work: None,
            };
            let high = badge::height(measures);
            let middle = Point {
                x: at.x + high / 2.0,
                ..at
            };
            badge::of(&mark, middle, high, measures)
        }
        Sign::Words(sign) => vec![words(at.x, vec![(*sign).to_owned()], true)],
        Sign::None => Vec::new(),
    };
    shapes.push(words(at.x + sign.indent(small), lines, false));
    Part::of(shapes)
}
