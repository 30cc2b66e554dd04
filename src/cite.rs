//! Where the claims of handouts come from: `data/sources.toml`.
//!
//! A claim in a message names its sources by id; the sheet that prints it lists them. Titles and publishers are names and stay in their
//! own language.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::fields::{self, Fields};
use crate::phrase::say;
use crate::source::{Source, Span};

/// The most sources.
const MOST: usize = 500;

/// The longest title or publisher, and the longest address, in characters.
const LONGEST: usize = 200;
const LONGEST_ADDRESS: usize = 500;

/// A published page, law or study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// What it is called.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When, as written there; none where the page has no date.
    pub date: Option<String>,
    /// The host where it was read.
    pub host: String,
    /// Where it stands in the file.
    pub span: Span,
}

impl Citation {
    /// As it is printed under a sheet.
    pub fn line(&self) -> String {
        let date = self.date.as_deref().unwrap_or("no date");
        format!("{}: {}, {date}; {}", self.publisher, self.title, self.host)
    }
}

/// Reads `data/sources.toml`: each source under its id.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> BTreeMap<String, Citation> {
    let mut file = fields::document(diags, source);
    let records = file.tables(diags, "source");
    file.finish(diags);
    let records = fields::at_most(diags, records, MOST, say("sources"), |record| record.span());
    let mut known: BTreeMap<String, Citation> = BTreeMap::new();
    for record in records {
        let Some((id, citation)) = read_one(diags, record) else {
            continue;
        };
        match known.entry(id) {
            Entry::Vacant(free) => {
                free.insert(citation);
            }
            Entry::Occupied(taken) => {
                let message = say("the source `{id}` stands here twice").with("id", taken.key());
                diags.push(Diagnostic::new(code::DUPLICATE_ID, message).at(&citation.span));
            }
        }
    }
    known
}

fn read_one(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<(String, Citation)> {
    let id = fields
        .need_text(diags, "id")
        .and_then(|id| fields::check_id(diags, id));
    let title = fields.need_line(diags, "title", LONGEST);
    let publisher = fields.need_line(diags, "publisher", LONGEST);
    let date = fields.line(diags, "date", LONGEST).map(|date| date.value);
    let address = fields.need_line(diags, "url", LONGEST_ADDRESS);
    let host = address.and_then(|address| match host_of(&address.value) {
        Some(host) => Some(host.to_owned()),
        None => fields::bad(
            diags,
            "url",
            say("an address that begins with `https://`"),
            &address.span,
        ),
    });
    fields.finish(diags);
    let id = id?;
    let citation = Citation {
        title: title?.value,
        publisher: publisher?.value,
        date,
        host: host?,
        span: id.span,
    };
    Some((id.value, citation))
}

/// The host of an address, as people write it.
fn host_of(address: &str) -> Option<&str> {
    let host = address.strip_prefix("https://")?.split(['/', '?', '#']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::diag::Diagnostics;
    use crate::source::Source;

    fn lines(text: &str) -> (Vec<String>, Vec<&'static str>) {
        let mut diags = Diagnostics::default();
        let known = read(&mut diags, &Source::new("sources.toml", text));
        let lines = known.values().map(super::Citation::line).collect();
        (lines, diags.iter().map(|fault| fault.code.name).collect())
    }

    #[test]
    fn a_source_as_it_is_printed() {
        let (found, codes) = lines(
            "[[source]]\nid = \"a\"\ntitle = \"A study\"\npublisher = \"NIJ\"\ndate = \"2016\"\nurl = \"https://www.nij.example/a/\"\n",
        );
        assert_eq!(found, ["NIJ: A study, 2016; nij.example"]);
        assert!(codes.is_empty());
    }

    #[test]
    fn what_a_source_must_have() {
        let (found, codes) = lines("[[source]]\nid = \"a\"\ntitle = \"A\"\nurl = \"http://a.example\"\n");
        assert!(found.is_empty());
        assert_eq!(codes, ["missing-field", "bad-value"]);
    }
}
