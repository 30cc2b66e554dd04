//! Settles what may be told, once all files are there: an address that is sealed may stand in another entry's text.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::draft::Draft;
use super::hours::Hours;
use super::sealed::Sealed;
use super::street::looks_like_address;
use super::tally::Tally;
use super::{Disclosure, Place, Service, Services, hsds, read, sheet, web};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::fields;
use crate::phrase::{Phrase, say};
use crate::source::{Source, Span};

/// The longest free text that is printed, in characters.
pub(super) const LONGEST_TEXT: usize = 240;

/// The most entries of all files.
pub(super) const MOST_ENTRIES: usize = 200_000;

/// Files being read, until all are there.
#[derive(Default)]
pub struct Reading {
    drafts: Vec<Draft>,
}

impl Reading {
    /// Reads `[[service]]` tables.
    pub fn toml(&mut self, diags: &mut Diagnostics, source: &Arc<Source>) {
        self.drafts.extend(read::read(diags, source));
    }

    /// Reads rows with the same words as heads.
    pub fn sheet(&mut self, diags: &mut Diagnostics, source: &Arc<Source>) {
        self.drafts.extend(sheet::read(diags, source));
    }

    /// Reads a package of the Human Services Data Specification: files by their names.
    pub fn package(&mut self, diags: &mut Diagnostics, files: Vec<hsds::File>) {
        self.drafts.extend(hsds::read(diags, files));
    }

    /// Hands over what may be told, and seals the rest. Texts that would tell where a sealed place is are taken out, and that is reported.
    pub fn finish(mut self, diags: &mut Diagnostics) -> Services {
        if let Some(first) = self.drafts.get(MOST_ENTRIES) {
            let message = say("there are {count} services, and {most} are the most")
                .with("count", self.drafts.len())
                .with("most", MOST_ENTRIES);
            let fault = Diagnostic::new(code::TOO_LARGE, message).at(&first.span);
            diags.push(fault.hint(say("take out what is not used")));
        }
        let sealed = seal(&self.drafts);
        self.drafts.truncate(MOST_ENTRIES);
        let is_never = |draft: &&Draft| draft.disclosure() == Disclosure::Never;
        let never = self.drafts.iter().filter(is_never).count();
        let mut telling = Telling {
            sealed: &sealed,
            tally: Tally::default(),
            shortened: 0,
            several: 0,
        };
        let drafts = unique(diags, &mut telling.tally, self.drafts);
        let files: Option<Span> = drafts.first().map(|draft| Span::file(&draft.span.source));
        let listed = drafts
            .into_iter()
            .filter(|draft| draft.is_sound && draft.disclosure() != Disclosure::Never)
            .filter_map(|draft| telling.told(diags, draft))
            .collect();
        if let Some(place) = files {
            telling.finish(diags, &place);
        }
        Services {
            listed,
            sealed: Arc::new(sealed),
            never,
        }
    }
}

/// Seals where all services are that must not be told of.
fn seal(drafts: &[Draft]) -> Sealed {
    let mut sealed = Sealed::default();
    for draft in drafts
        .iter()
        .filter(|draft| draft.disclosure() != Disclosure::Public)
    {
        for lines in draft.addresses.iter().chain(&draft.hidden) {
            sealed.seal(lines);
        }
        for point in &draft.points {
            sealed.seal_point(*point);
        }
    }
    sealed
}

/// Leaves out entries whose id stands twice; reports them.
fn unique(diags: &mut Diagnostics, tally: &mut Tally, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut known: HashMap<String, Span> = HashMap::with_capacity(drafts.len());
    let mut left = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let Some(first) = known.get(&draft.id) else {
            known.insert(draft.id.clone(), draft.span.clone());
            left.push(draft);
            continue;
        };
        // Pages of a list from elsewhere overlap, which is nobody's mistake here.
        let (code, what) = if draft.is_foreign {
            (
                code::SERVICE_LEFT_OUT,
                say("a service stands twice; the second is left out"),
            )
        } else {
            (code::DUPLICATE_ID, say("the id of a service stands twice"))
        };
        let message = say("{entry}: {what}")
            .with("entry", &draft.id)
            .with_words("what", what.clone());
        let fault = Diagnostic::new(code, message)
            .at(&draft.span)
            .with(say("the first"), first);
        tally.push(diags, &what, fault);
    }
    left
}

/// What goes on while entries are told.
struct Telling<'a> {
    sealed: &'a Sealed,
    tally: Tally,
    shortened: usize,
    several: usize,
}

impl Telling<'_> {
    /// The service, without anything that must not be told. `None` if its very name tells where it is.
    fn told(&mut self, diags: &mut Diagnostics, mut draft: Draft) -> Option<Service> {
        let disclosure = draft.disclosure();
        let is_public = disclosure == Disclosure::Public;
        if self.tells(&draft.name, is_public) {
            let what = say("`name` holds an address that must not be told, so the service is left out");
            self.withhold(diags, &draft, what);
            return None;
        }
        if let Some(access) = draft.access_there.take().filter(|_| is_public) {
            draft.texts.push(("access", access));
        }
        let texts = std::mem::take(&mut draft.texts);
        let mut kept = Vec::with_capacity(texts.len());
        for (field, text) in texts {
            // What is cut off could be the rest of an address, so the whole is looked at.
            if self.is_kept(diags, &draft, field, &text) {
                kept.push((field, self.shortened(text)));
            }
        }
        let hours = match std::mem::take(&mut draft.hours) {
            Hours::Words(words) if self.is_kept(diags, &draft, "hours", &words) => {
                Hours::Words(self.shortened(words))
            }
            Hours::Words(_) => Hours::Unknown,
            hours => hours,
        };
        let mut phones = std::mem::take(&mut draft.phones);
        for phone in &mut phones {
            phone.note = phone
                .note
                .take()
                .filter(|note| self.is_kept(diags, &draft, "phones", note))
                .map(|note| self.shortened(note));
        }
        let place = if is_public {
            self.place(diags, &mut draft)
        } else {
            None
        };
        let mut text = |field: &str| {
            let at = kept.iter().position(|(known, _)| *known == field)?;
            Some(kept.swap_remove(at).1)
        };
        Some(Service {
            kind: draft.kind,
            disclosure,
            phones,
            hours,
            place,
            area: text("area"),
            who: text("who"),
            cost: text("cost"),
            start: text("start"),
            papers: text("papers"),
            access: text("access"),
            police: text("police"),
            web: text("web"),
            id: draft.id,
            name: draft.name,
            zone: draft.zone,
            counties: draft.counties,
            states: draft.states,
            nationwide: draft.nationwide,
            languages: draft.languages,
            verified_on: draft.verified_on,
            span: draft.span,
        })
    }

    /// Whether a text tells where somebody is who must not be found; of an entry that is not public, also where anything is.
    fn tells(&self, text: &str, is_public: bool) -> bool {
        self.sealed.finds(text) || (!is_public && (looks_like_address(text) || web::leads_to_map(text)))
    }

    /// Whether a text may be told; reports it if not.
    fn is_kept(&mut self, diags: &mut Diagnostics, draft: &Draft, field: &'static str, text: &str) -> bool {
        if !self.tells(text, draft.disclosure() == Disclosure::Public) {
            return true;
        }
        let what =
            say("`{field}` holds an address that must not be told, and is left out").with("field", field);
        self.withhold(diags, draft, what);
        false
    }

    /// Where a public service is, unless somebody hides there.
    fn place(&mut self, diags: &mut Diagnostics, draft: &mut Draft) -> Option<Place> {
        let mut addresses = std::mem::take(&mut draft.addresses);
        if addresses.len() > 1 {
            self.several += 1;
            return None;
        }
        let lines = addresses.pop()?;
        let point = draft.points.first().copied();
        if self.sealed.finds(&lines.join("\n")) || point.is_some_and(|point| self.sealed.holds(point)) {
            let what = say("`address` holds an address that must not be told, and is left out");
            self.withhold(diags, draft, what);
            return None;
        }
        Some(Place { lines, point })
    }

    fn withhold(&mut self, diags: &mut Diagnostics, draft: &Draft, what: Phrase) {
        let message = say("{entry}: {what}")
            .with("entry", &draft.id)
            .with_words("what", what.clone());
        let fault = Diagnostic::new(code::ADDRESS_WITHHELD, message).at(&draft.span);
        let fault = fault.hint(say(
            "take the address out of it; if all may be told, the service whose address it is wants `disclosure = \"public\"`",
        ));
        self.tally.push(diags, &what, fault);
    }

    /// A text that is short enough to be printed, cut at a word.
    fn shortened(&mut self, text: String) -> String {
        let mut ends = text.char_indices().map(|(at, _)| at).skip(LONGEST_TEXT - 1);
        let (Some(end), Some(_)) = (ends.next(), ends.next()) else {
            return text;
        };
        self.shortened += 1;
        let cut = &text[..end];
        let cut = cut.rfind(' ').map_or(cut, |space| &cut[..space]);
        format!("{}…", cut.trim_end_matches([' ', ',', ';', ':', '.', '-']))
    }

    fn finish(self, diags: &mut Diagnostics, place: &Span) {
        let told = [
            (
                self.shortened,
                say("{count} texts of services are longer than {most} characters, and were shortened"),
            ),
            (
                self.several,
                say("{count} services are at several places, so none of these is printed"),
            ),
        ];
        for (count, message) in told {
            if count > 0 {
                let message = message.with("count", count).with("most", LONGEST_TEXT);
                diags.push(Diagnostic::new(code::SERVICE_SHORTENED, message).at(place));
            }
        }
        self.tally.finish(diags);
    }
}

/// An id that no other entry of a file has, for one without its own. It is made of nothing that the entry says.
pub(super) fn numbered(number: usize, taken: &HashSet<String>) -> String {
    let id = format!("service-{number}");
    if taken.contains(&id) {
        return format!("service-{number}-unnamed");
    }
    id
}

/// Whether a word can be the id of an entry: safe as a file name, and no address.
pub(super) fn is_id(word: &str) -> bool {
    fields::is_id(word) && !looks_like_address(word)
}
