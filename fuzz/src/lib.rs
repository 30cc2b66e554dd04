//! What must hold of every reader, whatever a file holds.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::{Arc, Mutex, Once, PoisonError};

use mileposter::diag::{Diagnostic, Diagnostics, is_hostile};
use mileposter::fields;
use mileposter::source::{Source, Span};

/// Reads bytes as a file, twice: every fault is well formed, and the same bytes give the same faults.
pub fn read<T>(bytes: &[u8], read: impl Fn(&mut Diagnostics, &Arc<Source>) -> T) -> Option<(T, Diagnostics)> {
    let once = || {
        let mut diags = Diagnostics::default();
        let source = fields::decode(&mut diags, "input".to_owned(), bytes.to_vec());
        let value = source.map(|source| read(&mut diags, &source));
        check(&diags);
        (value, diags)
    };
    let (value, diags) = once();
    let (_, again) = once();
    assert_eq!(told(&diags), told(&again), "the same bytes give other faults");
    value.map(|value| (value, diags))
}

fn told(diags: &Diagnostics) -> Vec<String> {
    let place = |span: &Span| format!("{:?} {:?}", span.bytes, span.cell);
    diags
        .iter()
        .map(|fault| {
            let place = fault.span.as_ref().map(place);
            format!("{} {:?} {place:?} {:?}", fault.code.name, fault.message, fault.hint)
        })
        .collect()
}

/// Faults can be shown: one harmless line each, at a place that is there.
pub fn check(diags: &Diagnostics) {
    for fault in diags.iter() {
        check_line(fault, &fault.message.english());
        fault.hint.iter().for_each(|hint| check_line(fault, &hint.english()));
        let related = fault.related.as_ref().map(|related| &related.span);
        for span in fault.span.iter().chain(related) {
            assert!(
                span.source.text.get(span.bytes.clone()).is_some(),
                "{:?} lies outside or inside a character: {fault:?}",
                span.bytes
            );
            let place = span.line_col();
            assert!(place.line > 0 && place.column > 0);
            if let Some(cell) = span.cell {
                assert!(cell.row > 0 && !cell.letters().is_empty());
            }
        }
    }
}

fn check_line(fault: &Diagnostic, line: &str) {
    assert!(!line.is_empty() && !line.contains(is_hostile), "{fault:?}");
    assert!(
        line.chars().count() < 2_000,
        "{} has a line without end",
        fault.code.name
    );
}

/// Whether a word can name a file on every system.
pub fn is_file_name(word: &str) -> bool {
    !word.is_empty()
        && word.len() <= 80
        && word
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

static LAST: Mutex<String> = Mutex::new(String::new());

/// Runs work in which the library catches panics of others: libFuzzer would end the process at the
/// first of them. A panic that nobody catches still ends it.
pub fn letting_the_library_catch(work: impl FnOnce()) {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        set_hook(Box::new(|panic| {
            *LAST.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string();
        }));
    });
    if catch_unwind(AssertUnwindSafe(work)).is_err() {
        eprintln!("{}", LAST.lock().unwrap_or_else(PoisonError::into_inner));
        std::process::abort();
    }
}
