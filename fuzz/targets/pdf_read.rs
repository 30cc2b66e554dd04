//! A PDF from anywhere: its glyphs, its pixels, its symbols, as `proof` reads them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::reading::{self, phone_like};
use mileposter::{raster, scan};

/// Coarser than `proof`, so that more files are tried in the same time.
const DPI: f32 = 36.0;

/// Pages of one file.
const MOST_PAGES: usize = 3;

fuzz_target!(|bytes: &[u8]| {
    mileposter_fuzz::letting_the_library_catch(|| {
        for page in reading::read(bytes, MOST_PAGES).unwrap_or_default() {
            for line in page.lines() {
                phone_like(&line.text);
            }
        }
        // What cannot be drawn has told so; there is nothing to assert.
        let _ = raster::each(bytes, DPI, MOST_PAGES, |page| {
            assert_eq!(
                page.pixels.len() as u64,
                3 * u64::from(page.width) * u64::from(page.height)
            );
            scan::symbols(&page.to_grey());
        });
    });
});
