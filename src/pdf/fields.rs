//! Fields to fill in on a screen (32000, 12.7): one widget for each, which is its field too.
//!
//! Nothing here leaves the machine or runs: no action, no script, no value but what is typed. An empty field shows nothing, so that a
//! page that is printed is the page that was laid out; how typed words look is up to the viewer, which draws them
//! in the face that the form names. That face is one of those which every viewer has (32000, 9.6.2.2). It draws nothing in this file, and
//! an archive wants in it what is drawn alone (A2, 6.2.11.4.1).

use lopdf::{Dictionary, Document as Lopdf, Object, ObjectId, Stream, dictionary};

use super::finish::{edges, text, unicode};
use crate::locale::TextDirection;
use crate::page::{self, FormField, Page};
use crate::template::Input;

/// The name of the face among the resources of the form.
const FACE: &str = "Helv";

/// The type of what is filled in, in points: in a line as large as it lets descenders stand, within limits.
const TYPE: f32 = 12.0;
const TYPE_SHARE: f32 = 0.6;
const LEAST_TYPE: f32 = 6.0;

/// It is printed, and it is there (32000, table 165).
const PRINT: i64 = 1 << 2;

/// Text of several lines, and none that is longer than its room: paper does not scroll (32000, table 228).
const MULTILINE: i64 = 1 << 12;
const DO_NOT_SCROLL: i64 = 1 << 23;

/// Adds the fields of pages and the form that lists them; the widgets of each page.
pub(super) fn add(document: &mut Lopdf, page_ids: &[ObjectId], pages: &[Page]) -> Vec<Vec<ObjectId>> {
    let mut widgets = vec![Vec::new(); pages.len()];
    for field in page::form(pages) {
        let at = field.page;
        let widget = widget(document, page_ids[at], &pages[at], &field);
        widgets[at].push(document.add_object(widget));
    }
    let references =
        |ids: &[ObjectId]| -> Vec<Object> { ids.iter().map(|id| Object::Reference(*id)).collect() };
    for (id, widgets) in page_ids.iter().zip(&widgets) {
        if !widgets.is_empty() {
            let page = document
                .get_dictionary_mut(*id)
                .expect("printpdf writes the page");
            page.set("Annots", references(widgets));
        }
    }
    let all = widgets.concat();
    if all.is_empty() {
        return widgets;
    }
    let face = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let form = document.add_object(dictionary! {
        "Fields" => references(&all),
        "DR" => dictionary! { "Font" => dictionary! { FACE => face } },
        "DA" => appearance(TYPE),
    });
    let catalog = document.catalog_mut().expect("printpdf writes a catalog");
    catalog.set("AcroForm", form);
    widgets
}

/// The element of a widget refers to it so (32000, 14.7.4.3).
pub(super) fn reference(widget: ObjectId, page: ObjectId) -> Object {
    dictionary! { "Type" => "OBJR", "Obj" => widget, "Pg" => page }.into()
}

fn widget(document: &mut Lopdf, id: ObjectId, page: &Page, field: &FormField<'_>) -> Dictionary {
    let (width, height) = (field.rect.width, field.rect.height);
    let mut widget = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "P" => id,
        "Rect" => edges(field.rect, page.size.height),
        "F" => PRINT,
        "T" => text(&field.name),
        "TU" => unicode(&field.field.label),
    };
    match field.field.input {
        Input::Check => {
            let off = document.add_object(drawing(width, height, Vec::new()));
            let on = document.add_object(drawing(width, height, tick(width, height)));
            widget.set("FT", "Btn");
            widget.set("V", "Off");
            widget.set("AS", "Off");
            let states = dictionary! { "Off" => off, ON => on };
            widget.set("AP", dictionary! { "N" => states });
        }
        Input::Text => {
            let size = (height * TYPE_SHARE).clamp(LEAST_TYPE, TYPE);
            set_text(document, &mut widget, (width, height), size, DO_NOT_SCROLL);
        }
        Input::Lines => {
            let flags = MULTILINE | DO_NOT_SCROLL;
            set_text(document, &mut widget, (width, height), TYPE, flags);
            // Viewers set lines closer than hands do: what is typed stands on clear ground, not across the lines.
            let ground = field
                .field
                .ground
                .rgb
                .map(|part| rounded(f32::from(part) / 255.0));
            let ground = ground.map(Object::Real).to_vec();
            widget.set("MK", dictionary! { "BG" => ground });
        }
    }
    // What reads from the right is typed from there.
    if field.field.input != Input::Check && field.item.locale.direction() == TextDirection::RightToLeft {
        widget.set("Q", 2);
    }
    widget
}

/// The state of a box that is ticked.
const ON: &str = "Yes";

fn set_text(
    document: &mut Lopdf,
    widget: &mut Dictionary,
    (width, height): (f32, f32),
    size: f32,
    flags: i64,
) {
    // A viewer puts what is typed between these marks (32000, 12.7.3.3).
    let empty = document.add_object(drawing(width, height, b"/Tx BMC\nEMC\n".to_vec()));
    widget.set("FT", "Tx");
    widget.set("Ff", flags);
    widget.set("DA", appearance(size));
    widget.set("AP", dictionary! { "N" => empty });
}

/// The face, its size and black.
fn appearance(size: f32) -> Object {
    text(&format!("/{FACE} {} Tf 0 g", rounded(size)))
}

/// What a field shows, in a box of its own.
fn drawing(width: f32, height: f32, content: Vec<u8>) -> Stream {
    let bounds = [0.0, 0.0, rounded(width), rounded(height)];
    let dictionary = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => bounds.map(Object::Real).to_vec(),
        "Resources" => Dictionary::new(),
    };
    Stream::new(dictionary, content)
}

/// Two strokes from corner to corner, inside the frame.
fn tick(width: f32, height: f32) -> Vec<u8> {
    let (left, lower) = (rounded(width * 0.22), rounded(height * 0.22));
    let (right, upper) = (rounded(width * 0.78), rounded(height * 0.78));
    let stroke = rounded(width.min(height) * 0.13);
    format!(
        "q 0 G {stroke} w 1 J {left} {lower} m {right} {upper} l {left} {upper} m {right} {lower} l S Q\n"
    )
    .into_bytes()
}

fn rounded(number: f32) -> f32 {
    (number * 100.0).round() / 100.0
}
