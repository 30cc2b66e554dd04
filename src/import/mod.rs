//! Foreign sheets become locations: heads in many spellings, routes with typing errors, miles that are none.
//!
//! Nothing is dropped in silence. Each row is kept or left out with a reason; each column is read, kept in the notes or left out, and
//! that is told; each guess is a note at its cell. What becomes of an earlier file is the matter of [`merge`].

mod california;
mod columns;
mod extras;
mod guesses;
mod ident;
mod kind;
pub mod merge;
mod mile;
mod name;
mod notes;
mod place;
mod point;
mod road;
mod side;
mod text;
mod way;

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::cells::{self, MOST_ROWS, Row};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::heads::{self, Head};
use crate::locale::LanguageChoice;
use crate::location::{self, Location, Status};
use crate::phrase::{Phrase, say, verbatim};
use crate::source::{Source, Span};
use crate::states;

use columns::To;
use guesses::Guesses;

/// What a column is to be, by the user's own word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// It is left out.
    Ignore,
    /// It stands in the notes.
    Notes,
    /// It tells the rows apart.
    Key,
    /// It means this.
    Head(Head),
}

impl Target {
    /// Reads the word; a word that is none comes back with what is nearest to it.
    pub fn parse(word: &str) -> Result<Self, Option<&'static str>> {
        match heads::word(word).as_str() {
            "ignore" => Ok(Self::Ignore),
            "notes" => Ok(Self::Notes),
            "key" => Ok(Self::Key),
            word => heads::own(word).map(Self::Head).ok_or_else(|| {
                let known =
                    location::FIELDS
                        .iter()
                        .copied()
                        .chain(["ignore", "key", "stalls_women", "stalls_men"]);
                nearest(word, known)
            }),
        }
    }
}

/// Fields that can be set for all rows that lack them.
pub const SETTABLE: &[&str] = &[
    "kind",
    "route",
    "direction",
    "state",
    "county",
    "languages",
    "amenities",
    "status",
    "until",
    "reason",
    "assigned",
];

/// Whether a field takes a value.
pub fn is_settable(field: &str, value: &str) -> bool {
    match field {
        "kind" => kind::of_cell(value).is_some(),
        "route" => road::parse(value, None).route.is_some(),
        "direction" => side::of_cell(value).is_some(),
        "state" => states::parse(value).is_some(),
        "status" => Status::ALL
            .iter()
            .any(|(word, _)| word.eq_ignore_ascii_case(value.trim())),
        "languages" => value
            .split([';', ','])
            .all(|tag| LanguageChoice::parse(tag.trim()).is_some()),
        _ => true,
    }
}

/// What the user asks for beside the file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// What stands in `source` for the file.
    pub file: &'a str,
    /// Heads and what they are to be.
    pub maps: &'a [(String, Target)],
    /// Values of fields that a row lacks.
    pub sets: &'a [(&'static str, String)],
}

impl Wish<'_> {
    fn target(&self, word: &str) -> Option<Target> {
        let found = self.maps.iter().find(|(head, _)| heads::word(head) == word);
        found.map(|(_, target)| *target)
    }

    fn set(&self, field: &str) -> Option<&str> {
        let found = self.sets.iter().find(|(known, _)| *known == field);
        found.map(|(_, value)| value.as_str())
    }
}

/// A place of a row.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The place. Its id is made of its road and name, unless the row has one.
    pub place: Location,
    /// Its row, from 1; the heads are a row too.
    pub row: usize,
    /// Whether the id stands in the row.
    pub has_id: bool,
    /// Whether its `source` names this row and no other.
    pub has_key: bool,
    /// Whether the name is a description that was made for want of one.
    has_made_name: bool,
    /// Whether anything tells the kind.
    has_kind: bool,
    /// Whether anything tells the status.
    has_status: bool,
    /// Amenities that the row says there are not.
    lacks: Vec<&'static str>,
}

/// A row that is no place.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// The row, from 1.
    pub row: usize,
    /// Why.
    pub why: Phrase,
}

/// What became of a sheet.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// How many rows there are beside the heads; each is a draft or left out.
    pub rows: usize,
    /// The places, in the order of the rows.
    pub drafts: Vec<Draft>,
    /// The rows that are none.
    pub left_out: Vec<LeftOut>,
    /// Each column and what it is understood as.
    pub columns: Vec<(String, Phrase)>,
}

/// The text of a spreadsheet that was saved as text, in whatever encoding; what is not UTF-8 is told.
pub fn decode(diags: &mut Diagnostics, name: &str, bytes: Vec<u8>) -> Option<Arc<Source>> {
    text::decode(diags, name, bytes)
}

/// Reads a foreign sheet. `None` after an error.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>, wish: &Wish<'_>) -> Option<Imported> {
    let parted_by = text::parted_by(source.text.trim_start_matches('\u{FEFF}'));
    let mut rows: Vec<Row> = Vec::new();
    let is_whole = cells::each(diags, source, parted_by, MOST_ROWS, |_, row| {
        rows.push(row.clone());
        ControlFlow::Continue(())
    });
    if !is_whole {
        return None;
    }
    let mut guesses = Guesses::default();
    tell_sign(&mut guesses, source, parted_by);
    let columns = columns::settle(diags, &mut guesses, &rows, wish)?;
    if columns.all.iter().all(|column| !matches!(column.to, To::Head(_))) {
        let fault = Diagnostic::new(
            code::MISSING_FIELD,
            say("the first row holds no head that is known"),
        );
        diags.push(fault.at(&Span::file(source)).hint(say(
            "the first row holds the heads, as name, route, milepost; `--map 'Head=field'` says what one means",
        )));
        return None;
    }
    let mut imported = Imported {
        rows: rows.len() - 1,
        columns: columns
            .all
            .iter()
            .map(|column| (column.head.clone(), understood(column.to)))
            .collect(),
        ..Imported::default()
    };
    for (at, row) in rows.iter().enumerate().filter(|(at, _)| *at != columns.top) {
        let read = if at < columns.top {
            Err(say("it stands above the heads"))
        } else {
            place::read(&mut guesses, &columns, row, wish)
        };
        match read {
            Ok(draft) => imported.drafts.push(draft),
            Err(why) => {
                let message = say("the row is left out: {why}").with_words("why", why.clone());
                guesses.push(Diagnostic::new(code::ROW_LEFT_OUT, message).at(&row.span(0)));
                imported.left_out.push(LeftOut { row: row.number, why });
            }
        }
    }
    ident::give(&mut imported.drafts);
    tell_twins(&mut guesses, &imported.drafts);
    guesses.tell(diags);
    Some(imported)
}

fn tell_sign(guesses: &mut Guesses, source: &Arc<Source>, parted_by: u8) {
    let by = match parted_by {
        b';' => say("semicolons"),
        b'\t' => say("tabs"),
        b'|' => say("upright lines"),
        _ => return,
    };
    let message = say("the columns are parted by {by}").with_words("by", by);
    guesses.push(Diagnostic::new(code::VALUE_GUESSED, message).at(&Span::file(source)));
}

/// What a column is understood as, for a table.
fn understood(to: To) -> Phrase {
    match to {
        To::Head(Head::Field("route")) => say("route, direction"),
        To::Head(Head::Field(field)) => verbatim(field),
        To::Head(Head::Stalls(_)) => verbatim("stalls"),
        To::Head(Head::Permit(_)) => verbatim("permit"),
        To::Head(Head::Postmile(_)) => verbatim("postmile"),
        To::Head(Head::Amenity(_)) | To::OwnAmenity => verbatim("amenities"),
        To::Head(Head::Key(_)) => verbatim("source"),
        To::Head(Head::City) | To::Notes => verbatim("notes"),
        To::Head(Head::Person) | To::Nothing => say("left out"),
        To::Empty => say("nothing: it is empty"),
    }
}

/// Tells of rows on one point, which are both kept.
fn tell_twins(guesses: &mut Guesses, drafts: &[Draft]) {
    let mut first: HashMap<(u64, u64), usize> = HashMap::new();
    for draft in drafts {
        let Some(at) = draft.place.coordinate else {
            continue;
        };
        let spot = (at.lat.to_bits(), at.lon.to_bits());
        if first.insert(spot, draft.row).is_some() {
            let message = say("a row stands on the same point as one before it; both are kept");
            guesses.push(Diagnostic::new(code::VALUE_GUESSED, message).at(draft.place.coordinate_span()));
        }
    }
}

#[cfg(test)]
mod tests;
