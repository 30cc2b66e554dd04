//! What `proof` found in a file: as it goes from the process that reads to the one that asked, into JSON, and to people.

use std::collections::BTreeMap;
use std::sync::Arc;

use mileposter::check;
use mileposter::code::{self, Code};
use mileposter::diag::{Diagnostic, Diagnostics, OnPage, shown};
use mileposter::finished::Finished;
use mileposter::geom::{Length, Rect};
use mileposter::phrase::{Phrase, listed, say, verbatim};
use mileposter::source::{Source, Span};
use serde::{Deserialize, Serialize};

use super::report::Reporter;

/// What was found in a file.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Verdict {
    pages: usize,
    sizes_mm: Vec<[f64; 2]>,
    numbers: Vec<NumberFound>,
    symbols: Vec<SymbolFound>,
    min_type_pt: Option<f64>,
    glyphs: usize,
    fonts: Vec<FontFound>,
    boxes: Vec<BoxesFound>,
    tags: TagsFound,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    producer: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    faults: Vec<FaultFound>,
    /// What was let pass: names of codes, and how often.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    allowed: BTreeMap<String, usize>,
}

#[derive(Serialize, Deserialize)]
struct NumberFound {
    text: String,
    page: usize,
    of_record: bool,
}

#[derive(Serialize, Deserialize)]
struct SymbolFound {
    payload: String,
    page: usize,
    rect_pt: [f64; 4],
    module_mm: f64,
    lasting: bool,
}

#[derive(Serialize, Deserialize)]
struct FontFound {
    name: String,
    embedded: bool,
    subset: bool,
    mapped: bool,
}

#[derive(Serialize, Deserialize)]
struct BoxesFound {
    media: [f32; 4],
    crop: [f32; 4],
    #[serde(skip_serializing_if = "Option::is_none")]
    trim: Option<[f32; 4]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bleed: Option<[f32; 4]>,
}

#[derive(Default, Serialize, Deserialize)]
struct TagsFound {
    tagged: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    headings: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct FaultFound {
    code: String,
    message: Phrase,
    page: Option<usize>,
    rect: Option<[f32; 4]>,
    hint: Option<Phrase>,
}

impl Verdict {
    /// What was found in a file, with its faults. `owned` tells whether a number is of the record.
    pub(super) fn of(finished: &Finished, diags: &Diagnostics, owned: impl Fn(&str) -> bool) -> Self {
        let faults = diags.iter().map(|fault| FaultFound {
            code: fault.code.name.to_owned(),
            message: fault.message.clone(),
            page: fault.page.as_ref().map(|page| page.page),
            rect: fault.page.as_ref().and_then(|page| page.rect).map(edges),
            hint: fault.hint.clone(),
        });
        Self {
            faults: faults.collect(),
            allowed: diags
                .allowed()
                .map(|(code, count, _)| (code.name.to_owned(), count))
                .collect(),
            ..found(finished, owned)
        }
    }

    /// Hands its faults over, told of a file. What is left is what was found.
    pub(super) fn report(&mut self, diags: &mut Diagnostics, source: &Arc<Source>) {
        for fault in std::mem::take(&mut self.faults) {
            if let Some(fault) = fault.at(source) {
                diags.push(fault);
            }
        }
        for (name, count) in std::mem::take(&mut self.allowed) {
            if let Some(code) = Code::parse(&name) {
                diags.let_pass(code, count);
            }
        }
    }

    /// Of a file that cannot be read at all.
    pub(super) fn unread(message: Phrase) -> Self {
        let hint = say(
            "open it in a viewer; if it is locked, save it without a password, else print it to a new PDF",
        );
        Self::one_fault(code::NOT_A_PDF, message, hint)
    }

    /// Of a file of which nothing but a fault is known.
    pub(super) fn one_fault(code: Code, message: Phrase, hint: Phrase) -> Self {
        let fault = FaultFound {
            code: code.name.to_owned(),
            message,
            page: None,
            rect: None,
            hint: Some(hint),
        };
        Self {
            faults: vec![fault],
            ..Self::default()
        }
    }

    /// What was found, for people.
    pub(super) fn tell(&self, reporter: &Reporter, name: &str) {
        if self.pages == 0 {
            return;
        }
        reporter.tell(&say("{name}:").with("name", name));
        // Words of one line, under a label of the same width.
        let row = |label: Phrase, text: Phrase| {
            let label = reporter.words(&label);
            reporter.tell_text(&format!("  {label:<8} {}", reporter.words(&text)));
        };
        let sizes = say("{count}: {sizes}")
            .with("count", self.pages)
            .with_words("sizes", all_of(sizes(self)));
        row(say("pages"), sizes);
        row(
            say("numbers"),
            all_of(counted(self.numbers.iter().map(NumberFound::phrase))),
        );
        row(
            say("symbols"),
            all_of(counted(self.symbols.iter().map(SymbolFound::phrase))),
        );
        let types = say("{least}, {count} signs, in {fonts}")
            .with_words("least", self.least_type())
            .with("count", self.glyphs)
            .with_words("fonts", all_of(self.fonts.iter().map(FontFound::phrase)));
        row(say("type"), types);
        row(say("tags"), self.tags_found());
    }

    fn least_type(&self) -> Phrase {
        match self.min_type_pt {
            None => say("no type"),
            Some(size) => say("{size} pt and more").with("size", format!("{size:.1}")),
        }
    }

    fn tags_found(&self) -> Phrase {
        let tagged = if self.tags.tagged {
            say("there")
        } else {
            say("none")
        };
        let language = match &self.tags.language {
            None => say("no language"),
            Some(tag) => say("language {tag}").with("tag", shown(tag)),
        };
        let title = match &self.title {
            None => say("no title"),
            Some(title) => say("title `{title}`").with("title", shown(title)),
        };
        say("{tagged}; {language}; {title}; {count} headings")
            .with_words("tagged", tagged)
            .with_words("language", language)
            .with_words("title", title)
            .with("count", self.tags.headings.len())
    }
}

impl NumberFound {
    fn phrase(&self) -> Phrase {
        let number = shown(&self.text);
        if self.of_record {
            verbatim(number)
        } else {
            say("{number} (not of the record)").with("number", number)
        }
    }
}

impl SymbolFound {
    fn phrase(&self) -> Phrase {
        let side = self.rect_pt[2] * 25.4 / 72.0;
        say("{payload}, {side} mm wide, modules of {module} mm")
            .with("payload", shown(&self.payload))
            .with("side", format!("{side:.1}"))
            .with("module", format!("{:.2}", self.module_mm))
    }
}

impl FontFound {
    fn phrase(&self) -> Phrase {
        let name = shown(&self.name);
        if self.embedded {
            verbatim(name)
        } else {
            say("{name} (not in the file)").with("name", name)
        }
    }
}

impl FaultFound {
    /// The fault, told of a file. `None` for a code that nobody knows.
    fn at(self, source: &Arc<Source>) -> Option<Diagnostic> {
        let code = Code::parse(&self.code)?;
        let mut diagnostic = Diagnostic::new(code, self.message).at(&Span::file(source));
        diagnostic.hint = self.hint;
        diagnostic.page = self.page.map(|page| OnPage {
            piece: source.name.clone(),
            page,
            rect: self
                .rect
                .map(|[x, y, width, height]| Rect::new(x, y, width, height)),
        });
        Some(diagnostic)
    }
}

/// What a file says and holds, without its faults.
fn found(finished: &Finished, owned: impl Fn(&str) -> bool) -> Verdict {
    let tenth = |number: f32| rounded(number, 10.0);
    let anatomy = &finished.anatomy;
    let mut verdict = Verdict {
        pages: anatomy.page_count,
        title: anatomy.title.clone(),
        producer: anatomy.producer.clone(),
        tags: TagsFound {
            tagged: anatomy.tagged,
            language: anatomy.language.clone(),
            headings: anatomy
                .elements
                .iter()
                .filter_map(|element| element.heading())
                .collect(),
        },
        ..Verdict::default()
    };
    verdict.fonts = anatomy
        .fonts
        .iter()
        .map(|font| FontFound {
            name: font.name.clone(),
            embedded: font.embedded,
            subset: font.subset,
            mapped: font.mapped,
        })
        .collect();
    verdict.boxes = anatomy
        .boxes
        .iter()
        .map(|boxes| BoxesFound {
            media: boxes.media,
            crop: boxes.crop,
            trim: boxes.trim,
            bleed: boxes.bleed,
        })
        .collect();
    let mut least_type = None;
    for (at, page) in finished.pages.iter().enumerate() {
        let size = page.reading.size;
        let mm = |points: f32| tenth(Length::pt(points).to_mm());
        verdict.sizes_mm.push([mm(size.width), mm(size.height)]);
        for number in page.lines.iter().flat_map(|seen| check::numbers(&seen.line.text)) {
            verdict.numbers.push(NumberFound {
                of_record: owned(&number),
                text: number,
                page: at + 1,
            });
        }
        verdict
            .symbols
            .extend(page.symbols.iter().map(|symbol| SymbolFound {
                payload: symbol.payload.clone(),
                page: at + 1,
                rect_pt: edges(symbol.rect).map(tenth),
                module_mm: rounded(symbol.module.to_mm(), 100.0),
                lasting: symbol.lasting,
            }));
        let seen = page
            .reading
            .glyphs
            .iter()
            .filter(|glyph| glyph.size > 0.0 && !glyph.text.trim().is_empty());
        verdict.glyphs += seen.clone().count();
        least_type = seen.map(|glyph| glyph.size).chain(least_type).reduce(f32::min);
    }
    verdict.min_type_pt = least_type.map(tenth);
    verdict
}

/// A number with few decimals, as it is shown.
fn rounded(number: f32, parts: f64) -> f64 {
    (f64::from(number) * parts).round() / parts
}

fn edges(rect: Rect) -> [f32; 4] {
    [rect.x, rect.y, rect.width, rect.height]
}

/// Each size once, with how often it occurs.
fn sizes(verdict: &Verdict) -> Vec<Phrase> {
    let size = |(at, [width, height]): (usize, &[f64; 2])| {
        let boxes = verdict.boxes.get(at);
        let cut = boxes.is_some_and(|boxes| boxes.trim.is_some());
        let bleed = boxes.is_some_and(|boxes| boxes.bleed.is_some());
        let size = match (cut, bleed) {
            (false, false) => say("{width} x {height} mm"),
            (true, false) => say("{width} x {height} mm with boxes for cut"),
            (false, true) => say("{width} x {height} mm with boxes for bleed"),
            (true, true) => say("{width} x {height} mm with boxes for cut and bleed"),
        };
        size.with("width", format!("{width:.0}"))
            .with("height", format!("{height:.0}"))
    };
    counted(verdict.sizes_mm.iter().enumerate().map(size))
}

/// Equal words once, with how often they occur.
fn counted(words: impl Iterator<Item = Phrase>) -> Vec<Phrase> {
    let mut counts: Vec<(Phrase, usize)> = Vec::new();
    for word in words {
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let told = |(word, count): (Phrase, usize)| match count {
        1 => word,
        _ => say("{what} ({count} times)")
            .with_words("what", word)
            .with("count", count),
    };
    counts.into_iter().map(told).collect()
}

fn all_of(words: impl IntoIterator<Item = Phrase>) -> Phrase {
    listed(words).unwrap_or_else(|| say("none"))
}
