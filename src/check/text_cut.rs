//! `text-cut`: no letter is cut off by the edge of the sheet or of a box around it.

use super::Proof;
use crate::code;
use crate::diag::{Diagnostics, shown};
use crate::reading::Shown;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, finished) in proof.pages() {
        // A stranger's file may hide words on purpose; ours never does.
        let is_cut = |shown: Shown| shown == Shown::Part || (proof.meant.is_some() && shown == Shown::Not);
        let mut cut = finished.reading.glyphs.iter().filter(|glyph| is_cut(glyph.shown));
        if let Some(first) = cut.next() {
            let count = 1 + cut.count();
            let message = match count {
                1 => format!("`{}` is cut off", shown(&first.text)),
                _ => format!("{count} letters are cut off, first `{}`", shown(&first.text)),
            };
            let fault = proof.fault(code::TEXT_CUT, message, page, Some(first.body()));
            diags.push(fault.hint("move the text inwards, or give its box more room"));
        }
    }
}
