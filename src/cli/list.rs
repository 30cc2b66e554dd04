//! `list`: what there is, as a table for people or an object for programs.

use mileposter::catalog::{Catalog, Extent, Review};
use mileposter::check;
use mileposter::code;
use mileposter::diag::Diagnostics;
use mileposter::harmless::harmless;
use mileposter::library::Library;
use mileposter::plan::Selection;

use super::Stop;
use super::args::{List, What};
use super::load;
use super::report::Reporter;

/// Heads and rows.
type Table = (Vec<&'static str>, Vec<Vec<String>>);

/// Runs the command.
pub(super) fn run(reporter: &Reporter, list: &List) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    let (heads, rows) = match list.what {
        What::Locations => {
            let loaded = load::load(reporter, &mut diags, &list.wanted)?;
            locations(&loaded.campaign.locations, &list.wanted.selection())
        }
        what => {
            let library = load::library(&mut diags, list.wanted.campaign.as_deref())?;
            of_library(&library, what)
        }
    };
    reporter.faults(&diags);
    if !reporter.is_human() {
        let rows: Vec<_> = rows
            .iter()
            .map(|row| {
                heads
                    .iter()
                    .zip(row)
                    .map(|(head, cell)| (*head, cell))
                    .collect::<std::collections::BTreeMap<_, _>>()
            })
            .collect();
        reporter.object(&diags, serde_json::json!({ "command": "list", "rows": rows }));
    } else {
        print_table(reporter, &heads, &rows);
    }
    if diags.has_errors() {
        Err(Stop::Faults)
    } else {
        Ok(())
    }
}

fn locations(all: &[mileposter::location::Location], selection: &Selection) -> Table {
    let rows = all
        .iter()
        .filter(|location| selection.wants(location))
        .map(|location| {
            vec![
                location.id.clone(),
                location.kind.word().to_owned(),
                location.state.clone().unwrap_or_default(),
                location
                    .milepost
                    .map(|milepost| milepost.to_string())
                    .unwrap_or_default(),
                location.name.clone(),
            ]
        });
    (vec!["id", "kind", "state", "milepost", "name"], rows.collect())
}

fn of_library(library: &Library, what: What) -> Table {
    match what {
        What::Templates => {
            let rows = library.templates.values().map(|template| {
                let stocks: Vec<&str> = template.stocks.iter().map(|stock| stock.value.as_str()).collect();
                vec![
                    template.id.clone(),
                    template.title.clone(),
                    template.most_languages.to_string(),
                    stocks.join(" "),
                ]
            });
            (vec!["template", "title", "languages", "stocks"], rows.collect())
        }
        What::Languages => {
            let rows = library
                .catalogs
                .values()
                .map(|catalog| language(library, catalog));
            let heads = vec!["tag", "english", "name", "script", "face", "review", "printed in"];
            (heads, rows.collect())
        }
        What::Stocks => {
            let rows = library.stocks.values().map(|stock| {
                let items = stock.items.map_or(1, |items| items.columns * items.rows);
                vec![
                    stock.id.clone(),
                    items.to_string(),
                    stock.confidence.clone(),
                    stock.name.clone(),
                ]
            });
            (vec!["stock", "items", "confidence", "name"], rows.collect())
        }
        What::Hotlines => {
            let rows = library.hotlines.values().map(|hotline| {
                let number = hotline
                    .printed(mileposter::hotline::Channel::Call)
                    .unwrap_or_default()
                    .to_owned();
                vec![
                    hotline.id.clone(),
                    hotline.country.clone(),
                    number,
                    hotline.verified_on.to_string(),
                    hotline.mark.clone(),
                    hotline.name_in([]).to_owned(),
                ]
            });
            (
                vec!["hotline", "country", "number", "verified", "mark", "name"],
                rows.collect(),
            )
        }
        What::Fonts => {
            let rows = library.fonts.families().iter().map(|family| {
                let scripts: Vec<&str> = family.scripts.iter().map(|script| script.code()).collect();
                vec![
                    family.name.clone(),
                    scripts.join(" "),
                    family.regular.clone(),
                    family.bold.clone(),
                ]
            });
            (vec!["family", "scripts", "regular", "bold"], rows.collect())
        }
        What::Codes | What::Locations => {
            let rows = code::ALL.iter().map(|code| {
                vec![
                    code.name.to_owned(),
                    code.severity.word().to_owned(),
                    code.what.to_owned(),
                ]
            });
            (vec!["code", "weight", "what is wrong"], rows.collect())
        }
    }
}

/// A language: its names, script and face, who read its words, and the templates that it can be printed in.
fn language(library: &Library, catalog: &Catalog) -> Vec<String> {
    let review = match (catalog.extent, &catalog.review) {
        (Extent::Pseudo, _) => "made up, for trying a layout".to_owned(),
        (_, Review::Draft) => "draft".to_owned(),
        (_, Review::Reviewed { by, on }) => format!("reviewed by {by} on {on}"),
        (_, Review::Changed) => "changed since its review".to_owned(),
    };
    let script = catalog.locale.script();
    let face = library.fonts.family(script);
    vec![
        catalog.locale.to_string(),
        catalog.english.clone(),
        catalog.name.clone(),
        script.code().to_owned(),
        face.map(|face| face.name.clone()).unwrap_or_default(),
        review,
        printed_in(library, catalog),
    ]
}

/// As `every template`, `speak`, or `card 8/9 speak`: what is there of those that lack a message.
fn printed_in(library: &Library, catalog: &Catalog) -> String {
    let missing = check::missing(library, catalog);
    let templates = library.templates.values();
    let mut whole = true;
    let told: Vec<String> = templates
        .filter_map(|template| {
            if catalog.extent == Extent::Spoken && !template.panel {
                whole = false;
                return None;
            }
            let keys = template.messages();
            let lacking = keys.iter().filter(|key| missing.contains(*key)).count();
            whole &= lacking == 0;
            Some(match lacking {
                0 => template.id.clone(),
                _ => format!("{} {}/{}", template.id, keys.len() - lacking, keys.len()),
            })
        })
        .collect();
    if whole {
        "every template".to_owned()
    } else {
        told.join(" ")
    }
}

fn print_table(reporter: &Reporter, heads: &[&str], rows: &[Vec<String>]) {
    let widths: Vec<usize> = (0..heads.len())
        .map(|at| {
            let cells = rows
                .iter()
                .filter_map(|row| row.get(at))
                .map(|cell| cell.chars().count());
            cells.chain([heads[at].chars().count()]).max().unwrap_or(0)
        })
        .collect();
    let line = |cells: Vec<&str>| {
        let padded = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.chars().count()))));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    reporter.print(&line(heads.to_vec()));
    for row in rows {
        let row: Vec<String> = row.iter().map(|cell| harmless(cell)).collect();
        reporter.print(&line(row.iter().map(String::as_str).collect()));
    }
}
