//! An entry as it was read, before it is settled what may be told of it. It does not leave the reader.

use super::hours::Hours;
use super::{County, Disclosure, Kind, Phone};
use crate::date::Date;
use crate::globe::Coordinate;
use crate::locale::Locale;
use crate::source::Span;

/// An entry with its address, whatever may be told.
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Whether its kind or its words are those of a shelter.
    pub(super) is_shelter_like: bool,
    /// What the file says may be told.
    pub(super) disclosure: Option<Disclosure>,
    /// Whether it can be listed. Of what cannot the address is sealed all the same.
    pub(super) is_sound: bool,
    /// Whether somebody else wrote it, so that what is too long is shortened and no fault of the campaign.
    pub(super) is_foreign: bool,
    pub(super) phones: Vec<Phone>,
    pub(super) hours: Hours,
    pub(super) zone: Option<String>,
    /// Where it is, line by line. Of several places none is printed.
    pub(super) addresses: Vec<Vec<String>>,
    /// Other lines that tell where it is: postal addresses, names of buildings.
    pub(super) hidden: Vec<Vec<String>>,
    pub(super) points: Vec<Coordinate>,
    pub(super) counties: Vec<County>,
    pub(super) states: Vec<String>,
    pub(super) nationwide: bool,
    /// Free texts by their fields.
    pub(super) texts: Vec<(&'static str, String)>,
    /// What is said of the building, for who may know it.
    pub(super) access_there: Option<String>,
    pub(super) languages: Vec<Locale>,
    pub(super) verified_on: Option<Date>,
    pub(super) span: Span,
}

impl Draft {
    /// What may be told: what the file says, or else nothing that leads to a shelter.
    pub(super) fn disclosure(&self) -> Disclosure {
        let usual = if self.is_shelter_like {
            Disclosure::PhoneOnly
        } else {
            Disclosure::Public
        };
        self.disclosure.unwrap_or(usual)
    }
}
