//! Which local services stand on which sheet: those of a county, those along the road around a place, or all of a list.
//!
//! What was not checked for a year is old, and for fifteen months gone: a wrong number on a sheet costs the one call that somebody dares to make.

use std::collections::HashMap;

use crate::code;
use crate::corridor::{Corridor, Stop};
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics};
use crate::globe::Coordinate;
use crate::location::Location;
use crate::phrase::say;
use crate::service::{County, Kind, Sealed, Service, Services};

/// Days after which a service is called old: the directory of the national line is verified again every year.
const OLD_AFTER: i32 = 365;

/// Days after which it is left out.
const GONE_AFTER: i32 = 455;

/// The most ids that a fault names.
const MOST_NAMED: usize = 6;

/// How far from the road a service may be to be on it, in miles.
const BESIDE: f64 = 15.0;

/// The services that are young enough to be told, those that are old among them; what is old or gone is reported. `checked` is the day on
/// which somebody checked all that have no day of their own.
pub fn current<'a>(
    diags: &mut Diagnostics,
    services: &'a Services,
    today: Date,
    checked: Option<Date>,
) -> Vec<&'a Service> {
    let (mut listed, mut old) = (Vec::new(), Vec::new());
    let (mut gone, mut undated) = (Vec::new(), Vec::new());
    for service in &services.listed {
        let Some(day) = service.verified_on.or(checked) else {
            undated.push(service);
            continue;
        };
        match today.days_since(day) {
            days if days > GONE_AFTER => gone.push(service),
            days => {
                listed.push(service);
                if days > OLD_AFTER {
                    old.push(service);
                }
            }
        }
    }
    let ids = |found: &[&Service]| named(&services.sealed, found);
    let told = [
        (
            &old,
            say("{count} services were last checked more than a year ago: {ids}")
                .with("count", old.len())
                .with("ids", ids(&old)),
            say("call each and write the day under `verified_on`; three months from then they are left out"),
        ),
        (
            &gone,
            say("{count} services are left out, since nobody checked them for fifteen months: {ids}")
                .with("count", gone.len())
                .with("ids", ids(&gone)),
            say("call each and write the day under `verified_on`"),
        ),
        (
            &undated,
            say("{count} services are left out, since no day tells when they were checked: {ids}")
                .with("count", undated.len())
                .with("ids", ids(&undated)),
            say(
                "call each and write the day under `verified_on`; where somebody checked them all on one day, name it by `--verified-on`",
            ),
        ),
    ];
    for (found, message, cure) in told {
        if let Some(first) = found.first() {
            diags.push(
                Diagnostic::new(code::SERVICE_OLD, message)
                    .at(&first.span)
                    .hint(cure),
            );
        }
    }
    listed
}

/// Some ids, and whether there are more. An id is made of a name, which may hold what must not be told.
fn named(sealed: &Sealed, services: &[&Service]) -> String {
    let ids = services.iter().map(|service| service.id.as_str());
    let mut ids: Vec<&str> = ids.filter(|id| !sealed.finds(id)).take(MOST_NAMED).collect();
    if services.len() > MOST_NAMED {
        ids.push("…");
    }
    ids.join(", ")
}

/// The services for a county, the nearest help first: those of the county, of its state, of the whole country, each by what they are for.
pub fn in_county<'a>(services: &[&'a Service], county: &County) -> Vec<&'a Service> {
    ordered(services.iter().filter_map(|service| {
        let reach = reach(service, county)?;
        Some((reach, *service))
    }))
}

/// How far a service reaches beyond a county that it serves: not, over its state, over the country.
fn reach(service: &Service, county: &County) -> Option<u32> {
    if service.counties.iter().any(|known| known.is(county)) {
        Some(0)
    } else if service.states.contains(&county.state) {
        Some(1)
    } else {
        service.nationwide.then_some(2)
    }
}

/// All services, by what they are for.
pub fn all<'a>(services: &[&'a Service]) -> Vec<&'a Service> {
    ordered(services.iter().map(|service| (0, *service)))
}

/// The services that are so many miles of road or less from a place: by their coordinates where these are public, else by their counties.
/// A service stands on the road where the known place next to it does. State-wide and nation-wide ones come last.
pub fn along<'a>(
    services: &[&'a Service],
    corridor: &Corridor<'_>,
    place: &Location,
    within: f64,
) -> Vec<&'a Service> {
    let road = Road::from(corridor, place);
    let own = county_of(place);
    ordered(services.iter().filter_map(|service| {
        let point = service.place.as_ref().and_then(|place| place.point);
        let miles = match point {
            Some(point) => road.miles_to(point),
            None => service
                .counties
                .iter()
                .filter_map(|county| road.counties.get(&county.key()).copied())
                .min_by(f64::total_cmp),
        };
        let near = miles.filter(|miles| *miles <= within);
        let wide = || {
            own.as_ref()
                .and_then(|own| reach(service, own))
                .filter(|reach| *reach > 0)
        };
        let rank = match near {
            Some(_) => 0,
            None => wide()?,
        };
        Some((rank, *service))
    }))
}

/// The places on a line, with their miles of road from one of them.
struct Road {
    places: Vec<(f64, Coordinate)>,
    /// Miles to the first place in each county.
    counties: HashMap<(String, String), f64>,
}

impl Road {
    fn from(corridor: &Corridor<'_>, place: &Location) -> Self {
        let stop = corridor.stop(place);
        let stops: &[Stop<'_>] = stop.map_or(&[], |(line, _)| corridor.lines[line].stops.as_slice());
        let home = stop.map(|(_, stop)| stop.at);
        let mut road = Self {
            places: Vec::new(),
            counties: HashMap::new(),
        };
        // A place on no line is known alone.
        let alone = std::iter::once((0.0, place));
        let others = stops
            .iter()
            .filter_map(|stop| Some((home?.to(stop.at).miles(), stop.place)));
        for (miles, place) in alone.chain(others) {
            road.places.extend(place.coordinate.map(|point| (miles, point)));
            if let Some(county) = county_of(place) {
                let known = road.counties.entry(county.key()).or_insert(miles);
                *known = known.min(miles);
            }
        }
        road
    }

    /// By road to a known place, and from there as the crow flies; nothing where it is far from the road.
    fn miles_to(&self, point: Coordinate) -> Option<f64> {
        let ways = self
            .places
            .iter()
            .map(|(miles, place)| (*miles, place.miles_to(point)));
        let near = ways
            .filter(|(_, aside)| *aside <= BESIDE)
            .map(|(miles, aside)| miles + aside);
        near.min_by(f64::total_cmp)
    }
}

/// The county that a place lies in.
pub fn county_of(place: &Location) -> Option<County> {
    County::named(place.state.as_deref()?, place.county.as_deref()?)
}

/// By what they are for, then how far they reach, then their names.
fn ordered<'a>(services: impl Iterator<Item = (u32, &'a Service)>) -> Vec<&'a Service> {
    let mut ranked: Vec<(u32, &Service)> = services.collect();
    ranked.sort_by(|one, other| {
        let key = |(reach, service): &(u32, &'a Service)| {
            (
                order(service.kind),
                *reach,
                service.name.as_str(),
                service.id.as_str(),
            )
        };
        key(one).cmp(&key(other))
    });
    ranked.into_iter().map(|(_, service)| service).collect()
}

/// Where a kind stands on a sheet: what is needed first comes first.
fn order(kind: Kind) -> usize {
    Kind::ALL
        .iter()
        .position(|(_, known)| *known == kind)
        .unwrap_or(usize::MAX)
}
