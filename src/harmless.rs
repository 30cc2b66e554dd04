//! Text from a stranger, made safe to show.
//!
//! A character may move, hide or turn around what stands beside it: on a terminal, in a log, on paper
//! (Unicode Technical Report 36). Every fault and every name of a source passes through here.

/// The longest stretch of a stranger's text inside a message, in characters.
const LONGEST: usize = 60;

/// A text with its control and direction characters made visible, cut where it is long.
pub fn shown(text: &str) -> String {
    cut(text, LONGEST)
}

/// A text with its control and direction characters made visible, cut after `longest` characters.
pub fn cut(text: &str, longest: usize) -> String {
    let mut chars = text.chars();
    let mut safe = visible(chars.by_ref().take(longest));
    if chars.next().is_some() {
        safe.push('…');
    }
    safe
}

/// A text of any length with its control and direction characters made visible.
pub fn harmless(text: &str) -> String {
    visible(text.chars())
}

fn visible(chars: impl Iterator<Item = char>) -> String {
    let mut safe = String::new();
    for c in chars {
        if is_hostile(c) {
            safe.push_str(&format!("\\u{{{:04X}}}", u32::from(c)));
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Whether a character has no place in a name: it could move, hide or turn around what
/// stands beside it (Unicode Technical Report 36, bidirectional text spoofing).
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(
            c,
            '\u{AD}' | '\u{34F}' | '\u{180E}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}'
        )
        || matches!(c, '\u{E0000}'..='\u{E007F}')
        || matches!(
            c,
            '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        )
        // No characters at all, which XML and so spreadsheets cannot hold.
        || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::{harmless, is_hostile, shown};

    #[test]
    fn hostile_text_is_shown_harmless() {
        assert_eq!(shown("a\u{202E}b\u{0}"), "a\\u{202E}b\\u{0000}");
        assert!(shown(&"x".repeat(10_000)).chars().count() < 70);
        assert_eq!(shown("ñandú"), "ñandú");
    }

    #[test]
    fn nothing_hostile_is_left() {
        let all: String = ('\0'..=char::MAX).collect();
        assert!(!harmless(&all).contains(is_hostile));
    }
}
