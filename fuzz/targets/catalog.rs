//! `messages/<tag>.toml`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::catalog::{self, Review};
use mileposter::diag::{Diagnostics, is_hostile};
use mileposter::review;
use mileposter::source::Source;

fuzz_target!(|bytes: &[u8]| {
    let Some((Some(catalog), diags)) = mileposter_fuzz::read(bytes, catalog::read) else {
        return;
    };
    assert_eq!(catalog.fingerprint(), catalog.clone().fingerprint());
    if diags.has_errors() {
        return;
    }
    if let Some(signed) = review::signed(&catalog, "A. B.", "2026-11-20") {
        let again = catalog::read(&mut Diagnostics::default(), &Source::new("signed", signed.as_str()));
        let again = again.expect("what is signed was read");
        assert!(matches!(again.review, Review::Reviewed { .. }), "{signed}");
        assert_eq!(again.fingerprint(), catalog.fingerprint());
    }
    for words in catalog.messages.values().flat_map(catalog::Message::words) {
        assert!(
            !words.contains(is_hostile) && !words.contains(char::is_numeric),
            "{words:?}"
        );
    }
    for name in [&catalog.name, &catalog.english, &catalog.spanish] {
        assert!(!name.contains(is_hostile), "{name:?}");
    }
});
