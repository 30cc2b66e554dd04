//! Notices for a posting rule: at which places, on which sheet, in which languages, how many.

use std::collections::{BTreeMap, BTreeSet};

use crate::campaign::{Campaign, Per};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::fit;
use crate::law::{self, Subject};
use crate::library::Library;
use crate::locale::Locale;
use crate::location::Location;
use crate::phrase::say;
use crate::rule::{Duty, Rule, Rules};
use crate::template::Template;

/// The template of a notice, standing and lying.
const STANDING: &str = "notice";
const LYING: &str = "notice-wide";

/// The template for a rule.
pub fn template(rule: &Rule) -> &'static str {
    if rule.look.landscape { LYING } else { STANDING }
}

/// How many a place gets: one for each stall or restroom, where the rule names these.
pub fn per(rule: &Rule) -> Per {
    let names = |key: &str| rule.spots.groups.iter().flatten().any(|place| place == key);
    if names("each_restroom_stall") {
        Per::Stall
    } else if names("each_public_restroom") || names("restroom_entrance_door_back") {
        Per::Restroom
    } else {
        Per::Site
    }
}

/// The first stock of a template that is large enough for a rule and holds so many languages on one piece; without one, the first
/// that is large enough.
pub fn stock<'a>(
    library: &Library,
    template: &'a Template,
    rule: &Rule,
    languages: usize,
) -> Option<&'a str> {
    let large: Vec<(&str, usize)> = template
        .stocks
        .iter()
        .filter_map(|id| {
            let fit = fit::on(template, library.stocks.get(&id.value)?).ok()?;
            let formats = &rule.look.formats;
            let is_large = formats.is_empty() || formats.iter().any(|format| format.takes(fit.piece));
            let is_right = !rule.look.landscape || fit.piece.width > fit.piece.height;
            (is_large && is_right).then(|| (id.value.as_str(), fit.most_languages(template)))
        })
        .collect();
    let holding = large.iter().find(|(_, most)| *most >= languages);
    holding.or(large.first()).map(|(id, _)| *id)
}

/// Those of some places that a rule is for, surely or perhaps; that there is none is reported.
pub fn places<'a>(
    diags: &mut Diagnostics,
    rules: &Rules,
    rule: &Rule,
    places: Vec<&'a Location>,
) -> Vec<&'a Location> {
    let before = places.len();
    let is_there = places
        .iter()
        .any(|place| rule.is_of(place.state.as_deref().unwrap_or_default()));
    let mut seen: BTreeMap<Subject, bool> = BTreeMap::new();
    let left: Vec<&Location> = places
        .into_iter()
        .filter(|place| {
            let subject = Subject::of(place);
            *seen.entry(subject).or_insert_with_key(|subject| {
                subject
                    .rules(rules)
                    .iter()
                    .any(|applied| applied.rule.id == rule.id)
            })
        })
        .collect();
    if left.is_empty() && before > 0 {
        let message = say("`{rule}` is for none of the {count} places: it is for {venues} in {jurisdiction}")
            .with("rule", &rule.id)
            .with("count", before)
            .with("venues", rule.venues.join(", "))
            .with("jurisdiction", &rule.jurisdiction);
        let fault = Diagnostic::new(code::NO_LOCATIONS, message);
        let in_state = rule.venues.first().filter(|_| is_there);
        diags.push(match in_state {
            Some(venue) => fault.hint(
                say("if the law counts a place as one of these, write so, as `venues = [\"{venue}\"]`")
                    .with("venue", venue),
            ),
            None => fault,
        });
    }
    left
}

/// Checks that a notice for a rule can be printed at all.
pub fn check(diags: &mut Diagnostics, rule: &Rule) {
    let message = if rule.duty == Duty::NotInForce {
        say("`{rule}` is not in force, so no notice is printed for it")
    } else if rule.takes_own_signs() {
        return;
    } else if let Some(whose) = &rule.maker_note {
        say("no notice of your own can comply with `{rule}`: {whose}").with("whose", whose)
    } else {
        say("no notice of your own can comply with `{rule}`: only the agency's sign does")
    };
    let cure = say("ask for that sign; `mileposter explain {rule}` has the source").with("rule", &rule.id);
    let message = message.with("rule", &rule.id);
    diags.push(
        Diagnostic::new(code::NOTICE_UNMET, message)
            .at(&rule.span)
            .hint(cure),
    );
}

/// Checks that there are catalogs for the languages that a rule wants at some places.
pub fn check_languages(
    diags: &mut Diagnostics,
    library: &Library,
    campaign: &Campaign,
    rule: &Rule,
    places: &[&Location],
) {
    let wanted: BTreeSet<&Locale> = places
        .iter()
        .flat_map(|place| law::languages_at(rule, &campaign.answers, Some(place)).0)
        .collect();
    for locale in wanted
        .into_iter()
        .filter(|locale| library.catalog(locale).is_none())
    {
        let of_rule = campaign
            .answers
            .iter()
            .filter(|answer| answer.rule.value == rule.id);
        let mut naming = of_rule.filter(|answer| answer.languages.contains(locale));
        let span = naming.next().map_or(&rule.span, |answer| &answer.span);
        let message = say("`{rule}` wants `{language}`, and there is no catalog for it")
            .with("rule", &rule.id)
            .with("language", locale.tag());
        let cure = say("put messages/{language}.toml into the campaign; docs/languages.md tells how")
            .with("language", locale.tag());
        diags.push(
            Diagnostic::new(code::UNKNOWN_LANGUAGE, message)
                .at(span)
                .hint(cure),
        );
    }
}
