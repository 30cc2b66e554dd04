//! `list`: what there is, as a table for people or an object for programs.

use mileposter::catalog::{Catalog, Extent, Review};
use mileposter::check;
use mileposter::code;
use mileposter::diag::{Diagnostics, shown};
use mileposter::fit;
use mileposter::library::Library;
use mileposter::locale::Locale;
use mileposter::phrase::{Phrase, say, tabled, verbatim};
use mileposter::plan::Selection;
use mileposter::plate;
use mileposter::poster::Order;
use mileposter::reading_level;
use mileposter::text::Shaper;
use std::collections::BTreeMap;

use super::Stop;
use super::args::{List, What};
use super::load;
use super::report::Reporter;
use super::ui_languages;

/// Heads and rows.
pub(super) type Table = (Vec<Phrase>, Vec<Vec<Phrase>>);

/// Runs the command.
pub(super) fn run(reporter: &Reporter, list: &List) -> Result<(), Stop> {
    if list.what == What::UiLanguages {
        ui_languages::run(reporter);
        return Ok(());
    }
    let mut diags = Diagnostics::default();
    let table = match list.what {
        What::Locations => {
            let loaded = load::load(reporter, &mut diags, &list.wanted)?;
            locations(&loaded.campaign.locations, &loaded.selection(&list.wanted))
        }
        what => {
            let library = load::library(&mut diags, list.wanted.which.campaign.as_deref())?;
            match (&list.fits, what) {
                (None, _) => of_library(&library, what),
                (Some(template), What::Stocks) => {
                    fitting(&library, &list.wanted.selection(&library, None), template)?
                }
                (Some(_), _) => {
                    return Err(Stop::Usage(say(
                        "`--fits` asks for stocks: `mileposter list stocks --fits card`",
                    )));
                }
            }
        }
    };
    reporter.faults(&diags);
    if !reporter.is_human() {
        reporter.object(
            &diags,
            serde_json::json!({ "command": "list", "rows": rows_of(&table) }),
        );
    } else {
        print_table(reporter, &table);
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
            row([
                location.id.clone(),
                location.kind.word().to_owned(),
                location.state.clone().unwrap_or_default(),
                location
                    .milepost
                    .map(|milepost| milepost.to_string())
                    .unwrap_or_default(),
                location.name.clone(),
            ])
        });
    (
        vec![say("id"), say("kind"), say("state"), say("milepost"), say("name")],
        rows.collect(),
    )
}

fn of_library(library: &Library, what: What) -> Table {
    match what {
        What::Templates => {
            let rows = library.templates.values().map(|template| {
                let stocks: Vec<&str> = template.stocks.iter().map(|stock| stock.value.as_str()).collect();
                row([
                    template.id.clone(),
                    template.title.clone(),
                    if template.handout { "handout" } else { "hangs" }.to_owned(),
                    template.most_languages.to_string(),
                    stocks.join(" "),
                ])
            });
            (
                vec![
                    say("template"),
                    say("title"),
                    say("use"),
                    say("languages"),
                    say("stocks"),
                ],
                rows.collect(),
            )
        }
        What::Reading => reading(library),
        What::Languages => {
            let rows = library
                .catalogs
                .values()
                .map(|catalog| language(library, catalog));
            let heads = vec![
                say("tag"),
                say("english"),
                say("name"),
                say("script"),
                say("face"),
                say("review"),
                say("printed in"),
            ];
            (heads, rows.collect())
        }
        What::Stocks => {
            let rows = library.stocks.iter().map(|stock| {
                let items = stock.items.map_or(1, |items| items.columns * items.rows);
                row([
                    stock.id.clone(),
                    stock.kind.word().to_owned(),
                    items.to_string(),
                    stock.items.map_or(stock.size, |items| items.size).to_string(),
                    stock.confidence.word().to_owned(),
                    stock.name.clone(),
                    stock.also.join(" "),
                ])
            });
            let heads = vec![
                say("stock"),
                say("kind"),
                say("items"),
                say("size"),
                say("confidence"),
                say("name"),
                say("also"),
            ];
            (heads, rows.collect())
        }
        What::Hotlines => {
            let rows = library.hotlines.values().map(|hotline| {
                let number = hotline
                    .printed(mileposter::hotline::Channel::Call)
                    .unwrap_or_default()
                    .to_owned();
                row([
                    hotline.id.clone(),
                    hotline.country.clone(),
                    number,
                    hotline.verified_on.to_string(),
                    hotline.mark.clone(),
                    hotline.name_in([]).to_owned(),
                ])
            });
            (
                vec![
                    say("hotline"),
                    say("country"),
                    say("number"),
                    say("verified"),
                    say("mark"),
                    say("name"),
                ],
                rows.collect(),
            )
        }
        What::Fonts => {
            let rows = library.fonts.families().iter().map(|family| {
                let scripts: Vec<&str> = family.scripts.iter().map(|script| script.code()).collect();
                row([
                    family.name.clone(),
                    scripts.join(" "),
                    family.regular.clone(),
                    family.bold.clone(),
                ])
            });
            (
                vec![say("family"), say("scripts"), say("regular"), say("bold")],
                rows.collect(),
            )
        }
        What::Rules => {
            let rows = library.rules.rules.iter().map(|rule| {
                row([
                    rule.id.clone(),
                    rule.jurisdiction.clone(),
                    rule.duty.word().to_owned(),
                    rule.law.confidence.word().to_owned(),
                    rule.law.seen.to_string(),
                    rule.scope.clone(),
                    rule.venues.join(" "),
                ])
            });
            let heads = vec![
                say("rule"),
                say("jurisdiction"),
                say("duty"),
                say("confidence"),
                say("seen"),
                say("scope"),
                say("venues"),
            ];
            (heads, rows.collect())
        }
        What::Venues => {
            let rows = library.rules.venues.iter().map(|(key, venue)| {
                let kinds: Vec<&str> = venue.kinds.iter().map(|kind| kind.word()).collect();
                row([key.clone(), kinds.join(" "), venue.means.clone()])
            });
            (vec![say("venue"), say("kind"), say("meaning")], rows.collect())
        }
        What::Codes | What::Locations | What::UiLanguages => {
            let rows = code::ALL
                .iter()
                .map(|code| vec![verbatim(code.name), code.severity.phrase(), tabled(code.what)]);
            (
                vec![say("code"), say("weight"), say("what is wrong")],
                rows.collect(),
            )
        }
    }
}

/// The stocks that a template goes on: laid out in English on each, so that none is named in vain.
fn fitting(library: &Library, selection: &Selection, name: &str) -> Result<Table, Stop> {
    let Some(template) = library.templates.get(name) else {
        let message = say("there is no template `{word}`").with("word", shown(name));
        return Err(Stop::Usage(message));
    };
    let hotline = library.hotlines.keys().next().cloned().unwrap_or_default();
    let mut shaper = Shaper::new(&library.fonts);
    let mut rows = Vec::new();
    for stock in library.stocks.iter() {
        let Ok(fit) = fit::on(template, stock) else {
            continue;
        };
        let order = Order {
            hotline: hotline.clone(),
            template: template.id.clone(),
            languages: vec![Locale::english()],
            stock: stock.id.clone(),
            setup: selection.setup.clone(),
            rule: None,
        };
        if plate::compose(&mut Diagnostics::default(), library, &mut shaper, &order).is_some() {
            rows.push(row([
                stock.id.clone(),
                fit.places.len().to_string(),
                fit.piece.to_string(),
                fit.most_languages(template).to_string(),
                stock.confidence.word().to_owned(),
                stock.name.clone(),
            ]));
        }
    }
    let heads = vec![
        say("stock"),
        say("items"),
        say("size"),
        say("languages"),
        say("confidence"),
        say("name"),
    ];
    Ok((heads, rows))
}

/// A language: its names, script and face, who read its words, and the templates that it can be printed in.
fn language(library: &Library, catalog: &Catalog) -> Vec<Phrase> {
    let review = match (catalog.extent, &catalog.review) {
        (Extent::Pseudo, _) => say("made up, for trying a layout"),
        (_, Review::Draft) => say("draft"),
        (_, Review::Reviewed { by, on }) => say("reviewed by {by} on {on}").with("by", by).with("on", on),
        (_, Review::Changed) => say("changed since its review"),
    };
    let script = catalog.locale.script();
    let face = library.fonts.family(script);
    let mut cells = row([
        catalog.locale.to_string(),
        catalog.english.clone(),
        catalog.name.clone(),
        script.code().to_owned(),
        face.map(|face| face.name.clone()).unwrap_or_default(),
    ]);
    cells.extend([review, printed_in(library, catalog)]);
    cells
}

/// The grade of school at which the words of each template are read, in the languages in which that is measured.
fn reading(library: &Library) -> Table {
    let measured = ["en", "es"].map(|tag| Locale::parse(tag).expect("a tag"));
    let rows = library.templates.values().map(|template| {
        let grade = |locale: &Locale| {
            let grade = reading_level::of_template(library, template, locale);
            grade.map_or_else(|| "-".to_owned(), |grade| format!("{grade:.1}"))
        };
        let [english, spanish] = measured.each_ref().map(grade);
        row([
            template.id.clone(),
            template.audience.word().to_owned(),
            english,
            spanish,
        ])
    });
    let heads = vec![
        say("template"),
        say("for"),
        say("grade, English"),
        say("grade, Spanish"),
    ];
    (heads, rows.collect())
}

/// As `every template`, `speak`, or `card 8/9 speak`: what is there of those that lack a message.
fn printed_in(library: &Library, catalog: &Catalog) -> Phrase {
    let missing = check::missing(library, catalog);
    let spoken = catalog.extent == Extent::Spoken;
    let told: Vec<String> = library
        .templates
        .values()
        .filter(|template| template.panel || !spoken)
        .map(|template| {
            let keys = template.messages();
            let lacking = keys.iter().filter(|key| missing.contains(*key)).count();
            match lacking {
                0 => template.id.clone(),
                _ => format!("{} {}/{}", template.id, keys.len() - lacking, keys.len()),
            }
        })
        .collect();
    if missing.is_empty() && !spoken {
        say("every template")
    } else {
        verbatim(told.join(" "))
    }
}

/// The rows for programs: each cell under its head, in English.
pub(super) fn rows_of((heads, rows): &Table) -> Vec<BTreeMap<String, String>> {
    let object = |row: &Vec<Phrase>| {
        let cells = row.iter().map(Phrase::english);
        heads.iter().map(Phrase::english).zip(cells).collect()
    };
    rows.iter().map(object).collect()
}

/// Cells that are the same in every language.
pub(super) fn row<const CELLS: usize>(cells: [String; CELLS]) -> Vec<Phrase> {
    cells.into_iter().map(verbatim).collect()
}

pub(super) fn print_table(reporter: &Reporter, (heads, rows): &Table) {
    let told = |cells: &Vec<Phrase>| cells.iter().map(|cell| reporter.words(cell)).collect();
    let (heads, rows): (Vec<String>, Vec<Vec<String>>) = (told(heads), rows.iter().map(told).collect());
    let widths: Vec<usize> = (0..heads.len())
        .map(|at| {
            let cells = rows
                .iter()
                .filter_map(|row| row.get(at))
                .map(|cell| cell.chars().count());
            cells.chain([heads[at].chars().count()]).max().unwrap_or(0)
        })
        .collect();
    let line = |cells: &[String]| {
        let padded = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.chars().count()))));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    reporter.print(&line(&heads));
    for row in &rows {
        reporter.print(&line(row));
    }
}
