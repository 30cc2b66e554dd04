//! The columns of a sheet of places: their heads, and what stands below.

use crate::location::{Location, Stalls};

use super::People;

/// A column.
pub(super) struct Column {
    /// The word that `table` reads.
    pub(super) head: &'static str,
    /// What a place has there; `None` leaves the cell empty.
    pub(super) cell: fn(&Location) -> Option<Cell<'_>>,
    /// Whether it says who somebody is.
    names_people: bool,
}

/// What a cell holds.
#[derive(Debug, PartialEq)]
pub(super) enum Cell<'a> {
    /// A text.
    Text(&'a str),
    /// A list of words, none of which has a `;`.
    Words(Vec<String>),
    /// A number.
    Number(f64),
}

/// What parts the words of a list.
pub(super) const BETWEEN_WORDS: &str = ";";

/// All columns, in their order.
static COLUMNS: [Column; 30] = [
    column("id", |place| Some(Cell::Text(&place.id))),
    column("site", |place| text(&place.site)),
    column("name", |place| Some(Cell::Text(&place.name))),
    column("kind", |place| Some(Cell::Text(place.kind.word()))),
    column("route", |place| text(&place.route)),
    column("direction", |place| {
        place.direction.map(|direction| Cell::Text(direction.word()))
    }),
    column("state", |place| text(&place.state)),
    column("county", |place| text(&place.county)),
    column("milepost", |place| {
        place.milepost.map(|milepost| Cell::Number(milepost.miles()))
    }),
    column("exit", |place| text(&place.exit)),
    column("postmile", |place| text(&place.remarks.postmile)),
    column("lat", |place| place.coordinate.map(|at| Cell::Number(at.lat))),
    column("lon", |place| place.coordinate.map(|at| Cell::Number(at.lon))),
    column("languages", |place| {
        words(place.languages.iter().map(|language| language.value.to_string()))
    }),
    column("stalls_women", |place| count(place, |stalls| stalls.women)),
    column("stalls_men", |place| count(place, |stalls| stalls.men)),
    column("stalls_all", |place| count(place, |stalls| stalls.all)),
    column("amenities", |place| {
        words(place.remarks.amenities.iter().cloned())
    }),
    column("status", |place| Some(Cell::Text(place.status.word()))),
    column("until", |place| text(&place.remarks.until)),
    column("reason", |place| text(&place.remarks.reason)),
    column("venues", |place| {
        words(place.venues.iter().map(|venue| venue.value.clone()))
    }),
    column("permit_status", |place| text(&place.permit.status)),
    Column {
        head: "permit_holder",
        cell: |place| text(&place.permit.holder),
        names_people: true,
    },
    column("permit_number", |place| text(&place.permit.number)),
    column("permit_until", |place| text(&place.permit.until)),
    column("permit_from", |place| text(&place.permit.from)),
    Column {
        head: "assigned",
        cell: |place| text(&place.assigned),
        names_people: true,
    },
    column("source", |place| text(&place.remarks.source)),
    column("notes", |place| text(&place.remarks.notes)),
];

/// The columns of a sheet, in their order.
pub(super) fn columns(people: People) -> Vec<&'static Column> {
    let wanted = |column: &&Column| people == People::Named || !column.names_people;
    COLUMNS.iter().filter(wanted).collect()
}

/// Whether a place has something in the columns that are left out.
pub(super) fn names_people(place: &Location) -> bool {
    COLUMNS
        .iter()
        .any(|column| column.names_people && (column.cell)(place).is_some())
}

const fn column(head: &'static str, cell: fn(&Location) -> Option<Cell<'_>>) -> Column {
    Column {
        head,
        cell,
        names_people: false,
    }
}

fn text(text: &Option<String>) -> Option<Cell<'_>> {
    text.as_deref().map(Cell::Text)
}

fn words<'a>(words: impl Iterator<Item = String>) -> Option<Cell<'a>> {
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then_some(Cell::Words(words))
}

fn count<'a>(place: &Location, room: fn(Stalls) -> u32) -> Option<Cell<'a>> {
    place.stalls.map(|stalls| Cell::Number(f64::from(room(stalls))))
}

#[cfg(test)]
mod tests {
    use super::super::People;
    use super::columns;
    use crate::diag::Diagnostics;
    use crate::source::Source;
    use crate::table;

    #[test]
    fn every_head_is_read() {
        let heads: Vec<_> = columns(People::Named).iter().map(|column| column.head).collect();
        let sheet = format!("{}\n", heads.join(","));
        let mut diags = Diagnostics::default();
        table::read(&mut diags, &Source::new("places.csv", sheet));
        assert!(diags.iter().next().is_none(), "{diags:#?}");
        assert_eq!(heads.len(), 30);
    }

    #[test]
    fn people_are_left_out() {
        let heads: Vec<_> = columns(People::LeftOut)
            .iter()
            .map(|column| column.head)
            .collect();
        assert!(!heads.contains(&"assigned") && !heads.contains(&"permit_holder"));
        assert_eq!(heads.len(), 28);
    }
}
