//! `safe-area`: no text, no symbol and no logo where a printer or a knife takes it away.

use super::{Meant, Proof};
use crate::code;
use crate::diag::Diagnostics;
use crate::geom::{Insets, Rect, Size};
use crate::page::ItemKind;
use crate::phrase::say;

/// How far a stroke may reach over the edge, in points: antialiasing, not ink.
const SLACK: f32 = 0.5;

/// What home printers leave blank, for lines outside the pieces of a sheet: a sixth of an inch.
const UNPRINTABLE: f32 = 12.0;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    for (page, item) in meant.items() {
        // The lines one by one: on a round piece those next to its edge are shorter.
        let inks = match &item.kind {
            ItemKind::Text(text) => text.ink(meant.book),
            ItemKind::Symbol(symbol) => vec![symbol.rect],
            ItemKind::Artwork(artwork) => vec![artwork.rect],
            ItemKind::Field(field) => vec![field.rect],
            _ => continue,
        };
        let mut inks = inks.into_iter().map(|ink| item.frame.rect(ink));
        let safe = &meant.pages[page].safe;
        if !inks.all(|ink| safe.iter().any(|safe| safe.holds(ink, SLACK))) {
            let message = say("`{block}` in `{locale}` reaches outside the safe area")
                .with("block", &item.block)
                .with("locale", &item.locale);
            let fault = meant.fault(proof, code::SAFE_AREA, message, page, item);
            diags.push(fault.hint(say("give the layout more padding, or the message fewer words")));
        }
    }
    let printable = |sheet: Size| Rect::of(sheet).inset(Insets::all(UNPRINTABLE.min(meant.poster.safe)));
    // What is moved for a printer may be moved too far.
    for (page, item, symbol) in meant.symbols() {
        let sheet = &meant.pages[page];
        let place = sheet.in_file(item.frame.rect(symbol.rect));
        if !printable(sheet.size).holds(place, SLACK) {
            let message = say("`{block}` is moved off the printable sheet").with("block", &item.block);
            let fault = meant.fault(proof, code::SAFE_AREA, message, page, item);
            diags.push(fault.hint(say(
                "is `--printer` right for this paper? measure it anew with `mileposter calibrate`",
            )));
        }
    }
    for (page, slot) in meant.slots() {
        let sheet = &meant.pages[page];
        let rect = sheet.in_file(slot.frame.rect(slot.rect));
        if !printable(sheet.size).holds(rect, SLACK) {
            let message =
                say("the line `{block}` reaches outside the printable sheet").with("block", &slot.block);
            diags.push(meant.slot_fault(proof, code::SAFE_AREA, message, page, slot));
        }
    }
    for (page, finished) in proof.pages() {
        let sheet = printable(finished.reading.size);
        let mut glyphs = finished.reading.glyphs.iter();
        if let Some(lost) =
            glyphs.find(|glyph| !sheet.holds(Rect::new(glyph.at.x, glyph.at.y, 0.0, 0.0), SLACK))
        {
            let message =
                say("the finished file draws `{text}` off the printable sheet").with("text", &lost.text);
            diags.push(proof.fault(code::SAFE_AREA, message, page, Some(lost.body())));
        }
    }
}
