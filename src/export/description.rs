//! A place in a few words, for whoever is on the road.

use crate::location::{Direction, Kind, Location, Stalls, Status};
use crate::phrase::{Phrase, say, verbatim};

use super::{Export, People};

/// What a map shows of a place: what it is, where, in which languages it gets its pieces, how many stalls it has and whether it is
/// open. The words stand on one line. Some viewers show them as a page, so no angle bracket is left that could open markup.
pub(super) fn description(export: &Export<'_>, place: &Location) -> String {
    let mut parts = vec![kind(place.kind)];
    parts.extend(road(place).map(verbatim));
    parts.extend(
        place
            .milepost
            .map(|milepost| say("mile {milepost}").with("milepost", milepost)),
    );
    parts.extend(county(place));
    parts.extend(languages(place));
    parts.extend(place.stalls.map(stalls));
    parts.push(status(place));
    if export.people == People::Named {
        let who = place.assigned.as_ref();
        parts.extend(who.map(|who| say("looked after by {who}").with("who", who)));
    }
    let told: Vec<String> = parts.iter().map(export.tell).collect();
    without_markup(&told.join(" · "))
}

/// A text that is a text wherever it is shown as a page.
pub(super) fn without_markup(text: &str) -> String {
    text.replace('<', "‹").replace('>', "›")
}

fn road(place: &Location) -> Option<String> {
    let direction = place.direction.filter(|direction| *direction != Direction::Both);
    match (&place.route, direction) {
        (Some(route), Some(direction)) => Some(format!("{route} {}", direction.word())),
        (route, _) => route.clone(),
    }
}

fn county(place: &Location) -> Option<Phrase> {
    match (&place.county, &place.state) {
        (None, state) => state.as_ref().map(verbatim),
        (Some(county), None) => Some(say("{county} County").with("county", county)),
        (Some(county), Some(state)) => Some(
            say("{county} County, {state}")
                .with("county", county)
                .with("state", state),
        ),
    }
}

fn languages(place: &Location) -> Option<Phrase> {
    let tags: Vec<String> = place
        .languages
        .iter()
        .map(|language| language.value.to_string())
        .collect();
    (!tags.is_empty()).then(|| say("languages: {tags}").with("tags", tags.join(", ")))
}

fn stalls(stalls: Stalls) -> Phrase {
    say("stalls: {women} women, {men} men, {all} all")
        .with("women", stalls.women)
        .with("men", stalls.men)
        .with("all", stalls.all)
}

fn status(place: &Location) -> Phrase {
    let word = match place.status {
        Status::Open => say("open"),
        Status::Closed => say("closed"),
        Status::Seasonal => say("seasonal"),
    };
    match &place.remarks.until {
        None => word,
        Some(until) => say("{status} until {until}")
            .with_words("status", word)
            .with("until", until),
    }
}

fn kind(kind: Kind) -> Phrase {
    match kind {
        Kind::RestArea => say("rest area"),
        Kind::WelcomeCenter => say("welcome center"),
        Kind::TruckStop => say("truck stop"),
        Kind::TravelPlaza => say("travel plaza"),
        Kind::WeighStation => say("weigh station"),
        Kind::GasStation => say("gas station"),
        Kind::Bar => say("bar"),
        Kind::Restaurant => say("restaurant"),
        Kind::Hotel => say("hotel"),
        Kind::Shop => say("shop"),
        Kind::Clinic => say("clinic"),
        Kind::Terminal => say("terminal"),
        Kind::Worship => say("place of worship"),
        Kind::Community => say("community place"),
        Kind::Other => say("other place"),
    }
}
