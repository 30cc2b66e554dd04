//! Where everything stands: a road cut into columns, in which no label lies on another.
//!
//! Three lanes run along a road: labels on its left, what stands on it, labels on its right. Stations are set one above the other,
//! each at least as far from the last one as the scale wants and so far that in none of its lanes it touches what is there. That
//! is all: nothing is pushed about afterwards.

use std::ops::Range;

use super::badge;
use super::measure;
use super::stations::{self, Station, What};
use super::wording;
use super::{Mark, Side, Strip};
use crate::harmless::harmless;

/// How often the scale is halved in on.
const TRIES: usize = 16;

/// The share of a column that the stops of one place may take; more stand as several places.
const SHARE: f32 = 0.4;

/// The most lines of a name.
const LINES: usize = 3;

/// Between one label and the next, in multiples of the type size.
const GAP: f32 = 0.35;

/// Sizes of a map, in points or CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measures {
    /// A column, labels on both sides.
    pub(super) width: f32,
    /// The most that a column is high.
    pub(super) height: f32,
    /// Type of names.
    pub(super) size: f32,
    /// Type of numbers and notes.
    pub(super) small: f32,
    /// How wide the road is.
    pub(super) road: f32,
    /// The smallest and the largest scale, per mile.
    pub(super) scale: (f32, f32),
}

impl Measures {
    /// For a screen.
    pub(super) const SCREEN: Self = Self {
        width: 470.0,
        height: 1250.0,
        size: 13.0,
        small: 12.0,
        road: 36.0,
        scale: (1.3, 6.0),
    };

    /// Above and below a road, for what says where it goes on.
    pub(super) fn margin(&self) -> f32 {
        self.small * 2.6
    }

    /// From the edge of the road to the marks beside it.
    pub(super) fn reach(&self) -> f32 {
        self.size * 0.9
    }

    /// From the middle of the road to where mileposts of stops begin.
    pub(super) fn mileposts_at(&self, beside: Beside) -> f32 {
        self.road / 2.0 + self.reach() + beside.badge + self.size * 0.4
    }

    /// From the middle of the road to where names begin.
    pub(super) fn names_at(&self, beside: Beside) -> f32 {
        self.mileposts_at(beside) + beside.milepost + self.size * 0.6
    }

    fn names(&self, beside: Beside) -> f32 {
        self.width / 2.0 - self.names_at(beside)
    }
}

/// How wide things between the road and the names are, in one strip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Beside {
    /// The widest mark.
    pub(super) badge: f32,
    /// The widest milepost of a stop, within reason.
    pub(super) milepost: f32,
}

impl Beside {
    fn of(strip: &Strip, measures: &Measures) -> Self {
        let widths = strip
            .marks
            .iter()
            .map(|mark| measure::width(&wording::milepost(strip, mark), measures.small, true));
        let most = measure::width("~206.06?", measures.small, true);
        Self {
            badge: badge::width(strip, measures),
            milepost: widths.fold(0.0, f32::max).min(most),
        }
    }
}
/// A part of the road, as high as a column at most.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    /// From its upper to its lower edge.
    pub(super) height: f32,
    /// What stands along it, from below.
    pub(super) stations: Vec<Placed>,
    /// How wide marks and mileposts of this strip are.
    pub(super) beside: Beside,
    /// Stretches that are shared with another route, from the upper edge: their upper and lower ends.
    pub(super) shared: Vec<(f32, f32)>,
    /// The upper and lower ends of the road: it reaches the edges where it goes on.
    pub(super) road: (f32, f32),
}

/// A station in its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    /// Miles along the line.
    pub(super) along: f64,
    /// From the upper edge of the column.
    pub(super) y: f32,
    /// What is there.
    pub(super) what: What,
    /// Whether labels that belong to neither side stand right of the road.
    pub(super) is_right: bool,
    /// The names of its stops.
    pub(super) labels: Vec<Label>,
}

/// The name of a stop in its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    /// The place of the stop among the marks of the strip.
    pub(super) mark: usize,
    /// The middle of its lines, from the upper edge of the column.
    pub(super) y: f32,
    /// Whether it stands right of the road.
    pub(super) is_right: bool,
    /// Its lines.
    pub(super) lines: Vec<String>,
}

/// Left of the road, on it, right of it.
const LEFT: usize = 0;
const ROAD: usize = 1;
const RIGHT: usize = 2;

/// Cuts a strip into columns: a multiple of some number, unless one is enough, at the largest scale for so many.
pub(super) fn lay(strip: &Strip, measures: &Measures, multiple: usize) -> Vec<Column> {
    let (mut least, most) = measures.scale;
    let beside = Beside::of(strip, measures);
    let names = names(strip, measures, beside);
    let laid = |scale: f32| Layout::of(strip, measures, scale, beside, &names);
    let at_most = laid(most);
    if at_most.cuts.len() <= 1 {
        return at_most.columns();
    }
    let wanted = laid(least).cuts.len().next_multiple_of(multiple);
    if at_most.cuts.len() <= wanted {
        return at_most.columns();
    }
    let mut too_much = most;
    for _ in 0..TRIES {
        let middle = (least + too_much) / 2.0;
        if laid(middle).cuts.len() <= wanted {
            least = middle;
        } else {
            too_much = middle;
        }
    }
    laid(least).columns()
}

/// The name of each stop in lines.
fn names(strip: &Strip, measures: &Measures, beside: Beside) -> Vec<Vec<String>> {
    let lines = |mark: &Mark| {
        let name = harmless(&mark.name);
        measure::lines(&name, measures.size, measures.names(beside), LINES)
    };
    strip.marks.iter().map(lines).collect()
}

/// Stations at a scale, cut into columns.
struct Layout<'a> {
    strip: &'a Strip,
    measures: &'a Measures,
    scale: f32,
    beside: Beside,
    names: &'a [Vec<String>],
    stations: Vec<Station>,
    cuts: Vec<Range<usize>>,
}

/// A station as far as it is placed, from the lower edge of its column.
struct Rising {
    up: f32,
    is_right: bool,
    labels: Vec<Label>,
}

/// How far lanes are filled, from the lower edge of a column.
struct Lanes {
    tops: [f32; 3],
    last: Option<(f64, f32)>,
}

impl<'a> Layout<'a> {
    fn of(
        strip: &'a Strip,
        measures: &'a Measures,
        scale: f32,
        beside: Beside,
        names: &'a [Vec<String>],
    ) -> Self {
        let closest = f64::from(measures.small * 2.0 / scale);
        let mut layout = Self {
            strip,
            measures,
            scale,
            beside,
            names,
            stations: Vec::new(),
            cuts: Vec::new(),
        };
        for station in stations::along(strip, closest) {
            layout.split(station);
        }
        layout.cut();
        layout
    }

    /// Stops at one place as several places, where they would fill a column.
    fn split(&mut self, station: Station) {
        let What::Stops(stops) = station.what else {
            self.stations.push(station);
            return;
        };
        let mut high = f32::INFINITY;
        for at in stops {
            high += self.label_height(&self.names[at]);
            let most = self.measures.height * SHARE;
            match self.stations.last_mut().map(|last| &mut last.what) {
                Some(What::Stops(stops)) if high <= most => stops.push(at),
                _ => {
                    high = self.label_height(&self.names[at]);
                    self.stations.push(Station {
                        along: station.along,
                        what: What::Stops(vec![at]),
                    });
                }
            }
        }
    }

    fn label_height(&self, lines: &[String]) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "few lines")]
        let words = lines.len() as f32 * self.measures.size * measure::LINE;
        words.max(badge::height(self.measures)) + self.measures.size * GAP
    }

    fn cut(&mut self) {
        let mut start = 0;
        while start < self.stations.len() {
            let mut lanes = Lanes::empty();
            let mut end = start;
            while end < self.stations.len() {
                self.rise(&mut lanes, &self.stations[end]);
                if lanes.height() > self.measures.height && end > start {
                    break;
                }
                end += 1;
            }
            let is_line = |at: usize| matches!(self.stations[at].what, What::Line(..));
            // The line of a state stands below what is in it.
            if end < self.stations.len() && end - start > 1 && is_line(end - 1) {
                end -= 1;
            }
            self.cuts.push(start..end);
            start = end;
        }
    }

    /// Places a station above all that is in its lanes.
    fn rise(&self, lanes: &mut Lanes, station: &Station) -> Rising {
        let is_right = lanes.tops[RIGHT] <= lanes.tops[LEFT];
        let (labels, down, up) = self.extents(station, is_right);
        let mut at = lanes.last.map_or(0.0, |(along, last)| {
            #[expect(clippy::cast_possible_truncation, reason = "a drawing")]
            let miles = (station.along - along) as f32;
            // A gap that is higher than a column is cut short: the road goes on in the next one.
            last + (miles * self.scale).min(self.measures.height)
        });
        for lane in [LEFT, ROAD, RIGHT] {
            if down[lane] + up[lane] > 0.0 {
                at = at.max(lanes.tops[lane] + down[lane]);
            }
        }
        for lane in [LEFT, ROAD, RIGHT] {
            if down[lane] + up[lane] > 0.0 {
                lanes.tops[lane] = at + up[lane];
            }
        }
        lanes.last = Some((station.along, at));
        Rising {
            up: at,
            is_right,
            labels,
        }
    }

    /// The labels of a station, their places from its own upwards, and how far each lane is filled below and above it.
    fn extents(&self, station: &Station, is_right: bool) -> (Vec<Label>, [f32; 3], [f32; 3]) {
        let (size, small) = (self.measures.size, self.measures.small);
        let (mut down, mut up) = ([0.0; 3], [0.0; 3]);
        match &station.what {
            What::Line(below, above) => {
                let room = |state: &Option<String>| if state.is_some() { size * 2.0 } else { size * 0.6 };
                (down, up) = ([room(below); 3], [room(above); 3]);
            }
            What::Milepost(_) => (down[ROAD], up[ROAD]) = (small * 0.8, small * 0.8),
            What::Shared(_) => {
                let lane = if is_right { RIGHT } else { LEFT };
                (down[lane], up[lane]) = (small * 1.5, small * 1.5);
            }
            What::Stops(stops) => return self.stack(stops, is_right),
        }
        (Vec::new(), down, up)
    }

    /// Labels of stops at one place, from the top down, on each side about its height.
    fn stack(&self, stops: &[usize], is_right: bool) -> (Vec<Label>, [f32; 3], [f32; 3]) {
        let mut labels: Vec<Label> = Vec::new();
        let (mut down, mut up) = ([0.0_f32; 3], [0.0_f32; 3]);
        for lane in [LEFT, RIGHT] {
            let here = |at: &&usize| self.lane(&self.strip.marks[**at], is_right) == lane;
            let heights: Vec<f32> = stops
                .iter()
                .filter(here)
                .map(|at| self.label_height(&self.names[*at]))
                .collect();
            let total: f32 = heights.iter().sum();
            let mut top = total / 2.0;
            for (at, high) in stops.iter().filter(here).zip(heights) {
                let mark = &self.strip.marks[*at];
                let middle = top - high / 2.0;
                if mark.side == Side::Both {
                    let half = badge::height(self.measures) * 0.64;
                    down[ROAD] = down[ROAD].max(half - middle);
                    up[ROAD] = up[ROAD].max(half + middle);
                }
                labels.push(Label {
                    mark: *at,
                    y: middle,
                    is_right: lane == RIGHT,
                    lines: self.names[*at].clone(),
                });
                top -= high;
            }
            (down[lane], up[lane]) = (total / 2.0, total / 2.0);
        }
        (labels, down, up)
    }

    fn lane(&self, mark: &Mark, is_right: bool) -> usize {
        match mark.side {
            Side::Ahead => RIGHT,
            Side::Back => LEFT,
            Side::Both | Side::Unknown if is_right => RIGHT,
            Side::Both | Side::Unknown => LEFT,
        }
    }

    fn columns(&self) -> Vec<Column> {
        let cuts = self.cuts.iter();
        cuts.map(|cut| self.column(cut)).collect()
    }

    fn column(&self, cut: &Range<usize>) -> Column {
        let mut lanes = Lanes::empty();
        let stations = &self.stations[cut.clone()];
        let risen: Vec<Rising> = stations
            .iter()
            .map(|station| self.rise(&mut lanes, station))
            .collect();
        let height = lanes.height();
        let place = |(station, risen): (&Station, Rising)| Placed {
            along: station.along,
            y: height - risen.up,
            what: station.what.clone(),
            is_right: risen.is_right,
            labels: risen
                .labels
                .into_iter()
                .map(|label| Label {
                    y: height - risen.up - label.y,
                    ..label
                })
                .collect(),
        };
        let stations: Vec<Placed> = stations.iter().zip(risen).map(place).collect();
        let (is_first, is_last) = (cut.start == 0, cut.end == self.stations.len());
        let road = (
            stations.last().filter(|_| is_last).map_or(0.0, |last| last.y),
            stations
                .first()
                .filter(|_| is_first)
                .map_or(height, |first| first.y),
        );
        let mut column = Column {
            height,
            stations,
            beside: self.beside,
            shared: Vec::new(),
            road,
        };
        let shared = self.strip.stretches.iter().flat_map(|stretch| &stretch.shared);
        let shared = shared.map(|(from, to, _)| (column.height_of(*to), column.height_of(*from)));
        let shared = shared.filter(|(top, bottom)| bottom - top > 1.0).collect();
        column.shared = shared;
        column
    }
}

impl Lanes {
    fn empty() -> Self {
        Self {
            tops: [0.0; 3],
            last: None,
        }
    }

    fn height(&self) -> f32 {
        self.tops
            .into_iter()
            .fold(self.last.map_or(0.0, |(_, at)| at), f32::max)
    }
}

impl Column {
    /// Where a mile of the line is, from the upper edge; its nearer end for a mile of another column.
    fn height_of(&self, along: f64) -> f32 {
        let mut before: Option<&Placed> = None;
        for station in &self.stations {
            if station.along >= along {
                return before.map_or(self.road.1, |before| between(before, station, along));
            }
            before = Some(station);
        }
        self.road.0
    }
}

/// Where a mile is between two stations.
fn between(below: &Placed, above: &Placed, along: f64) -> f32 {
    let miles = above.along - below.along;
    if miles <= 0.0 {
        return above.y;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a drawing")]
    let share = ((along - below.along) / miles) as f32;
    below.y + (above.y - below.y) * share
}
