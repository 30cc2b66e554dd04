//! The ledger as people use it: typed, imported, united, undone, purged; what `status` and `build --needed` make of it.

mod command;
mod properties;
mod simulation;
