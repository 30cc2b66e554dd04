//! Reads `templates/<id>.toml`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::grid::{self, not_points, points};
use super::weight;
use super::{
    Align, Audience, Block, BlockKind, Bounds, CodeBlock, Entry, FieldBlock, IconBlock, ImageBlock, Input,
    Layout, Mode, Padding, Role, RuleBlock, ServicesBlock, Shown, Side, SizeRange, TabsBlock, Template,
    TextBlock, Track, Which, Words,
};
use crate::catalog::{Message, Placeholder};
use crate::code;
use crate::color::Color;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::fields::{self, Fields, Value};
use crate::geom::{Insets, Length, SIDE, SPACE, Size};
use crate::hotline::Channel;
use crate::phrase::say;
use crate::source::{Source, Span, Spanned};
use crate::stock::{self, Axis};

/// The longest title and the longest purpose, in characters.
const LONGEST_TITLE: usize = 80;
const LONGEST_PURPOSE: usize = 400;

/// The most blocks, stocks and colours of a template, and the most layouts of a side.
const MOST_BLOCKS: usize = 200;
const MOST_STOCKS: usize = 200;
const MOST_COLORS: usize = 100;
const MOST_LAYOUTS: usize = 40;

/// Type, from a floor below which nobody reads to what fills the largest sheet, in points.
const TYPE_SIZE: RangeInclusive<f32> = 4.0..=1000.0;

/// The side of a symbol or icon and the thickness of a rule, in points.
const SYMBOL_SIDE: RangeInclusive<f32> = 10.0..=2000.0;
const ICON_SIDE: RangeInclusive<f32> = 1.0..=2000.0;
const THICKNESS: RangeInclusive<f32> = 0.1..=200.0;

/// The sides of a logo's box, in points.
const IMAGE_SIDE: RangeInclusive<f32> = 4.0..=2000.0;

/// The height of the room to write in, in points.
const ROOM: RangeInclusive<f32> = 8.0..=2000.0;

/// A padding's share of the width of the piece, in percent.
const PERCENT: RangeInclusive<f32> = 0.0..=100.0;

/// The most elements and the most messages of a block.
const MOST_ELEMENTS: usize = 40;
const MOST_MESSAGES: usize = 40;

/// The most columns of local services.
const MOST_COLUMNS: u32 = 6;

/// A piece has a front and a back.
const MOST_SIDES: usize = 2;

/// The most languages on a piece.
const MOST_LANGUAGES: u32 = 40;

/// Reads a template; `id` is its file's name without ending.
pub fn read(diags: &mut Diagnostics, id: &str, source: &Arc<Source>) -> Option<Template> {
    let name = Spanned::new(id.to_owned(), Span::file(source));
    let id = fields::check_id(diags, name)?.value;
    let mut file = fields::document(diags, source);
    let title = file.need_line(diags, "title", LONGEST_TITLE);
    let purpose = file.need_line(diags, "purpose", LONGEST_PURPOSE);
    let mode = file
        .need_text(diags, "mode")
        .and_then(|mode| match mode.value.as_str() {
            "leave-in-place" => Some(Mode::LeaveInPlace),
            "take-along" => Some(Mode::TakeAlong),
            "discreet" => Some(Mode::Discreet),
            _ => fields::bad(
                diags,
                "mode",
                say("leave-in-place, take-along or discreet"),
                &mode.span,
            ),
        });
    let audience = file
        .text(diags, "audience")
        .map_or(Some(Audience::Person), |word| {
            let known = Audience::ALL.iter().find(|(known, _)| *known == word.value);
            known.map(|(_, audience)| *audience).or_else(|| {
                let wanted = say("person, public, professional or volunteer");
                fields::bad(diags, "audience", wanted, &word.span)
            })
        });
    let handout = file.flag(diags, "handout");
    let stocks = file.texts(diags, "stocks").unwrap_or_default();
    if stocks.is_empty() {
        let message = say("`stocks` is missing: the papers this template fits");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&Span::file(source)));
    }
    let stocks = fields::at_most(diags, stocks, MOST_STOCKS, say("stocks"), |stock| &stock.span);
    let most_languages = match file.count(diags, "languages") {
        None => 1,
        Some(count) if (1..=MOST_LANGUAGES).contains(&count.value) => count.value,
        Some(count) => {
            fields::bad(diags, "languages", say("a number from 1 to 40"), &count.span).unwrap_or(1)
        }
    };
    let panel = file.flag(diags, "panel");
    let number_once = file.flag(diags, "number-once");
    let piece = file
        .table(diags, "piece")
        .and_then(|piece| read_piece(diags, piece));
    let bounds = read_bounds(diags, &mut file, piece.map_or(Bounds::ANY, Bounds::just));
    let folds = file
        .table(diags, "folds")
        .and_then(|folds| stock::read_folds(diags, folds));
    let distance = read_distance(diags, &mut file, ARM);
    let safe = file
        .length_within(diags, "safe", SPACE)
        .map_or(18.0, |safe| safe.value.to_pt());
    let colors = read_colors(diags, &mut file, "colors");
    let ink_saver = read_colors(diags, &mut file, "ink-saver");
    let sides = file.tables(diags, "side");
    let sides: Vec<_> = fields::at_most(diags, sides, MOST_SIDES, say("sides"), |side| side.span())
        .into_iter()
        .filter_map(|side| read_side(diags, side))
        .collect();
    if sides.is_empty() {
        let message = say("`[[side]]` is missing: a piece has at least a front");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&Span::file(source)));
    }
    let (blocks, broken) = file
        .table(diags, "block")
        .map(|blocks| read_blocks(diags, blocks))
        .unwrap_or_default();
    file.finish(diags);
    let template = Template {
        id,
        title: title?.value,
        purpose: purpose?.value,
        mode: mode?,
        audience: audience?,
        handout,
        stocks,
        most_languages: usize::try_from(most_languages).unwrap_or(1),
        panel,
        number_once,
        piece,
        bounds,
        folds,
        distance,
        safe,
        colors,
        ink_saver,
        sides,
        blocks,
        span: Span::file(source),
    };
    check_names(diags, &template, &broken);
    Some(template)
}

/// From how far a piece is read where its template does not say: held in the hand, a foot away.
const ARM: f32 = 12.0;
/// From how far a symbol is scanned where its block does not say: as near as a phone focuses, in inches.
const HAND: f32 = 7.0;
/// The farthest distance that makes sense, in inches: across a hall.
const FARTHEST: f32 = 1200.0;

fn read_distance(diags: &mut Diagnostics, fields: &mut Fields<'_>, usual: f32) -> Length {
    match fields.length(diags, "distance") {
        None => Length::inches(usual),
        Some(far) if (1.0..=FARTHEST).contains(&(far.value.to_pt() / 72.0)) => far.value,
        Some(far) => fields::bad(diags, "distance", say("from 1 in to 100 ft"), &far.span)
            .unwrap_or(Length::inches(usual)),
    }
}

fn read_piece(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Size> {
    let width = fields.length_within(diags, "width", SIDE);
    let height = fields.length_within(diags, "height", SIDE);
    if width.is_none() || height.is_none() {
        let message = say("`piece` takes a width and a height");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(fields.span()));
    }
    fields.finish(diags);
    Some(Size {
        width: width?.value.to_pt(),
        height: height?.value.to_pt(),
    })
}

/// `least = { width = "85 mm", height = "50 mm" }` and `most` likewise; either, and either side of it, may be missing.
fn read_bounds(diags: &mut Diagnostics, fields: &mut Fields<'_>, usual: Bounds) -> Bounds {
    let least = read_limit(diags, fields, "least", usual.least);
    let most = read_limit(diags, fields, "most", usual.most);
    if least.width > most.width || least.height > most.height {
        let message = say("`least` is larger than `most`");
        diags.push(Diagnostic::new(code::BAD_VALUE, message).at(fields.span()));
    }
    Bounds { least, most }
}

fn read_limit(diags: &mut Diagnostics, fields: &mut Fields<'_>, key: &'static str, usual: Size) -> Size {
    let Some(mut limit) = fields.table(diags, key) else {
        return usual;
    };
    let mut side = |side: &'static str, usual: f32| {
        let length = limit.length_within(diags, side, SIDE);
        length.map_or(usual, |length| length.value.to_pt())
    };
    let size = Size {
        width: side("width", usual.width),
        height: side("height", usual.height),
    };
    limit.finish(diags);
    size
}

fn read_colors(diags: &mut Diagnostics, file: &mut Fields<'_>, key: &'static str) -> BTreeMap<String, Color> {
    let mut colors = BTreeMap::new();
    let roles = file
        .table(diags, key)
        .map(|mut table| table.rest())
        .unwrap_or_default();
    for (role, value) in fields::at_most(diags, roles, MOST_COLORS, say("colours"), |(role, _)| &role.span) {
        match value.value {
            Value::Text(text) => match Color::parse(&text) {
                Some(color) => {
                    colors.insert(role.value, color);
                }
                None => {
                    fields::bad::<()>(diags, &role.value, say("a colour such as `#0a4a4e`"), &value.span);
                }
            },
            other => {
                fields::wrong::<()>(
                    diags,
                    &role.value,
                    say("a colour such as `#0a4a4e`"),
                    &other,
                    &value.span,
                );
            }
        }
    }
    colors
}

fn read_side(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Side> {
    let name = fields
        .need_text(diags, "name")
        .and_then(|name| fields::check_id(diags, name));
    let layouts = fields.tables(diags, "layout");
    let layouts = fields::at_most(diags, layouts, MOST_LAYOUTS, say("layouts"), |layout| {
        layout.span()
    })
    .into_iter()
    .filter_map(|layout| read_layout(diags, layout))
    .collect();
    fields.finish(diags);
    Some(Side {
        name: name?.value,
        layouts,
    })
}

fn read_layout(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Layout> {
    let span = fields.span().clone();
    let bounds = read_bounds(diags, &mut fields, Bounds::ANY);
    let shape = stock::read_shape(diags, &mut fields).unwrap_or_default();
    let languages = match fields.value("languages") {
        None => Vec::new(),
        Some(value) => match points(&value.value) {
            Some(counts) => counts
                .into_iter()
                .filter_map(|count| fields::whole(f64::from(count)))
                .collect(),
            None => fields::wrong(
                diags,
                "languages",
                say("numbers of languages, as `[1, 2]`"),
                &value.value,
                &value.span,
            )
            .unwrap_or_default(),
        },
    };
    let padding = read_padding(diags, &mut fields, "padding");
    let grid = grid::read(diags, &mut fields);
    fields.finish(diags);
    Some(Layout {
        bounds,
        shape,
        languages,
        padding,
        grid: grid?,
        span,
    })
}

/// `padding = 12`, or `[12, 24]` for top and sides, or `[top, right, bottom, left]`; each a number of points, a length, or a
/// share of the width of the piece as `"14%"`.
fn read_padding(diags: &mut Diagnostics, fields: &mut Fields<'_>, key: &'static str) -> Padding {
    let Some(value) = fields.value(key) else {
        return Padding::default();
    };
    let spaces: Option<Vec<Space>> = match &value.value {
        Value::List(items) => items.iter().map(|item| space(&item.value)).collect(),
        single => space(single).map(|space| vec![space]),
    };
    let sides = match spaces.as_deref() {
        Some([all]) => [*all; 4],
        Some([y, x]) => [*y, *x, *y, *x],
        Some([top, right, bottom, left]) => [*top, *right, *bottom, *left],
        _ => {
            let wanted = say(
                "points, lengths or shares of the width: `12`, `[\"3 mm\", \"14%\"]` or `[top, right, bottom, left]`",
            );
            not_points(diags, key, wanted, &value);
            return Padding::default();
        }
    };
    let insets = |of: fn(Space) -> f32| {
        let [top, right, bottom, left] = sides.map(of);
        Insets {
            top,
            right,
            bottom,
            left,
        }
    };
    Padding {
        points: insets(|space| space.points),
        shares: insets(|space| space.share),
    }
}

/// Space on one side: points, or a share of the width of the piece.
#[derive(Clone, Copy)]
struct Space {
    points: f32,
    share: f32,
}

fn space(value: &Value<'_>) -> Option<Space> {
    let in_points = |points| Space { points, share: 0.0 };
    let text = match value {
        Value::Text(text) => text,
        Value::Number(_) => return points(value)?.first().copied().map(in_points),
        _ => return None,
    };
    let Some(percent) = text.strip_suffix('%') else {
        let length = Length::parse(text).map(Length::to_pt);
        return length.filter(|points| SPACE.contains(points)).map(in_points);
    };
    let percent: f32 = percent.trim().parse().ok()?;
    PERCENT.contains(&percent).then_some(Space {
        points: 0.0,
        share: percent / 100.0,
    })
}

/// The blocks, and the names of those that could not be read.
fn read_blocks(diags: &mut Diagnostics, mut table: Fields<'_>) -> (BTreeMap<String, Block>, Vec<String>) {
    let mut blocks = BTreeMap::new();
    let mut broken = Vec::new();
    let rest = table.rest();
    for (name, value) in fields::at_most(diags, rest, MOST_BLOCKS, say("blocks"), |(name, _)| &name.span) {
        let Some(name) = fields::check_id(diags, name) else {
            continue;
        };
        match value.value {
            Value::Table(fields) => match read_block(diags, &name, fields) {
                Some(block) => {
                    blocks.insert(name.value, block);
                }
                None => broken.push(name.value),
            },
            other => {
                fields::wrong::<()>(diags, &name.value, say("a table"), &other, &value.span);
                broken.push(name.value);
            }
        }
    }
    (blocks, broken)
}

fn read_block(diags: &mut Diagnostics, name: &Spanned<String>, mut fields: Fields<'_>) -> Option<Block> {
    const KINDS: [&str; 9] = [
        "group", "text", "code", "rule", "icon", "tabs", "image", "field", "services",
    ];
    let padding = read_padding(diags, &mut fields, "padding");
    let fill = fields.text(diags, "fill").map(|text| text.value);
    let bleed = fields.flag(diags, "bleed");
    let align = read_align(diags, &mut fields, "align");
    let valign = read_align(diags, &mut fields, "valign");
    let over = fields.flag(diags, "over");
    let kind = fields.text(diags, "kind");
    let kind = match kind.as_ref().map_or("text", |kind| kind.value.as_str()) {
        "group" => grid::read(diags, &mut fields).map(BlockKind::Group),
        "text" => read_text(diags, &mut fields).map(BlockKind::Text),
        "code" => read_code(diags, &mut fields).map(BlockKind::Code),
        "rule" => Some(BlockKind::Rule(RuleBlock {
            thickness: read_points(diags, &mut fields, "thickness", THICKNESS).unwrap_or(0.75),
            color: read_role(diags, &mut fields, "color", "line"),
        })),
        "icon" => read_icon(diags, &mut fields).map(BlockKind::Icon),
        "tabs" => read_tabs(diags, &mut fields).map(BlockKind::Tabs),
        "image" => read_image(diags, &mut fields).map(BlockKind::Image),
        "services" => read_services(diags, &mut fields).map(BlockKind::Services),
        "field" => read_field(diags, &mut fields).map(BlockKind::Field),
        other => {
            let span = kind
                .as_ref()
                .map_or_else(|| name.span.clone(), |kind| kind.span.clone());
            diags.push(
                Diagnostic::new(
                    code::BAD_VALUE,
                    say("there is no kind of block `{other}`").with("other", shown(other)),
                )
                .at(&span)
                .near(other, KINDS),
            );
            // What its fields should be cannot be told, so they are not called unknown.
            fields.rest();
            None
        }
    };
    fields.finish(diags);
    Some(Block {
        name: name.value.clone(),
        kind: kind?,
        padding,
        fill,
        bleed,
        align,
        valign,
        over,
        span: name.span.clone(),
    })
}

fn read_points(
    diags: &mut Diagnostics,
    fields: &mut Fields<'_>,
    key: &'static str,
    range: RangeInclusive<f32>,
) -> Option<f32> {
    let number = fields.number(diags, key)?;
    #[expect(clippy::cast_possible_truncation, reason = "points on paper")]
    let points = number.value as f32;
    if range.contains(&points) {
        return Some(points);
    }
    let wanted = say("points from {from} to {to}")
        .with("from", range.start())
        .with("to", range.end());
    fields::bad(diags, key, wanted, &number.span)
}

fn read_role(diags: &mut Diagnostics, fields: &mut Fields<'_>, key: &'static str, usual: &str) -> String {
    fields
        .text(diags, key)
        .map_or_else(|| usual.to_owned(), |text| text.value)
}

fn read_align(diags: &mut Diagnostics, fields: &mut Fields<'_>, key: &'static str) -> Align {
    let Some(word) = fields.text(diags, key) else {
        return Align::Start;
    };
    match word.value.as_str() {
        "start" => Align::Start,
        "center" => Align::Center,
        "end" => Align::End,
        _ => fields::bad(diags, key, say("start, center or end"), &word.span).unwrap_or(Align::Start),
    }
}

fn read_text(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<TextBlock> {
    let key = fields.text(diags, "message");
    let keys = fields.texts(diags, "messages");
    let same = fields.text(diags, "text");
    let given = fields.flag(diags, "wording");
    let words = match (key, keys, same, given) {
        (Some(key), None, None, false) => Some(Words::Message(key)),
        (None, Some(keys), None, false) if !keys.is_empty() => {
            let keys = fields::at_most(diags, keys, MOST_MESSAGES, say("messages"), |key| &key.span);
            Some(Words::Messages(keys))
        }
        (None, None, Some(same), false) => Some(Words::Same(Message::read(diags, &same))),
        (None, None, None, true) => Some(Words::Given),
        _ => {
            let message = say("a text block takes one of `message`, `messages`, `text` and `wording = true`");
            diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(fields.span()));
            None
        }
    };
    let size = read_size(diags, fields);
    let bold = match fields.text(diags, "weight") {
        None => false,
        Some(weight) => match weight.value.as_str() {
            "bold" => true,
            "regular" => false,
            _ => fields::bad(diags, "weight", say("regular or bold"), &weight.span).unwrap_or(false),
        },
    };
    let role = match fields.text(diags, "role") {
        None => Role::Paragraph,
        Some(role) => match role.value.as_str() {
            "heading" => Role::Heading,
            "subheading" => Role::Subheading,
            "paragraph" => Role::Paragraph,
            "item" => Role::Item,
            _ => fields::bad(
                diags,
                "role",
                say("heading, subheading, paragraph or item"),
                &role.span,
            )
            .unwrap_or(Role::Paragraph),
        },
    };
    let color = read_role(diags, fields, "color", "ink");
    let one_line = fields.flag(diags, "one-line");
    let icon = fields.text(diags, "icon").map(|icon| icon.value);
    let shown = match fields.text(diags, "shown") {
        None => Shown::Always,
        Some(shown) => match shown.value.as_str() {
            "always" => Shown::Always,
            "asked" => Shown::Asked,
            "own-words" => Shown::OwnWords,
            "with-services" => Shown::WithServices,
            "without-services" => Shown::WithoutServices,
            word => match shown_by(word) {
                Some(shown) => shown,
                None => {
                    let wanted = say(
                        "always, asked, own-words, with-services, without-services, or a placeholder as with-organization or without-organization-give",
                    );
                    fields::bad(diags, "shown", wanted, &shown.span).unwrap_or_default()
                }
            },
        },
    };
    let gap = read_points(diags, fields, "gap", SPACE).unwrap_or(0.0);
    let elements = fields.texts(diags, "elements").unwrap_or_default();
    let elements = fields::at_most(diags, elements, MOST_ELEMENTS, say("elements"), |word| &word.span);
    Some(TextBlock {
        words: words?,
        size: size?,
        bold,
        color,
        role,
        one_line,
        icon,
        shown,
        gap,
        elements,
    })
}

/// `with-organization` or `without-organization`: whether it is known what fills a placeholder.
fn shown_by(word: &str) -> Option<Shown> {
    let known = |word: &str| {
        let found = Placeholder::ALL.iter().find(|(known, _)| *known == word);
        found.map(|(_, placeholder)| *placeholder)
    };
    let without = word.strip_prefix("without-").and_then(known).map(Shown::Without);
    without.or_else(|| word.strip_prefix("with-").and_then(known).map(Shown::With))
}

/// `size = [24, 48]`: the floor, then the wish.
fn read_size(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<SizeRange> {
    let value = fields.need_value(diags, "size")?;
    match points(&value.value).as_deref() {
        Some([least, most]) if least <= most && TYPE_SIZE.contains(least) && TYPE_SIZE.contains(most) => {
            Some(SizeRange {
                least: *least,
                most: *most,
            })
        }
        _ => {
            let wanted = say("smallest and largest size in points, as `[24, 48]`");
            fields::bad(diags, "size", wanted, &value.span)
        }
    }
}

fn read_code(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<CodeBlock> {
    let channel = fields
        .need_text(diags, "channel")
        .and_then(|word| match word.value.as_str() {
            "call" => Some(Channel::Call),
            "text" => Some(Channel::Text),
            "chat" => Some(Channel::Chat),
            _ => fields::bad(diags, "channel", say("call, text or chat"), &word.span),
        });
    let distance = read_distance(diags, fields, HAND);
    let sides = fields.texts(diags, "side").unwrap_or_default();
    let sides: Vec<Length> = sides
        .iter()
        .take(3)
        .filter_map(|side| {
            Length::parse(&side.value)
                .filter(|length| SYMBOL_SIDE.contains(&length.to_pt()))
                .or_else(|| fields::bad(diags, "side", say("a length such as `18 mm`"), &side.span))
        })
        .collect();
    match sides.as_slice() {
        [least, most] if least <= most => Some(CodeBlock {
            channel: channel?,
            distance,
            least: *least,
            most: *most,
        }),
        _ => {
            let message = say("`side` takes the smallest and largest side, as `[\"18 mm\", \"30 mm\"]`");
            diags.push(Diagnostic::new(code::BAD_VALUE, message).at(fields.span()));
            None
        }
    }
}

fn read_icon(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<IconBlock> {
    let icon = fields.need_text(diags, "icon");
    let side = read_points(diags, fields, "side", ICON_SIDE).unwrap_or(24.0);
    let color = read_role(diags, fields, "color", "ink");
    Some(IconBlock {
        icon: icon?,
        side,
        color,
    })
}

fn read_tabs(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<TabsBlock> {
    let count = fields.count(diags, "count").map_or(10, |count| count.value);
    if !(1..=40).contains(&count) {
        let message = say("`count` takes from 1 to 40 tabs, not {count}").with("count", count);
        diags.push(Diagnostic::new(code::BAD_VALUE, message).at(fields.span()));
        return None;
    }
    let block = fields.need_text(diags, "block");
    let color = read_role(diags, fields, "color", "line");
    Some(TabsBlock {
        count,
        block: block?,
        color,
    })
}

fn read_image(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<ImageBlock> {
    if let Some(image) = fields.need_text(diags, "image")
        && image.value != "logo"
    {
        let wanted = say("`logo`, the one picture that a campaign has");
        fields::bad::<()>(diags, "image", wanted, &image.span);
    }
    let width = fields.length_within(diags, "width", IMAGE_SIDE);
    let height = fields.length_within(diags, "height", IMAGE_SIDE);
    if width.is_none() || height.is_none() {
        let message = say("an image takes the `width` and `height` that it may fill at most");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(fields.span()));
    }
    Some(ImageBlock {
        most: Size {
            width: width?.value.to_pt(),
            height: height?.value.to_pt(),
        },
    })
}

fn read_services(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<ServicesBlock> {
    let columns = fields.count(diags, "columns");
    let columns = match columns {
        None => Some(1),
        Some(count) if (1..=MOST_COLUMNS).contains(&count.value) => Some(count.value),
        Some(count) => fields::bad(diags, "columns", say("from 1 to 6 columns"), &count.span),
    };
    let gap = read_points(diags, fields, "gap", SPACE).unwrap_or(0.0);
    let entry = fields
        .text(diags, "entry")
        .map_or(Some(Entry::Full), |word| match word.value.as_str() {
            "full" => Some(Entry::Full),
            "short" => Some(Entry::Short),
            _ => fields::bad(diags, "entry", say("full or short"), &word.span),
        });
    let size = read_size(diags, fields);
    let quiet = read_role(diags, fields, "quiet", "ink");
    let accent = read_role(diags, fields, "accent", "ink");
    Some(ServicesBlock {
        columns: columns?,
        gap,
        entry: entry?,
        size: size?,
        quiet,
        accent,
    })
}

fn read_field(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<FieldBlock> {
    let label = fields.need_text(diags, "message");
    let input = fields
        .need_text(diags, "input")
        .and_then(|word| match word.value.as_str() {
            "text" => Some(Input::Text),
            "lines" => Some(Input::Lines),
            "check" => Some(Input::Check),
            _ => fields::bad(diags, "input", say("text, lines or check"), &word.span),
        });
    let height = read_points(diags, fields, "height", ROOM);
    let size = read_size(diags, fields);
    let color = read_role(diags, fields, "color", "ink");
    let input = input?;
    Some(FieldBlock {
        label: TextBlock {
            words: Words::Message(label?),
            size: size?,
            bold: false,
            color,
            role: Role::Paragraph,
            one_line: false,
            icon: None,
            shown: Shown::Always,
            gap: 0.0,
            elements: Vec::new(),
        },
        input,
        height: height.unwrap_or(match input {
            Input::Text => 20.0,
            Input::Lines => 88.0,
            Input::Check => 11.0,
        }),
    })
}

/// Checks that every name of an area, a tab and a colour has something behind it.
fn check_names(diags: &mut Diagnostics, template: &Template, broken: &[String]) {
    let names = || template.blocks.keys().map(String::as_str);
    let layouts = template
        .sides
        .iter()
        .flat_map(|side| &side.layouts)
        .map(|layout| &layout.grid);
    let groups = template.blocks.values().filter_map(|block| match &block.kind {
        BlockKind::Group(grid) => Some(grid),
        _ => None,
    });
    for area in layouts.chain(groups).flat_map(|grid| &grid.areas) {
        check_block(diags, template, broken, &area.block, &area.span);
        if let Which::Nth(nth) = area.which
            && nth > template.most_languages
        {
            let message =
                say("`{block}.{nth}` wants more languages than `languages = {most_languages}` allows")
                    .with("block", &area.block)
                    .with("nth", nth)
                    .with("most_languages", template.most_languages);
            diags.push(Diagnostic::new(code::BAD_GRID, message).at(&area.span));
        }
    }
    for block in template.blocks.values() {
        if let BlockKind::Tabs(tabs) = &block.kind {
            check_block(diags, template, broken, &tabs.block.value, &tabs.block.span);
        }
        for role in color_roles(block) {
            if !template.colors.contains_key(role) {
                diags.push(
                    Diagnostic::new(
                        code::BAD_VALUE,
                        say("`[colors]` has no `{role}`").with("role", shown(role)),
                    )
                    .at(&block.span)
                    .near(role, template.colors.keys().map(String::as_str)),
                );
            }
        }
    }
    check_panels(diags, template);
    if let Some(name) = circular(template) {
        let span = template
            .blocks
            .get(name)
            .map_or(&template.span, |block| &block.span);
        let message = say("the block `{name}` holds itself").with("name", name);
        diags.push(
            Diagnostic::new(code::BAD_GRID, message).at(span).hint(
                say("follow its areas; the blocks are {blocks}")
                    .with("blocks", names().collect::<Vec<_>>().join(", ")),
            ),
        );
    } else {
        weight::check(diags, template);
    }
}

/// Checks that tracks called `panel` are as many as the piece has panels, and run the way it is folded, edge to edge.
fn check_panels(diags: &mut Diagnostics, template: &Template) {
    let layouts = template.sides.iter().flat_map(|side| &side.layouts);
    // Whether there is any does not hang on the width.
    let grids = layouts.map(|layout| (&layout.grid, layout.padding.on(1.0), &layout.span));
    let groups = template.blocks.values().filter_map(|block| match &block.kind {
        BlockKind::Group(grid) => Some((grid, block.padding.on(1.0), &block.span)),
        _ => None,
    });
    let panels = |tracks: &[Track]| tracks.iter().filter(|track| **track == Track::Panel).count();
    for (grid, padding, span) in grids.chain(groups) {
        let found = (panels(&grid.columns), panels(&grid.rows));
        let (wanted, across) = match &template.folds {
            None => ((0, 0), 0.0),
            Some(folds) if folds.axis == Axis::X => (
                (folds.panels.len(), 0),
                padding.left + padding.right + grid.column_gap,
            ),
            Some(folds) => (
                (0, folds.panels.len()),
                padding.top + padding.bottom + grid.row_gap,
            ),
        };
        if found != (0, 0) && (found != wanted || across > 0.0) {
            let message = say(
                "`panel` stands for one panel of the fold: as many as `folds` has, along its axis, without padding or gap",
            );
            diags.push(Diagnostic::new(code::BAD_GRID, message).at(span));
        }
    }
}

/// What was told of a broken block already is not told again where it is named.
fn check_block(diags: &mut Diagnostics, template: &Template, broken: &[String], name: &str, span: &Span) {
    if !template.blocks.contains_key(name) && !broken.iter().any(|known| known == name) {
        diags.push(
            Diagnostic::new(
                code::UNKNOWN_BLOCK,
                say("there is no block `{name}`").with("name", shown(name)),
            )
            .at(span)
            .near(name, template.blocks.keys().map(String::as_str)),
        );
    }
}

fn color_roles(block: &Block) -> impl Iterator<Item = &str> {
    let inks = match &block.kind {
        BlockKind::Text(text) => vec![text.color.as_str()],
        BlockKind::Rule(rule) => vec![rule.color.as_str()],
        BlockKind::Field(field) => vec![field.label.color.as_str()],
        BlockKind::Icon(icon) => vec![icon.color.as_str()],
        BlockKind::Tabs(tabs) => vec![tabs.color.as_str()],
        BlockKind::Services(services) => vec![services.quiet.as_str(), services.accent.as_str()],
        BlockKind::Group(_) | BlockKind::Code(_) | BlockKind::Image(_) => Vec::new(),
    };
    inks.into_iter().chain(block.fill.as_deref())
}

/// A block that holds itself, through any number of others.
fn circular(template: &Template) -> Option<&str> {
    fn inside<'a>(template: &'a Template, name: &str) -> Vec<&'a str> {
        match template.blocks.get(name).map(|block| &block.kind) {
            Some(BlockKind::Group(grid)) => grid.areas.iter().map(|area| area.block.as_str()).collect(),
            Some(BlockKind::Tabs(tabs)) => vec![tabs.block.value.as_str()],
            _ => Vec::new(),
        }
    }
    template.blocks.keys().map(String::as_str).find(|name| {
        let mut seen: Vec<&str> = Vec::new();
        let mut open = inside(template, name);
        while let Some(next) = open.pop() {
            if next == *name {
                return true;
            }
            if !seen.contains(&next) {
                seen.push(next);
                open.extend(inside(template, next));
            }
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::read_padding;
    use crate::diag::Diagnostics;
    use crate::fields;
    use crate::geom::Insets;
    use crate::source::Source;

    /// Top, right, bottom and left on a piece 200 points wide, or how many faults were told.
    fn padding(text: &str) -> Result<[f32; 4], usize> {
        let source = Source::new("t.toml", format!("padding = {text}\n"));
        let mut diags = Diagnostics::default();
        let mut file = fields::document(&mut diags, &source);
        let Insets {
            top,
            right,
            bottom,
            left,
        } = read_padding(&mut diags, &mut file, "padding").on(200.0);
        match diags.iter().count() {
            0 => Ok([top, right, bottom, left].map(f32::round)),
            faults => Err(faults),
        }
    }

    /// The faults of a template with one field of these lines.
    fn field(lines: &str) -> Vec<String> {
        let text = format!(
            "title = \"T\"\npurpose = \"P\"\nmode = \"discreet\"\nstocks = [\"letter\"]\n\
             colors = {{ ink = \"#000000\" }}\n[[side]]\nname = \"front\"\n[[side.layout]]\nareas = [\"name\"]\n\
             [block.name]\nkind = \"field\"\n{lines}"
        );
        let mut diags = Diagnostics::default();
        super::read(&mut diags, "t", &Source::new("t.toml", text));
        let told =
            |fault: &crate::diag::Diagnostic| format!("{}: {}", fault.code.name, fault.message.english());
        diags.iter().map(told).collect()
    }

    #[test]
    fn fields_to_fill_in() {
        let sound = "message = \"notes\"\ninput = \"text\"\nsize = [8, 10]\n";
        assert_eq!(field(sound), [""; 0]);
        assert_eq!(field(&format!("{sound}height = 40\ncolor = \"ink\"\n")), [""; 0]);
        let faults = [
            field(&sound.replace("\"text\"", "\"date\"")),
            field(&sound.replace("message = \"notes\"\n", "")),
            field(&sound.replace("input = \"text\"\n", "")),
            field(&sound.replace("size = [8, 10]\n", "")),
            field(&format!("{sound}height = 3\n")),
            field(&format!("{sound}color = \"quiet\"\n")),
            field(&format!("{sound}weight = \"bold\"\n")),
        ];
        assert_eq!(
            faults.concat(),
            [
                "bad-value: `input` takes text, lines or check, not `date`",
                "missing-field: `message` is missing here",
                "missing-field: `input` is missing here",
                "missing-field: `size` is missing here",
                "bad-value: `height` takes points from 8 to 2000, not `3`",
                "bad-value: `[colors]` has no `quiet`",
                "unknown-field: there is no field `weight`",
            ]
        );
    }

    #[test]
    fn paddings() {
        assert_eq!(padding("12"), Ok([12.0; 4]));
        assert_eq!(padding("\"14%\""), Ok([28.0; 4]));
        assert_eq!(padding("[\"14%\", \"1 in\"]"), Ok([28.0, 72.0, 28.0, 72.0]));
        assert_eq!(padding("[1, \"2%\", 3, \"0 %\"]"), Ok([1.0, 4.0, 3.0, 0.0]));
        for wrong in [
            "-1",
            "\"-1%\"",
            "\"101%\"",
            "\"nan%\"",
            "\"%\"",
            "\"14\"",
            "[1, 2, 3]",
            "[]",
            "true",
            "[[1]]",
        ] {
            assert_eq!(padding(wrong), Err(1), "{wrong}");
        }
    }
}
