//! `untagged`: a file that a screen reader cannot follow: no tags, no language or no title.
//!
//! ISO 14289-1, 7.1 and 7.2; agencies in the United States must publish accessible files (Section 508).

use super::Proof;
use crate::code;
use crate::diag::Diagnostics;
use crate::phrase::{listed, say};

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    let anatomy = &proof.finished.anatomy;
    let has_title = anatomy
        .title
        .as_deref()
        .is_some_and(|title| !title.trim().is_empty());
    let lacks = [
        (anatomy.tagged && !anatomy.elements.is_empty(), say("no tags")),
        (anatomy.language.is_some(), say("no language")),
        (has_title, say("no title")),
    ];
    let lacks = lacks.into_iter().filter(|(has, _)| !has).map(|(_, what)| what);
    if let Some(lacks) = listed(lacks) {
        let message = say("the file has {lacks}").with_words("lacks", lacks);
        let fault = proof.fault(code::UNTAGGED, message, 0, None);
        diags.push(fault.hint(say("save it as a tagged (accessible) PDF")));
    }
}
