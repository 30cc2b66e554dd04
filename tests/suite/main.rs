//! The program as others see it: whole commands in temporary folders, finished files read back.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod again;
mod artwork;
mod bad_input;
mod calibrate;
mod camera;
mod cli;
mod combine;
mod corridor;
mod digits;
mod everyone;
mod export;
mod fillable;
mod handouts;
mod hostile;
mod icc;
mod import;
mod ledger;
mod limits;
mod other;
mod outline;
mod output;
mod packs;
mod pages;
mod photos;
mod piece;
mod planted;
mod plates;
mod print_shop;
mod project;
mod properties;
mod review;
mod rules;
mod services;
mod shapes;
mod shaping;
mod shards;
mod spoken;
mod strip;
mod tidy;
mod tiles;
mod tongues;
mod upkeep;
mod web;
