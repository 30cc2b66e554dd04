//! A file whose small objects stand in compressed streams (32000, 7.5.7), found by a cross-reference stream (7.5.8).

use std::io::Read as _;

use flate2::Compression;
use flate2::bufread::ZlibEncoder;
use sha2::{Digest, Sha256};

use super::pattern::decimal;

/// The most bytes of an object stream before it is compressed: a reader unfolds all of it for one object.
const MOST_PACKED: usize = 64 << 10;

/// A file as it grows.
pub(super) struct Store {
    bytes: Vec<u8>,
    /// By object number.
    places: Vec<Place>,
}

/// Where an object stands.
#[derive(Clone, Copy)]
enum Place {
    /// There is none of this number.
    Nowhere,
    /// So many bytes from the start of the file.
    At(usize),
    /// In an object stream, at a place counted from 0.
    In(u32, u32),
}

/// Objects of one object stream.
#[derive(Default)]
pub(super) struct Pack {
    numbers: Vec<u32>,
    /// Each object number with where its object begins.
    head: Vec<u8>,
    body: Vec<u8>,
}

/// An object stream, compressed.
pub(super) struct Packed {
    numbers: Vec<u32>,
    first: usize,
    content: Vec<u8>,
}

impl Pack {
    /// Whether further objects should go into another stream.
    pub(super) fn is_full(&self) -> bool {
        self.body.len() >= MOST_PACKED
    }

    /// Adds an object that is written by a function.
    pub(super) fn add(&mut self, number: u32, write: impl FnOnce(&mut Vec<u8>)) {
        let at = u32::try_from(self.body.len()).expect("an object stream is small");
        for number in [number, at] {
            decimal(&mut self.head, number);
            self.head.push(b' ');
        }
        self.numbers.push(number);
        write(&mut self.body);
        self.body.push(b'\n');
    }

    /// Compresses the objects.
    pub(super) fn close(mut self) -> Packed {
        let first = self.head.len();
        self.head.append(&mut self.body);
        Packed {
            numbers: self.numbers,
            first,
            content: deflated(self.head, with_line_feed),
        }
    }
}

impl Store {
    /// A file that has objects below a number, not counting the streams that it packs others into.
    pub(super) fn new(objects: u32) -> Self {
        Self {
            // Four bytes beyond ASCII tell programs that the file is no text (32000, 7.5.2).
            bytes: b"%PDF-1.7\n%\xBB\xAD\xC0\xDE\n".to_vec(),
            places: vec![Place::Nowhere; objects as usize],
        }
    }

    /// Writes a stream with the entries of its dictionary but for the length.
    pub(super) fn stream(&mut self, number: u32, entries: &[u8], content: &[u8]) {
        self.places[number as usize] = Place::At(self.bytes.len());
        decimal(&mut self.bytes, number);
        self.bytes.extend(b" 0 obj\n<<");
        self.bytes.extend(entries);
        self.bytes
            .extend(format!("/Length {}>>\nstream\n", content.len()).as_bytes());
        self.bytes.extend(content);
        self.bytes.extend(b"\nendstream\nendobj\n");
    }

    /// Writes packed objects.
    pub(super) fn pack(&mut self, packed: &Packed) {
        let number = self.next();
        for (at, object) in (0..).zip(&packed.numbers) {
            self.places[*object as usize] = Place::In(number, at);
        }
        self.places.push(Place::Nowhere);
        let entries = format!(
            "/Type/ObjStm/N {}/First {}/Filter/FlateDecode",
            packed.numbers.len(),
            packed.first
        );
        self.stream(number, entries.as_bytes(), &packed.content);
    }

    /// Ends the file, with an id that its bytes make.
    pub(super) fn end(mut self, root: u32, info: u32) -> Vec<u8> {
        let number = self.next();
        let start = self.bytes.len();
        self.places.push(Place::At(start));
        let id = Sha256::digest(&self.bytes);
        let id: String = id.iter().take(16).map(|byte| format!("{byte:02X}")).collect();
        // The first row stands below none, so it may as well be written as it is.
        let table = deflated(self.table(), |table| table[0] = AS_IT_IS);
        let entries = format!(
            "/Type/XRef/Size {}/W[1 4 4]/Root {root} 0 R/Info {info} 0 R/ID[<{id}><{id}>]\
             /Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {ROW}>>",
            self.places.len()
        );
        self.stream(number, entries.as_bytes(), &table);
        self.bytes
            .extend(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        self.bytes
    }

    fn next(&self) -> u32 {
        u32::try_from(self.places.len()).expect("a file has fewer objects")
    }

    /// The rows of the cross-reference stream, each as the difference from the one above (PNG's filter “up”): most rows of a
    /// long file are then alike.
    fn table(&self) -> Vec<u8> {
        let mut table = Vec::with_capacity(self.places.len() * (ROW + 1));
        let mut above = [0; ROW];
        for place in &self.places {
            let row = place.row();
            table.push(UP);
            table.extend(
                row.iter()
                    .zip(above)
                    .map(|(byte, above)| byte.wrapping_sub(above)),
            );
            above = row;
        }
        table
    }
}

/// How a row of a cross-reference stream is written: as it is, or as the difference from the one above.
const AS_IT_IS: u8 = 0;
const UP: u8 = 2;

/// How long a row of the cross-reference stream is: a kind and two numbers.
const ROW: usize = 9;

impl Place {
    fn row(self) -> [u8; ROW] {
        let (kind, one, other) = match self {
            // The list of free objects: none is used again.
            Self::Nowhere => (0, 0, 65_535),
            Self::At(offset) => (1, u32::try_from(offset).expect("a file has less than 4 GB"), 0),
            Self::In(stream, index) => (2, stream, index),
        };
        let mut row = [0; ROW];
        row[0] = kind;
        row[1..5].copy_from_slice(&one.to_be_bytes());
        row[5..].copy_from_slice(&other.to_be_bytes());
        row
    }
}

/// Bytes compressed. Those that would end with a carriage return are first made others that mean the same: with the line feed
/// before `endstream` readers take both for the end of the line, and miss the last byte (A2, 6.1.7.1).
pub(super) fn deflated(mut plain: Vec<u8>, as_others: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let content = compressed(&plain);
    if content.last() != Some(&b'\r') {
        return content;
    }
    as_others(&mut plain);
    compressed(&plain)
}

fn compressed(plain: &[u8]) -> Vec<u8> {
    let mut content = Vec::with_capacity(plain.len() / 4 + 64);
    ZlibEncoder::new(plain, Compression::fast())
        .read_to_end(&mut content)
        .expect("reading from memory cannot fail");
    content
}

/// Makes content other bytes that mean the same.
pub(super) fn with_line_feed(content: &mut Vec<u8>) {
    content.push(b'\n');
}
