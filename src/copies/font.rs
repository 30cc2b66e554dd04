//! What the codes of a font stand for and how wide their glyphs are, from the file's own tables (32000, 9.7.4.3 and 9.10.3).

use std::collections::BTreeMap;

use super::file::Shelf;
use super::scan;

/// A font as the file describes it.
#[derive(Debug, Default)]
pub(super) struct Font {
    texts: BTreeMap<u16, String>,
    /// In 1/1000 em.
    widths: BTreeMap<u16, f32>,
}

impl Font {
    /// Reads a font of a file.
    pub(super) fn read(shelf: &mut Shelf<'_>, number: u32) -> Option<Self> {
        let font = shelf.object(number)?.to_vec();
        let is_ours = scan::entry(&font, "Subtype") == Some(b"/Type0")
            && scan::entry(&font, "Encoding") == Some(b"/Identity-H");
        let [descendant] = scan::items(scan::entry(&font, "DescendantFonts")?)?[..] else {
            return None;
        };
        let map = shelf.file.content(scan::referred(&font, "ToUnicode")?)?;
        let font = Self {
            texts: texts(std::str::from_utf8(&map).ok()?),
            widths: widths(scan::entry(descendant, "W")?)?,
        };
        is_ours.then_some(font)
    }

    /// The text of a code; none for one that the font has not.
    pub(super) fn text(&self, code: u16) -> Option<&str> {
        self.texts.get(&code).map(String::as_str)
    }

    /// The width of a glyph in em.
    pub(super) fn width(&self, code: u16) -> Option<f32> {
        Some(self.widths.get(&code)? / 1000.0)
    }
}

/// The texts of codes, one line each: `<0014> <0041>`.
fn texts(map: &str) -> BTreeMap<u16, String> {
    let mut inside = false;
    let mut texts = BTreeMap::new();
    for line in map.lines().map(str::trim) {
        if line.ends_with("beginbfchar") {
            inside = true;
        } else if line == "endbfchar" {
            inside = false;
        } else if let Some((code, text)) = line.split_once(' ').filter(|_| inside) {
            let code = units(code).and_then(|units| units.first().copied());
            let text = units(text).and_then(|units| String::from_utf16(&units).ok());
            texts.extend(code.zip(text));
        }
    }
    texts
}

/// The units of a hexadecimal string, four digits each.
fn units(hex: &str) -> Option<Vec<u16>> {
    let digits = hex.strip_prefix('<')?.strip_suffix('>')?.as_bytes();
    let unit = |digits: &[u8]| u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
    digits.chunks(4).map(unit).collect()
}

/// The widths of codes that follow each other, behind the first of them.
fn widths(array: &[u8]) -> Option<BTreeMap<u16, f32>> {
    let items = scan::items(array)?;
    let mut widths = BTreeMap::new();
    for pair in items.chunks(2) {
        let [first, of_codes] = pair else { return None };
        let (first, _) = scan::digits(first)?;
        for (code, width) in (u16::try_from(first).ok()?..).zip(scan::items(of_codes)?) {
            widths.insert(code, std::str::from_utf8(width).ok()?.parse().ok()?);
        }
    }
    Some(widths)
}

#[cfg(test)]
mod tests {
    use super::{texts, widths};

    #[test]
    fn tables_of_a_font() {
        let map = "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n2 beginbfchar\n<0001> <0020>\n<0002> <D83DDE00>\nendbfchar\n";
        let texts = texts(map);
        assert_eq!(texts.len(), 2);
        assert_eq!(texts[&1], " ");
        assert_eq!(texts[&2], "😀");
        let widths = widths(b"[1 [260 268.5] 7 [322]]").unwrap();
        assert_eq!(
            widths.into_iter().collect::<Vec<_>>(),
            [(1, 260.0), (2, 268.5), (7, 322.0)]
        );
    }
}
