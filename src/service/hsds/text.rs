//! Texts of a package as they are printed: without the markup of web pages, on one line.

use std::borrow::Cow;

use crate::harmless::is_hostile;

/// A text without markup, on one line. `None` if it holds a character that could turn around or hide what stands beside it.
pub(super) fn plain(text: &str) -> Option<Cow<'_, str>> {
    if text
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'<' | b'&'))
        && !text.contains("  ")
    {
        return Some(Cow::Borrowed(text.trim()));
    }
    let text = without_entities(&without_tags(text));
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            // What draws nothing and comes with texts that were pasted.
            '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' => {}
            c if is_hostile(c) => return None,
            c => plain.push(c),
        }
    }
    Some(Cow::Owned(plain.trim().to_owned()))
}

/// A tag parts words, as `<br>` and `</p>` do.
fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        plain.push_str(before);
        let is_tag = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        match tag.find('>').filter(|_| is_tag) {
            Some(end) => {
                plain.push(' ');
                rest = &tag[end + 1..];
            }
            None => {
                plain.push('<');
                rest = &tag[1..];
            }
        }
    }
    plain + rest
}

/// The usual entities as characters, others as they are.
fn without_entities(text: &str) -> String {
    /// No entity that is meant is longer.
    const LONGEST: usize = 8;
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        plain.push_str(before);
        let end = entity.bytes().take(LONGEST + 2).position(|byte| byte == b';');
        let sign = end.and_then(|end| Some((end, entity_of(entity.get(1..end)?)?)));
        match sign {
            Some((end, sign)) => {
                plain.push(sign);
                rest = &entity[end + 1..];
            }
            None => {
                plain.push('&');
                rest = &entity[1..];
            }
        }
    }
    plain + rest
}

fn entity_of(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "rsquo" | "lsquo" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "bull" => '•',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_is_taken_off() {
        for (text, wanted) in [
            ("  call first ", "call first"),
            (
                "<p>Call <b>first</b>.<br/>Then come</p>",
                "Call first . Then come",
            ),
            ("a\r\n\tb  c", "a b c"),
            (
                "Men &amp; women &lt;18&#33; &unknown; &",
                "Men & women <18! &unknown; &",
            ),
            ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
            ("so\u{AD}ft\u{200B}", "soft"),
            ("<unclosed", "<unclosed"),
        ] {
            assert_eq!(plain(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_turns_text_around_is_refused() {
        for text in ["a\u{202E}b", "a\u{0}b", "a&#x202e;b", "a\u{2066}"] {
            assert_eq!(plain(text), None, "{text:?}");
        }
    }
}
