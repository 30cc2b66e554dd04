//! What else a row says of its place: its point, amenities, stalls, permit, status, languages, source and notes.

use super::columns::{To, is_missing, yes_or_no};
use super::notes::{self, Notes};
use super::place::{LONGEST, Reading};
use super::{name, point};
use crate::code;
use crate::diag::{Diagnostic, shown};
use crate::heads::{self, Head, Room};
use crate::locale::LanguageChoice;
use crate::location::{self, Permit, Stalls, Status};
use crate::phrase::say;
use crate::source::Spanned;

/// The longest text that tells who says so, in characters: as much as notes may have.
const SOURCE: usize = notes::LONGEST - 200;

impl Reading<'_> {
    pub(super) fn coordinate(&mut self) -> Option<[(&'static str, Spanned<f64>); 2]> {
        let (lat, lon) = (self.field("lat"), self.field("lon"));
        let ((lat_at, lat), (lon_at, lon)) = match (lat, lon) {
            (Some(lat), Some(lon)) => (lat, lon),
            (Some((column, _)), None) | (None, Some((column, _))) => {
                self.lost_point(&[column]);
                return None;
            }
            (None, None) => return None,
        };
        let (Some(mut north), Some(mut east)) = (point::degrees(lat), point::degrees(lon)) else {
            self.lost_point(&[lat_at, lon_at]);
            return None;
        };
        // No state of the United States lies elsewhere, but for the westernmost of the Aleutian Islands.
        let is_north = |degrees: f64| (13.0..72.0).contains(&degrees);
        let is_west = |degrees: f64| (-180.0..-60.0).contains(&degrees);
        if !is_north(north) && is_north(east) && (is_west(north) || is_west(-north)) {
            (north, east) = (east, north);
            self.guess(
                code::VALUE_GUESSED,
                say("latitude and longitude are swapped"),
                lat_at,
                &format!("{north} {east}"),
            );
        }
        if is_north(north)
            && is_west(-east)
            && self
                .columns
                .with(Head::Field("state"))
                .or(self.columns.with(Head::Field("route")))
                .is_some()
        {
            east = -east;
            self.guess(
                code::VALUE_GUESSED,
                say("a longitude of the United States has a minus sign"),
                lon_at,
                &east.to_string(),
            );
        }
        let is_nowhere = north.abs() < 1e-9 && east.abs() < 1e-9;
        if is_nowhere || north.abs() > 90.0 || east.abs() > 180.0 {
            self.lost_point(&[lat_at, lon_at]);
            return None;
        }
        let spanned = |value: f64, column: usize| Spanned::new(value, self.row.span(column));
        Some([("lat", spanned(north, lat_at)), ("lon", spanned(east, lon_at))])
    }

    pub(super) fn lost_point(&mut self, columns: &[usize]) {
        self.guess(
            code::VALUE_GUESSED,
            say("coordinates that are none are kept in the notes"),
            columns[0],
            "",
        );
        for column in columns {
            self.keep(*column);
        }
    }

    pub(super) fn amenities(&mut self) {
        let mut words: Vec<(String, usize)> = Vec::new();
        if let Some((column, text)) = self.field("amenities") {
            let listed = text
                .split([';', ',', '|'])
                .map(name::on_one_line)
                .filter(|word| !word.is_empty());
            words.extend(
                listed.map(|word| (name::cut(&word.to_lowercase().replace(' ', "_"), LONGEST), column)),
            );
        }
        for (column, to) in self.columns.all.iter().map(|column| column.to).enumerate() {
            let cell = self.row.cell(column).trim();
            if is_missing(cell) {
                continue;
            }
            let amenity = match to {
                To::Head(Head::Amenity(amenity)) => amenity.to_owned(),
                To::OwnAmenity => heads::word(&self.columns.all[column].head),
                _ => continue,
            };
            match (yes_or_no(cell), to) {
                (Some(true), _) => words.push((amenity, column)),
                (Some(false), To::Head(Head::Amenity(amenity))) => self.lacks.push(amenity),
                (Some(false), _) => {}
                (None, _) => {
                    self.guess(
                        code::VALUE_GUESSED,
                        say("neither yes nor no: it is kept in the notes"),
                        column,
                        "",
                    );
                    self.keep(column);
                }
            }
        }
        if words.is_empty()
            && let Some(set) = self.wish.set("amenities")
        {
            words.extend(set.split(';').map(|word| (word.trim().to_owned(), 0)));
        }
        for (word, column) in words.into_iter().take(50) {
            if !self.raw.amenities.iter().any(|known| known.value == word) {
                let span = self.row.span(column);
                self.raw.amenities.push(Spanned::new(word, span));
            }
        }
    }

    pub(super) fn stalls(&mut self) {
        let mut stalls = Stalls::default();
        let mut counted = false;
        for room in [Room::Women, Room::Men, Room::All] {
            let Some((column, text)) = self.cell(Head::Stalls(room)) else {
                continue;
            };
            match text.parse::<u32>() {
                Ok(count) if count <= location::MOST_STALLS => {
                    counted = true;
                    *room.of(&mut stalls) = count;
                }
                _ => {
                    self.guess(
                        code::VALUE_GUESSED,
                        say("what is no count of stalls is kept in the notes"),
                        column,
                        "",
                    );
                    self.keep(column);
                }
            }
        }
        self.raw.stalls = counted.then_some(stalls);
    }

    /// What laws call the place: words that a person chose, taken as they are.
    pub(super) fn venues(&mut self) {
        let Some((column, text)) = self.field("venues") else {
            return;
        };
        let words = text.split([';', ',']).map(name::on_one_line);
        for word in words.filter(|word| !word.is_empty()).take(20) {
            let span = self.span(column);
            let word = name::cut(&word.to_lowercase().replace(' ', "_"), LONGEST);
            self.raw.venues.push(Spanned::new(word, span));
        }
    }

    pub(super) fn permit(&mut self) {
        for field in Permit::FIELDS {
            let written = self.cell(Head::Permit(field));
            let written = if field == "status" {
                written.or_else(|| self.field("permit"))
            } else {
                written
            };
            if let Some((column, text)) = written {
                let text = self.tidy(text, column, LONGEST);
                let span = self.span(column);
                self.raw.permit.push((field, Spanned::new(text, span)));
            }
        }
    }

    pub(super) fn status(&mut self) -> bool {
        let known = |text: &str| {
            Status::ALL
                .iter()
                .find(|(word, _)| word.eq_ignore_ascii_case(text.trim()))
        };
        if let Some((column, text)) = self.field("status") {
            if let Some((word, _)) = known(text) {
                self.put("status", (*word).to_owned(), Some(column));
                return true;
            }
            self.guess(
                code::VALUE_GUESSED,
                say("a status other than open, closed or seasonal is kept in the notes"),
                column,
                "",
            );
            self.keep(column);
        }
        match self.wish.set("status").and_then(known) {
            Some((word, _)) => self.put("status", (*word).to_owned(), None),
            None => return false,
        }
        true
    }

    /// The fields that are taken as they are.
    pub(super) fn others(&mut self) {
        for field in ["site", "exit", "until", "reason", "assigned"] {
            let written = self.field(field);
            if let Some((column, text)) = written {
                let text = self.tidy(text, column, LONGEST);
                self.put(field, text, Some(column));
            } else if let Some(set) = self.wish.set(field) {
                self.put(field, name::cut(&name::on_one_line(set), LONGEST), None);
            }
        }
        let written = self.field("languages");
        let (column, text) = match written {
            Some((column, text)) => (column, text),
            None => (0, self.wish.set("languages").unwrap_or_default()),
        };
        for word in text
            .split([';', ','])
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .take(50)
        {
            if LanguageChoice::parse(word).is_some() {
                let span = self.row.span(column);
                self.raw.languages.push(Spanned::new(word.to_owned(), span));
            } else {
                self.guess(
                    code::VALUE_GUESSED,
                    say("a language that is no tag is kept in the notes"),
                    column,
                    "",
                );
                self.keep(column);
                break;
            }
        }
    }

    /// Who says so: the file and the row's key in it. Tells whether there is a key. A list that has ids of its own is nobody
    /// else's, and says itself who says so.
    pub(super) fn source(&mut self, has_id: bool) -> bool {
        let said = self
            .field("source")
            .map(|(_, text)| name::cut(&name::harmless_lines(text), SOURCE));
        let key = self
            .columns
            .with(Head::Key(0))
            .filter(|column| !is_missing(self.row.cell(*column)));
        let by_key = key.map(|column| {
            let value = name::cut(&name::on_one_line(self.row.cell(column)), LONGEST).replace(';', ",");
            format!("{}, {} {value}", self.wish.file, self.columns.all[column].head)
        });
        let has_key = by_key.is_some();
        let file = by_key.or_else(|| (!has_id).then(|| self.wish.file.to_owned()));
        let source = match (said, file) {
            (Some(said), Some(file)) if said != file => Some(format!("{said}; {file}")),
            (said, file) => said.or(file),
        };
        if let Some(source) = source {
            self.put("source", source, key);
        }
        has_key
    }

    /// The notes: their own column, then what has no field.
    pub(super) fn note(&mut self) {
        let mut all = Notes::default();
        if let Some((_, text)) = self.field("notes") {
            all.say(text);
        }
        for (column, to) in self.columns.all.iter().map(|column| column.to).enumerate() {
            let cell = self.row.cell(column);
            if matches!(to, To::Notes | To::Head(Head::City)) && !is_missing(cell) {
                all.add(&self.columns.all[column].head, cell);
            }
        }
        all.append(&self.notes);
        // Cells beyond the last head.
        for column in self.columns.all.len()..self.row.len() {
            all.say(self.row.cell(column));
        }
        let (told, is_cut) = all.told();
        if is_cut {
            let message = say("notes are cut after {longest} characters").with("longest", notes::LONGEST);
            let fault = Diagnostic::new(code::CELLS_CONFLICT, message).at(&self.row.span(0));
            self.guesses.push(
                fault.hint(
                    say("leave columns out with `--map 'Head=ignore'`, for example `{head}`").with(
                        "head",
                        self.columns
                            .all
                            .iter()
                            .find(|column| column.to == To::Notes)
                            .map_or_else(String::new, |column| shown(&column.head)),
                    ),
                ),
            );
        }
        if let Some(told) = told {
            self.put("notes", told, None);
        }
    }
}
