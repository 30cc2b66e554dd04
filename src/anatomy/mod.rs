//! What a PDF says of itself: title, boxes, fonts, the tree that a screen reader follows, and what is filled in on a screen.
//!
//! Read from the finished bytes of any file (ISO 32000-1, cited as `32000`), within bounds that no stranger's
//! file can break: a tree is followed so deep and so far, and never around in a circle.

mod live;

use std::collections::{BTreeMap, BTreeSet};

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Rect as PdfRect, Stream, String as Bytes,
};
use hayro::hayro_syntax::page::Page;

use crate::raster::{NotPdf, guarded, open};

pub use live::{Field, Live};

/// How deep a structure tree or a form inside a form is followed.
const DEEPEST: usize = 64;

/// How many elements of a structure tree are read: a book has fewer.
const MOST_ELEMENTS: usize = 100_000;

/// What a file says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Anatomy {
    /// Its title.
    pub title: Option<String>,
    /// Its language, as `en`.
    pub language: Option<String>,
    /// What wrote it.
    pub producer: Option<String>,
    /// Whether it says that it is tagged (32000, 14.7.1).
    pub tagged: bool,
    /// All its pages, also those that are not read further.
    pub page_count: usize,
    /// Page by page.
    pub boxes: Vec<Boxes>,
    /// Every font of its pages, once each, in order of name.
    pub fonts: Vec<Font>,
    /// The structure tree from its root, each element before what it holds.
    pub elements: Vec<Element>,
    /// What of it does something on a screen.
    pub live: Live,
}

/// The boxes of a page (32000, 14.11.2): left, lower, right and upper edge in points, y up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Boxes {
    /// The sheet.
    pub media: [f32; 4],
    /// What is shown.
    pub crop: [f32; 4],
    /// Where it is cut, if the file says so.
    pub trim: Option<[f32; 4]>,
    /// How far ink runs beyond the cut, if the file says so.
    pub bleed: Option<[f32; 4]>,
}

/// A font of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Font {
    /// Its PostScript name, without the tag of a subset.
    pub name: String,
    /// Whether its glyphs are in the file.
    pub embedded: bool,
    /// Whether only some of its glyphs are in the file.
    pub subset: bool,
    /// Whether its glyphs can be copied as text.
    pub mapped: bool,
}

/// An element of the structure tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its type, as `H1` or `P` (32000, 14.8.4).
    pub kind: String,
    /// Its own marked stretches, in reading order: page from 0, and mark.
    pub marks: Vec<(usize, i64)>,
}

impl Element {
    /// The level of a heading: 1 for `H1`.
    pub fn heading(&self) -> Option<u8> {
        let level = self.kind.strip_prefix('H')?.parse().ok()?;
        (1..=6).contains(&level).then_some(level)
    }
}

/// Reads what a file says of itself and of its first `most` pages.
pub fn read(pdf: &[u8], most: usize) -> Result<Anatomy, NotPdf> {
    guarded(|| {
        let pdf = open(pdf)?;
        Ok(dissect(&pdf, most))
    })
}

/// Reads what a file of ours with a section for each sheet says of itself and of some of its sheets, counted from 0; these are
/// counted anew in what is returned.
pub fn of_sheets(pdf: &[u8], sheets: &[usize]) -> Result<Anatomy, NotPdf> {
    guarded(|| {
        let pdf = open(pdf)?;
        Ok(Dissection::of(&pdf, sheets).with_sections(sheets))
    })
}

/// What an opened file says of itself and of its first `most` pages.
pub(crate) fn dissect(pdf: &Pdf, most: usize) -> Anatomy {
    let pages: Vec<usize> = (0..pdf.pages().len().min(most)).collect();
    Dissection::of(pdf, &pages).whole()
}

/// An opened file with what was read of it.
struct Dissection<'a> {
    pdf: &'a Pdf,
    anatomy: Anatomy,
    /// The root of its structure tree.
    tree: Option<Dict<'a>>,
    page_of: BTreeMap<ObjectIdentifier, usize>,
    /// Which pages are looked at, counted from 0.
    numbers: Vec<usize>,
}

impl<'a> Dissection<'a> {
    /// All but the structure tree.
    fn of(pdf: &'a Pdf, numbers: &[usize]) -> Self {
        let root: Option<Dict<'_>> = pdf.xref().get(pdf.xref().root_id());
        let mark_info: Option<Dict<'_>> = root.as_ref().and_then(|root| root.get("MarkInfo"));
        let pages = pdf.pages();
        let mut anatomy = Anatomy {
            title: pdf.metadata().title.as_deref().map(text),
            producer: pdf.metadata().producer.as_deref().map(text),
            language: root
                .as_ref()
                .and_then(|root| root.get::<Bytes<'_>>("Lang"))
                .map(|lang| text(&lang)),
            tagged: mark_info.is_some_and(|info| info.get::<bool>("Marked") == Some(true)),
            page_count: pages.len(),
            ..Anatomy::default()
        };
        let mut page_of = BTreeMap::new();
        let mut fonts = FontWalk::default();
        for page in numbers.iter().filter_map(|number| pages.get(*number)) {
            page_of.extend(page.raw().obj_id().map(|id| (id, anatomy.boxes.len())));
            anatomy.boxes.push(boxes(page));
            if let Some(resources) = resources(page.raw()) {
                fonts.resources(&resources, DEEPEST);
            }
        }
        anatomy.fonts = fonts.found.into_iter().collect();
        Self {
            pdf,
            anatomy,
            tree: root.and_then(|root| root.get("StructTreeRoot")),
            page_of,
            numbers: numbers.to_vec(),
        }
    }

    /// With all of the structure tree.
    fn whole(self) -> Anatomy {
        self.with(|walk, tree| walk.kids(tree, None, None, DEEPEST))
    }

    /// With the sections of some sheets, each of which has one.
    fn with_sections(self, sheets: &[usize]) -> Anatomy {
        let xref = self.pdf.xref();
        self.with(|walk, tree| {
            let top: Option<Dict<'_>> = tree.get("K");
            let sections: Option<Array<'_>> = top.and_then(|top| top.get("K"));
            let sections: Vec<_> = sections.iter().flat_map(Array::raw_iter).collect();
            for sheet in sheets {
                let section = sections.get(*sheet).and_then(MaybeRef::as_obj_ref);
                if let Some(section) = section.and_then(|id| xref.get(id.into())) {
                    walk.kid(section, None, None, DEEPEST);
                }
            }
        })
    }

    fn with(self, go: impl FnOnce(&mut TreeWalk<'a>, &Dict<'a>)) -> Anatomy {
        let Self {
            pdf,
            mut anatomy,
            tree,
            page_of,
            numbers,
        } = self;
        let mut forms = BTreeSet::new();
        if let Some(tree) = tree {
            let mut walk = TreeWalk {
                page_of,
                roles: tree.get("RoleMap").unwrap_or_default(),
                elements: Vec::new(),
                seen: BTreeSet::new(),
                forms: BTreeSet::new(),
            };
            go(&mut walk, &tree);
            anatomy.elements = walk.elements;
            forms = walk.forms;
        }
        let pages = pdf.pages();
        let pages = numbers.iter().filter_map(|number| pages.get(*number));
        anatomy.live = live::look(pdf, pages, &forms);
        anatomy
    }
}

/// The resources of a page, its own or from the tree above it (32000, 7.7.3.4).
fn resources<'a>(page: &Dict<'a>) -> Option<Dict<'a>> {
    let mut node = page.clone();
    for _ in 0..DEEPEST {
        if let Some(resources) = node.get("Resources") {
            return Some(resources);
        }
        node = node.get("Parent")?;
    }
    None
}

fn boxes(page: &Page<'_>) -> Boxes {
    #[expect(clippy::cast_possible_truncation, reason = "points on paper")]
    let edges = |rect: PdfRect| [rect.x0, rect.y0, rect.x1, rect.y1].map(|edge| edge as f32);
    Boxes {
        media: edges(page.media_box()),
        crop: edges(page.crop_box()),
        trim: page.raw().get("TrimBox").map(edges),
        bleed: page.raw().get("BleedBox").map(edges),
    }
}

/// Looks for fonts in the resources of pages and of the forms that they draw.
#[derive(Default)]
struct FontWalk {
    found: BTreeSet<Font>,
    seen: BTreeSet<ObjectIdentifier>,
}

impl FontWalk {
    fn resources(&mut self, resources: &Dict<'_>, depth: usize) {
        let fonts: Dict<'_> = resources.get("Font").unwrap_or_default();
        let all = fonts.keys().filter_map(|name| fonts.get::<Dict<'_>>(&*name));
        self.found.extend(all.filter_map(|font| read_font(&font)));
        if depth == 0 {
            return;
        }
        let forms: Dict<'_> = resources.get("XObject").unwrap_or_default();
        for form in forms.keys().filter_map(|name| forms.get::<Stream<'_>>(&*name)) {
            if let Some(inner) = form.dict().get::<Dict<'_>>("Resources")
                && self.seen.insert(form.obj_id())
            {
                self.resources(&inner, depth - 1);
            }
        }
    }
}

fn read_font(font: &Dict<'_>) -> Option<Font> {
    let written: Name<'_> = font.get("BaseFont")?;
    let written = String::from_utf8_lossy(&written).into_owned();
    // A subset has six capitals and a plus before its name (32000, 9.6.4).
    let (name, subset) = match written.split_once('+') {
        Some((tag, name)) if tag.len() == 6 => (name.to_owned(), true),
        _ => (written, false),
    };
    let descendant = || {
        font.get::<Array<'_>>("DescendantFonts")?
            .iter::<Dict<'_>>()
            .next()
    };
    let descriptor: Option<Dict<'_>> = font
        .get("FontDescriptor")
        .or_else(|| descendant()?.get("FontDescriptor"));
    let embedded = descriptor.is_some_and(|descriptor| {
        ["FontFile", "FontFile2", "FontFile3"]
            .iter()
            .any(|key| descriptor.contains_key(key))
    });
    Some(Font {
        name,
        embedded,
        subset,
        mapped: font.contains_key("ToUnicode"),
    })
}

/// Follows the structure tree (32000, 14.7).
struct TreeWalk<'a> {
    page_of: BTreeMap<ObjectIdentifier, usize>,
    /// What a file's own types stand for (32000, 14.7.3).
    roles: Dict<'a>,
    elements: Vec<Element>,
    seen: BTreeSet<ObjectIdentifier>,
    /// The objects that elements called `Form` hold (32000, 14.7.4.3).
    forms: BTreeSet<ObjectIdentifier>,
}

impl<'a> TreeWalk<'a> {
    /// What hangs below a node: `element` is its number among the elements, `page` what it says of its page.
    fn kids(&mut self, node: &Dict<'a>, element: Option<usize>, page: Option<usize>, depth: usize) {
        let page = self.page(node).or(page);
        match node.get::<Object<'a>>("K") {
            Some(Object::Array(kids)) => {
                for kid in kids.iter::<Object<'a>>() {
                    self.kid(kid, element, page, depth);
                }
            }
            Some(kid) => self.kid(kid, element, page, depth),
            None => {}
        }
    }

    fn kid(&mut self, kid: Object<'a>, element: Option<usize>, page: Option<usize>, depth: usize) {
        if depth == 0 || self.elements.len() >= MOST_ELEMENTS {
            return;
        }
        match kid {
            Object::Number(mark) => self.mark(mark.as_i64(), element, page),
            Object::Dict(node) if node.contains_key("S") => {
                if node.obj_id().is_some_and(|id| !self.seen.insert(id)) {
                    return;
                }
                let kind = node.get::<Name<'a>>("S").map(|kind| self.role(kind));
                self.elements.push(Element {
                    kind: kind.unwrap_or_default(),
                    marks: Vec::new(),
                });
                let number = self.elements.len() - 1;
                self.kids(&node, Some(number), page, depth - 1);
            }
            Object::Dict(reference) => {
                let page = self.page(&reference).or(page);
                if let Some(mark) = reference.get::<i32>("MCID") {
                    self.mark(i64::from(mark), element, page);
                }
                let is_form = element.is_some_and(|element| self.elements[element].kind == "Form");
                if let Some(object) = reference.get_ref("Obj").filter(|_| is_form) {
                    self.forms.insert(object.into());
                }
            }
            _ => {}
        }
    }

    fn mark(&mut self, mark: i64, element: Option<usize>, page: Option<usize>) {
        if let (Some(element), Some(page)) = (element, page) {
            self.elements[element].marks.push((page, mark));
        }
    }

    fn page(&self, node: &Dict<'a>) -> Option<usize> {
        self.page_of.get(&node.get_ref("Pg")?.into()).copied()
    }

    fn role(&self, kind: Name<'a>) -> String {
        let mut kind = kind;
        // A role may stand for a role; a few steps are enough for any honest file.
        for _ in 0..8 {
            match self.roles.get::<Name<'a>>(&*kind) {
                Some(next) => kind = next,
                None => break,
            }
        }
        String::from_utf8_lossy(&kind).into_owned()
    }
}

/// A text string (32000, 7.9.2.2): UTF-16 or UTF-8 where it says so, else as Latin letters.
fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, units @ ..] => {
            let units: Vec<u16> = units
                .chunks_exact(2)
                .map(|unit| u16::from_be_bytes([unit[0], unit[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        [0xEF, 0xBB, 0xBF, utf8 @ ..] => String::from_utf8_lossy(utf8).into_owned(),
        latin => latin.iter().copied().map(char::from).collect(),
    }
}
