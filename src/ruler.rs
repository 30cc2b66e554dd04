//! Whether an imprint surely fits its line, told from a table of widths instead of by shaping it.
//!
//! The table is a proof and no guess. It is read from one long line in which every usual sign stands beside every
//! other, so it has each sign at its widest, kerning and all; a sign that the face draws in any of these places
//! otherwise than plates reserve is not in the table. What the table cannot tell is shaped and printed.

use crate::catalog::{Part, Placeholder};
use crate::font::FaceId;
use crate::locale::Locale;
use crate::page::{Fills, Slot};
use crate::pdf::{self, Extra};
use crate::serial::Serial;
use crate::text::{Piece, RichText, Shaper};

/// Room for rounding, as a factor.
const ROUNDING: f32 = 1.001;

/// The greatest widths of usual signs, for type of 1000 points.
pub struct Ruler {
    /// By number of the character; none for what is not sure.
    signs: Vec<Option<f32>>,
    /// Of any serial.
    serial: Option<f32>,
}

impl Ruler {
    /// Measures the usual signs of imprints; `alphabet` is what plates reserve for them.
    pub fn new(shaper: &mut Shaper<'_>, alphabet: &Extra) -> Self {
        let usual: Vec<char> = (' '..='\u{2FFF}').filter(|c| pdf::is_usual(*c)).collect();
        let signs = measure(shaper, alphabet, &usual, Piece::Words);
        let characters: Vec<char> = Serial::CHARACTERS.chars().collect();
        let fixed = measure(shaper, alphabet, &characters, Piece::Fixed);
        let widest = characters
            .iter()
            .map(|c| width(&fixed, *c))
            .collect::<Option<Vec<f32>>>();
        #[expect(clippy::cast_precision_loss, reason = "eleven characters")]
        let length = Serial::LENGTH as f32;
        Self {
            signs,
            serial: widest.map(|widest| widest.into_iter().fold(0.0, f32::max) * length),
        }
    }

    /// Whether one of the wordings of a place's line surely fits a slot at its smallest size or a larger one. Which of them is printed
    /// is not sure, so the table must have every sign of all.
    pub fn fits(&self, slot: &Slot, site: &str) -> bool {
        let Fills::Line(wordings) = &slot.fills else {
            return true;
        };
        let site = self.words(site);
        let width = |part: &Part| match part {
            Part::Words(words) => self.words(words),
            Part::Placeholder(Placeholder::Serial) => self.serial,
            Part::Placeholder(_) => site,
        };
        let widths = wordings.iter().map(|parts| parts.iter().map(width).sum());
        let most = slot.rect.width * 1000.0 / slot.size.least;
        widths
            .collect::<Option<Vec<f32>>>()
            .is_some_and(|widths| widths.into_iter().any(|width| width * ROUNDING <= most))
    }

    /// The greatest width of a text; none if that is not sure.
    fn words(&self, text: &str) -> Option<f32> {
        text.chars().map(|c| width(&self.signs, c)).sum()
    }
}

fn width(signs: &[Option<f32>], c: char) -> Option<f32> {
    signs.get(usize::try_from(u32::from(c)).ok()?).copied().flatten()
}

/// The greatest width of each character beside any other.
fn measure(
    shaper: &mut Shaper<'_>,
    alphabet: &Extra,
    characters: &[char],
    piece: fn(String) -> Piece,
) -> Vec<Option<f32>> {
    let highest = characters.iter().map(|c| u32::from(*c)).max().unwrap_or(0);
    let mut signs: Vec<Option<f32>> = vec![None; usize::try_from(highest).unwrap_or(0) + 1];
    let locale = Locale::english();
    let rich = RichText {
        line_height: locale.line_height(),
        pieces: vec![piece(pairs(characters))],
        locale,
        bold: false,
        ligatures: false,
    };
    let Some(mut shaped) = shaper.shape(&rich) else {
        return signs;
    };
    let reserved = alphabet.signs.get(&FaceId(0));
    let lines = shaped.lines(f32::MAX);
    let mut doubtful: Vec<char> = Vec::new();
    for run in lines.iter().flat_map(|line| &line.runs) {
        for cluster in &run.clusters {
            let mut letters = cluster.text.chars();
            let (Some(c), None) = (letters.next(), letters.next()) else {
                doubtful.extend(cluster.text.chars());
                continue;
            };
            let sound = match cluster.glyphs.as_slice() {
                [glyph] => reserved.and_then(|texts| texts.get(&glyph.id)) == Some(&cluster.text),
                _ => false,
            };
            if !sound || run.face != FaceId(0) {
                doubtful.push(c);
            } else if let Some(widest) = usize::try_from(u32::from(c))
                .ok()
                .and_then(|at| signs.get_mut(at))
            {
                *widest = Some(widest.map_or(cluster.advance, |known| known.max(cluster.advance)));
            }
        }
    }
    for c in doubtful {
        if let Some(sign) = usize::try_from(u32::from(c))
            .ok()
            .and_then(|at| signs.get_mut(at))
        {
            *sign = None;
        }
    }
    signs
}

/// A line in which every character stands before and after every other, and twice in a row.
fn pairs(characters: &[char]) -> String {
    let mut line = String::new();
    for (at, one) in characters.iter().enumerate() {
        line.push(*one);
        for other in &characters[at + 1..] {
            line.extend([*one, *other]);
        }
    }
    // The last one stands before the first as well.
    line.extend(characters.first());
    line
}

#[cfg(test)]
mod tests {
    use super::{Ruler, pairs};
    use crate::diag::Diagnostics;
    use crate::library::{Library, Overrides};
    use crate::locale::Locale;
    use crate::pdf;
    use crate::plate::{self, Imprint};
    use crate::poster::Order;
    use crate::setup::Setup;
    use crate::text::{Piece, RichText, Shaper};

    #[test]
    fn every_pair_stands_in_the_line() {
        let line = pairs(&['a', 'b', 'c', 'd']);
        for pair in ["aa", "ab", "ad", "ba", "bd", "ca", "cc", "da", "db", "dc", "dd"] {
            assert!(line.contains(pair), "{pair} in {line}");
        }
        assert_eq!(line.len(), 17);
    }

    #[test]
    fn no_text_is_wider_than_the_ruler_says() {
        let library = Library::read(&mut Diagnostics::default(), &Overrides::default());
        let mut shaper = Shaper::new(&library.fonts);
        let ruler = Ruler::new(&mut shaper, &pdf::imprint_alphabet(&library.fonts));
        assert!(ruler.serial.is_some());
        for text in [
            "Oak Grove Rest Area · I-5 NB 206.06 · OR",
            "AVAVAVATyToLTYATA 11.11.11 fi ffi fl ‘’ – —",
            "Cañón de la Niña · I-10 EB 7 · NM",
            "~!@#$%^&*()_+`-={}|[]\\:\";'<>?,./",
        ] {
            let locale = Locale::english();
            let rich = RichText {
                line_height: locale.line_height(),
                pieces: vec![Piece::Words(text.to_owned())],
                locale,
                bold: false,
                ligatures: false,
            };
            let (natural, _) = shaper.shape(&rich).expect("Latin").widths();
            match ruler.words(text) {
                Some(most) => assert!(
                    natural <= most * 1.001 && most <= natural * 1.15,
                    "{text}: {natural} of {most}"
                ),
                None => assert!(text.contains('‘'), "{text}"),
            }
        }
        assert_eq!(ruler.words("Ślęza"), None);
    }

    #[test]
    fn what_surely_fits_is_never_refused() {
        let mut diags = Diagnostics::default();
        let library = Library::read(&mut diags, &Overrides::default());
        let mut shaper = Shaper::new(&library.fonts);
        let ruler = Ruler::new(&mut shaper, &pdf::imprint_alphabet(&library.fonts));
        let report = Some("the-posters-of-the-county@linn.example".to_owned());
        let setups = [None, report].map(|report| Setup {
            report,
            ..Setup::default()
        });
        let signs = ["W", "i", "AV", "To", "Oak ", "r."];
        for (setup, sign) in setups.iter().flat_map(|setup| signs.map(|sign| (setup, sign))) {
            let order = Order {
                hotline: "us-nhth".to_owned(),
                template: "stall".to_owned(),
                languages: vec![Locale::english()],
                stock: "letter".to_owned(),
                setup: setup.clone(),
                rule: None,
            };
            let sheet = plate::compose(&mut diags, &library, &mut shaper, &order).expect("a sound sign");
            let span = sheet.poster.span.clone();
            let outcomes = (1..160).map(|length| {
                let imprint = Imprint {
                    site: sign.repeat(length).trim().to_owned(),
                    serial: "7F3K-Q2MD-C".to_owned(),
                    span: span.clone(),
                };
                let mut slots = sheet.pages.iter().flat_map(|page| &page.slots);
                let sure = slots.all(|slot| ruler.fits(slot, &imprint.site));
                let (poster, pages) = (&sheet.poster, &sheet.pages);
                let set = plate::set_imprint(&mut diags, &library, &mut shaper, poster, pages, &imprint);
                (sure, set.is_some())
            });
            let outcomes: Vec<_> = outcomes.collect();
            assert!(!outcomes.contains(&(true, false)), "{sign}");
            // Nor is the ruler so careful that it is no use.
            let count = |outcome| outcomes.iter().filter(|found| **found == outcome).count();
            let (sure, doubtful) = (count((true, true)), count((false, true)));
            assert!(
                sure > 10 && doubtful < sure,
                "{sign}: {sure} sure, {doubtful} in doubt"
            );
        }
    }
}
