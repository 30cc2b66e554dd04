//! `discreet`: a piece that is carried away hidden shows no symbol, no name of the line, no label.

use super::{Meant, Proof};
use crate::code;
use crate::diag::Diagnostics;
use crate::page::ItemKind;
use crate::phrase::say;
use crate::template::Mode;

/// What gives a piece away, in the languages of the bundled catalogs: trafficking, and a line for it.
const TELLING: [&str; 12] = [
    "traffick",
    "hotline",
    "trata de personas",
    "línea nacional",
    "торговл",
    "人口贩",
    "인신매매",
    "mua bán người",
    "ค้ามนุษย์",
    "الاتجار بالبشر",
    "ਤਸਕਰੀ",
    "ሕገወጥ ዝውውር",
];

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>, meant: Meant<'_>) {
    if meant.poster.mode != Mode::Discreet {
        return;
    }
    let names = proof.hotline.name.values().chain(&proof.hotline.former_name);
    let mut telling: Vec<String> = names.map(|name| name.to_lowercase()).collect();
    telling.extend(proof.hotline.host.iter().cloned());
    telling.extend(TELLING.map(str::to_owned));
    for (page, item) in meant.items() {
        let message = match &item.kind {
            ItemKind::Symbol(_) | ItemKind::Icon { .. } | ItemKind::Artwork(_) => {
                say("`{block}` draws a mark, and a discreet piece has none").with("block", &item.block)
            }
            ItemKind::Text(text) => {
                let words = text.text().join(" ").to_lowercase();
                match telling.iter().find(|word| words.contains(word.as_str())) {
                    Some(word) => say("`{block}` says `{word}`, and a discreet piece must not")
                        .with("block", &item.block)
                        .with("word", word),
                    None => continue,
                }
            }
            ItemKind::Field(_)
            | ItemKind::Fill { .. }
            | ItemKind::Edge { .. }
            | ItemKind::Fold { .. }
            | ItemKind::Mark { .. }
            | ItemKind::Cut { .. } => continue,
        };
        let fault = meant.fault(proof, code::DISCREET, message, page, item);
        diags.push(fault.hint(say("take the block out, or give the template another `mode`")));
    }
}
