//! What the program says, in another language.
//!
//! A phrasebook is read like a catalog, and its keys are the English sentences: so a sentence that was changed is missing at
//! once, in every language, and is said in English until somebody translates it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::code;
use crate::code::Group;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::explain;
use crate::fields::{self, Fields, Lines, Value};
use crate::phrase::{Phrase, holes, say};
use crate::source::{Source, Spanned};

/// The embedded Spanish phrasebook.
pub const SPANISH: &str = include_str!("../ui/es.toml");

/// Every sentence that is written in the sources, one a line. A test holds it true.
const SENTENCES: &str = include_str!("../ui/sentences.txt");

/// The most sentences of a phrasebook.
const MOST_SENTENCES: usize = 5_000;

/// The longest sentence, in characters: pages that explain a fault are the longest.
const LONGEST_SENTENCE: usize = 4_000;

/// What a hole for the name of a language is called in English, and in the phrasebook that has a name of its own for it.
const OWN_NAME: (&str, &str) = ("english", "spanish");

/// The longest name of a language, in characters.
const LONGEST_NAME: usize = 80;

/// Sentences of one language, by the English one. Without any, the program speaks English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrasebook {
    /// The language's own name.
    pub name: String,
    sentences: BTreeMap<String, String>,
}

impl Phrasebook {
    /// A phrase in this language, or in English where a sentence is missing.
    pub fn told(&self, phrase: &Phrase) -> String {
        phrase.told(&|english| self.sentences.get(english).map(String::as_str))
    }

    /// A sentence without holes in this language, or as it is where it is missing.
    pub fn sentence<'a>(&'a self, english: &'a str) -> &'a str {
        self.sentences.get(english).map_or(english, String::as_str)
    }

    /// Those of some sentences that are missing.
    pub fn missing<'a>(&self, wanted: &'a BTreeSet<String>) -> Vec<&'a str> {
        let missing = wanted
            .iter()
            .filter(|english| !self.sentences.contains_key(*english));
        missing.map(String::as_str).collect()
    }

    /// Sentences that are not wanted: nothing says them any more.
    pub fn unused(&self, wanted: &BTreeSet<String>) -> Vec<&str> {
        let unused = self.sentences.keys().filter(|english| !wanted.contains(*english));
        unused.map(String::as_str).collect()
    }
}

/// Every English sentence that the library and its shell say, but for those of the shell's help.
pub fn sentences() -> BTreeSet<String> {
    let pages = explain::PAGES.iter().flat_map(|page| [page.why, page.cure]);
    let tables = code::ALL.iter().map(|code| code.what).chain(pages);
    let tables = tables.chain(Group::ALL.map(Group::heading));
    SENTENCES.lines().chain(tables).map(str::to_owned).collect()
}

/// Reads `ui/<tag>.toml`.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Option<Phrasebook> {
    let mut file = fields::document(diags, source);
    let name = file.need_line(diags, "name", LONGEST_NAME);
    let sentences = file.table(diags, "sentences");
    file.finish(diags);
    let sentences = sentences.map_or_else(BTreeMap::new, |table| read_sentences(diags, table));
    Some(Phrasebook {
        name: name?.value,
        sentences,
    })
}

fn read_sentences(diags: &mut Diagnostics, mut table: Fields<'_>) -> BTreeMap<String, String> {
    let mut sentences = BTreeMap::new();
    let rest = table.rest();
    let what = say("sentences");
    for (english, value) in fields::at_most(diags, rest, MOST_SENTENCES, what, |(key, _)| &key.span) {
        match value.value {
            Value::Text(text) => {
                let text = Spanned::new(text, value.span);
                if is_sound(diags, &english.value, &text) {
                    sentences.insert(english.value, text.value);
                }
            }
            other => {
                fields::wrong::<()>(
                    diags,
                    &english.value,
                    say("a text in quotes"),
                    &other,
                    &value.span,
                );
            }
        }
    }
    sentences
}

/// Whether a translation can stand for its sentence: harmless, and with the same holes.
fn is_sound(diags: &mut Diagnostics, english: &str, text: &Spanned<String>) -> bool {
    if !fields::is_plain(diags, english, text, LONGEST_SENTENCE, Lines::One) {
        return false;
    }
    let (meant, found) = (set(english), set(&text.value));
    let odd = meant.symmetric_difference(&found).next();
    if let Some(hole) = odd {
        let message = if meant.contains(hole) {
            say("the translation has lost `{{{hole}}}`")
        } else {
            say("the English sentence has no `{{{hole}}}`")
        };
        diags.push(Diagnostic::new(code::PLACEHOLDER, message.with("hole", shown(hole))).at(&text.span));
    }
    odd.is_none()
}

fn set(sentence: &str) -> BTreeSet<&str> {
    let one = |hole| if hole == OWN_NAME.1 { OWN_NAME.0 } else { hole };
    holes(sentence).into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::{Phrasebook, SPANISH, read};
    use crate::diag::Diagnostics;
    use crate::phrase::say;
    use crate::source::Source;

    fn read_text(text: &str) -> (Option<Phrasebook>, Vec<&'static str>) {
        let mut diags = Diagnostics::default();
        let book = read(&mut diags, &Source::new("ui/xx.toml", text));
        (book, diags.iter().map(|fault| fault.code.name).collect())
    }

    #[test]
    fn a_missing_sentence_is_said_in_english() {
        let text = "name = \"x\"\n[sentences]\n\"no {what}\" = \"sin {what}\"\n";
        let (book, codes) = read_text(text);
        assert!(codes.is_empty());
        let book = book.unwrap();
        let phrase = say("no {what}").with_words("what", say("title"));
        assert_eq!(book.told(&phrase), "sin title");
        assert_eq!(Phrasebook::default().told(&phrase), "no title");
        let wanted = ["no {what}", "title"].map(str::to_owned).into();
        assert_eq!(book.missing(&wanted), ["title"]);
        assert_eq!(book.unused(&["title".to_owned()].into()), ["no {what}"]);
    }

    #[test]
    fn what_cannot_stand_for_its_sentence() {
        let codes = |line: &str| read_text(&format!("name = \"x\"\n[sentences]\n{line}\n")).1;
        assert!(codes("\"{a} of {b}\" = \"{b}: {a}, {a}\"").is_empty());
        assert!(codes("\"{english}\" = \"{spanish}\"").is_empty());
        assert_eq!(codes("\"{a} of {b}\" = \"{b}\""), ["placeholder"]);
        assert_eq!(codes("\"none\" = \"{b}\""), ["placeholder"]);
        assert_eq!(codes("\"none\" = \"a\\u202Eb\""), ["hostile-text"]);
        assert_eq!(codes("\"none\" = 3"), ["wrong-type"]);
    }

    #[test]
    fn the_embedded_phrasebook_is_sound() {
        let (book, codes) = read_text(SPANISH);
        assert!(book.is_some() && codes.is_empty(), "{codes:?}");
    }
}
