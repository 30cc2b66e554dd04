//! `logo-faint`: a logo stands out from its ground by 3:1 at least in part, in colour and in grey.
//!
//! WCAG 2.2, success criterion 1.4.11, asks it of what must be seen to understand a picture. Which part of a logo that is
//! nobody can tell, so a little of it is enough.

use super::{Meant, Proof};
use crate::code;
use crate::color::{Color, Vision};
use crate::diag::Diagnostics;
use crate::finished::SeenLogo;
use crate::page::ItemKind;
use crate::phrase::say;

const LEAST: f32 = 3.0;

/// The share of a logo's box that must stand out: a word in thin letters fills a tenth of its own.
const LEAST_SHARE: f64 = 0.03;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    for (at, page) in proof.pages() {
        let items = meant.items().filter(|(on, _)| *on == at);
        let logos = items.filter_map(|(_, item)| match &item.kind {
            ItemKind::Artwork(artwork) => Some((item, artwork)),
            _ => None,
        });
        for ((item, artwork), seen) in logos.zip(&page.logos) {
            if share_that_stands_out(seen, artwork.ground) >= LEAST_SHARE {
                continue;
            }
            let message = say("the logo hardly stands out from its ground {ground}; {least}:1 is wanted in colour and in grey")
                .with("ground", artwork.ground)
                .with("least", LEAST);
            let fault = meant.fault(proof, code::LOGO_FAINT, message, at, item);
            diags.push(fault.hint(say("take the logo for light grounds, in one dark colour")));
        }
    }
}

/// The share of pixels that differ enough from the ground.
fn share_that_stands_out(seen: &SeenLogo, ground: Color) -> f64 {
    let stands_out = |rgb: &[u8; 3]| {
        let ink = Color { rgb: *rgb };
        let grey = ink.seen(Vision::Grey).contrast(ground.seen(Vision::Grey));
        ink.contrast(ground) >= LEAST && grey >= LEAST
    };
    let all: u32 = seen.colors.values().sum();
    let outstanding = seen.colors.iter().filter(|(rgb, _)| stands_out(rgb));
    let outstanding: u32 = outstanding.map(|(_, count)| *count).sum();
    f64::from(outstanding) / f64::from(all.max(1))
}
