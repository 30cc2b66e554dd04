//! How pieces are printed, whatever they say: with how much ink, on which printer, and how it turns a sheet for its back.

use std::sync::Arc;

use crate::printer::{Flip, Printer};

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

/// How pieces are printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Setup {
    /// How much ink.
    pub ink: Ink,
    /// How the sheet is turned.
    pub flip: Flip,
    /// The printer whose errors are taken back.
    pub printer: Option<Arc<Printer>>,
}

impl Setup {
    /// What tells its files from those of another setup, as `-ink-saver` or `-front-desk`, the name of a printer; nothing for
    /// the usual one.
    pub fn suffix(&self) -> String {
        let ink = match self.ink {
            Ink::Full => "",
            Ink::Saver => "-ink-saver",
            Ink::Grey => "-greyscale",
        };
        match &self.printer {
            Some(printer) => format!("{ink}-{}", printer.name),
            None => ink.to_owned(),
        }
    }
}
