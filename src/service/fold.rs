//! Letters as texts are compared: small, without accents, whatever draws nothing left out.

use crate::harmless::is_hostile;

/// A character as texts are compared.
pub(super) enum Folded {
    /// A small letter or digit.
    Letter(char),
    /// Several.
    Letters(&'static str),
    /// A sign that is a word.
    Sign(&'static str),
    /// It draws nothing, or parts no words.
    Nothing,
    /// It parts words.
    Gap,
}

/// What becomes of a character.
pub(super) fn folded(c: char) -> Folded {
    match c {
        'a'..='z' | '0'..='9' => Folded::Letter(c),
        'A'..='Z' => Folded::Letter(c.to_ascii_lowercase()),
        '#' => Folded::Sign("unit"),
        '\'' | '’' | '‘' | '`' => Folded::Nothing,
        c if c.is_ascii() => Folded::Gap,
        // Full-width forms of ASCII.
        '\u{FF01}'..='\u{FF5E}' => match char::from_u32(u32::from(c) - 0xFEE0) {
            Some(plain) => folded(plain),
            None => Folded::Gap,
        },
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'Á' | 'À' | 'Â' | 'Ä' | 'Ã' | 'Å' => {
            Folded::Letter('a')
        }
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => Folded::Letter('e'),
        'í' | 'ì' | 'î' | 'ï' | 'Í' | 'Ì' | 'Î' | 'Ï' => Folded::Letter('i'),
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'Ó' | 'Ò' | 'Ô' | 'Ö' | 'Õ' => Folded::Letter('o'),
        'ú' | 'ù' | 'û' | 'ü' | 'Ú' | 'Ù' | 'Û' | 'Ü' => Folded::Letter('u'),
        'ñ' | 'Ñ' => Folded::Letter('n'),
        'ç' | 'Ç' => Folded::Letter('c'),
        'ß' => Folded::Letters("ss"),
        'º' | 'ª' | '\u{300}'..='\u{36F}' => Folded::Nothing,
        c if c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}') => Folded::Gap,
        c if is_hostile(c) || matches!(c, '\u{200C}' | '\u{200D}') => Folded::Nothing,
        c if c.is_alphanumeric() => c.to_lowercase().next().map_or(Folded::Gap, Folded::Letter),
        _ => Folded::Gap,
    }
}

/// A text in small letters and digits, with one space between words and in front of the first.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 1);
    let mut is_open = true;
    let begin = |plain: &mut String, is_open: &mut bool| {
        if *is_open {
            plain.push(' ');
            *is_open = false;
        }
    };
    for c in text.chars() {
        match folded(c) {
            Folded::Letter(letter) => {
                begin(&mut plain, &mut is_open);
                plain.push(letter);
            }
            Folded::Letters(letters) => {
                begin(&mut plain, &mut is_open);
                plain.push_str(letters);
            }
            Folded::Nothing => {}
            Folded::Sign(_) | Folded::Gap => is_open = true,
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_text_is_made_plain() {
        assert_eq!(
            plain("  Violencia doméstica—Women’s\u{AD} AID!"),
            " violencia domestica womens aid"
        );
        assert_eq!(plain(""), "");
    }
}
