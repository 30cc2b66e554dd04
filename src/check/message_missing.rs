//! `message-missing`: every message of the English catalog stands in the others.
//!
//! A line about a channel may be missing in a language in which no line of the library serves it.

use crate::catalog::{Catalog, Placeholder};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::hotline::Channel;
use crate::library::Library;

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
                    format!("`{}` has no message `{key}`", catalog.locale),
                )
                .at(&catalog.span)
                .with("the English message", &original.span)
                .hint(format!("translate `{key}` of messages/en.toml into this catalog")),
            );
        }
    }
}
