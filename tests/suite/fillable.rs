//! Fields of a template: room to write in on paper, and fields of a form in the file.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use lopdf::{Dictionary, Document, Object, ObjectId};
use mileposter::anatomy;
use mileposter::diag::Diagnostics;
use mileposter::library::{Library, Overrides};
use mileposter::plate::Composition;
use mileposter::setup::Finish;
use mileposter::template::Input;

use crate::piece::{composed_in, proofed};
use crate::project::Project;

/// A sheet with a field of each kind in each of its languages.
pub(crate) const TEMPLATE: &str = include_str!("training.toml");

/// What is embedded, and that template.
static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let mut overrides = Overrides::default();
    let name = "templates/training.toml".to_owned();
    overrides
        .files
        .insert(name.clone(), (name, TEMPLATE.as_bytes().to_vec()));
    let mut diags = Diagnostics::default();
    let library = Library::read(&mut diags, &overrides);
    assert!(!diags.has_errors(), "{diags:#?}");
    library
});

/// The sheet, laid out.
pub(crate) fn sheet(finish: &Finish, tags: &[&str]) -> Composition {
    composed_in(&LIBRARY, finish, "training", "letter", tags)
}

/// The bytes of the sheet, proofed.
fn file(tags: &[&str]) -> Vec<u8> {
    proofed(sheet(&Finish::Home, tags)).unwrap().document.bytes
}

/// A campaign of such sheets for one place.
fn campaign(stock: &str) -> Project {
    let project = Project::with("templates/training.toml", TEMPLATE);
    let place = "[[location]]\nid = \"oak\"\nname = \"Oak Grove\"\nkind = \"rest_area\"\nroute = \"I-5\"\n";
    let hang = format!("[[hang]]\ntemplate = \"training\"\nstock = \"{stock}\"\nper = \"site\"\n{place}");
    project.write("locations.toml", hang);
    project
}

/// The one PDF that a build leaves, and where it stands.
#[track_caller]
fn built(project: &Project, flags: &[&str]) -> (PathBuf, Vec<u8>) {
    let args = ["build", "--quiet", "--allow", "draft", "--language", "en,ar"];
    project.run(&[&args[..], flags].concat()).expect(0);
    let files = project.files("out");
    let mut found = files.keys().filter(|name| name.ends_with(".pdf"));
    let path = project.path("out").join(found.next().unwrap());
    assert_eq!(found.next(), None);
    let bytes = fs::read(&path).unwrap();
    (path, bytes)
}

/// How many fields, and what else acts.
#[track_caller]
fn live(bytes: &[u8]) -> (usize, Vec<(usize, String)>) {
    let live = anatomy::read(bytes, 16).unwrap().live;
    (live.fields.len(), live.others)
}

#[test]
fn sheet_in_disguise() {
    insta::assert_snapshot!(sheet(&Finish::Home, &["en-XA", "ar-XB"]).pages[0].to_string());
}

/// The box to tick stands where reading begins.
#[test]
fn squares_stand_where_reading_begins() {
    let bytes = file(&["en-XA", "ar-XB"]);
    let live = anatomy::read(&bytes, 16).unwrap().live;
    let squares: Vec<[f32; 4]> = live
        .fields
        .iter()
        .filter(|field| field.input == Some(Input::Check))
        .map(|field| field.rect)
        .collect();
    let [left, right] = squares[..] else {
        panic!("{squares:?}")
    };
    assert!(
        (left[0] - 36.0).abs() < 0.1 && (left[2] - 47.0).abs() < 0.1,
        "{left:?}"
    );
    assert!(
        (right[0] - 565.0).abs() < 0.1 && (right[2] - 576.0).abs() < 0.1,
        "{right:?}"
    );
}

struct Walk {
    file: Document,
}

impl Walk {
    fn dictionary<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        self.file.dereference(object).unwrap().1.as_dict().unwrap()
    }

    fn of<'a>(&'a self, dictionary: &'a Dictionary, key: &str) -> &'a Dictionary {
        self.dictionary(dictionary.get(key.as_bytes()).unwrap())
    }

    /// The elements right below the document, in their order.
    fn elements(&self) -> Vec<(ObjectId, &Dictionary)> {
        let root = self.of(self.file.catalog().unwrap(), "StructTreeRoot");
        let kids = self.of(root, "K").get(b"K").unwrap().as_array().unwrap();
        let ids = kids.iter().map(|kid| kid.as_reference().unwrap());
        ids.map(|id| (id, self.file.get_dictionary(id).unwrap()))
            .collect()
    }

    /// The parent tree: the element of each field by its number.
    fn owners(&self) -> BTreeMap<i64, ObjectId> {
        let root = self.of(self.file.catalog().unwrap(), "StructTreeRoot");
        let numbers = self.of(root, "ParentTree").get(b"Nums").unwrap();
        let numbers = numbers.as_array().unwrap();
        let keys: Vec<i64> = numbers
            .iter()
            .step_by(2)
            .map(|key| key.as_i64().unwrap())
            .collect();
        assert!(keys.is_sorted(), "{keys:?}");
        assert_eq!(
            root.get(b"ParentTreeNextKey").unwrap().as_i64().unwrap(),
            keys.last().unwrap() + 1
        );
        let owners = keys.into_iter().zip(numbers.iter().skip(1).step_by(2));
        owners
            .filter_map(|(key, owner)| Some((key, owner.as_reference().ok()?)))
            .collect()
    }
}

fn name(dictionary: &Dictionary, key: &str) -> String {
    let name = dictionary.get(key.as_bytes()).unwrap().as_name().unwrap();
    String::from_utf8(name.to_vec()).unwrap()
}

#[test]
fn every_field_is_a_widget_in_the_tree() {
    let walk = Walk {
        file: Document::load_mem(&file(&["en", "ar"])).unwrap(),
    };
    let catalog = walk.file.catalog().unwrap();
    let form = walk.of(catalog, "AcroForm");
    assert!(!form.has(b"NeedAppearances") && !form.has(b"XFA"));
    assert!(walk.of(walk.of(form, "DR"), "Font").has(b"Helv"));
    let page = walk.file.get_pages()[&1];
    let on_page = walk.file.get_dictionary(page).unwrap();
    assert_eq!(name(on_page, "Tabs"), "S");
    let fields = form.get(b"Fields").unwrap().as_array().unwrap();
    assert_eq!(on_page.get(b"Annots").unwrap().as_array().unwrap(), fields);
    let (elements, owners) = (walk.elements(), walk.owners());
    let mut told = String::new();
    for field in fields {
        let id = field.as_reference().unwrap();
        let widget = walk.dictionary(field);
        assert_eq!(name(widget, "Subtype"), "Widget");
        assert_eq!(widget.get(b"F").unwrap().as_i64().unwrap(), 4);
        assert_eq!(widget.get(b"P").unwrap().as_reference().unwrap(), page);
        assert!(!widget.has(b"A") && !widget.has(b"AA"));
        let look = walk.of(widget, "AP").get(b"N").unwrap();
        let look = walk.file.dereference(look).unwrap().1;
        if name(widget, "FT") == "Btn" {
            let states: Vec<_> = look.as_dict().unwrap().iter().map(|(state, _)| state).collect();
            assert_eq!(states, [b"Off", b"Yes".as_slice()]);
            assert_eq!(name(widget, "AS"), "Off");
        } else {
            assert!(look.as_stream().is_ok());
            assert!(
                widget
                    .get(b"DA")
                    .unwrap()
                    .as_str()
                    .unwrap()
                    .starts_with(b"/Helv ")
            );
        }
        let number = widget.get(b"StructParent").unwrap().as_i64().unwrap();
        let at = elements
            .iter()
            .position(|(element, _)| *element == owners[&number]);
        let (_, element) = elements[at.unwrap()];
        assert_eq!(name(element, "S"), "Form");
        let kid = walk.of(element, "K");
        assert_eq!(name(kid, "Type"), "OBJR");
        assert_eq!(kid.get(b"Obj").unwrap().as_reference().unwrap(), id);
        let language = element
            .get(b"Lang")
            .map_or("", |tag| std::str::from_utf8(tag.as_str().unwrap()).unwrap());
        let flags = widget.get(b"Ff").map_or(0, |flags| flags.as_i64().unwrap());
        told += &format!(
            "{} {} {flags:x} `{language}` after {}\n",
            String::from_utf8_lossy(widget.get(b"T").unwrap().as_str().unwrap()),
            name(widget, "FT"),
            name(elements[at.unwrap() - 1].1, "S"),
        );
    }
    let wanted = "\
        your-name:en Tx 800000 `` after P\n\
        your-name:ar Tx 800000 `ar` after P\n\
        story:en Tx 801000 `` after P\n\
        story:ar Tx 801000 `ar` after P\n\
        agreed:en Btn 0 `` after Form\n\
        agreed:ar Btn 0 `ar` after P\n";
    assert_eq!(told, wanted);
    let labels: Vec<_> = anatomy::read(&file(&["en", "ar"]), 1).unwrap().live.fields;
    let labels: Vec<_> = labels
        .iter()
        .map(|field| field.label.as_deref().unwrap())
        .collect();
    assert_eq!(labels[..2], ["Notes", "ملاحظات"]);
}

#[test]
fn a_label_that_no_catalog_has_is_told() {
    let project = campaign("letter");
    let wrong = TEMPLATE.replacen("\"notes\"", "\"nots\"", 1);
    project.write("templates/training.toml", wrong);
    let outcome = project.run(&["build", "--allow", "draft", "--message-format", "json"]);
    let errors = outcome.expect(1).errors();
    assert!(!errors.is_empty());
    let wanted = ("unknown-message".to_owned(), Some(35));
    assert!(errors.iter().all(|error| *error == wanted), "{errors:?}");
}

#[test]
fn a_block_in_two_areas_has_two_names() {
    let twice = TEMPLATE.replace("\"agreed.each\", \".\"", "\"agreed\", \"again\"")
        + "[block.again]\nkind = \"group\"\nareas = [\"agreed\"]\n";
    let project = campaign("letter");
    project.write("templates/training.toml", twice);
    let (_, bytes) = built(&project, &[]);
    let live = anatomy::read(&bytes, 1).unwrap().live;
    let names: Vec<&str> = live.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names[4..], ["agreed:en", "agreed:en:2"]);
}

#[test]
fn the_same_sheet_is_the_same_bytes() {
    assert_eq!(file(&["en", "ar"]), file(&["en", "ar"]));
    let project = campaign("letter");
    let (_, bytes) = built(&project, &["--jobs", "1"]);
    let (_, again) = built(&campaign("letter"), &[]);
    assert!(bytes == again);
}

/// With its imprint appended a file has its fields, and it stands the proof of files from anywhere.
#[test]
fn a_finished_sheet_is_sound() {
    let project = campaign("letter");
    let (path, bytes) = built(&project, &[]);
    assert_eq!(live(&bytes), (6, vec![]));
    let outcome = project.run(&["proof", path.to_str().unwrap(), "--message-format", "json"]);
    let outcome = outcome.expect(0);
    assert_eq!(outcome.json()["diagnostics"].as_array().unwrap().len(), 0);
}

/// Print shops, sheets of many pieces and parts of a poster get lines and squares alone.
#[test]
fn other_files_are_filled_in_by_hand() {
    let has_none = |bytes: &[u8]| {
        assert_eq!(live(bytes), (0, vec![]));
        let file = Document::load_mem(bytes).unwrap();
        assert!(!file.catalog().unwrap().has(b"AcroForm"));
        let dictionaries = file.objects.values().filter_map(|object| object.as_dict().ok());
        for dictionary in dictionaries {
            assert!(!dictionary.has(b"Annots") && !dictionary.has_type(b"Annot"));
        }
    };
    let (_, press) = built(&campaign("letter"), &["--finish", "press"]);
    has_none(&press);
    let (_, tiles) = built(&campaign("tabloid"), &["--tile", "letter"]);
    has_none(&tiles);
    let project = campaign("letter");
    let combine = ["build", "--quiet", "--allow", "draft", "--combine", "all.pdf"];
    project.run(&combine).expect(0);
    has_none(&fs::read(project.path("all.pdf")).unwrap());
    let piece = "piece = { width = \"7 in\", height = \"9 in\" }\n";
    let project = campaign("letter");
    project.write("templates/training.toml", piece.to_owned() + TEMPLATE);
    let (_, cut) = built(&project, &[]);
    has_none(&cut);
}

/// A block that stands on its head has its lines, and no field that would be typed upside down.
#[test]
fn what_is_turned_is_filled_in_by_hand() {
    let over = TEMPLATE.replace("input   = \"lines\"", "input   = \"lines\"\nover = true");
    let project = campaign("letter");
    project.write("templates/training.toml", over);
    let (_, bytes) = built(&project, &[]);
    assert_eq!(live(&bytes), (4, vec![]));
}
