//! A PDF from anywhere: read back as `proof` does, and every rule run over what was found.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mileposter::check::{self, Proof};
use mileposter::diag::{Diagnostics, is_hostile};
use mileposter::finished::{self, Symbols};
use mileposter::library::{Library, Overrides};
use mileposter::source::{Source, Span};

/// Pages of one file.
const MOST_PAGES: usize = 2;

static LIBRARY: LazyLock<Library> =
    LazyLock::new(|| Library::read(&mut Diagnostics::default(), &Overrides::default()));

fuzz_target!(|bytes: &[u8]| {
    mileposter_fuzz::letting_the_library_catch(|| {
        // What cannot be read has told so.
        let Ok(finished) = finished::read(bytes, MOST_PAGES, Symbols::Anywhere) else {
            return;
        };
        assert!(finished.pages.len() <= MOST_PAGES);
        let span = Span::file(&Source::new("a.pdf", ""));
        let mut diags = Diagnostics::default();
        let proof = Proof {
            name: "a.pdf".to_owned(),
            span: &span,
            hotline: &LIBRARY.hotlines["us-nhth"],
            finished: &finished,
            meant: None,
            apart: Vec::new(),
            numbers: Vec::new(),
        };
        check::file(&mut diags, &proof);
        for fault in diags.iter() {
            assert!(!fault.message.english().contains(is_hostile), "{fault:?}");
        }
    });
});
