//! `contrast`: text stands out from its ground by 7:1 or more.
//!
//! WCAG 2.2, success criterion 1.4.6, kept on paper for type of every size, since light and dirt
//! take contrast away. The ratio is of luminance, so it holds in greyscale as well.

use super::Proof;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::page::ItemKind;

const LEAST: f32 = 7.0;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, item) in proof.items() {
        let ItemKind::Text(text) = &item.kind else {
            continue;
        };
        let ratio = text.color.contrast(text.ground);
        if ratio < LEAST {
            let message = format!(
                "`{}` is {} on {}: a contrast of {ratio:.1}:1, and {LEAST:.0}:1 is the least",
                item.block, text.color, text.ground
            );
            let fault = Diagnostic::new(code::CONTRAST, message).hint("darken the ink or lighten its ground");
            diags.push(proof.fault(fault, page, item));
        }
    }
}
