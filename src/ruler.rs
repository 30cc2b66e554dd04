//! Whether an imprint surely fits its line, told from a table of widths instead of by setting it.
//!
//! The table is that of the case, so it is a proof and no guess: each sign counts at its widest, whatever stands behind it. What the
//! table cannot tell is set and printed.

use crate::catalog::{Part, Placeholder};
use crate::page::{Fills, Slot};
use crate::serial::Serial;
use crate::text::TypeCase;

/// Room for rounding, as a factor.
const ROUNDING: f32 = 1.001;

/// The greatest widths of usual lines, for type of 1000 points.
pub struct Ruler<'a> {
    case: &'a TypeCase,
    /// Of any serial.
    serial: Option<f32>,
}

impl<'a> Ruler<'a> {
    /// A ruler for lines that are set from a case.
    pub fn new(case: &'a TypeCase) -> Self {
        let signs = Serial::CHARACTERS.chars();
        let widest = signs
            .map(|sign| case.widest_fixed(sign))
            .collect::<Option<Vec<f32>>>();
        #[expect(clippy::cast_precision_loss, reason = "eleven characters")]
        let length = Serial::LENGTH as f32;
        Self {
            case,
            serial: widest.map(|widest| widest.into_iter().fold(0.0, f32::max) * length),
        }
    }

    /// Whether one of the wordings of a place's line surely fits a slot at its smallest size or a larger one. Which of them is printed
    /// is not sure, so the table must have every sign of all.
    pub fn fits(&self, slot: &Slot, site: &str) -> bool {
        let Fills::Line(wordings) = &slot.fills else {
            return true;
        };
        let site = self.case.widest_words(site);
        let width = |part: &Part| match part {
            Part::Words(words) => self.case.widest_words(words),
            Part::Placeholder(Placeholder::Serial) => self.serial,
            Part::Placeholder(_) => site,
        };
        let widths = wordings.iter().map(|parts| parts.iter().map(width).sum());
        let most = slot.rect.width * 1000.0 / slot.size.least;
        widths
            .collect::<Option<Vec<f32>>>()
            .is_some_and(|widths| widths.into_iter().any(|width| width * ROUNDING <= most))
    }
}

#[cfg(test)]
mod tests {
    use super::Ruler;
    use crate::diag::Diagnostics;
    use crate::library::{Library, Overrides};
    use crate::locale::Locale;
    use crate::plate::{self, Imprint};
    use crate::poster::Order;
    use crate::press;
    use crate::setup::Setup;
    use crate::text::{Piece, RichText, Shaper};

    #[test]
    fn no_text_is_wider_than_the_ruler_says() {
        let library = Library::read(&mut Diagnostics::default(), &Overrides::default());
        let mut shaper = Shaper::new(&library.fonts);
        let case = press::case(&library).expect("the embedded face has a case");
        assert!(Ruler::new(&case).serial.is_some());
        for text in [
            "Oak Grove Rest Area · I-5 NB 206.06 · OR",
            "AVAVAVATyToLTYATA 11.11.11 fi ffi fl ’ – —",
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
            let most = case.widest_words(text).expect("usual signs");
            assert!(
                natural <= most * 1.001 && most <= natural * 1.15,
                "{text}: {natural} of {most}"
            );
        }
        assert_eq!(case.widest_words("Ślęza"), None);
    }

    #[test]
    fn what_surely_fits_is_never_refused() {
        let mut diags = Diagnostics::default();
        let library = Library::read(&mut diags, &Overrides::default());
        let mut shaper = Shaper::new(&library.fonts);
        let case = press::case(&library).expect("the embedded face has a case");
        let ruler = Ruler::new(&case);
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
