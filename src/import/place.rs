//! A row of a foreign sheet becomes a place.

use super::columns::{Columns, To, is_missing, yes_or_no};
use super::guesses::Guesses;
use super::mile::{self, Mile};
use super::notes::Notes;
use super::side::{self, Sides};
use super::{Draft, Wish, california, kind, name, point, road, states};
use crate::cells::Row;
use crate::code::{self, Code};
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::heads::{Head, Part, Room};
use crate::locale::LanguageChoice;
use crate::location::{self, Direction, Kind, Milepost, Permit, Raw, Stalls, Status};
use crate::phrase::{Phrase, say};
use crate::source::{Span, Spanned};

/// The longest name, county and the like, in characters.
const LONGEST: usize = 80;

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
struct Reading<'a> {
    guesses: &'a mut Guesses,
    columns: &'a Columns,
    row: &'a Row,
    wish: &'a Wish<'a>,
    raw: Raw,
    notes: Notes,
    lacks: Vec<&'static str>,
}

/// What the columns for roads and miles say.
#[derive(Default)]
struct Way {
    route: Option<String>,
    mile: Option<Milepost>,
    postmile: Option<String>,
    /// From the letters behind the route.
    letters: Sides,
    /// From the column for miles.
    by_mile: Option<Direction>,
}

impl<'a> Reading<'a> {
    /// What stands in the column with a meaning, and which column that is.
    fn cell(&mut self, head: Head) -> Option<(usize, &'a str)> {
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
        Some((column, cell))
    }

    fn field(&mut self, field: &'static str) -> Option<(usize, &'a str)> {
        self.cell(Head::Field(field))
    }

    fn span(&self, column: usize) -> Span {
        self.row.span(column)
    }

    fn guess(&mut self, code: Code, guess: Phrase, column: usize, meant: &str) {
        let span = self.span(column);
        self.guesses
            .cell(code, guess, &span, self.row.cell(column), meant);
    }

    /// Keeps a cell in the notes as it is written, beside its head.
    fn keep(&mut self, column: usize) {
        let head = &self.columns.all[column].head;
        self.notes.add(head, self.row.cell(column));
    }

    fn put(&mut self, field: &'static str, value: String, column: Option<usize>) {
        let span = self.row.span(column.unwrap_or(0));
        self.raw.texts.push((field, Spanned::new(value, span)));
    }

    /// A text on one line that is not too long; what had to be done about it is told.
    fn tidy(&mut self, text: &str, column: usize, longest: usize) -> String {
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
        let has_key = self.source();
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

    fn state(&mut self) -> Option<String> {
        let written = self.field("state");
        if let Some((column, text)) = written {
            if let Some(code) = states::parse(text) {
                if code != text {
                    self.guess(
                        code::VALUE_GUESSED,
                        say("a state is written as its postal code"),
                        column,
                        code,
                    );
                }
                return Some(code.to_owned());
            }
            self.guess(
                code::VALUE_GUESSED,
                say("what stands in the column for states is none; it is kept in the notes"),
                column,
                "",
            );
            self.keep(column);
        }
        let set = self.wish.set("state").and_then(states::parse);
        set.or(self.columns.state).map(str::to_owned)
    }

    fn county(&mut self, state: Option<&str>) -> Option<String> {
        if let Some((column, text)) = self.field("county") {
            let tidy = self.tidy(text, column, LONGEST);
            let bare = tidy
                .strip_suffix(" County")
                .or_else(|| tidy.strip_suffix(" county"))
                .unwrap_or(&tidy);
            let shouts = bare.len() > 3 && !bare.contains(char::is_lowercase);
            let county = if shouts {
                // Some letters beside it let a single word count as a name in capitals.
                name::mended_case(&format!("{bare} COUNTY"))
                    .trim_end_matches(" County")
                    .to_owned()
            } else {
                bare.to_owned()
            };
            if county != tidy {
                self.guess(
                    code::VALUE_GUESSED,
                    say("a county is written without the word, and not in capitals"),
                    column,
                    &county,
                );
            }
            return Some(county).filter(|county| !county.is_empty());
        }
        if state == Some("CA")
            && let Some((_, text)) = self.cell(Head::Postmile(Part::County))
            && let Some(county) = california::county(text)
        {
            return Some(county.to_owned());
        }
        self.wish.set("county").map(str::to_owned)
    }

    fn way(&mut self, state: Option<&str>, county: Option<&str>) -> Way {
        let mut way = Way::default();
        if let Some((column, text)) = self.field("route") {
            let road = road::parse(text, state);
            let direction = road.sides.direction().map_or("", Direction::word);
            let meant = [road.route.as_deref().unwrap_or_default(), direction].join(" ");
            for guess in road.guesses {
                self.guess(code::ROAD_GUESSED, guess, column, meant.trim());
            }
            if road.says_more {
                self.keep(column);
            }
            (way.route, way.letters) = (road.route, road.sides);
        } else if let Some(set) = self.wish.set("route") {
            way.route = road::parse(set, state).route;
        }
        let is_california = state == Some("CA");
        let mut postmile = None;
        if let Some((column, text)) = self.field("milepost") {
            let read = mile::parse(text, is_california);
            let meant = match &read.mile {
                Mile::Statewide(mile) => mile.to_string(),
                Mile::Postmile(number) => number.clone(),
                Mile::Side(direction) => direction.word().to_owned(),
                Mile::None => String::new(),
            };
            if let Some(guess) = read.guess {
                self.guess(code::ROAD_GUESSED, guess, column, &meant);
            }
            if read.says_more {
                self.keep(column);
            }
            match read.mile {
                Mile::Statewide(mile) => way.mile = Some(mile),
                Mile::Postmile(number) => postmile = Some((column, number)),
                Mile::Side(direction) => way.by_mile = Some(direction),
                Mile::None => {}
            }
        }
        if let Some((column, text)) = self.field("postmile") {
            match self.postmile(text) {
                Some(number) => postmile = Some((column, number)),
                None => {
                    self.guess(
                        code::ROAD_GUESSED,
                        say("a postmile that is none, or 0 for want of one, is kept in the notes"),
                        column,
                        "",
                    );
                    self.keep(column);
                }
            }
        }
        way.postmile = postmile.map(|(column, number)| self.with_county(column, &number, county));
        way
    }

    /// The number of a postmile with the letters that stand in columns beside it. Whole, as `KER 54.1`, it stays.
    fn postmile(&mut self, text: &str) -> Option<String> {
        let text = text.trim();
        if let Some((code, number)) = text.split_once(' ')
            && california::county(code).is_some()
        {
            return mile::postmile(number).map(|number| format!("{} {number}", code.to_uppercase()));
        }
        let mut part = |part| {
            self.cell(Head::Postmile(part))
                .map(|(_, text)| text.to_owned())
                .unwrap_or_default()
        };
        let bare = text.trim_start_matches("PM").trim();
        let number = mile::postmile(&format!("{}{bare}{}", part(Part::Prefix), part(Part::Suffix)))?;
        // Layers have a 0 where nobody measured.
        let is_zero = number
            .parse::<f64>()
            .is_ok_and(|miles| miles.abs() < f64::EPSILON);
        (!is_zero).then_some(number)
    }

    /// A postmile with the code of its county, where that can be told.
    fn with_county(&mut self, column: usize, number: &str, county: Option<&str>) -> String {
        if number.contains(' ') {
            return number.to_owned();
        }
        let column_code = self
            .cell(Head::Postmile(Part::County))
            .map(|(_, text)| text.to_uppercase());
        let by_column = column_code.filter(|code| california::county(code).is_some());
        let code = by_column.or_else(|| county.and_then(california::code).map(str::to_owned));
        match code {
            Some(code) => format!("{code} {number}"),
            None => {
                self.guess(
                    code::ROAD_GUESSED,
                    say("a postmile without its county says little"),
                    column,
                    number,
                );
                number.to_owned()
            }
        }
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

    /// The direction: by its column, else by the route's letters, else by the name. Where they contradict each other, that is told.
    fn direction(&mut self, way: &Way, named: Sides) -> Option<Direction> {
        let mut by_column = None;
        if let Some((column, text)) = self.field("direction") {
            by_column = side::of_cell(text);
            match by_column {
                Some(direction) if direction.word() != text => {
                    self.guess(
                        code::ROAD_GUESSED,
                        say("a direction is written in another way"),
                        column,
                        direction.word(),
                    );
                }
                Some(_) => {}
                None => {
                    self.guess(
                        code::ROAD_GUESSED,
                        say("what stands in the column for directions is none; it is kept in the notes"),
                        column,
                        "",
                    );
                    self.keep(column);
                }
            }
        }
        let at = |field| self.columns.with(Head::Field(field));
        let said = [
            (by_column, at("direction"), say("the column for directions")),
            (way.letters.direction(), at("route"), say("the route")),
            (way.by_mile, at("milepost"), say("the column for miles")),
            (named.direction(), at("name"), say("the name")),
        ];
        let mut said = said
            .into_iter()
            .filter_map(|(direction, column, what)| Some((direction?, column?, what)));
        let Some((taken, _, taken_from)) = said.next() else {
            return self.wish.set("direction").and_then(side::of_cell);
        };
        for (other, column, what) in said.filter(|(other, _, _)| *other != taken) {
            let message = say("{taken_from} says {taken} and {what} says {other}; {taken} is taken")
                .with_words("taken_from", taken_from.clone())
                .with("taken", taken.word())
                .with_words("what", what)
                .with("other", other.word());
            let span = self.row.span(column);
            self.guesses
                .push(Diagnostic::new(code::CELLS_CONFLICT, message).at(&span));
        }
        Some(taken)
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

    fn coordinate(&mut self) -> Option<[(&'static str, Spanned<f64>); 2]> {
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

    fn lost_point(&mut self, columns: &[usize]) {
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

    fn amenities(&mut self) {
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
                To::OwnAmenity => crate::heads::word(&self.columns.all[column].head),
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

    fn stalls(&mut self) {
        let mut stalls = Stalls::default();
        let mut counted = false;
        for room in [Room::Women, Room::Men, Room::All] {
            let Some((column, text)) = self.cell(Head::Stalls(room)) else {
                continue;
            };
            match text.parse::<u32>() {
                Ok(count) if count <= location::MOST_STALLS => {
                    counted = true;
                    match room {
                        Room::Women => stalls.women = count,
                        Room::Men => stalls.men = count,
                        Room::All => stalls.all = count,
                    }
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

    fn permit(&mut self) {
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

    fn status(&mut self) -> bool {
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
    fn others(&mut self) {
        for field in ["site", "until", "reason", "assigned"] {
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

    /// Who says so: the file and the row's key in it. Tells whether there is a key.
    fn source(&mut self) -> bool {
        let said = self
            .field("source")
            .map(|(column, text)| self.tidy(text, column, 400));
        let key = self
            .columns
            .with(Head::Key(0))
            .filter(|column| !is_missing(self.row.cell(*column)));
        let by_key = key.map(|column| {
            let value = name::cut(&name::on_one_line(self.row.cell(column)), LONGEST).replace(';', ",");
            format!("{}, {} {value}", self.wish.file, self.columns.all[column].head)
        });
        let has_key = by_key.is_some();
        let file = by_key.unwrap_or_else(|| self.wish.file.to_owned());
        let source = match said {
            Some(said) if said == file => file,
            Some(said) => format!("{said}; {file}"),
            None => file,
        };
        self.put("source", source, key);
        has_key
    }

    /// The notes: their own column, then what has no field.
    fn note(&mut self) {
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
            let message =
                say("notes are cut after {longest} characters").with("longest", super::notes::LONGEST);
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
