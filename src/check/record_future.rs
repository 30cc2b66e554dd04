//! `record-future`: a record was not checked after today; then its age cannot be told.

use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics};
use crate::hotline::Hotline;

/// Somewhere it is tomorrow already, in days.
const TIME_ZONES: i32 = 1;

pub(super) fn check(diags: &mut Diagnostics, hotline: &Hotline, today: Date) {
    if hotline.verified_on.days_since(today) > TIME_ZONES {
        let message = format!(
            "the record `{}` was checked on {}, and by this machine's clock it is {today}",
            hotline.id, hotline.verified_on
        );
        diags.push(
            Diagnostic::new(code::RECORD_FUTURE, message)
                .at(&hotline.span)
                .hint("set the clock, give the day with `--today`, or correct `verified_on`"),
        );
    }
}
