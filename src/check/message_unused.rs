//! `message-unused`: a message that the English catalog has not, so that nothing can print it in every language.

use crate::catalog::Catalog;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, english: &Catalog, catalog: &Catalog) {
    let own = catalog
        .messages
        .iter()
        .filter(|(key, _)| !english.messages.contains_key(*key));
    for (key, message) in own {
        diags.push(
            Diagnostic::new(
                code::MESSAGE_UNUSED,
                say("the English catalog has no `{key}`").with("key", key),
            )
            .at(&message.span)
            .near(key, english.messages.keys().map(String::as_str)),
        );
    }
}
