//! Who posts: the table `[organization]` of a campaign, for letters that ask a permission and for handouts.
//!
//! All of it is the coordinator's own; what is missing is left blank on a letter, to be filled in by hand, and not said on a handout.

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
    /// Its telephone, as it is printed.
    pub phone: Option<String>,
    /// Its page, as `www.example.org`.
    pub web: Option<String>,
    /// Where money is given.
    pub give: Option<String>,
    /// Whom to ask for training: a page or an address.
    pub training: Option<String>,
}

/// What a campaign says of whoever posts: a field of its table `[organization]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrganizationLine {
    /// Its name.
    Name,
    /// What it is.
    About,
    /// Its postal address, in one line.
    Address,
    /// Its telephone.
    Phone,
    /// Where it is written to.
    Email,
    /// Its page.
    Web,
    /// Where money is given.
    Give,
    /// Whom to ask for training.
    Training,
}

impl Organization {
    /// A line of it, as it is printed.
    pub fn line(&self, line: OrganizationLine) -> Option<String> {
        match line {
            OrganizationLine::Name => self.name.clone(),
            OrganizationLine::About => self.about.clone(),
            OrganizationLine::Address => (!self.address.is_empty()).then(|| self.address.join(", ")),
            OrganizationLine::Phone => self.phone.clone(),
            OrganizationLine::Email => self.email.clone(),
            OrganizationLine::Web => self.web.clone(),
            OrganizationLine::Give => self.give.clone(),
            OrganizationLine::Training => self.training.clone(),
        }
    }
}

/// Reads the table.
pub fn read(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Organization {
    let mut line = |key| fields.line(diags, key, LONGEST).map(|text| text.value);
    let (name, about, email, phone) = (line("name"), line("about"), line("email"), line("phone"));
    let (web, give, training) = (line("web"), line("give"), line("training"));
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
        phone,
        web,
        give,
        training,
    }
}
