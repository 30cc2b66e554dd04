//! PDFs that mean harm: `proof` tells them or reads them, and never falls over, hangs or eats the machine.

use std::time::Instant;

use crate::other::{Other, text};
use crate::project::{Outcome, Project};

/// Proofs a file, which must end by itself with a sound answer.
fn proofed(name: &str, pdf: &[u8], args: &[&str]) -> Outcome {
    let project = Project::with("a.pdf", pdf);
    let start = Instant::now();
    let outcome = project.run(&[&["proof", "a.pdf", "--message-format", "json"], args].concat());
    assert!(matches!(outcome.status, 0 | 1), "{name}: {}", outcome.stderr);
    assert_eq!(outcome.json()["command"], "proof", "{name}");
    // No figure of speed: only that it ends at all.
    assert!(start.elapsed().as_secs() < 120, "{name}");
    outcome
}

#[test]
fn what_nests_without_end() {
    let deep = "[".repeat(200_000);
    let page = format!("/X {deep}{}", "]".repeat(200_000));
    let in_object = Other {
        page,
        ..Other::drawing("")
    };
    proofed("deep content", &Other::drawing(deep).to_pdf(), &[]);
    proofed("deep object", &in_object.to_pdf(), &[]);
}

#[test]
fn what_refers_to_itself() {
    let form = |inner: &str, draws: &str| {
        format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {inner} 0 R>>>>/Length {}>>\nstream\n{draws}\nendstream",
            draws.len()
        )
    };
    let itself = Other {
        resources: "/XObject<</F 5 0 R>>".to_owned(),
        objects: vec![form("5", "/F Do /F Do")],
        ..Other::drawing("/F Do")
    };
    proofed("form in itself", &itself.to_pdf(), &[]);
    let tree = Other {
        catalog: "/MarkInfo<</Marked true>>/StructTreeRoot 5 0 R".to_owned(),
        objects: vec![
            "<</S/P/K 6 0 R>>".to_owned(),
            "<</S/P/K[5 0 R 6 0 R 5 0 R]>>".to_owned(),
        ],
        ..Other::drawing("")
    };
    proofed("tree in a circle", &tree.to_pdf(), &[]);
}

#[test]
fn a_tree_that_is_too_deep_is_read_as_far_as_makes_sense() {
    let mut objects: Vec<String> = (0..20_000)
        .map(|at| format!("<</S/P/K {} 0 R>>", at + 6))
        .collect();
    objects.push("<</S/P>>".to_owned());
    let tree = Other {
        catalog: "/MarkInfo<</Marked true>>/StructTreeRoot 5 0 R".to_owned(),
        objects,
        ..Other::drawing(text(24.0, 72.0, 600.0, "1-888-373-7888"))
    };
    let outcome = proofed("deep tree", &tree.to_pdf(), &[]);
    assert_eq!(outcome.json()["files"][0]["numbers"][0]["of_record"], true);
}

/// Ten forms that each draw the next ten times, forty deep: more strokes than there are atoms in a poster.
#[test]
fn what_takes_too_long_is_stopped() {
    let forms = (0..40).map(|at| {
        let draws = "/F Do ".repeat(10);
        format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {} 0 R>>>>/Length {}>>\nstream\n{draws}\nendstream",
            at + 6,
            draws.len()
        )
    });
    let fan = Other {
        resources: "/XObject<</F 5 0 R>>".to_owned(),
        objects: forms.collect(),
        ..Other::drawing("/F Do")
    };
    let outcome = proofed("fan of forms", &fan.to_pdf(), &["--seconds", "1"]);
    assert_eq!(outcome.status, 1);
    let fault = outcome.json()["diagnostics"][0].clone();
    assert_eq!(fault["code"], "not-a-pdf");
    assert!(
        fault["message"].as_str().unwrap().contains("longer than 1 s"),
        "{fault}"
    );
}

#[test]
fn pages_of_absurd_size() {
    for media in [
        "[0 0 1e9 1e9]",
        "[0 0 1 1e6]",
        "[0 0 0 0]",
        "[0 0 -5 -5]",
        "[nan 0 1 1]",
        "[]",
    ] {
        let file = Other::drawing("0 0 m 1 1 l S").to_pdf();
        let file = String::from_utf8(file).unwrap().replace("[0 0 612 792]", media);
        proofed(media, file.as_bytes(), &[]);
    }
}

/// Every few bytes of a flyer changed or cut away, one at a time.
#[test]
fn what_is_broken_anywhere() {
    let flyer = Other::flyer().to_pdf();
    let project = Project::empty();
    let mut names = Vec::new();
    for at in (0..flyer.len()).step_by(flyer.len() / 40) {
        let mut changed = flyer.clone();
        changed[at] ^= 0x15;
        for (what, bytes) in [("changed", changed), ("cut", flyer[..at].to_vec())] {
            let name = format!("{what}-{at}.pdf");
            project.write(&name, bytes);
            names.push(name);
        }
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let outcome = project.run(&[&["proof", "--message-format", "json"], names.as_slice()].concat());
    assert!(matches!(outcome.status, 0 | 1), "{}", outcome.stderr);
    let files = outcome.json()["files"].as_array().unwrap().len();
    assert_eq!(files, names.len());
    let faults = outcome.json()["diagnostics"].to_string();
    assert!(!faults.contains("fall over"), "{faults}");
}
