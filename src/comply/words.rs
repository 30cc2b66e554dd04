//! What a sign says: facts that it must state, sentences that are given, what else may stand there.

use std::collections::BTreeSet;

use super::contacts::shows_host;
use super::{Aspect, Case, Findings};
use crate::locale::Locale;
use crate::measure::Measured;
use crate::phrase::say;

pub(super) fn judge(findings: &mut Findings, case: &Case<'_>, measured: &Measured) {
    judge_elements(findings, case, measured);
    judge_words(findings, case, measured);
    judge_topic(findings, case, measured);
}

/// The languages in which a fact must stand: those that the rule wants, as far as they are there; without any, some one.
fn sayers<'a>(case: &Case<'a>, measured: &'a Measured) -> Vec<&'a Locale> {
    let on_piece = |locale: &&Locale| measured.languages.iter().any(|(known, _)| known.reads_as(locale));
    case.wanted.known.iter().filter(on_piece).collect()
}

fn judge_elements(findings: &mut Findings, case: &Case<'_>, measured: &Measured) {
    let (mut found, mut given) = (Vec::new(), 0);
    for key in &case.applied.rule.elements {
        let means = case.rules.elements.get(key).map_or(key.as_str(), String::as_str);
        let means = means.trim_end_matches('.');
        match is_said(case, measured, key) {
            Said::Yes => found.push(key.as_str()),
            Said::Given => given += 1,
            Said::Elsewhere => {}
            Said::Unknown => findings.cannot_tell(
                Aspect::Elements,
                say("the program does not judge this: {means}").with("means", means),
            ),
            Said::No(missing) if missing.is_empty() => {
                findings.fail(Aspect::Elements, say("missing: {means}").with("means", means));
            }
            Said::No(missing) => findings.fail(
                Aspect::Elements,
                say("missing in {languages}: {means}")
                    .with("languages", missing.join(", "))
                    .with("means", means),
            ),
        }
    }
    if given > 0 {
        let reason = say(
            "{count} facts must be stated, and whether the words that you pasted in state them the program does not read",
        );
        findings.pass(Aspect::Elements, reason.with("count", given));
    }
    if !found.is_empty() {
        let reason = say("there is: {elements}").with("elements", found.join(", "));
        findings.pass(Aspect::Elements, reason);
    }
}

/// Whether a fact is stated.
enum Said {
    /// It is.
    Yes,
    /// By words that were pasted in, as far as they are the law's.
    Given,
    /// It is not, or not in these languages.
    No(Vec<String>),
    /// Nobody can tell from here.
    Unknown,
    /// It is judged with the topic.
    Elsewhere,
}

fn is_said(case: &Case<'_>, measured: &Measured, key: &str) -> Said {
    let yes = |found| if found { Said::Yes } else { Said::No(Vec::new()) };
    match key {
        "number_bold" => return yes(measured.number.is_bold),
        "hotline_number_prominent" => return yes(measured.number.is_largest),
        "website" => return yes(case.line.is_some_and(|line| shows_host(measured, line))),
        "topic_only" | "services_info_only" | "objective_content" => return Said::Elsewhere,
        "gender_neutral" => return Said::Unknown,
        _ => {}
    }
    let none = BTreeSet::new();
    let said_in = measured.elements.get(key).unwrap_or(&none);
    let says = |locale: &Locale| said_in.iter().any(|known| known.reads_as(locale));
    let is_given = |locale: &Locale| measured.given.iter().any(|known| known.reads_as(locale));
    let sayers = sayers(case, measured);
    let missing: Vec<String> = sayers
        .iter()
        .filter(|locale| !says(locale) && !is_given(locale))
        .map(|locale| locale.tag().to_owned())
        .collect();
    if sayers.is_empty() && said_in.is_empty() && !measured.given.is_empty() {
        Said::Given
    } else if sayers.is_empty() {
        yes(!said_in.is_empty())
    } else if missing.is_empty() && sayers.iter().any(|locale| !says(locale)) {
        Said::Given
    } else if missing.is_empty() {
        Said::Yes
    } else if missing.len() == sayers.len() {
        Said::No(Vec::new())
    } else {
        Said::No(missing)
    }
}

fn judge_words(findings: &mut Findings, case: &Case<'_>, measured: &Measured) {
    let rule = case.applied.rule;
    if !rule.is_worded() {
        if rule.fixed == Some(false) || rule.wording.is_some() {
            findings.pass(Aspect::Words, say("no sentences are given"));
        } else {
            findings.cannot_tell(
                Aspect::Words,
                say("whether sentences are given was not verified; read {citation}")
                    .with("citation", &rule.citation),
            );
        }
        return;
    }
    let given = |locale: &Locale| measured.given.iter().any(|known| known.reads_as(locale));
    let sayers = sayers(case, measured);
    let missing: Vec<&str> = sayers
        .iter()
        .filter(|locale| !given(locale))
        .map(|locale| locale.tag())
        .collect();
    if measured.given.is_empty() {
        findings.cannot_tell(
            Aspect::Words,
            say("the sentences are given, and these are the program's own: paste the law's into data/wording.toml and print with `--for-rule {rule}`")
                .with("rule", &rule.id),
        );
    } else if missing.is_empty() {
        findings.pass(
            Aspect::Words,
            say("the sentences are those that you pasted in; nobody but you held them against the law"),
        );
    } else {
        findings.cannot_tell(
            Aspect::Words,
            say("the sentences are given, and for {languages} none was pasted in")
                .with("languages", missing.join(", ")),
        );
    }
}

/// What else may stand on a sign. All our words speak of help for people who are trafficked; how narrow a law means that it does not say.
fn judge_topic(findings: &mut Findings, case: &Case<'_>, measured: &Measured) {
    let asks = |key: &str| case.applied.rule.elements.iter().any(|known| known == key);
    if asks("services_info_only") {
        if measured.is_services_alone && !measured.has_logo {
            findings.pass(Aspect::Topic, say("nothing but services is spoken of"));
        } else {
            findings.cannot_tell(
                Aspect::Topic,
                say("nothing but services may be spoken of, and whether a question or a logo is more than that, only whoever applies the law can say"),
            );
        }
    }
    if asks("topic_only") {
        if measured.is_ours_alone && !measured.has_logo {
            findings.pass(Aspect::Topic, say("nothing but human trafficking is spoken of"));
        } else {
            findings.cannot_tell(
                Aspect::Topic,
                say("nothing but human trafficking may be spoken of, and words of your own or a logo are not read for that"),
            );
        }
    }
    if asks("objective_content") {
        findings.cannot_tell(
            Aspect::Topic,
            say("only what can be checked may stand there, and whether a question to the reader is that, the agency decides"),
        );
    }
}
