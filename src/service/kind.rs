//! What a service is for, and by which words it is known.

use super::fold;
use crate::phrase::{Phrase, say};
use crate::vocabulary::words;

words! {
    /// What a service is for.
    Kind {
        /// A bed in an emergency.
        Shelter "shelter",
        /// Housing for longer.
        Housing "housing",
        /// Help for victims of crime, of violence at home, of sexual violence, of trafficking.
        Advocacy "advocacy",
        /// Legal help.
        Legal "legal",
        /// Legal help with immigration.
        Immigration "immigration",
        /// Rights at work.
        Work "work",
        /// Health.
        Health "health",
        /// Counselling, mental health.
        Counselling "counselling",
        /// Drugs and alcohol.
        Drugs "drugs",
        /// Food.
        Food "food",
        /// Clothing and household goods.
        Clothing "clothing",
        /// Money for rent, bills and travel.
        Money "money",
        /// Rides.
        Transport "transport",
        /// Children and families.
        Children "children",
        /// Identity documents.
        Papers "papers",
        /// Interpreters and language courses.
        Language "language",
        /// A local telephone line.
        Hotline "hotline",
        /// Anything else.
        Other "other",
    }
}

impl Kind {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Shelter => say("shelter"),
            Self::Housing => say("housing"),
            Self::Advocacy => say("help for victims"),
            Self::Legal => say("legal help"),
            Self::Immigration => say("immigration help"),
            Self::Work => say("rights at work"),
            Self::Health => say("health"),
            Self::Counselling => say("counselling"),
            Self::Drugs => say("drugs and alcohol"),
            Self::Food => say("food"),
            Self::Clothing => say("clothing"),
            Self::Money => say("money"),
            Self::Transport => say("rides"),
            Self::Children => say("children and families"),
            Self::Papers => say("identity documents"),
            Self::Language => say("languages"),
            Self::Hotline => say("local telephone line"),
            Self::Other => say("other"),
        }
    }

    /// Whether people sleep or hide there, or are sought where they ask for help.
    pub fn is_shelter_like(self) -> bool {
        matches!(self, Self::Shelter | Self::Housing | Self::Advocacy)
    }
}

/// Words by which a kind is known in names and descriptions, and in terms of the AIRS/211 and Open Eligibility taxonomies; a word may go on.
/// The first that stands in a text decides, so what is narrow stands before what is wide.
const WORDS: &[(Kind, &[&str])] = &[
    (
        Kind::Hotline,
        &[
            "hotline",
            "hot line",
            "helpline",
            "help line",
            "crisis line",
            "warmline",
            "linea de ayuda",
        ],
    ),
    (
        Kind::Shelter,
        &[
            "shelter",
            "safe house",
            "safehouse",
            "emergency housing",
            "crisis housing",
            "albergue",
            "casa segura",
            "casa de acogida",
            "refugio",
        ],
    ),
    (
        Kind::Immigration,
        &[
            "immigra",
            "asylum",
            "citizenship",
            "naturalization",
            "refugee",
            "inmigra",
            "migrante",
            "asilo",
        ],
    ),
    (
        Kind::Advocacy,
        &[
            "domestic violence",
            "domestic abuse",
            "sexual assault",
            "sexual abuse",
            "sexual violence",
            "rape ",
            "battered",
            "traffick",
            "exploitation",
            "crime victim",
            "victim",
            "survivor",
            "advoca",
            "violencia domestica",
            "violencia sexual",
            "victimas",
            "trata de personas",
        ],
    ),
    (
        Kind::Housing,
        &[
            "transitional",
            "rapid rehousing",
            "housing",
            "homeless",
            "rental",
            "vivienda",
            "sin hogar",
        ],
    ),
    (
        Kind::Work,
        &[
            "labor right",
            "labour right",
            "worker",
            "wage",
            "employment law",
            "trabajador",
            "farmworker",
        ],
    ),
    (
        Kind::Papers,
        &[
            "identification",
            "birth certificate",
            "identity document",
            "id card",
            "driver license",
            "actas de nacimiento",
        ],
    ),
    (Kind::Legal, &["legal", "lawyer", "attorney", "law ", "abogad"]),
    (
        Kind::Drugs,
        &[
            "substance",
            "addiction",
            "detox",
            "drug",
            "alcohol",
            "recovery",
            "methadone",
            "adiccion",
            "drogas",
        ],
    ),
    (
        Kind::Counselling,
        &[
            "counsel",
            "mental health",
            "therap",
            "psych",
            "suicid",
            "support group",
            "consejeria",
            "salud mental",
        ],
    ),
    (
        Kind::Health,
        &[
            "health", "clinic", "medical", "dental", "hospital", "std test", "hiv", "pharmac", "prenatal",
            "salud", "medic",
        ],
    ),
    (
        Kind::Food,
        &[
            "food",
            "meal",
            "pantry",
            "pantries",
            "grocer",
            "soup kitchen",
            "nutrition",
            "comida",
            "alimento",
        ],
    ),
    (
        Kind::Clothing,
        &[
            "clothing",
            "clothes",
            "furniture",
            "household goods",
            "hygiene",
            "ropa",
        ],
    ),
    (
        Kind::Children,
        &[
            "child",
            "parent",
            "daycare",
            "head start",
            "youth",
            "infant",
            "diaper",
            "ninos",
            "guarderia",
        ],
    ),
    (
        Kind::Transport,
        &["transport", "bus pass", "ride", "gas voucher", "transporte"],
    ),
    (
        Kind::Money,
        &[
            "financial",
            "cash",
            "utility assistance",
            "rent assistance",
            "emergency fund",
            "bill payment",
            "dinero",
        ],
    ),
    (
        Kind::Language,
        &[
            "interpret",
            "translat",
            "english as a second",
            "esl",
            "language",
            "idioma",
        ],
    ),
];

/// Words that make an entry one of those whose address is not told unless somebody says so; a word may go on.
const SHELTER_LIKE: &[&str] = &[
    "shelter",
    "safe house",
    "safehouse",
    "safe home",
    "safe haven",
    "refuge ",
    "refuges",
    "transitional",
    "emergency housing",
    "crisis housing",
    "hotel voucher",
    "domestic violence",
    "domestic abuse",
    "dating violence",
    "family violence",
    "intimate partner",
    "battered",
    "abused women",
    "abused person",
    "sexual assault",
    "sexual abuse",
    "sexual violence",
    "sexual exploitation",
    "rape ",
    "stalking",
    "traffick",
    "survivor",
    "crime victim",
    "victim services",
    "victim advoca",
    "runaway",
    "albergue",
    "refugio",
    "casa segura",
    "casa de acogida",
    "casa refugio",
    "violencia domestica",
    "violencia familiar",
    "violencia sexual",
    "violencia de genero",
    "maltrat",
    "abuso sexual",
    "agresion sexual",
    "trata de personas",
    "trata de blancas",
    "la trata",
    "de trata",
    "victimas",
];

impl Kind {
    /// The kind that a text speaks of first in the table of words.
    pub(super) fn of(text: &str) -> Option<Self> {
        let plain = fold::plain(text) + " ";
        let rank = |rest: &str| {
            WORDS
                .iter()
                .position(|(_, words)| words.iter().any(|word| rest.starts_with(word)))
        };
        let first = starts(&plain).filter_map(rank).min()?;
        WORDS.get(first).map(|(kind, _)| *kind)
    }
}

/// Whether a text has a word of those whose address is not told.
pub(super) fn speaks_of_shelter(text: &str) -> bool {
    is_any_in(&(fold::plain(text) + " "), SHELTER_LIKE)
}

/// Whether any of some words begins a word of a plain text.
fn is_any_in(plain: &str, words: &[&str]) -> bool {
    starts(plain).any(|rest| words.iter().any(|word| rest.starts_with(word)))
}

/// A plain text from each of its words on.
fn starts(plain: &str) -> impl Iterator<Item = &str> {
    plain.match_indices(' ').map(|(at, _)| &plain[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::{Kind, speaks_of_shelter};

    #[test]
    fn kinds_by_their_words() {
        for (text, kind) in [
            ("Domestic Violence Shelters", Some(Kind::Shelter)),
            ("Transitional Housing", Some(Kind::Housing)),
            ("Sexual Assault Advocates", Some(Kind::Advocacy)),
            ("Immigration Legal Services", Some(Kind::Immigration)),
            ("Legal Aid of the Valley", Some(Kind::Legal)),
            ("Food Pantries", Some(Kind::Food)),
            ("Counselling Services", Some(Kind::Counselling)),
            ("Consejería y salud mental", Some(Kind::Counselling)),
            ("Museum of Trains", None),
        ] {
            assert_eq!(Kind::of(text), kind, "{text}");
        }
    }

    #[test]
    fn words_of_shelters() {
        for text in [
            "Oak House (Safe House)",
            "ALBERGUE para mujeres",
            "Víctimas de la trata",
            "Sheltering",
            "anti-trafficking",
        ] {
            assert!(speaks_of_shelter(text), "{text}");
        }
        for text in ["Refugee health", "Grape harvest", "Food bank", ""] {
            assert!(!speaks_of_shelter(text), "{text}");
        }
    }
}
