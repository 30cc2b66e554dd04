//! A large poster on small sheets: where the seams run, and what each sheet shows.
//!
//! Sheets that lie side by side share a strip of the poster. The left one is glued over the right one, the upper one over
//! the lower one: so a seam is the right or lower edge of what a sheet shows, and the strip on the other sheet goes under.

use std::ops::Range;

use crate::fit::UNPRINTABLE;
use crate::font::FontBook;
use crate::geom::{Point, Rect, Size};
use crate::page::{Fills, Item, ItemKind, Page, TextItem};

/// The strip that neighbours share, in points: ten millimetres, which a glue stick covers and a hand can hold, on the
/// grid of half points.
const OVERLAP: f32 = 28.5;

/// From what a sheet shows to what the printer leaves blank, in points: room for marks, and below for three lines.
const BAND: f32 = 14.0;
const FOOT: f32 = 40.0;

/// The least side of a sheet, in points: half a Letter sheet has room for the measure in its margin.
pub const LEAST_SIDE: f32 = 396.0;

/// The most that a sheet shows each way, in points. More is on no sheet that is glued, and more than is drawn at once.
const MOST_SHOWN: f32 = 4000.0;

/// The most sheets: more than anybody glues together.
pub const MOST_SHEETS: usize = 64;

/// The grid that seams stand on, in points: that of the pixels at which a poster is drawn to be compared.
const GRID: f32 = 0.5;

/// A poster cut into parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiling {
    /// Each sheet, portrait or landscape.
    pub sheet: Size,
    /// How many down.
    pub rows: usize,
    /// How many across.
    pub columns: usize,
    /// Row by row.
    pub tiles: Vec<Tile>,
}

/// What a sheet shows of a poster.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tile {
    /// From 1, from above.
    pub row: usize,
    /// From 1, from the left.
    pub column: usize,
    /// What is printed of the poster.
    pub window: Rect,
    /// What is seen of it when the sheets are glued.
    pub seen: Rect,
    /// Where the window's upper left corner lies on the sheet.
    pub place: Point,
}

/// Why a poster does not go onto sheets of a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It fits on one.
    Fits,
    /// The sheet has no room for marks and a measure.
    Small,
    /// It takes so many.
    Many(usize),
}

/// Something that a seam had better not run through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Keep {
    /// Its box on the poster.
    pub rect: Rect,
    /// How many cut letters are no worse.
    pub weight: u32,
}

impl Keep {
    /// What is kept whole on a page where that can be: symbols with their quiet zones before digits of the number, and
    /// those before letters.
    pub fn all(book: &FontBook, page: &Page) -> Vec<Self> {
        const SYMBOL: u32 = 100_000;
        let mut all = Vec::new();
        for item in &page.items {
            match &item.kind {
                ItemKind::Text(text) => all.extend(letters(book, item, text)),
                ItemKind::Symbol(symbol) => all.push(Self {
                    rect: item.frame.rect(symbol.with_quiet_zone()),
                    weight: SYMBOL,
                }),
                ItemKind::Artwork(artwork) => all.push(Self {
                    rect: item.frame.rect(artwork.rect),
                    weight: 1,
                }),
                ItemKind::Field(_)
                | ItemKind::Fill { .. }
                | ItemKind::Icon { .. }
                | ItemKind::Edge { .. }
                | ItemKind::Fold { .. }
                | ItemKind::Mark { .. }
                | ItemKind::Cut { .. } => {}
            }
        }
        // What the imprint fills.
        all.extend(page.slots.iter().map(|slot| Self {
            rect: slot.frame.rect(slot.rect),
            weight: match slot.fills {
                Fills::Line(_) => 1,
                Fills::Symbol => SYMBOL,
            },
        }));
        all
    }
}

/// Each cluster of a text, as wide as it advances and as high as the ink of its run.
fn letters(book: &FontBook, item: &Item, text: &TextItem) -> Vec<Keep> {
    const DIGIT: u32 = 100;
    let weight = if text.numbers.is_empty() { 1 } else { DIGIT };
    let scale = text.size / 1000.0;
    let mut letters = Vec::new();
    for (at, line) in &text.lines {
        for run in &line.runs {
            let Some(ink) = run.ink(book) else { continue };
            let mut left = run.x;
            for cluster in &run.clusters {
                let local = Rect::new(left, ink.y, cluster.advance, ink.height).scaled(scale);
                if !cluster.text.trim().is_empty() {
                    letters.push(Keep {
                        rect: item.frame.rect(local.shifted(*at)),
                        weight,
                    });
                }
                left += cluster.advance;
            }
        }
    }
    letters
}

/// Cuts a poster for a paper, which lies as fewer sheets do. Seams run where they cut least, near the even places.
pub fn tiling(poster: Size, paper: Size, keep: &[Keep]) -> Result<Tiling, Unfit> {
    let lying = Size {
        width: paper.height,
        height: paper.width,
    };
    if [paper, lying]
        .iter()
        .any(|sheet| Rect::of(*sheet).holds(Rect::of(poster), 0.1))
    {
        return Err(Unfit::Fits);
    }
    if paper.width.min(paper.height) < LEAST_SIDE {
        return Err(Unfit::Small);
    }
    let sheets = |sheet: Size| {
        let most = most_shown(sheet);
        parts(poster.height, most.height) * parts(poster.width, most.width)
    };
    let sheet = if sheets(lying) < sheets(paper) {
        lying
    } else {
        paper
    };
    if sheets(sheet) > MOST_SHEETS {
        return Err(Unfit::Many(sheets(sheet)));
    }
    let most = most_shown(sheet);
    let stretch = |of: fn(Rect) -> Range<f32>| -> Vec<_> {
        keep.iter().map(|keep| (of(keep.rect), keep.weight)).collect()
    };
    let across = edges(poster.width, most.width, &stretch(|rect| rect.x..rect.right()));
    let down = edges(poster.height, most.height, &stretch(|rect| rect.y..rect.bottom()));
    let places = (0..down.len()).flat_map(|row| (0..across.len()).map(move |column| (row, column)));
    Ok(Tiling {
        sheet,
        rows: down.len(),
        columns: across.len(),
        tiles: places
            .map(|(row, column)| tile(row, column, &down, &across))
            .collect(),
    })
}

/// The most that a sheet shows, on the grid.
fn most_shown(sheet: Size) -> Size {
    let on_grid = |length: f32| (length / GRID).floor() * GRID;
    let margins = 2.0 * UNPRINTABLE + BAND;
    Size {
        width: on_grid(sheet.width - margins - BAND).min(MOST_SHOWN),
        height: on_grid(sheet.height - margins - FOOT).min(MOST_SHOWN),
    }
}

/// How many parts of at most a length make up a side, each sharing a strip with the next.
fn parts(side: f32, most: f32) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small quotient, at least 1"
    )]
    let parts = ((side - OVERLAP) / (most - OVERLAP)).ceil().max(1.0) as usize;
    parts
}

/// The far edge of each part along a side: the seams, and the poster's own edge.
///
/// A seam may stand so far from the edge before it as a sheet shows, less the strip, and so far that the
/// sheets after it reach the end. Of these places it takes the one that cuts least, and of those the nearest to the even one.
fn edges(side: f32, most: f32, keep: &[(Range<f32>, u32)]) -> Vec<f32> {
    let (parts, step) = (parts(side, most), most - OVERLAP);
    let mut edges: Vec<f32> = Vec::new();
    for seam in 1..parts {
        #[expect(clippy::cast_precision_loss, reason = "few sheets")]
        let (before, after, all) = (seam as f32, (parts - seam) as f32, parts as f32);
        let even = before * (side - OVERLAP) / all + OVERLAP;
        let from = edges.last().map_or(0.0, |edge| edge - OVERLAP);
        let least = (side - after * step).max(from + 2.0 * OVERLAP);
        let places = on_grid(least, from + most);
        let cost = |place: &f32| -> u32 {
            let cut = keep
                .iter()
                .filter(|(kept, _)| kept.start < *place && *place < kept.end);
            cut.map(|(_, weight)| *weight).sum()
        };
        let best = places
            .map(|place| (cost(&place), (place - even).abs(), place))
            .min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        // Where rounding leaves no place, the farthest is at most that much off.
        edges.push(best.map_or(from + most, |(_, _, place)| place));
    }
    edges.push(side);
    edges
}

/// The places on the grid from one to another.
fn on_grid(from: f32, to: f32) -> impl Iterator<Item = f32> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "lengths on paper"
    )]
    let (first, last) = ((from / GRID).ceil() as u16, (to / GRID).floor() as u16);
    (first..=last).map(|at| f32::from(at) * GRID)
}

fn tile(row: usize, column: usize, down: &[f32], across: &[f32]) -> Tile {
    // Of each side: where the window begins, where it is seen, where both end.
    let span = |edges: &[f32], at: usize| match at.checked_sub(1) {
        Some(before) => (edges[before] - OVERLAP, edges[before], edges[at]),
        None => (0.0, 0.0, edges[at]),
    };
    let (left, seen_left, right) = span(across, column);
    let (top, seen_top, bottom) = span(down, row);
    Tile {
        row: row + 1,
        column: column + 1,
        window: Rect::new(left, top, right - left, bottom - top),
        seen: Rect::new(seen_left, seen_top, right - seen_left, bottom - seen_top),
        place: Point {
            x: UNPRINTABLE + BAND,
            y: UNPRINTABLE + BAND,
        },
    }
}

impl Tile {
    /// Where a box of the poster lies on the sheet, in points from its upper left.
    pub fn on_sheet(&self, rect: Rect) -> Rect {
        rect.shifted(Point {
            x: self.place.x - self.window.x,
            y: self.place.y - self.window.y,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{GRID, Keep, LEAST_SIDE, MOST_SHEETS, OVERLAP, Tile, Tiling, Unfit, tiling};
    use crate::fit::UNPRINTABLE;
    use crate::geom::{Insets, Rect, Size};

    const LETTER: Size = inches(8.5, 11.0);
    const A4: Size = Size {
        width: 595.276,
        height: 841.89,
    };

    const fn inches(width: f32, height: f32) -> Size {
        Size {
            width: width * 72.0,
            height: height * 72.0,
        }
    }

    /// Row, column, what is shown and what is seen of the poster.
    fn text(tiling: &Tiling) -> String {
        let rect = |rect: Rect| format!("{},{} {}x{}", rect.x, rect.y, rect.width, rect.height);
        let tile = |tile: &Tile| {
            let Tile { row, column, .. } = tile;
            format!(
                "{row}.{column} shows {} seen {}\n",
                rect(tile.window),
                rect(tile.seen)
            )
        };
        let head = format!("{} x {}\n", tiling.sheet.width, tiling.sheet.height);
        head + &tiling.tiles.iter().map(tile).collect::<String>()
    }

    #[test]
    fn tabloid_takes_four_letter_sheets() {
        let cut = tiling(inches(11.0, 17.0), LETTER, &[]).unwrap();
        assert_eq!(
            text(&cut),
            "612 x 792\n\
             1.1 shows 0,0 410x626 seen 0,0 410x626\n\
             1.2 shows 381.5,0 410.5x626 seen 410,0 382x626\n\
             2.1 shows 0,597.5 410x626.5 seen 0,626 410x598\n\
             2.2 shows 381.5,597.5 410.5x626.5 seen 410,626 382x598\n"
        );
    }

    #[test]
    fn the_sheet_lies_where_that_takes_fewer() {
        let cut = tiling(inches(18.0, 24.0), LETTER, &[]).unwrap();
        assert_eq!((cut.rows, cut.columns), (4, 2));
        assert!(cut.sheet.width > cut.sheet.height);
    }

    /// What is seen makes up the poster without gap or overlap, each sheet shows that and the strips that go under, and has
    /// room for its margins.
    fn check_sound(poster: Size, paper: Size) {
        let Ok(cut) = tiling(poster, paper, &[]) else {
            return;
        };
        let inside = Rect::of(cut.sheet).inset(Insets::all(UNPRINTABLE + 11.0));
        let mut area = 0.0;
        for tile in &cut.tiles {
            assert!(Rect::of(poster).holds(tile.window, 0.01), "{cut:#?}");
            assert!(tile.window.holds(tile.seen, 0.01), "{cut:#?}");
            assert!(inside.holds(tile.on_sheet(tile.window), 0.01), "{cut:#?}");
            for edge in [tile.window.x, tile.window.y] {
                assert!((edge / GRID).fract() == 0.0, "{edge} is between pixels");
            }
            let under = (tile.seen.x - tile.window.x, tile.seen.y - tile.window.y);
            let strip = |number: usize| if number == 1 { 0.0 } else { OVERLAP };
            assert_eq!(under, (strip(tile.column), strip(tile.row)));
            area += tile.seen.width * tile.seen.height;
        }
        for (at, tile) in cut.tiles.iter().enumerate() {
            for other in &cut.tiles[at + 1..] {
                assert!(!tile.seen.overlaps(other.seen, 0.01), "{cut:#?}");
            }
        }
        assert!(
            (area / (poster.width * poster.height) - 1.0).abs() < 1e-4,
            "{cut:#?}"
        );
        assert!(cut.tiles.len() <= MOST_SHEETS && cut.tiles.len() == cut.rows * cut.columns);
    }

    #[test]
    fn what_is_seen_makes_up_the_poster() {
        for paper in [
            LETTER,
            A4,
            inches(8.5, 5.5),
            inches(8.5, 14.0),
            inches(11.0, 17.0),
        ] {
            for width in (300..2400).step_by(37) {
                for height in (300..2400).step_by(53) {
                    let poster = Size {
                        width: width as f32 + 0.89,
                        height: height as f32 + 0.55,
                    };
                    check_sound(poster, paper);
                }
            }
        }
    }

    #[test]
    fn seams_run_beside_what_is_kept() {
        // Across both even seams, at 410 and 626.
        let symbol = Keep {
            rect: Rect::new(350.0, 560.0, 120.0, 120.0),
            weight: 100,
        };
        let letters = (0..20).map(|at| Keep {
            rect: Rect::new(at as f32 * 40.0, 690.0, 40.0, 30.0),
            weight: 1,
        });
        let keep: Vec<Keep> = letters.chain([symbol]).collect();
        let cut = tiling(inches(11.0, 17.0), LETTER, &keep).unwrap();
        let seen = cut.tiles[0].seen;
        assert_eq!((seen.right(), seen.bottom()), (480.0, 680.0));
        assert!(cut.tiles.iter().any(|tile| tile.seen.holds(symbol.rect, 0.0)));
    }

    #[test]
    fn what_does_not_go_is_told_apart() {
        let unfit = |poster, paper| tiling(poster, paper, &[]).unwrap_err();
        assert_eq!(unfit(LETTER, LETTER), Unfit::Fits);
        assert_eq!(unfit(inches(11.0, 8.5), LETTER), Unfit::Fits);
        assert_eq!(unfit(A4, inches(11.0, 17.0)), Unfit::Fits);
        let strip = Size {
            width: LEAST_SIDE - 1.0,
            height: 800.0,
        };
        assert_eq!(unfit(inches(11.0, 17.0), strip), Unfit::Small);
        assert_eq!(unfit(inches(68.0, 68.0), LETTER), Unfit::Many(70));
    }
}
