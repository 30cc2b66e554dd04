//! What a sign looks like: size, orientation, type, letters, weight.

use super::{Answer, Aspect, Finding, Findings};
use crate::geom::Length;
use crate::measure::Measured;
use crate::phrase::{Phrase, say};
use crate::rule::{Format, Rule};

/// How far type may miss, in points: sizes in a file are rounded.
const SLACK: f32 = 0.05;

/// The kind of format that any sheet may be.
const SIGN: &str = "sign";

pub(super) fn judge(findings: &mut Findings, rule: &Rule, measured: &Measured) {
    let look = &rule.look;
    if let Some(best) = best_format(&look.formats, measured) {
        findings.0.extend(best);
    } else if let Some(note) = &look.note {
        findings.cannot_tell(Aspect::Size, say("{note}").with("note", note));
    }
    if look.landscape {
        let reason = say("the sign must lie across, wider than high; this one has {size}")
            .with("size", measured.piece.in_inches());
        let answer = if measured.piece.width > measured.piece.height {
            Answer::Pass
        } else {
            Answer::Fail
        };
        findings.add(Aspect::Orientation, answer, reason);
    }
    if look.bold {
        let (answer, reason) = if measured.is_bold {
            (Answer::Pass, say("all type is bold"))
        } else {
            (Answer::Fail, say("type must be bold, and some of it is not"))
        };
        findings.add(Aspect::Weight, answer, reason);
    }
}

/// What is found by the format that the piece meets best; nothing where no format is known.
fn best_format(formats: &[Format], measured: &Measured) -> Option<Vec<Finding>> {
    // A window cling is a thing of its own; paper of its size is none.
    let may_be =
        |format: &&Format| format.kind == SIGN || measured.stock.starts_with(&format.kind.replace('_', "-"));
    let judged = formats
        .iter()
        .filter(may_be)
        .map(|format| by_format(format, measured));
    let worst = |findings: &Vec<Finding>| {
        let answers = findings.iter().map(|finding| finding.answer);
        let failed = answers.clone().filter(|answer| *answer == Answer::Fail).count();
        (answers.max(), failed)
    };
    judged.min_by_key(worst)
}

fn by_format(format: &Format, measured: &Measured) -> Vec<Finding> {
    let mut findings = Findings::default();
    let size = say("{found}, and {wanted} are the least")
        .with("found", measured.piece.in_inches())
        .with("wanted", format.least.in_inches());
    let answer = |fits| if fits { Answer::Pass } else { Answer::Fail };
    findings.add(Aspect::Size, answer(format.takes(measured.piece)), size);
    if let Some(least) = format.type_size {
        let reason = say("the smallest type has {found} pt, and {wanted} pt are the least")
            .with("found", format!("{:.1}", measured.smallest))
            .with("wanted", least.to_pt());
        findings.add(
            Aspect::Type,
            answer(measured.smallest + SLACK >= least.to_pt()),
            reason,
        );
    }
    if let Some(least) = format.letters {
        let (answer, reason) = by_letters(least, measured);
        findings.add(Aspect::Letters, answer, reason);
    }
    findings.0
}

/// Letters of a height: rules do not say which of them, so only all or none decides.
fn by_letters(least: Length, measured: &Measured) -> (Answer, Phrase) {
    let inches = |points: f32| format!("{:.2}", points / 72.0);
    let (smallest, largest) = measured.letters;
    let told = |phrase: Phrase| {
        phrase
            .with("smallest", inches(smallest))
            .with("largest", inches(largest))
            .with("wanted", inches(least.to_pt()))
    };
    if smallest + SLACK >= least.to_pt() {
        (
            Answer::Pass,
            told(say(
                "letters are {smallest} in high or more, and {wanted} in are the least",
            )),
        )
    } else if largest + SLACK < least.to_pt() {
        (
            Answer::Fail,
            told(say(
                "letters are {largest} in high at most, and {wanted} in are the least",
            )),
        )
    } else {
        (
            Answer::CannotTell,
            told(say(
                "letters are {smallest} to {largest} in high, {wanted} in are the least, and the rule as read does not say which",
            )),
        )
    }
}
