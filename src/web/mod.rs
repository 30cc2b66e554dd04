//! The page: one HTML file that opens from disk, with the maps, a table of all places, and links to each PDF.
//!
//! It asks no network and keeps nothing. Its script and its style are named by their hashes in its security policy (CSP level
//! 3), which forbids everything else: what a stranger wrote could not run even if it got through `markup`. All of it can be read
//! without the script, which only filters and sorts.

mod filters;
mod maps;
mod table;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::markup::{escaped, link};
use crate::phrase::{Phrase, counted, say};
use crate::phrasebook::Phrasebook;
use crate::strip::Strip;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Everything on the page.
#[derive(Clone, Debug)]
pub struct Atlas<'a> {
    /// The title of the campaign.
    pub title: String,
    /// A map for each line of a route.
    pub strips: &'a [Strip],
    /// What volunteers take along, in the order that marks and rows count them.
    pub packs: Vec<Pack>,
    /// Every place, in the order of the table.
    pub rows: Vec<Row>,
}

/// What one volunteer takes along.
#[derive(Clone, Debug)]
pub struct Pack {
    /// Its name, as `Pack 3: Linn County`.
    pub name: String,
    /// Its PDF, as a path below the page.
    pub pdf: String,
    /// What is in it.
    pub summary: Phrase,
}

/// A place.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id, as that of its mark on a strip.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What kind of place it is, in words.
    pub kind: String,
    /// Its route, as that of its strip; empty if unknown, like all that follow.
    pub route: String,
    /// Its direction of travel, in words, as `northbound`.
    pub direction: String,
    /// Its milepost.
    pub milepost: String,
    /// Its state.
    pub state: String,
    /// Its county.
    pub county: String,
    /// Its pack, counted from none.
    pub pack: Option<usize>,
    /// Whether pieces are planned here.
    pub hangs: bool,
    /// What hangs here.
    pub pieces: Vec<Piece>,
    /// How it stands by the ledger, in words, as `check overdue`; empty without a ledger.
    pub status: String,
    /// What is missing, as stalls that were not counted.
    pub notes: Vec<Phrase>,
}

/// Something that hangs at a place.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What it is, as `Stall sign, English + Spanish, 6 copies on letter`.
    pub label: String,
    /// Its PDF, as a path below the page.
    pub pdf: String,
    /// A picture of it, as a path below the page.
    pub preview: Option<String>,
}

/// The page in the language of a phrasebook, whose tag is given (BCP 47).
pub fn html(atlas: &Atlas<'_>, book: &Phrasebook, language: &str) -> String {
    let say_it = |phrase: Phrase| escaped(&book.told(&phrase));
    let title = escaped(&atlas.title);
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'",
        hash(SCRIPT),
        hash(STYLE)
    );
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"{policy}\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        escaped(language)
    );
    page.push_str(&format!(
        "<a class=\"skip\" href=\"#search\">{}</a>\n<header>\n<h1>{title}</h1>\n<p>{}</p>\n",
        say_it(say("Go to the search")),
        say_it(say(
            "Find a place, open its PDF, print it at 100 % (“actual size”). This page works without a network."
        ))
    ));
    page.push_str(&nav(atlas, book));
    page.push_str("</header>\n<main>\n");
    page.push_str(&format!(
        "<section aria-labelledby=\"find\">\n<h2 id=\"find\">{}</h2>\n",
        say_it(say("Find a place"))
    ));
    page.push_str(&filters::section(atlas, book));
    page.push_str(&table::section(atlas, book));
    page.push_str("</section>\n");
    page.push_str(&packs(atlas, book));
    page.push_str(&maps::section(atlas, book));
    page.push_str(&format!("</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"));
    page
}

/// The hash of an element's text, as a security policy names it.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

fn nav(atlas: &Atlas<'_>, book: &Phrasebook) -> String {
    let item = |name: &str, words: String| format!("<li><a href=\"#{name}\">{words}</a></li>\n");
    let mut items = item("find", escaped(&book.told(&say("Find a place"))));
    if !atlas.packs.is_empty() {
        items.push_str(&item("packs", escaped(&book.told(&say("Packs")))));
    }
    for (at, strip) in atlas.strips.iter().enumerate() {
        let words = say("Map of {route}").with("route", &strip.route);
        items.push_str(&item(&maps::name(at), escaped(&book.told(&words))));
    }
    let label = escaped(&book.told(&say("On this page")));
    format!("<nav aria-label=\"{label}\"><ul>\n{items}</ul></nav>\n")
}

fn packs(atlas: &Atlas<'_>, book: &Phrasebook) -> String {
    if atlas.packs.is_empty() {
        return String::new();
    }
    let mut cards = String::new();
    for (at, pack) in atlas.packs.iter().enumerate() {
        let places = atlas.rows.iter().filter(|row| row.pack == Some(at)).count();
        let places = counted(places, say("{count} place"), say("{count} places"));
        let label = say("{pack}: open the PDF").with("pack", &pack.name);
        cards.push_str(&format!(
            "<li><b>{}</b><p>{}. {}</p><a class=\"pdf\" href=\"{}\" aria-label=\"{}\">{}</a></li>\n",
            escaped(&pack.name),
            escaped(&book.told(&places)),
            escaped(&book.told(&pack.summary)),
            link(&pack.pdf),
            escaped(&book.told(&label)),
            escaped(&book.told(&say("open the PDF")))
        ));
    }
    format!(
        "<section aria-labelledby=\"packs\">\n<h2 id=\"packs\">{}</h2>\n<ul class=\"packs\">\n{cards}</ul>\n</section>\n",
        escaped(&book.told(&say("Packs")))
    )
}
