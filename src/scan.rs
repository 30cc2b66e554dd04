//! Reads QR symbols from pixels.
//!
//! The crate `rxing` is named here alone. It decodes pictures from strangers: a panic inside it
//! is a symbol that was not read, never an end of the program.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rxing::{BarcodeFormat, helpers};

use crate::geom::Rect;
use crate::raster::Grey;

/// Reads the one symbol inside a box of a page; `rect` in pixels.
pub fn symbol(page: &Grey, rect: Rect) -> Option<String> {
    let part = crop(page, rect)?;
    let read = || {
        helpers::detect_in_luma(
            part.pixels.clone(),
            part.width,
            part.height,
            Some(BarcodeFormat::QR_CODE),
        )
    };
    catch_unwind(AssertUnwindSafe(read))
        .ok()?
        .ok()
        .map(|found| found.getText().to_owned())
}

/// Reads every symbol of a page, each payload once, in order of their text.
pub fn symbols(page: &Grey) -> Vec<String> {
    let read = || helpers::detect_multiple_in_luma(page.pixels.clone(), page.width, page.height);
    let Ok(Ok(found)) = catch_unwind(AssertUnwindSafe(read)) else {
        return Vec::new();
    };
    let codes = found
        .iter()
        .filter(|code| *code.getBarcodeFormat() == BarcodeFormat::QR_CODE);
    let mut texts: Vec<String> = codes.map(|code| code.getText().to_owned()).collect();
    texts.sort();
    texts.dedup();
    texts
}

fn crop(page: &Grey, rect: Rect) -> Option<Grey> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the page"
    )]
    let edge = |at: f32, most: u32| at.round().clamp(0.0, 65_535.0).min(most as f32) as u32;
    let (left, right) = (edge(rect.x, page.width), edge(rect.right(), page.width));
    let (top, bottom) = (edge(rect.y, page.height), edge(rect.bottom(), page.height));
    if right <= left || bottom <= top {
        return None;
    }
    let row = |y: u32| {
        let start = usize::try_from(y * page.width + left).ok()?;
        page.pixels
            .get(start..start + usize::try_from(right - left).ok()?)
    };
    let pixels: Option<Vec<&[u8]>> = (top..bottom).map(row).collect();
    Some(Grey {
        width: right - left,
        height: bottom - top,
        pixels: pixels?.concat(),
    })
}

#[cfg(test)]
mod tests {
    use super::{symbol, symbols};
    use crate::geom::Rect;
    use crate::qr::Symbol;
    use crate::raster::Grey;

    /// A symbol with its quiet zone, `scale` pixels a module.
    fn draw(symbol: &Symbol, scale: usize) -> Grey {
        let side = (symbol.width + 8) * scale;
        let dark = |x: usize, y: usize| {
            let (column, row) = ((x / scale).wrapping_sub(4), (y / scale).wrapping_sub(4));
            column < symbol.width && row < symbol.width && symbol.dark[row * symbol.width + column]
        };
        let pixels = (0..side * side)
            .map(|at| if dark(at % side, at / side) { 20 } else { 245 })
            .collect();
        let side = u32::try_from(side).unwrap();
        Grey {
            width: side,
            height: side,
            pixels,
        }
    }

    /// Each pixel the mean of its neighbourhood.
    fn blurred(page: &Grey, reach: i64) -> Grey {
        let (width, height) = (i64::from(page.width), i64::from(page.height));
        let at = |x: i64, y: i64| {
            let x = x.clamp(0, width - 1);
            let y = y.clamp(0, height - 1);
            u32::from(page.pixels[usize::try_from(y * width + x).unwrap()])
        };
        let mean = |x: i64, y: i64| {
            let around = (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| (x + dx, y + dy)));
            let (sum, count) = around.fold((0, 0), |(sum, count), (x, y)| (sum + at(x, y), count + 1));
            u8::try_from(sum / count).unwrap()
        };
        let pixels = (0..width * height)
            .map(|index| mean(index % width, index / width))
            .collect();
        Grey {
            pixels,
            ..page.clone()
        }
    }

    fn whole(page: &Grey) -> Rect {
        Rect::new(0.0, 0.0, page.width as f32, page.height as f32)
    }

    #[test]
    fn round_trip_clear_blurred_and_small() {
        for payload in [
            "tel:+18883737888",
            "sms:233733",
            "https://humantraffickinghotline.org/chat",
        ] {
            let written = Symbol::sample(payload);
            let clear = draw(&written, 6);
            assert_eq!(symbol(&clear, whole(&clear)).as_deref(), Some(payload));
            assert_eq!(symbols(&clear), [payload]);
            let soft = blurred(&clear, 2);
            assert_eq!(symbol(&soft, whole(&soft)).as_deref(), Some(payload), "blurred");
            let small = draw(&written, 3);
            assert_eq!(symbol(&small, whole(&small)).as_deref(), Some(payload), "small");
        }
    }

    #[test]
    fn a_damaged_symbol_is_not_read_as_another() {
        let mut page = draw(&Symbol::sample("tel:+18883737888"), 6);
        let half = page.pixels.len() / 2;
        page.pixels[..half].fill(245);
        assert_eq!(symbol(&page, whole(&page)), None);
    }
}
