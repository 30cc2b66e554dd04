//! `symbol-payload`: a symbol says what its record says of one of its channels, and nothing else.
//!
//! A shortened or strange address can be turned elsewhere, or count who scans it. So a payload is `tel:` with the record's
//! full number, `sms:` with its code and no body, or plain `https:` on its own host. An audit symbol holds the serial that is printed on its
//! page, which opens nothing.

use super::Proof;
use crate::code;
use crate::diag::{Diagnostics, shown};
use crate::geom::Rect;
use crate::page::{Item, SymbolItem};
use crate::phrase::say;
use crate::qr::Payload;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, seen) in proof.symbols() {
        let says = shown(&seen.payload);
        let message = match wanted(proof, page, seen.rect) {
            Some(wanted) if wanted != seen.payload => say("the symbol says `{says}`, not `{wanted}`")
                .with("says", &says)
                .with("wanted", &wanted),
            _ if Payload::opens(proof.hotline, &seen.payload).is_some() => continue,
            _ if proof.is_audit(page, seen) => continue,
            _ => say("the symbol says `{says}`, which the record `{hotline}` does not")
                .with("says", &says)
                .with("hotline", &proof.hotline.id),
        };
        let fault = proof.fault(code::SYMBOL_PAYLOAD, message, page, Some(seen.rect));
        diags.push(fault.hint(say(
            "make the symbol from the record: its own number, code or https address",
        )));
    }
}

/// What the symbol at a place was meant to say, where the file is ours.
fn wanted(proof: &Proof<'_>, page: usize, rect: Rect) -> Option<String> {
    let meant = proof.meant?;
    let stands = |item: &Item, symbol: &SymbolItem| {
        let place = meant.pages[page].in_file(item.frame.rect(symbol.rect));
        place.overlaps(rect, 0.0)
    };
    let mut symbols = meant.symbols();
    let (_, _, symbol) = symbols.find(|(on, item, symbol)| *on == page && stands(item, symbol))?;
    Some(symbol.symbol.payload.to_string())
}
