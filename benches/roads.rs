//! How long it takes to bring many places into the order of their roads, to tell how well they are covered, and to choose among them.
//! `benches/README.md` says what the figures mean.

use std::collections::BTreeSet;

use divan::Bencher;
use mileposter::choice;
use mileposter::corridor::{self, Along};
use mileposter::coverage::{self, Pieces};
use mileposter::diag::Diagnostics;
use mileposter::locale::Locale;
use mileposter::location::Location;
use mileposter::route::{self, Routes};
use mileposter::source::Source;
use mileposter::table;

/// How many places.
const PLACES: usize = 20_000;

/// Languages on each piece.
const LANGUAGES: [&str; 10] = ["en", "es", "vi", "ru", "ar", "fa", "th", "ko", "so", "am"];

fn main() {
    divan::main();
}

fn routes() -> Routes {
    let text = include_str!("../data/routes.toml");
    route::read(&mut Diagnostics::default(), &Source::new("routes.toml", text))
}

/// Places all over I-5 and I-84, every tenth with coordinates in place of a milepost.
fn places() -> Vec<Location> {
    let roads = [
        ("I-5", "CA", 796),
        ("I-5", "OR", 308),
        ("I-5", "WA", 276),
        ("I-84", "OR", 377),
        ("I-84", "ID", 275),
    ];
    let sides = [["NB", "SB", "both"], ["EB", "WB", "both"]];
    let rows = (0..PLACES).map(|nth| {
        let (route, state, length) = roads[nth % roads.len()];
        let direction = sides[usize::from(route == "I-84")][nth / 5 % 3];
        let mile = nth * 7919 % (length * 100);
        let (whole, cents) = (mile / 100, mile % 100);
        let at = if nth % 10 == 3 {
            format!(",45.{nth:05},-120.{nth:05}")
        } else {
            format!("{whole}.{cents:02},45.{nth:05},-120.{nth:05}")
        };
        format!("p{nth},bar,Bar {nth},{route},{direction},{state},{at}\n")
    });
    let text = format!(
        "id,kind,name,route,direction,state,milepost,lat,lon\n{}",
        rows.collect::<String>()
    );
    table::read(&mut Diagnostics::default(), &Source::new("places.csv", text))
}

/// All places on their lines.
#[divan::bench]
fn order(bencher: Bencher<'_, '_>) {
    let (routes, places) = (routes(), places());
    bencher.bench_local(|| corridor::of(&routes, &places).lines.len());
}

/// A tour of all places.
#[divan::bench]
fn drive(bencher: Bencher<'_, '_>) {
    let (routes, places) = (routes(), places());
    let corridor = corridor::of(&routes, &places);
    let wanted: Vec<&Location> = places.iter().collect();
    bencher.bench_local(|| corridor::drive(&corridor, &wanted).len());
}

/// All figures, with pieces in ten languages at every second place.
#[divan::bench]
fn cover(bencher: Bencher<'_, '_>) {
    let (routes, places) = (routes(), places());
    let corridor = corridor::of(&routes, &places);
    let languages: Vec<Locale> = LANGUAGES.iter().filter_map(|tag| Locale::parse(tag)).collect();
    let pieces: Pieces<'_> = places
        .iter()
        .step_by(2)
        .map(|place| (place.id.as_str(), languages.iter().collect()))
        .collect();
    bencher.bench_local(|| {
        coverage::of(&corridor, &pieces, Along::from_hundredths(6000))
            .ways
            .len()
    });
}

/// Some of all places.
#[divan::bench(args = [20, 2_000, 20_000])]
fn choose(bencher: Bencher<'_, '_>, budget: usize) {
    let (routes, places) = (routes(), places());
    let corridor = corridor::of(&routes, &places);
    let all: BTreeSet<&str> = places.iter().map(|place| place.id.as_str()).collect();
    bencher.bench_local(|| {
        choice::choose(&corridor, &all, &BTreeSet::new(), budget)
            .chosen
            .len()
    });
}
