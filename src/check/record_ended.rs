//! `record-ended`: a line that does not answer any more is not printed.

use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics};
use crate::hotline::Hotline;
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, hotline: &Hotline, today: Date) {
    if let Some(last) = hotline.effective_to.filter(|last| *last < today) {
        diags.push(
            Diagnostic::new(
                code::RECORD_ENDED,
                say("the line `{hotline}` ended on {last}")
                    .with("hotline", &hotline.id)
                    .with("last", last),
            )
            .at(&hotline.span)
            .hint(say(
                "choose another hotline, or correct `effective_to` after dialling the number",
            )),
        );
    }
}
