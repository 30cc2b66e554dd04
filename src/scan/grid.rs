//! The modules of a symbol that lies askew, sampled from grey pixels.
//!
//! The corners of three finders tell how the plane of the symbol is seen. The far corner has none: there the small
//! alignment pattern tells it, or trying.

use rxing::common::BitMatrix;
use rxing::common::cpp_essentials::{ConcentricPattern, FindConcentricPatternCorners};
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::FinderPatternSet;

use super::FINDER_MODULES;
use crate::raster::Grey;

/// A place in modules or in pixels.
pub(super) type At = (f32, f32);

/// Four corners, clockwise from the upper left of the symbol.
pub(super) type Quad = [At; 4];

/// A symbol as it was read.
pub(super) struct Reading {
    pub(super) payload: String,
    /// Its corners, in pixels.
    pub(super) quad: Quad,
    /// Modules on a side.
    pub(super) modules: usize,
}

/// The largest version that is read askew (ISO/IEC 18004): 73 modules, for an address of 250 letters.
const LARGEST_VERSION: f32 = 14.0;

/// From the middle of a finder to the middle of its ring, in modules.
const RING: f32 = 3.0;

/// From the edge of a symbol to the middle of a finder, and of the alignment pattern in the far corner, in modules.
const FINDER_IN: f32 = 3.5;
const ALIGNMENT_IN: f32 = 6.5;

/// The share of the timing patterns that must alternate, before more is sampled.
const TIMED: f32 = 0.6;

/// Where the far corner is tried when nothing tells it, in modules from where it is expected.
const TRIED: [At; 15] = [
    (0.0, 0.0),
    (0.8, 0.0),
    (-0.8, 0.0),
    (0.0, 0.8),
    (0.0, -0.8),
    (0.8, 0.8),
    (-0.8, -0.8),
    (0.8, -0.8),
    (-0.8, 0.8),
    (1.6, 1.6),
    (-1.6, -1.6),
    (1.6, 0.0),
    (-1.6, 0.0),
    (0.0, 1.6),
    (0.0, -1.6),
];

pub(super) fn far(a: At, b: At) -> f32 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// The mean side of four corners.
pub(super) fn side(quad: &Quad) -> f32 {
    (0..4)
        .map(|corner| far(quad[corner], quad[(corner + 1) % 4]))
        .sum::<f32>()
        / 4.0
}

/// The symbol of three finders. `effort` is what may still be sampled, in modules; it is used up.
pub(super) fn read(
    level: &Grey,
    matrix: &BitMatrix,
    set: &FinderPatternSet,
    effort: &mut usize,
) -> Option<Reading> {
    let finders = [set.tl, set.tr, set.bl].map(|finder| Finder::of(matrix, finder));
    let [tl, tr, bl] = &finders;
    let count = |to: &Finder| far(tl.middle, to.middle) / ((tl.module + to.module) / 2.0) + FINDER_MODULES;
    let version = ((count(tr) + count(bl)) / 2.0 - 17.0) / 4.0;
    let near = version.round().clamp(1.0, 40.0);
    let other = if version > near { near + 1.0 } else { near - 1.0 };
    let mut versions = [near, other].into_iter();
    versions.find_map(|version| {
        if !(1.0..=LARGEST_VERSION).contains(&version) {
            return None;
        }
        Askew {
            level,
            finders: &finders,
            modules: 17 + 4 * whole(version),
        }
        .read(effort)
    })
}

/// A finder with the middles of its ring in its four corners.
struct Finder {
    middle: At,
    ring: Option<Quad>,
    /// Width of a module, in pixels.
    module: f32,
}

impl Finder {
    fn of(matrix: &BitMatrix, found: ConcentricPattern) -> Self {
        let ring = FindConcentricPatternCorners(matrix, found.p, found.size, 2)
            .map(|ring| ring.0.map(|at| (at.x, at.y)));
        let module = match &ring {
            Some(ring) => side(ring) / (2.0 * RING),
            None => found.size as f32 / FINDER_MODULES,
        };
        Self {
            middle: (found.p.x, found.p.y),
            ring,
            module: module.max(0.5),
        }
    }
}

/// A symbol of so many modules a side that may stand in three finders.
struct Askew<'a> {
    level: &'a Grey,
    /// Upper left, upper right, lower left.
    finders: &'a [Finder; 3],
    modules: usize,
}

impl Askew<'_> {
    fn read(&self, effort: &mut usize) -> Option<Reading> {
        let fitted = View::of(&self.pairs());
        let corner = self.far_corner();
        let flat = self.flat(corner);
        let guess = fitted.map_or(flat, |view| view.at(corner));
        let found = if self.modules > 21 {
            self.with(guess).and_then(|view| self.alignment(&view, effort))
        } else {
            None
        };
        let read = found
            .and_then(|at| self.with(at))
            .and_then(|view| self.sampled(&view, effort))
            .or_else(|| fitted.and_then(|view| self.sampled(&view, effort)));
        if read.is_some() {
            return read;
        }
        let mut tries = [guess, flat]
            .into_iter()
            .flat_map(|guess| TRIED.map(|off| (guess, off)));
        tries.find_map(|(guess, (right, down))| {
            let (across, along) = self.steps();
            let at = (
                guess.0 + across.0 * right + along.0 * down,
                guess.1 + across.1 * right + along.1 * down,
            );
            self.with(at).and_then(|view| self.sampled(&view, effort))
        })
    }

    fn size(&self) -> f32 {
        self.modules as f32
    }

    /// The middles of the finders, in modules.
    fn middles(&self) -> [At; 3] {
        let last = self.size() - FINDER_IN;
        [(FINDER_IN, FINDER_IN), (last, FINDER_IN), (FINDER_IN, last)]
    }

    fn far_corner(&self) -> At {
        (self.size() - ALIGNMENT_IN, self.size() - ALIGNMENT_IN)
    }

    /// One module to the right and one down, in pixels, were the symbol seen straight on.
    fn steps(&self) -> (At, At) {
        let [tl, tr, bl] = self.finders.each_ref().map(|finder| finder.middle);
        let count = self.size() - FINDER_MODULES;
        (
            ((tr.0 - tl.0) / count, (tr.1 - tl.1) / count),
            ((bl.0 - tl.0) / count, (bl.1 - tl.1) / count),
        )
    }

    fn flat(&self, (u, v): At) -> At {
        let (across, down) = self.steps();
        let (u, v) = (u - FINDER_IN, v - FINDER_IN);
        let from = self.finders[0].middle;
        (
            from.0 + across.0 * u + down.0 * v,
            from.1 + across.1 * u + down.1 * v,
        )
    }

    /// Everything that is known of the finders: their middles and the corners of their rings.
    fn pairs(&self) -> Vec<(At, At)> {
        let (across, down) = self.steps();
        let mut pairs = Vec::new();
        for (finder, middle) in self.finders.iter().zip(self.middles()) {
            pairs.push((middle, finder.middle));
            let Some(ring) = &finder.ring else { continue };
            for (u, v) in [(-RING, -RING), (RING, -RING), (RING, RING), (-RING, RING)] {
                // The corner that lies farthest this way.
                let way = (across.0 * u + down.0 * v, across.1 * u + down.1 * v);
                let along = |at: &At| (at.0 - finder.middle.0) * way.0 + (at.1 - finder.middle.1) * way.1;
                let corner = ring.iter().max_by(|a, b| along(a).total_cmp(&along(b)));
                pairs.extend(corner.map(|corner| ((middle.0 + u, middle.1 + v), *corner)));
            }
        }
        pairs
    }

    /// The view in which the far corner is at a place.
    fn with(&self, at: At) -> Option<View> {
        let middles = self.finders.iter().map(|finder| finder.middle);
        let mut pairs: Vec<(At, At)> = self.middles().into_iter().zip(middles).collect();
        pairs.push((self.far_corner(), at));
        View::of(&pairs)
    }

    /// Where the alignment pattern stands near the far corner: the best contrast of its rings.
    fn alignment(&self, view: &View, effort: &mut usize) -> Option<At> {
        /// How far it is looked for, and in which steps, in modules.
        const REACH: i16 = 14;
        const STEP: f32 = 0.25;
        *effort = effort.checked_sub(4_000)?;
        let corner = self.far_corner();
        let mut best: Option<(f32, At)> = None;
        for down in -REACH..=REACH {
            for right in -REACH..=REACH {
                let off = (f32::from(right) * STEP, f32::from(down) * STEP);
                let at = (corner.0 + off.0, corner.1 + off.1);
                // One grey step for each module that it is off, so that of equals the nearest is taken.
                let score = contrast(self.level, view, at)? - off.0.hypot(off.1);
                if best.is_none_or(|(known, _)| score > known) {
                    best = Some((score, at));
                }
            }
        }
        best.map(|(_, at)| view.at(at))
    }

    /// What the modules under a view say.
    fn sampled(&self, view: &View, effort: &mut usize) -> Option<Reading> {
        *effort = effort.checked_sub(self.modules)?;
        if self.timing(view)? < TIMED {
            return None;
        }
        *effort = effort.checked_sub(self.modules * self.modules)?;
        let places = (0..self.modules).flat_map(|row| (0..self.modules).map(move |column| (column, row)));
        let greys: Option<Vec<f32>> = places.map(|place| module(self.level, view, place)).collect();
        let greys = greys?;
        let size = self.size();
        let quad = [(0.0, 0.0), (size, 0.0), (size, size), (0.0, size)].map(|at| view.at(at));
        let payload = [0.0, 0.6]
            .into_iter()
            .find_map(|times| decoded(&sharpened(&greys, self.modules, times), self.modules))?;
        Some(Reading {
            payload,
            quad,
            modules: self.modules,
        })
    }

    /// The share of the timing patterns between the finders that alternates as it must.
    fn timing(&self, view: &View) -> Option<f32> {
        let mut right = 0;
        let mut all = 0;
        for at in 8..self.modules - 9 {
            for line in [[(at, 6), (at + 1, 6)], [(6, at), (6, at + 1)]] {
                let [one, next] = line.map(|place| module(self.level, view, place));
                right += usize::from((one? < next?) == at.is_multiple_of(2));
                all += 1;
            }
        }
        Some(right as f32 / all.max(1) as f32)
    }
}

/// How modules are seen in pixels: the projection of one plane to another, as eight of the nine numbers of its matrix.
#[derive(Clone, Copy)]
struct View([f64; 8]);

impl View {
    /// The one that fits pairs of places best, in modules and in pixels. Four are enough.
    fn of(pairs: &[(At, At)]) -> Option<Self> {
        if pairs.len() < 4 {
            return None;
        }
        let mut sums = [[0.0; 9]; 8];
        let mut add = |row: [f64; 9]| {
            for (sums, one) in sums.iter_mut().zip(row) {
                for (sum, other) in sums.iter_mut().zip(row) {
                    *sum += one * other;
                }
            }
        };
        for ((u, v), (x, y)) in pairs {
            let [u, v, x, y] = [*u, *v, *x, *y].map(f64::from);
            add([u, v, 1.0, 0.0, 0.0, 0.0, -u * x, -v * x, x]);
            add([0.0, 0.0, 0.0, u, v, 1.0, -u * y, -v * y, y]);
        }
        solved(sums).map(Self)
    }

    fn at(&self, (u, v): At) -> At {
        let m = &self.0;
        let (u, v) = (f64::from(u), f64::from(v));
        let w = m[6] * u + m[7] * v + 1.0;
        let x = (m[0] * u + m[1] * v + m[2]) / w;
        let y = (m[3] * u + m[4] * v + m[5]) / w;
        (narrow(x), narrow(y))
    }
}

/// Eight equations for eight unknowns, the ninth column being what they come to.
fn solved(mut rows: [[f64; 9]; 8]) -> Option<[f64; 8]> {
    /// Less is no pivot: the places lie on a line.
    const LEAST: f64 = 1e-9;
    for at in 0..8 {
        let pivot = (at..8).max_by(|a, b| rows[*a][at].abs().total_cmp(&rows[*b][at].abs()))?;
        rows.swap(at, pivot);
        let chosen = rows[at];
        if chosen[at].abs() < LEAST {
            return None;
        }
        for row in rows.iter_mut().enumerate().filter(|(row, _)| *row != at) {
            let times = row.1[at] / chosen[at];
            for (value, chosen) in row.1.iter_mut().zip(chosen) {
                *value -= times * chosen;
            }
        }
    }
    Some(std::array::from_fn(|at| rows[at][8] / rows[at][at]))
}

/// How much lighter the light ring of an alignment pattern is than its dark ring and middle.
fn contrast(level: &Grey, view: &View, (u, v): At) -> Option<f32> {
    const LIGHT: f32 = 8.0;
    const DARK: f32 = 17.0;
    let mut contrast = 0.0;
    for down in -2..=2i8 {
        for right in -2..=2i8 {
            let grey = pixel(level, view.at((u + f32::from(right), v + f32::from(down))))?;
            let is_light = right.abs().max(down.abs()) == 1;
            contrast += if is_light { grey / LIGHT } else { -grey / DARK };
        }
    }
    Some(contrast)
}

/// The mean grey of a module, by column and row, at its middle.
fn module(level: &Grey, view: &View, (column, row): (usize, usize)) -> Option<f32> {
    const AROUND: [At; 5] = [(0.0, 0.0), (0.2, 0.0), (-0.2, 0.0), (0.0, 0.2), (0.0, -0.2)];
    let (u, v) = (column as f32 + 0.5, row as f32 + 0.5);
    let mut sum = 0.0;
    for (right, down) in AROUND {
        sum += pixel(level, view.at((u + right, v + down)))?;
    }
    Some(sum / 5.0)
}

/// A grey between pixels; `None` off the page.
fn pixel(level: &Grey, (x, y): At) -> Option<f32> {
    let (x, y) = (x - 0.5, y - 0.5);
    let (most_x, most_y) = (level.width as f32 - 1.0, level.height as f32 - 1.0);
    if !(x >= 0.0 && y >= 0.0 && x < most_x && y < most_y) {
        return None;
    }
    let (left, top) = (whole(x), whole(y));
    let (right, down) = (x - left as f32, y - top as f32);
    let width = level.width as usize;
    let row = |y: usize| {
        let [one, next] = *level.pixels.get(y * width + left..)?.first_chunk::<2>()?;
        Some(f32::from(one) * (1.0 - right) + f32::from(next) * right)
    };
    Some(row(top)? * (1.0 - down) + row(top + 1)? * down)
}

/// What modules say, each dark or light by those around it.
fn decoded(greys: &[f32], modules: usize) -> Option<String> {
    let side = u32::try_from(modules).ok()?;
    let mut bits = BitMatrix::with_single_dimension(side).ok()?;
    let mut places = (0..side).flat_map(|row| (0..side).map(move |column| (column, row)));
    for (at, grey) in greys.iter().enumerate() {
        let (column, row) = places.next()?;
        if *grey < middle(greys, modules, at) {
            bits.set(column, row);
        }
    }
    let decoded = Decode(&bits).ok().filter(|decoded| decoded.isValid())?;
    Some(decoded.text())
}

/// Between dark and light around a module: half by the mean, half by the extremes.
fn middle(greys: &[f32], modules: usize, at: usize) -> f32 {
    const REACH: usize = 4;
    let (x, y) = (at % modules, at / modules);
    let (left, right) = (x.saturating_sub(REACH), (x + REACH).min(modules - 1));
    let (top, low) = (y.saturating_sub(REACH), (y + REACH).min(modules - 1));
    let (mut least, mut most, mut sum) = (f32::MAX, f32::MIN, 0.0);
    for row in top..=low {
        for grey in &greys[row * modules + left..=row * modules + right] {
            least = least.min(*grey);
            most = most.max(*grey);
            sum += grey;
        }
    }
    let mean = sum / ((right - left + 1) * (low - top + 1)) as f32;
    f32::midpoint(mean, f32::midpoint(least, most))
}

/// What blur took from modules given back: so many times the difference to the four neighbours.
fn sharpened(greys: &[f32], modules: usize, times: f32) -> Vec<f32> {
    let last = modules - 1;
    let at = |x: usize, y: usize| greys[y.min(last) * modules + x.min(last)];
    let sharper = |(index, grey): (usize, &f32)| {
        let (x, y) = (index % modules, index / modules);
        let beside = at(x.saturating_sub(1), y) + at(x + 1, y);
        let above = at(x, y.saturating_sub(1)) + at(x, y + 1);
        grey + times * (grey - (beside + above) / 4.0)
    };
    greys.iter().enumerate().map(sharper).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not below zero, and no larger than a photo"
)]
fn whole(value: f32) -> usize {
    value as usize
}

#[expect(clippy::cast_possible_truncation, reason = "a pixel of a photo")]
fn narrow(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::View;

    #[test]
    fn a_view_is_found_from_four_corners() {
        let corners = [(10.0, 10.0), (90.0, 20.0), (80.0, 95.0), (5.0, 70.0)];
        let square = [(0.0, 0.0), (21.0, 0.0), (21.0, 21.0), (0.0, 21.0)];
        let pairs: Vec<_> = square.into_iter().zip(corners).collect();
        let view = View::of(&pairs).unwrap();
        for (place, corner) in pairs {
            let (x, y) = view.at(place);
            assert!((x - corner.0).hypot(y - corner.1) < 0.01, "{place:?}: {x} {y}");
        }
        assert!(View::of(&[((0.0, 0.0), (1.0, 1.0)); 4]).is_none());
    }
}
