//! Which column of a foreign sheet means what.

use std::collections::{HashMap, HashSet};

use super::guesses::Guesses;
use super::{Target, Wish, california, name};
use crate::cells::Row;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, is_hostile, shown};
use crate::heads::{self, Head, Part};
use crate::phrase::say;

/// Rows at the top among which the heads are looked for.
const TOP: usize = 20;

/// What becomes of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum To {
    /// It is read.
    Head(Head),
    /// An amenity by the column's own head.
    OwnAmenity,
    /// It stands in the notes.
    Notes,
    /// It is left out.
    Nothing,
    /// Nothing stands in it.
    Empty,
}

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Its head on one line.
    pub(super) head: String,
    pub(super) to: To,
}

/// The columns of a sheet.
pub(super) struct Columns {
    /// From the left.
    pub(super) all: Vec<Column>,
    /// Where each meaning stands. Amenities may stand in several.
    places: HashMap<Head, usize>,
    /// Which row holds the heads, counted from 0.
    pub(super) top: usize,
    /// The state that county codes tell of.
    pub(super) state: Option<&'static str>,
}

impl Columns {
    /// The column with a meaning.
    pub(super) fn with(&self, head: Head) -> Option<usize> {
        self.places.get(&head).copied()
    }
}

/// Whether a cell says that there is nothing to say.
pub(super) fn is_missing(cell: &str) -> bool {
    let cell = cell.trim_matches(|c: char| c.is_whitespace() || is_hostile(c));
    cell.len() <= 7
        && (cell.is_empty()
            || [
                "na", "n/a", "#n/a", "null", "nan", "-", "--", "#null", "(null)", "<null>",
            ]
            .iter()
            .any(|word| cell.eq_ignore_ascii_case(word)))
}

/// Yes or no.
pub(super) fn yes_or_no(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "x" => Some(true),
        "no" | "n" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// Settles what each column means. `None` after an error: no head is known, or a flag names none that is there.
pub(super) fn settle(
    diags: &mut Diagnostics,
    guesses: &mut Guesses,
    rows: &[Row],
    wish: &Wish<'_>,
) -> Option<Columns> {
    let top = top(rows, wish)?;
    let heads = &rows[top];
    if !maps_are_known(diags, heads, wish) {
        return None;
    }
    let below = &rows[top + 1..];
    let width = rows[top..].iter().map(Row::len).max().unwrap_or(0);
    let mut columns = Columns {
        all: Vec::with_capacity(width),
        places: HashMap::new(),
        top,
        state: None,
    };
    let key = key(heads, below, wish);
    for column in 0..width {
        let written = name::on_one_line(heads.cell(column));
        let to = meaning(guesses, &columns, heads, below, column, key, wish);
        if let To::Head(head) = to {
            columns.places.entry(head).or_insert(column);
        }
        let head = if written.is_empty() {
            letters(column)
        } else {
            name::cut(&written, 60)
        };
        columns.all.push(Column { head, to });
    }
    columns.state = state(guesses, &columns, heads, below, wish);
    Some(columns)
}

/// The row with the heads: the first, unless one further down has more that are known. `None` of an empty sheet.
fn top(rows: &[Row], wish: &Wish<'_>) -> Option<usize> {
    let known = |row: &Row| {
        let known = row.iter().filter(|cell| {
            let word = heads::word(cell);
            wish.target(&word).is_some() || heads::own(&word).or_else(|| heads::other(&word)).is_some()
        });
        known.count()
    };
    let first = known(rows.first()?);
    let counts = rows.iter().take(TOP).map(known).enumerate();
    let (best, most) = counts.rev().max_by_key(|(_, count)| *count)?;
    Some(if first < 2 && most >= 2 { best } else { 0 })
}

/// Whether each head that a flag names is there; reports those that are not.
fn maps_are_known(diags: &mut Diagnostics, heads: &Row, wish: &Wish<'_>) -> bool {
    let mut all = true;
    for (head, _) in wish.maps {
        let word = heads::word(head);
        if !heads.iter().any(|cell| heads::word(cell) == word) {
            all = false;
            let message = say("`--map` names the head `{head}`, and there is none").with("head", shown(head));
            let fault = Diagnostic::new(code::UNKNOWN_FIELD, message).at(&heads.span(0));
            diags.push(fault.near(head, heads.iter()));
        }
    }
    all
}

/// The column that names each row: the best of those whose values differ.
fn key(heads: &Row, below: &[Row], wish: &Wish<'_>) -> Option<usize> {
    let rank = |column: usize| {
        let word = heads::word(heads.cell(column));
        match wish.target(&word) {
            Some(Target::Key) => return Some(0),
            Some(_) => return None,
            None => {}
        }
        match heads::own(&word).or_else(|| heads::other(&word)) {
            Some(Head::Key(rank)) => Some(rank),
            // Ids that somebody chose are ids, and no mere key.
            Some(Head::Field("id")) if !holds_ids(below, column) => Some(1),
            _ => None,
        }
    };
    let ranked = (0..heads.len()).filter_map(|column| Some((rank(column)?, column)));
    let mut ranked: Vec<_> = ranked.filter(|(_, column)| differ(below, *column)).collect();
    ranked.sort_unstable();
    ranked.first().map(|(_, column)| *column)
}

/// The values of a column.
fn values(below: &[Row], column: usize) -> impl Iterator<Item = &str> {
    let cells = below.iter().map(move |row| row.cell(column).trim());
    cells.filter(|cell| !is_missing(cell))
}

fn differ(below: &[Row], column: usize) -> bool {
    let mut seen = HashSet::new();
    values(below, column).all(|value| seen.insert(value)) && !seen.is_empty()
}

/// Whether a column holds ids as this program writes them, each once.
fn holds_ids(below: &[Row], column: usize) -> bool {
    differ(below, column) && values(below, column).all(name::is_id)
}

/// What becomes of a column, and telling of it where that is no matter of course.
fn meaning(
    guesses: &mut Guesses,
    columns: &Columns,
    heads: &Row,
    below: &[Row],
    column: usize,
    key: Option<usize>,
    wish: &Wish<'_>,
) -> To {
    let written = heads.cell(column).trim();
    let word = heads::word(written);
    let mut tell = |code, message: crate::phrase::Phrase| {
        let fault = Diagnostic::new(code, message.with("written", shown(written)));
        guesses.push(fault.at(&heads.span(column)));
    };
    if let Some(target) = wish.target(&word) {
        return match target {
            Target::Ignore => To::Nothing,
            Target::Notes => To::Notes,
            Target::Key => To::Head(Head::Key(0)),
            Target::Head(Head::Field("amenities"))
                if values(below, column).all(|value| yes_or_no(value).is_some()) =>
            {
                To::OwnAmenity
            }
            Target::Head(head) => To::Head(head),
        };
    }
    if values(below, column).next().is_none() {
        return To::Empty;
    }
    if word.is_empty() {
        tell(
            code::KEPT_IN_NOTES,
            say("a column without a head is kept in the notes"),
        );
        return To::Notes;
    }
    let own = heads::own(&word);
    let Some(head) = own.or_else(|| heads::other(&word)) else {
        tell(
            code::KEPT_IN_NOTES,
            say("the column `{written}` is no field, and is kept in the notes"),
        );
        return To::Notes;
    };
    if key == Some(column) {
        tell(
            code::HEAD_GUESSED,
            say("the column `{written}` tells the rows apart; it stands in `source`"),
        );
        return To::Head(Head::Key(0));
    }
    if columns.with(head).is_some() && !matches!(head, Head::Amenity(_)) {
        tell(
            code::KEPT_IN_NOTES,
            say("the column `{written}` means what one before it does, and is kept in the notes"),
        );
        return To::Notes;
    }
    match head {
        Head::Person => {
            let message = say("the column `{written}` is about people, and is left out")
                .with("written", shown(written));
            let fault = Diagnostic::new(code::COLUMN_UNREAD, message).at(&heads.span(column));
            guesses.push(fault.hint(
                say("with `--map '{head}=notes'` it is kept in the notes").with("head", shown(written)),
            ));
            To::Nothing
        }
        Head::Amenity(amenity) => {
            let answers = values(below, column)
                .filter(|value| yes_or_no(value).is_some())
                .count();
            if answers * 2 >= values(below, column).count() {
                let message = say("the column `{written}` is understood as the amenity `{amenity}`");
                tell(code::HEAD_GUESSED, message.with("amenity", amenity));
                return To::Head(head);
            }
            if word.contains("phone") {
                let message = say("the column `{written}` holds telephone numbers, and is left out");
                tell(code::COLUMN_UNREAD, message);
                return To::Nothing;
            }
            tell(
                code::KEPT_IN_NOTES,
                say("the column `{written}` is no field, and is kept in the notes"),
            );
            To::Notes
        }
        Head::Key(2) => {
            tell(
                code::COLUMN_UNREAD,
                say("the column `{written}` numbers the rows of the export, and is left out"),
            );
            To::Nothing
        }
        Head::Key(_) => {
            tell(
                code::KEPT_IN_NOTES,
                say("the column `{written}` is no field, and is kept in the notes"),
            );
            To::Notes
        }
        Head::Field("id") if !holds_ids(below, column) => {
            tell(
                code::KEPT_IN_NOTES,
                say("the column `{written}` holds no ids that can be kept, so it is kept in the notes"),
            );
            To::Notes
        }
        Head::Field(field) if own.is_none() => {
            let message = say("the head `{written}` is understood as `{field}`").with("field", field);
            tell(code::HEAD_GUESSED, message);
            To::Head(head)
        }
        Head::Postmile(_) => {
            tell(
                code::HEAD_GUESSED,
                say("the column `{written}` is a part of the California postmile"),
            );
            To::Head(head)
        }
        Head::City => {
            tell(
                code::KEPT_IN_NOTES,
                say("the column `{written}` is no field, and is kept in the notes"),
            );
            To::Head(head)
        }
        Head::Field(_) | Head::Stalls(_) | Head::Permit(_) => To::Head(head),
    }
}

/// California, where no column tells the state and all codes of counties are those of California.
fn state(
    guesses: &mut Guesses,
    columns: &Columns,
    heads: &Row,
    below: &[Row],
    wish: &Wish<'_>,
) -> Option<&'static str> {
    if columns.with(Head::Field("state")).is_some() || wish.set("state").is_some() {
        return None;
    }
    let column = columns.with(Head::Postmile(Part::County))?;
    if !values(below, column).all(|code| california::county(code).is_some()) {
        return None;
    }
    let message = say("all county codes are those of Caltrans, so the state is CA");
    guesses.push(Diagnostic::new(code::VALUE_GUESSED, message).at(&heads.span(column)));
    Some("CA")
}

/// A column without a head, as `column C`.
fn letters(column: usize) -> String {
    format!("column {}", crate::source::Cell { row: 1, column }.letters())
}
