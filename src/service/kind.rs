//! What a service is for, and by which words it is known.

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
