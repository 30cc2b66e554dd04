//! `messages/<tag>.toml`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::catalog;
use mileposter::diag::is_hostile;

fuzz_target!(|bytes: &[u8]| {
    let Some((Some(catalog), diags)) = mileposter_fuzz::read(bytes, catalog::read) else {
        return;
    };
    assert_eq!(catalog.fingerprint(), catalog.clone().fingerprint());
    if diags.has_errors() {
        return;
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
