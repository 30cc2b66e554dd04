//! How deep a template's blocks lie inside each other, and how many they become on a page.
//!
//! A block may stand in many areas and hold blocks that do so again: a few lines can ask for more
//! blocks than any machine has room for. So they are counted before they are made.

use std::collections::BTreeMap;

use super::{Area, BlockKind, Template, Which};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::phrase::say;

/// How deep blocks may lie inside each other; each step takes its share of the stack.
const DEEPEST: usize = 12;

/// The most blocks on a side, each counted as often as it is set: four times what any embedded
/// template needs.
const MOST: usize = 600;

/// What a block becomes.
#[derive(Clone, Copy)]
struct Weight {
    /// Steps down to its innermost block, itself counted.
    depth: usize,
    /// Blocks on the page, itself counted.
    blocks: usize,
}

/// Reports sides with blocks too deep or too many. The blocks must not hold themselves.
pub(super) fn check(diags: &mut Diagnostics, template: &Template) {
    let mut known = BTreeMap::new();
    for layout in template.sides.iter().flat_map(|side| &side.layouts) {
        let side = inside(template, &mut known, &layout.grid.areas);
        if side.depth > DEEPEST {
            let message = say("blocks lie {depth} deep inside each other, and {most} are the most")
                .with("depth", side.depth)
                .with("most", DEEPEST);
            let hint = say("set more areas on one grid instead of groups inside groups");
            diags.push(
                Diagnostic::new(code::TOO_DEEP, message)
                    .at(&layout.span)
                    .hint(hint),
            );
        }
        if side.blocks > MOST {
            let message = say("the layout sets more than {most} blocks on a page").with("most", MOST);
            let hint = say("a block counts as often as areas name it, alone or inside a group");
            diags.push(
                Diagnostic::new(code::TOO_LARGE, message)
                    .at(&layout.span)
                    .hint(hint),
            );
        }
    }
}

/// The weight of a grid: as deep as its deepest block, as many as all of them.
fn inside<'a>(template: &'a Template, known: &mut BTreeMap<&'a str, Weight>, areas: &'a [Area]) -> Weight {
    let mut sum = Weight { depth: 0, blocks: 0 };
    for area in areas {
        let block = of(template, known, &area.block);
        let times = if area.which == Which::Each {
            template.most_languages
        } else {
            1
        };
        sum.depth = sum.depth.max(block.depth);
        sum.blocks = sum.blocks.saturating_add(block.blocks.saturating_mul(times));
    }
    sum
}

/// The weight of a block. There are few blocks, so going down through all of them is safe.
fn of<'a>(template: &'a Template, known: &mut BTreeMap<&'a str, Weight>, name: &'a str) -> Weight {
    if let Some(weight) = known.get(name) {
        return *weight;
    }
    let inner = match template.blocks.get(name).map(|block| &block.kind) {
        Some(BlockKind::Group(grid)) => inside(template, known, &grid.areas),
        Some(BlockKind::Tabs(tabs)) => {
            let tab = of(template, known, &tabs.block.value);
            let times = usize::try_from(tabs.count).unwrap_or(usize::MAX);
            Weight {
                blocks: tab.blocks.saturating_mul(times),
                ..tab
            }
        }
        // Its label and its room.
        Some(BlockKind::Field(_)) => Weight { depth: 1, blocks: 2 },
        _ => Weight { depth: 0, blocks: 0 },
    };
    let weight = Weight {
        depth: inner.depth + 1,
        blocks: inner.blocks.saturating_add(1),
    };
    known.insert(name, weight);
    weight
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, MOST};
    use crate::diag::Diagnostics;
    use crate::source::Source;
    use crate::template;

    /// A template whose block `b0` holds `b1` and so on, each in these areas.
    fn told(depth: usize, areas: impl Fn(usize) -> String) -> Vec<&'static str> {
        let mut text = "title = \"T\"\npurpose = \"P\"\nmode = \"discreet\"\nstocks = [\"letter\"]\nlanguages = 2\n\
                        colors = { ink = \"#000000\" }\n[[side]]\nname = \"front\"\n[[side.layout]]\nareas = [\"b0\"]\n"
            .to_owned();
        for at in 0..depth {
            let areas = areas(at + 1);
            text.push_str(&format!(
                "[block.b{at}]\nkind = \"group\"\nareas = [\"{areas}\"]\n"
            ));
        }
        text.push_str(&format!("[block.b{depth}]\ntext = \"x\"\nsize = [8, 9]\n"));
        let mut diags = Diagnostics::default();
        template::read(&mut diags, "t", &Source::new("t.toml", text));
        diags.iter().map(|fault| fault.code.name).collect()
    }

    #[test]
    fn blocks_inside_blocks() {
        let once = |at| format!("b{at}");
        assert!(told(DEEPEST - 1, once).is_empty());
        assert_eq!(told(DEEPEST, once), ["too-deep"]);
        assert_eq!(told(150, once), ["too-deep"]);
    }

    #[test]
    fn blocks_beyond_count() {
        let twice = |at| format!("b{at}.1 b{at}.2");
        let thrice = |at| format!("b{at} b{at}.each");
        let fitting = MOST.ilog2() as usize - 1;
        assert!(told(fitting, twice).is_empty());
        assert_eq!(told(DEEPEST - 1, twice), ["too-large"]);
        assert_eq!(told(DEEPEST - 1, thrice), ["too-large"]);
    }
}
