//! The strip maps on the page: each stop a link to its row.

use super::Atlas;
use crate::markup::escaped;
use crate::phrase::say;
use crate::phrasebook::Phrasebook;
use crate::strip::{self, Drawing, Linked, Strip};

/// The name of a map in links.
pub(super) fn name(at: usize) -> String {
    format!("map-{}", at + 1)
}

pub(super) fn section(atlas: &Atlas<'_>, book: &Phrasebook) -> String {
    let mut out = String::new();
    for (at, strip) in atlas.strips.iter().enumerate() {
        let heading = say("Map of {route}").with("route", &strip.route);
        let name = name(at);
        out.push_str(&format!(
            "<section aria-labelledby=\"{name}\">\n<h2 id=\"{name}\">{}</h2>\n<div class=\"map\">\n",
            escaped(&book.told(&heading))
        ));
        for (part, drawing) in strip::columns(strip, book).iter().enumerate() {
            out.push_str(&framed(drawing, strip, &format!("{name}-{}", part + 1)));
        }
        let legend = strip::legend(book);
        let key = format!("{name}-legend");
        out.push_str(&format!(
            "<div class=\"legend\">\n{}</div>\n</div>\n</section>\n",
            strip::svg(&legend, Linked::Rows(strip, &key))
        ));
    }
    out
}

/// A drawing that can be moved sideways on a narrow screen, by its keys as well.
fn framed(drawing: &Drawing, strip: &Strip, key: &str) -> String {
    format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n{}</div>\n",
        escaped(&drawing.title),
        strip::svg(drawing, Linked::Rows(strip, key))
    )
}
