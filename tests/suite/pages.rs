//! Pages as text: where everything stands, to be looked at when a template changes.

use crate::piece::composed;

#[test]
fn stall_in_english_and_spanish() {
    insta::assert_snapshot!(composed(&["en", "es"]).pages[0].to_string());
}

#[test]
fn stall_in_arabic() {
    insta::assert_snapshot!(composed(&["ar"]).pages[0].to_string());
}
