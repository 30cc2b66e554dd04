//! `coordinate-duplicate`: no two places stand at the same coordinates.

use std::collections::{BTreeSet, HashMap};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::location::Location;
use crate::phrase::say;

/// Five decimals of a degree: a yard.
const GRAIN: f64 = 1e5;

/// Reports each place at the coordinates of an earlier one. `told` has the places of which it is known already that
/// they stand in the list twice.
pub(super) fn check(diags: &mut Diagnostics, locations: &[Location], told: &BTreeSet<&str>) {
    let mut first: HashMap<(i64, i64), &Location> = HashMap::new();
    for place in locations {
        let Some(coordinate) = place
            .coordinate
            .filter(|at| !super::coordinate_far::is_nowhere(*at))
        else {
            continue;
        };
        #[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180")]
        let rounded = |degrees: f64| (degrees * GRAIN).round() as i64;
        let key = (rounded(coordinate.lat), rounded(coordinate.lon));
        let Some(before) = first.get(&key) else {
            first.insert(key, place);
            continue;
        };
        if told.contains(place.id.as_str()) {
            continue;
        }
        let message = say("`{place}` has the coordinates of `{before}`")
            .with("place", shown(&place.id))
            .with("before", shown(&before.id));
        diags.push(
            Diagnostic::new(code::COORDINATE_DUPLICATE, message)
                .at(place.coordinate_span())
                .with(say("the other place"), before.coordinate_span())
                .hint(say("give each its own, or leave out those that are not known")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::told;

    #[test]
    fn the_later_of_two_is_told() {
        let row = |id: &str, lat: &str| format!("{id},,{id},bar,,,,,{lat},-123\n");
        assert!(told(&(row("ash", "44") + &row("elm", "44.0001"))).is_empty());
        assert_eq!(
            told(&(row("ash", "44") + &row("elm", "44.000001") + &row("fir", "44"))),
            [
                "coordinate-duplicate `44.000001` give each its own, or leave out those that are not known",
                "coordinate-duplicate `44` give each its own, or leave out those that are not known"
            ]
        );
    }
}
