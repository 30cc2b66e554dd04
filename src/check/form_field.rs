//! `form-field`: what is to be filled in can be filled in on a screen as well, and nothing else there acts.
//!
//! ISO 32000-1, 12.7; ISO 14289-1, 7.18.4. What somebody types stays with them: a file has no script and no action that could send it.

use super::{Meant, Proof};
use crate::anatomy::Field;
use crate::code;
use crate::diag::Diagnostics;
use crate::geom::{Rect, Size};
use crate::page::{self, FormField};
use crate::phrase::{Phrase, listed, say};

/// How far edges may differ, in points: numbers in a file are rounded.
const SLACK: f32 = 0.1;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    let live = &proof.finished.anatomy.live;
    for (page, what) in &live.others {
        let message =
            say("the file has `{what}`, which does something on a screen or carries something along")
                .with("what", what);
        diags.push(proof.fault(code::FORM_FIELD, message, *page, None));
    }
    let fields = page::form(meant.pages);
    for field in &fields {
        let found: Vec<&Field> = live
            .fields
            .iter()
            .filter(|seen| seen.name == field.name)
            .collect();
        let message = match found.as_slice() {
            [] => say("the field `{name}` cannot be filled in on a screen"),
            [one] => match faults(field, one, meant.pages[field.page].size) {
                Some(faults) => say("the field `{name}` has {faults}").with_words("faults", faults),
                None => continue,
            },
            _ => say("the field `{name}` is there more than once"),
        };
        let message = message.with("name", &field.name);
        diags.push(meant.fault(proof, code::FORM_FIELD, message, field.page, field.item));
    }
    let is_meant = |seen: &&Field| fields.iter().any(|field| field.name == seen.name);
    for seen in live.fields.iter().filter(|seen| !is_meant(seen)) {
        let message = say("the file has a field `{name}` that was not laid out").with("name", &seen.name);
        let height = meant.pages.get(seen.page).map(|page| page.size.height);
        let rect = height.map(|height| from_above(seen.rect, height));
        diags.push(proof.fault(code::FORM_FIELD, message, seen.page, rect));
    }
}

/// What is wrong with a field of the finished file.
fn faults(meant: &FormField<'_>, seen: &Field, sheet: Size) -> Option<Phrase> {
    let rect = from_above(seen.rect, sheet.height);
    let stands = seen.page == meant.page && rect.holds(meant.rect, SLACK) && meant.rect.holds(rect, SLACK);
    let faults = [
        (stands, say("another place than its lines")),
        (
            seen.label.as_deref() == Some(meant.field.label.as_str()),
            say("another label"),
        ),
        (
            seen.input == Some(meant.field.input),
            say("another way to be filled in"),
        ),
        (seen.empty, say("something filled in")),
        (seen.open, say("a lock, or is not printed")),
        (seen.drawn, say("nothing that says how it looks")),
        (seen.listed, say("no entry in the form, or several")),
        (seen.read_aloud, say("no place in what is read aloud")),
    ];
    listed(
        faults
            .into_iter()
            .filter(|(sound, _)| !sound)
            .map(|(_, fault)| fault),
    )
}

/// A box of the file, y down.
fn from_above([left, lower, right, upper]: [f32; 4], height: f32) -> Rect {
    Rect::new(left, height - upper, right - left, upper - lower)
}
