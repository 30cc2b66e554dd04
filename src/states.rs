//! States and their postal codes (USPS Publication 28, appendix B).

const STATES: &[(&str, &str)] = &[
    ("AL", "Alabama"),
    ("AK", "Alaska"),
    ("AZ", "Arizona"),
    ("AR", "Arkansas"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DE", "Delaware"),
    ("DC", "District of Columbia"),
    ("FL", "Florida"),
    ("GA", "Georgia"),
    ("GU", "Guam"),
    ("HI", "Hawaii"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("IA", "Iowa"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("ME", "Maine"),
    ("MD", "Maryland"),
    ("MA", "Massachusetts"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MS", "Mississippi"),
    ("MO", "Missouri"),
    ("MT", "Montana"),
    ("NE", "Nebraska"),
    ("NV", "Nevada"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NY", "New York"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("PR", "Puerto Rico"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VT", "Vermont"),
    ("VA", "Virginia"),
    ("WA", "Washington"),
    ("WV", "West Virginia"),
    ("WI", "Wisconsin"),
    ("WY", "Wyoming"),
];

/// Whether two letters are the code of a state.
pub fn is_code(word: &str) -> bool {
    STATES.iter().any(|(code, _)| *code == word)
}

/// The code of a state that is written as a code or as a name, in any case.
pub fn parse(text: &str) -> Option<&'static str> {
    let text = text.trim().trim_end_matches('.');
    let found = STATES
        .iter()
        .find(|(code, name)| code.eq_ignore_ascii_case(text) || name.eq_ignore_ascii_case(text));
    found.map(|(code, _)| *code)
}

/// The name of a state by its code; a code that is none as it is.
pub fn name(code: &str) -> &str {
    let found = STATES.iter().find(|(known, _)| *known == code);
    found.map_or(code, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    #[test]
    fn codes_and_names() {
        assert_eq!(super::parse(" new york"), Some("NY"));
        assert_eq!(super::parse("ca"), Some("CA"));
        assert_eq!(super::parse("Ontario"), None);
        assert_eq!((super::name("NY"), super::name("ON")), ("New York", "ON"));
    }
}
