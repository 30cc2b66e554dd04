//! One line of the ledger: what somebody did or found at a place.

use std::cmp::Ordering;
use std::fmt;

use crate::crockford::{self, Slip};
use crate::moment::Moment;
use crate::phrase::{Phrase, say};
use crate::serial::Serial;
use crate::vocabulary::words;

/// Characters of an event's id.
const CHARACTERS: usize = 12;

words! {
    /// What happened. Those that happen at one moment are in order: what was found comes before what was done about it.
    Happening {
        /// Somebody looked, and tells what they found.
        Checked "checked",
        /// Some are damaged.
        Damaged "damaged",
        /// Whoever runs the place said no.
        Refused "refused",
        /// The place is closed.
        Closed "closed",
        /// Some were taken down.
        Removed "removed",
        /// Some were hung.
        Placed "placed",
        /// An earlier line was a slip.
        Undone "undone",
        /// What was before that moment was taken out of the ledger.
        Purged "purged",
    }
}

words! {
    /// How a piece was found.
    Condition {
        /// As it should be.
        Ok "ok",
        /// Torn, wet, faded or scratched.
        Torn "torn",
        /// Something hangs over it, or another symbol sticks on it.
        Covered "covered",
        /// Somebody wrote on it.
        Graffiti "graffiti",
        /// It tells what is not true any more.
        Outdated "outdated",
        /// It is gone.
        Missing "missing",
    }
}

impl Happening {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Checked => say("checked"),
            Self::Damaged => say("damaged"),
            Self::Refused => say("refused"),
            Self::Closed => say("site closed"),
            Self::Removed => say("removed"),
            Self::Placed => say("placed"),
            Self::Undone => say("undone"),
            Self::Purged => say("purged"),
        }
    }

    /// Whether it is about sheets and not about the whole place.
    pub fn is_of_sheets(self) -> bool {
        matches!(self, Self::Checked | Self::Damaged | Self::Removed | Self::Placed)
    }
}

impl Condition {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Ok => say("ok"),
            Self::Torn => say("torn"),
            Self::Covered => say("covered"),
            Self::Graffiti => say("graffiti"),
            Self::Outdated => say("outdated"),
            Self::Missing => say("missing"),
        }
    }
}

/// The id of an event, as `7F3K-Q2MD-XW45-C`: no two are alike, whoever writes them down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(u64);

impl EventId {
    /// The id of what an event is made from. The same parts give the same id.
    pub fn of(parts: &[&str]) -> Self {
        Self(crockford::hashed(parts, CHARACTERS))
    }

    /// Reads an id as a person types it; `None` for what is none, or was typed wrongly.
    pub fn parse(text: &str) -> Option<Self> {
        crockford::read(text, CHARACTERS).ok().map(Self)
    }

    /// Whether a text is an id with a slip in it.
    pub fn is_slip(text: &str) -> bool {
        crockford::read(text, CHARACTERS) == Err(Slip::Check)
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&crockford::written(self.0, CHARACTERS))
    }
}

/// What somebody did or found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Event {
    /// When.
    pub time: Moment,
    /// What.
    pub happening: Happening,
    /// Id of the place; empty for what is about the ledger itself.
    pub place: String,
    /// Where there, in a word or two.
    pub spot: String,
    /// The printed id of the sheets it is about; none for the whole place.
    pub serial: Option<Serial>,
    /// How many.
    pub count: Option<u32>,
    /// How they were found.
    pub condition: Option<Condition>,
    /// By whom: initials.
    pub by: String,
    /// What else there is to know, of the place and not of people.
    pub note: String,
    /// The event that was a slip.
    pub undoes: Option<EventId>,
    /// Its own id.
    pub id: EventId,
}

impl Event {
    /// One about a place, with nothing else said yet.
    pub fn new(id: EventId, time: Moment, happening: Happening, place: &str) -> Self {
        Self {
            time,
            happening,
            place: place.to_owned(),
            spot: String::new(),
            serial: None,
            count: None,
            condition: None,
            by: String::new(),
            note: String::new(),
            undoes: None,
            id,
        }
    }
}

impl Ord for Event {
    /// By moment, what was found before what was done; then by id, and then by everything, so that the order is whole.
    fn cmp(&self, other: &Self) -> Ordering {
        let first = |event: &Self| (event.time, event.happening, event.id);
        let rest = |event: &Self| (event.serial, event.count, event.condition, event.undoes);
        let words = |event: &Self, other: &Self| {
            let fields = [
                (&event.place, &other.place),
                (&event.spot, &other.spot),
                (&event.by, &other.by),
                (&event.note, &other.note),
            ];
            fields
                .into_iter()
                .map(|(one, other)| one.cmp(other))
                .find(|order| order.is_ne())
        };
        first(self)
            .cmp(&first(other))
            .then_with(|| rest(self).cmp(&rest(other)))
            .then_with(|| words(self, other).unwrap_or(Ordering::Equal))
    }
}

impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
