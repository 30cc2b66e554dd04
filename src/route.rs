//! How far the mileposts of a route reach in a state.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::fields::{self, Fields};
use crate::location::{self, Milepost};
use crate::phrase::say;
use crate::source::Source;

/// The last mileposts of routes: route and state, to milepost. A route that is not known is not judged.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    last: BTreeMap<String, BTreeMap<String, Milepost>>,
}

impl Routes {
    /// The last milepost of a route in a state.
    pub fn last(&self, route: &str, state: &str) -> Option<Milepost> {
        self.last.get(route)?.get(state).copied()
    }
}

/// Reads `routes.toml`.
pub fn read(diags: &mut Diagnostics, source: &Arc<Source>) -> Routes {
    let mut file = fields::document(diags, source);
    let rows = file.tables(diags, "route");
    file.finish(diags);
    let mut routes = Routes::default();
    for row in rows {
        read_row(diags, row, &mut routes);
    }
    routes
}

fn read_row(diags: &mut Diagnostics, mut fields: Fields<'_>, routes: &mut Routes) -> Option<()> {
    let route = fields
        .need_text(diags, "route")
        .and_then(|route| location::check_route(diags, route));
    let state = fields
        .need_text(diags, "state")
        .and_then(|state| location::check_state(diags, state));
    let last = fields.number(diags, "last").and_then(|last| {
        Milepost::parse(last.value)
            .ok()
            .or_else(|| fields::bad(diags, "last", say("a milepost such as 308.37"), &last.span))
    });
    // Not printed, and not to be left out: a figure without a source helps nobody.
    fields.need_text(diags, "source");
    fields.finish(diags);
    routes.last.entry(route?).or_default().insert(state?, last?);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::diag::Diagnostics;
    use crate::source::Source;

    #[test]
    fn a_route_has_its_end_in_each_state() {
        let text = "[[route]]\nroute = \"I-5\"\nstate = \"OR\"\nlast = 308.37\nsource = \"x\"\n\
                    [[route]]\nroute = \"I-5\"\nstate = \"Oregon\"\nlast = -1\n";
        let mut diags = Diagnostics::default();
        let routes = read(&mut diags, &Source::new("routes.toml", text));
        assert_eq!(
            routes.last("I-5", "OR").map(|last| last.to_string()).as_deref(),
            Some("308.37")
        );
        assert_eq!(routes.last("I-5", "CA"), None);
        let told: Vec<_> = diags.iter().map(|fault| fault.code.name).collect();
        assert_eq!(told, ["bad-value", "bad-value", "missing-field"]);
    }
}
