//! Text in markup: HTML and SVG that hold what strangers wrote.
//!
//! Everything that is not the program's own goes through here on its way into a page: as text, as the value of an attribute,
//! as a name that is linked to, or as a path below the page.

use crate::harmless::harmless;

/// A text as the content of an element or, in double quotes, the value of an attribute (HTML and XML 1.0 alike). Control and
/// direction characters are made visible.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in harmless(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// A name that can be linked to: letters, digits and hyphens stay, every other byte becomes `_` and its number. Different texts
/// have different names.
pub fn anchor(kind: &str, text: &str) -> String {
    let mut name = format!("{kind}-");
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => name.push(char::from(byte)),
            _ => name.push_str(&format!("_{byte:02x}")),
        }
    }
    name
}

/// A path below the page as a link, percent-encoded (RFC 3986). It never leads above the page, to another host or to a scheme.
pub fn link(path: &str) -> String {
    let parts = path
        .split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "." | ".."));
    let parts: Vec<String> = parts.map(encoded).collect();
    format!("./{}", parts.join("/"))
}

fn encoded(part: &str) -> String {
    let mut safe = String::with_capacity(part.len());
    for byte in part.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                safe.push(char::from(byte));
            }
            _ => safe.push_str(&format!("%{byte:02X}")),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{anchor, escaped, link};

    #[test]
    fn nothing_opens_a_tag_or_ends_an_attribute() {
        assert_eq!(
            escaped("</script><img src=x onerror='alert(1)' \">&"),
            "&lt;/script&gt;&lt;img src=x onerror=&#39;alert(1)&#39; &quot;&gt;&amp;"
        );
        assert_eq!(
            escaped("a\u{0}b\u{202E}c\u{FFFF}"),
            "a\\u{0000}b\\u{202E}c\\u{FFFF}"
        );
    }

    #[test]
    fn names_stay_apart() {
        assert_eq!(anchor("row", "or-i5-nb-oak-grove"), "row-or-i5-nb-oak-grove");
        assert_ne!(anchor("row", "a b"), anchor("row", "a_20b"));
        assert_eq!(anchor("row", "\"><x>"), "row-_22_3e_3cx_3e");
    }

    #[test]
    fn links_stay_below_the_page() {
        assert_eq!(link("I-5/oak grove/a#b?.pdf"), "./I-5/oak%20grove/a%23b%3F.pdf");
        assert_eq!(link("../../etc/passwd"), "./etc/passwd");
        assert_eq!(link("//host/x"), "./host/x");
        assert_eq!(link("javascript:alert(1)"), "./javascript%3Aalert%281%29");
        assert_eq!(link("..\\x\\ñ.pdf"), "./x/%C3%B1.pdf");
    }
}
