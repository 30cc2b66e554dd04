//! What would be otherwise on paper if everything were printed now: in words, and in how many sheets.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::content::{self, Now};
use crate::harmless::harmless;
use crate::phrase::{Phrase, say};
use crate::plan::Job;
use crate::prints::{Content, Kind, Print, Prints};
use crate::upkeep::Upkeep;

/// One thing that is otherwise than when it was printed last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The number of the line.
    Number {
        /// As printed then.
        then: String,
        /// As it would be now.
        now: String,
    },
    /// A text of a language; none where it was not or is not any more, and neither where only that words changed is known.
    Words {
        /// The language's tag.
        language: String,
        /// The text then.
        then: Option<String>,
        /// The text now.
        now: Option<String>,
    },
    /// What the symbols say.
    Symbols {
        /// Then.
        then: Vec<String>,
        /// Now.
        now: Vec<String>,
    },
    /// The languages of a piece.
    Languages {
        /// Its template.
        template: String,
        /// Then.
        then: Vec<String>,
        /// Now.
        now: Vec<String>,
    },
    /// The paper of a piece.
    Stock {
        /// Its template.
        template: String,
        /// Then.
        then: String,
        /// Now.
        now: String,
    },
    /// How many of a piece hang at a place.
    Count {
        /// Its template.
        template: String,
        /// Then.
        then: u32,
        /// Now.
        now: u32,
    },
    /// How a piece looks, with the same words.
    Look {
        /// Its template.
        template: String,
    },
    /// A piece that was never printed for its place.
    New {
        /// Its template.
        template: String,
    },
    /// A piece that is not planned any more.
    Gone {
        /// Its template.
        template: String,
    },
}

impl Change {
    /// Its stable name, for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Number { .. } => "number",
            Self::Words { .. } => "words",
            Self::Symbols { .. } => "symbols",
            Self::Languages { .. } => "languages",
            Self::Stock { .. } => "stock",
            Self::Count { .. } => "count",
            Self::Look { .. } => "look",
            Self::New { .. } => "new",
            Self::Gone { .. } => "gone",
        }
    }

    /// In words.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Number { then, now } => say("the number {then} becomes {now}")
                .with("then", harmless(then))
                .with("now", now),
            Self::Words { language, then, now } => {
                let phrase = match (then, now) {
                    (Some(then), Some(now)) => say("words ({language}): “{then}” becomes “{now}”")
                        .with("then", harmless(then))
                        .with("now", now),
                    (None, Some(now)) => say("words ({language}): “{now}” is new").with("now", now),
                    (Some(then), None) => {
                        say("words ({language}): “{then}” is gone").with("then", harmless(then))
                    }
                    (None, None) => say("words ({language}), and nobody knows which"),
                };
                phrase.with("language", language)
            }
            Self::Symbols { then, now } => say("the symbols say {now}, and said {then}")
                .with("then", harmless(&then.join(", ")))
                .with("now", now.join(", ")),
            Self::Languages { template, then, now } => say("`{template}`: languages {then} become {now}")
                .with("template", template)
                .with("then", then.join(" + "))
                .with("now", now.join(" + ")),
            Self::Stock { template, then, now } => say("`{template}`: paper `{then}` becomes `{now}`")
                .with("template", template)
                .with("then", then)
                .with("now", now),
            Self::Count { template, then, now } => say("`{template}`: {now} at a place, and not {then}")
                .with("template", template)
                .with("then", then)
                .with("now", now),
            Self::Look { template } => {
                say("`{template}` looks otherwise, with the same words").with("template", template)
            }
            Self::New { template } => {
                say("`{template}` was not printed there yet").with("template", template)
            }
            Self::Gone { template } => {
                say("`{template}` is not planned there any more").with("template", template)
            }
        }
    }

    /// Whether what hangs is wrong by it, and not only otherwise.
    pub fn is_wrong(&self) -> bool {
        matches!(
            self,
            Self::Number { .. } | Self::Words { .. } | Self::Symbols { .. } | Self::Languages { .. }
        )
    }
}

/// How much a change touches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extent<'a> {
    /// Ids of the places.
    pub places: BTreeSet<&'a str>,
    /// Templates.
    pub templates: BTreeSet<&'a str>,
    /// How many pieces would be printed.
    pub pieces: u32,
    /// On how many sheets.
    pub sheets: u32,
    /// How many hang now, by the ledger.
    pub hang: u32,
}

/// Every change with what it touches. Jobs that were printed as they would be now have none. Prints of other places than those, or of
/// templates that are not `wanted`, are no matter.
pub fn of<'a>(
    jobs: &'a [Job<'_>],
    prints: &'a Prints,
    now: &Now,
    upkeep: &[Upkeep<'a>],
    is_wanted: impl Fn(&str) -> bool,
) -> BTreeMap<Change, Extent<'a>> {
    let mut last: HashMap<(&str, &str, Option<&str>), Vec<&Print>> = HashMap::new();
    for (_, print) in prints.in_order() {
        let key = (
            print.place.as_str(),
            print.kind.template.as_str(),
            print.kind.rule.as_deref(),
        );
        last.entry(key).or_default().push(print);
    }
    let mut changes: BTreeMap<Change, Extent<'_>> = BTreeMap::new();
    for upkeep in upkeep {
        let place = upkeep.place.id.as_str();
        for piece in &upkeep.pieces {
            let Some(job) = piece.job else { continue };
            let printed = last.get(&(place, job.order.template.as_str(), job.order.rule.as_deref()));
            let kind = content::kind(&job.order);
            let hang = piece.good + piece.outdated.iter().map(|outdated| outdated.count).sum::<u32>();
            for change in changes_of(job, &kind, printed.map_or(&[][..], Vec::as_slice), prints, now) {
                let extent = changes.entry(change).or_default();
                extent.places.insert(place);
                extent.templates.insert(&job.order.template);
                extent.pieces += job.pieces;
                extent.sheets += job.sheets;
                extent.hang += hang;
            }
        }
    }
    let planned: BTreeSet<(&str, &str)> = jobs
        .iter()
        .map(|job| (job.location.id.as_str(), job.order.template.as_str()))
        .collect();
    let places: HashMap<&str, &Upkeep<'_>> = upkeep
        .iter()
        .map(|upkeep| (upkeep.place.id.as_str(), upkeep))
        .collect();
    for (place, template, rule) in last.into_keys() {
        // A notice is printed for its rule and never planned.
        let Some(upkeep) = places
            .get(place)
            .filter(|_| rule.is_none() && is_wanted(template))
        else {
            continue;
        };
        if !planned.contains(&(place, template)) {
            let extent = changes
                .entry(Change::Gone {
                    template: template.to_owned(),
                })
                .or_default();
            extent.places.insert(place);
            extent.templates.insert(template);
            let here = upkeep
                .pieces
                .iter()
                .filter(|piece| piece.kind.template == template);
            extent.hang += here.map(|piece| piece.good).sum::<u32>();
        }
    }
    changes
}

fn changes_of(job: &Job<'_>, kind: &Kind, printed: &[&Print], prints: &Prints, now: &Now) -> Vec<Change> {
    let template = || job.order.template.clone();
    let like = |print: &&&Print| print.kind.languages == kind.languages;
    let Some(print) = printed.iter().rev().find(like).or(printed.last()) else {
        return vec![Change::New { template: template() }];
    };
    let Some(said) = now.said(kind) else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    if print.kind.languages != kind.languages {
        changes.push(Change::Languages {
            template: template(),
            then: print.kind.languages.clone(),
            now: kind.languages.clone(),
        });
    }
    if print.kind.stock != kind.stock {
        changes.push(Change::Stock {
            template: template(),
            then: print.kind.stock.clone(),
            now: kind.stock.clone(),
        });
    }
    if print.pieces != job.planned {
        changes.push(Change::Count {
            template: template(),
            then: print.pieces,
            now: job.planned,
        });
    }
    if print.content != said.content.id && print.kind.languages == kind.languages {
        match prints.content(&print.content) {
            Some(then) => changes.extend(in_words(then, &said.content)),
            // Which words, nobody wrote down.
            None => changes.push(Change::Words {
                language: kind.languages.join(" + "),
                then: None,
                now: None,
            }),
        }
    } else if print.look != said.look && print.kind == *kind {
        changes.push(Change::Look { template: template() });
    }
    changes
}

/// What is said otherwise. Where the number changed, texts that differ by it alone are no change of words.
fn in_words(then: &Content, now: &Content) -> Vec<Change> {
    let mut changes = Vec::new();
    if then.number != now.number {
        changes.push(Change::Number {
            then: then.number.clone(),
            now: now.number.clone(),
        });
    } else if then.payloads != now.payloads {
        changes.push(Change::Symbols {
            then: then.payloads.clone(),
            now: now.payloads.clone(),
        });
    }
    let nothing = Vec::new();
    let tags: BTreeSet<&String> = then.texts.keys().chain(now.texts.keys()).collect();
    for tag in tags {
        let renumbered = |text: &String| text.replace(&then.number, &now.number);
        let before: Vec<String> = then
            .texts
            .get(tag)
            .unwrap_or(&nothing)
            .iter()
            .map(renumbered)
            .collect();
        let after = now.texts.get(tag).unwrap_or(&nothing);
        let gone: Vec<&String> = before.iter().filter(|text| !after.contains(text)).collect();
        let new: Vec<&String> = after.iter().filter(|text| !before.contains(text)).collect();
        // A number in another grouping is no word.
        let is_number = |text: &&String| text.chars().all(|c| !c.is_alphabetic());
        for at in 0..gone.len().max(new.len()) {
            let (then, now) = (gone.get(at).copied(), new.get(at).copied());
            if then.iter().chain(&now).all(is_number) && !changes.is_empty() {
                continue;
            }
            changes.push(Change::Words {
                language: tag.clone(),
                then: then.cloned(),
                now: now.cloned(),
            });
        }
    }
    changes
}
