//! Help, and what is wrong with arguments, in the language of the run.
//!
//! clap knows no languages: so the texts of its commands are exchanged before it shows them, and the few words that are its
//! own afterwards. What is rarely wrong is told by clap, in English.

use std::collections::BTreeSet;
use std::error::Error as _;
use std::io::{IsTerminal as _, Write as _};

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, Command};
use mileposter::harmless::harmless;
use mileposter::phrase::{Phrase, say, verbatim};
use mileposter::phrasebook::Phrasebook;

use super::args::Wrong;

/// A command with its texts in another language.
pub(super) fn spoken(mut command: Command, book: &Phrasebook) -> Command {
    // Only then does it have what clap adds: `--help`, `--version`, the command `help`.
    command.build();
    exchanged(command, book)
}

fn exchanged(mut command: Command, book: &Phrasebook) -> Command {
    if let Some(about) = command.get_about().map(ToString::to_string) {
        command = command.about(book.sentence(&about).to_owned());
    }
    command
        .mut_args(|arg| exchanged_arg(arg, book))
        .mut_subcommands(|below| exchanged(below, book))
}

fn exchanged_arg(mut arg: Arg, book: &Phrasebook) -> Arg {
    if let Some(heading) = arg.get_help_heading().map(str::to_owned) {
        arg = arg.help_heading(book.sentence(&heading).to_owned());
    }
    if let Some(help) = arg.get_long_help().map(ToString::to_string) {
        arg = arg.long_help(book.sentence(&help).to_owned());
    }
    let Some(help) = arg.get_help().map(ToString::to_string) else {
        return arg;
    };
    let mut help = book.sentence(&help).to_owned();
    // clap's own words around values cannot be exchanged, so they are written here.
    let values = arg.get_possible_values();
    let listed: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    let usual: Vec<_> = arg
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy())
        .collect();
    if takes_value(&arg) && !usual.is_empty() {
        let told = say("[usually: {value}]").with("value", usual.join(", "));
        help = format!("{help} {}", book.told(&told));
    }
    if takes_value(&arg) && !listed.is_empty() {
        let told = say("[one of: {values}]").with("values", listed.join(", "));
        help = format!("{help} {}", book.told(&told));
    }
    let explained: Vec<String> = values
        .iter()
        .filter_map(|value| {
            Some(format!(
                "- {}: {}",
                value.get_name(),
                book.sentence(&value.get_help()?.to_string())
            ))
        })
        .collect();
    if !explained.is_empty() {
        arg = arg.long_help(format!("{help}\n\n{}", explained.join("\n")));
    }
    arg.hide_default_value(true).hide_possible_values(true).help(help)
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values()
}

/// Every English text of a command and those below it.
pub(super) fn sentences(mut command: Command) -> BTreeSet<String> {
    command.build();
    let mut sentences = BTreeSet::new();
    collect(&command, &mut sentences);
    sentences
}

fn collect(command: &Command, sentences: &mut BTreeSet<String>) {
    sentences.extend(command.get_about().map(ToString::to_string));
    for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
        sentences.extend(arg.get_help_heading().map(str::to_owned));
        sentences.extend(arg.get_help().map(ToString::to_string));
        sentences.extend(arg.get_long_help().map(ToString::to_string));
        if takes_value(arg) {
            let values = arg.get_possible_values();
            sentences.extend(
                values
                    .iter()
                    .filter_map(|value| Some(value.get_help()?.to_string())),
            );
        }
    }
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        collect(below, sentences);
    }
}

/// Shows help, or what is wrong with the arguments.
pub(super) fn show(error: &clap::Error, language: Option<&Phrasebook>) {
    // Printing can only fail when nobody listens.
    let _ = match language {
        Some(book)
            if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand =>
        {
            show_help(error, book)
        }
        Some(book) => match what_is_wrong(error) {
            Some(wrong) => write!(std::io::stderr().lock(), "{}", told(error, &wrong, book)),
            None => error.print(),
        },
        None => error.print(),
    };
}

fn show_help(error: &clap::Error, book: &Phrasebook) -> std::io::Result<()> {
    let help = error.render();
    let plain = !std::io::stdout().is_terminal() || std::env::var_os("NO_COLOR").is_some();
    let help = if plain {
        help.to_string()
    } else {
        help.ansi().to_string()
    };
    let help = exchange_words(help, book);
    if error.use_stderr() {
        write!(std::io::stderr().lock(), "{help}")
    } else {
        write!(std::io::stdout().lock(), "{help}")
    }
}

/// The words that are clap's own.
fn exchange_words(mut text: String, book: &Phrasebook) -> String {
    for word in [
        say("Usage:"),
        say("Commands:"),
        say("Arguments:"),
        say("Options:"),
        say("[OPTIONS]"),
        say("<COMMAND>"),
        say("[COMMAND]"),
    ] {
        text = text.replace(&word.english(), &book.told(&word));
    }
    text
}

/// What is wrong, how the command is used, and where to read more.
fn told(error: &clap::Error, wrong: &Phrase, book: &Phrasebook) -> String {
    let mut told = book.told(&say("error: {why}").with_words("why", wrong.clone()));
    let meant = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    if let Some(meant) = meant.into_iter().find_map(|kind| error.get(kind)) {
        let hint = say("did you mean `{word}`?").with("word", meant);
        told.push_str(&format!("\n\n  {}", book.told(&hint)));
    }
    if let Some(usage) = error.get(ContextKind::Usage) {
        told.push_str(&format!("\n\n{}", exchange_words(usage.to_string(), book)));
    }
    let more = book.told(&say("`--help` tells more."));
    format!("{}\n\n{more}\n", told.trim_end())
}

/// What is wrong with the arguments, where it is one of the common things.
fn what_is_wrong(error: &clap::Error) -> Option<Phrase> {
    let context = |kind| error.get(kind).map(|value| harmless(&value.to_string()));
    let arg = || context(ContextKind::InvalidArg);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => say("there is no argument `{arg}` here").with("arg", arg()?),
        ErrorKind::InvalidSubcommand => {
            say("there is no command `{command}`").with("command", context(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue).unwrap_or_default();
            if value.is_empty() {
                return Some(say("`{arg}` needs a value").with("arg", arg()?));
            }
            let message = match (error.source(), context(ContextKind::ValidValue)) {
                (Some(why), _) => say("`{arg}` does not take `{value}`: {why}").with_words("why", cause(why)),
                (None, Some(known)) => say("`{arg}` takes {known}, not `{value}`").with("known", known),
                (None, None) => return None,
            };
            message.with("arg", arg()?).with("value", value)
        }
        ErrorKind::MissingRequiredArgument => say("`{arg}` is missing").with("arg", arg()?),
        ErrorKind::ArgumentConflict
            if error.get(ContextKind::PriorArg) == error.get(ContextKind::InvalidArg) =>
        {
            say("`{arg}` stands here twice").with("arg", arg()?)
        }
        _ => return None,
    })
}

fn cause(why: &(dyn std::error::Error + 'static)) -> Phrase {
    why.downcast_ref::<Wrong>()
        .map_or_else(|| verbatim(why), |wrong| wrong.0.clone())
}
