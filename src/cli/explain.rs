//! `explain`: what a fault means, why it matters, how to cure it.

use mileposter::code::{self, Code, Group};
use mileposter::diag::Diagnostics;
use mileposter::explain;
use mileposter::phrase::say;

use super::Stop;
use super::args::Explain;
use super::report::Reporter;

/// Runs the command. Pages go to standard output, to be read or searched.
pub(super) fn run(reporter: &Reporter, asked: &Explain) -> Result<(), Stop> {
    if asked.handbook {
        reporter.print(explain::handbook().trim_end());
        return Ok(());
    }
    if !reporter.is_human() {
        let codes = if asked.codes.is_empty() {
            code::ALL
        } else {
            &asked.codes
        };
        let pages: Vec<_> = codes.iter().map(|code| json(*code)).collect();
        reporter.object(
            &Diagnostics::default(),
            serde_json::json!({ "command": "explain", "pages": pages }),
        );
        return Ok(());
    }
    if asked.codes.is_empty() {
        overview(reporter);
    }
    for (at, code) in asked.codes.iter().enumerate() {
        if at > 0 {
            reporter.print("");
        }
        tell(reporter, *code);
    }
    Ok(())
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
