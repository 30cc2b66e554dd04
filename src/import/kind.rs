//! Which kind of place a name or a cell speaks of.

use crate::location::Kind;

/// Words that tell a kind. Of several, the one that stands first in the text decides; what has no kind of its own only stands alone.
const WORDS: &[(Kind, &[&str])] = &[
    (
        Kind::RestArea,
        &[
            "rest area",
            "restarea",
            "rest stop",
            "roadside rest",
            "rest haven",
            "roadside park",
            "rest site",
            "(ra)",
        ],
    ),
    (
        Kind::WelcomeCenter,
        &[
            "welcome center",
            "welcomecenter",
            "welcome centre",
            "welcome station",
            "visitor center",
            "visitors center",
            "visitor information",
            "visitor's center",
            "travel information",
            "tourist information",
            "information center",
            "(wc)",
        ],
    ),
    (
        Kind::WeighStation,
        &[
            "weigh station",
            "weigh scale",
            "weight enforcement",
            "inspection station",
            "port of entry",
            "weigh in motion",
        ],
    ),
    (
        Kind::TravelPlaza,
        &[
            "travel plaza",
            "service plaza",
            "service area",
            "turnpike plaza",
            "tollway oasis",
        ],
    ),
    (
        Kind::TruckStop,
        &[
            "truck stop",
            "truckstop",
            "travel center",
            "travelcenter",
            "truck plaza",
        ],
    ),
    (
        Kind::GasStation,
        &[
            "gas station",
            "fuel station",
            "service station",
            "filling station",
        ],
    ),
    (Kind::Hotel, &["hotel", "motel", " inn"]),
    (
        Kind::Other,
        &[
            "truck parking",
            "parking area",
            "parking/",
            "turnout",
            "pull-off",
            "pulloff",
            "(tpf)",
            "truck facility",
            "view point",
            "vista point",
        ],
    ),
];

/// The kind that a text names.
pub(super) fn of_text(text: &str) -> Option<Kind> {
    let lower = text.to_lowercase();
    let places = WORDS.iter().filter_map(|(kind, words)| {
        let at = words.iter().filter_map(|word| lower.find(word)).min()?;
        Some((at, *kind))
    });
    places
        .min_by_key(|(at, kind)| (*kind == Kind::Other, *at))
        .map(|(_, kind)| kind)
}

/// The kind of a cell that stands in a column for kinds.
pub(super) fn of_cell(text: &str) -> Option<Kind> {
    let abbreviated = match text.trim().to_uppercase().as_str() {
        "RA" | "SRRA" => Some(Kind::RestArea),
        "WC" => Some(Kind::WelcomeCenter),
        "WS" => Some(Kind::WeighStation),
        _ => None,
    };
    abbreviated
        .or_else(|| Kind::parse(text))
        .or_else(|| of_text(text))
}

#[cfg(test)]
mod tests {
    use super::{of_cell, of_text};
    use crate::location::Kind;

    #[test]
    fn kinds_by_their_words() {
        for (text, kind) in [
            ("Oak Grove Rest Area", Some(Kind::RestArea)),
            ("Grand Bay Welcome Center", Some(Kind::WelcomeCenter)),
            ("Weigh Station/Rest Haven", Some(Kind::WeighStation)),
            (
                "Goochland Safety Rest Area East/Welcome Center",
                Some(Kind::RestArea),
            ),
            ("Desert Oasis Rest Area", Some(Kind::RestArea)),
            ("AIKEN TRUCK PARKING AREA", Some(Kind::Other)),
            ("Parking/Rest Area", Some(Kind::RestArea)),
            ("Boardman", None),
        ] {
            assert_eq!(of_text(text), kind, "{text}");
        }
        assert_eq!(of_cell("gas_station"), Some(Kind::GasStation));
        assert_eq!(of_cell("RA"), Some(Kind::RestArea));
        assert_eq!(of_cell("castle"), None);
    }
}
