//! `overlap`: no text lies on another text or on a symbol.

use super::Proof;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::geom::Rect;
use crate::page::{Item, ItemKind};
use crate::qr::QUIET_ZONE_MODULES;

/// How far ink may reach into another box, in points.
const SLACK: f32 = 0.75;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (at, page) in proof.pages.iter().enumerate() {
        let mut boxes: Vec<(&Item, Rect)> = page
            .items
            .iter()
            .flat_map(|item| ink(proof, item).into_iter().map(move |rect| (item, rect)))
            .collect();
        boxes.sort_by(|a, b| a.1.y.total_cmp(&b.1.y));
        for (first, (item, rect)) in boxes.iter().enumerate() {
            let below = boxes[first + 1..]
                .iter()
                .take_while(|(_, other)| other.y < rect.bottom());
            for (other, other_rect) in below {
                if !std::ptr::eq(*item, *other) && rect.overlaps(*other_rect, SLACK) {
                    let message = format!("`{}` and `{}` overlap", item.block, other.block);
                    let fault = Diagnostic::error(code::OVERLAP, message)
                        .hint("give the blocks more room or a larger gap between them");
                    diags.push(proof.fault(fault, at, item));
                }
            }
        }
    }
}

/// The boxes of an item that nothing else may touch: each line's ink, or a symbol with its quiet zone.
fn ink(proof: &Proof<'_>, item: &Item) -> Vec<Rect> {
    match &item.kind {
        ItemKind::Text(text) => text
            .ink(proof.book)
            .into_iter()
            .map(|rect| item.frame.rect(rect))
            .collect(),
        ItemKind::Symbol(symbol) => {
            #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
            let quiet = symbol.rect.width / symbol.symbol.width as f32 * QUIET_ZONE_MODULES;
            vec![
                item.frame
                    .rect(symbol.rect.inset(crate::geom::Insets::all(-quiet))),
            ]
        }
        ItemKind::Fill { .. } | ItemKind::Icon { .. } | ItemKind::Cut { .. } => Vec::new(),
    }
}
