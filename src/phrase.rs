//! What the program says: an English sentence with named holes, and what fills them.
//!
//! A phrase stays data until somebody tells it, so that it can be told in another language. It has no `Display`: whoever
//! shows one decides in which words. What fills a hole may be a stranger's text; told, a phrase is harmless.

use std::borrow::Cow;
use std::fmt::Display;

use serde::{Deserialize, Serialize};

use crate::harmless::cut;

/// A sentence with what fills its holes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Phrase {
    english: Cow<'static, str>,
    fillers: Vec<(Cow<'static, str>, Filler)>,
    /// After so many characters it is cut.
    longest: usize,
}

/// What fills a hole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Filler {
    /// A number, a name, a code: the same in every language.
    Text(String),
    /// Words of the program, to be translated too.
    Words(Phrase),
}

/// A sentence. A hole is written `{name}`, a brace `{{` or `}}`.
///
/// A test collects all sentences from the sources, so each stands here as a literal.
pub fn say(english: &'static str) -> Phrase {
    tabled(english)
}

/// A sentence of a table that can be walked through, as what is wrong by each code. It has no holes.
pub fn tabled(english: &'static str) -> Phrase {
    Phrase {
        english: Cow::Borrowed(english),
        fillers: Vec::new(),
        longest: usize::MAX,
    }
}

/// What is the same in every language.
pub fn verbatim(text: impl Display) -> Phrase {
    say("{text}").with("text", text)
}

/// One thing or several: the phrase that fits, its hole `{count}` filled.
pub fn counted(count: usize, one: Phrase, several: Phrase) -> Phrase {
    let phrase = if count == 1 { one } else { several };
    phrase.with("count", count)
}

/// Phrases with commas between them; `None` of none.
pub fn listed(phrases: impl IntoIterator<Item = Phrase>) -> Option<Phrase> {
    phrases.into_iter().reduce(|list, next| {
        say("{list}, {next}")
            .with_words("list", list)
            .with_words("next", next)
    })
}

/// Phrases with semicolons between them, for those that have commas; `None` of none.
pub fn parted(phrases: impl IntoIterator<Item = Phrase>) -> Option<Phrase> {
    phrases.into_iter().reduce(|list, next| {
        say("{list}; {next}")
            .with_words("list", list)
            .with_words("next", next)
    })
}

impl Phrase {
    /// The same phrase, a hole filled with what is the same in every language.
    pub fn with(mut self, hole: &'static str, text: impl Display) -> Self {
        let filler = Filler::Text(text.to_string());
        self.fillers.push((Cow::Borrowed(hole), filler));
        self
    }

    /// The same phrase, a hole filled with words that are translated too.
    pub fn with_words(mut self, hole: &'static str, words: Self) -> Self {
        self.fillers.push((Cow::Borrowed(hole), Filler::Words(words)));
        self
    }

    /// The same phrase, cut after so many characters when it is told. No more is kept of what fills it.
    pub fn at_most(mut self, longest: usize) -> Self {
        self.clip(longest);
        self.longest = longest;
        self
    }

    /// The same phrase, with `…` in each hole but these. What only words of the program fill stays.
    pub fn veiled(mut self, open: &[&str]) -> Self {
        for (hole, filler) in &mut self.fillers {
            *filler = match std::mem::replace(filler, Filler::Text("…".to_owned())) {
                Filler::Words(words) => Filler::Words(words.veiled(open)),
                Filler::Text(text) if open.contains(&hole.as_ref()) => Filler::Text(text),
                Filler::Text(_) => Filler::Text("…".to_owned()),
            };
        }
        self
    }

    fn clip(&mut self, longest: usize) {
        for (_, filler) in &mut self.fillers {
            match filler {
                Filler::Words(words) => words.clip(longest),
                // One character more, so that it shows that something was cut.
                Filler::Text(text) => {
                    if let Some((end, _)) = text.char_indices().nth(longest.saturating_add(1)) {
                        text.truncate(end);
                    }
                }
            }
        }
    }

    /// The phrase in English.
    pub fn english(&self) -> String {
        self.told(&|_| None)
    }

    /// The phrase in the words that a language has for each sentence, in English where it has none.
    pub fn told<'a>(&'a self, translate: &dyn Fn(&str) -> Option<&'a str>) -> String {
        let sentence = translate(&self.english).unwrap_or(&self.english);
        let mut told = String::new();
        for part in parts(sentence) {
            match part {
                Part::Words(words) => told.push_str(words),
                Part::Hole(hole) => match self.fillers.iter().find(|(name, _)| *name == hole) {
                    Some((_, Filler::Text(text))) => told.push_str(text),
                    Some((_, Filler::Words(words))) => told.push_str(&words.told(translate)),
                    None => told.push_str(hole),
                },
            }
        }
        cut(&told, self.longest)
    }
}

/// A part of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    Words(&'a str),
    Hole(&'a str),
}

/// The names of the holes of a sentence, in its order.
pub fn holes(sentence: &str) -> Vec<&str> {
    let holes = parts(sentence).into_iter().filter_map(|part| match part {
        Part::Hole(hole) => Some(hole),
        Part::Words(_) => None,
    });
    holes.collect()
}

fn parts(sentence: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = sentence;
    while let Some(at) = rest.find(['{', '}']) {
        let (words, brace) = rest.split_at(at);
        parts.push(Part::Words(words));
        let is_doubled = brace.starts_with("{{") || brace.starts_with("}}");
        let end = brace.find('}').filter(|_| brace.starts_with('{') && !is_doubled);
        match end {
            Some(end) => {
                parts.push(Part::Hole(&brace[1..end]));
                rest = &brace[end + 1..];
            }
            // A brace that opens nothing is a brace.
            None => {
                parts.push(Part::Words(&brace[..1]));
                rest = &brace[1 + usize::from(is_doubled)..];
            }
        }
    }
    parts.push(Part::Words(rest));
    parts
}

#[cfg(test)]
mod tests {
    use super::{counted, holes, listed, say};

    #[test]
    fn holes_are_filled() {
        let phrase = say("`{{{word}}}` of {file}, {file}")
            .with("word", "cal")
            .with("file", 3);
        assert_eq!(phrase.english(), "`{cal}` of 3, 3");
        assert_eq!(holes("`{{{word}}}` {{x}} of {file}"), ["word", "file"]);
        assert_eq!(say("a } b { c").english(), "a } b { c");
    }

    #[test]
    fn words_in_a_hole_are_translated_too() {
        let spanish = |sentence: &str| match sentence {
            "no {what}" => Some("sin {what}"),
            "title" => Some("título"),
            _ => None,
        };
        let lacks = |what| say("no {what}").with_words("what", what);
        let phrase = listed([lacks(say("title")), lacks(say("tags"))]).unwrap();
        assert_eq!(phrase.english(), "no title, no tags");
        assert_eq!(phrase.told(&spanish), "sin título, sin tags");
    }

    #[test]
    fn what_a_stranger_wrote_is_veiled() {
        let kind = say("the text `{text}`").with("text", "12 Oak Street");
        let phrase = say("`{key}` takes a number, not {kind}")
            .with("key", "lat")
            .with_words("kind", kind);
        assert_eq!(
            phrase.veiled(&["key"]).english(),
            "`lat` takes a number, not the text `…`"
        );
    }

    #[test]
    fn one_and_several() {
        let places = |count| counted(count, say("{count} place"), say("{count} places")).english();
        assert_eq!(
            [places(0), places(1), places(2)],
            ["0 places", "1 place", "2 places"]
        );
    }

    #[test]
    fn a_strangers_text_is_harmless_and_cut() {
        let long = format!("a\n\u{202E}{}", "x".repeat(10_000));
        let phrase = say("`{found}` is odd").with("found", long).at_most(20);
        assert_eq!(phrase.english(), "`a\\u{000A}\\u{202E}xxxxxxxxxxxxxxxx…");
        assert!(phrase.fillers[0].1 < super::Filler::Text("b".to_owned()));
    }
}
