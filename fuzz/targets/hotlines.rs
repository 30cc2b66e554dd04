//! `data/hotlines.toml`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::diag::is_hostile;
use mileposter::hotline::{self, Channel, PhoneNumber};

fuzz_target!(|bytes: &[u8]| {
    let Some((hotlines, diags)) = mileposter_fuzz::read(bytes, hotline::read) else {
        return;
    };
    for hotline in hotlines {
        let number = hotline.voice.number.to_string();
        assert_eq!(PhoneNumber::parse(&number).as_ref(), Some(&hotline.voice.number));
        if diags.has_errors() {
            continue;
        }
        for channel in [Channel::Call, Channel::Text, Channel::Chat] {
            let printed = hotline.printed(channel).unwrap_or_default();
            assert!(!printed.contains(is_hostile), "{printed:?}");
        }
        assert!(hotline.owns(hotline.voice.number.digits()));
        assert!(hotline.name.values().all(|name| !name.contains(is_hostile)));
    }
});
