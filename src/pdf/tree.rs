//! A balanced tree over the sheets of a file: its pages (32000, 7.7.3.3) or the numbers of its structure (7.9.7), so that a reader
//! reaches each sheet in a few steps.

use std::ops::Range;

/// The most kids of a node.
const MOST_KIDS: usize = 50;

/// Which objects are the nodes of a tree.
pub(super) struct Tree {
    root: u32,
    leaves: usize,
    /// The nodes below the root, those that hold the leaves first.
    levels: Vec<Level>,
}

struct Level {
    /// The object number of its first node; the others follow.
    first: u32,
    /// How many leaves each node stands above.
    covers: usize,
}

/// A node of a tree.
pub(super) struct Node {
    /// Its object number.
    pub(super) number: u32,
    /// The node that holds it; none for the root.
    pub(super) parent: Option<u32>,
    /// The leaves below it.
    pub(super) leaves: Range<usize>,
    /// The object numbers of the nodes that it holds; none where it holds the leaves themselves.
    pub(super) kids: Option<Range<u32>>,
}

impl Tree {
    /// A tree below an object, whose further nodes take the next object numbers.
    pub(super) fn new(root: u32, leaves: usize, next: &mut u32) -> Self {
        let mut levels = Vec::new();
        let mut covers = MOST_KIDS;
        while leaves > covers {
            levels.push(Level { first: *next, covers });
            *next += number(leaves.div_ceil(covers));
            covers *= MOST_KIDS;
        }
        // What one node would hold the root holds, so the uppermost level is left out.
        Self { root, leaves, levels }
    }

    /// The node that holds a leaf.
    pub(super) fn holder(&self, leaf: usize) -> u32 {
        self.above(0, leaf)
    }

    /// Every node.
    pub(super) fn nodes(&self) -> impl Iterator<Item = Node> {
        let levels = (0..self.levels.len()).flat_map(move |level| {
            let Level { first, covers } = self.levels[level];
            let nodes = self.leaves.div_ceil(covers);
            (0..nodes).map(move |at| {
                let leaves = at * covers..((at + 1) * covers).min(self.leaves);
                Node {
                    number: first + number(at),
                    parent: Some(self.above(level + 1, leaves.start)),
                    kids: self.below(level, &leaves),
                    leaves,
                }
            })
        });
        let leaves = 0..self.leaves;
        let root = Node {
            number: self.root,
            parent: None,
            kids: self.below(self.levels.len(), &leaves),
            leaves,
        };
        std::iter::once(root).chain(levels)
    }

    /// The node of a level that stands above a leaf.
    fn above(&self, level: usize, leaf: usize) -> u32 {
        self.levels
            .get(level)
            .map_or(self.root, |level| level.first + number(leaf / level.covers))
    }

    /// The nodes that a node of a level holds.
    fn below(&self, level: usize, leaves: &Range<usize>) -> Option<Range<u32>> {
        let level = level.checked_sub(1)?;
        Some(self.above(level, leaves.start)..self.above(level, leaves.end - 1) + 1)
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a file has fewer sheets than object numbers")
}

#[cfg(test)]
mod tests {
    use super::{MOST_KIDS, Tree};

    #[test]
    fn every_leaf_has_one_holder() {
        for leaves in [1, 2, 50, 51, 2500, 2501, 130_000] {
            let mut next = 10;
            let tree = Tree::new(3, leaves, &mut next);
            let mut held = 0;
            let mut numbers = vec![];
            for node in tree.nodes() {
                numbers.push(node.number);
                let kids = node.kids.clone().map_or(node.leaves.len(), |kids| kids.len());
                assert!((1..=MOST_KIDS).contains(&kids));
                if node.kids.is_none() {
                    held += node.leaves.len();
                    assert!(node.leaves.clone().all(|leaf| tree.holder(leaf) == node.number));
                }
                for kid in node.kids.into_iter().flatten() {
                    let kid = tree.nodes().find(|node| node.number == kid).unwrap();
                    assert_eq!(kid.parent, Some(node.number));
                }
            }
            assert_eq!(held, leaves);
            numbers.sort_unstable();
            let all: Vec<u32> = std::iter::once(3).chain(10..next).collect();
            assert_eq!(numbers, all);
        }
    }
}
