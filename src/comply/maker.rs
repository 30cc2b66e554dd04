//! Who made the sign, and who permitted it.

use super::{Aspect, Case, Findings};
use crate::lack::Lack;
use crate::measure::Measured;
use crate::phrase::{Phrase, say, verbatim};
use crate::rule::Maker;

pub(super) fn judge(findings: &mut Findings, case: &Case<'_>, measured: &Measured) {
    let rule = case.applied.rule;
    let whose = || rule.maker_note.as_ref().map_or_else(|| verbatim("–"), verbatim);
    match rule.maker {
        None => findings.cannot_tell(
            Aspect::Maker,
            say("who may make the sign was not verified; read {citation}").with("citation", &rule.citation),
        ),
        Some(Maker::AgencyOnly) => findings.fail(
            Aspect::Maker,
            say("a sign of your own cannot comply: ask for the agency's ({whose})")
                .with_words("whose", whose()),
        ),
        Some(Maker::ListedSources) if rule.venue_makes => findings.cannot_tell(
            Aspect::Maker,
            say("whether whoever runs the place makes it: {whose}").with_words("whose", whose()),
        ),
        Some(Maker::ListedSources) if !measured.given.is_empty() => findings.cannot_tell(
            Aspect::Maker,
            say("whether the words that were pasted in are those of: {whose}").with_words("whose", whose()),
        ),
        Some(Maker::ListedSources) => findings.fail(
            Aspect::Maker,
            say("the words are this program's own, and must be those of a named maker: {whose}")
                .with_words("whose", whose()),
        ),
        Some(Maker::Nonprofit) if case.permit.is_some() => findings.cannot_tell(
            Aspect::Maker,
            say("whether a nonprofit supplies it; a permission on record (`permit`) would say so"),
        ),
        Some(maker) => findings.pass(Aspect::Maker, maker.phrase()),
    }
    if let Some(permit) = rule.permit.as_ref().filter(|permit| permit.required) {
        judge_permit(findings, case.permit, &permit.from);
    }
}

fn judge_permit(findings: &mut Findings, missing: Option<&Lack>, from: &str) {
    let told = |phrase: Phrase| phrase.with("from", from);
    match missing {
        None => findings.pass(Aspect::Permit, say("granted")),
        Some(lack @ (Lack::Refused | Lack::PermitEnded(_))) => findings.fail(
            Aspect::Permit,
            told(say("{lack}; {from} would have to grant it anew")).with_words("lack", lack.phrase()),
        ),
        Some(lack) => findings.cannot_tell(
            Aspect::Permit,
            told(say("{lack}: ask {from}, and write `permit` into the place"))
                .with_words("lack", lack.phrase()),
        ),
    }
}
