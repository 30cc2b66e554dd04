//! Calendar days. The program never asks what day it is; `cli` tells it.

use std::fmt;

/// A day of the Gregorian calendar (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// Reads `2026-11-23`.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// The day `seconds` after the start of 1970 (UTC), or before it if negative. A clock past the
    /// ends of the calendar gives its first or last day.
    pub fn from_unix(seconds: i64) -> Self {
        let end = if seconds < 0 {
            jiff::civil::Date::MIN
        } else {
            jiff::civil::Date::MAX
        };
        let days = jiff::Span::new().try_days(seconds.div_euclid(86_400));
        let day = days.and_then(|days| jiff::civil::date(1970, 1, 1).checked_add(days));
        Self(day.unwrap_or(end))
    }

    /// The day so many days later; the last day of the calendar where there is none.
    pub fn plus_days(self, days: u32) -> Self {
        let later = self.0.checked_add(jiff::Span::new().days(i64::from(days)));
        Self(later.unwrap_or(jiff::civil::Date::MAX))
    }

    /// Whole days from `earlier` to this day; negative when this day comes first.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0.since(earlier.0).map_or(0, |span| span.get_days())
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(day: jiff::civil::Date) -> Self {
        Self(day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn days_between() {
        let day = |text| Date::parse(text).unwrap();
        assert_eq!(day("2026-11-24").days_since(day("2026-08-24")), 92);
        assert_eq!(Date::from_unix(0), day("1970-01-01"));
        assert_eq!(Date::from_unix(-1), day("1969-12-31"));
        assert_eq!(Date::from_unix(1_795_392_000), day("2026-11-23"));
        assert_eq!(Date::from_unix(i64::MAX), day("9999-12-31"));
        assert_eq!(Date::from_unix(i64::MIN), day("-009999-01-01"));
        assert_eq!(Date::parse("2026-13-01"), None);
    }
}
