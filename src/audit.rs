//! What photos show of what must hang: each symbol is ours, of an earlier record, foreign, or cannot be read.
//!
//! Stickers with another address pasted over a symbol are a known fraud. So whatever is not surely ours is foreign: it
//! is shown as harmless text and never opened.

use std::collections::{BTreeMap, BTreeSet};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::geom::Rect;
use crate::hotline::{Channel, Hotline};
use crate::page::ItemKind;
use crate::phrase::say;
use crate::plate::Composition;
use crate::qr::{Opens, Payload};
use crate::scan::Symbols;
use crate::serial::Serial;
use crate::source::Span;

/// What symbols may and must say.
#[derive(Clone, Debug)]
pub struct Expected<'a> {
    /// The record; what its channels open is ours, however it is spelled.
    pub hotline: &'a Hotline,
    /// Payloads that our pieces show today.
    pub ours: BTreeSet<String>,
    /// Payloads of our pieces by an earlier record.
    pub earlier: BTreeSet<String>,
    /// Payloads that must be seen at the place, and on how many pieces each hangs there.
    pub wanted: BTreeMap<String, u32>,
}

/// What a symbol turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It says what our pieces say.
    Ours,
    /// It says what our pieces said by an earlier record.
    Outdated,
    /// It says anything else.
    Foreign,
    /// It is covered, damaged or too blurred.
    Unread,
    /// It tells which piece hangs there.
    Piece(Serial),
}

/// A symbol on a photo.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// What it is.
    pub verdict: Verdict,
    /// What it says: perhaps a stranger's text. `None` where it cannot be read.
    pub payload: Option<String>,
    /// Where it stands, in pixels of the photo.
    pub rect: Rect,
}

/// What the photos of a run show together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The symbols of each photo; `None` of a photo that could not be read.
    pub photos: Vec<Option<Vec<Sighting>>>,
    /// Wanted payloads that no photo shows, and on how many pieces each hangs.
    pub missing: BTreeMap<String, u32>,
}

impl Verdict {
    /// The word for programs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Outdated => "outdated",
            Self::Foreign => "foreign",
            Self::Unread => "unread",
            Self::Piece(_) => "piece",
        }
    }

    /// Of what a symbol says.
    fn of(expected: &Expected<'_>, payload: &str) -> Self {
        if expected.ours.contains(payload) || Payload::opens(expected.hotline, payload).is_some() {
            return Self::Ours;
        }
        if is_usual(payload) && expected.earlier.contains(payload) {
            return Self::Outdated;
        }
        Payload::serial(payload).map_or(Self::Foreign, Self::Piece)
    }
}

/// Whether a payload is of a kind that our pieces ever had.
fn is_usual(payload: &str) -> bool {
    let schemes = ["tel:", "sms:", "https://"];
    schemes.iter().any(|scheme| payload.starts_with(scheme))
}

/// What the symbols of a photo are, from the top.
pub fn judged(expected: &Expected<'_>, symbols: &Symbols) -> Vec<Sighting> {
    let read = symbols.read.iter().map(|found| Sighting {
        verdict: Verdict::of(expected, &found.payload),
        payload: Some(found.payload.clone()),
        rect: found.rect,
    });
    let unread = symbols.unread.iter().map(|rect| Sighting {
        verdict: Verdict::Unread,
        payload: None,
        rect: *rect,
    });
    let mut sightings: Vec<Sighting> = read.chain(unread).collect();
    sightings.sort_by(|a, b| {
        let place = |sighting: &Sighting| (sighting.rect.y, sighting.rect.x);
        let ((ay, ax), (by, bx)) = (place(a), place(b));
        ay.total_cmp(&by).then(ax.total_cmp(&bx))
    });
    sightings
}

/// What the symbols of a finished piece say, each payload once.
pub fn payloads(composition: &Composition) -> BTreeSet<String> {
    let items = composition.pages.iter().flat_map(|page| &page.items);
    let symbols = items.filter_map(|item| match &item.kind {
        ItemKind::Symbol(symbol) => Some(symbol.symbol.payload.to_string()),
        _ => None,
    });
    symbols.collect()
}

/// Tells what is wrong with the symbols of a photo.
pub fn report(diags: &mut Diagnostics, photo: &Span, sightings: &[Sighting]) {
    if sightings.is_empty() {
        let message = say("no symbol is seen on the photo");
        let hint =
            say("step nearer, hold the telephone straight before the piece, with more light and no flash");
        diags.push(Diagnostic::new(code::PHOTO_EMPTY, message).at(photo).hint(hint));
    }
    for sighting in sightings {
        let payload = shown(sighting.payload.as_deref().unwrap_or_default());
        let fault = match sighting.verdict {
            Verdict::Ours | Verdict::Piece(_) => continue,
            Verdict::Foreign => Diagnostic::new(
                code::SIGHTING_FOREIGN,
                say("a symbol says `{payload}`, which is not ours").with("payload", payload),
            )
            .hint(say(
                "do not open it; see whether a sticker was pasted over ours, take it off or put up a new piece, and tell your coordinator",
            )),
            Verdict::Outdated => Diagnostic::new(
                code::SIGHTING_OUTDATED,
                say("a symbol says `{payload}`, as an earlier record did").with("payload", payload),
            )
            .hint(say("put up a new piece in its place")),
            Verdict::Unread => Diagnostic::new(
                code::SIGHTING_UNREAD,
                say("a symbol is seen at {x}, {y} in the photo and cannot be read")
                    .with("x", sighting.rect.x.max(0.0).round())
                    .with("y", sighting.rect.y.max(0.0).round()),
            )
            .hint(say(
                "see whether it is covered, scratched or in a reflection; if it is sound, take the photo again, nearer and straight on",
            )),
        };
        diags.push(fault.at(photo));
    }
}

impl Outcome {
    /// Of all photos of a run.
    pub fn of(expected: &Expected<'_>, photos: Vec<Option<Vec<Sighting>>>) -> Self {
        let mut missing = expected.wanted.clone();
        for sighting in photos.iter().flatten().flatten() {
            if let Some(payload) = &sighting.payload
                && sighting.verdict == Verdict::Ours
            {
                let opened = channel(expected, payload);
                missing.retain(|wanted, _| {
                    wanted != payload && (opened.is_none() || channel(expected, wanted) != opened)
                });
            }
        }
        Self { photos, missing }
    }

    /// Tells what was not seen. `place` is where it must hang.
    pub fn report_missing(&self, diags: &mut Diagnostics, location: &str, place: &Span) {
        for (payload, pieces) in &self.missing {
            let message = say(
                "no photo shows a symbol for `{payload}`, which hangs on {pieces} pieces at `{location}`",
            )
            .with("payload", payload)
            .with("pieces", pieces)
            .with("location", location);
            let hint = say("take a photo of each piece; where one is gone or covered, put up a new one");
            diags.push(
                Diagnostic::new(code::SIGHTING_MISSING, message)
                    .at(place)
                    .hint(hint),
            );
        }
    }

    /// Every symbol of every photo.
    pub fn sightings(&self) -> impl Iterator<Item = &Sighting> {
        self.photos.iter().flatten().flatten()
    }

    /// Whether every photo was read, something of ours was seen, and nothing that is wrong or missing.
    pub fn is_sound(&self) -> bool {
        let sound = |verdict| matches!(verdict, Verdict::Ours | Verdict::Piece(_));
        self.missing.is_empty()
            && self.photos.iter().all(Option::is_some)
            && self.sightings().next().is_some()
            && self.sightings().all(|sighting| sound(sighting.verdict))
    }

    /// The pieces that were recognized, each once.
    pub fn serials(&self) -> BTreeSet<Serial> {
        let pieces = self.sightings().filter_map(|sighting| match sighting.verdict {
            Verdict::Piece(serial) => Some(serial),
            _ => None,
        });
        pieces.collect()
    }
}

/// The channel that a payload opens, however it is spelled.
fn channel(expected: &Expected<'_>, payload: &str) -> Option<Channel> {
    match Payload::opens(expected.hotline, payload)? {
        Opens::Channel(channel) => Some(channel),
        Opens::Page => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Expected, Outcome, Verdict, judged};
    use crate::diag::Diagnostics;
    use crate::geom::Rect;
    use crate::library::{Library, Overrides};
    use crate::scan::{Found, Symbols};
    use crate::serial::Serial;

    fn seen(payloads: &[&str], unread: usize) -> Symbols {
        let found = |payload: &&str| Found {
            payload: (*payload).to_owned(),
            rect: Rect::new(0.0, 0.0, 10.0, 10.0),
            module: 1.0,
            inverted: false,
        };
        Symbols {
            read: payloads.iter().map(found).collect(),
            unread: vec![Rect::new(50.0, 50.0, 10.0, 10.0); unread],
        }
    }

    fn with(check: impl Fn(&Expected<'_>)) {
        let library = Library::read(&mut Diagnostics::default(), &Overrides::default());
        let ours = ["tel:+18883737888", "sms:233733"].map(str::to_owned);
        check(&Expected {
            hotline: &library.hotlines["us-nhth"],
            ours: ours.clone().into(),
            earlier: ["tel:+18005550100".to_owned()].into(),
            wanted: ours.into_iter().map(|payload| (payload, 2)).collect(),
        });
    }

    #[test]
    fn each_symbol_has_its_verdict() {
        let serial = Serial::of(&["piece"]);
        let plain = serial.to_string().replace('-', "");
        with(|expected| {
            for (payload, verdict) in [
                ("tel:+18883737888", Verdict::Ours),
                ("TEL:1-888-373-7888", Verdict::Ours),
                ("tel:+18883737889", Verdict::Foreign),
                ("tel:+18005550100", Verdict::Outdated),
                ("sms:233733", Verdict::Ours),
                ("sms:233733?body=hello", Verdict::Foreign),
                ("https://humantraffickinghotline.org/chat", Verdict::Ours),
                (
                    "https://humantraffickinghotline.org.evil.example/",
                    Verdict::Foreign,
                ),
                ("https://humantraffickinghotline.org/r?u=evil", Verdict::Foreign),
                ("http://humantraffickinghotline.org/chat", Verdict::Foreign),
                ("MP:7F3KQ2MD", Verdict::Foreign),
                ("", Verdict::Foreign),
                (&format!("MP:{plain}"), Verdict::Piece(serial)),
                (&format!("MP:{serial}"), Verdict::Foreign),
                (&format!("mp:{plain}"), Verdict::Foreign),
            ] {
                assert_eq!(Verdict::of(expected, payload), verdict, "{payload}");
            }
        });
    }

    #[test]
    fn what_no_photo_shows_is_missing() {
        with(|expected| {
            let all = |photos: Vec<Symbols>| {
                let photos = photos.iter().map(|photo| Some(judged(expected, photo)));
                Outcome::of(expected, photos.collect())
            };
            let sound = all(vec![seen(&["sms:233733"], 0), seen(&["tel:888-373-7888"], 0)]);
            assert!(sound.is_sound(), "{sound:?}");
            let half = all(vec![seen(&["sms:233733"], 1)]);
            assert_eq!(half.missing.keys().collect::<Vec<_>>(), ["tel:+18883737888"]);
            assert!(!half.is_sound());
            assert!(!all(vec![]).is_sound());
            let covered = all(vec![seen(&["tel:+18883737888", "sms:233733"], 1)]);
            assert!(covered.missing.is_empty() && !covered.is_sound());
            let page = all(vec![seen(&["https://humantraffickinghotline.org/"], 0)]);
            assert_eq!(page.missing.len(), 2);
        });
    }
}
