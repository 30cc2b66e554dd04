//! What the eye measures: letters of like height in all scripts, and no space between joined letters.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use mileposter::catalog::Catalog;
use mileposter::locale::Script;
use mileposter::text::{Piece, Run, Shaper};

use super::rich;
use crate::piece::LIBRARY;

/// Mean height of the ink of a language's letters with their marks, in thousandths of the type size.
fn mean_heights() -> BTreeMap<Script, f32> {
    let mut shaper = Shaper::new(&LIBRARY.fonts);
    let mut sums: BTreeMap<Script, (f32, f32)> = BTreeMap::new();
    for catalog in LIBRARY.languages(false) {
        let sum = sums.entry(catalog.locale.script()).or_default();
        for words in catalog.messages.values().flat_map(|message| message.words()) {
            let text = rich(vec![Piece::Words(words.to_owned())], catalog.locale.tag());
            let line = shaper.shape(&text).unwrap().lines(f32::MAX).remove(0);
            for run in &line.runs {
                let letters = run.clusters.iter();
                for letter in letters.filter(|cluster| cluster.text.starts_with(char::is_alphabetic)) {
                    let alone = Run {
                        clusters: vec![letter.clone()],
                        ..run.clone()
                    };
                    if let Some(ink) = alone.ink(&LIBRARY.fonts) {
                        *sum = (sum.0 + ink.height, sum.1 + 1.0);
                    }
                }
            }
        }
    }
    sums.into_iter()
        .map(|(script, (sum, count))| (script, sum / count))
        .collect()
}

/// Scripts of many strokes stand higher than Latin, none much lower.
#[test]
fn scripts_look_alike_in_size() {
    let heights = mean_heights();
    let latin = heights[&Script::Latin];
    let mut table = String::new();
    let mut outside = Vec::new();
    for (script, height) in &heights {
        let factor = script.apparent_size();
        let apparent = height * factor / latin;
        writeln!(
            table,
            "{script:?}: {height:.0} × {factor} = {apparent:.2} of Latin"
        )
        .unwrap();
        if !(0.85..=1.45).contains(&apparent) {
            outside.push(*script);
        }
    }
    assert!(outside.is_empty(), "{outside:?}\n{table}");
    assert!(heights.len() >= 14, "{table}");
}

/// Joined letters have the advance of their glyphs: only what the face itself kerns differs, and a cluster holds
/// nothing beside its glyphs.
#[test]
fn arabic_has_no_letter_spacing() {
    let mut shaper = Shaper::new(&LIBRARY.fonts);
    let arabic = |catalog: &&Catalog| matches!(catalog.locale.script(), Script::Arabic | Script::Nastaliq);
    for catalog in LIBRARY.languages(false).into_iter().filter(arabic) {
        let (mut own, mut closer, mut wider) = (0, 0, 0);
        let tag = catalog.locale.tag();
        for words in catalog.messages.values().flat_map(|message| message.words()) {
            let line = shaper
                .shape(&rich(vec![Piece::Words(words.to_owned())], tag))
                .unwrap()
                .lines(f32::MAX)
                .remove(0);
            for run in &line.runs {
                let scale = 1000.0 / f32::from(LIBRARY.fonts.metrics(run.face).units_per_em);
                for cluster in &run.clusters {
                    let glyphs: f32 = cluster.glyphs.iter().map(|glyph| glyph.advance).sum();
                    assert!((cluster.advance - glyphs).abs() < 0.5, "{tag}: {}", cluster.text);
                    for glyph in &cluster.glyphs {
                        let more =
                            glyph.advance - f32::from(LIBRARY.fonts.advance(run.face, glyph.id)) * scale;
                        match more {
                            _ if more > 1.0 => wider += 1,
                            _ if more < -1.0 => closer += 1,
                            _ => own += 1,
                        }
                    }
                }
            }
        }
        let all = own + closer + wider;
        assert!(
            own * 100 >= all * 88,
            "{tag}: {own} as drawn, {closer} closer, {wider} wider"
        );
        assert!(
            wider * 100 <= all * 3,
            "{tag}: {own} as drawn, {closer} closer, {wider} wider"
        );
    }
}
