//! The closed lists of a posting rule: duties, makers, wordings, how sure it is, what decides further languages.

use crate::phrase::{Phrase, say};
use crate::vocabulary::words;

words! {
    /// Who must, may or is asked to post. What binds most comes first.
    Duty {
        /// The operator of the venue must post.
        Mandatory "mandatory",
        /// A public agency must post at sites it runs.
        AgencyMustPost "agency_must_post",
        /// The manager must let a nonprofit post.
        MustAllow "must_allow",
        /// Only after an agency orders a venue to post.
        OnOrder "on_order",
        /// A federal officer is directed to arrange posting.
        FederalDirection "federal_direction",
        /// An agency makes a poster and asks venues to hang it.
        AgencyAsks "agency_asks",
        /// Described by law and not required.
        Voluntary "voluntary",
        /// Enacted, and not funded or not applicable yet.
        NotInForce "not_in_force",
    }
}

words! {
    /// Who may make the sign.
    Maker {
        /// The named agency alone.
        AgencyOnly "agency_only",
        /// One of several named makers.
        ListedSources "listed_sources",
        /// The agency has a model, and own signs comply too.
        AgencyModelOrOwn "agency_model_or_own",
        /// The venue or a nonprofit.
        Own "own",
        /// A nonprofit.
        Nonprofit "nonprofit",
    }
}

words! {
    /// How closely the sentences are given.
    Wording {
        /// Word for word.
        Exact "exact",
        /// In substance.
        Substantially "substantially",
        /// Facts alone are required.
        Elements "elements",
        /// The agency sets the text.
        Agency "agency",
        /// The number alone.
        Number "none",
    }
}

words! {
    /// How a rule is known.
    Confidence {
        /// Its text was read in a copy.
        StatuteText "statute_text",
        /// On a page of the agency.
        AgencyPage "agency_page",
        /// In a bill, not in the code.
        BillText "bill_text",
        /// In a news item or a summary.
        Secondary "secondary",
        /// Part of the text was read.
        Partial "partial",
        /// By citation or hearsay.
        Unverified "unverified",
    }
}

words! {
    /// What decides which further languages must be there.
    Decider {
        /// The Voting Rights Act, in the county.
        VraCounty "vra_county",
        /// The Voting Rights Act, in the state.
        VraState "vra_state",
        /// A share of the people at the place.
        FacilityShare "facility_share",
        /// A list of an agency.
        Agency "agency",
        /// What is most common in the state.
        State "state",
    }
}

words! {
    /// By what a contact is reached.
    Reach {
        /// A telephone number.
        Call "call",
        /// A number for text messages.
        Text "text",
        /// An address on the web.
        Web "web",
        /// Any of these.
        Any "any",
        /// Any toll-free telephone number.
        TollFree "toll_free",
        /// Any number that takes text messages.
        AnyText "any_text",
    }
}

impl Duty {
    /// The heading that rules of this duty stand under.
    pub fn heading(self) -> Phrase {
        match self {
            Self::Mandatory => say("You must (whoever runs the place)"),
            Self::AgencyMustPost => say("The agency must"),
            Self::MustAllow => say("You may ask, and it must be allowed"),
            Self::OnOrder => say("Only on the order of an agency"),
            Self::FederalDirection => say("A federal officer must arrange it"),
            Self::AgencyAsks => say("An agency asks for it"),
            Self::Voluntary => say("Voluntary"),
            Self::NotInForce => say("Not in force"),
        }
    }

    /// What it means, in a sentence.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Mandatory => say("Whoever runs the place must post a sign."),
            Self::AgencyMustPost => {
                say("The agency that runs the place must post a sign; you may ask it to.")
            }
            Self::MustAllow => say("Nobody must post. Whoever runs the place must let a nonprofit post."),
            Self::OnOrder => say("Nobody must post until an agency orders this very place to."),
            Self::FederalDirection => {
                say("A federal officer is directed to arrange posting; no duty of others was found.")
            }
            Self::AgencyAsks => say("An agency makes a poster and asks for it to be hung; nobody must."),
            Self::Voluntary => say("The law describes a sign and asks nobody for it."),
            Self::NotInForce => say("It was enacted, and is not funded or does not apply yet."),
        }
    }

    /// Whether somebody must hang a sign without being asked first.
    pub fn is_binding(self) -> bool {
        matches!(self, Self::Mandatory | Self::AgencyMustPost)
    }
}

impl Maker {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::AgencyOnly => say("the agency alone: a sign of your own cannot comply"),
            Self::ListedSources => say("one of several named makers"),
            Self::AgencyModelOrOwn => {
                say("the agency has a model; a sign of your own that meets the rule complies")
            }
            Self::Own => say("the venue or a nonprofit"),
            Self::Nonprofit => say("a nonprofit, which supplies it"),
        }
    }
}

impl Wording {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Exact => say("given word for word"),
            Self::Substantially => say("given in substance"),
            Self::Elements => say("free, with certain facts in it"),
            Self::Agency => say("set by the agency"),
            Self::Number => say("free; the number alone is required"),
        }
    }
}

impl Confidence {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::StatuteText => say("the text of the law was read"),
            Self::AgencyPage => say("read on a page of the agency, not in the law"),
            Self::BillText => say("read in a bill, not in the code"),
            Self::Secondary => say("read in news or a summary, not in the law"),
            Self::Partial => say("only part of the text of the law was read"),
            Self::Unverified => say("known by its citation alone"),
        }
    }
}

impl Decider {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::VraCounty => say("what the Voting Rights Act asks for in the county"),
            Self::VraState => say("what the Voting Rights Act asks for in the state"),
            Self::FacilityShare => say("what people at the place speak"),
            Self::Agency => say("a list of the agency"),
            Self::State => say("what is most common in the state"),
        }
    }
}
