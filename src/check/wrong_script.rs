//! `wrong-script`: a message is written in the letters of its language.
//!
//! A Cyrillic `а` in Spanish looks right and reads wrong, is copied wrong and may be set in another face (Unicode UAX 24 and
//! UTR 36). Latin words of up to three capitals, such as `QR` and `ID`, are used in every script, and words for people at work have names of
//! offices and programmes as these write themselves.

use crate::catalog::Catalog;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::library::Library;
use crate::locale::{Script, writes};
use crate::phrase::say;

/// The longest Latin abbreviation that other scripts keep.
const LONGEST_ABBREVIATION: usize = 3;

pub(super) fn check(diags: &mut Diagnostics, library: &Library, catalog: &Catalog) {
    let script = catalog.locale.script();
    let for_helpers = library.words_for_helpers();
    for (key, message) in &catalog.messages {
        let strange = message.words().flat_map(|words| strange_runs(script, words));
        let is_name = |run: &str| for_helpers.contains(key.as_str()) && is_latin(run);
        for run in strange.filter(|run| !is_abbreviation(run) && !is_name(run)) {
            let found = say("`{run}` in `{key}` of `{locale}` is not in {script} letters")
                .with("run", shown(&run))
                .with("key", key)
                .with("locale", &catalog.locale)
                .with("script", script.name());
            diags.push(
                Diagnostic::new(code::WRONG_SCRIPT, found)
                    .at(&message.span.part(&run))
                    .hint(
                        say("type it anew with a keyboard for {language}")
                            .with_words("language", super::language_name(catalog)),
                    ),
            );
        }
    }
}

/// The stretches of letters that a script does not write.
fn strange_runs(script: Script, words: &str) -> Vec<String> {
    let is_strange = |c: &char| c.is_alphabetic() && !writes(script, *c);
    let letters: Vec<char> = words.chars().collect();
    letters
        .chunk_by(|a, b| is_strange(a) == is_strange(b))
        .filter(|run| is_strange(&run[0]))
        .map(|run| run.iter().collect())
        .collect()
}

/// Whether a stretch is plain Latin: in words for people at work, a name of an office or programme.
fn is_latin(run: &str) -> bool {
    run.chars().all(|c| writes(Script::Latin, c))
}

fn is_abbreviation(run: &str) -> bool {
    run.len() <= LONGEST_ABBREVIATION && run.bytes().all(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::strange_runs;
    use crate::locale::Script;

    #[test]
    fn letters_that_do_not_belong() {
        assert_eq!(
            strange_runs(Script::Latin, "Llаme ahora"),
            ["а"],
            "a Cyrillic letter"
        );
        assert_eq!(strange_runs(Script::Ethiopic, "የQR ኮድ"), ["QR"]);
        assert!(strange_runs(Script::Thai, "โทร ฟรี!").is_empty());
        assert_eq!(strange_runs(Script::Korean, "전화 call"), ["call"]);
    }
}
