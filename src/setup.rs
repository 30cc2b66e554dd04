//! How pieces are printed, whatever they say: with how much ink, and how a sheet is turned for its back.

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

/// About which edge a printer turns the sheet for its back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flip {
    /// The longer one, as a page of a book is turned on a standing sheet.
    #[default]
    LongEdge,
    /// The shorter one, as a page of a wall calendar.
    ShortEdge,
}

/// How pieces are printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Setup {
    /// How much ink.
    pub ink: Ink,
    /// How the sheet is turned.
    pub flip: Flip,
}

impl Setup {
    /// What tells its files from those of another setup, as `-ink-saver`; nothing for the usual one.
    pub fn suffix(&self) -> &'static str {
        match self.ink {
            Ink::Full => "",
            Ink::Saver => "-ink-saver",
            Ink::Grey => "-greyscale",
        }
    }
}
