//! Turns a draft of a line into the line.

use std::cmp::Ordering;

use crate::location::{Direction, Milepost};
use crate::route::Routes;

use super::build::{Draft, Part};
use super::shared::is_with;
use super::{Along, Line, SharedPart, Stop, Stretch};

/// The line, its miles counted from `base`.
pub(super) fn line<'a>(routes: &'a Routes, draft: Draft<'a>, base: u32) -> Line<'a> {
    let mut stops = draft.stops;
    for stop in &mut stops {
        stop.at = Along(stop.at.0 - base);
    }
    stops.sort_by(Stop::along);
    let stretches = draft.parts.iter().map(|part| Stretch {
        state: part.state,
        from: Along(part.from - base),
        to: Along(part.to() - base),
        first: Milepost::from_hundredths(part.miles.0),
        known: part.known,
        shared: shared_parts(routes, draft.route, part, base),
    });
    Line {
        route: draft.route,
        stretches: stretches.collect(),
        ways: ways(draft.route, &stops),
        stops,
    }
}

/// What of a state's part of a line is another route too.
fn shared_parts<'a>(routes: &'a Routes, route: &str, part: &Part<'_>, base: u32) -> Vec<SharedPart<'a>> {
    let on = |milepost: Milepost| Along(part.at(milepost).min(part.to()) - base);
    let own = routes
        .shared
        .iter()
        .filter(|shared| shared.route == route && shared.state == part.state)
        .map(|shared| (&shared.with, shared.miles));
    let of_other = routes
        .shared
        .iter()
        .filter(|shared| is_with(shared, route, part.state))
        .map(|shared| (&shared.route, shared.with_miles));
    own.chain(of_other)
        .map(|(with, (one, other))| SharedPart {
            with,
            from: on(one.min(other)),
            to: on(one.max(other)),
        })
        .filter(|shared| shared.from < shared.to)
        .collect()
}

/// What the two ways are called: as most places there say, else as even and odd numbers of interstates and US routes do.
fn ways(route: &str, stops: &[Stop<'_>]) -> [Direction; 2] {
    let count = |ways: [Direction; 2]| {
        let says = |stop: &&Stop<'_>| {
            !stop.guest
                && stop
                    .place
                    .direction
                    .is_some_and(|direction| ways.contains(&direction))
        };
        stops.iter().filter(says).count()
    };
    let north = [Direction::North, Direction::South];
    let east = [Direction::East, Direction::West];
    let is_odd = route
        .trim_end_matches(|c: char| !c.is_ascii_digit())
        .ends_with(['1', '3', '5', '7', '9']);
    match count(north).cmp(&count(east)) {
        Ordering::Greater => north,
        Ordering::Less => east,
        Ordering::Equal if is_odd => north,
        Ordering::Equal => east,
    }
}
