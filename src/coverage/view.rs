//! One direction of a line: the gaps between its pieces, the miles and sites that are covered.

use std::collections::BTreeMap;

use crate::corridor::{Along, Line, Stop, Stretch};
use crate::location::Location;

use super::{Figures, Gap, Share};

/// The ways between pieces on one side of a line, as they are driven; its ends count.
pub(super) fn gaps<'a>(line: &Line<'a>, outward: bool, has: &[bool]) -> Vec<Gap<'a>> {
    let stops = line.stops.iter().zip(has);
    let stops = stops.filter(|(stop, has)| **has && stop.side.serves(outward));
    let mut ends = vec![(Along::default(), None)];
    ends.extend(stops.map(|(stop, _)| (stop.at, Some(stop.place))));
    ends.push((line.length(), None));
    if !outward {
        ends.reverse();
    }
    let neighbours = ends.iter().zip(&ends[1..]);
    neighbours
        .map(|((from, behind), (to, next))| Gap {
            from: *from,
            to: *to,
            behind: *behind,
            next: *next,
        })
        .collect()
}

/// The longest of some gaps, of equal ones the first; `None` where all are nothing.
pub(super) fn longest_of<'a>(gaps: &[Gap<'a>]) -> Option<Gap<'a>> {
    let some = gaps.iter().filter(|gap| gap.length() > Along::default());
    let longest = some.reduce(|longest, gap| {
        if gap.length() > longest.length() {
            gap
        } else {
            longest
        }
    });
    longest.copied()
}

/// One direction of a line, and which of its stops have the pieces that are asked for.
pub(super) struct View<'v, 'a> {
    pub(super) line: &'v Line<'a>,
    pub(super) outward: bool,
    pub(super) ahead: Along,
    pub(super) has: &'v [bool],
    pub(super) gaps: Vec<Gap<'a>>,
}

impl<'a> View<'_, 'a> {
    /// All of it.
    pub(super) fn figures(&self) -> Figures {
        self.between(Along::default(), self.line.length(), &|_| true)
    }

    /// What of it is in one state.
    pub(super) fn within(&self, stretch: &Stretch<'a>) -> Figures {
        self.between(stretch.from, stretch.to, &|stop| {
            stop.place.state.as_deref() == Some(stretch.state)
        })
    }

    /// The miles between two of the line, and the sites that are asked for.
    fn between(&self, from: Along, to: Along, is_there: &dyn Fn(&Stop<'a>) -> bool) -> Figures {
        let stops = self.line.stops.iter().zip(self.has);
        let own = stops.filter(|(stop, _)| !stop.guest && stop.side.serves(self.outward) && is_there(stop));
        let covered = self.gaps.iter().map(|gap| covered(gap, self.ahead, (from, to)));
        Figures {
            sites: sites(own.map(|(stop, has)| (stop.place, *has))),
            miles: Share {
                part: covered.sum(),
                whole: from.to(to).hundredths().into(),
            },
        }
    }
}

/// How much of a gap, between two miles, has a piece within reach ahead: its last part, where it ends at one.
fn covered(gap: &Gap<'_>, ahead: Along, within: (Along, Along)) -> u64 {
    if gap.next.is_none() {
        return 0;
    }
    let (from, to, ahead) = (gap.from.hundredths(), gap.to.hundredths(), ahead.hundredths());
    let (low, high) = if from <= to {
        (to.saturating_sub(ahead).max(from), to)
    } else {
        (to, to.saturating_add(ahead).min(from))
    };
    let (low, high) = (low.max(within.0.hundredths()), high.min(within.1.hundredths()));
    high.saturating_sub(low).into()
}

/// Sites with a piece; a place without a site is one of its own.
pub(super) fn sites<'a>(places: impl Iterator<Item = (&'a Location, bool)>) -> Share {
    let mut sites: BTreeMap<&str, bool> = BTreeMap::new();
    for (place, has) in places {
        *sites
            .entry(place.site.as_deref().unwrap_or(&place.id))
            .or_default() |= has;
    }
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    Share {
        part: count(sites.values().filter(|has| **has).count()),
        whole: count(sites.len()),
    }
}
