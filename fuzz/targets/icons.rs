//! `data/icons.toml`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::icon::{self, GRID, Step};

fuzz_target!(|bytes: &[u8]| {
    let Some((icons, _)) = mileposter_fuzz::read(bytes, icon::read) else {
        return;
    };
    for step in icons.values().flat_map(|icon| &icon.steps) {
        if let Step::Move(to) | Step::Line(to) | Step::Curve([_, _, to]) = step {
            assert!(to.iter().all(|at| (0.0..=GRID).contains(at)), "{to:?}");
        }
    }
});
