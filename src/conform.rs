//! What hangs at each place, held against the posting rules that apply there.
//!
//! Places that rules cannot tell apart, with the same pieces, are one group: of many thousand places few differ.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::campaign::Campaign;
use crate::code;
use crate::comply::{self, Answer, Case, Verdict};
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics};
use crate::lack::{self, Lack};
use crate::law::{self, Applied, Subject, Wanted};
use crate::library::Library;
use crate::location::Location;
use crate::phrase::{Phrase, counted, parted, say};
use crate::plan::Job;
use crate::poster::Order;
use crate::press::Plates;
use crate::rule::{Duty, Rule};
use crate::source::Span;

/// The most reasons of a verdict that a fault tells.
const MOST_REASONS: usize = 3;

/// Places that rules cannot tell apart.
pub struct Group<'a> {
    /// What rules look at.
    pub subject: Subject,
    /// What is missing of a permission there.
    pub permit: Option<Lack>,
    /// The places, in the order of the list.
    pub places: Vec<&'a Location>,
    /// The rules that apply or may, with what hangs there.
    pub standings: Vec<Standing<'a>>,
}

/// A rule at a group of places, and how what hangs there stands to it.
pub struct Standing<'a> {
    /// The rule.
    pub applied: Applied<'a>,
    /// The languages that it wants there.
    pub wanted: Wanted,
    /// Each piece with its verdict.
    pub pieces: Vec<(Arc<Order>, Verdict)>,
}

/// What tells groups apart.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    state: Option<&'a str>,
    kind: crate::location::Kind,
    named: Vec<&'a str>,
    permit: Option<Lack>,
    /// The numbers of the answers that hold there.
    answers: Vec<usize>,
    orders: Vec<*const Order>,
}

/// The groups of some places, in the order in which each is met first. Without plates nothing is judged.
pub fn groups<'a>(
    library: &'a Library,
    campaign: &'a Campaign,
    places: &[&'a Location],
    jobs: &[Job<'a>],
    plates: Option<&Plates>,
    today: Date,
) -> Vec<Group<'a>> {
    let mut orders: HashMap<&str, Vec<&Arc<Order>>> = HashMap::new();
    for job in jobs {
        orders
            .entry(job.location.id.as_str())
            .or_default()
            .push(&job.order);
    }
    let none = Vec::new();
    let mut known: HashMap<Key<'_>, usize> = HashMap::new();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for place in places.iter().copied() {
        let orders = orders.get(place.id.as_str()).unwrap_or(&none);
        let permit = lack::permit(place, today);
        let key = Key {
            state: place.state.as_deref(),
            kind: place.kind,
            named: place.venues.iter().map(|venue| venue.value.as_str()).collect(),
            permit: permit.clone(),
            answers: answers_at(campaign, place),
            orders: orders.iter().map(|order| Arc::as_ptr(order)).collect(),
        };
        let at = *known.entry(key).or_insert_with(|| {
            groups.push(group(library, campaign, place, permit, orders, plates));
            groups.len() - 1
        });
        groups[at].places.push(place);
    }
    groups
}

/// The numbers of the answers that hold at a place.
fn answers_at(campaign: &Campaign, place: &Location) -> Vec<usize> {
    let answers = campaign.answers.iter().enumerate();
    answers
        .filter(|(_, answer)| answer.is_at(place))
        .map(|(at, _)| at)
        .collect()
}

fn group<'a>(
    library: &'a Library,
    campaign: &Campaign,
    place: &Location,
    permit: Option<Lack>,
    orders: &[&Arc<Order>],
    plates: Option<&Plates>,
) -> Group<'a> {
    let subject = Subject::of(place);
    let standings = subject.rules(&library.rules).into_iter().map(|applied| {
        let wanted = law::languages(applied.rule, &campaign.answers, Some(place));
        let case = Case {
            applied: &applied,
            wanted: &wanted,
            permit: permit.as_ref(),
            rules: &library.rules,
            line: library.hotlines.get(&campaign.hotline.value),
            hotlines: &library.hotlines,
        };
        let pieces = orders.iter().filter_map(|order| {
            let plate = plates?.of(order)?;
            Some((Arc::clone(order), comply::judge(&case, plate.measured.as_ref()?)?))
        });
        let pieces = pieces.collect();
        Standing {
            applied,
            wanted,
            pieces,
        }
    });
    let standings = standings.collect();
    Group {
        subject,
        permit,
        places: Vec::new(),
        standings,
    }
}

impl Standing<'_> {
    /// The best verdict of what hangs there.
    pub fn best(&self) -> Option<Answer> {
        self.pieces.iter().map(|(_, verdict)| verdict.answer).min()
    }

    /// Whether the law wants a sign there and none of the pieces is one, for all that is known.
    pub fn is_open(&self) -> bool {
        let sure = self.applied.doubt.is_none();
        sure && self.applied.rule.duty.is_binding() && self.best().is_none_or(|best| best == Answer::Fail)
    }
}

/// Tells what rules do not let hang, and where the law wants a sign that nobody plans.
pub fn check(diags: &mut Diagnostics, groups: &[Group<'_>]) {
    let mut unmet: BTreeMap<(&str, String, String), Told<'_>> = BTreeMap::new();
    let mut open: BTreeMap<&str, Told<'_>> = BTreeMap::new();
    for group in groups {
        for standing in &group.standings {
            let rule = standing.applied.rule;
            // A further poster breaks no law that asks for one; where posting must be allowed, the law says what may be posted.
            let narrow = rule.duty == Duty::MustAllow;
            for (order, verdict) in standing.pieces.iter().filter(|_| narrow) {
                let reasons = reasons(verdict);
                if let (Answer::Fail, true, Some(reasons)) =
                    (verdict.answer, verdict.is_of_the_piece(), reasons)
                {
                    let key = (rule.id.as_str(), order.name(), reasons.english());
                    let told = unmet
                        .entry(key)
                        .or_insert_with(|| Told::of(rule, group, Some(reasons)));
                    told.count += group.places.len();
                }
            }
            if standing.is_open() {
                open.entry(&rule.id)
                    .or_insert_with(|| Told::of(rule, group, None))
                    .count += group.places.len();
            }
        }
    }
    for ((_, piece, _), told) in unmet {
        let message = counted(
            told.count,
            say("`{piece}` is not what `{rule}` lets hang at {count} place: {why}"),
            say("`{piece}` is not what `{rule}` lets hang at {count} places: {why}"),
        )
        .with("piece", piece)
        .with("rule", &told.rule.id)
        .with_words("why", told.reasons.expect("told with reasons"));
        let cure = say(
            "hang another piece there, or `mileposter build --for-rule {rule}`; `mileposter rules` tells all",
        )
        .with("rule", &told.rule.id);
        diags.push(
            Diagnostic::new(code::RULE_UNMET, message)
                .at(&told.span)
                .hint(cure),
        );
    }
    for told in open.into_values() {
        let message = counted(
            told.count,
            say("by `{rule}` a sign must hang at {count} place, and no piece planned there is one"),
            say("by `{rule}` a sign must hang at {count} places, and no piece planned there is one"),
        )
        .with("rule", &told.rule.id);
        let cure = if told.rule.takes_own_signs() {
            say("ask whether it hangs there already; else `mileposter build --for-rule {rule}` prints one")
        } else {
            say(
                "ask whether it hangs there already; only the sign of a named maker will do, see `mileposter explain {rule}`",
            )
        };
        let fault = Diagnostic::new(code::RULE_OPEN, message).at(&told.span);
        diags.push(fault.hint(cure.with("rule", &told.rule.id)));
    }
}

/// What is told once for many places.
struct Told<'a> {
    rule: &'a Rule,
    reasons: Option<Phrase>,
    count: usize,
    /// The first of the places.
    span: Span,
}

impl<'a> Told<'a> {
    fn of(rule: &'a Rule, group: &Group<'_>, reasons: Option<Phrase>) -> Self {
        let span = group.places.first().map_or(&rule.span, |place| &place.span);
        Self {
            rule,
            reasons,
            count: 0,
            span: span.clone(),
        }
    }
}

/// The reasons that decide, the first few and how many more there are.
fn reasons(verdict: &Verdict) -> Option<Phrase> {
    let count = verdict.deciding().count();
    let told = verdict.deciding().map(|finding| finding.reason.clone());
    let more = (count > MOST_REASONS)
        .then(|| say("and {count} more, which `mileposter rules` tells").with("count", count - MOST_REASONS));
    parted(told.take(MOST_REASONS).chain(more))
}

/// Holds notices against the rule that they are printed for: one that does not meet it is none.
pub fn check_notices(diags: &mut Diagnostics, groups: &[Group<'_>]) {
    let mut told: BTreeMap<(&str, String, Answer, String), Told<'_>> = BTreeMap::new();
    for group in groups {
        for standing in &group.standings {
            let rule = standing.applied.rule;
            let notices = standing
                .pieces
                .iter()
                .filter(|(order, _)| order.rule.as_ref() == Some(&rule.id));
            for (order, verdict) in notices.filter(|(_, verdict)| verdict.answer != Answer::Pass) {
                if let Some(reasons) = reasons(verdict) {
                    // What fails for the place alone is no fault of the page.
                    let answer = if verdict.is_of_the_piece() {
                        verdict.answer
                    } else {
                        Answer::CannotTell
                    };
                    let key = (rule.id.as_str(), order.name(), answer, reasons.english());
                    told.entry(key)
                        .or_insert_with(|| Told::of(rule, group, Some(reasons)))
                        .count += group.places.len();
                }
            }
        }
    }
    for ((_, piece, answer, _), told) in told {
        let (code, message) = if answer == Answer::Fail {
            (
                code::NOTICE_UNMET,
                counted(
                    told.count,
                    say("`{piece}` does not meet `{rule}` at {count} place: {why}"),
                    say("`{piece}` does not meet `{rule}` at {count} places: {why}"),
                ),
            )
        } else {
            (
                code::NOTICE_UNSURE,
                counted(
                    told.count,
                    say("nobody can tell whether `{piece}` meets `{rule}` at {count} place: {why}"),
                    say("nobody can tell whether `{piece}` meets `{rule}` at {count} places: {why}"),
                ),
            )
        };
        let message = message
            .with("piece", piece)
            .with("rule", &told.rule.id)
            .with_words("why", told.reasons.expect("told with reasons"));
        diags.push(Diagnostic::new(code, message).at(&told.rule.span));
    }
}
