//! `number-read` and `number-foreign`: the digits on the finished page, in the order the eye sees them.
//!
//! Each number that a block prints must be found in that block's place, whole, on one line, from left
//! to right. An unisolated number in Arabic text comes out as `7888-373-888-1`: it is read from the
//! positions of the drawn glyphs, so no such page passes. And no other telephone number may stand there.

use super::Proof;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::hotline::digits_of;
use crate::page::{Item, ItemKind};
use crate::reading::{VisualLine, phone_like};
use crate::template::Mode;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    let lines: Vec<Vec<VisualLine>> = proof
        .readings
        .iter()
        .map(crate::reading::PageReading::lines)
        .collect();
    for (page, item) in proof.items() {
        let ItemKind::Text(text) = &item.kind else {
            continue;
        };
        let lines = lines.get(page).map(Vec::as_slice).unwrap_or_default();
        for number in &text.numbers {
            if !stands(proof, item, number, lines) {
                let message = format!(
                    "`{number}` is not found in `{}` of `{}` on one line in visual order",
                    item.block, item.locale
                );
                diags.push(
                    proof
                        .fault(Diagnostic::new(code::NUMBER_READ, message), page, item)
                        .at(&text.words),
                );
            }
        }
    }
    each_language_has_it(diags, proof);
    for (page, lines) in lines.iter().enumerate() {
        for foreign in lines.iter().flat_map(|line| phone_like(&line.text)) {
            if !proof.hotline.owns(&digits_of(&foreign)) {
                let message = format!(
                    "`{foreign}` on the page is no number of the record `{}`",
                    proof.hotline.id
                );
                diags.push(
                    Diagnostic::new(code::NUMBER_FOREIGN, message)
                        .at(&proof.poster.span)
                        .on(proof.place(page, None)),
                );
            }
        }
    }
}

/// Whether a visual line that begins inside the item's box holds the number.
fn stands(proof: &Proof<'_>, item: &Item, number: &str, lines: &[VisualLine]) -> bool {
    const SLACK: f32 = 3.0;
    let Some(rect) = item.rect(proof.book) else {
        return false;
    };
    lines.iter().any(|line| {
        line.text.contains(number) && (rect.overlaps(grown(line.rect), 0.0) || rect.holds(line.rect, SLACK))
    })
}

/// Origins lie on a line without height; give it some to overlap with.
fn grown(rect: crate::geom::Rect) -> crate::geom::Rect {
    rect.inset(crate::geom::Insets::all(-1.0))
}

/// Every language of a piece says the number itself; a discreet piece has it once, without words.
fn each_language_has_it(diags: &mut Diagnostics, proof: &Proof<'_>) {
    let digits = |number: &String| proof.hotline.voice.number.is_written(number);
    let has = |test: &dyn Fn(&Item) -> bool| {
        proof.items().any(|(_, item)| match &item.kind {
            ItemKind::Text(text) => test(item) && text.numbers.iter().any(digits),
            _ => false,
        })
    };
    let missing = |whose: String| {
        Diagnostic::new(code::NUMBER_READ, format!("the number is missing {whose}"))
            .at(&proof.poster.span)
            .on(proof.place(0, None))
            .hint("add a block with the message `listen`, or with `text = \"{call}\"`")
    };
    if proof.poster.mode == Mode::Discreet {
        if !has(&|_| true) {
            diags.push(missing("on this piece".to_owned()));
        }
        return;
    }
    for locale in &proof.poster.order.languages {
        if !has(&|item| item.locale.language() == locale.language()) {
            diags.push(missing(format!("in `{locale}`")));
        }
    }
}
