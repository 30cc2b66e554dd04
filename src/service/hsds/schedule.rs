//! Hours from schedules (RFC 5545 as HSDS has it): weekly ones by days and times, others in their own words.

use super::node::Node;
use super::text;
use crate::service::area::is_zone;
use crate::service::hours::{Clock, Days, Hours, Opening};

/// The most schedules of a service.
const MOST: usize = 100;

/// Hours and their time zone. What repeats otherwise than every week is told in the words of its description, or not at all.
pub(super) fn hours(schedules: &[&Node<'_>]) -> (Hours, Option<String>) {
    // Hours for some days alone, such as a holiday, are exceptions from others.
    let lasting: Vec<&Node<'_>> = schedules
        .iter()
        .copied()
        .filter(|schedule| schedule.get("valid_to").is_none())
        .collect();
    let chosen = if lasting.is_empty() { schedules } else { &lasting };
    let chosen = &chosen[..chosen.len().min(MOST)];
    let zone = chosen
        .iter()
        .find_map(|schedule| schedule.get("timezone"))
        .and_then(zone);
    let openings: Vec<Option<Opening>> = chosen.iter().map(|schedule| opening(schedule)).collect();
    let is_whole = openings.iter().all(Option::is_some);
    let words = || {
        let described = chosen.iter().find_map(|schedule| schedule.get("description"))?;
        let words = text::plain(described)?;
        Some(Hours::words(&words))
    };
    let weekly = || Hours::weekly(openings.iter().copied().flatten().collect());
    let hours = match words() {
        Some(words) if !is_whole => words,
        _ => weekly(),
    };
    (hours, zone)
}

/// Days and times of a schedule that repeats every week.
fn opening(schedule: &Node<'_>) -> Option<Opening> {
    let is_weekly = schedule
        .get("freq")
        .is_none_or(|freq| freq.eq_ignore_ascii_case("weekly"));
    let is_each = schedule.get("interval").is_none_or(|interval| interval == "1");
    if !is_weekly || !is_each {
        return None;
    }
    let days = match schedule.get("byday") {
        Some(days) => Days::parse(days)?,
        None => weekday(schedule.get("weekday")?)?,
    };
    Some(Opening {
        days,
        opens: Clock::parse(schedule.get("opens_at")?)?,
        closes: Clock::parse(schedule.get("closes_at")?)?,
    })
}

/// A day of HSDS 1 and 2: its name, or its number from Monday, which is 1.
fn weekday(text: &str) -> Option<Days> {
    const NAMES: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];
    match text.parse::<usize>() {
        Ok(number) => Days::parse(NAMES.get(number.checked_sub(1)?)?),
        Err(_) => Days::parse(text),
    }
}

/// The specification wants hours ahead of UTC, lists have names of zones.
fn zone(text: &str) -> Option<String> {
    let zone = match text.parse::<f64>() {
        Ok(hours) if hours.abs() <= 14.0 => {
            let minutes = (hours.abs() * 60.0).round();
            let sign = if hours < 0.0 { '-' } else { '+' };
            let (whole, rest) = ((minutes / 60.0).floor(), minutes % 60.0);
            if rest > 0.0 {
                format!("UTC{sign}{whole}:{rest:02}")
            } else {
                format!("UTC{sign}{whole}")
            }
        }
        _ => text.to_owned(),
    };
    is_zone(&zone).then_some(zone)
}

#[cfg(test)]
mod tests {
    use super::{Node, hours, zone};
    use crate::service::hours::Hours;

    fn read(text: &str) -> Hours {
        let nodes: Vec<Node<'_>> = serde_json::from_str(text).unwrap();
        hours(&nodes.iter().collect::<Vec<_>>()).0
    }

    #[test]
    fn weekly_schedules() {
        let hours = read(
            r#"[{"freq":"WEEKLY","byday":"MO,TU","opens_at":"09:00","closes_at":"17:00"},
                {"byday":"WE","opens_at":"09:00:00Z","closes_at":"17:00"},
                {"valid_from":"2026-12-24","valid_to":"2026-12-24","byday":"TH","opens_at":"9:00","closes_at":"12:00"}]"#,
        );
        assert!(
            matches!(hours, Hours::Weekly(openings) if openings.len() == 1 && openings[0].days.stretches() == [(0, 2)])
        );
        let always = r#"[{"byday":"MO,TU,WE,TH,FR,SA,SU","opens_at":"00:00","closes_at":"23:59"}]"#;
        assert_eq!(read(always), Hours::Always);
    }

    #[test]
    fn what_is_not_weekly_is_told_in_words() {
        let monthly = r#"[{"freq":"MONTHLY","byday":"1SA","opens_at":"9:00","closes_at":"12:00","description":"First Saturdays"}]"#;
        assert_eq!(read(monthly), Hours::Words("First Saturdays".to_owned()));
        assert_eq!(read(r#"[{"freq":"MONTHLY","byday":"1SA"}]"#), Hours::Unknown);
        assert_eq!(read("[]"), Hours::Unknown);
    }

    #[test]
    fn zones() {
        assert_eq!(zone("-8").as_deref(), Some("UTC-8"));
        assert_eq!(zone("5.5").as_deref(), Some("UTC+5:30"));
        assert_eq!(
            zone("America/Los_Angeles").as_deref(),
            Some("America/Los_Angeles")
        );
        assert_eq!(zone("12 Oak St"), None);
    }
}
