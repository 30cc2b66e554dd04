//! Output folders that become one: what their manifests say together, and why they cannot be put together.

use std::collections::{BTreeMap, HashMap};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::manifest::{Entry, Manifest, ShardEntry};
use crate::phrase::{Phrase, say};
use crate::shard::Shard;
use crate::source::{Source, Span};

/// An output folder.
pub struct Folder {
    /// Its path as it was typed.
    pub name: String,
    /// What was printed into it.
    pub manifest: Manifest,
}

/// What folders have together.
#[derive(Debug, Default)]
pub struct Gathered<'a> {
    /// Every file once, by its path, with the number of a folder that has it and its entries there.
    pub files: BTreeMap<&'a str, (usize, Vec<&'a Entry>)>,
    /// Of how many shards the plan is, where there are any.
    pub of: Option<u32>,
    /// The shards that no folder is, in order.
    pub missing: Vec<u32>,
}

/// Gathers the files of folders. Whatever contradicts itself is reported; that shards are missing is not.
pub fn gather<'a>(diags: &mut Diagnostics, folders: &'a [Folder]) -> Gathered<'a> {
    let mut gathered = Gathered::default();
    for (at, folder) in folders.iter().enumerate() {
        for entry in &folder.manifest.files {
            let (first, entries) = gathered.files.entry(&entry.file).or_insert((at, Vec::new()));
            match entries.first() {
                Some(known) if known.sha256 != entry.sha256 => {
                    diags.push(conflict(&entry.file, &folders[*first], folder));
                }
                // A file of several places has an entry for each; what another folder has too is there already.
                _ if *first == at => entries.push(entry),
                _ => {}
            }
        }
    }
    check_shards(diags, folders, &mut gathered);
    gathered
}

/// The fault of a folder.
pub fn fault(folder: &str, message: Phrase) -> Diagnostic {
    Diagnostic::new(code::MERGE_REFUSED, message).at(&Span::file(&Source::new(folder, "")))
}

fn conflict(file: &str, one: &Folder, other: &Folder) -> Diagnostic {
    let message = say("`{file}` is not the same in `{one}` and in `{other}`")
        .with("file", shown(file))
        .with("one", shown(&one.name))
        .with("other", shown(&other.name));
    fault(&other.name, message).hint(say(
        "build both with the same program from the same campaign, or leave one of the folders out",
    ))
}

/// Holds the shards among the folders against each other.
fn check_shards(diags: &mut Diagnostics, folders: &[Folder], gathered: &mut Gathered<'_>) {
    let mut known: BTreeMap<Shard, &Folder> = BTreeMap::new();
    let mut first: Option<(&Folder, &ShardEntry)> = None;
    for folder in folders {
        let Some(entry) = &folder.manifest.shard else {
            continue;
        };
        let shard = match Shard::new(entry.index, entry.of) {
            Ok(shard) => shard,
            Err(error) => {
                diags.push(fault(&folder.name, error.phrase()));
                continue;
            }
        };
        check_places(diags, folder, shard);
        let (one, plan) = *first.get_or_insert((folder, entry));
        if let Some(message) = quarrel(one, plan, folder, entry) {
            let cure =
                say("run the shards of one plan, with the same program and flags from the same campaign");
            diags.push(fault(&folder.name, message).hint(cure));
            continue;
        }
        let twin = *known.entry(shard).or_insert(folder);
        if !has_same_files(twin, folder) {
            let message = say("`{one}` and `{other}` are both shard {shard}, and have not the same files")
                .with("one", shown(&twin.name))
                .with("other", shown(&folder.name))
                .with("shard", shard);
            diags.push(fault(&folder.name, message).hint(say("leave one of the folders out")));
        }
    }
    gathered.of = known.keys().next().map(|shard| shard.of());
    let all = (1..=gathered.of.unwrap_or_default()).filter_map(|index| Shard::new(index, gathered.of?).ok());
    gathered.missing = all
        .filter(|shard| !known.contains_key(shard))
        .map(Shard::index)
        .collect();
}

/// Why two folders are no shards of one plan.
fn quarrel(one: &Folder, plan: &ShardEntry, other: &Folder, entry: &ShardEntry) -> Option<Phrase> {
    let message = if entry.of != plan.of {
        say("`{one}` is one of {shards} shards, and `{other}` one of {others}")
            .with("shards", plan.of)
            .with("others", entry.of)
    } else if other.manifest.generator != one.manifest.generator {
        say("`{one}` was printed by {program}, and `{other}` by {another}")
            .with("program", shown(&one.manifest.generator))
            .with("another", shown(&other.manifest.generator))
    } else if entry.plan != plan.plan {
        say(
            "`{one}` and `{other}` are shards of different plans: list of places, flags or hotline record were not the same",
        )
    } else {
        return None;
    };
    Some(
        message
            .with("one", shown(&one.name))
            .with("other", shown(&other.name)),
    )
}

/// Whether every file of a shard is of a place in it.
fn check_places(diags: &mut Diagnostics, folder: &Folder, shard: Shard) {
    let mut known: HashMap<&str, bool> = HashMap::new();
    for entry in &folder.manifest.files {
        let place = entry.location.as_str();
        if !*known.entry(place).or_insert_with(|| shard.has(place)) {
            let message = say("`{file}` is of a place that is not in shard {shard}")
                .with("file", shown(&entry.file))
                .with("shard", shard);
            diags.push(fault(&folder.name, message));
        }
    }
}

fn has_same_files(one: &Folder, other: &Folder) -> bool {
    let (files, others) = (one.manifest.files.iter(), other.manifest.files.iter());
    files.map(|entry| &entry.file).eq(others.map(|entry| &entry.file))
}

/// Numbers in order in few words, as `1, 4-6`.
pub fn ranges(numbers: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let told = ranges.into_iter().map(|(first, last)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        }
    });
    told.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn numbers_in_few_words() {
        assert_eq!(ranges(&[]), "");
        assert_eq!(ranges(&[3]), "3");
        assert_eq!(ranges(&[1, 4, 5, 6, 9, 10]), "1, 4-6, 9-10");
    }
}
