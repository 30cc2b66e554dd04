//! Whether a piece meets a posting rule: a verdict of `pass`, `fail` or `cannot tell`, with the reason for each thing the rule asks for.
//!
//! Never legal advice, and never better than “probably” where the rule was not read in the text of the law. What paper cannot show, where it
//! hangs and how it is mounted, is not judged; `Rule` has it in words.

mod contacts;
mod languages;
mod look;
mod maker;
mod words;

use std::collections::BTreeMap;

use crate::hotline::Hotline;
use crate::lack::Lack;
use crate::law::{Applied, Wanted};
use crate::measure::Measured;
use crate::phrase::{Phrase, say};
use crate::rule::{Confidence, Duty, Maker, Rules};

/// What can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// It does.
    Pass,
    /// Something is not known.
    CannotTell,
    /// It does not.
    Fail,
}

/// What a rule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Whether it applies at all.
    Applies,
    /// Who made the sign.
    Maker,
    /// A permission.
    Permit,
    /// The size of the sign.
    Size,
    /// Whether it lies across.
    Orientation,
    /// The smallest type.
    Type,
    /// The height of letters.
    Letters,
    /// Bold type.
    Weight,
    /// Languages.
    Languages,
    /// How languages share the sheet.
    Shares,
    /// Numbers and addresses.
    Contacts,
    /// Facts that it must state.
    Elements,
    /// Sentences that are given.
    Words,
    /// What else may stand there.
    Topic,
    /// A QR code.
    Symbol,
}

/// What was found of one thing that a rule asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Of what.
    pub aspect: Aspect,
    /// What can be said.
    pub answer: Answer,
    /// Why.
    pub reason: Phrase,
}

/// What can be said of a piece under a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// All in all.
    pub answer: Answer,
    /// Whether the rule is known from the text of the law, and no words stand there by somebody's word, so that a pass is more
    /// than probable.
    pub is_sure: bool,
    /// Everything that was looked at.
    pub findings: Vec<Finding>,
}

/// A rule where a piece hangs, and all that is known there.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The rule, and how sure it applies.
    pub applied: &'a Applied<'a>,
    /// The languages that it wants there.
    pub wanted: &'a Wanted,
    /// What is missing of a permission; nothing, where it was granted.
    pub permit: Option<&'a Lack>,
    /// All rules, for what their keys mean.
    pub rules: &'a Rules,
    /// The line whose number hangs.
    pub line: Option<&'a Hotline>,
    /// All lines.
    pub hotlines: &'a BTreeMap<String, Hotline>,
}

impl Answer {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::CannotTell => "cannot tell",
            Self::Fail => "fail",
        }
    }
}

impl Aspect {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Applies => "applies",
            Self::Maker => "maker",
            Self::Permit => "permit",
            Self::Size => "size",
            Self::Orientation => "orientation",
            Self::Type => "type",
            Self::Letters => "letters",
            Self::Weight => "weight",
            Self::Languages => "languages",
            Self::Shares => "shares",
            Self::Contacts => "contacts",
            Self::Elements => "elements",
            Self::Words => "words",
            Self::Topic => "topic",
            Self::Symbol => "symbol",
        }
    }
}

impl Verdict {
    /// In a word or two, for people.
    pub fn phrase(&self) -> Phrase {
        match (self.answer, self.is_sure) {
            (Answer::Pass, true) => say("pass"),
            (Answer::Pass, false) => say("probably pass"),
            (Answer::CannotTell, _) => say("cannot tell"),
            (Answer::Fail, _) => say("fail"),
        }
    }

    /// The findings that decide.
    pub fn deciding(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.answer == self.answer)
    }

    /// Whether some other sign, of whatever look, could do better here: whether what speaks against it lies in the piece.
    pub fn is_of_the_piece(&self) -> bool {
        let of_piece = |finding: &Finding| !matches!(finding.aspect, Aspect::Applies | Aspect::Permit);
        self.deciding().any(of_piece)
    }
}

/// Judges a piece; nothing is judged by a rule that is not in force.
pub fn judge(case: &Case<'_>, measured: &Measured) -> Option<Verdict> {
    let rule = case.applied.rule;
    if rule.duty == Duty::NotInForce {
        return None;
    }
    let mut findings = Findings::default();
    if let Some(doubt) = case.applied.doubt_phrase() {
        findings.cannot_tell(Aspect::Applies, doubt);
    }
    maker::judge(&mut findings, case, measured);
    // Where only another's sign complies, nothing that this one has or lacks matters.
    if rule.maker != Some(Maker::AgencyOnly) {
        look::judge(&mut findings, rule, measured);
        languages::judge(&mut findings, case, measured);
        contacts::judge(&mut findings, case, measured);
        words::judge(&mut findings, case, measured);
    }
    Some(verdict(case, findings, measured))
}

fn verdict(case: &Case<'_>, findings: Findings, measured: &Measured) -> Verdict {
    let findings = findings.0;
    let worst = findings.iter().map(|finding| finding.answer).max();
    // Whoever cannot tell whether a rule applies cannot say that it is not met.
    let answer = match case.applied.doubt {
        Some(_) => Answer::CannotTell,
        None => worst.unwrap_or(Answer::Pass),
    };
    // Words that somebody pasted in are the law's by his word alone.
    let is_read = case.applied.rule.law.confidence == Confidence::StatuteText;
    Verdict {
        answer,
        is_sure: is_read && measured.given.is_empty(),
        findings,
    }
}

/// Findings in the order of looking.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, aspect: Aspect, answer: Answer, reason: Phrase) {
        self.0.push(Finding {
            aspect,
            answer,
            reason,
        });
    }

    fn pass(&mut self, aspect: Aspect, reason: Phrase) {
        self.add(aspect, Answer::Pass, reason);
    }

    fn fail(&mut self, aspect: Aspect, reason: Phrase) {
        self.add(aspect, Answer::Fail, reason);
    }

    fn cannot_tell(&mut self, aspect: Aspect, reason: Phrase) {
        self.add(aspect, Answer::CannotTell, reason);
    }
}
