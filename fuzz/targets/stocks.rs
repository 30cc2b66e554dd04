//! `data/stocks.toml`, with pieces laid on every sheet.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::geom::Size;
use mileposter::stock;

fuzz_target!(|bytes: &[u8]| {
    let Some((stocks, _)) = mileposter_fuzz::read(bytes, stock::read) else {
        return;
    };
    for stock in stocks {
        let own = stock.items.map(|items| items.size);
        let sizes =
            [(252.0, 144.0), (18.0, 18.0), (612.0, 792.0)].map(|(width, height)| Size { width, height });
        for size in own.into_iter().chain(sizes) {
            let places = stock.places(size).unwrap_or_default();
            assert!(places.len() <= 1000, "{} pieces", places.len());
            assert!(
                places
                    .iter()
                    .all(|place| place.x.is_finite() && place.bottom().is_finite())
            );
        }
    }
});
