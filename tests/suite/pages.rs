//! Pages as text: where everything stands, to be looked at when a template changes.

use crate::piece::{composed, composed_as};

#[test]
fn stall_in_english_and_spanish() {
    insta::assert_snapshot!(composed(&["en", "es"]).pages[0].to_string());
}

#[test]
fn stall_in_arabic() {
    insta::assert_snapshot!(composed(&["ar"]).pages[0].to_string());
}

#[test]
fn window_cling_in_english_and_spanish() {
    let cling = composed_as("sticker", "window-cling-3", &["en", "es"]);
    insta::assert_snapshot!(cling.pages[0].to_string());
}

#[test]
fn table_tent_in_english_and_arabic() {
    let tent = composed_as("table-tent", "table-tent-4x6", &["en", "ar"]);
    insta::assert_snapshot!(tent.pages[0].to_string());
}

#[test]
fn coaster_in_english_and_khmer() {
    let coaster = composed_as("coaster", "coaster-round-4", &["en", "km"]);
    insta::assert_snapshot!(coaster.pages[1].to_string());
}

#[test]
fn window_sign_in_four_languages() {
    let sign = composed_as("window", "poster-11x14", &["en", "es", "zh-Hans", "ru"]);
    insta::assert_snapshot!(sign.pages[0].to_string());
}
