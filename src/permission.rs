//! Permissions to post: which posting rules ask for one, at which places it is granted, and who is to be asked.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::lack::{self, Lack};
use crate::law::Subject;
use crate::location::{Location, Status};
use crate::phrase::{Phrase, say, verbatim};
use crate::rule::{PermitWanted, Rule, Rules};

/// Days before its end in which a permission is told to end soon.
const SOON: i32 = 60;

/// Where a permission stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It was refused, it ended, or there is none.
    Missing(Lack),
    /// It ends in so many days.
    Ending(Date, i32),
    /// It was granted, until a day if one is known.
    Granted(Option<Date>),
    /// It was granted until what is written there, which is no day.
    GrantedUntil(String),
}

/// A permission at a place.
#[derive(Clone, Debug)]
pub struct Permission<'a> {
    /// The place.
    pub place: &'a Location,
    /// The rule that speaks of it; none where no known rule does, and whoever runs the place is asked.
    pub rule: Option<&'a Rule>,
    /// Where it stands.
    pub state: State,
}

/// Places that one body is asked for, by one rule.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// Who grants it.
    pub from: String,
    /// The rule.
    pub rule: &'a Rule,
    /// What the rule says of it.
    pub wanted: &'a PermitWanted,
    /// The places without a permission.
    pub places: Vec<&'a Location>,
}

impl State {
    /// Of a place on a day.
    pub fn of(place: &Location, today: Date) -> Self {
        if let Some(lack) = lack::permit(place, today) {
            return Self::Missing(lack);
        }
        let until = place.permit.until.as_deref().and_then(Date::parse);
        if let (None, Some(written)) = (until, &place.permit.until) {
            return Self::GrantedUntil(written.clone());
        }
        match until.map(|until| (until, until.days_since(today))) {
            Some((until, days)) if days <= SOON => Self::Ending(until, days),
            _ => Self::Granted(until),
        }
    }

    /// Its stable name, for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Missing(lack) => lack.word(),
            Self::Ending(..) => "ending",
            Self::Granted(_) | Self::GrantedUntil(_) => "granted",
        }
    }

    /// In words.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Missing(lack) => lack.phrase(),
            Self::Ending(until, days) => say("granted, and ends on {day}, in {days} days")
                .with("day", until)
                .with("days", days),
            Self::Granted(Some(until)) => say("granted until {day}").with("day", until),
            Self::Granted(None) => say("granted"),
            Self::GrantedUntil(written) => {
                say("granted until `{written}`, which is no day as 2027-06-30").with("written", written)
            }
        }
    }
}

impl<'a> Permission<'a> {
    /// Who grants it: whom the place names, else whom the rule does.
    pub fn from(&self) -> Option<&'a str> {
        let of_rule = || self.rule?.permit.as_ref().map(|permit| permit.from.as_str());
        self.place.permit.from.as_deref().or_else(of_rule)
    }

    /// The same, in words.
    pub fn from_phrase(&self) -> Phrase {
        self.from()
            .map_or_else(|| say("whoever runs the place"), verbatim)
    }

    /// Whether a rule lets nothing hang without it.
    pub fn is_required(&self) -> bool {
        let permit = self.rule.and_then(|rule| rule.permit.as_ref());
        permit.is_some_and(|permit| permit.required)
    }
}

/// The permission of each place that can be visited, in the order of the list.
pub fn of<'a>(rules: &'a Rules, places: &[&'a Location], today: Date) -> Vec<Permission<'a>> {
    let mut known: BTreeMap<Subject, Option<&'a Rule>> = BTreeMap::new();
    let open = places
        .iter()
        .copied()
        .filter(|place| place.status != Status::Closed);
    open.map(|place| {
        let rule = *known.entry(Subject::of(place)).or_insert_with_key(|subject| {
            let applied = subject.rules(rules);
            let mut asking = applied.iter().filter(|applied| applied.rule.permit.is_some());
            asking.next().map(|applied| applied.rule)
        });
        Permission {
            place,
            rule,
            state: State::of(place, today),
        }
    })
    .collect()
}

/// What is to be asked of whom: one letter for each body and rule, in the order of the list. Who refused is not asked again.
pub fn asks<'a>(permissions: &[Permission<'a>]) -> Vec<Ask<'a>> {
    let mut asks: Vec<Ask<'a>> = Vec::new();
    for permission in permissions {
        let is_open = matches!(
            permission.state,
            State::Missing(Lack::NoPermit(_) | Lack::PermitEnded(_)) | State::Ending(..)
        );
        let Some((rule, wanted, from)) = permission
            .rule
            .and_then(|rule| Some((rule, rule.permit.as_ref()?, permission.from()?)))
            .filter(|_| is_open)
        else {
            continue;
        };
        match asks
            .iter_mut()
            .find(|ask| ask.rule.id == rule.id && ask.from == from)
        {
            Some(ask) => ask.places.push(permission.place),
            None => asks.push(Ask {
                from: from.to_owned(),
                rule,
                wanted,
                places: vec![permission.place],
            }),
        }
    }
    asks
}
