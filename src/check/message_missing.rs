//! `message-missing`: every message of the English catalog stands in the others.
//!
//! A line about a channel may be missing in a language in which no line of the library serves it.

use crate::catalog::{Catalog, Placeholder};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::hotline::Channel;
use crate::library::Library;
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, library: &Library, english: &Catalog, catalog: &Catalog) {
    let served = |channel| {
        let mut hotlines = library.hotlines.values();
        hotlines.any(|hotline| hotline.serves(channel, &catalog.locale))
    };
    for (key, original) in &english.messages {
        let needed = original.placeholders().all(|what| match what {
            Placeholder::Channel(channel @ (Channel::Text | Channel::Chat)) => served(channel),
            _ => true,
        });
        if needed && !catalog.messages.contains_key(key) {
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
}
