//! The share of one machine of several in a plan.
//!
//! Whoever shares a plan out needs nobody who hands out work: from the number of a share alone each machine knows which places
//! are its. The shares together are the plan, and no place is in two of them.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::hotline::Hotline;
use crate::phrase::{Phrase, say};
use crate::plan::Job;
use crate::plate;
use crate::press;

/// The most shares of a plan.
pub const MOST: u32 = 10_000;

/// One of so many shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shard {
    of: u32,
    index: u32,
}

/// Why a text is no share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShardError {
    /// Not two numbers with a stroke between them.
    Shape,
    /// The second number is none to share by.
    Of,
    /// The first number is none of the shares.
    Index,
}

impl ShardError {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Shape => say("a shard is written like `3/16`, the third of sixteen"),
            Self::Of => say("a plan has 1 to {most} shards").with("most", MOST),
            Self::Index => say("shards are counted from 1 to as many as there are"),
        }
    }
}

impl Shard {
    /// A share by its number, counted from 1, of so many.
    pub fn new(index: u32, of: u32) -> Result<Self, ShardError> {
        if !(1..=MOST).contains(&of) {
            return Err(ShardError::Of);
        }
        if !(1..=of).contains(&index) {
            return Err(ShardError::Index);
        }
        Ok(Self { of, index })
    }

    /// Reads a share as `3/16`.
    pub fn parse(text: &str) -> Result<Self, ShardError> {
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (index, of) = text
            .split_once('/')
            .filter(|(index, of)| is_number(index) && is_number(of))
            .ok_or(ShardError::Shape)?;
        // Digits alone, so what does not fit is too large.
        let of = of.parse().map_err(|_| ShardError::Of)?;
        let index = index.parse().map_err(|_| ShardError::Index)?;
        Self::new(index, of)
    }

    /// Which one, counted from 1.
    pub fn index(self) -> u32 {
        self.index
    }

    /// Of how many.
    pub fn of(self) -> u32 {
        self.of
    }

    /// Whether the place of an id is in this share.
    pub fn has(self, place: &str) -> bool {
        // By the id and not by the position in the list: a place that is added moves no other to another machine.
        let digest = Sha256::digest(place);
        let first: [u8; 8] = std::array::from_fn(|at| digest[at]);
        u64::from_be_bytes(first) % u64::from(self.of) == u64::from(self.index - 1)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

/// A fingerprint of a whole plan in hex: its files, the paper that they are tiled on and the record they are printed from. Shares of
/// the same plan have the same one, whatever the order of the list.
pub fn fingerprint(jobs: &[Job<'_>], tile: Option<&str>, hotline: Option<&Hotline>) -> String {
    let mut parts: Vec<String> = jobs.iter().map(|job| press::path(job, None)).collect();
    parts.sort_unstable();
    parts.push(tile.unwrap_or_default().to_owned());
    if let Some(hotline) = hotline {
        let number = hotline.voice.number.to_string();
        parts.extend([hotline.id.clone(), number, hotline.verified_on.to_string()]);
    }
    let mut hash = Sha256::new();
    for part in &parts {
        // The length keeps `ab`, `c` apart from `a`, `bc`.
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    plate::hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::{Shard, ShardError};

    #[test]
    fn written_and_read() {
        let shard = Shard::parse("3/16").unwrap();
        assert_eq!((shard.index(), shard.of()), (3, 16));
        assert_eq!(shard.to_string(), "3/16");
        assert_eq!(Shard::parse("1/1"), Shard::new(1, 1));
        for text in [
            "", "3", "a/b", "/", "3/", "/16", "-1/4", "+1/4", "1/2/3", " 1/2", "1.0/2",
        ] {
            assert_eq!(Shard::parse(text), Err(ShardError::Shape), "{text}");
        }
        for text in ["0/4", "5/4", "99999999999/4"] {
            assert_eq!(Shard::parse(text), Err(ShardError::Index), "{text}");
        }
        for text in ["0/0", "1/0", "1/10001", "1/99999999999"] {
            assert_eq!(Shard::parse(text), Err(ShardError::Of), "{text}");
        }
    }

    /// Other programs may ask where a place goes, so it must never change.
    #[test]
    fn a_place_keeps_its_share() {
        let share = |id: &str, of: u32| (1..=of).find(|index| Shard::new(*index, of).unwrap().has(id));
        assert_eq!(share("or-i5-nb-oak-grove", 1), Some(1));
        assert_eq!(share("or-i5-nb-oak-grove", 3), Some(3));
        assert_eq!(share("or-i5-nb-oak-grove", 16), Some(7));
    }
}
