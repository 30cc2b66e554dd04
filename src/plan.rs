//! What is printed for which place: locations, hang rules and a selection become jobs.

use crate::campaign::{Campaign, Hang, Per};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::library::Library;
use crate::locale::Locale;
use crate::location::{Direction, Kind, Location, Status};
use crate::poster::Order;
use crate::source::Spanned;

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
    pub languages: Vec<Locale>,
    /// Stock instead of that of the hang rules.
    pub stock: Option<String>,
    /// Whether backgrounds give way to outlines.
    pub ink_saver: bool,
}

/// One file to print.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// For which place.
    pub location: &'a Location,
    /// What.
    pub order: Order,
    /// How many sheets of it.
    pub copies: u32,
    /// Whether the count had to be assumed.
    pub assumed: bool,
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
    let wanted: Vec<&Location> = campaign
        .locations
        .iter()
        .filter(|location| selection.wants(location))
        .collect();
    if wanted.is_empty() {
        let message = match campaign.locations.len() {
            0 => "the locations file has no location".to_owned(),
            all => format!("none of the {all} locations fits the selection"),
        };
        diags.push(
            Diagnostic::new(code::NO_LOCATIONS, message)
                .hint("`mileposter list locations` shows ids, routes, states and kinds"),
        );
    }
    let mut jobs = Vec::new();
    let mut uncounted = 0;
    for location in wanted
        .into_iter()
        .filter(|location| location.status != Status::Closed)
    {
        let before = jobs.len();
        for (hang, per) in hangs(campaign, selection, location) {
            jobs.extend(jobs_of(library, campaign, selection, location, &hang, per));
        }
        if jobs.len() == before {
            let message = format!(
                "no hang rule is for `{}`, so nothing is printed for it",
                location.id
            );
            diags.push(Diagnostic::new(code::NO_HANG_RULE, message).at(&location.span));
        }
        uncounted += usize::from(jobs[before..].iter().any(|job| job.assumed));
        if jobs.len() > MOST_JOBS {
            let message = format!("more than {MOST_JOBS} files would be printed");
            diags.push(
                Diagnostic::new(code::TOO_LARGE, message)
                    .at(&location.span)
                    .hint("print route by route or state by state, with `--route` and `--state`"),
            );
            return Vec::new();
        }
    }
    if jobs.is_empty() && !diags.has_errors() {
        let message = "nothing is left to print: every place is closed or has no hang rule";
        diags.push(
            Diagnostic::new(code::NO_LOCATIONS, message)
                .hint("look at `status` of the locations and at the `[[hang]]` rules"),
        );
    }
    if uncounted > 0 {
        let message = format!(
            "stall counts are not known for {uncounted} places, so one copy is planned where they matter"
        );
        diags.push(
            Diagnostic::new(code::STALL_COUNT, message).hint(
                "add `stalls = { women = 6, men = 4, all = 1 }` to a location once somebody has counted",
            ),
        );
    }
    jobs
}

/// The rules that decide for a place: for each template the first that matches.
fn hangs(campaign: &Campaign, selection: &Selection, location: &Location) -> Vec<(Hang, Per)> {
    let mut chosen: Vec<(Hang, Per)> = Vec::new();
    for hang in &campaign.hangs {
        let fits = hang.kinds.is_empty() || hang.kinds.contains(&location.kind);
        let wanted = selection.templates.is_empty() || selection.templates.contains(&hang.template.value);
        if fits
            && wanted
            && !chosen
                .iter()
                .any(|(known, _)| known.template.value == hang.template.value)
        {
            chosen.push((hang.clone(), hang.per));
        }
    }
    // A template asked for by name is printed even where no rule speaks of it.
    for template in &selection.templates {
        if !chosen.iter().any(|(hang, _)| hang.template.value == *template) {
            let words = |text: &str| Spanned::new(text.to_owned(), location.span.clone());
            let hang = Hang {
                kinds: Vec::new(),
                template: words(template),
                stock: words(""),
                per: Per::Site,
                languages: Vec::new(),
            };
            chosen.push((hang, Per::Site));
        }
    }
    chosen
}

/// One job for each group of languages that fits on a piece.
fn jobs_of<'a>(
    library: &Library,
    campaign: &Campaign,
    selection: &Selection,
    location: &'a Location,
    hang: &Hang,
    per: Per,
) -> Vec<Job<'a>> {
    let Some(template) = library.templates.get(&hang.template.value) else {
        return Vec::new();
    };
    let plain = |tags: &[Spanned<Locale>]| tags.iter().map(|tag| tag.value.clone()).collect::<Vec<_>>();
    let languages = if !selection.languages.is_empty() {
        selection.languages.clone()
    } else if !location.languages.is_empty() {
        plain(&location.languages)
    } else if !hang.languages.is_empty() {
        plain(&hang.languages)
    } else {
        plain(&campaign.languages)
    };
    let stock = selection
        .stock
        .clone()
        .or_else(|| (!hang.stock.value.is_empty()).then(|| hang.stock.value.clone()));
    let stock = stock
        .or_else(|| template.stocks.first().map(|stock| stock.value.clone()))
        .unwrap_or_default();
    let (copies, assumed) = per.copies(location);
    languages
        .chunks(template.most_languages)
        .filter(|_| copies > 0)
        .map(|languages| Job {
            location,
            order: Order {
                hotline: campaign.hotline.value.clone(),
                template: template.id.clone(),
                languages: languages.to_vec(),
                stock: stock.clone(),
                ink_saver: selection.ink_saver,
            },
            copies,
            assumed,
        })
        .collect()
}

/// Checks every id that campaign and selection name.
fn check_names(diags: &mut Diagnostics, library: &Library, campaign: &Campaign, selection: &Selection) {
    let unknown = |what: &str, code, word: &str, known: Vec<&str>| {
        Diagnostic::new(code, format!("there is no {what} `{}`", shown(word))).near(word, known)
    };
    let hotlines: Vec<&str> = library.hotlines.keys().map(String::as_str).collect();
    let templates: Vec<&str> = library.templates.keys().map(String::as_str).collect();
    let stocks: Vec<&str> = library.stocks.keys().map(String::as_str).collect();
    let tags: Vec<&str> = library.catalogs.keys().map(Locale::tag).collect();
    if !library.hotlines.contains_key(&campaign.hotline.value) {
        let word = &campaign.hotline.value;
        diags.push(unknown("hotline", code::UNKNOWN_HOTLINE, word, hotlines).at(&campaign.hotline.span));
    }
    let mut language = |locale: &Locale, span: Option<&crate::source::Span>| {
        if library.catalog(locale).is_none() {
            let fault = unknown(
                "catalog for the language",
                code::UNKNOWN_LANGUAGE,
                locale.tag(),
                tags.clone(),
            );
            let fault = match fault.hint {
                Some(_) => fault,
                None => fault.hint("`mileposter list languages` shows those that are there"),
            };
            diags.push(match span {
                Some(span) => fault.at(span),
                None => fault,
            });
        }
    };
    selection
        .languages
        .iter()
        .for_each(|locale| language(locale, None));
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
        if known.is_none() {
            let fault = unknown(
                "template",
                code::UNKNOWN_TEMPLATE,
                &template.value,
                templates.clone(),
            );
            diags.push(fault.at(&template.span));
        }
        if !library.stocks.contains_key(&stock.value) {
            let fault = unknown("stock", code::UNKNOWN_STOCK, &stock.value, stocks.clone());
            diags.push(fault.at(&stock.span));
        } else if let Some(known) = known.filter(|known| !known.fits(&stock.value)) {
            diags.push(does_not_fit(known, &stock.value).at(&stock.span));
        }
    }
    for word in &selection.templates {
        match (library.templates.get(word), &selection.stock) {
            (None, _) => diags.push(unknown(
                "template",
                code::UNKNOWN_TEMPLATE,
                word,
                templates.clone(),
            )),
            (Some(known), Some(stock)) if library.stocks.contains_key(stock) && !known.fits(stock) => {
                diags.push(does_not_fit(known, stock));
            }
            _ => {}
        }
    }
    if let Some(stock) = selection
        .stock
        .as_ref()
        .filter(|stock| !library.stocks.contains_key(*stock))
    {
        diags.push(unknown("stock", code::UNKNOWN_STOCK, stock, stocks));
    }
}

/// Reports a language that stands twice in one list: its words would be printed twice.
fn check_repeats(diags: &mut Diagnostics, campaign: &Campaign, selection: &Selection) {
    let twice = |locale: &Locale| {
        Diagnostic::new(
            code::BAD_VALUE,
            format!("the language `{locale}` stands here twice"),
        )
    };
    let chosen = &selection.languages;
    for (at, locale) in chosen
        .iter()
        .enumerate()
        .filter(|(at, locale)| chosen[..*at].contains(locale))
    {
        diags.push(twice(locale).hint(format!("leave number {} out of `--language`", at + 1)));
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

fn does_not_fit(template: &crate::template::Template, stock: &str) -> Diagnostic {
    let fits: Vec<&str> = template.stocks.iter().map(|stock| stock.value.as_str()).collect();
    Diagnostic::new(
        code::UNKNOWN_STOCK,
        format!("the template `{}` is not for the stock `{stock}`", template.id),
    )
    .hint(format!("it fits {}", fits.join(", ")))
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
