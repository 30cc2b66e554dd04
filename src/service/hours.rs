//! When a service is open: days of the week and times of the day, on the clock of the place.

use std::fmt;

/// When a service is open or answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Hours {
    /// Nobody says.
    #[default]
    Unknown,
    /// Day and night.
    Always,
    /// In words.
    Words(String),
    /// By the days of a week.
    Weekly(Vec<Opening>),
}

/// Days with the same hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Opening {
    /// The days.
    pub days: Days,
    /// When it opens.
    pub opens: Clock,
    /// When it closes; no later than it opens, on the day after.
    pub closes: Clock,
}

/// A set of days of a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days(u8);

/// A time of day, from 00:00 to 24:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock {
    minutes: u16,
}

/// Two letters of each day, Monday first (RFC 5545, 3.3.10).
const DAYS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];

impl Days {
    /// No day.
    pub const NONE: Self = Self(0);
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);

    /// Reads `mo-fr`, `mo,we,fr`, `sa su` or `daily`, in any case; a day may be written out in English.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        if matches!(text.as_str(), "daily" | "every day" | "all" | "mo-su") {
            return Some(Self::ALL);
        }
        let text = text.replace(['–', '—'], "-").replace(" - ", "-");
        let mut days = Self::NONE;
        for word in text.split([',', ' ', ';']).filter(|word| !word.is_empty()) {
            let (first, last) = word.split_once('-').unwrap_or((word, word));
            let (first, last) = (day(first)?, day(last)?);
            // A week goes round: `fr-mo` is four days.
            let count = (last + 7 - first) % 7 + 1;
            (first..first + count).for_each(|at| days.0 |= 1 << (at % 7));
        }
        Some(days).filter(|days| *days != Self::NONE)
    }

    /// Whether a day is among them, counted from Monday, which is 0.
    pub fn contains(self, day: usize) -> bool {
        day < 7 && self.0 & (1 << day) != 0
    }

    /// The days of both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Stretches of days one after the other, first and last, counted from Monday, which is 0.
    pub fn stretches(self) -> Vec<(usize, usize)> {
        let mut stretches: Vec<(usize, usize)> = Vec::new();
        for day in (0..7).filter(|day| self.contains(*day)) {
            match stretches.last_mut() {
                Some((_, last)) if *last + 1 == day => *last = day,
                _ => stretches.push((day, day)),
            }
        }
        stretches
    }
}

/// A day by its first two letters, or written out.
fn day(word: &str) -> Option<usize> {
    const FULL: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let word = word.trim_end_matches('.');
    let is_meant =
        |at: &usize| word.starts_with(DAYS[*at]) && FULL[*at].starts_with(word.trim_end_matches('s'));
    (0..7).find(is_meant)
}

impl Clock {
    /// Reads `9:00`, `09:00`, `09:00:00`, `09:00Z` or `09:00-08:00`: the time on the wall, whatever zone is named. `24:00` ends a day.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches(['Z', 'z']);
        let text = text.split(['+', '-', '.']).next()?.trim();
        let mut parts = text.split(':');
        let (hour, minute) = (parts.next()?, parts.next()?);
        let seconds = parts.next();
        let number = |text: &str, most: u16| {
            let sound = matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<u16>().ok().filter(|number| sound && *number <= most)
        };
        let (hour, minute) = (number(hour, 24)?, number(minute, 59)?);
        if parts.next().is_some() || seconds.is_some_and(|seconds| number(seconds, 59).is_none()) {
            return None;
        }
        Some(Self {
            minutes: hour * 60 + minute,
        })
        .filter(|clock| clock.minutes <= 24 * 60)
    }

    /// The hour, from 0 to 24.
    pub fn hour(self) -> u16 {
        self.minutes / 60
    }

    /// The minute of the hour.
    pub fn minute(self) -> u16 {
        self.minutes % 60
    }
}

impl fmt::Display for Clock {
    /// As `09:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())
    }
}

impl Hours {
    /// Hours in words; those that say that it never closes are [`Hours::Always`].
    pub fn words(text: &str) -> Self {
        const ALWAYS: [&str; 12] = [
            "24/7",
            "24/7/365",
            "24-7",
            "24 hours",
            "24 hours a day",
            "24 hours a day, 7 days a week",
            "24 hours, 7 days a week",
            "24 hours/7 days",
            "always",
            "24 horas",
            "las 24 horas",
            "24 horas al día, 7 días a la semana",
        ];
        let plain = text.trim().trim_end_matches('.').to_lowercase();
        if plain.is_empty() {
            Self::Unknown
        } else if ALWAYS.contains(&plain.as_str()) {
            Self::Always
        } else {
            Self::Words(text.trim().to_owned())
        }
    }

    /// Hours by days, those with the same times together, in the order of the week; every day around the clock is
    /// [`Hours::Always`].
    pub fn weekly(openings: Vec<Opening>) -> Self {
        let mut joined: Vec<Opening> = Vec::new();
        for opening in openings {
            let same = |known: &&mut Opening| (known.opens, known.closes) == (opening.opens, opening.closes);
            match joined.iter_mut().find(same) {
                Some(known) => known.days = known.days.and(opening.days),
                None => joined.push(opening),
            }
        }
        let first_day = |opening: &Opening| opening.days.0.trailing_zeros();
        joined.sort_by_key(|opening| (first_day(opening), opening.opens));
        match joined.as_slice() {
            [] => Self::Unknown,
            [one] if one.days == Days::ALL && one.is_around_the_clock() => Self::Always,
            _ => Self::Weekly(joined),
        }
    }
}

impl Opening {
    /// From midnight to midnight, or to the minute before it.
    fn is_around_the_clock(self) -> bool {
        self.opens.minutes == 0 && matches!(self.closes.minutes, 0 | 1_439 | 1_440)
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, Days, Hours, Opening};

    #[test]
    fn days_of_a_week() {
        let stretches = |text: &str| Days::parse(text).map(Days::stretches);
        assert_eq!(stretches("mo-fr"), Some(vec![(0, 4)]));
        assert_eq!(stretches("MO, WE,Friday"), Some(vec![(0, 0), (2, 2), (4, 4)]));
        assert_eq!(stretches("fr-mo"), Some(vec![(0, 0), (4, 6)]));
        assert_eq!(stretches("Tues – Thurs"), Some(vec![(1, 3)]));
        assert_eq!(Days::parse("daily"), Some(Days::ALL));
        for text in ["", "m", "mo-", "1SA", "noday"] {
            assert_eq!(Days::parse(text), None, "{text}");
        }
    }

    #[test]
    fn times_of_a_day() {
        let shown = |text: &str| Clock::parse(text).map(|clock| clock.to_string());
        for text in ["9:00", "09:00", "09:00:00", "09:00Z", "09:00:00-08:00"] {
            assert_eq!(shown(text).as_deref(), Some("09:00"), "{text}");
        }
        assert_eq!(shown("24:00").as_deref(), Some("24:00"));
        for text in ["", "9", "25:00", "24:01", "9:60", "nine", "9:00 pm"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn hours_are_joined() {
        let opening = |days: &str, opens: &str, closes: &str| Opening {
            days: Days::parse(days).unwrap(),
            opens: Clock::parse(opens).unwrap(),
            closes: Clock::parse(closes).unwrap(),
        };
        let hours = Hours::weekly(vec![
            opening("tu", "09:00", "17:00"),
            opening("sa", "10:00", "12:00"),
            opening("mo", "09:00", "17:00"),
        ]);
        let wanted = vec![
            opening("mo-tu", "09:00", "17:00"),
            opening("sa", "10:00", "12:00"),
        ];
        assert_eq!(hours, Hours::Weekly(wanted));
        assert_eq!(
            Hours::weekly(vec![opening("mo-su", "00:00", "23:59")]),
            Hours::Always
        );
        assert_eq!(Hours::words(" 24 Hours. "), Hours::Always);
        assert_eq!(
            Hours::words("by appointment"),
            Hours::Words("by appointment".to_owned())
        );
    }
}
