//! How long the reading of photos takes. `benches/README.md` says what the figures mean.

#[path = "../tests/suite/camera.rs"]
#[expect(dead_code, reason = "the tests need more of the telephone")]
#[expect(clippy::unwrap_used, reason = "a photo that cannot be taken is no figure")]
mod camera;

use camera::Shot;
use divan::Bencher;
use mileposter::diag::Diagnostics;
use mileposter::library::{Library, Overrides};
use mileposter::locale::Locale;
use mileposter::pdf::{self, Extra, Info};
use mileposter::plate;
use mileposter::poster::Order;
use mileposter::raster::{self, Rgb};
use mileposter::setup::{Finish, Setup};
use mileposter::source::{Source, Span};
use mileposter::text::Shaper;
use mileposter::{photo, scan};

fn main() {
    divan::main();
}

/// A rendered page, 2,200 pixels wide.
fn page(template: &str) -> Rgb {
    let library = Library::read(&mut Diagnostics::default(), &Overrides::default());
    let order = Order {
        hotline: "us-nhth".to_owned(),
        template: template.to_owned(),
        languages: ["en", "es"].into_iter().filter_map(Locale::parse).collect(),
        stock: "letter".to_owned(),
        setup: Setup::default(),
        rule: None,
    };
    let mut shaper = Shaper::new(&library.fonts);
    let composition =
        plate::compose(&mut Diagnostics::default(), &library, &mut shaper, &order).expect("a sound piece");
    let info = Info {
        title: String::new(),
        language: "en".to_owned(),
        finish: Finish::Home,
    };
    let written = pdf::write(&library.fonts, &composition.pages, &info, &Extra::new());
    raster::page(&written.bytes, 0, 260.0).expect("our own file")
}

/// A photo of about twelve million pixels, as JPEG.
fn jpeg(page: &Rgb) -> Vec<u8> {
    let shot = Shot {
        width: 2560.0,
        tilt: 20.0,
        turn: 4.0,
        ..Shot::by(3, None)
    };
    shot.take(page).jpeg(75)
}

fn read(jpeg: &[u8]) -> usize {
    let place = Span::file(&Source::new("a.jpg", ""));
    let grey = photo::read(&mut Diagnostics::default(), jpeg, &place).expect("a sound photo");
    let symbols = scan::photo(&grey).expect("few finders");
    symbols.read.len() * 100 + symbols.unread.len()
}

/// Unfolded and read: a sign with one symbol, a sheet of cards with ten.
#[divan::bench(args = ["stall", "card"])]
fn photo_of_12_mp(bencher: Bencher<'_, '_>, template: &str) {
    let jpeg = jpeg(&page(template));
    bencher.bench(|| read(&jpeg));
}

/// The same where the symbol was wiped out: every pass is made.
#[divan::bench]
fn photo_of_12_mp_unread(bencher: Bencher<'_, '_>) {
    let mut page = page("stall");
    let stride = page.width as usize * 3;
    // The symbol stands in the right half; every other stretch of rows there is blank.
    for row in page.pixels.chunks_mut(stride).skip(8).step_by(16) {
        row[stride / 2..].fill(250);
    }
    let jpeg = jpeg(&page);
    bencher.bench(|| read(&jpeg));
}
