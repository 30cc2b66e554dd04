//! `draft`: words that no native speaker has read.

use crate::catalog::{Catalog, Extent, Review};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};

pub(super) fn check(diags: &mut Diagnostics, catalog: &Catalog) {
    if catalog.review == Review::Draft && catalog.extent != Extent::Pseudo {
        let message = format!(
            "the words in {} ({}) are a draft",
            catalog.english, catalog.locale
        );
        diags.push(
            Diagnostic::new(code::DRAFT, message)
                .at(&catalog.span)
                .hint("have a native speaker read them before you hang them"),
        );
    }
}
