//! Strip maps: labels keep clear of each other, every stop is there, and the sheets stand the proof.

use std::collections::{BTreeMap, BTreeSet};

use mileposter::campaign;
use mileposter::diag::Diagnostics;
use mileposter::geom::Rect;
use mileposter::library::CORRIDOR;
use mileposter::location::{Direction, Location, Status};
use mileposter::phrasebook::{self, Phrasebook};
use mileposter::setup::Setup;
use mileposter::sketch::{self, Anchor};
use mileposter::source::Source;
use mileposter::strip::{self, Drawing, Linked, Mark, Shape, Side, Stretch, Strip, Words};
use mileposter::text::Shaper;
use proptest::prelude::{Strategy, any, prop, proptest};

use crate::piece::LIBRARY;

/// The lines of the embedded corridor: route, what tells it apart, its states from the south or west.
const LINES: [(&str, &str, &[&str]); 3] = [
    ("I-5", "", &["CA", "OR", "WA"]),
    ("I-84", " West", &["OR", "ID", "UT"]),
    ("I-84", " East", &["PA", "NY", "CT", "MA"]),
];

pub(crate) fn places() -> Vec<Location> {
    let mut diags = Diagnostics::default();
    let campaign = campaign::read(&mut diags, &Source::new("locations.toml", CORRIDOR));
    assert!(!diags.has_errors(), "{diags:#?}");
    campaign.locations
}

/// A strip for each line, every stop at its milepost.
pub(crate) fn strips(places: &[Location]) -> Vec<Strip> {
    LINES
        .iter()
        .map(|(route, line, states)| {
            let mut from = 0.0;
            let stretches: Vec<Stretch> = states
                .iter()
                .map(|state| {
                    let last = LIBRARY.routes.last(route, state).unwrap();
                    let to = from + last.to_string().parse::<f64>().unwrap();
                    let stretch = Stretch {
                        state: (*state).to_owned(),
                        from,
                        to,
                        first_milepost: 0.0,
                        shared: Vec::new(),
                    };
                    from = to;
                    stretch
                })
                .collect();
            let on_line = places.iter().filter(|place| {
                let state = place.state.as_deref().unwrap();
                place.route.as_deref() == Some(*route) && states.contains(&state)
            });
            Strip {
                route: format!("{route}{line}"),
                marks: on_line.map(|place| mark(place, &stretches)).collect(),
                stretches,
            }
        })
        .collect()
}

fn mark(place: &Location, stretches: &[Stretch]) -> Mark {
    let stretch = stretches
        .iter()
        .find(|stretch| Some(&stretch.state) == place.state.as_ref())
        .unwrap();
    let milepost = place.milepost.map(|milepost| milepost.to_string());
    let miles = milepost.as_ref().map(|text| text.parse::<f64>().unwrap());
    let index = stretches.iter().position(|other| other == stretch).unwrap();
    Mark {
        id: place.id.clone(),
        name: place.name.clone(),
        along: stretch.from + miles.unwrap_or((stretch.to - stretch.from) / 2.0),
        side: match place.direction {
            Some(Direction::North | Direction::East) => Side::Ahead,
            Some(Direction::South | Direction::West) => Side::Back,
            Some(Direction::Both) => Side::Both,
            None => Side::Unknown,
        },
        pack: (place.kind.word() != "welcome_center").then_some(index * 2 + usize::from(miles > Some(400.0))),
        hangs: place.kind.word() != "welcome_center",
        estimated: miles.is_none(),
        closed: place.status == Status::Closed,
        work: None,
        milepost,
    }
}

/// The boxes of all words; how high and wide they are is told by the same rule as they are set.
fn boxes(drawing: &Drawing) -> Vec<(Rect, String)> {
    let shapes = drawing.parts.iter().flat_map(|part| &part.shapes);
    let words = shapes.filter_map(|shape| match shape {
        Shape::Words(words) => Some((rect(words), words.lines.join(" "))),
        _ => None,
    });
    words.collect()
}

fn rect(words: &Words) -> Rect {
    // Capitals of a wide face, without the air between lines.
    let longest = words
        .lines
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    let wide = (longest as f32 * words.size * 0.62).min(words.width);
    let high = (words.lines.len() as f32 - 1.0) * words.size * 1.22 + words.size;
    let left = match words.anchor {
        Anchor::Left => words.at.x,
        Anchor::Middle => words.at.x - wide / 2.0,
        Anchor::Right => words.at.x - wide,
    };
    Rect::new(left, words.at.y - high / 2.0, wide, high)
}

#[track_caller]
fn assert_clear(drawing: &Drawing) {
    let boxes = boxes(drawing);
    for (at, (one, words)) in boxes.iter().enumerate() {
        assert!(
            Rect::of(drawing.size)
                .inset(mileposter::geom::Insets::all(-1.0))
                .holds(*one, 0.5),
            "{words:?} is outside: {one:?}"
        );
        for (other, others) in &boxes[at + 1..] {
            assert!(
                !one.overlaps(*other, 0.5),
                "{words:?} lies on {others:?}: {one:?} {other:?}"
            );
        }
    }
}

/// How often each stop is drawn.
fn drawn(drawings: &[Drawing]) -> BTreeMap<usize, usize> {
    let mut drawn = BTreeMap::new();
    let stops = drawings.iter().flat_map(|drawing| &drawing.parts);
    for (at, _) in stops.filter_map(|part| part.stop.as_ref()) {
        *drawn.entry(*at).or_insert(0) += 1;
    }
    drawn
}

fn english() -> Phrasebook {
    Phrasebook::default()
}

fn spanish() -> Phrasebook {
    let mut diags = Diagnostics::default();
    phrasebook::read(&mut diags, &Source::new("ui/es.toml", phrasebook::SPANISH)).unwrap()
}

#[test]
fn the_corridor_is_drawn_whole_and_clear() {
    for strip in strips(&places()) {
        for book in [english(), spanish()] {
            let columns = strip::columns(&strip, &book);
            columns.iter().for_each(assert_clear);
            let drawn = drawn(&columns);
            assert!(drawn.values().all(|times| *times == 1), "{drawn:?}");
            assert_eq!(drawn.len(), strip.marks.len());
            assert_clear(&strip::poster(&strip, &book));
        }
    }
}

#[test]
fn the_road_tells_states_and_mileposts() {
    let strips = strips(&places());
    let told = |at: usize| -> Vec<String> {
        let columns = strip::columns(&strips[at], &english());
        columns.iter().flat_map(boxes).map(|(_, words)| words).collect()
    };
    let east = told(2);
    let places: Vec<usize> = ["Massachusetts", "Connecticut", "New York", "Pennsylvania"]
        .iter()
        .map(|state| east.iter().position(|words| words == state).unwrap())
        .collect();
    // From the top down, but for the columns, which go from the bottom of the road.
    assert!(places.len() == 4 && east.iter().filter(|words| *words == "New York").count() == 2);
    let south = told(0);
    let count = |words: &str| south.iter().filter(|other| *other == words).count();
    assert_eq!(
        (count("California"), count("Oregon"), count("Washington")),
        (2, 2, 2)
    );
    // Round numbers count anew in each state: 780 is in California alone, 100 in all three.
    assert!(south.contains(&"206.06".to_owned()));
    assert_eq!((count("100"), count("300"), count("760")), (3, 2, 1));
}

#[test]
fn the_sheets_stand_the_proof() {
    let strips = strips(&places());
    for (paper, book) in [("letter", english()), ("a4", spanish())] {
        let stock = LIBRARY.stocks.get(paper).unwrap();
        let mut shaper = Shaper::new(&LIBRARY.fonts);
        let pages = strip::pages(&mut shaper, stock, &strips, &book);
        let least = pages
            .iter()
            .flat_map(|page| &page.items)
            .filter_map(|item| match &item.kind {
                mileposter::page::ItemKind::Text(text) => Some(text.size),
                _ => None,
            });
        assert!(least.fold(f32::MAX, f32::min) >= 7.0);
        let mut diags = Diagnostics::default();
        let named = ("map", "Strip maps".to_owned());
        let plate = sketch::proofed(&mut diags, &LIBRARY, stock, named, &Setup::default(), pages);
        assert!(diags.iter().next().is_none(), "{diags:#?}");
        let plate = plate.unwrap();
        keep(&format!("strips-{paper}.pdf"), &plate.document.bytes);
    }
}

/// Keeps a file to look at, where tests may leave files.
pub(crate) fn keep(name: &str, bytes: &[u8]) {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn the_svg_is_well_formed_and_always_the_same() {
    let mut strips = strips(&places());
    strips[0].marks[0].name = "</text><script>alert(1)</script> & \u{202E}\u{0}\"'".to_owned();
    for strip in &strips {
        let svg = strip::svg(&strip::poster(strip, &english()), Linked::Alone);
        let document = roxmltree::Document::parse(&svg).unwrap();
        let names: BTreeSet<&str> = document
            .descendants()
            .filter(|node| node.is_element())
            .map(|node| node.tag_name().name())
            .collect();
        let known = ["desc", "g", "path", "rect", "svg", "text", "title", "tspan"];
        assert_eq!(names, known.into());
        assert_eq!(svg, strip::svg(&strip::poster(strip, &english()), Linked::Alone));
        keep(&format!("{}.svg", strip.route.replace(' ', "-")), svg.as_bytes());
    }
}

#[test]
fn strips_without_anything() {
    let empty = Strip {
        route: String::new(),
        stretches: Vec::new(),
        marks: Vec::new(),
    };
    assert!(strip::columns(&empty, &english()).is_empty());
    roxmltree::Document::parse(&strip::svg(&strip::poster(&empty, &english()), Linked::Alone)).unwrap();
}

fn any_mark() -> impl Strategy<Value = Mark> {
    let along = proptest::prop_oneof![
        (0..60u16).prop_map(|at| f64::from(at) * 7.5),
        any::<f64>(),
        Just(40.0)
    ];
    let side = prop::sample::select(vec![Side::Ahead, Side::Back, Side::Both, Side::Unknown]);
    let pack = prop::option::of(0..2_000_usize);
    let milepost = prop::option::of("[0-9]{1,3}(\\.[0-9]{1,2})?|.{0,12}");
    (
        ("[a-z0-9]{1,8}", ".{0,60}|[A-Z][a-z ]{0,40}"),
        along,
        side,
        pack,
        milepost,
        any::<[bool; 3]>(),
    )
        .prop_map(
            |((id, name), along, side, pack, milepost, [hangs, estimated, closed])| Mark {
                id,
                name,
                along,
                milepost,
                side,
                pack,
                hangs,
                estimated,
                closed,
                work: None,
            },
        )
}

use proptest::prelude::Just;

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    #[test]
    fn labels_never_lie_on_each_other(marks in prop::collection::vec(any_mark(), 0..90), length in 1.0..900.0_f64) {
        let count = marks.len();
        let stretch = |state: &str, from: f64, to: f64| Stretch {
            state: state.to_owned(),
            from,
            to,
            first_milepost: 3.5,
            shared: vec![(from + 1.0, to - 1.0, "I-15".to_owned())],
        };
        let strip = Strip {
            route: "I-5".to_owned(),
            stretches: vec![stretch("CA", 0.0, length / 3.0), stretch("OR", length / 3.0, length)],
            marks,
        };
        let columns = strip::columns(&strip, &english());
        columns.iter().for_each(assert_clear);
        let drawn = drawn(&columns);
        assert!(drawn.len() == count && drawn.values().all(|times| *times == 1));
    }
}
