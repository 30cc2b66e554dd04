//! A fault of every kind, planted one at a time: a rule that nothing trips may as well be dead.

mod fields;
mod files;
mod finished;
mod pages;
mod press;

use std::collections::BTreeSet;

use mileposter::code;

/// Codes that other tests plant, since it takes more than one file or page: where.
const ELSEWHERE: &[(&str, &str)] = &[
    ("bad-profile", "print_shop.rs"),
    ("imprint-read", "plates.rs"),
    ("no-audit-symbol", "upkeep.rs"),
    ("manifest-unread", "output.rs"),
    ("file-changed", "output.rs"),
    ("merge-refused", "shards.rs"),
    ("symbol-cut", "tiles.rs"),
    ("tile-differs", "tiles.rs"),
    ("pseudo-language", "cli.rs"),
    ("mixed-stocks", "combine.rs"),
    ("kept-in-notes", "import.rs"),
    ("road-guessed", "import.rs"),
    ("value-guessed", "import.rs"),
    ("cells-conflict", "import.rs"),
    ("row-left-out", "import.rs"),
    ("rules-schema", "rules/command.rs"),
    ("rules-stale", "rules/command.rs"),
    ("unknown-rule", "rules/command.rs"),
    ("rule-unmet", "rules/command.rs"),
    ("rule-open", "rules/command.rs"),
    ("notice-unmet", "rules/command.rs"),
    ("notice-unsure", "rules/command.rs"),
    ("ledger-row", "ledger/command.rs"),
    ("ledger-torn", "ledger/command.rs"),
    ("ledger-conflict", "ledger/command.rs"),
    ("ledger-place", "ledger/command.rs"),
    ("prints-unread", "ledger/command.rs"),
    ("log-refused", "ledger/command.rs"),
    ("sighting-missing", "photos.rs"),
    ("sighting-unread", "photos.rs"),
    ("sighting-outdated", "photos.rs"),
    ("sighting-foreign", "photos.rs"),
    ("address-withheld", "services.rs"),
    ("service-left-out", "services.rs"),
    ("service-shortened", "services.rs"),
    ("service-inactive", "services.rs"),
    ("service-old", "handouts.rs"),
    ("confidential-address", "handouts.rs"),
    ("handout", "handouts.rs"),
    ("reading-level", "handouts.rs"),
    ("photo-empty", "photos.rs"),
    ("photo-unread", "photos.rs"),
];

#[test]
fn every_code_is_planted() {
    let mut planted: BTreeSet<&str> = [
        files::codes(),
        pages::codes(),
        press::codes(),
        finished::codes(),
        fields::codes(),
    ]
    .into_iter()
    .flatten()
    .collect();
    planted.extend(ELSEWHERE.iter().map(|(code, _)| *code));
    let known: BTreeSet<&str> = code::ALL.iter().map(|code| code.name).collect();
    let missing: Vec<_> = known.difference(&planted).collect();
    assert!(missing.is_empty(), "nothing plants {missing:?}");
    let unknown: Vec<_> = planted.difference(&known).collect();
    assert!(unknown.is_empty(), "there is no {unknown:?}");
}

#[test]
fn many_faults_are_planted() {
    assert!(files::count() + pages::count() + press::count() + finished::count() + fields::count() >= 100);
}
