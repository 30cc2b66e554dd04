//! Which plates were proofed already, so that the same plate is not proofed again.
//!
//! A plate is known by its bytes, and by all that they were held against. What stood its proof without a fault stands it again, as
//! long as the program judges by the same rules: so only what the very same build of it has proofed counts. A plate with a warning
//! is never remembered, since its warning is told every time.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The build of the program, by its sources.
const BUILD: &str = env!("MILEPOSTER_BUILD");

/// Plates that stood their proof.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Proofed {
    /// The build of the program that proofed them.
    by: String,
    /// By the SHA-256 of their bytes, in hex.
    plates: BTreeMap<String, Stood>,
}

/// A proof that found no fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    /// A hash of what the plate was held against.
    meant: String,
    /// How many of its symbols were still read after a poor print and two copies.
    pub lasting: usize,
}

impl Default for Proofed {
    fn default() -> Self {
        Self {
            by: BUILD.to_owned(),
            plates: BTreeMap::new(),
        }
    }
}

impl Proofed {
    /// These plates, if this build of the program has proofed them; else none.
    pub fn by_this_build(self) -> Self {
        if self.by == BUILD { self } else { Self::default() }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.plates.is_empty()
    }

    /// The proof of a plate's bytes against what was meant, if it is remembered.
    pub fn of(&self, plate: &str, meant: &str) -> Option<&Stood> {
        self.plates.get(plate).filter(|stood| stood.meant == meant)
    }

    /// Takes over what others remember of a plate.
    pub fn take(&mut self, others: &Self, plate: &str) {
        if let Some(stood) = others.plates.get(plate) {
            self.insert(plate, stood.clone());
        }
    }

    /// Remembers a proof.
    pub fn insert(&mut self, plate: &str, stood: Stood) {
        self.plates.insert(plate.to_owned(), stood);
    }
}

impl Stood {
    /// A proof against what was meant.
    pub fn against(meant: String, lasting: usize) -> Self {
        Self { meant, lasting }
    }
}

/// A hash of what a plate is held against: everything as it writes itself for those who debug it.
pub fn meant(of: &impl fmt::Debug) -> String {
    let mut hash = Hashed(Sha256::new());
    fmt::write(&mut hash, format_args!("{of:?}")).expect("a hash takes all");
    let hash = hash.0.finalize();
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Text that is hashed and not kept.
struct Hashed(Sha256);

impl fmt::Write for Hashed {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Proofed, Stood, meant};

    #[test]
    fn a_proof_is_of_one_plate_one_meaning_and_one_build() {
        let mut proofed = Proofed::default();
        let stood = Stood::against(meant(&"1-888-373-7888"), 1);
        proofed.insert("a", stood.clone());
        assert_eq!(proofed.of("a", &meant(&"1-888-373-7888")), Some(&stood));
        assert_eq!(proofed.of("a", &meant(&"1-888-373-7889")), None);
        assert_eq!(proofed.of("b", &meant(&"1-888-373-7888")), None);
        let other = Proofed {
            by: "another".to_owned(),
            ..proofed.clone()
        };
        assert!(other.by_this_build().is_empty() && !proofed.by_this_build().is_empty());
    }
}
