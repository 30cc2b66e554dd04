//! A telephone's camera in front of a poster: perspective, light, gloss, blur, noise and JPEG, always the same for a seed.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places and shades of pixels"
)]

use std::f32::consts::PI;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use mileposter::raster::{Grey, Rgb};

/// Numbers that look like chance and are the same in every run (xorshift64*).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Evenly between two numbers.
    pub(crate) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * (self.next() >> 40) as f32 / (1u32 << 24) as f32
    }

    /// About as a bell, with a deviation of one.
    fn bell(&mut self) -> f32 {
        let bits = self.next();
        let sum: u64 = (0..4).map(|part| (bits >> (16 * part)) & 0xffff).sum();
        (sum as f32 / 65_535.0 - 2.0) * 1.732
    }
}

/// How a photo is taken.
#[derive(Clone, Debug)]
pub(crate) struct Shot {
    /// Width of the poster if it were taken straight on, in pixels.
    pub(crate) width: f32,
    /// Between the axis of the camera and straight on, in degrees.
    pub(crate) tilt: f32,
    /// Towards which side it tilts, in degrees.
    pub(crate) side: f32,
    /// How the telephone is turned in the hand, in degrees.
    pub(crate) turn: f32,
    /// Light at the darkest and the brightest edge; 1 is full.
    pub(crate) light: (f32, f32),
    /// From which direction it comes, in degrees.
    pub(crate) from: f32,
    /// A lamp that shines back: where on the poster (shares of its sides), how wide (share of its width), how strong.
    pub(crate) gloss: Option<(f32, f32, f32, f32)>,
    /// Deviation of the blur, in pixels.
    pub(crate) blur: f32,
    /// Deviation of the noise, in steps of 255.
    pub(crate) noise: f32,
    /// Of the JPEG, 1 to 100.
    pub(crate) quality: u8,
    pub(crate) seed: u64,
}

/// A photo, and where it shows what.
pub(crate) struct Photo {
    pub(crate) picture: Grey,
    /// From shares of the poster's sides to pixels.
    pub(crate) view: [f32; 9],
}

impl Shot {
    /// One as a volunteer would take it, more or less.
    pub(crate) fn by(seed: u64, gloss_near: Option<(f32, f32, f32)>) -> Self {
        let mut chance = Chance::new(seed);
        chance.next();
        let bright = chance.between(0.55, 1.0);
        let gloss = gloss_near
            .filter(|_| chance.between(0.0, 1.0) < 0.5)
            .map(|(x, y, side)| {
                // Beside the symbol or over a part of it.
                let (angle, off) = (chance.between(0.0, 2.0 * PI), chance.between(0.5, 1.2) * side);
                (
                    x + off * angle.cos(),
                    y + off * angle.sin(),
                    chance.between(0.25, 0.6) * side,
                    chance.between(0.3, 1.0),
                )
            });
        Self {
            width: 1600.0,
            tilt: chance.between(0.0, 35.0),
            side: chance.between(0.0, 360.0),
            turn: chance.between(0.0, 360.0),
            light: (bright * chance.between(0.25, 1.0), bright),
            from: chance.between(0.0, 360.0),
            gloss,
            blur: chance.between(0.5, 1.3),
            noise: chance.between(1.0, 8.0),
            quality: chance.between(50.0, 80.0) as u8,
            seed,
        }
    }

    /// Takes the photo of a poster.
    pub(crate) fn take(&self, poster: &Rgb) -> Photo {
        let page = poster.to_grey();
        let (view, width, height) = self.view(&page);
        let back = inverse(&view);
        let (sin, cos) = self.from.to_radians().sin_cos();
        let (page_width, page_height) = (page.width as f32, page.height as f32);
        let mut greys = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let (u, v) = project(&back, x as f32 + 0.5, y as f32 + 0.5);
                let (right, down) = (x as f32 / width as f32 - 0.5, y as f32 / height as f32 - 0.5);
                let along = (right * cos + down * sin + 0.5).clamp(0.0, 1.0);
                let light = self.light.0 + (self.light.1 - self.light.0) * along;
                let is_poster = (0.0..1.0).contains(&u) && (0.0..1.0).contains(&v);
                let grey = match is_poster {
                    true => sampled(&page, u * page_width, v * page_height),
                    false => wall(u * page_width / page_height, v),
                };
                let shine = self.shine(u, v * page_height / page_width, page_height / page_width);
                greys.push(grey * 0.92 * light + 10.0 + if is_poster { shine } else { shine * 0.5 });
            }
        }
        let greys = blurred(&greys, width, self.blur);
        let mut chance = Chance::new(self.seed ^ 0xabcd);
        let pixels = greys
            .iter()
            .map(|grey| (grey + self.noise * chance.bell()).clamp(0.0, 255.0) as u8)
            .collect();
        let picture = Grey {
            width: width as u32,
            height: height as u32,
            pixels,
        };
        Photo { picture, view }
    }

    /// What the lamp adds at a place, both ways in shares of the poster's width.
    fn shine(&self, u: f32, v: f32, aspect: f32) -> f32 {
        let Some((x, y, wide, strong)) = self.gloss else {
            return 0.0;
        };
        let far = (u - x).hypot(v - y * aspect) / wide;
        strong * 255.0 * (1.0 - ((far - 0.5) / 0.8).clamp(0.0, 1.0)).powi(2)
    }

    /// Where the poster lies in a picture, and how large that is.
    fn view(&self, poster: &Grey) -> ([f32; 9], usize, usize) {
        let aspect = poster.height as f32 / poster.width as f32;
        let (tilt, side, turn) = (
            self.tilt.to_radians(),
            self.side.to_radians(),
            self.turn.to_radians(),
        );
        // As far away as a telephone sees the whole poster from.
        let away = 1.1 * aspect.max(1.0);
        let corner = |u: f32, v: f32| {
            let (x, y) = (u - 0.5, (v - 0.5) * aspect);
            let (along, across) = (x * side.cos() + y * side.sin(), -x * side.sin() + y * side.cos());
            let (near, along) = (along * tilt.sin(), along * tilt.cos());
            let scale = self.width * away / (away + near);
            let (along, across) = (along * scale, across * scale);
            let (x, y) = (
                along * side.cos() - across * side.sin(),
                along * side.sin() + across * side.cos(),
            );
            (x * turn.cos() - y * turn.sin(), x * turn.sin() + y * turn.cos())
        };
        let corners = [
            corner(0.0, 0.0),
            corner(1.0, 0.0),
            corner(1.0, 1.0),
            corner(0.0, 1.0),
        ];
        let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
        for (x, y) in corners {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        let margin = self.width * 0.05;
        let corners = corners.map(|(x, y)| (x - low.0 + margin, y - low.1 + margin));
        (
            of_square(corners),
            (high.0 - low.0 + 2.0 * margin) as usize,
            (high.1 - low.1 + 2.0 * margin) as usize,
        )
    }
}

/// Tiles with joints.
fn wall(u: f32, v: f32) -> f32 {
    let joint = |at: f32| (at * 6.0).rem_euclid(1.0) < 0.03;
    if joint(u) || joint(v) { 118.0 } else { 178.0 }
}

/// A grey between pixels.
fn sampled(page: &Grey, x: f32, y: f32) -> f32 {
    let (x, y) = ((x - 0.5).max(0.0), (y - 0.5).max(0.0));
    let (left, top) = (x as usize, y as usize);
    let (right, down) = (x - left as f32, y - top as f32);
    let (width, height) = (page.width as usize, page.height as usize);
    let at = |x: usize, y: usize| f32::from(page.pixels[y.min(height - 1) * width + x.min(width - 1)]);
    let row = |y: usize| at(left, y) * (1.0 - right) + at(left + 1, y) * right;
    row(top) * (1.0 - down) + row(top + 1) * down
}

/// The projection of the unit square to four corners, clockwise from its origin.
fn of_square([(x0, y0), (x1, y1), (x2, y2), (x3, y3)]: [(f32, f32); 4]) -> [f32; 9] {
    let (dx1, dx2, sx) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
    let (dy1, dy2, sy) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
    let det = dx1 * dy2 - dx2 * dy1;
    let (g, h) = ((sx * dy2 - dx2 * sy) / det, (dx1 * sy - sx * dy1) / det);
    [
        x1 - x0 + g * x1,
        x3 - x0 + h * x3,
        x0,
        y1 - y0 + g * y1,
        y3 - y0 + h * y3,
        y0,
        g,
        h,
        1.0,
    ]
}

/// A point projected.
pub(crate) fn project(m: &[f32; 9], x: f32, y: f32) -> (f32, f32) {
    let w = m[6] * x + m[7] * y + m[8];
    ((m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w)
}

/// The way back, up to a factor.
fn inverse(m: &[f32; 9]) -> [f32; 9] {
    let c = |a: usize, b: usize, c: usize, d: usize| m[a] * m[d] - m[b] * m[c];
    [
        c(4, 5, 7, 8),
        -c(1, 2, 7, 8),
        c(1, 2, 4, 5),
        -c(3, 5, 6, 8),
        c(0, 2, 6, 8),
        -c(0, 2, 3, 5),
        c(3, 4, 6, 7),
        -c(0, 1, 6, 7),
        c(0, 1, 3, 4),
    ]
}

/// Blurred along rows, then along columns.
fn blurred(greys: &[f32], width: usize, sigma: f32) -> Vec<f32> {
    let reach = (sigma * 2.5).ceil().max(1.0) as usize;
    let weights: Vec<f32> = (0..=reach)
        .map(|at| (-(at as f32).powi(2) / (2.0 * sigma * sigma)).exp())
        .collect();
    let total: f32 = weights[0] + 2.0 * weights[1..].iter().sum::<f32>();
    let weights: Vec<f32> = weights.iter().map(|weight| weight / total).collect();
    let along = |row: &[f32]| -> Vec<f32> {
        let at = |x: usize| {
            let beside = |(off, weight): (usize, &f32)| {
                weight * (row[x.saturating_sub(off)] + row[(x + off).min(width - 1)])
            };
            row[x] * weights[0] + weights.iter().enumerate().skip(1).map(beside).sum::<f32>()
        };
        (0..width).map(at).collect()
    };
    let rows: Vec<Vec<f32>> = greys.chunks(width).map(along).collect();
    let mut blurred = Vec::with_capacity(greys.len());
    for y in 0..rows.len() {
        let mut sums: Vec<f32> = rows[y].iter().map(|grey| grey * weights[0]).collect();
        for (off, weight) in weights.iter().enumerate().skip(1) {
            let (above, below) = (&rows[y.saturating_sub(off)], &rows[(y + off).min(rows.len() - 1)]);
            for ((sum, above), below) in sums.iter_mut().zip(above).zip(below) {
                *sum += weight * (above + below);
            }
        }
        blurred.extend(sums);
    }
    blurred
}

impl Photo {
    /// As a JPEG file, in three colours as every camera writes one.
    pub(crate) fn jpeg(&self, quality: u8) -> Vec<u8> {
        let Grey {
            width,
            height,
            pixels,
        } = &self.picture;
        // A lamp is a little yellow.
        let warm = |grey: &u8| [*grey, *grey, (u32::from(*grey) * 9 / 10) as u8];
        let colours: Vec<u8> = pixels.iter().flat_map(warm).collect();
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        encoder
            .write_image(&colours, *width, *height, ExtendedColorType::Rgb8)
            .unwrap();
        bytes
    }
}
