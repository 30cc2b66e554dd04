//! Writes locations as TOML, as a person would: one `[[location]]` block each, or single fields of a block that stands already. The crate
//! `toml_edit` is named here alone.

use std::ops::Range;
use std::sync::Arc;

use toml_edit::{DocumentMut, Item, Value};

use crate::location::{Location, Permit, Stalls, Status};
use crate::source::Source;

/// The block of a location, its fields in the order of the handbook. Read again, it is an equal location.
pub fn location(place: &Location) -> String {
    let lines = fields(place)
        .into_iter()
        .map(|(key, value)| format!("{key} = {value}\n"));
    lines.fold("[[location]]\n".to_owned(), |block, line| block + &line)
}

/// The fields that a location has, in the order of the handbook, each with its value as TOML.
pub fn fields(place: &Location) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    let mut add = |key: &'static str, value: Option<String>| fields.extend(value.map(|value| (key, value)));
    let text = |text: &Option<String>| text.as_deref().map(quoted);
    let remarks = &place.remarks;
    add("id", Some(quoted(&place.id)));
    add("site", text(&place.site));
    add("name", Some(quoted(&place.name)));
    add("kind", Some(quoted(place.kind.word())));
    add("route", text(&place.route));
    add(
        "direction",
        place.direction.map(|direction| quoted(direction.word())),
    );
    add("state", text(&place.state));
    add("county", text(&place.county));
    add("milepost", place.milepost.map(|milepost| milepost.to_string()));
    add("exit", text(&place.exit));
    add("postmile", text(&remarks.postmile));
    add("lat", place.coordinate.map(|at| at.lat.to_string()));
    add("lon", place.coordinate.map(|at| at.lon.to_string()));
    let languages: Vec<String> = place
        .languages
        .iter()
        .map(|choice| choice.value.to_string())
        .collect();
    add("languages", list(languages.iter().map(String::as_str)));
    add("stalls", place.stalls.map(stalls));
    add("amenities", list(remarks.amenities.iter().map(String::as_str)));
    let status = Some(place.status).filter(|status| *status != Status::Open);
    add("status", status.map(|status| quoted(status.word())));
    add("until", text(&remarks.until));
    add("reason", text(&remarks.reason));
    add(
        "venues",
        list(place.venues.iter().map(|venue| venue.value.as_str())),
    );
    add("permit", permit(&place.permit));
    add("assigned", text(&place.assigned));
    add("source", text(&remarks.source));
    add("notes", text(&remarks.notes));
    fields
}

/// A text as TOML, on one line (TOML 1.0, basic strings). Where it holds quotes, it is written as it is between apostrophes, if it can be.
pub fn quoted(text: &str) -> String {
    let is_literal = text.contains('"') && !text.contains(|c: char| c == '\'' || c.is_control());
    if is_literal {
        return format!("'{text}'");
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn list<'a>(words: impl Iterator<Item = &'a str>) -> Option<String> {
    let words: Vec<String> = words.map(quoted).collect();
    (!words.is_empty()).then(|| format!("[{}]", words.join(", ")))
}

fn stalls(stalls: Stalls) -> String {
    let rooms = [("women", stalls.women), ("men", stalls.men), ("all", stalls.all)];
    let counted = rooms
        .iter()
        .filter(|(_, count)| *count > 0 || stalls.total() == 0);
    let rooms: Vec<String> = counted.map(|(room, count)| format!("{room} = {count}")).collect();
    format!("{{ {} }}", rooms.join(", "))
}

fn permit(permit: &Permit) -> Option<String> {
    let said = |field: &'static str| Some(format!("{field} = {}", quoted(permit.get(field)?)));
    let fields: Vec<String> = Permit::FIELDS.into_iter().filter_map(said).collect();
    (!fields.is_empty()).then(|| format!("{{ {} }}", fields.join(", ")))
}

/// The bytes of each location's block, in the order of `places`: from its head to the last line of a field. `None` where the text is not
/// written in blocks.
pub fn blocks(source: &Arc<Source>, places: &[Location]) -> Option<Vec<Range<usize>>> {
    let mut heads = Vec::new();
    let mut ends = Vec::new();
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let bare = line.trim();
        // A field of the block above may stand in a table of its own.
        if bare.starts_with('[') && !bare.starts_with("[location.") {
            if bare.starts_with("[[location]]") {
                heads.push(at);
            }
            ends.push(at);
        }
        at += line.len();
    }
    ends.push(source.text.len());
    let block = |place: &Location| {
        let id = place.span.bytes.start;
        let head = heads[..heads.partition_point(|head| *head <= id)].last()?;
        let end = ends.get(ends.partition_point(|end| end <= head))?;
        let text = source.text.get(*head..*end)?;
        // Comments and empty lines below the last field belong to what follows.
        let mut used = 0;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            at += line.len();
            let bare = line.trim();
            if !bare.is_empty() && !bare.starts_with('#') {
                used = at;
            }
        }
        (id < head + used).then_some(*head..head + used)
    };
    places.iter().map(block).collect()
}

/// A block with other values for some fields; all else stays as it is written. `None` if it is not a block.
pub fn changed(block: &str, changes: &[(&'static str, String)]) -> Option<String> {
    let mut document: DocumentMut = block.parse().ok()?;
    let table = document
        .get_mut("location")?
        .as_array_of_tables_mut()?
        .get_mut(0)?;
    for (key, text) in changes {
        let mut value: Value = text.parse().ok()?;
        match table.get_mut(key) {
            Some(Item::Value(old)) => {
                *value.decor_mut() = old.decor().clone();
                *old = value;
            }
            Some(other) => *other = Item::Value(value),
            None => {
                value.decor_mut().set_prefix(" ");
                table.insert(key, Item::Value(value));
            }
        }
    }
    let text = document.to_string();
    let breaks = block.contains("\r\n") && !text.contains("\r\n");
    Some(if breaks { text.replace('\n', "\r\n") } else { text })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{blocks, changed, fields, location, quoted};
    use crate::campaign;
    use crate::diag::Diagnostics;
    use crate::library::CORRIDOR;
    use crate::location::{Location, MOST_STALLS};
    use crate::source::Source;

    fn read(text: &str) -> Vec<Location> {
        let mut diags = Diagnostics::default();
        let campaign = campaign::read(&mut diags, &Source::new("a.toml", text));
        assert!(!diags.has_errors(), "{diags:#?}");
        campaign.locations
    }

    #[test]
    fn a_location_is_written_as_it_stands_in_the_corridor() {
        let is_degree = |line: &str| line.starts_with("lat = ") || line.starts_with("lon = ");
        let short = |line: &str| {
            if is_degree(line) {
                line.trim_end_matches('0').to_owned()
            } else {
                line.to_owned()
            }
        };
        let corridor: Vec<String> = CORRIDOR.lines().map(short).collect();
        let corridor = corridor.join("\n") + "\n";
        for place in read(CORRIDOR) {
            assert!(corridor.contains(&location(&place)), "{}", location(&place));
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            name in "[ -~é日]{0,20}[a-z]",
            plain in proptest::option::of("[ -~ñ]{0,30}"),
            notes in proptest::option::of("[ -~ñ\\n\\t\"\\\\]{0,60}"),
            mile in proptest::option::of(0_u32..100_000),
            point in proptest::option::of((-90.0..90.0_f64, -180.0..180.0_f64)),
            stalls in proptest::option::of((0..=MOST_STALLS, 0..=MOST_STALLS)),
            words in proptest::collection::vec("[ -~]{0,10}", 0..4),
        ) {
            let mut text = format!("[[location]]\nid = \"a\"\nkind = \"bar\"\nname = {}\n", quoted(&name));
            let mut add = |key: &str, value: Option<String>| {
                text.extend(value.map(|value| format!("{key} = {value}\n")));
            };
            for key in ["site", "county", "exit", "postmile", "until", "assigned", "source"] {
                add(key, plain.as_deref().map(quoted));
            }
            add("permit", plain.as_deref().map(|word| format!("{{ holder = {0}, until = {0} }}", quoted(word))));
            add("notes", notes.as_deref().map(quoted));
            add("milepost", mile.map(|mile| format!("{}", f64::from(mile) / 100.0)));
            add("lat", point.map(|point| point.0.to_string()));
            add("lon", point.map(|point| point.1.to_string()));
            add("stalls", stalls.map(|stalls| format!("{{ women = {}, all = {} }}", stalls.0, stalls.1)));
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            add("amenities", Some(format!("[{}]", words.join(", "))));
            add("status", mile.map(|_| quoted("seasonal")));
            add("languages", mile.map(|_| "[\"es\", \"needed\"]".to_owned()));
            let first = read(&text).remove(0);
            let again = read(&location(&first)).remove(0);
            prop_assert_eq!(fields(&first), fields(&again));
        }
    }

    #[test]
    fn a_block_ends_with_its_last_field() {
        let text = "# head\n[campaign]\ntitle = \"x\"\n\n[[location]]\nid = \"a\"\nname = \"A\"\nkind = \"bar\"\n[location.permit]\nholder = \"H\"\n\n# ---- B ----\n\n  [[location]] # b\nid = \"b\"\nname = \"B\"\nkind = \"bar\" # last";
        let source = Source::new("a.toml", text);
        let places = read(text);
        let found: Vec<_> = blocks(&source, &places)
            .unwrap()
            .into_iter()
            .map(|block| &text[block])
            .collect();
        assert!(found[0].starts_with("[[location]]\nid = \"a\"") && found[0].ends_with("holder = \"H\"\n"));
        assert_eq!(
            found[1],
            "  [[location]] # b\nid = \"b\"\nname = \"B\"\nkind = \"bar\" # last"
        );
        let inline = "location = [{ id = \"a\", name = \"A\", kind = \"bar\" }]\n";
        assert_eq!(blocks(&Source::new("a.toml", inline), &read(inline)), None);
    }

    #[test]
    fn what_is_not_changed_stays() {
        let block = "[[location]]\n# the old one\nid   = \"a\"\nmilepost = 206 # by the sign\nname = \"A\"\n";
        let changes = [("milepost", "206.06".to_owned()), ("county", quoted("Linn"))];
        assert_eq!(
            changed(block, &changes).unwrap(),
            "[[location]]\n# the old one\nid   = \"a\"\nmilepost = 206.06 # by the sign\nname = \"A\"\ncounty = \"Linn\"\n"
        );
    }
}
