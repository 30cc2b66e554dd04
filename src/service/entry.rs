//! Checks an entry of our own formats: a `[[service]]` table or a row of a sheet with the same words as heads.
//!
//! What is wrong is told by field and place. No value is quoted, since any may be an address that must not be told.

use std::collections::HashSet;
use std::sync::Arc;

use super::draft::Draft;
use super::hours::{Clock, Days, Hours, Opening};
use super::reading::{LONGEST_TEXT, is_id, numbered};
use super::{County, Disclosure, Kind, Phone, PhoneKind, area, kind, phone, web};
use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics};
use crate::fields::{self, Lines};
use crate::globe::Coordinate;
use crate::locale::Locale;
use crate::phrase::{Phrase, say};
use crate::source::{Source, Span, Spanned};
use crate::states;

/// The known fields of a service, in the order of the handbook.
pub(super) const FIELDS: &[&str] = &[
    "id",
    "name",
    "type",
    "phones",
    "hours",
    "zone",
    "address",
    "lat",
    "lon",
    "disclosure",
    "counties",
    "states",
    "nationwide",
    "area",
    "who",
    "cost",
    "start",
    "papers",
    "access",
    "police",
    "languages",
    "web",
    "verified_on",
    "notes",
];

/// The fields whose text is printed as it is.
const FREE: [&str; 7] = ["area", "who", "cost", "start", "papers", "access", "police"];

/// The longest name, in characters, and the longest note.
pub(super) const LONGEST_NAME: usize = 120;
const LONGEST_NOTE: usize = 2_000;

/// The most numbers, lines and the like of an entry.
pub(super) const MOST_LISTED: usize = 100;

/// An entry as it was read, before any check.
pub(super) struct Raw {
    /// Texts by field.
    pub(super) texts: Vec<(&'static str, Spanned<String>)>,
    /// Lists of texts by field.
    pub(super) lists: Vec<(&'static str, Vec<Spanned<String>>)>,
    /// Latitude and longitude.
    pub(super) numbers: Vec<(&'static str, Spanned<f64>)>,
    /// Whether it serves the whole country.
    pub(super) nationwide: bool,
    /// Its numbers.
    pub(super) phones: Vec<RawPhone>,
    /// Its hours.
    pub(super) hours: RawHours,
    /// Where it stands.
    pub(super) span: Span,
}

/// A telephone number as it was read.
#[derive(Clone)]
pub(super) struct RawPhone {
    pub(super) number: Spanned<String>,
    pub(super) kind: Option<Spanned<String>>,
    pub(super) extension: Option<Spanned<String>>,
    pub(super) languages: Vec<Spanned<String>>,
    pub(super) note: Option<Spanned<String>>,
}

/// Hours as they were read.
pub(super) enum RawHours {
    None,
    Words(Spanned<String>),
    Weekly(Vec<RawOpening>),
}

/// Days and times as they were read.
pub(super) struct RawOpening {
    pub(super) days: Spanned<String>,
    pub(super) opens: Spanned<String>,
    pub(super) closes: Spanned<String>,
}

/// The ids of a file, and how many entries were read.
pub(super) struct Taken {
    ids: HashSet<String>,
    count: usize,
}

impl Taken {
    /// The ids that entries have of their own.
    pub(super) fn of(raws: &[Raw]) -> Self {
        let ids = raws.iter().flat_map(|raw| &raw.texts);
        let ids = ids.filter(|(field, _)| *field == "id");
        Self {
            ids: ids.map(|(_, id)| id.value.clone()).collect(),
            count: 0,
        }
    }
}

impl Raw {
    /// An entry of which nothing is known yet.
    pub(super) fn at(span: Span) -> Self {
        Self {
            texts: Vec::new(),
            lists: Vec::new(),
            numbers: Vec::new(),
            nationwide: false,
            phones: Vec::new(),
            hours: RawHours::None,
            span,
        }
    }

    fn text(&mut self, field: &str) -> Option<Spanned<String>> {
        let at = self.texts.iter().position(|(known, _)| *known == field)?;
        let text = self.texts.swap_remove(at).1;
        Some(text.map(|text| text.trim().to_owned())).filter(|text| !text.value.is_empty())
    }

    fn list(&mut self, diags: &mut Diagnostics, field: &str) -> Vec<Spanned<String>> {
        let at = self.lists.iter().position(|(known, _)| *known == field);
        let list = at.map(|at| self.lists.swap_remove(at).1).unwrap_or_default();
        let list = fields::at_most(diags, list, MOST_LISTED, say("entries"), |text| &text.span);
        list.into_iter()
            .filter(|text| !text.value.trim().is_empty())
            .collect()
    }
}

impl RawPhone {
    /// A number of which nothing else is known.
    pub(super) fn of(number: Spanned<String>) -> Self {
        Self {
            number,
            kind: None,
            extension: None,
            languages: Vec::new(),
            note: None,
        }
    }
}

/// Checks an entry and hands over its draft, if enough of it stood the test. `bare` is its file without the text.
pub(super) fn check(
    diags: &mut Diagnostics,
    mut raw: Raw,
    bare: &Arc<Source>,
    taken: &mut Taken,
) -> Option<Draft> {
    taken.count += 1;
    let is_plain = are_plain(diags, &raw);
    let id = match raw.text("id") {
        None => Some(numbered(taken.count, &taken.ids)),
        Some(id) => check_id(diags, &id),
    };
    let name = need(diags, &mut raw, "name");
    let kind = need(diags, &mut raw, "type").and_then(|kind| {
        Kind::parse(&kind.value)
            .or_else(|| no_word(diags, "type", Kind::ALL.iter().map(|(word, _)| *word), &kind))
    });
    let disclosure = raw.text("disclosure").map(|disclosure| {
        let all = Disclosure::ALL.iter().map(|(word, _)| *word);
        let known =
            Disclosure::parse(&disclosure.value).or_else(|| no_word(diags, "disclosure", all, &disclosure));
        // Whoever restricts what may be told and mistypes it does not mean that all may be.
        known.unwrap_or(Disclosure::Never)
    });
    let phones = std::mem::take(&mut raw.phones);
    let phones = fields::at_most(diags, phones, MOST_LISTED, say("telephone numbers"), |phone| {
        &phone.number.span
    });
    let phones: Vec<Phone> = phones
        .into_iter()
        .filter_map(|phone| check_phone(diags, phone))
        .collect();
    let hours = check_hours(diags, std::mem::replace(&mut raw.hours, RawHours::None));
    let zone = raw.text("zone").and_then(|zone| {
        let wanted = || say("a time zone such as America/Los_Angeles");
        let sound = area::is_zone(&zone.value);
        if sound {
            Some(zone.value.clone())
        } else {
            fields::bad(diags, "zone", wanted(), &zone.span)
        }
    });
    let points = check_point(diags, &mut raw);
    let counties = raw.list(diags, "counties");
    let counties = counties
        .iter()
        .filter_map(|county| check_county(diags, county))
        .collect();
    let states = raw.list(diags, "states");
    let states = states
        .iter()
        .filter_map(|state| check_state(diags, state))
        .collect();
    let languages = raw.list(diags, "languages");
    let languages = check_languages(diags, &languages);
    let verified_on = raw.text("verified_on").and_then(|day| {
        let known = Date::parse(&day.value);
        known.or_else(|| fields::bad(diags, "verified_on", say("a day such as 2026-11-23"), &day.span))
    });
    let page = raw.text("web").and_then(|page| {
        let known = web::parse(&page.value);
        known.or_else(|| {
            fields::bad(
                diags,
                "web",
                say("an address such as example.org/help"),
                &page.span,
            )
        })
    });
    let address = raw.list(diags, "address");
    let address: Vec<String> = address
        .iter()
        .flat_map(|line| line.value.lines())
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    let free = FREE
        .into_iter()
        .filter_map(|field| Some((field, raw.text(field)?.value)));
    let mut texts: Vec<(&'static str, String)> = free.collect();
    texts.extend(page.map(|page| ("web", page)));
    let notes = raw.text("notes").map(|notes| notes.value).unwrap_or_default();
    let (name, kind) = (name?, kind?);
    if phones.is_empty() && (address.is_empty() || disclosure.is_some_and(|told| told != Disclosure::Public))
    {
        let message = say("the service has neither a telephone number nor an address that may be told");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&raw.span));
    }
    Some(Draft {
        is_shelter_like: kind.is_shelter_like()
            || kind::speaks_of_shelter(&name.value)
            || kind::speaks_of_shelter(&notes),
        id: id?,
        name: name.value,
        kind,
        disclosure,
        is_sound: is_plain,
        is_foreign: false,
        phones,
        hours,
        zone,
        addresses: Some(address)
            .filter(|lines| !lines.is_empty())
            .into_iter()
            .collect(),
        hidden: Vec::new(),
        points,
        counties,
        states,
        nationwide: raw.nationwide,
        texts,
        access_there: None,
        languages,
        verified_on,
        span: Span {
            source: Arc::clone(bare),
            ..raw.span
        },
    })
}

/// Whether all texts can be printed; reports those that cannot.
fn are_plain(diags: &mut Diagnostics, raw: &Raw) -> bool {
    let mut is_plain = true;
    for (field, text) in &raw.texts {
        let (longest, lines) = match *field {
            "notes" => (LONGEST_NOTE, Lines::Many),
            "name" => (LONGEST_NAME, Lines::One),
            _ => (LONGEST_TEXT, Lines::One),
        };
        is_plain &= fields::is_plain(diags, field, text, longest, lines);
    }
    for (field, list) in &raw.lists {
        let lines = if *field == "address" {
            Lines::Many
        } else {
            Lines::One
        };
        for text in list {
            is_plain &= fields::is_plain(diags, field, text, LONGEST_TEXT, lines);
        }
    }
    if let RawHours::Words(words) = &raw.hours {
        is_plain &= fields::is_plain(diags, "hours", words, LONGEST_TEXT, Lines::One);
    }
    for note in raw.phones.iter().filter_map(|phone| phone.note.as_ref()) {
        is_plain &= fields::is_plain(diags, "note", note, LONGEST_TEXT, Lines::One);
    }
    is_plain
}

/// A text that must be there.
fn need(diags: &mut Diagnostics, raw: &mut Raw, field: &'static str) -> Option<Spanned<String>> {
    let text = raw.text(field);
    if text.is_none() {
        let message = say("`{key}` is missing here").with("key", field);
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&raw.span));
    }
    text
}

/// Reports a word that is none of those that a field takes.
fn no_word<'a, T>(
    diags: &mut Diagnostics,
    field: &str,
    words: impl Iterator<Item = &'a str> + Clone,
    found: &Spanned<String>,
) -> Option<T> {
    let message = say("`{key}` takes one of {words}")
        .with("key", field)
        .with("words", words.clone().collect::<Vec<_>>().join(", "));
    let fault = Diagnostic::new(code::BAD_VALUE, message).at(&found.span);
    diags.push(fault.near(&found.value, words));
    None
}

fn check_id(diags: &mut Diagnostics, id: &Spanned<String>) -> Option<String> {
    if is_id(&id.value) {
        return Some(id.value.clone());
    }
    let fault = Diagnostic::new(code::BAD_ID, say("this cannot be the id of a service")).at(&id.span);
    diags.push(fault.hint(say(
        "an id has small letters, digits and hyphens, and is no address; without one the program counts",
    )));
    None
}

fn check_phone(diags: &mut Diagnostics, raw: RawPhone) -> Option<Phone> {
    let kind = match &raw.kind {
        None => PhoneKind::Voice,
        // Nobody who calls from the road has one.
        Some(kind) if kind.value.trim().eq_ignore_ascii_case("fax") => return None,
        Some(kind) => {
            let all = PhoneKind::ALL.iter().map(|(word, _)| *word).chain(["fax"]);
            PhoneKind::parse(&kind.value).or_else(|| no_word(diags, "kind", all, kind))?
        }
    };
    let Some((printed, extension)) = phone::parse(&raw.number.value, kind) else {
        let wanted = say("a telephone number such as 503-555-0123 or +52 55 5555 0123");
        return fields::bad(diags, "phones", wanted, &raw.number.span);
    };
    let own = raw.extension.and_then(|own| {
        let known = phone::extension(&own.value);
        known.or_else(|| fields::bad(diags, "extension", say("up to eight digits"), &own.span))
    });
    let note = raw.note.map(|note| note.value.trim().to_owned());
    Some(Phone {
        printed,
        kind,
        extension: own.or(extension),
        languages: check_languages(diags, &raw.languages),
        note: note.filter(|note| !note.is_empty()),
    })
}

fn check_hours(diags: &mut Diagnostics, raw: RawHours) -> Hours {
    match raw {
        RawHours::None => Hours::Unknown,
        RawHours::Words(words) => Hours::words(&words.value),
        RawHours::Weekly(openings) => {
            let openings = openings
                .into_iter()
                .filter_map(|opening| check_opening(diags, &opening));
            Hours::weekly(openings.collect())
        }
    }
}

fn check_opening(diags: &mut Diagnostics, raw: &RawOpening) -> Option<Opening> {
    let days = Days::parse(&raw.days.value);
    let days =
        days.or_else(|| fields::bad(diags, "days", say("days such as mo-fr or sa,su"), &raw.days.span));
    let mut clock = |field, time: &Spanned<String>| {
        let known = Clock::parse(&time.value);
        known.or_else(|| fields::bad(diags, field, say("a time of day such as 09:00"), &time.span))
    };
    let (opens, closes) = (clock("opens", &raw.opens), clock("closes", &raw.closes));
    Some(Opening {
        days: days?,
        opens: opens?,
        closes: closes?,
    })
}

/// The place on the map, if both halves are there.
fn check_point(diags: &mut Diagnostics, raw: &mut Raw) -> Vec<Coordinate> {
    let number = |field: &str| {
        raw.numbers
            .iter()
            .find(|(known, _)| *known == field)
            .map(|(_, number)| number)
    };
    let (lat, lon) = match (number("lat"), number("lon")) {
        (Some(lat), Some(lon)) => (lat, lon),
        (None, None) => return Vec::new(),
        (Some(one), None) | (None, Some(one)) => {
            let message = say("`lat` and `lon` go together");
            diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&one.span));
            return Vec::new();
        }
    };
    let mut within = |field: &str, degrees: &Spanned<f64>, most: f64, wanted: Phrase| {
        let sound = degrees.value.abs() <= most;
        if !sound {
            fields::bad::<()>(diags, field, wanted, &degrees.span);
        }
        sound
    };
    let north = within("lat", lat, 90.0, say("degrees from -90 to 90"));
    let east = within("lon", lon, 180.0, say("degrees from -180 to 180"));
    let point = Coordinate {
        lat: lat.value,
        lon: lon.value,
    };
    Some(point).filter(|_| north && east).into_iter().collect()
}

fn check_county(diags: &mut Diagnostics, text: &Spanned<String>) -> Option<County> {
    let county = text.value.split_once('/');
    let county = county.and_then(|(state, name)| County::named(states::parse(state)?, name));
    county.or_else(|| {
        fields::bad(
            diags,
            "counties",
            say("a state and a county, as OR/Linn"),
            &text.span,
        )
    })
}

fn check_state(diags: &mut Diagnostics, text: &Spanned<String>) -> Option<String> {
    let state = states::parse(&text.value).map(str::to_owned);
    state.or_else(|| {
        fields::bad(
            diags,
            "states",
            say("the postal code of a state, as OR"),
            &text.span,
        )
    })
}

fn check_languages(diags: &mut Diagnostics, tags: &[Spanned<String>]) -> Vec<Locale> {
    let mut languages = Vec::new();
    for tag in tags {
        let tag = Spanned::new(tag.value.trim().to_owned(), tag.span.clone());
        let locale = fields::locale(diags, "languages", &tag);
        languages.extend(locale.filter(|locale| !languages.contains(locale)));
    }
    languages
}
