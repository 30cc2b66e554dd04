//! Which stops to take when there are not enough hands for all: those that make the longest gap as short as it can be.
//!
//! The length of the longest gap is found by bisection: for each, the fewest stops are counted that leave no longer one, line by
//! line, exactly (`choice/road.rs`). A gap between neighbours that are both taken, with nothing between them, nobody can shorten; it does not
//! keep others from being shortened.

mod fill;
mod road;

use std::collections::BTreeSet;

use crate::corridor::{self, Corridor, Line, Stop};
use crate::coverage::{self, Longest};
use crate::location::Location;

use road::{Road, Spot};

/// The stops that were chosen, and what that does to the longest gap.
#[derive(Debug)]
pub struct Choice<'a> {
    /// Line by line, by mile; places on no line last.
    pub chosen: Vec<&'a Location>,
    /// The longest gap without them.
    pub before: Option<Longest<'a>>,
    /// The longest gap with them.
    pub after: Option<Longest<'a>>,
    /// The longest gap if all candidates were chosen: no choice does better.
    pub with_all: Option<Longest<'a>>,
}

/// Chooses at most `budget` of the candidates so that the longest gap over all lines and directions is as short as it can be.
///
/// Both are ids. `fixed` places have pieces already and cost nothing. What the best gap leaves of the budget shortens the longest gaps that are
/// left, and then goes to further candidates in order. A candidate counts on the line where it is at home.
pub fn choose<'a>(
    corridor: &Corridor<'a>,
    candidates: &BTreeSet<&str>,
    fixed: &BTreeSet<&str>,
    budget: usize,
) -> Choice<'a> {
    let is_fixed = |place: &Location| fixed.contains(place.id.as_str());
    let is_open = |place: &Location| candidates.contains(place.id.as_str()) && !is_fixed(place);
    let stops: Vec<Vec<&Stop<'a>>> = corridor
        .lines
        .iter()
        .map(|line| {
            let stops = line.stops.iter();
            stops
                .filter(|stop| is_fixed(stop.place) || is_open(stop.place) && !stop.guest)
                .collect()
        })
        .collect();
    let roads: Vec<(u32, Vec<Spot>)> = corridor
        .lines
        .iter()
        .zip(&stops)
        .map(|(line, stops)| (line.length().hundredths(), spots(line, stops, &is_fixed)))
        .collect();
    let picks = pick(&roads, budget);
    let picked = picks
        .iter()
        .zip(&stops)
        .flat_map(|(picks, stops)| picks.iter().map(|pick| stops[*pick].place));
    let mut ids: BTreeSet<&str> = picked.map(|place| place.id.as_str()).collect();
    let on_lines = corridor.lines.iter().flat_map(|line| &line.stops);
    let mut off: Vec<&'a Location> = corridor.off.iter().map(|(place, _)| *place).collect();
    off.sort_by(|a, b| corridor::by_county(a, b));
    let all = on_lines
        .filter(|stop| !stop.guest)
        .map(|stop| stop.place)
        .chain(off);
    let open: Vec<&'a Location> = all.filter(|place| is_open(place)).collect();
    for place in &open {
        if ids.len() >= budget {
            break;
        }
        ids.insert(&place.id);
    }
    let chosen: Vec<&'a Location> = open
        .into_iter()
        .filter(|place| ids.contains(place.id.as_str()))
        .collect();
    let taken = |stop: &Stop<'a>| is_fixed(stop.place) || ids.contains(stop.place.id.as_str());
    Choice {
        before: coverage::longest(corridor, &|stop| is_fixed(stop.place)),
        after: coverage::longest(corridor, &taken),
        with_all: coverage::longest(corridor, &|stop| is_fixed(stop.place) || is_open(stop.place)),
        chosen,
    }
}

fn spots(line: &Line<'_>, stops: &[&Stop<'_>], is_fixed: &dyn Fn(&Location) -> bool) -> Vec<Spot> {
    let spot = |stop: &&Stop<'_>| Spot {
        at: stop.at.min(line.length()).hundredths(),
        serves: [stop.side.serves(true), stop.side.serves(false)],
        fixed: is_fixed(stop.place),
    };
    stops.iter().map(spot).collect()
}

/// Stops of each road by number, at most so many: as few as leave the shortest longest gap, and others while there is a gap to shorten.
fn pick(roads: &[(u32, Vec<Spot>)], budget: usize) -> Vec<Vec<usize>> {
    let made: Vec<Road> = roads
        .iter()
        .map(|(length, spots)| Road::new(*length, spots))
        .collect();
    let fewest = |gap: u32| -> Option<Vec<Vec<usize>>> {
        let mut left = budget;
        let picks = made.iter().map(|road| {
            let picks = road.fewest(gap, left)?;
            left -= picks.len();
            Some(picks)
        });
        picks.collect()
    };
    // No gap is longer than the longest road, and that takes no stop.
    let (mut short, mut long) = (0, roads.iter().map(|(length, _)| *length).max().unwrap_or(0));
    let mut best = vec![Vec::new(); roads.len()];
    while short < long {
        let gap = short + (long - short) / 2;
        match fewest(gap) {
            Some(picks) => (long, best) = (gap, picks),
            None => short = gap + 1,
        }
    }
    let left = budget - best.iter().map(Vec::len).sum::<usize>();
    fill::fill(roads, &mut best, left);
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
    use proptest::{collection, option};

    use super::pick;
    use super::road::{Road, Spot};

    /// What is wanted of a choice: the longest gap that could be shortened, then the longest of all.
    fn longest(length: u32, spots: &[Spot], chosen: &[usize]) -> (u32, u32) {
        let (mut open, mut all) = (0, 0);
        for way in [0, 1] {
            let miles = |is_taken: &dyn Fn(usize) -> bool| {
                let mut miles = vec![0, length];
                let stops = spots.iter().enumerate();
                let taken = stops.filter(|(nth, spot)| spot.serves[way] && is_taken(*nth));
                miles.extend(taken.map(|(_, spot)| spot.at));
                miles.sort_unstable();
                miles
            };
            let at_all = miles(&|_| true);
            let taken = miles(&|nth| spots[nth].fixed || chosen.contains(&nth));
            for (from, to) in taken.iter().zip(&taken[1..]) {
                all = all.max(to - from);
                if at_all.iter().any(|at| (from + 1..*to).contains(at)) {
                    open = open.max(to - from);
                }
            }
        }
        (open, all)
    }

    /// All ways to choose among the open stops of all roads, each as the stops of each road.
    fn choices(roads: &[(u32, Vec<Spot>)]) -> Vec<Vec<Vec<usize>>> {
        let open: Vec<(usize, usize)> = roads
            .iter()
            .enumerate()
            .flat_map(|(road, (_, spots))| {
                let open = (0..spots.len()).filter(|nth| !spots[*nth].fixed);
                open.map(move |nth| (road, nth)).collect::<Vec<_>>()
            })
            .collect();
        (0..1_u32 << open.len())
            .map(|bits| {
                let mut chosen = vec![Vec::new(); roads.len()];
                for (at, (road, nth)) in open.iter().enumerate() {
                    if bits >> at & 1 == 1 {
                        chosen[*road].push(*nth);
                    }
                }
                chosen
            })
            .collect()
    }

    fn road(most: usize) -> impl Strategy<Value = (u32, Vec<Spot>)> {
        let spot = (0..40_u32, option::weighted(0.7, any::<bool>()), any::<u8>());
        (1..40_u32, collection::vec(spot, 0..=most)).prop_map(|(length, spots)| {
            let spots = spots.into_iter().map(|(at, way, fixed)| Spot {
                at: at.min(length),
                serves: [way != Some(false), way != Some(true)],
                fixed: fixed < 40,
            });
            (length, spots.collect())
        })
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config {
            cases: 3000, failure_persistence: None, ..Default::default()
        })]

        #[test]
        fn no_choice_of_as_many_stops_is_better(
            roads in collection::vec(road(5), 1..=3),
            budget in 0..8_usize,
        ) {
            let picks = pick(&roads, budget);
            let result = |chosen: &[Vec<usize>]| {
                let each = roads.iter().zip(chosen).map(|((length, spots), chosen)| longest(*length, spots, chosen));
                each.fold((0, 0), |(open, all), (one, other)| (open.max(one), all.max(other)))
            };
            let count = |chosen: &[Vec<usize>]| chosen.iter().map(Vec::len).sum::<usize>();
            let allowed: Vec<_> = choices(&roads).into_iter().filter(|chosen| count(chosen) <= budget).collect();
            let open = allowed.iter().map(|chosen| result(chosen).0).min();
            let all = allowed.iter().map(|chosen| result(chosen).1).min();
            prop_assert!(count(&picks) <= budget);
            prop_assert_eq!((Some(result(&picks).0), Some(result(&picks).1)), (open, all), "{:?}", picks);
        }

        #[test]
        fn the_fewest_stops_for_a_gap((length, spots) in road(10), gap in 0..40_u32) {
            let roads = [(length, spots)];
            let enough = choices(&roads).into_iter().map(|mut chosen| chosen.remove(0));
            let enough = enough.filter(|chosen| longest(length, &roads[0].1, chosen).0 <= gap);
            let fewest = enough.map(|chosen| chosen.len()).min();
            let found = Road::new(length, &roads[0].1).fewest(gap, 10);
            prop_assert_eq!(found.as_ref().map(Vec::len), fewest);
            let found = found.unwrap_or_default();
            prop_assert!(longest(length, &roads[0].1, &found).0 <= gap);
            prop_assert!(found.iter().all(|nth| !roads[0].1[*nth].fixed));
            let most = found.len().checked_sub(1);
            prop_assert!(most.is_none_or(|most| Road::new(length, &roads[0].1).fewest(gap, most).is_none()));
        }
    }

    /// Stops as `>10` for a way out, `<10` for the way back, `=10` for both, with `!` what is there already.
    fn spots(text: &str) -> Vec<Spot> {
        let spot = |word: &str| {
            let (sign, at) = word.trim_end_matches('!').split_at(1);
            Spot {
                at: at.parse().expect("a mile"),
                serves: [sign != "<", sign != ">"],
                fixed: word.ends_with('!'),
            }
        };
        text.split_whitespace().map(spot).collect()
    }

    #[test]
    fn choices_that_can_be_followed_by_eye() {
        let check = |budget, length, text: &str, wanted: &[usize]| {
            let mut picks = pick(&[(length, spots(text))], budget).remove(0);
            picks.sort_unstable();
            assert_eq!(picks, wanted, "{budget} of {text}");
        };
        // One stop for both ways is better than one for either.
        check(1, 100, ">50 <50 =45", &[2]);
        check(2, 100, ">50 <50 =45", &[0, 1]);
        check(0, 100, "=50", &[]);
        // What is there already is made use of.
        check(1, 100, "=30! =50 =60", &[2]);
        // Nothing shortens the first 60 miles but the stop at 60; the second stop goes where there is something to shorten.
        check(2, 100, "=60 =70 =80", &[0, 2]);
        // Three at one exit are as good as one; the rest of the budget has nothing to shorten.
        check(3, 100, "=50 =50 =50", &[0]);
    }

    #[test]
    fn a_budget_is_shared_between_roads() {
        let roads = [(100, spots("=25 =50 =75")), (60, spots("=30"))];
        assert_eq!(pick(&roads, 1), [vec![1], vec![]]);
        assert_eq!(pick(&roads, 2), [vec![1], vec![0]]);
        // Both halves of the first road are longer than those of the second.
        assert_eq!(pick(&roads, 3), [vec![1, 2], vec![0]]);
    }
}
