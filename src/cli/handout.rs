//! `handout`: sheets that are handed out or kept, each proofed, into a folder of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use mileposter::catalog::Placeholder;
use mileposter::check;
use mileposter::code::{self, Severity};
use mileposter::corridor;
use mileposter::diag::{Diagnostic, Diagnostics, nearest};
use mileposter::fit;
use mileposter::handout::{self, Area, Desk, Handout, Made};
use mileposter::hotline::Hotline;
use mileposter::locale::{LanguageChoice, Locale};
use mileposter::location::Location;
use mileposter::manifest::{self, Entry, Manifest};
use mileposter::particulars::Particulars;
use mileposter::phrase::{Phrase, counted, say, verbatim};
use mileposter::plan::{self, Selection};
use mileposter::poster::Order;
use mileposter::referral;
use mileposter::service::{County, Service, Services};
use mileposter::source::Spanned;
use mileposter::template::{Audience, Template};

use super::Stop;
use super::args::{self, Per};
use super::build::{no_pseudo, nothing_written};
use super::check::{catalogs_of, faulty, use_threads};
use super::earlier::{self, MANIFEST};
use super::interrupt::Interrupt;
use super::list::{Table, print_table};
use super::load::{self, Loaded};
use super::output::Staged;
use super::report::Reporter;
use super::services;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, asked: &args::Handout) -> Result<(), Stop> {
    let interrupt = Interrupt::listen();
    use_threads(&asked.wanted);
    let mut diags = Diagnostics::default();
    let loaded = load::load(reporter, &mut diags, &asked.wanted)?;
    if asked.names.is_empty() && asked.wanted.template.is_empty() {
        return what_there_is(reporter, &diags, &loaded);
    }
    let templates = templates(&loaded, asked)?;
    let mut run = Run {
        asked,
        loaded: &loaded,
        selection: loaded.selection(&asked.wanted),
        templates,
    };
    let services = run.services(&mut diags)?;
    if services.listed.is_empty() {
        run.drop_lists();
    }
    let today = asked.wanted.judging.today.unwrap_or_else(load::today);
    let listed = referral::current(&mut diags, &services, today, asked.verified_on);
    let wanted = |service: &&Service| asked.kinds.is_empty() || asked.kinds.contains(&service.kind);
    let listed: Vec<&Service> = listed.into_iter().filter(wanted).collect();
    let handouts = if loaded.sound {
        run.handouts(&mut diags, &listed)
    } else {
        Vec::new()
    };
    let made = run.make(&mut diags, &services, &handouts);
    interrupt.check()?;
    if diags.has_errors() {
        reporter.faults(&diags);
        return Err(nothing_written(reporter, &diags, "handout"));
    }
    let staged = Staged::open(reporter, &interrupt, &asked.out, &loaded.inputs)?;
    run.write(&mut diags, &staged, &handouts, &made)?;
    reporter.faults(&diags);
    staged.commit()?;
    run.tell(reporter, &services, &made);
    reporter.object(
        &diags,
        serde_json::json!({
            "command": "handout",
            "written": made.len(),
            "out": asked.out.display().to_string(),
            "files": made.iter().map(|made| made.path.as_str()).collect::<Vec<_>>(),
            "services": listed.len(),
            "without_room": made.iter().map(|made| made.left_out).sum::<usize>(),
        }),
    );
    Ok(())
}

/// Tells which sheets there are.
fn what_there_is(reporter: &Reporter, diags: &Diagnostics, loaded: &Loaded) -> Result<(), Stop> {
    reporter.faults(diags);
    let rows = handouts_of(loaded).map(|template| {
        let cells = [&template.id, &template.title, &template.purpose].map(verbatim);
        let audience = verbatim(template.audience.word());
        let [id, title, purpose] = cells;
        vec![id, audience, title, purpose]
    });
    let heads = vec![say("sheet"), say("for"), say("title"), say("purpose")];
    let table: Table = (heads, rows.collect());
    if reporter.is_human() {
        print_table(reporter, &table);
    }
    let names: Vec<&str> = handouts_of(loaded).map(|template| template.id.as_str()).collect();
    reporter.object(
        diags,
        serde_json::json!({ "command": "handout", "written": 0, "sheets": names }),
    );
    if diags.has_errors() {
        Err(Stop::Faults)
    } else {
        Ok(())
    }
}

fn handouts_of(loaded: &Loaded) -> impl Iterator<Item = &Template> {
    loaded
        .library
        .templates
        .values()
        .filter(|template| template.handout)
}

/// The templates that are asked for.
fn templates<'a>(loaded: &'a Loaded, asked: &args::Handout) -> Result<Vec<&'a Template>, Stop> {
    let typed = asked.names.iter().flat_map(|name| name.split(','));
    let typed = typed.chain(asked.wanted.template.iter().map(String::as_str));
    let mut templates: Vec<&Template> = Vec::new();
    for name in typed.map(str::trim).filter(|name| !name.is_empty()) {
        if name == "all" {
            templates.extend(handouts_of(loaded));
        } else {
            templates.push(template(loaded, name)?);
        }
    }
    let mut seen = BTreeSet::new();
    templates.retain(|template| seen.insert(template.id.as_str()));
    Ok(templates)
}

fn template<'a>(loaded: &'a Loaded, name: &str) -> Result<&'a Template, Stop> {
    let known = handouts_of(loaded).find(|template| template.id == name);
    known.ok_or_else(|| {
        let shown = mileposter::diag::shown(name);
        let of_places = loaded.library.templates.contains_key(name);
        let ids = handouts_of(loaded).map(|template| template.id.as_str());
        Stop::Usage(match nearest(name, ids) {
            _ if of_places => {
                say("`{name}` hangs at places: print it by `mileposter build --template {name}`")
                    .with("name", shown)
            }
            Some(near) => say("there is no sheet `{name}` to hand out; did you mean `{near}`?")
                .with("name", shown)
                .with("near", near),
            None => {
                say("there is no sheet `{name}` to hand out; `mileposter handout` shows those that are there")
                    .with("name", shown)
            }
        })
    })
}

/// What is printed.
struct Run<'a> {
    asked: &'a args::Handout,
    loaded: &'a Loaded,
    selection: Selection,
    templates: Vec<&'a Template>,
}

impl<'a> Run<'a> {
    /// The local services, where a sheet lists any.
    fn services(&self, diags: &mut Diagnostics) -> Result<Services, Stop> {
        let lists = self
            .templates
            .iter()
            .any(|template| template.services().is_some());
        if !lists {
            return Ok(Services::default());
        }
        services::load(diags, self.folder(), &self.asked.services)
    }

    /// Leaves out lists of services that nobody named, where there is no service: `all` means what there is.
    fn drop_lists(&mut self) {
        let typed = self.asked.names.iter().flat_map(|name| name.split(','));
        let named: BTreeSet<&str> = typed
            .chain(self.asked.wanted.template.iter().map(String::as_str))
            .collect();
        self.templates
            .retain(|template| template.services().is_none() || named.contains(template.id.as_str()));
    }

    /// The campaign's folder.
    fn folder(&self) -> &Path {
        let named = self.asked.wanted.which.campaign.as_deref();
        named.unwrap_or_else(|| Path::new("."))
    }

    /// Every sheet to print.
    fn handouts<'s>(&self, diags: &mut Diagnostics, services: &[&'s Service]) -> Vec<Handout<'s>> {
        let lists = self
            .templates
            .iter()
            .any(|template| template.services().is_some());
        let areas = if lists {
            self.areas(diags, services)
        } else {
            Vec::new()
        };
        let mut handouts = Vec::new();
        for template in &self.templates {
            let Some(stock) = self.stock(diags, template) else {
                continue;
            };
            for languages in self.languages(diags, template, &stock) {
                let order = Order {
                    hotline: self.loaded.campaign.hotline.value.clone(),
                    template: template.id.clone(),
                    languages,
                    stock: stock.clone(),
                    setup: self.selection.setup.clone(),
                    rule: None,
                };
                if template.services().is_none() {
                    handouts.push(Handout {
                        order,
                        area: None,
                        services: Vec::new(),
                    });
                    continue;
                }
                handouts.extend(areas.iter().map(|(area, services)| Handout {
                    order: order.clone(),
                    area: Some(area.clone()),
                    services: services.clone(),
                }));
            }
        }
        handouts
    }

    /// The areas that services are listed for, each with its services.
    fn areas<'s>(&self, diags: &mut Diagnostics, services: &[&'s Service]) -> Vec<(Area, Vec<&'s Service>)> {
        if self.asked.per == Per::List {
            let area = Area {
                id: "all".to_owned(),
                name: self.loaded.campaign.title.clone(),
            };
            return vec![(area, referral::all(services))];
        }
        let places = plan::wanted(diags, &self.loaded.campaign, &self.selection);
        match self.asked.per {
            Per::County => {
                let known = places.iter().copied().filter_map(referral::county_of);
                // A county is one in whatever letters its places write it.
                let mut counties: BTreeMap<(String, String), County> = BTreeMap::new();
                for county in known {
                    counties.entry(county.key()).or_insert(county);
                }
                if counties.is_empty() && !places.is_empty() {
                    diags.push(no_county());
                }
                let area = |county: &County| (area_of(county), referral::in_county(services, county));
                counties.values().map(area).collect()
            }
            Per::Place | Per::List => {
                let all = self.loaded.campaign.locations.iter();
                let corridor = corridor::of(&self.loaded.library.routes, all);
                let within = f64::from(self.asked.within);
                let area = |place: &Location| {
                    let area = Area {
                        id: place.id.clone(),
                        name: place.name.clone(),
                    };
                    (area, referral::along(services, &corridor, place, within))
                };
                places.into_iter().map(area).collect()
            }
        }
    }

    /// The paper of a template.
    fn stock(&self, diags: &mut Diagnostics, template: &Template) -> Option<String> {
        let library = &self.loaded.library;
        let usual = template.stocks.first().map(|stock| stock.value.clone());
        let id = self.selection.stock.clone().or(usual)?;
        let Some(stock) = library.stocks.get(&id) else {
            diags.push(plan::unknown_stock(library, &id));
            return None;
        };
        match fit::on(template, stock) {
            Ok(_) => Some(id),
            Err(misfit) => {
                diags.push(mileposter::poster::does_not_fit(template, stock, &misfit).at(&template.span));
                None
            }
        }
    }

    /// The languages of each sheet of a template: as many on one as it takes. Of those that nobody named, what lacks its words is left out.
    fn languages(&self, diags: &mut Diagnostics, template: &Template, stock: &str) -> Vec<Vec<Locale>> {
        let library = &self.loaded.library;
        let campaign = self.loaded.campaign.languages.iter().map(|choice| &choice.value);
        let typed = self.selection.languages.iter();
        let is_typed = !self.selection.languages.is_empty();
        let choices: Vec<&LanguageChoice> = if is_typed {
            typed.collect()
        } else {
            campaign.collect()
        };
        let mut wanted: Vec<(Locale, bool)> = Vec::new();
        for choice in choices {
            match choice {
                LanguageChoice::One(locale) if library.catalog(locale).is_some() => {
                    wanted.push((locale.clone(), is_typed));
                }
                LanguageChoice::One(locale) => diags.push(plan::unknown_language(library, locale)),
                LanguageChoice::All => {
                    let all = library.languages(false).into_iter();
                    wanted.extend(all.map(|catalog| (catalog.locale.clone(), false)));
                }
                LanguageChoice::Needed => {}
            }
        }
        let mut seen = BTreeSet::new();
        let mut languages: Vec<Locale> = wanted
            .into_iter()
            .filter(|(locale, named)| *named || self.has_words(template, locale))
            .map(|(locale, _)| locale)
            .filter(|locale| seen.insert(locale.clone()))
            .collect();
        if languages.is_empty() && diags.count(Severity::Error) == 0 {
            languages.push(Locale::english());
        }
        let most = library.stocks.get(stock).and_then(|stock| {
            let fit = fit::on(template, stock).ok()?;
            Some(template.most_languages_on(fit.nominal(), fit.shape))
        });
        languages
            .chunks(most.unwrap_or(1).max(1))
            .map(<[Locale]>::to_vec)
            .collect()
    }

    /// Whether a language has every word of a template, but for what is said of channels that do not serve it.
    fn has_words(&self, template: &Template, locale: &Locale) -> bool {
        let library = &self.loaded.library;
        let (Some(catalog), Some(english)) =
            (library.catalog(locale), library.catalogs.get(&Locale::english()))
        else {
            return false;
        };
        let hotline = library.hotlines.get(&self.loaded.campaign.hotline.value);
        let serves = |what: Placeholder| match what {
            Placeholder::Channel(channel) => hotline.is_none_or(|line| line.serves(channel, locale)),
            _ => true,
        };
        let is_wanted = |key: &str| {
            let message = english.messages.get(key);
            message.is_none_or(|message| message.placeholders().all(serves))
        };
        let mut keys = template.messages().into_iter();
        template.audience == Audience::Person
            || keys.all(|key| catalog.messages.contains_key(key) || !is_wanted(key))
    }

    /// The proofed sheets.
    fn make(&self, diags: &mut Diagnostics, services: &Services, handouts: &[Handout<'_>]) -> Vec<Made> {
        let campaign = &self.loaded.campaign;
        let Some(hotline) = self.hotline(diags) else {
            return Vec::new();
        };
        self.check(diags, hotline, handouts);
        if diags.has_errors() {
            return Vec::new();
        }
        let desk = Desk {
            particulars: Particulars {
                organization: Some(&campaign.organization),
                campaign: Some(&campaign.title),
                sealed: services.sealed.clone(),
                ..Particulars::default()
            },
            campaign: &campaign.title,
            span: &campaign.hotline.span,
            most_pages: usize::from(self.asked.pages),
        };
        handout::make(diags, &self.loaded.library, &desk, handouts)
    }

    fn hotline(&self, diags: &mut Diagnostics) -> Option<&'a Hotline> {
        let (library, campaign) = (&self.loaded.library, &self.loaded.campaign);
        let hotline = library.hotlines.get(&campaign.hotline.value);
        if hotline.is_none() && self.loaded.sound {
            // Told where jobs are planned.
            plan::jobs(diags, library, campaign, &self.selection);
        }
        hotline
    }

    /// Faults of the record, of the words that are printed, and of numbers that are none of the line's.
    fn check(&self, diags: &mut Diagnostics, hotline: &Hotline, handouts: &[Handout<'_>]) {
        let today = self.asked.wanted.judging.today.unwrap_or_else(load::today);
        check::record(diags, hotline, today);
        let languages = handouts.iter().flat_map(|handout| &handout.order.languages);
        no_pseudo(diags, self.loaded, languages.clone());
        faulty(diags, self.loaded, catalogs_of(self.loaded, languages));
        if let Some(phone) = &self.loaded.campaign.organization.phone {
            let phone = Spanned::new(phone.clone(), self.loaded.campaign.hotline.span.clone());
            check::contact(diags, hotline, &phone);
        }
        let mut told = BTreeSet::new();
        let listed = handouts.iter().flat_map(|handout| &handout.services);
        for service in listed.filter(|service| told.insert(&service.id)) {
            for phone in &service.phones {
                let phone = Spanned::new(phone.printed.clone(), service.span.clone());
                check::contact(diags, hotline, &phone);
            }
        }
    }

    /// Writes the files, and a manifest with what earlier runs left.
    fn write(
        &self,
        diags: &mut Diagnostics,
        staged: &Staged<'_>,
        handouts: &[Handout<'_>],
        made: &[Made],
    ) -> Result<(), Stop> {
        for made in made {
            let file = made.file();
            staged.write_parts(&made.path, [file.plate, &file.own])?;
        }
        let is_replaced = |path: &str| made.iter().any(|made| made.path == path);
        let mut entries = earlier::entries(diags, &self.asked.out, &is_replaced);
        let hotlines = &self.loaded.library.hotlines;
        let by_path: BTreeMap<String, &Handout<'_>> = handouts
            .iter()
            .map(|handout| (handout::path(handout), handout))
            .collect();
        let new = made.iter().filter_map(|made| {
            let handout = by_path.get(&made.path)?;
            Some(manifest::of_handout(
                made,
                handout,
                hotlines.get(&handout.order.hotline)?,
            ))
        });
        entries.extend(new);
        entries.sort_by(|one: &Entry, other| one.file.cmp(&other.file));
        staged.write(MANIFEST, Manifest::of(entries).text().as_bytes())
    }

    fn tell(&self, reporter: &Reporter, services: &Services, made: &[Made]) {
        let pages: usize = made.iter().map(|made| made.plate.pages.len()).sum();
        reporter.tell(
            &say("Wrote {sheets} ({pages}) into {out}.")
                .with_words(
                    "sheets",
                    counted(made.len(), say("{count} handout"), say("{count} handouts")),
                )
                .with_words("pages", counted(pages, say("{count} page"), say("{count} pages")))
                .with("out", self.asked.out.display()),
        );
        if services.never > 0 {
            let (one, many) = (
                say("{count} service is never told of, as its list says."),
                say("{count} services are never told of, as their lists say."),
            );
            reporter.tell(&counted(services.never, one, many));
        }
        let short: Vec<&Made> = made.iter().filter(|made| made.left_out > 0).collect();
        if !short.is_empty() {
            let left_out: usize = short.iter().map(|made| made.left_out).sum();
            reporter.tell(
                &say("On {sheets} {count} services had no room: choose with `--for legal,health`, or take more pages with `--pages`.")
                    .with_words("sheets", counted(short.len(), say("{count} list"), say("{count} lists")))
                    .with("count", left_out),
            );
        }
        let empty = made.iter().filter(|made| made.listed.is_empty());
        let empty = empty.filter(|made| made.path.contains('/')).count();
        if empty > 0 {
            let (one, many) = (
                say("{count} list has no local service: it says to call the national line."),
                say("{count} lists have no local service: they say to call the national line."),
            );
            reporter.tell(&counted(empty, one, many));
        }
        let next: Phrase =
            say("Next: print one at 100 % (\"actual size\"), dial every number on it, then print the rest.");
        reporter.tell(&next);
    }
}

/// Of no place is it known in which county it lies.
fn no_county() -> Diagnostic {
    let message = say("none of the selected places has a `county`, so there is none to list services of");
    Diagnostic::new(code::NO_LOCATIONS, message).hint(say(
        "write `county` and `state` of each place, or print a sheet for each by `--per place`, or the whole list by `--per list`",
    ))
}

/// What a county is called on a sheet, and in a path.
fn area_of(county: &County) -> Area {
    let slug = mileposter::pack::slug(&county.name);
    Area {
        id: format!("{}-{slug}", county.state.to_lowercase()),
        name: format!("{} County, {}", county.name, county.state),
    }
}
