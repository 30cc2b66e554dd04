//! `symbol-unlabelled`: the number or address that a symbol holds stands beside it in print.
//!
//! A symbol can be stuck over by another one. Who sees the digits beside it sees what it should dial.

use super::Proof;
use crate::code;
use crate::diag::{Diagnostics, shown};
use crate::finished::SeenSymbol;
use crate::geom::Insets;
use crate::hotline::{Channel, Hotline, digits_of};
use crate::phrase::say;
use crate::qr::{Opens, Payload};

/// How far the print may stand from its symbol, in points; from a larger one as far as it is wide.
const BESIDE: f32 = 110.0;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, seen) in proof.symbols() {
        let Some(printed) = printed_for(proof.hotline, &seen.payload) else {
            continue;
        };
        if !stands_beside(proof, page, seen, &printed) {
            let message =
                say("`{printed}` is not printed beside its symbol").with("printed", shown(&printed[0]));
            let fault = proof.fault(code::SYMBOL_UNLABELLED, message, page, Some(seen.rect));
            diags.push(fault.hint(say("put the number or address in print next to the symbol")));
        }
    }
}

/// What may stand beside a symbol of the record; the first is preferred. `None` for a symbol of no record.
fn printed_for(hotline: &Hotline, payload: &str) -> Option<Vec<String>> {
    let printed: Vec<String> = match Payload::opens(hotline, payload)? {
        Opens::Channel(Channel::Call) => hotline.voice.groupings.clone(),
        Opens::Channel(channel) => hotline.printed(channel).map(str::to_owned).into_iter().collect(),
        Opens::Page => hotline.host.clone().into_iter().collect(),
    };
    (!printed.is_empty()).then_some(printed)
}

fn stands_beside(proof: &Proof<'_>, page: usize, symbol: &SeenSymbol, printed: &[String]) -> bool {
    let around = symbol.rect.inset(Insets::all(-BESIDE.max(symbol.rect.width)));
    let Some(finished) = proof.finished.pages.get(page) else {
        return false;
    };
    let near = finished
        .lines
        .iter()
        .filter(|seen| around.overlaps(seen.line.rect, 0.0));
    let text: Vec<&str> = near.map(|seen| seen.line.text.as_str()).collect();
    printed.iter().any(|wanted| {
        let digits = digits_of(wanted);
        text.iter()
            .any(|line| line.contains(wanted) || (digits.len() >= 5 && digits_of(line).contains(&digits)))
    })
}
