//! `milepost-order`: a milepost agrees with where its place lies among the others along the road.

use super::road::{Cause, Road};
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::phrase::say;

pub(super) fn check(diags: &mut Diagnostics, road: &Road<'_>) {
    for (stop, cause) in &road.misfits {
        let Cause::Milepost(stretch) = cause else {
            continue;
        };
        let nearest = stretch.nearest;
        let message = say("milepost {milepost} does not fit its neighbours: the coordinates lie {miles} miles from `{name}` at milepost {other}").with("milepost", stop.milepost).with("miles", format!("{:.0}", stop.spot.miles_to(nearest.spot))).with("name", shown(&nearest.place.name)).with("other", nearest.milepost);
        let fault = Diagnostic::new(code::MILEPOST_ORDER, message)
            .at(stop.place.milepost_span())
            .with(say("the neighbour"), nearest.place.milepost_span());
        let meant = super::milepost_range::slip(stop.miles, stretch.miles);
        diags.push(match meant {
            Some(meant) => fault.hint(say("did you mean `{meant}`?").with("meant", meant)),
            None => fault.hint(say(
                "look up the milepost; if it is right, the coordinates or the neighbour are wrong",
            )),
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
