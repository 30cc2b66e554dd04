//! Puts imported places into a locations file: a new one, or one that people have worked on since the last import.
//!
//! A place keeps its id and every field that the import does not give. Nothing is deleted. Text that does not have to change, comments
//! included, stays byte for byte, so that the same import twice over changes nothing.

use std::collections::HashMap;
use std::sync::Arc;

use super::ident::Ids;
use super::{Draft, name, notes};
use crate::campaign;
use crate::diag::{Diagnostics, likeness};
use crate::listing;
use crate::location::{Kind, Location};
use crate::source::Source;

/// How far two points of one place may lie apart, in miles: 150 m.
const NEAR: f64 = 0.0932;

/// How far places of the same name and side may lie apart and still be one, in miles.
const AROUND: f64 = 5.0;

/// How alike two names of one place are at least.
const ALIKE: f64 = 0.8;

/// The most places of a road in a state whose names are compared each with each.
const MOST_COMPARED: usize = 300;

/// What became of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was not in the file.
    New,
    /// It was, and says the same.
    Same,
    /// Some fields say something else.
    Changed(Vec<Change>),
}

/// A field that says something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its name.
    pub field: &'static str,
    /// The earlier value as TOML; none where there was none.
    pub from: Option<String>,
    /// The new value as TOML.
    pub to: String,
}

/// An imported place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its row in the sheet, from 1.
    pub row: usize,
    /// Its id in the file.
    pub id: String,
    /// What became of it.
    pub fate: Fate,
}

/// A locations file with what was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The whole text.
    pub text: String,
    /// Each imported place, in the order of the rows.
    pub placed: Vec<Placed>,
    /// Ids of places of the file that the import does not have. They stay as they are.
    pub unfound: Vec<String>,
}

/// A new locations file: the head, or a plain one, and a block for each place.
pub fn fresh(head: Option<&str>, title: &str, drafts: &[Draft]) -> Merged {
    let mut text = match head {
        Some(head) => format!("{}\n", head.trim_end()),
        None => plain_head(title),
    };
    for draft in drafts {
        text.push('\n');
        text.push_str(&listing::location(&draft.place));
    }
    let placed = drafts.iter().map(|draft| Placed {
        row: draft.row,
        id: draft.place.id.clone(),
        fate: Fate::New,
    });
    Merged {
        text,
        placed: placed.collect(),
        unfound: Vec::new(),
    }
}

fn plain_head(title: &str) -> String {
    format!(
        "[campaign]\ntitle     = {}\nhotline   = \"us-nhth\"\nlanguages = [\"en\", \"es\"]\n\n\
         # One sign in every restroom stall; where the stalls have not been counted, one sign is planned.\n\
         [[hang]]\ntemplate = \"stall\"\nstock    = \"letter\"\nper      = \"stall\"\n",
        listing::quoted(&name::cut(&name::on_one_line(title), 100))
    )
}

/// Earlier places together with imported ones.
#[derive(Debug)]
pub struct Joined {
    /// The earlier ones in their order, as they are now, then the new ones.
    pub places: Vec<Location>,
    /// How many of them were there before.
    pub earlier: usize,
    /// Each imported place, in the order of the rows.
    pub placed: Vec<Placed>,
    /// The earlier places, by number, of which some fields say something else now.
    changed: Vec<(usize, Vec<Change>)>,
    /// Ids of earlier places that the import does not have.
    pub unfound: Vec<String>,
}

/// Puts imported places among earlier ones.
pub fn join(earlier: &[Location], drafts: &[Draft]) -> Joined {
    let found = find(earlier, drafts);
    let mut ids = Ids::taken(earlier.iter().map(|place| place.id.clone()));
    let mut is_found = vec![false; earlier.len()];
    let mut all = Joined {
        places: earlier.to_vec(),
        earlier: earlier.len(),
        placed: Vec::with_capacity(drafts.len()),
        changed: Vec::new(),
        unfound: Vec::new(),
    };
    for (draft, at) in drafts.iter().zip(found) {
        let (id, fate) = match at {
            Some(at) => {
                is_found[at] = true;
                let joined = joined(&earlier[at], draft);
                let changes = changes(&earlier[at], &joined);
                let id = joined.id.clone();
                all.places[at] = joined;
                if changes.is_empty() {
                    (id, Fate::Same)
                } else {
                    all.changed.push((at, changes.clone()));
                    (id, Fate::Changed(changes))
                }
            }
            None => {
                let mut place = draft.place.clone();
                if !draft.has_id {
                    place.id = ids.next(&place, draft.has_made_name);
                }
                let id = place.id.clone();
                all.places.push(place);
                (id, Fate::New)
            }
        };
        all.placed.push(Placed {
            row: draft.row,
            id,
            fate,
        });
    }
    let unfound = earlier.iter().zip(is_found).filter(|(_, found)| !found);
    all.unfound = unfound.map(|(place, _)| place.id.clone()).collect();
    all
}

/// Puts places into a file that is there, whose places were read from its text. `None` where the file is not written in `[[location]]`
/// blocks, so that one could not be exchanged.
pub fn into(source: &Arc<Source>, places: &[Location], drafts: &[Draft]) -> Option<Merged> {
    let blocks = listing::blocks(source, places)?;
    let all = join(places, drafts);
    let mut edits: Vec<(usize, String)> = Vec::new();
    for (at, changes) in &all.changed {
        let values: Vec<_> = changes
            .iter()
            .map(|change| (change.field, change.to.clone()))
            .collect();
        edits.push((*at, listing::changed(&source.text[blocks[*at].clone()], &values)?));
    }
    let added: String = all.places[all.earlier..]
        .iter()
        .map(|place| format!("\n{}", listing::location(place)))
        .collect();
    let text = edited(&source.text, &blocks, edits, &added);
    if text != source.text && !reads_as(&text, &all.places) {
        return None;
    }
    Some(Merged {
        text,
        placed: all.placed,
        unfound: all.unfound,
    })
}

/// The text with some blocks exchanged and others added.
fn edited(
    text: &str,
    blocks: &[std::ops::Range<usize>],
    mut edits: Vec<(usize, String)>,
    added: &str,
) -> String {
    edits.sort_by_key(|(at, _)| blocks[*at].start);
    let mut edited = String::with_capacity(text.len() + added.len());
    let mut from = 0;
    for (at, block) in edits {
        edited.push_str(&text[from..blocks[at].start]);
        edited.push_str(&block);
        from = blocks[at].end;
    }
    edited.push_str(&text[from..]);
    if !added.is_empty() && !edited.is_empty() && !edited.ends_with('\n') {
        edited.push('\n');
    }
    edited.push_str(added);
    edited
}

/// Whether a text holds just these places.
fn reads_as(text: &str, expected: &[Location]) -> bool {
    let mut diags = Diagnostics::default();
    let read = campaign::read(&mut diags, &Source::new("merged", text)).locations;
    let expected: HashMap<&str, &Location> =
        expected.iter().map(|place| (place.id.as_str(), place)).collect();
    let is_meant = |place: &Location| {
        let meant = expected
            .get(place.id.as_str())
            .map(|meant| listing::fields(meant));
        meant.is_some_and(|meant| meant == listing::fields(place))
    };
    !diags.has_errors() && read.len() == expected.len() && read.iter().all(is_meant)
}

/// The fields that differ.
fn changes(earlier: &Location, newer: &Location) -> Vec<Change> {
    let before: HashMap<&str, String> = listing::fields(earlier).into_iter().collect();
    let after = listing::fields(newer).into_iter();
    let differ = after.filter(|(field, value)| before.get(field) != Some(value));
    differ
        .map(|(field, to)| Change {
            field,
            from: before.get(field).cloned(),
            to,
        })
        .collect()
}

/// An earlier place with what an import says of it.
fn joined(earlier: &Location, draft: &Draft) -> Location {
    let mut place = earlier.clone();
    let new = &draft.place;
    if !draft.has_made_name {
        place.name.clone_from(&new.name);
    }
    if draft.has_kind {
        place.kind = new.kind;
    }
    if draft.has_status {
        place.status = new.status;
    }
    take(&mut place.site, &new.site);
    take(&mut place.route, &new.route);
    take(&mut place.direction, &new.direction);
    take(&mut place.state, &new.state);
    take(&mut place.county, &new.county);
    take(&mut place.milepost, &new.milepost);
    take(&mut place.exit, &new.exit);
    take(&mut place.coordinate, &new.coordinate);
    take(&mut place.stalls, &new.stalls);
    take(&mut place.assigned, &new.assigned);
    if !new.languages.is_empty() {
        place.languages.clone_from(&new.languages);
    }
    if !new.venues.is_empty() {
        place.venues.clone_from(&new.venues);
    }
    take(&mut place.permit.status, &new.permit.status);
    take(&mut place.permit.holder, &new.permit.holder);
    take(&mut place.permit.number, &new.permit.number);
    take(&mut place.permit.until, &new.permit.until);
    take(&mut place.permit.from, &new.permit.from);
    let (remarks, newer) = (&mut place.remarks, &new.remarks);
    take(&mut remarks.postmile, &newer.postmile);
    take(&mut remarks.until, &newer.until);
    take(&mut remarks.reason, &newer.reason);
    // What a person added to a list stays; what the sheet denies goes, as long as something is left.
    let mut amenities = remarks.amenities.clone();
    amenities.retain(|word| !draft.lacks.contains(&word.as_str()));
    for word in &newer.amenities {
        if !amenities.contains(word) {
            amenities.push(word.clone());
        }
    }
    if !amenities.is_empty() {
        remarks.amenities = amenities;
    }
    remarks.source = match (remarks.source.take(), &newer.source) {
        (Some(earlier), Some(newer)) => {
            let mut parts: Vec<&str> = earlier.split("; ").collect();
            for part in newer.split("; ") {
                if !parts.contains(&part) {
                    parts.push(part);
                }
            }
            Some(name::cut(&parts.join("; "), notes::LONGEST))
        }
        (earlier, newer) => earlier.or_else(|| newer.clone()),
    };
    remarks.notes = match (remarks.notes.take(), &newer.notes) {
        (Some(earlier), Some(newer)) => Some(notes::joined(&earlier, newer)),
        (earlier, newer) => earlier.or_else(|| newer.clone()),
    };
    place
}

fn take<T: Clone>(field: &mut Option<T>, new: &Option<T>) {
    if new.is_some() {
        field.clone_from(new);
    }
}

/// Which earlier place each draft is: by its id, by its `source`, by its road and name or point. No two drafts are the same place.
fn find(places: &[Location], drafts: &[Draft]) -> Vec<Option<usize>> {
    let slugs: Vec<String> = places.iter().map(|place| name::slug(&place.name)).collect();
    let mut search = Search {
        places,
        slugs: &slugs,
        is_taken: vec![false; places.len()],
    };
    let mut found = vec![None; drafts.len()];
    let by_id: HashMap<&str, usize> = places.iter().map(|place| place.id.as_str()).zip(0..).collect();
    let mut by_source: HashMap<&str, usize> = HashMap::new();
    for (at, place) in places.iter().enumerate() {
        for part in place.remarks.source.iter().flat_map(|source| source.split("; ")) {
            by_source.entry(part).or_insert(at);
        }
    }
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.has_id) {
        found[at] = by_id
            .get(draft.place.id.as_str())
            .copied()
            .filter(|place| search.take(*place));
    }
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.has_key) {
        let source = draft.place.remarks.source.as_deref();
        let key = source.and_then(|source| source.rsplit("; ").next());
        let known = key.and_then(|key| by_source.get(key)).copied();
        if found[at].is_none() {
            found[at] = known.filter(|place| search.may_be(*place, draft) && search.take(*place));
        }
    }
    let on_roads = [OnRoad::Named, OnRoad::Near, OnRoad::Alike];
    for same in on_roads {
        let index = Index::of(places, &slugs, same);
        for (at, draft) in drafts.iter().enumerate() {
            // An id of its own that is not in the file is that of a new place.
            if found[at].is_some() || draft.has_id {
                continue;
            }
            let slug = name::slug(&draft.place.name);
            let candidates = index.candidates(&draft.place, &slug);
            let place = candidates
                .into_iter()
                .find(|place| search.is_same(same, *place, draft, &slug));
            found[at] = place.filter(|place| search.take(*place));
        }
    }
    found
}

/// What makes two places of a road one, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OnRoad {
    /// The same name.
    Named,
    /// Nearly the same point.
    Near,
    /// A name that is alike.
    Alike,
}

/// Places by what they share with those that may be the same.
struct Index<'a> {
    same: OnRoad,
    places: HashMap<Shared<'a>, Vec<usize>>,
}

/// The road, and the name or the square of the map.
type Shared<'a> = (Road<'a>, &'a str, [i32; 2]);

impl<'a> Index<'a> {
    fn of(places: &'a [Location], slugs: &'a [String], same: OnRoad) -> Self {
        let mut index: HashMap<Shared<'a>, Vec<usize>> = HashMap::new();
        for (at, place) in places.iter().enumerate() {
            let shared = match same {
                OnRoad::Named => Some((slugs[at].as_str(), [0, 0])),
                OnRoad::Near => square(place).map(|square| ("", square)),
                OnRoad::Alike => Some(("", [0, 0])),
            };
            if let Some((slug, square)) = shared {
                index.entry((road(place), slug, square)).or_default().push(at);
            }
        }
        Self { same, places: index }
    }

    fn sharing<'b>(&'b self, shared: Shared<'b>) -> &'b [usize] {
        self.places.get(&shared).map_or(&[][..], Vec::as_slice)
    }

    /// The places that may be the same as another one.
    fn candidates(&self, place: &Location, slug: &str) -> Vec<usize> {
        let found = |slug, square| self.sharing((road(place), slug, square));
        match (self.same, square(place)) {
            (OnRoad::Named, _) => found(slug, [0, 0]).to_vec(),
            (OnRoad::Alike, _) => Some(found("", [0, 0]))
                .filter(|all| all.len() <= MOST_COMPARED)
                .unwrap_or_default()
                .to_vec(),
            (OnRoad::Near, None) => Vec::new(),
            (OnRoad::Near, Some([north, east])) => {
                let around = (-1..=1).flat_map(|up| (-1..=1).map(move |right| [north + up, east + right]));
                around
                    .flat_map(|square| found("", square).iter().copied())
                    .take(MOST_COMPARED)
                    .collect()
            }
        }
    }
}

/// The square of the map that a place lies in, a hundredth of a degree wide: more than 150 m anywhere in the United States.
fn square(place: &Location) -> Option<[i32; 2]> {
    let at = place.coordinate?;
    #[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180")]
    let part = |degrees: f64| (degrees * 100.0).floor() as i32;
    Some([part(at.lat), part(at.lon)])
}

type Road<'a> = (Option<&'a str>, Option<&'a str>, Option<&'static str>);

/// What must be the same of two places that are one.
fn road(place: &Location) -> Road<'_> {
    (
        place.state.as_deref(),
        place.route.as_deref(),
        place.direction.map(|direction| direction.word()),
    )
}

/// Earlier places, and which of them are found already.
struct Search<'a> {
    places: &'a [Location],
    slugs: &'a [String],
    is_taken: Vec<bool>,
}

impl Search<'_> {
    fn take(&mut self, place: usize) -> bool {
        !std::mem::replace(&mut self.is_taken[place], true)
    }

    /// How far a draft lies from a place, in miles: by points, else by mileposts.
    fn distance(&self, place: usize, draft: &Draft) -> Option<f64> {
        let (one, other) = (&self.places[place], &draft.place);
        match (one.coordinate, other.coordinate) {
            (Some(one), Some(other)) => Some(one.miles_to(other)),
            _ => Some((one.milepost?.miles() - other.milepost?.miles()).abs()),
        }
    }

    /// Whether nothing speaks against a place being the one that a key names: some exports number their rows anew.
    fn may_be(&self, place: usize, draft: &Draft) -> bool {
        let is_far = self.distance(place, draft).is_some_and(|miles| miles > AROUND);
        !is_far || self.slugs[place] == name::slug(&draft.place.name)
    }

    fn is_same(&self, same: OnRoad, place: usize, draft: &Draft, slug: &str) -> bool {
        if self.is_taken[place] {
            return false;
        }
        let other = &self.places[place];
        let is_around = |miles: f64| miles <= AROUND;
        match same {
            OnRoad::Named => self.distance(place, draft).is_none_or(is_around),
            OnRoad::Near => {
                let is_one_kind =
                    other.kind == draft.place.kind || [other.kind, draft.place.kind].contains(&Kind::Other);
                let points = other.coordinate.zip(draft.place.coordinate);
                is_one_kind && points.is_some_and(|(one, other)| one.miles_to(other) <= NEAR)
            }
            OnRoad::Alike => {
                !draft.has_made_name
                    && self.distance(place, draft).is_some_and(is_around)
                    && likeness(&self.slugs[place], slug) >= ALIKE
            }
        }
    }
}
