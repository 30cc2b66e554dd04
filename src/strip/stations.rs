//! What stands along a road, from its southern or western end: stops, mileposts at round numbers, state lines.

use super::{Side, Strip};

/// The most mileposts of a map: a road that is as long as only a slip of the pen makes it.
const MOST_MILEPOSTS: u32 = 2_000;

/// Distances between mileposts, in miles.
const STEPS: [f64; 8] = [5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0];

/// What stands so near the line of two states may belong to either, in miles.
const AT_A_LINE: f64 = 0.05;

/// A place along the road.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Station {
    /// Miles along the line.
    pub(super) along: f64,
    /// What is there.
    pub(super) what: What,
}

/// What is at a place along the road.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// The line between two states, or an end of the road: the state below it and the one above.
    Line(Option<String>, Option<String>),
    /// A milepost at a round number.
    Milepost(f64),
    /// Stops, as places among the marks of the strip.
    Stops(Vec<usize>),
    /// The middle of a stretch that is shared with another route.
    Shared(String),
}

/// Stations in order, with mileposts not closer than a distance in miles.
pub(super) fn along(strip: &Strip, closest: f64) -> Vec<Station> {
    let mut stations = lines(strip);
    stations.extend(mileposts(strip, closest));
    for stretch in &strip.stretches {
        stations.extend(stretch.shared.iter().map(|(from, to, route)| Station {
            along: (from + to) / 2.0,
            what: What::Shared(route.clone()),
        }));
    }
    stations.extend(stops(strip));
    stations.retain(|station| station.along.is_finite());
    // Sorting keeps the order of those at one place: lines, mileposts, stops.
    stations.sort_by(|a, b| a.along.total_cmp(&b.along));
    for at in 1..stations.len() {
        let (line, stop) = (&stations[at - 1], &stations[at]);
        if matches!(line.what, What::Line(..)) && is_below_line(strip, stop, line.along) {
            stations.swap(at - 1, at);
        }
    }
    stations
}

/// Whether stops stand right at the end of a state and count by its mileposts.
fn is_below_line(strip: &Strip, station: &Station, line: f64) -> bool {
    let What::Stops(stops) = &station.what else {
        return false;
    };
    station.along - line < AT_A_LINE && stops.iter().all(|at| counts_by_state_below(strip, *at, line))
}

fn counts_by_state_below(strip: &Strip, at: usize, line: f64) -> bool {
    let is_here = |end: f64| (end - line).abs() < AT_A_LINE;
    let below = strip.stretches.iter().find(|stretch| is_here(stretch.to));
    let above = strip.stretches.iter().find(|stretch| is_here(stretch.from));
    let milepost = strip.marks[at]
        .milepost
        .as_ref()
        .and_then(|text| text.parse::<f64>().ok());
    let (Some(below), Some(milepost)) = (below, milepost) else {
        return false;
    };
    let last = below.first_milepost + below.to - below.from;
    above.is_none_or(|above| (milepost - last).abs() < (milepost - above.first_milepost).abs())
}

fn lines(strip: &Strip) -> Vec<Station> {
    let mut lines = Vec::new();
    let mut before: Option<&str> = None;
    for stretch in &strip.stretches {
        lines.push(Station {
            along: stretch.from,
            what: What::Line(before.map(str::to_owned), Some(stretch.state.clone())),
        });
        before = Some(&stretch.state);
    }
    if let Some(last) = strip.stretches.last() {
        lines.push(Station {
            along: last.to,
            what: What::Line(before.map(str::to_owned), None),
        });
    }
    lines
}

fn mileposts(strip: &Strip, closest: f64) -> Vec<Station> {
    let miles: f64 = strip
        .stretches
        .iter()
        .map(|stretch| stretch.to - stretch.from)
        .sum();
    let closest = closest.max(miles / f64::from(MOST_MILEPOSTS));
    let step = STEPS
        .into_iter()
        .find(|step| *step >= closest)
        .unwrap_or(closest.ceil());
    let mut mileposts = Vec::new();
    for stretch in &strip.stretches {
        let last = stretch.first_milepost + (stretch.to - stretch.from);
        // A number right at a state line would be read as that of the other state.
        let clear = step / 3.0;
        let first = ((stretch.first_milepost + clear) / step).ceil() * step;
        let round = (0..MOST_MILEPOSTS).map(|at| first + f64::from(at) * step);
        let round = round.take_while(|milepost| *milepost < last - clear);
        mileposts.extend(round.map(|milepost| Station {
            along: stretch.from + milepost - stretch.first_milepost,
            what: What::Milepost(milepost),
        }));
    }
    mileposts
}

/// Stops at the same place stand together: those of both directions first, since they are on the road.
fn stops(strip: &Strip) -> Vec<Station> {
    let (first, last) = ends(strip);
    let place = |along: f64| {
        // A stop without a place stands at the end of the road rather than nowhere.
        if along.is_finite() {
            along.clamp(first, last)
        } else {
            last
        }
    };
    let marks = strip.marks.iter().enumerate();
    let mut order: Vec<(f64, bool, bool, usize)> = marks
        .map(|(at, mark)| {
            let along = place(mark.along);
            let is_above = !counts_by_state_below(strip, at, along);
            (along, is_above, mark.side != Side::Both, at)
        })
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
    let together = order.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq() && a.1 == b.1);
    let station = |stops: &[(f64, bool, bool, usize)]| Station {
        along: stops[0].0,
        what: What::Stops(stops.iter().map(|stop| stop.3).collect()),
    };
    together.map(station).collect()
}

/// Where the road begins and ends; a road without states reaches as far as its stops.
fn ends(strip: &Strip) -> (f64, f64) {
    let bounds = strip
        .stretches
        .iter()
        .flat_map(|stretch| [stretch.from, stretch.to]);
    let stops = strip.marks.iter().map(|mark| mark.along);
    let all: Vec<f64> = if strip.stretches.is_empty() {
        stops.collect()
    } else {
        bounds.collect()
    };
    let all = || all.iter().copied().filter(|along| along.is_finite());
    let (first, last) = (
        all().fold(f64::INFINITY, f64::min),
        all().fold(f64::NEG_INFINITY, f64::max),
    );
    if first <= last { (first, last) } else { (0.0, 0.0) }
}

#[cfg(test)]
mod tests {
    use super::{What, along};
    use crate::strip::{Mark, Side, Stretch, Strip};

    fn stretch(state: &str, from: f64, to: f64, first_milepost: f64) -> Stretch {
        Stretch {
            state: state.to_owned(),
            from,
            to,
            first_milepost,
            shared: Vec::new(),
        }
    }

    fn mark(along: f64, side: Side) -> Mark {
        Mark {
            id: "a".to_owned(),
            name: "A".to_owned(),
            along,
            milepost: None,
            side,
            pack: None,
            hangs: true,
            work: None,
            estimated: false,
            closed: false,
        }
    }

    #[test]
    fn mileposts_count_anew_in_each_state() {
        let strip = Strip {
            route: "I-84".to_owned(),
            stretches: vec![stretch("PA", 0.0, 55.0, 0.0), stretch("NY", 55.0, 95.0, 0.0)],
            marks: Vec::new(),
        };
        let stations = along(&strip, 15.0);
        let told: Vec<String> = stations
            .iter()
            .map(|station| match &station.what {
                What::Milepost(milepost) => format!("{milepost} at {}", station.along),
                What::Line(below, above) => format!("{below:?}|{above:?}"),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(
            told,
            [
                "None|Some(\"PA\")",
                "20 at 20",
                "40 at 40",
                "Some(\"PA\")|Some(\"NY\")",
                "20 at 75",
                "Some(\"NY\")|None"
            ]
        );
    }

    #[test]
    fn a_stop_at_the_end_of_a_state_stays_in_it() {
        let mut marks = [55.0, 55.0].map(|along| mark(along, Side::Both));
        marks[0].milepost = Some("0".to_owned());
        marks[1].milepost = Some("55".to_owned());
        let strip = Strip {
            route: "I-84".to_owned(),
            stretches: vec![stretch("PA", 0.0, 55.0, 0.0), stretch("NY", 55.0, 60.0, 0.0)],
            marks: marks.to_vec(),
        };
        let stations = along(&strip, 1000.0);
        let what: Vec<&What> = stations.iter().map(|station| &station.what).collect();
        assert!(
            matches!(what[..], [What::Line(..), What::Stops(below), What::Line(..), What::Stops(above), What::Line(..)]
                if *below == [1] && *above == [0]),
            "{what:?}"
        );
    }

    #[test]
    fn every_stop_stands_somewhere() {
        let marks = [3.0, f64::NAN, 900.0, 3.0, -4.0, f64::INFINITY].map(|along| mark(along, Side::Unknown));
        for stretches in [vec![stretch("PA", 0.0, 55.0, 0.0)], Vec::new()] {
            let strip = Strip {
                route: "x".to_owned(),
                stretches,
                marks: marks.to_vec(),
            };
            let stations = along(&strip, 10.0);
            let stops = stations.iter().filter_map(|station| match &station.what {
                What::Stops(stops) => Some(stops.len()),
                _ => None,
            });
            assert_eq!(stops.sum::<usize>(), 6);
        }
    }

    #[test]
    fn an_endless_road_has_few_mileposts() {
        let strip = Strip {
            route: "x".to_owned(),
            stretches: vec![stretch("PA", 0.0, 1.0e9, 0.0)],
            marks: Vec::new(),
        };
        assert!(along(&strip, 1.0).len() < 2_010);
    }
}
