//! `safe-area`: no text and no symbol where a printer or a knife takes it away.

use super::Proof;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::geom::{Insets, Rect};
use crate::page::ItemKind;

/// How far a stroke may reach over the edge, in points: antialiasing, not ink.
const SLACK: f32 = 0.5;

/// What home printers leave blank, for lines outside the pieces of a sheet: a sixth of an inch.
const UNPRINTABLE: f32 = 12.0;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, item) in proof.items() {
        if !matches!(item.kind, ItemKind::Text(_) | ItemKind::Symbol(_)) {
            continue;
        }
        let Some(rect) = item.rect(proof.book) else {
            continue;
        };
        if !proof.pages[page].safe.iter().any(|safe| safe.holds(rect, SLACK)) {
            let message = format!(
                "`{}` in `{}` reaches outside the safe area",
                item.block, item.locale
            );
            let fault = Diagnostic::new(code::SAFE_AREA, message)
                .hint("give the layout more padding, or the message fewer words");
            diags.push(proof.fault(fault, page, item));
        }
    }
    for (page, (layout, reading)) in proof.pages.iter().zip(proof.readings).enumerate() {
        let sheet = Rect::of(layout.size).inset(Insets::all(UNPRINTABLE.min(proof.poster.safe)));
        let point = |at: crate::geom::Point| Rect::new(at.x, at.y, 0.0, 0.0);
        if let Some(lost) = reading
            .glyphs
            .iter()
            .find(|glyph| !sheet.holds(point(glyph.at), SLACK))
        {
            let message = format!("the finished file draws `{}` off the printable sheet", lost.text);
            diags.push(
                Diagnostic::new(code::SAFE_AREA, message)
                    .at(&proof.poster.span)
                    .on(proof.place(page, Some(point(lost.at)))),
            );
        }
    }
}
