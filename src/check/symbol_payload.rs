//! `symbol-payload`: a symbol says what its record says of one of its channels, and nothing else.
//!
//! A shortened or strange address can be turned elsewhere, or count who scans it. So a payload is `tel:` with the record's
//! full number, `sms:` with its code and no body, or plain `https:` on its own host.

use super::{CHANNELS, Proof};
use crate::code;
use crate::diag::{Diagnostics, shown};
use crate::hotline::{Hotline, host_of};
use crate::phone::is_separator;
use crate::qr::Payload;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, seen) in proof.symbols() {
        let says = shown(&seen.payload);
        let message = match wanted(proof, page, seen.rect) {
            Some(wanted) if wanted != seen.payload => format!("the symbol says `{says}`, not `{wanted}`"),
            _ if is_of(proof.hotline, &seen.payload) => continue,
            _ => format!(
                "the symbol says `{says}`, which the record `{}` does not",
                proof.hotline.id
            ),
        };
        let fault = proof.fault(code::SYMBOL_PAYLOAD, message, page, Some(seen.rect));
        diags.push(fault.hint("make the symbol from the record: its own number, code or https address"));
    }
}

/// What the symbol at a place was meant to say, where the file is ours.
fn wanted(proof: &Proof<'_>, page: usize, rect: crate::geom::Rect) -> Option<String> {
    let mut symbols = proof.meant?.symbols();
    let (_, _, symbol) =
        symbols.find(|(on, item, symbol)| *on == page && item.frame.rect(symbol.rect).overlaps(rect, 0.0))?;
    Some(symbol.symbol.payload.to_string())
}

/// Whether a payload is of a record: one that we would print, the same number or code in another spelling, or another plain
/// page of the record's host.
fn is_of(hotline: &Hotline, payload: &str) -> bool {
    let printed = CHANNELS
        .iter()
        .filter_map(|channel| Payload::of(hotline, *channel))
        .any(|known| known.as_str() == payload);
    let (scheme, rest) = payload.split_once(':').unwrap_or_default();
    let dialled = match scheme.to_ascii_lowercase().as_str() {
        "tel" => {
            rest.chars().all(|c| c.is_ascii_digit() || is_separator(c))
                && hotline.voice.number.is_written(rest)
        }
        // Without words to send: those could be anything.
        "sms" | "smsto" => hotline
            .text
            .as_ref()
            .is_some_and(|text| rest.trim_end_matches(':') == text.code),
        _ => false,
    };
    let page = host_of(payload).map(|host| host.strip_prefix("www.").unwrap_or(host));
    printed || dialled || (page.is_some() && page == hotline.host.as_deref())
}
