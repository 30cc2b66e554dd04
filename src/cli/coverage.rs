//! How well pieces cover the roads, and which stops were chosen, for people and for programs.

use mileposter::choice::Choice;
use mileposter::corridor::{Along, Corridor, Line};
use mileposter::coverage::{Coverage, Figures, Gap, Longest, Share};
use mileposter::location::{Location, Milepost};
use mileposter::phrase::{Phrase, counted, say, verbatim};
use serde_json::{Value, json};

use super::list::{Table, print_table};
use super::report::Reporter;

/// Tells how well pieces cover the roads: direction by direction, state by state, language by language.
pub(super) fn tell(reporter: &Reporter, corridor: &Corridor<'_>, coverage: &Coverage<'_>) {
    let ahead = say("Covered miles are those from which a driver passes a piece within {ahead} miles.")
        .with("ahead", coverage.ahead);
    reporter.print(&reporter.wrapped(&reporter.words(&ahead), 0));
    reporter.print("");
    print_table(reporter, &ways(corridor, coverage));
    let languages = languages(corridor, coverage);
    if !languages.1.is_empty() {
        reporter.print("");
        print_table(reporter, &languages);
    }
    for note in notes(coverage) {
        reporter.print("");
        reporter.print(&reporter.wrapped(&reporter.words(&note), 0));
    }
}

/// Tells what a choice of stops does to the longest way without a piece.
pub(super) fn tell_choice(reporter: &Reporter, corridor: &Corridor<'_>, choice: &Choice<'_>) {
    let chosen = counted(
        choice.chosen.len(),
        say("{count} place chosen."),
        say("{count} places chosen."),
    );
    reporter.print(&reporter.words(&chosen));
    let lines = [
        (
            say("The longest way without a piece before: {gap}."),
            choice.before,
        ),
        (say("With them: {gap}."), choice.after),
        (say("With every place: {gap}."), choice.with_all),
    ];
    for (phrase, longest) in lines {
        let phrase = phrase.with_words("gap", longest_in_words(corridor, longest));
        reporter.print(&reporter.wrapped(&reporter.words(&phrase), 2));
    }
}

fn ways(corridor: &Corridor<'_>, coverage: &Coverage<'_>) -> Table {
    let heads = vec![
        say("line"),
        say("way"),
        say("sites"),
        say("miles"),
        say("longest way without a piece"),
    ];
    let mut rows = Vec::new();
    for way in &coverage.ways {
        let line = &corridor.lines[way.line];
        rows.push(vec![
            verbatim(&way.name),
            verbatim(way.direction.word()),
            sites(way.all.sites),
            miles(way.all.miles),
            way.gap
                .map_or_else(|| say("none"), |gap| gap_in_words(line, &gap)),
        ]);
        if way.states.len() > 1 {
            rows.extend(way.states.iter().map(|(state, figures)| {
                vec![
                    verbatim(format!("  {state}")),
                    verbatim(way.direction.word()),
                    sites(figures.sites),
                    miles(figures.miles),
                ]
            }));
        }
    }
    let total = coverage.total();
    let longest = longest_in_words(corridor, coverage.longest());
    rows.push(vec![
        say("all"),
        verbatim(""),
        sites(total.sites),
        miles(total.miles),
        longest,
    ]);
    (heads, rows)
}

fn languages(corridor: &Corridor<'_>, coverage: &Coverage<'_>) -> Table {
    let heads = vec![
        say("language"),
        say("sites"),
        say("miles"),
        say("longest way without a piece"),
    ];
    let rows = coverage
        .languages()
        .into_iter()
        .map(|(locale, figures, longest)| {
            vec![
                verbatim(locale.tag()),
                sites(figures.sites),
                miles(figures.miles),
                longest_in_words(corridor, longest),
            ]
        });
    (heads, rows.collect())
}

/// What the figures leave out.
fn notes(coverage: &Coverage<'_>) -> Vec<Phrase> {
    let count = |share: Share| usize::try_from(share.whole).unwrap_or(usize::MAX);
    let unsided = counted(
        count(coverage.unsided),
        say("{count} site is left out: nobody wrote down which direction of travel it serves."),
        say("{count} sites are left out: nobody wrote down which direction of travel they serve."),
    );
    let off = counted(
        count(coverage.off),
        say("{count} site is left out: where on a road it stands is not known."),
        say("{count} sites are left out: where on a road they stand is not known."),
    );
    let notes = [(coverage.unsided, unsided), (coverage.off, off)];
    notes
        .into_iter()
        .filter(|(share, _)| share.whole > 0)
        .map(|(_, note)| note)
        .collect()
}

fn sites(share: Share) -> Phrase {
    say("{part} of {whole}")
        .with("part", share.part)
        .with("whole", share.whole)
}

fn miles(share: Share) -> Phrase {
    let percent = share
        .percent()
        .map_or_else(|| "-".to_owned(), |percent| format!("{percent:.0}"));
    say("{part} of {whole}, {percent} %")
        .with("part", format!("{:.0}", in_miles(share.part)))
        .with("whole", format!("{:.0}", in_miles(share.whole)))
        .with("percent", percent)
}

fn longest_in_words(corridor: &Corridor<'_>, longest: Option<Longest<'_>>) -> Phrase {
    let Some(longest) = longest else {
        return say("none");
    };
    let line = &corridor.lines[longest.line];
    say("{gap}, {route} {way}")
        .with_words("gap", gap_in_words(line, &longest.gap))
        .with("route", line.route)
        .with("way", line.ways[usize::from(!longest.outward)].word())
}

fn gap_in_words(line: &Line<'_>, gap: &Gap<'_>) -> Phrase {
    say("{miles} miles, {from} to {to}")
        .with("miles", gap.length())
        .with_words("from", end_in_words(line, gap.from, gap.behind))
        .with_words("to", end_in_words(line, gap.to, gap.next))
}

/// As `OR 206.06 Oak Grove`; an estimated mile as `~56`.
fn end_in_words(line: &Line<'_>, at: Along, place: Option<&Location>) -> Phrase {
    let (state, milepost) = end(line, at, place);
    let is_estimated = place.is_some_and(|place| place.milepost.is_none());
    let milepost = match milepost {
        Some(milepost) if is_estimated => format!("~{:.0}", milepost.miles()),
        Some(milepost) => milepost.to_string(),
        None => String::new(),
    };
    let words = match place {
        Some(place) => say("{state} {milepost} {name}").with("name", &place.name),
        None => say("the end of the road at {state} {milepost}"),
    };
    words.with("state", state).with("milepost", milepost)
}

/// The state and the milepost of an end of a gap: as the place has it, else as the line counts.
fn end<'a>(line: &Line<'a>, at: Along, place: Option<&'a Location>) -> (&'a str, Option<Milepost>) {
    let counted = line.milepost(at);
    let state = place.and_then(|place| place.state.as_deref());
    let milepost = place.and_then(|place| place.milepost);
    (
        state.or(counted.map(|(state, _)| state)).unwrap_or_default(),
        milepost.or(counted.map(|(_, milepost)| milepost)),
    )
}

fn in_miles(hundredths: u64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "hundredths of miles of road, far below 2^53"
    )]
    let miles = hundredths as f64 / 100.0;
    miles
}

/// The same for programs.
pub(super) fn json(corridor: &Corridor<'_>, coverage: &Coverage<'_>) -> Value {
    let ways = coverage.ways.iter().map(|way| {
        let line = &corridor.lines[way.line];
        let states = way
            .states
            .iter()
            .map(|(state, figures)| with(json!({ "state": state }), figures_json(*figures)));
        let languages = way.languages.iter().map(|(locale, figures, gap)| {
            let gap = json!({ "language": locale.tag(), "longest_gap": gap.map(|gap| gap_json(line, &gap)) });
            with(gap, figures_json(*figures))
        });
        let way_json = json!({
            "line": way.name,
            "route": line.route,
            "direction": way.direction.word(),
            "longest_gap": way.gap.map(|gap| gap_json(line, &gap)),
            "states": states.collect::<Vec<_>>(),
            "languages": languages.collect::<Vec<_>>(),
        });
        with(way_json, figures_json(way.all))
    });
    let languages = coverage
        .languages()
        .into_iter()
        .map(|(locale, figures, longest)| {
            let gap = json!({ "language": locale.tag(), "longest_gap": longest_json(corridor, longest) });
            with(gap, figures_json(figures))
        });
    let off = corridor
        .off
        .iter()
        .map(|(place, off)| json!({ "location": place.id, "reason": off.phrase().english() }));
    let all = json!({
        "ahead_miles": coverage.ahead.miles(),
        "longest_gap": longest_json(corridor, coverage.longest()),
        "ways": ways.collect::<Vec<_>>(),
        "languages": languages.collect::<Vec<_>>(),
        "sites_of_unknown_direction": share_json(coverage.unsided),
        "sites_off_the_roads": share_json(coverage.off),
        "off_the_roads": off.collect::<Vec<_>>(),
    });
    with(all, figures_json(coverage.total()))
}

/// A choice for programs.
pub(super) fn choice_json(corridor: &Corridor<'_>, choice: &Choice<'_>) -> Value {
    let chosen: Vec<&str> = choice.chosen.iter().map(|place| place.id.as_str()).collect();
    json!({
        "chosen": chosen,
        "longest_gap_before": longest_json(corridor, choice.before),
        "longest_gap": longest_json(corridor, choice.after),
        "longest_gap_with_every_place": longest_json(corridor, choice.with_all),
    })
}

fn figures_json(figures: Figures) -> Value {
    json!({
        "sites": share_json(figures.sites),
        "miles": {
            "covered": in_miles(figures.miles.part),
            "all": in_miles(figures.miles.whole),
            "percent": figures.miles.percent(),
        },
    })
}

fn share_json(share: Share) -> Value {
    json!({ "with_pieces": share.part, "all": share.whole, "percent": share.percent() })
}

fn longest_json(corridor: &Corridor<'_>, longest: Option<Longest<'_>>) -> Value {
    let Some(longest) = longest else {
        return Value::Null;
    };
    let line = &corridor.lines[longest.line];
    let way = line.ways[usize::from(!longest.outward)];
    let of = json!({ "line": line.name(), "route": line.route, "direction": way.word() });
    with(of, gap_json(line, &longest.gap))
}

fn gap_json(line: &Line<'_>, gap: &Gap<'_>) -> Value {
    let end = |at: Along, place: Option<&Location>| {
        let (state, milepost) = end(line, at, place);
        json!({
            "state": state,
            "milepost": milepost.map(Milepost::miles),
            "estimated": place.is_some_and(|place| place.milepost.is_none()),
            "along_miles": at.miles(),
            "location": place.map(|place| &place.id),
            "name": place.map(|place| &place.name),
        })
    };
    json!({
        "miles": gap.length().miles(),
        "from": end(gap.from, gap.behind),
        "to": end(gap.to, gap.next),
    })
}

/// The fields of two objects together.
fn with(mut one: Value, other: Value) -> Value {
    if let (Some(one), Value::Object(other)) = (one.as_object_mut(), other) {
        one.extend(other);
    }
    one
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use mileposter::campaign;
    use mileposter::choice;
    use mileposter::corridor;
    use mileposter::coverage::{self, Pieces};
    use mileposter::diag::Diagnostics;
    use mileposter::library::CORRIDOR;
    use mileposter::locale::Locale;
    use mileposter::phrase::Phrase;
    use mileposter::route;
    use mileposter::source::Source;

    use super::super::list::Table;
    use super::{choice_json, json, languages, longest_in_words, notes, ways};

    fn told((heads, rows): &Table) -> String {
        let line = |cells: &Vec<Phrase>| cells.iter().map(Phrase::english).collect::<Vec<_>>().join(" | ");
        std::iter::once(heads)
            .chain(rows)
            .map(line)
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn the_embedded_places_in_words() {
        let mut diags = Diagnostics::default();
        let routes = include_str!("../../data/routes.toml");
        let routes = route::read(&mut diags, &Source::new("routes.toml", routes));
        let places = campaign::read(&mut diags, &Source::new("locations.toml", CORRIDOR)).locations;
        let corridor = corridor::of(&routes, &places);
        let english = Locale::english();
        let pieces: Pieces<'_> = places
            .iter()
            .map(|place| (place.id.as_str(), BTreeSet::from([&english])))
            .collect();
        let coverage = coverage::of(&corridor, &pieces, coverage::AHEAD);
        insta::assert_snapshot!(told(&ways(&corridor, &coverage)));
        insta::assert_snapshot!(told(&languages(&corridor, &coverage)));
        let notes: Vec<String> = notes(&coverage).iter().map(Phrase::english).collect();
        assert_eq!(
            notes,
            ["6 sites are left out: where on a road they stand is not known."]
        );
        let value = json(&corridor, &coverage);
        assert_eq!(value["ways"][0]["direction"], "NB");
        assert_eq!(value["off_the_roads"].as_array().map(Vec::len), Some(6));

        let all: BTreeSet<&str> = places.iter().map(|place| place.id.as_str()).collect();
        let choice = choice::choose(&corridor, &all, &BTreeSet::new(), 20);
        let longest = [choice.before, choice.after, choice.with_all];
        let longest = longest
            .map(|longest| longest_in_words(&corridor, longest).english())
            .join("\n");
        let handbook = include_str!("../../docs/coverage.md");
        assert!(
            longest.lines().skip(1).all(|line| handbook.contains(line)),
            "{longest}"
        );
        insta::assert_snapshot!(longest);
        assert_eq!(
            choice_json(&corridor, &choice)["chosen"].as_array().map(Vec::len),
            Some(20)
        );
    }
}
