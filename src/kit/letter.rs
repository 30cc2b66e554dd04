//! The letter to show: who asks, for what, and which permissions are on record. It is none itself.

use super::{Desk, READ, Row};
use crate::form::INK;
use crate::location::Location;
use crate::phrase::{say, verbatim};
use crate::poster::Node;
use crate::template::Track;

pub(super) fn rows(desk: &Desk<'_, '_, '_, '_>) -> Vec<Row> {
    let kit = desk.kit;
    let words = [
        say("We are volunteers of “{campaign}”. We ask your permission to hang signs in the restrooms.")
            .with("campaign", kit.campaign),
        say(
            "The signs are for people whom someone else controls, at work or anywhere. They tell them how to reach help by themselves, at a moment when they are alone.",
        ),
        say(
            "The signs cost you nothing. You decide whether they hang, where and how long, and you may take them down at any time. We come back to replace what is torn, if you allow it.",
        ),
        say(
            "We speak to none of your guests and write down no names. We count the stalls, so that we bring the right number next time.",
        ),
    ];
    let mut rows: Vec<Row> = words.iter().map(|words| Row::from(desk.words(words))).collect();
    let line = say("The number on the signs is that of the {line}: {number}. We are not that line and do not work for it.")
        .with("line", kit.hotline.name_in([&desk.paper.locale]))
        .with("number", desk.number());
    rows.insert(2, Row::from(desk.with_number(&line)));
    rows.push(Row::from(desk.words(&say(
        "If you have a question or a complaint, please call the coordinator above.",
    ))));
    rows.push(Row::from(
        desk.heading(&say("Permissions on record for the stops of this pack")),
    ));
    let known: Vec<&Location> = kit
        .visits
        .iter()
        .map(|visit| visit.place)
        .filter(|place| place.permit.status.is_some())
        .collect();
    let without = kit.visits.len() - known.len();
    rows.extend(known.into_iter().map(|place| Row::from(permit(desk, place))));
    if without > 0 {
        let told = say(
            "For {count} of {all} stops no permission is on record: ask first. This letter is no permission.",
        )
        .with("count", without)
        .with("all", kit.visits.len());
        rows.push(Row::from(desk.words(&told)));
    }
    rows
}

/// A place with what is on record of its permission, word for word.
fn permit(desk: &Desk<'_, '_, '_, '_>, place: &Location) -> Node {
    let form = &desk.form;
    let permit = &place.permit;
    let mut told = verbatim(permit.status.as_deref().unwrap_or_default());
    if let Some(holder) = &permit.holder {
        told = say("{told}, to {holder}")
            .with_words("told", told)
            .with("holder", holder);
    }
    if let Some(number) = &permit.number {
        told = say("{told}, number {number}")
            .with_words("told", told)
            .with("number", number);
    }
    if let Some(until) = &permit.until {
        told = say("{told}, until {until}")
            .with_words("told", told)
            .with("until", until);
    }
    let cells = vec![
        form.bold("name", &place.name, READ),
        form.words("permit", &desk.told(&told), READ, INK),
    ];
    let widths = vec![Track::Share(1.0), Track::Share(1.4)];
    let columns = form.row("permit", Track::Auto, widths, cells, 10.0);
    form.stack("row", vec![form.rule(), columns], 4.0)
}
