//! Faults as data: what is wrong, where, and the likely cure.
//!
//! A fault in a user's file or page goes into [`Diagnostics`] and reading goes on, so
//! that one run tells everything. How a fault looks on a terminal is left to `cli`.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use crate::code::{Code, Severity};
use crate::geom::Rect;
use crate::phrase::Phrase;
use crate::phrase::say;
use crate::source::Span;

pub use crate::harmless::{is_hostile, shown};

/// The longest message or hint, in characters. Words in it may be a stranger's.
const LONGEST_LINE: usize = 600;

/// The most faults that are kept one by one. Beyond, they are counted: a file made of nothing but
/// faults must not fill the memory, and nobody reads so many.
const MOST_KEPT: usize = 10_000;

/// Holes of sentences that no stranger's text fills: fields, ids, known words, numbers of the program. In faults of sealed sources all
/// others are veiled, whoever reports them.
const OPEN_HOLES: &[&str] = &[
    "column", "count", "entry", "field", "from", "hostile", "ids", "key", "length", "line", "longest",
    "more", "most", "needed", "row", "to", "word", "words",
];

/// The longest word that may be a slip of another, in bytes.
const LONGEST_WORD: usize = 80;

/// A place on a finished page.
#[derive(Clone, Debug, PartialEq)]
pub struct OnPage {
    /// The piece, as `stall letter en+es`.
    pub piece: String,
    /// The page, from 1.
    pub page: usize,
    /// Where on the page, in points from the upper left.
    pub rect: Option<Rect>,
}

/// Another place that belongs to a fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// What stands there, as `the words`.
    pub what: Phrase,
    /// Where.
    pub span: Span,
}

/// One fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// How much it weighs: as its code says, unless a [`Policy`] made it an error.
    pub severity: Severity,
    /// Its stable name.
    pub code: Code,
    /// What was found and what was wanted: one line, lower case, no final stop.
    pub message: Phrase,
    /// Where it stands in a file: where the cure is made.
    pub span: Option<Span>,
    /// Another place: for a page, the message that a block of a template prints.
    pub related: Option<Related>,
    /// Where it stands on a page.
    pub page: Option<OnPage>,
    /// The likely cure.
    pub hint: Option<Phrase>,
}

impl Diagnostic {
    /// A fault, as heavy as its code.
    pub fn new(code: Code, message: Phrase) -> Self {
        Self {
            severity: code.severity,
            code,
            message: message.at_most(LONGEST_LINE),
            span: None,
            related: None,
            page: None,
            hint: None,
        }
    }

    /// The same fault, at a place in a file.
    pub fn at(mut self, span: &Span) -> Self {
        self.span = Some(span.clone());
        self
    }

    /// The same fault, with another place that belongs to it.
    pub fn with(mut self, what: Phrase, span: &Span) -> Self {
        self.related = Some(Related {
            what,
            span: span.clone(),
        });
        self
    }

    /// The same fault, on a page.
    pub fn on(mut self, page: OnPage) -> Self {
        self.page = Some(page);
        self
    }

    /// The same fault, with its likely cure.
    pub fn hint(mut self, hint: Phrase) -> Self {
        self.hint = Some(hint.at_most(LONGEST_LINE));
        self
    }

    /// The same fault with `did you mean`, where a known word is near the one found.
    pub fn near<'a>(self, found: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(found, known) {
            Some(word) => self.hint(say("did you mean `{word}`?").with("word", word)),
            None => self,
        }
    }

    /// The same fault without a word of a source that is sealed.
    fn veiled(mut self) -> Self {
        let spans = [
            self.span.as_ref(),
            self.related.as_ref().map(|related| &related.span),
        ];
        if spans.into_iter().flatten().any(|span| span.source.sealed) {
            self.message = self.message.veiled(OPEN_HOLES);
            self.hint = self.hint.map(|hint| hint.veiled(OPEN_HOLES));
        }
        self
    }

    /// A number that equal faults share.
    fn print(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.code.name, &self.message).hash(&mut hasher);
        if let Some(span) = &self.span {
            (Arc::as_ptr(&span.source), &span.bytes).hash(&mut hasher);
            span.cell.map(|cell| (cell.row, cell.column)).hash(&mut hasher);
        }
        if let Some(page) = &self.page {
            (&page.piece, page.page).hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// What a coordinator decided about faults beforehand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Every warning is an error.
    pub deny_warnings: bool,
    /// These warnings are errors, whatever is allowed.
    pub deny: Vec<Code>,
    /// These are let pass: each with the reason that the campaign file gives, or none for one run alone.
    pub allow: BTreeMap<Code, Option<String>>,
}

impl Policy {
    /// The weight of a fault; `None` if it is let pass.
    fn weigh(&self, code: Code) -> Option<Severity> {
        if self.deny.contains(&code) {
            return Some(Severity::Error);
        }
        if self.allow.contains_key(&code) {
            return None;
        }
        match code.severity {
            Severity::Warning if self.deny_warnings => Some(Severity::Error),
            severity => Some(severity),
        }
    }
}

/// The faults of one run, in the order they were found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// Where in `found` the faults with a print stand, so that no fault is kept twice.
    known: HashMap<u64, Vec<usize>>,
    policy: Policy,
    allowed: BTreeMap<Code, usize>,
    /// Faults that came when `found` was full.
    beyond: BTreeMap<Code, usize>,
}

impl Diagnostics {
    /// Keeps a fault; the same fault at the same place is kept once.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        diagnostic = diagnostic.veiled();
        let Some(severity) = self.policy.weigh(diagnostic.code) else {
            *self.allowed.entry(diagnostic.code).or_default() += 1;
            return;
        };
        diagnostic.severity = severity;
        if self.found.len() >= MOST_KEPT {
            *self.beyond.entry(diagnostic.code).or_default() += 1;
            return;
        }
        let alike = self.known.entry(diagnostic.print()).or_default();
        if !alike.iter().any(|at| self.found[*at] == diagnostic) {
            alike.push(self.found.len());
            self.found.push(diagnostic);
        }
    }

    /// Keeps a fault though no more are kept: one that speaks of those.
    pub fn push_always(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic.veiled());
    }

    /// Keeps all faults of another run.
    pub fn extend(&mut self, others: Self) {
        for diagnostic in others.found {
            self.push(diagnostic);
        }
        for (code, count) in others.beyond {
            *self.beyond.entry(code).or_default() += count;
        }
    }

    /// Weighs all faults by a policy, those found already and those to come.
    pub fn judge_by(&mut self, policy: Policy) {
        let found = std::mem::take(&mut self.found);
        self.known.clear();
        self.policy = policy;
        for diagnostic in found {
            self.push(diagnostic);
        }
    }

    /// Counts faults that were let pass elsewhere by the same policy.
    pub fn let_pass(&mut self, code: Code, count: usize) {
        *self.allowed.entry(code).or_default() += count;
    }

    /// What was let pass: how often, and with which reason.
    pub fn allowed(&self) -> impl Iterator<Item = (Code, usize, Option<&str>)> {
        self.allowed.iter().map(|(code, count)| {
            let reason = self.policy.allow.get(code).and_then(Option::as_deref);
            (*code, *count, reason)
        })
    }

    /// What came when no more faults were kept, and how often.
    pub fn unlisted(&self) -> &BTreeMap<Code, usize> {
        &self.beyond
    }

    /// Whether any fault stops the build.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|fault| fault.severity == Severity::Error)
            || self.beyond(Severity::Error).next().is_some()
    }

    /// How often each code that weighs so much came when no more faults were kept.
    fn beyond(&self, severity: Severity) -> impl Iterator<Item = usize> {
        self.beyond
            .iter()
            .filter(move |(code, _)| self.policy.weigh(**code) == Some(severity))
            .map(|(_, count)| *count)
    }

    /// How many faults weigh exactly so much.
    pub fn count(&self, severity: Severity) -> usize {
        self.found
            .iter()
            .filter(|fault| fault.severity == severity)
            .count()
            + self.beyond(severity).sum::<usize>()
    }

    /// The faults, the worst first, those of one code together, else as found.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut first: HashMap<(Severity, Code), usize> = HashMap::new();
        for (at, fault) in self.found.iter().enumerate() {
            first.entry((fault.severity, fault.code)).or_insert(at);
        }
        let mut sorted: Vec<_> = self.found.iter().collect();
        sorted.sort_by_key(|fault| {
            let place = first[&(fault.severity, fault.code)];
            (std::cmp::Reverse(fault.severity), place)
        });
        sorted
    }

    /// The faults as found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }
}

/// The known word nearest to `found`, if one is near enough to be meant.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // The search takes the product of both lengths.
    if found.len() > LONGEST_WORD {
        return None;
    }
    let found = found.to_lowercase();
    let length = found.chars().count();
    // Of words as short as the tag of a language, any is near to any other.
    let most = |word: &str| match word.chars().count() {
        0..=3 => 0,
        count => 1 + count / 4,
    };
    known
        .into_iter()
        .filter(|word| word.len() <= LONGEST_WORD)
        // Two words are at least as far apart as their lengths.
        .filter(|word| word.chars().count().abs_diff(length) <= most(word))
        .map(|word| (strsim::damerau_levenshtein(&found, &word.to_lowercase()), word))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, word)| *distance <= most(word))
        .map(|(_, word)| word)
}

/// How many signs must be changed, added, left out or swapped to make one text of the other.
pub fn slips(found: &str, meant: &str) -> usize {
    if found.len().max(meant.len()) > LONGEST_WORD {
        return usize::MAX;
    }
    strsim::damerau_levenshtein(found, meant)
}

/// How alike two words are, from 0 to 1: how many letters stay, of the longer, when one becomes the other.
pub fn likeness(one: &str, other: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(one, other)
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Diagnostics, MOST_KEPT, nearest};
    use crate::code::{self, Severity};
    use crate::phrase::{say, verbatim};
    use crate::source::{Rows, Source, Span};

    #[test]
    fn nearest_word() {
        assert_eq!(nearest("tempalte", ["template", "title"]), Some("template"));
        assert_eq!(nearest("zebra", ["template", "title"]), None);
        assert_eq!(nearest("fr", ["fa", "ar"]), None);
        assert_eq!(nearest("ES", ["es"]), Some("es"));
    }

    #[test]
    fn a_fault_is_one_harmless_line() {
        let told = Diagnostic::new(code::SYNTAX, verbatim("a\nb\u{202E}")).hint(verbatim("x".repeat(10_000)));
        assert_eq!(told.message.english(), "a\\u{000A}b\\u{202E}");
        assert!(told.hint.unwrap().english().chars().count() < 1_000);
    }

    #[test]
    fn a_fault_of_a_sealed_source_quotes_nothing() {
        let span = Span::new(&Source::sealed("a.toml", Rows::Text, "12 Oak Street"), 0..5);
        let message = say("`{key}` is not `{found}`")
            .with("key", "lat")
            .with("found", "12 Oak");
        let mut diags = Diagnostics::default();
        diags.push(
            Diagnostic::new(code::BAD_VALUE, message)
                .hint(verbatim("12 Oak"))
                .at(&span),
        );
        let told = diags.iter().next().unwrap();
        assert_eq!(told.message.english(), "`lat` is not `…`");
        assert_eq!(told.hint.as_ref().unwrap().english(), "…");
    }

    #[test]
    fn faults_without_end_are_counted() {
        let mut diags = Diagnostics::default();
        for at in 0..MOST_KEPT {
            diags.push(Diagnostic::new(code::DRAFT, verbatim(at)));
        }
        assert!(!diags.has_errors());
        diags.push(Diagnostic::new(code::SYNTAX, say("one more")));
        assert!(diags.has_errors());
        assert_eq!(diags.count(Severity::Error), 1);
        assert_eq!(diags.iter().count(), MOST_KEPT);
        let mut all = Diagnostics::default();
        all.extend(diags);
        assert_eq!(all.count(Severity::Error), 1);
    }
}
