//! Addresses of pages, as they are printed, and links to maps, which tell where something is.

/// The longest address that is printed, in characters.
const LONGEST: usize = 100;

/// What links to maps have in them.
const MAPS: &[&str] = &[
    "//maps.",
    "maps.google",
    "maps.apple",
    "google.com/maps",
    "/maps/",
    "/maps?",
    "goo.gl/",
    "maps.app",
    "openstreetmap.org",
    "osm.org",
    "bing.com/maps",
    "mapquest.com",
    "waze.com",
    "w3w.co",
    "what3words.com",
    "plus.codes",
    "wego.here.com",
    "geo:",
];

/// An address without `https://`; `None` of what is no address of a page.
pub(super) fn parse(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| lower.starts_with(scheme));
    let rest = &text[scheme.map_or(0, str::len)..];
    let rest = rest.trim_end_matches('/');
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_part = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !part.starts_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    let sound =
        host.contains('.') && host.split('.').all(is_part) && last.chars().all(|c| c.is_ascii_alphabetic());
    let plain = rest.len() <= LONGEST && rest.chars().all(|c| c.is_ascii_graphic());
    (sound && plain).then(|| rest.to_owned())
}

/// Whether a text holds a link to a map.
pub(super) fn leads_to_map(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let lower = if lower.starts_with("maps.") {
        format!("//{lower}")
    } else {
        lower
    };
    MAPS.iter().any(|map| lower.contains(map))
}

#[cfg(test)]
mod tests {
    use super::{leads_to_map, parse};

    #[test]
    fn addresses_of_pages() {
        assert_eq!(
            parse("https://www.Example.org/").as_deref(),
            Some("www.Example.org")
        );
        assert_eq!(
            parse("example.org/help?x=1").as_deref(),
            Some("example.org/help?x=1")
        );
        for text in [
            "",
            "example",
            "javascript:alert(1)",
            "ftp://example.org",
            "https://user@example.org",
            "example.org/a b",
            "https://10.0.0.1/",
            "https://exa\u{202E}mple.org",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn links_to_maps() {
        for text in [
            "https://www.google.com/maps/place/x",
            "maps.example.org",
            "see https://goo.gl/maps/abc",
            "https://www.openstreetmap.org/#map=18/44.1/-123.1",
        ] {
            assert!(leads_to_map(text), "{text}");
        }
        assert!(!leads_to_map("https://example.org/help"));
    }
}
