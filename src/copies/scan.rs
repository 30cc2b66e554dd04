//! Objects as bytes: where one ends, what stands under a key, what it refers to (32000, 7.3).

/// The first object of some bytes and what follows it. A reference is one object.
pub(super) fn object(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let bytes = bytes.trim_ascii_start();
    let end = match bytes {
        [b'<', b'<', ..] => closed(bytes, 2, b">>")?,
        [b'[', ..] => closed(bytes, 1, b"]")?,
        [b'<', ..] => bytes.iter().position(|byte| *byte == b'>')? + 1,
        [b'(', ..] => string_end(bytes)?,
        [b'/', rest @ ..] => 1 + word_end(rest),
        _ => reference(bytes).map_or_else(|| word_end(bytes), |(_, end)| end),
    };
    (end > 0).then(|| bytes.split_at(end))
}

/// Where an object that holds others ends, the first of them after so many bytes.
fn closed(bytes: &[u8], start: usize, close: &[u8]) -> Option<usize> {
    let mut rest = bytes.get(start..)?.trim_ascii_start();
    while !rest.starts_with(close) {
        rest = object(rest)?.1.trim_ascii_start();
    }
    Some(bytes.len() - rest.len() + close.len())
}

/// Where a string in parentheses ends.
fn string_end(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0;
    let mut at = 0;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

fn word_end(bytes: &[u8]) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"()<>[]/%".contains(byte);
    bytes.iter().position(ends).unwrap_or(bytes.len())
}

/// The object number of a reference at the start of some bytes, and where the reference ends.
pub(super) fn reference(bytes: &[u8]) -> Option<(u32, usize)> {
    let (number, end) = digits(bytes)?;
    let rest = bytes.get(end..)?.strip_prefix(b" 0 R")?;
    (word_end(rest) == 0).then_some((number, end + 4))
}

/// A number at the start of some bytes, and where it ends.
pub(super) fn digits(bytes: &[u8]) -> Option<(u32, usize)> {
    let end = bytes
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(bytes.len());
    let number = bytes[..end].iter().try_fold(0_u32, |number, digit| {
        number.checked_mul(10)?.checked_add(u32::from(digit - b'0'))
    });
    Some((number.filter(|_| end > 0)?, end))
}

/// What a dictionary has under a key.
pub(super) fn entry<'a>(dictionary: &'a [u8], key: &str) -> Option<&'a [u8]> {
    let mut rest = dictionary.trim_ascii_start().strip_prefix(b"<<")?;
    loop {
        let (name, after) = object(rest)?;
        let (value, after) = object(after)?;
        if name.strip_prefix(b"/") == Some(key.as_bytes()) {
            return Some(value);
        }
        rest = after.trim_ascii_start();
        if rest.starts_with(b">>") {
            return None;
        }
    }
}

/// The number under a key.
pub(super) fn number(dictionary: &[u8], key: &str) -> Option<usize> {
    let value = entry(dictionary, key)?;
    let (number, end) = digits(value)?;
    (end == value.len())
        .then(|| usize::try_from(number).ok())
        .flatten()
}

/// The object that a key refers to.
pub(super) fn referred(dictionary: &[u8], key: &str) -> Option<u32> {
    whole_reference(entry(dictionary, key)?)
}

/// The object number of a reference that is all of some bytes.
pub(super) fn whole_reference(bytes: &[u8]) -> Option<u32> {
    let (number, end) = reference(bytes)?;
    (end == bytes.len()).then_some(number)
}

/// The objects of an array.
pub(super) fn items(array: &[u8]) -> Option<Vec<&[u8]>> {
    let mut rest = array.strip_prefix(b"[")?.trim_ascii_start();
    let mut items = Vec::new();
    while rest != b"]" {
        let (item, after) = object(rest)?;
        items.push(item);
        rest = after.trim_ascii_start();
    }
    Some(items)
}

/// The objects that an array refers to, which has nothing else.
pub(super) fn references(array: &[u8]) -> Option<Vec<u32>> {
    items(array)?.into_iter().map(whole_reference).collect()
}

#[cfg(test)]
mod tests {
    use super::{entry, items, number, object, reference, references, referred};

    #[test]
    fn objects_end_where_they_end() {
        for (bytes, first) in [
            ("12 0 R 13", "12 0 R"),
            ("12 0 Rx", "12"),
            ("<</A<</B[1 2]>>/C(a\\)(b))>>/D", "<</A<</B[1 2]>>/C(a\\)(b))>>"),
            ("<0A0B>]", "<0A0B>"),
            (" /Name/Other", "/Name"),
            ("-1.5]", "-1.5"),
        ] {
            let (found, _) = object(bytes.as_bytes()).unwrap();
            assert_eq!(found, first.as_bytes());
        }
        for broken in ["", "<</A 1", "[1 2", "(a", "]"] {
            assert_eq!(object(broken.as_bytes()), None, "{broken}");
        }
    }

    #[test]
    fn dictionaries_are_looked_into() {
        let page = b"<</Type/Page/Parent 3 0 R/Inner<</Count 9>>/Count 4/Kids[5 0 R 6 0 R]>>";
        assert_eq!(referred(page, "Parent"), Some(3));
        assert_eq!(number(page, "Count"), Some(4));
        assert_eq!(references(entry(page, "Kids").unwrap()), Some(vec![5, 6]));
        assert_eq!(items(b"[1 [2 3] /A]").unwrap().len(), 3);
        assert_eq!(entry(page, "None"), None);
        assert_eq!(reference(b"99999999999 0 R"), None);
    }
}
