//! Words that a law or an agency prescribes for a sign, pasted in by whoever has the law before them: `data/wording.toml`.
//!
//! None is embedded. Numbers may stand in them as the law has them: on the page they are held against the hotline records like any other.

use std::sync::Arc;

use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics};
use crate::fields::{self, Fields, Lines};
use crate::locale::Locale;
use crate::phrase::say;
use crate::rule::Rules;
use crate::source::{Source, Span, Spanned};

/// The most wordings of a file.
const MOST_WORDINGS: usize = 500;

/// The longest wording and source, in characters: more than a large sheet holds.
const LONGEST_WORDS: usize = 4_000;
const LONGEST_SOURCE: usize = 400;

/// The required words of a rule in one language.
#[derive(Clone, Debug)]
pub struct Wording {
    /// Id of the rule.
    pub rule: String,
    /// The language.
    pub language: Locale,
    /// The paragraphs, in order.
    pub paragraphs: Vec<String>,
    /// Where they were copied from.
    pub source: String,
    /// When.
    pub seen: Option<Date>,
    /// Where the words stand.
    pub span: Span,
}

/// Reads the file.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>, rules: &Rules) -> Vec<Wording> {
    let mut file = fields::document(diags, source);
    let tables = file.tables(diags, "wording");
    file.finish(diags);
    let tables = fields::at_most(diags, tables, MOST_WORDINGS, say("wordings"), |table| {
        table.span()
    });
    let mut wordings: Vec<Wording> = Vec::new();
    for fields in tables {
        let Some(wording) = read_wording(diags, rules, fields) else {
            continue;
        };
        let same = |known: &&Wording| known.rule == wording.rule && known.language == wording.language;
        if let Some(first) = wordings.iter().find(same) {
            let message = say("the words of `{rule}` in `{language}` stand here twice")
                .with("rule", &wording.rule)
                .with("language", &wording.language);
            let fault = Diagnostic::new(code::DUPLICATE_ID, message).at(&wording.span);
            diags.push(fault.with(say("the first one"), &first.span));
        } else {
            wordings.push(wording);
        }
    }
    wordings
}

fn read_wording(diags: &mut Diagnostics, rules: &Rules, mut fields: Fields<'_>) -> Option<Wording> {
    let rule = fields
        .need_text(diags, "rule")
        .and_then(|rule| known(diags, rules, rule));
    let language = fields
        .need_text(diags, "language")
        .and_then(|tag| fields::locale(diags, "language", &tag));
    let words = fields
        .need_text(diags, "words")
        .filter(|words| fields::is_plain(diags, "words", words, LONGEST_WORDS, Lines::Many));
    let source = fields.need_line(diags, "source", LONGEST_SOURCE);
    let seen = fields.date(diags, "seen").map(|day| day.value);
    fields.finish(diags);
    let words = words?;
    let paragraphs: Vec<String> = words
        .value
        .lines()
        .map(tidied)
        .filter(|line| !line.is_empty())
        .collect();
    if paragraphs.is_empty() {
        return fields::bad(diags, "words", say("the words that the law gives"), &words.span);
    }
    Some(Wording {
        rule: rule?,
        language: language?,
        paragraphs,
        source: source?.value,
        seen,
        span: words.span,
    })
}

/// A line with single spaces.
fn tidied(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn known(diags: &mut Diagnostics, rules: &Rules, rule: Spanned<String>) -> Option<String> {
    // Of rules that could not be read nothing is known, and that was told.
    if rules.get(&rule.value).is_some() || rules.venues.is_empty() {
        return Some(rule.value);
    }
    diags.push(rules.unknown(&rule.value).at(&rule.span));
    None
}
