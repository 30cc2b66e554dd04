//! `image-resolution`: a picture has enough pixels for its size in print.
//!
//! Print shops ask for 300 dots per inch; below half of that a logo is seen to be made of squares.

use super::Proof;
use crate::code;
use crate::diag::Diagnostics;
use crate::phrase::say;

const LEAST_DPI: f32 = 150.0;

/// Smaller pictures are rules and dots, in points.
const LEAST_SIDE: f32 = 18.0;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, finished) in proof.pages() {
        let pictures = finished.reading.images.iter();
        let seen = pictures.filter(|image| image.rect.width.min(image.rect.height) >= LEAST_SIDE);
        for image in seen.filter(|image| image.dpi < LEAST_DPI) {
            let message = say("a picture of {width} x {height} pixels is printed at {dpi} dots per inch, and {least} are the least").with("width", image.pixels.0).with("height", image.pixels.1).with("dpi", format!("{:.0}", image.dpi)).with("least", format!("{LEAST_DPI:.0}"));
            let fault = proof.fault(code::IMAGE_RESOLUTION, message, page, Some(image.rect));
            diags.push(fault.hint(say("take a larger picture, or print it smaller")));
        }
    }
}
