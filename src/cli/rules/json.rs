//! The rules of places for programs.

use mileposter::conform::{Group, Standing};
use mileposter::law::{self, Applied, Known, Subject};
use mileposter::locale::Locale;
use mileposter::phrase::Phrase;
use mileposter::rule::Rules;
use serde_json::{Value, json};

use super::super::load::Loaded;

/// Everything that was asked for.
pub(super) fn all(loaded: &Loaded, groups: &[Group<'_>], others: &[Subject]) -> Value {
    let rules = &loaded.library.rules;
    let of_places = groups.iter().map(|group| {
        let places: Vec<&str> = group.places.iter().map(|place| place.id.as_str()).collect();
        let standings: Vec<Value> = group.standings.iter().map(standing).collect();
        entry(rules, &group.subject, &places, standings)
    });
    let of_others = others.iter().map(|subject| {
        let applied = subject.rules(rules);
        let standings = applied.iter().map(rule).collect();
        entry(rules, subject, &[], standings)
    });
    json!({
        "command": "rules",
        "compiled": rules.compiled.map(|day| day.to_string()),
        "advice": "no legal advice: facts from public sources, with their dates",
        "answers": of_places.chain(of_others).collect::<Vec<_>>(),
    })
}

fn entry(rules: &Rules, subject: &Subject, places: &[&str], standings: Vec<Value>) -> Value {
    let known = subject.state.as_deref().map(|state| law::known(rules, state));
    json!({
        "state": subject.state,
        "kind": subject.kind.map(mileposter::location::Kind::word),
        "venues": subject.named,
        "places": places,
        "known": match known {
            Some(Known::Rules) => "rules",
            Some(Known::NoneFound(_)) => "none found",
            Some(Known::NotResearched) => "not researched",
            None => "no state",
        },
        "looked_on": match known {
            Some(Known::NoneFound(none)) => Some(none.seen.to_string()),
            _ => None,
        },
        "rules": standings,
    })
}

fn rule(applied: &Applied<'_>) -> Value {
    let rule = applied.rule;
    json!({
        "id": rule.id,
        "citation": rule.citation,
        "duty": rule.duty.word(),
        "venue": applied.venue,
        "applies": if applied.doubt.is_none() { "yes" } else { "cannot tell" },
        "doubt": applied.doubt_phrase().as_ref().map(Phrase::english),
        "own_sign": rule.takes_own_signs(),
        "confidence": rule.law.confidence.word(),
        "seen": rule.law.seen.to_string(),
        "text_as_of": rule.law.text_as_of,
        "sources": rule.law.sources,
    })
}

/// A rule with how each piece stands to it.
pub(in super::super) fn standing(standing: &Standing<'_>) -> Value {
    let mut value = rule(&standing.applied);
    let languages: Vec<&str> = standing.wanted.known.iter().map(Locale::tag).collect();
    value["languages"] = json!(languages);
    value["languages_open"] = json!(standing.wanted.open.map(mileposter::rule::Decider::word));
    let pieces = standing.pieces.iter().map(|(order, verdict)| {
        let findings = verdict.findings.iter().map(|finding| {
            json!({
                "aspect": finding.aspect.word(),
                "answer": finding.answer.word(),
                "reason": finding.reason.english(),
            })
        });
        let tags: Vec<&str> = order.languages.iter().map(Locale::tag).collect();
        json!({
            "template": order.template,
            "stock": order.stock,
            "languages": tags,
            "verdict": verdict.answer.word(),
            "sure": verdict.is_sure,
            "findings": findings.collect::<Vec<_>>(),
        })
    });
    value["pieces"] = json!(pieces.collect::<Vec<_>>());
    value
}
