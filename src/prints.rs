//! `prints.jsonl`: every sheet that was ever printed, by its serial, and what it says. By it the ledger knows what a serial on a wall is,
//! and what has changed since.
//!
//! One JSON object a line, added at the end; of two lines for a serial the later one holds. It is for programs: people look into the
//! ledger.

use std::borrow::{Borrow, Cow};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hasher as _};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, is_hostile, shown};
use crate::fields;
use crate::locale::Locale;
use crate::phrase::say;
use crate::serial::Serial;
use crate::source::{Source, Span};

/// The name of the file in the folder of a campaign.
pub const FILE: &str = "prints.jsonl";

/// The largest file that is read, in bytes.
pub const LARGEST: usize = 256 << 20;

/// What somebody printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// The printed id.
    pub serial: String,
    /// Id of the place.
    pub place: String,
    /// What it is.
    #[serde(flatten)]
    pub kind: Kind,
    /// How many pieces the place was to have.
    pub pieces: u32,
    /// How many were printed.
    pub copies: u32,
    /// What it says.
    pub content: String,
    /// A fingerprint of how it looks.
    pub look: String,
    /// The day of the print, as `2026-11-29`.
    pub day: String,
}

impl Print {
    /// Whether its words are such as this program writes; a colleague's file may have passed through other hands.
    fn is_sound(&self) -> bool {
        let kind = &self.kind;
        let words = [&kind.stock, &self.content, &self.look, &self.day];
        let mut words = words.into_iter().chain(&kind.rule).chain(&kind.languages);
        fields::is_id(&self.place)
            && fields::is_id(&kind.template)
            && !words.any(|word| word.contains(is_hostile))
    }
}

/// What a piece is made of, wherever it hangs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Kind {
    /// Id of the template.
    pub template: String,
    /// Tags, in the order on the piece.
    pub languages: Vec<String>,
    /// Id of the stock.
    pub stock: String,
    /// Id of the posting rule that it is a notice for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

impl Kind {
    /// The languages; `None` where a tag is none.
    pub fn locales(&self) -> Option<Vec<Locale>> {
        self.languages.iter().map(|tag| Locale::parse(tag)).collect()
    }
}

/// What pieces say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Made of all that follows.
    pub id: String,
    /// The number of the line, as printed.
    pub number: String,
    /// What the symbols say.
    pub payloads: Vec<String>,
    /// The texts of each language, in their order, each once.
    pub texts: BTreeMap<String, Vec<String>>,
}

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Line<'a> {
    Print(Cow<'a, Print>),
    Content(Cow<'a, Content>),
}

/// All that is known of prints.
#[derive(Clone, Debug, Default)]
pub struct Prints {
    /// With each print the number of its line, so that the last one is known.
    prints: HashMap<Serial, (usize, Print)>,
    contents: HashMap<String, Content>,
    lines: usize,
}

impl Prints {
    /// Reads the file. Lines that are none of ours are reported and passed over; of a last line without its end nothing is said, since
    /// the next print writes it again.
    pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Self {
        let mut prints = Self::default();
        let text = &source.text;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if !line.trim().is_empty() && !prints.take(line) && line.ends_with('\n') {
                let message =
                    say("`{line}` is no line of the record of prints").with("line", shown(line.trim()));
                let span = Span::new(source, start..start);
                diags.push(Diagnostic::new(code::PRINTS_UNREAD, message).at(&span).hint(say(
                    "it is passed over; build the place again to have its sheets in the record",
                )));
            }
            start += line.len();
        }
        prints
    }

    fn take(&mut self, line: &str) -> bool {
        match serde_json::from_str(line) {
            Ok(Line::Print(print)) => match Serial::parse(&print.serial) {
                Ok(serial) if print.is_sound() => {
                    self.insert(serial, print.into_owned());
                    true
                }
                _ => false,
            },
            Ok(Line::Content(content)) => {
                self.contents.insert(content.id.clone(), content.into_owned());
                true
            }
            Err(_) => false,
        }
    }

    fn insert(&mut self, serial: Serial, print: Print) {
        self.lines += 1;
        self.prints.insert(serial, (self.lines, print));
    }

    /// What was printed with a serial.
    pub fn of(&self, serial: Serial) -> Option<&Print> {
        self.prints.get(&serial).map(|(_, print)| print)
    }

    /// What a print says.
    pub fn content(&self, id: &str) -> Option<&Content> {
        self.contents.get(id)
    }

    /// Everything that was ever said, in no order.
    pub fn contents(&self) -> impl Iterator<Item = &Content> {
        self.contents.values()
    }

    /// Every print, in the order in which they were written down.
    pub fn in_order(&self) -> Vec<(Serial, &Print)> {
        let mut prints: Vec<_> = self.prints.iter().collect();
        prints.sort_by_key(|(_, (line, _))| *line);
        prints
            .into_iter()
            .map(|(serial, (_, print))| (*serial, print))
            .collect()
    }

    /// Takes prints and what they say over, and gives the lines that the file lacks.
    pub fn add(&mut self, contents: Vec<Content>, prints: Vec<Print>) -> String {
        let lines = self.lacking(&contents, &prints);
        for content in contents {
            self.contents.entry(content.id.clone()).or_insert(content);
        }
        for print in prints {
            if let Ok(serial) = Serial::parse(&print.serial)
                && !self.is_known(serial, &print)
            {
                self.insert(serial, print);
            }
        }
        lines
    }

    /// The lines that the file lacks of prints and what they say. Of these nothing is kept, however many they are.
    pub fn lacking(
        &self,
        contents: impl IntoIterator<Item = impl Borrow<Content>>,
        prints: impl IntoIterator<Item = impl Borrow<Print>>,
    ) -> String {
        let mut lines = String::new();
        let mut said = HashSet::new();
        for content in contents {
            let content = content.borrow();
            if !self.contents.contains_key(&content.id) && said.insert(content.id.clone()) {
                lines.push_str(&line(&Line::Content(Cow::Borrowed(content))));
            }
        }
        let mut written: HashMap<Serial, u64> = HashMap::new();
        for print in prints {
            let print = print.borrow();
            let Ok(serial) = Serial::parse(&print.serial) else {
                continue;
            };
            if self.is_known(serial, print) {
                continue;
            }
            let line = line(&Line::Print(Cow::Borrowed(print)));
            // Told twice in a row, as of folders that have a sheet in common.
            let mut hash = DefaultHasher::new();
            hash.write(line.as_bytes());
            if written.insert(serial, hash.finish()) != Some(hash.finish()) {
                lines.push_str(&line);
            }
        }
        lines
    }

    /// Whether a print is on record. Printed again as it was, the first day stays.
    fn is_known(&self, serial: Serial, print: &Print) -> bool {
        self.of(serial).is_some_and(|known| {
            let on_that_day = Print {
                day: known.day.clone(),
                ..print.clone()
            };
            *known == on_that_day
        })
    }
}

fn line(line: &Line<'_>) -> String {
    let mut text = serde_json::to_string(line).expect("plain data");
    text.push('\n');
    text
}
