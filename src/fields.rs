//! Reads a TOML file field by field, keeps going after a fault, and knows where each value stands.
//!
//! A reader asks for the fields it knows; what nobody asked for is unknown and is reported by
//! [`Fields::finish`], with the nearest known name. The crate `toml` is named here alone.

use std::ops::RangeInclusive;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics, is_hostile, shown};
use crate::geom::Length;
use crate::locale::Locale;
use crate::phrase::{Phrase, say, verbatim};
use crate::source::{Rows, Source, Span, Spanned};

/// The largest file that is read, in bytes: a spreadsheet of 200,000 places.
pub const LARGEST: usize = 32 << 20;

/// The largest document, in bytes: 25,000 places with all their fields. Its tables take twenty times as much
/// memory while it is read, those of a hostile one a hundred times.
const LARGEST_DOCUMENT: usize = 12 << 20;

/// The longest line, in bytes. Nobody writes longer ones by hand, and telling the column of a fault
/// counts the characters before it.
const LONGEST_LINE: usize = 64 << 10;

/// Unknown fields of one table that are told one by one; each is compared with all known names.
const UNKNOWN_TOLD: usize = 40;

/// The longest word in an id, in bytes: it is part of names of files.
const LONGEST_ID: usize = 80;

/// Whether a text may have several lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// It is shown or printed on one line.
    One,
    /// It is for people who read the file.
    Many,
}

/// A table being read.
pub struct Fields<'a> {
    source: &'a Arc<Source>,
    table: DeTable<'a>,
    span: Span,
    asked: Vec<&'a str>,
}

/// A value that may be one of several kinds, for fields that take more than one.
pub enum Value<'a> {
    /// A string.
    Text(String),
    /// An integer or a float.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// An array.
    List(Vec<Spanned<Self>>),
    /// A table.
    Table(Fields<'a>),
    /// Something else; its kind in words.
    Other(Phrase),
}

/// The bytes of a file as a source; what is too large or not UTF-8 is reported.
pub fn decode(diags: &mut Diagnostics, name: String, bytes: Vec<u8>) -> Option<Arc<Source>> {
    decode_up_to(diags, name, bytes, LARGEST)
}

/// The same for a file of which no word may be told.
pub fn decode_sealed(
    diags: &mut Diagnostics,
    name: String,
    bytes: Vec<u8>,
    most: usize,
) -> Option<Arc<Source>> {
    let sealed = |name: String, text: String| Source::sealed(name, Rows::Text, text);
    decode_as(diags, name, bytes, most, sealed)
}

/// The same with another number of bytes that are the most.
pub fn decode_up_to(
    diags: &mut Diagnostics,
    name: String,
    bytes: Vec<u8>,
    most: usize,
) -> Option<Arc<Source>> {
    decode_as(diags, name, bytes, most, Source::new)
}

fn decode_as<F>(
    diags: &mut Diagnostics,
    name: String,
    bytes: Vec<u8>,
    most: usize,
    make: F,
) -> Option<Arc<Source>>
where
    F: FnOnce(String, String) -> Arc<Source>,
{
    if bytes.len() > most {
        let message = say("the file has more than {most} MB").with("most", most >> 20);
        diags.push(
            Diagnostic::new(code::TOO_LARGE, message)
                .at(&Span::file(&Source::new(name, "")))
                .hint(say("split it, or take out what does not belong into it")),
        );
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(make(name, text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..at]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count()
                + 1;
            let source = Source::new(name, "");
            diags.push(
                Diagnostic::new(
                    code::SYNTAX,
                    say("line {line} holds bytes that are not UTF-8 text").with("line", line),
                )
                .at(&Span::file(&source))
                .hint(say(
                    "save the file as UTF-8; in a spreadsheet program, as `CSV UTF-8`",
                )),
            );
            None
        }
    }
}

/// Reads a whole document. Syntax faults are reported, and what could be read is handed over.
pub fn document<'a>(diags: &mut Diagnostics, source: &'a Arc<Source>) -> Fields<'a> {
    if !is_readable(diags, source) {
        return Fields::new(source, DeTable::new(), 0..0);
    }
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    for error in errors {
        let span = Span::new(source, error.span().unwrap_or(0..0));
        let message = if source.sealed {
            say("this is not sound TOML")
        } else {
            verbatim(shown(&error.message().lines().collect::<Vec<_>>().join(", ")))
        };
        diags.push(Diagnostic::new(code::SYNTAX, message).at(&span));
    }
    Fields::new(source, table.into_inner(), 0..0)
}

/// Whether a document is no larger and no line longer than is read; reports it if not.
fn is_readable(diags: &mut Diagnostics, source: &Arc<Source>) -> bool {
    if source.text.len() > LARGEST_DOCUMENT {
        let message = say("the file has more than {most} MB").with("most", LARGEST_DOCUMENT >> 20);
        diags.push(
            Diagnostic::new(code::TOO_LARGE, message)
                .at(&Span::file(source))
                .hint(say(
                    "split it; a long list of places can be a spreadsheet, saved as CSV",
                )),
        );
        return false;
    }
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        if line.len() > LONGEST_LINE {
            let message = say("the line has {count} bytes, and {most} are the most")
                .with("count", line.len())
                .with("most", LONGEST_LINE);
            diags.push(
                Diagnostic::new(code::TOO_LARGE, message)
                    .at(&Span::new(source, start..start + line.trim_end().len()))
                    .hint(say(
                        "break it into several lines, or take out what does not belong into the file",
                    )),
            );
            return false;
        }
        start += line.len();
    }
    true
}

impl<'a> Fields<'a> {
    fn new(source: &'a Arc<Source>, table: DeTable<'a>, bytes: std::ops::Range<usize>) -> Self {
        Self {
            source,
            table,
            span: Span::new(source, bytes),
            asked: Vec::new(),
        }
    }

    /// Where the table begins: its first key, or its head.
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// Takes a field of any kind.
    pub fn value(&mut self, key: &'a str) -> Option<Spanned<Value<'a>>> {
        self.asked.push(key);
        self.table.remove(key).map(|value| self.settle(value))
    }

    /// Takes a field of any kind, reporting when it is not there.
    pub fn need_value(&mut self, diags: &mut Diagnostics, key: &'a str) -> Option<Spanned<Value<'a>>> {
        let value = self.value(key);
        if value.is_none() {
            self.missing(diags, key);
        }
        value
    }

    fn settle(&self, value: toml::Spanned<DeValue<'a>>) -> Spanned<Value<'a>> {
        let span = Span::new(self.source, value.span());
        let value = match value.into_inner() {
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).map_or(
                Value::Other(say("a integer")),
                |n| {
                    #[expect(clippy::cast_precision_loss, reason = "no field needs more than 2^53")]
                    Value::Number(n as f64)
                },
            ),
            DeValue::Float(number) => number
                .as_str()
                .parse()
                .map_or(Value::Other(say("a float")), Value::Number),
            DeValue::Array(items) => Value::List(items.into_iter().map(|item| self.settle(item)).collect()),
            DeValue::Table(table) => Value::Table(Fields::new(self.source, table, span.bytes.clone())),
            DeValue::Boolean(flag) => Value::Flag(flag),
            DeValue::Datetime(day) => return Spanned::new(Value::Text(day.to_string()), span),
        };
        Spanned::new(value, span)
    }

    fn missing(&self, diags: &mut Diagnostics, key: &str) {
        diags.push(
            Diagnostic::new(
                code::MISSING_FIELD,
                say("`{key}` is missing here").with("key", key),
            )
            .at(&self.span),
        );
    }

    /// Whether a field is there.
    pub fn has(&mut self, key: &'a str) -> bool {
        self.asked.push(key);
        self.table.contains_key(key)
    }

    /// A string.
    pub fn text(&mut self, diags: &mut Diagnostics, key: &'a str) -> Option<Spanned<String>> {
        let value = self.value(key)?;
        match value.value {
            Value::Text(text) => Some(Spanned::new(text, value.span)),
            other => wrong(diags, key, say("a text in quotes"), &other, &value.span),
        }
    }

    /// A string that must be there.
    pub fn need_text(&mut self, diags: &mut Diagnostics, key: &'a str) -> Option<Spanned<String>> {
        if !self.table.contains_key(key) {
            self.asked.push(key);
            self.missing(diags, key);
            return None;
        }
        self.text(diags, key)
    }

    /// A string for one line, without control or direction characters.
    pub fn line(&mut self, diags: &mut Diagnostics, key: &'a str, longest: usize) -> Option<Spanned<String>> {
        let text = self.text(diags, key)?;
        is_plain(diags, key, &text, longest, Lines::One).then_some(text)
    }

    /// A string for one line that must be there.
    pub fn need_line(
        &mut self,
        diags: &mut Diagnostics,
        key: &'a str,
        longest: usize,
    ) -> Option<Spanned<String>> {
        let text = self.need_text(diags, key)?;
        is_plain(diags, key, &text, longest, Lines::One).then_some(text)
    }

    /// An integer or a float.
    pub fn number(&mut self, diags: &mut Diagnostics, key: &'a str) -> Option<Spanned<f64>> {
        let value = self.value(key)?;
        match value.value {
            Value::Number(number) if number.is_finite() => Some(Spanned::new(number, value.span)),
            other => wrong(diags, key, say("a number"), &other, &value.span),
        }
    }

    /// A whole number from 0 to one million.
    pub fn count(&mut self, diags: &mut Diagnostics, key: &'a str) -> Option<Spanned<u32>> {
        let number = self.number(diags, key)?;
        match whole(number.value) {
            Some(count) => Some(Spanned::new(count, number.span)),
            None => bad(diags, key, say("a whole number, 0 or more"), &number.span),
        }
    }

    /// `true` or `false`; `false` where it is not there.
    pub fn flag(&mut self, diags: &mut Diagnostics, key: &'a str) -> bool {
        match self.value(key) {
            None => false,
            Some(Spanned {
                value: Value::Flag(flag),
                ..
            }) => flag,
            Some(other) => {
                wrong(diags, key, say("`true` or `false`"), &other.value, &other.span).unwrap_or(false)
            }
        }
    }

    /// One of some words, each with what it stands for.
    pub fn word<T: Copy>(
        &mut self,
        diags: &mut Diagnostics,
        key: &'a str,
        all: &[(&'static str, T)],
    ) -> Option<T> {
        let found = self.text(diags, key)?;
        let known = all.iter().find(|(word, _)| *word == found.value);
        if known.is_none() {
            let words = || all.iter().map(|(word, _)| *word);
            let message = if found.span.source.sealed {
                say("`{key}` takes one of {words}")
            } else {
                say("`{key}` takes one of {words}, not `{found}`").with("found", shown(&found.value))
            };
            let message = message
                .with("key", shown(key))
                .with("words", words().collect::<Vec<_>>().join(", "));
            let fault = Diagnostic::new(code::BAD_VALUE, message).at(&found.span);
            diags.push(fault.near(&found.value, words()));
        }
        known.map(|(_, value)| *value)
    }

    /// A day such as `2026-11-23`.
    pub fn date(&mut self, diags: &mut Diagnostics, key: &'a str) -> Option<Spanned<Date>> {
        let text = self.text(diags, key)?;
        match Date::parse(&text.value) {
            Some(date) => Some(Spanned::new(date, text.span)),
            None => bad(diags, key, say("a day such as 2026-11-23"), &text.span),
        }
    }

    /// A length such as `"8.5 in"`.
    pub fn length(&mut self, diags: &mut Diagnostics, key: &'a str) -> Option<Spanned<Length>> {
        let text = self.text(diags, key)?;
        match Length::parse(&text.value) {
            Some(length) => Some(Spanned::new(length, text.span)),
            None => bad(
                diags,
                key,
                say("a length such as `8.5 in`, `210 mm` or `18 pt`"),
                &text.span,
            ),
        }
    }

    /// A length within a range, in points.
    pub fn length_within(
        &mut self,
        diags: &mut Diagnostics,
        key: &'a str,
        range: RangeInclusive<f32>,
    ) -> Option<Spanned<Length>> {
        let length = self.length(diags, key)?;
        if range.contains(&length.value.to_pt()) {
            return Some(length);
        }
        let wanted = say("a length from {from} to {to} pt")
            .with("from", range.start())
            .with("to", range.end());
        bad(diags, key, wanted, &length.span)
    }

    /// A list of strings; a single string counts as a list of one.
    pub fn texts(&mut self, diags: &mut Diagnostics, key: &'a str) -> Option<Vec<Spanned<String>>> {
        let value = self.value(key)?;
        match value.value {
            Value::Text(text) => Some(vec![Spanned::new(text, value.span)]),
            Value::List(items) => Some(
                items
                    .into_iter()
                    .filter_map(|item| match item.value {
                        Value::Text(text) => Some(Spanned::new(text, item.span)),
                        other => wrong(diags, key, say("a text in quotes"), &other, &item.span),
                    })
                    .collect(),
            ),
            other => wrong(diags, key, say("a list of texts"), &other, &value.span),
        }
    }

    /// A table inside this one.
    pub fn table(&mut self, diags: &mut Diagnostics, key: &'a str) -> Option<Self> {
        let value = self.value(key)?;
        match value.value {
            Value::Table(fields) => Some(fields),
            other => wrong(diags, key, say("a table"), &other, &value.span),
        }
    }

    /// The tables of `[[key]]`, in the order of the file.
    pub fn tables(&mut self, diags: &mut Diagnostics, key: &'a str) -> Vec<Self> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let Value::List(items) = value.value else {
            wrong::<()>(
                diags,
                key,
                say("a list of tables, `[[{key}]]`").with("key", key),
                &value.value,
                &value.span,
            );
            return Vec::new();
        };
        items
            .into_iter()
            .filter_map(|item| match item.value {
                Value::Table(fields) => Some(fields),
                other => wrong(diags, key, say("a table"), &other, &item.span),
            })
            .collect()
    }

    /// All that nobody asked for yet, in the order of the file: for tables whose keys are the user's own.
    pub fn rest(&mut self) -> Vec<(Spanned<String>, Spanned<Value<'a>>)> {
        let mut rest: Vec<_> = std::mem::take(&mut self.table)
            .into_iter()
            .map(|(key, value)| {
                let span = Span::new(self.source, key.span());
                (
                    Spanned::new(key.into_inner().into_owned(), span),
                    self.settle(value),
                )
            })
            .collect();
        rest.sort_by_key(|(key, _)| key.span.bytes.start);
        rest
    }

    /// Reports every field that nobody asked for.
    pub fn finish(mut self, diags: &mut Diagnostics) {
        let unknown = self.rest();
        for (key, _) in unknown.iter().take(UNKNOWN_TOLD) {
            // What is read as a field may be the end of a value whose quotes are amiss.
            let message = if key.span.source.sealed {
                say("there is no such field")
            } else {
                say("there is no field `{key}`").with("key", shown(&key.value))
            };
            diags.push(
                Diagnostic::new(code::UNKNOWN_FIELD, message)
                    .at(&key.span)
                    .near(&key.value, self.asked.iter().copied()),
            );
        }
        if let Some((key, _)) = unknown.get(UNKNOWN_TOLD) {
            let more = unknown.len() - UNKNOWN_TOLD;
            let message = say("there are no {more} further fields from here on").with("more", more);
            diags.push(Diagnostic::new(code::UNKNOWN_FIELD, message).at(&key.span));
        }
    }
}

impl Value<'_> {
    /// What it is, in words; of a sealed source without the value.
    fn kind(&self, is_sealed: bool) -> Phrase {
        match self {
            Self::Text(_) if is_sealed => say("a text"),
            Self::Number(_) if is_sealed => say("a number"),
            Self::Text(text) => say("the text `{text}`").with("text", shown(text)),
            Self::Number(number) => say("the number {number}").with("number", number),
            Self::Flag(flag) => say("`{flag}`").with("flag", flag),
            Self::List(_) => say("a list"),
            Self::Table(_) => say("a table"),
            Self::Other(kind) => kind.clone(),
        }
    }
}

/// The number as a count, where it is one.
pub fn whole(number: f64) -> Option<u32> {
    let sound = (0.0..=1_000_000.0).contains(&number) && number.fract().abs() < f64::EPSILON;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked just above"
    )]
    sound.then_some(number as u32)
}

/// Whether a word can be an id. Ids become names of files and folders, so they hold only what is
/// safe there on every system.
pub fn is_id(word: &str) -> bool {
    (1..=LONGEST_ID).contains(&word.len())
        && word
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !word.starts_with('-')
        && !is_device(word)
}

/// Whether Windows takes a name for a device.
fn is_device(word: &str) -> bool {
    let numbered = word.strip_prefix("com").or_else(|| word.strip_prefix("lpt"));
    matches!(word, "con" | "prn" | "aux" | "nul")
        || numbered.is_some_and(|digit| digit.len() == 1 && digit.chars().all(|c| c.is_ascii_digit()))
}

/// Reports a word that cannot be an id.
pub fn check_id(diags: &mut Diagnostics, id: Spanned<String>) -> Option<Spanned<String>> {
    if is_id(&id.value) {
        return Some(id);
    }
    let message = say("`{id}` cannot be an id").with("id", shown(&id.value));
    diags.push(Diagnostic::new(code::BAD_ID, message).at(&id.span).hint(say(
        "an id has small letters, digits and hyphens, as `or-i5-nb-oak-grove`",
    )));
    None
}

/// Whether a text is as short as it must be and holds no character that could hide or turn around
/// what stands beside it; reports it if not.
pub fn is_plain(
    diags: &mut Diagnostics,
    key: &str,
    text: &Spanned<String>,
    longest: usize,
    lines: Lines,
) -> bool {
    // Nearly every text is plain letters.
    if text.value.len() <= longest && text.value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return true;
    }
    let breaks = |c: char| lines == Lines::Many && matches!(c, '\r' | '\n' | '\t');
    let hostile = text.value.chars().find(|c| is_hostile(*c) && !breaks(*c));
    if let Some(hostile) = hostile {
        let message = say("`{key}` holds the control character {hostile}")
            .with("key", shown(key))
            .with("hostile", shown(&hostile.to_string()));
        diags.push(
            Diagnostic::new(code::HOSTILE_TEXT, message)
                .at(&text.span)
                .hint(say(
                    "type the text anew; it was probably pasted with hidden characters",
                )),
        );
    }
    let length = text.value.chars().count();
    if length > longest {
        let message = say("`{key}` has {length} characters, and {longest} are the most")
            .with("key", shown(key))
            .with("length", length)
            .with("longest", longest);
        diags.push(
            Diagnostic::new(code::HOSTILE_TEXT, message)
                .at(&text.span)
                .hint(say("shorten it")),
        );
    }
    hostile.is_none() && length <= longest
}

/// Keeps as many items as a file may have; reports the first that is too many.
pub fn at_most<T>(
    diags: &mut Diagnostics,
    mut items: Vec<T>,
    most: usize,
    what: Phrase,
    place: impl Fn(&T) -> &Span,
) -> Vec<T> {
    if let Some(first) = items.get(most) {
        let message = say("there are {count} {what}, and {most} are the most")
            .with("count", items.len())
            .with_words("what", what)
            .with("most", most);
        diags.push(
            Diagnostic::new(code::TOO_LARGE, message)
                .at(place(first))
                .hint(say("take out what is not used, or split the file")),
        );
        items.truncate(most);
    }
    items
}

/// A language tag of a field.
pub fn locale(diags: &mut Diagnostics, key: &str, tag: &Spanned<String>) -> Option<Locale> {
    let locale = Locale::parse(&tag.value);
    locale.or_else(|| bad(diags, key, say("a language tag such as `es`"), &tag.span))
}

/// Reports a value of another kind than wanted.
pub fn wrong<T>(
    diags: &mut Diagnostics,
    key: &str,
    wanted: Phrase,
    found: &Value<'_>,
    span: &Span,
) -> Option<T> {
    let message = say("`{key}` takes {wanted}, not {kind}")
        .with("key", shown(key))
        .with_words("wanted", wanted)
        .with_words("kind", found.kind(span.source.sealed));
    diags.push(Diagnostic::new(code::WRONG_TYPE, message).at(span));
    None
}

/// Reports a value that the field does not take.
pub fn bad<T>(diags: &mut Diagnostics, key: &str, wanted: Phrase, span: &Span) -> Option<T> {
    let message = if span.source.sealed {
        say("`{key}` takes {wanted}")
    } else {
        let found = shown(span.text().trim_matches('"'));
        say("`{key}` takes {wanted}, not `{found}`").with("found", found)
    };
    let message = message.with("key", shown(key)).with_words("wanted", wanted);
    diags.push(Diagnostic::new(code::BAD_VALUE, message).at(span));
    None
}

#[cfg(test)]
mod tests {
    use super::{document, is_id};
    use crate::diag::Diagnostics;
    use crate::phrase::Phrase;
    use crate::source::Source;

    #[test]
    fn all_faults_are_told_with_their_place() {
        let source = Source::new("a.toml", "tilte = \"x\"\nwidth = \"8 furlongs\"\ncount = -1\n");
        let mut diags = Diagnostics::default();
        let mut fields = document(&mut diags, &source);
        assert_eq!(fields.need_text(&mut diags, "title"), None);
        assert_eq!(fields.length(&mut diags, "width"), None);
        assert_eq!(fields.count(&mut diags, "count"), None);
        fields.finish(&mut diags);
        let told: Vec<_> = diags
            .iter()
            .map(|fault| (fault.code.name, fault.span.as_ref().unwrap().line_col().line))
            .collect();
        assert_eq!(
            told,
            [
                ("missing-field", 1),
                ("bad-value", 2),
                ("bad-value", 3),
                ("unknown-field", 1)
            ]
        );
        assert_eq!(
            diags
                .iter()
                .last()
                .unwrap()
                .hint
                .as_ref()
                .map(Phrase::english)
                .as_deref(),
            Some("did you mean `title`?")
        );
    }

    #[test]
    fn ids_name_files_on_every_system() {
        for sound in ["or-i5-nb-oak-grove", "a", "7", "com", "com10", "comb", "nul-1"] {
            assert!(is_id(sound), "{sound}");
        }
        let long = "x".repeat(81);
        for bad in [
            "", "-a", "A", "a.b", "a/b", "..", "é", "con", "com1", "lpt9", "a b", &long,
        ] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn reading_goes_on_after_a_syntax_fault() {
        let source = Source::new("a.toml", "a = \nb = \"two\"\n");
        let mut diags = Diagnostics::default();
        let mut fields = document(&mut diags, &source);
        assert_eq!(
            fields.text(&mut diags, "b").map(|b| b.value).as_deref(),
            Some("two")
        );
        assert!(diags.has_errors());
    }
}
