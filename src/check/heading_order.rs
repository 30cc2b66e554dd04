//! `heading-order`: the first heading has the first level, and none skips one.
//!
//! ISO 14289-1, 7.4.2; Matterhorn 14-002 and 14-003. Who listens to a page finds their way by its headings.

use super::Proof;
use crate::code;
use crate::diag::Diagnostics;
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    let mut before = 0;
    for element in &proof.finished.anatomy.elements {
        let Some(level) = element.heading() else {
            continue;
        };
        if level > before + 1 {
            let message = match before {
                0 => say("the first heading has level {level}").with("level", level),
                _ => say("a heading of level {level} follows one of level {before}")
                    .with("level", level)
                    .with("before", before),
            };
            let page = element.marks.first().map_or(0, |(page, _)| *page);
            let rect = proof.rect_of(&element.marks);
            let fault = proof.fault(code::HEADING_ORDER, message, page, rect);
            diags.push(fault.hint(say(
                "begin with a `heading`, and put a `subheading` below one only",
            )));
            return;
        }
        before = level;
    }
}
