//! What is printed for which place: locations, hang rules and a selection become jobs.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::campaign::{Campaign, Per};
use crate::catalog::{Catalog, Extent};
use crate::code::{self, Code};
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::fit;
use crate::law;
use crate::library::Library;
use crate::locale::{LanguageChoice, Locale};
use crate::location::{Direction, Kind, Location, Status};
use crate::need::Need;
use crate::notice;
use crate::phrase::{Phrase, say};
use crate::poster::{self, Order};
use crate::rule::Rule;
use crate::setup::Setup;
use crate::source::{Span, Spanned};
use crate::stock::Confidence;
use crate::template::Template;

/// The most files of one run: each is an entry in memory before it is one on the disk.
const MOST_JOBS: usize = 500_000;

/// Which places and pieces are wanted; an empty list means all.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Routes, as `I-5`.
    pub routes: Vec<String>,
    /// Postal codes.
    pub states: Vec<String>,
    /// Counties.
    pub counties: Vec<String>,
    /// Kinds of place.
    pub kinds: Vec<Kind>,
    /// Directions of travel.
    pub directions: Vec<Direction>,
    /// First and last milepost.
    pub mileposts: Option<(f64, f64)>,
    /// Ids; `*` stands for anything.
    pub ids: Vec<String>,
    /// Ids of templates.
    pub templates: Vec<String>,
    /// Languages instead of those of campaign and locations.
    pub languages: Vec<LanguageChoice>,
    /// Stock instead of that of the hang rules.
    pub stock: Option<String>,
    /// How pieces are printed.
    pub setup: Setup,
    /// Whether somebody has held an outline of the stock against the real sheet.
    pub has_proofed: bool,
    /// Id of the posting rule that notices are printed for.
    pub rule: Option<String>,
}

/// Why a language is on a piece.
#[derive(Clone, Copy, Debug)]
pub enum Why<'a> {
    /// `--language` asks for it.
    Asked,
    /// The location does.
    Place,
    /// The hang rule does.
    Rule,
    /// The campaign does.
    Campaign,
    /// The piece is a panel of every language.
    Panel,
    /// It is needed there.
    Need(&'a Need),
    /// A posting rule asks for it.
    Law(&'a Rule),
}

/// One file to print.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// For which place.
    pub location: &'a Location,
    /// What: shared by all places that get the same.
    pub order: Arc<Order>,
    /// How many pieces of it are printed.
    pub pieces: u32,
    /// How many shall hang.
    pub planned: u32,
    /// How many sheets that takes.
    pub sheets: u32,
    /// Whether the count had to be assumed.
    pub assumed: bool,
    /// How many lie on a sheet.
    on_sheet: u32,
}

impl Job<'_> {
    /// The same with another number of pieces to print.
    pub fn of_pieces(&self, pieces: u32) -> Self {
        Self {
            pieces,
            sheets: pieces.div_ceil(self.on_sheet),
            ..self.clone()
        }
    }
}

impl Selection {
    /// Whether a place is wanted.
    pub fn wants(&self, location: &Location) -> bool {
        let among = |wanted: &[String], found: &Option<String>| {
            wanted.is_empty()
                || found
                    .as_ref()
                    .is_some_and(|found| wanted.iter().any(|word| word.eq_ignore_ascii_case(found)))
        };
        let miles = |(first, last): (f64, f64)| {
            location
                .milepost
                .is_some_and(|milepost| (first..=last).contains(&milepost.miles()))
        };
        let direction = |wanted: &Direction| location.direction == Some(*wanted);
        among(&self.routes, &location.route)
            && among(&self.states, &location.state)
            && among(&self.counties, &location.county)
            && (self.kinds.is_empty() || self.kinds.contains(&location.kind))
            && (self.directions.is_empty() || self.directions.iter().any(direction))
            && self.mileposts.is_none_or(miles)
            && (self.ids.is_empty() || self.ids.iter().any(|pattern| matches(pattern, &location.id)))
    }
}

/// Whether an id fits a pattern in which `*` stands for anything.
fn matches(pattern: &str, id: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return pattern == id;
    };
    let Some(mut open) = id.strip_prefix(head) else {
        return false;
    };
    // The first place that fits is as good as any later one, save for the part at the end.
    let mut parts: Vec<&str> = rest.split('*').collect();
    let tail = parts.pop().unwrap_or_default();
    for part in parts {
        match open.split_once(part) {
            Some((_, after)) => open = after,
            None => return false,
        }
    }
    open.ends_with(tail)
}

/// Every file to print, in the order of the locations file. Unknown words are reported.
pub fn jobs<'a>(
    diags: &mut Diagnostics,
    library: &Library,
    campaign: &'a Campaign,
    selection: &Selection,
) -> Vec<Job<'a>> {
    check_names(diags, library, campaign, selection);
    check_repeats(diags, campaign, selection);
    let mut wanted = wanted(diags, campaign, selection);
    if let Some(rule) = selection.rule.as_ref().and_then(|id| library.rules.get(id)) {
        wanted = notice::places(diags, &library.rules, rule, wanted);
        if selection.languages.is_empty() {
            notice::check_languages(diags, library, campaign, rule, &wanted);
        }
    }
    let mut jobs = Vec::new();
    let mut uncounted = 0;
    let mut spoken = Spoken::new();
    let mut orders = Orders {
        library,
        campaign,
        selection,
        known: HashMap::new(),
    };
    for location in wanted
        .into_iter()
        .filter(|location| location.status != Status::Closed)
    {
        let before = jobs.len();
        let chosen = hangs(library, campaign, selection, location);
        if chosen.is_empty() && campaign.hangs_whole {
            let message = say("no hang rule is for `{location}`, so nothing is printed for it")
                .with("location", &location.id);
            diags.push(Diagnostic::new(code::NO_HANG_RULE, message).at(&location.span));
        }
        for hang in chosen {
            let (pieces, assumed) = hang.per.pieces(location);
            if pieces == 0 {
                continue;
            }
            let (orders, on_sheet) = orders.of(&mut spoken, location, hang);
            jobs.extend(orders.iter().map(|order| Job {
                location,
                order: Arc::clone(order),
                pieces,
                planned: pieces,
                sheets: pieces.div_ceil(*on_sheet),
                assumed,
                on_sheet: *on_sheet,
            }));
        }
        uncounted += usize::from(jobs[before..].iter().any(|job| job.assumed));
        if jobs.len() > MOST_JOBS {
            let message = say("more than {most} files would be printed").with("most", MOST_JOBS);
            diags.push(
                Diagnostic::new(code::TOO_LARGE, message)
                    .at(&location.span)
                    .hint(say(
                        "print route by route or state by state, with `--route` and `--state`",
                    )),
            );
            return Vec::new();
        }
    }
    for ((template, tag), span) in spoken {
        let message = say("`{tag}` is mostly spoken, and `{template}` is a piece that is read")
            .with("tag", tag)
            .with("template", template);
        diags.push(
            Diagnostic::new(code::SPOKEN_LANGUAGE, message)
                .at(&span)
                .hint(say(
                    "leave the language out here; the panel `speak` has a line for it",
                )),
        );
    }
    if jobs.is_empty() && !diags.has_errors() {
        let message = say("nothing is left to print: every place is closed or has no hang rule");
        diags.push(Diagnostic::new(code::NO_LOCATIONS, message).hint(say(
            "look at `status` of the locations and at the `[[hang]]` rules",
        )));
    }
    if uncounted > 0 {
        let message = say(
            "stall counts are not known for {uncounted} places, so one copy is planned where they matter",
        )
        .with("uncounted", uncounted);
        diags.push(Diagnostic::new(code::STALL_COUNT, message).hint(say(
            "add `stalls = {{ women = 6, men = 4, all = 1 }}` to a location once somebody has counted",
        )));
    }
    jobs
}

/// The places of a campaign that are wanted; that there is none is reported.
pub fn wanted<'a>(
    diags: &mut Diagnostics,
    campaign: &'a Campaign,
    selection: &Selection,
) -> Vec<&'a Location> {
    let wanted: Vec<&Location> = campaign
        .locations
        .iter()
        .filter(|location| selection.wants(location))
        .collect();
    if wanted.is_empty() && !(campaign.locations.is_empty() && diags.has_errors()) {
        let message = match campaign.locations.len() {
            0 => say("the locations file has no location"),
            all => say("none of the {all} locations fits the selection").with("all", all),
        };
        diags.push(Diagnostic::new(code::NO_LOCATIONS, message).hint(say(
            "`mileposter list locations` shows ids, routes, states and kinds",
        )));
    }
    wanted
}

/// What hangs at a place, whoever says so.
#[derive(Clone, Copy)]
struct Choice<'a> {
    template: &'a str,
    stock: Option<&'a str>,
    per: Per,
    languages: &'a [Spanned<LanguageChoice>],
}

/// The rules that decide for a place: for each template the first that matches. Notices hang where their posting rule says.
fn hangs<'a>(
    library: &'a Library,
    campaign: &'a Campaign,
    selection: &'a Selection,
    location: &Location,
) -> Vec<Choice<'a>> {
    let mut chosen: Vec<Choice<'_>> = Vec::new();
    if let Some(rule) = selection.rule.as_ref().and_then(|id| library.rules.get(id)) {
        let usual = notice::template(rule);
        let templates = selection.templates.iter().map(String::as_str);
        let templates: Vec<&str> = templates
            .chain(selection.templates.is_empty().then_some(usual))
            .collect();
        chosen.extend(templates.into_iter().map(|template| Choice {
            template,
            stock: None,
            per: notice::per(rule),
            languages: &[],
        }));
        return chosen;
    }
    for hang in &campaign.hangs {
        let template = hang.template.value.as_str();
        let fits = hang.kinds.is_empty() || hang.kinds.contains(&location.kind);
        let wanted = selection.templates.is_empty() || selection.templates.contains(&hang.template.value);
        if fits && wanted && !chosen.iter().any(|known| known.template == template) {
            chosen.push(Choice {
                template,
                stock: Some(hang.stock.value.as_str()).filter(|stock| !stock.is_empty()),
                per: hang.per,
                languages: &hang.languages,
            });
        }
    }
    // A template asked for by name is printed even where no rule speaks of it.
    for template in &selection.templates {
        if !chosen.iter().any(|known| known.template == template) {
            chosen.push(Choice {
                template,
                stock: None,
                per: Per::Site,
                languages: &[],
            });
        }
    }
    chosen
}

/// A language of a piece, and why.
type Listed<'a> = (&'a Locale, Why<'a>);

/// Languages that are mostly spoken and stand on pieces that are read: template and tag, with where the catalog stands.
type Spoken = BTreeMap<(String, String), Span>;

/// The languages of a piece at a place, in order: of the command line, a panel's all, the place's own, the hang rule's or the campaign's.
fn listed<'a>(
    library: &'a Library,
    campaign: &'a Campaign,
    selection: &'a Selection,
    location: &'a Location,
    choice: Choice<'a>,
) -> Vec<Listed<'a>> {
    const ALL: &LanguageChoice = &LanguageChoice::All;
    let template = library.templates.get(choice.template);
    let panel = template.is_some_and(|template| template.panel);
    let rule = selection.rule.as_ref().and_then(|id| library.rules.get(id));
    if let Some(rule) = rule.filter(|_| selection.languages.is_empty()) {
        let (wanted, _) = law::languages_at(rule, &campaign.answers, Some(location));
        if !wanted.is_empty() {
            return wanted
                .into_iter()
                .map(|locale| (locale, Why::Law(rule)))
                .collect();
        }
    }
    let named = |list: &'a [Spanned<LanguageChoice>]| list.iter().map(|choice| &choice.value).collect();
    let (choices, why): (Vec<&LanguageChoice>, _) = if !selection.languages.is_empty() {
        (selection.languages.iter().collect(), Why::Asked)
    } else if panel && choice.languages.is_empty() {
        (vec![ALL], Why::Panel)
    } else if !location.languages.is_empty() && !panel {
        (named(&location.languages), Why::Place)
    } else if !choice.languages.is_empty() {
        (named(choice.languages), Why::Rule)
    } else {
        (named(&campaign.languages), Why::Campaign)
    };
    let mut listed: Vec<Listed<'a>> = Vec::new();
    let mut add = |locale: &'a Locale, why| {
        if !listed.iter().any(|(known, _)| *known == locale) {
            listed.push((locale, why));
        }
    };
    for choice in choices {
        match choice {
            LanguageChoice::One(locale) => add(locale, why),
            LanguageChoice::All => {
                let all = library.languages(panel).into_iter();
                all.for_each(|catalog| add(&catalog.locale, why));
            }
            LanguageChoice::Needed => {
                for need in library.needs.iter().filter(|need| need.is_at(location)) {
                    let printable = need.languages.iter().filter_map(|locale| library.catalog(locale));
                    let whole = printable.filter(|catalog| catalog.extent == Extent::Whole);
                    whole.for_each(|catalog| add(&catalog.locale, Why::Need(need)));
                }
            }
        }
    }
    listed
}

/// Why each language of a job is on its piece, in the order of the piece.
pub fn reasons<'a>(
    library: &'a Library,
    campaign: &'a Campaign,
    selection: &'a Selection,
    job: &Job<'a>,
) -> Vec<(&'a Locale, Why<'a>)> {
    let choices = hangs(library, campaign, selection, job.location).into_iter();
    let mut listed: Vec<_> = choices
        .filter(|choice| choice.template == job.order.template)
        .flat_map(|choice| listed(library, campaign, selection, job.location, choice))
        .collect();
    listed.retain(|(locale, _)| job.order.languages.contains(locale));
    listed
}

/// The orders of a run, each made once however many places share it.
struct Orders<'a> {
    library: &'a Library,
    campaign: &'a Campaign,
    selection: &'a Selection,
    known: HashMap<Wish<'a>, OnSheet>,
}

/// Orders, and how many pieces of each lie on a sheet.
type OnSheet = (Vec<Arc<Order>>, u32);

/// What places with the same orders have in common.
#[derive(PartialEq, Eq, Hash)]
struct Wish<'a> {
    template: &'a str,
    stock: Option<&'a str>,
    languages: Vec<&'a Locale>,
}

impl<'a> Orders<'a> {
    /// One order for each group of languages that fits on a piece.
    fn of(&mut self, spoken: &mut Spoken, location: &'a Location, choice: Choice<'a>) -> &OnSheet {
        let (library, campaign, selection) = (self.library, self.campaign, self.selection);
        let listed = listed(library, campaign, selection, location, choice).into_iter();
        let wish = Wish {
            template: choice.template,
            stock: choice.stock,
            languages: listed.map(|(locale, _)| locale).collect(),
        };
        self.known
            .entry(wish)
            .or_insert_with_key(|wish| orders(spoken, library, campaign, selection, wish))
    }
}

fn orders(
    spoken: &mut Spoken,
    library: &Library,
    campaign: &Campaign,
    selection: &Selection,
    wish: &Wish<'_>,
) -> OnSheet {
    let none = (Vec::new(), 1);
    let Some(template) = library.templates.get(wish.template) else {
        return none;
    };
    let rule = selection.rule.as_ref().and_then(|id| library.rules.get(id));
    let for_rule = rule.and_then(|rule| notice::stock(library, template, rule, wish.languages.len()));
    let first = template.stocks.first().map(|stock| stock.value.as_str());
    let first = for_rule.or(first);
    let stock = selection
        .stock
        .as_deref()
        .or(wish.stock)
        .or(first)
        .unwrap_or_default();
    let catalogs: Vec<&Catalog> = wish
        .languages
        .iter()
        .filter_map(|locale| library.catalog(locale))
        .collect();
    let stock = library.stocks.get(stock);
    let finish = &selection.setup.finish;
    let fit = stock.and_then(|stock| Some((stock, fit::on(template, stock).ok()?.finished(finish))));
    let Some((stock, fit)) = fit.filter(|_| {
        library.hotlines.contains_key(&campaign.hotline.value) && catalogs.len() == wish.languages.len()
    }) else {
        // Told by `check_names` already.
        return none;
    };
    let not_read = |catalog: &&&Catalog| catalog.extent == Extent::Spoken && !template.panel;
    let unread: Vec<_> = catalogs.iter().filter(not_read).collect();
    for catalog in &unread {
        let what = (template.id.clone(), catalog.locale.to_string());
        spoken.insert(what, catalog.span.clone());
    }
    if !unread.is_empty() {
        return none;
    }
    let languages: Vec<Locale> = wish.languages.iter().map(|locale| (*locale).clone()).collect();
    let setup = Setup {
        report: campaign.report.as_ref().map(|address| address.value.to_string()),
        audit_symbol: campaign.audit_symbol,
        ..selection.setup.clone()
    };
    let orders = languages
        .chunks(fit.most_languages(template))
        .map(|languages| {
            Arc::new(Order {
                hotline: campaign.hotline.value.clone(),
                template: template.id.clone(),
                languages: languages.to_vec(),
                stock: stock.id.clone(),
                setup: setup.clone(),
                rule: selection.rule.clone(),
            })
        })
        .collect();
    (orders, u32::try_from(fit.places.len()).unwrap_or(1).max(1))
}

/// Checks every id that campaign and selection name.
fn check_names(diags: &mut Diagnostics, library: &Library, campaign: &Campaign, selection: &Selection) {
    let hotlines: Vec<&str> = library.hotlines.keys().map(String::as_str).collect();
    let templates: Vec<&str> = library.templates.keys().map(String::as_str).collect();
    if !library.hotlines.contains_key(&campaign.hotline.value) {
        let word = &campaign.hotline.value;
        diags.push(
            unknown(
                say("there is no hotline `{word}`"),
                code::UNKNOWN_HOTLINE,
                word,
                hotlines,
            )
            .at(&campaign.hotline.span),
        );
    }
    law::check(diags, &library.rules, campaign);
    if let Some(id) = &selection.rule {
        match library.rules.get(id) {
            None => diags.push(library.rules.unknown(id)),
            Some(rule) => notice::check(diags, rule),
        }
    }
    // Many places speak few languages, so each is looked up once.
    let mut faults: BTreeMap<Locale, Option<Diagnostic>> = BTreeMap::new();
    let mut language = |choice: &LanguageChoice, span: Option<&Span>| {
        let Some(locale) = choice.one() else { return };
        if !faults.contains_key(locale) {
            let fault = library
                .catalog(locale)
                .is_none()
                .then(|| unknown_language(library, locale));
            faults.insert(locale.clone(), fault);
        }
        if let Some(fault) = faults[locale].clone() {
            diags.push(match span {
                Some(span) => fault.at(span),
                None => fault,
            });
        }
    };
    selection
        .languages
        .iter()
        .for_each(|choice| language(choice, None));
    if selection.languages.is_empty() {
        let of_hangs = campaign.hangs.iter().flat_map(|hang| &hang.languages);
        let of_places = campaign.locations.iter().flat_map(|location| &location.languages);
        for tag in campaign.languages.iter().chain(of_hangs).chain(of_places) {
            language(&tag.value, Some(&tag.span));
        }
    }
    for hang in &campaign.hangs {
        let (template, stock) = (&hang.template, &hang.stock);
        let known = library.templates.get(&template.value);
        if let Some(handout) = known.filter(|known| known.handout) {
            diags.push(is_handout(&handout.id).at(&template.span));
        }
        if known.is_none() {
            let fault = unknown(
                say("there is no template `{word}`"),
                code::UNKNOWN_TEMPLATE,
                &template.value,
                templates.clone(),
            );
            diags.push(fault.at(&template.span));
        }
        // A stock on the command line takes the place of this one.
        if selection.stock.is_none() {
            let faults = stock_faults(library, selection, known, &stock.value);
            faults
                .into_iter()
                .for_each(|fault| diags.push(fault.at(&stock.span)));
        }
    }
    for (stock, price) in &campaign.outfit.prices {
        if library.stocks.get(stock).is_none() {
            diags.push(unknown_stock(library, stock).at(&price.span));
        }
    }
    for word in &campaign.outfit.laminate {
        if !library.templates.contains_key(&word.value) {
            let message = say("there is no template `{word}`");
            let fault = unknown(message, code::UNKNOWN_TEMPLATE, &word.value, templates.clone());
            diags.push(fault.at(&word.span));
        }
    }
    for word in &selection.templates {
        if !library.templates.contains_key(word) {
            diags.push(unknown(
                say("there is no template `{word}`"),
                code::UNKNOWN_TEMPLATE,
                word,
                templates.clone(),
            ));
        }
        if let Some(handout) = library.templates.get(word).filter(|known| known.handout) {
            diags.push(is_handout(&handout.id));
        }
    }
    if let Some(stock) = &selection.stock {
        let hung: BTreeSet<&String> = match selection.templates.as_slice() {
            [] => campaign.hangs.iter().map(|hang| &hang.template.value).collect(),
            chosen => chosen.iter().collect(),
        };
        let known = hung.into_iter().filter_map(|id| library.templates.get(id));
        let mut faults = stock_faults(library, selection, None, stock);
        if faults.is_empty() {
            faults.extend(known.flat_map(|known| stock_faults(library, selection, Some(known), stock)));
        }
        faults.into_iter().for_each(|fault| diags.push(fault));
    }
}

/// The fault of a sheet that is handed out, where one that hangs is wanted.
fn is_handout(template: &str) -> Diagnostic {
    let message = say("`{template}` is handed out and does not hang").with("template", template);
    Diagnostic::new(code::HANDOUT, message)
        .hint(say("print it by `mileposter handout {template}`").with("template", template))
}

/// What is wrong with a stock by a name, and with a template on it.
fn stock_faults(
    library: &Library,
    selection: &Selection,
    template: Option<&Template>,
    name: &str,
) -> Vec<Diagnostic> {
    let Some(stock) = library.stocks.get(name) else {
        return vec![unknown_stock(library, name)];
    };
    let mut faults = Vec::new();
    if stock.confidence == Confidence::Low && !selection.has_proofed {
        let message = say("the measures of `{stock}` are not sure: {note}")
            .with("stock", &stock.id)
            .with("note", stock.note.as_deref().unwrap_or(&stock.name));
        let cure = say("print `mileposter outline {stock}` on plain paper, hold it against the real sheet, and add `--i-have-proofed` if it is right")
            .with("stock", &stock.id);
        faults.push(Diagnostic::new(code::STOCK_UNPROOFED, message).hint(cure));
    }
    if let Some(template) = template
        && let Err(misfit) = fit::on(template, stock)
    {
        faults.push(poster::does_not_fit(template, stock, &misfit));
    }
    faults
}

/// The fault of a word that names nothing, with the nearest that does.
fn unknown(message: Phrase, code: Code, word: &str, known: Vec<&str>) -> Diagnostic {
    Diagnostic::new(code, message.with("word", shown(word))).near(word, known)
}

/// The fault of a language that has no catalog.
pub fn unknown_language(library: &Library, locale: &Locale) -> Diagnostic {
    let tags: Vec<&str> = library.catalogs.keys().map(Locale::tag).collect();
    let fault = unknown(
        say("there is no catalog for the language `{word}`"),
        code::UNKNOWN_LANGUAGE,
        locale.tag(),
        tags,
    );
    match fault.hint {
        Some(_) => fault,
        None => fault.hint(say("`mileposter list languages` shows those that are there")),
    }
}

/// The fault of a stock that is not there, with why where it was looked for.
pub fn unknown_stock(library: &Library, name: &str) -> Diagnostic {
    let message = say("there is no stock `{word}`").with("word", shown(name));
    let fault = Diagnostic::new(code::UNKNOWN_STOCK, message);
    match library.stocks.rejected(name) {
        Some(rejected) => fault.hint(
            say("{part} was looked for and not taken: {why}")
                .with("part", &rejected.part)
                .with("why", &rejected.why),
        ),
        None => {
            let names = library.stocks.iter().map(|stock| stock.id.as_str());
            let fault = fault.near(name, names);
            match fault.hint {
                Some(_) => fault,
                None => fault.hint(say("`mileposter list stocks` shows those that are there")),
            }
        }
    }
}

/// Reports a language that stands twice in one list: its words would be printed twice.
fn check_repeats(diags: &mut Diagnostics, campaign: &Campaign, selection: &Selection) {
    let twice = |choice: &LanguageChoice| {
        Diagnostic::new(
            code::BAD_VALUE,
            say("the language `{choice}` stands here twice").with("choice", choice),
        )
    };
    let chosen = &selection.languages;
    for (at, choice) in chosen
        .iter()
        .enumerate()
        .filter(|(at, choice)| chosen[..*at].contains(choice))
    {
        let cure = say("leave number {number} out of `--language`").with("number", at + 1);
        diags.push(twice(choice).hint(cure));
    }
    let of_hangs = campaign.hangs.iter().map(|hang| &hang.languages);
    let of_places = campaign.locations.iter().map(|location| &location.languages);
    for list in of_hangs.chain(of_places).chain([&campaign.languages]) {
        for (at, tag) in list.iter().enumerate() {
            if list[..at].iter().any(|before| before.value == tag.value) {
                diags.push(twice(&tag.value).at(&tag.span));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn ids_by_pattern() {
        assert!(matches("or-i5-*", "or-i5-nb-oak-grove"));
        assert!(matches("*oak*", "or-i5-nb-oak-grove"));
        assert!(!matches("or-i84-*", "or-i5-nb-oak-grove"));
        assert!(!matches("or-i5", "or-i5-nb-oak-grove"));
        assert!(matches("*", "") && matches("a*", "a") && matches("a**b", "ab"));
        assert!(matches("*ab*b", "abcabb") && !matches("a*a", "a") && !matches("ab*ba", "aba"));
        let hard = format!("{}b", "*a".repeat(30));
        assert!(!matches(&hard, &"a".repeat(80)));
    }
}
