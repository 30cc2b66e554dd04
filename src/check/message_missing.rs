//! `message-missing`: every message of the English catalog stands in the others.
//!
//! A line about a channel may be missing in a language in which no line of the library serves it, a language that is mostly spoken
//! needs the line of the panel alone, and words of sheets for those who help may be missing: such a sheet is not printed in it.

use crate::catalog::{Catalog, Extent, Message, Placeholder, SPEAK};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::hotline::Channel;
use crate::library::Library;
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, library: &Library, english: &Catalog, catalog: &Catalog) {
    for (key, original) in missing(library, english, catalog) {
        diags.push(
            Diagnostic::new(
                code::MESSAGE_MISSING,
                say("`{locale}` has no message `{key}`")
                    .with("locale", &catalog.locale)
                    .with("key", key),
            )
            .at(&catalog.span)
            .with(say("the English message"), &original.span)
            .hint(say("translate `{key}` of messages/en.toml into this catalog").with("key", key)),
        );
    }
}

/// The messages that a catalog lacks, with the English ones.
pub(super) fn missing<'a>(
    library: &'a Library,
    english: &'a Catalog,
    catalog: &'a Catalog,
) -> impl Iterator<Item = (&'a str, &'a Message)> {
    let served = |channel| {
        let mut hotlines = library.hotlines.values();
        hotlines.any(|hotline| hotline.serves(channel, &catalog.locale))
    };
    let for_helpers = library.words_for_helpers();
    let needed = move |key: &str, original: &Message| {
        !for_helpers.contains(key)
            && (catalog.extent != Extent::Spoken || key == SPEAK)
            && original.placeholders().all(|what| match what {
                Placeholder::Channel(channel @ (Channel::Text | Channel::Chat)) => served(channel),
                _ => true,
            })
    };
    let messages = english
        .messages
        .iter()
        .map(|(key, message)| (key.as_str(), message));
    messages.filter(move |(key, original)| needed(key, original) && !catalog.messages.contains_key(*key))
}
