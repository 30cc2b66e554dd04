//! `review`: the sheet that a reader of a language signs, and the record of the signature.

use std::path::PathBuf;

use mileposter::catalog::{Catalog, Extent};
use mileposter::check;
use mileposter::diag::{Diagnostics, is_hostile, shown};
use mileposter::library::Library;
use mileposter::phrase::say;
use mileposter::review;
use mileposter::serial::Serial;

use super::Stop;
use super::args::Review;
use super::load;
use super::output;
use super::report::Reporter;

/// The longest name of a reader, in characters.
const LONGEST_NAME: usize = 60;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, wanted: &Review) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    let library = load::library(&mut diags, Some(&wanted.campaign))?;
    let catalog = find(&library, wanted)?;
    check::catalog(&mut diags, &library, catalog);
    let done = match (diags.has_errors(), &wanted.accept) {
        (true, _) => None,
        (false, None) => print(reporter, &mut diags, &library, catalog, wanted)?,
        (false, Some(by)) => Some(accept(reporter, catalog, by, wanted)?),
    };
    reporter.faults(&diags);
    reporter.object(
        &diags,
        serde_json::json!({
            "command": "review",
            "language": catalog.locale.tag(),
            "serial": review::serial(catalog).to_string(),
            "fingerprint": catalog.fingerprint(),
            "wrote": done.as_ref().map(|file| file.display().to_string()),
        }),
    );
    if done.is_some() { Ok(()) } else { Err(Stop::Faults) }
}

fn find<'a>(library: &'a Library, wanted: &Review) -> Result<&'a Catalog, Stop> {
    let catalog = library.catalogs.get(&wanted.language);
    catalog
        .filter(|catalog| catalog.extent != Extent::Pseudo)
        .ok_or_else(|| {
            Stop::Usage(
                say("there is no catalog for the language `{tag}`; `mileposter list languages` shows those that are there")
                    .with("tag", &wanted.language),
            )
        })
}

/// Writes the sheet. `None` after an error on a page.
fn print(
    reporter: &Reporter,
    diags: &mut Diagnostics,
    library: &Library,
    catalog: &Catalog,
    wanted: &Review,
) -> Result<Option<PathBuf>, Stop> {
    let hotline = library.hotlines.get(&wanted.hotline);
    let hotline = hotline.ok_or_else(|| {
        Stop::Usage(say("there is no hotline `{word}`").with("word", shown(&wanted.hotline)))
    })?;
    let stock = library.stocks.get(&wanted.stock).filter(|stock| stock.is_plain());
    let stock = stock
        .ok_or_else(|| Stop::Usage(say("there is no paper `{word}`").with("word", shown(&wanted.stock))))?;
    let Some(plate) = review::sheet(diags, library, hotline, catalog, stock) else {
        return Ok(None);
    };
    let out = wanted
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("review-{}.pdf", catalog.locale)));
    if out.exists() {
        return Err(output::is_there(&out));
    }
    output::write_new(&out, &plate.document.bytes)?;
    reporter.tell(
        &say("Wrote {out}: {count} messages in {language} to read and sign.")
            .with("out", out.display())
            .with("count", catalog.messages.len())
            .with("language", &catalog.english),
    );
    reporter.tell(
        &say("Once it is signed: `mileposter review {tag} --accept INITIALS --sheet {serial}`.")
            .with("tag", &catalog.locale)
            .with("serial", review::serial(catalog)),
    );
    Ok(Some(out))
}

/// Records a signature in the campaign's own catalog, which is made from the embedded one if it is not there.
fn accept(reporter: &Reporter, catalog: &Catalog, by: &str, wanted: &Review) -> Result<PathBuf, Stop> {
    let plain = |c: char| !is_hostile(c) && !matches!(c, '"' | '\\');
    if by.trim().is_empty() || by.chars().count() > LONGEST_NAME || !by.chars().all(plain) {
        return Err(Stop::Usage(say(
            "`--accept` takes the reader's initials or name, without quotes, as `M. R.`",
        )));
    }
    let typed = wanted.sheet.as_deref().unwrap_or_default();
    let found = Serial::parse(typed).map_err(|error| Stop::Usage(error.phrase()))?;
    let now = review::serial(catalog);
    if found != now {
        return Err(Stop::Usage(
            say("the sheet {found} is not of these words ({now}): they were changed since it was printed, or it is of another language; print it anew and have it signed")
                .with("found", found)
                .with("now", now),
        ));
    }
    let on = wanted.on.unwrap_or_else(load::today).to_string();
    let place = wanted
        .campaign
        .join("messages")
        .join(format!("{}.toml", catalog.locale));
    let text = review::signed(catalog, by.trim(), &on).ok_or_else(|| {
        Stop::Usage(
            say("the review in `{place}` is not written as one value, so nothing was recorded; write it below `tag` as `review = {{ state = \"draft\" }}` and sign again")
                .with("place", place.display()),
        )
    })?;
    output::write_over(&place, text.as_bytes())?;
    reporter.tell(
        &say(
            "Recorded in {place}: {by} read the words in {language} on {on}. A change of any word voids it.",
        )
        .with("place", place.display())
        .with("by", by.trim())
        .with("language", &catalog.english)
        .with("on", on),
    );
    Ok(place)
}
