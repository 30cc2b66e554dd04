//! Local services that a person can be referred to: shelters, lawyers, clinics, food.
//!
//! Whoever flees from violence is safe as long as nobody can read where they sleep. So what a reader hands over has an address
//! only where it may be public; all others are in [`Sealed`], which can tell whether one stands in a text and cannot be read.
//! Files are read into drafts, one format each; [`Reading::finish`] decides what may be told when all of them are there.

mod area;
mod draft;
mod entry;
mod fold;
mod hours;
pub mod hsds;
mod kind;
mod phone;
mod read;
mod reading;
mod sealed;
mod sheet;
mod street;
mod tally;
mod web;

use std::sync::Arc;

use crate::date::Date;
use crate::globe::Coordinate;
use crate::locale::Locale;
use crate::source::Span;
use crate::vocabulary::words;

pub use hours::{Clock, Days, Hours, Opening};
pub use kind::Kind;
pub use phone::{Phone, PhoneKind};
pub use reading::Reading;
pub use sealed::Sealed;

/// All that was read.
#[derive(Clone, Debug, Default)]
pub struct Services {
    /// The services that may be printed, in the order of their files.
    pub listed: Vec<Service>,
    /// Every address that must stand on nothing.
    pub sealed: Arc<Sealed>,
    /// How many entries are never told. Nothing else of them leaves the reader but their addresses, sealed.
    pub never: usize,
}

/// A service, with nothing in it that must not be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Stable id, safe as a file name.
    pub id: String,
    /// What it calls itself.
    pub name: String,
    /// What it is for.
    pub kind: Kind,
    /// What may be told of it: never [`Disclosure::Never`].
    pub disclosure: Disclosure,
    /// How it is called; without fax.
    pub phones: Vec<Phone>,
    /// When it is open or answers.
    pub hours: Hours,
    /// The time zone of the hours, as written: `America/Los_Angeles`.
    pub zone: Option<String>,
    /// Where it is. There for [`Disclosure::Public`] alone.
    pub place: Option<Place>,
    /// The counties it serves.
    pub counties: Vec<County>,
    /// Postal codes of the states that it serves as a whole.
    pub states: Vec<String>,
    /// Whether it serves the whole country.
    pub nationwide: bool,
    /// The area it serves, in its own words.
    pub area: Option<String>,
    /// Whom it is for.
    pub who: Option<String>,
    /// What it costs.
    pub cost: Option<String>,
    /// How to start.
    pub start: Option<String>,
    /// Papers that it asks for; that it asks for none is worth telling.
    pub papers: Option<String>,
    /// How people with disabilities get in.
    pub access: Option<String>,
    /// What it has to do with the police.
    pub police: Option<String>,
    /// Its page, without `https://`.
    pub web: Option<String>,
    /// Languages that are spoken there.
    pub languages: Vec<Locale>,
    /// The day on which somebody last made sure of all that.
    pub verified_on: Option<Date>,
    /// Where it stands.
    pub span: Span,
}

/// Where a public service is.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The address, line by line.
    pub lines: Vec<String>,
    /// WGS 84 degrees.
    pub point: Option<Coordinate>,
}

/// A county of a state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct County {
    /// Postal code of the state.
    pub state: String,
    /// Its name, without the word.
    pub name: String,
}

words! {
    /// What may be told of a service.
    Disclosure {
        /// All, its address too.
        Public "public",
        /// All but where it is.
        PhoneOnly "phone-only",
        /// Nothing: it is known to whoever keeps the file alone.
        Never "never",
    }
}
