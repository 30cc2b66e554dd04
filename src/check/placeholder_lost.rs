//! `placeholder-lost`: a translation keeps every placeholder of the English message.

use crate::catalog::{Catalog, Placeholder};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, english: &Catalog, catalog: &Catalog) {
    for (key, message) in &catalog.messages {
        let Some(original) = english.messages.get(key) else {
            continue;
        };
        // `{language}` stands only where a caller must say the language's name.
        let wanted = original
            .placeholders()
            .filter(|what| *what != Placeholder::Language);
        for lost in wanted.filter(|what| !message.placeholders().any(|found| found == *what)) {
            diags.push(
                Diagnostic::new(
                    code::PLACEHOLDER_LOST,
                    say("`{key}` of `{locale}` has lost `{{{placeholder}}}`")
                        .with("key", key)
                        .with("locale", &catalog.locale)
                        .with("placeholder", lost.word()),
                )
                .at(&message.span)
                .with(say("the English message"), &original.span)
                .hint(
                    say("write `{{{placeholder}}}` where the number or name belongs")
                        .with("placeholder", lost.word()),
                ),
            );
        }
    }
}
