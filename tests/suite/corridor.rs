//! The embedded places stand along their roads as their mileposts and coordinates say.

use std::collections::BTreeMap;

use mileposter::campaign;
use mileposter::corridor::{self, Along, Corridor, Leg, Line, Off, Side, Stop, Visit};
use mileposter::diag::Diagnostics;
use mileposter::library::CORRIDOR;
use mileposter::location::Location;
use mileposter::route::{self, Routes};
use mileposter::source::Source;

pub(crate) fn routes() -> Routes {
    let mut diags = Diagnostics::default();
    let text = include_str!("../../data/routes.toml");
    let routes = route::read(&mut diags, &Source::new("routes.toml", text));
    assert!(diags.iter().next().is_none(), "{diags:#?}");
    routes
}

pub(crate) fn places() -> Vec<Location> {
    let mut diags = Diagnostics::default();
    campaign::read(&mut diags, &Source::new("locations.toml", CORRIDOR)).locations
}

/// Neighbours on a line.
fn pairs<'l, 'a>(line: &'l Line<'a>) -> impl Iterator<Item = (&'l Stop<'a>, &'l Stop<'a>)> {
    line.stops.iter().zip(&line.stops[1..])
}

fn hundredths(stop: &Stop<'_>) -> Option<u32> {
    stop.place.milepost.map(|milepost| milepost.hundredths())
}

#[test]
fn three_lines_hold_all_places_that_say_where_they_are() {
    let (routes, places) = (routes(), places());
    let corridor = corridor::of(&routes, &places);
    let lines: Vec<_> = corridor
        .lines
        .iter()
        .map(|line| (line.name(), line.length().to_string(), line.stops.len()))
        .collect();
    // CA 796.52, OR 308.37, WA 276.54; OR 377.36, ID 275.83, UT 119.77; PA 54.88, NY 71.41, CT 97.9, MA 8.21.
    let wanted = [
        ("I-5 CA–WA", "1381.4", 103),
        ("I-84 OR–UT", "773.0", 56),
        ("I-84 PA–MA", "232.4", 18),
    ];
    assert_eq!(
        lines,
        wanted.map(|(name, miles, stops)| (name.to_owned(), miles.to_owned(), stops))
    );
    // Six truck stops have neither a milepost nor coordinates.
    assert!(corridor.off.len() == 6 && corridor.off.iter().all(|(_, off)| *off == Off::NoMilepost));
    assert_eq!(
        lines.iter().map(|(.., stops)| stops).sum::<usize>() + corridor.off.len(),
        places.len()
    );
}

#[test]
fn neighbours_lie_as_far_apart_as_their_mileposts() {
    let (routes, places) = (routes(), places());
    let corridor = corridor::of(&routes, &places);
    let last = |route: &str, state: &str| routes.last(route, state).unwrap().hundredths();
    let mut across = BTreeMap::new();
    for (one, next) in corridor.lines.iter().flat_map(pairs) {
        assert!(one.at <= next.at);
        let (Some(from), Some(to)) = (hundredths(one), hundredths(next)) else {
            continue;
        };
        let (state, next_state) = (&one.place.state, &next.place.state);
        let road = if state == next_state {
            to - from
        } else {
            let (route, state) = (one.place.route.as_ref().unwrap(), state.as_ref().unwrap());
            let road = last(route, state) - from + to;
            across.insert(
                format!("{state}/{}", next_state.as_ref().unwrap()),
                (
                    one.place.id.as_str(),
                    next.place.id.as_str(),
                    f64::from(road) / 100.0,
                ),
            );
            road
        };
        assert_eq!(one.at.to(next.at).hundredths(), road, "{}", next.place.id);
    }
    let wanted = [
        // 796.52 - 786 to the state line and 12 beyond.
        (
            "CA/OR",
            ("ca-i5-both-randolph-e-collier", "or-i5-nb-siskiyou", 22.52),
        ),
        (
            "CT/MA",
            ("ct-i84-wb-willington-rest-area", "ma-i84-eb-mile-1", 13.8),
        ),
        (
            "ID/UT",
            (
                "id-i84-wb-juniper",
                "ut-i84-both-flying-j-travel-center-snowville",
                13.83,
            ),
        ),
        // The last milepost of Oregon that anybody tells is that of the rest area itself.
        ("OR/ID", ("or-i84-wb-ontario", "id-i84-eb-snake-river-view", 1.0)),
        (
            "OR/WA",
            (
                "or-i5-both-jubitz-travel-center-portland",
                "wa-i5-nb-gee-creek",
                12.37,
            ),
        ),
    ];
    assert_eq!(
        across,
        wanted
            .map(|(line, leg)| (line.to_owned(), leg))
            .into_iter()
            .collect()
    );
    // No place of New York has a milepost, so its neighbours are those of the states beside it.
    let east = &corridor.lines[2];
    let stop = |id: &str| east.stops.iter().find(|stop| stop.place.id == id).unwrap();
    let road = stop("pa-i84-eb-mile-53")
        .at
        .to(stop("ct-i84-eb-danbury-rest-area").at);
    assert_eq!(road.hundredths(), 5488 - 5300 + 7141 + 80);
}

/// A road is never shorter than the straight line, but for a mile or two: a milepost stands for a whole exit or a site of two sides.
#[test]
fn no_road_is_shorter_than_the_straight_lines() {
    let (routes, places) = (routes(), places());
    let corridor = corridor::of(&routes, &places);
    for line in &corridor.lines {
        let spots: Vec<_> = line
            .stops
            .iter()
            .filter_map(|stop| Some((stop.at.miles(), stop.place.coordinate?.spot())))
            .collect();
        let (mut straight, mut sides) = (0.0, 0);
        for ((at, spot), (next_at, next)) in spots.iter().zip(&spots[1..]) {
            let step = spot.miles_to(*next);
            assert!(
                step <= (next_at - at) * 1.02 + 2.0,
                "{} at {at}: {step}",
                line.name()
            );
            // The two sides of a site are as far apart across the road.
            sides += usize::from(next_at - at < 1.0);
            straight += step;
        }
        let road = spots.last().unwrap().0 - spots[0].0;
        assert!(
            sides > 0 && straight <= road,
            "{}: {straight} in {road}",
            line.name()
        );
        assert!(road <= straight * 1.25, "{}: {straight} in {road}", line.name());
    }
}

#[test]
fn estimated_places_stand_between_their_neighbours() {
    let (routes, places) = (routes(), places());
    let corridor = corridor::of(&routes, &places);
    let estimated: Vec<_> = corridor
        .lines
        .iter()
        .flat_map(|line| line.stops.iter().map(move |stop| (line, stop)))
        .filter(|(_, stop)| stop.estimated)
        .map(|(line, stop)| {
            (
                stop.place.id.as_str(),
                line.milepost(stop.at).unwrap().1.miles(),
                stop.unsure.miles(),
            )
        })
        .collect();
    assert_eq!(estimated.len(), 4);
    // Exits of New York's I-84 are numbered by mile: these stand past 15, past 19, and past 52 and short of 58.
    for (id, from, to) in [
        ("middletown", 15.0, 19.0),
        ("wallkill", 19.0, 28.0),
        ("stormville", 52.0, 58.0),
        ("fishkill", 52.0, 58.0),
    ] {
        let (_, at, unsure) = estimated.iter().find(|(place, ..)| place.contains(id)).unwrap();
        assert!(
            *unsure <= 8.0 && at + unsure >= from && at - unsure <= to,
            "{id} {at} {unsure}"
        );
    }
    // Places that have a milepost, without it, are found again.
    let mut tried = 0;
    for at in 0..places.len() {
        let mut changed = places.clone();
        let Some(truth) = changed[at].milepost.take() else {
            continue;
        };
        let corridor = corridor::of(&routes, &changed);
        let Some((line, stop)) = corridor.stop(&changed[at]) else {
            continue;
        };
        let (_, found) = corridor.lines[line].milepost(stop.at).unwrap();
        let wrong = (found.miles() - truth.miles()).abs();
        // Two miles more, since a milepost stands for a whole exit, or for both sides of a site.
        assert!(
            wrong <= stop.unsure.miles() + 2.0,
            "{}: {found} for {truth}",
            changed[at].id
        );
        tried += 1;
    }
    assert!(tried > 55, "{tried}");
}

fn tour<'a>(corridor: &Corridor<'a>, places: &'a [Location]) -> Vec<Leg<'a>> {
    corridor::drive(corridor, &places.iter().collect::<Vec<_>>())
}

#[test]
fn a_tour_of_everything_passes_each_road_once_each_way() {
    let (routes, places) = (routes(), places());
    let corridor = corridor::of(&routes, &places);
    let legs = tour(&corridor, &places);
    assert_eq!(legs.len(), places.len());
    for (line, length) in corridor.lines.iter().enumerate() {
        let on: Vec<_> = legs
            .iter()
            .filter_map(|leg| leg.visit)
            .filter(|visit| visit.line == line)
            .collect();
        let (out, back): (Vec<Visit<'_>>, Vec<Visit<'_>>) = on.into_iter().partition(|visit| visit.outward);
        assert!(out.is_sorted_by_key(|visit| visit.stop.at), "{}", length.name());
        assert!(
            back.is_sorted_by_key(|visit| std::cmp::Reverse(visit.stop.at)),
            "{}",
            length.name()
        );
        assert!(out.iter().all(|visit| visit.stop.side != Side::Back));
        assert!(back.iter().all(|visit| visit.stop.side == Side::Back));
    }
    // Both ways along I-5 from its first stop, and along I-84 as far as its last, no piece of road more than that. The tour ends at
    // the southernmost stop of the way back, at the mile of the first.
    let first_tour = legs
        .iter()
        .filter(|leg| leg.visit.is_some_and(|visit| visit.line < 2));
    let road: u32 = first_tour
        .filter_map(|leg| leg.since_last)
        .map(Along::hundredths)
        .sum();
    let reach = |line: usize| corridor.lines[line].stops.last().unwrap().at.hundredths();
    assert_eq!(road, 2 * (reach(0) - 6000) + 2 * reach(1));
}

#[test]
fn two_places_worked_out_by_hand() {
    let (routes, places) = (routes(), places());
    let corridor = corridor::of(&routes, &places);
    let pick = |ids: &[&str]| -> Vec<(String, Option<f64>)> {
        let wanted: Vec<_> = ids
            .iter()
            .map(|id| places.iter().find(|place| place.id == *id).unwrap())
            .collect();
        corridor::drive(&corridor, &wanted)
            .iter()
            .map(|leg| (leg.place.id.clone(), leg.since_last.map(Along::miles)))
            .collect()
    };
    let told = |legs: &[(&str, Option<f64>)]| -> Vec<(String, Option<f64>)> {
        legs.iter().map(|(id, road)| ((*id).to_owned(), *road)).collect()
    };
    // Southern Oregon, from rest areas on both sides of the California line. Northbound: Weed at CA 753, Collier (both sides) at CA 786,
    // 33 miles on; Siskiyou at OR 12, 796.52 - 786 + 12 = 22.52; Manzanita northbound at OR 62.78, 50.78 on. Then round and
    // southbound: Manzanita's other side at the same mile, Suncrest at OR 22.22, 40.56 back, Weed's other side 22.22 + 796.52 - 753 = 65.74.
    assert_eq!(
        pick(&[
            "or-i5-sb-suncrest",
            "ca-i5-sb-weed-airport",
            "or-i5-nb-manzanita",
            "or-i5-sb-manzanita",
            "ca-i5-both-randolph-e-collier",
            "or-i5-nb-siskiyou",
            "ca-i5-nb-weed-airport",
        ]),
        told(&[
            ("ca-i5-nb-weed-airport", None),
            ("ca-i5-both-randolph-e-collier", Some(33.0)),
            ("or-i5-nb-siskiyou", Some(22.52)),
            ("or-i5-nb-manzanita", Some(50.78)),
            ("or-i5-sb-manzanita", Some(0.0)),
            ("or-i5-sb-suncrest", Some(40.56)),
            ("ca-i5-sb-weed-airport", Some(65.74)),
        ])
    );
    // Portland, where I-84 begins at mile 301 of I-5. From French Prairie at 281.63 it is 19.37 miles to the joint and 72.92 on to
    // Memaloose eastbound; its westbound side at the same mile; back 72.92 to the joint, north 6 to Jubitz at 307, over the river
    // 308.37 - 307 + 13 = 14.37 to Gee Creek southbound at WA 13, and 308.37 - 281.63 + 13 = 39.74 to French Prairie southbound.
    assert_eq!(
        pick(&[
            "or-i5-sb-french-prairie",
            "wa-i5-sb-gee-creek",
            "or-i84-wb-memaloose",
            "or-i84-eb-memaloose",
            "or-i5-nb-french-prairie",
            "or-i5-both-jubitz-travel-center-portland",
        ]),
        told(&[
            ("or-i5-nb-french-prairie", None),
            ("or-i84-eb-memaloose", Some(92.29)),
            ("or-i84-wb-memaloose", Some(0.0)),
            ("or-i5-both-jubitz-travel-center-portland", Some(78.92)),
            ("wa-i5-sb-gee-creek", Some(14.37)),
            ("or-i5-sb-french-prairie", Some(39.74)),
        ])
    );
}
