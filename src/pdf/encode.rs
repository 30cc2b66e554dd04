//! Content on its own (32000, 7.8.2): imprints and margins, which join a document that is written already. printpdf writes whole
//! documents only.

use std::io::Write as _;

use printpdf::matrix::TextMatrix;
use printpdf::text::Codepoint;
use printpdf::{DictItem, Op, PdfFontHandle, TextItem};

/// The bytes of what a pen drew. Codes of neighbouring glyphs stand in one string.
pub(super) fn encode(ops: &[Op]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(512);
    for op in ops {
        write_op(&mut bytes, op);
        bytes.push(b'\n');
    }
    bytes
}

fn write_op(bytes: &mut Vec<u8>, op: &Op) {
    match op {
        Op::BeginMarkedContentWithProperties { tag, properties } => {
            put(bytes, format_args!("/{tag} "));
            write_item(bytes, properties);
            bytes.extend(b" BDC");
        }
        Op::BeginMarkedContent { tag } => put(bytes, format_args!("/{tag} BMC")),
        Op::EndMarkedContent => bytes.extend(b"EMC"),
        Op::SaveGraphicsState => bytes.push(b'q'),
        Op::RestoreGraphicsState => bytes.push(b'Q'),
        Op::StartTextSection => bytes.extend(b"BT"),
        Op::EndTextSection => bytes.extend(b"ET"),
        Op::SetFont {
            font: PdfFontHandle::External(font),
            size,
        } => put(bytes, format_args!("/{} {} Tf", font.0, size.0)),
        Op::SetTextMatrix {
            matrix: TextMatrix::Raw(matrix),
        } => {
            for number in matrix {
                put(bytes, format_args!("{number} "));
            }
            bytes.extend(b"Tm");
        }
        Op::ShowText { items } => {
            bytes.push(b'[');
            for item in items {
                if let TextItem::GlyphIds(glyphs) = item {
                    write_glyphs(bytes, glyphs);
                }
            }
            bytes.extend(b"] TJ");
        }
        Op::Unknown { key, value } => {
            for item in value {
                write_item(bytes, item);
                bytes.push(b' ');
            }
            bytes.extend(key.as_bytes());
        }
        other => unreachable!("no pen draws {other:?}"),
    }
}

/// Two bytes a glyph (32000, 9.7.5.2), and how far the pen is moved behind one.
fn write_glyphs(bytes: &mut Vec<u8>, glyphs: &[Codepoint]) {
    bytes.push(b'<');
    for (at, glyph) in glyphs.iter().enumerate() {
        bytes.extend(hex(glyph.gid));
        if glyph.offset != 0.0 {
            put(bytes, format_args!(">{}", glyph.offset));
            if at + 1 < glyphs.len() {
                bytes.push(b'<');
            }
        } else if at + 1 == glyphs.len() {
            bytes.push(b'>');
        }
    }
}

fn write_item(bytes: &mut Vec<u8>, item: &DictItem) {
    match item {
        DictItem::Int(number) => put(bytes, format_args!("{number}")),
        DictItem::Real(number) => put(bytes, format_args!("{number}")),
        DictItem::Name(name) => {
            bytes.push(b'/');
            bytes.extend(name);
        }
        DictItem::Array(items) => {
            bytes.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    bytes.push(b' ');
                }
                write_item(bytes, item);
            }
            bytes.push(b']');
        }
        DictItem::Dict { map } => {
            bytes.extend(b"<<");
            for (key, item) in map {
                put(bytes, format_args!("/{key} "));
                write_item(bytes, item);
            }
            bytes.extend(b">>");
        }
        other => unreachable!("no pen draws with {other:?}"),
    }
}

fn put(bytes: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    bytes.write_fmt(text).expect("memory takes all");
}

/// The four hex digits of a glyph's code.
fn hex(code: u16) -> [u8; 4] {
    std::array::from_fn(|at| b"0123456789ABCDEF"[usize::from(code >> (12 - 4 * at) & 15)])
}
