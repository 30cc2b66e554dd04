//! In which order a driver comes to places: out on one side of the road, back on the other.
//!
//! Lines that meet are one tour: where the way out passes a joint, it turns into the other line, drives that out and back, and goes on. So
//! each piece of road is driven once in each direction, which no round trip betters where lines meet once only.

use std::collections::BTreeSet;

use crate::location::Location;

use super::{Along, Corridor, Joint, Side, Stop, by_county};

/// One stop of a drive.
#[derive(Clone, Copy, Debug)]
pub struct Leg<'a> {
    /// The place.
    pub place: &'a Location,
    /// Where on the road it is; `None` for places on no line, which come last.
    pub visit: Option<Visit<'a>>,
    /// The road from the stop before; `None` for the first of a tour and where no road is known.
    pub since_last: Option<Along>,
}

/// A stop on a line.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// Which of the corridor's lines.
    pub line: usize,
    /// The stop there. Where nobody wrote down its side ([`Side::Unknown`]) it is taken on the way out.
    pub stop: Stop<'a>,
    /// Whether it is reached on the way out, as miles grow.
    pub outward: bool,
}

/// How a line hangs on the line that a tour comes from.
#[derive(Clone, Debug)]
struct Branch {
    from: usize,
    /// Where they meet: the mile on the line it comes from, and the own. Two lines that share a stretch meet at both its ends.
    meetings: Vec<(i64, i64)>,
    depth: usize,
}

/// The order in which a driver comes to some places, each once. Places on no line come last, by county and name.
pub fn drive<'a>(corridor: &Corridor<'a>, wanted: &[&'a Location]) -> Vec<Leg<'a>> {
    let mut stops: Vec<Vec<Stop<'a>>> = corridor.lines.iter().map(|_| Vec::new()).collect();
    let mut off = Vec::new();
    let mut seen = BTreeSet::new();
    for place in wanted.iter().filter(|place| seen.insert(&place.id)) {
        match corridor.stop(place) {
            Some((line, stop)) => stops[line].push(*stop),
            None => off.push(*place),
        }
    }
    for stops in &mut stops {
        stops.sort_by(Stop::along);
    }
    let mut tours = Tours {
        joints: &corridor.joints,
        stops,
        branches: vec![None; corridor.lines.len()],
        reached: vec![false; corridor.lines.len()],
    };
    let mut legs = Vec::new();
    for line in 0..corridor.lines.len() {
        let tour = tours.tour(line);
        let mut last: Option<Visit<'a>> = None;
        for visit in tour {
            legs.push(Leg {
                place: visit.stop.place,
                visit: Some(visit),
                since_last: last.and_then(|last| tours.between(&last, &visit)),
            });
            last = Some(visit);
        }
    }
    off.sort_by(|a, b| by_county(a, b));
    legs.extend(off.into_iter().map(|place| Leg {
        place,
        visit: None,
        since_last: None,
    }));
    legs
}

struct Tours<'a, 'c> {
    joints: &'c [Joint],
    /// The wanted stops of each line, in order.
    stops: Vec<Vec<Stop<'a>>>,
    /// How each line was come to; `None` where a tour begins.
    branches: Vec<Option<Branch>>,
    reached: Vec<bool>,
}

impl<'a> Tours<'a, '_> {
    /// The tour that begins at the lowest mile of a line; empty where another tour has been there.
    fn tour(&mut self, line: usize) -> Vec<Visit<'a>> {
        let mut visits = Vec::new();
        if !std::mem::replace(&mut self.reached[line], true) {
            self.round(line, i64::MIN, &mut visits);
        }
        visits
    }

    /// From a mile of a line out to its end, back to its beginning, and out again to that mile.
    fn round(&mut self, line: usize, start: i64, visits: &mut Vec<Visit<'a>>) {
        let mut turns = self.turns(line);
        let beyond = turns.split_off(turns.partition_point(|(at, _, _)| *at < start));
        let stops = self.stops[line].clone();
        let (before, after) = stops.split_at(stops.partition_point(|stop| mile(stop) < start));
        self.out(line, after, beyond, visits);
        let back = stops.iter().rev().filter(|stop| stop.side == Side::Back);
        visits.extend(back.map(|stop| Visit {
            line,
            stop: *stop,
            outward: false,
        }));
        self.out(line, before, turns, visits);
    }

    /// The stops of a way out, with the lines that it turns into.
    fn out(
        &mut self,
        line: usize,
        stops: &[Stop<'a>],
        turns: Vec<(i64, usize, i64)>,
        visits: &mut Vec<Visit<'a>>,
    ) {
        let mut turns = turns.into_iter().peekable();
        for stop in stops.iter().filter(|stop| stop.side != Side::Back) {
            while let Some((_, branch, start)) = turns.next_if(|(at, _, _)| *at < mile(stop)) {
                self.round(branch, start, visits);
            }
            visits.push(Visit {
                line,
                stop: *stop,
                outward: true,
            });
        }
        for (_, branch, start) in turns {
            self.round(branch, start, visits);
        }
    }

    /// The lines that were not reached yet and meet this one: mile of the meeting, line, mile there; each once.
    fn turns(&mut self, line: usize) -> Vec<(i64, usize, i64)> {
        let mut turns: Vec<(i64, usize, i64)> = self
            .joints
            .iter()
            .filter_map(|joint| match joint.lines {
                [one, other] if one == line => Some((joint.at[0], other, joint.at[1])),
                [one, other] if other == line => Some((joint.at[1], one, joint.at[0])),
                _ => None,
            })
            .filter(|(_, other, _)| !self.reached[*other])
            .collect();
        turns.sort_unstable();
        let depth = self.branches[line].as_ref().map_or(0, |branch| branch.depth) + 1;
        turns.retain(|(at, other, start)| {
            let branch = self.branches[*other].get_or_insert_with(|| Branch {
                from: line,
                meetings: Vec::new(),
                depth,
            });
            branch.meetings.push((*at, *start));
            !std::mem::replace(&mut self.reached[*other], true)
        });
        turns
    }

    /// The shortest road between two stops of one tour.
    fn between(&self, one: &Visit<'_>, other: &Visit<'_>) -> Option<Along> {
        let (mut one, mut other) = (
            [(one.line, mile(&one.stop), 0)].to_vec(),
            [(other.line, mile(&other.stop), 0)].to_vec(),
        );
        while one[0].0 != other[0].0 {
            let depth = |line: usize| self.branches[line].as_ref().map_or(0, |branch| branch.depth);
            let deeper = if depth(one[0].0) >= depth(other[0].0) {
                &mut one
            } else {
                &mut other
            };
            *deeper = self.up(deeper)?;
        }
        let ways = one.iter().flat_map(|(_, a, so_far)| {
            other
                .iter()
                .map(move |(_, b, more)| so_far + (a - b).abs() + more)
        });
        ways.min().and_then(|way| u32::try_from(way).ok()).map(Along)
    }

    /// The same points as miles of the line that theirs was reached from, with the road so far.
    fn up(&self, points: &[(usize, i64, i64)]) -> Option<Vec<(usize, i64, i64)>> {
        let branch = self.branches[points[0].0].as_ref()?;
        let meetings = branch.meetings.iter().map(|(there, own)| {
            let nearest = points
                .iter()
                .map(|(_, at, so_far)| so_far + (at - own).abs())
                .min();
            (branch.from, *there, nearest.unwrap_or(0))
        });
        Some(meetings.collect())
    }
}

fn mile(stop: &Stop<'_>) -> i64 {
    i64::from(stop.at.0)
}
