//! Imprints as an incremental update (32000, 7.5.6): the document's own bytes, unchanged, then the
//! filled streams, a cross-reference section and a trailer.

use std::fmt::Write as _;

use lopdf::content::Content;
use lopdf::{Object, Stream};
use sha2::{Digest, Sha256};

use super::content::draw_imprints;
use super::finish::compress;
use super::{Document, Reserved};
use crate::page::{Item, ItemKind};

pub(super) fn append(document: &Document, imprints: &[Item]) -> Option<Vec<u8>> {
    let printable = |item: &Item| matches!(item.kind, ItemKind::Text(_) | ItemKind::Symbol(_));
    let printable = imprints.iter().all(printable);
    let complete = imprints.iter().all(|item| document.fonts.has_all(item));
    if !printable || !complete || imprints.len() != document.slots.len() {
        return None;
    }
    // A section without an entry is none (32000, 7.5.4): a piece without room for an imprint is its plate.
    if document.slots.is_empty() {
        return Some(document.bytes.clone());
    }
    let mut bytes = Vec::with_capacity(document.bytes.len() + 1024);
    bytes.extend(&document.bytes);
    if !bytes.ends_with(b"\n") {
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
        places.push((slot.object, bytes.len()));
        write_stream(&mut bytes, *slot, content);
    }
    write_section(&mut bytes, document, places);
    Some(bytes)
}

fn write_stream(bytes: &mut Vec<u8>, slot: Reserved, content: Vec<u8>) {
    let mut stream = Stream::new(lopdf::Dictionary::new(), content);
    compress(&mut stream);
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
    let xref = bytes.len();
    let mut section = String::from("xref\n");
    for (object, offset) in &places {
        // Each entry has twenty bytes (32000, 7.5.4).
        let _ = write!(section, "{object} 1\n{offset:010} 00000 n \n");
    }
    // The second half of the id tells this file from others that begin with the same bytes.
    let changed = Sha256::digest(&bytes[document.bytes.len()..]);
    let hex = |id: &[u8]| {
        id.iter()
            .take(16)
            .fold(String::new(), |text, byte| text + &format!("{byte:02X}"))
    };
    let _ = write!(
        section,
        "trailer\n<</Size {}/Root {} 0 R/Info {} 0 R/Prev {}/ID[<{}><{}>]>>\nstartxref\n{xref}\n%%EOF\n",
        trailer.size,
        trailer.root.0,
        trailer.info.0,
        trailer.xref,
        hex(&trailer.id),
        hex(&changed),
    );
    bytes.extend(section.as_bytes());
}

/// Reads the text of each imprint back from the appended bytes, by the glyphs that are drawn.
pub(super) fn read(document: &Document, file: &[u8]) -> Option<Vec<String>> {
    let appended = file.strip_prefix(document.bytes.as_slice())?;
    let mut texts = Vec::new();
    for slot in &document.slots {
        let head = format!("{} 0 obj\n", slot.object);
        let start = find(appended, head.as_bytes())? + head.len();
        let dictionary_end = start + find(appended.get(start..)?, b"stream\n")?;
        let dictionary = String::from_utf8_lossy(appended.get(start..dictionary_end)?).into_owned();
        let length: usize = dictionary
            .split("/Length ")
            .nth(1)?
            .split('>')
            .next()?
            .trim()
            .parse()
            .ok()?;
        let from = dictionary_end + b"stream\n".len();
        let mut stream = Stream::new(
            lopdf::Dictionary::new(),
            appended.get(from..from + length)?.to_vec(),
        );
        if dictionary.contains("FlateDecode") {
            stream.dict.set("Filter", "FlateDecode");
        }
        let content = stream.get_plain_content().ok()?;
        texts.push(spoken(document, &Content::decode(&content).ok()?));
    }
    Some(texts)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn spoken(document: &Document, content: &Content) -> String {
    let mut text = String::new();
    let mut font = Vec::new();
    for operation in &content.operations {
        match (operation.operator.as_str(), operation.operands.as_slice()) {
            ("Tf", [Object::Name(name), _]) => font.clone_from(name),
            ("TJ", [Object::Array(parts)]) => {
                let subset = document
                    .fonts
                    .subsets()
                    .find(|subset| subset.id.0.as_bytes() == font);
                for part in parts {
                    let (Object::String(codes, _), Some(subset)) = (part, subset) else {
                        continue;
                    };
                    for code in codes.chunks_exact(2) {
                        text.push_str(subset.text(u16::from_be_bytes([code[0], code[1]])));
                    }
                }
            }
            _ => {}
        }
    }
    text
}
