//! A piece with everything settled: after this nothing is left to look up.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalog::{Catalog, Message, Part, Placeholder};
use crate::code;
use crate::color::{Color, Vision};
use crate::diag::{Diagnostic, Diagnostics};
use crate::fit::{self, Fit, Misfit};
use crate::geom::{Insets, Length, Size};
use crate::hotline::{Channel, Hotline, digits_of};
use crate::icon::Icon;
use crate::library::Library;
use crate::locale::{Locale, TextDirection};
use crate::organization::OrganizationLine;
use crate::particulars::Particulars;
use crate::phone;
use crate::phrase::say;
use crate::qr::{Payload, Symbol};
use crate::rule::{self, Rule, Says};
use crate::service::Sealed;
use crate::setup::{Ink, Setup};
use crate::source::{Span, Spanned};
use crate::stock::{Axis, Stock};
use crate::template::{
    Align, Area, Block, BlockKind, Entry, FieldBlock, Grid, ImageBlock, Input, Mode, Padding, Role,
    ServicesBlock, Shown, SizeRange, Template, TextBlock, Track, Which, Words,
};
use crate::text::{Piece, RichText};
use crate::theme::Logo;
use crate::wording::Wording;

/// What is asked for: a template in some languages on a stock.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    /// Id of the hotline record.
    pub hotline: String,
    /// Id of the template.
    pub template: String,
    /// In the order in which they stand on the piece.
    pub languages: Vec<Locale>,
    /// Id of the stock.
    pub stock: String,
    /// How it is printed.
    pub setup: Setup,
    /// Id of the posting rule that it is a notice for.
    pub rule: Option<String>,
}

/// The most languages that are named one by one where a piece is named.
const MOST_NAMED: usize = 8;

impl Order {
    /// The piece as faults name it, as `stall letter en+es`.
    pub fn name(&self) -> String {
        format!("{} {} {}", self.template, self.stock, self.tags())
    }

    /// The tags, as `en+es`; of many the first two and a count, as `en+es+28-more`.
    pub fn tags(&self) -> String {
        let tags: Vec<&str> = self.languages.iter().map(Locale::tag).collect();
        if tags.len() > MOST_NAMED {
            format!("{}+{}-more", tags[..2].join("+"), tags.len() - 2)
        } else {
            tags.join("+")
        }
    }

    /// What tells its files from those of another setup or rule, as `-ink-saver` or `-for-us-ca-civ-52.6`.
    pub fn suffix(&self) -> String {
        let rule = self.rule.as_ref().map(|rule| format!("-for-{rule}"));
        rule.unwrap_or_default() + &self.setup.suffix()
    }
}

/// A piece with everything settled.
#[derive(Clone, Debug)]
pub struct Poster {
    /// What was asked for.
    pub order: Order,
    /// Title for the document.
    pub title: String,
    /// Whether the reader may take it along.
    pub mode: Mode,
    /// Where the number must stand.
    pub number_in: NumberIn,
    /// How it lies on its sheet.
    pub fit: Fit,
    /// From how far its number is read.
    pub distance: Length,
    /// Clear space along its edge, in points.
    pub safe: f32,
    /// Front, and back where there is one: its layouts, the most wanted first. The first in which everything fits is
    /// printed.
    pub sides: Vec<Vec<Node>>,
    /// Words that hold numbers of others: further lines, which the posting rule wants beside the hotline's, local services, and whoever hands
    /// a sheet out.
    pub apart: Vec<String>,
    /// Addresses that must not stand on it.
    pub sealed: Arc<Sealed>,
    /// How local services look on it, if its template lists any.
    pub services: Option<ServicesLook>,
    /// Inks of the footer line outside the pieces of a sheet.
    pub ink: Color,
    /// Where the template stands.
    pub span: Span,
}

impl Poster {
    /// Sheets for those who make and hang the pieces. They have no template, and no number need stand on them.
    pub fn of_sheets(
        order: Order,
        title: String,
        sheet: Size,
        safe: f32,
        sides: Vec<Vec<Node>>,
        span: Span,
    ) -> Self {
        Self {
            order,
            title,
            mode: Mode::LeaveInPlace,
            number_in: NumberIn::Nowhere,
            distance: Length::inches(12.0),
            safe,
            fit: Fit::whole(sheet),
            sides,
            apart: Vec::new(),
            sealed: Arc::default(),
            services: None,
            ink: Color::BLACK,
            span,
        }
    }
}

/// How local services look on a piece.
#[derive(Clone, Debug)]
pub struct ServicesLook {
    /// Name of the block that they fill.
    pub block: String,
    /// How much is told of each.
    pub entry: Entry,
    /// Usual type: the least, and that of a short list, in points.
    pub size: SizeRange,
    /// The ink of what is read.
    pub ink: Color,
    /// The ink of labels.
    pub quiet: Color,
    /// The ink of headings.
    pub accent: Color,
}

/// Where the number must stand on a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberIn {
    /// In every language of the piece.
    EachLanguage,
    /// In the first one: a panel of many languages has one number for all.
    FirstLanguage,
    /// Somewhere, without words: a discreet piece, or one that is seen at one glance.
    AnyPlace,
    /// Nowhere: a sheet for those who make the posters.
    Nowhere,
}

/// A settled block.
#[derive(Clone, Debug)]
pub struct Node {
    /// Name of the block, with the number of its language.
    pub name: String,
    /// Where the block stands.
    pub span: Span,
    /// The language of what is inside.
    pub locale: Locale,
    /// Space inside its edges, in points.
    pub padding: Insets,
    /// Background.
    pub fill: Option<Color>,
    /// Whether the background runs to the left and right edge of the piece.
    pub bleed: bool,
    /// From side to side.
    pub align: Align,
    /// From top to bottom.
    pub valign: Align,
    /// Whether it stands on its head.
    pub over: bool,
    /// What fills it.
    pub content: Content,
}

/// What fills a settled block.
#[derive(Clone, Debug)]
pub enum Content {
    /// Other blocks on a grid.
    Group {
        /// From the side where reading starts.
        columns: Vec<Track>,
        /// From the top.
        rows: Vec<Track>,
        /// Between rows, then between columns, in points.
        gap: (f32, f32),
        /// The blocks and their cells.
        children: Vec<Placed>,
    },
    /// Text.
    Text(Text),
    /// A symbol.
    Code {
        /// The symbol.
        symbol: Symbol,
        /// Smallest and largest side, in points.
        side: (f32, f32),
        /// From how far it is scanned.
        distance: Length,
        /// What it says to a screen reader.
        alt: String,
        /// The number or host that must stand beside it.
        printed: String,
    },
    /// A line from edge to edge.
    Rule {
        /// In points.
        thickness: f32,
        /// Its ink.
        color: Color,
    },
    /// A drawn mark.
    Icon {
        /// Its outline.
        icon: Icon,
        /// In points.
        side: f32,
        /// Its ink.
        color: Color,
    },
    /// The same block many times side by side, turned.
    Tabs {
        /// How many.
        count: u32,
        /// The block on each, once in every language of the piece, which take turns.
        tabs: Vec<Node>,
        /// Ink of the lines to cut.
        color: Color,
    },
    /// The campaign's logo.
    Logo {
        /// What it is.
        logo: Arc<Logo>,
        /// As large as it fits into its box, in points.
        size: Size,
        /// The ground under it.
        ground: Color,
    },
    /// Room to write in, without its label.
    Room(Room),
}

/// Room to write in.
#[derive(Clone, Debug)]
pub struct Room {
    /// The block and the language of its label, as `your-name:en`.
    pub name: String,
    /// What its label says.
    pub label: String,
    /// The language of these words.
    pub locale: Locale,
    /// How it is filled in.
    pub input: Input,
    /// Its height, or the side of the box to tick, in points.
    pub height: f32,
    /// How many lines there are to write on; none in a box to tick.
    pub lines: u8,
    /// The ink of the lines or of the frame.
    pub color: Color,
    /// The ground under it.
    pub ground: Color,
}

/// A block and its cells: first and one after the last, from 0.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Columns.
    pub columns: (usize, usize),
    /// Rows.
    pub rows: (usize, usize),
    /// The block.
    pub node: Node,
}

/// Settled text.
#[derive(Clone, Debug)]
pub struct Text {
    /// Words and numbers; empty where the imprint fills it.
    pub rich: RichText,
    /// What the imprint fills in; none for a text of words alone.
    pub imprint: Option<Imprinted>,
    /// Smallest and largest size, in points.
    pub size: SizeRange,
    /// Its ink.
    pub color: Color,
    /// The ground under it.
    pub ground: Color,
    /// What it is to a screen reader.
    pub role: Role,
    /// Whether it is one line as wide as its area.
    pub one_line: bool,
    /// A mark before the first line.
    pub icon: Option<Icon>,
    /// Numbers and addresses in it, as printed.
    pub numbers: Vec<String>,
    /// Where its words stand.
    pub words: Span,
    /// What it says that posting rules ask for.
    pub says: Arc<Says>,
}

/// What an imprint fills in.
#[derive(Clone, Debug)]
pub struct Imprinted {
    /// What its line may say, the fullest wording first.
    pub wordings: Vec<Vec<Part>>,
    /// Whether an audit symbol stands beside the line, if the layout has room for it.
    pub symbol: bool,
}

/// The least short side of a piece with an audit symbol, in points: half a Letter sheet has 5.5 inches.
const LEAST_AUDITED: f32 = 390.0;

/// Between the same line in several languages, one below the other, in points.
const EACH_GAP: f32 = 2.0;

/// Between lines to write on, in points.
const WRITING: f32 = 22.0;

/// The most lines to write on in one room: more than the highest has.
const MOST_LINES: u8 = 100;

/// Between a label and the room below it, and between a box to tick and the label beside it, in points.
const LABEL_GAP: f32 = 2.0;
const TICK_GAP: f32 = 5.0;

/// Between paragraphs that a rule gives, in points.
const PARAGRAPH_GAP: f32 = 6.0;

struct Settler<'a> {
    library: &'a Library,
    particulars: &'a Particulars<'a>,
    /// Ids of the sources of its claims, in the order in which they stand; none where the piece does not list them.
    cited: Vec<&'a str>,
    template: &'a Template,
    hotline: &'a Hotline,
    catalogs: Vec<&'a Catalog>,
    fit: &'a Fit,
    ink: Ink,
    /// Where damage is reported.
    report: Option<&'a str>,
    audit_symbol: bool,
    /// The rule that it is a notice for.
    rule: Option<&'a Rule>,
    /// The panels of the side at work, from the side where reading begins or from above.
    panels: Vec<f32>,
}

/// Settles an order of a piece that hangs. Faults are reported; `None` if anything is missing.
pub fn settle(diags: &mut Diagnostics, library: &Library, order: &Order) -> Option<Poster> {
    settle_with(diags, library, order, &Particulars::default())
}

/// Settles an order with what stands in no template. A list of services has a side for each of its pages, the back again and again.
pub fn settle_with(
    diags: &mut Diagnostics,
    library: &Library,
    order: &Order,
    particulars: &Particulars<'_>,
) -> Option<Poster> {
    let template = library.templates.get(&order.template)?;
    let hotline = library.hotlines.get(&order.hotline)?;
    let stock = library.stocks.get(&order.stock)?;
    let fit = match fit::on(template, stock) {
        Ok(fit) => fit.finished(&order.setup.finish),
        Err(misfit) => {
            diags.push(does_not_fit(template, stock, &misfit).at(&template.span));
            return None;
        }
    };
    let catalogs: Vec<_> = order
        .languages
        .iter()
        .filter_map(|locale| library.catalog(locale))
        .collect();
    if catalogs.len() != order.languages.len() || catalogs.is_empty() {
        return None;
    }
    let mut settler = Settler {
        library,
        particulars,
        cited: Vec::new(),
        template,
        hotline,
        catalogs,
        fit: &fit,
        ink: order.setup.ink,
        report: order.setup.report.as_deref(),
        audit_symbol: order.setup.audit_symbol,
        rule: order.rule.as_ref().and_then(|id| library.rules.get(id)),
        panels: Vec::new(),
    };
    settler.cited = settler.cited();
    let mut sides = Vec::new();
    let mirrored = settler.catalogs[0].locale.direction() == TextDirection::RightToLeft;
    let pages = match template.services() {
        Some(_) => particulars.pages.max(1),
        None => template.sides.len(),
    };
    let of_page = |page: usize| template.sides.get(page).or(template.sides.last());
    for (at, side) in (0..pages).filter_map(|page| Some((page, of_page(page)?))) {
        // Columns run from the side where reading begins, and so do panels.
        settler.panels = fit.panels((at % 2 == 1) != mirrored);
        sides.push(settler.side(diags, side, &order.stock)?);
    }
    let names: Vec<_> = settler
        .catalogs
        .iter()
        .map(|catalog| catalog.name.as_str())
        .collect();
    Some(Poster {
        order: order.clone(),
        title: format!(
            "{}: {}, {}",
            hotline.name_in(&order.languages),
            template.title,
            names.join(" + ")
        ),
        mode: template.mode,
        number_in: if template.mode == Mode::Discreet || template.number_once {
            NumberIn::AnyPlace
        } else if template.panel {
            NumberIn::FirstLanguage
        } else {
            NumberIn::EachLanguage
        },
        distance: template.distance,
        safe: template.safe * fit.scale,
        sides,
        apart: settler.apart(),
        sealed: Arc::clone(&particulars.sealed),
        services: settler.look(),
        ink: settler.color("ink"),
        span: template.span.clone(),
        fit,
    })
}

/// The fault of a template that does not go on a stock.
pub fn does_not_fit(template: &Template, stock: &Stock, misfit: &Misfit) -> Diagnostic {
    let message = say("`{template}` does not go on `{stock}`: {why}")
        .with("template", &template.id)
        .with("stock", &stock.id)
        .with_words("why", misfit.phrase());
    let made_for: Vec<&str> = template.stocks.iter().map(|stock| stock.value.as_str()).collect();
    Diagnostic::new(code::STOCK_MISFIT, message).hint(
        say("it is made for {stocks}; `mileposter list stocks --fits {template}` shows every stock it goes on")
            .with("stocks", made_for.join(", "))
            .with("template", &template.id),
    )
}

impl<'a> Settler<'a> {
    fn side(&self, diags: &mut Diagnostics, side: &crate::template::Side, stock: &str) -> Option<Vec<Node>> {
        let layouts = self
            .template
            .layouts(side, self.fit.nominal(), self.fit.shape, self.catalogs.len());
        let nodes: Vec<Node> = layouts.map(|layout| self.root(diags, side, layout)).collect();
        if nodes.is_empty() {
            let message = say("the {side} of `{template}` has no layout for {count} languages on `{stock}`")
                .with("side", &side.name)
                .with("template", &self.template.id)
                .with("count", self.catalogs.len())
                .with("stock", stock);
            diags.push(
                Diagnostic::new(code::NO_LAYOUT, message)
                    .at(&self.template.span)
                    .hint(say(
                        "choose fewer languages or a larger stock, or add a `[[side.layout]]` for it",
                    )),
            );
            return None;
        }
        Some(nodes)
    }

    fn root(
        &self,
        diags: &mut Diagnostics,
        side: &crate::template::Side,
        layout: &crate::template::Layout,
    ) -> Node {
        let content = self.group(diags, &layout.grid, 0, self.color("paper"));
        let own = self.padding(layout.padding);
        let blank = self.blank();
        let padding = Insets {
            top: own.top.max(blank.top),
            right: own.right.max(blank.right),
            bottom: own.bottom.max(blank.bottom),
            left: own.left.max(blank.left),
        };
        Node {
            name: side.name.clone(),
            span: layout.span.clone(),
            locale: self.catalogs[0].locale.clone(),
            padding,
            fill: None,
            bleed: false,
            align: Align::Start,
            valign: Align::Start,
            over: false,
            content,
        }
    }

    fn color(&self, role: &str) -> Color {
        let own = self.template.colors.get(role);
        // A discreet piece must not be known by the colours of a campaign.
        let open = self.template.mode != Mode::Discreet;
        let theme = self.library.theme.colors.get(role);
        let saver = self.template.ink_saver.get(role);
        let color = saver
            .filter(|_| self.ink == Ink::Saver)
            .or_else(|| theme.filter(|_| open && own.is_some()))
            .or(own)
            .copied()
            .unwrap_or(Color::BLACK);
        match self.ink {
            Ink::Full | Ink::Saver => color,
            Ink::Grey => color.seen(Vision::Grey),
        }
    }

    /// What the printer leaves blank, but for the way that panels follow each other: each is measured from its fold, and
    /// keeps clear of the edge by its own padding.
    fn blank(&self) -> Insets {
        let blank = self.fit.blank;
        match self.fit.folds.as_ref().map(|folds| folds.axis) {
            None => blank,
            Some(Axis::X) => Insets {
                right: 0.0,
                left: 0.0,
                ..blank
            },
            Some(Axis::Y) => Insets {
                top: 0.0,
                bottom: 0.0,
                ..blank
            },
        }
    }

    /// Space on the piece, in points.
    fn padding(&self, padding: Padding) -> Insets {
        padding.on(self.fit.nominal().width).scaled(self.fit.scale)
    }

    /// Between rows, then between columns, in points.
    fn gap(&self, grid: &Grid) -> (f32, f32) {
        (grid.row_gap * self.fit.scale, grid.column_gap * self.fit.scale)
    }

    /// Tracks with each panel of the fold measured; a row of tabs is as high as those of the sheet.
    fn tracks(&self, tracks: &[Track], tabs: Option<usize>) -> Vec<Track> {
        let mut panels = self.panels.iter();
        let tracks = tracks.iter().enumerate().map(|(at, track)| match track {
            Track::Panel => Track::Points(panels.next().copied().unwrap_or(0.0)),
            Track::Points(points) => match self.fit.tabs {
                Some(cut) if tabs == Some(at) => Track::Points(cut.height),
                _ => Track::Points(points * self.fit.scale),
            },
            Track::Auto | Track::Share(_) => *track,
        });
        tracks.collect()
    }

    /// The grid of a group, without what only absent blocks would need.
    fn grid<'g>(&self, grid: &'g Grid, language: usize) -> Cow<'g, Grid> {
        let absent = |area: &Area| match area.which {
            Which::Same => self.is_absent(&area.block, language),
            Which::Nth(nth) if nth <= self.catalogs.len() => self.is_absent(&area.block, nth - 1),
            Which::Nth(_) => false,
            Which::Each => (0..self.catalogs.len()).all(|language| self.is_absent(&area.block, language)),
        };
        if grid.areas.iter().any(absent) {
            Cow::Owned(grid.without(absent))
        } else {
            Cow::Borrowed(grid)
        }
    }

    fn group(&self, diags: &mut Diagnostics, grid: &Grid, language: usize, ground: Color) -> Content {
        let grid = &*self.grid(grid, language);
        let children: Vec<Placed> = grid
            .areas
            .iter()
            .filter_map(|area| {
                let node = self.area(diags, grid, area, language, ground)?;
                Some(Placed {
                    columns: area.columns,
                    rows: area.rows,
                    node,
                })
            })
            .collect();
        let gap = self.gap(grid);
        let has_tabs = |placed: &&Placed| matches!(placed.node.content, Content::Tabs { .. });
        let tabs = children.iter().find(has_tabs).map(|placed| placed.rows.0);
        Content::Group {
            columns: self.tracks(&grid.columns, None),
            rows: self.tracks(&grid.rows, tabs),
            gap,
            children,
        }
    }

    /// Whether a block has nothing to show: a logo where the campaign has none, a text of a notice that its rule does not ask for,
    /// or a group of nothing else.
    fn is_absent(&self, name: &str, language: usize) -> bool {
        let Some(block) = self.template.blocks.get(name) else {
            return false;
        };
        match &block.kind {
            BlockKind::Image(_) => self.library.theme.logo.is_none(),
            BlockKind::Text(text) => !self.is_shown(text, language),
            BlockKind::Services(_) => self.particulars.pages == 0,
            BlockKind::Group(grid) => {
                let absent = |area: &Area| match area.which {
                    Which::Same => self.is_absent(&area.block, language),
                    Which::Nth(nth) => self.is_absent(&area.block, (nth - 1).min(self.catalogs.len() - 1)),
                    Which::Each => (0..self.catalogs.len()).all(|at| self.is_absent(&area.block, at)),
                };
                !grid.areas.is_empty() && grid.areas.iter().all(absent)
            }
            _ => false,
        }
    }

    /// Whether a text has a place on this piece. What a line is not known for is not said of it on a notice.
    fn is_shown(&self, text: &TextBlock, language: usize) -> bool {
        let is_also = |message: &Message| message.placeholders().any(|what| what == Placeholder::Also);
        match &text.words {
            Words::Given => return self.given(language).is_some(),
            Words::Same(message) if is_also(message) => return !self.also().is_empty(),
            Words::Same(message) if !self.is_known(message) => return false,
            Words::Message(key) if !self.is_known_by(&key.value, language) => return false,
            _ => {}
        }
        let own = self.given(language).is_none();
        let says = self.elements(text);
        let is_known = || {
            let mut of_line = says.iter().filter(|key| rule::is_of_line(key));
            of_line.all(|key| self.hotline.claims.contains(key))
        };
        let is_asked = |rule: &Rule| rule.elements.iter().any(|key| says.contains(key));
        match text.shown {
            Shown::Always => true,
            Shown::With(placeholder) => self.known(placeholder, self.catalogs[0]).is_some(),
            Shown::Without(placeholder) => self.known(placeholder, self.catalogs[0]).is_none(),
            Shown::WithServices => self.particulars.pages > 0,
            Shown::WithoutServices => self.particulars.pages == 0,
            Shown::OwnWords => own && is_known(),
            Shown::Asked => own && self.rule.is_some_and(is_asked) && is_known(),
        }
    }

    /// What a text says that posting rules ask for: as its block and its English message tell.
    fn elements(&self, text: &'a TextBlock) -> BTreeSet<String> {
        let english = self.library.catalogs.get(&Locale::english());
        let of_keys = |keys: &'a [Spanned<String>]| {
            let words = keys.iter().filter_map(|key| english?.messages.get(&key.value));
            words.flat_map(|message| &message.elements).collect::<Vec<_>>()
        };
        let of_message = of_keys(keys_of(text));
        let all = text.elements.iter().chain(of_message);
        all.map(|word| word.value.clone()).collect()
    }

    /// The words that the rule gives in a language, where somebody pasted them in.
    fn given(&self, language: usize) -> Option<&'a Wording> {
        let rule = self.rule?;
        let locale = &self.catalogs[language].locale;
        self.library
            .wordings
            .iter()
            .find(|wording| wording.rule == rule.id && wording.language.reads_as(locale))
    }

    /// Further lines that the rule wants, in its order.
    fn also(&self) -> Vec<&'a Hotline> {
        self.rule.map_or_else(Vec::new, |rule| {
            self.library.further_lines(rule, &self.hotline.id)
        })
    }

    fn area(
        &self,
        diags: &mut Diagnostics,
        grid: &Grid,
        area: &Area,
        language: usize,
        ground: Color,
    ) -> Option<Node> {
        let block = self.template.blocks.get(&area.block)?;
        match area.which {
            Which::Same => self.block(diags, block, language, ground),
            Which::Nth(nth) if nth <= self.catalogs.len() => self.block(diags, block, nth - 1, ground),
            Which::Nth(_) => None,
            Which::Each => {
                let nodes: Vec<_> = (0..self.catalogs.len())
                    .filter_map(|at| self.block(diags, block, at, ground))
                    .collect();
                Some(self.each(grid, area, block, nodes))
            }
        }
    }

    /// The same block in each language, as many in a row as the area has columns. Where the area takes a
    /// share of the height, its rows share it alike.
    fn each(&self, grid: &Grid, area: &Area, block: &Block, nodes: Vec<Node>) -> Node {
        let (first, end) = area.columns;
        let across = (end - first).max(1);
        let shares = matches!(grid.rows.get(area.rows.0), Some(Track::Share(_)));
        let row = if shares { Track::Share(1.0) } else { Track::Auto };
        let rows = vec![row; nodes.len().div_ceil(across)];
        let children = nodes
            .into_iter()
            .enumerate()
            .map(|(at, node)| Placed {
                columns: (at % across, at % across + 1),
                rows: (at / across, at / across + 1),
                node,
            })
            .collect();
        let gap = if across > 1 {
            self.gap(grid)
        } else {
            (EACH_GAP * self.fit.scale, 0.0)
        };
        Node {
            name: block.name.clone(),
            span: block.span.clone(),
            locale: self.catalogs[0].locale.clone(),
            padding: Insets::default(),
            fill: None,
            bleed: false,
            align: block.align,
            valign: block.valign,
            over: false,
            content: Content::Group {
                columns: self.tracks(grid.columns.get(first..end).unwrap_or(&[Track::Share(1.0)]), None),
                rows,
                gap,
                children,
            },
        }
    }

    fn block(&self, diags: &mut Diagnostics, block: &Block, language: usize, ground: Color) -> Option<Node> {
        let fill = block.fill.as_deref().map(|role| self.color(role));
        let ground = fill.unwrap_or(ground);
        let content = match &block.kind {
            BlockKind::Group(grid) => self.group(diags, grid, language, ground),
            BlockKind::Text(text) if text.words == Words::Given => {
                self.paragraphs(block, text, language, ground)?
            }
            BlockKind::Text(text) if matches!(text.words, Words::Messages(_)) => {
                self.messages(diags, block, text, language, ground)
            }
            BlockKind::Text(text) if self.is_list_of_sources(text) => {
                self.sources(block, text, language, ground)
            }
            BlockKind::Text(text) => Content::Text(self.text(diags, block, text, language, ground)?),
            BlockKind::Services(services) => self.services(services),
            BlockKind::Code(code) => {
                let Some(payload) = Payload::of(self.hotline, code.channel) else {
                    let message =
                        say("`{hotline}` has no such channel for a symbol").with("hotline", &self.hotline.id);
                    diags.push(Diagnostic::new(code::CHANNEL, message).at(&block.span));
                    return None;
                };
                Content::Code {
                    symbol: Symbol::of(payload)?,
                    side: (
                        code.least.to_pt() * self.fit.scale,
                        code.most.to_pt() * self.fit.scale,
                    ),
                    distance: code.distance,
                    alt: self.plain_message(alt_key(code.channel), self.speaker(block, language)),
                    printed: self.hotline.printed(code.channel).unwrap_or_default().to_owned(),
                }
            }
            BlockKind::Rule(rule) => Content::Rule {
                thickness: rule.thickness * self.fit.scale,
                color: self.color(&rule.color),
            },
            BlockKind::Icon(icon) => Content::Icon {
                icon: self.icon(diags, &icon.icon.value, &icon.icon.span)?,
                side: icon.side * self.fit.scale,
                color: self.color(&icon.color),
            },
            BlockKind::Tabs(tabs) => {
                let inner = self.template.blocks.get(&tabs.block.value)?;
                let languages = 0..self.catalogs.len();
                Content::Tabs {
                    count: self.fit.tabs.map_or(tabs.count, |cut| cut.count),
                    tabs: languages
                        .filter_map(|language| self.block(diags, inner, language, ground))
                        .collect(),
                    color: self.color(&tabs.color),
                }
            }
            BlockKind::Image(image) => self.logo(image, ground)?,
            BlockKind::Field(field) => self.field(diags, block, field, language, ground)?,
        };
        Some(Node {
            name: format!("{}.{}", block.name, language + 1),
            span: block.span.clone(),
            locale: self.catalogs[self.speaker(block, language)].locale.clone(),
            padding: self.padding(block.padding),
            fill,
            bleed: block.bleed,
            align: block.align,
            valign: block.valign,
            over: block.over,
            content,
        })
    }

    /// `None` where the campaign has no logo.
    fn logo(&self, image: &ImageBlock, ground: Color) -> Option<Content> {
        let logo = self.library.theme.logo.as_ref()?;
        Some(Content::Logo {
            logo: Arc::clone(logo),
            size: logo.artwork.within(image.most.scaled(self.fit.scale)),
            ground,
        })
    }

    /// A label above the room to write in, or behind the box to tick. `None` where the label is missing.
    fn field(
        &self,
        diags: &mut Diagnostics,
        block: &Block,
        field: &FieldBlock,
        language: usize,
        ground: Color,
    ) -> Option<Content> {
        let label = self.text(diags, block, &field.label, language, ground)?;
        let locale = &self.catalogs[language].locale;
        let room = Content::Room(Room {
            name: format!("{}:{}", block.name, locale.tag()),
            label: plain(&label.rich.pieces),
            locale: label.rich.locale.clone(),
            input: field.input,
            height: field.height * self.fit.scale,
            lines: match field.input {
                Input::Text => 1,
                Input::Lines => lines_in(field.height),
                Input::Check => 0,
            },
            color: label.color,
            ground,
        });
        let side = field.height * self.fit.scale;
        let part = |content: Content, valign: Align| Node {
            name: format!("{}.{}", block.name, language + 1),
            span: block.span.clone(),
            locale: locale.clone(),
            padding: Insets::default(),
            fill: None,
            bleed: false,
            align: block.align,
            valign,
            over: false,
            content,
        };
        let placed = |columns, rows, node| Placed { columns, rows, node };
        let label = Content::Text(label);
        Some(match field.input {
            Input::Check => Content::Group {
                columns: vec![Track::Points(side), Track::Share(1.0)],
                rows: vec![Track::Auto],
                gap: (0.0, TICK_GAP * self.fit.scale),
                children: vec![
                    placed((0, 1), (0, 1), part(room, Align::Start)),
                    placed((1, 2), (0, 1), part(label, Align::Center)),
                ],
            },
            Input::Text | Input::Lines => Content::Group {
                columns: vec![Track::Share(1.0)],
                rows: vec![Track::Auto; 2],
                gap: (LABEL_GAP * self.fit.scale, 0.0),
                children: vec![
                    placed((0, 1), (0, 1), part(label, Align::Start)),
                    placed((0, 1), (1, 2), part(room, Align::Start)),
                ],
            },
        })
    }

    /// The language in which a block speaks: its own; for a symbol that is said nothing of in it, as of a channel that does not
    /// serve it, the first of the piece that has the words.
    fn speaker(&self, block: &Block, language: usize) -> usize {
        let BlockKind::Code(code) = &block.kind else {
            return language;
        };
        let has = |at: &usize| self.catalogs[*at].messages.contains_key(alt_key(code.channel));
        let mut languages = std::iter::once(language).chain(0..self.catalogs.len());
        languages.find(has).unwrap_or(language)
    }

    fn icon(&self, diags: &mut Diagnostics, name: &str, span: &Span) -> Option<Icon> {
        let icon = self.library.icons.get(name);
        if icon.is_none() {
            diags.push(
                Diagnostic::new(
                    code::BAD_VALUE,
                    say("there is no icon `{name}`").with("name", name),
                )
                .at(span)
                .near(name, self.library.icons.keys().map(String::as_str)),
            );
        }
        icon.cloned()
    }

    /// `None` where a message speaks of a channel that does not serve the language.
    fn text(
        &self,
        diags: &mut Diagnostics,
        block: &Block,
        text: &'a TextBlock,
        language: usize,
        ground: Color,
    ) -> Option<Text> {
        match &text.words {
            Words::Given | Words::Messages(_) => None,
            Words::Same(message) => self.set(diags, block, text, language, ground, message, ""),
            Words::Message(key) => {
                let message = self.message(diags, language, key)?;
                self.set(diags, block, text, language, ground, message, &key.value)
            }
        }
    }

    /// A message of a language; one that is missing is reported.
    fn message(
        &self,
        diags: &mut Diagnostics,
        language: usize,
        key: &Spanned<String>,
    ) -> Option<&'a Message> {
        let catalog = self.catalogs[language];
        let message = catalog.messages.get(&key.value);
        if message.is_none() {
            self.missing(diags, catalog, &key.value, &key.span);
        }
        message
    }

    /// A message as a block sets it; `key` is its name in the catalogs. `None` where it speaks of a channel that does not serve the language.
    #[expect(clippy::too_many_arguments, reason = "a block, its words and where they go")]
    fn set(
        &self,
        diags: &mut Diagnostics,
        block: &Block,
        text: &'a TextBlock,
        language: usize,
        ground: Color,
        message: &Message,
        key: &str,
    ) -> Option<Text> {
        let catalog = self.catalogs[language];
        let served = message.placeholders().all(|placeholder| match placeholder {
            Placeholder::Channel(channel @ (Channel::Text | Channel::Chat)) => {
                matches!(text.words, Words::Same(_)) && self.hotline.printed(channel).is_some()
                    || self.hotline.serves(channel, &catalog.locale)
            }
            _ => true,
        });
        if !served {
            return None;
        }
        let imprint = message
            .placeholders()
            .any(Placeholder::is_imprint)
            .then(|| Imprinted {
                wordings: self.wordings(&message.parts),
                symbol: self.has_audit_symbol(&message.parts),
            });
        let is_also = message.placeholders().any(|what| what == Placeholder::Also);
        let (mut pieces, numbers) = if imprint.is_some() {
            Default::default()
        } else if is_also {
            others(&self.also(), &catalog.locale)
        } else {
            self.fill(message, catalog)
        };
        pieces.extend(self.marks(key));
        // Lines without words, such as the number alone, are set as Latin is in every language.
        let locale = match &text.words {
            Words::Message(_) | Words::Messages(_) => catalog.language_of_words(),
            Words::Same(message) if message.placeholders().any(|what| what == Placeholder::OwnName) => {
                catalog.locale.clone()
            }
            Words::Same(_) | Words::Given => Locale::english(),
        };
        let icon = match &text.icon {
            Some(name) => Some(self.icon(diags, name, &block.span)?),
            None => None,
        };
        // A line of digits alone has no descenders to keep room for.
        let line_height = if text.one_line { 1.0 } else { locale.line_height() };
        Some(Text {
            rich: RichText {
                pieces,
                locale: locale.clone(),
                bold: text.bold || self.rule.is_some_and(|rule| rule.look.bold),
                line_height,
                ligatures: true,
            },
            size: if imprint.is_some() {
                text.size.scaled(self.fit.scale)
            } else {
                self.size(text, &locale)
            },
            imprint,
            color: self.color(&text.color),
            ground,
            role: text.role,
            one_line: text.one_line,
            icon,
            numbers,
            words: message.span.clone(),
            says: Arc::new(Says {
                elements: self.elements(text),
                given: false,
            }),
        })
    }

    /// The pieces of a message and the numbers among them, with what this sheet says beside its words.
    fn fill(&self, message: &Message, catalog: &Catalog) -> (Vec<Piece>, Vec<String>) {
        filled(message, |placeholder| {
            self.known(placeholder, catalog).unwrap_or_default()
        })
    }

    fn known(&self, placeholder: Placeholder, catalog: &Catalog) -> Option<String> {
        let own = self.particulars.fills(placeholder);
        own.or_else(|| value(self.hotline, placeholder, catalog))
    }

    /// Whether everything is known that a message says. What belongs to the imprint is known later.
    fn is_known(&self, message: &Message) -> bool {
        let catalog = self.catalogs[0];
        message
            .placeholders()
            .all(|placeholder| placeholder.is_imprint() || self.known(placeholder, catalog).is_some())
    }

    /// The same of a message by its key. One that is missing is reported later.
    fn is_known_by(&self, key: &str, language: usize) -> bool {
        let message = self.catalogs[language].messages.get(key);
        message.is_none_or(|message| self.is_known(message))
    }

    /// Several messages, one below the other.
    fn messages(
        &self,
        diags: &mut Diagnostics,
        block: &Block,
        text: &'a TextBlock,
        language: usize,
        ground: Color,
    ) -> Content {
        let mut nodes = Vec::new();
        for (at, key) in keys_of(text).iter().enumerate() {
            let known = self.is_known_by(&key.value, language);
            let set = self.message(diags, language, key).filter(|_| known);
            let set =
                set.and_then(|message| self.set(diags, block, text, language, ground, message, &key.value));
            nodes.extend(set.map(|set| self.one_of_several(block, language, at, set)));
        }
        stacked(nodes, text.gap * self.fit.scale)
    }

    /// Words as a block sets them, without numbers among them; `words` is where they are written.
    fn paragraph(
        &self,
        text: &TextBlock,
        pieces: Vec<Piece>,
        locale: &Locale,
        ground: Color,
        words: &Span,
    ) -> Text {
        Text {
            rich: RichText {
                pieces,
                locale: locale.clone(),
                bold: text.bold || self.rule.is_some_and(|rule| rule.look.bold),
                line_height: locale.line_height(),
                ligatures: true,
            },
            imprint: None,
            size: self.size(text, locale),
            color: self.color(&text.color),
            ground,
            role: text.role,
            one_line: false,
            icon: None,
            numbers: Vec::new(),
            words: words.clone(),
            says: Arc::default(),
        }
    }

    /// One of the texts that stand in a block one below the other.
    fn one_of_several(&self, block: &Block, language: usize, at: usize, text: Text) -> Node {
        Node {
            name: format!("{}.{}.{}", block.name, language + 1, at + 1),
            span: block.span.clone(),
            locale: self.catalogs[language].locale.clone(),
            padding: Insets::default(),
            fill: None,
            bleed: false,
            align: block.align,
            valign: Align::Start,
            over: false,
            content: Content::Text(text),
        }
    }

    /// Whether a text is the list of sources.
    fn is_list_of_sources(&self, text: &TextBlock) -> bool {
        matches!(&text.words, Words::Same(message) if message.placeholders().any(|what| what == Placeholder::Sources))
    }

    /// Where the claims come from, numbered as they are marked.
    fn sources(&self, block: &Block, text: &'a TextBlock, language: usize, ground: Color) -> Content {
        let locale = Locale::english();
        let cited = self.cited.iter().filter_map(|id| self.library.sources.get(*id));
        let nodes = cited.enumerate().map(|(at, citation)| {
            let words = vec![Piece::Words(format!("{} {}", at + 1, citation.line()))];
            let set = self.paragraph(text, words, &locale, ground, &citation.span);
            Node {
                locale: locale.clone(),
                ..self.one_of_several(block, language, at, set)
            }
        });
        stacked(nodes.collect(), text.gap * self.fit.scale)
    }

    /// The marks behind a claim: the numbers of its sources in their list.
    fn marks(&self, key: &str) -> impl Iterator<Item = Piece> {
        let numbers: Vec<String> = self
            .sources_of(key)
            .filter_map(|id| self.cited.iter().position(|known| *known == id))
            .map(|at| (at + 1).to_string())
            .collect();
        // The space stands outside of what is isolated, so that no number grows by a mark beside it.
        let marks = [
            Piece::Words("\u{A0}".to_owned()),
            Piece::Fixed(format!("[{}]", numbers.join(","))),
        ];
        marks.into_iter().filter(move |_| !numbers.is_empty())
    }

    /// Ids of the sources of a message, as the English one names them.
    fn sources_of(&self, key: &str) -> impl Iterator<Item = &'a str> {
        let english = self.library.catalogs.get(&Locale::english());
        let message = english.and_then(|english| english.messages.get(key));
        let sources = message.into_iter().flat_map(|message| &message.sources);
        sources.map(|source| source.value.as_str())
    }

    /// Ids of the sources of all claims in the order in which they are read, if the piece has a list of them.
    fn cited(&self) -> Vec<&'a str> {
        let lists =
            |block: &Block| matches!(&block.kind, BlockKind::Text(text) if self.is_list_of_sources(text));
        let mut cited = Vec::new();
        if self.template.blocks.values().any(lists) {
            let (piece, shape, languages) = (self.fit.nominal(), self.fit.shape, self.catalogs.len());
            for side in &self.template.sides {
                let mut layouts = self.template.layouts(side, piece, shape, languages);
                if let Some(layout) = layouts.next() {
                    self.cite(&mut cited, &layout.grid);
                }
            }
        }
        cited
    }

    fn cite(&self, cited: &mut Vec<&'a str>, grid: &Grid) {
        for area in &grid.areas {
            let block = self.template.blocks.get(&area.block);
            match block.map(|block| &block.kind) {
                Some(BlockKind::Group(inner)) => self.cite(cited, inner),
                Some(BlockKind::Text(text)) if self.is_shown(text, 0) => {
                    let keys = keys_of(text).iter().filter(|key| self.is_known_by(&key.value, 0));
                    for id in keys.flat_map(|key| self.sources_of(&key.value)) {
                        if !cited.contains(&id) {
                            cited.push(id);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Empty columns: `directory` fills them.
    fn services(&self, services: &ServicesBlock) -> Content {
        Content::Group {
            columns: vec![Track::Share(1.0); services.columns as usize],
            rows: vec![Track::Auto],
            gap: (0.0, services.gap * self.fit.scale),
            children: Vec::new(),
        }
    }

    /// How services look on this piece.
    fn look(&self) -> Option<ServicesLook> {
        let (block, services) = self.template.services()?;
        Some(ServicesLook {
            block: format!("{}.1", block.name),
            entry: services.entry,
            size: services.size.scaled(self.fit.scale),
            ink: self.color("ink"),
            quiet: self.color(&services.quiet),
            accent: self.color(&services.accent),
        })
    }

    /// Words that hold numbers which are not the hotline's.
    fn apart(&self) -> Vec<String> {
        let own = Placeholder::Organization(OrganizationLine::Phone);
        let former = Placeholder::FormerOperator(OrganizationLine::Phone);
        let phones = [own, former].map(|phone| self.known(phone, self.catalogs[0]));
        let lines = self.also().into_iter().flat_map(forms);
        lines.chain(phones.into_iter().flatten()).collect()
    }

    /// What an imprint may say, the fullest first: where damage is reported, with all that the template asks for, then with
    /// the serial alone; then the template's own words, and beside a symbol the serial alone. A discreet piece tells nobody whose it is.
    fn wordings(&self, own: &[Part]) -> Vec<Vec<Part>> {
        let report = self.report.filter(|_| self.template.mode != Mode::Discreet);
        let serial = [Part::Placeholder(Placeholder::Serial)];
        let mut wordings = Vec::new();
        if let Some(address) = report.filter(|_| own.contains(&serial[0])) {
            let before = Part::Words(format!("Damaged? {address} · "));
            let with = |parts: &[Part]| [std::slice::from_ref(&before), parts].concat();
            wordings.extend([with(own), with(&serial)]);
            wordings.dedup();
        }
        wordings.push(own.to_vec());
        // The symbol takes some of the line's width, and no name that fitted shall be refused for it.
        if self.has_audit_symbol(own) && own != serial {
            wordings.push(serial.to_vec());
        }
        wordings
    }

    /// Whether an audit symbol stands beside a line: on large flat pieces that may be known, where the serial is printed.
    fn has_audit_symbol(&self, own: &[Part]) -> bool {
        let Size { width, height } = self.fit.piece;
        self.audit_symbol
            && self.template.mode != Mode::Discreet
            && self.fit.folds.is_none()
            && width.min(height) >= LEAST_AUDITED
            && own.contains(&Part::Placeholder(Placeholder::Serial))
    }

    /// Smallest and largest size of a text, in points. A notice keeps to the smallest type of its rule.
    fn size(&self, text: &TextBlock, locale: &Locale) -> SizeRange {
        let (size, factor) = (text.size, locale.script().apparent_size());
        let wish = SizeRange {
            least: size.least,
            most: (size.most * factor).max(size.least),
        };
        let wish = wish.scaled(self.fit.scale);
        let least = self.rule.and_then(|rule| rule.least_type_on(self.fit.piece));
        let floor = least.map_or(0.0, Length::to_pt);
        SizeRange {
            least: wish.least.max(floor),
            most: wish.most.max(floor),
        }
    }

    /// The words that the rule gives, a text for each paragraph.
    fn paragraphs(&self, block: &Block, text: &TextBlock, language: usize, ground: Color) -> Option<Content> {
        let wording = self.given(language)?;
        let locale = self.catalogs[language].language_of_words();
        let lines: Vec<&Hotline> = std::iter::once(self.hotline).chain(self.also()).collect();
        let nodes: Vec<Node> = wording
            .paragraphs
            .iter()
            .enumerate()
            .map(|(at, paragraph)| {
                let (pieces, numbers) = with_numbers(paragraph, &lines);
                let set = Text {
                    numbers,
                    says: Arc::new(Says {
                        elements: BTreeSet::new(),
                        given: true,
                    }),
                    ..self.paragraph(text, pieces, &locale, ground, &wording.span)
                };
                self.one_of_several(block, language, at, set)
            })
            .collect();
        Some(stacked(nodes, PARAGRAPH_GAP * self.fit.scale))
    }

    /// Reports a message that a language lacks; a line about a channel may be missing in languages
    /// which that channel does not serve.
    fn missing(&self, diags: &mut Diagnostics, catalog: &Catalog, key: &str, span: &Span) {
        let english = self.library.catalogs.get(&Locale::english());
        let original = english.and_then(|english| english.messages.get(key));
        let needed = match original {
            None => true,
            Some(original) => original.placeholders().all(|placeholder| match placeholder {
                Placeholder::Channel(channel) => self.hotline.serves(channel, &catalog.locale),
                _ => true,
            }),
        };
        let Some(original) = original else {
            let known =
                english.map(|english| english.messages.keys().map(String::as_str).collect::<Vec<_>>());
            let message = say("no catalog has the message `{key}`").with("key", key);
            diags.push(
                Diagnostic::new(code::UNKNOWN_MESSAGE, message)
                    .at(span)
                    .near(key, known.unwrap_or_default()),
            );
            return;
        };
        if needed {
            let message = say("`{locale}` has no message `{key}`")
                .with("locale", &catalog.locale)
                .with("key", key);
            diags.push(
                Diagnostic::new(code::MESSAGE_MISSING, message)
                    .at(&catalog.span)
                    .with(say("the English message"), &original.span)
                    .hint(say("translate `{key}` of messages/en.toml into this catalog").with("key", key)),
            );
        }
    }

    fn plain_message(&self, key: &str, language: usize) -> String {
        let catalog = self.catalogs[language];
        let Some(message) = catalog.messages.get(key) else {
            return String::new();
        };
        let (pieces, _) = self.fill(message, catalog);
        plain(&pieces)
    }
}

/// Words and numbers as one text.
fn plain(pieces: &[Piece]) -> String {
    let texts = pieces.iter().map(|piece| match piece {
        Piece::Words(text) | Piece::Fixed(text) => text.as_str(),
    });
    texts.collect()
}

/// How many lines a room of a height has, in points.
fn lines_in(height: f32) -> u8 {
    let mut lines = 1;
    while f32::from(lines + 1) * WRITING <= height + WRITING / 2.0 && lines < MOST_LINES {
        lines += 1;
    }
    lines
}

/// What a screen reader says of a symbol: what scanning it does, and the number or address that it holds.
fn alt_key(channel: Channel) -> &'static str {
    match channel {
        Channel::Call => "symbol-alt",
        Channel::Text => "symbol-alt-text",
        Channel::Chat => "symbol-alt-chat",
    }
}

/// The pieces of a message with its placeholders filled in, and the numbers and addresses among them. What belongs to the imprint stays empty, and
/// of what only a campaign knows the word of the placeholder is there.
pub fn fill(hotline: &Hotline, message: &Message, catalog: &Catalog) -> (Vec<Piece>, Vec<String>) {
    filled(message, |placeholder| {
        value(hotline, placeholder, catalog).unwrap_or_else(|| placeholder.word().to_owned())
    })
}

fn filled(message: &Message, value: impl Fn(Placeholder) -> String) -> (Vec<Piece>, Vec<String>) {
    let mut numbers = Vec::new();
    let pieces = message
        .parts
        .iter()
        .map(|part| match part {
            Part::Words(words) => Piece::Words(words.clone()),
            Part::Placeholder(placeholder) => {
                let text = value(*placeholder);
                if is_number(*placeholder) {
                    numbers.push(text.clone());
                }
                if is_prose(*placeholder) {
                    Piece::Words(text)
                } else {
                    Piece::Fixed(text)
                }
            }
        })
        .collect();
    (pieces, numbers)
}

/// Further lines, each with its name and number.
fn others(lines: &[&Hotline], locale: &Locale) -> (Vec<Piece>, Vec<String>) {
    let (mut pieces, mut numbers) = (Vec::new(), Vec::new());
    for (at, line) in lines.iter().enumerate() {
        let between = if at > 0 { " · " } else { "" };
        let number = line.printed(Channel::Call).unwrap_or_default().to_owned();
        pieces.push(Piece::Words(format!("{between}{}: ", line.name_in([locale]))));
        pieces.push(Piece::Fixed(number.clone()));
        numbers.push(number);
    }
    (pieces, numbers)
}

/// The ways in which the number of a line is written.
fn forms(line: &Hotline) -> Vec<String> {
    let mut forms: Vec<String> = line
        .voice
        .letters
        .iter()
        .chain(&line.voice.groupings)
        .cloned()
        .collect();
    // The longest first: none is a part of one that was passed over.
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    forms
}

/// A paragraph whose numbers are kept whole, and those of them that are read back. Dashes and spaces of print become those of a keyboard. A number
/// that no record has stays among the words, where the proof finds it.
fn with_numbers(paragraph: &str, lines: &[&Hotline]) -> (Vec<Piece>, Vec<String>) {
    let (mut pieces, mut numbers) = (Vec::new(), Vec::new());
    let mut words = String::new();
    let mut rest = paragraph;
    while let Some(c) = rest.chars().next() {
        let begins_word = !words.ends_with(|c: char| c.is_alphanumeric());
        match number_at(rest, lines).filter(|_| begins_word) {
            Some((length, number)) => {
                pieces.push(Piece::Words(std::mem::take(&mut words)));
                pieces.push(Piece::Fixed(number.clone()));
                numbers.push(number);
                rest = &rest[length..];
            }
            None => {
                words.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    pieces.push(Piece::Words(words));
    pieces.retain(|piece| !matches!(piece, Piece::Words(words) if words.is_empty()));
    (pieces, numbers)
}

/// The number of a line that a text begins with: how many bytes it takes, and how it is printed.
fn number_at(text: &str, lines: &[&Hotline]) -> Option<(usize, String)> {
    let letters = lines.iter().flat_map(|line| &line.voice.letters);
    let spelled = letters
        .filter(|form| text.starts_with(form.as_str()))
        .max_by_key(|form| form.len());
    if let Some(form) = spelled {
        return Some((form.len(), form.clone()));
    }
    let is_part = |c: char| c.is_ascii_digit() || phone::is_separator(c);
    let first = text.chars().next()?;
    if !(first.is_ascii_digit() || first == '(') {
        return None;
    }
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let stretch = &text[..end];
    // The longest beginning that ends in a digit and is a number or code of a line.
    let ends = stretch
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit())
        .map(|(at, _)| at + 1);
    let owned = |end: &usize| {
        let number = &stretch[..*end];
        let followed = stretch[*end..].starts_with(|c: char| c.is_ascii_digit());
        let digits = digits_of(number);
        let is_code = |line: &&Hotline| line.text.as_ref().is_some_and(|text| text.code == digits);
        !followed
            && lines
                .iter()
                .any(|line| line.voice.number.is_written(number) || is_code(line))
    };
    let end = ends.rev().find(owned)?;
    let plain = |c: char| match c {
        c if c.is_ascii() => c,
        c if c.is_whitespace() => ' ',
        _ => '-',
    };
    Some((end, stretch[..end].chars().map(plain).collect()))
}

/// Whether what fills a placeholder is read back digit by digit.
fn is_number(placeholder: Placeholder) -> bool {
    matches!(
        placeholder,
        Placeholder::Channel(_)
            | Placeholder::PlainNumber
            | Placeholder::Emergency
            | Placeholder::Organization(OrganizationLine::Phone)
            | Placeholder::FormerOperator(OrganizationLine::Phone)
    )
}

/// Whether what fills a placeholder is words, which may stand on several lines.
fn is_prose(placeholder: Placeholder) -> bool {
    use OrganizationLine::{About, Address, Name};
    matches!(
        placeholder,
        Placeholder::OwnName
            | Placeholder::Area
            | Placeholder::Campaign
            | Placeholder::FormerName
            | Placeholder::Organization(Name | About | Address)
            | Placeholder::FormerOperator(Name | About | Address)
    )
}

/// What fills a placeholder; `None` where the record does not tell, or a campaign alone does.
fn value(hotline: &Hotline, placeholder: Placeholder, catalog: &Catalog) -> Option<String> {
    let known = |text: &Option<String>| text.clone();
    match placeholder {
        Placeholder::Channel(channel) => Some(hotline.printed(channel).unwrap_or_default().to_owned()),
        Placeholder::PlainNumber => Some(hotline.plain_number().to_owned()),
        Placeholder::Language => Some(catalog.english.clone()),
        Placeholder::SpanishName => Some(catalog.spanish.clone()),
        Placeholder::OwnName => Some(catalog.name.clone()),
        Placeholder::Hotline => Some(hotline.name_in([&catalog.locale]).to_owned()),
        Placeholder::Host => Some(hotline.host.clone().unwrap_or_default()),
        Placeholder::Operator => known(&hotline.operator),
        Placeholder::FormerName => known(&hotline.former_name),
        Placeholder::Emergency => known(&hotline.emergency),
        Placeholder::AsOf => Some(hotline.verified_on.to_string()),
        Placeholder::FormerOperator(line) => hotline.former_operator.as_ref()?.line(line),
        Placeholder::Site | Placeholder::Serial | Placeholder::Also | Placeholder::Sources => {
            Some(String::new())
        }
        Placeholder::Organization(_) | Placeholder::Campaign | Placeholder::Area => None,
    }
}

/// The keys of a text's messages.
fn keys_of(text: &TextBlock) -> &[Spanned<String>] {
    match &text.words {
        Words::Message(key) => std::slice::from_ref(key),
        Words::Messages(keys) => keys,
        Words::Same(_) | Words::Given => &[],
    }
}

/// Blocks one below the other.
fn stacked(nodes: Vec<Node>, gap: f32) -> Content {
    Content::Group {
        columns: vec![Track::Share(1.0)],
        rows: vec![Track::Auto; nodes.len()],
        gap: (gap, 0.0),
        children: nodes
            .into_iter()
            .enumerate()
            .map(|(at, node)| Placed {
                columns: (0, 1),
                rows: (at, at + 1),
                node,
            })
            .collect(),
    }
}

impl Node {
    /// Whether an audit symbol is wanted beside an imprint in it.
    pub fn is_audited(&self) -> bool {
        match &self.content {
            Content::Group { children, .. } => children.iter().any(|placed| placed.node.is_audited()),
            Content::Text(text) => text.imprint.as_ref().is_some_and(|imprint| imprint.symbol),
            _ => false,
        }
    }

    /// Whether its columns run from the right.
    pub fn mirrored(&self) -> bool {
        self.locale.direction() == TextDirection::RightToLeft
    }
}
