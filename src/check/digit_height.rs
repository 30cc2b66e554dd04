//! `digit-height`: the digits of the number are as tall as the distance that the piece is read from asks for.
//!
//! An inch for each ten feet reads in comfort (viewing tables of Pennsylvania State University and the United States Sign
//! Council, by way of friscodepot.com, undated). The largest print of the number counts: others may stand smaller beside it.

use super::{Meant, Proof, numbers};
use crate::code;
use crate::diag::Diagnostics;
use crate::font::FaceId;
use crate::geom::Length;
use crate::phrase::say;
use crate::reading::CAPITALS;

/// Ten feet to the inch.
const DISTANCE_TO_HEIGHT: f32 = 120.0;

/// How near a piece is held at least, where nobody says from where it is read: a foot, in points.
const IN_HAND: f32 = 12.0 * 72.0;

/// What rounding of sizes may take, in points.
const SLACK: f32 = 0.1;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    let number = &proof.hotline.voice.number;
    let prints = meant
        .texts()
        .filter(|(_, _, text)| text.numbers.iter().any(|printed| number.is_written(printed)));
    let Some((page, item, text)) = prints.max_by(|(_, _, a), (_, _, b)| a.size.total_cmp(&b.size)) else {
        return;
    };
    let height = text.size * meant.book.cap_height(FaceId(0)) / 1000.0;
    let distance = meant.poster.distance;
    let least = distance.to_pt() / DISTANCE_TO_HEIGHT;
    if height < least - SLACK {
        let message = say("the digits are {height} tall at their largest, and from {distance} m away they must have {least}").with("height", Length::pt(height)).with("distance", format!("{:.1}", distance.to_mm() / 1000.0)).with("least", Length::pt(least));
        let fault = meant.fault(proof, code::DIGIT_HEIGHT, message, page, item);
        diags.push(fault.hint(say(
            "raise the block's `size`, or correct the template's `distance`",
        )));
    }
}

/// The same of a file whose distance nobody states: it is read at least in the hand.
pub(super) fn check_in_hand(diags: &mut Diagnostics, proof: &Proof<'_>) {
    let number = &proof.hotline.voice.number;
    let prints = proof.lines().filter(|(_, seen)| {
        numbers(&seen.line.text)
            .iter()
            .any(|printed| number.is_written(printed))
    });
    let Some((page, seen)) = prints.max_by(|(_, a), (_, b)| a.line.size.total_cmp(&b.line.size)) else {
        return;
    };
    let height = seen.line.size * CAPITALS;
    let least = IN_HAND / DISTANCE_TO_HEIGHT;
    if height < least - SLACK {
        let message = say("the number's type is {size} pt at its largest, and to be read in the hand it must have {least} pt").with("size", format!("{:.1}", seen.line.size)).with("least", format!("{:.0}", least / CAPITALS));
        let fault = proof.fault(code::DIGIT_HEIGHT, message, page, Some(seen.line.rect));
        diags.push(fault.hint(say(
            "print the number larger; for a wall, an inch of height for each ten feet",
        )));
    }
}
