//! Text that a person wrote, and places in it.
//!
//! Lines and columns count from 1; a column counts characters, as editors do.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::harmless::harmless;

/// What the rows of a source are to whoever has the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Rows {
    /// Lines of the text itself.
    #[default]
    Text,
    /// Rows of the sheet of this name. The text was made of it and nobody has seen it.
    Sheet(String),
    /// Features, the first in row 2; the names of their properties, column by column. Nobody has seen the text.
    Features(Vec<String>),
}

/// A file as it was read: its name for people, and its text.
pub struct Source {
    /// The path as the user knows it, or a name such as `embedded messages/es.toml`. A path may
    /// hold what a terminal obeys, so hostile characters are made visible here.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// What its rows are.
    pub rows: Rows,
    /// Whether nothing of its text may be told: a fault in it shows its place alone.
    pub sealed: bool,
    /// Where each line begins; found when the first line number is asked for.
    line_starts: OnceLock<Vec<usize>>,
}

/// What names of embedded files begin with.
const EMBEDDED: &str = "embedded ";

impl Source {
    /// A file inside the program.
    pub fn embedded(name: &str, text: impl Into<String>) -> Arc<Self> {
        Self::new(format!("{EMBEDDED}{name}"), text)
    }

    /// Whether it came with the program.
    pub fn is_embedded(&self) -> bool {
        self.name.starts_with(EMBEDDED)
    }

    /// A source that spans can share.
    pub fn new(name: impl AsRef<str>, text: impl Into<String>) -> Arc<Self> {
        Self::made(name, Rows::Text, text)
    }

    /// A text that was made of a file of another format.
    pub fn made(name: impl AsRef<str>, rows: Rows, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self::of(name, rows, text, false))
    }

    /// A text of which no word may be told, such as addresses of shelters.
    pub fn sealed(name: impl AsRef<str>, rows: Rows, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self::of(name, rows, text, true))
    }

    /// The same file for whoever needs its places and must not have its text.
    pub fn without_text(&self) -> Arc<Self> {
        self.line_of(0);
        Arc::new(Self {
            name: self.name.clone(),
            text: String::new(),
            rows: self.rows.clone(),
            sealed: self.sealed,
            line_starts: self.line_starts.clone(),
        })
    }

    fn of(name: impl AsRef<str>, rows: Rows, text: impl Into<String>, sealed: bool) -> Self {
        let rows = match rows {
            Rows::Text => Rows::Text,
            Rows::Sheet(sheet) => Rows::Sheet(harmless(&sheet)),
            Rows::Features(properties) => {
                Rows::Features(properties.iter().map(|property| harmless(property)).collect())
            }
        };
        Self {
            name: harmless(name.as_ref()),
            text: text.into(),
            rows,
            sealed,
            line_starts: OnceLock::new(),
        }
    }

    /// The line that a byte stands in, from 0, and the byte that the line begins with.
    fn line_of(&self, byte: usize) -> (usize, usize) {
        let starts = self.line_starts.get_or_init(|| {
            let after = self.text.match_indices('\n').map(|(newline, _)| newline + 1);
            std::iter::once(0).chain(after).collect()
        });
        let line = starts.partition_point(|start| *start <= byte) - 1;
        (line, starts[line])
    }
}

/// Without the text, which may be long.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Source").field(&self.name).finish()
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.rows == other.rows && self.text == other.text
    }
}

impl Eq for Source {}

/// A stretch of a source, in bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Span {
    /// Where the bytes are.
    pub source: Arc<Source>,
    /// First byte and the byte after the last.
    pub bytes: Range<usize>,
    /// The cell, where the source is a spreadsheet.
    pub cell: Option<Cell>,
}

/// Without the source: what stands in a file means the same wherever the file is.
impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Span").field(&self.bytes).finish()
    }
}

/// A cell of a spreadsheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Row, counted from 1 as spreadsheets do; the heads are row 1.
    pub row: usize,
    /// Column, counted from 0.
    pub column: usize,
}

/// A line and a column, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineCol {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Span {
    /// A stretch of `source`.
    pub fn new(source: &Arc<Source>, bytes: Range<usize>) -> Self {
        Self {
            source: Arc::clone(source),
            bytes,
            cell: None,
        }
    }

    /// The whole of a source, for faults that belong to no line.
    pub fn file(source: &Arc<Source>) -> Self {
        Self::new(source, 0..0)
    }

    /// The text of the span; empty where it does not lie on characters, or must not be told.
    pub fn text(&self) -> &str {
        if self.source.sealed {
            return "";
        }
        self.source.text.get(self.bytes.clone()).unwrap_or_default()
    }

    /// The first stretch of it that reads so; all of it if none does.
    pub fn part(&self, words: &str) -> Self {
        let Some(at) = self.text().find(words) else {
            return self.clone();
        };
        let start = self.bytes.start + at;
        Self {
            bytes: start..start + words.len(),
            ..self.clone()
        }
    }

    /// Whether the span stands for the file as a whole.
    pub fn is_file(&self) -> bool {
        self.bytes == (0..0)
    }

    /// Whether it stands in a text that the user can open and find it in.
    pub fn is_in_text(&self) -> bool {
        self.source.rows == Rows::Text && !self.is_file()
    }

    /// The cell where it stands. A line of text in a sheet is a row of the first column.
    pub fn shown_cell(&self) -> Option<Cell> {
        match self.source.rows {
            Rows::Sheet(_) if self.cell.is_none() && !self.is_file() => Some(Cell {
                row: self.line_col().line,
                column: 0,
            }),
            _ => self.cell,
        }
    }

    /// Where the span ends: the place after its last character.
    pub fn end_line_col(&self) -> LineCol {
        let end = Self {
            bytes: self.bytes.end..self.bytes.end,
            ..self.clone()
        };
        end.line_col()
    }

    /// Where the span begins.
    pub fn line_col(&self) -> LineCol {
        let (line, start) = self.source.line_of(self.bytes.start);
        let before = self.source.text.get(start..self.bytes.start);
        LineCol {
            line: line + 1,
            // Without a text bytes have to do.
            column: before.map_or(self.bytes.start - start, |before| before.chars().count()) + 1,
        }
    }
}

impl fmt::Display for Cell {
    /// As spreadsheets name it: `B7`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.letters(), self.row)
    }
}

impl Cell {
    /// The column as spreadsheets letter it: `A`, `Z`, `AA`.
    pub fn letters(self) -> String {
        let mut letters = Vec::new();
        let mut rest = self.column + 1;
        while rest > 0 {
            rest -= 1;
            letters.push(char::from(b'A' + u8::try_from(rest % 26).expect("below 26")));
            rest /= 26;
        }
        letters.iter().rev().collect()
    }
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was read.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value read at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned {
            value: change(self.value),
            span: self.span,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Rows, Source, Span};

    #[test]
    fn columns_count_characters() {
        let source = Source::new("a.toml", "x = 1\nñandú = 2\n");
        let at = source
            .text
            .find('=')
            .map(|first| first + 1)
            .and_then(|after| source.text[after..].find('=').map(|second| after + second));
        let place = Span::new(&source, at.unwrap()..at.unwrap() + 1).line_col();
        assert_eq!((place.line, place.column), (2, 7));
    }

    #[test]
    fn a_sealed_text_has_places_alone() {
        let source = Source::sealed("a.toml", Rows::Text, "x = 1\nyy = 2\n");
        let span = Span::new(&source, 9..10);
        assert_eq!(span.text(), "");
        let bare = Span::new(&source.without_text(), 9..10);
        assert_eq!(bare.line_col(), span.line_col());
        assert_eq!((bare.line_col().line, bare.line_col().column), (2, 4));
        assert!(bare.source.text.is_empty() && bare.source.sealed);
    }

    #[test]
    fn column_letters() {
        for (column, letters) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
        ] {
            assert_eq!(Cell { row: 1, column }.letters(), letters);
        }
    }
}
