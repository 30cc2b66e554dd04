//! `templates/<id>.toml`; a template that stands the test is laid out and imposed.
#![no_main]

use std::cell::RefCell;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mileposter::diag::Diagnostics;
use mileposter::library::{Library, Overrides};
use mileposter::locale::Locale;
use mileposter::page::ItemKind;
use mileposter::plate;
use mileposter::poster::Order;
use mileposter::setup::Setup;
use mileposter::template;
use mileposter::text::Shaper;

/// Languages of different scripts and directions.
const TAGS: [&str; 4] = ["en", "ar", "zh-Hans", "th"];

static EMBEDDED: LazyLock<Library> = LazyLock::new(library);

thread_local! {
    static DESK: RefCell<(Library, Shaper<'static>)> = RefCell::new((library(), Shaper::new(&EMBEDDED.fonts)));
}

fn library() -> Library {
    Library::read(&mut Diagnostics::default(), &Overrides::default())
}

fuzz_target!(|bytes: &[u8]| {
    let Some((Some(template), diags)) =
        mileposter_fuzz::read(bytes, |diags, source| template::read(diags, "fuzzed", source))
    else {
        return;
    };
    if diags.has_errors() {
        return;
    }
    DESK.with_borrow_mut(|(library, shaper)| {
        let stocks: Vec<String> = template.stocks.iter().map(|stock| stock.value.clone()).collect();
        let most = template.most_languages.min(TAGS.len());
        library.templates.insert("fuzzed".to_owned(), template);
        let known = stocks
            .into_iter()
            .filter(|stock| library.stocks.get(stock).is_some())
            .take(2);
        for stock in known.collect::<Vec<_>>() {
            for languages in [1, most] {
                lay_out(library, shaper, &stock, &TAGS[..languages]);
            }
        }
        library.templates.remove("fuzzed");
    });
});

fn lay_out(library: &Library, shaper: &mut Shaper<'_>, stock: &str, tags: &[&str]) {
    let order = Order {
        hotline: "us-nhth".to_owned(),
        template: "fuzzed".to_owned(),
        languages: tags
            .iter()
            .map(|tag| Locale::parse(tag).expect("a tag"))
            .collect(),
        stock: stock.to_owned(),
        setup: Setup::default(),
        rule: None,
    };
    let mut diags = Diagnostics::default();
    let composed = plate::compose(&mut diags, library, shaper, &order);
    mileposter_fuzz::check(&diags);
    assert!(
        composed.is_some() || diags.has_errors(),
        "no page, and no reason why"
    );
    for page in composed.iter().flat_map(|composed| &composed.pages) {
        for item in &page.items {
            if let ItemKind::Fill { rect, .. } | ItemKind::Icon { rect, .. } = &item.kind {
                let sides = [rect.x, rect.y, rect.width, rect.height];
                assert!(sides.iter().all(|side| side.is_finite()), "{rect:?}");
            }
        }
    }
}
