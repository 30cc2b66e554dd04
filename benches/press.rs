//! How long the steps of the press take. `benches/README.md` says what the figures mean.

use divan::Bencher;
use mileposter::campaign::{self, Campaign};
use mileposter::diag::Diagnostics;
use mileposter::finished::Symbols;
use mileposter::geom::Insets;
use mileposter::library::{CORRIDOR, Library, Overrides};
use mileposter::locale::Locale;
use mileposter::pdf::Info;
use mileposter::plan::{self, Selection};
use mileposter::plate::{self, Composition};
use mileposter::poster::Order;
use mileposter::qr::QUIET_ZONE_MODULES;
use mileposter::setup::{Finish, Setup};
use mileposter::source::Source;
use mileposter::text::Shaper;
use mileposter::{finished, pdf, press, raster, run, scan, wear};

/// Languages whose scripts cost differently.
const LANGUAGES: [&str; 4] = ["en,es", "en,ar", "en,zh-Hans", "pa-Guru,th"];

fn main() {
    divan::main();
}

fn library() -> Library {
    Library::read(&mut Diagnostics::default(), &Overrides::default())
}

fn order(languages: &str) -> Order {
    Order {
        hotline: "us-nhth".to_owned(),
        template: "stall".to_owned(),
        languages: languages.split(',').filter_map(Locale::parse).collect(),
        stock: "letter".to_owned(),
        setup: Setup::default(),
        rule: None,
    }
}

fn composed(library: &Library, languages: &str) -> Composition {
    let mut shaper = Shaper::new(&library.fonts);
    plate::compose(
        &mut Diagnostics::default(),
        library,
        &mut shaper,
        &order(languages),
    )
    .expect("a sound stall sign")
}

/// Every embedded file read and checked.
#[divan::bench]
fn read_library() -> Library {
    library()
}

/// Settled and laid out: the common step searched, every line broken and balanced.
#[divan::bench(args = LANGUAGES)]
fn compose(bencher: Bencher<'_, '_>, languages: &str) {
    let library = library();
    bencher.bench(|| composed(&library, languages));
}

/// Written alone: fonts cut, glyphs joined, content, tags, metadata.
#[divan::bench(args = LANGUAGES)]
fn write(bencher: Bencher<'_, '_>, languages: &str) {
    let library = library();
    let composition = composed(&library, languages);
    bencher.bench(|| pages_written(&library, &composition));
}

/// Written, rasterised, its symbol decoded, its digits read back, every rule run.
#[divan::bench(args = LANGUAGES)]
fn write_and_proof(bencher: Bencher<'_, '_>, languages: &str) {
    let library = library();
    let alphabet = pdf::imprint_alphabet(&library.fonts);
    bencher
        .with_inputs(|| composed(&library, languages))
        .bench_values(|composition| {
            plate::make(&mut Diagnostics::default(), &library, composition, &alphabet)
        });
}

/// A finished stall sign with its one symbol read as a stranger reads it: glyphs, colours, symbol, tags, worn copy.
#[divan::bench(args = LANGUAGES)]
fn read_back(bencher: Bencher<'_, '_>, languages: &str) {
    let library = library();
    let pdf = written(&library, languages);
    bencher.bench(|| finished::read(&pdf, 16, Symbols::Anywhere).map(|read| read.pages.len()));
}

/// The symbol of a stall sign drawn, printed badly, copied twice, and read again.
#[divan::bench]
fn wear_and_read(bencher: Bencher<'_, '_>) {
    let library = library();
    let pdf = written(&library, "en,es");
    let found = finished::read(&pdf, 16, Symbols::Anywhere).expect("a sound file");
    let symbol = &found.pages[0].symbols[0];
    let quiet = symbol.module.to_pt() * QUIET_ZONE_MODULES;
    let place = [(0, symbol.rect.inset(Insets::all(-quiet)))];
    bencher.bench(|| {
        let dpi = wear::DOTS_PER_INCH as f32;
        let drawn = raster::parts(&pdf, &place, dpi, wear::SCALE, wear::TURN).expect("a sound file");
        wear::worn(&drawn[0]).map(|copy| scan::symbol(&copy, copy.whole()))
    });
}

fn written(library: &Library, languages: &str) -> Vec<u8> {
    pages_written(library, &composed(library, languages))
}

fn pages_written(library: &Library, composition: &Composition) -> Vec<u8> {
    let info = Info {
        title: "Stall sign".to_owned(),
        language: "en".to_owned(),
        finish: Finish::Home,
    };
    pdf::write(&library.fonts, &composition.pages, &info, &pdf::Extra::new()).bytes
}

/// Stall signs at 2,000 places of the corridor.
fn stall_signs_2000() -> (Campaign, Selection) {
    let selection = Selection {
        templates: vec!["stall".to_owned()],
        ..Selection::default()
    };
    let corridor = campaign::read(
        &mut Diagnostics::default(),
        &Source::new("locations.toml", CORRIDOR),
    );
    let locations = corridor.locations.iter().cycle().take(2000).cloned().collect();
    let campaign = Campaign {
        locations,
        ..corridor
    };
    (campaign, selection)
}

/// 2,000 posters from one plate, in memory, on all cores.
#[divan::bench(sample_count = 10)]
fn imprint_2000(bencher: Bencher<'_, '_>) {
    let library = library();
    let (campaign, selection) = stall_signs_2000();
    let jobs = plan::jobs(&mut Diagnostics::default(), &library, &campaign, &selection);
    let plates = press::plates(&mut Diagnostics::default(), &library, &jobs);
    bencher.bench(|| {
        plates
            .print(&mut Diagnostics::default(), &library, &jobs, None, |_, file| {
                Ok::<_, std::convert::Infallible>(file.length())
            })
            .map(|lengths| lengths.len())
    });
}

/// The same in one file.
#[divan::bench(sample_count = 10)]
fn combine_2000(bencher: Bencher<'_, '_>) {
    let library = library();
    let (campaign, selection) = stall_signs_2000();
    let jobs = plan::jobs(&mut Diagnostics::default(), &library, &campaign, &selection);
    let plates = press::plates(&mut Diagnostics::default(), &library, &jobs);
    bencher.bench(|| {
        run::join(&mut Diagnostics::default(), &library, &plates, &jobs, 1)
            .map(|run| run.bytes.len())
            .expect("a sound file")
    });
}

/// What the system takes for a stall sign of each of 10,000 places: as many folders, a file in each, written by two threads that do
/// nothing else. They go into the folder for temporary files: `TMPDIR=/dev/shm`.
#[divan::bench(sample_count = 5)]
fn write_10_000_files(bencher: Bencher<'_, '_>) {
    const LENGTH: usize = 24_500;
    bencher
        .with_inputs(|| tempfile::tempdir().expect("a folder"))
        .bench_refs(|top| {
            let write = |half: std::ops::Range<usize>| {
                for number in half {
                    let folder = top.path().join(number.to_string());
                    std::fs::create_dir(&folder).expect("a new folder");
                    std::fs::write(folder.join("stall.pdf"), [7; LENGTH]).expect("a new file");
                }
            };
            std::thread::scope(|scope| {
                scope.spawn(|| write(0..5_000));
                write(5_000..10_000);
            });
        });
}
