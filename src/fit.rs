//! How the piece of a template lies on a stock: alone, on die-cut items, or many with cuts between them.

use crate::geom::{Insets, Length, Rect, Shape, Size};
use crate::phrase::{Phrase, say};
use crate::setup::Finish;
use crate::stock::{Axis, Folds, Items, Stock, Tabs};
use crate::template::{Bounds, Template};

/// What home printers leave blank along the edges of a sheet, in points: a quarter of an inch. Laser printers leave 0.17 to
/// 0.2 in; one maker of copiers states 4 mm.
pub const UNPRINTABLE: f32 = 18.0;

/// How far a background runs over the edge of a label that has waste around it, in points: a sixteenth of an inch, as
/// much as sheets shift in a printer.
const OVERPRINT: f32 = 4.5;

/// How far a background runs over the edge of a piece that a print shop cuts, in points: an eighth of an inch, the
/// custom in the United States, and a little more than the 3 mm of elsewhere.
const BLEED: f32 = 9.0;

/// How many times a template is enlarged at most: a stall sign as large as a door helps nobody.
const MOST_ENLARGED: f32 = 4.0;

/// Sides that differ by less are the same, in points.
const SAME: f32 = 1.0;

/// The most pieces across or down a plain sheet.
const MOST_ACROSS: f32 = 30.0;

/// A piece on its sheet, in points.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The sheet as the piece needs it, standing or lying.
    pub sheet: Size,
    /// One piece.
    pub piece: Size,
    /// How many times larger than its template it is set: above 1 where the template has nothing as large.
    pub scale: f32,
    /// How its edge runs.
    pub shape: Shape,
    /// Where pieces lie, row by row.
    pub places: Vec<Rect>,
    /// Whether pieces are cut out of the sheet by hand.
    pub to_cut: bool,
    /// How far backgrounds run over the edge of a piece.
    pub bleed: f32,
    /// What the printer leaves blank of a die-cut piece, at the worst place of the sheet.
    pub blank: Insets,
    /// Where the piece is folded.
    pub folds: Option<Folds>,
    /// The tabs to tear off, where the sheet has some.
    pub tabs: Option<Tabs>,
}

/// Why a template does not go on a stock.
#[derive(Clone, Debug, PartialEq)]
pub enum Misfit {
    /// The item or sheet is too small or too large: its size, and what the template takes.
    Size(Size, Bounds),
    /// Not even one piece fits on the plain sheet: the piece and the printable sheet.
    Sheet(Size, Size),
    /// The stock is round, and the template has no layout for that.
    Round,
    /// The stock is folded, and the template is not for folding.
    Folded,
    /// Both are folded, but not alike.
    OtherFolds,
    /// The stock has tabs, and the template has none.
    Tabs,
}

impl Misfit {
    /// What is wrong, in words, with by how much.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Size(found, bounds) => size_misfit(*found, *bounds),
            Self::Sheet(piece, sheet) => {
                say("a piece of {piece} does not fit on the printable {sheet} of a sheet: it is {by}")
                    .with("piece", piece)
                    .with("sheet", sheet)
                    .with_words(
                        "by",
                        by(
                            over(piece.width, sheet.width),
                            over(piece.height, sheet.height),
                            true,
                        ),
                    )
            }
            Self::Round => say("it is round, and the template has no layout for round pieces"),
            Self::Folded => say("it is folded, and the template is not for folding"),
            Self::OtherFolds => say("it is folded another way than the template"),
            Self::Tabs => say("it has tabs to tear off, and the template has none"),
        }
    }
}

fn size_misfit(found: Size, bounds: Bounds) -> Phrase {
    let (narrow, low) = (
        over(bounds.least.width, found.width),
        over(bounds.least.height, found.height),
    );
    let (wide, high) = (
        over(found.width, bounds.most.width),
        over(found.height, bounds.most.height),
    );
    let small = narrow > 0.0 || low > 0.0;
    let (told, limit, amount) = if small {
        (
            say("its pieces are {found}, and the template needs {limit} or more: they are {by}"),
            bounds.least,
            by(narrow, low, false),
        )
    } else {
        (
            say("its pieces are {found}, and the template takes {limit} at most: they are {by}"),
            bounds.most,
            by(wide, high, true),
        )
    };
    told.with("found", found)
        .with("limit", limit)
        .with_words("by", amount)
}

fn over(a: f32, b: f32) -> f32 {
    (a - b).max(0.0)
}

/// As `3.9 mm too narrow and 2.0 mm too low`.
fn by(width: f32, height: f32, large: bool) -> Phrase {
    let told = match (width > 0.0, height > 0.0, large) {
        (true, true, false) => say("{width} too narrow and {height} too low"),
        (true, false, false) => say("{width} too narrow"),
        (_, _, false) => say("{height} too low"),
        (true, true, true) => say("{width} too wide and {height} too high"),
        (true, false, true) => say("{width} too wide"),
        (_, _, true) => say("{height} too high"),
    };
    told.with("width", Length::pt(width))
        .with("height", Length::pt(height))
}

/// How the piece of a template lies on a stock.
pub fn on(template: &Template, stock: &Stock) -> Result<Fit, Misfit> {
    if stock.shape == Shape::Round && !template.goes_on_round() {
        return Err(Misfit::Round);
    }
    if stock.tabs.is_some() && !template.has_tabs() {
        return Err(Misfit::Tabs);
    }
    if let Some(items) = stock.items {
        return on_items(template, stock, items);
    }
    let whole = |sheet: Size| -> Result<Fit, Misfit> {
        Ok(Fit {
            scale: scale(template, sheet)?,
            shape: stock.shape,
            folds: folds(template, stock, sheet)?,
            tabs: stock.tabs,
            ..Fit::whole(sheet)
        })
    };
    let standing = whole(stock.size);
    if !stock.is_plain() {
        return standing;
    }
    let either = standing.clone().or_else(|_| whole(stock.size.turned()));
    let Some(piece) = template.piece else {
        return either.or(standing);
    };
    // A sheet of the size of a piece is one; of a larger sheet several are cut, and one that holds no two is one large piece.
    if either.as_ref().is_ok_and(|fit| fit.scale <= 1.0) {
        return either;
    }
    let cut = on_paper(template, stock, piece);
    match &cut {
        Ok(fit) if fit.places.len() > 1 => cut,
        _ => either.or(cut),
    }
}

fn on_items(template: &Template, stock: &Stock, items: Items) -> Result<Fit, Misfit> {
    let scale = scale(template, items.size)?;
    let places = items.rects();
    let bleed = if items.bleed {
        OVERPRINT.min(items.gutter() / 2.0).max(0.0)
    } else {
        0.0
    };
    let around = places.iter().copied().reduce(Rect::union).unwrap_or_default();
    let side = UNPRINTABLE - around.x.min(stock.size.width - around.right());
    let end = UNPRINTABLE - around.y.min(stock.size.height - around.bottom());
    let (side, end) = (side.max(0.0), end.max(0.0));
    Ok(Fit {
        sheet: stock.size,
        piece: items.size,
        scale,
        shape: stock.shape,
        places,
        to_cut: false,
        bleed,
        blank: Insets {
            top: end,
            right: side,
            bottom: end,
            left: side,
        },
        folds: folds(template, stock, items.size)?,
        tabs: None,
    })
}

/// As many pieces as a plain sheet holds without a gap, centred; the sheet lies only if it must.
fn on_paper(template: &Template, stock: &Stock, piece: Size) -> Result<Fit, Misfit> {
    let printable = |sheet: Size| Size {
        width: sheet.width - 2.0 * UNPRINTABLE,
        height: sheet.height - 2.0 * UNPRINTABLE,
    };
    let count = |room: f32, side: f32| ((room + SAME / 2.0) / side).floor().clamp(0.0, MOST_ACROSS);
    let holds = |sheet: &Size| {
        let room = printable(*sheet);
        count(room.width, piece.width) > 0.0 && count(room.height, piece.height) > 0.0
    };
    let sheet = [stock.size, stock.size.turned()].into_iter().find(holds);
    let Some(sheet) = sheet else {
        return Err(Misfit::Sheet(piece, printable(stock.size)));
    };
    let room = printable(sheet);
    let (across, down) = (count(room.width, piece.width), count(room.height, piece.height));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most 30 either way"
    )]
    let (columns, rows) = (across as u32, down as u32);
    let items = Items {
        size: piece,
        columns,
        rows,
        left: (sheet.width - across * piece.width) / 2.0,
        top: (sheet.height - down * piece.height) / 2.0,
        pitch_x: piece.width,
        pitch_y: piece.height,
        corner: 0.0,
        bleed: false,
    };
    Ok(Fit {
        sheet,
        piece,
        scale: 1.0,
        shape: Shape::Rect,
        places: items.rects(),
        to_cut: true,
        bleed: 0.0,
        blank: Insets::default(),
        folds: folds(template, stock, piece)?,
        tabs: None,
    })
}

/// How many times a template is enlarged for a piece: a large sheet is a small one seen through a lens.
fn scale(template: &Template, piece: Size) -> Result<f32, Misfit> {
    let Bounds { least, most } = template.bounds;
    let scale = (piece.width / most.width)
        .max(piece.height / most.height)
        .max(1.0);
    // What is a hair larger than the template is not enlarged by a hair.
    let scale = if template.bounds.hold(piece) { 1.0 } else { scale };
    let enlarged = Bounds {
        least: least.scaled(scale),
        most: most.scaled(scale),
    };
    if scale <= MOST_ENLARGED && enlarged.hold(piece) {
        Ok(scale)
    } else if scale > MOST_ENLARGED {
        Err(Misfit::Size(
            piece,
            Bounds {
                least,
                most: most.scaled(MOST_ENLARGED),
            },
        ))
    } else {
        Err(Misfit::Size(piece, enlarged))
    }
}

/// The stock's own folds where it has some, else those of the template in proportion.
fn folds(template: &Template, stock: &Stock, piece: Size) -> Result<Option<Folds>, Misfit> {
    match (&template.folds, &stock.folds) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Misfit::Folded),
        (Some(own), Some(found)) if own.axis != found.axis || own.panels.len() != found.panels.len() => {
            Err(Misfit::OtherFolds)
        }
        (Some(_), Some(found)) => Ok(Some(found.clone())),
        (Some(own), None) => {
            let side = match own.axis {
                Axis::X => piece.width,
                Axis::Y => piece.height,
            };
            let scale = side / own.panels.iter().sum::<f32>();
            let panels = own.panels.iter().map(|panel| panel * scale).collect();
            Ok(Some(Folds {
                axis: own.axis,
                panels,
            }))
        }
    }
}

impl Fit {
    /// A piece that fills a plain sheet.
    pub fn whole(sheet: Size) -> Self {
        Self {
            sheet,
            piece: sheet,
            scale: 1.0,
            shape: Shape::Rect,
            places: vec![Rect::of(sheet)],
            to_cut: false,
            bleed: 0.0,
            blank: Insets::default(),
            folds: None,
            tabs: None,
        }
    }

    /// The same as a finish wants it: a print shop gets each piece alone, to lay it on sheets of its own, and leaves none
    /// of it blank.
    pub fn finished(self, finish: &Finish) -> Self {
        match finish {
            Finish::Home => self,
            Finish::Press(_) => Self {
                sheet: self.piece,
                places: vec![Rect::of(self.piece)],
                to_cut: false,
                bleed: BLEED,
                blank: Insets::default(),
                ..self
            },
        }
    }

    /// The most languages that a template has a layout for on it.
    pub fn most_languages(&self, template: &Template) -> usize {
        template.most_languages_on(self.nominal(), self.shape)
    }

    /// The size of the piece in its template's own measures.
    pub fn nominal(&self) -> Size {
        self.piece.scaled(1.0 / self.scale)
    }

    /// Whether pieces are smaller than the sheet they lie on.
    pub fn is_small(&self) -> bool {
        !self.sheet.is_near(self.piece, SAME)
    }

    /// The panels of a face, from the left or from above; those of a back lie the other way round.
    pub fn panels(&self, back: bool) -> Vec<f32> {
        let Some(folds) = &self.folds else {
            return Vec::new();
        };
        let mut panels = folds.panels.clone();
        if back && folds.axis == Axis::X {
            panels.reverse();
        }
        panels
    }
}
