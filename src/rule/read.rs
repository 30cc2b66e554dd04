//! Reads `data/rules.toml`. A file of another schema is refused whole: what its fields mean is not known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::words::{Confidence, Decider, Duty, Maker, Reach, Wording};
use super::{
    Contact, Format, Languages, Law, Look, MoreLanguages, NoneFound, PartWanted, PermitWanted, Rule, Rules,
    Spots, SymbolWanted, Venue,
};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::fields::{self, Fields, Lines, Value};
use crate::geom::{Length, Size};
use crate::locale::Locale;
use crate::location;
use crate::phrase::{Phrase, say};
use crate::source::{Source, Span, Spanned};
use crate::states;

/// The schema that is read.
const SCHEMA: u32 = 1;

/// The most rules of a file, and the most keys of a list in it: each place is held against each rule.
const MOST_RULES: usize = 2_000;
const MOST_LISTED: usize = 500;

/// The longest word, line and remark, in characters.
const LONGEST_WORD: usize = 80;
const LONGEST_LINE: usize = 400;
const LONGEST_NOTE: usize = 2_000;

/// The sides of a sign, its type and its letters, in points: from a label to a billboard.
const SIDE: std::ops::RangeInclusive<f32> = 36.0..=5000.0;
const TYPE: std::ops::RangeInclusive<f32> = 4.0..=1000.0;

/// Reads the file.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Rules {
    let mut file = fields::document(diags, source);
    if !is_this_schema(diags, &mut file, source) {
        return Rules::default();
    }
    let compiled = file.date(diags, "compiled");
    if compiled.is_none() {
        let message = say("`compiled` is missing: the day on which the facts were put together");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&Span::file(source)));
    }
    let mut rules = Rules {
        span: compiled.as_ref().map(|day| day.span.clone()),
        compiled: compiled.map(|day| day.value),
        venues: entries(diags, &mut file, "venues", read_venue),
        contacts: entries(diags, &mut file, "contacts", read_contact),
        elements: read_meanings(diags, &mut file, "elements"),
        placements: read_meanings(diags, &mut file, "placements"),
        ..Rules::default()
    };
    let tables = file.tables(diags, "rule");
    let nothing = file.tables(diags, "none_found");
    file.finish(diags);
    check_implied(diags, &rules, source);
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for fields in fields::at_most(diags, tables, MOST_RULES, say("rules"), |table| table.span()) {
        let Some(rule) = read_rule(diags, &rules, fields) else {
            continue;
        };
        if let Some(first) = seen.get(&rule.id) {
            let message = say("the rule `{rule}` stands here twice").with("rule", &rule.id);
            let fault = Diagnostic::new(code::DUPLICATE_ID, message).at(&rule.span);
            diags.push(fault.with(say("the first one"), first));
        } else {
            seen.insert(rule.id.clone(), rule.span.clone());
            rules.rules.push(rule);
        }
    }
    let nothing = fields::at_most(diags, nothing, MOST_RULES, say("rules"), |table| table.span());
    rules.none_found = nothing
        .into_iter()
        .filter_map(|fields| read_nothing(diags, fields))
        .collect();
    rules
}

/// Whether the file is of the schema that is read; reports it if not.
fn is_this_schema(diags: &mut Diagnostics, file: &mut Fields<'_>, source: &Arc<Source>) -> bool {
    let found = file.count(diags, "schema");
    if found.as_ref().is_some_and(|found| found.value == SCHEMA) {
        return true;
    }
    let (message, span) = match found {
        Some(found) => {
            let message = say("the rules are of schema {found}, and this program reads schema {wanted}");
            (message.with("found", found.value), found.span)
        }
        None => (
            say("`schema` is missing: this program reads rules of schema {wanted}"),
            Span::file(source),
        ),
    };
    let cure = say("take the data/rules.toml that came with this program, and put your changes into it");
    diags.push(
        Diagnostic::new(code::RULES_SCHEMA, message.with("wanted", SCHEMA))
            .at(&span)
            .hint(cure),
    );
    false
}

/// The entries of a table whose keys are words of its own.
fn keyed<'a>(
    diags: &mut Diagnostics,
    file: &mut Fields<'a>,
    key: &'static str,
) -> Vec<(Spanned<String>, Spanned<Value<'a>>)> {
    let rest = file.table(diags, key).map(|mut table| table.rest());
    let entries = fields::at_most(
        diags,
        rest.unwrap_or_default(),
        MOST_LISTED,
        say("keys"),
        |(name, _)| &name.span,
    );
    let mut sound = Vec::new();
    for (name, value) in entries {
        if is_key(&name.value) {
            sound.push((name, value));
        } else {
            bad_key(diags, &name);
        }
    }
    sound
}

/// Tables by key.
fn entries<T>(
    diags: &mut Diagnostics,
    file: &mut Fields<'_>,
    key: &'static str,
    read: impl Fn(&mut Diagnostics, Fields<'_>) -> Option<T>,
) -> BTreeMap<String, T> {
    let mut found = BTreeMap::new();
    for (name, value) in keyed(diags, file, key) {
        match value.value {
            Value::Table(fields) => found.extend(read(diags, fields).map(|entry| (name.value, entry))),
            other => {
                fields::wrong::<()>(diags, &name.value, say("a table"), &other, &value.span);
            }
        }
    }
    found
}

/// What keys mean.
fn read_meanings(
    diags: &mut Diagnostics,
    file: &mut Fields<'_>,
    key: &'static str,
) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (name, value) in keyed(diags, file, key) {
        match value.value {
            Value::Text(text) => {
                let text = Spanned::new(text, value.span);
                if fields::is_plain(diags, &name.value, &text, LONGEST_LINE, Lines::One) {
                    found.insert(name.value, text.value);
                }
            }
            other => {
                fields::wrong::<()>(diags, &name.value, say("a text in quotes"), &other, &value.span);
            }
        }
    }
    found
}

/// Keys are small letters, digits and underscores.
fn is_key(word: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (1..=LONGEST_WORD).contains(&word.len()) && word.chars().all(plain)
}

fn bad_key(diags: &mut Diagnostics, name: &Spanned<String>) {
    let message = say("`{key}` cannot be a key").with("key", shown(&name.value));
    let cure = say("a key has small letters, digits and underscores, as `rest_area`");
    diags.push(Diagnostic::new(code::BAD_ID, message).at(&name.span).hint(cure));
}

fn read_venue(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Venue> {
    let means = fields.need_line(diags, "means", LONGEST_LINE);
    let mut kinds = |diags: &mut Diagnostics, key| {
        let words = fields.texts(diags, key).unwrap_or_default();
        location::kinds(diags, words)
    };
    let (sure, perhaps) = (kinds(diags, "kinds"), kinds(diags, "perhaps"));
    let implies = fields.texts(diags, "implies").unwrap_or_default();
    fields.finish(diags);
    Some(Venue {
        means: means?.value,
        kinds: sure,
        perhaps,
        implies: implies.into_iter().map(|word| word.value).collect(),
    })
}

fn read_contact(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Contact> {
    let span = fields.span().clone();
    let means = fields.need_line(diags, "means", LONGEST_LINE);
    let reach = need_word(diags, &mut fields, "channel", Reach::ALL);
    let hotline = fields.text(diags, "hotline");
    fields.finish(diags);
    Some(Contact {
        means: means?.value,
        reach: reach?,
        span: hotline.as_ref().map_or(span, |id| id.span.clone()),
        hotline: hotline.map(|id| id.value),
    })
}

/// Venues that are implied are venues. The file is told as a whole, since the lists were read already.
fn check_implied(diags: &mut Diagnostics, rules: &Rules, source: &Arc<Source>) {
    let implied = rules.venues.values().flat_map(|venue| &venue.implies);
    for key in implied.filter(|key| !rules.venues.contains_key(*key)) {
        let message = say("there is no venue `{word}`").with("word", shown(key));
        let fault = Diagnostic::new(code::BAD_VALUE, message).at(&Span::file(source));
        diags.push(fault.near(key, rules.venues.keys().map(String::as_str)));
    }
}

/// A word of a closed list that must be there.
fn need_word<T: Copy>(
    diags: &mut Diagnostics,
    fields: &mut Fields<'_>,
    key: &'static str,
    all: &[(&'static str, T)],
) -> Option<T> {
    if !fields.has(key) {
        fields.need_text(diags, key);
        return None;
    }
    fields.word(diags, key, all)
}

/// Keys of a list, those that are known.
fn keys<T>(
    diags: &mut Diagnostics,
    words: Vec<Spanned<String>>,
    known: &BTreeMap<String, T>,
    unknown: fn() -> Phrase,
) -> Vec<String> {
    let mut found = Vec::new();
    for word in fields::at_most(diags, words, MOST_LISTED, say("keys"), |word| &word.span) {
        if known.contains_key(&word.value) {
            found.push(word.value);
        } else {
            let message = unknown().with("word", shown(&word.value));
            let fault = Diagnostic::new(code::BAD_VALUE, message).at(&word.span);
            diags.push(fault.near(&word.value, known.keys().map(String::as_str)));
        }
    }
    found
}

fn no_venue() -> Phrase {
    say("there is no venue `{word}`")
}

fn no_contact() -> Phrase {
    say("there is no contact `{word}`")
}

fn no_element() -> Phrase {
    say("there is no element `{word}`")
}

fn no_placement() -> Phrase {
    say("there is no placement `{word}`")
}

fn read_rule(diags: &mut Diagnostics, rules: &Rules, mut fields: Fields<'_>) -> Option<Rule> {
    let rule = read_fields(diags, rules, &mut fields);
    fields.finish(diags);
    rule
}

fn read_fields(diags: &mut Diagnostics, rules: &Rules, fields: &mut Fields<'_>) -> Option<Rule> {
    let id = fields
        .need_line(diags, "id", LONGEST_WORD)
        .and_then(|id| check_id(diags, id));
    let jurisdiction = read_jurisdiction(diags, fields);
    let scope = fields.need_line(diags, "scope", LONGEST_LINE);
    let citation = fields.need_line(diags, "citation", LONGEST_LINE);
    let duty = need_word(diags, fields, "duty", Duty::ALL);
    let venues = fields.texts(diags, "venues").unwrap_or_default();
    let venues = keys(diags, venues, &rules.venues, no_venue);
    let only_some = read_only_some(diags, fields, &venues);
    let venue_note = note(diags, fields, "venue_note");
    let maker = fields.word(diags, "maker", Maker::ALL);
    let maker_note = note(diags, fields, "maker_note");
    let venue_makes = fields.flag(diags, "venue_makes");
    let look = read_look(diags, rules, fields);
    let languages = read_languages(diags, fields);
    let contacts = fields.texts(diags, "contacts").unwrap_or_default();
    let contacts = keys(diags, contacts, &rules.contacts, no_contact);
    let contacts_note = note(diags, fields, "contacts_note");
    let elements = fields.texts(diags, "elements").unwrap_or_default();
    let elements = keys(diags, elements, &rules.elements, no_element);
    let elements_note = note(diags, fields, "elements_note");
    let symbol = fields
        .table(diags, "symbol")
        .and_then(|table| read_symbol(diags, table));
    let spots = read_spots(diags, rules, fields);
    let permit = fields
        .table(diags, "permit")
        .and_then(|table| read_permit(diags, table));
    let wording = fields.word(diags, "wording", Wording::ALL);
    let fixed = fields.has("fixed").then(|| fields.flag(diags, "fixed"));
    let penalty = note(diags, fields, "penalty");
    let law = read_law(diags, fields);
    let id = id?;
    Some(Rule {
        id: id.value,
        jurisdiction: jurisdiction?,
        scope: scope?.value,
        citation: citation?.value,
        duty: duty?,
        venues,
        only_some,
        venue_note,
        maker,
        maker_note,
        venue_makes,
        look,
        languages,
        contacts,
        contacts_note,
        elements,
        elements_note,
        symbol,
        spots,
        permit,
        wording,
        fixed,
        penalty,
        law: law?,
        span: id.span,
    })
}

/// Ids of rules have dots and colons of their sections.
fn check_id(diags: &mut Diagnostics, id: Spanned<String>) -> Option<Spanned<String>> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
    if id.value.starts_with(|c: char| c.is_ascii_lowercase()) && id.value.chars().all(plain) {
        return Some(id);
    }
    let message = say("`{id}` cannot be an id").with("id", shown(&id.value));
    let cure = say("an id of a rule has small letters, digits, hyphens and dots, as `us-ca-civ-52.6`");
    diags.push(Diagnostic::new(code::BAD_ID, message).at(&id.span).hint(cure));
    None
}

/// `US`, or a state as `US-CA`.
fn read_jurisdiction(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<String> {
    let found = fields.need_text(diags, "jurisdiction")?;
    let state = found.value.strip_prefix("US-");
    if found.value == "US" || state.is_some_and(states::is_code) {
        return Some(found.value);
    }
    fields::bad(
        diags,
        "jurisdiction",
        say("`US`, or a state as `US-CA`"),
        &found.span,
    )
}

fn read_only_some(diags: &mut Diagnostics, fields: &mut Fields<'_>, venues: &[String]) -> BTreeSet<String> {
    let words = fields.texts(diags, "only_some").unwrap_or_default();
    let known: BTreeMap<String, ()> = venues.iter().map(|venue| (venue.clone(), ())).collect();
    keys(diags, words, &known, || {
        say("`{word}` is not among `venues` of the rule")
    })
    .into_iter()
    .collect()
}

/// A remark for people, on one line.
fn note(diags: &mut Diagnostics, fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    fields.line(diags, key, LONGEST_NOTE).map(|text| text.value)
}

/// Remarks for people, each on one line.
fn notes(diags: &mut Diagnostics, fields: &mut Fields<'_>, key: &'static str) -> Vec<String> {
    let texts = fields.texts(diags, key).unwrap_or_default();
    fields::at_most(diags, texts, MOST_LISTED, say("texts"), |text| &text.span)
        .into_iter()
        .filter(|text| fields::is_plain(diags, key, text, LONGEST_NOTE, Lines::One))
        .map(|text| text.value)
        .collect()
}

fn read_look(diags: &mut Diagnostics, rules: &Rules, fields: &mut Fields<'_>) -> Look {
    let formats = fields.tables(diags, "formats");
    let formats: Vec<Format> =
        fields::at_most(diags, formats, MOST_LISTED, say("formats"), |table| table.span())
            .into_iter()
            .filter_map(|table| read_format(diags, table))
            .collect();
    let parts = fields.tables(diags, "parts");
    let parts = fields::at_most(diags, parts, MOST_LISTED, say("parts"), |table| table.span())
        .into_iter()
        .filter_map(|table| read_part(diags, rules, &formats, table))
        .collect();
    let landscape = only(diags, fields, "orientation", "landscape");
    let bold = only(diags, fields, "weight", "bold");
    Look {
        formats,
        parts,
        landscape,
        bold,
        legible: fields.flag(diags, "legible"),
        screens_exempt: fields.flag(diags, "screens_exempt"),
        note: note(diags, fields, "size_note"),
        medium: note(diags, fields, "medium"),
        material: note(diags, fields, "material"),
        mounting: note(diags, fields, "mounting"),
    }
}

/// A field that takes one word or is left out.
fn only(diags: &mut Diagnostics, fields: &mut Fields<'_>, key: &'static str, wanted: &'static str) -> bool {
    match fields.text(diags, key) {
        None => false,
        Some(found) if found.value == wanted => true,
        Some(found) => {
            let wanted = say("`{wanted}`, or nothing").with("wanted", wanted);
            fields::bad(diags, key, wanted, &found.span).unwrap_or(false)
        }
    }
}

fn read_format(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<Format> {
    let span = fields.span().clone();
    let kind = fields.need_line(diags, "kind", LONGEST_WORD);
    let width = fields.length_within(diags, "width", SIDE);
    let height = fields.length_within(diags, "height", SIDE);
    if width.is_none() || height.is_none() {
        let message = say("a format takes its least `width` and `height`");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&span));
    }
    let value = |length: Option<Spanned<Length>>| length.map(|length| length.value);
    let type_size = value(fields.length_within(diags, "type", TYPE));
    let letters = value(fields.length_within(diags, "letters", TYPE));
    let note = note(diags, &mut fields, "note");
    fields.finish(diags);
    Some(Format {
        kind: kind?.value,
        least: Size {
            width: width?.value.to_pt(),
            height: height?.value.to_pt(),
        },
        type_size,
        letters,
        note,
    })
}

fn read_part(
    diags: &mut Diagnostics,
    rules: &Rules,
    formats: &[Format],
    mut fields: Fields<'_>,
) -> Option<PartWanted> {
    let name = fields.need_line(diags, "name", LONGEST_WORD);
    let places = read_groups(diags, rules, &mut fields, "where");
    let words = fields.texts(diags, "formats").unwrap_or_default();
    let known = formats.iter().map(|format| (format.kind.clone(), ())).collect();
    let kinds = keys(diags, words, &known, || {
        say("`{word}` is not among `formats` of the rule")
    });
    fields.finish(diags);
    Some(PartWanted {
        name: name?.value,
        places,
        formats: kinds,
    })
}

/// Lists of keys of placements: one of each list, all lists.
fn read_groups(
    diags: &mut Diagnostics,
    rules: &Rules,
    fields: &mut Fields<'_>,
    key: &'static str,
) -> Vec<Vec<String>> {
    match fields.value(key) {
        None => Vec::new(),
        Some(value) => groups(diags, rules, key, value),
    }
}

fn groups(diags: &mut Diagnostics, rules: &Rules, key: &str, value: Spanned<Value<'_>>) -> Vec<Vec<String>> {
    let wanted = || say("lists of keys of [placements], as `[[\"each_public_restroom\"]]`");
    let Value::List(lists) = value.value else {
        return fields::wrong(diags, key, wanted(), &value.value, &value.span).unwrap_or_default();
    };
    let mut found = Vec::new();
    for list in lists {
        let Value::List(words) = list.value else {
            fields::wrong::<()>(diags, key, wanted(), &list.value, &list.span);
            continue;
        };
        let words = words.into_iter().filter_map(|word| match word.value {
            Value::Text(text) => Some(Spanned::new(text, word.span)),
            other => fields::wrong(diags, key, wanted(), &other, &word.span),
        });
        let words = words.collect();
        found.push(keys(diags, words, &rules.placements, no_placement));
    }
    found
}

fn read_languages(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Languages {
    let tags = fields.texts(diags, "languages").unwrap_or_default();
    let required = fields::at_most(diags, tags, MOST_LISTED, say("languages"), |tag| &tag.span)
        .iter()
        .filter_map(|tag| fields::locale(diags, "languages", tag))
        .collect();
    let note = note(diags, fields, "language_note");
    let more = fields
        .table(diags, "more_languages")
        .and_then(|table| read_more(diags, table));
    let one_sheet = fields.flag(diags, "one_sheet");
    let shares = fields.table(diags, "shares");
    Languages {
        required,
        more,
        note,
        one_sheet,
        shares: shares.map_or_else(BTreeMap::new, |table| read_shares(diags, table)),
        equal_shares: fields.flag(diags, "equal_shares"),
        layout_note: self::note(diags, fields, "layout_note"),
    }
}

fn read_more(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<MoreLanguages> {
    let from = need_word(diags, &mut fields, "from", Decider::ALL);
    let count = fields.word(diags, "count", &[("all", false), ("most_spoken", true)]);
    let share = fields
        .number(diags, "share")
        .and_then(|share| read_share(diags, "share", &share));
    let of = note(diags, &mut fields, "of");
    fields.finish(diags);
    Some(MoreLanguages {
        from: from?,
        most_spoken: count.unwrap_or(false),
        share,
        of,
    })
}

fn read_share(diags: &mut Diagnostics, key: &str, share: &Spanned<f64>) -> Option<f64> {
    if (0.0..=1.0).contains(&share.value) {
        return Some(share.value);
    }
    fields::bad(diags, key, say("a share from 0 to 1"), &share.span)
}

fn read_shares(diags: &mut Diagnostics, mut table: Fields<'_>) -> BTreeMap<Locale, f64> {
    let mut shares = BTreeMap::new();
    for (tag, value) in table.rest() {
        let locale = fields::locale(diags, "shares", &tag);
        let share = match value.value {
            Value::Number(number) => read_share(diags, "shares", &Spanned::new(number, value.span)),
            other => fields::wrong(diags, "shares", say("a share from 0 to 1"), &other, &value.span),
        };
        shares.extend(locale.zip(share));
    }
    shares
}

fn read_symbol(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<SymbolWanted> {
    let note = fields.need_line(diags, "note", LONGEST_LINE);
    let or_web = fields.flag(diags, "or_web");
    let own = fields.flag(diags, "own");
    fields.finish(diags);
    Some(SymbolWanted {
        note: note?.value,
        or_web,
        own,
    })
}

fn read_spots(diags: &mut Diagnostics, rules: &Rules, fields: &mut Fields<'_>) -> Spots {
    let groups = read_groups(diags, rules, fields, "where");
    let mut at = BTreeMap::new();
    if let Some(mut table) = fields.table(diags, "where_at") {
        for (venue, value) in table.rest() {
            let key = venue.value.clone();
            let found = self::groups(diags, rules, "where_at", value);
            for venue in keys(
                diags,
                vec![Spanned::new(key, venue.span)],
                &rules.venues,
                no_venue,
            ) {
                at.insert(venue, found.clone());
            }
        }
    }
    Spots {
        groups,
        at,
        note: note(diags, fields, "where_note"),
    }
}

fn read_permit(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<PermitWanted> {
    let required = fields.flag(diags, "required");
    let from = fields.need_line(diags, "from", LONGEST_LINE);
    let from_source = fields.need_line(diags, "from_source", LONGEST_LINE);
    let needs = notes(diags, &mut fields, "needs");
    fields.finish(diags);
    Some(PermitWanted {
        required,
        from: from?.value,
        from_source: from_source?.value,
        needs,
    })
}

fn read_law(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<Law> {
    let effective = note(diags, fields, "effective");
    let amended = note(diags, fields, "amended");
    let pending = notes(diags, fields, "pending");
    let conflicts = notes(diags, fields, "conflicts");
    let remark = note(diags, fields, "note");
    let sources = notes(diags, fields, "sources");
    if sources.is_empty() {
        let message = say("`sources` is missing: where the rule was read");
        diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(fields.span()));
    }
    let source_note = note(diags, fields, "source_note");
    let confidence = need_word(diags, fields, "confidence", Confidence::ALL);
    let text_as_of = note(diags, fields, "text_as_of");
    let seen = read_seen(diags, fields);
    Some(Law {
        effective,
        amended,
        pending,
        conflicts,
        note: remark,
        sources,
        source_note,
        confidence: confidence?,
        text_as_of,
        seen: seen?,
    })
}

fn read_seen(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<crate::date::Date> {
    if !fields.has("seen") {
        fields.need_text(diags, "seen");
        return None;
    }
    fields.date(diags, "seen").map(|day| day.value)
}

fn read_nothing(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<NoneFound> {
    let jurisdiction = read_jurisdiction(diags, &mut fields);
    let basis = fields.need_line(diags, "basis", LONGEST_NOTE);
    let conflict = note(diags, &mut fields, "conflict");
    let remark = note(diags, &mut fields, "note");
    let sources = notes(diags, &mut fields, "sources");
    let text_as_of = note(diags, &mut fields, "text_as_of");
    let seen = read_seen(diags, &mut fields);
    fields.finish(diags);
    Some(NoneFound {
        jurisdiction: jurisdiction?,
        basis: basis?.value,
        conflict,
        note: remark,
        sources,
        text_as_of,
        seen: seen?,
    })
}
