//! Ids of imported places, as in the corridor: `or-i5-nb-oak-grove`.

use std::collections::{HashMap, HashSet};

use super::{Draft, name};
use crate::location::Location;

/// Gives an id to each place that has none of its own: safe, unique, the same for the same rows.
pub(super) fn give(drafts: &mut [Draft]) {
    let own = drafts.iter().filter(|draft| draft.has_id);
    let mut ids = Ids::taken(own.map(|draft| draft.place.id.clone()));
    for draft in drafts.iter_mut().filter(|draft| !draft.has_id) {
        draft.place.id = ids.next(&draft.place, draft.has_made_name);
    }
}

/// Ids that are taken.
pub(super) struct Ids {
    taken: HashSet<String>,
    /// The last number behind ids that were wanted more than once.
    last: HashMap<String, usize>,
}

impl Ids {
    pub(super) fn taken(ids: impl IntoIterator<Item = String>) -> Self {
        Self {
            taken: ids.into_iter().collect(),
            last: HashMap::new(),
        }
    }

    /// A new id for a place.
    pub(super) fn next(&mut self, place: &Location, has_made_name: bool) -> String {
        let wanted = wanted(place, has_made_name);
        if self.taken.insert(wanted.clone()) {
            return wanted;
        }
        let number = self.last.entry(wanted.clone()).or_insert(1);
        loop {
            *number += 1;
            let id = format!("{wanted}-{number}");
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

fn wanted(place: &Location, has_made_name: bool) -> String {
    let small = |text: &Option<String>| text.as_deref().unwrap_or("x").to_lowercase();
    let (state, route) = (small(&place.state), small(&place.route));
    // The state stands in front already.
    let route = match route.strip_prefix(&format!("{state}-")) {
        Some(number) => format!("sr{number}"),
        None => route.replace('-', ""),
    };
    let direction = place
        .direction
        .map_or("x", |direction| direction.word())
        .to_lowercase();
    let name = match (has_made_name, place.milepost) {
        (true, Some(mile)) => format!("mile-{}", mile.to_string().replace('.', "-")),
        (true, None) => name::slug(place.name.rsplit(", ").next().unwrap_or_default()),
        (false, _) => name::slug(&place.name),
    };
    format!("{state}-{route}-{direction}-{name}")
}
