//! A photo made smaller, and black and white, wherever its light comes from.

use crate::raster::Grey;

/// How grey becomes black and white: ink is darker than the mean of a square, which reaches so many pixels each way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// As the photo is.
    Plain(usize),
    /// Light taken for dark.
    Negative(usize),
    /// After edges were made steeper.
    Sharp(usize),
}

/// Ink has at most so many hundredths of the light around it.
const DARKER: u64 = 95;

/// How many pixels apart the rows are in which finders are looked for.
const ROWS_APART: usize = 3;

/// The photo with its longest side brought to so many pixels, each the mean of those that it stands for. A smaller one
/// stays as it is.
pub(super) fn fitted(page: &Grey, side: u32) -> Grey {
    let longest = page.width.max(page.height);
    if longest <= side {
        return page.clone();
    }
    let short = |length: u32| {
        let length = u64::from(length) * u64::from(side) / u64::from(longest);
        u32::try_from(length.max(1)).unwrap_or(side)
    };
    let (width, height) = (short(page.width), short(page.height));
    let edges = |count: u32, of: u32| -> Vec<usize> {
        let edge = |at: u32| u64::from(at) * u64::from(of) / u64::from(count);
        (0..=count)
            .map(|at| usize::try_from(edge(at)).unwrap_or(usize::MAX))
            .collect()
    };
    let (columns, rows) = (edges(width, page.width), edges(height, page.height));
    let mut pixels = Vec::with_capacity(width as usize * height as usize);
    let mut sums = vec![0u32; width as usize];
    for rows in rows.windows(2) {
        sums.fill(0);
        for row in rows[0]..rows[1] {
            let line = &page.pixels[row * page.width as usize..][..page.width as usize];
            for (sum, columns) in sums.iter_mut().zip(columns.windows(2)) {
                *sum += line[columns[0]..columns[1]]
                    .iter()
                    .map(|grey| u32::from(*grey))
                    .sum::<u32>();
            }
        }
        let means = sums.iter().zip(columns.windows(2)).map(|(sum, columns)| {
            let count = (rows[1] - rows[0]) * (columns[1] - columns[0]);
            u8::try_from(*sum as usize / count.max(1)).unwrap_or(u8::MAX)
        });
        pixels.extend(means);
    }
    Grey {
        width,
        height,
        pixels,
    }
}

/// The level as it is looked at, and which of its pixels are ink.
pub(super) fn applied(level: Grey, tone: Tone) -> (Grey, Vec<bool>) {
    let (level, reach) = match tone {
        Tone::Plain(reach) => (level, reach),
        Tone::Negative(reach) => (negative(level), reach),
        Tone::Sharp(reach) => (sharpened(&level), reach),
    };
    let bits = ink(&level, reach);
    (level, bits)
}

fn negative(mut level: Grey) -> Grey {
    for grey in &mut level.pixels {
        *grey = u8::MAX - *grey;
    }
    level
}

/// Pixels that are darker than the mean of a square around them.
fn ink(level: &Grey, reach: usize) -> Vec<bool> {
    let (width, height) = (level.width as usize, level.height as usize);
    // Sums of all above and to the left. They may run over: differences of neighbours do not.
    let line = width + 1;
    let mut sums = vec![0u32; line * (height + 1)];
    for y in 0..height {
        let mut sum = 0u32;
        for x in 0..width {
            sum += u32::from(level.pixels[y * width + x]);
            sums[(y + 1) * line + x + 1] = sums[y * line + x + 1].wrapping_add(sum);
        }
    }
    let mut bits = Vec::with_capacity(width * height);
    for y in 0..height {
        let (top, low) = (y.saturating_sub(reach), (y + reach + 1).min(height));
        let (above, below) = (&sums[top * line..][..line], &sums[low * line..][..line]);
        for x in 0..width {
            let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(width));
            let sum = below[right]
                .wrapping_add(above[left])
                .wrapping_sub(below[left])
                .wrapping_sub(above[right]);
            let count = ((low - top) * (right - left)) as u64;
            let grey = u64::from(level.pixels[y * width + x]);
            bits.push(grey * count * 100 < u64::from(sum) * DARKER);
        }
    }
    bits
}

/// Edges made steeper: what a pixel differs from its surroundings is trebled.
fn sharpened(level: &Grey) -> Grey {
    let (width, height) = (level.width as usize, level.height as usize);
    let mut sharp = level.clone();
    for y in 1..height.saturating_sub(1) {
        for x in 1..width.saturating_sub(1) {
            let three = |y: usize| {
                level.pixels[y * width + x - 1..][..3]
                    .iter()
                    .map(|grey| i32::from(*grey))
                    .sum::<i32>()
            };
            let mean = (three(y - 1) + three(y) + three(y + 1)) / 9;
            let own = i32::from(level.pixels[y * width + x]);
            let grey = (own + (own - mean) * 2).clamp(0, 255);
            sharp.pixels[y * width + x] = u8::try_from(grey).unwrap_or(u8::MAX);
        }
    }
    sharp
}

/// How often rows cross something in the proportions of a finder: 1, 1, 3, 1, 1, dark first.
pub(super) fn crossings(level: &Grey, bits: &[bool]) -> usize {
    let mut count = 0;
    for row in bits.chunks(level.width.max(1) as usize).step_by(ROWS_APART) {
        let mut runs = [0usize; 5];
        for run in row.chunk_by(|a, b| a == b) {
            runs.rotate_left(1);
            runs[4] = run.len();
            let module = runs.iter().sum::<usize>() as f32 / 7.0;
            let near = |run: usize, wanted: f32| (run as f32 - wanted * module).abs() <= 0.6 * module + 0.5;
            let others = [0, 1, 3, 4].into_iter().all(|at| near(runs[at], 1.0));
            count += usize::from(run[0] && runs[0] > 0 && near(runs[2], 3.0) && others);
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::{Tone, applied, crossings, fitted};
    use crate::raster::Grey;

    fn page(width: u32, height: u32, grey: impl Fn(u32, u32) -> u8) -> Grey {
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Grey {
            width,
            height,
            pixels: places.map(|(x, y)| grey(x, y)).collect(),
        }
    }

    #[test]
    fn smaller_pixels_are_means() {
        let small = fitted(&page(6, 3, |x, _| if x % 2 == 0 { 10 } else { 30 }), 2);
        assert_eq!((small.width, small.height), (2, 1));
        assert_eq!(small.pixels, [16, 23]);
        let same = page(5, 5, |x, y| u8::try_from(x * y).unwrap());
        assert_eq!(fitted(&same, 5), same);
    }

    #[test]
    fn ink_is_found_in_shadow_and_light() {
        // Bars on paper, from full light to a tenth of it.
        let bar = |x: u32| (x / 8).is_multiple_of(2);
        let striped = page(400, 40, |x, _| {
            let light = 255 - x * 23 / 40;
            u8::try_from(if bar(x) { light / 4 } else { light }).unwrap()
        });
        let (_, bits) = applied(striped.clone(), Tone::Plain(16));
        assert!((0..400).all(|x| bits[20 * 400 + x as usize] == bar(x)));
        let (_, bits) = applied(striped, Tone::Negative(16));
        let right = (0..400).filter(|x| bits[20 * 400 + *x as usize] != bar(*x));
        assert!(right.count() > 350);
    }

    #[test]
    fn crossings_are_counted() {
        let finder = [1, 0, 1, 1, 1, 0, 1, 0, 0, 0];
        let bits: Vec<bool> = (0..100 * 9).map(|at| finder[at % 10] == 1).collect();
        assert_eq!(crossings(&page(100, 9, |_, _| 0), &bits), 30);
    }
}
