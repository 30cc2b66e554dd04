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
    let Some(help) = arg.get_help().map(ToString::to_string) else {
        return arg;
    };
    // clap's own words around values cannot be exchanged, so they are written here.
    let help = book.sentence(&help).to_owned() + &values_of(&arg, book);
    if let Some(long) = arg.get_long_help().map(ToString::to_string) {
        arg = arg.long_help(book.sentence(&long).to_owned());
    }
    let explained = explained(&arg, book);
    if !explained.is_empty() {
        arg = arg.long_help(format!("{help}\n{explained}"));
    }
    arg.hide_default_value(true).hide_possible_values(true).help(help)
}

/// The usual value of an argument, and those it can take.
fn values_of(arg: &Arg, book: &Phrasebook) -> String {
    let usual = arg.get_default_values().iter();
    let usual: Vec<_> = usual.map(|value| value.to_string_lossy()).collect();
    let values = arg.get_possible_values();
    let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    let told = [
        (usual.join(", "), say("[usually: {values}]")),
        (names.join(", "), say("[one of: {values}]")),
    ];
    told.into_iter()
        .filter(|(values, _)| takes_value(arg) && !values.is_empty())
        .map(|(values, told)| " ".to_owned() + &book.told(&told.with("values", values)))
        .collect()
}

/// What the values of an argument mean, each on a line.
fn explained(arg: &Arg, book: &Phrasebook) -> String {
    let values = arg.get_possible_values().into_iter();
    values
        .filter_map(|value| Some((value.get_name().to_owned(), value.get_help()?.to_string())))
        .map(|(name, help)| format!("\n- {name}: {}", book.sentence(&help)))
        .collect()
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
pub(super) fn show(error: &clap::Error, book: &Phrasebook) {
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
            | ErrorKind::DisplayVersion
    );
    let told = match what_is_wrong(error) {
        _ if is_help => help(error, book),
        Some(wrong) => told(error, &wrong, book),
        None => return print(error),
    };
    // Printing can only fail when nobody listens.
    let _ = if error.use_stderr() {
        write!(std::io::stderr().lock(), "{told}")
    } else {
        write!(std::io::stdout().lock(), "{told}")
    };
}

/// Shows it in clap's own words.
pub(super) fn print(error: &clap::Error) {
    let _ = error.print();
}

fn help(error: &clap::Error, book: &Phrasebook) -> String {
    let help = error.render();
    let styled = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let help = if styled {
        help.ansi().to_string()
    } else {
        help.to_string()
    };
    exchange_words(help, book)
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
    let arg = context(ContextKind::InvalidArg).unwrap_or_default();
    let twice = error.get(ContextKind::PriorArg) == error.get(ContextKind::InvalidArg);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => say("there is no argument `{arg}` here").with("arg", arg),
        ErrorKind::InvalidSubcommand => {
            say("there is no command `{command}`").with("command", context(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue).unwrap_or_default();
            value_is_wrong(error, &value)?.with("arg", arg)
        }
        ErrorKind::MissingRequiredArgument => say("`{arg}` is missing").with("arg", arg),
        ErrorKind::ArgumentConflict if twice => say("`{arg}` stands here twice").with("arg", arg),
        _ => return None,
    })
}

fn value_is_wrong(error: &clap::Error, value: &str) -> Option<Phrase> {
    if value.is_empty() {
        return Some(say("`{arg}` needs a value"));
    }
    let known = error.get(ContextKind::ValidValue);
    let message = match (error.source(), known) {
        (Some(why), _) => say("`{arg}` does not take `{value}`: {why}").with_words("why", cause(why)),
        (None, Some(known)) => say("`{arg}` takes {known}, not `{value}`").with("known", known),
        (None, None) => return None,
    };
    Some(message.with("value", value))
}

fn cause(why: &(dyn std::error::Error + 'static)) -> Phrase {
    why.downcast_ref::<Wrong>()
        .map_or_else(|| verbatim(why), |wrong| wrong.0.clone())
}
