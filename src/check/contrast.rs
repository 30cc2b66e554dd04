//! `contrast`: text stands out from its ground by 7:1 or more, in colour, in grey and to colour-blind eyes.
//!
//! WCAG 2.2, success criterion 1.4.6, kept on paper for type of every size, since light and dirt
//! take contrast away. Ours is judged by the inks that were set, and every page by the pixels that came out.

use super::Proof;
use crate::code;
use crate::color::{Color, Vision};
use crate::diag::{Diagnostics, shown};
use crate::phrase::{Phrase, say};
use crate::reading::{Inks, VisualLine};

const LEAST: f32 = 7.0;

/// What drawing takes from thin strokes: pixels at their edge are part ground.
const DRAWN: f32 = 0.9;

/// What else drawing may take from pages in four inks: they are drawn as one press prints them, whichever is meant.
const DRAWN_AS_ANOTHER: f32 = 0.75;

/// Strokes of smaller type are thinner than a pixel, so its ink cannot be told from pixels.
const LEAST_SIZE: f32 = 6.0;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    let mut told = false;
    let profile = proof
        .meant
        .and_then(|meant| meant.poster.order.setup.finish.profile());
    if let Some(meant) = proof.meant {
        for (page, slot) in meant.slots() {
            if let Some(found) = faint(slot.color, slot.ground, LEAST) {
                let message = say("`{block}` is {color} on {ground}: {found}")
                    .with("block", &slot.block)
                    .with("color", slot.color)
                    .with("ground", slot.ground)
                    .with_words("found", found);
                diags.push(meant.slot_fault(proof, code::CONTRAST, message, page, slot));
                told = true;
            }
        }
        for (page, item, text) in meant.texts() {
            let printed = profile.map(|press| (press.seen(text.color), press.seen(text.ground)));
            let printed = printed.and_then(|(ink, ground)| faint(ink, ground, LEAST * DRAWN));
            if let Some(found) = faint(text.color, text.ground, LEAST).or(printed) {
                let message = say("`{block}` is {color} on {ground}: {found}")
                    .with("block", &item.block)
                    .with("color", text.color)
                    .with("ground", text.ground)
                    .with_words("found", found);
                let fault = meant.fault(proof, code::CONTRAST, message, page, item);
                diags.push(fault.hint(say("darken the ink or lighten its ground")));
                told = true;
            }
        }
    }
    // What was set wrong is drawn wrong as well; it is told once.
    if told {
        return;
    }
    let least = |page: usize| {
        let inks = &proof.finished.pages[page].reading.inks;
        if inks.iter().any(|reading| matches!(reading.inks, Inks::Four(_))) {
            LEAST * DRAWN * DRAWN_AS_ANOTHER
        } else {
            LEAST * DRAWN
        }
    };
    for (page, seen) in proof.lines().filter(|(_, seen)| can_be_seen(&seen.line)) {
        if let Some(found) = faint(seen.ink, seen.ground, least(page)) {
            let words = shown(seen.line.text.trim());
            let message = say("`{words}` is printed {ink} on {ground}: {found}")
                .with("words", &words)
                .with("ink", seen.ink)
                .with("ground", seen.ground)
                .with_words("found", found);
            let fault = proof.fault(code::CONTRAST, message, page, Some(seen.line.rect));
            diags.push(fault.hint(say("darken the ink or lighten its ground")));
        }
    }
}

/// Whether a line is more than a mark over another letter, and its strokes more than a pixel.
fn can_be_seen(line: &VisualLine) -> bool {
    line.size >= LEAST_SIZE && line.rect.width.max(line.rect.height) > line.size
}

/// How a pair of colours fails, in words.
fn faint(ink: Color, ground: Color, least: f32) -> Option<Phrase> {
    let told = |ratio: f32, how: Option<Phrase>| {
        let told = match how {
            None => say("a contrast of {ratio}:1, and {least}:1 is the least"),
            Some(how) => {
                say("a contrast of {ratio}:1 {how}, and {least}:1 is the least").with_words("how", how)
            }
        };
        (ratio < least).then(|| {
            told.with("ratio", format!("{ratio:.1}"))
                .with("least", format!("{LEAST:.0}"))
        })
    };
    told(ink.contrast(ground), None).or_else(|| {
        Vision::ALL.into_iter().find_map(|vision| {
            let ratio = ink.seen(vision).contrast(ground.seen(vision));
            told(ratio, Some(vision.phrase()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{LEAST, faint};
    use crate::color::Color;

    #[test]
    fn pairs_of_colours() {
        let pair =
            |ink: &str, ground: &str| faint(Color::parse(ink).unwrap(), Color::parse(ground).unwrap(), LEAST);
        assert_eq!(pair("#10302f", "#ffffff"), None);
        assert!(
            pair("#888888", "#ffffff")
                .unwrap()
                .english()
                .starts_with("a contrast of 3.5:1,")
        );
        // Sound in full colour, faint without red cones.
        assert!(
            pair("#ff7878", "#000000")
                .unwrap()
                .english()
                .contains("protanopia"),
            "{:?}",
            pair("#ff7878", "#000000")
        );
    }
}
