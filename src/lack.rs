//! What is missing before a place can be posted: a permission, a count of stalls, an open door.

use crate::date::Date;
use crate::location::{Location, Status};
use crate::phrase::{Phrase, say};

/// Something missing at a place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Lack {
    /// The site is closed: until when, and why, as far as it was written down.
    Closed(Option<String>, Option<String>),
    /// The site is open part of the year.
    Seasonal(Option<String>),
    /// Whoever runs the place said no.
    Refused,
    /// The permission ended on that day.
    PermitEnded(Date),
    /// Nobody wrote down a permission, or only something else than that it was granted.
    NoPermit(Option<String>),
    /// Nobody counted the stalls, and the number of pieces depends on it.
    Uncounted,
}

impl Lack {
    /// Its stable name, for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Closed(..) => "closed",
            Self::Seasonal(_) => "seasonal",
            Self::Refused => "refused",
            Self::PermitEnded(_) => "permit-ended",
            Self::NoPermit(_) => "no-permit",
            Self::Uncounted => "uncounted",
        }
    }

    /// In words.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Closed(None, None) => say("closed"),
            Self::Closed(Some(until), None) => say("closed until {until}").with("until", until),
            Self::Closed(None, Some(reason)) => say("closed: {reason}").with("reason", reason),
            Self::Closed(Some(until), Some(reason)) => say("closed until {until}: {reason}")
                .with("until", until)
                .with("reason", reason),
            Self::Seasonal(None) => say("open part of the year"),
            Self::Seasonal(Some(until)) => say("open part of the year, until {until}").with("until", until),
            Self::Refused => say("permission refused"),
            Self::PermitEnded(day) => say("permission ended on {day}").with("day", day),
            Self::NoPermit(None) => say("no permission on record"),
            Self::NoPermit(Some(status)) => {
                say("permission not granted yet: {status}").with("status", status)
            }
            Self::Uncounted => say("stalls not counted"),
        }
    }
}

/// What is missing at a place on a day; `assumed` tells that the number of pieces there is a guess.
pub fn of(place: &Location, assumed: bool, today: Date) -> Vec<Lack> {
    let remarks = &place.remarks;
    let door = match place.status {
        Status::Open => None,
        Status::Closed => Some(Lack::Closed(remarks.until.clone(), remarks.reason.clone())),
        Status::Seasonal => Some(Lack::Seasonal(remarks.until.clone())),
    };
    let uncounted = assumed.then_some(Lack::Uncounted);
    door.into_iter()
        .chain(permit(place, today))
        .chain(uncounted)
        .collect()
}

/// The words that mean yes and no, as the handbook has them.
const GRANTED: &str = "granted";
const REFUSED: &str = "refused";

/// What is missing of a permission on a day; nothing, where it was granted and still holds.
pub fn permit(place: &Location, today: Date) -> Option<Lack> {
    let status = place.permit.status.as_deref().map(str::trim);
    match status.filter(|status| !status.is_empty()) {
        Some(status) if status.eq_ignore_ascii_case(REFUSED) => Some(Lack::Refused),
        Some(status) if status.eq_ignore_ascii_case(GRANTED) => {
            let until = place.permit.until.as_deref().and_then(Date::parse);
            until.filter(|until| *until < today).map(Lack::PermitEnded)
        }
        status => Some(Lack::NoPermit(status.map(str::to_owned))),
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::campaign;
    use crate::date::Date;
    use crate::diag::Diagnostics;
    use crate::source::Source;

    #[test]
    fn what_is_missing() {
        let check = |fields: &str, assumed: bool, wanted: &[&str]| {
            let text = format!("[[location]]\nid = \"a\"\nname = \"A\"\nkind = \"bar\"\n{fields}\n");
            let mut diags = Diagnostics::default();
            let campaign = campaign::read(&mut diags, &Source::new("locations.toml", text));
            let today = Date::parse("2026-11-24").unwrap();
            let found: Vec<String> = of(&campaign.locations[0], assumed, today)
                .iter()
                .map(|lack| lack.phrase().english())
                .collect();
            assert_eq!(found, wanted);
        };
        check("", true, &["no permission on record", "stalls not counted"]);
        check(
            "permit = { status = \"Granted\", until = \"2026-11-24\" }",
            false,
            &[],
        );
        check(
            "permit = { status = \"granted\", until = \"2026-11-23\" }",
            false,
            &["permission ended on 2026-11-23"],
        );
        check(
            "permit = { status = \"asked in May\" }\nstatus = \"closed\"\nreason = \"fire\"",
            false,
            &["closed: fire", "permission not granted yet: asked in May"],
        );
        check(
            "permit = { status = \"refused\" }",
            false,
            &["permission refused"],
        );
    }
}
