//! `voice-language`: the line is known to answer calls in the language that is printed.

use crate::catalog::Catalog;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::hotline::{Channel, Hotline};
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, hotline: &Hotline, catalog: &Catalog) {
    if !hotline.serves(Channel::Call, &catalog.locale) {
        let message = say("`{hotline}` is not known to answer in {language}")
            .with("hotline", &hotline.id)
            .with_words("language", super::language_name(catalog));
        diags.push(
            Diagnostic::new(code::VOICE_LANGUAGE, message)
                .at(&hotline.span)
                .hint(say(
                    "print it only if the line confirms that it serves this language",
                )),
        );
    }
}
