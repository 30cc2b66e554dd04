//! `export`: the list of places for spreadsheets, maps and GPS devices.

use std::path::Path;

use mileposter::diag::Diagnostics;
use mileposter::export::{self, Export, Format, People};
use mileposter::location::Location;
use mileposter::phrase::{Phrase, counted, say};
use mileposter::plan;

use super::Stop;
use super::args;
use super::load;
use super::output;
use super::report::Reporter;

/// The most ids of places that are named in a summary; JSON has them all.
const MOST_NAMED: usize = 10;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, wanted: &args::Export) -> Result<(), Stop> {
    let format = format(&wanted.out)?;
    if wanted.out.symlink_metadata().is_ok() {
        return Err(output::is_there(&wanted.out));
    }
    let mut diags = Diagnostics::default();
    let campaign = load::campaign(reporter, &mut diags, &wanted.which)?;
    let mut places = plan::wanted(&mut diags, &campaign, &wanted.which.selection());
    let mut lost = Vec::new();
    if !format.holds_any_place() {
        (places, lost) = places.into_iter().partition(|place| place.coordinate.is_some());
    }
    let export = Export {
        campaign: &campaign,
        places,
        people: if wanted.with_people {
            People::Named
        } else {
            People::LeftOut
        },
        tell: &|phrase| reporter.words(phrase),
    };
    let mut bytes = None;
    if !diags.has_errors() {
        if export.places.is_empty() {
            return Err(Stop::Usage(
                say("no place that is wanted has coordinates, so `{out}` would be empty")
                    .with("out", wanted.out.display()),
            ));
        }
        bytes = export.write(&mut diags, format);
    }
    reporter.faults(&diags);
    let Some(bytes) = bytes else {
        reporter.object(&diags, serde_json::json!({ "command": "export", "wrote": null }));
        return Err(Stop::Faults);
    };
    output::write_new(&wanted.out, &bytes)?;
    tell(reporter, &wanted.out, &export, &lost);
    let ids: Vec<&str> = lost.iter().map(|place| place.id.as_str()).collect();
    reporter.object(
        &diags,
        serde_json::json!({
            "command": "export",
            "wrote": wanted.out.display().to_string(),
            "exported": export.places.len(),
            "without_coordinates": ids,
            "people_left_out": leaves_people_out(&export),
        }),
    );
    Ok(())
}

/// What a file is, by its ending.
fn format(out: &Path) -> Result<Format, Stop> {
    let ending = out.extension().unwrap_or_default().to_string_lossy();
    Format::of_ending(&ending).ok_or_else(|| {
        Stop::Usage(
            say("`{out}` ends in none of .csv, .xlsx, .geojson, .gpx and .kml, so it is not known what to write")
                .with("out", out.display()),
        )
    })
}

fn leaves_people_out(export: &Export<'_>) -> bool {
    export.people == People::LeftOut && export.places.iter().any(|place| export::names_people(place))
}

fn tell(reporter: &Reporter, out: &Path, export: &Export<'_>, lost: &[&Location]) {
    reporter.tell(
        &say("Wrote {places} into {out}.")
            .with_words("places", places(export.places.len()))
            .with("out", out.display()),
    );
    if !lost.is_empty() {
        let named = lost.iter().take(MOST_NAMED).map(|place| place.id.as_str());
        let more = if lost.len() > MOST_NAMED { ", …" } else { "" };
        reporter.tell(
            &say("Left out, since they have no coordinates: {places} ({ids}{more}).")
                .with_words("places", places(lost.len()))
                .with("ids", named.collect::<Vec<_>>().join(", "))
                .with("more", more),
        );
    }
    if leaves_people_out(export) {
        reporter.tell(&say(
            "Left out: who looks after a place and who holds its permit. `--with-people` writes them too.",
        ));
    }
}

fn places(count: usize) -> Phrase {
    counted(count, say("{count} place"), say("{count} places"))
}
