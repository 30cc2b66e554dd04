//! Faults for people and for programs.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use mileposter::code::{Code, Severity};
use mileposter::diag::{Diagnostic, Diagnostics, OnPage};
use mileposter::harmless::harmless;
use mileposter::locale::Locale;
use mileposter::phrase::{Phrase, counted, listed, say, verbatim};
use mileposter::phrasebook::Phrasebook;
use mileposter::source::{Cell, Rows, Span};
use serde::Serialize;

use super::args::{MessageFormat, Output, UiLanguage, When};
use super::sarif;

/// Faults of one kind that are told one by one before the rest is counted.
const TOLD_EACH: usize = 8;

/// Tells faults and results, in the form that was asked for.
pub(super) struct Reporter {
    format: MessageFormat,
    color: bool,
    quiet: bool,
    verbose: bool,
    language: UiLanguage,
    book: Phrasebook,
    /// Columns of the terminal.
    width: usize,
}

#[derive(Serialize)]
struct JsonFault<'a> {
    severity: &'static str,
    code: &'a str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feature: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    property: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    related: Option<JsonRelated<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    piece: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rect_pt: Option<[f32; 4]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

/// Another place that belongs to a fault.
#[derive(Serialize)]
struct JsonRelated<'a> {
    what: String,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
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
    pub(super) fn new(output: &Output, language: UiLanguage, book: Phrasebook) -> Self {
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
            language,
            book,
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

    /// The words of the reader, for what is printed for people like them.
    pub(super) fn book(&self) -> &Phrasebook {
        &self.book
    }

    /// The language of those words.
    pub(super) fn locale(&self) -> Locale {
        let tag = match self.language {
            UiLanguage::En => "en",
            UiLanguage::Es => "es",
        };
        Locale::parse(tag).expect("a tag")
    }

    /// A phrase in the language of the reader.
    pub(super) fn words(&self, phrase: &Phrase) -> String {
        self.book.told(phrase)
    }

    /// A sentence of a table in the language of the reader.
    pub(super) fn sentence<'a>(&'a self, english: &'a str) -> &'a str {
        self.book.sentence(english)
    }

    /// Whether every single thing is to be told.
    pub(super) fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// A line on standard error.
    pub(super) fn say(&self, phrase: &Phrase) {
        show(&self.words(phrase));
    }

    /// A line on standard error that `--quiet` leaves out.
    pub(super) fn tell(&self, phrase: &Phrase) {
        self.tell_text(&self.words(phrase));
    }

    /// A line of ready words that `--quiet` leaves out. Names in it may be hostile.
    pub(super) fn tell_text(&self, text: &str) {
        if !self.quiet {
            show(&harmless(text));
        }
    }

    /// A line on standard output.
    pub(super) fn print(&self, line: &str) {
        let _ = writeln!(std::io::stdout().lock(), "{line}");
    }

    /// Faults for people, the worst first, those of one kind together; programs get them with [`Reporter::object`].
    /// The same fault at many places is told once, with the other places.
    pub(super) fn faults(&self, diags: &Diagnostics) {
        self.faults_up_to(diags, TOLD_EACH);
    }

    /// The same, with another number of faults of one kind that are told one by one.
    pub(super) fn faults_up_to(&self, diags: &Diagnostics, told_each: usize) {
        if !self.is_human() {
            return;
        }
        let mut alike: Vec<Vec<&Diagnostic>> = Vec::new();
        let mut known: BTreeMap<(Severity, Code, &Phrase), usize> = BTreeMap::new();
        for fault in diags.sorted() {
            if self.quiet && fault.severity != Severity::Error {
                continue;
            }
            let at = *known
                .entry((fault.severity, fault.code, &fault.message))
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
            if *count <= told_each || self.verbose {
                // A line apart from the next.
                show(&format!("{}\n", self.human(faults[0], &faults[1..])));
            } else {
                *untold.entry(kind).or_insert(0) += faults.len();
            }
        }
        for ((severity, code), count) in untold.iter().rev() {
            self.say(
                &say("… and {count} more of {severity}[{code}]; `-v` shows them all")
                    .with("count", count)
                    .with_words("severity", severity.phrase())
                    .with("code", code.name),
            );
        }
        for (code, count) in diags.unlisted() {
            self.say(
                &say("… and {count} more of [{code}], counted and not kept")
                    .with("count", count)
                    .with("code", code.name),
            );
        }
        for (code, count, reason) in diags.allowed() {
            let told = match reason {
                Some(reason) => say("Let pass: {code}, {times} ({reason}).").with("reason", reason),
                None => say("Let pass in this run: {code}, {times}."),
            };
            let times = counted(count, say("once"), say("{count} times"));
            self.tell(&told.with("code", code.name).with_words("times", times));
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

    /// A place with its line and caret, or its name where there is none.
    fn with_span<'a>(&self, group: Group<'a>, span: &'a Span, label: Option<String>) -> Group<'a> {
        match source_line(span) {
            Some((text, number, bytes))
                if span.cell.is_none() && span.is_in_text() && !span.source.sealed =>
            {
                let annotation = match label {
                    None => AnnotationKind::Primary.span(bytes),
                    Some(label) => AnnotationKind::Context.span(bytes).label(label),
                };
                group.element(
                    Snippet::source(text)
                        .line_start(number)
                        .path(span.source.name.as_str())
                        .annotation(annotation),
                )
            }
            _ => group.element(Origin::path(self.words(&place(span)))),
        }
    }

    /// A fault, and how many more like it stand elsewhere.
    fn human(&self, fault: &Diagnostic, others: &[&Diagnostic]) -> String {
        let level = match fault.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut group = level
            .with_name(self.words(&fault.severity.phrase()))
            .primary_title(self.words(&fault.message))
            .id(fault.code.name)
            .elements(Vec::<Origin<'_>>::new());
        if let Some(span) = &fault.span {
            group = self.with_span(group, span, None);
        }
        if let Some(related) = &fault.related {
            group = self.with_span(group, &related.span, Some(self.words(&related.what)));
        }
        if let Some(page) = &fault.page {
            let where_ = Level::NOTE.with_name(self.words(&say("where")));
            group = group.element(where_.message(self.words(&on_page(page))));
        }
        // Without a place above it the renderer would hang a remark on an empty frame.
        let nowhere = fault.span.is_none() && fault.page.is_none();
        let mut remarks = Vec::new();
        if !others.is_empty() {
            remarks.push((say("also"), Level::NOTE, more(others)));
        }
        if let Some(hint) = &fault.hint {
            remarks.push((say("hint"), Level::HELP, hint.clone()));
        }
        let remarks = remarks
            .iter()
            .map(|(name, level, text)| (self.words(name), level, self.words(text)));
        let remarks: Vec<_> = remarks.collect();
        if !nowhere {
            for (name, level, text) in &remarks {
                let level = (*level).clone().with_name(name.as_str());
                group = group.element(level.message(text.as_str()));
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

/// A line on standard error. Nobody listening is no reason to stop.
fn show(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// The other places of a fault, the first few by name.
fn more(others: &[&Diagnostic]) -> Phrase {
    const NAMED: usize = 6;
    let named = others.iter().take(NAMED).filter_map(|fault| short_place(fault));
    let told = match listed(named) {
        None => say("and {count} more"),
        Some(places) if others.len() > NAMED => {
            say("and {count} more: {places} …").with_words("places", places)
        }
        Some(places) => say("and {count} more: {places}").with_words("places", places),
    };
    told.with("count", others.len())
}

fn short_place(fault: &Diagnostic) -> Option<Phrase> {
    if let Some(span) = &fault.span {
        return Some(match (&span.source.rows, span.shown_cell()) {
            (Rows::Features(_), Some(cell)) => say("feature {number}").with("number", feature(cell)),
            (_, Some(cell)) => verbatim(cell),
            (_, None) if span.is_file() => verbatim(&span.source.name),
            (_, None) => say("line {line}").with("line", span.line_col().line),
        });
    }
    let page = fault.page.as_ref()?;
    let place = say("page {page} of {piece}");
    Some(place.with("page", page.page).with("piece", &page.piece))
}

fn on_page(page: &OnPage) -> Phrase {
    let place = match page.rect {
        None => say("on page {page} of {piece}"),
        Some(rect) => say("on page {page} of {piece}, {left} pt from the left and {top} pt from the top")
            .with("left", format!("{:.0}", rect.x))
            .with("top", format!("{:.0}", rect.y)),
    };
    place.with("page", page.page).with("piece", &page.piece)
}

/// A place in words, for cells and whole files.
fn place(span: &Span) -> Phrase {
    let place = match (&span.source.rows, span.shown_cell()) {
        // Nothing of its text is shown.
        (Rows::Text, None) if span.source.sealed && span.is_in_text() => {
            let place = span.line_col();
            verbatim(format!("{}:{}:{}", span.source.name, place.line, place.column))
        }
        (Rows::Text | Rows::Features(_), None) => verbatim(&span.source.name),
        (Rows::Sheet(sheet), None) => say("{file}, sheet \"{sheet}\"").with("sheet", sheet),
        (Rows::Text, Some(cell)) => with_cell(say("{file}: row {row}, column {column}"), cell),
        (Rows::Sheet(sheet), Some(cell)) => {
            let place = say("{file}, sheet \"{sheet}\": row {row}, column {column}");
            with_cell(place, cell).with("sheet", sheet)
        }
        (Rows::Features(properties), Some(cell)) => {
            let place = match properties.get(cell.column) {
                Some(property) => say("{file}: feature {number}, `{property}`").with("property", property),
                None => say("{file}: feature {number}"),
            };
            place.with("number", feature(cell))
        }
    };
    place.with("file", &span.source.name)
}

fn with_cell(place: Phrase, cell: Cell) -> Phrase {
    place.with("row", cell.row).with("column", cell.letters())
}

/// Which feature a row is, from 1: the first row holds the names of the properties.
fn feature(cell: Cell) -> usize {
    cell.row.saturating_sub(1)
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
    let line_col = span.filter(|span| span.is_in_text()).map(Span::line_col);
    let cell = span.and_then(Span::shown_cell);
    let (mut sheet, mut property, mut number) = (None, None, None);
    match span.map(|span| &span.source.rows) {
        Some(Rows::Sheet(name)) => sheet = Some(name.as_str()),
        Some(Rows::Features(properties)) => {
            number = cell.map(feature);
            property = cell
                .and_then(|cell| properties.get(cell.column))
                .map(String::as_str);
        }
        Some(Rows::Text) | None => {}
    }
    let round = |rect: mileposter::geom::Rect| [rect.x, rect.y, rect.width, rect.height].map(f32::round);
    JsonFault {
        severity: fault.severity.word(),
        code: fault.code.name,
        message: fault.message.english(),
        file: span.map(|span| span.source.name.as_str()),
        line: line_col.map(|place| place.line),
        column: line_col.map(|place| place.column),
        cell: cell.filter(|_| number.is_none()).map(|cell| cell.to_string()),
        sheet,
        feature: number,
        property,
        related: fault.related.as_ref().map(|related| JsonRelated {
            what: related.what.english(),
            file: &related.span.source.name,
            line: related.span.is_in_text().then(|| related.span.line_col().line),
            column: related.span.is_in_text().then(|| related.span.line_col().column),
        }),
        piece: fault.page.as_ref().map(|page| page.piece.as_str()),
        page: fault.page.as_ref().map(|page| page.page),
        rect_pt: fault.page.as_ref().and_then(|page| page.rect).map(round),
        hint: fault.hint.as_ref().map(Phrase::english),
    }
}
