//! A finished file as a screen reader goes through it: the structure tree in its order, with tag, language and words.
//!
//! The words are taken from the drawn strings by the fonts' own maps, and a stretch that is marked as reversed is turned
//! around (ISO 32000-1, 14.8.2.3.3). Nothing here knows our pages; `lopdf` reads the file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use lopdf::content::Operation;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};
use mileposter::catalog::{Catalog, Extent};

use crate::piece::{LIBRARY, NUMBER, composed_as, proofed};
use crate::project::Project;

/// An element of the tree that has words or an alternative text.
#[derive(Debug, PartialEq)]
struct Spoken {
    /// From the outermost, as `L/LI/LBody`.
    tag: String,
    language: String,
    words: String,
    alt: Option<String>,
}

/// A file, its pages' words by their marks.
struct Walk {
    file: Document,
    words: BTreeMap<(ObjectId, i64), String>,
    spoken: Vec<Spoken>,
}

fn walk(pdf: &[u8]) -> Vec<Spoken> {
    let file = Document::load_mem(pdf).unwrap();
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let words = pages.iter().flat_map(|page| words_of_page(&file, *page));
    let mut walk = Walk {
        words: words.collect(),
        spoken: Vec::new(),
        file,
    };
    let catalog = walk.file.catalog().unwrap().clone();
    let root = walk.dictionary(catalog.get(b"StructTreeRoot").unwrap());
    let language = string(catalog.get(b"Lang").unwrap());
    walk.element(root.get(b"K").unwrap(), "", &language);
    walk.spoken
}

/// The words under each mark of a page.
fn words_of_page(file: &Document, page: ObjectId) -> BTreeMap<(ObjectId, i64), String> {
    let fonts = file.get_page_fonts(page).unwrap();
    let fonts: BTreeMap<&[u8], Encoding<'_>> = fonts
        .iter()
        .map(|(name, font)| (name.as_slice(), font.get_font_encoding(file).unwrap()))
        .collect();
    let mut words: BTreeMap<(ObjectId, i64), String> = BTreeMap::new();
    let (mut open, mut font) = (Vec::new(), Vec::new());
    for Operation { operator, operands } in file.get_and_decode_page_content(page).unwrap().operations {
        match (operator.as_str(), operands.as_slice()) {
            ("BMC" | "BDC", [Object::Name(tag), properties @ ..]) => {
                let properties = properties
                    .first()
                    .and_then(|properties| properties.as_dict().ok());
                let mark = properties.and_then(|properties| properties.get(b"MCID").ok()?.as_i64().ok());
                open.push((tag.clone(), mark));
            }
            ("EMC", []) => drop(open.pop().expect("a mark ends that was begun")),
            ("Tf", [Object::Name(name), _]) => font.clone_from(name),
            ("TJ", [Object::Array(parts)]) => {
                let shown =
                    |part: &Object| Document::decode_text(&fonts[font.as_slice()], part.as_str().ok()?).ok();
                let mut text: String = parts.iter().filter_map(shown).collect();
                if open.iter().any(|(tag, _)| tag == b"ReversedChars") {
                    text = text.chars().rev().collect();
                }
                let mark = open.iter().find_map(|(_, mark)| *mark);
                let mark = mark.unwrap_or_else(|| panic!("`{text}` stands outside of the tree"));
                words.entry((page, mark)).or_default().push_str(&text);
            }
            ("Tj" | "'" | "\"", _) => panic!("another way to show text"),
            _ => {}
        }
    }
    words
}

impl Walk {
    fn dictionary(&self, object: &Object) -> Dictionary {
        self.file
            .dereference(object)
            .unwrap()
            .1
            .as_dict()
            .unwrap()
            .clone()
    }

    fn element(&mut self, object: &Object, above: &str, language: &str) {
        let element = self.dictionary(object);
        let name = String::from_utf8(element.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap();
        let tag = if above.is_empty() || above == "Document" {
            name
        } else {
            format!("{above}/{name}")
        };
        let language = element.get(b"Lang").map_or_else(|_| language.to_owned(), string);
        let kids = match element.get(b"K").unwrap() {
            Object::Array(kids) => kids.clone(),
            kid => vec![kid.clone()],
        };
        let page = element.get(b"Pg").and_then(Object::as_reference);
        let marks = kids.iter().filter_map(|kid| kid.as_i64().ok());
        let words: String = marks
            .filter_map(|mark| self.words.remove(&(*page.as_ref().unwrap(), mark)))
            .collect();
        let alt = element.get(b"Alt").ok().map(string);
        if alt.is_some() || !words.is_empty() {
            let language = language.clone();
            self.spoken.push(Spoken {
                tag: tag.clone(),
                language,
                words,
                alt,
            });
        }
        for kid in kids.iter().filter(|kid| kid.as_i64().is_err()) {
            self.element(kid, &tag, &language);
        }
    }
}

fn string(object: &Object) -> String {
    let bytes = object.as_str().unwrap();
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(wide) => {
            let units: Vec<u16> = wide
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16(&units).unwrap()
        }
        None => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

/// The stall sign of one place as it hangs, told as text; without its serial, which changes with every change of a page.
fn told(project: &Project, languages: &str) -> String {
    let place = ["build", "--id", "or-i5-nb-oak-grove", "--template", "stall"];
    let args = [&place[..], &["--language", languages, "--allow", "draft"]].concat();
    project.run(&args).expect(0);
    let manifest = fs::read_to_string(project.path("out/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let entry = &manifest["files"][0];
    let file = project.path("out").join(entry["file"].as_str().unwrap());
    let text = as_text(&walk(&fs::read(file).unwrap()));
    text.replace(entry["serial"].as_str().unwrap(), "SERIAL")
}

fn as_text(spoken: &[Spoken]) -> String {
    let mut text = String::new();
    for element in spoken {
        let words = element.alt.as_deref().unwrap_or(&element.words);
        let _ = writeln!(text, "{:<10} {:<8} {words}", element.tag, element.language);
    }
    text
}

#[test]
fn english() {
    insta::assert_snapshot!(told(&Project::empty(), "en"));
}

#[test]
fn english_and_arabic() {
    insta::assert_snapshot!(told(&Project::empty(), "en,ar"));
}

#[test]
fn english_and_chinese() {
    insta::assert_snapshot!(told(&Project::empty(), "en,zh-Hans"));
}

/// A symbol for texts is not said to call; in a language in which nobody reads texts another of the piece says it.
#[test]
fn a_symbol_tells_its_own_channel() {
    let stall = fs::read_to_string("templates/stall.toml").unwrap();
    let stall = stall.replace("channel = \"call\"", "channel = \"text\"");
    let (before, beside) = stall.split_once("[block.code-number]").unwrap();
    let beside = beside.replacen("{call}", "{text}", 1);
    let stall = format!("{before}[block.code-number]{beside}");
    let figures = |languages| {
        let text = told(&Project::with("templates/stall.toml", &stall), languages);
        let figures = text.lines().filter(|line| line.starts_with("Figure"));
        figures.map(str::to_owned).collect::<Vec<_>>()
    };
    let said = "Figure     en       QR symbol that begins a text message to 233733";
    assert_eq!(figures("en,es"), [said]);
    assert_eq!(figures("ar,en"), [said]);
    let said = "Figure     es       Código QR para mandar un mensaje de texto al 233733";
    assert_eq!(figures("ar,es"), [said]);
}

/// Every message of every language is heard whole, whatever glyphs its script is drawn with.
#[test]
fn every_language_is_heard_whole() {
    let whole = |catalog: &&Catalog| catalog.extent == Extent::Whole;
    for catalog in LIBRARY.catalogs.values().filter(whole) {
        let tag = catalog.locale.tag();
        let plate = proofed(composed_as("stall", "letter", &[tag])).unwrap();
        let spoken = walk(&plate.document.bytes);
        for key in [
            "question",
            "sign-papers",
            "sign-money",
            "sign-leave",
            "listen",
            "free",
            "remember",
        ] {
            let message = catalog.messages[key].written().replace("{call}", NUMBER);
            let heard = |element: &Spoken| element.words == message && element.language == tag;
            assert!(
                spoken.iter().any(heard),
                "{tag}: `{message}` in\n{}",
                as_text(&spoken)
            );
        }
        let alt = spoken.iter().find_map(|element| element.alt.as_ref()).unwrap();
        let said = catalog.messages["symbol-alt"].written().replace("{call}", NUMBER);
        assert_eq!(*alt, said, "{tag}");
    }
}
