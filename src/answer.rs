//! Answers to what posting rules leave open, found out by a coordinator: `[[answer]]` in `locations.toml`.
//!
//! A rule may ask for the languages that the Voting Rights Act names in a county, that an agency lists or that people at a place
//! speak. Nobody here can know them; an answer says which they are, where, and who says so.

use std::collections::BTreeSet;

use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics};
use crate::fields::{self, Fields};
use crate::locale::Locale;
use crate::location::{self, Location};
use crate::need;
use crate::phrase::say;
use crate::source::{Span, Spanned};

/// The most languages, counties, states and ids of an answer.
const MOST_LISTED: usize = 500;

/// The longest source, in characters.
const LONGEST_SOURCE: usize = 400;

/// One answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Id of the rule.
    pub rule: Spanned<String>,
    /// Postal codes; with counties and ids all empty it holds wherever the rule does.
    pub states: Vec<String>,
    /// Counties, as `CA/Kern`.
    pub counties: Vec<String>,
    /// Ids of places.
    pub ids: BTreeSet<String>,
    /// The languages that the rule adds there, the most spoken first; empty for none.
    pub languages: Vec<Locale>,
    /// Who says so.
    pub source: String,
    /// When it was found out.
    pub seen: Option<Date>,
    /// Where it stands.
    pub span: Span,
}

impl Answer {
    /// Whether it holds at a place.
    pub fn is_at(&self, place: &Location) -> bool {
        let state = place.state.as_deref();
        let everywhere = self.states.is_empty() && self.counties.is_empty() && self.ids.is_empty();
        everywhere
            || self.states.iter().any(|known| state == Some(known))
            || self.counties.iter().any(|known| need::is_in_county(place, known))
            || self.ids.contains(&place.id)
    }
}

/// Reads one `[[answer]]`.
pub fn read(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Answer> {
    let span = fields.span().clone();
    let rule = fields.need_text(diags, "rule");
    let states = fields.texts(diags, "states").unwrap_or_default();
    let states = listed(diags, states)
        .into_iter()
        .filter_map(|state| location::check_state(diags, state))
        .collect();
    let counties = fields.texts(diags, "counties").unwrap_or_default();
    let counties = listed(diags, counties)
        .into_iter()
        .filter_map(|county| need::read_county(diags, county))
        .collect();
    let ids = fields.texts(diags, "ids").unwrap_or_default();
    let ids = listed(diags, ids)
        .into_iter()
        .filter_map(|id| fields::check_id(diags, id))
        .map(|id| id.value)
        .collect();
    let languages = fields.texts(diags, "languages");
    if languages.is_none() {
        let message = say("`languages` is missing: those that the rule adds here, or `[]` for none");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&span));
    }
    let source = fields.need_line(diags, "source", LONGEST_SOURCE);
    let seen = fields.date(diags, "seen").map(|day| day.value);
    fields.finish(diags);
    let languages = listed(diags, languages?)
        .into_iter()
        .filter_map(|tag| fields::locale(diags, "languages", &tag))
        .collect();
    Some(Answer {
        rule: rule?,
        states,
        counties,
        ids,
        languages,
        source: source?.value,
        seen,
        span,
    })
}

fn listed(diags: &mut Diagnostics, words: Vec<Spanned<String>>) -> Vec<Spanned<String>> {
    fields::at_most(diags, words, MOST_LISTED, say("texts"), |word| &word.span)
}
