//! Posting rules: what laws say of signs with a hotline, where they must, may or must not hang (`data/rules.toml`).
//!
//! Never legal advice. A rule is facts with a citation, a date and how sure they are; a field that is missing was not verified. What a
//! rule means for a place is left to `law`, what it means for a printed piece to `comply`.

mod page;
mod read;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, shown};
use crate::geom::{Length, Size};
use crate::locale::Locale;
use crate::location::Kind;
use crate::need::Need;
use crate::phrase::say;
use crate::source::Span;

pub use page::Line;
pub use read::read;
pub use words::{Confidence, Decider, Duty, Maker, Reach, Wording};

/// All that is known of posting rules.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// The day on which the facts were put together.
    pub compiled: Option<Date>,
    /// In the order of the file, which goes by jurisdiction.
    pub rules: Vec<Rule>,
    /// Jurisdictions that were looked through, and nothing found.
    pub none_found: Vec<NoneFound>,
    /// What laws call places, by key.
    pub venues: BTreeMap<String, Venue>,
    /// Whom a sign may have to name, by key.
    pub contacts: BTreeMap<String, Contact>,
    /// What a sign may have to say, by key: what that means.
    pub elements: BTreeMap<String, String>,
    /// Where a sign may have to hang, by key: what that means.
    pub placements: BTreeMap<String, String>,
    /// Where the day of compiling is written, or the file.
    pub span: Option<Span>,
}

/// What posting rules ask to be said of the line. A notice says it where the hotline's record claims it.
const OF_LINE: [&str; 9] = [
    "hotline_24_7",
    "toll_free",
    "operated_by_nonprofit",
    "anonymous",
    "confidential",
    "languages_available",
    "interpreters_available",
    "help_and_referral",
    "website",
];

/// Whether an element says something of the line.
pub fn is_of_line(element: &str) -> bool {
    OF_LINE.contains(&element)
}

/// What a text says that posting rules ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Says {
    /// Keys of elements.
    pub elements: BTreeSet<String>,
    /// Whether its words are those of the rule, pasted in.
    pub given: bool,
}

/// What laws call a place.
#[derive(Clone, Debug)]
pub struct Venue {
    /// In words.
    pub means: String,
    /// Kinds of location that are one.
    pub kinds: Vec<Kind>,
    /// Kinds of location that may be one.
    pub perhaps: Vec<Kind>,
    /// Venues that each of them is as well.
    pub implies: Vec<String>,
}

/// Whom a sign must name.
#[derive(Clone, Debug)]
pub struct Contact {
    /// In words.
    pub means: String,
    /// By what.
    pub reach: Reach,
    /// Id of the hotline record; without one the number is not known.
    pub hotline: Option<String>,
    /// Where the record is named.
    pub span: Span,
}

/// A jurisdiction in which no rule was found.
#[derive(Clone, Debug)]
pub struct NoneFound {
    /// As `US-AK`.
    pub jurisdiction: String,
    /// What was looked through.
    pub basis: String,
    /// What speaks against it.
    pub conflict: Option<String>,
    /// Anything.
    pub note: Option<String>,
    /// Where it was read.
    pub sources: Vec<String>,
    /// Date of the copy of the law.
    pub text_as_of: Option<String>,
    /// When it was looked through.
    pub seen: Date,
}

/// One posting rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Stable id, as `us-ca-civ-52.6`.
    pub id: String,
    /// `US`, or a state as `US-CA`.
    pub jurisdiction: String,
    /// Which places, in a few words.
    pub scope: String,
    /// Section, act or bill.
    pub citation: String,
    /// Who must or may.
    pub duty: Duty,
    /// Keys of venues.
    pub venues: Vec<String>,
    /// Those of them that it covers in part.
    pub only_some: BTreeSet<String>,
    /// What the venues mean here.
    pub venue_note: Option<String>,
    /// Who may make the sign, where that was verified.
    pub maker: Option<Maker>,
    /// Whose sign or words, in words.
    pub maker_note: Option<String>,
    /// Whether the venue is one of the listed makers.
    pub venue_makes: bool,
    /// What the sign looks like.
    pub look: Look,
    /// In which languages.
    pub languages: Languages,
    /// Keys of contacts, all wanted.
    pub contacts: Vec<String>,
    /// More of them, in words.
    pub contacts_note: Option<String>,
    /// Keys of elements, all wanted.
    pub elements: Vec<String>,
    /// More of them, in words.
    pub elements_note: Option<String>,
    /// A QR code that must be there.
    pub symbol: Option<SymbolWanted>,
    /// Where it hangs.
    pub spots: Spots,
    /// Who permits it, or is asked.
    pub permit: Option<PermitWanted>,
    /// How closely the sentences are given, where that was verified.
    pub wording: Option<Wording>,
    /// Whether the law or the agency gives the sentences, where that was verified.
    pub fixed: Option<bool>,
    /// What it costs not to.
    pub penalty: Option<String>,
    /// What is known of the law itself.
    pub law: Law,
    /// Where it stands.
    pub span: Span,
}

/// What a sign looks like.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Any one of these; empty where no size was verified.
    pub formats: Vec<Format>,
    /// Signs that are all wanted, each with its own places.
    pub parts: Vec<PartWanted>,
    /// Whether it must lie across.
    pub landscape: bool,
    /// Whether all type must be bold.
    pub bold: bool,
    /// Whether it must be easy to read.
    pub legible: bool,
    /// Whether the size does not bind screens.
    pub screens_exempt: bool,
    /// More of the size, in words.
    pub note: Option<String>,
    /// What kind of thing it is, as `informational card`.
    pub medium: Option<String>,
    /// Of what, as `durable`.
    pub material: Option<String>,
    /// How it is fixed.
    pub mounting: Option<String>,
}

/// One form that a sign may have.
#[derive(Clone, Debug, PartialEq)]
pub struct Format {
    /// As `sign` or `window_cling`.
    pub kind: String,
    /// The least width and height, either way up.
    pub least: Size,
    /// The smallest type.
    pub type_size: Option<Length>,
    /// The least height of letters.
    pub letters: Option<Length>,
    /// More of it, in words.
    pub note: Option<String>,
}

/// One of several signs that are all wanted.
#[derive(Clone, Debug)]
pub struct PartWanted {
    /// Where, in a word or two.
    pub name: String,
    /// Keys of placements: one of each group, all groups.
    pub places: Vec<Vec<String>>,
    /// Kinds of format that do there.
    pub formats: Vec<String>,
}

/// The languages of a sign.
#[derive(Clone, Debug, Default)]
pub struct Languages {
    /// That must be there.
    pub required: Vec<Locale>,
    /// Who decides further ones.
    pub more: Option<MoreLanguages>,
    /// More of it, in words.
    pub note: Option<String>,
    /// Whether all must stand on one sheet.
    pub one_sheet: bool,
    /// The share of the sheet that each takes.
    pub shares: BTreeMap<Locale, f64>,
    /// Whether all take the same share.
    pub equal_shares: bool,
    /// How they share it, in words.
    pub layout_note: Option<String>,
}

/// Languages that something else decides.
#[derive(Clone, Debug)]
pub struct MoreLanguages {
    /// What decides.
    pub from: Decider,
    /// Whether only the most spoken of them is wanted.
    pub most_spoken: bool,
    /// The share of people that must speak it.
    pub share: Option<f64>,
    /// Of which people.
    pub of: Option<String>,
}

/// A QR code that must be on a sign.
#[derive(Clone, Debug)]
pub struct SymbolWanted {
    /// What is asked for.
    pub note: String,
    /// Whether an address in print does as well.
    pub or_web: bool,
    /// Whether it must be the line's own.
    pub own: bool,
}

/// Where a sign hangs: keys of placements.
#[derive(Clone, Debug, Default)]
pub struct Spots {
    /// One of each group, all groups.
    pub groups: Vec<Vec<String>>,
    /// At some venues these instead.
    pub at: BTreeMap<String, Vec<Vec<String>>>,
    /// More of it, in words.
    pub note: Option<String>,
}

/// A permission that posting needs, or a body that is asked.
#[derive(Clone, Debug)]
pub struct PermitWanted {
    /// Whether nothing may hang without it.
    pub required: bool,
    /// Who grants it, in words.
    pub from: String,
    /// Who says so.
    pub from_source: String,
    /// What whoever grants it wants to know.
    pub needs: Vec<String>,
}

/// What is known of the law itself.
#[derive(Clone, Debug)]
pub struct Law {
    /// Since when.
    pub effective: Option<String>,
    /// When it was changed last.
    pub amended: Option<String>,
    /// Bills that may change it.
    pub pending: Vec<String>,
    /// Where sources differ.
    pub conflicts: Vec<String>,
    /// Anything.
    pub note: Option<String>,
    /// Where it was read, the main one first.
    pub sources: Vec<String>,
    /// More of them, in words.
    pub source_note: Option<String>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Date of the copy that was read, where it is older.
    pub text_as_of: Option<String>,
    /// When it was read.
    pub seen: Date,
}

impl Rules {
    /// The rule with an id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The venues that a kind of location is, and those that it may be, with all that they imply.
    pub fn venues_of(&self, kind: Kind) -> (BTreeSet<&str>, BTreeSet<&str>) {
        let of = |kinds: fn(&Venue) -> &Vec<Kind>| {
            let venues = self
                .venues
                .iter()
                .filter(|(_, venue)| kinds(venue).contains(&kind));
            self.with_implied(venues.map(|(key, _)| key.as_str()))
        };
        (of(|venue| &venue.kinds), of(|venue| &venue.perhaps))
    }

    /// Venues with all that they imply.
    pub fn with_implied<'a>(&'a self, venues: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
        let mut all = BTreeSet::new();
        let mut open: Vec<&str> = venues.into_iter().collect();
        while let Some(key) = open.pop() {
            if all.insert(key)
                && let Some(venue) = self.venues.get(key)
            {
                open.extend(venue.implies.iter().map(String::as_str));
            }
        }
        all
    }

    /// The fault of a rule that is not there.
    pub fn unknown(&self, id: &str) -> Diagnostic {
        let message = say("there is no posting rule `{word}`").with("word", shown(id));
        let fault = Diagnostic::new(code::UNKNOWN_RULE, message);
        let fault = fault.near(id, self.rules.iter().map(|rule| rule.id.as_str()));
        match fault.hint {
            Some(_) => fault,
            None => fault.hint(say("`mileposter list rules` shows those that are there")),
        }
    }

    /// The languages that rules ask for on their signs, as needs at the kinds of place that they name; those that ask for English alone
    /// have none.
    pub fn needs(&self) -> Vec<Need> {
        let asks = |rule: &&Rule| {
            let english = Locale::english();
            rule.duty != Duty::NotInForce && rule.languages.required.iter().any(|locale| *locale != english)
        };
        self.rules
            .iter()
            .filter(asks)
            .filter_map(|rule| self.need_of(rule))
            .collect()
    }

    /// None where no kind of location is such a venue.
    fn need_of(&self, rule: &Rule) -> Option<Need> {
        let venues = rule.venues.iter().filter_map(|key| self.venues.get(key));
        let mut kinds: Vec<Kind> = venues.flat_map(|venue| venue.kinds.iter().copied()).collect();
        kinds.sort();
        kinds.dedup();
        let state = rule.jurisdiction.strip_prefix("US-");
        (!kinds.is_empty()).then(|| Need {
            id: rule.id.clone(),
            states: state.map(str::to_owned).into_iter().collect(),
            counties: Vec::new(),
            kinds,
            languages: rule.languages.required.clone(),
            beyond: String::new(),
            why: format!(
                "a posting rule asks for these on its sign here: {}",
                rule.law.confidence.phrase().english()
            ),
            source: format!("{}; {}", rule.citation, rule.law.sources.join(" ")),
            span: rule.span.clone(),
        })
    }
}

impl Format {
    /// How far a side may miss, in points: as much as sheets are cut unevenly.
    const SLACK: f32 = 1.5;

    /// Whether a piece is large enough, either way up.
    pub fn takes(&self, piece: Size) -> bool {
        let sides = |size: Size| (size.width.min(size.height), size.width.max(size.height));
        let ((short, long), (least_short, least_long)) = (sides(piece), sides(self.least));
        short + Self::SLACK >= least_short && long + Self::SLACK >= least_long
    }
}

impl Rule {
    /// Whether it is of a state, or of the whole country.
    pub fn is_of(&self, state: &str) -> bool {
        self.jurisdiction == "US" || self.jurisdiction.strip_prefix("US-") == Some(state)
    }

    /// Whether whoever posts must keep to sentences that are given.
    pub fn is_worded(&self) -> bool {
        let given = matches!(
            self.wording,
            Some(Wording::Exact | Wording::Substantially | Wording::Agency)
        );
        self.fixed == Some(true) || given
    }

    /// Where a sign hangs at a venue.
    pub fn spots_at(&self, venue: &str) -> &[Vec<String>] {
        self.spots.at.get(venue).unwrap_or(&self.spots.groups)
    }

    /// The smallest type on a sign of a size, in points: the least of the formats that the size is enough for.
    pub fn least_type_on(&self, piece: Size) -> Option<Length> {
        let fitting = self.look.formats.iter().filter(|format| format.takes(piece));
        fitting
            .filter_map(|format| format.type_size)
            .min_by(|a, b| a.to_pt().total_cmp(&b.to_pt()))
    }

    /// Whether a sign of one's own can comply, as far as is known.
    pub fn takes_own_signs(&self) -> bool {
        match self.maker {
            Some(Maker::AgencyOnly) => false,
            Some(Maker::ListedSources) => self.venue_makes,
            _ => true,
        }
    }
}
