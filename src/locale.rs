//! Languages and the scripts they are written in (BCP 47, ISO 15924).

use std::fmt;

use icu_properties::props::Script as Unicode;
use icu_properties::script::ScriptWithExtensions;

/// A language tag such as `es`, `zh-Hans`, `pa-Guru` or `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale {
    tag: String,
}

/// A language of a piece, as somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LanguageChoice {
    /// This one.
    One(Locale),
    /// `needed`: those that `data/languages.toml` says are needed at the place.
    Needed,
    /// `all`: every one there is.
    All,
}

/// The way a line of a script runs. (`Direction` is the direction of travel.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextDirection {
    /// From the left.
    LeftToRight,
    /// From the right.
    RightToLeft,
}

/// A script, as the layout tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Script {
    /// Arabic, in the Naskh or sans styles.
    Arabic,
    /// Cyrillic.
    Cyrillic,
    /// Devanagari.
    Devanagari,
    /// Ethiopic, also called Geʽez.
    Ethiopic,
    /// Gurmukhi.
    Gurmukhi,
    /// Han in its simplified forms.
    HanSimplified,
    /// Han in its traditional forms.
    HanTraditional,
    /// Hangul with Han, as Korean uses them.
    Korean,
    /// Kana with Han, as Japanese uses them.
    Japanese,
    /// Khmer.
    Khmer,
    /// Lao.
    Lao,
    /// Latin.
    Latin,
    /// Myanmar, as Burmese and its neighbours use it.
    Myanmar,
    /// Arabic in the Nastaliq style, as Urdu is read.
    Nastaliq,
    /// Thai.
    Thai,
}

/// What layout must know of a script, beside its face.
struct Craft {
    code: &'static str,
    name: &'static str,
    line_height: f32,
    apparent: f32,
}

impl Script {
    const ALL: [Self; 15] = [
        Self::Arabic,
        Self::Cyrillic,
        Self::Devanagari,
        Self::Ethiopic,
        Self::Gurmukhi,
        Self::HanSimplified,
        Self::HanTraditional,
        Self::Korean,
        Self::Japanese,
        Self::Khmer,
        Self::Lao,
        Self::Latin,
        Self::Myanmar,
        Self::Nastaliq,
        Self::Thai,
    ];

    /// Line heights come from the reach of each script's marks in the bundled faces. Apparent sizes come from the mean
    /// height of the letters that the catalogs use: about a third of the way from the same point size to the same
    /// height, since signs of many strokes (Han, Ethiopic, Hangul) need more room than an x.
    fn craft(self) -> Craft {
        let (code, name, line_height, apparent) = match self {
            Self::Arabic => ("Arab", "Arabic", 1.5, 1.12),
            Self::Cyrillic => ("Cyrl", "Cyrillic", 1.24, 1.0),
            Self::Devanagari => ("Deva", "Devanagari", 1.45, 1.02),
            Self::Ethiopic => ("Ethi", "Ethiopic", 1.32, 0.93),
            Self::Gurmukhi => ("Guru", "Gurmukhi", 1.4, 1.02),
            Self::HanSimplified => ("Hans", "Chinese", 1.34, 0.94),
            Self::HanTraditional => ("Hant", "Chinese", 1.34, 0.94),
            Self::Korean => ("Kore", "Korean", 1.34, 0.95),
            Self::Japanese => ("Jpan", "Japanese", 1.34, 0.95),
            Self::Khmer => ("Khmr", "Khmer", 1.7, 1.1),
            Self::Lao => ("Laoo", "Lao", 1.5, 1.08),
            Self::Latin => ("Latn", "Latin", 1.22, 1.0),
            Self::Myanmar => ("Mymr", "Myanmar", 1.7, 1.0),
            Self::Nastaliq => ("Aran", "Arabic", 2.1, 1.0),
            Self::Thai => ("Thai", "Thai", 1.48, 1.1),
        };
        Craft {
            code,
            name,
            line_height,
            apparent,
        }
    }

    /// The ISO 15924 code.
    pub fn code(self) -> &'static str {
        self.craft().code
    }

    /// What its letters are called in English.
    pub fn name(self) -> &'static str {
        self.craft().name
    }

    /// The script with an ISO 15924 code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|script| script.code().eq_ignore_ascii_case(code))
    }

    /// How much larger type must be set to look as large as Latin.
    pub fn apparent_size(self) -> f32 {
        self.craft().apparent
    }

    /// The way lines run.
    pub fn direction(self) -> TextDirection {
        match self {
            Self::Arabic | Self::Nastaliq => TextDirection::RightToLeft,
            _ => TextDirection::LeftToRight,
        }
    }
}

/// Whether a letter belongs to a script: its own, or one that all scripts share (Unicode UAX 24).
pub fn writes(script: Script, letter: char) -> bool {
    let own: &[Unicode] = match script {
        Script::Arabic | Script::Nastaliq => &[Unicode::Arabic],
        Script::Cyrillic => &[Unicode::Cyrillic],
        Script::Devanagari => &[Unicode::Devanagari],
        Script::Ethiopic => &[Unicode::Ethiopic],
        Script::Gurmukhi => &[Unicode::Gurmukhi],
        Script::HanSimplified | Script::HanTraditional => &[Unicode::Han],
        Script::Korean => &[Unicode::Hangul, Unicode::Han],
        Script::Japanese => &[Unicode::Hiragana, Unicode::Katakana, Unicode::Han],
        Script::Khmer => &[Unicode::Khmer],
        Script::Lao => &[Unicode::Lao],
        Script::Latin => &[Unicode::Latin],
        Script::Myanmar => &[Unicode::Myanmar],
        Script::Thai => &[Unicode::Thai],
    };
    let extensions = ScriptWithExtensions::new();
    [Unicode::Common, Unicode::Inherited]
        .iter()
        .chain(own)
        .any(|known| extensions.has_script(letter, *known))
}

impl Locale {
    /// Reads a tag: letters, digits and hyphens, a language of two or three letters first.
    pub fn parse(tag: &str) -> Option<Self> {
        let mut subtags = tag.split('-');
        let language = subtags.next().filter(|language| {
            matches!(language.len(), 2 | 3) && language.chars().all(|c| c.is_ascii_lowercase())
        });
        let sound =
            |subtag: &str| matches!(subtag.len(), 2..=8) && subtag.chars().all(|c| c.is_ascii_alphanumeric());
        (language.is_some() && subtags.all(sound)).then(|| Self { tag: tag.to_owned() })
    }

    /// English, which every catalog starts from.
    pub fn english() -> Self {
        Self { tag: "en".to_owned() }
    }

    /// The tag as written.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// Whether who reads the one reads the other: one language in one script, of whatever region.
    pub fn reads_as(&self, other: &Self) -> bool {
        self.language() == other.language() && self.script() == other.script()
    }

    /// The language subtag.
    pub fn language(&self) -> &str {
        self.tag.split('-').next().unwrap_or_default()
    }

    /// The script, from its subtag or from what the language is usually written in
    /// (CLDR likely subtags).
    pub fn script(&self) -> Script {
        if let Some(script) = self.tag.split('-').skip(1).find_map(Script::from_code) {
            return script;
        }
        match self.language() {
            "ar" | "fa" | "prs" | "ps" => Script::Arabic,
            "ur" => Script::Nastaliq,
            "ru" | "uk" | "bg" => Script::Cyrillic,
            "hi" | "ne" | "mr" => Script::Devanagari,
            "am" | "ti" => Script::Ethiopic,
            "pa" => Script::Gurmukhi,
            "zh" => Script::HanSimplified,
            "ko" => Script::Korean,
            "ja" => Script::Japanese,
            "km" => Script::Khmer,
            "lo" => Script::Lao,
            "my" | "ksw" => Script::Myanmar,
            "th" => Script::Thai,
            _ => Script::Latin,
        }
    }

    /// The way lines run.
    pub fn direction(&self) -> TextDirection {
        self.script().direction()
    }

    /// Baseline to baseline, in multiples of the type size.
    pub fn line_height(&self) -> f32 {
        // Vietnamese stacks a tone mark on a vowel mark.
        if self.language() == "vi" {
            1.4
        } else {
            self.script().craft().line_height
        }
    }
}

impl LanguageChoice {
    /// Reads a tag, `needed` or `all`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "needed" => Some(Self::Needed),
            "all" => Some(Self::All),
            tag => Locale::parse(tag).map(Self::One),
        }
    }

    /// The language, where one is named.
    pub fn one(&self) -> Option<&Locale> {
        match self {
            Self::One(locale) => Some(locale),
            Self::Needed | Self::All => None,
        }
    }
}

impl fmt::Display for LanguageChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::One(locale) => locale.tag(),
            Self::Needed => "needed",
            Self::All => "all",
        })
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tag)
    }
}

#[cfg(test)]
mod tests {
    use super::{Locale, Script, TextDirection, writes};

    #[test]
    fn script_of_a_tag() {
        let script = |tag: &str| Locale::parse(tag).unwrap().script();
        assert_eq!(script("zh-Hant"), Script::HanTraditional);
        assert_eq!(script("pa-Guru"), Script::Gurmukhi);
        assert_eq!(script("pt-BR"), Script::Latin);
        assert_eq!(
            Locale::parse("ur").unwrap().direction(),
            TextDirection::RightToLeft
        );
    }

    #[test]
    fn letters_of_a_script() {
        assert!(writes(Script::Latin, 'ñ') && writes(Script::Latin, '¿') && writes(Script::Latin, '\u{301}'));
        assert!(!writes(Script::Latin, 'а'), "a Cyrillic letter that looks Latin");
        assert!(
            writes(Script::Japanese, 'の') && writes(Script::Korean, '한') && writes(Script::Arabic, 'ش')
        );
        assert!(!writes(Script::HanSimplified, 'の'));
        assert!(
            writes(Script::Gurmukhi, '।'),
            "a sign that several scripts of India share"
        );
    }

    #[test]
    fn tags_that_are_none() {
        for tag in ["", "e", "EN", "en_US", "../en", "en-", "english"] {
            assert_eq!(Locale::parse(tag), None, "{tag}");
        }
    }
}
