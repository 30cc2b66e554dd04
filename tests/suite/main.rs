//! The program as others see it: whole commands in temporary folders, finished files read back.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bad_input;
mod cli;
mod digits;
mod everyone;
mod hostile;
mod limits;
mod other;
mod output;
mod pages;
mod piece;
mod planted;
mod plates;
mod project;
mod properties;
mod review;
mod shapes;
mod shaping;
mod tidy;
mod tongues;
