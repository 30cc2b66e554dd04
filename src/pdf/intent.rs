//! For which inks or screens the colours of a document are meant (32000, 14.11.5), and what PDF/X-4 wants beside (ISO 15930-7).

use lopdf::{Dictionary, Document as Lopdf, Object, ObjectId, Stream, dictionary};
use sha2::{Digest, Sha256};

use super::Info;
use super::finish::unicode;
use super::inks::EVERY_INK;
use crate::setup::Finish;

/// The output intents: sRGB for screens, else the press of a profile, named for PDF/A and for PDF/X by one and the same
/// profile object (A2, 6.2.3).
pub(super) fn intents(document: &mut Lopdf, finish: &Finish) -> Vec<Object> {
    let Some(press) = finish.profile() else {
        let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, srgb_profile()));
        return vec![intent("GTS_PDFA1", "sRGB IEC61966-2.1", profile)];
    };
    let profile = Stream::new(dictionary! { "N" => 4 }, press.bytes.clone());
    let profile = document.add_object(profile);
    let intents = ["GTS_PDFA1", "GTS_PDFX"].map(|kind| intent(kind, &press.name, profile));
    intents.into()
}

fn intent(kind: &str, name: &str, profile: ObjectId) -> Object {
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => kind,
        "OutputConditionIdentifier" => words(name),
        "Info" => words(name),
        "DestOutputProfile" => profile,
    };
    intent.into()
}

fn words(text: &str) -> Object {
    if text.is_ascii() {
        Object::string_literal(text)
    } else {
        unicode(text)
    }
}

/// The colour space of marks: on every plate, black where there are none (32000, 8.6.6.4).
pub(super) fn every_ink(document: &mut Lopdf, finish: &Finish) -> Dictionary {
    let numbers = |numbers: &[i64]| -> Object {
        let numbers: Vec<Object> = numbers.iter().map(|number| Object::Integer(*number)).collect();
        numbers.into()
    };
    let (space, none, full) = match finish.profile() {
        Some(_) => ("DeviceCMYK", numbers(&[0; 4]), numbers(&[1; 4])),
        None => ("DeviceGray", numbers(&[1]), numbers(&[0])),
    };
    let tint = document.add_object(dictionary! {
        "FunctionType" => 2, "Domain" => numbers(&[0, 1]), "C0" => none, "C1" => full, "N" => 1,
    });
    let name = |name: &str| Object::Name(name.as_bytes().to_vec());
    let space: Vec<Object> = vec![name("Separation"), name("All"), name(space), tint.into()];
    let space = document.add_object(space);
    dictionary! { EVERY_INK => space }
}

/// What PDF/X-4 wants in the metadata: its properties, and the schema that PDF/A wants described (A2, 6.6.2.3). Whether
/// pages are trapped stands in the information dictionary alone, since PDF/A knows no such property.
#[derive(Clone, Debug, Default)]
pub(super) struct Metadata {
    pub(super) properties: String,
    pub(super) schemas: String,
}

impl Metadata {
    /// Of a document whose pages are written; empty where no profile is given. The id is made from title and content, so
    /// that the same pages have the same.
    pub(super) fn of(document: &Lopdf, info: &Info, date: &str) -> Self {
        if info.finish.profile().is_none() {
            return Self::default();
        }
        let mut hash = Sha256::new();
        hash.update(&info.title);
        for page in document.get_pages().into_values() {
            hash.update(document.get_page_content(page));
        }
        let id = uuid(&hash.finalize());
        let properties = format!(
            r#"
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmpMM:DocumentID>{id}</xmpMM:DocumentID><xmpMM:InstanceID>{id}</xmpMM:InstanceID><xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description>"#
        );
        Self {
            properties,
            schemas: SCHEMA.to_owned(),
        }
    }
}

/// The description of the one property that names PDF/X.
const SCHEMA: &str = r#"
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/X identification</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.npes.org/pdfx/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfxid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>GTS_PDFXVersion</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Version of ISO 15930</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>"#;

/// An id made from a hash, as RFC 9562 wants it of version 8.
fn uuid(hash: &[u8]) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    bytes[6] = 0x80 | (bytes[6] & 0x0F);
    bytes[8] = 0x80 | (bytes[8] & 0x3F);
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    format!("uuid:{}", parts.join("-"))
}

/// An sRGB profile after ICC.1:2004 (version 4.2): matrix and the parametric curve of IEC 61966-2-1.
fn srgb_profile() -> Vec<u8> {
    let s15 = |value: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "s15Fixed16 of small numbers")]
        let fixed = (value * 65536.0).round() as i32;
        fixed.to_be_bytes()
    };
    let xyz = |values: [f64; 3]| {
        let mut tag = b"XYZ \0\0\0\0".to_vec();
        values.iter().for_each(|value| tag.extend(s15(*value)));
        tag
    };
    let words = |text: &str| {
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let length = u32::try_from(utf16.len()).expect("a short text");
        let mut tag = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS".to_vec();
        tag.extend(length.to_be_bytes());
        tag.extend(28_u32.to_be_bytes());
        tag.extend(utf16);
        tag
    };
    let mut curve = b"para\0\0\0\0\0\x03\0\0".to_vec();
    for value in [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045] {
        curve.extend(s15(value));
    }
    // Primaries and white adapted to D50 (ICC.1:2004, annex E).
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", words("sRGB")),
        (b"cprt", words("CC0")),
        (b"wtpt", xyz([0.9642, 1.0, 0.8249])),
        (b"rXYZ", xyz([0.436_066, 0.222_488, 0.013_916])),
        (b"gXYZ", xyz([0.385_147, 0.716_873, 0.097_076])),
        (b"bXYZ", xyz([0.143_066, 0.060_608, 0.714_096])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    assemble_profile(&tags)
}

fn assemble_profile(tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = u32::try_from(tags.len()).expect("nine tags");
    let mut table = count.to_be_bytes().to_vec();
    let mut data: Vec<u8> = Vec::new();
    let mut known: Vec<(&[u8], u32)> = Vec::new();
    let first = 128 + 4 + 12 * count;
    for (name, tag) in tags {
        let offset = known
            .iter()
            .find(|(bytes, _)| *bytes == tag.as_slice())
            .map(|(_, offset)| *offset);
        let offset = offset.unwrap_or_else(|| {
            let offset = first + u32::try_from(data.len()).expect("small");
            data.extend(tag);
            data.resize(data.len().next_multiple_of(4), 0);
            known.push((tag, offset));
            offset
        });
        table.extend(*name);
        table.extend(offset.to_be_bytes());
        table.extend(u32::try_from(tag.len()).expect("small").to_be_bytes());
    }
    let size = first + u32::try_from(data.len()).expect("small");
    let mut profile = vec![0; 128];
    profile[0..4].copy_from_slice(&size.to_be_bytes());
    profile[8..12].copy_from_slice(&[4, 0x20, 0, 0]);
    profile[12..24].copy_from_slice(b"mntrRGB XYZ ");
    for (at, part) in [2026_u16, 1, 1, 0, 0, 0].iter().enumerate() {
        profile[24 + 2 * at..26 + 2 * at].copy_from_slice(&part.to_be_bytes());
    }
    profile[36..40].copy_from_slice(b"acsp");
    for (at, value) in [0x0000_F6D6_u32, 0x0001_0000, 0x0000_D32D].iter().enumerate() {
        profile[68 + 4 * at..72 + 4 * at].copy_from_slice(&value.to_be_bytes());
    }
    profile.extend(table);
    profile.extend(data);
    profile
}
