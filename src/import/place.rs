//! A row of a foreign sheet becomes a place.

use super::columns::{Columns, is_missing};
use super::guesses::Guesses;
use super::notes::Notes;
use super::side::{self, Sides};
use super::way::Way;
use super::{Draft, Wish, kind, name};
use crate::cells::Row;
use crate::code::{self, Code};
use crate::diag::{Diagnostic, Diagnostics};
use crate::formula;
use crate::heads::Head;
use crate::location::{self, Direction, Kind, Raw};
use crate::phrase::{Phrase, say};
use crate::source::{Span, Spanned};

/// The longest name, county and the like, in characters.
pub(super) const LONGEST: usize = 80;

/// Reads a row; a row that is no place comes back with the reason.
pub(super) fn read(
    guesses: &mut Guesses,
    columns: &Columns,
    row: &Row,
    wish: &Wish<'_>,
) -> Result<Draft, Phrase> {
    if row.iter().all(is_missing) {
        return Err(say("nothing stands in it"));
    }
    let mut reading = Reading {
        guesses,
        columns,
        row,
        wish,
        raw: Raw::default(),
        notes: Notes::default(),
        lacks: Vec::new(),
    };
    reading.place()
}

/// A row that is being read.
pub(super) struct Reading<'a> {
    pub(super) guesses: &'a mut Guesses,
    pub(super) columns: &'a Columns,
    pub(super) row: &'a Row,
    pub(super) wish: &'a Wish<'a>,
    pub(super) raw: Raw,
    pub(super) notes: Notes,
    pub(super) lacks: Vec<&'static str>,
}

impl<'a> Reading<'a> {
    /// What stands in the column with a meaning, and which column that is.
    pub(super) fn cell(&mut self, head: Head) -> Option<(usize, &'a str)> {
        let column = self.columns.with(head)?;
        let cell = self.row.cell(column).trim();
        if is_missing(cell) {
            return None;
        }
        // A spreadsheet shows what a formula comes to; as text it says nothing, and is not to be run anywhere.
        if cell.starts_with(['=', '@']) {
            self.guess(
                code::VALUE_GUESSED,
                say("a formula is no value, and is passed over"),
                column,
                "",
            );
            return None;
        }
        Some((column, formula::unguarded(cell)))
    }

    pub(super) fn field(&mut self, field: &'static str) -> Option<(usize, &'a str)> {
        self.cell(Head::Field(field))
    }

    pub(super) fn span(&self, column: usize) -> Span {
        self.row.span(column)
    }

    pub(super) fn guess(&mut self, code: Code, guess: Phrase, column: usize, meant: &str) {
        let span = self.span(column);
        self.guesses
            .cell(code, guess, &span, self.row.cell(column), meant);
    }

    /// Keeps a cell in the notes as it is written, beside its head.
    pub(super) fn keep(&mut self, column: usize) {
        let head = &self.columns.all[column].head;
        self.notes.add(head, self.row.cell(column));
    }

    pub(super) fn put(&mut self, field: &'static str, value: String, column: Option<usize>) {
        let span = self.row.span(column.unwrap_or(0));
        self.raw.texts.push((field, Spanned::new(value, span)));
    }

    /// A text on one line that is not too long; what had to be done about it is told.
    pub(super) fn tidy(&mut self, text: &str, column: usize, longest: usize) -> String {
        let line = name::on_one_line(text);
        if line != text.trim() {
            self.guess(
                code::VALUE_GUESSED,
                say("line breaks, doubled blanks and hidden characters are taken out"),
                column,
                &line,
            );
        }
        let short = name::cut(&line, longest);
        if short.len() < line.len() {
            let message = say("a text is cut after {longest} characters; all of it stands in the notes")
                .with("longest", longest);
            self.guess(code::VALUE_GUESSED, message, column, &short);
            self.keep(column);
        }
        short
    }

    fn place(&mut self) -> Result<Draft, Phrase> {
        let state = self.state();
        let county = self.county(state.as_deref());
        let way = self.way(state.as_deref(), county.as_deref());
        let written = self.field("name");
        let (sides, named) = self.name(written);
        let coordinate = self.coordinate();
        if named.is_none() && way.route.is_none() && coordinate.is_none() && written.is_none() {
            return Err(say("it has no name, no route and no coordinates"));
        }
        let direction = self.direction(&way, sides);
        let told_kind = self.kind(written.map(|(_, text)| text));
        let has_id = self.id();
        self.amenities();
        self.stalls();
        self.venues();
        self.permit();
        let has_status = self.status();
        self.others();
        let kind = told_kind.unwrap_or(Kind::Other);
        let has_made_name = named.is_none();
        let name = match named {
            Some(name) => name,
            None => self.made_name(
                kind,
                &way,
                direction,
                county.as_deref(),
                written.map(|(column, _)| column),
            ),
        };
        let name_at = written.map(|(column, _)| column);
        self.put("name", name, name_at);
        self.put("kind", kind.word().to_owned(), None);
        let texts = [
            ("state", state),
            ("county", county),
            ("route", way.route),
            (
                "direction",
                direction.map(|direction| direction.word().to_owned()),
            ),
            ("postmile", way.postmile),
        ];
        for (field, value) in texts {
            if let Some(value) = value {
                let column = self.columns.with(Head::Field(field));
                self.put(field, value, column);
            }
        }
        if let Some(mile) = way.mile {
            let span = self
                .row
                .span(self.columns.with(Head::Field("milepost")).unwrap_or(0));
            self.raw
                .numbers
                .push(("milepost", Spanned::new(mile.miles(), span)));
        }
        self.raw.numbers.extend(coordinate.into_iter().flatten());
        let has_key = self.source(has_id);
        self.note();
        // All was looked at before; what is left is a fault of ours, and the row is told and not lost.
        let mut faults = Diagnostics::default();
        let place = location::check(&mut faults, std::mem::take(&mut self.raw), &self.row.span(0));
        let place = place.ok_or_else(|| {
            let first = faults.iter().next().map(|fault| fault.message.clone());
            first.unwrap_or_else(|| say("its values make no place"))
        })?;
        Ok(Draft {
            place,
            row: self.row.number,
            has_id,
            has_key,
            has_made_name,
            has_kind: told_kind.is_some(),
            has_status,
            lacks: std::mem::take(&mut self.lacks),
        })
    }

    /// The directions at the end of a name, and the name without them; none where it says nothing.
    fn name(&mut self, written: Option<(usize, &str)>) -> (Sides, Option<String>) {
        let Some((column, text)) = written else {
            return (Sides::default(), None);
        };
        let line = self.tidy(text, column, 4 * LONGEST);
        let (mut bare, mut sides) = side::off_name(&line);
        if text.contains(['\n', '\r']) {
            // What stands at the end of its line is at the end of a name too.
            let lines = text
                .split(['\n', '\r'])
                .map(|line| side::off_name(&name::on_one_line(line)));
            let lines: Vec<(String, Sides)> = lines.collect();
            sides = lines
                .iter()
                .fold(Sides::default(), |all, (_, sides)| all.with(*sides));
            let names: Vec<&str> = lines
                .iter()
                .map(|(name, _)| name.as_str())
                .filter(|name| !name.is_empty())
                .collect();
            bare = name::cut(&names.join(" "), 4 * LONGEST);
        }
        if !sides.is_empty() {
            self.guess(
                code::VALUE_GUESSED,
                say("the side at the end of a name is taken off"),
                column,
                &bare,
            );
        }
        let mended = name::mended_case(&bare);
        if mended != bare {
            self.guess(
                code::VALUE_GUESSED,
                say("capital letters in a name are mended"),
                column,
                &mended,
            );
        }
        let name = self.tidy_name(&mended, column);
        let says_nothing = name::is_placeholder(&name);
        (sides, (!says_nothing).then_some(name))
    }

    fn tidy_name(&mut self, name: &str, column: usize) -> String {
        let short = name::cut(name, LONGEST);
        if short.len() < name.len() {
            let message = say("a text is cut after {longest} characters; all of it stands in the notes")
                .with("longest", LONGEST);
            self.guess(code::VALUE_GUESSED, message, column, &short);
            self.keep(column);
        }
        short
    }

    /// A plain description, as `Rest area, I-84 EB mile 26`.
    fn made_name(
        &mut self,
        kind: Kind,
        way: &Way,
        direction: Option<Direction>,
        county: Option<&str>,
        column: Option<usize>,
    ) -> String {
        let city = self
            .cell(Head::City)
            .map(|(_, text)| name::cut(&name::on_one_line(text), 40));
        let mut road = way.route.clone().unwrap_or_default();
        match direction {
            Some(Direction::Both) | None => {}
            Some(direction) => road = format!("{road} {}", direction.word()),
        }
        if let Some(mile) = way.mile {
            road = format!("{road} mile {mile}");
        }
        let mut parts = vec![name::of_kind(kind), road.trim().to_owned()];
        if way.mile.is_none() {
            let county = county.map(|county| format!("{county} County"));
            parts.extend(city.map(|city| format!("near {city}")).or(county));
        }
        parts.retain(|part| !part.is_empty());
        let made = name::cut(&parts.join(", "), LONGEST);
        let column = column.or_else(|| self.columns.with(Head::Field("name")));
        let message = say("a name that is missing or says nothing becomes a plain description");
        if let Some(column) = column {
            self.guess(code::VALUE_GUESSED, message, column, &made);
            self.keep(column);
        } else {
            self.guesses
                .push(Diagnostic::new(code::VALUE_GUESSED, message).at(&self.row.span(0)));
        }
        made
    }

    fn kind(&mut self, name: Option<&str>) -> Option<Kind> {
        if let Some((column, text)) = self.field("kind") {
            match kind::of_cell(text) {
                Some(kind) => {
                    if kind.word() != text {
                        self.guess(
                            code::VALUE_GUESSED,
                            say("a kind is told by the words of its column"),
                            column,
                            kind.word(),
                        );
                    }
                    return Some(kind);
                }
                None => {
                    self.guess(
                        code::VALUE_GUESSED,
                        say("what stands in the column for kinds is none; it is kept in the notes"),
                        column,
                        "",
                    );
                    self.keep(column);
                }
            }
        }
        let column = self.columns.with(Head::Field("name")).unwrap_or(0);
        if let Some(kind) = name.and_then(kind::of_text) {
            let message = say("the kind `{kind}` is told by the words of the name").with("kind", kind.word());
            self.guess(code::VALUE_GUESSED, message, column, "");
            return Some(kind);
        }
        if let Some(kind) = self.wish.set("kind").and_then(kind::of_cell) {
            return Some(kind);
        }
        self.guess(
            code::VALUE_GUESSED,
            say("nothing tells the kind, so it is `other`; `--set kind=rest_area` fills it"),
            column,
            "",
        );
        None
    }

    fn id(&mut self) -> bool {
        let own = self.field("id").map(|(column, id)| (id.to_owned(), column));
        let has_id = own.is_some();
        // Without one, an id is made when all places are known.
        let (id, column) = own.unwrap_or_else(|| ("x".to_owned(), 0));
        self.put("id", id, Some(column));
        has_id
    }
}
