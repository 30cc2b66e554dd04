//! The places of one route in one state in the order of their mileposts, and those that do not belong where they say.
//!
//! A road between two places is never shorter than the straight line. Where it seems to be, one of the two
//! has a wrong milepost or wrong coordinates: the one without which the others agree. One slip is told once: as
//! `milepost-order` where the coordinates lie on the road at another mile, else as `coordinate-far`.

use std::collections::{BTreeMap, BinaryHeap};

use crate::globe::{self, Spot};
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
        if let Some(stretch) = self.stretch(stop.spot).filter(|_| !self.confirms(&stop)) {
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

    /// Whether another record of the same site has much the same milepost.
    fn confirms(&self, stop: &Stop<'_>) -> bool {
        let near = |apart: f64| {
            self.stops
                .partition_point(|other| other.miles < stop.miles + apart)
        };
        let same = |other: &Stop<'_>| other.place.site == stop.place.site;
        // More records than a site can have are no site.
        const MOST: usize = 200;
        let beside = &self.stops[near(-SLACK)..near(SLACK)];
        stop.place.site.is_some() && beside.len() <= MOST && beside.iter().any(same)
    }

    /// Where on the road some coordinates lie; `None` if beside it.
    pub(super) fn stretch(&self, spot: Spot) -> Option<Stretch<'a>> {
        let nearest = globe::nearest(self.stops.len(), |at| self.stops[at].spot, spot)?;
        let nearest = self.stops[nearest];
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
}

/// The fewest places, by the look of it, without which all neighbours agree: always the one that most others
/// speak against; of two with as many, the one that strains the road more. In order of milepost.
fn odd_ones(stops: &[Stop<'_>]) -> Vec<usize> {
    let mut against: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, stop) in stops.iter().enumerate() {
        for (other, neighbour) in stops.iter().enumerate().skip(at + 1).take(WINDOW) {
            if excess(stop, neighbour) > 0.0 {
                against.entry(at).or_default().push(other);
                against.entry(other).or_default().push(at);
            }
        }
    }
    let strain: BTreeMap<usize, u64> = against.keys().map(|at| (*at, strain(stops, *at))).collect();
    let mut heap: BinaryHeap<_> = against
        .iter()
        .map(|(at, against)| (against.len(), strain[at], *at))
        .collect();
    let mut odd = Vec::new();
    while let Some((count, strain, at)) = heap.pop() {
        let Some(open) = against.get(&at).map(Vec::len).filter(|open| *open > 0) else {
            continue;
        };
        if open < count {
            // Some who spoke against it are gone.
            heap.push((open, strain, at));
            continue;
        }
        odd.push(at);
        for other in against.remove(&at).unwrap_or_default() {
            if let Some(left) = against.get_mut(&other) {
                left.retain(|who| *who != at);
            }
        }
    }
    odd.sort_unstable();
    odd
}

/// How badly a place lies among its neighbours: how much the straight lines differ from the mileposts, squared and
/// summed, in square yards.
fn strain(stops: &[Stop<'_>], at: usize) -> u64 {
    let one = &stops[at];
    let around = &stops[at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(stops.len())];
    let squares = around.iter().map(|other| {
        let yards = (one.spot.miles_to(other.spot) - (one.miles - other.miles).abs()) * 1760.0;
        yards * yards
    });
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a sum of squares, and what is too large saturates"
    )]
    let sum = squares.sum::<f64>() as u64;
    sum
}

#[cfg(test)]
mod tests {
    use crate::campaign;
    use crate::diag::Diagnostics;
    use crate::library::CORRIDOR;
    use crate::location::{Location, Milepost};
    use crate::route;
    use crate::source::Source;

    /// How many slips there were, how many were told, and how often another place was blamed.
    #[derive(Default, Debug)]
    struct Score {
        slips: usize,
        told: usize,
        others: Vec<String>,
    }

    /// Changes each place of the corridor in turn, where it has a milepost and coordinates.
    fn score(change: impl Fn(&mut Location) -> bool) -> Score {
        let mut diags = Diagnostics::default();
        let routes = include_str!("../../data/routes.toml");
        let routes = route::read(&mut diags, &Source::new("routes.toml", routes));
        let corridor = campaign::read(&mut diags, &Source::new("locations.toml", CORRIDOR));
        let mut score = Score::default();
        for at in 0..corridor.locations.len() {
            let mut locations = corridor.locations.clone();
            let place = &mut locations[at];
            if place.milepost.is_none() || place.coordinate.is_none() || !change(place) {
                continue;
            }
            let own = [
                Some(place.span.clone()),
                place.milepost_at.clone(),
                place.coordinate_at.clone(),
            ];
            let mut diags = Diagnostics::default();
            super::super::places(&mut diags, &routes, &locations);
            score.slips += 1;
            score.told += usize::from(diags.iter().any(|fault| own.contains(&fault.span)));
            let others = diags.iter().filter(|fault| !own.contains(&fault.span));
            score.others.extend(others.map(|fault| {
                format!(
                    "{}: {} {}",
                    corridor.locations[at].id,
                    fault.code.name,
                    fault.message.english()
                )
            }));
            let own = diags.iter().filter(|fault| own.contains(&fault.span)).count();
            if own > 1 {
                score.others.push(format!("{} twice", corridor.locations[at].id));
            }
        }
        score
    }

    #[test]
    fn slips_in_the_corridor_are_told_where_they_are() {
        let degree = |place: &mut Location, lat: f64, lon: f64| {
            let coordinate = place.coordinate.as_mut().expect("asked for");
            coordinate.lat += lat;
            coordinate.lon += lon;
            true
        };
        let miles = |place: &mut Location, to: &dyn Fn(f64) -> f64| {
            let miles = place.milepost.expect("asked for").miles();
            let slip = Milepost::parse((to(miles) * 100.0).round() / 100.0);
            place.milepost = slip.ok();
            place
                .milepost
                .is_some_and(|slip| (slip.miles() - miles).abs() > 20.0)
        };
        for (lat, lon) in [(1.0, 0.0), (0.0, -1.0), (0.0, 200.0)] {
            let score = score(|place| degree(place, lat, lon));
            // Of a road with two records nobody can tell which is wrong: Utah, Pennsylvania, Massachusetts.
            assert!(score.slips == 81 && score.told >= 76, "{lat} {lon} {score:#?}");
            assert!(score.others.len() <= 3, "{lat} {lon} {score:#?}");
        }
        let slips: [&dyn Fn(f64) -> f64; 3] = [&|miles| miles / 10.0, &|miles| miles + 30.0, &|miles| {
            miles - 30.0
        }];
        for slip in slips {
            let score = score(|place| miles(place, slip));
            assert!(score.told * 100 >= score.slips * 88, "{score:#?}");
            assert!(score.others.is_empty(), "{score:#?}");
        }
    }
}
