//! `reading-level`: words for a person concerned that are harder to read than grade six, in the languages in which that is measured.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::library::Library;
use crate::locale::Locale;
use crate::phrase::say;
use crate::reading_level;
use crate::template::{Audience, Template};

/// The highest grade: about half of the adults of the United States read at most so.
const HIGHEST: f32 = 6.0;

pub(super) fn check(diags: &mut Diagnostics, library: &Library, template: &Template, locale: &Locale) {
    let grade = reading_level::of_template(library, template, locale);
    if let Some(grade) = grade.filter(|grade| *grade > HIGHEST && template.audience == Audience::Person) {
        let message = say(
            "the words of `{template}` in `{locale}` are read at grade {grade}, and {highest} is the highest",
        )
        .with("template", &template.id)
        .with("locale", locale)
        .with("grade", format!("{grade:.1}"))
        .with("highest", format!("{HIGHEST:.0}"));
        let cure =
            say("shorten sentences, and take shorter words; `mileposter list reading` shows all grades");
        diags.push(
            Diagnostic::new(code::READING_LEVEL, message)
                .at(&template.span)
                .hint(cure),
        );
    }
}
