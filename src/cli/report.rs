//! Faults for people and for programs.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use mileposter::code::Code;
use mileposter::code::Severity;
use mileposter::diag::{Diagnostic, Diagnostics};
use mileposter::harmless::harmless;
use mileposter::source::Span;
use serde::Serialize;

use super::args::{MessageFormat, Output, When};

/// Faults of one kind that are told one by one before the rest is counted.
const TOLD_EACH: usize = 8;

/// Tells faults and results, in the form that was asked for.
pub(super) struct Reporter {
    format: MessageFormat,
    color: bool,
    quiet: bool,
    verbose: bool,
}

#[derive(Serialize)]
struct JsonFault<'a> {
    severity: &'static str,
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    piece: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rect_pt: Option<[f32; 4]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
}

impl Reporter {
    pub(super) fn new(output: &Output) -> Self {
        let color = match output.color {
            When::Always => true,
            When::Never => false,
            When::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        };
        Self {
            format: output.message_format,
            color,
            quiet: output.quiet,
            verbose: output.verbose,
        }
    }

    pub(super) fn is_json(&self) -> bool {
        self.format == MessageFormat::Json
    }

    /// Whether a progress bar would be seen.
    pub(super) fn shows_progress(&self) -> bool {
        !self.is_json() && !self.quiet && std::io::stderr().is_terminal()
    }

    /// A line on standard error. Nobody listening is no reason to stop.
    pub(super) fn say(&self, line: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }

    /// A line that `--quiet` leaves out. Paths in it may be hostile.
    pub(super) fn tell(&self, line: &str) {
        if !self.quiet {
            self.say(&harmless(line));
        }
    }

    /// A line on standard output.
    pub(super) fn print(&self, line: &str) {
        let _ = writeln!(std::io::stdout().lock(), "{line}");
    }

    /// Faults for people, the worst first; programs get them with [`Reporter::object`].
    pub(super) fn faults(&self, diags: &Diagnostics) {
        if self.is_json() {
            return;
        }
        let mut told: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
        for fault in diags.sorted() {
            if self.quiet && fault.severity != Severity::Error {
                continue;
            }
            let count = told.entry((fault.severity, fault.code)).or_insert(0);
            *count += 1;
            if *count <= TOLD_EACH || self.verbose {
                self.say(&self.human(fault));
            }
        }
        for ((_, code), count) in told {
            if count > TOLD_EACH && !self.verbose {
                self.say(&format!(
                    "… and {} more of {}; `-v` shows them all",
                    count - TOLD_EACH,
                    code.name
                ));
            }
        }
    }

    /// One object on standard output: the command's own result, with the faults.
    pub(super) fn object(&self, diags: &Diagnostics, mut result: serde_json::Value) {
        if !self.is_json() {
            return;
        }
        let faults: Vec<_> = diags.sorted().into_iter().map(json).collect();
        if let Some(object) = result.as_object_mut() {
            object.insert("schema".to_owned(), 1.into());
            object.insert("errors".to_owned(), diags.count(Severity::Error).into());
            object.insert("warnings".to_owned(), diags.count(Severity::Warning).into());
            object.insert("diagnostics".to_owned(), serde_json::json!(faults));
        }
        self.print(&format!("{result:#}"));
    }

    fn human(&self, fault: &Diagnostic) -> String {
        let level = match fault.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut group = level
            .primary_title(fault.message.as_str())
            .id(fault.code.name)
            .elements(Vec::<Origin<'_>>::new());
        let line = fault.span.as_ref().and_then(source_line);
        group = match (&fault.span, &line) {
            (Some(span), Some((text, number, bytes))) if span.cell.is_none() => group.element(
                Snippet::source(text.as_str())
                    .line_start(*number)
                    .path(span.source.name.as_str())
                    .annotation(AnnotationKind::Primary.span(bytes.clone())),
            ),
            (Some(span), _) => group.element(Origin::path(place(span))),
            (None, _) => group,
        };
        group = with_page(group, fault);
        // Without a place above it the renderer would hang the hint on an empty frame.
        let nowhere = fault.span.is_none() && fault.page.is_none();
        if let Some(hint) = fault.hint.as_deref().filter(|_| !nowhere) {
            group = group.element(Level::HELP.with_name("hint").message(hint));
        }
        let renderer = if self.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let told = renderer.render(&[group]);
        match fault.hint.as_deref().filter(|_| nowhere) {
            Some(hint) => format!("{told}\n  = hint: {hint}"),
            None => told,
        }
    }
}

fn with_page<'a>(group: Group<'a>, fault: &'a Diagnostic) -> Group<'a> {
    match &fault.page {
        None => group,
        Some(page) => {
            let at = page.rect.map_or_else(String::new, |rect| {
                format!(
                    ", {:.0} pt from the left and {:.0} pt from the top",
                    rect.x, rect.y
                )
            });
            let text = format!("on page {} of {}{at}", page.page, page.piece);
            group.element(Level::NOTE.with_name("where").message(text))
        }
    }
}

/// A place in words, for cells and whole files.
fn place(span: &Span) -> String {
    match span.cell {
        Some(cell) => format!(
            "{}: row {}, column {}",
            span.source.name,
            cell.row,
            cell.letters()
        ),
        None => span.source.name.clone(),
    }
}

/// The first line of a span with its number and the span's bytes in it. `None` for a whole file.
fn source_line(span: &Span) -> Option<(String, usize, std::ops::Range<usize>)> {
    const LONGEST: usize = 400;
    let text = &span.source.text;
    if span.bytes == (0..0) {
        return None;
    }
    let start = text
        .get(..span.bytes.start)?
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let end = text
        .get(span.bytes.start..)?
        .find('\n')
        .map_or(text.len(), |newline| span.bytes.start + newline);
    let line = text.get(start..end)?;
    if line.len() > LONGEST {
        return None;
    }
    let within = span.bytes.start - start..span.bytes.end.min(end) - start;
    Some((line.to_owned(), span.line_col().line, within))
}

fn json(fault: &Diagnostic) -> JsonFault<'_> {
    let span = fault.span.as_ref();
    let line_col = span.filter(|span| span.bytes != (0..0)).map(Span::line_col);
    let round = |rect: mileposter::geom::Rect| [rect.x, rect.y, rect.width, rect.height].map(f32::round);
    JsonFault {
        severity: match fault.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        code: fault.code.name,
        message: &fault.message,
        file: span.map(|span| span.source.name.as_str()),
        line: line_col.map(|place| place.line),
        column: line_col.map(|place| place.column),
        cell: span
            .and_then(|span| span.cell)
            .map(|cell| format!("{}{}", cell.letters(), cell.row)),
        piece: fault.page.as_ref().map(|page| page.piece.as_str()),
        page: fault.page.as_ref().map(|page| page.page),
        rect_pt: fault.page.as_ref().and_then(|page| page.rect).map(round),
        hint: fault.hint.as_deref(),
    }
}
