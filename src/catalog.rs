//! The messages of one language.
//!
//! A message is words and placeholders. Digits never stand in a message: `{call}` and its
//! kin are filled from the hotline record, isolated and unbroken (Unicode UAX #9).

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, is_hostile, shown};
use crate::fields::{self, Fields, Lines, Value};
use crate::hotline::Channel;
use crate::locale::Locale;
use crate::organization::OrganizationLine;
use crate::phrase::say;
use crate::source::{Source, Span, Spanned};

/// The most messages of a catalog.
const MOST_MESSAGES: usize = 1_000;

/// The longest message, in characters: more than any piece has room for at its smallest type.
const LONGEST_MESSAGE: usize = 1_000;

/// The message that a panel of languages prints of each: “I speak …”.
pub const SPEAK: &str = "speak";

/// The longest note or back-translation, in characters.
const LONGEST_NOTE: usize = 1_000;

/// The most elements of a message.
const MOST_ELEMENTS: usize = 40;

/// The most sources of a message.
const MOST_SOURCES: usize = 4;

/// The longest name of a language or reviewer, in characters.
const LONGEST_NAME: usize = 80;

/// The messages of one language and what is known of them.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// The language and script.
    pub locale: Locale,
    /// The language's own name.
    pub name: String,
    /// Its name in English: the word a caller says to get an interpreter.
    pub english: String,
    /// Its name in Spanish.
    pub spanish: String,
    /// How much of it is written.
    pub extent: Extent,
    /// Whether a native speaker read the words.
    pub review: Review,
    /// Where the review is written, if it is.
    pub review_at: Option<Span>,
    /// The messages, by key.
    pub messages: BTreeMap<String, Message>,
    /// Where the catalog stands.
    pub span: Span,
}

/// How much of a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it: every piece can be set in it.
    Whole,
    /// A language that most of its speakers do not read: its name, and the line `speak` of a panel.
    Spoken,
    /// No language: English in disguise, to try a layout.
    Pseudo,
}

/// Whether a native speaker read the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Review {
    /// Nobody did.
    Draft,
    /// Somebody did, and the words are still the same.
    Reviewed {
        /// Initials or name, as the reviewer wished.
        by: String,
        /// The day, as written.
        on: String,
    },
    /// Somebody did, but the words were changed since.
    Changed,
}

/// Words and placeholders.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// In reading order.
    pub parts: Vec<Part>,
    /// For translators and reviewers, in English: of an English message its intent, of another what is doubtful.
    pub note: Option<String>,
    /// What a second reading understood, in English.
    pub back: Option<String>,
    /// What posting rules ask of a sign and these words say, as keys of `data/rules.toml`; those of the English message hold for all.
    pub elements: Vec<Spanned<String>>,
    /// Where a claim comes from, as ids of `data/sources.toml`; those of the English message hold for all.
    pub sources: Vec<Spanned<String>>,
    /// Where it stands.
    pub span: Span,
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words of the language.
    Words(String),
    /// Something the program fills in.
    Placeholder(Placeholder),
}

/// Something the program fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placeholder {
    /// A number or address of the hotline record.
    Channel(Channel),
    /// The number without dashes, for discreet pieces.
    PlainNumber,
    /// The English name of the catalog's language.
    Language,
    /// Its Spanish name.
    SpanishName,
    /// The catalog language's own name.
    OwnName,
    /// The name of the hotline.
    Hotline,
    /// The host of the hotline.
    Host,
    /// Names and numbers of further lines that a posting rule wants beside the hotline.
    Also,
    /// Who runs the hotline.
    Operator,
    /// The day on which the facts of its record were checked.
    AsOf,
    /// The name of the hotline on older prints.
    FormerName,
    /// Who ran the hotline before, as it was then.
    FormerOperator(OrganizationLine),
    /// The number of the police and rescue where the hotline is.
    Emergency,
    /// Who hands a sheet out.
    Organization(OrganizationLine),
    /// What the campaign is called.
    Campaign,
    /// What a sheet of local services is for, as `Linn County, OR`.
    Area,
    /// Where the claims of a sheet come from, a line each.
    Sources,
    /// Name, route and milepost of the place: part of the imprint.
    Site,
    /// The serial of the sheet: part of the imprint.
    Serial,
}

impl Placeholder {
    /// All, with the word that stands in braces.
    pub const ALL: [(&'static str, Self); 32] = [
        ("call", Self::Channel(Channel::Call)),
        ("text", Self::Channel(Channel::Text)),
        ("chat", Self::Channel(Channel::Chat)),
        ("plain", Self::PlainNumber),
        ("language", Self::Language),
        ("language-es", Self::SpanishName),
        ("own-name", Self::OwnName),
        ("hotline", Self::Hotline),
        ("host", Self::Host),
        ("also", Self::Also),
        ("operator", Self::Operator),
        ("as-of", Self::AsOf),
        ("former-name", Self::FormerName),
        ("former-operator", Self::FormerOperator(OrganizationLine::Name)),
        (
            "former-operator-about",
            Self::FormerOperator(OrganizationLine::About),
        ),
        (
            "former-operator-address",
            Self::FormerOperator(OrganizationLine::Address),
        ),
        (
            "former-operator-phone",
            Self::FormerOperator(OrganizationLine::Phone),
        ),
        ("former-operator-web", Self::FormerOperator(OrganizationLine::Web)),
        ("emergency", Self::Emergency),
        ("organization", Self::Organization(OrganizationLine::Name)),
        ("organization-about", Self::Organization(OrganizationLine::About)),
        (
            "organization-address",
            Self::Organization(OrganizationLine::Address),
        ),
        ("organization-phone", Self::Organization(OrganizationLine::Phone)),
        ("organization-email", Self::Organization(OrganizationLine::Email)),
        ("organization-web", Self::Organization(OrganizationLine::Web)),
        ("organization-give", Self::Organization(OrganizationLine::Give)),
        (
            "organization-training",
            Self::Organization(OrganizationLine::Training),
        ),
        ("campaign", Self::Campaign),
        ("area", Self::Area),
        ("sources", Self::Sources),
        ("site", Self::Site),
        ("serial", Self::Serial),
    ];

    /// The word that stands in braces.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == self)
            .map_or("", |(word, _)| word)
    }

    /// Whether it differs from place to place, and so belongs to the imprint.
    pub fn is_imprint(self) -> bool {
        matches!(self, Self::Site | Self::Serial)
    }
}

impl Message {
    /// Reads words and `{placeholders}`, reporting digits, hostile characters and placeholders
    /// that do not exist.
    pub fn read(diags: &mut Diagnostics, text: &Spanned<String>) -> Self {
        let mut parts = Vec::new();
        let mut rest = text.value.as_str();
        let length = rest.chars().count();
        if length > LONGEST_MESSAGE {
            let message = say("the message has {length} characters, and {most} are the most")
                .with("length", length)
                .with("most", LONGEST_MESSAGE);
            diags.push(
                Diagnostic::new(code::HOSTILE_TEXT, message)
                    .at(&text.span)
                    .hint(say("shorten it")),
            );
            rest = "";
        }
        while let Some(open) = rest.find('{') {
            let (words, after) = rest.split_at(open);
            push_words(&mut parts, words);
            let Some(close) = after.find('}') else {
                let message = say("a placeholder is opened by `{{` and never closed");
                diags.push(Diagnostic::new(code::PLACEHOLDER, message).at(&text.span));
                rest = "";
                break;
            };
            let word = &after[1..close];
            match Placeholder::ALL.iter().find(|(known, _)| *known == word) {
                Some((_, placeholder)) => parts.push(Part::Placeholder(*placeholder)),
                None => diags.push(
                    Diagnostic::new(
                        code::PLACEHOLDER,
                        say("there is no placeholder `{{{word}}}`").with("word", shown(word)),
                    )
                    .at(&text.span)
                    .near(word, Placeholder::ALL.map(|(known, _)| known)),
                ),
            }
            rest = &after[close + 1..];
        }
        push_words(&mut parts, rest);
        let message = Self {
            parts,
            note: None,
            back: None,
            elements: Vec::new(),
            sources: Vec::new(),
            span: text.span.clone(),
        };
        message.check_words(diags);
        message
    }

    fn check_words(&self, diags: &mut Diagnostics) {
        let words: String = self.words().collect();
        if let Some(digit) = words.chars().find(|c| c.is_numeric()) {
            diags.push(
                Diagnostic::new(
                    code::MESSAGE_DIGITS,
                    say("`{digit}` is a digit written into the words").with("digit", digit),
                )
                .at(&self.span.part(&digit.to_string()))
                .hint(say(
                    "write `{{call}}`, `{{text}}` or `{{chat}}`; numbers come from the hotline record",
                )),
            );
        }
        if let Some(hostile) = words.chars().find(|c| is_hostile(*c)) {
            let found = shown(&hostile.to_string());
            let message = say("the message holds the control character {found}").with("found", &found);
            diags.push(
                Diagnostic::new(code::HOSTILE_TEXT, message)
                    .at(&self.span)
                    .hint(say(
                        "delete it; the program adds the directional isolates that numbers need",
                    )),
            );
        }
    }

    /// As it is written in a catalog, placeholders in braces.
    pub fn written(&self) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Words(words) => words.clone(),
                Part::Placeholder(placeholder) => format!("{{{}}}", placeholder.word()),
            })
            .collect()
    }

    /// The words alone.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Words(words) => Some(words.as_str()),
            Part::Placeholder(_) => None,
        })
    }

    /// The placeholders alone.
    pub fn placeholders(&self) -> impl Iterator<Item = Placeholder> {
        self.parts.iter().filter_map(|part| match part {
            Part::Placeholder(placeholder) => Some(*placeholder),
            Part::Words(_) => None,
        })
    }
}

fn push_words(parts: &mut Vec<Part>, words: &str) {
    if !words.is_empty() {
        parts.push(Part::Words(words.to_owned()));
    }
}

impl Catalog {
    /// The language that its words are written in: Spanish, where it is mostly spoken.
    pub fn language_of_words(&self) -> Locale {
        match self.extent {
            Extent::Spoken => Locale::parse("es").expect("a tag"),
            Extent::Whole | Extent::Pseudo => self.locale.clone(),
        }
    }

    /// The hash of all that is printed of it, its names and its messages, which a review is bound to: an edit voids it.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for name in [&self.name, &self.english, &self.spanish] {
            hash.update(name);
            hash.update([0]);
        }
        for (key, message) in &self.messages {
            hash.update(key.as_bytes());
            hash.update([0]);
            hash.update(message.written());
            hash.update([0]);
        }
        hash.finalize()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// Reads `messages/<tag>.toml`.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Option<Catalog> {
    let mut file = fields::document(diags, source);
    let tag = file.need_text(diags, "tag");
    let name = file.need_line(diags, "name", LONGEST_NAME);
    let english = file.need_line(diags, "english", LONGEST_NAME);
    let spanish = file.need_line(diags, "spanish", LONGEST_NAME);
    let extent = if file.flag(diags, "spoken") {
        Extent::Spoken
    } else {
        Extent::Whole
    };
    let review = file.table(diags, "review");
    let messages = file
        .table(diags, "messages")
        .map(|table| read_messages(diags, table))
        .unwrap_or_default();
    file.finish(diags);
    if messages.is_empty() {
        let message = say("`[messages]` is missing or empty");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&Span::file(source)));
    }
    let tag = tag?;
    let locale = match Locale::parse(&tag.value) {
        Some(locale) => locale,
        None => fields::bad(
            diags,
            "tag",
            say("a language tag such as `es` or `pa-Guru`"),
            &tag.span,
        )?,
    };
    check_extent(diags, extent, &messages);
    let mut catalog = Catalog {
        locale,
        name: name?.value,
        english: english?.value,
        spanish: spanish?.value,
        extent,
        review: Review::Draft,
        review_at: review.as_ref().map(|review| review.span().clone()),
        messages,
        span: tag.span,
    };
    if let Some(review) = review {
        catalog.review = read_review(diags, review, &catalog.fingerprint());
    }
    Some(catalog)
}

/// A language that is mostly spoken is not written by us: it has the line of the panel alone.
fn check_extent(diags: &mut Diagnostics, extent: Extent, messages: &BTreeMap<String, Message>) {
    let beyond = messages.iter().filter(|(key, _)| *key != SPEAK);
    for (key, message) in beyond.filter(|_| extent == Extent::Spoken) {
        let fault =
            say("a language that is mostly spoken has the message `{speak}` alone, and this is `{key}`")
                .with("speak", SPEAK)
                .with("key", key);
        diags.push(
            Diagnostic::new(code::BAD_VALUE, fault)
                .at(&message.span)
                .hint(say(
                    "leave it out; or leave out `spoken = true` and translate every message",
                )),
        );
    }
}

fn read_messages(diags: &mut Diagnostics, mut table: Fields<'_>) -> BTreeMap<String, Message> {
    let mut messages = BTreeMap::new();
    let rest = table.rest();
    for (key, value) in fields::at_most(diags, rest, MOST_MESSAGES, say("messages"), |(key, _)| &key.span) {
        let Some(key) = fields::check_id(diags, key) else {
            continue;
        };
        if let Some(message) = read_message(diags, &key, value) {
            if let Some(odd) = message.placeholders().find(|what| what.is_imprint()) {
                let message = say("`{{{placeholder}}}` belongs to templates, not to messages")
                    .with("placeholder", odd.word());
                diags.push(Diagnostic::new(code::PLACEHOLDER, message).at(&key.span));
            }
            messages.insert(key.value, message);
        }
    }
    messages
}

/// `free = "…"`, or `free.words = "…"` with `free.note` and `free.back` beside it.
fn read_message(
    diags: &mut Diagnostics,
    key: &Spanned<String>,
    value: Spanned<Value<'_>>,
) -> Option<Message> {
    match value.value {
        Value::Text(text) => Some(Message::read(diags, &Spanned::new(text, value.span))),
        Value::Table(mut fields) => {
            let words = fields.need_text(diags, "words");
            let note = read_note(diags, &mut fields, "note");
            let back = read_note(diags, &mut fields, "back");
            let elements = fields.texts(diags, "elements").unwrap_or_default();
            let elements =
                fields::at_most(diags, elements, MOST_ELEMENTS, say("elements"), |word| &word.span);
            let sources = fields.texts(diags, "sources").unwrap_or_default();
            let sources = fields::at_most(diags, sources, MOST_SOURCES, say("sources"), |word| &word.span);
            fields.finish(diags);
            let message = Message::read(diags, &words?);
            Some(Message {
                note,
                back,
                elements,
                sources,
                ..message
            })
        }
        other => fields::wrong(diags, &key.value, say("a text in quotes"), &other, &value.span),
    }
}

/// A remark for people, on as many lines as it needs.
fn read_note(diags: &mut Diagnostics, fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    let note = fields.text(diags, key)?;
    let sound = fields::is_plain(diags, key, &note, LONGEST_NOTE, Lines::Many);
    let words: Vec<&str> = note.value.split_whitespace().collect();
    sound.then(|| words.join(" "))
}

fn read_review(diags: &mut Diagnostics, mut fields: Fields<'_>, fingerprint: &str) -> Review {
    let state = fields.need_text(diags, "state");
    let by = fields.line(diags, "by", LONGEST_NAME);
    let on = fields.line(diags, "on", LONGEST_NAME);
    let of = fields.line(diags, "fingerprint", LONGEST_NAME);
    fields.finish(diags);
    match state.as_ref().map(|state| state.value.as_str()) {
        Some("reviewed") => match (by, on, of) {
            (Some(by), Some(on), Some(of)) if of.value == fingerprint => Review::Reviewed {
                by: by.value,
                on: on.value,
            },
            _ => Review::Changed,
        },
        Some("draft") | None => Review::Draft,
        Some(_) => {
            let span = state.map(|state| state.span).expect("a state was matched");
            fields::bad(diags, "state", say("`draft` or `reviewed`"), &span).unwrap_or(Review::Draft)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Message, Part, Placeholder, Review, read};
    use crate::diag::Diagnostics;
    use crate::hotline::Channel;
    use crate::source::{Source, Span, Spanned};

    fn message(text: &str) -> (Message, Vec<&'static str>) {
        let source = Source::new("en.toml", text);
        let mut diags = Diagnostics::default();
        let message = Message::read(&mut diags, &Spanned::new(text.to_owned(), Span::file(&source)));
        let codes = diags.iter().map(|fault| fault.code.name).collect();
        (message, codes)
    }

    #[test]
    fn words_and_placeholders() {
        let (found, codes) = message("Call {call}.");
        let call = Part::Placeholder(Placeholder::Channel(Channel::Call));
        assert_eq!(
            found.parts,
            [Part::Words("Call ".into()), call, Part::Words(".".into())]
        );
        assert!(codes.is_empty());
    }

    #[test]
    fn what_a_message_must_not_hold() {
        assert_eq!(message("Call 1-866").1, ["message-digits"]);
        assert_eq!(message("Call ٨٨٨").1, ["message-digits"]);
        assert_eq!(message("Call {cal}").1, ["placeholder"]);
        assert_eq!(message("Call {call").1, ["placeholder"]);
        assert_eq!(message("a\u{202E}b").1, ["hostile-text"]);
    }

    #[test]
    fn an_edit_voids_a_review() {
        let text = |words: &str, of: &str| {
            format!(
                "tag = \"xx\"\nname = \"X\"\nenglish = \"X\"\nspanish = \"x\"\nreview = {{ state = \"reviewed\", \
                 by = \"AB\", on = 2026-11-01, fingerprint = \"{of}\" }}\n[messages]\nfree = \"{words}\"\n"
            )
        };
        let mut diags = Diagnostics::default();
        let first = read(&mut diags, &Source::new("xx.toml", text("free", ""))).unwrap();
        assert_eq!(first.review, Review::Changed);
        let of = first.fingerprint();
        let same = read(&mut diags, &Source::new("xx.toml", text("free", &of))).unwrap();
        assert!(matches!(same.review, Review::Reviewed { .. }));
        let edited = read(&mut diags, &Source::new("xx.toml", text("gratis", &of))).unwrap();
        assert_eq!(edited.review, Review::Changed);
        assert!(!diags.has_errors(), "{diags:?}");
    }
}
