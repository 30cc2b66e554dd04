//! A campaign's own artwork: its logo in each format, from the file to the finished page, and its colours.

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use mileposter::color::Color;
use mileposter::diag::Diagnostics;
use mileposter::hotline::Channel;
use mileposter::library::{Library, Overrides};
use mileposter::locale::Locale;
use mileposter::page::{ArtworkItem, Item, ItemKind};
use mileposter::pdf;
use mileposter::plate::{self, Composition, Plate};
use mileposter::poster::Order;
use mileposter::qr::{Payload, Symbol};
use mileposter::setup::{Ink, Setup};
use mileposter::text::Shaper;

use crate::piece::{LIBRARY, composed_as};

const LOGO: &str = include_str!("../../examples/own-logo/artwork/logo.svg");

const INK: Rgba<u8> = Rgba([18, 58, 107, 255]);
const CLEAR: Rgba<u8> = Rgba([18, 58, 107, 0]);

/// A drawing 100 units wide and 40 high, of some elements.
pub(crate) fn svg(elements: &str) -> Vec<u8> {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 40\">{elements}</svg>").into_bytes()
}

/// All of that drawing in one colour.
const FULL: &str = "<rect width=\"100\" height=\"40\" fill=\"#123456\"/>";

fn encoded(image: RgbaImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = DynamicImage::ImageRgba8(image);
    let image = if format == ImageFormat::Jpeg {
        image.into_rgb8().into()
    } else {
        image
    };
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A disc on clear ground.
fn disc(side: u32) -> RgbaImage {
    let middle = f64::from(side) / 2.0;
    RgbaImage::from_fn(side, side, |x, y| {
        let inside = (f64::from(x) - middle).hypot(f64::from(y) - middle) < middle;
        if inside { INK } else { CLEAR }
    })
}

pub(crate) fn png(image: RgbaImage) -> Vec<u8> {
    encoded(image, ImageFormat::Png)
}

/// A part of a PNG file, with its length and check (ISO/IEC 15948, 5.3).
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [kind, data].concat();
    let check = body.iter().fold(u32::MAX, |check, byte| {
        (0..8).fold(check ^ u32::from(*byte), |check, _| {
            let shifted = check >> 1;
            if check & 1 == 1 {
                shifted ^ 0xEDB8_8320
            } else {
                shifted
            }
        })
    });
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length[..], &body, &(!check).to_be_bytes()].concat()
}

/// The head of a PNG so many pixels wide and high, and more of it.
fn png_head(side: u32, more: &[Vec<u8>]) -> Vec<u8> {
    let size = side.to_be_bytes();
    let head = chunk(b"IHDR", &[&size[..], &size, &[8, 2, 0, 0, 0]].concat());
    let end = [chunk(b"IDAT", &[]), chunk(b"IEND", &[])].concat();
    [b"\x89PNG\r\n\x1A\n", &head[..], &more.concat(), &end].concat()
}

/// The library of a campaign with some files, and the codes of its faults.
fn library(files: &[(&str, &[u8])]) -> (Library, Vec<&'static str>) {
    let mut overrides = Overrides::default();
    for (path, bytes) in files {
        overrides
            .files
            .insert((*path).to_owned(), ((*path).to_owned(), bytes.to_vec()));
    }
    let mut diags = Diagnostics::default();
    let library = Library::read(&mut diags, &overrides);
    let codes = diags.iter().map(|fault| fault.code.name).collect();
    (library, codes)
}

fn with_theme(theme: &str) -> (Library, Vec<&'static str>) {
    library(&[("data/theme.toml", theme.as_bytes())])
}

/// The library of a campaign with a logo.
fn with_logo(file: &str, bytes: &[u8]) -> (Library, Vec<&'static str>) {
    let theme = format!("[logo]\nfile = \"{file}\"\nalt = \"Example County\"\n");
    library(&[
        ("data/theme.toml", theme.as_bytes()),
        (&format!("artwork/{file}"), bytes),
    ])
}

#[track_caller]
fn sound(file: &str, bytes: &[u8]) -> Library {
    let (library, codes) = with_logo(file, bytes);
    assert_eq!(codes, [""; 0], "{file}");
    library
}

fn order(template: &str, stock: &str, tags: &[&str]) -> Order {
    Order {
        hotline: "us-nhth".to_owned(),
        template: template.to_owned(),
        languages: tags.iter().map(|tag| Locale::parse(tag).unwrap()).collect(),
        stock: stock.to_owned(),
        setup: Setup::default(),
        rule: None,
    }
}

#[track_caller]
fn composed(library: &Library, order: &Order) -> Composition {
    let mut diags = Diagnostics::default();
    let composition = plate::compose(&mut diags, library, &mut Shaper::new(&library.fonts), order);
    assert!(!diags.has_errors(), "{order:?}: {diags:#?}");
    composition.unwrap()
}

/// A piece written and proofed, and the codes of all its faults.
fn made(library: &Library, composition: Composition) -> (Option<Plate>, Vec<&'static str>) {
    let mut diags = Diagnostics::default();
    let alphabet = pdf::imprint_alphabet(&library.fonts);
    let plate = plate::make(&mut diags, library, composition, &alphabet);
    let mut codes: Vec<_> = diags.iter().map(|fault| fault.code.name).collect();
    codes.dedup();
    (plate, codes)
}

fn stall(library: &Library) -> Composition {
    composed(library, &order("stall", "letter", &["en", "es"]))
}

fn logos(composition: &mut Composition) -> Vec<&mut ArtworkItem> {
    let items = composition.pages.iter_mut().flat_map(|page| &mut page.items);
    let logos = items.filter_map(|item| match &mut item.kind {
        ItemKind::Artwork(artwork) => Some(artwork),
        _ => None,
    });
    logos.collect()
}

/// The lines of a page's text that tell of its logo.
fn told(composition: &Composition) -> Vec<String> {
    let pages = composition
        .pages
        .iter()
        .map(ToString::to_string)
        .collect::<String>();
    let lines = pages.lines().filter(|line| line.starts_with("logo"));
    lines
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn a_drawing_on_a_page() {
    let library = sound("logo.svg", LOGO.as_bytes());
    insta::assert_snapshot!(stall(&library).pages[0].to_string());
}

#[test]
fn every_format_on_a_page() {
    let jpeg = encoded(disc(300), ImageFormat::Jpeg);
    for (file, bytes, wanted) in [
        (
            "logo.png",
            png(disc(300)),
            "logo.1 en logo 40,744 26.0x26.0 109x109 pixels",
        ),
        (
            "logo.jpg",
            jpeg.clone(),
            "logo.1 en logo 40,744 26.0x26.0 109x109 pixels",
        ),
        (
            "LOGO.JPEG",
            jpeg,
            "logo.1 en logo 40,744 26.0x26.0 109x109 pixels",
        ),
        (
            "logo.svg",
            svg(FULL),
            "logo.1 en logo 40,746 60.0x24.0 1 shapes #123456",
        ),
    ] {
        let library = sound(file, &bytes);
        let composition = stall(&library);
        assert_eq!(told(&composition), [wanted], "{file}");
        let (plate, codes) = made(&library, composition);
        assert!(plate.is_some() && codes.is_empty(), "{file}: {codes:?}");
    }
}

#[test]
fn a_logo_keeps_its_proportions() {
    for (width, height, wanted) in [
        (400, 100, "60.0x15.0"),
        (100, 400, "6.5x26.0"),
        (60, 26, "60.0x26.0"),
    ] {
        let picture = RgbaImage::from_pixel(width, height, INK);
        let told = told(&stall(&sound("logo.png", &png(picture))));
        assert!(told[0].contains(wanted), "{told:?}");
    }
}

#[test]
fn every_template_has_a_place_for_it() {
    let library = sound("logo.svg", LOGO.as_bytes());
    for (template, stock, languages) in [
        ("stall", "half-letter", ["en", "es"]),
        ("wall", "tabloid", ["en", "ar"]),
        ("tearoff", "a4", ["ar", "en"]),
        ("card", "letter", ["en", "es"]),
    ] {
        let composition = composed(&library, &order(template, stock, &languages));
        let count = told(&composition).len();
        assert_eq!(count, if template == "card" { 10 } else { 1 }, "{template}");
        let (plate, codes) = made(&library, composition);
        assert!(plate.is_some() && codes.is_empty(), "{template}: {codes:?}");
    }
}

#[test]
fn a_discreet_piece_is_as_without_a_theme() {
    let theme =
        "[colors]\nink = \"#400000\"\nquiet = \"#400000\"\n[logo]\nfile = \"logo.svg\"\nalt = \"A\"\n";
    let (library, codes) = library(&[
        ("data/theme.toml", theme.as_bytes()),
        ("artwork/logo.svg", &svg(FULL)),
    ]);
    assert_eq!(codes, [""; 0]);
    let own = composed(&library, &order("card-discreet", "letter", &["en", "es"]));
    assert_eq!(
        own.pages,
        composed_as("card-discreet", "letter", &["en", "es"]).pages
    );
}

#[test]
fn a_discreet_template_with_a_logo_is_refused() {
    let template = include_str!("../../templates/stall.toml").replace("leave-in-place", "discreet");
    let theme = "[logo]\nfile = \"logo.svg\"\nalt = \"A\"\n";
    let (library, codes) = library(&[
        ("data/theme.toml", theme.as_bytes()),
        ("artwork/logo.svg", &svg(FULL)),
        ("templates/stall.toml", template.as_bytes()),
    ]);
    assert_eq!(codes, [""; 0]);
    let mut diags = Diagnostics::default();
    let alphabet = pdf::imprint_alphabet(&library.fonts);
    plate::make(&mut diags, &library, stall(&library), &alphabet);
    let told = diags.iter().any(|fault| {
        fault.code.name == "discreet"
            && fault
                .related
                .as_ref()
                .is_some_and(|related| related.span.source.name == "data/theme.toml")
    });
    assert!(told, "{diags:#?}");
}

/// However often a picture is drawn, its pixels stand in the file once, and no more of them than print needs.
#[test]
fn pixels_stand_in_a_file_once() {
    let library = sound("logo.png", &png(disc(2000)));
    let composition = composed(&library, &order("card", "avery-5371", &["en"]));
    assert_eq!(told(&composition).len(), 10);
    let plain = made(&LIBRARY, composed_as("card", "avery-5371", &["en"]))
        .0
        .unwrap();
    let plate = made(&library, composition).0.unwrap();
    let text = String::from_utf8_lossy(&plate.document.bytes);
    assert_eq!(text.matches("/Subtype/Image").count(), 1);
    assert_eq!(text.matches("/SMask").count(), 0);
    let more = plate.document.bytes.len() - plain.document.bytes.len();
    assert!(more < 8_000, "{more} bytes more");
}

#[test]
fn the_same_logo_gives_the_same_bytes() {
    for (file, bytes) in [
        ("logo.png", png(disc(300))),
        ("logo.svg", LOGO.as_bytes().to_vec()),
    ] {
        let once = || {
            let library = sound(file, &bytes);
            made(&library, stall(&library)).0.unwrap().digest
        };
        assert_eq!(once(), once(), "{file}");
    }
}

/// What is clear lets the ground through, and a drawing or picture is as it would be there.
#[test]
fn clear_parts_show_the_ground() {
    let library = sound("logo.png", &png(disc(300)));
    let logo = library.theme.logo.as_ref().unwrap();
    let ground = Color::parse("#ffeedd").unwrap();
    let size = mileposter::geom::Size {
        width: 72.0,
        height: 72.0,
    };
    let mileposter::artwork::Picture::Raster(raster) = logo.artwork.printed(ground, size) else {
        panic!("a PNG is a raster");
    };
    assert_eq!(raster.rgb[..3], ground.rgb);
    let half = sound(
        "logo.svg",
        &svg("<rect width=\"100\" height=\"40\" fill=\"#000\" opacity=\"0.5\"/>"),
    );
    assert!(told(&stall(&half))[0].ends_with("1 shapes #808080"));
}

#[test]
fn drawings_of_every_kind() {
    for (elements, wanted) in [
        (
            "<style>.a{fill:#102030}</style><path class=\"a\" d=\"M0 0h100v40H0z\"/>",
            "1 shapes #102030",
        ),
        (
            "<g stroke=\"#102030\" stroke-width=\"4\" fill=\"none\"><circle cx=\"20\" cy=\"20\" r=\"9\"/></g>",
            "1 shapes #102030",
        ),
        (
            "<g transform=\"scale(2 1)\"><path d=\"M5 5h30v30\" stroke=\"#123\" fill=\"none\" stroke-linecap=\"round\"/></g>",
            "1 shapes #112233",
        ),
        (
            "<symbol id=\"s\" viewBox=\"0 0 10 4\"><rect width=\"10\" height=\"4\"/></symbol><use href=\"#s\" width=\"100\" height=\"40\"/>",
            "1 shapes #000000",
        ),
        // Frames around everything, gradients that nothing uses, what other programs keep for themselves.
        (
            "<g clip-path=\"url(#c)\"><path d=\"M0 0h100v40H0z\"/></g><defs><clipPath id=\"c\"><rect width=\"100\" height=\"40\"/></clipPath></defs>",
            "1 shapes #000000",
        ),
        (
            "<defs><linearGradient id=\"g\"><stop stop-color=\"red\"/></linearGradient></defs><path d=\"M0 0h100v40H0z\"/>",
            "1 shapes #000000",
        ),
        (
            "<metadata><text>x</text></metadata><o:page xmlns:o=\"http://o\"><text>x</text></o:page><path d=\"M0 0h100v40H0z\"/>",
            "1 shapes #000000",
        ),
        (
            "<path d=\"M0 0h100v40H0z\"/><path d=\"M200 0h100v40h-100z\" fill=\"red\"/>",
            "1 shapes #000000",
        ),
    ] {
        let told = told(&stall(&sound("logo.svg", &svg(elements))));
        assert!(told[0].ends_with(wanted), "{elements}: {told:?}");
    }
}

#[test]
fn hostile_pictures() {
    let uses: String = (0..9)
        .map(|at| {
            format!(
                "<g id=\"u{at}\">{}</g>",
                format!("<use href=\"#u{}\"/>", at + 1).repeat(10)
            )
        })
        .collect();
    let cut = png(disc(40));
    let frames = [
        chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]),
        chunk(
            b"fcTL",
            &[
                0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 9, 0, 0,
            ],
        ),
    ];
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("a.png", png_head(100_000, &[]), "too-large"),
        ("a.png", png_head(4, &frames), "artwork"),
        ("a.png", cut[..cut.len() / 2].to_vec(), "syntax"),
        ("a.png", b"GIF89a and more".to_vec(), "artwork"),
        ("a.png", encoded(disc(40), ImageFormat::Jpeg), "artwork"),
        ("a.jpg", b"\xFF\xD8\xFF\xE0 and nothing".to_vec(), "syntax"),
        ("a.jpg", svg(FULL), "artwork"),
        ("a.png", Vec::new(), "artwork"),
        ("a.png", [cut.clone(), vec![0; 9 << 20]].concat(), "too-large"),
        ("a.png", png(RgbaImage::from_pixel(400, 4, INK)), "artwork"),
        (
            "a.svg",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g>".to_vec(),
            "syntax",
        ),
        ("a.svg", b"<svg \xFF".to_vec(), "syntax"),
        ("a.svg", b"<html/>".to_vec(), "artwork"),
        ("a.svg", svg(""), "artwork"),
        ("a.svg", svg("<text>Hi</text>"), "artwork"),
        (
            "a.svg",
            svg("<image href=\"file:///etc/passwd\" width=\"9\" height=\"9\"/>"),
            "artwork",
        ),
        ("a.svg", svg("<script>x</script>"), "artwork"),
        (
            "a.svg",
            svg("<linearGradient id=\"g\"/><path d=\"M0 0h9v9z\" style=\"fill:url(#g)\"/>"),
            "artwork",
        ),
        (
            "a.svg",
            svg("<pattern id=\"g\"/><style>path{fill:url('#g')}</style><path d=\"M0 0h9v9z\"/>"),
            "artwork",
        ),
        (
            "a.svg",
            svg("<mask id=\"m\"/><g mask=\"url(#m)\"><path d=\"M0 0h9v9z\"/></g>"),
            "artwork",
        ),
        (
            "a.svg",
            svg("<filter id=\"f\"/><path filter=\"url(#f)\" d=\"M0 0h9v9z\"/>"),
            "artwork",
        ),
        (
            "a.svg",
            svg("<marker id=\"m\"/><path marker-mid=\"url(#m)\" d=\"M0 0h9v9z\"/>"),
            "artwork",
        ),
        (
            "a.svg",
            svg("<path fill=\"url(#nothing)\" d=\"M0 0h9v9z\"/>"),
            "artwork",
        ),
        (
            "a.svg",
            svg(
                "<clipPath id=\"c\"><circle cx=\"20\" cy=\"20\" r=\"9\"/></clipPath><path clip-path=\"url(#c)\" d=\"M0 0h90v30z\"/>",
            ),
            "artwork",
        ),
        (
            "a.svg",
            svg("<g style=\"mix-blend-mode:multiply\"><path d=\"M0 0h9v9z\"/></g>"),
            "artwork",
        ),
        (
            "a.svg",
            svg(&format!(
                "{FULL}<path opacity=\".5\" d=\"M0 0h9v9z\" fill=\"#fff\"/>"
            )),
            "artwork",
        ),
        (
            "a.svg",
            svg("<path stroke-dasharray=\"1e-9\" stroke=\"#000\" d=\"M9 9h90\"/>"),
            "artwork",
        ),
        ("a.svg", svg("<path d=\"M-30 0h90v30z\"/>"), "artwork"),
        (
            "a.svg",
            svg("<g id=\"a\"/><path id=\"a\" d=\"M0 0h9v9z\"/>"),
            "artwork",
        ),
        ("a.svg", svg("<use href=\"other.svg#a\"/>"), "artwork"),
        (
            "a.svg",
            [
                b"<!DOCTYPE svg [<!ENTITY a \"aaaa\">]>".to_vec(),
                svg("<desc>&a;</desc>"),
            ]
            .concat(),
            "artwork",
        ),
        (
            "a.svg",
            svg(&format!("{}{FULL}{}", "<g>".repeat(70), "</g>".repeat(70))),
            "too-deep",
        ),
        (
            "a.svg",
            svg(&format!(
                "{}{FULL}{}",
                "<g>".repeat(150_000),
                "</g>".repeat(150_000)
            )),
            "too-deep",
        ),
        ("a.svg", svg(&"<g/>".repeat(250_000)), "too-large"),
        (
            "a.svg",
            svg(&format!("{uses}<g id=\"u9\">{FULL}</g><use href=\"#u0\"/>")),
            "too-large",
        ),
        (
            "a.svg",
            svg(&format!(
                "<style>.a{{clip-path:url('#c')}}</style><clipPath id=\"c\">{}</clipPath>{}",
                FULL.repeat(1_000),
                "<path class=\"a\" d=\"M0 0h9v9z\"/>".repeat(1_000)
            )),
            "too-large",
        ),
        (
            "a.svg",
            svg("<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><use href=\"#a\"/></g>"),
            "too-large",
        ),
        (
            "a.svg",
            svg("<path d=\"M0 0a1e30 1e30 0 0 1 1e30 1\"/>"),
            "too-large",
        ),
        (
            "a.svg",
            svg("<path d=\"M0 0a99999999 9 0 0 1 9 1\"/>"),
            "too-large",
        ),
        (
            "a.svg",
            svg(&"<path d=\"M0 0h9v9z\"/>".repeat(20_000)),
            "too-large",
        ),
        (
            "a.svg",
            svg(&format!("<style>{}</style>{FULL}", ".a{fill:red}".repeat(5_000))),
            "too-large",
        ),
    ];
    for (file, bytes, wanted) in cases {
        let (library, codes) = with_logo(file, &bytes);
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
        assert_eq!(codes, [wanted], "{file}: {head}");
        assert!(library.theme.logo.is_none());
    }
}

#[test]
fn a_logo_must_be_named_soundly() {
    for (theme, wanted) in [
        ("[logo]\nfile = \"logo.svg\"\n", "missing-field"),
        ("[logo]\nfile = \"logo.svg\"\nalt = \"  \"\n", "bad-value"),
        (
            "[logo]\nfile = \"logo.svg\"\nalt = \"Call 1-833-900-1010\"\n",
            "bad-value",
        ),
        (
            "[logo]\nfile = \"logo.svg\"\nalt = \"a\\u202Eb\"\n",
            "hostile-text",
        ),
        ("[logo]\nfile = \"logo.png\"\nalt = \"A\"\n", "bad-value"),
        (
            "[logo]\nfile = \"../artwork/logo.svg\"\nalt = \"A\"\n",
            "bad-value",
        ),
        (
            "[logo]\nfile = \"logo.svg\"\nalt = \"A\"\nwidth = 3\n",
            "unknown-field",
        ),
        ("[colours]\nink = \"#000000\"\n", "unknown-field"),
    ] {
        let (_, codes) = library(&[
            ("data/theme.toml", theme.as_bytes()),
            ("artwork/logo.svg", &svg(FULL)),
        ]);
        assert_eq!(codes, [wanted], "{theme}");
    }
}

/// A symbol as a picture, `scale` pixels a module.
fn drawn(symbol: &Symbol, scale: usize) -> RgbaImage {
    let side = u32::try_from((symbol.width + 8) * scale).unwrap();
    RgbaImage::from_fn(side, side, |x, y| {
        let module = |at: u32| (at as usize / scale).wrapping_sub(4);
        let (column, row) = (module(x), module(y));
        let dark = column < symbol.width && row < symbol.width && symbol.dark[row * symbol.width + column];
        if dark {
            Rgba([0, 0, 0, 255])
        } else {
            Rgba([255; 4])
        }
    })
}

#[test]
fn no_symbol_comes_in_by_a_logo() {
    let canada = Symbol::of(Payload::of(&LIBRARY.hotlines["ca-chth"], Channel::Call).unwrap()).unwrap();
    let (plate, codes) = {
        let library = sound("logo.png", &png(drawn(&canada, 8)));
        made(&library, stall(&library))
    };
    assert!(plate.is_none() && codes.contains(&"symbol-payload"), "{codes:?}");
    let mut broken = canada;
    let half = broken.width * 9;
    let last = broken.dark.len() - broken.width * 8;
    broken.dark[half..last].fill(true);
    let library = sound("logo.png", &png(drawn(&broken, 8)));
    let (plate, codes) = made(&library, stall(&library));
    assert!(plate.is_none() && codes.contains(&"symbol-read"), "{codes:?}");
}

#[test]
fn logos_that_print_badly_are_told() {
    let white = RgbaImage::from_pixel(200, 100, Rgba([255; 4]));
    let pale = "<rect width=\"100\" height=\"40\" fill=\"#f4f0c8\"/><circle cx=\"20\" cy=\"20\" r=\"9\" fill=\"#ffe08a\"/>";
    // Dark to the eye, and as light as its ground once copied.
    for (file, bytes, wanted) in [
        ("logo.png", png(white), "logo-faint"),
        ("logo.svg", svg(pale), "logo-faint"),
        ("logo.png", png(disc(30)), "image-resolution"),
    ] {
        let library = sound(file, &bytes);
        let (plate, codes) = made(&library, stall(&library));
        assert!(plate.is_some(), "{file} is printed all the same");
        assert_eq!(codes, [wanted], "{file}");
    }
}

#[test]
fn a_logo_lies_on_nothing_and_off_no_edge() {
    let library = sound("logo.svg", &svg(FULL));
    for (right, wanted) in [(70.0, "overlap"), (-30.0, "safe-area")] {
        let mut composition = stall(&library);
        logos(&mut composition)[0].rect.x += right;
        assert!(made(&library, composition).1.contains(&wanted), "{wanted}");
    }
}

/// The grounds of a page's bands.
fn bands(composition: &Composition) -> Vec<Color> {
    let band = |item: &Item| match item.kind {
        ItemKind::Fill { color, .. } if item.block.starts_with("band") => Some(color),
        _ => None,
    };
    composition.pages[0].items.iter().filter_map(band).collect()
}

#[test]
fn a_theme_replaces_colours_by_role() {
    let (library, codes) = with_theme("[colors]\nband = \"#123a6b\"\n");
    assert_eq!(codes, [""; 0]);
    let blue = Color::parse("#123a6b").unwrap();
    let composition = stall(&library);
    assert_eq!(bands(&composition), [blue]);
    assert!(made(&library, composition).1.is_empty());
    let saving = Order {
        setup: Setup {
            ink: Ink::Saver,
            ..Setup::default()
        },
        ..order("stall", "letter", &["en", "es"])
    };
    assert!(
        !bands(&composed(&library, &saving)).contains(&blue),
        "what saves ink stays"
    );
}

#[test]
fn themes_that_nobody_could_read_are_refused() {
    let (library, codes) = with_theme("[colors]\nband = \"#7fb0ff\"\n");
    assert_eq!(codes, [""; 0]);
    let (plate, codes) = made(&library, stall(&library));
    assert!(plate.is_none());
    assert_eq!(codes, ["contrast"]);
}

#[test]
fn themes_with_a_slip_of_the_pen() {
    assert_eq!(with_theme("[colors]\nacent = \"#123a6b\"\n").1, ["unknown-field"]);
    assert_eq!(with_theme("[colors]\naccent = \"blue\"\n").1, ["bad-value"]);
    assert_eq!(with_theme("[colors]\naccent = 3\n").1, ["wrong-type"]);
}
