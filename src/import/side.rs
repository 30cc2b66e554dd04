//! Directions of travel in the many ways that people write them: letters, words, several at once, behind a name.

use crate::location::Direction;

/// Some of the four directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sides(u8);

const NORTH: u8 = 1;
const SOUTH: u8 = 2;
const EAST: u8 = 4;
const WEST: u8 = 8;

impl Sides {
    /// One direction, or both where they face each other; `None` of none, or of some that are no pair.
    pub(super) fn direction(self) -> Option<Direction> {
        const NORTH_SOUTH: u8 = NORTH | SOUTH;
        const EAST_WEST: u8 = EAST | WEST;
        const ALL: u8 = NORTH_SOUTH | EAST_WEST;
        match self.0 {
            NORTH => Some(Direction::North),
            SOUTH => Some(Direction::South),
            EAST => Some(Direction::East),
            WEST => Some(Direction::West),
            NORTH_SOUTH | EAST_WEST | ALL => Some(Direction::Both),
            _ => None,
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A word that is a direction in a column for directions or behind a route.
pub(super) fn of_word(word: &str) -> Option<Sides> {
    let sides = match word.to_ascii_uppercase().as_str() {
        "N" | "NORTH" => NORTH,
        "S" | "SOUTH" => SOUTH,
        "E" | "EAST" => EAST,
        "W" | "WEST" => WEST,
        "NS" | "SN" => NORTH | SOUTH,
        "EW" | "WE" => EAST | WEST,
        "BOTH" => NORTH | SOUTH | EAST | WEST,
        word => return of_sign(word),
    };
    Some(Sides(sides))
}

/// A word that is a direction wherever it stands, as `NB` or `eastbound`.
pub(super) fn of_sign(word: &str) -> Option<Sides> {
    let sides = match word.to_ascii_uppercase().as_str() {
        "NB" | "NBL" | "NORTHBOUND" => NORTH,
        "SB" | "SBL" | "SOUTHBOUND" => SOUTH,
        "EB" | "EBL" | "EASTBOUND" => EAST,
        "WB" | "WBL" | "WESTBOUND" => WEST,
        _ => return None,
    };
    Some(Sides(sides))
}

/// The words of a text, without what parts them.
pub(super) fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// A cell of a column for directions.
pub(super) fn of_cell(text: &str) -> Option<Direction> {
    let mut all = Sides::default();
    for word in words(text) {
        match word.to_ascii_uppercase().as_str() {
            "AND" | "BOUND" | "SIDE" | "SIDES" | "DIRECTIONS" | "TRAFFIC" => {}
            word => all = all.with(of_word(word)?),
        }
    }
    all.direction()
}

/// A name without the directions at its end, and these.
pub(super) fn off_name(name: &str) -> (String, Sides) {
    const BETWEEN: &[char] = &[' ', '-', '(', ')', '/', '&', ',', '–'];
    let mut rest = name;
    let mut sides = Sides::default();
    loop {
        let trimmed = rest.trim_end_matches(BETWEEN);
        let start = trimmed.rfind(BETWEEN).map_or(0, |at| {
            at + trimmed[at..].chars().next().map_or(1, char::len_utf8)
        });
        let (before, word) = trimmed.split_at(start);
        let found = match of_sign(word) {
            Some(found) => Some((found, before)),
            // As in `Eb & W B`.
            None if word.eq_ignore_ascii_case("b") => split_sign(before),
            None if word.eq_ignore_ascii_case("and") && !sides.is_empty() => Some((Sides::default(), before)),
            None => None,
        };
        let Some((found, before)) = found else { break };
        sides = sides.with(found);
        rest = before;
    }
    if sides.is_empty() {
        return (name.to_owned(), sides);
    }
    (rest.trim_end_matches(BETWEEN).to_owned(), sides)
}

/// The letter before a `B` that stands apart from it.
fn split_sign(before: &str) -> Option<(Sides, &str)> {
    let trimmed = before.strip_suffix(' ')?;
    let letter = trimmed.chars().next_back()?;
    let rest = trimmed.strip_suffix(letter)?;
    let alone = rest.ends_with([' ', '(', '&', '/']);
    let sides = of_sign(&format!("{letter}b"))?;
    alone.then_some((sides, rest))
}

#[cfg(test)]
mod tests {
    use super::{of_cell, off_name};
    use crate::location::Direction::{Both, East, North, South, West};

    #[test]
    fn cells() {
        for (cell, meant) in [
            ("N", Some(North)),
            ("sb", Some(South)),
            ("Eastbound", Some(East)),
            ("West Bound", Some(West)),
            ("N & S", Some(Both)),
            ("NB / SB", Some(Both)),
            ("E and W", Some(Both)),
            ("N/S", Some(Both)),
            ("both", Some(Both)),
            ("both sides", Some(Both)),
            ("N & E", None),
            ("median", None),
            ("", None),
        ] {
            assert_eq!(of_cell(cell), meant, "{cell}");
        }
    }

    #[test]
    fn names() {
        for (name, rest, meant) in [
            (
                "Empire Camp Safety Roadside Rest Area - Nb",
                "Empire Camp Safety Roadside Rest Area",
                Some(North),
            ),
            ("Collier Tunnel - Nb & Sb", "Collier Tunnel", Some(Both)),
            ("Moon Lim Lee - Eb & W B", "Moon Lim Lee", Some(Both)),
            (
                "Conecuh County Rest Area (NB)",
                "Conecuh County Rest Area",
                Some(North),
            ),
            ("Sunbeam Eastbound", "Sunbeam", Some(East)),
            ("EZ Go NB SB", "EZ Go", Some(Both)),
            (
                "Robeson County Rest Area NBL",
                "Robeson County Rest Area",
                Some(North),
            ),
            ("Northbound", "", Some(North)),
            ("Gurdon (7-14-B)", "Gurdon (7-14-B)", None),
            ("Conway East", "Conway East", None),
            ("Café – WB", "Café", Some(West)),
        ] {
            let (found, sides) = off_name(name);
            assert_eq!((found.as_str(), sides.direction()), (rest, meant), "{name}");
        }
    }
}
