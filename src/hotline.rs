//! The hotline record: the one place that numbers and addresses come from.
//!
//! Numbers are E.164 (ITU-T): `+`, then 7 to 15 digits, the first not 0. A grouping is the
//! same number as people read it; its digits are compared with the number. Claims are made
//! per channel: a line that speaks by interpreter may read texts in two languages only.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use crate::code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::fields::{self, Fields, Lines, Value};
use crate::locale::Locale;
use crate::organization::{self, Organization};
use crate::phone;
use crate::phrase::say;
use crate::source::{Source, Span, Spanned};

/// The most records of a file, and the most languages, groupings and the like of one.
const MOST_RECORDS: usize = 1_000;
const MOST_LISTED: usize = 200;

/// The longest name, code or address, in characters, and the longest note.
const LONGEST_NAME: usize = 120;
const LONGEST_NOTE: usize = 4_000;

/// The longest printed number, in characters: 15 digits (E.164) and what parts them.
const LONGEST_GROUPING: usize = 32;

/// The longest short code, in digits: as an international number.
const LONGEST_CODE: usize = 15;

/// One line that a person can call.
#[derive(Clone, Debug)]
pub struct Hotline {
    /// Stable id, as `us-nhth`.
    pub id: String,
    /// Its name, by language.
    pub name: BTreeMap<Locale, String>,
    /// The name on older prints.
    pub former_name: Option<String>,
    /// ISO 3166 code of the country it serves.
    pub country: String,
    /// Who runs it, as of the day on which the facts were checked.
    pub operator: Option<String>,
    /// Who ran it before, with addresses that are history.
    pub former_operator: Option<Organization>,
    /// The number of the police and rescue there, as `911`.
    pub emergency: Option<String>,
    /// How sure the facts are: `A`, `B` or `C`, as `data/README.md` says.
    pub mark: String,
    /// By telephone.
    pub voice: Voice,
    /// By text message.
    pub text: Option<TextLine>,
    /// By chat in a browser.
    pub chat: Option<Chat>,
    /// Its own host, without scheme, as `humantraffickinghotline.org`.
    pub host: Option<String>,
    /// The day the facts were last checked.
    pub verified_on: Date,
    /// Days after which a check is too old.
    pub stale_after_days: u32,
    /// The last day on which the line answers, where it is known.
    pub effective_to: Option<Date>,
    /// What is known to be true of the line and may be printed of it: keys of the elements of posting rules.
    pub claims: BTreeSet<String>,
    /// Where the facts come from.
    pub source: String,
    /// Where the record stands.
    pub span: Span,
}

/// The telephone.
#[derive(Clone, Debug)]
pub struct Voice {
    /// The number to dial.
    pub number: PhoneNumber,
    /// The number as it is printed; the first is preferred.
    pub groupings: Vec<String>,
    /// The number as it is written with letters, as `888-KEY-2-FREE`. Never printed but where a law gives it so.
    pub letters: Vec<String>,
    /// For people who type, as `711`.
    pub tty: Option<String>,
    /// As `24/7`, where it is known.
    pub hours: Option<String>,
    /// Languages of the people who answer.
    pub staffed: Vec<Locale>,
    /// Whether interpreters join for other languages.
    pub interpreters: bool,
}

/// Text messages.
#[derive(Clone, Debug)]
pub struct TextLine {
    /// A short code, digits only.
    pub code: String,
    /// Languages that are read there.
    pub languages: Vec<Locale>,
}

/// A chat page.
#[derive(Clone, Debug)]
pub struct Chat {
    /// Plain https on the record's own host.
    pub url: String,
    /// Languages that are read there.
    pub languages: Vec<Locale>,
}

/// A way to reach the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// The telephone.
    Call,
    /// Text messages.
    Text,
    /// Chat in a browser.
    Chat,
}

/// A number after E.164: `+` and 7 to 15 digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads `+18883737888`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+')?;
        let sound = matches!(digits.len(), 7..=15)
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        sound.then(|| Self(digits.to_owned()))
    }

    /// The digits, country code first.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The number without its country code.
    fn national(&self) -> &str {
        &self.0[country_code(&self.0).min(self.0.len())..]
    }

    /// Whether `grouping` is this number as people write it: with the country code, without
    /// it, or outside North America with a trunk `0` in its place.
    pub fn is_written(&self, grouping: &str) -> bool {
        let written = digits_of(grouping);
        let trunk = written.strip_prefix('0').filter(|_| !self.0.starts_with('1'));
        written == self.0 || written == self.national() || trunk == Some(self.national())
    }
}

/// How many digits the country code of a number has (ITU-T E.164, list of assigned country codes, 2016).
fn country_code(digits: &str) -> usize {
    let two = |from: u8, to: u8| {
        digits
            .get(..2)
            .and_then(|code| code.parse().ok())
            .is_some_and(|code: u8| (from..=to).contains(&code))
    };
    if digits.starts_with(['1', '7']) {
        return 1;
    }
    let is_two = [
        (20, 20),
        (27, 27),
        (30, 34),
        (36, 36),
        (39, 41),
        (43, 49),
        (51, 58),
        (60, 66),
        (81, 82),
        (84, 84),
        (86, 86),
        (90, 95),
        (98, 98),
    ]
    .into_iter()
    .any(|(from, to)| two(from, to));
    if is_two { 2 } else { 3 }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.0)
    }
}

/// Whether a text is digits with nothing but spaces, hyphens, dots and brackets between them: it is
/// printed as it is, so nothing else may come in with it.
fn is_grouping(text: &str) -> bool {
    text.chars().count() <= LONGEST_GROUPING
        && text.chars().all(|c| c.is_ascii_digit() || phone::is_separator(c))
}

/// The ASCII digits of a text, in its order.
pub fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

impl Hotline {
    /// The name in the first of `languages` that has one, else in English, else any.
    pub fn name_in<'a>(&self, languages: impl IntoIterator<Item = &'a Locale>) -> &str {
        let english = || {
            self.name
                .iter()
                .find(|(locale, _)| locale.tag() == "en")
                .map(|(_, name)| name)
        };
        languages
            .into_iter()
            .find_map(|locale| self.name.get(locale))
            .or_else(english)
            .or_else(|| self.name.values().next())
            .map_or("", String::as_str)
    }

    /// Whether a channel is there at all, and serves a reader of `locale`.
    pub fn serves(&self, channel: Channel, locale: &Locale) -> bool {
        let listed = |languages: &[Locale]| {
            languages
                .iter()
                .any(|known| known.language() == locale.language())
        };
        match channel {
            Channel::Call => self.voice.interpreters || listed(&self.voice.staffed),
            Channel::Text => self.text.as_ref().is_some_and(|text| listed(&text.languages)),
            Channel::Chat => self.chat.as_ref().is_some_and(|chat| listed(&chat.languages)),
        }
    }

    /// How a channel is printed: a grouping, a short code, or host and path.
    pub fn printed(&self, channel: Channel) -> Option<&str> {
        match channel {
            Channel::Call => self.voice.groupings.first().map(String::as_str),
            Channel::Text => self.text.as_ref().map(|text| text.code.as_str()),
            Channel::Chat => self
                .chat
                .as_ref()
                .and_then(|chat| chat.url.strip_prefix("https://")),
        }
    }

    /// The number without dashes and without the trunk prefix, for discreet pieces; the plainest
    /// grouping there is.
    pub fn plain_number(&self) -> &str {
        let plain = |grouping: &&String| grouping.chars().all(|c| c.is_ascii_digit() || c == ' ');
        self.voice
            .groupings
            .iter()
            .find(plain)
            .or_else(|| self.voice.groupings.first())
            .map_or("", String::as_str)
    }

    /// Whether a run of digits on a page is a number of this record, perhaps with a few digits before or after it that belong
    /// to other words, as in `24 1-888-373-7888` or `08000 121 700 365 days`.
    pub fn owns(&self, printed: &str) -> bool {
        let digits = digits_of(printed);
        let code = self.text.as_ref().is_some_and(|text| text.code == digits);
        let short = [&self.voice.tty, &self.emergency];
        code || short.into_iter().flatten().any(|known| *known == digits) || self.holds_number(printed)
    }

    fn holds_number(&self, printed: &str) -> bool {
        /// Fewer digits are no number.
        const FEW: usize = 7;
        let words: Vec<&str> = printed.split(' ').collect();
        let digits_in = |words: &[&str]| digits_of(&words.concat()).len();
        (0..words.len()).any(|start| {
            (start + 1..=words.len()).any(|end| {
                let number = digits_of(&words[start..end].concat());
                // A digit before a number without its country code could be a wrong one.
                let sound = start == 0 || number == self.voice.number.digits();
                sound
                    && self.voice.number.is_written(&number)
                    && digits_in(&words[..start]) < FEW
                    && digits_in(&words[end..]) < FEW
            })
        })
    }

    /// The digits of the number in each way that the record writes it, the full number first.
    pub fn written_forms(&self) -> impl Iterator<Item = String> {
        let full = std::iter::once(self.voice.number.digits().to_owned());
        full.chain(self.voice.groupings.iter().map(|grouping| digits_of(grouping)))
    }
}

/// Reads `hotlines.toml`.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Vec<Hotline> {
    let mut file = fields::document(diags, source);
    let records = file.tables(diags, "hotline");
    file.finish(diags);
    let records = fields::at_most(diags, records, MOST_RECORDS, say("hotlines"), |record| {
        record.span()
    });
    let mut hotlines: Vec<Hotline> = Vec::new();
    for fields in records {
        let Some(hotline) = read_record(diags, fields) else {
            continue;
        };
        if hotlines.iter().any(|known| known.id == hotline.id) {
            diags.push(
                Diagnostic::new(
                    code::DUPLICATE_ID,
                    say("the hotline `{hotline}` stands here twice").with("hotline", &hotline.id),
                )
                .at(&hotline.span),
            );
        } else {
            hotlines.push(hotline);
        }
    }
    hotlines
}

fn read_record(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Hotline> {
    let span = fields.span().clone();
    let id = fields
        .need_text(diags, "id")
        .and_then(|id| fields::check_id(diags, id));
    let name = fields
        .table(diags, "name")
        .map(|names| read_names(diags, names))
        .unwrap_or_default();
    if name.is_empty() {
        diags.push(
            Diagnostic::new(code::MISSING_FIELD, say("`name` must have at least one language")).at(&span),
        );
    }
    let former_name = fields
        .line(diags, "former_name", LONGEST_NAME)
        .map(|text| text.value);
    let operator = fields
        .line(diags, "operator", LONGEST_NAME)
        .map(|text| text.value);
    let former_operator = fields
        .table(diags, "former_operator")
        .map(|table| organization::read(diags, table));
    let emergency = read_emergency(diags, &mut fields);
    let country = fields.need_line(diags, "country", LONGEST_NAME);
    let mark = fields
        .line(diags, "mark", LONGEST_NAME)
        .map_or_else(|| "C".to_owned(), |text| text.value);
    let verified_on = fields.date(diags, "verified_on");
    if verified_on.is_none() {
        let message = say("`verified_on` is missing: the day on which somebody checked the number");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&span));
    }
    let stale_after_days = fields
        .count(diags, "stale_after_days")
        .map_or(90, |days| days.value);
    let effective_to = fields.date(diags, "effective_to").map(|date| date.value);
    let source = fields.need_line(diags, "source", LONGEST_NOTE);
    for known in ["audience", "verified_how"] {
        fields.line(diags, known, LONGEST_NAME);
    }
    if let Some(notes) = fields.text(diags, "notes") {
        fields::is_plain(diags, "notes", &notes, LONGEST_NOTE, Lines::Many);
    }
    fields.texts(diags, "reachable_from");
    let claims = fields.texts(diags, "claims").unwrap_or_default();
    let claims = fields::at_most(diags, claims, MOST_LISTED, say("claims"), |claim| &claim.span);
    if let Some(source) = fields.text(diags, "claims_source") {
        fields::is_plain(diags, "claims_source", &source, LONGEST_NOTE, Lines::Many);
    } else if let Some(first) = claims.first() {
        let message = say("`claims_source` is missing: who says what is claimed of the line");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&first.span));
    }

    let host = fields.table(diags, "web").and_then(|web| read_web(diags, web));
    let voice = match fields.table(diags, "voice") {
        Some(voice) => read_voice(diags, voice),
        None => {
            diags.push(Diagnostic::new(code::MISSING_FIELD, say("`[hotline.voice]` is missing")).at(&span));
            None
        }
    };
    let text = fields
        .table(diags, "text")
        .and_then(|text| read_text(diags, text));
    let chat = fields
        .table(diags, "chat")
        .and_then(|chat| read_chat(diags, chat, host.as_deref()));
    fields.finish(diags);
    let id = id?;
    Some(Hotline {
        id: id.value,
        name,
        former_name,
        operator,
        former_operator,
        emergency,
        country: country?.value,
        mark,
        voice: voice?,
        text,
        chat,
        host,
        verified_on: verified_on?.value,
        stale_after_days,
        effective_to,
        claims: claims.into_iter().map(|claim| claim.value).collect(),
        source: source?.value,
        span: id.span,
    })
}

/// `emergency = "911"`: three or four digits.
fn read_emergency(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<String> {
    let number = fields.line(diags, "emergency", LONGEST_NAME)?;
    let sound = matches!(number.value.len(), 3 | 4) && number.value.bytes().all(|b| b.is_ascii_digit());
    if sound {
        return Some(number.value);
    }
    let wanted = say("three or four digits, as `911`");
    fields::bad(diags, "emergency", wanted, &number.span)
}

fn read_names(diags: &mut Diagnostics, mut names: Fields<'_>) -> BTreeMap<Locale, String> {
    let mut by_language = BTreeMap::new();
    for (key, value) in fields::at_most(diags, names.rest(), MOST_LISTED, say("names"), |(key, _)| {
        &key.span
    }) {
        match (Locale::parse(&key.value), value.value) {
            (Some(locale), Value::Text(name)) => {
                let name = Spanned::new(name, value.span);
                if fields::is_plain(diags, "name", &name, LONGEST_NAME, Lines::One) {
                    by_language.insert(locale, name.value);
                }
            }
            (None, _) => {
                fields::bad::<()>(diags, "name", say("language tags as keys"), &key.span);
            }
            (_, other) => {
                fields::wrong::<()>(diags, "name", say("a text"), &other, &value.span);
            }
        }
    }
    by_language
}

fn read_locales(diags: &mut Diagnostics, key: &str, tags: Vec<Spanned<String>>) -> Vec<Locale> {
    fields::at_most(diags, tags, MOST_LISTED, say("languages"), |tag| &tag.span)
        .iter()
        .filter_map(|tag| fields::locale(diags, key, tag))
        .collect()
}

fn read_voice(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Voice> {
    let number = fields.need_text(diags, "number").and_then(|text| {
        let number = PhoneNumber::parse(&text.value);
        if number.is_none() {
            let found = shown(&text.value);
            let message = say("`{found}` is not an international number").with("found", &found);
            diags.push(
                Diagnostic::new(code::PHONE_NUMBER, message)
                    .at(&text.span)
                    .hint(say(
                        "write `+`, country code and number without spaces, as `+18883737888`",
                    )),
            );
        }
        number
    });
    let written = fields.texts(diags, "groupings").unwrap_or_default();
    let written = fields::at_most(diags, written, MOST_LISTED, say("groupings"), |text| &text.span);
    let letters = fields.texts(diags, "vanity").unwrap_or_default();
    let letters: Vec<_> = fields::at_most(diags, letters, MOST_LISTED, say("spellings"), |text| &text.span)
        .into_iter()
        .filter(|text| fields::is_plain(diags, "vanity", text, LONGEST_NAME, Lines::One))
        .collect();
    if let Some(number) = &number {
        for grouping in &written {
            let found = shown(&grouping.value);
            let message = if !number.is_written(&grouping.value) {
                say("`{found}` has other digits than {number}")
                    .with("found", &found)
                    .with("number", number)
            } else if !is_grouping(&grouping.value) {
                say("`{found}` holds more than digits and what parts them").with("found", &found)
            } else {
                continue;
            };
            diags.push(Diagnostic::new(code::PHONE_NUMBER, message).at(&grouping.span));
        }
        for vanity in &letters {
            check_vanity(diags, vanity, number.digits());
        }
    }
    let tty = fields.line(diags, "tty", LONGEST_NAME).map(|text| text.value);
    let hours = fields.line(diags, "hours", LONGEST_NAME).map(|text| text.value);
    let mut staffed = Vec::new();
    let mut interpreters = false;
    if let Some(mut languages) = fields.table(diags, "languages") {
        let tags = languages.texts(diags, "staffed").unwrap_or_default();
        staffed = read_locales(diags, "staffed", tags);
        interpreters = languages.flag(diags, "interpreters");
        languages.finish(diags);
    }
    fields.texts(diags, "also");
    fields.finish(diags);
    let groupings: Vec<_> = written.into_iter().map(|text| text.value).collect();
    Some(Voice {
        number: number?,
        groupings,
        letters: letters.into_iter().map(|text| text.value).collect(),
        tty,
        hours,
        staffed,
        interpreters,
    })
}

fn read_text(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<TextLine> {
    let code = fields.need_text(diags, "code");
    if let Some(code) = &code {
        let length = 1..=LONGEST_CODE;
        if !length.contains(&code.value.len()) || !code.value.bytes().all(|b| b.is_ascii_digit()) {
            fields::bad::<()>(diags, "code", say("digits alone, 15 at most"), &code.span);
        }
        if let Some(vanity) = fields.line(diags, "vanity", LONGEST_NAME) {
            check_vanity(diags, &vanity, &code.value);
        }
    }
    fields.line(diags, "hours", LONGEST_NAME);
    let tags = fields.texts(diags, "languages").unwrap_or_default();
    let languages = read_locales(diags, "languages", tags);
    fields.finish(diags);
    Some(TextLine {
        code: code?.value,
        languages,
    })
}

fn read_chat(diags: &mut Diagnostics, mut fields: Fields<'_>, host: Option<&str>) -> Option<Chat> {
    let url = fields.need_line(diags, "url", LONGEST_NAME);
    if let Some(url) = &url
        && (host_of(&url.value).is_none() || host_of(&url.value) != host)
    {
        let message =
            say("`{url}` is not plain https on the host of `[hotline.web]`").with("url", shown(&url.value));
        diags.push(Diagnostic::new(code::BAD_URL, message).at(&url.span));
    }
    let tags = fields.texts(diags, "languages").unwrap_or_default();
    let languages = read_locales(diags, "languages", tags);
    fields.finish(diags);
    Some(Chat {
        url: url?.value,
        languages,
    })
}

fn read_web(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<String> {
    let url = fields.need_line(diags, "url", LONGEST_NAME);
    fields.finish(diags);
    let url = url?;
    let host = host_of(&url.value);
    if host.is_none() {
        let message = say("`{url}` is not a plain https address").with("url", shown(&url.value));
        diags.push(Diagnostic::new(code::BAD_URL, message).at(&url.span));
    }
    host.map(str::to_owned)
}

/// The host of a plain https address without user, port, query or fragment.
pub fn host_of(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://")?;
    let host = rest.split('/').next()?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    let path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    (host.contains('.') && host.chars().all(plain) && rest.chars().all(path)).then_some(host)
}

/// The digits that letters stand for on a telephone keypad (ITU-T E.161).
pub fn keypad_digits(letters: &str) -> String {
    let key = |c: char| match c.to_ascii_uppercase() {
        'A'..='C' => Some('2'),
        'D'..='F' => Some('3'),
        'G'..='I' => Some('4'),
        'J'..='L' => Some('5'),
        'M'..='O' => Some('6'),
        'P'..='S' => Some('7'),
        'T'..='V' => Some('8'),
        'W'..='Z' => Some('9'),
        digit if digit.is_ascii_digit() => Some(digit),
        _ => None,
    };
    letters.chars().filter_map(key).collect()
}

fn check_vanity(diags: &mut Diagnostics, vanity: &Spanned<String>, digits: &str) {
    /// A shorter word would fit many numbers.
    const SHORTEST: usize = 4;
    let spelled = keypad_digits(&vanity.value);
    let spelled = spelled
        .strip_prefix('1')
        .filter(|_| digits.starts_with('1'))
        .unwrap_or(&spelled);
    // A vanity word may have a letter more than the number needs, as 888-KEY-2-FREE has.
    let national = digits.get(digits.len().saturating_sub(10)..).unwrap_or(digits);
    if !(spelled.starts_with(national) || digits.ends_with(spelled)) || spelled.len() < SHORTEST {
        let message = say("`{vanity}` spells {spelled}, not {digits}")
            .with("vanity", shown(&vanity.value))
            .with("spelled", spelled)
            .with("digits", digits);
        diags.push(Diagnostic::new(code::VANITY, message).at(&vanity.span));
    }
}

#[cfg(test)]
mod tests {
    use super::{PhoneNumber, host_of, is_grouping, read};
    use crate::diag::Diagnostics;
    use crate::source::Source;

    #[test]
    fn numbers_and_groupings() {
        let number = PhoneNumber::parse("+18883737888").unwrap();
        for good in [
            "1-888-373-7888",
            "1-888-3737-888",
            "888 373 7888",
            "(888) 373-7888",
        ] {
            assert!(number.is_written(good), "{good}");
        }
        for bad in [
            "1-866-373-7888",
            "1-888-373-788",
            "888-373-78888",
            "7888",
            "88-373-7888",
            "8-373-7888",
            "088-373-7888",
            "0888-373-7888",
        ] {
            assert!(!number.is_written(bad), "{bad}");
        }
        assert!(
            !PhoneNumber::parse("+448000121700")
                .unwrap()
                .is_written("000 121 700")
        );
        assert!(
            PhoneNumber::parse("+380441234567")
                .unwrap()
                .is_written("044 123 4567")
        );
        assert!(
            PhoneNumber::parse("+448000121700")
                .unwrap()
                .is_written("08000 121 700")
        );
        for bad in [
            "18883737888",
            "+0888",
            "+1-888-373-7888",
            "+",
            "+1234567890123456",
        ] {
            assert_eq!(PhoneNumber::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_grouping_holds_digits_and_what_parts_them() {
        for good in [
            "1-888-373-7888",
            "(888) 373-7888",
            "08000 121 700",
            "+1 888.373.7888",
        ] {
            assert!(is_grouping(good), "{good}");
        }
        let long = "8".repeat(200);
        for bad in ["1-888\u{202E}-373-7888", "call 1-888-373-7888", "888\n373", &long] {
            assert!(!is_grouping(bad), "{bad}");
        }
    }

    #[test]
    fn what_follows_a_number_is_not_part_of_it() {
        let record = "[[hotline]]\nid = \"x\"\nname = { en = \"X\" }\ncountry = \"GB\"\nverified_on = 2026-11-23\n\
                      source = \"s\"\n[hotline.voice]\nnumber = \"+448000121700\"\ngroupings = [\"08000 121 700\"]\n";
        let hotline = &read(&mut Diagnostics::default(), &Source::new("hotlines.toml", record))[0];
        assert!(hotline.owns("08000 121 700") && hotline.owns("08000 121 700 365"));
        assert!(hotline.owns("24 +44 8000 121 700") && !hotline.owns("2 08000 121 700"));
        assert!(!hotline.owns("08000 121 701 365") && !hotline.owns("08000 121 700 08000 121 701"));
    }

    #[test]
    fn hosts() {
        assert_eq!(host_of("https://a.org/chat"), Some("a.org"));
        for bad in [
            "http://a.org",
            "https://a.org:8/",
            "https://u@a.org",
            "https://a.org/?u=1",
            "https://bit",
        ] {
            assert_eq!(host_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_record_with_a_wrong_digit_is_refused() {
        let record = "[[hotline]]\nid = \"x\"\nname = { en = \"X\" }\ncountry = \"US\"\nverified_on = 2026-11-23\n\
                      source = \"s\"\n[hotline.voice]\nnumber = \"+18883737888\"\ngroupings = [\"1-866-373-7888\"]\n\
                      [hotline.text]\ncode = \"233733\"\nvanity = \"BEFREED\"\n";
        let mut diags = Diagnostics::default();
        read(&mut diags, &Source::new("hotlines.toml", record));
        let told: Vec<_> = diags.iter().map(|fault| fault.code.name).collect();
        assert_eq!(told, ["phone-number"]);
        let mut diags = Diagnostics::default();
        read(
            &mut diags,
            &Source::new("hotlines.toml", record.replace("BEFREED", "BEFORE")),
        );
        assert_eq!(
            diags.iter().filter(|fault| fault.code.name == "vanity").count(),
            1
        );
    }
}
