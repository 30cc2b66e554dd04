//! Where a row says that its place is: state, county, route, mile, direction.

use super::california;
use super::mile::{self, Mile};
use super::name;
use super::place::{LONGEST, Reading};
use super::road;
use super::side::{self, Sides};
use crate::code;
use crate::diag::Diagnostic;
use crate::heads::{Head, Part};
use crate::location::{Direction, Milepost};
use crate::phrase::say;
use crate::states;

/// What the columns for roads and miles say.
#[derive(Default)]
pub(super) struct Way {
    pub(super) route: Option<String>,
    pub(super) mile: Option<Milepost>,
    pub(super) postmile: Option<String>,
    /// From the letters behind the route.
    pub(super) letters: Sides,
    /// From the column for miles.
    pub(super) by_mile: Option<Direction>,
}

impl Reading<'_> {
    pub(super) fn state(&mut self) -> Option<String> {
        let written = self.field("state");
        if let Some((column, text)) = written {
            if let Some(code) = states::parse(text) {
                if code != text {
                    self.guess(
                        code::VALUE_GUESSED,
                        say("a state is written as its postal code"),
                        column,
                        code,
                    );
                }
                return Some(code.to_owned());
            }
            self.guess(
                code::VALUE_GUESSED,
                say("what stands in the column for states is none; it is kept in the notes"),
                column,
                "",
            );
            self.keep(column);
        }
        let set = self.wish.set("state").and_then(states::parse);
        set.or(self.columns.state).map(str::to_owned)
    }

    pub(super) fn county(&mut self, state: Option<&str>) -> Option<String> {
        if let Some((column, text)) = self.field("county") {
            let tidy = self.tidy(text, column, LONGEST);
            let bare = tidy
                .strip_suffix(" County")
                .or_else(|| tidy.strip_suffix(" county"))
                .unwrap_or(&tidy);
            let shouts = bare.len() > 3 && !bare.contains(char::is_lowercase);
            let county = if shouts {
                // Some letters beside it let a single word count as a name in capitals.
                name::mended_case(&format!("{bare} COUNTY"))
                    .trim_end_matches(" County")
                    .to_owned()
            } else {
                bare.to_owned()
            };
            if county != tidy {
                self.guess(
                    code::VALUE_GUESSED,
                    say("a county is written without the word, and not in capitals"),
                    column,
                    &county,
                );
            }
            return Some(county).filter(|county| !county.is_empty());
        }
        if state == Some("CA")
            && let Some((_, text)) = self.cell(Head::Postmile(Part::County))
            && let Some(county) = california::county(text)
        {
            return Some(county.to_owned());
        }
        self.wish.set("county").map(str::to_owned)
    }

    pub(super) fn way(&mut self, state: Option<&str>, county: Option<&str>) -> Way {
        let mut way = Way::default();
        if let Some((column, text)) = self.field("route") {
            let road = road::parse(text, state);
            let direction = road.sides.direction().map_or("", Direction::word);
            let meant = [road.route.as_deref().unwrap_or_default(), direction].join(" ");
            for guess in road.guesses {
                self.guess(code::ROAD_GUESSED, guess, column, meant.trim());
            }
            if road.says_more {
                self.keep(column);
            }
            (way.route, way.letters) = (road.route, road.sides);
        } else if let Some(set) = self.wish.set("route") {
            way.route = road::parse(set, state).route;
        }
        let is_california = state == Some("CA");
        let mut postmile = None;
        if let Some((column, text)) = self.field("milepost") {
            let read = mile::parse(text, is_california);
            let meant = match &read.mile {
                Mile::Statewide(mile) => mile.to_string(),
                Mile::Postmile(number) => number.clone(),
                Mile::Side(direction) => direction.word().to_owned(),
                Mile::None => String::new(),
            };
            if let Some(guess) = read.guess {
                self.guess(code::ROAD_GUESSED, guess, column, &meant);
            }
            if read.says_more {
                self.keep(column);
            }
            match read.mile {
                Mile::Statewide(mile) => way.mile = Some(mile),
                Mile::Postmile(number) => postmile = Some((column, number)),
                Mile::Side(direction) => way.by_mile = Some(direction),
                Mile::None => {}
            }
        }
        if let Some((column, text)) = self.field("postmile") {
            match self.postmile(text) {
                Some(number) => postmile = Some((column, number)),
                None => {
                    self.guess(
                        code::ROAD_GUESSED,
                        say("a postmile that is none, or 0 for want of one, is kept in the notes"),
                        column,
                        "",
                    );
                    self.keep(column);
                }
            }
        }
        way.postmile = postmile.map(|(column, number)| self.with_county(column, &number, county));
        way
    }

    /// The number of a postmile with the letters that stand in columns beside it. Whole, as `KER 54.1`, it stays.
    pub(super) fn postmile(&mut self, text: &str) -> Option<String> {
        let text = text.trim();
        if let Some((code, number)) = text.split_once(' ')
            && california::county(code).is_some()
        {
            return mile::postmile(number).map(|number| format!("{} {number}", code.to_uppercase()));
        }
        let mut part = |part| {
            self.cell(Head::Postmile(part))
                .map(|(_, text)| text.to_owned())
                .unwrap_or_default()
        };
        let bare = text.trim_start_matches("PM").trim();
        let number = mile::postmile(&format!("{}{bare}{}", part(Part::Prefix), part(Part::Suffix)))?;
        // Layers have a 0 where nobody measured.
        let is_zero = number
            .parse::<f64>()
            .is_ok_and(|miles| miles.abs() < f64::EPSILON);
        (!is_zero).then_some(number)
    }

    /// A postmile with the code of its county, where that can be told.
    pub(super) fn with_county(&mut self, column: usize, number: &str, county: Option<&str>) -> String {
        if number.contains(' ') {
            return number.to_owned();
        }
        let column_code = self
            .cell(Head::Postmile(Part::County))
            .map(|(_, text)| text.to_uppercase());
        let by_column = column_code.filter(|code| california::county(code).is_some());
        let code = by_column.or_else(|| county.and_then(california::code).map(str::to_owned));
        match code {
            Some(code) => format!("{code} {number}"),
            None => {
                self.guess(
                    code::ROAD_GUESSED,
                    say("a postmile without its county says little"),
                    column,
                    number,
                );
                number.to_owned()
            }
        }
    }

    /// The direction: by its column, else by the route's letters, else by the name. Where they contradict each other, that is told.
    pub(super) fn direction(&mut self, way: &Way, named: Sides) -> Option<Direction> {
        let mut by_column = None;
        if let Some((column, text)) = self.field("direction") {
            by_column = side::of_cell(text);
            match by_column {
                Some(direction) if direction.word() != text => {
                    self.guess(
                        code::ROAD_GUESSED,
                        say("a direction is written in another way"),
                        column,
                        direction.word(),
                    );
                }
                Some(_) => {}
                None => {
                    self.guess(
                        code::ROAD_GUESSED,
                        say("what stands in the column for directions is none; it is kept in the notes"),
                        column,
                        "",
                    );
                    self.keep(column);
                }
            }
        }
        let at = |field| self.columns.with(Head::Field(field));
        let said = [
            (by_column, at("direction"), say("the column for directions")),
            (way.letters.direction(), at("route"), say("the route")),
            (way.by_mile, at("milepost"), say("the column for miles")),
            (named.direction(), at("name"), say("the name")),
        ];
        let mut said = said
            .into_iter()
            .filter_map(|(direction, column, what)| Some((direction?, column?, what)));
        let Some((taken, _, taken_from)) = said.next() else {
            return self.wish.set("direction").and_then(side::of_cell);
        };
        for (other, column, what) in said.filter(|(other, _, _)| *other != taken) {
            let message = say("{taken_from} says {taken} and {what} says {other}; {taken} is taken")
                .with_words("taken_from", taken_from.clone())
                .with("taken", taken.word())
                .with_words("what", what)
                .with("other", other.word());
            let span = self.row.span(column);
            self.guesses
                .push(Diagnostic::new(code::CELLS_CONFLICT, message).at(&span));
        }
        Some(taken)
    }
}
