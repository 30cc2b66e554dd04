//! `init`: a small campaign, ready to build.

use mileposter::diag::shown;
use mileposter::phrase::say;

use super::Stop;
use super::args::Init;
use super::output;
use super::report::Reporter;

/// The sample campaign: two real places, to be replaced.
const SAMPLE: &str = include_str!("sample.toml");

/// Runs the command. A locations file that is there is never touched.
pub(super) fn run(reporter: &Reporter, init: &Init) -> Result<(), Stop> {
    let place = init.dir.join("locations.toml");
    if place.exists() {
        let path = shown(&place.display().to_string());
        return Err(Stop::Usage(
            say("`{path}` is already there; choose another folder").with("path", &path),
        ));
    }
    output::write_new(&place, SAMPLE.as_bytes())?;
    reporter.tell(&say("Wrote {place}.").with("place", place.display()));
    reporter.tell(&say(
        "Next: put your places into it, then run `mileposter check` and `mileposter build` in that folder.",
    ));
    reporter.object(
        &mileposter::diag::Diagnostics::default(),
        serde_json::json!({ "command": "init" }),
    );
    Ok(())
}
