//! What is left of a budget goes, stop by stop, into the longest gap that can still be shortened.

use std::collections::{BTreeSet, BinaryHeap};

use super::road::Spot;

/// A gap: its length, road, way, beginning and end. The longest comes first; of equal ones the one farthest along.
type Gap = (u32, usize, usize, u32, u32);

struct Way {
    /// The miles that may still be chosen, with the number of the stop; those for both ways come first.
    open: BTreeSet<(u32, bool, usize)>,
    /// The miles with a stop, and both ends.
    taken: BTreeSet<u32>,
}

/// Adds up to `left` stops to those that were chosen on each road.
pub(super) fn fill(roads: &[(u32, Vec<Spot>)], chosen: &mut [Vec<usize>], mut left: usize) {
    let mut ways: Vec<[Way; 2]> = roads
        .iter()
        .zip(&*chosen)
        .map(|((length, spots), chosen)| [0, 1].map(|way| Way::new(*length, spots, chosen, way)))
        .collect();
    let mut gaps: BinaryHeap<Gap> = BinaryHeap::new();
    for (road, both) in ways.iter().enumerate() {
        for (nth, way) in both.iter().enumerate() {
            let ends = way.taken.iter().zip(way.taken.iter().skip(1));
            gaps.extend(ends.map(|(from, to)| (to - from, road, nth, *from, *to)));
        }
    }
    while left > 0 {
        let Some((_, road, nth, from, to)) = gaps.pop() else {
            return;
        };
        let way = &ways[road][nth];
        let is_split = way.taken.range(from + 1..to).next().is_some();
        let Some((at, _, pick)) = way.middle(from, to).filter(|_| !is_split) else {
            continue;
        };
        chosen[road].push(pick);
        left -= 1;
        let serves = roads[road].1[pick].serves;
        for (nth, way) in ways[road].iter_mut().enumerate().filter(|(nth, _)| serves[*nth]) {
            if let Some((from, to)) = way.take(at) {
                gaps.push((at - from, road, nth, from, at));
                gaps.push((to - at, road, nth, at, to));
            }
        }
    }
}

impl Way {
    fn new(length: u32, spots: &[Spot], chosen: &[usize], way: usize) -> Self {
        let mut taken = BTreeSet::from([0, length]);
        let mut open = BTreeSet::new();
        for (nth, spot) in spots.iter().enumerate().filter(|(_, spot)| spot.serves[way]) {
            open.insert((spot.at.min(length), spot.serves != [true, true], nth));
            if spot.fixed {
                taken.insert(spot.at.min(length));
            }
        }
        taken.extend(
            chosen
                .iter()
                .map(|nth| &spots[*nth])
                .filter(|spot| spot.serves[way])
                .map(|spot| spot.at.min(length)),
        );
        Self { open, taken }
    }

    /// The open stop within a gap that leaves the shorter longest part.
    fn middle(&self, from: u32, to: u32) -> Option<(u32, bool, usize)> {
        // Between the ends alone; the first after a mile is the first of the next one.
        let within = |low: u32, high: u32| self.open.range((low, false, 0)..(high, false, 0));
        let half = from + (to - from) / 2;
        let before = within(from + 1, half + 1).next_back().map(|(at, ..)| *at);
        let after = within(half + 1, to).next().map(|(at, ..)| *at);
        let at = before
            .into_iter()
            .chain(after)
            .min_by_key(|at| (at - from).max(to - at))?;
        within(at, at + 1).next().copied()
    }

    /// Splits the gap around a mile, and tells its ends; `None` where there is a stop already.
    fn take(&mut self, at: u32) -> Option<(u32, u32)> {
        let ends = (
            *self.taken.range(..at).next_back()?,
            *self.taken.range(at..).next()?,
        );
        self.taken.insert(at).then_some(ends)
    }
}
