//! `review-void`: words that were changed since a native speaker read them.

use crate::catalog::{Catalog, Review};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, catalog: &Catalog) {
    if catalog.review == Review::Changed {
        let message = say("the words in {language} ({locale}) were changed since their review, or it lacks who read them (`by`), \
             the day (`on`) or the `fingerprint`").with_words("language", super::language_name(catalog)).with("locale", &catalog.locale);
        diags.push(
            Diagnostic::new(code::REVIEW_VOID, message)
                .at(&catalog.span)
                .hint(
                    say(
                        "print them by `mileposter review {locale}`, have them read, and record that by `--accept`",
                    )
                    .with("locale", &catalog.locale),
                ),
        );
    }
}
