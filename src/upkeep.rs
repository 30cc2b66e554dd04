//! What hangs, held against what shall hang and what it would say today: what is due, damaged, outdated or missing, and what to do first.

use std::collections::{BTreeMap, HashMap};

use crate::content::{self, Now};
use crate::date::Date;
use crate::event::{Condition, Event};
use crate::harmless::harmless;
use crate::lack::{self, Lack};
use crate::location::{Location, Status};
use crate::moment::Moment;
use crate::phrase::{Phrase, counted, listed, say};
use crate::plan::Job;
use crate::prints::{Content, Kind, Prints};
use crate::serial::Serial;
use crate::standing::{self, Barred, Damage, Known, Standing};
use crate::vocabulary::words;

/// Days after which a check that was due is overdue.
const GRACE_DAYS: i32 = 30;

words! {
    /// How a place stands, the most urgent first.
    Stage {
        /// A number hangs there that is not the line's any more.
        WrongNumber "wrong-number",
        /// Something hangs over a sheet, or a foreign symbol sticks on it.
        Covered "covered",
        /// Sheets are torn, written on or gone.
        Damaged "damaged",
        /// The words or languages on a sheet are not today's.
        Outdated "outdated",
        /// Nobody looked for much longer than was agreed.
        Overdue "overdue",
        /// Something shall hang and never did.
        NeverPlaced "never-placed",
        /// Fewer hang than shall.
        Short "short",
        /// It is time for a look.
        Due "due",
        /// All is as it should be.
        Hanging "hanging",
        /// Whoever runs the place said no.
        Refused "refused",
        /// The place is closed.
        Closed "closed",
    }
}

impl Stage {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::WrongNumber => say("wrong number"),
            Self::Covered => say("covered"),
            Self::Damaged => say("damaged"),
            Self::Outdated => say("outdated"),
            Self::Overdue => say("check overdue"),
            Self::NeverPlaced => say("never placed"),
            Self::Short => say("fewer than planned"),
            Self::Due => say("due for a check"),
            Self::Hanging => say("hanging"),
            Self::Refused => say("refused"),
            Self::Closed => say("site closed"),
        }
    }

    /// Whether somebody has to go there.
    pub fn is_work(self) -> bool {
        self < Self::Hanging
    }
}

/// Why a sheet that hangs is not today's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The number of the line was another one.
    Number {
        /// As printed then.
        then: String,
        /// As printed now.
        now: String,
    },
    /// The words of these languages, or the symbols.
    Words(Vec<String>),
    /// It has other languages than are wanted now.
    Languages(Vec<String>),
    /// Its template, stock or a language is gone.
    Unmade,
    /// Nobody knows what was printed with its serial.
    Unknown,
}

impl Reason {
    /// In words.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Number { then, now } => say("the number was {then} and is {now}")
                .with("then", harmless(then))
                .with("now", now),
            Self::Words(languages) if languages.is_empty() => say("its symbols changed"),
            Self::Words(languages) => {
                say("its words changed ({languages})").with("languages", languages.join(", "))
            }
            Self::Languages(then) => say("its languages were {then}").with("then", then.join(" + ")),
            Self::Unmade => say("its template, paper or a language is no longer there"),
            Self::Unknown => say("nothing is known of its print"),
        }
    }
}

/// What is known of serials: what was printed, and what it would say today.
pub struct Record<'a> {
    prints: &'a Prints,
    now: &'a Now,
    /// The kinds of today's plan, by the serials that they would get.
    today: &'a HashMap<Serial, Kind>,
}

impl<'a> Record<'a> {
    /// `today` has the serials that the plan would print now; it may be empty where prints are on record.
    pub fn new(prints: &'a Prints, now: &'a Now, today: &'a HashMap<Serial, Kind>) -> Self {
        Self { prints, now, today }
    }

    /// What was printed with a serial.
    pub fn kind(&self, serial: Serial) -> Option<&'a Kind> {
        let print = self.prints.of(serial);
        print.map(|print| &print.kind).or_else(|| self.today.get(&serial))
    }

    /// Why sheets with a serial are not today's, as far as what they say goes.
    pub fn reason(&self, serial: Serial) -> Option<Reason> {
        let Some(print) = self.prints.of(serial) else {
            return (!self.today.contains_key(&serial)).then_some(Reason::Unknown);
        };
        let Some(said) = self.now.said(&print.kind) else {
            return Some(Reason::Unmade);
        };
        if print.content == said.content.id {
            return None;
        }
        Some(match self.prints.content(&print.content) {
            None => Reason::Words(print.kind.languages.clone()),
            Some(then) => changed(then, &said.content),
        })
    }
}

/// What differs between what was said and what is said now.
pub fn changed(then: &Content, now: &Content) -> Reason {
    if then.number != now.number {
        return Reason::Number {
            then: then.number.clone(),
            now: now.number.clone(),
        };
    }
    let tags = then
        .texts
        .keys()
        .chain(now.texts.keys().filter(|tag| !then.texts.contains_key(*tag)));
    Reason::Words(
        tags.filter(|tag| then.texts.get(*tag) != now.texts.get(*tag))
            .cloned()
            .collect(),
    )
}

impl Known for Record<'_> {
    fn piece(&self, serial: Serial) -> Option<(&str, Option<&str>)> {
        let kind = self.kind(serial)?;
        Some((&kind.template, kind.rule.as_deref()))
    }

    fn are_alike(&self, one: Serial, other: Serial) -> bool {
        match (self.kind(one), self.kind(other)) {
            (Some(one), Some(other)) => one.languages == other.languages,
            _ => false,
        }
    }

    fn is_outdated(&self, serial: Serial) -> bool {
        self.reason(serial).is_some()
    }
}

/// A piece at a place: what shall hang, and what does.
pub struct Piece<'a> {
    /// What shall hang; none for what hangs and is not in the plan.
    pub job: Option<&'a Job<'a>>,
    /// What it is.
    pub kind: Kind,
    /// How many hang as they should and say what they would say today.
    pub good: u32,
    /// Those that do not hang as they should.
    pub damages: Vec<Damage>,
    /// Those that say something else than they would today.
    pub outdated: Vec<Outdated>,
    /// The serials that hang.
    pub serials: Vec<Serial>,
    /// Whether any ever did.
    pub was_hung: bool,
    /// When somebody last saw any.
    pub seen: Option<Moment>,
}

/// Sheets that say something else than they would today.
pub struct Outdated {
    /// Their serial.
    pub serial: Serial,
    /// How many.
    pub count: u32,
    /// What changed.
    pub reason: Reason,
}

impl Piece<'_> {
    /// How many shall hang.
    pub fn wanted(&self) -> u32 {
        self.job.map_or(0, |job| job.planned)
    }

    /// How many are to be printed and hung.
    pub fn needed(&self) -> u32 {
        self.wanted().saturating_sub(self.good)
    }

    fn damaged(&self) -> u32 {
        self.damages.iter().map(|damage| damage.count).sum()
    }

    fn old(&self) -> u32 {
        self.outdated.iter().map(|outdated| outdated.count).sum()
    }

    /// How many shall hang of which nobody ever heard.
    fn lacking(&self) -> u32 {
        self.needed().saturating_sub(self.damaged() + self.old())
    }

    /// Why so many are to be printed, the weightiest first.
    pub fn why(&self) -> Vec<Phrase> {
        let mut left = self.needed();
        let mut why = Vec::new();
        let mut take = |count: u32, of: Phrase| {
            let count = count.min(left);
            left -= count;
            if count > 0 {
                why.push(say("{count} {what}").with("count", count).with_words("what", of));
            }
        };
        for outdated in &self.outdated {
            take(
                outdated.count,
                say("outdated: {reason}").with_words("reason", outdated.reason.phrase()),
            );
        }
        let mut found: BTreeMap<Option<Condition>, u32> = BTreeMap::new();
        for damage in &self.damages {
            *found.entry(damage.condition).or_default() += damage.count;
        }
        for (condition, count) in found {
            take(count, condition.map_or_else(|| say("damaged"), Condition::phrase));
        }
        take(
            u32::MAX,
            if !self.was_hung {
                say("never placed")
            } else {
                say("not hanging")
            },
        );
        why
    }

    fn stage(&self, rechecks: Rechecks) -> Stage {
        let has_old_number = self
            .outdated
            .iter()
            .any(|outdated| matches!(outdated.reason, Reason::Number { .. }));
        let is_covered = self
            .damages
            .iter()
            .any(|damage| damage.condition == Some(Condition::Covered));
        let due = self.due(rechecks.days).filter(|due| *due <= rechecks.today);
        let late = due.is_some_and(|due| rechecks.today.days_since(due) > GRACE_DAYS);
        let hangs = !self.serials.is_empty();
        match () {
            () if has_old_number => Stage::WrongNumber,
            () if is_covered => Stage::Covered,
            () if !self.damages.is_empty() => Stage::Damaged,
            () if !self.outdated.is_empty() => Stage::Outdated,
            () if hangs && late => Stage::Overdue,
            () if self.lacking() > 0 && !self.was_hung => Stage::NeverPlaced,
            () if self.lacking() > 0 => Stage::Short,
            () if hangs && due.is_some() => Stage::Due,
            () => Stage::Hanging,
        }
    }

    /// The day on which somebody shall look again; none where nothing hangs.
    pub fn due(&self, recheck_days: u32) -> Option<Date> {
        let seen = self.seen.filter(|_| !self.serials.is_empty())?;
        Some(seen.day().plus_days(recheck_days))
    }
}

/// When sheets are to be looked at again.
#[derive(Clone, Copy, Debug)]
pub struct Rechecks {
    /// Days between two looks.
    pub days: u32,
    /// Today.
    pub today: Date,
}

/// A place, and how it stands.
pub struct Upkeep<'a> {
    /// The place.
    pub place: &'a Location,
    /// Its pieces.
    pub pieces: Vec<Piece<'a>>,
    /// Its most urgent matter.
    pub stage: Stage,
    /// The day on which somebody shall look again.
    pub due: Option<Date>,
    /// When somebody was last there, by the ledger.
    pub seen: Option<Moment>,
}

impl Upkeep<'_> {
    /// How many sheets hang and are as they should be, and how many shall.
    pub fn count(&self) -> (u32, u32) {
        let planned = self.pieces.iter().filter(|piece| piece.job.is_some());
        planned.fold((0, 0), |(good, wanted), piece| {
            (good + piece.good.min(piece.wanted()), wanted + piece.wanted())
        })
    }

    /// What is the matter, in one line.
    pub fn matter(&self) -> Phrase {
        match self.stage {
            Stage::Refused | Stage::Closed => return self.stage.phrase(),
            _ => {}
        }
        let mut parts: Vec<Phrase> = Vec::new();
        for piece in &self.pieces {
            let why = match piece.job {
                Some(_) => piece.why(),
                None => piece.unplanned(),
            };
            parts.extend(listed(why).map(|why| {
                say("{piece}: {why}")
                    .with("piece", &piece.kind.template)
                    .with_words("why", why)
            }));
        }
        let due = self
            .due
            .filter(|_| parts.is_empty() || matches!(self.stage, Stage::Overdue | Stage::Due));
        parts.extend(due.map(|due| say("look again by {day}").with("day", due)));
        crate::phrase::parted(parts).unwrap_or_else(|| self.stage.phrase())
    }
}

impl Piece<'_> {
    /// What is to be said of sheets that hang and are not in the plan.
    fn unplanned(&self) -> Vec<Phrase> {
        let outdated = self.outdated.iter().map(|outdated| {
            say("{count} {what}").with("count", outdated.count).with_words(
                "what",
                say("outdated: {reason}").with_words("reason", outdated.reason.phrase()),
            )
        });
        let damaged = usize::try_from(self.damaged()).unwrap_or(usize::MAX);
        let damaged = (damaged > 0).then(|| counted(damaged, say("{count} damaged"), say("{count} damaged")));
        outdated.chain(damaged).collect()
    }
}

/// Every place where something shall hang or hangs, in the order of the list; `events` are those in force, in order. Jobs of a place
/// follow each other.
pub fn of<'a>(
    places: &[&'a Location],
    jobs: &'a [Job<'a>],
    events: &[&Event],
    record: &Record<'_>,
    rechecks: Rechecks,
) -> Vec<Upkeep<'a>> {
    let standings = standing::of(events, record);
    let mut by_place: HashMap<&str, Vec<&'a Job<'a>>> = HashMap::new();
    for job in jobs {
        by_place.entry(&job.location.id).or_default().push(job);
    }
    let nothing = Standing::default();
    let upkeep = |place: &&'a Location| {
        let standing = standings.get(place.id.as_str());
        let jobs = by_place.remove(place.id.as_str()).unwrap_or_default();
        if jobs.is_empty() && standing.is_none() {
            return None;
        }
        Some(one(place, &jobs, standing.unwrap_or(&nothing), record, rechecks))
    };
    places.iter().filter_map(upkeep).collect()
}

fn one<'a>(
    place: &'a Location,
    jobs: &[&'a Job<'a>],
    standing: &Standing,
    record: &Record<'_>,
    rechecks: Rechecks,
) -> Upkeep<'a> {
    let mut pieces: Vec<Piece<'_>> = jobs
        .iter()
        .map(|job| empty(Some(job), content::kind(&job.order)))
        .collect();
    let piece_of = |pieces: &[Piece<'_>], serial: Serial| match record.kind(serial) {
        Some(kind) => pieces
            .iter()
            .position(|piece| is_of(piece, kind, true))
            .or_else(|| pieces.iter().position(|piece| is_of(piece, kind, false))),
        // Where one piece alone is planned, an unknown serial is that.
        None => (jobs.len() == 1).then_some(0),
    };
    for serial in &standing.ever {
        if let Some(at) = piece_of(&pieces, *serial) {
            pieces[at].was_hung = true;
        }
    }
    for hung in &standing.hung {
        let kind = record.kind(hung.serial);
        let at = piece_of(&pieces, hung.serial);
        let at = at.unwrap_or_else(|| {
            let unknown = || Kind {
                template: hung.serial.to_string(),
                languages: Vec::new(),
                stock: String::new(),
                rule: None,
            };
            pieces.push(empty(None, kind.cloned().unwrap_or_else(unknown)));
            pieces.len() - 1
        });
        let piece = &mut pieces[at];
        let other = kind.filter(|kind| kind.languages != piece.kind.languages);
        let reason = record
            .reason(hung.serial)
            .or_else(|| other.map(|kind| Reason::Languages(kind.languages.clone())));
        match reason {
            Some(reason) if hung.good > 0 => piece.outdated.push(Outdated {
                serial: hung.serial,
                count: hung.good,
                reason,
            }),
            _ => piece.good += hung.good,
        }
        piece.damages.extend(hung.damages.iter().cloned());
        piece.serials.push(hung.serial);
        piece.seen = piece.seen.max(Some(hung.seen));
    }
    let is_refused = lack::permit(place, rechecks.today) == Some(Lack::Refused);
    let stage = if standing.barred == Some(Barred::Closed) || place.status == Status::Closed {
        Stage::Closed
    } else if standing.barred == Some(Barred::Refused) || is_refused {
        Stage::Refused
    } else {
        let stages = pieces.iter().map(|piece| piece.stage(rechecks));
        stages.min().unwrap_or(Stage::Hanging)
    };
    Upkeep {
        place,
        stage,
        due: pieces.iter().filter_map(|piece| piece.due(rechecks.days)).min(),
        seen: pieces.iter().filter_map(|piece| piece.seen).max(),
        pieces,
    }
}

fn empty<'a>(job: Option<&'a Job<'a>>, kind: Kind) -> Piece<'a> {
    Piece {
        job,
        kind,
        good: 0,
        damages: Vec::new(),
        outdated: Vec::new(),
        serials: Vec::new(),
        was_hung: false,
        seen: None,
    }
}

/// Whether a printed kind is that of a piece: template and rule, and the languages where they count. Paper is no matter.
fn is_of(piece: &Piece<'_>, kind: &Kind, with_languages: bool) -> bool {
    piece.kind.template == kind.template
        && piece.kind.rule == kind.rule
        && (!with_languages || piece.kind.languages == kind.languages)
}

/// How a place is ordered among what is to be done: the most urgent first, then where most sheets are concerned.
pub fn first<'a, 'b>(upkeep: &'b [Upkeep<'a>]) -> Vec<&'b Upkeep<'a>> {
    let mut work: Vec<&Upkeep<'_>> = upkeep.iter().filter(|upkeep| upkeep.stage.is_work()).collect();
    let needed = |upkeep: &Upkeep<'_>| upkeep.pieces.iter().map(Piece::needed).sum::<u32>();
    work.sort_by_key(|upkeep| (upkeep.stage, std::cmp::Reverse(needed(upkeep))));
    work
}
