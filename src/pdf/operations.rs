//! The operations of a pen as the bytes of a content stream (32000, 7.8.2).
//!
//! Pages with fonts go through printpdf; what is printed on them thousands of times, an imprint, is a few operations and is written here.

use std::io::Write as _;

use printpdf::text::Codepoint;
use printpdf::{DictItem, Op, TextItem};

/// The bytes of some operations.
pub(super) fn to_bytes(ops: &[Op]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    for op in ops {
        operation(&mut bytes, op);
        bytes.push(b'\n');
    }
    bytes
}

fn operation(bytes: &mut Vec<u8>, op: &Op) {
    match op {
        Op::BeginMarkedContentWithProperties { tag, properties } => {
            put(bytes, format_args!("/{tag} "));
            value(bytes, properties);
            put(bytes, format_args!("BDC"));
        }
        Op::BeginMarkedContent { tag } => put(bytes, format_args!("/{tag} BMC")),
        Op::EndMarkedContent => put(bytes, format_args!("EMC")),
        Op::SaveGraphicsState => put(bytes, format_args!("q")),
        Op::RestoreGraphicsState => put(bytes, format_args!("Q")),
        Op::StartTextSection => put(bytes, format_args!("BT")),
        Op::EndTextSection => put(bytes, format_args!("ET")),
        Op::SetFont { font, size } => {
            put(bytes, format_args!("/{} {} Tf", font.get_resource_name(), size.0));
        }
        Op::SetTextMatrix { matrix } => {
            for number in matrix.as_array() {
                put(bytes, format_args!("{number} "));
            }
            put(bytes, format_args!("Tm"));
        }
        Op::ShowText { items } => {
            let glyphs = items.iter().flat_map(|item| match item {
                TextItem::GlyphIds(glyphs) => glyphs.as_slice(),
                TextItem::Text(_) | TextItem::Offset(_) => &[],
            });
            show(bytes, glyphs);
        }
        Op::Unknown { key, value: operands } => {
            for operand in operands {
                value(bytes, operand);
            }
            put(bytes, format_args!("{key}"));
        }
        other => unreachable!("the pen draws nothing with {other:?}"),
    }
}

/// Glyphs that follow each other, one string as far as the pen is not moved between them.
fn show<'a>(bytes: &mut Vec<u8>, glyphs: impl Iterator<Item = &'a Codepoint>) {
    put(bytes, format_args!("[<"));
    let mut moved = None;
    for glyph in glyphs {
        if let Some(moved) = moved.take() {
            put(bytes, format_args!(">{moved}<"));
        }
        put(bytes, format_args!("{:04X}", glyph.gid));
        moved = Some(glyph.offset).filter(|offset| *offset != 0.0);
    }
    put(bytes, format_args!(">] TJ"));
}

fn value(bytes: &mut Vec<u8>, item: &DictItem) {
    match item {
        DictItem::Array(items) => {
            bytes.push(b'[');
            items.iter().for_each(|item| value(bytes, item));
            bytes.push(b']');
        }
        DictItem::Name(name) => {
            bytes.push(b'/');
            bytes.extend(name);
        }
        DictItem::Int(number) => put(bytes, format_args!("{number}")),
        DictItem::Real(number) => put(bytes, format_args!("{number}")),
        DictItem::Dict { map } => {
            bytes.extend(b"<<");
            for (key, item) in map {
                put(bytes, format_args!("/{key} "));
                value(bytes, item);
            }
            bytes.extend(b">>");
        }
        other => unreachable!("the pen has no operand {other:?}"),
    }
    bytes.push(b' ');
}

fn put(bytes: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    bytes.write_fmt(text).expect("writing to memory cannot fail");
}
