//! Who posts: the table `[organization]` of a campaign, for letters that ask a permission.
//!
//! All of it is the coordinator's own; what is missing is left blank on a letter, to be filled in by hand.

use crate::diag::Diagnostics;
use crate::fields::{self, Fields, Lines};
use crate::phrase::say;

/// The longest name and line, in characters, and the most lines of an address.
const LONGEST: usize = 120;
const MOST_LINES: usize = 6;

/// Who posts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organization {
    /// Its name.
    pub name: Option<String>,
    /// What it is, as `a nonprofit under section 501(c)(3)`.
    pub about: Option<String>,
    /// Its postal address, line by line.
    pub address: Vec<String>,
    /// Where it is written to.
    pub email: Option<String>,
}

/// Reads the table.
pub fn read(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Organization {
    let mut line = |key| fields.line(diags, key, LONGEST).map(|text| text.value);
    let (name, about, email) = (line("name"), line("about"), line("email"));
    let address = fields.texts(diags, "address").unwrap_or_default();
    let address = fields::at_most(diags, address, MOST_LINES, say("lines"), |line| &line.span)
        .into_iter()
        .filter(|line| fields::is_plain(diags, "address", line, LONGEST, Lines::One))
        .map(|line| line.value)
        .collect();
    fields.finish(diags);
    Organization {
        name,
        about,
        address,
        email,
    }
}
