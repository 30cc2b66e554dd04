//! Calendar days. The program never asks what day it is; `cli` tells it.

use std::fmt;

/// A day of the Gregorian calendar (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// Reads `2026-11-23`.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// The day `seconds` after the start of 1970 (UTC).
    pub fn from_unix(seconds: u64) -> Option<Self> {
        let days = i32::try_from(seconds / 86_400).ok()?;
        jiff::civil::date(1970, 1, 1)
            .checked_add(jiff::Span::new().try_days(days).ok()?)
            .ok()
            .map(Self)
    }

    /// Whole days from `earlier` to this day; negative when this day comes first.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0.since(earlier.0).map_or(0, |span| span.get_days())
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
        assert_eq!(Date::from_unix(0), Some(day("1970-01-01")));
        assert_eq!(Date::parse("2026-13-01"), None);
    }
}
