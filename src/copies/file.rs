//! Finds the objects of a file that [`crate::pdf`] wrote with object streams, by its cross-reference stream alone (32000, 7.5.7, 7.5.8).
//!
//! Nothing is mended: where an object does not stand where the table says, there is none.

use std::io::Read as _;

use flate2::bufread::ZlibDecoder;

use super::scan;

/// A file that was opened.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    /// By object number.
    places: Vec<Place>,
    /// The catalog.
    pub(super) root: u32,
}

#[derive(Clone, Copy)]
enum Place {
    Nowhere,
    At(usize),
    In { stream: u32, index: u32 },
}

/// How many object streams are kept unfolded: pages, structure, numbers and what sheets share, while sheets are gone through in
/// their order.
const KEPT: usize = 4;

/// Objects of a file, with the object streams that were last looked into.
pub(super) struct Shelf<'f> {
    pub(super) file: &'f File<'f>,
    unfolded: Vec<Unfolded>,
}

/// An object stream.
struct Unfolded {
    number: u32,
    bytes: Vec<u8>,
    /// The number of each object, and where it begins; then where the last one ends.
    objects: Vec<(u32, usize)>,
}

impl<'a> File<'a> {
    /// Opens a file by its cross-reference stream.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let tail = &bytes[bytes.len().saturating_sub(64)..];
        let tail = tail.strip_suffix(b"\n%%EOF\n")?;
        let start = tail.rsplit(|byte| *byte == b'\n').next()?;
        let (start, end) = scan::digits(start)?;
        let mut table = Self {
            bytes,
            places: Vec::new(),
            root: 0,
        };
        let at = usize::try_from(start).ok().filter(|_| end > 0)?;
        let (_, dictionary, content) = table.stream_at(at)?;
        let rows = inflated(content)?;
        let is_ours = scan::entry(dictionary, "Type") == Some(b"/XRef")
            && scan::entry(dictionary, "W") == Some(b"[1 4 4]")
            && scan::entry(dictionary, "Index").is_none()
            && scan::entry(dictionary, "Prev").is_none();
        table.root = scan::referred(dictionary, "Root").filter(|_| is_ours)?;
        table.places = places(&rows)?;
        (scan::number(dictionary, "Size") == Some(table.places.len())).then_some(table)
    }

    /// The content of a stream.
    pub(super) fn content(&self, number: u32) -> Option<Vec<u8>> {
        let (_, content) = self.stream(number)?;
        Some(content)
    }

    /// The dictionary of a stream, and its content.
    fn stream(&self, number: u32) -> Option<(&'a [u8], Vec<u8>)> {
        let Place::At(at) = self.place(number)? else {
            return None;
        };
        let (found, dictionary, content) = self.stream_at(at)?;
        let content = match scan::entry(dictionary, "Filter") {
            None => content.to_vec(),
            Some(b"/FlateDecode") => inflated(content)?,
            Some(_) => return None,
        };
        (found == number).then_some((dictionary, content))
    }

    /// The number, the dictionary and the bytes of the stream at a place.
    fn stream_at(&self, at: usize) -> Option<(u32, &'a [u8], &'a [u8])> {
        let bytes = self.bytes.get(at..)?;
        let (number, end) = scan::digits(bytes)?;
        let (dictionary, rest) = scan::object(bytes[end..].strip_prefix(b" 0 obj\n")?)?;
        let rest = rest.strip_prefix(b"\nstream\n")?;
        let (content, rest) = rest.split_at_checked(scan::number(dictionary, "Length")?)?;
        rest.starts_with(b"\nendstream\nendobj\n")
            .then_some((number, dictionary, content))
    }

    fn place(&self, number: u32) -> Option<Place> {
        self.places.get(usize::try_from(number).ok()?).copied()
    }
}

impl<'f> Shelf<'f> {
    pub(super) fn of(file: &'f File<'f>) -> Self {
        Self {
            file,
            unfolded: Vec::new(),
        }
    }

    /// An object of an object stream.
    pub(super) fn object(&mut self, number: u32) -> Option<&[u8]> {
        let Place::In { stream, index } = self.file.place(number)? else {
            return None;
        };
        let known = self.unfolded.iter().position(|known| known.number == stream);
        match known {
            Some(at) => self.unfolded[..=at].rotate_right(1),
            None => {
                self.unfolded.truncate(KEPT - 1);
                self.unfolded.insert(0, Unfolded::of(self.file, stream)?);
            }
        }
        self.unfolded.first()?.object(number, index)
    }
}

impl Unfolded {
    fn of(file: &File<'_>, number: u32) -> Option<Self> {
        let (dictionary, bytes) = file.stream(number)?;
        if scan::entry(dictionary, "Type") != Some(b"/ObjStm") {
            return None;
        }
        let count = scan::number(dictionary, "N")?;
        let first = scan::number(dictionary, "First")?;
        let mut head = bytes.get(..first)?;
        let mut next = || {
            let (number, end) = scan::digits(head)?;
            head = head[end..].strip_prefix(b" ")?;
            Some(number)
        };
        let mut objects = Vec::new();
        for _ in 0..count {
            let object = next()?;
            objects.push((object, first + usize::try_from(next()?).ok()?));
        }
        objects.push((0, bytes.len()));
        Some(Self {
            number,
            bytes,
            objects,
        })
    }

    fn object(&self, number: u32, index: u32) -> Option<&[u8]> {
        let index = usize::try_from(index).ok()?;
        let [(found, start), (_, end)] = self.objects.get(index..index + 2)? else {
            return None;
        };
        let object = self.bytes.get(*start..*end)?;
        (*found == number).then(|| object.trim_ascii())
    }
}

/// The rows of a cross-reference stream, each written as it is or as the difference from the one above.
fn places(rows: &[u8]) -> Option<Vec<Place>> {
    let mut above = [0_u8; 9];
    let (rows, []) = rows.as_chunks::<10>() else {
        return None;
    };
    let place = |row: &[u8; 10]| {
        let [how, written @ ..] = *row;
        above = match how {
            0 => written,
            2 => std::array::from_fn(|at| written[at].wrapping_add(above[at])),
            _ => return None,
        };
        let [kind, a, b, c, d, e, f, g, h] = above;
        let (one, other) = (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]));
        Some(match kind {
            0 => Place::Nowhere,
            1 => Place::At(usize::try_from(one).ok()?),
            2 => Place::In {
                stream: one,
                index: other,
            },
            _ => return None,
        })
    };
    rows.iter().map(place).collect()
}

fn inflated(content: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::with_capacity(content.len() * 4);
    ZlibDecoder::new(content).read_to_end(&mut plain).ok()?;
    Some(plain)
}
