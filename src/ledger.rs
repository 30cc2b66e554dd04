//! `ledger.csv`: what happened to the sheets, one event a row, in a file that any spreadsheet program opens.
//!
//! Rows are added at the end and never changed; a slip is undone by another row. The id stands last and has a check character, so a
//! row that was cut off in the middle of writing is known as one. Two copies are united by their ids.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::cells::{self, Row};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, is_hostile, shown};
use crate::event::{Condition, Event, EventId, Happening};
use crate::fields;
use crate::formula::{guarded, unguarded};
use crate::moment::Moment;
use crate::phone;
use crate::phrase::{Phrase, say};
use crate::serial::Serial;
use crate::source::{Source, Span};

/// The name of the file in the folder of a campaign.
pub const FILE: &str = "ledger.csv";

/// The largest file that is read, in bytes, and the most events: ten times what thousands of places have in years.
pub const LARGEST: usize = 256 << 20;
const MOST_EVENTS: usize = 2_000_000;

/// The longest note, spot and initials, in characters.
const LONGEST_NOTE: usize = 200;
const LONGEST_SPOT: usize = 40;
const LONGEST_INITIALS: usize = 4;

/// The largest count: as many pieces as a hang rule gives one place.
const MOST_SHEETS: u32 = 10_000;

/// The heads, in the order in which they are written. The id is last.
pub const HEADS: [&str; 11] = [
    "time",
    "event",
    "place",
    "spot",
    "serial",
    "count",
    "condition",
    "by",
    "note",
    "undoes",
    "id",
];

/// The first bytes of a new file. By the first three a spreadsheet program knows UTF-8.
pub fn opening() -> String {
    format!("\u{FEFF}{}", cells::text([HEADS]))
}

/// An event as its row, with the end of the line.
pub fn row(event: &Event) -> String {
    let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
    let cells = [
        event.time.to_string(),
        event.happening.word().to_owned(),
        event.place.clone(),
        guarded(&event.spot).into_owned(),
        event.serial.map_or_else(String::new, |serial| serial.to_string()),
        number(event.count),
        event.condition.map_or("", Condition::word).to_owned(),
        guarded(&event.by).into_owned(),
        guarded(&event.note).into_owned(),
        event.undoes.map_or_else(String::new, |id| id.to_string()),
        event.id.to_string(),
    ];
    cells::text([cells.iter().map(String::as_str)])
}

/// Events as a whole file.
pub fn text(events: &[Event]) -> String {
    let mut text = opening();
    events.iter().for_each(|event| text.push_str(&row(event)));
    text
}

/// Where the last line begins that was not written to its end; `None` where the file ends well. A last line without its end that is a
/// whole row, as an editor leaves it, is none.
pub fn torn(bytes: &[u8]) -> Option<usize> {
    let start = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let line = &bytes[start..];
    let is_blank = line.iter().all(u8::is_ascii_whitespace);
    let is_whole = || {
        let heads = cells_of(bytes.split(|byte| *byte == b'\n').next()?)?;
        let row = cells_of(line)?;
        let id = heads.iter().position(|head| head.eq_ignore_ascii_case("id"))?;
        (row.len() == heads.len()).then_some(())?;
        EventId::parse(&row[id])
    };
    let is_torn = match start {
        // Of a file of one line: a part of the heads, or no ledger at all.
        0 => opening().trim_end().len() > line.len() && opening().as_bytes().starts_with(line),
        _ => is_whole().is_none(),
    };
    (!is_blank && is_torn).then_some(start)
}

/// The cells of a line, without the quotes around them; `None` of what is no text, or ends inside quotes.
fn cells_of(line: &[u8]) -> Option<Vec<String>> {
    let line = std::str::from_utf8(line)
        .ok()?
        .trim_start_matches('\u{FEFF}')
        .trim_end();
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for c in line.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            c => cells.last_mut()?.push(c),
        }
    }
    (!is_quoted).then_some(cells)
}

/// What a ledger holds.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Every event of the file, in its order.
    pub events: Vec<Event>,
    /// Whether every row could be read, so that the file may be written anew without loss.
    pub is_whole: bool,
}

/// Reads a ledger. Rows that hold faults are reported and left out.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Ledger {
    let mut heads: Option<Columns> = None;
    let mut events = Vec::new();
    let mut is_whole = true;
    let ended = cells::each(diags, source, b',', MOST_EVENTS, |diags, row| {
        match &heads {
            None => match Columns::read(diags, row) {
                Some(columns) => {
                    is_whole &= columns.is_whole;
                    heads = Some(columns);
                }
                None => {
                    is_whole = false;
                    return ControlFlow::Break(());
                }
            },
            Some(_) if row.is_empty() => {}
            Some(columns) => match columns.event(diags, row) {
                Some(event) => events.push(event),
                None => is_whole = false,
            },
        }
        ControlFlow::Continue(())
    });
    check_twins(diags, source, &events);
    Ledger {
        events,
        is_whole: is_whole && ended,
    }
}

/// Which column each field stands in.
struct Columns {
    at: [Option<usize>; HEADS.len()],
    /// Whether every column is one of ours.
    is_whole: bool,
}

impl Columns {
    fn read(diags: &mut Diagnostics, row: &Row) -> Option<Self> {
        let mut columns = Self {
            at: [None; HEADS.len()],
            is_whole: true,
        };
        if row.cell(0).contains([';', '\t']) {
            let message = say("the columns of the ledger are not parted by commas");
            let fault = Diagnostic::new(code::LEDGER_ROW, message).at(&row.span(0));
            diags.push(fault.hint(say(
                "save it again with commas between the columns, as `CSV UTF-8`",
            )));
            return None;
        }
        for column in 0..row.len() {
            let written = row.cell(column).trim().to_lowercase();
            match HEADS.iter().position(|head| *head == written) {
                Some(head) if columns.at[head].is_none() => columns.at[head] = Some(column),
                _ if written.is_empty() => {}
                _ => {
                    columns.is_whole = false;
                    let message = say("the column `{written}` is not read").with("written", shown(&written));
                    let fault = Diagnostic::new(code::COLUMN_UNREAD, message).at(&row.span(column));
                    let fault = fault.near(&written, HEADS);
                    diags.push(match fault.hint {
                        Some(_) => fault,
                        None => fault.hint(say(
                            "the ledger has its own columns; what else there is to know belongs into `note`",
                        )),
                    });
                }
            }
        }
        let needed = ["time", "event", "place", "id"];
        let missing: Vec<&str> = needed
            .into_iter()
            .filter(|head| columns.of(head).is_none())
            .collect();
        if missing.is_empty() {
            return Some(columns);
        }
        let message = say("the ledger has no column {missing}").with("missing", missing.join(", "));
        let fault = Diagnostic::new(code::LEDGER_ROW, message).at(&row.span(0));
        diags.push(fault.hint(say("the first row holds the heads: {heads}").with("heads", HEADS.join(", "))));
        None
    }

    fn of(&self, head: &str) -> Option<usize> {
        let head = HEADS.iter().position(|known| *known == head)?;
        self.at[head]
    }

    /// The event of a row; `None` after a fault.
    fn event(&self, diags: &mut Diagnostics, row: &Row) -> Option<Event> {
        let mut cells = Cells {
            columns: self,
            row,
            diags,
            is_sound: true,
        };
        let time = cells.need("time", Moment::parse, || {
            say("a day as `2026-11-29`, or a time as `2026-11-29T14:05:00-08:00`")
        });
        let happening = cells.need("event", Happening::parse, || {
            say("one of {words}").with("words", words_of(Happening::ALL))
        });
        let id = cells.need("id", EventId::parse, || {
            say("the id that `mileposter log` gave it; add lines with `mileposter log`, which makes one")
        });
        let serial = cells.value(
            "serial",
            |text| Serial::parse(text).ok(),
            || say("the serial at the foot of a sheet, as `7F3K-Q2MD-C`"),
        );
        let count = cells.value("count", count, || {
            say("a number up to {most}").with("most", MOST_SHEETS)
        });
        let condition = cells.value("condition", Condition::parse, || {
            say("one of {words}").with("words", words_of(Condition::ALL))
        });
        let undoes = cells.value("undoes", EventId::parse, || {
            say("the id of the event that was a slip")
        });
        let place = cells.value(
            "place",
            |text| fields::is_id(text).then(|| text.to_owned()),
            || say("the id of a place, as `mileposter list locations` shows it"),
        );
        let spot = cells.words("spot", LONGEST_SPOT);
        let by = cells.words("by", LONGEST_INITIALS);
        let note = cells.words("note", LONGEST_NOTE);
        if happening.is_some_and(|happening| !is_of_ledger(happening)) && cells.text("place").is_empty() {
            cells.fault(
                "place",
                say("an event without a place"),
                say("write the id of the place, as `mileposter list locations` shows it"),
            );
        }
        if happening == Some(Happening::Placed) && serial.is_none() && cells.is_sound {
            cells.fault(
                "serial",
                say("sheets that were placed, without their serial"),
                say("write the serial from the foot of the sheets"),
            );
        }
        let is_sound = cells.is_sound;
        Some(Event {
            time: time?,
            happening: happening?,
            place: place.unwrap_or_default(),
            spot,
            serial,
            count,
            condition,
            by,
            note,
            undoes,
            id: id?,
        })
        .filter(|_| is_sound)
    }
}

/// The cells of a row, as they are read.
struct Cells<'a> {
    columns: &'a Columns,
    row: &'a Row,
    diags: &'a mut Diagnostics,
    is_sound: bool,
}

impl Cells<'_> {
    fn text(&self, head: &str) -> &str {
        self.columns
            .of(head)
            .map_or("", |column| unguarded(self.row.cell(column).trim()))
    }

    fn need<T>(
        &mut self,
        head: &'static str,
        read: impl Fn(&str) -> Option<T>,
        wanted: impl Fn() -> Phrase,
    ) -> Option<T> {
        let value = read(self.text(head));
        if value.is_none() {
            self.refuse(head, wanted());
        }
        value
    }

    fn value<T>(
        &mut self,
        head: &'static str,
        read: impl Fn(&str) -> Option<T>,
        wanted: impl Fn() -> Phrase,
    ) -> Option<T> {
        if self.text(head).is_empty() {
            return None;
        }
        self.need(head, read, wanted)
    }

    fn words(&mut self, head: &'static str, longest: usize) -> String {
        let text = self.text(head).to_owned();
        if let Some(why) = unsound(&text, longest) {
            self.fault(head, why, say("shorten it or write it anew"));
            return String::new();
        }
        text
    }

    fn refuse(&mut self, head: &'static str, wanted: Phrase) {
        let found = shown(self.text(head));
        let message = say("`{found}` in the column `{head}` cannot be read")
            .with("found", found)
            .with("head", head);
        self.fault(
            head,
            message,
            say("wanted is {wanted}").with_words("wanted", wanted),
        );
    }

    fn fault(&mut self, head: &'static str, message: Phrase, hint: Phrase) {
        self.is_sound = false;
        let at = self.row.span(self.columns.of(head).unwrap_or(0));
        self.diags
            .push(Diagnostic::new(code::LEDGER_ROW, message).at(&at).hint(hint));
    }
}

fn is_of_ledger(happening: Happening) -> bool {
    matches!(happening, Happening::Undone | Happening::Purged)
}

fn count(text: &str) -> Option<u32> {
    text.parse()
        .ok()
        .filter(|count| (1..=MOST_SHEETS).contains(count))
}

fn words_of<T>(all: &[(&str, T)]) -> String {
    let words: Vec<String> = all.iter().map(|(word, _)| format!("`{word}`")).collect();
    words.join(", ")
}

/// Why a text cannot stand in a cell.
fn unsound(text: &str, longest: usize) -> Option<Phrase> {
    if text.contains(is_hostile) || text.contains(['\n', '\r', '\t']) {
        return Some(say("a control or direction character in a text"));
    }
    (text.chars().count() > longest)
        .then(|| say("a text of more than {longest} characters").with("longest", longest))
}

/// Why a spot is not taken.
pub fn bad_spot(spot: &str) -> Option<Phrase> {
    unsound(spot, LONGEST_SPOT)
}

/// Why a note is not taken: it tells of the place, and never how to reach or recognise a person.
pub fn bad_note(note: &str) -> Option<Phrase> {
    let personal = note.contains('@') || !phone::numbers(note).is_empty();
    unsound(note, LONGEST_NOTE).or_else(|| {
        personal.then(|| say("the note has an address or a number of somebody: the ledger is of places and sheets, not of people"))
    })
}

/// Why initials are not taken: names have no place in a ledger.
pub fn bad_initials(by: &str) -> Option<Phrase> {
    let are_letters = by.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-'));
    let is_short = by.chars().count() <= LONGEST_INITIALS;
    (!are_letters || !is_short).then(|| say("initials are at most four letters, as `AB`; names are not kept"))
}

/// Reports events that stand twice with different words: somebody changed a row in one copy.
fn check_twins(diags: &mut Diagnostics, source: &Arc<Source>, events: &[Event]) {
    let mut known: HashMap<EventId, &Event> = HashMap::new();
    for event in events {
        let first = *known.entry(event.id).or_insert(event);
        if first != event {
            let counted = first.max(event);
            let message =
                say("the event `{id}` stands here twice with different words; what counts is: {counted}")
                    .with("id", event.id)
                    .with("counted", row(counted).trim_end());
            let fault = Diagnostic::new(code::LEDGER_CONFLICT, message).at(&Span::file(source));
            diags.push(fault.hint(say("delete the wrong row in every copy of the ledger")));
        }
    }
}

/// What counts, in order: each event once, without those that were undone and the lines that undo them.
pub fn in_force(events: &[Event]) -> Vec<&Event> {
    let mut counted: BTreeMap<EventId, &Event> = BTreeMap::new();
    for event in events {
        counted
            .entry(event.id)
            .and_modify(|known| *known = event.max(known))
            .or_insert(event);
    }
    let mut order: Vec<&Event> = counted.into_values().collect();
    order.sort_unstable();
    // From the last back, so that an undoing that was undone itself does nothing.
    let mut void: HashSet<EventId> = HashSet::new();
    for event in order.iter().rev() {
        if event.happening == Happening::Undone && !void.contains(&event.id) {
            void.extend(event.undoes);
        }
    }
    order.retain(|event| !void.contains(&event.id) && !is_of_ledger(event.happening));
    order
}

/// The moment before which a ledger was purged, if it was.
pub fn purged(events: &[Event]) -> Option<Moment> {
    let marks = events.iter().filter(|event| event.happening == Happening::Purged);
    marks.map(|event| event.time).max()
}

/// Two ledgers united.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Union {
    /// Every event once, in order.
    pub events: Vec<Event>,
    /// How many were left out, since the other ledger was purged of that time.
    pub left_out: usize,
}

/// Unites ledgers: every event of each, once, in order, whatever the order of the ledgers. What was purged from one does not come back
/// from another.
pub fn union(ledgers: &[&[Event]]) -> Union {
    let mark = ledgers.iter().filter_map(|events| purged(events)).max();
    let mut events = BTreeSet::new();
    let mut left_out = BTreeSet::new();
    for ledger in ledgers {
        let is_of_mark = purged(ledger) == mark;
        for event in *ledger {
            if is_of_mark || mark.is_some_and(|mark| event.time >= mark) {
                events.insert(event);
            } else {
                left_out.insert(event);
            }
        }
    }
    Union {
        left_out: left_out.difference(&events).count(),
        events: events.into_iter().cloned().collect(),
    }
}
