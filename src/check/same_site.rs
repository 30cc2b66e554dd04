//! `same-site`: no place stands in the list twice, under two names or ids.
//!
//! Competing truck stops at one exit are common and sound, so two places are the same only if their names are alike,
//! or if both are rest areas on one side of the road at one milepost.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use crate::code;
use crate::diag::{self, Diagnostic, Diagnostics, shown};
use crate::globe::{self, Spot};
use crate::location::{Direction, Kind, Location, Milepost};
use crate::phrase::say;

/// How far apart two mileposts of one place can be, in miles.
const MILES_APART: f64 = 0.3;

/// How far apart two coordinates of one place can be, in metres.
const METRES_APART: f64 = 150.0;

/// How many neighbours a place is compared with. More than stand at one exit.
const WINDOW: usize = 12;

/// Words that say what kind of place it is rather than which.
const COMMON: &[&str] = &[
    "area",
    "center",
    "centre",
    "eastbound",
    "i",
    "nb",
    "northbound",
    "of",
    "plaza",
    "rest",
    "roadside",
    "safety",
    "sb",
    "eb",
    "wb",
    "service",
    "southbound",
    "stop",
    "the",
    "travel",
    "truck",
    "welcome",
    "westbound",
];

/// A place with what it is compared by.
struct Entry<'a> {
    place: &'a Location,
    /// The number of its route, state and direction.
    road: usize,
    /// Which place it is, in bare words; found when it is asked for.
    name: OnceCell<String>,
    spot: Option<Spot>,
}

impl Entry<'_> {
    fn name(&self) -> &str {
        self.name.get_or_init(|| bare(&self.place.name))
    }
}

/// Reports each place that an earlier one seems to be already, and hands over their ids.
pub(super) fn check<'a>(diags: &mut Diagnostics, locations: &'a [Location]) -> BTreeSet<&'a str> {
    let entries = entries(locations);
    let mut pairs = BTreeSet::new();
    by_milepost(&entries, &mut pairs);
    by_latitude(&entries, &mut pairs);
    report(diags, &entries, pairs)
}

fn entries(locations: &[Location]) -> Vec<Entry<'_>> {
    let mut roads = HashMap::new();
    let mut entries = Vec::new();
    for place in locations {
        let next = roads.len();
        let road = (&place.route, &place.state, place.direction);
        let sound = place
            .coordinate
            .filter(|at| !super::coordinate_far::is_nowhere(*at));
        entries.push(Entry {
            place,
            road: *roads.entry(road).or_insert(next),
            name: OnceCell::new(),
            spot: sound.map(|at| at.spot()),
        });
    }
    entries
}

/// Pairs of places that are one: the later before the first that it repeats, so that each is told once.
type Pairs = BTreeSet<(usize, usize)>;

fn by_milepost(entries: &[Entry<'_>], pairs: &mut Pairs) {
    let milepost = |at: &usize| entries[*at].place.milepost;
    let miles = |at: usize| milepost(&at).map_or(f64::NAN, Milepost::miles);
    let mut order: Vec<usize> = (0..entries.len()).filter(|at| milepost(at).is_some()).collect();
    order.sort_by_key(|at| (entries[*at].road, milepost(at)));
    compare(entries, pairs, &order, |one, other| {
        (miles(one) - miles(other)).abs() <= MILES_APART + 1e-9
    });
}

fn by_latitude(entries: &[Entry<'_>], pairs: &mut Pairs) {
    /// Miles of a degree of latitude.
    const DEGREE: f64 = 69.0;
    let lat = |at: usize| entries[at].place.coordinate.map_or(f64::NAN, |at| at.lat);
    let mut order: Vec<usize> = (0..entries.len())
        .filter(|at| entries[*at].spot.is_some())
        .collect();
    order.sort_by(|one, other| {
        let road = |at: &usize| entries[*at].road;
        road(one)
            .cmp(&road(other))
            .then(lat(*one).total_cmp(&lat(*other)))
    });
    compare(entries, pairs, &order, |one, other| {
        (lat(one) - lat(other)).abs() * DEGREE <= globe::metres(METRES_APART)
    });
}

/// Compares each place with those that follow it in an order, as long as they are on its road and `near`.
fn compare(entries: &[Entry<'_>], pairs: &mut Pairs, order: &[usize], near: impl Fn(usize, usize) -> bool) {
    for (at, one) in order.iter().enumerate() {
        let beside = |other: &&usize| entries[*one].road == entries[**other].road && near(*one, **other);
        let others = order[at + 1..].iter().take(WINDOW).take_while(beside);
        for other in others.filter(|other| are_same(&entries[*one], &entries[**other])) {
            pairs.insert((*one.max(other), *one.min(other)));
        }
    }
}

fn report<'a>(diags: &mut Diagnostics, entries: &[Entry<'a>], pairs: Pairs) -> BTreeSet<&'a str> {
    let mut told = BTreeSet::new();
    for (later, first) in pairs {
        let (later, first) = (entries[later].place, entries[first].place);
        if !told.insert(later.id.as_str()) {
            continue;
        }
        let message = say("`{first}` and `{second}` seem to be the same place")
            .with("first", shown(&first.name))
            .with("second", shown(&later.name));
        diags.push(
            Diagnostic::new(code::SAME_SITE, message)
                .at(&later.span)
                .with(say("the first"), &first.span)
                .hint(say(
                    "keep one record; two places that are really there need names that tell them apart",
                )),
        );
    }
    told
}

/// Whether two places beside each other on one road are one.
fn are_same(one: &Entry<'_>, other: &Entry<'_>) -> bool {
    let (a, b) = (one.place, other.place);
    let apart = one.spot.zip(other.spot).map(|(one, other)| one.miles_to(other));
    let close = apart.is_some_and(|apart| apart <= globe::metres(METRES_APART));
    // Nothing says on which side they are: they may be the two.
    if a.direction.is_none() && !close {
        return false;
    }
    let other_sites = a.site.is_some() && b.site.is_some() && a.site != b.site;
    let rest_areas = a.kind == Kind::RestArea
        && b.kind == Kind::RestArea
        && a.milepost.is_some()
        && a.milepost == b.milepost
        && !matches!(a.direction, None | Some(Direction::Both));
    // Coordinates that lie well apart speak for two.
    let may_be = apart.is_none_or(|apart| apart <= MILES_APART + globe::metres(METRES_APART));
    may_be && (rest_areas || one.name() == other.name() || (!other_sites && alike(one.name(), other.name())))
}

fn alike(one: &str, other: &str) -> bool {
    // Store 12 and store 13 are two.
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(one) == digits(other) && diag::likeness(one, other) >= 0.85
}

/// A name without case, punctuation and the words that many places share; whole where nothing else is in it.
fn bare(name: &str) -> String {
    let lower = name.to_lowercase().replace(['\'', '’'], "");
    let words = || {
        lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
    };
    let telling: Vec<&str> = words().filter(|word| !COMMON.contains(word)).collect();
    if telling.is_empty() {
        words().collect::<Vec<_>>().join(" ")
    } else {
        telling.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::told;
    use super::bare;

    fn count(rows: &[&str]) -> usize {
        let told = told(&rows.iter().map(|row| format!("{row}\n")).collect::<String>());
        assert!(
            told.iter().all(|fault| fault.starts_with("same-site")),
            "{told:?}"
        );
        told.len()
    }

    #[test]
    fn one_place_under_two_ids() {
        let oak = "oak,,Oak Grove Rest Area,rest_area,I-5,NB,OR,206.06,,";
        assert_eq!(count(&[oak, "oak-2,,OAK GROVE,rest_area,I-5,NB,OR,206,,"]), 1);
        assert_eq!(count(&[oak, "oak-2,,Oak Grov,rest_area,I-5,NB,OR,206,,"]), 1);
        // Two names, and yet one spot.
        assert_eq!(count(&[oak, "oak-2,,Fir,rest_area,I-5,NB,OR,206.06,,"]), 1);
        // Without mileposts, by coordinates; the same coordinates are not told again.
        let one = "a,,Joe's,bar,,,OR,,44.1,-123.1";
        assert_eq!(count(&[one, "b,,Joes,bar,,,OR,,44.101,-123.1"]), 1);
        assert_eq!(count(&[one, "b,,Joes,bar,,,OR,,44.1,-123.1"]), 1);
        // Each copy is told once.
        assert_eq!(
            count(&[oak, &oak.replacen("oak", "b", 1), &oak.replacen("oak", "c", 1)]),
            2
        );
    }

    #[test]
    fn neighbours_are_two() {
        let oak = "oak,oak,Oak Grove,rest_area,I-5,NB,OR,206.06,,";
        assert_eq!(
            count(&[oak, "oak-sb,oak,Oak Grove,rest_area,I-5,SB,OR,206.06,,"]),
            0
        );
        assert_eq!(count(&[oak, "elm,elm,Oak Grave,rest_area,I-5,NB,OR,206.1,,"]), 0);
        assert_eq!(count(&[oak, "elm,,Oak Grove,rest_area,I-5,NB,OR,207,,"]), 0);
        assert_eq!(count(&[oak, "elm,,Oak Grove,rest_area,I-5,NB,WA,206.06,,"]), 0);
        let love = "a,,Love's Travel Stop,truck_stop,I-5,both,OR,199,,";
        assert_eq!(
            count(&[love, "b,,Pilot Travel Center,truck_stop,I-5,both,OR,199,,"]),
            0
        );
        let pilot = "c,,Pilot #12,truck_stop,I-5,both,OR,199,,";
        assert_eq!(count(&[pilot, "d,,Pilot #13,truck_stop,I-5,both,OR,199,,"]), 0);
        // Nobody knows their sides: they may be the two.
        assert_eq!(
            count(&["a,,Fir,rest_area,I-5,,OR,9,,", "b,,Fir,rest_area,I-5,,OR,9,,"]),
            0
        );
    }

    #[test]
    fn bare_names() {
        assert_eq!(bare("The Oak-Grove Rest Area (NB)"), "oak grove");
        assert_eq!(bare("Love’s Travel Stop #232"), "loves 232");
        assert_eq!(bare("Truck Stop"), "truck stop");
    }
}
