//! `message-empty`: a message says something.

use crate::catalog::Catalog;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, catalog: &Catalog) {
    for (key, message) in &catalog.messages {
        let blank =
            message.words().all(|words| words.trim().is_empty()) && message.placeholders().next().is_none();
        if blank {
            diags.push(
                Diagnostic::new(
                    code::MESSAGE_EMPTY,
                    say("`{key}` of `{locale}` has no words")
                        .with("key", key)
                        .with("locale", &catalog.locale),
                )
                .at(&message.span)
                .hint(say("translate it, or take the line out until you can")),
            );
        }
    }
}
