//! `explain`: what a fault means, why it matters, how to cure it; or all that is known of a posting rule.

use mileposter::code::{self, Code, Group};
use mileposter::diag::{Diagnostics, nearest, shown};
use mileposter::explain;
use mileposter::library::Library;
use mileposter::phrase::say;
use mileposter::rule::{Line, Rule};

use super::Stop;
use super::args::{Explain, parse_code};
use super::load;
use super::report::Reporter;

/// Something that can be explained.
enum Thing<'a> {
    Code(Code),
    Rule(&'a Rule),
}

/// Runs the command. Pages go to standard output, to be read or searched.
pub(super) fn run(reporter: &Reporter, asked: &Explain) -> Result<(), Stop> {
    if asked.handbook {
        reporter.print(explain::handbook().trim_end());
        return Ok(());
    }
    // Codes need no file; only what is none may be a rule.
    let mut diags = Diagnostics::default();
    let all_codes = asked.words.iter().all(|word| parse_code(word).is_ok());
    let library = if all_codes {
        Library::default()
    } else {
        load::library(&mut diags, asked.campaign.as_deref())?
    };
    let things: Result<Vec<Thing<'_>>, Stop> = asked.words.iter().map(|word| find(&library, word)).collect();
    let things = things?;
    reporter.faults(&diags);
    if !reporter.is_human() {
        let pages: Vec<_> = if things.is_empty() {
            code::ALL.iter().map(|code| json(*code)).collect()
        } else {
            things.iter().map(|thing| json_of(&library, thing)).collect()
        };
        reporter.object(
            &diags,
            serde_json::json!({ "command": "explain", "pages": pages }),
        );
        return Ok(());
    }
    if things.is_empty() {
        overview(reporter);
    }
    for (at, thing) in things.iter().enumerate() {
        if at > 0 {
            reporter.print("");
        }
        match thing {
            Thing::Code(code) => tell(reporter, *code),
            Thing::Rule(rule) => tell_rule(reporter, &library, rule),
        }
    }
    Ok(())
}

/// A code, or a rule. What is neither has the nearest of both.
fn find<'a>(library: &'a Library, word: &str) -> Result<Thing<'a>, Stop> {
    let wrong = match parse_code(word) {
        Ok(code) => return Ok(Thing::Code(code)),
        Err(wrong) => wrong,
    };
    let id = word.trim().to_ascii_lowercase();
    if let Some(rule) = library.rules.get(&id) {
        return Ok(Thing::Rule(rule));
    }
    let near = nearest(&id, library.rules.rules.iter().map(|rule| rule.id.as_str()));
    match near.filter(|_| id.starts_with("us-")) {
        Some(near) => Err(Stop::Usage(
            say("there is no posting rule `{word}`; did you mean `{near}`?")
                .with("word", shown(word))
                .with("near", near),
        )),
        None if id.starts_with("us-") => Err(Stop::Usage(
            say("there is no posting rule `{word}`; `mileposter list rules` shows those that are there")
                .with("word", shown(word)),
        )),
        None => Err(Stop::Usage(
            say("`{word}`: {wrong}")
                .with("word", shown(word))
                .with_words("wrong", wrong.0),
        )),
    }
}

/// Every code in a line, under the headings of the handbook.
fn overview(reporter: &Reporter) {
    for group in Group::ALL {
        reporter.print(&format!("{}:", reporter.sentence(group.heading())));
        for code in code::ALL.iter().filter(|code| code.group == group) {
            let start = format!("  {:<22}", code.name);
            reporter.print(&reporter.wrapped(&format!("{start}{}", reporter.sentence(code.what)), 24));
        }
        reporter.print("");
    }
    let more = say("`mileposter explain CODE` tells why each matters and how to cure it.");
    reporter.print(&reporter.words(&more));
}

fn tell(reporter: &Reporter, code: Code) {
    let page = explain::page(code);
    let severity = reporter.words(&code.severity.phrase());
    let head = format!("{severity}[{}]: {}", code.name, reporter.sentence(code.what));
    reporter.print(&reporter.wrapped(&head, 0));
    let parts = [
        (say("Why"), page.why),
        (say("Cure"), page.cure),
        (say("Source"), page.source),
    ];
    for (word, text) in parts.into_iter().filter(|(_, text)| !text.is_empty()) {
        let (word, text) = (reporter.words(&word), reporter.sentence(text));
        reporter.print("");
        reporter.print(&reporter.wrapped(&format!("{word:<8}{text}"), 8));
    }
}

fn tell_rule(reporter: &Reporter, library: &Library, rule: &Rule) {
    let head = say("{rule}: {scope}, {jurisdiction}")
        .with("rule", &rule.id)
        .with("scope", &rule.scope)
        .with("jurisdiction", &rule.jurisdiction);
    reporter.print(&reporter.words(&head));
    for Line { label, text } in rule.page(&library.rules) {
        let label = reporter.words(&label);
        let room = " ".repeat(12_usize.saturating_sub(label.chars().count()));
        reporter.print(&reporter.wrapped(&format!("  {label}{room}{}", reporter.words(&text)), 14));
    }
    let warning = say("This is no legal advice. What is not named here was not verified.");
    reporter.print(&format!("\n{}", reporter.words(&warning)));
}

fn json_of(library: &Library, thing: &Thing<'_>) -> serde_json::Value {
    match thing {
        Thing::Code(code) => json(*code),
        Thing::Rule(rule) => {
            let lines: Vec<_> = rule
                .page(&library.rules)
                .into_iter()
                .map(|line| serde_json::json!({ "about": line.label.english(), "text": line.text.english() }))
                .collect();
            serde_json::json!({
                "rule": rule.id,
                "jurisdiction": rule.jurisdiction,
                "duty": rule.duty.word(),
                "citation": rule.citation,
                "confidence": rule.law.confidence.word(),
                "lines": lines,
            })
        }
    }
}

fn json(code: Code) -> serde_json::Value {
    let page = explain::page(code);
    serde_json::json!({
        "code": code.name,
        "severity": code.severity.word(),
        "group": code.group.heading(),
        "what": code.what,
        "why": page.why,
        "cure": page.cure,
        "source": page.source,
    })
}
