//! Services of a tabular package: a CSV file for each kind of object, joined by ids.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use serde::Deserialize;

use super::entry::Desk;
use super::node::{self, Node, Place};
use crate::cells::{self, Row};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::heads;
use crate::phrase::say;
use crate::service::reading::MOST_ENTRIES;
use crate::source::Source;

/// The most rows of a table: ten for each service.
const MOST_ROWS: usize = 10 * MOST_ENTRIES;

/// The tables that are read, by the names of their files in 3.0 and 2.0.
const FILES: &[(&str, Table)] = &[
    ("service", Table::Service),
    ("organization", Table::Organization),
    ("location", Table::Location),
    ("service_at_location", Table::AtLocation),
    ("services_at_location", Table::AtLocation),
    ("address", Table::Address),
    ("physical_address", Table::Address),
    ("postal_address", Table::Postal),
    ("phone", Table::Phone),
    ("language", Table::Language),
    ("schedule", Table::Schedule),
    ("regular_schedule", Table::Schedule),
    ("service_area", Table::Area),
    ("required_document", Table::Document),
    ("cost_option", Table::Cost),
    ("accessibility", Table::Access),
    ("accessibility_for_disabilitie", Table::Access),
    ("attribute", Table::Attribute),
    ("service_attribute", Table::Attribute),
    ("taxonomy_term", Table::Term),
    ("eligibility", Table::Eligibility),
];

/// A kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Table {
    Service,
    Organization,
    Location,
    AtLocation,
    Address,
    Postal,
    Phone,
    Language,
    Schedule,
    Area,
    Document,
    Cost,
    Access,
    Attribute,
    Term,
    Eligibility,
}

/// The number of kinds.
const KINDS: usize = 16;

/// The rows of all tables.
#[derive(Default)]
pub(super) struct Tables {
    rows: [Vec<Node<'static>>; KINDS],
    /// Files that `datapackage.json` gives another name.
    described: HashMap<String, Table>,
    sources: Vec<(Arc<Source>, Vec<Option<&'static str>>)>,
}

/// The part of `datapackage.json` that is read (Frictionless Data Package).
#[derive(Deserialize)]
struct Package {
    #[serde(default)]
    resources: Vec<Resource>,
}

#[derive(Deserialize)]
struct Resource {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    path: Option<String>,
}

impl Tables {
    /// Reads which file is which table. One that cannot be read is done without.
    pub(super) fn describe(&mut self, bytes: &[u8]) {
        let Ok(package) = serde_json::from_slice::<Package>(bytes) else {
            return;
        };
        for resource in package.resources {
            if let (Some(name), Some(path)) = (resource.name, resource.path)
                && let Some(table) = by_name(&name.to_lowercase())
            {
                let base = path.rsplit('/').next().unwrap_or_default().to_lowercase();
                self.described.insert(base, table);
            }
        }
    }

    /// The table that a file holds, by its name.
    pub(super) fn table_of(&self, base: &str) -> Option<Table> {
        let described = self.described.get(base).copied();
        described.or_else(|| by_name(base.strip_suffix(".csv").unwrap_or(base)))
    }

    /// Reads a table.
    pub(super) fn read(&mut self, diags: &mut Diagnostics, table: Table, source: &Arc<Source>) {
        let at = self.sources.len();
        let mut heads: Option<Vec<Option<&'static str>>> = None;
        let mut rows = Vec::new();
        cells::each(diags, source, b',', MOST_ROWS, |_, row| {
            match &heads {
                None => heads = Some(row.iter().map(head).collect()),
                Some(_) if row.is_empty() => {}
                Some(heads) => {
                    let mut node = node_of(row, heads);
                    node.place = Some(Place {
                        source: at,
                        at: row.number,
                    });
                    rows.push(node);
                }
            }
            ControlFlow::Continue(())
        });
        let heads = heads.unwrap_or_default();
        if table == Table::Service && !heads.contains(&Some("name")) {
            let message = say("no column has the head `{needed}`").with("needed", "name");
            let place = crate::source::Span::file(source);
            diags.push(Diagnostic::new(code::MISSING_FIELD, message).at(&place));
        }
        self.sources.push((source.without_text(), heads));
        self.add(table, rows);
    }

    /// Adds rows of a table that begins at a byte of another text.
    pub(super) fn add_text(
        &mut self,
        table: Table,
        source: &Arc<Source>,
        byte: usize,
        rows: impl Iterator<Item = Node<'static>>,
    ) {
        let place = Place {
            source: self.sources.len(),
            at: byte,
        };
        self.sources.push((source.without_text(), Vec::new()));
        self.add(
            table,
            rows.map(|mut row| {
                row.place = Some(place);
                row
            }),
        );
    }

    /// Adds rows of a table.
    fn add(&mut self, table: Table, rows: impl IntoIterator<Item = Node<'static>>) {
        self.rows[table as usize].extend(rows.into_iter().map(|mut row| {
            if table == Table::Postal {
                row.set("address_type", "postal");
            }
            row
        }));
    }

    fn take(&mut self, table: Table) -> Vec<Node<'static>> {
        std::mem::take(&mut self.rows[table as usize])
    }

    /// Joins the tables and hands over the services.
    pub(super) fn finish(mut self, diags: &mut Diagnostics, desk: &mut Desk) {
        let shift = desk.tables(std::mem::take(&mut self.sources));
        let mut services = Parents::of(self.take(Table::Service));
        let mut spots = Parents::of(self.take(Table::AtLocation));
        let mut locations = Parents::of(self.take(Table::Location));
        let mut organizations = Parents::of(self.take(Table::Organization));
        let mut phones = Parents::of(self.take(Table::Phone));

        let mut languages = self.take(Table::Language);
        languages = phones.adopt(languages, "phone_id", "languages");
        languages = services.adopt(languages, "service_id", "languages");
        locations.adopt(languages, "location_id", "languages");

        let phones = services.adopt(phones.nodes, "service_id", "phones");
        let phones = spots.adopt(phones, "service_at_location_id", "phones");
        let phones = locations.adopt(phones, "location_id", "phones");
        organizations.adopt(phones, "organization_id", "phones");

        let schedules = services.adopt(self.take(Table::Schedule), "service_id", "schedules");
        let schedules = spots.adopt(schedules, "service_at_location_id", "schedules");
        locations.adopt(schedules, "location_id", "schedules");

        locations.adopt(self.take(Table::Address), "location_id", "addresses");
        locations.adopt(self.take(Table::Postal), "location_id", "addresses");
        locations.adopt(self.take(Table::Access), "location_id", "accessibility");

        for (table, field) in [
            (Table::Area, "service_areas"),
            (Table::Document, "required_documents"),
            (Table::Cost, "cost_options"),
            (Table::Eligibility, "eligibility"),
        ] {
            services.adopt(self.take(table), "service_id", field);
        }

        let terms = Parents::of(self.take(Table::Term));
        let attributes = self.take(Table::Attribute).into_iter().map(|mut attribute| {
            let term = attribute
                .get("taxonomy_term_id")
                .and_then(|id| terms.find(id))
                .cloned();
            if let Some(term) = term {
                attribute.add("taxonomy_term", term);
            }
            attribute
        });
        let rest = services.adopt(attributes.collect(), "link_id", "attributes");
        services.adopt(rest, "service_id", "attributes");

        let spots = spots.nodes.into_iter().map(|mut spot| {
            if let Some(location) = spot.get("location_id").and_then(|id| locations.find(id)).cloned() {
                spot.add("location", location);
            }
            spot
        });
        services.adopt(spots.collect(), "service_id", "service_at_locations");

        // Where an organization is matters only for services that do not say it themselves.
        let mut own: HashMap<&str, Vec<&Node<'static>>> = HashMap::new();
        for location in &locations.nodes {
            if let Some(id) = location.get("organization_id") {
                own.entry(id).or_default().push(location);
            }
        }
        for mut service in services.nodes {
            if let Some(place) = &mut service.place {
                place.source += shift;
            }
            if let Some(id) = service.get("organization_id").map(str::to_owned) {
                let mut organization = organizations.find(&id).cloned().unwrap_or_default();
                if service.list("service_at_locations").is_empty() {
                    for location in own.get(id.as_str()).into_iter().flatten() {
                        organization.add("locations", (*location).clone());
                    }
                }
                service.add("organization", organization);
            }
            desk.service(diags, &service);
        }
    }
}

/// Objects that others belong to, by their ids.
struct Parents {
    nodes: Vec<Node<'static>>,
    known: HashMap<String, usize>,
}

impl Parents {
    fn of(nodes: Vec<Node<'static>>) -> Self {
        let mut known = HashMap::with_capacity(nodes.len());
        for (at, node) in nodes.iter().enumerate() {
            if let Some(id) = node.get("id") {
                known.entry(id.to_owned()).or_insert(at);
            }
        }
        Self { nodes, known }
    }

    fn find(&self, id: &str) -> Option<&Node<'static>> {
        self.known.get(id).map(|at| &self.nodes[*at])
    }

    /// Gives each object to the one that it names, and hands back those that name none of these.
    fn adopt(
        &mut self,
        children: Vec<Node<'static>>,
        by: &'static str,
        field: &'static str,
    ) -> Vec<Node<'static>> {
        let mut left = Vec::new();
        for child in children {
            let parent = child.get(by).and_then(|id| self.known.get(id));
            match parent.and_then(|at| self.nodes.get_mut(*at)) {
                Some(parent) => parent.add(field, child),
                None => left.push(child),
            }
        }
        left
    }
}

fn by_name(stem: &str) -> Option<Table> {
    let find = |stem: &str| {
        FILES
            .iter()
            .find(|(name, _)| *name == stem)
            .map(|(_, table)| *table)
    };
    find(stem)
        .or_else(|| find(stem.strip_suffix('s')?))
        .or_else(|| find(stem.strip_suffix("es")?))
}

/// The field of a column, if it is asked for.
fn head(written: &str) -> Option<&'static str> {
    let plain = written.trim_start_matches('\u{FEFF}').trim().to_lowercase();
    node::key(&plain).or_else(|| node::key(&heads::word(&plain)))
}

fn node_of(row: &Row, heads: &[Option<&'static str>]) -> Node<'static> {
    let mut node = Node::default();
    for (cell, head) in row.iter().zip(heads) {
        if let Some(head) = head
            && !cell.is_empty()
        {
            node.set(head, Cow::Owned(cell.to_owned()));
        }
    }
    node
}

#[cfg(test)]
mod tests {
    use super::{KINDS, Table, by_name};

    #[test]
    fn tables_by_name() {
        assert_eq!(by_name("services"), Some(Table::Service));
        assert_eq!(by_name("service"), Some(Table::Service));
        assert_eq!(by_name("addresses"), Some(Table::Address));
        assert_eq!(by_name("service_at_location"), Some(Table::AtLocation));
        assert_eq!(by_name("services_at_locations"), Some(Table::AtLocation));
        assert_eq!(by_name("accessibility"), Some(Table::Access));
        assert_eq!(by_name("accessibility_for_disabilities"), Some(Table::Access));
        assert_eq!(by_name("metadata"), None);
        assert_eq!(Table::Eligibility as usize + 1, KINDS);
    }
}
