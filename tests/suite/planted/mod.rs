//! A fault of every kind, planted one at a time: a rule that nothing trips may as well be dead.

mod files;
