//! What is known of roads: how far the mileposts of a route reach in a state, which states a route runs through without a break, what
//! two routes share, and where they meet. `corridor` makes lines of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::fields::{self, Fields};
use crate::location::{self, Milepost};
use crate::phrase::{Phrase, say};
use crate::source::{Source, Spanned};

/// The most rows of routes and lines.
const MOST_ROWS: usize = 2_000;

/// The most rows of shared stretches and of joins: each place is held against each.
const MOST_MEETINGS: usize = 200;

/// The most states that a route runs through.
const MOST_STATES: usize = 60;

/// What is known of routes. A route that is not known is not judged.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    reach: BTreeMap<String, BTreeMap<String, Reach>>,
    /// The states of each line.
    pub lines: Vec<Through>,
    /// Stretches that belong to two routes.
    pub shared: Vec<Shared>,
    /// Where two routes meet.
    pub joins: Vec<Join>,
}

/// The mileposts of a route in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// At its southern or western end.
    pub first: Milepost,
    /// At its northern or eastern end.
    pub last: Milepost,
}

/// The states that a route runs through without a break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Through {
    /// The route, as `I-84`.
    pub route: String,
    /// Postal codes, from its southern or western end.
    pub states: Vec<String>,
}

/// A stretch that is also another route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The route, as `I-84`.
    pub route: String,
    /// The state, as `UT`.
    pub state: String,
    /// Its mileposts, growing.
    pub miles: (Milepost, Milepost),
    /// The other route, as `I-15`.
    pub with: String,
    /// The other route's mileposts at the same two ends; they fall where it runs the other way.
    pub with_miles: (Milepost, Milepost),
}

/// Where two routes meet in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// The state.
    pub state: String,
    /// One route and its milepost.
    pub one: (String, Milepost),
    /// The other route and its milepost.
    pub other: (String, Milepost),
}

impl Routes {
    /// The mileposts of a route in a state.
    pub fn reach(&self, route: &str, state: &str) -> Option<Reach> {
        self.reach.get(route)?.get(state).copied()
    }

    /// The last milepost of a route in a state.
    pub fn last(&self, route: &str, state: &str) -> Option<Milepost> {
        self.reach(route, state).map(|reach| reach.last)
    }

    /// Every route and state whose mileposts are known, in order.
    pub fn known(&self) -> impl Iterator<Item = (&str, &str)> {
        self.reach
            .iter()
            .flat_map(|(route, states)| states.keys().map(move |state| (route.as_str(), state.as_str())))
    }
}

/// Reads `routes.toml`.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Routes {
    let mut file = fields::document(diags, source);
    let mut rows = |diags: &mut Diagnostics, key, most| {
        let rows = file.tables(diags, key);
        fields::at_most(diags, rows, most, say("rows"), |row| row.span())
    };
    let reaches = rows(diags, "route", MOST_ROWS);
    let lines = rows(diags, "line", MOST_ROWS);
    let shared = rows(diags, "shared", MOST_MEETINGS);
    let joins = rows(diags, "join", MOST_MEETINGS);
    file.finish(diags);
    let mut routes = Routes::default();
    for row in reaches {
        read_reach(diags, row, &mut routes);
    }
    let mut seen = BTreeSet::new();
    for row in lines {
        let line = read_line(diags, row, &routes, &mut seen);
        routes.lines.extend(line);
    }
    for row in shared {
        let shared = read_shared(diags, row, &routes);
        routes.shared.extend(shared);
    }
    for row in joins {
        let join = read_join(diags, row, &routes);
        routes.joins.extend(join);
    }
    routes
}

fn read_reach(diags: &mut Diagnostics, mut fields: Fields<'_>, routes: &mut Routes) -> Option<()> {
    let route = text(diags, &mut fields, "route", location::check_route);
    let state_at = fields.need_text(diags, "state");
    let state_span = state_at.as_ref().map(|state| state.span.clone());
    let state = state_at.and_then(|state| location::check_state(diags, state));
    let first = milepost(diags, &mut fields, "first", Need::May);
    let last = milepost(diags, &mut fields, "last", Need::Must);
    finish(diags, fields);
    let (route, state) = (route?, state?);
    let reach = Reach {
        first: first.map_or_else(Milepost::default, |first| first.value),
        last: last.as_ref()?.value,
    };
    if reach.first >= reach.last {
        return fields::bad(diags, "last", say("a milepost past `first`"), &last?.span);
    }
    let states = routes.reach.entry(route).or_default();
    if states.contains_key(&state) {
        return fields::bad(diags, "state", say("each state once for a route"), &state_span?);
    }
    states.insert(state, reach);
    Some(())
}

fn read_line(
    diags: &mut Diagnostics,
    mut fields: Fields<'_>,
    routes: &Routes,
    seen: &mut BTreeSet<(String, String)>,
) -> Option<Through> {
    let route = text(diags, &mut fields, "route", location::check_route);
    let states = fields.texts(diags, "states").unwrap_or_default();
    let states = fields::at_most(diags, states, MOST_STATES, say("states"), |state| &state.span);
    finish(diags, fields);
    let route = route?;
    let known = states.into_iter().filter_map(|state| {
        let span = state.span.clone();
        let state = location::check_state(diags, state)?;
        routes
            .reach(&route, &state)
            .or_else(|| fields::bad(diags, "states", no_route(&route), &span))?;
        if !seen.insert((route.clone(), state.clone())) {
            return fields::bad(diags, "states", say("each state once for a route"), &span);
        }
        Some(state)
    });
    let states: Vec<String> = known.collect();
    (!states.is_empty()).then_some(Through { route, states })
}

fn read_shared(diags: &mut Diagnostics, mut fields: Fields<'_>, routes: &Routes) -> Option<Shared> {
    let route = text(diags, &mut fields, "route", location::check_route);
    let state = text(diags, &mut fields, "state", location::check_state);
    let from = milepost(diags, &mut fields, "from", Need::Must);
    let to = milepost(diags, &mut fields, "to", Need::Must);
    let with = text(diags, &mut fields, "with", location::check_route);
    let with_from = milepost(diags, &mut fields, "with_from", Need::Must);
    let with_to = milepost(diags, &mut fields, "with_to", Need::Must);
    let span = fields.span().clone();
    finish(diags, fields);
    let (route, state, with, to, with_to) = (route?, state?, with?, to?, with_to?);
    let shared = Shared {
        miles: (from?.value, to.value),
        with_miles: (with_from?.value, with_to.value),
        route,
        state,
        with,
    };
    if routes.reach(&shared.route, &shared.state).is_none() {
        return fields::bad(diags, "route", no_route(&shared.route), &span);
    }
    if shared.miles.0 >= shared.miles.1 {
        return fields::bad(diags, "to", say("a milepost past `from`"), &to.span);
    }
    if shared.with_miles.0 == shared.with_miles.1 {
        return fields::bad(
            diags,
            "with_to",
            say("another milepost than `with_from`"),
            &with_to.span,
        );
    }
    Some(shared)
}

fn read_join(diags: &mut Diagnostics, mut fields: Fields<'_>, routes: &Routes) -> Option<Join> {
    let route = text(diags, &mut fields, "route", location::check_route);
    let state = text(diags, &mut fields, "state", location::check_state);
    let miles = milepost(diags, &mut fields, "milepost", Need::Must);
    let with_at = fields.need_text(diags, "with");
    let with_span = with_at.as_ref().map(|with| with.span.clone());
    let with = with_at.and_then(|with| location::check_route(diags, with));
    let at = milepost(diags, &mut fields, "at", Need::Must);
    finish(diags, fields);
    let (route, with) = (route?, with?);
    if route == with {
        return fields::bad(diags, "with", say("another route"), &with_span?);
    }
    let state = state?;
    for one in [&route, &with] {
        if routes.reach(one, &state).is_none() {
            return fields::bad(diags, "with", no_route(one), &with_span?);
        }
    }
    Some(Join {
        state,
        one: (route, miles?.value),
        other: (with, at?.value),
    })
}

/// What is wanted where a route has no row in a state.
fn no_route(route: &str) -> Phrase {
    say("a state that a `[[route]]` has for {route}").with("route", route)
}

/// Whether a field may be left out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Must,
    May,
}

fn text<'a, T>(
    diags: &mut Diagnostics,
    fields: &mut Fields<'a>,
    key: &'a str,
    check: impl FnOnce(&mut Diagnostics, Spanned<String>) -> Option<T>,
) -> Option<T> {
    let text = fields.need_text(diags, key)?;
    check(diags, text)
}

fn milepost<'a>(
    diags: &mut Diagnostics,
    fields: &mut Fields<'a>,
    key: &'a str,
    need: Need,
) -> Option<Spanned<Milepost>> {
    if need == Need::Must && !fields.has(key) {
        fields.need_value(diags, key);
        return None;
    }
    let miles = fields.number(diags, key)?;
    match Milepost::parse(miles.value) {
        Ok(milepost) => Some(Spanned::new(milepost, miles.span)),
        Err(_) => fields::bad(diags, key, say("a milepost such as 308.37"), &miles.span),
    }
}

/// A source is not printed, and not to be left out: a figure without one helps nobody.
fn finish(diags: &mut Diagnostics, mut fields: Fields<'_>) {
    fields.need_text(diags, "source");
    fields.finish(diags);
}

#[cfg(test)]
mod tests {
    use super::{Routes, read};
    use crate::diag::Diagnostics;
    use crate::source::Source;

    /// Two routes of Oregon, the second in Idaho too.
    const ROADS: &str = "\
[[route]]
route = \"I-5\"
state = \"OR\"
last = 308.37
source = \"x\"
[[route]]
route = \"I-84\"
state = \"OR\"
last = 377
source = \"x\"
[[route]]
route = \"I-84\"
state = \"ID\"
first = 2
last = 275
source = \"x\"
";

    fn told(more: &str) -> (Routes, Vec<String>) {
        let mut diags = Diagnostics::default();
        let routes = read(&mut diags, &Source::new("routes.toml", format!("{ROADS}{more}")));
        let told = diags
            .iter()
            .map(|fault| format!("{}: {}", fault.code.name, fault.message.english()));
        (routes, told.collect())
    }

    #[test]
    fn a_route_has_its_ends_in_each_state() {
        let (routes, told) = told("[[route]]\nroute = \"I-5\"\nstate = \"Oregon\"\nlast = -1\n");
        let reach = |route, state| {
            let reach = routes.reach(route, state)?;
            Some((reach.first.miles(), reach.last.miles()))
        };
        assert_eq!(reach("I-5", "OR"), Some((0.0, 308.37)));
        assert_eq!(reach("I-84", "ID"), Some((2.0, 275.0)));
        assert_eq!(reach("I-5", "CA"), None);
        assert_eq!(
            told,
            [
                "bad-value: `state` takes a postal code such as OR, not `Oregon`",
                "bad-value: `last` takes a milepost such as 308.37, not `-1`",
                "missing-field: `source` is missing here"
            ]
        );
    }

    #[test]
    fn lines_and_joins() {
        let line = "[[line]]\nroute = \"I-84\"\nstates = [\"OR\", \"ID\"]\nsource = \"x\"\n";
        let join = "[[join]]\nroute = \"I-5\"\nstate = \"OR\"\nmilepost = 301\nwith = \"I-84\"\nat = 0\nsource = \"x\"\n";
        let (routes, faults) = told(&format!("{line}{join}"));
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(routes.lines[0].states, ["OR", "ID"]);
        assert_eq!(routes.joins[0].one.1.hundredths(), 30100);
        let check = |more: &str, wanted: &str| assert_eq!(told(more).1, [wanted], "{more}");
        check(
            &line.replace("ID", "UT"),
            "bad-value: `states` takes a state that a `[[route]]` has for I-84, not `UT`",
        );
        check(
            &format!("{line}{}", line.replace("\"OR\", ", "")),
            "bad-value: `states` takes each state once for a route, not `ID`",
        );
        check(
            &join.replace("I-84", "I-5"),
            "bad-value: `with` takes another route, not `I-5`",
        );
        check(
            &join.replace("301", "1001"),
            "bad-value: `milepost` takes a milepost such as 308.37, not `1001`",
        );
        check(
            "[[route]]\nroute = \"I-5\"\nstate = \"OR\"\nlast = 3\nsource = \"x\"\n",
            "bad-value: `state` takes each state once for a route, not `OR`",
        );
        check(
            "[[route]]\nroute = \"I-5\"\nstate = \"WA\"\nfirst = 3\nlast = 3\nsource = \"x\"\n",
            "bad-value: `last` takes a milepost past `first`, not `3`",
        );
    }

    #[test]
    fn shared_stretches() {
        let shared = "[[shared]]\nroute = \"I-84\"\nstate = \"OR\"\nfrom = 41\nto = 80\nwith = \"I-15\"\n\
                      with_from = 379\nwith_to = 340\nsource = \"x\"\n";
        let (routes, faults) = told(shared);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(routes.shared[0].with_miles.1.hundredths(), 34000);
        let check = |more: &str, wanted: &str| assert_eq!(told(more).1, [wanted], "{more}");
        check(
            &shared.replace("to = 80", "to = 40"),
            "bad-value: `to` takes a milepost past `from`, not `40`",
        );
        check(
            &shared.replace("340", "379"),
            "bad-value: `with_to` takes another milepost than `with_from`, not `379`",
        );
        check(
            &shared.replace("with_to = 340\n", ""),
            "missing-field: `with_to` is missing here",
        );
    }
}
