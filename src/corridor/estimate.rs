//! Where a place without a milepost stands, by its coordinates.
//!
//! A road is never shorter than the straight line. So a place between two known ones is at least so far along as it is
//! away from the first, and at most so far as the second leaves it: that bounds its mile, the more closely the straighter the road.

use crate::globe::{self, Spot};

use super::Stop;

/// How much shorter than its mileposts a road may be.
const SHORTER: f64 = 1.02;

/// By how many miles the road between two places may seem shorter than the straight lines, since an exit's number stands for the
/// whole exit.
const SLACK: f64 = 2.0;

/// The most that an estimated mile may be wrong, in miles.
const MOST_UNSURE: f64 = 8.0;

/// A place with a milepost and coordinates.
pub(super) struct Anchor {
    /// Miles along the line.
    miles: f64,
    spot: Spot,
}

/// The places of a line that others are measured by, in order.
pub(super) fn anchors(stops: &[Stop<'_>]) -> Vec<Anchor> {
    let mut anchors: Vec<Anchor> = stops
        .iter()
        .filter(|stop| !stop.guest)
        .filter_map(|stop| {
            Some(Anchor {
                miles: stop.at.miles(),
                spot: stop.place.coordinate?.spot(),
            })
        })
        .collect();
    anchors.sort_by(|a, b| a.miles.total_cmp(&b.miles));
    anchors
}

/// The mile of some coordinates along the line and by how much it may be wrong, in hundredths; `None` where that is too much, or
/// the place is not between two known ones.
pub(super) fn mile(anchors: &[Anchor], spot: Spot) -> Option<(u32, u32)> {
    let nearest = globe::nearest(anchors.len(), |at| anchors[at].spot, spot)?;
    let here = anchors[nearest].miles;
    // The two sides of a site are one place here: what lies between them is looked for farther out.
    let before = anchors[..=nearest].partition_point(|anchor| anchor.miles < here - SLACK);
    let after = anchors.partition_point(|anchor| anchor.miles <= here + SLACK);
    let pairs = [
        before.checked_sub(1).map(|before| (before, nearest)),
        (after < anchors.len()).then_some((nearest, after)),
    ];
    let pairs = pairs.into_iter().flatten();
    let found = pairs.filter_map(|(low, high)| between(&anchors[low], &anchors[high], spot));
    // Of the two pieces of road the one that it lies closer to.
    let found = found.min_by(|a, b| a.detour.total_cmp(&b.detour))?;
    (found.unsure <= MOST_UNSURE).then(|| (hundredths(found.miles), hundredths(found.unsure)))
}

/// Where a place between two others stands.
struct Found {
    miles: f64,
    /// By how much that may be wrong.
    unsure: f64,
    /// How much longer the way between the two is by this place, in straight lines.
    detour: f64,
}

fn between(low: &Anchor, high: &Anchor, spot: Spot) -> Option<Found> {
    let (from, to) = (low.spot.miles_to(spot), high.spot.miles_to(spot));
    let road = high.miles - low.miles;
    let (straight, chord) = (from + to, low.spot.miles_to(high.spot));
    if straight > road * SHORTER + SLACK || from.max(to) > chord + SLACK {
        return None;
    }
    let (least, most) = (low.miles + from / SHORTER, high.miles - to / SHORTER);
    let share = if straight > 0.0 { from / straight } else { 0.0 };
    let miles = low.miles + road * share;
    Some(Found {
        miles,
        unsure: (miles - least).abs().max((most - miles).abs()),
        detour: straight - chord,
    })
}

fn hundredths(miles: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates, and lines are no longer than some ten thousand miles"
    )]
    let hundredths = (miles * 100.0).round() as u32;
    hundredths
}

#[cfg(test)]
mod tests {
    use super::{Anchor, mile};
    use crate::globe::Coordinate;

    /// Along a meridian, where a degree is 69.093 miles.
    fn anchor(miles: f64, lat: f64) -> Anchor {
        let spot = Coordinate { lat, lon: -123.0 }.spot();
        Anchor { miles, spot }
    }

    #[test]
    fn a_mile_from_coordinates() {
        let road = [
            anchor(0.0, 44.0),
            anchor(70.0, 45.0),
            anchor(71.0, 45.01),
            anchor(160.0, 46.0),
        ];
        let check = |lat, lon, wanted: Option<(u32, u32)>| {
            assert_eq!(mile(&road, Coordinate { lat, lon }.spot()), wanted, "{lat} {lon}");
        };
        // Half way: 34.55 of 69.09 straight miles, 35 of 70 by road.
        check(44.5, -123.0, Some((3500, 113)));
        check(44.01, -123.0, Some((70, 224)));
        // Twenty miles beside the road: more than it can be long.
        check(44.5, -123.4, None);
        // The road to the north winds: its mile may be 11 miles off in the middle, 8 at most near its ends.
        check(45.5, -123.0, None);
        // Past the last known place nothing bounds the mile.
        check(46.1, -123.0, None);
        check(43.9, -123.0, None);
        assert_eq!(
            mile(
                &road[..1],
                Coordinate {
                    lat: 44.0,
                    lon: -123.0
                }
                .spot()
            ),
            None
        );
    }
}
