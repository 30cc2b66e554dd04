//! `draft`: words that no native speaker has read.

use crate::catalog::{Catalog, Extent, Review};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, catalog: &Catalog) {
    if catalog.review == Review::Draft && catalog.extent != Extent::Pseudo {
        let message = say("the words in {language} ({locale}) are a draft")
            .with_words("language", super::language_name(catalog))
            .with("locale", &catalog.locale);
        diags.push(
            Diagnostic::new(code::DRAFT, message)
                .at(&catalog.span)
                .hint(say("have a native speaker read them before you hang them")),
        );
    }
}
