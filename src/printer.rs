//! Printers that put things askew: by how much each shifts and stretches a page, saved by name, and what takes it back.
//!
//! Everything is said of a side as it is seen when it reads upright. A calibration sheet has a cross at [`CROSS_MM`] from the
//! left and the upper edge of each side; `right` and `down` are how far it is from there on paper, and the rest of the
//! page is stretched about it. `back-right` and `back-down` are how far the print of the back misses that of the front,
//! against the light.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write as _;
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, nearest, shown};
use crate::fields::{self, Fields};
use crate::geom::{Correction, Length, Point, Size};
use crate::phrase::{Phrase, say};
use crate::source::{Source, Spanned};

/// How far the cross that shifts are measured at is from the left and the upper edge, in millimetres.
pub const CROSS_MM: f32 = 20.0;

/// How far a printer may shift a page, in millimetres; what shifts farther takes the paper in wrong.
pub const SHIFT_MM: RangeInclusive<f32> = -15.0..=15.0;

/// How many times longer a printer may make a length; what stretches more scales the page to fit.
pub const STRETCH: RangeInclusive<f64> = 0.95..=1.05;

/// The most printers of a file.
const MOST_PRINTERS: usize = 200;

/// About which edge a printer turns the sheet for its back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flip {
    /// The longer one, as a page of a book is turned on a standing sheet.
    #[default]
    LongEdge,
    /// The shorter one, as a page of a wall calendar.
    ShortEdge,
}

/// A printer and what it does to a page. Numbers are whole, so that printers have an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Printer {
    /// Its name, which is an id.
    pub name: String,
    /// How far it puts a front too far right and down.
    pub shift: Shift,
    /// How many times longer it makes things.
    pub stretch: Stretch,
    /// How far a back misses its front, seen from the back. Without it a back is shifted as a front is.
    pub back: Option<Shift>,
    /// About which edge it turns the sheet, where that is known.
    pub flip: Option<Flip>,
}

/// A shift on paper, in thousandths of a millimetre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shift {
    /// Too far right.
    pub right: i32,
    /// Too far down.
    pub down: i32,
}

/// What a length of a million becomes on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    /// From side to side.
    pub across: i32,
    /// From top to bottom.
    pub along: i32,
}

impl Shift {
    /// From lengths; `None` where one is beyond [`SHIFT_MM`].
    pub fn of(right: Length, down: Length) -> Option<Self> {
        Some(Self {
            right: thousandths(right)?,
            down: thousandths(down)?,
        })
    }

    fn to_pt(self) -> Point {
        #[expect(clippy::cast_precision_loss, reason = "at most 15 000")]
        let pt = |number: i32| Length::mm(number as f32 / 1000.0).to_pt();
        Point {
            x: pt(self.right),
            y: pt(self.down),
        }
    }
}

impl Stretch {
    /// From factors; `None` where one is beyond [`STRETCH`].
    pub fn of(across: f64, along: f64) -> Option<Self> {
        Some(Self {
            across: millionths(across)?,
            along: millionths(along)?,
        })
    }

    fn factors(self) -> Point {
        #[expect(clippy::cast_possible_truncation, reason = "near 1")]
        let factor = |number: i32| (f64::from(number) / 1e6) as f32;
        Point {
            x: factor(self.across),
            y: factor(self.along),
        }
    }
}

impl Default for Stretch {
    fn default() -> Self {
        Self {
            across: 1_000_000,
            along: 1_000_000,
        }
    }
}

fn thousandths(length: Length) -> Option<i32> {
    #[expect(clippy::cast_possible_truncation, reason = "at most 15 000")]
    let whole = (length.to_mm() * 1000.0).round() as i32;
    SHIFT_MM.contains(&length.to_mm()).then_some(whole)
}

fn millionths(factor: f64) -> Option<i32> {
    #[expect(clippy::cast_possible_truncation, reason = "near a million")]
    let whole = (factor * 1e6).round() as i32;
    STRETCH.contains(&factor).then_some(whole)
}

impl Printer {
    /// What is done to a side of a sheet, so that it comes out of this printer as it was meant.
    ///
    /// A point `c + d` from the upper left, `c` being the cross, is printed at `c + stretch · d + shift`; so what is meant
    /// there stands in the file at `c + (d - shift) / stretch`.
    pub fn correction(&self, sheet: Size, is_back: bool) -> Correction {
        let stretch = self.stretch.factors();
        let shift = if is_back {
            self.shift_of_back(sheet)
        } else {
            self.shift.to_pt()
        };
        let cross = Length::mm(CROSS_MM).to_pt();
        let scale = Point {
            x: 1.0 / stretch.x,
            y: 1.0 / stretch.y,
        };
        let moved = |scale: f32, shift: f32| cross - (cross + shift) * scale;
        Correction {
            scale,
            shift: Point {
                x: moved(scale.x, shift.x),
                y: moved(scale.y, shift.y),
            },
        }
    }

    /// How far the cross of a back is off on paper, seen from the back. What is printed `r` too far right on the front is
    /// `r` too far left when it is seen from behind, and so is what the printer stretches from the left.
    fn shift_of_back(&self, sheet: Size) -> Point {
        let front = self.shift.to_pt();
        let Some(miss) = self.back.map(Shift::to_pt) else {
            return front;
        };
        let between = sheet.width - 2.0 * Length::mm(CROSS_MM).to_pt();
        Point {
            x: miss.x - front.x - between * (self.stretch.factors().x - 1.0),
            y: miss.y + front.y,
        }
    }

    /// Its entry in a file.
    fn entry(&self) -> String {
        let mm = |number: i32| format!("\"{} mm\"", decimal(number, 3));
        let mut text = format!("[[printer]]\nname = \"{}\"\n", self.name);
        let mut line = |key: &str, value: String| {
            let _ = writeln!(text, "{key} = {value}");
        };
        line("right", mm(self.shift.right));
        line("down", mm(self.shift.down));
        line("across", decimal(self.stretch.across, 6));
        line("along", decimal(self.stretch.along, 6));
        if let Some(back) = self.back {
            line("back-right", mm(back.right));
            line("back-down", mm(back.down));
        }
        if let Some(flip) = self.flip {
            line("flip", format!("\"{}\"", flip.word()));
        }
        text
    }
}

/// A whole number as a decimal with so many places after the point, at least one of them.
fn decimal(number: i32, places: usize) -> String {
    let digits = format!("{:0width$}", number.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let part = part.trim_end_matches('0');
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{whole}.{}", if part.is_empty() { "0" } else { part })
}

impl Flip {
    /// Every edge with its word.
    const ALL: [(&'static str, Self); 2] = [("long", Self::LongEdge), ("short", Self::ShortEdge)];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::LongEdge => "long",
            Self::ShortEdge => "short",
        }
    }
}

/// Reads `printers.toml`: printers by name.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> BTreeMap<String, Arc<Printer>> {
    let mut file = fields::document(diags, source);
    let tables = file.tables(diags, "printer");
    file.finish(diags);
    let tables = fields::at_most(diags, tables, MOST_PRINTERS, say("printers"), |table| {
        table.span()
    });
    let mut printers = BTreeMap::new();
    for fields in tables {
        let Some((name, printer)) = read_printer(diags, fields) else {
            continue;
        };
        match printers.entry(name.value) {
            Entry::Vacant(free) => {
                free.insert(Arc::new(printer));
            }
            Entry::Occupied(taken) => {
                let message = say("the printer `{name}` stands here twice").with("name", taken.key());
                diags.push(Diagnostic::new(code::DUPLICATE_ID, message).at(&name.span));
            }
        }
    }
    printers
}

fn read_printer(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<(Spanned<String>, Printer)> {
    let name = fields
        .need_text(diags, "name")
        .and_then(|name| fields::check_id(diags, name));
    let shift = read_shift(diags, &mut fields, ["right", "down"]);
    let stretch = read_stretch(diags, &mut fields);
    let back = read_shift(diags, &mut fields, ["back-right", "back-down"]);
    let flip = fields.text(diags, "flip").map(|word| {
        let known = Flip::ALL.iter().find(|(known, _)| *known == word.value);
        known
            .map(|(_, flip)| *flip)
            .or_else(|| fields::bad(diags, "flip", say("long or short"), &word.span))
    });
    fields.finish(diags);
    let name = name?;
    let printer = Printer {
        name: name.value.clone(),
        shift: shift?.unwrap_or_default(),
        stretch: stretch?,
        back: back?,
        flip: match flip {
            None => None,
            Some(read) => Some(read?),
        },
    };
    Some((name, printer))
}

/// A shift, where one of both is written. `None` where one cannot be.
#[expect(
    clippy::option_option,
    reason = "whether it is sound, and whether it is there"
)]
fn read_shift(
    diags: &mut Diagnostics,
    fields: &mut Fields<'_>,
    keys: [&'static str; 2],
) -> Option<Option<Shift>> {
    let is_there = keys.map(|key| fields.has(key)).contains(&true);
    let [right, down] = keys.map(|key| {
        if !fields.has(key) {
            return Some(0);
        }
        let length = fields.length(diags, key)?;
        thousandths(length.value)
            .or_else(|| fields::bad(diags, key, say("a length from -15 mm to 15 mm"), &length.span))
    });
    let shift = Shift {
        right: right?,
        down: down?,
    };
    Some(is_there.then_some(shift))
}

fn read_stretch(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<Stretch> {
    let [across, along] = ["across", "along"].map(|key| {
        if !fields.has(key) {
            return Some(1_000_000);
        }
        let factor = fields.number(diags, key)?;
        millionths(factor.value)
            .or_else(|| fields::bad(diags, key, say("a factor from 0.95 to 1.05"), &factor.span))
    });
    Some(Stretch {
        across: across?,
        along: along?,
    })
}

/// The text of a file with a printer in it, in place of the one of the same name; everything else is as it was, byte for
/// byte. `None` where the file has faults, or is written so that an entry cannot be exchanged.
pub fn saved(source: &Arc<Source>, printer: &Printer) -> Option<String> {
    let mut wanted = sound(source)?;
    let text = with_entry(source, printer)?;
    wanted.insert(printer.name.clone(), Arc::new(printer.clone()));
    let read = sound(&Source::new("saved", text.as_str()))?;
    (read == wanted).then_some(text)
}

fn sound(source: &Arc<Source>) -> Option<BTreeMap<String, Arc<Printer>>> {
    let mut diags = Diagnostics::default();
    let printers = read(&mut diags, source);
    diags.iter().next().is_none().then_some(printers)
}

fn with_entry(source: &Arc<Source>, printer: &Printer) -> Option<String> {
    let text = source.text.as_str();
    let entry = printer.entry();
    let Some(name_at) = place_of(source, &printer.name) else {
        let gap = match text {
            "" => "",
            text if text.ends_with("\n\n") => "",
            text if text.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        return Some(format!("{text}{gap}{entry}"));
    };
    let is_head = |line: &str| line.trim_start().starts_with("[[printer]]");
    let mut start = None;
    let mut end = text.len();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        if at <= name_at && is_head(line) {
            start = Some(at);
        } else if at > name_at && bare.starts_with('[') {
            break;
        }
        at += line.len();
        // Comments and empty lines below an entry are not part of it.
        if !bare.is_empty() && !bare.starts_with('#') {
            end = at;
        }
    }
    let rest = &text[end..];
    Some(format!("{}{entry}{rest}", &text[..start?]))
}

/// Where the name of a printer stands.
fn place_of(source: &Arc<Source>, name: &str) -> Option<usize> {
    let mut diags = Diagnostics::default();
    let mut file = fields::document(&mut diags, source);
    let tables = file.tables(&mut diags, "printer");
    let mut names = tables
        .into_iter()
        .filter_map(|mut table| table.text(&mut diags, "name"));
    names
        .find(|known| known.value == name)
        .map(|known| known.span.bytes.start)
}

/// What is wrong with a name that no printer has, with what is near it.
pub fn unknown(name: &str, printers: &BTreeMap<String, Arc<Printer>>) -> Phrase {
    let near = nearest(name, printers.keys().map(String::as_str));
    match near {
        Some(near) => say("there is no printer `{word}`; did you mean `{near}`?")
            .with("word", shown(name))
            .with("near", near),
        None => say("there is no printer `{word}`; `mileposter calibrate` prints the sheet that makes one")
            .with("word", shown(name)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{CROSS_MM, Flip, Printer, Shift, Stretch, decimal, read, saved};
    use crate::diag::Diagnostics;
    use crate::geom::{Length, Point, Size};
    use crate::source::Source;

    const TWO: &str = "# Ours.\n\n[[printer]] # by the door\nname = \"front-desk\"\nright = \"0.8 mm\"\ndown = \"-0.4mm\"\nacross = 1.004\n\n\
        # The other one.\n[[printer]]\nname = \"back-room\"\nback-right = \"0.02 in\"\nflip = \"short\"\n# End.\n";

    fn printer(name: &str) -> Printer {
        Printer {
            name: name.to_owned(),
            shift: Shift {
                right: 800,
                down: -400,
            },
            stretch: Stretch {
                across: 1_004_000,
                along: 998_000,
            },
            back: Some(Shift {
                right: 300,
                down: -200,
            }),
            flip: Some(Flip::ShortEdge),
        }
    }

    fn faults(text: &str) -> Vec<&'static str> {
        let mut diags = Diagnostics::default();
        read(&mut diags, &Source::new("printers.toml", text));
        diags.iter().map(|fault| fault.code.name).collect()
    }

    #[test]
    fn what_a_file_says() {
        let mut diags = Diagnostics::default();
        let printers = read(&mut diags, &Source::new("printers.toml", TWO));
        assert!(diags.iter().next().is_none(), "{diags:#?}");
        let [front, back] = ["front-desk", "back-room"].map(|name| &*printers[name]);
        assert_eq!((front.shift.right, front.shift.down), (800, -400));
        assert_eq!(
            (front.stretch.across, front.stretch.along),
            (1_004_000, 1_000_000)
        );
        assert_eq!((front.back, front.flip), (None, None));
        assert_eq!(back.back, Some(Shift { right: 508, down: 0 }));
        assert_eq!(back.flip, Some(Flip::ShortEdge));
    }

    #[test]
    fn what_no_printer_does_is_told() {
        let told = |field: &str| faults(&format!("[[printer]]\nname = \"a\"\n{field}\n"));
        assert!(told("right = \"-15 mm\"\nalong = 0.95").is_empty());
        for wrong in [
            "right = \"15.1 mm\"",
            "back-down = \"-1 in\"",
            "across = 1.06",
            "along = 0.9",
            "flip = \"wide\"",
            "down = \"8\"",
        ] {
            assert_eq!(told(wrong), ["bad-value"], "{wrong}");
        }
        assert_eq!(told("right = 0.8"), ["wrong-type"]);
        assert_eq!(told("left = \"1 mm\""), ["unknown-field"]);
        assert_eq!(told("[[printer]]\nname = \"a\""), ["duplicate-id"]);
        assert_eq!(faults("[[printer]]\nname = \"A b\"\n"), ["bad-id"]);
        assert_eq!(faults("[[printer]]\nright = \"1 mm\"\n"), ["missing-field"]);
    }

    /// What is meant comes out where it is meant, on the front and on the back.
    #[test]
    fn a_correction_takes_back_what_the_printer_does() {
        let printer = printer("a");
        let sheet = Size {
            width: 612.0,
            height: 792.0,
        };
        let mm = |mm: f32| Length::mm(mm).to_pt();
        let cross = mm(CROSS_MM);
        let print = |at: Point, shift: (f32, f32)| Point {
            x: cross + (at.x - cross) * 1.004 + shift.0,
            y: cross + (at.y - cross) * 0.998 + shift.1,
        };
        let meant = Point { x: 500.0, y: 100.0 };
        let near = |a: Point, b: Point| (a.x - b.x).abs() < 0.001 && (a.y - b.y).abs() < 0.001;
        let front = print(printer.correction(sheet, false).point(meant), (mm(0.8), mm(-0.4)));
        assert!(near(front, meant), "{front:?}");
        // Without corrections the back misses the front by what was measured: the shift of backs that does so.
        let seen = print(meant, (mm(0.8), mm(-0.4)));
        let behind = Point {
            x: sheet.width - meant.x,
            y: meant.y,
        };
        let bare = print(behind, (0.0, 0.0));
        let shift = (
            sheet.width - seen.x + mm(0.3) - bare.x,
            seen.y + mm(-0.2) - bare.y,
        );
        let back = print(printer.correction(sheet, true).point(behind), shift);
        assert!(near(back, behind), "{back:?}");
    }

    #[test]
    fn decimals() {
        for (number, places, wanted) in [
            (-400, 3, "-0.4"),
            (0, 3, "0.0"),
            (12_345, 3, "12.345"),
            (1_004_000, 6, "1.004"),
            (998_001, 6, "0.998001"),
        ] {
            assert_eq!(decimal(number, places), wanted);
        }
    }

    #[test]
    fn a_printer_is_saved_and_the_others_stay() {
        let save = |text: &str, name: &str| saved(&Source::new("printers.toml", text), &printer(name));
        let entry = printer("front-desk").entry();
        let first = save("", "front-desk").unwrap();
        assert_eq!(first, entry);
        assert_eq!(
            save("# None yet.\n", "front-desk").unwrap(),
            format!("# None yet.\n\n{entry}")
        );
        let exchanged = save(TWO, "front-desk").unwrap();
        let after = TWO.find("\n# The other").unwrap();
        assert_eq!(exchanged, format!("# Ours.\n\n{entry}{}", &TWO[after..]));
        let other = save(&exchanged, "back-room").unwrap();
        assert!(other.starts_with("# Ours.\n") && other.ends_with("flip = \"short\"\n# End.\n"));
        assert_eq!(save(&other, "back-room").unwrap(), other, "saved twice");
        let third = save(TWO, "third").unwrap();
        assert!(third.starts_with(TWO) && third.ends_with(&printer("third").entry()));
        // Entries in one value cannot be exchanged, and a file with a fault is not touched.
        assert_eq!(
            save("printer = [{ name = \"front-desk\" }]\n", "front-desk"),
            None
        );
        assert_eq!(save("printer = [{ name = \"front-desk\" }]\n", "other"), None);
        assert_eq!(save("[[printer]]\nname = 7\n", "front-desk"), None);
    }

    #[test]
    fn printers_have_an_order() {
        let mut all = [Arc::new(printer("b")), Arc::new(printer("a"))];
        all.sort();
        assert_eq!(all[0].name, "a");
    }
}
