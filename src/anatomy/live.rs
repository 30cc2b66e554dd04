//! What of a file does something on a screen: fields to fill in, and everything that should not be there.

use std::collections::{BTreeMap, BTreeSet};

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{
    Array, Dict, Name, Object, ObjectIdentifier, Rect as PdfRect, Stream, String as Bytes,
};
use hayro::hayro_syntax::page::Page;

use super::text;
use crate::template::Input;

/// The most annotations of a page and fields of a form that are looked at: more than a person fills in.
const MOST: usize = 1000;

/// What of a file does something on a screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Live {
    /// The fields that stand on its pages, page by page, in the order of the file.
    pub fields: Vec<Field>,
    /// What else there is: the page, counted from 0, and what the file calls it, as `Link` or `JavaScript`.
    pub others: Vec<(usize, String)>,
}

/// A field as it stands in a file (32000, 12.7).
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its page, from 0.
    pub page: usize,
    /// Its name.
    pub name: String,
    /// What a screen reader calls it.
    pub label: Option<String>,
    /// How it is filled in; none for a button, a list or a signature.
    pub input: Option<Input>,
    /// Its box: left, lower, right and upper edge in points, y up.
    pub rect: [f32; 4],
    /// Whether nothing is filled in.
    pub empty: bool,
    /// Whether it is seen, printed and written to.
    pub open: bool,
    /// Whether it says how it looks.
    pub drawn: bool,
    /// Whether the form of the file lists it, once.
    pub listed: bool,
    /// Whether an element of the structure tree that is a form holds it.
    pub read_aloud: bool,
}

/// Keys of the root and of a page by which a file does something, or carries something along.
const ACTS: [&str; 2] = ["OpenAction", "AA"];
const NAMED: [&str; 2] = ["JavaScript", "EmbeddedFiles"];

/// Keys of a form beyond its fields and their looks (32000, table 218).
const OF_FORM: [&str; 4] = ["XFA", "NeedAppearances", "CO", "SigFlags"];

/// Flags of fields (32000, tables 221, 226 and 228).
const READ_ONLY: i32 = 1;
const PUSH_OR_RADIO: i32 = 1 << 15 | 1 << 16;
const MULTILINE: i32 = 1 << 12;
const PASSWORD: i32 = 1 << 13;

/// An annotation that is printed, and nothing else (32000, table 165).
const PRINTED: i32 = 1 << 2;

/// Looks at pages with their numbers; `forms` are the objects that the structure tree holds as forms.
pub(super) fn look<'a>(
    pdf: &'a Pdf,
    pages: impl Iterator<Item = &'a Page<'a>>,
    forms: &BTreeSet<ObjectIdentifier>,
) -> Live {
    let root: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).unwrap_or_default();
    let mut live = Live::default();
    live.keys(0, &root, &ACTS);
    live.keys(0, &root.get("Names").unwrap_or_default(), &NAMED);
    let form: Dict<'_> = root.get("AcroForm").unwrap_or_default();
    live.keys(0, &form, &OF_FORM);
    let mut listed: BTreeMap<ObjectIdentifier, usize> = BTreeMap::new();
    let fields: Option<Array<'_>> = form.get("Fields");
    for field in fields.iter().flat_map(Array::raw_iter).take(MOST) {
        match field.as_obj_ref() {
            Some(id) => *listed.entry(id.into()).or_default() += 1,
            None => live.others.push((0, "Fields".to_owned())),
        }
    }
    for (at, page) in pages.enumerate() {
        live.page(at, page.raw(), &mut listed, forms);
    }
    // What the form lists and no page shows.
    live.others
        .extend(listed.keys().map(|_| (0, "Fields".to_owned())));
    live
}

impl Live {
    fn keys(&mut self, page: usize, of: &Dict<'_>, keys: &[&str]) {
        let found = keys.iter().filter(|key| of.contains_key(key.as_bytes()));
        self.others.extend(found.map(|key| (page, (*key).to_owned())));
    }

    fn page(
        &mut self,
        at: usize,
        page: &Dict<'_>,
        listed: &mut BTreeMap<ObjectIdentifier, usize>,
        forms: &BTreeSet<ObjectIdentifier>,
    ) {
        self.keys(at, page, &["AA"]);
        let annotations: Option<Array<'_>> = page.get("Annots");
        for annotation in annotations.iter().flat_map(Array::iter::<Dict<'_>>).take(MOST) {
            let kind = annotation.get::<Name<'_>>("Subtype");
            let kind = kind.map_or_else(String::new, |kind| String::from_utf8_lossy(&kind).into_owned());
            if kind != "Widget" {
                self.others.push((at, kind));
                continue;
            }
            self.keys(at, &annotation, &["A", "AA"]);
            let id = annotation.obj_id();
            let times = id.and_then(|id| listed.remove(&id));
            self.fields.push(Field {
                listed: times == Some(1),
                read_aloud: id.is_some_and(|id| forms.contains(&id)),
                ..field(at, &annotation)
            });
        }
    }
}

fn field(page: usize, widget: &Dict<'_>) -> Field {
    let words = |key: &str| widget.get::<Bytes<'_>>(key.as_bytes()).map(|bytes| text(&bytes));
    let name = |key: &str| widget.get::<Name<'_>>(key.as_bytes());
    let flags = widget.get::<i32>("Ff").unwrap_or(0);
    let kind = name("FT");
    let input = match kind.as_deref() {
        Some(b"Tx") if flags & PASSWORD != 0 => None,
        Some(b"Tx") if flags & MULTILINE != 0 => Some(Input::Lines),
        Some(b"Tx") => Some(Input::Text),
        Some(b"Btn") if flags & PUSH_OR_RADIO == 0 => Some(Input::Check),
        _ => None,
    };
    let looks: Dict<'_> = widget.get("AP").unwrap_or_default();
    let is_off = |name: Option<Name<'_>>| name.is_none_or(|name| &*name == b"Off");
    let (empty, drawn) = if input == Some(Input::Check) {
        let states: Dict<'_> = looks.get("N").unwrap_or_default();
        let drawn = states
            .keys()
            .filter(|state| states.get::<Stream<'_>>(state).is_some());
        (is_off(name("V")) && is_off(name("AS")), drawn.count() == 2)
    } else {
        let value = widget.get::<Object<'_>>("V");
        (value.is_none(), looks.get::<Stream<'_>>("N").is_some())
    };
    #[expect(clippy::cast_possible_truncation, reason = "points on paper")]
    let edges = |rect: PdfRect| [rect.x0, rect.y0, rect.x1, rect.y1].map(|edge| edge as f32);
    Field {
        page,
        name: words("T").unwrap_or_default(),
        label: words("TU"),
        input,
        rect: widget.get("Rect").map_or([0.0; 4], edges),
        empty,
        open: widget.get::<i32>("F") == Some(PRINTED) && flags & READ_ONLY == 0,
        drawn,
        listed: false,
        read_aloud: false,
    }
}
