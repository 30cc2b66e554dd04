//! `reading-order`: text is read aloud in the order in which it stands.
//!
//! ISO 14289-1, 7.2; Matterhorn 09-001. Within one column, what is read later must not stand above what was read before.
//! Turned text, as on a tab to tear off, has its lines side by side and is passed over.

use super::Proof;
use crate::code;
use crate::diag::Diagnostics;
use crate::geom::Rect;
use crate::phrase::say;

/// How far lines may lie over each other before their order is told, in points.
const SLACK: f32 = 2.0;

/// The most that level text is turned, in degrees.
const LEVEL: f32 = 1.0;

/// The share of the narrower text that must lie below or above the other for both to be of one column.
const ONE_COLUMN: f32 = 0.5;

/// So many texts before are looked at.
const MOST_COMPARED: usize = 200;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    let mut before: Vec<Rect> = Vec::new();
    let mut last_page = 0;
    for element in &proof.finished.anatomy.elements {
        let Some((page, _)) = element.marks.first() else {
            continue;
        };
        if proof
            .glyphs_of(&element.marks)
            .any(|glyph| glyph.angle.abs() > LEVEL)
        {
            continue;
        }
        let Some(rect) = proof.rect_of(&element.marks) else {
            continue;
        };
        // A book's page has more lines than anybody compares with each other.
        let near = before.iter().rev().take(MOST_COMPARED);
        if *page < last_page
            || (*page == last_page && near.into_iter().any(|earlier| is_above(rect, *earlier)))
        {
            let message = say("a text is read aloud after one that stands below it");
            diags.push(
                proof
                    .fault(code::READING_ORDER, message, *page, Some(rect))
                    .hint(say(
                        "list the areas of the grid, and the tags of the file, from the top down",
                    )),
            );
            return;
        }
        if *page != last_page {
            before.clear();
            last_page = *page;
        }
        before.push(rect);
    }
}

/// Whether a text stands wholly above another in the same column.
fn is_above(text: Rect, other: Rect) -> bool {
    let across = text.right().min(other.right()) - text.x.max(other.x);
    let narrower = text.width.min(other.width).max(1.0);
    text.bottom() < other.y + SLACK && across > narrower * ONE_COLUMN
}

#[cfg(test)]
mod tests {
    use super::is_above;
    use crate::geom::Rect;

    #[test]
    fn columns() {
        let below = Rect::new(0.0, 100.0, 200.0, 20.0);
        assert!(is_above(Rect::new(0.0, 50.0, 100.0, 20.0), below));
        assert!(
            !is_above(Rect::new(300.0, 50.0, 100.0, 20.0), below),
            "the next column"
        );
        assert!(
            !is_above(Rect::new(0.0, 95.0, 100.0, 20.0), below),
            "the same line"
        );
    }
}
