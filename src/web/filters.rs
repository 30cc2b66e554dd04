//! The search and the choices above the table. They do nothing without the script, which shows them.

use std::collections::BTreeSet;

use super::{Atlas, Row};
use crate::markup::escaped;
use crate::phrase::{Phrase, say};
use crate::phrasebook::Phrasebook;

/// The most choices of one list; more are better searched for.
const MOST_CHOICES: usize = 300;

/// A choice: its name in the markup, its words, and a row's value.
type Choice = (&'static str, fn() -> Phrase, fn(&Row) -> &str);

const CHOICES: [Choice; 5] = [
    ("route", || say("Route"), |row| &row.route),
    ("state", || say("State"), |row| &row.state),
    ("direction", || say("Direction"), |row| &row.direction),
    ("kind", || say("Kind"), |row| &row.kind),
    ("status", || say("By the ledger"), |row| &row.status),
];

/// The values of a row that the script compares, as attributes.
pub(super) fn attributes(row: &Row) -> String {
    let mut attributes = String::new();
    for (name, _, value) in CHOICES {
        attributes.push_str(&format!(" data-{name}=\"{}\"", escaped(value(row))));
    }
    if let Some(pack) = row.pack {
        attributes.push_str(&format!(" data-pack=\"{pack}\""));
    }
    attributes
}

pub(super) fn section(atlas: &Atlas<'_>, book: &Phrasebook) -> String {
    let told = |phrase: Phrase| escaped(&book.told(&phrase));
    let mut fields = format!(
        "<div class=\"search\"><label for=\"search\">{}</label><input id=\"search\" type=\"search\" autocomplete=\"off\" \
         spellcheck=\"false\"></div>\n",
        told(say("Search: a name, a county, a milepost"))
    );
    for (name, words, value) in CHOICES {
        let values: BTreeSet<&str> = atlas
            .rows
            .iter()
            .map(value)
            .filter(|value| !value.is_empty())
            .collect();
        if name == "status" && values.is_empty() {
            continue;
        }
        let values = values.into_iter().map(|value| (escaped(value), escaped(value)));
        fields.push_str(&select(name, &told(words()), &told(say("All")), values));
    }
    if !atlas.packs.is_empty() {
        let packs = atlas.packs.iter().enumerate();
        let packs = packs.map(|(at, pack)| (at.to_string(), escaped(&pack.name)));
        fields.push_str(&select("pack", &told(say("Pack")), &told(say("All")), packs));
    }
    fields.push_str(&format!(
        "<div class=\"reset\"><button id=\"reset\" type=\"button\">{}</button></div>\n",
        told(say("Show all"))
    ));
    let all = atlas.rows.len();
    // The script fills these holes.
    let some = say("{shown} of {all} places")
        .with("shown", "{shown}")
        .with("all", "{all}");
    let at_first = say("{shown} of {all} places").with("shown", all).with("all", all);
    format!(
        "<div class=\"filters\" role=\"search\" hidden>\n{fields}</div>\n<p id=\"count\" class=\"count\" role=\"status\" \
         data-some=\"{}\" data-none=\"{}\">{}</p>\n",
        told(some),
        told(say("No place fits. Try fewer words, or show all.")),
        told(at_first)
    )
}

/// A list of choices whose values and words are escaped already.
fn select(name: &str, label: &str, all: &str, choices: impl Iterator<Item = (String, String)>) -> String {
    let mut options = format!("<option value=\"\">{all}</option>");
    for (value, words) in choices.take(MOST_CHOICES) {
        options.push_str(&format!("<option value=\"{value}\">{words}</option>"));
    }
    format!(
        "<div><label for=\"by-{name}\">{label}</label><select id=\"by-{name}\" name=\"{name}\">{options}</select></div>\n"
    )
}
