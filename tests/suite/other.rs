//! PDFs as another program might make them: written by hand, with nothing of ours in them but the symbols' modules.

use std::fmt::Write as _;

use mileposter::hotline::Channel;
use mileposter::qr::{Payload, Symbol};

use crate::piece::LIBRARY;

/// A file of one page, 612 by 792 points.
pub(crate) struct Other {
    /// What the page draws.
    pub(crate) content: String,
    /// Entries of the page beside the usual ones.
    pub(crate) page: String,
    /// Entries of the catalog beside the usual ones.
    pub(crate) catalog: String,
    /// The page's resources beside its font `F`.
    pub(crate) resources: String,
    /// Further objects, from number 5.
    pub(crate) objects: Vec<String>,
}

impl Other {
    /// A page that draws something.
    pub(crate) fn drawing(content: impl Into<String>) -> Self {
        Self {
            content: content.into(),
            page: String::new(),
            catalog: String::new(),
            resources: String::new(),
            objects: Vec::new(),
        }
    }

    /// A flyer as a word processor makes it: the number and a symbol that dials it.
    pub(crate) fn flyer() -> Self {
        let symbol = symbol(Channel::Call, 72.0, 450.0, 100.0);
        Self::drawing(format!(
            "{}{}{symbol}",
            text(48.0, 72.0, 600.0, "1-888-373-7888"),
            text(14.0, 190.0, 500.0, "Call 1-888-373-7888, day or night.")
        ))
    }

    /// The bytes of the file.
    pub(crate) fn to_pdf(&self) -> Vec<u8> {
        let stream = format!(
            "<</Length {}>>\nstream\n{}\nendstream",
            self.content.len(),
            self.content
        );
        let mut objects = vec![
            format!("<</Type/Catalog/Pages 2 0 R{}>>", self.catalog),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R\
                 /Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>{}>>{}>>",
                self.resources, self.page
            ),
            stream,
        ];
        objects.extend(self.objects.iter().cloned());
        let mut pdf = "%PDF-1.7\n".to_owned();
        let mut starts = Vec::new();
        for (at, object) in objects.iter().enumerate() {
            starts.push(pdf.len());
            write!(pdf, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
        }
        let xref = pdf.len();
        write!(pdf, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
        for start in starts {
            writeln!(pdf, "{start:010} 00000 n ").unwrap();
        }
        write!(
            pdf,
            "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n",
            objects.len() + 1
        )
        .unwrap();
        pdf.into_bytes()
    }
}

/// A line of text at a size, its baseline beginning at x and y from the lower left.
pub(crate) fn text(size: f32, x: f32, y: f32, words: &str) -> String {
    format!("BT /F {size} Tf {x} {y} Td ({words}) Tj ET\n")
}

/// The symbol of a channel of the national line, its modules in a square from x and y.
pub(crate) fn symbol(channel: Channel, x: f32, y: f32, side: f32) -> String {
    let payload = Payload::of(&LIBRARY.hotlines["us-nhth"], channel).unwrap();
    modules(&Symbol::of(payload).unwrap(), x, y, side)
}

/// A symbol that says anything.
pub(crate) fn symbol_saying(words: &str, x: f32, y: f32, side: f32) -> String {
    let code = qrcode::QrCode::with_error_correction_level(words, qrcode::EcLevel::Q).unwrap();
    let dark = code
        .to_colors()
        .into_iter()
        .map(|color| color == qrcode::Color::Dark);
    squares(code.width(), &dark.collect::<Vec<_>>(), x, y, side)
}

fn modules(symbol: &Symbol, x: f32, y: f32, side: f32) -> String {
    squares(symbol.width, &symbol.dark, x, y, side)
}

fn squares(width: usize, dark: &[bool], x: f32, y: f32, side: f32) -> String {
    let module = side / width as f32;
    let mut drawn = String::new();
    for at in dark
        .iter()
        .enumerate()
        .filter(|(_, dark)| **dark)
        .map(|(at, _)| at)
    {
        let (column, row) = ((at % width) as f32, (at / width) as f32);
        let (left, low) = (x + column * module, y + side - (row + 1.0) * module);
        writeln!(drawn, "{left} {low} {module} {module} re").unwrap();
    }
    format!("{drawn}f\n")
}
