//! `channel-language`: a channel is offered only to readers of a language that it serves.
//!
//! That interpreters join a call does not mean that anyone reads a text in that language. Words in a language, and a
//! piece without any language that a channel serves, must not offer it.

use super::{CHANNELS, Meant, Proof};
use crate::code;
use crate::diag::Diagnostics;
use crate::hotline::Channel;
use crate::page::{Item, ItemKind};
use crate::phrase::say;
use crate::qr::Payload;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    let written = CHANNELS.into_iter().filter(|channel| *channel != Channel::Call);
    for channel in written {
        let Some(printed) = proof.hotline.printed(channel) else {
            continue;
        };
        let payload = Payload::of(proof.hotline, channel);
        for (page, item) in meant.items() {
            let offers = match &item.kind {
                ItemKind::Text(text) => text.numbers.iter().any(|number| number == printed),
                ItemKind::Symbol(symbol) => Some(&symbol.symbol.payload) == payload.as_ref(),
                _ => false,
            };
            if offers && !serves(proof, meant, channel, item) {
                let message =
                    say("`{block}` offers `{printed}`, which `{hotline}` does not answer in `{item}`")
                        .with("block", &item.block)
                        .with("printed", printed)
                        .with("hotline", &proof.hotline.id)
                        .with("item", languages(meant, item));
                let fault = meant.fault(proof, code::CHANNEL_LANGUAGE, message, page, item);
                diags.push(fault.hint(say("offer the call alone, which interpreters join")));
            }
        }
    }
}

/// Whether a channel serves the reader of an item: its own language, or any of the piece's where it has no words.
fn serves(proof: &Proof<'_>, meant: Meant<'_>, channel: Channel, item: &Item) -> bool {
    if has_words(item) {
        return proof.hotline.serves(channel, &item.locale);
    }
    let mut languages = meant.poster.order.languages.iter();
    languages.any(|locale| proof.hotline.serves(channel, locale))
}

/// Whether an item says something in a language of its own, beside numbers.
fn has_words(item: &Item) -> bool {
    match &item.kind {
        ItemKind::Text(text) => text.words.source != item.span.source,
        _ => false,
    }
}

fn languages(meant: Meant<'_>, item: &Item) -> String {
    if has_words(item) {
        return item.locale.to_string();
    }
    let tags: Vec<&str> = meant
        .poster
        .order
        .languages
        .iter()
        .map(|locale| locale.tag())
        .collect();
    tags.join("+")
}
