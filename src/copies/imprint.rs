//! The content of an imprint, read glyph by glyph: the few operations that one is made of, and no other (32000, 8 and 9).

use std::collections::BTreeMap;

use super::font::Font;
use super::scan;
use crate::geom::{Correction, Point, Rect, Size};
use crate::reading::{GlyphReading, Shown};

/// A marked stretch of an imprint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stretch {
    /// Its mark.
    pub mark: i64,
    /// What it is to a screen reader, with the operations that choose its ink: alike on all sheets of a page.
    pub manner: Vec<u8>,
    /// Its glyphs, in the order of drawing.
    pub glyphs: Vec<GlyphReading>,
    /// The box around the shapes that it fills.
    pub filled: Option<Rect>,
}

/// The fonts of a page, by their names among its resources.
pub(super) type Fonts = BTreeMap<Vec<u8>, Font>;

/// How coordinates of an imprint stand on a page: numbers of the matrix (32000, 8.3.3).
type Matrix = [f32; 6];

/// What an imprint is read with.
pub(super) struct Reader<'a> {
    pub(super) fonts: &'a Fonts,
    pub(super) size: Size,
    pub(super) correction: Correction,
}

/// Where reading stands.
struct State<'a> {
    matrix: Matrix,
    saved: Vec<Matrix>,
    /// Inside a text object alone.
    text: Option<Matrix>,
    font: Option<(&'a Font, f32)>,
    boxes: Vec<[f32; 4]>,
}

impl<'a> Reader<'a> {
    /// The stretches of an imprint. `None` where it has an operation that no imprint has, or a glyph that is in no font.
    pub(super) fn read(&self, content: &[u8]) -> Option<Vec<Stretch>> {
        let Correction { scale, shift } = self.correction;
        let up = self.size.height * (1.0 - scale.y) - shift.y;
        let mut state = State {
            matrix: [scale.x, 0.0, 0.0, scale.y, shift.x, up],
            saved: Vec::new(),
            text: None,
            font: None,
            boxes: Vec::new(),
        };
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut open = false;
        let mut operands: Vec<&[u8]> = Vec::new();
        let mut rest = content.trim_ascii();
        while !rest.is_empty() {
            let (word, after) = scan::object(rest)?;
            rest = after.trim_ascii_start();
            if !word.first()?.is_ascii_alphabetic() {
                operands.push(word);
                continue;
            }
            match (word, operands.as_slice()) {
                (b"BDC", [tag, properties]) if !open => {
                    open = true;
                    stretches.push(Stretch {
                        mark: i64::try_from(scan::number(properties, "MCID")?).ok()?,
                        manner: tag.to_vec(),
                        ..Stretch::default()
                    });
                }
                (b"EMC", []) if open => open = false,
                // Nothing is drawn outside a stretch.
                _ if !open => return None,
                _ => self.operation(&mut state, stretches.last_mut()?, word, &operands)?,
            }
            operands.clear();
        }
        (!open && state.saved.is_empty() && state.text.is_none()).then_some(stretches)
    }

    fn operation(
        &self,
        state: &mut State<'a>,
        stretch: &mut Stretch,
        operator: &[u8],
        operands: &[&[u8]],
    ) -> Option<()> {
        match operator {
            b"BT" if state.text.is_none() => state.text = Some(IDENTITY),
            b"ET" if state.text.is_some() => state.text = None,
            b"Tf" => {
                let [name, size] = operands else { return None };
                let font = self.fonts.get(name.strip_prefix(b"/")?)?;
                state.font = Some((font, number(size)?));
            }
            b"TJ" => {
                let [glyphs] = operands else { return None };
                self.show(state, stretch, glyphs)?;
            }
            b"q" => state.saved.push(state.matrix),
            b"Q" => state.matrix = state.saved.pop()?,
            // What is moved is put back, and only symbols are drawn in between.
            b"cm" if !state.saved.is_empty() => state.matrix = times(numbers(operands)?, state.matrix),
            b"Tm" if state.text.is_some() => state.text = Some(upright(numbers(operands)?)?),
            b"rg" | b"g" | b"k" => {
                let ink = [&operands.concat(), operator].concat();
                if !stretch.manner.ends_with(&ink) {
                    stretch.manner.extend(ink);
                }
            }
            b"re" => state.boxes.push(numbers(operands)?),
            b"f" => self.fill(state, stretch),
            _ => return None,
        }
        Some(())
    }

    /// Glyphs that follow each other by their widths, and by numbers that move the pen back in 1/1000 em.
    fn show(&self, state: &mut State<'a>, stretch: &mut Stretch, glyphs: &[u8]) -> Option<()> {
        let (font, size) = state.font.filter(|_| state.saved.is_empty())?;
        for item in scan::items(glyphs)? {
            let Some(codes) = item.strip_prefix(b"<").and_then(|item| item.strip_suffix(b">")) else {
                state.forward(-number(item)? / 1000.0 * size);
                continue;
            };
            let (codes, []) = codes.as_chunks::<4>() else {
                return None;
            };
            for code in codes {
                let code = u16::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok()?;
                let width = font.width(code)?;
                let matrix = times(state.text?, state.matrix);
                let along = (matrix[0], matrix[1]);
                let em = size * along.0.hypot(along.1);
                stretch.glyphs.push(GlyphReading {
                    text: font.text(code)?.to_owned(),
                    code: u32::from(code),
                    glyph: Some(u32::from(code)),
                    at: self.on_page(matrix, 0.0, 0.0),
                    size: em,
                    advance: width * em,
                    // Up in the file is against the clock on the page.
                    angle: (-along.1).atan2(along.0).to_degrees(),
                    shown: Shown::Whole,
                    mark: Some(stretch.mark),
                });
                state.forward(width * size);
            }
        }
        Some(())
    }

    fn fill(&self, state: &mut State<'_>, stretch: &mut Stretch) {
        for [x, y, width, height] in state.boxes.drain(..) {
            let one = self.on_page(state.matrix, x, y);
            let other = self.on_page(state.matrix, x + width, y + height);
            let corner = |at: Point| Rect::new(at.x, at.y, 0.0, 0.0);
            let filled = corner(one).union(corner(other));
            stretch.filled = Some(stretch.filled.map_or(filled, |around| around.union(filled)));
        }
    }

    fn on_page(&self, matrix: Matrix, x: f32, y: f32) -> Point {
        let [a, b, c, d, e, f] = matrix;
        Point {
            x: a * x + c * y + e,
            y: self.size.height - (b * x + d * y + f),
        }
    }
}

impl State<'_> {
    /// Moves the pen along its line.
    fn forward(&mut self, by: f32) {
        self.text = self.text.map(|text| times([1.0, 0.0, 0.0, 1.0, by, 0.0], text));
    }
}

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// What comes of one matrix after another.
fn times(inner: Matrix, outer: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = inner;
    let [g, h, i, j, k, l] = outer;
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}

/// A matrix that turns and moves, and stretches nothing.
fn upright(matrix: Matrix) -> Option<Matrix> {
    let [a, b, c, d, ..] = matrix;
    let off = [a - d, b + c, a.hypot(b) - 1.0];
    off.iter().all(|off| off.abs() < 1e-6).then_some(matrix)
}

fn number(word: &[u8]) -> Option<f32> {
    std::str::from_utf8(word).ok()?.parse().ok()
}

fn numbers<const COUNT: usize>(words: &[&[u8]]) -> Option<[f32; COUNT]> {
    let words: [&[u8]; COUNT] = words.try_into().ok()?;
    let mut numbers = [0.0; COUNT];
    for (to, word) in numbers.iter_mut().zip(words) {
        *to = number(word)?;
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::{Fonts, Reader};
    use crate::geom::{Correction, Size};

    #[test]
    fn an_imprint_has_no_other_operation() {
        let reader = Reader {
            fonts: &Fonts::new(),
            size: Size {
                width: 612.0,
                height: 792.0,
            },
            correction: Correction::default(),
        };
        let sound = "/Figure <</MCID 3>> BDC\n0 0 0 rg\nq\n2 0 0 2 10 700 cm\n0 1 3 1 re\nf\nQ\nEMC\n";
        let read = reader.read(sound.as_bytes()).unwrap();
        assert_eq!(read.len(), 1);
        let filled = read[0].filled.unwrap();
        assert_eq!(
            (filled.x, filled.y, filled.width, filled.height),
            (10.0, 88.0, 6.0, 2.0)
        );
        for wrong in [
            sound.replace("BDC", "BMC"),
            sound.replace("EMC", ""),
            sound.replace("Q\n", ""),
            sound.replace("q\n", "").replace("Q\n", ""),
            sound.replace("f\n", "W n\n"),
            sound.replace("re\n", "re /Im Do\n"),
            format!("{sound}0 0 9 9 re f"),
            // A glyph in no font, type that is stretched.
            sound.replace("q\n", "BT /T0 8 Tf [<0001>] TJ ET q\n"),
            sound.replace("q\n", "BT 1 0 0 9 0 0 Tm ET q\n"),
            sound.replace("q\n", "1 0 0 1 0 0 Tm q\n"),
            sound.replace("q\n", "BT q\n"),
        ] {
            assert_eq!(reader.read(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
