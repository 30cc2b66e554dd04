//! Faults planted in the fields of finished files, and in what else may act on a screen.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use mileposter::setup::Finish;

use super::press::told;
use crate::fillable;
use crate::piece::proofed;

/// A fault in the bytes of a finished file; all of them are told by one rule.
struct Slip {
    name: &'static str,
    slip: fn(&mut Document),
}

const fn slip(name: &'static str, slip: fn(&mut Document)) -> Slip {
    Slip { name, slip }
}

const CODE: &str = "form-field";

const SLIPS: &[Slip] = &[
    slip("field that no page shows", |file| {
        annotations(file).remove(0);
    }),
    slip("field that stands twice", |file| {
        let again = annotations(file)[0].clone();
        annotations(file).push(again);
    }),
    slip("field that the form does not list", |file| {
        listed(file).remove(0);
    }),
    slip("field that the form lists twice", |file| {
        let again = listed(file)[0].clone();
        listed(file).push(again);
    }),
    slip("field beside its lines", |file| {
        widget(file, 0).set("Rect", vec![36.into(), 300.into(), 576.into(), 320.into()]);
    }),
    slip("label of another field", |file| {
        widget(file, 0).set("TU", Object::string_literal("Address"));
    }),
    slip("field without a label", |file| {
        widget(file, 0).remove(b"TU");
    }),
    slip("field with another name", |file| {
        widget(file, 0).set("T", Object::string_literal("other"));
    }),
    slip("line where there should be several", |file| {
        widget(file, 2).set("Ff", 0);
    }),
    slip("button instead of a box to tick", |file| {
        widget(file, 4).set("Ff", 1 << 16);
    }),
    slip("something filled in", |file| {
        widget(file, 0).set("V", Object::string_literal("Anna"));
    }),
    slip("box that is ticked already", |file| {
        widget(file, 4).set("AS", "Yes");
    }),
    slip("locked field", |file| {
        widget(file, 0).set("Ff", 1);
    }),
    slip("hidden field", |file| {
        widget(file, 0).set("F", 6);
    }),
    slip("field without a look", |file| {
        widget(file, 0).remove(b"AP");
    }),
    slip("box that cannot be seen ticked", |file| {
        let off = dictionary! { "N" => dictionary! {} };
        widget(file, 4).set("AP", off);
    }),
    slip("field that nobody hears", |file| {
        let is_form = |object: &Object| {
            let kind = object.as_dict().and_then(|element| element.get(b"S"));
            kind.and_then(Object::as_name).is_ok_and(|kind| kind == b"Form")
        };
        let form = file.objects.values_mut().find(|object| is_form(object)).unwrap();
        form.as_dict_mut().unwrap().set("S", "P");
    }),
    slip("script when the file is opened", |file| {
        let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
        file.catalog_mut().unwrap().set("OpenAction", script);
    }),
    slip("script with a name", |file| {
        let names = dictionary! { "JavaScript" => dictionary! {} };
        file.catalog_mut().unwrap().set("Names", names);
    }),
    slip("file inside the file", |file| {
        let names = dictionary! { "EmbeddedFiles" => dictionary! {} };
        file.catalog_mut().unwrap().set("Names", names);
    }),
    slip("field that sends what is typed", |file| {
        let submit =
            dictionary! { "S" => "SubmitForm", "F" => Object::string_literal("https://example.org") };
        widget(file, 0).set("A", submit);
    }),
    slip("field that listens", |file| {
        widget(file, 0).set("AA", dictionary! {});
    }),
    slip("page that acts", |file| {
        let page = page(file);
        file.get_dictionary_mut(page).unwrap().set("AA", dictionary! {});
    }),
    slip("link", |file| {
        let link = dictionary! { "Type" => "Annot", "Subtype" => "Link", "Rect" => vec![0.into(); 4] };
        let link = file.add_object(link);
        annotations(file).push(link.into());
    }),
    slip("another form beside the fields", |file| {
        form(file).set("XFA", Object::string_literal("x"));
    }),
    slip("looks that every viewer makes anew", |file| {
        form(file).set("NeedAppearances", true);
    }),
];

fn page(file: &Document) -> ObjectId {
    file.get_pages()[&1]
}

fn annotations(file: &mut Document) -> &mut Vec<Object> {
    let page = page(file);
    let page = file.get_dictionary_mut(page).unwrap();
    page.get_mut(b"Annots").unwrap().as_array_mut().unwrap()
}

fn form(file: &mut Document) -> &mut Dictionary {
    let form = file.catalog().unwrap().get(b"AcroForm").unwrap();
    let form = form.as_reference().unwrap();
    file.get_dictionary_mut(form).unwrap()
}

fn listed(file: &mut Document) -> &mut Vec<Object> {
    form(file).get_mut(b"Fields").unwrap().as_array_mut().unwrap()
}

fn widget(file: &mut Document, at: usize) -> &mut Dictionary {
    let widget = annotations(file)[at].as_reference().unwrap();
    file.get_dictionary_mut(widget).unwrap()
}

/// The codes that are planted here.
pub(super) fn codes() -> BTreeSet<&'static str> {
    BTreeSet::from([CODE])
}

/// How many faults are planted here.
pub(super) fn count() -> usize {
    SLIPS.len()
}

#[test]
fn in_fields_of_finished_files() {
    let plate = proofed(fillable::sheet(&Finish::Home, &["en", "ar"])).unwrap();
    assert_eq!(told(&plate, &plate.document.bytes), [""; 0]);
    let failed: Vec<String> = SLIPS
        .iter()
        .filter_map(|slip| {
            let mut file = Document::load_mem(&plate.document.bytes).unwrap();
            (slip.slip)(&mut file);
            let mut bytes = Vec::new();
            file.save_to(&mut bytes).unwrap();
            let told = told(&plate, &bytes);
            (told != [CODE]).then(|| format!("{}: told {told:?}", slip.name))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
