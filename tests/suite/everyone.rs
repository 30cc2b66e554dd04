//! Every language and every disguise on every template and stock: laid out, and on one stock of each written and read back.

use mileposter::catalog::Extent;
use mileposter::fit;
use mileposter::page::{Item, ItemKind, Page, Turn};
use mileposter::stock::Stock;
use mileposter::template::Template;
use mileposter::text::Shaper;

use crate::piece::{LIBRARY, composed_as, most_languages, proofed};

/// Every template of a piece that hangs or is taken along. Handouts have a test of their own, in the languages that have their words.
fn templates() -> impl Iterator<Item = &'static Template> {
    LIBRARY.templates.values().filter(|template| !template.handout)
}

/// Every template with each stock that it fits.
fn pieces() -> impl Iterator<Item = (&'static str, &'static str)> {
    templates().flat_map(|template| {
        let stocks = template.stocks.iter().map(|stock| stock.value.as_str());
        stocks.map(|stock| (template.id.as_str(), stock))
    })
}

/// The tags of all written languages.
fn tags() -> Vec<&'static str> {
    let languages = LIBRARY.languages(false);
    languages
        .into_iter()
        .map(|catalog| catalog.locale.tag())
        .collect()
}

#[test]
fn each_language_fits_every_piece() {
    for (template, stock) in pieces() {
        for tag in tags() {
            composed_as(template, stock, &[tag]);
        }
    }
}

#[test]
fn whatever_stock_a_template_goes_on_it_is_whole_there() {
    for template in templates() {
        let on = |stock: &&Stock| fit::on(template, stock).is_ok();
        for stock in LIBRARY.stocks.iter().filter(on) {
            composed_as(&template.id, &stock.id, &["en"]);
            let most = most_languages(&template.id, &stock.id);
            if most > 1 {
                composed_as(&template.id, &stock.id, &["en", "es"]);
            }
        }
    }
}

#[test]
fn as_many_languages_as_a_piece_holds() {
    for (template, stock) in pieces() {
        for group in tags().chunks(most_languages(template, stock)) {
            composed_as(template, stock, group);
        }
    }
}

#[test]
fn every_language_is_read_back_from_every_template() {
    for template in templates() {
        let stock = template.stocks[0].value.as_str();
        for group in tags().chunks(most_languages(&template.id, stock)) {
            let plate = proofed(composed_as(&template.id, stock, group));
            assert!(plate.is_ok(), "{} {group:?}: {:?}", template.id, plate.err());
        }
    }
}

/// The text of a block on the first page that stands upright.
fn block<'a>(page: &'a Page, name: &str) -> &'a Item {
    let upright = |item: &&Item| item.frame.turn == Turn::None && matches!(item.kind, ItemKind::Text(_));
    let of_block = |item: &&Item| item.block == name && upright(item);
    page.items.iter().find(of_block).unwrap()
}

#[test]
fn longer_words_still_fit_and_mirrored_ones_mirror() {
    let book = &LIBRARY.fonts;
    for (template, stock) in pieces() {
        let plain_sheet = composed_as(template, stock, &["en"]);
        composed_as(template, stock, &["en-XA"]);
        let mirrored = composed_as(template, stock, &["ar-XB"]);
        // What begins at the left margin in English begins as far from the right one.
        for (plain, mirrored) in plain_sheet.pages.iter().zip(&mirrored.pages).take(1) {
            let names = plain.items.iter().map(|item| item.block.as_str());
            let Some(question) = names.clone().find(|name| name.starts_with("question")) else {
                continue;
            };
            let left = block(plain, question).rect(book).unwrap().x;
            let right = mirrored.size.width - block(mirrored, question).rect(book).unwrap().right();
            // On a sheet of many pieces the first one is not the mirrored first one.
            let alone = LIBRARY.templates[template].piece.is_none() && !plain_sheet.poster.fit.is_small();
            assert!(
                !alone || (left - right).abs() < 6.0,
                "{template} {stock}: {left} and {right}"
            );
        }
    }
}

#[test]
fn tabs_take_turns() {
    let sheet = composed_as("tearoff", "letter", &["en", "ar"]);
    let words = sheet.pages[0]
        .items
        .iter()
        .filter(|item| item.block.starts_with("tab-word"));
    let tags: Vec<&str> = words.map(|item| item.locale.tag()).collect();
    assert_eq!(tags, ["en", "ar"].repeat(5));
}

#[test]
fn disguises_are_no_languages() {
    let all = LIBRARY.languages(true);
    assert_eq!(
        all.iter()
            .filter(|catalog| catalog.extent == Extent::Whole)
            .count(),
        30
    );
    assert_eq!(
        all.iter()
            .filter(|catalog| catalog.extent == Extent::Spoken)
            .count(),
        7
    );
    assert_eq!(all.len(), 37);
    let pseudo = LIBRARY
        .catalogs
        .values()
        .filter(|catalog| catalog.extent == Extent::Pseudo);
    assert_eq!(pseudo.count(), 2);
    // One shaper for all of them finds a face for each.
    let mut shaper = Shaper::new(&LIBRARY.fonts);
    for catalog in LIBRARY.catalogs.values() {
        let name = crate::piece::rich(&catalog.name, catalog.locale.tag());
        assert!(shaper.shape(&name).is_some(), "{}", catalog.locale);
    }
}

#[test]
fn every_catalog_has_what_a_second_reader_understood() {
    for catalog in LIBRARY.languages(true) {
        for (key, message) in &catalog.messages {
            let english = catalog.locale.tag() == "en";
            let told = if english { &message.note } else { &message.back };
            assert!(told.is_some(), "{} {key}", catalog.locale);
        }
    }
}

#[test]
fn needs_name_languages_that_are_there() {
    for need in &LIBRARY.needs {
        for locale in &need.languages {
            let catalog = LIBRARY.catalog(locale);
            assert!(
                catalog.is_some_and(|catalog| catalog.extent == Extent::Whole),
                "{} needs {locale}",
                need.id
            );
        }
    }
}

/// The handbook's table of languages is the program's.
#[test]
fn the_handbook_lists_every_language() {
    let mut table = vec![
        "| tag | English | own name | script | face | review |".to_owned(),
        "|---|---|---|---|---|---|".to_owned(),
    ];
    let written = LIBRARY
        .catalogs
        .values()
        .filter(|catalog| catalog.extent != Extent::Pseudo);
    table.extend(written.map(|catalog| {
        let script = catalog.locale.script();
        let face = &LIBRARY.fonts.family(script).unwrap().name;
        let (tag, english, name) = (&catalog.locale, &catalog.english, &catalog.name);
        let review = match &catalog.review {
            mileposter::catalog::Review::Draft => "draft".to_owned(),
            other => format!("{other:?}"),
        };
        format!(
            "| {tag} | {english} | {name} | {} | {face} | {review} |",
            script.code()
        )
    }));
    let handbook = include_str!("../../docs/languages.md");
    let (_, after) = handbook.split_once("<!-- table -->\n").unwrap();
    let (found, _) = after.split_once("\n<!-- end -->").unwrap();
    assert_eq!(found, table.join("\n"));
}
