//! The audit form: for each stop what hangs there by serial, and boxes for what was found.

use super::{Desk, PieceHere, READ, Row, SMALL, Visit};
use crate::form::{INK, QUIET, SQUARE};
use crate::phrase::{Phrase, say};
use crate::poster::Node;
use crate::template::Track;

/// Room for a box with its word, and for a number that is written, in points.
const BOX: f32 = 74.0;

pub(super) fn rows(desk: &Desk<'_, '_, '_, '_>) -> Vec<Row> {
    let how = say(
        "Write down what you hung and what you found, one line for each kind of piece. What is torn, covered or old: take it down, hang a fresh one, tick why. Send this form to the coordinator.",
    );
    let mut rows = vec![Row::from(desk.words(&how))];
    for (at, visit) in desk.kit.visits.iter().enumerate() {
        rows.push(Row::from(stop(desk, at + 1, visit)));
    }
    rows
}

fn stop(desk: &Desk<'_, '_, '_, '_>, number: usize, visit: &Visit<'_>) -> Node {
    let form = &desk.form;
    let name = form.bold("name", &format!("{number}  {}", visit.place.name), READ);
    let written = |label: Phrase| {
        let label = form.words("label", &desk.told(&label), SMALL, QUIET);
        let widths = vec![Track::Auto, Track::Share(1.0)];
        form.row("blank", Track::Auto, widths, vec![label, form.blank(12.0)], 4.0)
    };
    let head = vec![name, written(say("date")), written(say("initials"))];
    let widths = vec![Track::Share(1.0), Track::Points(110.0), Track::Points(90.0)];
    let head = form.row("stop", Track::Auto, widths, head, 10.0);
    let answers = [say("refused"), say("site closed")].map(|word| tick(desk, &word));
    let answers = form.row(
        "answers",
        Track::Auto,
        vec![Track::Points(BOX), Track::Share(1.0)],
        answers.to_vec(),
        6.0,
    );
    let mut parts = vec![form.rule(), head, answers];
    parts.extend(visit.pieces.iter().map(|piece| self::piece(desk, piece)));
    form.stack("row", parts, 5.0)
}

/// Serial, what it is, how many hang now, and what was found.
fn piece(desk: &Desk<'_, '_, '_, '_>, piece: &PieceHere) -> Node {
    let form = &desk.form;
    let what = say("{count} × {what}")
        .with("count", piece.count)
        .with("what", &piece.what);
    let what = form.words("what", &desk.told(&what), SMALL, INK);
    let serial = desk.fixed("serial", &piece.serial, SMALL);
    let what = form.stack("piece", vec![what, serial], 1.0);
    let hung = form.words("label", &desk.told(&say("hung now")), SMALL, QUIET);
    let hung = form.stack("hung", vec![hung, form.blank(13.0)], 0.0);
    let found = [
        [say("ok"), say("torn")],
        [say("covered"), say("graffiti")],
        [say("outdated"), say("missing")],
    ];
    let columns =
        found.map(|words| form.stack("found", words.iter().map(|word| tick(desk, word)).collect(), 4.0));
    let mut cells = vec![what, hung];
    cells.extend(columns);
    let mut widths = vec![Track::Share(1.0), Track::Points(52.0)];
    widths.extend([Track::Points(BOX); 3]);
    let mut row = form.row("piece", Track::Auto, widths, cells, 8.0);
    row.padding.left = SQUARE;
    row
}

fn tick(desk: &Desk<'_, '_, '_, '_>, word: &Phrase) -> Node {
    desk.form.choice(&desk.told(word), SMALL)
}
