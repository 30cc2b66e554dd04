//! `message-english`: a message of another language is not the English one, copied and left so.

use crate::catalog::Catalog;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, english: &Catalog, catalog: &Catalog) {
    if catalog.locale.language() == english.locale.language() {
        return;
    }
    for (key, message) in &catalog.messages {
        let same = english
            .messages
            .get(key)
            .is_some_and(|original| original.parts == message.parts);
        // A single word may be the same in two languages, as `notes` is.
        let words: usize = message
            .words()
            .map(|words| words.split_whitespace().count())
            .sum();
        if same && words > 1 {
            diags.push(
                Diagnostic::new(
                    code::MESSAGE_ENGLISH,
                    say("`{key}` of `{locale}` is still the English message")
                        .with("key", key)
                        .with("locale", &catalog.locale),
                )
                .at(&message.span)
                .hint(
                    say("translate it into {language}").with_words("language", super::language_name(catalog)),
                ),
            );
        }
    }
}
