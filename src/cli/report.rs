//! Faults for people and for programs.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use mileposter::code::{Code, Severity};
use mileposter::diag::{Diagnostic, Diagnostics};
use mileposter::harmless::harmless;
use mileposter::source::Span;
use serde::Serialize;

use super::args::{MessageFormat, Output, When};
use super::sarif;

/// Faults of one kind that are told one by one before the rest is counted.
const TOLD_EACH: usize = 8;

/// Tells faults and results, in the form that was asked for.
pub(super) struct Reporter {
    format: MessageFormat,
    color: bool,
    quiet: bool,
    verbose: bool,
    /// Columns of the terminal.
    width: usize,
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
    related: Option<JsonRelated<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    piece: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rect_pt: Option<[f32; 4]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
}

/// Another place that belongs to a fault.
#[derive(Serialize)]
struct JsonRelated<'a> {
    what: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
}

/// What was let pass.
#[derive(Serialize)]
struct JsonAllowed<'a> {
    count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

/// Columns of the terminal that words are told on; a pipe gets lines of a usual length.
fn width() -> usize {
    const PIPE: usize = 100;
    const LEAST: usize = 40;
    let columns = |size: (terminal_size::Width, terminal_size::Height)| usize::from(size.0.0);
    terminal_size::terminal_size_of(std::io::stderr())
        .map_or(PIPE, columns)
        .max(LEAST)
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
            width: width(),
        }
    }

    /// Whether faults and results are told in words.
    pub(super) fn is_human(&self) -> bool {
        self.format == MessageFormat::Human
    }

    /// Whether a progress bar would be seen.
    pub(super) fn shows_progress(&self) -> bool {
        self.is_human() && !self.quiet && std::io::stderr().is_terminal()
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

    /// Faults for people, the worst first, those of one kind together; programs get them with [`Reporter::object`].
    /// The same fault at many places is told once, with the other places.
    pub(super) fn faults(&self, diags: &Diagnostics) {
        if !self.is_human() {
            return;
        }
        let mut alike: Vec<Vec<&Diagnostic>> = Vec::new();
        let mut known: BTreeMap<(Severity, Code, &str), usize> = BTreeMap::new();
        for fault in diags.sorted() {
            if self.quiet && fault.severity != Severity::Error {
                continue;
            }
            let at = *known
                .entry((fault.severity, fault.code, fault.message.as_str()))
                .or_insert(alike.len());
            match alike.get_mut(at) {
                Some(faults) => faults.push(fault),
                None => alike.push(vec![fault]),
            }
        }
        let mut told: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
        let mut untold: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
        for faults in alike {
            let kind = (faults[0].severity, faults[0].code);
            let count = told.entry(kind).or_insert(0);
            *count += 1;
            if *count <= TOLD_EACH || self.verbose {
                // A line apart from the next.
                self.say(&format!("{}\n", self.human(faults[0], &faults[1..])));
            } else {
                *untold.entry(kind).or_insert(0) += faults.len();
            }
        }
        for ((severity, code), count) in untold.iter().rev() {
            self.say(&format!(
                "… and {count} more of {}[{}]; `-v` shows them all",
                severity.word(),
                code.name
            ));
        }
        for (code, count) in diags.unlisted() {
            self.say(&format!(
                "… and {count} more of [{}], counted and not kept",
                code.name
            ));
        }
        for (code, count, reason) in diags.allowed() {
            let (name, count) = (code.name, times(count));
            self.tell(&match reason {
                Some(reason) => format!("Let pass: {name}, {count} ({reason})."),
                None => format!("Let pass in this run: {name}, {count}."),
            });
        }
    }

    /// One object on standard output: the command's own result, with the faults.
    pub(super) fn object(&self, diags: &Diagnostics, mut result: serde_json::Value) {
        match self.format {
            MessageFormat::Human => return,
            MessageFormat::Sarif => return self.print(&format!("{:#}", sarif::log(diags))),
            MessageFormat::Json => {}
        }
        let faults: Vec<_> = diags.sorted().into_iter().map(json).collect();
        let allowed: BTreeMap<&str, JsonAllowed<'_>> = diags
            .allowed()
            .map(|(code, count, reason)| (code.name, JsonAllowed { count, reason }))
            .collect();
        let unlisted: BTreeMap<&str, usize> = diags
            .unlisted()
            .iter()
            .map(|(code, count)| (code.name, *count))
            .collect();
        if let Some(object) = result.as_object_mut() {
            object.insert("schema".to_owned(), 1.into());
            object.insert("errors".to_owned(), diags.count(Severity::Error).into());
            object.insert("warnings".to_owned(), diags.count(Severity::Warning).into());
            object.insert("allowed".to_owned(), serde_json::json!(allowed));
            object.insert("unlisted".to_owned(), serde_json::json!(unlisted));
            object.insert("diagnostics".to_owned(), serde_json::json!(faults));
        }
        self.print(&format!("{result:#}"));
    }

    /// A text broken at spaces to the width of the terminal, further lines indented.
    pub(super) fn wrapped(&self, text: &str, indent: usize) -> String {
        let mut wrapped = String::new();
        let mut width = 0;
        for (at, word) in text.split(' ').enumerate() {
            let length = word.chars().count();
            if at > 0 && width + 1 + length > self.width && width > indent {
                wrapped.push('\n');
                wrapped.push_str(&" ".repeat(indent));
                width = indent;
            } else if at > 0 {
                wrapped.push(' ');
                width += 1;
            }
            wrapped.push_str(word);
            width += length;
        }
        wrapped
    }

    /// A fault, and how many more like it stand elsewhere.
    fn human(&self, fault: &Diagnostic, others: &[&Diagnostic]) -> String {
        let level = match fault.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut group = level
            .primary_title(fault.message.as_str())
            .id(fault.code.name)
            .elements(Vec::<Origin<'_>>::new());
        group = with_span(group, fault.span.as_ref(), None);
        if let Some(related) = &fault.related {
            group = with_span(group, Some(&related.span), Some(related.what));
        }
        group = with_page(group, fault);
        // Without a place above it the renderer would hang a remark on an empty frame.
        let nowhere = fault.span.is_none() && fault.page.is_none();
        let mut remarks = Vec::new();
        if !others.is_empty() {
            remarks.push(("also", Level::NOTE, more(others)));
        }
        if let Some(hint) = &fault.hint {
            remarks.push(("hint", Level::HELP, hint.clone()));
        }
        if !nowhere {
            for (name, level, text) in &remarks {
                group = group.element(level.clone().with_name(*name).message(text.clone()));
            }
        }
        let renderer = if self.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut told = renderer.term_width(self.width).render(&[group]);
        if nowhere {
            for (name, _, text) in remarks {
                told.push_str(&format!("\n  = {name}: {text}"));
            }
        }
        told
    }
}

/// The other places of a fault, the first few by name.
fn more(others: &[&Diagnostic]) -> String {
    const NAMED: usize = 6;
    let places: Vec<String> = others
        .iter()
        .take(NAMED)
        .filter_map(|fault| short_place(fault))
        .collect();
    let rest = if others.len() > NAMED { " …" } else { "" };
    match places.as_slice() {
        [] => format!("and {} more", others.len()),
        places => format!("and {} more: {}{rest}", others.len(), places.join(", ")),
    }
}

fn short_place(fault: &Diagnostic) -> Option<String> {
    if let Some(span) = &fault.span {
        return Some(match span.cell {
            Some(cell) => cell.to_string(),
            None if span.is_file() => span.source.name.clone(),
            None => format!("line {}", span.line_col().line),
        });
    }
    let page = fault.page.as_ref()?;
    Some(format!("page {} of {}", page.page, page.piece))
}

fn times(count: usize) -> String {
    if count == 1 {
        "once".to_owned()
    } else {
        format!("{count} times")
    }
}

/// A place with its line and caret, or its name where there is none.
fn with_span<'a>(group: Group<'a>, span: Option<&'a Span>, label: Option<&'a str>) -> Group<'a> {
    let Some(span) = span else {
        return group;
    };
    match source_line(span) {
        Some((text, number, bytes)) if span.cell.is_none() => {
            let mut annotation = match label {
                None => AnnotationKind::Primary.span(bytes),
                Some(_) => AnnotationKind::Context.span(bytes),
            };
            if let Some(label) = label {
                annotation = annotation.label(label);
            }
            group.element(
                Snippet::source(text)
                    .line_start(number)
                    .path(span.source.name.as_str())
                    .annotation(annotation),
            )
        }
        _ => group.element(Origin::path(place(span))),
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
    if span.is_file() {
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
    let line_col = span.filter(|span| !span.is_file()).map(Span::line_col);
    let round = |rect: mileposter::geom::Rect| [rect.x, rect.y, rect.width, rect.height].map(f32::round);
    JsonFault {
        severity: fault.severity.word(),
        code: fault.code.name,
        message: &fault.message,
        file: span.map(|span| span.source.name.as_str()),
        line: line_col.map(|place| place.line),
        column: line_col.map(|place| place.column),
        cell: span.and_then(|span| span.cell).map(|cell| cell.to_string()),
        related: fault.related.as_ref().map(|related| JsonRelated {
            what: related.what,
            file: &related.span.source.name,
            line: related.span.line_col().line,
            column: related.span.line_col().column,
        }),
        piece: fault.page.as_ref().map(|page| page.piece.as_str()),
        page: fault.page.as_ref().map(|page| page.page),
        rect_pt: fault.page.as_ref().and_then(|page| page.rect).map(round),
        hint: fault.hint.as_deref(),
    }
}
