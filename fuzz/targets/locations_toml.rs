//! `locations.toml`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::campaign;
use mileposter::diag::is_hostile;
use mileposter_fuzz::is_file_name;

fuzz_target!(|bytes: &[u8]| {
    let Some((campaign, diags)) = mileposter_fuzz::read(bytes, campaign::read) else {
        return;
    };
    for location in &campaign.locations {
        assert!(is_file_name(&location.id), "{}", location.id);
        assert!(diags.has_errors() || !location.site_line().contains(is_hostile));
    }
});
