//! `message-missing`: every message of the English catalog stands in the others.
//!
//! A line about a channel may be missing in a language that the channel does not serve.

use crate::catalog::{Catalog, Placeholder};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::hotline::Channel;

pub(super) fn check(diags: &mut Diagnostics, english: &Catalog, catalog: &Catalog) {
    for (key, original) in &english.messages {
        let only_some = original
            .placeholders()
            .any(|what| matches!(what, Placeholder::Channel(Channel::Text | Channel::Chat)));
        if !only_some && !catalog.messages.contains_key(key) {
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
