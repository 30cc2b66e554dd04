//! Objects that many sheets have alike, as bytes with holes for what each has of its own.

use std::io::Write as _;

use lopdf::{Dictionary, Object, StringFormat};

/// What stands where an object refers to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hole {
    /// The object that has a place among those of each sheet.
    Own(usize),
    /// The node of the page tree that holds the sheet.
    Parent,
    /// The number of the sheet, from 0.
    Sheet,
}

/// What a reference is written as.
pub(super) enum Target {
    /// An object of the file.
    Shared(u32),
    /// What each sheet has of its own.
    Own(Hole),
}

/// An object as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Pattern {
    /// Bytes, and the hole behind them.
    parts: Vec<(Vec<u8>, Hole)>,
    rest: Vec<u8>,
}

/// What fills the holes.
pub(super) struct Filling<'a> {
    /// The object numbers of what the sheet has of its own.
    pub(super) own: &'a dyn Fn(usize) -> u32,
    /// The object number of the node that holds its page.
    pub(super) parent: u32,
    /// Its number, from 0.
    pub(super) sheet: usize,
}

impl Pattern {
    /// The pattern of an object.
    pub(super) fn of(object: &Object, target: &impl Fn(u32) -> Target) -> Self {
        let mut pattern = Self::default();
        pattern.object(object, target);
        pattern
    }

    /// The bytes of an object without holes.
    pub(super) fn plain(object: &Object, target: &impl Fn(u32) -> Target) -> Vec<u8> {
        let pattern = Self::of(object, target);
        assert!(pattern.parts.is_empty(), "what sheets share refers to no sheet");
        pattern.rest
    }

    /// Writes the object of a sheet.
    pub(super) fn fill(&self, bytes: &mut Vec<u8>, filling: &Filling<'_>) {
        for (before, hole) in &self.parts {
            bytes.extend(before);
            match hole {
                Hole::Own(at) => reference(bytes, (filling.own)(*at)),
                Hole::Parent => reference(bytes, filling.parent),
                Hole::Sheet => put(bytes, format_args!("{}", filling.sheet)),
            }
        }
        bytes.extend(&self.rest);
    }

    fn hole(&mut self, hole: Hole) {
        self.parts.push((std::mem::take(&mut self.rest), hole));
    }

    fn object(&mut self, object: &Object, target: &impl Fn(u32) -> Target) {
        let rest = &mut self.rest;
        match object {
            Object::Null => rest.extend(b"null"),
            Object::Boolean(value) => put(rest, format_args!("{value}")),
            Object::Integer(number) => put(rest, format_args!("{number}")),
            Object::Real(number) => put(rest, format_args!("{number}")),
            Object::Name(written) => name(rest, written),
            Object::String(bytes, format) => string(rest, bytes, format),
            Object::Array(items) => {
                rest.push(b'[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        self.rest.push(b' ');
                    }
                    self.object(item, target);
                }
                self.rest.push(b']');
            }
            Object::Dictionary(dictionary) => self.dictionary(dictionary, target),
            Object::Stream(stream) => self.dictionary(&stream.dict, target),
            Object::Reference((number, _)) => match target(*number) {
                Target::Shared(number) => reference(rest, number),
                Target::Own(hole) => self.hole(hole),
            },
        }
    }

    fn dictionary(&mut self, dictionary: &Dictionary, target: &impl Fn(u32) -> Target) {
        self.rest.extend(b"<<");
        for (key, value) in dictionary {
            name(&mut self.rest, key);
            // A page says under which number the structure tree has it.
            if key == b"StructParents" {
                self.rest.push(b' ');
                self.hole(Hole::Sheet);
                continue;
            }
            if !matches!(
                value,
                Object::Array(_) | Object::Dictionary(_) | Object::Name(_) | Object::String(..)
            ) {
                self.rest.push(b' ');
            }
            self.object(value, target);
        }
        self.rest.extend(b">>");
    }
}

/// Writes a reference to an object.
pub(super) fn reference(bytes: &mut Vec<u8>, number: u32) {
    decimal(bytes, number);
    bytes.extend(b" 0 R");
}

/// Writes a number in digits; of these a file has millions.
pub(super) fn decimal(bytes: &mut Vec<u8>, number: u32) {
    let mut digits = [0; 10];
    let mut at = digits.len();
    let mut rest = number;
    loop {
        at -= 1;
        digits[at] = b"0123456789"[(rest % 10) as usize];
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    bytes.extend(&digits[at..]);
}

fn name(bytes: &mut Vec<u8>, written: &[u8]) {
    bytes.push(b'/');
    for byte in written {
        if byte.is_ascii_alphanumeric() || b"+-_.:".contains(byte) {
            bytes.push(*byte);
        } else {
            put(bytes, format_args!("#{byte:02X}"));
        }
    }
}

fn string(bytes: &mut Vec<u8>, text: &[u8], format: &StringFormat) {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !b"()\\".contains(byte);
    if *format == StringFormat::Literal && text.iter().all(is_plain) {
        bytes.push(b'(');
        bytes.extend(text);
        bytes.push(b')');
    } else {
        bytes.push(b'<');
        for byte in text {
            put(bytes, format_args!("{byte:02X}"));
        }
        bytes.push(b'>');
    }
}

fn put(bytes: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    bytes.write_fmt(text).expect("writing to memory cannot fail");
}
