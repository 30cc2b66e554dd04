//! Takes away what only an absent picture would need: its areas, and the rows and columns that no other block needs,
//! so that a page without it is as if the template had never named it.

use super::{Area, Grid, Track};

impl Grid {
    /// The grid without some of its areas. A row or column goes with them if each area left that crosses it has
    /// another one as well.
    pub fn without(&self, absent: impl Fn(&Area) -> bool) -> Self {
        let (gone, left): (Vec<&Area>, Vec<&Area>) = self.areas.iter().partition(|area| absent(area));
        let columns = kept(&self.columns, &gone, &left, |area| area.columns);
        let rows = kept(&self.rows, &gone, &left, |area| area.rows);
        let moved = |area: &Area| Area {
            columns: (before(&columns, area.columns.0), before(&columns, area.columns.1)),
            rows: (before(&rows, area.rows.0), before(&rows, area.rows.1)),
            ..area.clone()
        };
        Self {
            columns: tracks(&self.columns, &columns),
            rows: tracks(&self.rows, &rows),
            areas: left.into_iter().map(moved).collect(),
            ..*self
        }
    }
}

/// For each track whether it stays.
fn kept(
    tracks: &[Track],
    gone: &[&Area],
    left: &[&Area],
    span: impl Fn(&Area) -> (usize, usize),
) -> Vec<bool> {
    let mut kept = vec![true; tracks.len()];
    for at in 0..tracks.len() {
        let crosses = |area: &&&Area| (span(area).0..span(area).1).contains(&at);
        let elsewhere = |area: &&Area| (span(area).0..span(area).1).any(|other| other != at && kept[other]);
        kept[at] = !gone.iter().any(|area| crosses(&area)) || !left.iter().filter(crosses).all(elsewhere);
    }
    kept
}

/// How many tracks before one stay.
fn before(kept: &[bool], at: usize) -> usize {
    kept.iter().take(at).filter(|kept| **kept).count()
}

fn tracks(all: &[Track], kept: &[bool]) -> Vec<Track> {
    let staying = all.iter().zip(kept).filter(|(_, kept)| **kept);
    staying.map(|(track, _)| *track).collect()
}

#[cfg(test)]
mod tests {
    use crate::diag::Diagnostics;
    use crate::fields;
    use crate::source::Source;
    use crate::template::{Grid, grid};

    fn collapsed(text: &str) -> Grid {
        let source = Source::new("t.toml", text);
        let mut diags = Diagnostics::default();
        let mut file = fields::document(&mut diags, &source);
        let grid = grid::read(&mut diags, &mut file).unwrap();
        grid.without(|area| area.block == "logo")
    }

    /// The same grid, but for where it is written.
    #[track_caller]
    fn same(with: &str, without: &str) {
        let (a, b) = (collapsed(with), collapsed(without));
        assert_eq!((&a.columns, &a.rows), (&b.columns, &b.rows), "{with}");
        let places = |grid: &Grid| -> Vec<_> {
            let areas = grid.areas.iter();
            areas
                .map(|area| (area.block.clone(), area.columns, area.rows))
                .collect()
        };
        assert_eq!(places(&a), places(&b), "{with}");
    }

    #[test]
    fn tracks_of_an_absent_picture_alone_go() {
        same(
            "columns = [\"auto\", \"1fr\"]\nareas = [\"line line\", \"logo foot\"]",
            "columns = [\"1fr\"]\nareas = [\"line\", \"foot\"]",
        );
        same(
            "rows = [\"1fr\", \"auto\", \"20 pt\"]\nareas = [\"ask\", \"band\", \"logo\"]",
            "rows = [\"1fr\", \"auto\"]\nareas = [\"ask\", \"band\"]",
        );
        same(
            "columns = [\"auto\", \"auto\", \"1fr\"]\nareas = [\"line line line\", \"logo logo foot\"]",
            "columns = [\"1fr\"]\nareas = [\"line\", \"foot\"]",
        );
    }

    #[test]
    fn tracks_that_another_block_needs_stay() {
        for text in [
            "areas = [\"a b\", \"logo c\"]",
            "columns = [\"auto\", \"1fr\"]\nareas = [\"a a\"]",
            "areas = [\"a a\", \". b\"]",
        ] {
            let without = text.replace("logo", ".");
            same(text, &without);
        }
    }
}
