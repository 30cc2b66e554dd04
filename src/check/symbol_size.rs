//! `symbol-size`: a symbol and its modules are large enough to print and to read.
//!
//! Four dots of a 300 dpi printer make a module (Denso Wave, qrcode.com, "Point for setting the module size");
//! phones read from 18 mm. An audit symbol may be smaller: a phone is held to it.

use super::Proof;
use crate::code;
use crate::diag::Diagnostics;
use crate::geom::Length;
use crate::phrase::{Phrase, say};
use crate::qr::{LEAST_MODULE_MM, LEAST_SIDE_MM};

/// What measuring in pixels may miss, as a share.
const MEASURED: f32 = 0.06;

pub(super) fn check(diags: &mut Diagnostics, proof: &Proof<'_>) {
    if let Some(meant) = proof.meant {
        for (page, item, symbol) in meant.symbols() {
            let side = Length::pt(symbol.rect.width).to_mm();
            if let Some(message) = too_small(side, Length::pt(symbol.module()).to_mm(), 0.003) {
                let fault = meant.fault(proof, code::SYMBOL_SIZE, message, page, item);
                diags.push(fault.hint(say("raise the first `side` of the block")));
            }
        }
        return;
    }
    for (page, seen) in proof.symbols() {
        let side = if proof.is_audit(page, seen) {
            LEAST_SIDE_MM
        } else {
            Length::pt(seen.rect.width.max(seen.rect.height)).to_mm()
        };
        if let Some(message) = too_small(side, seen.module.to_mm(), MEASURED) {
            let fault = proof.fault(code::SYMBOL_SIZE, message, page, Some(seen.rect));
            diags.push(fault.hint(say("print the symbol larger")));
        }
    }
}

fn too_small(side_mm: f32, module_mm: f32, slack: f32) -> Option<Phrase> {
    if side_mm < LEAST_SIDE_MM * (1.0 - slack) {
        Some(
            say("the symbol is {side_mm} mm wide, and phones read from {least} mm")
                .with("side_mm", format!("{side_mm:.1}"))
                .with("least", LEAST_SIDE_MM),
        )
    } else if module_mm < LEAST_MODULE_MM * (1.0 - slack) {
        Some(
            say("a module is {module_mm} mm wide, and printers hold {least} mm")
                .with("module_mm", format!("{module_mm:.2}"))
                .with("least", LEAST_MODULE_MM),
        )
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::too_small;

    #[test]
    fn sides_and_modules() {
        assert_eq!(too_small(18.0, 0.72, 0.003), None);
        assert!(
            too_small(17.5, 0.72, 0.003)
                .unwrap()
                .english()
                .contains("17.5 mm wide")
        );
        assert!(
            too_small(20.0, 0.3, 0.003)
                .unwrap()
                .english()
                .contains("a module is 0.30 mm")
        );
        assert_eq!(too_small(17.5, 0.72, 0.06), None);
    }
}
