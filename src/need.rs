//! Which languages are needed where, with what says so: `data/languages.toml`.
//!
//! A need is met at every place that fits all it names. Nothing here decides what is printed; `plan` asks.

use std::sync::Arc;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::fields::{self, Fields};
use crate::locale::Locale;
use crate::location::{self, Kind, Location};
use crate::phrase::{Phrase, say, verbatim};
use crate::source::{Source, Span, Spanned};

/// The most needs of a file: each place is held against each.
const MOST_NEEDS: usize = 2_000;

/// The most places beside two that are named one by one.
const MOST_NAMED: usize = 10;

/// The longest reason and source, in characters.
const LONGEST_REASON: usize = 400;

/// Languages that are needed at some places, and why.
#[derive(Clone, Debug)]
pub struct Need {
    /// Stable id, as `wa-schools`.
    pub id: String,
    /// Postal codes; empty means any.
    pub states: Vec<String>,
    /// State and county, as `WA/King`; empty means any.
    pub counties: Vec<String>,
    /// Kinds of place; empty means any.
    pub kinds: Vec<Kind>,
    /// In the order of need.
    pub languages: Vec<Locale>,
    /// Languages that are needed too and that nothing can be printed in, for people.
    pub beyond: String,
    /// What is known.
    pub why: String,
    /// Who says so, and of when.
    pub source: String,
    /// Where it stands.
    pub span: Span,
}

impl Need {
    /// Whether a place is one of those it speaks of.
    pub fn is_at(&self, place: &Location) -> bool {
        let state = place.state.as_deref();
        (self.kinds.is_empty() || self.kinds.contains(&place.kind))
            && (self.states.is_empty() || self.states.iter().any(|known| state == Some(known)))
            && (self.counties.is_empty() || self.counties.iter().any(|known| is_in_county(place, known)))
    }

    /// The places it speaks of, in words.
    pub fn places(&self) -> Phrase {
        let kinds = self.kinds.iter().map(|kind| kind.word());
        let words: Vec<&str> = self
            .states
            .iter()
            .chain(&self.counties)
            .map(String::as_str)
            .chain(kinds)
            .collect();
        match words.as_slice() {
            [] => say("everywhere"),
            [first, second, rest @ ..] if rest.len() > MOST_NAMED => {
                say("{first}, {second} and {count} more")
                    .with("first", first)
                    .with("second", second)
                    .with("count", rest.len())
            }
            words => verbatim(words.join(", ")),
        }
    }
}

/// Whether a place lies in a county that is written as `WA/King`.
pub fn is_in_county(place: &Location, known: &str) -> bool {
    let county = place.county.as_deref();
    known.split_once('/').is_some_and(|(of, name)| {
        place.state.as_deref() == Some(of) && county.is_some_and(|it| it.eq_ignore_ascii_case(name))
    })
}

/// Reads `languages.toml`.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Vec<Need> {
    let mut file = fields::document(diags, source);
    let tables = file.tables(diags, "need");
    file.finish(diags);
    fields::at_most(diags, tables, MOST_NEEDS, say("needs"), |table| table.span())
        .into_iter()
        .filter_map(|fields| read_need(diags, fields))
        .collect()
}

fn read_need(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Need> {
    let span = fields.span().clone();
    let id = fields
        .need_text(diags, "id")
        .and_then(|id| fields::check_id(diags, id));
    let states = fields.texts(diags, "states").unwrap_or_default();
    let states = states
        .into_iter()
        .filter_map(|state| location::check_state(diags, state))
        .collect();
    let counties = fields.texts(diags, "counties").unwrap_or_default();
    let counties = counties
        .into_iter()
        .filter_map(|county| read_county(diags, county))
        .collect();
    let kinds = fields.texts(diags, "kinds").unwrap_or_default();
    let kinds = location::kinds(diags, kinds);
    let languages: Vec<Locale> = fields
        .texts(diags, "languages")
        .unwrap_or_default()
        .into_iter()
        .filter_map(|tag| fields::locale(diags, "languages", &tag))
        .collect();
    if languages.is_empty() {
        let message = say("`languages` is missing: the languages that are needed");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&span));
    }
    let beyond = fields.line(diags, "beyond", LONGEST_REASON);
    let why = fields.need_line(diags, "why", LONGEST_REASON);
    let source = fields.need_line(diags, "source", LONGEST_REASON);
    fields.date(diags, "seen");
    fields.finish(diags);
    Some(Need {
        id: id?.value,
        states,
        counties,
        kinds,
        languages,
        beyond: beyond.map(|text| text.value).unwrap_or_default(),
        why: why?.value,
        source: source?.value,
        span,
    })
}

/// A county with its state, since many counties share a name.
pub fn read_county(diags: &mut Diagnostics, county: Spanned<String>) -> Option<String> {
    let sound = county
        .value
        .split_once('/')
        .is_some_and(|(state, name)| state.len() == 2 && !name.trim().is_empty());
    if !sound {
        let message = say("`{county}` is not a county with its state").with("county", shown(&county.value));
        diags.push(
            Diagnostic::new(code::BAD_VALUE, message)
                .at(&county.span)
                .hint(say("write it as `WA/King`")),
        );
    }
    sound.then_some(county.value)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::campaign;
    use crate::diag::Diagnostics;
    use crate::source::Source;

    #[test]
    fn a_need_fits_all_it_names() {
        let text = "[[need]]\nid = \"x\"\nstates = [\"WA\"]\ncounties = [\"WA/King\"]\nkinds = [\"truck_stop\"]\n\
                    languages = [\"vi\"]\nwhy = \"w\"\nsource = \"s\"\n";
        let mut diags = Diagnostics::default();
        let needs = read(&mut diags, &Source::new("languages.toml", text));
        let place = |state: &str, county: &str, kind: &str| {
            let text = format!(
                "[[location]]\nid = \"a\"\nname = \"A\"\nkind = \"{kind}\"\nstate = \"{state}\"\ncounty = \"{county}\"\n"
            );
            let source = Source::new("locations.toml", text);
            campaign::read(&mut Diagnostics::default(), &source)
                .locations
                .remove(0)
        };
        assert!(!diags.has_errors(), "{diags:?}");
        assert!(needs[0].is_at(&place("WA", "King", "truck_stop")));
        assert!(!needs[0].is_at(&place("WA", "Pierce", "truck_stop")));
        assert!(!needs[0].is_at(&place("WA", "King", "bar")));
        assert!(!needs[0].is_at(&place("OR", "King", "truck_stop")));
    }

    #[test]
    fn faults_of_a_need() {
        let text = "[[need]]\nid = \"x\"\ncounties = [\"King\"]\nlanguages = [\"en_US\"]\nsource = \"s\"\n";
        let mut diags = Diagnostics::default();
        assert!(read(&mut diags, &Source::new("languages.toml", text)).is_empty());
        let told: Vec<_> = diags.iter().map(|fault| fault.code.name).collect();
        assert_eq!(told, ["bad-value", "bad-value", "missing-field", "missing-field"]);
    }
}
