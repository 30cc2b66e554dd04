//! `log placed`, `checked`, `damaged`, `removed`, `refused`, `closed`: what somebody tells.

use mileposter::code;
use mileposter::diag::{Diagnostic, Diagnostics, shown};
use mileposter::event::{Condition, Event, Happening};
use mileposter::ledger;
use mileposter::location::Location;
use mileposter::phrase::{Phrase, say};
use mileposter::serial::{Serial, SerialError};
use mileposter::standing;

use super::super::Stop;
use super::super::args::Told;
use super::super::load;
use super::super::record::{Desk, NoPlace};
use super::super::report::Reporter;
use super::{fresh_id, in_words, json, moment, refused, wanted};

/// Sheets at a place that an event is about.
struct Meant {
    place: String,
    serial: Option<Serial>,
    /// How many, where nobody typed it.
    count: Option<u32>,
}

/// Runs the command.
pub(super) fn run(reporter: &Reporter, happening: Happening, told: &Told) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    let events = log(reporter, &mut diags, happening, told)?;
    if diags.has_errors() {
        return Err(refused(reporter, &diags, "log"));
    }
    reporter.faults(&diags);
    reporter.object(
        &diags,
        serde_json::json!({ "command": "log", "written": events.len(), "events": json(&events) }),
    );
    Ok(())
}

/// Writes down what is told. Nothing is written after an error, which is reported.
pub(in crate::cli) fn log(
    reporter: &Reporter,
    diags: &mut Diagnostics,
    happening: Happening,
    told: &Told,
) -> Result<Vec<Event>, Stop> {
    let time = moment(told.on)?;
    let mut wanted = wanted(&told.home);
    if let Some(at) = told.at.as_ref().filter(|_| told.serials.is_empty()) {
        wanted.which.id.push(at.clone());
    }
    wanted.template.clone_from(&told.template);
    let loaded = load::load(reporter, diags, &wanted)?;
    check_words(diags, happening, told);
    if let Some(at) = &told.at {
        // By a name as well as by its id.
        let by_id = |place: &Location| place.id == *at;
        if !loaded.campaign.locations.iter().any(by_id) {
            wanted.which.id.clear();
        }
    }
    let mut desk = Desk::of(diags, &loaded, &wanted)?;
    let meant = if diags.has_errors() {
        Vec::new()
    } else {
        meant(diags, &mut desk, happening, told)
    };
    if diags.has_errors() {
        return Ok(Vec::new());
    }
    let events: Vec<Event> = meant
        .iter()
        .enumerate()
        .map(|(number, meant)| Event {
            serial: meant.serial,
            count: told.count.or(meant.count),
            condition: told.condition,
            spot: told.spot.clone().unwrap_or_default(),
            by: told.by.clone().unwrap_or_default().to_uppercase(),
            note: told.note.clone().unwrap_or_default(),
            ..Event::new(fresh_id(number), time, happening, &meant.place)
        })
        .collect();
    desk.note_unknown(reporter, &events)?;
    desk.record.log(reporter, &events)?;
    desk.record.ledger.events.extend(events.iter().cloned());
    for event in &events {
        let line = say("Logged: {event}.").with_words("event", in_words(event));
        reporter.tell(&line);
    }
    if happening == Happening::Placed {
        tell_too_many(reporter, &mut desk, &events);
    }
    reporter.tell(&say("`mileposter log undo` takes the last one back."));
    Ok(events)
}

/// Tells where more hang by the ledger than shall: then the old ones were not logged as damaged or removed, or it was told twice.
fn tell_too_many(reporter: &Reporter, desk: &mut Desk<'_>, events: &[Event]) {
    desk.compose();
    let is_meant = |place: &&Location| events.iter().any(|event| event.place == place.id);
    let places: Vec<&Location> = desk.loaded.campaign.locations.iter().filter(is_meant).collect();
    for upkeep in desk.upkeep(&places) {
        for piece in upkeep
            .pieces
            .iter()
            .filter(|piece| piece.job.is_some() && piece.good > piece.wanted())
        {
            let told = say(
                "By the ledger {good} × {piece} hang at {place} now, and {wanted} are planned: if you took others down, log that with `mileposter log removed --count N`; if it was logged twice, undo it.",
            );
            reporter.tell(
                &told
                    .with("good", piece.good)
                    .with("piece", &piece.kind.template)
                    .with("place", &upkeep.place.id)
                    .with("wanted", piece.wanted()),
            );
        }
    }
}

fn refuse(diags: &mut Diagnostics, message: Phrase, hint: Phrase) {
    diags.push(Diagnostic::new(code::LOG_REFUSED, message).hint(hint));
}

fn check_words(diags: &mut Diagnostics, happening: Happening, told: &Told) {
    if let Some(why) = told.by.as_deref().and_then(ledger::bad_initials) {
        refuse(diags, why, say("write `--by AB`, or leave it out"));
    }
    if let Some(why) = told.spot.as_deref().and_then(ledger::bad_spot) {
        refuse(
            diags,
            why,
            say("write `--spot` in a word or two, as `--spot \"women 3\"`"),
        );
    }
    if let Some(why) = told.note.as_deref().and_then(ledger::bad_note) {
        refuse(
            diags,
            why,
            say("write `--note` of the place alone, in at most 200 characters"),
        );
    }
    if happening == Happening::Damaged && told.condition == Some(Condition::Ok) {
        refuse(
            diags,
            say("what is damaged is not ok"),
            say("log it with `mileposter log checked`, or with another `--condition`"),
        );
    }
    if !happening.is_of_sheets() && (told.count.is_some() || told.condition.is_some()) {
        let message = say("`{event}` is about the whole place: it has no count and no condition")
            .with("event", happening.word());
        refuse(diags, message, say("leave `--count` and `--condition` out"));
    }
}

/// What is meant by the serials or the place.
fn meant(diags: &mut Diagnostics, desk: &mut Desk<'_>, happening: Happening, told: &Told) -> Vec<Meant> {
    let place = match told.at.as_deref().map(|at| desk.place(at)) {
        None => None,
        Some(Ok(place)) => Some(place),
        Some(Err(why)) => {
            let typed = shown(told.at.as_deref().unwrap_or_default());
            let (message, hint) = match why {
                NoPlace::Unknown(Some(near)) => (
                    say("there is no place `{place}`"),
                    say("did you mean `{near}`?").with("near", near),
                ),
                NoPlace::Unknown(None) => (
                    say("there is no place `{place}`"),
                    say("`mileposter list locations` shows ids and names"),
                ),
                NoPlace::Several(ids) => (
                    say("several places are called `{place}`"),
                    say("name one by its id: {ids}").with("ids", ids.join(", ")),
                ),
            };
            refuse(diags, message.with("place", typed), hint);
            return Vec::new();
        }
    };
    if !told.serials.is_empty() {
        return by_serial(diags, desk, happening, told, place);
    }
    let Some(place) = place else { return Vec::new() };
    match happening {
        Happening::Refused | Happening::Closed => vec![Meant {
            place: place.id.clone(),
            serial: None,
            count: None,
        }],
        Happening::Placed => planned(diags, desk, told, place),
        _ => hanging(diags, desk, happening, told, place),
    }
}

fn by_serial(
    diags: &mut Diagnostics,
    desk: &mut Desk<'_>,
    happening: Happening,
    told: &Told,
    place: Option<&Location>,
) -> Vec<Meant> {
    let mut meant = Vec::new();
    for typed in &told.serials {
        let serial = match Serial::parse(typed) {
            Ok(serial) => serial,
            Err(error) => {
                slip(diags, desk, typed, error);
                continue;
            }
        };
        if desk.place_of(serial).is_none() {
            // Printed elsewhere, or without a record: today's plan may know it.
            desk.know_serials();
        }
        let own = desk.place_of(serial);
        match (&own, place) {
            (Some(own), Some(place)) if *own != place.id => {
                let message = say("the sheet `{serial}` is of `{own}` and not of `{place}`")
                    .with("serial", serial)
                    .with("own", own)
                    .with("place", &place.id);
                refuse(
                    diags,
                    message,
                    say("leave `--at` out, or look at the serial again"),
                );
                continue;
            }
            (None, None) => {
                let message =
                    say("nobody knows where the sheet `{serial}` belongs: it is of no print on record")
                        .with("serial", serial);
                refuse(
                    diags,
                    message,
                    say("add `--at` with the id of the place, as `mileposter list locations` shows it"),
                );
                continue;
            }
            _ => {}
        }
        let printed = desk.record.prints.of(serial).map(|print| print.copies);
        let planned = || desk.job_of(serial).map(|job| job.pieces);
        meant.push(Meant {
            place: own
                .or_else(|| place.map(|place| place.id.clone()))
                .unwrap_or_default(),
            serial: Some(serial).filter(|_| happening.is_of_sheets()),
            count: usual_count(happening, printed.or_else(planned)),
        });
    }
    meant
}

/// How many sheets are meant where nobody types it: all that the place was to have, or one that is damaged.
fn usual_count(happening: Happening, pieces: Option<u32>) -> Option<u32> {
    match happening {
        Happening::Placed => Some(pieces.unwrap_or(1)),
        Happening::Damaged => Some(1),
        _ => None,
    }
}

fn slip(diags: &mut Diagnostics, desk: &mut Desk<'_>, typed: &str, error: SerialError) {
    desk.know_serials();
    let message = say("`{typed}` is no serial: {why}")
        .with("typed", shown(typed))
        .with_words("why", error.phrase());
    let hint = match desk.near(typed).map(|near| (near, desk.place_of(near))) {
        Some((near, Some(place))) => say("did you mean `{near}`, of `{place}`?")
            .with("near", near)
            .with("place", place),
        _ => say("read it once more from the foot of the sheet; there is no letter O, I, L or U in it"),
    };
    refuse(diags, message, hint);
}

/// The pieces that shall hang at a place, with the serials that they would get today.
fn planned(diags: &mut Diagnostics, desk: &mut Desk<'_>, told: &Told, place: &Location) -> Vec<Meant> {
    desk.know_serials();
    let meant: Vec<Meant> = desk
        .planned()
        .filter(|(job, _)| job.location.id == place.id)
        .map(|(job, serial)| Meant {
            place: place.id.clone(),
            serial,
            count: Some(job.pieces),
        })
        .collect();
    if meant.is_empty() {
        refuse(
            diags,
            say("nothing is planned at `{place}`").with("place", &place.id),
            say("look at the `[[hang]]` rules, or name the serial of the sheets"),
        );
    } else if meant.iter().any(|meant| meant.serial.is_none()) {
        refuse(
            diags,
            say("the sheets of `{place}` cannot be printed as things are").with("place", &place.id),
            say("`mileposter check` tells why; or name the serial of the sheets"),
        );
    } else if told.count.is_some() && meant.len() > 1 {
        refuse(
            diags,
            say("several pieces hang at `{place}`, and a count is of one").with("place", &place.id),
            say("name the serial, or the piece with `--template`"),
        );
    }
    meant
}

/// The sheets that hang at a place, by the ledger.
fn hanging(
    diags: &mut Diagnostics,
    desk: &mut Desk<'_>,
    happening: Happening,
    told: &Told,
    place: &Location,
) -> Vec<Meant> {
    desk.compose();
    let events = ledger::in_force(&desk.record.ledger.events);
    let known = desk.known();
    let here: Vec<_> = events
        .into_iter()
        .filter(|event| event.place == place.id)
        .collect();
    let standing = standing::of(&here, &known)
        .remove(place.id.as_str())
        .unwrap_or_default();
    let is_meant = |serial: Serial| {
        let kind = known.kind(serial);
        told.template.is_empty() || kind.is_some_and(|kind| told.template.contains(&kind.template))
    };
    let serials: Vec<Serial> = standing
        .hung
        .iter()
        .map(|hung| hung.serial)
        .filter(|serial| is_meant(*serial))
        .collect();
    let is_one = serials.len() == 1;
    if serials.is_empty() {
        refuse(
            diags,
            say("by the ledger nothing hangs at `{place}`").with("place", &place.id),
            say("log first what was hung, with `mileposter log placed`; or name the serial of the sheet"),
        );
    } else if !is_one && (told.count.is_some() || happening == Happening::Damaged) {
        let serials: Vec<String> = serials.iter().map(Serial::to_string).collect();
        let message = say("sheets with several serials hang at `{place}`: {serials}")
            .with("place", &place.id)
            .with("serials", serials.join(", "));
        refuse(
            diags,
            message,
            say("name the serial that is meant, or the piece with `--template`"),
        );
    }
    let meant = |serial| Meant {
        place: place.id.clone(),
        serial: Some(serial),
        count: usual_count(happening, None),
    };
    serials.into_iter().map(meant).collect()
}
