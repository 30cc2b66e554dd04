//! An object of a package with all that belongs to it, whether it came as JSON or as rows.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// An object: texts and further objects by field. What is no field of the specification that is asked for is not kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Node<'a> {
    fields: Vec<(&'static str, Cow<'a, str>)>,
    lists: Vec<(&'static str, Vec<Self>)>,
    /// Where it stands, where it has a place of its own.
    pub(super) place: Option<Place>,
}

/// Where an object stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Which of the sources.
    pub(super) source: usize,
    /// The row of a table, from 1, or the byte of a text.
    pub(super) at: usize,
}

/// Every field that is asked for, in order.
const KEYS: &[&str] = &[
    "accessibility",
    "address_1",
    "address_2",
    "address_3",
    "address_4",
    "address_type",
    "addresses",
    "alternate_name",
    "amount",
    "amount_description",
    "application_process",
    "assured_date",
    "attention",
    "attributes",
    "byday",
    "city",
    "closes_at",
    "code",
    "contact_id",
    "contents",
    "cost_options",
    "country",
    "county",
    "currency",
    "description",
    "details",
    "disclosure",
    "document",
    "eligibility",
    "eligibility_description",
    "extension",
    "extent",
    "extent_type",
    "fees",
    "fees_description",
    "freq",
    "id",
    "interval",
    "language",
    "languages",
    "last_modified",
    "latitude",
    "legal_status",
    "link_entity",
    "link_id",
    "link_type",
    "location",
    "location_id",
    "location_type",
    "locations",
    "logo",
    "longitude",
    "maximum_age",
    "minimum_age",
    "name",
    "number",
    "opens_at",
    "option",
    "organization",
    "organization_id",
    "organization_identifiers",
    "parent_id",
    "parent_organization_id",
    "phone_id",
    "phones",
    "physical_address",
    "physical_addresses",
    "police",
    "postal_address",
    "postal_addresses",
    "postal_code",
    "region",
    "regular_schedules",
    "required_documents",
    "schedules",
    "service",
    "service_area",
    "service_areas",
    "service_at_location_id",
    "service_at_locations",
    "service_id",
    "services",
    "state_province",
    "status",
    "tax_id",
    "tax_status",
    "taxonomy",
    "taxonomy_detail",
    "taxonomy_id",
    "taxonomy_term",
    "taxonomy_term_id",
    "term",
    "timezone",
    "type",
    "uri",
    "url",
    "valid_from",
    "valid_to",
    "website",
    "weekday",
    "x-disclosure",
    "year_incorporated",
];

/// The field of this name, if it is asked for.
pub(super) fn key(name: &str) -> Option<&'static str> {
    let at = KEYS.binary_search(&name).ok()?;
    KEYS.get(at).copied()
}

impl<'a> Node<'a> {
    /// What a field says; nothing where it says nothing.
    pub(super) fn get(&self, field: &str) -> Option<&str> {
        let (_, text) = self.fields.iter().find(|(known, _)| *known == field)?;
        let text = text.trim();
        (!text.is_empty() && !text.eq_ignore_ascii_case("null")).then_some(text)
    }

    /// What the first of some fields says.
    pub(super) fn first(&self, fields: &[&str]) -> Option<&str> {
        fields.iter().find_map(|field| self.get(field))
    }

    /// Whether a field is there, whatever it says.
    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|(known, _)| *known == field)
            || self.lists.iter().any(|(known, _)| *known == field)
    }

    /// The objects of a field.
    pub(super) fn list(&self, field: &str) -> &[Self] {
        let found = self.lists.iter().find(|(known, _)| *known == field);
        found.map_or(&[], |(_, list)| list)
    }

    /// Takes the objects of a field out.
    pub(super) fn take(&mut self, field: &str) -> Vec<Self> {
        let found = self.lists.iter_mut().find(|(known, _)| *known == field);
        found.map_or_else(Vec::new, |(_, list)| std::mem::take(list))
    }

    /// Sets what a field says.
    pub(super) fn set(&mut self, field: &'static str, text: impl Into<Cow<'a, str>>) {
        self.fields.push((field, text.into()));
    }

    /// Adds an object to a field.
    pub(super) fn add(&mut self, field: &'static str, node: Self) {
        match self.lists.iter_mut().find(|(known, _)| *known == field) {
            Some((_, list)) => list.push(node),
            None => self.lists.push((field, vec![node])),
        }
    }
}

impl Node<'_> {
    /// The same without the text that it was read from.
    pub(super) fn into_owned(self) -> Node<'static> {
        let fields = self.fields.into_iter();
        let lists = self.lists.into_iter();
        Node {
            fields: fields
                .map(|(key, text)| (key, Cow::Owned(text.into_owned())))
                .collect(),
            lists: lists
                .map(|(key, list)| (key, list.into_iter().map(Node::into_owned).collect()))
                .collect(),
            place: self.place,
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Node<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Objects)
    }
}

struct Objects;

impl<'de> Visitor<'de> for Objects {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let mut node = Node::default();
        while let Some(Key(key)) = map.next_key()? {
            let Some(key) = key else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            match map.next_value()? {
                Item::Nothing => {}
                Item::Text(text) => node.fields.push((key, text)),
                Item::One(one) => node.lists.push((key, vec![one])),
                Item::Many(many) => node.lists.push((key, many)),
            }
        }
        Ok(node)
    }
}

/// A field's name, if it is asked for.
struct Key(Option<&'static str>);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl Visitor<'_> for Names {
            type Value = Key;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E>(self, name: &str) -> Result<Key, E> {
                Ok(Key(key(name)))
            }
        }
        deserializer.deserialize_identifier(Names)
    }
}

/// A value, whatever its kind: numbers are texts, and texts of a list stand in one with semicolons between them.
enum Item<'a> {
    Nothing,
    Text(Cow<'a, str>),
    One(Node<'a>),
    Many(Vec<Node<'a>>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Item<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Items)
    }
}

struct Items;

impl<'de> Visitor<'de> for Items {
    type Value = Item<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Item<'de>, E> {
        Ok(Item::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Item<'de>, E> {
        Ok(Item::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Item<'de>, E> {
        Ok(Item::Text(Cow::Borrowed(if flag { "true" } else { "false" })))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Item<'de>, E> {
        Ok(Item::Text(Cow::Owned(number.to_string())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Item<'de>, E> {
        Ok(Item::Text(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Item<'de>, E> {
        Ok(Item::Text(Cow::Owned(number.to_string())))
    }

    fn visit_unit<E>(self) -> Result<Item<'de>, E> {
        Ok(Item::Nothing)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Item<'de>, A::Error> {
        Objects.visit_map(map).map(Item::One)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Item<'de>, A::Error> {
        let (mut nodes, mut texts) = (Vec::new(), Vec::new());
        while let Some(item) = seq.next_element()? {
            match item {
                Item::Nothing => {}
                Item::Text(text) => texts.push(text),
                Item::One(node) => nodes.push(node),
                Item::Many(many) => nodes.extend(many),
            }
        }
        Ok(if nodes.is_empty() && !texts.is_empty() {
            Item::Text(Cow::Owned(texts.join(";")))
        } else {
            Item::Many(nodes)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{KEYS, Node};

    #[test]
    fn keys_are_in_order() {
        assert!(KEYS.is_sorted());
    }

    #[test]
    fn values_of_any_kind() {
        let text = r#"{"name":"a\u0062","minimum_age":12,"unknown":{"x":[1]},"phones":[{"number":"1"},null],
            "organization":{"name":null},"languages":["en","es"],"description":true}"#;
        let node: Node<'_> = serde_json::from_str(text).unwrap();
        assert_eq!(node.get("name"), Some("ab"));
        assert_eq!(node.get("minimum_age"), Some("12"));
        assert_eq!(node.get("languages"), Some("en;es"));
        assert_eq!(node.list("phones").len(), 1);
        assert_eq!(node.list("organization")[0].get("name"), None);
        assert!(!node.has("unknown"));
    }
}
