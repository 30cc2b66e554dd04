//! `ledger.csv`, as it may be after a crash or a spreadsheet program.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mileposter::diag::Diagnostics;
use mileposter::ledger;
use mileposter::source::Source;

fuzz_target!(|bytes: &[u8]| {
    let whole = ledger::torn(bytes).unwrap_or(bytes.len());
    assert!(bytes[whole..].iter().all(|byte| *byte != b'\n'), "more than a line was cut off");
    let Some((read, diags)) = mileposter_fuzz::read(&bytes[..whole], ledger::read) else {
        return;
    };
    assert!(read.is_whole || diags.count(mileposter::code::Severity::Error) + diags.count(mileposter::code::Severity::Warning) > 0);
    let union = ledger::union(&[&read.events, &read.events]).events;
    let again = ledger::read(&mut Diagnostics::default(), &Source::new("again", ledger::text(&union)));
    assert_eq!(again.events, union, "what is written is read");
    assert_eq!(ledger::in_force(&union), ledger::in_force(&again.events));
});
