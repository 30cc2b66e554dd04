//! The finishing step: boxes, structure tree, metadata, a stable file id.

use lopdf::{Dictionary, Document as Lopdf, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::content::{Element, PageContent, Tag, join_strings, picture_name};
use super::fields;
use super::glyphs::Fonts;
use super::intent::{Metadata, every_ink, intents};
use super::{Document, Info, Reserved};
use crate::artwork::{Picture, Raster};
use crate::geom::Rect;
use crate::page::{Fills, ItemKind, Page};
use crate::setup::Finish;

/// What an appended section must say of the file it is appended to (32000, 7.5.5).
#[derive(Clone, Debug)]
pub(super) struct Trailer {
    pub(super) root: ObjectId,
    pub(super) info: ObjectId,
    pub(super) size: i64,
    pub(super) id: Vec<u8>,
    pub(super) xref: usize,
}

/// A flat date: the file says what it holds, not when it was made, so that the same pages give the same bytes.
const DATE: &str = "D:20260101000000Z";
const XMP_DATE: &str = "2026-01-01T00:00:00Z";
const PRODUCER: &str = concat!("mileposter ", env!("CARGO_PKG_VERSION"));

/// A document that lacks nothing but to be written.
pub(super) struct Assembled {
    pub(super) document: Lopdf,
    pub(super) root: ObjectId,
    pub(super) info: ObjectId,
    /// Its pages in order.
    pub(super) pages: Vec<ObjectId>,
    /// The streams that wait for imprints.
    pub(super) slots: Vec<Reserved>,
}

/// How the structure tree holds the elements of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grouping {
    /// All in one row.
    Flat,
    /// Those of each page in a section.
    ByPage,
}

pub(super) fn finish(
    document: Lopdf,
    contents: &[PageContent],
    fonts: Fonts,
    info: &Info,
    pages: &[Page],
) -> Document {
    let assembled = assemble(document, contents, info, pages, Grouping::Flat);
    save(assembled, fonts, info)
}

/// Adds all that printpdf does not write.
pub(super) fn assemble(
    mut document: Lopdf,
    contents: &[PageContent],
    info: &Info,
    pages: &[Page],
    grouping: Grouping,
) -> Assembled {
    document.version = "1.7".to_owned();
    let page_ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    drop_specimen(&mut document, &page_ids[..pages.len()]);
    add_pictures(&mut document, &page_ids, contents, &info.finish);
    if pages.iter().any(has_marks) {
        let every_ink = every_ink(&mut document, &info.finish);
        let every_ink = document.add_object(every_ink);
        for id in &page_ids[..pages.len()] {
            resources(&mut document, *id).set("ColorSpace", every_ink);
        }
    }
    for id in &page_ids[..pages.len()] {
        finish_page(&mut document, *id);
    }
    let page_ids = &page_ids[..pages.len()];
    let mut slots = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        slots.extend(reserve(&mut document, page_ids[at], at, page, &contents[at]));
    }
    let mut spoken = contents.to_vec();
    for element in spoken.iter_mut().flat_map(|content| &mut content.elements) {
        if element.language == info.language {
            element.language.clear();
        }
    }
    let widgets = fields::add(&mut document, page_ids, pages);
    for (content, widgets) in spoken.iter_mut().zip(widgets) {
        content.widgets = widgets;
    }
    let tree = structure_tree(&mut document, page_ids, &spoken, grouping);
    let print = Metadata::of(&document, info, XMP_DATE);
    let metadata = document.add_object(Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        xmp(info, &print).into_bytes(),
    ));
    let intents = intents(&mut document, &info.finish);
    let root = document
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .expect("printpdf writes a root");
    let catalog = document
        .get_dictionary_mut(root)
        .expect("printpdf writes a catalog");
    catalog.set("Lang", text(&info.language));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    // Labels and stall signs are measured: a viewer must not scale them to fit.
    let viewer = dictionary! { "DisplayDocTitle" => true, "PrintScaling" => "None" };
    catalog.set("ViewerPreferences", viewer);
    catalog.set("StructTreeRoot", tree);
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", intents);
    let mut about = dictionary! {
        "Title" => unicode(&info.title),
        "Producer" => text(PRODUCER),
        "CreationDate" => text(DATE),
        "ModDate" => text(DATE),
    };
    if info.finish.profile().is_some() {
        about.set("Trapped", "False");
    }
    let info_id = document.add_object(about);
    if let Ok(old) = document.trailer.get(b"Info").and_then(Object::as_reference) {
        document.objects.remove(&old);
    }
    document.trailer.set("Info", info_id);
    Assembled {
        root,
        info: info_id,
        pages: page_ids.to_vec(),
        slots,
        document,
    }
}

/// Makes pages the whole document.
fn set_kids(document: &mut Lopdf, page: ObjectId, kids: &[ObjectId]) {
    let parent = document
        .get_dictionary(page)
        .and_then(|page| page.get(b"Parent"))
        .and_then(Object::as_reference)
        .expect("a page has a parent");
    let tree = document
        .get_dictionary_mut(parent)
        .expect("printpdf writes a page tree");
    let references: Vec<Object> = kids.iter().map(|id| Object::Reference(*id)).collect();
    tree.set("Kids", references);
    tree.set("Count", i64::try_from(kids.len()).expect("few pages"));
}

/// Takes out the page that only told printpdf of glyphs.
fn drop_specimen(document: &mut Lopdf, kept: &[ObjectId]) {
    let all: Vec<ObjectId> = document.get_pages().into_values().collect();
    for page in all.iter().filter(|page| !kept.contains(page)) {
        let dictionary = document.get_dictionary(*page).cloned().unwrap_or_default();
        for key in [b"Contents".as_slice(), b"Resources"] {
            if let Ok(id) = dictionary.get(key).and_then(Object::as_reference) {
                document.objects.remove(&id);
            }
        }
        document.objects.remove(page);
    }
    set_kids(document, kept[0], kept);
}

fn has_marks(page: &Page) -> bool {
    page.items
        .iter()
        .any(|item| matches!(item.kind, ItemKind::Mark { .. }))
}

/// The resources of a page.
fn resources(document: &mut Lopdf, page: ObjectId) -> &mut Dictionary {
    let id = document
        .get_dictionary(page)
        .and_then(|page| page.get(b"Resources"))
        .and_then(Object::as_reference)
        .expect("printpdf writes the resources");
    document
        .get_dictionary_mut(id)
        .expect("printpdf writes the resources")
}

/// Adds the pictures of all pages, each once, and names them among the resources of those that draw them.
fn add_pictures(document: &mut Lopdf, pages: &[ObjectId], contents: &[PageContent], finish: &Finish) {
    let mut known: Vec<(&Picture, ObjectId)> = Vec::new();
    for (page, content) in pages.iter().zip(contents) {
        let mut names = Dictionary::new();
        for (at, picture) in content.pictures.iter().enumerate() {
            let Picture::Raster(raster) = &**picture else {
                continue;
            };
            let found = known.iter().find(|(known, _)| *known == &**picture);
            let id = found.map(|(_, id)| *id);
            let id = id.unwrap_or_else(|| document.add_object(image(raster, finish)));
            known.push((picture, id));
            names.set(picture_name(at), id);
        }
        if names.is_empty() {
            continue;
        }
        resources(document, *page).set("XObject", names);
    }
}

/// Pixels as an object (32000, 8.9.5), in the inks of a press where its profile is known.
fn image(raster: &Raster, finish: &Finish) -> Stream {
    let (space, samples) = match finish.profile() {
        None => ("DeviceRGB", raster.rgb.clone()),
        Some(profile) => ("DeviceCMYK", profile.inks_of_pixels(&raster.rgb)),
    };
    let dictionary = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(raster.width),
        "Height" => i64::from(raster.height),
        "ColorSpace" => space,
        "BitsPerComponent" => 8,
    };
    Stream::new(dictionary, samples)
}

/// Joins the strings of a page's content.
fn finish_page(document: &mut Lopdf, id: ObjectId) {
    let main = document
        .get_dictionary(id)
        .and_then(|page| page.get(b"Contents"))
        .and_then(Object::as_reference)
        .expect("printpdf writes the content");
    if let Ok(Object::Stream(stream)) = document.get_object_mut(main) {
        let joined = join_strings(std::mem::take(&mut stream.content));
        stream.set_plain_content(joined);
    }
    let dictionary = document.get_dictionary_mut(id).expect("printpdf writes the page");
    dictionary.remove(b"Annots");
}

/// Reserves an empty stream for each slot of a page.
fn reserve(
    document: &mut Lopdf,
    id: ObjectId,
    at: usize,
    page: &Page,
    content: &PageContent,
) -> Vec<Reserved> {
    let main = document
        .get_dictionary(id)
        .and_then(|page| page.get(b"Contents"))
        .cloned()
        .expect("printpdf writes the content");
    let mut streams = vec![main];
    let mut reserved = Vec::new();
    for (mark, slot) in content.slots.iter().zip(&page.slots) {
        let empty = empty_imprint(*mark, &slot.fills);
        let object = document.add_object(Stream::new(Dictionary::new(), empty));
        streams.push(Object::Reference(object));
        reserved.push(Reserved {
            object: object.0,
            mark: *mark,
            page_height: page.size.height,
            is_line: matches!(slot.fills, Fills::Line(_)),
        });
    }
    let dictionary = document.get_dictionary_mut(id).expect("printpdf writes the page");
    dictionary.set("Contents", streams);
    set_sheet(dictionary, page, at);
    reserved
}

/// Sets the boxes of a page, and where its marks stand in the structure tree: its number from 0.
pub(super) fn set_sheet(dictionary: &mut Dictionary, page: &Page, at: usize) {
    let sheet = Rect::of(page.size);
    for (key, rect) in [
        ("MediaBox", sheet),
        ("CropBox", sheet),
        ("BleedBox", page.bleed),
        ("TrimBox", page.trim),
    ] {
        dictionary.set(key, edges(rect, page.size.height));
    }
    dictionary.set("StructParents", i64::try_from(at).expect("few pages"));
    dictionary.set("Tabs", "S");
}

/// A box in PDF coordinates, y up: left, lower, right and upper edge.
pub(super) fn edges(rect: Rect, page_height: f32) -> Vec<Object> {
    let number = |edge: f32| {
        let edge = (edge * 100.0).round() / 100.0;
        if edge.abs() < 0.005 {
            0.into()
        } else {
            Object::Real(edge)
        }
    };
    vec![
        number(rect.x),
        number(page_height - rect.bottom()),
        number(rect.right()),
        number(page_height - rect.y),
    ]
}

/// What stands in a reserved stream until an imprint fills it.
fn empty_imprint(mark: i64, fills: &Fills) -> Vec<u8> {
    let tag = match fills {
        Fills::Line(_) => "P",
        Fills::Symbol => "Figure",
    };
    format!("/{tag} <</MCID {mark}>> BDC EMC\n").into_bytes()
}

/// The structure tree (32000, 14.7): rows of headings, paragraphs, lists, figures and fields.
pub(super) fn structure_tree(
    document: &mut Lopdf,
    pages: &[ObjectId],
    contents: &[PageContent],
    grouping: Grouping,
) -> ObjectId {
    let root = document.new_object_id();
    let top = document.new_object_id();
    let mut sections: Vec<Object> = Vec::new();
    let mut row: Vec<Object> = Vec::new();
    let mut parents: Vec<Object> = Vec::new();
    let mut fields: Vec<(ObjectId, ObjectId)> = Vec::new();
    let mut had_heading = false;
    for (at, content) in contents.iter().enumerate() {
        let parent = match grouping {
            Grouping::Flat => top,
            Grouping::ByPage => document.new_object_id(),
        };
        let mut owners = vec![Object::Null; usize::try_from(content.marks).unwrap_or(0)];
        let mut list: Option<ObjectId> = None;
        for element in &content.elements {
            if element.tag == Tag::Item {
                let list = *list.get_or_insert_with(|| new_list(document, parent, &mut row));
                let body = add_item(document, list, pages[at], element);
                own(&mut owners, element, body);
                continue;
            }
            list = None;
            let id = add_element(document, parent, pages[at], element, &mut had_heading);
            row.push(id.into());
            own(&mut owners, element, id);
            if let Tag::Form(number) = element.tag {
                let widget = content.widgets[number];
                let reference = fields::reference(widget, pages[at]);
                if let Ok(form) = document.get_dictionary_mut(id) {
                    form.set("K", reference);
                }
                fields.push((widget, id));
            }
        }
        if grouping == Grouping::ByPage {
            let kids = std::mem::take(&mut row);
            let section = dictionary! { "S" => "Sect", "P" => top, "Pg" => pages[at], "K" => kids };
            document.objects.insert(parent, section.into());
            sections.push(parent.into());
        }
        parents.push(i64::try_from(at).expect("few pages").into());
        parents.push(owners.into());
    }
    let kids = match grouping {
        Grouping::Flat => row,
        Grouping::ByPage => sections,
    };
    document.objects.insert(
        top,
        dictionary! { "S" => "Document", "P" => root, "K" => kids }.into(),
    );
    // Pages come first, then fields: the numbers of a tree rise.
    let mut next = i64::try_from(contents.len()).expect("few pages");
    for (widget, owner) in fields {
        if let Ok(widget) = document.get_dictionary_mut(widget) {
            widget.set("StructParent", next);
        }
        parents.extend([next.into(), owner.into()]);
        next += 1;
    }
    let numbers = document.add_object(dictionary! { "Nums" => parents });
    let tree = dictionary! {
        "Type" => "StructTreeRoot", "K" => top, "ParentTree" => numbers, "ParentTreeNextKey" => next,
    };
    document.objects.insert(root, tree.into());
    root
}

fn own(owners: &mut [Object], element: &Element, id: ObjectId) {
    for mark in &element.marks {
        if let Some(owner) = usize::try_from(*mark).ok().and_then(|mark| owners.get_mut(mark)) {
            *owner = id.into();
        }
    }
}

fn add_element(
    document: &mut Lopdf,
    parent: ObjectId,
    page: ObjectId,
    element: &Element,
    had_heading: &mut bool,
) -> ObjectId {
    // The first heading is H1, whatever the template calls it (UA-1, 7.4.2).
    let name = match &element.tag {
        Tag::H1 => "H1",
        Tag::H2 if *had_heading => "H2",
        Tag::H2 => "H1",
        Tag::P | Tag::Item => "P",
        Tag::Figure(..) => "Figure",
        Tag::Form(_) => "Form",
    };
    *had_heading |= name == "H1";
    let mut dictionary = element_dictionary(name, parent, page, element);
    if let Tag::Figure(alt, bounds) = &element.tag {
        dictionary.set("Alt", unicode(alt));
        let bounds: Vec<Object> = bounds.iter().map(|number| Object::Real(*number)).collect();
        dictionary.set(
            "A",
            dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => bounds },
        );
    }
    document.add_object(dictionary)
}

fn element_dictionary(name: &str, parent: ObjectId, page: ObjectId, element: &Element) -> Dictionary {
    let mut marks: Vec<Object> = element.marks.iter().map(|mark| Object::Integer(*mark)).collect();
    let kids = if marks.len() == 1 {
        marks.remove(0)
    } else {
        marks.into()
    };
    let mut dictionary = dictionary! { "S" => name, "P" => parent, "Pg" => page, "K" => kids };
    // The document's own language holds where none is named (32000, 14.9.2).
    if !element.language.is_empty() {
        dictionary.set("Lang", text(&element.language));
    }
    dictionary
}

fn new_list(document: &mut Lopdf, parent: ObjectId, kids: &mut Vec<Object>) -> ObjectId {
    // What is drawn before an item is an ornament and no bullet, so no item has a label (32000, table 336).
    let attributes = dictionary! { "O" => "List", "ListNumbering" => "None" };
    let list = document.add_object(dictionary! {
        "S" => "L", "P" => parent, "K" => Vec::<Object>::new(), "A" => attributes,
    });
    kids.push(list.into());
    list
}

fn add_item(document: &mut Lopdf, list: ObjectId, page: ObjectId, element: &Element) -> ObjectId {
    let item = document.new_object_id();
    let body = document.add_object(element_dictionary("LBody", item, page, element));
    let kids: Vec<Object> = vec![body.into()];
    document
        .objects
        .insert(item, dictionary! { "S" => "LI", "P" => list, "K" => kids }.into());
    if let Ok(kids) = document
        .get_dictionary_mut(list)
        .and_then(|list| list.get_mut(b"K"))
        .and_then(Object::as_array_mut)
    {
        kids.push(item.into());
    }
    body
}

/// Compresses a document, all but some objects, and writes it with an id that its bytes make. Metadata stays as it is, so
/// that programs find it that know nothing of PDF.
pub(super) fn to_bytes(document: &mut Lopdf, plain: &[u32]) -> (Vec<u8>, Vec<u8>) {
    for (id, object) in &mut document.objects {
        if let Object::Stream(stream) = object
            && !stream.dict.has_type(b"Metadata")
            && !plain.contains(&id.0)
        {
            compress(stream);
        }
    }
    document.trailer.remove(b"ID");
    let mut bytes = Vec::new();
    document
        .save_to(&mut bytes)
        .expect("writing to memory cannot fail");
    let id: Vec<u8> = Sha256::digest(&bytes).iter().take(16).copied().collect();
    let string = |bytes: &[u8]| Object::String(bytes.to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![string(&id), string(&id)]);
    bytes.clear();
    document
        .save_to(&mut bytes)
        .expect("writing to memory cannot fail");
    (bytes, id)
}

fn save(assembled: Assembled, fonts: Fonts, info: &Info) -> Document {
    let Assembled {
        mut document,
        root,
        info: info_id,
        slots,
        ..
    } = assembled;
    let reserved: Vec<u32> = slots.iter().map(|slot| slot.object).collect();
    let (bytes, id) = to_bytes(&mut document, &reserved);
    let xref = start_of_xref(&bytes);
    let size = document
        .trailer
        .get(b"Size")
        .and_then(Object::as_i64)
        .unwrap_or(i64::from(document.max_id) + 1);
    Document {
        bytes,
        fonts,
        finish: info.finish.clone(),
        slots,
        trailer: Trailer {
            root,
            info: info_id,
            size,
            id,
            xref,
        },
    }
}

/// Compresses a stream. One that would end with a carriage return gets a line feed more: with the line
/// feed before `endstream` readers take both for the end of the line, and miss the last byte (A2, 6.1.7.1).
pub(super) fn compress(stream: &mut Stream) {
    // A stream that does not shrink is left as it is.
    let _ = stream.compress();
    if stream.content.last() != Some(&b'\r') {
        return;
    }
    let mut plain = stream
        .get_plain_content()
        .unwrap_or_else(|_| stream.content.clone());
    plain.push(b'\n');
    if stream.dict.has(b"Length1") {
        stream
            .dict
            .set("Length1", i64::try_from(plain.len()).expect("a font is small"));
    }
    stream.set_plain_content(plain);
    let _ = stream.compress();
}

fn start_of_xref(bytes: &[u8]) -> usize {
    let tail = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(64)..]).into_owned();
    let after = tail.split("startxref").nth(1).unwrap_or_default();
    after
        .split_whitespace()
        .next()
        .and_then(|number| number.parse().ok())
        .expect("lopdf ends with startxref")
}

pub(super) fn text(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

/// A text string in UTF-16 (32000, 7.9.2.2).
pub(super) fn unicode(text: &str) -> Object {
    let bytes = [0xFE, 0xFF]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes.collect(), StringFormat::Hexadecimal)
}

/// Metadata (ISO 16684-1) that names PDF/A-2a and PDF/UA-1 and describes the latter's schema.
fn xmp(info: &Info, print: &Metadata) -> String {
    let escape = |text: &str| {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    };
    let (title, language) = (escape(&info.title), escape(&info.language));
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{PRODUCER}</pdf:Producer><xmp:CreateDate>{XMP_DATE}</xmp:CreateDate><xmp:ModifyDate>{XMP_DATE}</xmp:ModifyDate>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>{properties}
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>{schemas}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"#,
        bom = '\u{FEFF}',
        properties = print.properties,
        schemas = print.schemas,
    )
}

#[cfg(test)]
mod tests {
    use super::compress;
    use lopdf::{Dictionary, Stream};

    #[test]
    fn no_stream_ends_with_a_carriage_return() {
        let mut lengthened = 0;
        for number in 0..2000 {
            let plain = format!("{number} 0 m 100 100 l S\n").repeat(20).into_bytes();
            let mut stream = Stream::new(Dictionary::new(), plain.clone());
            compress(&mut stream);
            assert_ne!(stream.content.last(), Some(&b'\r'));
            let read = stream.get_plain_content().unwrap();
            assert!(read.starts_with(&plain));
            lengthened += read.len() - plain.len();
        }
        assert!(lengthened > 0, "some of these would have ended so");
    }
}
