//! The shell around the library: it alone reads files, the clock and the environment, and prints.
//!
//! Exit status: 0 sound, 1 errors in files or pages, 2 could not run. JSON goes to standard
//! output alone, words to standard error.

mod args;
mod audit;
mod build;
mod calibrate;
mod carry;
mod check;
mod combine;
mod coverage;
mod diff;
mod earlier;
mod explain;
mod export;
mod handout;
mod help;
mod import;
mod init;
mod interrupt;
mod journal;
mod language;
mod list;
mod load;
mod lock;
mod log;
mod merge;
mod needed;
mod outline;
mod output;
mod permits;
mod plan;
mod posters;
mod preview;
mod proof;
mod read_pdf;
mod record;
mod report;
mod review;
mod rules;
mod sarif;
mod services;
mod shard;
mod status;
mod swap;
mod ui_languages;
mod verdict;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};
use mileposter::phrase::{Phrase, say};

use args::{Args, Command, UiLanguage};
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
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let language = language::of_run(&arguments);
    let book = language.phrasebook();
    let mut command = match language {
        UiLanguage::En => Args::command(),
        UiLanguage::Es => help::spoken(Args::command(), &book),
    };
    let args = match parse(&mut command, arguments) {
        Ok(args) => args,
        Err(error) => {
            match language {
                UiLanguage::En => help::print(&error),
                UiLanguage::Es => help::show(&error, &book),
            }
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let reporter = Reporter::new(&args.output, language, book);
    let result = match &args.command {
        Command::Init(init) => init::run(&reporter, init),
        Command::Check(wanted) => check::run(&reporter, wanted),
        Command::Plan(wanted) => plan::run(&reporter, wanted),
        Command::Build(wanted) => build::run(&reporter, wanted),
        Command::Watch(wanted) => watch::run(&reporter, &wanted.build),
        Command::Merge(merge) => merge::run(&reporter, merge),
        Command::Preview(wanted) => preview::run(&reporter, wanted),
        Command::Review(review) => review::run(&reporter, review),
        Command::Outline(outline) => outline::run(&reporter, outline),
        Command::Calibrate(calibrate) => calibrate::run(&reporter, calibrate),
        Command::Export(export) => export::run(&reporter, export),
        Command::List(wanted) => list::run(&reporter, wanted),
        Command::Import(wanted) => import::run(&reporter, wanted),
        Command::Handout(asked) => handout::run(&reporter, asked),
        Command::Permits(asked) => permits::run(&reporter, asked),
        Command::Rules(asked) => rules::run(&reporter, asked),
        Command::Log(log) => log::run(&reporter, log),
        Command::Status(wanted) => status::run(&reporter, wanted),
        Command::Diff(wanted) => diff::run(&reporter, wanted),
        Command::Proof(wanted) => proof::run(&reporter, wanted),
        Command::Audit(wanted) => audit::run(&reporter, wanted),
        Command::Explain(explain) => explain::run(&reporter, explain),
        Command::ReadPdf(read) => read_pdf::run(&reporter, read),
        Command::Completions { shell } => {
            clap_complete::generate(*shell, &mut command, "mileposter", &mut std::io::stdout().lock());
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

fn parse(command: &mut clap::Command, arguments: Vec<OsString>) -> Result<Args, clap::Error> {
    let matches = command.try_get_matches_from_mut(arguments)?;
    Args::from_arg_matches(&matches).map_err(|error| error.format(command))
}
