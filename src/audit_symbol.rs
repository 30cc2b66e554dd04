//! The audit symbol: a small QR symbol beside an imprint that holds the serial and opens nothing, for whoever looks after the pieces.
//!
//! It differs from sheet to sheet, so no plate has it and no plate's proof sees it: it is read back from every finished file,
//! by pixels, decoded as a phone does and compared module by module.

use crate::geom::{Length, Rect};
use crate::locale::Locale;
use crate::page::{Item, ItemKind, Page, Slot, SymbolItem};
use crate::qr::{AUDIT_MODULES, Payload, QUIET_ZONE_MODULES, Symbol};
use crate::raster::{self, Grey};
use crate::scan;
use crate::serial::Serial;

/// Dots per inch at which symbols are read back: four to a point, which is a module.
const DPI: f32 = 288.0;

/// From how far it is scanned, in inches: somebody holds a phone to it.
const DISTANCE: f32 = 4.0;

/// A symbol as a file should show it.
pub struct Printed<'a> {
    /// Its page in the file, from 0.
    page: usize,
    /// With its quiet zone, as it stands in the file.
    rect: Rect,
    symbol: &'a Symbol,
}

impl<'a> Printed<'a> {
    /// The symbols among the imprints of a page, which has a number in the file, counted from 0.
    pub fn on(number: usize, page: &Page, imprints: &'a [Item]) -> Vec<Self> {
        let symbols = imprints.iter().filter_map(|item| match &item.kind {
            ItemKind::Symbol(symbol) => Some(Self {
                page: number,
                rect: page.in_file(item.frame.rect(symbol.with_quiet_zone())),
                symbol: &symbol.symbol,
            }),
            _ => None,
        });
        symbols.collect()
    }

    /// Whether it holds a serial, as that is printed.
    pub fn holds(&self, serial: &str) -> bool {
        Payload::serial(self.symbol.payload.as_str()).is_some_and(|held| held.to_string() == serial)
    }
}

/// The symbol of a serial in its slot.
pub fn item(slot: &Slot, serial: &str) -> Option<Item> {
    let payload = Payload::of_serial(Serial::parse(serial).ok()?);
    Some(Item {
        block: slot.block.clone(),
        span: slot.span.clone(),
        locale: Locale::english(),
        frame: slot.frame,
        kind: ItemKind::Symbol(SymbolItem {
            symbol: Symbol::of(payload)?,
            rect: slot.modules(),
            distance: Length::inches(DISTANCE),
            // The plate says it, where the slot was reserved.
            alt: String::new(),
            printed: serial.to_owned(),
        }),
    })
}

/// Whether each symbol is read from the pixels of a file as it was meant, with nothing in its quiet zone.
pub fn are_read(file: &[u8], symbols: &[Printed<'_>]) -> Vec<bool> {
    let boxes: Vec<(usize, Rect)> = symbols.iter().map(|symbol| (symbol.page, symbol.rect)).collect();
    if boxes.is_empty() {
        return Vec::new();
    }
    match raster::parts(file, &boxes, DPI, 1.0, 0.0) {
        Ok(drawn) => drawn
            .iter()
            .zip(symbols)
            .map(|(drawn, printed)| is_read(drawn, printed.symbol))
            .collect(),
        Err(_) => vec![false; symbols.len()],
    }
}

fn is_read(drawn: &Grey, symbol: &Symbol) -> bool {
    let read = scan::symbol(drawn, drawn.whole());
    read.is_some_and(|read| read.payload == symbol.payload.as_str() && !read.inverted)
        && is_drawn(drawn, symbol)
}

/// Whether the middle of each module is dark or light as it should be, those of the quiet zone light.
fn is_drawn(drawn: &Grey, symbol: &Symbol) -> bool {
    const DARK: u8 = 128;
    #[expect(clippy::cast_precision_loss, reason = "21 modules")]
    let across = symbol.width as f32 + 2.0 * QUIET_ZONE_MODULES;
    let module = (drawn.width as f32 / across, drawn.height as f32 / across);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "four modules"
    )]
    let quiet = QUIET_ZONE_MODULES as usize;
    let wanted = |column: usize, row: usize| {
        let inside = |at: usize| at.checked_sub(quiet).filter(|at| *at < symbol.width);
        let at = inside(column).zip(inside(row));
        at.is_some_and(|(column, row)| symbol.dark[row * symbol.width + column])
    };
    let modules = symbol.width + 2 * quiet;
    #[expect(clippy::cast_precision_loss, reason = "29 modules")]
    let found = |column: usize, row: usize| {
        let grey = drawn.at((column as f32 + 0.5) * module.0, (row as f32 + 0.5) * module.1);
        grey.is_some_and(|grey| grey < DARK)
    };
    across <= AUDIT_MODULES
        && (0..modules).all(|row| (0..modules).all(|column| found(column, row) == wanted(column, row)))
}

#[cfg(test)]
mod tests {
    use super::{Grey, Symbol, is_read};
    use crate::qr::Payload;
    use crate::serial::Serial;

    /// A symbol drawn with so many pixels to the module.
    fn drawn(symbol: &Symbol, pixels: usize) -> Grey {
        let side = (symbol.width + 8) * pixels;
        let grey = |at: usize| {
            let (column, row) = (at % side / pixels, at / side / pixels);
            let inside = (4..symbol.width + 4).contains(&column) && (4..symbol.width + 4).contains(&row);
            let dark = inside && symbol.dark[(row - 4) * symbol.width + column - 4];
            if dark { 0 } else { 255 }
        };
        Grey {
            width: u32::try_from(side).unwrap(),
            height: u32::try_from(side).unwrap(),
            pixels: (0..side * side).map(grey).collect(),
        }
    }

    fn symbol(place: &str) -> Symbol {
        Symbol::of(Payload::of_serial(Serial::of(&[place]))).unwrap()
    }

    #[test]
    fn a_symbol_is_what_was_meant_to_the_last_module() {
        let oak = symbol("oak");
        let sound = drawn(&oak, 4);
        assert!(is_read(&sound, &oak));
        assert!(!is_read(&sound, &symbol("pine")));
        // One module, which a phone would not miss.
        let mut slip = oak.clone();
        let last = slip.dark.len() - 1;
        slip.dark[last] = !slip.dark[last];
        assert!(!is_read(&drawn(&slip, 4), &oak));
        let mut spot = sound.clone();
        for row in 0..4 {
            let start = row * usize::try_from(spot.width).unwrap();
            spot.pixels[start..start + 4].fill(0);
        }
        assert!(!is_read(&spot, &oak), "ink in the quiet zone");
        let light = Grey {
            pixels: sound.pixels.iter().map(|grey| 255 - grey).collect(),
            ..sound
        };
        assert!(!is_read(&light, &oak));
    }
}
