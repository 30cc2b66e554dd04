//! Settles where everything stands: a poster's blocks on their grid, as large as they fit.
//!
//! Every text has a floor and a wish. All texts of a side grow together, from their floors (0) to
//! their wishes (1), to the largest step at which everything fits; what does not fit at its
//! floor is an error, never smaller type. The crate `taffy` is named here alone.

use std::sync::Arc;

use taffy::prelude::{
    AlignContent, AlignItems, AvailableSpace, Display, LengthPercentage, NodeId, Style, TaffyMaxContent as _,
    TaffyTree, TrackSizingFunction, auto, fr, length, line,
};

use crate::code;
use crate::color::Color;
use crate::diag::{Diagnostic, Diagnostics, OnPage};
use crate::fit::UNPRINTABLE;
use crate::font::FontBook;
use crate::geom::{Insets, Outline, Point, Rect, Shape, Size};
use crate::locale::{Locale, Script};
use crate::page::{
    ArtworkItem, FieldItem, Fills, Frame, Item, ItemKind, Page, Slot, SymbolItem, TextItem, Turn, inks,
};
use crate::phrase::say;
use crate::poster::{self, Content, Imprinted, Node, Poster, Room, Text};
use crate::qr::{AUDIT_MODULES, QUIET_ZONE_MODULES};
use crate::setup::Ink;
use crate::stock::Tabs;
use crate::template::{Align, Input, Role, Track};
use crate::text::{RichText, Shaped, Shaper};

/// How far a text may reach over its box before it counts as cut, in points.
const SLACK: f32 = 0.6;

/// How far ink may reach over the safe area, in points: less than the proof lets pass.
const INK_SLACK: f32 = 0.4;

/// Widths that are added up in another order may differ by this much, in points.
const ROUNDING: f32 = 0.1;

/// Steps of halving when the common step of growth is searched.
const HALVINGS: usize = 8;

/// A leaf of the grid with what is needed to measure it.
enum Leaf<'a> {
    Text(&'a Text, Box<Shaped>),
    /// The height of its line or of the symbol beside it.
    Imprint(f32),
    Code {
        modules: f32,
        side: (f32, f32),
    },
    Rule(f32),
    Icon(f32),
    Tabs,
    Logo(Size),
    Room(&'a Room),
}

struct Grid<'a, 's, 'b> {
    tree: TaffyTree<Leaf<'a>>,
    shaper: &'s mut Shaper<'b>,
    /// Every node of the tree with the block it is for.
    nodes: Vec<(NodeId, &'a Node)>,
    /// What no ink may reach over, where boxes do not see to it: on round pieces, and on small ones, whose type stands
    /// close to the edge.
    edge: Option<Outline>,
    /// Whether audit symbols stand beside imprints that want one.
    audited: bool,
}

/// What a block's content became.
#[derive(Default)]
struct Placed {
    items: Vec<Item>,
    slots: Vec<Slot>,
}

/// Lays out each side of one piece.
pub fn pieces(diags: &mut Diagnostics, shaper: &mut Shaper<'_>, poster: &Poster) -> Option<Vec<Page>> {
    let mut pages = Vec::new();
    for (number, layouts) in poster.sides.iter().enumerate() {
        let placed = first_that_fits(diags, shaper, poster, layouts, number + 1)?;
        pages.push(Page {
            safe: vec![safe_area(poster)],
            items: placed.items,
            slots: placed.slots,
            ..Page::of(poster.fit.piece)
        });
    }
    Some(pages)
}

/// The box of a block of a side, in points, where all type is as small as may be: the most room that it has. Of the layouts that fit, the first.
pub fn room(shaper: &mut Shaper<'_>, poster: &Poster, side: usize, block: &str) -> Option<Size> {
    let mut layouts = poster.sides.get(side)?.iter();
    layouts.find_map(|root| {
        let mut grid = Grid::new(shaper, None);
        let top = grid.root(&mut Diagnostics::default(), root, poster.fit.piece)?;
        let fits = grid.misfit(top, root, 0.0, poster.fit.piece).is_none();
        let (id, _) = *grid.nodes.iter().find(|(_, node)| node.name == block)?;
        let size = grid.tree.layout(id).expect("the tree was computed").size;
        fits.then_some(Size {
            width: size.width,
            height: size.height,
        })
    })
}

/// How high each of some blocks is at a width, in points, at its smallest type.
pub fn heights(shaper: &mut Shaper<'_>, nodes: &[Node], width: f32) -> Option<Vec<f32>> {
    let heights = nodes.iter().map(|node| {
        let mut grid = Grid::new(shaper, None);
        let top = grid.grow(&mut Diagnostics::default(), node, None)?;
        let mut style = grid.tree.style(top).expect("it was just made").clone();
        style.size.width = length(width);
        grid.tree.set_style(top, style).expect("it was just made");
        grid.compute(top, 0.0);
        Some(grid.tree.layout(top).expect("the tree was computed").size.height)
    });
    heights.collect()
}

/// Where ink may stand on a piece.
fn safe_area(poster: &Poster) -> Outline {
    Outline {
        rect: Rect::of(poster.fit.piece).inset(Insets::all(poster.safe)),
        shape: poster.fit.shape,
    }
}

/// The safe area, drawn in by what boxes may miss and drawn out by what ink may, where ink is held against it.
fn edge(poster: &Poster) -> Option<Outline> {
    // The slope of Nastaliq reaches beyond the advances that boxes are measured by.
    let slopes = |locale: &Locale| locale.script() == Script::Nastaliq;
    let wanted = poster.fit.shape == Shape::Round
        || poster.fit.is_small()
        || poster.order.languages.iter().any(slopes);
    let safe = safe_area(poster);
    wanted.then(|| Outline {
        rect: safe.rect.inset(Insets::all(SLACK - INK_SLACK)),
        ..safe
    })
}

/// Lays out the text of an imprint in its slot, as large as it fits on one line.
pub fn imprint(shaper: &mut Shaper<'_>, slot: &Slot, rich: RichText) -> Option<Item> {
    let line = shaper.line(&rich)?;
    let size = (slot.rect.width * 1000.0 / line.width.max(1.0)).min(slot.size.most);
    let lines = vec![set_line(line, slot.rect, size, slot.align)];
    let locale = rich.locale;
    Some(Item {
        block: slot.block.clone(),
        span: slot.span.clone(),
        frame: slot.frame,
        kind: ItemKind::Text(TextItem {
            reader: locale.clone(),
            lines,
            size,
            floor: slot.size.least,
            color: slot.color,
            ground: slot.ground,
            role: Role::Paragraph,
            numbers: Vec::new(),
            words: slot.span.clone(),
            says: Arc::default(),
        }),
        locale,
    })
}

/// A side in the first of its layouts that it fits; what does not fit is told of the last, which has the most room.
fn first_that_fits(
    diags: &mut Diagnostics,
    shaper: &mut Shaper<'_>,
    poster: &Poster,
    layouts: &[Node],
    page: usize,
) -> Option<Placed> {
    let mut faults = Diagnostics::default();
    let mut side = None;
    for layout in layouts {
        // Words for a reader come before a symbol for an auditor: it never costs a layout.
        let audited: &[bool] = if layout.is_audited() {
            &[true, false]
        } else {
            &[false]
        };
        for audited in audited {
            faults = Diagnostics::default();
            side = lay(
                &mut faults,
                shaper,
                poster,
                layout,
                poster.fit.piece,
                page,
                *audited,
            );
            if side.is_some() {
                diags.extend(faults);
                return side;
            }
        }
    }
    diags.extend(faults);
    side
}

fn lay(
    diags: &mut Diagnostics,
    shaper: &mut Shaper<'_>,
    poster: &Poster,
    root: &Node,
    size: Size,
    page: usize,
    audited: bool,
) -> Option<Placed> {
    let mut grid = Grid::new(shaper, edge(poster).filter(|_| size == poster.fit.piece));
    grid.audited = audited;
    let top = grid.root(diags, root, size)?;

    let place = |rect| OnPage {
        piece: poster.order.name(),
        page,
        rect,
    };
    let Some(step) = grid.largest_step(top, root, size) else {
        let (node, need) = grid
            .misfit(top, root, 0.0, size)
            .expect("it did not fit a moment ago");
        let message = match &node.content {
            Content::Text(text) => say(
                "the block `{name}` for `{locale}` does not fit on {stock} even at its smallest size; it needs {need} pt more",
            )
            .with("locale", &text.rich.locale),
            _ => say("the block `{name}` does not fit on {stock} even at its smallest size; it needs {need} pt more"),
        };
        let message = message
            .with("name", &node.name)
            .with("stock", &poster.order.stock)
            .with("need", format!("{need:.0}"));
        diags.push(
            Diagnostic::new(code::TEXT_FIT, message)
                .at(&node.span)
                .on(place(None))
                .hint(match poster.order.rule {
                    Some(_) => say("choose a larger paper (`mileposter list stocks --fits {template}` shows them): what a law asks for is not shortened")
                        .with("template", &poster.order.template),
                    None => say("shorten the message, give the block more room, or choose fewer languages or larger paper"),
                }),
        );
        return None;
    };
    grid.compute(top, step);
    let mut placed = Placed::default();
    grid.place(
        diags,
        &mut placed,
        poster,
        top,
        root,
        Point::default(),
        size,
        step,
        page,
    );
    Some(placed)
}

impl<'a, 's, 'b> Grid<'a, 's, 'b> {
    fn new(shaper: &'s mut Shaper<'b>, edge: Option<Outline>) -> Self {
        let mut tree = TaffyTree::new();
        tree.disable_rounding();
        Self {
            tree,
            shaper,
            nodes: Vec::new(),
            edge,
            audited: false,
        }
    }

    /// Makes the tree of a side of a size.
    fn root(&mut self, diags: &mut Diagnostics, root: &'a Node, size: Size) -> Option<NodeId> {
        let top = self.grow(diags, root, None)?;
        let mut style = self.tree.style(top).expect("the root was just made").clone();
        style.size = taffy::Size {
            width: length(size.width),
            height: length(size.height),
        };
        self.tree.set_style(top, style).expect("the root was just made");
        Some(top)
    }

    /// Makes the tree of a block. `None` if no face is bundled for its script.
    fn grow(&mut self, diags: &mut Diagnostics, node: &'a Node, cells: Option<Style>) -> Option<NodeId> {
        let mut style = cells.unwrap_or_default();
        style.padding = taffy::Rect {
            left: LengthPercentage::length(node.padding.left),
            right: LengthPercentage::length(node.padding.right),
            top: LengthPercentage::length(node.padding.top),
            bottom: LengthPercentage::length(node.padding.bottom),
        };
        if node.mirrored() {
            style.direction = taffy::Direction::Rtl;
        }
        let id = match &node.content {
            Content::Group {
                columns,
                rows,
                gap,
                children,
            } => {
                let mut inner = Vec::new();
                for child in children {
                    let mut cells = Style {
                        grid_column: taffy::Line {
                            start: line(number(child.columns.0)),
                            end: line(number(child.columns.1)),
                        },
                        grid_row: taffy::Line {
                            start: line(number(child.rows.0)),
                            end: line(number(child.rows.1)),
                        },
                        ..Style::default()
                    };
                    align_cell(&mut cells, &child.node);
                    let id = self.grow(diags, &child.node, Some(cells))?;
                    inner.push(id);
                }
                style.display = Display::Grid;
                style.grid_template_columns = columns
                    .iter()
                    .map(|track| taffy::GridTemplateComponent::Single(sizing(*track)))
                    .collect();
                style.grid_template_rows = rows
                    .iter()
                    .map(|track| taffy::GridTemplateComponent::Single(sizing(*track)))
                    .collect();
                style.gap = taffy::Size {
                    width: LengthPercentage::length(gap.1),
                    height: LengthPercentage::length(gap.0),
                };
                style.align_content = match node.valign {
                    Align::Start => AlignContent::START,
                    Align::Center => AlignContent::CENTER,
                    Align::End => AlignContent::END,
                };
                self.tree.new_with_children(style, &inner)
            }
            Content::Text(text) => {
                let leaf = match &text.imprint {
                    Some(imprint) => Leaf::Imprint(self.imprint_height(text, imprint)),
                    None => Leaf::Text(text, Box::new(self.shape(diags, node, text)?)),
                };
                self.tree.new_leaf_with_context(style, leaf)
            }
            Content::Code { symbol, side, .. } => {
                #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
                let modules = symbol.width as f32;
                self.tree
                    .new_leaf_with_context(style, Leaf::Code { modules, side: *side })
            }
            Content::Rule { thickness, .. } => self.tree.new_leaf_with_context(style, Leaf::Rule(*thickness)),
            Content::Icon { side, .. } => self.tree.new_leaf_with_context(style, Leaf::Icon(*side)),
            Content::Tabs { .. } => self.tree.new_leaf_with_context(style, Leaf::Tabs),
            Content::Logo { size, .. } => self.tree.new_leaf_with_context(style, Leaf::Logo(*size)),
            Content::Room(room) => self.tree.new_leaf_with_context(style, Leaf::Room(room)),
        }
        .expect("nodes are made in a live tree");
        self.nodes.push((id, node));
        Some(id)
    }

    /// How high an imprint is, in points.
    fn imprint_height(&self, text: &Text, imprint: &Imprinted) -> f32 {
        let line = line_of_imprint(text);
        if self.audited && imprint.symbol {
            line.max(AUDIT_SIDE)
        } else {
            line
        }
    }

    fn shape(&mut self, diags: &mut Diagnostics, node: &Node, text: &Text) -> Option<Shaped> {
        let shaped = self.shaper.shape(&text.rich);
        if shaped.is_none() {
            let script = text.rich.locale.script().code();
            let message = say("no bundled face is for the script {script} of `{locale}`")
                .with("script", script)
                .with("locale", &text.rich.locale);
            diags.push(Diagnostic::new(code::NO_FACE, message).at(&node.span).hint(say(
                "add a face to a folder `fonts` of the campaign, with its own `faces.toml`",
            )));
        }
        shaped
    }

    fn compute(&mut self, top: NodeId, step: f32) {
        let ids: Vec<_> = self.nodes.iter().map(|(id, _)| *id).collect();
        for id in ids {
            self.tree.mark_dirty(id).expect("nodes live as long as the tree");
        }
        self.tree
            .compute_layout_with_measure(top, taffy::Size::MAX_CONTENT, |inputs, _, leaf, style| {
                taffy::compute_leaf_layout(
                    inputs,
                    style,
                    |_, _| 0.0,
                    |known, room| match leaf {
                        Some(leaf) => measure(leaf, step, known, room),
                        None => taffy::Size::ZERO,
                    },
                )
            })
            .expect("the tree is complete");
    }

    fn largest_step(&mut self, top: NodeId, root: &'a Node, size: Size) -> Option<f32> {
        if self.misfit(top, root, 1.0, size).is_none() {
            return Some(1.0);
        }
        if self.misfit(top, root, 0.0, size).is_some() {
            return None;
        }
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2.0;
            if self.misfit(top, root, middle, size).is_none() {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(low)
    }

    /// The first block that does not fit at a step, and how many points it lacks.
    fn misfit(&mut self, top: NodeId, root: &'a Node, step: f32, size: Size) -> Option<(&'a Node, f32)> {
        self.compute(top, step);
        self.find_misfit(top, root, Rect::of(size), Point::default(), step, self.edge)
    }

    fn find_misfit(
        &mut self,
        id: NodeId,
        node: &'a Node,
        around: Rect,
        origin: Point,
        step: f32,
        edge: Option<Outline>,
    ) -> Option<(&'a Node, f32)> {
        let rect = self.rect(id, origin);
        let children = self.tree.children(id).expect("nodes live as long as the tree");
        let blocks: &[poster::Placed] = match &node.content {
            Content::Group { children, .. } => children,
            _ => &[],
        };
        let inside = rect.inset(node.padding);
        // What stands on its head is not held against the edge before it is turned; the proof does that.
        let edge = edge.filter(|_| !node.over);
        let needed = self.content_misses(id, node, inside, step, edge);
        let origin = Point { x: rect.x, y: rect.y };
        let mut children = children.into_iter().zip(blocks);
        let found = children
            .find_map(|(child, placed)| self.find_misfit(child, &placed.node, inside, origin, step, edge));
        if found.is_some() {
            return found;
        }
        let lacking = over(rect, around).max(needed);
        (lacking > SLACK).then_some((node, lacking))
    }

    /// By how much a text reaches over its box, and the ink of a text or symbol over the edge of the piece.
    fn content_misses(
        &mut self,
        id: NodeId,
        node: &Node,
        inside: Rect,
        step: f32,
        edge: Option<Outline>,
    ) -> f32 {
        let over_edge = |ink: Rect| edge.map_or(0.0, |edge| edge.misses(ink));
        let book = self.shaper.book();
        match self.tree.get_node_context_mut(id) {
            Some(Leaf::Text(text, shaped)) => {
                let size = type_size(text, shaped, step, inside.width);
                let (width, height) = text_size(text, shaped, size, inside.width);
                let boxed = over(Rect::new(inside.x, inside.y, width, height), inside);
                if edge.is_none() {
                    return boxed;
                }
                let lines = text_lines(book, node, text, shaped, inside, step);
                let inks = inks(book, &lines, size).into_iter();
                inks.map(over_edge).fold(boxed, f32::max)
            }
            Some(Leaf::Code { modules, .. }) => {
                over_edge(inside.inset(Insets::all(quiet_zone(inside, *modules))))
            }
            Some(Leaf::Room(_)) => over_edge(inside),
            _ => 0.0,
        }
    }

    /// The box of a node on the page, `origin` being that of its parent.
    fn rect(&self, id: NodeId, origin: Point) -> Rect {
        let layout = self.tree.layout(id).expect("the tree was computed");
        Rect::new(
            origin.x + layout.location.x,
            origin.y + layout.location.y,
            layout.size.width,
            layout.size.height,
        )
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one recursive walk; a struct would only rename them"
    )]
    fn place(
        &mut self,
        diags: &mut Diagnostics,
        placed: &mut Placed,
        poster: &Poster,
        id: NodeId,
        node: &'a Node,
        origin: Point,
        piece: Size,
        step: f32,
        page: usize,
    ) {
        let rect = self.rect(id, origin);
        let (items_before, slots_before) = (placed.items.len(), placed.slots.len());
        if let Some(color) = node.fill {
            place_fill(placed, poster, node, rect, color, piece);
        }
        let inside = rect.inset(node.padding);
        match &node.content {
            Content::Group { children, .. } => {
                let ids = self.tree.children(id).expect("nodes live as long as the tree");
                for (child, child_id) in children.iter().zip(ids) {
                    let origin = Point { x: rect.x, y: rect.y };
                    self.place(
                        diags,
                        placed,
                        poster,
                        child_id,
                        &child.node,
                        origin,
                        piece,
                        step,
                        page,
                    );
                }
            }
            Content::Text(text) => {
                if let Some(imprint) = &text.imprint {
                    place_imprint(placed, node, text, imprint, inside, self.audited);
                } else if let Some(Leaf::Text(_, shaped)) = self.tree.get_node_context_mut(id) {
                    place_text(placed, self.shaper.book(), node, text, shaped, inside, step);
                }
            }
            Content::Code {
                symbol,
                distance,
                alt,
                printed,
                ..
            } => {
                place_symbol(
                    placed,
                    node,
                    inside,
                    SymbolItem {
                        symbol: symbol.clone(),
                        rect: inside,
                        distance: *distance,
                        alt: alt.clone(),
                        printed: printed.clone(),
                    },
                );
            }
            Content::Rule { thickness, color } => {
                let rect = Rect {
                    height: *thickness,
                    ..inside
                };
                placed
                    .items
                    .push(item(node, ItemKind::Fill { rect, color: *color }));
            }
            Content::Icon { icon, side, color } => {
                let rect = Rect {
                    width: *side,
                    height: *side,
                    ..inside
                };
                placed.items.push(item(
                    node,
                    ItemKind::Icon {
                        rect,
                        icon: icon.clone(),
                        color: *color,
                    },
                ));
            }
            Content::Tabs { count, tabs, color } => {
                self.place_tabs(diags, placed, poster, node, inside, (*count, tabs, *color), page);
            }
            Content::Logo { logo, size, ground } => {
                let rect = Rect::new(inside.x, inside.y, size.width, size.height);
                placed.items.push(Item {
                    // The name of whoever it belongs to, as names of places are.
                    locale: Locale::english(),
                    ..item(
                        node,
                        ItemKind::Artwork(ArtworkItem {
                            rect,
                            picture: Arc::new(logo.artwork.printed(*ground, *size)),
                            ground: *ground,
                            alt: logo.alt.clone(),
                            file: logo.span.clone(),
                        }),
                    )
                });
            }
            Content::Room(room) => place_room(placed, node, room, inside),
        }
        if node.over {
            for item in &mut placed.items[items_before..] {
                item.frame = item.frame.over(rect);
            }
            for slot in &mut placed.slots[slots_before..] {
                slot.frame = slot.frame.over(rect);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "part of the walk above")]
    fn place_tabs(
        &mut self,
        diags: &mut Diagnostics,
        placed: &mut Placed,
        poster: &Poster,
        node: &Node,
        inside: Rect,
        (count, tabs, color): (u32, &'a [Node], Color),
        page: usize,
    ) {
        let rects = tab_rects(inside, count, poster.fit.tabs);
        let (Some(first), Some(last)) = (rects.first(), rects.last()) else {
            return;
        };
        let (left, right) = (first.x, last.right());
        let cut = |from: (f32, f32), to: (f32, f32)| {
            let [from, to] = [from, to].map(|(x, y)| Point { x, y });
            item(node, ItemKind::Cut { from, to, color })
        };
        placed.items.push(cut((left, inside.y), (right, inside.y)));
        // Beside the outermost tabs there may be waste.
        let width = poster.fit.sheet.width;
        let beside = |x: f32| poster.fit.tabs.is_some() && x > 1.0 && x < width - 1.0;
        // Tabs of a size are laid out once in each language.
        let mut laid: Vec<(usize, f32, Placed)> = Vec::new();
        for (at, rect) in rects.iter().enumerate() {
            let print = match poster.fit.tabs {
                None => *rect,
                Some(_) => printable(*rect, width),
            };
            let language = at % tabs.len().max(1);
            let same = |(known, width, _): &&(usize, f32, Placed)| {
                *known == language && (*width - print.width).abs() < ROUNDING
            };
            if laid.iter().find(same).is_none() {
                let size = Size {
                    width: print.height,
                    height: print.width,
                };
                let Some(one) = lay(diags, self.shaper, poster, &tabs[language], size, page, false) else {
                    return;
                };
                laid.push((language, print.width, one));
            }
            if at > 0 || beside(left) {
                placed.items.push(cut((rect.x, rect.y), (rect.x, rect.bottom())));
            }
            let frame = Frame {
                origin: Point {
                    x: print.x,
                    y: print.y,
                },
                turn: Turn::Up(print.height),
            };
            let one = laid.iter().find(same).map(|(_, _, one)| &one.items);
            placed.items.extend(one.into_iter().flatten().map(|item| Item {
                frame,
                ..item.clone()
            }));
        }
        if beside(right) {
            placed
                .items
                .push(cut((right, inside.y), (right, inside.bottom())));
        }
    }
}

/// Where tabs stand: side by side in the box of their block, or where the sheet is cut already.
fn tab_rects(inside: Rect, count: u32, cut: Option<Tabs>) -> Vec<Rect> {
    #[expect(clippy::cast_precision_loss, reason = "at most 40 tabs")]
    let rect = |at: u32| match cut {
        None => {
            let width = inside.width / count as f32;
            Rect::new(inside.x + at as f32 * width, inside.y, width, inside.height)
        }
        Some(tabs) => Rect::new(
            tabs.left + at as f32 * tabs.width,
            inside.y,
            tabs.width,
            inside.height,
        ),
    };
    (0..count).map(rect).collect()
}

/// The part of a tab that a home printer reaches.
fn printable(tab: Rect, sheet_width: f32) -> Rect {
    let left = tab.x.max(UNPRINTABLE);
    let right = tab.right().min(sheet_width - UNPRINTABLE);
    Rect::new(left, tab.y, right - left, tab.height)
}

/// By how much a box reaches over another where it does so most.
fn over(inner: Rect, outer: Rect) -> f32 {
    let outer = Outline {
        rect: outer,
        shape: Shape::Rect,
    };
    outer.misses(inner)
}

fn number(track: usize) -> i16 {
    i16::try_from(track + 1).expect("a template has few tracks")
}

fn sizing(track: Track) -> TrackSizingFunction {
    match track {
        Track::Auto => auto(),
        Track::Share(share) => fr(share),
        Track::Points(points) => length(points),
        // A settled grid has measured panels.
        Track::Panel => auto(),
    }
}

/// Text and groups fill their cells from side to side; symbols and icons stand where `align` says.
fn align_cell(cells: &mut Style, node: &Node) {
    let along = |align: Align| match align {
        Align::Start => AlignItems::START,
        Align::Center => AlignItems::CENTER,
        Align::End => AlignItems::END,
    };
    match node.content {
        Content::Group { .. } | Content::Tabs { .. } => {}
        Content::Text(_) | Content::Rule { .. } => cells.align_self = Some(along(node.valign)),
        Content::Code { .. } | Content::Icon { .. } | Content::Logo { .. } => {
            cells.align_self = Some(along(node.valign));
            cells.justify_self = Some(along(node.align));
        }
        Content::Room(_) => cells.align_self = Some(AlignItems::START),
    }
}

fn measure(
    leaf: &mut Leaf<'_>,
    step: f32,
    known: taffy::Size<Option<f32>>,
    room: taffy::Size<AvailableSpace>,
) -> taffy::Size<f32> {
    let size = |width: f32, height: f32| taffy::Size {
        width: known.width.unwrap_or(width),
        height: known.height.unwrap_or(height),
    };
    match leaf {
        Leaf::Rule(thickness) => size(0.0, *thickness),
        Leaf::Icon(side) => size(*side, *side),
        Leaf::Tabs => size(0.0, 0.0),
        Leaf::Logo(logo) => size(logo.width, logo.height),
        Leaf::Room(room) if room.input == Input::Check => size(room.height, room.height),
        Leaf::Room(room) => size(LEAST_ROOM, room.height),
        Leaf::Code { modules, side } => {
            let side = side.0 + step * (side.1 - side.0);
            let outer = side * (*modules + 2.0 * QUIET_ZONE_MODULES) / *modules;
            size(outer, outer)
        }
        Leaf::Imprint(height) => size(0.0, *height),
        Leaf::Text(text, shaped) => {
            let width = known.width.unwrap_or(match room.width {
                AvailableSpace::Definite(width) => width,
                AvailableSpace::MaxContent => f32::MAX,
                AvailableSpace::MinContent => 0.0,
            });
            let type_size = type_size(text, shaped, step, width);
            let (wide, high) = text_size(text, shaped, type_size, width);
            size(wide, high)
        }
    }
}

/// The type size of a text at a step; a one-line text fills the width it is given.
fn type_size(text: &Text, shaped: &Shaped, step: f32, width: f32) -> f32 {
    if text.one_line {
        let (natural, _) = shaped.widths();
        return (width * 1000.0 / natural.max(1.0)).clamp(text.size.least, text.size.most);
    }
    text.size.least + step * (text.size.most - text.size.least)
}

/// Room for a mark before the text, in multiples of the type size.
const ICON_ROOM: f32 = 1.62;
/// Side of that mark.
const ICON_SIDE: f32 = 1.2;

fn indent(text: &Text, size: f32) -> f32 {
    if text.icon.is_some() {
        ICON_ROOM * size
    } else {
        0.0
    }
}

/// Width and height of a text at a type size.
fn text_size(text: &Text, shaped: &mut Shaped, size: f32, width: f32) -> (f32, f32) {
    let scale = size / 1000.0;
    let indent = indent(text, size);
    let (natural, least) = shaped.widths();
    if text.one_line {
        return (natural * scale, shaped.line_height() * scale);
    }
    let room = ((width - indent) / scale).max(least).min(natural + 1.0);
    let (lines, widest) = shaped.measure(room);
    #[expect(clippy::cast_precision_loss, reason = "few lines")]
    let height = lines as f32 * shaped.line_height() * scale;
    (widest * scale + indent + ROUNDING, height)
}

fn item(node: &Node, kind: ItemKind) -> Item {
    Item {
        block: node.name.clone(),
        span: node.span.clone(),
        locale: node.locale.clone(),
        frame: Frame::default(),
        kind,
    }
}

/// The side of an audit symbol with its quiet zone, in points: modules of a point are 0.353 mm wide, and stand on whole pixels at the
/// resolution at which pages are looked at.
const AUDIT_SIDE: f32 = AUDIT_MODULES;

/// Between an audit symbol and the line beside it, in points; the quiet zone comes on top.
const AUDIT_GAP: f32 = 2.0;

/// The least width of a block with an audit symbol, in points: a serial of its smallest type stands beside it.
const LEAST_BESIDE: f32 = 4.0 * AUDIT_SIDE;

/// The height of a line that an imprint fills, in points.
fn line_of_imprint(text: &Text) -> f32 {
    text.size.most * 1.3
}

/// The places of an imprint: its line, and its symbol on a light ground at the end that the line stands at.
fn place_imprint(
    placed: &mut Placed,
    node: &Node,
    text: &Text,
    imprint: &Imprinted,
    inside: Rect,
    audited: bool,
) {
    let after = placed.items.len();
    let slot = |rect: Rect, after: usize, fills: Fills| Slot {
        after,
        block: node.name.clone(),
        span: node.span.clone(),
        frame: Frame::default(),
        rect,
        fills,
        size: text.size,
        color: text.color,
        ground: text.ground,
        align: from_the_left(node),
    };
    let line = Fills::Line(imprint.wordings.clone());
    // In a narrow column the symbol would leave its line no width.
    if !(audited && imprint.symbol && inside.width >= LEAST_BESIDE) {
        placed.slots.push(slot(inside, after, line));
        return;
    }
    let (symbol, beside) = beside_symbol(node, inside, line_of_imprint(text));
    placed.slots.push(slot(beside, after, line));
    placed.items.push(item(
        node,
        ItemKind::Fill {
            rect: symbol,
            color: Color::WHITE,
        },
    ));
    placed.slots.push(Slot {
        color: Color::BLACK,
        ground: Color::WHITE,
        ..slot(symbol, after + 1, Fills::Symbol)
    });
}

/// The box of an audit symbol at the end of a block where its line stands, and that of the line, so high, beside it. The line stays where it
/// would be without, so that it is level with what stands beside the block.
fn beside_symbol(node: &Node, inside: Rect, line: f32) -> (Rect, Rect) {
    let half = |at: f32| (at * 2.0).floor() / 2.0;
    let top = half(inside.y);
    let y = match node.valign {
        Align::Start => inside.y,
        Align::Center => top + (AUDIT_SIDE - line) / 2.0,
        Align::End => top + AUDIT_SIDE - line,
    };
    let symbol = |left: f32| Rect::new(left, top, AUDIT_SIDE, AUDIT_SIDE);
    if from_the_left(node) == Align::Start {
        let symbol = symbol((inside.x * 2.0).ceil() / 2.0);
        let left = symbol.right() + AUDIT_GAP;
        (symbol, Rect::new(left, y, inside.right() - left, line))
    } else {
        let symbol = symbol(half(inside.right() - AUDIT_SIDE));
        let right = symbol.x - AUDIT_GAP;
        (symbol, Rect::new(inside.x, y, right - inside.x, line))
    }
}

/// The alignment of a block's lines as seen from the left: a number or a name in a block that reads from the right stands at the right.
fn from_the_left(node: &Node) -> Align {
    match (node.align, node.mirrored()) {
        (Align::Start, true) => Align::End,
        (Align::End, true) => Align::Start,
        (align, _) => align,
    }
}

/// The least width of room to write in, in points: less is no room for a word.
const LEAST_ROOM: f32 = 72.0;

/// Thickness of a line to write on and of the frame of a box to tick, in points.
const WRITING_LINE: f32 = 0.5;
const TICK_FRAME: f32 = 0.9;

/// Room to write in: the lines or the frame, which are drawn, and the field itself.
fn place_room(placed: &mut Placed, node: &Node, room: &Room, inside: Rect) {
    let mut draw = |x: f32, y: f32, width: f32, height: f32| {
        placed.items.push(item(
            node,
            ItemKind::Fill {
                rect: Rect::new(x, y, width, height),
                color: room.color,
            },
        ));
    };
    let Rect { x, y, width, height } = inside;
    if room.input == Input::Check {
        let (right, bottom) = (inside.right() - TICK_FRAME, inside.bottom() - TICK_FRAME);
        let between = height - 2.0 * TICK_FRAME;
        draw(x, y, width, TICK_FRAME);
        draw(x, bottom, width, TICK_FRAME);
        draw(x, y + TICK_FRAME, TICK_FRAME, between);
        draw(right, y + TICK_FRAME, TICK_FRAME, between);
    }
    for line in 1..=room.lines {
        let foot = y + height * f32::from(line) / f32::from(room.lines);
        draw(x, foot - WRITING_LINE, width, WRITING_LINE);
    }
    placed.items.push(Item {
        locale: room.locale.clone(),
        ..item(
            node,
            ItemKind::Field(FieldItem {
                name: room.name.clone(),
                rect: inside,
                input: room.input,
                label: room.label.clone(),
                ground: room.ground,
            }),
        )
    });
}

/// A background; one that bleeds runs on to the edges of the piece that it is next to.
fn place_fill(placed: &mut Placed, poster: &Poster, node: &Node, rect: Rect, color: Color, piece: Size) {
    let mut rect = rect;
    if node.bleed {
        let near = poster.safe + 1.0;
        let top = if rect.y <= near { 0.0 } else { rect.y };
        let bottom = if rect.bottom() >= piece.height - near {
            piece.height
        } else {
            rect.bottom()
        };
        // A label's background runs on into the waste around it.
        let by = poster.fit.bleed;
        let top = if top <= 0.0 { -by } else { top };
        let bottom = if bottom >= piece.height {
            bottom + by
        } else {
            bottom
        };
        rect = Rect::new(-by, top, piece.width + 2.0 * by, bottom - top);
    }
    placed.items.push(item(node, ItemKind::Fill { rect, color }));
    if poster.order.setup.ink == Ink::Saver && node.bleed {
        let edge = |y: f32| ItemKind::Fill {
            rect: Rect::new(rect.x, y, rect.width, 2.0),
            color: poster.ink,
        };
        placed.items.push(item(node, edge(rect.y)));
        placed.items.push(item(node, edge(rect.bottom() - 2.0)));
    }
}

fn place_text(
    placed: &mut Placed,
    book: &FontBook,
    node: &Node,
    text: &Text,
    shaped: &mut Shaped,
    inside: Rect,
    step: f32,
) {
    let size = type_size(text, shaped, step, inside.width);
    if let Some(icon) = &text.icon {
        let side = ICON_SIDE * size;
        let x = if shaped.is_rtl() {
            inside.right() - side
        } else {
            inside.x
        };
        let line = shaped.line_height() * size / 1000.0;
        let rect = Rect::new(x, inside.y + (line - side) / 2.0, side, side);
        placed.items.push(item(
            node,
            ItemKind::Icon {
                rect,
                icon: icon.clone(),
                color: text.color,
            },
        ));
    }
    let lines = text_lines(book, node, text, shaped, inside, step);
    placed.items.push(Item {
        locale: text.rich.locale.clone(),
        ..item(
            node,
            ItemKind::Text(TextItem {
                reader: node.locale.clone(),
                lines,
                size,
                floor: text.size.least,
                color: text.color,
                ground: text.ground,
                role: text.role,
                numbers: text.numbers.clone(),
                words: text.words.clone(),
                says: Arc::clone(&text.says),
            }),
        )
    });
}

/// The lines of a text in its box, beside its mark where it has one.
fn text_lines(
    book: &FontBook,
    node: &Node,
    text: &Text,
    shaped: &mut Shaped,
    inside: Rect,
    step: f32,
) -> Vec<SetLine> {
    let size = type_size(text, shaped, step, inside.width);
    let indent = indent(text, size);
    let mut rect = Rect {
        width: inside.width - indent,
        ..inside
    };
    if !shaped.is_rtl() {
        rect.x += indent;
    }
    let lines = set_lines(shaped, rect, size, from_the_left(node), !text.one_line);
    keep_ink_inside(book, lines, rect, size / 1000.0)
}

/// Moves lines whose first or last letter reaches over its advance, as the slope of Nastaliq does, back into the box.
fn keep_ink_inside(book: &FontBook, lines: Vec<SetLine>, rect: Rect, scale: f32) -> Vec<SetLine> {
    let moved = |(at, line): SetLine| {
        let runs = line.runs.iter().filter_map(|run| run.ink(book));
        let ink = runs.reduce(Rect::union);
        let over = ink.map_or(0.0, |ink| {
            let left = (rect.x - (at.x + ink.x * scale)).max(0.0);
            let right = (at.x + ink.right() * scale - rect.right()).max(0.0);
            left - right
        });
        let at = Point { x: at.x + over, ..at };
        (at, line)
    };
    lines.into_iter().map(moved).collect()
}

/// A line and the start of its baseline.
type SetLine = (Point, crate::text::Line);

/// Breaks a text at the width of a box and aligns its lines there, as seen from the left.
fn set_lines(shaped: &mut Shaped, rect: Rect, size: f32, align: Align, balance: bool) -> Vec<SetLine> {
    let scale = size / 1000.0;
    let (natural, least) = shaped.widths();
    let room = if balance {
        (rect.width / scale).max(least).min(natural + 1.0)
    } else {
        natural + 1.0
    };
    let room = if balance { shaped.balanced(room) } else { room };
    let lines = shaped.lines(room).into_iter();
    lines.map(|line| set_line(line, rect, size, align)).collect()
}

/// A line in its box at a size.
fn set_line(line: crate::text::Line, rect: Rect, size: f32, align: Align) -> SetLine {
    let scale = size / 1000.0;
    let free = rect.width - line.width * scale;
    let x = match align {
        Align::Center => rect.x + free / 2.0,
        Align::End => rect.x + free,
        Align::Start => rect.x,
    };
    let y = rect.y + line.baseline * scale;
    (Point { x, y }, line)
}

/// A symbol on a light ground of its own, four modules wider on each side.
fn place_symbol(placed: &mut Placed, node: &Node, outer: Rect, symbol: SymbolItem) {
    #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
    let modules = symbol.symbol.width as f32;
    let quiet = quiet_zone(outer, modules);
    placed.items.push(item(
        node,
        ItemKind::Fill {
            rect: outer,
            color: Color::WHITE,
        },
    ));
    let rect = outer.inset(Insets::all(quiet));
    placed
        .items
        .push(item(node, ItemKind::Symbol(SymbolItem { rect, ..symbol })));
}

/// The clear space around a symbol with so many modules on a side, inside a box that holds both.
fn quiet_zone(outer: Rect, modules: f32) -> f32 {
    outer.width * QUIET_ZONE_MODULES / (modules + 2.0 * QUIET_ZONE_MODULES)
}
