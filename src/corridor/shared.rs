//! Stretches of road that belong to two routes.

use crate::location::Milepost;
use crate::route::Shared;

/// The roads that a milepost of a route lies on, with their mileposts there and whether they run the other way: its own, then
/// those that share the stretch.
pub(super) fn roads_at<'r>(
    shared: &'r [Shared],
    route: &'r str,
    state: &str,
    milepost: Milepost,
) -> Vec<(&'r str, Milepost, bool)> {
    let others = shared.iter().filter_map(|shared| {
        let turned = shared.with_miles.0 > shared.with_miles.1;
        if is_with(shared, route, state) {
            Some((shared.route.as_str(), on_host(shared, milepost)?, turned))
        } else if shared.route == route && shared.state == state {
            let there = convert(milepost, shared.miles, shared.with_miles)?;
            Some((shared.with.as_str(), there, turned))
        } else {
            None
        }
    });
    std::iter::once((route, milepost, false)).chain(others).collect()
}

/// Whether a stretch is shared with a route in a state.
pub(super) fn is_with(shared: &Shared, route: &str, state: &str) -> bool {
    shared.with == route && shared.state == state
}

/// The milepost of the route that has a shared stretch, for one of the other route.
pub(super) fn on_host(shared: &Shared, milepost: Milepost) -> Option<Milepost> {
    convert(milepost, shared.with_miles, shared.miles)
}

/// A milepost between two ends, as one between two others.
fn convert(milepost: Milepost, from: (Milepost, Milepost), to: (Milepost, Milepost)) -> Option<Milepost> {
    let number = |milepost: Milepost| i64::from(milepost.hundredths());
    let (low, high) = (from.0.min(from.1), from.0.max(from.1));
    if !(low..=high).contains(&milepost) || low == high {
        return None;
    }
    let share = (number(milepost) - number(from.0)) * (number(to.1) - number(to.0));
    let there = number(to.0) + share / (number(from.1) - number(from.0));
    u32::try_from(there).ok().map(Milepost::from_hundredths)
}
