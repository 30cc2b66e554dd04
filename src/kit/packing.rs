//! What to take along, how the file is printed, and the label for the bag.

use super::{Desk, READ, Row, Tray};
use crate::form::INK;
use crate::phrase::{Phrase, say};
use crate::poster::Node;
use crate::template::Track;

pub(super) fn rows(desk: &Desk<'_, '_, '_, '_>, trays: &[Tray]) -> Vec<Row> {
    let mut rows = vec![Row::from(desk.heading(&say("How to print this file")))];
    let both = desk.kit.supplies.sheets.iter().any(|sheets| sheets.both_sides);
    rows.push(Row::from(desk.words(&if both {
        say("At 100 % (“actual size”), on both sides, turned about the edge that the printer was set for. Print these pages one after the other, each on its paper:")
    } else {
        say("At 100 % (“actual size”), on one side. Print these pages one after the other, each on its paper:")
    })));
    rows.extend(trays.iter().map(|tray| Row::from(self::tray(desk, tray))));
    rows.push(Row::from(desk.heading(&say("Printed"))));
    let sheets = desk.kit.supplies.sheets.iter().map(|sheets| {
        say("{count} sheets of {name}")
            .with("count", sheets.count)
            .with("name", &sheets.name)
    });
    rows.extend(sheets.map(|words| Row::from(desk.form.choice(&desk.told(&words), READ))));
    let needs = desk.kit.needs.iter();
    rows.extend(needs.map(|words| Row::from(desk.form.choice(&desk.told(words), READ))));
    rows.push(Row::from(desk.heading(&say("And"))));
    let others = [
        say("tape and scissors, or a sharp knife"),
        say("a damp cloth: tape holds on a clean wall"),
        say("pens, and this pack on a clipboard"),
        say("a bag for what is taken down"),
        say("a charged phone, water, a reflective vest"),
    ];
    rows.extend(
        others
            .iter()
            .map(|words| Row::from(desk.form.choice(&desk.told(words), READ))),
    );
    rows
}

fn tray(desk: &Desk<'_, '_, '_, '_>, tray: &Tray) -> Node {
    let form = &desk.form;
    let pages = pages(tray);
    let cells = vec![
        form.bold("pages", &desk.told(&pages), READ),
        form.words("paper", &desk.told(&tray.paper), READ, INK),
    ];
    let widths = vec![Track::Points(130.0), Track::Share(1.0)];
    form.row("tray", Track::Auto, widths, cells, 8.0)
}

fn pages(tray: &Tray) -> Phrase {
    match tray.pages {
        (first, last) if first == last => say("page {first}").with("first", first),
        (first, last) => say("pages {first} to {last}")
            .with("first", first)
            .with("last", last),
    }
}

/// A label to cut out: which pack it is, what is in it, whose it is.
pub(super) fn label(desk: &Desk<'_, '_, '_, '_>) -> Vec<Row> {
    let (form, kit) = (&desk.form, desk.kit);
    let number = say("Pack {number} of {all}")
        .with("number", kit.number.0)
        .with("all", kit.number.1);
    let mut parts = vec![
        form.words("campaign", kit.campaign, READ + 4.0, INK),
        form.bold("number", &desk.told(&number), 40.0),
        form.bold("name", &kit.name, READ + 8.0),
        form.rule(),
    ];
    let stops = say("{stops} stops").with("stops", kit.visits.len());
    parts.push(form.words("stops", &desk.told(&stops), READ + 2.0, INK));
    let pieces = kit.supplies.sheets.iter().map(|sheets| {
        let told = say("{count} sheets of {name}")
            .with("count", sheets.count)
            .with("name", &sheets.name);
        form.words("sheets", &desk.told(&told), READ + 2.0, INK)
    });
    parts.extend(pieces);
    parts.push(desk.contact());
    let mut inside = form.stack("label", parts, 8.0);
    inside.padding = crate::geom::Insets::all(20.0);
    vec![
        Row::from(desk.words(&say("Cut along the frame and put it on the bag or the envelope."))),
        Row::from(form.framed(inside)),
    ]
}
