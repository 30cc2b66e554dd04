//! Which numbers and addresses are on a sign, in print or in a symbol, and whether it has the symbol that a rule wants.

use super::{Answer, Aspect, Case, Findings};
use crate::check;
use crate::hotline::{Hotline, digits_of};
use crate::measure::Measured;
use crate::phone;
use crate::phrase::{Phrase, say};
use crate::rule::{Contact, Reach};

/// Area codes of calls that are free in North America (NANPA, toll-free codes in service).
const TOLL_FREE: [&str; 7] = ["800", "833", "844", "855", "866", "877", "888"];

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
        let web = case
            .hotlines
            .1
            .get(case.hotlines.0)
            .and_then(|line| line.host.as_deref());
        let leads = |payload: &String| payload.starts_with("https://");
        let has_web = measured.payloads.iter().any(leads) || web.is_some_and(|host| prints(measured, host));
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
    let (hangs, lines) = case.hotlines;
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
                .any(|line| is_toll_free(line) && calls(measured, line)),
        ),
        Reach::AnyText => answer(lines.values().any(|line| texts(measured, line))),
        reach => match contact.hotline.as_ref().and_then(|id| lines.get(id)) {
            Some(line) => answer(match reach {
                Reach::Text => texts(measured, line),
                Reach::Web => line.host.as_deref().is_some_and(|host| prints(measured, host)),
                _ => calls(measured, line),
            }),
            None => {
                let reason = say(
                    "no number is known here for: {means}; if you know it, put a record into data/hotlines.toml and its id into the contact of data/rules.toml",
                );
                // Of another line than the one that hangs nobody can say that it is there.
                let reason = if contact.hotline.as_deref() == Some(hangs) {
                    say("the record of this campaign is missing: {means}")
                } else {
                    reason
                };
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
            || words.contains(&grouped(code))
    })
}

/// A short code as notices also write it, in halves: `233-733`.
fn grouped(code: &str) -> String {
    let (first, second) = code.split_at(code.len() / 2);
    format!("{first}-{second}")
}

fn is_toll_free(line: &Hotline) -> bool {
    let digits = line.voice.number.digits();
    let area = digits.strip_prefix('1').and_then(|rest| rest.get(..3));
    area.is_some_and(|area| TOLL_FREE.contains(&area))
}

fn prints(measured: &Measured, words: &str) -> bool {
    measured.lines.iter().any(|line| line.contains(words))
}
