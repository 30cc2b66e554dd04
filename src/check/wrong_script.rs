//! `wrong-script`: a message is written in the letters of its language.
//!
//! A Cyrillic `а` in Spanish looks right and reads wrong, is copied wrong and may be set in another face (Unicode UAX 24 and
//! UTR 36). Latin words of up to three capitals, such as `QR` and `ID`, are used in every script.

use crate::catalog::Catalog;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::locale::writes;

/// The longest Latin abbreviation that other scripts keep.
const LONGEST_ABBREVIATION: usize = 3;

pub(super) fn check(diags: &mut Diagnostics, catalog: &Catalog) {
    let script = catalog.locale.script();
    for (key, message) in &catalog.messages {
        let words = message
            .words()
            .flat_map(|words| words.split(|c: char| !c.is_alphabetic()));
        for word in words.filter(|word| !is_abbreviation(word)) {
            let strange: String = word.chars().filter(|c| !writes(script, *c)).collect();
            if !strange.is_empty() {
                let message_text = format!(
                    "`{}` in `{key}` of `{}` is not written in {} letters",
                    shown(&strange),
                    catalog.locale,
                    script.code()
                );
                diags.push(
                    Diagnostic::new(code::WRONG_SCRIPT, message_text)
                        .at(&message.span)
                        .hint(format!(
                            "type `{}` anew with a keyboard for {}",
                            shown(word),
                            catalog.english
                        )),
                );
            }
        }
    }
}

fn is_abbreviation(word: &str) -> bool {
    word.len() <= LONGEST_ABBREVIATION && word.bytes().all(|b| b.is_ascii_uppercase())
}
