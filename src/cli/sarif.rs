//! Faults as SARIF 2.1.0 (OASIS, 27 March 2020), which editors and code hosts read.

use mileposter::code::{self, Severity};
use mileposter::diag::{Diagnostic, Diagnostics};
use mileposter::explain;
use mileposter::source::{Rows, Span};
use serde_json::{Value, json};

/// A log with one run: every rule with its page, every fault with its place.
pub(super) fn log(diags: &Diagnostics) -> Value {
    let results: Vec<Value> = diags.sorted().into_iter().map(result).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "mileposter",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: code::Code) -> Value {
    let page = explain::page(code);
    json!({
        "id": code.name,
        "shortDescription": { "text": code.what },
        "fullDescription": { "text": page.why },
        "help": { "text": page.cure },
        "defaultConfiguration": { "level": level(code.severity) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(fault: &Diagnostic) -> Value {
    let hint = fault
        .hint
        .as_ref()
        .map_or(String::new(), |hint| format!(". Hint: {}", hint.english()));
    let mut result = json!({
        "ruleId": fault.code.name,
        "ruleIndex": code::ALL.iter().position(|code| *code == fault.code),
        "level": level(fault.severity),
        "message": { "text": format!("{}{hint}", fault.message.english()) },
    });
    if let Some(span) = &fault.span {
        result["locations"] = json!([{ "physicalLocation": physical(span) }]);
    }
    if let Some(related) = &fault.related {
        result["relatedLocations"] = json!([{
            "physicalLocation": physical(&related.span),
            "message": { "text": related.what.english() },
        }]);
    }
    let cell = fault.span.as_ref().and_then(Span::shown_cell);
    let mut properties = json!({});
    match (fault.span.as_ref().map(|span| &span.source.rows), cell) {
        (Some(Rows::Features(names)), Some(cell)) => {
            properties["feature"] = cell.row.saturating_sub(1).into();
            if let Some(name) = names.get(cell.column) {
                properties["property"] = name.as_str().into();
            }
        }
        (_, Some(cell)) => properties["cell"] = cell.to_string().into(),
        (_, None) => {}
    }
    if let Some(Rows::Sheet(sheet)) = fault.span.as_ref().map(|span| &span.source.rows) {
        properties["sheet"] = sheet.as_str().into();
    }
    if let Some(page) = &fault.page {
        properties["piece"] = page.piece.as_str().into();
        properties["page"] = page.page.into();
        if let Some(rect) = page.rect {
            properties["rectPt"] = json!([rect.x, rect.y, rect.width, rect.height]);
        }
    }
    if properties.as_object().is_some_and(|all| !all.is_empty()) {
        result["properties"] = properties;
    }
    result
}

fn physical(span: &Span) -> Value {
    let mut place = json!({ "artifactLocation": { "uri": uri(&span.source.name) } });
    if span.is_in_text() {
        let (start, end) = (span.line_col(), span.end_line_col());
        place["region"] = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
    }
    place
}

/// A file's name as a URI reference (RFC 3986): what has no place there is written as `%20`.
fn uri(name: &str) -> String {
    let name = name.replace('\\', "/");
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~');
    name.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn names_of_files() {
        assert_eq!(uri("my road/locations.toml"), "my%20road/locations.toml");
        assert_eq!(uri("a#b:c?ñ"), "a%23b%3Ac%3F%C3%B1");
    }
}
