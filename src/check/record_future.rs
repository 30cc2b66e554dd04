//! `record-future`: a record was not checked after today; then its age cannot be told.

use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics};
use crate::hotline::Hotline;
use crate::phrase::say;

/// Somewhere it is tomorrow already, in days.
const TIME_ZONES: i32 = 1;

pub(super) fn check(diags: &mut Diagnostics, hotline: &Hotline, today: Date) {
    if hotline.verified_on.days_since(today) > TIME_ZONES {
        let message = say(
            "the record `{hotline}` was checked on {verified_on}, and by this machine's clock it is {today}",
        )
        .with("hotline", &hotline.id)
        .with("verified_on", hotline.verified_on)
        .with("today", today);
        diags.push(
            Diagnostic::new(code::RECORD_FUTURE, message)
                .at(&hotline.span)
                .hint(say(
                    "set the clock, give the day with `--today`, or correct `verified_on`",
                )),
        );
    }
}
