//! Makes drafts of services of a package. What is wrong is told by id and field, and left out.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::node::{Node, Place};
use super::{schedule, text, tongue};
use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics, is_hostile};
use crate::globe::Coordinate;
use crate::locale::Locale;
use crate::phrase::{Phrase, say};
use crate::service::area::{self, Area};
use crate::service::draft::Draft;
use crate::service::entry::{LONGEST_NAME, MOST_LISTED};
use crate::service::hours::Hours;
use crate::service::kind::speaks_of_shelter;
use crate::service::reading::{is_id, numbered};
use crate::service::tally::Tally;
use crate::service::{County, Disclosure, Kind, Phone, PhoneKind, phone, web};
use crate::source::{Cell, Source, Span};
use crate::states;

/// The longest text that is looked at, in bytes: more is no description.
const LONGEST: usize = 20_000;

/// The most numbers of a service.
const MOST_PHONES: usize = 12;

/// What services are read with: the sources they stand in, faults that were told, what was made.
#[derive(Default)]
pub(super) struct Desk {
    sources: Vec<(Arc<Source>, Vec<Option<&'static str>>)>,
    tally: Tally,
    drafts: Vec<Draft>,
    ids: HashSet<String>,
    /// How many were read, listed or not.
    count: usize,
    inactive: usize,
}

impl Desk {
    /// Keeps the places of a text, without the text.
    pub(super) fn source(&mut self, source: &Arc<Source>) -> usize {
        self.sources.push((source.without_text(), Vec::new()));
        self.sources.len() - 1
    }

    /// Keeps tables, with the fields of their columns. Tells how many sources were there before.
    pub(super) fn tables(&mut self, tables: Vec<(Arc<Source>, Vec<Option<&'static str>>)>) -> usize {
        let before = self.sources.len();
        self.sources.extend(tables);
        before
    }

    /// Tells a fault of an entry, or counts it.
    pub(super) fn complain(
        &mut self,
        diags: &mut Diagnostics,
        what: &Phrase,
        entry: Option<&str>,
        span: &Span,
    ) {
        let message = match entry {
            None => what.clone(),
            Some(entry) => say("{entry}: {what}")
                .with("entry", entry)
                .with_words("what", what.clone()),
        };
        let fault = Diagnostic::new(code::SERVICE_LEFT_OUT, message).at(span);
        self.tally.push(diags, what, fault);
    }

    /// Hands over the drafts; tells what was counted.
    pub(super) fn finish(self, diags: &mut Diagnostics, package: &Span) -> Vec<Draft> {
        if self.inactive > 0 {
            let message =
                say("{count} services are not active, and are not listed").with("count", self.inactive);
            diags.push(Diagnostic::new(code::SERVICE_INACTIVE, message).at(package));
        }
        if self.count == 0 {
            let message = say("there is no service in this package");
            diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(package));
        }
        self.tally.finish(diags);
        self.drafts
    }

    /// Where a field of an object stands.
    fn span(&self, place: Option<Place>, field: &str) -> Option<Span> {
        let place = place?;
        let (source, heads) = self.sources.get(place.source)?;
        if heads.is_empty() {
            return Some(Span::new(source, place.at..place.at));
        }
        let column = heads.iter().position(|head| *head == Some(field)).unwrap_or(0);
        Some(Span {
            cell: Some(Cell {
                row: place.at,
                column,
            }),
            ..Span::file(source)
        })
    }

    /// Makes the draft of a service, with all that belongs to it.
    pub(super) fn service(&mut self, diags: &mut Diagnostics, node: &Node<'_>) {
        self.count += 1;
        let id = self.id(node);
        let mut entry = Entry {
            place: node.place,
            id,
            desk: self,
            diags,
        };
        let draft = entry.draft(node);
        let Some(draft) = draft else { return };
        self.drafts.push(draft);
    }

    /// The id as a name of files; a number where it has none.
    fn id(&mut self, node: &Node<'_>) -> String {
        let own = node.get("id").unwrap_or_default().to_lowercase();
        let slug: String = own
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        let slug = slug.trim_matches('-').to_owned();
        let id = if is_id(&slug) {
            slug
        } else {
            numbered(self.count, &self.ids)
        };
        self.ids.insert(id.clone());
        id
    }
}

/// A service being read.
struct Entry<'a> {
    desk: &'a mut Desk,
    diags: &'a mut Diagnostics,
    id: String,
    place: Option<Place>,
}

impl Entry<'_> {
    fn complain(&mut self, field: &'static str, place: Option<Place>, what: &Phrase) {
        let span = self
            .desk
            .span(place, field)
            .or_else(|| self.desk.span(self.place, field));
        if let Some(span) = span {
            self.desk.complain(self.diags, what, Some(&self.id), &span);
        }
    }

    /// A text as it is printed. One that holds what may hide something is told and left out.
    fn plain(&mut self, node: &Node<'_>, field: &'static str) -> Option<String> {
        let written = node.get(field)?;
        let what = if written.len() > LONGEST {
            say("`{field}` is far too long, and is left out")
        } else if let Some(plain) = text::plain(written) {
            return Some(plain.into_owned()).filter(|plain| !plain.is_empty());
        } else {
            say("`{field}` holds a control or direction character, and is left out")
        };
        self.complain(field, node.place, &what.with("field", field));
        None
    }

    fn draft(&mut self, node: &Node<'_>) -> Option<Draft> {
        let organization = node.list("organization").first();
        let spots = node.list("service_at_locations");
        let locations: Vec<&Node<'_>> = spots
            .iter()
            .flat_map(|spot| spot.list("location"))
            .chain(node.list("location"))
            .chain(node.list("locations"))
            .collect();
        let span = self.desk.span(self.place, "name")?;
        let name = self.plain(node, "name");
        let (kind, is_shelter_like) = classified(node, organization);
        let disclosure = self.disclosure(node);
        let is_active = node
            .get("status")
            .is_none_or(|status| status.eq_ignore_ascii_case("active"));
        if !is_active {
            self.desk.inactive += 1;
        }
        let phones = self.phones(node, &locations, organization);
        let (hours, zone) = self.hours(node, &locations);
        let (addresses, hidden) = self.addresses(&locations, organization, spots.is_empty());
        let points = locations
            .iter()
            .chain(&elsewhere(organization, locations.is_empty()))
            .filter_map(|location| self.point(location))
            .collect::<Vec<_>>();
        let home = home_state(&locations);
        let (area, words) = self.area(node, &locations, home);
        let mut texts = self.texts(node, organization);
        texts.extend(words.map(|words| ("area", words)));
        let verified_on = self.verified_on(node);
        let name = match name {
            Some(name) => shortened(&name),
            None => {
                if is_active {
                    self.complain(
                        "name",
                        node.place,
                        &say("`name` is missing, so the service is left out"),
                    );
                }
                String::new()
            }
        };
        let is_reached =
            !phones.is_empty() || !addresses.is_empty() || texts.iter().any(|(field, _)| *field == "web");
        if is_active && !is_reached {
            let what = say("the service has neither a telephone number nor an address, and is left out");
            self.complain("name", node.place, &what);
        }
        Some(Draft {
            id: self.id.clone(),
            is_sound: is_active && is_reached && !name.is_empty(),
            name,
            kind,
            is_shelter_like,
            disclosure,
            is_foreign: true,
            phones,
            hours,
            zone,
            addresses,
            hidden,
            points,
            counties: area.counties,
            states: area.states,
            nationwide: area.nationwide,
            texts,
            access_there: self.access(&locations),
            languages: languages(node, &locations),
            verified_on,
            span,
        })
    }

    /// What may be told. Another word than those three is taken for the strictest.
    fn disclosure(&mut self, node: &Node<'_>) -> Option<Disclosure> {
        let written = node.first(&["disclosure", "x-disclosure"])?;
        let known = Disclosure::parse(written);
        if known.is_none() {
            let what = say("`disclosure` takes public, phone-only or never; nothing of the service is told");
            self.complain("disclosure", node.place, &what);
        }
        Some(known.unwrap_or(Disclosure::Never))
    }

    /// Numbers of the service and its places, or else of its organization; each once.
    fn phones(
        &mut self,
        node: &Node<'_>,
        locations: &[&Node<'_>],
        organization: Option<&Node<'_>>,
    ) -> Vec<Phone> {
        let spots = node.list("service_at_locations").iter();
        let own = node
            .list("phones")
            .iter()
            .chain(spots.flat_map(|spot| spot.list("phones")));
        let own = own.chain(locations.iter().flat_map(|location| location.list("phones")));
        let mut phones = self.read_phones(own);
        if phones.is_empty() {
            phones = self.read_phones(
                organization
                    .into_iter()
                    .flat_map(|organization| organization.list("phones")),
            );
        }
        phones
    }

    fn read_phones<'n>(&mut self, nodes: impl Iterator<Item = &'n Node<'n>>) -> Vec<Phone> {
        let mut phones: Vec<Phone> = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        for node in nodes {
            if phones.len() >= MOST_PHONES {
                break;
            }
            // One object may stand at several levels.
            if node.get("id").is_some_and(|id| !seen.insert(id)) {
                continue;
            }
            let kind = match node.get("type") {
                None => PhoneKind::Voice,
                Some(kind) if is_no_telephone(kind) => continue,
                Some(kind) => PhoneKind::parse(kind).unwrap_or(PhoneKind::Voice),
            };
            let Some(number) = node.get("number") else {
                continue;
            };
            let Some((printed, extension)) = phone::parse(number, kind) else {
                let what =
                    say("a number of `phones` is no telephone number that can be dialled, and is left out");
                self.complain("number", node.place, &what);
                continue;
            };
            let phone = Phone {
                printed,
                kind,
                extension: node.get("extension").and_then(phone::extension).or(extension),
                languages: spoken(node),
                note: self.plain(node, "description"),
            };
            let is_known = |known: &Phone| {
                (&known.printed, known.kind, &known.extension)
                    == (&phone.printed, phone.kind, &phone.extension)
            };
            if !phones.iter().any(is_known) {
                phones.push(phone);
            }
        }
        phones
    }

    /// Hours of the service, or else of its place, where it has one.
    fn hours(&mut self, node: &Node<'_>, locations: &[&Node<'_>]) -> (Hours, Option<String>) {
        let spots = node.list("service_at_locations");
        let mut found = schedules(node);
        if let ([spot], true) = (spots, found.is_empty()) {
            found = schedules(spot);
        }
        if let ([location], true) = (locations, found.is_empty()) {
            found = schedules(location);
        }
        schedule::hours(&found)
    }

    /// Addresses that may be printed, one for each place, and all other lines that tell where it is.
    fn addresses(
        &mut self,
        locations: &[&Node<'_>],
        organization: Option<&Node<'_>>,
        is_homeless: bool,
    ) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        let (mut printed, mut hidden): (Vec<Vec<String>>, Vec<Vec<String>>) = (Vec::new(), Vec::new());
        for location in locations {
            let is_no_house = location
                .get("location_type")
                .is_some_and(|kind| !kind.eq_ignore_ascii_case("physical"));
            let physical = location
                .list("addresses")
                .iter()
                .chain(location.list("physical_addresses"));
            for address in physical.chain(location.list("physical_address")) {
                let is_elsewhere = address
                    .get("address_type")
                    .is_some_and(|kind| !kind.eq_ignore_ascii_case("physical"));
                let lines = self.lines(address);
                if is_elsewhere || is_no_house || lines.is_empty() {
                    hidden.push(lines);
                } else if !printed.contains(&lines) {
                    printed.push(lines);
                }
                hidden.push(address.get("attention").map(str::to_owned).into_iter().collect());
            }
            let postal = location
                .list("postal_addresses")
                .iter()
                .chain(location.list("postal_address"));
            hidden.extend(postal.map(|address| self.lines(address)));
            hidden.extend(names(location));
        }
        if is_homeless {
            for location in elsewhere(organization, locations.is_empty()) {
                hidden.extend(
                    location
                        .list("addresses")
                        .iter()
                        .map(|address| self.lines(address)),
                );
                hidden.extend(names(location));
            }
        }
        hidden.retain(|lines| !lines.is_empty());
        (printed, hidden)
    }

    /// The lines of an address. What cannot be printed stays among them, so that it is sealed; the caller tells it apart by no means.
    fn lines(&mut self, address: &Node<'_>) -> Vec<String> {
        let streets = ["address_1", "address_2", "address_3", "address_4"];
        let mut lines: Vec<String> = streets
            .into_iter()
            .filter_map(|field| address.get(field))
            .map(clean)
            .collect();
        let town = address.get("city").map(clean);
        let state = address.first(&["state_province"]).map(clean);
        let code = address.get("postal_code").map(clean);
        let after: Vec<String> = state.into_iter().chain(code).collect();
        let last = match (town, after.join(" ")) {
            (Some(town), after) if after.is_empty() => town,
            (Some(town), after) => format!("{town}, {after}"),
            (None, after) => after,
        };
        if !lines.is_empty() && !last.is_empty() {
            lines.push(last);
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    fn point(&mut self, location: &Node<'_>) -> Option<Coordinate> {
        let (lat, lon) = (location.get("latitude")?, location.get("longitude")?);
        let degrees =
            |text: &str, most: f64| text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
        match (degrees(lat, 90.0), degrees(lon, 180.0)) {
            (Some(lat), Some(lon)) => {
                Some(Coordinate { lat, lon }).filter(|point| point.lat != 0.0 || point.lon != 0.0)
            }
            _ => {
                let what = say("`latitude` and `longitude` are no place on the globe, and are left out");
                self.complain("latitude", location.place, &what);
                None
            }
        }
    }

    /// The area, by service areas or else by the county of its place; in words where it is not understood.
    fn area(
        &mut self,
        node: &Node<'_>,
        locations: &[&Node<'_>],
        home: Option<&'static str>,
    ) -> (Area, Option<String>) {
        let mut whole = Area::default();
        let mut words: Vec<String> = Vec::new();
        for area in node.list("service_areas").iter().take(MOST_LISTED) {
            let is_text = area
                .get("extent_type")
                .is_none_or(|kind| kind.eq_ignore_ascii_case("text"));
            let mut named = ["name", "service_area"]
                .into_iter()
                .filter_map(|field| self.plain(area, field));
            let name = named.next();
            let extent = if is_text { self.plain(area, "extent") } else { None };
            for text in name.iter().chain(&extent) {
                let found = area::parse(text, home);
                whole.nationwide |= found.nationwide;
                whole.counties.extend(found.counties);
                whole.states.extend(found.states);
                if !found.is_known && !words.contains(text) {
                    words.push(text.clone());
                }
            }
        }
        if whole.counties.is_empty() && whole.states.is_empty() && !whole.nationwide {
            whole.counties = locations
                .iter()
                .flat_map(|location| counties_of(location, home))
                .collect();
        }
        whole.counties.sort();
        whole.counties.dedup();
        whole.counties.truncate(MOST_LISTED);
        whole.states.sort();
        whole.states.dedup();
        (whole, Some(words.join("; ")).filter(|words| !words.is_empty()))
    }

    fn texts(&mut self, node: &Node<'_>, organization: Option<&Node<'_>>) -> Vec<(&'static str, String)> {
        let mut texts = Vec::new();
        let mut add = |field: &'static str, text: Option<String>| {
            texts.extend(text.map(|text| (field, text)));
        };
        let eligible = self.plain(node, "eligibility_description");
        let listed = node
            .list("eligibility")
            .iter()
            .filter_map(|one| one.get("eligibility"));
        let listed = listed
            .map(str::to_owned)
            .reduce(|all, one| format!("{all}; {one}"));
        add(
            "who",
            with_ages(
                eligible.or(listed),
                node.get("minimum_age"),
                node.get("maximum_age"),
            ),
        );
        let fees = self
            .plain(node, "fees_description")
            .or_else(|| self.plain(node, "fees"));
        add("cost", fees.or_else(|| self.costs(node)));
        add("start", self.plain(node, "application_process"));
        let papers: Vec<String> = node
            .list("required_documents")
            .iter()
            .take(MOST_LISTED)
            .filter_map(|document| self.plain(document, "document"))
            .collect();
        add(
            "papers",
            Some(papers.join("; ")).filter(|papers| !papers.is_empty()),
        );
        add("police", self.plain(node, "police"));
        let pages = [
            node.get("url"),
            organization.and_then(|one| one.first(&["website", "url"])),
        ];
        add("web", pages.into_iter().flatten().find_map(web::parse));
        texts
    }

    /// What options cost, where no words say it.
    fn costs(&mut self, node: &Node<'_>) -> Option<String> {
        let options = node
            .list("cost_options")
            .iter()
            .take(MOST_LISTED)
            .filter_map(|option| {
                let amount = option.get("amount").map(|amount| match option.get("currency") {
                    Some(currency) => format!("{amount} {}", currency.to_uppercase()),
                    None => amount.to_owned(),
                });
                let amount = [amount, option.get("amount_description").map(str::to_owned)];
                let amount: Vec<String> = amount.into_iter().flatten().collect();
                let words = match (option.get("option"), amount.join(" ")) {
                    (Some(name), amount) if amount.is_empty() => name.to_owned(),
                    (Some(name), amount) => format!("{name}: {amount}"),
                    (None, amount) => amount,
                };
                text::plain(&words).map(Cow::into_owned)
            });
        options
            .reduce(|all, one| format!("{all}; {one}"))
            .filter(|all| !all.is_empty())
    }

    /// How one gets in, where it has one place.
    fn access(&mut self, locations: &[&Node<'_>]) -> Option<String> {
        let [location] = locations else { return None };
        let told = location
            .list("accessibility")
            .iter()
            .take(MOST_LISTED)
            .filter_map(|access| {
                let field = if access.get("description").is_some() {
                    "description"
                } else if access.get("accessibility").is_some() {
                    "accessibility"
                } else {
                    "details"
                };
                self.plain(access, field)
            });
        told.reduce(|all, one| format!("{all}; {one}"))
    }

    fn verified_on(&mut self, node: &Node<'_>) -> Option<Date> {
        let written = node.get("assured_date")?;
        let day = written.get(..10).and_then(Date::parse);
        if day.is_none() {
            let what = say("`assured_date` is no day, and is left out");
            self.complain("assured_date", node.place, &what);
        }
        day
    }
}

/// The schedules of an object, as 3.0 and as 1.0 have them.
fn schedules<'n>(node: &'n Node<'n>) -> Vec<&'n Node<'n>> {
    let old = node.list("regular_schedules");
    node.list("schedules").iter().chain(old).collect()
}

/// A line of an address as it is printed; a sign that hides something is taken out.
fn clean(written: &str) -> String {
    match text::plain(written) {
        Some(plain) => plain.into_owned(),
        None => written.chars().filter(|c| !is_hostile(*c)).collect(),
    }
}

/// Names of a place, which may hold its address.
fn names(location: &Node<'_>) -> impl Iterator<Item = Vec<String>> {
    let names = ["name", "alternate_name"]
        .into_iter()
        .filter_map(|field| location.get(field));
    names.map(|name| vec![name.to_owned()])
}

/// Places of the organization, for a service that has none of its own.
fn elsewhere<'n>(organization: Option<&'n Node<'n>>, is_needed: bool) -> Vec<&'n Node<'n>> {
    let places = organization
        .into_iter()
        .flat_map(|organization| organization.list("locations"));
    places.filter(|_| is_needed).collect()
}

/// What it is for, and whether any of its words is that of a shelter.
fn classified(node: &Node<'_>, organization: Option<&Node<'_>>) -> (Kind, bool) {
    let terms = node
        .list("attributes")
        .iter()
        .flat_map(|attribute| attribute.list("taxonomy_term"));
    let terms: Vec<&str> = terms.filter_map(|term| term.first(&["name", "term"])).collect();
    let own = ["name", "alternate_name"]
        .into_iter()
        .filter_map(|field| node.get(field));
    let named: Vec<&str> = terms.into_iter().chain(own).collect();
    let described = ["description", "eligibility_description"]
        .into_iter()
        .filter_map(|field| node.get(field));
    let described: Vec<&str> = described.collect();
    let of_organization = organization.and_then(|organization| organization.get("name"));
    let others = organization.and_then(|organization| organization.get("alternate_name"));
    let all = named
        .iter()
        .chain(&described)
        .copied()
        .chain(of_organization)
        .chain(others);
    let mut all = all.map(head_of);
    let kind = named
        .iter()
        .chain(&described)
        .find_map(|text| Kind::of(head_of(text)));
    let kind = kind.unwrap_or(Kind::Other);
    (kind, kind.is_shelter_like() || all.any(speaks_of_shelter))
}

/// The beginning of a text: no more is looked at for words.
fn head_of(text: &str) -> &str {
    let end = (0..=text.len().min(LONGEST))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

/// Whether a number takes neither calls nor texts.
fn is_no_telephone(kind: &str) -> bool {
    matches!(kind.to_lowercase().as_str(), "fax" | "pager" | "video")
}

/// The languages of an object.
fn spoken(node: &Node<'_>) -> Vec<Locale> {
    let listed = node.list("languages").iter().filter_map(|language| {
        let by_code = language.get("code").and_then(tongue::parse);
        by_code.or_else(|| language.first(&["name", "language"]).and_then(tongue::parse))
    });
    let named = ["languages", "language"]
        .into_iter()
        .filter_map(|field| node.get(field));
    let named = named
        .flat_map(|list| list.split([',', ';']))
        .filter_map(tongue::parse);
    let mut languages = Vec::new();
    for language in listed.chain(named) {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    languages
}

/// The languages of a service, its places and its numbers.
fn languages(node: &Node<'_>, locations: &[&Node<'_>]) -> Vec<Locale> {
    let mut languages = spoken(node);
    let others = node.list("phones").iter().chain(locations.iter().copied());
    for language in others.flat_map(spoken) {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    languages
}

/// The state of the place, which is meant where an area names none.
fn home_state(locations: &[&Node<'_>]) -> Option<&'static str> {
    let addresses = locations.iter().flat_map(|location| {
        let old = location.list("physical_addresses");
        location.list("addresses").iter().chain(old)
    });
    addresses
        .filter_map(|address| address.get("state_province"))
        .find_map(states::parse)
}

/// The county that an address names.
fn counties_of(location: &Node<'_>, home: Option<&str>) -> Vec<County> {
    let addresses = location
        .list("addresses")
        .iter()
        .chain(location.list("physical_addresses"));
    let named = addresses.filter_map(|address| {
        let state = address.get("state_province").and_then(states::parse).or(home)?;
        let region = address
            .get("region")
            .filter(|region| region.to_lowercase().ends_with("county"));
        County::named(state, address.get("county").or(region)?)
    });
    named.collect()
}

/// Whom it is for, with the ages where the words do not say them.
fn with_ages(who: Option<String>, from: Option<&str>, to: Option<&str>) -> Option<String> {
    let age = |text: &str| {
        text.parse::<f64>()
            .ok()
            .filter(|age| (0.0..=150.0).contains(age) && age.fract() == 0.0)
    };
    let said = |age: &f64| !who.as_ref().is_some_and(|who| who.contains(&age.to_string()));
    let (from, to) = (from.and_then(age).filter(said), to.and_then(age).filter(said));
    let from = from.filter(|from| *from > 0.0);
    let to = to.filter(|to| *to < 99.0);
    let ages = match (from, to) {
        (None, None) => return who,
        (Some(from), None) => format!("age {from} and over"),
        (None, Some(to)) => format!("up to age {to}"),
        (Some(from), Some(to)) => format!("ages {from} to {to}"),
    };
    Some(match who {
        Some(who) => format!("{who} ({ages})"),
        None => ages,
    })
}

/// A name that fits a line.
fn shortened(name: &str) -> String {
    match name.char_indices().nth(LONGEST_NAME) {
        None => name.to_owned(),
        Some((end, _)) => format!("{}…", name[..end].trim_end()),
    }
}
