//! Two years of a campaign, played through: four volunteers with their own copies of the ledger, vandals, a number that changes in the
//! middle, refusals, slips, copies exchanged in any order, and a machine that dies while it writes. In the end the program must
//! know what the simulation knows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use mileposter::date::Date;
use mileposter::event::{Condition, Event, EventId, Happening};
use mileposter::ledger;
use mileposter::library::CORRIDOR;
use mileposter::moment::Moment;
use mileposter::serial::Serial;

use crate::project::Project;

/// Days of the simulation, the day of the new number, and days after which somebody looks again.
const DAYS: u32 = 730;
const CHANGE: u32 = 365;
const RECHECK: i32 = 90;
const GRACE: i32 = 30;

const VOLUNTEERS: [&str; 4] = ["AB", "CD", "EF", "GH"];

/// Prints: place, template, serial and how many pieces.
type Lines = Vec<(String, String, Serial, u32)>;

/// A generator of numbers that are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }
}

/// A sheet on a wall.
#[derive(Clone, Copy, PartialEq)]
struct Sheet {
    version: usize,
    /// What happened to it, which nobody may have seen.
    harm: Option<Condition>,
    is_seen: bool,
}

/// A piece at a place: the sheets, and the serials of both prints.
struct Piece {
    place: String,
    template: String,
    serials: [Serial; 2],
    wanted: u32,
    sheets: Vec<Sheet>,
    seen: Option<u32>,
    was_hung: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Door {
    Open,
    Refused,
    Closed,
}

struct World {
    dice: Dice,
    pieces: Vec<Piece>,
    doors: BTreeMap<String, Door>,
    copies: Vec<Vec<Event>>,
    events: usize,
}

/// The first day.
fn start() -> Date {
    Date::parse("2024-11-29").unwrap()
}

fn moment(day: u32, minute: u32) -> Moment {
    Moment::parse(&format!(
        "{}T{:02}:{:02}:00-08:00",
        start().plus_days(day),
        8 + minute / 60,
        minute % 60
    ))
    .unwrap()
}

impl World {
    fn of(seed: u64, prints: &[Lines; 2]) -> Self {
        let after: BTreeMap<(&str, &str), Serial> = prints[1]
            .iter()
            .map(|(place, template, serial, _)| ((place.as_str(), template.as_str()), *serial))
            .collect();
        let pieces = prints[0].iter().map(|(place, template, serial, wanted)| Piece {
            place: place.clone(),
            template: template.clone(),
            serials: [*serial, after[&(place.as_str(), template.as_str())]],
            wanted: *wanted,
            sheets: Vec::new(),
            seen: None,
            was_hung: false,
        });
        let doors = prints[0]
            .iter()
            .map(|(place, ..)| (place.clone(), Door::Open))
            .collect();
        Self {
            dice: Dice(seed),
            pieces: pieces.collect(),
            doors,
            copies: vec![Vec::new(); VOLUNTEERS.len()],
            events: 0,
        }
    }

    /// Writes an event into a volunteer's copy.
    fn log(
        &mut self,
        who: usize,
        time: Moment,
        happening: Happening,
        place: &str,
        change: impl FnOnce(&mut Event),
    ) -> EventId {
        self.events += 1;
        let id = EventId::of(&["simulated", &self.events.to_string()]);
        let mut event = Event::new(id, time, happening, place);
        event.by = VOLUNTEERS[who].to_owned();
        change(&mut event);
        self.copies[who].push(event);
        id
    }

    fn vandals(&mut self) {
        const HARMS: [Condition; 4] = [
            Condition::Torn,
            Condition::Covered,
            Condition::Graffiti,
            Condition::Missing,
        ];
        for at in 0..self.pieces.len() {
            for sheet in 0..self.pieces[at].sheets.len().min(6) {
                if self.pieces[at].sheets[sheet].harm.is_none() && self.dice.roll(400) == 0 {
                    let harm = HARMS[usize::try_from(self.dice.roll(4)).unwrap()];
                    self.pieces[at].sheets[sheet].harm = Some(harm);
                }
            }
        }
    }

    /// A volunteer comes to a place.
    fn visit(&mut self, who: usize, place: &str, day: u32, first_minute: u32) {
        let here: Vec<usize> = (0..self.pieces.len())
            .filter(|at| self.pieces[*at].place == place)
            .collect();
        let mut minute = first_minute + u32::try_from(self.dice.roll(20)).unwrap();
        match self.dice.roll(100) {
            0..3 => {
                for at in here {
                    self.take_down(who, at, moment(day, minute));
                }
                self.log(who, moment(day, minute + 1), Happening::Refused, place, |_| {});
                self.doors.insert(place.to_owned(), Door::Refused);
                return;
            }
            3..5 => {
                self.log(who, moment(day, minute), Happening::Closed, place, |_| {});
                self.doors.insert(place.to_owned(), Door::Closed);
                return;
            }
            _ => {}
        }
        // Who was refused or found a closed door comes back rarely; if so, there is a yes again.
        if self.doors[place] != Door::Open && !self.dice.chance(15) {
            return;
        }
        for at in here {
            minute += 2;
            self.look_after(who, at, day, minute);
        }
    }

    fn take_down(&mut self, who: usize, at: usize, time: Moment) {
        let place = self.pieces[at].place.clone();
        for version in 0..2 {
            if self.pieces[at]
                .sheets
                .iter()
                .any(|sheet| sheet.version == version)
            {
                let serial = self.pieces[at].serials[version];
                self.log(who, time, Happening::Removed, &place, |event| {
                    event.serial = Some(serial);
                });
            }
        }
        self.pieces[at].sheets.clear();
        self.pieces[at].seen = None;
    }

    fn look_after(&mut self, who: usize, at: usize, day: u32, minute: u32) {
        let place = self.pieces[at].place.clone();
        let serials = self.pieces[at].serials;
        let current = usize::from(day >= CHANGE);
        let time = moment(day, minute);
        let is_handy = self.dice.chance(75);
        // What was harmed is found, each kind by itself.
        for (version, serial) in serials.into_iter().enumerate() {
            let mut found: BTreeMap<Condition, u32> = BTreeMap::new();
            for sheet in self.pieces[at]
                .sheets
                .iter_mut()
                .filter(|sheet| sheet.version == version && !sheet.is_seen)
            {
                if let Some(harm) = sheet.harm {
                    sheet.is_seen = true;
                    *found.entry(harm).or_default() += 1;
                }
            }
            for (harm, count) in found {
                self.log(who, time, Happening::Damaged, &place, |event| {
                    event.serial = Some(serial);
                    event.count = Some(count);
                    event.condition = Some(harm);
                });
                self.pieces[at].seen = Some(day);
            }
        }
        if self.dice.chance(3) && !self.pieces[at].sheets.is_empty() {
            self.slip(who, at, time);
        }
        let piece = &mut self.pieces[at];
        let missing = piece.wanted - u32::try_from(piece.sheets.len()).unwrap();
        let bad = piece
            .sheets
            .iter()
            .filter(|sheet| sheet.harm.is_some() || sheet.version != current)
            .count();
        let fresh = Sheet {
            version: current,
            harm: None,
            is_seen: false,
        };
        let to_hang = missing + u32::try_from(bad).unwrap();
        if to_hang > 0 && is_handy {
            // Who hangs fresh sheets writes that down, and nothing of those that they took away.
            for sheet in piece
                .sheets
                .iter_mut()
                .filter(|sheet| sheet.harm.is_some() || sheet.version != current)
            {
                *sheet = fresh;
            }
            piece.sheets.resize(usize::try_from(piece.wanted).unwrap(), fresh);
            piece.was_hung = true;
            piece.seen = Some(day);
            self.doors.insert(place.clone(), Door::Open);
            self.log(who, moment(day, minute + 1), Happening::Placed, &place, |event| {
                event.serial = Some(serials[current]);
                event.count = Some(to_hang);
            });
        } else if bad == 0 && !piece.sheets.is_empty() {
            piece.seen = Some(day);
            if self.doors[&place] == Door::Closed {
                self.doors.insert(place.clone(), Door::Open);
            }
            self.log(
                who,
                moment(day, minute + 1),
                Happening::Checked,
                &place,
                |event| {
                    event.serial = Some(serials[current]);
                    event.condition = Some(Condition::Ok);
                },
            );
        }
    }

    /// Somebody writes down the wrong line, and takes it back.
    fn slip(&mut self, who: usize, at: usize, time: Moment) {
        let place = self.pieces[at].place.clone();
        let serial = self.pieces[at].serials[0];
        let wrong = self.log(who, time, Happening::Removed, &place, |event| {
            event.serial = Some(serial);
        });
        self.log(who, time, Happening::Undone, &place, |event| {
            event.undoes = Some(wrong);
        });
    }

    fn play(&mut self) {
        let places: Vec<String> = self.doors.keys().cloned().collect();
        for day in 0..DAYS {
            self.vandals();
            for turn in 0..8 {
                let who = usize::try_from(self.dice.roll(4)).unwrap();
                let place = usize::try_from(self.dice.roll(places.len() as u64)).unwrap();
                // One place is never gone to, so that something was never hung.
                if place > 3 {
                    self.visit(who, &places[place].clone(), day, 50 * turn);
                }
            }
            // Two of them exchange what they have, now and then.
            if self.dice.chance(5) {
                let (one, other) = (
                    usize::try_from(self.dice.roll(4)).unwrap(),
                    usize::try_from(self.dice.roll(4)).unwrap(),
                );
                self.copies[one] = ledger::union(&[&self.copies[one], &self.copies[other]]).events;
            }
        }
    }

    /// How many of a piece are good, damaged as far as anybody saw, and of the old number.
    fn truth(&self, piece: &Piece) -> (u32, u32, u32) {
        let count = |is: &dyn Fn(&Sheet) -> bool| {
            u32::try_from(piece.sheets.iter().filter(|sheet| is(sheet)).count()).unwrap()
        };
        let is_bad = |sheet: &Sheet| sheet.harm.is_some() && sheet.is_seen;
        (
            count(&|sheet| sheet.version == 1 && !is_bad(sheet)),
            count(&is_bad),
            count(&|sheet| sheet.version == 0 && !is_bad(sheet)),
        )
    }

    /// The most urgent matter of a place, on the last day.
    fn stage(&self, place: &str) -> &'static str {
        match self.doors[place] {
            Door::Refused => return "refused",
            Door::Closed => return "closed",
            Door::Open => {}
        }
        const ORDER: [&str; 8] = [
            "wrong-number",
            "covered",
            "damaged",
            "overdue",
            "never-placed",
            "short",
            "due",
            "hanging",
        ];
        let stages = self
            .pieces
            .iter()
            .filter(|piece| piece.place == place)
            .map(|piece| {
                let (good, bad, old) = self.truth(piece);
                let covered = |sheet: &Sheet| sheet.is_seen && sheet.harm == Some(Condition::Covered);
                let since = piece
                    .seen
                    .map(|seen| i32::try_from(DAYS - seen).unwrap() - RECHECK);
                let hangs = !piece.sheets.is_empty();
                match () {
                    () if old > 0 => 0,
                    () if piece.sheets.iter().any(covered) => 1,
                    () if bad > 0 => 2,
                    () if hangs && since.is_some_and(|late| late > GRACE) => 3,
                    () if good < piece.wanted && !piece.was_hung => 4,
                    () if good < piece.wanted => 5,
                    () if hangs && since.is_some_and(|late| late >= 0) => 6,
                    () => 7,
                }
            });
        ORDER[stages.min().unwrap()]
    }
}

/// The prints on record: place, template, serial and pieces of each line from a number on.
fn prints(project: &Project, from: usize) -> (Lines, usize) {
    let text = fs::read_to_string(project.path("prints.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let prints = lines[from..]
        .iter()
        .filter_map(|line| line.get("print"))
        .map(|print| {
            let serial = Serial::parse(&word(&print["serial"])).unwrap();
            let pieces = u32::try_from(print["pieces"].as_u64().unwrap()).unwrap();
            (word(&print["place"]), word(&print["template"]), serial, pieces)
        });
    (prints.collect(), lines.len())
}

/// The campaign, printed with the old number and with the new one.
fn printed() -> (Project, [Lines; 2]) {
    // A wall of cards would only make the simulation slow.
    let corridor = CORRIDOR.replace("per      = { count = 50 }", "per      = { count = 5 }");
    let counted = corridor.replace(
        "kind      = \"rest_area\"",
        "kind      = \"rest_area\"\nstalls    = { women = 3, men = 2, all = 1 }",
    );
    let project = Project::with("locations.toml", counted);
    project.run(&["build", "-q", "--today", "2024-11-29"]).expect(0);
    let (before, lines) = prints(&project, 0);
    let hotlines = include_str!("../../../data/hotlines.toml")
        .replace("8883737888", "8005550199")
        .replace("888-373-7888", "800-555-0199")
        .replace("888-3737-888", "800-5550-199")
        .replace("888 373 7888", "800 555 0199")
        .lines()
        .filter(|line| !line.starts_with("vanity"))
        .collect::<Vec<_>>()
        .join("\n");
    project.write("data/hotlines.toml", hotlines);
    project
        .run(&["build", "-q", "--today", "2025-11-29", "--allow", "record-future"])
        .expect(0);
    let (after, _) = prints(&project, lines);
    assert_eq!(before.len(), after.len());
    (project, [before, after])
}

/// Each copy as a file; of one the last row was cut off, and the lost event was typed again.
fn written(world: &mut World, project: &Project) -> Vec<String> {
    let torn = world.copies.iter().position(|copy| copy.len() > 1).unwrap();
    let mut files = Vec::new();
    for (at, initials) in VOLUNTEERS.iter().enumerate() {
        let name = format!("{initials}.csv");
        let mut text = ledger::text(&world.copies[at]);
        if at == torn {
            let whole = text.len();
            let cut = usize::try_from(world.dice.roll(30)).unwrap() + 4;
            text.truncate(whole - cut);
            project.write(&name, &text);
            let lost = world.copies[at].last().unwrap();
            let bytes = fs::read(project.path(&name)).unwrap();
            let start = ledger::torn(&bytes).expect("a row was cut off");
            text.truncate(start);
            text.push_str(&ledger::row(lost));
        }
        project.write(&name, &text);
        files.push(name);
    }
    files
}

#[test]
fn two_years() {
    let (project, prints) = printed();
    for seed in [7, 2026, 0x5EED] {
        let mut world = World::of(seed, &prints);
        world.play();
        let mut files = written(&mut world, &project);
        // Out of order, one after the other, and one of them twice.
        for at in (1..files.len()).rev() {
            let other = usize::try_from(world.dice.roll(at as u64 + 1)).unwrap();
            files.swap(at, other);
        }
        let _ = fs::remove_file(project.path("ledger.csv"));
        project.run(&["log", "merge", &files[0], &files[1]]).expect(0);
        project.run(&["log", "merge", &files[2]]).expect(0);
        project.run(&["log", "merge", &files[3], &files[0]]).expect(0);
        compare(&world, &project);
    }
}

fn compare(world: &World, project: &Project) {
    let today = start().plus_days(DAYS).to_string();
    let args = [
        "--today",
        &today,
        "--allow",
        "record-future,record-stale,rules-stale",
        "--message-format",
        "json",
    ];
    let status = project.run(&[&["status"], &args[..]].concat()).expect(0).json();
    let mut known: BTreeMap<(String, String), (u64, u64, u64)> = BTreeMap::new();
    let mut needed: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut stages: BTreeMap<String, String> = BTreeMap::new();
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    for place in status["status"]["places"].as_array().unwrap() {
        stages.insert(word(&place["place"]), word(&place["stage"]));
        for piece in place["pieces"].as_array().unwrap() {
            let count = |list: &str| -> u64 {
                let list = piece[list].as_array().unwrap();
                list.iter().map(|entry| entry["count"].as_u64().unwrap()).sum()
            };
            let key = (word(&place["place"]), word(&piece["template"]));
            known.insert(
                key.clone(),
                (
                    piece["good"].as_u64().unwrap(),
                    count("damages"),
                    count("outdated"),
                ),
            );
            needed.insert(key, piece["needed"].as_u64().unwrap());
        }
    }
    let mut wanted: BTreeMap<(String, String), u64> = BTreeMap::new();
    for piece in &world.pieces {
        let (good, bad, old) = world.truth(piece);
        let key = (piece.place.clone(), piece.template.clone());
        assert_eq!(known[&key], (good.into(), bad.into(), old.into()), "{key:?}");
        assert_eq!(needed[&key], u64::from(piece.wanted - good), "{key:?}");
        if world.doors[&piece.place] == Door::Open && piece.wanted > good {
            wanted.insert(key, (piece.wanted - good).into());
        }
    }
    for (place, stage) in &stages {
        assert_eq!(stage, world.stage(place), "{place}");
    }
    let all: BTreeSet<&str> = stages.values().map(String::as_str).collect();
    assert!(all.len() >= 6, "a dull simulation: {all:?}");
    let build = project
        .run(&[&["build", "--needed", "--dry-run"], &args[..]].concat())
        .expect(0)
        .json();
    let printed = build["needed"].as_array().unwrap().iter().map(|need| {
        let template = need["piece"]
            .as_str()
            .unwrap()
            .split(' ')
            .next()
            .unwrap()
            .to_owned();
        ((word(&need["place"]), template), need["count"].as_u64().unwrap())
    });
    assert_eq!(printed.collect::<BTreeMap<_, _>>(), wanted);
}
