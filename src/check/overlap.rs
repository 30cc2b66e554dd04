//! `overlap`: no text lies on another text, on a symbol or on a logo.

use super::{Meant, Proof};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::geom::{Insets, Rect};
use crate::page::{Item, ItemKind};
use crate::phrase::say;
use crate::source::Span;

/// How far ink may reach into another box, in points.
const SLACK: f32 = 0.75;

/// What a line of an imprint leaves free of its slot above and below, in points.
const SLOT_AIR: f32 = 1.5;

/// A box with what it is the box of.
struct Inked<'a> {
    block: &'a str,
    span: &'a Span,
    /// Tells the lines of one text from those of another.
    owner: usize,
    rect: Rect,
}

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    for (at, page) in meant.pages.iter().enumerate() {
        let mut boxes: Vec<Inked<'_>> = Vec::new();
        for (owner, item) in page.items.iter().enumerate() {
            let inked = |rect| Inked {
                block: &item.block,
                span: &item.span,
                owner,
                rect,
            };
            boxes.extend(ink(meant, item).into_iter().map(inked));
        }
        for (number, slot) in page.slots.iter().enumerate() {
            let rect = slot.frame.rect(slot.rect).inset(Insets::all(SLOT_AIR));
            boxes.push(Inked {
                block: &slot.block,
                span: &slot.span,
                owner: page.items.len() + number,
                rect,
            });
        }
        boxes.sort_by(|a, b| a.rect.y.total_cmp(&b.rect.y));
        for (first, one) in boxes.iter().enumerate() {
            let below = boxes[first + 1..]
                .iter()
                .take_while(|other| other.rect.y < one.rect.bottom());
            for other in
                below.filter(|other| other.owner != one.owner && one.rect.overlaps(other.rect, SLACK))
            {
                let message = say("`{block}` and `{block2}` overlap")
                    .with("block", one.block)
                    .with("block2", other.block);
                diags.push(
                    Diagnostic::new(code::OVERLAP, message)
                        .at(one.span)
                        .on(proof.place(at, Some(page.in_file(one.rect))))
                        .hint(say("give the blocks more room or a larger gap between them")),
                );
            }
        }
    }
}

/// The boxes of an item that nothing else may touch: each line's ink, a symbol with its quiet zone, a logo, or room to write in.
fn ink(meant: Meant<'_>, item: &Item) -> Vec<Rect> {
    match &item.kind {
        ItemKind::Text(text) => text
            .ink(meant.book)
            .into_iter()
            .map(|rect| item.frame.rect(rect))
            .collect(),
        ItemKind::Symbol(symbol) => {
            vec![item.frame.rect(symbol.with_quiet_zone())]
        }
        ItemKind::Artwork(artwork) => vec![item.frame.rect(artwork.rect)],
        ItemKind::Field(field) => vec![item.frame.rect(field.rect)],
        ItemKind::Fill { .. }
        | ItemKind::Icon { .. }
        | ItemKind::Edge { .. }
        | ItemKind::Fold { .. }
        | ItemKind::Mark { .. }
        | ItemKind::Cut { .. } => Vec::new(),
    }
}
