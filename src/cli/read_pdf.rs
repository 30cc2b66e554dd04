//! The hidden command that reads one PDF for `proof`, in a process of its own.

use std::io::Read as _;

use mileposter::check::{self, Proof};
use mileposter::code;
use mileposter::diag::{Diagnostic, Diagnostics};
use mileposter::finished::{self, Symbols, Unread};
use mileposter::library::Library;
use mileposter::phrase::say;
use mileposter::raster;
use mileposter::source::{Source, Span};

use super::Stop;
use super::args::ReadPdf;
use super::load;
use super::proof::shown_path;
use super::report::Reporter;
use super::verdict::Verdict;

/// Pages that are read of one file.
const MOST_PAGES: usize = 200;

/// The largest file that is read, in bytes.
const LARGEST: u64 = raster::LARGEST as u64;

/// How much memory the reading of one file may ask for, in bytes.
const MEMORY: u64 = 3 << 30;

/// Reads the file and prints the verdict, for the process that asked.
pub(super) fn run(reporter: &Reporter, read: &ReadPdf) -> Result<(), Stop> {
    limit_memory();
    // Whatever is wrong with the folder was told by the process that asked.
    let library = load::library(&mut Diagnostics::default(), read.campaign.as_deref())?;
    let verdict = read_file(&library, read)?;
    reporter.print(&serde_json::to_string(&verdict).expect("a verdict is plain data"));
    Ok(())
}

#[cfg(unix)]
fn limit_memory() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = Rlimit {
        current: Some(MEMORY),
        maximum: Some(MEMORY),
    };
    // Where the system has no such limit, the limit on time still holds.
    let _ = setrlimit(Resource::As, limit);
}

#[cfg(not(unix))]
fn limit_memory() {
    let _ = MEMORY;
}

fn read_file(library: &Library, read: &ReadPdf) -> Result<Verdict, Stop> {
    let hotline = &library.hotlines[&read.hotline];
    let what = say("cannot read `{file}`").with("file", shown_path(&read.file));
    let open = std::fs::File::open(&read.file).map_err(Stop::machine(what.clone()))?;
    let mut bytes = Vec::new();
    open.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(Stop::machine(what))?;
    if bytes.len() as u64 > LARGEST {
        let message = say("the file has more than {most} MB").with("most", LARGEST >> 20);
        return Ok(Verdict::one_fault(
            code::TOO_LARGE,
            message,
            say("save it with smaller pictures, or in parts"),
        ));
    }
    let finished = match finished::read(&bytes, MOST_PAGES, Symbols::Anywhere) {
        Ok(finished) => finished,
        Err(unread @ Unread::NotPdf) => return Ok(Verdict::unread(unread.phrase())),
        Err(bomb @ Unread::ImageBomb { .. }) => {
            return Ok(Verdict::one_fault(
                code::TOO_LARGE,
                bomb.phrase(),
                say("save it with smaller pictures"),
            ));
        }
    };
    let span = Span::file(&Source::new(String::new(), ""));
    let proof = Proof {
        name: String::new(),
        span: &span,
        hotline,
        finished: &finished,
        meant: None,
        apart: Vec::new(),
        numbers: Vec::new(),
    };
    let mut diags = Diagnostics::default();
    diags.judge_by(read.judging.policy());
    check::file(&mut diags, &proof);
    let unlisted: usize = diags.unlisted().values().sum();
    if unlisted > 0 {
        let message = say("the file has {unlisted} faults more than are kept").with("unlisted", unlisted);
        diags.push_always(
            Diagnostic::new(code::TOO_LARGE, message).hint(say("save it in parts, and proof each")),
        );
    }
    if finished.anatomy.page_count > MOST_PAGES {
        let message = say("the file has {pages} pages, and the first {most} were proofed")
            .with("pages", finished.anatomy.page_count)
            .with("most", MOST_PAGES);
        diags.push(Diagnostic::new(code::TOO_LARGE, message).hint(say("save it in parts, and proof each")));
    }
    Ok(Verdict::of(&finished, &diags, |number| hotline.owns(number)))
}
