//! `image-resolution`: a picture has enough pixels for its size in print.
//!
//! Print shops ask for 300 dots per inch; below half of that a logo is seen to be made of squares.

use super::Proof;
use crate::code;
use crate::diag::Diagnostics;

const LEAST_DPI: f32 = 150.0;

/// Smaller pictures are rules and dots, in points.
const LEAST_SIDE: f32 = 18.0;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, finished) in proof.pages() {
        let pictures = finished.reading.images.iter();
        let seen = pictures.filter(|image| image.rect.width.min(image.rect.height) >= LEAST_SIDE);
        for image in seen.filter(|image| image.dpi < LEAST_DPI) {
            let message = format!(
                "a picture of {} x {} pixels is printed at {:.0} dots per inch, and {LEAST_DPI:.0} are the least",
                image.pixels.0, image.pixels.1, image.dpi
            );
            let fault = proof.fault(code::IMAGE_RESOLUTION, message, page, Some(image.rect));
            diags.push(fault.hint("take a larger picture, or print it smaller"));
        }
    }
}
