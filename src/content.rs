//! What a finished composition says, so that a sheet on a wall can be held against what would be printed today.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::Arc;

use crate::crockford;
use crate::hotline::Hotline;
use crate::library::Library;
use crate::page::{ItemKind, Page};
use crate::plate;
use crate::poster::Order;
use crate::press;
use crate::prints::{Content, Kind};
use crate::setup::Setup;

/// Characters of a fingerprint, its check character not counted.
const CHARACTERS: usize = 8;

/// What a piece says, and a fingerprint of how it looks.
#[derive(Clone, Debug)]
pub struct Said {
    /// Its number, symbols and words.
    pub content: Content,
    /// Changes with every type size, place and colour.
    pub look: String,
}

/// What kind of piece an order makes.
pub fn kind(order: &Order) -> Kind {
    Kind {
        template: order.template.clone(),
        languages: order
            .languages
            .iter()
            .map(|locale| locale.tag().to_owned())
            .collect(),
        stock: order.stock.clone(),
        rule: order.rule.clone(),
    }
}

/// What the pages of a piece say.
pub fn of(pages: &[Page], hotline: &Hotline) -> Said {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut payloads: Vec<String> = Vec::new();
    let mut look = String::new();
    for page in pages {
        // A page writes itself as what it shows.
        let _ = write!(look, "{page}");
        for item in &page.items {
            match &item.kind {
                ItemKind::Text(text) => {
                    let texts = texts.entry(text.reader.tag().to_owned()).or_default();
                    let words = text.text().join(" ");
                    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                    if !texts.contains(&words) {
                        texts.push(words);
                    }
                }
                ItemKind::Symbol(symbol) => payloads.push(symbol.symbol.payload.to_string()),
                _ => {}
            }
        }
    }
    payloads.sort();
    payloads.dedup();
    let number = hotline.voice.groupings.first().cloned().unwrap_or_default();
    // Where lines break is a matter of looks.
    let solid = |text: &String| text.split_whitespace().collect::<String>();
    let mut parts = vec![number.clone()];
    parts.extend(payloads.iter().cloned());
    for (tag, texts) in &texts {
        parts.push(tag.clone());
        parts.extend(texts.iter().map(solid));
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let id = fingerprint(&parts);
    Said {
        look: fingerprint(&[&look]),
        content: Content {
            id,
            number,
            payloads,
            texts,
        },
    }
}

fn fingerprint(parts: &[&str]) -> String {
    crockford::written(crockford::hashed(parts, CHARACTERS), CHARACTERS)
}

/// What kinds of pieces would say if they were printed now, on any printer.
#[derive(Default)]
pub struct Now {
    said: HashMap<Kind, Option<Said>>,
}

impl Now {
    /// Composes every order once, and pieces of further kinds that hang somewhere. Faults are no matter here: what cannot be composed
    /// says nothing.
    pub fn compose<'a>(
        library: &Library,
        hotline: &Hotline,
        orders: impl IntoIterator<Item = &'a Arc<Order>>,
        further: impl IntoIterator<Item = &'a Kind>,
    ) -> Self {
        let mut wanted: BTreeMap<Kind, Order> = BTreeMap::new();
        for order in orders {
            wanted.entry(kind(order)).or_insert_with(|| Order {
                setup: Setup::default(),
                ..Order::clone(order)
            });
        }
        for kind in further {
            if !wanted.contains_key(kind)
                && let Some(order) = order_of(library, hotline, kind)
            {
                wanted.insert(kind.clone(), order);
            }
        }
        let said = press::each(
            library,
            None,
            wanted.into_iter().collect(),
            |diags, shaper, (kind, order)| {
                let composition = plate::compose(diags, library, shaper, &order);
                Some((
                    kind,
                    composition.map(|composition| of(&composition.pages, hotline)),
                ))
            },
        );
        Self {
            said: said.into_iter().filter_map(|(_, said)| said).collect(),
        }
    }

    /// What a kind of piece says now; `None` if it cannot be made any more.
    pub fn said(&self, kind: &Kind) -> Option<&Said> {
        self.said.get(kind)?.as_ref()
    }
}

/// An order for a kind of piece that was printed once, if there is all that it needs.
fn order_of(library: &Library, hotline: &Hotline, kind: &Kind) -> Option<Order> {
    let languages = kind.locales()?;
    let is_known = library.templates.contains_key(&kind.template)
        && library.stocks.get(&kind.stock).is_some()
        && languages.iter().all(|locale| library.catalog(locale).is_some())
        && kind
            .rule
            .as_ref()
            .is_none_or(|rule| library.rules.get(rule).is_some());
    is_known.then(|| Order {
        hotline: hotline.id.clone(),
        template: kind.template.clone(),
        languages,
        stock: kind.stock.clone(),
        setup: Setup::default(),
        rule: kind.rule.clone(),
    })
}
