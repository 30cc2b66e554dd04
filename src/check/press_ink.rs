//! `press-ink`: in a file for a print shop black type and symbols are in black ink alone, and where the profile of the
//! press is given, everything is in its inks.
//!
//! Four inks never lie exactly on each other: what is as small as a letter or a module blurs. ISO 15930-7 (PDF/X-4).

use super::{Meant, Proof};
use crate::code;
use crate::diag::Diagnostics;
use crate::page::{Item, ItemKind};
use crate::phrase::say;
use crate::reading::Inks;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    let has_profile = meant.poster.order.setup.finish.profile().is_some();
    for (page, finished) in proof.pages() {
        for reading in &finished.reading.inks {
            let rect = Some(reading.rect);
            let item = reading.mark.and_then(|_| proof.item_at(page, reading.rect));
            if let Some(item) = item
                && is_black(item)
                && !reading.inks.is_black_alone()
            {
                let message = say("`{block}` is black and not in black ink alone").with("block", &item.block);
                diags.push(proof.fault(code::PRESS_INK, message, page, rect));
            } else if has_profile && reading.inks == Inks::Other {
                let message = say("a colour here is not in the inks of the press");
                diags.push(proof.fault(code::PRESS_INK, message, page, rect));
            }
        }
    }
}

/// Whether it is printed with black ink alone.
fn is_black(item: &Item) -> bool {
    match &item.kind {
        ItemKind::Text(text) => text.color.is_nearly_black(),
        ItemKind::Symbol(_) => true,
        _ => false,
    }
}
