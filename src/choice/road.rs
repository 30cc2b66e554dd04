//! The fewest stops with which no gap of a road is longer than wanted.
//!
//! Each way of a road has its miles in order, each with what is to be had there: a stop that serves this way alone, one that serves
//! both, one that is there already. From a mile the next one must lie within the gap, or be the very next that is to be had: such a gap
//! nobody can shorten. How far one comes grows with where one is, so of all stops of a kind within reach the farthest is
//! as good as any.
//!
//! With two ways a state is how far each has come, and one state is no worse than another if it is as far on both. From a state some best
//! choice goes on with one of three: for the way that lags behind, the farthest stop for it alone; the farthest stop for both within reach of both; or
//! for the way ahead, the farthest stop for it alone that still lies before a stop for both in reach of the one behind. (The
//! first stop of a best choice for the way behind serves it alone, or both; if both, and the way ahead does not reach it yet, that one needs a
//! stop of its own before.) So states are tried in layers, one stop more in each, and those that are no better than another are dropped.

use std::cmp::Reverse;

/// A stop as far as gaps go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// Hundredths of a mile from the beginning.
    pub(super) at: u32,
    /// Which ways it serves: out, back.
    pub(super) serves: [bool; 2],
    /// Whether it is there already.
    pub(super) fixed: bool,
}

/// A road with what may be chosen along it.
pub(super) struct Road {
    ways: [Way; 2],
}

/// One way of a road: its miles, each once, from its beginning to its end; both count as there already.
#[derive(Default)]
struct Way {
    at: Vec<u32>,
    /// A stop at each mile that serves this way alone.
    alone: Vec<Option<usize>>,
    /// A stop at each mile that serves both.
    both: Vec<Option<usize>>,
    /// The last mile up to each that has something there already, a stop alone, a stop for both.
    last: Vec<[Option<usize>; 3]>,
}

const FIXED: usize = 0;
const ALONE: usize = 1;
const BOTH: usize = 2;

/// How far each way has come, by the numbers of its miles, and by which choice.
#[derive(Clone, Copy)]
struct State {
    come: [usize; 2],
    /// The state before, and the stop that was chosen there.
    before: Option<(usize, usize)>,
}

impl Road {
    pub(super) fn new(length: u32, spots: &[Spot]) -> Self {
        Self {
            ways: [0, 1].map(|way| Way::new(length, spots, way)),
        }
    }

    /// The fewest stops with which each gap is at most so long, or cannot be shortened; `None` if more than `most` are needed.
    pub(super) fn fewest(&self, gap: u32, most: usize) -> Option<Vec<usize>> {
        let start = State {
            come: [0, 1].map(|way| self.ways[way].settle(0, gap)),
            before: None,
        };
        let mut states = vec![start];
        let mut layer = vec![0];
        for _ in 0..=most {
            if let Some(done) = layer.iter().find(|at| self.is_done(&states[**at])) {
                return Some(trace(&states, *done));
            }
            let next = layer
                .iter()
                .flat_map(|at| self.steps(&states, *at, gap))
                .collect();
            let first = states.len();
            states.extend(undominated(next));
            layer = (first..states.len()).collect();
        }
        None
    }

    fn is_done(&self, state: &State) -> bool {
        [0, 1]
            .iter()
            .all(|way| state.come[*way] + 1 == self.ways[*way].at.len())
    }

    /// The three ways to go on.
    fn steps(&self, states: &[State], at: usize, gap: u32) -> Vec<State> {
        let come = states[at].come;
        let mile = |way: usize| self.ways[way].at[come[way]];
        let behind = usize::from(mile(1) < mile(0));
        let ahead = 1 - behind;
        let reach = [0, 1].map(|way| self.ways[way].reach(come[way], gap));
        let end = [0, 1].map(|way| self.ways[way].at[reach[way]]);
        let (own, other) = (&self.ways[behind], &self.ways[ahead]);
        let mut steps = Vec::new();
        let mut step = |way: usize, to: usize, pick: Option<usize>| {
            let mut next = come;
            next[way] = to;
            steps.extend(pick.map(|pick| (next, pick)));
        };
        if let Some(to) = own.last[reach[behind]][ALONE].filter(|to| *to > come[behind]) {
            step(behind, to, own.alone[to]);
        }
        let meeting = own.last[reach[behind]][BOTH].filter(|to| *to > come[behind]);
        if let Some(to) = meeting.and_then(|meeting| {
            let most = other.number(own.at[meeting]).min(reach[ahead]);
            other.last[most][ALONE].filter(|to| *to > come[ahead])
        }) {
            step(ahead, to, other.alone[to]);
        }
        let shared = own.number(end[0].min(end[1]));
        if let Some(to) = own.last[shared][BOTH].filter(|to| *to > come[behind]) {
            let mut next = come;
            next[behind] = to;
            next[ahead] = next[ahead].max(other.number(own.at[to]));
            steps.extend(own.both[to].map(|pick| (next, pick)));
        }
        let settled = steps.into_iter().map(|(come, pick)| State {
            come: [0, 1].map(|way| self.ways[way].settle(come[way], gap)),
            before: Some((at, pick)),
        });
        settled.collect()
    }
}

impl Way {
    fn new(length: u32, spots: &[Spot], way: usize) -> Self {
        let mut found: Vec<(u32, Option<usize>)> = vec![(0, None), (length, None)];
        let serving = spots.iter().enumerate().filter(|(_, spot)| spot.serves[way]);
        found.extend(serving.map(|(nth, spot)| (spot.at.min(length), Some(nth))));
        found.sort_unstable();
        let mut new = Self::default();
        for same in found.chunk_by(|a, b| a.0 == b.0) {
            let is_both = |nth: &usize| spots[*nth].serves == [true, true];
            let open = || {
                let there = same.iter().filter_map(|(_, nth)| *nth);
                there.filter(|nth| !spots[*nth].fixed)
            };
            let is_fixed = open().count() < same.len();
            let (alone, both) = (open().find(|nth| !is_both(nth)), open().find(is_both));
            let number = new.at.len();
            let here = [is_fixed, alone.is_some(), both.is_some()];
            let before = new.last.last().copied().unwrap_or_default();
            let last = [FIXED, ALONE, BOTH].map(|kind| if here[kind] { Some(number) } else { before[kind] });
            new.at.push(same[0].0);
            new.alone.push(alone);
            new.both.push(both);
            new.last.push(last);
        }
        new
    }

    /// The number of the last mile up to one.
    fn number(&self, mile: u32) -> usize {
        self.at.partition_point(|at| *at <= mile).saturating_sub(1)
    }

    /// The farthest mile that may follow one.
    fn reach(&self, from: usize, gap: u32) -> usize {
        let next = (from + 1).min(self.at.len() - 1);
        self.number(self.at[from].saturating_add(gap)).max(next)
    }

    /// How far one comes by what is there already.
    fn settle(&self, mut from: usize, gap: u32) -> usize {
        while let Some(fixed) = self.last[self.reach(from, gap)][FIXED].filter(|fixed| *fixed > from) {
            from = fixed;
        }
        from
    }
}

/// The states than which no other is as far on both ways; of equal ones the first.
fn undominated(mut states: Vec<State>) -> Vec<State> {
    states.sort_by_key(|state| Reverse(state.come));
    let mut farthest = None;
    states.retain(|state| {
        let better = farthest.is_none_or(|farthest| state.come[1] > farthest);
        if better {
            farthest = Some(state.come[1]);
        }
        better
    });
    states
}

/// What was chosen on the way to a state.
fn trace(states: &[State], mut at: usize) -> Vec<usize> {
    let mut picks = Vec::new();
    while let Some((before, pick)) = states[at].before {
        picks.push(pick);
        at = before;
    }
    picks.reverse();
    picks
}
