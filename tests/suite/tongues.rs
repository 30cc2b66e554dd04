//! The program in Spanish, and the sentences that it is made of.

use std::collections::BTreeSet;

use mileposter::code;
use mileposter::phrase::holes;

use crate::project::{Outcome, Project};
use crate::tidy::{File, sources};

/// What stands behind each `say(` of a file, as the compiler reads it.
fn said(file: &File) -> Vec<String> {
    let starts = file.code.match_indices("say(").map(|(at, _)| at);
    let calls = starts.filter(|at| {
        let before = &file.code[..*at];
        !before.ends_with(|c: char| c.is_alphanumeric() || "_.".contains(c)) && !before.ends_with("fn ")
    });
    calls
        .map(|at| {
            let argument = file.code[at + "say(".len()..].trim_start();
            let literal = argument.strip_prefix('"');
            let literal =
                literal.unwrap_or_else(|| panic!("{}: no literal in say({argument:.40}", file.path));
            read_literal(literal)
        })
        .collect()
}

/// A literal from after its first quote to its last.
fn read_literal(code: &str) -> String {
    let mut literal = String::new();
    let mut chars = code.chars().peekable();
    loop {
        match chars.next().unwrap() {
            '"' => return literal,
            '\\' => match chars.next().unwrap() {
                // The break of a line and what indents the next one.
                '\n' => while chars.next_if(|c| c.is_whitespace()).is_some() {},
                sign @ ('"' | '\\') => literal.push(sign),
                other => panic!("\\{other} in a sentence"),
            },
            sign => literal.push(sign),
        }
    }
}

#[test]
fn every_sentence_is_listed() {
    let said: BTreeSet<String> = sources().iter().flat_map(said).collect();
    let listed: BTreeSet<String> = include_str!("../../ui/sentences.txt")
        .lines()
        .map(str::to_owned)
        .collect();
    let list = |sentences: BTreeSet<&String>| {
        sentences
            .into_iter()
            .fold(String::new(), |list, line| list + "\n" + line)
    };
    let (new, old) = (
        said.difference(&listed).collect(),
        listed.difference(&said).collect(),
    );
    let (new, old) = (list(new), list(old));
    assert!(
        new.is_empty() && old.is_empty(),
        "ui/sentences.txt lacks:{new}\nand nobody says:{old}"
    );
    let sorted: String = listed.iter().map(|line| line.clone() + "\n").collect();
    assert_eq!(
        sorted,
        include_str!("../../ui/sentences.txt"),
        "in order, each once"
    );
}

/// A hole that nobody fills, or a filler that fits no hole, is a slip of the pen.
#[test]
fn holes_and_fillers_have_the_same_names() {
    for file in sources() {
        let said = said(&file);
        let holes: BTreeSet<&str> = said.iter().flat_map(|sentence| holes(sentence)).collect();
        let mut fillers = BTreeSet::new();
        for call in [".with(", ".with_words("] {
            let starts = file.code.match_indices(call).map(|(at, _)| at + call.len());
            let names = starts.filter_map(|at| file.code[at..].trim_start().strip_prefix('"'));
            fillers.extend(names.map(|name| name.split('"').next().unwrap()));
        }
        // What another language puts in its place.
        fillers.remove("spanish");
        // `counted` fills the holes of others.
        if file.path == "phrase.rs" {
            fillers.remove("count");
        } else if file.code.contains("counted(") {
            fillers.insert("count");
        }
        let lost: Vec<_> = holes.symmetric_difference(&fillers).collect();
        assert!(lost.is_empty(), "{}: {lost:?}", file.path);
    }
    assert!(code::ALL.iter().all(|code| holes(code.what).is_empty()));
}

fn languages() -> serde_json::Value {
    Project::empty()
        .run(&["list", "ui-languages", "--message-format", "json"])
        .expect(0)
        .json()
}

#[test]
fn nothing_is_missing_in_spanish() {
    let languages = languages();
    let list = |key: &str| -> Vec<String> { serde_json::from_value(languages[key]["es"].clone()).unwrap() };
    assert_eq!(list("missing"), [""; 0]);
    assert_eq!(list("unused"), [""; 0]);
}

/// Runs the program with a language of the environment.
fn run_in(project: &Project, variables: &[(&str, &str)], args: &[&str]) -> Outcome {
    let mut command = project.command(args);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    Outcome::of(&mut command)
}

#[test]
fn the_environment_chooses_the_language() {
    let project = Project::empty();
    let help = |variables: &[(&str, &str)], args: &[&str]| run_in(&project, variables, args).expect(0).stdout;
    let is_spanish = |help: String| {
        assert_ne!(help.contains("Uso:"), help.contains("Usage:"), "{help}");
        help.contains("Uso:")
    };
    let spanish = |variables: &[(&str, &str)]| is_spanish(help(variables, &["--help"]));
    assert!(spanish(&[("LANG", "es_MX.UTF-8")]));
    assert!(spanish(&[
        ("LC_ALL", ""),
        ("LC_MESSAGES", "es"),
        ("LANG", "en_US.UTF-8")
    ]));
    assert!(!spanish(&[("LC_ALL", "C"), ("LANG", "es_ES.UTF-8")]));
    assert!(!spanish(&[("LANG", "de_DE.UTF-8")]));
    assert!(!spanish(&[]));
    let es = [("LC_ALL", "es_US.UTF-8")];
    assert!(!is_spanish(help(&es, &["--ui-language", "en", "--help"])));
    assert!(is_spanish(help(&[], &["build", "--help", "--ui-language=es"])));
}

/// A campaign with one place and one slip of the pen.
fn slip() -> Project {
    Project::of_places("[[location]]\nid = \"elm\"\nname = \"Elm\"\nkind = \"rest_are\"\nroute = \"I-5\"\n")
}

#[test]
fn a_fault_is_told_in_spanish() {
    let told = slip().run(&["check", "--ui-language", "es"]).expect(1);
    assert_eq!(
        told.stderr,
        "error[unknown-kind]: no existe el tipo `rest_are`
 --> ./locations.toml:8:8
  |
8 | kind = \"rest_are\"
  |        ^^^^^^^^^^
  |
  = consejo: ¿quiso decir `rest_area`?

Se revisaron 0 lugares y 0 archivos por imprimir, de 0 planchas: 1 error.
"
    );
}

#[test]
fn programs_get_english() {
    let project = slip();
    for form in ["json", "sarif"] {
        let run = |language| {
            let args = ["check", "--ui-language", language, "--message-format", form];
            project.run(&args).expect(1).stdout
        };
        assert_eq!(run("es"), run("en"));
    }
}

#[test]
fn a_build_sums_up_in_spanish() {
    let project = Project::of_places(
        "[[location]]\nid = \"elm\"\nname = \"Elm\"\nkind = \"bar\"\nlanguages = [\"es\"]\n",
    );
    let told = project.run(&["build", "--ui-language=es"]).expect(0).stderr;
    assert!(
        told.contains("aviso[draft]: las palabras en español (es) son un borrador"),
        "{told}"
    );
    assert!(
        told.contains("\nSe escribieron 1 cartel para 1 lugar en out (1 plancha con prueba).\n"),
        "{told}"
    );
    let file = "out/no-route/elm/stall-letter-es.pdf";
    let told = project.run(&["proof", "--ui-language=es", file]).expect(0).stderr;
    assert!(
        told.contains("\n  páginas  1: 216 x 279 mm con cajas de corte y sangrado\n"),
        "{told}"
    );
}

/// A stranger's file is read by another process, which hands its faults over as data.
#[test]
fn what_another_process_finds_is_told_in_spanish() {
    let project = Project::with("a.pdf", "no PDF");
    let told = project
        .run(&["proof", "--ui-language=es", "a.pdf"])
        .expect(1)
        .stderr;
    assert!(
        told.contains("error[not-a-pdf]: el archivo no se puede leer como PDF\n"),
        "{told}"
    );
    assert!(told.contains(" = consejo: ábralo en un visor; "), "{told}");
}

#[test]
fn wrong_arguments_are_told_in_spanish() {
    let project = Project::empty();
    let told = |args: &[&str]| {
        run_in(&project, &[("LANG", "es_US.UTF-8")], args)
            .expect(2)
            .stderr
    };
    let usage = "Uso: mileposter [OPCIONES] <ORDEN>";
    assert_eq!(
        told(&["biuld"]),
        format!(
            "error: no existe la orden `biuld`\n\n  ¿quiso decir `build`?\n\n{usage}\n\n`--help` dice más.\n"
        )
    );
    assert_eq!(
        told(&["check", "--today", "x"]),
        "error: `--today <DAY>` no admite `x`: un día se escribe como `2026-12-01`\n\n`--help` dice más.\n"
    );
    assert_eq!(
        told(&["completions", "--campaign"]).lines().next(),
        Some("error: aquí no existe el argumento `--campaign`")
    );
    assert_eq!(
        told(&["build", "--out"]).lines().next(),
        Some("error: `--out <DIR>` necesita un valor")
    );
    assert_eq!(told(&["list"]).lines().next(), Some("error: falta `<WHAT>`"));
    assert_eq!(
        told(&["-q", "-q", "list"]).lines().next(),
        Some("error: `--quiet` está aquí dos veces")
    );
}

#[test]
fn help_in_spanish() {
    let help = |args: &[&str]| {
        let args = [&["--ui-language=es"], args].concat();
        Project::empty().run(&args).expect(0).stdout
    };
    let told = help(&["preview", "-h"]);
    assert!(told.starts_with("Dibujar cada pieza como PNG, y todas en una hoja de muestra\n\nUso: mileposter preview [OPCIONES]\n\nOpciones:\n"), "{told}");
    assert!(told.contains("\nQué piezas:\n"), "{told}");
    let dpi: String = told.lines().filter(|line| line.contains("--dpi")).collect();
    assert_eq!(
        dpi.split("  ").last(),
        Some(" Puntos por pulgada [por omisión: 96]")
    );
    assert!(help(&["--help"]).contains("- es: Español: un borrador que ningún hablante nativo ha revisado"));
    assert_eq!(
        help(&["--version"]),
        Project::empty().run(&["--version"]).expect(0).stdout
    );
}

#[test]
fn a_page_of_explain_in_spanish() {
    let told = Project::empty()
        .run(&["explain", "overlap", "--ui-language=es"])
        .expect(0)
        .stdout;
    assert_eq!(
        told,
        "error[overlap]: dos bloques cuya tinta se encima

Por qué Tinta sobre tinta no se lee, y un dígito debajo de una letra es un dígito perdido.

Remedio Dé más espacio a los dos bloques, un `gap` mayor entre ellos o un `padding` mayor. También
        ayudan menos idiomas o un `stock` más grande. Mire la página con `mileposter preview`.
"
    );
}
