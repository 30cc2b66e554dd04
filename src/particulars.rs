//! What a sheet says that stands in no template and no catalog: who hands it out, what for, and whether it lists local services.
//!
//! Pieces that hang have none of it.

use std::sync::Arc;

use crate::catalog::Placeholder;
use crate::organization::Organization;
use crate::service::Sealed;

/// What a sheet says beside its words.
#[derive(Clone, Debug, Default)]
pub struct Particulars<'a> {
    /// Who hands it out.
    pub organization: Option<&'a Organization>,
    /// What the campaign is called.
    pub campaign: Option<&'a str>,
    /// What its local services are for, as `Linn County, OR`.
    pub area: Option<String>,
    /// How many pages of local services it has; each is a side.
    pub pages: usize,
    /// Addresses that must not stand on it.
    pub sealed: Arc<Sealed>,
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
}
