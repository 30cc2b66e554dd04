//! `discreet`: a piece that is carried away hidden shows no symbol, no name of the line, no label.

use super::Proof;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::page::ItemKind;
use crate::template::Mode;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    if proof.poster.mode != Mode::Discreet {
        return;
    }
    let mut telling: Vec<String> = proof
        .hotline
        .name
        .values()
        .map(|name| name.to_lowercase())
        .collect();
    telling.extend(proof.hotline.host.iter().cloned());
    telling.push("traffick".to_owned());
    telling.push("hotline".to_owned());
    for (page, item) in proof.items() {
        match &item.kind {
            ItemKind::Symbol(_) | ItemKind::Icon { .. } => {
                let message = format!("`{}` draws a mark, and a discreet piece has none", item.block);
                diags.push(proof.fault(Diagnostic::new(code::DISCREET, message), page, item));
            }
            ItemKind::Text(text) => {
                let words = text.text().join(" ").to_lowercase();
                if let Some(word) = telling.iter().find(|word| words.contains(word.as_str())) {
                    let message = format!("`{}` says `{word}`, and a discreet piece must not", item.block);
                    diags.push(proof.fault(Diagnostic::new(code::DISCREET, message), page, item));
                }
            }
            ItemKind::Fill { .. } | ItemKind::Cut { .. } => {}
        }
    }
}
