//! Addresses that nobody may read: one can be put in and looked for, never taken out.
//!
//! What is kept of an address are fingerprints of its words ([`super::street`]), and of coordinates their first three decimals, some
//! hundred yards. A text is searched in one pass, however many addresses are sealed.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::street::{Words, is_street, may_have_number};
use crate::globe::Coordinate;

/// Sealed addresses. It has neither `Display` nor a list of what is in it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sealed {
    /// Fingerprints of house numbers with their streets, and of boxes.
    houses: HashSet<u64>,
    /// Streets without a number: by the first two words, how many words and the fingerprint of all.
    streets: HashMap<u64, Vec<(usize, u64)>>,
    /// Thousandths of degrees, without their signs.
    points: HashSet<(i32, i32)>,
    count: usize,
}

/// The fewest words of a street without a number, and the most that are compared.
const FEWEST: usize = 3;
const MOST: usize = 8;

/// Words of what stands where an address would.
const PLACEHOLDERS: &[&str] = &[
    "confidential",
    "confidencial",
    "undisclosed",
    "disclosed",
    "withheld",
    "call",
    "llame",
    "llamar",
    "phone",
    "contact",
    "unknown",
    "tbd",
    "none",
    "virtual",
    "online",
    "private",
    "privado",
    "n/a",
];

impl Sealed {
    /// Seals an address, line by line, and tells whether there was one. What only stands in its place, as `confidential`, is none.
    pub fn seal(&mut self, lines: &[String]) -> bool {
        let mut is_new = false;
        for line in lines {
            is_new |= self.seal_line(line);
        }
        // A number may stand alone on its line.
        if !is_new && lines.len() > 1 {
            is_new = self.seal_line(&lines.join(" "));
        }
        self.count += usize::from(is_new);
        is_new
    }

    fn seal_line(&mut self, line: &str) -> bool {
        let words = Words::of(line);
        let is_placeholder = (0..words.len()).any(|at| PLACEHOLDERS.contains(&words.get(at)));
        let houses = words.own_houses();
        let mut houses: Vec<u64> = houses
            .iter()
            .filter(|house| !is_placeholder || house.is_street)
            .map(|house| print(&[house.number, house.street]))
            .collect();
        houses.extend(words.boxes().map(|number| print(&["box", number])));
        if !houses.is_empty() {
            self.houses.extend(houses);
            return true;
        }
        let mut all = words.weighty();
        all.truncate(MOST);
        let Some(last) = all.iter().rposition(|word| is_street(word)) else {
            return false;
        };
        // What follows is the town, but in `Calle Juárez`.
        if last > 0 {
            all.truncate(last + 1);
        }
        if is_placeholder || all.len() < FEWEST {
            return false;
        }
        let known = self.streets.entry(print(&all[..2])).or_default();
        known.push((all.len(), print(&all)));
        true
    }

    /// Seals a place on the map.
    pub fn seal_point(&mut self, point: Coordinate) {
        if let (Some(lat), Some(lon)) = (thousandths(point.lat), thousandths(point.lon)) {
            self.points.insert((lat, lon));
            self.count += 1;
        }
    }

    /// Whether any sealed address or place stands in a text.
    pub fn finds(&self, text: &str) -> bool {
        if self.count == 0 || (self.streets.is_empty() && !may_have_number(text)) {
            return false;
        }
        let words = Words::of(text);
        let is_sealed = |parts: &[&str]| self.houses.contains(&print(parts));
        words
            .houses()
            .iter()
            .any(|house| is_sealed(&[house.number, house.street]))
            || words.boxes().any(|number| is_sealed(&["box", number]))
            || self.finds_street(&words)
            || self.finds_point(text)
    }

    /// Whether a place on the map is a sealed one, or so near that the first three decimals do not tell them apart.
    pub fn holds(&self, point: Coordinate) -> bool {
        thousandths(point.lat)
            .zip(thousandths(point.lon))
            .is_some_and(|(lat, lon)| self.is_near(lat, lon))
    }

    fn finds_street(&self, words: &Words) -> bool {
        if self.streets.is_empty() {
            return false;
        }
        let all = words.weighty();
        (1..all.len()).any(|at| {
            let known = self.streets.get(&print(&all[at - 1..=at]));
            known.into_iter().flatten().any(|(length, whole)| {
                let rest = all.get(at - 1..at - 1 + length);
                rest.is_some_and(|rest| print(rest) == *whole)
            })
        })
    }

    /// Two numbers with three decimals or more, one after the other.
    fn finds_point(&self, text: &str) -> bool {
        if self.points.is_empty() {
            return false;
        }
        let is_part = |c: char| c.is_ascii_digit() || c == '.';
        let numbers = text.split(|c: char| !is_part(c)).filter_map(|word| {
            let word = word.trim_matches('.');
            let (_, decimals) = word.split_once('.')?;
            (decimals.len() >= 3).then(|| word.parse::<f64>().ok().and_then(thousandths))?
        });
        let numbers: Vec<i32> = numbers.collect();
        numbers
            .windows(2)
            .any(|two| self.is_near(two[0], two[1]) || self.is_near(two[1], two[0]))
    }

    /// Decimals may have been cut off or rounded.
    fn is_near(&self, lat: i32, lon: i32) -> bool {
        (-1..=1).any(|north| (-1..=1).any(|east| self.points.contains(&(lat + north, lon + east))))
    }

    /// How many addresses and places are sealed.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// How many there are, and nothing else.
impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({})", self.count)
    }
}

fn print(words: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// Degrees without their sign, in thousandths; `None` off the globe.
fn thousandths(degrees: f64) -> Option<i32> {
    let degrees = degrees.abs();
    #[expect(clippy::cast_possible_truncation, reason = "at most 180000, or not used")]
    let whole = (degrees * 1000.0 + 1e-6) as i32;
    (degrees <= 180.0).then_some(whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Sealed;
    use crate::globe::Coordinate;

    fn sealed(lines: &[&str]) -> Sealed {
        let mut sealed = Sealed::default();
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        sealed.seal(&lines);
        sealed
    }

    #[test]
    fn an_address_is_found_however_it_is_written() {
        let house = sealed(&["123 N. Old Mill Road, Suite 200", "Albany, OR 97321"]);
        for text in [
            "123 North Old Mill Rd",
            "We are at 123 OLD\nMILL ROAD.",
            "123-old-mill-rd.html",
            "123 n old mill rd #200",
            "123, Old Mill",
            "123 old",
            "call, then come to １２３ Old Mill",
        ] {
            assert!(house.finds(text), "{text}");
        }
        for text in [
            "Old Mill Road",
            "125 Old Mill Road",
            "1234 Old Mill Road",
            "200 Albany families",
            "Albany, OR 97321",
            "open 24 hours, 7 days a week; call 503-555-0123",
            "",
        ] {
            assert!(!house.finds(text), "{text}");
        }
    }

    #[test]
    fn other_ways_to_say_where() {
        assert!(sealed(&["P.O. Box 77"]).finds("PO BOX 77, Salem"));
        assert!(!sealed(&["PO Box 77"]).finds("PO Box 78"));
        assert!(sealed(&["One Main Street"]).finds("1 Main St"));
        assert!(sealed(&["12", "Oak Street"]).finds("12 Oak St"));
        assert!(sealed(&["Calle Benito Juárez 12"]).finds("calle benito juarez, 12"));
        assert!(sealed(&["Corner of Main and Fifth St, Albany"]).finds("on the corner of Main & 5th St"));
        assert!(sealed(&["Old Mill Road, Albany, OR"]).finds("the house on Old Mill Rd."));
        assert!(sealed(&["Confidential: 12 Oak St"]).finds("12 Oak"));
        assert!(sealed(&["250 E 300 S"]).finds("250 East 300 South"));
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "Confidential",
            "confidential location, call 24 hours",
            "Call for address",
            "N/A",
            "Salem",
            "Linn County",
            "Main Street",
            "",
        ] {
            assert!(sealed(&[text]).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_place_on_the_map_is_found() {
        let mut sealed = Sealed::default();
        sealed.seal_point(Coordinate {
            lat: 44.636_61,
            lon: -123.105_9,
        });
        for text in [
            "44.63661,-123.1059",
            "https://maps.example/@44.6366,-123.1060,17z",
            "44.637 N 123.106 W",
            "-123.1059 44.6366",
        ] {
            assert!(sealed.finds(text), "{text}");
        }
        for text in ["44.6 -123.1", "44.640,-123.106", "503.555.0123"] {
            assert!(!sealed.finds(text), "{text}");
        }
        assert_eq!(format!("{sealed:?}"), "Sealed(1)");
    }

    proptest! {
        #[test]
        fn any_address_is_found_however_it_is_split(
            number in 1_u32..99_999,
            direction in prop::sample::select(vec!["", "N", "South", "N.E."]),
            name in "[A-Z][a-z]{3,9}",
            street in prop::sample::select(vec![("Street", "st"), ("Avenue", "AVE."), ("Boulevard", "Blvd"), ("Hwy", "highway")]),
            gap in prop::sample::select(vec![" ", "\n", ", ", "  ", " - ", "\t", "_", "\u{A0}", ".\r\n"]),
            around in "[a-z ]{0,40}",
            upper in any::<bool>(),
        ) {
            // A word that follows numbers which are no houses, such as `hours`, is the name of no street.
            prop_assume!(!["over", "people", "days", "hours", "week", "weeks", "year", "years", "women", "miles", "times", "children",
                "horas", "dias", "free", "beds", "nights", "month", "months", "percent", "minutes", "with", "hour", "anos"]
                .contains(&name.to_lowercase().as_str()));
            let sealed = sealed(&[&format!("{number} {direction} {name} {}", street.0)]);
            prop_assert_eq!(sealed.len(), 1);
            let mut text = format!("{around} {number}{gap}{direction}{gap}{name}{gap}{} {around}", street.1);
            if upper {
                text = text.to_uppercase();
            }
            prop_assert!(sealed.finds(&text), "{}", text);
            let without = format!("{around} {direction}{gap}{name}{gap}{} {around}", street.1);
            prop_assert!(!sealed.finds(&without), "{}", without);
        }
    }
}
