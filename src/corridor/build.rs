//! Brings places onto lines.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::location::{Location, Milepost};
use crate::route::Routes;

use super::estimate::{self, Anchor};
use super::finish;
use super::shared::{is_with, on_host, roads_at};
use super::{Along, Corridor, Joint, Off, Side, Stop};

/// How far past its known ends a route may still have mileposts, in hundredths; `milepost-range` is as lenient.
const SLACK: u32 = 100;

/// A line while it is made: all states of the route, in miles from the first of them.
pub(super) struct Draft<'a> {
    pub(super) route: &'a str,
    pub(super) parts: Vec<Part<'a>>,
    pub(super) stops: Vec<Stop<'a>>,
    /// The first and the last of its states that have a place.
    used: Option<(usize, usize)>,
}

impl<'a> Draft<'a> {
    fn put(&mut self, part: usize, stop: Stop<'a>) {
        self.used = match self.used {
            None => Some((part, part)),
            Some((first, last)) => Some((first.min(part), last.max(part))),
        };
        self.stops.push(stop);
    }
}

/// A state of a line.
pub(super) struct Part<'a> {
    pub(super) state: &'a str,
    /// Lowest and highest milepost, in hundredths.
    pub(super) miles: (u32, u32),
    pub(super) known: bool,
    /// Where it begins on the line.
    pub(super) from: u32,
}

impl Part<'_> {
    pub(super) fn at(&self, milepost: Milepost) -> u32 {
        self.from + milepost.hundredths().saturating_sub(self.miles.0)
    }

    pub(super) fn to(&self) -> u32 {
        self.from + self.miles.1 - self.miles.0
    }
}

/// All lines, and which part of which is a route in a state.
struct Drafts<'a> {
    lines: Vec<Draft<'a>>,
    parts: BTreeMap<(&'a str, &'a str), (usize, usize)>,
    routes: &'a Routes,
}

/// A route and state with its lowest and highest milepost, and whether these are known ends.
type State<'a> = ((&'a str, &'a str), (u32, u32), bool);

/// A place with its route and state.
type Placed<'a> = (&'a Location, &'a str, &'a str);

/// Brings places onto the lines of their routes. Each is at home on one line, and a guest on others that share its part of the road.
pub fn of<'a>(routes: &'a Routes, places: impl IntoIterator<Item = &'a Location>) -> Corridor<'a> {
    let mut corridor = Corridor::default();
    let mut posted = Vec::new();
    let mut unposted = Vec::new();
    for place in places {
        let (route, state) = match (&place.route, &place.state) {
            (None, _) => {
                corridor.off.push((place, Off::NoRoute));
                continue;
            }
            (_, None) => {
                corridor.off.push((place, Off::NoState));
                continue;
            }
            (Some(route), Some(state)) => (route.as_str(), state.as_str()),
        };
        match place.milepost {
            Some(milepost) if is_past_end(routes, route, state, milepost) => {
                corridor.off.push((place, Off::PastEnd));
            }
            Some(milepost) => posted.push(((place, route, state), milepost)),
            None if place.coordinate.is_some() => unposted.push((place, route, state)),
            None => corridor.off.push((place, Off::NoMilepost)),
        }
    }
    let mut drafts = Drafts::new(routes, &posted);
    for (placed, milepost) in posted {
        drafts.put(placed, milepost);
    }
    let estimates = drafts.estimates(unposted, &mut corridor);
    for (placed, at, unsure) in estimates {
        drafts.put_estimated(placed, at, unsure);
    }
    drafts.finish(&mut corridor);
    corridor
}

fn is_past_end(routes: &Routes, route: &str, state: &str, milepost: Milepost) -> bool {
    routes.reach(route, state).is_some_and(|reach| {
        let miles = milepost.hundredths();
        miles > reach.last.hundredths() + SLACK || miles + SLACK < reach.first.hundredths()
    })
}

impl<'a> Drafts<'a> {
    /// The lines, as long as their known ends and their places make them.
    fn new(routes: &'a Routes, posted: &[(Placed<'a>, Milepost)]) -> Self {
        let mut reaches: BTreeMap<(&str, &str), (u32, u32)> = BTreeMap::new();
        for (route, state) in routes.known() {
            let reach = routes.reach(route, state);
            reaches.extend(reach.map(|reach| {
                let ends = (reach.first.hundredths(), reach.last.hundredths());
                ((route, state), ends)
            }));
        }
        let known: BTreeSet<(&str, &str)> = reaches.keys().copied().collect();
        let is_elsewhere = |(_, route, state): &Placed<'_>, milepost: Milepost| {
            let hosts = routes
                .shared
                .iter()
                .filter(|shared| is_with(shared, route, state));
            !known.contains(&(*route, *state))
                && hosts
                    .filter(|shared| known.contains(&(shared.route.as_str(), shared.state.as_str())))
                    .any(|shared| on_host(shared, milepost).is_some())
        };
        for (placed, milepost) in posted {
            // A road of which every place lies on a shared stretch is that other road.
            if !is_elsewhere(placed, *milepost) {
                let miles = milepost.hundredths();
                let ends = reaches.entry((placed.1, placed.2)).or_insert((miles, miles));
                *ends = (ends.0.min(miles), ends.1.max(miles));
            }
        }
        for ((_, route, state), milepost) in posted {
            for (route, there, _) in roads_at(&routes.shared, route, state, *milepost) {
                if let Some(ends) = reaches.get_mut(&(route, *state)) {
                    let miles = there.hundredths();
                    *ends = (ends.0.min(miles), ends.1.max(miles));
                }
            }
        }
        let mut drafts = Self {
            lines: Vec::new(),
            parts: BTreeMap::new(),
            routes,
        };
        for line in &routes.lines {
            let states = line
                .states
                .iter()
                .map(|state| (line.route.as_str(), state.as_str()));
            drafts.add(
                states
                    .filter_map(|key| Some((key, *reaches.get(&key)?, true)))
                    .collect(),
            );
        }
        for (key, miles) in &reaches {
            if !drafts.parts.contains_key(key) {
                drafts.add(vec![(*key, *miles, known.contains(key))]);
            }
        }
        drafts
    }

    fn add(&mut self, states: Vec<State<'a>>) {
        let Some(((route, _), ..)) = states.first() else {
            return;
        };
        let mut draft = Draft {
            route,
            parts: Vec::new(),
            stops: Vec::new(),
            used: None,
        };
        for ((route, state), miles, known) in states {
            let from = draft.parts.last().map_or(0, Part::to);
            self.parts
                .insert((route, state), (self.lines.len(), draft.parts.len()));
            draft.parts.push(Part {
                state,
                miles,
                known,
                from,
            });
        }
        self.lines.push(draft);
    }

    /// The lines and parts that a milepost of a route lies on, with the mile there and whether miles run the other way:
    /// its own, then those that share the stretch.
    fn everywhere(&self, route: &str, state: &str, milepost: Milepost) -> Vec<(usize, usize, u32, bool)> {
        let roads = roads_at(&self.routes.shared, route, state, milepost).into_iter();
        let on_lines = roads.filter_map(|(route, milepost, turned)| {
            let (line, part) = self.parts.get(&(route, state))?;
            Some((*line, *part, self.lines[*line].parts[*part].at(milepost), turned))
        });
        on_lines.collect()
    }

    fn put(&mut self, (place, route, state): Placed<'a>, milepost: Milepost) {
        let side = Side::from(place.direction);
        let everywhere = self.everywhere(route, state, milepost);
        for (nth, (line, part, at, turned)) in everywhere.into_iter().enumerate() {
            let stop = Stop {
                place,
                at: Along(at),
                side: if turned { side.turned() } else { side },
                estimated: false,
                unsure: Along(0),
                guest: nth > 0,
            };
            self.lines[line].put(part, stop);
        }
    }

    /// The miles of places that have coordinates alone.
    fn estimates(
        &self,
        unposted: Vec<Placed<'a>>,
        corridor: &mut Corridor<'a>,
    ) -> Vec<(Placed<'a>, u32, u32)> {
        let mut anchors: HashMap<usize, Vec<Anchor>> = HashMap::new();
        let mut found = Vec::new();
        for placed in unposted {
            let (place, route, state) = placed;
            let estimate = self.parts.get(&(route, state)).and_then(|(line, part)| {
                let anchors = anchors
                    .entry(*line)
                    .or_insert_with(|| estimate::anchors(&self.lines[*line].stops));
                let (at, unsure) = estimate::mile(anchors, place.coordinate?.spot())?;
                let part = &self.lines[*line].parts[*part];
                // In the state that it says, or as near as its mile is known.
                (at + unsure >= part.from && at <= part.to() + unsure)
                    .then(|| (at.clamp(part.from, part.to()), unsure))
            });
            match estimate {
                Some((at, unsure)) => found.push((placed, at, unsure)),
                None => corridor.off.push((place, Off::NotTold)),
            }
        }
        found
    }

    fn put_estimated(&mut self, (place, route, state): Placed<'a>, at: u32, unsure: u32) {
        let Some((line, part)) = self.parts.get(&(route, state)) else {
            return;
        };
        let stop = Stop {
            place,
            at: Along(at),
            side: Side::from(place.direction),
            estimated: true,
            unsure: Along(unsure),
            guest: false,
        };
        self.lines[*line].put(*part, stop);
    }

    /// Where the lines meet, in miles from the first of all their states.
    fn joints(&self) -> Vec<Joint> {
        let at = |route: &str, state: &str, milepost: Milepost| {
            let (line, part) = self.parts.get(&(route, state))?;
            Some((*line, i64::from(self.lines[*line].parts[*part].at(milepost))))
        };
        let meetings = self.routes.joins.iter().map(|join| {
            let other = (&join.other.0, join.other.1);
            (&join.state, (&join.one.0, join.one.1), other)
        });
        let ends = self.routes.shared.iter().flat_map(|shared| {
            let end = |one, other| (&shared.state, (&shared.route, one), (&shared.with, other));
            [
                end(shared.miles.0, shared.with_miles.0),
                end(shared.miles.1, shared.with_miles.1),
            ]
        });
        let both = meetings.chain(ends).filter_map(|(state, one, other)| {
            let (one, other) = (at(one.0, state, one.1)?, at(other.0, state, other.1)?);
            Some(Joint {
                lines: [one.0, other.0],
                at: [one.1, other.1],
            })
        });
        both.collect()
    }

    /// Leaves out lines without a stop of their own and states beyond the outermost stops, and counts from what is left.
    fn finish(self, corridor: &mut Corridor<'a>) {
        let joints = self.joints();
        // The line that each has become, and what its miles now begin at.
        let mut kept: HashMap<usize, (usize, u32)> = HashMap::new();
        for (nth, mut draft) in self.lines.into_iter().enumerate() {
            let Some((first, last)) = draft.used.filter(|_| draft.stops.iter().any(|stop| !stop.guest))
            else {
                continue;
            };
            draft.parts.truncate(last + 1);
            draft.parts.drain(..first);
            let base = draft.parts[0].from;
            kept.insert(nth, (corridor.lines.len(), base));
            let line = finish::line(self.routes, draft, base);
            for (at, stop) in line.stops.iter().enumerate().filter(|(_, stop)| !stop.guest) {
                corridor.homes.insert(&stop.place.id, (corridor.lines.len(), at));
            }
            corridor.lines.push(line);
        }
        corridor.joints = joints
            .into_iter()
            .filter_map(|Joint { lines, at }| {
                let (one, other) = (kept.get(&lines[0])?, kept.get(&lines[1])?);
                Some(Joint {
                    lines: [one.0, other.0],
                    at: [at[0] - i64::from(one.1), at[1] - i64::from(other.1)],
                })
            })
            .collect();
    }
}
