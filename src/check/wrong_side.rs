//! `wrong-side`: in right-hand traffic the record of a direction lies on the right of the road.
//!
//! Only a site with a record for each direction can tell, and only where the road's own direction is known from the
//! places before and after it.

use std::collections::BTreeMap;

use super::road::{Road, Stop};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::globe::{self, Coordinate};
use crate::location::Direction;
use crate::phrase::say;

/// Sides nearer to each other than this cannot be told apart, in metres.
const LEAST_APART: f64 = 40.0;

/// The most degrees that a road may turn between the places before and after a site.
const MOST_TURN: f64 = 60.0;

/// The farthest place that tells a road's direction where there is none on the other side, in miles.
const ONE_SIDED_REACH: f64 = 40.0;

/// How many degrees from the right-hand side a record must lie to be on the left without doubt. The two buildings of a
/// site often stand one after the other along the road: in the corridor, where the sides are right, up to 94 degrees.
const CLEARLY_LEFT: f64 = 115.0;

pub(super) fn check(diags: &mut Diagnostics, road: &Road<'_>) {
    let mut sites: BTreeMap<&str, [Option<&Stop<'_>>; 2]> = BTreeMap::new();
    for stop in &road.stops {
        let side = match stop.place.direction {
            Some(Direction::North | Direction::East) => 0,
            Some(Direction::South | Direction::West) => 1,
            Some(Direction::Both) | None => continue,
        };
        if let Some(site) = &stop.place.site {
            sites.entry(site).or_default()[side].get_or_insert(stop);
        }
    }
    for (site, sides) in sites {
        let [Some(onward), Some(back)] = sides else {
            continue;
        };
        if onward.spot.miles_to(back.spot) < globe::metres(LEAST_APART) || !are_swapped(road, onward, back) {
            continue;
        }
        let word = |stop: &Stop<'_>| stop.place.direction.map_or("", Direction::word);
        let message =
            say("the {onward} and {back} sides of `{site}` each lie on the other's side of the road")
                .with("onward", word(onward))
                .with("back", word(back))
                .with("site", shown(site));
        diags.push(
            Diagnostic::new(code::WRONG_SIDE, message)
                .at(onward.place.coordinate_span())
                .with(say("the other side"), back.place.coordinate_span())
                .hint(say("swap their coordinates, or their directions")),
        );
    }
}

/// Whether the side of travel onward, where mileposts grow, clearly lies left of the other.
fn are_swapped(road: &Road<'_>, onward: &Stop<'_>, back: &Stop<'_>) -> bool {
    let Some((right, left)) = onward.place.coordinate.zip(back.place.coordinate) else {
        return false;
    };
    let Some(heading) = heading(road, onward, back) else {
        return false;
    };
    // Looked at from the other side, it should lie a quarter turn to the right of the way onward.
    globe::between(left.bearing_to(right), heading + 90.0) > CLEARLY_LEFT
}

/// The bearing of the road at a site, in degrees; `None` where it cannot be told.
fn heading(road: &Road<'_>, onward: &Stop<'_>, back: &Stop<'_>) -> Option<f64> {
    let low = onward.miles.min(back.miles) - 0.5;
    let high = onward.miles.max(back.miles) + 0.5;
    let here = onward.place.coordinate?;
    let before = road.stops[..road.stops.partition_point(|stop| stop.miles < low)].last();
    let after = road
        .stops
        .get(road.stops.partition_point(|stop| stop.miles <= high));
    let at = |stop: &Stop<'_>| stop.place.coordinate;
    let near = |other: &Coordinate| here.miles_to(*other) <= ONE_SIDED_REACH;
    match (before.and_then(at), after.and_then(at)) {
        (Some(before), Some(after)) => {
            let turn = globe::between(before.bearing_to(here), here.bearing_to(after));
            (turn <= MOST_TURN).then(|| before.bearing_to(after))
        }
        (Some(before), None) => near(&before).then(|| before.bearing_to(here)),
        (None, Some(after)) => near(&after).then(|| here.bearing_to(after)),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{SOUND, told};
    use crate::campaign;
    use crate::diag::Diagnostics;
    use crate::library::CORRIDOR;
    use crate::route::Routes;
    use crate::source::Source;
    use std::collections::BTreeMap;

    #[test]
    fn swapped_sides_are_told() {
        let swapped = SOUND
            .replace("43.45,-123.309", "43.45,-123.3")
            .replace("43.45,-123.311", "43.45,-123.309")
            .replace("43.45,-123.3\n", "43.45,-123.311\n");
        assert_eq!(
            told(&swapped),
            ["wrong-side `43.45` swap their coordinates, or their directions"]
        );
    }

    #[test]
    fn doubt_is_not_told() {
        // Twenty metres apart, and one behind the other along the road.
        assert!(told(&SOUND.replace("43.45,-123.309", "43.45,-123.3112")).is_empty());
        assert!(told(&SOUND.replace("43.45,-123.309", "43.46,-123.3105")).is_empty());
        // Nothing tells where the road runs.
        assert!(
            told("a,s,A,rest_area,I-5,NB,OR,9,42,-123\nb,s,A,rest_area,I-5,SB,OR,9,42,-122.99\n").is_empty()
        );
    }

    #[test]
    fn swapped_sites_of_the_corridor_are_told() {
        let mut diags = Diagnostics::default();
        let mut places = campaign::read(&mut diags, &Source::new("locations.toml", CORRIDOR)).locations;
        let mut sites: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, place) in places.iter().enumerate() {
            if let Some(site) = place.site.clone().filter(|_| place.coordinate.is_some()) {
                sites.entry(site).or_default().push(at);
            }
        }
        let mut pairs = 0;
        for pair in sites.values().filter(|sides| sides.len() == 2) {
            let (one, other) = (places[pair[0]].coordinate, places[pair[1]].coordinate);
            places[pair[0]].coordinate = other;
            places[pair[1]].coordinate = one;
            pairs += 1;
        }
        super::super::places(&mut diags, &Routes::default(), &places);
        let told = diags
            .iter()
            .filter(|fault| fault.code.name == "wrong-side")
            .count();
        // The others stand one after the other, or too far from any place that tells how the road runs.
        assert!(told >= 18 && pairs == 32, "{told} of {pairs}");
    }

    #[test]
    fn eastward_roads() {
        let road = |eb: &str, wb: &str| {
            format!(
                "a,,A,rest_area,I-84,EB,OR,100,45.5,-120.5\nb,s,B,rest_area,I-84,EB,OR,120,{eb},-120.1\n\
                 c,s,B,rest_area,I-84,WB,OR,120,{wb},-120.1\nd,,D,rest_area,I-84,EB,OR,140,45.5,-119.7\n"
            )
        };
        assert!(told(&road("45.499", "45.501")).is_empty());
        assert_eq!(told(&road("45.501", "45.499")).len(), 1);
    }
}
