//! The craft of letters and lines: hard words keep the glyphs that readers of the language expect, lines break where
//! they would break them, and what is large in one script is as large to the eye in another.

mod letters;
mod lines;
mod pages;
mod sizes;

use mileposter::catalog::Catalog;
use mileposter::geom::{Point, Rect};
use mileposter::poster;
use mileposter::text::{Cluster, Line, Piece, RichText, Run};

use crate::piece::{LIBRARY, line, locale};

fn rich(pieces: Vec<Piece>, tag: &str) -> RichText {
    let locale = locale(tag);
    RichText {
        pieces,
        line_height: locale.line_height(),
        ligatures: true,
        locale,
        bold: false,
    }
}

/// A word on one line.
fn word(tag: &str, text: &str) -> Line {
    line(&[Piece::Words(text.to_owned())], tag)
}

fn clusters(line: &Line) -> Vec<&Cluster> {
    line.runs.iter().flat_map(|run| &run.clusters).collect()
}

/// The texts of clusters from left to right.
fn parts(line: &Line) -> Vec<&str> {
    clusters(line)
        .into_iter()
        .map(|cluster| cluster.text.as_str())
        .collect()
}

/// The glyphs of clusters from left to right.
fn ids(line: &Line) -> Vec<Vec<u16>> {
    let of_cluster = |cluster: &Cluster| cluster.glyphs.iter().map(|glyph| glyph.id).collect();
    clusters(line).into_iter().map(of_cluster).collect()
}

/// The glyph of a word that is drawn by one.
#[track_caller]
fn sign(tag: &str, text: &str) -> u16 {
    let all = ids(&word(tag, text)).concat();
    assert_eq!(all.len(), 1, "{text}");
    all[0]
}

fn face(run: &Run) -> String {
    LIBRARY.fonts.metrics(run.face).name
}

/// The boxes of the ink of a word's glyphs, y down from the baseline, as they are listed.
fn ink(line: &Line) -> Vec<Rect> {
    let mut boxes = Vec::new();
    for run in &line.runs {
        let mut left = run.x;
        for cluster in &run.clusters {
            let ids: Vec<u16> = cluster.glyphs.iter().map(|glyph| glyph.id).collect();
            let inks = LIBRARY.fonts.ink(run.face, &ids);
            for (glyph, ink) in cluster.glyphs.iter().zip(inks) {
                let at = Point {
                    x: left + glyph.x,
                    y: glyph.y,
                };
                boxes.push(ink.unwrap_or_default().shifted(at));
            }
            left += cluster.advance;
        }
    }
    boxes
}

fn text_of(piece: &Piece) -> &str {
    match piece {
        Piece::Words(text) | Piece::Fixed(text) => text,
    }
}

fn pieces(catalog: &Catalog, key: &str) -> Vec<Piece> {
    poster::fill(&LIBRARY.hotlines["us-nhth"], &catalog.messages[key], catalog).0
}

/// The text of each line in reading order: the lines share the source between them, one after the other.
fn read<'a>(source: &str, lines: impl IntoIterator<Item = &'a Line>) -> Vec<String> {
    let mut rest = source.chars();
    let read = |line: &Line| {
        let drawn: String = parts(line).concat();
        let read: String = rest.by_ref().take(drawn.chars().count()).collect();
        let sorted = |text: &str| {
            let mut letters: Vec<char> = text.chars().collect();
            letters.sort_unstable();
            letters
        };
        assert_eq!(sorted(&drawn), sorted(&read), "{source}");
        read
    };
    let lines = lines.into_iter().map(read).collect();
    assert_eq!(rest.next(), None, "{source} is not printed to its end");
    lines
}
