//! `data/stocks.toml`, with every embedded template laid on every sheet.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mileposter::diag::Diagnostics;
use mileposter::fit;
use mileposter::library::{Library, Overrides};
use mileposter::stock;

static LIBRARY: LazyLock<Library> =
    LazyLock::new(|| Library::read(&mut Diagnostics::default(), &Overrides::default()));

fuzz_target!(|bytes: &[u8]| {
    let Some((stocks, _)) = mileposter_fuzz::read(bytes, stock::read) else {
        return;
    };
    for stock in stocks.iter() {
        for fit in LIBRARY.templates.values().filter_map(|template| fit::on(template, stock).ok()) {
            assert!(fit.places.len() <= 1000, "{} pieces", fit.places.len());
            assert!(
                fit.places
                    .iter()
                    .all(|place| place.x.is_finite() && place.bottom().is_finite())
            );
        }
    }
});
