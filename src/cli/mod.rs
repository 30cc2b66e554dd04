//! The shell around the library: it alone reads files, the clock and the environment, and prints.
//!
//! Exit status: 0 sound, 1 errors in files or pages, 2 could not run. JSON goes to standard
//! output alone, words to standard error.

mod args;
mod build;
mod carry;
mod check;
mod earlier;
mod explain;
mod init;
mod interrupt;
mod list;
mod load;
mod lock;
mod output;
mod preview;
mod proof;
mod read_pdf;
mod report;
mod sarif;
mod swap;
mod verdict;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use mileposter::phrase::{Phrase, say};

use args::{Args, Command};
use report::Reporter;

/// Why a command ended before its work was done.
#[derive(Debug)]
enum Stop {
    /// Errors in files or pages were reported.
    Faults,
    /// The machine said no.
    Machine { what: Phrase, source: std::io::Error },
    /// The command cannot be run so.
    Usage(Phrase),
    /// Somebody pressed Ctrl-C.
    Interrupted,
}

impl Stop {
    fn machine(what: Phrase) -> impl FnOnce(std::io::Error) -> Self {
        |source| Self::Machine { what, source }
    }

    /// In words.
    fn phrase(&self) -> Phrase {
        match self {
            Self::Faults => say("errors were found"),
            Self::Machine { what, source } => say("{what}: {why}")
                .with_words("what", what.clone())
                .with("why", source),
            Self::Usage(why) => why.clone(),
            Self::Interrupted => say("stopped before anything was replaced; earlier files are as they were"),
        }
    }
}

/// Runs the program with the arguments of the process.
pub(crate) fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Printing can only fail when nobody listens.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let reporter = Reporter::new(&args.output);
    let result = match &args.command {
        Command::Init(init) => init::run(&reporter, init),
        Command::Check(wanted) => check::run(&reporter, wanted),
        Command::Build(wanted) => build::run(&reporter, wanted),
        Command::Preview(wanted) => preview::run(&reporter, wanted),
        Command::List(wanted) => list::run(&reporter, wanted),
        Command::Proof(wanted) => proof::run(&reporter, wanted),
        Command::Explain(explain) => explain::run(&reporter, explain),
        Command::ReadPdf(read) => read_pdf::run(&reporter, read),
        Command::Completions { shell } => {
            clap_complete::generate(
                *shell,
                &mut Args::command(),
                "mileposter",
                &mut std::io::stdout().lock(),
            );
            Ok(())
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Faults) => ExitCode::from(1),
        Err(stop) => {
            reporter.say(&say("error: {why}").with_words("why", stop.phrase()));
            ExitCode::from(2)
        }
    }
}
