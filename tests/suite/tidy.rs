//! The project holds to what it says of itself: layers, crates, codes, data.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use mileposter::campaign;
use mileposter::code;
use mileposter::diag::Diagnostics;
use mileposter::explain;
use mileposter::library::CORRIDOR;
use mileposter::source::Source;

/// The layers from the top; imports point up or stay in their row.
const LAYERS: [(&str, &[&str]); 5] = [
    (
        "words",
        &[
            "harmless",
            "phrase",
            "code",
            "explain",
            "source",
            "diag",
            "geom",
            "globe",
            "color",
            "date",
            "moment",
            "crockford",
            "serial",
            "locale",
            "phone",
            "address",
            "formula",
            "markup",
            "states",
            "vocabulary",
            "event",
        ],
    ),
    (
        "input",
        &[
            "fields",
            "phrasebook",
            "organization",
            "hotline",
            "catalog",
            "pseudo",
            "profile",
            "stock",
            "icon",
            "artwork",
            "font",
            "template",
            "location",
            "need",
            "rule",
            "wording",
            "answer",
            "route",
            "printer",
            "cells",
            "ledger",
            "prints",
            "heads",
            "workbook",
            "features",
            "service",
            "table",
            "outfit",
            "campaign",
            "listing",
            "theme",
            "cite",
            "library",
        ],
    ),
    (
        "middle",
        &[
            "qr",
            "text",
            "setup",
            "fit",
            "particulars",
            "poster",
            "form",
            "directory",
            "page",
            "layout",
            "sheet",
            "trim",
            "tile",
            "guide",
        ],
    ),
    (
        "output",
        &[
            "pdf", "raster", "photo", "scan", "reading", "copies", "anatomy", "wear", "finished",
        ],
    ),
    (
        "use",
        &[
            "reading_level",
            "check",
            "audit_symbol",
            "measure",
            "law",
            "comply",
            "conform",
            "notice",
            "permission",
            "petition",
            "corridor",
            "coverage",
            "choice",
            "import",
            "plan",
            "supplies",
            "lack",
            "pack",
            "proofed",
            "plate",
            "review",
            "sketch",
            "strip",
            "web",
            "outline",
            "calibration",
            "ruler",
            "mosaic",
            "press",
            "referral",
            "handout",
            "shard",
            "kit",
            "sheaf",
            "run",
            "bundle",
            "manifest",
            "gather",
            "export",
            "content",
            "standing",
            "purge",
            "quarrel",
            "forms",
            "upkeep",
            "changes",
            "audit",
        ],
    ),
];

/// Every crate with the modules that may name it.
const CRATES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["cli"]),
    ("base64", &["web"]),
    ("calamine", &["workbook"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("csv", &["cells", "export"]),
    ("ctrlc", &["cli"]),
    ("encoding_rs", &["import"]),
    ("flate2", &["copies", "pdf"]),
    ("hayro", &["raster", "reading", "anatomy"]),
    ("icu_properties", &["locale", "phone"]),
    ("image", &["artwork", "photo", "raster"]),
    ("include_dir", &["library"]),
    ("indicatif", &["cli"]),
    ("jiff", &["date", "moment", "cli"]),
    ("kurbo", &["artwork", "icon"]),
    ("lopdf", &["pdf"]),
    ("moxcms", &["profile"]),
    ("notify", &["cli"]),
    ("parley", &["text"]),
    ("printpdf", &["pdf"]),
    ("qrcode", &["qr"]),
    ("quick_xml", &["export"]),
    (
        "rayon",
        &[
            "library", "pdf", "copies", "finished", "press", "sheaf", "run", "manifest", "cli",
        ],
    ),
    ("rust_xlsxwriter", &["export"]),
    ("rustix", &["cli"]),
    ("rxing", &["scan"]),
    (
        "serde",
        &[
            "features", "phrase", "prints", "service", "proofed", "manifest", "export", "cli",
        ],
    ),
    (
        "serde_json",
        &["features", "prints", "service", "manifest", "export", "cli"],
    ),
    (
        "sha2",
        &[
            "catalog",
            "crockford",
            "pdf",
            "proofed",
            "plate",
            "press",
            "run",
            "bundle",
            "manifest",
            "shard",
            "web",
        ],
    ),
    ("skrifa", &["font"]),
    ("strsim", &["diag"]),
    ("subsetter", &["pdf"]),
    ("taffy", &["layout"]),
    ("tempfile", &["cli"]),
    ("terminal_size", &["cli"]),
    ("thiserror", &["location", "serial", "raster", "finished"]),
    ("toml", &["fields"]),
    ("toml_edit", &["listing"]),
    ("usvg", &["artwork"]),
    ("zip", &["service", "workbook"]),
];

/// What only the shell may do.
const SHELL_ALONE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::{",
    "SystemTime",
    "Instant::now",
    "println!",
    "print!",
];

/// A source file without its comments and unit tests.
pub(crate) struct File {
    /// The module right below the crate, as `check` for `src/check/words.rs`.
    module: String,
    pub(crate) path: String,
    pub(crate) code: String,
}

pub(crate) fn sources() -> Vec<File> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![top.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(read(&top, &path));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn read(top: &Path, path: &Path) -> File {
    let below = path.strip_prefix(top).unwrap();
    let first = below.iter().next().unwrap().to_string_lossy();
    let text = fs::read_to_string(path).unwrap();
    let code = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    File {
        module: first.trim_end_matches(".rs").to_owned(),
        path: below.display().to_string(),
        code,
    }
}

/// The library without its list of modules.
fn library_files() -> impl Iterator<Item = File> {
    sources()
        .into_iter()
        .filter(|file| !matches!(file.module.as_str(), "cli" | "main" | "lib"))
}

/// What follows each `path::` that begins a path, as `diag` after `crate::`.
fn named_after<'a>(code: &'a str, path: &str) -> Vec<&'a str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(path)
        .filter(|(at, _)| !code[..*at].ends_with(|c: char| is_word(c) || c == ':'))
        .map(|(at, found)| {
            let rest = &code[at + found.len()..];
            &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())]
        })
        .collect()
}

/// Each module of the library with those it uses.
fn uses() -> BTreeMap<String, BTreeSet<String>> {
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in library_files() {
        let used = uses.entry(file.module.clone()).or_default();
        for name in named_after(&file.code, "crate::") {
            assert!(!name.is_empty(), "{} imports several modules at once", file.path);
            if name != file.module {
                used.insert(name.to_owned());
            }
        }
    }
    uses
}

#[test]
fn imports_point_up_the_layers() {
    let layer = |module: &str| {
        LAYERS
            .iter()
            .position(|(_, modules)| modules.contains(&module))
            .unwrap_or_else(|| panic!("`{module}` is in no layer"))
    };
    for (module, used) in uses() {
        for other in used {
            assert!(
                layer(&other) <= layer(&module),
                "`{module}` imports `{other}` from below"
            );
        }
    }
}

#[test]
fn no_modules_import_each_other_in_a_circle() {
    let mut open = uses();
    // Modules that use none of the others are settled, until none is left.
    while !open.is_empty() {
        let left: BTreeSet<String> = open.keys().cloned().collect();
        open.retain(|_, used| !used.is_disjoint(&left));
        assert!(open.len() < left.len(), "a circle within {left:?}");
    }
}

#[test]
fn the_library_does_not_name_itself() {
    for file in library_files() {
        assert!(
            named_after(&file.code, "mileposter::").is_empty(),
            "{} names the library from outside",
            file.path
        );
    }
}

#[test]
fn every_module_has_its_layer() {
    let modules: BTreeSet<String> = uses().into_keys().collect();
    let listed = LAYERS.iter().flat_map(|(_, modules)| modules.iter());
    assert_eq!(modules, listed.map(|module| (*module).to_owned()).collect());
}

#[test]
fn crates_stop_at_their_modules() {
    let sources = sources();
    for (name, allowed) in CRATES {
        let path = format!("{name}::");
        let naming = sources
            .iter()
            .filter(|file| !named_after(&file.code, &path).is_empty());
        let modules: BTreeSet<&str> = naming.map(|file| file.module.as_str()).collect();
        assert_eq!(
            modules,
            allowed.iter().copied().collect(),
            "where `{name}` is named"
        );
    }
}

#[test]
fn every_crate_has_its_modules() {
    let manifest: toml::Table = include_str!("../../Cargo.toml").parse().unwrap();
    let targets = manifest["target"].as_table().unwrap().values();
    let dependencies = std::iter::once(&manifest["dependencies"])
        .chain(targets.map(|target| &target["dependencies"]))
        .flat_map(|table| table.as_table().unwrap().keys());
    let needed: BTreeSet<String> = dependencies.map(|name| name.replace('-', "_")).collect();
    let listed: BTreeSet<String> = CRATES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(needed, listed);
}

#[test]
fn only_the_shell_touches_the_machine() {
    for file in library_files() {
        for word in SHELL_ALONE {
            assert!(!file.code.contains(word), "{} names `{word}`", file.path);
        }
    }
}

#[test]
fn the_handbook_tells_what_the_program_explains() {
    let chapter = include_str!("../../docs/what-is-checked.md");
    assert!(
        chapter == explain::handbook(),
        "`mileposter explain --handbook` prints the chapter as it should stand in docs/what-is-checked.md"
    );
}

/// A rule stands in a file of its own, named after its code.
#[test]
fn every_rule_is_named_after_its_code() {
    let files = sources().into_iter().filter(|file| file.module == "check");
    for file in files {
        let named: BTreeSet<&str> = named_after(&file.code, "code::").into_iter().collect();
        if named.is_empty() || file.path == "check/mod.rs" {
            continue;
        }
        let name = file.path.trim_start_matches("check/").trim_end_matches(".rs");
        let constant = name.to_uppercase();
        assert!(
            code::ALL.iter().any(|code| code.name == name.replace('_', "-")),
            "{} is named after no code",
            file.path
        );
        assert_eq!(
            named,
            BTreeSet::from([constant.as_str()]),
            "{} reports another code",
            file.path
        );
    }
}

#[test]
fn every_code_is_reported_somewhere() {
    let sources = sources();
    for code in code::ALL {
        let constant = code.name.to_uppercase().replace('-', "_");
        let reported = |file: &File| named_after(&file.code, "code::").contains(&constant.as_str());
        assert!(sources.iter().any(reported), "nothing reports `{}`", code.name);
    }
}

#[test]
fn the_embedded_places_are_sound() {
    let mut diags = Diagnostics::default();
    let campaign = campaign::read(&mut diags, &Source::new("locations.toml", CORRIDOR));
    assert!(diags.iter().next().is_none(), "{diags:#?}");
    assert_eq!(campaign.locations.len(), 183);
}
