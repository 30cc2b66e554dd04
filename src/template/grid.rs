//! Rows, columns and named areas, as CSS Grid Layout writes them.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::fields::{self, Fields, Value};
use crate::geom::{Length, SPACE};
use crate::phrase::{Phrase, say};
use crate::source::{Span, Spanned};

/// The most rows or columns: finer than any sheet is divided, and a place of an area is looked for
/// in every cell.
const MOST_TRACKS: usize = 32;

/// The largest share of a track.
const LARGEST_SHARE: f32 = 1000.0;

/// Rows, columns and what lies in their cells.
#[derive(Clone, Debug)]
pub struct Grid {
    /// From the side where reading starts.
    pub columns: Vec<Track>,
    /// From the top.
    pub rows: Vec<Track>,
    /// The areas, each one rectangle of cells.
    pub areas: Vec<Area>,
    /// Space between columns, in points.
    pub column_gap: f32,
    /// Space between rows, in points.
    pub row_gap: f32,
}

/// The width of a column or the height of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Track {
    /// As its content needs.
    Auto,
    /// A share of what is left.
    Share(f32),
    /// So many points.
    Points(f32),
    /// The next panel of the fold.
    Panel,
}

/// A rectangle of cells that a block fills.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// The block.
    pub block: String,
    /// In which language.
    pub which: Which,
    /// First column and the one after the last, from 0.
    pub columns: (usize, usize),
    /// First row and the one after the last, from 0.
    pub rows: (usize, usize),
    /// Where it is named.
    pub span: Span,
}

/// In which language a block is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// That of the block around it; outermost, the first.
    Same,
    /// The language with this number, from 1.
    Nth(usize),
    /// Once in each language, as many in a row as the area has columns.
    Each,
}

/// Reads `columns`, `rows`, `areas` and `gap`; all may be missing where one area is enough.
pub(super) fn read(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> Option<Grid> {
    let columns = read_tracks(diags, fields, "columns", say("columns"));
    let rows = read_tracks(diags, fields, "rows", say("rows"));
    let (row_gap, column_gap) = read_gap(diags, fields);
    let lines = fields.texts(diags, "areas");
    let Some(lines) = lines.filter(|lines| !lines.is_empty()) else {
        let message = say("`areas` is missing: the names of the blocks, row by row");
        diags.push(Diagnostic::new(code::BAD_GRID, message).at(fields.span()));
        return None;
    };
    let lines = fields::at_most(diags, lines, MOST_TRACKS, say("rows of areas"), |line| &line.span);
    let cells: Vec<Vec<&str>> = lines
        .iter()
        .map(|line| line.value.split_whitespace().collect())
        .collect();
    if let Some((line, names)) = lines
        .iter()
        .zip(&cells)
        .find(|(_, names)| names.len() > MOST_TRACKS)
    {
        let message = say("the row has {count} areas, and {most} are the most")
            .with("count", names.len())
            .with("most", MOST_TRACKS);
        diags.push(
            Diagnostic::new(code::TOO_LARGE, message)
                .at(&line.span)
                .hint(say("divide the piece less")),
        );
        return None;
    }
    let across = cells.iter().map(Vec::len).max().unwrap_or(0);
    for (line, names) in lines.iter().zip(&cells) {
        if names.len() != across || across == 0 {
            let message = say("this row of areas has {count} cells, and others have {across}")
                .with("count", names.len())
                .with("across", across);
            diags.push(Diagnostic::new(code::BAD_GRID, message).at(&line.span));
            return None;
        }
    }
    let columns = columns.unwrap_or_else(|| vec![Track::Share(1.0); across]);
    let rows = rows.unwrap_or_else(|| vec![Track::Auto; cells.len()]);
    for (what, tracks, wanted) in [
        (say("columns"), &columns, across),
        (say("rows"), &rows, cells.len()),
    ] {
        if tracks.len() != wanted {
            let message = say("there are {count} {what}, and the areas need {wanted}")
                .with("count", tracks.len())
                .with_words("what", what)
                .with("wanted", wanted);
            diags.push(Diagnostic::new(code::BAD_GRID, message).at(&lines[0].span));
            return None;
        }
    }
    let areas = find_areas(diags, &lines, &cells)?;
    Some(Grid {
        columns,
        rows,
        areas,
        column_gap,
        row_gap,
    })
}

fn read_tracks(
    diags: &mut Diagnostics,
    fields: &mut Fields<'_>,
    key: &'static str,
    what: Phrase,
) -> Option<Vec<Track>> {
    let tracks = fields.texts(diags, key)?;
    let tracks = fields::at_most(diags, tracks, MOST_TRACKS, what, |track| &track.span);
    let read = tracks.iter().map(|track| match parse_track(&track.value) {
        Some(sound) => sound,
        None => fields::bad(
            diags,
            key,
            say("`auto`, `1fr`, `panel` or a length such as `18 pt`"),
            &track.span,
        )
        .unwrap_or(Track::Auto),
    });
    Some(read.collect())
}

fn parse_track(text: &str) -> Option<Track> {
    if text == "auto" {
        return Some(Track::Auto);
    }
    if text == "panel" {
        return Some(Track::Panel);
    }
    if let Some(share) = text.strip_suffix("fr") {
        return share
            .parse()
            .ok()
            .filter(|share: &f32| *share > 0.0 && *share <= LARGEST_SHARE)
            .map(Track::Share);
    }
    Length::parse(text)
        .map(Length::to_pt)
        .filter(|points| SPACE.contains(points))
        .map(Track::Points)
}

/// `gap = 12` both ways, or `gap = [12, 24]` between rows, then between columns.
fn read_gap(diags: &mut Diagnostics, fields: &mut Fields<'_>) -> (f32, f32) {
    let Some(gap) = fields.value("gap") else {
        return (0.0, 0.0);
    };
    match points(&gap.value).as_deref() {
        Some([both]) => (*both, *both),
        Some([rows, columns]) => (*rows, *columns),
        _ => {
            not_points(
                diags,
                "gap",
                say("points: `12`, or `[12, 24]` for rows and columns"),
                &gap,
            );
            (0.0, 0.0)
        }
    }
}

/// One number or a list of numbers, as points of space: none is below zero or larger than a sheet.
pub(super) fn points(value: &Value<'_>) -> Option<Vec<f32>> {
    let one = |value: &Value<'_>| match value {
        Value::Number(number) => {
            #[expect(clippy::cast_possible_truncation, reason = "points on paper")]
            let points = *number as f32;
            SPACE.contains(&points).then_some(points)
        }
        _ => None,
    };
    match value {
        Value::List(items) => items.iter().map(|item| one(&item.value)).collect(),
        single => one(single).map(|number| vec![number]),
    }
}

/// Reports a value that [`points`] does not take, or that are too many or too few.
pub(super) fn not_points(diags: &mut Diagnostics, key: &str, wanted: Phrase, value: &Spanned<Value<'_>>) {
    match value.value {
        Value::Number(_) | Value::List(_) => fields::bad::<()>(diags, key, wanted, &value.span),
        _ => fields::wrong(diags, key, wanted, &value.value, &value.span),
    };
}

fn find_areas(diags: &mut Diagnostics, lines: &[Spanned<String>], cells: &[Vec<&str>]) -> Option<Vec<Area>> {
    let mut areas: Vec<Area> = Vec::new();
    let mut sound = true;
    for (row, (names, line)) in cells.iter().zip(lines).enumerate() {
        for (column, name) in names.iter().enumerate().filter(|(_, name)| **name != ".") {
            let Some((block, which)) = parse_name(name) else {
                let message =
                    say("`{name}` is not a block, `block.2` or `block.each`").with("name", shown(name));
                diags.push(Diagnostic::new(code::BAD_GRID, message).at(&line.span));
                sound = false;
                continue;
            };
            match areas
                .iter_mut()
                .find(|area| area.block == block && area.which == which)
            {
                Some(area) => {
                    area.columns = (area.columns.0.min(column), area.columns.1.max(column + 1));
                    area.rows.1 = row + 1;
                }
                None => areas.push(Area {
                    block: block.to_owned(),
                    which,
                    columns: (column, column + 1),
                    rows: (row, row + 1),
                    span: line.span.clone(),
                }),
            }
        }
    }
    // An area must be a rectangle: every cell inside its bounds carries its name.
    for area in &areas {
        let inside = cells.get(area.rows.0..area.rows.1).unwrap_or_default();
        let whole = inside
            .iter()
            .flat_map(|row| row.get(area.columns.0..area.columns.1).unwrap_or_default());
        if whole
            .copied()
            .any(|name| parse_name(name) != Some((area.block.as_str(), area.which)))
        {
            let message = say("the cells of `{block}` are not one rectangle").with("block", &area.block);
            diags.push(Diagnostic::new(code::BAD_GRID, message).at(&area.span));
            sound = false;
        }
    }
    sound.then_some(areas)
}

fn parse_name(name: &str) -> Option<(&str, Which)> {
    match name.split_once('.') {
        None => Some((name, Which::Same)),
        Some((block, "each")) => Some((block, Which::Each)),
        Some((block, nth)) => nth
            .parse()
            .ok()
            .filter(|nth| *nth > 0)
            .map(|nth| (block, Which::Nth(nth))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Grid, Track, Which, read};
    use crate::diag::Diagnostics;
    use crate::fields;
    use crate::source::Source;

    fn grid(text: &str) -> (Option<Grid>, Vec<String>) {
        let source = Source::new("t.toml", text);
        let mut diags = Diagnostics::default();
        let mut file = fields::document(&mut diags, &source);
        let grid = read(&mut diags, &mut file);
        (grid, diags.iter().map(|fault| fault.message.english()).collect())
    }

    #[test]
    fn areas_span_cells() {
        let (grid, _) =
            grid("columns = [\"1fr\", \"auto\"]\nareas = [\"ask.1 ask.1\", \"free.each code\"]\n");
        let grid = grid.unwrap();
        assert_eq!(grid.columns, [Track::Share(1.0), Track::Auto]);
        assert_eq!(grid.areas[0].columns, (0, 2));
        assert_eq!(grid.areas[1].which, Which::Each);
    }

    #[test]
    fn what_no_sheet_holds() {
        let told = |text: &str| {
            let text = format!("{text}\nareas = [\"a b\"]\n");
            let (_, told) = grid(&text);
            assert_eq!(told.len(), 1, "{text}: {told:?}");
        };
        told("columns = [\"1e30fr\", \"1fr\"]");
        told("columns = [\"-1 pt\", \"1fr\"]");
        told("columns = [\"1e30 in\", \"1fr\"]");
        told("gap = -4");
        told("gap = 1e30");
        told("gap = [nan, 1]");
    }

    #[test]
    fn grids_that_do_not_agree() {
        assert_eq!(
            grid("areas = [\"a b\", \"c\"]\n").1,
            ["this row of areas has 1 cells, and others have 2"]
        );
        assert_eq!(grid("areas = [\"a b\", \"b a\"]\n").1.len(), 2);
        assert_eq!(
            grid("rows = [\"auto\"]\nareas = [\"a\", \"b\"]\n").1,
            ["there are 1 rows, and the areas need 2"]
        );
    }
}
