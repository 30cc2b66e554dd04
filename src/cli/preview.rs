//! `preview`: each piece as a picture, and all on one contact sheet.

use mileposter::diag::Diagnostics;
use mileposter::phrase::say;
use mileposter::raster::{self, Rgb};

use super::Stop;
use super::args::Preview;
use super::check::{proofed, use_threads};
use super::interrupt::Interrupt;
use super::load;
use super::output::Staged;
use super::report::Reporter;

/// Width of a picture on the contact sheet, in pixels.
const THUMBNAIL: u32 = 360;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, preview: &Preview) -> Result<(), Stop> {
    let interrupt = Interrupt::listen();
    use_threads(&preview.wanted);
    let mut diags = Diagnostics::default();
    let loaded = load::load(reporter, &mut diags, &preview.wanted)?;
    let (jobs, plates) = proofed(&mut diags, &loaded, &preview.wanted);
    // One poster stands for each plate, so that the imprint is seen as well.
    let mut seen = std::collections::BTreeSet::new();
    let jobs: Vec<_> = jobs
        .into_iter()
        .filter(|job| seen.insert(job.order.clone()))
        .collect();
    let printed = plates.print(&mut diags, &loaded.library, &jobs, None, |printed, file| {
        interrupt.check().map(|()| (printed, file))
    })?;
    reporter.faults(&diags);
    if diags.has_errors() {
        reporter.object(
            &diags,
            serde_json::json!({ "command": "preview", "pictures": [] }),
        );
        return Err(Stop::Faults);
    }
    let mut pictures = Vec::new();
    let mut thumbnails = Vec::new();
    for (printed, file) in &printed {
        interrupt.check()?;
        let pages = raster::pages(&file.bytes(), f32::from(preview.dpi), 16)
            .map_err(|error| Stop::Usage(error.phrase()))?;
        for (at, page) in pages.iter().enumerate() {
            let name = format!(
                "{}-{}.png",
                printed.plate.poster.order.name().replace(' ', "-"),
                at + 1
            );
            thumbnails.push(page.shrunk(THUMBNAIL));
            pictures.push((name, page.to_png()));
        }
    }
    let staged = Staged::open(reporter, &interrupt, &preview.out, &loaded.inputs)?;
    for (name, png) in &pictures {
        staged.write(name, png)?;
    }
    if !thumbnails.is_empty() {
        staged.write(
            "contact-sheet.png",
            &Rgb::contact_sheet(&thumbnails, 4, 24).to_png(),
        )?;
    }
    staged.commit()?;
    reporter.tell(
        &say("Drew {count} pages and contact-sheet.png into {out}.")
            .with("count", pictures.len())
            .with("out", preview.out.display()),
    );
    let names: Vec<_> = pictures.iter().map(|(name, _)| name).collect();
    reporter.object(
        &diags,
        serde_json::json!({ "command": "preview", "pictures": names }),
    );
    Ok(())
}
