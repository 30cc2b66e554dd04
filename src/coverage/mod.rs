//! How well pieces cover the roads: the longest way without one, the share of sites, the share of miles.
//!
//! Everything is reckoned for one direction of travel of one line, since a driver sees one side of the road. A place that serves both
//! sides counts for both; one whose side nobody wrote down counts for neither, and is told apart.

mod view;

use std::collections::{BTreeMap, BTreeSet};

use crate::corridor::{Along, Corridor, Line, Side, Stop};
use crate::locale::Locale;
use crate::location::{Direction, Location};

use view::{View, gaps, longest_of, sites};

/// How far ahead a piece counts, where nobody asks for another distance: about an hour of driving.
pub const AHEAD: Along = Along::from_hundredths(6000);

/// Which places have pieces, by id, and in which languages.
pub type Pieces<'a> = BTreeMap<&'a str, BTreeSet<&'a Locale>>;

/// How well pieces cover the lines of a corridor.
#[derive(Debug)]
pub struct Coverage<'a> {
    /// How far ahead a piece counts.
    pub ahead: Along,
    /// Each line, out and back.
    pub ways: Vec<Way<'a>>,
    /// Sites on a line whose side nobody wrote down.
    pub unsided: Share,
    /// Sites on no line.
    pub off: Share,
}

/// A direction of travel on a line.
#[derive(Debug)]
pub struct Way<'a> {
    /// Which of the corridor's lines.
    pub line: usize,
    /// Its name, as `I-84 PA–MA`.
    pub name: String,
    /// Whether miles grow.
    pub outward: bool,
    /// What people call it.
    pub direction: Direction,
    /// With pieces in any language.
    pub all: Figures,
    /// The longest gap between pieces in any language; `None` on a line without length.
    pub gap: Option<Gap<'a>>,
    /// State by state, in the order of the line.
    pub states: Vec<(&'a str, Figures)>,
    /// With pieces in one language alone, in the order of tags.
    pub languages: Vec<(&'a Locale, Figures, Option<Gap<'a>>)>,
}

/// What is covered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Sites with a piece, of all sites.
    pub sites: Share,
    /// Hundredths of a mile from which a driver passes a piece soon enough, of all.
    pub miles: Share,
}

/// So much of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How much.
    pub part: u64,
    /// Of how much.
    pub whole: u64,
}

/// A way without a piece, as it is driven.
#[derive(Clone, Copy, Debug)]
pub struct Gap<'a> {
    /// Where it begins.
    pub from: Along,
    /// Where it ends; before its beginning on the way back.
    pub to: Along,
    /// The last place with a piece; `None` at the end of the line.
    pub behind: Option<&'a Location>,
    /// The next place with a piece; `None` at the end of the line.
    pub next: Option<&'a Location>,
}

/// The longest gap of a corridor.
#[derive(Clone, Copy, Debug)]
pub struct Longest<'a> {
    /// On which line.
    pub line: usize,
    /// Whether on the way out.
    pub outward: bool,
    /// From where to where.
    pub gap: Gap<'a>,
}

impl Share {
    /// In percent, from 0 to 100; of nothing it is `None`.
    pub fn percent(self) -> Option<f64> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "counts and hundredths of miles, far below 2^53"
        )]
        let percent = self.part as f64 * 100.0 / self.whole as f64;
        (self.whole > 0).then_some(percent)
    }

    fn add(&mut self, other: Self) {
        self.part += other.part;
        self.whole += other.whole;
    }
}

impl<'a> Coverage<'a> {
    /// All lines and directions together.
    pub fn total(&self) -> Figures {
        sum(self.ways.iter().map(|way| way.all))
    }

    /// The longest gap of all lines and directions, of equal ones the first.
    pub fn longest(&self) -> Option<Longest<'a>> {
        self.longest_of(|way| way.gap)
    }

    /// Language by language, over all lines and directions.
    pub fn languages(&self) -> Vec<(&'a Locale, Figures, Option<Longest<'a>>)> {
        let known = self
            .ways
            .first()
            .map(|way| way.languages.iter())
            .into_iter()
            .flatten();
        let each = known.enumerate().map(|(nth, (locale, ..))| {
            let figures = sum(self.ways.iter().map(|way| way.languages[nth].1));
            (*locale, figures, self.longest_of(|way| way.languages[nth].2))
        });
        each.collect()
    }

    fn longest_of(&self, gap: impl Fn(&Way<'a>) -> Option<Gap<'a>>) -> Option<Longest<'a>> {
        let gaps = self.ways.iter().filter_map(|way| {
            Some(Longest {
                line: way.line,
                outward: way.outward,
                gap: gap(way)?,
            })
        });
        gaps.reduce(Longest::longer)
    }
}

fn sum(figures: impl Iterator<Item = Figures>) -> Figures {
    figures.fold(Figures::default(), |mut sum, figures| {
        sum.sites.add(figures.sites);
        sum.miles.add(figures.miles);
        sum
    })
}

impl Longest<'_> {
    /// The longer of two, of equal ones the first.
    fn longer(self, other: Self) -> Self {
        if other.gap.length() > self.gap.length() {
            other
        } else {
            self
        }
    }
}

impl Gap<'_> {
    /// How long it is.
    pub fn length(&self) -> Along {
        self.from.to(self.to)
    }
}

/// How well pieces cover the lines of a corridor, where a mile counts as covered if a driver passes a piece within so many miles ahead.
pub fn of<'a>(corridor: &Corridor<'a>, pieces: &Pieces<'a>, ahead: Along) -> Coverage<'a> {
    let languages: BTreeSet<&'a Locale> = pieces.values().flatten().copied().collect();
    let has = |place: &Location| pieces.contains_key(place.id.as_str());
    let lines = corridor.lines.iter().enumerate();
    let ways = lines.flat_map(|(at, line)| {
        // What hangs at each stop, looked up once.
        let hanging: Vec<Option<&BTreeSet<&Locale>>> = line
            .stops
            .iter()
            .map(|stop| pieces.get(stop.place.id.as_str()))
            .collect();
        let any: Vec<bool> = hanging.iter().map(Option::is_some).collect();
        let by_language = languages.iter().map(|locale| {
            let speaks = |languages: &Option<&BTreeSet<&Locale>>| {
                languages.is_some_and(|languages| languages.contains(locale))
            };
            (*locale, hanging.iter().map(speaks).collect())
        });
        let by_language: Vec<(&'a Locale, Vec<bool>)> = by_language.collect();
        [true, false].map(|outward| way((at, line), outward, ahead, &any, &by_language))
    });
    let ways = ways.collect();
    let stops = corridor.lines.iter().flat_map(|line| &line.stops);
    let unsided = stops.filter(|stop| !stop.guest && stop.side == Side::Unknown);
    Coverage {
        ahead,
        ways,
        unsided: sites(unsided.map(|stop| (stop.place, has(stop.place)))),
        off: sites(corridor.off.iter().map(|(place, _)| (*place, has(place)))),
    }
}

/// One direction of a line: with which of its stops have pieces, and which have them in each language.
fn way<'a>(
    (at, line): (usize, &Line<'a>),
    outward: bool,
    ahead: Along,
    any: &[bool],
    by_language: &[(&'a Locale, Vec<bool>)],
) -> Way<'a> {
    let view = |has| View {
        line,
        outward,
        ahead,
        has,
        gaps: gaps(line, outward, has),
    };
    let all = view(any);
    let states = line
        .stretches
        .iter()
        .map(|stretch| (stretch.state, all.within(stretch)));
    let languages = by_language.iter().map(|(locale, has)| {
        let view = view(has);
        (*locale, view.figures(), longest_of(&view.gaps))
    });
    Way {
        line: at,
        name: line.name(),
        outward,
        direction: line.ways[usize::from(!outward)],
        all: all.figures(),
        gap: longest_of(&all.gaps),
        states: states.collect(),
        languages: languages.collect(),
    }
}

/// The longest gap of all lines and directions, of equal ones the first.
pub fn longest<'a>(corridor: &Corridor<'a>, has: &dyn Fn(&Stop<'a>) -> bool) -> Option<Longest<'a>> {
    let lines = corridor.lines.iter().enumerate();
    let ways = lines.flat_map(|(at, line)| {
        let has: Vec<bool> = line.stops.iter().map(has).collect();
        [true, false].map(|outward| (at, outward, longest_of(&gaps(line, outward, &has))))
    });
    let gaps = ways.filter_map(|(line, outward, gap)| {
        Some(Longest {
            line,
            outward,
            gap: gap?,
        })
    });
    gaps.reduce(Longest::longer)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Coverage, Pieces, Share, of};
    use crate::corridor::{self, Along, Corridor};
    use crate::diag::Diagnostics;
    use crate::locale::Locale;
    use crate::location::Location;
    use crate::route::{self, Routes};
    use crate::source::Source;
    use crate::table;

    /// A road of 100 miles in two states, another without an end.
    const ROADS: &str = "\
[[route]]\nroute = \"I-2\"\nstate = \"AA\"\nlast = 60\nsource = \"x\"
[[route]]\nroute = \"I-2\"\nstate = \"BB\"\nlast = 40\nsource = \"x\"
[[line]]\nroute = \"I-2\"\nstates = [\"AA\", \"BB\"]\nsource = \"x\"
";

    const PLACES: &str = "\
id,site,route,direction,state,milepost,kind,name
east,mid,I-2,EB,AA,30,bar,Any
west,mid,I-2,WB,AA,30,bar,Any
both,,I-2,both,BB,20,bar,Any
none,,I-2,,BB,30,bar,Any
lost,,,,BB,,bar,Any
";

    fn read() -> (Routes, Vec<Location>) {
        let mut diags = Diagnostics::default();
        let routes = route::read(&mut diags, &Source::new("routes.toml", ROADS));
        let places = table::read(&mut diags, &Source::new("places.csv", PLACES));
        assert!(diags.iter().next().is_none(), "{diags:#?}");
        (routes, places)
    }

    fn share(part: u64, whole: u64) -> Share {
        Share { part, whole }
    }

    /// Sites, miles and longest gap of each way; the gap as it is driven.
    fn told(coverage: &Coverage<'_>) -> Vec<String> {
        let way = |way: &super::Way<'_>| {
            let id = |place: Option<&Location>| place.map_or("end", |place| &place.id).to_owned();
            let gap = way.gap.map_or_else(String::new, |gap| {
                format!(
                    "{} {}-{} {}-{}",
                    gap.length(),
                    gap.from,
                    gap.to,
                    id(gap.behind),
                    id(gap.next)
                )
            });
            let (sites, miles) = (way.all.sites, way.all.miles);
            let (word, part) = (way.direction.word(), miles.part / 100);
            format!(
                "{word} {}/{} {part}/{} {gap}",
                sites.part,
                sites.whole,
                miles.whole / 100
            )
        };
        coverage.ways.iter().map(way).collect()
    }

    #[test]
    fn figures_by_direction_state_and_language() {
        let (routes, places) = read();
        let corridor: Corridor<'_> = corridor::of(&routes, &places);
        let [en, es] = ["en", "es"].map(|tag| Locale::parse(tag).expect("a language"));
        let mut pieces = Pieces::new();
        assert_eq!(
            told(&of(&corridor, &pieces, Along::from_hundredths(2000))),
            [
                "EB 0/2 0/100 100.0 0.0-100.0 end-end",
                "WB 0/2 0/100 100.0 100.0-0.0 end-end"
            ]
        );
        pieces.insert("east", BTreeSet::from([&en, &es]));
        pieces.insert("both", BTreeSet::from([&en]));
        let coverage = of(&corridor, &pieces, Along::from_hundredths(4000));
        // Eastward: 30 of 30 miles before mile 30, 40 of 50 before mile 80, none after. Westward: 20 of 20 before mile 80.
        assert_eq!(
            told(&coverage),
            [
                "EB 2/2 70/100 50.0 30.0-80.0 east-both",
                "WB 1/2 20/100 80.0 80.0-0.0 both-end"
            ]
        );
        let states: Vec<_> = coverage.ways.iter().flat_map(|way| &way.states).collect();
        let miles: Vec<_> = states
            .iter()
            .map(|(state, figures)| (*state, figures.sites, figures.miles))
            .collect();
        assert_eq!(
            miles,
            [
                ("AA", share(1, 1), share(5000, 6000)),
                ("BB", share(1, 1), share(2000, 4000)),
                ("AA", share(0, 1), share(0, 6000)),
                ("BB", share(1, 1), share(2000, 4000)),
            ]
        );
        assert_eq!((coverage.unsided, coverage.off), (share(0, 1), share(0, 1)));
        assert_eq!(coverage.total().miles, share(9000, 20_000));
        assert_eq!(
            coverage.longest().map(|longest| longest.gap.length()),
            Some(Along::from_hundredths(8000))
        );
        let languages = coverage.languages();
        let spanish = languages
            .iter()
            .find(|(locale, ..)| **locale == es)
            .expect("Spanish");
        // Eastward 30 before mile 30; westward none hangs at all.
        assert_eq!(
            (spanish.1.sites, spanish.1.miles),
            (share(1, 4), share(3000, 20_000))
        );
        assert_eq!(
            spanish
                .2
                .map(|longest| (longest.outward, longest.gap.length().hundredths())),
            Some((false, 10_000))
        );
        assert_eq!(languages.len(), 2);
    }

    #[test]
    fn a_share_of_nothing_is_none() {
        assert_eq!(share(0, 0).percent(), None);
        assert_eq!(share(1, 8).percent(), Some(12.5));
    }
}
