//! The chapter of the handbook that the program writes: what is known of each state, and the answer for each state of the corridor.

use std::collections::BTreeSet;

use mileposter::campaign;
use mileposter::diag::Diagnostics;
use mileposter::law::{self, Known, Subject};
use mileposter::library::CORRIDOR;
use mileposter::location::Kind;
use mileposter::rule::{Line, Rule, Rules};
use mileposter::source::Source;
use mileposter::states;

const OPENING: &str = "\
# Posting rules, state by state

This chapter is made by the program (`mileposter rules --handbook`), and a test keeps the two the same. **It is no legal advice.** The facts were put together from public
sources on the day named below; each has its citation, how it is known and where it was read. A thing that is not named was not verified; that does not mean that nobody asks
for it. [What must hang here?](rules.md) tells how the program answers for your places.
";

/// The chapter, in Markdown.
pub(super) fn chapter(rules: &Rules) -> String {
    let mut text = OPENING.to_owned();
    if let Some(day) = rules.compiled {
        text.push_str(&format!("\nPut together on {day}.\n"));
    }
    text.push_str("\n## The states of the corridor\n");
    for state in corridor() {
        text.push_str(&format!("\n### {}\n", states::name(&state)));
        let mut told = BTreeSet::new();
        for kind in [Kind::RestArea, Kind::TruckStop] {
            answer(&mut text, rules, &mut told, &state, kind);
        }
    }
    text.push_str(
        "\n## All rules\n\n| Rule | For | Duty | A sign of your own | Known by |\n|---|---|---|---|---|\n",
    );
    for rule in &rules.rules {
        let own = if rule.takes_own_signs() {
            "can comply"
        } else {
            "cannot comply"
        };
        text.push_str(&format!(
            "| `{}` | {}: {} | {} | {own} | {} |\n",
            rule.id,
            rule.jurisdiction,
            rule.venues.join(", "),
            rule.duty.word(),
            rule.law.confidence.word(),
        ));
    }
    text.push_str("\n## Looked for, and none found\n\n");
    for none in &rules.none_found {
        let state = states::name(none.jurisdiction.trim_start_matches("US-"));
        text.push_str(&format!("- **{state}**, {}: {}", none.seen, none.basis));
        for more in [&none.conflict, &none.note].into_iter().flatten() {
            text.push_str(&format!(" {more}"));
        }
        text.push('\n');
    }
    text.push_str("\nStates that are named nowhere here were not researched.\n");
    text
}

/// The states of the embedded corridor, in its order.
fn corridor() -> Vec<String> {
    let source = Source::embedded("locations.toml", CORRIDOR);
    let campaign = campaign::read(&mut Diagnostics::default(), &source);
    let mut states: Vec<String> = Vec::new();
    for state in campaign.locations.into_iter().filter_map(|place| place.state) {
        if !states.contains(&state) {
            states.push(state);
        }
    }
    states
}

fn answer<'a>(text: &mut String, rules: &'a Rules, told: &mut BTreeSet<&'a str>, state: &str, kind: Kind) {
    text.push_str(&format!("\n**At a {}:**", kind.phrase().english()));
    let subject = Subject {
        state: Some(state.to_owned()),
        kind: Some(kind),
        ..Subject::nowhere()
    };
    let applied = subject.rules(rules);
    if applied.is_empty() {
        let why = match law::known(rules, state) {
            Known::Rules => "no known rule of this state speaks of one.".to_owned(),
            Known::NoneFound(none) => format!(
                "no rule was found when the state was looked through on {}. {}",
                none.seen, none.basis
            ),
            Known::NotResearched => "not researched.".to_owned(),
        };
        text.push_str(&format!(" {why}\n"));
        return;
    }
    text.push('\n');
    for applied in applied {
        if told.insert(&applied.rule.id) {
            page(text, rules, applied.rule);
        } else {
            text.push_str(&format!("\n- `{}`, as above\n", applied.rule.id));
        }
        if let Some(doubt) = applied.doubt_phrase() {
            text.push_str(&format!("  - Not known: {}\n", doubt.english()));
        }
    }
}

fn page(text: &mut String, rules: &Rules, rule: &Rule) {
    text.push_str(&format!(
        "\n- `{}`, {}: {}\n",
        rule.id,
        rule.scope,
        rule.duty.phrase().english()
    ));
    for Line { label, text: told } in rule.details(rules) {
        let told = told.english();
        let told = if told.starts_with("http") {
            format!("<{told}>")
        } else {
            told
        };
        text.push_str(&format!("  - {}: {told}\n", label.english()));
    }
}
