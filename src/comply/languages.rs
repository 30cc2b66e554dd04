//! Which languages are on a sign, and how they share it.

use super::{Aspect, Case, Findings};
use crate::law;
use crate::locale::Locale;
use crate::measure::Measured;
use crate::phrase::say;

/// How far a share may miss: lines of one text are longer in one language than in another.
const SLACK: f64 = 0.1;

pub(super) fn judge(findings: &mut Findings, case: &Case<'_>, measured: &Measured) {
    let rule = case.applied.rule;
    let is_there = |wanted: &&Locale| {
        measured
            .languages
            .iter()
            .any(|(locale, _)| locale.reads_as(wanted))
    };
    let (there, missing): (Vec<&Locale>, Vec<&Locale>) = case.wanted.known.iter().partition(is_there);
    let tags = |locales: &[&Locale]| {
        locales
            .iter()
            .map(|locale| locale.tag())
            .collect::<Vec<_>>()
            .join(", ")
    };
    if !missing.is_empty() {
        let reason = say("{languages} must be there, and are missing").with("languages", tags(&missing));
        findings.fail(Aspect::Languages, reason);
    } else if let Some(decider) = case.wanted.open {
        findings.cannot_tell(Aspect::Languages, law::open_phrase(rule, decider));
    } else if !there.is_empty() {
        findings.pass(
            Aspect::Languages,
            say("{languages} are there").with("languages", tags(&there)),
        );
    }
    judge_shares(findings, case, measured);
}

fn judge_shares(findings: &mut Findings, case: &Case<'_>, measured: &Measured) {
    let languages = &case.applied.rule.languages;
    let found = |wanted: &Locale| {
        let share = measured
            .languages
            .iter()
            .find(|(locale, _)| locale.reads_as(wanted));
        share.map(|(_, share)| f64::from(*share))
    };
    let wanted: Vec<(&Locale, f64)> = if languages.equal_shares {
        let count = u32::try_from(measured.languages.len()).unwrap_or(u32::MAX).max(1);
        let share = 1.0 / f64::from(count);
        measured
            .languages
            .iter()
            .map(|(locale, _)| (locale, share))
            .collect()
    } else {
        languages
            .shares
            .iter()
            .map(|(locale, share)| (locale, *share))
            .collect()
    };
    let per_cent = |share: f64| format!("{:.0} %", share * 100.0);
    let differing = wanted
        .iter()
        .filter_map(|(locale, share)| Some((locale, share, found(locale)?)))
        .find(|(_, share, found)| (*share - found).abs() > SLACK);
    match differing {
        Some((locale, share, found)) => findings.fail(
            Aspect::Shares,
            say("{language} takes {found} of the words' space, and {wanted} are wanted")
                .with("language", locale.tag())
                .with("found", per_cent(found))
                .with("wanted", per_cent(*share)),
        ),
        None if !wanted.is_empty() => {
            findings.pass(Aspect::Shares, say("languages share the sheet as the rule asks"));
        }
        None => {}
    }
}
