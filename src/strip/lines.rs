//! Strips from the lines of a corridor: all of it, or what one pack drives along.

use std::collections::{BTreeMap, BTreeSet};

use super::{Mark, Side, Stretch, Strip};
use crate::corridor::{self, Along, Corridor, Line};
use crate::location::Status;
use crate::pack::Pack;
use crate::phrase::Phrase;

/// Road that is shown beyond the first and the last stop of a pack, in hundredths of a mile.
const BEYOND: u32 = 500;

/// Every line with all its stops. `hangs` are the ids of places with pieces, `work` tells what somebody has to go to a place for.
pub fn of_lines(
    corridor: &Corridor<'_>,
    packs: &[Pack<'_>],
    hangs: &BTreeSet<&str>,
    work: &BTreeMap<&str, Phrase>,
) -> Vec<Strip> {
    let mut pack_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, pack) in packs.iter().enumerate() {
        pack_of.extend(pack.legs.iter().map(|leg| (leg.place.id.as_str(), at)));
    }
    let names = names(corridor);
    let lines = corridor.lines.iter().zip(names);
    lines
        .map(|(line, name)| {
            let mut strip = strip(line, name, Along::default(), line.length());
            let stops = line.stops.iter().filter(|stop| !stop.guest);
            strip.marks = stops
                .map(|stop| {
                    let id = stop.place.id.as_str();
                    Mark {
                        work: work.get(id).cloned(),
                        ..mark(stop, pack_of.get(id).copied(), hangs.contains(id))
                    }
                })
                .collect();
            strip
        })
        .collect()
}

/// The parts of lines that a pack drives along, with its stops alone.
pub fn of_pack(corridor: &Corridor<'_>, pack: &Pack<'_>, number: usize) -> Vec<Strip> {
    let mut visits: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for visit in pack.legs.iter().filter_map(|leg| leg.visit) {
        visits.entry(visit.line).or_default().push(visit.stop);
    }
    let names = names(corridor);
    visits
        .into_iter()
        .map(|(at, stops)| {
            let line = &corridor.lines[at];
            let miles = stops.iter().map(|stop| stop.at.hundredths());
            let first = miles.clone().min().unwrap_or(0).saturating_sub(BEYOND);
            let last = miles.max().unwrap_or(0).saturating_add(BEYOND);
            let last = Along::from_hundredths(last).min(line.length());
            let mut strip = strip(line, names[at].clone(), Along::from_hundredths(first), last);
            strip.marks = stops.iter().map(|stop| mark(stop, Some(number), true)).collect();
            strip
        })
        .collect()
}

/// The route of each line; where a route has several, with its states.
fn names(corridor: &Corridor<'_>) -> Vec<String> {
    let lines = &corridor.lines;
    let name = |line: &Line<'_>| {
        let alike = lines.iter().filter(|other| other.route == line.route).count();
        if alike > 1 {
            line.name()
        } else {
            line.route.to_owned()
        }
    };
    lines.iter().map(name).collect()
}

/// A line from a mile to another, without stops.
fn strip(line: &Line<'_>, route: String, first: Along, last: Along) -> Strip {
    let stretches = line.stretches.iter().filter_map(|stretch| {
        let (from, to) = (stretch.from.max(first), stretch.to.min(last));
        let inside = from < to || (stretch.from == stretch.to && first <= from && from <= last);
        inside.then(|| Stretch {
            state: stretch.state.to_owned(),
            from: from.miles(),
            to: to.miles(),
            first_milepost: stretch.first.miles() + stretch.from.to(from).miles(),
            shared: stretch
                .shared
                .iter()
                .map(|part| (part.from.max(from), part.to.min(to), part.with))
                .filter(|(from, to, _)| from < to)
                .map(|(from, to, with)| (from.miles(), to.miles(), with.to_owned()))
                .collect(),
        })
    });
    Strip {
        route,
        stretches: stretches.collect(),
        marks: Vec::new(),
    }
}

fn mark(stop: &corridor::Stop<'_>, pack: Option<usize>, hangs: bool) -> Mark {
    let place = stop.place;
    Mark {
        id: place.id.clone(),
        name: place.name.clone(),
        along: stop.at.miles(),
        milepost: place.milepost.map(|milepost| milepost.to_string()),
        side: match stop.side {
            corridor::Side::Out => Side::Ahead,
            corridor::Side::Back => Side::Back,
            corridor::Side::Both => Side::Both,
            corridor::Side::Unknown => Side::Unknown,
        },
        pack,
        hangs,
        estimated: stop.estimated,
        closed: place.status == Status::Closed,
        work: None,
    }
}
