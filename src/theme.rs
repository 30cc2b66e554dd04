//! What a campaign looks like: its colours, and the logo of whoever prints it with.
//!
//! A colour replaces that of its role in every template but the discreet ones; what saves ink stays as it is. Where a template
//! has a place for the logo, it stands there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::artwork::{self, Artwork};
use crate::code;
use crate::color::Color;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::fields::{self, Fields};
use crate::phone;
use crate::phrase::say;
use crate::source::{Source, Span};

/// The longest text for screen readers, in characters.
const LONGEST_ALT: usize = 200;

/// What a campaign looks like.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Colours by role.
    pub colors: BTreeMap<String, Color>,
    /// The logo.
    pub logo: Option<Arc<Logo>>,
}

/// A logo.
#[derive(Clone, Debug)]
pub struct Logo {
    /// The picture.
    pub artwork: Artwork,
    /// What it says to a screen reader.
    pub alt: String,
    /// Where its file is named.
    pub span: Span,
}

/// Reads `data/theme.toml`. `roles` are those of all templates; `pictures` the files of the folder `artwork`, by name,
/// with the name to show.
pub fn read(
    diags: &mut Diagnostics,
    source: &Arc<Source>,
    roles: &BTreeSet<&str>,
    pictures: &BTreeMap<&str, (&str, &[u8])>,
) -> Theme {
    let mut file = fields::document(diags, source);
    let colors = file.table(diags, "colors");
    let logo = file.table(diags, "logo");
    file.finish(diags);
    Theme {
        colors: colors
            .map(|colors| read_colors(diags, colors, roles))
            .unwrap_or_default(),
        logo: logo
            .and_then(|logo| read_logo(diags, logo, pictures))
            .map(Arc::new),
    }
}

fn read_colors<'a>(
    diags: &mut Diagnostics,
    mut fields: Fields<'a>,
    roles: &BTreeSet<&'a str>,
) -> BTreeMap<String, Color> {
    let mut colors = BTreeMap::new();
    for role in roles {
        let Some(text) = fields.text(diags, role) else {
            continue;
        };
        let wanted = say("a colour such as `#0a4a4e`");
        let color = Color::parse(&text.value).or_else(|| fields::bad(diags, role, wanted, &text.span));
        colors.extend(color.map(|color| ((*role).to_owned(), color)));
    }
    fields.finish(diags);
    colors
}

fn read_logo(
    diags: &mut Diagnostics,
    mut fields: Fields<'_>,
    pictures: &BTreeMap<&str, (&str, &[u8])>,
) -> Option<Logo> {
    let file = fields.need_text(diags, "file");
    let alt = fields.need_line(diags, "alt", LONGEST_ALT);
    fields.finish(diags);
    // A screen reader would read it aloud, and nothing compares it with the record.
    let dialled = |alt: &str| !phone::numbers(alt).is_empty() || !phone::words(alt).is_empty();
    let alt = alt.filter(|alt| {
        if dialled(&alt.value) {
            let wanted = say("a name without a telephone number");
            fields::bad::<()>(diags, "alt", wanted, &alt.span);
        }
        !alt.value.trim().is_empty()
            || fields::bad(diags, "alt", say("what the logo says"), &alt.span).unwrap_or(false)
    });
    let file = file?;
    let Some((shown_name, bytes)) = pictures.get(file.value.as_str()) else {
        let message = say("the folder `artwork` has no picture `{file}`").with("file", shown(&file.value));
        let fault = Diagnostic::new(code::BAD_VALUE, message).at(&file.span);
        let near = pictures.keys().copied();
        diags.push(
            fault
                .hint(say(
                    "put a PNG, JPEG or SVG of that name into `artwork` of the campaign",
                ))
                .near(&file.value, near),
        );
        return None;
    };
    Some(Logo {
        artwork: artwork::read(diags, shown_name, bytes)?,
        alt: alt?.value,
        span: file.span,
    })
}
