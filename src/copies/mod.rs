//! Reads a file of ours in which many sheets are printed from a few pages: whether each sheet is its page, and what is imprinted on it.
//!
//! The first sheet of each page is read whole elsewhere. Every other one must have the very same objects but for those that differ by
//! nature, and these must have the same shape: the page object, the elements of its section, its row of the parent tree. So all that is
//! left to read is its imprint, which is read glyph by glyph. Everything is read from the finished bytes, by a way of its own; what writes
//! the file is not asked. ISO 32000-1 is cited as `32000`.

mod file;
mod font;
mod imprint;
mod scan;
mod shape;

use rayon::prelude::*;

pub use imprint::Stretch;

use crate::geom::{Correction, Size};
use file::{File, Shelf};
use font::Font;
use imprint::{Fonts, Reader};
use shape::Shape;

/// How many sheets are read one after the other.
const IN_A_ROW: usize = 500;

/// A page of ours as it was meant.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// The first sheet that is printed from it, from 0.
    pub first: usize,
    /// Its size.
    pub size: Size,
    /// How all of it is moved for a printer.
    pub correction: Correction,
}

/// A file of many sheets that was opened.
pub struct Copies<'a> {
    file: File<'a>,
    trees: Trees,
    kinds: Vec<Kind>,
    /// For each sheet its model.
    of: &'a [usize],
}

impl<'a> Copies<'a> {
    /// Opens a file whose sheets are printed from models; `of` has for each sheet which. `None` for a file that cannot be read so.
    pub fn open(pdf: &'a [u8], models: &[Model], of: &'a [usize]) -> Option<Self> {
        let file = File::open(pdf)?;
        let trees = Trees::read(&mut Shelf::of(&file), of.len())?;
        let kinds = models
            .iter()
            .map(|model| Kind::read(&mut Shelf::of(&file), &trees, *model))
            .collect::<Option<_>>()?;
        Some(Self {
            file,
            trees,
            kinds,
            of,
        })
    }

    /// What is imprinted on a sheet. `None` for one that is not as the first of its model.
    pub fn imprint(&self, sheet: usize) -> Option<Vec<Stretch>> {
        self.read(&mut Shelf::of(&self.file), sheet)
    }

    /// Shows what is imprinted on each sheet, side by side; results in the order of the sheets.
    pub fn each<T: Send>(&self, see: impl Fn(usize, Option<&[Stretch]>) -> T + Sync) -> Vec<T> {
        let starts: Vec<usize> = (0..self.of.len()).step_by(IN_A_ROW).collect();
        let seen = starts.into_par_iter().map(|start| {
            let mut shelf = Shelf::of(&self.file);
            let sheets = start..(start + IN_A_ROW).min(self.of.len());
            let seen = sheets.map(|sheet| see(sheet, self.read(&mut shelf, sheet).as_deref()));
            seen.collect::<Vec<T>>()
        });
        seen.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    fn read(&self, shelf: &mut Shelf<'_>, sheet: usize) -> Option<Vec<Stretch>> {
        let kind = self.kinds.get(*self.of.get(sheet)?)?;
        kind.imprint(shelf, &self.trees, sheet)
    }
}

/// The trees over all sheets.
struct Trees {
    /// Each page with the node that holds it.
    pages: Vec<(u32, u32)>,
    /// The section of each page.
    sections: Vec<u32>,
    /// The row of each page in the parent tree: the owners of its marks.
    rows: Vec<u32>,
}

/// The most levels of a tree.
const DEEPEST: usize = 8;

impl Trees {
    fn read(shelf: &mut Shelf<'_>, sheets: usize) -> Option<Self> {
        let root = shelf.object(shelf.file.root)?.to_vec();
        let structure = shelf.object(scan::referred(&root, "StructTreeRoot")?)?.to_vec();
        let top = shelf.object(scan::referred(&structure, "K")?)?;
        let mut trees = Self {
            pages: Vec::with_capacity(sheets),
            sections: scan::references(scan::entry(top, "K")?)?,
            rows: Vec::new(),
        };
        trees.add_pages(shelf, scan::referred(&root, "Pages")?, DEEPEST)?;
        trees.add_rows(shelf, scan::referred(&structure, "ParentTree")?, DEEPEST)?;
        let whole = [trees.pages.len(), trees.sections.len(), trees.rows.len()];
        whole.iter().all(|count| *count == sheets).then_some(trees)
    }

    /// Adds the pages below a node, which must be as many as it says.
    fn add_pages(&mut self, shelf: &mut Shelf<'_>, node: u32, depth: usize) -> Option<()> {
        let before = self.pages.len();
        let dictionary = shelf.object(node)?.to_vec();
        let kids = scan::references(scan::entry(&dictionary, "Kids")?)?;
        let first = shelf.object(*kids.first()?)?;
        if scan::entry(first, "Type") == Some(b"/Pages") {
            for kid in kids {
                self.add_pages(shelf, kid, depth.checked_sub(1)?)?;
            }
        } else {
            self.pages.extend(kids.into_iter().map(|page| (page, node)));
        }
        (scan::number(&dictionary, "Count")? == self.pages.len() - before).then_some(())
    }

    /// Adds the rows below a node, which must be those of the next sheets.
    fn add_rows(&mut self, shelf: &mut Shelf<'_>, node: u32, depth: usize) -> Option<()> {
        let first = self.rows.len();
        let dictionary = shelf.object(node)?.to_vec();
        if let Some(kids) = scan::entry(&dictionary, "Kids") {
            for kid in scan::references(kids)? {
                self.add_rows(shelf, kid, depth.checked_sub(1)?)?;
            }
        } else {
            for pair in scan::items(scan::entry(&dictionary, "Nums")?)?.chunks(2) {
                let [number, row] = pair else { return None };
                if *number != self.rows.len().to_string().as_bytes() {
                    return None;
                }
                self.rows.push(scan::whole_reference(row)?);
            }
        }
        // The root has no limits (32000, table 37).
        let limits = format!("[{first} {}]", self.rows.len().checked_sub(1)?);
        let said = scan::entry(&dictionary, "Limits");
        said.is_none_or(|said| said == limits.as_bytes()).then_some(())
    }
}

/// The places of a sheet's own objects; the elements of its section follow, that one first.
const PAGE: usize = 0;
const NODE: usize = 1;
const IMPRINT: usize = 2;
const SECTION: usize = 3;

/// All that is alike on the sheets of a page.
struct Kind {
    model: Model,
    page: Shape,
    elements: Vec<Shape>,
    row: Shape,
    has_imprint: bool,
    fonts: Fonts,
}

impl Kind {
    /// Reads the first sheet of a model.
    fn read(shelf: &mut Shelf<'_>, trees: &Trees, model: Model) -> Option<Self> {
        let (number, node) = *trees.pages.get(model.first)?;
        let page = shelf.object(number)?.to_vec();
        let contents = scan::references(scan::entry(&page, "Contents")?)?;
        let imprint = match contents[..] {
            [_] => 0,
            [_, imprint] => imprint,
            _ => return None,
        };
        let mut own = vec![number, node, imprint];
        add_elements(shelf, *trees.sections.get(model.first)?, &mut own)?;
        let mut elements = Vec::new();
        for element in &own[SECTION..] {
            elements.push(Shape::of(shelf.object(*element)?, &own)?);
        }
        Some(Self {
            model,
            page: Shape::of(&page, &own)?,
            elements,
            row: Shape::of(shelf.object(*trees.rows.get(model.first)?)?, &own)?,
            has_imprint: imprint != 0,
            fonts: fonts(shelf, &page)?,
        })
    }

    /// What is imprinted on a sheet, if all else of it is as on the first one.
    fn imprint(&self, shelf: &mut Shelf<'_>, trees: &Trees, sheet: usize) -> Option<Vec<Stretch>> {
        let number = u32::try_from(sheet).ok()?;
        let mut own = vec![0; SECTION + self.elements.len()];
        (own[PAGE], own[NODE]) = *trees.pages.get(sheet)?;
        own[SECTION] = *trees.sections.get(sheet)?;
        if !self.page.fits(shelf.object(own[PAGE])?, &mut own, number) {
            return None;
        }
        // An element is named by the one that holds it before its turn comes. None can stand for two: their marks differ.
        for (shape, place) in self.elements.iter().zip(SECTION..) {
            if !shape.fits(shelf.object(own[place])?, &mut own, number) {
                return None;
            }
        }
        if !self
            .row
            .fits(shelf.object(*trees.rows.get(sheet)?)?, &mut own, number)
        {
            return None;
        }
        if !self.has_imprint {
            return Some(Vec::new());
        }
        let reader = Reader {
            fonts: &self.fonts,
            size: self.model.size,
            correction: self.model.correction,
        };
        reader.read(&shelf.file.content(own[IMPRINT])?)
    }
}

/// Adds an element and all below it, each before what it holds.
fn add_elements(shelf: &mut Shelf<'_>, element: u32, own: &mut Vec<u32>) -> Option<()> {
    // A circle would never end.
    if own.contains(&element) {
        return None;
    }
    own.push(element);
    let kids = scan::entry(shelf.object(element)?, "K")?.to_vec();
    if !kids.starts_with(b"[") {
        return Some(());
    }
    let kids: Vec<u32> = scan::items(&kids)?
        .into_iter()
        .filter_map(scan::whole_reference)
        .collect();
    kids.into_iter().try_for_each(|kid| add_elements(shelf, kid, own))
}

/// The fonts that a page names.
fn fonts(shelf: &mut Shelf<'_>, page: &[u8]) -> Option<Fonts> {
    let resources = shelf.object(scan::referred(page, "Resources")?)?;
    let named = scan::entry(resources, "Font")?.to_vec();
    let named = match scan::whole_reference(&named) {
        Some(number) => shelf.object(number)?.to_vec(),
        None => named,
    };
    let inner = named.strip_prefix(b"<<")?.strip_suffix(b">>")?;
    let mut rest = inner.trim_ascii();
    let mut fonts = Fonts::new();
    while !rest.is_empty() {
        let (name, after) = scan::object(rest)?;
        let (number, after) = scan::object(after)?;
        let font = Font::read(shelf, scan::whole_reference(number)?)?;
        fonts.insert(name.strip_prefix(b"/")?.to_vec(), font);
        rest = after.trim_ascii_start();
    }
    Some(fonts)
}
