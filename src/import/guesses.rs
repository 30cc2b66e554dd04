//! What an import guessed, until all rows are read: warnings are told first, so that they are kept where notes are too many.

use crate::code::Code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::phrase::{Phrase, say};
use crate::source::Span;

/// Guesses in the order of the rows.
#[derive(Default)]
pub(super) struct Guesses(Vec<Diagnostic>);

impl Guesses {
    pub(super) fn push(&mut self, guess: Diagnostic) {
        self.0.push(guess);
    }

    /// A guess about a cell. The same words are told once for all cells, with the first as an example.
    pub(super) fn cell(&mut self, code: Code, guess: Phrase, span: &Span, written: &str, meant: &str) {
        let example = if meant.is_empty() {
            say("for example `{written}`").with("written", shown(written))
        } else {
            say("for example `{written}`: {meant}")
                .with("written", shown(written))
                .with("meant", shown(meant))
        };
        self.push(Diagnostic::new(code, guess).at(span).hint(example));
    }

    /// Tells all, the heaviest first.
    pub(super) fn tell(mut self, diags: &mut Diagnostics) {
        self.0.sort_by_key(|guess| std::cmp::Reverse(guess.severity));
        for guess in self.0 {
            diags.push(guess);
        }
    }
}
