//! The ICC profile of a press: which inks a colour is printed with there.
//!
//! ICC.1:2004-10 (version 4.2), and version 2 before it. Print shops hand such files out for their press and paper; they come from
//! strangers, so all that is used of one is checked first. The crate `moxcms` is named here alone.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use moxcms::{ColorProfile, Layout, ProfileText, RenderingIntent, Transform8BitExecutor, TransformOptions};

use crate::code;
use crate::color::Color;
use crate::diag::{Diagnostic, Diagnostics};
use crate::harmless::cut;
use crate::phrase::{Phrase, say};
use crate::source::{Source, Span};

/// The largest profile that is read, in bytes: those of the large ink committees have two to three million. Each file holds a copy.
pub const LARGEST: usize = 4 << 20;

/// Bytes before the list of tags, and of one entry in it.
const HEADER: usize = 128;
const ENTRY: usize = 12;

/// The most tags: the standard names sixty.
const MOST_TAGS: usize = 200;

/// The longest name, in characters.
const LONGEST_NAME: usize = 100;

/// The profile of a press that prints with cyan, magenta, yellow and black.
#[derive(Clone)]
pub struct Profile {
    /// What it is called, as `Coated paper 2013`.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    to_inks: Arc<Transform8BitExecutor>,
    from_inks: Arc<Transform8BitExecutor>,
}

impl Profile {
    /// Reads the profile of a press; the fault names the file. `None` after an error.
    pub fn read(diags: &mut Diagnostics, file: &str, bytes: Vec<u8>) -> Option<Self> {
        let span = Span::file(&Source::new(file, ""));
        if bytes.len() > LARGEST {
            let message = say("the profile has more than {most} MB").with("most", LARGEST >> 20);
            diags.push(Diagnostic::new(code::TOO_LARGE, message).at(&span).hint(cure()));
            return None;
        }
        match check(&bytes).and_then(|()| open(&bytes)) {
            Ok(tables) => Some(Self {
                name: tables.name,
                bytes,
                to_inks: tables.to_inks,
                from_inks: tables.from_inks,
            }),
            Err(message) => {
                let fault = Diagnostic::new(code::BAD_PROFILE, message);
                diags.push(fault.at(&span).hint(cure()));
                None
            }
        }
    }

    /// The inks of a colour in per cent: cyan, magenta, yellow, black. What is grey or nearly black is printed with black
    /// alone. Whole per cent, as print shops count them, so that machines which add in another order agree.
    pub fn inks(&self, color: Color) -> [u8; 4] {
        if color.is_nearly_black() {
            [0, 0, 0, 100]
        } else if color.is_grey() {
            [0, 0, 0, 100 - per_cent(color.rgb[0])]
        } else {
            let mut inks = [0; 4];
            convert(self.to_inks.as_ref(), &color.rgb, &mut inks);
            inks.map(per_cent)
        }
    }

    /// What a colour looks like in the inks of the press.
    pub fn seen(&self, color: Color) -> Color {
        let inks = self.inks(color).map(of_per_cent);
        let mut rgb = [0; 3];
        convert(self.from_inks.as_ref(), &inks, &mut rgb);
        Color { rgb }
    }

    /// The inks of a picture, four bytes from 0 to 255 a pixel, from its red, green and blue, three bytes a pixel.
    pub fn inks_of_pixels(&self, rgb: &[u8]) -> Vec<u8> {
        let pixels = rgb.len() / 3;
        let mut inks = vec![0; pixels * 4];
        convert(self.to_inks.as_ref(), &rgb[..pixels * 3], &mut inks);
        inks
    }
}

fn convert(transform: &Transform8BitExecutor, from: &[u8], to: &mut [u8]) {
    transform
        .transform(from, to)
        .expect("there are as many pixels on both sides");
}

fn per_cent(byte: u8) -> u8 {
    u8::try_from((u16::from(byte) * 100 + 127) / 255).unwrap_or(100)
}

fn of_per_cent(share: u8) -> u8 {
    u8::try_from((u16::from(share) * 255 + 50) / 100).unwrap_or(u8::MAX)
}

fn cure() -> Phrase {
    say("ask the print shop for the ICC profile of its press and paper, in CMYK")
}

/// What the header and the list of tags must say.
fn check(bytes: &[u8]) -> Result<(), Phrase> {
    if bytes.len() < HEADER + 4 || bytes.get(36..40) != Some(b"acsp") {
        return Err(say("this is no ICC profile"));
    }
    let said = number(bytes, 0);
    if said != bytes.len() {
        return Err(
            say("the profile says that it has {said} bytes, and the file has {found}")
                .with("said", said)
                .with("found", bytes.len()),
        );
    }
    let version = bytes[8];
    if version != 2 && version != 4 {
        return Err(say("the profile is of version {version}, and 2 or 4 is wanted").with("version", version));
    }
    if &bytes[12..16] != b"prtr" {
        return Err(
            say("the profile is of class `{class}`, and that of a press, `prtr`, is wanted")
                .with("class", word(&bytes[12..16])),
        );
    }
    if &bytes[16..20] != b"CMYK" {
        return Err(say("the profile is for `{space}`, and one for `CMYK` is wanted")
            .with("space", word(&bytes[16..20])));
    }
    let tags = tags(bytes)?;
    // The first tables of a press: from inks to colours, for screens, and from colours to inks.
    let lacking = ["A2B0", "B2A0"].into_iter().find(|table| !tags.contains(table));
    lacking.map_or(Ok(()), |table| {
        Err(say("the profile has no table `{table}`").with("table", table))
    })
}

/// The names of all tags, each of which lies in the file.
fn tags(bytes: &[u8]) -> Result<Vec<&str>, Phrase> {
    let count = number(bytes, HEADER);
    let list = bytes
        .get(HEADER + 4..)
        .filter(|_| count <= MOST_TAGS)
        .and_then(|list| list.get(..count * ENTRY))
        .ok_or_else(|| say("the profile lists {count} tags and has no room for them").with("count", count))?;
    let mut names = Vec::new();
    for entry in list.chunks_exact(ENTRY) {
        let (start, length) = (number(entry, 4), number(entry, 8));
        let end = start.checked_add(length).filter(|end| *end <= bytes.len());
        if end.is_none() || start < HEADER + 4 + list.len() {
            return Err(
                say("the tag `{tag}` of the profile lies outside the file").with("tag", word(&entry[..4]))
            );
        }
        names.push(std::str::from_utf8(&entry[..4]).unwrap_or_default());
    }
    Ok(names)
}

/// A number of four bytes that lies in the file.
fn number(bytes: &[u8], at: usize) -> usize {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map_or(0, |four| {
        usize::try_from(u32::from_be_bytes(four)).unwrap_or(usize::MAX)
    })
}

/// A word of four letters, fit to be shown.
fn word(letters: &[u8]) -> String {
    String::from_utf8_lossy(letters)
        .trim_end()
        .escape_debug()
        .collect()
}

/// What is used of a profile.
struct Tables {
    name: String,
    to_inks: Arc<Transform8BitExecutor>,
    from_inks: Arc<Transform8BitExecutor>,
}

/// Opens the tables and tries them once. A panic inside the reader is a profile that cannot be read.
fn open(bytes: &[u8]) -> Result<Tables, Phrase> {
    let opened = catch_unwind(AssertUnwindSafe(|| {
        let press = ColorProfile::new_from_slice(bytes).ok()?;
        let screen = ColorProfile::new_srgb();
        // Perceptual: what the press cannot print moves closer, and no two colours fall together.
        let options = TransformOptions {
            rendering_intent: RenderingIntent::Perceptual,
            prefer_fixed_point: false,
            ..TransformOptions::default()
        };
        // Four channels, whatever they are called.
        let (colors, inks) = (Layout::Rgb, Layout::Rgba);
        let to_inks = screen.create_transform_8bit(colors, &press, inks, options).ok()?;
        let from_inks = press.create_transform_8bit(inks, &screen, colors, options).ok()?;
        let mut tried = ([0; 8], [0; 6]);
        to_inks.transform(&[0, 0, 0, 255, 255, 255], &mut tried.0).ok()?;
        from_inks.transform(&tried.0, &mut tried.1).ok()?;
        Some(Tables {
            name: name(&press),
            to_inks,
            from_inks,
        })
    }));
    opened
        .ok()
        .flatten()
        .ok_or_else(|| say("the tables of the profile cannot be read"))
}

fn name(press: &ColorProfile) -> String {
    let told = match &press.description {
        Some(ProfileText::PlainString(text)) => text.clone(),
        Some(ProfileText::Localizable(texts)) => {
            texts.first().map(|text| text.value.clone()).unwrap_or_default()
        }
        Some(ProfileText::Description(text)) => text.ascii_string.clone(),
        None => String::new(),
    };
    let told = cut(told.trim_matches(['\0', ' ']), LONGEST_NAME);
    if told.is_empty() { "CMYK".to_owned() } else { told }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Ord for Profile {
    fn cmp(&self, other: &Self) -> Ordering {
        // A run has one profile, so that it is mostly compared with itself.
        if std::ptr::eq(self, other) {
            Ordering::Equal
        } else {
            self.bytes.cmp(&other.bytes)
        }
    }
}

impl PartialOrd for Profile {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Profile {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Profile {}

impl Hash for Profile {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}
