//! `proof`: reads finished PDFs back, ours or anybody's.
//!
//! A stranger's file can make its reader fall over, run for hours or ask for all memory there is. So each file is
//! read by a process of its own, with a limit on time and memory; if that ends badly, the file is what is wrong.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use mileposter::check::{self, Proof};
use mileposter::code::{self, Code};
use mileposter::diag::{Diagnostic, Diagnostics, OnPage, shown};
use mileposter::finished::{self, Finished, Symbols, Unread};
use mileposter::geom::{Length, Rect};
use mileposter::library::Library;
use mileposter::raster;
use mileposter::source::{Source, Span};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Stop;
use super::args::{ProofFiles, ReadPdf};
use super::load;
use super::report::Reporter;

/// Pages that are read of one file.
const MOST_PAGES: usize = 200;

/// The largest file that is read, in bytes.
const LARGEST: u64 = raster::LARGEST as u64;

/// How much memory the reading of one file may ask for, in bytes.
const MEMORY: u64 = 3 << 30;

/// The most that a reading process may answer, in bytes.
const LONGEST_ANSWER: u64 = 64 << 20;

/// What was found in a file.
#[derive(Default, Serialize, Deserialize)]
struct Verdict {
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
    message: String,
    page: Option<usize>,
    rect: Option<[f32; 4]>,
    hint: Option<String>,
}

/// Runs the command.
pub(super) fn run(reporter: &Reporter, proof: &ProofFiles) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    diags.judge_by(proof.judging.policy());
    let library = load::library(&mut diags, proof.campaign.as_deref())?;
    let Some(hotline) = library.hotlines.get(&proof.hotline) else {
        let known: Vec<&str> = library.hotlines.keys().map(String::as_str).collect();
        return Err(Stop::Usage(format!(
            "there is no hotline `{}`; there are {}",
            shown(&proof.hotline),
            known.join(", ")
        )));
    };
    check::record(
        &mut diags,
        hotline,
        proof.judging.today.unwrap_or_else(load::today),
    );
    check_files(&proof.files)?;
    let program = std::env::current_exe().map_err(Stop::machine("cannot find the program itself"))?;
    let verdicts: Vec<_> = proof
        .files
        .par_iter()
        .map(|file| verdict_of(&program, file, proof))
        .collect();
    let mut files = Vec::new();
    for (file, verdict) in proof.files.iter().zip(verdicts) {
        let source = Source::new(file.display().to_string(), "");
        let mut verdict = verdict?;
        for fault in std::mem::take(&mut verdict.faults) {
            if let Some(fault) = diagnostic(&source, fault) {
                diags.push(fault);
            }
        }
        tell(reporter, &source.name, &verdict);
        let mut object = serde_json::to_value(&verdict).expect("a verdict is plain data");
        object["file"] = source.name.as_str().into();
        files.push(object);
    }
    reporter.faults(&diags);
    reporter.object(&diags, serde_json::json!({ "command": "proof", "files": files }));
    if diags.has_errors() {
        Err(Stop::Faults)
    } else {
        Ok(())
    }
}

/// Every file that cannot be proofed at all, at once.
fn check_files(files: &[PathBuf]) -> Result<(), Stop> {
    let faults: Vec<String> = files
        .iter()
        .filter_map(|file| match std::fs::metadata(file) {
            // A pipe would wait for ever to be opened.
            Ok(found) if found.is_file() => std::fs::File::open(file)
                .err()
                .map(|error| format!("cannot read `{}`: {error}", shown_path(file))),
            Ok(_) => Some(format!("`{}` is no file", shown_path(file))),
            Err(error) => Some(format!("cannot read `{}`: {error}", shown_path(file))),
        })
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Stop::Usage(faults.join("; ")))
    }
}

fn shown_path(file: &Path) -> String {
    shown(&file.display().to_string())
}

fn diagnostic(source: &std::sync::Arc<Source>, fault: FaultFound) -> Option<Diagnostic> {
    let code = Code::parse(&fault.code)?;
    let mut diagnostic = Diagnostic::new(code, fault.message).at(&Span::file(source));
    diagnostic.hint = fault.hint;
    diagnostic.page = fault.page.map(|page| OnPage {
        piece: source.name.clone(),
        page,
        rect: fault
            .rect
            .map(|[x, y, width, height]| Rect::new(x, y, width, height)),
    });
    Some(diagnostic)
}

/// Has a process of its own read a file.
fn verdict_of(program: &Path, file: &Path, proof: &ProofFiles) -> Result<Verdict, Stop> {
    let what = || format!("cannot start reading `{}`", shown_path(file));
    let mut command = Command::new(program);
    command.arg("read-pdf").arg("--hotline").arg(&proof.hotline);
    if let Some(campaign) = &proof.campaign {
        command.arg("--campaign").arg(campaign);
    }
    for code in &proof.judging.allow {
        command.arg("--allow").arg(code.name);
    }
    // After `--` a file's name is a name, whatever it begins with.
    command.arg("--").arg(file);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(Stop::machine(what()))?;
    let mut pipe = child.stdout.take().expect("the answer is piped");
    let answer = std::thread::spawn(move || {
        let mut answer = Vec::new();
        let _ = pipe.by_ref().take(LONGEST_ANSWER).read_to_end(&mut answer);
        answer
    });
    let time = Duration::from_secs(proof.seconds.into());
    let ended = wait(&mut child, time).map_err(Stop::machine(what()))?;
    let answer = answer.join().unwrap_or_default();
    Ok(match ended {
        None => unread(&format!("reading the file took longer than {} s", proof.seconds)),
        Some(false) => unread("the file makes its reader fall over or ask for too much memory"),
        Some(true) => serde_json::from_slice(&answer)
            .unwrap_or_else(|_| unread("the file makes its reader answer nonsense")),
    })
}

/// Whether a process ended well; `None` if it had to be stopped.
fn wait(child: &mut Child, time: Duration) -> std::io::Result<Option<bool>> {
    let start = Instant::now();
    let mut pause = Duration::from_micros(500);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.success()));
        }
        if start.elapsed() > time {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

fn unread(message: &str) -> Verdict {
    let hint = "open it in a viewer; if it is locked, save it without a password, else print it to a new PDF";
    one_fault(code::NOT_A_PDF, message, hint)
}

fn one_fault(code: Code, message: &str, hint: &str) -> Verdict {
    let fault = FaultFound {
        code: code.name.to_owned(),
        message: message.to_owned(),
        page: None,
        rect: None,
        hint: Some(hint.to_owned()),
    };
    Verdict {
        faults: vec![fault],
        ..Verdict::default()
    }
}

/// Runs the hidden command that reads one file, in a process of its own.
pub(super) fn read_one(reporter: &Reporter, read: &ReadPdf) -> Result<(), Stop> {
    limit_memory();
    // Whatever is wrong with the folder was told by the process that asked.
    let library = load::library(&mut Diagnostics::default(), read.campaign.as_deref())?;
    let verdict = read_file(&library, read)?;
    reporter.print(&serde_json::to_string(&verdict).expect("a verdict is plain data"));
    Ok(())
}

#[cfg(unix)]
fn limit_memory() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = Rlimit {
        current: Some(MEMORY),
        maximum: Some(MEMORY),
    };
    // Where the system has no such limit, the limit on time still holds.
    let _ = setrlimit(Resource::As, limit);
}

#[cfg(not(unix))]
fn limit_memory() {
    let _ = MEMORY;
}

fn read_file(library: &Library, read: &ReadPdf) -> Result<Verdict, Stop> {
    let hotline = &library.hotlines[&read.hotline];
    let what = format!("cannot read `{}`", shown_path(&read.file));
    let open = std::fs::File::open(&read.file).map_err(Stop::machine(what.clone()))?;
    let mut bytes = Vec::new();
    open.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(Stop::machine(what))?;
    if bytes.len() as u64 > LARGEST {
        let message = format!("the file has more than {} MB", LARGEST >> 20);
        return Ok(one_fault(
            code::TOO_LARGE,
            &message,
            "save it with smaller pictures, or in parts",
        ));
    }
    let finished = match finished::read(&bytes, MOST_PAGES, Symbols::Anywhere) {
        Ok(finished) => finished,
        Err(Unread::NotPdf) => return Ok(unread("the file cannot be read as a PDF")),
        Err(bomb @ Unread::ImageBomb { .. }) => {
            return Ok(one_fault(
                code::TOO_LARGE,
                &bomb.to_string(),
                "save it with smaller pictures",
            ));
        }
    };
    let span = Span::file(&Source::new(String::new(), ""));
    let proof = Proof {
        name: String::new(),
        span: &span,
        hotline,
        finished: &finished,
        meant: None,
    };
    let mut diags = Diagnostics::default();
    diags.judge_by(read.judging.policy());
    check::file(&mut diags, &proof);
    let unlisted: usize = diags.unlisted().values().sum();
    if unlisted > 0 {
        let message = format!("the file has {unlisted} faults more than are kept");
        diags.push_always(Diagnostic::new(code::TOO_LARGE, message).hint("save it in parts, and proof each"));
    }
    if finished.anatomy.page_count > MOST_PAGES {
        let message = format!(
            "the file has {} pages, and the first {MOST_PAGES} were proofed",
            finished.anatomy.page_count
        );
        diags.push(Diagnostic::new(code::TOO_LARGE, message).hint("save it in parts, and proof each"));
    }
    let faults = diags.iter().map(|fault| FaultFound {
        code: fault.code.name.to_owned(),
        message: fault.message.clone(),
        page: fault.page.as_ref().map(|page| page.page),
        rect: fault.page.as_ref().and_then(|page| page.rect).map(edges),
        hint: fault.hint.clone(),
    });
    Ok(Verdict {
        faults: faults.collect(),
        ..found(&finished, |number| hotline.owns(number))
    })
}

/// A number with few decimals, as it is shown.
fn rounded(number: f32, parts: f64) -> f64 {
    (f64::from(number) * parts).round() / parts
}

fn edges(rect: Rect) -> [f32; 4] {
    [rect.x, rect.y, rect.width, rect.height]
}

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

/// What was found, for people.
fn tell(reporter: &Reporter, name: &str, verdict: &Verdict) {
    if verdict.pages == 0 {
        return;
    }
    let listed = |words: Vec<String>| {
        if words.is_empty() {
            "none".to_owned()
        } else {
            words.join(", ")
        }
    };
    reporter.tell(&format!("{name}:"));
    reporter.tell(&format!(
        "  pages    {}: {}",
        verdict.pages,
        listed(sizes(verdict))
    ));
    let numbers = counted(verdict.numbers.iter().map(|number| {
        let whose = if number.of_record {
            ""
        } else {
            " (not of the record)"
        };
        format!("{}{whose}", shown(&number.text))
    }));
    reporter.tell(&format!("  numbers  {}", listed(numbers)));
    let symbols = counted(verdict.symbols.iter().map(|symbol| {
        let side = symbol.rect_pt[2] * 25.4 / 72.0;
        format!(
            "{}, {side:.1} mm wide, modules of {:.2} mm",
            shown(&symbol.payload),
            symbol.module_mm
        )
    }));
    reporter.tell(&format!("  symbols  {}", listed(symbols)));
    let fonts = verdict.fonts.iter().map(|font| {
        let lacking = if font.embedded { "" } else { " (not in the file)" };
        format!("{}{lacking}", shown(&font.name))
    });
    let least = verdict
        .min_type_pt
        .map_or_else(|| "no type".to_owned(), |size| format!("{size:.1} pt and more"));
    reporter.tell(&format!(
        "  type     {least}, {} signs, in {}",
        verdict.glyphs,
        listed(fonts.collect())
    ));
    let tags = &verdict.tags;
    let tagged = if tags.tagged { "there" } else { "none" };
    let language = tags
        .language
        .as_deref()
        .map_or("no language".to_owned(), |tag| format!("language {}", shown(tag)));
    let title = verdict
        .title
        .as_deref()
        .map_or("no title".to_owned(), |title| format!("title `{}`", shown(title)));
    reporter.tell(&format!(
        "  tags     {tagged}; {language}; {title}; {} headings",
        tags.headings.len()
    ));
}

/// Each size once, with how often it occurs.
fn sizes(verdict: &Verdict) -> Vec<String> {
    let boxes = |at: usize| {
        let boxes = verdict.boxes.get(at)?;
        let extra = [boxes.trim.map(|_| "cut"), boxes.bleed.map(|_| "bleed")];
        let extra: Vec<&str> = extra.into_iter().flatten().collect();
        (!extra.is_empty()).then(|| format!(" with boxes for {}", extra.join(" and ")))
    };
    counted(
        verdict.sizes_mm.iter().enumerate().map(|(at, [width, height])| {
            format!("{width:.0} x {height:.0} mm{}", boxes(at).unwrap_or_default())
        }),
    )
}

/// Equal words once, with how often they occur.
fn counted(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for word in words {
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let told = |(word, count): (String, usize)| {
        if count == 1 {
            word
        } else {
            format!("{word} ({count} times)")
        }
    };
    counts.into_iter().map(told).collect()
}
