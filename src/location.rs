//! The places where pieces hang.
//!
//! A location is read from `[[location]]` tables or from a spreadsheet with the same words as
//! heads; both become raw rows and pass the same checks. All text here comes from strangers.

use std::collections::HashMap;
use std::fmt;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::fields::{self, Fields, Lines};
pub use crate::globe::Coordinate;
use crate::locale::LanguageChoice;
use crate::phrase::{Phrase, say};
use crate::source::{Span, Spanned};
use crate::vocabulary::words;

/// One place: a side of a rest area, a truck stop, a bar.
#[derive(Clone, Debug)]
pub struct Location {
    /// Stable id, safe as a file name.
    pub id: String,
    /// Groups the sides of one site.
    pub site: Option<String>,
    /// What the sign there says.
    pub name: String,
    /// What kind of place it is.
    pub kind: Kind,
    /// The route, as `I-5`.
    pub route: Option<String>,
    /// Direction of travel.
    pub direction: Option<Direction>,
    /// Postal code of the state.
    pub state: Option<String>,
    /// County, without the word.
    pub county: Option<String>,
    /// Statewide mile of the route.
    pub milepost: Option<Milepost>,
    /// The exit that leads there, as the sign at the road has it.
    pub exit: Option<String>,
    /// Where the milepost is written.
    pub milepost_at: Option<Span>,
    /// WGS 84 degrees.
    pub coordinate: Option<Coordinate>,
    /// Where the latitude is written.
    pub coordinate_at: Option<Span>,
    /// Languages on the pieces here; empty means the campaign's.
    pub languages: Vec<Spanned<LanguageChoice>>,
    /// Toilet stalls, where they were counted.
    pub stalls: Option<Stalls>,
    /// Whether it can be visited.
    pub status: Status,
    /// Initials of who looks after it.
    pub assigned: Option<String>,
    /// What laws call it, where its kind does not say: keys of the venues of posting rules.
    pub venues: Vec<Spanned<String>>,
    /// What whoever runs the place said about posting.
    pub permit: Permit,
    /// What only people read.
    pub remarks: Remarks,
    /// Where it stands.
    pub span: Span,
}

/// A permission to post, in the words of whoever wrote it down; all may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permit {
    /// As `granted` or `asked`.
    pub status: Option<String>,
    /// To whom.
    pub holder: Option<String>,
    /// Its number.
    pub number: Option<String>,
    /// Its last day.
    pub until: Option<String>,
    /// Who grants it, where that is another than the posting rule says.
    pub from: Option<String>,
}

/// What a coordinator keeps about a place and the program prints nowhere by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    /// A California county postmile, as `KER 54.1`.
    pub postmile: Option<String>,
    /// What there is, as `restrooms`.
    pub amenities: Vec<String>,
    /// Until when the status holds.
    pub until: Option<String>,
    /// Why it is closed or open for a season.
    pub reason: Option<String>,
    /// Who says so.
    pub source: Option<String>,
    /// Anything.
    pub notes: Option<String>,
}

/// A mile of a route, in hundredths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Milepost(u32);

/// Toilet stalls by room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stalls {
    /// In women's rooms.
    pub women: u32,
    /// In men's rooms.
    pub men: u32,
    /// In rooms for all.
    pub all: u32,
}

/// Whether a place can be visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It can.
    Open,
    /// It cannot; nothing is printed for it.
    Closed,
    /// Part of the year.
    Seasonal,
}

/// What is wrong with a milepost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.phrase().english())]
pub enum MilepostError {
    /// Below zero or past the longest route of any state.
    OffTheRoad,
    /// More than hundredths.
    TooPrecise,
}

impl MilepostError {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::OffTheRoad => say("a milepost is from 0 to 1000"),
            Self::TooPrecise => say("a milepost has at most two decimals"),
        }
    }
}

words! {
    /// What kind of place it is.
    Kind {
        /// A state rest area.
        RestArea "rest_area",
        /// A welcome center.
        WelcomeCenter "welcome_center",
        /// A truck stop.
        TruckStop "truck_stop",
        /// A plaza on a toll road or turnpike.
        TravelPlaza "travel_plaza",
        /// A weigh station.
        WeighStation "weigh_station",
        /// A gas station.
        GasStation "gas_station",
        /// A bar.
        Bar "bar",
        /// A restaurant.
        Restaurant "restaurant",
        /// A hotel or motel.
        Hotel "hotel",
        /// A shop.
        Shop "shop",
        /// A clinic or emergency room.
        Clinic "clinic",
        /// A bus, train or air terminal.
        Terminal "terminal",
        /// A place of worship.
        Worship "worship",
        /// A library, school or community center.
        Community "community",
        /// Anything else.
        Other "other",
    }
}

words! {
    /// Direction of travel.
    Direction {
        /// Northbound.
        North "NB",
        /// Southbound.
        South "SB",
        /// Eastbound.
        East "EB",
        /// Westbound.
        West "WB",
        /// Reached from both sides.
        Both "both",
    }
}

impl Milepost {
    /// From miles.
    pub fn parse(miles: f64) -> Result<Self, MilepostError> {
        if !(0.0..=1000.0).contains(&miles) {
            return Err(MilepostError::OffTheRoad);
        }
        let hundredths = miles * 100.0;
        if (hundredths - hundredths.round()).abs() > 1e-6 {
            return Err(MilepostError::TooPrecise);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to 100000"
        )]
        Ok(Self(hundredths.round() as u32))
    }

    /// In miles.
    pub fn miles(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// In hundredths of a mile.
    pub fn hundredths(self) -> u32 {
        self.0
    }

    /// From hundredths of a mile, such as were reckoned from other mileposts.
    pub fn from_hundredths(hundredths: u32) -> Self {
        Self(hundredths)
    }
}

impl fmt::Display for Milepost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.miles())
    }
}

impl Kind {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::RestArea => say("rest area"),
            Self::WelcomeCenter => say("welcome center"),
            Self::TruckStop => say("truck stop"),
            Self::TravelPlaza => say("travel plaza"),
            Self::WeighStation => say("weigh station"),
            Self::GasStation => say("gas station"),
            Self::Bar => say("bar"),
            Self::Restaurant => say("restaurant"),
            Self::Hotel => say("hotel"),
            Self::Shop => say("shop"),
            Self::Clinic => say("clinic"),
            Self::Terminal => say("terminal"),
            Self::Worship => say("place of worship"),
            Self::Community => say("community center"),
            Self::Other => say("other"),
        }
    }
}

impl Direction {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::North => say("northbound"),
            Self::South => say("southbound"),
            Self::East => say("eastbound"),
            Self::West => say("westbound"),
            Self::Both => say("both ways"),
        }
    }
}

impl Status {
    /// Every word with its meaning.
    pub const ALL: [(&str, Self); 3] = [
        ("open", Self::Open),
        ("closed", Self::Closed),
        ("seasonal", Self::Seasonal),
    ];

    /// The word as written in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Seasonal => "seasonal",
        }
    }
}

impl Permit {
    /// The fields, as they are written in a permit.
    pub const FIELDS: [&str; 5] = ["status", "holder", "number", "until", "from"];

    /// What a field says.
    pub fn get(&self, field: &str) -> Option<&str> {
        match field {
            "status" => self.status.as_deref(),
            "holder" => self.holder.as_deref(),
            "number" => self.number.as_deref(),
            "until" => self.until.as_deref(),
            "from" => self.from.as_deref(),
            _ => None,
        }
    }
}

impl Stalls {
    /// All stalls together.
    pub fn total(self) -> u32 {
        self.women + self.men + self.all
    }

    /// Rooms that have at least one stall.
    pub fn restrooms(self) -> u32 {
        [self.women, self.men, self.all]
            .into_iter()
            .map(|stalls| u32::from(stalls > 0))
            .sum()
    }
}

impl Location {
    /// Where the milepost is written, or the place where it is not.
    pub fn milepost_span(&self) -> &Span {
        self.milepost_at.as_ref().unwrap_or(&self.span)
    }

    /// Where the coordinates are written, or the place where they are not.
    pub fn coordinate_span(&self) -> &Span {
        self.coordinate_at.as_ref().unwrap_or(&self.span)
    }

    /// The line that says where a piece hangs: name, route, direction, milepost.
    pub fn site_line(&self) -> String {
        let mut road = String::new();
        if let Some(route) = &self.route {
            road.push_str(route);
        }
        if let Some(direction) = self.direction.filter(|direction| *direction != Direction::Both) {
            road.push(' ');
            road.push_str(direction.word());
        }
        if let Some(milepost) = self.milepost {
            road.push_str(&format!(" {milepost}"));
        }
        let state = self.state.as_deref().unwrap_or_default();
        let parts = [self.name.as_str(), road.trim(), state];
        // A made-up name such as `Rest area, I-84 EB mile 26` already says the road.
        let said = |part: &&str| !part.is_empty() && (*part == self.name || !self.name.contains(*part));
        parts.into_iter().filter(said).collect::<Vec<_>>().join(" · ")
    }
}

/// The known fields of a location, in the order of the handbook.
pub const FIELDS: &[&str] = &[
    "id",
    "site",
    "name",
    "kind",
    "route",
    "direction",
    "state",
    "county",
    "milepost",
    "exit",
    "postmile",
    "lat",
    "lon",
    "languages",
    "stalls",
    "amenities",
    "status",
    "until",
    "reason",
    "venues",
    "permit",
    "assigned",
    "source",
    "notes",
];

/// A row as it was read, before any check.
#[derive(Default)]
pub struct Raw {
    /// Text fields by name: few, so that a search costs less than a map.
    pub texts: Vec<(&'static str, Spanned<String>)>,
    /// Number fields by name.
    pub numbers: Vec<(&'static str, Spanned<f64>)>,
    /// Language tags.
    pub languages: Vec<Spanned<String>>,
    /// Stall counts by room.
    pub stalls: Option<Stalls>,
    /// What there is.
    pub amenities: Vec<Spanned<String>>,
    /// What laws call it.
    pub venues: Vec<Spanned<String>>,
    /// Fields of the permit by name.
    pub permit: Vec<(&'static str, Spanned<String>)>,
}

/// Takes a field out of those that were read.
fn take<T>(fields: &mut Vec<(&'static str, T)>, key: &str) -> Option<T> {
    let at = fields.iter().position(|(known, _)| *known == key)?;
    Some(fields.swap_remove(at).1)
}

/// Reads a `[[location]]` table.
pub fn from_fields(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Location> {
    let span = fields.span().clone();
    let mut raw = Raw::default();
    for &key in FIELDS {
        match key {
            "milepost" | "lat" | "lon" => {
                raw.numbers
                    .extend(fields.number(diags, key).map(|number| (key, number)));
            }
            "languages" => raw.languages = fields.texts(diags, key).unwrap_or_default(),
            "stalls" => raw.stalls = fields.table(diags, key).map(|table| read_stalls(diags, table)),
            "amenities" => raw.amenities = fields.texts(diags, key).unwrap_or_default(),
            "venues" => raw.venues = fields.texts(diags, key).unwrap_or_default(),
            "permit" => {
                if let Some(mut permit) = fields.table(diags, key) {
                    for field in Permit::FIELDS {
                        raw.permit
                            .extend(permit.text(diags, field).map(|text| (field, text)));
                    }
                    permit.finish(diags);
                }
            }
            _ => raw.texts.extend(fields.text(diags, key).map(|text| (key, text))),
        }
    }
    fields.finish(diags);
    check(diags, raw, &span)
}

fn read_stalls(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Stalls {
    let mut count = |room: &'static str| match fields.count(diags, room) {
        None => 0,
        Some(count) if count.value <= MOST_STALLS => count.value,
        Some(count) => fields::bad(diags, room, say("at most 1000 stalls"), &count.span).unwrap_or(0),
    };
    let stalls = Stalls {
        women: count("women"),
        men: count("men"),
        all: count("all"),
    };
    fields.finish(diags);
    stalls
}

/// The longest name, in characters: what fits the site line of a card sheet.
const LONGEST_NAME: usize = 80;
const LONGEST_NOTE: usize = 2_000;

/// The most languages of a list.
const MOST_LANGUAGES: usize = 100;

/// The most amenities and venues of a place.
const MOST_AMENITIES: usize = 100;
const MOST_VENUES: usize = 20;

/// The most stalls of one kind at one place.
pub const MOST_STALLS: u32 = 1_000;

/// Checks a raw row and hands over the location, if enough of it stood the test.
pub fn check(diags: &mut Diagnostics, mut raw: Raw, span: &Span) -> Option<Location> {
    let mut harmless = true;
    for (key, text) in &raw.texts {
        let (longest, lines) = if matches!(*key, "notes" | "source" | "reason") {
            (LONGEST_NOTE, Lines::Many)
        } else {
            (LONGEST_NAME, Lines::One)
        };
        harmless &= fields::is_plain(diags, key, text, longest, lines);
    }
    let amenities = parted(std::mem::take(&mut raw.amenities));
    let amenities = fields::at_most(diags, amenities, MOST_AMENITIES, say("amenities"), |word| {
        &word.span
    });
    for word in &amenities {
        harmless &= fields::is_plain(diags, "amenities", word, LONGEST_NAME, Lines::One);
    }
    let venues = parted(std::mem::take(&mut raw.venues));
    let venues = fields::at_most(diags, venues, MOST_VENUES, say("venues"), |word| &word.span);
    for word in &venues {
        harmless &= fields::is_plain(diags, "venues", word, LONGEST_NAME, Lines::One);
    }
    for (key, text) in &raw.permit {
        harmless &= fields::is_plain(diags, key, text, LONGEST_NAME, Lines::One);
    }
    let mut need = |key: &'static str, diags: &mut Diagnostics| {
        let text = take(&mut raw.texts, key).filter(|text| !text.value.trim().is_empty());
        if text.is_none() {
            diags.push(
                Diagnostic::new(
                    code::MISSING_FIELD,
                    say("`{key}` is missing here").with("key", key),
                )
                .at(span),
            );
        }
        text
    };
    let id = need("id", diags).and_then(|id| fields::check_id(diags, id));
    let name = need("name", diags);
    let kind = need("kind", diags).and_then(|kind| {
        let known = Kind::parse(&kind.value);
        if known.is_none() {
            let message = say("there is no kind `{kind}`").with("kind", shown(&kind.value));
            diags.push(
                Diagnostic::new(code::UNKNOWN_KIND, message)
                    .at(&kind.span)
                    .near(&kind.value, Kind::ALL.iter().map(|(word, _)| *word)),
            );
        }
        known
    });
    let route = take(&mut raw.texts, "route").and_then(|route| check_route(diags, route));
    let direction = take(&mut raw.texts, "direction").and_then(|direction| {
        Direction::parse(&direction.value)
            .or_else(|| fields::bad(diags, "direction", say("NB, SB, EB, WB or both"), &direction.span))
    });
    let state = take(&mut raw.texts, "state").and_then(|state| check_state(diags, state));
    let status = match take(&mut raw.texts, "status") {
        None => Some(Status::Open),
        Some(status) => match Status::ALL.iter().find(|(word, _)| *word == status.value) {
            Some((_, known)) => Some(*known),
            None => fields::bad(diags, "status", say("open, closed or seasonal"), &status.span),
        },
    };
    let miles = take(&mut raw.numbers, "milepost");
    let milepost_at = miles.as_ref().map(|miles| miles.span.clone());
    let milepost = miles.and_then(|miles| match Milepost::parse(miles.value) {
        Ok(milepost) => Some(milepost),
        Err(error) => {
            let message = say("milepost {miles} is none: {error}")
                .with("miles", miles.value)
                .with_words("error", error.phrase());
            diags.push(Diagnostic::new(code::MILEPOST_RANGE, message).at(&miles.span));
            None
        }
    });
    let (lat, lon) = (take(&mut raw.numbers, "lat"), take(&mut raw.numbers, "lon"));
    let coordinate_at = lat.as_ref().map(|lat| lat.span.clone());
    let coordinate = check_coordinate(diags, lat, lon);
    let languages = languages(diags, raw.languages);
    let mut plain = |key: &'static str| take(&mut raw.texts, key).and_then(said);
    let (site, county, assigned) = (plain("site"), plain("county"), plain("assigned"));
    let exit = plain("exit");
    let remarks = Remarks {
        postmile: plain("postmile"),
        amenities: amenities.into_iter().map(|word| word.value).collect(),
        until: plain("until"),
        reason: plain("reason"),
        source: plain("source"),
        notes: plain("notes"),
    };
    let mut of_permit = |key: &'static str| take(&mut raw.permit, key).and_then(said);
    let permit = Permit {
        status: of_permit("status"),
        holder: of_permit("holder"),
        number: of_permit("number"),
        until: of_permit("until"),
        from: of_permit("from"),
    };
    // A hostile text goes no further, lest it be told again where it would be printed.
    let id = id.filter(|_| harmless)?;
    Some(Location {
        id: id.value,
        site,
        name: name?.value.trim().to_owned(),
        kind: kind?,
        route,
        direction,
        state,
        county,
        milepost,
        exit,
        milepost_at,
        coordinate,
        coordinate_at,
        languages,
        stalls: raw.stalls,
        status: status?,
        assigned,
        venues,
        permit,
        remarks,
        span: id.span,
    })
}

/// What a text says, without the space around it; nothing, if that was all.
fn said(text: Spanned<String>) -> Option<String> {
    let text = text.value.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The words of a list, whether they stand one by one or are parted by `;` as in a spreadsheet.
fn parted(words: Vec<Spanned<String>>) -> Vec<Spanned<String>> {
    let is_one = |word: &Spanned<String>| !word.value.contains(';') && word.value.trim() == word.value;
    if words.iter().all(|word| is_one(word) && !word.value.is_empty()) {
        return words;
    }
    let parts = words.iter().flat_map(|word| {
        let parts = word
            .value
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        parts.map(|part| Spanned::new(part.to_owned(), word.span.clone()))
    });
    parts.collect()
}

/// The postal code of a state.
pub fn check_state(diags: &mut Diagnostics, state: Spanned<String>) -> Option<String> {
    if state.value.len() == 2 && state.value.chars().all(|c| c.is_ascii_uppercase()) {
        Some(state.value)
    } else {
        fields::bad(diags, "state", say("a postal code such as OR"), &state.span)
    }
}

/// A route as `I-5`.
pub fn check_route(diags: &mut Diagnostics, route: Spanned<String>) -> Option<String> {
    let sound = route.value.split_once('-').is_some_and(|(system, number)| {
        matches!(system.len(), 1..=3)
            && system.chars().all(|c| c.is_ascii_uppercase())
            && matches!(number.len(), 1..=5)
            && number.starts_with(|c: char| c.is_ascii_digit())
            && number
                .chars()
                .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
    });
    if sound {
        return Some(route.value);
    }
    let fault = Diagnostic::new(
        code::UNKNOWN_ROUTE,
        say("`{route}` is not a route").with("route", shown(&route.value)),
    );
    let number: String = route.value.chars().filter(char::is_ascii_digit).collect();
    let hint = match (
        route.value.trim_start().starts_with(['I', 'i']),
        number.is_empty(),
    ) {
        (true, false) => say("did you mean `I-{number}`?").with("number", &number),
        _ => say("write a route as `I-5`, `US-97` or `OR-22`"),
    };
    diags.push(fault.at(&route.span).hint(hint));
    None
}

fn check_coordinate(
    diags: &mut Diagnostics,
    lat: Option<Spanned<f64>>,
    lon: Option<Spanned<f64>>,
) -> Option<Coordinate> {
    let fault = |message: Phrase, span: &Span| Diagnostic::new(code::COORDINATE_RANGE, message).at(span);
    match (lat, lon) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => {
            diags.push(fault(
                say("`lat` and `lon` go together, and one is missing"),
                &one.span,
            ));
            None
        }
        (Some(lat), Some(lon)) => {
            let (north, east) = (lat.value.abs() <= 90.0, lon.value.abs() <= 180.0);
            if !north {
                let swapped = lon.value.abs() <= 90.0 && lat.value.abs() <= 180.0;
                let fault = fault(
                    say("latitude {lat} is not from -90 to 90").with("lat", lat.value),
                    &lat.span,
                );
                diags.push(if swapped {
                    fault.hint(say("are `lat` and `lon` swapped?"))
                } else {
                    fault
                });
            }
            if !east {
                diags.push(fault(
                    say("longitude {lon} is not from -180 to 180").with("lon", lon.value),
                    &lon.span,
                ));
            }
            (north && east).then_some(Coordinate {
                lat: lat.value,
                lon: lon.value,
            })
        }
    }
}

/// The languages of a list: tags, `needed` or `all`.
pub fn languages(diags: &mut Diagnostics, words: Vec<Spanned<String>>) -> Vec<Spanned<LanguageChoice>> {
    fields::at_most(diags, words, MOST_LANGUAGES, say("languages"), |word| &word.span)
        .into_iter()
        .filter_map(|word| match LanguageChoice::parse(&word.value) {
            Some(choice) => Some(Spanned::new(choice, word.span)),
            None => fields::bad(
                diags,
                "languages",
                say("language tags such as `es` or `pa-Guru`, `needed` or `all`"),
                &word.span,
            ),
        })
        .collect()
}

/// Reports an id that stands twice, and keeps the first.
pub fn unique(diags: &mut Diagnostics, mut locations: Vec<Location>) -> Vec<Location> {
    let mut seen: HashMap<&str, &Span> = HashMap::with_capacity(locations.len());
    let mut is_first = Vec::with_capacity(locations.len());
    for location in &locations {
        let first = *seen.entry(&location.id).or_insert(&location.span);
        is_first.push(std::ptr::eq(first, &location.span));
        if is_first.last() == Some(&false) {
            let message = say("the id `{id}` stands here twice").with("id", &location.id);
            let hint = match first.cell {
                Some(cell) => say("{cell} has it first; each location needs its own").with("cell", cell),
                None => say("line {line} has it first; each location needs its own")
                    .with("line", first.line_col().line),
            };
            diags.push(
                Diagnostic::new(code::DUPLICATE_ID, message)
                    .at(&location.span)
                    .hint(hint),
            );
        }
    }
    let mut is_first = is_first.into_iter();
    locations.retain(|_| is_first.next().unwrap_or(true));
    locations
}

/// Reads the value of a field that may be a number or text, for hang rules and the like.
pub fn kinds(diags: &mut Diagnostics, words: Vec<Spanned<String>>) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for word in words {
        match Kind::parse(&word.value) {
            Some(kind) => kinds.push(kind),
            None => diags.push(
                Diagnostic::new(
                    code::UNKNOWN_KIND,
                    say("there is no kind `{word}`").with("word", shown(&word.value)),
                )
                .at(&word.span)
                .near(&word.value, Kind::ALL.iter().map(|(word, _)| *word)),
            ),
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::{Direction, Kind, Milepost, MilepostError};

    #[test]
    fn milepost_text() {
        let check = |miles, wanted: Result<u32, MilepostError>| {
            assert_eq!(
                Milepost::parse(miles).map(|milepost| milepost.0),
                wanted,
                "{miles}"
            );
        };
        check(41.5, Ok(4150));
        check(206.06, Ok(20606));
        check(41.005, Err(MilepostError::TooPrecise));
        check(-1.0, Err(MilepostError::OffTheRoad));
        check(f64::NAN, Err(MilepostError::OffTheRoad));
    }

    #[test]
    fn words_in_any_spelling() {
        assert_eq!(Kind::parse("Rest Area"), Some(Kind::RestArea));
        assert_eq!(Kind::parse("truck-stop"), Some(Kind::TruckStop));
        assert_eq!(Direction::parse("nb"), Some(Direction::North));
        assert_eq!(Direction::parse("up"), None);
    }
}
