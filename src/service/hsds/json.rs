//! Services of a JSON text: an array, the page of an API with `contents`, an object with `services`, one service, or a service a line.
//!
//! Each object is cut out of the text first, so that it has a place, and one that is broken does not take the others with it.

use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::entry::Desk;
use super::node::{Node, Place};
use super::tables::Tables;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::phrase::say;
use crate::service::reading::MOST_ENTRIES;
use crate::source::{Source, Span};

/// Fields that hold a list of objects in an object around them.
const WRAPPERS: [&str; 4] = ["contents", "services", "organizations", "service_at_locations"];

/// Fields that tell an organization, a location or a term from a service.
const OF_OTHERS: [&str; 12] = [
    "website",
    "legal_status",
    "year_incorporated",
    "tax_status",
    "tax_id",
    "organization_identifiers",
    "parent_organization_id",
    "logo",
    "location_type",
    "latitude",
    "taxonomy_detail",
    "parent_id",
];

/// Reads a text. `by_line` says that each line is an object of its own.
pub(super) fn read(
    diags: &mut Diagnostics,
    desk: &mut Desk,
    tables: &mut Tables,
    source: &Arc<Source>,
    by_line: bool,
) {
    let at = desk.source(source);
    let mut found = Found::default();
    if by_line {
        for line in source.text.lines().filter(|line| !line.trim().is_empty()) {
            if serde_json::from_str::<&RawValue>(line)
                .map(|raw| found.items.push(raw))
                .is_err()
            {
                let start = offset(source, line);
                let what = say("a line is no sound JSON, and is left out");
                desk.complain(diags, &what, None, &Span::new(source, start..start));
            }
        }
    } else {
        let text = source.text.trim_start_matches('\u{FEFF}');
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let read = Top(&mut found)
            .deserialize(&mut deserializer)
            .and_then(|()| deserializer.end());
        if let Err(error) = read {
            // What was read before is sound.
            let place = place_of(source, error.line(), error.column());
            let fault = Diagnostic::new(code::SYNTAX, say("this is not sound JSON from here on")).at(&place);
            diags.push(fault);
        }
        if found.is_one {
            found.items.extend(serde_json::from_str::<&RawValue>(text).ok());
        }
    }
    for (name, rows) in std::mem::take(&mut found.tables) {
        if let Some(table) = tables.table_of(&name)
            && let Ok(nodes) = serde_json::from_str::<Vec<Node<'_>>>(rows.get())
        {
            let nodes = nodes.into_iter().map(Node::into_owned);
            tables.add_text(table, source, offset(source, rows.get()), nodes);
        }
    }
    for raw in found.items.into_iter().take(MOST_ENTRIES) {
        let place = Place {
            source: at,
            at: offset(source, raw.get()),
        };
        match serde_json::from_str::<Node<'_>>(raw.get()) {
            Ok(node) => each_service(diags, desk, node, place),
            Err(_) => {
                let what = say("an entry is no object that can be read, and is left out");
                desk.complain(diags, &what, None, &Span::new(source, place.at..place.at));
            }
        }
    }
}

/// Hands over the services of an object: it is one, an organization with some, or a service at a location.
fn each_service(diags: &mut Diagnostics, desk: &mut Desk, mut node: Node<'_>, place: Place) {
    let services = node.take("services");
    if !services.is_empty() {
        for mut service in services {
            if service.list("organization").is_empty() {
                service.add("organization", node.clone());
            }
            service.place = Some(place);
            desk.service(diags, &service);
        }
        return;
    }
    if let Some(mut service) = node.take("service").pop() {
        service.add("service_at_locations", node);
        service.place = Some(place);
        desk.service(diags, &service);
        return;
    }
    if !node.has("status") && OF_OTHERS.iter().any(|field| node.has(field)) {
        return;
    }
    node.place = Some(place);
    desk.service(diags, &node);
}

/// Where a stretch of the source's text begins in it.
fn offset(source: &Source, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(source.text.as_ptr() as usize)
}

/// Where a reader stopped.
fn place_of(source: &Arc<Source>, line: usize, column: usize) -> Span {
    let lines = source.text.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    let at = (start + column.saturating_sub(1)).min(source.text.len());
    let at = (0..=at)
        .rev()
        .find(|at| source.text.is_char_boundary(*at))
        .unwrap_or(0);
    Span::new(source, at..at)
}

/// What stands in a text, not read yet.
#[derive(Default)]
struct Found<'a> {
    items: Vec<&'a RawValue>,
    /// Tables by their names, in an object that holds a whole package.
    tables: Vec<(String, &'a RawValue)>,
    /// Whether the outermost value is an object of its own, and none around others.
    is_one: bool,
}

/// The outermost value. What it finds is kept though the text breaks off later.
struct Top<'f, 'a>(&'f mut Found<'a>);

impl<'de> DeserializeSeed<'de> for Top<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(item) = seq.next_element::<&RawValue>()? {
            self.0.items.push(item);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut has_id, mut has_name) = (false, false);
        while let Some(key) = map.next_key::<String>()? {
            if WRAPPERS.contains(&key.as_str()) {
                // An organization or a service has lists of these names too, and an id.
                if has_id {
                    map.next_value::<IgnoredAny>()?;
                } else {
                    map.next_value_seed(List(self.0))?;
                }
            } else if key.ends_with(".csv") {
                let rows = map.next_value()?;
                self.0.tables.push((key, rows));
            } else {
                has_id |= key == "id";
                has_name |= key == "name";
                map.next_value::<IgnoredAny>()?;
            }
        }
        if has_id {
            self.0.items.clear();
        }
        self.0.is_one = self.0.items.is_empty() && (has_id || has_name);
        Ok(())
    }
}

/// A list of objects within another; anything else is passed over.
struct List<'f, 'a>(&'f mut Found<'a>);

impl<'de> DeserializeSeed<'de> for List<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for List<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        Top(self.0).visit_seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
