//! `voice-language`: the line is known to answer calls in the language that is printed.

use crate::catalog::Catalog;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::hotline::{Channel, Hotline};

pub(super) fn check(diags: &mut Diagnostics, hotline: &Hotline, catalog: &Catalog) {
    if !hotline.serves(Channel::Call, &catalog.locale) {
        let message = format!("`{}` is not known to answer in {}", hotline.id, catalog.english);
        diags.push(
            Diagnostic::new(code::VOICE_LANGUAGE, message)
                .at(&hotline.span)
                .hint("print it only if the line confirms that it serves this language"),
        );
    }
}
