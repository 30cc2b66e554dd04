//! `bleed`: a page for a print shop says where it is cut, and what touches the cut runs on over it.
//!
//! ISO 32000-1, 14.11.2. Knives miss by a millimetre: a background that ends at the cut leaves a white edge.

use super::{Meant, Proof};
use crate::anatomy::Boxes;
use crate::code;
use crate::color::Color;
use crate::diag::Diagnostics;
use crate::fit::Fit;
use crate::geom::{Length, Rect, Size};
use crate::page::{ItemKind, Page};
use crate::phrase::{Phrase, say};

/// Rounding between programs, in points.
const SLACK: f32 = 0.1;

/// How near to the cut a background touches it, in points.
const TOUCH: f32 = 1.0;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    for (page, boxes) in proof.finished.anatomy.boxes.iter().enumerate() {
        if let Some(message) = cut_wrongly(boxes, &meant.poster.fit) {
            diags.push(proof.fault(code::BLEED, message, page, None));
        }
    }
    for (page, item) in meant.items() {
        let ItemKind::Fill { rect, color } = &item.kind else {
            continue;
        };
        if *color != Color::WHITE && stops_short(item.frame.rect(*rect), &meant.pages[page]) {
            let message =
                say("the background of `{block}` stops before the bleed does, which is {bleed} wide")
                    .with("block", &item.block)
                    .with("bleed", Length::pt(meant.poster.fit.bleed));
            let fault = meant.fault(proof, code::BLEED, message, page, item);
            diags.push(fault.hint(say(
                "let it run to the edge of the piece by `bleed = true`, or keep it away from the edge",
            )));
        }
    }
}

/// How the boxes of a page differ from what was asked for.
fn cut_wrongly(boxes: &Boxes, fit: &Fit) -> Option<Phrase> {
    let (Some(trim), Some(bleed)) = (boxes.trim, boxes.bleed) else {
        return Some(say(
            "the page does not say where it is cut and how far its bleed runs",
        ));
    };
    let size = Size {
        width: trim[2] - trim[0],
        height: trim[3] - trim[1],
    };
    if !size.is_near(fit.piece, SLACK) {
        let message = say("the page is cut to {found}, and the piece is {wanted}");
        return Some(message.with("found", size).with("wanted", fit.piece));
    }
    // How far the inner box is from the outer one, at its four edges.
    let within = |inner: [f32; 4], outer: [f32; 4]| {
        [
            inner[0] - outer[0],
            inner[1] - outer[1],
            outer[2] - inner[2],
            outer[3] - inner[3],
        ]
    };
    let widths = within(trim, bleed);
    if let Some(width) = widths.into_iter().find(|width| (width - fit.bleed).abs() > SLACK) {
        let message = say("the bleed is {found} wide at an edge, and {wanted} are wanted");
        return Some(
            message
                .with("found", Length::pt(width))
                .with("wanted", Length::pt(fit.bleed)),
        );
    }
    let beyond = within(bleed, boxes.media).into_iter().any(|room| room < -SLACK);
    beyond.then(|| say("the bleed reaches beyond the sheet"))
}

/// Whether something reaches the cut at an edge and does not fill the bleed there.
fn stops_short(rect: Rect, page: &Page) -> bool {
    let (trim, bleed) = (page.trim, page.bleed);
    [
        (trim.x - rect.x, rect.x - bleed.x),
        (trim.y - rect.y, rect.y - bleed.y),
        (rect.right() - trim.right(), bleed.right() - rect.right()),
        (rect.bottom() - trim.bottom(), bleed.bottom() - rect.bottom()),
    ]
    .into_iter()
    .any(|(over, short)| over > -TOUCH && short > SLACK)
}

#[cfg(test)]
mod tests {
    use super::{cut_wrongly, stops_short};
    use crate::anatomy::Boxes;
    use crate::fit::Fit;
    use crate::geom::{Rect, Size};
    use crate::page::Page;

    #[test]
    fn a_page_is_cut_where_its_piece_ends() {
        let fit = Fit {
            bleed: 9.0,
            ..Fit::whole(Size {
                width: 252.0,
                height: 144.0,
            })
        };
        let told = |media, bleed, trim| {
            let boxes = Boxes {
                media,
                crop: media,
                trim,
                bleed,
            };
            cut_wrongly(&boxes, &fit).map(|told| told.english())
        };
        let media = [0.0, 0.0, 324.0, 246.0];
        let bleed = Some([27.0, 57.0, 297.0, 219.0]);
        let trim = Some([36.0, 66.0, 288.0, 210.0]);
        assert_eq!(told(media, bleed, trim), None);
        let wrong = |media, bleed, trim, word: &str| {
            let told = told(media, bleed, trim).unwrap_or_default();
            assert!(told.contains(word), "{told}");
        };
        wrong(media, bleed, None, "where it is cut");
        wrong(media, bleed, Some([36.0, 66.0, 280.0, 210.0]), "cut to");
        wrong(media, Some([27.0, 57.0, 297.0, 213.0]), trim, "1.1 mm");
        wrong([30.0, 0.0, 324.0, 246.0], bleed, trim, "beyond the sheet");
    }

    #[test]
    fn backgrounds_fill_the_bleed() {
        let page = Page {
            trim: Rect::new(20.0, 20.0, 80.0, 80.0),
            bleed: Rect::new(11.0, 11.0, 98.0, 98.0),
            ..Page::of(Size {
                width: 120.0,
                height: 120.0,
            })
        };
        assert!(!stops_short(Rect::new(11.0, 11.0, 98.0, 30.0), &page));
        assert!(!stops_short(Rect::new(30.0, 30.0, 20.0, 30.0), &page));
        assert!(stops_short(Rect::new(20.0, 30.0, 80.0, 30.0), &page));
        assert!(stops_short(Rect::new(11.0, 15.0, 98.0, 30.0), &page));
    }
}
