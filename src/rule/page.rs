//! A posting rule told line by line, for people.

use super::words::Decider;
use super::{Format, Rule, Rules};
use crate::locale::Locale;
use crate::phrase::{Phrase, parted, say, verbatim};

/// One line: what it is about, and what is known.
#[derive(Clone, Debug)]
pub struct Line {
    /// A word or two.
    pub label: Phrase,
    /// What the rule says.
    pub text: Phrase,
}

impl Rule {
    /// Everything that is known of the rule.
    pub fn page(&self, rules: &Rules) -> Vec<Line> {
        let mut page = Page::default();
        page.add(say("Duty"), Some(self.duty.phrase()));
        page.add(say("For"), Some(self.venues_phrase()));
        page.extend(self.details(rules));
        page.0
    }

    /// The same without whom it binds and where.
    pub fn details(&self, rules: &Rules) -> Vec<Line> {
        let mut page = Page::default();
        page.note(say("Which"), self.venue_note.as_ref());
        page.extend(self.in_short(rules));
        page.note(say("Penalty"), self.penalty.as_ref());
        page.extend(self.of_the_law());
        page.0
    }

    /// What the sign must be, and where it hangs.
    pub fn in_short(&self, rules: &Rules) -> Vec<Line> {
        let mut page = Page::default();
        page.add(say("Made by"), Some(self.maker_phrase()));
        page.add(say("Size"), self.size_phrase());
        page.add(say("Languages"), self.languages_phrase());
        page.add(
            say("Numbers"),
            meant(&self.contacts, |key| {
                rules.contacts.get(key).map(|contact| &contact.means)
            }),
        );
        page.note(say("Numbers"), self.contacts_note.as_ref());
        page.add(say("Says"), meant(&self.elements, |key| rules.elements.get(key)));
        page.note(say("Says"), self.elements_note.as_ref());
        page.add(say("Words"), self.wording.map(super::Wording::phrase));
        page.note(say("Symbol"), self.symbol.as_ref().map(|symbol| &symbol.note));
        page.add(say("Hangs"), self.spots_phrase(rules));
        for part in &self.look.parts {
            let places = groups(&part.places, rules);
            let told = say("{part}: {places}").with("part", &part.name);
            page.add(
                say("Hangs"),
                places.map(|places| told.with_words("places", places)),
            );
        }
        page.note(say("Hangs"), self.spots.note.as_ref());
        let things = [&self.look.medium, &self.look.material, &self.look.mounting];
        page.add(say("Made of"), parted(things.into_iter().flatten().map(verbatim)));
        if let Some(permit) = &self.permit {
            let told = if permit.required {
                say("needed, from {from} ({source})")
            } else {
                say("ask {from} ({source})")
            };
            let told = told
                .with("from", &permit.from)
                .with("source", &permit.from_source);
            page.add(say("Permission"), Some(told));
        }
        page.0
    }

    /// How sure it is, and where it was read.
    fn of_the_law(&self) -> Vec<Line> {
        let law = &self.law;
        let mut page = Page::default();
        page.add(say("Law"), Some(verbatim(&self.citation)));
        page.note(say("In force"), law.effective.as_ref());
        page.note(say("Changed"), law.amended.as_ref());
        page.add(say("Known by"), Some(self.known_by()));
        for conflict in &law.conflicts {
            page.note(say("Uncertain"), Some(conflict));
        }
        for pending in &law.pending {
            page.note(say("Pending"), Some(pending));
        }
        page.note(say("Note"), law.note.as_ref());
        page.note(say("Note"), law.source_note.as_ref());
        for source in &law.sources {
            page.note(say("Source"), Some(source));
        }
        page.0
    }

    /// How the rule is known, and as of when.
    pub fn known_by(&self) -> Phrase {
        let told = match &self.law.text_as_of {
            Some(_) => say("{how}, on {day}, in a copy of {copy}"),
            None => say("{how}, on {day}"),
        };
        told.with_words("how", self.law.confidence.phrase())
            .with("day", self.law.seen)
            .with("copy", self.law.text_as_of.as_deref().unwrap_or_default())
    }

    fn venues_phrase(&self) -> Phrase {
        say("{scope}: {venues}")
            .with("scope", &self.scope)
            .with("venues", self.venues.join(", "))
    }

    fn maker_phrase(&self) -> Phrase {
        let maker = match self.maker {
            Some(maker) => maker.phrase(),
            None => say("not verified"),
        };
        match &self.maker_note {
            Some(note) => say("{maker}. {note}")
                .with_words("maker", maker)
                .with("note", note),
            None => maker,
        }
    }

    fn size_phrase(&self) -> Option<Phrase> {
        let look = &self.look;
        let formats = look.formats.iter().map(format_phrase).reduce(|one, other| {
            say("{one}, or {other}")
                .with_words("one", one)
                .with_words("other", other)
        });
        let more = [
            (look.landscape, say("wider than high")),
            (look.bold, say("all type bold")),
            (look.legible, say("easy to read")),
            (look.screens_exempt, say("screens of any size")),
        ];
        let more = more.into_iter().filter(|(asked, _)| *asked).map(|(_, told)| told);
        parted(
            formats
                .into_iter()
                .chain(more)
                .chain(look.note.as_ref().map(verbatim)),
        )
    }

    fn languages_phrase(&self) -> Option<Phrase> {
        let languages = &self.languages;
        let tags: Vec<&str> = languages.required.iter().map(Locale::tag).collect();
        let required = (!tags.is_empty()).then(|| verbatim(tags.join(", ")));
        let more = languages.more.as_ref().map(|more| {
            let told = match (more.from, more.share) {
                (Decider::FacilityShare, Some(_)) => say("and each that {share} of {of} speak"),
                _ if more.most_spoken => say("and the most spoken of: {decider}"),
                _ => say("and {decider}"),
            };
            told.with_words("decider", more.from.phrase())
                .with(
                    "share",
                    format!("{:.0} %", more.share.unwrap_or_default() * 100.0),
                )
                .with("of", more.of.as_deref().unwrap_or_default())
        });
        let sheet = languages.one_sheet.then(|| say("on one sheet"));
        let notes = [&languages.note, &languages.layout_note];
        let notes = notes.into_iter().flatten().map(verbatim);
        parted(required.into_iter().chain(more).chain(sheet).chain(notes))
    }

    fn spots_phrase(&self, rules: &Rules) -> Option<Phrase> {
        let usual = groups(&self.spots.groups, rules);
        let others = self.spots.at.iter().filter_map(|(venue, places)| {
            Some(
                say("{venue}: {places}")
                    .with("venue", venue)
                    .with_words("places", groups(places, rules)?),
            )
        });
        parted(usual.into_iter().chain(others))
    }
}

fn format_phrase(format: &Format) -> Phrase {
    let mut told = if format.kind == "sign" {
        say("{size} or more")
    } else {
        say("a {kind} of {size} or more").with("kind", format.kind.replace('_', " "))
    };
    told = told.with("size", format.least.in_inches());
    if let Some(size) = format.type_size {
        told = say("{told}, type of {size} pt or more")
            .with_words("told", told)
            .with("size", size.to_pt());
    }
    if let Some(letters) = format.letters {
        told = say("{told}, letters {height} in high")
            .with_words("told", told)
            .with("height", letters.to_pt() / 72.0);
    }
    match &format.note {
        Some(note) => say("{told} ({note})").with_words("told", told).with("note", note),
        None => told,
    }
}

/// What keys mean.
fn meant<'a>(keys: &[String], means: impl Fn(&String) -> Option<&'a String>) -> Option<Phrase> {
    parted(
        keys.iter()
            .filter_map(means)
            .map(|text| verbatim(text.trim_end_matches('.'))),
    )
}

/// One of each group, all groups.
fn groups(groups: &[Vec<String>], rules: &Rules) -> Option<Phrase> {
    let group = |keys: &Vec<String>| {
        let places = keys.iter().filter_map(|key| rules.placements.get(key));
        places
            .map(|text| verbatim(text.trim_end_matches('.')))
            .reduce(|one, other| {
                say("{one}, or: {other}")
                    .with_words("one", one)
                    .with_words("other", other)
            })
    };
    groups.iter().filter_map(group).reduce(|one, other| {
        say("{one}; and: {other}")
            .with_words("one", one)
            .with_words("other", other)
    })
}

/// Lines as they come.
#[derive(Default)]
struct Page(Vec<Line>);

impl Page {
    fn add(&mut self, label: Phrase, text: Option<Phrase>) {
        self.0.extend(text.map(|text| Line { label, text }));
    }

    fn note(&mut self, label: Phrase, text: Option<&String>) {
        self.add(label, text.map(verbatim));
    }

    fn extend(&mut self, lines: Vec<Line>) {
        self.0.extend(lines);
    }
}
