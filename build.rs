//! Builds anew when a file is added to a folder that is embedded in the binary, and names the build by its sources.

use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

fn main() -> io::Result<()> {
    for folder in [
        "templates",
        "messages",
        "data",
        "fonts",
        "locations.toml",
        "src",
        "Cargo.lock",
    ] {
        println!("cargo:rerun-if-changed={folder}");
    }
    let mut files = vec![PathBuf::from("Cargo.lock")];
    list(Path::new("src"), &mut files)?;
    files.sort();
    let mut hash = DefaultHasher::new();
    for file in files {
        // Each with its end, so that what is moved from file to file counts.
        hash.write(&fs::read(file)?);
        hash.write_u8(0xff);
    }
    println!("cargo:rustc-env=MILEPOSTER_BUILD={:016x}", hash.finish());
    Ok(())
}

/// Every file below a folder.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
