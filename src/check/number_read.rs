//! `number-read`: the digits on the finished page, in the order the eye sees them.
//!
//! Each number that a block prints must be found in that block's place, whole, on one line, from left
//! to right. An unisolated number in Arabic text comes out as `7888-373-888-1`: it is read from the
//! positions of the drawn glyphs, so no such page passes.

use super::{Meant, Proof};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::page::{Item, TextItem};
use crate::phrase::{Phrase, say};
use crate::poster::NumberIn;

/// How far drawn glyphs may reach over the box that was laid out, in points.
const SLACK: f32 = 3.0;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    for (page, item, text) in meant.texts() {
        for number in &text.numbers {
            if !stands(proof, meant, page, item, number) {
                let message =
                    say("`{number}` is not found in `{block}` of `{locale}` on one line in visual order")
                        .with("number", number)
                        .with("block", &item.block)
                        .with("locale", &item.locale);
                diags.push(meant.fault(proof, code::NUMBER_READ, message, page, item));
            }
        }
    }
}

/// Whether a visual line inside the item's box holds the number.
fn stands(proof: &Proof<'_>, meant: Meant<'_>, page: usize, item: &Item, number: &str) -> bool {
    let Some(rect) = meant.in_file(page, item) else {
        return false;
    };
    proof
        .finished
        .pages
        .get(page)
        .into_iter()
        .flat_map(|page| &page.lines)
        .any(|seen| {
            let line = &seen.line;
            line.text.contains(number) && (rect.overlaps(line.rect, 0.0) || rect.holds(line.rect, SLACK))
        })
}

/// Every language of a piece says the number itself; a discreet piece and one that is seen at one glance have it
/// once, without words, and a panel of many languages in its first.
pub(super) fn check_languages(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    let number = &proof.hotline.voice.number;
    let has = |fits: &dyn Fn(&TextItem) -> bool| {
        meant
            .texts()
            .any(|(_, _, text)| text.numbers.iter().any(|printed| number.is_written(printed)) && fits(text))
    };
    let missing = |message: Phrase| {
        Diagnostic::new(code::NUMBER_READ, message)
            .at(proof.span)
            .on(proof.place(0, None))
            .hint(say(
                "add a text block with `{{call}}`, or a message that has it, such as `listen`",
            ))
    };
    let languages = &meant.poster.order.languages;
    let sayers = match meant.poster.number_in {
        NumberIn::EachLanguage => languages.len(),
        NumberIn::FirstLanguage => 1,
        NumberIn::AnyPlace => {
            if !has(&|_| true) {
                diags.push(missing(say("the number stands nowhere on this piece")));
            }
            return;
        }
        NumberIn::Nowhere => return,
    };
    for locale in languages.iter().take(sayers) {
        if !has(&|text| text.reader.language() == locale.language()) {
            diags.push(missing(
                say("the number stands nowhere in `{locale}`").with("locale", locale),
            ));
        }
    }
}
