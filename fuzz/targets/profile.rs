//! The ICC profile of a press.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::color::Color;
use mileposter::diag::Diagnostics;
use mileposter::profile::Profile;

fuzz_target!(|bytes: &[u8]| {
    // So that mutations reach what follows the size.
    let mut file = bytes.to_vec();
    if let (Some(size), Ok(length)) = (file.get_mut(..4), u32::try_from(bytes.len())) {
        size.copy_from_slice(&length.to_be_bytes());
    }
    mileposter_fuzz::letting_the_library_catch(|| {
        let mut diags = Diagnostics::default();
        let profile = Profile::read(&mut diags, "press.icc", file.clone());
        mileposter_fuzz::check(&diags);
        assert_eq!(profile.is_none(), diags.has_errors());
        if let Some(profile) = profile {
            for color in [Color::WHITE, Color::BLACK, Color { rgb: [10, 74, 78] }] {
                assert!(profile.inks(color).iter().all(|ink| *ink <= 100));
                profile.seen(color);
            }
        }
    });
});
