//! Which language the program speaks: that of `--ui-language`, else that of the environment.

use std::ffi::{OsStr, OsString};

use clap::ValueEnum as _;
use mileposter::diag::Diagnostics;
use mileposter::phrasebook::{self, Phrasebook};
use mileposter::source::Source;

use super::args::UiLanguage;

/// Where POSIX looks for the language of messages; the first that is set decides.
const VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// The language of a run. Its arguments are looked through before they are parsed, since help and what is wrong with
/// them are told in that language too.
pub(super) fn of_run(arguments: &[OsString]) -> UiLanguage {
    let variable = |name: &&str| std::env::var_os(name).filter(|value| !value.is_empty());
    let environment = || VARIABLES.iter().find_map(variable);
    asked(arguments).unwrap_or_else(|| of_locale(&environment().unwrap_or_default()))
}

/// What `--ui-language` says; a wrong value is told when the arguments are parsed.
fn asked(arguments: &[OsString]) -> Option<UiLanguage> {
    let mut words = arguments
        .iter()
        .map(|word| word.to_string_lossy())
        .take_while(|word| word != "--");
    let value = words.find_map(|word| word.strip_prefix("--ui-language").map(str::to_owned))?;
    match value.strip_prefix('=') {
        Some(value) => UiLanguage::from_str(value, false).ok(),
        None => UiLanguage::from_str(&words.next()?, false).ok(),
    }
}

/// The language of a POSIX locale such as `es_MX.UTF-8`.
fn of_locale(locale: &OsStr) -> UiLanguage {
    let locale = locale.to_string_lossy();
    match locale.split(['_', '.', '@', '-']).next() {
        Some("es") => UiLanguage::Es,
        _ => UiLanguage::En,
    }
}

impl UiLanguage {
    /// What the program says in this language.
    pub(super) fn phrasebook(self) -> Phrasebook {
        match self {
            Self::En => Phrasebook::default(),
            Self::Es => {
                let source = Source::new("ui/es.toml", phrasebook::SPANISH);
                phrasebook::read(&mut Diagnostics::default(), &source)
                    .expect("a test reads the embedded phrasebook")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::{OsStr, OsString};

    use super::{asked, of_locale};
    use crate::cli::args::UiLanguage;

    #[test]
    fn the_language_of_a_locale() {
        for (locale, language) in [
            ("es", UiLanguage::Es),
            ("es_MX.UTF-8", UiLanguage::Es),
            ("es@euro", UiLanguage::Es),
            ("est_EE", UiLanguage::En),
            ("C", UiLanguage::En),
            ("", UiLanguage::En),
        ] {
            assert_eq!(of_locale(OsStr::new(locale)), language, "{locale}");
        }
    }

    #[test]
    fn the_flag_among_others() {
        let asked = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            asked(&words)
        };
        assert_eq!(asked("build --ui-language es --out a"), Some(UiLanguage::Es));
        assert_eq!(asked("--ui-language=en build"), Some(UiLanguage::En));
        assert_eq!(asked("--ui-language"), None);
        assert_eq!(asked("--ui-language xx"), None);
        assert_eq!(asked("proof -- --ui-language=es"), None);
    }
}
