//! Pages locked up to be printed on many sheets: each page is written once, each sheet adds what it has of its own.
//!
//! What sheets of one page have alike but for references, a page object and a part of the structure tree, is a [`Pattern`]. Patterns are
//! filled sheet by sheet into compressed object streams, side by side, and never stand in memory all at once.

use std::collections::BTreeMap;
use std::ops::Range;

use lopdf::{Document as Lopdf, Object, Stream};
use rayon::prelude::*;

use super::content::{PageContent, draw, draw_imprints};
use super::finish::{Assembled, Grouping, assemble, compress};
use super::glyphs::Fonts;
use super::pattern::{Filling, Hole, Pattern, Target, reference};
use super::store::{Pack, Packed, Store, deflated, with_line_feed};
use super::tree::{Node, Tree};
use super::{Extra, Info};
use crate::font::FontBook;
use crate::page::{Item, Page};
use crate::setup::Finish;

/// Pages that are printed on many sheets.
pub struct Forme {
    fonts: Fonts,
    finish: Finish,
    contents: Vec<PageContent>,
    heights: Vec<f32>,
    assembled: Assembled,
}

/// What is imprinted on a sheet, as a content stream.
#[derive(Clone, Debug)]
pub struct Imprinted {
    content: Vec<u8>,
    compressed: bool,
}

/// The shortest content that is compressed: a line or two would save a hundred bytes, and take longer than all else that is written
/// for its sheet.
const WORTH_IT: usize = 1024;

/// A sheet side of a file.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// Which page of the forme, from 0.
    pub page: usize,
    /// What is imprinted on it; nothing on a page without slots.
    pub imprinted: Option<&'a Imprinted>,
}

/// The places of a sheet's own objects; the elements of its section follow, that one first.
const PAGE: usize = 0;
const IMPRINT: usize = 1;
const SECTION: usize = 2;

/// What all sheets of a page have alike.
struct Kind {
    page: Pattern,
    /// The elements, each before what it holds.
    elements: Vec<Pattern>,
    /// The owners of the marks, as the parent tree lists them.
    owners: Pattern,
}

impl Forme {
    /// Writes pages. `extra` are glyphs that imprints may need beyond those on the pages.
    pub fn new(book: &FontBook, pages: &[Page], info: &Info, extra: &Extra) -> Self {
        let fonts = Fonts::new(book, pages.iter().flat_map(|page| &page.items), extra);
        let (document, mut contents) = draw(&fonts, &info.finish, pages);
        let assembled = assemble(document, &contents, info, pages, Grouping::ByPage);
        // What the structure tree took is not needed again.
        contents.iter_mut().for_each(|content| content.elements.clear());
        Self {
            fonts,
            finish: info.finish.clone(),
            contents,
            heights: pages.iter().map(|page| page.size.height).collect(),
            assembled,
        }
    }

    /// The marks of the slots of a page.
    pub fn marks(&self, page: usize) -> &[i64] {
        &self.contents[page].slots
    }

    /// What is printed into the slots of a page. `None` if an imprint needs a glyph that was not reserved, or there is not one for each slot.
    pub fn imprint(&self, page: usize, imprints: &[Item]) -> Option<Imprinted> {
        let marks = self.marks(page);
        if marks.len() != imprints.len() || !imprints.iter().all(|item| self.fonts.has_all(item)) {
            return None;
        }
        let marked = imprints.iter().zip(marks.iter().copied());
        let drawn = draw_imprints(&self.fonts, &self.finish, marked, self.heights[page]);
        let compressed = drawn.len() >= WORTH_IT;
        let content = if compressed {
            deflated(drawn, with_line_feed)
        } else {
            drawn
        };
        Some(Imprinted { content, compressed })
    }

    /// The file of some sheets.
    pub fn print(&self, sheets: &[Sheet<'_>]) -> Vec<u8> {
        Printing::new(self, sheets).file()
    }
}

/// Which object numbers a file has.
struct Printing<'a> {
    forme: &'a Forme,
    sheets: &'a [Sheet<'a>],
    kinds: Vec<Kind>,
    /// The objects that sheets share: number in the file by number in the forme.
    shared: BTreeMap<u32, u32>,
    page_tree: Tree,
    number_tree: Tree,
    /// The first of the pages; those of the other sheets follow.
    pages: u32,
    /// The first of the imprints.
    imprints: u32,
    /// The section of each sheet.
    sections: Vec<u32>,
    /// The number behind all of these.
    end: u32,
}

impl<'a> Printing<'a> {
    fn new(forme: &'a Forme, sheets: &'a [Sheet<'a>]) -> Self {
        let document = &forme.assembled.document;
        let own: Vec<Vec<u32>> = (0..forme.assembled.pages.len())
            .map(|page| own(forme, page))
            .collect();
        let holes: BTreeMap<u32, Hole> = own
            .iter()
            .flat_map(|own| own.iter().enumerate().map(|(at, id)| (*id, Hole::Own(at))))
            .chain([(page_root(document), Hole::Parent)])
            .collect();
        let all = document.objects.keys().map(|(id, _)| *id);
        let is_of_sheets = |id: &u32| holes.get(id).is_some_and(|hole| *hole != Hole::Parent);
        let slots: Vec<u32> = forme.assembled.slots.iter().map(|slot| slot.object).collect();
        let kept = all.filter(|id| !is_of_sheets(id) && !slots.contains(id));
        let shared: BTreeMap<u32, u32> = kept.zip(1..).collect();
        let target = |id: u32| match holes.get(&id) {
            Some(hole) => Target::Own(*hole),
            None => Target::Shared(shared[&id]),
        };
        let kinds: Vec<Kind> = own
            .iter()
            .enumerate()
            .map(|(page, own)| Kind::of(forme, page, own, &target))
            .collect();
        let mut next = number(shared.len()) + 1;
        let page_tree = Tree::new(shared[&page_root(document)], sheets.len(), &mut next);
        let number_tree = Tree::new(shared[&number_root(document)], sheets.len(), &mut next);
        let pages = next;
        let imprints = pages + number(sheets.len());
        next = imprints + number(sheets.len());
        let sections = sheets.iter().map(|sheet| {
            let section = next;
            // The owners of its marks follow.
            next += number(kinds[sheet.page].elements.len()) + 1;
            section
        });
        let sections = sections.collect();
        Self {
            forme,
            sheets,
            kinds,
            shared,
            page_tree,
            number_tree,
            pages,
            imprints,
            sections,
            end: next,
        }
    }

    fn file(&self) -> Vec<u8> {
        let mut store = Store::new(self.end);
        self.write_shared(&mut store);
        let nodes: Vec<Node> = self.page_tree.nodes().collect();
        for nodes in packed(nodes.len(), |pack, at| {
            pack.add(nodes[at].number, |bytes| self.page_node(bytes, &nodes[at]));
        }) {
            store.pack(&nodes);
        }
        for (at, sheet) in self.sheets.iter().enumerate() {
            if let Some(Imprinted { content, compressed }) = sheet.imprinted {
                let entries: &[u8] = if *compressed { b"/Filter/FlateDecode" } else { b"" };
                store.stream(self.imprints + number(at), entries, content);
            }
        }
        for pages in self.packed(|pack, at| {
            let page = &self.kind(at).page;
            pack.add(self.pages + number(at), |bytes| self.fill(bytes, page, at));
        }) {
            store.pack(&pages);
        }
        for elements in self.packed(|pack, at| {
            let Kind { elements, owners, .. } = self.kind(at);
            for (object, number) in elements.iter().chain([owners]).zip(self.sections[at]..) {
                pack.add(number, |bytes| self.fill(bytes, object, at));
            }
        }) {
            store.pack(&elements);
        }
        let nodes: Vec<Node> = self.number_tree.nodes().collect();
        for nodes in packed(nodes.len(), |pack, at| {
            pack.add(nodes[at].number, |bytes| self.number_node(bytes, &nodes[at]));
        }) {
            store.pack(&nodes);
        }
        let Assembled { root, info, .. } = self.forme.assembled;
        store.end(self.shared[&root.0], self.shared[&info.0])
    }

    fn packed(&self, add: impl Fn(&mut Pack, usize) + Sync) -> Vec<Packed> {
        packed(self.sheets.len(), add)
    }

    fn kind(&self, sheet: usize) -> &Kind {
        &self.kinds[self.sheets[sheet].page]
    }

    fn fill(&self, bytes: &mut Vec<u8>, pattern: &Pattern, sheet: usize) {
        let own = |at: usize| match at {
            PAGE => self.pages + number(sheet),
            IMPRINT => self.imprints + number(sheet),
            element => self.sections[sheet] + number(element - SECTION),
        };
        let filling = Filling {
            own: &own,
            parent: self.page_tree.holder(sheet),
            sheet,
        };
        pattern.fill(bytes, &filling);
    }

    /// What sheets share, but for the trees over them, which are written elsewhere.
    fn write_shared(&self, store: &mut Store) {
        let mut small = Pack::default();
        let document = &self.forme.assembled.document;
        let target = |id: u32| Target::Shared(self.shared[&id]);
        let top = top(document);
        let trees = [page_root(document), number_root(document)];
        for ((id, _), object) in &document.objects {
            let Some(number) = self.shared.get(id).filter(|_| !trees.contains(id)) else {
                continue;
            };
            if *id == top {
                small.add(*number, |bytes| self.top(bytes));
            } else if let Object::Stream(stream) = object {
                let mut stream: Stream = stream.clone();
                // Metadata stays as it is, so that programs find it that know nothing of PDF.
                if !stream.dict.has_type(b"Metadata") {
                    compress(&mut stream);
                }
                stream.dict.remove(b"Length");
                let entries = Pattern::plain(&Object::Dictionary(stream.dict), &target);
                let entries = entries.trim_ascii();
                store.stream(*number, &entries[2..entries.len() - 2], &stream.content);
            } else {
                small.add(*number, |bytes| {
                    bytes.extend(self.shared_object(document, object));
                });
            }
        }
        store.pack(&small.close());
    }

    fn shared_object(&self, document: &Lopdf, object: &Object) -> Vec<u8> {
        let is_tree = object
            .as_dict()
            .is_ok_and(|dictionary| dictionary.has_type(b"StructTreeRoot"));
        let target = |id: u32| Target::Shared(self.shared[&id]);
        if !is_tree {
            return Pattern::plain(object, &target);
        }
        let tree = [top(document), number_root(document)].map(|id| self.shared[&id]);
        format!(
            "<</Type/StructTreeRoot/K {} 0 R/ParentTree {} 0 R/ParentTreeNextKey {}>>",
            tree[0],
            tree[1],
            self.sheets.len()
        )
        .into_bytes()
    }

    /// The element above all sections.
    fn top(&self, bytes: &mut Vec<u8>) {
        let document = &self.forme.assembled.document;
        bytes.extend(b"<</S/Document/P ");
        reference(bytes, self.shared[&structure_root(document)]);
        bytes.extend(b"/K[");
        references(bytes, self.sections.iter().copied());
        bytes.extend(b"]>>");
    }

    fn page_node(&self, bytes: &mut Vec<u8>, node: &Node) {
        bytes.extend(format!("<</Type/Pages/Count {}", node.leaves.len()).as_bytes());
        if let Some(parent) = node.parent {
            bytes.extend(b"/Parent ");
            reference(bytes, parent);
        }
        bytes.extend(b"/Kids[");
        let pages = |at: usize| self.pages + number(at);
        let kids = node
            .kids
            .clone()
            .unwrap_or_else(|| pages(node.leaves.start)..pages(node.leaves.end));
        references(bytes, kids);
        bytes.extend(b"]>>");
    }

    fn number_node(&self, bytes: &mut Vec<u8>, node: &Node) {
        let Range { start, end } = node.leaves;
        bytes.extend(b"<<");
        if node.parent.is_some() {
            bytes.extend(format!("/Limits[{start} {}]", end - 1).as_bytes());
        }
        if let Some(kids) = node.kids.clone() {
            bytes.extend(b"/Kids[");
            references(bytes, kids);
        } else {
            bytes.extend(b"/Nums[");
            for sheet in node.leaves.clone() {
                let owners = self.sections[sheet] + number(self.kind(sheet).elements.len());
                let space = if sheet == start { "" } else { " " };
                bytes.extend(format!("{space}{sheet} {owners} 0 R").as_bytes());
            }
        }
        bytes.extend(b"]>>");
    }
}

impl Kind {
    fn of(forme: &Forme, page: usize, own: &[u32], target: &impl Fn(u32) -> Target) -> Self {
        let document = &forme.assembled.document;
        let pattern = |id: u32| Pattern::of(object(document, id), target);
        let mut dictionary = object(document, own[PAGE])
            .as_dict()
            .expect("a page is a dictionary")
            .clone();
        // All imprints of a sheet stand in one stream.
        if let Ok(Object::Array(streams)) = dictionary.get_mut(b"Contents") {
            streams.truncate(if forme.marks(page).is_empty() { 1 } else { 2 });
        }
        let numbers = object(document, number_root(document));
        let owners = numbers
            .as_dict()
            .and_then(|numbers| numbers.get(b"Nums"))
            .and_then(Object::as_array)
            .ok()
            .and_then(|numbers| numbers.get(page * 2 + 1))
            .expect("the parent tree has every page");
        Self {
            page: Pattern::of(&Object::Dictionary(dictionary), target),
            elements: own[SECTION..].iter().map(|id| pattern(*id)).collect(),
            owners: Pattern::of(owners, target),
        }
    }
}

/// Objects of so many things in object streams, which are filled and compressed side by side.
fn packed(count: usize, add: impl Fn(&mut Pack, usize) + Sync) -> Vec<Packed> {
    // Where streams end depends on the things alone, never on the number of threads.
    const AT_ONCE: usize = 500;
    let starts: Vec<usize> = (0..count).step_by(AT_ONCE).collect();
    let made = starts.into_par_iter().map(|start| {
        let mut full = Vec::new();
        let mut pack = Pack::default();
        for at in start..(start + AT_ONCE).min(count) {
            if pack.is_full() {
                full.push(std::mem::take(&mut pack).close());
            }
            add(&mut pack, at);
        }
        full.push(pack.close());
        full
    });
    made.collect::<Vec<_>>().into_iter().flatten().collect()
}

/// What each sheet of a page has of its own, as numbers in the forme: its page, its imprint (0 where it has none), its elements.
fn own(forme: &Forme, page: usize) -> Vec<u32> {
    let Assembled {
        document,
        pages,
        slots,
        ..
    } = &forme.assembled;
    let first_slot = forme.contents[..page]
        .iter()
        .map(|content| content.slots.len())
        .sum::<usize>();
    let has_slots = !forme.marks(page).is_empty();
    let imprint = slots.get(first_slot).filter(|_| has_slots);
    let mut own = vec![pages[page].0, imprint.map_or(0, |slot| slot.object)];
    let section = kids(document, top(document))[page];
    add_elements(document, section, &mut own);
    own
}

/// Adds an element and all below it.
fn add_elements(document: &Lopdf, element: u32, own: &mut Vec<u32>) {
    own.push(element);
    for kid in kids(document, element) {
        add_elements(document, kid, own);
    }
}

/// The elements that an element holds.
fn kids(document: &Lopdf, element: u32) -> Vec<u32> {
    let kids = object(document, element)
        .as_dict()
        .and_then(|element| element.get(b"K"))
        .and_then(Object::as_array);
    let kids = kids.map_or(&[][..], Vec::as_slice).iter();
    kids.filter_map(|kid| Some(kid.as_reference().ok()?.0)).collect()
}

fn page_root(document: &Lopdf) -> u32 {
    entry(document, root(document), b"Pages")
}

fn structure_root(document: &Lopdf) -> u32 {
    entry(document, root(document), b"StructTreeRoot")
}

fn top(document: &Lopdf) -> u32 {
    entry(document, structure_root(document), b"K")
}

fn number_root(document: &Lopdf) -> u32 {
    entry(document, structure_root(document), b"ParentTree")
}

fn root(document: &Lopdf) -> u32 {
    let root = document.trailer.get(b"Root").and_then(Object::as_reference);
    root.expect("printpdf writes a root").0
}

fn entry(document: &Lopdf, of: u32, key: &[u8]) -> u32 {
    object(document, of)
        .as_dict()
        .and_then(|dictionary| dictionary.get(key))
        .and_then(Object::as_reference)
        .expect("the finishing step sets it")
        .0
}

fn object(document: &Lopdf, id: u32) -> &Object {
    document
        .get_object((id, 0))
        .expect("what is referred to is in the document")
}

fn references(bytes: &mut Vec<u8>, numbers: impl Iterator<Item = u32>) {
    for (at, number) in numbers.enumerate() {
        if at > 0 {
            bytes.push(b' ');
        }
        reference(bytes, number);
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a file has fewer sheets than object numbers")
}
