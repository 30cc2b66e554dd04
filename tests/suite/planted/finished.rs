//! Faults planted in PDFs of another program, which `proof` must find, and nothing else.

use std::collections::BTreeSet;

use mileposter::hotline::Channel;

use crate::other::{Other, symbol, symbol_saying, text};
use crate::project::Project;

/// A file with a fault, beside those that every file of a plain word processor has.
struct Case {
    name: &'static str,
    pdf: Vec<u8>,
    codes: &'static [&'static str],
}

/// What is told of every file here that does not say otherwise: it is not tagged, and its face is not in it.
const USUAL: [&str; 2] = ["untagged", "font-not-embedded"];

/// A flyer with more drawn on it.
fn more(name: &'static str, drawn: &str, codes: &'static [&'static str]) -> Case {
    let mut flyer = Other::flyer();
    flyer.content.push_str(drawn);
    Case {
        name,
        pdf: flyer.to_pdf(),
        codes,
    }
}

/// A flyer with some of its content replaced.
fn changed(name: &'static str, (sound, bad): (&str, &str), codes: &'static [&'static str]) -> Case {
    let mut flyer = Other::flyer();
    assert!(flyer.content.contains(sound), "{name}");
    flyer.content = flyer.content.replacen(sound, bad, 1);
    Case {
        name,
        pdf: flyer.to_pdf(),
        codes,
    }
}

/// A flyer without its symbol and with another instead.
fn with_symbol(name: &'static str, drawn: &str, codes: &'static [&'static str]) -> Case {
    let words = Other::flyer().content;
    let words = &words[..words
        .find("re\n")
        .map_or(0, |first| words[..first].rfind('\n').unwrap() + 1)];
    Case {
        name,
        pdf: Other::drawing(format!("{words}{drawn}")).to_pdf(),
        codes,
    }
}

/// A tagged flyer: the roles of its two lines in the order in which they are read.
fn tagged(
    name: &'static str,
    first: (&str, usize),
    second: (&str, usize),
    codes: &'static [&'static str],
) -> Case {
    let number = text(48.0, 72.0, 600.0, "1-888-373-7888");
    let call = text(14.0, 72.0, 500.0, "Call 1-888-373-7888, day or night.");
    let content = format!("/P <</MCID 0>> BDC\n{number}EMC\n/P <</MCID 1>> BDC\n{call}EMC\n");
    let element = |(role, mark): (&str, usize)| format!("<</S/{role}/P 5 0 R/Pg 3 0 R/K {mark}>>");
    let flyer = Other {
        catalog: "/Lang(en)/MarkInfo<</Marked true>>/StructTreeRoot 5 0 R".to_owned(),
        objects: vec![
            "<</Type/StructTreeRoot/K[6 0 R 7 0 R]>>".to_owned(),
            element(first),
            element(second),
        ],
        ..Other::drawing(content)
    };
    Case {
        name,
        pdf: flyer.to_pdf(),
        codes,
    }
}

/// A flyer with a picture of so many pixels each way, printed three inches wide.
fn picture(name: &'static str, pixels: u32, codes: &'static [&'static str]) -> Case {
    // All of one grey, in ASCII, a row at a time; a bomb needs no data.
    let data = if pixels > 1000 {
        ">".to_owned()
    } else {
        "80".repeat((pixels * pixels) as usize) + ">"
    };
    let image = format!(
        "<</Type/XObject/Subtype/Image/Width {pixels}/Height {pixels}/ColorSpace/DeviceGray/BitsPerComponent 8\
         /Filter/ASCIIHexDecode/Length {}>>\nstream\n{data}\nendstream",
        data.len()
    );
    let mut flyer = Other::flyer();
    flyer.content.push_str("q 216 0 0 216 300 100 cm /I Do Q\n");
    flyer.resources = "/XObject<</I 5 0 R>>".to_owned();
    flyer.objects = vec![image];
    Case {
        name,
        pdf: flyer.to_pdf(),
        codes,
    }
}

fn boxed(name: &'static str, page: &str, codes: &'static [&'static str]) -> Case {
    let flyer = Other {
        page: page.to_owned(),
        ..Other::flyer()
    };
    Case {
        name,
        pdf: flyer.to_pdf(),
        codes,
    }
}

fn cases() -> Vec<Case> {
    let number = "(1-888-373-7888) Tj";
    let light = "0 0 0 rg 40 420 170 160 re f 1 1 1 rg ";
    let inverted = format!("{light}{}0 0 0 rg\n", symbol(Channel::Call, 72.0, 450.0, 100.0));
    vec![
        more("nothing at all", "", &[]),
        changed(
            "one wrong digit",
            (number, "(1-888-373-7889) Tj"),
            &["number-misprint"],
        ),
        changed(
            "the misprint of 2022",
            (number, "(1-866-373-7888) Tj"),
            &["number-misprint"],
        ),
        changed(
            "swapped digits",
            (number, "(1-888-337-7888) Tj"),
            &["number-misprint"],
        ),
        more(
            "another line's number",
            &text(14.0, 72.0, 100.0, "1-833-900-1010"),
            &["number-foreign"],
        ),
        more(
            "letters to dial",
            &text(14.0, 72.0, 100.0, "1-888-HELP-NOW"),
            &["vanity"],
        ),
        more(
            "grey words",
            &format!("0.6 g {}", text(14.0, 72.0, 100.0, "Help")),
            &["contrast"],
        ),
        more(
            "words over the edge",
            &text(40.0, 575.0, 100.0, "Help"),
            &["text-cut"],
        ),
        more(
            "words cut by a box",
            &format!("q 72 100 60 10 re W n {} Q\n", text(30.0, 72.0, 95.0, "HELP")),
            &["text-cut"],
        ),
        more(
            "half a word beyond the edge",
            &text(40.0, 584.0, 100.0, "HH"),
            &["text-cut"],
        ),
        more(
            "letters drawn twice to look bold",
            &(text(14.0, 72.0, 100.0, "1-888-373-7888") + &text(14.0, 72.4, 100.0, "1-888-373-7888")),
            &[],
        ),
        Case {
            name: "the number in tiny type alone",
            pdf: Other::drawing(text(7.0, 72.0, 600.0, "Call 1-888-373-7888.")).to_pdf(),
            codes: &["digit-height"],
        },
        with_symbol("no symbol at all", "", &[]),
        with_symbol(
            "symbol torn in the middle",
            &format!(
                "{}1 1 1 rg 102 450 70 70 re f 0 0 0 rg\n",
                symbol(Channel::Call, 72.0, 450.0, 100.0)
            ),
            &["symbol-read"],
        ),
        with_symbol(
            "a large symbol, a box for each module",
            &symbol(Channel::Call, 72.0, 100.0, 330.0),
            &[],
        ),
        with_symbol(
            "the number with dashes",
            &symbol_saying("tel:+1-888-373-7888", 72.0, 450.0, 100.0),
            &[],
        ),
        with_symbol(
            "shortened address",
            &symbol_saying("https://short.example/abc", 72.0, 450.0, 100.0),
            &["symbol-payload"],
        ),
        with_symbol(
            "message with a body",
            &symbol_saying("sms:233733?body=HELP", 72.0, 450.0, 100.0),
            &["symbol-payload"],
        ),
        with_symbol("light on dark", &inverted, &["symbol-inverted"]),
        with_symbol(
            "symbol of 14 mm",
            &symbol(Channel::Call, 72.0, 480.0, 40.0),
            &["symbol-size"],
        ),
        with_symbol(
            "frame too near",
            &format!(
                "{}2 w 67 445 110 110 re S\n",
                symbol(Channel::Call, 72.0, 450.0, 100.0)
            ),
            &["symbol-quiet-zone"],
        ),
        with_symbol(
            "digits far from their symbol",
            &symbol(Channel::Call, 420.0, 60.0, 100.0),
            &["symbol-unlabelled"],
        ),
        with_symbol(
            "digits far from a symbol of another spelling",
            &symbol_saying("TEL:888-373-7888", 420.0, 60.0, 100.0),
            &["symbol-unlabelled"],
        ),
        tagged("tagged", ("H1", 0), ("P", 1), &["untagged"]),
        tagged(
            "second level first",
            ("H2", 0),
            ("P", 1),
            &["untagged", "heading-order"],
        ),
        tagged(
            "a level left out",
            ("H1", 0),
            ("H3", 1),
            &["untagged", "heading-order"],
        ),
        tagged(
            "lower line read first",
            ("H1", 1),
            ("P", 0),
            &["untagged", "reading-order"],
        ),
        picture("coarse picture", 60, &["image-resolution"]),
        picture("picture bomb", 60_000, &["too-large"]),
        boxed("cut beyond the sheet", "/TrimBox[-20 0 612 792]", &["page-boxes"]),
        boxed(
            "bleed beyond the sheet",
            "/BleedBox[-9 -9 621 801]",
            &["page-boxes"],
        ),
        Case {
            name: "no number anywhere",
            pdf: Other::drawing(text(24.0, 72.0, 600.0, "Is someone controlling you?")).to_pdf(),
            codes: &["number-absent"],
        },
        Case {
            name: "no PDF",
            pdf: b"just words".to_vec(),
            codes: &["not-a-pdf"],
        },
        Case {
            name: "cut short",
            pdf: b"%PDF-1.7\n1 0 obj\n<</Type/Cat".to_vec(),
            codes: &["not-a-pdf"],
        },
    ]
}

/// The codes that are planted here.
pub(super) fn codes() -> BTreeSet<&'static str> {
    let planted = cases().into_iter().flat_map(|case| case.codes.iter().copied());
    planted.chain(USUAL).collect()
}

/// How many faults are planted here.
pub(super) fn count() -> usize {
    cases().iter().filter(|case| !case.codes.is_empty()).count()
}

#[test]
fn in_files_of_another_program() {
    let failed: Vec<String> = cases()
        .iter()
        .filter_map(|case| {
            let project = Project::with("flyer.pdf", &case.pdf);
            let outcome = project.run(&["proof", "flyer.pdf", "--message-format", "json"]);
            let report = outcome.json();
            let faults = report["diagnostics"].as_array().unwrap();
            let told: BTreeSet<&str> = faults
                .iter()
                .map(|fault| fault["code"].as_str().unwrap())
                .collect();
            let mut wanted: BTreeSet<&str> = case.codes.iter().copied().collect();
            // A file that is not read has nothing usual.
            if !wanted.contains("not-a-pdf") && !wanted.contains("too-large") {
                wanted.extend(USUAL);
            }
            let errors = report["errors"].as_u64() > Some(0);
            let sound = told == wanted && outcome.status == i32::from(errors);
            (!sound).then(|| format!("{}: wanted {wanted:?}, told {faults:#?}", case.name))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
