//! `symbol-read` and `symbol-size`: every symbol decodes from the page's pixels to its own payload.

use super::Proof;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::geom::{Insets, Length, Rect};
use crate::hotline::Channel;
use crate::page::{Item, ItemKind, SymbolItem};
use crate::qr::{LEAST_MODULE_MM, LEAST_SIDE_MM, Payload, QUIET_ZONE_MODULES};
use crate::scan;

/// How far the digits may stand from their symbol, in points.
const BESIDE: f32 = 110.0;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, item) in proof.items() {
        let ItemKind::Symbol(symbol) = &item.kind else {
            continue;
        };
        check_size(diags, proof, page, item, symbol);
        check_reading(diags, proof, page, item, symbol);
        check_payload(diags, proof, page, item, symbol);
        if !printed_beside(proof, page, item, symbol) {
            let message = format!("`{}` is not printed beside its symbol", symbol.printed);
            let fault = Diagnostic::new(code::SYMBOL_READ, message)
                .hint("add a text block with the number or address next to the code");
            diags.push(proof.fault(fault, page, item));
        }
    }
}

fn quiet_zone(symbol: &SymbolItem) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
    let modules = symbol.symbol.width as f32;
    symbol.rect.width / modules * QUIET_ZONE_MODULES
}

fn check_size(diags: &mut Diagnostics, proof: &Proof<'_>, page: usize, item: &Item, symbol: &SymbolItem) {
    let side = Length::pt(symbol.rect.width).to_mm();
    let module = Length::pt(quiet_zone(symbol) / QUIET_ZONE_MODULES).to_mm();
    let message = if side < LEAST_SIDE_MM - 0.05 {
        format!("the symbol is {side:.1} mm wide, and phones read from {LEAST_SIDE_MM} mm")
    } else if module < LEAST_MODULE_MM {
        format!("a module is {module:.2} mm wide, and printers hold {LEAST_MODULE_MM} mm")
    } else {
        return;
    };
    let fault = Diagnostic::new(code::SYMBOL_SIZE, message).hint("raise the first `side` of the block");
    diags.push(proof.fault(fault, page, item));
}

/// A symbol says what the record says of one of its channels, and nothing else.
fn check_payload(diags: &mut Diagnostics, proof: &Proof<'_>, page: usize, item: &Item, symbol: &SymbolItem) {
    let channels = [Channel::Call, Channel::Text, Channel::Chat];
    let payload = &symbol.symbol.payload;
    if !channels
        .iter()
        .any(|channel| Payload::of(proof.hotline, *channel).as_ref() == Some(payload))
    {
        let message = format!(
            "the symbol says `{payload}`, which the record `{}` does not",
            proof.hotline.id
        );
        diags.push(proof.fault(Diagnostic::new(code::SYMBOL_READ, message), page, item));
    }
}

fn check_reading(diags: &mut Diagnostics, proof: &Proof<'_>, page: usize, item: &Item, symbol: &SymbolItem) {
    let Some(raster) = proof.rasters.get(page) else {
        return;
    };
    let with_quiet = item
        .frame
        .rect(symbol.rect.inset(Insets::all(-quiet_zone(symbol))));
    let scaled = Rect::new(
        with_quiet.x * proof.scale,
        with_quiet.y * proof.scale,
        with_quiet.width * proof.scale,
        with_quiet.height * proof.scale,
    );
    let message = match scan::symbol(raster, scaled) {
        Some(read) if read == symbol.symbol.payload.as_str() => return,
        Some(read) => format!(
            "the symbol reads `{}`, not `{}`",
            crate::diag::shown(&read),
            symbol.symbol.payload
        ),
        None => format!(
            "the symbol for `{}` cannot be read from the page",
            symbol.symbol.payload
        ),
    };
    diags.push(proof.fault(Diagnostic::new(code::SYMBOL_READ, message), page, item));
}

fn printed_beside(proof: &Proof<'_>, page: usize, item: &Item, symbol: &SymbolItem) -> bool {
    let around = item.frame.rect(symbol.rect).inset(Insets::all(-BESIDE));
    proof.pages[page].items.iter().any(|other| match &other.kind {
        ItemKind::Text(text) => {
            text.numbers.iter().any(|number| number == &symbol.printed)
                && other
                    .rect(proof.book)
                    .is_some_and(|rect| around.overlaps(rect, 0.0))
        }
        _ => false,
    })
}
