//! Faults as data: what is wrong, where, and the likely cure.
//!
//! A fault in a user's file or page goes into [`Diagnostics`] and reading goes on, so
//! that one run tells everything. How a fault looks on a terminal is left to `cli`.

use crate::code::Code;
use crate::geom::Rect;
use crate::source::Span;

/// How much a fault weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// May be wrong; printing goes on.
    Warning,
    /// Nothing is printed.
    Error,
}

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

/// One fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// Its stable name.
    pub code: Code,
    /// What was found and what was wanted: one line, lower case, no final stop.
    pub message: String,
    /// Where it stands in a file.
    pub span: Option<Span>,
    /// Where it stands on a page.
    pub page: Option<OnPage>,
    /// The likely cure.
    pub hint: Option<String>,
}

impl Diagnostic {
    fn new(severity: Severity, code: Code, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            message: message.into(),
            span: None,
            page: None,
            hint: None,
        }
    }

    /// A fault that stops the build.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A fault that is told and does not stop the build.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Something worth knowing.
    pub fn note(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// The same fault, at a place in a file.
    pub fn at(mut self, span: &Span) -> Self {
        self.span = Some(span.clone());
        self
    }

    /// The same fault, on a page.
    pub fn on(mut self, page: OnPage) -> Self {
        self.page = Some(page);
        self
    }

    /// The same fault, with its likely cure.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same fault with `did you mean`, where a known word is near the one found.
    pub fn near<'a>(self, found: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(found, known) {
            Some(word) => self.hint(format!("did you mean `{word}`?")),
            None => self,
        }
    }
}

/// The faults of one run, in the order they were found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Keeps a fault; the same fault at the same place is kept once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if !self.found.contains(&diagnostic) {
            self.found.push(diagnostic);
        }
    }

    /// Keeps all faults of another run.
    pub fn extend(&mut self, others: Self) {
        for diagnostic in others.found {
            self.push(diagnostic);
        }
    }

    /// Whether any fault stops the build.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many faults weigh exactly so much.
    pub fn count(&self, severity: Severity) -> usize {
        self.found
            .iter()
            .filter(|fault| fault.severity == severity)
            .count()
    }

    /// The faults, the worst first, else as found.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.found.iter().collect();
        sorted.sort_by_key(|fault| std::cmp::Reverse(fault.severity));
        sorted
    }

    /// The faults as found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }
}

/// The known word nearest to `found`, if one is near enough to be meant.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let found = found.to_lowercase();
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(&found, &word.to_lowercase()), word))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, word)| *distance <= 1 + word.chars().count() / 4)
        .map(|(_, word)| word)
}

/// A text from a stranger, made safe to show: control and direction characters become
/// visible, and a long text is cut.
pub fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut safe: String = text
        .chars()
        .take(LONGEST)
        .map(|c| {
            if is_hostile(c) {
                format!("\\u{{{:04X}}}", u32::from(c))
            } else {
                c.to_string()
            }
        })
        .collect();
    if text.chars().count() > LONGEST {
        safe.push('…');
    }
    safe
}

/// Whether a character has no place in a name: it could move, hide or turn around what
/// stands beside it (Unicode Technical Report 36, bidirectional text spoofing).
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(
            c,
            '\u{AD}' | '\u{34F}' | '\u{180E}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}'
        )
        || matches!(c, '\u{E0000}'..='\u{E007F}')
        || matches!(
            c,
            '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        )
}

#[cfg(test)]
mod tests {
    use super::{nearest, shown};

    #[test]
    fn nearest_word() {
        assert_eq!(nearest("tempalte", ["template", "title"]), Some("template"));
        assert_eq!(nearest("zebra", ["template", "title"]), None);
    }

    #[test]
    fn hostile_text_is_shown_harmless() {
        assert_eq!(shown("a\u{202E}b\u{0}"), "a\\u{202E}b\\u{0000}");
        assert!(shown(&"x".repeat(10_000)).chars().count() < 70);
    }
}
