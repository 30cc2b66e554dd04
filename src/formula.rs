//! Texts that a spreadsheet program would run, kept texts in a CSV file.
//!
//! A cell of a CSV file that begins like a formula is one to spreadsheet programs, whoever wrote it. An apostrophe in front makes
//! it a text (OWASP, CSV Injection). We take away the apostrophe of exactly those texts that we guard, so what is written and
//! read again is the same text, and `'Ohana` stays as it is. In a workbook a cell knows that it is text, and needs no guard.

use std::borrow::Cow;

/// The sign in front of a guarded text.
const GUARD: char = '\'';

/// A text as it is safe in a cell of a CSV file.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_guarded(text) {
        Cow::Owned(format!("{GUARD}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A text as it was before it was guarded.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix(GUARD) {
        Some(text) if is_guarded(text) => text,
        _ => cell,
    }
}

/// Whether a text is guarded: what would be run, `NA`, which stands for nothing, and what looks like a guarded text.
fn is_guarded(text: &str) -> bool {
    let rest = text.trim_start_matches(GUARD);
    rest == "NA" || rest.starts_with(begins_formula)
}

/// Whether a cell that begins with this is run, or may be once a program has taken it in. The wide forms are those of East
/// Asian keyboards.
fn begins_formula(first: char) -> bool {
    matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n')
        || matches!(first, '\u{FF1D}' | '\u{FF0B}' | '\u{FF0D}' | '\u{FF20}')
}

#[cfg(test)]
mod tests {
    use super::{guarded, unguarded};

    #[test]
    fn what_would_be_run_is_guarded() {
        for text in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r", "＝1", "＋", "－", "＠", "NA",
        ] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in ["", "Oak", "a=1", "'Ohana", "'", "NAB", "5-9"] {
            assert_eq!(guarded(text), text);
        }
    }

    #[test]
    fn a_guarded_text_comes_back() {
        for text in [
            "=1", "'=1", "''=1", "'Ohana", "''", "'NA", "NA", "Oak", "-", "'-'",
        ] {
            assert_eq!(unguarded(&guarded(text)), text);
        }
    }
}
