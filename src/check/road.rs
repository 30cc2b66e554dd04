//! The places of one route in one state in the order of their mileposts, and those that do not belong where they say.
//!
//! A road between two places is never shorter than the straight line. Where it seems to be, one of the two
//! has a wrong milepost or wrong coordinates: the one without which the others agree. One slip is told once: as
//! `milepost-order` where the coordinates lie on the road at another mile, else as `coordinate-far`.

use std::collections::{BTreeMap, BinaryHeap};

use crate::globe::Spot;
use crate::location::{Location, Milepost};
use crate::route::Routes;

/// How far a milepost may be from where its place is, in miles: an exit's number stands for the whole exit,
/// ramps lead away, and the two sides of a site can lie more than a mile apart.
const SLACK: f64 = 2.0;

/// How much shorter than its mileposts a road may be: curves are straightened, and the mileposts stay.
const SHORTER: f64 = 1.02;

/// How much longer than the straight line a road may wind; the worst real stretch of the corridor has 1.25.
const LONGER: f64 = 1.6;

/// How many neighbours on each side a place is compared with. More than stand at one exit.
const WINDOW: usize = 8;

/// A place with a milepost and coordinates.
#[derive(Clone, Copy)]
pub(super) struct Stop<'a> {
    pub(super) place: &'a Location,
    pub(super) milepost: Milepost,
    pub(super) miles: f64,
    pub(super) spot: Spot,
}

/// A route in a state.
#[derive(Default)]
pub(super) struct Road<'a> {
    /// Places that agree with each other, by milepost.
    pub(super) stops: Vec<Stop<'a>>,
    /// Places that do not, each with what seems to be wrong.
    pub(super) misfits: Vec<(Stop<'a>, Cause<'a>)>,
    /// Where its mileposts end, if that is known.
    last: Option<Milepost>,
}

/// Why a place does not fit.
pub(super) enum Cause<'a> {
    /// Its coordinates lie on the road at another mile.
    Milepost(Stretch<'a>),
    /// Its coordinates are too far from this neighbour by milepost.
    Coordinate(Stop<'a>),
}

/// Where on a road a place must be, by its coordinates.
pub(super) struct Stretch<'a> {
    /// First and last mile that are possible.
    pub(super) miles: (f64, f64),
    /// The nearest place on the road.
    pub(super) nearest: Stop<'a>,
    /// Whether it lies between two known places, so that the mile is sure.
    pub(super) inside: bool,
}

/// All roads, in order of route and state. A milepost past the end of its route says nothing of where a place is.
pub(super) fn roads<'a>(
    routes: &Routes,
    locations: &'a [Location],
) -> BTreeMap<(&'a str, &'a str), Road<'a>> {
    let mut roads: BTreeMap<(&str, &str), Road<'_>> = BTreeMap::new();
    for place in locations {
        let (Some(route), Some(state)) = (&place.route, &place.state) else {
            continue;
        };
        let (Some(milepost), Some(coordinate)) = (place.milepost, place.coordinate) else {
            continue;
        };
        if super::milepost_range::past_end(routes, place).is_some()
            || super::coordinate_far::is_nowhere(coordinate)
        {
            continue;
        }
        roads.entry((route, state)).or_default().stops.push(Stop {
            place,
            milepost,
            miles: milepost.miles(),
            spot: coordinate.spot(),
        });
    }
    for ((route, state), road) in &mut roads {
        road.last = routes.last(route, state);
        road.stops.sort_by_key(|stop| stop.milepost);
        road.part();
    }
    roads
}

/// By how many miles the straight line is too long for the road between two places; not above 0 where they agree.
fn excess(one: &Stop<'_>, other: &Stop<'_>) -> f64 {
    one.spot.miles_to(other.spot) - (one.miles - other.miles).abs() * SHORTER - SLACK
}

impl<'a> Road<'a> {
    /// Parts the places that agree from those that do not.
    fn part(&mut self) {
        let mut odd = Vec::new();
        // With the odd ones gone others become neighbours; a few rounds settle it.
        for _ in 0..3 {
            let found = odd_ones(&self.stops);
            if found.is_empty() {
                break;
            }
            let mut at = 0;
            self.stops.retain(|stop| {
                let is_odd = found.binary_search(&at).is_ok();
                at += 1;
                if is_odd {
                    odd.push(*stop);
                }
                !is_odd
            });
        }
        self.misfits = odd.into_iter().filter_map(|stop| self.cause(stop)).collect();
    }

    fn cause(&self, stop: Stop<'a>) -> Option<(Stop<'a>, Cause<'a>)> {
        if let Some(stretch) = self.stretch(stop.spot) {
            let slip = super::milepost_range::slip(stop.miles, stretch.miles).is_some();
            if stretch.inside || slip {
                return Some((stop, Cause::Milepost(stretch)));
            }
        }
        let after = self.stops.partition_point(|other| other.miles < stop.miles);
        let beside = [after.checked_sub(1), Some(after)];
        let worst = beside
            .into_iter()
            .filter_map(|at| self.stops.get(at?))
            .max_by(|a, b| excess(&stop, a).total_cmp(&excess(&stop, b)))?;
        Some((stop, Cause::Coordinate(*worst)))
    }

    /// Where on the road some coordinates lie; `None` if beside it.
    pub(super) fn stretch(&self, spot: Spot) -> Option<Stretch<'a>> {
        let nearest = self.stops[self.nearest(spot)?];
        let reach = nearest.spot.miles_to(spot);
        let before = self.stops[..self
            .stops
            .partition_point(|stop| stop.miles < nearest.miles - 0.5)]
            .last();
        let after = self.stops.get(
            self.stops
                .partition_point(|stop| stop.miles <= nearest.miles + 0.5),
        );
        // Both ends keep their distance: the mile is past one and short of the other.
        let between = |low: &Stop<'_>, high: &Stop<'_>| {
            let first = low.miles + low.spot.miles_to(spot) / SHORTER - SLACK;
            let last = high.miles - high.spot.miles_to(spot) / SHORTER + SLACK;
            (first <= last).then_some((first, last))
        };
        let below = before.and_then(|before| between(before, &nearest));
        let above = after.and_then(|after| between(&nearest, after));
        let (miles, inside) = match (below, above) {
            (Some((first, _)), Some((_, last))) => ((first, last), true),
            (Some(miles), None) | (None, Some(miles)) => (miles, true),
            // Past the last known place on either side, and short of the end of the road.
            (None, None) if before.is_none() => {
                let (far, near) = (nearest.miles - reach * LONGER, nearest.miles - reach / SHORTER);
                ((far - SLACK, near + SLACK), false)
            }
            (None, None) if after.is_none() => {
                let (near, far) = (nearest.miles + reach / SHORTER, nearest.miles + reach * LONGER);
                let end = self.last.map_or(f64::MAX, Milepost::miles);
                ((near - SLACK, (far + SLACK).min(end)), false)
            }
            (None, None) => return None,
        };
        Some(Stretch {
            miles,
            nearest,
            inside,
        })
    }

    /// The place nearest to some coordinates: of ever fewer samples along the road, so that a long road costs little.
    fn nearest(&self, spot: Spot) -> Option<usize> {
        const SAMPLES: usize = 64;
        let (mut from, mut to) = (0, self.stops.len());
        loop {
            let step = (to - from).div_ceil(SAMPLES).max(1);
            let best = (from..to).step_by(step).min_by(|a, b| {
                let reach = |at: usize| self.stops[at].spot.miles_to(spot);
                reach(*a).total_cmp(&reach(*b))
            })?;
            if step == 1 {
                return Some(best);
            }
            (from, to) = (best.saturating_sub(step).max(from), (best + step + 1).min(to));
        }
    }
}

/// The fewest places, by the look of it, without which all neighbours agree: always the one that most others
/// speak against. In order of milepost.
fn odd_ones(stops: &[Stop<'_>]) -> Vec<usize> {
    let mut against: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for (at, stop) in stops.iter().enumerate() {
        for (other, neighbour) in stops.iter().enumerate().skip(at + 1).take(WINDOW) {
            let excess = excess(stop, neighbour);
            if excess > 0.0 {
                against.entry(at).or_default().push((other, excess));
                against.entry(other).or_default().push((at, excess));
            }
        }
    }
    // How many speak against a place, and by how many feet in all; of equal ones the later.
    let weight = |open: &BTreeMap<usize, Vec<(usize, f64)>>, at: usize| {
        let against = open.get(&at).filter(|against| !against.is_empty())?;
        let feet: f64 = against.iter().map(|(_, excess)| excess * 5280.0).sum();
        #[expect(clippy::cast_possible_truncation, reason = "a float to an integer saturates")]
        let feet = feet.round() as i64;
        Some((against.len(), feet, at))
    };
    let mut heap: BinaryHeap<_> = against.keys().filter_map(|at| weight(&against, *at)).collect();
    let mut odd = Vec::new();
    while let Some(heaviest) = heap.pop() {
        let at = heaviest.2;
        match weight(&against, at) {
            Some(now) if now == heaviest => {}
            // Some who spoke against it are gone.
            Some(now) => {
                heap.push(now);
                continue;
            }
            None => continue,
        }
        odd.push(at);
        for (other, _) in against.remove(&at).unwrap_or_default() {
            if let Some(left) = against.get_mut(&other) {
                left.retain(|(who, _)| *who != at);
            }
        }
    }
    odd.sort_unstable();
    odd
}
