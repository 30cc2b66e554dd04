//! What a coordinator decides: for which places, with which hotline, in which languages, what hangs where.

use std::sync::Arc;

use crate::address::Address;
use crate::answer::{self, Answer};
use crate::code::{self, Code, Severity};
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::fields::{self, Fields, Value};
use crate::locale::{LanguageChoice, Locale};
use crate::location::{self, Kind, Location};
use crate::organization::{self, Organization};
use crate::outfit::{self, Outfit};
use crate::phrase::say;
use crate::source::{Source, Span, Spanned};

/// The most places and hang rules of a file. Each place is held against each rule.
const MOST_PLACES: usize = 100_000;
const MOST_HANGS: usize = 200;

/// The most answers to posting rules: one for each county there is.
const MOST_ANSWERS: usize = 4_000;

/// The most copies of a piece at one place.
const MOST_COPIES: u32 = 10_000;

/// Days between two looks at what hangs, where a campaign does not say, and the most.
const RECHECK_DAYS: u32 = 90;
const MOST_RECHECK_DAYS: u32 = 3_650;

/// The longest title, and the longest line that tells whom to call, in characters.
const LONGEST_TITLE: usize = 120;
const LONGEST_CONTACT: usize = 60;

/// A locations file as a whole.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// What people call it.
    pub title: String,
    /// Id of the hotline record.
    pub hotline: Spanned<String>,
    /// Languages on every piece, unless a location says otherwise.
    pub languages: Vec<Spanned<LanguageChoice>>,
    /// After how many days somebody looks again at what hangs.
    pub recheck_days: u32,
    /// Whom a volunteer calls, in one line for the sheets of a pack: initials and a telephone number, say.
    pub contact: Option<Spanned<String>>,
    /// Where somebody who finds a piece damaged reports it.
    pub report: Option<Spanned<Address>>,
    /// Whether pieces bear a small symbol with their serial, for whoever looks after them.
    pub audit_symbol: bool,
    /// What posting costs and how long it takes.
    pub outfit: Outfit,
    /// Who posts.
    pub organization: Organization,
    /// What hangs where. For a place and a template the first rule that matches decides.
    pub hangs: Vec<Hang>,
    /// Whether every rule could be read.
    pub hangs_whole: bool,
    /// What posting rules leave open, found out.
    pub answers: Vec<Answer>,
    /// Faults that are let pass, and why.
    pub allowances: Vec<Allowance>,
    /// The places.
    pub locations: Vec<Location>,
    /// The TOML file that all this was read from; none where the places came alone.
    pub source: Option<Arc<Source>>,
}

/// One `[[allow]]`: a fault that a coordinator lets pass.
#[derive(Clone, Debug)]
pub struct Allowance {
    /// The fault.
    pub code: Code,
    /// Why it does no harm here.
    pub reason: String,
}

/// One `[[hang]]` rule.
#[derive(Clone, Debug)]
pub struct Hang {
    /// Kinds of place it is for; empty means all.
    pub kinds: Vec<Kind>,
    /// Id of the template.
    pub template: Spanned<String>,
    /// Id of the stock.
    pub stock: Spanned<String>,
    /// How many.
    pub per: Per,
    /// Languages here, where they differ from the campaign's.
    pub languages: Vec<Spanned<LanguageChoice>>,
}

/// How many pieces a place gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// One for each stall.
    Stall,
    /// One for each restroom that has stalls.
    Restroom,
    /// One for the place.
    Site,
    /// So many.
    Count(u32),
}

impl Per {
    /// How many pieces `location` gets, and whether the number had to be assumed.
    pub fn pieces(self, location: &Location) -> (u32, bool) {
        match (self, location.stalls) {
            (Self::Site, _) => (1, false),
            (Self::Count(count), _) => (count, false),
            (Self::Stall, Some(stalls)) => (stalls.total(), false),
            (Self::Restroom, Some(stalls)) => (stalls.restrooms(), false),
            (Self::Stall | Self::Restroom, None) => (1, true),
        }
    }
}

impl Campaign {
    /// Whether it is the one inside the program.
    pub fn is_embedded(&self) -> bool {
        self.source.as_ref().is_some_and(|source| source.is_embedded())
    }

    /// A campaign around places that came without one, as a CSV file does.
    pub fn around(locations: Vec<Location>, source: &Arc<Source>) -> Self {
        let span = Span::file(source);
        let text = |text: &str| Spanned::new(text.to_owned(), span.clone());
        let locale = |tag: &str| {
            let locale = Locale::parse(tag).expect("a tag");
            Spanned::new(LanguageChoice::One(locale), span.clone())
        };
        Self {
            title: "Locations".to_owned(),
            hotline: text("us-nhth"),
            languages: vec![locale("en"), locale("es")],
            recheck_days: RECHECK_DAYS,
            contact: None,
            report: None,
            audit_symbol: false,
            outfit: Outfit::default(),
            organization: Organization::default(),
            hangs: vec![Hang {
                kinds: Vec::new(),
                template: text("stall"),
                stock: text("letter"),
                per: Per::Stall,
                languages: Vec::new(),
            }],
            hangs_whole: true,
            answers: Vec::new(),
            allowances: Vec::new(),
            locations,
            source: None,
        }
    }
}

/// Reads `locations.toml`.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Campaign {
    let mut file = fields::document(diags, source);
    let head = file.table(diags, "campaign");
    let hangs = file.tables(diags, "hang");
    let allowed = file.tables(diags, "allow");
    let answers = file.tables(diags, "answer");
    let outfit = file.table(diags, "outfit");
    let organization = file.table(diags, "organization");
    let places = file.tables(diags, "location");
    file.finish(diags);
    let hangs = fields::at_most(diags, hangs, MOST_HANGS, say("hang rules"), |hang| hang.span());
    let places = fields::at_most(diags, places, MOST_PLACES, say("locations"), |place| place.span());
    let answers = fields::at_most(diags, answers, MOST_ANSWERS, say("answers"), |answer| {
        answer.span()
    });
    let mut campaign = Campaign::around(Vec::new(), source);
    campaign.source = Some(Arc::clone(source));
    if let Some(head) = head {
        read_head(diags, head, &mut campaign);
    }
    if let Some(outfit) = outfit {
        campaign.outfit = outfit::read(diags, outfit);
    }
    if let Some(organization) = organization {
        campaign.organization = organization::read(diags, organization);
    }
    if !hangs.is_empty() {
        let written = hangs.len();
        campaign.hangs = hangs
            .into_iter()
            .filter_map(|hang| read_hang(diags, hang))
            .collect();
        campaign.hangs_whole = campaign.hangs.len() == written;
    }
    campaign.answers = answers
        .into_iter()
        .filter_map(|fields| answer::read(diags, fields))
        .collect();
    campaign.allowances = allowed
        .into_iter()
        .filter_map(|allow| read_allowance(diags, allow))
        .collect();
    let places = places
        .into_iter()
        .filter_map(|place| location::from_fields(diags, place))
        .collect();
    campaign.locations = location::unique(diags, places);
    campaign
}

fn read_head(diags: &mut Diagnostics, mut head: Fields<'_>, campaign: &mut Campaign) {
    if let Some(title) = head.line(diags, "title", LONGEST_TITLE) {
        campaign.title = title.value;
    }
    if let Some(hotline) = head.text(diags, "hotline") {
        campaign.hotline = hotline;
    }
    if let Some(tags) = head.texts(diags, "languages") {
        campaign.languages = location::languages(diags, tags);
        if campaign.languages.is_empty() {
            let message = say("`languages` of the campaign has no language");
            diags.push(Diagnostic::new(code::BAD_VALUE, message).at(head.span()));
        }
    }
    campaign.contact = head.line(diags, "contact", LONGEST_CONTACT);
    campaign.report = head
        .line(diags, "report", Address::LONGEST)
        .and_then(|report| read_report(diags, &report));
    campaign.audit_symbol = head.flag(diags, "audit_symbol");
    if let Some(days) = head.count(diags, "recheck_days") {
        match days.value {
            1..=MOST_RECHECK_DAYS => campaign.recheck_days = days.value,
            _ => {
                fields::bad::<()>(
                    diags,
                    "recheck_days",
                    say("1 to {most} days").with("most", MOST_RECHECK_DAYS),
                    &days.span,
                );
            }
        }
    }
    head.finish(diags);
}

fn read_report(diags: &mut Diagnostics, report: &Spanned<String>) -> Option<Spanned<Address>> {
    match Address::parse(&report.value) {
        Ok(address) => Some(Spanned::new(address, report.span.clone())),
        Err(error) => fields::bad(diags, "report", error.wanted(), &report.span),
    }
}

/// Only what may be wrong can be let pass, and only with a reason: an error is never printed.
fn read_allowance(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Allowance> {
    let name = fields.need_text(diags, "code");
    let reason = fields.text(diags, "reason");
    let span = fields.span().clone();
    fields.finish(diags);
    let name = name?;
    let Some(code) = Code::parse(&name.value) else {
        let message = say("there is no fault `{name}`").with("name", shown(&name.value));
        let fault = Diagnostic::new(code::BAD_ALLOWANCE, message).at(&name.span);
        diags.push(fault.near(&name.value, code::ALL.iter().map(|code| code.name)));
        return None;
    };
    if code.severity == Severity::Error {
        let message = say("`{name}` is an error, and no error is printed").with("name", code.name);
        let fault = Diagnostic::new(code::BAD_ALLOWANCE, message).at(&name.span);
        diags.push(fault.hint(say("cure it; `mileposter explain {name}` tells how").with("name", code.name)));
        return None;
    }
    let Some(reason) = reason.filter(|reason| !reason.value.trim().is_empty()) else {
        let message = say("`{name}` is allowed without a reason").with("name", code.name);
        let fault = Diagnostic::new(code::BAD_ALLOWANCE, message).at(&span);
        diags.push(fault.hint(say(
            "add `reason = \"…\"`, so that others know why it does no harm",
        )));
        return None;
    };
    Some(Allowance {
        code,
        reason: reason.value,
    })
}

fn read_hang(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Hang> {
    let words = fields.texts(diags, "kind").unwrap_or_default();
    let kinds = location::kinds(diags, words);
    let template = fields.need_text(diags, "template");
    let stock = fields.need_text(diags, "stock");
    let per = match fields.value("per") {
        None => Some(Per::Site),
        Some(per) => read_per(diags, per),
    };
    let tags = fields.texts(diags, "languages").unwrap_or_default();
    let languages = location::languages(diags, tags);
    fields.finish(diags);
    Some(Hang {
        kinds,
        template: template?,
        stock: stock?,
        per: per?,
        languages,
    })
}

fn read_per(diags: &mut Diagnostics, per: Spanned<Value<'_>>) -> Option<Per> {
    match per.value {
        Value::Text(word) => match word.as_str() {
            "stall" => Some(Per::Stall),
            "restroom" => Some(Per::Restroom),
            "site" => Some(Per::Site),
            _ => fields::bad(
                diags,
                "per",
                say("stall, restroom, site or {{ count = 25 }}"),
                &per.span,
            ),
        },
        Value::Table(mut table) => {
            let count = table.count(diags, "count");
            if count.is_none() {
                let message = say("`per` takes `{{ count = 25 }}`");
                diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&per.span));
            }
            table.finish(diags);
            match count? {
                count if count.value <= MOST_COPIES => Some(Per::Count(count.value)),
                count => fields::bad(diags, "count", say("at most 10000 copies"), &count.span),
            }
        }
        other => fields::wrong(
            diags,
            "per",
            say("stall, restroom, site or {{ count = 25 }}"),
            &other,
            &per.span,
        ),
    }
}
