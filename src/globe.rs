//! Places on the globe: how far they lie apart, in miles, and in which direction.
//!
//! The earth is a sphere here. Against the WGS 84 ellipsoid a distance is wrong by at most 0.6 %, far less
//! than a milepost is.

/// Mean radius of the earth, in statute miles: 6371.0088 km (R1 of the IUGG, from WGS 84).
const EARTH_RADIUS: f64 = 6371.0088 / KILOMETRES_A_MILE;

const KILOMETRES_A_MILE: f64 = 1.609_344;

/// WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coordinate {
    /// North positive.
    pub lat: f64,
    /// East positive.
    pub lon: f64,
}

/// A coordinate as a vector from the middle of the earth, one radius long: what many distances are reckoned from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    x: f64,
    y: f64,
    z: f64,
}

impl Coordinate {
    /// The same place, ready for reckoning.
    pub fn spot(self) -> Spot {
        let (lat, lon) = (self.lat.to_radians(), self.lon.to_radians());
        Spot {
            x: lat.cos() * lon.cos(),
            y: lat.cos() * lon.sin(),
            z: lat.sin(),
        }
    }

    /// Miles along the great circle.
    pub fn miles_to(self, other: Self) -> f64 {
        self.spot().miles_to(other.spot())
    }

    /// The direction in which the great circle to another place leaves: degrees clockwise from north, from 0 to 360.
    pub fn bearing_to(self, other: Self) -> f64 {
        let (from, to) = (self.lat.to_radians(), other.lat.to_radians());
        let east = (other.lon - self.lon).to_radians();
        let x = from.cos() * to.sin() - from.sin() * to.cos() * east.cos();
        (east.sin() * to.cos()).atan2(x).to_degrees().rem_euclid(360.0)
    }
}

impl Spot {
    /// Miles along the great circle, from the chord: the haversine formula, whose root is half the chord.
    pub fn miles_to(self, other: Self) -> f64 {
        let (x, y, z) = (self.x - other.x, self.y - other.y, self.z - other.z);
        let half_chord = (x * x + y * y + z * z).sqrt() / 2.0;
        2.0 * EARTH_RADIUS * half_chord.min(1.0).asin()
    }
}

/// Which of `count` places along a road is nearest: of ever fewer samples along it, so that a long road costs little.
pub fn nearest(count: usize, spot_of: impl Fn(usize) -> Spot, to: Spot) -> Option<usize> {
    const SAMPLES: usize = 64;
    let (mut first, mut end) = (0, count);
    loop {
        let step = (end - first).div_ceil(SAMPLES).max(1);
        let best = (first..end).step_by(step).min_by(|a, b| {
            let reach = |at: usize| spot_of(at).miles_to(to);
            reach(*a).total_cmp(&reach(*b))
        })?;
        if step == 1 {
            return Some(best);
        }
        (first, end) = (best.saturating_sub(step).max(first), (best + step + 1).min(end));
    }
}

/// Metres as miles.
pub fn metres(metres: f64) -> f64 {
    metres / 1000.0 / KILOMETRES_A_MILE
}

/// How far two bearings lie apart: degrees from 0 to 180.
pub fn between(one: f64, other: f64) -> f64 {
    let turn = (one - other).rem_euclid(360.0);
    turn.min(360.0 - turn)
}

#[cfg(test)]
mod tests {
    use super::{Coordinate, between, metres};

    fn at(lat: f64, lon: f64) -> Coordinate {
        Coordinate { lat, lon }
    }

    #[test]
    fn distances() {
        // A degree of a great circle is 69.093 miles on this sphere.
        assert!((at(44.0, -123.0).miles_to(at(45.0, -123.0)) - 69.093).abs() < 0.001);
        assert!((at(0.0, 0.0).miles_to(at(0.0, 180.0)) - 12_436.8).abs() < 0.1);
        assert!(at(44.0, -123.0).miles_to(at(44.0, -123.0)) < 1e-9);
        // Portland to Seattle.
        assert!((at(45.52, -122.68).miles_to(at(47.61, -122.33)) - 145.3).abs() < 0.3);
        assert!((metres(1609.344) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn bearings() {
        let here = at(44.0, -123.0);
        assert!(here.bearing_to(at(45.0, -123.0)) < 1e-9);
        assert!((here.bearing_to(at(44.0, -122.9)) - 90.0).abs() < 0.1);
        assert!((here.bearing_to(at(43.0, -123.0)) - 180.0).abs() < 1e-9);
        assert!((between(350.0, 10.0) - 20.0).abs() < 1e-9 && (between(10.0, 350.0) - 20.0).abs() < 1e-9);
    }
}
