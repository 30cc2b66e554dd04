//! `outline`: the outline of stocks, to be held against the real sheets.

use std::path::PathBuf;

use mileposter::diag::{Diagnostics, shown};
use mileposter::library::Library;
use mileposter::outline::{self, Outlined};
use mileposter::phrase::{counted, say};
use mileposter::setup::Setup;
use mileposter::stock::Stock;

use super::Stop;
use super::args::{Outline, flip, printer};
use super::load;
use super::output;
use super::report::Reporter;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, wanted: &Outline) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    let library = load::library(&mut diags, wanted.campaign.as_deref())?;
    let mut files = Vec::new();
    if !diags.has_errors() {
        let setup = setup(&library, wanted)?;
        let stocks = stocks(&library, wanted)?;
        let places = places(wanted, &stocks)?;
        for (stock, place) in stocks.into_iter().zip(places) {
            if let Some(made) = outline::sheet(&mut diags, &library, stock, &setup) {
                files.push((place, stock, made));
            }
        }
    }
    reporter.faults(&diags);
    if diags.has_errors() {
        reporter.object(
            &diags,
            serde_json::json!({ "command": "outline", "outlines": [] }),
        );
        return Err(Stop::Faults);
    }
    for (place, _, made) in &files {
        output::write_new(place, &made.plate.document.bytes)?;
    }
    tell(reporter, &files);
    let entries: Vec<_> = files
        .iter()
        .map(|(place, stock, made)| {
            serde_json::json!({
                "file": place.display().to_string(),
                "stock": stock.id,
                "ruler": made.has_ruler,
                "left_out": made.lost,
            })
        })
        .collect();
    reporter.object(
        &diags,
        serde_json::json!({ "command": "outline", "outlines": entries }),
    );
    Ok(())
}

fn setup(library: &Library, wanted: &Outline) -> Result<Setup, Stop> {
    let name = wanted.printer.as_ref();
    let printer = name.map(|name| printer(library, name)).transpose()?;
    Ok(Setup {
        flip: flip(wanted.flip, printer),
        printer: printer.cloned(),
        ..Setup::default()
    })
}

fn stocks<'a>(library: &'a Library, wanted: &Outline) -> Result<Vec<&'a Stock>, Stop> {
    if wanted.all {
        return Ok(library.stocks.iter().collect());
    }
    let find = |name: &String| {
        let found = library.stocks.get(name);
        found.ok_or_else(|| {
            Stop::Usage(
                say("there is no stock `{word}`; `mileposter list stocks` shows them all")
                    .with("word", shown(name)),
            )
        })
    };
    wanted.stocks.iter().map(find).collect()
}

/// Where each outline goes: a file by the name of its stock, or as asked for. None of them may be there.
fn places(wanted: &Outline, stocks: &[&Stock]) -> Result<Vec<PathBuf>, Stop> {
    let named = |stock: &&Stock| PathBuf::from(format!("outline-{}.pdf", stock.id));
    let places: Vec<PathBuf> = match (&wanted.out, stocks) {
        (Some(file), [_]) => vec![file.clone()],
        (Some(folder), _) => stocks.iter().map(|stock| folder.join(named(stock))).collect(),
        (None, _) => stocks.iter().map(named).collect(),
    };
    match places.iter().find(|place| place.exists()) {
        Some(place) => Err(output::is_there(place)),
        None => Ok(places),
    }
}

fn tell(reporter: &Reporter, files: &[(PathBuf, &Stock, Outlined)]) {
    for (place, stock, made) in files {
        reporter.tell(
            &say("Wrote {out}: the outline of `{stock}`, front and back.")
                .with("out", place.display())
                .with("stock", &stock.id),
        );
        if !made.has_ruler {
            reporter.tell(
                &say("`{stock}` is too small for a ruler of 100 mm, so its outline has none.")
                    .with("stock", &stock.id),
            );
        }
        if made.lost > 0 {
            let sentences = counted(made.lost, say("{count} sentence"), say("{count} sentences"));
            reporter.tell(
                &say("There was no room for {sentences} on the outline of `{stock}`; data/stocks.toml has them.")
                    .with_words("sentences", sentences)
                    .with("stock", &stock.id),
            );
        }
    }
    reporter.tell(&say(
        "Next: print it on plain paper at 100 % (\"actual size\") and hold it with the real sheet against a window.",
    ));
}
