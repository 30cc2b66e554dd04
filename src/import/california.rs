//! What is special about roads in California: one number belongs to one highway, whatever its shield, and posts count the miles of a
//! county.
//!
//! - Codes of counties: the Caltrans layer of rest areas (columns `CO_CODE` and `COUNTY`, copy of 2024) for those that have one; all
//!   of them in a program of the Advanced Highway Maintenance and Construction Technology Research Center, University of California,
//!   2016 (`capm/const.py` in github.com/ghov/289G), which agrees.
//! - Interstates: FHWA Route Log and Finder List, tables 1 and 2, January 2026 (the copy that `data/README.md` names). 238 is an
//!   interstate for two miles and a state route beyond, as which it is taken.
//! - US routes: Travel Mapping's lists of routes in California (`hwy_data/CA/usaus`, undated copy; credit in `data/README.md`).
//! - That no number is used twice: Caltrans, Highway Design Manual, 21.2 (edition of 2020-07-01).
//!
//! All were compared on 2026-11-24.

/// Codes and names of all counties.
const COUNTIES: &[(&str, &str)] = &[
    ("ALA", "Alameda"),
    ("ALP", "Alpine"),
    ("AMA", "Amador"),
    ("BUT", "Butte"),
    ("CAL", "Calaveras"),
    ("CC", "Contra Costa"),
    ("COL", "Colusa"),
    ("DN", "Del Norte"),
    ("ED", "El Dorado"),
    ("FRE", "Fresno"),
    ("GLE", "Glenn"),
    ("HUM", "Humboldt"),
    ("IMP", "Imperial"),
    ("INY", "Inyo"),
    ("KER", "Kern"),
    ("KIN", "Kings"),
    ("LA", "Los Angeles"),
    ("LAK", "Lake"),
    ("LAS", "Lassen"),
    ("MAD", "Madera"),
    ("MEN", "Mendocino"),
    ("MER", "Merced"),
    ("MNO", "Mono"),
    ("MOD", "Modoc"),
    ("MON", "Monterey"),
    ("MPA", "Mariposa"),
    ("MRN", "Marin"),
    ("NAP", "Napa"),
    ("NEV", "Nevada"),
    ("ORA", "Orange"),
    ("PLA", "Placer"),
    ("PLU", "Plumas"),
    ("RIV", "Riverside"),
    ("SAC", "Sacramento"),
    ("SB", "Santa Barbara"),
    ("SBD", "San Bernardino"),
    ("SBT", "San Benito"),
    ("SCL", "Santa Clara"),
    ("SCR", "Santa Cruz"),
    ("SD", "San Diego"),
    ("SF", "San Francisco"),
    ("SHA", "Shasta"),
    ("SIE", "Sierra"),
    ("SIS", "Siskiyou"),
    ("SJ", "San Joaquin"),
    ("SLO", "San Luis Obispo"),
    ("SM", "San Mateo"),
    ("SOL", "Solano"),
    ("SON", "Sonoma"),
    ("STA", "Stanislaus"),
    ("SUT", "Sutter"),
    ("TEH", "Tehama"),
    ("TRI", "Trinity"),
    ("TUL", "Tulare"),
    ("TUO", "Tuolumne"),
    ("VEN", "Ventura"),
    ("YOL", "Yolo"),
    ("YUB", "Yuba"),
];

/// Numbers with the shield of an interstate.
const INTERSTATES: &[u16] = &[
    5, 8, 10, 15, 40, 80, 105, 110, 205, 210, 215, 280, 380, 405, 505, 580, 605, 680, 710, 780, 805, 880, 980,
];

/// Numbers with the shield of a US route.
const US_ROUTES: &[u16] = &[6, 50, 95, 97, 101, 199, 395];

/// The route with a number, as `I-5`, `US-101` or `CA-99`.
pub(super) fn route(number: &str) -> String {
    let is_in = |numbers: &[u16]| number.parse().is_ok_and(|number| numbers.contains(&number));
    let system = if is_in(INTERSTATES) {
        "I"
    } else if is_in(US_ROUTES) {
        "US"
    } else {
        "CA"
    };
    format!("{system}-{number}")
}

/// The name of the county with a code.
pub(super) fn county(code: &str) -> Option<&'static str> {
    let code = code.trim();
    let found = COUNTIES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(code));
    found.map(|(_, name)| *name)
}

/// The code of a county.
pub(super) fn code(county: &str) -> Option<&'static str> {
    let found = COUNTIES
        .iter()
        .find(|(_, name)| name.eq_ignore_ascii_case(county.trim()));
    found.map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use super::{COUNTIES, code, county, route};

    #[test]
    fn numbers_and_counties() {
        assert_eq!(["5", "101", "99"].map(route), ["I-5", "US-101", "CA-99"]);
        assert_eq!(county(" mno "), Some("Mono"));
        assert_eq!(code("san bernardino"), Some("SBD"));
        assert_eq!(code("Linn"), None);
        assert_eq!(COUNTIES.len(), 58);
    }
}
