//! `manifest.json` of an earlier build.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::manifest::Manifest;

fuzz_target!(|bytes: &[u8]| {
    let Ok(manifest) = serde_json::from_slice::<Manifest>(bytes) else {
        return;
    };
    let text = serde_json::to_string(&manifest).expect("a manifest is plain data");
    let again: Manifest = serde_json::from_str(&text).expect("what was written can be read");
    assert_eq!(
        text,
        serde_json::to_string(&again).expect("a manifest is plain data")
    );
});
