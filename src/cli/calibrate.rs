//! `calibrate`: the sheet that shows how a printer puts things askew, and the record of what was measured on it.

use std::path::{Path, PathBuf};

use mileposter::calibration;
use mileposter::diag::{Diagnostics, shown};
use mileposter::fields;
use mileposter::geom::Length;
use mileposter::library::{Library, PRINTERS};
use mileposter::phrase::say;
use mileposter::printer::{self, Printer, Shift};
use mileposter::setup::Setup;
use mileposter::source::Source;
use mileposter::stock::Stock;

use super::Stop;
use super::args::Calibrate;
use super::load;
use super::output;
use super::report::Reporter;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, wanted: &Calibrate) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    let library = load::library(&mut diags, Some(&wanted.campaign))?;
    let mut done = None;
    if !diags.has_errors() {
        let stock = stock(&library, &wanted.stock)?;
        done = match &wanted.name {
            None => print(reporter, &mut diags, &library, stock, wanted)?,
            Some(name) => Some(save(reporter, stock, name, wanted)?),
        };
    }
    reporter.faults(&diags);
    reporter.object(
        &diags,
        serde_json::json!({
            "command": "calibrate",
            "wrote": done.as_ref().map(|file| file.display().to_string()),
        }),
    );
    if done.is_some() { Ok(()) } else { Err(Stop::Faults) }
}

/// The stock, if it is large enough to be measured on.
fn stock<'a>(library: &'a Library, name: &str) -> Result<&'a Stock, Stop> {
    let stock = library.stocks.get(name);
    let stock = stock.ok_or_else(|| {
        Stop::Usage(
            say("there is no stock `{word}`; `mileposter list stocks` shows them all")
                .with("word", shown(name)),
        )
    })?;
    if calibration::lines(stock.size).is_none() {
        return Err(Stop::Usage(
            say("`{stock}` is too small to measure a printer on; take paper of 120 mm or more either way")
                .with("stock", &stock.id),
        ));
    }
    Ok(stock)
}

/// Writes the sheet. `None` after an error on a page.
fn print(
    reporter: &Reporter,
    diags: &mut Diagnostics,
    library: &Library,
    stock: &Stock,
    wanted: &Calibrate,
) -> Result<Option<PathBuf>, Stop> {
    let setup = Setup {
        flip: wanted.flip.map(Into::into).unwrap_or_default(),
        ..Setup::default()
    };
    let out = wanted.out.clone();
    let out = out.unwrap_or_else(|| PathBuf::from("calibration.pdf"));
    if out.exists() {
        return Err(output::is_there(&out));
    }
    let Some(plate) = calibration::sheet(diags, library, stock, &setup) else {
        return Ok(None);
    };
    output::write_new(&out, &plate.document.bytes)?;
    reporter.tell(
        &say("Wrote {out}: print both sides at 100 % (\"actual size\"), measure, then save it with `mileposter calibrate NAME --stock {stock} --right …`.")
            .with("out", out.display())
            .with("stock", &stock.id),
    );
    Ok(Some(out))
}

/// Writes what was measured into the campaign's own list of printers.
fn save(reporter: &Reporter, stock: &Stock, name: &str, wanted: &Calibrate) -> Result<PathBuf, Stop> {
    let printer = measured(stock, name, wanted)?;
    let place = wanted.campaign.join("data").join("printers.toml");
    let source = own(&place)?;
    let text = printer::saved(&source, &printer).ok_or_else(|| {
        Stop::Usage(
            say("`{place}` is not written so that an entry can be exchanged in it, so nothing was saved; write each printer below a head `[[printer]]`")
                .with("place", place.display()),
        )
    })?;
    output::write_over(&place, text.as_bytes())?;
    reporter.tell(
        &say("Saved `{name}` in {place}. Try it: `mileposter outline {stock} --printer {name}`.")
            .with("name", name)
            .with("place", place.display())
            .with("stock", &stock.id),
    );
    Ok(place)
}

/// The campaign's own list of printers, or the embedded one, which has none.
fn own(place: &Path) -> Result<std::sync::Arc<Source>, Stop> {
    let name = place.display().to_string();
    if !place.exists() {
        return Ok(Source::new(name, PRINTERS));
    }
    let bytes = load::read_bytes(place, fields::LARGEST as u64)?;
    let read = fields::decode(&mut Diagnostics::default(), name, bytes);
    // It was read a moment ago with the library.
    Ok(read.unwrap_or_else(|| Source::new(place.display().to_string(), PRINTERS)))
}

fn measured(stock: &Stock, name: &str, wanted: &Calibrate) -> Result<Printer, Stop> {
    if !fields::is_id(name) {
        return Err(Stop::Usage(
            say("`{name}` cannot name a printer: a name has small letters, digits and hyphens, as `front-desk`")
                .with("name", shown(name)),
        ));
    }
    let shift = |right: Option<Length>, down: Option<Length>| {
        let shift = Shift::of(right.unwrap_or_default(), down.unwrap_or_default());
        shift.ok_or_else(|| {
            Stop::Usage(say(
                "a printer that shifts a page by more than 15 mm takes the paper in wrong; see to that first",
            ))
        })
    };
    let stretch = calibration::stretch(stock.size, wanted.across, wanted.along);
    let (across, along) = calibration::lines(stock.size).unwrap_or_default();
    let stretch = stretch.ok_or_else(|| {
        Stop::Usage(
            say("the lines of `{stock}` are {across} mm across and {along} mm along, and what was measured is off by more than 5 %: is it the right `--stock`, and printed at 100 %?")
                .with("stock", &stock.id)
                .with("across", across)
                .with("along", along),
        )
    })?;
    let back = wanted.back_right.or(wanted.back_down);
    let back = back.map(|_| shift(wanted.back_right, wanted.back_down));
    Ok(Printer {
        name: name.to_owned(),
        shift: shift(wanted.right, wanted.down)?,
        stretch,
        back: back.transpose()?,
        flip: wanted.flip.map(Into::into),
    })
}
