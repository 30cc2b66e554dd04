//! What to do and never to do at a stop.

use super::{Desk, READ, Row};
use crate::form::INK;
use crate::phrase::{Phrase, say};
use crate::poster::Node;
use crate::template::Track;

pub(super) fn rows(desk: &Desk<'_, '_, '_, '_>) -> Vec<Row> {
    let dos = [
        say(
            "Ask whoever runs the place before you hang anything, and show the letter. If the answer is no, say thank you, write “refused” on the audit form, and drive on.",
        ),
        say(
            "Go in pairs, and by day where you can. Tell the coordinator when you set out and when you are back.",
        ),
        say("Park in a marked space. Never walk along the highway or a ramp."),
        say(
            "Hang each sheet where a person who is alone can read it: stall signs inside the stall doors, in the restrooms for women and for men.",
        ),
        say("Use no place where a sign of the house or of the law hangs, and cover nothing."),
        say("Count the stalls and write the numbers on the route sheet."),
        say("Take down what is torn or old, and take it along. Leave nothing behind but what you hang."),
        say("Dial the number once from the paper before the first sheet hangs, and scan a symbol."),
    ];
    let nevers = [
        say("Never approach, question, follow or photograph anyone, whatever you think you see."),
        say("Never try to free anyone or to help anyone leave. It can put them and you in danger."),
        say("Never write down names, licence plates or what people look like."),
        say("Never tell anyone on the road which places you visit next, and post nothing of it online."),
        say("Never argue with anyone about a sign. Leave, and tell the coordinator."),
    ];
    let mut rows = vec![Row::from(desk.heading(&say("Do")))];
    rows.extend(dos.iter().map(|words| Row::from(item(desk, "•", words))));
    rows.push(Row::from(desk.heading(&say("Never"))));
    rows.extend(nevers.iter().map(|words| Row::from(item(desk, "×", words))));
    rows.push(Row::from(desk.heading(&say("If something worries you"))));
    rows.push(Row::from(desk.words(&say(
        "Leave the place first. Where someone is in danger right now, call the emergency number.",
    ))));
    let line = say("Then you can call the line, {number}, and say what you saw. You need not be sure.")
        .with("number", desk.number());
    rows.push(Row::from(desk.with_number(&line)));
    rows
}

fn item(desk: &Desk<'_, '_, '_, '_>, sign: &str, words: &Phrase) -> Node {
    let form = &desk.form;
    let sign = form.bold("sign", sign, READ + 1.0);
    let words = form.words("words", &desk.told(words), READ, INK);
    let widths = vec![Track::Points(14.0), Track::Share(1.0)];
    form.row("rule", Track::Auto, widths, vec![sign, words], 6.0)
}
