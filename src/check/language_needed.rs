//! `language-needed`: languages that are needed at places where no piece has them.
//!
//! One note for each need and each set of languages that it misses, not for each place.

use std::collections::{BTreeMap, BTreeSet};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::library::Library;
use crate::locale::Locale;
use crate::location::Location;
use crate::phrase::{counted, say};
use crate::source::Span;

pub(super) fn check(
    diags: &mut Diagnostics,
    library: &Library,
    places: &[(&Location, BTreeSet<&Locale>)],
    campaign: &Span,
) {
    // Of many places few differ in what a need looks at.
    let mut alike: BTreeMap<_, (&Location, usize)> = BTreeMap::new();
    for (place, printed) in places {
        let key = (&place.state, &place.county, place.kind.word(), printed);
        alike.entry(key).or_insert((*place, 0)).1 += 1;
    }
    for need in &library.needs {
        let mut missed: BTreeMap<Vec<&Locale>, usize> = BTreeMap::new();
        for ((.., printed), (_, count)) in alike.iter().filter(|(_, (place, _))| need.is_at(place)) {
            let lacking = need.languages.iter().filter(|locale| {
                library
                    .catalog(locale)
                    .is_some_and(|catalog| !printed.contains(&catalog.locale))
            });
            *missed.entry(lacking.collect()).or_default() += count;
        }
        for (languages, count) in missed.iter().filter(|(languages, _)| !languages.is_empty()) {
            let tags: Vec<&str> = languages.iter().map(|locale| locale.tag()).collect();
            let message = counted(
                *count,
                say("{count} place has no piece in {languages} ({why})"),
                say("{count} places have no piece in {languages} ({why})"),
            )
            .with("languages", tags.join(", "))
            .with("why", &need.why);
            let hint = say(
                "write `languages = [\"en\", \"es\", \"needed\"]`, or hang the panel `speak`; source: {source}",
            )
            .with("source", &need.source);
            diags.push(
                Diagnostic::new(code::LANGUAGE_NEEDED, message)
                    .at(campaign)
                    .with(say("the need"), &need.span)
                    .hint(hint),
            );
        }
    }
}
