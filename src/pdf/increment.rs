//! Imprints as an incremental update (32000, 7.5.6): behind the document's own bytes, which stay as they are, the
//! filled streams, a cross-reference section and a trailer.

use std::fmt::Write as _;

use lopdf::Stream;
use sha2::{Digest, Sha256};

use super::content::draw_imprints;
use super::finish::compress;
use super::printed_line;
use super::{Document, Reserved};
use crate::page::{Item, ItemKind};

pub(super) fn append(document: &Document, imprints: &[Item]) -> Option<Vec<u8>> {
    let printable = |item: &Item| matches!(item.kind, ItemKind::Text(_) | ItemKind::Symbol(_));
    let printable = imprints.iter().all(printable);
    let complete = imprints.iter().all(|item| document.fonts.has_all(item));
    if !printable || !complete || imprints.len() != document.slots.len() {
        return None;
    }
    let mut bytes = Vec::with_capacity(1024);
    // A section without an entry is none (32000, 7.5.4): a piece without room for an imprint is its plate.
    if document.slots.is_empty() {
        return Some(bytes);
    }
    if !document.bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    let mut places = Vec::new();
    for (slot, item) in document.slots.iter().zip(imprints) {
        let content = draw_imprints(
            &document.fonts,
            &document.finish,
            [(item, slot.mark)].into_iter(),
            slot.page_height,
        );
        places.push((slot.object, document.bytes.len() + bytes.len()));
        write_stream(&mut bytes, *slot, item, content);
    }
    write_section(&mut bytes, document, places);
    Some(bytes)
}

/// A line stays as it is: compressed, a file of 24 KB has two hundred bytes less, and printing thousands takes a fifth longer.
fn write_stream(bytes: &mut Vec<u8>, slot: Reserved, item: &Item, content: Vec<u8>) {
    let mut stream = Stream::new(lopdf::Dictionary::new(), content);
    if !matches!(item.kind, ItemKind::Text(_)) {
        compress(&mut stream);
    }
    let filter = if stream.dict.has(b"Filter") {
        "/Filter /FlateDecode "
    } else {
        ""
    };
    let head = format!(
        "{} 0 obj\n<<{filter}/Length {}>>\nstream\n",
        slot.object,
        stream.content.len()
    );
    bytes.extend(head.as_bytes());
    bytes.extend(&stream.content);
    bytes.extend(b"\nendstream\nendobj\n");
}

fn write_section(bytes: &mut Vec<u8>, document: &Document, mut places: Vec<(u32, usize)>) {
    let trailer = &document.trailer;
    places.sort_unstable();
    let xref = document.bytes.len() + bytes.len();
    let mut section = String::from("xref\n");
    for (object, offset) in &places {
        // Each entry has twenty bytes (32000, 7.5.4).
        let _ = write!(section, "{object} 1\n{offset:010} 00000 n \n");
    }
    // The second half of the id tells this file from others that begin with the same bytes.
    let changed = Sha256::digest(&*bytes);
    let _ = write!(
        section,
        "trailer\n<</Size {}/Root {} 0 R/Info {} 0 R/Prev {}/ID[<",
        trailer.size, trailer.root.0, trailer.info.0, trailer.xref,
    );
    let hex = |section: &mut String, id: &[u8]| {
        for byte in id.iter().take(16) {
            let _ = write!(section, "{byte:02X}");
        }
    };
    hex(&mut section, &trailer.id);
    section.push_str("><");
    hex(&mut section, &changed);
    let _ = write!(section, ">]>>\nstartxref\n{xref}\n%%EOF\n");
    bytes.extend(section.as_bytes());
}

/// Reads the text of each imprint back from the appended bytes, as a viewer finds it: by the cross-reference section, then by the
/// glyphs that are drawn. What is no line has an empty text. `None` where anything else is found than an imprint may hold.
pub(super) fn read(document: &Document, appended: &[u8]) -> Option<Vec<String>> {
    let places = places(document, appended)?;
    let mut slots: Vec<&Reserved> = document.slots.iter().collect();
    slots.sort_by_key(|slot| slot.object);
    let listed = places.iter().map(|(object, _)| object);
    if !slots.iter().map(|slot| &slot.object).eq(listed) {
        return None;
    }
    let text = |slot: &Reserved| {
        let (_, place) = places.iter().find(|(object, _)| *object == slot.object)?;
        let content = stream_at(appended, *place, slot.object)?;
        if slot.is_line {
            printed_line::read(&document.fonts, slot.mark, content)
        } else {
            Some(String::new())
        }
    };
    document.slots.iter().map(text).collect()
}

/// The objects of the last cross-reference section with where each begins in the appended bytes.
fn places(document: &Document, appended: &[u8]) -> Option<Vec<(u32, usize)>> {
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(str::to_owned);
    let tail = appended
        .len()
        .checked_sub("startxref\n0000000000\n%%EOF\n".len())?;
    let tail = text(&appended[tail..])?;
    let (_, start) = tail.strip_suffix("\n%%EOF\n")?.rsplit_once('\n')?;
    let start: usize = start.parse().ok()?;
    let own = |place: usize| place.checked_sub(document.bytes.len());
    let section = text(appended.get(own(start)?..)?)?;
    let (entries, trailer) = section.strip_prefix("xref\n")?.split_once("trailer\n")?;
    if !trailer.contains(&format!("/Prev {}/", document.trailer.xref)) {
        return None;
    }
    let mut lines = entries.lines();
    let mut places = Vec::new();
    while let Some(head) = lines.next() {
        let object = head.strip_suffix(" 1")?.parse().ok()?;
        let place = lines.next()?.strip_suffix(" 00000 n ")?.parse().ok()?;
        places.push((object, own(place)?));
    }
    Some(places)
}

/// The bytes of a stream object that begins at a place.
fn stream_at(appended: &[u8], place: usize, object: u32) -> Option<&[u8]> {
    let object = appended
        .get(place..)?
        .strip_prefix(format!("{object} 0 obj\n<<").as_bytes())?;
    let end = object.windows(STREAM.len()).position(|window| window == STREAM)?;
    let dictionary = std::str::from_utf8(&object[..end]).ok()?;
    let (_, length) = dictionary.rsplit_once("/Length ")?;
    let rest = &object[end + STREAM.len()..];
    let (content, after) = rest.split_at_checked(length.parse().ok()?)?;
    after.starts_with(b"\nendstream\nendobj\n").then_some(content)
}

/// What stands between a stream's dictionary and its bytes.
const STREAM: &[u8] = b">>\nstream\n";
