//! What a reader might dial in a line of text: digits of any script, and words of keypad letters.
//!
//! A person reads `1–866–373–7888` whatever dashes, spaces or invisible characters stand in it, so all of them are seen
//! through here. Whether a number is the right one is left to `hotline`.

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

/// The fewest digits of a telephone number.
const FEWEST: usize = 7;

/// Digits of a number of North America, without the 1 in front.
const NORTH_AMERICAN: usize = 10;

/// Area codes of North America that are free to call, which words are dialled with (Federal Communications Commission, "What Is a
/// Toll-Free Number and How Does it Work?", undated copy).
const TOLL_FREE: [&str; 7] = ["800", "833", "844", "855", "866", "877", "888"];

/// Whether a number of North America, in digits alone, is free to call.
pub fn is_toll_free(number: &str) -> bool {
    let area = number.strip_prefix('1').and_then(|rest| rest.get(..3));
    area.is_some_and(|area| TOLL_FREE.contains(&area))
}

/// Runs of digits that could be a telephone number: at least seven digits with nothing but spaces, dashes, dots,
/// brackets, slashes or a plus between them. The number of a route, as in `I-84`, is no part of a run; a day, a span of
/// years and a postal code are none. Digits come out as ASCII.
pub fn numbers(line: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut run = String::new();
    let mut before = ' ';
    for c in plain(line).chars().chain(['\n']) {
        if is_part(c) {
            run.push(c);
            continue;
        }
        let digits_alone = if before.is_ascii_uppercase() {
            without_route(&run)
        } else {
            &run
        };
        numbers.extend(split(digits_alone));
        run.clear();
        before = c;
    }
    numbers.retain(|number| digits(number) >= FEWEST && !is_date_or_code(number));
    numbers
}

/// Words that are so many digits, alone or in groups as `233-733`, as a code to send texts to.
pub fn codes(line: &str, length: usize) -> Vec<String> {
    let line = plain(line);
    let words = line
        .split(' ')
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words
        .filter(|word| {
            let mut groups = word.split(['-', '.']);
            let sound = groups.all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
            sound && digits(word) == length
        })
        .map(str::to_owned)
        .collect()
}

/// What is dialled by letters: groups of digits and capitals that begin with an area, as `1-888-KEY-2-FREE`; with spaces between
/// the groups only where the area is free to call.
pub fn words(line: &str) -> Vec<String> {
    let line = plain(line);
    let tokens: Vec<&str> = line
        .split(' ')
        .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
        .collect();
    let mut found: Vec<String> = tokens
        .iter()
        .filter(|word| is_dialled(word))
        .map(|word| (*word).to_owned())
        .collect();
    for (at, _) in tokens
        .iter()
        .enumerate()
        .filter(|(_, word)| TOLL_FREE.contains(word))
    {
        let letters = tokens[at + 1..].iter().take_while(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        });
        let joined: String = std::iter::once(&tokens[at]).chain(letters).copied().collect();
        if is_dialled(&joined) {
            found.push(joined);
        }
    }
    found
}

/// A word whose first digits are an area of North America, with or without the 1, and whose rest has letters and is long enough.
fn is_dialled(word: &str) -> bool {
    let groups = word.split(|c: char| is_separator(c));
    let joined: String = groups.collect();
    let sound = joined
        .bytes()
        .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    let national = joined.strip_prefix('1').unwrap_or(&joined);
    let area = national.len() >= 3
        && national.bytes().take(3).all(|b| b.is_ascii_digit())
        && !national.starts_with(['0', '1']);
    let rest = national.get(3..).unwrap_or_default();
    let letters = rest
        .as_bytes()
        .windows(2)
        .any(|two| two.iter().all(u8::is_ascii_uppercase));
    sound && area && letters && (NORTH_AMERICAN..=NORTH_AMERICAN + 5).contains(&national.len())
}

/// A line as it is read: without characters that draw nothing, its dashes as hyphens, its spaces as spaces, the digits
/// of every script as ASCII. A dot, bullet, slash or underscore counts as a hyphen between digits alone.
fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut signs = line.chars().filter_map(seen).peekable();
    let mut before = ' ';
    while let Some(sign) = signs.next() {
        let between = before.is_ascii_digit() && signs.peek().is_some_and(char::is_ascii_digit);
        plain.push(match sign {
            '·' | '•' | '∙' | '/' | '_' if between => '-',
            other => other,
        });
        before = sign;
    }
    plain
}

/// How a character is seen in a number; none if it draws nothing.
fn seen(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c).filter(|c| !c.is_ascii_control());
    }
    match category(c) {
        GeneralCategory::DecimalNumber => digit(c),
        GeneralCategory::SpaceSeparator => Some(' '),
        GeneralCategory::DashPunctuation => Some('-'),
        GeneralCategory::Format | GeneralCategory::NonspacingMark | GeneralCategory::Control => None,
        _ => Some(c),
    }
}

/// A decimal digit of any script as ASCII: the ten digits of a script follow each other from its zero, and so do whole sets of
/// digits (Unicode, general category Nd).
fn digit(c: char) -> Option<char> {
    let is_digit =
        |code: u32| char::from_u32(code).is_some_and(|c| category(c) == GeneralCategory::DecimalNumber);
    let code = u32::from(c);
    let before = (1..=code).take_while(|back| is_digit(code - back)).count();
    u32::try_from(before % 10)
        .ok()
        .and_then(|value| char::from_digit(value, 10))
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

/// Whether a sign can stand in a number, digits aside.
pub fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '(' | ')' | '+' | '/')
}

fn is_part(c: char) -> bool {
    c.is_ascii_digit() || is_separator(c)
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// What follows `-84` of a route's name; all of it if that is no route's number.
fn without_route(run: &str) -> &str {
    let end = run.find(' ').unwrap_or(run.len());
    let (first, rest) = run.split_at(end);
    if first.starts_with('-') && matches!(digits(first), 1..=3) {
        rest
    } else {
        run
    }
}

/// A run as its numbers. A number of North America has ten digits, or eleven with its 1 in front; what
/// follows such a number after a space is another one, as in `1-888-373-7888 24/7`. The number of an item in a list, as `1.` or
/// `2)`, is none.
fn split(run: &str) -> Vec<String> {
    let is_edge = |c: char| !c.is_ascii_digit() && !matches!(c, '+' | '(');
    let mut numbers = vec![String::new()];
    for word in run.split_inclusive(' ') {
        let last = numbers.last_mut().expect("there is always one");
        let whole = match (digits(last), last.chars().find(char::is_ascii_digit)) {
            (NORTH_AMERICAN, first) => first != Some('1'),
            (11, first) => first == Some('1'),
            (1 | 2, _) => last.trim_end().ends_with(['.', ')']) && !last.contains('('),
            _ => false,
        };
        if whole {
            numbers.push(word.to_owned());
        } else {
            last.push_str(word);
        }
    }
    numbers
        .iter()
        .map(|number| number.trim_matches(is_edge).to_owned())
        .collect()
}

/// Whether groups of digits are a day, as `2026-11-24` or `24.11.2026`, a span of years or a postal code, as `97201-1234`.
fn is_date_or_code(number: &str) -> bool {
    let groups: Vec<&str> = number
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    let is_year = |group: &str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    let is_short = |group: &str| group.len() <= 2;
    match groups.as_slice() {
        [year, month, day] if is_year(year) => is_short(month) && is_short(day),
        [day, month, year] if is_year(year) => is_short(month) && is_short(day),
        [first, last] => {
            let years = is_year(first) && is_year(last);
            years || (first.len() == 5 && last.len() == 4 && number.contains('-'))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{codes, numbers, words};

    #[test]
    fn telephone_numbers_in_text() {
        for (line, wanted) in [
            ("Call 1-888-373-7888. Free", "1-888-373-7888"),
            ("(503) 555-0123 or 911", "(503) 555-0123"),
            ("请拨打1-866-373-7888。", "1-866-373-7888"),
            ("A-1-866-373-7888", "1-866-373-7888"),
            ("1-888-373-7888 24/7", "1-888-373-7888"),
            ("888 373 7888 24 hours", "888 373 7888"),
            ("+1 888 373 7888 233733", "+1 888 373 7888"),
            ("1. 1-888-373-7888", "1-888-373-7888"),
            ("2) 888-373-7888", "888-373-7888"),
            ("08000 121 700 365 days", "08000 121 700 365"),
            ("7888-373-888-1", "7888-373-888-1"),
            ("1–866–373–7888", "1-866-373-7888"),
            ("888·373·7889", "888-373-7889"),
            ("888/373/7889", "888/373/7889"),
            ("888\u{202F}373\u{2009}7889", "888 373 7889"),
            ("1-8\u{200D}66-37\u{200D}3-78\u{200D}88", "1-866-373-7888"),
            ("اتصل ٨٨٨-٣٧٣-٧٨٨٨", "888-373-7888"),
            ("௮௮௮ ௩௭௩ ௭௮௮௮", "888 373 7888"),
            ("𝟖𝟖𝟖-𝟑𝟕𝟑-𝟕𝟖𝟖𝟖", "888-373-7888"),
        ] {
            let found = numbers(line);
            let wanted = wanted.replace('/', "-");
            assert_eq!(
                found
                    .iter()
                    .map(|found| found.replace('/', "-"))
                    .collect::<Vec<_>>(),
                [wanted],
                "{line}"
            );
        }
        assert_eq!(numbers("1-888-373-7888 1-866-373-7888").len(), 2);
        for none in [
            "2026-11-24",
            "on 24.11.2026",
            "2025-2026",
            "Portland, OR 97201-1234",
            "I-5 NB 206.06 · 7F3K-Q2MD-C",
            "Weatherby · I-84 335.97 · OR",
            "I-84",
            "24/7",
        ] {
            assert!(numbers(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn codes_for_texts() {
        assert_eq!(codes("Text 233734, free", 6), ["233734"]);
        assert_eq!(codes("SMS: ٢٣٣٧٣٣.", 6), ["233733"]);
        assert_eq!(codes("Text 233-734 now", 6), ["233-734"]);
        assert!(codes("1-888-233733 2337334", 6).is_empty());
    }

    #[test]
    fn words_to_dial() {
        for dialled in [
            "1-888-KEY-2-FREE.",
            "1-888-KEY2FREE",
            "(888)KEY2FREE",
            "1–800–HELP–NOW",
            "call 1 800 FLOWERS",
            "800 HELP NOW",
        ] {
            assert_eq!(words(dialled).len(), 1, "{dialled}");
        }
        for none in [
            "1-888-373-7888",
            "I-5",
            "7F3K-Q2MD-C",
            "COVID-19-INFORMATION",
            "888-BEFREE",
            "ABOUT 500 PEOPLE CAME TO I-84",
            "Exit 300 MAIN STREET",
        ] {
            assert!(words(none).is_empty(), "{none}");
        }
    }
}
