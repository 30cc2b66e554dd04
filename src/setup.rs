//! How pieces are printed, whatever they say to their readers: by whom, with how much ink, on which printer, how it turns a sheet for
//! its back, and what their imprints tell those who look after them.

use std::sync::Arc;

use crate::printer::{Flip, Printer};
use crate::profile::Profile;

/// How much ink, and which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ink {
    /// As the template says.
    #[default]
    Full,
    /// Outlines instead of dark backgrounds.
    Saver,
    /// Shades of grey.
    Grey,
}

/// Who prints, and so what the file must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finish {
    /// Anybody with a printer: sheets as they come out of it, in the colours of screens.
    #[default]
    Home,
    /// A print shop: each piece alone, with bleed and marks, black in black ink alone; all colours in inks where the
    /// profile of the press is known.
    Press(Option<Arc<Profile>>),
}

impl Finish {
    /// Whether a print shop prints.
    pub fn is_press(&self) -> bool {
        matches!(self, Self::Press(_))
    }

    /// The profile of the press, where it is known.
    pub fn profile(&self) -> Option<&Profile> {
        match self {
            Self::Home => None,
            Self::Press(profile) => profile.as_deref(),
        }
    }
}

/// How pieces are printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Setup {
    /// How much ink.
    pub ink: Ink,
    /// How the sheet is turned.
    pub flip: Flip,
    /// The printer whose errors are taken back.
    pub printer: Option<Arc<Printer>>,
    /// Who prints.
    pub finish: Finish,
    /// Where somebody who finds a piece damaged reports it, as its imprint tells.
    pub report: Option<String>,
    /// Whether a small symbol with the serial stands beside the imprint, where there is room.
    pub audit_symbol: bool,
}

impl Setup {
    /// What tells its files from those of another setup, as `-ink-saver-press` or `-front-desk`, the name of a printer; nothing
    /// for the usual one.
    pub fn suffix(&self) -> String {
        let ink = match self.ink {
            Ink::Full => "",
            Ink::Saver => "-ink-saver",
            Ink::Grey => "-greyscale",
        };
        let printer = self.printer.as_ref().map_or("", |printer| printer.name.as_str());
        let on = if printer.is_empty() { "" } else { "-" };
        let finish = if self.finish.is_press() { "-press" } else { "" };
        format!("{ink}{finish}{on}{printer}")
    }
}
