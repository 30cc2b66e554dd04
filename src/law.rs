//! What the law says of a place: which posting rules apply there, how sure that is, and which languages they want.
//!
//! Nothing here knows of pieces. What is not known is told with the input that would settle it.

use std::collections::BTreeSet;

use crate::answer::Answer;
use crate::campaign::Campaign;
use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::locale::Locale;
use crate::location::{Kind, Location};
use crate::phrase::{Phrase, say};
use crate::rule::{Decider, NoneFound, Rule, Rules};

/// Days after which rules that were not compared with the laws again draw a warning.
const STALE_AFTER: i32 = 365;

/// What rules look at: where, and what kind of place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// Postal code of the state; without one no state's rules are known.
    pub state: Option<String>,
    /// What kind of location it is, where it is one.
    pub kind: Option<Kind>,
    /// Keys of venues that somebody named: he has looked at what they mean in the law.
    pub named: BTreeSet<String>,
}

/// A rule that applies, or may.
#[derive(Clone, Debug)]
pub struct Applied<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// As what the place falls under it.
    pub venue: &'a str,
    /// What keeps it from being sure, and would settle it.
    pub doubt: Option<Doubt>,
}

/// Why nobody can tell whether a rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// The rule is for some of these venues alone.
    Part,
    /// The kind of location may be such a venue or not.
    Kind,
}

/// What is known of a state.
#[derive(Clone, Copy, Debug)]
pub enum Known<'a> {
    /// It has rules, or some are known.
    Rules,
    /// It was looked through, and nothing was found.
    NoneFound(&'a NoneFound),
    /// Nobody looked.
    NotResearched,
}

/// The languages that a rule wants at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// Those that are known.
    pub known: Vec<Locale>,
    /// What would decide further ones, and no answer tells.
    pub open: Option<Decider>,
}

impl Subject {
    /// Of nothing that is known.
    pub fn nowhere() -> Self {
        Self {
            state: None,
            kind: None,
            named: BTreeSet::new(),
        }
    }

    /// Of a place.
    pub fn of(place: &Location) -> Self {
        Self {
            state: place.state.clone(),
            kind: Some(place.kind),
            named: place.venues.iter().map(|venue| venue.value.clone()).collect(),
        }
    }

    /// The rules that apply or may, what binds most first.
    pub fn rules<'a>(&self, rules: &'a Rules) -> Vec<Applied<'a>> {
        let named = rules.with_implied(self.named.iter().filter_map(|key| {
            let known = rules.venues.get_key_value(key);
            known.map(|(key, _)| key.as_str())
        }));
        let (sure, perhaps) = self.kind.map(|kind| rules.venues_of(kind)).unwrap_or_default();
        let state = self.state.as_deref().unwrap_or_default();
        let mut applied: Vec<Applied<'a>> = rules
            .rules
            .iter()
            .filter(|rule| rule.is_of(state))
            .filter_map(|rule| {
                let doubts = rule.venues.iter().filter_map(|venue| {
                    let key = venue.as_str();
                    let doubt = if self.named.contains(key) {
                        None
                    } else if named.contains(key) || sure.contains(key) {
                        rule.only_some.contains(key).then_some(Doubt::Part)
                    } else if perhaps.contains(key) {
                        Some(Doubt::Kind)
                    } else {
                        return None;
                    };
                    Some((doubt, key))
                });
                // What is sure comes before what is not.
                let (doubt, venue) = doubts.min_by_key(|(doubt, _)| *doubt)?;
                Some(Applied { rule, venue, doubt })
            })
            .collect();
        applied.sort_by_key(|applied| (applied.rule.duty, applied.doubt.is_some()));
        applied
    }
}

impl Applied<'_> {
    /// What keeps it from being sure, with the input that would settle it.
    pub fn doubt_phrase(&self) -> Option<Phrase> {
        let phrase = match self.doubt? {
            Doubt::Kind => say(
                "whether it is one in the law, `{venue}`; if somebody has looked, write `venues = [\"{venue}\"]`",
            ),
            Doubt::Part => say(
                "whether the rule means this `{venue}`, since it is for some of them alone; if somebody has looked and it does, write `venues = [\"{venue}\"]` into the place",
            ),
        };
        Some(phrase.with("venue", self.venue))
    }
}

/// What is known of a state.
pub fn known<'a>(rules: &'a Rules, state: &str) -> Known<'a> {
    let jurisdiction = format!("US-{state}");
    if rules.rules.iter().any(|rule| rule.jurisdiction == jurisdiction) {
        return Known::Rules;
    }
    let found = rules
        .none_found
        .iter()
        .find(|none| none.jurisdiction == jurisdiction);
    found.map_or(Known::NotResearched, Known::NoneFound)
}

/// The languages that a rule wants at a place, or at none in particular.
pub fn languages(rule: &Rule, answers: &[Answer], place: Option<&Location>) -> Wanted {
    let (known, open) = languages_at(rule, answers, place);
    Wanted {
        known: known.into_iter().cloned().collect(),
        open,
    }
}

/// The same, borrowed from the rule and the answers.
pub fn languages_at<'a>(
    rule: &'a Rule,
    answers: &'a [Answer],
    place: Option<&Location>,
) -> (Vec<&'a Locale>, Option<Decider>) {
    let mut known: Vec<&Locale> = rule.languages.required.iter().collect();
    let Some(more) = &rule.languages.more else {
        return (known, None);
    };
    let mut answers = answers.iter().filter(|answer| answer.rule.value == rule.id);
    let Some(answer) = place.and_then(|place| answers.find(|answer| answer.is_at(place))) else {
        return (known, Some(more.from));
    };
    let most = if more.most_spoken { 1 } else { usize::MAX };
    let further = answer
        .languages
        .iter()
        .filter(|locale| !rule.languages.required.contains(locale));
    known.extend(further.take(most));
    (known, None)
}

/// What would settle which further languages are wanted.
pub fn open_phrase(rule: &Rule, decider: Decider) -> Phrase {
    say("which further languages are wanted: that is {decider}; find it out and write an `[[answer]]` for `{rule}` into the campaign")
        .with_words("decider", decider.phrase())
        .with("rule", &rule.id)
}

/// Checks what a campaign says of rules and venues against those that there are.
pub fn check(diags: &mut Diagnostics, rules: &Rules, campaign: &Campaign) {
    // Of rules that could not be read nothing is known, and that was told.
    if rules.venues.is_empty() {
        return;
    }
    for answer in &campaign.answers {
        if rules.get(&answer.rule.value).is_none() {
            diags.push(rules.unknown(&answer.rule.value).at(&answer.rule.span));
        }
    }
    for venue in campaign.locations.iter().flat_map(|place| &place.venues) {
        if !rules.venues.contains_key(&venue.value) {
            let message = say("there is no venue `{word}`").with("word", shown(&venue.value));
            let fault = Diagnostic::new(code::BAD_VALUE, message).at(&venue.span);
            let fault = fault.near(&venue.value, rules.venues.keys().map(String::as_str));
            diags.push(match fault.hint {
                Some(_) => fault,
                None => fault.hint(say("`mileposter list venues` shows those that laws know")),
            });
        }
    }
}

/// Warns of rules that nobody compared with the laws for long.
pub fn check_age(diags: &mut Diagnostics, rules: &Rules, today: Date) {
    let Some((compiled, span)) = rules.compiled.zip(rules.span.as_ref()) else {
        return;
    };
    let days = today.days_since(compiled);
    if days > STALE_AFTER {
        let message = say("the posting rules were put together on {day}, {days} days ago")
            .with("day", compiled)
            .with("days", days);
        let cure = say("compare them with the laws, or take the data/rules.toml of a newer version");
        diags.push(Diagnostic::new(code::RULES_STALE, message).at(span).hint(cure));
    }
}

#[cfg(test)]
mod tests {
    use super::{Doubt, Known, Subject, known, languages};
    use crate::campaign;
    use crate::diag::Diagnostics;
    use crate::library::{Library, Overrides};
    use crate::locale::Locale;
    use crate::location::Kind;
    use crate::rule::Decider;
    use crate::source::Source;

    fn library() -> Library {
        let mut diags = Diagnostics::default();
        let library = Library::read(&mut diags, &Overrides::default());
        assert!(!diags.has_errors(), "{diags:#?}");
        library
    }

    fn found(state: &str, kind: Kind, named: &[&str]) -> Vec<(String, Option<Doubt>)> {
        let subject = Subject {
            state: Some(state.to_owned()),
            kind: Some(kind),
            named: named.iter().map(|key| (*key).to_owned()).collect(),
        };
        let library = library();
        let found = subject.rules(&library.rules).into_iter();
        found
            .map(|applied| (applied.rule.id.clone(), applied.doubt))
            .collect()
    }

    #[test]
    fn rules_apply_by_state_and_venue() {
        let one = |id: &str, doubt| (id.to_owned(), doubt);
        assert_eq!(found("OR", Kind::RestArea, &[]), [one("us-or-377.880", None)]);
        assert_eq!(found("OR", Kind::TruckStop, &[]), []);
        assert_eq!(found("CA", Kind::TruckStop, &[]), [one("us-ca-civ-52.6", None)]);
        assert_eq!(
            found("CA", Kind::Bar, &[]),
            [one("us-ca-civ-52.6", Some(Doubt::Part))]
        );
        assert_eq!(found("CA", Kind::Bar, &["bar"]), [one("us-ca-civ-52.6", None)]);
        // Any public restroom; a truck stop has one.
        assert_eq!(found("WA", Kind::TruckStop, &[]), [one("us-wa-43.280.110", None)]);
        // What binds more comes first.
        assert_eq!(
            found("WA", Kind::RestArea, &[]),
            [one("us-wa-47.38.080", None), one("us-wa-43.280.110", None)]
        );
        // Of the whole country, and of a kind that may be an airport or not.
        assert_eq!(
            found("UT", Kind::Terminal, &[]),
            [one("us-fed-htpa-2022", Some(Doubt::Kind))]
        );
    }

    #[test]
    fn what_is_known_of_states() {
        let rules = library().rules;
        assert!(matches!(known(&rules, "OR"), Known::Rules));
        assert!(
            matches!(known(&rules, "UT"), Known::NoneFound(none) if none.basis.starts_with("Web search"))
        );
        assert!(matches!(known(&rules, "IA"), Known::NotResearched));
    }

    #[test]
    fn languages_that_an_answer_adds() {
        let rules = library().rules;
        let rule = rules.get("us-ca-civ-52.6").unwrap();
        let text = |answer: &str| {
            format!(
                "{answer}\n[[location]]\nid = \"a\"\nname = \"A\"\nkind = \"bar\"\nstate = \"CA\"\ncounty = \"Kern\"\n"
            )
        };
        let wanted = |answer: &str| {
            let mut diags = Diagnostics::default();
            let source = Source::new("locations.toml", text(answer));
            let campaign = campaign::read(&mut diags, &source);
            assert!(!diags.has_errors(), "{diags:#?}");
            languages(rule, &campaign.answers, campaign.locations.first())
        };
        let tags = |wanted: &[Locale]| {
            wanted
                .iter()
                .map(|locale| locale.tag().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(wanted("").open, Some(Decider::VraCounty));
        let answer = |county: &str, languages: &str| {
            format!(
                "[[answer]]\nrule = \"us-ca-civ-52.6\"\ncounties = [\"CA/{county}\"]\nlanguages = {languages}\nsource = \"s\"\n"
            )
        };
        // The most spoken one alone, beside those that are wanted anyway.
        assert_eq!(
            tags(&wanted(&answer("Kern", "[\"es\", \"fil\", \"vi\"]")).known),
            ["en", "es", "fil"]
        );
        assert_eq!(tags(&wanted(&answer("Kern", "[]")).known), ["en", "es"]);
        assert_eq!(
            wanted(&answer("Kings", "[\"vi\"]")).open,
            Some(Decider::VraCounty)
        );
    }
}
