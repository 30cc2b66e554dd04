//! Moments as people write them down: a day, or a day with the time on their clock. The program never asks what time it is;
//! `cli` tells it.

use std::cmp::Ordering;
use std::fmt;

use jiff::civil::Time;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;

use crate::date::Date;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// A day, or a time on a day with its difference from UTC, both as ISO 8601 writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    day: Date,
    clock: Option<Clock>,
}

/// Whole seconds of the day, and how far the clock is ahead of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Clock {
    seconds: i32,
    ahead: i32,
}

impl Moment {
    /// A day of which nobody knows the time. It comes after all that happened on it by the clock.
    pub fn on(day: Date) -> Self {
        Self { day, clock: None }
    }

    /// Whole seconds after the start of 1970 (UTC), on a clock that is so many seconds ahead of UTC.
    pub fn from_unix(seconds: i64, ahead: i32) -> Self {
        let local = seconds.saturating_add(i64::from(ahead));
        let of_day = i32::try_from(local.rem_euclid(DAY)).expect("seconds of a day");
        Self {
            day: Date::from_unix(local),
            clock: Some(Clock {
                seconds: of_day,
                ahead,
            }),
        }
    }

    /// The same time on another day.
    pub fn moved_to(self, day: Date) -> Self {
        Self { day, ..self }
    }

    /// Reads `2026-11-29`, `2026-11-29T14:05:00-08:00`, or the same with a space for the `T`, without seconds or without the
    /// difference from UTC, which is then none.
    pub fn parse(text: &str) -> Option<Self> {
        let pieces = Pieces::parse(text).ok()?;
        let day = Date::from(pieces.date());
        let Some(time) = pieces.time() else {
            return Some(Self::on(day));
        };
        let ahead = pieces.to_numeric_offset().unwrap_or(Offset::UTC).seconds();
        let seconds =
            i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
        Some(Self {
            day,
            clock: Some(Clock { seconds, ahead }),
        })
    }

    /// The day on the clock of whoever wrote it.
    pub fn day(self) -> Date {
        self.day
    }

    /// Seconds after the start of 1970 (UTC).
    pub fn unix(self) -> i64 {
        let start = i64::from(self.day.days_since(Date::from_unix(0))) * DAY;
        match self.clock {
            None => start + DAY - 1,
            Some(clock) => start + i64::from(clock.seconds) - i64::from(clock.ahead),
        }
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |moment: &Self| (moment.unix(), moment.clock.is_none(), moment.day, moment.clock);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(Clock { seconds, ahead }) = self.clock else {
            return self.day.fmt(f);
        };
        let part = |seconds: i32| i8::try_from(seconds).expect("a part of a time");
        let time = Time::constant(
            part(seconds / 3600),
            part(seconds / 60 % 60),
            part(seconds % 60),
            0,
        );
        write!(f, "{}T{time}", self.day)?;
        if ahead == 0 {
            return f.write_str("Z");
        }
        let sign = if ahead < 0 { '-' } else { '+' };
        let minutes = ahead.abs() / 60;
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;
    use crate::date::Date;

    fn moment(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[test]
    fn written_and_read() {
        for text in [
            "2026-11-29",
            "2026-11-29T14:05:09-08:00",
            "2026-11-29T00:00:00Z",
            "2024-02-29T23:59:59+05:30",
        ] {
            assert_eq!(moment(text).to_string(), text);
        }
        assert_eq!(moment("2026-11-29 14:05").to_string(), "2026-11-29T14:05:00Z");
        assert_eq!(
            moment("2026-11-29T14:05:00.250-08:00").to_string(),
            "2026-11-29T14:05:00-08:00"
        );
        for text in ["", "11/29/2026", "2026-13-01", "2026-11-29T25:00", "yesterday"] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
        assert_eq!(
            Moment::from_unix(1_795_392_000, -28_800).to_string(),
            "2026-11-22T16:00:00-08:00"
        );
    }

    #[test]
    fn in_order_of_what_happened_first() {
        let west = moment("2026-11-29T18:00:00-08:00");
        assert!(moment("2026-11-30T01:00:00Z") < west);
        assert_eq!(west.day(), Date::parse("2026-11-29").unwrap());
        // A day without a time counts as its end.
        assert!(moment("2026-11-29T23:00:00Z") < moment("2026-11-29"));
        assert!(moment("2026-11-29") < moment("2026-11-30T00:00:00Z"));
        assert_eq!(west.unix(), moment("2026-11-30T02:00:00Z").unix());
    }
}
