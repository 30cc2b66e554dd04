//! Bytes of a spreadsheet saved as text: which encoding, and what parts the columns.

use std::sync::Arc;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::fields;
use crate::phrase::say;
use crate::source::{Source, Span};

/// The text of a file. Spreadsheet programs also save UTF-16 and, where a list is old, Windows-1252; that is told.
pub(super) fn decode(diags: &mut Diagnostics, name: &str, bytes: Vec<u8>) -> Option<Arc<Source>> {
    if bytes.len() > fields::LARGEST || std::str::from_utf8(&bytes).is_ok() {
        return fields::decode(diags, name.to_owned(), bytes);
    }
    let encoding = Encoding::for_bom(&bytes).map_or(WINDOWS_1252, |(encoding, _)| encoding);
    let (text, _, broken) = encoding.decode(&bytes);
    if broken {
        return fields::decode(diags, name.to_owned(), bytes);
    }
    let source = Source::new(name, text);
    let message = say("the file is read as {encoding} text").with("encoding", encoding.name());
    diags.push(
        Diagnostic::new(code::VALUE_GUESSED, message)
            .at(&Span::file(&source))
            .hint(say(
                "look at names with accents; saved as `CSV UTF-8`, nothing has to be guessed",
            )),
    );
    Some(source)
}

/// What parts the columns: the sign that stands most often in the first line, outside of quotes.
pub(super) fn parted_by(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in text.bytes().skip_while(|byte| matches!(byte, b'\r' | b'\n')) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            byte if !quoted => {
                for (sign, count) in &mut counts {
                    *count += usize::from(*sign == byte);
                }
            }
            _ => {}
        }
    }
    // Of equals, the comma.
    counts
        .into_iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(sign, _)| sign)
}

#[cfg(test)]
mod tests {
    use super::{decode, parted_by};
    use crate::diag::Diagnostics;

    #[test]
    fn signs_between_columns() {
        for (text, sign) in [
            ("a,b;c\n", b','),
            ("a;b;c,d\n1,2,3,4,5", b';'),
            ("\n\"a;b;c\"\tb\n", b'\t'),
            ("a", b','),
            ("", b','),
        ] {
            assert_eq!(parted_by(text), sign, "{text}");
        }
    }

    #[test]
    fn encodings() {
        let mut diags = Diagnostics::default();
        let latin = decode(&mut diags, "a.csv", b"name\nCa\xF1on\n".to_vec()).unwrap();
        assert_eq!(latin.text, "name\nCañon\n");
        let wide = decode(&mut diags, "a.csv", b"\xFF\xFEn\x00\xF1\x00".to_vec()).unwrap();
        assert_eq!(wide.text, "nñ");
        assert_eq!(diags.iter().count(), 2);
    }
}
