//! Reads the line of an imprint back from its content (32000, 7.8.2), by the glyphs that are drawn.
//!
//! An imprint is text under one mark, and nothing else: the grammar here has no other sentence. So whatever else stands there is
//! refused, be it sound PDF.

use super::glyphs::{Fonts, Subset};

/// The text of a line under a mark; `None` where the content is anything else.
pub(super) fn read(fonts: &Fonts, mark: i64, content: &[u8]) -> Option<String> {
    let mut rest = Rest(content);
    let mut text = String::new();
    rest.word("/P <</MCID ")?;
    if rest.number(">> BDC\n")? != mark.to_string() {
        return None;
    }
    while rest.word("EMC\n").is_none() {
        rest.color()?;
        rest.word("BT\n/")?;
        let font = rest.until(b' ')?;
        let subset = fonts.subsets().find(|subset| subset.id.0.as_bytes() == font)?;
        rest.number(" Tf\n")?;
        while rest.word("ET\n").is_none() {
            if rest.word("[").is_some() {
                rest.strings(subset, &mut text)?;
                continue;
            }
            for _ in 0..6 {
                rest.number(" ")?;
            }
            rest.word("Tm\n")?;
        }
    }
    rest.0.is_empty().then_some(text)
}

/// What the glyphs of a string stand for, four hex digits each.
fn push_text(text: &mut String, subset: &Subset, codes: &[u8]) -> Option<()> {
    let (codes, []) = codes.as_chunks::<4>() else {
        return None;
    };
    for code in codes {
        let mut glyph = 0;
        for digit in code {
            glyph = glyph << 4 | char::from(*digit).to_digit(16)?;
        }
        text.push_str(subset.text(u16::try_from(glyph).ok()?));
    }
    Some(())
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    /// Goes past a word, if it stands here.
    fn word(&mut self, word: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(word.as_bytes())?;
        Some(())
    }

    /// What stands before a byte; goes past both.
    fn until(&mut self, end: u8) -> Option<&'a [u8]> {
        let at = self.0.iter().position(|byte| *byte == end)?;
        let (before, rest) = self.0.split_at(at);
        self.0 = &rest[1..];
        Some(before)
    }

    /// A number, and the word behind it.
    fn number(&mut self, after: &str) -> Option<&'a str> {
        let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
        let end = self.0.iter().position(|byte| !is_part(byte))?;
        let (number, rest) = self.0.split_at(end);
        self.0 = rest;
        self.word(after)?;
        std::str::from_utf8(number)
            .ok()
            .filter(|number| !number.is_empty())
    }

    /// Strings of glyphs, and between them how far the pen is moved.
    fn strings(&mut self, subset: &Subset, text: &mut String) -> Option<()> {
        while self.word("] TJ\n").is_none() {
            if self.word("<").is_some() {
                push_text(text, subset, self.until(b'>')?)?;
            } else {
                self.number("")?;
            }
        }
        Some(())
    }

    /// One, three or four numbers and the operator that fills with them.
    fn color(&mut self) -> Option<()> {
        for operator in ["", "g\n", "", "rg\n", "k\n"] {
            if !operator.is_empty() && self.word(operator).is_some() {
                return Some(());
            }
            self.number(" ")?;
        }
        None
    }
}
