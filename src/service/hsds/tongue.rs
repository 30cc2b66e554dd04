//! Languages as lists name them: in English, in the language itself, or by a code (ISO 639-1 to 639-3).

use crate::locale::Locale;

/// Names and codes, each with the tag that catalogs have.
const TONGUES: &[(&str, &[&str])] = &[
    ("am", &["amharic", "amh"]),
    ("ar", &["arabic", "ara"]),
    ("en", &["english", "eng", "ingles", "inglés"]),
    (
        "es",
        &[
            "spanish",
            "spa",
            "espanol",
            "español",
            "castilian",
            "spanish; castilian",
        ],
    ),
    ("fa", &["farsi", "persian", "fas", "per"]),
    ("fil", &["filipino", "tagalog", "tl", "tgl"]),
    ("fr", &["french", "fra", "fre", "français"]),
    ("hi", &["hindi", "hin"]),
    ("ht", &["haitian creole", "haitian", "creole", "hat", "kreyòl"]),
    ("ja", &["japanese", "jpn"]),
    ("kjb", &["kanjobal", "q'anjob'al", "qanjobal"]),
    ("km", &["khmer", "cambodian", "khm"]),
    ("ko", &["korean", "kor"]),
    ("lo", &["lao", "laotian"]),
    ("mam", &["mam"]),
    ("mix", &["mixteco", "mixtec"]),
    ("mww", &["hmong", "hmn"]),
    ("ne", &["nepali", "nep"]),
    ("pa-Guru", &["punjabi", "panjabi", "pan", "pa"]),
    ("prs", &["dari"]),
    ("ps", &["pashto", "pushto", "pus"]),
    ("pt-BR", &["portuguese", "por", "pt"]),
    ("quc", &["quiche", "k'iche'", "kiche"]),
    ("ro", &["romanian", "ron", "rum"]),
    ("ru", &["russian", "rus"]),
    ("so", &["somali", "som"]),
    ("sw", &["swahili", "swa", "kiswahili"]),
    ("th", &["thai", "tha"]),
    ("ti", &["tigrinya", "tir"]),
    ("trc", &["triqui", "trique"]),
    ("tsz", &["purepecha", "purépecha", "tarasco"]),
    ("uk", &["ukrainian", "ukr"]),
    ("ur", &["urdu", "urd"]),
    ("vi", &["vietnamese", "vie"]),
    ("zap", &["zapoteco", "zapotec"]),
    (
        "zh-Hans",
        &[
            "chinese",
            "mandarin",
            "zho",
            "chi",
            "zh",
            "cmn",
            "simplified chinese",
        ],
    ),
    (
        "zh-Hant",
        &["cantonese", "yue", "traditional chinese", "taiwanese"],
    ),
];

/// The language of a name or code, if it is one of those that the program has words in.
pub(super) fn parse(text: &str) -> Option<Locale> {
    let text = text.trim().to_lowercase();
    let is_it =
        |(tag, names): &&(&str, &[&str])| tag.eq_ignore_ascii_case(&text) || names.contains(&text.as_str());
    let (tag, _) = TONGUES.iter().find(is_it)?;
    Locale::parse(tag)
}

#[cfg(test)]
mod tests {
    use super::{TONGUES, parse};
    use crate::locale::Locale;

    #[test]
    fn languages_by_name_and_code() {
        let tag = |text: &str| parse(text).map(|locale| locale.tag().to_owned());
        assert_eq!(tag("Spanish").as_deref(), Some("es"));
        assert_eq!(tag("spa").as_deref(), Some("es"));
        assert_eq!(tag("zh-hans").as_deref(), Some("zh-Hans"));
        assert_eq!(tag("Klingon"), None);
        assert!(TONGUES.iter().all(|(tag, _)| Locale::parse(tag).is_some()));
    }
}
