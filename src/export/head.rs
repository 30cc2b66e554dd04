//! What a locations file says beside its places, in the words it was written in.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::fields::{self, Value};
use crate::source::{Source, Spanned};

/// The text of a locations file without its places: what stands before the first, comments included, and every table that
/// stands behind one. Read as a locations file it means the same campaign, without places.
pub(super) fn head(source: &Arc<Source>) -> String {
    let text = source.text.as_str();
    let mut tables = Vec::new();
    let mut lists = Vec::new();
    let mut file = fields::document(&mut Diagnostics::default(), source);
    for (key, value) in file.rest() {
        let is_place = key.value == "location";
        let span = value.span.bytes.clone();
        if is_place && !text[span.clone()].starts_with("[[") {
            // `location = [{ … }]`, all in one list.
            lists.push(key.span.bytes.start..span.end);
        }
        collect(text, value, is_place, &mut tables);
    }
    tables.sort_unstable();
    let mut places: Vec<Range<usize>> = lists;
    let mut open = None;
    for (start, is_place) in tables {
        match (open, is_place) {
            (None, true) => open = Some(start),
            (Some(first), false) => {
                places.push(first..above(text, start));
                open = None;
            }
            _ => {}
        }
    }
    places.extend(open.map(|first| first..text.len()));
    places.sort_unstable_by_key(|place| place.start);
    without(text, &places)
}

/// Where the tables that a value holds begin that have a header of their own, and whether they belong to a place.
fn collect(text: &str, value: Spanned<Value<'_>>, is_place: bool, tables: &mut Vec<(usize, bool)>) {
    let span = value.span.bytes;
    let has_header = text[span.clone()].starts_with('[');
    match value.value {
        Value::Table(mut fields) => {
            if has_header {
                tables.push((span.start, is_place));
            }
            for (_, inner) in fields.rest() {
                collect(text, inner, is_place, tables);
            }
        }
        Value::List(items) => {
            for item in items {
                collect(text, item, is_place, tables);
            }
        }
        _ => {}
    }
}

/// Where the comments right above a header begin.
fn above(text: &str, header: usize) -> usize {
    let mut start = text[..header].rfind('\n').map_or(0, |newline| newline + 1);
    while let Some(end) = start.checked_sub(1) {
        let line = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
        if !text[line..end].trim_start().starts_with('#') {
            break;
        }
        start = line;
    }
    start
}

/// A text without some parts of it, which are in order.
fn without(text: &str, parts: &[Range<usize>]) -> String {
    let mut rest = String::new();
    let mut from = 0;
    for part in parts {
        rest.push_str(&text[from..part.start.max(from)]);
        from = part.end.max(from);
    }
    rest.push_str(&text[from..]);
    rest
}

#[cfg(test)]
mod tests {
    use super::head;
    use crate::campaign;
    use crate::diag::Diagnostics;
    use crate::library::CORRIDOR;
    use crate::source::Source;

    #[track_caller]
    fn check(text: &str, wanted: &str) {
        let mut diags = Diagnostics::default();
        let source = Source::new("locations.toml", text);
        let places = campaign::read(&mut diags, &source).locations.len();
        assert!(!diags.has_errors(), "{diags:#?}");
        assert!(places > 0);
        assert_eq!(head(&source), wanted);
    }

    const PLACE: &str = "[[location]]\nid = \"a\"\nname = \"A\"\nkind = \"bar\"\n";

    #[test]
    fn what_stands_before_the_first_place() {
        let before = "# ours\n[campaign]\ntitle = \"Ours\" # good\n\n# all\n[[hang]]\ntemplate = \"stall\"\nstock = \"letter\"\n\n# I-5\n";
        check(&format!("{before}{PLACE}"), before);
        check(PLACE, "");
    }

    #[test]
    fn what_stands_behind_a_place() {
        let allow = "# let pass\n[[allow]]\ncode = \"draft\"\nreason = \"known\"\n";
        let text = format!(
            "# top\n{PLACE}notes = \"\"\"\n[[allow]]\n# no comment\n\"\"\"\n[location.stalls]\nwomen = 1\n\n{allow}"
        );
        check(&text, &format!("# top\n{allow}"));
        let hang = "[[hang]]\ntemplate = \"stall\"\nstock = \"letter\"\n";
        let per = "[hang.per]\ncount = 3\n";
        check(&format!("{hang}{PLACE}{per}"), &format!("{hang}{per}"));
    }

    #[test]
    fn places_in_one_list() {
        let text = "location = [\n  { id = \"a\", name = \"A\", kind = \"bar\", amenities = [\n\"x\"] },\n]\n\n[campaign]\ntitle = \"x\"\n";
        check(text, "\n\n[campaign]\ntitle = \"x\"\n");
    }

    #[test]
    fn the_corridor_without_its_places() {
        let head = head(&Source::new("locations.toml", CORRIDOR));
        assert!(CORRIDOR.starts_with(&head));
        assert!(
            head.ends_with("# ---- I-5 in California, northward ----\n\n"),
            "{head}"
        );
    }
}
