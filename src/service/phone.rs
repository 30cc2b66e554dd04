//! How a service is called. Numbers are printed as people of North America read them (North American Numbering Plan, E.164).

use crate::locale::Locale;

/// A telephone number with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// As printed: `503-555-0123`, `+52 55 5555 0123`, `211`.
    pub printed: String,
    /// What it is for.
    pub kind: PhoneKind,
    /// What is dialled once somebody answers, in digits.
    pub extension: Option<String>,
    /// Languages that are spoken there, where that is said.
    pub languages: Vec<Locale>,
    /// What else is to be known, as `evenings`.
    pub note: Option<String>,
}

/// What a number is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhoneKind {
    /// To be called.
    Voice,
    /// Takes texts.
    Text,
    /// For a text telephone.
    Tty,
    /// On `WhatsApp`.
    WhatsApp,
}

impl PhoneKind {
    /// Every word with its meaning.
    pub const ALL: [(&str, Self); 4] = [
        ("voice", Self::Voice),
        ("text", Self::Text),
        ("tty", Self::Tty),
        ("whatsapp", Self::WhatsApp),
    ];

    /// Reads the word, in any case, or another that means the same.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word.trim().to_lowercase().as_str() {
            "voice" | "cell" | "mobile" | "phone" | "main" | "landline" | "toll free" | "toll-free" => {
                Self::Voice
            }
            "text" | "sms" => Self::Text,
            "tty" | "tdd" | "textphone" | "tty/tdd" => Self::Tty,
            "whatsapp" => Self::WhatsApp,
            _ => return None,
        })
    }
}

/// A number as it is printed, with its extension. `None` of what cannot be dialled from anywhere.
///
/// Numbers of North America may be written in any way; others begin with `+`. Three digits are a short number as `211`;
/// five or six take texts alone.
pub(super) fn parse(text: &str, kind: PhoneKind) -> Option<(String, Option<String>)> {
    let text = text.trim().trim_matches(['"', '\'']);
    let text = text.strip_prefix("tel:").unwrap_or(text);
    let (number, extension) = split_extension(text)?;
    let number = number.trim();
    if number.chars().any(|c| !c.is_ascii_digit() && !is_between(c))
        || number.rfind('+').is_some_and(|at| at > 0)
    {
        return None;
    }
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let national = match (number.starts_with('+'), digits.len()) {
        (_, 11) => digits.strip_prefix('1'),
        (false, 10) => Some(digits.as_str()),
        _ => None,
    };
    let printed = match national {
        Some(national) => north_american(national)?,
        None if number.starts_with('+') => international(number, &digits)?,
        None if digits == number && is_short(&digits, kind) => digits,
        None => return None,
    };
    Some((printed, extension))
}

/// What may stand between digits, and the plus in front of them.
fn is_between(c: char) -> bool {
    matches!(
        c,
        ' ' | '-' | '.' | '(' | ')' | '/' | '+' | '\u{A0}' | '\u{2010}'..='\u{2013}'
    )
}

/// What stands before `ext. 12` or `x12`, and its digits; `None` if there are no digits.
fn split_extension(text: &str) -> Option<(&str, Option<String>)> {
    let Some(at) = text.find(|c: char| c.is_ascii_alphabetic() || c == '#' || c == ',') else {
        return Some((text, None));
    };
    let (number, rest) = text.split_at(at);
    let rest = rest.trim_start_matches([',', ' ']).to_ascii_lowercase();
    let words = ["extension", "ext", "x", "#"];
    let digits = words.iter().find_map(|word| rest.strip_prefix(word))?;
    let digits = digits.trim_start_matches(['.', ':', ' ']).trim_end();
    extension(digits).map(|digits| (number, Some(digits)))
}

/// An extension, which is digits.
pub(super) fn extension(text: &str) -> Option<String> {
    /// What a telephone system has at most.
    const LONGEST: usize = 8;
    let text = text.trim();
    let sound = (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| text.to_owned())
}

/// Area, exchange and line: area and exchange begin with 2 to 9.
fn north_american(digits: &str) -> Option<String> {
    let sound = |part: &str| !part.starts_with(['0', '1']);
    let (area, exchange, line) = (digits.get(..3)?, digits.get(3..6)?, digits.get(6..10)?);
    (sound(area) && sound(exchange)).then(|| format!("{area}-{exchange}-{line}"))
}

/// `+` and the groups as written, with spaces between them.
fn international(number: &str, digits: &str) -> Option<String> {
    let sound = (7..=15).contains(&digits.len()) && !digits.starts_with('0');
    let groups = number
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty());
    sound.then(|| format!("+{}", groups.collect::<Vec<_>>().join(" ")))
}

/// `211` and its like, `988`; for texts also codes of five or six digits.
fn is_short(digits: &str, kind: PhoneKind) -> bool {
    let is_service = digits.len() == 3 && digits.ends_with("11") && !digits.starts_with(['0', '1']);
    is_service || digits == "988" || (kind == PhoneKind::Text && matches!(digits.len(), 5 | 6))
}

#[cfg(test)]
mod tests {
    use super::{PhoneKind, parse};

    #[test]
    fn numbers_as_printed() {
        let printed = |text: &str| {
            let (number, extension) = parse(text, PhoneKind::Voice)?;
            Some(extension.map_or(number.clone(), |extension| format!("{number} x{extension}")))
        };
        for (text, wanted) in [
            ("+15035550123", "503-555-0123"),
            ("(503) 555-0123", "503-555-0123"),
            ("1.503.555.0123", "503-555-0123"),
            ("503\u{2013}555\u{2013}0123", "503-555-0123"),
            ("tel:+1-503-555-0123", "503-555-0123"),
            ("503-555-0123 ext. 12", "503-555-0123 x12"),
            ("503-555-0123 x4", "503-555-0123 x4"),
            ("503-555-0123, 5", ""),
            ("\"+44 1234 234567\"", "+44 1234 234567"),
            ("+52-55-5555-0123", "+52 55 5555 0123"),
            ("211", "211"),
            ("988", "988"),
        ] {
            assert_eq!(
                printed(text),
                Some(wanted.to_owned()).filter(|wanted| !wanted.is_empty()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "",
            "call us",
            "555-0123",
            "103-555-0123",
            "503-155-0123",
            "44 1234 234567",
            "+1 503",
            "+0123456789",
            "503-555-0123 or 503-555-0124",
            "12 Oak Street",
            "233733",
            "123",
            "+1+5035550123",
        ] {
            assert_eq!(parse(text, PhoneKind::Voice), None, "{text}");
        }
        assert!(parse("233733", PhoneKind::Text).is_some());
    }
}
