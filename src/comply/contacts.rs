//! Which numbers and addresses are on a sign, in print or in a symbol, and whether it has the symbol that a rule wants.

use super::{Answer, Aspect, Case, Findings};
use crate::check;
use crate::hotline::{Hotline, digits_of};
use crate::measure::Measured;
use crate::phone;
use crate::phrase::{Phrase, say};
use crate::rule::{Contact, Reach};

pub(super) fn judge(findings: &mut Findings, case: &Case<'_>, measured: &Measured) {
    let rule = case.applied.rule;
    for contact in rule
        .contacts
        .iter()
        .filter_map(|key| case.rules.contacts.get(key))
    {
        let (answer, reason) = by_contact(case, measured, contact);
        findings.add(Aspect::Contacts, answer, reason);
    }
    if let Some(symbol) = &rule.symbol {
        let leads = |payload: &String| payload.starts_with("https://");
        let has_web =
            measured.payloads.iter().any(leads) || case.line.is_some_and(|line| shows_host(measured, line));
        if symbol.own {
            findings.cannot_tell(
                Aspect::Symbol,
                say("whether the line offers a symbol of its own, which is then the one that must be there: {note}")
                    .with("note", &symbol.note),
            );
        } else if has_web || (!symbol.or_web && !measured.payloads.is_empty()) {
            findings.pass(Aspect::Symbol, say("{note}").with("note", &symbol.note));
        } else {
            findings.fail(
                Aspect::Symbol,
                say("it is missing: {note}").with("note", &symbol.note),
            );
        }
    }
}

fn by_contact(case: &Case<'_>, measured: &Measured, contact: &Contact) -> (Answer, Phrase) {
    let lines = case.hotlines;
    let told = |phrase: Phrase| phrase.with("means", &contact.means);
    let answer = |found| {
        if found {
            (Answer::Pass, told(say("there is: {means}")))
        } else {
            (Answer::Fail, told(say("missing: {means}")))
        }
    };
    match contact.reach {
        Reach::TollFree => answer(
            lines
                .values()
                .any(|line| phone::is_toll_free(line.voice.number.digits()) && calls(measured, line)),
        ),
        Reach::AnyText => answer(lines.values().any(|line| texts(measured, line))),
        reach => match contact.hotline.as_ref().and_then(|id| lines.get(id)) {
            Some(line) => answer(match reach {
                Reach::Text => texts(measured, line),
                Reach::Web => shows_host(measured, line),
                _ => calls(measured, line),
            }),
            None => {
                let reason = say(
                    "no number is known here for: {means}; if you know it, put a record into data/hotlines.toml and its id into the contact of data/rules.toml",
                );
                (Answer::CannotTell, told(reason))
            }
        },
    }
}

/// Whether a line's number is printed.
fn calls(measured: &Measured, line: &Hotline) -> bool {
    let is_printed = |text: &String| {
        let mut numbers = check::numbers(text).into_iter();
        numbers.any(|number| line.voice.number.is_written(&number) || line.owns(&number))
    };
    measured.lines.iter().any(is_printed)
}

/// Whether a line's number for text messages is printed.
fn texts(measured: &Measured, line: &Hotline) -> bool {
    let Some(text) = &line.text else {
        return false;
    };
    let code = &text.code;
    measured.lines.iter().any(|words| {
        let mut codes = phone::codes(words, code.len()).into_iter();
        codes.any(|found| digits_of(&found) == *code)
            || check::numbers(words).iter().any(|number| {
                let digits = digits_of(number);
                digits == *code || digits.strip_prefix('1') == Some(code)
            })
    })
}

/// Whether a line's address on the web is printed.
pub(super) fn shows_host(measured: &Measured, line: &Hotline) -> bool {
    let shows = |host: &String| measured.lines.iter().any(|words| words.contains(host));
    line.host.as_ref().is_some_and(shows)
}
