//! `symbol-read`: every symbol is read from the finished page's pixels: each that was laid out, and on a stranger's page
//! or in a logo whatever has the three finders of one.

use super::{Meant, Proof};
use crate::code;
use crate::diag::Diagnostics;
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    if let Some(meant) = proof.meant {
        check_meant(diags, proof, meant);
    }
    check_anything(diags, proof);
}

fn check_meant(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    for (page, item, symbol) in meant.symbols() {
        let place = meant.pages[page].in_file(item.frame.rect(symbol.rect));
        let on_page = proof.finished.pages.get(page);
        let found = on_page.is_some_and(|on_page| {
            let mut symbols = on_page.symbols.iter();
            symbols.any(|seen| seen.rect.overlaps(place, 0.0))
        });
        if !found {
            let message = say("the symbol for `{payload}` cannot be read from the page")
                .with("payload", &symbol.symbol.payload);
            let fault = meant.fault(proof, code::SYMBOL_READ, message, page, item);
            diags.push(fault.hint(say(
                "raise the first `side` of the block, and keep other ink away from it",
            )));
        }
    }
}

fn check_anything(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, rect) in proof
        .pages()
        .flat_map(|(page, finished)| finished.unread.iter().map(move |rect| (page, *rect)))
    {
        let message = say("what looks like a QR symbol cannot be read from the page");
        let fault = proof.fault(code::SYMBOL_READ, message, page, Some(rect));
        diags.push(fault.hint(say(
            "scan it with a telephone; put it in anew, larger and dark on light",
        )));
    }
}
