//! The program `mileposter`: arguments, files, the clock and the terminal.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
