//! `review-void`: words that were changed since a native speaker read them.

use crate::catalog::{Catalog, Review};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};

pub(super) fn check(diags: &mut Diagnostics, catalog: &Catalog) {
    if catalog.review == Review::Changed {
        let message = format!(
            "the words in {} ({}) were changed since their review, or it lacks who read them (`by`), \
             the day (`on`) or the `fingerprint`",
            catalog.english, catalog.locale
        );
        diags.push(
            Diagnostic::new(code::REVIEW_VOID, message)
                .at(&catalog.span)
                .hint(format!(
                    "have them read again, then write `review = {{ state = \"reviewed\", by = \"INITIALS\", \
                     on = \"YEAR-MONTH-DAY\", fingerprint = \"{}\" }}`",
                    catalog.fingerprint()
                )),
        );
    }
}
