//! `list ui-languages`: the languages that the program itself speaks, and what is missing in each.

use std::collections::{BTreeMap, BTreeSet};

use clap::{CommandFactory as _, ValueEnum as _};
use mileposter::diag::Diagnostics;
use mileposter::phrase::say;
use mileposter::phrasebook;

use super::args::{Args, UiLanguage};
use super::help;
use super::list::{Table, print_table, row, rows_of};
use super::report::Reporter;

/// What a language has.
struct Tongue {
    tag: String,
    name: String,
    missing: Vec<String>,
    /// What nobody says any more.
    unused: Vec<String>,
}

/// Runs the command.
pub(super) fn run(reporter: &Reporter) {
    let mut wanted = phrasebook::sentences();
    wanted.extend(help::sentences(Args::command()));
    let languages = UiLanguage::value_variants().iter();
    let tongues: Vec<Tongue> = languages.map(|language| tongue(*language, &wanted)).collect();
    let table = table(&tongues, wanted.len());
    if reporter.is_human() {
        print_table(reporter, &table);
        tell_missing(reporter, &tongues);
        return;
    }
    let named = |sentences: fn(&Tongue) -> &Vec<String>| -> BTreeMap<&str, &Vec<String>> {
        let tongues = tongues.iter();
        tongues
            .map(|tongue| (tongue.tag.as_str(), sentences(tongue)))
            .collect()
    };
    let object = serde_json::json!({
        "command": "list",
        "rows": rows_of(&table),
        "missing": named(|tongue| &tongue.missing),
        "unused": named(|tongue| &tongue.unused),
    });
    reporter.object(&Diagnostics::default(), object);
}

fn tongue(language: UiLanguage, wanted: &BTreeSet<String>) -> Tongue {
    let value = language.to_possible_value().expect("no language is hidden");
    let book = language.phrasebook();
    let owned = |sentences: Vec<&str>| sentences.into_iter().map(str::to_owned).collect();
    Tongue {
        tag: value.get_name().to_owned(),
        missing: match language {
            UiLanguage::En => Vec::new(),
            UiLanguage::Es => owned(book.missing(wanted)),
        },
        unused: owned(book.unused(wanted)),
        name: match language {
            UiLanguage::En => "English".to_owned(),
            UiLanguage::Es => book.name,
        },
    }
}

fn table(tongues: &[Tongue], wanted: usize) -> Table {
    let rows = tongues.iter().map(|tongue| {
        let missing = tongue.missing.len();
        row([
            tongue.tag.clone(),
            tongue.name.clone(),
            (wanted - missing).to_string(),
            missing.to_string(),
        ])
    });
    let heads = vec![say("tag"), say("name"), say("sentences"), say("missing")];
    (heads, rows.collect())
}

fn tell_missing(reporter: &Reporter, tongues: &[Tongue]) {
    for tongue in tongues.iter().filter(|tongue| !tongue.missing.is_empty()) {
        if reporter.is_verbose() {
            for sentence in &tongue.missing {
                reporter.print(&format!("{}: {sentence}", tongue.tag));
            }
        } else {
            let told = say("What is missing in `{tag}` is said in English; `-v` shows it.");
            reporter.tell(&told.with("tag", &tongue.tag));
        }
    }
}
