//! `fonts/faces.toml`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::font;

fuzz_target!(|bytes: &[u8]| {
    mileposter_fuzz::read(bytes, |diags, source| {
        let families = font::read(diags, source);
        font::FontBook::new(diags, families, |_| None)
    });
});
