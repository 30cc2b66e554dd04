//! The rules, one file each, each named after the code that it reports.
//!
//! Rules of places look at the list as a whole, rules of words at catalogs, rules of records at a hotline and the day, rules of
//! pages at a finished PDF and, where it is ours, at what was meant. A rule reports what is wrong and never changes anything.

mod bleed;
mod channel_language;
mod confidential_address;
mod contrast;
mod coordinate_duplicate;
mod coordinate_far;
mod digit_height;
mod discreet;
mod draft;
mod font_not_embedded;
mod form_field;
mod heading_order;
mod image_resolution;
mod language_needed;
mod logo_faint;
mod message_empty;
mod message_english;
mod message_missing;
mod message_unused;
mod milepost_order;
mod milepost_range;
mod missing_glyph;
mod number_absent;
mod number_foreign;
mod number_misprint;
mod number_read;
mod overlap;
mod page_boxes;
mod placeholder_lost;
mod press_ink;
mod reading_level;
mod reading_order;
mod record_ended;
mod record_future;
mod record_stale;
mod review_void;
mod road;
mod safe_area;
mod same_site;
#[cfg(test)]
mod sample;
mod symbol_distance;
mod symbol_inverted;
mod symbol_payload;
mod symbol_quiet_zone;
mod symbol_read;
mod symbol_size;
mod symbol_unlabelled;
mod symbol_worn;
mod text_cut;
mod transparency;
mod type_floor;
mod untagged;
mod vanity;
mod voice_language;
mod wrong_script;
mod wrong_side;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::code::Code;
use crate::date::Date;
use crate::diag::{Diagnostic, Diagnostics, OnPage};
use crate::finished::{Finished, FinishedPage, SeenLine, SeenSymbol};
use crate::font::FontBook;
use crate::geom::Rect;
use crate::hotline::{Channel, Hotline};
use crate::library::Library;
use crate::locale::Locale;
use crate::location::Location;
use crate::page::{Item, ItemKind, Page, Slot, SymbolItem, TextItem};
use crate::phone;
use crate::phrase::{Phrase, say};
use crate::poster::Poster;
use crate::qr::Payload;
use crate::reading::GlyphReading;
use crate::route::Routes;
use crate::serial::Serial;
use crate::source::{Span, Spanned};
use crate::template::Template;

/// A finished file before it may be trusted.
pub struct Proof<'a> {
    /// The piece or file, as faults name it.
    pub name: String,
    /// Where a fault stands that belongs to no block: the template, or the file.
    pub span: &'a Span,
    /// The record that its numbers come from.
    pub hotline: &'a Hotline,
    /// What came out.
    pub finished: &'a Finished,
    /// What was meant, where the file is ours.
    pub meant: Option<Meant<'a>>,
    /// Words that hold a whole telephone number which is not the record's: whom a volunteer calls, a further line that a posting rule
    /// wants. Rules of words pass over them where they stand whole on a line.
    pub apart: Vec<&'a str>,
    /// The numbers of its pages in the file, from 0, where these are some of many; none where they are all, or the first ones.
    pub numbers: Vec<usize>,
}

/// What a file of ours should show.
#[derive(Clone, Copy)]
pub struct Meant<'a> {
    /// What was settled.
    pub poster: &'a Poster,
    /// The faces.
    pub book: &'a FontBook,
    /// What was laid out.
    pub pages: &'a [Page],
}

/// Rules of a list of places. Its order does not matter but for which of two equals is told.
pub fn places(diags: &mut Diagnostics, routes: &Routes, locations: &[Location]) {
    let roads = road::roads(routes, locations);
    milepost_range::check(diags, routes, locations, &roads);
    coordinate_far::check_nowhere(diags, locations);
    for road in roads.values() {
        milepost_order::check(diags, road);
        coordinate_far::check(diags, road);
        wrong_side::check(diags, road);
    }
    let told = same_site::check(diags, locations);
    coordinate_duplicate::check(diags, locations, &told);
}

/// Rules of a catalog: is every message there, whole, and in its language?
pub fn catalog(diags: &mut Diagnostics, library: &Library, catalog: &Catalog) {
    message_empty::check(diags, catalog);
    wrong_script::check(diags, library, catalog);
    let Some(english) = library.catalogs.get(&Locale::english()) else {
        return;
    };
    message_missing::check(diags, library, english, catalog);
    message_english::check(diags, english, catalog);
    message_unused::check(diags, english, catalog);
    placeholder_lost::check(diags, english, catalog);
}

/// Rules of a language that is printed: who read its words, and does the line answer in it?
pub fn language(diags: &mut Diagnostics, hotline: &Hotline, catalog: &Catalog) {
    draft::check(diags, catalog);
    review_void::check(diags, catalog);
    voice_language::check(diags, hotline, catalog);
}

/// How hard the words of a template are to read in a language.
pub fn reading(diags: &mut Diagnostics, library: &Library, template: &Template, locale: &Locale) {
    reading_level::check(diags, library, template, locale);
}

/// The messages that a catalog lacks and should have, by key.
pub fn missing<'a>(library: &'a Library, catalog: &'a Catalog) -> BTreeSet<&'a str> {
    let english = library.catalogs.get(&Locale::english());
    let missing = english.map(|english| message_missing::missing(library, english, catalog));
    missing.into_iter().flatten().map(|(key, _)| key).collect()
}

/// The name of a catalog's language, in the language of whoever reads it.
fn language_name(catalog: &Catalog) -> Phrase {
    // The Spanish phrasebook takes the other hole.
    say("{english}")
        .with("english", &catalog.english)
        .with("spanish", &catalog.spanish)
}

/// Are the languages that are needed at each place printed there? The span is that of the campaign.
pub fn needs(
    diags: &mut Diagnostics,
    library: &Library,
    places: &[(&Location, BTreeSet<&Locale>)],
    campaign: &Span,
) {
    language_needed::check(diags, library, places, campaign);
}

/// Rules of a record on a day.
pub fn record(diags: &mut Diagnostics, hotline: &Hotline, today: Date) {
    record_ended::check(diags, hotline, today);
    record_stale::check(diags, hotline, today);
    record_future::check(diags, hotline, today);
}

/// Is the number that volunteers call the line's, with a slip? What it is otherwise nobody here can know.
pub fn contact(diags: &mut Diagnostics, hotline: &Hotline, contact: &Spanned<String>) {
    for fault in number_misprint::faults(hotline, &contact.value) {
        diags.push(fault.at(&contact.span));
    }
}

/// Rules of a file of ours that holds one piece.
pub fn plate(diags: &mut Diagnostics, proof: &Proof<'_>) {
    if let Some(meant) = proof.meant {
        number_read::check_languages(diags, proof, meant);
        digit_height::check(diags, proof, meant);
        symbol_distance::check(diags, proof, meant);
        channel_language::check(diags, proof, meant);
        discreet::check(diags, proof, meant);
    }
    sheets(diags, proof);
}

/// Rules of sheets of ours, whatever pieces lie on them.
pub fn sheets(diags: &mut Diagnostics, proof: &Proof<'_>) {
    if let Some(meant) = proof.meant {
        type_floor::check(diags, proof, meant);
        safe_area::check(diags, proof, meant);
        overlap::check(diags, proof, meant);
        number_read::check(diags, proof, meant);
        confidential_address::check(diags, proof, meant);
        logo_faint::check(diags, proof, meant);
        form_field::check(diags, proof, meant);
        if meant.poster.order.setup.finish.is_press() {
            bleed::check(diags, proof, meant);
            press_ink::check(diags, proof, meant);
            transparency::check(diags, proof);
        }
    }
    page(diags, proof);
}

/// Rules that can tell a sheet from another one of the same page: of what is imprinted on it, and of what stands around that. An
/// imprint is looked at as it is meant before it is written, then as it was read.
pub fn imprint(diags: &mut Diagnostics, proof: &Proof<'_>) {
    if let Some(meant) = proof.meant {
        type_floor::check(diags, proof, meant);
        safe_area::check(diags, proof, meant);
        overlap::check(diags, proof, meant);
    }
    number_misprint::check(diags, proof);
    number_foreign::check(diags, proof);
    vanity::check(diags, proof);
    missing_glyph::check(diags, proof);
    text_cut::check(diags, proof);
    contrast::check(diags, proof);
}

/// Rules of a file from anywhere.
pub fn file(diags: &mut Diagnostics, proof: &Proof<'_>) {
    page(diags, proof);
    number_absent::check(diags, proof);
    digit_height::check_in_hand(diags, proof);
    font_not_embedded::check(diags, proof);
    page_boxes::check(diags, proof);
    untagged::check(diags, proof);
}

/// Rules of every finished page; what does most harm comes first.
fn page(diags: &mut Diagnostics, proof: &Proof<'_>) {
    number_misprint::check(diags, proof);
    number_foreign::check(diags, proof);
    vanity::check(diags, proof);
    missing_glyph::check(diags, proof);
    text_cut::check(diags, proof);
    symbol_read::check(diags, proof);
    symbol_payload::check(diags, proof);
    symbol_size::check(diags, proof);
    symbol_quiet_zone::check(diags, proof);
    symbol_inverted::check(diags, proof);
    symbol_unlabelled::check(diags, proof);
    symbol_worn::check(diags, proof);
    contrast::check(diags, proof);
    heading_order::check(diags, proof);
    reading_order::check(diags, proof);
    image_resolution::check(diags, proof);
}

impl<'a> Proof<'a> {
    /// A proof of a file of ours.
    pub fn of_plate(hotline: &'a Hotline, finished: &'a Finished, meant: Meant<'a>) -> Self {
        Self {
            name: meant.poster.order.name(),
            span: &meant.poster.span,
            hotline,
            finished,
            meant: Some(meant),
            apart: meant.poster.apart.iter().map(String::as_str).collect(),
            numbers: Vec::new(),
        }
    }

    fn place(&self, page: usize, rect: Option<Rect>) -> OnPage {
        OnPage {
            piece: self.name.clone(),
            page: self.numbers.get(page).unwrap_or(&page) + 1,
            rect,
        }
    }

    /// A fault in a box of a finished page.
    fn fault(&self, code: Code, message: Phrase, page: usize, rect: Option<Rect>) -> Diagnostic {
        self.placed(Diagnostic::new(code, message), page, rect)
    }

    /// A fault with its place on a finished page. Where the file is ours, it is told at the block that stands there, with
    /// the message that the block prints.
    fn placed(&self, fault: Diagnostic, page: usize, rect: Option<Rect>) -> Diagnostic {
        let fault = fault.on(self.place(page, rect));
        match rect.and_then(|rect| self.item_at(page, rect)) {
            Some(item) => with_words(fault.at(&item.span), item),
            None => fault.at(self.span),
        }
    }

    /// The laid-out text, symbol or logo that shares most with a box.
    fn item_at(&self, page: usize, rect: Rect) -> Option<&'a Item> {
        most_shared(&self.items_on(page), rect)
    }

    /// The laid-out texts, symbols and logos of a page with their boxes, where the file is ours.
    fn items_on(&self, page: usize) -> Vec<(Rect, &'a Item)> {
        let Some(meant) = self.meant else {
            return Vec::new();
        };
        let items = meant.pages.get(page).into_iter().flat_map(|page| &page.items);
        let read = items.filter(|item| item.kind.is_read());
        read.filter_map(|item| Some((meant.in_file(page, item)?, item)))
            .collect()
    }

    /// The box around marked stretches on the page of the first of them, if anything is drawn there.
    fn rect_of(&self, marks: &[(usize, i64)]) -> Option<Rect> {
        self.glyphs_of(marks).map(GlyphReading::body).reduce(Rect::union)
    }

    /// The glyphs in marked stretches on the page of the first of them.
    fn glyphs_of(&self, marks: &[(usize, i64)]) -> impl Iterator<Item = &'a GlyphReading> {
        let page = marks.first().map(|(page, _)| *page);
        let finished = page.and_then(|page| self.finished.pages.get(page));
        let glyphs = finished.into_iter().flat_map(|finished| &finished.reading.glyphs);
        glyphs.filter(move |glyph| {
            let own = page.zip(glyph.mark);
            own.is_some_and(|own| marks.contains(&own))
        })
    }

    /// The finished pages, counted from 0.
    fn pages(&self) -> impl Iterator<Item = (usize, &'a FinishedPage)> {
        self.finished.pages.iter().enumerate()
    }

    /// The lines of all finished pages.
    fn lines(&self) -> impl Iterator<Item = (usize, &'a SeenLine)> {
        self.pages()
            .flat_map(|(at, page)| page.lines.iter().map(move |line| (at, line)))
    }

    /// Tells each fault that is found in the words of a line.
    fn tell_lines<F: IntoIterator<Item = Diagnostic>>(
        &self,
        diags: &mut Diagnostics,
        faults: impl Fn(&str) -> F,
    ) {
        for (page, seen) in self.lines() {
            for fault in faults(&without(&seen.line.text, &self.apart)) {
                diags.push(self.placed(fault, page, Some(seen.line.rect)));
            }
        }
    }

    /// Whether a symbol is the audit symbol of a serial that is printed on its page.
    fn is_audit(&self, page: usize, symbol: &SeenSymbol) -> bool {
        let Some(serial) = Payload::serial(&symbol.payload) else {
            return false;
        };
        let printed = serial.to_string();
        let lines = self.finished.pages.get(page).map_or(&[][..], |page| &page.lines);
        // What stands beside it in type of another size may be read as one word with it.
        lines.iter().any(|seen| seen.line.text.contains(&printed))
    }

    /// The symbols of all finished pages.
    fn symbols(&self) -> impl Iterator<Item = (usize, &'a SeenSymbol)> {
        self.pages()
            .flat_map(|(at, page)| page.symbols.iter().map(move |symbol| (at, symbol)))
    }
}

impl<'a> Meant<'a> {
    fn items(self) -> impl Iterator<Item = (usize, &'a Item)> {
        self.pages
            .iter()
            .enumerate()
            .flat_map(|(at, page)| page.items.iter().map(move |item| (at, item)))
    }

    fn texts(self) -> impl Iterator<Item = (usize, &'a Item, &'a TextItem)> {
        self.items().filter_map(|(page, item)| match &item.kind {
            ItemKind::Text(text) => Some((page, item, text)),
            _ => None,
        })
    }

    fn symbols(self) -> impl Iterator<Item = (usize, &'a Item, &'a SymbolItem)> {
        self.items().filter_map(|(page, item)| match &item.kind {
            ItemKind::Symbol(symbol) => Some((page, item, symbol)),
            _ => None,
        })
    }

    fn slots(self) -> impl Iterator<Item = (usize, &'a Slot)> {
        self.pages
            .iter()
            .enumerate()
            .flat_map(|(at, page)| page.slots.iter().map(move |slot| (at, slot)))
    }

    /// The box in which an item of a page should be found in the finished file.
    fn in_file(self, page: usize, item: &Item) -> Option<Rect> {
        Some(self.pages[page].in_file(item.rect(self.book)?))
    }

    /// A fault of a line that imprints fill, told at its block in the template.
    fn slot_fault(
        self,
        proof: &Proof<'_>,
        code: Code,
        message: Phrase,
        page: usize,
        slot: &Slot,
    ) -> Diagnostic {
        Diagnostic::new(code, message)
            .at(&slot.span)
            .on(proof.place(page, Some(self.pages[page].in_file(slot.frame.rect(slot.rect)))))
            .hint(say("give the block another colour or place in the template"))
    }

    /// A fault of a laid-out item, told at its block in the template, with the message that it prints.
    fn fault(self, proof: &Proof<'_>, code: Code, message: Phrase, page: usize, item: &Item) -> Diagnostic {
        let fault = Diagnostic::new(code, message)
            .at(&item.span)
            .on(proof.place(page, self.in_file(page, item)));
        with_words(fault, item)
    }
}

/// A line without some words, where they stand whole: a digit before or after them would make another number of theirs.
fn without<'a>(line: &'a str, words: &[&str]) -> Cow<'a, str> {
    let mut line = Cow::Borrowed(line);
    for word in words.iter().filter(|word| !word.is_empty()) {
        let mut from = 0;
        while let Some(at) = line[from..].find(word).map(|at| at + from) {
            let end = at + word.len();
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_numeric());
            let near = |c: char| !matches!(c, '-' | '.');
            let before = line[..at].chars().rev().find(|c| near(*c));
            let after = line[end..].chars().find(|c| near(*c));
            if digit(before) || digit(after) {
                from = end;
            } else {
                line = Cow::Owned(format!("{}…{}", &line[..at], &line[end..]));
                from = at + '…'.len_utf8();
            }
        }
    }
    line
}

/// The item whose box shares most with another.
fn most_shared<'a>(items: &[(Rect, &'a Item)], rect: Rect) -> Option<&'a Item> {
    let shared = |own: Rect| {
        let across = own.right().min(rect.right()) - own.x.max(rect.x);
        let down = own.bottom().min(rect.bottom()) - own.y.max(rect.y);
        (across >= 0.0 && down >= 0.0).then_some((across + 1.0) * (down + 1.0))
    };
    items
        .iter()
        .filter_map(|(own, item)| Some((shared(*own)?, *item)))
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, item)| item)
}

/// A fault with the message or picture that an item prints, if that stands elsewhere than its block.
fn with_words(fault: Diagnostic, item: &Item) -> Diagnostic {
    match &item.kind {
        ItemKind::Text(text) if text.words.source != item.span.source => {
            fault.with(say("the words"), &text.words)
        }
        ItemKind::Artwork(artwork) => fault.with(say("the picture"), &artwork.file),
        _ => fault,
    }
}

/// What looks like a telephone number in a line; a serial, as it is printed, does not.
pub fn numbers(line: &str) -> Vec<String> {
    let is_serial = |word: &&str| word.matches('-').count() == 2 && Serial::parse(word).is_ok();
    if !line.split(' ').any(|word| is_serial(&word)) {
        return phone::numbers(line);
    }
    let words = line
        .split(' ')
        .map(|word| if is_serial(&word) { "|" } else { word });
    phone::numbers(&words.collect::<Vec<_>>().join(" "))
}

/// Whether a line holds anything that a reader might dial or send a text to, in digits or in letters.
pub fn has_number(hotline: &Hotline, line: &str) -> bool {
    let code = hotline
        .text
        .as_ref()
        .is_some_and(|text| !phone::codes(line, text.code.len()).is_empty());
    code || !numbers(line).is_empty() || !phone::words(line).is_empty()
}

/// What is wrong with anything in a line that a reader might dial: the gravest first.
pub fn strange_numbers(hotline: &Hotline, line: &str) -> Vec<Diagnostic> {
    if !has_number(hotline, line) {
        return Vec::new();
    }
    let mut faults = number_misprint::faults(hotline, line);
    faults.extend(number_foreign::faults(hotline, line));
    faults.extend(vanity::faults(hotline, line));
    faults
}

/// The channels that a symbol can open, or a line can name.
const CHANNELS: [Channel; 3] = [Channel::Call, Channel::Text, Channel::Chat];

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn words_are_passed_over_where_they_stand_whole() {
        let apart = ["1-888-539-2373"];
        assert_eq!(without("or 1-888-539-2373 now", &apart), "or … now");
        for wrong in [
            "1-888-539-23733",
            "11-888-539-2373",
            "4-1-888-539-2373",
            "1-888-539-2373-1",
        ] {
            assert_eq!(without(wrong, &apart), wrong);
        }
        assert_eq!(
            without("1-888-539-23731, 1-888-539-2373", &apart),
            "1-888-539-23731, …"
        );
    }
}
