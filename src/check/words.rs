//! `draft`, `placeholder`, `message-missing`: how sure the words of a language are, told once a language.

use crate::catalog::{Catalog, Placeholder, Review};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::hotline::{Channel, Hotline};
use crate::library::Library;
use crate::locale::Locale;

/// Warns of words that no native speaker has read, or that were changed since; an error where only
/// reviewed words may be printed.
pub fn check_review(diags: &mut Diagnostics, catalog: &Catalog, reviewed_only: bool) {
    let message = match &catalog.review {
        Review::Reviewed { .. } => return,
        Review::Draft => format!(
            "the words in {} ({}) are a draft",
            catalog.english, catalog.locale
        ),
        Review::Changed => format!(
            "the words in {} ({}) were changed since their review",
            catalog.english, catalog.locale
        ),
    };
    let hint = "have a native speaker read them before you hang them";
    let fault = if reviewed_only {
        Diagnostic::new(code::DRAFT, message)
    } else {
        Diagnostic::new(code::DRAFT, message)
    };
    diags.push(fault.at(&catalog.span).hint(hint));
}

/// Compares a catalog with the English one: no message lost, no placeholder lost.
pub fn check_catalog(diags: &mut Diagnostics, library: &Library, catalog: &Catalog) {
    let Some(english) = Locale::parse("en").and_then(|locale| library.catalogs.get(&locale)) else {
        return;
    };
    for (key, original) in &english.messages {
        // `{language}` stands only where a caller must say the language's name.
        let wanted: Vec<Placeholder> = original
            .placeholders()
            .filter(|what| *what != Placeholder::Language)
            .collect();
        let only_some = wanted
            .iter()
            .any(|what| matches!(what, Placeholder::Channel(Channel::Text | Channel::Chat)));
        let Some(message) = catalog.messages.get(key) else {
            if !only_some {
                diags.push(
                    Diagnostic::new(
                        code::MESSAGE_MISSING,
                        format!("`{}` has no message `{key}`", catalog.locale),
                    )
                    .at(&catalog.span)
                    .hint(format!("translate `{key}` of messages/en.toml into this catalog")),
                );
            }
            continue;
        };
        for lost in wanted
            .iter()
            .filter(|what| !message.placeholders().any(|found| found == **what))
        {
            let text = format!("`{key}` of `{}` has lost `{{{}}}`", catalog.locale, lost.word());
            diags.push(Diagnostic::new(code::PLACEHOLDER, text).at(&message.span));
        }
    }
    for (key, message) in catalog
        .messages
        .iter()
        .filter(|(key, _)| !english.messages.contains_key(*key))
    {
        diags.push(
            Diagnostic::new(
                code::UNKNOWN_MESSAGE,
                format!("no template and no other language has `{key}`"),
            )
            .at(&message.span)
            .near(key, english.messages.keys().map(String::as_str)),
        );
    }
}

/// Reports a language that the telephone of a record does not serve at all.
pub fn check_served(diags: &mut Diagnostics, hotline: &Hotline, catalog: &Catalog) {
    if !hotline.serves(Channel::Call, &catalog.locale) {
        let message = format!("`{}` is not known to answer in {}", hotline.id, catalog.english);
        diags.push(
            Diagnostic::new(code::CHANNEL, message)
                .at(&hotline.span)
                .hint("print it only if the line confirms that it serves this language"),
        );
    }
}
