//! `data/languages.toml`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::diag::is_hostile;
use mileposter::need;

fuzz_target!(|bytes: &[u8]| {
    let Some((needs, diags)) = mileposter_fuzz::read(bytes, need::read) else {
        return;
    };
    if diags.has_errors() {
        return;
    }
    for need in needs {
        assert!(!need.languages.is_empty());
        let said = [&need.why, &need.source, &need.beyond].map(String::as_str).concat();
        assert!(!said.contains(is_hostile), "{need:?}");
        assert!(!need.places().english().is_empty());
    }
});
