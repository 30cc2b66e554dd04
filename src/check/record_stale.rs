//! `record-stale`: a record is checked again before it is too old.

use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics};
use crate::hotline::Hotline;
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, hotline: &Hotline, today: Date) {
    let age = today.days_since(hotline.verified_on);
    if i64::from(age) > i64::from(hotline.stale_after_days) {
        let message = say("the record `{hotline}` was last checked {age} days ago, on {verified_on}")
            .with("hotline", &hotline.id)
            .with("age", age)
            .with("verified_on", hotline.verified_on);
        diags.push(
            Diagnostic::new(code::RECORD_STALE, message)
                .at(&hotline.span)
                .hint(say("dial and text the line, then set `verified_on`")),
        );
    }
}
