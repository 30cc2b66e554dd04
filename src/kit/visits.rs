//! The stops of a pack, with what hangs at each.

use std::collections::BTreeMap;

use super::{PieceHere, Visit};
use crate::corridor::{Corridor, Leg, Side};
use crate::date::Date;
use crate::lack::{self, Lack};
use crate::library::Library;
use crate::pack::Pack;
use crate::phrase::{Phrase, say};
use crate::press::Printed;

/// The stops of a pack in driving order. `printed` are the pieces of each place, by its id, and `matters` tell what is the matter there by
/// the ledger.
pub fn visits<'a>(
    library: &Library,
    corridor: &Corridor<'a>,
    pack: &Pack<'a>,
    printed: &BTreeMap<&str, Vec<&Printed<'_>>>,
    matters: &BTreeMap<&str, Phrase>,
    today: Date,
) -> Vec<Visit<'a>> {
    let mut last = None;
    let legs = pack.legs.iter().map(|leg| {
        let way = leg.visit.map(|visit| (visit.line, visit.outward));
        let turn = (last != Some(way)).then(|| turn(corridor, leg));
        last = Some(way);
        let here = printed.get(leg.place.id.as_str()).map_or(&[][..], Vec::as_slice);
        let assumed = here.iter().any(|printed| printed.job.assumed);
        let lacks = lack::of(leg.place, assumed, today);
        let matter = matters.get(leg.place.id.as_str()).cloned();
        let lacks = matter.into_iter().chain(lacks.iter().map(Lack::phrase)).collect();
        Visit {
            place: leg.place,
            turn,
            since_last: leg.since_last.map(|road| road.to_string()),
            milepost: milepost(corridor, leg),
            pieces: here.iter().map(|printed| piece(library, printed)).collect(),
            lacks: with_side(leg, lacks),
        }
    });
    legs.collect()
}

/// What is missing at every one of several stops; it is taken out of each.
pub fn common_lacks(visits: &mut [Visit<'_>]) -> Vec<Phrase> {
    let Some((first, others)) = visits.split_first().filter(|(_, others)| !others.is_empty()) else {
        return Vec::new();
    };
    let everywhere = |lack: &&Phrase| others.iter().all(|visit| visit.lacks.contains(lack));
    let common: Vec<Phrase> = first.lacks.iter().filter(everywhere).cloned().collect();
    for visit in visits {
        visit.lacks.retain(|lack| !common.contains(lack));
    }
    common
}

/// Which way goes on from here.
fn turn(corridor: &Corridor<'_>, leg: &Leg<'_>) -> Phrase {
    let Some(visit) = leg.visit else {
        return say("Places whose spot on the road is not known");
    };
    let line = &corridor.lines[visit.line];
    let told = if visit.outward {
        say("Out: {way} on {route}")
    } else {
        say("Back: {way} on {route}")
    };
    told.with_words("way", line.ways[usize::from(!visit.outward)].phrase())
        .with("route", line.route)
}

/// The milepost as it was written down, or as the coordinates tell it.
fn milepost(corridor: &Corridor<'_>, leg: &Leg<'_>) -> Option<String> {
    let written = leg.place.milepost.map(|milepost| milepost.to_string());
    written.or_else(|| {
        let visit = leg.visit?;
        let (_, milepost) = corridor.lines[visit.line].milepost(visit.stop.at)?;
        Some(format!("~{:.0}", milepost.miles()))
    })
}

/// What is missing, and that nobody knows on which side of the road a place lies.
fn with_side(leg: &Leg<'_>, mut lacks: Vec<Phrase>) -> Vec<Phrase> {
    let unknown = leg.visit.is_some_and(|visit| visit.stop.side == Side::Unknown);
    if unknown {
        lacks.push(say("side of the road not known"));
    }
    lacks
}

fn piece(library: &Library, printed: &Printed<'_>) -> PieceHere {
    let order = &printed.job.order;
    let template = library.templates.get(&order.template);
    let title = template.map_or(order.template.as_str(), |template| template.title.as_str());
    PieceHere {
        what: format!("{title}, {}", order.tags().replace('+', " ")),
        count: printed.job.pieces,
        serial: printed.serial.to_string(),
    }
}
