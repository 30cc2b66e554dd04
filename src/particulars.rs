//! What a sheet says that stands in no template and no catalog: who hands it out, what for, and the local services that it lists.
//!
//! Pieces that hang have none of it.

use std::sync::Arc;

use crate::catalog::{OrganizationLine, Placeholder};
use crate::date::Date;
use crate::organization::Organization;
use crate::service::{Kind, Sealed, Service};

/// What a sheet says beside its words.
#[derive(Clone, Debug, Default)]
pub struct Particulars<'a> {
    /// Who hands it out.
    pub organization: Option<&'a Organization>,
    /// What the campaign is called.
    pub campaign: Option<&'a str>,
    /// What its local services are for, as `Linn County, OR`.
    pub area: Option<String>,
    /// Local services, page by page and column by column. A sheet that lists some has a side for each page.
    pub pages: Vec<Vec<Vec<Row<'a>>>>,
    /// Where their type stands between the least of the template (0) and the largest (1).
    pub step: f32,
    /// Addresses that must not stand on it.
    pub sealed: Arc<Sealed>,
    /// The day by which services are called old.
    pub today: Option<Date>,
}

/// A row of a list of services.
#[derive(Clone, Copy, Debug)]
pub enum Row<'a> {
    /// What those below it are for.
    Heading(Kind),
    /// A service.
    Entry(&'a Service),
}

impl Particulars<'_> {
    /// What fills a placeholder that is of the campaign; `None` where nothing is known.
    pub fn fills(&self, placeholder: Placeholder) -> Option<String> {
        match placeholder {
            Placeholder::Organization(line) => self.organization.and_then(|known| known.line(line)),
            Placeholder::Campaign => self.campaign.map(str::to_owned),
            Placeholder::Area => self.area.clone(),
            _ => None,
        }
    }

    /// Whether whoever posts has a name.
    pub fn has_organization(&self) -> bool {
        self.fills(Placeholder::Organization(OrganizationLine::Name))
            .is_some()
    }

    /// Whether it lists any service.
    pub fn has_services(&self) -> bool {
        !self.pages.is_empty()
    }
}
