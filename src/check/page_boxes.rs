//! `page-boxes`: the boxes of a page lie inside each other: cut inside bleed inside sheet.
//!
//! ISO 32000-1, 14.11.2. A print shop cuts where the boxes say.

use super::Proof;
use crate::code;
use crate::diag::Diagnostics;
use crate::phrase::say;

/// Rounding between programs, in points.
const SLACK: f32 = 0.5;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    for (page, boxes) in proof.finished.anatomy.boxes.iter().enumerate() {
        let bleed = boxes.bleed.unwrap_or(boxes.media);
        let pairs = [
            (
                say("what is shown reaches beyond the sheet"),
                Some(boxes.crop),
                boxes.media,
            ),
            (
                say("the bleed reaches beyond the sheet"),
                boxes.bleed,
                boxes.media,
            ),
            (say("the cut reaches beyond the bleed"), boxes.trim, bleed),
        ];
        for (message, found, around) in pairs {
            if found.is_some_and(|found| !lies_in(found, around)) {
                let fault = proof.fault(code::PAGE_BOXES, message, page, None);
                diags.push(fault.hint(say(
                    "set the page size and the bleed anew where the file was made",
                )));
            }
        }
    }
}

fn lies_in(inner: [f32; 4], outer: [f32; 4]) -> bool {
    inner[0] >= outer[0] - SLACK
        && inner[1] >= outer[1] - SLACK
        && inner[2] <= outer[2] + SLACK
        && inner[3] <= outer[3] + SLACK
}

#[cfg(test)]
mod tests {
    use super::lies_in;

    #[test]
    fn boxes() {
        let sheet = [0.0, 0.0, 612.0, 792.0];
        assert!(lies_in([9.0, 9.0, 603.0, 783.0], sheet));
        assert!(lies_in([0.0, 0.0, 612.1, 792.0], sheet));
        assert!(!lies_in([-9.0, 0.0, 612.0, 792.0], sheet));
    }
}
