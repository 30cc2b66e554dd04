//! Tells the rules of places to people: sorted by duty, what the sign must be, and how each piece stands to it.

use std::collections::BTreeSet;

use mileposter::comply::{Answer, Aspect, Finding};
use mileposter::conform::{Group, Standing};
use mileposter::harmless::harmless;
use mileposter::law::{self, Applied, Known, Subject};
use mileposter::locale::Locale;
use mileposter::phrase::{Phrase, counted, listed, say, verbatim};
use mileposter::rule::{Duty, Line, Rules};
use mileposter::states;

use super::super::load::Loaded;
use super::super::report::Reporter;

/// The most places of a group that are named.
const MOST_NAMED: usize = 4;

/// Room for the labels of lines.
const LABEL: usize = 12;

/// Everything that was asked for.
pub(super) fn all(reporter: &Reporter, loaded: &Loaded, groups: &[Group<'_>], others: &[Subject]) {
    let rules = &loaded.library.rules;
    let mut seen = BTreeSet::new();
    for group in groups {
        let named = group
            .places
            .iter()
            .take(MOST_NAMED)
            .map(|place| place.id.as_str());
        let named: Vec<&str> = named.collect();
        let count = counted(group.places.len(), say("{count} place"), say("{count} places"));
        let told = if group.places.len() > MOST_NAMED {
            say("{subject} · {count}: {named} and others")
        } else {
            say("{subject} · {count}: {named}")
        };
        let head = told
            .with_words("subject", subject(rules, &group.subject))
            .with_words("count", count)
            .with("named", named.join(", "));
        reporter.print(&reporter.wrapped(&reporter.words(&head), 2));
        standings(reporter, rules, &mut seen, group);
    }
    for other in others {
        reporter.print(&reporter.words(&subject(rules, other)));
        let applied = other.rules(rules);
        nothing(reporter, rules, other, applied.is_empty());
        let mut duty = None;
        for applied in &applied {
            heading(reporter, &mut duty, applied);
            rule(reporter, rules, &mut seen, applied);
            if let Some(more) = &applied.rule.languages.more {
                line(
                    reporter,
                    &say("Not known"),
                    &law::open_phrase(applied.rule, more.from),
                );
            }
            reporter.print("");
        }
    }
    let warning = say(
        "This is no legal advice: facts from public sources, with their dates, compiled on {day}. `mileposter explain RULE` has everything that is known of a rule.",
    );
    let day = rules.compiled.map_or_else(|| verbatim("–"), verbatim);
    let warning = reporter.words(&warning.with_words("day", day));
    reporter.print(&reporter.wrapped(&warning, 0));
}

/// As `California · truck stop`.
fn subject(rules: &Rules, subject: &Subject) -> Phrase {
    let state = match &subject.state {
        Some(state) => verbatim(states::name(state)),
        None => say("no state"),
    };
    let named: Vec<&str> = subject.named.iter().map(String::as_str).collect();
    let kind = match subject.kind {
        Some(kind) if named.is_empty() => kind.phrase(),
        Some(kind) => say("{kind} ({venues})")
            .with_words("kind", kind.phrase())
            .with("venues", named.join(", ")),
        None => {
            let means = named.iter().filter_map(|key| rules.venues.get(*key));
            let means: Vec<&str> = means.map(|venue| venue.means.trim_end_matches('.')).collect();
            verbatim(means.join("; "))
        }
    };
    say("{state} · {kind}")
        .with_words("state", state)
        .with_words("kind", kind)
}

fn standings<'a>(reporter: &Reporter, rules: &Rules, seen: &mut BTreeSet<&'a str>, group: &Group<'a>) {
    nothing(reporter, rules, &group.subject, group.standings.is_empty());
    let mut duty = None;
    for standing in &group.standings {
        heading(reporter, &mut duty, &standing.applied);
        rule(reporter, rules, seen, &standing.applied);
        if let Some(decider) = standing.wanted.open {
            let open = law::open_phrase(standing.applied.rule, decider);
            line(reporter, &say("Not known"), &open);
        } else {
            let tags: Vec<&str> = standing.wanted.known.iter().map(Locale::tag).collect();
            if standing.applied.rule.languages.more.is_some() {
                line(reporter, &say("So here"), &verbatim(tags.join(", ")));
            }
        }
        pieces(reporter, standing);
        reporter.print("");
    }
}

/// Says what no rule means: that none was found, or that nobody looked.
fn nothing(reporter: &Reporter, rules: &Rules, subject: &Subject, is_empty: bool) {
    let told = match subject.state.as_deref().map(|state| law::known(rules, state)) {
        Some(Known::NoneFound(none)) => Some(
            say("No posting rule of this state was found when it was looked through on {day}: {basis}")
                .with("day", none.seen)
                .with("basis", &none.basis),
        ),
        Some(Known::NotResearched) => Some(say("The rules of this state were not researched.")),
        Some(Known::Rules) if is_empty => Some(say("No known rule of this state speaks of such a place.")),
        None if is_empty => Some(say(
            "Without a state no rule is known: write `state` into the place.",
        )),
        Some(Known::Rules) | None => None,
    };
    if let Some(told) = told {
        reporter.print(&reporter.wrapped(&format!("  {}", reporter.words(&told)), 2));
        if is_empty {
            reporter.print("");
        }
    }
}

/// What rules are for, and whether they surely apply.
type Heading = Option<(Duty, bool)>;

fn heading(reporter: &Reporter, before: &mut Heading, applied: &Applied<'_>) {
    let now = (applied.rule.duty, applied.doubt.is_some());
    if *before != Some(now) {
        let told = if applied.doubt.is_some() {
            say("{duty}, if it applies here").with_words("duty", applied.rule.duty.heading())
        } else {
            applied.rule.duty.heading()
        };
        reporter.print(&format!("  {}", reporter.words(&told)));
        *before = Some(now);
    }
}

/// A rule, what it asks for where it is met first.
fn rule<'a>(reporter: &Reporter, rules: &Rules, seen: &mut BTreeSet<&'a str>, applied: &Applied<'a>) {
    let rule = applied.rule;
    let is_first = seen.insert(&rule.id);
    let head = say("{id}: {scope} ({citation})")
        .with("id", &rule.id)
        .with("scope", &rule.scope)
        .with("citation", &rule.citation);
    reporter.print(&reporter.wrapped(&format!("    {}", reporter.words(&head)), 6));
    if let Some(doubt) = applied.doubt_phrase() {
        line(reporter, &say("Not known"), &doubt);
    }
    if !is_first {
        line(reporter, &say("Asks"), &say("as told above"));
        return;
    }
    if let Some(note) = &rule.venue_note {
        line(reporter, &say("Which"), &verbatim(note));
    }
    for Line { label, text } in rule.in_short(rules) {
        line(reporter, &label, &text);
    }
    if let Some(penalty) = &rule.penalty {
        line(reporter, &say("Penalty"), &verbatim(penalty));
    }
    line(reporter, &say("Known by"), &rule.known_by());
    for conflict in &rule.law.conflicts {
        line(reporter, &say("Uncertain"), &verbatim(conflict));
    }
}

fn pieces(reporter: &Reporter, standing: &Standing<'_>) {
    for (order, verdict) in &standing.pieces {
        let head = format!(
            "      {}: {}",
            harmless(&order.name()),
            reporter.words(&verdict.phrase())
        );
        reporter.print(&head);
        // Of a pass only what rests on words that were pasted in, or on the facts that they state.
        for finding in verdict
            .deciding()
            .filter(|finding| verdict.answer != Answer::Pass || is_by_word(finding))
        {
            let reason = format!("        – {}", reporter.words(&finding.reason));
            reporter.print(&reporter.wrapped(&reason, 10));
        }
    }
}

/// Whether a finding rests on words that somebody pasted in.
fn is_by_word(finding: &Finding) -> bool {
    finding.aspect == Aspect::Words || finding.aspect == Aspect::Elements
}

fn line(reporter: &Reporter, label: &Phrase, text: &Phrase) {
    let label = reporter.words(label);
    let room = " ".repeat(LABEL.saturating_sub(label.chars().count()));
    let text = format!("      {label}{room}{}", reporter.words(text));
    reporter.print(&reporter.wrapped(&text, 6 + LABEL));
}

/// What the law expects at a place, in lines for the plan.
pub(in super::super) fn in_plan(group: &Group<'_>) -> Vec<Phrase> {
    let standing = |standing: &Standing<'_>| {
        let pieces: Vec<Phrase> = standing
            .pieces
            .iter()
            .map(|(order, verdict)| {
                say("{piece} {verdict}")
                    .with("piece", &order.template)
                    .with_words("verdict", verdict.phrase())
            })
            .collect();
        let pieces = listed(pieces);
        let told = match (&standing.applied.doubt, &pieces) {
            (Some(_), Some(_)) => say("law, perhaps: {rule}, {duty}: {pieces}"),
            (Some(_), None) => say("law, perhaps: {rule}, {duty}"),
            (None, Some(_)) => say("law: {rule}, {duty}: {pieces}"),
            (None, None) => say("law: {rule}, {duty}"),
        };
        told.with("rule", &standing.applied.rule.id)
            .with_words("duty", standing.applied.rule.duty.heading())
            .with_words("pieces", pieces.unwrap_or_else(|| verbatim("")))
    };
    let known = group
        .standings
        .iter()
        .filter(|standing| standing.applied.rule.duty != Duty::NotInForce);
    known.map(standing).collect()
}
