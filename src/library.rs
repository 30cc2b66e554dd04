//! Everything that is known before a campaign: hotlines, catalogs, templates, stocks, icons, routes, colours and faces.
//!
//! The files are embedded in the binary; a campaign folder's file of the same name replaces one.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use rayon::prelude::*;

use crate::catalog::{self, Catalog, Extent};
use crate::cite::{self, Citation};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::fields;
use crate::font::{self, FaceBytes, FontBook};
use crate::hotline::{self, Hotline};
use crate::icon::{self, Icon};
use crate::locale::Locale;
use crate::need::{self, Need};
use crate::phrase::say;
use crate::printer::{self, Printer};
use crate::pseudo;
use crate::route::{self, Routes};
use crate::rule::{self, Rule, Rules};
use crate::source::Source;
use crate::stock::{self, Stocks};
use crate::template::{self, Audience, BlockKind, Template};
use crate::theme::{self, Theme};
use crate::wording::{self, Wording};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static MESSAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/messages");
static DATA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");
static FONTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fonts");

/// The embedded list of printers, which has none: how a campaign's own begins.
pub const PRINTERS: &str = include_str!("../data/printers.toml");

/// The embedded locations of the I-5 and I-84 corridor.
pub const CORRIDOR: &str = include_str!("../locations.toml");

/// Everything that is known before a campaign.
#[derive(Debug, Default)]
pub struct Library {
    /// By id.
    pub hotlines: BTreeMap<String, Hotline>,
    /// By locale.
    pub catalogs: BTreeMap<Locale, Catalog>,
    /// By id.
    pub templates: BTreeMap<String, Template>,
    /// The papers and sheets.
    pub stocks: Stocks,
    /// By name.
    pub icons: BTreeMap<String, Icon>,
    /// How far mileposts reach.
    pub routes: Routes,
    /// Which languages are needed where.
    pub needs: Vec<Need>,
    /// What laws say of signs.
    pub rules: Rules,
    /// Words that laws prescribe, as far as somebody pasted them in.
    pub wordings: Vec<Wording>,
    /// Where the claims of handouts come from, by id.
    pub sources: BTreeMap<String, Citation>,
    /// Colours and logo of the campaign.
    pub theme: Theme,
    /// Printers that put things askew, by name.
    pub printers: BTreeMap<String, Arc<Printer>>,
    /// The faces.
    pub fonts: FontBook,
}

/// Files of a campaign folder that replace embedded ones: path with `/` to bytes.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// As `messages/es.toml`, with the name to show.
    pub files: BTreeMap<String, (String, Vec<u8>)>,
}

impl Overrides {
    /// The folders of a campaign that can replace embedded files, and that of its artwork.
    pub const FOLDERS: [&str; 5] = ["templates", "messages", "data", "fonts", Self::ARTWORK];

    /// The folder of the campaign's artwork, of which nothing is embedded.
    pub const ARTWORK: &str = "artwork";
}

/// Every catalog, side by side, each with its faults.
fn read_catalogs(overrides: &Overrides) -> Vec<(Diagnostics, Option<Catalog>)> {
    let names = list(overrides, "messages", &MESSAGES);
    let read = names.par_iter().map(|name| {
        let mut diags = Diagnostics::default();
        let source = open(&mut diags, overrides, "messages", &MESSAGES, name);
        let catalog = source.and_then(|source| catalog::read(&mut diags, &source));
        if let Some(catalog) = &catalog {
            check_name(&mut diags, name, catalog);
        }
        (diags, catalog)
    });
    read.collect()
}

/// Every template with its id, side by side, each with its faults.
fn read_templates(overrides: &Overrides) -> Vec<(Diagnostics, Option<(String, Template)>)> {
    let names = list(overrides, "templates", &TEMPLATES);
    let read = names.par_iter().map(|name| {
        let mut diags = Diagnostics::default();
        let id = name.trim_end_matches(".toml").to_owned();
        let source = open(&mut diags, overrides, "templates", &TEMPLATES, name);
        let template = source.and_then(|source| template::read(&mut diags, &id, &source));
        (diags, template.map(|template| (id, template)))
    });
    read.collect()
}

/// A text file of a folder: the campaign's own, or the embedded one.
fn open(
    diags: &mut Diagnostics,
    overrides: &Overrides,
    folder: &str,
    dir: &Dir<'_>,
    name: &str,
) -> Option<Arc<Source>> {
    if let Some((shown, bytes)) = overrides.files.get(&format!("{folder}/{name}")) {
        return fields::decode(diags, shown.clone(), bytes.clone());
    }
    let text = dir.get_file(name)?.contents_utf8()?;
    Some(Source::embedded(&format!("{folder}/{name}"), text))
}

/// Every file of a folder with an ending, embedded or the campaign's own, in order of name.
fn list(overrides: &Overrides, folder: &str, dir: &Dir<'_>) -> Vec<String> {
    let embedded = dir.files().filter_map(|file| file.path().file_name()?.to_str());
    let own = overrides
        .files
        .keys()
        .filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
    let mut names: Vec<String> = embedded
        .chain(own)
        .filter(|name| name.ends_with(".toml"))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

impl Library {
    /// Reads every file, reporting faults.
    pub fn read(diags: &mut Diagnostics, overrides: &Overrides) -> Self {
        let (mut library, (catalogs, templates)) = rayon::join(
            || Self::of_data(diags, overrides),
            || (read_catalogs(overrides), read_templates(overrides)),
        );
        for (faults, catalog) in catalogs {
            diags.extend(faults);
            library
                .catalogs
                .extend(catalog.map(|catalog| (catalog.locale.clone(), catalog)));
        }
        let of_rules = library
            .rules
            .needs()
            .into_iter()
            .map(|need| library.printable(need));
        let of_rules: Vec<Need> = of_rules.collect();
        library.needs.extend(of_rules);
        let english = library.catalogs.get(&Locale::english()).cloned();
        for catalog in english.iter().flat_map(pseudo::catalogs) {
            library.catalogs.entry(catalog.locale.clone()).or_insert(catalog);
        }
        for (faults, template) in templates {
            diags.extend(faults);
            library.templates.extend(template);
        }
        if let Some(source) = open(diags, overrides, "data", &DATA, "theme.toml") {
            library.theme = read_theme(diags, overrides, &source, &library.templates);
        }
        library.fonts = read_fonts(diags, overrides);
        check_elements(diags, &library);
        check_sources(diags, &library);
        library
    }

    /// What stands in the files of `data` that need no others.
    fn of_data(diags: &mut Diagnostics, overrides: &Overrides) -> Self {
        let mut library = Self::default();
        if let Some(source) = open(diags, overrides, "data", &DATA, "hotlines.toml") {
            let records = hotline::read(diags, &source);
            library.hotlines = records
                .into_iter()
                .map(|record| (record.id.clone(), record))
                .collect();
        }
        if let Some(source) = open(diags, overrides, "data", &DATA, "stocks.toml") {
            library.stocks = stock::read(diags, &source);
        }
        if let Some(source) = open(diags, overrides, "data", &DATA, "icons.toml") {
            library.icons = icon::read(diags, &source);
        }
        if let Some(source) = open(diags, overrides, "data", &DATA, "routes.toml") {
            library.routes = route::read(diags, &source);
        }
        if let Some(source) = open(diags, overrides, "data", &DATA, "languages.toml") {
            library.needs = need::read(diags, &source);
        }
        if let Some(source) = open(diags, overrides, "data", &DATA, "rules.toml") {
            library.rules = rule::read(diags, &source);
            check_contacts(diags, &library);
        }
        if let Some(source) = open(diags, overrides, "data", &DATA, "wording.toml") {
            library.wordings = wording::read(diags, &source, &library.rules);
        }
        if let Some(source) = open(diags, overrides, "data", &DATA, "sources.toml") {
            library.sources = cite::read(diags, &source);
        }
        if let Some(source) = open(diags, overrides, "data", &DATA, "printers.toml") {
            library.printers = printer::read(diags, &source);
        }
        library
    }

    /// A need, with what nothing can be printed in told to people alone.
    fn printable(&self, mut need: Need) -> Need {
        let (there, beyond): (Vec<Locale>, Vec<Locale>) = need
            .languages
            .into_iter()
            .partition(|locale| self.catalog(locale).is_some());
        need.beyond = beyond.iter().map(Locale::tag).collect::<Vec<_>>().join(", ");
        need.languages = there;
        need
    }

    /// Every language that a piece can be set in, English and Spanish first, then by their English names, those that
    /// are mostly spoken last and only for a panel.
    pub fn languages(&self, panel: bool) -> Vec<&Catalog> {
        let first = |catalog: &Catalog| ["en", "es"].iter().position(|tag| *tag == catalog.locale.tag());
        let mut all: Vec<&Catalog> = self
            .catalogs
            .values()
            .filter(|catalog| match catalog.extent {
                Extent::Whole => true,
                Extent::Spoken => panel,
                Extent::Pseudo => false,
            })
            .collect();
        all.sort_by_key(|catalog| {
            (
                catalog.extent == Extent::Spoken,
                first(catalog).unwrap_or(2),
                &catalog.english,
            )
        });
        all
    }

    /// The keys of messages that no piece for a person concerned prints: a language may lack them.
    pub fn words_for_helpers(&self) -> BTreeSet<&str> {
        let keys_of = |is_meant: fn(Audience) -> bool| {
            let templates = self
                .templates
                .values()
                .filter(move |template| is_meant(template.audience));
            templates.flat_map(Template::messages)
        };
        let for_persons: BTreeSet<&str> = keys_of(|audience| audience == Audience::Person).collect();
        keys_of(|audience| audience != Audience::Person)
            .filter(|key| !for_persons.contains(key))
            .collect()
    }

    /// The catalog of a language: exact, or of the same language without region.
    pub fn catalog(&self, locale: &Locale) -> Option<&Catalog> {
        self.catalogs.get(locale).or_else(|| {
            self.catalogs.values().find(|catalog| {
                catalog.locale.tag() == locale.language() && catalog.locale.script() == locale.script()
            })
        })
    }

    /// The lines that a rule wants on a sign beside the one that hangs, in its order.
    pub fn further_lines(&self, rule: &Rule, hangs: &str) -> Vec<&Hotline> {
        let ids = rule
            .contacts
            .iter()
            .filter_map(|key| self.rules.contacts.get(key)?.hotline.as_deref());
        let mut lines: Vec<&Hotline> = Vec::new();
        for line in ids.filter_map(|id| self.hotlines.get(id)) {
            if line.id != hangs && !lines.iter().any(|known| known.id == line.id) {
                lines.push(line);
            }
        }
        lines
    }
}

/// The hotline records that posting rules name are there. A campaign's own hotlines.toml may have fewer.
fn check_contacts(diags: &mut Diagnostics, library: &Library) {
    for contact in library.rules.contacts.values() {
        if let Some(id) = contact
            .hotline
            .as_ref()
            .filter(|id| !library.hotlines.contains_key(*id))
            && !contact.span.source.is_embedded()
        {
            let message = say("there is no hotline `{word}`").with("word", shown(id));
            let fault = Diagnostic::new(code::UNKNOWN_HOTLINE, message).at(&contact.span);
            diags.push(fault.near(id, library.hotlines.keys().map(String::as_str)));
        }
    }
}

/// What messages and templates say that posting rules ask for is known there.
fn check_elements(diags: &mut Diagnostics, library: &Library) {
    let known = &library.rules.elements;
    if known.is_empty() {
        return;
    }
    let of_catalogs = library
        .catalogs
        .values()
        .filter(|catalog| catalog.extent != Extent::Pseudo)
        .flat_map(|catalog| catalog.messages.values())
        .flat_map(|message| &message.elements);
    let of_templates = library
        .templates
        .values()
        .flat_map(|template| template.blocks.values())
        .filter_map(|block| match &block.kind {
            BlockKind::Text(text) => Some(&text.elements),
            _ => None,
        })
        .flatten();
    for word in of_catalogs
        .chain(of_templates)
        .filter(|word| !known.contains_key(&word.value))
    {
        let message =
            say("there is no element `{word}` in the posting rules").with("word", shown(&word.value));
        let fault = Diagnostic::new(code::BAD_VALUE, message).at(&word.span);
        diags.push(fault.near(&word.value, known.keys().map(String::as_str)));
    }
}

/// What messages claim has a source that is known.
fn check_sources(diags: &mut Diagnostics, library: &Library) {
    let catalogs = library.catalogs.values();
    let written = catalogs.filter(|catalog| catalog.extent != Extent::Pseudo);
    let named = written
        .flat_map(|catalog| catalog.messages.values())
        .flat_map(|message| &message.sources);
    for word in named.filter(|word| !library.sources.contains_key(&word.value)) {
        let message =
            say("there is no source `{word}` in data/sources.toml").with("word", shown(&word.value));
        let fault = Diagnostic::new(code::BAD_VALUE, message).at(&word.span);
        diags.push(fault.near(&word.value, library.sources.keys().map(String::as_str)));
    }
}

/// A catalog's file is named after its tag, so that it replaces the embedded one and nothing else.
fn check_name(diags: &mut Diagnostics, name: &str, catalog: &Catalog) {
    let wanted = format!("{}.toml", catalog.locale.tag());
    if name != wanted {
        let message = say("the file is named `{name}`, and a catalog of `{locale}` is named `{wanted}`")
            .with("name", shown(name))
            .with("locale", catalog.locale.tag())
            .with("wanted", &wanted);
        diags.push(
            Diagnostic::new(code::BAD_VALUE, message)
                .at(&catalog.span)
                .hint(say("rename the file, or correct `tag`")),
        );
    }
}

fn read_theme(
    diags: &mut Diagnostics,
    overrides: &Overrides,
    source: &Arc<Source>,
    templates: &BTreeMap<String, Template>,
) -> Theme {
    let roles = templates.values().flat_map(|template| template.colors.keys());
    let roles = roles.map(String::as_str).collect();
    let pictures = overrides.files.iter().filter_map(|(path, (shown, bytes))| {
        let name = path.strip_prefix(Overrides::ARTWORK)?.strip_prefix('/')?;
        Some((name, (shown.as_str(), bytes.as_slice())))
    });
    theme::read(diags, source, &roles, &pictures.collect())
}

fn read_fonts(diags: &mut Diagnostics, overrides: &Overrides) -> FontBook {
    let Some(source) = open(diags, overrides, "fonts", &FONTS, "faces.toml") else {
        return FontBook::default();
    };
    let families = font::read(diags, &source);
    // A file that several families name is kept once.
    let mut opened: BTreeMap<String, FaceBytes> = BTreeMap::new();
    FontBook::new(diags, families, |file| {
        if let Some(bytes) = opened.get(file) {
            return Some(Arc::clone(bytes));
        }
        let own = overrides
            .files
            .get(&format!("fonts/{file}"))
            .map(|(_, bytes)| Cow::Owned(bytes.clone()));
        let bytes = own.or_else(|| FONTS.get_file(file).map(|file| Cow::Borrowed(file.contents())))?;
        let bytes = Arc::new(bytes);
        opened.insert(file.to_owned(), Arc::clone(&bytes));
        Some(bytes)
    })
}
