//! The table of all places.

use std::collections::HashSet;

use super::filters;
use super::{Atlas, Piece, Row};
use crate::markup::{anchor, escaped, link};
use crate::phrase::{Phrase, say, verbatim};
use crate::phrasebook::Phrasebook;

/// Heads in order: words, whether the column sorts, and whether by number.
const HEADS: [(fn() -> Phrase, Sorts); 7] = [
    (|| say("Place"), Sorts::ByWords),
    (|| say("Kind"), Sorts::ByWords),
    (|| say("Route"), Sorts::ByWords),
    (|| say("Milepost"), Sorts::ByNumber),
    (|| say("County"), Sorts::ByWords),
    (|| say("Pack"), Sorts::ByNumber),
    (|| say("What hangs here"), Sorts::Not),
];

/// How a column sorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sorts {
    ByWords,
    ByNumber,
    Not,
}

impl Sorts {
    fn attributes(self) -> &'static str {
        match self {
            Self::ByWords => " data-sorts",
            Self::ByNumber => " data-sorts data-number",
            Self::Not => "",
        }
    }
}

pub(super) fn section(atlas: &Atlas<'_>, book: &Phrasebook) -> String {
    let mapped: HashSet<&str> = atlas
        .strips
        .iter()
        .flat_map(|strip| &strip.marks)
        .map(|mark| mark.id.as_str())
        .collect();
    let heads: Vec<String> = HEADS
        .iter()
        .map(|(words, _)| escaped(&book.told(&words())))
        .collect();
    let mut out = format!(
        "<table id=\"places\" role=\"table\">\n<caption>{}</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">",
        escaped(&book.told(&say("Every place, with what hangs there and the files to print")))
    );
    for (words, (_, sorts)) in heads.iter().zip(HEADS) {
        out.push_str(&format!(
            "<th role=\"columnheader\" scope=\"col\"{}><span>{words}</span></th>",
            sorts.attributes()
        ));
    }
    out.push_str("</tr></thead>\n<tbody role=\"rowgroup\">\n");
    let table = Table {
        atlas,
        book,
        heads: &heads,
    };
    for row in &atlas.rows {
        out.push_str(&table.row(row, mapped.contains(row.id.as_str())));
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

struct Table<'a> {
    atlas: &'a Atlas<'a>,
    book: &'a Phrasebook,
    heads: &'a [String],
}

impl Table<'_> {
    fn told(&self, phrase: &Phrase) -> String {
        escaped(&self.book.told(phrase))
    }

    /// The place as links name it: sides of one site have one name.
    fn place(&self, row: &Row) -> Phrase {
        let parts = [&row.name, &row.direction]
            .into_iter()
            .filter(|part| !part.is_empty());
        crate::phrase::listed(parts.map(verbatim)).unwrap_or_else(|| verbatim(&row.id))
    }

    fn row(&self, row: &Row, is_mapped: bool) -> String {
        let map = if is_mapped {
            self.map_link(row)
        } else {
            String::new()
        };
        let name = if row.name.is_empty() { &row.id } else { &row.name };
        let pack = row
            .pack
            .and_then(|at| self.atlas.packs.get(at).map(|pack| (at, pack)));
        let (key, pack) = pack.map_or((String::new(), String::new()), |(at, pack)| {
            ((at + 1).to_string(), escaped(&pack.name))
        });
        let joined = |parts: [&str; 2], between: &str| {
            let parts: Vec<String> = parts
                .iter()
                .filter(|part| !part.is_empty())
                .map(|part| escaped(part))
                .collect();
            parts.join(between)
        };
        let cells = [
            self.cell(1, "", &escaped(&row.kind)),
            self.cell(2, "", &joined([&row.route, &row.direction], " ")),
            self.cell(3, " class=\"number\"", &escaped(&row.milepost)),
            self.cell(4, "", &joined([&row.county, &row.state], ", ")),
            self.cell(5, &format!(" data-key=\"{key}\""), &pack),
            format!("<td role=\"cell\" class=\"pieces\">{}</td>", self.pieces(row)),
        ];
        format!(
            "<tr role=\"row\" id=\"{}\" tabindex=\"-1\"{}><th role=\"rowheader\" scope=\"row\" data-key=\"{}\"><b>{}</b>{map}</th>{}</tr>\n",
            anchor("row", &row.id),
            filters::attributes(row),
            escaped(name),
            escaped(name),
            cells.concat()
        )
    }

    fn cell(&self, column: usize, attributes: &str, content: &str) -> String {
        format!(
            "<td role=\"cell\" data-head=\"{}\"{attributes}>{content}</td>",
            self.heads[column]
        )
    }

    fn map_link(&self, row: &Row) -> String {
        let label = say("{place}: on the map").with_words("place", self.place(row));
        format!(
            "<a href=\"#{}\" aria-label=\"{}\">{}</a>",
            anchor("stop", &row.id),
            self.told(&label),
            self.told(&say("on the map"))
        )
    }

    fn pieces(&self, row: &Row) -> String {
        let mut out = String::new();
        if !row.pieces.is_empty() {
            out.push_str("<ul>");
            for piece in &row.pieces {
                out.push_str(&self.piece(row, piece));
            }
            out.push_str("</ul>");
        } else if !row.hangs {
            out.push_str(&format!(
                "<p class=\"note\">{}</p>",
                self.told(&say("Nothing hangs here"))
            ));
        }
        for note in &row.notes {
            out.push_str(&format!("<p class=\"note\">{}</p>", self.told(note)));
        }
        out
    }

    fn piece(&self, row: &Row, piece: &Piece) -> String {
        let open = |class: &str, path: &str, name: Phrase, label: Phrase| {
            let label = label
                .with("piece", &piece.label)
                .with_words("place", self.place(row));
            format!(
                "<a{class} href=\"{}\" aria-label=\"{}\">{}</a>",
                link(path),
                self.told(&label),
                self.told(&name)
            )
        };
        let pdf = open(
            " class=\"pdf\"",
            &piece.pdf,
            say("PDF"),
            say("{piece} for {place}: PDF"),
        );
        let preview = piece.preview.as_ref().map(|path| {
            let label = say("{piece} for {place}: preview");
            open("", path, say("preview"), label)
        });
        format!(
            "<li>{} <span class=\"links\">{pdf}{}</span></li>",
            escaped(&piece.label),
            preview.unwrap_or_default()
        )
    }
}
