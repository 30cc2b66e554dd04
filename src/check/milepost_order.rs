//! `milepost-order`: a milepost agrees with where its place lies among the others along the road.

use super::road::{Cause, Road};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};

pub(super) fn check(diags: &mut Diagnostics, road: &Road<'_>) {
    for (stop, cause) in &road.misfits {
        let Cause::Milepost(stretch) = cause else {
            continue;
        };
        let nearest = stretch.nearest;
        let message = format!(
            "milepost {} does not fit its neighbours: the coordinates lie {:.0} miles from `{}` at milepost {}",
            stop.milepost,
            stop.spot.miles_to(nearest.spot),
            shown(&nearest.place.name),
            nearest.milepost
        );
        let fault = Diagnostic::new(code::MILEPOST_ORDER, message)
            .at(stop.place.milepost_span())
            .with("the neighbour", nearest.place.milepost_span());
        let meant = super::milepost_range::slip(stop.miles, stretch.miles);
        diags.push(match meant {
            Some(meant) => fault.hint(format!("did you mean `{meant}`?")),
            None => {
                fault.hint("look up the milepost; if it is right, the coordinates or the neighbour are wrong")
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::told_with;

    #[test]
    fn a_milepost_is_told_where_the_coordinates_say_otherwise() {
        assert_eq!(
            told_with("206.06", "260.06"),
            ["milepost-order `260.06` did you mean `206.06`?"]
        );
        assert_eq!(
            told_with("178,", "78,"),
            [
                "milepost-order `78` look up the milepost; if it is right, the coordinates or the neighbour are wrong"
            ]
        );
        // Past the last neighbour only a likely slip is a wrong milepost.
        assert_eq!(
            told_with("22.15", "221.5"),
            ["milepost-order `221.5` did you mean `22.15`?"]
        );
    }
}
