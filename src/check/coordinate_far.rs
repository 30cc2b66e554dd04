//! `coordinate-far`: no place lies farther from its neighbours than the road between them is long.

use super::road::{Cause, Road};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::globe::Coordinate;
use crate::location::Location;
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, road: &Road<'_>) {
    for (stop, cause) in &road.misfits {
        let Cause::Coordinate(neighbour) = cause else {
            continue;
        };
        let message = say("the coordinates lie {miles} miles from `{name}`, and the road to it has {road}")
            .with("miles", format!("{:.0}", stop.spot.miles_to(neighbour.spot)))
            .with("name", shown(&neighbour.place.name))
            .with("road", format!("{:.0}", (stop.miles - neighbour.miles).abs()));
        let fault = Diagnostic::new(code::COORDINATE_FAR, message)
            .at(stop.place.coordinate_span())
            .with(say("the neighbour"), neighbour.place.coordinate_span());
        diags.push(match meant(road, stop.place.coordinate) {
            Some(lon) => fault.hint(say("west of Greenwich is below zero: did you mean `{lon}`?").with("lon", lon)),
            None => {
                fault.hint(say("copy the coordinates from a map again; if they are right, the milepost or the neighbour is wrong"))
            }
        });
    }
}

/// Reports 0, 0, which programs write where they know nothing.
pub(super) fn check_nowhere(diags: &mut Diagnostics, locations: &[Location]) {
    for place in locations {
        if place.coordinate.is_some_and(is_nowhere) {
            diags.push(
                Diagnostic::new(
                    code::COORDINATE_FAR,
                    say("the coordinates 0, 0 lie in the sea off Africa"),
                )
                .at(place.coordinate_span())
                .hint(say("leave `lat` and `lon` out where they are not known")),
            );
        }
    }
}

/// Whether coordinates are 0, 0, to a thousandth of a degree.
pub(super) fn is_nowhere(coordinate: Coordinate) -> bool {
    coordinate.lat.abs() < 0.001 && coordinate.lon.abs() < 0.001
}

/// The longitude with its sign turned, if that lies on the road.
fn meant(road: &Road<'_>, coordinate: Option<Coordinate>) -> Option<f64> {
    let Coordinate { lat, lon } = coordinate?;
    let turned = Coordinate { lat, lon: -lon };
    road.stretch(turned.spot())
        .filter(|stretch| stretch.inside)
        .map(|_| -lon)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{told, told_with};

    const COPY: &str =
        "copy the coordinates from a map again; if they are right, the milepost or the neighbour is wrong";

    #[test]
    fn the_odd_one_out_is_told_alone() {
        assert_eq!(
            told_with("44.235759,-123.060537", "44.235759,-121.060537"),
            [format!("coordinate-far `44.235759` {COPY}")]
        );
        // Far outside the state.
        assert_eq!(
            told_with("43.86,", "34.86,"),
            [format!("coordinate-far `34.86` {COPY}")]
        );
        // At the end of the road.
        assert_eq!(
            told_with("44.745,", "47.745,"),
            [format!("coordinate-far `47.745` {COPY}")]
        );
    }

    #[test]
    fn east_for_west() {
        assert_eq!(
            told_with("-123.060537", "123.060537"),
            ["coordinate-far `44.235759` west of Greenwich is below zero: did you mean `-123.060537`?"]
        );
    }

    #[test]
    fn both_sides_of_a_site_may_be_wrong() {
        let rows = super::super::sample::SOUND.replace("43.45,", "46.45,");
        assert_eq!(told(&rows).len(), 2, "{:?}", told(&rows));
        assert!(
            told(&rows)
                .iter()
                .all(|fault| fault.starts_with("coordinate-far `46.45`"))
        );
    }

    #[test]
    fn nowhere() {
        let nowhere = ["coordinate-far `0.0` leave `lat` and `lon` out where they are not known"];
        assert_eq!(told_with("43.86,-123.03", "0.0,0.0"), nowhere);
        assert_eq!(told("a,,A,bar,,,,,0.0,0.0\nb,,B,bar,,,,,1,1\n"), nowhere);
    }
}
