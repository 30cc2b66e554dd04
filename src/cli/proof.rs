//! `proof`: reads finished PDFs back, ours or anybody's.
//!
//! A stranger's file can make its reader fall over, run for hours or ask for all memory there is. So each file is
//! read by a process of its own (`read_pdf`), with a limit on time and memory; if that ends badly, the file is what is wrong.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use mileposter::check;
use mileposter::diag::{Diagnostics, shown};
use mileposter::phrase::say;
use mileposter::source::Source;
use rayon::prelude::*;

use super::Stop;
use super::args::ProofFiles;
use super::load;
use super::report::Reporter;
use super::verdict::Verdict;

/// The most that a reading process may answer, in bytes.
const LONGEST_ANSWER: u64 = 64 << 20;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, proof: &ProofFiles) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    diags.judge_by(proof.judging.policy());
    let library = load::library(&mut diags, proof.campaign.as_deref())?;
    let Some(hotline) = library.hotlines.get(&proof.hotline) else {
        let known: Vec<&str> = library.hotlines.keys().map(String::as_str).collect();
        return Err(Stop::Usage(
            say("there is no hotline `{hotline}`; there are {known}")
                .with("hotline", shown(&proof.hotline))
                .with("known", known.join(", ")),
        ));
    };
    check::record(
        &mut diags,
        hotline,
        proof.judging.today.unwrap_or_else(load::today),
    );
    check_files(&proof.files)?;
    let program = std::env::current_exe().map_err(Stop::machine(say("cannot find the program itself")))?;
    let verdicts: Vec<_> = proof
        .files
        .par_iter()
        .map(|file| verdict_of(&program, file, proof))
        .collect();
    let mut files = Vec::new();
    for (file, verdict) in proof.files.iter().zip(verdicts) {
        let source = Source::new(file.display().to_string(), "");
        let mut verdict = verdict?;
        verdict.report(&mut diags, &source);
        verdict.tell(reporter, &source.name);
        let mut object = serde_json::to_value(&verdict).expect("a verdict is plain data");
        object["file"] = source.name.as_str().into();
        files.push(object);
    }
    reporter.faults(&diags);
    reporter.object(&diags, serde_json::json!({ "command": "proof", "files": files }));
    if diags.has_errors() {
        Err(Stop::Faults)
    } else {
        Ok(())
    }
}

/// Every file that cannot be proofed at all, at once.
pub(super) fn check_files(files: &[PathBuf]) -> Result<(), Stop> {
    let faults = files.iter().filter_map(|file| match std::fs::metadata(file) {
        // A pipe would wait for ever to be opened.
        Ok(found) if found.is_file() => std::fs::File::open(file).err().map(|error| {
            say("cannot read `{file}`: {error}")
                .with("file", shown_path(file))
                .with("error", &error)
        }),
        Ok(_) => Some(say("`{file}` is no file").with("file", shown_path(file))),
        Err(error) => Some(
            say("cannot read `{file}`: {error}")
                .with("file", shown_path(file))
                .with("error", &error),
        ),
    });
    let together = faults.into_iter().reduce(|one, other| {
        say("{one}; {other}")
            .with_words("one", one)
            .with_words("other", other)
    });
    together.map_or(Ok(()), |faults| Err(Stop::Usage(faults)))
}

pub(super) fn shown_path(file: &Path) -> String {
    shown(&file.display().to_string())
}

/// Has a process of its own read a file.
fn verdict_of(program: &Path, file: &Path, proof: &ProofFiles) -> Result<Verdict, Stop> {
    let what = || say("cannot start reading `{file}`").with("file", shown_path(file));
    let mut command = Command::new(program);
    command.arg("read-pdf").arg("--hotline").arg(&proof.hotline);
    if let Some(campaign) = &proof.campaign {
        command.arg("--campaign").arg(campaign);
    }
    for code in &proof.judging.allow {
        command.arg("--allow").arg(code.name);
    }
    // After `--` a file's name is a name, whatever it begins with.
    command.arg("--").arg(file);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(Stop::machine(what()))?;
    let mut pipe = child.stdout.take().expect("the answer is piped");
    let answer = std::thread::spawn(move || {
        let mut answer = Vec::new();
        let _ = pipe.by_ref().take(LONGEST_ANSWER).read_to_end(&mut answer);
        answer
    });
    let time = Duration::from_secs(proof.seconds.into());
    let ended = wait(&mut child, time).map_err(Stop::machine(what()))?;
    let answer = answer.join().unwrap_or_default();
    Ok(match ended {
        None => Verdict::unread(
            say("reading the file took longer than {seconds} s").with("seconds", proof.seconds),
        ),
        Some(false) => Verdict::unread(say(
            "the file makes its reader fall over or ask for too much memory",
        )),
        Some(true) => serde_json::from_slice(&answer)
            .unwrap_or_else(|_| Verdict::unread(say("the file makes its reader answer nonsense"))),
    })
}

/// Whether a process ended well; `None` if it had to be stopped.
fn wait(child: &mut Child, time: Duration) -> std::io::Result<Option<bool>> {
    let start = Instant::now();
    let mut pause = Duration::from_micros(500);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.success()));
        }
        if start.elapsed() > time {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}
