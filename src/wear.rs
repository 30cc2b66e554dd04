//! What a bad office printer and two copies leave of a page.
//!
//! A symbol that only reads from a perfect page is no use on a wall. So each is read once more from a poor
//! print: 300 dots per inch, black or white alone, toner running out, scaled by two in a hundred, set
//! askew, then copied twice by a machine that blurs, brightens and leaves specks. Nothing here is by chance:
//! the same page wears the same way each time.

use crate::raster::Grey;

/// Dots per inch of the printer.
pub const DOTS_PER_INCH: u32 = 300;

/// How often the print is copied.
pub const COPIES: u32 = 2;

/// How far the sheet was drawn in askew, in degrees.
pub const TURN: f32 = 0.8;

/// What "fit to page" makes of a page: two in a hundred smaller.
pub const SCALE: f32 = 0.98;

/// Of a hundred dots of toner, so many do not hold.
const LOST_TONER: u64 = 6;

/// Of a thousand dots of clear paper, so many get a speck in a copy.
const SPECKS: u64 = 4;

/// How dark a dot must be after the blur of a copier for it to print, from 0 to 255: a light copy.
const COPY_THRESHOLD: u32 = 118;

/// What a camera sees after printing and two copies. It looks more than once, nearer and farther.
pub fn worn(drawn: &Grey) -> [Grey; 3] {
    let copy = (1..=COPIES).fold(printed(drawn), |page, round| copied(&page, round.into()));
    let soft = Grey {
        pixels: blurred(&copy),
        ..copy
    };
    [copy.coarser(2), copy.coarser(3), soft.coarser(2)]
}

/// One bit a dot, with the dots that the toner does not hold.
fn printed(drawn: &Grey) -> Grey {
    let dot = |(at, grey): (usize, &u8)| {
        let inked = *grey < 128 && chance(at, 0) % 100 >= LOST_TONER;
        if inked { 0 } else { 255 }
    };
    Grey {
        pixels: drawn.pixels.iter().enumerate().map(dot).collect(),
        ..*drawn
    }
}

/// Blurred by the lens, then one bit a dot again, with specks of dust.
fn copied(page: &Grey, round: u64) -> Grey {
    let blurred = blurred(page);
    let dot = |(at, grey): (usize, u8)| {
        let inked = u32::from(grey) < COPY_THRESHOLD || chance(at, round) % 1000 < SPECKS;
        if inked { 0 } else { 255 }
    };
    Grey {
        pixels: blurred.into_iter().enumerate().map(dot).collect(),
        ..*page
    }
}

/// Each dot mixed with its eight neighbours, twice over, the middle counting most.
fn blurred(page: &Grey) -> Vec<u8> {
    let once = smoothed(&page.pixels, page.width, page.height);
    smoothed(&once, page.width, page.height)
}

fn smoothed(pixels: &[u8], width: u32, height: u32) -> Vec<u8> {
    /// A binomial kernel, the nearest whole numbers to a Gaussian.
    const WEIGHTS: [u32; 3] = [1, 2, 1];
    let (width, height) = (width as usize, height as usize);
    let mix = |at: usize, most: usize, from: &dyn Fn(usize) -> u32| -> u8 {
        let before = at.saturating_sub(1);
        let after = (at + 1).min(most - 1);
        let sum = WEIGHTS[0] * from(before) + WEIGHTS[1] * from(at) + WEIGHTS[2] * from(after);
        u8::try_from(sum / 4).unwrap_or(u8::MAX)
    };
    let mut across = Vec::with_capacity(pixels.len());
    for y in 0..height {
        for x in 0..width {
            across.push(mix(x, width, &|x| u32::from(pixels[y * width + x])));
        }
    }
    let mut down = Vec::with_capacity(pixels.len());
    for y in 0..height {
        for x in 0..width {
            down.push(mix(y, height, &|y| u32::from(across[y * width + x])));
        }
    }
    down
}

/// A number that looks like chance and is the same each time (`SplitMix64`: Steele, Lea and Flood, 2014).
fn chance(at: usize, round: u64) -> u64 {
    let mut z = (at as u64 + (round << 40)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::worn;
    use crate::qr::Symbol;
    use crate::scan;
    use crate::scan::tests::draw;

    /// Whether a symbol is read from any look at its worn copy, with so many dots a module.
    fn survives(payload: &str, dots: usize) -> bool {
        let copies = worn(&draw(&Symbol::sample(payload), dots));
        copies
            .iter()
            .any(|copy| scan::symbol(copy, copy.whole()).is_some_and(|found| found.payload == payload))
    }

    #[test]
    fn four_dots_a_module_survive_and_two_do_not() {
        for payload in [
            "tel:+18883737888",
            "sms:233733",
            "https://humantraffickinghotline.org/chat",
        ] {
            // Four dots are a third of a millimetre: the least that `symbol-size` lets pass.
            for dots in 4..12 {
                assert!(survives(payload, dots), "{payload} with {dots} dots");
            }
            for dots in 1..3 {
                assert!(!survives(payload, dots), "{payload} with {dots} dots");
            }
        }
    }

    #[test]
    fn wear_is_the_same_each_time() {
        let page = draw(&Symbol::sample("sms:233733"), 5);
        assert_eq!(worn(&page), worn(&page));
    }
}
