//! The shape of an object: its bytes but for references to what a sheet has of its own, and for the sheet's number.

use super::scan;

/// An object with holes.
#[derive(Debug)]
pub(super) struct Shape {
    /// Bytes, and the hole behind them.
    parts: Vec<(Vec<u8>, Hole)>,
    rest: Vec<u8>,
}

/// What stands in a hole.
#[derive(Clone, Copy, Debug)]
enum Hole {
    /// The number of an object that has a place among those of its sheet.
    Own(usize),
    /// The number of the sheet.
    Sheet,
}

/// The key under which a page has the number of its sheet.
const SHEET: &[u8] = b"/StructParents ";

impl Shape {
    /// The shape of an object of a sheet that has these objects of its own.
    pub(super) fn of(object: &[u8], own: &[u32]) -> Option<Self> {
        let mut shape = Self {
            parts: Vec::new(),
            rest: Vec::new(),
        };
        let mut rest = object;
        while let Some(byte) = rest.first() {
            let number = scan::reference(rest).map(|(number, _)| number);
            let place = number.and_then(|number| own.iter().position(|own| *own == number));
            let after_word = shape.rest.last().is_none_or(|last| !last.is_ascii_alphanumeric());
            if let Some(place) = place.filter(|_| after_word) {
                shape.hole(Hole::Own(place));
                rest = &rest[scan::digits(rest)?.1..];
            } else if let Some(after) = rest.strip_prefix(SHEET) {
                shape.rest.extend(SHEET);
                shape.hole(Hole::Sheet);
                rest = &after[scan::digits(after)?.1..];
            } else if *byte == b'(' {
                // What looks like a reference inside a text is none.
                let (text, after) = scan::object(rest)?;
                shape.rest.extend(text);
                rest = after;
            } else {
                shape.rest.push(*byte);
                rest = &rest[1..];
            }
        }
        Some(shape)
    }

    /// Whether an object has this shape. Objects of the sheet that are met for the first time, 0 until then, get their numbers.
    pub(super) fn fits(&self, object: &[u8], own: &mut [u32], sheet: u32) -> bool {
        let mut rest = object;
        for (before, hole) in &self.parts {
            let Some((number, after)) = rest
                .strip_prefix(before.as_slice())
                .and_then(|rest| Some((scan::digits(rest)?, rest)))
                .map(|((number, end), rest)| (number, &rest[end..]))
            else {
                return false;
            };
            match hole {
                Hole::Sheet if number == sheet => {}
                Hole::Own(place) if own[*place] == 0 => own[*place] = number,
                Hole::Own(place) if own[*place] == number => {}
                _ => return false,
            }
            rest = after;
        }
        rest == self.rest
    }

    fn hole(&mut self, hole: Hole) {
        self.parts.push((std::mem::take(&mut self.rest), hole));
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;

    #[test]
    fn an_object_fits_but_for_what_is_its_own() {
        let shape = Shape::of(b"<</S/P/P 7 0 R/Pg 14 0 R/K[1 2]/T(14 0 R)>>", &[14, 7]).unwrap();
        let fits = |object: &str, own: [u32; 2]| shape.fits(object.as_bytes(), &mut own.clone(), 3);
        assert!(fits("<</S/P/P 8 0 R/Pg 22 0 R/K[1 2]/T(14 0 R)>>", [22, 8]));
        assert!(fits("<</S/P/P 8 0 R/Pg 22 0 R/K[1 2]/T(14 0 R)>>", [22, 0]));
        for wrong in [
            "<</S/P/P 8 0 R/Pg 14 0 R/K[1 2]/T(14 0 R)>>",
            "<</S/P/P 8 0 R/Pg 22 0 R/K[1 3]/T(14 0 R)>>",
            "<</S/P/P 8 0 R/Pg 22 0 R/K[1 2]/T(14 0 R)/X 1>>",
            "<</S/P/P 8 0 R/Pg 22 0 R",
            "",
        ] {
            assert!(!fits(wrong, [22, 8]), "{wrong}");
        }
    }

    #[test]
    fn a_page_says_its_number() {
        let shape = Shape::of(b"<</StructParents 0/Contents[17 0 R 24 0 R]>>", &[24]).unwrap();
        let mut own = [0];
        assert!(shape.fits(b"<</StructParents 5/Contents[17 0 R 31 0 R]>>", &mut own, 5));
        assert_eq!(own, [31]);
        assert!(!shape.fits(b"<</StructParents 4/Contents[17 0 R 31 0 R]>>", &mut own, 5));
        assert!(!shape.fits(b"<</StructParents 5/Contents[18 0 R 31 0 R]>>", &mut [0], 5));
    }
}
