//! How wide words are, whatever face a reader's screen has, and where lines break.
//!
//! A map on a screen is set in the system's own face, which nobody can measure here. These widths are those of wide ones, so
//! what fits here fits in print, with the bundled face, as well.

/// Height of a line, in multiples of the type size.
pub(super) const LINE: f32 = 1.22;

/// How much wider heavy strokes are.
const BOLD: f32 = 1.17;

/// The width of a line of type.
pub(super) fn width(words: &str, size: f32, bold: bool) -> f32 {
    let em: f32 = words.chars().map(em).sum();
    em * size * if bold { BOLD } else { 1.0 }
}

/// The width of a character in multiples of the type size.
fn em(c: char) -> f32 {
    match c {
        ' ' | 'i' | 'j' | 'l' | '.' | ',' | '\'' | '|' | ':' | ';' | '!' | 'I' => 0.34,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | '·' => 0.42,
        'm' | 'M' | 'W' | '@' | '%' | '…' | '—' => 1.0,
        'w' | 'O' | 'Q' | 'G' | 'N' | 'H' | 'U' | 'D' | '+' | '~' | '&' | '#' => 0.8,
        c if c.is_ascii_uppercase() => 0.7,
        c if c.is_ascii() => 0.6,
        '\u{A0}'..='\u{24F}' => 0.8,
        _ => 1.05,
    }
}

/// Words broken into lines so wide, at most so many; what is left over ends in `…`.
pub(super) fn lines(words: &str, size: f32, room: f32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut is_cut = false;
    for word in words.split_whitespace().flat_map(|word| broken(word, size, room)) {
        if let Some(line) = lines.last_mut()
            && width(line, size, false) + width(" ", size, false) + width(&word, size, false) <= room
        {
            line.push(' ');
            line.push_str(&word);
        } else if lines.len() < most {
            lines.push(word);
        } else {
            is_cut = true;
            break;
        }
    }
    if let Some(last) = lines.last_mut().filter(|_| is_cut) {
        while width(last, size, false) + width("…", size, false) > room && last.pop().is_some() {}
        last.truncate(last.trim_end().len());
        last.push('…');
    }
    lines
}

/// A word in parts that fit into a line.
fn broken(word: &str, size: f32, room: f32) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut wide = 0.0;
    for c in word.chars() {
        let own = em(c) * size;
        if wide + own > room && wide > 0.0 {
            parts.push(String::new());
            wide = 0.0;
        }
        wide += own;
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{lines, width};

    #[test]
    fn names_are_broken_and_cut() {
        let broken = |words, most| lines(words, 10.0, 60.0, most);
        assert_eq!(broken("Oak Grove Rest Area", 3), ["Oak Grove", "Rest Area"]);
        assert_eq!(broken("Oak Grove Rest Area", 1), ["Oak Grov…"]);
        assert_eq!(broken("Llanfairpwllgwyngyll", 3).concat(), "Llanfairpwllgwyngyll");
        assert_eq!(broken("", 3), [""; 0]);
    }

    #[test]
    fn lines_are_never_wider_than_their_room() {
        for words in [
            "Seven Feathers Truck & Travel Center",
            "休息区休息区休息区",
            "WWWWWWWWWWWWWWWWW",
        ] {
            for line in lines(words, 8.0, 70.0, 3) {
                assert!(width(&line, 8.0, false) <= 70.0, "{line}");
            }
        }
    }
}
