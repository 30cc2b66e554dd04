//! The paper, die-cut sheet, folded sheet or sheet with tabs that a piece is printed on.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::fields::{self, Fields, Lines};
use crate::geom::{Length, Rect, SIDE, SPACE, Shape, Size};
use crate::phrase::say;
use crate::source::{Source, Span, Spanned};

/// The most stocks, sources and parts not taken of a file, and the most other names of a stock.
const MOST_STOCKS: usize = 500;
const MOST_SOURCES: usize = 100;
const MOST_NAMES: usize = 20;

/// The most pieces across or down a sheet: finer than any label sheet.
const MOST_ACROSS: u32 = 30;

/// The most tabs of a sheet, and the most panels of a fold.
const MOST_TABS: u32 = 40;
const MOST_PANELS: usize = 8;

/// How far panels or tabs may miss the side of their sheet, in points: sizes are written rounded.
const ROUNDING: f32 = 2.0;

/// What ids of numbered parts begin with.
const MAKER: &str = "avery-";

/// The longest name or note, in characters.
const LONGEST_NAME: usize = 100;
const LONGEST_NOTE: usize = 2_000;

/// All stocks, and the parts that were looked for and not taken.
#[derive(Clone, Debug, Default)]
pub struct Stocks {
    by_id: BTreeMap<String, Stock>,
    /// From every other name, in small letters, to the id.
    also: BTreeMap<String, String>,
    rejected: Vec<Rejected>,
}

/// A part that shops sell and that no measures are known of.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// As `Avery 22806`.
    pub part: String,
    /// What is wrong with what is known.
    pub why: String,
}

/// A sheet as it lies in the tray.
#[derive(Clone, Debug)]
pub struct Stock {
    /// Stable id, as `letter` or `avery-5371`.
    pub id: String,
    /// What shops call it.
    pub name: String,
    /// Other part numbers and names of the same sheet.
    pub also: Vec<String>,
    /// What it is sold as.
    pub kind: Kind,
    /// The sheet.
    pub size: Size,
    /// How the edge of a piece on it runs.
    pub shape: Shape,
    /// The items it is cut into, where it is die-cut.
    pub items: Option<Items>,
    /// Where an item, or the whole sheet, is folded.
    pub folds: Option<Folds>,
    /// The tabs to tear off at its foot.
    pub tabs: Option<Tabs>,
    /// How sure the numbers are.
    pub confidence: Confidence,
    /// Where the numbers come from: titles of sources.
    pub sources: Vec<String>,
    /// What else is to be known.
    pub note: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// What a stock is sold as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Plain paper, or a piece of it.
    Paper,
    /// Cards.
    Card,
    /// Labels to stick.
    Label,
    /// Inserts and labels for name badges.
    Badge,
    /// Cards that are folded to stand.
    Tent,
    /// A sheet that is folded.
    Fold,
    /// A sheet with tabs.
    TearOff,
}

impl Kind {
    /// Every kind with its word.
    pub const ALL: [(&'static str, Self); 7] = [
        ("paper", Self::Paper),
        ("card", Self::Card),
        ("label", Self::Label),
        ("badge", Self::Badge),
        ("tent", Self::Tent),
        ("fold", Self::Fold),
        ("tear-off", Self::TearOff),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        let mut all = Self::ALL.into_iter();
        all.find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

/// How sure the numbers of a stock are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Two or more independent sources agree.
    High,
    /// One source, or differing sources read symmetrically.
    Medium,
    /// Nominal size only, or sources that contradict each other.
    Low,
    /// No standard exists; a choice of this project.
    House,
}

impl Confidence {
    /// Every degree with its word.
    pub const ALL: [(&'static str, Self); 4] = [
        ("high", Self::High),
        ("medium", Self::Medium),
        ("low", Self::Low),
        ("house", Self::House),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        let mut all = Self::ALL.into_iter();
        all.find(|(_, known)| *known == self).map_or("", |(word, _)| word)
    }
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
    /// Radius of the corners.
    pub corner: f32,
    /// Whether there is waste around every item, so that ink may run over its edge.
    pub bleed: bool,
}

/// Which way a sheet is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// From left to right.
    X,
    /// From above.
    Y,
}

/// Where a piece is folded.
#[derive(Clone, Debug, PartialEq)]
pub struct Folds {
    /// Which way its panels follow each other.
    pub axis: Axis,
    /// The panels of the outside face, from left to right or from above, in points.
    pub panels: Vec<f32>,
}

/// Tabs at the foot of a sheet, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tabs {
    /// How many.
    pub count: u32,
    /// Of one tab, from side to side.
    pub width: f32,
    /// Of one tab.
    pub height: f32,
    /// Left edge of the first.
    pub left: f32,
}

impl Stock {
    /// Whether it is a sheet of paper with four corners, to be printed on as a whole or cut as one likes.
    pub fn is_plain(&self) -> bool {
        self.kind == Kind::Paper && self.shape == Shape::Rect && self.items.is_none()
    }
}

impl Items {
    /// Every item, row by row.
    pub fn rects(&self) -> Vec<Rect> {
        let place = |row: u32, column: u32| {
            #[expect(clippy::cast_precision_loss, reason = "a sheet has few items")]
            let (column, row) = (column as f32, row as f32);
            Rect::new(
                self.left + column * self.pitch_x,
                self.top + row * self.pitch_y,
                self.size.width,
                self.size.height,
            )
        };
        (0..self.rows)
            .flat_map(|row| (0..self.columns).map(move |column| place(row, column)))
            .collect()
    }

    /// The least space between neighbours; of a single item, infinite.
    pub fn gutter(&self) -> f32 {
        let across = (self.columns > 1).then_some(self.pitch_x - self.size.width);
        let down = (self.rows > 1).then_some(self.pitch_y - self.size.height);
        across.into_iter().chain(down).fold(f32::INFINITY, f32::min)
    }
}

impl Folds {
    /// The folds themselves, from the left or upper edge of the outside face.
    pub fn lines(&self) -> Vec<f32> {
        let ends = self.panels.iter().scan(0.0, |end, panel| {
            *end += panel;
            Some(*end)
        });
        ends.take(self.panels.len().saturating_sub(1)).collect()
    }
}

impl Stocks {
    /// A stock by its id or any other name, whatever its case.
    pub fn get(&self, name: &str) -> Option<&Stock> {
        self.by_id.get(name).or_else(|| {
            let name = name.to_lowercase();
            let id = self.also.get(&name).unwrap_or(&name);
            self.by_id.get(id)
        })
    }

    /// All, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Stock> {
        self.by_id.values()
    }

    /// The part not taken whose number is in a name.
    pub fn rejected(&self, name: &str) -> Option<&Rejected> {
        let number = |text: &str| {
            let last = text.split([' ', '-']).next_back().unwrap_or_default();
            Some(last.to_lowercase()).filter(|last| last.contains(|c: char| c.is_ascii_digit()))
        };
        let wanted = number(name)?;
        let mut parts = self.rejected.iter();
        parts.find(|rejected| number(&rejected.part).as_ref() == Some(&wanted))
    }
}

/// Reads `stocks.toml`.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Stocks {
    let mut file = fields::document(diags, source);
    let sources = file.tables(diags, "source");
    let tables = file.tables(diags, "stock");
    let rejected = file.tables(diags, "rejected");
    file.finish(diags);
    let titles = read_sources(diags, sources);
    let tables = fields::at_most(diags, tables, MOST_STOCKS, say("stocks"), |table| table.span());
    let mut stocks = Stocks::default();
    for fields in tables {
        if let Some(stock) = read_stock(diags, fields, &titles) {
            add(diags, &mut stocks, stock);
        }
    }
    let rejected = fields::at_most(diags, rejected, MOST_STOCKS, say("parts"), |part| part.span());
    for mut fields in rejected {
        let part = fields.need_line(diags, "part", LONGEST_NAME);
        let why = fields.need_line(diags, "why", LONGEST_NOTE);
        fields.finish(diags);
        stocks.rejected.extend(part.zip(why).map(|(part, why)| Rejected {
            part: part.value,
            why: why.value,
        }));
    }
    stocks
}

/// Adds a stock; a name that another has already is told.
fn add(diags: &mut Diagnostics, stocks: &mut Stocks, stock: Stock) {
    let twice = |name: &str| {
        let message = say("the stock `{stock}` stands here twice").with("stock", name);
        Diagnostic::new(code::DUPLICATE_ID, message).at(&stock.span)
    };
    if stocks.get(&stock.id).is_some() {
        diags.push(twice(&stock.id));
        return;
    }
    // Boxes bear the number alone.
    if let Some(number) = stock.id.strip_prefix(MAKER) {
        stocks.also.insert(number.to_owned(), stock.id.clone());
    }
    for name in &stock.also {
        if stocks.get(name).is_some() || name.eq_ignore_ascii_case(&stock.id) {
            diags.push(twice(name));
        } else {
            stocks.also.insert(name.to_lowercase(), stock.id.clone());
        }
    }
    stocks.by_id.insert(stock.id.clone(), stock);
}

/// Titles of sources by id.
fn read_sources(diags: &mut Diagnostics, tables: Vec<Fields<'_>>) -> BTreeMap<String, String> {
    let tables = fields::at_most(diags, tables, MOST_SOURCES, say("sources"), |table| table.span());
    let mut titles = BTreeMap::new();
    for mut fields in tables {
        let id = fields
            .need_text(diags, "id")
            .and_then(|id| fields::check_id(diags, id));
        let title = fields.need_line(diags, "title", LONGEST_NOTE);
        for known in ["url", "dated", "note"] {
            fields.line(diags, known, LONGEST_NOTE);
        }
        fields.finish(diags);
        titles.extend(id.zip(title).map(|(id, title)| (id.value, title.value)));
    }
    titles
}

fn read_stock(
    diags: &mut Diagnostics,
    mut fields: Fields<'_>,
    titles: &BTreeMap<String, String>,
) -> Option<Stock> {
    let id = fields
        .need_text(diags, "id")
        .and_then(|id| fields::check_id(diags, id));
    let name = fields.need_line(diags, "name", LONGEST_NAME);
    let also = fields.texts(diags, "also").unwrap_or_default();
    let also = fields::at_most(diags, also, MOST_NAMES, say("names"), |name| &name.span);
    let also: Vec<String> = also
        .into_iter()
        .filter(|name| fields::is_plain(diags, "also", name, LONGEST_NAME, Lines::One))
        .map(|name| name.value)
        .collect();
    let kind = fields.word(diags, "kind", &Kind::ALL);
    let size = read_size(diags, &mut fields);
    let shape = read_shape(diags, &mut fields);
    let items = fields.table(diags, "items").map(|items| read_items(diags, items));
    let folds = fields.table(diags, "folds").map(|folds| read_folds(diags, folds));
    let tabs = fields.table(diags, "tabs").map(|tabs| read_tabs(diags, tabs));
    let confidence = fields.word(diags, "confidence", &Confidence::ALL);
    let sources = read_citations(diags, &mut fields, titles);
    let note = fields.line(diags, "note", LONGEST_NOTE).map(|note| note.value);
    let span = fields.span().clone();
    fields.finish(diags);
    let id = id?;
    let stock = Stock {
        id: id.value,
        name: name?.value,
        also,
        kind: kind.unwrap_or(Kind::Paper),
        size: size?,
        shape: shape.unwrap_or_default(),
        items: some_or_nothing(items)?,
        folds: some_or_nothing(folds)?,
        tabs: some_or_nothing(tabs)?,
        confidence: confidence.unwrap_or(Confidence::House),
        sources,
        note,
        span: id.span,
    };
    check_whole(diags, &stock, &span).then_some(stock)
}

/// A part that is not there is sound; one that is there and could not be read is not.
#[expect(
    clippy::option_option,
    reason = "whether it is there, and whether it is sound"
)]
fn some_or_nothing<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        None => Some(None),
        Some(read) => read.map(Some),
    }
}

/// Whether the parts lie on the sheet, and the panels fill it.
fn check_whole(diags: &mut Diagnostics, stock: &Stock, span: &Span) -> bool {
    let sheet = Rect::of(stock.size);
    let mut sound = true;
    let mut fault = |message| {
        diags.push(Diagnostic::new(code::BAD_VALUE, message).at(span));
        sound = false;
    };
    if let Some(items) = &stock.items {
        if !items.rects().iter().all(|item| sheet.holds(*item, ROUNDING)) {
            fault(say("the items of `{stock}` reach over its sheet").with("stock", &stock.id));
        }
        if items.gutter() < -0.1 {
            fault(say("the items of `{stock}` lie on each other").with("stock", &stock.id));
        }
    }
    if let Some(folds) = &stock.folds {
        let folded = stock.items.map_or(stock.size, |items| items.size);
        let side = match folds.axis {
            Axis::X => folded.width,
            Axis::Y => folded.height,
        };
        if (folds.panels.iter().sum::<f32>() - side).abs() > ROUNDING {
            fault(say("the panels of `{stock}` do not fill it").with("stock", &stock.id));
        }
    }
    if let Some(tabs) = &stock.tabs {
        #[expect(clippy::cast_precision_loss, reason = "few tabs")]
        let right = tabs.left + tabs.width * tabs.count as f32;
        if right > stock.size.width + ROUNDING || tabs.height > stock.size.height / 2.0 {
            fault(say("the tabs of `{stock}` reach over its sheet").with("stock", &stock.id));
        }
    }
    sound
}

/// The titles of the sources that a stock names by id.
fn read_citations(
    diags: &mut Diagnostics,
    fields: &mut Fields<'_>,
    titles: &BTreeMap<String, String>,
) -> Vec<String> {
    let ids = fields.texts(diags, "source").unwrap_or_default();
    let ids = fields::at_most(diags, ids, MOST_NAMES, say("sources"), |id| &id.span);
    let mut cited = Vec::new();
    for id in ids {
        match titles.get(&id.value) {
            Some(title) => cited.push(title.clone()),
            None => {
                let message = say("there is no `[[source]]` with the id `{id}`").with("id", &id.value);
                let fault = Diagnostic::new(code::BAD_VALUE, message).at(&id.span);
                diags.push(fault.near(&id.value, titles.keys().map(String::as_str)));
            }
        }
    }
    cited
}

/// `shape = "round"`, where it is written.
pub(crate) fn read_shape(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<Shape> {
    let word = fields.text(diags, "shape")?;
    match word.value.as_str() {
        "rect" => Some(Shape::Rect),
        "round" => Some(Shape::Round),
        _ => fields::bad(diags, "shape", say("rect or round"), &word.span),
    }
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

/// A number of things from 1.
fn read_count(diags: &mut Diagnostics, fields: &mut Fields<'_>, key: &'static str, most: u32) -> Option<u32> {
    let count = fields.count(diags, key)?;
    if (1..=most).contains(&count.value) {
        return Some(count.value);
    }
    let wanted = say("from 1 to {most}").with("most", most);
    fields::bad(diags, key, wanted, &count.span)
}

fn read_length(diags: &mut Diagnostics, fields: &mut Fields<'_>, key: &'static str) -> Option<f32> {
    let length = fields.length_within(diags, key, SPACE)?;
    Some(length.value.to_pt())
}

fn read_items(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Items> {
    let size = read_size(diags, &mut fields);
    let (left, top) = (
        read_length(diags, &mut fields, "left"),
        read_length(diags, &mut fields, "top"),
    );
    let (pitch_x, pitch_y) = (
        read_length(diags, &mut fields, "pitch-x"),
        read_length(diags, &mut fields, "pitch-y"),
    );
    let corner = read_length(diags, &mut fields, "corner").unwrap_or(0.0);
    let bleed = fields.flag(diags, "bleed");
    let columns = read_count(diags, &mut fields, "columns", MOST_ACROSS);
    let rows = read_count(diags, &mut fields, "rows", MOST_ACROSS);
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
            corner,
            bleed,
        })
    })();
    if items.is_none() {
        let message = say("`items` takes width, height, columns, rows, left, top, pitch-x and pitch-y");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&span));
    }
    items
}

/// `folds = { axis = "x", panels = ["1.75 in", "1.75 in"] }`.
pub(crate) fn read_folds(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Folds> {
    let axis = match fields.need_text(diags, "axis") {
        Some(axis) if axis.value == "x" => Some(Axis::X),
        Some(axis) if axis.value == "y" => Some(Axis::Y),
        Some(axis) => fields::bad(
            diags,
            "axis",
            say("`x` for panels side by side, `y` for panels below each other"),
            &axis.span,
        ),
        None => None,
    };
    let panels = fields.texts(diags, "panels").unwrap_or_default();
    let panels = fields::at_most(diags, panels, MOST_PANELS, say("panels"), |panel| &panel.span);
    let lengths: Vec<f32> = panels
        .iter()
        .filter_map(|panel| read_panel(diags, panel))
        .collect();
    if lengths.len() < 2 || lengths.len() < panels.len() {
        let message = say("`folds` takes an axis and two or more panels, as `[\"1.75 in\", \"1.75 in\"]`");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(fields.span()));
        return None;
    }
    fields.finish(diags);
    Some(Folds {
        axis: axis?,
        panels: lengths,
    })
}

fn read_panel(diags: &mut Diagnostics, panel: &Spanned<String>) -> Option<f32> {
    let length = Length::parse(&panel.value).map(Length::to_pt);
    let length = length.filter(|length| SIDE.contains(length));
    length.or_else(|| fields::bad(diags, "panels", say("from 0.25 in to 69 in"), &panel.span))
}

fn read_tabs(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Tabs> {
    let count = read_count(diags, &mut fields, "count", MOST_TABS);
    let width = read_length(diags, &mut fields, "width");
    let height = read_length(diags, &mut fields, "height");
    let left = read_length(diags, &mut fields, "left");
    let span = fields.span().clone();
    fields.finish(diags);
    let tabs = (|| {
        Some(Tabs {
            count: count?,
            width: width?,
            height: height?,
            left: left?,
        })
    })();
    if tabs.is_none() {
        let message = say("`tabs` takes count, width, height and left");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&span));
    }
    tabs
}

#[cfg(test)]
mod tests {
    use super::{Stocks, read};
    use crate::diag::Diagnostics;
    use crate::source::Source;

    fn stocks(text: &str) -> (Stocks, Vec<&'static str>) {
        let mut diags = Diagnostics::default();
        let stocks = read(&mut diags, &Source::new("stocks.toml", text));
        (stocks, diags.iter().map(|fault| fault.code.name).collect())
    }

    const CARDS: &str = "[[stock]]\nid = \"avery-5371\"\nname = \"Cards\"\nalso = [\"8371\", \"C2160\"]\nwidth = \"8.5 in\"\nheight = \"11 in\"\n\
        items = { width = \"3.5 in\", height = \"2 in\", columns = 2, rows = 5, left = \"0.75 in\", top = \"0.5 in\", pitch-x = \"3.5 in\", \
        pitch-y = \"2 in\" }\n[[rejected]]\npart = \"Avery 22806\"\nwhy = \"four layouts\"\n";

    #[test]
    fn a_stock_is_found_by_every_name_on_its_box() {
        let (stocks, faults) = stocks(CARDS);
        assert!(faults.is_empty(), "{faults:?}");
        for name in ["avery-5371", "AVERY-5371", "5371", "8371", "c2160"] {
            assert_eq!(
                stocks.get(name).map(|stock| stock.id.as_str()),
                Some("avery-5371"),
                "{name}"
            );
        }
        assert!(stocks.get("22806").is_none());
        assert_eq!(
            stocks.rejected("avery-22806").map(|part| part.why.as_str()),
            Some("four layouts")
        );
        assert!(stocks.rejected("letter").is_none());
    }

    #[test]
    fn items_lie_where_the_data_says() {
        let (stocks, _) = stocks(CARDS);
        let places = stocks.get("avery-5371").unwrap().items.unwrap().rects();
        assert_eq!(places.len(), 10);
        assert!((places[0].x - 54.0).abs() < 0.01 && (places[9].bottom() - 756.0).abs() < 0.01);
    }

    #[test]
    fn a_sheet_that_cannot_be_is_told() {
        let told = |from: &str, to: &str| stocks(&CARDS.replace(from, to)).1;
        assert_eq!(told("rows = 5", "rows = 6"), ["bad-value"]);
        assert_eq!(
            told("pitch-x = \"3.5 in\"", "pitch-x = \"3.4 in\""),
            ["bad-value"]
        );
        assert_eq!(told("\"8371\"", "\"avery-5371\""), ["duplicate-id"]);
        let folded = "folds = { axis = \"x\", panels = [\"1.75 in\", \"1.5 in\"] }\n[[rejected]]";
        assert_eq!(told("[[rejected]]", folded), ["bad-value"]);
    }
}
