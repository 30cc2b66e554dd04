//! `record-ended`: a line that does not answer any more is not printed.

use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics};
use crate::hotline::Hotline;

pub(super) fn check(diags: &mut Diagnostics, hotline: &Hotline, today: Date) {
    if let Some(last) = hotline.effective_to.filter(|last| *last < today) {
        diags.push(
            Diagnostic::new(
                code::RECORD_ENDED,
                format!("the line `{}` ended on {last}", hotline.id),
            )
            .at(&hotline.span)
            .hint("choose another hotline, or correct `effective_to` after dialling the number"),
        );
    }
}
