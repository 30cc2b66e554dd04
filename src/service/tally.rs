//! Faults that are alike: the first are told one by one, the rest with a count.

use std::collections::BTreeMap;

use crate::code::Code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::phrase::{Phrase, say};
use crate::source::Span;

/// Faults of a kind that are told one by one.
const TOLD: usize = 20;

/// How often each kind of fault came.
#[derive(Default)]
pub(super) struct Tally {
    counts: BTreeMap<(Code, Phrase), (usize, Option<Span>)>,
}

impl Tally {
    /// Tells a fault, or counts it. Those of one kind have the same words for what is wrong.
    pub(super) fn push(&mut self, diags: &mut Diagnostics, what: &Phrase, fault: Diagnostic) {
        let known = self.counts.get_mut(&(fault.code, what.clone()));
        match known {
            Some((count, _)) if *count >= TOLD => *count += 1,
            Some((count, _)) => {
                *count += 1;
                diags.push(fault);
            }
            None => {
                let span = fault.span.as_ref().map(|span| Span::file(&span.source));
                self.counts.insert((fault.code, what.clone()), (1, span));
                diags.push(fault);
            }
        }
    }

    /// Tells how many were counted.
    pub(super) fn finish(self, diags: &mut Diagnostics) {
        for ((code, what), (count, span)) in self.counts {
            if count <= TOLD {
                continue;
            }
            let message = say("{count} more times: {what}")
                .with("count", count - TOLD)
                .with_words("what", what);
            let fault = Diagnostic::new(code, message);
            diags.push(match &span {
                Some(span) => fault.at(span),
                None => fault,
            });
        }
    }
}
