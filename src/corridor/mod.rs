//! Places in the order of the road: each route one line through its states, each place so many miles along it.
//!
//! A line begins at the southern or western end of the route in the first state that has a place, and ends at the other end in the last one.
//! Places without a milepost stand where their coordinates put them, if that can be believed; what stands on no line says why.
//! [`drive()`] tells in which order a driver comes to some of them.

mod build;
mod drive;
mod estimate;
mod finish;
mod shared;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;

use crate::location::{Direction, Location, Milepost};
use crate::phrase::{Phrase, say};

pub use build::of;
pub use drive::{Leg, Visit, drive};

/// A mile along a line, in hundredths, from its southern or western end; or so many hundredths of a mile of road.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Along(u32);

/// Which way a stop is reached: a line is driven out, as its miles grow, and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Northbound or eastbound.
    Out,
    /// Southbound or westbound.
    Back,
    /// From both sides.
    Both,
    /// Nobody wrote it down.
    Unknown,
}

/// Places along their roads.
#[derive(Debug, Default)]
pub struct Corridor<'a> {
    /// Known lines in the order of `routes.toml`, then those of other routes.
    pub lines: Vec<Line<'a>>,
    /// Places on no line; those whose coordinates do not tell a mile come last.
    pub off: Vec<(&'a Location, Off)>,
    /// Where lines meet.
    pub joints: Vec<Joint>,
    /// The line and the place among its stops of each location that is at home on one, by id.
    homes: HashMap<&'a str, (usize, usize)>,
}

/// A route through some states without a break.
#[derive(Debug)]
pub struct Line<'a> {
    /// The route, as `I-5`.
    pub route: &'a str,
    /// Its states from the southern or western end, one after the other.
    pub stretches: Vec<Stretch<'a>>,
    /// Its stops by mile, then side, then id.
    pub stops: Vec<Stop<'a>>,
    /// What driving out is called here, and driving back, as northbound and southbound.
    pub ways: [Direction; 2],
}

/// A line in one state.
#[derive(Debug)]
pub struct Stretch<'a> {
    /// Postal code.
    pub state: &'a str,
    /// Where it begins.
    pub from: Along,
    /// Where it ends.
    pub to: Along,
    /// The milepost at its beginning.
    pub first: Milepost,
    /// Whether its ends are known; else it reaches from its first place to its last.
    pub known: bool,
    /// What of it is another route too.
    pub shared: Vec<SharedPart<'a>>,
}

/// A part of a stretch that is another route too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedPart<'a> {
    /// The other route.
    pub with: &'a str,
    /// Where it begins.
    pub from: Along,
    /// Where it ends.
    pub to: Along,
}

/// A place on a line.
#[derive(Clone, Copy, Debug)]
pub struct Stop<'a> {
    /// The place.
    pub place: &'a Location,
    /// Its mile.
    pub at: Along,
    /// Which way it is reached on this line.
    pub side: Side,
    /// Whether its mile comes from coordinates.
    pub estimated: bool,
    /// By how much an estimated mile may be wrong.
    pub unsure: Along,
    /// Whether it belongs to another line, which shares this part of the road.
    pub guest: bool,
}

/// Why a place stands on no line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Off {
    /// No route is written down.
    NoRoute,
    /// No state is written down.
    NoState,
    /// Neither a milepost nor coordinates.
    NoMilepost,
    /// The milepost is before the beginning or past the end of the route in the state.
    PastEnd,
    /// Its coordinates are near no part of the road between two known places, or leave too much open.
    NotTold,
}

/// Where two lines meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joint {
    /// The two lines.
    pub lines: [usize; 2],
    /// The mile of each in hundredths; below zero or past the end where a line leaves out the state of the joint.
    pub at: [i64; 2],
}

impl Along {
    /// From hundredths of a mile.
    pub const fn from_hundredths(hundredths: u32) -> Self {
        Self(hundredths)
    }

    /// In hundredths of a mile.
    pub fn hundredths(self) -> u32 {
        self.0
    }

    /// In miles.
    pub fn miles(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// The road between two miles of one line.
    pub fn to(self, other: Self) -> Self {
        Self(self.0.abs_diff(other.0))
    }
}

/// Miles with one decimal.
impl fmt::Display for Along {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.0.saturating_add(5) / 10;
        write!(f, "{}.{}", tenths / 10, tenths % 10)
    }
}

impl Side {
    /// Whether a driver on the way out, or on the way back, comes by. Where nobody knows, neither is promised.
    pub fn serves(self, outward: bool) -> bool {
        match self {
            Self::Out => outward,
            Self::Back => !outward,
            Self::Both => true,
            Self::Unknown => false,
        }
    }

    /// The same side of a road that runs the other way.
    pub fn turned(self) -> Self {
        match self {
            Self::Out => Self::Back,
            Self::Back => Self::Out,
            same => same,
        }
    }
}

impl From<Option<Direction>> for Side {
    fn from(direction: Option<Direction>) -> Self {
        match direction {
            Some(Direction::North | Direction::East) => Self::Out,
            Some(Direction::South | Direction::West) => Self::Back,
            Some(Direction::Both) => Self::Both,
            None => Self::Unknown,
        }
    }
}

impl Off {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::NoRoute => say("no route is written down"),
            Self::NoState => say("no state is written down"),
            Self::NoMilepost => say("it has neither a milepost nor coordinates"),
            Self::PastEnd => say("its milepost is past the end of the route in the state"),
            Self::NotTold => say("it has no milepost, and its coordinates do not tell one"),
        }
    }
}

impl<'a> Corridor<'a> {
    /// The line that a place is at home on, and its stop there.
    pub fn stop(&self, place: &Location) -> Option<(usize, &Stop<'a>)> {
        let (line, at) = *self.homes.get(place.id.as_str())?;
        Some((line, &self.lines[line].stops[at]))
    }
}

impl Stop<'_> {
    /// Along the line: by mile, then side, then id.
    fn along(&self, other: &Self) -> Ordering {
        let key = |stop: &Self| (stop.at, stop.side);
        key(self)
            .cmp(&key(other))
            .then_with(|| self.place.id.cmp(&other.place.id))
    }
}

/// The order of places on no line: by county, then name, then id.
pub fn by_county(one: &Location, other: &Location) -> Ordering {
    (&one.county, &one.name, &one.id).cmp(&(&other.county, &other.name, &other.id))
}

impl<'a> Line<'a> {
    /// Its route and states, as `I-84 PA–MA`.
    pub fn name(&self) -> String {
        match self.stretches.as_slice() {
            [] => self.route.to_owned(),
            [only] => format!("{} {}", self.route, only.state),
            [first, .., last] => format!("{} {}–{}", self.route, first.state, last.state),
        }
    }

    /// Where it ends, which is also how long it is.
    pub fn length(&self) -> Along {
        self.stretches.last().map_or(Along(0), |stretch| stretch.to)
    }

    /// The state and milepost of a mile; on a state line those of the state before.
    pub fn milepost(&self, at: Along) -> Option<(&'a str, Milepost)> {
        let after = self.stretches.partition_point(|stretch| stretch.to < at);
        let stretch = self.stretches.get(after).or(self.stretches.last())?;
        let hundredths = stretch.first.hundredths() + at.0.saturating_sub(stretch.from.0);
        Some((stretch.state, Milepost::from_hundredths(hundredths)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Along, Corridor, Leg, Off, Side, drive, of};
    use crate::diag::Diagnostics;
    use crate::location::Location;
    use crate::route::{self, Routes};
    use crate::source::Source;
    use crate::table;

    /// The rows of a list with the heads `id,route,direction,state,milepost,lat,lon`.
    fn places(rows: &str) -> Vec<Location> {
        let heads = "id,route,direction,state,milepost,lat,lon,county,kind,name\n";
        let rows: String = rows.lines().map(|row| format!("{row},Any,bar,Any\n")).collect();
        let mut diags = Diagnostics::default();
        let places = table::read(&mut diags, &Source::new("places.csv", format!("{heads}{rows}")));
        assert!(diags.iter().next().is_none(), "{diags:#?}");
        places
    }

    fn routes() -> Routes {
        let mut diags = Diagnostics::default();
        let text = include_str!("../../data/routes.toml");
        let routes = route::read(&mut diags, &Source::new("routes.toml", text));
        assert!(diags.iter().next().is_none(), "{diags:#?}");
        routes
    }

    /// Each line as its name, its length and its stops with their miles; a guest in brackets.
    fn lines(corridor: &Corridor<'_>) -> Vec<String> {
        let line = |line: &super::Line<'_>| {
            let stops = line.stops.iter().map(|stop| {
                let told = format!("{}@{}", stop.place.id, stop.at);
                if stop.guest { format!("({told})") } else { told }
            });
            let stops: Vec<String> = stops.collect();
            format!("{} {}: {}", line.name(), line.length(), stops.join(" "))
        };
        corridor.lines.iter().map(line).collect()
    }

    fn order(rows: &str) -> Vec<String> {
        let (routes, places) = (routes(), places(rows));
        let corridor = of(&routes, &places);
        let wanted: Vec<&Location> = places.iter().collect();
        let told = |leg: &Leg<'_>| {
            let way = leg
                .visit
                .map_or("?", |visit| if visit.outward { "out" } else { "back" });
            let road = leg
                .since_last
                .map_or_else(|| "-".to_owned(), |road| road.to_string());
            format!("{} {way} {road}", leg.place.id)
        };
        drive(&corridor, &wanted).iter().map(told).collect()
    }

    #[test]
    fn miles_are_told_with_one_decimal() {
        for (hundredths, wanted) in [
            (0, "0.0"),
            (4, "0.0"),
            (5, "0.1"),
            (20606, "206.1"),
            (99_995, "1000.0"),
        ] {
            assert_eq!(Along(hundredths).to_string(), wanted);
        }
    }

    #[test]
    fn states_follow_each_other_and_outer_ones_are_left_out() {
        let (routes, check) = (routes(), |rows: &str, wanted: &[&str]| {
            let places = places(rows);
            let routes = routes();
            assert_eq!(lines(&of(&routes, &places)), wanted, "{rows}");
        });
        // Oregon's I-5 has 308.37 miles; the state line belongs to both.
        check(
            "wa,I-5,NB,WA,11,,\nor,I-5,NB,OR,300,,\n",
            &["I-5 OR–WA 584.9: or@300.0 wa@319.4"],
        );
        check("wa,I-5,NB,WA,0,,\n", &["I-5 WA 276.5: wa@0.0"]);
        check(
            "ct,I-84,EB,CT,1,,\nut,I-84,EB,UT,7,,\nor,I-84,EB,OR,17,,\n",
            &["I-84 OR–UT 773.0: or@17.0 ut@660.2", "I-84 CT 97.9: ct@1.0"],
        );
        // A route that nobody knows reaches from its first place to its last; I-5 in Nevada is not the known one.
        check(
            "b,US-97,NB,OR,90,,\na,US-97,SB,OR,40.5,,\nc,US-97,NB,WA,40,,\nd,I-5,NB,NV,3,,\n",
            &[
                "I-5 NV 0.0: d@0.0",
                "US-97 OR 49.5: a@0.0 b@49.5",
                "US-97 WA 0.0: c@0.0",
            ],
        );
        assert!(of(&routes, &[]).lines.is_empty());
    }

    #[test]
    fn what_stands_on_no_line_says_why() {
        let (routes, places) = (
            routes(),
            places(
                "a,,,OR,1,,\nb,I-5,,,1,,\nc,I-5,,OR,,,\nd,I-5,,OR,309.38,,\ne,I-5,,OR,,44.1,-123\nf,I-5,,OR,309.37,,\n",
            ),
        );
        let corridor = of(&routes, &places);
        let off: Vec<_> = corridor
            .off
            .iter()
            .map(|(place, off)| (place.id.as_str(), *off))
            .collect();
        assert_eq!(
            off,
            [
                ("a", Off::NoRoute),
                ("b", Off::NoState),
                ("c", Off::NoMilepost),
                ("d", Off::PastEnd),
                ("e", Off::NotTold)
            ]
        );
        // A mile past the known end is within what it is known to.
        assert_eq!(lines(&corridor), ["I-5 OR 309.4: f@309.4"]);
    }

    #[test]
    fn a_shared_stretch_belongs_to_both_roads() {
        let routes = routes();
        // I-15 alone on the stretch is I-84: 379 - 362 = 17 miles past Tremonton at 41. Southbound there is eastbound here.
        let alone = places("a,I-15,SB,UT,362,,\nb,I-84,EB,UT,91,,\n");
        let corridor = of(&routes, &alone);
        assert_eq!(lines(&corridor), ["I-84 UT 119.8: a@58.0 b@91.0"]);
        assert_eq!(corridor.lines[0].stops[0].side, Side::Out);
        // With a place beyond the stretch it is a road of its own, and each is a guest on the other.
        let both = places("a,I-15,SB,UT,362,,\nb,I-84,EB,UT,44,,\nc,I-15,both,UT,300,,\n");
        let corridor = of(&routes, &both);
        assert_eq!(
            lines(&corridor),
            [
                "I-84 UT 119.8: b@44.0 (a@58.0)",
                "I-15 UT 76.0: c@0.0 a@62.0 (b@76.0)"
            ]
        );
        assert_eq!(corridor.lines[1].stops[2].side, Side::Back);
    }

    #[test]
    fn out_on_one_side_and_back_on_the_other() {
        assert_eq!(
            order(
                "n2,I-5,NB,OR,50,,\ns1,I-5,SB,OR,60,,\nn1,I-5,NB,OR,10.5,,\nx,I-5,,OR,20,,\ns2,I-5,SB,OR,5,,\nb,I-5,both,OR,30,,\n"
            ),
            [
                "n1 out -",
                "x out 9.5",
                "b out 10.0",
                "n2 out 20.0",
                "s1 back 10.0",
                "s2 back 55.0"
            ]
        );
        assert_eq!(
            order("w,I-84,WB,CT,10,,\ne,I-84,EB,CT,10,,\n"),
            ["e out -", "w back 0.0"]
        );
        assert_eq!(
            order("b,,,OR,,,\na,I-5,NB,OR,3,,\na2,,,OR,,,\n"),
            ["a out -", "a2 ? -", "b ? -"]
        );
    }

    #[test]
    fn over_a_joint_and_back() {
        // I-84 leaves I-5 at mile 301.
        assert_eq!(
            order(
                "n1,I-5,NB,OR,281,,\nn2,I-5,NB,OR,307,,\ns,I-5,SB,WA,13,,\ne,I-84,EB,OR,73,,\nw,I-84,WB,OR,66,,\nu,I-84,both,UT,7,,\n"
            ),
            [
                "n1 out -",
                "e out 93.0",
                // 377.36 - 73 to the end of Oregon, 275.83 through Idaho, 7 in Utah.
                "u out 587.2",
                "w back 594.2",
                "n2 out 72.0",
                // 308.37 - 307 to the end of Oregon.
                "s back 14.4",
            ]
        );
        // The joint lies in a state that the line leaves out: 308.37 - 301 miles before Washington.
        assert_eq!(
            order("a,I-5,NB,WA,1,,\nb,I-84,EB,OR,17,,\n"),
            ["b out -", "a out 25.4"]
        );
    }

    #[test]
    fn lines_that_meet_twice_take_the_shorter_way() {
        // Mile 90 of I-84 is 10 past Riverdale, and mile 330 of I-15 10 before it: not by way of Tremonton.
        assert_eq!(
            order("a,I-84,EB,UT,90,,\nb,I-15,NB,UT,330,,\n"),
            ["b out -", "a out 20.0"]
        );
    }
}
