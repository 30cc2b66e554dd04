//! A printed poster on several sheets, each of which shows a part of it.
//!
//! The poster's page becomes one form (32000, 8.10) without marks, which every sheet draws in a window. To a screen reader
//! it is a figure on each sheet; what is drawn inside belongs to the mark that it is drawn under (32000, 14.7.4.2).

use lopdf::content::Content;
use lopdf::{Dictionary, Document as Lopdf, Object, ObjectId, Stream, dictionary};

use super::content::{FORM, PageContent, draw_part};
use super::finish::{Grouping, set_sheet, structure_tree, to_bytes};
use super::{Document, Part};
use crate::geom::Size;

pub(super) fn write(poster: &Document, file: &[u8], size: Size, parts: &[Part]) -> Option<Vec<u8>> {
    let mut items = parts.iter().flat_map(|part| &part.sheet.items);
    if !items.all(|item| poster.fonts.has_all(item)) {
        return None;
    }
    let mut document = Lopdf::load_mem(file).ok()?;
    let page = document.get_pages().into_values().next()?;
    let tree = reference(&document, page, b"Parent")?;
    let mut resources = document
        .get_dictionary(reference(&document, page, b"Resources")?)
        .ok()?
        .clone();
    let form = form(&mut document, page, size)?;
    resources.set("XObject", dictionary! { FORM => form });
    let resources = document.add_object(resources);
    let mut pages: Vec<ObjectId> = Vec::new();
    let mut contents: Vec<PageContent> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let (drawn, content) = draw_part(&poster.fonts, part, size);
        let drawn = document.add_object(Stream::new(Dictionary::new(), drawn));
        let mut page =
            dictionary! { "Type" => "Page", "Parent" => tree, "Resources" => resources, "Contents" => drawn };
        set_sheet(&mut page, &part.sheet, at);
        pages.push(document.add_object(page));
        contents.push(content);
    }
    let kids: Vec<Object> = pages.iter().map(|page| Object::Reference(*page)).collect();
    let tree = document.get_dictionary_mut(tree).ok()?;
    tree.set("Count", i64::try_from(kids.len()).ok()?);
    tree.set("Kids", kids);
    let structure = structure_tree(&mut document, &pages, &contents, Grouping::Flat);
    let catalog = document.catalog_mut().ok()?;
    catalog.set("StructTreeRoot", structure);
    // On sheets that show a part, fields are filled in by hand alone.
    catalog.remove(b"AcroForm");
    // What stood before the imprint is not carried along.
    document.trailer.remove(b"Prev");
    document.prune_objects();
    document.renumber_objects();
    Some(to_bytes(&mut document, &[]).0)
}

fn reference(document: &Lopdf, of: ObjectId, key: &[u8]) -> Option<ObjectId> {
    document
        .get_dictionary(of)
        .ok()?
        .get(key)
        .ok()?
        .as_reference()
        .ok()
}

/// The page of a poster as a form in its coordinates, without its marks: each of them would have to belong to the tree.
fn form(document: &mut Lopdf, page: ObjectId, size: Size) -> Option<ObjectId> {
    /// So far beyond the page that its edge is not drawn twice, in points: once here, once by the window.
    const BEYOND: f32 = 1.0;
    let mut content = Content::decode(&document.get_page_content(page)).ok()?;
    content
        .operations
        .retain(|operation| !matches!(operation.operator.as_str(), "BMC" | "BDC" | "EMC"));
    let bounds = [-BEYOND, -BEYOND, size.width + BEYOND, size.height + BEYOND];
    let dictionary = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => bounds.map(Object::Real).to_vec(),
        "Resources" => reference(document, page, b"Resources")?,
    };
    Some(document.add_object(Stream::new(dictionary, content.encode().ok()?)))
}
