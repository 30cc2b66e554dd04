//! Packs: which stops one volunteer takes, and in which order.

use std::collections::BTreeMap;

use crate::corridor::{self, Corridor, Leg};
use crate::location::Location;
use crate::outfit::Outfit;
use crate::phrase::{Phrase, say, verbatim};

/// What stops of one pack have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Whoever looks after them.
    Volunteer,
    /// Their county.
    County,
    /// A stretch of a route, both sides of the road.
    Stretch,
}

/// How large a pack may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Stops.
    pub stops: Option<usize>,
    /// Minutes, driving and stops.
    pub minutes: Option<u64>,
}

/// How many stops a stretch has where nobody says otherwise: a long day's round.
const STOPS_OF_A_STRETCH: usize = 12;

/// The stops of one volunteer.
#[derive(Debug)]
pub struct Pack<'a> {
    /// Its folder: its number and what it is called, in safe signs.
    pub id: String,
    /// What it is called.
    pub name: Phrase,
    /// Its stops, in driving order.
    pub legs: Vec<Leg<'a>>,
    /// Road between its stops, in hundredths of a mile.
    pub road: u64,
    /// Driving and stops, in minutes.
    pub minutes: u64,
}

/// Parts places into packs. Sides of one site are never parted, even if a pack so becomes larger than its limit.
pub fn packs<'a>(
    corridor: &Corridor<'a>,
    places: &[&'a Location],
    by: By,
    limits: Limits,
    outfit: &Outfit,
) -> Vec<Pack<'a>> {
    let limits = match (by, limits) {
        (
            By::Stretch,
            Limits {
                stops: None,
                minutes: None,
            },
        ) => Limits {
            stops: Some(STOPS_OF_A_STRETCH),
            minutes: None,
        },
        _ => limits,
    };
    let mut groups: BTreeMap<Key<'_>, Vec<&Location>> = BTreeMap::new();
    for place in places {
        groups
            .entry(Key::of(corridor, place, by))
            .or_default()
            .push(place);
    }
    let mut packs = Vec::new();
    for (key, group) in groups {
        let parts = parted(corridor, group, limits, outfit);
        let all = parts.len();
        for (at, part) in parts.into_iter().enumerate() {
            let legs = corridor::drive(corridor, &part);
            let (road, minutes) = round(&legs, outfit);
            let name = key.name(corridor, &legs, (at + 1, all));
            packs.push(Pack {
                id: String::new(),
                name,
                legs,
                road,
                minutes,
            });
        }
    }
    let width = packs.len().to_string().len().max(2);
    for (at, pack) in packs.iter_mut().enumerate() {
        let number = at + 1;
        pack.id = format!("{number:0width$}-{}", slug(&pack.name.english()));
    }
    packs
}

impl Pack<'_> {
    /// Road between its stops, in miles; `None` where none is known.
    pub fn miles(&self) -> Option<f64> {
        let known = self.legs.iter().any(|leg| leg.since_last.is_some());
        #[expect(clippy::cast_precision_loss, reason = "no road is so long")]
        known.then_some(self.road as f64 / 100.0)
    }
}

/// Minutes as hours, as `6:45`.
pub fn clock(minutes: u64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// What parts packs, in the order in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    /// Which line.
    Line(usize),
    /// On no line.
    Off,
    /// State and county.
    County(&'a str, &'a str),
    /// Initials.
    Volunteer(&'a str),
    /// Nobody looks after it.
    Nobody,
}

impl<'a> Key<'a> {
    fn of(corridor: &Corridor<'_>, place: &'a Location, by: By) -> Self {
        match by {
            By::Volunteer => match place.assigned.as_deref().map(str::trim) {
                None | Some("") => Self::Nobody,
                Some(initials) => Self::Volunteer(initials),
            },
            By::County => Self::County(
                place.state.as_deref().unwrap_or_default(),
                place.county.as_deref().unwrap_or_default(),
            ),
            By::Stretch => corridor
                .stop(place)
                .map_or(Self::Off, |(line, _)| Self::Line(line)),
        }
    }

    /// What a pack is called, the part `at` of `all` with this in common.
    fn name(self, corridor: &Corridor<'_>, legs: &[Leg<'_>], (at, all): (usize, usize)) -> Phrase {
        let name = match self {
            Self::Line(line) => return stretch_name(corridor, line, legs),
            Self::Off => say("off the routes"),
            Self::County("", "") => say("no county"),
            Self::County(state, "") => say("{state}, no county").with("state", state),
            Self::County(state, county) => say("{county} County, {state}")
                .with("county", county)
                .with("state", state),
            Self::Volunteer(initials) => verbatim(initials),
            Self::Nobody => say("not assigned"),
        };
        if all == 1 {
            return name;
        }
        say("{name}, part {at} of {all}")
            .with_words("name", name)
            .with("at", at)
            .with("all", all)
    }
}

/// As `I-5 CA 60 – CA 205`.
fn stretch_name(corridor: &Corridor<'_>, line: usize, legs: &[Leg<'_>]) -> Phrase {
    let line = &corridor.lines[line];
    let miles = legs.iter().filter_map(|leg| leg.visit).map(|visit| visit.stop.at);
    let post = |at: Option<corridor::Along>| {
        at.and_then(|at| line.milepost(at))
            .map(|(state, milepost)| format!("{state} {:.0}", milepost.miles()))
            .unwrap_or_default()
    };
    let (first, last) = (post(miles.clone().min()), post(miles.max()));
    verbatim(if first == last {
        format!("{} {first}", line.route)
    } else {
        format!("{} {first} – {last}", line.route)
    })
}

/// Road in hundredths of a mile, and minutes on it and at stops.
fn round(legs: &[Leg<'_>], outfit: &Outfit) -> (u64, u64) {
    let road = legs.iter().filter_map(|leg| leg.since_last);
    let road: u64 = road.map(|road| u64::from(road.hundredths())).sum();
    let driving = (road * 60).div_ceil(100 * u64::from(outfit.miles_an_hour));
    let stops = legs.len() as u64 * u64::from(outfit.minutes_a_stop);
    (road, driving + stops)
}

/// Parts places that belong together into packs within limits, along the road.
fn parted<'a>(
    corridor: &Corridor<'a>,
    places: Vec<&'a Location>,
    limits: Limits,
    outfit: &Outfit,
) -> Vec<Vec<&'a Location>> {
    let sites = sites(corridor, places);
    let count: usize = sites.iter().map(Vec::len).sum();
    // So that the last pack is not a remainder.
    let most = limits
        .stops
        .map(|most| count.div_ceil(count.div_ceil(most.max(1)).max(1)).max(1));
    let mut packs: Vec<Vec<&Location>> = Vec::new();
    for site in sites {
        let fits = |pack: &Vec<&'a Location>| {
            let few = most.is_none_or(|most| pack.len() + site.len() <= most);
            few && limits.minutes.is_none_or(|most| {
                let together: Vec<&Location> = pack.iter().chain(&site).copied().collect();
                round(&corridor::drive(corridor, &together), outfit).1 <= most
            })
        };
        match packs.last_mut() {
            Some(pack) if fits(pack) => pack.extend(site),
            _ => packs.push(site),
        }
    }
    packs
}

/// Places along the road, the sides of one site together.
fn sites<'a>(corridor: &Corridor<'a>, mut places: Vec<&'a Location>) -> Vec<Vec<&'a Location>> {
    places.sort_by_key(|place| {
        let stop = corridor.stop(place);
        let along = stop.map_or((usize::MAX, 0), |(line, stop)| (line, stop.at.hundredths()));
        (along, &place.county, &place.name, &place.id)
    });
    let mut sites: Vec<Vec<&Location>> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for place in places {
        match place.site.as_deref() {
            None => sites.push(vec![place]),
            Some(site) => {
                let at = *known.entry(site).or_insert(sites.len());
                match sites.get_mut(at) {
                    Some(sides) => sides.push(place),
                    None => sites.push(vec![place]),
                }
            }
        }
    }
    sites
}

/// Letters and digits, with hyphens between them: safe as the name of a folder.
pub fn slug(name: &str) -> String {
    const LONGEST: usize = 40;
    let mut slug = String::new();
    for sign in name.chars() {
        if sign.is_ascii_alphanumeric() {
            slug.push(sign.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "pack".to_owned()
    } else {
        slug.to_owned()
    }
}
