//! Events from the answers to a form: what `KoboToolbox`, ODK and Google Forms export, or any sheet with such heads.
//!
//! Each row keeps an id made of the form's own, so that a second import of the same answers adds nothing. Columns that say who somebody
//! is are passed over. A row that cannot be understood is left out and told; the others go on.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::cells::{self, MOST_ROWS, Row};
use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::event::{Condition, Event, EventId, Happening};
use crate::ledger;
use crate::moment::Moment;
use crate::phrase::{Phrase, say};
use crate::serial::{Serial, SerialError};
use crate::source::Source;
use crate::vocabulary::words;

words! {
    /// What a column of a form holds.
    Column {
        /// When it was.
        Time "time",
        /// What happened.
        Event "event",
        /// Id or name of the place.
        Place "place",
        /// Where there.
        Spot "spot",
        /// Serials of the sheets.
        Serial "serial",
        /// How many.
        Count "count",
        /// How they were found.
        Condition "condition",
        /// Initials.
        By "by",
        /// What else there is to know.
        Note "note",
        /// What names the answer in the form tool.
        Key "key",
        /// Nothing that is wanted.
        Ignore "ignore",
    }
}

/// Heads as people write them, the best first where several columns mean the same.
const HEADS: &[(Column, &[&str])] = &[
    (
        Column::Serial,
        &[
            "serial",
            "serial_number",
            "serial_no",
            "sheet_serial",
            "serials",
            "sheet",
            "code",
            "serie",
            "numero_de_serie",
        ],
    ),
    (
        Column::Place,
        &[
            "place",
            "place_id",
            "location_id",
            "location",
            "site",
            "stop",
            "where",
            "lugar",
            "sitio",
        ],
    ),
    (
        Column::Event,
        &[
            "event",
            "what_happened",
            "what_did_you_do",
            "action",
            "activity",
            "evento",
            "accion",
            "que_paso",
        ],
    ),
    (
        Column::Condition,
        &[
            "condition",
            "what_did_you_find",
            "how_was_it",
            "found",
            "condicion",
            "estado",
        ],
    ),
    (
        Column::Count,
        &["count", "how_many", "quantity", "number", "cantidad", "cuantos"],
    ),
    (
        Column::By,
        &[
            "by",
            "initials",
            "your_initials",
            "volunteer_initials",
            "iniciales",
        ],
    ),
    (
        Column::Note,
        &[
            "note",
            "notes",
            "comment",
            "comments",
            "remarks",
            "nota",
            "notas",
            "comentarios",
        ],
    ),
    (
        Column::Spot,
        &["spot", "where_exactly", "stall", "position", "punto"],
    ),
    (
        Column::Time,
        &[
            "time",
            "date",
            "when",
            "day",
            "visit_date",
            "date_of_visit",
            "fecha",
            "end",
            "start",
            "today",
            "timestamp",
            "marca_temporal",
            "submissiondate",
            "submission_time",
            "submission_date",
        ],
    ),
    (
        Column::Key,
        &["uuid", "instanceid", "meta_instanceid", "key", "id"],
    ),
    (
        Column::Ignore,
        &[
            "validation_status",
            "status",
            "submission_notes",
            "tags",
            "version",
            "index",
            "geolocation",
            "attachmentspresent",
            "attachmentsexpected",
            "reviewstate",
            "deviceid",
            "edits",
            "formversion",
        ],
    ),
];

/// Heads of columns that say who somebody is.
const PEOPLE: &[&str] = &[
    "email",
    "email_address",
    "e_mail",
    "name",
    "your_name",
    "username",
    "submitted_by",
    "submittername",
    "submitterid",
    "phone",
    "phonenumber",
    "phone_number",
    "telephone",
    "correo",
    "nombre",
    "direccion_de_correo_electronico",
    "subscriberid",
    "simserial",
];

/// What people answer, and which event that is.
const EVENTS: &[(Happening, &[&str])] = &[
    (
        Happening::Placed,
        &[
            "placed", "hung", "posted", "put up", "replaced", "new", "colocado", "puesto",
        ],
    ),
    (
        Happening::Removed,
        &[
            "removed",
            "taken down",
            "took down",
            "took it down",
            "retirado",
            "quitado",
        ],
    ),
    (Happening::Damaged, &["damaged", "broken", "danado"]),
    (
        Happening::Refused,
        &["refused", "said no", "not allowed", "rechazado", "negado"],
    ),
    (Happening::Closed, &["site closed", "closed", "cerrado"]),
    (
        Happening::Checked,
        &["checked", "looked", "visited", "still there", "revisado", "visto"],
    ),
];

/// What people answer, and which condition that is.
const CONDITIONS: &[(Condition, &[&str])] = &[
    (
        Condition::Missing,
        &["missing", "gone", "stolen", "falta", "no esta"],
    ),
    (
        Condition::Torn,
        &["torn", "ripped", "worn", "wet", "faded", "roto", "rasgado"],
    ),
    (Condition::Covered, &["covered", "sticker", "tapado", "cubierto"]),
    (
        Condition::Graffiti,
        &["graffiti", "written on", "scribbled", "pintado"],
    ),
    (
        Condition::Outdated,
        &["outdated", "old", "wrong number", "desactualizado", "viejo"],
    ),
    (
        Condition::Ok,
        &["ok", "okay", "good", "fine", "intact", "bien", "bueno"],
    ),
];

/// In which order day and month stand where they are parted by slashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As in 11/29/2026.
    MonthFirst,
    /// As in 29/11/2026.
    DayFirst,
}

/// What a form is understood by.
pub struct Wish<'a> {
    /// What columns mean, by their heads.
    pub maps: &'a [(String, Column)],
    /// The event where a row does not say it.
    pub event: Option<Happening>,
    /// How days are written, where the file does not tell it.
    pub order: Option<Order>,
    /// The place of a serial.
    pub place_of: &'a dyn Fn(Serial) -> Option<String>,
    /// The serial that was likely meant.
    pub near: &'a dyn Fn(&str) -> Option<Serial>,
    /// The id of a place by its id or name.
    pub place: &'a dyn Fn(&str) -> Option<String>,
    /// No event was after this moment.
    pub now: Moment,
}

/// What a form gave.
#[derive(Debug, Default)]
pub struct Answers {
    /// The events, in the order of the rows.
    pub events: Vec<Event>,
    /// How many rows there are.
    pub rows: usize,
    /// How many were left out.
    pub left_out: usize,
}

/// Reads the answers to a form. `None` after an error: then nothing can be understood.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>, wish: &Wish<'_>) -> Option<Answers> {
    let mut rows: Vec<Row> = Vec::new();
    let parted_by = match source.text.lines().next() {
        Some(heads) if heads.matches(';').count() > heads.matches(',').count() => b';',
        _ => b',',
    };
    cells::each(diags, source, parted_by, MOST_ROWS, |_, row| {
        rows.push(row.clone());
        ControlFlow::Continue(())
    });
    let mut rows = rows.into_iter();
    let columns = Columns::read(diags, &rows.next()?, wish)?;
    let rows: Vec<Row> = rows.filter(|row| !row.is_empty()).collect();
    let order = order(diags, &rows, &columns, wish)?;
    let mut answers = Answers {
        rows: rows.len(),
        ..Answers::default()
    };
    for row in &rows {
        match columns.events(row, wish, order) {
            Ok(events) => answers.events.extend(events),
            Err((column, why)) => {
                answers.left_out += 1;
                let at = row.span(columns.of(column).unwrap_or(0));
                diags.push(
                    Diagnostic::new(
                        code::ROW_LEFT_OUT,
                        say("the row is left out: {why}").with_words("why", why),
                    )
                    .at(&at),
                );
            }
        }
    }
    Some(answers)
}

/// Id of a place, and the serial of sheets there.
type Sheet = (String, Option<Serial>);

/// Why there are no events in a row, and in which column.
type Refusal = (Column, Phrase);

/// A head as it is looked up: without the group of questions it is in, accents, signs and capitals.
fn plain(head: &str) -> String {
    let last = head.rsplit('/').next().unwrap_or_default();
    let last = last.strip_prefix("meta-").unwrap_or(last);
    folded(last)
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

/// Small letters, without accents; all else is space.
fn folded(text: &str) -> String {
    let fold = |c: char| match c {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        c if c.is_alphanumeric() => c,
        _ => ' ',
    };
    text.to_lowercase().chars().map(fold).collect()
}

/// The columns that are read.
struct Columns {
    known: Vec<(Column, usize)>,
}

impl Columns {
    fn read(diags: &mut Diagnostics, heads: &Row, wish: &Wish<'_>) -> Option<Self> {
        // With each column how good its head is, the best lowest.
        let mut found: Vec<(Column, usize, usize)> = Vec::new();
        let mut unused: BTreeSet<&str> = wish.maps.iter().map(|(head, _)| head.as_str()).collect();
        for (at, written) in heads.iter().enumerate() {
            let written = written.trim();
            let head = plain(written);
            let asked = wish
                .maps
                .iter()
                .find(|(wanted, _)| wanted.eq_ignore_ascii_case(written));
            if let Some((wanted, column)) = asked {
                unused.remove(wanted.as_str());
                found.push((*column, 0, at));
                continue;
            }
            let known = HEADS.iter().find_map(|(column, words)| {
                let rank = words.iter().position(|word| *word == head)?;
                Some((*column, rank + 1, at))
            });
            match known {
                Some(known) => found.push(known),
                None if PEOPLE.contains(&head.as_str()) => {
                    let message = say("the column `{written}` tells who somebody is, and is not read")
                        .with("written", shown(written));
                    diags.push(Diagnostic::new(code::COLUMN_UNREAD, message).at(&heads.span(at)));
                }
                None if head.is_empty() => {}
                None => {
                    let message = say("the column `{written}` is not read").with("written", shown(written));
                    let hint = say(
                        "if it is wanted, say what it means: `--map '{written}=serial'`; fields are {fields}",
                    )
                    .with("written", shown(written))
                    .with(
                        "fields",
                        Column::ALL
                            .iter()
                            .map(|(word, _)| *word)
                            .collect::<Vec<_>>()
                            .join(", "),
                    );
                    diags.push(
                        Diagnostic::new(code::COLUMN_UNREAD, message)
                            .at(&heads.span(at))
                            .hint(hint),
                    );
                }
            }
        }
        for head in unused {
            let message = say("no column has the head `{head}`").with("head", shown(head));
            diags.push(
                Diagnostic::new(code::BAD_VALUE, message)
                    .at(&heads.span(0))
                    .hint(say("write the head after `--map` as it stands in the first row")),
            );
        }
        found.sort_by_key(|(column, rank, _)| (*column, *rank));
        found.dedup_by_key(|(column, ..)| *column);
        let columns = Self {
            known: found.into_iter().map(|(column, _, at)| (column, at)).collect(),
        };
        if columns.of(Column::Serial).is_none() && columns.of(Column::Place).is_none() {
            let message = say("no column holds serials or places");
            diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&heads.span(0)).hint(say(
                "the first row holds the heads; say which column has the serials: `--map 'HEAD=serial'`",
            )));
        }
        if columns.of(Column::Time).is_none() {
            let message = say("no column tells when it was");
            diags.push(
                Diagnostic::new(code::MISSING_FIELD, message)
                    .at(&heads.span(0))
                    .hint(say("say which column has the day: `--map 'HEAD=time'`")),
            );
        }
        (!diags.has_errors()).then_some(columns)
    }

    fn of(&self, column: Column) -> Option<usize> {
        self.known
            .iter()
            .find(|(known, _)| *known == column)
            .map(|(_, at)| *at)
    }

    fn cell<'a>(&self, row: &'a Row, column: Column) -> &'a str {
        self.of(column).map_or("", |at| row.cell(at).trim())
    }

    /// The events of a row: one for each serial; or why there are none, and in which column.
    fn events(&self, row: &Row, wish: &Wish<'_>, order: Option<Order>) -> Result<Vec<Event>, Refusal> {
        let cell = |column| self.cell(row, column);
        let fault = |column, why| Err((column, why));
        let Some(time) = moment(cell(Column::Time), order) else {
            return fault(
                Column::Time,
                say("`{found}` is no day or time").with("found", shown(cell(Column::Time))),
            );
        };
        if time.day() > wish.now.day() {
            return fault(
                Column::Time,
                say("{day} is still to come").with("day", time.day()),
            );
        }
        let condition = match cell(Column::Condition) {
            "" => None,
            text => match answer(text, CONDITIONS) {
                Some(condition) => Some(condition),
                None if answer(text, EVENTS) == Some(Happening::Damaged) => None,
                None => {
                    return fault(
                        Column::Condition,
                        say("`{found}` is no condition that is known").with("found", shown(text)),
                    );
                }
            },
        };
        let happening = match cell(Column::Event) {
            "" => match (wish.event, condition, cell(Column::Condition)) {
                (Some(event), ..) => event,
                (None, Some(Condition::Ok), _) => Happening::Checked,
                (None, _, text) if !text.is_empty() => Happening::Damaged,
                _ => {
                    return fault(
                        Column::Event,
                        say("it does not say what happened; `--event placed` says it for all rows"),
                    );
                }
            },
            text => match answer(text, EVENTS) {
                Some(event) => event,
                None => {
                    return fault(
                        Column::Event,
                        say("`{found}` is no event that is known").with("found", shown(text)),
                    );
                }
            },
        };
        let count = match cell(Column::Count) {
            "" => None,
            text => match text.trim_end_matches(".0").parse::<u32>() {
                Ok(0) => return fault(Column::Count, say("a count of none")),
                Ok(count) if count <= 10_000 => Some(count),
                _ => {
                    return fault(
                        Column::Count,
                        say("`{found}` is no count").with("found", shown(text)),
                    );
                }
            },
        };
        for (column, bad) in [
            (Column::Spot, ledger::bad_spot as fn(&str) -> Option<Phrase>),
            (Column::By, ledger::bad_initials),
            (Column::Note, ledger::bad_note),
        ] {
            if let Some(why) = bad(cell(column)) {
                return fault(column, why);
            }
        }
        let mut sheets = self.sheets(row, wish)?;
        if happening == Happening::Placed && sheets.iter().any(|(_, serial)| serial.is_none()) {
            return fault(
                Column::Serial,
                say("it does not say which sheets were hung: their serial is missing"),
            );
        }
        if !happening.is_of_sheets() {
            sheets.iter_mut().for_each(|(_, serial)| *serial = None);
            sheets.dedup();
        }
        let key = cell(Column::Key);
        let own: Vec<&str> = if key.is_empty() {
            row.iter().collect()
        } else {
            vec![key]
        };
        let event = |(number, (place, serial)): (usize, Sheet)| {
            let number = number.to_string();
            let parts: Vec<&str> = ["form"]
                .into_iter()
                .chain(own.iter().copied())
                .chain([number.as_str()])
                .collect();
            Event {
                spot: cell(Column::Spot).to_owned(),
                serial,
                count,
                condition,
                by: cell(Column::By).to_owned(),
                note: cell(Column::Note).to_owned(),
                ..Event::new(EventId::of(&parts), time, happening, &place)
            }
        };
        Ok(sheets.into_iter().enumerate().map(event).collect())
    }

    fn serials(&self, row: &Row, wish: &Wish<'_>) -> Result<Vec<Serial>, Refusal> {
        let words = self
            .cell(row, Column::Serial)
            .split([',', ';', '\n', '/'])
            .map(str::trim);
        let read = |word: &str| {
            Serial::parse(word).map_err(|error| {
                let near = (wish.near)(word);
                let why = match (near, error) {
                    (Some(near), _) => {
                        say("`{found}` is no serial; did you mean `{near}`?").with("near", near)
                    }
                    (None, SerialError::Check) => {
                        say("`{found}` is a serial with a slip: its check character does not fit")
                    }
                    (None, SerialError::Shape) => say("`{found}` is no serial"),
                };
                (Column::Serial, why.with("found", shown(word)))
            })
        };
        words.filter(|word| !word.is_empty()).map(read).collect()
    }

    /// The sheets of a row, each with its place; without a serial the place alone.
    fn sheets(&self, row: &Row, wish: &Wish<'_>) -> Result<Vec<Sheet>, Refusal> {
        let written = self.cell(row, Column::Place);
        let named = (wish.place)(written);
        if named.is_none() && !written.is_empty() {
            let why = say("no place of the list is called `{found}`").with("found", shown(written));
            return Err((Column::Place, why));
        }
        let serials = self.serials(row, wish)?;
        if let (Some(place), true) = (&named, serials.is_empty()) {
            return Ok(vec![(place.clone(), None)]);
        }
        let sheet = |serial: Serial| match ((wish.place_of)(serial), &named) {
            (Some(own), Some(named)) if own != *named => {
                let why = say("the sheet `{serial}` is of `{own}` and not of `{place}`");
                Err(why.with("serial", serial).with("own", own).with("place", named))
            }
            (Some(place), _) => Ok((place, Some(serial))),
            (None, Some(place)) => Ok((place.clone(), Some(serial))),
            (None, None) => Err(say(
                "nobody knows where it was: the serial is of no print on record, and no place is named",
            )),
        };
        if serials.is_empty() {
            return Err((Column::Serial, say("it names neither a sheet nor a place")));
        }
        let sheets = serials.into_iter().map(sheet).collect::<Result<_, _>>();
        sheets.map_err(|why| (Column::Serial, why))
    }
}

/// What an answer means: the first whose words are in it.
fn answer<T: Copy>(text: &str, all: &[(T, &[&str])]) -> Option<T> {
    let text = format!(
        " {} ",
        folded(text)
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    );
    let said = |words: &&[&str]| words.iter().any(|word| text.contains(&format!(" {word} ")));
    all.iter().find(|(_, words)| said(words)).map(|(meant, _)| *meant)
}

/// In which order days are written in a sheet, where they have slashes. `None` after an error: nobody can tell.
fn order(diags: &mut Diagnostics, rows: &[Row], columns: &Columns, wish: &Wish<'_>) -> Option<Option<Order>> {
    let mut first_open = None;
    for row in rows {
        let cell = columns.cell(row, Column::Time);
        match slashes(cell) {
            Some([first, second, _]) if first > 12 && second <= 12 => return Some(Some(Order::DayFirst)),
            Some([first, second, _]) if second > 12 && first <= 12 => return Some(Some(Order::MonthFirst)),
            Some([first, second, _]) if first != second => first_open = first_open.or(Some(row)),
            _ => {}
        }
    }
    let Some(row) = first_open.filter(|_| wish.order.is_none()) else {
        return Some(wish.order.or(Some(Order::MonthFirst)));
    };
    let message = say("`{found}` can be two days, and no other row tells which")
        .with("found", shown(columns.cell(row, Column::Time)));
    let fault = Diagnostic::new(code::BAD_VALUE, message).at(&row.span(columns.of(Column::Time)?));
    diags.push(fault.hint(say(
        "add `--dates mdy` if the month comes first, or `--dates dmy`",
    )));
    None
}

/// Three numbers that are parted by slashes, the year last.
fn slashes(text: &str) -> Option<[i32; 3]> {
    let day = text.split([' ', 'T', ',']).next()?;
    let numbers: Vec<i32> = day
        .split('/')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let numbers: [i32; 3] = numbers.try_into().ok()?;
    (numbers[2] >= 1000).then_some(numbers)
}

/// A moment as form tools and spreadsheets write it.
fn moment(text: &str, order: Option<Order>) -> Option<Moment> {
    if let Some(moment) = Moment::parse(text) {
        return Some(moment);
    }
    let (day, rest) = text.split_once([' ', ',']).unwrap_or((text, ""));
    let [year, month, day] = match slashes(text) {
        Some([day, month, year]) if order == Some(Order::DayFirst) => [year, month, day],
        Some([month, day, year]) => [year, month, day],
        // As in 2026/11/29.
        None => {
            let numbers: Vec<i32> = day
                .split('/')
                .map(|part| part.parse().ok())
                .collect::<Option<_>>()?;
            numbers
                .try_into()
                .ok()
                .filter(|[year, ..]: &[i32; 3]| *year >= 1000)?
        }
    };
    let day = Date::parse(&format!("{year:04}-{month:02}-{day:02}"))?;
    let mut words = rest.split_whitespace();
    let Some(time) = words.next() else {
        return Some(Moment::on(day));
    };
    let mut parts = time.split(':').map(|part| part.parse::<u32>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let mut hour = hour;
    let mut ahead = String::from("Z");
    for word in words {
        match word.to_uppercase().trim_matches('.') {
            "AM" => hour %= 12,
            "PM" => hour = hour % 12 + 12,
            word => {
                let hours: i32 = word
                    .strip_prefix("GMT")
                    .or_else(|| word.strip_prefix("UTC"))?
                    .parse()
                    .ok()?;
                ahead = format!("{}{:02}:00", if hours < 0 { '-' } else { '+' }, hours.abs());
            }
        }
    }
    Moment::parse(&format!("{day}T{hour:02}:{minute:02}:{second:02}{ahead}"))
}

#[cfg(test)]
mod tests {
    use super::{CONDITIONS, Column, Condition, EVENTS, Happening, Order, answer, moment, plain};

    #[test]
    fn heads_of_form_tools() {
        assert_eq!(plain("visit/serial"), "serial");
        assert_eq!(plain("_submission_time"), "submission_time");
        assert_eq!(plain("What did you do?"), "what_did_you_do");
        assert_eq!(plain("meta-instanceID"), "instanceid");
        assert_eq!(
            plain("Dirección de correo electrónico"),
            "direccion_de_correo_electronico"
        );
        assert_eq!(Column::parse("serial"), Some(Column::Serial));
    }

    #[test]
    fn moments_of_form_tools() {
        let read = |text: &str, order| moment(text, order).map(|moment| moment.to_string());
        let month = Some(Order::MonthFirst);
        assert_eq!(
            read("2026-11-29T14:05:09.123-08:00", None).unwrap(),
            "2026-11-29T14:05:09-08:00"
        );
        assert_eq!(
            read("11/29/2026 14:05:09", month).unwrap(),
            "2026-11-29T14:05:09Z"
        );
        assert_eq!(
            read("2026/11/29 2:05:33 PM GMT-8", None).unwrap(),
            "2026-11-29T14:05:33-08:00"
        );
        assert_eq!(read("3/4/2026", month).unwrap(), "2026-03-04");
        assert_eq!(
            read("3/4/2026 12:01 am", Some(Order::DayFirst)).unwrap(),
            "2026-04-03T00:01:00Z"
        );
        for text in ["", "soon", "13/13/2026", "1/2/26", "11/29/2026 at noon"] {
            assert_eq!(read(text, month), None, "{text}");
        }
    }

    #[test]
    fn answers_as_people_give_them() {
        assert_eq!(answer("I hung it", EVENTS), Some(Happening::Placed));
        assert_eq!(answer("Took it down.", EVENTS), Some(Happening::Removed));
        assert_eq!(answer("site_closed", EVENTS), Some(Happening::Closed));
        assert_eq!(answer("Torn / wet", CONDITIONS), Some(Condition::Torn));
        assert_eq!(answer("OK!", CONDITIONS), Some(Condition::Ok));
        assert_eq!(answer("broken", CONDITIONS), None);
    }
}
