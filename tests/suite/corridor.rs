//! The embedded places stand along their roads as their mileposts and coordinates say.

use std::collections::{BTreeMap, BTreeSet};

use mileposter::campaign;
use mileposter::choice;
use mileposter::corridor::{self, Along, Corridor, Leg, Line, Off, Side, Stop, Visit};
use mileposter::coverage::{self, Longest, Pieces};
use mileposter::diag::Diagnostics;
use mileposter::library::CORRIDOR;
use mileposter::locale::Locale;
use mileposter::location::Location;
use mileposter::route::{self, Routes};
use mileposter::source::Source;
use mileposter::table;
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};
use proptest::{collection, option, sample};

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

#[test]
fn the_longest_ways_without_a_piece_of_the_embedded_places() {
    let (routes, places) = (routes(), places());
    let corridor = corridor::of(&routes, &places);
    let english = Locale::english();
    let pieces: Pieces<'_> = places
        .iter()
        .map(|place| (place.id.as_str(), BTreeSet::from([&english])))
        .collect();
    let coverage = coverage::of(&corridor, &pieces, coverage::AHEAD);
    let told: Vec<_> = coverage
        .ways
        .iter()
        .map(|way| {
            (
                way.name.as_str(),
                way.direction.word(),
                way.gap.unwrap().length().miles(),
            )
        })
        .collect();
    // I-5: Castaic at CA 176 is the next after Aliso Creek at 60. I-84 west: Troutdale at 17 and Memaloose at 72.92 eastbound (Koberg
    // Beach at 66 is westbound alone), Wasco at 104 and Boardman at 159 westbound. I-84 east: Southington at CT 41.5 and
    // Willington at 84.6 eastbound; westbound from Willington at 85.1 to Stormville in New York, which has no milepost.
    let unposted = corridor.lines[2]
        .stops
        .iter()
        .find(|stop| stop.place.id.contains("stormville"))
        .unwrap();
    let willington = f64::from(5488 + 7141 + 8510) / 100.0;
    let wanted = [
        ("I-5 CA–WA", "NB", 116.0),
        ("I-5 CA–WA", "SB", 116.0),
        ("I-84 OR–UT", "EB", 55.92),
        ("I-84 OR–UT", "WB", 55.0),
        ("I-84 PA–MA", "EB", 43.1),
        (
            "I-84 PA–MA",
            "WB",
            ((willington - unposted.at.miles()) * 100.0).round() / 100.0,
        ),
    ];
    assert_eq!(told, wanted);
}

#[test]
fn twenty_of_the_embedded_places() {
    let (routes, places) = (routes(), places());
    let corridor = corridor::of(&routes, &places);
    let all: BTreeSet<&str> = places.iter().map(|place| place.id.as_str()).collect();
    let longest = |budget: usize| {
        let choice = choice::choose(&corridor, &all, &BTreeSet::new(), budget);
        assert_eq!(choice.chosen.len(), budget.min(places.len()));
        choice.after.unwrap().gap.length().hundredths()
    };
    let by_budget: Vec<u32> = [0, 3, 10, 20, 40, 183, 500].map(longest).to_vec();
    assert!(by_budget.is_sorted_by(|a, b| a >= b), "{by_budget:?}");
    // Nothing at all, twenty, and everything; the stops at CA 60 and CA 176 bound what can be had.
    assert_eq!(
        [by_budget[0], by_budget[3], by_budget[5]],
        [138_143, 14_600, 11_600]
    );
    // What hangs already costs nothing: with those twenty in place, twenty more come on top.
    let twenty = choice::choose(&corridor, &all, &BTreeSet::new(), 20);
    let fixed: BTreeSet<&str> = twenty.chosen.iter().map(|place| place.id.as_str()).collect();
    let more = choice::choose(&corridor, &all, &fixed, 20);
    assert!(more.chosen.iter().all(|place| !fixed.contains(place.id.as_str())));
    assert_eq!(more.before.unwrap().gap.length().hundredths(), 14_600);
    assert_eq!(more.chosen.len(), 20);
}

/// Places with any mileposts, on roads that are known, unknown, shared or joined.
fn any_places() -> impl Strategy<Value = Vec<Location>> {
    let road = sample::select(vec![
        ("I-5", "OR"),
        ("I-5", "WA"),
        ("I-84", "OR"),
        ("I-84", "UT"),
        ("I-15", "UT"),
        ("US-97", "OR"),
        ("", "OR"),
    ]);
    let side = sample::select(vec!["NB", "SB", "both", "EB", "WB", ""]);
    let mile = option::of(0..40_000_u32);
    let spot = option::of((4200..4700_u32, 11_000..12_400_u32));
    collection::vec((road, side, mile, spot), 0..40).prop_map(|places| {
        let rows = places
            .into_iter()
            .enumerate()
            .map(|(nth, ((route, state), side, mile, spot))| {
                let mile = mile
                    .map(|mile| format!("{}.{:02}", mile / 100, mile % 100))
                    .unwrap_or_default();
                let spot = spot.map_or_else(
                    || ",".to_owned(),
                    |(lat, lon)| format!("{}.{:02},-{}.{:02}", lat / 100, lat % 100, lon / 100, lon % 100),
                );
                format!("p{nth},bar,Bar,{route},{side},{state},{mile},{spot}\n")
            });
        let text = format!(
            "id,kind,name,route,direction,state,milepost,lat,lon\n{}",
            rows.collect::<String>()
        );
        table::read(&mut Diagnostics::default(), &Source::new("places.csv", text))
    })
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_drive_comes_to_each_place_once(places in any_places()) {
        let routes = routes();
        let corridor = corridor::of(&routes, &places);
        let at_home = corridor.lines.iter().flat_map(|line| &line.stops).filter(|stop| !stop.guest).count();
        prop_assert_eq!(at_home + corridor.off.len(), places.len());
        let legs = tour(&corridor, &places);
        let ids: BTreeSet<&str> = legs.iter().map(|leg| leg.place.id.as_str()).collect();
        prop_assert_eq!((legs.len(), ids.len()), (places.len(), places.len()));
        let (on, off): (Vec<&Leg<'_>>, Vec<&Leg<'_>>) = legs.iter().partition(|leg| leg.visit.is_some());
        prop_assert!(off.iter().all(|leg| leg.since_last.is_none()));
        for leg in &on {
            let visit = leg.visit.unwrap();
            prop_assert!(visit.stop.at <= corridor.lines[visit.line].length());
            prop_assert_eq!(visit.outward, visit.stop.side != Side::Back);
        }
        for line in &corridor.lines {
            prop_assert!(line.stops.is_sorted_by_key(|stop| stop.at));
            let ends = line.stretches.iter().zip(&line.stretches[1..]);
            prop_assert!(ends.into_iter().all(|(one, next)| one.to == next.from));
        }
    }

    #[test]
    fn a_choice_never_lengthens_a_gap(places in any_places(), budget in 0..20_usize) {
        let routes = routes();
        let corridor = corridor::of(&routes, &places);
        let all: BTreeSet<&str> = places.iter().map(|place| place.id.as_str()).collect();
        let choice = choice::choose(&corridor, &all, &BTreeSet::new(), budget);
        let miles = |longest: Option<Longest<'_>>| longest.map_or(0.0, |longest| longest.gap.length().miles());
        prop_assert!(miles(choice.with_all) <= miles(choice.after) && miles(choice.after) <= miles(choice.before));
        prop_assert_eq!(choice.chosen.len(), budget.min(places.len()));
        let shares = coverage::of(&corridor, &Pieces::new(), coverage::AHEAD);
        prop_assert!(shares.ways.iter().all(|way| way.all.miles.part == 0));
    }
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
