//! How hard words are to read, as a grade of school, for English and Spanish. No measure of other languages is well founded, so none is made.
//!
//! English: Flesch-Kincaid grade level (Kincaid, Fishburne, Rogers and Chissom, Research Branch Report 8-75, Naval Technical Training Command, 1975).
//! Spanish: Crawford's grade for the primary years (Crawford, Lectura y Vida 5(4), 1984), which is made for grades one to six and is
//! cautious beyond. Both look at the lengths of sentences and words alone; they say nothing of whether words are known or kind.

use crate::catalog::{Catalog, Part};
use crate::library::Library;
use crate::locale::Locale;
use crate::template::Template;

/// A grade is measured of so many words or more; of fewer it says nothing.
const FEWEST_WORDS: usize = 20;

/// The words of a piece, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    sentences: usize,
    words: usize,
    syllables: usize,
}

/// The grade of school at which the words of a template are read in a language, to a tenth; `None` of a language that is not measured, and
/// where the template has few words.
pub fn of_template(library: &Library, template: &Template, locale: &Locale) -> Option<f32> {
    let catalog = library.catalog(locale)?;
    let texts = template
        .messages()
        .into_iter()
        .filter_map(|key| words_of(catalog, key));
    of_texts(texts, locale)
}

/// The grade of texts, each a sentence or more by itself.
pub fn of_texts(texts: impl Iterator<Item = String>, locale: &Locale) -> Option<f32> {
    let syllables = match locale.language() {
        "en" => english_syllables,
        "es" => spanish_syllables,
        _ => return None,
    };
    let mut counts = Counts::default();
    for text in texts {
        let own = count(&text, syllables);
        counts.sentences += own.sentences;
        counts.words += own.words;
        counts.syllables += own.syllables;
    }
    (counts.words >= FEWEST_WORDS).then(|| {
        let grade = match locale.language() {
            "en" => flesch_kincaid(counts),
            _ => crawford(counts),
        };
        (grade * 10.0).round() / 10.0
    })
}

/// The words of a message; what is filled in is read as one short word.
fn words_of(catalog: &Catalog, key: &str) -> Option<String> {
    let message = catalog.messages.get(key)?;
    let parts = message.parts.iter().map(|part| match part {
        Part::Words(words) => words.as_str(),
        Part::Placeholder(_) => "it",
    });
    Some(parts.collect())
}

#[expect(clippy::cast_precision_loss, reason = "few words")]
fn flesch_kincaid(counts: Counts) -> f32 {
    let (sentences, words) = (counts.sentences as f32, counts.words as f32);
    (0.39 * words / sentences + 11.8 * counts.syllables as f32 / words - 15.59).max(0.0)
}

#[expect(clippy::cast_precision_loss, reason = "few words")]
fn crawford(counts: Counts) -> f32 {
    let hundreds = counts.words as f32 / 100.0;
    let (sentences, syllables) = (
        counts.sentences as f32 / hundreds,
        counts.syllables as f32 / hundreds,
    );
    (-0.205 * sentences + 0.049 * syllables - 3.407).max(0.0)
}

fn count(text: &str, syllables: fn(&str) -> usize) -> Counts {
    let mut counts = Counts::default();
    let mut in_sentence = false;
    for token in text.split_whitespace() {
        let words = token.split(|c: char| !c.is_alphabetic() && !matches!(c, '\'' | '’'));
        for word in words.filter(|word| word.chars().any(char::is_alphabetic)) {
            counts.words += 1;
            counts.syllables += syllables(&word.to_lowercase()).max(1);
            in_sentence = true;
        }
        let bare = token.trim_end_matches(['”', '"', '»', ')', '’']);
        let ends = bare.ends_with(['.', '?', '!', '…']);
        if ends && in_sentence {
            counts.sentences += 1;
            in_sentence = false;
        }
    }
    counts.sentences += usize::from(in_sentence);
    counts
}

/// Syllables of an English word by its letters: groups of vowels, less a silent e. Wrong of some words, right on the whole.
fn english_syllables(word: &str) -> usize {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let starts = |at: usize| is_vowel(letters[at]) && (at == 0 || !is_vowel(letters[at - 1]));
    let mut count = (0..letters.len()).filter(|at| starts(*at)).count();
    let ends = |tail: &str| letters.ends_with(&tail.chars().collect::<Vec<_>>());
    let before = |back: usize| letters.len().checked_sub(back).map(|at| letters[at]);
    let silent_e = ends("e") && !ends("le") && before(2).is_some_and(|c| !is_vowel(c));
    let silent_ed = ends("ed") && before(3).is_some_and(|c| !is_vowel(c) && !matches!(c, 't' | 'd'));
    let silent_es = ends("es")
        && before(3).is_some_and(|c| !is_vowel(c) && !matches!(c, 's' | 'x' | 'z' | 'h' | 'c' | 'g'));
    if silent_e || silent_ed || silent_es {
        count = count.saturating_sub(1);
    }
    // Two vowels that are said apart.
    let pairs = letters
        .windows(2)
        .filter(|pair| matches!(pair, ['i', 'a' | 'o' | 'u'] | ['u', 'a'] | ['e', 'o']));
    let apart = pairs.count();
    let blurred = [
        "tion", "sion", "cial", "tial", "cious", "tious", "qua", "gua", "people",
    ];
    let as_one = blurred.iter().filter(|part| word.contains(*part)).count();
    // The e of the first word of two is silent as well.
    let begins = |part: &&&str| word.len() > part.len() + 1 && word.starts_with(**part);
    let silent_inside = ["some", "home"].iter().filter(begins).count();
    (count + apart.saturating_sub(as_one)).saturating_sub(silent_inside)
}

/// Syllables of a Spanish word: its vowels, less the weak ones that lean on another (i, u and y without an accent).
fn spanish_syllables(word: &str) -> usize {
    let strong = |c: char| matches!(c, 'a' | 'e' | 'o' | 'á' | 'é' | 'ó' | 'í' | 'ú');
    let weak = |c: char| matches!(c, 'i' | 'u' | 'ü');
    let letters: Vec<char> = word
        .replace("qu", "q")
        .replace("gue", "ge")
        .replace("gui", "gi")
        .chars()
        .collect();
    let is_vowel = |c: char| strong(c) || weak(c);
    let mut count = 0;
    for (at, letter) in letters.iter().enumerate() {
        let last = at + 1 == letters.len();
        let is_y = *letter == 'y' && (letters.len() == 1 || last);
        if !is_vowel(*letter) && !is_y {
            continue;
        }
        let before = at.checked_sub(1).map(|at| letters[at]).filter(|c| is_vowel(*c));
        let joined = before.is_some_and(|before| weak(before) || weak(*letter) || is_y);
        // Two strong vowels are said apart, and so is an accented weak one.
        let apart = before.is_some_and(|before| matches!(*letter, 'í' | 'ú') || matches!(before, 'í' | 'ú'));
        if !joined || apart {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::{count, english_syllables, of_texts, spanish_syllables};
    use crate::locale::Locale;

    #[test]
    fn english_words() {
        let words = [
            ("call", 1),
            ("someone", 2),
            ("hotline", 2),
            ("people", 2),
            ("interpreter", 4),
            ("free", 1),
            ("they", 1),
            ("controlling", 3),
            ("passport", 2),
            ("money", 2),
            ("leave", 1),
            ("scared", 1),
            ("wanted", 2),
            ("table", 2),
            ("places", 2),
            ("information", 4),
            ("client", 1),
            ("nation", 2),
            ("day", 1),
        ];
        let wrong: Vec<_> = words
            .iter()
            .filter(|(word, syllables)| english_syllables(word) != *syllables)
            .map(|(word, _)| (*word, english_syllables(word)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn spanish_words() {
        let words = [
            ("alguien", 2),
            ("línea", 3),
            ("teléfono", 4),
            ("día", 2),
            ("gratis", 2),
            ("quien", 1),
            ("ayuda", 3),
            ("país", 2),
            ("muy", 1),
            ("trabajo", 3),
            ("intérprete", 4),
            ("guerra", 2),
            ("cuidado", 3),
            ("yo", 1),
            ("y", 1),
            ("aeropuerto", 5),
        ];
        let wrong: Vec<_> = words
            .iter()
            .filter(|(word, syllables)| spanish_syllables(word) != *syllables)
            .map(|(word, _)| (*word, spanish_syllables(word)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn sentences_and_words() {
        let found = count("Call now. Someone's there: day or night!", english_syllables);
        assert_eq!((found.sentences, found.words), (2, 7));
        assert_eq!(count("No stop at the end", english_syllables).sentences, 1);
    }

    #[test]
    fn longer_words_are_harder() {
        let grade = |text: &str, tag: &str| {
            of_texts(
                std::iter::repeat_n(text.to_owned(), 6),
                &Locale::parse(tag).unwrap(),
            )
        };
        let easy = grade("They take your pay. You can call.", "en").unwrap();
        let hard = grade(
            "Confidentiality obligations notwithstanding, mandatory notification remains applicable.",
            "en",
        )
        .unwrap();
        assert!(easy < 3.0 && hard > 12.0, "{easy} {hard}");
        let easy = grade("Le quitan el dinero. Usted puede llamar.", "es").unwrap();
        let hard = grade("No obstante las obligaciones de confidencialidad, la notificación obligatoria permanece aplicable.", "es").unwrap();
        assert!(easy < 5.0 && hard > easy + 2.0, "{easy} {hard}");
        assert_eq!(
            grade("Приходите к нам за помощью сегодня или завтра.", "ru"),
            None
        );
        assert_eq!(
            of_texts(std::iter::once("Too short.".to_owned()), &Locale::english()),
            None
        );
    }
}
