//! The paper or die-cut sheet that a piece is printed on.

use std::sync::Arc;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::fields::{self, Fields};
use crate::geom::{Rect, SIDE, SPACE, Size};
use crate::phrase::say;
use crate::source::{Source, Span};

/// The most stocks of a file.
const MOST_STOCKS: usize = 500;

/// The most pieces across or down a sheet: finer than any label sheet.
const MOST_ACROSS: u32 = 30;

/// What home printers leave blank along each edge, in points: a quarter of an inch.
pub const UNPRINTABLE: f32 = 18.0;

/// The longest name or note, in characters.
const LONGEST_NAME: usize = 100;
const LONGEST_NOTE: usize = 2_000;

/// A sheet as it lies in the tray.
#[derive(Clone, Debug)]
pub struct Stock {
    /// Stable id, as `letter` or `avery-5371`.
    pub id: String,
    /// What shops call it.
    pub name: String,
    /// The sheet.
    pub size: Size,
    /// The items it is cut into, where it is die-cut.
    pub items: Option<Items>,
    /// How sure the numbers are: `high`, `medium`, `low` or `house`.
    pub confidence: String,
    /// Where it stands.
    pub span: Span,
}

/// The items of a die-cut sheet, in points from the upper left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Items {
    /// One item.
    pub size: Size,
    /// How many across.
    pub columns: u32,
    /// How many down.
    pub rows: u32,
    /// Left edge of the first item.
    pub left: f32,
    /// Upper edge of the first item.
    pub top: f32,
    /// From one item's left edge to the next one's.
    pub pitch_x: f32,
    /// From one item's upper edge to the next one's.
    pub pitch_y: f32,
}

impl Stock {
    /// Where pieces of a size lie on this sheet, row by row: on the die-cut items, or on plain
    /// paper as many as fit without a gap, centred. `None` if not even one fits.
    pub fn places(&self, piece: Size) -> Option<Vec<Rect>> {
        let items = match self.items {
            Some(items) => same_size(items.size, piece).then_some(items)?,
            None => grid_on_paper(self.size, piece)?,
        };
        let place = |row: u32, column: u32| {
            #[expect(clippy::cast_precision_loss, reason = "a sheet has few items")]
            let (column, row) = (column as f32, row as f32);
            Rect::new(
                items.left + column * items.pitch_x,
                items.top + row * items.pitch_y,
                piece.width,
                piece.height,
            )
        };
        let all = (0..items.rows).flat_map(|row| (0..items.columns).map(move |column| place(row, column)));
        Some(all.collect())
    }
}

fn same_size(a: Size, b: Size) -> bool {
    (a.width - b.width).abs() < 1.0 && (a.height - b.height).abs() < 1.0
}

fn grid_on_paper(paper: Size, piece: Size) -> Option<Items> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small quotient"
    )]
    let fit = |room: f32, side: f32| {
        let count = ((room - 2.0 * UNPRINTABLE + 0.5) / side).floor().max(0.0) as u32;
        count.min(MOST_ACROSS)
    };
    let (columns, rows) = (fit(paper.width, piece.width), fit(paper.height, piece.height));
    #[expect(clippy::cast_precision_loss, reason = "a sheet has few items")]
    let (across, down) = (columns as f32 * piece.width, rows as f32 * piece.height);
    (columns > 0 && rows > 0).then_some(Items {
        size: piece,
        columns,
        rows,
        left: (paper.width - across) / 2.0,
        top: (paper.height - down) / 2.0,
        pitch_x: piece.width,
        pitch_y: piece.height,
    })
}

/// Reads `stocks.toml`.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Vec<Stock> {
    let mut file = fields::document(diags, source);
    let tables = file.tables(diags, "stock");
    file.finish(diags);
    let tables = fields::at_most(diags, tables, MOST_STOCKS, say("stocks"), |table| table.span());
    let mut stocks: Vec<Stock> = Vec::new();
    for fields in tables {
        let Some(stock) = read_stock(diags, fields) else {
            continue;
        };
        if stocks.iter().any(|known| known.id == stock.id) {
            let message = say("the stock `{stock}` stands here twice").with("stock", &stock.id);
            diags.push(Diagnostic::new(code::DUPLICATE_ID, message).at(&stock.span));
        } else {
            stocks.push(stock);
        }
    }
    stocks
}

fn read_stock(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Stock> {
    let id = fields
        .need_text(diags, "id")
        .and_then(|id| fields::check_id(diags, id));
    let name = fields.need_line(diags, "name", LONGEST_NAME);
    let size = read_size(diags, &mut fields);
    let items = fields
        .table(diags, "items")
        .and_then(|items| read_items(diags, items));
    let confidence = fields
        .line(diags, "confidence", LONGEST_NAME)
        .map_or_else(|| "house".to_owned(), |text| text.value);
    for known in ["source", "note"] {
        fields.line(diags, known, LONGEST_NOTE);
    }
    fields.finish(diags);
    let id = id?;
    Some(Stock {
        id: id.value,
        name: name?.value,
        size: size?,
        items,
        confidence,
        span: id.span,
    })
}

fn read_size(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<Size> {
    let mut side = |key: &'static str| {
        let length = fields.length(diags, key);
        match length {
            Some(length) if SIDE.contains(&length.value.to_pt()) => Some(length.value.to_pt()),
            Some(length) => fields::bad(diags, key, say("from 0.25 in to 69 in"), &length.span),
            None => {
                let message = say("`{key}` is missing or no length here").with("key", key);
                diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(fields.span()));
                None
            }
        }
    };
    let (width, height) = (side("width"), side("height"));
    Some(Size {
        width: width?,
        height: height?,
    })
}

fn read_items(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Items> {
    let size = read_size(diags, &mut fields);
    let mut length = |key: &'static str| {
        let length = fields.length_within(diags, key, SPACE)?;
        Some(length.value.to_pt())
    };
    let (left, top) = (length("left"), length("top"));
    let (pitch_x, pitch_y) = (length("pitch-x"), length("pitch-y"));
    let mut count = |key: &'static str| {
        let count = fields.count(diags, key)?;
        match count.value {
            1..=MOST_ACROSS => Some(count.value),
            _ => fields::bad(diags, key, say("from 1 to 30"), &count.span),
        }
    };
    let (columns, rows) = (count("columns"), count("rows"));
    let span = fields.span().clone();
    fields.finish(diags);
    let items = (|| {
        Some(Items {
            size: size?,
            columns: columns?,
            rows: rows?,
            left: left?,
            top: top?,
            pitch_x: pitch_x?,
            pitch_y: pitch_y?,
        })
    })();
    if items.is_none() {
        let message = say("`items` takes width, height, columns, rows, left, top, pitch-x and pitch-y");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&span));
    }
    items
}

#[cfg(test)]
mod tests {
    use super::Stock;
    use crate::geom::Size;
    use crate::source::{Source, Span};

    fn paper(width: f32, height: f32) -> Stock {
        Stock {
            id: "paper".into(),
            name: "Paper".into(),
            size: Size { width, height },
            items: None,
            confidence: "high".into(),
            span: Span::file(&Source::new("stocks.toml", "")),
        }
    }

    #[test]
    fn ten_cards_lie_on_letter() {
        let places = paper(612.0, 792.0)
            .places(Size {
                width: 252.0,
                height: 144.0,
            })
            .unwrap();
        assert_eq!(places.len(), 10);
        assert!((places[0].x - 54.0).abs() < 0.01 && (places[9].bottom() - 756.0).abs() < 0.01);
        assert_eq!(
            paper(200.0, 200.0).places(Size {
                width: 252.0,
                height: 144.0
            }),
            None
        );
    }
}
