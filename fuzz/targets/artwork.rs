//! A logo: PNG, JPEG or SVG, by what the bytes begin with.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::artwork::{self, Picture};
use mileposter::color::Color;
use mileposter::diag::Diagnostics;
use mileposter::geom::Size;

/// The box of a logo, in points.
const BOX: Size = Size {
    width: 100.0,
    height: 40.0,
};

fuzz_target!(|bytes: &[u8]| {
    let name = match bytes {
        [0x89, ..] => "logo.png",
        [0xFF, ..] => "logo.jpg",
        _ => "logo.svg",
    };
    let mut diags = Diagnostics::default();
    let artwork = artwork::read(&mut diags, name, bytes);
    mileposter_fuzz::check(&diags);
    assert_eq!(artwork.is_none(), diags.has_errors(), "no picture, or no reason why");
    let Some(artwork) = artwork else { return };
    let size = artwork.within(BOX);
    assert!(size.width > 0.0 && size.height > 0.0, "{size:?}");
    assert!(size.width <= BOX.width * 1.001 && size.height <= BOX.height * 1.001, "{size:?}");
    match artwork.printed(Color::WHITE, size) {
        Picture::Raster(raster) => {
            assert_eq!(raster.rgb.len(), raster.width as usize * raster.height as usize * 3);
        }
        Picture::Vector(vector) => assert!(!vector.shapes.is_empty()),
    }
});
