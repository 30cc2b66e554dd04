//! Locations in a spreadsheet.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::diag::is_hostile;
use mileposter::{location, table};
use mileposter_fuzz::is_file_name;

fuzz_target!(|bytes: &[u8]| {
    let Some((locations, diags)) = mileposter_fuzz::read(bytes, |diags, source| {
        let locations = table::read(diags, source);
        location::unique(diags, locations)
    }) else {
        return;
    };
    for location in &locations {
        assert!(is_file_name(&location.id), "{}", location.id);
        assert!(diags.has_errors() || !location.site_line().contains(is_hostile));
    }
});
