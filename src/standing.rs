//! What hangs, by the ledger: the events of each place, one after the other.
//!
//! A sheet that is hung takes the place of a damaged one of the same piece, then of one that is outdated, so that nobody has to write
//! down twice that they exchanged it. What was found later counts for more than what was found before.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::event::{Condition, Event, Happening};
use crate::moment::Moment;
use crate::serial::Serial;

/// What is known of serials.
pub trait Known {
    /// What tells pieces of a place apart: template and posting rule. `None` for a serial nobody knows.
    fn piece(&self, serial: Serial) -> Option<(&str, Option<&str>)>;

    /// Whether two serials are of one piece in the same languages.
    fn are_alike(&self, one: Serial, other: Serial) -> bool;

    /// Whether sheets with this serial say what is not true any more.
    fn is_outdated(&self, serial: Serial) -> bool;
}

/// What hangs at a place, and whether any may.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Why nothing may hang there, as was heard last.
    pub barred: Option<Barred>,
    /// The sheets, in order of their serials.
    pub hung: Vec<Hung>,
    /// Every serial that ever hung there.
    pub ever: BTreeSet<Serial>,
}

/// Why nothing may hang at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred {
    /// Whoever runs it said no.
    Refused,
    /// It is closed.
    Closed,
}

/// Sheets of one serial at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hung {
    /// Their serial.
    pub serial: Serial,
    /// How many hang as they should.
    pub good: u32,
    /// The others.
    pub damages: Vec<Damage>,
    /// When some were last hung.
    pub placed: Option<Moment>,
    /// When somebody last saw them.
    pub seen: Moment,
}

/// Sheets that are not as they should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// How.
    pub condition: Option<Condition>,
    /// How many.
    pub count: u32,
    /// Where.
    pub spot: String,
    /// Since when.
    pub since: Moment,
}

impl Hung {
    /// How many are damaged or gone.
    pub fn damaged(&self) -> u32 {
        self.damages.iter().map(|damage| damage.count).sum()
    }

    /// Whether nothing is left of them that anybody would look for.
    pub fn is_gone(&self) -> bool {
        self.good == 0 && self.damages.is_empty()
    }

    /// Takes so many damaged ones away, or as many as there are; the rest is handed back.
    fn mend(&mut self, mut count: u32, spot: Option<&str>) -> u32 {
        let of_spot = |damage: &Damage| spot.is_none_or(|spot| same_spot(spot, &damage.spot));
        for damage in self.damages.iter_mut().filter(|damage| of_spot(damage)) {
            let mended = damage.count.min(count);
            damage.count -= mended;
            count -= mended;
        }
        self.damages.retain(|damage| damage.count > 0);
        count
    }
}

fn same_spot(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// What hangs at each place, by its id; `events` are those in force, in order.
pub fn of<'a>(events: &[&'a Event], known: &impl Known) -> BTreeMap<&'a str, Standing> {
    let mut standings: HashMap<&str, Standing> = HashMap::new();
    for event in events {
        standings.entry(&event.place).or_default().take(event, known);
    }
    let mut standings: BTreeMap<&str, Standing> = standings.into_iter().collect();
    for standing in standings.values_mut() {
        standing.hung.retain(|hung| !hung.is_gone());
    }
    standings
}

impl Standing {
    fn take(&mut self, event: &Event, known: &impl Known) {
        match event.happening {
            Happening::Placed => self.place(event, known),
            Happening::Checked if matches!(event.condition, None | Some(Condition::Ok)) => self.check(event),
            Happening::Checked | Happening::Damaged => self.damage(event),
            Happening::Removed => self.remove(event),
            Happening::Refused => self.barred = Some(Barred::Refused),
            Happening::Closed => self.barred = Some(Barred::Closed),
            Happening::Undone | Happening::Purged => {}
        }
    }

    /// Somebody was there, so it is not closed.
    fn open(&mut self) {
        self.barred = self.barred.filter(|barred| *barred != Barred::Closed);
    }

    /// The sheets of a serial, which may be none yet.
    fn sheets(&mut self, serial: Serial, time: Moment) -> &mut Hung {
        self.ever.insert(serial);
        let at = match self.hung.binary_search_by_key(&serial, |hung| hung.serial) {
            Ok(at) => at,
            Err(at) => {
                let none = Hung {
                    serial,
                    good: 0,
                    damages: Vec::new(),
                    placed: None,
                    seen: time,
                };
                self.hung.insert(at, none);
                at
            }
        };
        &mut self.hung[at]
    }

    /// The sheets that an event is about: those of its serial, or all.
    fn meant(&mut self, event: &Event) -> Vec<&mut Hung> {
        match event.serial {
            Some(serial) => vec![self.sheets(serial, event.time)],
            None => self.hung.iter_mut().collect(),
        }
    }

    fn place(&mut self, event: &Event, known: &impl Known) {
        // Which of several pieces was hung, nobody could tell; the ledger reports such a row.
        let Some(serial) = event.serial else { return };
        let count = event.count.unwrap_or(1);
        let mut left = count;
        let spot = Some(event.spot.as_str()).filter(|spot| !spot.is_empty());
        let is_piece = |hung: &Hung| hung.serial == serial || is_same_piece(known, hung.serial, serial);
        for hung in self.hung.iter_mut().filter(|hung| is_piece(hung)) {
            left = hung.mend(left, spot);
        }
        for hung in self.hung.iter_mut().filter(|hung| is_piece(hung)) {
            left = hung.mend(left, None);
        }
        let is_old = |hung: &Hung| hung.serial != serial && is_piece(hung) && known.is_outdated(hung.serial);
        for alike in [true, false] {
            for hung in self.hung.iter_mut().filter(|hung| is_old(hung)) {
                if known.are_alike(hung.serial, serial) == alike {
                    let replaced = hung.good.min(left);
                    hung.good -= replaced;
                    left -= replaced;
                }
            }
        }
        let hung = self.sheets(serial, event.time);
        hung.good += count;
        hung.placed = Some(event.time);
        hung.seen = event.time;
        self.barred = None;
    }

    fn check(&mut self, event: &Event) {
        self.open();
        let spot = Some(event.spot.as_str()).filter(|spot| !spot.is_empty());
        for hung in self.meant(event) {
            hung.seen = event.time;
            let good = match event.count {
                // So many are good: more than was known, then some were mended.
                Some(count) => count.saturating_sub(hung.good),
                None => hung.damaged(),
            };
            let left = hung.mend(good, spot);
            hung.good += good - left;
            if let Some(count) = event.count {
                hung.good = hung.good.max(count);
            }
        }
    }

    fn damage(&mut self, event: &Event) {
        let found = |hung: &mut Hung| {
            let count = event.count.unwrap_or(1);
            hung.seen = event.time;
            hung.good = hung.good.saturating_sub(count);
            let condition = event.condition.filter(|condition| *condition != Condition::Ok);
            let same = hung.damages.iter_mut().find(|damage| {
                damage.condition == condition
                    && !event.spot.is_empty()
                    && same_spot(&damage.spot, &event.spot)
            });
            match same {
                // The same damage at the same spot was told before.
                Some(damage) => damage.count = damage.count.max(count),
                None => hung.damages.push(Damage {
                    condition,
                    count,
                    spot: event.spot.clone(),
                    since: event.time,
                }),
            }
        };
        self.meant(event).into_iter().for_each(found);
        self.open();
    }

    fn remove(&mut self, event: &Event) {
        for hung in self.meant(event) {
            hung.seen = event.time;
            match event.count {
                None => {
                    hung.good = 0;
                    hung.damages.clear();
                }
                Some(count) => {
                    let left = hung.mend(count, None);
                    hung.good = hung.good.saturating_sub(left);
                }
            }
        }
    }
}

fn is_same_piece(known: &impl Known, one: Serial, other: Serial) -> bool {
    match (known.piece(one), known.piece(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}
