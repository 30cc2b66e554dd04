//! A photo from anybody, as `audit` reads it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::diag::Diagnostics;
use mileposter::photo;
use mileposter::scan;
use mileposter::source::{Source, Span};

fuzz_target!(|bytes: &[u8]| {
    let mut diags = Diagnostics::default();
    let grey = photo::read(&mut diags, bytes, &Span::file(&Source::new("photo", "")));
    mileposter_fuzz::check(&diags);
    assert_eq!(grey.is_none(), diags.has_errors(), "no photo, or no reason why");
    // Large ones take a while each, and show no more.
    if let Some(grey) = grey.filter(|grey| grey.width * grey.height < 400_000) {
        assert_eq!(grey.pixels.len(), grey.width as usize * grey.height as usize);
        let _ = scan::photo(&grey);
    }
});
