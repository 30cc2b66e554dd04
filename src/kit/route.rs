//! The route sheet: the stops in driving order, each with its road, what hangs there, and room for what is counted.

use super::{Desk, READ, Row, Visit};
use crate::form::{INK, QUIET, SQUARE};
use crate::location::{Direction, Location};
use crate::pack;
use crate::phrase::{Phrase, listed, say, verbatim};
use crate::poster::Node;
use crate::template::Track;

/// Room for the miles since the last stop, and for stall counts, in points.
const ROAD: f32 = 56.0;
const STALLS: f32 = 98.0;

pub(super) fn rows(desk: &Desk<'_, '_, '_, '_>) -> Vec<Row> {
    let kit = desk.kit;
    let mut rows = vec![Row::from(summary(desk))];
    let mut heading: Option<Node> = None;
    for (at, visit) in kit.visits.iter().enumerate() {
        let stop = stop(desk, at + 1, visit);
        let node = match &visit.turn {
            // A heading never stands alone at the foot of a page.
            Some(turn) => {
                let above = heading_of(desk, turn);
                heading = Some(above.clone());
                desk.form.stack("turn", vec![above, stop], 7.0)
            }
            None => stop,
        };
        rows.push(Row {
            node,
            above: heading.clone().filter(|_| visit.turn.is_none()),
        });
    }
    rows
}

fn heading_of(desk: &Desk<'_, '_, '_, '_>, turn: &Phrase) -> Node {
    desk.heading(turn)
}

/// How many stops, how far, how long.
fn summary(desk: &Desk<'_, '_, '_, '_>) -> Node {
    let kit = desk.kit;
    let hours = pack::clock(kit.minutes);
    let told = match kit.miles {
        Some(miles) => say("{stops} stops · {miles} miles of road · about {hours} hours with stops")
            .with("miles", format!("{miles:.0}")),
        None => say("{stops} stops · about {hours} hours with stops"),
    };
    let told = told.with("stops", kit.visits.len()).with("hours", hours);
    let how = say(
        "Tick a stop when it is done. Count the stalls and write the numbers down: then the next pack is right.",
    );
    let mut lines = vec![desk.words(&told), desk.words(&how)];
    if let Some(lacks) = listed(kit.lacks.iter().cloned()) {
        let told = desk.told(&say("! At every stop: {lacks}").with_words("lacks", lacks));
        lines.push(desk.form.bold("lacks", &told, READ));
    }
    desk.form.stack("summary", lines, 2.0)
}

fn stop(desk: &Desk<'_, '_, '_, '_>, number: usize, visit: &Visit<'_>) -> Node {
    let form = &desk.form;
    let mut where_ = vec![form.bold("name", &format!("{number}  {}", visit.place.name), READ + 1.0)];
    where_.push(desk.words(&road(visit)));
    if let Some(place) = in_county(visit.place) {
        where_.push(desk.words(&place));
    }
    let lacks = visit.lacks.iter().map(|lack| {
        let told = desk.told(&say("! {lack}").with_words("lack", lack.clone()));
        form.bold("lack", &told, READ)
    });
    where_.extend(lacks);
    let since = visit.since_last.as_ref().map(|miles| {
        let miles = desk.told(&say("+{miles} mi").with("miles", miles));
        form.words("since", &miles, READ, INK)
    });
    let pieces = visit.pieces.iter().map(|piece| {
        let told = desk.told(
            &say("{count} × {what}")
                .with("count", piece.count)
                .with("what", &piece.what),
        );
        form.words("piece", &told, READ, INK)
    });
    let cells = vec![
        form.square(),
        form.stack("where", where_, 1.0),
        since.unwrap_or_else(|| form.empty("since")),
        form.stack("pieces", pieces.collect(), 1.0),
        stalls(desk, visit.place),
    ];
    let widths = vec![
        Track::Points(SQUARE),
        Track::Share(1.2),
        Track::Points(ROAD),
        Track::Share(1.0),
        Track::Points(STALLS),
    ];
    let columns = form.row("stop", Track::Auto, widths, cells, 9.0);
    form.stack("row", vec![form.rule(), columns], 5.0)
}

/// As `I-5 NB · mile 206.06 · exit 206`.
fn road(visit: &Visit<'_>) -> Phrase {
    let place = visit.place;
    let mut road = verbatim(place.route.as_deref().unwrap_or_default());
    match place.direction {
        None => {}
        Some(Direction::Both) => road = say("{road}, both sides").with_words("road", road),
        Some(direction) => {
            road = say("{road} {direction}")
                .with_words("road", road)
                .with("direction", direction.word());
        }
    }
    if let Some(milepost) = &visit.milepost {
        road = say("{road} · mile {milepost}")
            .with_words("road", road)
            .with("milepost", milepost);
    }
    if let Some(exit) = &place.exit {
        road = say("{road} · exit {exit}")
            .with_words("road", road)
            .with("exit", exit);
    }
    road
}

fn in_county(place: &Location) -> Option<Phrase> {
    match (&place.county, &place.state) {
        (Some(county), Some(state)) => Some(
            say("{county} County, {state}")
                .with("county", county)
                .with("state", state),
        ),
        (None, Some(state)) => Some(verbatim(state)),
        _ => None,
    }
}

/// Lines for the stalls of each room, with what is known.
fn stalls(desk: &Desk<'_, '_, '_, '_>, place: &Location) -> Node {
    let form = &desk.form;
    let known = place.stalls;
    let rooms = [
        (say("women"), known.map(|stalls| stalls.women)),
        (say("men"), known.map(|stalls| stalls.men)),
        (say("all"), known.map(|stalls| stalls.all)),
    ];
    let rows = rows_of(desk, rooms);
    let title = form.words("stalls", &desk.told(&say("Stalls")), READ, QUIET);
    let mut parts = vec![title];
    parts.extend(rows);
    form.stack("stalls", parts, 1.0)
}

fn rows_of(desk: &Desk<'_, '_, '_, '_>, rooms: [(Phrase, Option<u32>); 3]) -> impl Iterator<Item = Node> {
    let form = &desk.form;
    rooms.into_iter().map(move |(room, count)| {
        let label = match count {
            Some(count) => say("{room} {count}")
                .with_words("room", room)
                .with("count", count),
            None => room,
        };
        let label = form.words("room", &desk.told(&label), READ, INK);
        let widths = vec![Track::Share(1.0), Track::Points(34.0)];
        form.row("room", Track::Auto, widths, vec![label, form.blank(13.0)], 4.0)
    })
}
