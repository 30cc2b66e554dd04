//! Reads `[[service]]` tables of `referrals.toml`.

use std::sync::Arc;

use super::draft::Draft;
use super::entry::{self, Raw, RawHours, RawOpening, RawPhone, Taken};
use super::reading::MOST_ENTRIES;
use crate::diag::Diagnostics;
use crate::fields::{self, Fields, Value};
use crate::phrase::say;
use crate::source::{Source, Span, Spanned};

/// Reads a whole file. Entries that hold faults are reported.
pub(super) fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Vec<Draft> {
    let mut document = fields::document(diags, source);
    let tables = document.tables(diags, "service");
    document.finish(diags);
    let tables = fields::at_most(diags, tables, MOST_ENTRIES, say("services"), Fields::span);
    let raws: Vec<Raw> = tables.into_iter().map(|table| raw_of(diags, table)).collect();
    let bare = source.without_text();
    let mut taken = Taken::of(&raws);
    raws.into_iter()
        .filter_map(|raw| entry::check(diags, raw, &bare, &mut taken))
        .collect()
}

fn raw_of(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Raw {
    let mut raw = Raw::at(fields.span().clone());
    for &key in entry::FIELDS {
        match key {
            "phones" => raw.phones = read_phones(diags, &mut fields),
            "hours" => raw.hours = read_hours(diags, &mut fields),
            "lat" | "lon" => {
                let number = fields.number(diags, key);
                raw.numbers.extend(number.map(|number| (key, number)));
            }
            "nationwide" => raw.nationwide = fields.flag(diags, key),
            "address" | "counties" | "states" | "languages" => {
                raw.lists
                    .extend(fields.texts(diags, key).map(|texts| (key, texts)));
            }
            _ => raw.texts.extend(fields.text(diags, key).map(|text| (key, text))),
        }
    }
    fields.finish(diags);
    raw
}

/// A list of tables, or of numbers alone; one number counts as a list.
fn read_phones(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Vec<RawPhone> {
    let Some(value) = fields.value("phones") else {
        return Vec::new();
    };
    let items = match value.value {
        Value::List(items) => items,
        one => vec![Spanned::new(one, value.span)],
    };
    items
        .into_iter()
        .filter_map(|item| match item.value {
            Value::Text(number) => Some(RawPhone::of(Spanned::new(number, item.span))),
            Value::Table(table) => read_phone(diags, table),
            other => fields::wrong(
                diags,
                "phones",
                say("a list of tables with `number`"),
                &other,
                &item.span,
            ),
        })
        .collect()
}

fn read_phone(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<RawPhone> {
    let number = fields.need_text(diags, "number");
    let phone = RawPhone {
        kind: fields.text(diags, "kind"),
        extension: fields.text(diags, "extension"),
        languages: fields.texts(diags, "languages").unwrap_or_default(),
        note: fields.text(diags, "note"),
        ..RawPhone::of(number.clone()?)
    };
    fields.finish(diags);
    Some(phone)
}

fn read_hours(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> RawHours {
    let Some(value) = fields.value("hours") else {
        return RawHours::None;
    };
    match value.value {
        Value::Text(words) => RawHours::Words(Spanned::new(words, value.span)),
        Value::List(items) => {
            let openings = items.into_iter().filter_map(|item| match item.value {
                Value::Table(table) => read_opening(diags, table),
                other => wrong_hours(diags, &other, &item.span),
            });
            RawHours::Weekly(openings.collect())
        }
        other => {
            wrong_hours::<()>(diags, &other, &value.span);
            RawHours::None
        }
    }
}

fn wrong_hours<T>(diags: &mut Diagnostics, found: &Value<'_>, span: &Span) -> Option<T> {
    let wanted = say("a text, or a list of tables with `days`, `opens` and `closes`");
    fields::wrong(diags, "hours", wanted, found, span)
}

fn read_opening(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Option<RawOpening> {
    let days = fields.need_text(diags, "days");
    let opens = fields.need_text(diags, "opens");
    let closes = fields.need_text(diags, "closes");
    fields.finish(diags);
    Some(RawOpening {
        days: days?,
        opens: opens?,
        closes: closes?,
    })
}

#[cfg(test)]
mod tests {
    use crate::diag::Diagnostics;
    use crate::service::{Disclosure, Hours, Kind, PhoneKind, Reading, Services};
    use crate::source::{Rows, Source};

    fn read(text: &str) -> (Services, Diagnostics) {
        let mut diags = Diagnostics::default();
        let mut reading = Reading::default();
        reading.toml(&mut diags, &Source::sealed("referrals.toml", Rows::Text, text));
        let services = reading.finish(&mut diags);
        (services, diags)
    }

    const WHOLE: &str = r#"
[[service]]
id = "valley-legal"
name = "Valley Legal Aid (sample)"
type = "legal"
phones = [{ number = "+15035550123", kind = "voice", languages = ["en", "es"], extension = "4" }, { number = "503-555-0124", kind = "fax" }]
hours = [{ days = "mo-fr", opens = "09:00", closes = "17:00" }]
zone = "America/Los_Angeles"
address = ["77 Elm Street", "Albany, OR 97321"]
lat = 44.6366
lon = -123.1059
counties = ["OR/Linn", "Oregon/Benton County"]
states = ["OR"]
who = "everybody"
languages = ["en", "es"]
web = "https://example.org/"
verified_on = 2026-11-01

[[service]]
name = "Oak House (sample)"
type = "shelter"
phones = ["503-555-0125"]
hours = "24/7"
address = "12 Oak Street"
nationwide = true
who = "women; come to 12 Oak St"
start = "call first"
web = "https://maps.example.org/oak"

[[service]]
name = "Secret (sample)"
type = "food"
disclosure = "never"
phones = "503-555-0126"
address = "99 Pine Road"
"#;

    #[test]
    fn a_whole_entry() {
        let (services, _) = read(WHOLE);
        let legal = &services.listed[0];
        assert_eq!((legal.id.as_str(), legal.kind), ("valley-legal", Kind::Legal));
        assert_eq!(legal.disclosure, Disclosure::Public);
        assert_eq!(legal.phones.len(), 1);
        assert_eq!(legal.phones[0].printed, "503-555-0123");
        assert_eq!(legal.phones[0].kind, PhoneKind::Voice);
        assert_eq!(legal.phones[0].extension.as_deref(), Some("4"));
        assert!(matches!(&legal.hours, Hours::Weekly(openings) if openings.len() == 1));
        assert_eq!(legal.place.as_ref().unwrap().lines.len(), 2);
        let counties: Vec<_> = legal.counties.iter().map(|county| county.name.as_str()).collect();
        assert_eq!(counties, ["Linn", "Benton"]);
        assert_eq!(legal.web.as_deref(), Some("example.org"));
        assert!(legal.verified_on.is_some());
    }

    #[test]
    fn a_shelter_is_not_told_of() {
        let (services, diags) = read(WHOLE);
        let oak = &services.listed[1];
        assert_eq!(oak.disclosure, Disclosure::PhoneOnly);
        assert_eq!((&oak.place, &oak.who, &oak.web), (&None, &None, &None));
        assert_eq!(oak.start.as_deref(), Some("call first"));
        assert_eq!(oak.hours, Hours::Always);
        assert_eq!((services.never, services.listed.len()), (1, 2));
        assert!(services.sealed.finds("at 12 OAK street") && services.sealed.finds("99 Pine"));
        assert!(!services.sealed.finds("77 Elm Street"));
        let told: Vec<_> = diags.iter().map(|fault| fault.code.name).collect();
        assert_eq!(told, ["address-withheld", "address-withheld"]);
        assert!(!format!("{services:?}{diags:?}").to_lowercase().contains("oak st"));
    }

    #[test]
    fn no_fault_quotes_a_value() {
        let secret = "4711 Hidden Oak Street";
        for broken in [
            format!("type = \"{secret}\""),
            format!("phones = \"{secret}\""),
            format!("phones = [{{ number = \"{secret}\" }}]"),
            format!(
                "phones = [{{ number = \"503-555-0123\", kind = \"{secret}\", languages = \"{secret}\", extension = \"{secret}\" }}]"
            ),
            format!("disclosure = \"{secret}\""),
            format!("lat = \"{secret}\""),
            format!("lon = [\"{secret}\"]"),
            format!("nationwide = \"{secret}\""),
            format!("hours = [{{ days = \"{secret}\", opens = \"{secret}\", closes = \"{secret}\" }}]"),
            format!("hours = [\"{secret}\"]"),
            format!("counties = \"{secret}\""),
            format!("states = \"{secret}\""),
            format!("languages = \"{secret}\""),
            format!("verified_on = \"{secret}\""),
            format!("zone = \"{secret}\""),
            format!("web = \"{secret}\""),
            format!("id = \"{secret}\""),
            format!("who = \"{secret}{}\"", "x".repeat(300)),
            format!("who = \"{secret}\u{202E}\""),
            format!("address = \"{secret}"),
            format!("address = {secret}"),
            format!("\"{secret}\" = 1"),
            "4711-Hidden-Oak-Street = 1".to_owned(),
        ] {
            let (_, diags) = read(&format!("[[service]]\nname = \"A\"\n{broken}\n"));
            assert!(diags.has_errors(), "{broken}");
            for fault in diags.iter() {
                let hint = fault.hint.as_ref().map(|hint| hint.english()).unwrap_or_default();
                let told = format!("{} {hint}", fault.message.english());
                assert!(
                    !told.contains("Hidden") && !told.contains("4711"),
                    "{broken}: {told}"
                );
                assert_eq!(fault.span.as_ref().unwrap().text(), "");
            }
        }
    }
}
